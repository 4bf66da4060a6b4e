"""How exact a printed Chinese number is: from its wording to a value and an interval.

Chinese news prose says how exact a number is with a word beside it: 约 (about), 余 (and some), 超过 (more than),
以上 (at least), 不足 (less than), 近 (nearly). `read_number` reads such an expression and gives the value in
base units, the qualifier and the interval that the wording licenses, by the table `RULES`. No standard fixes these
widths; they are this project's published convention.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from typing import Literal, NamedTuple

import pandas as pd

__all__ = ["RULES", "UNITS", "Number", "Rule", "read_number"]

Closed = Literal["left", "right", "both", "neither"]


class Rule(NamedTuple):
    """One row of the wording table: the words before and after a number n, and the interval they license."""

    before: str
    after: str
    interval: str


RULES: dict[str, Rule] = {
    "exact": Rule("", "", "a count: n; a measure: half a unit of the last printed place either way"),
    "over": Rule("", "有余 余 多 几 出头 开外", "[n, n + one unit of the last non-zero digit)"),
    "more_than": Rule("超过 超出 超 逾 过 突破 破 高于 多于 大于 不止", "", "(n, inf)"),
    "at_least": Rule("至少 最少 不少于 不低于 不下于 不下 起码 上", "及以上 以上", "[n, inf)"),
    "less_than": Rule("不足 不到 不满 未满 未达 低于 少于 小于", "", "(0, n)"),
    "at_most": Rule("至多 最多 不超过 不多于 不高于", "及以下 以下 以内 之内", "(0, n]"),
    "nearly": Rule("将近 接近 近乎 近", "", "[n - one unit of the last non-zero digit, n)"),
    "about": Rule("大约 大概 约为 约有 约", "左右 上下 来", "one unit of the last printed place either way"),
    "range": Rule("", "", "[first number, second number]; two numbers are printed, so the value is NaN"),
}

#: Words before a number that praise, regret or add up, and set no bound.
EVALUATIVE = "已达到 已达 已有 已 达到 达 高达 多达 就有 只有 仅有 仅 唯一 共有 共计 合计 总计 累计 共".split()

COUNT_WORDS = (
    "个 家 条 台套 台(套) 台 套 次 位 人 名 户 项 座 件 部 辆 架 艘 只 头 张 种 类 所 处 例 笔 份 款 门 栋 幢 间 "
    "片 块 段 道 根 口 棵 株 篇 册 本 场 届 期 批 轮 宗 组 对 颗 枚 支 队 班 站 列 层 页 幅 人次 台次 架次 车次 "
    "班次 场次 批次 户次 个人"
).split()

#: unit word -> (base unit, number of base units in one).
UNITS: dict[str, tuple[str, str]] = dict.fromkeys(COUNT_WORDS, ("count", "1")) | {
    "元": ("CNY", "1"),
    "元人民币": ("CNY", "1"),
    "人民币": ("CNY", "1"),
    "美元": ("USD", "1"),
    "欧元": ("EUR", "1"),
    "港元": ("HKD", "1"),
    "平方米": ("m2", "1"),
    "平米": ("m2", "1"),
    "m2": ("m2", "1"),
    "亩": ("m2", "666.666666666666666667"),
    "公顷": ("m2", "1e4"),
    "平方公里": ("m2", "1e6"),
    "平方千米": ("m2", "1e6"),
    "立方米": ("m3", "1"),
    "米": ("m", "1"),
    "公里": ("m", "1e3"),
    "千米": ("m", "1e3"),
    "吨": ("t", "1"),
    "公斤": ("t", "1e-3"),
    "千克": ("t", "1e-3"),
    "千瓦": ("kW", "1"),
    "兆瓦": ("kW", "1e3"),
    "千瓦时": ("kWh", "1"),
    "Mbps": ("Gbps", "1e-3"),
    "Gbps": ("Gbps", "1"),
    "Tbps": ("Gbps", "1e3"),
    "年": ("year", "1"),
    "周年": ("year", "1"),
    "岁": ("year", "1"),
    "周岁": ("year", "1"),
    "个月": ("month", "1"),
    "周": ("week", "1"),
    "天": ("day", "1"),
    "小时": ("hour", "1"),
    "个小时": ("hour", "1"),
    "分钟": ("minute", "1"),
    "秒": ("second", "1"),
    "成": ("ratio", "1e-1"),
    "%": ("ratio", "1e-2"),
    "‰": ("ratio", "1e-3"),
    "倍": ("ratio", "1"),
    "百分点": ("percentage point", "1"),
    "个百分点": ("percentage point", "1"),
}


class Number(NamedTuple):
    """A printed number as `read_number` reads it.

    Attributes
    ----------
    value : float
        The number in base units; NaN for a range, which prints two numbers.
    unit : str or None
        The base unit (CNY, m2, t, ratio, count, rank, year, Gbps ...); None where no unit is printed.
    qualifier : str
        A key of `RULES`.
    interval : pandas.Interval
        The values that the wording admits.
    """

    value: float
    unit: str | None
    qualifier: str
    interval: pd.Interval


def read_number(text: str) -> Number:
    """Read one Chinese number expression: numeral, unit and the words that say how exact it is.

    Parameters
    ----------
    text : str
        The expression alone, as printed: ``3300余个``, ``近200亿元``, ``百分之六十五``, ``第100位``, ``3至5个``.
        Arabic, Chinese and mixed numerals, simplified or traditional, full width or half width.

    Returns
    -------
    Number
        ``value`` (in the base unit), ``unit``, ``qualifier`` and ``interval``, by the conventions of `RULES`. A share
        (a ratio below 1) is capped at 1. A count printed in 万 or 亿 or with decimals is a rounded number, like a
        measure. A calendar year (1000年 to 2999年), a fraction (三分之二, 半) and an ordinal (unit ``rank``) are exact.

    Raises
    ------
    TypeError
        If `text` is not a string.
    ValueError
        If `text` is not a number, or not one number only; the message says why.

    Examples
    --------
    >>> read_number("3300余个")
    Number(value=3300.0, unit='count', qualifier='over', interval=Interval(3300.0, 3400.0, closed='left'))
    >>> read_number("近200亿元").interval
    Interval(10000000000.0, 20000000000.0, closed='left')
    >>> read_number("超过90%").interval
    Interval(0.9, 1.0, closed='right')
    >>> read_number("五六十家").interval
    Interval(50.0, 60.0, closed='both')
    >>> read_number("进一步")
    Traceback (most recent call last):
    ...
    ValueError: '进一步' is not a number: it does not begin with one
    """
    if not isinstance(text, str):
        raise TypeError(f"read_number takes a string such as '3300余个', not {type(text).__name__}")
    try:
        return _read(text)
    except _NotANumber as reason:
        raise ValueError(f"{text!r} is not a number: {reason}") from None


class _NotANumber(Exception):
    """The reason why a text is no number."""


# --- from text to parts -------------------------------------------------------------------------------------------

_TRADITIONAL = str.maketrans(
    "萬億兩餘個臺條噸戶項約過達歲張間門處類塊輛艘頭種場屆幾數歐點貳參陸時鐘鍾於將滿來總計僅內週頃負圓畝隻棟顆組對隊筆車冊層頁",
    "万亿两余个台条吨户项约过达岁张间门处类块辆艘头种场届几数欧点贰叁陆时钟钟于将满来总计仅内周顷负元亩只栋颗组对队笔车册层页",
)
_FORMAL = str.maketrans("〇壹贰叁肆伍陆柒捌玖拾佰仟", "零一二三四五六七八九十百千")
# Atomic, or else all ways to cut a long run of digits are tried; 百分点, 千米, 千克, 千瓦 are units, not numerals.
_NUMERAL = r"(?>\d+(?:\.\d+)?|[零一二两三四五六七八九十万亿点]|百(?!分点)|千(?![米克瓦]))+"
_DASH = "至|到|~|-|–|—|―"
# Patterns are text, which `re` compiles (once) when it is first used: importing the package reads no number.
_PAIR = (  # 五六十: fifty or sixty
    "(?<![零一二三四五六七八九])(?:一二|一两|两三|二三|三四|三五|四五|五六|六七|七八|八九)(?![零一二三四五六七八九]|$)"
)


def _any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first: 不超过 before 超过 before 超."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_BEFORE = {word: key for key, rule in RULES.items() for word in rule.before.split()} | dict.fromkeys(EVALUATIVE, "")
_AFTER = {word: key for key, rule in RULES.items() for word in rule.after.split()}
# 上百 is at least 100, but 上半年 the first half-year; 二十来年 is about 20 years, but 20年来 since 20 years ago.
_PREFIX = f"(?!上(?![十百千万亿]))({_any_of(_BEFORE)})了?"
_SUFFIX = _any_of(_AFTER.keys() - {"来"})
_EXPRESSION = rf"""(?x)
    (?:(?P<whole>{_NUMERAL})分之)?                             # 百分之六十, 三分之二
    (?P<minus>-|负)?(?P<core>一半|半数|半|{_NUMERAL})
    (?:(?P<mark>[余多几来])(?P<big>[万亿]*))?                  # 7000余万, 20多, 十几
    (?P<unit>{_any_of(UNITS)})?
    (?:(?<=成)(?P<tenth>[一二三四五六七八九1-9]))?             # 八成五
    (?P<half>(?<=[年月周天时])半)?                             # 两年半
    (?P<suffixes>(?:{_SUFFIX})*)"""


def _normal(text: str) -> str:
    """Half width, simplified, without spaces (but between digits) and without thousands separators."""
    text = unicodedata.normalize("NFKC", text).translate(_TRADITIONAL).translate(_FORMAL).strip()
    text = re.sub(r"(?<!\d)\s+|\s+(?!\d)", "", text)
    text = re.sub(r"(?<![\d.])\d{1,3}(?:,\d{3})+(?!\d)", lambda match: match[0].replace(",", ""), text)
    text = re.sub("个多(?=月|小时)", "多个", text)
    text = re.sub("个半(月|小时)", r"个\1半", text)
    return re.sub("个(多?)亿", r"\1亿", text).replace("\N{MINUS SIGN}", "-")


def _read(text: str) -> Number:
    if len(text.strip()) > 40:  # before anything else looks at it: a long text costs no more than a short one
        raise _NotANumber("it is longer than any number expression")
    if re.search("(?<![mｍ])[⁰¹²³⁴-⁹₀-₉]", text):
        raise _NotANumber("it has a raised or lowered digit")
    text = _normal(text)
    if reason := _obviously_not(text):
        raise _NotANumber(reason)
    qualifiers = []
    while match := re.match(_PREFIX, text):
        qualifiers.append(_BEFORE[match[1]])
        text = text[match.end() :]
    if text.startswith("第"):
        if re.search(_DASH, text):
            raise _NotANumber("it is more than one rank; give one")
        return _ordinal(_parse(text[1:]), _strictest(qualifiers))
    if match := re.fullmatch(f"(.+?)(?:{_DASH})(.+)", text):
        return _range(match[1], match[2], _strictest(qualifiers))
    if match := re.search(_PAIR, text):
        first, last = list(match[0])
        before, after = text[: match.start()], text[match.end() :]
        return _range(before + first + after, before + last + after, _strictest(qualifiers))
    parsed = _parse(text)
    qualifier = _strictest([*qualifiers, *parsed.qualifiers])
    lower, upper, closed = _bounds(parsed, qualifier)
    return _number(parsed.numeral.value, parsed.unit, qualifier, lower, upper, closed)


def _obviously_not(text: str) -> str:
    """Why a text is certainly no quantity, or an empty string."""
    if not text:
        return "it is empty"
    if re.fullmatch(r"\d[A-Z]+\d*|[A-Za-z]+[\w-]*", text):
        return "it is a name"
    if re.search(r"[\d一二三四五六七八九十][月日]|\d时(?!间)|\d点\d*分", text):
        return "it is a date or a time of day"
    if re.match("几|数[十百千万亿]|多(?![达于])|若干|许多|无数", text):
        return "it says how many without a number"
    if text in {"百", "千", "万", "亿"}:
        return "it is an order of magnitude, not a number"
    return ""


class _Numeral(NamedTuple):
    """A numeral's value, one unit of its last printed place, and one unit of its last non-zero digit."""

    value: Decimal
    place: Decimal
    step: Decimal
    rounded: bool = False  # printed with decimals, or no further than to 万 or 亿
    fraction: bool = False

    def times(self, factor: Decimal) -> _Numeral:
        return self._replace(value=self.value * factor, place=self.place * factor, step=self.step * factor)


class _Parsed(NamedTuple):
    """An expression without its prefixes; `word` is the unit as printed."""

    numeral: _Numeral
    unit: str | None
    word: str
    qualifiers: list[str]


def _parse(text: str) -> _Parsed:
    match = re.match(_EXPRESSION, text)
    if not match:
        raise _NotANumber("it does not begin with one")
    if left := text[match.end() :]:
        raise _NotANumber(f"{left!r} is left over, which is no unit or word of UNITS or RULES; give one number alone")
    word = match["unit"] or ""
    unit, factor = UNITS[word] if word else (None, "1")
    if match["core"] in {"半", "一半", "半数"}:
        numeral = _fraction(Decimal(1), Decimal(2))
        unit = unit if match["core"] == "半" and word else "ratio"
    else:
        numeral = _numeral(match["core"])
    for char in match["big"] or "":
        numeral = numeral.times(_MAGNITUDES[char])
    if match["tenth"]:
        tenth = Decimal("0.1")
        numeral = _Numeral(numeral.value + _numeral(match["tenth"]).value * tenth, tenth, tenth)
    if match["half"]:
        half = _fraction(Decimal(1), Decimal(2))
        numeral = half._replace(value=numeral.value + half.value)
    if match["whole"]:
        if word:
            raise _NotANumber(f"a fraction takes no unit, here {word!r}")
        whole, unit = _numeral(match["whole"]).value, "ratio"
        if match["whole"] in _MAGNITUDES:  # 百分之五十 is printed to the per cent, as 50% is
            numeral = numeral._replace(place=min(numeral.place, Decimal(1))).times(1 / whole)
        else:
            numeral = _fraction(numeral.value, whole)
    if match["minus"]:
        numeral = numeral._replace(value=-numeral.value)
    mark = [] if not match["mark"] else ["about"] if match["mark"] == "来" else ["over"]
    suffixes = [_AFTER[found] for found in re.findall(_SUFFIX, match["suffixes"])]
    return _Parsed(numeral.times(Decimal(factor)), unit, word, mark + suffixes)


def _strictest(qualifiers: list[str]) -> str:
    """The one qualifier that a list of them amounts to; an evaluative word counts for nothing."""
    kinds = set(qualifiers) - {""}
    if kinds == {"more_than", "at_least"}:  # 超过90%以上, a common redundancy
        return "more_than"
    if len(kinds) > 1:
        raise _NotANumber(f"its qualifiers disagree ({', '.join(sorted(kinds))})")
    return kinds.pop() if kinds else "exact"


# --- numerals -----------------------------------------------------------------------------------------------------

_DIGITS = {char: Decimal(value) for value, char in enumerate("零一二三四五六七八九")} | {"两": Decimal(2)}
_MAGNITUDES = {char: Decimal(10) ** power for char, power in zip("亿万千百十", (8, 4, 3, 2, 1), strict=True)}


def _numeral(text: str, *, inner: bool = False) -> _Numeral:
    """Read 1.4万, 三千三百, 1亿2000万, 二〇二一, 一点五: split at the highest magnitude, read both sides alike.

    `inner` says that something stands before: then only 十 goes without a digit of its own (一百十二, never 一万百).
    """
    malformed = _NotANumber(f"{text!r} is not a well-formed numeral")
    for char, magnitude in _MAGNITUDES.items():
        if char not in text:
            continue
        head, _, tail = text.rpartition(char)
        if not head and char != "十" and (inner or tail):
            raise malformed  # 万一, 千百
        high = _numeral(head, inner=inner) if head else _Numeral(Decimal(1), Decimal(1), Decimal(1))
        if high.value >= 10**16 or (magnitude < 10**4 and not 0 < high.value < 10):
            raise malformed  # 亿亿亿, 20百
        high = high.times(magnitude)._replace(rounded=high.rounded or magnitude >= 10**4)
        if not tail:
            return high
        if tail.endswith(("零", "两")):
            raise malformed  # 三百零
        if re.fullmatch("[一二三四五六七八九1-9]", tail):  # 十五 is 15, 三百五 is 350, 3万5 is 35000
            low = _numeral(tail).times(magnitude / 10)
        elif char == "亿" and "万" not in tail and not tail.startswith(("零", "0")):
            raise malformed  # 1亿5000: many mean 1.5亿
        else:
            low = _numeral(tail.removeprefix("零"), inner=True)
        if low.value >= magnitude or "." in head or "点" in head:
            raise malformed
        return low._replace(value=high.value + low.value, rounded=low.rounded or (high.rounded and low.place > 1))
    if re.fullmatch("[零一二三四五六七八九]+", text) and (re.fullmatch("[一二].{3}", text) or len(text) == 1):
        text = "".join(str(_DIGITS[char]) for char in text)
    elif text == "两":
        text = "2"
    elif match := re.fullmatch("([零一二两三四五六七八九])点([零一二三四五六七八九]+)", text):
        text = str(_DIGITS[match[1]]) + "." + "".join(str(_DIGITS[char]) for char in match[2])
    if not re.fullmatch(r"\d+(\.\d+)?", text):
        raise malformed
    value = Decimal(text)
    place = Decimal(1).scaleb(-len(text.partition(".")[2]))
    zeros = len(text.replace(".", "")) - len(text.replace(".", "").rstrip("0"))
    return _Numeral(value, place, place.scaleb(zeros), rounded="." in text)


def _fraction(part: Decimal, whole: Decimal) -> _Numeral:
    """A fraction in words: exact by itself, and vague by a tenth where a qualifier makes it so."""
    if not whole:
        raise _NotANumber("its denominator is zero")
    return _Numeral(part / whole, Decimal("0.1"), Decimal("0.1"), fraction=True)


# --- from parts to intervals --------------------------------------------------------------------------------------


def _bounds(parsed: _Parsed, qualifier: str) -> tuple[Decimal, Decimal, Closed]:
    """The interval column of `RULES`, in code."""
    n, place, step = parsed.numeral.value, parsed.numeral.place, parsed.numeral.step
    if n <= 0 and qualifier in {"over", "nearly", "less_than", "at_most"}:
        raise _NotANumber(f"{qualifier!r} has no clear meaning for a number that is not above zero")
    infinity = Decimal(math.inf)
    least = -infinity if n < 0 or parsed.unit == "ratio" else Decimal(0)  # a rate may lie below zero, an amount not
    bounds: dict[str, tuple[Decimal, Decimal, Closed]] = {
        "exact": (n, n, "both") if _is_point(parsed) else (max(n - place / 2, least), n + place / 2, "left"),
        "over": (n, n + step, "left"),
        "more_than": (n, infinity, "neither"),
        "at_least": (n, infinity, "left"),
        "less_than": (Decimal(0), n, "neither"),
        "at_most": (Decimal(0), n, "right"),
        "nearly": (n - step, n, "left"),
        "about": (max(n - place, least), n + place, "both"),
    }
    lower, upper, closed = bounds[qualifier]
    is_share = parsed.unit == "ratio" and parsed.word != "倍" and lower < 1 and n <= 1
    if is_share and upper > 1:
        return lower, Decimal(1), "both" if closed in {"left", "both"} else "right"
    return lower, upper, closed


def _is_point(parsed: _Parsed) -> bool:
    numeral = parsed.numeral
    if parsed.word == "年" and numeral.place == 1 and 1000 <= numeral.value < 3000:
        return True  # a calendar year
    return numeral.fraction or (parsed.unit in {None, "count"} and not numeral.rounded)


def _ordinal(parsed: _Parsed, qualifier: str) -> Number:
    value = parsed.numeral.value
    if (
        qualifier != "exact"
        or parsed.qualifiers
        or parsed.unit not in {None, "count", "year"}
        or value % 1
        or value < 1
    ):
        raise _NotANumber("an ordinal is a whole number from 1, without a qualifier or a unit of measure")
    return _number(value, "rank", "exact", value, value, "both")


def _range(first: str, last: str, qualifier: str) -> Number:
    """Two numbers and what lies between them.

    The first borrows the unit of the last (3-5万个), and of its 万 and 亿 as much as leaves it the smaller one.
    """
    upper = _parse(last)
    if qualifier != "exact" or upper.qualifiers:
        raise _NotANumber("a range and a qualifier together have no clear meaning")
    lower = _parse(first)
    bare, word = first.removesuffix(lower.word), lower.word or upper.word
    magnitude = "".join(re.findall("[万亿]", last))
    for borrowed in (magnitude, magnitude[1:], ""):  # 3至5万亿, 1万至3万亿, 8000至1.2万
        lower = _parse(bare + borrowed + word)
        if lower.numeral.value < upper.numeral.value:
            break
    if lower.unit != upper.unit or lower.qualifiers:
        raise _NotANumber("the two ends of the range have different units or qualifiers")
    if lower.numeral.value >= upper.numeral.value:
        raise _NotANumber("the range does not go upwards")
    return _number(Decimal(math.nan), upper.unit, "range", lower.numeral.value, upper.numeral.value, "both")


def _number(value: Decimal, unit: str | None, qualifier: str, lower: Decimal, upper: Decimal, closed: Closed) -> Number:
    return Number(float(value), unit, qualifier, pd.Interval(float(lower), float(upper), closed=closed))
