"""The exercises of the lessons: right answers computed, wrong ones known by the misconception behind them.

Nothing here is typed that the package can compute: a right answer and each wrong one are functions without arguments,
so that a corrected figure corrects its exercises. `daqing_data.judging` reads and judges what a pupil answers.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any

import pandas as pd

from daqing_data import measures, tables, wording
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
                lambda: measures.annual_growth(*reversed(_racks()), RACK_YEARS), "you took the later number as the base."
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
            Wrong(lambda: measures.growth_rate(*_economy()), "that is the growth in all; a rate for one year is asked."),
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


EXERCISES: dict[str, Exercise] = {exercise.id: exercise for exercise in (*NUMBERS, *GROWTH, *TARGET)}
