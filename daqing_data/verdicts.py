"""What a comparison gives: results, or a refusal by rule.

`compute` evaluates a measure for two figures that may be compared. `judge` decides, for a pair that
no editor has judged, whether they may: `_REFUSED_IF` is an ordered table of conditions, and the
first that holds is the reason.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

import pandas as pd

from daqing_data import intervals, measures, periods
from daqing_data.figure import Figure
from daqing_data.reasons import REASONS

__all__ = ["MEASURES", "VERDICTS", "Comparison", "Result", "Verdict", "compute", "judge"]

Verdict = Literal["yes", "conditional", "no"]
VERDICTS: tuple[Verdict, ...] = ("yes", "conditional", "no")  #: from the best to the worst

#: measure -> how a comparison by it is written
MEASURES = {
    "growth": "{} -> {}",
    "stated_growth": "{} of {}",
    "target_gap": "{} -> {}",
    "share_of_total": "{0} / ({0} + {1})",
    "ratio": "{} / {}",
    "difference": "{} - {}",
}


@dataclass(frozen=True)
class Result:
    """One quantity that follows from a comparison.

    Attributes
    ----------
    quantity : str
        The function of `daqing_data.measures` that gave it, or "years".
    value : float
        From the printed numbers; NaN where they name no single number that the wording admits.
    interval : pandas.Interval
        All that the wording, the dates and the admissible years allow.
    unit : str
        "ratio", a base unit, or "base unit / base unit".
    base_year : int or None
        The year that is assumed, where it is not printed.
    reading : str
        The comparison's id, where the text can be read in more than one way and each has a result.
    """

    quantity: str
    value: float
    interval: pd.Interval
    unit: str
    base_year: int | None = None
    reading: str = ""

    def __str__(self) -> str:
        assumed = f", base {self.base_year}" if self.base_year else ""
        assumed += f", read as {self.reading}" if self.reading else ""
        value = "" if math.isnan(self.value) else f" {self.value:.4g}"
        return f"{self.quantity}{assumed}:{value} {intervals.to_text(self.interval)} {self.unit}"


@dataclass(frozen=True)
class Comparison:
    """What `compare` found: results, or a refusal with its reason.

    ``comparison["years"]`` is the result of this name; where there is one for each admissible year
    or reading, ``comparison["required_annual_growth", 2020]``.

    Attributes
    ----------
    figure_a, figure_b : str
        Ids of the figures in the order of the measure (start and end, part and whole, actual and
        target).
    measure : str
        growth, stated_growth, target_gap, share_of_total, ratio or difference.
    verdict : str
        "yes", "conditional" or "no".
    reason_code, reason_en, reason_zh : str
        Why it is refused or conditional; empty code where nothing stands against it.
    results : tuple of Result
        Empty where refused.
    others : tuple of str
        The other measures that the editors have judged for this pair.
    """

    figure_a: str
    figure_b: str
    measure: str
    verdict: Verdict
    reason_code: str
    reason_en: str
    reason_zh: str
    results: tuple[Result, ...] = ()
    others: tuple[str, ...] = ()

    def __getitem__(self, key: str | tuple[str, int | str]) -> Result:
        if self.verdict == "no":
            raise KeyError(
                f"{key!r}: the comparison is refused ({self.reason_code}): {self.reason_en}"
            )
        quantity, assumed = key if isinstance(key, tuple) else (key, None)
        named = [result for result in self.results if result.quantity == quantity]
        if assumed is not None:
            named = [each for each in named if assumed in (each.base_year, each.reading)]
        if len(named) == 1:
            return named[0]
        known = [
            (each.quantity, each.base_year or each.reading)
            if each.base_year or each.reading
            else each.quantity
            for each in self.results
        ]
        raise KeyError(f"{key!r} names {len(named)} results; there are {known}")

    def __str__(self) -> str:
        lines = [f"{self.measure}, " + MEASURES[self.measure].format(self.figure_a, self.figure_b)]
        lines += map(str, self.results)
        if self.verdict != "yes":
            word = "refused" if self.verdict == "no" else "conditional"
            lines.append(f"{word} ({self.reason_code}): {self.reason_en}")
        if self.others:
            lines.append(f"other measures of this pair: {', '.join(self.others)}")
        return "\n".join(lines)


# --- results --------------------------------------------------------------------------------------


def compute(
    measure: str, a: Figure, b: Figure, years: pd.Interval | None = None
) -> tuple[Result, ...]:
    """The results of a measure for two figures that may be compared, in its order.

    `years` are those between them, where the text states them and no dates.
    """
    if measure == "growth":
        return tuple(_growth(a, b, years))
    if measure == "stated_growth":
        return _stated_growth(a, b)
    if measure == "target_gap":
        return tuple(_target_gap(a, b))
    units = {"share_of_total": "ratio", "ratio": _unit_of_ratio(a, b), "difference": a.unit}
    return (_result(getattr(measures, measure), a, b, units[measure]),)


def _growth(a: Figure, b: Figure, stated: pd.Interval | None) -> Iterator[Result]:
    yield _result(measures.growth_rate, a, b, "ratio")
    if a.kind == "ratio":
        yield _result(measures.difference, b, a, a.unit)  # 100 times it: points
    for base_year, start, end in periods.admissible(a.period, b.period):
        years = _years(stated or periods.years_between(start, end), base_year, certain=not stated)
        yield years
        # A yearly rate from less than a year would be an extrapolation.
        if years.interval.left >= 1:
            yield _result(measures.annual_growth, a, b, "ratio", years)


def _stated_growth(growth: Figure, level: Figure) -> tuple[Result, ...]:
    return (
        Result("growth_rate", growth.value, growth.interval, "ratio"),
        _years(intervals.point(1), None),
        Result("annual_growth", growth.value, growth.interval, "ratio"),
        _result(measures.previous_level, level, growth, level.unit),
    )


def _target_gap(actual: Figure, target: Figure) -> Iterator[Result]:
    result = partial(_result, a=actual, b=target, floor=intervals.floor_of(target.interval))
    yield result(measures.gap, unit=actual.unit)
    yield result(measures.share_reached, unit="ratio")
    left = periods.years_left(actual.period, target.period)
    for year, span in left.items():
        years = _years(span, year if len(left) > 1 else None)
        yield result(measures.required_annual_growth, unit="ratio", years=years)


def _years(span: pd.Interval, base_year: int | None, *, certain: bool = True) -> Result:
    """The years between two dates have a value, their middle; those of a wording have none."""
    return Result("years", span.mid if certain else math.nan, span, "year", base_year)


def _unit_of_ratio(a: Figure, b: Figure) -> str:
    if a.unit == b.unit != "count":
        return "ratio"
    return a.unit if b.unit == "ratio" else f"{a.unit} / {b.unit}"  # money over a share is money


def _result(
    function: Callable[..., Any],
    a: Figure,
    b: Figure,
    unit: str,
    years: Result | None = None,
    floor: float | None = None,
) -> Result:
    """One quantity of two figures, and of the years where it is one a year.

    "More than 90 %" does not admit 90 % itself: a value from it would be one that nobody stated. A
    target is another matter: as a `floor` it stands where its wording begins.
    """
    spans = [years] if years else []
    end, stated = (b.value, b.value in b.interval) if floor is None else (floor, True)
    value = math.nan
    if stated and a.value in a.interval:
        value = function(a.value, end, *(span.value for span in spans))
    found = function(a.interval, b.interval, *(span.interval for span in spans))
    return Result(function.__name__, value, found, unit, years.base_year if years else None)


# --- verdicts -------------------------------------------------------------------------------------


def judge(a: Figure, b: Figure, measure: str | None = None) -> Comparison:
    """Judge a pair that no editor has: results if no rule speaks against it, else the reason."""
    a, b, measure = _in_order(a, b, measure)
    ids = a.figure_id, b.figure_id
    for code, of, holds in _REFUSED_IF:
        if measure in of.split() and holds(a, b):
            return Comparison(*ids, measure, "no", code, *REASONS[code])
    found = compute(measure, a, b)
    if code := _condition(a, b, measure, found):
        return Comparison(*ids, measure, "conditional", code, *REASONS[code], found)
    same = ("Same entity, indicator and unit.", "主体、指标、单位均相同。")
    return Comparison(*ids, measure, "yes", "", *same, found)


def _in_order(a: Figure, b: Figure, measure: str | None) -> tuple[Figure, Figure, str]:
    """The two in the order of the measure: start and end, actual and target, rate and level."""
    if measure is None:
        measure = "target_gap" if "target" in (a.status, b.status) else "growth"
    turned = {
        "growth": bool(a.period and b.period)
        and periods.middle(b.period) < periods.middle(a.period),
        "target_gap": a.status == "target",
        "stated_growth": b.kind == "growth",
    }
    return (b, a, measure) if turned.get(measure) else (a, b, measure)


_SERIES = "growth target_gap"  # one quantity at two times
_AT_ONE_TIME = "share_of_total ratio difference"
_EACH = f"{_SERIES} stated_growth {_AT_ONE_TIME}"
_PLANS = {"planned", "projected"}

#: What speaks against a comparison, from the most to the least basic: reason code, measures, and
#: the condition. A later row may rely on all before it: where periods are compared, there are two.
_REFUSED_IF: list[tuple[str, str, Callable[[Figure, Figure], bool]]] = [
    ("same_figure", _EACH, lambda a, b: (a.figure_id, a.period) == (b.figure_id, b.period)),
    ("other_entity", f"{_SERIES} stated_growth", lambda a, b: a.entity != b.entity),
    (
        "other_entity",
        _AT_ONE_TIME,
        lambda a, b: a.entity != b.entity and a.indicator != b.indicator,
    ),
    ("other_unit", f"{_SERIES} share_of_total difference", lambda a, b: a.unit != b.unit),
    ("no_growth_rate", "stated_growth", lambda a, b: a.kind != "growth" or b.kind == "growth"),
    ("other_indicator", _SERIES, lambda a, b: a.indicator != b.indicator),
    ("rank_not_quantity", _SERIES, lambda a, b: bool({a.kind, b.kind} & {"duration"})),
    (
        "rank_not_quantity",
        f"{_SERIES} {_AT_ONE_TIME}",
        lambda a, b: bool({a.kind, b.kind} & {"rank", "class"}),
    ),
    ("other_indicator", _SERIES, lambda a, b: a.kind != b.kind),
    ("growth_of_growth", _SERIES, lambda a, b: a.kind == "growth"),
    ("no_target", "target_gap", lambda a, b: b.status != "target"),
    ("target_not_actual", "growth", lambda a, b: "target" in (a.status, b.status)),
    ("target_not_actual", "target_gap", lambda a, b: a.status == "target"),
    (
        "plan_not_actual",
        _SERIES,
        lambda a, b: a.status != b.status and bool({a.status, b.status} & _PLANS),
    ),
    ("no_floor", "target_gap", lambda a, b: b.interval.left <= 0 < b.interval.right),
    ("no_period", _SERIES, lambda a, b: not (a.period and b.period)),
    ("target_year_passed", "target_gap", lambda a, b: not periods.years_left(a.period, b.period)),
    ("same_period", "growth", lambda a, b: periods.overlap(a.period, b.period)),
    (
        "other_length",
        _SERIES,
        lambda a, b: a.kind == "flow" and not periods.are_as_long(a.period, b.period),
    ),
    ("other_period", "stated_growth share_of_total", lambda a, b: _apart(a, b)),
    ("zero_base", _SERIES, lambda a, b: 0 in a.interval),
    ("zero_base", "target_gap share_of_total ratio", lambda a, b: 0 in b.interval),
    (
        "sign_change",
        f"{_SERIES} share_of_total ratio",
        lambda a, b: a.interval.left < 0 or b.interval.left < 0,
    ),
]


def _condition(a: Figure, b: Figure, measure: str, found: tuple[Result, ...]) -> str:
    """What a comparison that is not refused depends on; empty if nothing."""
    bounds = a.is_bound or (b.is_bound and measure != "target_gap")  # a target is a floor anyway
    conditions = {
        "base_year_unknown": any(each.base_year for each in found),
        "plans_only": {a.status, b.status} <= _PLANS,
        "bound_only": bounds or any(math.isinf(each.interval.right) for each in found),
        "other_period": measure in ("ratio", "difference") and _apart(a, b),
        "not_judged": measure not in _SERIES.split(),
    }
    return next((code for code, holds in conditions.items() if holds), "")


def _apart(a: Figure, b: Figure) -> bool:
    """Whether both have a time, and not the same."""
    earlier, later = sorted([a.period, b.period])  # as text: so are two that do not overlap
    return bool(earlier) and not periods.overlap(earlier, later)
