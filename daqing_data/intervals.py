"""The interval's one room: where it comes from, its text, and the range of a formula over it.

An interval is a `pandas.Interval`: the values that the wording of a printed number admits. A plain
number beside it counts as the interval of this one point.

**How the range of a formula is found.** All formulas of this package are monotone in each argument
(one is not, see `range_with_turns`), so the extremes over a box of intervals lie on its corners,
and it is enough to look at these. The hard part is which ends belong to the range. A corner that
belongs to the box gives a value that is attained. A corner on an open end does not, unless the
formula does not care: 0 / x is 0 whatever x is. So each open end is moved to some point well
inside, and if the formula still gives the same value there, the end is closed.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from numbers import Real
from typing import Any, Literal

import numpy as np
import pandas as pd

__all__ = [
    "ABOVE_MINUS_ONE",
    "ABOVE_ZERO",
    "ANY",
    "FROM_ZERO",
    "Closed",
    "Quantity",
    "as_interval",
    "as_quantity",
    "closed_by",
    "evaluate",
    "floor_of",
    "from_row",
    "point",
    "range_with_turns",
    "require",
    "rounded",
    "to_text",
    "to_words",
]

Closed = Literal["left", "right", "both", "neither"]
Quantity = Any  #: a plain number, a column, or a pandas.Interval
Formula = Callable[..., Any]

ABOVE_ZERO = pd.Interval(0.0, math.inf, closed="neither")
FROM_ZERO = pd.Interval(0.0, math.inf, closed="left")
ABOVE_MINUS_ONE = pd.Interval(-1.0, math.inf, closed="neither")
ANY = pd.Interval(-math.inf, math.inf, closed="neither")


# --- where an interval comes from, and how it is written ------------------------------------------


def point(number: float) -> pd.Interval:
    """The interval that holds one number alone."""
    return pd.Interval(float(number), float(number), closed="both")


def from_row(row: Mapping[str, Any]) -> pd.Interval:
    """The interval of a row: its columns ``lower``, ``upper`` and ``closed``.

    Examples
    --------
    >>> from_row({"lower": 20, "upper": 30, "closed": "left"})
    Interval(20.0, 30.0, closed='left')
    """
    return pd.Interval(float(row["lower"]), float(row["upper"]), closed=row["closed"])


def closed_by(left: bool, right: bool) -> Closed:
    """The word of pandas for which ends belong to an interval."""
    closed: dict[tuple[bool, bool], Closed] = {
        (True, True): "both",
        (True, False): "left",
        (False, True): "right",
        (False, False): "neither",
    }
    return closed[left, right]


def to_text(interval: pd.Interval, digits: int = 4) -> str:
    """Write an interval with so many significant digits, its ends rounded *outwards*.

    A printed end never lies inside the interval: a floor is rounded down and a ceiling up, else the
    text would promise more than the wording does.

    Examples
    --------
    >>> to_text(pd.Interval(0.0886973, math.inf, closed="neither"))
    '(0.08869, inf)'
    >>> to_text(pd.Interval(6.14374, 6.24504, closed="both"), digits=3)
    '[6.14, 6.25]'
    """
    left, right = "[" if interval.closed_left else "(", "]" if interval.closed_right else ")"
    lower, upper = (
        rounded(end, digits, how)
        for end, how in ((interval.left, ROUND_FLOOR), (interval.right, ROUND_CEILING))
    )
    return f"{left}{lower:.{digits}g}, {upper:.{digits}g}{right}"


def to_words(
    interval: pd.Interval,
    digits: int = 3,
    words: tuple[str, str, str] = ("above {}", "below {}", "{} to {}"),
) -> str:
    """The same in words, for an interval with two ends and for one that has no upper or no lower.

    Examples
    --------
    >>> to_words(pd.Interval(0.5249, math.inf, closed="neither"))
    'above 0.524'
    """
    above, below, between = words
    lower = f"{rounded(interval.left, digits, ROUND_FLOOR):.{digits}g}"
    upper = f"{rounded(interval.right, digits, ROUND_CEILING):.{digits}g}"
    if math.isinf(interval.right):
        return above.format(lower)
    return below.format(upper) if math.isinf(interval.left) else between.format(lower, upper)


def rounded(number: float, digits: int, how: str) -> float:
    """The number with so many significant digits, rounded by one of the rules of `decimal`."""
    if not math.isfinite(number):
        return float(number)
    # From the shortest text of the float: 0.1666 is meant, not the binary number that is nearest to
    # it.
    return float(Context(prec=digits, rounding=how).create_decimal(repr(float(number)))) + 0.0


# --- what is given --------------------------------------------------------------------------------

_NUMBERS = (Real, Decimal)
_NOT_QUANTITIES = (bool, np.bool_, complex, str, bytes, list, tuple, dict, set, type(None))
_SINGLE = (*_NUMBERS, pd.Interval, *_NOT_QUANTITIES)


def as_quantity(
    value: Quantity, name: str, kinds: str = "a number, a column or a pandas.Interval"
) -> Quantity:
    """The argument as it is computed with, or an error that names it.

    A plain number becomes a float (NumPy would count a small whole number in a circle), an interval
    one of floats without a negative zero. A column stays as it is, but one of Python objects
    (Decimal, Fraction) becomes one of floats.
    """
    if isinstance(value, _NOT_QUANTITIES):
        raise TypeError(f"{name} must be {kinds}, not {type(value).__name__}")
    if isinstance(value, pd.Interval):
        if not isinstance(value.left, Real):
            raise TypeError(f"{name} must be an interval of numbers, got {value}")
        if value.is_empty or value.left == math.inf or value.right == -math.inf:
            raise ValueError(f"{name} is {value}, an interval that holds no number")
        return pd.Interval(value.left + 0.0, value.right + 0.0, closed=value.closed)
    if isinstance(value, _NUMBERS):
        try:
            return float(value) + 0.0  # the zero makes -0.0 a zero like others
        except OverflowError:
            raise ValueError(f"{name} is larger than a float can hold") from None
    return _column(value, name)


def _column(value: Any, name: str) -> Any:
    """A column of another library is its own business; one of pandas or NumPy must hold numbers."""
    if not isinstance(value, np.ndarray | pd.Series | pd.Index):
        return value
    is_object = value.dtype == object
    if isinstance(value.dtype, pd.IntervalDtype) or (is_object and _holds_intervals(value)):
        raise TypeError(
            f"{name} is a column of intervals; give the columns of their ends (lower, upper), "
            "or one interval at a time"
        )
    if not is_object:
        return value
    try:
        return value.astype(float)
    except (TypeError, ValueError, OverflowError):
        raise TypeError(f"{name} is a column of objects that are not all numbers") from None


def _holds_intervals(column: Any) -> bool:
    return any(isinstance(value, pd.Interval) for value in np.ravel(column))


def as_interval(value: float | pd.Interval, name: str) -> pd.Interval:
    """The value itself if it is an interval, else the interval of this one point."""
    if isinstance(value, bool | np.bool_) or not isinstance(value, (*_NUMBERS, pd.Interval)):
        kind = type(value).__name__
        raise TypeError(f"{name} must be a number or a pandas.Interval here, not {kind}")
    value = as_quantity(value, name)
    if isinstance(value, pd.Interval):
        return value
    if not math.isfinite(value):
        raise ValueError(
            f"{name} is {value}; give a finite number, or a pandas.Interval with an infinite end"
        )
    return point(value)


def require(interval: pd.Interval, domain: pd.Interval, name: str) -> None:
    """Raise an error that names the argument if its lower end leaves the domain.

    No domain of this package has an upper end.
    """
    inside = interval.left > domain.left or (
        interval.left == domain.left and (domain.closed_left or interval.open_left)
    )
    if not inside:
        least = f"{'at least' if domain.closed_left else 'above'} {domain.left:g}"
        given = interval.left if interval.left == interval.right else interval
        raise ValueError(f"{name} must be {least}, got {given}")


def floor_of(target: Quantity) -> Quantity:
    """The least level that reaches a target, or must be passed: of an interval, its left end."""
    if not isinstance(target, pd.Interval):
        return target
    if math.isinf(target.left):
        raise ValueError(f"target is {target}, which sets no least level")
    return float(target.left)


# --- the range of a formula -----------------------------------------------------------------------


def evaluate(
    formula: Formula,
    at_infinity: Formula | None = None,
    floor: str = "",
    **arguments: tuple[Quantity, pd.Interval],
) -> Any:
    """Apply a formula to numbers, columns or intervals, each given as ``name=(value, domain)``.

    Columns go to the formula as they are: their library does the arithmetic, row by row, and
    nothing is checked. Plain numbers are checked against their domain first. As soon as one
    argument is an interval, all are, and the result is the exact range of the formula.

    Parameters
    ----------
    formula : callable
        Plain arithmetic, monotone in each argument.
    at_infinity : callable, optional
        Its limit where an argument is infinite, if plain arithmetic would give NaN there.
    floor : str
        The name of an argument of which the left end alone counts, where it is an interval: a
        target.
    **arguments
        Value and domain by name, in the order of the formula's parameters.
    """
    domains = {name: domain for name, (_, domain) in arguments.items()}
    if any(isinstance(value, pd.Interval) for value, _ in arguments.values()):
        box = {name: as_interval(value, name) for name, (value, _) in arguments.items()}
        for name, interval in box.items():
            least = point(floor_of(interval)) if name == floor else interval
            require(least, domains[name], name)
        ends = [_ends(interval, floor=name == floor) for name, interval in box.items()]
        return _range(formula, at_infinity or formula, ends)
    given = {name: as_quantity(value, name) for name, (value, _) in arguments.items()}
    values = list(given.values())
    for name, value in given.items():
        if isinstance(value, float) and not math.isnan(value):
            require(as_interval(value, name), domains[name], name)
    if not all(isinstance(value, float) for value in values):
        return formula(*values)
    if any(map(math.isnan, values)):
        return math.nan  # also from 1 ** nan, which is 1
    try:
        return float(formula(*values))
    except OverflowError:  # a power beyond what a float can hold
        return math.inf


End = tuple[np.float64, bool, np.float64]  #: an end, whether it belongs, and a point well inside


def _ends(interval: pd.Interval, *, floor: bool = False) -> list[End]:
    """The ends of an interval that a formula must be evaluated at; of a floor, the left one."""
    inside = _inside(interval)
    ends = [(interval.left, interval.closed_left), (interval.right, interval.closed_right)]
    return [(np.float64(end), belongs, inside) for end, belongs in ends[: 1 if floor else 2]]


def _inside(interval: pd.Interval) -> np.float64:
    """Some point well inside an interval that has an open end."""
    left, right = interval.left, interval.right
    if math.isinf(right):
        right = 2 * max(left, 0.0) + 2
    if math.isinf(left):
        left = 2 * min(right, 0.0) - 2
    return np.float64((left + right) / 2)


def _range(formula: Formula, at_infinity: Formula, box: list[list[End]]) -> pd.Interval:
    """The range of a monotone formula: see the head of this module."""

    def value_at(point: list[np.float64]) -> float:
        return float((at_infinity if any(map(math.isinf, point)) else formula)(*point))

    attained: dict[float, bool] = {}
    with np.errstate(all="ignore"):
        for corner in itertools.product(*box):
            value = value_at([end for end, _, _ in corner])
            if math.isnan(value):
                continue  # 0/0 and inf/inf: the neighbouring corners hold the extremes
            same = all(value_at(moved) == value for moved in _moved(corner))
            attained[value] = attained.get(value, False) or (math.isfinite(value) and same)
    return _hull(attained)


def _moved(corner: tuple[End, ...]) -> Iterator[list[np.float64]]:
    """The corner with its open ends moved inside: each alone, as two may make up for each other."""
    opened = [place for place, (_, belongs, _) in enumerate(corner) if not belongs]
    for moving in [*([place] for place in opened), opened]:
        yield [inside if place in moving else end for place, (end, _, inside) in enumerate(corner)]


def range_with_turns(
    formula: Callable[[Any, Any], Any],
    base: pd.Interval,
    actual: pd.Interval,
    turns: Callable[[float], list[float]] = lambda actual: [],
) -> pd.Interval:
    """The range of a formula that rises with the actual value and, in the base, has turns.

    Along the base the formula turns only where `turns` says. The middle of the base stands for the
    open ends where the base makes no difference.
    """
    attained: dict[float, bool] = {}
    with np.errstate(all="ignore"):
        for level, has_level, _ in _ends(actual):
            inside = [(turn, True) for turn in [base.mid, *turns(float(level))]]
            ends = [(base.left, base.closed_left), (base.right, base.closed_right)]
            for start, has_start in [*ends, *inside]:
                value = float(formula(np.float64(start), level))
                finite = math.isfinite(level) and math.isfinite(value)
                belongs = has_level and has_start and finite
                attained[value] = attained.get(value, False) or belongs
    return _hull(attained)


def _hull(attained: Mapping[float, bool]) -> pd.Interval:
    """From the least to the greatest of some values, each with whether it is attained."""
    lower, upper = min(attained), max(attained)
    if lower == upper:  # a point, or open ends that rounding makes one: never an empty interval
        return pd.Interval(lower, upper, closed="both")
    return pd.Interval(lower, upper, closed=closed_by(attained[lower], attained[upper]))
