"""Slips that can happen in any exercise with a number: power of ten, percent, sign, rounding ...

Each is undone on the wrong answer: if that gives the right one, it was this slip.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from typing import Any

import pandas as pd

from daqing_data.lesson.asking import DIGITS, Exercise
from daqing_data.lesson.reading import is_number
from daqing_data.lesson.spelling import Ends

__all__ = ["direction", "near", "slip"]


def near(given: float, value: float, digits: int | None) -> bool:
    """Whether a number is the value, or rounds to it at so many significant digits.

    Rounding up and rounding to even are both right: half a unit of the last digit is allowed.
    """
    if not math.isfinite(value) or not math.isfinite(given):
        return given == value
    if digits is None or value == 0:
        return math.isclose(given, value, rel_tol=1e-9, abs_tol=1e-12)
    half_unit = 0.5 * 10.0 ** (math.floor(math.log10(abs(value))) + 1 - digits)
    return abs(given - value) <= half_unit * (1 + 1e-9)


@dataclass(frozen=True)
class _Slip:
    """What may be done wrongly to a right number in any exercise, and what to say of it."""

    undo: Callable[[float], float]
    reason: str
    ratio: bool = False  # makes sense of a ratio alone
    turns: bool = False  # the lower end becomes the upper


SLIPS = (
    _Slip(
        lambda x: x / 100,
        "{given:g} is {percent:g} %. Write a share or a rate as a fraction of 1, or with its "
        "percent sign.",
        ratio=True,
    ),
    _Slip(
        lambda x: x * 100,
        "a hundred times too small: {given:g} is {percent:g} %. A fraction needs no percent sign, "
        "and a percentage no further division by 100.",
        ratio=True,
    ),
    _Slip(
        lambda x: -x,
        "the size is right, the sign is not: which of the two comes first?",
        ratio=True,
        turns=True,
    ),
    _Slip(lambda x: -x, "the size is right, the sign is not.", turns=True),
    _Slip(lambda x: x - 1, "that is how many times as much. Growth is one less.", ratio=True),
    _Slip(lambda x: x + 1, "1 was taken off once too often.", ratio=True),
    _Slip(
        lambda x: 1 - x,
        "that is the rest of the whole: 1 less what is asked for.",
        ratio=True,
        turns=True,
    ),
    _Slip(
        lambda x: 1 / x if x else math.inf,
        "turned round: that is 1 divided by it. Which of the two is the base?",
        turns=True,
    ),
    _Slip(lambda x: x / 2, "exactly twice too much: is something counted or added twice?"),
    _Slip(lambda x: x * 2, "exactly half of it: is something halved once too often, or left out?"),
)
POWERS = {
    "CNY": " 亿 (yì) is a hundred million, 10^8; a billion is ten times that, 10^9.",
    "m2": " 万 (wàn) is ten thousand, 10^4.",
    "million": " A million is a hundred 万 (wàn).",
}


def slip(exercise: Exercise, given: Any, right: Any) -> str:
    """Find what was done to the right number: rounded, percent, sign, power of ten, ..."""
    interval = isinstance(right, pd.Interval)
    if not (isinstance(given, Ends) if interval else is_number(given) and is_number(right)):
        return ""
    ends = given[:2] if interval else (given,)
    wanted = (right.left, right.right) if interval else (right,)
    digits = exercise.digits or 3

    def fit(undo: Callable[[float], float], *, turns: bool = False) -> bool:
        undone = [undo(end) for end in (reversed(ends) if turns else ends)]
        return all(near(end, value, digits) for end, value in zip(undone, wanted, strict=True))

    if interval and all(near(*pair, exercise.digits) for pair in zip(ends, wanted, strict=True)):
        return (
            "the limits are right; which of the two ends belongs, if any? "
            "(`pd.Interval(a, b)` without `closed=` takes in the right end only.)"
        )
    if all(_too_few_digits(*pair, exercise.digits) for pair in zip(ends, wanted, strict=True)):
        need = "all digits" if exercise.digits is None else f"{DIGITS[digits]} significant digits"
        return f"right so far, but rounded too far: give {need}, and round only at the end."
    largest = max((end for end in ends if math.isfinite(end)), key=abs, default=0.0)
    if largest == 0:
        return ""
    for each in SLIPS:
        if each.ratio and exercise.unit not in {"ratio", "points"}:
            continue
        if fit(each.undo, turns=each.turns):
            return each.reason.format(given=largest, percent=largest * 100)
    return _power_of_ten(exercise, fit) or _nearly(exercise, ends, wanted)


def _power_of_ten(exercise: Exercise, fit: Callable[[Callable[[float], float]], bool]) -> str:
    for power in range(1, 13):
        for factor, direction in ((10.0**-power, "large"), (10.0**power, "small")):
            if fit(lambda x, factor=factor: x * factor):  # type: ignore[misc]
                return (
                    f"the digits are right, the power of ten is not: {10**power:,} times too "
                    f"{direction}.{POWERS.get(exercise.unit, '')}"
                )
    return ""


def _nearly(exercise: Exercise, ends: tuple[float, ...], wanted: tuple[float, ...]) -> str:
    """Close to it, or one end right."""
    close = [
        math.isfinite(value) and value != 0 and abs(end / value - 1) < 0.025
        for end, value in zip(ends, wanted, strict=True)
    ]
    exact = [near(*pair, exercise.digits) for pair in zip(ends, wanted, strict=True)]
    if sum(exact) == 1 and len(ends) == 2:
        right, wrong = ("lower", "upper") if exact[0] else ("upper", "lower")
        place = 1 if exact[0] else 0
        where = "high" if ends[place] > wanted[place] else "low"
        return f"the {right} end is right; the {wrong} one is too {where}."
    if all(close) and exercise.unit in {"count", ""} and exercise.digits is None:
        off = abs(ends[0] - wanted[0])
        return f"close: off by {off:g}. Was something counted too often, or left out?"
    if all(close):
        return (
            "close, but not near enough: was something rounded on the way? Keep all digits until "
            "the end."
        )
    if len(ends) == 2 and all(map(math.isfinite, (*ends, *wanted))):
        low, high, left, right_end = *ends, *wanted
        if abs((low + high) - (left + right_end)) < 0.02 * (right_end - left):
            wide = "wide" if high - low > right_end - left else "narrow"
            return f"the middle is right, the width is not: too {wide}."
    return ""


def _too_few_digits(given: float, value: float, digits: int | None) -> bool:
    """Whether it is the value rounded or cut off too far: to two digits, or to a whole per cent."""
    if near(given, value, digits):
        return True
    if not math.isfinite(value) or value == 0:
        return False
    exact = Decimal(repr(float(value)))
    for fewer in range(2, digits or 8):
        unit = Decimal(1).scaleb(exact.adjusted() + 1 - fewer)
        for rounding in (ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_DOWN):
            rounded = (exact / unit).to_integral_value(rounding) * unit
            if math.isclose(given, float(rounded), rel_tol=1e-9):
                return True
    return math.isclose(given, round(value, 2), rel_tol=1e-9) and abs(value) > 0.02


def direction(exercise: Exercise, given: Any, right: Any) -> str:
    """Say on which side of the right answer a wrong one lies; of an interval, name a witness."""
    if isinstance(given, Ends):
        return _witness(exercise, given, right)
    if is_number(given) and is_number(right):
        much = "much " if right > 0 and given > 0 and not 0.1 < given / right < 10 else ""
        return f"{much}too {'large' if given > right else 'small'}"
    return "that is not it"


def _witness(exercise: Exercise, given: Ends, right: pd.Interval) -> str:
    """A number that the interval admits though it is not possible, or leaves out though it is.

    It lies near the end that was given, so that it does not tell the right one.
    """
    scale, sign = (100, " %") if exercise.unit in {"ratio", "points"} else (1, "")

    def shown(number: float) -> str:
        return f"{number * scale:,.4g}{sign}" if abs(number) < 1e4 else f"{number:,.0f}"

    if given.low > right.right or given.high < right.left:
        where, end = ("high", given.low) if given.low > right.right else ("low", given.high)
        return f"all of it is too {where}: even {shown(end)} is not possible"
    for end, wanted, outwards in ((given.low, right.left, -1), (given.high, right.right, 1)):
        if _near_end(end, wanted):
            continue
        if (wanted - end) * outwards < 0:
            inside = "" if math.isinf(end) else f": it admits {shown(end - outwards * 1e-6 * end)}"
            return (
                f"too {'low' if outwards < 0 else 'high'} at one end{inside}, which is not possible"
            )
        beyond = end + 0.15 * (wanted - end) if math.isfinite(wanted) else 1.5 * end
        return f"it leaves out {shown(beyond)}, which is possible"
    return "that is not it"


def _near_end(given: float, wanted: float) -> bool:
    return near(given, wanted, 3)
