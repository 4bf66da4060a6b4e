"""Print the wording table of README.md in Markdown, made from the rules themselves."""

from __future__ import annotations

from daqing_data.rules import RULES
from daqing_data.wording import Number, read_number

#: what is read -> what is worth saying about it, beside the rule.
EXAMPLES = {
    "1484个": "a bare count is exact",
    "1.4万平方米": "a bare measure: `[n - place/2, n + place/2)`, place: a unit of the last digit",
    "3300余个": "step: one unit of the last digit that is not zero",
    "超过90%": "a share ends at 1",
    "16亿元以上": "",
    "不足百万": "",
    "不超过3次": "",
    "近200亿元": "leeway: half a unit of the last digit that is not zero",
    "近千家": "leeway of 10, 100, 1000 ...: a tenth",
    "约6.75亿元": "leeway: never less than place",
    "五六十家": "two numbers are printed, so there is no single value",
}


def ends(number: Number) -> str:
    """Write the interval of a number: ``[3300, 3400)``."""
    left = "[" if number.closed in {"left", "both"} else "("
    right = "]" if number.closed in {"right", "both"} else ")"
    return f"{left}{number.lower:.12g}, {number.upper:.12g}{right}"


def rule_in_words(printed: str, qualifier: str) -> str:
    """Two words of a rule, the printed one first, and the rule: ``余, 多: [n, n + step)``."""
    rule = RULES[qualifier]
    words = sorted(
        rule.before.split() + rule.after.split(), key=lambda word: -len(word) * (word in printed)
    )
    return f"{', '.join(words[:2])}: `{rule.interval}`" if words else ""


def table() -> list[str]:
    """Give the lines of the table: one for each example."""
    lines = ["| printed | qualifier | interval | rule |", "|---|---|---|---|"]
    for printed, remark in EXAMPLES.items():
        number = read_number(printed)
        rule = "; ".join(filter(None, [rule_in_words(printed, number.qualifier), remark]))
        lines.append(f"| {printed} | {number.qualifier} | {ends(number)} | {rule} |")
    return lines


if __name__ == "__main__":
    print("\n".join(table()))
