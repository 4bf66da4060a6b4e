"""The article behind the tables: how to cite it, and whether a copy is the text that they mean."""

from __future__ import annotations

import hashlib
import html
import os
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from daqing_data import tables
from daqing_data.script import fold
from daqing_data.wording import RULES

__all__ = ["SOURCE", "Source", "Verification", "verify"]


@dataclass(frozen=True)
class Source:
    """What is known of the article. Its text belongs to others and is not part of the project."""

    description: str = "News report on the digital economy of Daqing (Heilongjiang), in Chinese"
    written: str = "2022-03-24/2022-03-31"
    copy_published: str = "2022-03-31"
    copy_url: str = "http://smehrb.com.cn/html/cyjj/2022/0331/147969.html"
    unknown: str = "byline, headline and first publisher"
    characters: int = 2389
    paragraphs: int = 22
    sha256: str = "8747d8678756d7e41a77b34258a748494c87b2c78c8f5a65594808e784b21a3a"


#: The article: where a copy was published, and the SHA-256 of the text (UTF-8) that the offsets
#: point into.
SOURCE = Source()


@dataclass(frozen=True)
class Verification:
    """What `verify` found.

    Attributes
    ----------
    identical : bool
        The copy has the SHA-256 of `SOURCE`: every offset holds.
    agrees : bool
        Every number that the tables print stands in the copy, in order (at its offset, or with
        other white space).
    differences : tuple of str
        What differs, one entry per number; empty if the copy agrees.
    printed : int
        How many numbers the tables print.
    """

    identical: bool
    agrees: bool
    differences: tuple[str, ...] = ()
    printed: int = 0

    def __bool__(self) -> bool:
        return self.agrees

    def __str__(self) -> str:
        if self.identical:
            return "identical: every offset holds"
        if self.agrees:
            return "another copy: every printed number is there, in order; offsets need not hold"
        missing = len(self.differences)
        if self.printed - missing < self.printed / 5:
            return (
                f"another article: {missing} of the {self.printed} numbers that the tables print "
                "do not stand in it (for a text of your own, see daqing_data.article)"
            )
        shown, hidden = self.differences[:10], len(self.differences[10:])
        more = [f"... and {hidden} more"] if hidden else []
        return "\n".join([f"{missing} of the printed numbers differ:", *shown, *more])


def verify(article: str | os.PathLike[str]) -> Verification:
    """Check a copy of the article against the tables.

    An identical copy is known by its SHA-256, and every row of ``numerals`` is then checked at its
    offsets. Any other copy is searched for the printed numbers in their order, however it was
    typed or kept.

    Parameters
    ----------
    article : str or path
        Path of a UTF-8 text file.

    Returns
    -------
    Verification
        ``identical``, ``agrees`` and ``differences``, which name each number that is not where it
        should be.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If the file is not UTF-8.

    Examples
    --------
    >>> check = verify("my_copy.txt")  # doctest: +SKIP
    >>> print(check)  # doctest: +SKIP
    identical: every offset holds
    """
    raw = Path(article).read_bytes()
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ValueError(
            f"{os.fspath(article)} is not UTF-8 (byte {error.start}); convert it first"
        ) from None
    identical = hashlib.sha256(raw).hexdigest() == SOURCE.sha256
    differences = _at_offsets(text) if identical else _in_order(text)
    printed = len(tables.numerals())
    return Verification(identical, not differences, tuple(differences), printed)


def _at_offsets(text: str) -> list[str]:
    rows = tables.numerals().to_dict("records")
    found = [(row, text[row["start"] : row["end"]]) for row in rows]
    return [
        f"{row['printed']!r} is not at {row['start']}:{row['end']}, there is {there!r}"
        for row, there in found
        if there != row["printed"]
    ]


def _in_order(text: str) -> list[str]:
    """What is missing of the printed numbers, as many being found in their order as can be."""
    text = _plain(text)
    rows = tables.numerals().to_dict("records")
    best: list[tuple[int, list[int]]] = [
        (0, [])
    ]  # best[n]: n numbers found, where the last of them ends, and which
    for number, row in enumerate(rows):
        printed = _plain(row["printed"])
        for count, (end, found) in reversed(list(enumerate(best))):
            if (start := _find(text, printed, end)) < 0:
                continue
            longer = (start + len(printed), [*found, number])
            best[count + 1 :] = [min([longer, *best[count + 1 : count + 2]]), *best[count + 2 :]]
    found = best[-1][1]
    differences = []
    for number in sorted(set(range(len(rows))) - set(found)):
        before = [repr(rows[other]["printed"]) for other in found if other < number]
        row = rows[number]
        differences.append(
            f"{row['printed']!r} (paragraph {row['paragraph']}, offset {row['start']}) "
            f"is not found after {before[-1] if before else 'the beginning'}"
        )
    return differences


def _plain(text: str) -> str:
    """Leave out what a copy adds: tags, marks of lists, white space, characters without width."""
    text = html.unescape(re.sub(r"</?[a-zA-Z][^<>]*>", "\n", text))
    text = re.sub(r"(?m)^\s*[0-9]+[.)]\s", "", text)
    seen = (char for char in fold(text) if unicodedata.category(char) != "Cf")
    return "".join("".join(seen).split())


def _find(text: str, printed: str, position: int) -> int:
    """Where the number stands next, and not as a part of another one.

    It must not be cut out of a longer number (4万吨 in 1.4万吨), nor of another wording (近80个). A
    point or a dash before it belongs to a number only after a digit: else it is an ellipsis, typed
    as three points, or the bullet of a list.
    """
    left = f"(?<![{_DIGITS}])(?<![0-9][.-])" if printed[0] in _DIGITS else ""
    right = f"(?![{_DIGITS}])" if printed[-1] in _DIGITS else ""
    for match in re.compile(left + re.escape(printed) + right).finditer(text, position):
        if not text.endswith(_BEFORE, 0, match.start()) and not text.startswith(
            _AFTER, match.end()
        ):
            return match.start()
    return -1


_DIGITS = "0123456789〇零一二三四五六七八九十百千万亿两"
# Words that would make another number of it, or deny it; 上, 过 and 来 are parts of other words far
# more often.
_BEFORE = (
    "不",
    "未",
    *(word for rule in RULES.values() for word in rule.before.split() if word not in "上过"),
)
_AFTER = tuple(word for rule in RULES.values() for word in rule.after.split() if word != "来")
