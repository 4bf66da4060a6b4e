"""Numerals in digits, in characters or mixed: 1.4万, 三千三百, 1亿2000万, 十点五亿.

`read_numeral` gives the value and how far it is printed: the unit of its last printed digit, of its
last digit that is not zero, and whether it was rounded. It knows neither units nor qualifiers;
`daqing_data.wording` adds them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

__all__ = ["MAGNITUDES", "NUMERAL", "NotANumberError", "Numeral", "read_numeral"]


class NotANumberError(ValueError):
    """The reason why a text is no number."""


#: magnitude -> its size, the highest first.
MAGNITUDES = {
    char: Decimal(10) ** power for char, power in zip("亿万千百十", (8, 4, 3, 2, 1), strict=True)
}
_LARGE = "万亿"  # a number of any size stands before these
_DIGITS = str.maketrans("零一二三四五六七八九两", "01234567892")

# What a numeral is made of. 百分点, 千米, 千瓦 and others are units; 两 ends no numeral but itself
# (一百两 is a mass), and 点 is a decimal point before digits only (30点 are points of an index).
# Atomic, or else all ways to cut a long run of digits would be tried.
NUMERAL = (
    r"(?>[0-9]+(?:\.[0-9]+)?|[零一二三四五六七八九十万亿]|百(?!分点)|千(?![米克瓦伏])"
    r"|点(?=[零一二三四五六七八九])|两(?=[百千万亿])|(?<![0-9零一二三四五六七八九十百千万亿])两|(?<=[十百千万亿零])几)+"
)
_DECIMAL = re.compile(
    "(?P<whole>.+?)(?:(?<=[0-9])[.](?P<digits>[0-9]+)|点(?P<chars>[零一二三四五六七八九]+))(?P<magnitude>[百千]?(?:万亿|[万亿])?)"
)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number and how far it is printed.

    Attributes
    ----------
    value : Decimal
        The number.
    place : Decimal
        One unit of its last printed digit; 0 where the number is exact by itself (三分之一).
    step : Decimal
        One unit of its last digit that is not zero.
    rounded : bool
        Whether it is printed with decimals, or with 万 or 亿 and not down to its ones.
    """

    value: Decimal
    place: Decimal
    step: Decimal
    rounded: bool = False

    def times(self, factor: Decimal) -> Numeral:
        """Multiply the number, and the units of its digits with it."""
        return replace(
            self, value=self.value * factor, place=self.place * factor, step=self.step * factor
        )


def read_numeral(text: str) -> Numeral:
    """Read one numeral without unit or sign.

    A decimal is cut at its point first: the whole part is a numeral of its own, or digits one by
    one (六九三点七, but 五六 may be five or six), the decimals are read digit by digit, and a
    magnitude at the end multiplies both (十点五亿 is 10.5 times 亿). 几 stands for one unknown
    digit: the number is read without it, and known to one unit of the digit before (十几 is 10 to
    20, 一百零几 is 100 to 110).

    Examples
    --------
    >>> numeral = read_numeral("一百二十点三亿")
    >>> float(numeral.value), float(numeral.place), float(read_numeral("两千三百").step)
    (12030000000.0, 10000000.0, 100.0)
    """
    if text.count("几") == 1:
        try:
            one, two = (read_numeral(text.replace("几", digit)) for digit in "一二")
        except NotANumberError:
            raise _malformed(text) from None
        unit = two.value - one.value
        return Numeral(one.value - unit, one.place, 10 * unit, one.rounded)
    if match := _DECIMAL.fullmatch(text):
        digits = (match["digits"] or match["chars"]).translate(_DIGITS)
        if re.fullmatch("[一二三四五六七八九](?:零|[零一二三四五六七八九]{2,})", match["whole"]):
            whole = Decimal(match["whole"].translate(_DIGITS))  # 六九三点七
        else:  # 两千三点一 is 2300.1 or 2003.1
            whole = _whole(match["whole"], inner=True, clipped=False).value
        place = Decimal(1).scaleb(-len(digits))
        numeral = _numeral(whole + int(digits) * place, place, rounded=True)
        for char in match["magnitude"]:
            numeral = numeral.times(MAGNITUDES[char])
        return numeral
    return _whole(text)


def _numeral(value: Decimal, place: Decimal, *, rounded: bool = False) -> Numeral:
    """A numeral whose last digit that is not zero follows from its value."""
    exponent = value.normalize().as_tuple().exponent
    step = Decimal(1).scaleb(int(exponent)) if value else place
    return Numeral(value, place, step, rounded)


def _whole(text: str, *, inner: bool = False, clipped: bool = True) -> Numeral:
    """Read a whole number: split it at its highest magnitude, and read both sides in the same way.

    What is left of the last 亿 counts how many 亿 there are, what is right of it is less than one:
    1亿2000万 is 1 times 亿 and 2000万, and 2000万 is 2000 times 万. The same holds for 万, 千, 百
    and 十, so one rule reads 3万5千, 三千零二十 and 一亿零五. `_split` holds what may not stand on
    either side.

    The unit of the last printed digit is carried along: a 万 or 亿 at the end multiplies it (1.4万
    and 三千万 are printed to 0.1万 and to 万); 千, 百 and 十 after a character only write down
    zeros (三百 is 300, so its place is 1), but after an Arabic digit they end the printed digits
    (8千 is printed to 千).

    `inner` says that something stands before: then only 十 goes without a digit of its own
    (一百十二, never 一万百). `clipped` allows a last digit without its magnitude (三百五 is 350),
    which needs the end of the whole numeral.
    """
    for char in MAGNITUDES:
        if char in text:
            return _split(text, char, inner=inner, clipped=clipped)
    year = "" if inner else "|[一二][零一二三四五六七八九]{3}"
    if not re.fullmatch(f"[0-9]+|[零一二三四五六七八九两]{year}", text):
        raise _malformed(text)
    return _numeral(Decimal(text.translate(_DIGITS)), Decimal(1))


def _split(text: str, char: str, *, inner: bool, clipped: bool) -> Numeral:
    head, _, tail = text.rpartition(char)
    if char in head and (tail or not head.endswith(char) or char not in _LARGE):  # but 四万万
        raise NotANumberError(f"{text!r} runs two amounts together")
    if not head and char != "十" and (inner or tail):
        raise _malformed(text)  # 万一, 千百, 一亿百万
    high, magnitude = _times_magnitude(head, char, inner=inner), MAGNITUDES[char]
    if not tail:
        return high
    if tail.endswith(("零", "两")):
        raise _malformed(text)  # 三百零
    if re.fullmatch(
        "[一二三四五六七八九1-9]", tail
    ):  # 十五 is 15, but 三百五 is 350 and 3万5 is 35000
        if char != "十" and not clipped:
            raise NotANumberError(
                f"{text!r} leaves open whether its last digit is {text}{_BELOW[char]}"
            )
        low = _whole(tail).times(magnitude / 10)
    elif char == "亿" and "万" not in tail and not tail.startswith(("零", "0")):
        raise NotANumberError(f"{text!r} leaves open whether {tail!r} counts ones or 万")
    else:
        low = _whole(tail.removeprefix("零"), inner=True, clipped=clipped)
    if low.value >= magnitude:
        raise _malformed(text)
    rounded = low.rounded or (high.rounded and low.place > 1)
    return Numeral(high.value + low.value, low.place, low.step, rounded)


def _times_magnitude(head: str, char: str, *, inner: bool) -> Numeral:
    """The magnitude times what stands before it: one digit, or any number before 万 and 亿."""
    large, magnitude, head = char in _LARGE, MAGNITUDES[char], head or "一"
    if not large and not re.fullmatch("[1-9一二三四五六七八九两]", head):
        raise _malformed(head + char)  # 20百, 零百
    high = _whole(head, inner=inner, clipped=False)
    if high.value >= 10**16:
        raise _malformed(head + char)  # 亿亿亿
    if large:
        return replace(high.times(magnitude), rounded=True)
    return Numeral(high.value * magnitude, magnitude if head.isascii() else Decimal(1), magnitude)


def _malformed(text: str) -> NotANumberError:
    return NotANumberError(f"{text!r} is not a well-formed numeral")


# What a last digit without magnitude counts.
_BELOW = {"亿": "千万", "万": "千", "千": "百", "百": "十"}
