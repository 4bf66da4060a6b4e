"""Every figure of one newspaper article, with its place, its unit and how exact its wording is.

A tour of thirty seconds:

>>> import daqing_data as dq
>>> dq.figures().query("figure_id == 'racks_2022'")[["printed", "value", "unit", "start", "end"]].values.tolist()
[['1484个', 1484.0, 'count', 750, 755]]
>>> dq.read_number("3300余个").interval
Interval(3300.0, 3400.0, closed='left')
>>> dq.growth_rate(80, 1484)
17.55
>>> print(dq.compare("stations_4g_2022", "stations_5g_2022", "growth"))
refused (other_indicator): Two networks at one time are not one network at two times.
"""

from daqing_data.compare import REASONS, Comparison, Result, compare, growth_rates, target_gaps
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
from daqing_data.outcome import (
    METHODS,
    Assessment,
    Method,
    assess,
    path_ratio,
    path_share,
    progress,
    progress_ratio,
    projected_share,
    time_lead,
)
from daqing_data.source import SOURCE, Check, verify
from daqing_data.tables import codebook, comparisons, context, events, figures, numerals
from daqing_data.wording import RULES, UNITS, Number, Rule, read_number

__version__ = "0.1.0"

__all__ = [
    "METHODS",
    "REASONS",
    "RULES",
    "SOURCE",
    "UNITS",
    "Assessment",
    "Check",
    "Comparison",
    "Method",
    "Number",
    "Result",
    "Rule",
    "annual_growth",
    "assess",
    "codebook",
    "compare",
    "comparisons",
    "context",
    "difference",
    "events",
    "figures",
    "gap",
    "growth_rate",
    "growth_rates",
    "is_reached",
    "numerals",
    "path_ratio",
    "path_share",
    "previous_level",
    "progress",
    "progress_ratio",
    "projected_share",
    "ratio",
    "read_number",
    "required_annual_growth",
    "share_of_total",
    "share_reached",
    "target_gaps",
    "time_lead",
    "verify",
]
