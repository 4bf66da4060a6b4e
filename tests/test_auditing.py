"""Each complaint about an account, word for word, and what is none."""

import pandas as pd
import pytest

from daqing_data import accounts, auditing
from daqing_data import article as art

TEXT = "2020年产值50亿元，\n2021年产值近60亿元，占70%，增长8%。到2025年产值100亿元，建3个厂、5个园，翻番"
IDS = ["", "output_2020", "", "output_2021", "share", "growth", "", "goal", "works", "parks", "twice"]
INDICATORS = ["", "output", "", "output", "share", "growth", "", "output", "works", "parks", "twice"]
PERIODS = ["", "2020", "", "2021", "2021", "2021", "", "2025", "2025", "2025", "2025"]


def account(changes=None, text=TEXT):
    """A right account of the text, with some cells changed: (row, column) -> cell."""
    frame = art.scan(text).astype(object)
    filled = dict.fromkeys(["entity"], "town") | {"status": "actual"}
    for at, name in enumerate(IDS):
        if name:
            frame.loc[at, ["figure_id", "indicator", "period"]] = [name, INDICATORS[at], PERIODS[at]]
            frame.loc[at, list(filled)] = list(filled.values())
    frame.loc[7, ["status", "lower", "upper", "closed"]] = ["target", 1e10, 1e10, "both"]
    frame.loc[10, ["value", "unit", "qualifier", "lower", "upper", "closed"]] = [
        *(2, "ratio", "exact", 2, 2, "both")
    ]
    for (row, column), cell in (changes or {}).items():
        frame.loc[row, column] = cell
    return frame
