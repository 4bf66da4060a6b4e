"""Where tables meet measures: what two figures say together, or the reason why they say nothing.

`compare` evaluates any pair of figures. For the pairs of the table ``comparisons`` the verdict is the editors'; for
all others it follows from the columns: same entity, unit, indicator and status, and two known times, or a refusal.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Mapping
from functools import cache
from typing import Any, Literal, NamedTuple

import pandas as pd

from daqing_data import measures, tables

__all__ = ["REASONS", "Comparison", "Result", "compare", "growth_rates", "target_gaps"]

Verdict = Literal["yes", "conditional", "no"]

#: reason code -> what it says of any pair, in English and Chinese. A row of ``comparisons`` says it of its own pair.
REASONS: dict[str, tuple[str, str]] = {
    "same_figure": ("One figure is not two.", "同一数据,无从比较。"),
    "other_entity": ("They are about different entities.", "主体不同。"),
    "other_unit": ("They are in different units.", "单位不同。"),
    "other_indicator": ("They measure different things.", "指标不同。"),
    "not_comparable_scope": ("They cover different scopes.", "范围或口径不同。"),
    "no_period": ("No time is given for one of them.", "其中一项没有时间。"),
    "same_period": ("They are of the same time: there is no growth between them.", "时间相同,其间没有增长。"),
    "no_baseline": ("No present value is given.", "没有现状值。"),
    "base_year_unknown": (
        "The year of one value is not printed: one result for each admissible year.",
        "其中一项的年份未印出:对每个可能的年份各给一个结果。",
    ),
    "target_not_actual": ("A target has not happened.", "目标尚未发生。"),
    "plan_not_actual": (
        "They do not have the same standing (actual, planned, projected, target).",
        "性质不同(实际、计划、预计、目标)。",
    ),
    "growth_of_growth": ("They are growth rates: growth of growth tells no level.", "两者均为增长率,不能再求增长。"),
    "rank_not_quantity": ("Ranks and durations have an order, but no growth.", "位次与时长不能求增长率。"),
    "zero_base": (
        "From zero there is no growth rate, and of zero no share.",
        "基数为零,没有增长率;目标为零,没有完成比例。",
    ),
    "sign_change": ("Growth needs values above zero.", "增长率要求数值为正。"),
    "bound_only": ("The wording gives a bound: the result is a bound too.", "措辞只给出界限,结果也只是界限。"),
    "plans_only": ("Both are plans or expectations.", "两者均为计划或预计。"),
    "mean_only": ("A mean: it says nothing of the single ones.", "仅为平均数,不代表个体。"),
    "wider_scope": ("One covers more than the other.", "一项的范围大于另一项。"),
    "overlap": ("Some units may be counted in both.", "可能有重复计算。"),
    "not_a_trend": ("Both are of one time: this is no growth.", "两者同期,不是增长。"),
    "target_year_passed": (
        "The target's year is not after the year of the actual value.",
        "目标年份不晚于现状值年份。",
    ),
}


class Result(NamedTuple):
    """One quantity that follows from a comparison.

    Attributes
    ----------
    quantity : str
        The function of `daqing_data.measures` that gave it.
    value : float
        From the printed numbers; NaN where they name no single number that the wording admits.
    interval : pandas.Interval
        All that the wording, the dates and the admissible years allow.
    unit : str
        "ratio", a base unit, or "base unit / base unit".
    base_year : int or None
        The year that is assumed, where it is not printed.
    """

    quantity: str
    value: float
    interval: pd.Interval
    unit: str
    base_year: int | None = None

    def __str__(self) -> str:
        closed = self.interval.closed
        left, right = "[" if closed in {"left", "both"} else "(", "]" if closed in {"right", "both"} else ")"
        base = f", base {self.base_year}" if self.base_year else ""
        value = "" if math.isnan(self.value) else f" {self.value:.4g}"
        interval = f"{left}{self.interval.left:.4g}, {self.interval.right:.4g}{right}"
        return f"{self.quantity}{base}:{value} {interval} {self.unit}"


class Comparison(NamedTuple):
    """What `compare` found: results, or a refusal with its reason.

    Attributes
    ----------
    figure_a, figure_b : str
        Ids of the figures in the order of the measure (start and end, part and whole, actual and target).
    measure : str
        growth, stated_growth, target_gap, share_of_total, ratio or difference.
    verdict : str
        "yes", "conditional" or "no".
    reason_code, reason_en, reason_zh : str
        Why it is refused or conditional; empty code where nothing stands against it.
    results : tuple of Result
        Empty where refused.
    """

    figure_a: str
    figure_b: str
    measure: str
    verdict: Verdict
    reason_code: str
    reason_en: str
    reason_zh: str
    results: tuple[Result, ...] = ()

    def __str__(self) -> str:
        if self.verdict == "no":
            return f"refused ({self.reason_code}): {self.reason_en}"
        condition = f"\nconditional ({self.reason_code}): {self.reason_en}" if self.verdict == "conditional" else ""
        return "\n".join(map(str, self.results)) + condition


def compare(a: str | Mapping[str, Any], b: str | Mapping[str, Any], measure: str | None = None) -> Comparison:
    """Compare two figures: results with intervals, or a refusal with a reason code and text in both languages.

    Parameters
    ----------
    a, b : str or mapping
        A ``figure_id``, or a row: of ``figures``, of ``context``, or one of one's own with the same columns (a dict, a
        Series). The order does not matter: the earlier is the start, the target is the end.
    measure : str, optional
        Which measure of the table ``comparisons`` to take, where a pair stands there more than once. By default the
        one with the most favourable verdict.

    Returns
    -------
    Comparison
        Its ``results`` hold one entry a quantity, and one for each admissible year where a base year is not printed. A
        rate a year is given from one year on: over less it would be an extrapolation.

    Raises
    ------
    TypeError
        If `a` or `b` is neither an id nor a row.
    ValueError
        If a figure, or the measure for this pair, is unknown, or a cell of a row is missing or wrong.

    Examples
    --------
    >>> print(compare("racks_2022", "racks_2016"))
    growth_rate: 17.55 [17.55, 17.55] ratio
    years: 6.194 [6.144, 6.245] year
    annual_growth: 0.6023 [0.5962, 0.6086] ratio
    >>> print(compare("park_investment", "park_revenue"))  # doctest: +ELLIPSIS
    refused (not_comparable_scope): Revenue is not what an investor gets back...
    >>> compare("bandwidth_2022", "racks_2022").reason_code
    'other_entity'
    """
    first, second = _figure(a), _figure(b)
    ids = {first.figure_id, second.figure_id}
    stored = first == _figures().get(first.figure_id) and second == _figures().get(second.figure_id)
    edited = [row for row in _edited() if stored and {row.figure_a, row.figure_b} == ids]
    if measure is not None:
        known = {row.measure for row in edited} or {_by_rule(first, second).measure}
        if measure not in known:
            raise tables.nearest("measure", measure, sorted(known), f" for {first.figure_id} and {second.figure_id}")
        edited = [row for row in edited if row.measure == measure]
    if edited:
        row = min(edited, key=lambda row: ("yes", "conditional", "no").index(row.verdict))
        return _evaluate(row, *((first, second) if row.figure_a == first.figure_id else (second, first)))
    return _by_rule(first, second)


def growth_rates() -> pd.DataFrame:
    """All growth rates that a reader of the article may want, one row a comparison; the refused keep their row.

    Returns
    -------
    pandas.DataFrame
        ``comparison_id, start_figure, end_figure``; then ``start_value``, ``years``, ``growth`` and ``annual_growth``,
        each with ``_lower``, ``_upper`` and ``_closed`` (which ends belong to the interval); then ``verdict,
        reason_code, reason_en, reason_zh``. Growth is a fraction; NaN where refused, and where the printed numbers name
        no single value. ``start_figure`` is missing where the start is derived from a printed growth rate.

    Examples
    --------
    >>> rates = growth_rates().set_index("comparison_id")
    >>> rates.loc["racks", ["annual_growth_lower", "annual_growth_upper"]].astype(float).round(3).tolist()
    [0.596, 0.609]
    """
    rows = []
    for row in _edited("growth", "stated_growth"):
        start, end = _figure(row.figure_a), _figure(row.figure_b)
        found = _evaluate(row, start, end)
        result = {each.quantity: each for each in found.results if each.base_year is None}
        stated = row.measure == "stated_growth"
        rows.append(
            {
                "comparison_id": row.comparison_id,
                "start_figure": None if stated else row.figure_a,
                "end_figure": row.figure_b,
                **_columns("start_value", result["previous_level"] if stated else start),
                **_columns("years", result.get("years")),
                **_columns("growth", result.get("growth_rate")),
                **_columns("annual_growth", result.get("annual_growth")),
                **_why(found),
            }
        )
    return pd.DataFrame(rows)


def target_gaps() -> pd.DataFrame:
    """How far each target is: one row a comparison and admissible base year; the refused keep their row.

    Returns
    -------
    pandas.DataFrame
        ``comparison_id, actual_figure, target_figure, base_year``; then ``gap``, ``share_reached`` and
        ``required_annual_growth``, each with ``_lower``, ``_upper`` and ``_closed`` (which ends belong to the
        interval); then ``verdict, reason_code, reason_en, reason_zh``. Gaps are in the base unit, shares and growth
        are fractions; NaN where refused.

    Examples
    --------
    >>> gaps = target_gaps().dropna(subset="base_year").set_index("base_year")
    >>> gaps["required_annual_growth"].round(4).tolist()
    [0.1291, 0.1757]
    """
    rows = []
    for row in _edited("target_gap"):
        found = _evaluate(row, _figure(row.figure_a) if row.figure_a else None, _figure(row.figure_b))
        distance = {result.quantity: result for result in found.results if result.base_year is None}
        required: list[Result | None] = [
            result for result in found.results if result.quantity == "required_annual_growth"
        ]
        for result in required or [None]:
            rows.append(
                {
                    "comparison_id": row.comparison_id,
                    "actual_figure": row.figure_a or None,
                    "target_figure": row.figure_b,
                    "base_year": result.base_year if result else None,
                    **_columns("gap", distance.get("gap")),
                    **_columns("share_reached", distance.get("share_reached")),
                    **_columns("required_annual_growth", result),
                    **_why(found),
                }
            )
    return pd.DataFrame(rows).astype({"base_year": "Int64"})


# --- the rows behind ------------------------------------------------------------------------------------------------


class _Figure(NamedTuple):
    """The columns of ``figures`` that decide what may be compared."""

    figure_id: str
    entity: str
    indicator: str
    kind: str
    unit: str
    value: float
    interval: pd.Interval
    period: str
    status: str

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> _Figure:
        """Read a row of ``figures`` or ``context``, or one of a user's own; what is wrong with it is named."""
        if not isinstance(row, Mapping | pd.Series):
            raise TypeError(f"a figure is an id or a row of figures, not {type(row).__name__}")
        known_as = row.get("context_id", row.name if isinstance(row, pd.Series) else None)
        row = {"figure_id": known_as, **dict(row)}
        needed = "figure_id entity indicator kind unit value lower upper closed period status".split()
        given = {name for name in row if not _absent(row[name]) or name in {"value", "period"}}  # these may be missing
        if missing := [name for name in needed if name not in given]:
            raise ValueError(f"a figure needs {', '.join(needed)}; {', '.join(missing)} not given")
        figure_id, entity, indicator, kind, unit = (str(row[name]) for name in needed[:5])
        for name in ("kind", "closed", "status"):
            allowed = tables.allowed(name, ("figures", "context"))
            if row[name] not in allowed:
                raise tables.nearest(name, row[name], allowed, f" of {figure_id}")
        value, lower, upper = (_float(row[name], f"{name} of {figure_id}") for name in ("value", "lower", "upper"))
        if math.isinf(value):
            raise ValueError(f"value of {figure_id} is {value}; where there is no single number, it is NaN")
        if not lower <= upper:
            raise ValueError(f"{figure_id}: lower is {lower:g} and upper {upper:g}; lower must not be above upper")
        interval = pd.Interval(lower, upper, closed=row["closed"])
        if interval.is_empty:
            raise ValueError(f"{figure_id}: lower and upper are both {lower:g}; then closed must be 'both'")
        if not (lower <= value <= upper or math.isnan(value)):
            raise ValueError(f"{figure_id}: value {value:g} lies outside lower {lower:g} and upper {upper:g}")
        period = "" if _absent(row["period"]) else str(row["period"])
        if period:
            _window(period)
        return cls(figure_id, entity, indicator, kind, unit, value, interval, period, status=str(row["status"]))


class _Edited(NamedTuple):
    """A row of ``comparisons``; empty strings where a cell is missing."""

    comparison_id: str
    figure_a: str
    figure_b: str
    measure: str
    verdict: Verdict
    reason_code: str
    years_figure: str
    reason_en: str
    reason_zh: str


@cache
def _figures() -> dict[str, _Figure]:
    """The figures by id. Cached, immutable and never handed out."""
    return {row["figure_id"]: _Figure.from_row(row) for row in tables.records(tables.figures())}


@cache
def _edited(*measures: str) -> tuple[_Edited, ...]:
    """The rows of ``comparisons`` of these measures (of all by default), in order."""
    if measures:
        return tuple(row for row in _edited() if row.measure in measures)
    return tuple(_Edited(**row) for row in tables.records(tables.comparisons().astype(object).fillna("")))


def _figure(figure: str | Mapping[str, Any]) -> _Figure:
    if not isinstance(figure, str):
        return _Figure.from_row(figure)
    if figure not in _figures():
        if figure in set(tables.context()["context_id"]):
            row = f"context().set_index('context_id').loc[{figure!r}]"
            raise ValueError(
                f"{figure!r} is no figure of the article but a row of context(): give the row itself, {row}"
            )
        raise tables.nearest("figure", figure, _figures())
    return _figures()[figure]


def _absent(cell: Any) -> bool:
    return bool(pd.api.types.is_scalar(cell) and pd.isna(cell))


def _float(number: Any, what: str) -> float:
    if _absent(number):
        return math.nan
    try:
        return float(number)
    except (TypeError, ValueError):
        raise ValueError(f"{what} is {number!r}, expected a number") from None


def _columns(name: str, result: Result | _Figure | None) -> dict[str, Any]:
    if result is None:
        return {name: math.nan, f"{name}_lower": math.nan, f"{name}_upper": math.nan, f"{name}_closed": None}
    ends = result.interval
    return {name: result.value, f"{name}_lower": ends.left, f"{name}_upper": ends.right, f"{name}_closed": ends.closed}


def _why(found: Comparison) -> dict[str, str]:
    return {name: getattr(found, name) for name in ("verdict", "reason_code", "reason_en", "reason_zh")}


# --- verdicts -------------------------------------------------------------------------------------------------------


def _evaluate(row: _Edited, a: _Figure | None, b: _Figure) -> Comparison:
    """Evaluate an edited pair: the verdict is the row's, the results are computed."""
    results: list[Result] = []
    if row.verdict != "no" and a is not None:
        results = _RESULTS[row.measure](a, b, _figure(row.years_figure) if row.years_figure else None)
    why = (row.verdict, row.reason_code, row.reason_en, row.reason_zh)
    return Comparison(row.figure_a, row.figure_b, row.measure, *why, results=tuple(results))


def _by_rule(a: _Figure, b: _Figure) -> Comparison:
    """Judge a pair that no editor has: growth between two times, or the gap to a target; else a refusal."""
    if a.status == "target" or (
        b.status != "target" and a.period and b.period and _middle(b.period) < _middle(a.period)
    ):
        a, b = b, a
    measure = "target_gap" if b.status == "target" else "growth"
    code = _refusal(a, b)
    verdict: Verdict = "no" if code else "yes"
    results: list[Result] = []
    if not code:
        results = _RESULTS[measure](a, b, None)
        if any(result.base_year for result in results):
            verdict, code = "conditional", "base_year_unknown"
        elif a.status in {"planned", "projected"}:  # and so is b's, or it would be refused
            verdict, code = "conditional", "plans_only"
        elif _is_bound(a) or _is_bound(b) or any(math.isinf(result.interval.right) for result in results):
            verdict, code = "conditional", "bound_only"
    reason_en, reason_zh = REASONS[code] if code else ("Same entity, indicator and unit.", "主体、指标、单位均相同。")
    return Comparison(a.figure_id, b.figure_id, measure, verdict, code, reason_en, reason_zh, tuple(results))


def _is_bound(figure: _Figure) -> bool:
    """Whether the wording sets one limit only: the other is infinity, or the zero that all amounts are above."""
    return math.isinf(figure.interval.right) or (figure.interval.left == 0 and figure.interval.open_left)


def _refusal(a: _Figure, b: _Figure) -> str:
    """The first reason against comparing, from the most to the least basic; empty if there is none."""
    statuses, kinds = {a.status, b.status}, {a.kind, b.kind}
    no_quantity, to_target = bool(kinds & {"rank", "duration"}), b.status == "target"
    dated = bool(a.period and b.period)
    checks = {
        "same_figure": a.figure_id == b.figure_id and a.period == b.period,
        "other_entity": a.entity != b.entity,
        "other_unit": a.unit != b.unit,
        "other_indicator": a.indicator != b.indicator or (len(kinds) > 1 and not no_quantity),
        "growth_of_growth": a.kind == b.kind == "growth",
        "rank_not_quantity": no_quantity,
        "target_not_actual": a.status == "target",
        "plan_not_actual": len(statuses) > 1 and bool(statuses & {"planned", "projected"}),
        "no_period": not dated,
        "target_year_passed": dated and to_target and not _years_left(a.period, b.period),
        "same_period": dated and not to_target and _overlap(a.period, b.period),
        "zero_base": 0 in a.interval or (to_target and 0 in b.interval),
        "sign_change": a.interval.left < 0 or b.interval.left < 0,
    }
    return next((code for code, holds in checks.items() if holds), "")


# --- results --------------------------------------------------------------------------------------------------------


def _growth(a: _Figure, b: _Figure, years_figure: _Figure | None) -> list[Result]:
    found = [_result(measures.growth_rate, a, b, unit="ratio")]
    if a.kind == "ratio":
        found.append(_result(measures.difference, a, b, unit=a.unit))  # times 100, percentage points
    for base_year, start, end in _admissible(a.period, b.period):
        years = years_figure.interval if years_figure else _years_between(start, end)
        found.append(Result("years", math.nan if years_figure else years.mid, years, "year", base_year))
        if years.left >= 1:  # a yearly rate from less than a year would be an extrapolation
            found.append(_result(measures.annual_growth, a, b, "ratio", years, base_year, middle=not years_figure))
    return found


def _stated_growth(growth: _Figure, level: _Figure, _: _Figure | None) -> list[Result]:
    return [
        Result("growth_rate", growth.value, growth.interval, "ratio"),
        Result("years", 1.0, _point(1), "year"),
        Result("annual_growth", growth.value, growth.interval, "ratio"),
        _result(measures.previous_level, level, growth, unit=level.unit),
    ]


def _target_gap(actual: _Figure, target: _Figure, _: _Figure | None) -> list[Result]:
    left = _years_left(actual.period, target.period)
    required = [
        _result(measures.required_annual_growth, actual, target, "ratio", years, base_year if len(left) > 1 else None)
        for base_year, years in left.items()
    ]
    return [
        _result(measures.gap, actual, target, unit=actual.unit),
        _result(measures.share_reached, actual, target, unit="ratio"),
        *required,
    ]


def _share_of_total(a: _Figure, b: _Figure, _: _Figure | None) -> list[Result]:
    return [_result(measures.share_of_total, a, b, unit="ratio")]


def _ratio(a: _Figure, b: _Figure, _: _Figure | None) -> list[Result]:
    return [_result(measures.ratio, a, b, unit="ratio" if a.unit == b.unit != "count" else f"{a.unit} / {b.unit}")]


def _difference(a: _Figure, b: _Figure, _: _Figure | None) -> list[Result]:
    return [_result(measures.difference, a, b, unit=a.unit)]


def _result(
    function: Any,
    a: _Figure,
    b: _Figure,
    unit: str,
    years: pd.Interval | None = None,
    base_year: int | None = None,
    middle: bool = True,
) -> Result:
    """One quantity of two figures; its value takes the middle of the years, if that stands for them."""
    spans = [] if years is None else [years]
    # "More than 90 %" does not admit 90 % itself: computing with it would give a value that nobody stated.
    stated = middle and a.value in a.interval and b.value in b.interval
    value = function(a.value, b.value, *(span.mid for span in spans)) if stated else math.nan
    return Result(function.__name__, value, function(a.interval, b.interval, *spans), unit, base_year)


_RESULTS = {
    "growth": _growth,
    "stated_growth": _stated_growth,
    "target_gap": _target_gap,
    "share_of_total": _share_of_total,
    "ratio": _ratio,
    "difference": _difference,
}


# --- periods --------------------------------------------------------------------------------------------------------

_YEAR = 365.25  # days, of the Julian calendar's mean year
_DATE = "[0-9]{4}(-[0-9]{2}(-[0-9]{2}(T[0-9]{2})?)?)?"


def _window(period: str) -> tuple[dt.date, dt.date]:
    """First and last day of an ISO 8601 date (2022, 2022-03, 2022-03-24, 2022-03-24T08) or interval (A/B)."""
    try:
        if not re.fullmatch(f"{_DATE}(/{_DATE})?", period):
            raise ValueError
        first, _, last = period.partition("/")
        window = _day(first, last=False), _day(last or first, last=True)
        if window[0] > window[1]:
            raise ValueError
    except ValueError:
        raise ValueError(
            f"period is {period!r}, expected an ISO 8601 date such as 2022-03, or an interval A/B"
        ) from None
    return window


def _years_left(actual: str, target: str) -> dict[int, pd.Interval]:
    """Years until the target is due, for each admissible year of the actual value that lies before."""
    first, last = _window(actual)
    due = _window(target)[1].year
    if len(target) != 4:  # due in a month or on a day
        years = _years_between(actual, target)
        return {first.year: years} if years.left > 0 else {}
    return {year: _point(due - year) for year in range(first.year, last.year + 1) if year < due}


def _admissible(start: str, end: str) -> list[tuple[int | None, str, str]]:
    """The pairs of periods that two printed ones may mean, each with the year that is assumed for it, if any.

    Where the years of both are not known, they are left as they are: the years between are an interval then.
    """
    starts, ends = _candidates(start), _candidates(end)
    if (len(starts) > 1) == (len(ends) > 1):
        return [(None, start, end)]
    if len(starts) > 1:
        return [(int(year), year, end) for year in starts]
    return [(int(year), start, year) for year in ends]


def _candidates(period: str) -> list[str]:
    """The years of which ``2020/2021`` means one; any other period means itself."""
    if not re.fullmatch("[0-9]{4}/[0-9]{4}", period):
        return [period]
    first, last = _window(period)
    return [str(year) for year in range(first.year, last.year + 1)]


def _point(number: float) -> pd.Interval:
    return pd.Interval(float(number), float(number), closed="both")


def _day(date: str, *, last: bool) -> dt.date:
    parts = [int(part) for part in date.partition("T")[0].split("-")]
    if len(parts) == 3:
        return dt.date(*parts)
    year, month = (*parts, 12 if last else 1)[:2]
    if not last:
        return dt.date(year, month, 1)
    return dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)


def _middle(period: str) -> int:
    """The middle of a period, in half days, to put two of them in order."""
    first, last = _window(period)
    return first.toordinal() + last.toordinal()


def _overlap(earlier: str, later: str) -> bool:
    return _window(later)[0] <= _window(earlier)[1]


def _years_between(start: str, end: str) -> pd.Interval:
    """Years from one period to another: exact between calendar years, else as far as the dates are known."""
    if len(start) == len(end) == 4:
        return _point(int(end) - int(start))
    (start_first, start_last), (end_first, end_last) = _window(start), _window(end)
    return pd.Interval(_years(start_last, end_first), _years(start_first, end_last), closed="both")


def _years(first: dt.date, last: dt.date) -> float:
    """Years from one day to another: whole ones to the same day of a later year, else days over the mean year."""
    if (first.month, first.day) == (last.month, last.day):
        return float(last.year - first.year)
    return (last - first).days / _YEAR
