"""Where tables meet measures: what two figures say together, or why they say nothing.

`compare` evaluates any pair of figures. For the pairs of the table ``comparisons`` the verdict is
the editors'; for all others it follows from the rows: same entity, unit, indicator and status, and
two known times, or a refusal. `results` evaluates all pairs of a table at once; `growth_rates` and
`target_gaps` are the same results, one row per pair.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from itertools import pairwise
from typing import Any, cast

import pandas as pd

from daqing_data import periods, tables
from daqing_data.figure import Figure, figure
from daqing_data.reasons import REASONS
from daqing_data.verdicts import MEASURES, VERDICTS, Comparison, Result, Verdict, compute, judge

__all__ = [
    "REASONS",
    "Comparison",
    "Pair",
    "Result",
    "article_pairs",
    "compare",
    "growth_rates",
    "results",
    "target_gaps",
]


def compare(
    a: str | Mapping[str, Any], b: str | Mapping[str, Any], measure: str | None = None
) -> Comparison:
    """Compare two figures: results with intervals, or a refusal with its reason in both languages.

    Parameters
    ----------
    a, b : str or mapping
        A ``figure_id``, or a row (see `daqing_data.figure`). Growth and target gaps find their
        order by themselves: the earlier is the start, the target is the end.
    measure : str, optional
        growth, stated_growth, target_gap, share_of_total, ratio or difference. By default, for a
        pair of the table ``comparisons``, the one with the most favourable verdict; for any other
        pair the gap, where one of the two is a target, else growth.

    Returns
    -------
    Comparison
        Its ``results`` hold one entry per quantity, and one for each admissible year where a base
        year is not printed. A yearly rate is given from one year on: over less it would be an
        extrapolation.

    Raises
    ------
    TypeError
        If `a` or `b` is neither an id nor a row.
    ValueError
        If a figure or measure is unknown, or a cell of a row is missing or wrong.

    Examples
    --------
    >>> print(compare("cable_capacity_2022", "cable_sites_2022"))  # doctest: +ELLIPSIS
    ratio, cable_capacity_2022 / cable_sites_2022
    ratio: 8e+08 [8e+08, inf) CNY / count
    conditional (mean_only): ...
    >>> own = {"entity": "A", "indicator": "jobs", "kind": "stock", "status": "actual"}
    >>> before = own | {"figure_id": "before", "period": "2019", "printed": "20多万人"}
    >>> after = own | {"figure_id": "after", "period": "2021", "printed": "36万人"}
    >>> print(compare(before, after)["growth_rate"])
    growth_rate: 0.8 (0.1833, 0.825) ratio
    >>> compare("bandwidth_2022", "racks_2022").reason_code
    'other_entity'
    """
    first, second = figure(a), figure(b)
    if measure is not None and measure not in MEASURES:
        raise tables.unknown_name("measure", measure, MEASURES)
    edited = [pair for pair in article_pairs() if pair.holds(first, second)]
    chosen = [pair for pair in edited if measure in (None, pair.measure)]
    if not chosen:
        others = tuple(dict.fromkeys(pair.measure for pair in edited))
        return replace(judge(first, second, measure), others=others)
    best = min(chosen, key=lambda pair: VERDICTS.index(cast(Verdict, pair.verdict)))
    readings = [
        pair for pair in chosen if (pair.measure, pair.verdict) == (best.measure, best.verdict)
    ]
    found = _evaluate(best, _article_figures())
    others = tuple(dict.fromkeys(p.measure for p in edited if p.measure != best.measure))
    if len(readings) > 1:  # the results of all, each under the name of its reading
        named = [
            replace(result, reading=pair.comparison_id)
            for pair in readings
            for result in _evaluate(pair, _article_figures()).results
        ]
        english = " ".join(pair.reason_en for pair in readings)
        chinese = "".join(pair.reason_zh for pair in readings)
        found = replace(found, results=tuple(named), reason_en=english, reason_zh=chinese)
    return replace(found, others=others)


# --- whole tables ---------------------------------------------------------------------------------


def results(
    figures: pd.DataFrame | None = None, comparisons: pd.DataFrame | None = None
) -> pd.DataFrame:
    """All results of all comparisons, one row per quantity; a refused comparison keeps one row.

    Parameters
    ----------
    figures : pandas.DataFrame, optional
        Rows of one's own, as `daqing_data.figure` reads them; by default those of the article.
    comparisons : pandas.DataFrame, optional
        The pairs: ``comparison_id, figure_a, figure_b, measure``. Where it has no ``verdict``, or
        the cell is empty, the rules judge. By default the article's pairs; for rows of one's own
        each quantity with its next value, and each target with the latest actual value of its
        quantity.

    Returns
    -------
    pandas.DataFrame
        ``comparison_id, quantity, base_year, value, lower, upper, closed, unit, verdict,
        reason_code, reason_en, reason_zh, measure, figure_a, figure_b``. ``quantity`` is missing
        where refused.

    Examples
    --------
    >>> table = results()
    >>> result = table.set_index("comparison_id").loc["stations_ratio"]
    >>> print(result["quantity"], result["closed"], result["verdict"])
    ratio right conditional
    """
    rows = [row for _, _, found in _evaluated(figures, comparisons) for row in found]
    return pd.DataFrame(rows, columns=_LONG).astype({"base_year": "Int64"})


def growth_rates(
    figures: pd.DataFrame | None = None, comparisons: pd.DataFrame | None = None
) -> pd.DataFrame:
    """All growth rates that a reader may want, one row per comparison; the refused keep their row.

    Parameters
    ----------
    figures, comparisons : pandas.DataFrame, optional
        As for `results`.

    Returns
    -------
    pandas.DataFrame
        ``comparison_id, start_figure, end_figure, base_year``; then ``start_value``, ``years``,
        ``growth`` and ``annual_growth``, each with ``_lower``, ``_upper`` and ``_closed`` (which
        ends belong to the interval); then ``verdict, reason_code, reason_en, reason_zh``. Growth is
        a fraction; NaN where refused, and where the printed numbers name no single value.
        ``start_figure`` is missing where the start is derived from a printed growth rate.

    Examples
    --------
    >>> rates = growth_rates().set_index("comparison_id")
    >>> print(*rates.loc["cable_capacity", ["growth_upper", "growth_closed"]])
    inf neither
    """
    rows = []
    for pair, known, found in _evaluated(figures, comparisons, "growth", "stated_growth"):
        stated = pair.measure == "stated_growth"
        start_figure, end_figure = found[0]["figure_a"], found[0]["figure_b"]
        for base_year, by_name in _by_base_year(found):
            if not stated:
                by_name["previous_level"] = _number_columns(known[start_figure])
            ids = [pair.comparison_id, None if stated else start_figure, end_figure, base_year]
            rows.append((ids, by_name, found[0]))
    names = {"start_value": "previous_level", "years": "years", "growth": "growth_rate"}
    keys = ["comparison_id", "start_figure", "end_figure", "base_year"]
    return _framed(keys, names | {"annual_growth": "annual_growth"}, rows)


def target_gaps(
    figures: pd.DataFrame | None = None, comparisons: pd.DataFrame | None = None
) -> pd.DataFrame:
    """How far each target is: one row per comparison and admissible base year.

    Parameters
    ----------
    figures, comparisons : pandas.DataFrame, optional
        As for `results`. Of own rows without comparisons, each target has its row: with the latest
        actual value of its quantity, or refused as "no_baseline".

    Returns
    -------
    pandas.DataFrame
        ``comparison_id, actual_figure, target_figure, base_year``; then ``gap``, ``share_reached``
        and ``required_annual_growth``, each with ``_lower``, ``_upper`` and ``_closed`` (which ends
        belong to the interval); then ``verdict, reason_code, reason_en, reason_zh``. Gaps are in
        the base unit, shares and growth are fractions; NaN where refused.

    Examples
    --------
    >>> gaps = target_gaps().dropna(subset="base_year")
    >>> gaps["required_annual_growth"].is_monotonic_increasing  # the later the base, the steeper
    True
    """
    rows = []
    for pair, _, found in _evaluated(figures, comparisons, "target_gap"):
        actual, target = found[0]["figure_a"], found[0]["figure_b"]
        for base_year, by_name in _by_base_year(found):
            rows.append(([pair.comparison_id, actual, target, base_year], by_name, found[0]))
    keys = ["comparison_id", "actual_figure", "target_figure", "base_year"]
    names = ["gap", "share_reached", "required_annual_growth"]
    return _framed(keys, {name: name for name in names}, rows)


# --- the rows of results --------------------------------------------------------------------------

_WHY = ["verdict", "reason_code", "reason_en", "reason_zh"]
_LONG = [
    *("comparison_id", "quantity", "base_year", "value", "lower", "upper", "closed", "unit"),
    *(*_WHY, "measure", "figure_a", "figure_b"),
]
Row = dict[str, Any]  #: a row of a table by column


def _evaluated(
    figures: pd.DataFrame | None, comparisons: pd.DataFrame | None, *chosen: str
) -> Iterator[tuple[Pair, Mapping[str, Figure], list[Row]]]:
    """Each pair (of some measures), the figures by id, and the rows of `results` that it gives."""
    known = _article_figures() if figures is None else _own_figures(figures)
    if comparisons is not None:
        pairs: Iterable[Pair] = _own_pairs(comparisons)
    else:
        pairs = article_pairs() if figures is None else _natural_pairs(known)
    for pair in pairs:
        if chosen and pair.measure not in chosen:
            continue
        found = _evaluate(pair, known)
        row = {"comparison_id": pair.comparison_id, "measure": found.measure, **_why(vars(found))}
        row |= {"figure_a": found.figure_a or None, "figure_b": found.figure_b}
        yield pair, known, [row | _number_columns(result) for result in found.results or (None,)]


def _number_columns(result: Result | Figure | None) -> Row:
    if result is None:
        return {"value": math.nan, "lower": math.nan, "upper": math.nan, "closed": None}
    ends = result.interval
    row = {"value": result.value, "lower": ends.left, "upper": ends.right, "closed": ends.closed}
    if isinstance(result, Result):
        row |= {name: getattr(result, name) for name in ("quantity", "base_year", "unit")}
    return row


def _by_base_year(rows: list[Row]) -> Iterator[tuple[int | None, dict[str, Row]]]:
    """The rows of one comparison by quantity, once for each admissible base year."""
    years = [row["base_year"] for row in rows if row.get("base_year") is not None]
    for year in dict.fromkeys(years) or [None]:
        yield (
            year,
            {
                row["quantity"]: row
                for row in rows
                if row.get("quantity") and row["base_year"] in (None, year)
            },
        )


def _why(row: Mapping[str, Any]) -> Row:
    return {name: row[name] for name in _WHY}


def _framed(
    keys: list[str], names: dict[str, str], rows: list[tuple[list[Any], dict[str, Row], Row]]
) -> pd.DataFrame:
    """Wide rows: the keys, each quantity (by the name that it has there) with its ends, and why."""
    ends = {"": "value", "_lower": "lower", "_upper": "upper", "_closed": "closed"}
    nothing = _number_columns(None)
    cells = [
        [
            *ids,
            *(by_name.get(name, nothing)[end] for name in names.values() for end in ends.values()),
            *_why(row).values(),
        ]
        for ids, by_name, row in rows
    ]
    columns = [*keys, *(f"{name}{end}" for name in names for end in ends), *_WHY]
    return pd.DataFrame(cells, columns=columns).astype({"base_year": "Int64"})


# --- the pairs ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Pair:
    """A row of ``comparisons``; empty strings where a cell is missing."""

    comparison_id: str
    figure_a: str
    figure_b: str
    measure: str
    verdict: str = ""
    reason_code: str = ""
    years_figure: str = ""
    plus_figure: str = ""
    reason_en: str = ""
    reason_zh: str = ""

    def __post_init__(self) -> None:
        verdict = self.verdict or "yes"
        for column, cell, known in (
            ("measure", self.measure, MEASURES),
            ("verdict", verdict, VERDICTS),
        ):
            if cell not in known:
                raise tables.unknown_name(column, cell, known, f" of {self.comparison_id}")

    def holds(self, one: Figure, other: Figure) -> bool:
        """Whether it is about these two, each just as the article states it."""
        known = _article_figures()
        stored = all(known.get(each.figure_id) == each for each in (one, other))
        return stored and {one.figure_id, other.figure_id} == {self.figure_a, self.figure_b}


@cache
def _article_figures() -> dict[str, Figure]:
    return {name: figure(name) for name in tables.figures()["figure_id"]}


@cache
def article_pairs() -> tuple[Pair, ...]:
    """The rows of ``comparisons``. Cached, immutable."""
    return tuple(_own_pairs(tables.comparisons()))


def _own_figures(frame: pd.DataFrame) -> dict[str, Figure]:
    """A frame's figures by id, which may be a column or the index."""
    if "figure_id" not in frame and frame.index.name == "figure_id":
        frame = frame.reset_index()
    found = [figure(row) for row in tables.records(frame)]
    by_id = {each.figure_id: each for each in found}
    if len(by_id) < len(found):
        names = [each.figure_id for each in found]
        twice = next(name for name in by_id if names.count(name) > 1)
        raise ValueError(f"figure_id {twice!r} stands in figures more than once")
    return by_id


def _own_pairs(frame: pd.DataFrame) -> list[Pair]:
    if missing := {"comparison_id", "figure_a", "figure_b", "measure"} - set(frame):
        raise ValueError(f"comparisons lack the columns {', '.join(sorted(missing))}")
    columns = [each.name for each in fields(Pair) if each.name in frame]
    cells = frame[columns].astype(object).where(frame[columns].notna(), "")
    return [
        Pair(**{name: str(cell) for name, cell in row.items()}) for row in tables.records(cells)
    ]


def _natural_pairs(known: Mapping[str, Figure]) -> list[Pair]:
    """Each quantity with its next value in time, and each target with its latest actual value."""
    series: dict[tuple[str, ...], list[Figure]] = {}
    for each in known.values():
        if each.status == "actual" and each.period:
            series.setdefault(_quantity_of(each), []).append(each)
    pairs = []
    for same in series.values():
        same.sort(key=lambda each: periods.middle(each.period))
        for one, next_one in pairwise(same):
            ids = one.figure_id, next_one.figure_id
            pairs.append(Pair("_".join(ids), *ids, measure="growth"))
    for target in known.values():
        if target.status != "target":
            continue
        if past := series.get(_quantity_of(target)):
            pairs.append(Pair(target.figure_id, past[-1].figure_id, target.figure_id, "target_gap"))
        else:
            why = REASONS["no_baseline"]
            names = target.figure_id, "", target.figure_id
            verdict = {"verdict": "no", "reason_code": "no_baseline"}
            pairs.append(Pair(*names, "target_gap", **verdict, reason_en=why[0], reason_zh=why[1]))
    return pairs


def _quantity_of(figure: Figure) -> tuple[str, ...]:
    return figure.entity, figure.indicator, figure.unit


def _evaluate(pair: Pair, known: Mapping[str, Figure]) -> Comparison:
    """Evaluate a pair: the verdict is the row's, or else the rules'; the results are computed."""

    def named(name: str) -> Figure:
        if name not in known:
            raise tables.unknown_name("figure", name, known, f" of {pair.comparison_id}")
        return known[name]

    b = named(pair.figure_b)
    if pair.plus_figure:
        b = b.plus(named(pair.plus_figure))
    if not pair.verdict:
        return judge(named(pair.figure_a), b, pair.measure)
    found: tuple[Result, ...] = ()
    if pair.figure_a:  # else there is no baseline
        a = named(pair.figure_a)
        years = named(pair.years_figure).interval if pair.years_figure else None
        found = () if pair.verdict == "no" else compute(pair.measure, a, b, years)
    verdict = cast(Verdict, pair.verdict)
    why = (verdict, pair.reason_code, pair.reason_en, pair.reason_zh)
    return Comparison(pair.figure_a, pair.figure_b, pair.measure, *why, results=found)
