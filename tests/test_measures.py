"""The arithmetic is right for numbers, columns and intervals, and refuses what means nothing."""

import inspect
import itertools
import math
import re
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mpmath import iv

import daqing_data as dq

INF = math.inf
EXACT = {  # the same formulas, for fractions and mpmath's intervals; each argument stands once
    "growth_rate": lambda start, end: end / start - 1,
    "previous_level": lambda level, growth: level / (1 + growth),
    "difference": lambda first, second: first - second,
    "gap": lambda actual, target: target - actual,
    "share_reached": lambda actual, target: actual / target,
    "ratio": lambda part, whole: part / whole,
    "share_of_total": lambda part, rest: 1 / (1 + rest / part),
}
TO_TARGET = {"gap", "share_reached"}  # of the second argument the left end alone counts
ALL = [*EXACT, "annual_growth", "required_annual_growth"]


def interval(text):
    """``[1, 2)`` as an Interval."""
    left, right = (float(end) for end in text[1:-1].split(","))
    closed = {"[]": "both", "[)": "left", "(]": "right", "()": "neither"}[text[0] + text[-1]]
    return pd.Interval(left, right, closed=closed)


def quantity(given):
    return interval(given) if isinstance(given, str) else given


# --- by hand


@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        ("growth_rate", (80, 1484), 17.55),
        ("growth_rate", (100, 100), 0),
        ("growth_rate", (100, 25), -0.75),
        ("growth_rate", (100, 0), -1),
        ("annual_growth", (100, 121, 2), 0.1),
        ("annual_growth", (100, 81, 2), -0.1),
        ("annual_growth", (100, 200, 0.5), 3),
        ("annual_growth", (7, 7, 3), 0),
        ("annual_growth", (7, 0, 3), -1),
        ("previous_level", (110, 0.1), 100),
        ("previous_level", (50, -0.5), 100),
        ("previous_level", (0, 0.1), 0),
        ("difference", (0.75, 0.5), 0.25),
        ("difference", (5, 3), 2),
        ("difference", (3, -2), 5),
        ("gap", (923, 1500), 577),
        ("gap", (1600, 1500), -100),
        ("share_reached", (750, 1500), 0.5),
        ("share_reached", (3000, 1500), 2),
        ("share_reached", (0, 1500), 0),
        ("required_annual_growth", (100, 133.1, 3), 0.1),
        ("ratio", (600, 80), 7.5),
        ("ratio", (0, 80), 0),
        ("share_of_total", (1, 3), 0.25),
        ("share_of_total", (0, 3), 0),
    ],
)
def test_numbers_by_hand(name, arguments, expected):
    result = getattr(dq, name)(*arguments)
    assert type(result) is float
    assert result == pytest.approx(expected, rel=1e-15, abs=1e-15)


@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        # As they come out: the smallest growth needs the largest start and the smallest end.
        ("growth_rate", ("[50, 100)", "[200, 400)"), "(1, 7)"),
        ("growth_rate", ("(50, 100]", "[200, 400]"), "[1, 7)"),
        ("growth_rate", (100, "(200, inf)"), "(1, inf)"),
        ("growth_rate", (100, "[200, inf)"), "[1, inf)"),
        ("growth_rate", ("(0, 100)", 200), "(1, inf)"),
        (
            "growth_rate",
            ("(0, 100)", "[0, 50]"),
            "[-1, inf)",
        ),  # 0/x - 1 is -1 for every x that is admitted
        ("growth_rate", ("[1, inf)", "[1, inf)"), "(-1, inf)"),
        ("annual_growth", (100, 400, "[1, 2]"), "[1, 3]"),
        ("annual_growth", (100, 400, "[1, 2)"), "(1, 3]"),
        (
            "annual_growth",
            (100, 25, "[1, 2)"),
            "[-0.75, -0.5)",
        ),  # a fall is the slower the longer it takes
        ("annual_growth", (100, 100, "(1, 2)"), "[0, 0]"),
        ("annual_growth", (100, "[50, 200]", "[1, inf)"), "[-0.5, 1]"),
        ("annual_growth", (100, 400, "[1, inf)"), "(0, 3]"),
        ("annual_growth", (100, 400, "(0, 1]"), "[3, inf)"),
        ("annual_growth", (100, "[400, inf)", "[2, 4)"), "(0.41421356237309515, inf)"),
        ("previous_level", ("[110, 220)", 0.1), "[100, 200)"),
        ("previous_level", (100, "(-1, 0]"), "[100, inf)"),
        ("previous_level", (0, "[0, 1)"), "[0, 0]"),
        ("difference", ("[5, 7]", "[1, 2)"), "(3, 6]"),
        ("difference", ("(0.9, 1]", "(0.9, 1]"), "(-0.1, 0.1)"),
        ("difference", ("(-inf, inf)", 5), "(-inf, inf)"),
        ("gap", ("[922.5, 923.5)", 1500), "(576.5, 577.5]"),
        # A target is a floor: its left end alone counts, and is open where the wording is.
        ("gap", (923, "[1500, inf)"), "[577, 577]"),
        ("gap", ("[922.5, 923.5)", "[1500, inf)"), "(576.5, 577.5]"),
        ("gap", ("[922.5, 923.5)", "(1500, inf)"), "(576.5, 577.5)"),
        ("gap", ("[49, 51)", "(65, 100]"), "(14, 16)"),
        ("gap", ("(1200, inf)", 1500), "(-inf, 300)"),
        ("share_reached", ("[750, 1500)", 1500), "[0.5, 1)"),
        ("share_reached", (750, "(1500, inf)"), "[0.5, 0.5]"),
        ("share_reached", ("[750, 1500]", "(1500, inf)"), "(0.5, 1)"),
        ("share_reached", (0, "(1500, inf)"), "[0, 0]"),
        ("required_annual_growth", ("[100, 200)", 400, 1), "(1, 3]"),
        ("required_annual_growth", (100, "[121, inf)", 2), "[0.1, 0.1]"),
        ("required_annual_growth", ("[100, 121]", "(121, 200]", 1), "(0, 0.21)"),
        ("ratio", ("[0, 5]", "(0, inf)"), "[0, inf)"),
        ("ratio", ("(0, 5]", "[1, inf)"), "(0, 5]"),
        ("share_of_total", ("[1, 3]", 1), "[0.5, 0.75]"),
        ("share_of_total", ("[1, inf)", "[1, inf)"), "(0, 1)"),
        ("share_of_total", ("[0, 1]", "(0, 1]"), "[0, 1)"),
        # The part stands above and below: dividing as if independent would give [0.25, 1.5].
        ("share_of_total", ("[1, 3]", "[1, 1]"), "[0.5, 0.75]"),
    ],
    ids=str,
)
def test_intervals_by_hand(name, arguments, expected):
    result, expected = getattr(dq, name)(*map(quantity, arguments)), interval(expected)
    assert result.closed == expected.closed
    assert (result.left, result.right) == pytest.approx((expected.left, expected.right), abs=1e-12)


# --- against mpmath's interval arithmetic

positive = st.floats(1e-3, 1e12)


@st.composite
def boxes(draw, ends=positive):
    left, right = sorted([draw(ends), draw(ends)])
    return pd.Interval(left, right, closed="both")


def agrees(result, expected, scale):
    """The same ends but for rounding, and no end beyond mpmath's, which are rounded outwards."""
    slack = 1e-13 * scale
    lower, upper = float(expected.a), float(expected.b)
    assert lower - slack <= result.left <= lower + 4 * slack
    assert upper - 4 * slack <= result.right <= upper + slack


@pytest.mark.parametrize("name", EXACT)
@given(data=st.data())
def test_range_is_that_of_mpmath(name, data):
    a, b = data.draw(boxes()), data.draw(boxes())
    last = b.left if name in TO_TARGET else b.right
    expected = EXACT[name](iv.mpf([a.left, a.right]), iv.mpf([b.left, last]))
    subtracts = name in {"difference", "gap"}
    scale = (
        a.right + b.right if subtracts else 1 + max(abs(float(expected.a)), abs(float(expected.b)))
    )
    agrees(getattr(dq, name)(a, b), expected, scale)


@given(boxes(), boxes(), boxes(st.floats(0.1, 50)))
def test_annual_growth_is_that_of_mpmath(start, end, years):
    box = [iv.mpf([each.left, each.right]) for each in (start, end, years)]
    expected = iv.exp(iv.log(box[1] / box[0]) / box[2]) - 1
    found = dq.annual_growth(start, end, years)
    lower, upper = float(expected.a), float(expected.b)
    if upper > 1e250:
        return  # fifteen orders of magnitude in a tenth of a year: beyond floats
    # The exponent multiplies the relative error of the logarithm.
    assert found.left == pytest.approx(lower, rel=1e-11, abs=1e-12)
    assert found.right == pytest.approx(upper, rel=1e-11, abs=1e-12)


# --- against points inside, with exact fractions

CLOSED = ["left", "right", "both", "neither"]


@st.composite
def small(draw, least):
    """An interval between small whole numbers; from 0 on it may hold 0 if the domain does."""
    left = draw(st.integers(least, 4))
    right = left + draw(st.integers(0, 3))
    closed = "both" if left == right else draw(st.sampled_from(CLOSED))
    return pd.Interval(left, right, closed=closed)


def points(box):
    """Both ends, where they belong, and points inside, close to the ends too."""
    left, right = Fraction(box.left), Fraction(box.right)
    steps = [
        Fraction(0),
        Fraction(1, 10**9),
        *(Fraction(k, 4) for k in (1, 2, 3)),
        1 - Fraction(1, 10**9),
        Fraction(1),
    ]
    return sorted({x for x in (left + (right - left) * step for step in steps) if x in box})


DOMAIN = {  # name -> least whole numbers of both arguments, and whether the first/second excludes 0
    "growth_rate": (1, 0),
    "previous_level": (0, 0),
    "difference": (-4, -4),
    "gap": (-4, -4),
    "share_reached": (0, 1),
    "ratio": (0, 1),
    "share_of_total": (0, 1),
}


@pytest.mark.parametrize("name", DOMAIN)
@given(data=st.data())
def test_range_holds_all_points_and_no_more(name, data):
    a, b = (data.draw(small(least)) for least in DOMAIN[name])
    formula = (lambda part, rest: part / (part + rest)) if name == "share_of_total" else EXACT[name]
    result = getattr(dq, name)(a, b)
    if name in TO_TARGET:
        if b.open_left:
            same_floor = getattr(dq, name)(a, b.left)
            assert (result.left, result.right) == (same_floor.left, same_floor.right)
            constant = result.left == result.right or (name == "share_reached" and 0 in a)
            assert result.open_left or constant
            assert result.open_right or result.left == result.right
            return
        b = pd.Interval(b.left, b.left, closed="both")
    values = {formula(x, y) for x, y in itertools.product(points(a), points(b))}
    ends = {formula(Fraction(x), Fraction(y)) for x in (a.left, a.right) for y in (b.left, b.right)}
    lowest, highest = min(ends), max(ends)
    assert lowest <= min(values)
    assert max(values) <= highest
    assert float(min(values) - lowest) < 1e-7  # the ends are approached ...
    assert float(highest - max(values)) < 1e-7
    assert (result.left, result.right) == pytest.approx((float(lowest), float(highest)), abs=1e-14)
    assert result.closed_left == (
        lowest in values
    )  # ... and belong to the range if some point gives them
    assert result.closed_right == (highest in values)


@given(small(1), small(1), small(1))
def test_annual_growth_holds_all_points_and_no_more(start, end, years):
    result = dq.annual_growth(start, end, years)
    values = [
        dq.annual_growth(*map(float, point))
        for point in itertools.product(*map(points, (start, end, years)))
    ]
    assert result.left - 1e-12 <= min(values) <= result.left + 1e-6
    assert result.right - 1e-6 <= max(values) <= result.right + 1e-12
    # An open end is one that no point gives: growth 0 in any time, else the ends of all three.
    grows = {end.left > start.right: "up", end.right < start.left: "down"}.get(True)
    if grows == "up":
        assert result.closed_left == (start.closed_right and end.closed_left and years.closed_right)
        assert result.closed_right == (start.closed_left and end.closed_right and years.closed_left)
    if grows == "down":
        assert result.closed_left == (start.closed_right and end.closed_left and years.closed_left)
        assert result.closed_right == (
            start.closed_left and end.closed_right and years.closed_right
        )


@given(st.floats(1, 1000), st.floats(1, 1000), st.floats(0.5, 50))
def test_formulas_undo_each_other(start, end, years):
    assert dq.previous_level(end, dq.growth_rate(start, end)) == pytest.approx(start)
    assert start * (1 + dq.annual_growth(start, end, years)) ** years == pytest.approx(end)
    assert dq.required_annual_growth(start, end, years) == dq.annual_growth(start, end, years)


# --- outside the domain

LEAST = {  # the arguments that must be above 0 (above -1), or at least 0; good values beside them
    "growth_rate": {"start": "above 0", "end": "at least 0"},
    "annual_growth": {"start": "above 0", "end": "at least 0", "years": "above 0"},
    "previous_level": {"level": "at least 0", "growth": "above -1"},
    "share_reached": {"actual": "at least 0", "target": "above 0"},
    "required_annual_growth": {"actual": "above 0", "target": "at least 0", "years": "above 0"},
    "ratio": {"part": "at least 0", "whole": "above 0"},
    "share_of_total": {"part": "at least 0", "rest": "above 0"},
}
ARGUMENTS = [
    pytest.param(name, position, argument, bound, id=f"{name}-{argument}")
    for name, bounds in LEAST.items()
    for position, (argument, bound) in enumerate(bounds.items())
]


def call(name, position, value):
    """The function with this value in one place and 0.5 in all others."""
    arguments = [0.5] * len(LEAST.get(name, "ab"))
    arguments[position] = value
    return getattr(dq, name)(*arguments)


def as_floats(value):
    if isinstance(value, pd.Interval):
        return pd.Interval(float(value.left), float(value.right), closed=value.closed)
    return float(value)


@pytest.mark.parametrize(("name", "position", "argument", "bound"), ARGUMENTS)
def test_outside_the_domain(name, position, argument, bound):
    least = float(bound.split()[-1])
    message = f"{argument} must be {bound}, got"
    bad = [least - 1, pd.Interval(least - 1, least + 2)] + [
        least,
        pd.Interval(least, 2, closed="left"),
    ] * ("above" in bound)
    good = [
        least + 0.25,
        pd.Interval(least, 2, closed="right"),
        pd.Interval(least, INF, closed="neither"),
    ]
    good += [least, pd.Interval(least, 2, closed="both")] * ("least" in bound)
    if argument == "target":  # its left end is what counts: an open 0 is a floor of 0
        good = [value for value in good if "least" in bound or getattr(value, "left", 1) > least]
        bad = [getattr(value, "left", value) for value in bad]
    for value in bad:
        with pytest.raises(ValueError, match=f"^{message} {re.escape(str(as_floats(value)))}"):
            call(name, position, value)
    for value in good:
        call(name, position, value)


@pytest.mark.parametrize(
    "wrong", [True, np.True_, "5", b"5", None, [1, 2], (1, 2), {1: 2}, {1}], ids=repr
)
@pytest.mark.parametrize("name", ALL)
def test_what_is_no_quantity(name, wrong):
    for position in range(len(LEAST.get(name, "ab"))):
        with pytest.raises(
            TypeError,
            match=rf" must be a number, a column or a pandas.Interval, not {type(wrong).__name__}$",
        ):
            call(name, position, wrong)


@pytest.mark.parametrize(
    "wrong",
    [True, "5", None, pd.Series([1.0]), np.array([1.0])],
    ids=lambda value: type(value).__name__,
)
@pytest.mark.parametrize("name", ALL)
def test_what_cannot_stand_beside_an_interval(name, wrong):
    first = next(iter(inspect.signature(getattr(dq, name)).parameters))
    message = rf"^{first} must be a number or a pandas\.Interval here, not {type(wrong).__name__}$"
    with pytest.raises(TypeError, match=message):
        getattr(dq, name)(
            wrong, *[pd.Interval(0.5, 1, closed="both")] * (len(LEAST.get(name, "ab")) - 1)
        )


@pytest.mark.parametrize("name", ALL)
def test_nan_stays_nan_and_infinity_is_no_number(name):
    for position, argument in enumerate(inspect.signature(getattr(dq, name)).parameters):
        assert math.isnan(call(name, position, math.nan))
        for infinite in (INF, -INF):
            with pytest.raises(
                ValueError, match=rf"^{argument} is {infinite}; give a finite number, or a pandas"
            ):
                call(name, position, infinite)


def test_swapped_arguments_give_a_fall_or_an_error():
    assert dq.growth_rate(1484, 80) == pytest.approx(80 / 1484 - 1)
    assert dq.gap(1500, 923) == -577
    with pytest.raises(ValueError, match="years must be above 0, got -4"):
        dq.annual_growth(80, 1484, -4)


# --- columns

COLUMN = {"a": [0.5, 2.0, 100.0, 7.25], "b": [1.0, 1.5, 130.0, 7.25], "c": [1.0, 2.0, 3.5, 0.25]}


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize(
    "kind",
    [np.array, pd.Series, lambda cells: pd.Series(cells, dtype="Float64")],
    ids=["array", "series", "nullable"],
)
def test_columns_are_the_numbers_one_by_one(name, kind):
    columns = list(COLUMN.values())[: len(LEAST.get(name, "ab"))]
    one_by_one = [getattr(dq, name)(*row) for row in zip(*columns, strict=True)]
    result = getattr(dq, name)(*map(kind, columns))
    assert isinstance(result, type(kind([1.0])))
    assert list(result) == pytest.approx(one_by_one, rel=1e-14, abs=1e-15)
    # A number beside a column is taken for each row.
    mixed = getattr(dq, name)(kind(columns[0]), *[column[0] for column in columns[1:]])
    assert next(iter(mixed)) == pytest.approx(one_by_one[0])
    assert len(mixed) == 4


def test_columns_keep_their_index_and_their_gaps():
    start, end = (
        pd.Series([1.0, np.nan, 4.0], index=list("xyz")),
        pd.Series([2.0, 2.0, 5.0], index=list("xyz")),
    )
    pd.testing.assert_series_equal(
        dq.growth_rate(start, end), pd.Series([1.0, np.nan, 0.25], index=list("xyz"))
    )


def test_a_zero_base_in_a_column_is_the_librarys_affair():
    assert dq.growth_rate(pd.Series([0.0, 1.0]), pd.Series([5.0, 5.0])).tolist() == [INF, 4]


def test_a_number_beside_an_interval_is_a_point():
    box = pd.Interval(50, 100, closed="left")
    point = pd.Interval(200.0, 200.0, closed="both")
    for number in (200, 200.0, np.float64(200), np.int64(200), Fraction(200)):
        assert dq.growth_rate(box, number) == dq.growth_rate(box, point)
    assert dq.growth_rate(pd.Interval(100, 100, closed="both"), 200) == pd.Interval(
        1.0, 1.0, closed="both"
    )


# --- is it reached?


def reached(x, target):
    return x > target.left if target.open_left else x >= target.left


def test_is_reached_is_what_all_admitted_values_say():
    """All intervals between small whole numbers, judged value by value."""
    boxes = [pd.Interval(a, a, closed="both") for a in range(4)]
    boxes += [
        pd.Interval(a, b, closed=closed)
        for a in range(4)
        for b in range(a + 1, 4)
        for closed in CLOSED
    ]
    seen = set()
    for actual, target in itertools.product(boxes, boxes):
        verdicts = {reached(x / 4, target) for x in range(17) if x / 4 in actual}
        expected = {(True,): "yes", (False,): "no"}.get(tuple(verdicts), "cannot be told")
        assert dq.is_reached(actual, target) == expected, (actual, target)
        seen.add(expected)
    assert seen == {"yes", "no", "cannot be told"}


@pytest.mark.parametrize(
    ("actual", "target", "verdict"),
    [
        (1500, 1500, "yes"),
        (1499, 1500, "no"),
        ("[922.5, 923.5)", 1500, "no"),
        ("[1499.5, 1500.5)", 1500, "cannot be told"),
        ("[1400, 1500)", 1500, "no"),
        ("[1400, 1500]", 1500, "cannot be told"),
        ("[1500, inf)", 1500, "yes"),
        ("(1200, inf)", 1500, "cannot be told"),
        # "more than 65 %": 65 % is not enough, anything above it is.
        (0.65, "(0.65, 1]", "no"),
        ("[0.65, 0.66)", "(0.65, 1]", "cannot be told"),
        ("(0.65, 0.66)", "(0.65, 1]", "yes"),
        ("(0, 0.65)", "(0.65, 1]", "no"),
    ],
)
def test_is_reached_by_hand(actual, target, verdict):
    assert dq.is_reached(quantity(actual), quantity(target)) == verdict


@pytest.mark.parametrize(
    "wrong", [True, "5", None, [5], pd.Series([5.0])], ids=lambda value: type(value).__name__
)
def test_is_reached_takes_numbers_and_intervals(wrong):
    for name, arguments in {"actual": (wrong, 5), "target": (5, wrong)}.items():
        with pytest.raises(TypeError, match=f"^{name} must be a number or a pandas"):
            dq.is_reached(*arguments)


def test_is_reached_of_nan():
    with pytest.raises(ValueError, match="actual is nan"):
        dq.is_reached(math.nan, 5)


def test_a_part_without_limit_is_all_of_it_and_beside_a_rest_without_limit_nothing():
    some, unlimited = pd.Interval(1, 2, closed="both"), pd.Interval(1, math.inf, closed="left")
    assert dq.share_of_total(unlimited, some) == pd.Interval(1 / 3, 1, closed="left")
    assert dq.share_of_total(some, unlimited) == pd.Interval(0, 2 / 3, closed="right")
