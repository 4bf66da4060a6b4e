"""One figure as an object: a row of a table, or of one's own, with its interval."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import pandas as pd

from daqing_data import intervals, periods, tables
from daqing_data.wording import read_number

__all__ = ["Figure", "figure", "reading"]

#: What a row must have; ``value``, ``unit`` and the ends may be left to `printed`.
_NEEDED = ("figure_id", "entity", "indicator", "kind", "unit")
_NUMBERS = ("value", "lower", "upper")
_MAY_BE_MISSING = {"value", "period"}
_NEVER_NEGATIVE = {"count", "m2", "m3", "m", "t", "Gbps", "rank", "class", "year"}


@dataclass(frozen=True)
class Figure:
    """What decides how a printed quantity may be compared.

    Attributes
    ----------
    figure_id, entity, indicator, kind, unit : str
        As in the table ``figures``.
    value : float
        The printed number in base units; NaN where there is no single one.
    interval : pandas.Interval
        All values that the wording admits.
    period : str
        ISO 8601; empty where no time is given.
    status : str
        actual, planned, projected or target.
    """

    figure_id: str
    entity: str
    indicator: str
    kind: str
    unit: str
    value: float
    interval: pd.Interval
    period: str
    status: str

    def __str__(self) -> str:
        value = "" if math.isnan(self.value) else f"{self.value:.4g} "
        when = f", {self.period}" if self.period else ""
        return f"{self.figure_id}: {value}{intervals.to_text(self.interval)} {self.unit}{when}"

    @property
    def is_bound(self) -> bool:
        """Whether the wording sets one limit only.

        The other end is then infinity, the zero that all amounts are above, or the whole that ends
        all shares: "more than 90 %" is (0.9, 1], and its value is its end.
        """
        lower, upper = self.interval.left, self.interval.right
        is_low = lower == 0 and (self.interval.open_left or self.value == upper)
        is_high = self.unit == "ratio" and upper == 1 and self.value == lower
        return math.isinf(upper) or math.isinf(lower) or (lower < upper and (is_low or is_high))

    def plus(self, other: Figure) -> Figure:
        """The two together: of one unit, and under the first one's name."""
        if self.unit != other.unit:
            raise ValueError(
                f"{self.figure_id} is in {self.unit}, {other.figure_id} in {other.unit}: no sum"
            )
        both = intervals.evaluate(
            lambda a, b: a + b, a=(self.interval, intervals.ANY), b=(other.interval, intervals.ANY)
        )
        return replace(self, value=self.value + other.value, interval=both)


def figure(figure: str | Mapping[str, Any]) -> Figure:
    """One figure with its interval, by its id or from a row.

    Parameters
    ----------
    figure : str or mapping
        A ``figure_id``, or a row: of ``figures``, of ``context``, or one of one's own (a dict, a
        Series) with ``figure_id, entity, indicator, kind, status, period`` and either ``unit,
        value, lower, upper, closed`` or ``printed``, from which `read_number` then takes them. A
        cell that is given wins.

    Returns
    -------
    Figure

    Raises
    ------
    TypeError
        If it is neither an id nor a row.
    ValueError
        If there is no such figure, or a cell of the row is missing or wrong; the message names it.

    Examples
    --------
    >>> print(figure("stations_4g_2022").interval)
    [3300.0, 3400.0)
    >>> own = {"figure_id": "jobs", "entity": "A", "indicator": "jobs", "kind": "stock",
    ...        "period": "2020", "status": "actual", "printed": "20多万人"}
    >>> print(figure(own))
    jobs: 2e+05 [2e+05, 3e+05) count, 2020
    """
    if isinstance(figure, Figure):
        return figure
    if not isinstance(figure, str):
        return _from_row(figure)
    if figure not in _known():
        if figure in set(tables.context()["context_id"]):
            row = f"context().set_index('context_id').loc[{figure!r}]"
            raise ValueError(
                f"{figure!r} is no figure of the article but a row of context(): "
                f"give the row itself, {row}"
            )
        raise tables.unknown_name("figure", figure, _known())
    return _known()[figure]


def reading(printed: str, kind: str = "", status: str = "") -> dict[str, Any]:
    """The columns of a row that follow from its wording, kind and status.

    A growth rate has no cap at 100 %, and a target that is printed as a bare number is that number.

    Returns
    -------
    dict
        ``value, unit, qualifier, lower, upper, closed``.

    Examples
    --------
    >>> reading("1500亿元", status="target")["upper"]
    150000000000.0
    """
    number = read_number(printed, growth=kind == "growth")
    ends = number.interval
    if status == "target" and number.qualifier == "exact":
        ends = intervals.point(number.value)
    return {
        "value": number.value,
        "unit": number.unit,
        "qualifier": number.qualifier,
        "lower": ends.left,
        "upper": ends.right,
        "closed": ends.closed,
    }


@cache
def _known() -> dict[str, Figure]:
    """The article's figures by id. Cached, immutable and never handed out."""
    return {row["figure_id"]: _from_row(row) for row in tables.records(tables.figures())}


def _from_row(row: Mapping[str, Any]) -> Figure:
    """Read a row; what is wrong with it is named."""
    row = _complete(row)
    name = str(row["figure_id"])
    for column in ("kind", "closed", "status"):
        allowed = tables.allowed(column, ("figures", "context"))
        if row[column] not in allowed:
            raise tables.unknown_name(column, row[column], allowed, f" of {name}")
    value, lower, upper = (_float(row[column], f"{column} of {name}") for column in _NUMBERS)
    if math.isinf(value):
        raise ValueError(f"value of {name} is {value}; where there is no single number, it is NaN")
    if not lower <= upper:
        raise ValueError(
            f"{name}: lower is {lower:g} and upper {upper:g}; lower must not be above upper"
        )
    interval = pd.Interval(lower, upper, closed=row["closed"])
    if interval.is_empty:
        raise ValueError(f"{name}: lower and upper are both {lower:g}; then closed must be 'both'")
    if not (lower <= value <= upper or math.isnan(value)):
        raise ValueError(
            f"{name}: value {value:g} lies outside lower {lower:g} and upper {upper:g}"
        )
    if lower < 0 and row["kind"] != "growth" and row["unit"] in _NEVER_NEGATIVE:
        raise ValueError(f"{name}: lower is {lower:g}; in {row['unit']} nothing lies below zero")
    period = "" if _absent(row["period"]) else str(row["period"])
    if period:
        periods.window(period)
    words = {column: str(row[column]) for column in _NEEDED}
    return Figure(**words, value=value, interval=interval, period=period, status=str(row["status"]))


def _complete(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row with what `printed` says filled in, if nothing that it needs is missing then."""
    if not isinstance(row, Mapping | pd.Series):
        raise TypeError(f"a figure is an id or a row of figures, not {type(row).__name__}")
    known_as = row.get("context_id", row.name if isinstance(row, pd.Series) else None)
    cells = {"figure_id": known_as, "period": None, **dict(row)}
    given = {column: cell for column, cell in cells.items() if not _absent(cell) and cell != ""}
    needed = [*_NEEDED, *_NUMBERS, "closed", "period", "status"]
    if "printed" in given and not {"unit", "lower", "upper", "closed"} <= set(given):
        kind, status = (str(given.get(column, "")) for column in ("kind", "status"))
        read = reading(str(given["printed"]), kind, status)
        given = {column: cell for column, cell in read.items() if cell is not None} | given
    missing = [column for column in needed if column not in given.keys() | _MAY_BE_MISSING]
    if missing:
        name = f"{given['figure_id']}: " if "figure_id" in given else ""
        raise ValueError(
            f"{name}a figure needs {', '.join(needed)} (or printed, for the numbers); "
            f"{', '.join(missing)} not given"
        )
    return {"value": math.nan, "period": ""} | given


def _absent(cell: Any) -> bool:
    return bool(pd.api.types.is_scalar(cell) and pd.isna(cell))


def _float(number: Any, what: str) -> float:
    if _absent(number):
        return math.nan
    try:
        return float(number) + 0.0
    except (TypeError, ValueError):
        raise ValueError(f"{what} is {number!r}, expected a number") from None
    except OverflowError:
        raise ValueError(f"{what} is larger than a float can hold") from None
