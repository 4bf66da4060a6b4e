"""How far along the path to a target: five measures of progress.

Each takes plain numbers, columns or `pandas.Interval`, as `daqing_data.measures` does:

=================  ============================================================  ==================
`progress_ratio`   growth per year so far / growth per year that is required     Eurostat, Open SDG
`projected_share`  share of the way made by the target's year if growth goes on  UN Progress Chart
`path_share`       share of the way made so far
`path_ratio`       share of the way made so far / share of the time gone         UN, linear path
`time_lead`        years ahead of the linear path, negative if behind            Sicherl
=================  ============================================================  ==================

A target is a floor, as everywhere in this package: only its left end counts. Base and actual value
are known up to an interval. The base must lie below the target: a target that is met at the base
leaves no way to measure, and a target to fall to (a ceiling) is refused for the same reason rather
than read the wrong way round. Zero is never replaced by a small number.

**Why the ranges are exact.** The first three measures have one form, with ``p >= q > 0``::

    ((actual / base) ** p - 1) / ((target / base) ** q - 1)

It rises with the actual value. The base stands above and below the line, and the form is *not*
monotone in it: its derivative has the sign of ``k(u) = A * (r * u**q - (r - 1)) - u**p`` with ``u =
base / target``, ``A = (actual / target) ** p`` and ``r = p / q``. For u below 1, k is negative if
actual < target: the form falls. If actual > target and r > 1, k rises through zero once: the form
falls, then rises again. So its extremes lie on corners of the box, or where k is zero at an end of
the actual interval; all of these are evaluated.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd

from daqing_data.intervals import (
    ABOVE_ZERO,
    ANY,
    FROM_ZERO,
    Quantity,
    as_interval,
    as_quantity,
    evaluate,
    floor_of,
    range_with_turns,
    require,
)

__all__ = ["path_ratio", "path_share", "progress_ratio", "projected_share", "time_lead"]


def progress_ratio(
    base: Quantity,
    actual: Quantity,
    target: Quantity,
    years_elapsed: Quantity,
    years_total: Quantity,
) -> Quantity:
    """Growth per year so far, as a share of the growth per year that the target requires.

    ``((actual / base) ** (1 / years_elapsed) - 1) / ((target / base) ** (1 / years_total) - 1)``

    Parameters
    ----------
    base, actual : number, column or pandas.Interval
        The level in the base year and now: base > 0, actual >= 0.
    target : number, column or pandas.Interval
        The level to reach, above the base. Of an interval the left end counts.
    years_elapsed, years_total : number or column
        Years from the base year until now and until the target's year;
        0 < years_elapsed <= years_total.

    Returns
    -------
    number, column or pandas.Interval
        1 is exactly as fast as required, 0 is standstill, below 0 is a fall.

    Raises
    ------
    ValueError
        If a plain number or an interval leaves the domain: no growth rate starts from zero, and
        none is required to a target that the base meets. Columns are not checked: drop rows whose
        base is not below the target.

    Notes
    -----
    Eurostat, *Sustainable development in the European Union: monitoring report on progress towards
    the SDGs in an EU context* (2021), for indicators with a quantitative target; taken over by Open
    SDG, *Progress Measurement Methodology* (open-sdg.readthedocs.io, ``progress-methodology``),
    whose text and code (sdg-build, ``ProgressMeasure.methodology_2``) were read for this function;
    Eurostat's own annex was not at hand. Open SDG replaces a base or target of zero by 0.001 and
    lets all values be negative; here both are refused. As there, a natural limit (100 %) changes
    nothing once a target is given.

    Examples
    --------
    >>> round(progress_ratio(923, 1100, 1500, 3, 4), 4)
    0.4666
    >>> over_1200 = pd.Interval(1200, math.inf, closed="neither")
    >>> progress_ratio(pd.Interval(923, 923, closed="both"), over_1200, 1500, 4, 4).right
    inf
    """
    base, actual, target, elapsed, total = _arguments(
        base, actual, target, years_elapsed, years_total
    )
    return _powers(base, actual, target, 1 / elapsed, 1 / total)


def projected_share(
    base: Quantity,
    actual: Quantity,
    target: Quantity,
    years_elapsed: Quantity,
    years_total: Quantity,
) -> Quantity:
    """Share of the way from base to target made by the target's year if the growth so far goes on.

    ``(projected - base) / (target - base)`` with
    ``projected = base * (actual / base) ** (years_total / years_elapsed)``

    Parameters
    ----------
    base, actual, target, years_elapsed, years_total : number, column or pandas.Interval
        As for `progress_ratio`.

    Returns
    -------
    number, column or pandas.Interval
        1 is the whole way. In the target's year itself it is `path_share`.

    Raises
    ------
    ValueError
        If a plain number or an interval leaves the domain.

    Notes
    -----
    United Nations Statistics Division, *The Sustainable Development Goals Progress Chart 2023:
    technical note*, for series with a numerical target. The note itself was not at hand; formula
    and cuts are those that Eustat (the Basque statistics office) restates from it in its published
    methodology. Eustat's exception for values within one point of a target of 0 % or 100 % is not
    applied: a value is at the target or not. A projection is not capped at 100 %.

    Examples
    --------
    >>> round(projected_share(923, 1100, 1500, 3, 4), 4)
    0.4216
    """
    base, actual, target, elapsed, total = _arguments(
        base, actual, target, years_elapsed, years_total
    )
    return _powers(base, actual, target, total / elapsed, 1.0)


def path_share(base: Quantity, actual: Quantity, target: Quantity) -> Quantity:
    """Share of the way from base to target that is made: ``(actual - base) / (target - base)``.

    Parameters
    ----------
    base, actual : number, column or pandas.Interval
        The level in the base year and now, of any sign.
    target : number, column or pandas.Interval
        The level to reach, above the base. Of an interval the left end counts.

    Returns
    -------
    number, column or pandas.Interval
        0 at the base, 1 at the target. Not `daqing_data.share_reached`, which counts from zero.

    Raises
    ------
    ValueError
        If the base does not lie below the target.

    Notes
    -----
    The base stands above and below the line: corners bound it, because it is monotone in each
    argument alone.

    Examples
    --------
    >>> round(path_share(923, 1100, 1500), 4)
    0.3068
    """
    base, actual, target, *_ = _arguments(base, actual, target)
    return _linear(base, actual, target)


def path_ratio(
    base: Quantity,
    actual: Quantity,
    target: Quantity,
    years_elapsed: Quantity,
    years_total: Quantity,
) -> Quantity:
    """Share of the way made, as a share of the time gone.

    ``path_share / (years_elapsed / years_total)``

    Parameters
    ----------
    base, actual, target, years_elapsed, years_total : number, column or pandas.Interval
        As for `progress_ratio`, but the levels may be of any sign.

    Returns
    -------
    number, column or pandas.Interval
        1 is on the straight line from base to target.

    Raises
    ------
    ValueError
        If the base does not lie below the target, or the years are out of order.

    Notes
    -----
    The UN regional commissions read their Current Status Index against a line of expected progress
    in the same way (ESCAP, ECA: SDG progress reports); in China it is 完成进度 beside 时间进度, the
    usual yardstick of mid-term reviews of plans. The linear path asks for more in the early years
    than constant growth does, so it judges them more strictly than `progress_ratio`.

    Examples
    --------
    >>> round(path_ratio(923, 1100, 1500, 3, 4), 4)
    0.409
    """
    base, actual, target, elapsed, total = _arguments(
        base, actual, target, years_elapsed, years_total
    )
    return _linear(base, actual, target, total / elapsed)


def time_lead(
    base: Quantity,
    actual: Quantity,
    target: Quantity,
    years_elapsed: Quantity,
    years_total: Quantity,
) -> Quantity:
    """Years by which the actual level is ahead of the straight line to the target.

    ``path_share * years_total - years_elapsed``

    Parameters
    ----------
    base, actual, target, years_elapsed, years_total : number, column or pandas.Interval
        As for `progress_ratio`, but the levels may be of any sign.

    Returns
    -------
    number, column or pandas.Interval
        Years; negative is a lag. Below ``-years_elapsed`` the level is under the base, where the
        line never was: read it as "more than years_elapsed behind".

    Raises
    ------
    ValueError
        If the base does not lie below the target, or the years are out of order.

    Notes
    -----
    The S-time-distance to the line to target, with its sign turned (there a lead is negative): P.
    Sicherl, *Time distance monitoring of implementation of targets*, used for the Lisbon and
    Millennium goals (SICENTER, gaptimer.eu; wikiprogress.org, *Time Distance Progress Chart of MDG
    implementation*, 2012). His articles define it in words, as the time of the actual level less
    the time at which the line to target has that level; the line is linear here.

    Examples
    --------
    >>> round(time_lead(923, 1100, 1500, 3, 4), 2)
    -1.77
    """
    base, actual, target, elapsed, total = _arguments(
        base, actual, target, years_elapsed, years_total
    )
    return _linear(base, actual, target, total, elapsed)


# --- how they are evaluated -----------------------------------------------------------------------


def _linear(
    base: Quantity, actual: Quantity, target: Quantity, times: Quantity = 1.0, less: Quantity = 0.0
) -> Quantity:
    """``(actual - base) / (target - base) * times - less`` of arguments that have been read."""

    def formula(base: Any, actual: Any, target: Any, times: Any, less: Any) -> Any:
        return (1.0 * actual - base) / (1.0 * target - base) * times - less

    if isinstance(base, pd.Interval):
        return range_with_turns(lambda b, a: formula(b, a, target, times, less), base, actual)
    return evaluate(
        formula,
        base=(base, ANY),
        actual=(actual, ANY),
        target=(target, ANY),
        times=(times, ANY),
        less=(less, ANY),
    )


def _powers(
    base: Quantity, actual: Quantity, target: Quantity, p: Quantity, q: Quantity
) -> Quantity:
    """``((actual / base) ** p - 1) / ((target / base) ** q - 1)`` of any quantities."""

    def formula(base: Any, actual: Any, target: Any, p: Any, q: Any) -> Any:
        return ((actual / base) ** p - 1) / ((target / base) ** q - 1)

    def at(base: Any, actual: Any) -> Any:
        if base == 0:  # the limit; only an open end may be there
            return (actual / target) ** p if p == q or actual == 0 else math.inf
        return formula(base, actual, target, p, q)

    if isinstance(base, pd.Interval):
        require(base, ABOVE_ZERO, "base")
        require(actual, FROM_ZERO, "actual")
        return range_with_turns(at, base, actual, lambda actual: _turn(base, actual, target, p, q))
    return evaluate(
        formula,
        base=(base, ABOVE_ZERO),
        actual=(actual, FROM_ZERO),
        target=(target, ABOVE_ZERO),
        p=(p, ABOVE_ZERO),
        q=(q, ABOVE_ZERO),
    )


def _turn(base: pd.Interval, actual: float, target: float, p: float, q: float) -> list[float]:
    """Where, inside the base, the form at the head of this module stops falling: the zero of k."""
    r, level = p / q, np.float64(actual) / target  # of NumPy, which knows infinity: no error

    def k(u: float) -> Any:
        return level**p * (r * u**q - (r - 1)) - u**p

    low, high = base.left / target, base.right / target
    if k(low) >= 0 or k(high) <= 0:
        return []
    while low < (middle := (low + high) / 2) < high:  # until the two are neighbours
        low, high = (middle, high) if k(middle) < 0 else (low, middle)
    return [low * target]


def _arguments(
    base: Quantity,
    actual: Quantity,
    target: Quantity,
    years_elapsed: Quantity = 1.0,
    years_total: Quantity = 1.0,
) -> tuple[Quantity, Quantity, Quantity, Quantity, Quantity]:
    """The arguments of a measure of progress, checked and read; the target as its floor.

    Where one of the levels is an interval, base and actual both come back as intervals.
    """
    levels = {"base": base, "actual": actual, "target": target}
    years = {"years_elapsed": years_elapsed, "years_total": years_total}
    kinds = "a number or a column"
    for name, number in years.items():
        if isinstance(number, pd.Interval):
            raise TypeError(f"{name} must be {kinds}, not Interval")
    elapsed, total = (as_quantity(number, name, kinds) for name, number in years.items())
    if any(isinstance(level, pd.Interval) for level in levels.values()):
        # nothing beside an interval may be a column, or NaN
        read = [as_interval(each, name) for name, each in (levels | years).items()]
        base, actual, target = read[:3]
        highest = float(base.right)
        if math.isinf(base.left):
            raise ValueError(f"base must be bounded, got {base}")
    else:
        base, actual, target = (as_quantity(level, name) for name, level in levels.items())
        highest = base
    target = floor_of(target)
    if isinstance(highest, float) and isinstance(target, float) and highest >= target:
        given = levels["base"]
        raise ValueError(f"base must lie below the target {target}, got {given}: it is met already")
    numbers = [each for each in (elapsed, total) if isinstance(each, float) and each == each]
    if numbers and not 0 < numbers[0] <= numbers[-1] < math.inf:
        raise ValueError(
            "years must be in the order 0 < years_elapsed <= years_total, "
            f"got {years_elapsed} and {years_total}"
        )
    return base, actual, target, elapsed, total
