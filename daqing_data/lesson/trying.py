"""Try a function that was handed in: on fresh copies of each trial, beside the right ones.

A wrong one is told the input on which it goes wrong and what came out, never what should have.
"""

from __future__ import annotations

import contextlib
import copy
import inspect
import io
import math
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from daqing_data.lesson.asking import Exercise, each_of
from daqing_data.lesson.reading import is_number
from daqing_data.lesson.slips import near
from daqing_data.lesson.spelling import letters_of

__all__ = ["judge_function"]


@dataclass(frozen=True)
class _Outcome:
    """What a function made of one trial: a result or an error, and what it printed meanwhile."""

    arguments: tuple[Any, ...]
    result: Any
    error: Exception | SystemExit | None
    printed: bool

    @property
    def where(self) -> str:
        """The arguments as a pupil would write them."""
        shown = ", ".join(_shown(argument) for argument in self.arguments)
        return shown if len(self.arguments) == 1 else f"({shown})"

    @property
    def gives(self) -> str:
        return f"for {self.where} yours gives {_shown(self.result)}"


def _shown(value: Any) -> str:
    if isinstance(value, pd.Series):  # a row by its name, a column by its cells
        named = isinstance(value.name, str) and "figure_id" in value.index
        return str(value.name) if named else _shown(value.tolist())
    if isinstance(value, complex):
        return f"{value:.4g}"
    if isinstance(value, (float, np.floating)):
        return f"{value:.4g}" if abs(float(value)) < 1e6 else f"{value:g}"
    if isinstance(value, tuple):
        return f"({', '.join(map(_shown, value))})"
    text = repr(value.item() if isinstance(value, np.generic) else value)
    return text if len(text) <= 200 else f"{text[:190]} ..."


def _run(exercise: Exercise, function: Callable[..., Any]) -> Iterator[_Outcome]:
    """Try a function on each trial.

    On fresh copies, so that one that overwrites them is judged fairly; and in silence, so that what
    it prints is not printed once more for each trial.
    """
    for arguments in exercise.trials():
        result, error, output = None, None, io.StringIO()
        with (
            contextlib.redirect_stdout(output),
            contextlib.redirect_stderr(io.StringIO()),
            warnings.catch_warnings(),
        ):
            warnings.simplefilter("ignore")
            try:
                result = function(*copy.deepcopy(arguments))
            except (Exception, SystemExit) as stopped:  # noqa: BLE001  any error is the pupil's news
                error = stopped
        yield _Outcome(arguments, result, error, bool(output.getvalue().strip()))


def judge_function(
    exercise: Exercise, function: Callable[..., Any], answers: tuple[Callable[..., Any], ...]
) -> str:
    """Judge a function by what it makes of each trial, beside the right ones."""
    given = list(_run(exercise, function))
    expected = [[each.result for each in _run(exercise, right)] for right in answers]
    if any(_all_same(given, results) for results in expected):
        return f"Right: {exercise.why}"
    # Of several right functions, the one that it is most like: yes and no, or True and False.
    nearest = max(expected, key=lambda results: _likeness(given, results))
    wrong_ones = [
        outcome
        for outcome, right in zip(given, nearest, strict=True)
        if not _same_outcome(outcome, right)
    ]
    allowed = {_kind(each) for results in expected for each in results}
    # What is not even of the kind that is asked for is shown first.
    failing = min(wrong_ones, key=lambda outcome: _kind(outcome.result) in allowed)
    names, wanted = map(_parameters, (function, answers[0]))
    if names != wanted and sorted(names) == sorted(wanted):
        return (
            f"Not yet: the arguments come in another order: keep ({', '.join(wanted)}). "
            f"{failing.gives[:1].upper()}{failing.gives[1:]}."
        )
    if reason := _failure(given, failing):
        return f"Not yet: {reason}"
    for wrong in exercise.misconceptions:
        for each in each_of(wrong.answer()):
            results = [outcome.result for outcome in _run(exercise, each)]
            percent = [100 * result if is_number(result) else None for result in results]
            if _all_same(given, results) or _all_same(given, percent):
                return f"Not yet: {wrong.reason} ({failing.gives[:1].upper()}{failing.gives[1:]}.)"
    return f"Not yet: {_function_reason(given, nearest, expected)}{failing.gives}."


def _parameters(function: Callable[..., Any]) -> list[str]:
    try:
        return list(inspect.signature(function).parameters)
    except (TypeError, ValueError):  # some that are built in do not say
        return []


def _likeness(given: list[_Outcome], results: list[Any]) -> tuple[int, int]:
    """How many outcomes are these results, and how many are at least of their kind."""
    alike = [
        _kind(outcome.result) == _kind(result)
        for outcome, result in zip(given, results, strict=True)
    ]
    return sum(map(_same_outcome, given, results)), sum(alike)


def _failure(given: list[_Outcome], failing: _Outcome) -> str:
    """What is wrong with a function before one can ask what it computes."""
    if stopped := next((outcome for outcome in given if outcome.error), None):
        error = stopped.error
        message = str(error).rstrip(".") or "no message"
        return f"for {stopped.where} the function stops with {type(error).__name__}: {message}."
    if failing.result is None:
        prints = "prints something and returns nothing" if failing.printed else "returns nothing"
        return (
            f"for {failing.where} the function {prints}: is there a `return` on every way through?"
        )
    return ""


# What is done wrongly to every result of a function.
RESULT_SLIPS: tuple[tuple[Callable[[float], float], str], ...] = (
    (lambda x: x / 100, "the function gives percent, and a fraction of 1 is asked for: "),
    (lambda x: x * 100, "every result is a hundred times too small: "),
    (lambda x: -x, "the sizes are right, the sign is not: "),
    (lambda x: x - 1, "every result is one too large: "),
    (lambda x: x + 1, "every result is one too small: "),
    (lambda x: 1 / x if x else math.inf, "every result is turned round: "),
    (lambda x: 1 - x, "that is what is left of the whole: "),
)


def _function_reason(given: list[_Outcome], right: list[Any], expected: list[list[Any]]) -> str:
    """What the results have in common: their type, a slip in all of them, or how many are right."""
    results = [outcome.result for outcome in given]
    kinds = {_kind(result) for result in results}
    allowed = {_kind(each) for results in expected for each in results}
    if wrong := kinds - allowed:
        kind = min(wrong)
        return f"{_wanted(expected)} is asked for, and the function gives {kind}: "
    texts = {letters_of(each) for results in expected for each in results if isinstance(each, str)}
    if any(isinstance(result, str) and letters_of(result) not in texts for result in results):
        return f"{_wanted(expected)} is asked for: "
    if kinds == {"a number"} and (reason := _result_slip(results, right)):
        return reason
    count = sum(map(_same_outcome, given, right))
    return f"right for {count} of the {len(given)} inputs that were tried, but " if count else ""


def _result_slip(results: list[Any], right: list[Any]) -> str:
    """What was done wrongly to every one of the numbers."""
    try:
        pairs = [(float(result), float(each)) for result, each in zip(results, right, strict=True)]
    except (OverflowError, ValueError):
        return ""
    for undo, reason in RESULT_SLIPS:
        if all(near(undo(result), each, 6) for result, each in pairs):
            return reason
    rounds = any(
        all(math.isclose(result, round(each, places)) for result, each in pairs)
        for places in range(3)
    )
    if rounds or all(math.isclose(*pair, rel_tol=0.02, abs_tol=0.006) for pair in pairs):
        return "close, but the function rounds (or measures nearly the right thing): "
    return ""


def _kind(result: Any) -> str:
    if isinstance(result, (bool, np.bool_)):
        return "True or False"
    if is_number(result):
        return "a number"
    if isinstance(result, str):
        return "a text"
    if isinstance(result, tuple):
        return f"{len(result)} value{'' if len(result) == 1 else 's'}"
    return "a complex number" if isinstance(result, complex) else f"a whole {type(result).__name__}"


def _wanted(expected: list[list[Any]]) -> str:
    """What a function should answer with: a number, True or False, or one of some texts."""
    kinds = []
    for results in expected:
        texts = sorted({result for result in results if isinstance(result, str)}, reverse=True)
        kinds.append(" or ".join(f'"{text}"' for text in texts) or _kind(results[0]))
    return ", or ".join(dict.fromkeys(kinds))


def _all_same(given: list[_Outcome], results: list[Any]) -> bool:
    return all(map(_same_outcome, given, results))


def _same_outcome(outcome: _Outcome, result: Any) -> bool:
    try:
        return outcome.error is None and _same(outcome.result, result)
    except Exception:  # noqa: BLE001  what cannot even be compared is not the same
        return False


def _same(result: Any, expected: Any) -> bool:
    """Whether two results are the same number, True and False being 1 and 0, or the same text."""
    if isinstance(expected, str):
        return isinstance(result, str) and letters_of(result) == letters_of(expected)
    if is_number(expected) or isinstance(expected, (bool, np.bool_)):
        numbers = is_number(result) or isinstance(result, (bool, np.bool_))
        return numbers and near(float(result), float(expected), 6)
    if isinstance(expected, complex):  # a root of something negative, in a wrong function
        return isinstance(result, complex) and abs(result - expected) < 1e-9
    return type(result) is type(expected) and bool(result == expected)
