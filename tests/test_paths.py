"""Five measures of progress: their formulas, their ranges, and what they refuse."""

import ast
import inspect
import math
import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daqing_data import measures, paths

INF = math.inf
MEASURES = {name: getattr(paths, name) for name in paths.__all__}
YEARS = [measure for name, measure in MEASURES.items() if name != "path_share"]
FORMULAS = {  # written once more, for plain numbers
    "progress_ratio": lambda b, a, t, e, n: ((a / b) ** (1 / e) - 1) / ((t / b) ** (1 / n) - 1),
    "projected_share": lambda b, a, t, e, n: (b * (a / b) ** (n / e) - b) / (t - b),
    "path_share": lambda b, a, t: (a - b) / (t - b),
    "path_ratio": lambda b, a, t, e, n: (a - b) / (t - b) / (e / n),
    "time_lead": lambda b, a, t, e, n: (a - b) / (t - b) * n - e,
}


def arguments_of(name, *levels, elapsed=2.0, total=5.0):
    return levels if name == "path_share" else (*levels, elapsed, total)


def box(left, right, closed="both"):
    return pd.Interval(float(left), float(right), closed=closed)


# --- formulas

levels = st.tuples(st.floats(1, 1e3), st.floats(0, 1e4), st.floats(1.001, 10))
years = st.tuples(st.floats(0.5, 10), st.floats(1, 5))


@given(levels, years)
def test_numbers_follow_the_formulas(given_levels, given_years):
    (base, actual, factor), (elapsed, more) = given_levels, given_years
    numbers = (base, actual, base * factor)
    for name, measure in MEASURES.items():
        arguments = arguments_of(name, *numbers, elapsed=elapsed, total=elapsed * more)
        expected = FORMULAS[name](*arguments)
        assert measure(*arguments) == pytest.approx(expected, rel=1e-9, abs=1e-9), name


def written_formulas(function):
    """The formulas of a docstring, as text: the first may use a name that a second one explains."""
    head = inspect.getdoc(function).partition("Parameters\n")[0]
    return [" ".join(each.split()) for each in re.findall(r"``([^`]+)``", head)]


def value_of(formulas, names):
    """What the first formula gives; names of functions and of other formulas are looked up."""
    known = {"path_share": lambda names: FORMULAS["path_share"](*list(names.values())[:3])}
    for formula in reversed(formulas):
        target, equals, right = formula.partition(" = ")
        code = right if equals else formula
        tree = ast.parse(code, mode="eval")
        used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        for name in used & known.keys():
            names = names | {name: known[name](names)}
        value = eval(compile(tree, "formula", "eval"), {}, dict(names))
        if equals:
            names = names | {target: value}
    return value


IN_DOCSTRINGS = [
    measure
    for module in (measures, paths)
    for measure in (getattr(module, name) for name in module.__all__)
    if written_formulas(measure)
] + [paths._powers, paths._linear]


def test_formulas_of_docstrings_are_those_of_the_code():
    """Each measure says its formula; it is evaluated here, and compared with the measure."""
    numbers = [0.31, 0.47, 0.83, 2.0, 5.0]  # no two of them in a ratio that hides an exchange
    tried = set()
    for measure in IN_DOCSTRINGS:
        signature = list(inspect.signature(measure).parameters)
        names = dict(zip(signature, numbers, strict=False))
        expected = measure(*names.values())
        if isinstance(expected, str):  # is_reached gives a verdict
            continue
        assert value_of(written_formulas(measure), names) == pytest.approx(expected, rel=1e-12), (
            measure
        )
        tried.add(measure.__name__)
    assert tried >= {
        *paths.__all__,
        "growth_rate",
        "annual_growth",
        "gap",
        "ratio",
        "share_of_total",
    }


def test_table_of_the_module_names_each_measure():
    named = re.findall(r"^`(\w+)`", paths.__doc__, re.MULTILINE)
    assert sorted(named) == sorted(paths.__all__)


def test_each_docstring_has_its_parameters():
    for name, measure in MEASURES.items():
        text = inspect.getdoc(measure)
        for parameter in inspect.signature(measure).parameters:
            assert re.search(rf"\b{parameter}\b.* : ", text), (name, parameter)


# --- ranges

intervals = st.tuples(
    st.integers(1, 30), st.integers(0, 8), st.sampled_from(["left", "right", "both", "neither"])
)


def drawn(given_ends):
    left, width, closed = given_ends
    return box(left, left + width, closed if width else "both")


@settings(max_examples=60)
@given(intervals, intervals, st.integers(1, 9), st.integers(1, 5), st.integers(0, 6))
def test_range_holds_all_points_and_no_more(base_ends, actual_ends, above, elapsed, more):
    base, actual = drawn(base_ends), drawn(actual_ends)
    target = base.right + above
    grid = np.meshgrid(*(np.linspace(each.left, each.right, 41) for each in (base, actual)))
    for name, measure in MEASURES.items():
        arguments = arguments_of(name, base, actual, target, elapsed=elapsed, total=elapsed + more)
        found = measure(*arguments)
        arguments = arguments_of(name, *grid, target, elapsed=elapsed, total=elapsed + more)
        values = FORMULAS[name](*arguments)
        scale = 1e-9 * (1 + abs(values).max())
        near = 0.15 * (found.right - found.left) + scale
        assert -scale <= values.min() - found.left <= near, name
        assert -scale <= found.right - values.max() <= near, name


@pytest.mark.parametrize("name", MEASURES)
def test_ends_belong_where_they_are_attained(name):
    """With a certain base the measure rises with the actual value, and its ends are those."""
    for closed in ("left", "right", "both", "neither"):
        actual = box(12, 15, closed)
        found = MEASURES[name](*arguments_of(name, 10, actual, 20))
        assert found.closed == closed
        ends = [MEASURES[name](*arguments_of(name, 10, end, 20)) for end in (12, 15)]
        assert [found.left, found.right] == pytest.approx(ends)


@pytest.mark.parametrize("name", MEASURES)
def test_a_bound_leaves_a_bound(name):
    found = MEASURES[name](*arguments_of(name, 10, box(12, INF, "neither"), 20))
    assert (found.right, found.closed) == (INF, "neither")
    assert found.left == pytest.approx(MEASURES[name](*arguments_of(name, 10, 12, 20)))


def test_infinity_is_no_value_where_a_float_ends():
    """A ratio beyond 1.8e308: the range has no upper end that belongs to it."""
    found = paths.path_ratio(10, box(12, 1.3e308), 11, 1, 3)
    assert (found.left, found.right, found.closed) == (6, INF, "left")


@pytest.mark.parametrize("name", ["progress_ratio", "projected_share"])
def test_the_form_turns_inside_the_base(name):
    """Beyond the target, the share falls with the base, then rises: no corner shows it."""
    actual, target, elapsed, total = 150, 100, 1, 2
    found = MEASURES[name](box(1, 99), actual, target, elapsed, total)
    values = FORMULAS[name](np.linspace(1, 99, 98001), actual, target, elapsed, total)
    corners = values[0], values[-1]
    assert min(values) < min(corners) - 0.5
    assert found.left == pytest.approx(min(values), rel=1e-6)
    assert found.left <= min(values) + 1e-9
    assert found.right == pytest.approx(max(corners))
    assert found.closed == "both"
    inside = MEASURES[name](box(1, 99, "neither"), actual, target, elapsed, total)
    assert (inside.left, inside.closed) == (found.left, "left")


FROM_ZERO = [  # actual, years gone, the range from a base in (0, 100) to a target of 400 in 2 years
    (50, 2, 0.5**0.5 - 1, 0.125**0.5),  # in the target's year there is a limit at zero
    (500, 2, 1.25**0.5, 5**0.5 - 1),
    (0, 1, -1, 0),
    (1, 1, -0.99, INF),
    (200, 1, 1, INF),
]


def test_from_a_base_near_zero_growth_is_unlimited_or_has_a_limit():
    for actual, elapsed, lower, upper in FROM_ZERO:
        found = paths.progress_ratio(box(0, 100, "neither"), actual, 400, elapsed, 2)
        assert [found.left, found.right] == pytest.approx([lower, upper]), actual
        assert found.closed == "neither", actual


def test_where_the_form_turns_is_found_to_the_last_bit():
    base = box(1, 99)
    for actual in (101.0, 110.0, 120.0, 150.0, 200.0, 300.0, 400.0):
        (turn,) = paths._turn(base, actual, 100.0, 2.0, 1.0)
        values = FORMULAS["projected_share"](np.linspace(1, 99, 981), actual, 100.0, 1, 2)
        least = FORMULAS["projected_share"](turn, actual, 100.0, 1, 2)
        assert least <= min(values) * (1 + 1e-12)
    assert paths._turn(base, 150.0, 100.0, 1.0, 1.0) == []  # the year of the target: monotone
    assert paths._turn(base, 100.0, 100.0, 2.0, 1.0) == []


MONOTONE = [  # base, actual: where the form does not turn, though it might
    (box(60, 99, "neither"), 101.0),
    (box(1, 20, "neither"), 400.0),
    (box(1, 40, "neither"), 150.0),
    (box(20, 30, "neither"), 90.0),
    (box(98, 99, "neither"), 120.0),
    (box(90, 99, "neither"), 130.0),
]


def test_where_the_form_does_not_turn_its_open_ends_stay_open():
    """A turn would be a point inside the base, and its value would belong to the range."""
    signs = set()
    for base, actual in MONOTONE:
        for elapsed, total in ((1, 2), (1, 1), (2, 3)):
            arguments = (actual, 100.0, elapsed, total)
            values = [
                FORMULAS["projected_share"](b, *arguments)
                for b in np.linspace(base.left, base.right, 999)
            ]
            steps = np.diff(values)
            if not (all(steps > 0) or all(steps < 0)):
                continue
            signs.add((steps[0] > 0, total > elapsed))
            found = paths.projected_share(base, *arguments)
            assert found.closed == "neither", (base, arguments)
            assert [found.left, found.right] == pytest.approx(sorted([values[0], values[-1]]))
    assert {True, False} == {rises for rises, _ in signs}


def test_of_a_target_the_left_end_counts():
    for name, measure in MEASURES.items():
        for actual in (box(12, 15), 12):
            plain = measure(*arguments_of(name, 10, actual, 20))
            interval = plain if actual != 12 else box(plain, plain)
            for target in (box(20, 30, "left"), box(20, INF, "neither"), box(20, 20)):
                assert measure(*arguments_of(name, 10, actual, target)) == interval


# --- what is refused

REFUSED = [  # base, actual, target, years elapsed, years in all, message
    (20, 25, 20, 1, 4, "base must lie below the target 20.0, got 20: it is met already"),
    (box(10, 20), 25, 20, 1, 4, "base must lie below the target 20.0, got [10.0, 20.0]"),
    (30, 25, 20, 1, 4, "base must lie below the target"),
    (box(-INF, 10, "right"), 12, 20, 1, 4, "base"),
    (10, 12, 20, 0, 4, "years must be in the order 0 < years_elapsed <= years_total, got 0 and 4"),
    (10, 12, 20, 5, 4, "got 5 and 4"),
    (10, 12, 20, -1, 4, "got -1 and 4"),
    (10, 12, 20, 1, INF, "got 1 and inf"),
    (10, 12, box(-INF, 20, "right"), 1, 4, "sets no least level"),
]


def test_what_leaves_the_domain_is_named():
    for *arguments, message in REFUSED:
        for measure in YEARS:
            with pytest.raises(ValueError, match=re.escape(message)):
                measure(*arguments)
    for measure in YEARS:
        assert math.isfinite(measure(10, 12, 20, 4, 4))  # the target's own year is a year


def test_growth_needs_a_base_above_zero_and_no_negative_level():
    for measure in (paths.progress_ratio, paths.projected_share):
        for base in (0, -1, box(0, 1), box(-1, 1)):
            with pytest.raises(ValueError, match=r"^base must be above 0, got"):
                measure(base, 12, 20, 1, 4)
        for actual in (-1, box(-1, 12)):
            with pytest.raises(ValueError, match=r"^actual must be at least 0, got"):
                measure(10, actual, 20, 1, 4)
        assert measure(10, 0, 20, 1, 4) < 0
        assert measure(box(0, 1, "right"), 12, 20, 1, 4).right == INF


def test_a_path_may_begin_below_zero():
    assert paths.path_share(-10, 0, 10) == 0.5
    assert paths.path_ratio(-10, 0, 10, 1, 4) == 2
    assert paths.time_lead(-10, 0, 10, 1, 4) == 1
    assert paths.path_share(box(-10, -10), box(-5, 0), 10) == box(0.25, 0.5)


def test_years_are_numbers_or_columns():
    for measure in YEARS:
        for place, name in ((3, "years_elapsed"), (4, "years_total")):
            arguments = [10, 12, 20, 1, 4]
            for wrong, kind in (
                (box(1, 2), "Interval"),
                ("1", "str"),
                (True, "bool"),
                (None, "NoneType"),
            ):
                arguments[place] = wrong
                with pytest.raises(
                    TypeError, match=f"^{name} must be a number or a column, not {kind}$"
                ):
                    measure(*arguments)


def test_nothing_but_numbers_stands_beside_an_interval():
    column = pd.Series([1.0, 2.0])
    for measure in YEARS:
        for place, name in enumerate(["base", "actual", "target", "years_elapsed", "years_total"]):
            arguments = [10, 12, 20, 1, 4]
            arguments[place] = column
            arguments[0 if place != 0 else 1] = box(10, 12)
            with pytest.raises(
                TypeError, match=f"^{name} must be a number or a pandas.Interval here, not Series"
            ):
                measure(*arguments)
            arguments = [10, 12, 20, 1, 4]
            arguments[place] = "10"
            with pytest.raises(TypeError, match=f"^{name} must be a number"):
                measure(*arguments)


def test_columns_are_the_numbers_one_by_one():
    rows = [(10, 12, 20, 1, 4), (10, 30, 20, 2, 4), (5, 0, 20, 3, 3), (1, 1, 2, 1, 2)]
    for name, measure in MEASURES.items():
        wide = [arguments_of(name, *row[:3], elapsed=row[3], total=row[4]) for row in rows]
        expected = [measure(*row) for row in wide]
        columns = [pd.Series(column, dtype=float) for column in zip(*wide, strict=True)]
        assert measure(*columns).tolist() == pytest.approx(expected, rel=1e-12)
        assert measure(*(column.to_numpy() for column in columns)) == pytest.approx(expected)


def test_nan_stays_nan():
    for name, measure in MEASURES.items():
        count = len(inspect.signature(measure).parameters)
        for place in range(count):
            arguments = list(arguments_of(name, 10, 12, 20, elapsed=1, total=4))
            arguments[place] = math.nan
            assert math.isnan(measure(*arguments)), (name, place)


def test_ends_that_rounding_makes_one_are_a_point():
    """Two neighbouring numbers as base: their measures may round to one."""
    base = pd.Interval(0.006500000000000001, 0.0065000000000000014, closed="left")
    for measure in (paths.path_ratio, paths.time_lead):
        found = measure(base, pd.Interval(0.0, 0.0, closed="both"), 0.65, 1, 1)
        assert not found.is_empty
    assert found == pd.Interval(found.left, found.left, closed="both")
