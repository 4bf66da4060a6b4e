"""An error, a kind of error, and the project as the kinds read it."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

Files = dict[str, bytes | None]  #: path -> what it holds with the error in it; None: no such file
Row = dict[str, str]


@dataclass(frozen=True)
class Error:
    """One error: where it stands, and the files with it. These are made when they are needed."""

    where: str
    files: Callable[[], Files]


@dataclass(frozen=True)
class Kind:
    """A kind of error.

    Attributes
    ----------
    name : str
        What is wrong, with the part of the project before a colon.
    judges : str
        Names of `planted.judge.JUDGES`, in the order in which they are asked.
    errors : callable
        Yields the errors of this kind, of a `Project`.
    beyond : str
        Why no test that works offline can see it, if that is so: it is planted and counted, but
        not held against the tests.
    """

    name: str
    judges: str
    errors: Callable[[Project], Iterable[Error]]
    beyond: str = ""


class Project:
    """The files of the project, read once."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._texts: dict[str, str] = {}
        self._rows: dict[str, list[Row]] = {}

    def paths(self, *patterns: str) -> list[str]:
        """The files that fit, as paths from the root."""
        found = {path for pattern in patterns for path in self.root.glob(pattern)}
        return sorted(path.relative_to(self.root).as_posix() for path in found if path.is_file())

    def text(self, path: str) -> str:
        """What a text file holds."""
        if path not in self._texts:
            self._texts[path] = (self.root / path).read_bytes().decode("utf-8")
        return self._texts[path]

    def rows(self, table: str) -> list[Row]:
        """The rows of a table, each cell as text."""
        if table not in self._rows:
            text = self.text(table_path(table))
            self._rows[table] = list(csv.DictReader(io.StringIO(text, newline="")))
            if table_bytes(self._rows[table]) != text.encode():
                raise ValueError(f"{table_path(table)} is not as it would be written")
        return self._rows[table]

    @cached_property
    def notebooks(self) -> dict[str, dict[str, Any]]:
        """The notebooks with solutions, by path."""
        return {path: json.loads(self.text(path)) for path in self.paths(SOLUTIONS)}


SOLUTIONS = "notebooks/solutions/[0-9][0-9]_*.ipynb"


def table_path(table: str) -> str:
    """Where a table is stored."""
    return f"daqing_data/data/{table}.csv"


def table_bytes(rows: list[Row]) -> bytes:
    """A table as it is stored."""
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, rows[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue().encode()


def in_text(
    project: Project, path: str, at: int, right: str, wrong: str, note: str = ""
) -> Iterator[Error]:
    """The error of other words at one place of a text file; none if they are the same."""
    text = project.text(path)
    if text[at : at + len(right)] != right:
        raise ValueError(f"{path}: {right!r} does not stand at {at}")
    if right == wrong:
        return
    line = text.count("\n", 0, at) + 1
    changed = (text[:at] + wrong + text[at + len(right) :]).encode()
    said = note or f"{shortened(right)} -> {shortened(wrong)}"
    yield Error(f"{path}, line {line}: {said}", lambda: {path: changed})


def place(project: Project, paths: Iterable[str], expression: str) -> tuple[str, re.Match[str]]:
    """The first place that an expression fits; if there is none, the harness is to be mended."""
    for path in paths:
        if found := re.search(expression, project.text(path), re.MULTILINE):
            return path, found
    raise LookupError(f"nothing can be planted: {expression} fits nowhere in {', '.join(paths)}")


def shortened(text: str) -> str:
    """A text on one line, and not too long for it."""
    text = " ".join(text.split())
    return text if len(text) < 60 else text[:57] + "..."


def next_digit(text: str) -> str:
    """A number, wrong in its last digit; after 9 comes 8, so that 19 does not become 10."""
    for at in range(len(text) - 1, -1, -1):
        if text[at].isascii() and text[at].isdigit():
            digit = int(text[at])
            return text[:at] + str(8 if digit == 9 else digit + 1) + text[at + 1 :]
    return text
