"""Check the tables cell by cell, then write their sizes and hashes into datapackage.json.

    python tools/seal.py            after changing a CSV file

A table with a bad cell is not sealed: the message names file, line and column. The package itself
only looks at the hash, because a sealed table has been checked here.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import sys
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "daqing_data" / "data"


def main() -> int:
    """Check and seal; return the exit code."""
    path = DATA / "datapackage.json"
    package = json.loads(path.read_text("utf-8"))
    try:
        check_package(package)
    except ValueError as error:
        print(f"not sealed: {error}", file=sys.stderr)
        return 1
    sealed(package)
    text = json.dumps(package, ensure_ascii=False, indent=1) + "\n"
    path.write_text(text, "utf-8", newline="\n")
    return 0


def sealed(package: dict, data: Path = DATA) -> dict:
    """The descriptor with the sizes and hashes of the files as they are."""
    for resource in package["resources"]:
        raw = (data / resource["path"]).read_bytes()
        digest = hashlib.sha256(raw).hexdigest()
        resource |= {"bytes": len(raw), "hash": f"sha256:{digest}"}
    return package


# --- the checks: what a table may hold ------------------------------------------------------------


def check_package(package: dict, data: Path = DATA) -> None:
    """Raise an error that names the first bad cell of any table, or key that refers to nothing."""
    rows = {}
    for resource in package["resources"]:
        rows[resource["name"]] = check_table(resource, (data / resource["path"]).read_bytes())
    for resource in package["resources"]:
        check_primary(resource, rows[resource["name"]])
        for foreign in resource["schema"].get("foreignKeys", []):
            check_foreign(resource, foreign, rows)


def check_primary(resource: dict, rows: list[tuple[int, dict[str, str]]]) -> None:
    """Raise an error that names the first row whose key stands in the table already."""
    key = columns_of(resource["schema"].get("primaryKey", []))
    seen: dict[tuple[str, ...], int] = {}
    for line, row in rows if key else ():
        cells = tuple(row[column] for column in key)
        if cells in seen:
            where = f"{resource['path']}, line {line}"
            raise ValueError(f"{where}: {', '.join(cells)} stands in line {seen[cells]} already")
        seen[cells] = line


def columns_of(key: str | list[str]) -> list[str]:
    """A key of the descriptor, which may be one column or several."""
    return [key] if isinstance(key, str) else list(key)


def check_table(resource: dict, raw: bytes) -> list[tuple[int, dict[str, str]]]:
    """The rows of a table by column, each with its line, if every cell fits the descriptor."""
    path, fields = resource["path"], resource["schema"]["fields"]
    (_, header), *lines = read_rows(raw, path) or [(1, [])]
    expected = [field["name"] for field in fields]
    if header != expected:
        raise ValueError(f"{path}: columns are {header}, the descriptor says {expected}")
    rows = []
    for line, cells in lines:
        if len(cells) != len(expected):
            raise ValueError(f"{path}, line {line}: {len(cells)} cells, expected {len(expected)}")
        for field, cell in zip(fields, cells, strict=True):
            if problem := wrong(field, cell):
                raise ValueError(f"{path}, line {line}: {field['name']} is {problem}")
        row = dict(zip(expected, cells, strict=True))
        if problem := wrong_numbers(row):
            raise ValueError(f"{path}, line {line}: {problem}")
        rows.append((line, row))
    return rows


def read_rows(raw: bytes, path: str) -> list[tuple[int, list[str]]]:
    """The rows of a CSV file, each with the number of its (last) line."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ValueError(
            f"{path}, line {line}: not UTF-8 (byte {error.start} of the file)"
        ) from None
    if text.startswith("\ufeff"):
        raise ValueError(
            f"{path}, line 1: begins with a byte order mark; save it as UTF-8 without one"
        )
    if "\r" in text:
        line = text.count("\n", 0, text.index("\r")) + 1
        raise ValueError(f"{path}, line {line}: ends with CRLF; save it with LF as line end")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        return [(reader.line_num, row) for row in reader]
    except csv.Error as error:
        raise ValueError(f"{path}, line {reader.line_num}: {error}") from None


#: type in the descriptor -> what a cell must look like, and what is then expected
SHAPES: dict[str, tuple[str, str]] = {
    "number": (r"-?[0-9]+(\.[0-9]+)?(e[-+]?[0-9]{1,2})?|inf", "a number"),
    "integer": ("[0-9]{1,15}", "a whole number"),
    "string": (r"(?s)\S(.*\S)?", "text without space around it"),
}


def wrong(field: dict, cell: str) -> str:
    """What is wrong with a cell, or an empty string."""
    constraints = field.get("constraints", {})
    shape, expected = SHAPES[field["type"]]
    enum = constraints.get("enum")
    if enum:
        expected = f"one of {enum}"
    if not cell:
        needed = constraints.get("required") or field["type"] == "integer"
        return f"missing, expected {expected}" if needed else ""
    fits = cell in enum if enum else re.fullmatch(shape, cell)
    return "" if fits else f"{cell!r}, expected {expected}"


def wrong_numbers(row: dict[str, str]) -> str:
    """What is wrong between the numbers of a row, or an empty string."""
    if not {"value", "lower", "upper", "closed"} <= row.keys():
        return ""
    lower, upper = float(row["lower"]), float(row["upper"])
    if not lower <= upper:
        return f"lower is {row['lower']} and upper {row['upper']}; lower must not be above upper"
    if lower == upper and row["closed"] != "both":
        return f"lower and upper are both {row['lower']}; then closed must be 'both'"
    if row["value"] and not lower <= float(row["value"]) <= upper:
        return f"value {row['value']} lies outside lower {row['lower']} and upper {row['upper']}"
    return ""


def check_foreign(resource: dict, foreign: dict, rows: dict) -> None:
    """Raise an error that names the first cell that refers to no row of the other table."""
    reference = foreign["reference"]
    here, there = columns_of(foreign["fields"]), columns_of(reference["fields"])
    other = reference.get("resource") or resource["name"]
    known = {tuple(row[column] for column in there) for _, row in rows[other]}
    for line, row in rows[resource["name"]]:
        cells = tuple(row[column] for column in here)
        if any(cells) and cells not in known:
            where = f"{resource['path']}, line {line}"
            raise ValueError(
                f"{where}: {', '.join(here)} is {', '.join(cells)!r}, no row of {other}"
            )


if __name__ == "__main__":
    sys.exit(main())
