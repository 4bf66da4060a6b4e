"""Intervals drawn to scale as inline SVG: filled ends belong, hollow ones do not, arrows go on."""

import math
from collections.abc import Callable
from html import escape

NARROW = 7.0  # the markers of two ends that are nearer than this would hide one another
Scale = Callable[[float], float]


def log_scale(first: float, last: float, left: float, right: float) -> Scale:
    """Place a number between `first` and `last` on a line from `left` to `right`, by its power."""
    span = math.log(last / first)

    def scale(number: float) -> float:
        if number <= 0:
            return -math.inf
        return left + (right - left) * math.log(number / first) / span

    return scale


def linear_scale(first: float, last: float, left: float, right: float) -> Scale:
    """Place a number between `first` and `last` on a line from `left` to `right`."""
    return lambda number: left + (right - left) * (number - first) / (last - first)


def bar(lower: float, upper: float, closed: str, scale: Scale, ends: tuple[float, float]) -> str:
    """One interval on a line; an end outside the line becomes an arrow at its border."""
    left, right = ends
    low, high = scale(lower), scale(upper)
    goes_left, goes_right = low < left, high > right
    low, high = max(low, left), min(high, right)
    if lower == upper:
        return f'<circle class="shut" cx="{low:.1f}" cy="10" r="4"/>'
    if high - low < NARROW and not (goes_left or goes_right):
        middle, half = (low + high) / 2, max(high - low, 2) / 2
        x, across = middle - half, 2 * half
        return f'<rect class="narrow" x="{x:.1f}" y="3" width="{across:.1f}" height="14"/>'
    parts = [f'<line class="bar" x1="{low:.1f}" x2="{high:.1f}" y1="10" y2="10"/>']
    if goes_left:
        parts.append(f'<path class="shut" d="M{low:.1f} 10l7 -5v10z"/>')
    else:
        parts.append(_end(low, closed in {"left", "both"}))
    if goes_right:
        parts.append(f'<path class="shut" d="M{high:.1f} 10l-7 -5v10z"/>')
    else:
        parts.append(_end(high, closed in {"right", "both"}))
    return "".join(parts)


def _end(x: float, belongs: bool) -> str:
    return f'<circle class="{"shut" if belongs else "open"}" cx="{x:.1f}" cy="10" r="3.5"/>'


def line(inside: str, ticks: list[float], width: int, said: str) -> str:
    """A line with its marks: what is drawn, and in words for those who do not see it."""
    marks = "".join(f'<line class="tick" x1="{x:.1f}" x2="{x:.1f}" y1="6" y2="14"/>' for x in ticks)
    return (
        f'<svg class="drawn" role="img" aria-label="{escape(said)}" width="{width}" height="20"'
        f' viewBox="0 0 {width} 20"><line class="axis" x1="0" x2="{width}" y1="10" y2="10"/>'
        f"{marks}{inside}</svg>"
    )


def place(lower: float, upper: float, closed: str, limits: tuple[float, float], said: str) -> str:
    """Where an interval lies among all of its unit, on a line of powers of ten."""
    scale = log_scale(*limits, 6, 124)
    first, last = (round(math.log10(limit)) for limit in limits)
    ticks = [scale(10.0**power) for power in range(first, last + 1)]
    return line(bar(lower, upper, closed, scale, (0, 130)), ticks, 130, said)


LOOSE = (0.5, 2.0)  # the line of all figures: from half the printed number to twice


def loose(lower: float, upper: float, closed: str, said: str) -> str:
    """How far an interval reaches, as multiples of the printed number."""
    scale = log_scale(*LOOSE, 6, 124)
    ticks = [scale(LOOSE[0]), scale(1), scale(LOOSE[1])]
    return line(bar(lower, upper, closed, scale, (0, 130)), ticks, 130, said)


def chart(
    rows: list[tuple[str, str, float, float, str]], last: float, step: float, said: str
) -> str:
    """Intervals below one another on one linear line from zero, each with its name and its text.

    `rows` holds name, text, lower, upper and closed; numbers are shares, ticks are in per cent.
    """
    width, left, right = 360, 8, 320
    scale = linear_scale(0, last, left, right)
    height = 46 * len(rows) + 34
    parts = []
    mark = 0.0
    while mark <= last + 1e-9:
        x = scale(mark)
        parts.append(f'<line class="axis" x1="{x:.1f}" x2="{x:.1f}" y1="0" y2="{height - 24}"/>')
        parts.append(
            f'<text class="faint" x="{x:.1f}" y="{height - 8}" text-anchor="middle">'
            f"{mark:.0%}</text>"
        )
        mark += step
    for i, (name, text, lower, upper, closed) in enumerate(rows):
        drawn = bar(lower, upper, closed, scale, (left, right + 24))
        parts.append(f'<text x="{left}" y="{46 * i + 16}">{escape(name)}: {escape(text)}</text>')
        parts.append(f'<g transform="translate(0 {46 * i + 20})">{drawn}</g>')
    return (
        f'<svg class="drawn chart" role="img" aria-label="{escape(said)}"'
        f' viewBox="0 0 {width} {height}">{"".join(parts)}</svg>'
    )


def strips(
    rows: list[tuple[str, list[tuple[str, float, bool, str]]]],
    limits: tuple[float, float],
    said: str,
) -> str:
    """For each word a strip of points: id, multiple, whether inside, what a pointer shows."""
    width, left, right = 360, 64, 350
    scale = log_scale(*limits, left, right)
    height = 34 * len(rows) + 34
    parts = []
    for tick in (0.5, 0.7, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 2):
        if limits[0] <= tick <= limits[1]:
            x = scale(tick)
            strong = "tick" if tick == 1 else "axis"
            parts.append(
                f'<line class="{strong}" x1="{x:.1f}" x2="{x:.1f}" y1="0" y2="{height - 24}"/>'
            )
            parts.append(
                f'<text class="faint" x="{x:.1f}" y="{height - 8}" text-anchor="middle">'
                f"×{tick:g}</text>"
            )
    for i, (word, points) in enumerate(rows):
        middle = 34 * i + 17
        parts.append(f'<text x="0" y="{middle + 4}">{escape(word)} ({len(points)})</text>')
        for j, (key, multiple, inside, shown) in enumerate(points):
            x = scale(min(max(multiple, limits[0]), limits[1]))
            y = middle + (j * 7 % 21) - 10  # points of one place stand beside one another
            name = "shut" if inside else "out"
            parts.append(
                f'<circle class="{name}" cx="{x:.1f}" cy="{y}" r="2.6" data-of="{escape(key)}">'
                f"<title>{escape(shown)}</title></circle>"
            )
    return (
        f'<svg class="drawn chart" role="img" aria-label="{escape(said)}"'
        f' viewBox="0 0 {width} {height}">{"".join(parts)}</svg>'
    )
