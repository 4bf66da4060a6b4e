"""What an artist of matplotlib looks like: whether anybody sees it, and which series it belongs to.

A chart may hold the right numbers and show none of them: white on white, of size zero, transparent,
under an opaque bar, beyond the limits. And a legend may name the wrong line. Readers go by what
they see, so both are answered from colours, sizes and places, not from what the code called things.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import Collection, PathCollection, QuadMesh
from matplotlib.colors import to_hex, to_rgba, to_rgba_array
from matplotlib.container import Container
from matplotlib.image import AxesImage
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.markers import MarkerStyle
from matplotlib.patches import FancyArrowPatch, Patch
from matplotlib.text import Annotation, Text
from numpy.typing import NDArray

__all__ = ["series_of", "unlike_all", "unseen"]

NO_MARKER = ("None", "none", "", " ", None)
FAINT = 0.05  # how little a colour may differ from the ground and still be seen, from 0 to 1
LEGIBLE = 3.0  # contrast of large words, at least: WCAG 2.2, 1.4.3


def unseen(artist: Artist, ax: Axes, points: NDArray[np.float64]) -> str:
    """Why a reader cannot see an artist, or a part of it; an empty text if all of it is seen."""
    ground = np.asarray(to_rgba(ax.get_facecolor())[:3])
    if not np.any(to_rgba(ax.get_facecolor())[3]):
        ground = np.ones(3)
    if isinstance(artist, (AxesImage, QuadMesh, Legend)):
        return "transparent" if artist.get_alpha() == 0 else ""
    inks = _inks(artist)
    if inks is None:
        return ""
    if isinstance(artist, Text) and artist.get_text():
        under = None if ax.images else _under(artist, ax, ground)
        if under is not None and _stands_out(artist, under) < LEGIBLE:
            return "its words hardly stand out from what they stand on"
    elif not all(_contrast(ink, ground, artist) > FAINT for ink in inks):
        return "no size, no line, or the colour of the ground"
    if isinstance(artist, Text) and not isinstance(artist, Annotation):
        return ""  # words may stand beside the axes
    limits = (np.sort(ax.get_xlim()), np.sort(ax.get_ylim()))
    for (low, high), values in zip(limits, points.T, strict=True):
        slack = 1e-9 * (high - low)
        if (values < low - slack).any() or (values > high + slack).any():
            return "beyond the limits of the axes"
    return "under another artist" if _covered(artist, ax, points) else ""


def _under(words: Text, ax: Axes, ground: NDArray[np.float64]) -> NDArray[np.float64]:
    """The colour that words stand on: of their box, of a bar or a cell behind them, of the axes."""
    at: Any = words.get_window_extent().get_points().mean(axis=0)
    behind = [patch.get_facecolor() for patch in ax.patches if patch.contains_point(at)]
    x, y = ax.transData.inverted().transform(at)
    for mesh in (child for child in ax.get_children() if isinstance(child, QuadMesh)):
        corners: Any = mesh.get_coordinates()
        column, row = np.searchsorted(corners[0, :, 0], x), np.searchsorted(corners[:, 0, 1], y)
        if 0 < row < corners.shape[0] and 0 < column < corners.shape[1]:
            cells: Any = mesh.get_facecolor()
            behind.append(cells[(row - 1) * (corners.shape[1] - 1) + column - 1])
    box = words.get_bbox_patch()
    for colour in [*behind, *([box.get_facecolor()] if box else [])]:
        *rgb, alpha = to_rgba(colour)
        ground = alpha * np.array(rgb) + (1 - alpha) * ground
    return ground


def _stands_out(words: Text, ground: NDArray[np.float64]) -> float:
    """How much lighter the lighter one of ink and ground is, from 1 to 21, as WCAG has it."""
    if not words.get_fontsize():
        return 0.0
    *rgb, alpha = to_rgba(words.get_color(), words.get_alpha())
    colours = np.array([alpha * np.array(rgb) + (1 - alpha) * ground, ground])
    linear = np.where(colours <= 0.04045, colours / 12.92, ((colours + 0.055) / 1.055) ** 2.4)
    dark, light = np.sort(linear @ [0.2126, 0.7152, 0.0722])
    return float((light + 0.05) / (dark + 0.05))


def _contrast(ink: Any, ground: NDArray[np.float64], artist: Artist) -> float:
    """How much colours stand out from the ground: the most of several, thinned by transparency."""
    colours = to_rgba_array(ink) if len(ink) else np.zeros((0, 4))
    alpha: Any = artist.get_alpha()
    # The colours of patches and collections hold the transparency already.
    thin = 1.0 if alpha is None or not isinstance(artist, (Line2D, Text)) else float(alpha)
    stands_out = np.abs(colours[:, :3] - ground).max(axis=1) * colours[:, 3] * thin
    return float(stands_out.max(initial=0))


def _inks(artist: Artist) -> list[Any] | None:
    """The colours that each piece of an artist is drawn with; None for a kind without."""
    if isinstance(artist, Line2D):
        return [_line_inks(artist)]
    if isinstance(artist, Patch):
        inks = [artist.get_facecolor()] if artist.get_fill() else []
        outlined = artist.get_linewidth() > 0 or artist.get_hatch()
        return [inks + ([artist.get_edgecolor()] if outlined else [])]
    if isinstance(artist, Annotation) and not artist.get_text():
        arrow = artist.arrow_patch
        return None if arrow is None else _inks(arrow)
    if isinstance(artist, Text):
        return [[artist.get_color()] if artist.get_fontsize() else []]
    if isinstance(artist, Collection):
        scattered = isinstance(artist, PathCollection)
        pieces: Any = artist.get_offsets() if scattered else artist.get_paths()
        return [_piece_inks(artist, piece) for piece in range(len(pieces))]
    return None


def _line_inks(line: Line2D) -> list[Any]:
    inks: list[Any] = []
    # A line between fewer than two points is not drawn, whatever its colour.
    is_drawn = line.get_linestyle() not in NO_MARKER and line.get_linewidth() > 0
    if is_drawn and np.size(line.get_xdata()) > 1:
        inks.append(line.get_color())
    if line.get_marker() not in NO_MARKER and line.get_markersize() > 0:
        filled = MarkerStyle(line.get_marker()).is_filled() and line.get_fillstyle() != "none"
        inks += [line.get_markerfacecolor()] if filled else []
        inks += [line.get_markeredgecolor()] if line.get_markeredgewidth() > 0 else []
    return [ink for ink in inks if not (isinstance(ink, str) and ink.lower() == "none")]


def _piece_inks(artist: Collection, piece: int) -> list[Any]:
    """Collections repeat a short list of colours, widths and sizes over their pieces."""

    def of(values: Any) -> list[Any]:
        return [values[piece % len(values)]] if len(values) else []

    sizes = artist.get_sizes() if isinstance(artist, PathCollection) else [1.0]
    if not all(size > 0 for size in of(sizes)):
        return []
    outlined = all(width > 0 for width in of(artist.get_linewidth()))
    return of(artist.get_facecolor()) + (of(artist.get_edgecolor()) if outlined else [])


def _covered(artist: Artist, ax: Axes, points: NDArray[np.float64]) -> bool:
    """Whether an opaque patch that is drawn later hides a point of an artist, or all of a bar."""
    if not len(points) or not np.isfinite(points).all():
        return False
    if isinstance(artist, Patch):  # well inside its outline, which neighbours may share
        middle = points[:2].mean(axis=0)
        points = middle + (points[:2] - middle) * 0.8
        if np.ptp(points, axis=0).min() == 0:
            return False  # a bar of length zero
    pixels = ax.transData.transform(points)
    hidden = [cover.contains_points(pixels) for cover in _covers(artist, ax)]
    whole = np.all if isinstance(artist, Patch) else np.any
    return any(bool(whole(inside)) for inside in hidden)


def _covers(artist: Artist, ax: Axes) -> Iterator[Any]:
    """The outlines, in pixels, of opaque patches drawn after an artist, in or over its axes."""
    children = (child for child in ax.get_children() if child is not ax.patch)
    inside = sorted(children, key=lambda child: child.get_zorder())
    after = inside[next((n for n, a in enumerate(inside) if a is artist), len(inside)) + 1 :]
    figure: Any = ax.figure
    outside = (child for child in figure.get_children() if child is not figure.patch)
    after += [child for child in outside if child.get_zorder() > ax.get_zorder()]
    for other in after:
        if not isinstance(other, Patch) or isinstance(other, FancyArrowPatch):
            continue
        if other.get_visible():
            solid = other.get_fill() and to_rgba(other.get_facecolor())[3] > 0.95
            if solid and other.get_alpha() in (None, 1):
                yield other.get_transform().transform_path(other.get_path())


# --- series ---------------------------------------------------------------------------------------
#
# A legend shows a small copy of each series' look beside its name. So an artist belongs to the
# entry that looks like it: same colour and, where both have one, same marker, line style and hatch.
# Where no legend entry looks like it, its own label (or that of the container it came in) is its
# name.


def series_of(ax: Axes) -> Callable[[Artist, int], frozenset[str]]:
    """Make a function that names the series of an artist's n-th point."""
    entries = _entries(ax.figure)
    labels = {
        id(artist): label
        for container in ax.containers
        if (label := _label(container))
        for artist in _members(container)
    }

    def names(artist: Artist, point: int) -> frozenset[str]:
        look = _look(artist, point)
        alike = {name for entry, name in entries if look and entry and _alike(look, entry)}
        own = labels.get(id(artist)) or _label(artist)
        listed = {name for _, name in entries}
        if alike:
            # Series of one look are told apart by their labels, as far as the legend lists these.
            return frozenset({own} if own in alike else alike)
        return frozenset({own} if own and own not in listed else ())

    return names


def _entries(figure: Any) -> list[tuple[dict[str, str], str]]:
    legends = [legend for ax in figure.axes if (legend := ax.get_legend())] + list(figure.legends)
    return [
        (_look(handle, 0), " ".join(text.get_text().split()))
        for legend in legends
        for handle, text in zip(legend.legend_handles, legend.get_texts(), strict=False)
        if handle is not None
    ]


def unlike_all(figure: Any) -> list[str]:
    """The series whose look in the legend nothing in the figure has, such as another hatch."""
    looks, named = [], set()
    for ax in figure.axes:
        for artist in (*ax.get_children(), *ax.containers):
            points = np.shape(artist.get_offsets())[0] if isinstance(artist, PathCollection) else 1
            looks += [look for point in range(points) if (look := _look(artist, point))]
            named.add(_label(artist))
    entries = [(look, name) for look, name in _entries(figure) if look and name in named]
    return [name for entry, name in entries if not any(_alike(look, entry) for look in looks)]


def _label(artist: Any) -> str:
    label = " ".join(str(artist.get_label() or "").split())
    return "" if label.startswith("_") else label


def _members(container: Container) -> Iterator[Artist]:
    for child in container:
        if isinstance(child, Artist):
            yield child
        elif child is not None:
            yield from (one for one in child if isinstance(one, Artist))


def _look(artist: Any, point: int) -> dict[str, str]:
    """What a legend copies of an artist: colour, marker, line style and hatch, if it has them."""
    if isinstance(artist, Line2D):
        marked, lined = artist.get_marker() not in NO_MARKER, artist.get_linestyle() != "None"
        colour = artist.get_color() if lined or not marked else artist.get_markerfacecolor()
        look = {"colour": to_hex(to_rgba(colour))}
        look |= {"line": str(artist.get_linestyle())} if lined else {}
        # The heads and caps of an error bar are not what its series is known by.
        marker = str(artist.get_marker())
        plain = marked and not isinstance(artist.get_marker(), int) and marker not in "|_"
        return look | ({"marker": marker} if plain else {})
    if isinstance(artist, Patch):
        return {
            "colour": to_hex(to_rgba(artist.get_facecolor())),
            "hatch": artist.get_hatch() or "",
        }
    if isinstance(artist, Collection):
        faces: Any = artist.get_facecolor() if isinstance(artist, PathCollection) else []
        colours: Any = faces if len(faces) else artist.get_edgecolor()
        return {"colour": to_hex(colours[point % len(colours)])} if len(colours) else {}
    if isinstance(artist, Container) and len(artist):
        return _look(next(_members(artist), None), 0)
    return {}


def _alike(look: dict[str, str], entry: dict[str, str]) -> bool:
    return all(look[key] == entry[key] for key in look.keys() & entry.keys())
