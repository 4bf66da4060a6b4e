"""The convention: which words say how exact a number is, and which interval each of them licenses.

`RULES` is the whole convention: change a rule, and every reading changes with it. No standard fixes
these widths; the table `daqing_data.hedges` holds cases to judge them by.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, NamedTuple

from daqing_data.numeral import Numeral

__all__ = ["AFTER", "BEFORE", "EVALUATIVE", "RULES", "Closed", "Rule", "leeway"]

Closed = Literal["left", "right", "both", "neither"]


class Rule(NamedTuple):
    """One row of the wording table: the words around a number n, and the ends of its interval.

    An end is written with n (the number), place (one unit of its last printed digit), step (one
    unit of its last digit that is not zero) and leeway (see `leeway`): ``n + step``. `ends`
    computes what is written.
    """

    before: str
    after: str
    lower: str
    upper: str
    closed: Closed

    @property
    def interval(self) -> str:
        """The rule as it is written in books: ``[n, n + step)``."""
        left = "[" if self.closed in {"left", "both"} else "("
        right = "]" if self.closed in {"right", "both"} else ")"
        return f"{left}{self.lower}, {self.upper}{right}"

    def ends(
        self, n: Decimal, place: Decimal, step: Decimal, leeway: Decimal
    ) -> tuple[Decimal, Decimal]:
        """Compute the two ends for one printed number.

        Examples
        --------
        >>> lower, upper = RULES["nearly"].ends(Decimal(200), Decimal(1), Decimal(100), Decimal(50))
        >>> print(RULES["nearly"].interval, "is", lower, upper)
        [n - leeway, n) is 150 200
        """
        ends = {
            "0": Decimal(0),
            "n": n,
            "n - place/2": n - place / 2,
            "n + place/2": n + place / 2,
            "n + step": n + step,
            "n - leeway": n - leeway,
            "n + leeway": n + leeway,
            "infinity": Decimal("Infinity"),
        }
        return ends[self.lower], ends[self.upper]


RULES: dict[str, Rule] = {
    "exact": Rule("", "", "n - place/2", "n + place/2", "left"),
    "over": Rule("", "余 多 有余 几 出头 开外 挂零", "n", "n + step", "left"),
    "more_than": Rule(
        "超过 超 逾 突破 过 超出 逾越 冲破 破 高于 高过 多于 大于 不止 不只 跃过 越过 迈过 "
        "跨过 跨越 >",
        "",
        "n",
        "infinity",
        "neither",
    ),
    "at_least": Rule(
        "至少 最少 最低 不少于 不低于 不小于 不下于 不下 起码 大于等于 大于或等于 大于或者等于 "
        ">= ≥ 年满 已满 满 上",
        "以上 及以上 或以上 或者以上 和以上 (含)以上 含以上 以上(含)",
        "n",
        "infinity",
        "left",
    ),
    "less_than": Rule(
        "不足 不到 不满 不及 未满 未达 未到 未及 低于 少于 小于 <", "不到", "0", "n", "neither"
    ),
    "at_most": Rule(
        "至多 最多 最高 不超过 不超 未超过 未超 未突破 没有超过 没超过 不多于 不高于 不大于 不逾 "
        "不突破 小于等于 小于或等于 小于或者等于 <= ≤",
        "以下 及以下 或以下 或者以下 和以下 (含)以下 含以下 以下(含) 以内 之内",
        "0",
        "n",
        "right",
    ),
    "nearly": Rule("近 将近 接近 逼近 近乎 几近 几乎", "", "n - leeway", "n", "left"),
    "about": Rule(
        "约 大约 大概 大致 差不多 约莫 约合 约计",
        "左右 上下 来",
        "n - leeway",
        "n + leeway",
        "both",
    ),
    "range": Rule("", "", "first number", "second number", "both"),
}

#: Words before a number that praise, regret or add up, and set no bound.
EVALUATIVE = (
    "已达到 已达 已有 已 达到 达 高达 多达 就有 只有 仅有 仅 唯一 共有 共计 合计 总计 累计 "
    "共 折合 拥有 等于"
).split()


def leeway(numeral: Numeral) -> Decimal:
    """How far 约 and 近 reach: a tenth of 10, 100, 1000 ..., half a step of any other number.

    Half a step, half a unit of the last digit that is not 0, is never taken as less than a place:
    that digit is the one that the writer chose to print last. 近1000 reaches to 900, 近200 to 150,
    约6.75 from 6.74 to 6.76; a fraction such as 三分之一 has no place, and reaches half a part, at
    most 0.05.

    Examples
    --------
    >>> from daqing_data.numeral import read_numeral
    >>> [float(leeway(read_numeral(text))) for text in ("1000", "200", "6.75", "三")]
    [100.0, 50.0, 0.01, 1.0]
    """
    if numeral.value >= 10 and numeral.value.normalize().as_tuple().digits == (1,):
        return numeral.value / 10
    return max(numeral.step / 2, numeral.place)


#: word -> its qualifier ("" for an evaluative word), for the words before and after a number.
BEFORE: dict[str, str] = {
    **dict.fromkeys(EVALUATIVE, ""),
    **{word: key for key, rule in RULES.items() for word in rule.before.split()},
}
AFTER: dict[str, str] = {word: key for key, rule in RULES.items() for word in rule.after.split()}
