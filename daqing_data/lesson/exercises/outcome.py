"""Exercises of lesson 08: what happened next, and what may be said of it."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from typing import Any

from daqing_data import measures, tables
from daqing_data.lesson.asking import Exercise, choice, known
from daqing_data.lesson.asking import Misconception as Wrong
from daqing_data.lesson.exercises.common import readable, value

__all__ = ["EXERCISES"]

LESSON = "08_outcome"
BASE, REPORTED, GOAL, GONE, IN_ALL = 500, 650, 700, 3, 4


@cache
def _last_year() -> tuple[float, float]:
    """The value reported for the year before the target's, and the target."""
    context = tables.context().set_index("context_id")["value"]
    return float(context.loc["digital_economy_2023"]), value("digital_economy_target_2024")


def _missing() -> float:
    return 1 - float(measures.share_reached(*_last_year()))


def _article() -> float:
    return value("digital_economy")


def _growth_from(start: float) -> float:
    return float(measures.growth_rate(start, _last_year()[1]))


def _actual(years: float = GONE) -> float:
    return float(measures.annual_growth(BASE, REPORTED, years))


def _required(years: float = IN_ALL) -> float:
    return float(measures.annual_growth(BASE, GOAL, years))


Sure = Callable[[float, float], Any]


def _both_ways(
    sure: Callable[[float, float], bool], otherwise: str = "cannot be told"
) -> tuple[Sure, Sure]:
    """A rule that answers True and False, and one that answers in words."""
    return sure, lambda floor, target: "yes" if sure(floor, target) else otherwise


def _sure(floor: float, target: float) -> bool:
    return floor >= target


# Rules that are not sure, or sure too often -> what is wrong with them.
WRONG_RULES: tuple[tuple[tuple[Sure, ...], str], ...] = (
    (
        _both_ways(lambda floor, target: True),
        "it still says yes to everything: may the value not lie just above its floor?",
    ),
    (
        _both_ways(lambda floor, target: floor > target),
        "a value above a floor of 1500 is above 1500: the floor itself is enough.",
    ),
    (
        (
            *_both_ways(_sure, "no")[1:],
            *_both_ways(lambda floor, target: floor > target, "no")[1:],
            lambda floor, target: "no" if floor < target else "cannot be told",
            lambda floor, target: "no",
        ),
        "a floor below the target does not say no: the value may lie far above its floor.",
    ),
    (
        _both_ways(lambda floor, target: False),
        "now it says yes to nothing: a value above 1600 is above 1500.",
    ),
    (
        (
            *_both_ways(lambda floor, target: floor <= target),
            *_both_ways(lambda floor, target: floor < target),
            *_both_ways(lambda floor, target: floor <= target, "no")[1:],
            *_both_ways(lambda floor, target: floor < target, "no")[1:],
        ),
        "turned round: it is a floor *above* the target that makes it sure.",
    ),
    (
        _both_ways(lambda floor, target: floor == target),
        "a floor above the target makes it even surer.",
    ),
    (
        _both_ways(lambda floor, target: floor != target),
        "that asks only whether the two differ. Which must be the larger?",
    ),
    (
        (
            *_both_ways(lambda floor, target: floor / target > 0.8),
            *_both_ways(lambda floor, target: floor / target >= 0.8),
            *_both_ways(lambda floor, target: floor / target > 0.9),
            *_both_ways(lambda floor, target: floor / target >= 0.9),
        ),
        "near the target is not at the target: is it *sure*?",
    ),
    (
        (
            *_both_ways(lambda floor, target: floor >= target - 1),
            *_both_ways(lambda floor, target: floor > target - 1),
        ),
        "one less than the target is not the target.",
    ),
    (
        (
            *_both_ways(lambda floor, target: floor >= 1500),
            *_both_ways(lambda floor, target: floor > 1200),
        ),
        "there are other targets: compare with `target`, not with a number.",
    ),
    (
        (lambda floor, target: floor / target, lambda floor, target: floor - target),
        'that is a number; the question is whether it is sure: "yes" or "cannot be told".',
    ),
)

EXERCISES = (
    choice(
        "outcome_sources",
        LESSON,
        right="b",
        options=(
            ("two, since there are two pages", "pages are not sources: one of them only repeats."),
            ("one", ""),
            ("none", "one of them did find it out, or says so."),
            ("two, since the value is the same", "a copy always agrees with its original."),
        ),
        why="a copy adds a page, not a witness.",
        hints=(
            "who found the value out?",
            "if the first page were wrong, would the second be right?",
        ),
    ),
    Exercise(
        id="outcome_last_year",
        lesson=LESSON,
        kind="number",
        unit="ratio",
        digits=2,
        answer=lambda: measures.growth_rate(*_last_year()),
        follows=lambda growth: (
            f"{readable(_last_year()[0] / 1e8)}亿 that grows by so much would be "
            f"{readable(_last_year()[0] / 1e8 * (1 + growth))}亿"
        ),
        why="so much in one year: more than in any year of the country's table.",
        misconceptions=(
            Wrong(
                lambda: (_missing(), -_missing()),
                "you took the target as the base; growth starts from 2023.",
            ),
            Wrong(
                lambda: tuple(measures.gap(*_last_year()) / unit for unit in (1, 1e8, 1e9)),
                "that is the gap in yuan; growth is its share of the value of 2023.",
            ),
            Wrong(
                lambda: measures.share_reached(*_last_year()),
                "that is the share that was reached in 2023.",
            ),
            Wrong(
                lambda: 1 / measures.share_reached(*_last_year()),
                "that is how many times. Growth is one less.",
            ),
            Wrong(
                lambda: tuple(measures.annual_growth(*_last_year(), years) for years in (2, 3, 4)),
                "only one year is left, so there is no root to take.",
            ),
            Wrong(
                lambda: tuple(_growth_from(*_last_year()[:1]) / years for years in (2, 3, 4)),
                "only one year is left, so there is nothing to share out.",
            ),
            Wrong(
                lambda: (_growth_from(_article()), measures.gap(*_last_year()) / _article()),
                "that starts from the article's value; what was reported for 2023?",
            ),
            Wrong(
                lambda: tuple(
                    measures.annual_growth(_article(), _last_year()[1], years)
                    for years in (2, 3, 4)
                ),
                "that is the rate from the article's value; in 2023 one year was left, from "
                "another "
                "value.",
            ),
            Wrong(
                lambda: (_growth_from(1200e8), _growth_from(1000e8)),
                "that starts from the value of another year.",
            ),
            Wrong(
                lambda: (-1.0, _last_year()[1] / 1e8 / _last_year()[0] - 1),
                "one of the two is in 亿, the other in yuan: `target` of the charts is in 亿. "
                "`target_value` and `value_2023` are both in yuan.",
            ),
            Wrong(
                lambda: math.log(_last_year()[1] / _last_year()[0]),
                "that is the growth by logarithms; here it is the plain share.",
            ),
        ),
        hints=(
            "how many years are there from 2023 to the target's year?",
            "growth is the difference as a share of the earlier value.",
        ),
    ),
    choice(
        "outcome_headline",
        LESSON,
        right="b",
        options=(
            ("Nothing.", "read the report's wording again: a word has been lost."),
            ('The report says "more than": the headline turns a floor into a value.', ""),
            ("The share is computed wrongly.", "the division is fine; it is what was divided."),
            ("The target was reached.", "that is not said either."),
        ),
        why="'more than' is a floor; the true value may be any amount more.",
        hints=(
            "compare the headline with the report, word by word.",
            "which word of the report is missing in the headline?",
        ),
    ),
    Exercise(
        id="outcome_bug",
        lesson=LESSON,
        kind="bug_hunt",
        answer=lambda: _both_ways(_sure),
        trials=lambda: (
            (1200, 1500),
            (1500, 1500),
            (1600, 1500),
            (900, 800),
            (700, 800),
            (1499, 1500),
            (1499.5, 1500),
            (80, 80),
            (2000, 2500),
            (100, 1500),
        ),
        why="only a floor at the target or above makes it sure.",
        misconceptions=known(WRONG_RULES),
        hints=(
            "what if the value lies just above its floor? Is the target reached then?",
            'answer "yes" where even the smallest value that the floor admits reaches the target, '
            'and "cannot be told" otherwise.',
        ),
    ),
    Exercise(
        id="outcome_ratio",
        lesson=LESSON,
        kind="number",
        unit="ratio",
        digits=3,
        answer=lambda: _actual() / _required(),
        follows=lambda ratio: (
            f"{readable(ratio)} times as fast as required, {BASE} would be "
            f"{readable(BASE * (1 + ratio * _required()) ** GONE)} after {GONE} years, and "
            f"{REPORTED} was reported"
        ),
        why="a little faster than required: above 1.",
        misconceptions=(
            Wrong(
                lambda: (REPORTED - BASE) / (GOAL - BASE),
                "that is the share of the way made; the time gone is missing.",
            ),
            Wrong(_actual, "that is the actual growth per year; what was required?"),
            Wrong(
                lambda: 1 / (_actual() / _required()), "turned round: actual divided by required."
            ),
            Wrong(_required, "that is the required growth per year; how fast was it really?"),
            Wrong(
                lambda: 1.0,
                "that comes out for equal steps, or for the growth factors; divide the two growth "
                "rates.",
            ),
            Wrong(
                lambda: ((1 + _actual()) / (1 + _required()), REPORTED / BASE / (GOAL / BASE)),
                "you divided the factors (or the levels); divide the two *growth* rates: 1 "
                "comes off "
                "first.",
            ),
            Wrong(
                lambda: (_actual() / _required(GONE), _actual(IN_ALL) / _required()),
                "the two have different years: what was reported came after three, the goal is due "
                "after four.",
            ),
            Wrong(
                lambda: _actual() - _required(),
                "that is by how much it was faster; a ratio divides.",
            ),
            Wrong(
                lambda: (REPORTED / BASE, GOAL / BASE, (GOAL / BASE) ** (1 / IN_ALL)),
                "that is how many times; two rates per year are to be divided.",
            ),
            Wrong(
                lambda: (IN_ALL / GONE, GONE / IN_ALL),
                "those are the years alone; two rates per year are to be divided.",
            ),
            Wrong(
                lambda: (
                    round(_actual(), 3) / round(_required(), 3),
                    0.09 / 0.088,
                    0.09 / 0.09 + 1e-9,
                ),
                "rounded too early: keep all digits of the two rates until they are divided.",
            ),
            Wrong(
                lambda: (REPORTED / BASE - 1, GOAL / BASE - 1),
                "that is a growth in all; two rates per year are to be divided.",
            ),
        ),
        hints=(
            "which rate per year led from the base to what was reported, in three years?",
            "and which rate per year would lead from the base to the goal, in four?",
            "the actual one is divided by the required one. `progress_ratio` does all of it.",
        ),
    ),
    choice(
        "outcome_wrap",
        LESSON,
        right="c",
        options=(
            ("the gap of 2021, as one number", "约 (yuē, about) has two ends, and so has the gap."),
            (
                "the growth per year so far, between two ends",
                "超过 (chāoguò, more than) has no upper end, and so has the growth.",
            ),
            ("a floor of the growth per year so far", ""),
            (
                "that the city is on its path",
                "the later value may lie just above its floor, or far above: on both sides of the "
                "path.",
            ),
        ),
        why="more than the later floor, from the largest start: less growth is impossible.",
        hints=(
            "which of the three numbers has two ends, which has one, and which is a point?",
            "is there a smallest growth that the words admit? Is there a largest?",
        ),
    ),
)
