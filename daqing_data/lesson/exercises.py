"""The exercises of the lessons: right answers computed, wrong ones known by the misconception behind them.

Nothing here is typed that the package can compute: a right answer and each wrong one are functions without arguments,
so that a corrected figure corrects its exercises. `daqing_data.lesson.judging` reads and judges what a pupil answers.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import Any

import pandas as pd

from daqing_data import measures, outcome, tables, wording
from daqing_data import compare
from daqing_data.lesson.judging import Exercise
from daqing_data.lesson.judging import Misconception as Wrong

__all__ = ["EXERCISES", "find"]


def find(exercise_id: str) -> Exercise:
    """Find an exercise by its id.

    Raises
    ------
    ValueError
        No such exercise; the message names the nearest.
    """
    if exercise_id not in EXERCISES:
        raise tables.unknown_name("exercise", exercise_id, EXERCISES)
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
        misconceptions=tuple(Wrong(partial(str, letter), reason) for letter, reason in wrong.items()),
        hint=hint,
    )


# --- 01_numbers -----------------------------------------------------------------------------------------------------


def _states_something() -> pd.Series:
    return tables.numerals()["states"].notna()


def _count_figures(states: pd.Series) -> int:
    return int(states.str.split().explode().isin(tables.figures()["figure_id"]).sum())


def _count_cells(states: pd.Series) -> int:
    return int(states.isin(tables.figures()["figure_id"]).sum())


def _count_parts_of_words(states: pd.Series) -> int:
    return sum(name in cell for cell in states for name in tables.figures()["figure_id"])


def _source_of(figure_id: str) -> str:
    return str(tables.figures().set_index("figure_id")["attributed_to"].loc[figure_id])


def _spellings_of(office: str) -> tuple[str, ...]:
    return office, f"the {office}", office.removeprefix("Daqing ")


NUMBERS = (
    _choice(
        "numbers_stock_flow",
        "01_numbers",
        right="b",
        why="racks are counted at a moment: a stock. Output and revenue add up over a year: flows.",
        hint="if you waited twice as long, would it be about twice as large? Then it is a flow.",
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
            Wrong(lambda: _value("park_land_phase1") / 1e4, "that is still in 万; plain square metres are asked for."),
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
            (pd.Series(["racks_2016", "online_items_share_2022 one_visit_items_share_2022", "huawei_head_2016"]),),
            (pd.Series(["fibre_coverage_2022 wifi_coverage_2022 village_4g_coverage_2022"]),),
            (pd.Series(["digital_economy_target_2024"]),),
        ),
        why="one expression can state several figures; each id counts.",
        misconceptions=(
            Wrong(lambda: _count_cells, "a cell with two ids is still taken for one name that nobody knows; split it."),
            Wrong(
                lambda: lambda states: sum(len(cell.split()) for cell in states),
                "now dates are counted too: an id counts only if it is in `figure_ids`.",
            ),
            Wrong(lambda: _count_parts_of_words, "`in` also finds an id within a longer id; split the cell first."),
        ),
        hint='`"one two".split()` gives the two ids of a cell.',
    ),
    Exercise(
        id="numbers_who",
        lesson="01_numbers",
        kind="text",
        answer=lambda: _spellings_of(_source_of("market_entities_2022")),
        why="a city office: a named source, if not an independent one.",
        misconceptions=(
            Wrong(
                lambda: ("article", "the article", "the article itself"),
                "the article prints it, but names a source: look at `attributed_to`.",
            ),
            Wrong(
                lambda: ("a city office", "city office", "the city office"),
                "that is the short label of the chart; hand in what stands in `attributed_to`.",
            ),
            Wrong(
                lambda: (_source_of("digital_economy"), "Blue Book", "the Blue Book"),
                "that is the source of the scale and the ranks.",
            ),
        ),
        hint='what does `figures.loc["market_entities_2022", "attributed_to"]` say?',
    ),
)


# --- 02_wording -----------------------------------------------------------------------------------------------------


def _interval_of(printed: str) -> Any:
    return wording.read_number(printed).interval


def _between(low: float, high: float, closed: Any = "both") -> Any:
    return pd.Interval(low, high, closed=closed)


def _not_walking() -> Any:
    return measures.difference(_interval_of("不足三成"), 1)


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
        unit="year",
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
            Wrong(lambda: _between(20, 21), "the step is one unit of the last digit that is not zero."),
            Wrong(lambda: _between(20, 29), "and 29 years and a half? All below the next ten is admitted."),
            Wrong(
                lambda: (_between(21, 29), _between(21, 30)), "and 20 years and a month? 多 may be as little as that."
            ),
            Wrong(lambda: (25, 24.5), "that is the middle, a number that nobody has stated; give both ends."),
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
            Wrong(
                lambda: _interval_of("22.8万平方米").length, "that is one whole unit; rounding is off by half at most."
            ),
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
        trials=((3300,), (20,), (7000,), (125,), (105,), (2030,)),
        why="the last digit that is not zero sets the step; trailing zeros tell which it is.",
        misconceptions=(
            Wrong(
                lambda: lambda number: number + 10 ** (len(str(number)) - 1),
                "the first digit still sets the step. Of 3300 and some, the last digit that is not zero is a hundred.",
            ),
            Wrong(lambda: lambda number: number + 1, "one more is right only where the last digit is not a zero."),
            Wrong(
                lambda: lambda number: number + 10 ** str(number).count("0"),
                "all zeros are counted, and only those at the end tell: try it on 105.",
            ),
            Wrong(
                lambda: (
                    lambda number: (number, _and_some(number)),
                    lambda number: (number, number + 10 ** (len(str(number)) - 1)),
                ),
                "that gives both ends; hand in `upper_end`.",
            ),
        ),
        hint='`str(3300).rstrip("0")` takes the zeros off the end: how many were there?',
    ),
    Exercise(
        id="wording_complement",
        lesson="02_wording",
        kind="interval",
        unit="ratio",
        answer=lambda: (_not_walking(), _interval_of("超过七成")),
        why="less than three tenths walk, so more than seven tenths do not: the bound changes its side.",
        misconceptions=(
            Wrong(lambda: _interval_of("不足三成"), "that is the share that walks."),
            Wrong(lambda: _between(0, _not_walking().left), "turned round: if fewer walk, more do not."),
            Wrong(
                lambda: (_between(_not_walking().left, 1, "left"), _between(_not_walking().left, 1, "both")),
                "the limits are right; exactly seven tenths would mean that exactly three tenths walk.",
            ),
            Wrong(lambda: _between(_not_walking().left, math.inf), "a share ends at the whole."),
            Wrong(
                lambda: _not_walking().left,
                "so many would not walk if exactly three tenths did. It is fewer, so give two ends.",
            ),
        ),
        hint="1 less the share that walks, at both ends.",
    ),
)


# --- 03_comparable --------------------------------------------------------------------------------------------------

OTHER_FIGURES = 30


def _may_grow(a: pd.Series, b: pd.Series, names: str = "entity unit indicator") -> bool:
    return all(a[name] == b[name] for name in names.split())


def _row(entity: str, unit: str, indicator: str, value: float) -> pd.Series:
    same = {"kind": "stock", "status": "actual", "period": "2016" if value < 100 else "2022"}
    return pd.Series({"entity": entity, "unit": unit, "indicator": indicator, "value": value} | same)


def _refused(a: str, b: str) -> tuple[Wrong, ...]:
    """Parts of a refusal that are handed in for its reason code."""
    return (
        Wrong(lambda: compare(a, b).verdict, "that is the verdict; the code of its reason is asked for."),
        Wrong(lambda: (compare(a, b).reason_en, compare(a, b).reason_zh), "that is the reason; its code is asked for."),
    )


COMPARABLE = (
    Exercise(
        id="comparable_pairs",
        lesson="03_comparable",
        kind="number",
        unit="count",
        digits=None,
        answer=lambda: math.comb(OTHER_FIGURES, 2),
        why="each of them pairs with all others, and each pair was counted twice.",
        misconceptions=(
            Wrong(lambda: OTHER_FIGURES * (OTHER_FIGURES - 1), "each pair is counted twice: a with b, and b with a."),
            Wrong(lambda: OTHER_FIGURES**2, "that pairs each with itself too, and counts each pair twice."),
            Wrong(
                lambda: (math.comb(OTHER_FIGURES + 1, 2), OTHER_FIGURES**2 // 2), "no figure makes a pair with itself."
            ),
            Wrong(lambda: OTHER_FIGURES - 1, "so many partners has each figure. How many figures are there?"),
            Wrong(
                lambda: OTHER_FIGURES // 2,
                "that is how many pairs can dance at once; all possible pairs are asked for.",
            ),
        ),
        hint="how many partners has each, and how often is a pair counted?",
    ),
    _choice(
        "comparable_ranks",
        "03_comparable",
        right="c",
        why="four rank above it in the Northeast, and exactly one of them is in the province.",
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
            *_refused("cable_orders_2021", "cable_capacity_2022"),
        ),
        hint='`dq.compare("cable_orders_2021", "cable_capacity_2022").reason_code`: which is it?',
    ),
    Exercise(
        id="comparable_bug",
        lesson="03_comparable",
        kind="bug_hunt",
        answer=lambda: _may_grow,
        trials=tuple(
            (_row("x", "count", "racks", 80), _row(entity, unit, indicator, 1484))
            for entity, unit, indicator in (
                ("x", "count", "racks"),
                ("y", "count", "racks"),
                ("x", "m2", "racks"),
                ("x", "count", "base stations"),
                ("y", "m2", "floor area"),
            )
        ),
        why="one thing: the same entity, unit and indicator.",
        misconceptions=(
            Wrong(lambda: lambda a, b: _may_grow(a, b, "unit"), "the unit alone still decides."),
            Wrong(
                lambda: lambda a, b: _may_grow(a, b, "entity unit"),
                "racks and base stations of one city pass: ask what is measured.",
            ),
            Wrong(
                lambda: lambda a, b: _may_grow(a, b, "unit indicator"),
                "the racks of two cities pass: ask whose they are.",
            ),
            Wrong(
                lambda: lambda a, b: _may_grow(a, b, "entity indicator"),
                "a number of racks and the square metres under them pass: ask for the unit, too.",
            ),
            Wrong(
                lambda: lambda a, b: any(_may_grow(a, b, name) for name in ("entity", "unit", "indicator")),
                "one thing in common is enough for it; all three must be the same: `and`, not `or`.",
            ),
            Wrong(lambda: lambda a, b: not _may_grow(a, b), "turned round: it says yes where it should say no."),
            Wrong(
                lambda: lambda a, b: a.equals(b), "it compares whole rows: the values differ whenever something grew."
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
            Wrong(lambda: (450 / 400 - 1) / 5, "that is shared out over the years; the growth in all is asked for."),
            Wrong(
                lambda: measures.annual_growth(400, 450, 5),
                "that is the growth a year; the growth in all is asked for.",
            ),
            Wrong(lambda: 5, "that is the number of years; the growth comes first of the `results`."),
            Wrong(lambda: (50 / 450, -50 / 450), "you took the later number as the base."),
        ),
        hint="the indicator must be the same text in both rows.",
    ),
)


# --- 04_growth ------------------------------------------------------------------------------------------------------

MACHINES_THEN, MACHINES_TODAY, YEARS_BETWEEN = 120, 300, 5.5
VISITORS, VISITORS_GROWTH = 2.34, 0.30


def _root_mistakes(case: Callable[[], tuple[float, float, float]]) -> tuple[Wrong, ...]:
    """What goes wrong in (end / start) ** (1 / years) - 1, for a case of start, end and years."""

    def wrong(formula: Callable[[float, float], Any], reason: str) -> Wrong:
        def answer() -> Any:
            start, end, years = case()
            return formula(end / start, years)

        return Wrong(answer, reason)

    return (
        wrong(
            lambda ratio, years: (ratio - 1) / years,
            "you shared the whole growth out equally; each year grows from the year before, so take the root.",
        ),
        wrong(lambda ratio, years: ratio ** (1 / years), "that is the factor a year. Growth is what is added to 1."),
        wrong(lambda ratio, years: ratio - 1, "that is the growth in all; a rate for one year is asked for."),
        wrong(lambda ratio, years: ratio, "that is how many times in all; a rate for one year is asked for."),
        wrong(
            lambda ratio, years: ((ratio - 1) ** (1 / years) - 1, (ratio - 1) ** (1 / years)),
            "you took the root of the growth; take the root of the ratio, and 1 off only then.",
        ),
        wrong(
            lambda ratio, years: (ratio / years - 1, ratio / years),
            "that is the ratio divided by the years. A root is `** (1 / years)`, with the brackets.",
        ),
        wrong(
            lambda ratio, years: (ratio**years - 1, ratio**years),
            "you took the power; the root is asked for: the power 1 / years.",
        ),
        wrong(
            lambda ratio, years: ((1 / ratio) ** (1 / years) - 1, 1 - (1 / ratio) ** (1 / years)),
            "you took the later level as the base; growth is counted from the earlier one.",
        ),
    )


def _growth_from_fewer_than_50() -> Any:
    return measures.growth_rate(_interval_of("不足50"), 200)


GROWTH = (
    Exercise(
        id="growth_racks",
        lesson="04_growth",
        kind="number",
        unit="ratio",
        answer=lambda: measures.annual_growth(MACHINES_THEN, MACHINES_TODAY, YEARS_BETWEEN),
        why="growth a year is the root of the ratio, less 1.",
        misconceptions=(
            *_root_mistakes(lambda: (MACHINES_THEN, MACHINES_TODAY, YEARS_BETWEEN)),
            Wrong(
                lambda: tuple(measures.annual_growth(MACHINES_THEN, MACHINES_TODAY, years) for years in (5, 6)),
                "you took whole years; the degree of a root need not be whole.",
            ),
        ),
        hint="the ratio of the two counts, the root whose degree is the number of years, less 1.",
    ),
    Exercise(
        id="growth_previous",
        lesson="04_growth",
        kind="number",
        unit="million",
        answer=lambda: measures.previous_level(VISITORS, VISITORS_GROWTH),
        why="the growth was earned on the old number, so divide by 1 plus the growth.",
        misconceptions=(
            Wrong(
                lambda: VISITORS * (1 - VISITORS_GROWTH),
                "you took the percentage off the new number, but it was earned on the old one: divide.",
            ),
            Wrong(lambda: VISITORS * (1 + VISITORS_GROWTH), "that goes forward; the year before is asked for."),
            Wrong(lambda: VISITORS / VISITORS_GROWTH, "divide by 1 plus the growth, not by the growth."),
            Wrong(lambda: VISITORS / (1 - VISITORS_GROWTH), "divide by 1 plus the growth, not by 1 less the growth."),
            Wrong(
                lambda: VISITORS - VISITORS_GROWTH, "a percentage is no number of visitors: it cannot be taken away."
            ),
            Wrong(
                lambda: VISITORS * VISITORS_GROWTH, "that is the percentage of the new number, and nothing taken off."
            ),
            Wrong(
                lambda: VISITORS - measures.previous_level(VISITORS, VISITORS_GROWTH),
                "that is how many more came; how many came the year before?",
            ),
            Wrong(
                lambda: measures.previous_level(VISITORS, VISITORS_GROWTH) * 1e6,
                "the number is right, and it is asked for in million: write 'million' with it, or leave the zeros out.",
            ),
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
            "d": "two rates over different years, one of them only a floor, cannot be called about the same.",
        },
    ),
    Exercise(
        id="growth_bug",
        lesson="04_growth",
        kind="bug_hunt",
        unit="ratio",
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
            Wrong(
                lambda: lambda start, end, years: (end / start) ** 1 / years - 1,
                "`** 1 / years` takes the power first and divides then; put 1 / years in brackets.",
            ),
            Wrong(
                lambda: lambda start, end, years: ((end - start) / start) ** (1 / years),
                "you took the root of the growth; take the root of the ratio, and 1 off only then.",
            ),
        ),
        hint="from 100 to 121 in two years is a tenth a year.",
    ),
    Exercise(
        id="growth_bound",
        lesson="04_growth",
        kind="interval",
        unit="ratio",
        answer=_growth_from_fewer_than_50,
        why="fewer at the start means more growth, without an upper limit; 50 itself is excluded.",
        misconceptions=(
            Wrong(
                lambda: _between(_growth_from_fewer_than_50().left, math.inf, "left"),
                "the limits are right, the lower end is not part of it: fewer than 50 is not 50.",
            ),
            Wrong(
                lambda: (
                    _between(0, _growth_from_fewer_than_50().left),
                    _between(-math.inf, _growth_from_fewer_than_50().left),
                ),
                "turned round: a smaller start gives a larger growth.",
            ),
            Wrong(
                lambda: measures.ratio(200, _interval_of("不足50")),
                "that is how many times the start. Growth is one less.",
            ),
            Wrong(
                lambda: _between(200 - 50, math.inf),
                "that is how many employees came; growth is their share of the start.",
            ),
            Wrong(
                lambda: (_between(3, 199), _between(200 / 49 - 1, 199)),
                "well thought: there was at least one. But the wording alone sets no upper limit; give what it says.",
            ),
            Wrong(
                lambda: (_growth_from_fewer_than_50().left, 200 / 49 - 1),
                "that is the growth from fifty, or nearly fifty; there may have been far fewer. Give two ends.",
            ),
        ),
        hint="which growth would it be from exactly 50? And from fewer: more or less?",
    ),
)


# --- 05_services ----------------------------------------------------------------------------------------------------

PROVINCE_STATIONS, PROVINCE_PEOPLE = 38_000, 30_990_000


def _between_floors(first: str = "超过80%", second: str = "超过85%") -> Any:
    return measures.difference(_interval_of(first), _interval_of(second))


SERVICES = (
    Exercise(
        id="services_density",
        lesson="05_services",
        kind="number",
        unit="count",
        answer=lambda: PROVINCE_STATIONS / PROVINCE_PEOPLE * 10_000,
        why="base stations divided by people, for each ten thousand of them.",
        misconceptions=(
            Wrong(
                lambda: PROVINCE_STATIONS / PROVINCE_PEOPLE,
                "that is for each single person; ten thousand are asked for.",
            ),
            Wrong(
                lambda: (PROVINCE_PEOPLE / PROVINCE_STATIONS, PROVINCE_PEOPLE / PROVINCE_STATIONS / 10_000),
                "that is how many people share a base station; divide the other way round.",
            ),
            Wrong(
                lambda: PROVINCE_STATIONS / PROVINCE_PEOPLE * 1000,
                "that is for each thousand; ten thousand are asked for.",
            ),
            Wrong(
                lambda: PROVINCE_STATIONS / PROVINCE_PEOPLE * 100_000,
                "that is for each hundred thousand; ten thousand are asked for.",
            ),
        ),
        hint="base stations for each person, times ten thousand.",
    ),
    _choice(
        "services_points",
        "05_services",
        right="c",
        why="the difference of two percentages is counted in points; in per cent it would be a fifth of the first.",
        hint="what is the difference of the two, and what is it as a share of the first?",
        wrong={
            "a": "a point is a hundredth of the whole, and this is ten of them.",
            "b": "per cent has a base: of the first share, this is a fifth, not a tenth.",
            "d": "forty per cent is what is left, not what was lost.",
        },
    ),
    Exercise(
        id="services_bounds",
        lesson="05_services",
        kind="interval",
        unit="points",
        digits=2,
        answer=_between_floors,
        why="each may be anything up to the whole; even the sign cannot be told.",
        misconceptions=(
            Wrong(
                lambda: (0.05, _between(0.05, 0.05)),
                "that is the difference of the floors; the shares lie anywhere above. Give two ends.",
            ),
            Wrong(
                lambda: (_between(0.05, math.inf), _between(0.05, 0.20), _between(0.05, 1)),
                "a higher floor is no higher share: X may be complete and Y just above its floor.",
            ),
            Wrong(lambda: _between(0, 0.20), "Y may be less than X: the difference can be below zero."),
            Wrong(
                lambda: (_between(0, 0.05), _between(-0.05, 0)),
                "you took like ends from like ends; X and Y need not be low, or high, together.",
            ),
            Wrong(lambda: _between(-0.20, 0.15), "that is X less Y."),
        ),
        hint="the least is Y at its floor and X complete. And the most?",
    ),
    Exercise(
        id="services_bug",
        lesson="05_services",
        kind="bug_hunt",
        unit="ratio",
        answer=lambda: lambda share, points: share + points / 100,
        trials=((0.5, 10), (0.9, 5), (0.2, -5)),
        why="points add; per cent would multiply.",
        misconceptions=(
            Wrong(
                lambda: lambda share, points: share * (1 + points / 100),
                "it still multiplies: half, up by ten points, is six tenths.",
            ),
            Wrong(lambda: lambda share, points: share + points, "a point is a hundredth of the whole."),
        ),
        hint="half, up by ten points, is six tenths.",
    ),
    _choice(
        "services_coverage",
        "05_services",
        right="d",
        why="coverage counts units; what happens inside a unit, and who counts as one, stays open.",
        hint="of what is 'all' the whole?",
        wrong={
            "a": "that is the one thing which the sentence does say.",
            "b": "true, but who counts the villages stays open as well.",
            "c": "true, but the houses inside a village stay open as well.",
        },
    ),
)


# --- 06_park --------------------------------------------------------------------------------------------------------


def _land(upper_of_second: str = "upper") -> Any:
    land = tables.figures().set_index("figure_id").loc[["park_land_phase1", "park_land_phase2"]]
    first, second = land.to_dict("records")
    return _between(first["lower"] + second["lower"], first["upper"] + second[upper_of_second], "left")


def _park_ratio(tax: str = "近2亿元", revenue: str = "约10亿元") -> Any:
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
                lambda: _between(_land().mid - 500, _land().mid + 500),
                "the second phase is printed to whole 万 only; its rounding adds to the first's.",
            ),
            Wrong(
                lambda: (_land().mid, _between(_land().mid, _land().mid)),
                "both numbers are rounded; the sum is too. Give two ends.",
            ),
            Wrong(lambda: _land("lower"), "the upper end of the sum takes both upper ends."),
            Wrong(
                lambda: _between(_land().left / 1e4, _land().right / 1e4),
                "that is in 万 square metres; write the unit, or give plain square metres.",
            ),
        ),
        hint="lower with lower, upper with upper.",
    ),
    Exercise(
        id="park_refused",
        lesson="06_park",
        kind="text",
        answer=lambda: compare("park_tax", "park_investment").reason_code,
        why="whether the investment is that of the whole project or of one phase is not printed, "
        "so the two may not belong together.",
        misconceptions=(
            Wrong(lambda: "plans_only", "both are plans, but that alone would only make it conditional."),
            Wrong(lambda: "other_unit", "both are in yuan."),
            Wrong(
                lambda: _value("park_tax") / _value("park_investment"),
                "that can be divided, but not used: ask `dq.compare` and hand in its `reason_code`.",
            ),
            *_refused("park_tax", "park_investment"),
        ),
        hint="a division alone does not help: ask `dq.compare` for this pair and hand in its `reason_code`.",
    ),
    Exercise(
        id="park_bug",
        lesson="06_park",
        kind="bug_hunt",
        answer=lambda: lambda part_lower, part_upper, whole_lower, whole_upper: part_lower / whole_upper,
        trials=((1, 2, 4, 5), (1.135, 1.145, 6.74, 6.76)),
        why="the smallest part divided by the largest whole.",
        misconceptions=(
            Wrong(
                lambda: lambda part_lower, part_upper, whole_lower, whole_upper: part_lower / whole_lower,
                "a small whole makes the ratio large; the smallest ratio takes the largest whole.",
            ),
            Wrong(
                lambda: lambda part_lower, part_upper, whole_lower, whole_upper: part_upper / whole_lower,
                "that is the largest.",
            ),
            Wrong(
                lambda: lambda part_lower, part_upper, whole_lower, whole_upper: part_upper / whole_upper,
                "a large part makes the ratio large; the smallest ratio takes the smallest part.",
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
                lambda: _between(_park_ratio().left, _park_ratio().right),
                "the limits are right; 'nearly' does not reach its number, so one end is not part of it.",
            ),
            Wrong(
                lambda: _between(
                    _interval_of("近2亿元").left / _interval_of("约10亿元").left,
                    _interval_of("近2亿元").right / _interval_of("约10亿元").right,
                ),
                "the smallest ratio takes the smallest tax and the *largest* revenue.",
            ),
            Wrong(
                lambda: 2 / 10, "that is the ratio of the printed numbers; their wording admits more. Give two ends."
            ),
            Wrong(lambda: measures.ratio(_interval_of("近2亿元"), 10e8), "that takes 约 for an exact 10."),
            Wrong(
                lambda: measures.ratio(_interval_of("约10亿元"), _interval_of("近2亿元")),
                "turned round: tax for each yuan of revenue is tax divided by revenue.",
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


def _transfer(target: Any) -> Any:
    return measures.required_annual_growth(_interval_of(OTHER_CITY), target, OTHER_YEARS)


def _other_target() -> float:
    return wording.read_number(OTHER_TARGET).value


def _transfer_by_hand(formula: Callable[[float], float]) -> Any:
    """Use a formula of the ratio of target to present value, at both ends of the present value."""
    present = _interval_of(OTHER_CITY)
    return _between(formula(_other_target() / present.right), formula(_other_target() / present.left))


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
                lambda: (measures.gap(*_economy()) / 1e8, measures.gap(*_economy()) / 1e9),
                "the number is in 亿 (100 million) or billion yuan; write the unit, or give plain yuan.",
            ),
            Wrong(lambda: measures.share_reached(*_economy()), "that is the share reached; the gap is in yuan."),
            Wrong(lambda: measures.growth_rate(*_economy()), "that is the growth still needed; the gap is in yuan."),
            Wrong(
                lambda: (_economy()[1], _economy()[1] / 1e8),
                "that is the target itself. How far is it from the present value?",
            ),
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
            *_root_mistakes(lambda: (*_economy(), TARGET_YEAR - BASE_YEARS[1])),
            Wrong(
                lambda: measures.gap(*_economy()) / _economy()[1] / (TARGET_YEAR - BASE_YEARS[1]),
                "that is a share of the target, shared out equally; growth has another base, and a root.",
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
        unit="ratio",
        answer=lambda: _growth_needed("actual"),
        trials=((923, 1500), (50, 100)),
        why="growth has the actual value as its base.",
        misconceptions=(
            Wrong(
                lambda: _growth_needed("target"),
                "you took the target as the base. From 50 to 100 something must double.",
            ),
            Wrong(lambda: lambda actual, target: target / actual, "that is how many times. Growth is one less."),
            Wrong(lambda: lambda actual, target: target - actual, "that is the gap; growth is its share of the base."),
            Wrong(
                lambda: lambda actual, target: (actual - target) / actual,
                "the base is right, the sign is not: growth is the later value less the earlier.",
            ),
        ),
        hint="from 50 to 100 the growth is 1: all of it once more.",
    ),
    Exercise(
        id="target_transfer",
        lesson="07_target",
        kind="interval",
        unit="ratio",
        answer=lambda: _transfer(_other_target()),
        why="a larger start needs less growth: the ends change places. The target is a point.",
        misconceptions=(
            Wrong(
                lambda: _transfer(_interval_of(OTHER_TARGET)),
                "you gave the target a width; a target is the number that was set.",
            ),
            Wrong(
                lambda: measures.required_annual_growth(
                    wording.read_number(OTHER_CITY).value, _other_target(), OTHER_YEARS
                ),
                "that is the rate from the printed number; 约 admits a little less and a little more. Give two ends.",
            ),
            Wrong(
                lambda: _transfer_by_hand(lambda ratio: (ratio - 1) / OTHER_YEARS),
                "you shared the whole growth out equally; take the root.",
            ),
            Wrong(
                lambda: _transfer_by_hand(lambda ratio: ratio - 1),
                "that is the growth in all; a rate for one year is asked for.",
            ),
            Wrong(
                lambda: _transfer_by_hand(lambda ratio: ratio ** (1 / OTHER_YEARS)),
                "that is the factor a year. Growth is what is added to 1.",
            ),
        ),
        hint="`dq.read_number` gives the interval of 约800亿元; `dq.required_annual_growth` takes it.",
    ),
)


# --- 08_outcome -----------------------------------------------------------------------------------------------------

OTHER_PATH = (500, 650, 700, 3, 4)  # base, reported, target, years elapsed, years in all


def _last_year() -> tuple[float, float]:
    context = tables.context().set_index("context_id")["value"]
    return float(context.loc["digital_economy_2023"]), _economy()[1]


OUTCOME = (
    _choice(
        "outcome_sources",
        "08_outcome",
        right="b",
        why="a copy adds a page, not a witness.",
        hint="who found the value out?",
        wrong={
            "a": "pages are not sources: one of them only repeats.",
            "c": "one of them did find it out, or says so.",
            "d": "a copy always agrees with its original.",
        },
    ),
    Exercise(
        id="outcome_last_year",
        lesson="08_outcome",
        kind="number",
        unit="ratio",
        answer=lambda: measures.growth_rate(*_last_year()),
        why="one year left: the whole growth in one step, more than in any year of the country's chart.",
        misconceptions=(
            Wrong(
                lambda: measures.gap(*_last_year()) / _last_year()[1],
                "you took the target as the base; growth starts from 2023.",
            ),
            Wrong(
                lambda: measures.gap(*_last_year()),
                "that is the gap in yuan; growth is its share of the value of 2023.",
            ),
            Wrong(lambda: measures.share_reached(*_last_year()), "that is the share that was reached in 2023."),
            Wrong(lambda: 1 / measures.share_reached(*_last_year()), "that is how many times. Growth is one less."),
        ),
        hint="target divided by the value of 2023, less 1.",
    ),
    _choice(
        "outcome_headline",
        "08_outcome",
        right="b",
        why="'more than' is a floor; the true value may be any amount more.",
        hint="which word of the report is missing in the headline?",
        wrong={
            "a": "read the report's wording again: a word has been lost.",
            "c": "the division is fine; it is what was divided.",
            "d": "that is not said either.",
        },
    ),
    Exercise(
        id="outcome_bug",
        lesson="08_outcome",
        kind="bug_hunt",
        answer=lambda: (
            lambda floor, target: floor >= target,
            lambda floor, target: "yes" if floor >= target else "cannot be told",
        ),
        trials=((1200, 1500), (1500, 1500), (1600, 1500)),
        why="only a floor at the target or above makes it sure.",
        misconceptions=(
            Wrong(
                lambda: (lambda floor, target: True, lambda floor, target: "yes"),
                "it still says yes to everything: a floor of 1200 is no 1500.",
            ),
            Wrong(
                lambda: (
                    lambda floor, target: floor > target,
                    lambda floor, target: "yes" if floor > target else "cannot be told",
                ),
                "a value above a floor of 1500 is above 1500: the floor itself is enough.",
            ),
            Wrong(
                lambda: (
                    lambda floor, target: "yes" if floor >= target else "no",
                    lambda floor, target: "yes" if floor > target else "no",
                ),
                "a floor below the target does not say no: the value may lie far above its floor.",
            ),
            Wrong(
                lambda: (lambda floor, target: False, lambda floor, target: "cannot be told"),
                "now it says yes to nothing: a value above 1600 is above 1500.",
            ),
            Wrong(
                lambda: (
                    lambda floor, target: floor <= target,
                    lambda floor, target: floor < target,
                    lambda floor, target: "yes" if floor <= target else "cannot be told",
                    lambda floor, target: "yes" if floor < target else "cannot be told",
                ),
                "turned round: a floor of 1600 is the one that makes 1500 sure.",
            ),
        ),
        hint="what if the value lies just above its floor? Answer with True and False, or 'yes' and 'cannot be told'.",
    ),
    Exercise(
        id="outcome_ratio",
        lesson="08_outcome",
        kind="number",
        unit="ratio",
        answer=lambda: outcome.progress_ratio(*OTHER_PATH),
        why="a little faster than required: above 1.",
        misconceptions=(
            Wrong(
                lambda: (OTHER_PATH[1] - OTHER_PATH[0]) / (OTHER_PATH[2] - OTHER_PATH[0]),
                "that is the share of the way made; the time gone is missing.",
            ),
            Wrong(
                lambda: measures.annual_growth(OTHER_PATH[0], OTHER_PATH[1], OTHER_PATH[3]),
                "that is the actual growth a year; divide it by the required one.",
            ),
            Wrong(lambda: 1 / outcome.progress_ratio(*OTHER_PATH), "turned round: actual divided by required."),
            Wrong(
                lambda: measures.annual_growth(OTHER_PATH[0], OTHER_PATH[2], OTHER_PATH[4]),
                "that is the required growth a year; divide the actual one by it.",
            ),
            Wrong(
                lambda: 1.0, "that comes out for equal steps, or for the growth factors; divide the two growth rates."
            ),
            Wrong(
                lambda: outcome.progress_ratio(*OTHER_PATH[:4], OTHER_PATH[3]),
                "the required growth has all four years, not the three that are over.",
            ),
            Wrong(
                lambda: OTHER_PATH[1] / OTHER_PATH[2], "that is the share of the target's level; compare growth rates."
            ),
        ),
        hint="actual annual growth over three years, divided by required annual growth over four.",
    ),
)


EXERCISES: dict[str, Exercise] = {
    exercise.id: exercise
    for exercise in (*NUMBERS, *WORDING, *COMPARABLE, *GROWTH, *SERVICES, *PARK, *TARGET, *OUTCOME)
}
