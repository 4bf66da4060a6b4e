"""Where the numbers of a Chinese text stand, and which numerals state none: rules, in the order they decide.

`rows` is the plain generator behind `daqing_data.article.scan`; it makes no frame and knows nothing of
any one article. Most numerals that are no numbers are words (进一步), names (5G) or dates, so these are
looked for first and quantities last; what a quantity says is left to `daqing_data.wording.read_number`.

Each step looks at a bounded piece of text, so the time grows with the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from daqing_data.scanwords import (
    ARTICLES,
    COUNTING,
    DOWN,
    EXTREME,
    IDIOMS,
    LEVELS,
    NAMES,
    NOT_A_UNIT,
    NOT_BEFORE,
    RATES,
    UP,
    YARDSTICKS,
    any_of,
    fold,
)
from daqing_data.units import CURRENCIES
from daqing_data.wording import RULES, UNITS, read_number

__all__ = ["COLUMNS", "SILENT", "STATING", "numeral_offsets", "rows"]

#: Kinds of rows that state a number; all other kinds say why a numeral states none.
COLUMNS = "paragraph start end printed kind value unit qualifier lower upper closed direction".split()
STATING = ("quantity", "share", "growth", "points", "duration", "rank", "class", "extreme")
#: Kinds of rows that state none.
SILENT = tuple("date period title name label idiom article vague unit ordinal composition".split())

# --- pieces of patterns, all for folded text (see `fold`) -------------------------------------------

NUMERAL = "0-9零〇一二两三四五六七八九十百千万亿半双几俩仨廿卅½⅓⅔¼¾①-⑳⑴-⒛㈠-㈩Ⅰ-Ⅻ"
_HAN = "零〇一二两三四五六七八九十"
_SPACE = "[ \u00a0\u2009\u202f]?"
_ARABIC = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
_BIG = "(?:百(?!分点)|千(?![瓦米克伏]|帕)|[万亿])"
_WORDS = f"(?:[{_HAN}]|{_BIG})+(?:点[{_HAN}]+{_BIG}*)?"
_ONE = rf"(?:{_ARABIC}(?:{_SPACE}{_BIG}+(?:\d+{_BIG}*|[{_HAN}]+{_BIG}*)?)?|{_WORDS})"
_SMALL = rf"(?:\d{{1,3}}|[{_HAN}]{{1,4}})"
_DASH = "(?:至|到|~|～|-|‐|‑|–|—|―|─|〜|∼){1,2}"
_LIST = "(?:、|和|与|及|或|以及)"

# --- dates and periods ------------------------------------------------------------------------------

_YEAR = "(?:(?:1[89]|20)\\d\\d(?![\\d.])|[一二][零〇一二三四五六七八九]{3}(?=年))"
_MONTH = f"(?:(?:1[0-2]|0?[1-9])|十[一二]?|[一二三四五六七八九])(?:(?:{_DASH}|、)(?:1[0-2]|0?[1-9]|十[一二]?|[二三四五六七八九]))?{_SPACE}月份?"
_DAY = f"(?:[12]\\d|3[01]|0?[1-9]|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_DAYS = f"{_DAY}[日号]?(?:(?:{_DASH}|、){_DAY})?{_SPACE}[日号](?![元均产常用光照])"
_HOUR = r"\d{1,2}(?:时(?![间代期])(?:\d{1,2}分)?|点(?:\d+分|半|钟|许|整)|:\d\d(?::\d\d)?)"
_PART_OF_DAY = "(?:上午|下午|凌晨|清晨|早上|早|晚上|晚|傍晚|中午|夜)"
_CLOCK = f"(?:{_SPACE}{_PART_OF_DAY}?{_SPACE}{_HOUR}(?:许|左右)?|{_PART_OF_DAY})"
_THIS = "(?:今|去|明|前|本|当|上|次|同|翌)年"
_EDGE = "(?:以来|上旬|中旬|下旬|年底|年末|年初|底|初|末|春|夏|秋|冬)"
_QUARTER = f"(?:第?[一二三四1-4](?:(?:{_DASH}|、)第?[二三四2-4])?季度?|前[一二两三1-3]个?季度|[上下]半年)"
_TIME_UNIT = "(?:个?世纪|周年|年|个多月|个半月|个月|月|个?星期|周|天|日|个?多?小时|分钟)"
_SPAN_OF = f"(?:{_ONE}|半){_SPACE}[余多几来]?{_TIME_UNIT}多?"
_DATES = rf"""
    (?:{_YEAR}|\d\d(?=年{_MONTH}))(?:年?(?:{_DASH}|、)(?:{_YEAR}|\d\d(?!\d)))?年度?{_SPACE}
        (?:{_SPACE}{_MONTH}(?:{_SPACE}{_DAYS}(?:{_CLOCK})?|\d{{1,2}}(?=[止，。])|{_EDGE})?|{_QUARTER}|{_EDGE})?(?:以来)?
  | (?:{_THIS})?{_SPACE}{_MONTH}{_SPACE}(?:{_DAYS}{_CLOCK}?|{_EDGE}|{_DASH}(?:{_THIS})?{_MONTH}(?:{_DAYS})?)?(?:以来)?
  | (?:{_THIS}|当日|当天|昨日|今日|同日)?{_PART_OF_DAY}?{_HOUR}(?:{_DASH}{_HOUR})?
  | (?:农历)?(?:大年|正月|腊月)初?[{_HAN}]{{1,3}}
  | (?<![\d.])(?:{_DAYS})(?:{_CLOCK})?(?=[,，。、;；:：上下凌晚早的]|电|讯|$)
  | \d{{1,2}}、\d{{1,2}}点钟?
  | (?:1[89]|20)\d\d[-/.]\d{{1,2}}[-/.]\d{{1,2}}(?!\d)
"""
_PERIODS = rf"""
    (?:{_THIS})?{_SPACE}前{_ONE}个月 | (?:{_THIS})?{_QUARTER}
  | (?:最近|近|过去的?|未来|今后|此前|前|后|这|那|头){_SPAN_OF}(?:来|间|里|内)?(?![内级轻龄])
  | {_SPAN_OF}(?:以来|来(?!自|到|源)|之前|之后|以前|以后|之内|以内|内|前(?!列|茅|进)|后(?!续|期)|间(?![距隔])|里(?!程))
  | (?:上个?|本|\d\d)世纪(?:[{_HAN}0-9]{{1,3}}年代)?[初中末]? | [{_HAN}0-9]{{1,4}}年代[初中末]?
  | {_YEAR}{_DASH}{_YEAR}(?!\d) | {_YEAR}(?!年|\s?(?:[余多个家元人吨万亿%]))
"""

# --- numerals that state no number ------------------------------------------------------------------

_OPEN, _CLOSE = "“\"「『‘", "”\"」』’"
_LABELS = rf"""
    (?<![^\n])\s{{0,4}}[(（]?(?:\d{{1,2}}|[{_HAN}]{{1,3}})(?:[)）、]|[.．](?!\d))
  | [(（](?:\d{{1,2}}|[{_HAN}]{{1,3}})[)）](?=\w)
  | (?<=[。；：;:，]){_SPACE}(?:\d{{1,2}}[、.](?!\d)|[{_HAN}]{{1,2}}(?=[是要、]))
  | [\[［【〔]\d{{1,3}}[\]］】〕] | [①-⑳⑴-⒛㈠-㈩Ⅰ-Ⅻ]+
  | (?<=[图表注例]){_SPACE}\d{{1,2}}(?![\d.]|{any_of(UNITS)})
"""
_NAMES = rf"""
    [A-Za-z][A-Za-z-]{{0,5}}\d[\dA-Za-z-]* | \d+[A-Z](?![a-z])[\dA-Z]*(?:级|打印)? | \d+(?:[+×x]\d+)+ | (?!{_YEAR})\d+-\d+(?=[^\d%.])(?![个家年月日万亿元人吨米亩天名户])
  | (?<=[(（:：])0\d{{2,5}}(?!\d) | (?<=[(（])(?!{_YEAR})\d{{3,6}}(?=[)）]) | (?<![\d.,])\d+\+
  | (?<![{_HAN}])十[一二三四五六七]五(?![个家年月日万亿元人吨十百千])
  | (?<=[党的])(?:二?十[{_HAN}]?大|十[五六七八九]大) | 二十大 | 十[六七八九]大
  | (?:二?十[{_HAN}]?届)?(?:[一二三四五六七八]中、?)+(?=全会) | {_SMALL}次(?=全会|全体)
  | {_ONE}强(?![大化调度]) | {_ONE}(?:元|吨|千瓦|人)?级(?![别差]) | {_ONE}(?:年|月|天|日)(?:行动|计划|规划|战役|攻坚)
  | [{_HAN}百]{{1,2}}(?:新|上|保|险|农|网|纵|横|园|区|圈|轴|带|廊)[{_HAN}]?(?:区|园|圈|带|核|中心)?(?=[”」])
  | (?<=[A-Za-z]){_SPACE}\d+(?![\d.]) | (?<=号|路|楼|线|道)\d+号 | {_ONE}号(?!召|码)
  | [{_HAN}](?=[村厂中小]的?|作业区|大队) | {any_of(NAMES)}
"""
_IDIOMS = rf"""
    (?<!第){any_of(IDIOMS)}(?!之[{_HAN}]) | (?<!第)一(?P<again>\w)(?P=again) | 一(?P<each>\w)一(?P=each) | 双(?:\w(?!方))? | 一\w一\w
"""
_COMPOSITIONS = r"\d+(?:\.\d+)?(?:[:：∶]\d+(?:\.\d+)?)+(?!\d)"
_VAGUE = rf"""
    (?:好|近|数|上)?几[十百千万亿]*[余多]?(?:{any_of(UNITS)})? | (?:数|成)[十百千万亿]+[余多]?(?:{any_of(UNITS)})?
  | 多(?:次|个|家|名|项|年|种|位|人次|处|场|条|地) | 屡
"""
_ORDINALS = rf"""
    第{_SPACE}{_ONE}(?:{any_of(UNITS)}|产业|季度?|阶段|方阵|梯队)? | 第几\w? | {_SMALL}、{_SMALL}期
  | {_SMALL}(?:届|等奖?) | (?<![分共为成])[一二三四五六七八九](?:期(?![间限货望待末初])|类(?![型别似])|级(?![别差])|次会议|线(?=城市))
"""


class _Rule(NamedTuple):
    """A kind and the pattern that decides for it; `back` characters before the numeral may belong to it."""

    kind: str
    pattern: re.Pattern[str]
    back: int


def _rule(kind: str, pattern: str, back: int = 0) -> _Rule:
    return _Rule(kind, re.compile(pattern, re.VERBOSE), back)


#: The order of decisions: the first rule that holds is the reason why a numeral states no number.
_SILENT_RULES = (
    _rule("label", _LABELS, 2),
    _rule("idiom", _IDIOMS, 3),
    _rule("name", _NAMES, 5),
    _rule("composition", _COMPOSITIONS),
    _rule("date", _DATES, 4),
    _rule("period", _PERIODS, 4),
    _rule("vague", _VAGUE, 1),
    _rule("ordinal", _ORDINALS, 2),
)
_RANKED = re.compile(rf"第{_SPACE}{_ONE}(?P<of>[位名]|大(?![道街队会学]))?")
_RANKING = re.compile(
    "(?:[居列排位占]|名列|跃升|升至|升到|保持|夺得|获得?|世界|全球|全国|全省|全市|全县|亚洲|国内|省内|东北|西部|中部|增长的)"
    "[^，。；、\n]{0,6}\\Z"
)
_STRETCH = re.compile("[，。；！？：:;!?\n]")
_TRIGGER = re.compile(f"[{NUMERAL}]|{EXTREME}|多(?=[次个家名项年种位处场条地])|屡")
_EXTREME = re.compile(EXTREME)
_DAY_OR_MONTH = re.compile("[月日号时点:正腊初]")
_SHARING = re.compile(f"{_SPACE}{_LIST}{_SPACE}")
_KINDS = {
    "percentage point": "points",
    "rank": "rank",
    "calendar_year": "period",
    **dict.fromkeys("year month week day hour minute second".split(), "duration"),
}

# --- quantities -------------------------------------------------------------------------------------

_UNIT = "(?:" + "|".join(
    re.escape(word) + (f"(?![{NOT_A_UNIT[word]}])" if word in NOT_A_UNIT else "")
    + ("(?![A-Za-z])" if word.isascii() and word.isalpha() else "")
    for word in sorted([*UNITS, "㎡", "m²", "m³"], key=len, reverse=True)
) + ")"
_SUFFIX = any_of(
    spelling
    for rule in RULES.values()
    for word in rule.after.split()
    if word not in "余多几来"
    for spelling in (word, word.replace("(", "（").replace(")", "）"))
)
_AMOUNT = rf"""
    (?:{_ONE}分之)?(?:-|负)?(?:一半|半数|半(?={_UNIT})|\d+/\d+(?![\d/])|{_ONE}){_SPACE}
    (?:[余多几来](?!自|源)[万亿]*|个[多半](?=月|小时|百分点|亿))?{_SPACE}
"""
_QUANTITY = re.compile(
    rf"""(?P<number>{_AMOUNT})(?P<unit>{_UNIT}(?:[余多](?![家个人次种年]))?(?:(?<=[年月周天时倍成米吨])半)?)?
         (?P<range>{_DASH}{_AMOUNT}{_UNIT}?)?
         (?P<suffix>(?:[(（]含[)）])?{_SPACE}(?:{_SUFFIX}))*(?P<money>人民币)?""",
    re.VERBOSE,
)
_BEFORE = re.compile(
    "(?:(?:"
    + "|".join(
        (f"(?<![{NOT_BEFORE[word]}])" if word in NOT_BEFORE else "") + re.escape(word)
        for word in sorted((word for rule in RULES.values() for word in rule.before.split()), key=len, reverse=True)
    )
    + f")(?:了|有|为)?{_SPACE})*(?:{any_of(CURRENCIES)}{_SPACE})?\\Z"
)
_YARDSTICK = re.compile(YARDSTICKS)
_FAR = re.compile("(?:远|明显|大幅|显著|略|均|还|大大)\\Z")
_ONE_OF = re.compile(f"一{any_of(ARTICLES)}(?![半多余月])")
_COUNTING = re.compile(f"{any_of(COUNTING)}\\Z")
_BARE = re.compile(rf"\d+|[{_HAN}]+")
_AFTER_A_WORD = re.compile("(?<=[\u4e00-\u9fff])\\d{3,}(?=[，。；\n])")
_MAGNITUDE = re.compile("[百千万亿]|万亿")
_OF_MEASURE = frozenset(word for word, (unit, _) in UNITS.items() if unit not in {"count", "rank"})
_RUN = re.compile(rf"\d[\d.,]*(?<=\d)|[{NUMERAL}]+")
_CLOSING = re.compile(f"[{_CLOSE}]")

# --- percentages: a share or a growth ---------------------------------------------------------------

_FILLER = "(?:了|约|近|为|达|是|:|：|有)*"
_CHANGE = re.compile(
    f"(?P<up>{any_of(UP)})|(?P<down>{any_of(DOWN)})|(?P<level>{any_of(LEVELS)})|达到"
    f"|(?P<up2>[快高超](?=全|于|出|时|预))|(?P<down2>[慢低](?=全|于|出|时|预))"
    f"|(?:(?P<up1>[增升涨快高多超])|(?P<down1>[降减跌低少慢缩亏])|(?P<level1>[率至到的由从占]))(?={_FILLER}\\Z)"
)
_RATE = re.compile(f"{any_of(RATES)}[^，。；、]{{0,12}}\\Z")
_RATE_AFTER = re.compile(f"的?(?:[年月季]均)?(?:平均)?(?:{any_of(RATES)}|增长)")
_DELTA = re.compile(f"(?:(?P<up>{any_of(UP)}|新增|增)|(?P<down>{any_of(DOWN)}))(?:了|约)?\\Z")
_CLAUSE = re.compile("[，。；！？;!?\n]|,(?!\\d)")
_SAME = re.compile(f"{_SPACE}{_LIST}(?:分别|约)?{_SPACE}")


def numeral_offsets(text: str) -> list[int]:
    """The offsets of all characters of `text` that a numeral consists of."""
    return [match.start() for match in re.finditer(f"[{NUMERAL}]", fold(text))]


def rows(text: str) -> Iterator[dict[str, Any]]:
    """The account of a text, row by row: one for each numeral expression, in order, never overlapping.

    Yields
    ------
    dict
        ``paragraph, start, end, printed, kind, value, unit, qualifier, lower, upper, closed, direction``; where no
        number is stated, ``value`` and what follows are None and ``direction`` is empty.

    Examples
    --------
    >>> [(row["printed"], row["kind"], row["value"]) for row in rows("进一步增长5.2%，达到近200亿元")]
    [('进一步', 'idiom', None), ('5.2%', 'growth', 0.052), ('近200亿元', 'quantity', 20000000000.0)]
    """
    scanner = _Scanner(text)
    waiting: dict[str, Any] | None = None
    for row in scanner:
        if waiting is not None:
            yield scanner.share_unit(waiting, row)
        waiting = row
    if waiting is not None:
        yield waiting


class _Scanner:
    """One pass over one text."""

    def __init__(self, text: str) -> None:
        self.text, self.folded = text, fold(text)
        self.last: dict[str, Any] = {"start": 0, "end": 0, "kind": "", "direction": ""}

    def __iter__(self) -> Iterator[dict[str, Any]]:
        at, paragraph, counted = 0, 1, 0
        while match := _TRIGGER.search(self.folded, at):
            row = self._decide(at, match.start())
            paragraph += self.text.count("\n", counted, row["start"])
            at, counted, row["paragraph"] = row["end"], row["start"], paragraph
            self.last = row
            yield row

    def _decide(self, at: int, place: int) -> dict[str, Any]:
        """The row of the numeral at `place`; it may begin before it, but not before `at`."""
        if match := _EXTREME.match(self.folded, place):
            return self._stated("extreme", *match.span()) or self._row("extreme", *match.span())
        if row := self._quoted(at, place):
            return row
        for kind, pattern, back in _SILENT_RULES:
            for start in range(max(at, place - back), place + 1):
                match = pattern.match(self.folded, start)
                if match and match.end() > place:
                    return self._silent(kind, start, match.end())
        if row := self._quantity(at, place):
            return row
        run = _RUN.match(self.folded, place)
        end = run.end() if run else place + 1
        return self._row("name" if self.folded[place].isascii() else "idiom", place, end)

    def _row(self, kind: str, start: int, end: int) -> dict[str, Any]:
        row: dict[str, Any] = dict.fromkeys(COLUMNS)
        return row | {"start": start, "end": end, "printed": self.text[start:end], "kind": kind, "direction": ""}

    def _stated(self, kind: str, start: int, end: int, word: str = "") -> dict[str, Any] | None:
        """A row with what the wording says; None where it says no number. `word` is a unit from elsewhere."""
        if (number := _read(self.text[start:end] + word, growth=kind == "growth")) is None:
            return None
        return self._row(kind, start, end) | number

    def _quoted(self, at: int, place: int) -> dict[str, Any] | None:
        """A numeral in short quotation marks names something, but for an amount: “两化融合”, not “500万元”."""
        opened = max(self.folded.rfind(mark, max(at - 1, place - 6, 0), place) for mark in _OPEN)
        if opened < 0 or _STRETCH.search(self.folded, opened, place):
            return None
        closed = _CLOSING.search(self.folded, place, place + 10)
        if not closed or "\n" in self.folded[place : closed.start()]:
            return None
        amount = _QUANTITY.match(self.folded, place, closed.start())
        if amount and amount.end() == closed.start() and amount["unit"] in _OF_MEASURE:
            return None
        return self._row("name", place, closed.start())

    def _silent(self, kind: str, start: int, end: int) -> dict[str, Any]:
        if kind == "ordinal" and (rank := _RANKED.match(self.folded, start, end)) and self._is_rank(start, end):
            if row := self._stated("rank", start, rank.end()):
                return row
        printed = self.folded[start:end]
        if printed.endswith("线"):  # 二线城市 is a class; which one, a person says
            kind = "class"
        if kind == "date" and not _DAY_OR_MONTH.search(printed):
            kind = "period"
        if kind in {"date", "period"} and self._in_title(start, end):
            kind = "title"
        return self._row(kind, start, end)

    def _in_title(self, start: int, end: int) -> bool:
        before = max(0, start - 120)
        opened = self.folded.rfind("《", before, start)
        closed = self.folded.find("》", end, end + 120)
        return opened > self.folded.rfind("》", before, start) and 0 <= closed

    def _is_rank(self, start: int, end: int) -> bool:
        """第二位 and 第二大 are ranks; 第二 alone is one after a word of ranking, and not in 第二产业."""
        rank = _RANKED.match(self.folded, start, end + 1)
        if rank is None or rank.end() < end:
            return False
        if rank["of"]:
            return True
        return bool(_RANKING.search(self.folded, max(0, start - 10), start))

    def _quantity(self, at: int, place: int) -> dict[str, Any] | None:
        """A number with its unit and the words on both sides that say how exact it is."""
        match = _QUANTITY.match(self.folded, place)
        if match is None:
            return None
        prefix = _BEFORE.search(self.folded, max(at, place - 10), place)
        start = prefix.start() if prefix else place
        if self._is_yardstick(start, place, match.end()):
            start = place
        if start == place and (reason := self._no_amount(match, place)):
            return self._row(reason, place, match.end())
        ends = [match.end(), match.end("range"), match.end("unit"), match.end("number")]
        for end in sorted({end for end in ends if end > 0}, reverse=True):
            end -= len(self.folded[place:end]) - len(self.folded[place:end].rstrip())
            for first in dict.fromkeys((start, place)):
                if number := _read(self.text[first:end]):
                    return self._amount(first, end, number)
        return None

    def _no_amount(self, match: re.Match[str], place: int) -> str:
        """Why a number without a word of exactness counts nothing: 一条新路, 单位：万元."""
        if match["suffix"] or match["range"]:
            return ""
        if _MAGNITUDE.fullmatch(match["number"].strip()):
            return "unit"
        one = _ONE_OF.fullmatch(match[0])
        if one and not _COUNTING.search(self.folded, max(0, place - 4), place):
            return "article"
        return ""

    def _is_code(self, start: int, end: int) -> bool:
        """A whole number without a unit names something, unless it ends a clause as 人口766579 does."""
        return bool(_BARE.fullmatch(self.folded, start, end)) and not _AFTER_A_WORD.match(self.folded, start, end + 1)

    def _is_yardstick(self, start: int, place: int, end: int) -> bool:
        """远高于14.3%的全国平均 compares with 14.3 %; 高于14.3% alone is a bound."""
        word = self.folded[start:place]
        if not word.startswith(("高于", "低于", "多于", "少于", "大于", "小于")):
            return False
        far = _FAR.search(self.folded, max(0, start - 2), start)
        return bool(far or _YARDSTICK.match(self.folded, end, end + 8))

    def _amount(self, start: int, end: int, number: dict[str, Any]) -> dict[str, Any]:
        """The row of a quantity: of what kind, and which way it goes."""
        unit, printed = number["unit"], self.folded[start:end]
        kind, direction = _KINDS.get(unit, "quantity"), ""
        if unit in {"ratio", "percentage point"}:
            changes, direction = self._change(start, end)
            if unit == "ratio":
                kind = "growth" if changes else "quantity" if "倍" in printed else "share"
                number = _read(self.text[start:end], growth=kind == "growth") or number
        elif delta := _DELTA.search(self.folded, max(0, start - 6), start):
            direction = "up" if delta["up"] else "down"
        if kind == "period" or (unit is None and self._is_code(start, end)):
            return self._row("period" if unit else "name", start, end)
        return self._row(kind, start, end) | number | {"direction": direction}

    def _change(self, start: int, end: int) -> tuple[bool, str]:
        """Whether the clause speaks of change just before `start`, and which way."""
        if _SAME.fullmatch(self.folded, self.last["end"], start):
            if self.last["kind"] in {"growth", "share", "points"}:
                return self.last["kind"] == "growth", self.last["direction"]
            start = self.last["start"]  # 快4.6和3.1个百分点: the word stands before the first of them
        first = max(0, start - 40)
        for stop in _CLAUSE.finditer(self.folded, first, start):
            first = stop.end()
        found = None
        for found in _CHANGE.finditer(self.folded, first, start):
            pass
        side = (found.lastgroup or "").rstrip("12") if found else ""
        if rate := _RATE.search(self.folded, first, start):
            return True, "down" if rate[0].startswith(("降", "跌")) else "up"
        if side not in {"up", "down"} and _RATE_AFTER.match(self.folded, end, end + 10):
            return True, "up"
        return side in {"up", "down"}, side if side != "level" else ""

    def share_unit(self, row: dict[str, Any], following: dict[str, Any]) -> dict[str, Any]:
        """4.6和3.1个百分点: a bare number takes the unit of the next one in its list."""
        if (row["value"] is None and row["kind"] != "name") or row["unit"] or following["unit"] in {None, "rank", "calendar_year"}:
            return row
        if not _SHARING.fullmatch(self.folded, row["end"], following["start"]):
            return row
        word = _QUANTITY.match(self.folded, following["start"])
        if word is None or not word["unit"]:
            return row
        kind = following["kind"]
        shared = self._stated(kind, row["start"], row["end"], word["unit"])
        if shared is None:
            return row
        return shared | {"paragraph": row["paragraph"], "direction": following["direction"]}


def _read(printed: str, *, growth: bool = False) -> dict[str, Any] | None:
    """The reading columns of an expression; None where it says no number."""
    try:
        number = read_number(printed, growth=growth).to_dict()
    except ValueError:
        return None
    return number | {"value": None if number["value"] != number["value"] else number["value"]}
