"""What a matplotlib figure really draws, read back from the finished figure.

`drawn` lists it as lines of text that depend on data alone, not on fonts or layout; they are stored
with each chart and compared. `places` gives the same numbers place by place, for the text twin.
Nothing here knows this project: any figure of matplotlib or seaborn can be read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import singledispatch
from typing import Any, Literal, NamedTuple

import numpy as np
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
from matplotlib.transforms import BboxBase, BboxTransformTo
from numpy.typing import NDArray

from daqing_data.lesson.looks import series_of, unseen

__all__ = ["Place", "drawn", "places", "read_numbers"]

Points = NDArray[np.float64]


class Mark(NamedTuple):
    """One drawn thing: how it reads, and where it is in data coordinates (NaN where in others)."""

    reads: str
    points: Points
    says: list[float]  #: numbers in its words or cells; an arrow head says infinity
    words: str = ""


def drawn(fig: Figure) -> list[str]:
    r"""List what a figure really drew, as lines of text with numbers to 6 significant digits.

    Fonts and layout do not show in it, data do: each bar, line, point, whisker, band, picture,
    arrow and text with its position, and each axis with title, scale, limits and tick labels. A
    mark that nobody can see says so and why. A kind of artist that is not read appears by its name,
    so that nothing is dropped silently.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
        The figure; it is laid out (not rendered) to settle its ticks.

    Returns
    -------
    list of str
        One line for each thing, in drawing order.

    Examples
    --------
    >>> fig = Figure()
    >>> _ = fig.subplots().bar(["then", "now"], [80, 1484])
    >>> print(*drawn(fig), sep="\n")
    axes 0: title ''
      x '' categories from [-0.49, 1.49]
      x ticks then | now
      y '' linear from [0, 1558.2]
      y ticks 0 | 200 | 400 | 600 | 800 | 1000 | 1200 | 1400
      vertical bar x [-0.4, 0.4] y [0, 80]
      vertical bar x [0.6, 1.4] y [0, 1484]
    """
    _lay_out(fig)
    lines = [f"figure: {mark.reads}" for mark in _outside_axes(fig)]
    for number, ax in enumerate(all_axes(fig)):
        kind = "colour bar" if hasattr(ax, "_colorbar") else "title"
        lines.append(f"axes {number}: {kind} {_title(ax)!r}")
        for name, axis in axes_of(ax):
            if not (ax.axison and axis.get_visible()):
                lines.append(f"  {name} hidden")
                continue
            scale = "categories" if categories(axis) else axis.get_scale()
            limits = _six(axis.get_view_interval())
            lines.append(f"  {name} {axis.get_label_text()!r} {scale} from {limits}")
            lines.append(f"  {name} ticks " + " | ".join(label for label, _ in _ticks(axis)))
        for artist, mark in marks(ax):
            reason = unseen(artist, ax, mark.points)
            lines.append(f"  {mark.reads}" + (f" (not seen: {reason})" if reason else ""))
    return lines


def _plain(values: Any) -> NDArray[np.float64]:
    """Make values plain floats; a masked one is NaN."""
    floats: NDArray[np.float64] = np.ma.filled(np.ma.asarray(values, dtype=float), np.nan)
    return floats


def _six(values: Any) -> str:
    """Write numbers to 6 significant digits; a zero has no sign."""
    numbers = _plain(values).ravel()
    return "[" + ", ".join(f"{0.0 if abs(v) < 1e-12 else v:.6g}" for v in numbers) + "]"


def all_axes(fig: Figure) -> list[Any]:
    """List all axes, insets and second axes included."""
    return [one for ax in fig.axes for one in (ax, *ax.child_axes)]


def axes_of(ax: Axes) -> list[tuple[str, Axis]]:
    pairs: list[tuple[str, Axis]] = [("x", ax.xaxis), ("y", ax.yaxis)]
    return pairs + ([("z", ax.zaxis)] if hasattr(ax, "zaxis") else [])


def _title(ax: Axes) -> str:
    sides: tuple[Literal["left", "center", "right"], ...] = ("left", "center", "right")
    texts = [ax.get_title(loc=side) for side in sides]
    return " ".join(" ".join(text.split()) for text in texts if text)


def _ticks(axis: Axis) -> list[tuple[str, float]]:
    """Tick labels, white space made plain, and their places; none beyond the limits is drawn."""
    ticks = [*axis.get_major_ticks(), *axis.get_minor_ticks()]
    shown = [tick for tick in ticks if tick.label1.get_visible()]  # shared axes hide all but one
    pairs = [(" ".join(tick.label1.get_text().split()), float(tick.get_loc())) for tick in shown]
    low, high = sorted(axis.get_view_interval())
    slack = 1e-9 * (high - low)
    return [(text, at) for text, at in pairs if text and low - slack <= at <= high + slack]


def categories(axis: Axis) -> dict[str, float]:
    """Where each category of an axis stands; empty for an axis of numbers."""
    ticks = dict(_ticks(axis))
    formatter, locator = axis.get_major_formatter(), axis.get_major_locator()
    if isinstance(formatter, StrCategoryFormatter):
        return ticks
    fixed = isinstance(formatter, (FixedFormatter, FuncFormatter))
    says_where = any(place in read_numbers(label) for label, place in ticks.items())
    return ticks if fixed and isinstance(locator, FixedLocator) and not says_where else {}


# --- marks ----------------------------------------------------------------------------------------
#
# Each kind of artist keeps its numbers in its own way: a bar has a corner and a size, a line two
# columns, a whisker one path for each piece, a scatter plot offsets, an annotation two ends in
# coordinate systems of their own. One function for each kind makes a Mark of it. Where a coordinate
# is no data (`axhline` runs from 0 to 1 of the width of the axes) it is NaN, so that it is never
# mistaken for a number of the chart.


def _outside_axes(fig: Figure) -> Iterator[Mark]:
    """Read what stands on the figure itself: its title, texts and legends, but no axes."""
    if title := " ".join(fig.get_suptitle().split()):
        # Its place is the layout's business.
        yield Mark(f"title {title!r}", NOWHERE, read_numbers(title), title)
    for artist in fig.get_children():
        if artist is getattr(fig, "_suptitle", None):
            continue
        if artist.get_visible() and artist is not fig.patch and not isinstance(artist, Axes):
            mark = _mark(artist, None)
            if mark.reads:
                yield mark


def marks(ax: Axes) -> Iterator[tuple[Artist, Mark]]:
    if hasattr(ax, "_colorbar"):
        return  # its ticks say all; its hundreds of shades are no data
    titles = [getattr(ax, name) for name in ("title", "_left_title", "_right_title")]
    axes = [axis for _, axis in axes_of(ax)]
    frame = [ax.patch, *titles, *ax.spines.values(), *axes, *ax.child_axes]
    for artist in ax.get_children():
        if artist.get_visible() and not any(artist is part for part in frame):
            mark = _mark(artist, ax)
            if mark.reads:
                yield artist, mark


def _placed(xy: Any, transform: Any, ax: Axes | None) -> Points:
    """Points as data coordinates; NaN where a coordinate is a fraction of the axes."""
    points = _plain(xy).reshape(-1, 2)
    inside = (False, False) if ax is None else transform.contains_branch_seperately(ax.transData)
    return np.where(inside, points, np.nan)


NOWHERE: Points = np.empty((0, 2))
NOTHING = Mark("", NOWHERE, [])


@singledispatch
def _mark(artist: Artist, ax: Axes | None) -> Mark:
    return Mark(f"{type(artist).__name__} (its numbers are not read)", NOWHERE, [])


@_mark.register
def _rectangle(artist: Rectangle, ax: Axes | None) -> Mark:
    (x, y), width, height = artist.get_xy(), artist.get_width(), artist.get_height()
    points, kind = [(x, y), (x + width, y + height)], "rectangle"
    # A bar stands at its middle, and a stacked one states its length too; the middle of its length
    # is no number of the chart.
    containers = ax.containers if ax is not None else []
    bars = (c for c in containers if isinstance(c, BarContainer) and artist in c.patches)
    container = next(bars, None)
    if container is not None and container.orientation == "vertical":
        points += [(x + width / 2, end) for end in (y, y + height, height)]
        kind = "vertical bar"
    elif container is not None:
        points += [(end, y + height / 2) for end in (x, x + width, width)]
        kind = "horizontal bar"
    reads = f"{kind} x {_six([x, x + width])} y {_six([y, y + height])}"
    return Mark(reads, _placed(points, artist.get_transform(), ax), [])


@_mark.register
def _patch(artist: Patch, ax: Axes | None) -> Mark:
    vertices = artist.get_patch_transform().transform(artist.get_path().vertices)
    reads = f"{type(artist).__name__} {_six(vertices)}"
    return Mark(reads, _placed(vertices, artist.get_transform(), ax), [])


@_mark.register
def _arrow(artist: FancyArrowPatch, ax: Axes | None) -> Mark:
    # An arrow's path is kept in pixels, so that its head has a size; its two ends are what was
    # asked for.
    ends = artist._posA_posB  # type: ignore[attr-defined]
    if ends is None:
        path = artist.get_path().vertices
        return Mark(f"{type(artist).__name__} {_six(path)}", NOWHERE, [])
    return Mark(f"arrow {_six(ends)}", _placed(ends, artist.get_transform(), ax), [])


#: The heads that `errorbar` puts at an end that is only a limit: it goes on that way, without an
#: end.
HEADS = {4: ("left", -np.inf), 5: ("right", np.inf), 6: ("up", np.inf), 7: ("down", -np.inf)}
HEADS |= {number + 4: head for number, head in HEADS.items()}


@_mark.register
def _line(artist: Line2D, ax: Axes | None) -> Mark:
    x, y = artist.get_xdata(orig=False), artist.get_ydata(orig=False)
    if not (np.isfinite(_plain(x)).any() and np.isfinite(_plain(y)).any()):
        return NOTHING  # seaborn leaves such lines behind: for its legend, for absent error bars
    points = _placed(np.ma.column_stack([x, y]), artist.get_transform(), ax)
    points[~(np.isfinite(_plain(x)) & np.isfinite(_plain(y)))] = np.nan  # a gap is nowhere
    marker: Any = artist.get_marker()
    says = []
    if isinstance(marker, int) and marker in HEADS:
        marker, says = f"arrow {HEADS[marker][0]}", [HEADS[marker][1]]
    reads = f"line {artist.get_linestyle()} marker {marker} x {_six(x)} y {_six(y)}"
    return Mark(reads, points, says)


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
    if not len(_plain(offsets)):
        return NOTHING
    reads = f"points {_six(offsets)}"
    reads += f" sizes {_six(sizes)}" if len(set(sizes)) > 1 else ""
    points = _placed(offsets, artist.get_offset_transform(), ax)
    return Mark(reads + _colour_values(artist), points, [])


@_mark.register
def _mesh(artist: QuadMesh, ax: Axes | None) -> Mark:
    cells = _plain(artist.get_array())
    corners = np.asarray(artist.get_coordinates())
    where = f"x {_six(corners[0, :, 0])} y {_six(corners[:, 0, 1])}"
    return Mark(f"mesh {cells.shape} {_six(cells)} {where}", NOWHERE, cells.ravel().tolist())


@_mark.register
def _image(artist: AxesImage, ax: Axes | None) -> Mark:
    pixels = _plain(artist.get_array())
    reads = f"image {pixels.shape} extent {_six(artist.get_extent())} {_six(pixels)}"
    return Mark(reads, NOWHERE, pixels.ravel().tolist())


@_mark.register
def _text(artist: Text, ax: Axes | None) -> Mark:
    words = artist.get_text()
    if not words:
        return NOTHING
    points = _placed([artist.get_unitless_position()], artist.get_transform(), ax)
    reads = f"text {words!r} at {_six(artist.get_unitless_position())}"
    return Mark(reads, points, read_numbers(words), words)


@_mark.register
def _annotation(artist: Annotation, ax: Axes | None) -> Mark:
    words = artist.get_text()
    unitless: Any = artist  # matplotlib's stubs leave the two conversions untyped
    named = (("to", artist.xy, artist.xycoords), ("from", artist.xyann, artist.anncoords))
    ends = [
        (
            name,
            *_relative((unitless.convert_xunits(x), unitless.convert_yunits(y)), coordinates, ax),
        )
        for name, (x, y), coordinates in named
    ]
    where = " ".join(f"{name} {_six(xy)} {coordinates}" for name, xy, coordinates in ends)
    points = np.array([xy for _, xy, coordinates in ends if coordinates == "data"], dtype=float)
    kind = "annotation with arrow" if artist.arrow_patch is not None else "annotation"
    reads = f"{kind} {words!r} {where}"
    return Mark(reads, points.reshape(-1, 2), read_numbers(words), words)


def _relative(xy: Any, coordinates: Any, ax: Axes | None) -> tuple[Any, str]:
    """A place given relative to another artist (a label in its bar), in data coordinates."""
    if isinstance(coordinates, (str, tuple)):
        return xy, str(coordinates)
    if ax is None:
        return xy, f"of {type(coordinates).__name__}"
    figure: Any = ax.figure
    if isinstance(coordinates, Artist):
        frame: Any = coordinates.get_window_extent()
    else:
        frame = coordinates(figure.canvas.get_renderer()) if callable(coordinates) else coordinates
    transform = BboxTransformTo(frame) if isinstance(frame, BboxBase) else frame
    return ax.transData.inverted().transform(transform.transform(xy)), "inside another artist"


@_mark.register
def _legend(artist: Legend, ax: Axes | None) -> Mark:
    title, texts = artist.get_title().get_text(), [text.get_text() for text in artist.get_texts()]
    words = [text for text in (title, *texts) if text]
    says = [number for text in words for number in read_numbers(text)]
    return Mark("legend " + " | ".join(words) if words else "", NOWHERE, says, "\n".join(words))


def _colour_values(artist: Collection) -> str:
    values = artist.get_array()
    return "" if values is None else f" colours {_six(values)}"


NUMBER = re.compile(
    r"(?<![\w.])([-+]?\d+(?:,\d{3})*(?:\.\d+)?(?:e[-+]?\d+)?)(\s*(?:%|per cent))?(?![A-Za-z_])"
)


def read_numbers(words: str) -> list[float]:
    """Read the numbers that a text states; a percentage also as a share. Names (5G) state none.

    Examples
    --------
    >>> read_numbers("5G: 1,484 racks, 16.7 %")
    [1484.0, 16.7, 0.167]
    """
    found = []
    plain = unicodedata.normalize("NFKC", words).replace("\N{MINUS SIGN}", "-")
    for digits, percent in NUMBER.findall(plain):
        value = float(digits.replace(",", ""))
        found += [value, float(f"{value / 100:.12g}")] if percent else [value]
    return found


# --- the numbers, place by place ------------------------------------------------------------------


def _lay_out(fig: Figure) -> None:
    """Let matplotlib decide where everything goes, if anything has changed since it last did."""
    if fig.stale:
        fig.draw_without_rendering()


class Place(NamedTuple):
    """A point of the chart: where it is, which numbers it tells, and which names go with it."""

    group: tuple[tuple[int, str, float], ...]  #: the lines (axes, x or y, where) it stands on
    values: tuple[float, ...]
    names: frozenset[str]  #: its series (from the legend or its label) and its categories
    words: str


def places(chart: Any) -> list[Place]:
    """List all points of a chart that a reader can see, each with its numbers, names and words."""
    fig = chart if isinstance(chart, Figure) else chart.figure
    _lay_out(fig)
    found = [_unplaced(mark) for mark in _outside_axes(fig)]
    for number, ax in enumerate([chart] if isinstance(chart, Axes) else all_axes(fig)):
        kinds = [categories(axis) for axis in (ax.xaxis, ax.yaxis)]
        units = [_percent_unit(axis) for axis in (ax.xaxis, ax.yaxis)]
        name_of = series_of(ax)
        found.append(Place((), (), frozenset(), _title(ax)))
        for label in (label for labels in kinds for label in labels):
            found.append(Place((), tuple(read_numbers(label)), frozenset({label}), label))
        for artist, mark in marks(ax):
            if unseen(artist, ax, mark.points):
                continue
            at = np.isfinite(mark.points).any(axis=1)
            if not at.any():
                found.append(_unplaced(mark))
            for index in np.flatnonzero(at):
                point = mark.points[index]
                # A place on an axis of categories (0, 1, 2 ...) is no number that the chart states.
                values = [v * unit for v, labels, factor in zip(point, kinds, units, strict=True)
                          if not labels and np.isfinite(v) for unit in {1.0, factor}]  # fmt: skip
                near = {label for v, labels in zip(point, kinds, strict=True)
                        for label, where in labels.items() if abs(v - where) < 0.5}  # fmt: skip
                on = [
                    (axis, float(v)) for axis, v in zip("xy", point, strict=True) if np.isfinite(v)
                ]
                group = [(number, axis, round(v, 9)) for axis, v in on]
                names = frozenset(near | name_of(artist, int(index)))
                found.append(Place(tuple(group), (*values, *mark.says), names, mark.words))
    return found


def _unplaced(mark: Mark) -> Place:
    return Place((), tuple(mark.says), frozenset(), mark.words)


def _percent_unit(axis: Axis) -> float:
    """100 on an axis that draws a share and labels it in percent, else 1."""
    for label, place in _ticks(axis):
        if "%" in label and place and (numbers := read_numbers(label)):
            return 100.0 if abs(numbers[0] / place - 100) < 1 else 1.0
    return 1.0
