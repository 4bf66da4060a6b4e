"""Write the parts of README.md that follow from the package: its tables and its wording rules.

    python tools/readme.py

What stands between `<!-- begin: NAME -->` and `<!-- end -->` is made here; a test compares it.
"""

from __future__ import annotations

import math
import re
from pathlib import Path

import daqing_data as dq
from daqing_data.intervals import to_text

README = Path(__file__).resolve().parent.parent / "README.md"

TABLES = [
    *(dq.figures, dq.numerals, dq.events, dq.comparisons, dq.context, dq.hedges),
    *(dq.results, dq.growth_rates, dq.target_gaps, dq.progress, dq.codebook),
]
#: one printed expression for each row; what it shows is read from it
EXAMPLES = [
    *("1484个", "1.4万平方米", "3300余个", "超过90%", "16亿元以上", "不足百万", "不超过50家"),
    *("近200亿元", "近三成", "约300人", "约6.75亿元", "3至5个"),
]


def tables() -> str:
    """One row per table: the first line of its docstring."""
    lines = ["| table | |", "|---|---|"]
    for table in TABLES:
        first = " ".join((table.__doc__ or "").split("\n\n")[0].split())
        lines.append(f"| `{table.__name__}()` | {first.rstrip('.')} |")
    return "\n".join(lines)


def wording() -> str:
    """One row per example: how it is read, and the words and the rule of its qualifier."""
    lines = ["| printed | qualifier | interval | rule | words |", "|---|---|---|---|---|"]
    for printed in EXAMPLES:
        number = dq.read_number(printed)
        rule = dq.RULES[number.qualifier]
        words = " ".join(f"{rule.before} {rule.after}".split()[:8])
        point = number.interval.left == number.interval.right
        shown = "the number itself" if point else rule.interval
        interval = to_text(number.interval, 12)
        lines.append(f"| {printed} | {number.qualifier} | {interval} | {shown} | {words} |")
    return "\n".join(lines)


def picture() -> str:
    """The chart of lesson 04 with its numbers in words: floors rounded down, ceilings up."""
    rates = dq.growth_rates().set_index("comparison_id")
    low, high = rates.loc["racks", ["annual_growth_lower", "annual_growth_upper"]]
    floor = rates.loc["cable_capacity", "annual_growth_lower"]
    orders = rates.loc["cable_orders", "annual_growth"]
    least, most = math.floor(low * 1000) / 10, math.ceil(high * 1000) / 10
    limit = math.floor(floor * 1000) / 10
    return (
        f"![Growth per year of three figures of the article: racks between {least} and {most}\n"
        f"per cent, cable works' capacity more than {limit} per cent with no upper limit,\n"
        f"cable works' orders {orders * 100:.1f} per cent](notebooks/growth.png)"
    )


def made(text: str) -> str:
    """The text with its generated parts made again."""
    for name, make in {"picture": picture, "tables": tables, "wording": wording}.items():
        parts = re.split(rf"(<!-- begin: {name} -->\n).*?(\n<!-- end -->)", text, flags=re.DOTALL)
        if len(parts) != 4:
            raise ValueError(f"README.md needs one part named {name!r}, between its two marks")
        before, begin, end, after = parts
        text = before + begin + make() + end + after
    return text


if __name__ == "__main__":
    README.write_text(made(README.read_text("utf-8")), "utf-8", newline="\n")
