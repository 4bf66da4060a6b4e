"""Charts that say what they show: set-up of a notebook, and the chart in words.

`setup` makes a notebook show each chart as one picture that shrinks with the page, and store with
it the numbers that were really drawn; `text_twin` says a chart in words, gives the picture its
alternative text, and refuses to say anything that the chart does not draw, or that misleads.
"""

from __future__ import annotations

import textwrap
import warnings
from collections.abc import Iterator
from decimal import ROUND_CEILING, ROUND_FLOOR
from functools import partial
from numbers import Real
from typing import Any
from weakref import WeakKeyDictionary

import matplotlib as mpl
import numpy as np
import pandas as pd
import seaborn as sns
from IPython.core import pylabtools
from IPython.core.getipython import get_ipython
from matplotlib.figure import Figure

from daqing_data import intervals
from daqing_data.lesson.chart_rules import chart_problems, problems
from daqing_data.lesson.drawn import Place, all_axes, categories, drawn, places, read_numbers

__all__ = ["chart_problems", "drawn", "problems", "setup", "text_twin"]

DRAWN_MIME = "application/vnd.drawn+json"
SVG_MIME = (
    "application/vnd.svg+xml"  # compared, never shown: no viewer of notebooks knows this name
)
FONT = "DejaVu Sans"  # comes with matplotlib: the same glyphs and widths on every machine
WIDTH = 76  # characters of printed output that fit a window of 820 pixels and a printed page

LOOK = {
    "font.sans-serif": [FONT],  # seaborn's own list asks for Arial first, which some machines have
    "svg.hashsalt": "daqing_data",  # else the ids in an SVG are random
    "svg.fonttype": "none",  # text stays text: half the size, and a difference can be read
    "figure.figsize": (5, 3.6),  # any wider, and a phone shrinks its letters beyond reading
    "figure.dpi": 100,
    "figure.constrained_layout.use": True,  # long labels fit without cropping to another size
    "figure.constrained_layout.h_pad": 0.1,  # inches: the words printed above are not its title
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlelocation": "left",
    "axes.titleweight": "bold",
    "legend.framealpha": 1,
    "legend.handlelength": 1.6,
    "legend.handletextpad": 0.4,
    "legend.columnspacing": 0.8,
    "legend.edgecolor": "white",  # no line of the grid runs through its words
    "grid.color": "0.9",
    "figure.titleweight": "bold",
    "errorbar.capsize": 5,
    "lines.linewidth": 2,
}

_pylabtools: Any = pylabtools  # it has no types

#: What `text_twin` said of a figure; it becomes the alternative text of the picture.
_sentences: WeakKeyDictionary[Figure, str] = WeakKeyDictionary()


def setup() -> None:
    """Prepare this notebook's charts; call it once, in the first code cell.

    Sets a colour-blind-safe look that is the same on every machine, and shows numbers in tables in
    full (604,000,000, not 6.040000e+08). Each figure is shown as one picture: PNG at twice the
    resolution that shrinks with the page, with the sentence of `text_twin` as its alternative text.
    Stored beside it, for the comparison and not for the eye, are the numbers that were really drawn
    (`application/vnd.drawn+json`, see `drawn`) and the drawing (`application/vnd.svg+xml`), without
    dates or version tags. Calling it again is harmless.

    Raises
    ------
    RuntimeError
        Outside IPython, where there is no notebook to set up.
    """
    shell = get_ipython()
    if shell is None or shell.display_formatter is None:
        raise RuntimeError(
            "setup() prepares a notebook: call it in a notebook cell, not in a plain Python script"
        )
    # Whatever MPLBACKEND or a matplotlibrc says: with another backend charts vanish without a word.
    shell.enable_matplotlib("inline")  # type: ignore[no-untyped-call]
    # Loaded here because it is the backend's module that reads a person's own settings of it.
    from matplotlib_inline.config import InlineBackend

    InlineBackend.instance(parent=shell).close_figures = True
    pd.set_option("display.float_format", "{:,.15g}".format, "display.max_colwidth", 100)
    mpl.rcdefaults()  # a reader's own matplotlibrc must not change the lesson
    # The generic family: an SVG then names a family that every machine has, behind our font.
    sns.set_theme(
        style="whitegrid", palette="colorblind", font="sans-serif", font_scale=0.9, rc=LOOK
    )
    # seaborn lays its grids out by itself and matplotlib says so on stderr, with the path of a
    # file.
    warnings.filterwarnings("ignore", message="The figure layout has changed to tight")
    for formatter in shell.display_formatter.formatters.values():
        formatter.pop(Figure, None)
    shell.display_formatter.mimebundle_formatter.for_type(Figure, _bundle)


def _bundle(fig: Figure, include: object = None, exclude: object = None) -> tuple[Any, Any]:
    """What IPython shows and stores of a figure: data and metadata, by MIME type.

    JupyterLab shows an SVG of a trusted notebook in full width, cut off where the page ends, and in
    the reader's fonts; a PNG it shrinks. The width and height here are those of a normal screen.
    """
    said = _sentences.get(fig) or _titles(fig)
    png_text: dict[str, str | None] = {"Software": None, "Description": said}
    png, size = _pylabtools.retina_figure(fig, base64=True, bbox_inches=None, metadata=png_text)
    svg_text: dict[str, str | None] = {"Date": None, "Creator": None, "Description": said}
    svg = _pylabtools.print_figure(fig, fmt="svg", bbox_inches=None, metadata=svg_text)
    data = {DRAWN_MIME: {"drawn": drawn(fig)}, SVG_MIME: svg, "image/png": png, "text/plain": said}
    return data, {"image/png": {**size, "alt": said}}


def _titles(fig: Figure) -> str:
    titles = [fig.get_suptitle(), *(ax.get_title(loc="left") or ax.get_title() for ax in fig.axes)]
    return "Chart: " + "; ".join(" ".join(title.split()) for title in titles if title)


# --- the chart in words ---------------------------------------------------------------------------


def text_twin(chart: Any, sentence: str, table: pd.DataFrame | pd.Series, digits: int = 6) -> None:
    """Print a chart in words: one sentence and the plotted numbers. Call it before `plt.show()`.

    A screen reader gets it, and so does everyone who compares two runs of a notebook; the sentence
    also becomes the alternative text of the picture.

    Each number of the table must be drawn where its row says: at the category and in the series
    that the row's texts (or the column's name) are the names of, to 6 significant digits. Numbers
    of one row stand on one line of the chart, as a year and its value do. An infinite end must be
    drawn as an arrow head, and a series that has a name must occur in the table. On an axis
    labelled in percent, 60.2 stands for 0.602. A chart that would mislead is refused: without a
    title, with an axis without unit, bars that do not begin at zero, marks that nobody can see,
    words cut off.

    Parameters
    ----------
    chart : matplotlib Axes or Figure, or seaborn grid
        What was drawn.
    sentence : str
        What the chart shows, in one sentence.
    table : pandas.DataFrame or pandas.Series
        The plotted numbers, in the chart's units. A named index is printed, an unnamed one is not.
        Intervals are printed with their ends rounded outwards; so are columns called lower or
        upper.
    digits : int
        Significant digits to print; what is compared is the unrounded number.

    Raises
    ------
    ValueError
        A number or a word of the table was not drawn (the message names it, and the nearest number
        that was), or the chart would mislead.
    """
    sentence = " ".join(sentence.split())
    if not sentence.endswith((".", "。")):
        raise ValueError(
            f"the text twin needs one whole sentence, ending in a full stop; this is {sentence!r}"
        )
    frame = table.to_frame() if isinstance(table, pd.Series) else table
    if any(name is not None for name in frame.index.names):
        frame = frame.reset_index()
    if frame.empty:
        raise ValueError("the text twin needs the plotted numbers, and this table is empty")
    fig = chart if isinstance(chart, Figure) else chart.figure
    if found := problems(fig):
        raise ValueError("this chart would mislead:\n- " + "\n- ".join(found))
    seen = places(chart)
    for row in frame.to_dict("records"):
        _row_must_be_drawn({str(column): cell for column, cell in row.items()}, seen)
    _no_series_is_passed_over(frame, seen)
    _must_go_the_same_way(frame, all_axes(fig))
    _sentences[fig] = sentence
    print(textwrap.fill(f"In words: {sentence}", WIDTH))
    shown = {column: frame[column].map(partial(_shown, column=str(column), digits=digits))
             for column in frame}  # fmt: skip
    lines = pd.DataFrame(shown).to_string(index=False).splitlines()
    if max(map(len, lines)) > WIDTH:
        rows = zip(*shown.values(), strict=True)
        told = ["; ".join(map(": ".join, zip(map(str, shown), row, strict=True))) for row in rows]
        lines = [textwrap.fill(row, WIDTH, subsequent_indent="  ") for row in told]
    print(*lines, sep="\n")


# A row of the table is looked for in the chart in three steps.
#
# 1. Its texts. A text that is a series or a category of the chart narrows the search to the places
#    that carry this name. Any other text must stand in the chart as words, at those places.
# 2. Its numbers. Each must be told at a place that is left; in a wide table the column's name may
#    be the series. A row with words only (no name) takes the places where these words stand.
# 3. Its line. Without a category, the numbers of a row belong together because they stand on one
#    line of the chart, upright or level: the values of 2021 are above 2021. So years that are
#    reversed and series that are exchanged are seen on axes of numbers, too.


def _row_must_be_drawn(row: dict[str, Any], seen: list[Place]) -> None:
    texts = [" ".join(cell.split()) for cell in row.values() if isinstance(cell, str)]
    known = frozenset(name for place in seen for name in place.names)
    names = known.intersection(texts)
    words = [text for text in texts if text not in known]
    left = [place for place in seen if names <= place.names]
    for text in words:
        if not any(text in " ".join(place.words.split()) for place in left):
            raise ValueError(f"the table has {text!r}, which the chart does not say{_at(names)}")
    if words and not names:
        said = [place for place in left if all(text in place.words for text in words)]
        left = said or left
    needed: list[tuple[float, list[Place]]] = []
    for column, cell in row.items():
        series = " ".join(column.split())
        own = [place for place in left if series in place.names] if series in known else left
        for number in _numbers(cell):
            _must_be_among(number, own, f"the table's {column!r}", _at(names | ({series} & known)))
            needed.append((number, own))
    if len(needed) > 1 and not any(_is_category(place, names) for place in seen):
        lines = {line for _, own in needed for place in own for line in place.group}
        unplaced = [place for place in left if not place.group]
        if not any(_all_on(line, needed, unplaced) for line in lines or [None]):
            numbers = ", ".join(f"{number:.6g}" for number, _ in needed)
            raise ValueError(
                f"the table has {numbers} in one row, and the chart draws each of them, but not "
                f"together{_at(names)}: no line of the chart, upright or level, holds them all"
            )


def _no_series_is_passed_over(frame: pd.DataFrame, seen: list[Place]) -> None:
    """Refuse a table that is silent about a named series, unless its name states its numbers."""
    cells = [cell for column in frame for cell in frame[column] if isinstance(cell, str)]
    said = {" ".join(str(text).split()) for text in (*frame.columns, *cells)}
    categories = {name for place in seen if not place.group for name in place.names}
    for name in sorted({name for place in seen for name in place.names} - categories - said):
        values = [value for place in seen if name in place.names for value in place.values]
        if not all(_close(value, read_numbers(name)) for value in values):
            raise ValueError(f"the chart draws {name!r}, and the table says nothing of it")


def _must_go_the_same_way(frame: pd.DataFrame, all_axes: list[Any]) -> None:
    """Refuse a table that goes down where the chart goes up."""
    cells = [" ".join(cell.split()) for cell in frame.to_numpy().ravel() if isinstance(cell, str)]
    for ax in all_axes:
        heights = categories(ax.yaxis)
        order = [name for name in dict.fromkeys(cells) if name in heights]
        up = np.diff([heights[name] for name in order]) * (-1 if ax.yaxis_inverted() else 1)
        if len(up) and (up > 0).all():
            raise ValueError(
                f"the table begins with {order[0]!r}, which the chart draws at the bottom: "
                "invert its y axis, or turn the table round"
            )


def _must_be_among(number: float, own: list[Place], what: str, where: str) -> None:
    allowed = np.array([value for place in own for value in place.values], dtype=float)
    if not _close(number, allowed):
        finite = allowed[np.isfinite(allowed)]
        nearest = f"{finite[np.abs(finite - number).argmin()]:.6g}" if finite.size else "nothing"
        nearest = "no arrow head" if np.isinf(number) else nearest
        raise ValueError(
            f"{what} has {number:.6g}, which the chart does not draw{where}; "
            f"the nearest number drawn{where} is {nearest}"
        )


def _all_on(line: Any, needed: list[tuple[float, list[Place]]], unplaced: list[Place]) -> bool:
    """Whether all numbers of a row stand on one line of the chart, or in words outside the axes."""
    return all(
        _close(number, [v for p in own if line in p.group or p in unplaced for v in p.values])
        for number, own in needed
    )


def _close(number: float, values: Any) -> bool:
    return bool(np.isclose(np.asarray(values, dtype=float), number, rtol=5e-7, atol=1e-12).any())


def _is_category(place: Place, names: frozenset[str]) -> bool:
    """Whether a place is the label of a category that a row names."""
    return not place.group and bool(place.names & names)


def _at(names: frozenset[str]) -> str:
    return " at " + " and ".join(map(repr, sorted(names))) if names else ""


def _numbers(cell: object) -> Iterator[float]:
    """List the numbers of a table cell: of an interval, its ends. Nothing is no number."""
    if isinstance(cell, pd.Interval):
        yield from (end for side in (cell.left, cell.right) for end in _numbers(side))
    elif isinstance(cell, Real) and not isinstance(cell, (bool, np.bool_)):
        yield from () if np.isnan(float(cell)) else (float(cell),)


# --- how its numbers are printed ------------------------------------------------------------------

#: Columns of ends are rounded outwards like those of an interval: a printed floor that lies above
#: the floor would promise too much.
ENDS = {
    "lower": ROUND_FLOOR,
    "upper": ROUND_CEILING,
    "at least": ROUND_FLOOR,
    "at most": ROUND_CEILING,
}


def _shown(cell: object, column: str, digits: int) -> str:
    """Write a table cell: rounded, without an exponent; an open end reads `no limit`."""
    if isinstance(cell, pd.Interval):
        meant = pd.Interval(_meant(cell.left), _meant(cell.right), closed=cell.closed)
        return intervals.to_text(meant, digits).replace("inf", "no limit")
    if not isinstance(cell, Real) or isinstance(cell, (bool, np.bool_)):
        return "-" if cell is None or cell is pd.NA else " ".join(str(cell).split())
    number = float(cell)
    if not np.isfinite(number):
        return "-" if np.isnan(number) else "no limit"
    for start, how in ENDS.items():
        if column.startswith(start):
            number = intervals.rounded(_meant(number), digits, how)
    if number == round(number) and abs(number) < 2**53:
        return f"{number:.0f}"  # a year or a count: three digits would make another one of it
    positional = partial(np.format_float_positional, unique=False, fractional=False, trim="-")
    return positional(number, precision=digits)


def _meant(number: float) -> float:
    """The number that is meant: 29 for 0.29 * 100, not the binary number just below it."""
    return float(f"{number:.12g}")
