"""What came of a target: progress measured as official statistics measure it, and verdicts that admit ignorance.

Four measures ask how fast a quantity went from a base towards a target. Each takes plain numbers, columns or
`pandas.Interval`, as `daqing_data.measures` does:

=================  ================================================================  ==================
`progress_ratio`   growth a year so far / growth a year that the target requires     Eurostat, Open SDG
`projected_share`  share of the way made by the target's year if growth goes on      UN Progress Chart
`path_ratio`       share of the way made so far / share of the time gone             linear path
`time_lead`        years ahead of the linear path, negative if behind                Sicherl
=================  ================================================================  ==================

`METHODS` holds their cuts and categories, `assess` gives every category that the wording admits, and `progress` applies
all of them to the article's targets.

A target here is a floor, as in `daqing_data.is_reached`: it is reached by at least so much, or by more where an
interval is open on the left ("more than 65 %"), and only that left end counts. Base and actual value are known up to an
interval. The base must lie below the target: a target that is met at the base leaves no way to measure, and a target to
fall to (a ceiling) is refused for the same reason rather than read the wrong way round. Zero is never replaced by a
small number.

**Why the ranges are exact.** The first three measures have one form, with ``p >= q > 0``::

    ((actual / base) ** p - 1) / ((target / base) ** q - 1)

It rises with the actual value. The base stands above and below the line, and the form is *not* monotone in it: its
derivative has the sign of ``k(u) = A * (r * u**q - (r - 1)) - u**p`` with ``u = base / target``,
``A = (actual / target) ** p`` and ``r = p / q``. For u below 1, k is negative if actual < target: the form falls. If
actual > target and r > 1, k rises through zero once: the form falls, then rises again. So its extremes lie on corners
of the box, or where k is zero at an end of the actual interval; all of these are evaluated.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any, NamedTuple, cast

import numpy as np
import pandas as pd

from daqing_data import measures, tables
from daqing_data.compare import target_gaps

__all__ = [
    "METHODS",
    "Assessment",
    "Method",
    "assess",
    "path_ratio",
    "path_share",
    "progress",
    "progress_ratio",
    "projected_share",
    "time_lead",
]

Quantity = Any  #: a plain number, a column, or a pandas.Interval


# --- measures of progress -------------------------------------------------------------------------------------------


def progress_ratio(
    base: Quantity, actual: Quantity, target: Quantity, years_elapsed: Quantity, years_total: Quantity
) -> Quantity:
    """Growth a year so far, as a share of the growth a year that leads to the target in time.

    ``((actual / base) ** (1 / years_elapsed) - 1) / ((target / base) ** (1 / years_total) - 1)``

    Parameters
    ----------
    base, actual : number, column or pandas.Interval
        The level in the base year, > 0, and now, >= 0.
    target : number, column or pandas.Interval
        The level to reach, above the base. Of an interval the left end counts.
    years_elapsed, years_total : number or column
        Years from the base year until now and until the target's year; 0 < years_elapsed <= years_total.

    Returns
    -------
    number, column or pandas.Interval
        1 is exactly as fast as required, 0 is standstill, below 0 is a fall.

    Raises
    ------
    ValueError
        If a plain number or an interval leaves the domain: no growth rate starts from zero, and none is required to a
        target that the base meets. Columns are not checked: drop rows whose base is not below the target.

    Notes
    -----
    Eurostat, *Sustainable development in the European Union: monitoring report on progress towards the SDGs in an EU
    context* (2021), for indicators with a quantitative target; taken over by Open SDG, *Progress Measurement
    Methodology* (open-sdg.readthedocs.io, ``progress-methodology``), whose text and code (sdg-build,
    ``ProgressMeasure.methodology_2``) were read for this function; Eurostat's own annex was not at hand. Open SDG
    replaces a base or target of zero by 0.001 and lets all values be negative; here both are refused. As there, a
    natural limit (100 %) changes nothing once a target is given.

    Examples
    --------
    >>> round(progress_ratio(923, 1100, 1500, 3, 4), 4)
    0.4666
    >>> over_1200 = pd.Interval(1200, math.inf, closed="neither")
    >>> progress_ratio(pd.Interval(923, 923, closed="both"), over_1200, 1500, 4, 4).right
    inf
    """
    base, actual, target, elapsed, total = _arguments(base, actual, target, years_elapsed, years_total)
    return _powers(base, actual, target, 1 / elapsed, 1 / total)


def projected_share(
    base: Quantity, actual: Quantity, target: Quantity, years_elapsed: Quantity, years_total: Quantity
) -> Quantity:
    """Share of the way from base to target that is made by the target's year if the growth so far goes on.

    ``(projected - base) / (target - base)``, ``projected = base * (actual / base) ** (years_total / years_elapsed)``

    Parameters
    ----------
    base, actual : number, column or pandas.Interval
        The level in the base year, > 0, and now, >= 0.
    target : number, column or pandas.Interval
        The level to reach, above the base. Of an interval the left end counts.
    years_elapsed, years_total : number or column
        Years from the base year until now and until the target's year; 0 < years_elapsed <= years_total.

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
    United Nations Statistics Division, *The Sustainable Development Goals Progress Chart 2023: technical note*, for
    series with a numerical target. The note itself was not at hand; formula and cuts are those that Eustat (the Basque
    statistics office) restates from it in its published methodology. Eustat's exception for values within one point
    of a target of 0 % or 100 % is not applied: a value is at the target or not. A projection is not capped at 100 %.

    Examples
    --------
    >>> round(projected_share(923, 1100, 1500, 3, 4), 4)
    0.4216
    """
    base, actual, target, elapsed, total = _arguments(base, actual, target, years_elapsed, years_total)
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
    The base stands above and below the line: corners bound it, because it is monotone in each argument alone.

    Examples
    --------
    >>> round(path_share(923, 1100, 1500), 4)
    0.3068
    """
    return _way_made(*_arguments(base, actual, target)[:3])


def path_ratio(
    base: Quantity, actual: Quantity, target: Quantity, years_elapsed: Quantity, years_total: Quantity
) -> Quantity:
    """Share of the way made, as a share of the time gone: ``path_share / (years_elapsed / years_total)``.

    Parameters
    ----------
    base, actual : number, column or pandas.Interval
        The level in the base year and now, of any sign.
    target : number, column or pandas.Interval
        The level to reach, above the base. Of an interval the left end counts.
    years_elapsed, years_total : number or column
        Years from the base year until now and until the target's year; 0 < years_elapsed <= years_total.

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
    Plain proportion; no authority is claimed for it. The linear path asks for more in the early years than constant
    growth does, so it judges them more strictly than `progress_ratio`.

    Examples
    --------
    >>> round(path_ratio(923, 1100, 1500, 3, 4), 4)
    0.409
    """
    base, actual, target, elapsed, total = _arguments(base, actual, target, years_elapsed, years_total)
    return _way_made(base, actual, target) * (total / elapsed)


def time_lead(
    base: Quantity, actual: Quantity, target: Quantity, years_elapsed: Quantity, years_total: Quantity
) -> Quantity:
    """Years by which the actual level is ahead of the straight line to the target: ``path_share * total - elapsed``.

    Parameters
    ----------
    base, actual : number, column or pandas.Interval
        The level in the base year and now, of any sign.
    target : number, column or pandas.Interval
        The level to reach, above the base. Of an interval the left end counts.
    years_elapsed, years_total : number or column
        Years from the base year until now and until the target's year; 0 < years_elapsed <= years_total.

    Returns
    -------
    number, column or pandas.Interval
        Years; negative is a lag. Below ``-years_elapsed`` the level is under the base, where the line never was: read
        it as "more than years_elapsed behind".

    Raises
    ------
    ValueError
        If the base does not lie below the target, or the years are out of order.

    Notes
    -----
    The S-time-distance to the line to target, with its sign turned (there a lead is negative): P. Sicherl, *Time
    distance monitoring of implementation of targets*, used for the Lisbon and Millennium goals (SICENTER, gaptimer.eu;
    wikiprogress.org, *Time Distance Progress Chart of MDG implementation*, 2012). His articles define it in words, as
    the time of the actual level less the time at which the line to target has that level; the line is linear here.

    Examples
    --------
    >>> round(time_lead(923, 1100, 1500, 3, 4), 2)
    -1.77
    """
    base, actual, target, elapsed, total = _arguments(base, actual, target, years_elapsed, years_total)
    return _way_made(base, actual, target) * total - elapsed


# --- verdicts -------------------------------------------------------------------------------------------------------

Words = tuple[str, str]  #: the same in English and Chinese


class Method(NamedTuple):
    """One row of `METHODS`: a statistic and how it is cut into categories.

    Attributes
    ----------
    statistic : callable
        A function of base, actual, target, years_elapsed and years_total.
    words : tuple of str
        What the statistic is, in English and Chinese.
    cuts : tuple of float
        From high to low; the statistic belongs to the category before the first cut that it is not below.
    categories : tuple of tuple of str
        One more than cuts, from good to bad, each in English and Chinese.
    reached : tuple of str or None
        The category of its own that the method has for a target that is reached already, if it has one.
    uses_base : bool
        Whether the result depends on the base and its year.
    authority : str
        Where formula and cuts come from.
    """

    statistic: Callable[..., Any]
    words: Words
    cuts: tuple[float, ...]
    categories: tuple[Words, ...]
    reached: Words | None
    uses_base: bool
    authority: str


def _share_reached(
    base: Quantity, actual: Quantity, target: Quantity, years_elapsed: Quantity, years_total: Quantity
) -> Quantity:
    return measures.share_reached(actual, _floor(target))


#: method -> its statistic, cuts, categories and authority. They disagree on the same numbers, and that is the lesson.
METHODS: dict[str, Method] = {
    "progress_ratio": Method(
        progress_ratio,
        ("Growth a year as a share of the required", "实际年均增速与所需年均增速之比"),
        (0.95, 0.60, 0.0),
        (
            ("on track", "进展顺利"),
            ("acceleration needed", "有进展但须加快"),
            ("limited progress", "进展有限"),
            ("deterioration", "倒退"),
        ),
        ("target achieved", "目标已实现"),
        True,
        "Eurostat (2021); cuts and categories as Open SDG publishes them",
    ),
    "projected_share": Method(
        projected_share,
        ("Share of the way made by the target's year if growth goes on", "按现有增速到目标年可完成的路程比例"),
        (0.95, 0.10),
        (
            ("met or on track", "已实现或进展顺利"),
            ("fair progress, acceleration needed", "进展尚可但须加快"),
            ("stagnation or regression", "停滞或倒退"),
        ),
        None,
        True,
        "UN Statistics Division, SDG Progress Chart 2023, as restated by Eustat",
    ),
    "path_ratio": Method(
        path_ratio,
        ("Share of the way made as a share of the time gone", "已完成路程比例与已用时间比例之比"),
        (1.0, 0.0),
        (
            ("on or ahead of the line", "不落后于直线路径"),
            ("behind the line", "落后于直线路径"),
            ("away from the target", "背离目标"),
        ),
        None,
        True,
        "plain proportion; no authority",
    ),
    "time_lead": Method(
        time_lead,
        ("Years ahead of the straight line to the target", "比直线路径提前的年数"),
        (0.0,),
        (("on time or ahead", "按时或提前"), ("behind", "滞后")),
        None,
        True,
        "P. Sicherl, S-time-distance, sign turned",
    ),
    "reached": Method(
        _share_reached,
        ("Share of the target's level that is reached", "已达到目标水平的比例"),
        (),
        (("target not reached", "目标未达到"),),
        ("target reached", "目标已达到"),
        False,
        "daqing_data.is_reached",
    ),
}

CANNOT_BE_TOLD: Words = ("cannot be told", "无法判定")


class Assessment(NamedTuple):
    """What `assess` found.

    Attributes
    ----------
    method : str
        A key of `METHODS`.
    statistic : pandas.Interval
        The range of the method's statistic over all admitted values.
    candidates : tuple of str
        Every category that some admitted value falls into, from good to bad.
    """

    method: str
    statistic: pd.Interval
    candidates: tuple[str, ...]

    @property
    def verdict(self) -> str:
        """The category if there is one only, else "cannot be told"."""
        return self.candidates[0] if len(self.candidates) == 1 else CANNOT_BE_TOLD[0]


def assess(
    method: str,
    base: float | pd.Interval,
    actual: float | pd.Interval,
    target: float | pd.Interval,
    years_elapsed: float,
    years_total: float,
) -> Assessment:
    """Judge progress by one method: every category that the admitted values fall into, and the verdict.

    Parameters
    ----------
    method : str
        A key of `METHODS`.
    base, actual, target : number or pandas.Interval
        As for `progress_ratio`; the domain is that of the method's statistic.
    years_elapsed, years_total : number
        Years from the base year until now and until the target's year. The method "reached" looks at neither base nor
        years.

    Returns
    -------
    Assessment

    Raises
    ------
    ValueError
        If the method is unknown, a value is not finite, or the values leave the domain.

    Examples
    --------
    >>> assess("progress_ratio", 923, 1100, 1500, 3, 4).verdict
    'limited progress'
    >>> over_1200 = pd.Interval(1200, math.inf, closed="neither")
    >>> assess("reached", 923, over_1200, 1500, 4, 4)  # doctest: +NORMALIZE_WHITESPACE
    Assessment(method='reached', statistic=Interval(0.8, inf, closed='neither'),
               candidates=('target reached', 'target not reached'))
    """
    if method not in METHODS:
        raise tables.nearest("method", method, METHODS)
    rule = METHODS[method]
    actual = measures.as_interval(actual, "actual")
    if rule.uses_base:
        base = measures.as_interval(base, "base")
    statistic = rule.statistic(base, actual, target, years_elapsed, years_total)
    names = [english for english, _ in rule.categories]
    if rule.reached is None:
        return Assessment(method, statistic, tuple(_within(statistic, rule.cuts, names)))
    candidates = [] if measures.is_reached(actual, target) == "no" else [rule.reached[0]]
    if (missing := _not_reaching(actual, target)) is not None:
        part = rule.statistic(base, missing, target, years_elapsed, years_total)
        candidates += _within(part, rule.cuts, names)
    return Assessment(method, statistic, tuple(candidates))


def _within(statistic: pd.Interval, cuts: tuple[float, ...], names: list[str]) -> Iterator[str]:
    """The categories that an interval of the statistic touches; each contains its lower cut."""
    for lower, upper, name in zip((*cuts, -math.inf), (math.inf, *cuts), names, strict=True):
        if statistic.overlaps(pd.Interval(lower, upper, closed="left")):
            yield name


def _not_reaching(actual: pd.Interval, target: float | pd.Interval) -> pd.Interval | None:
    """The part of the actual interval that does not reach the target, if any."""
    goal = measures.as_interval(target, "target")
    short = pd.Interval(-math.inf, goal.left, closed="right" if goal.open_left else "neither")
    if not actual.overlaps(short):
        return None
    if actual.right < short.right or (actual.right == short.right and (short.closed_right or actual.open_right)):
        return actual
    return pd.Interval(actual.left, short.right, closed=measures.closed_by(actual.closed_left, short.closed_right))


# --- the table ------------------------------------------------------------------------------------------------------

_CONDITION: Words = (
    "Condition: the base is the Blue Book's value, put into {base_year}, the later value is the city's own count; that "
    "both count alike is not said.",
    "前提:基数为蓝皮书数值,年份假定为{base_year}年;其后数值为大庆市自报,两者口径是否一致未说明。",
)
_CONDITION_WITHOUT_BASE: Words = (
    "Condition: the value is the city's own count; that the target is counted alike is not said.",
    "前提:数值为大庆市自报,与目标口径是否一致未说明。",
)
_WHY: dict[str, Words] = {
    "one": ("Every admitted value falls into one category.", "措辞允许的各值均属同一类别。"),
    "floor": (
        "The wording sets a floor and no ceiling, so several categories stay open.",
        "措辞只给下限、不给上限,故有多种可能。",
    ),
    "cut": ("The admitted values lie on both sides of a cut.", "措辞允许的各值跨越分界。"),
}
_CONFIDENCE = {"high": "高", "medium": "中", "low": "低"}
_NO_LATER_LEVEL: Words = (
    "Nor does the context table hold a later level on its scale.",
    "参照数据中也没有同一尺度的后续数值。",
)


def progress() -> pd.DataFrame:
    """Progress to each target of the article: one row a target, base year, year and method.

    Returns
    -------
    pandas.DataFrame
        ``target_figure, base_figure, base_year, context_id, year, method``; ``value``, the method's statistic from the
        printed numbers; ``lower, upper, closed``, all that their wording allows; ``verdict`` (a category of `METHODS`,
        "cannot be told" or "refused"); ``candidates``, every possible category, separated by "; "; ``reason_en,
        reason_zh``. The base year is not printed, so there is a row for each admissible one; it is missing
        where the method needs none. A refused target keeps one row, with NaN and the reason.

    Notes
    -----
    The base is the article's, the later values are `context` rows with the target's entity and indicator; of several
    sources for a year the first is taken. The reasons name the confidence in the later value.

    Examples
    --------
    >>> table = progress().query("base_year == 2020 and year == 2023").set_index("method")
    >>> table["verdict"].to_dict()  # doctest: +NORMALIZE_WHITESPACE
    {'progress_ratio': 'limited progress', 'projected_share': 'fair progress, acceleration needed',
     'path_ratio': 'behind the line', 'time_lead': 'behind'}
    """
    figures = {row["figure_id"]: row for row in tables.records(tables.figures())}
    rows = []
    for target_id, pairs in target_gaps().groupby("target_figure", sort=False):
        target = figures[str(target_id)]
        later = _later(target)
        gaps = tables.records(pairs)
        refused = all(gap["verdict"] == "no" for gap in gaps)
        bases = [] if refused else [(figures[gap["actual_figure"]], int(gap["base_year"])) for gap in gaps]
        for base, base_year in [*bases, (None, None)]:
            for outcome in later:
                for name in (name for name, method in METHODS.items() if method.uses_base == (base is not None)):
                    rows.append(_row(name, base, base_year, target, outcome))
        if refused:
            rows.append(_refused(gaps[0], target, known=bool(later)))
    names = "target_figure base_figure base_year context_id year method value lower upper closed verdict candidates"
    columns = [*names.split(), "reason_en", "reason_zh"]
    return pd.DataFrame(rows, columns=columns).astype({"base_year": "Int64", "year": "Int64"})


Row = dict[str, Any]  #: a row of a table by column


def _later(target: Row) -> list[Row]:
    """The context rows that say what a target's quantity was in later years, one a year, in order."""
    rows = tables.context()
    same = rows["status"] == "actual"
    for column in ("entity", "indicator", "unit"):
        same &= rows[column] == target[column]
    return tables.records(rows[same].drop_duplicates("period").sort_values("period"))


def _row(name: str, base: Row | None, base_year: int | None, target: Row, outcome: Row) -> Row:
    method, year = METHODS[name], int(outcome["period"])
    years = (math.nan, math.nan) if base_year is None else (year - base_year, int(target["period"]) - base_year)
    start = (math.nan, math.nan) if base is None else (base["value"], _admitted(base))
    value = method.statistic(start[0], outcome["value"], target["value"], *years)
    found = assess(name, start[1], _admitted(outcome), _admitted(target), *years)
    why = _WHY["one" if len(found.candidates) == 1 else "floor" if math.isinf(found.statistic.right) else "cut"]
    condition = _CONDITION_WITHOUT_BASE if base is None else _CONDITION
    words = dict(filter(None, [*method.categories, method.reached]))
    return {
        "target_figure": target["figure_id"],
        "base_figure": None if base is None else base["figure_id"],
        "base_year": base_year,
        "context_id": outcome["context_id"],
        "year": year,
        "method": name,
        "value": value,
        "lower": found.statistic.left,
        "upper": found.statistic.right,
        "closed": found.statistic.closed,
        "verdict": found.verdict,
        "candidates": "; ".join(found.candidates),
        "reason_en": f"{method.words[0]}: {_bounds(found.statistic, 'above {}', '{} to {}')}. {why[0]} "
        f"{condition[0].format(base_year=base_year)} Confidence in the later value: {outcome['confidence']}.",
        "reason_zh": f"{method.words[1]}:{_bounds(found.statistic, '大于{}', '{}至{}')}。{why[1]}"
        f"可能的判定:{'、'.join(words[name] for name in found.candidates)}。"
        f"{condition[1].format(base_year=base_year)}后续数值的可靠程度:{_CONFIDENCE[outcome['confidence']]}。",
    }


def _refused(gap: Row, target: Row, *, known: bool) -> Row:
    more = ("", "") if known else _NO_LATER_LEVEL
    return {
        "target_figure": target["figure_id"],
        "year": None,
        "value": math.nan,
        "lower": math.nan,
        "upper": math.nan,
        "verdict": "refused",
        "candidates": "",
        "reason_en": f"{gap['reason_en']} {more[0]}".strip(),
        "reason_zh": gap["reason_zh"] + more[1],
    }


def _admitted(row: Row) -> pd.Interval:
    return pd.Interval(row["lower"], row["upper"], closed=row["closed"])


def _bounds(interval: pd.Interval, above: str, between: str) -> str:
    """The interval in words, rounded outwards: "above 0.525" would be wrong of a bound of 0.5249."""
    left, right = (Decimal(repr(float(end))) for end in (interval.left, interval.right))
    low = left.quantize(Decimal("0.001"), ROUND_FLOOR)
    if math.isinf(interval.right):
        return above.format(low)
    return between.format(low, right.quantize(Decimal("0.001"), ROUND_CEILING))


# --- how a measure is evaluated -------------------------------------------------------------------------------------


def _way_made(base: Quantity, actual: Quantity, target: Quantity) -> Quantity:
    """`path_share` of arguments that have been read."""

    def formula(base: Any, actual: Any, target: Any) -> Any:
        return (1.0 * actual - base) / (1.0 * target - base)

    if isinstance(base, pd.Interval) or isinstance(actual, pd.Interval):
        box = measures.as_interval(base, "base"), measures.as_interval(actual, "actual")
        return _range(lambda base, actual: formula(base, actual, target), box)
    return measures.evaluate(
        formula, base=(base, measures.ANY), actual=(actual, measures.ANY), target=(target, measures.ANY)
    )


def _powers(base: Quantity, actual: Quantity, target: Quantity, p: Quantity, q: Quantity) -> Quantity:
    """``((actual / base) ** p - 1) / ((target / base) ** q - 1)`` of numbers, columns or intervals."""

    def formula(base: Any, actual: Any, target: Any, p: Any, q: Any) -> Any:
        return ((actual / base) ** p - 1) / ((target / base) ** q - 1)

    def at(base: Any, actual: Any) -> Any:
        if base == 0 and math.isfinite(actual):  # the limit; only an open end may be there
            return (actual / target) ** p if p == q or actual == 0 else math.inf
        return formula(base, actual, target, p, q)

    if isinstance(base, pd.Interval) or isinstance(actual, pd.Interval):
        box = measures.as_interval(base, "base"), measures.as_interval(actual, "actual")
        measures.check(box[0], measures.ABOVE_ZERO, "base")
        measures.check(box[1], measures.FROM_ZERO, "actual")
        return _range(at, box, lambda actual: _turn(box[0], actual, target, p, q))
    return measures.evaluate(
        formula,
        base=(base, measures.ABOVE_ZERO),
        actual=(actual, measures.FROM_ZERO),
        target=(target, measures.ABOVE_ZERO),
        p=(p, measures.ABOVE_ZERO),
        q=(q, measures.ABOVE_ZERO),
    )


def _turn(base: pd.Interval, actual: float, target: float, p: float, q: float) -> list[float]:
    """Where, inside the base interval, the form of the module docstring stops falling: the zero of k, if any."""
    level, r = actual / target, p / q
    if level <= 1 or r <= 1 or math.isinf(level):
        return []

    def k(u: float) -> float:
        return cast(float, level**p * (r * u**q - (r - 1)) - u**p)

    low, high = base.left / target, base.right / target
    if k(low) >= 0 or k(high) <= 0:
        return []
    while low < (middle := (low + high) / 2) < high:  # until the two are neighbours
        low, high = (middle, high) if k(middle) < 0 else (low, middle)
    return [low * target]


def _range(
    formula: Callable[[Any, Any], Any],
    box: tuple[pd.Interval, pd.Interval],
    turns: Callable[[float], list[float]] = lambda actual: [],
) -> pd.Interval:
    """The range of a formula that rises with the actual value and, in the base, turns only where `turns` says.

    The middle of the base stands for the open ends where the base makes no difference.
    """
    base, actual = box
    ends: dict[float, bool] = {}
    with np.errstate(all="ignore"):
        for level, has_level in ((actual.left, actual.closed_left), (actual.right, actual.closed_right)):
            inside = [(turn, True) for turn in [base.mid, *turns(level)]]
            for start, has_start in ((base.left, base.closed_left), (base.right, base.closed_right), *inside):
                value = float(formula(np.float64(start), np.float64(level)))
                ends[value] = ends.get(value, False) or (has_level and has_start and math.isfinite(level))
    return measures.span(ends)


def _arguments(
    base: Quantity, actual: Quantity, target: Quantity, years_elapsed: Quantity = 1.0, years_total: Quantity = 1.0
) -> tuple[Quantity, Quantity, Quantity, Quantity, Quantity]:
    """The arguments of a measure of progress, checked and read; the target as its floor."""
    levels = {"base": base, "actual": actual, "target": target}
    base, actual, target = (measures.quantity(level, name) for name, level in levels.items())
    target = _floor(target)
    years = {"years_elapsed": years_elapsed, "years_total": years_total}
    kinds = "a number or a column"
    if given := [name for name, number in years.items() if isinstance(number, pd.Interval)]:
        raise TypeError(f"{given[0]} must be {kinds}, not Interval")
    elapsed, total = (measures.quantity(number, name, kinds) for name, number in years.items())
    if isinstance(base, pd.Interval) or isinstance(actual, pd.Interval):  # nothing beside it may be a column, or NaN
        for name, value in {"base": base, "actual": actual, "target": target, **years}.items():
            measures.as_interval(value, name)
    highest = float(base.right) if isinstance(base, pd.Interval) else base
    if isinstance(highest, float) and isinstance(target, float) and highest >= target:
        raise ValueError(f"base must lie below the target {target}, got {base}: it is met already")
    if isinstance(base, pd.Interval) and math.isinf(base.left):
        raise ValueError(f"base must be bounded, got {base}")
    numbers = [number for number in (elapsed, total) if isinstance(number, float) and not math.isnan(number)]
    if numbers and not 0 < numbers[0] <= numbers[-1] < math.inf:
        order = "0 < years_elapsed <= years_total"
        raise ValueError(f"years must be in the order {order}, got {years_elapsed} and {years_total}")
    return base, actual, target, elapsed, total


def _floor(target: Quantity) -> Quantity:
    """The least level that reaches a target, or that must be passed."""
    if not isinstance(target, pd.Interval):
        return target
    if math.isinf(target.left):
        raise ValueError(f"target is {target}, which sets no least level")
    return float(target.left)
