"""What can be wrong in the account of a text: one short check for each kind of slip.

`daqing_data.article.audit` runs them all. A check takes the rows of an account and the text, and yields
complaints; a mechanical slip is decided by the text and the wording, one of meaning only by rows that
contradict each other.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import pandas as pd

from daqing_data import scanning
from daqing_data.figure import reading
from daqing_data.scanning import SILENT, STATING
from daqing_data.scanwords import fold
from daqing_data.wording import RULES, UNITS

__all__ = "NUMBERS READ WHOLE agrees complaints draft is_blank is_without_unit read".split()

Row = dict[str, Any]

WHOLE = ("paragraph", "start", "end")
NUMBERS = ("value", "lower", "upper")
#: The columns that follow from the wording.
READ = ("value", "unit", "qualifier", "lower", "upper", "closed")
_WORDS = (
    "printed kind unit qualifier closed direction figure_id entity indicator period status attributed_to "
    "note context_decides"
).split()
_CLOSED = ("left", "right", "both", "neither")
_STATUS = ("actual", "planned", "projected", "target")
#: Kinds that a person may write for a quantity, as the table of figures has them.
_OF_FIGURES = ("stock", "flow", "capacity", "count", "ratio", "percentage", "index", "density")
_EVENTS = ("date", "period")


# --- reading an account -----------------------------------------------------------------------------


def is_blank(cell: Any) -> bool:
    """Whether a cell is empty: an empty string, None or NaN."""
    return cell is None or cell == "" or (isinstance(cell, float) and math.isnan(cell))


def read(account: pd.DataFrame) -> tuple[list[Row], list[str]]:
    """The rows of an account with typed cells, and complaints about cells that have no such type."""
    if not isinstance(account, pd.DataFrame):
        raise TypeError(f"an account is a DataFrame, not {type(account).__name__}")
    if missing := [name for name in ("start", "end", "printed") if name not in account.columns]:
        raise ValueError(f"an account needs start, end and printed; {', '.join(missing)} not there")
    rows, wrong = [], []
    for number, cells in enumerate(account.to_dict("records")):
        row: Row = {"row": number}
        for name in _WORDS:
            cell = cells.get(name)
            row[name] = "" if cell is None or cell is pd.NA or cell != cell else str(cell).strip()
        row["printed"] = str(cells["printed"])
        for name in (*WHOLE, *NUMBERS):
            row[name] = _number(cells.get(name))
            if isinstance(row[name], str) or (
                name in WHOLE and row[name] is not None and row[name] % 1
            ):
                what = "a whole number" if name in WHOLE else "a number"
                wrong.append(
                    f"cell: {name} of {row['printed']!r} (row {number}) is {cells[name]!r}, expected {what}"
                )
                row[name] = None
        rows.append(row | {name: None if row[name] is None else int(row[name]) for name in WHOLE})
    return rows, wrong


def _number(cell: Any) -> float | str | None:
    """A cell as a number, None where it is blank, the text where it is none."""
    if cell is None or cell is pd.NA or cell != cell or not str(cell).strip():
        return None
    try:
        number = float(str(cell).strip())
    except ValueError:
        return str(cell)
    return str(cell) if math.isnan(number) else number


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
    rest = words if bare["unit"] is None else [word[1:] for word in words if printed[-1] == word[0]]
    shared = [found for word in rest if word and (found := read_with(word))]
    return [*shared, bare] if bare["unit"] is None else [bare, *shared]


def draft(row: Mapping[str, Any]) -> Row | None:
    """The reading that the row itself agrees with, or else the first; None where the wording gives no number."""
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
        return not is_blank(drafted) and (
            cell == drafted or math.isclose(cell, drafted, rel_tol=1e-9)
        )
    return bool(cell == (drafted or ""))


def differences(row: Mapping[str, Any], draft: Mapping[str, Any]) -> list[str]:
    """The columns in which a row says otherwise than its wording. A unit that is not printed may be added."""
    return [
        column
        for column in READ
        if not agrees(row[column], draft[column])
        and not (column == "unit" and draft["unit"] is None)
    ]


# --- spans ------------------------------------------------------------------------------------------


def _spans(rows: list[Row], text: str) -> Iterator[str]:
    """What is printed stands at its offsets, in its paragraph."""
    for row in rows:
        start, end, printed = row["start"], row["end"], row["printed"]
        if start is None or end is None or not 0 <= start < end <= len(text):
            yield f"span: {printed!r} has the span {start}:{end}, expected two offsets within 0:{len(text)}"
            continue
        if text[start:end] != printed:
            at = _nearest(text, printed, start)
            found = f"; it stands at {at}:{at + len(printed)}" if printed and at >= 0 else ""
            yield f"span: {printed!r} is not at {start}:{end}, there is {text[start:end]!r}{found}"
        elif "\n" in printed or printed != printed.strip():
            yield f"span: {printed!r} at {start} has a line's end or a space at its edge"
        if row["paragraph"] is not None and row["paragraph"] != (
            of := text.count("\n", 0, start) + 1
        ):
            yield f"paragraph: {printed!r} at {start} is in paragraph {of}, not {row['paragraph']}"


def _nearest(text: str, printed: str, start: int) -> int:
    """Where the nearest such expression begins; -1 if there is none."""
    after, before = text.find(printed, start), text.rfind(printed, 0, start + len(printed))
    found = [at for at in (after, before) if at >= 0]
    return min(found, key=lambda at: abs(at - start), default=-1)


def _is_placed(row: Row, text: str) -> bool:
    return (
        row["start"] is not None
        and row["end"] is not None
        and 0 <= row["start"] < row["end"] <= len(text)
    )


def _overlaps(rows: list[Row], text: str) -> Iterator[str]:
    """Rows stand in order and never overlap; one span may state two figures, in two rows."""
    placed = [row for row in rows if _is_placed(row, text)]
    for first, second in zip(placed, placed[1:], strict=False):
        if second["start"] < first["start"]:
            yield f"order: {second['printed']!r} at {second['start']} comes after {first['printed']!r} at {first['start']}"
    seen: dict[tuple[int, int], set[str]] = defaultdict(set)
    reach, before = 0, None
    for row in sorted(placed, key=lambda row: (row["start"], row["end"])):
        span = (row["start"], row["end"])
        if span in seen:
            if row["figure_id"] in seen[span] or "" in seen[span] or not row["figure_id"]:
                yield f"doubled: {row['printed']!r} at {row['start']} has two rows, which need two figure_ids"
        elif before is not None and row["start"] < reach:
            yield f"overlap: {row['printed']!r} at {row['start']} begins inside {before['printed']!r} at {before['start']}"
        seen[span].add(row["figure_id"])
        if row["end"] > reach:
            reach, before = row["end"], row


def _completeness(rows: list[Row], text: str) -> Iterator[str]:
    """No numeral stands outside the rows, and no number is cut out of a longer one."""
    covered = bytearray(len(text))
    placed = [row for row in rows if _is_placed(row, text)]
    for row in placed:
        covered[row["start"] : row["end"]] = b"\1" * (row["end"] - row["start"])
    by_start = sorted(placed, key=lambda row: row["start"])
    following = 0
    for found in scanning.rows(text):
        start, end = found["start"], found["end"]
        while following < len(by_start) and by_start[following]["end"] <= start:
            following += 1
        inside = [
            row
            for row in by_start[following : following + 4]
            if row["start"] < end and row["end"] > start
        ]
        if not any(covered[start:end]) or any(
            not covered[start + at] for at in scanning.numeral_offsets(found["printed"])
        ):
            cut = f", of which a row has {inside[0]['printed']!r}" if inside else ""
            yield f"forgotten: {found['printed']!r} at {start}{cut}"
            continue
        for row in inside:
            shorter = (
                start <= row["start"]
                and row["end"] <= end
                and row["end"] - row["start"] < end - start
            )
            if shorter and found["kind"] in STATING and found["printed"] not in row["note"]:
                yield f"cut: {row['printed']!r} at {row['start']} is cut out of {found['printed']!r}"
    for row in placed:
        before, after = text[: row["start"]][-2:], text[row["end"] : row["end"] + 2]
        if (
            re.match(r"\d", row["printed"])
            and re.search(r"\d[.,]?$", before)
            and not covered[row["start"] - 1]
        ):
            yield f"cut: {row['printed']!r} at {row['start']} is cut out of a longer number"
        elif (
            re.search(r"\d$", row["printed"])
            and re.match(r"[.,]?\d", after)
            and not covered[row["end"]]
        ):
            yield f"cut: {row['printed']!r} at {row['start']} is cut out of a longer number"


# --- cells ------------------------------------------------------------------------------------------


def _kinds(rows: list[Row], text: str) -> Iterator[str]:
    """Closed sets are kept, and a kind that states no number has none."""
    sets = {
        "kind": (*STATING, *SILENT, *_OF_FIGURES),
        "qualifier": tuple(RULES),
        "closed": _CLOSED,
        "status": _STATUS,
        "direction": ("up", "down"),
    }
    units = {unit for unit, _ in UNITS.values()} | {"rank", "class"}
    for row in rows:
        for column, allowed in sets.items():
            if row[column] and row[column] not in allowed:
                yield f"cell: {column} of {_name(row)} is {row[column]!r}; known: {', '.join(allowed)}"
        if row["unit"] and row["unit"] not in units and drafts(row):
            yield f"cell: unit of {_name(row)} is {row['unit']!r}, which is no base unit"
        filled = [column for column in READ if not is_blank(row[column])]
        if row["kind"] in SILENT and filled:
            yield f"kind: {_name(row)} is {row['kind']!r}, which states no number, and has {', '.join(filled)}"
        if row["kind"] in SILENT and row["kind"] not in _EVENTS and row["figure_id"]:
            yield f"kind: {_name(row)} is {row['kind']!r}, which states no number, and has a figure_id"
        if (
            row["kind"] not in SILENT
            and not drafts(row)
            and row["figure_id"]
            and row["lower"] is None
        ):
            yield f"kind: {_name(row)} has no number that can be read; give value, unit and ends"


def _wording(rows: list[Row], text: str) -> Iterator[str]:
    """Value, unit, qualifier and ends are those that the wording licenses."""
    for row in rows:
        if row["kind"] in SILENT:
            continue
        found = drafts(row)
        decided = set(row["context_decides"].split())
        as_scanned = drafts({**row, "status": ""}) if row["status"] == "target" else []
        differing = [
            [column for column in differences(row, draft) if column not in decided]
            for draft in found + as_scanned
        ]
        if differing and all(differing):
            at = min(range(len(differing)), key=lambda index: len(differing[index]))
            draft = (found + as_scanned)[at]
            said = ", ".join(
                f"{column} {_plain(row[column])} for {_plain(draft[column])}"
                for column in differing[at]
            )
            yield f"wording: {_name(row)} at {row['start']} has {said}"


def _ends(rows: list[Row], text: str) -> Iterator[str]:
    """An interval has two ends in order, and holds the value."""
    for row in rows:
        lower, upper, value = row["lower"], row["upper"], row["value"]
        if (lower is None) != (upper is None) or (lower is not None and not row["closed"]):
            yield f"ends: {_name(row)} has lower {_plain(lower)}, upper {_plain(upper)}, closed {row['closed']!r}"
        elif lower is not None and (
            lower > upper or (value is not None and not lower <= value <= upper)
        ):
            yield f"ends: {_name(row)} has value {_plain(value)} and the ends {lower:g} and {upper:g}"
        elif lower is not None and lower == upper and row["closed"] != "both":
            yield f"ends: {_name(row)} is one point, {lower:g}; then closed must be 'both'"


# --- meaning, as far as rows contradict each other --------------------------------------------------


def _ids(rows: list[Row], text: str) -> Iterator[str]:
    """One id is one thing, said once or more; one thing has one id."""
    first: dict[str, Row] = {}
    things: dict[tuple[str, ...], str] = {}
    for row in rows:
        name = row["figure_id"]
        if not name:
            continue
        if not re.fullmatch(r"[\w.-]+", name):
            yield f"id: {name!r} of {row['printed']!r} has spaces or marks in it"
        if name in first:
            if differs := _contradictions(first[name], row):
                yield f"id: {name} is {first[name]['printed']!r} and {row['printed']!r}, with another {differs}"
            continue
        first[name] = row
        thing = tuple(row[column] for column in ("entity", "indicator", "period", "status"))
        if all(thing) and row["kind"] not in SILENT and things.setdefault(thing, name) != name:
            yield f"id: {things[thing]} and {name} are one thing: {', '.join(thing)}"


def _contradictions(a: Row, b: Row) -> str:
    """In what two rows of one id differ: a word, a unit, or values that cannot be one number."""
    for column in ("entity", "indicator", "period", "status", "unit"):
        if a[column] and b[column] and a[column] != b[column]:
            return column
    if (a["kind"] in SILENT) != (b["kind"] in SILENT):
        return "kind"
    ends = [row[column] for row in (a, b) for column in ("lower", "upper")]
    if None in ends:
        return ""
    apart = ends[0] > ends[3] or ends[2] > ends[1]
    return "value" if apart else ""


def _blanks(rows: list[Row], text: str) -> Iterator[str]:
    """A row that states a number says of whom and what, or why it is no figure."""
    repeated: set[str] = set()
    for row in rows:
        if row["kind"] in SILENT and row["kind"] != "":
            continue
        if not row["figure_id"]:
            if not row["note"]:
                yield f"unfilled: {_name(row)} at {row['start']} states a number and has neither figure_id nor note"
        elif row["figure_id"] not in repeated:
            blank = [column for column in ("entity", "indicator", "status") if not row[column]]
            if blank:
                yield f"unfilled: {row['figure_id']} (at {row['start']}) has no {', '.join(blank)}"
        repeated.add(row["figure_id"])


_PLANS = {
    "十五": 2001,
    "十一五": 2006,
    "十二五": 2011,
    "十三五": 2016,
    "十四五": 2021,
    "十五五": 2026,
    "十六五": 2031,
}
_RELATIVE = {"去年": -1, "上年": -1, "明年": 1, "次年": 1, "前年": -2, "同比": -1}


def _years(rows: list[Row], text: str) -> Iterator[str]:
    """A period's years are printed, or follow from one that is: 去年, 十四五."""
    plain = fold(text)
    digits = plain.translate(str.maketrans("零一二三四五六七八九", "0123456789"))
    printed = {int(year) for year in re.findall(r"(?<!\d)(?:1[5-9]|20|21)\d\d(?!\d)", digits)}
    known = set(printed)
    for word, first in _PLANS.items():
        if word in plain:
            known |= set(range(first, first + 5))
    for word, step in _RELATIVE.items():
        if word in plain:
            known |= {year + step for year in printed}
    for row in rows:
        for year in dict.fromkeys(re.findall(r"(?<!\d)\d{4}(?!\d)", row["period"])):
            if int(year) not in known and year not in row["note"]:
                yield f"year: {year} in the period of {_name(row)} is not printed in the text"


def _targets(rows: list[Row], text: str) -> Iterator[str]:
    """A target has a present value of the same indicator, or a note that says why not."""
    actual = {(row["entity"], row["indicator"]) for row in rows if row["status"] == "actual"}
    for row in rows:
        if (
            row["status"] == "target"
            and not row["note"]
            and (row["entity"], row["indicator"]) not in actual
        ):
            yield f"target: {_name(row)} has no actual value of {row['indicator']!r}; say so in its note"


_OPPOSITES = re.compile(
    "[0-9零一二三四五六七八九十进出上下东西南北男女新老旧大小高低前后左右内外年月季日县市省区镇村乡A-Z]"
)


def _names(rows: list[Row], text: str) -> Iterator[str]:
    """Two names that differ in a letter are one name, mistyped, unless a note names the other."""
    for column in ("entity", "indicator", "attributed_to"):
        notes: dict[str, str] = defaultdict(str)
        for row in rows:
            if row[column]:
                notes[row[column]] += row["note"]
        for a, b in _alike(sorted(notes)):
            if a not in notes[b] and b not in notes[a]:
                yield f"name: {column} {a!r} and {b!r} are nearly equal"


def _alike(names: list[str]) -> Iterator[tuple[str, str]]:
    """Pairs with equal letters, or one letter too many, too few, changed or moved."""
    keys = {name: re.sub(r"[\W_]+", "", fold(name).casefold()) for name in names}
    places: dict[str, list[str]] = defaultdict(list)
    for name in names:
        key = keys[name]
        for variant in (
            {key, *(key[:at] + key[at + 1 :] for at in range(len(key)))} if len(key) > 4 else {key}
        ):
            places[variant].append(name)
    seen = set()
    for alike in places.values():
        for a, b in zip(alike, alike[1:], strict=False):
            if (a, b) not in seen and _mistyped(keys[a], keys[b]):
                yield a, b
            seen.add((a, b))


def _mistyped(a: str, b: str) -> bool:
    """Whether two keys differ by an oversight: not in a figure or an opposite (进口, 出口)."""
    if a == b or sorted(a) == sorted(b):
        return True
    rest_a, rest_b = _stripped(a, b)
    return not (
        _OPPOSITES.search(rest_a + rest_b)
        or (len(rest_a) == len(rest_b) and not (rest_a + rest_b).isascii())
    )


def _stripped(a: str, b: str) -> tuple[str, str]:
    """What is left of both without their common beginning and end."""
    while a and b and a[0] == b[0]:
        a, b = a[1:], b[1:]
    while a and b and a[-1] == b[-1]:
        a, b = a[:-1], b[:-1]
    return a, b


def _links(rows: list[Row], comparisons: pd.DataFrame) -> Iterator[str]:
    """Pairs name figures of the account, and every target stands in a pair."""
    known = {row["figure_id"] for row in rows if row["kind"] not in SILENT}
    named: set[str] = set()
    for pair in comparisons.to_dict("records"):
        for column in ("figure_a", "figure_b"):
            if is_blank(pair[column]):
                continue
            named.add(str(pair[column]))
            if pair[column] not in known:
                yield f"link: {column} {pair[column]!r} is no figure of the account"
        if pair["figure_a"] == pair["figure_b"]:
            yield f"link: {pair['figure_a']!r} is paired with itself"
    for row in rows:
        if row["status"] == "target" and row["figure_id"] not in named:
            yield f"target: {row['figure_id']} stands in no pair"


def _name(row: Row) -> str:
    return f"{row['printed']!r}" + (f" ({row['figure_id']})" if row["figure_id"] else "")


def _plain(cell: Any) -> str:
    return f"{cell:g}" if isinstance(cell, float) else "nothing" if is_blank(cell) else str(cell)


_CHECKS: tuple[Callable[[list[Row], str], Iterable[str]], ...] = (
    _spans,
    _overlaps,
    _completeness,
    _kinds,
    _wording,
    _ends,
    _ids,
    _blanks,
    _years,
    _targets,
    _names,
)


def complaints(rows: list[Row], text: str, comparisons: pd.DataFrame | None) -> list[str]:
    """All complaints, check by check."""
    found = [complaint for check in _CHECKS for complaint in check(rows, text)]
    return list(
        dict.fromkeys([*found, *(_links(rows, comparisons) if comparisons is not None else ())])
    )
