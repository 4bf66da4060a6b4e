"""The tables: one function each, a fresh typed frame each time.

The CSV files in ``data/`` are the source of truth; ``data/datapackage.json`` (Data Package v2) describes every table
and column in English and Chinese, and gives the types that the frames have.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import pandas as pd

__all__ = ["codebook", "comparisons", "context", "events", "figures", "hedges", "numerals"]

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


def hedges() -> pd.DataFrame:
    """One row per pair of a hedged and an exact print of one quantity, such as 近六成 and 56.4%.

    They test the wording rules on real prose: `read_number` gives both values, and the exact one lies inside the
    interval of the hedged one or not. Only numbers that the writer knew can pair up.

    Returns
    -------
    pandas.DataFrame
        338 rows. Values are not stored: read them. All columns: ``codebook("hedges")``.

    Examples
    --------
    >>> from daqing_data.wording import read_number
    >>> pair = hedges().set_index("hedge_id").loc["about_012"]
    >>> pair["printed_hedged"], pair["printed_exact"]
    ('约35%', '35.602267%')
    >>> read_number(pair["printed_exact"]).value in read_number(pair["printed_hedged"]).interval
    True
    """
    return _table("hedges")


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
            "values": ", ".join(_enum(field)),
            "description_en": field["description"],
            "description_zh": field["description_zh"],
        }
        for name in names
        for field in _resource(name)["schema"]["fields"]
    ]
    return pd.DataFrame(rows)


def nearest(kind: str, name: object, known: Iterable[str], where: str = "") -> ValueError:
    """Make the error for an unknown name: it says what was given (and where), and the nearest names that exist."""
    import difflib  # here, because only errors need it

    known = list(known)
    close = difflib.get_close_matches(str(name), known, n=3, cutoff=0.4)
    hint = f"did you mean {' or '.join(map(repr, close))}?" if close else f"known: {', '.join(map(repr, known))}"
    return ValueError(f"unknown {kind} {name!r}{where}; {hint}")


def allowed(column: str, names: Iterable[str]) -> list[str]:
    """The closed set of values of a column, in any of the named tables."""
    fields = [field for name in names for field in _resource(name)["schema"]["fields"] if field["name"] == column]
    return list(dict.fromkeys(value for field in fields for value in _enum(field)))


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table, each a dict by column name."""
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]


# --- the descriptor -------------------------------------------------------------------------------------------------


@cache
def _resources() -> dict[str, dict[str, Any]]:
    """The descriptor's resources by name. Never handed out: it is cached."""
    try:
        package = json.loads((_DATA / "datapackage.json").read_text(encoding="utf-8"))
    except ValueError as error:  # not UTF-8, or not JSON
        raise ValueError(f"datapackage.json: {error}") from None
    for resource in _has(package, "the package", "resources")["resources"]:
        name = _has(resource, "a resource", "name")["name"]
        schema = _has(resource, name, "path hash schema")["schema"]
        for field in _has(schema, f"the schema of {name}", "fields")["fields"]:
            column = f"{name}.{_has(field, f'a field of {name}', 'name')['name']}"
            kind = _has(field, column, "type description description_zh")["type"]
            if kind not in _TYPES:
                raise nearest("type", kind, _TYPES, f" of {column} in datapackage.json")
            _has(field.get("constraints", {}), f"the constraints of {column}", "")
    return {resource["name"]: resource for resource in package["resources"]}


def _has(part: Any, what: str, keys: str) -> dict[str, Any]:
    """The same part of the descriptor, if it has these keys."""
    if not isinstance(part, dict):
        raise ValueError(f"datapackage.json: {what} is {type(part).__name__}, expected an object")
    if missing := [key for key in keys.split() if key not in part]:
        raise ValueError(f"datapackage.json: {what} lacks {', '.join(missing)}")
    return part


def _resource(name: str) -> dict[str, Any]:
    if name not in _resources():
        raise nearest("table", name, _resources())
    return _resources()[name]


def _enum(field: dict[str, Any]) -> list[str]:
    enum: list[str] = field.get("constraints", {}).get("enum", [])
    return enum


# --- from a file to a frame -----------------------------------------------------------------------------------------


def _table(name: str) -> pd.DataFrame:
    resource = _resource(name)
    path, fields = resource["path"], resource["schema"]["fields"]
    raw = (_DATA / path).read_bytes()
    (_, header), *rows = _rows(raw, path) or [(1, [])]
    expected = [field["name"] for field in fields]
    if header != expected:
        raise ValueError(f"{path}: columns are {header}, the descriptor says {expected}")
    for line, row in rows:
        if len(row) != len(expected):
            raise ValueError(f"{path}, line {line}: {len(row)} cells, expected {len(expected)}")
    lines = [f"{path}, line {line}" for line, _ in rows]
    columns = zip(*(row for _, row in rows), strict=True) if rows else [()] * len(fields)
    made = {field["name"]: _column(field, cells, lines) for field, cells in zip(fields, columns, strict=True)}
    if resource["hash"] != f"sha256:{hashlib.sha256(raw).hexdigest()}":
        raise ValueError(
            f"{path} is not the file that datapackage.json describes: it was damaged, cut off, or edited without "
            "sealing it (python tests/seal.py)"
        )
    return pd.DataFrame(made, copy=False)  # the arrays are nobody else's


def _rows(raw: bytes, path: str) -> list[tuple[int, list[str]]]:
    """The rows of a CSV file, each with the number of its (last) line."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ValueError(f"{path}, line {line}: not UTF-8 (byte {error.start} of the file)") from None
    if text.startswith("\ufeff"):
        raise ValueError(f"{path}, line 1: begins with a byte order mark; save it as UTF-8 without one")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        return [(reader.line_num, row) for row in reader]
    except csv.Error as error:
        raise ValueError(f"{path}, line {reader.line_num}: {error}") from None


def _number(cell: str) -> float:
    if not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?(e[-+]?[0-9]{1,2})?|INF", cell):
        raise ValueError  # float takes nan, 1_000 and full-width digits too; INF is how the Table Schema writes it
    return float(cell)


def _whole(cell: str) -> int:
    if not re.fullmatch("[0-9]{1,15}", cell):
        raise ValueError
    return int(cell)


def _text(cell: str) -> str:
    if not cell or cell != cell.strip():
        raise ValueError
    return cell


#: type in the descriptor -> what reads a cell, what is expected, what stands for a missing cell, the column's type
_TYPES: dict[str, tuple[Callable[[str], Any], str, Any, Any]] = {
    "string": (_text, "text without space around it", np.nan, pd.StringDtype(na_value=np.nan)),
    "number": (_number, "a number", np.nan, np.dtype("float64")),
    "integer": (_whole, "a whole number", None, np.dtype("int64")),
}


def _column(field: dict[str, Any], cells: Sequence[str], lines: Sequence[str]) -> Any:
    """The cells with the descriptor's type; one that does not fit is an error, not a gap."""
    read, expected, missing, kind = _TYPES[field["type"]]
    if enum := _enum(field):
        codes = {value: code for code, value in enumerate(enum)}
        read, expected, missing = codes.__getitem__, f"one of {enum}", -1
    may_be_missing = missing is not None and not field.get("constraints", {}).get("required")
    values = []
    for cell, line in zip(cells, lines, strict=True):
        try:
            values.append(missing if not cell and may_be_missing else read(cell))
        except (ValueError, KeyError):
            given = repr(cell) if cell else "missing"
            raise ValueError(f"{line}: {field['name']} is {given}, expected {expected}") from None
    return pd.Categorical.from_codes(values, pd.Index(enum)) if enum else pd.array(values, dtype=kind)
