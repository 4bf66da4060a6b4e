"""Exercises of lesson 01: a table as an account of a text."""

from __future__ import annotations

from functools import cache

import pandas as pd

from daqing_data import tables
from daqing_data.lesson.asking import Exercise, choice
from daqing_data.lesson.asking import Misconception as Wrong
from daqing_data.lesson.exercises.common import between, figures, readable, value

__all__ = ["EXERCISES"]

LESSON = "01_numbers"


def _land() -> float:
    return value("park_land_phase1")


@cache
def _states() -> pd.Series:
    """The cells that state something."""
    return tables.numerals()["states"].dropna()


@cache
def _share_of_cells() -> tuple[int, int]:
    """How many expressions state something, and how many there are."""
    return len(_states()), len(tables.numerals())


def _figure_ids() -> set[str]:
    return set(figures().index)


def _count_figures(states: pd.Series) -> int:
    return int(states.str.split().explode().isin(_figure_ids()).sum())


def _count_within(states: pd.Series) -> int:
    names = _figure_ids()
    return sum(name in cell for cell in states for name in names)


def _trials() -> tuple[tuple[pd.Series], ...]:
    """The article's own cells, and small columns of them that tell wrong ways of counting apart."""
    states = _states()
    several = states[states.str.contains(" ")]
    events = states[~states.str.split().str[0].isin(_figure_ids())]
    figures = states.drop([*several.index, *events.index])
    columns = (
        pd.concat([figures[:2], several[-1:], events[:1]]),
        several[:1],
        figures[-2:],
        figures[1:2],
        pd.concat([several, events[-3:]]),
        states,
    )
    return tuple((column.reset_index(drop=True),) for column in columns)


def _source_of(figure_id: str) -> str:
    return str(figures()["attributed_to"].loc[figure_id])


def _bureau() -> tuple[str, ...]:
    name = _source_of("market_entities_2022")
    short = name.removeprefix("Daqing ")
    ways = (
        *(name, short, f"{short} of Daqing", f"{short}, Daqing", f"Daqing's {short}"),
        *(f"city's {short}", f"{name} (city office)"),
    )
    chinese = (
        "工业和信息化局",
        "工信局",
        "市工信局",
        "大庆工信局",
        "大庆市工信局",
        "大庆市工业和信息化局",
    )
    return ways + tuple(f"the {way}" for way in ways) + chinese


def _other_sources() -> tuple[str, ...]:
    """The sources of other figures, and their first words."""
    others = set(figures()["attributed_to"]) - {
        "article",
        _source_of("market_entities_2022"),
        _source_of("digital_economy"),
    }
    short = {other.partition(" (")[0].removeprefix("Daqing ") for other in others}
    return (*others, *short, *(f"the {name}" for name in short), "Huawei")


EXERCISES = (
    choice(
        "numbers_stock_flow",
        LESSON,
        right="a",
        options=(
            ("the racks of a data centre", ""),
            (
                "the yearly output of a works",
                "output is made during a year; at one moment there is none to count.",
            ),
            (
                "the revenue of a park",
                "revenue comes in over a year. What is there at its end is money.",
            ),
        ),
        why="racks are counted at a moment (存量, stock); the others add up over a year.",
        hints=(
            "which of them could you count on a photograph?",
            "if you waited twice as long, would it be about twice as large? Then it is a flow.",
        ),
    ),
    Exercise(
        id="numbers_wan",
        lesson=LESSON,
        kind="number",
        unit="m2",
        answer=_land,
        follows=lambda area: f"so many square metres would be {readable(area / 1e4)}万",
        why="万 (wàn) is ten thousand.",
        misconceptions=(
            Wrong(lambda: _land() / 10, "you took 万 for a thousand; it is ten times that."),
            Wrong(
                lambda: _land() * 10, "you took 万 for a hundred thousand; it is a tenth of that."
            ),
            Wrong(lambda: _land() * 1e4, "that would be 亿 (yì), 10^8. 万 is less."),
            Wrong(
                lambda: (_land() / 1e4,),
                "that is still in 万 (ten thousands); plain square metres are asked for.",
            ),
            Wrong(
                lambda: _land() / 1000, "that is in thousands; plain square metres are asked for."
            ),
            Wrong(
                lambda: (10_000, 1000), "that is the multiple alone. How many of it are printed?"
            ),
            Wrong(
                lambda: tuple(
                    figures().set_index("figure_id").loc["park_land_phase1", ["lower", "upper"]]
                ),
                "that is only what the wording admits, too; the printed number is asked for.",
            ),
        ),
        hints=(
            "万 groups digits by four, as a comma in English groups them by three.",
            "万 is a ten with three more zeros. How much is 22 of them, and how much 0.8?",
        ),
    ),
    Exercise(
        id="numbers_share",
        lesson=LESSON,
        kind="number",
        unit="ratio",
        digits=2,
        answer=lambda: _share_of_cells()[0] / _share_of_cells()[1],
        follows=lambda share: (
            f"that would be {share * _share_of_cells()[1]:.3g} of {_share_of_cells()[1]} "
            "expressions"
        ),
        why="the mean of true and false is the share of true.",
        misconceptions=(
            Wrong(
                lambda: 1 - _share_of_cells()[0] / _share_of_cells()[1],
                "that is the share that states nothing.",
            ),
            Wrong(
                lambda: _share_of_cells(),
                "that is a number of expressions. A share is some of all.",
            ),
            Wrong(
                lambda: _share_of_cells()[1] - _share_of_cells()[0],
                "so many state nothing; a share of those that state something is asked for.",
            ),
            Wrong(
                lambda: (
                    _share_of_cells()[0] / (_share_of_cells()[1] - _share_of_cells()[0]),
                    _share_of_cells()[1] / _share_of_cells()[0] - 1,
                ),
                "you compared the two groups. A share is divided by all of them.",
            ),
            Wrong(
                lambda: (
                    len(figures()) / _share_of_cells()[1],
                    len(figures()) / _share_of_cells()[0],
                ),
                "that counts figures; the share of *expressions* is asked for, and an expression "
                "may state several figures, or an event.",
            ),
            Wrong(
                lambda: len(figures()),
                "so many figures are stated; a share of the expressions is asked for.",
            ),
            Wrong(
                lambda: float(_states().str.split().explode().size / _share_of_cells()[1]),
                "you counted ids; a cell with several ids is one expression.",
            ),
            Wrong(lambda: (1, 0), "that would be all of them, or none: look at the empty cells."),
        ),
        hints=(
            "`notna()` is true where something is stated. How many are true, and of how many?",
            "a share divides by *all* expressions. In pandas a column of true and false can be "
            "averaged.",
        ),
    ),
    Exercise(
        id="numbers_bug",
        lesson=LESSON,
        kind="bug_hunt",
        answer=lambda: _count_figures,
        trials=_trials,
        why="one expression can state several figures; each id counts.",
        misconceptions=(
            Wrong(
                lambda: lambda states: int(states.isin(_figure_ids()).sum()),
                "a cell with two ids is still taken for one name that nobody knows; split it.",
            ),
            Wrong(
                lambda: lambda states: sum(len(cell.split()) for cell in states),
                "now dates are counted too: an id counts only if it is in `figure_ids`.",
            ),
            Wrong(
                lambda: len,
                "that counts cells, whatever stands in them. How many figures are stated?",
            ),
            Wrong(
                lambda: (
                    lambda states: sum(cell.split()[0] in _figure_ids() for cell in states),
                    lambda states: sum(cell.split()[-1] in _figure_ids() for cell in states),
                    lambda states: sum(
                        not _figure_ids().isdisjoint(cell.split()) for cell in states
                    ),
                ),
                "a cell counts once at most, however many ids stand in it; each id counts.",
            ),
            Wrong(
                lambda: (
                    lambda states: sum(
                        name in cell for cell in states for name in sorted(_figure_ids())
                    )
                ),
                "`in` also finds an id within a longer id; split the cell first.",
            ),
            Wrong(
                lambda: lambda states: len(_figure_ids()),
                "that is how many figures there are at all; count those of the column.",
            ),
            Wrong(
                lambda: lambda states: int(states.str.count(" ").sum()),
                "that counts the spaces between ids, not the ids.",
            ),
        ),
        hints=(
            'what does `"one two".split()` give?',
            "go through the cells, and within each cell through its parts; ask of each part "
            "whether it is in `figure_ids`.",
        ),
    ),
    Exercise(
        id="numbers_who",
        lesson=LESSON,
        kind="text",
        answer=_bureau,
        follows=lambda who: f"no figure is attributed to {who!r} in the table",
        why="a city office: a named source, if not an independent one.",
        misconceptions=(
            Wrong(
                lambda: tuple(
                    f"{the}{name}"
                    for the in ("", "the ")
                    for name in "article|article itself|newspaper|journalist|reporter".split("|")
                ),
                "the article prints it, but names a source: look at `attributed_to`.",
            ),
            Wrong(
                lambda: ("a city office", "city office", "the city office"),
                "that is the short label of the chart; hand in what stands in `attributed_to`.",
            ),
            Wrong(
                lambda: tuple(
                    f"{the}{name}"
                    for the in ("", "the ")
                    for name in (_source_of("digital_economy"), "Blue Book", "Blue Book (2021)")
                ),
                "that is the source of the scale and the ranks.",
            ),
            Wrong(
                _other_sources,
                "that is the source of other figures: look at the row of `market_entities_2022`.",
            ),
            Wrong(
                lambda: (
                    *"the city|Daqing|the government|the bureau|Daqing Bureau".split("|"),
                    *"a bureau|Bureau|Bureau of Industry|Daqing Bureau of Industry".split("|"),
                    "the city government",
                    "Daqing city government",
                ),
                "which office exactly? Give the name in full.",
            ),
            Wrong(
                lambda: (
                    *"the ministry|Ministry of Industry and Information Technology|ministry".split(
                        "|"
                    ),
                    *"MIIT|工信部".split("|"),
                ),
                "not the ministry in Beijing: it is an office of the city.",
            ),
            Wrong(
                lambda: tuple(
                    f"{city}{office}"
                    for city in ("", "the ", "Daqing ", "the Daqing ")
                    for office in (
                        "Bureau of Statistics",
                        "Statistics Bureau",
                        "statistical office",
                    )
                ),
                "one would think so, but another office is named.",
            ),
            Wrong(
                lambda: (
                    *"market_entities_2022|attributed_to|market entities|1014家|actual".split("|"),
                    figures()["label_en"].loc["market_entities_2022"],
                    value("market_entities_2022"),
                    between(value("market_entities_2022"), value("market_entities_2022")),
                ),
                "that says which figure it is, or how many; *who says so* is asked for.",
            ),
        ),
        hints=(
            "the row names of `figures` are ids, and `attributed_to` is one of its columns.",
            "`figures.loc[row, column]` looks up one cell.",
        ),
    ),
)
