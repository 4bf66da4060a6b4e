"""The tables: one function each, a fresh typed frame each time.

The CSV files in ``data/`` are the source of truth; ``data/datapackage.json`` (Data Package v2)
describes every table and column in English and Chinese, and gives the types that the frames have.

Reading is quick because it trusts: the SHA-256 in the descriptor says that a file is, byte for
byte, the one that was checked when it was sealed, so no cell is looked at twice. A file with any
other hash is refused.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import pandas as pd

__all__ = ["codebook", "comparisons", "context", "events", "figures", "hedges", "numerals"]

_DATA = files("daqing_data") / "data"


def figures() -> pd.DataFrame:
    """One row per quantity, rank, class, share or duration that the article states.

    Returns
    -------
    pandas.DataFrame
        ``value``, ``lower`` and ``upper`` are in the base unit ``unit``; ``closed`` says which ends
        belong to the interval; ``printed`` is ``text[start:end]`` of the article. All columns:
        ``codebook("figures")``.

    Examples
    --------
    >>> stations = figures().set_index("figure_id").loc["stations_4g_2022"]
    >>> print(stations["printed"], stations["qualifier"], stations["period"])
    3300余个 over 2022-03-24/2022-03-31
    """
    return _table("figures")


def events() -> pd.DataFrame:
    """One row per dated event: agreements, openings, the park's start, the policy documents.

    Examples
    --------
    >>> events().query("precision == 'month'")["date"].min()
    '2015-12'
    """
    return _table("events")


def numerals() -> pd.DataFrame:
    """One row per numeral expression of the article, in order: what it states, or why it does not.

    ``states`` holds the ids of the figures or of the event, separated by spaces; where it is
    missing, ``reason_en`` and ``reason_zh`` say why. Rows never overlap, and no digit or Chinese
    numeral stands outside them.

    Examples
    --------
    >>> numerals().query("printed == '5G'")["reason_en"].item()
    'name of a mobile network generation'
    """
    return _table("numerals")


def comparisons() -> pd.DataFrame:
    """One row per pair of figures that a reader is tempted to compare: verdict and reason.

    `daqing_data.compare` evaluates them.

    Examples
    --------
    >>> comparisons().set_index("comparison_id").loc["payback", "verdict"]
    'no'
    """
    return _table("comparisons")


def context() -> pd.DataFrame:
    """One row per figure from outside the article: what came of its targets, and yardsticks.

    Returns
    -------
    pandas.DataFrame
        ``value``, ``lower``, ``upper`` and ``closed`` mean what they mean in `figures`; an equal
        ``indicator`` means the same indicator. ``publisher``, ``title``, ``published``, ``url`` and
        ``confidence`` say how good the source is, the notes what the definition covers. Values that
        conflict stand side by side.

    Examples
    --------
    >>> outcome = context().set_index("context_id").loc["digital_economy_2024"]
    >>> print(outcome["printed"], outcome["lower"], outcome["upper"], outcome["confidence"])
    突破1200亿元 120000000000.0 inf medium
    """
    return _table("context")


def hedges() -> pd.DataFrame:
    """One row per pair of a hedged and an exact print of one quantity, such as 近六成 and 56.4%.

    They test the wording rules on real prose: `read_number` gives both values, and the exact one
    lies inside the interval of the hedged one or not. Only numbers that the writer knew can pair
    up.

    Returns
    -------
    pandas.DataFrame
        Values are not stored: read them. All columns: ``codebook("hedges")``.

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
    """Describe the columns of one table, or of all, those of results too.

    Parameters
    ----------
    table : str, optional
        The name of the function that gives the table, such as "figures" or "growth_rates".

    Returns
    -------
    pandas.DataFrame
        One row per column: ``table, column, type, values, description_en, description_zh``;
        ``values`` lists the closed set, if any.

    Raises
    ------
    ValueError
        If there is no such table; the message names the nearest.

    Examples
    --------
    >>> codebook("figures").set_index("column").loc["closed", "values"]
    'left, right, both, neither'
    """
    described = {name: resource["schema"]["fields"] for name, resource in _resources().items()}
    described |= json.loads((_DATA / "results.json").read_text(encoding="utf-8"))
    if table is not None and table not in described:
        raise unknown_name("table", table, described)
    rows = [
        {
            "table": name,
            "column": field["name"],
            "type": field["type"],
            "values": ", ".join(enum(field)),
            "description_en": field["description"],
            "description_zh": field["description_zh"],
        }
        for name in ([table] if table is not None else described)
        for field in described[name]
    ]
    return pd.DataFrame(rows)


# --- what other modules use -----------------------------------------------------------------------


def unknown_name(kind: str, name: object, known: Iterable[str], where: str = "") -> ValueError:
    """The error for an unknown name: what was given (and where), and the nearest that exist."""
    import difflib  # here, because only errors need it

    known = list(known)
    close = difflib.get_close_matches(str(name), known, n=3, cutoff=0.4)
    hint = (
        f"did you mean {' or '.join(map(repr, close))}?"
        if close
        else f"known: {', '.join(map(repr, known))}"
    )
    return ValueError(f"unknown {kind} {name!r}{where}; {hint}")


def allowed(column: str, names: Iterable[str]) -> list[str]:
    """The closed set of values of a column, in any of the named tables."""
    found = [
        value
        for name in names
        for field in _resource(name)["schema"]["fields"]
        if field["name"] == column
        for value in enum(field)
    ]
    return list(dict.fromkeys(found))


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table, each a dict by column name."""
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]


def enum(field: dict[str, Any]) -> list[str]:
    """The closed set of values of a field of the descriptor; empty if it has none."""
    values: list[str] = field.get("constraints", {}).get("enum", [])
    return values


# --- from a file to a frame -----------------------------------------------------------------------

_DAMAGED = "it was damaged, cut off, or edited without sealing it (CONTRIBUTING says how)"


@cache
def _resources() -> dict[str, dict[str, Any]]:
    """The descriptor's resources by name. Never handed out: it is cached."""
    try:
        package = json.loads((_DATA / "datapackage.json").read_text(encoding="utf-8"))
        found = {resource["name"]: resource for resource in package["resources"]}
        for resource in found.values():
            fields = [
                (
                    field["name"],
                    _COLUMNS[field["type"]],
                    enum(field),
                    field["description"],
                    field["description_zh"],
                )
                for field in resource["schema"]["fields"]
            ]
            if not (resource["path"] and resource["hash"] and fields):
                raise LookupError(f"{resource['name']} has no path, hash or fields")
        return found
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        why = f"{type(error).__name__}: {error}"
        raise ValueError(f"datapackage.json does not describe tables ({why}): {_DAMAGED}") from None


def _resource(name: str) -> dict[str, Any]:
    if name not in _resources():
        raise unknown_name("table", name, _resources())
    return _resources()[name]


def _table(name: str) -> pd.DataFrame:
    resource = _resource(name)
    try:
        raw = (_DATA / resource["path"]).read_bytes()
    except OSError as error:
        missing = (
            f"{resource['path']}, a table that datapackage.json names, cannot be read ({error})"
        )
        raise FileNotFoundError(missing) from None
    if not _is(resource, raw):
        converted = _is(resource, raw.replace(b"\r\n", b"\n"))
        why = "its line ends were converted to CRLF; restore LF" if converted else _DAMAGED
        raise ValueError(
            f"{resource['path']} is not the file that datapackage.json describes: {why}"
        )
    try:
        return _frame(raw, resource["schema"]["fields"])
    except (
        ValueError,
        LookupError,
        TypeError,
    ) as error:  # the table is right, so the descriptor is not
        raise ValueError(
            f"datapackage.json does not fit {resource['path']} ({error}): {_DAMAGED}"
        ) from None


def _frame(raw: bytes, fields: Sequence[dict[str, Any]]) -> pd.DataFrame:
    header, *rows = csv.reader(io.StringIO(raw.decode("utf-8"), newline=""), strict=True)
    if header != [field["name"] for field in fields]:
        raise ValueError(f"the table has the columns {header}")
    columns = zip(*rows, strict=True)
    made = {
        field["name"]: _column(field, cells) for field, cells in zip(fields, columns, strict=True)
    }
    return pd.DataFrame(made, copy=False)  # the arrays are nobody else's


def _is(resource: dict[str, Any], raw: bytes) -> bool:
    return bool(resource["hash"] == f"sha256:{hashlib.sha256(raw).hexdigest()}")


def _strings(cells: Sequence[str]) -> Any:
    values = [cell or np.nan for cell in cells]
    try:
        return pd.array(values, dtype=pd.StringDtype(na_value=np.nan))
    except TypeError:  # pandas before 2.3 has strings as objects
        return np.array(values, dtype=object)


#: type in the descriptor -> what makes a column of such cells
_COLUMNS: dict[str, Callable[[Sequence[str]], Any]] = {
    "string": _strings,
    "number": lambda cells: np.array([float(cell or "nan") for cell in cells]),
    "integer": lambda cells: np.array(list(map(int, cells)), dtype=np.int64),
}


def _column(field: dict[str, Any], cells: Sequence[str]) -> Any:
    if values := enum(field):
        codes = {value: code for code, value in enumerate(values)}
        return pd.Categorical.from_codes(
            [codes[cell] if cell else -1 for cell in cells], pd.Index(values)
        )
    return _COLUMNS[field["type"]](cells)
