"""The rows of an account: their cells with types, and what the wording of each row says.

What `daqing_data.article` and `daqing_data.auditing` share.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from daqing_data.figure import reading
from daqing_data.wording import UNITS

__all__ = (
    "NUMBERS READ WHOLE Row agrees differences draft drafts is_blank is_without_unit read".split()
)

Row = dict[str, Any]

WHOLE = ("paragraph", "start", "end")
NUMBERS = ("value", "lower", "upper")
#: The columns that follow from the wording.
READ = ("value", "unit", "qualifier", "lower", "upper", "closed")
_WORDS = (
    "printed kind unit qualifier closed direction figure_id entity indicator period status "
    "attributed_to note wording_outside"
).split()


def is_blank(cell: Any) -> bool:
    """Whether a cell is empty: an empty string, None or NaN."""
    return cell is None or cell == "" or (isinstance(cell, float) and math.isnan(cell))


def _is_missing(cell: Any) -> bool:
    return cell is None or cell is pd.NA or cell != cell


def read(account: pd.DataFrame) -> tuple[list[Row], list[str]]:
    """The rows of an account with typed cells, and complaints about cells of another type."""
    if not isinstance(account, pd.DataFrame):
        raise TypeError(f"an account is a DataFrame, not {type(account).__name__}")
    if missing := [name for name in ("start", "end", "printed") if name not in account.columns]:
        raise ValueError(f"an account needs start, end and printed; {', '.join(missing)} not there")
    rows, wrong = [], []
    for number, cells in enumerate(account.to_dict("records")):
        row: Row = {}
        for name in _WORDS:
            cell = cells.get(name)
            if isinstance(cell, float) and cell.is_integer():
                cell = int(cell)  # a spreadsheet makes 2023.0 of the year 2023
            row[name] = "" if _is_missing(cell) else str(cell).strip()
        row["printed"] = str(cells["printed"])
        for name in (*WHOLE, *NUMBERS):
            cell = row[name] = _number(cells.get(name))
            if cell is not None and (math.isnan(cell) or (name in WHOLE and cell % 1)):
                what = "a whole number" if name in WHOLE else "a number"
                where = f"{name} of {row['printed']!r} (row {number})"
                wrong.append(f"cell: {where} is {cells[name]!r}, expected {what}")
                row[name] = None
        rows.append(row | {name: None if row[name] is None else int(row[name]) for name in WHOLE})
    return rows, wrong


def _number(cell: Any) -> float | None:
    """A cell as a number, None where it is blank, NaN where it holds something else."""
    if _is_missing(cell) or not str(cell).strip():
        return None
    try:
        return float(str(cell).strip())
    except ValueError:
        return math.nan


def drafts(row: Mapping[str, Any]) -> list[Row]:
    """What the wording says of a row; more than one answer where its unit is printed elsewhere.

    4.6和3.1个百分点, 2.5个和1.4个百分点: the first number has no unit, or its beginning.
    """
    kind = "growth" if row["kind"] == "growth" else ""
    printed = row["printed"]

    def read_with(word: str) -> Row | None:
        try:
            return reading(printed + word, kind, row["status"])
        except ValueError:
            return None

    bare = read_with("")
    if bare is None:
        return []
    words = [word for word, (unit, _) in UNITS.items() if unit == row["unit"] != bare["unit"]]
    begun = [word[1:] for word in words if word[0] == printed[-1] == "个"]
    rest = words if bare["unit"] is None else begun  # 3周 are weeks, though 3周年 are years
    shared = [found for word in rest if word and (found := read_with(word))]
    return [*shared, bare] if bare["unit"] is None else [bare, *shared]


def draft(row: Mapping[str, Any]) -> Row | None:
    """The reading that the row agrees with, or else the first; None where there is no number."""
    found = drafts(row)
    return next(
        (draft for draft in found if not differences(row, draft)), found[0] if found else None
    )


def is_without_unit(row: Mapping[str, Any]) -> bool:
    """Whether a number is printed without its unit: 不足百万."""
    found = drafts({**row, "unit": ""})
    return bool(found) and found[0]["unit"] is None


def agrees(cell: Any, drafted: Any) -> bool:
    """Whether a cell says what was drafted; a blank one says nothing against it."""
    if is_blank(cell):
        return True
    if isinstance(cell, float):
        return not is_blank(drafted) and math.isclose(cell, drafted, rel_tol=1e-12)
    return bool(cell == drafted)


def differences(row: Mapping[str, Any], draft: Mapping[str, Any]) -> list[str]:
    """The columns in which a row says otherwise than its wording; a missing unit may be added."""
    return [
        column
        for column in READ
        if not agrees(row[column], draft[column])
        and not (column == "unit" and draft["unit"] is None)
    ]
