"""The words of the site, by language: one table, words.csv, and how numbers are written with them.

A page that is made from the tables takes each word from here, so a second language is a column.
"""

import csv
import math
from pathlib import Path

import pandas as pd

from daqing_data import intervals

HERE = Path(__file__).resolve().parent
LANGUAGES = {"en": "", "zh": "zh"}  # language -> the folder of its pages in the site


class Words(dict[str, str]):
    """The words of one language; a word that is missing is an error that names it."""

    def __init__(self, language: str) -> None:
        with (HERE / "words.csv").open(encoding="utf-8", newline="") as file:
            super().__init__(
                (row["key"], row[language]) for row in csv.DictReader(file, strict=True)
            )
        self.language = language

    def __missing__(self, key: str) -> str:
        raise KeyError(f"words.csv has no row {key!r} (language {self.language})")

    def of(self, group: str, name: object) -> str:
        """The word for a value of a closed set: `of("status", "target")`."""
        return self[f"{group}.{name}"]

    def columns(self, name: str) -> str:
        """The column of a table that holds its text in this language: `label_zh`."""
        return f"{name}_{self.language}"

    def number(self, number: float, unit: str = "") -> str:
        """Write a number of the tables with its unit: 1.6 billion yuan, 16亿元, 90 %."""
        if math.isinf(number):
            return self["noend"]
        size = self.size(number, unit)
        return self._with_unit(self._digits(number, size), size, unit)

    def size(self, number: float, unit: str) -> str:
        """The power of ten that a number of this size is written in, such as 1e8."""
        if unit == "ratio":
            return "1e-2"
        steps = dict(step.split("=") for step in self["scale"].split())
        return next((size for size in steps if abs(number) >= float(size)), "1")

    def _digits(self, number: float, size: str) -> str:
        return f"{number / float(size):,.12g}"

    def _with_unit(self, shown: str, size: str, unit: str) -> str:
        if unit == "ratio":
            return f"{shown} %"
        step = dict(step.split("=") for step in self["scale"].split()).get(size, "")
        label = "" if unit in {"", "count", "rank", "class"} else self.unit(unit)
        if self.language == "zh":
            return f"{shown}{step}{label}"
        return " ".join(part for part in (shown, step, label) if part)

    def unit(self, unit: str) -> str:
        """Name a unit; one that was divided by another part by part (`CNY / m2`)."""
        if unit == "count / count":
            return ""
        if unit.endswith(" / count"):
            return self["each"].format(self.unit(unit.removesuffix(" / count")))
        # A unit without a word of its own is a symbol (kWh, EUR), which is no language's.
        return " / ".join(self.get(f"unit.{part}", part) for part in unit.split(" / "))

    def interval(self, row: pd.Series, digits: int = 12) -> str:
        """Write the interval of a row: one number, a bound, or two ends with their brackets.

        The ends are rounded outwards, so that what is printed holds all that the wording admits.
        """
        lower, upper, closed = row["lower"], row["upper"], row["closed"]
        lower = lower if math.isinf(lower) else intervals.rounded(lower, digits, "ROUND_FLOOR")
        upper = upper if math.isinf(upper) else intervals.rounded(upper, digits, "ROUND_CEILING")
        unit = str(row["unit"])
        if lower == upper:
            return self.number(lower, unit)
        if math.isinf(upper):
            return f"{'≥' if closed in {'left', 'both'} else '>'} {self.number(lower, unit)}"
        if lower == 0 and unit != "ratio":
            return f"{'≤' if closed in {'right', 'both'} else '<'} {self.number(upper, unit)}"
        left, right = "[("[closed in {"right", "neither"}], ")]"[closed in {"right", "both"}]
        size = self.size(upper, unit)
        ends = f"{left}{self._digits(lower, size)}, {self._digits(upper, size)}{right}"
        return self._with_unit(ends, size, unit)
