"""Every figure of one newspaper article, with its place, its unit and how exact its wording is.

A tour of thirty seconds:

>>> import daqing_data as dq
>>> print(dq.figure("stations_4g_2022"))
stations_4g_2022: 3300 [3300, 3400) count, 2022-03-24/2022-03-31
>>> dq.read_number("近200亿元").interval
Interval(15000000000.0, 20000000000.0, closed='left')
>>> dq.growth_rate(80, 1484)
17.55
>>> print(dq.compare("stations_4g_2022", "stations_5g_2022", "growth"))
growth, stations_4g_2022 -> stations_5g_2022
refused (other_indicator): Two networks at one time are not one network at two times.
other measures of this pair: share_of_total, ratio

What a lesson uses stands here; the rest is reached through its module: `daqing_data.outcome`
(methods of progress), `daqing_data.article` (any other news text), `daqing_data.intervals`.
"""

from daqing_data.figure import figure
from daqing_data.measures import (
    annual_growth,
    difference,
    gap,
    growth_rate,
    is_reached,
    previous_level,
    ratio,
    required_annual_growth,
    share_of_total,
    share_reached,
)
from daqing_data.outcome import METHODS, progress
from daqing_data.pairs import REASONS, compare, growth_rates, results, target_gaps
from daqing_data.source import SOURCE, verify
from daqing_data.tables import codebook, comparisons, context, events, figures, hedges, numerals
from daqing_data.wording import RULES, UNITS, read_number

__version__ = "0.2.0"

__all__ = [
    "METHODS",
    "REASONS",
    "RULES",
    "SOURCE",
    "UNITS",
    "annual_growth",
    "codebook",
    "compare",
    "comparisons",
    "context",
    "difference",
    "events",
    "figure",
    "figures",
    "gap",
    "growth_rate",
    "growth_rates",
    "hedges",
    "is_reached",
    "numerals",
    "previous_level",
    "progress",
    "ratio",
    "read_number",
    "required_annual_growth",
    "results",
    "share_of_total",
    "share_reached",
    "target_gaps",
    "verify",
]
