"""What came of a target: progress by the methods of official statistics, with honest verdicts.

`METHODS` holds the measures of `daqing_data.paths` with their cuts and categories, `assess` gives
every category that the wording admits, and `progress` applies all of them to the article's targets.
The methods disagree on the same numbers, and a floor without a ceiling leaves most of them open:
"cannot be told" is then the verdict.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pandas as pd

from daqing_data import measures, pairs, periods, tables
from daqing_data.figure import Figure, figure
from daqing_data.intervals import Quantity, as_interval, closed_by, floor_of, to_words
from daqing_data.paths import path_ratio, path_share, progress_ratio, projected_share, time_lead

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


# --- verdicts -------------------------------------------------------------------------------------

Words = tuple[str, str]  #: the same in English and Chinese


@dataclass(frozen=True)
class Method:
    """One row of `METHODS`: a statistic and how it is cut into categories.

    Attributes
    ----------
    statistic : callable
        A function of base, actual, target, years_elapsed and years_total.
    words : tuple of str
        What the statistic is, in English and Chinese.
    cuts : tuple of float
        From high to low; the statistic belongs to the category before the first cut that it is not
        below.
    categories : tuple of tuple of str
        One more than cuts, from good to bad, each in English and Chinese.
    reached : tuple of str or None
        The category of its own that the method has for a target that is reached already, if it has
        one.
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


def _share_reached(base: Quantity, actual: Quantity, target: Quantity, *years: float) -> Quantity:
    return measures.share_reached(actual, floor_of(target))


#: method -> its statistic, cuts, categories and authority. They disagree on the same numbers, and
#: that is the lesson.
METHODS: dict[str, Method] = {
    "progress_ratio": Method(
        progress_ratio,
        ("Growth per year as a share of the required", "实际年均增速与所需年均增速之比"),
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
        (
            "Share of the way made by the target's year if growth goes on",
            "按现有增速推算到目标年的完成进度",
        ),
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
        ("Share of the way made as a share of the time gone", "完成进度与时间进度之比"),
        (1.0, 0.0),
        (
            ("on or ahead of the line", "不落后于线性进度"),
            ("behind the line", "落后于线性进度"),
            ("away from the target", "背离目标"),
        ),
        None,
        True,
        "UN regional commissions' expected-progress line; in China 时间进度",
    ),
    "time_lead": Method(
        time_lead,
        ("Years ahead of the straight line to the target", "较线性进度提前的年数"),
        (0.0,),
        (("on time or ahead", "按时或提前"), ("behind", "滞后")),
        None,
        True,
        "P. Sicherl, S-time-distance, sign turned",
    ),
    "reached": Method(
        _share_reached,
        ("Share of the target's level that is reached", "目标完成率"),
        (),
        (("target not reached", "目标未达到"),),
        ("target reached", "目标已达到"),
        False,
        "daqing_data.is_reached",
    ),
}

CANNOT_BE_TOLD: Words = ("cannot be told", "无法判定")


@dataclass(frozen=True)
class Assessment:
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
    """Judge progress by one method: the categories of all admitted values, and the verdict.

    Parameters
    ----------
    method : str
        A key of `METHODS`.
    base, actual, target : number or pandas.Interval
        As for `progress_ratio`; the domain is that of the method's statistic.
    years_elapsed, years_total : number
        Years from the base year until now and until the target's year. The method "reached" looks
        at neither base nor years.

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
        raise tables.unknown_name("method", method, METHODS)
    rule = METHODS[method]
    actual, target = as_interval(actual, "actual"), as_interval(target, "target")
    statistic = rule.statistic(base, actual, target, years_elapsed, years_total)
    names = [english for english, _ in rule.categories]
    if rule.reached is None:
        return Assessment(method, statistic, tuple(_within(statistic, rule.cuts, names)))
    reached = measures.is_reached(actual, target)
    candidates = [] if reached == "no" else [rule.reached[0]]
    if reached != "yes":
        missing = _not_reaching(actual, target)
        part = rule.statistic(base, missing, target, years_elapsed, years_total)
        candidates += _within(part, rule.cuts, names)
    return Assessment(method, statistic, tuple(candidates))


def _within(statistic: pd.Interval, cuts: tuple[float, ...], names: list[str]) -> Iterator[str]:
    """The categories that an interval of the statistic touches; each contains its lower cut."""
    ends = pairwise((math.inf, *cuts, -math.inf))
    for name, (upper, lower) in zip(names, ends, strict=True):
        if statistic.overlaps(pd.Interval(lower, upper, closed="left")):
            yield name


def _not_reaching(actual: pd.Interval, target: pd.Interval) -> pd.Interval:
    """The part of the actual interval that does not reach the target."""
    right, closed = min((actual.right, actual.closed_right), (target.left, target.open_left))
    return pd.Interval(actual.left, right, closed=closed_by(actual.closed_left, closed))


# --- the table ------------------------------------------------------------------------------------

_CONDITION: Words = (
    "Condition: the base is the Blue Book's value, put into {base_year}; who counted the later "
    "value is not said, nor whether both count alike.",
    "前提:基数为蓝皮书数值,年份假定为{base_year}年;其后数值的统计者未说明,两者口径是否一致亦未说明。",
)
_CONDITION_WITHOUT_BASE: Words = (
    "Condition: who counted the value is not said, nor whether the target is counted alike.",
    "前提:数值的统计者未说明,与目标口径是否一致亦未说明。",
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
    """Progress to each target of the article: one row per target, base year, year and method.

    Returns
    -------
    pandas.DataFrame
        ``target_figure, base_figure, base_year, context_id, year, method``; ``value``, the method's
        statistic from the printed numbers; ``lower, upper, closed``, all that their wording allows;
        ``verdict`` (a category of `METHODS`, "cannot be told" or "refused"); ``candidates``, every
        possible category, separated by "; "; ``reason_en, reason_zh``. The base year is not
        printed, so there is a row for each admissible one; it is missing where the method needs
        none. A refused target keeps one row, with NaN and the reason.

    Notes
    -----
    The base is the article's, the later values are `context` rows with the target's entity and
    indicator; of several sources for a year the first is taken. The reasons name the confidence in
    the later value.

    Examples
    --------
    >>> table = progress().query("base_year == 2020 and year == 2023").set_index("method")
    >>> table.loc["progress_ratio", "verdict"]
    'limited progress'
    """
    rows = []
    for pair in pairs.article_pairs():
        if pair.measure != "target_gap":
            continue
        target = figure(pair.figure_b)
        later = _later(target)
        bases = _bases(pair, target)
        for base, base_year in [*bases, (None, None)]:
            for outcome in later:
                if base_year is None or base_year < int(outcome["period"]) <= int(target.period):
                    rows += [
                        _row(name, base, base_year, target, outcome)
                        for name, method in METHODS.items()
                        if method.uses_base == (base is not None)
                    ]
        if not bases:
            rows.append(_refused(pair))
    return pd.DataFrame(rows).astype({"base_year": "Int64", "year": "Int64"})


Row = dict[str, Any]  #: a row of a table by column


def _later(target: Figure) -> list[Row]:
    """The context rows with the target's quantity in whole years, one per year, in order."""
    rows = tables.context()
    same = (rows["status"] == "actual") & rows["period"].str.fullmatch("[0-9]{4}")
    for column in ("entity", "indicator", "unit"):
        same &= rows[column] == getattr(target, column)
    return tables.records(rows[same].drop_duplicates("period").sort_values("period"))


def _bases(pair: pairs.Pair, target: Figure) -> list[tuple[Figure, int]]:
    """The base with each year that it may be of; none if refused."""
    if pair.verdict == "no":
        return []
    base = figure(pair.figure_a)
    return [(base, year) for year in periods.years_left(base.period, target.period)]


def _row(
    name: str, base: Figure | None, base_year: int | None, target: Figure, outcome: Row
) -> Row:
    method, year, later = METHODS[name], int(outcome["period"]), figure(outcome)
    first = math.nan if base_year is None else base_year
    years = year - first, int(target.period) - first
    start = (math.nan, math.nan) if base is None else (base.value, base.interval)
    value = method.statistic(start[0], outcome["value"], target.value, *years)
    found = assess(name, start[1], later.interval, target.interval, *years)
    open_above = math.isinf(found.statistic.right)
    why = _WHY["one" if len(found.candidates) == 1 else "floor" if open_above else "cut"]
    condition = _CONDITION_WITHOUT_BASE if base is None else _CONDITION
    words = dict(filter(None, [*method.categories, method.reached]))
    return {
        "target_figure": target.figure_id,
        "base_figure": None if base is None else base.figure_id,
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
        "reason_en": f"{method.words[0]}: {to_words(found.statistic)}. {why[0]} "
        f"{condition[0].format(base_year=base_year)} "
        f"Confidence in the later value: {outcome['confidence']}.",
        "reason_zh": f"{method.words[1]}:{to_words(found.statistic, words=_IN_CHINESE)}。{why[1]}"
        f"可能的判定:{'、'.join(words[name] for name in found.candidates)}。"
        f"{condition[1].format(base_year=base_year)}"
        f"后续数值的可靠程度:{_CONFIDENCE[outcome['confidence']]}。",
    }


_IN_CHINESE = ("大于{}", "小于{}", "{}至{}")


def _refused(pair: pairs.Pair) -> Row:
    return {
        "target_figure": pair.figure_b,
        "verdict": "refused",
        "candidates": "",
        "reason_en": f"{pair.reason_en} {_NO_LATER_LEVEL[0]}",
        "reason_zh": pair.reason_zh + _NO_LATER_LEVEL[1],
    }
