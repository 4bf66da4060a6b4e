"""Where the numbers of a Chinese text stand, and which numerals state none.

`rows` is the plain generator behind `daqing_data.article.scan`; it makes no frame and knows nothing
of any one article. Most numerals that are no numbers are words (进一步), names (5G) or dates, so
these are looked for first and quantities last; what a quantity says is left to `read_number`.

Each step looks at a bounded piece of text, so the time grows with the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from daqing_data import scanrules as rules
from daqing_data.script import fold
from daqing_data.wording import read_number

__all__ = ["COLUMNS", "SILENT", "STATING", "numeral_offsets", "rows"]

COLUMNS = (
    "paragraph start end printed kind value unit qualifier lower upper closed direction".split()
)
#: Kinds of rows that state a number.
STATING = ("quantity", "share", "growth", "points", "duration", "rank", "class", "extreme")
#: Kinds of rows that state none, each the reason why.
SILENT = tuple(
    "date period title name label idiom article vague unit ordinal composition unknown".split()
)
#: Units that decide the kind of a quantity.
_KINDS = {
    "percentage point": "points",
    "rank": "rank",
    "calendar_year": "period",
    **dict.fromkeys("year month week day hour minute second".split(), "duration"),
}


def numeral_offsets(text: str) -> list[int]:
    """The offsets of all characters of `text` that a numeral consists of."""
    return [match.start() for match in re.finditer(f"[{rules.NUMERAL}]", fold(text))]


def rows(text: str) -> Iterator[dict[str, Any]]:
    """The account of a text: one row for each numeral expression, in order, never overlapping.

    Yields
    ------
    dict
        ``paragraph, start, end, printed, kind, value, unit, qualifier, lower, upper, closed,
        direction``; where no number is stated, ``value`` and what follows are None and
        ``direction`` is empty.

    Examples
    --------
    >>> for row in rows("进一步增长5.2%，达到近200亿元"):
    ...     print(row["start"], row["printed"], row["kind"], row["value"])
    0 进一步 idiom None
    5 5.2% growth 0.052
    12 近200亿元 quantity 20000000000.0
    """
    scanner = _Scanner(text)
    yield from scanner.with_shared_units(list(scanner))


class _Scanner:
    """One pass over one text."""

    def __init__(self, text: str) -> None:
        self.text, self.folded = text, fold(text)
        self.last = self._row("", 0, 0)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        at, paragraph, counted = 0, 1, 0
        while match := rules.TRIGGER.search(self.folded, at):
            row = self._decide(at, match.start())
            paragraph += self.text.count("\n", counted, row["start"])
            at, counted, row["paragraph"] = row["end"], row["start"], paragraph
            self.last = row
            yield row

    def _decide(self, at: int, place: int) -> dict[str, Any]:
        """The row of the numeral at `place`; it may begin before it, but not before `at`."""
        if match := rules.EXTREMES.match(self.folded, place):
            return self._stated("extreme", *match.span()) or self._row("extreme", *match.span())
        if row := self._quoted(at, place):
            return row
        for kind, pattern, back in rules.SILENT_RULES:
            for start in range(max(at, place - back), place + 1):
                match = pattern.match(self.folded, start)
                if match and match.end() > place and not self._is_longer_amount(kind, match):
                    return self._silent(kind, start, match.end())
        if row := self._quantity(at, place):
            return row
        run = rules.RUN.match(self.folded, place)
        return self._row("unknown", place, run.end() if run else place + 1)

    def _is_longer_amount(self, kind: str, word: re.Match[str]) -> bool:
        """三公里 and 一点五亿元 are amounts, though 三公 is a name and 一点 a word."""
        amount = rules.AMOUNT.match(self.folded, word.start())
        longer = amount is not None and amount.end("unit") > word.end()
        return longer and kind in {"name", "idiom"}

    def _wordless(self, place: int, end: int) -> str:
        """一 alone is mostly a part of a word; of any other numeral a person says what it is."""
        return "idiom" if self.folded[place:end] == "一" else "unknown"

    def _row(self, kind: str, start: int, end: int) -> dict[str, Any]:
        printed = self.text[start:end]
        start += len(printed) - len(printed.lstrip())
        end = start + len(printed.strip())
        row: dict[str, Any] = dict.fromkeys(COLUMNS)
        return row | {
            "start": start,
            "end": end,
            "printed": self.text[start:end],
            "kind": kind,
            "direction": "",
        }

    def _stated(self, kind: str, start: int, end: int, word: str = "") -> dict[str, Any] | None:
        """A row with what the wording says, or None; `word` is a unit from elsewhere."""
        if (number := _read(self.text[start:end] + word, growth=kind == "growth")) is None:
            return None
        return self._row(kind, start, end) | number

    def _quoted(self, at: int, place: int) -> dict[str, Any] | None:
        """A numeral in quotation marks is a name (“两化融合”), but for an amount (“500万元”)."""
        opened = rules.OPENED.search(self.folded, max(at, place - 6), place)
        rest = rules.TO_CLOSING.match(self.folded, place)
        if opened is None or rest is None:
            return None
        amount = rules.AMOUNT.fullmatch(self.folded, place, rest.end())
        if amount and amount["unit"] in rules.OF_MEASURE:
            return None
        return self._row("name", place, rest.end())

    def _silent(self, kind: str, start: int, end: int) -> dict[str, Any]:
        if kind == "ordinal" and self._is_rank(start, end):
            return self._stated("rank", start, end) or self._row(kind, start, end)
        printed = self.folded[start:end]
        if printed.endswith("线"):  # 二线城市 is a class; which one, a person says
            kind = "class"
        if kind == "date" and not rules.OF_A_DATE.search(printed):
            kind = "period"
        if kind in {"date", "period"} and self._in_title(start, end):
            kind = "title"
        return self._row(kind, start, end)

    def _in_title(self, start: int, end: int) -> bool:
        opened = rules.TITLE_BEGUN.search(self.folded, max(0, start - 120), start)
        return bool(opened and rules.TITLE_ENDED.match(self.folded, end))

    def _is_rank(self, start: int, end: int) -> bool:
        """第二位 and 第二大 are ranks; 第二 is one after a word of ranking, 第二产业 never."""
        rank = rules.RANKED.match(self.folded, start)
        if rank is None or rank.end() < end:
            return False
        if rank["of"]:
            return True
        return bool(rules.RANKING.search(self.folded, max(0, start - 9), start))

    def _quantity(self, at: int, place: int) -> dict[str, Any] | None:
        """A number with its unit and the words on both sides that say how exact it is."""
        match = rules.AMOUNT.match(self.folded, place)
        if match is None:
            return None
        prefix = rules.BEFORE.search(self.folded, max(at, place - 28), place)
        start = prefix.start() if prefix else place
        if self._is_yardstick(start, match.end()):
            start = place
        if start == place and (reason := self._no_amount(match, place)):
            return self._row(reason, place, match.end())
        ends = [match.end(), match.end("range"), match.end("unit"), match.end("number")]
        if match["unit"] and match["range"] and self.folded.endswith(("从", "由"), 0, place):
            ends = ends[2:]  # 从2300万人次到4.8亿人次 is two numbers, 3至5万人次 one
        for end in sorted({end for end in ends if end > 0}, reverse=True):
            end = place + len(self.folded[place:end].rstrip())
            if self.folded[end - 1].isdigit() and self.folded[end : end + 1].isdigit():
                continue  # cut out of a run of digits too long to read
            for first in dict.fromkeys((start, place)):
                if number := _read(self.text[first:end]):
                    return self._amount(first, end, number)
        return None

    def _no_amount(self, match: re.Match[str], place: int) -> str:
        """Why a number without a word of exactness counts nothing: 一条新路, 单位：万元."""
        if match["suffix"] or match["range"]:
            return ""
        if rules.MAGNITUDE.fullmatch(match["number"].strip()):
            return "unit"
        one = rules.ONE_OF.fullmatch(match[0])
        if one and not rules.COUNTED.search(self.folded, max(0, place - 4), place):
            return "article"
        return ""

    def _is_code(self, start: int, end: int) -> bool:
        """A whole number without a unit is a name, unless it ends a clause (人口766579)."""
        if not rules.BARE.fullmatch(self.folded, start, end):
            return False
        return not rules.AFTER_A_WORD.match(self.folded, start)

    def _is_yardstick(self, start: int, end: int) -> bool:
        """远高于14.3%的全国平均 compares with 14.3 %; 高于14.3% alone is a bound."""
        if not self.folded.startswith(rules.COMPARING, start):
            return False
        far = self.folded.endswith(rules.FAR, 0, start)
        return far or rules.YARDSTICK.match(self.folded, end) is not None

    def _amount(self, start: int, end: int, number: dict[str, Any]) -> dict[str, Any]:
        """The row of a quantity: of what kind, and which way it goes."""
        unit, printed = number["unit"], self.folded[start:end]
        kind, direction = _KINDS.get(unit, "quantity"), ""
        if unit in {"ratio", "percentage point"}:
            changes, direction = self._change(start, end)
            if unit == "ratio":
                kind = "growth" if changes else "quantity" if "倍" in printed else "share"
            if kind == "growth":
                number = _read(self.text[start:end], growth=True) or number
        elif delta := rules.DELTA.search(self.folded, max(0, start - 4), start):
            direction = "up" if delta["up"] else "down"
        if kind == "period" or (unit is None and self._is_code(start, end)):
            return self._row("period" if unit else self._wordless(start, end), start, end)
        return self._row(kind, start, end) | number | {"direction": direction}

    def _change(self, start: int, end: int) -> tuple[bool, str]:
        """Whether the clause speaks of change just before `start`, and which way."""
        if rules.SAME.fullmatch(self.folded, self.last["end"], start):
            if self.last["kind"] in {"growth", "points"}:
                return self.last["kind"] == "growth", self.last["direction"]
            start = self.last["start"]  # 快4.6和3.1个百分点: the word stands before the first
        if (
            self.folded.startswith(rules.COMPARING, max(0, start - 2))
            and "%" in self.folded[start:end]
        ):
            start -= 2  # 高于97.1% compares with a level
        first = earlier = max(0, start - 40)
        for stop in rules.CLAUSE.finditer(self.folded, first, start):
            earlier, first = first, stop.end()
        own = first == start or self.last["end"] > earlier  # a number stands between
        if not own and rules.ONLY_FILLER.fullmatch(self.folded, first, start):
            first = earlier
        sides = [
            found.lastgroup or "" for found in rules.CHANGE.finditer(self.folded, first, start)
        ]
        side = sides[-1].rstrip("12") if sides else ""
        if rate := rules.RATE.search(self.folded, first, start):
            return True, _way(rate[0])
        after = rules.RATE_AFTER.match(self.folded, end)
        if after and side not in {"up", "down"}:
            return True, _way(after["rate"])
        return side in {"up", "down"}, side if side != "level" else ""

    def with_shared_units(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Give numbers without a unit that of the next in their list: 4.6、5.2和3.1个百分点."""
        magnitude = word = ""
        for at in range(len(rows) - 1, 0, -1):
            row, following = rows[at - 1], rows[at]
            if row["kind"] not in {"quantity", "unknown"} or following["unit"] in {None, "rank"}:
                word = ""
                continue
            amount = rules.AMOUNT.search(self.folded, following["start"], following["end"])
            if amount and amount["unit"]:
                magnitude, word = amount["number"].rstrip()[-1], amount["unit"]
            if magnitude in "万亿" and not _is_large(row["printed"]):
                word = ""  # 1.5和3.5万吨: whether 1.5 are 万 as well, a person says
            rows[at - 1] = self._share_unit(row, following, word)
            if rows[at - 1] is row:
                word = ""
        return rows

    def _share_unit(
        self, row: dict[str, Any], following: dict[str, Any], word: str
    ) -> dict[str, Any]:
        """The row with the unit of the next one, printed there as `word`, if it is in its list."""
        if row["unit"] is not None:  # 2.5个和1.4个百分点: it has the beginning
            word = word[1:] if word[:1] == row["printed"][-1] == "个" else ""
        noun = "[\u4e00-\u9fff]{0,4}" if following["kind"] == "points" else ""
        listed = re.compile(f"{rules.SPACE}{rules.LIST}{rules.SPACE}{noun}")
        if not word or not listed.fullmatch(self.folded, row["end"], following["start"]):
            return row
        shared = self._stated(following["kind"], row["start"], row["end"], word)
        if shared is None:
            return row
        return shared | {
            "paragraph": row["paragraph"],
            "direction": row["direction"] or following["direction"],
        }


def _is_large(printed: str) -> bool:
    """Whether a number needs no 万 of the next one: 8000和1.2万人."""
    number = _read(printed)
    return number is not None and (number["value"] or 0) >= 1000


def _way(rate: str) -> str:
    return "down" if rate.startswith(("降", "跌")) else "up"


def _read(printed: str, *, growth: bool = False) -> dict[str, Any] | None:
    """The reading columns of an expression; None where it says no number."""
    try:
        number = read_number(printed, growth=growth).to_dict()
    except ValueError:
        return None
    return number | {"value": None if number["value"] != number["value"] else number["value"]}
