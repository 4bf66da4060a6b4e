"""Intervals: where they come from, how they are written, and which ends a range attains."""

import inspect
import itertools
import math
import re
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from daqing_data import intervals, measures, paths
from daqing_data.intervals import to_text, to_words

INF = math.inf
CLOSED = ["left", "right", "both", "neither"]


def interval(text):
    """``[1, 2)`` as an Interval."""
    left, right = (float(end) for end in text[1:-1].split(","))
    closed = {"[]": "both", "[)": "left", "(]": "right", "()": "neither"}[text[0] + text[-1]]
    return pd.Interval(left, right, closed=closed)


any_float = st.floats(allow_nan=False, allow_subnormal=False)  # these have fewer digits


@st.composite
def any_interval(draw):
    left, right = sorted(draw(st.tuples(*[any_float] * 2)))
    closed = "both" if left == right else draw(st.sampled_from(CLOSED))
    return pd.Interval(left, right, closed=closed)


# --- as text


WRITTEN = """
    (0.0886973, inf)          4   (0.08869, inf)
    [6.14374, 6.24504]        3   [6.14, 6.25]
    [6.14374, 6.24504]        1   [6, 7]
    (-6.24504, -6.14374]      3   (-6.25, -6.14]
    [1, 1]                    4   [1, 1]
    [1484, 1484]              2   [1.4e+03, 1.5e+03]
    [0.1666, 0.1667)          4   [0.1666, 0.1667)
    (-inf, 0]                 4   (-inf, 0]
    [1000000000, 2000000000)  4   [1e+09, 2e+09)
    [0.00012344, 0.00012346]  4   [0.0001234, 0.0001235]
    (99.999, 100.001)         4   (99.99, 100.1)
"""


def test_ends_are_rounded_outwards():
    for line in WRITTEN.strip().splitlines():
        given_text, digits, expected = re.split(r"\s{2,}", line.strip())
        assert to_text(interval(given_text), int(digits)) == expected


def test_four_digits_unless_asked_otherwise():
    assert to_text(interval("[1.23456, 2.34561]")) == "[1.234, 2.346]"
    assert to_words(interval("[1.23456, 2.34561]")) == "1.23 to 2.35"


def test_zero_has_no_sign():
    for zero in (-0.0, 0.0):
        assert to_text(pd.Interval(zero, zero, closed="both")) == "[0, 0]"
        assert to_words(pd.Interval(zero, 1.0)) == "0 to 1"


@given(any_interval(), st.integers(1, 15))
@example(pd.Interval(2.3e-308, 1.7e308, closed="both"), 3)
@example(pd.Interval(-1.7e308, -2.3e-308, closed="neither"), 1)
def test_text_holds_the_interval_and_is_no_wider_than_it_must(box, digits):
    text = to_text(box, digits)
    lower, upper = (Decimal(end) for end in text[1:-1].split(", "))
    left, right = Decimal(repr(box.left)), Decimal(repr(box.right))
    assert lower <= left <= right <= upper
    for printed, true in ((lower, left), (upper, right)):
        if printed.is_finite() and true:
            assert abs(printed - true) <= Decimal(10) ** (true.adjusted() + 1 - digits)
            assert len(printed.normalize().as_tuple().digits) <= digits
    belongs = {"[": True, "]": True, "(": False, ")": False}
    assert (belongs[text[0]], belongs[text[-1]]) == (box.closed_left, box.closed_right)


@given(any_interval(), st.integers(1, 15))
def test_words_say_the_ends_of_the_text(box, digits):
    lower, upper = to_text(box, digits)[1:-1].split(", ")
    expected = f"{lower} to {upper}"
    if math.isinf(box.right):
        expected = f"above {lower}"
    elif math.isinf(box.left):
        expected = f"below {upper}"
    assert to_words(box, digits) == expected


def test_words_in_another_language():
    words = ("高于{}", "低于{}", "{}至{}")
    assert to_words(interval("(0.5249, inf)"), words=words) == "高于0.524"
    assert to_words(interval("(-inf, 0.5241)"), words=words) == "低于0.525"
    assert to_words(interval("[1, 2]"), words=words) == "1至2"


# --- where it comes from


def test_from_a_row():
    row = {"lower": 20, "upper": "30", "closed": "left"}
    for each in (row, pd.Series(row)):
        assert intervals.from_row(each) == pd.Interval(20.0, 30.0, closed="left")


def test_ends_by_whether_they_belong():
    for box in (pd.Interval(0, 1, closed=closed) for closed in CLOSED):
        assert intervals.closed_by(box.closed_left, box.closed_right) == box.closed


def test_a_point_holds_one_number():
    assert intervals.point(3) == pd.Interval(3.0, 3.0, closed="both")
    assert type(intervals.point(3).left) is float


# --- what is given


def test_a_plain_number_becomes_a_float_and_an_interval_one_of_floats():
    for number in (3, np.int8(3), Decimal(3), Fraction(3), 3.0, np.float32(3)):
        read = intervals.as_quantity(number, "x")
        assert (type(read), read) == (float, 3.0)
        assert intervals.as_interval(number, "x") == intervals.point(3)
    read = intervals.as_quantity(pd.Interval(1, 2, closed="left"), "x")
    assert read == pd.Interval(1.0, 2.0, closed="left")
    assert (type(read.left), type(read.right)) == (float, float)


def sign(number):
    return math.copysign(1.0, number)


def test_a_negative_zero_is_a_zero_like_others():
    """Else 1 / -0.0 would be minus infinity, in the middle of nothing."""
    assert sign(intervals.as_quantity(-0.0, "x")) == 1
    for box in (
        pd.Interval(-0.0, 1.0),
        pd.Interval(-1.0, -0.0),
        pd.Interval(-0.0, -0.0, closed="both"),
    ):
        read = intervals.as_quantity(box, "x")
        assert {sign(end) for end in (read.left, read.right) if end == 0} == {1}


REFUSED = [  # what is given, the error, its message
    (True, TypeError, "x must be a number, a column or a pandas.Interval, not bool"),
    (np.True_, TypeError, "not bool"),
    (1j, TypeError, "not complex"),
    ("5", TypeError, "not str"),
    ({5}, TypeError, "not set"),
    ({"a": 5}, TypeError, "not dict"),
    (None, TypeError, "not NoneType"),
    (10**400, ValueError, "x is larger than a float can hold"),
    (pd.Interval(1, 1, closed="left"), ValueError, "an interval that holds no number"),
    (pd.Interval(INF, INF, closed="both"), ValueError, "an interval that holds no number"),
    (pd.Interval(-INF, -INF, closed="both"), ValueError, "an interval that holds no number"),
    (
        pd.Interval(pd.Timestamp(2020, 1, 1), pd.Timestamp(2021, 1, 1)),
        TypeError,
        "an interval of numbers, got",
    ),
    (pd.Interval(pd.Timedelta(1), pd.Timedelta(2)), TypeError, "an interval of numbers"),
    (
        pd.Series([pd.Interval(0, 1)]),
        TypeError,
        "a column of intervals; give the columns of their ends",
    ),
    (np.array([[pd.Interval(0, 1)]], dtype=object), TypeError, "a column of intervals"),
    (pd.IntervalIndex([pd.Interval(0, 1)]), TypeError, "a column of intervals"),
    (pd.Series(["a"], dtype=object), TypeError, "a column of objects that are not all numbers"),
    (pd.Series([10**400], dtype=object), TypeError, "a column of objects that are not all numbers"),
]


def test_what_is_no_quantity_is_refused_by_name():
    for value, error, message in REFUSED:
        with pytest.raises(error) as caught:
            intervals.as_quantity(value, "x")
        assert str(caught.value).startswith("x "), value
        assert message in str(caught.value), value


def test_the_remedy_for_a_column_of_intervals_is_said():
    with pytest.raises(TypeError) as error:
        intervals.as_quantity(pd.IntervalIndex([pd.Interval(0, 1)]), "x")
    assert str(error.value) == (
        "x is a column of intervals; give the columns of their ends (lower, upper), "
        "or one interval at a time"
    )


def test_columns_of_numbers_stay_as_they_are_and_those_of_objects_become_floats():
    for column in (
        pd.Series([1, 2]),
        np.array([1, 2], dtype="int8"),
        pd.Index([1.5]),
        pd.Series([1], dtype="Int64"),
    ):
        assert intervals.as_quantity(column, "x") is column
    for column in (
        pd.Series([Decimal(1), Fraction(1, 2), None], dtype=object),
        np.array([1, 2.5], dtype=object),
    ):
        assert intervals.as_quantity(column, "x").dtype == float
    other = object()  # of another library
    assert intervals.as_quantity(other, "x") is other


def test_only_finite_numbers_are_points():
    for number in (INF, -INF, math.nan, Decimal("Infinity")):
        with pytest.raises(ValueError, match=r"^x is (-?inf|nan); give a finite number"):
            intervals.as_interval(number, "x")
    assert intervals.as_interval(pd.Interval(0, INF), "x").right == INF
    for wrong in (pd.Series([1.0]), np.array([1.0]), "5", True):
        with pytest.raises(TypeError, match=r"^x must be a number or a pandas.Interval here, not"):
            intervals.as_interval(wrong, "x")


def test_the_argument_is_named_wherever_it_is_looked_at():
    empty = pd.Interval(1, 1, closed="left")
    for look in (intervals.as_quantity, intervals.as_interval):
        with pytest.raises(ValueError, match=r"^x is .* an interval that holds no number$"):
            look(empty, "x")
    for wrong in ("5", None, True):
        with pytest.raises(TypeError, match=r"^x must be a number, a column or a pandas\.Interval"):
            intervals.evaluate(lambda x: x, x=(wrong, ANY))


def test_a_floor_is_the_left_end():
    assert intervals.floor_of(interval("(1200, inf)")) == 1200
    assert type(intervals.floor_of(pd.Interval(1, 2))) is float
    column = pd.Series([1.0])
    assert intervals.floor_of(column) is column
    assert intervals.floor_of(7) == 7
    with pytest.raises(ValueError, match=r"^target is \(-inf, 5.0\], which sets no least level"):
        intervals.floor_of(pd.Interval(-INF, 5.0))


INSIDE = """
    (0, inf)   (0, 1]     yes
    (0, inf)   [0, 1]     no
    (0, inf)   [1, 2]     yes
    (0, inf)   [-1, 2]    no
    [0, inf)   [0, 1]     yes
    [0, inf)   (0, 1]     yes
    [0, inf)   (-1, 1]    no
    (-1, inf)  (-1, 0]    yes
    (-1, inf)  [-1, 0]    no
    (-inf, inf)  (-inf, 0]  yes
"""


def test_a_domain_is_left_below_and_nowhere_else():
    for line in INSIDE.strip().splitlines():
        domain, box, inside = re.split(r"\s{2,}", line.strip())
        if inside == "yes":
            intervals.require(interval(box), interval(domain), "x")
            continue
        with pytest.raises(ValueError, match=r"^x must be (at least|above) (0|-1), got"):
            intervals.require(interval(box), interval(domain), "x")


def test_a_point_outside_is_named_as_a_number():
    with pytest.raises(ValueError, match=r"^x must be at least 0, got -2\.0$"):
        intervals.require(intervals.point(-2), intervals.FROM_ZERO, "x")
    with pytest.raises(ValueError, match=r"^x must be above 0, got \[-2\.0, 1\.0\]$"):
        intervals.require(interval("[-2, 1]"), intervals.ABOVE_ZERO, "x")


# --- the range of a formula

ANY, FROM_ZERO, ABOVE_ZERO = intervals.ANY, intervals.FROM_ZERO, intervals.ABOVE_ZERO
RANGES = [  # formula, its intervals, the range
    (lambda a, b: a + b, "[1, 2)", "(3, 4]", "(4, 6)"),
    (lambda a, b: a - b, "[1, 2)", "(3, 4]", "[-3, -1)"),
    (lambda a, b: a * b, "[0, 2]", "(3, 4)", "[0, 8)"),  # 0 times anything is attained
    (lambda a, b: a * b, "(0, 2]", "[3, 4]", "(0, 8]"),
    (lambda a, b: a * b, "[0, 2]", "(-4, 4)", "(-8, 8)"),
    (lambda a, b: a / b, "[0, 1]", "(2, 4)", "[0, 0.5)"),
    (lambda a, b: a / b, "(0, 1]", "[2, inf)", "(0, 0.5]"),
    (lambda a, b: 0 * a + b, "(1, 2)", "[3, 4]", "[3, 4]"),  # an end that makes no difference
    (lambda a, b: a + b, "(-inf, 0]", "[1, 2]", "(-inf, 2]"),
    (lambda a, b: a + b, "(-inf, inf)", "[1, 2]", "(-inf, inf)"),
    (lambda a, b: b - a, "[1, inf)", "[1, inf)", "(-inf, inf)"),
]


def test_range_by_hand():
    for formula, a, b, expected in RANGES:
        box = {"a": (interval(a), ANY), "b": (interval(b), ANY)}
        assert intervals.evaluate(formula, **box) == interval(expected), (a, b, expected)


def test_a_number_beside_an_interval_is_a_point():
    found = intervals.evaluate(lambda a, b: a + b, a=(interval("[1, 2)"), ANY), b=(3, ANY))
    assert found == interval("[4, 5)")


def test_of_a_floor_the_left_end_alone_counts():
    def reached(actual, target):
        return actual / target

    for target in ("[50, 60]", "(50, inf)", "[50, 50]"):
        found = intervals.evaluate(
            reached,
            floor="target",
            actual=(interval("[25, 50)"), FROM_ZERO),
            target=(interval(target), ABOVE_ZERO),
        )
        assert (found.left, found.right) == (0.5, 1.0)
    with pytest.raises(ValueError, match=r"^target must be above 0"):
        intervals.evaluate(
            reached, floor="target", actual=(1, FROM_ZERO), target=(interval("(0, 5)"), ABOVE_ZERO)
        )
    with pytest.raises(ValueError, match="sets no least level"):
        intervals.evaluate(
            reached, floor="target", actual=(1, FROM_ZERO), target=(interval("(-inf, 5)"), ANY)
        )


def test_the_limit_takes_the_place_of_inf_by_inf():
    def share(part, rest):
        return part / (part + rest)

    box = {"part": (interval("[1, inf)"), FROM_ZERO), "rest": (2, ABOVE_ZERO)}
    found = intervals.evaluate(share, lambda part, rest: 1.0 if math.isinf(part) else 0.0, **box)
    assert found == pd.Interval(1 / 3, 1.0, closed="left")


def test_numbers_are_checked_and_columns_are_not():
    def of(value):
        return intervals.evaluate(lambda x: 1 / x, x=(value, ABOVE_ZERO))

    assert of(4) == 0.25
    assert type(of(np.int64(4))) is float
    assert math.isnan(of(math.nan))
    with pytest.raises(ValueError, match=r"^x must be above 0, got 0"):
        of(0)
    with pytest.raises(ValueError, match=r"^x is inf"):
        of(INF)
    assert of(pd.Series([-1.0, 2.0])).tolist() == [-1.0, 0.5]


def test_a_number_beside_a_column_is_checked_and_serves_each_row():
    column = pd.Series([1.0, 2.0])
    found = intervals.evaluate(lambda a, b: a / b, a=(column, FROM_ZERO), b=(2, ABOVE_ZERO))
    assert found.tolist() == [0.5, 1.0]
    with pytest.raises(ValueError, match=r"^b must be above 0"):
        intervals.evaluate(lambda a, b: a / b, a=(column, FROM_ZERO), b=(-2, ABOVE_ZERO))
    with pytest.raises(TypeError, match=r"^a must be a number or a pandas.Interval here"):
        intervals.evaluate(
            lambda a, b: a / b, a=(column, FROM_ZERO), b=(interval("[1, 2]"), ABOVE_ZERO)
        )


def test_nan_wins_and_overflow_is_infinite():
    def power(a, b):
        return a**b

    assert math.isnan(intervals.evaluate(power, a=(1.0, ANY), b=(math.nan, ANY)))
    assert intervals.evaluate(power, a=(10.0, ANY), b=(400.0, ANY)) == INF
    found = intervals.evaluate(power, a=(interval("[1, 10]"), ANY), b=(interval("[1, 400]"), ANY))
    assert found == pd.Interval(1.0, INF, closed="left")


@st.composite
def small(draw):
    left = draw(st.integers(-3, 3))
    right = left + draw(st.integers(0, 3))
    return pd.Interval(
        left, right, closed="both" if left == right else draw(st.sampled_from(CLOSED))
    )


def inside(box):
    steps = [Fraction(k, 8) for k in range(9)]
    found = {box.left + (box.right - box.left) * step for step in steps}
    return sorted(each for each in found if each in box)


@given(small(), small())
def test_range_of_sums_and_differences_holds_all_points_and_its_ends_are_right(a, b):
    for formula in (lambda x, y: x + y, lambda x, y: x - y):
        found = intervals.evaluate(formula, a=(a, ANY), b=(b, ANY))
        values = {formula(x, y) for x, y in itertools.product(inside(a), inside(b))}
        assert all(float(value) in found for value in values)
        assert (found.left in values) == found.closed_left
        assert (found.right in values) == found.closed_right


@given(small(), small())
def test_range_of_products_is_tight(a, b):
    """A product is monotone in each argument, though not in the same direction everywhere."""
    found = intervals.evaluate(lambda x, y: x * y, a=(a, ANY), b=(b, ANY))
    values = {x * y for x, y in itertools.product(inside(a), inside(b))}
    corners = [x * y for x in (a.left, a.right) for y in (b.left, b.right)]
    assert (found.left, found.right) == (min(corners), max(corners))
    assert all(float(value) in found for value in values)
    for end, closed in ((found.left, found.closed_left), (found.right, found.closed_right)):
        if end in values:
            assert closed


@given(any_interval())
@example(pd.Interval(-INF, 0.0))
@example(pd.Interval(0.0, INF))
def test_the_point_inside_is_inside(box):
    if box.left < box.right and not box.is_empty and box.length > 1e-9:
        found = float(intervals._inside(box))
        assert box.left <= found <= box.right
        if math.isinf(box.left) or math.isinf(box.right):
            assert box.left < found < box.right


def test_an_end_that_one_corner_attains_is_attained_whatever_the_others_do():
    found = intervals.range_with_turns(
        lambda base, actual: base + 0 * actual, interval("[1, 2]"), interval("[0, 1)")
    )
    assert found == interval("[1, 2]")


def test_turns_inside_the_base_are_looked_at():
    """(x - 1) ** 2 + y falls, then rises: its least value is at the turn, which no corner shows."""

    def formula(base, actual):
        return (base - 1) ** 2 + actual

    base, actual = interval("[0, 3]"), interval("[0, 1)")
    assert intervals.range_with_turns(formula, base, actual, lambda level: [1.0]) == interval(
        "[0, 5)"
    )
    assert intervals.range_with_turns(formula, base, actual).left == 0.25  # at the middle, 1.5
    opened = interval("(0, 3)")
    assert intervals.range_with_turns(formula, opened, actual, lambda level: [1.0]) == interval(
        "[0, 5)"
    )


def test_an_infinite_level_belongs_to_nothing():
    found = intervals.range_with_turns(
        lambda base, actual: actual / base, interval("[1, 2]"), interval("[4, inf)")
    )
    assert found == interval("[2, inf)")
    closed = pd.Interval(4.0, INF, closed="both")
    found = intervals.range_with_turns(
        lambda base, actual: actual / base, interval("[1, 2]"), closed
    )
    assert found == interval("[2, inf)")


def test_the_module_offers_what_it_names():
    for name in intervals.__all__:
        assert getattr(intervals, name) is not None


# --- in the measures: zero without a sign, ends at infinity, numbers beyond a float

MEASURES = {
    name: function
    for module in (measures, paths)
    for name in module.__all__
    if name != "is_reached" and (function := getattr(module, name))
}
GOOD = {"base": 2.0, "years_elapsed": 1.0, "years_total": 4.0}  # by argument; 5 for all others


def calls(values):
    """Each measure with each of the values in each place, other arguments being good ones."""
    for name, measure in MEASURES.items():
        parameters = list(inspect.signature(measure).parameters)
        for place in parameters:
            for value in values:
                arguments = {each: GOOD.get(each, 5.0) for each in parameters} | {place: value}
                yield f"{name}: {place} = {value}", measure, arguments


def said(measure, arguments):
    """What a measure gives, or the error that it raises."""
    try:
        return measure(**arguments)
    except (TypeError, ValueError) as error:
        return f"{type(error).__name__}: {error}"


def test_a_negative_zero_gives_what_zero_gives():
    pairs = [
        (-0.0, 0.0),
        (np.float64(-0.0), 0.0),
        (pd.Interval(-0.0, 1.5, closed="right"), pd.Interval(0.0, 1.5, closed="right")),
        (pd.Interval(-0.0, 1.5, closed="both"), pd.Interval(0.0, 1.5, closed="both")),
        (pd.Interval(-0.0, INF, closed="neither"), pd.Interval(0.0, INF, closed="neither")),
        (pd.Interval(-1.0, -0.0, closed="left"), pd.Interval(-1.0, 0.0, closed="left")),
        (pd.Interval(-0.0, -0.0, closed="both"), pd.Interval(0.0, 0.0, closed="both")),
    ]
    ways = [calls([pair[side] for pair in pairs]) for side in (0, 1)]
    for (what, measure, arguments), (_, _, plain) in zip(*ways, strict=True):
        found, expected = said(measure, arguments), said(measure, plain)
        assert str(found).replace("-0.0", "0.0") == str(expected).replace("-0.0", "0.0"), what
        if isinstance(found, pd.Interval):
            assert found == expected, what


def test_what_overflows_is_infinite_and_belongs_to_nothing():
    found = paths.projected_share(2.0, pd.Interval(0, 5.8e77, closed="left"), 5.0, 1.0, 4.0)
    assert (found.right, found.open_right) == (INF, True)
    tiny = pd.Interval(1.7e-155, 1.0, closed="left")
    found = paths.projected_share(tiny, 5.0, 5.0, 1.0, 4.0)
    assert (found.right, found.open_right) == (INF, True)


@given(st.data())
def test_no_range_has_an_infinite_end_that_belongs_or_is_no_number(data):
    left, right = sorted(data.draw(st.tuples(st.floats(-1e150, 1e150), st.floats(-1e150, 1e150))))
    ends = data.draw(st.sampled_from([(left, right), (left, INF), (-INF, right)]))
    point = ends[0] == ends[1]
    box = pd.Interval(*ends, closed="both" if point else data.draw(st.sampled_from(CLOSED)))
    for what, measure, arguments in calls([box]):
        found = said(measure, arguments)
        if not isinstance(found, pd.Interval):  # refused, or of a target, of which a number counts
            continue
        assert not math.isnan(found.left), what
        assert not math.isnan(found.right), what
        assert not found.is_empty, what
        if found.left != found.right:  # a point may be one that rounding or overflow made
            assert not (found.closed_left and math.isinf(found.left)), what
            assert not (found.closed_right and math.isinf(found.right)), what


def test_a_number_beyond_a_float_is_named_and_never_an_overflow():
    for what, measure, arguments in calls([10**400, -(10**400), Fraction(10**400)]):
        found = said(measure, arguments)
        assert isinstance(found, str), what
        assert "is larger than a float can hold" in found, what
