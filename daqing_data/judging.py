"""Judge an answer to an exercise: read it however it is written, and find the misconception behind it.

The exercises themselves are in `daqing_data.exercises`; a right answer and each wrong one are functions without
arguments there.
"""

from __future__ import annotations

import inspect
import math
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from numbers import Real
from typing import Any, Literal

import numpy as np
import pandas as pd

__all__ = ["Exercise", "Misconception", "judge"]

Kind = Literal["choice", "number", "interval", "text", "bug_hunt"]
Unit = Literal["", "ratio", "percent", "points", "times", "count", "year", "CNY", "m2", "t"]

# What may stand after a number, by unit: the factor to the unit itself. 万 and 亿 may stand before any of them.
UNITS: dict[str, dict[str, float]] = {
    "": {},
    "ratio": {"%": 0.01, "percent": 0.01},
    "percent": {"%": 1, "percent": 1},
    "points": {"points": 1, "percentage points": 1, "pp": 1, "百分点": 1, "个百分点": 1},
    "times": {"times": 1, "x": 1, "×": 1, "倍": 1},
    "count": {"个": 1, "家": 1, "racks": 1},
    "year": {"years": 1, "year": 1, "年": 1},
    "CNY": {"cny": 1, "yuan": 1, "rmb": 1, "元": 1, "million": 1e6, "billion": 1e9},
    "m2": {"m2": 1, "平方米": 1},
    "t": {"t": 1, "tonnes": 1, "吨": 1},
}
MULTIPLES = {"": 1.0, "万": 1e4, "亿": 1e8, "万亿": 1e12}

NUMBER = r"[-+]?(?:\d[\d,_ ]*)?\.?\d+(?:e[-+]?\d+)?"
INTERVAL = re.compile(
    rf"([\[(]?)\s*({NUMBER}|-?inf|-∞)\s*(\S*?)\s*(?:,|;|–|—|\.\.|~|-|to\b|至)\s*"
    rf"({NUMBER}|\+?inf|\+?∞)\s*([^\])]*)([\])]?)\s*(.*)"
)
SIDES = {("[", "]"): "both", ("[", ")"): "left", ("(", "]"): "right", ("(", ")"): "neither"}


@dataclass(frozen=True)
class Misconception:
    """A wrong answer that pupils really give.

    Parameters
    ----------
    answer : callable
        Gives the wrong answer, computed as the pupil did.
    reason : str
        What went wrong, said to the pupil: names the misconception, not the solution.
    """

    answer: Callable[[], Any]
    reason: str


@dataclass(frozen=True)
class Exercise:
    """One exercise.

    Parameters
    ----------
    id, lesson : str
        `growth_racks`, `04_growth`.
    kind : {'choice', 'number', 'interval', 'text', 'bug_hunt'}
        How it is asked. The answer of a bug hunt may be anything, the repaired function included.
    answer : callable
        Gives the right answer: a letter of `choices`, a number in `unit`, a `pandas.Interval`, a text (or a
        tuple of equally right texts) or a function.
    why : str
        Said with "Right:".
    misconceptions : tuple of Misconception
        The wrong answers that deserve a reason of their own.
    hint : str
        Said to any other wrong answer.
    choices : str
        The letters to choose from, such as "abcd".
    unit : str
        Unit of a number; says which words may follow it ('60.2 %' for a ratio, '577亿元' for CNY).
    digits : int or None
        Significant digits that an answer needs; None asks for the exact number, as for a count.
    trials : tuple of tuples
        Arguments on which a repaired function must agree with the right one.
    """

    id: str
    lesson: str
    kind: Kind
    answer: Callable[[], Any]
    why: str
    misconceptions: tuple[Misconception, ...]
    hint: str
    choices: str = ""
    unit: Unit = ""
    digits: int | None = 3
    trials: tuple[tuple[Any, ...], ...] = ()


class UnreadableError(Exception):
    """The answer is not of the kind that was asked for; the message says what is."""


def judge(exercise: Exercise, answer: object) -> str:
    """Judge an answer.

    Returns
    -------
    str
        'Right: <why>', 'Not yet: <reason>' or 'No answer yet: <what to do>'.
    """
    if answer is None or answer is ... or (isinstance(answer, str) and answer.strip(" .…") == ""):
        return "No answer yet: put yours in place of the three dots and run the cell again."
    right = exercise.answer()
    try:
        given = _read(exercise, right, answer)
    except UnreadableError as problem:
        return f"Not yet: {problem}"
    # The right answer first: no misconception can shadow it, whatever its tolerance.
    if _agree(exercise, given, right):
        return f"Right: {exercise.why}"
    for wrong in exercise.misconceptions:
        if _agree(exercise, given, wrong.answer()):
            return f"Not yet: {wrong.reason}"
    return f"Not yet: {_generic(exercise, given, right)}"


def _generic(exercise: Exercise, given: Any, right: Any) -> str:
    """Find a reason for an answer that no misconception explains: its form first, then the exercise's hint."""
    if not (_is_number(right) and _is_number(given)) or right == 0:
        return exercise.hint
    if exercise.unit == "ratio" and _near(given / 100, right, exercise.digits):
        return f"{given:g} is {given * 100:g} %. Write a share as a fraction of 1, or with its percent sign."
    if exercise.unit == "percent" and _near(given * 100, right, exercise.digits):
        return "the answer is asked in percent, and this is the fraction of 1."
    if _near(-given, right, exercise.digits):
        return "the size is right, the sign is not: which of the two comes first?"
    if exercise.digits is not None and _near(given, right, 1):
        return f"close. Give {exercise.digits} significant digits, and round only at the end. {exercise.hint}"
    return exercise.hint


# --- reading an answer, however it is written
# ------------------------------------------------------------------


def _read(exercise: Exercise, right: Any, answer: Any) -> Any:
    """Read the answer as the type of the right one, or raise UnreadableError with what is asked for."""
    if isinstance(answer, (np.ndarray, pd.Series, pd.DataFrame, pd.Index, dict)) or inspect.isgenerator(answer):
        what = "two ends" if isinstance(right, pd.Interval) else "one answer"
        size = f" of {answer.size} values" if hasattr(answer, "size") else ""
        raise UnreadableError(f"{what} is asked for, and this is a whole {type(answer).__name__}{size}.")
    if isinstance(answer, (bool, np.bool_)):
        raise UnreadableError(f"this is {answer}, the result of a comparison; {_asked(exercise, right)}.")
    if callable(right):
        if not callable(answer):
            raise UnreadableError("give the repaired function itself, without calling it.")
        return answer
    if callable(answer):
        raise UnreadableError(f"this is a function; call it: {_asked(exercise, right)}.")
    if exercise.choices:
        return _letter(exercise, answer)
    if isinstance(right, pd.Interval):
        return _interval(exercise, right, answer)
    if _is_number(right):
        return _number(exercise, right, answer)
    if not isinstance(answer, str):
        raise UnreadableError(f"{_asked(exercise, right)}, and this is {answer!r}.")
    return answer


def _asked(exercise: Exercise, right: Any) -> str:
    if exercise.choices:
        return f"a letter is asked for, one of {', '.join(exercise.choices)}"
    if isinstance(right, pd.Interval):
        return "an interval is asked for, such as (1.5, 2.5) or pd.Interval(1.5, 2.5, closed='left')"
    if callable(right):
        return "a function is asked for"
    if _is_number(right):
        return "one number is asked for" + (", such as 0.123 or '12.3 %'" if exercise.unit == "ratio" else "")
    return "a text in quotes is asked for"


def _plain(text: str) -> str:
    """Full-width forms, unusual spaces and dashes made plain; lower case."""
    return " ".join(unicodedata.normalize("NFKC", text).replace("\N{MINUS SIGN}", "-").casefold().split())


def _letter(exercise: Exercise, answer: object) -> str:
    letter = _plain(answer).strip("()[]{}.:;,'\" 、。") if isinstance(answer, str) else ""
    if len(letter) != 1 or letter not in exercise.choices:
        raise UnreadableError(f"{_asked(exercise, '')}, and this is {answer!r}.")
    return letter


def _is_number(value: object) -> bool:
    return isinstance(value, (Real, Decimal)) and not isinstance(value, (bool, np.bool_))


def _number(exercise: Exercise, right: Any, answer: object) -> float:
    if isinstance(answer, str):
        text = _plain(answer)
        match = re.fullmatch(rf"(?:about |≈ ?|= ?)?({NUMBER})\s*(.*)", text)
        if match:
            return _scaled(exercise, match[1], match[2], answer)
    elif _is_number(answer):
        value = float(answer)  # type: ignore[arg-type]
        if np.isnan(value):
            raise UnreadableError("this is NaN, a missing number: a name or a division may be wrong.")
        return value
    raise UnreadableError(f"{_asked(exercise, right)}, and this is {answer!r}.")


def _scaled(exercise: Exercise, digits: str, words: str, answer: object) -> float:
    """Read a number with the unit or multiple behind it: '60.2 %', '577 亿元', '1,484'."""
    if "inf" in digits or "∞" in digits:
        return -np.inf if digits.startswith("-") else np.inf
    words = words.strip().rstrip(".")
    multiple = next(m for m in sorted(MULTIPLES, key=len, reverse=True) if words.startswith(m))
    unit = words.removeprefix(multiple).strip()
    factor = UNITS[exercise.unit].get(unit) if unit else 1.0
    if factor is None:
        wanted = f" in {exercise.unit}" if exercise.unit else " without a unit"
        raise UnreadableError(f"the answer is asked{wanted}, and {answer!r} says {unit!r}.")
    digits = re.sub(r"^([-+]?0),(\d+)$", r"\1.\2", digits)  # 0,602: no thousands begin with a zero
    # Fraction, so that '60.2 %' is the same float as 0.602
    exact = Fraction(re.sub(r"[,_ ]", "", digits)) * Fraction(str(factor)) * Fraction(str(MULTIPLES[multiple]))
    return float(exact)


def _interval(exercise: Exercise, right: Any, answer: Any) -> tuple[float, float, str | None]:
    """Lower end, upper end, and which ends belong to it (None where a plain pair does not say)."""
    closed: str | None = None
    if isinstance(answer, str):
        match = INTERVAL.fullmatch(_plain(answer))
        if match is None:
            raise UnreadableError(f"{_asked(exercise, right)}, and this is {answer!r}.")
        opening, low, low_unit, high, high_unit, closing, after = match.groups()
        unit = (high_unit or after).strip()
        ends = [_scaled(exercise, low, low_unit or unit, answer), _scaled(exercise, high, unit, answer)]
        closed = SIDES.get((opening, closing))
    elif isinstance(answer, pd.Interval):
        ends, closed = [answer.left, answer.right], answer.closed
    elif isinstance(answer, (tuple, list)) and len(answer) == 2:
        low, high = (-np.inf if answer[0] is None else answer[0]), (np.inf if answer[1] is None else answer[1])
        ends = [_number(exercise, 0.0, end) for end in (low, high)]
    else:
        raise UnreadableError(f"{_asked(exercise, right)}, and this is {answer!r}.")
    if ends[0] > ends[1]:
        raise UnreadableError("the lower end comes first.")
    return float(ends[0]), float(ends[1]), closed


# --- comparing it
# ------------------------------------------------------------------------------------------------


def _agree(exercise: Exercise, given: Any, value: Any) -> bool:
    """Whether a read answer is the given right (or wrong) value, within the exercise's rounding."""
    if callable(value):
        return callable(given) and _same_function(exercise, given, value)
    if isinstance(value, pd.Interval):
        low, high, closed = given
        same_ends = _near(low, value.left, exercise.digits) and _near(high, value.right, exercise.digits)
        return same_ends and closed in (None, value.closed)
    if _is_number(value):
        return _is_number(given) and _near(given, value, exercise.digits)
    texts = value if isinstance(value, tuple) else (value,)
    return isinstance(given, str) and any(_letters(given) == _letters(text) for text in texts)


def _letters(text: str) -> str:
    """Strip a text of what a pupil may write in other ways: white space, quotes, hyphens, a closing full stop."""
    return re.sub(r"[\s_\-'\"‘’“”]", "", _plain(text)).rstrip(".!。")


def _near(given: float, value: float, digits: int | None) -> bool:
    """Whether a number is the value, or the value rounded to at least so many significant digits."""
    if digits is None or value == 0 or not math.isfinite(value) or not math.isfinite(given):
        return given == value
    half_unit = 0.5 * 10.0 ** (math.floor(math.log10(abs(value))) + 1 - digits)
    return abs(given - value) <= half_unit * (1 + 1e-9)


def _same_function(exercise: Exercise, given: Callable[..., Any], value: Callable[..., Any]) -> bool:
    for arguments in exercise.trials:
        try:
            result: Any = given(*arguments)
        except Exception:  # noqa: BLE001  whatever a half-repaired function does is a wrong answer, no more
            return False
        if not _is_number(result) or not _near(float(result), float(value(*arguments)), 6):
            return False
    return True
