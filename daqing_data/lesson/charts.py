"""Charts that say what they show: set-up, the numbers that were really drawn, and the chart in words.

`setup` makes a notebook store each chart in one output as the numbers that were really drawn, as SVG and as PNG;
`drawn` reads those numbers; `text_twin` says a chart in words and refuses to say anything the chart does not draw.
"""

from __future__ import annotations

import re
import unicodedata
import warnings
from collections.abc import Iterator
from functools import partial, singledispatch
from numbers import Real
from typing import Any, NamedTuple

import matplotlib as mpl
import numpy as np
import pandas as pd
import seaborn as sns
from IPython.core.getipython import get_ipython
from IPython.core.pylabtools import print_figure
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.category import StrCategoryFormatter
from matplotlib.collections import Collection, PathCollection, QuadMesh
from matplotlib.container import BarContainer
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch, Patch, Rectangle
from matplotlib.text import Annotation, Text
from matplotlib.ticker import FixedFormatter, FixedLocator, FuncFormatter
from numpy.typing import NDArray

__all__ = ["drawn", "setup", "text_twin"]

DRAWN_MIME = "application/vnd.drawn+json"
FONT = "DejaVu Sans"  # comes with matplotlib: the same glyphs and widths on every machine

LOOK = {
    "font.sans-serif": [FONT],  # seaborn's own list asks for Arial first, which some machines have
    "svg.hashsalt": "daqing_data",  # else the ids in an SVG are random
    "svg.fonttype": "none",  # text stays text: half the size, and a screen reader can find it
    "figure.figsize": (7.0, 4.0),
    "figure.dpi": 100,
    "figure.constrained_layout.use": True,  # long labels fit without cropping, which would change the size
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlelocation": "left",
    "legend.frameon": False,
}

Points = NDArray[np.float64]


def setup() -> None:
    """Prepare this notebook's charts; call it once, in the first code cell.

    Sets a colour-blind-safe look that is the same on every machine, shows numbers in tables in full (604,000,000, not
    6.040000e+08), and stores each figure in one output as
    `application/vnd.drawn+json` (see `drawn`), `image/svg+xml` and `image/png`, without dates or version
    tags. Calling it again is harmless.

    Raises
    ------
    RuntimeError
        Outside IPython, where there is no notebook to set up.
    """
    shell = get_ipython()
    if shell is None or shell.display_formatter is None:
        raise RuntimeError("setup() prepares a notebook: call it in a notebook cell, not in a plain Python script")
    # Loaded here because loading registers plain PNG for figures; what is registered below must come after
    # it.
    import matplotlib_inline.backend_inline  # noqa: F401

    pd.set_option("display.float_format", "{:,.15g}".format, "display.max_colwidth", 100)
    mpl.rcdefaults()  # a reader's own matplotlibrc must not change the lesson
    sns.set_theme(style="whitegrid", palette="colorblind", font=FONT, rc=LOOK)
    # seaborn lays its grids out by itself and matplotlib tells so on stderr, with the path of a file.
    warnings.filterwarnings("ignore", message="The figure layout has changed to tight")
    formatters = shell.display_formatter.formatters
    for formatter in formatters.values():
        formatter.pop(Figure, None)
    svg = partial(print_figure, fmt="svg", bbox_inches=None, metadata={"Date": None, "Creator": None})
    png = partial(print_figure, fmt="png", base64=True, bbox_inches=None, metadata={"Software": None})
    formatters["image/svg+xml"].for_type(Figure, svg)
    formatters["image/png"].for_type(Figure, png)
    shell.display_formatter.mimebundle_formatter.for_type(Figure, _drawn_bundle)


def _drawn_bundle(fig: Figure, include: object = None, exclude: object = None) -> dict[str, dict[str, list[str]]]:
    """Give IPython the drawn numbers of a figure as one more representation."""
    return {DRAWN_MIME: {"drawn": drawn(fig)}}


# --- what a chart really drew
# -----------------------------------------------------------------------------------


class Mark(NamedTuple):
    """One drawn thing: how it reads, where it is in data coordinates (NaN where in others), what else it says."""

    reads: str
    points: Points
    says: list[float]


def drawn(fig: Figure) -> list[str]:
    """List what a figure really drew, as lines of text with numbers to 6 significant digits.

    Fonts and layout do not show in it, data do: each bar, line, point, whisker, band, picture, arrow and text
    with its position, and each axis with title, scale, limits and tick labels. A kind of artist that is not
    read appears by its name, so that nothing is dropped silently.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
        The figure; it is laid out (not rendered) to settle its ticks.

    Returns
    -------
    list of str
        One line for each thing, in drawing order.
    """
    fig.draw_without_rendering()
    lines = [mark.reads for artist in fig.get_children() if (mark := _outside_axes(artist, fig))]
    for number, ax in enumerate(_all_axes(fig)):
        lines.append(f"axes {number}: title {ax.get_title()!r}")
        for name, axis in _axes_of(ax):
            lines.append(f"  {name} {axis.get_label_text()!r} {axis.get_scale()} from {_six(axis.get_view_interval())}")
            lines.append(f"  {name} ticks " + " | ".join(label for label, _ in _ticks(axis)))
        lines += [f"  {mark.reads}" for mark in _marks(ax)]
    return lines


def _plain(values: Any) -> NDArray[np.float64]:
    """Make values plain floats; a masked one is NaN."""
    floats: NDArray[np.float64] = np.ma.filled(np.ma.asarray(values, dtype=float), np.nan)
    return floats


def _six(values: Any) -> str:
    """Write numbers to 6 significant digits; a zero has no sign."""
    numbers = _plain(values).ravel()
    return "[" + ", ".join(f"{0.0 if abs(v) < 1e-12 else v:.6g}" for v in numbers) + "]"


def _all_axes(fig: Figure) -> list[Any]:
    """List all axes, insets and second axes included."""
    return [one for ax in fig.axes for one in (ax, *ax.child_axes)]


def _axes_of(ax: Axes) -> list[tuple[str, Axis]]:
    return [("x", ax.xaxis), ("y", ax.yaxis)] + ([("z", ax.zaxis)] if hasattr(ax, "zaxis") else [])


def _ticks(axis: Axis) -> list[tuple[str, float]]:
    """Tick labels (with white space made plain) and where they stand; those beyond the limits are not drawn."""
    ticks = [*axis.get_major_ticks(), *axis.get_minor_ticks()]
    pairs = [(" ".join(tick.label1.get_text().split()), float(tick.get_loc())) for tick in ticks]
    low, high = sorted(axis.get_view_interval())
    slack = 1e-9 * (high - low)
    return [(label, place) for label, place in pairs if label and low - slack <= place <= high + slack]


def _outside_axes(artist: Artist, fig: Figure) -> Mark | None:
    """Read what stands on the figure itself: its title, texts, legends; axes are read on their own."""
    if isinstance(artist, Axes) or artist is fig.patch or not artist.get_visible():
        return None
    mark = _mark(artist, None)
    return mark._replace(reads=f"figure: {mark.reads}") if mark.reads else None


def _marks(ax: Axes) -> Iterator[Mark]:
    if hasattr(ax, "_colorbar"):
        return  # its ticks say all; its hundreds of shades are no data
    frame = [ax.patch, ax.title, *ax.spines.values(), *(axis for _, axis in _axes_of(ax)), *ax.child_axes]
    for artist in ax.get_children():
        if artist.get_visible() and not any(artist is part for part in frame):
            mark = _mark(artist, ax)
            if mark.reads:
                yield mark


def _placed(xy: Any, transform: Any, ax: Axes | None) -> Points:
    """Points as data coordinates; NaN where a coordinate is a fraction of the axes, as for `axhline`."""
    points = _plain(xy).reshape(-1, 2)
    inside = transform.contains_branch_seperately(ax.transData) if ax is not None else (False, False)
    return np.where(inside, points, np.nan)


NOWHERE: Points = np.empty((0, 2))
NOTHING = Mark("", NOWHERE, [])


@singledispatch
def _mark(artist: Artist, ax: Axes | None) -> Mark:
    return Mark(f"{type(artist).__name__} (its numbers are not read)", NOWHERE, [])


@_mark.register
def _rectangle(artist: Rectangle, ax: Axes | None) -> Mark:
    (x, y), width, height = artist.get_xy(), artist.get_width(), artist.get_height()
    points = [(x, y), (x + width, y + height)]
    # A bar stands at its middle, and a stacked one tells its length too; the middle of its length it does not
    # tell.
    containers = ax.containers if ax is not None else []
    container = next((c for c in containers if isinstance(c, BarContainer) and artist in c.patches), None)
    if container is not None and container.orientation == "vertical":
        points += [(x + width / 2, end) for end in (y, y + height, height)]
    elif container is not None:
        points += [(end, y + height / 2) for end in (x, x + width, width)]
    return Mark(
        f"bar x {_six([x, x + width])} y {_six([y, y + height])}", _placed(points, artist.get_transform(), ax), []
    )


@_mark.register
def _patch(artist: Patch, ax: Axes | None) -> Mark:
    vertices = artist.get_patch_transform().transform(artist.get_path().vertices)
    return Mark(f"{type(artist).__name__} {_six(vertices)}", _placed(vertices, artist.get_transform(), ax), [])


@_mark.register
def _arrow(artist: FancyArrowPatch, ax: Axes | None) -> Mark:
    # An arrow's path is kept in pixels, so that its head has a size; its two ends are what was asked for.
    ends = artist._posA_posB  # type: ignore[attr-defined]
    if ends is None:
        return Mark(f"{type(artist).__name__} {_six(artist.get_path().vertices)}", NOWHERE, [])
    return Mark(f"arrow {_six(ends)}", _placed(ends, artist.get_transform(), ax), [])


@_mark.register
def _line(artist: Line2D, ax: Axes | None) -> Mark:
    x, y = artist.get_xdata(orig=False), artist.get_ydata(orig=False)
    points = _placed(np.ma.column_stack([x, y]), artist.get_transform(), ax)
    if not np.isfinite(_plain(y)).any():
        return NOTHING  # seaborn leaves such lines behind: for its legend, and for an error bar that is not asked for
    return Mark(f"line {artist.get_linestyle()} marker {artist.get_marker()} x {_six(x)} y {_six(y)}", points, [])


@_mark.register
def _collection(artist: Collection, ax: Axes | None) -> Mark:
    """Whiskers, bands, rules: each is one path in data coordinates."""
    paths = [path.vertices for path in artist.get_paths()]
    if not paths:
        return NOTHING
    reads = f"{type(artist).__name__} " + " ".join(map(_six, paths)) + _colour_values(artist)
    return Mark(reads, _placed(np.concatenate(paths), artist.get_transform(), ax), [])


@_mark.register
def _points(artist: PathCollection, ax: Axes | None) -> Mark:
    offsets, sizes = artist.get_offsets(), artist.get_sizes()
    reads = f"points {_six(offsets)}" + (f" sizes {_six(sizes)}" if len(set(sizes)) > 1 else "")
    return Mark(reads + _colour_values(artist), _placed(offsets, artist.get_offset_transform(), ax), [])


@_mark.register
def _mesh(artist: QuadMesh, ax: Axes | None) -> Mark:
    cells = _plain(artist.get_array())
    corners = np.asarray(artist.get_coordinates())
    reads = f"mesh {cells.shape} {_six(cells)} x {_six(corners[0, :, 0])} y {_six(corners[:, 0, 1])}"
    return Mark(reads, NOWHERE, cells.ravel().tolist())


@_mark.register
def _image(artist: AxesImage, ax: Axes | None) -> Mark:
    pixels = _plain(artist.get_array())
    return Mark(
        f"image {pixels.shape} extent {_six(artist.get_extent())} {_six(pixels)}", NOWHERE, pixels.ravel().tolist()
    )


@_mark.register
def _text(artist: Text, ax: Axes | None) -> Mark:
    words = artist.get_text()
    if not words:
        return NOTHING  # a side title that is not used
    points = _placed([artist.get_unitless_position()], artist.get_transform(), ax)
    return Mark(f"text {words!r} at {_six(artist.get_unitless_position())}", points, _read(words))


@_mark.register
def _annotation(artist: Annotation, ax: Axes | None) -> Mark:
    words = artist.get_text()
    unitless: Any = artist  # matplotlib's stubs leave the two conversions untyped
    ends = [
        (name, (unitless.convert_xunits(x), unitless.convert_yunits(y)), coordinates)
        for name, (x, y), coordinates in (("to", artist.xy, artist.xycoords), ("from", artist.xyann, artist.anncoords))
    ]
    where = " ".join(f"{name} {_six(xy)} {coordinates}" for name, xy, coordinates in ends)
    points = np.array([xy for _, xy, coordinates in ends if coordinates == "data"], dtype=float)
    kind = "annotation with arrow" if artist.arrow_patch is not None else "annotation"
    return Mark(f"{kind} {words!r} {where}", points.reshape(-1, 2), _read(words))


@_mark.register
def _legend(artist: Legend, ax: Axes | None) -> Mark:
    words = [artist.get_title().get_text(), *(text.get_text() for text in artist.get_texts())]
    words = [text for text in words if text]
    return Mark(
        "legend " + " | ".join(words) if words else "", NOWHERE, [number for text in words for number in _read(text)]
    )


def _colour_values(artist: Collection) -> str:
    values = artist.get_array()
    return "" if values is None else f" colours {_six(values)}"


NUMBER = re.compile(r"(?<![\w.])([-+]?\d+(?:,\d{3})*(?:\.\d+)?(?:e[-+]?\d+)?)(\s*%)?(?![A-Za-z_])")


def _read(words: str) -> list[float]:
    """Read the numbers that a text states; a percentage also as a share. Names such as 5G state none."""
    found = []
    for digits, percent in NUMBER.findall(unicodedata.normalize("NFKC", words).replace("\N{MINUS SIGN}", "-")):
        value = float(digits.replace(",", ""))
        found += [value, value / 100] if percent else [value]
    return found


# --- the chart in words
# -----------------------------------------------------------------------------------------


def text_twin(chart: Any, sentence: str, table: pd.DataFrame | pd.Series, digits: int = 6) -> None:
    """Print a chart in words: one sentence and the plotted numbers.

    A screen reader gets it, and so does everyone who compares two runs of a notebook. Each finite number of
    the table must have been drawn: as a position, a length or a text of the chart, to 6 significant digits,
    and in a row that names a category of the chart, at that category. On an axis labelled in percent, 60.2
    stands for 0.602.

    Parameters
    ----------
    chart : matplotlib Axes or Figure, or seaborn grid
        What was drawn.
    sentence : str
        What the chart shows, in one sentence.
    table : pandas.DataFrame or pandas.Series
        The plotted numbers, in the chart's units. A named index is printed, an unnamed one is not.
    digits : int
        Significant digits to print; what is compared is the unrounded number.

    Raises
    ------
    ValueError
        A number of the table was not drawn; the message names it and the nearest one that was.
    """
    sentence = " ".join(sentence.split())
    if not sentence.endswith((".", "。")):
        raise ValueError(f"the text twin needs one whole sentence, ending in a full stop; this is {sentence!r}")
    frame = table.to_frame() if isinstance(table, pd.Series) else table
    if any(name is not None for name in frame.index.names):
        frame = frame.reset_index()
    if frame.empty:
        raise ValueError("the text twin needs the plotted numbers, and this table is empty")
    _must_be_drawn(frame, chart)
    print(f"In words: {sentence}")
    print(frame.map(partial(_shown, digits=digits)).to_string(index=False))


def _must_be_drawn(frame: pd.DataFrame, chart: Any) -> None:
    everywhere, at_label = _drawn_numbers(chart)
    for row in frame.to_dict("records"):
        labels = [" ".join(cell.split()) for cell in row.values() if isinstance(cell, str)]
        named = [label for label in labels if label in at_label]
        allowed = np.array([v for label in named for v in at_label[label]] if named else everywhere, dtype=float)
        for column, cell in row.items():
            for number in _finite(cell):
                if not np.isclose(allowed, number, rtol=5e-7, atol=1e-12).any():
                    place = f" at {named[0]!r}" if named else ""
                    nearest = f"{allowed[np.abs(allowed - number).argmin()]:.6g}" if allowed.size else "nothing"
                    raise ValueError(
                        f"the table's {column!r} has {number:.6g}, which the chart does not draw{place}; "
                        f"the nearest number drawn{place} is {nearest}"
                    )


def _finite(cell: object) -> list[float]:
    """List the finite numbers of a table cell: of an interval, its ends."""
    if isinstance(cell, pd.Interval):
        return [end for side in (cell.left, cell.right) for end in _finite(side)]
    is_number = isinstance(cell, Real) and not isinstance(cell, (bool, np.bool_))
    return [float(cell)] if is_number and np.isfinite(float(cell)) else []  # type: ignore[arg-type]


def _drawn_numbers(chart: Any) -> tuple[list[float], dict[str, list[float]]]:
    """All numbers that a chart draws, and those it draws at each category of an axis with categories."""
    fig = chart if isinstance(chart, Figure) else chart.figure
    fig.draw_without_rendering()
    everywhere: list[float] = []
    at_label: dict[str, list[float]] = {}
    unplaced: list[float] = []
    for ax in [chart] if isinstance(chart, Axes) else _all_axes(fig):
        kinds = [_categories(axis) for axis in (ax.xaxis, ax.yaxis)]
        units = [_percent_unit(axis) for axis in (ax.xaxis, ax.yaxis)]
        for label in (label for places in kinds for label in places):
            at_label.setdefault(label, []).extend(_read(label))
        for mark in _marks(ax):
            points = mark.points[np.isfinite(mark.points).any(axis=1)]
            if not points.size:
                unplaced += mark.says
            for point in points:
                # A place on an axis of categories (0, 1, 2 ...) is no number that the chart tells.
                values = [v * unit for v, places, factor in zip(point, kinds, units, strict=True) if not places
                          for unit in {1.0, factor} if np.isfinite(v)]  # fmt: skip
                everywhere += values + mark.says
                for coordinate, places in zip(point, kinds, strict=True):
                    for label, place in places.items():
                        if abs(coordinate - place) < 0.5:
                            at_label[label] += values + mark.says
    for values in at_label.values():
        everywhere += values
        values += unplaced
    return everywhere + unplaced, at_label


def _categories(axis: Axis) -> dict[str, float]:
    """Where each category of an axis stands; empty for an axis of numbers, whose labels say where they stand."""
    ticks = dict(_ticks(axis))
    formatter, locator = axis.get_major_formatter(), axis.get_major_locator()
    if isinstance(formatter, StrCategoryFormatter):
        return ticks
    set_by_hand = isinstance(formatter, (FixedFormatter, FuncFormatter)) and isinstance(locator, FixedLocator)
    says_where = any(place in _read(label) for label, place in ticks.items())
    return ticks if set_by_hand and not says_where else {}


def _percent_unit(axis: Axis) -> float:
    """100 on an axis that draws a share and labels it in percent, else 1."""
    for label, place in _ticks(axis):
        if "%" in label and place and (numbers := _read(label)):
            return 100.0 if abs(numbers[0] / place - 100) < 1 else 1.0
    return 1.0


def _shown(cell: object, digits: int) -> str:
    """Write a table cell: rounded, without an exponent; an open end reads `no limit`."""
    if isinstance(cell, pd.Interval):
        left, right = ("[" if cell.closed_left else "("), ("]" if cell.closed_right else ")")
        return f"{left}{_shown(cell.left, digits)}, {_shown(cell.right, digits)}{right}"
    if not isinstance(cell, Real) or isinstance(cell, (bool, np.bool_)):
        return "-" if cell is None or cell is pd.NA else str(cell)
    number = float(cell)
    if not np.isfinite(number):
        return "-" if np.isnan(number) else "no limit"
    return np.format_float_positional(number, precision=digits, unique=False, fractional=False, trim="-")
