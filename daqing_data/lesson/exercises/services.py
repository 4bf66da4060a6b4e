"""Exercises of lesson 05: levels, densities, shares and percentage points."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from daqing_data.lesson.asking import Exercise, choice, known
from daqing_data.lesson.asking import Misconception as Wrong
from daqing_data.lesson.exercises.common import between, interval_of, readable

__all__ = ["EXERCISES"]

LESSON = "05_services"
PROVINCE_STATIONS, PROVINCE_PEOPLE, PER = 38_000, 30_990_000, 10_000
TOWN_X, TOWN_Y = "超过80%", "超过85%"


def _density(per: float) -> float:
    return PROVINCE_STATIONS / PROVINCE_PEOPLE * per


def _difference() -> Any:
    """Y less X: each may be anything above its floor, up to the whole."""
    x, y = interval_of(TOWN_X), interval_of(TOWN_Y)
    return between(y.left - x.right, y.right - x.left, "neither")


def _of_floors() -> float:
    return float(interval_of(TOWN_Y).left - interval_of(TOWN_X).left)


# Wrong shares after a change in points -> what is wrong with them.
WRONG_POINTS: tuple[tuple[Callable[[float, float], float], str], ...] = (
    (
        lambda share, points: share * (1 + points / 100),
        "it still multiplies: that is what *per cent* would do.",
    ),
    (lambda share, points: share + points, "a point is a hundredth of the whole."),
    (lambda share, points: share - points / 100, "the sign is turned: points that rise are added."),
    (lambda share, points: share / (1 + points / 100), "it divides now; points are added."),
    (
        lambda share, points: 100 * share + points,
        "that is in percent; give back a fraction, as `share` is one.",
    ),
    (lambda share, points: 100 * share + points / 100, "one of the two is in percent, one is not."),
    (
        lambda share, points: share + points / 10,
        "a point is a hundredth of the whole, not a tenth.",
    ),
    (lambda share, points: share + points / 1000, "a point is a hundredth, not a thousandth."),
    (lambda share, points: points / 100, "that is the change alone; the new share is asked for."),
    (lambda share, points: share * points / 100, "that is a part of the share; points are added."),
    (lambda share, points: share * points / 100 + 1, "that is a part of the share, and 1."),
    (
        lambda share, points: share + abs(points) / 100,
        "points can be negative, too: do not take the sign off.",
    ),
    (lambda share, points: share, "nothing changes: where do the points come in?"),
)


PER_TEN_THOUSAND = "|".join(
    f"{per} {many}"
    for per in ("per", "for each", "for every")
    for many in ("10,000", "10 000", "10000", "10k", "10 thousand", "ten thousand")
)

EXERCISES = (
    Exercise(
        id="services_density",
        lesson=LESSON,
        kind="number",
        unit="count",
        digits=3,
        words="/10,000|/10k|/万人|base stations|stations|base station|people|inhabitants|persons"
        f"|residents|每万人|{PER_TEN_THOUSAND}",
        answer=lambda: _density(PER),
        follows=lambda density: (
            f"with {readable(density)} for each ten thousand people the province would have "
            f"{readable(density * PROVINCE_PEOPLE / PER)} base stations"
        ),
        why="base stations divided by people, for each ten thousand of them.",
        misconceptions=(
            Wrong(
                lambda: (_density(1), round(_density(1), 4)),
                "that is for each single person; ten thousand are asked for.",
            ),
            Wrong(
                lambda: (
                    1 / _density(1),
                    1 / _density(PER),
                    1 / _density(1) / 100,
                    1 / _density(1000),
                ),
                "that is how many people share a base station; divide the other way round.",
            ),
            Wrong(lambda: _density(1000), "that is for each thousand; ten thousand are asked for."),
            Wrong(lambda: _density(100), "that is for each hundred; ten thousand are asked for."),
            Wrong(
                lambda: _density(100_000),
                "that is for each hundred thousand; ten thousand are asked for.",
            ),
            Wrong(lambda: _density(1e6), "that is for each million; ten thousand are asked for."),
            Wrong(
                lambda: (PROVINCE_STATIONS / PER, PROVINCE_STATIONS * PER, PROVINCE_STATIONS),
                "the people of the province do not come in yet.",
            ),
            Wrong(
                lambda: (PROVINCE_PEOPLE / PER, PER),
                "that is how many ten thousands of people there are; how many base stations "
                "has each "
                "of them?",
            ),
            Wrong(
                lambda: _density(1 / PER), "divided by ten thousand where it should be multiplied."
            ),
        ),
        hints=(
            "how many base stations are there for one single person? (A very small number.)",
            "and for ten thousand people, so many times as many.",
        ),
    ),
    choice(
        "services_points",
        LESSON,
        right="c",
        options=(
            (
                "Down by a fifth of a percentage point",
                "a point is a hundredth of the whole, and this is ten of them.",
            ),
            (
                "Down by ten per cent",
                "per cent has a base: of the first share, this is a fifth, not a tenth.",
            ),
            ("Down by ten percentage points", ""),
            ("Down by forty per cent", "forty per cent is what is left, not what was lost."),
        ),
        why="a difference of percentages is in points (百分点). In per cent it is a fifth less.",
        hints=(
            "what is the difference of the two shares?",
            "and what is that difference as a share of the first?",
        ),
    ),
    Exercise(
        id="services_bounds",
        lesson=LESSON,
        kind="interval",
        unit="points",
        answer=_difference,
        why="each may be anything up to the whole; even the sign cannot be told.",
        misconceptions=(
            Wrong(
                lambda: (_of_floors(), between(_of_floors(), _of_floors())),
                "that is the difference of the floors; the shares lie anywhere above. Give "
                "two ends.",
            ),
            Wrong(
                lambda: tuple(between(_of_floors(), end) for end in (math.inf, 0.2, 1, 0.15)),
                "a higher floor is no higher share: X may be complete and Y just above its floor.",
            ),
            Wrong(
                lambda: tuple(between(0, end) for end in (0.2, 0.15, 1, math.inf)),
                "Y may be less than X: the difference can be below zero.",
            ),
            Wrong(
                lambda: (between(0, _of_floors()), between(-_of_floors(), 0)),
                "you took like ends from like ends; X and Y need not be low, or high, together.",
            ),
            Wrong(
                lambda: between(-_difference().right, -_difference().left),
                "that is X less Y; Y less X is asked for.",
            ),
            Wrong(
                lambda: (
                    between(-_difference().right, _difference().right),
                    between(_difference().left, -_difference().left),
                ),
                "the two sides are not alike: the floors differ.",
            ),
            Wrong(
                lambda: (
                    between(-_difference().left, _difference().right),
                    between(_of_floors(), -_difference().left),
                ),
                "those are how far each floor is from the whole. Where is Y least, and X most?",
            ),
            Wrong(
                lambda: tuple(
                    between(low, _difference().right) for low in (-_of_floors(), -0.1, 0.15)
                ),
                "the upper end is right. For the lower: Y at its floor, and how large may X be?",
            ),
            Wrong(
                lambda: tuple(
                    between(_difference().left, high) for high in (_of_floors(), 0, math.inf)
                ),
                "the lower end is right. For the upper: Y complete, and how small may X be?",
            ),
            Wrong(
                lambda: (between(-1, 1), between(-math.inf, math.inf), between(-math.inf, 1)),
                "too wide: the floors do say something.",
            ),
            Wrong(
                lambda: (
                    *(between(low, high) for low in (0.8, 0.85) for high in (1, 0.85)),
                    between(0.8, 1),
                ),
                "those are the shares themselves; their *difference* is asked for.",
            ),
            Wrong(
                lambda: (0, -_of_floors(), between(-_of_floors(), _of_floors())),
                "both shares may lie anywhere above their floors, up to the whole.",
            ),
        ),
        hints=(
            "a share ends at the whole: what may X be, from where to where? And Y?",
            "the least is Y at its floor and X complete. And the most?",
        ),
    ),
    Exercise(
        id="services_bug",
        lesson=LESSON,
        kind="bug_hunt",
        unit="ratio",
        answer=lambda: lambda share, points: share + points / 100,
        trials=lambda: ((0.5, 10), (0.9, 5), (0.2, -5), (0.34, 2), (0.75, -12.5)),
        why="points add; per cent would multiply.",
        misconceptions=known(WRONG_POINTS),
        hints=(
            "half, up by ten points, is six tenths. What does the function give?",
            "a point is a hundredth of the whole, whatever the share was before.",
        ),
    ),
    choice(
        "services_coverage",
        LESSON,
        right="d",
        options=(
            (
                "Whether every administrative village was counted as covered",
                "that is the one thing which the sentence does say.",
            ),
            (
                "Whether every house in a village has a signal",
                "true, but who counts the villages stays open as well.",
            ),
            (
                "How many villages were counted as administrative villages, and by whom",
                "true, but the houses inside a village stay open as well.",
            ),
            ("Both b and c", ""),
        ),
        why="coverage counts units; what is inside one, and who counts as one, stays open.",
        hints=("of what is 'all' the whole?", "more than one thing may stay open."),
    ),
)
