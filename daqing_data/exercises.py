"""The exercises of the lessons: right answers computed, wrong ones known by the misconception behind them.

Nothing here is typed that the package can compute: a right answer and each wrong one are functions without arguments,
so that a corrected figure corrects its exercises. `daqing_data.judging` reads and judges what a pupil answers.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pandas as pd

from daqing_data import measures, tables, wording
from daqing_data.compare import compare
from daqing_data.judging import Exercise
from daqing_data.judging import Misconception as Wrong

__all__ = ["EXERCISES", "find"]


def find(exercise_id: str) -> Exercise:
    """Find an exercise by its id.

    Raises
    ------
    ValueError
        No such exercise; the message names the nearest.
    """
    if exercise_id not in EXERCISES:
        raise tables.nearest("exercise", exercise_id, EXERCISES)
    return EXERCISES[exercise_id]


def _value(figure_id: str) -> float:
    """Look up the printed value of one figure, in its base unit."""
    return float(tables.figures().set_index("figure_id")["value"].loc[figure_id])


def _choice(exercise_id: str, lesson: str, right: str, why: str, hint: str, wrong: dict[str, str]) -> Exercise:
    """Make a multiple choice: one right letter, and for each wrong one the reason."""
    return Exercise(
        id=exercise_id,
        lesson=lesson,
        kind="choice",
        choices="".join(sorted([right, *wrong])),
        answer=lambda: right,
        why=why,
        misconceptions=tuple(Wrong(lambda letter=letter: letter, reason) for letter, reason in wrong.items()),
        hint=hint,
    )


# --- 01_numbers -----------------------------------------------------------------------------------------------------


def _states_something() -> pd.Series:
    return tables.numerals()["states"].notna()


def _count_figures(states: Iterable[str]) -> int:
    known = set(tables.figures()["figure_id"])
    return sum(name in known for cell in states for name in cell.split())


def _count_cells(states: Iterable[str]) -> int:
    known = set(tables.figures()["figure_id"])
    return sum(cell in known for cell in states)


def _source_of(figure_id: str) -> str:
    return str(tables.figures().set_index("figure_id")["attributed_to"].loc[figure_id])


NUMBERS = (
    _choice(
        "numbers_stock_flow",
        "01_numbers",
        right="b",
        why="racks are counted at a moment: a stock. Output and revenue add up over a year: flows.",
        hint="ask whether it can be counted on a single day.",
        wrong={
            "a": "output is made during a year; at one moment there is none to count.",
            "c": "revenue comes in over a year. What is there at its end is money.",
        },
    ),
    Exercise(
        id="numbers_wan",
        lesson="01_numbers",
        kind="number",
        unit="m2",
        answer=lambda: _value("park_land_phase1"),
        why="万 is ten thousand.",
        misconceptions=(
            Wrong(lambda: _value("park_land_phase1") / 10, "you took 万 for a thousand; it is ten thousand."),
            Wrong(lambda: _value("park_land_phase1") * 10, "you took 万 for a hundred thousand; it is ten thousand."),
            Wrong(lambda: _value("park_land_phase1") * 1e4, "that would be 亿. 万 is ten thousand."),
        ),
        hint="how much is 万?",
    ),
    Exercise(
        id="numbers_share",
        lesson="01_numbers",
        kind="number",
        unit="ratio",
        digits=2,
        answer=lambda: float(_states_something().mean()),
        why="the mean of true and false is the share of true.",
        misconceptions=(
            Wrong(lambda: float(1 - _states_something().mean()), "that is the share that states nothing."),
            Wrong(lambda: int(_states_something().sum()), "that is how many. A share is how many of all."),
            Wrong(
                lambda: float(_states_something().sum() / (~_states_something()).sum()),
                "you divided by those that state nothing. A share is divided by all of them.",
            ),
        ),
        hint='`numerals["states"].notna()` is true where something is stated; what is its mean?',
    ),
    Exercise(
        id="numbers_bug",
        lesson="01_numbers",
        kind="bug_hunt",
        answer=lambda: _count_figures,
        trials=(
            (["racks_2016", "online_items_share_2022 one_visit_items_share_2022", "huawei_head_2016"],),
            (["fibre_coverage_2022 wifi_coverage_2022 village_4g_coverage_2022"],),
        ),
        why="one expression can state several figures; each id counts.",
        misconceptions=(
            Wrong(lambda: _count_cells, "a cell with two ids is still taken for one name that nobody knows; split it."),
            Wrong(
                lambda: lambda states: sum(len(cell.split()) for cell in states),
                "now dates are counted too: an id counts only if it is in `figure_ids`.",
            ),
        ),
        hint='`"one two".split()` gives the two ids of a cell.',
    ),
    Exercise(
        id="numbers_who",
        lesson="01_numbers",
        kind="text",
        answer=lambda: _source_of("market_entities_2022"),
        why="a city office: a named source, if not an independent one.",
        misconceptions=(
            Wrong(lambda: "article", "the article prints it, but names a source: look at `attributed_to`."),
            Wrong(lambda: _source_of("digital_economy"), "that is the source of the scale and the ranks."),
        ),
        hint='what does `figures.loc["market_entities_2022", "attributed_to"]` say?',
    ),
)


# --- 02_wording -----------------------------------------------------------------------------------------------------


def _interval_of(printed: str) -> pd.Interval:
    return wording.read_number(printed).interval


def _not_walking(share: pd.Interval) -> pd.Interval:
    return measures.difference(share, 1)


def _and_some(number: int) -> int:
    digits = str(number)
    return int(number + 10 ** (len(digits) - len(digits.rstrip("0"))))


WORDING = (
    _choice(
        "wording_nearly",
        "02_wording",
        right="c",
        why="近 looks up from below: it never admits the number itself, let alone more.",
        hint="from which side does 'nearly' look at the number?",
        wrong={
            "a": "that is below the printed number, and by less than one step.",
            "b": "that is below the printed number, and close to it.",
            "d": "generous, but within one unit of the last digit that is not zero; the rule admits it.",
        },
    ),
    Exercise(
        id="wording_years",
        lesson="02_wording",
        kind="interval",
        answer=lambda: _interval_of("20多年"),
        why="the last digit that is not zero is the ten: at least the number, less than ten more.",
        misconceptions=(
            Wrong(
                lambda: _interval_of("超过20年"),
                "多 is 'and some', not 'more than': if it were ten more, the next ten would be printed.",
            ),
            Wrong(
                lambda: pd.Interval(_interval_of("20多年").left, _interval_of("20多年").right, closed="both"),
                "the limits are right; the upper one is not part of it: that would be printed as the next ten.",
            ),
            Wrong(lambda: _interval_of("20年"), "that is how a bare 20 rounds. 多 says: this much and some more."),
            Wrong(lambda: pd.Interval(20, 21, closed="left"), "the step is one unit of the last digit that is not zero."),
        ),
        hint="which is the last digit that is not zero, and what is one unit of it?",
    ),
    Exercise(
        id="wording_half",
        lesson="02_wording",
        kind="number",
        unit="m2",
        answer=lambda: _interval_of("22.8万平方米").length / 2,
        why="half a unit of the last printed place, which is a tenth of 万.",
        misconceptions=(
            Wrong(lambda: _interval_of("22.8万平方米").length, "that is one whole unit; rounding is off by half at most."),
            Wrong(lambda: 0.05, "that is in 万 square metres; 万 is ten thousand."),
            Wrong(lambda: 5000, "the last printed place is the tenth of 万, not 万 itself."),
        ),
        hint="a tenth of ten thousand is one unit of the last printed place.",
    ),
    Exercise(
        id="wording_bug",
        lesson="02_wording",
        kind="bug_hunt",
        answer=lambda: _and_some,
        trials=((3300,), (20,), (7000,), (125,)),
        why="the last digit that is not zero sets the step; trailing zeros tell which it is.",
        misconceptions=(
            Wrong(
                lambda: lambda number: number + 10 ** (len(str(number)) - 1),
                "the first digit still sets the step. Of 3300 and some, the last digit that is not zero is a hundred.",
            ),
            Wrong(
                lambda: lambda number: number + 1,
                "one more is right only where the last digit is not a zero.",
            ),
        ),
        hint='`str(3300).rstrip("0")` takes the zeros off the end: how many were there?',
    ),
    Exercise(
        id="wording_complement",
        lesson="02_wording",
        kind="interval",
        unit="ratio",
        answer=lambda: _not_walking(_interval_of("不足三成")),
        why="less than three tenths walk, so more than seven tenths do not: the bound changes its side.",
        misconceptions=(
            Wrong(lambda: _interval_of("不足三成"), "that is the share that walks."),
            Wrong(
                lambda: pd.Interval(0, _not_walking(_interval_of("不足三成")).left, closed="neither"),
                "turned round: if fewer walk, more do not.",
            ),
            Wrong(
                lambda: pd.Interval(_not_walking(_interval_of("不足三成")).left, 1, closed="left"),
                "the limits are right; exactly seven tenths would mean that exactly three tenths walk.",
            ),
        ),
        hint="1 less the share that walks, at both ends.",
    ),
)


# --- 03_comparable --------------------------------------------------------------------------------------------------

OTHER_FIGURES = 30


def _may_grow(a: Mapping[str, Any], b: Mapping[str, Any], names: str = "entity unit indicator") -> int:
    return int(all(a[name] == b[name] for name in names.split()))


COMPARABLE = (
    Exercise(
        id="comparable_pairs",
        lesson="03_comparable",
        kind="number",
        digits=None,
        answer=lambda: math.comb(OTHER_FIGURES, 2),
        why="each of them pairs with all others, and each pair was counted twice.",
        misconceptions=(
            Wrong(lambda: OTHER_FIGURES * (OTHER_FIGURES - 1), "each pair is counted twice: a with b, and b with a."),
            Wrong(lambda: OTHER_FIGURES**2, "that pairs each with itself too, and counts each pair twice."),
            Wrong(lambda: OTHER_FIGURES // 2, "that is how many pairs can dance at once; all possible pairs are asked."),
        ),
        hint="how many partners has each, and how often is a pair counted?",
    ),
    _choice(
        "comparable_ranks",
        "03_comparable",
        right="c",
        why="four rank above it in the Northeast and only one of them can be of the province.",
        hint="how many rank above it in each list?",
        wrong={
            "a": "the lists differ in length: a rank of a shorter list is no better place.",
            "b": "both ranks are of one time; nothing has risen.",
            "d": "a city can be second of a province and fifth of the region that holds it.",
        },
    ),
    Exercise(
        id="comparable_reason",
        lesson="03_comparable",
        kind="text",
        answer=lambda: compare("cable_orders_2021", "cable_capacity_2022").reason_code,
        why="orders are taken, capacity is what could be made: two things.",
        misconceptions=(
            Wrong(lambda: "other_unit", "both are in yuan. It is not the unit."),
            Wrong(lambda: "other_entity", "both are of the same firm."),
            Wrong(lambda: "no_period", "both have a time. What do they measure?"),
        ),
        hint='`dq.compare("cable_orders_2021", "cable_capacity_2022").reason_code`: which is it?',
    ),
    Exercise(
        id="comparable_bug",
        lesson="03_comparable",
        kind="bug_hunt",
        answer=lambda: _may_grow,
        trials=tuple(
            ({"entity": "x", "unit": "count", "indicator": "racks"}, {"entity": entity, "unit": unit, "indicator": what})
            for entity, unit, what in (
                ("x", "count", "racks"),
                ("y", "count", "racks"),
                ("x", "m2", "racks"),
                ("x", "count", "masts"),
            )
        ),
        why="one thing: the same entity, unit and indicator.",
        misconceptions=(
            Wrong(lambda: lambda a, b: _may_grow(a, b, "unit"), "the unit alone still decides."),
            Wrong(
                lambda: lambda a, b: _may_grow(a, b, "entity unit"), "racks and masts of one city pass: ask what is measured."
            ),
            Wrong(
                lambda: lambda a, b: _may_grow(a, b, "unit indicator"), "the racks of two cities pass: ask whose they are."
            ),
        ),
        hint="three questions, and all three must be answered with yes.",
    ),
    Exercise(
        id="comparable_school",
        lesson="03_comparable",
        kind="number",
        unit="ratio",
        answer=lambda: measures.growth_rate(400, 450),
        why="same school, same indicator, two years: growth.",
        misconceptions=(
            Wrong(lambda: 450 / 400, "that is how many times. Growth is one less."),
            Wrong(lambda: 450 - 400, "that is the difference; growth is its share of the start."),
            Wrong(lambda: (450 - 400) / 450, "you took the later number as the base."),
        ),
        hint="the indicator must be the same text in both rows.",
    ),
)


# --- 04_growth ------------------------------------------------------------------------------------------------------

RACK_YEARS = 6.2  # January 2016 to late March 2022, as the exercise states it
VISITORS, VISITORS_GROWTH = 2.34, 0.30


def _racks() -> tuple[float, float]:
    return _value("racks_2016"), _value("racks_2022")


def _growth_from_fewer_than_50() -> pd.Interval:
    return measures.growth_rate(wording.read_number("不足50").interval, 200)


GROWTH = (
    Exercise(
        id="growth_racks",
        lesson="04_growth",
        kind="number",
        unit="ratio",
        answer=lambda: measures.annual_growth(*_racks(), RACK_YEARS),
        why="growth a year is the root of the ratio, less 1.",
        misconceptions=(
            Wrong(
                lambda: measures.growth_rate(*_racks()) / RACK_YEARS,
                "you shared the whole growth out equally; each year grows from the year before, so take the root.",
            ),
            Wrong(
                lambda: measures.annual_growth(*_racks(), RACK_YEARS) + 1,
                "that is the factor a year. Growth is what is added to 1.",
            ),
            Wrong(
                lambda: measures.annual_growth(*reversed(_racks()), RACK_YEARS),
                "you took the later number as the base.",
            ),
            Wrong(lambda: measures.growth_rate(*_racks()), "that is the growth in all; a rate for one year is asked."),
        ),
        hint="the ratio of the two counts, its 6.2th root, less 1.",
    ),
    Exercise(
        id="growth_previous",
        lesson="04_growth",
        kind="number",
        answer=lambda: measures.previous_level(VISITORS, VISITORS_GROWTH),
        why="the growth was earned on the old number, so divide by 1 plus the growth.",
        misconceptions=(
            Wrong(
                lambda: VISITORS * (1 - VISITORS_GROWTH),
                "you took the percentage off the new number, but it was earned on the old one: divide.",
            ),
            Wrong(lambda: VISITORS * (1 + VISITORS_GROWTH), "that goes forward; the year before is asked for."),
            Wrong(lambda: VISITORS / VISITORS_GROWTH, "divide by 1 plus the growth, not by the growth."),
        ),
        hint="old times (1 + growth) is new. What is old?",
    ),
    _choice(
        "growth_rank",
        "04_growth",
        right="c",
        why="a floor over a generation and a rate of one year answer different questions.",
        hint="over how many years is each rate, and is it a value or a floor?",
        wrong={
            "a": "the rate of the capacity is only a floor, and over other years: it may have been far higher.",
            "b": "the floor of the capacity lies below the rate of the orders; faster cannot be told either.",
            "d": "two rates over different years that are not even both known are not about the same.",
        },
    ),
    Exercise(
        id="growth_bug",
        lesson="04_growth",
        kind="bug_hunt",
        answer=lambda: lambda start, end, years: (end / start) ** (1 / years) - 1,
        trials=((80, 1484, 6.2), (100, 121, 2), (50, 40, 3)),
        why="growth earns growth: the root, not the quotient.",
        misconceptions=(
            Wrong(
                lambda: lambda start, end, years: (end - start) / start / years,
                "the whole growth is still shared out equally. Try it on 100, 121 and 2 years: it should give a tenth.",
            ),
            Wrong(
                lambda: lambda start, end, years: (end / start) ** (1 / years),
                "that is the factor a year; growth is what is added to 1.",
            ),
        ),
        hint="from 100 to 121 in two years is a tenth a year.",
    ),
    Exercise(
        id="growth_bound",
        lesson="04_growth",
        kind="interval",
        answer=_growth_from_fewer_than_50,
        why="fewer at the start means more growth, without an upper limit; 50 itself is excluded.",
        misconceptions=(
            Wrong(
                lambda: pd.Interval(_growth_from_fewer_than_50().left, math.inf, closed="left"),
                "the limits are right, the lower end is not part of it: fewer than 50 is not 50.",
            ),
            Wrong(
                lambda: pd.Interval(0, _growth_from_fewer_than_50().left, closed="neither"),
                "turned round: a smaller start gives a larger growth.",
            ),
            Wrong(
                lambda: measures.ratio(200, wording.read_number("不足50").interval),
                "that is how many times the start. Growth is one less.",
            ),
        ),
        hint="which growth would it be from exactly 50? And from fewer: more or less?",
    ),
)


# --- 06_park --------------------------------------------------------------------------------------------------------


def _land(upper_of_second: str = "upper") -> pd.Interval:
    land = tables.figures().set_index("figure_id").loc[["park_land_phase1", "park_land_phase2"]]
    first, second = land.to_dict("records")
    return pd.Interval(first["lower"] + second["lower"], first["upper"] + second[upper_of_second], closed="left")


def _park_ratio(tax: str = "近2亿元", revenue: str = "约10亿元") -> pd.Interval:
    return measures.ratio(_interval_of(tax), _interval_of(revenue))


PARK = (
    _choice(
        "park_choice",
        "06_park",
        right="b",
        why="one number was announced, and one number came.",
        hint="what was measured, and what was not?",
        wrong={
            "a": "tax can be as projected while revenue is not; only the tax was measured.",
            "c": "tax goes to the treasury; it pays no investor back.",
            "d": "output is promised for another time and under another condition.",
        },
    ),
    Exercise(
        id="park_land",
        lesson="06_park",
        kind="interval",
        unit="m2",
        digits=4,
        answer=_land,
        why="ends add up, and so do their doubts.",
        misconceptions=(
            Wrong(
                lambda: pd.Interval(_land().mid - 500, _land().mid + 500, closed="left"),
                "the second phase is printed to whole 万 only; its rounding adds to the first's.",
            ),
            Wrong(lambda: pd.Interval(_land().mid, _land().mid, closed="both"), "both numbers are rounded; the sum is too."),
            Wrong(lambda: _land("lower"), "the upper end of the sum takes both upper ends."),
        ),
        hint="lower with lower, upper with upper.",
    ),
    Exercise(
        id="park_refused",
        lesson="06_park",
        kind="text",
        answer=lambda: compare("park_tax", "park_investment").reason_code,
        why="the tax goes to the treasury, the money came from others, and the scopes are not said to be the same.",
        misconceptions=(
            Wrong(lambda: "plans_only", "both are plans, but that alone would only make it conditional."),
            Wrong(lambda: "other_unit", "both are in yuan."),
        ),
        hint="ask `dq.compare` for this pair and read its `reason_code`; a number is not the answer here.",
    ),
    Exercise(
        id="park_bug",
        lesson="06_park",
        kind="bug_hunt",
        answer=lambda: lambda part_lower, part_upper, whole_lower, whole_upper: part_lower / whole_upper,
        trials=((1, 2, 4, 5), (1.135, 1.145, 6.74, 6.76)),
        why="little divided by much.",
        misconceptions=(
            Wrong(
                lambda: lambda part_lower, part_upper, whole_lower, whole_upper: part_lower / whole_lower,
                "a small whole makes the ratio large; the smallest ratio takes the largest whole.",
            ),
            Wrong(
                lambda: lambda part_lower, part_upper, whole_lower, whole_upper: part_upper / whole_lower,
                "that is the largest.",
            ),
        ),
        hint="which whole makes the ratio small?",
    ),
    Exercise(
        id="park_transfer",
        lesson="06_park",
        kind="interval",
        unit="ratio",
        answer=_park_ratio,
        why="'nearly' never reaches its number, so the upper end stays open.",
        misconceptions=(
            Wrong(
                lambda: pd.Interval(_park_ratio().left, _park_ratio().right, closed="both"),
                "the limits are right; 'nearly' does not reach its number, so one end is not part of it.",
            ),
            Wrong(
                lambda: pd.Interval(
                    _interval_of("近2亿元").left / _interval_of("约10亿元").left,
                    _interval_of("近2亿元").right / _interval_of("约10亿元").right,
                    closed="left",
                ),
                "the smallest ratio takes the smallest tax and the *largest* revenue.",
            ),
            Wrong(lambda: _park_ratio("2亿元"), "that is a bare 2; 近 looks up from below."),
        ),
        hint="read both numbers with `dq.read_number` and give their intervals to `dq.ratio`.",
    ),
)


# --- 07_target ------------------------------------------------------------------------------------------------------

TARGET_YEAR, BASE_YEARS = 2024, (2020, 2021)
OTHER_CITY, OTHER_TARGET, OTHER_YEARS = "约800亿元", "1200亿元", 5


def _economy() -> tuple[float, float]:
    return _value("digital_economy"), _value("digital_economy_target_2024")


def _required(base_year: int) -> float:
    return float(measures.required_annual_growth(*_economy(), TARGET_YEAR - base_year))


def _transfer(target: Any) -> pd.Interval:
    return measures.required_annual_growth(wording.read_number(OTHER_CITY).interval, target, OTHER_YEARS)


def _growth_needed(divide_by: str) -> Callable[[float, float], float]:
    return lambda actual, target: (target - actual) / (target if divide_by == "target" else actual)


TARGET = (
    Exercise(
        id="target_gap",
        lesson="07_target",
        kind="number",
        unit="CNY",
        answer=lambda: measures.gap(*_economy()),
        why="the gap is target less actual, in yuan; it needs no base year.",
        misconceptions=(
            Wrong(
                lambda: -measures.gap(*_economy()),
                "you took the target away from the actual value; a gap that is still open is positive.",
            ),
            Wrong(
                lambda: measures.gap(*_economy()) / 1e8,
                "the number is in 亿 (100 million) yuan; write the unit or give plain yuan.",
            ),
            Wrong(lambda: _economy()[1], "that is the target itself. How far is it from the present value?"),
        ),
        hint="target less actual value, both in yuan.",
    ),
    Exercise(
        id="target_required",
        lesson="07_target",
        kind="number",
        unit="ratio",
        answer=lambda: _required(BASE_YEARS[1]),
        why="annual growth with the target as the end, over three years.",
        misconceptions=(
            Wrong(lambda: _required(BASE_YEARS[0]), "that is the rate from base 2020; base 2021 leaves a year less."),
            Wrong(
                lambda: measures.growth_rate(*_economy()) / (TARGET_YEAR - BASE_YEARS[1]),
                "you shared the whole growth out equally; take the root.",
            ),
            Wrong(
                lambda: measures.annual_growth(*reversed(_economy()), TARGET_YEAR - BASE_YEARS[1]),
                "you took the target as the base.",
            ),
            Wrong(
                lambda: measures.growth_rate(*_economy()), "that is the growth in all; a rate for one year is asked."
            ),
        ),
        hint="the ratio of target to actual value, its third root, less 1.",
    ),
    _choice(
        "target_choice",
        "07_target",
        right="b",
        why="nobody starts from zero; what counts is how far it is from here, and how fast.",
        hint="from where is the share counted?",
        wrong={
            "a": "the arithmetic is fine: more than half of the target's level is there.",
            "c": "more than half is not all of it.",
            "d": "they can be computed. The question is what they tell.",
        },
    ),
    Exercise(
        id="target_bug",
        lesson="07_target",
        kind="bug_hunt",
        answer=lambda: _growth_needed("actual"),
        trials=((923, 1500), (50, 100)),
        why="growth has the actual value as its base.",
        misconceptions=(
            Wrong(
                lambda: _growth_needed("target"),
                "you took the target as the base. From 50 to 100 something must double.",
            ),
            Wrong(lambda: lambda actual, target: target / actual, "that is how many times. Growth is one less."),
        ),
        hint="from 50 to 100 the growth is 1: all of it once more.",
    ),
    Exercise(
        id="target_transfer",
        lesson="07_target",
        kind="interval",
        unit="ratio",
        answer=lambda: _transfer(wording.read_number(OTHER_TARGET).value),
        why="a larger start needs less growth: the ends change places. The target is a point.",
        misconceptions=(
            Wrong(
                lambda: _transfer(wording.read_number(OTHER_TARGET).interval),
                "you gave the target a width; a target is the number that was set.",
            ),
            Wrong(
                lambda: pd.Interval(
                    *sorted(
                        measures.growth_rate(end, wording.read_number(OTHER_TARGET).value) / OTHER_YEARS
                        for end in (
                            wording.read_number(OTHER_CITY).interval.left,
                            wording.read_number(OTHER_CITY).interval.right,
                        )
                    ),
                    closed="both",
                ),
                "you shared the whole growth out equally; take the root.",
            ),
        ),
        hint="`dq.read_number` gives the interval of 约800亿元; `dq.required_annual_growth` takes it.",
    ),
)


EXERCISES: dict[str, Exercise] = {exercise.id: exercise for exercise in (*NUMBERS, *WORDING, *COMPARABLE, *GROWTH, *PARK, *TARGET)}
