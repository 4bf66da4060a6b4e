"""The words that may stand beside a number in an answer, and what they multiply it by."""

from __future__ import annotations

from fractions import Fraction

from daqing_data.lesson.asking import Unit

__all__ = ["FILLERS", "MULTIPLES", "UNITS", "Words", "words_of"]

Words = dict[str, Fraction]  #: word -> what it multiplies a number by


def words_of(words: str, factor: float | str = 1) -> Words:
    """Words that multiply a number by the same factor, from a text with `|` between them."""
    return dict.fromkeys(words.split("|"), Fraction(str(factor)))


# Said beside a number of any unit, and changing nothing.
FILLERS = words_of(
    "about|approximately|approx|around|roughly|circa|ca|exactly|the|a|an|it|is|answer|result|=|≈|~"
    "|±|:|so|of|ratio|factor|约|大约|左右"
)
MULTIPLES = (
    words_of("hundred|百", 100)
    | words_of("thousand|k|tsd|千", 1000)
    | words_of("万|wan", 10**4)
    | words_of("million|millions|millionen|mio|mln|mn|百万", 10**6)
    | words_of("千万", 10**7)
    | words_of("亿|hundred million|yi", 10**8)
    | words_of("billion|billions|bn|mrd|mld|milliard|milliards|milliarden|十亿", 10**9)
    | words_of("trillion|trillions|万亿", 10**12)
)
PER_YEAR = words_of(
    "a year|per year|/year|/yr|/a|each year|every year|yearly|per annum|p.a|pa|annually|annual"
    "|pro jahr|jährlich|p. a|im jahr|growth|rate|in one year|in 1 year|in a single year"
    "|每年|年均|增长"
)
RATIO = (
    words_of("%|percent|per cent|pct|prozent", "0.01")
    | words_of("‰|per mille", "0.001")
    | words_of("times|x|fold|倍|as much|as fast|growth|of all|share")
    | {name: Fraction(1, part) for part, names in enumerate(
        "half|halves third|thirds quarter|quarters fifth|fifths sixth|sixths seventh|sevenths "
        "eighth|eighths ninth|ninths tenth|tenths eleventh|elevenths".split(), 2
    ) for name in names.split("|")}
)  # fmt: skip
# By unit: how to ask for it, the words for it, and the names `read_number` has for it.
UNITS: dict[Unit, tuple[str, Words, Words]] = {
    "": ("as a plain number", {}, words_of("ratio|count")),
    "ratio": ("as a fraction or a percentage", RATIO | PER_YEAR, words_of("ratio")),
    "points": (
        "as a fraction or in percentage points",
        RATIO
        | words_of("percentage points|percentage point|points|point|pp|百分点|个百分点", "0.01"),
        words_of("ratio") | words_of("percentage point", "0.01"),
    ),
    "count": (
        "as a plain number",
        words_of("个|家|对|racks|pairs|paare|people|combinations|pairs of figures"),
        words_of("count"),
    ),
    "million": (
        "in millions",
        words_of("m", 10**6) | words_of("visitors|visits|people|persons|人|人次|of"),
        words_of("count"),
    ),
    "year": ("in years", words_of("years|year|年"), words_of("year")),
    "CNY": (
        "in yuan",
        words_of("m", 10**6)
        | words_of("b", 10**9)
        | words_of("cny|chinese yuan|yuan|rmb|renminbi|¥|元|人民币|more"),
        words_of("CNY"),
    ),
    "m2": (
        "in square metres",
        words_of("m2|m^2|m**2|sqm|sq m|sq. m|square metres|square meters|square metre|square meter")
        | words_of("平方米|平米|qm")
        | words_of("hectares|hectare|ha|公顷", 10**4),
        words_of("m2"),
    ),
}
