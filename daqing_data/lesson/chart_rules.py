"""What would mislead a reader of a chart: from its stored numbers, and from the figure itself.

`chart_problems` needs nothing but the lines that `drawn` lists, so a stored chart can be judged
without drawing it again. `problems` looks at a figure and adds what only a layout shows: words that
are cut off, and words on top of each other.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import Collection, PathCollection, QuadMesh
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.text import Text
from matplotlib.transforms import BboxBase
from numpy.typing import NDArray

from daqing_data.lesson.drawn import all_axes, axes_of, drawn, marks
from daqing_data.lesson.looks import unlike_all

__all__ = ["chart_problems", "problems"]

#: How the label of an axis of numbers names its unit: "cable output (100 million yuan)", "growth,
#: in %", "number of racks", "years after 2016".
UNIT = re.compile(r"\([^)]+\)|, in \S|\bin %|\bnumber of \w|\bper \w|^years?\b", re.IGNORECASE)
YEAR = re.compile(r"(?:1[89]|20)\d\d")
AXES = re.compile(r"axes (\d+): (title|colour bar) ['\"](.*)['\"]$")
AXIS = re.compile(r"  ([xyz]) (?P<q>['\"])(.*)(?P=q) (\w+) from \[(\S+), (\S+)\]$")
BAR = re.compile(r"  (vertical|horizontal) bar x \[(\S+), (\S+)\] y \[(\S+), (\S+)\]")


def chart_problems(drawn: Mapping[str, Iterable[str]] | Iterable[str]) -> tuple[str, ...]:
    """What would mislead a reader of a chart, seen from the stored lines of `drawn` alone.

    Parameters
    ----------
    drawn : mapping or iterable of str
        What is stored as ``application/vnd.drawn+json``, or its lines.

    Returns
    -------
    tuple of str
        One complaint each; empty for a chart that keeps the rules.

    Examples
    --------
    >>> bar = "  vertical bar x [0, 1] y [0, 80]"
    >>> for complaint in chart_problems(
    ...     ["axes 0: title 'Racks'", "  y 'racks' linear from [70, 90]", "  y ticks 70 | 90", bar]
    ... ):
    ...     print(complaint)
    axes 0: the y axis 'racks' names no unit, such as 'cost (yuan)' or 'number of racks'
    axes 0: the bars do not begin at zero: the y axis runs from 70 to 90
    """
    lines = list(drawn["drawn"] if isinstance(drawn, Mapping) else drawn)
    found = [f"{line.strip()}: a reader cannot see it" for line in lines if "(not seen: " in line]
    found += [line.strip() for line in lines if line.endswith("(its numbers are not read)")]
    starts = [number for number, line in enumerate(lines) if AXES.match(line)]
    if not starts:
        found.append("the figure has no axes")
    headed = any(line.startswith("figure: title ") for line in lines)
    for first, after in itertools.pairwise([*starts, len(lines)]):
        number, kind, title = AXES.match(lines[first]).groups()  # type: ignore[union-attr]
        if kind == "colour bar":
            continue  # its shades are explained where they are used
        if not (title or headed):
            found.append(f"axes {number}: no title; say in it what the chart shows")
        found += [f"axes {number}: {problem}" for problem in _of_axes(lines[first + 1 : after])]
    return tuple(dict.fromkeys(found))


def _of_axes(lines: list[str]) -> Iterator[str]:
    """What misleads in one axes: no unit, an axis that runs backwards, bars without their zero."""
    ticks = {line[2]: line[10:].split(" | ") for line in lines if re.match("  [xyz] ticks .", line)}
    axes = {found[1]: found for line in lines if (found := AXIS.match(line))}
    is_picture = any(line.startswith(("  image ", "  mesh ")) for line in lines)
    for name, (_, _, label, scale, low, high) in ((n, axis.groups()) for n, axis in axes.items()):
        if scale == "categories" or name not in ticks:
            continue
        if float(low) > float(high) and not is_picture:
            yield f"the {name} axis runs backwards, from {low} to {high}"
        says_all = all(YEAR.fullmatch(tick) for tick in ticks[name]) or "%" in "".join(ticks[name])
        if not (UNIT.search(label) or says_all):
            example = "such as 'cost (yuan)' or 'number of racks'"
            yield f"the {name} axis {label!r} names no unit, {example}"
    for bars in ("vertical", "horizontal"):
        same = [bar for line in lines if (bar := BAR.match(line)) and bar[1] == bars]
        yield from _of_bars(same, axes)


def _of_bars(bars: list[re.Match[str]], axes: Mapping[str, re.Match[str]]) -> Iterator[str]:
    """Bars say with their length how much: it must begin at zero, or where a stacked one ends."""
    for bar in bars:
        spans = [tuple(map(float, span.groups()[1:])) for span in bars]
        across, along, name = (slice(0, 2), slice(2, 4), "y")
        if bar[1] == "horizontal":
            across, along, name = along, across, "x"
        own = tuple(map(float, bar.groups()[1:]))
        below = {span[along][1] for span in spans if span[across] == own[across] and span != own}
        start = own[along][0]
        scale, low, high = axes[name].groups()[3:] if name in axes else ("", "0", "0")
        if scale == "log":
            yield f"bars on a log scale begin nowhere: draw points on the {name} axis"
        elif not min(float(low), float(high)) <= 0 <= max(float(low), float(high)):
            yield f"the bars do not begin at zero: the {name} axis runs from {low} to {high}"
        elif start and start not in below:
            yield f"a bar begins at {start:g}, neither at zero nor where another one ends"


def problems(fig: Figure) -> list[str]:
    """What would mislead a reader of a figure: `chart_problems`, and words cut off or overlapping.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
        The finished figure.

    Returns
    -------
    list of str
        One complaint each; empty for a chart that keeps the rules.
    """
    found = list(chart_problems(drawn(fig)))
    boxes = []
    for ax in all_axes(fig):
        texts = [text for text in (*ax.texts, *ax.findobj(Legend)) if text.get_visible()]
        titles = [text for text in (ax.title, ax._left_title, ax._right_title) if text.get_text()]
        boxes += [(_called(text), text.get_window_extent()) for text in (*texts, *titles)]
        axes = [(f"the labels of the {n} axis", axis.get_tightbbox()) for n, axis in axes_of(ax)]
        boxes += [(name, box) for name, box in axes if box is not None]
    outside = (*fig.texts, *fig.legends)
    boxes += [(_called(text), text.get_window_extent()) for text in outside]
    boxes = [(name, box) for name, box in boxes if box.width > 1 and box.height > 1]
    for name, box in boxes:
        if min(box.x0, box.y0) < -1 or box.x1 > fig.bbox.x1 + 1 or box.y1 > fig.bbox.y1 + 1:
            found.append(
                f"{name}: cut off at the edge of the figure; shorten it or enlarge the figure"
            )
    found += [f"nothing looks like {name!r} in the legend" for name in unlike_all(fig)]
    for ax in all_axes(fig):
        for legend in (*ax.findobj(Legend), *fig.legends):
            frame = legend.get_window_extent().padded(-2)
            hidden = [mark for one, mark in marks(ax) if _touches(one, ax, mark.points, frame)]
            found += [f"the legend hides a part of {mark.reads}; move it" for mark in hidden]
    for (one, box), (other, second) in itertools.combinations(boxes, 2):
        if box.shrunk(0.9, 0.9).overlaps(second.shrunk(0.9, 0.9)) and "axis" not in one + other:
            found.append(f"{one} and {other} overlap")
    return list(dict.fromkeys(found))


def _touches(artist: Any, ax: Axes, points: NDArray[np.float64], frame: BboxBase) -> bool:
    """Whether a box lies on a mark; a rule across the whole axes may go on behind it."""
    ends = ax.transData.transform(points[np.isfinite(points).all(axis=1)])
    if isinstance(artist, (Legend, Text, QuadMesh)) or not len(ends):
        return False
    paths = [] if isinstance(artist, (AxesImage, PathCollection)) else (
        artist.get_paths() if isinstance(artist, Collection) else [artist.get_path()])  # fmt: skip
    bare = isinstance(artist, Line2D) and artist.get_linestyle() == "None"
    ways = [] if bare else [artist.get_transform().transform_path(path) for path in paths]
    return any(frame.contains(*end) for end in ends) or any(
        way.intersects_bbox(frame, filled=isinstance(artist, Patch)) for way in ways
    )


def _called(artist: Artist) -> str:
    return repr(artist.get_text()) if isinstance(artist, Text) else "the legend"
