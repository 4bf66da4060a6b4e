"""Printed times: the days that an ISO 8601 period covers, and the years between two of them."""

from __future__ import annotations

import datetime as dt
import re

import pandas as pd

from daqing_data.intervals import point

__all__ = "admissible are_as_long candidates middle overlap window years_between years_left".split()

_YEAR = 365.25  # days, of the Julian calendar's mean year
_DATE = "[0-9]{4}(-[0-9]{2}(-[0-9]{2}(T[0-9]{2})?)?)?"


def window(period: str) -> tuple[dt.date, dt.date]:
    """First and last day of an ISO 8601 date (2022, 2022-03, 2022-03-24T08) or interval (A/B).

    Raises
    ------
    ValueError
        If it is neither, or runs backwards.

    Examples
    --------
    >>> window("2022-02")
    (datetime.date(2022, 2, 1), datetime.date(2022, 2, 28))
    """
    first, _, last = period.partition("/")
    try:
        if not re.fullmatch(f"{_DATE}(/{_DATE})?", period):
            raise ValueError
        days = pd.Period(first).start_time.date(), pd.Period(last or first).end_time.date()
        if days[0] > days[1]:
            raise ValueError
    except ValueError:
        hint = ""
        if re.fullmatch(r"[0-9]{4}\.0+", period):
            hint = "; a whole year became a decimal number: read the column as text (dtype=str)"
        expected = "an ISO 8601 date such as 2022-03, or an interval A/B"
        raise ValueError(f"period is {period!r}, expected {expected}{hint}") from None
    return days


def middle(period: str) -> int:
    """The middle of a period, in half days, to put two of them in order."""
    first, last = window(period)
    return first.toordinal() + last.toordinal()


def overlap(earlier: str, later: str) -> bool:
    """Whether the later period begins before the earlier one has ended."""
    return window(later)[0] <= window(earlier)[1]


def are_as_long(one: str, other: str) -> bool:
    """Whether two periods are of one length, but for months of 28 to 31 days and leap years.

    Examples
    --------
    >>> are_as_long("2019", "2020"), are_as_long("2017", "2018-01/2018-09")
    (True, False)
    """
    windows = (window(candidates(period)[0]) for period in (one, other))
    shorter, longer = sorted((last - first).days + 1 for first, last in windows)
    return longer < 1.15 * shorter


def years_between(start: str, end: str) -> pd.Interval:
    """Years from one period to another, as far as the dates are known.

    Exact between calendar years.

    Examples
    --------
    >>> years_between("2016", "2022")
    Interval(6.0, 6.0, closed='both')
    """
    if len(start) == len(end) == 4:
        return point(int(end) - int(start))
    (start_first, start_last), (end_first, end_last) = window(start), window(end)
    return pd.Interval(_years(start_last, end_first), _years(start_first, end_last), closed="both")


def _years(first: dt.date, last: dt.date) -> float:
    """Years from one day to another: whole ones to the same day of a later year, else by days."""
    if (first.month, first.day) == (last.month, last.day):
        return float(last.year - first.year)
    return (last - first).days / _YEAR


def years_left(actual: str, target: str) -> dict[int, pd.Interval]:
    """Years until a target is due, per admissible year of the actual value that lies before."""
    first, last = window(actual)
    due = window(target)[1].year
    if len(target) != 4:  # due in a month or on a day
        years = years_between(actual, target)
        return {first.year: years} if years.left > 0 else {}
    return {year: point(due - year) for year in range(first.year, last.year + 1) if year < due}


def candidates(period: str) -> list[str]:
    """The years of which ``2020/2021`` means one; any other period means itself."""
    if not re.fullmatch("[0-9]{4}/[0-9]{4}", period):
        return [period]
    first, last = window(period)
    return [str(year) for year in range(first.year, last.year + 1)]


def admissible(start: str, end: str) -> list[tuple[int | None, str, str]]:
    """The pairs of periods that two printed ones may mean, each with the year assumed for it.

    Where the years of both are not known, they are left as they are: the years between are an
    interval then.
    """
    starts, ends = candidates(start), candidates(end)
    if (len(starts) > 1) == (len(ends) > 1):
        return [(None, start, end)]
    if len(starts) > 1:
        return [(int(year), year, end) for year in starts]
    return [(int(year), start, year) for year in ends]
