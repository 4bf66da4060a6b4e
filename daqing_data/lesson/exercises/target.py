"""Exercises of lesson 07: how far the target is, and how fast it must be reached."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from daqing_data import compare, measures, wording
from daqing_data.lesson.asking import Exercise, choice, known
from daqing_data.lesson.asking import Misconception as Wrong
from daqing_data.lesson.exercises.common import (
    between,
    figures,
    interval_of,
    readable,
    root_mistakes,
    value,
)

__all__ = ["EXERCISES"]

LESSON = "07_target"
PAIR = "digital_economy", "digital_economy_target_2024"
BASE_YEAR, PROPOSED = 2020, 1300e8  # of the exercise; the proposal in yuan
OTHER_CITY, OTHER_TARGET, OTHER_YEARS = "约800亿元", "1200亿元", 5


def _economy() -> tuple[float, float]:
    return value(PAIR[0]), value(PAIR[1])


def _target_year() -> int:
    return int(str(figures().at[PAIR[1], "period"]))


def _base_years() -> list[int]:
    """The years of the present value that the article admits."""
    results = compare(*PAIR).results
    return sorted({result.base_year for result in results if result.base_year is not None})


def _required(base_year: int, target: float | None = None) -> float:
    actual, printed = _economy()
    years = _target_year() - base_year
    return float(measures.required_annual_growth(actual, target or printed, years))


def _proposal() -> tuple[float, float]:
    return _economy()[0], PROPOSED


def _rates_from_other_years() -> tuple[float, ...]:
    """The rates to the proposal from other years, those that the article does not admit, too."""
    around = {*_base_years(), BASE_YEAR + 1, BASE_YEAR + 2} - {BASE_YEAR}
    return tuple(_required(year, PROPOSED) for year in sorted(around))


def _other_city() -> tuple[float, float]:
    """The ends of what 约 admits, in 亿."""
    present = interval_of(OTHER_CITY)
    return present.left / 1e8, present.right / 1e8


def _ends(formula: Callable[[float], float], width: float | None = None) -> Any:
    """A formula of the ratio of target to present value, at both ends of the present value."""
    goal = wording.read_number(OTHER_TARGET).value / 1e8
    low, high = _other_city()
    if width is not None:
        middle = (low + high) / 2
        low, high = middle - width, middle + width
    return between(formula(goal / high), formula(goal / low))


def _rate(ratio: float) -> float:
    return float(ratio ** (1 / OTHER_YEARS) - 1)


def _rate_over(years: int) -> Callable[[float], float]:
    return lambda ratio: float(ratio ** (1 / years) - 1)


def _transfer(present: Any) -> Any:
    goal = wording.read_number(OTHER_TARGET).value
    return measures.required_annual_growth(present, goal, OTHER_YEARS)


def _growth_needed(actual: float, target: float) -> float:
    return (target - actual) / actual


# Wrong total growth that is needed -> what is wrong with it.
WRONG_GROWTH: tuple[tuple[Callable[[float, float], float], str], ...] = (
    (
        lambda actual, target: (target - actual) / target,
        "you took the target as the base. From 50 to 100 something must double.",
    ),
    (lambda actual, target: target / actual, "that is how many times. Growth is one less."),
    (lambda actual, target: target - actual, "that is the gap; growth is its share of the base."),
    (
        lambda actual, target: (actual - target) / actual,
        "the base is right, the sign is not: growth is the later value less the earlier.",
    ),
    (lambda actual, target: actual / target, "that is the share reached."),
    (
        lambda actual, target: (actual - target) / target,
        "the sign is turned, and the target is taken as the base.",
    ),
    (
        lambda actual, target: (target - actual) / (target + actual),
        "the base is the present value alone.",
    ),
    (
        lambda actual, target: target - actual / actual,
        "division comes before subtraction: brackets are missing.",
    ),
    (lambda actual, target: (target - actual) // actual, "`//` cuts off all decimals."),
    (
        lambda actual, target: (target / actual) ** (1 / 3) - 1,
        "that is per year; the growth in all is asked for.",
    ),
    (
        lambda actual, target: math.log(target / actual),
        "that is the growth by logarithms; here it is the plain share.",
    ),
    (lambda actual, target: (target - actual) * actual, "that multiplies; growth divides."),
    (
        lambda actual, target: abs(target - actual) / actual,
        "where the target lies below the present value, no growth is needed: do not take the sign "
        "off.",
    ),
)

EXERCISES = (
    Exercise(
        id="target_gap",
        lesson=LESSON,
        kind="number",
        unit="CNY",
        answer=lambda: measures.gap(*_economy()),
        follows=lambda gap: (
            f"the present value and so much would be {readable((_economy()[0] + gap) / 1e8)}亿, "
            f"and the target is {readable(_economy()[1] / 1e8)}亿"
        ),
        why="the gap is target less actual, in yuan; it needs no base year.",
        misconceptions=(
            Wrong(
                lambda: tuple(-measures.gap(*_economy()) / unit for unit in (1, 1e8, 1e9)),
                "you took the target away from the actual value; a gap that is still open is "
                "positive.",
            ),
            Wrong(
                lambda: (measures.gap(*_economy()) / 1e8, measures.gap(*_economy()) / 1e9),
                "the number is in 亿 (100 million) or billion yuan; write the unit, or give plain "
                "yuan.",
            ),
            Wrong(
                lambda: (measures.share_reached(*_economy()), 61.5),
                "that is the share reached; the gap is in yuan.",
            ),
            Wrong(
                lambda: (
                    measures.growth_rate(*_economy()),
                    measures.growth_rate(*_economy()) * 100,
                    1 + measures.growth_rate(*_economy()),
                ),
                "that is the growth still needed, or how many times; the gap is in yuan.",
            ),
            Wrong(
                lambda: 1 - measures.share_reached(*_economy()),
                "that is the gap as a share of the target; it is asked for in yuan.",
            ),
            Wrong(
                lambda: (_economy()[1], _economy()[1] / 1e8),
                "that is the target itself. How far is it from the present value?",
            ),
            Wrong(
                lambda: (_economy()[0], _economy()[0] / 1e8),
                "that is the present value itself. How far is it from the target?",
            ),
            Wrong(
                lambda: sum(_economy()), "that is their sum; how far is it from one to the other?"
            ),
            Wrong(
                lambda: tuple(_required(year) for year in _base_years()),
                "that is a growth rate; the gap is in yuan.",
            ),
            Wrong(
                lambda: tuple(
                    measures.gap(*_economy()) + slip * 1e8 for slip in (10, 100, -10, -100)
                ),
                "a slip in subtracting: one digit is off by one.",
            ),
        ),
        hints=(
            "in lesson 07 `actual` and `target` are the two numbers.",
            "how much must be added to the present value to come to the target? (亿 is 10^8.)",
        ),
    ),
    Exercise(
        id="target_required",
        lesson=LESSON,
        kind="number",
        unit="ratio",
        digits=3,
        answer=lambda: _required(BASE_YEAR, PROPOSED),
        follows=lambda rate: (
            f"at {readable(rate)} per year {readable(_economy()[0] / 1e8)}亿 would be "
            f"{readable(_economy()[0] / 1e8 * (1 + rate) ** (_target_year() - BASE_YEAR))}亿 in "
            f"{_target_year()}"
        ),
        why="annual growth with the target as the end, over the years that are left.",
        misconceptions=(
            Wrong(
                _rates_from_other_years,
                f"that is the rate from another base year: from {BASE_YEAR} the years are not as "
                "many.",
            ),
            *root_mistakes(lambda: (*_proposal(), _target_year() - BASE_YEAR)),
            Wrong(
                lambda: tuple(_required(year) for year in _base_years()),
                "that is the way to the target of the article; another one is proposed.",
            ),
            Wrong(
                lambda: tuple(
                    measures.gap(*_proposal()) / scale / (_target_year() - BASE_YEAR)
                    for scale in (1, 1e8, 1e9)
                ),
                "that is yuan per year; a rate is asked for.",
            ),
            Wrong(
                lambda: (measures.share_reached(*_proposal()), measures.share_reached(*_economy())),
                "that is the share reached. How fast must the rest come?",
            ),
            Wrong(
                lambda: _target_year() - BASE_YEAR,
                "that is the number of years; a rate is asked for.",
            ),
        ),
        hints=(
            "how many times the present value is the target that is proposed?",
            "so many times in all, in equal factors: one factor for each year from the base to the "
            "target.",
            "it is the formula of lesson 04, with the target as the end.",
        ),
    ),
    choice(
        "target_choice",
        LESSON,
        right="a",
        options=(
            ("The share counts from zero: it says nothing of the speed that is still needed.", ""),
            (
                "The share is wrong.",
                "the arithmetic is fine: more than half of the target's level is there.",
            ),
            ("The target has already been reached.", "more than half is not all of it."),
            (
                "Shares of targets cannot be computed.",
                "they can be computed. The question is what they tell.",
            ),
        ),
        why="nobody starts from zero; what counts is how far it is from here, and how fast.",
        hints=("the arithmetic of the sentence is right.", "from where is the share counted?"),
    ),
    Exercise(
        id="target_bug",
        lesson=LESSON,
        kind="bug_hunt",
        unit="ratio",
        answer=lambda: (
            _growth_needed,
            lambda actual, target: max(0, _growth_needed(actual, target)),
        ),
        trials=lambda: ((923, 1500), (50, 100), (80, 100), (120, 90), (7, 30)),
        why="growth has the actual value as its base.",
        misconceptions=known(WRONG_GROWTH),
        hints=(
            "from 50 to 100 the growth is 1: all of it once more. What does the function give?",
            "growth is the difference as a share of something. Of which of the two?",
        ),
    ),
    Exercise(
        id="target_transfer",
        lesson=LESSON,
        kind="interval",
        unit="ratio",
        digits=3,
        answer=lambda: _transfer(interval_of(OTHER_CITY)),
        why="a larger start needs less growth: the ends change places. The target is a point.",
        misconceptions=(
            Wrong(
                lambda: (
                    measures.required_annual_growth(
                        interval_of(OTHER_CITY), interval_of(OTHER_TARGET), OTHER_YEARS
                    ),
                    _ends(lambda ratio: _rate(ratio * 1200.5 / 1200)),
                    between(_rate(1199.5 / _other_city()[1]), _rate(1200.5 / _other_city()[0])),
                ),
                "you gave the target a width; a target is the number that was set.",
            ),
            Wrong(
                lambda: (_rate(1200 / 800), between(_rate(1200 / 800), _rate(1200 / 800))),
                "that is the rate from the printed number; 约 (yuē, about) admits a little "
                "less and a "
                "little more. Give two ends.",
            ),
            Wrong(
                lambda: (
                    _ends(lambda ratio: (ratio - 1) / OTHER_YEARS),
                    (1200 / 800 - 1) / OTHER_YEARS,
                ),
                "you shared the whole growth out equally; each year grows from the year before.",
            ),
            Wrong(
                lambda: (_ends(lambda ratio: ratio - 1), 1200 / 800 - 1),
                "that is the growth in all; a rate for one year is asked for.",
            ),
            Wrong(
                lambda: _ends(lambda ratio: ratio ** (1 / OTHER_YEARS)),
                "that is the factor for one year. Growth is what is added to 1.",
            ),
            Wrong(
                lambda: tuple(_ends(_rate, width) for width in (0.5, 1, 5, 10, 40, 80, 100)),
                "that is another width of 约 (yuē, about) than the rules of lesson 02 give it: "
                "half a unit of the last digit that is not zero, either way.",
            ),
            Wrong(
                lambda: tuple(_ends(_rate_over(years)) for years in (3, 4, 6)),
                "the years are not as many: look at the cell.",
            ),
            Wrong(
                lambda: (
                    _ends(lambda ratio: ratio ** (-1 / OTHER_YEARS) - 1),
                    between(_rate(_other_city()[0] / 1200), _rate(_other_city()[1] / 1200)),
                ),
                "turned round: the present value is the base, the target is the end.",
            ),
            Wrong(
                lambda: tuple(
                    between((1200 - _other_city()[1]) * unit, (1200 - _other_city()[0]) * unit)
                    for unit in (1, 1e8)
                ),
                "that is the gap in yuan; a rate per year is asked for.",
            ),
            Wrong(
                lambda: (interval_of(OTHER_CITY), between(*_other_city())),
                "that is the present value; a rate per year is asked for.",
            ),
            Wrong(
                lambda: tuple(
                    between(low, high)
                    for low, high in (
                        (_transfer(interval_of(OTHER_CITY)).left, math.inf),
                        (0, _transfer(interval_of(OTHER_CITY)).right),
                        (0, _rate(1200 / 800)),
                        (_transfer(interval_of(OTHER_CITY)).left, _rate(1200 / 800)),
                        (_rate(1200 / 800), _transfer(interval_of(OTHER_CITY)).right),
                    )
                ),
                "约 (yuē, about) has a limit on both sides, and so has the rate.",
            ),
        ),
        hints=(
            "what does 约800亿元 admit? `dq.read_number` says it.",
            "from a larger start less growth is needed. So which end of the start gives which end "
            "of the rate?",
            "`dq.required_annual_growth` takes an interval as well as a number; the target is the "
            "one number that was set.",
        ),
    ),
)
