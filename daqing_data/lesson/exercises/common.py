"""What the exercises of several lessons share: figures, wordings, common mistakes."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from daqing_data import REASONS, compare, tables, wording
from daqing_data.lesson.asking import Misconception

__all__ = ["between", "figures", "interval_of", "readable", "refused", "root_mistakes", "value"]


@cache
def figures() -> pd.DataFrame:
    """The figures by id, read once; never handed out."""
    return tables.figures().set_index("figure_id", drop=False)


def value(figure_id: str) -> float:
    """Look up the printed value of one figure, in its base unit."""
    return float(figures()["value"].loc[figure_id])


def interval_of(printed: str) -> Any:
    """What a wording admits."""
    return wording.read_number(printed).interval


def between(low: float, high: float, closed: Any = "both") -> Any:
    """An interval between two ends, in whichever order."""
    return pd.Interval(min(low, high), max(low, high), closed=closed)


def readable(number: float) -> str:
    """A number as one says it: four digits, or as a whole number if it is large."""
    return f"{number:,.4g}" if abs(number) < 1e4 else f"{number:,.0f}"


def refused(a: str, b: str) -> tuple[Misconception, ...]:
    """Parts of a refusal that are handed in for its reason code."""
    return (
        Misconception(
            lambda: (compare(a, b).verdict, "refused"),
            "that is the verdict; the code of its reason is asked for.",
        ),
        Misconception(
            lambda: (
                compare(a, b).reason_en,
                compare(a, b).reason_zh,
                *REASONS[compare(a, b).reason_code],
            ),
            "that is the reason in a sentence; its code is asked for, which stands in brackets.",
        ),
    )


def root_mistakes(case: Callable[[], tuple[float, float, float]]) -> tuple[Misconception, ...]:
    """What goes wrong in (end / start) ** (1 / years) - 1, for a case of start, end and years."""

    def wrong(formula: Callable[[float, float], Any], reason: str) -> Misconception:
        def answer() -> Any:
            start, end, years = case()
            return formula(end / start, years)

        return Misconception(answer, reason)

    return tuple(wrong(formula, reason) for formula, reason in ROOT_MISTAKES)


# A formula of the ratio of end to start and of the years -> what is wrong with it.
ROOT_MISTAKES: tuple[tuple[Callable[[float, float], Any], str], ...] = (
    (
        lambda ratio, years: (ratio - 1) / years,
        "you shared the whole growth out equally; but each year grows from the year before.",
    ),
    (
        lambda ratio, years: ratio ** (1 / years),
        "that is the factor for one year. Growth is what is added to 1.",
    ),
    (
        lambda ratio, years: ratio - 1,
        "that is the growth in all; a rate for one year is asked for.",
    ),
    (
        lambda ratio, years: ratio,
        "that is how many times in all; a rate for one year is asked for.",
    ),
    (
        lambda ratio, years: ((ratio - 1) ** (1 / years) - 1, (ratio - 1) ** (1 / years)),
        "you took the root of the growth; it is the level that is multiplied each year, so first "
        "the ratio of the levels, and 1 off only at the end.",
    ),
    (
        lambda ratio, years: (ratio / years - 1, ratio / years),
        "that is the ratio divided by the years: equal steps again. (In code, a root needs the "
        "brackets of `** (1 / years)`.)",
    ),
    (
        lambda ratio, years: (ratio**years - 1, ratio**years),
        "that goes the other way: it is the growth if *each* year multiplied by so much.",
    ),
    (
        lambda ratio, years: (
            (1 / ratio) ** (1 / years) - 1,
            1 - (1 / ratio) ** (1 / years),
            1 / ratio - 1,
            1 - 1 / ratio,
            (1 - 1 / ratio) / years,
        ),
        "you took the later level as the base; growth is counted from the earlier one.",
    ),
    (
        lambda ratio, years: _logarithm(ratio) / years,
        "that is the continuous rate, by logarithms; here growth is counted once per year.",
    ),
    (
        lambda ratio, years: _logarithm(ratio),
        "that is the logarithm of the ratio, over all years; a rate for one year is asked for.",
    ),
)


def _logarithm(number: float) -> float:
    return float(np.log(number))
