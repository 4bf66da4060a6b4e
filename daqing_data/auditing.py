"""What can be wrong in the account of a text: one short check for each kind of slip.

`daqing_data.article.audit` runs them all. A check takes the rows of an account and the text, and
yields complaints; a mechanical slip is decided by the text and the wording, one of meaning only by
rows that contradict each other.
"""

from __future__ import annotations

import math
import re
from bisect import bisect
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Any

import pandas as pd

from daqing_data import periods, scanning
from daqing_data.accounts import READ, Row, differences, drafts, is_blank, is_without_unit
from daqing_data.scanning import SILENT, STATING
from daqing_data.script import fold
from daqing_data.wording import RULES, UNITS

__all__ = ["complaints"]

_SETS = {
    # What a person may write besides the kinds of a scan: those of the table of figures.
    "kind": (
        *STATING,
        *SILENT,
        *"stock flow capacity count ratio percentage index density".split(),
    ),
    "qualifier": tuple(RULES),
    "closed": ("left", "right", "both", "neither"),
    "status": ("actual", "planned", "projected", "target"),
    "direction": ("up", "down"),
}
_BASE_UNITS = {unit for unit, _ in UNITS.values()} | {"rank", "class"}
_EVENTS = ("date", "period")


# --- spans ----------------------------------------------------------------------------------------


def _spans(rows: list[Row], text: str) -> Iterator[str]:
    """What is printed stands at its offsets, in its paragraph."""
    breaks = [match.start() for match in re.finditer("\n", text)]
    for row in rows:
        start, end, printed = row["start"], row["end"], row["printed"]
        if not _is_placed(row, text):
            yield f"span: {printed!r} has the span {start}:{end}, expected within 0:{len(text)}"
            continue
        if text[start:end] != printed:
            at = _nearest(text, printed, start)
            found = f"; it stands at {at}:{at + len(printed)}" if printed and at >= 0 else ""
            yield f"span: {printed!r} is not at {start}:{end}, there is {text[start:end]!r}{found}"
        elif "\n" in printed or printed != printed.strip():
            yield f"span: {printed!r} at {start} has a line's end or a space at its edge"
        paragraph = bisect(breaks, start) + 1
        if row["paragraph"] not in {None, paragraph}:
            yield f"paragraph: {printed!r} at {start} is in {paragraph}, not {row['paragraph']}"


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
    for first, second in pairwise(placed):
        if second["start"] < first["start"]:
            yield f"order: {_at(second)} comes after {_at(first)}"
    seen: dict[tuple[int, int], set[str]] = defaultdict(set)
    reach, before = 0, Row()
    for row in sorted(placed, key=lambda row: (row["start"], row["end"])):
        span = (row["start"], row["end"])
        if span in seen:
            if row["figure_id"] in seen[span] or "" in seen[span] or not row["figure_id"]:
                yield f"doubled: {_at(row)} has two rows, which need two figure_ids"
        elif row["start"] < reach:
            yield f"overlap: {_at(row)} begins inside {_at(before)}"
        seen[span].add(row["figure_id"])
        if row["end"] > reach:
            reach, before = row["end"], row


@lru_cache(maxsize=4)  # an account is audited again and again while a person mends it
def _scanned(text: str) -> tuple[dict[str, Any], ...]:
    return tuple(scanning.rows(text))


def _completeness(rows: list[Row], text: str) -> Iterator[str]:
    """No numeral stands outside the rows."""
    covered = bytearray(len(text))
    for row in rows:
        if _is_placed(row, text):
            covered[row["start"] : row["end"]] = b"\1" * (row["end"] - row["start"])
    for found in _scanned(text):
        start, end = found["start"], found["end"]
        numerals = [start + at for at in scanning.numeral_offsets(found["printed"])]
        if not any(covered[start:end]):
            yield f"forgotten: {found['printed']!r} at {start}"
        elif not all(covered[at] for at in numerals):
            yield f"forgotten: a part of {found['printed']!r} at {start}"


def _cuts(rows: list[Row], text: str) -> Iterator[str]:
    """No number is cut out of a longer one: neither its digits, nor its unit or qualifier."""
    found = {at: row for row in _scanned(text) for at in range(row["start"], row["end"])}
    for row in rows:
        start, end, printed = row["start"], row["end"], row["printed"]
        if not _is_placed(row, text) or text[start:end] != printed:
            continue
        whole = found.get(start)
        if whole is None or whole["kind"] not in STATING or whole["printed"] in row["note"]:
            continue
        if end <= whole["end"] and printed != whole["printed"]:
            yield f"cut: {printed!r} at {start} is cut out of {whole['printed']!r}"


# --- cells ----------------------------------------------------------------------------------------


def _kinds(rows: list[Row], text: str) -> Iterator[str]:
    """Closed sets are kept, and a kind that states no number has none."""
    for row in rows:
        for column, allowed in _SETS.items():
            if row[column] and row[column] not in allowed:
                known = ", ".join(allowed)
                yield f"cell: {column} of {_name(row)} is {row[column]!r}; known: {known}"
        named = row["unit"] in _BASE_UNITS or is_without_unit(row)  # 180 马力: a person's word
        if row["unit"] and not named and drafts(row):
            yield f"cell: unit of {_name(row)} is {row['unit']!r}, which is no base unit"
        filled = [column for column in READ if not is_blank(row[column])]
        if row["figure_id"] and row["kind"] not in _EVENTS:
            filled.append("figure_id")
        if row["kind"] in SILENT and filled:
            what = f"{row['kind']!r}, which states no number"
            yield f"kind: {_name(row)} is {what}, and has {', '.join(filled)}"
        elif row["figure_id"] and row["lower"] is None and not _is_silent(row) and not drafts(row):
            yield f"kind: {_name(row)} has no number that can be read; give value, unit and ends"


def _wording(rows: list[Row], text: str) -> Iterator[str]:
    """Value, unit, qualifier and ends are those that the wording licenses."""
    for row in rows:
        if _is_silent(row):
            continue
        found = drafts(row)
        decided = set(row["wording_outside"].split())
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
        what = f"{_name(row)} has the ends {_plain(lower)} and {_plain(upper)}"
        if lower is None or upper is None:
            if lower is not upper:
                yield f"ends: {what}; expected two"
        elif not row["closed"]:
            yield f"ends: {what}, and closed is not given"
        elif lower > upper or (value is not None and not lower <= value <= upper):
            yield f"ends: {what}, and the value {_plain(value)}"
        elif lower == upper and row["closed"] != "both":
            yield f"ends: {what}, one point; then closed must be 'both'"
        elif math.isinf(upper) and row["closed"] in {"right", "both"}:
            yield f"ends: {what}, and closed is {row['closed']!r}; infinity belongs to no interval"


# --- meaning, as far as rows contradict each other ------------------------------------------------


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
                both = f"{_at(first[name])} and {_at(row)}"
                yield f"id: {name} is {both}, with another {differs}"
            continue
        first[name] = row
        thing = tuple(row[column] for column in ("entity", "indicator", "period", "status"))
        if all(thing) and not _is_silent(row) and things.setdefault(thing, name) != name:
            yield f"id: {things[thing]} and {name} are one thing: {', '.join(thing)}"


def _contradictions(a: Row, b: Row) -> str:
    """In what two rows of one id differ: a word, a unit, or values that cannot be one number."""
    for column in ("entity", "indicator", "period", "status", "unit"):
        if a[column] and b[column] and a[column] != b[column]:
            return column
    if _is_silent(a) != _is_silent(b):
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
        if row["kind"] == "unknown":
            yield f"unfilled: {_at(row)} is not understood: give its kind, and unit if a number"
        if _is_silent(row):
            continue
        if not row["figure_id"]:
            if not row["note"]:
                yield f"unfilled: {_at(row)} states a number, and has neither figure_id nor note"
            continue
        needed = () if row["figure_id"] in repeated else ("entity", "indicator", "status")
        blank = [column for column in needed if not row[column]]
        if not row["unit"] and is_without_unit(row):
            blank.append("unit")
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
        if re.search(f"{word}(?!五)", plain):  # 十五 is no part of 十五五
            known |= set(range(first, first + 5))
    for word, step in _RELATIVE.items():
        if word in plain:
            known |= {year + step for year in printed}
    for row in rows:
        for year in dict.fromkeys(re.findall(r"(?<!\d)\d{4}(?!\d)", row["period"])):
            if int(year) not in known and year not in row["note"]:
                which = f"{year} of {_name(row)} is not printed"
                yield f"year: {which}; if right, name it in its note"


def _lengths(rows: list[Row], text: str) -> Iterator[str]:
    """A period can be read; whether a number adds up over it, a person says if lengths differ."""
    first: dict[tuple[str, str], Row] = {}
    for row in rows:
        if not row["period"] or not row["figure_id"]:
            continue
        try:
            periods.window(row["period"])
        except ValueError as wrong:
            yield f"cell: {_name(row)}: {wrong}"
            continue
        if row["kind"] != "quantity":
            continue
        other = first.setdefault((row["entity"], row["indicator"]), row)
        if not periods.are_as_long(other["period"], row["period"]):
            both = f"{_name(other)} is of {other['period']}, {_name(row)} of {row['period']}"
            yield f"kind: {both}: write flow as kind if it adds up over time, stock if it stands"


def _targets(rows: list[Row], text: str) -> Iterator[str]:
    """A target has a present value of the same indicator, or a note that says why not."""
    actual = {(row["entity"], row["indicator"]) for row in rows if row["status"] == "actual"}
    for row in rows:
        has_base = (row["entity"], row["indicator"]) in actual
        if row["status"] == "target" and not has_base and not row["note"]:
            yield f"target: {_name(row)} has no actual value of its indicator; say so in its note"


_DELIBERATE = set("0123456789零一二三四五六七八九十进出上下东西南北男女新旧大小前后内外年月季")


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
        shorter = [key[:at] + key[at + 1 :] for at in range(len(key))] if len(key) > 4 else []
        for variant in {key, "".join(sorted(key)), *shorter}:
            places[variant].append(name)
    for alike in places.values():
        yield from ((a, b) for a, b in pairwise(alike) if _is_mistyped(a, b, keys))


def _is_mistyped(a: str, b: str, keys: dict[str, str]) -> bool:
    """Whether two names differ by an oversight: not in a number, a short word or an opposite."""
    if keys[a] == keys[b]:
        return True
    words = set(re.split(r"[\s-]+", a.casefold())) ^ set(re.split(r"[\s-]+", b.casefold()))
    if any(len(word) < 4 for word in words):  # site A, site B
        return False
    letters = [letter for word in words for letter in word]
    changed = {letter for letter in letters if letters.count(letter) % 2}
    replaced = len(keys[a]) == len(keys[b]) and not "".join(changed).isascii()  # 粮食, 粮油
    return not (replaced or changed & _DELIBERATE)


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


def _is_silent(row: Row) -> bool:
    """Whether the row says that its numeral states no number."""
    return row["kind"] in SILENT


def _at(row: Row) -> str:
    return f"{row['printed']!r} at {row['start']}"


def _name(row: Row) -> str:
    return f"{row['printed']!r}" + (f" ({row['figure_id']})" if row["figure_id"] else "")


def _plain(cell: Any) -> str:
    return f"{cell:g}" if isinstance(cell, float) else "nothing" if is_blank(cell) else str(cell)


_CHECKS: tuple[Callable[[list[Row], str], Iterable[str]], ...] = (
    _spans,
    _overlaps,
    _completeness,
    _cuts,
    _kinds,
    _wording,
    _ends,
    _ids,
    _blanks,
    _years,
    _lengths,
    _targets,
    _names,
)


def complaints(rows: list[Row], text: str, comparisons: pd.DataFrame | None) -> list[str]:
    """All complaints, check by check."""
    found = [complaint for check in _CHECKS for complaint in check(rows, text)]
    if comparisons is not None:
        found += _links(rows, comparisons)
    return list(dict.fromkeys(found))
