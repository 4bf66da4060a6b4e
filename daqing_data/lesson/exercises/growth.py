"""Exercises of lesson 04: growth in all, per year, and from a bound."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from daqing_data import measures
from daqing_data.lesson.asking import Exercise, choice, known
from daqing_data.lesson.asking import Misconception as Wrong
from daqing_data.lesson.exercises.common import between, interval_of, readable, root_mistakes

__all__ = ["EXERCISES"]

LESSON = "04_growth"
MACHINES_THEN, MACHINES_TODAY, YEARS_BETWEEN = 120, 300, 5.5
VISITORS, VISITORS_GROWTH = 2.34, 0.30
EMPLOYEES_THEN, EMPLOYEES_NOW, EMPLOYEES_YEARS = "不足50", 200, 10


def _before() -> float:
    return float(measures.previous_level(VISITORS, VISITORS_GROWTH))


def _then() -> Any:
    return interval_of(EMPLOYEES_THEN)


def _employees_growth() -> Any:
    return measures.growth_rate(_then(), EMPLOYEES_NOW)


def _from(low: float) -> Any:
    return between(low, math.inf, "neither")


def _yearly_bounds() -> tuple[Any, ...]:
    """The floor per year: by the root, and shared out equally."""
    floor = _employees_growth().left
    rate = measures.annual_growth(_then().right, EMPLOYEES_NOW, EMPLOYEES_YEARS)
    equal = floor / EMPLOYEES_YEARS
    rounded = _from(round(rate, 3)), _from(round(rate, 2))
    return *rounded, _from(rate), _from(equal), rate, equal


# Wrong annual growth -> what is wrong with it.
WRONG_YEARLY: tuple[tuple[Callable[[float, float, float], float], str], ...] = (
    (
        lambda start, end, years: (end - start) / start / years,
        "the whole growth is still shared out equally, but growth earns growth.",
    ),
    (
        lambda start, end, years: (end / start) ** (1 / years),
        "that is the factor for one year; growth is what is added to 1.",
    ),
    (
        lambda start, end, years: (end / start) ** 1 / years - 1,
        "`** 1 / years` takes the power first and divides then: brackets are missing.",
    ),
    (
        lambda start, end, years: end / start ** (1 / years) - 1,
        "the root is taken of the start alone: brackets are missing.",
    ),
    (lambda start, end, years: end / start - 1, "that is the growth over all years."),
    (
        lambda start, end, years: (start / end) ** (1 / years) - 1,
        "turned round: the earlier level is the base.",
    ),
    (
        lambda start, end, years: (end / start) ** years - 1,
        "that multiplies on and on; what is asked for is the rate that leads *to* the end.",
    ),
    (
        lambda start, end, years: math.log(end / start) / years,
        "that is the continuous rate, by logarithms; here growth is counted once per year.",
    ),
    (
        lambda start, end, years: math.sqrt(end / start) - 1,
        "that is right for two years only: the root's degree is the number of years.",
    ),
    (
        lambda start, end, years: (end / start) ** (1 / int(years)) - 1,
        "parts of a year count, too: do not round the years.",
    ),
    (
        lambda start, end, years: (end - start) / end / years,
        "shared out equally, and with the later level as the base.",
    ),
    (
        lambda start, end, years: (end - start) / years,
        "that is how many more per year, not a rate.",
    ),
    (
        lambda start, end, years: abs((end / start) ** (1 / years) - 1),
        "what falls has a growth below zero: do not take the sign off.",
    ),
)


EXERCISES = (
    Exercise(
        id="growth_racks",
        lesson=LESSON,
        kind="number",
        unit="ratio",
        digits=3,
        answer=lambda: measures.annual_growth(MACHINES_THEN, MACHINES_TODAY, YEARS_BETWEEN),
        follows=lambda rate: (
            f"at {readable(rate)} per year {MACHINES_THEN} machines would be "
            f"{readable(MACHINES_THEN * (1 + rate) ** YEARS_BETWEEN)} after {YEARS_BETWEEN} years, "
            f"and there are {MACHINES_TODAY}"
        ),
        why="growth per year is the root of the ratio, less 1.",
        misconceptions=(
            *root_mistakes(lambda: (MACHINES_THEN, MACHINES_TODAY, YEARS_BETWEEN)),
            Wrong(
                lambda: tuple(
                    measures.annual_growth(MACHINES_THEN, MACHINES_TODAY, years) for years in (5, 6)
                ),
                "you took whole years; the degree of a root need not be whole.",
            ),
            Wrong(
                lambda: tuple(
                    measures.annual_growth(MACHINES_THEN, MACHINES_TODAY, YEARS_BETWEEN + off)
                    for off in (-1, 1)
                ),
                "the years are not as many: look at the cell.",
            ),
            Wrong(
                lambda: (
                    MACHINES_TODAY - MACHINES_THEN,
                    (MACHINES_TODAY - MACHINES_THEN) / YEARS_BETWEEN,
                ),
                "that is a number of machines; a rate is asked for.",
            ),
            Wrong(lambda: YEARS_BETWEEN, "that is the number of years; a rate is asked for."),
        ),
        hints=(
            "how many times as many machines are there today?",
            "in each year the number is multiplied by the same factor; over all years the factor "
            "multiplies with itself as many times as there are years.",
            "the factor for one year is a root of the ratio; its degree is the number of years.",
        ),
    ),
    Exercise(
        id="growth_previous",
        lesson=LESSON,
        kind="number",
        unit="million",
        answer=lambda: (_before(), _before() * 1e6),
        follows=lambda before: (
            f"{readable(before)} million who grow by {VISITORS_GROWTH:.0%} would be "
            f"{before * (1 + VISITORS_GROWTH):.4g} million, and {VISITORS} million came"
        ),
        why="the growth was earned on the old number, so divide by 1 plus the growth.",
        misconceptions=(
            Wrong(
                lambda: VISITORS * (1 - VISITORS_GROWTH),
                "you took the percentage off the new number, but it was earned on the old one.",
            ),
            Wrong(
                lambda: (VISITORS * (1 + VISITORS_GROWTH), VISITORS * (1 + VISITORS_GROWTH) ** 2),
                "that goes forward; the year before is asked for.",
            ),
            Wrong(
                lambda: (VISITORS / VISITORS_GROWTH, VISITORS / VISITORS_GROWTH / 1000),
                "that divides by the growth alone; what is the new number in times of the old one?",
            ),
            Wrong(
                lambda: VISITORS / (1 - VISITORS_GROWTH),
                "1 less the growth is for a fall; and the year before must have fewer visitors.",
            ),
            Wrong(
                lambda: (VISITORS - VISITORS_GROWTH, VISITORS + VISITORS_GROWTH),
                "a percentage is no number of visitors: it can be neither taken away nor added.",
            ),
            Wrong(
                lambda: (VISITORS * VISITORS_GROWTH, VISITORS_GROWTH),
                "that is the growth, or the percentage of the new number; nothing is taken "
                "off yet.",
            ),
            Wrong(
                lambda: VISITORS - _before(),
                "that is how many more came; how many came the year before?",
            ),
            Wrong(
                lambda: (
                    VISITORS / (1 + VISITORS_GROWTH / 10),
                    VISITORS / (1 + VISITORS_GROWTH / 100),
                ),
                "mind the percentage: 0.30 is thirty per cent, not three.",
            ),
            Wrong(lambda: VISITORS, "that is the new number; how many came the year before?"),
            Wrong(
                lambda: (1 + VISITORS_GROWTH) / VISITORS, "turned round: what is divided by what?"
            ),
            Wrong(
                lambda: 1 + VISITORS_GROWTH,
                "that is how many times as many as the year before; how many were there then?",
            ),
        ),
        hints=(
            "was the year before larger or smaller? And of which year's number is it 30 %?",
            "old times (1 + growth) is new. What is old?",
        ),
    ),
    choice(
        "growth_rank",
        LESSON,
        right="a",
        options=(
            ("Which of them grew faster over the same years cannot be told.", ""),
            (
                "Capacity grew more slowly than orders.",
                "the rate of the capacity is only a floor, and over other years: it may have been "
                "far higher.",
            ),
            (
                "Capacity grew faster than orders.",
                "the floor of the capacity lies below the rate of the orders; faster cannot "
                "be told "
                "either.",
            ),
            (
                "Both grew by about the same.",
                "two rates over different years, one of them only a floor, cannot be called about "
                "the same.",
            ),
        ),
        why="a floor over a generation and a rate of one year answer different questions.",
        hints=("over how many years is each rate?", "is each of them a value, or a floor?"),
    ),
    Exercise(
        id="growth_bug",
        lesson=LESSON,
        kind="bug_hunt",
        unit="ratio",
        answer=lambda: lambda start, end, years: (end / start) ** (1 / years) - 1,
        trials=lambda: (
            (80, 1484, 6.2),
            (100, 121, 2),
            (50, 40, 3),
            (7, 9, 1),
            (1000, 500, 4),
            (3.5, 11, 9),
        ),
        why="growth earns growth: the root, not the quotient.",
        misconceptions=(
            *known(WRONG_YEARLY),
            Wrong(
                lambda: (
                    lambda start, end, years: ((end - start) / start) ** (1 / years),
                    lambda start, end, years: ((end - start) / start) ** (1 / years) - 1,
                ),
                "you took the root of the growth; it is the level that is multiplied each year.",
            ),
        ),
        hints=(
            "from 100 to 121 in two years is a tenth per year, and not 0.105: why?",
            "after one year 100 are 110. What must 110 be multiplied by to become 121?",
            "the factor for one year is a root of the ratio; `** (1 / n)` is the n-th root.",
        ),
    ),
    Exercise(
        id="growth_bound",
        lesson=LESSON,
        kind="interval",
        unit="ratio",
        answer=_employees_growth,
        why="fewer at the start means more growth, without an end; 50 itself is left out.",
        misconceptions=(
            Wrong(
                lambda: between(_employees_growth().left, math.inf, "left"),
                "the limits are right, the lower end is not part of it: fewer than 50 is not 50.",
            ),
            Wrong(
                lambda: tuple(
                    between(low, high)
                    for low in (0, -math.inf, -1, 1)
                    for high in (_employees_growth().left, _employees_growth().left + 1)
                ),
                "turned round: a smaller start gives a larger growth.",
            ),
            Wrong(
                lambda: (
                    _from(_employees_growth().left + 1),
                    _employees_growth().left + 1,
                    between(_employees_growth().left, _employees_growth().left + 1),
                ),
                "4 is how many times the start. Growth is one less.",
            ),
            Wrong(
                lambda: (
                    _from(EMPLOYEES_NOW - _then().right),
                    between(EMPLOYEES_NOW - _then().right, EMPLOYEES_NOW),
                    EMPLOYEES_NOW - _then().right,
                ),
                "that is how many employees came; growth is their share of the start.",
            ),
            Wrong(
                lambda: tuple(
                    between(low, high)
                    for low in (_employees_growth().left, EMPLOYEES_NOW / 49 - 1)
                    for high in (EMPLOYEES_NOW - 1, EMPLOYEES_NOW)
                ),
                "well thought: there was at least one. But the wording alone sets no upper limit; "
                "give what it says.",
            ),
            Wrong(
                lambda: _from(EMPLOYEES_NOW / 49 - 1),
                "you took 49 for 'fewer than fifty'. As people are counted that is so; but give "
                "what the wording says: the limit is fifty, and it is left out.",
            ),
            Wrong(
                lambda: (_employees_growth().left, EMPLOYEES_NOW / 49 - 1),
                "that is the growth from fifty, or nearly fifty; there may have been far fewer. "
                "Give two ends.",
            ),
            Wrong(_yearly_bounds, "that is per year; the growth in all is asked for."),
            Wrong(
                lambda: (
                    _from(1 - _then().right / EMPLOYEES_NOW),
                    _from(_then().right / EMPLOYEES_NOW - 1),
                    _from(_then().right / EMPLOYEES_NOW),
                    between(0, 1 - _then().right / EMPLOYEES_NOW),
                ),
                "you took today's number as the base; growth is counted from the earlier one.",
            ),
            Wrong(
                lambda: (_from(0), _from(1), _from(2)),
                "too wide: could it be so little? Even from fifty it would be more.",
            ),
            Wrong(
                lambda: tuple(between(_employees_growth().left, end) for end in (5, 10, 100)),
                "the lower end is right; but how small may the start have been, and what is the "
                "growth then?",
            ),
        ),
        hints=(
            "which growth would it be from exactly 50? And from fewer: more or less?",
            "the wording sets no lower limit but zero. What happens to the growth as the start "
            "comes near zero?",
        ),
    ),
    choice(
        "growth_wrap",
        LESSON,
        right="c",
        options=(
            (
                "the visitors of the year before",
                "both numbers are rounded, so this one has two ends, close to each other.",
            ),
            (
                "the growth per year of the chargers",
                "余 (yú, and some) has two ends, so the growth has two as well.",
            ),
            ("the growth of the volume of paper", ""),
            (
                "none of the three",
                "one of the texts sets a floor and no upper end. Which word does that?",
            ),
        ),
        why="以上 (yǐshàng, or above) has no upper end, and a price does not give it one.",
        hints=(
            "which of the printed words have two ends, and which have one?",
            "what is computed from a number without an upper end has none either.",
        ),
    ),
)
