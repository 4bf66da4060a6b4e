"""The tables: one function each, a fresh typed frame each time.

The CSV files in ``data/`` are the source of truth; ``data/datapackage.json`` (Data Package v2) describes every table
and column in English and Chinese, and gives the types that the frames have.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

import pandas as pd

__all__ = ["codebook", "comparisons", "context", "events", "figures", "numerals"]

_DATA = files("daqing_data") / "data"


def figures() -> pd.DataFrame:
    """One row a quantity, rank, share or duration that the article states.

    Returns
    -------
    pandas.DataFrame
        51 rows. ``value``, ``lower`` and ``upper`` are in the base unit ``unit``; ``closed`` says which ends belong
        to the interval; ``printed`` is ``text[start:end]`` of the article. All columns: ``codebook("figures")``.

    Examples
    --------
    >>> racks = figures().set_index("figure_id").loc["racks_2022"]
    >>> racks["value"].item(), racks["printed"], racks["period"]
    (1484.0, '1484个', '2022-03-24/2022-03-31')
    """
    return _table("figures")


def events() -> pd.DataFrame:
    """One row a dated event: agreements, openings, the park's start, the policy documents.

    Examples
    --------
    >>> events().query("precision == 'month'")["date"].min()
    '2015-12'
    """
    return _table("events")


def numerals() -> pd.DataFrame:
    """One row a numeral expression of the article, in order: what it states, or why it states nothing.

    ``states`` holds the ids of the figures or of the event, separated by spaces; where it is missing, ``reason_en``
    and ``reason_zh`` say why. Rows never overlap, and no digit or Chinese numeral stands outside them.

    Examples
    --------
    >>> numerals().query("printed == '5G'")["reason_en"].item()
    'name of a mobile network generation'
    """
    return _table("numerals")


def comparisons() -> pd.DataFrame:
    """One row a pair of figures that a reader is tempted to compare, with the verdict (yes, conditional, no) and why.

    `daqing_data.compare` evaluates them.

    Examples
    --------
    >>> comparisons().set_index("comparison_id").loc["payback", "verdict"]
    'no'
    """
    return _table("comparisons")


def context() -> pd.DataFrame:
    """One row a figure from outside the article: what came of its targets, and yardsticks to see them by.

    Returns
    -------
    pandas.DataFrame
        52 rows. ``value``, ``lower``, ``upper`` and ``closed`` mean what they mean in `figures`; an equal ``indicator``
        means the same indicator. ``publisher``, ``title``, ``published``, ``url`` and ``confidence`` say how good the
        source is, the notes what the definition covers. Values that conflict stand side by side.

    Examples
    --------
    >>> outcome = context().set_index("context_id").loc["digital_economy_2024"]
    >>> print(outcome["printed"], outcome["lower"], outcome["upper"], outcome["confidence"])
    突破1200亿元 120000000000.0 inf medium
    """
    return _table("context")


def codebook(table: str | None = None) -> pd.DataFrame:
    """Describe the columns of one table, or of all.

    Parameters
    ----------
    table : str, optional
        "figures", "events", "numerals", "comparisons" or "context"; all tables by default.

    Returns
    -------
    pandas.DataFrame
        One row a column: ``table, column, type, values, description_en, description_zh``; ``values`` lists the closed
        set, if any.

    Raises
    ------
    ValueError
        If there is no such table; the message names the nearest.

    Examples
    --------
    >>> codebook("figures").set_index("column").loc["closed", "values"]
    'left, right, both, neither'
    """
    names = [table] if table is not None else list(_resources())
    rows = [
        {
            "table": name,
            "column": field["name"],
            "type": field["type"],
            "values": ", ".join(field.get("constraints", {}).get("enum", [])),
            "description_en": field["description"],
            "description_zh": field["description_zh"],
        }
        for name in names
        for field in _resource(name)["schema"]["fields"]
    ]
    return pd.DataFrame(rows)


def nearest(kind: str, name: object, known: Iterable[str]) -> ValueError:
    """Make the error for an unknown name: it says what was given and the nearest names that exist."""
    known = list(known)
    close = difflib.get_close_matches(str(name), known, n=3, cutoff=0.4)
    hint = f"did you mean {' or '.join(map(repr, close))}?" if close else f"known: {', '.join(map(repr, known))}"
    return ValueError(f"unknown {kind} {name!r}; {hint}")


def allowed(column: str, names: Iterable[str]) -> list[str]:
    """The closed set of values of a column, in any of the named tables."""
    fields = [field for name in names for field in _resource(name)["schema"]["fields"] if field["name"] == column]
    return list(dict.fromkeys(value for field in fields for value in field["constraints"]["enum"]))


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table, each a dict by column name."""
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]


@cache
def _resources() -> dict[str, dict[str, Any]]:
    """The descriptor's resources by name. Never handed out: it is cached."""
    package = json.loads((_DATA / "datapackage.json").read_text(encoding="utf-8"))
    return {resource["name"]: resource for resource in package["resources"]}


def _resource(name: str) -> dict[str, Any]:
    if name not in _resources():
        raise nearest("table", name, _resources())
    return _resources()[name]


def _table(name: str) -> pd.DataFrame:
    resource = _resource(name)
    path, fields = resource["path"], resource["schema"]["fields"]
    with (_DATA / path).open("rb") as file:
        try:
            frame = pd.read_csv(file, encoding="utf-8", dtype="str", keep_default_na=False, na_values=[""])
        except ValueError as error:  # not UTF-8, or a line with too many cells
            raise ValueError(f"{path}: {error}") from None
    expected = [field["name"] for field in fields]
    if list(frame.columns) != expected:
        raise ValueError(f"{path}: columns are {list(frame.columns)}, the descriptor says {expected}")
    for field in fields:
        frame[field["name"]] = _typed(frame[field["name"]], field, path)
    return frame


def _typed(column: pd.Series, field: dict[str, Any], path: str) -> pd.Series:
    """The column with the descriptor's type; a cell that does not fit is an error, not a gap."""
    constraints, kind = field.get("constraints", {}), field["type"]
    typed: pd.Series = column if kind == "string" else pd.to_numeric(column, errors="coerce").astype("float64")
    fits, expected = typed.notna(), {"string": "text", "number": "a number", "integer": "a whole number"}[kind]
    if kind == "integer":
        fits &= typed % 1 == 0
    if allowed := constraints.get("enum"):
        fits, expected = column.isin(allowed), f"one of {allowed}"
    if not constraints.get("required"):
        fits |= column.isna()
    if not fits.all():
        row = int(fits.argmin())
        given = "missing" if pd.isna(column.iloc[row]) else repr(column.iloc[row])
        raise ValueError(f"{path}, line {row + 2}: {field['name']} is {given}, expected {expected}")
    if allowed:
        return typed.astype(pd.CategoricalDtype(allowed))
    return typed.astype("int64") if kind == "integer" else typed
