"""Exercises of lesson 02: numbers as intervals."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pandas as pd

from daqing_data import wording
from daqing_data.lesson.asking import Exercise, choice, known
from daqing_data.lesson.asking import Misconception as Wrong
from daqing_data.lesson.exercises.common import between, interval_of

__all__ = ["EXERCISES"]

LESSON = "02_wording"
PRINTED_YEARS, PRINTED_LAND, WALKING = "20多年", "22.8万平方米", "不足三成"


def _years() -> Any:
    return interval_of(PRINTED_YEARS)


def _land_unit() -> float:
    """One unit of the last printed place of the land."""
    return float(interval_of(PRINTED_LAND).length)


def _printed_as(off: float) -> str:
    """What would be printed if the land were a little less, or more, than so far off."""
    unit, printed = _land_unit(), wording.read_number(PRINTED_LAND).value
    true = printed + off * (1.1 if off < unit / 2 else 0.95)
    as_printed = math.floor(true / unit + 0.5) * unit / 1e4
    return f"{true:,.10g} square metres would be printed as {as_printed:.4g}万"


def _not_walking() -> Any:
    return _rest(interval_of(WALKING))


def _rest(share: Any) -> Any:
    """1 less a share: its ends change places."""
    turned = {"left": "right", "right": "left"}.get(share.closed, share.closed)
    return pd.Interval(1 - share.right, 1 - share.left, closed=turned)


def _step(number: int) -> int:
    digits = str(number)
    return int(10 ** (len(digits) - len(digits.rstrip("0"))))


def _and_some(number: int) -> int:
    return number + _step(number)


# Wrong steps of "and some" -> what is wrong with them; the step is added to the number.
WRONG_STEPS: tuple[tuple[Callable[[int], float], str], ...] = (
    (
        lambda number: 10 ** (len(str(number)) - 1),
        "the first digit still sets the step. Which is the last digit that is not zero?",
    ),
    (lambda number: 1, "one more is right only where the last digit is not a zero."),
    (
        lambda number: 10 ** str(number).count("0"),
        "all zeros are counted, and only those at the end tell.",
    ),
    (lambda number: 0, "that is the lower end, the number itself."),
    (
        lambda number: _step(number) / 10,
        "the step is ten times too small: count the zeros at the end once more.",
    ),
    (
        lambda number: _step(number) / 2,
        "half a unit is for bare numbers; 'and some' has a whole one.",
    ),
    (
        lambda number: _step(number) - 1,
        "the upper end is where the next number begins, and is itself left out.",
    ),
    (lambda number: -_step(number), "'and some' looks up, not down."),
    (
        lambda number: len(str(number)) - len(str(number).rstrip("0")),
        "that adds the number of zeros; the step is ten to the power of it.",
    ),
    (lambda number: 10 ** len(str(number).rstrip("0")), "count the zeros, not the other digits."),
    (
        lambda number: 10 ** (len(str(number)) - 2),
        "the step does not follow from the length alone.",
    ),
    (lambda number: number, "that doubles the number; only one step is added."),
    (lambda number: _step(number) - number, "that is the step alone; it is added to the number."),
    (lambda number: 100, "a hundred is the step of 3300, not of every number."),
    (lambda number: 10, "ten is the step of 20, not of every number."),
)


def _with(step: Callable[[int], float]) -> Callable[[int], float]:
    return lambda number: number + step(number)


EXERCISES = (
    choice(
        "wording_nearly",
        LESSON,
        right="d",
        options=(
            (
                "`150亿元`",
                "generous, but just within the leeway: half a unit of the last digit that is not "
                "zero.",
            ),
            ("`195亿元`", "that is below the printed number, and close to it."),
            ("`198.5亿元`", "that is below the printed number, and by less than one step."),
            ("`201亿元`", ""),
        ),
        why="近 (jìn, nearly) looks up from below, and never admits the number itself.",
        hints=(
            "the question is which one is *not* admitted.",
            "from which side does 'nearly' look at the number?",
        ),
    ),
    Exercise(
        id="wording_years",
        lesson=LESSON,
        kind="interval",
        unit="year",
        answer=_years,
        why="the last digit that is not zero counts tens: 20 or more, less than ten more.",
        misconceptions=(
            Wrong(
                lambda: interval_of("超过20年"),
                "多 (duō) is 'and some', not 'more than': if it were ten more, the next ten "
                "would be "
                "printed.",
            ),
            Wrong(
                lambda: between(_years().left, _years().right),
                "the limits are right; the upper one is not part of it: that would be printed as "
                "the next ten.",
            ),
            Wrong(
                lambda: (
                    between(_years().left, _years().right, "neither"),
                    between(_years().left, _years().right, "right"),
                ),
                "the limits are right; which of the two ends belongs to it? ('At least' takes its "
                "number in, 'less than' does not. `pd.Interval(a, b)` without `closed=` takes in "
                "the right end only.)",
            ),
            Wrong(
                lambda: (interval_of("20年"), between(19.5, 20.5)),
                "that is how a bare 20 rounds. 多 says: this much and some more.",
            ),
            Wrong(
                lambda: (between(15, 25), between(18, 22), between(19, 21), between(10, 30)),
                "that is 'about'. 多 looks up only: this much and some more.",
            ),
            Wrong(
                lambda: (between(10, 20), between(0, 20), between(19, 20)),
                "that is 'nearly', or 'less than'. 多 looks up: this much and some more.",
            ),
            Wrong(
                lambda: (between(20, 21), between(20, 22), between(20, 25)),
                "too narrow: how far is it to the next number that would be printed instead?",
            ),
            Wrong(
                lambda: (between(20, 29), between(20, 29.9), between(20, 29.5)),
                "and somewhat more than that? All below the next ten is admitted.",
            ),
            Wrong(
                lambda: tuple(between(21, end) for end in (29, 30, 29.9, 25)),
                "and 20 years and a month? 多 may be as little as that.",
            ),
            Wrong(
                lambda: (between(20, 40), between(20, 100), between(20, 50)),
                "too wide: from some point on a larger round number would be printed instead.",
            ),
            Wrong(
                lambda: (25, 24.5),
                "that is the middle, a number that nobody has stated; give both ends.",
            ),
            Wrong(lambda: 20, "that is the printed number alone; 多 admits more. Give both ends."),
        ),
        hints=(
            "多 means 'and some': the number is reached, and something comes on top.",
            "which is the last digit that is not zero, and what is one unit of it?",
            "the lower end belongs to it; at the upper end another number would be printed.",
        ),
    ),
    Exercise(
        id="wording_half",
        lesson=LESSON,
        kind="number",
        unit="m2",
        words="less than or equal to|max|at most|up to|at the most|off by|maximum|最多",
        answer=lambda: _land_unit() / 2,
        follows=_printed_as,
        why="half a unit of the last printed place, which is a tenth of 万.",
        misconceptions=(
            Wrong(_land_unit, "that is one whole unit; rounding is off by half at most."),
            Wrong(
                lambda: (_land_unit() / 2e4, _land_unit() / 1e4),
                "that is in 万 (ten thousand) square metres, or the printed place alone.",
            ),
            Wrong(
                lambda: (_land_unit() * 5, _land_unit() * 10),
                "the last printed place is the tenth of 万, not 万 itself.",
            ),
            Wrong(
                lambda: (
                    _land_unit() / 4,
                    _land_unit() / 10,
                    _land_unit() / 20,
                    _land_unit() / 200,
                ),
                "too small: what is one unit of the last printed place, in square metres?",
            ),
            Wrong(
                lambda: (0.5, 1, 5, 0.1, 0.05),
                "too small: that would be the rounding of a number printed to single square "
                "metres. "
                "How many zeros has 万?",
            ),
            Wrong(
                lambda: (228_000, 114_000, 2280, 22.8),
                "how far off it can be does not grow with the number; it depends on the last place "
                "that is printed.",
            ),
            Wrong(lambda: 0, "a measure that is printed to tenths of 万 was rounded."),
            Wrong(
                lambda: (0.02, 0.05 / 22.8, 0.0005 / 0.228, 0.1),
                "that is relative; the rounding in square metres is asked for.",
            ),
        ),
        hints=(
            "the last printed place of 22.8 is the 8. What is one unit of it, in 万?",
            "one unit of it is a tenth of 万. And a number that was rounded is off by how "
            "much of a "
            "unit, at most?",
        ),
    ),
    Exercise(
        id="wording_bug",
        lesson=LESSON,
        kind="bug_hunt",
        answer=lambda: _and_some,
        trials=lambda: tuple((n,) for n in (3300, 20, 7000, 125, 105, 2030, 1, 40_000, 300_500)),
        why="the last digit that is not zero sets the step; trailing zeros tell which it is.",
        misconceptions=(
            *known((_with(step), reason) for step, reason in WRONG_STEPS),
            Wrong(
                lambda: (
                    lambda number: (number, _and_some(number)),
                    lambda number: (number, number + 10 ** (len(str(number)) - 1)),
                ),
                "that gives both ends; hand in `upper_end`.",
            ),
        ),
        hints=(
            "what is the step of 3300, and what is the step of 20? Which digit sets it?",
            '`str(3300).rstrip("0")` takes the zeros off the end.',
            "the text with its zeros is longer than the text without: by how much, and what power "
            "of ten is that?",
        ),
    ),
    Exercise(
        id="wording_complement",
        lesson=LESSON,
        kind="interval",
        unit="ratio",
        answer=lambda: (_not_walking(), interval_of("超过七成")),
        why="less than three tenths walk, so more than seven tenths do not.",
        misconceptions=(
            Wrong(lambda: interval_of(WALKING), "that is the share that walks."),
            Wrong(
                lambda: (between(0.2, 0.3), between(-0.3, 0), between(0.25, 0.3)),
                "is that not the share that walks? And 不足 (bùzú) has no second limit but zero.",
            ),
            Wrong(
                lambda: (between(0, _not_walking().left), _not_walking().left - 1),
                "turned round: if fewer walk, more do not.",
            ),
            Wrong(
                lambda: (
                    between(_not_walking().left, 1, "left"),
                    between(_not_walking().left, 1, "both"),
                ),
                "the limits are right; exactly seven tenths would mean that exactly three tenths "
                "walk.",
            ),
            Wrong(lambda: between(_not_walking().left, math.inf), "a share ends at the whole."),
            Wrong(
                lambda: tuple(between(0.7, end) for end in (0.8, 0.75, 0.71)),
                "the lower end is right; but if very few walk, how many do not?",
            ),
            Wrong(
                lambda: (between(0.6, 0.7), between(0.3, 0.7), between(0.65, 0.7)),
                "turned round: if *fewer* than three tenths walk, do more or fewer not?",
            ),
            Wrong(
                lambda: (between(0.65, 0.75), between(0.69, 0.71), between(0.6, 0.8)),
                "that is 'about'; 不足 (bùzú, less than) sets one limit, and none on the "
                "other side.",
            ),
            Wrong(
                lambda: (between(0.3, 1), between(0, 1), between(0.5, 1)),
                "too wide: if fewer than three tenths walk, can so few *not* walk?",
            ),
            Wrong(
                lambda: _not_walking().left,
                "so many would not walk if exactly three tenths did. It is fewer, so give "
                "two ends.",
            ),
            Wrong(
                lambda: interval_of(WALKING).right,
                "that is the limit of the share that walks; give the two ends of the other share.",
            ),
            Wrong(lambda: 1, "so many if nobody walks at all; that is one end. Give both."),
        ),
        hints=(
            "the two shares make the whole: one is 1 less the other.",
            "1 less the share that walks, at both of its ends. Which of them becomes the lower?",
        ),
    ),
)
