"""What an exercise is: its question's form, its right answer, its misconceptions and its hints.

The exercises themselves are in `daqing_data.lesson.exercises`, one file per lesson.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

__all__ = ["Exercise", "Kind", "Misconception", "Unit", "choice", "each_of", "known"]

Kind = Literal["choice", "number", "interval", "text", "bug_hunt"]
Unit = Literal["", "ratio", "points", "count", "million", "year", "CNY", "m2"]
Trials = Callable[[], tuple[tuple[Any, ...], ...]]

DIGITS = {2: "two", 3: "three", 4: "four"}


@dataclass(frozen=True)
class Misconception:
    """A wrong answer that pupils really give.

    Parameters
    ----------
    answer : callable
        Gives the wrong answer, computed as the pupil did; a tuple of answers if several have the
        same reason. Of an interval only the limits count, unless those are right.
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
        How it is asked. The answer of a bug hunt is the fixed function.
    answer : callable
        Gives the right answer: a letter of `choices`, a number in `unit`, a `pandas.Interval`, a
        text or a function; or a tuple of equally right intervals, texts or functions.
    why : str
        Said with "Right:".
    misconceptions : tuple of Misconception
        The wrong answers that deserve a reason of their own.
    hints : tuple of str
        Said one after the other, on request; the last stops short of the answer's code.
    choices : mapping of str to str
        Letter -> option, in Markdown: the one place where it stands.
    unit : str
        Unit of a number; says which words may follow it ('60.2 %' for a ratio, '577亿元' for CNY).
    digits : int or None
        Significant digits that an answer needs; None asks for the exact number.
    words : str
        Words that may stand beside the number besides those of the unit, separated by `|`.
    follows : callable
        Says what would follow from a wrong answer that nothing else explains, and shows so that it
        is wrong: "at 25 % per year 100 would be 305 after five years, and there are 200".
    trials : callable
        Gives the arguments on which a fixed function must agree with the right one.
    """

    id: str
    lesson: str
    kind: Kind
    answer: Callable[[], Any]
    why: str
    misconceptions: tuple[Misconception, ...]
    hints: tuple[str, ...]
    choices: Mapping[str, str] = field(default_factory=dict)
    unit: Unit = ""
    digits: int | None = None
    words: str = ""
    follows: Callable[[Any], str] = field(default=lambda answer: "")
    trials: Trials = tuple

    @property
    def choices_text(self) -> str:
        """The options as the Markdown list that stands in the lesson."""
        return "\n".join(f"- {letter}) {option}" for letter, option in self.choices.items())

    @property
    def digits_text(self) -> str:
        """The sentence that says how exact an answer must be; empty where it is no number."""
        if self.kind not in {"number", "interval"}:
            return ""
        if self.digits is None:
            return "Give exact numbers." if self.kind == "interval" else "Give the exact number."
        each = " for each end" if self.kind == "interval" else ""
        return f"Give at least {DIGITS[self.digits]} significant digits{each}."


def known(wrong: Iterable[tuple[Any, str]]) -> tuple[Misconception, ...]:
    """Make misconceptions from wrong answers as they stand (letters, functions), and reasons."""

    def gives(answer: Any) -> Callable[[], Any]:
        return lambda: answer

    return tuple(Misconception(gives(answer), reason) for answer, reason in wrong)


def choice(
    exercise_id: str,
    lesson: str,
    right: str,
    options: tuple[tuple[str, str], ...],
    why: str,
    hints: tuple[str, ...],
) -> Exercise:
    """Make a multiple choice from its options in order, each with the reason why it is wrong.

    The reason of the right one is empty; `right` says its letter once more, so that options that
    change places do not silently change the answer.
    """
    lettered = dict(zip("abcdef", options, strict=False))
    if [letter for letter, (_, reason) in lettered.items() if not reason] != [right]:
        raise ValueError(
            f"{exercise_id}: {right!r}, and it alone, must be the option without a reason"
        )
    return Exercise(
        id=exercise_id,
        lesson=lesson,
        kind="choice",
        choices={letter: option for letter, (option, _) in lettered.items()},
        answer=lambda: right,
        why=why,
        misconceptions=known(
            (letter, reason) for letter, (_, reason) in lettered.items() if reason
        ),
        hints=hints,
    )


def each_of(answer: Any) -> tuple[Any, ...]:
    """The answers of a tuple, or the one answer."""
    return answer if isinstance(answer, tuple) else (answer,)
