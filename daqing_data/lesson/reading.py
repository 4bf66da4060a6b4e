"""Read an answer of any type: a letter, a number, the two ends of an interval, a text, a function.

How a number or an interval may be written in a text is read by `daqing_data.lesson.spelling`.
"""

from __future__ import annotations

import inspect
import math
import re
from collections.abc import Sized
from decimal import Decimal
from numbers import Real
from typing import Any

import numpy as np
import pandas as pd

from daqing_data.lesson.asking import Exercise
from daqing_data.lesson.spelling import Ends, Reader, letters_of, pair_ends, plain, sides
from daqing_data.pairs import Result

__all__ = ["UnreadableError", "asked", "is_number", "read_answer"]


SHOWN_REFUSAL = r"(?i)^(?:refused|conditional)? ?:? ?\(?([a-z]+(?:_[a-z]+)+)\)?(?:$|:.*)"


class UnreadableError(Exception):
    """The answer is not of the kind that was asked for; the message says what is."""


def read_answer(exercise: Exercise, right: Any, answer: Any) -> list[Any]:
    """Read an answer: letters, numbers, `Ends`, a text or a function.

    Returns
    -------
    list
        One reading, or two where a separator of thousands may as well be a decimal one.

    Raises
    ------
    UnreadableError
        It is nothing of the kind; the message says what is asked for.
    """
    if callable(right):
        if not callable(answer):
            raise UnreadableError(
                "write the name of the function alone, such as `answer = yearly`, without brackets."
            )
        return [answer]
    answer = _of_result(right, _unpacked(answer))
    _refuse_what_is_no_answer(exercise, right, answer)
    if exercise.choices:
        return [_letter(exercise, answer)]
    if isinstance(right, pd.Interval):
        return _interval(exercise, right, answer)
    if is_number(right):
        return _number(exercise, right, answer)
    if isinstance(answer, str):  # 'refused (other_unit): ...' is what the screen shows of a code
        text = " ".join(answer.split())
        text = re.sub(
            r"(?i)^(?:the )?(?:reason code|reason|code)\b(?: is|:)? ?", "", text.strip("\"'` ")
        )
        if printed := re.search(r"\b(?:refused|conditional) \((\w+)\):", text):
            return [printed[1]]  # a whole printed comparison
        return [re.sub(SHOWN_REFUSAL, r"\1", text)]
    if isinstance(answer, pd.Interval):  # some misconceptions are no text
        low, high = (_finite(exercise, right, end) for end in _pair_of(answer))
        return [Ends(low, high, *sides(answer.closed))]
    if is_number(answer):
        return _number(exercise, 0.0, answer)
    raise UnreadableError(f"{asked(exercise, right)}, and this is {answer!r}.")


def _unpacked(answer: Any) -> Any:
    """The single value of a column or list of one; a column of two as a pair."""
    if isinstance(answer, (np.ndarray, pd.Series, pd.DataFrame, pd.Index)):
        values = list(np.asarray(answer, dtype=object).ravel()) if answer.size <= 2 else []
        return values[0] if len(values) == 1 else tuple(values) or answer
    if isinstance(answer, (list, tuple, set)) and len(answer) == 1:
        return next(iter(answer))
    return answer


def _of_result(right: Any, answer: Any) -> Any:
    """The number or the interval of one result of a comparison."""
    if isinstance(answer, Result) and not isinstance(right, str):
        return answer.interval if isinstance(right, pd.Interval) else answer.value
    return answer


def _refuse_what_is_no_answer(exercise: Exercise, right: Any, answer: Any) -> None:
    """Say what is wrong with a whole table, a whole comparison, a function, True."""
    wanted = asked(exercise, right)
    columns = (np.ndarray, pd.Series, pd.DataFrame, pd.Index, dict, set, list)
    if isinstance(answer, columns) or inspect.isgenerator(answer):
        what = "two ends are" if isinstance(right, pd.Interval) else "one answer is"
        size = f" of {len(answer)} values" if isinstance(answer, Sized) else ""
        if not (isinstance(answer, list) and len(answer) == 2):
            raise UnreadableError(
                f"{what} asked for, and this is a whole {type(answer).__name__}{size}."
            )
    if isinstance(answer, (bool, np.bool_)):
        raise UnreadableError(f"this is {answer}, the result of a comparison; {wanted}.")
    if callable(answer):
        raise UnreadableError(f"this is a function; call it: {wanted}.")
    kind, a_text = type(answer).__name__, isinstance(right, str)
    part = "interval" if isinstance(right, pd.Interval) else "value"
    if hasattr(answer, "verdict") and hasattr(answer, "results") and not exercise.choices:
        if a_text:
            raise UnreadableError(f"this is a whole {kind}; take its `.reason_code`.")
        if answer.verdict == "no":
            raise UnreadableError(
                f"this comparison was refused ({answer.reason_code}): {answer.reason_en} "
                "A refusal has no result; mend what it complains of first."
            )
        names = list(dict.fromkeys(result.quantity for result in answer.results))
        raise UnreadableError(
            f"this is a whole {kind} of {', '.join(names)}; take one of them by its name, "
            f'such as `["{names[0]}"].{part}`.'
        )
    if not a_text and hasattr(answer, part) and hasattr(answer, "interval"):
        raise UnreadableError(f"this is a whole {kind}; take its `.{part}`.")


def asked(exercise: Exercise, right: Any) -> str:
    """Say what is asked for."""
    if exercise.choices:
        return f"a letter in quotes is asked for, one of {', '.join(exercise.choices)}"
    if isinstance(right, pd.Interval):
        return "two ends are asked for, such as (1.5, 2.5) or pd.Interval(1.5, 2.5, closed='left')"
    if is_number(right):
        example = ", such as 0.123 or '12.3 %'" if exercise.unit == "ratio" else ""
        return f"one number is asked for{example}"
    return "a text in quotes is asked for"


def is_number(value: object) -> bool:
    """Whether it is a real number of any library, and no truth value."""
    return isinstance(value, (Real, Decimal)) and not isinstance(value, (bool, np.bool_))


def _letter(exercise: Exercise, answer: object) -> str:
    """Read a letter, alone or with its option ('b', '(B)', 'b) the racks'), or the option alone."""
    text = plain(answer) if isinstance(answer, str) else f"{answer}" if is_number(answer) else ""
    text = re.sub(r"^(?:my |the )?(?:answer|option|choice|antwort|答案)(?: is)?:? |^it ", "", text)
    spelt = letters_of(text).removeprefix("that").removeprefix("the")
    options = {
        letter: letters_of(option).removeprefix("that").removeprefix("the")
        for letter, option in exercise.choices.items()
    }
    fits = (  # the option, its beginning, a part of it, the option and more
        lambda option: option == spelt,
        lambda option: option.startswith(spelt),
        lambda option: spelt in option,
        spelt.startswith,
    )
    found = ([letter for letter, option in options.items() if fit(option)] for fit in fits)
    fitting = next(filter(None, found), []) if spelt else []
    if len(fitting) == 1:
        option = options[fitting[0]]
        long = len(spelt) > (3 if re.search("[a-z]", spelt) else 2)
        part = option.startswith(spelt) or 5 * len(spelt) >= len(option)
        if option == spelt or (long and part):
            return fitting[0]
    alone = [word for word in re.findall(r"[a-z]+", text) if len(word) == 1]
    if re.fullmatch(r"(?:both )?[a-z](?:\W+(?:(?:and|or) )?[a-z])+\W*", text):
        for letter, option in exercise.choices.items():  # 'b and c' is 'd) Both b and c'
            if sorted(alone) == re.findall(r"\b[a-z]\b", option.casefold()):
                return letter
        raise UnreadableError(f"{asked(exercise, '')}; these are {len(alone)}.")
    match = re.match(r"\W*([a-z])(?:\W|$)", text)
    if match is None or match[1] not in exercise.choices:
        raise UnreadableError(f"{asked(exercise, '')}, and this is {answer!r}.")
    return match[1]


def _finite(exercise: Exercise, right: Any, answer: object) -> float:
    """A number as a float, infinity included; nothing else."""
    if not is_number(answer):
        raise UnreadableError(f"{asked(exercise, right)}, and this is {answer!r}.")
    try:
        value = float(answer)  # type: ignore[arg-type]
    except OverflowError:
        raise UnreadableError("this number is far too large.") from None
    if math.isnan(value):
        raise UnreadableError("this is NaN, a missing number: a name or a division may be wrong.")
    return value


def _number(exercise: Exercise, right: Any, answer: object) -> list[Any]:
    if isinstance(answer, (tuple, list, pd.Interval)) and len(_pair_of(answer)) == 2:
        raise UnreadableError(f"{asked(exercise, right)}, and this has two ends.")
    if not isinstance(answer, str):
        return [_finite(exercise, right, answer)]
    # Longer texts are no numbers, and trying all ways to read them would take for ever.
    reader = Reader(exercise)
    found = reader.number(plain(answer)) if len(answer) <= 100 else None
    if found is None:
        raise UnreadableError(reader.unreadable(answer))
    return list(found.readings)


def _pair_of(answer: Any) -> list[Any]:
    return [answer.left, answer.right] if isinstance(answer, pd.Interval) else list(answer)


def _interval(exercise: Exercise, right: pd.Interval, answer: Any) -> list[Any]:
    """Read the two ends; a single number is returned as it is: some misconceptions are one."""
    reader = Reader(exercise)
    if isinstance(answer, str):
        text = plain(answer) if len(answer) <= 100 else ""
        pair = re.fullmatch(r"\(.*,.*\)", text)  # (20,30) is not 20.30 in brackets
        if not pair and (one := reader.number(text)):
            return list(one.readings)
        ends = reader.interval(text, right)
        if ends is None:
            raise UnreadableError(reader.unreadable(answer))
    elif isinstance(answer, range) and answer.step == 1:
        ends = [Ends(answer.start, answer.stop, True, False)]
    elif isinstance(answer, (pd.Interval, tuple, list)) and len(_pair_of(answer)) == 2:
        ends = _ends_of(exercise, reader, answer)
    elif is_number(answer):
        return _number(exercise, 0.0, answer)
    else:
        raise UnreadableError(f"{asked(exercise, right)}, and this is {answer!r}.")
    if all(each.low > each.high for each in ends):
        if isinstance(answer, str) and " - " in text:  # '31% - 9.5%' is a difference
            return [each.low - each.high for each in ends]
        raise UnreadableError("the lower end comes first.")
    return ends


def _ends_of(exercise: Exercise, reader: Reader, answer: Any) -> list[Ends]:
    """The ends of an Interval or a pair, each a number, a text or None for no limit."""
    read: list[list[float]] = []
    for end, none in zip(_pair_of(answer), (-math.inf, math.inf), strict=True):
        if isinstance(end, str):
            found = reader.number(plain(end)) if len(end) <= 100 else None
            if found is None:
                raise UnreadableError(reader.unreadable(end))
            read.append(found.readings)
        else:
            read.append([none if end is None else _finite(exercise, 0.0, end)])
    closed = sides(answer.closed) if isinstance(answer, pd.Interval) else (None, None)
    return pair_ends(read[0], read[1], *closed)
