"""What an expression with a numeral is that states no number: a date, a name, an idiom ...

`KINDS` is tried in order, and the first pattern that is found names the kind. An expression alone
does not always tell: 一批 is "some" as often as "one batch". Only what hardly any reader would take
for a quantity stands here.
"""

from __future__ import annotations

import re

from daqing_data.units import UNITS

__all__ = ["KINDS", "VAGUE", "no_quantity"]

_DIGIT = "[0-9零一二三四五六七八九十]"
_SMALL = "一二三四五六七八九十百千万亿半两"
_IDIOMS = (
    "一些 一般 一直 一样 一定 一切 一致 一体 一体化 一系列 一揽子 一举 一路 一边 一面 一旦 一时 "
    "一贯 一同 一律 一再 一向 一味 一批批 一片片 一条龙 一阵 一目了然 一带一路 一步到位 "
    "一家一户 一村一品 一张图 一盘棋 一站式 一把手 一起 一齐 一道道 一带 一度 一共 一概 同一 "
    "统一 进一步 第一时间 独一无二 合二为一 万一 万物 万物共生 万物互联 万无一失 万众一心 "
    "万象更新 万事 万能 千万别 千家万户 千方百计 百花齐放 百年大计 百姓 百货 十分 十足 十全十美 "
    "半导体 半夜 半径 半岛 半路 大半 多半 零售 零距离 零星 零部件 三三两两 两岸 两会 两手抓 "
    "两化融合 双千兆 四处 四周 四面八方 八方 五花八门 九牛一毛 数一数二 接二连三 不三不四 再三 "
    "一一 万万 百般 千古 千秋 一步 一心 一方 一番 万千 千变万化 千载难逢 百里挑一 一代 一流 "
    "一无所有 一丝不苟 一刀切 一年半载 半途而废 一如既往 一应俱全"
).split()
_OWN_UNITS = "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True))

#: Words that begin an amount and give no number.
VAGUE = (
    "^(?:好?几(?![乎近])|好?数[十百千万亿]|多(?![达于])|若干|许多|无数|成[百千]上[千万]|千千万万)"
)

#: (kind, pattern, reason), the first that is found in the plain text counts.
KINDS: list[tuple[str, str, str]] = [
    ("empty", "^$", "it is empty"),
    ("idiom", f"^(?:{'|'.join(_IDIOMS)})$", "it is a word or an idiom, no quantity"),
    (
        "idiom",
        f"^[{_SMALL}][^{_SMALL}余多来几个点分成又之至到~–][{_SMALL.replace('半', '')}][^{_SMALL}]$",
        "it is an idiom or more than one number",
    ),
    ("idiom", r"^一([^十百千万亿])\1$", "it is a word or an idiom, no quantity"),  # 一串串
    ("name", "十[一二三四五]五(?:规划|时期|期间)?$", "it is a name: a five-year plan"),
    ("name", "^(?:十[六七八九]|二十)大$", "it is a name: a congress"),
    (
        "name",
        "[0-9百千]强|[0-9](?:后|G|D)$|级$|线$|梯队$",
        "it is a name or a class, such as 5G, 500强 or 二线",
    ),
    ("name", r"^(?![A-Z]{3}[0-9])[A-Za-z]+[\w-]*$|^[0-9]+[+][0-9+]+$", "it is a name"),
    (
        "name",
        f"^[0-9.]+(?!(?:{_OWN_UNITS})$)[A-Za-z]+[0-9]*$",
        "it is a name, or its unit is none of UNITS",
    ),
    ("name", "^0[0-9]", "it is a code or part of a date: it begins with 0"),
    ("composition", r"[0-9]:[0-9]|^[0-9.]+比[0-9.]+$", "it is a ratio of parts or a time of day"),
    ("rate", "^每", "it is a rate for each of something; give the number alone"),
    (
        "period",
        "^(?:[上下前后]半年|[去今明前后本当同]年|近几?年|过去|第[一二三四1-4]季)",
        "it is a period",
    ),
    (
        "period",
        "(?<!个)(?:季度|世纪)|年(?:[代度底初末来前后间中内]|以[来前后]|年[底初末])"
        "|期间|时期|同期|以来",
        "it is a period",
    ),
    ("date", r"^[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}$", "it is a date or a time of day"),
    (
        "date",
        f"{_DIGIT}(?:月|日(?!元)|号$|时(?!间)|点(?:{_DIGIT}+分|钟|整|半))|^初{_DIGIT}+$",
        "it is a date or a time of day",
    ),
    ("vague", VAGUE, "it says how many without a number"),
    ("magnitude", f"^[百千万亿](?:{_OWN_UNITS})?$", "it is an order of magnitude, not a number"),
]


def no_quantity(text: str) -> tuple[str, str] | None:
    """Kind and reason, if a plain text is certainly no quantity.

    Examples
    --------
    >>> no_quantity("千家万户")
    ('idiom', 'it is a word or an idiom, no quantity')
    >>> no_quantity("3个月") is None
    True
    """
    for kind, pattern, reason in KINDS:
        if re.search(pattern, text):
            return kind, reason
    return None
