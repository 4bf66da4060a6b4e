"""Exercises of lesson 03: which two numbers may be compared."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from daqing_data import compare, measures
from daqing_data.lesson.asking import Exercise, choice
from daqing_data.lesson.asking import Misconception as Wrong
from daqing_data.lesson.exercises.common import figures, readable, refused, value

__all__ = ["EXERCISES"]

LESSON = "03_comparable"
OTHER_FIGURES = 30
PUPILS_THEN, PUPILS_NOW, YEARS = 400, 450, 5
CABLE = "cable_orders_2021", "cable_capacity_2022"


def _may_grow(a: pd.Series, b: pd.Series, names: str = "entity unit indicator") -> bool:
    return all(bool(a[name] == b[name]) for name in names.split())


def _row(figure_id: str, suffix: str = "", **other: Any) -> Any:
    """A row of `figures` with all its columns; changed in some of them, it gets another id."""
    row: Any = figures().loc[figure_id].copy()
    name = f"{figure_id}{suffix}"
    for column, cell in ({"figure_id": name} | other).items():
        row[column] = cell
    row.name = name
    return row


def _trials() -> tuple[tuple[pd.Series, pd.Series], ...]:
    """Pairs of real rows and of real rows changed in one respect.

    Those that may grow are of one topic, kind and status: a fourth condition that makes sense
    may be asked.
    """
    fewer = {"value": 60.0, "lower": 60.0, "upper": 60.0, "printed": "60个"}
    phase = "total floor area, second phase"
    then, now = _row("racks_2016"), _row("racks_2022")
    return (
        (then, now),
        (then, _row("racks_2022", "_of_another_entity", entity="another data centre")),
        (then, _row("racks_2022", "_in_another_unit", unit="m2")),
        (then, _row("racks_2022", "_of_another_indicator", indicator="racks that are in use")),
        (_row("machine_room_area_2016"), _row("building_area_2022")),
        (
            _row("building_area_2022"),
            _row("building_area_2022", "_second_phase", indicator=phase, period="2023"),
        ),
        (then, _row("racks_2022", "_fallen_to_60", **fewer)),
        (_row("agriculture_bases_2022"), _row("platforms_2022")),
        (
            _row("qinglian_revenue_2020", period="2019"),
            _row("qinglian_revenue_2020", "_of_2021", period="2021"),
        ),
        (_row("office_area_2016"), _row("machine_room_area_2016")),
        (_row("stations_4g_2022"), _row("stations_5g_2022")),
        (then, _row("platforms_2022")),
        (_row("bandwidth_2022"), _row("cable_land_2022")),
    )


def _pair_of_others(names: str) -> Wrong:
    """A function that asks for some of the conditions only."""
    missing = {"entity": "whose", "unit": "in which unit", "indicator": "what"}
    asks = [word for name, word in missing.items() if name not in names.split()]
    return Wrong(
        lambda: lambda a, b: _may_grow(a, b, names),
        f"one question is not asked yet: {' and '.join(asks)} is it?"
        if len(asks) == 1
        else f"too few questions: {' and '.join(asks)} is it?",
    )


EXERCISES = (
    Exercise(
        id="comparable_pairs",
        lesson=LESSON,
        kind="number",
        unit="count",
        answer=lambda: math.comb(OTHER_FIGURES, 2),
        follows=lambda pairs: (
            f"with so many pairs each of the {OTHER_FIGURES} figures would have "
            f"{2 * pairs / OTHER_FIGURES:.4g} partners"
        ),
        why="each of them pairs with all others, and each pair was counted twice.",
        misconceptions=(
            Wrong(
                lambda: OTHER_FIGURES * (OTHER_FIGURES - 1),
                "each pair is counted twice: a with b, and b with a.",
            ),
            Wrong(
                lambda: (OTHER_FIGURES**2, OTHER_FIGURES * (OTHER_FIGURES + 1)),
                "that pairs each with itself too, and counts each pair twice.",
            ),
            Wrong(
                lambda: (math.comb(OTHER_FIGURES + 1, 2), OTHER_FIGURES**2 // 2),
                "no figure makes a pair with itself.",
            ),
            Wrong(
                lambda: (OTHER_FIGURES - 1, OTHER_FIGURES),
                "so many partners, or so many figures. Each figure has partners: how many pairs in "
                "all?",
            ),
            Wrong(
                lambda: OTHER_FIGURES // 2,
                "that is how many pairs can dance at once; all possible pairs are asked for.",
            ),
            Wrong(
                lambda: (2 * OTHER_FIGURES, 2 * OTHER_FIGURES - 1),
                "that adds; each figure meets each of the others, so it must multiply.",
            ),
            Wrong(
                lambda: (math.comb(OTHER_FIGURES - 1, 2), (OTHER_FIGURES - 1) ** 2),
                "one figure is left out.",
            ),
            Wrong(
                lambda: OTHER_FIGURES * (OTHER_FIGURES - 2) / 2,
                "each figure has one partner fewer than there are figures, not two.",
            ),
            Wrong(
                lambda: (
                    math.comb(len(figures()), 2),
                    len(figures()) * (len(figures()) - 1),
                    len(figures()) * OTHER_FIGURES,
                ),
                "that has the article of the lesson in it; the other article has thirty figures.",
            ),
            Wrong(
                lambda: (2**OTHER_FIGURES, math.factorial(OTHER_FIGURES), OTHER_FIGURES**3),
                "far too many: that counts selections or orders of all of them, not pairs.",
            ),
            Wrong(
                lambda: math.comb(OTHER_FIGURES, 3),
                "those are groups of three; pairs are asked for.",
            ),
        ),
        hints=(
            "try three figures a, b, c, and write the pairs down; then four.",
            "how many partners has each figure, and how often is a pair counted so?",
        ),
    ),
    choice(
        "comparable_ranks",
        LESSON,
        right="b",
        options=(
            (
                "In the province it is three ranks better than in the Northeast.",
                "the lists differ in length: a rank of a shorter list is no better place.",
            ),
            ("Exactly three cities of the Northeast outside the province rank above it.", ""),
            (
                "It has risen from fifth to second.",
                "both ranks are of one time; nothing has risen.",
            ),
            (
                "The two ranks contradict each other.",
                "a city can be second of a province and fifth of the region that holds it.",
            ),
        ),
        why="four rank above it in the Northeast, and exactly one of them is in the province.",
        hints=(
            "every city of the province is also a city of the Northeast.",
            "how many rank above it in each list?",
        ),
    ),
    Exercise(
        id="comparable_reason",
        lesson=LESSON,
        kind="text",
        answer=lambda: (
            compare(*CABLE).reason_code,
            f"different {compare(*CABLE).reason_code.removeprefix('other_')}",
        ),
        why="orders are taken, capacity is what could be made: two things.",
        misconceptions=(
            Wrong(lambda: "other_unit", "both are in yuan. It is not the unit."),
            Wrong(lambda: "other_entity", "both are of the same firm."),
            Wrong(lambda: "no_period", "both have a time. What do they measure?"),
            Wrong(
                lambda: value(CABLE[1]) / value(CABLE[0]),
                "that can be divided, but it is no growth: the pair is refused. What is the code "
                "of its reason?",
            ),
            Wrong(
                lambda: tuple("yes conditional".split()),
                "read it again: the pair is refused, and the code of the reason is asked for.",
            ),
            *refused(*CABLE),
        ),
        hints=(
            "`dq.compare` takes two ids and says its reason.",
            "print what `dq.compare` hands back: the code stands in brackets, and is an attribute "
            "of it.",
        ),
    ),
    Exercise(
        id="comparable_bug",
        lesson=LESSON,
        kind="bug_hunt",
        answer=lambda: _may_grow,
        trials=_trials,
        why="one thing: the same entity, unit and indicator.",
        misconceptions=(
            Wrong(lambda: lambda a, b: True, "it lets every pair pass."),
            Wrong(
                lambda: (lambda a, b: False, lambda a, b: a.equals(b)),
                "now it lets no pair pass. (Whole rows are never the same: the values differ "
                "whenever something grew.)",
            ),
            *map(
                _pair_of_others,
                (
                    "unit",
                    "entity",
                    "indicator",
                    "entity unit",
                    "unit indicator",
                    "entity indicator",
                ),
            ),
            Wrong(
                lambda: (
                    lambda a, b: any(
                        _may_grow(a, b, name) for name in ("entity", "unit", "indicator")
                    )
                ),
                "one thing in common is enough for it; all three must be the same.",
            ),
            Wrong(
                lambda: (
                    lambda a, b: not _may_grow(a, b),
                    lambda a, b: not _may_grow(a, b, "unit"),
                ),
                "turned round: it says yes where it should say no.",
            ),
        ),
        hints=(
            "which pair does your function let pass that it should not? The check names one.",
            "three columns must be the same: of whom, in what, and what is measured.",
            "all three conditions must hold: join them with `and`.",
        ),
    ),
    Exercise(
        id="comparable_school",
        lesson=LESSON,
        kind="number",
        unit="ratio",
        answer=lambda: measures.growth_rate(PUPILS_THEN, PUPILS_NOW),
        follows=lambda growth: (
            f"{PUPILS_THEN} pupils who grow by so much would be "
            f"{readable(PUPILS_THEN * (1 + growth))}, and there are {PUPILS_NOW}"
        ),
        why="same school, same indicator, two years: growth.",
        misconceptions=(
            Wrong(lambda: PUPILS_NOW / PUPILS_THEN, "that is how many times. Growth is one less."),
            Wrong(
                lambda: PUPILS_NOW - PUPILS_THEN,
                "that is the difference in pupils; growth is its share of the start.",
            ),
            Wrong(
                lambda: (PUPILS_NOW / PUPILS_THEN - 1) / YEARS,
                "that is shared out over the years; the growth in all is asked for.",
            ),
            Wrong(
                lambda: measures.annual_growth(PUPILS_THEN, PUPILS_NOW, YEARS),
                "that is the growth per year; the growth in all is asked for.",
            ),
            Wrong(lambda: YEARS, "that is the number of years; the growth is asked for."),
            Wrong(
                lambda: (
                    1 - PUPILS_THEN / PUPILS_NOW,
                    PUPILS_THEN / PUPILS_NOW - 1,
                    PUPILS_THEN / PUPILS_NOW,
                ),
                "you took the later number as the base.",
            ),
            Wrong(
                lambda: (PUPILS_NOW, PUPILS_THEN),
                "that is one of the two numbers of pupils. By what part of it did they grow?",
            ),
        ),
        hints=(
            "what does `print(dq.compare(before, after))` say, as the rows stand?",
            "the indicator must be the same text in both rows.",
            "a comparison that is not refused has several results: ask it for the growth rate.",
        ),
    ),
)
