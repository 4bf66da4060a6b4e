"""How exact a printed Chinese number is: from its wording to a value and an interval.

Chinese news prose says how exact a number is with a word beside it: 约 (about), 余 (and some), 超过
(more than), 以上 (at least), 不足 (less than), 近 (nearly). `read_number` reads such an expression
and gives the value in base units, the qualifier and the interval that the wording licenses by
`daqing_data.rules.RULES`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from daqing_data.kinds import VAGUE, no_quantity
from daqing_data.numeral import MAGNITUDES, NUMERAL, NotANumberError, Numeral, read_numeral
from daqing_data.rules import AFTER, BEFORE, EVALUATIVE, RULES, Closed, Rule, leeway
from daqing_data.script import plain
from daqing_data.units import AMBIGUOUS, CURRENCIES, UNITS

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["EVALUATIVE", "RULES", "UNITS", "Number", "Rule", "read_number"]

_INFINITY = Decimal("Infinity")


@dataclass(frozen=True, slots=True)
class Number:
    """A printed number as `read_number` reads it.

    Attributes
    ----------
    value : float
        The number in base units; NaN for a range, which prints two numbers.
    unit : str or None
        The base unit (CNY, m2, t, ratio, count, rank, year, calendar_year ...); None where no unit
        is printed.
    qualifier : str
        A key of `RULES`.
    lower, upper : float
        The ends of the interval that the wording admits.
    closed : str
        Which ends belong to it: left, right, both or neither.
    """

    value: float
    unit: str | None
    qualifier: str
    lower: float
    upper: float
    closed: Closed

    @property
    def interval(self) -> pd.Interval:
        """The values that the wording admits."""
        import pandas as pd  # here, because numbers are read where pandas is not wanted, too

        return pd.Interval(self.lower, self.upper, closed=self.closed)

    def to_dict(self) -> dict[str, float | str | None]:
        """Give the columns that a row of a table has for a number.

        Examples
        --------
        >>> list(read_number("超过90%").to_dict().values())
        [0.9, 'ratio', 'more_than', 0.9, 1.0, 'right']
        """
        return {name: getattr(self, name) for name in self.__slots__}


def read_number(text: str, *, growth: bool = False, leeway: float | None = None) -> Number:
    """Read one Chinese number expression: numeral, unit and the words that say how exact it is.

    Parameters
    ----------
    text : str
        The expression alone, as printed: ``3300余个``, ``近200亿元``, ``百分之六十五``,
        ``第100位``, ``3至5个``. Arabic, Chinese and mixed numerals, simplified or traditional, full
        width or half width.
    growth : bool, default False
        Whether a ratio is a rate of growth: it is not capped at 1 and may lie below zero. Otherwise
        it is a share.
    leeway : float, optional
        A share of the number, above 0 and at most 1, that takes the place of the leeway of 约 and
        近.

    Returns
    -------
    Number
        Value (in the base unit), unit, qualifier and interval, by the conventions of `RULES`. The
        script does not matter: 十年 is 10年. A count printed in 万 or 亿 or with decimals is a
        rounded number, like a measure. A fraction (三分之二, 1/3, 半), a calendar year (1000年 to
        2999年, unit ``calendar_year``) and an ordinal (``rank``) are exact.

    Raises
    ------
    TypeError
        If `text` is not a string.
    ValueError
        If `text` is not a number, not one number only, or one that two readers would read
        differently; the message says why. Also if `leeway` is no share.

    Examples
    --------
    >>> read_number("3300余个")
    Number(value=3300.0, unit='count', qualifier='over', lower=3300.0, upper=3400.0, closed='left')
    >>> read_number("近200亿元").interval
    Interval(15000000000.0, 20000000000.0, closed='left')
    >>> read_number("超过90%").interval, read_number("超过90%", growth=True).interval
    (Interval(0.9, 1.0, closed='right'), Interval(0.9, inf, closed='neither'))
    >>> read_number("约三百人").interval, read_number("约300人", leeway=0.1).interval
    (Interval(250.0, 350.0, closed='both'), Interval(270.0, 330.0, closed='both'))
    >>> read_number("五六十家").interval
    Interval(50.0, 60.0, closed='both')
    >>> read_number("进一步")
    Traceback (most recent call last):
    ...
    ValueError: '进一步' is not a number: it is a word or an idiom, no quantity
    """
    if not isinstance(text, str):
        raise TypeError(f"read_number takes a string such as '3300余个', not {type(text).__name__}")
    if leeway is not None and not 0 < leeway <= 1:
        raise ValueError(f"leeway is {leeway!r}, expected a share of the number such as 0.1")
    convention = _Convention(growth, None if leeway is None else Decimal(str(leeway)))
    try:
        return _read(text, convention)
    except NotANumberError as reason:
        raise ValueError(f"{text!r} is not a number: {reason}") from None


# --- the words and patterns -----------------------------------------------------------------------


def _any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first: 不超过 before 超过 before 超."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


# 上百 is at least 100, but 上半年 the first half-year; 二十来年 is about 20 years, but 20年来 since
# 20 years ago.
_BEGINNING = (
    f"(?!上(?![十百千万亿]))({_any_of(BEFORE)})[了有为是]?|(?P<money>{_any_of(CURRENCIES)})"
)
_SUFFIX = _any_of(AFTER.keys() - {"来", "几"})
_DASH = "(?:[–~-]{1,2}|至|到)"
# Patterns are text: `re` compiles each when it is first used, so importing reads no number.
_RANGES = (
    f"(?:从|介于|位于|在)?(?P<first>.+?)(?:{_DASH}(?=.+之间)|与|和)(?P<last>.+?)之?间",
    f"从?(?P<first>.+?)(?P<dash>{_DASH})(?P<last>.+?)(?:不等)?",
)
_EXPRESSION = rf"""(?x)
    (?P<minus>[-+负]|零下)?
    (?:(?P<integer>{NUMERAL})又)?                              # 一又五分之一
    (?:(?P<whole>{NUMERAL})分之(?P<inner_minus>[-负])?)?       # 百分之六十, 三分之二
    (?P<core>一半|半数|半|[0-9]+/[0-9]+|{NUMERAL})
    (?:(?P<mark>[余多来])(?P<big>[百千]?[万亿]*))?             # 7000余万, 20多
    (?P<unit>{_any_of(UNITS)})?
    (?:(?<=成)(?P<tenth>[一二三四五六七八九1-9]))?             # 八成五
    (?:(?<=[^0-9零一二三四五六七八九十百千万亿])(?P<half>半))?    # 两年半, 三成半
    (?P<suffixes>(?:{_SUFFIX})*)"""
# Two neighbouring digits are a range: 五六十家, 十七八岁. Not after another digit or a decimal
# point; at the end only after a magnitude (一万六七), since 五六 alone may be any two digits.
_PAIR = (
    "(?<![零一二三四五六七八九点])"
    "(?P<one>一(?=[二两])|[二两](?=三)|三(?=四)|四(?=五)|五(?=六)|六(?=七)|七(?=八)|八(?=九)"
    "|(?<![十百千万亿])三(?=五))(?P<two>.)"
    "(?![点零一二三四五六七八九])(?=[十百千万亿]*(?![零一二三四五六七八九点]))"
)
_LONGEST = 40
_SMALL_DIGIT = "(?<![mｍ])[⁰¹²³⁴-⁹₀-₉]|[①-⒛⓪-⓿❶-➓㈠-㉈㉑-㊉㊱-㊿🄀-🄊]"  # 10², ①50家
_ONE_DIGIT = "[1-9一二两三四五六七八九]"
_CALENDAR_YEAR = "[12][0-9]{3}|[一二][零一二三四五六七八九]{3}"
_SPANS = {"年", "个月", "个季度", "周", "个星期", "天"}
_OF_A_UNIT = _any_of(word[1:] for word in UNITS if word.startswith("个") and len(word) > 1)


class _Convention(NamedTuple):
    """What the caller asks for."""

    growth: bool
    share: Decimal | None


class _Amount(NamedTuple):
    """An expression without what stands before it.

    The numeral is in the unit as printed: `word`, of `factor` base units. `words` are the
    qualifying words inside and after the number.
    """

    numeral: Numeral
    core: str
    word: str
    unit: str | None
    factor: Decimal
    words: tuple[str, ...]


# --- from text to a number ------------------------------------------------------------------------


def _read(text: str, convention: _Convention) -> Number:
    if len(text.strip()) > _LONGEST:  # before anything else looks at it: a long text costs nothing
        raise NotANumberError("it is longer than any number expression")
    if re.search(_SMALL_DIGIT, text):
        raise NotANumberError("it has a raised, lowered or enclosed digit")
    text = re.sub("个([多余来])(?=.)", r"\1个", plain(text))  # 1个多百分点 is 1多个百分点
    text = re.sub(f"个半({_OF_A_UNIT})", r"个\1半", re.sub("个(?=[万亿])", "", text))  # 一个半月
    if found := no_quantity(text):
        raise NotANumberError(found[1])
    text, prefixes, currency = _without_prefixes(text)
    if re.match(VAGUE, text):
        raise NotANumberError("it says how many without a number")
    if text.startswith("第"):
        return _ordinal(text, prefixes)
    for pattern in _RANGES:
        if match := re.fullmatch(pattern, text):
            return _range(*_ends_of_range(match, currency), prefixes)
    if (match := re.search(_PAIR, text)) and (match.end() < len(text) or match.start()):
        before, after = text[: match.start()], text[match.end() :]
        first, last = (_parse(before + digit + after, currency) for digit in match.group(1, 2))
        return _range(first, last, prefixes)
    amount = _parse(text, currency)
    qualifier = _qualifier([*prefixes, *amount.words])
    amount = _unambiguous(amount, text, prefixes, qualifier)
    lower, upper, closed = _bounds(amount, qualifier, convention)
    value = float(amount.numeral.value * amount.factor)
    return Number(value, amount.unit, qualifier, *_as_floats(lower, upper), closed)


def _without_prefixes(text: str) -> tuple[str, list[str], str]:
    """The text from its sign or numeral on, and the words and the currency before it."""
    words, currency = [], ""
    while match := re.match(_BEGINNING, text):
        if not match["money"]:
            words.append(match[1])
        elif currency:
            raise NotANumberError("it names its currency twice")
        else:
            currency = CURRENCIES[match["money"]]
        text = text[match.end() :]
    return text, words, currency


def _qualifier(words: Iterable[str]) -> str:
    """The one qualifier that several words amount to; an evaluative word counts for nothing."""
    kinds = {BEFORE.get(word) or AFTER.get(word, "") for word in words} - {""}
    if kinds == {"more_than", "at_least"}:  # 超过90%以上, a common redundancy
        return "more_than"
    if len(kinds) > 1:
        raise NotANumberError(f"its qualifiers disagree ({', '.join(sorted(kinds))})")
    return kinds.pop() if kinds else "exact"


def _unambiguous(amount: _Amount, text: str, prefixes: list[str], qualifier: str) -> _Amount:
    """Refuse what two readers would read differently; tell a duration from a calendar year."""
    if amount.word == "度" and amount.numeral.value < 1000:
        raise NotANumberError("'度' may be a kilowatt-hour or a degree")
    if "近" in prefixes and amount.word in _SPANS:
        raise NotANumberError(
            f"it may be the last {text} (a period) or nearly {text}; 接近 and 将近 have one meaning"
        )
    if amount.unit == "calendar_year" and qualifier == "about":
        raise NotANumberError("it may be a calendar year or a duration")
    if amount.unit == "calendar_year" and (prefixes or amount.words):  # 超过1000年
        return amount._replace(unit="year")
    return amount


# --- parts ----------------------------------------------------------------------------------------


def _parse(text: str, currency: str = "") -> _Amount:
    match = re.match(_EXPRESSION, text)
    if not match:
        start = re.split(f"(?:{NUMERAL})", text)[0]
        missing = f"{start!r} is no word of RULES" if start else "it has no numeral"
        raise NotANumberError(f"it does not begin with one: {missing}")
    if left := text[match.end() :]:
        if left[0] in AMBIGUOUS:
            raise NotANumberError(f"{left[0]!r} may be {AMBIGUOUS[left[0]]}")
        second = re.match(f"[、,和与比]?(?:{NUMERAL})", left)
        kind = "a second number" if second else "an unknown unit, or part of a name or an idiom"
        raise NotANumberError(f"{left!r} is left over: {kind}")
    numeral, core, word = _numeral(match), match["core"], match["unit"] or ""
    if word and (match["whole"] or "/" in core or core in {"一半", "半数"}):
        raise NotANumberError(f"a fraction takes no unit, here {word!r}")
    if match["whole"] == "百":
        word = "%"
    unit, factor = UNITS.get(word, (None, "1"))
    if not word and numeral.place == 0:
        unit = "ratio"
    unit = _money(unit, word, currency)
    suffixes = re.findall(_SUFFIX, match["suffixes"])
    words = [*filter(None, (match["mark"], *re.findall("几", core))), *suffixes]
    if word == "年" and not words and re.fullmatch(_CALENDAR_YEAR, core):
        unit = "calendar_year"
    return _Amount(numeral, core, word, unit, Decimal(factor), tuple(words))


def _numeral(match: re.Match[str]) -> Numeral:
    """The number in the unit as printed: a numeral, a fraction or a half, and what is added."""
    core, whole = match["core"], match["whole"]
    half = Numeral(Decimal("0.5"), Decimal(0), Decimal("0.1"))
    if core in {"半", "一半", "半数"}:
        numeral = half
    elif "/" in core:
        numeral = _fraction(*(read_numeral(part) for part in core.split("/")))
        if numeral.value >= 1:
            raise NotANumberError(f"{core!r} may be a date or a fraction above 1")
    elif whole and whole != "百":
        numeral = _fraction(read_numeral(core), read_numeral(whole))
    else:  # 百分之五十 is printed to the per cent, as 50% is
        numeral = read_numeral(core)
    for char in match["big"] or "":
        numeral = numeral.times(MAGNITUDES[char])
    if match["tenth"]:
        tenth = Decimal("0.1")
        numeral = Numeral(numeral.value + read_numeral(match["tenth"]).value * tenth, tenth, tenth)
    added = read_numeral(match["integer"]).value if match["integer"] else Decimal(0)
    if match["half"]:
        numeral, added = half, numeral.value
    if added != added.to_integral_value() or (match["integer"] and numeral.place):
        raise NotANumberError("a fraction is added to a whole number only")
    minus = {match["minus"], match["inner_minus"]} - {None, "+"}
    if match["minus"] and match["inner_minus"]:
        raise NotANumberError("it has two signs")
    return replace(numeral, value=(added + numeral.value) * (-1 if minus else 1))


def _fraction(part: Numeral, whole: Numeral) -> Numeral:
    """A fraction is exact, so it has no place; its step is one part, at most a tenth."""
    if not whole.value:
        raise NotANumberError("its denominator is zero")
    return Numeral(
        part.value / whole.value, Decimal(0), min(part.place / whole.value, Decimal("0.1"))
    )


def _money(unit: str | None, word: str, currency: str) -> str | None:
    """The unit of an amount that may name its currency first: 人民币8亿元, 港币3亿元."""
    if not currency or unit == currency or not word or word == "元":
        return currency or unit
    raise NotANumberError(f"its currency is {currency}, its unit {word!r}")


def _ordinal(text: str, prefixes: list[str]) -> Number:
    if re.search(_DASH, text):
        raise NotANumberError("it is more than one rank; give one")
    amount = _parse(text[1:])
    value = amount.numeral.value
    bare = _qualifier([*prefixes, *amount.words]) == "exact"
    if (
        not bare
        or amount.unit not in {None, "count", "year", "calendar_year"}
        or value != value.to_integral_value()
        or value < 1
    ):
        raise NotANumberError(
            "an ordinal is a whole number from 1, without a qualifier or a unit of measure"
        )
    return Number(float(value), "rank", "exact", float(value), float(value), "both")


# --- ranges ---------------------------------------------------------------------------------------


def _ends_of_range(match: re.Match[str], currency: str) -> tuple[_Amount, _Amount]:
    """The two amounts of 3至5个. What the writer prints once, the other end borrows.

    The first borrows the unit of the last (3-5万个), unless it has its own (8000亿元至1.2万亿元);
    the last borrows the 百分之 of the first. The first also borrows the magnitude at the end of the
    last, as much of it as can be said and leaves it the smaller: all of 千万 in 三到五千万, only 万
    in 三百至五千万 (there is no 三百千万), 亿 in 8000至1.2万亿, nothing in 8000至1.2万 or 五至二十.
    Where one digit stands before 十 or before a number of several parts (三到五十, 二至三千五百),
    both 3 and 30, both 2 and 2000 are read, so that is refused.
    """
    first, last = match["first"], match["last"]
    if "--" in match[0] and first.startswith("-"):
        raise NotANumberError("'--' may be a dash or a dash and a minus")
    upper = _parse(last, currency)
    if not upper.word and (prefix := re.match("[百千万]分之", first)):
        return _parse(first, currency), _parse(prefix[0] + last, currency)
    lower = _parse(first, currency)
    if lower.word or not upper.numeral.place or not lower.numeral.place:
        return lower, upper
    digits = upper.core.rstrip("十百千万亿")
    magnitude = upper.core.removeprefix(digits)
    compound = re.search("[十百千万亿]", digits)
    if compound or (magnitude.startswith("十") and len(digits) == 1):
        one, other = (re.fullmatch(_ONE_DIGIT, text) for text in (lower.core, digits[0]))
        if one and other and lower.numeral.value < read_numeral(digits[0]).value:
            raise NotANumberError(
                f"{first!r} may stand for itself or for the magnitude of {last!r}"
            )
        magnitude = magnitude.lstrip("十百千")
    for start in range(len(magnitude) + 1):
        try:
            lower = _parse(first + magnitude[start:] + upper.word, currency)
        except NotANumberError:  # 三百千万
            continue
        if lower.numeral.value < upper.numeral.value:
            break
    return lower, upper


def _range(lower: _Amount, upper: _Amount, prefixes: list[str]) -> Number:
    """Two numbers and what lies between them."""
    if _qualifier(prefixes) != "exact" or upper.words:
        raise NotANumberError("a range and a qualifier together have no clear meaning")
    if lower.unit != upper.unit or lower.words:
        raise NotANumberError("the two ends of the range have different units or qualifiers")
    low, high = (amount.numeral.value * amount.factor for amount in (lower, upper))
    if low >= high:
        raise NotANumberError("the range does not go upwards")
    return Number(math.nan, upper.unit, "range", *_as_floats(low, high), "both")


# --- from an amount to an interval ----------------------------------------------------------------


def _bounds(
    amount: _Amount, qualifier: str, convention: _Convention
) -> tuple[Decimal, Decimal, Closed]:
    """The ends by the rule, in base units, kept to what a share or an amount can be."""
    numeral, rule = amount.numeral, RULES[qualifier]
    n, step, factor = numeral.value, numeral.step, amount.factor
    if n <= 0 and qualifier in {"over", "nearly", "less_than", "at_most"}:
        raise NotANumberError(
            f"{qualifier!r} has no clear meaning for a number that is not above zero"
        )
    reach = leeway(numeral) if convention.share is None else abs(n) * convention.share
    exact = amount.unit in {None, "count", "calendar_year"} and not numeral.rounded
    place = Decimal(0) if exact else numeral.place
    lower, upper = (end * factor for end in rule.ends(n, place, step, reach))
    if amount.unit == "ratio" and convention.growth:
        return (-_INFINITY if rule.lower == "0" else lower), upper, _closed(rule, lower, upper)
    if n < 0 or amount.unit == "degree Celsius":
        return lower, upper, _closed(rule, lower, upper)
    lower = max(lower, Decimal(0))
    if amount.unit == "ratio" and amount.word != "倍" and n * factor <= 1 and lower < 1 < upper:
        return lower, Decimal(1), "both" if rule.closed in {"left", "both"} else "right"
    return lower, upper, _closed(rule, lower, upper)


def _as_floats(lower: Decimal, upper: Decimal) -> tuple[float, float]:
    if lower < upper and float(lower) == float(upper):
        raise NotANumberError("its last digit is lost in a floating-point number")
    return float(lower), float(upper)


def _closed(rule: Rule, lower: Decimal, upper: Decimal) -> Closed:
    return "both" if lower == upper else rule.closed
