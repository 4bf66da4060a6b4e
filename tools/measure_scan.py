"""How well `daqing_data.article.scan` reads a CSV of expressions annotated by hand.

    python tools/measure_scan.py news.csv [--half tune|held] [--show]

One row for each numeral expression of a text: ``document`` (a name of the text), ``before, printed,
after`` (the expression and the words around it, ⏎ for a new line), ``value, unit, lower, upper,
closed`` (empty where it states no number; base units), ``kind``, ``direction`` (+, -). A rank is a
number, too. `--half` takes the half of the rows that a hash of ``printed`` picks, so that rules can
be tuned on one half and measured on the other.

Reported are, of the numbers stated: spans found exactly; of the finds, those that are right; value,
unit and interval right; kind and direction right. A range has no value.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import math
from pathlib import Path
from typing import Any

from daqing_data.scanning import STATING, rows

KINDS = {
    "quantity": {"quantity", "extreme"},
    "growth rate": {"growth"},
    "share": {"share"},
    "percentage point": {"points"},
    "duration": {"duration"},
    "rank": {"rank"},
}
DIRECTIONS = {"+": "up", "-": "down"}


def half(printed: str) -> str:
    """The half of the rows that an expression belongs to, however often it is printed."""
    return "held" if hashlib.sha256(printed.encode()).digest()[0] % 2 else "tune"


def number(cell: object) -> float:
    """A cell as a number; NaN where it is empty."""
    return float(str(cell)) if cell not in (None, "") else math.nan


def same(a: float, b: float) -> bool:
    """Equal, or both missing."""
    return a == b or math.isclose(a, b, rel_tol=1e-9) or (math.isnan(a) and math.isnan(b))


def judge(row: dict[str, str]) -> dict[str, Any]:
    """What scan makes of one annotated expression in its place."""
    before, printed, after = (
        row[name].replace("⏎", "\n") for name in ("before", "printed", "after")
    )
    start, end = len(before), len(before + printed)
    finds = [
        found
        for found in rows(before + printed + after)
        if found["kind"] in STATING
        and found["lower"] is not None
        and found["start"] < end
        and found["end"] > start
    ]
    exact = next((found for found in finds if (found["start"], found["end"]) == (start, end)), None)
    stated = row["lower"] != ""
    result: dict[str, Any] = {"stated": stated, "finds": finds, "exact": exact if stated else None}
    if stated and exact:
        ends = all(same(number(exact[name]), number(row[name])) for name in ("lower", "upper"))
        result["value"] = same(number(exact["value"]), number(row["value"]))
        result["unit"] = (exact["unit"] or "") == row["unit"]
        result["interval"] = ends and exact["closed"] == row["closed"]
        result["kind"] = exact["kind"] in KINDS.get(row["kind"], {row["kind"]})
        result["direction"] = exact["direction"] == DIRECTIONS.get(row.get("direction", ""), "")
    return result


def main() -> None:
    """Measure, and print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("csv", type=Path)
    parser.add_argument("--half", choices=["tune", "held"])
    parser.add_argument("--documents", help="only these, separated by commas")
    parser.add_argument("--show", action="store_true", help="list what is not right")
    arguments = parser.parse_args()
    with arguments.csv.open(encoding="utf-8", newline="") as file:
        table = [
            row for row in csv.DictReader(file) if arguments.half in (None, half(row["printed"]))
        ]
    if arguments.documents:
        table = [row for row in table if row["document"] in arguments.documents.split(",")]
    judged = [(row, judge(row)) for row in table]
    stated = [(row, found) for row, found in judged if found["stated"]]
    exact = [(row, found) for row, found in stated if found["exact"]]
    finds = sum(len(found["finds"]) for _, found in judged)
    changing = [
        (row, found) for row, found in exact if row["kind"] in {"growth rate", "percentage point"}
    ]

    def share(part: int, whole: int) -> str:
        return f"{part} of {whole} = {part / whole:.1%}" if whole else "none"

    print(f"{len(table)} expressions, {len(stated)} of which state a number")
    print("spans found exactly:      ", share(len(exact), len(stated)))
    print("finds that are right:     ", share(len(exact), finds))
    read = sum(found["value"] and found["unit"] and found["interval"] for _, found in exact)
    print("value, unit, interval:    ", share(read, len(stated)))
    for name in ("value", "unit", "interval", "kind"):
        print(f"  {name:24}", share(sum(found[name] for _, found in exact), len(exact)))
    print(
        "  direction of changes    ",
        share(sum(found["direction"] for _, found in changing), len(changing)),
    )
    if arguments.show:
        show(judged)


def show(judged: list[tuple[dict[str, str], dict[str, Any]]]) -> None:
    """List each expression that scan reads otherwise than the annotator."""
    for row, result in judged:
        context = f"{row['before'][-12:]}|{row['printed']}|{row['after'][:12]}"
        where = f"{row['document']} {context} ({row['kind']})"
        found = (
            "; ".join(f"{find['printed']} {find['kind']}" for find in result["finds"]) or "nothing"
        )
        if result["stated"] and not result["exact"]:
            print(f"  missed: {where}: {found}")
        elif not result["stated"] and result["finds"]:
            print(f"  false:  {where}: {found}")
        elif result["exact"]:
            names = [name for name in ("value", "unit", "interval", "kind") if not result[name]]
            if row["kind"] in {"growth rate", "percentage point"} and not result["direction"]:
                names.append("direction")
            if names:
                exact = result["exact"]
                read = [
                    exact[name]
                    for name in ("kind", "value", "unit", "lower", "upper", "closed", "direction")
                ]
                expected = f"{row['lower']}..{row['upper']} {row['unit']}"
                print(f"  {', '.join(names)}: {where}: {read} for {expected}")


if __name__ == "__main__":
    main()
