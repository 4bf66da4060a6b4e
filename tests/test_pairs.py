"""What two figures say together, and the reasons why most say nothing."""

import ast
import datetime as dt
import itertools
import math
import re
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest

import daqing_data as dq
from tests.test_second_reading import second_reading

ROOT = Path(__file__).resolve().parents[1]
INF = math.inf
COMPARISONS = list(dq.comparisons().astype(object).fillna("").itertuples())
SECOND = {row["figure_id"]: row for row in second_reading("figures")}
ALLOWED = [row for row in COMPARISONS if row.verdict != "no"]
REFUSED = [row for row in COMPARISONS if row.verdict == "no"]


def found(row):
    """The comparison of an edited row; of a pair with several readings, the results of this one."""
    both = dq.compare(row.figure_a, row.figure_b, measure=row.measure)
    mine = [each for each in both.results if each.reading in {"", row.comparison_id}]
    return replace(both, results=tuple(mine))


def by_id(row):
    return row.comparison_id


# --- what must come out: from the second reading, by formulas written again with exact fractions


def read_again(figure_id):
    """Lower and upper end of a figure as read a second time, each with whether it belongs."""
    row = SECOND[figure_id]
    lower, upper = (INF if row[end] == "inf" else Fraction(row[end]) for end in ("lower", "upper"))
    return [(lower, row["closed"] in {"left", "both"}), (upper, row["closed"] in {"right", "both"})]


def rising_in(formula, rises, *arguments):
    """The range of a formula that rises (+) or falls (-) with each argument, and its ends."""
    ends = []
    for side in (0, 1):
        places = [side if sign == "+" else 1 - side for sign in rises]
        corner = [each[place] for place, each in zip(places, arguments, strict=True)]
        ends.append((formula(*(end for end, _ in corner)), all(belongs for _, belongs in corner)))
    return ends


def growth(start, end):
    return end / start - 1 if end != INF else INF


def annual(start, end, years):
    return float(end / start) ** (1 / float(years)) - 1 if end != INF else INF


def ratio(part, whole):
    return part / whole if part != INF else INF


AT_ONE_TIME = {
    "ratio": ratio,
    "share_of_total": lambda part, rest: part / (part + rest),
    "difference": lambda first, second: first - second,
}
DATES_APART = {  # between the days of the two periods that are nearest, and those that are farthest
    "racks": [
        ((dt.date(2022, 3, 24) - dt.date(2016, 1, 31)).days / 365.25, True),
        ((dt.date(2022, 3, 31) - dt.date(2016, 1, 1)).days / 365.25, True),
    ]
}


def expected(row):
    """Each result of an allowed pair: (quantity, base year) -> its two ends."""
    a, b = read_again(row.figure_a), read_again(row.figure_b)
    if row.plus_figure:
        more = read_again(row.plus_figure)
        b = [(x + y, p and q) for (x, p), (y, q) in zip(b, more, strict=True)]
    if row.measure == "growth":
        years = read_again(row.years_figure) if row.years_figure else DATES_APART[row.comparison_id]
        found = {"growth_rate": rising_in(growth, "-+", a, b), "years": years}
        return by_year(found | {"annual_growth": rising_in(annual, "-+-", a, b, years)})
    if row.measure == "stated_growth":
        before = rising_in(lambda level, rate: level / (1 + rate), "+-", b, a)
        year = [(1, True), (1, True)]
        found = {"growth_rate": a, "annual_growth": a, "previous_level": before, "years": year}
        return by_year(found)
    if row.measure == "target_gap":
        return expected_to_target(row, a, [b[0], b[0]])  # of a target the left end alone counts
    return by_year({row.measure: rising_in(AT_ONE_TIME[row.measure], "+-", a, b)})


def expected_to_target(row, actual, floor):
    due, bases = int(SECOND[row.figure_b]["period"]), SECOND[row.figure_a]["period"].split("/")
    found = {
        ("required_annual_growth", year): rising_in(
            annual, "-+-", actual, floor, [(due - year, True)] * 2
        )
        for year in range(int(bases[0]), int(bases[-1]) + 1)
    }
    gap = rising_in(lambda actual, target: target - actual, "-+", actual, floor)
    reached = rising_in(ratio, "+-", actual, floor)
    return found | by_year({"gap": gap, "share_reached": reached})


def by_year(found):
    return {(quantity, None): ends for quantity, ends in found.items()}


@pytest.mark.parametrize("row", ALLOWED, ids=by_id)
def test_comes_out_right(row):
    results = {(each.quantity, each.base_year): each for each in found(row).results}
    right = expected(row)
    assert results.keys() == right.keys()
    for key, ((lower, has_lower), (upper, has_upper)) in right.items():
        interval = results[key].interval
        assert interval.left == pytest.approx(float(lower), rel=1e-12, abs=1e-12), key
        assert interval.right == pytest.approx(float(upper), rel=1e-12, abs=1e-12), key
        belongs = (has_lower, has_upper) if lower < upper else (True, True)
        assert (interval.closed_left, interval.closed_right) == belongs, key


UNITS = {
    "racks": {"growth_rate": "ratio", "years": "year", "annual_growth": "ratio"},
    "cable_orders": {
        "growth_rate": "ratio",
        "years": "year",
        "annual_growth": "ratio",
        "previous_level": "CNY",
    },
    "digital_economy": {"gap": "CNY", "share_reached": "ratio", "required_annual_growth": "ratio"},
    "park_tax_rate": {"ratio": "ratio"},
    "room_per_rack": {"ratio": "m2 / count"},
    "capacity_per_site": {"ratio": "CNY / count"},
    "entities_per_field": {"ratio": "count / count"},
    "online_or_one_visit": {"difference": "ratio"},
    "land_share": {"share_of_total": "ratio"},
}


@pytest.mark.parametrize("comparison_id", UNITS)
def test_results_have_their_units(comparison_id):
    row = next(row for row in ALLOWED if row.comparison_id == comparison_id)
    assert {result.quantity: result.unit for result in found(row).results} == UNITS[comparison_id]


# --- every row of the table


@pytest.mark.parametrize("row", ALLOWED, ids=by_id)
def test_an_allowed_pair_has_results(row):
    comparison = found(row)
    assert (comparison.figure_a, comparison.figure_b, comparison.measure) == (
        row.figure_a,
        row.figure_b,
        row.measure,
    )
    assert (comparison.verdict, comparison.reason_code) == (row.verdict, row.reason_code)
    assert row.reason_en in comparison.reason_en
    assert row.reason_zh in comparison.reason_zh
    assert (row.verdict == "conditional") == bool(row.reason_code)
    assert comparison.results
    for result in comparison.results:
        ends = result.interval
        assert ends.left <= ends.right
        assert (
            math.isnan(result.value)
            or result.value in ends
            or result.value == pytest.approx(ends.right)
        )
        assert math.isfinite(ends.left)
        assert math.isfinite(ends.right) or row.comparison_id in {
            "cable_capacity",
            "capacity_per_site",
        }


@pytest.mark.parametrize("row", REFUSED, ids=by_id)
def test_a_refused_pair_has_a_reason_and_no_result(row):
    assert row.reason_code in dq.REASONS
    if not row.figure_a:
        assert row.reason_code == "no_baseline"  # there is no second figure to compare with
        return
    comparison = found(row)
    assert (comparison.verdict, comparison.reason_code, comparison.results) == (
        "no",
        row.reason_code,
        (),
    )
    first, reason, *_ = str(comparison).splitlines()
    assert reason == f"refused ({row.reason_code}): {row.reason_en}"
    assert first.index(row.figure_a) < first.index(row.figure_b) or row.figure_a in row.figure_b
    with pytest.raises(KeyError, match=f"refused \\({row.reason_code}\\)"):
        comparison["growth_rate"]


TEMPTING = [  # and wrong, by name in the design
    ("machine_room_area_2016", "building_area_2022", "not_comparable_scope"),
    ("qinglian_sales_1992", "qinglian_revenue_2020", "other_indicator"),
    ("cable_orders_2021", "cable_capacity_2022", "other_indicator"),
    ("park_revenue", "digital_economy_target_2024", "not_comparable_scope"),
    ("two_integration_target_2024", "cable_orders_growth_2021", "other_entity"),
]


@pytest.mark.parametrize(("a", "b", "code"), TEMPTING)
def test_tempting_and_wrong(a, b, code):
    assert dq.compare(a, b).reason_code == dq.compare(b, a).reason_code == code
    assert dq.compare(a, b).results == ()


def test_4g_to_5g_is_a_ratio_and_never_growth():
    assert (
        dq.compare("stations_4g_2022", "stations_5g_2022", "growth").reason_code
        == "other_indicator"
    )
    assert "growth" not in str(dq.compare("stations_4g_2022", "stations_5g_2022", "ratio").results)


def test_the_edition_year_is_not_taken_for_the_year_of_the_data():
    years = {
        result.base_year
        for result in dq.compare("digital_economy", "digital_economy_target_2024").results
    }
    assert years == {None, 2019, 2020, 2021}


# --- every pair of figures


def test_every_pair_compares_in_either_order():
    ids = dq.figures()["figure_id"].tolist()
    rows = dq.figures().set_index("figure_id")
    edited = {frozenset((row.figure_a, row.figure_b)) for row in COMPARISONS}
    for a, b in itertools.combinations_with_replacement(ids, 2):
        one, other = dq.compare(a, b), dq.compare(b, a)
        same = [
            (each.verdict, each.reason_code, repr(each.results)) for each in (one, other)
        ]  # repr: nan is not nan
        assert same[0] == same[1], (a, b)
        assert {one.figure_a, one.figure_b} == {a, b}
        assert one.reason_en, (a, b)
        assert one.reason_zh, (a, b)
        assert bool(one.results) == (one.verdict != "no"), (a, b)
        if one.results:
            assert one.figure_a == other.figure_a, (a, b)
            # What no editor has allowed is of one entity, one indicator, one unit.
            same = all(
                rows.loc[a, name] == rows.loc[b, name] for name in ("entity", "indicator", "unit")
            )
            assert frozenset((a, b)) in edited or same, (a, b)


# --- the rules for rows of one's own


def row(figure_id, **columns):
    """An exact amount of 2020; ``value=(1, 2, "left")`` gives an interval."""
    value = columns.pop("value", 100)
    lower, upper, closed = value if isinstance(value, tuple) else (value, value, "both")
    number = {"value": lower or upper, "lower": lower, "upper": upper, "closed": closed}
    same = {
        "entity": "A",
        "indicator": "profit",
        "kind": "stock",
        "unit": "CNY",
        "period": "2020",
        "status": "actual",
    }
    return {"figure_id": figure_id} | same | number | columns


LATER = {"period": "2021"}
RULES = {
    "other_entity": (row("a"), row("b", entity="B", **LATER)),
    "other_unit": (row("a"), row("b", unit="USD", **LATER)),
    "other_indicator": (row("a"), row("b", indicator="jobs", **LATER)),
    "same_figure": (row("a"), row("a")),
    "growth_of_growth": (
        row("a", kind="growth", unit="ratio"),
        row("b", kind="growth", unit="ratio", **LATER),
    ),
    "rank_not_quantity": (row("a", kind="rank"), row("b", kind="rank", **LATER)),
    "target_not_actual": (row("a", status="target"), row("b", status="target", **LATER)),
    "plan_not_actual": (row("a"), row("b", status="planned", **LATER)),
    "no_period": (row("a", period=math.nan), row("b")),
    "same_period": (row("a"), row("b", value=200)),
    "other_length": (row("a", kind="flow"), row("b", kind="flow", period="2021-01/2021-09")),
    "zero_base": (row("a", value=0), row("b", **LATER)),
    "sign_change": (row("a", value=-5), row("b", **LATER)),
    "base_year_unknown": (row("a", period="2020/2021"), row("b", status="target", period="2024")),
    "bound_only": (row("a"), row("b", value=(200, INF, "left"), **LATER)),
    "plans_only": (row("a", status="planned"), row("b", status="planned", value=150, **LATER)),
    "target_year_passed": (row("a", period="2024"), row("b", status="target", period="2022")),
    "no_floor": (row("a"), row("b", value=(0, 200, "right"), status="target", **LATER)),
    "": (row("a"), row("b", value=150, **LATER)),
}
CONDITIONAL = {"base_year_unknown", "bound_only", "plans_only"}


@pytest.mark.parametrize("code", RULES)
def test_each_rule_is_reached(code):
    a, b = RULES[code]
    for comparison in (dq.compare(a, b), dq.compare(b, a)):
        assert comparison.reason_code == code
        expected = "yes" if not code else "conditional" if code in CONDITIONAL else "no"
        assert comparison.verdict == expected
        assert bool(comparison.results) == (expected != "no")
        if code:
            assert (comparison.reason_en, comparison.reason_zh) == dq.REASONS[code]


def test_every_reason_is_given_by_a_rule_or_by_an_editor():
    given = (
        set(RULES)
        | {code for _, _, _, code in OWN_MEASURES}
        | {row.reason_code for row in COMPARISONS}
    )
    assert set(dq.REASONS) == given - {""}


@pytest.mark.parametrize(
    ("a", "b", "code"),
    [
        # Zero may be the base: an interval that holds it has no growth rate either.
        (row("a", value=(0, 2, "both")), row("b", **LATER), "zero_base"),
        (row("a", value=(-0.5, 0.5, "left")), row("b", **LATER), "zero_base"),
        (row("a", value=(0, 100, "neither")), row("b", **LATER), "bound_only"),
        (row("a"), row("b", value=0, **LATER), ""),  # down to zero: -100 %
        (row("a"), row("b", value=0, status="target", **LATER), "zero_base"),  # no share of nothing
        (row("a"), row("b", value=-5, **LATER), "sign_change"),
        # Periods that overlap are not one after the other.
        (row("a", period="2020"), row("b", period="2020-03"), "same_period"),
        (row("a", period="2022-03"), row("b", period="2022-03-24/2022-03-31"), "same_period"),
        (row("a", period="2020/2021"), row("b", period="2021"), "same_period"),
        (row("a", period="2022-03"), row("b", period="2022-04"), ""),
        # A year that is printed is no unknown base year.
        (row("a"), row("b", value=150, status="target", period="2024"), ""),
        (
            row("a", period="2024"),
            row("b", value=150, status="target", period="2024"),
            "target_year_passed",
        ),
        (row("a", kind="flow"), row("b", **LATER), "other_indicator"),
        # What adds up needs periods of one length; what stands needs none, and months differ.
        (row("a"), row("b", value=150, period="2021-01/2021-09"), ""),
        (row("a", kind="flow", period="2020-02"), row("b", kind="flow", period="2021-03"), ""),
        (
            row("a", kind="flow", period="2020-01/2020-09"),
            row("b", kind="flow", status="target", period="2024"),
            "other_length",
        ),
        (row("a"), row("b", kind="duration", **LATER), "rank_not_quantity"),
        (row("a", status="projected"), row("b", status="projected", **LATER), "plans_only"),
        (row("a", status="planned"), row("b", status="projected", **LATER), "plan_not_actual"),
        (row("a"), row("b", status="projected", **LATER), "plan_not_actual"),
        # The last day of the one is the first of the other; then there is a night between them.
        (
            row("a", period="2020-01/2020-06-15"),
            row("b", period="2020-06-15/2020-12"),
            "same_period",
        ),
        (row("a", period="2020-01/2020-06-15"), row("b", period="2020-06-16/2020-12"), ""),
    ],
)
def test_edges_of_the_rules(a, b, code):
    assert dq.compare(a, b).reason_code == dq.compare(b, a).reason_code == code


def test_own_rows_are_computed():
    growth, years, annual = dq.compare(row("b", value=144, period="2022"), row("a")).results
    assert (growth.quantity, growth.value) == ("growth_rate", pytest.approx(0.44))
    assert (years.value, years.interval) == (2, pd.Interval(2, 2, closed="both"))
    assert (annual.quantity, annual.value) == ("annual_growth", pytest.approx(0.2))

    reached = dq.compare(row("b", value=121, status="target", period="2022"), row("a")).results
    assert [(each.quantity, each.base_year) for each in reached] == [
        ("gap", None),
        ("share_reached", None),
        ("required_annual_growth", None),
    ]
    assert [each.value for each in reached] == pytest.approx([21, 100 / 121, 0.1])


@pytest.mark.parametrize(
    ("start", "end", "lower", "upper"),
    [  # days from the last of the one to the first of the other, and from the first to the last
        ("2016-01", "2022-03-24/2022-03-31", 2244, 2281),
        ("2020-01-01", "2020-12-31", 365, 365),
        ("2020-02", "2020-03-01", 1, 29),  # a leap year
        ("2019-12", "2020-01", 1, 61),
        ("2020", "2021-01-01T08", 1, 365.25),  # from the first of January to the same day: a year
    ],
)
def test_years_between_dates_are_as_exact_as_the_dates(start, end, lower, upper):
    years = dq.compare(row("a", period=start), row("b", period=end)).results[1].interval
    assert [years.left * 365.25, years.right * 365.25] == pytest.approx([lower, upper])
    assert years.closed == "both"


def test_the_earlier_of_two_is_the_start():
    """By the middle of the periods, not by their lengths; of two at one time the first named."""
    long, short = row("a", period="2016/2019"), row("b", period="2022-03-24", value=150)
    for pair in ((long, short), (short, long)):
        assert dq.compare(*pair).figure_a == "a"
    within = row("c", period="2020-07-01/2020-07-02")  # in the middle of 2020
    assert dq.compare(row("a"), within).figure_a == "a"
    assert dq.compare(within, row("a")).figure_a == "c"


def test_a_row_of_the_table_is_taken_like_its_id():
    rows = dq.figures().set_index("figure_id", drop=False)
    assert dq.compare(rows.loc["racks_2016"], rows.loc["racks_2022"]) == dq.compare(
        "racks_2016", "racks_2022"
    )


# --- errors


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("rack_2016", "racks_2022"), "unknown figure 'rack_2016'; did you mean 'racks_2016' or"),
        (("racks_2016", "Racks 2022"), "did you mean 'racks_2022'"),
        (("racks_2016", "zzz"), "unknown figure 'zzz'; known: 'inspection_rounds_2022'"),
        (("racks_2016", "racks_2022", "groth"), "unknown measure 'groth'; did you mean 'growth'"),
        (
            ({"figure_id": "a"}, "racks_2016"),
            "entity, indicator, kind, unit, value, lower, .* not given",
        ),
    ],
    ids=str,
)
def test_unknown_names(arguments, message):
    with pytest.raises(ValueError, match=message):
        dq.compare(*arguments)


# --- as text


def test_results_as_text():
    before = row("a", value=(922.5, 923.5, "left"))
    target = row("b", value=1500, status="target", period="2024")
    found = dq.compare(before | {"value": 923.0}, target)
    assert str(found).splitlines() == [
        "target_gap, a -> b",
        "gap: 577 (576.5, 577.5] CNY",
        "share_reached: 0.6153 [0.615, 0.6157) ratio",
        "required_annual_growth: 0.1291 (0.1289, 0.1293] ratio",
    ]
    later = str(dq.compare(row("a"), row("b", value=(150, INF, "left"), **LATER))).splitlines()
    assert later[0] == "growth, a -> b"
    assert later[-1].startswith("conditional (bound_only): ")
    stated = dq.compare(row("a"), row("b", value=150, **LATER))
    assert (stated.reason_en, stated.reason_zh) == (
        "Same entity, indicator and unit.",
        "主体、指标、单位均相同。",
    )
    assert "years: [20, 30) year" in str(
        dq.compare("cable_capacity_founding", "cable_capacity_2022")
    )


def test_a_printed_comparison_says_which_is_which_and_what_else_there_is():
    for pair in (
        ("stations_4g_2022", "stations_5g_2022"),
        ("stations_5g_2022", "stations_4g_2022"),
    ):
        lines = str(dq.compare(*pair, "ratio")).splitlines()
        assert lines[0] == "ratio, stations_5g_2022 / stations_4g_2022"
        assert lines[-1] == "other measures of this pair: growth, share_of_total"
    assert (
        str(dq.compare("park_tax", "park_revenue")).splitlines()[0]
        == "ratio, park_tax / park_revenue"
    )


def printed_ends(text):
    """The interval that a text shows."""
    left, lower, upper, right = re.search(r"([\[(])(\S+), (\S+)([\])])", text).groups()
    return float(lower), float(upper), left == "[", right == "]"


def test_every_end_that_is_printed_holds_the_true_one():
    texts = [
        (result.interval, str(result))
        for pair in COMPARISONS
        if pair.verdict != "no"
        for result in found(pair).results
    ]
    texts += [
        (figure.interval, str(figure)) for figure in map(dq.figure, dq.figures()["figure_id"])
    ]
    rounded = 0
    for interval, text in texts:
        lower, upper, closed_left, closed_right = printed_ends(text)
        assert lower <= interval.left, text
        assert interval.right <= upper, text
        assert (closed_left, closed_right) == (interval.closed_left, interval.closed_right)
        rounded += lower < interval.left or interval.right < upper
    assert rounded > 10  # of the results, whose digits do not end after four


def test_results_are_found_by_name():
    compared = dq.compare(row("a"), row("b", value=121, period="2022"))
    assert compared["annual_growth"].value == pytest.approx(0.1)
    assert compared["years"].interval == pd.Interval(2, 2, closed="both")
    target = dq.compare(
        row("a", period="2019/2021"), row("b", value=121, status="target", period="2022")
    )
    assert target["required_annual_growth", 2020].value == pytest.approx(0.1)
    by_year = [("required_annual_growth", year) for year in (2019, 2020, 2021)]
    known = ["gap", "share_reached", *by_year]
    readings = ["investment_per_land_phase1", "investment_per_land_both"]
    land = dq.compare("park_investment", "park_land_phase1", "ratio")
    for compared, wrong, message in [
        (target, "growth", f"'growth' names 0 results; there are {known}"),
        (target, "required_annual_growth", "names 3 results; there are"),
        (target, ("required_annual_growth", 2022), "names 0 results"),
        (land, "ratio", f"names 2 results; there are {[('ratio', each) for each in readings]}"),
    ]:
        with pytest.raises(KeyError, match=re.escape(message)):
            compared[wrong]
    assert land["ratio", readings[1]] is land.results[1]


def test_a_printed_result_says_what_it_assumes():
    point = pd.Interval(0.5, 0.5, closed="both")
    for base_year, reading, text in [
        (None, "", "gap: 0.5 [0.5, 0.5] t"),
        (2020, "", "gap, base 2020: 0.5 [0.5, 0.5] t"),
        (None, "wide", "gap, read as wide: 0.5 [0.5, 0.5] t"),
        (2020, "wide", "gap, base 2020, read as wide: 0.5 [0.5, 0.5] t"),
    ]:
        assert str(dq.pairs.Result("gap", 0.5, point, "t", base_year, reading)) == text


# --- the two result tables

ENDS = ("", "_lower", "_upper", "_closed")
WHY = ["verdict", "reason_code", "reason_en", "reason_zh"]


def columns(*names):
    return [name + end for name in names for end in ENDS]


def test_growth_rates():
    rates = dq.growth_rates()
    assert rates.columns.tolist() == [
        "comparison_id",
        "start_figure",
        "end_figure",
        "base_year",
        *columns("start_value", "years", "growth", "annual_growth"),
        *WHY,
    ]
    growth = [
        each.comparison_id for each in COMPARISONS if each.measure in {"growth", "stated_growth"}
    ]
    assert rates["comparison_id"].tolist() == growth
    rates = rates.set_index("comparison_id")
    racks = rates.loc["racks"]
    assert [racks["start_figure"], racks["end_figure"]] == ["racks_2016", "racks_2022"]
    assert racks["start_value"] == float(SECOND["racks_2016"]["value"])
    assert rates.loc["cable_capacity", ["growth_upper", "growth_closed"]].tolist() == [
        INF,
        "neither",
    ]
    orders = rates.loc["cable_orders"]
    assert pd.isna(orders["start_figure"])  # the orders of 2020 are printed nowhere
    before = dq.compare("cable_orders_2021", "cable_orders_growth_2021")["previous_level"]
    assert [orders["start_value"], orders["start_value_upper"]] == [
        before.value,
        before.interval.right,
    ]
    refused = rates[rates["verdict"] == "no"]
    assert set(refused.index) == {row.comparison_id for row in REFUSED if row.measure == "growth"}
    assert refused[["growth", "growth_lower", "annual_growth", "years"]].isna().all().all()
    stated = ["start_value", "end_figure", "reason_code", "reason_en", "reason_zh"]
    assert refused[stated].notna().all().all()


def test_target_gaps():
    gaps = dq.target_gaps()
    assert gaps.columns.tolist() == [
        "comparison_id",
        "actual_figure",
        "target_figure",
        "base_year",
        *columns("gap", "share_reached", "required_annual_growth"),
        *WHY,
    ]
    years = [
        2019,
        2020,
        2021,
    ]  # the article is of 2022, the book of an edition 2021: none is printed
    assert gaps["base_year"].dropna().tolist() == years
    assert gaps["comparison_id"].tolist() == ["digital_economy"] * 3 + ["two_integration"]
    given, refused = gaps[gaps["verdict"] != "no"], gaps[gaps["verdict"] == "no"]
    compared = dq.compare("digital_economy", "digital_economy_target_2024")
    for name in ("gap", "share_reached"):
        interval = compared[name].interval
        assert set(given[f"{name}_lower"]) == {interval.left}
        assert set(given[f"{name}_upper"]) == {interval.right}
        assert set(given[f"{name}_closed"]) == {interval.closed}
    required = [compared["required_annual_growth", year] for year in years]
    assert given["required_annual_growth"].tolist() == [each.value for each in required]
    assert given["required_annual_growth_upper"].tolist() == [
        each.interval.right for each in required
    ]
    assert refused[["gap", "share_reached", "required_annual_growth"]].isna().all().all()
    assert refused["reason_code"].tolist() == ["no_baseline"]
    assert refused["actual_figure"].isna().all()
    assert refused["target_figure"].tolist() == ["two_integration_target_2024"]


# --- importing

LISTEN = """
import sys
opened = []
def listen(event, arguments):
    name = str(arguments[0])
    if event == "open" and "daqing_data" in name and not name.endswith((".py", ".pyc")):
        opened.append(str(arguments[0]))
sys.addaudithook(listen)
import daqing_data
print("opened by importing:", opened)
print("imported:", sorted({"matplotlib", "seaborn", "IPython", "PIL"} & set(sys.modules)))
daqing_data.figures()
print("opened by a table:", len(opened) > 0)
"""


def test_importing_reads_no_file_and_imports_no_plotting():
    run = subprocess.run(
        [sys.executable, "-c", LISTEN], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout.splitlines() == [
        "opened by importing: []",
        "imported: []",
        "opened by a table: True",
    ]


IMPORTS = {  # from the ground floor up
    "tables": set(),
    "intervals": set(),
    "reasons": set(),
    "script": set(),
    "units": set(),
    "numeral": set(),
    "kinds": {"units"},
    "rules": {"numeral"},
    "wording": {"kinds", "numeral", "rules", "script", "units"},
    "periods": {"intervals"},
    "measures": {"intervals"},
    "paths": {"intervals"},
    "figure": {"intervals", "periods", "tables", "wording"},
    "verdicts": {"figure", "intervals", "measures", "periods", "reasons"},
    "pairs": {"figure", "periods", "reasons", "tables", "verdicts"},
    "outcome": {"figure", "intervals", "measures", "pairs", "paths", "periods", "tables"},
    "source": {"script", "tables", "wording"},
}


@pytest.mark.parametrize("module", IMPORTS)
def test_imports_run_one_way(module):
    tree = ast.parse((ROOT / "daqing_data" / f"{module}.py").read_text(encoding="utf-8"))
    froms = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert not any(node.level for node in froms)
    own = {name.name for node in froms if node.module == "daqing_data" for name in node.names}
    own |= {
        node.module.split(".")[1] for node in froms if str(node.module).startswith("daqing_data.")
    }
    assert own == IMPORTS[module]


# --- rows of one's own ----------------------------------------------------------------------------


def test_a_value_that_the_wording_excludes_is_not_computed_with():
    found = dq.compare(row("a"), row("b", value=(200, INF, "neither"), **LATER) | {"value": 200})
    assert [math.isnan(each.value) for each in found.results if each.quantity != "years"] == [
        True,
        True,
    ]


def test_the_name_of_a_figure_does_not_lend_its_verdict():
    mars = dict(dq.figures().set_index("figure_id").loc["racks_2016"]) | {
        "figure_id": "racks_2016",
        "entity": "Mars",
    }
    assert dq.compare(mars, "racks_2022").reason_code == "other_entity"


def test_a_rate_a_year_takes_at_least_a_year():
    found = dq.compare(row("a", period="2020-12-31"), row("b", period="2021-01-31", value=1000))
    assert [each.quantity for each in found.results] == ["growth_rate", "years"]


def test_rows_of_context_and_whole_years_are_read():
    later = dq.context().set_index("context_id", drop=False).loc["digital_economy_2023"]
    assert dq.compare(later, "digital_economy_target_2024").measure == "target_gap"
    for outside in dq.context().to_dict("records"):  # of every kind
        assert dq.compare(outside, "digital_economy_target_2024").reason_en
    assert dq.compare(row("a", period=2019), row("b", period=2021, value=150)).verdict == "yes"


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"status": "Target"}, "unknown status 'Target' of b; did you mean 'target'"),
        ({"kind": "stocks"}, "unknown kind 'stocks' of b; did you mean 'stock'"),
        ({"period": "2022年"}, "period is '2022年', expected an ISO 8601 date"),
        ({"period": "2022/2020"}, "expected an ISO 8601 date such as 2022-03, or an interval A/B"),
        ({"lower": 9, "upper": 1}, "lower is 9 and upper 1"),
        ({"figure_id": None}, "figure_id not given"),
        ({"entity": math.nan, "indicator": pd.NA}, "; entity, indicator not given"),
        *(
            ({"period": wrong}, f"period is {wrong!r}, expected an ISO 8601 date")
            for wrong in (
                " 2020",
                "2020-1",
                "20-3",
                "2020-01-01-07",
                "2021/",
                "2020-03-24Tnoon",
                "2020-13",
                "２０２１",
            )
        ),
    ],
    ids=str,
)
def test_a_wrong_row_is_named(wrong, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        dq.compare(row("a"), row("b", **LATER) | wrong)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ((100, INF, "left"), "bound_only"),  # at least, more than
        ((0, 100, "neither"), "bound_only"),  # less than
        ((0, 100, "right"), "bound_only"),  # at most
        ((90, 110, "both"), ""),
    ],
    ids=str,
)
def test_a_bound_gives_a_bound_on_either_side(value, code):
    """Also where both ends of a result are finite: from "more than 100" to 110 is at most 10 %."""
    assert dq.compare(row("a", value=value), row("b", value=110, **LATER)).reason_code == code
    assert dq.compare(row("a"), row("b", value=value, **LATER)).reason_code == code


@pytest.mark.parametrize(
    "own", [{"period": "2020/2021"}, {"period": "2020/2021", "kind": "flow"}], ids=["stock", "flow"]
)
def test_growth_from_a_year_that_is_not_printed_has_a_result_for_each(own):
    kind = own.get("kind", "stock")
    after = row("b", value=121, period="2023", kind=kind)
    found = dq.compare(row("a", **own), after)
    assert (found.verdict, found.reason_code) == ("conditional", "base_year_unknown")
    rates = {
        each.base_year: each.value for each in found.results if each.quantity == "annual_growth"
    }
    assert rates == pytest.approx({2020: 1.21 ** (1 / 3) - 1, 2021: 0.1})
    assert [each.interval.left for each in found.results if each.quantity == "years"] == [3, 2]
    before = dq.compare(row("z", value=50, period="2018", kind=kind), row("a", **own))
    assert {each.base_year for each in before.results} == {None, 2020, 2021}
    assert [each.base_year for each in before.results if each.quantity == "years"] == [2020, 2021]


def test_whole_years_are_whole():
    growth = dq.compare(
        row("a", period="2019-12-31"), row("b", value=121, period="2021-12-31")
    ).results
    assert [each.interval.left for each in growth] == pytest.approx([0.21, 2, 0.1], rel=1e-15)
    assert (
        len(
            dq.compare(
                row("a", period="2020-12-31"), row("b", value=121, period="2021-12-31")
            ).results
        )
        == 3
    )


def test_a_target_that_is_due_in_a_month_takes_the_months():
    found = dq.compare(
        row("a", period="2019-12"), row("b", value=200, status="target", period="2021-06")
    )
    required = found.results[-1]
    years = [
        (dt.date(2021, 6, 1) - dt.date(2019, 12, 31)).days,
        (dt.date(2021, 6, 30) - dt.date(2019, 12, 1)).days,
    ]
    ends = [2 ** (365.25 / days) - 1 for days in reversed(years)]
    assert [required.interval.left, required.interval.right] == pytest.approx(ends)
    assert required.base_year is None
    soon = dq.compare(
        row("a", period="2021-01"), row("b", value=200, status="target", period="2021-06")
    )
    assert soon.results[-1].quantity == "required_annual_growth"
    for period in ("2021-07", "2021-06", "2021-06-30"):
        late = dq.compare(row("a", period=period), row("b", status="target", period="2021-06-30"))
        assert late.reason_code == "target_year_passed"


def test_a_share_changes_by_points_too():
    found = dq.compare(
        row("a", value=0.3, kind="ratio", unit="ratio"),
        row("b", value=0.4, kind="ratio", unit="ratio", **LATER),
    )
    assert [each.quantity for each in found.results] == [
        "growth_rate",
        "difference",
        "years",
        "annual_growth",
    ]
    assert (found.results[1].value, found.results[1].unit) == (pytest.approx(0.1), "ratio")


def test_a_later_state_of_a_figure_is_another_figure():
    figures = dq.figures().set_index("figure_id")
    later = {
        **figures.loc["racks_2022"],
        "figure_id": "racks_2022",
        "value": 1600.0,
        "lower": 1600.0,
        "upper": 1600.0,
    }
    assert dq.compare("racks_2022", later).reason_code == "same_figure"
    assert dq.compare("racks_2022", later | {"period": "2023"}).verdict == "yes"


def test_a_row_is_known_by_its_place_in_the_table():
    figures, context = dq.figures().set_index("figure_id"), dq.context().set_index("context_id")
    assert dq.compare(figures.loc["racks_2016"], "racks_2022") == dq.compare(
        "racks_2016", "racks_2022"
    )
    assert (
        dq.compare(context.loc["digital_economy_2023"], "digital_economy").figure_b
        == "digital_economy_2023"
    )
    message = r"'digital_economy_2023' is no figure of the article but a row of context\(\)"
    with pytest.raises(ValueError, match=message):
        dq.compare("digital_economy_2023", "digital_economy")


def test_no_time_may_be_given_in_any_way():
    for nothing in (None, math.nan, "", pd.NaT):
        assert dq.compare(row("a", period=nothing), row("b")).reason_code == "no_period"


RATE = row("g", kind="growth", unit="ratio", value=0.25)
OTHER = {"entity": "B", "indicator": "jobs"}
OWN_MEASURES = [  # measure, two rows, the reason that comes out
    ("growth", row("a"), row("b", value=150, **LATER), ""),
    ("growth", row("a"), row("b", status="target", **LATER), "target_not_actual"),
    ("target_gap", row("a"), row("b", status="target", **LATER), ""),
    ("target_gap", row("a"), row("b", **LATER), "no_target"),
    ("stated_growth", RATE, row("b"), "not_judged"),
    ("stated_growth", row("a"), row("b"), "no_growth_rate"),
    ("stated_growth", RATE, row("b", **LATER), "other_period"),
    ("stated_growth", RATE, row("b", entity="B"), "other_entity"),
    ("share_of_total", row("a"), row("b", indicator="loss"), "not_judged"),
    ("share_of_total", row("a"), row("b", unit="USD"), "other_unit"),
    ("share_of_total", row("a"), row("b", indicator="loss", **LATER), "other_period"),
    ("ratio", row("a"), row("b", unit="count", indicator="jobs"), "not_judged"),
    ("ratio", row("a"), row("b", entity="B"), "not_judged"),
    ("ratio", row("a"), row("b", **OTHER), "other_entity"),
    ("ratio", row("a"), row("b", value=0), "zero_base"),
    ("ratio", row("a", value=-1), row("b"), "sign_change"),
    ("ratio", row("a"), row("b", **LATER), "other_period"),
    ("ratio", row("a"), row("b", period=None), "not_judged"),
    ("ratio", row("a"), row("b", value=(90, INF, "left")), "bound_only"),
    ("ratio", row("a", status="planned"), row("b", status="planned"), "plans_only"),
    ("ratio", row("a", status="planned"), row("b", status="projected"), "plans_only"),
    ("ratio", row("a", kind="rank", unit="rank"), row("b"), "rank_not_quantity"),
    ("difference", row("a", value=-1), row("b", entity="B"), "not_judged"),
    ("difference", row("a"), row("b", unit="USD"), "other_unit"),
    ("difference", row("a", **LATER), row("b"), "other_period"),
    (
        "difference",
        row("a", kind="class", unit="class"),
        row("b", kind="class", unit="class"),
        "rank_not_quantity",
    ),
]
ALLOWED_WITH = {"", "not_judged", "bound_only", "plans_only"}


def test_all_six_measures_for_rows_of_ones_own():
    for measure, a, b, code in OWN_MEASURES:
        compared = dq.compare(a, b | {"figure_id": "b"}, measure)
        assert (compared.measure, compared.reason_code) == (measure, code), (measure, a, b)
        allowed = code in ALLOWED_WITH or (
            code == "other_period" and measure in {"ratio", "difference"}
        )
        assert bool(compared.results) == allowed, (measure, a, b)
        if code:
            assert (compared.reason_en, compared.reason_zh) == dq.REASONS[code]


def test_six_measures_by_hand():
    a, b = row("a", value=60), row("b", value=40, entity="B")
    assert dq.compare(a, b, "ratio")["ratio"].value == 1.5
    assert dq.compare(b, a, "ratio")["ratio"].value == pytest.approx(
        2 / 3
    )  # in the order that is asked for
    assert dq.compare(a, b, "difference")["difference"].value == 20
    assert dq.compare(a, b, "share_of_total")["share_of_total"].value == 0.6
    stated = dq.compare(row("b", value=125), RATE, "stated_growth")
    assert (stated.figure_a, stated["previous_level"].value) == ("g", 100)
    share = row("s", kind="ratio", unit="ratio", value=0.4)
    per_share = dq.compare(a, share, "ratio")["ratio"]
    assert (per_share.value, per_share.unit) == (150, "CNY")  # the whole, of which a is the share


def test_other_measures_of_an_edited_pair_are_judged_by_rule():
    assert (
        dq.compare("cable_orders_2021", "cable_capacity_2022", "growth").reason_code
        == "other_indicator"
    )
    assert dq.compare("racks_2016", "park_tax", "ratio").reason_code == "other_entity"
    share = dq.compare("racks_2022", "racks_2016", "ratio")
    assert (share.reason_code, share.others) == ("other_period", ("growth",))


def test_without_a_measure_the_best_verdict_of_the_editors_counts():
    by_pair = {}
    for each in COMPARISONS:
        if each.figure_a:
            by_pair.setdefault(frozenset((each.figure_a, each.figure_b)), []).append(each)
    assert max(map(len, by_pair.values())) > 2
    for edited in by_pair.values():
        best = min(edited, key=lambda each: dq.pairs.VERDICTS.index(each.verdict))
        compared = dq.compare(best.figure_b, best.figure_a)
        assert (compared.measure, compared.verdict) == (best.measure, best.verdict)
        readings = [
            each for each in edited if (each.measure, each.verdict) == (best.measure, best.verdict)
        ]
        assert compared.reason_en == " ".join(each.reason_en for each in readings)
        assert compared.reason_zh == "".join(each.reason_zh for each in readings)
        assert set(compared.others) == {each.measure for each in edited} - {best.measure}
        assert len(set(compared.others)) == len(compared.others)
        named = {each.reading for each in compared.results}
        ids = {each.comparison_id for each in readings}
        assert named <= (ids if len(readings) > 1 else {""})


def test_a_target_is_a_floor():
    half = row("a", value=(0.495, 0.505, "left"), kind="ratio", unit="ratio") | {"value": 0.5}
    above = row(
        "b", value=(0.65, 1, "right"), kind="ratio", unit="ratio", status="target", period="2023"
    )
    found = dq.compare(half, above | {"value": 0.65})
    assert (found.verdict, found["gap"].value) == ("yes", pytest.approx(0.15))
    required = found["required_annual_growth"].interval
    assert [required.left, required.right] == pytest.approx([0.0878, 0.0951], abs=5e-5)
    point = row("b", value=1500, status="target", period="2024")
    at_least = point | {"upper": INF, "closed": "left"}
    about = row("b", value=(1500, 1700, "both"), status="target", period="2024") | {"value": 1600}
    results = [dq.compare(row("a", value=923), target) for target in (point, at_least, about)]
    assert results[0].results == results[1].results == results[2].results


def test_more_than_a_share_is_a_bound_though_shares_end_at_one():
    share = {"kind": "ratio", "unit": "ratio"}
    a = row("a", value=(0.9, 1, "right"), **share) | {"value": 0.9}
    b = row("b", value=(0.95, 1, "right"), **share, **LATER) | {"value": 0.95}
    assert (dq.compare(a, b).verdict, dq.compare(a, b).reason_code) == ("conditional", "bound_only")
    whole = row("b", value=(0.995, 1, "both"), **share, **LATER) | {
        "value": 1.0
    }  # 100 %, to the per cent
    exact = row("a", value=(0.895, 0.905, "left"), **share) | {"value": 0.9}
    assert dq.compare(exact, whole).verdict == "yes"


# --- figures --------------------------------------------------------------------------------------


def test_a_row_may_leave_its_numbers_to_its_wording():
    words = {
        key: cell
        for key, cell in row("a").items()
        if key not in {"unit", "value", "lower", "upper", "closed"}
    }
    read = dq.figure(words | {"printed": "超过40%", "kind": "ratio"})
    assert (read.value, read.unit, read.interval) == (
        0.4,
        "ratio",
        pd.Interval(0.4, 1, closed="right"),
    )
    target = dq.figure(words | {"printed": "1500亿元", "status": "target"})
    assert target.interval == pd.Interval(1500e8, 1500e8, closed="both")
    assert (
        dq.figure(words | {"printed": "3300余个", "upper": 3500.0}).interval.right == 3500
    )  # a cell wins
    with pytest.raises(ValueError, match="'进一步' is not a number"):
        dq.figure(words | {"printed": "进一步"})
    with pytest.raises(
        ValueError, match=r"\(or printed, for the numbers\); unit, lower, upper, closed not given"
    ):
        dq.figure(words)
    with pytest.raises(ValueError, match="unit not given"):
        dq.figure(words | {"printed": "1484"})


def test_a_figure_is_found_by_id_or_row():
    rows = dq.figures().set_index("figure_id", drop=False)
    for name, cells in rows.iterrows():
        figure = dq.figure(name)
        assert figure == dq.figure(cells) == dq.figure(dict(cells))
        assert figure.interval == pd.Interval(
            cells["lower"], cells["upper"], closed=cells["closed"]
        )
        assert dq.figure(figure) is figure
    with pytest.raises(ValueError, match="unknown figure 'rack_2016'; did you mean 'racks_2016'"):
        dq.figure("rack_2016")


# --- one's own tables -----------------------------------------------------------------------------

OWN = pd.DataFrame(
    [
        row("jobs_2019", indicator="jobs", value=100, period="2019"),
        row("jobs_2021", indicator="jobs", value=121, period="2021"),
        row("jobs_2022", indicator="jobs", value=110, period="2022"),
        row("jobs_target", indicator="jobs", value=220, period="2025", status="target"),
        row("pay_target", indicator="pay", value=5, period="2025", status="target"),
    ]
)


def test_own_figures_pair_by_themselves():
    rates = dq.growth_rates(OWN).set_index("comparison_id")
    assert rates.index.tolist() == ["jobs_2019_jobs_2021", "jobs_2021_jobs_2022"]
    assert rates["annual_growth"].tolist() == pytest.approx([0.1, -1 / 11])
    assert rates["years"].tolist() == [2, 1]
    gaps = dq.target_gaps(OWN.set_index("figure_id")).set_index("comparison_id")
    assert gaps.loc["jobs_target", ["actual_figure", "gap", "share_reached"]].tolist() == [
        "jobs_2022",
        110,
        0.5,
    ]
    assert gaps.loc["pay_target", ["verdict", "reason_code"]].tolist() == ["no", "no_baseline"]
    assert gaps.loc["pay_target", ["actual_figure", "target_figure"]].isna().tolist() == [
        True,
        False,
    ]
    why = gaps.loc["pay_target", ["reason_en", "reason_zh"]]
    assert tuple(why) == dq.REASONS["no_baseline"]
    assert dq.results(OWN)["comparison_id"].nunique() == 4


def test_how_own_figures_are_given_makes_no_difference():
    right = dq.results(OWN)
    for same in (
        OWN.set_index("figure_id"),
        OWN.set_index("figure_id", drop=False),
        OWN.set_index("figure_id", drop=False).rename_axis(None),
    ):
        pd.testing.assert_frame_equal(dq.results(same), right)
    backwards = dq.results(OWN.iloc[::-1]).sort_values("comparison_id", kind="stable")
    in_order = right.sort_values("comparison_id", kind="stable")
    pd.testing.assert_frame_equal(backwards.reset_index(drop=True), in_order.reset_index(drop=True))


def test_only_actual_values_of_one_quantity_pair_by_themselves():
    others = [
        row("no_time", indicator="jobs", period=None),
        row("plan", indicator="jobs", period="2020", status="planned"),
        row("other_unit", indicator="jobs", unit="t"),
        row("other_entity", indicator="jobs", entity="B"),
    ]
    frame = pd.concat([pd.DataFrame(others), OWN])
    pd.testing.assert_frame_equal(dq.results(frame), dq.results(OWN))


def test_the_columns_of_results():
    numbers = ["value", "lower", "upper", "closed", "unit"]
    pair = ["measure", "figure_a", "figure_b"]
    expected = ["comparison_id", "quantity", "base_year", *numbers, *WHY, *pair]
    for table in (dq.results(), dq.results(OWN), dq.results(OWN.iloc[:0])):
        assert table.columns.tolist() == expected
        assert table["base_year"].dtype == "Int64"
    typed = {row.comparison_id: row for row in COMPARISONS}
    for each in dq.results().fillna({"figure_a": ""}).itertuples():
        names = ("measure", "figure_a", "figure_b", "verdict", "reason_code")
        same = [getattr(typed[each.comparison_id], name) for name in names]
        assert [getattr(each, name) for name in names] == same


def test_own_comparisons_say_what_they_want():
    pairs = pd.DataFrame(
        {
            "comparison_id": ["r", "d"],
            "figure_a": ["jobs_2021", "jobs_2021"],
            "figure_b": ["jobs_2019", "jobs_2019"],
            "measure": ["ratio", "difference"],
        }
    )
    found = dq.results(OWN, pairs).set_index("comparison_id")
    assert found["value"].tolist() == pytest.approx([1.21, 21])
    for measure, table, column in [
        ("growth", dq.growth_rates, "end_figure"),
        ("target_gap", dq.target_gaps, "actual_figure"),
    ]:
        one = pairs.iloc[:1].assign(measure=measure, figure_b="jobs_target")
        own = table(OWN, one.assign(verdict="no"))
        assert own["comparison_id"].tolist() == ["r"]
        assert own[column].tolist() == ["jobs_target" if measure == "growth" else "jobs_2021"]
    verdicts = pairs.assign(verdict=["yes", None], reason_code=["", None])
    assert dq.results(OWN, verdicts)["verdict"].tolist() == ["yes", "conditional"]
    for wrong, message in [
        (
            pairs.assign(figure_a="job_2021"),
            "unknown figure 'job_2021' of r; did you mean 'jobs_2021'",
        ),
        (pairs.assign(figure_b="job_2021"), "unknown figure 'job_2021' of r; did you mean"),
        (pairs.assign(plus_figure="more"), "unknown figure 'more' of r; "),
        (pairs.assign(measure="quotient"), "unknown measure 'quotient' of r"),
        (pairs.assign(measure=None), "unknown measure '' of r"),
        (pairs.assign(verdict="yess"), "unknown verdict 'yess' of r; did you mean 'yes'"),
        (pairs.assign(verdict="no", years_figure="long"), "unknown figure 'long' of r; "),
        (pairs[["measure", "figure_a"]], "comparisons lack the columns comparison_id, figure_b"),
    ]:
        with pytest.raises(ValueError, match=message):
            dq.results(OWN, wrong)
    with pytest.raises(ValueError, match="figure_id 'jobs_2022' stands in figures more than once"):
        dq.results(pd.concat([OWN, OWN.iloc[2:]]), pairs)


def test_of_years_that_the_text_states_none_is_the_middle():
    """Twenty-odd years are no single number, so no yearly rate is either; the range has both."""
    years = row("span", value=(2, 3, "left"), kind="duration", unit="year")
    pair = {"comparison_id": "g", "figure_a": "jobs_2019", "figure_b": "jobs_2021"}
    pair |= {"measure": "growth", "verdict": "yes", "years_figure": "span"}
    found = dq.results(pd.concat([OWN, pd.DataFrame([years])]), pd.DataFrame([pair]))
    assert found["value"].tolist() == pytest.approx([0.21, math.nan, math.nan], nan_ok=True)
    assert found["lower"].tolist() == pytest.approx([0.21, 2, 1.21 ** (1 / 3) - 1])
    assert found["closed"].tolist() == ["both", "left", "right"]


def test_a_sum_is_compared_as_one():
    pairs = pd.DataFrame(
        [
            {
                "comparison_id": "both",
                "figure_a": "jobs_target",
                "figure_b": "jobs_2019",
                "plus_figure": "jobs_2021",
                "measure": "ratio",
                "verdict": "yes",
            }
        ]
    )
    assert dq.results(OWN, pairs)["value"].tolist() == pytest.approx([220 / 221])


def test_the_wide_tables_are_made_of_the_long_one():
    long = dq.results()
    assert long["comparison_id"].unique().tolist() == dq.comparisons()["comparison_id"].tolist()
    by_name = long.set_index(["comparison_id", "quantity"])
    for _, wide in dq.growth_rates().dropna(subset="growth").iterrows():
        rate = by_name.loc[(wide["comparison_id"], "growth_rate")]
        assert [wide["growth"], wide["growth_lower"], wide["growth_closed"]] == [
            rate["value"],
            rate["lower"],
            rate["closed"],
        ]
    gaps = dq.target_gaps().dropna(subset="base_year").set_index("base_year")
    for _, each in long[long["quantity"] == "required_annual_growth"].iterrows():
        assert gaps.loc[each["base_year"], "required_annual_growth_upper"] == each["upper"]
    refused = long[long["verdict"] == "no"]
    assert refused[["quantity", "unit", "value", "lower"]].isna().all().all()
    assert refused["reason_en"].str.len().min() > 10


def test_a_measure_of_a_pair_that_no_editor_has():
    assert dq.compare(row("a"), row("b", value=150, **LATER), "growth").verdict == "yes"
    with pytest.raises(ValueError, match="unknown measure 'rate'; did you mean 'ratio'"):
        dq.compare(row("a"), row("b", value=150, **LATER), "rate")
    with pytest.raises(TypeError, match="a figure is an id or a row of figures, not int"):
        dq.compare(1, "racks_2016")
