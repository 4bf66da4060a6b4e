"""Growth, gaps and shares: plain arithmetic that also knows what an interval is.

Every function but `is_reached` takes plain numbers, whole columns (NumPy, pandas, or any library
whose columns know ``+ - * / **``) or `pandas.Interval`. With an interval among the arguments the
result is the exact range of the formula, again an Interval, its ends open or closed as they come
out; a plain number beside it counts as a point. How that is done stands in `daqing_data.intervals`.

Plain numbers outside the domain raise `ValueError`; NaN stays NaN. Columns are computed as their
own library computes them: no row is checked, dropped or repaired, so a zero base gives that
library's infinity or missing value. Where whole numbers could leave their range (a column of
bytes), ``1.0 *`` makes floats of them first.

**A target is a floor**: it is reached by at least so much. Where its wording is an interval ("at
least 1500", "more than 65 %"), the left end alone counts, in all measures alike.
"""

from __future__ import annotations

import math
from typing import Any, Literal

import pandas as pd

from daqing_data.intervals import (
    ABOVE_MINUS_ONE,
    ABOVE_ZERO,
    ANY,
    FROM_ZERO,
    Quantity,
    as_interval,
    evaluate,
)

__all__ = [
    "annual_growth",
    "difference",
    "gap",
    "growth_rate",
    "is_reached",
    "previous_level",
    "ratio",
    "required_annual_growth",
    "share_of_total",
    "share_reached",
]


# --- from one time to another ---------------------------------------------------------------------


def growth_rate(start: Quantity, end: Quantity) -> Quantity:
    """Growth from one level to another, as a fraction of the first: ``end / start - 1``.

    Parameters
    ----------
    start, end : number, column or pandas.Interval
        Two levels of the same quantity, in the same unit; start > 0, end >= 0.

    Returns
    -------
    number, column or pandas.Interval
        A fraction: 0.167 is 16.7 %; ten times the start is a growth of 9.

    Raises
    ------
    ValueError
        If a plain number or an interval leaves the domain: from a zero base there is no growth
        rate.

    Notes
    -----
    The growth rate of OECD, *Data and Metadata Reporting and Presentation Handbook* (2007).

    Examples
    --------
    >>> growth_rate(80, 1484)
    17.55
    >>> at_least_1600 = pd.Interval(1600, math.inf, closed="left")
    >>> growth_rate(pd.Interval(115, 125, closed="left"), at_least_1600)
    Interval(11.8, inf, closed='neither')
    """
    return evaluate(
        lambda start, end: end / start - 1, start=(start, ABOVE_ZERO), end=(end, FROM_ZERO)
    )


def annual_growth(start: Quantity, end: Quantity, years: Quantity) -> Quantity:
    """Compound annual growth rate: ``(end / start) ** (1 / years) - 1``.

    Parameters
    ----------
    start, end : number, column or pandas.Interval
        Two levels of the same quantity, in the same unit; start > 0, end >= 0.
    years : number, column or pandas.Interval
        Years between them, > 0; an interval where dates are known to the month or year only.

    Returns
    -------
    number, column or pandas.Interval
        The constant yearly rate that leads from start to end. It says nothing about the path
        between.

    Raises
    ------
    ValueError
        If a plain number or an interval leaves the domain.

    Notes
    -----
    The geometric mean of the yearly growth factors, less 1: the annualised rate of OECD, *Data and
    Metadata Reporting and Presentation Handbook* (2007). In China's statistics it is 水平法, the
    level method; investment also has 累计法, the cumulative one, from the levels of all years.

    Examples
    --------
    >>> round(annual_growth(923e8, 1500e8, 4), 4)
    0.1291
    >>> dates_known_to_the_year = pd.Interval(6, 7, closed="both")
    >>> round(annual_growth(80, 1484, dates_known_to_the_year).left, 4)
    0.5177
    """
    return evaluate(
        _compound, start=(start, ABOVE_ZERO), end=(end, FROM_ZERO), years=(years, ABOVE_ZERO)
    )


def _compound(start: Any, end: Any, years: Any) -> Any:
    return (end / start) ** (1 / years) - 1


def previous_level(level: Quantity, growth: Quantity) -> Quantity:
    """Level one period earlier, from a level and its growth rate: ``level / (1 + growth)``.

    Parameters
    ----------
    level : number, column or pandas.Interval
        The level after the growth, >= 0.
    growth : number, column or pandas.Interval
        The growth rate as a fraction, > -1.

    Returns
    -------
    number, column or pandas.Interval
        In the unit of `level`.

    Raises
    ------
    ValueError
        If a plain number or an interval leaves the domain.

    Notes
    -----
    `growth_rate` solved for the start.

    Examples
    --------
    >>> round(previous_level(6.04, 0.167), 3)
    5.176
    """
    return evaluate(
        lambda level, growth: level / (1.0 + growth),
        level=(level, FROM_ZERO),
        growth=(growth, ABOVE_MINUS_ONE),
    )


def difference(first: Quantity, second: Quantity) -> Quantity:
    """First less second: ``first - second``; of two shares, 0.01 is one percentage point.

    Parameters
    ----------
    first, second : number, column or pandas.Interval
        Two amounts in the same unit.

    Returns
    -------
    number, column or pandas.Interval
        In the unit of the arguments.

    Notes
    -----
    Interval subtraction; Moore, Kearfott and Cloud, *Introduction to Interval Analysis* (2009),
    chapter 2.

    Examples
    --------
    >>> difference(5, 3)
    2.0
    >>> above_90 = pd.Interval(0.9, 1, closed="right")
    >>> round(difference(above_90, above_90).left, 4)
    -0.1
    """
    return evaluate(
        lambda first, second: 1.0 * first - second, first=(first, ANY), second=(second, ANY)
    )


# --- from an actual value to a target -------------------------------------------------------------


def gap(actual: Quantity, target: Quantity) -> Quantity:
    """What is missing to a target: ``target - actual``; negative once the target is passed.

    Parameters
    ----------
    actual, target : number, column or pandas.Interval
        In the same unit; of a target that is an interval the left end counts.

    Returns
    -------
    number, column or pandas.Interval
        In the unit of the arguments.

    Raises
    ------
    ValueError
        If the target's wording sets no least level.

    Notes
    -----
    The difference of the two, from where one stands: see `difference`.

    Examples
    --------
    >>> gap(923, 1500)
    577.0
    >>> gap(pd.Interval(922.5, 923.5, closed="left"), 1500)
    Interval(576.5, 577.5, closed='right')
    >>> at_least_1500 = pd.Interval(1500, math.inf, closed="left")
    >>> gap(pd.Interval(922.5, 923.5, closed="left"), at_least_1500)
    Interval(576.5, 577.5, closed='right')
    """
    return evaluate(
        lambda actual, target: 1.0 * target - actual,
        floor="target",
        actual=(actual, ANY),
        target=(target, ANY),
    )


def share_reached(actual: Quantity, target: Quantity) -> Quantity:
    """Share of a target's level that is reached: ``actual / target``.

    It counts from zero, not from a base year.

    Parameters
    ----------
    actual, target : number, column or pandas.Interval
        In the same unit; actual >= 0, target > 0. Of a target that is an interval the left end
        counts.

    Returns
    -------
    number, column or pandas.Interval
        A fraction; above 1 once the target is passed.

    Raises
    ------
    ValueError
        If a plain number or an interval leaves the domain.

    Notes
    -----
    The achievement rate of planning practice.

    Examples
    --------
    >>> round(share_reached(923, 1500), 4)
    0.6153
    """
    return evaluate(
        lambda actual, target: actual / target,
        floor="target",
        actual=(actual, FROM_ZERO),
        target=(target, ABOVE_ZERO),
    )


def required_annual_growth(actual: Quantity, target: Quantity, years: Quantity) -> Quantity:
    """Constant yearly growth that would lead from an actual value to a target.

    `annual_growth` with the target as end.

    Parameters
    ----------
    actual, target : number, column or pandas.Interval
        In the same unit; actual > 0, target >= 0. Of a target that is an interval the left end
        counts.
    years : number, column or pandas.Interval
        Years from the actual value's base year to the target's year, > 0.

    Returns
    -------
    number, column or pandas.Interval
        A fraction per year.

    Raises
    ------
    ValueError
        If a plain number or an interval leaves the domain.

    Notes
    -----
    The theoretical growth rate of Eurostat, *Sustainable development in the European Union:
    monitoring report on progress towards the SDGs* (annex on method): the compound rate from the
    base year to the target year.

    Examples
    --------
    >>> round(required_annual_growth(923, 1500, 3), 4)
    0.1757
    """
    return evaluate(
        _compound,
        floor="target",
        actual=(actual, ABOVE_ZERO),
        target=(target, FROM_ZERO),
        years=(years, ABOVE_ZERO),
    )


def is_reached(
    actual: float | pd.Interval, target: float | pd.Interval
) -> Literal["yes", "no", "cannot be told"]:
    """Whether an actual value reaches a target: yes, no, or cannot be told.

    Parameters
    ----------
    actual : number or pandas.Interval
        The values that the wording of the actual figure admits.
    target : number or pandas.Interval
        A number is reached by at least as much. Of an interval the left end counts, with "more
        than" where it is open.

    Returns
    -------
    str
        "yes" if every admitted value reaches the target, "no" if none does, else "cannot be told".

    Examples
    --------
    >>> is_reached(pd.Interval(1200, math.inf, closed="neither"), 1500)
    'cannot be told'
    >>> is_reached(1500, 1500), is_reached(0.65, pd.Interval(0.65, 1, closed="right"))
    ('yes', 'no')
    """
    actual, target = as_interval(actual, "actual"), as_interval(target, "target")
    least, most, goal = actual.left, actual.right, target.left
    if least > goal or (least == goal and (target.closed_left or actual.open_left)):
        return "yes"
    if most < goal or (most == goal and (target.open_left or actual.open_right)):
        return "no"
    return "cannot be told"


# --- at one time ----------------------------------------------------------------------------------


def ratio(part: Quantity, whole: Quantity) -> Quantity:
    """One amount per unit of another: ``part / whole``.

    In the same unit a share, else a density or a mean.

    Parameters
    ----------
    part, whole : number, column or pandas.Interval
        part >= 0, whole > 0.

    Returns
    -------
    number, column or pandas.Interval
        In the unit of `part` per unit of `whole`.

    Raises
    ------
    ValueError
        If a plain number or an interval leaves the domain.

    Notes
    -----
    Interval division; Moore, Kearfott and Cloud, *Introduction to Interval Analysis* (2009),
    chapter 2.

    Examples
    --------
    >>> round(ratio(1.14, 6.75), 4)
    0.1689
    """
    return evaluate(
        lambda part, whole: part / whole, part=(part, FROM_ZERO), whole=(whole, ABOVE_ZERO)
    )


def share_of_total(part: Quantity, rest: Quantity) -> Quantity:
    """Share of a part in the total of part and rest: ``part / (part + rest)``.

    Parameters
    ----------
    part, rest : number, column or pandas.Interval
        The two parts of one whole, in the same unit; part >= 0, rest > 0.

    Returns
    -------
    number, column or pandas.Interval
        A fraction between 0 and 1.

    Raises
    ------
    ValueError
        If a plain number or an interval leaves the domain.

    Notes
    -----
    The part stands above and below the line; dividing the two intervals as if they were independent
    would give too wide a range.

    Examples
    --------
    >>> round(share_of_total(22.8, 21), 4)
    0.5205
    """
    return evaluate(
        lambda part, rest: part / (1.0 * part + rest),
        at_infinity=lambda part, rest: 1.0 if math.isinf(part) else 0.0,
        part=(part, FROM_ZERO),
        rest=(rest, ABOVE_ZERO),
    )
