"""A figure as an object: from an id, from a row of any kind, from the wording alone."""

import dataclasses
import math
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

import daqing_data as dq
from daqing_data.figure import Figure, figure, reading

INF = math.inf
ROW = {
    "figure_id": "a",
    "entity": "A",
    "indicator": "firms",
    "kind": "stock",
    "unit": "count",
    "value": 100.0,
    "lower": 90.0,
    "upper": 110.0,
    "closed": "left",
    "period": "2020",
    "status": "actual",
}
WORDS = {name: ROW[name] for name in ("figure_id", "entity", "indicator", "kind", "status")}


def changed(**cells):
    return ROW | cells


def error_of(row):
    with pytest.raises((TypeError, ValueError)) as caught:
        figure(row)
    return str(caught.value)


# --- by id and by row


def test_by_id_it_is_the_row_of_the_table():
    for row in dq.figures().to_dict("records"):
        found = figure(row["figure_id"])
        for name in ("figure_id", "entity", "indicator", "kind", "unit", "status"):
            assert getattr(found, name) == row[name]
        assert found.period == ("" if pd.isna(row["period"]) else row["period"])
        assert found.value == row["value"] or (math.isnan(found.value) and math.isnan(row["value"]))
        assert (found.interval.left, found.interval.right) == (row["lower"], row["upper"])
        assert found.interval.closed == row["closed"]


def test_a_row_may_be_a_dict_a_series_or_a_figure():
    row = dq.figures().iloc[3]
    found = figure(row)
    assert found == figure(dict(row)) == figure(row["figure_id"])
    assert figure(found) is found
    indexed = dq.figures().set_index("figure_id").iloc[3]
    assert figure(indexed) == found  # its name is its id


def test_a_row_of_context_is_known_by_its_context_id():
    row = dq.context().iloc[0]
    found = figure(row)
    assert found.figure_id == row["context_id"]
    assert figure(dict(row)).figure_id == row["context_id"]
    assert figure(dict(row) | {"figure_id": "mine"}).figure_id == "mine"


def test_what_is_neither_is_refused():
    for wrong in (5, None, ["racks_2016"], dq.figures()):
        with pytest.raises(
            TypeError, match=f"an id or a row of figures, not {type(wrong).__name__}"
        ):
            figure(wrong)
    with pytest.raises(ValueError, match=r"unknown figure 'rack_2016'; did you mean 'racks_2016'"):
        figure("rack_2016")
    name = dq.context()["context_id"][0]
    with pytest.raises(
        ValueError, match=r"is no figure of the article but a row of context\(\)"
    ) as error:
        figure(name)
    assert f"context().set_index('context_id').loc[{name!r}]" in str(error.value)


def test_it_cannot_be_changed():
    found = figure("racks_2016")
    with pytest.raises(dataclasses.FrozenInstanceError):
        found.value = 1.0
    assert found == figure("racks_2016")


# --- cells


def test_a_cell_of_any_kind_of_number_is_read():
    for kind in (int, float, str, Decimal, np.int64, np.float32):
        found = figure(changed(value=kind(100), lower=kind(90), upper=kind(110)))
        assert found == figure(ROW)
        assert {type(n) for n in (found.value, found.interval.left)} == {float}


def test_what_may_be_missing():
    for missing in (None, math.nan, pd.NA, pd.NaT, ""):
        found = figure(changed(value=missing, period=missing))
        assert math.isnan(found.value)
        assert found.period == ""
    without = {name: cell for name, cell in ROW.items() if name not in ("value", "period")}
    assert math.isnan(figure(without).value)
    assert figure(without).period == ""


def test_what_must_not_be_missing_is_named():
    for name in set(ROW) - {"value", "period"}:
        for row in (changed(**{name: None}), {key: ROW[key] for key in ROW if key != name}):
            said = error_of(row)
            known_as = "" if name == "figure_id" else f"{ROW['figure_id']}: "
            assert said.startswith(
                f"{known_as}a figure needs figure_id, entity, indicator, kind, unit, value, lower"
            )
            assert said.endswith(f"(or printed, for the numbers); {name} not given")
    assert error_of({}).endswith(
        "; figure_id, entity, indicator, kind, unit, lower, upper, closed, status not given"
    )


WRONG = [
    ({"kind": "stok"}, "unknown kind 'stok' of a; did you mean 'stock'"),
    ({"closed": "lft"}, "unknown closed 'lft' of a; did you mean 'left'"),
    ({"status": "actua"}, "unknown status 'actua' of a; did you mean 'actual'"),
    ({"value": "many"}, "value of a is 'many', expected a number"),
    ({"lower": [1]}, "lower of a is [1], expected a number"),
    ({"lower": [1, 2]}, "lower of a is [1, 2], expected a number"),
    ({"upper": 10**400}, "upper of a is larger than a float can hold"),
    ({"value": INF, "upper": INF}, "value of a is inf; where there is no single number, it is NaN"),
    ({"value": -INF, "lower": -INF}, "value of a is -inf"),
    ({"lower": 120.0}, "a: lower is 120 and upper 110; lower must not be above upper"),
    (
        {"lower": 110.0, "value": 110.0},
        "a: lower and upper are both 110; then closed must be 'both'",
    ),
    ({"value": 89.0}, "a: value 89 lies outside lower 90 and upper 110"),
    ({"value": 111.0}, "a: value 111 lies outside lower 90 and upper 110"),
    ({"lower": -1.0}, "a: lower is -1; in count nothing lies below zero"),
    ({"period": "2020-13"}, "period is '2020-13', expected"),
    ({"period": 2020.0}, "a whole year became a decimal number"),
]


def test_a_wrong_cell_is_named():
    for cells, message in WRONG:
        assert message in error_of(changed(**cells)), cells


def test_the_ends_themselves_are_values():
    for value in (90.0, 110.0):
        assert figure(changed(value=value)).value == value
    point = figure(changed(value=5, lower=5, upper=5, closed="both"))
    assert point.interval == pd.Interval(5.0, 5.0, closed="both")
    assert figure(changed(lower=0.0)).interval.left == 0


def test_below_zero_lie_only_amounts_that_can():
    """No site has a negative area; a balance or a rate of change may be negative."""
    for unit in ("count", "m2", "m3", "m", "t", "Gbps", "rank", "class", "year"):
        assert f"in {unit} nothing lies below zero" in error_of(changed(unit=unit, lower=-1))
    for unit in ("CNY", "ratio"):
        assert figure(changed(unit=unit, lower=-1)).interval.left == -1
    assert figure(changed(kind="growth", unit="count", lower=-1)).interval.left == -1


def test_a_negative_zero_is_zero():
    found = figure(changed(value=-0.0, lower=-0.0))
    assert [math.copysign(1, n) for n in (found.value, found.interval.left)] == [1, 1]


# --- from the wording


def test_numbers_come_from_the_wording_where_they_are_not_given():
    found = figure(WORDS | {"printed": "3300余个"})
    assert (found.value, found.unit) == (3300, "count")
    assert found.interval == pd.Interval(3300.0, 3400.0, closed="left")
    for name, cell in {"upper": 3500.0, "unit": "t", "value": 3350.0}.items():
        own = figure(WORDS | {"printed": "3300余个", name: cell})
        assert cell in (own.interval.right, own.unit, own.value)
        assert figure(WORDS | {"printed": "3300余个", name: None}) == found
    whole = ROW | {"printed": "nothing that could be read"}
    assert figure(whole) == figure(ROW)  # it is not read where nothing is left to it


def test_a_bare_target_is_its_number():
    exact = reading("1500亿元", status="target")
    assert (exact["lower"], exact["upper"], exact["closed"]) == (1.5e11, 1.5e11, "both")
    actual = reading("1500亿元", status="actual")
    assert actual["lower"] < 1.5e11 < actual["upper"]
    assert reading("超过1500亿元", status="target")["upper"] == INF
    assert set(exact) == {"value", "unit", "qualifier", "lower", "upper", "closed"}


def test_kind_and_status_of_the_row_say_how_the_wording_is_read():
    """A share ends at 1, a growth rate does not; a bare target is a point."""
    printed = {"printed": "超过40%"}
    assert figure(WORDS | printed | {"kind": "ratio"}).interval.right == 1
    assert figure(WORDS | printed | {"kind": "growth"}).interval.right == INF
    bare = WORDS | {"printed": "1500亿元"}
    assert figure(bare | {"status": "target"}).interval == pd.Interval(
        1.5e11, 1.5e11, closed="both"
    )
    assert figure(bare).interval.length > 0
    assert reading("超过40%")["upper"] == reading("超过40%", kind="ratio")["upper"] == 1
    assert reading("超过40%", kind="growth")["upper"] == INF


# --- what follows from it


def test_text():
    assert str(figure(ROW)) == "a: 100 [90, 110) count, 2020"
    assert str(figure(changed(value=None, period=None))) == "a: [90, 110) count"


BOUNDS = [  # unit, value, lower, upper, closed, whether one limit only is set
    ("CNY", 100, 100, INF, "left", True),
    ("CNY", 100, 100, INF, "neither", True),
    ("CNY", 100, -INF, 100, "right", True),
    ("CNY", 100, 0, 100, "neither", True),  # fewer than 100
    ("CNY", 100, 0, 100, "right", True),  # at most 100
    ("CNY", 100, 0, 100, "both", True),
    ("CNY", 50, 0, 100, "both", False),  # from 0 to 100
    ("CNY", 50, 0, 100, "left", False),
    ("CNY", 100, 90, 110, "left", False),
    ("CNY", 0, 0, 0, "both", False),
    ("ratio", 0.9, 0.9, 1, "right", True),  # more than 90 per cent
    ("ratio", 0.9, 0.85, 1, "right", False),
    ("ratio", 1, 0.9, 1, "both", False),
    ("ratio", 1, 1, 1, "both", False),
    ("ratio", 0.5, 0, 0.5, "neither", True),
    ("CNY", 0.9, 0.9, 1, "right", False),  # only shares end at one
]


def test_a_bound_sets_one_limit():
    for unit, value, lower, upper, closed, is_bound in BOUNDS:
        row = changed(unit=unit, value=value, lower=lower, upper=upper, closed=closed)
        assert figure(row).is_bound == is_bound, row


def test_two_together():
    one = figure(changed(value=5, lower=4, upper=6))
    other = figure(
        changed(figure_id="b", entity="B", value=7, lower=7, upper=INF, closed="neither")
    )
    both = one.plus(other)
    assert (both.value, both.interval) == (12, pd.Interval(11.0, INF, closed="neither"))
    assert {
        each.name
        for each in dataclasses.fields(Figure)
        if getattr(both, each.name) != getattr(one, each.name)
    } == {"value", "interval"}
    assert one.plus(one).interval == pd.Interval(8.0, 12.0, closed="left")
    with pytest.raises(ValueError, match=r"^a is in count, b in t: no sum$"):
        one.plus(figure(changed(figure_id="b", unit="t")))
