"""The picture that other sites show beside a link to this one: a number, its word, its interval."""

from pathlib import Path
from typing import Any

from matplotlib.figure import Figure

import daqing_data as dq


def draw(file: Path) -> None:
    """Draw the card, 1200 by 630 pixels."""
    figures = dq.figures().set_index("figure_id")
    row = figures.loc[["stations_4g_2022"]].iloc[0]
    fig = Figure(figsize=(12, 6.3), dpi=100, facecolor="#0b5394")
    ax = fig.add_axes((0.08, 0.2, 0.84, 0.3))
    step = row["upper"] - row["lower"]
    ax.set(xlim=(row["lower"] - 1.2 * step, row["upper"] + 1.2 * step), ylim=(-1, 1))
    ax.axis("off")
    ax.axhline(0, color="white", lw=2, alpha=0.5)
    ax.plot([row["lower"], row["upper"]], [0, 0], color="white", lw=14, solid_capstyle="butt")
    style: dict[str, Any] = {"markersize": 34, "markeredgecolor": "white", "markeredgewidth": 8}
    ax.plot([row["upper"]], [0], "o", markerfacecolor="#0b5394", **style)
    ax.plot([row["lower"]], [0], "o", markerfacecolor="white", **style)
    for end in ("lower", "upper"):
        ax.text(row[end], -0.62, f"{row[end]:,.0f}", color="white", size=30, ha="center", va="top")
    fig.text(0.08, 0.8, "daqing_data", color="white", size=52, weight="bold")
    fig.text(0.08, 0.66, "How exact is a printed number?", color="white", size=38)
    fig.savefig(file, metadata={"Software": None})
