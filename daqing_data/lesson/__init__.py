"""For the notebooks: chart set-up, text twin, exercise check and hints.

`charts` is the one module that knows matplotlib. `exercises` holds answers, misconceptions and
hints, one file per lesson; `asking` says what an exercise is, `reading` and `spelling` read what a
pupil answers, and `judging` judges it, with `slips` for numbers and `trying` for functions.
"""

import textwrap
import warnings
from collections import Counter
from typing import Any

from daqing_data.lesson.exercises import find
from daqing_data.lesson.judging import judge

__all__ = ["check", "choices_text", "digits_text", "drawn", "hint", "say", "setup", "text_twin"]

try:
    from daqing_data.lesson.charts import drawn, setup, text_twin
except ModuleNotFoundError as missing:
    if (missing.name or "").startswith("daqing_data"):
        raise
    INSTALL = (
        f"the charts of the lessons need {missing.name}, which is not installed: run "
        "`pip install matplotlib seaborn ipython`, or `python run.py` in a copy of the project"
    )
    warnings.warn(INSTALL, RuntimeWarning, stacklevel=2)

    def __getattr__(name: str) -> Any:
        if name in {"drawn", "setup", "text_twin"}:
            raise ImportError(INSTALL)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


# How many hints of each exercise were given in this kernel.
_given: Counter[str] = Counter()


def check(exercise_id: str, answer: object) -> None:
    """Say whether an answer to an exercise is right, and why.

    Parameters
    ----------
    exercise_id : str
        The exercise, as named in the lesson.
    answer : object
        A number (0.602, `'60.2 %'`), a letter, words, an interval or a function; `...` for none.

    Raises
    ------
    ValueError
        Unknown exercise; the message names the nearest.

    Examples
    --------
    >>> check("numbers_wan", "228,000 square metres")
    Right: 万 (wàn) is ten thousand.
    >>> check("numbers_wan", 228)
    Not yet: that is in thousands; plain square metres are asked for.
    >>> check("park_choice", "e")
    Not yet: a letter in quotes is asked for, one of a, b, c, d, and this is 'e'.
    """
    say(judge(find(exercise_id), answer))


def hint(exercise_id: str) -> None:
    """Give a hint to an exercise; each further call gives the next, which says more.

    Parameters
    ----------
    exercise_id : str
        The exercise, as named in the lesson.

    Raises
    ------
    ValueError
        Unknown exercise; the message names the nearest.

    Examples
    --------
    >>> hint("park_land")
    Hint 1 of 2: `lower` and `upper` of each phase stand in the table.
    >>> hint("park_land")
    Hint 2 of 2: the sum is least when both are least, and most when both are most.
    >>> hint("park_land")  # doctest: +ELLIPSIS
    There are no more hints. The last was: the sum is least when both are least, and ...
    """
    hints = find(exercise_id).hints
    number = _given[exercise_id]
    if number == len(hints):
        say(f"There are no more hints. The last was: {hints[-1]}")
        return
    _given[exercise_id] += 1
    say(f"Hint {number + 1} of {len(hints)}: {hints[number]}")


def say(text: object) -> None:
    """Print a text in lines of at most 88 characters: a page would break longer ones anywhere.

    Examples
    --------
    >>> say("A sentence that is longer than a page is wide goes on " + "in the next line. " * 3)
    A sentence that is longer than a page is wide goes on in the next line. in the next
    line. in the next line.
    """
    for line in str(text).splitlines():
        print(textwrap.fill(line, 88, break_long_words=False, break_on_hyphens=False))


def choices_text(exercise_id: str) -> str:
    """The options of a choice as the Markdown list that stands in its lesson; else empty.

    Examples
    --------
    >>> print(choices_text("numbers_stock_flow"))
    - a) the racks of a data centre
    - b) the yearly output of a works
    - c) the revenue of a park
    """
    return find(exercise_id).choices_text


def digits_text(exercise_id: str) -> str:
    """The sentence that says how many digits an exercise asks for; empty if it asks for no number.

    Examples
    --------
    >>> digits_text("growth_racks")
    'Give at least three significant digits.'
    >>> digits_text("park_land")
    'Give exact numbers.'
    """
    return find(exercise_id).digits_text
