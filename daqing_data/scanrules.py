"""The patterns of `daqing_data.scanning`: dates, names, idioms, ordinals, amounts.

All of them are for folded text (see `daqing_data.script.fold`). Runs of digits are bounded, so
that a place costs no more in a long run than in a short one.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from daqing_data.scanwords import (
    ARTICLES,
    COUNTING,
    DOWN,
    EXTREME,
    IDIOMS,
    LEVELS,
    NAMES,
    NOT_A_UNIT,
    NOT_AFTER,
    NOT_BEFORE,
    RATES,
    UP,
    YARDSTICKS,
    any_of,
)
from daqing_data.units import CURRENCIES
from daqing_data.wording import RULES, UNITS

#: Characters that a numeral consists of, as a class of a pattern.
NUMERAL = "0-9零〇一二两三四五六七八九十百千万亿半双几俩仨廿卅½⅓⅔¼¾①-⑳⑴-⒛㈠-㈩Ⅰ-Ⅻ"


def _unit(word: str) -> str:
    """A unit, unless what follows makes another word of both."""
    letters = "(?![A-Za-z])" if word.isascii() and word.isalpha() else ""
    other = NOT_A_UNIT.get(word) or NOT_A_UNIT.get(word.removeprefix("个"))  # 28个人口大县
    return re.escape(word) + letters + (f"(?![{other}])" if other else "")


def _longest_first(words: list[str]) -> list[str]:
    return sorted(words, key=len, reverse=True)


# --- pieces ---------------------------------------------------------------------------------------

_H = "零〇一二两三四五六七八九十廿卅"
SPACE = "[ \u00a0\u2009\u202f]?"
_ARABIC = r"(?:\d{1,3}(?:,\d{3}){1,9}(?!\d)|\d{1,30})(?:\.\d{1,20})?"
_BIG = "(?:百(?!分点)|千(?![瓦米克伏帕])|[万亿])"
_WORDS = f"(?:[{_H}]|{_BIG}){{1,30}}(?:点[{_H}]{{1,20}}{_BIG}{{0,4}})?"
_TAIL = rf"(?:\d{{1,8}}{_BIG}{{0,4}}|[{_H}]{{1,8}}{_BIG}{{0,4}})"
ONE = f"(?:{_ARABIC}(?:{SPACE}{_BIG}{{1,4}}{_TAIL}?)?|{_WORDS})"
_SMALL = rf"(?:\d{{1,3}}|[{_H}]{{1,4}})"
_DASH = "(?:至|到|~|-|‐|‑|–|—|―|─|〜|∼){1,2}"
LIST = "(?:、|和|与|及|或|以及)"
_ANY_UNIT = any_of(UNITS)
_UNIT = "(?:" + "|".join(map(_unit, _longest_first([*UNITS, "㎡", "m²", "m³"]))) + ")"

# --- dates and periods ----------------------------------------------------------------------------

_YEAR = r"(?:(?:1[89]|20)\d\d(?![\d.])|[一二][零〇一二三四五六七八九]{3}(?=年))"
_M = "(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_MONTH = f"{_M}(?:(?:{_DASH}|、){_M})?{SPACE}月份?"
_D = r"(?:[12]\d|3[01]|0?[1-9]|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_DAYS = f"{_D}[日号]?(?:(?:{_DASH}|、){_D})?{SPACE}[日号](?![元均产常用光照])"
_HOUR = r"\d{1,2}(?:时(?![间代期])(?:\d{1,2}分)?|点(?:\d{1,2}分|半|钟|许|整)|:\d\d(?::\d\d)?)"
_PART = "(?:上午|下午|凌晨|清晨|早上|早|晚上|晚|傍晚|中午|夜)"
_CLOCK = f"(?:{SPACE}{_PART}?{SPACE}{_HOUR}(?:许|左右)?|{_PART})"
_THIS = "(?:今|去|明|前|本|当|上|次|同|翌)年"
_EDGE = "(?:以来|上旬|中旬|下旬|年底|年末|年初|底|初|末|春|夏|秋|冬)"
_QUARTER = (
    f"(?:第?[一二三四1-4](?:(?:{_DASH}|、)第?[二三四2-4])?季度?|前[一二两三1-3]个?季度|[上下]半年)"
)
_TIME = "(?:个?世纪|周年|年|个多月|个半月|个月|月|个?星期|周|天|日|个?多?小时|分钟)"
_SPAN = f"(?:{ONE}|半){SPACE}[余多几来]?{_TIME}多?"
_YEARS = rf"(?:{_YEAR}|\d\d(?=年{_MONTH}))(?:年?(?:{_DASH}|、)(?:{_YEAR}|\d\d(?!\d)))?年度?"
_DATES = rf"""
    {_YEARS}{SPACE}(?:{SPACE}{_MONTH}
                    (?:{SPACE}{_DAYS}(?:{_CLOCK})?|\d{{1,2}}(?=[止,，。])|{_EDGE})?
                    |{_QUARTER}|{_EDGE})?(?:以来)?
  | (?:{_THIS}{SPACE})?{_MONTH}{SPACE}
        (?:{_DAYS}{_CLOCK}?|{_EDGE}|{_DASH}(?:{_THIS})?{_MONTH}(?:{_DAYS})?)?(?:以来)?
  | (?:{_THIS}|当日|当天|昨日|今日|同日)?{_PART}?{_HOUR}(?:{_DASH}{_HOUR})?
  | (?:农历)?(?:大年|正月|腊月)初?[{_H}]{{1,3}}
  | (?<![\d.])(?:{_DAYS})(?:{_CLOCK})?(?=[,，。、;；:：上下凌晚早的\n]|电|讯|\Z)
  | (?<![\d.续期每近])\d{{1,2}}(?:(?:{_DASH}|、)\d{{1,2}})?日(?![元均产常用光照内后游本])
  | \d{{1,2}}、\d{{1,2}}点钟?
  | (?:1[89]|20)\d\d[-/.]\d{{1,2}}[-/.]\d{{1,2}}(?!\d)
"""
_PERIODS = rf"""
    (?:{_THIS}{SPACE})?前{ONE}个月 | (?:{_THIS})?{_QUARTER}
  | (?:最近|(?<![将接逼])近|过去的?|未来|今后|此前|(?<![最目提延推落])[前后]|这|那|头){_SPAN}
        (?:来|间|里|内)?(?![内级轻龄])
  | {_SPAN}(?:以来|来(?!自|到|源)|之前|之后|以前|以后|之内|以内|内
        |前(?!列|茅|进)|后(?!续|期)|间(?![距隔])|里(?!程))
  | (?:上个?|本|\d\d)世纪(?:[{_H}0-9]{{1,3}}年代)?[初中末]? | [{_H}0-9]{{1,4}}年代[初中末]?
  | {_YEAR}{_DASH}{_YEAR}(?!\d)
  | (?<![约逾近超足])(?<!超过)(?<!突破){_YEAR}
        (?!年|{SPACE}(?:[余多万亿]|来?(?![大届期]){_UNIT}))
"""

# --- numerals that state no number ----------------------------------------------------------------

OPEN, CLOSE = "“\"「『‘", "”\"」』’"  # fmt: skip
_LABELS = rf"""
    (?<![^\n])\s{{0,4}}[(]?(?:\d{{1,2}}|[{_H}]{{1,3}})(?:[)、]|[.](?!\d))
  | [(](?:\d{{1,2}}|[{_H}]{{1,3}})[)](?=\w)
  | (?:(?<=[。;:，])|(?<![^\n])){SPACE}(?:\d{{1,2}}[、.](?!\d)|[{_H}]{{1,2}}(?=[是要、]))
  | [\[【〔]\d{{1,3}}[\]】〕] | [①-⑳⑴-⒛㈠-㈩Ⅰ-Ⅻ]{{1,9}}
  | (?<=[图表注例]){SPACE}\d{{1,2}}(?![\d.]|{_ANY_UNIT})
"""
_NAMES = rf"""
    [A-Za-z][A-Za-z-]{{0,5}}\d[\dA-Za-z-]{{0,20}}
  | \d{{1,9}}(?!{_UNIT}(?!级))[A-Z](?![a-z])[\dA-Z]{{0,9}}(?:级|打印)?
  | \d{{1,3}}(?:[+×x]\d{{1,3}}){{1,5}}
  | (?!{_YEAR})\d{{1,9}}-\d{{1,9}}(?=[^\d%.])(?![个家年月日万亿元人吨米亩天名户])
  | (?<=[(:])0\d{{2,5}}(?!\d) | (?<=[(])(?!{_YEAR})\d{{3,6}}(?=[)]) | (?<![\d.,])\d{{1,9}}\+
  | (?<![{_H}])十[一二三四五六七]五(?![个家年月日万亿元人吨十百千])
  | (?<=[党的])(?:二?十[{_H}]?大|十[五六七八九]大) | 二十大 | 十[六七八九]大
  | (?:二?十[{_H}]?届)?(?:[一二三四五六七八]中、?){{1,6}}(?=全会) | {_SMALL}次(?=全会|全体)
  | {ONE}强(?![大化调度]) | {ONE}(?:元|吨|千瓦|人)?级(?![别差])
  | {ONE}(?:年|月|天|日)(?:行动|计划|规划|战役|攻坚)
  | (?<=[A-Za-z]){SPACE}\d{{1,9}}(?![\d.]) | (?<=号|路|楼|线|道)\d{{1,5}}号 | {ONE}号(?!召|码)
  | [{_H}](?=[村厂中小]的?|作业区|大队)
"""
_IDIOMS = rf"""
    (?<!第){any_of(IDIOMS)}(?!之[{_H}]) | (?<!第)一(?P<again>\w)(?P=again) | 一\w一\w
  | 双(?:\w(?!方))?
"""
_COMPOSITIONS = r"\d{1,9}(?:\.\d{1,9})?(?:[:∶]\d{1,9}(?:\.\d{1,9})?){1,6}(?!\d)"
_VAGUE = rf"""
    [好近数上]?几[十百千万亿]{{0,4}}[余多]?(?:{_ANY_UNIT})?
  | [数成][十百千万亿]{{1,4}}[余多]?(?:{_ANY_UNIT})?
  | 多(?:次|个|家|名|项|年|种|位|人次|处|场|条|地) | 屡
"""
_ORDINALS = rf"""
    第{SPACE}{ONE}(?:{_ANY_UNIT}|产业|季度?|阶段|方阵|梯队)? | 第几\w? | {_SMALL}、{_SMALL}期
  | {_SMALL}(?:届|等奖?)
  | (?<![分共为成])[一二三四五六七八九]
        (?:期(?![间限货望待末初])|类(?![型别似])|级(?![别差])|次会议|线(?=城市))
"""


class SilentRule(NamedTuple):
    """A kind, the pattern that decides for it, and how far before the numeral it may begin."""

    kind: str
    pattern: re.Pattern[str]
    back: int


def _rule(kind: str, pattern: str, back: int = 0) -> SilentRule:
    return SilentRule(kind, re.compile(pattern, re.VERBOSE), back)


#: The order of decisions: the first rule that holds is the reason why a numeral states no number.
SILENT_RULES = (
    _rule("label", _LABELS, 2),
    _rule("name", any_of(NAMES), 3),
    _rule("idiom", _IDIOMS, 3),
    _rule("name", _NAMES, 5),
    _rule("composition", _COMPOSITIONS),
    _rule("rank", f"前{_SMALL}[位名强]", 1),
    _rule("date", _DATES, 4),
    _rule("period", _PERIODS, 4),
    _rule("vague", _VAGUE, 1),
    _rule("ordinal", _ORDINALS, 2),
)
TRIGGER = re.compile(f"[{NUMERAL}]|{EXTREME}|多(?=[次个家名项年种位处场条地])|屡")
EXTREMES = re.compile(EXTREME)
RUN = re.compile(rf"\d[\d.,]*(?<=\d)|[{NUMERAL}]+(?:点[{NUMERAL}]+)?")
#: A date has a day, a month or an hour; a year or a quarter alone is a period.
OF_A_DATE = re.compile("[月日号时点:正腊初]")
#: What may stand between an opening mark of quotation and a numeral, and up to the closing mark.
OPENED = re.compile(f"[{OPEN}][^{OPEN}{CLOSE}，。；！？：:;!?\n]{{0,5}}\\Z")
TO_CLOSING = re.compile(f"[^{OPEN}{CLOSE}\n]{{1,9}}(?=[{CLOSE}])")
TITLE_BEGUN = re.compile("《[^《》]{0,119}\\Z")
TITLE_ENDED = re.compile("[^《》]{0,119}》")

# 第二位 and 第二大 are ranks; 第二 alone is one after a word of ranking.
RANKED = re.compile(rf"第{SPACE}{ONE}(?P<of>[位名]|大(?![道街队会学]))?")
RANKING = re.compile(
    "(?:[居列排位占]|名列|跃升|升至|升到|保持|夺得|获得?|世界|全球|全国|全省|全市|全县|亚洲|国内"
    "|省内|东北|西部|中部|增长的)[^，。；、\n]{0,6}\\Z"
)

# --- amounts --------------------------------------------------------------------------------------


def _qualifier(word: str) -> str:
    """A word before a number, unless what stands before makes another word of both."""
    return (f"(?<![{NOT_BEFORE[word]}])" if word in NOT_BEFORE else "") + re.escape(word)


def _after(word: str) -> str:
    """A word after a number, likewise."""
    return re.escape(word) + (f"(?![{NOT_AFTER[word]}])" if word in NOT_AFTER else "")


_BEFORE_WORDS = [word for rule in RULES.values() for word in rule.before.split()]
_AFTER_WORDS = [word for rule in RULES.values() for word in rule.after.split()]
_SUFFIX = "|".join(map(_after, _longest_first([w for w in _AFTER_WORDS if w not in "余多几来"])))
_AMOUNT = rf"""
    (?:{ONE}分之)?(?:-|负)?(?:一半|半数|半(?={_UNIT})|\d{{1,9}}/\d{{1,9}}(?![\d/])|{ONE}){SPACE}
    (?:[余多几来](?!自|源)[万亿]{{0,2}}|个[多半](?=月|小时|百分点|亿))?{SPACE}
"""
#: A number with its unit, the second one of a range, and the words after it.
AMOUNT = re.compile(
    rf"""
    (?P<number>{_AMOUNT})
    (?P<unit>{_UNIT}(?:[余多](?![家个人次种年]))?(?:(?<=[年月周天时倍成米吨])半)?)?
    (?P<range>{_DASH}{_AMOUNT}{_UNIT}?)?
    (?P<suffix>{SPACE}(?:{_SUFFIX})){{0,2}}(?:人民币)?
    """,
    re.VERBOSE,
)
#: What stands before a number and belongs to it: words of exactness, then a currency.
BEFORE = re.compile(
    f"(?:(?:{'|'.join(map(_qualifier, _longest_first(_BEFORE_WORDS)))})[了有为]?{SPACE}){{0,3}}"
    f"(?:{any_of(CURRENCIES)}{SPACE})?\\Z"
)
COMPARING = ("高于", "低于", "多于", "少于", "大于", "小于")
YARDSTICK = re.compile(YARDSTICKS)
FAR = ("远", "明显", "大幅", "显著", "略", "均", "还", "大大")
ONE_OF = re.compile(f"一{any_of(ARTICLES)}(?![半多余月])")
COUNTED = re.compile(f"{any_of(COUNTING)}\\Z")
BARE = re.compile(rf"\d{{1,30}}|[{_H}]{{1,30}}")
AFTER_A_WORD = re.compile("(?<=[\u4e00-\u9fff])\\d{3,30}(?=[，。；;\n])")
MAGNITUDE = re.compile("[百千万亿]|万亿")
#: Units of what is measured, not counted: in quotation marks such an amount is no name.
OF_MEASURE = frozenset(word for word, (unit, _) in UNITS.items() if unit not in {"count", "rank"})

# --- percentages: a share or a growth -------------------------------------------------------------

_FILLER = "[了约近为达是:有]{0,4}"
#: Words of change and of level; those of one character count only just before the number.
CHANGE = re.compile(
    f"(?P<up>{any_of(UP)}(?![面点极]))|(?P<down>{any_of(DOWN)})|(?P<level>{any_of(LEVELS)})|达到"
    "|(?P<up2>[快高超](?=[全于出时预]))|(?P<down2>[慢低](?=[全于出时预]))"
    "|(?:(?P<up1>[增升涨快高多超])|(?P<down1>[降减跌低少慢缩亏])|(?P<level1>[率至到的由从占]))"
    f"(?={_FILLER}\\Z)"
)
RATE = re.compile(f"{any_of(RATES)}[^，。；、]{{0,12}}\\Z")
RATE_AFTER = re.compile(f"的?[\u4e00-\u9fff]{{0,6}}?(?P<rate>{any_of(RATES)}|平均增长)")
#: Nothing but such words in a clause: then the clause before it says what grows (增幅最大,达76.1%).
ONLY_FILLER = re.compile(f"(?:{_FILLER}|达到|高达|{SPACE})")
DELTA = re.compile(f"(?:(?P<up>{any_of(UP)}|新增|增)|(?P<down>{any_of(DOWN)}))[了约]?\\Z")
CLAUSE = re.compile("[，。；！？;!?\n]|,(?!\\d)")
SAME = re.compile(f"{SPACE}{LIST}(?:分别|约)?{SPACE}")
