"""Growth, gaps and shares: plain arithmetic that also knows what an interval is.

Every function but `is_reached` takes plain numbers, whole columns (NumPy, pandas, or any library whose columns know
``+ - * / **``) or `pandas.Interval`. With an interval among the arguments the result is the exact range of the formula,
again an Interval, its ends open or closed as they come out; a plain number beside it counts as a point.

Plain numbers outside the domain raise `ValueError`; NaN stays NaN. Columns are computed as their own library
computes them: no row is checked, dropped or repaired, so a zero base gives that library's infinity or missing value.
Where whole numbers could leave their range (a column of bytes), ``1.0 *`` makes floats of them first.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from decimal import Decimal
from numbers import Real
from typing import Any, Literal

import numpy as np
import pandas as pd

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

Closed = Literal["left", "right", "both", "neither"]
Quantity = Any  #: a plain number, a column, or a pandas.Interval


# --- from one time to another -------------------------------------------------------------------------------------


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
        If a plain number or an interval leaves the domain: from a zero base there is no growth rate.

    Notes
    -----
    The growth rate of OECD, *Data and Metadata Reporting and Presentation Handbook* (2007).

    Examples
    --------
    >>> growth_rate(80, 1484)
    17.55
    >>> growth_rate(pd.Interval(115e6, 125e6, closed="left"), pd.Interval(1.6e9, math.inf, closed="left"))
    Interval(11.8, inf, closed='neither')
    """
    return evaluate(lambda start, end: end / start - 1, start=(start, ABOVE_ZERO), end=(end, FROM_ZERO))


def annual_growth(start: Quantity, end: Quantity, years: Quantity) -> Quantity:
    """Compound annual growth rate: ``(end / start) ** (1 / years) - 1``.

    Parameters
    ----------
    start, end : number, column or pandas.Interval
        Two levels of the same quantity, in the same unit; start > 0, end >= 0.
    years : number, column or pandas.Interval
        Years between them, > 0; an interval where the dates are known to the month or the year only.

    Returns
    -------
    number, column or pandas.Interval
        The constant yearly rate that leads from start to end. It says nothing about the path between.

    Raises
    ------
    ValueError
        If a plain number or an interval leaves the domain.

    Notes
    -----
    The geometric mean of the yearly growth factors, less 1: the annualised rate of OECD, *Data and Metadata Reporting
    and Presentation Handbook* (2007).

    Examples
    --------
    >>> round(annual_growth(923e8, 1500e8, 4), 4)
    0.1291
    >>> dates_known_to_the_year = pd.Interval(6, 7, closed="both")
    >>> round(annual_growth(80, 1484, dates_known_to_the_year).left, 4)
    0.5177
    """
    return evaluate(_compound, start=(start, ABOVE_ZERO), end=(end, FROM_ZERO), years=(years, ABOVE_ZERO))


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
        lambda level, growth: level / (1.0 + growth), level=(level, FROM_ZERO), growth=(growth, ABOVE_MINUS_ONE)
    )


def difference(first: Quantity, second: Quantity) -> Quantity:
    """Second less first: ``second - first``; of two shares, 0.01 is one percentage point.

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
    Interval subtraction; Moore, Kearfott and Cloud, *Introduction to Interval Analysis* (2009), chapter 2.

    Examples
    --------
    >>> above_90 = pd.Interval(0.9, 1, closed="right")
    >>> round(difference(above_90, above_90).left, 4)
    -0.1
    """
    return evaluate(lambda first, second: 1.0 * second - first, first=(first, ANY), second=(second, ANY))


# --- from an actual value to a target ------------------------------------------------------------------------------
# An interval as target is one number that is not known exactly. A floor to be passed ("more than 65 %") is reached at
# its left end, which is what `is_reached` and the measures of `daqing_data.outcome` look at.


def gap(actual: Quantity, target: Quantity) -> Quantity:
    """What is missing to a target: ``target - actual``; negative once the target is passed.

    Parameters
    ----------
    actual, target : number, column or pandas.Interval
        In the same unit.

    Returns
    -------
    number, column or pandas.Interval
        In the unit of the arguments.

    Notes
    -----
    The difference of the two, from where one stands: see `difference`.

    Examples
    --------
    >>> gap(923, 1500)
    577.0
    >>> gap(pd.Interval(922.5, 923.5, closed="left"), 1500)
    Interval(576.5, 577.5, closed='right')
    """
    return evaluate(lambda actual, target: 1.0 * target - actual, actual=(actual, ANY), target=(target, ANY))


def share_reached(actual: Quantity, target: Quantity) -> Quantity:
    """Share of a target's level that is reached: ``actual / target``. It counts from zero, not from a base year.

    Parameters
    ----------
    actual, target : number, column or pandas.Interval
        In the same unit; actual >= 0, target > 0.

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
    return evaluate(lambda actual, target: actual / target, actual=(actual, FROM_ZERO), target=(target, ABOVE_ZERO))


def required_annual_growth(actual: Quantity, target: Quantity, years: Quantity) -> Quantity:
    """Constant yearly growth that would lead from an actual value to a target: `annual_growth` with the target as end.

    Parameters
    ----------
    actual, target : number, column or pandas.Interval
        In the same unit; actual > 0, target >= 0.
    years : number, column or pandas.Interval
        Years from the actual value's base year to the target's year, > 0.

    Returns
    -------
    number, column or pandas.Interval
        A fraction a year.

    Raises
    ------
    ValueError
        If a plain number or an interval leaves the domain.

    Notes
    -----
    The theoretical growth rate of Eurostat, *Sustainable development in the European Union: monitoring report on
    progress towards the SDGs* (annex on method): the compound rate from the base year to the target year.

    Examples
    --------
    >>> round(required_annual_growth(923, 1500, 3), 4)
    0.1757
    """
    return evaluate(_compound, actual=(actual, ABOVE_ZERO), target=(target, FROM_ZERO), years=(years, ABOVE_ZERO))


def is_reached(actual: float | pd.Interval, target: float | pd.Interval) -> Literal["yes", "no", "cannot be told"]:
    """Whether an actual value reaches a target: yes, no, or cannot be told.

    Parameters
    ----------
    actual : number or pandas.Interval
        The values that the wording of the actual figure admits.
    target : number or pandas.Interval
        A number is reached by at least as much. Of an interval the left end counts, with "more than" where it is open.

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
    least, most = actual.left, actual.right
    if least > target.left or (least == target.left and (target.closed_left or actual.open_left)):
        return "yes"
    if most < target.left or (most == target.left and (target.open_left or actual.open_right)):
        return "no"
    return "cannot be told"


# --- at one time ----------------------------------------------------------------------------------------------------


def ratio(part: Quantity, whole: Quantity) -> Quantity:
    """One amount for each unit of another: ``part / whole``; in the same unit a share, else a density or a mean.

    Parameters
    ----------
    part, whole : number, column or pandas.Interval
        part >= 0, whole > 0.

    Returns
    -------
    number, column or pandas.Interval
        In the unit of `part` for each unit of `whole`.

    Raises
    ------
    ValueError
        If a plain number or an interval leaves the domain.

    Notes
    -----
    Interval division; Moore, Kearfott and Cloud, *Introduction to Interval Analysis* (2009), chapter 2.

    Examples
    --------
    >>> round(ratio(1.14, 6.75), 4)
    0.1689
    """
    return evaluate(lambda part, whole: part / whole, part=(part, FROM_ZERO), whole=(whole, ABOVE_ZERO))


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
    The part stands above and below the line; dividing the two intervals as if they were independent would give too
    wide a range.

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


# --- how a formula is evaluated ------------------------------------------------------------------------------------

ABOVE_ZERO = pd.Interval(0.0, math.inf, closed="neither")
FROM_ZERO = pd.Interval(0.0, math.inf, closed="left")
ABOVE_MINUS_ONE = pd.Interval(-1.0, math.inf, closed="neither")
ANY = pd.Interval(-math.inf, math.inf, closed="neither")

_NUMBERS = (Real, Decimal)
_NOT_QUANTITIES = (bool, np.bool_, complex, str, bytes, list, tuple, dict, set, type(None))
_SINGLE = (*_NUMBERS, pd.Interval, *_NOT_QUANTITIES)

_Formula = Callable[..., Any]


def evaluate(formula: _Formula, at_infinity: _Formula | None = None, **arguments: tuple[Quantity, pd.Interval]) -> Any:
    """Apply a formula to numbers, columns or intervals, each given as ``name=(value, domain)``."""
    values = [value for value, _ in arguments.values()]
    if not any(isinstance(value, _SINGLE) for value in values):
        return formula(*values)
    if any(isinstance(value, pd.Interval) for value in values):
        intervals = []
        for name, (value, domain) in arguments.items():
            intervals.append(as_interval(value, name))
            check(intervals[-1], domain, name)
        return _range(formula, at_infinity or formula, intervals)
    arguments = {name: (quantity(value, name), domain) for name, (value, domain) in arguments.items()}
    for name, (value, domain) in arguments.items():
        if isinstance(value, float) and not math.isnan(value):
            check(as_interval(value, name), domain, name)
    values = [value for value, _ in arguments.values()]
    if not all(isinstance(value, float) for value in values):
        return formula(*values)
    if any(map(math.isnan, values)):
        return math.nan  # also from 1 ** nan, which is 1
    try:
        return float(formula(*values))
    except OverflowError:  # a power beyond what a float can hold
        return math.inf


def quantity(value: Quantity, name: str, kinds: str = "a number, a column or a pandas.Interval") -> Quantity:
    """A plain number as a float (NumPy would count a small whole number in a circle); a column or interval as it is."""
    if isinstance(value, _NOT_QUANTITIES):
        raise TypeError(f"{name} must be {kinds}, not {type(value).__name__}")
    if isinstance(value, pd.Interval):
        if not isinstance(value.left, Real):
            raise TypeError(f"{name} must be an interval of numbers, got {value}")
        if value.is_empty or value.left == math.inf or value.right == -math.inf:
            raise ValueError(f"{name} is {value}, an interval that holds no number")
    try:
        return float(value) if isinstance(value, _NUMBERS) else value
    except OverflowError:
        raise ValueError(f"{name} is larger than a float can hold") from None


def as_interval(value: float | pd.Interval, name: str) -> pd.Interval:
    """The value itself if it is an interval, else the interval of this one point."""
    if isinstance(value, bool | np.bool_) or not isinstance(value, (*_NUMBERS, pd.Interval)):
        raise TypeError(f"{name} must be a number or a pandas.Interval here, not {type(value).__name__}")
    value = quantity(value, name)
    if isinstance(value, pd.Interval):
        return value
    if not math.isfinite(value):
        raise ValueError(f"{name} is {value}; give a finite number, or a pandas.Interval with an infinite end")
    return pd.Interval(value, value, closed="both")


def check(interval: pd.Interval, domain: pd.Interval, name: str) -> None:
    """Raise an error that names the argument if its lower end leaves the domain; no domain has an upper end."""
    inside = interval.left > domain.left or (
        interval.left == domain.left and (domain.closed_left or interval.open_left)
    )
    if not inside:
        least = f"{'at least' if domain.closed_left else 'above'} {domain.left:g}"
        given = interval.left if interval.left == interval.right else interval
        raise ValueError(f"{name} must be {least}, got {given}")


def _range(formula: _Formula, at_infinity: _Formula, intervals: list[pd.Interval]) -> pd.Interval:
    """The range of a formula that is monotone in each argument: its extremes lie on corners of the box.

    An end is closed if a corner that gives it belongs to the box, or if the formula takes the same value where the
    arguments with open ends are moved inside (0 / x is 0 for every x).
    """
    ends: dict[float, bool] = {}
    with np.errstate(all="ignore"):
        for corner in itertools.product(*map(_ends, intervals)):
            at = [end for _, end, _ in corner]
            use = at_infinity if any(map(math.isinf, at)) else formula
            value = float(use(*at))
            if math.isnan(value):
                continue  # 0/0 and inf/inf: the neighbouring corners hold the extremes
            moved = [end if belongs else _inside(interval) for interval, end, belongs in corner]
            attained = math.isfinite(value) and all(map(math.isfinite, moved)) and float(formula(*moved)) == value
            ends[value] = attained or ends.get(value, False)
    return span(ends)


def span(ends: dict[float, bool]) -> pd.Interval:
    """The interval from the least to the greatest of some values, each with whether it is attained."""
    lower, upper = min(ends), max(ends)
    if lower == upper:  # a point, or open ends that rounding makes one: never an empty interval
        return pd.Interval(lower, upper, closed="both")
    return pd.Interval(lower, upper, closed=closed_by(ends[lower], ends[upper]))


def closed_by(left: bool, right: bool) -> Closed:
    """The word of pandas for which ends belong to an interval."""
    closed: dict[tuple[bool, bool], Closed] = {
        (True, True): "both",
        (True, False): "left",
        (False, True): "right",
        (False, False): "neither",
    }
    return closed[left, right]


def _ends(interval: pd.Interval) -> list[tuple[pd.Interval, np.float64, bool]]:
    """The two ends of an interval, each with the interval and whether it belongs to it."""
    ends = [(interval.left, interval.closed_left), (interval.right, interval.closed_right)]
    return [(interval, np.float64(end), belongs) for end, belongs in ends]


def _inside(interval: pd.Interval) -> np.float64:
    """Some point well inside an interval that has an open end."""
    left, right = interval.left, interval.right
    if math.isinf(right):
        right = 2 * max(left, 0.0) + 2
    if math.isinf(left):
        left = 2 * min(right, 0.0) - 2
    return np.float64((left + right) / 2)
