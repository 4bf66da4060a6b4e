"""Judge an answer to an exercise: right, or the misconception behind it.

The exercises are in `daqing_data.lesson.exercises`, one file per lesson; a right answer and each
wrong one are functions without arguments there. An answer is read by `daqing_data.lesson.reading`.
A wrong one gets the first reason that fits: a misconception of its exercise, then a slip that can
happen in all of them (the power of ten, the sign, percent ...), then the direction in which it is
wrong and the way to a hint.
"""

from __future__ import annotations

import math
import re
from difflib import SequenceMatcher
from typing import Any

import pandas as pd

from daqing_data import REASONS
from daqing_data.lesson.asking import Exercise, Misconception, each_of
from daqing_data.lesson.reading import UnreadableError, asked, is_number, read_answer
from daqing_data.lesson.slips import direction, near, slip
from daqing_data.lesson.spelling import Ends, letters_of, plain, sides
from daqing_data.lesson.trying import judge_function

__all__ = ["Exercise", "Misconception", "judge"]

NO_ANSWER = {"", "?", "idk", "i don't know", "i do not know", "不知道"}


def judge(exercise: Exercise, answer: object) -> str:
    """Judge an answer.

    A number may have its unit, an interval may be a `pandas.Interval`, a text or a plain pair;
    which ends belong to it counts only where the answer says so, so not of (20, 30).

    Returns
    -------
    str
        'Right: <why>', 'Not yet: <reason>' or 'No answer yet: <what to do>'.
    """
    if answer is None:
        return (
            "No answer yet: this is None, which is what `print` and a function without `return` "
            "give."
        )
    if answer is ... or (isinstance(answer, str) and answer.strip(" .…").casefold() in NO_ANSWER):
        return "No answer yet: put yours in place of the three dots and run the cell again."
    answers = each_of(exercise.answer())
    try:
        readings = read_answer(exercise, answers[0], answer)
    except UnreadableError as problem:
        return f"Not yet: {problem}"
    if callable(answers[0]):
        return judge_function(exercise, readings[0], answers)
    # The right answer first: no misconception can shadow it, whatever its tolerance.
    if any(_agree(given, right, exercise.digits) for given in readings for right in answers):
        return f"Right: {exercise.why}"
    return f"Not yet: {_reason(exercise, readings, answers)}"


def _reason(exercise: Exercise, readings: list[Any], answers: tuple[Any, ...]) -> str:
    """The first reason that fits: what is known of this exercise, what happens in all, the rest."""
    digits = exercise.digits or (4 if isinstance(answers[0], pd.Interval) else 3)
    for given in readings:
        reason = (
            _misconception(exercise, given, answers, 3 if isinstance(answers[0], str) else 6)
            or _form(exercise, given, answers[0])
            or _misconception(exercise, given, answers, digits)
            or slip(exercise, given, answers[0])
            or (_misconception(exercise, given, answers, 2) if _has_two_digits(given) else "")
            or _as_percent(exercise, given, answers)
        )
        if reason:
            return reason
    if isinstance(answers[0], pd.Interval) and not isinstance(readings[0], Ends):
        return f"{asked(exercise, answers[0])}, and this is one number."
    if len(readings) == 2:
        first, second = (f"{each[0] if isinstance(each, Ends) else each:.12g}" for each in readings)
        return f"this can be read as {first} and as {second}: write it without separators."
    what = direction(exercise, readings[0], answers[0])
    return f"{what}. {_capital(_follows(exercise, readings[0]))}{_to_a_hint(exercise)}"


def _follows(exercise: Exercise, given: Any) -> str:
    """What would follow from the answer, if it can be worked out."""
    try:
        said = exercise.follows(given)
    except (ArithmeticError, ValueError):
        return ""
    return f"{said}. " if said else ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _as_percent(exercise: Exercise, given: Any, answers: tuple[Any, ...]) -> str:
    """A misconception whose result is written in percent, without the sign."""
    if exercise.unit not in {"ratio", "points"} or not _has_two_digits(given):
        return ""
    if isinstance(given, Ends):
        reason = _misconception(exercise, Ends(given.low / 100, given.high / 100), answers, 3)
    else:
        reason = _misconception(exercise, given / 100, answers, 3)
    return f"{reason} (And a percentage needs its sign.)" if reason else ""


def _has_two_digits(given: Any) -> bool:
    """Whether it is so exact that two digits of it tell anything: 0.21 does, 0.2 does not."""
    ends = given[:2] if isinstance(given, Ends) else (given,)
    return all(is_number(end) and float(end) != float(f"{float(end):.1g}") for end in ends)


def _to_a_hint(exercise: Exercise) -> str:
    return f'For a hint, run `hint("{exercise.id}")`.'


def _misconception(
    exercise: Exercise, given: Any, answers: tuple[Any, ...], digits: int | None
) -> str:
    if isinstance(given, Ends):  # which ends belong to it is asked only once the limits are right
        limits = Ends(given.low, given.high)
        right = any(_agree(limits, each, exercise.digits) for each in answers)
        given = given if right else limits
        digits = exercise.digits if right else digits
    for wrong in exercise.misconceptions:
        for each in each_of(wrong.answer()):
            if _agree(given, each, digits) and not _is_nearer(given, answers[0], each):
                return wrong.reason
    return ""


def _is_nearer(given: Any, right: Any, wrong: Any) -> bool:
    """Whether a number lies nearer to the right one than to a wrong one."""
    numbers = is_number(given) and is_number(right) and is_number(wrong)
    return numbers and abs(float(given) - float(right)) < abs(float(given) - float(wrong))


# --- texts ----------------------------------------------------------------------------------------


def _form(exercise: Exercise, given: Any, right: Any) -> str:
    """A reason that lies in the form of the answer: of another kind, misspelt, another's code."""
    if isinstance(right, str) and not exercise.choices:
        return _text_reason(exercise, given, right)
    if isinstance(right, pd.Interval) and isinstance(given, Ends) and given.low == given.high:
        return "both ends are the same number, so this says that it is known exactly. Is it?"
    ends = (right.left, right.right) if isinstance(right, pd.Interval) else ()
    if is_number(given) and any(near(given, end, exercise.digits) for end in ends):
        return "that is one of the two ends; give both."
    return ""


def _text_reason(exercise: Exercise, given: Any, right: str) -> str:
    if not isinstance(given, str):
        return f"{asked(exercise, right)}, not a number. {_to_a_hint(exercise)}"
    code = re.sub(r"[\s-]+", "_", plain(given))
    if right in REASONS and code in REASONS:
        return f'`{code}` would mean: "{REASONS[code][0]}" Is that so here?'
    likeness = SequenceMatcher(None, letters_of(given), letters_of(right)).ratio()
    if likeness > 0.9:
        return "nearly, but not letter by letter: compare the spelling."
    if right in REASONS:
        return (
            f"{given!r} is no reason code. Codes are words joined by `_`, such as "
            f"`{next(code for code in REASONS if code != right)}`; all are in `dq.REASONS`, and "
            "the refused comparison has its own as `.reason_code`."
        )
    return ""


# --- numbers and intervals ------------------------------------------------------------------------


def _agree(given: Any, value: Any, digits: int | None) -> bool:
    """Whether a read answer is this right (or wrong) value, to so many digits."""
    if isinstance(value, pd.Interval):
        return isinstance(given, Ends) and _same_interval(given, value, digits)
    if is_number(value):
        return is_number(given) and near(given, value, digits)
    return isinstance(given, str) and letters_of(given) == letters_of(value)


def _same_interval(given: Ends, value: pd.Interval, digits: int | None) -> bool:
    if not (near(given.low, value.left, digits) and near(given.high, value.right, digits)):
        return False
    belong = zip(given[:2], given[2:], sides(value.closed), strict=True)  # infinity never does
    return all(math.isinf(end) or inside in {None, right} for end, inside, right in belong)
