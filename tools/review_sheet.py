"""Write every word that the package says into one sheet: ``python tools/review_sheet.py``.

Numbers can be computed and compared; words cannot. So all words of the tables, the codebook, the
wording rules, the reasons, the methods and the exercises stand in order in
``tests/review_sheet.md``, and a test compares them: no word changes without a line that a reviewer
sees. What is read where it stands (lessons, pages, docstrings, messages) has a mark there instead,
which changes with it. To have more words reviewed, add a line to `SOURCES`.
"""

from __future__ import annotations

import ast
import dataclasses
import hashlib
import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from itertools import groupby
from pathlib import Path
from typing import Any

import pandas as pd

ROOT = Path(__file__).resolve().parent.parent
SHEET = ROOT / "tests" / "review_sheet.md"
HEAD = """# Review sheet

Every word of tables, rules, reasons, methods, exercises and charts, in order, and a mark of each
cell of the lessons, of each section of the pages, and of the words in each function. It is made by
`python tools/review_sheet.py` and compared in the tests; do not edit it by hand.
"""

Names = tuple[str, ...]  #: the names that lead to a text, from the outermost


# --- what is reviewed -----------------------------------------------------------------------------


def _table(name: str) -> Callable[[], Any]:
    """Make the source of one table: for each row its texts, closed sets included."""

    def rows() -> Any:
        frame: pd.DataFrame = getattr(import_module("daqing_data"), name)()
        key = frame.columns[0] if frame.columns[0].endswith("_id") else "start"
        texts = frame.select_dtypes(["str", "category"]).columns.difference([key], sort=False)
        return {
            str(row[key]): {column: row[column] for column in texts if pd.notna(row[column])}
            for row in frame.to_dict("records")
        }

    return rows


def _codebook() -> Any:
    book = import_module("daqing_data").codebook()
    return {f"{row['table']}.{row['column']}": row for row in book.to_dict("records")}


def _constant(module: str, name: str) -> Callable[[], Any]:
    """Make the source of a constant of a module."""
    return lambda: getattr(import_module(module), name)


def _mark(text: str) -> str:
    """What changes with a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _lessons() -> Any:
    """Give the words of each lesson's charts, and a mark of each cell."""
    found: dict[str, dict[str, Any]] = {}
    for path in sorted((ROOT / "notebooks" / "solutions").glob("[0-9][0-9]_*.ipynb")):
        words = found[path.stem] = {}
        for number, cell in enumerate(json.loads(path.read_text("utf-8"))["cells"], 1):
            words[f"cell {number}"] = _mark("".join(cell["source"]))
            for output in cell.get("outputs", []):
                drawn = output.get("data", {}).get("application/vnd.drawn+json", {})
                said = [line.strip() for line in drawn.get("drawn", []) if CHART_WORDS.match(line)]
                if said:
                    words[f"cell {number}, drawn"] = said
    return found


def _pages() -> Any:
    """Give a mark of each section of each page; of a file without headings, one of the whole."""
    found: dict[str, dict[str, str]] = {}
    for path in sorted(path for pattern in PAGES for path in ROOT.glob(pattern)):
        marks = found[path.relative_to(ROOT).as_posix()] = {}
        for section in re.split("^(?=#+ )", path.read_text("utf-8"), flags=re.MULTILINE):
            name = section.partition("\n")[0].strip("# ") if section.startswith("#") else "head"
            marks[name] = _mark(marks.get(name, "") + section)
    return found


def _code() -> Any:
    """Give a mark of the words in each function or class, docstrings and messages, of each file."""
    found: dict[str, dict[str, str]] = {}
    for path in sorted(path for pattern in CODE for path in ROOT.glob(pattern)):
        marks = found[path.relative_to(ROOT).as_posix()] = {}
        for node in ast.parse(path.read_text("utf-8")).body:
            texts = [each.value for each in ast.walk(node) if isinstance(each, ast.Constant)]
            said = [text for text in texts if isinstance(text, str) and not text.isidentifier()]
            name = getattr(node, "name", "at the top")
            if said:
                marks[name] = _mark(marks.get(name, "") + "\n".join(said))
    return found


#: The files that are read as they are.
PAGES = [
    *("*.md", "LICENSE*", "CITATION.cff", "notebooks/README.md", "strict_nbval/README.md"),
    *("site/content/**/*.md", "site/words.csv"),
]
CODE = ("daqing_data/**/*.py", "strict_nbval/*.py", "notebooks/make.py", "run.py", "site/*.py")

#: The lines of a stored chart that hold words: titles, labels, ticks, texts and legends.
CHART_WORDS = re.compile("(axes|figure)|  [xyz] |  (text|legend)")


#: heading -> what gives the words: texts in mappings, sequences, named tuples and dataclasses.
SOURCES: dict[str, Callable[[], Any]] = {
    "figures": _table("figures"),
    "events": _table("events"),
    "numerals": _table("numerals"),
    "comparisons": _table("comparisons"),
    "context": _table("context"),
    "hedges": _table("hedges"),
    "codebook": _codebook,
    "RULES": _constant("daqing_data", "RULES"),
    "REASONS": _constant("daqing_data", "REASONS"),
    "METHODS": _constant("daqing_data", "METHODS"),
    "exercises": _constant("daqing_data.lesson.exercises", "EXERCISES"),
    "lessons": _lessons,
    "pages": _pages,
    "code": _code,
}


# --- how it is written ----------------------------------------------------------------------------


def words(part: Any, path: Names = ()) -> Iterator[tuple[Names, str]]:
    """Yield each text in a nested value, in order, with its path; what is no text is passed over.

    Examples
    --------
    >>> list(words({"zero": ("none", 0), "one": {"en": "single"}}))
    [(('zero', '1'), 'none'), (('one', 'en'), 'single')]
    """
    inside: list[tuple[Any, Any]] = []
    if isinstance(part, str) and part:
        yield path, part
    elif isinstance(part, Mapping):
        inside = list(part.items())
    elif dataclasses.is_dataclass(part) and not isinstance(part, type):
        inside = [(field.name, getattr(part, field.name)) for field in dataclasses.fields(part)]
    elif isinstance(part, tuple) and hasattr(part, "_fields"):
        inside = list(zip(part._fields, part, strict=True))
    elif isinstance(part, list | tuple):
        inside = list(enumerate(part, 1))
    for name, value in inside:
        yield from words(value, (*path, str(name)))


def visible(text: str) -> str:
    """Show line breaks, and spaces at an end or side by side, which Markdown would hide."""
    shown = text.replace("\\", "\\\\").replace("\n", "\\n")
    return re.sub("(?<= ) |^ | $", "\N{OPEN BOX}", shown)


def sheet(sources: Mapping[str, Callable[[], Any]] = SOURCES) -> str:
    """Lay out all words: a section for each source, a heading for each item, a line for each text.

    Raises
    ------
    ValueError
        If a source gives no words: then it is the wrong one, and nothing would be reviewed.
    """
    parts = [HEAD]
    for title, source in sources.items():
        found = list(words(source()))
        if not found:
            raise ValueError(f"review sheet: the source {title!r} gives no words")
        parts.append(f"\n## {title}\n")
        for item, texts in groupby(found, key=lambda each: each[0][0]):
            parts.append(f"\n### {item}\n\n")
            for path, text in texts:
                name = f"{'.'.join(path[1:])}: " if len(path) > 1 else ""
                parts.append(f"- {name}{visible(text)}\n")
    return "".join(parts)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    SHEET.write_text(sheet(), "utf-8", newline="\n")
