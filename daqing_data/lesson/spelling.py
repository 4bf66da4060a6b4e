"""Read a number or an interval out of a text, in the many ways in which people write them.

'60.2 %', '577亿元', '57.7 Mrd', 'four hundred', 六成三; '[20, 30)', '20 <= x < 30',
'from 20 to less than 30', '438000±5500', 超过七成. What stands beside a number is read word by word
from tables: a word that is not there is not guessed at.
"""

from __future__ import annotations

import ast
import math
import operator
import re
import unicodedata
from fractions import Fraction
from typing import Any, NamedTuple

import pandas as pd

from daqing_data import wording
from daqing_data.lesson.asking import Exercise
from daqing_data.lesson.units import FILLERS, MULTIPLES, UNITS, words_of

__all__ = ["Ends", "Reader", "letters_of", "pair_ends", "plain", "sides"]


class Ends(NamedTuple):
    """An interval as it was answered; None where it was not said whether an end belongs to it."""

    low: float
    high: float
    low_in: bool | None = None
    high_in: bool | None = None


# Which of the signs between digits are decimal and which group thousands is decided in `_digits`.
DIGITS = r"(?:\d+(?:[.,'’_]\d+| \d{3}(?!\d))*|[.,]\d+)"
FACTOR = rf"{DIGITS}(?:e[-+]?\d{{1,2}})?(?:(?:\^|\*\*)[-+]?\d{{1,2}})?"
NUMBER = rf"[-+]?\s*{FACTOR}(?:\s*(?:[*/×·:]|x(?=\s*\d))\s*{FACTOR})*"
INFINITE = r"[-+]?\s*(?:(?:np\.|math\.)?inf(?:inity)?\b|∞|无穷大?)"
ONE_NUMBER = re.compile(rf"([^\d∞]*?)({NUMBER}|{INFINITE})((?!\d).*)")
CARDINALS = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen".split()
    )
} | {
    word: 10 * tens
    for tens, word in enumerate(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(), 2
    )
}  # fmt: skip
SPELT = re.compile(rf"\b(?:(?:{'|'.join(CARDINALS)}|hundred(?! million)|and(?= \w))\b[\s-]*)+")


MIXED = re.compile(r"\b(\d+) (\d)/([2-9])\b")  # 12 1/2


def plain(text: str) -> str:
    """Full-width forms, unusual spaces, dashes and fractions made plain; lower case."""
    text = re.sub(r"(?<=\d)(?=[¼-¾⅐-⅞])", " ", text)  # NFKC alone makes 121/2 of 12½
    text = unicodedata.normalize("NFKC", text).translate({0x2212: "-", 0x2044: "/"})
    text = MIXED.sub(lambda mixed: f"{int(mixed[1]) + int(mixed[2]) / int(mixed[3])}", text)
    text = re.sub(r"\+\s?/?\s?-", "±", text)
    return " ".join(text.casefold().split())


def letters_of(text: str) -> str:
    """Strip a text of what may be written in other ways: spaces, quotes, hyphens, a full stop."""
    return re.sub(r"[\s_\-'\"‘’“”`()*]", "", plain(text).replace("&", "and")).rstrip(".!。")


def _in_digits(text: str) -> str:
    """English number words as digits: 'from twenty to less than thirty'."""

    def digits(match: re.Match[str]) -> str:
        total = 0
        spelt = [word for word in re.split(r"[\s-]+", match[0]) if word]
        if not set(spelt) & CARDINALS.keys():
            return match[0]
        for word in spelt:
            total = (total or 1) * 100 if word == "hundred" else total + CARDINALS.get(word, 0)
        return (
            f"{'and ' if spelt[0] == 'and' else ''}{total}{' and ' if spelt[-1] == 'and' else ' '}"
        )

    return SPELT.sub(digits, text).strip()


# Thousands, 万 (1,0000), and the Indian way (2,28,000).
GROUPED = r"(?:[1-9]\d{0,2}(?:[.,]\d{3})+|[1-9]\d{0,3}(?:[.,]\d{4})+|[1-9]\d?(?:,\d\d)+,\d{3})"


def _digits(text: str) -> list[Fraction]:
    """Read digits with separators; two numbers where a separator can be understood in two ways.

    1,484 may have a thousand (English) or a decimal comma; so may 1.484. A separator that comes
    twice groups; of two kinds the last is the decimal one; 0.602 and 22,8 have but one reading.
    """
    mantissa, _, exponent = text.partition("e")
    digits = re.sub(r"[ _'’]", "", mantissa)
    marks = re.findall(r"[.,]", digits)
    if len(set(marks)) == 2 and marks.count(marks[-1]) == 1:
        if not re.fullmatch(rf"{GROUPED}[.,]\d+", digits):  # 0.7,1 are two numbers
            raise ValueError(text)
        readings = [digits.replace(marks[0], "").replace(",", ".")]
    elif len(marks) > 1:
        if not re.fullmatch(GROUPED, digits):
            raise ValueError(text)
        readings = [re.sub(r"[.,]", "", digits)]
    elif marks == [","] and re.fullmatch(r"[1-9]\d{0,3},\d{4}", digits):  # 22,8000 by 万
        readings = [digits.replace(",", "."), digits.replace(",", "")]
    elif marks and re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", digits):
        readings = [digits.replace(",", ""), digits.replace(marks[0], "")]
        if marks == [","]:
            readings[1] = digits.replace(",", ".")
    else:
        readings = [digits.replace(",", ".")]
    scale = Fraction(10) ** int(exponent or 0)
    return [Fraction(reading) * scale for reading in readings]


def _value(text: str) -> list[Fraction]:
    """Compute the digits of a product or quotient: '1/8', '22.8 × 10^4'."""
    sign = -1 if text.startswith("-") else 1
    pieces = re.split(r"\s*([*/×·:x])\s*(?!\*)", re.sub(r"\*\*", "^", text.lstrip("+- ")))
    readings = [Fraction(sign)]
    for mark, piece in zip(["*", *pieces[1::2]], pieces[::2], strict=True):
        base, _, power = piece.partition("^")
        factors = [factor ** int(power or 1) for factor in _digits(base.strip())]
        if mark in "/:":
            factors = [1 / factor for factor in factors]
        width = max(len(readings), len(factors))
        readings = [readings[i % len(readings)] * factors[i % len(factors)] for i in range(width)]
    return readings


OPERATIONS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}


def _computed(text: str) -> float | None:
    """Compute a formula of numbers: '(300/120)^(1/5.5) - 1'; None if the text is none."""

    def of(node: ast.expr) -> Any:
        match node:
            case ast.Constant(value=int() | float() as number):
                return float(number)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return -of(operand)
            case ast.BinOp(left=left, op=sign, right=right):
                return OPERATIONS[type(sign)](of(left), of(right))
        raise ValueError(text)

    if not re.fullmatch(r"[\d.()+*/^ -]*[*/^(][\d.()+*/^ -]*", text):  # and not 20-30
        return None
    try:
        return float(of(ast.parse(text.replace("^", "**").strip(), mode="eval").body))
    except (ArithmeticError, KeyError, SyntaxError, TypeError, ValueError):
        return None


class _Text(NamedTuple):
    """A number in a text: its readings in the unit of the exercise, and the words beside it."""

    readings: list[float]
    words: str


WIDENED = {"over", "nearly", "about"}  # wordings whose ends follow from the rules alone
# A formula with names in it: (end/start)**(1/years), and no n/a.
FORMULA = re.compile(r"(?=.*[*/^])(?=.*[\d_])(?=.*[a-z])(?!.*[a-z]\s+[a-z])[\w.()*/+^ -]+")


class Reader:
    """Reads texts for one exercise: knows its unit and the words that may stand beside a number."""

    def __init__(self, exercise: Exercise) -> None:
        self.exercise = exercise
        self.how, words, self.names = UNITS[exercise.unit]
        own = words_of(exercise.words) if exercise.words else {}
        self.vocabulary = FILLERS | MULTIPLES | dict(words) | own
        self.longest_first = sorted(self.vocabulary, key=len, reverse=True)

    def number(self, text: str, words_of_the_other: str = "") -> _Text | None:
        """Read one number; None if the text is none. It may leave its unit to the other end."""
        text = re.sub(r"\b(?:minus|negative)\s+|负(?=\d)", "-", _in_digits(text))
        text = re.sub(r"\bplus\s+(?=\d)", "+", text)
        for word in self.longest_first:  # 'per 10k': words with digits of their own come off first
            if word.startswith(("/1", "/万", "per 1", "for each 1", "for every 1")):
                text = text.replace(word, " ")
        if self.exercise.unit == "ratio":
            text = re.sub(r"(?<=\d)\s*\b(?:out of|of|von|in)\b\s*(?=\d)", "/", text)
        match = ONE_NUMBER.fullmatch(text)
        if match is not None:
            before, digits, after = match.groups()
            words = f"{after} {before}".strip() or words_of_the_other
            factor = self._factor(words)
            if re.fullmatch(INFINITE, digits):
                return _Text([-math.inf if digits.startswith("-") else math.inf], "")
            if factor is not None:
                try:
                    return _Text([float(value * factor) for value in _value(digits)], words)
                except (ValueError, ZeroDivisionError, OverflowError):
                    return None
        if self.exercise.kind == "number" and (result := _computed(text)) is not None:
            return _Text([result], "")
        return self._chinese(text) or self._said_twice(text)

    def _said_twice(self, text: str) -> _Text | None:
        """'62/98 = 0.63', '577亿 (57.7 billion)': one number in two spellings that agree."""
        parts = [part for part in re.split(r"\s*(?:=|\bor\b|[()])\s*", text) if part]
        if len(parts) != 2 or not all(re.search(r"\d", part) for part in parts):
            return None
        first, second = (self.number(part) for part in parts)
        if (
            not first
            or not second
            or not math.isclose(first.readings[0], second.readings[0], rel_tol=0.02)
        ):
            return None
        return _Text([first.readings[0], second.readings[0]], first.words)

    def _factor(self, words: str) -> Fraction | None:
        """What the words beside a number multiply it by; None if one of them is unknown."""
        factor, multiple = Fraction(1), False
        while words := words.strip(" .()-"):
            word = next((word for word in self.longest_first if _begins(words, word)), None)
            if word is None:
                return None
            factor *= self.vocabulary[word]
            multiple = multiple or self.vocabulary[word] >= 100
            words = words[len(word) :]
        return factor / 10**6 if multiple and self.exercise.unit == "million" else factor

    def _chinese(self, text: str) -> _Text | None:
        found = self.chinese(text)
        if found is None or math.isnan(found.value):
            return None
        if self.exercise.kind == "interval" and found.qualifier != "exact":  # 20多: two ends
            return None
        return _Text([found.value * self._scale(found.unit)], "")

    def _scale(self, unit: str | None) -> float:
        return float(self.names.get(unit or "", 1)) * (
            1e-6 if self.exercise.unit == "million" else 1
        )

    def chinese(self, text: str) -> wording.Number | None:
        """What `read_number` makes of it, if it is in the unit that is asked for."""
        try:
            found = wording.read_number(re.sub(r"^(?:年均|每年|每万人)(?:增长)?|\s", "", text))
        except ValueError:
            return None
        return found if found.unit is None or found.unit in self.names else None

    def unreadable(self, answer: object) -> str:
        """Say what could not be read, and how it is asked for."""
        ends = "with two ends " if self.exercise.kind == "interval" else ""
        percent = isinstance(answer, str) and re.search("%|％|per ?cent", answer)
        if percent and self.exercise.unit not in {"ratio", "points"}:
            return f"please answer {ends}{self.how}; {answer!r} is a percentage."
        if ends and isinstance(answer, str) and self._is_wording(plain(answer)):
            return f"{answer!r} is a wording again: which numbers does it admit? Give two ends."
        if not ends and isinstance(answer, str) and FORMULA.fullmatch(answer):
            return f"{answer!r} is a formula; take its quotes off, and Python computes it."
        return f"please answer {ends}{self.how}; I could not read {answer!r}."

    def _is_wording(self, text: str) -> bool:
        """Whether it is such a wording as the lessons ask the ends of: 20多, 20-odd, nearly 20."""
        found = self.chinese(text)
        english = re.fullmatch(r"(?:nearly|almost) .*\d.*|\d+ ?(?:-odd|\+| and some)\b.*", text)
        return bool(english or (found and found.qualifier in WIDENED))

    # An interval in a text becomes parts with a relation each: '20 <= x < 30', 'more than 70 %'.

    def interval(self, text: str, right: pd.Interval) -> list[Ends] | None:
        """Read two ends, or one that the wording makes a bound; None if the text has not that."""
        text = re.sub(r"(?<=[^\s(]) up to (?!and including|but|not|excl)", " to ", text)
        for way in (self._pair, self._plus_minus, self._bounds):
            if ends := way(text, right):
                return ends
        found = self.chinese(text)
        if found is None or found.qualifier in WIDENED:
            return None
        if found.qualifier == "exact" and not math.isnan(found.value):
            return None
        scale = self._scale(found.unit)
        low, high, closed = found.interval.left, found.interval.right, found.interval.closed
        said = (None, None) if found.qualifier == "range" else sides(closed)
        return [Ends(low * scale, high * scale, *said)]

    def _both(self, low: str, high: str) -> tuple[_Text, _Text] | None:
        last = self.number(high)
        first = self.number(low, last.words if last else "")
        return (first, last) if first and last else None

    def _pair(self, text: str, _: pd.Interval) -> list[Ends] | None:
        text = re.sub(r"^\w+ (?:in|∈) (?=[\[(\]])", "", text)
        without = re.sub(r",? \(?without (?:the|both|its) ends\)?$", "", text)
        bracketed = re.fullmatch(
            r"([\[(\]])([^\[\]]*)([\])\[])(\s*(?:[^\d\s\[\])][^\[\])]*)?)", without
        )
        opening, inside, closing, unit = bracketed.groups() if bracketed else ("", without, "", "")
        comma = "," if opening and closing else r",\s+"
        gap = rf"(?:;|{comma}|\.\.\.?|[~–—-]|\bto\b|\band\b|\bbis\b|\buntil\b|至|到)"
        for split in re.finditer(rf"\s*{gap}\s*", inside):
            low = re.sub(r"^(?:from|between|von|zwischen)\s+", "", inside[: split.start()])
            both = self._both(low, f"{inside[split.end() :]} {unit}".strip()) if low else None
            if both:
                low_in, high_in = (None, None) if opening + closing in {"()", ""} else (
                    opening == "[", closing == "]"
                )  # fmt: skip
                if without != text:
                    low_in = high_in = False
                return pair_ends(both[0].readings, both[1].readings, low_in, high_in)
        return None

    def _plus_minus(self, text: str, _: pd.Interval) -> list[Ends] | None:
        terms = re.split(r"\s*(?:±|\bplus[ /](?:or )?minus\b)\s*", text.strip("()[]"))
        both = self._both(*terms) if len(terms) == 2 and all(terms) else None
        if not both or not all(math.isfinite(end.readings[0]) for end in both):
            return None
        middle, half = (Fraction(str(end.readings[0])) for end in both)  # decimals stay decimals
        return [Ends(float(middle - half), float(middle + half))]

    def _bounds(self, text: str, right: pd.Interval) -> list[Ends] | None:
        for pattern, sign in RELATIONS:
            text = pattern.sub(sign, text)
        parts = [part for part in re.split(PARTS, text.strip("()[] ,")) if part.strip()]
        bounds = [bound for part in parts for bound in _relations(part)]
        if not (1 <= len(bounds) <= 2) or not any(relation for relation, _ in bounds):
            return None
        read = [(relation, self.number(value)) for relation, value in bounds]
        if any(number is None for _, number in read):
            return None
        words = next((number.words for _, number in read if number and number.words), "")
        words = "" if re.search(r"th|third|quarter|hal[fv]", words) else words  # tenths are its own
        low: float | None = None
        high: float | None = None
        low_in = high_in = None
        for (relation, value), (_, number) in zip(bounds, read, strict=True):
            number = number if number and number.words else self.number(value, words)
            end = number.readings[0] if number else math.nan
            belongs = BELONGS[relation]
            if relation in {">", ">="} or (relation not in {"<", "<="} and low is None):
                low, low_in = end, belongs
            else:
                high, high_in = end, belongs
        # A side that is not spoken of ends where such numbers end: a share at 0 and 1.
        if low is None:
            natural = right.left in {0, -math.inf}
            low = right.left if natural else -math.inf if self.exercise.unit == "points" else 0.0
        if high is None:
            capped = self.exercise.unit == "ratio" and right.right == 1
            high = 1.0 if capped else math.inf
        return [Ends(low, high, low_in, high_in)]


# Words for a relation, in this order: 'not more than' before 'more than'.
RELATIONS = tuple(
    (re.compile(words), sign)
    for words, sign in (
        (r"\bup to,? (?:but )?(?:not including|excluding)\b", " , < "),
        (r"\b(?:less|smaller|lower) than or equal to\b", " <= "),
        (r"\b(?:more|greater|larger|higher) than or equal to\b", " >= "),
        (
            r"≥|=>|\b(?:at least|no less than|not less than|minimum|mindestens)\b"
            r"|至少|不少于|不低于|不小于|大于(?:或)?等于",
            " >= ",
        ),
        (
            r"≤|=<|\b(?:at most|(?:no|not) more than|up to(?: and including)?|maximum|höchstens)\b",
            " <= ",
        ),
        (r"至多|不超过|不多于|不高于|不大于|小于(?:或)?等于", " , <= "),
        (
            r"\b(?:less|fewer|smaller|lower) than\b"
            r"|\b(?:below|under|just under|unter|weniger als)\b",
            " < ",
        ),
        (r"不到|不足|少于|低于|小于", " , < "),
        (
            r"\b(?:more|greater|larger|higher) than\b"
            r"|\b(?:above|over|exceeds|exceeding|über|mehr als)\b",
            " > ",
        ),
        (r"超过|多于|大于|高于", " > "),
        (r"\(?\b(?:exclusive|excluded|not included|not inclusive)\b\)?", " excl "),
        (r"\(?\b(?:inclusive|included)\b\)?", " incl "),
        (r"\b(?:or|and) (?:more|above|over|greater)\b|以上|\+(?=\s*(?:years?|年)?$)", " ormore , "),
        (r"\b(?:or|and) (?:less|below|under|fewer)\b|以下", " orless "),
        (
            r",? ?(?:without|no|and no) (?:any )?(?:upper )?(?:limit|bound|end)(?: above)?|无上限",
            "",
        ),
    )
)
PARTS = r"\s*(?:,\s+|,(?=[<>])|;|&|\band\b|\bbut\b|\bto\b|\bbis\b|至|到)\s*"
# Whether the end of a relation belongs to the interval; of a bare number that is not said.
BELONGS = {"": None, "in": True, "out": False, ">=": True, "<=": True, ">": False, "<": False}
# What a word after a number makes of its relation.
SAID_AFTER = {
    "ormore": {"": ">="},
    "orless": {"": "<="},
    "incl": {"": "in", "<": "<=", ">": ">="},
    "excl": {"": "out", "<=": "<", ">=": ">"},
}
FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


def _relations(part: str) -> list[tuple[str, str]]:
    """Cut '20 <= x < 30' or '>= 20' into (relation, value) pairs; ('', value) for a bare one."""
    part = re.sub(r"^(?:from|between)\s+", "", part.strip())
    words = part.split()
    for word, relations in SAID_AFTER.items():
        if word in words:
            bare = " ".join(each for each in words if each != word)
            *before, (relation, value) = _relations(bare) or [("", bare)]
            return [*before, (relations.get(relation, relation), value)]
    match re.split(r"(<=|>=|<|>)", part):
        case [value]:
            return [("", value)]
        case [left, relation, value] if not re.search(r"\d|∞|inf", left):
            return [(relation, value.strip())]
        case [low, "<" | "<=" as relation, high] if re.search(r"\d|∞|inf", high):  # 20 up to 30
            return [("", low.strip()), (relation, high.strip())]
        case [value, relation, _]:
            return [(FLIPPED[relation], value.strip())]
        case [low, first, _, second, high]:
            return [(FLIPPED[first], low.strip()), (second, high.strip())]
    return []


def _begins(words: str, word: str) -> bool:
    """Whether the words begin with this one, and not with a longer one."""
    latin = re.compile("[a-z]")
    longer = latin.match(word[-1:]) and latin.match(words[len(word) :])
    return words.startswith(word) and not longer


def sides(closed: str) -> tuple[bool, bool]:
    """Whether the lower and the upper end belong to an interval that is closed so."""
    return closed in {"left", "both"}, closed in {"right", "both"}


def pair_ends(
    low: list[float], high: list[float], low_in: bool | None, high_in: bool | None
) -> list[Ends]:
    """All readings of two ends; a separator means the same at both of them."""
    width = max(len(low), len(high))
    return [Ends(low[i % len(low)], high[i % len(high)], low_in, high_in) for i in range(width)]
