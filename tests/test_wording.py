"""A printed number is read as a reader of Chinese news reads it, and what is no number is refused with the reason."""

import contextlib
import math
import re
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daqing_data import RULES, UNITS, read_number, wording


def shown(number):
    """``value unit qualifier [lower, upper)`` with numbers in their shortest form."""
    ends = number.interval
    left, right = "[" if ends.closed_left else "(", "]" if ends.closed_right else ")"
    value, lower, upper = (f"{x:.12g}" for x in (number.value, ends.left, ends.right))
    return f"{value} {number.unit} {number.qualifier} {left}{lower}, {upper}{right}"


def cases(table):
    """The rows ``text | what is read`` of a table in a string."""
    rows = [line.split(" | ") for line in table.strip().splitlines()]
    return [pytest.param(text.strip(), rest.strip(), id=text.strip()) for text, rest in rows]


# --- the convention: each row of the wording table, on examples of its own

CONVENTION = """
1484个       | 1484 count exact [1484, 1484]
1.4万平方米  | 14000 m2 exact [13500, 14500)
3300余       | 3300 None over [3300, 3400)
20多年       | 20 year over [20, 30)
超过300家    | 300 count more_than (300, inf)
过300家      | 300 count more_than (300, inf)
突破300家    | 300 count more_than (300, inf)
300家以上    | 300 count at_least [300, inf)
不足300家    | 300 count less_than (0, 300)
不到300家    | 300 count less_than (0, 300)
近300家      | 300 count nearly [200, 300)
约300家      | 300 count about [299, 301]
300家左右    | 300 count about [299, 301]
达300家      | 300 count exact [300, 300]
达到300家    | 300 count exact [300, 300]
就有300家    | 300 count exact [300, 300]
只有300家    | 300 count exact [300, 300]
达3.0万吨    | 30000 t exact [29500, 30500)
超过90%      | 0.9 ratio more_than (0.9, 1]
90%以上      | 0.9 ratio at_least [0.9, 1]
约99.5%      | 0.995 ratio about [0.994, 0.996]
100%         | 1 ratio exact [0.995, 1]
超过150%     | 1.5 ratio more_than (1.5, inf)
"""

# --- news prose

NEWS = """
三千三百余      | 3300 None over [3300, 3400)
两成            | 0.2 ratio exact [0.15, 0.25)
1.5万亿         | 1.5e+12 None exact [1.45e+12, 1.55e+12)
20多万          | 200000 None over [200000, 300000)
近200亿元       | 20000000000 CNY nearly [10000000000, 20000000000)
百万            | 1000000 None exact [500000, 1500000)
第100位         | 100 rank exact [100, 100]
十              | 10 None exact [10, 10]
十五个          | 15 count exact [15, 15]
二十            | 20 None exact [20, 20]
一百零五        | 105 None exact [105, 105]
一百一十        | 110 None exact [110, 110]
一百十二人      | 112 count exact [112, 112]
三百二          | 320 None exact [320, 320]
两千零二十      | 2020 None exact [2020, 2020]
一万零八百户    | 10800 count exact [10750, 10850)
三千万零四千零五 | 30004005 None exact [30004005, 30004005]
一万五          | 15000 None exact [14500, 15500)
3万5            | 35000 None exact [34500, 35500)
3万5千人        | 35000 count exact [34500, 35500)
1亿2000万元     | 120000000 CNY exact [119995000, 120005000)
一亿三千万元    | 130000000 CNY exact [125000000, 135000000)
两个亿          | 200000000 None exact [150000000, 250000000)
三个多亿元      | 300000000 CNY over [300000000, 400000000)
十几万人        | 100000 count over [100000, 200000)
二十几个        | 20 count over [20, 30)
一万多名        | 10000 count over [10000, 20000)
400余万人次     | 4000000 count over [4000000, 5000000)
1.5万余人       | 15000 count over [15000, 16000)
3亿多元         | 300000000 CNY over [300000000, 400000000)
百余家          | 100 count over [100, 200)
万余名          | 10000 count over [10000, 20000)
二十出头        | 20 None over [20, 30)
3000吨有余      | 3000 t over [3000, 4000)
五十多万        | 500000 None over [500000, 600000)
一百二十余件    | 120 count over [120, 130)
2万余元         | 20000 CNY over [20000, 30000)
十来个          | 10 count about [0, 20]
50上下          | 50 None about [49, 51]
大约1.2万亿元   | 1.2e+12 CNY about [1.1e+12, 1.3e+12]
约有40家        | 40 count about [39, 41]
200亿元左右     | 20000000000 CNY about [19900000000, 20100000000]
约90%左右       | 0.9 ratio about [0.89, 0.91]
逾百亿元        | 10000000000 CNY more_than (10000000000, inf)
破千亿元        | 100000000000 CNY more_than (100000000000, inf)
突破两万亿元    | 2e+12 CNY more_than (2e+12, inf)
超过了60%       | 0.6 ratio more_than (0.6, 1]
不止三家        | 3 count more_than (3, inf)
多于3个         | 3 count more_than (3, inf)
上百家          | 100 count at_least [100, inf)
上万人          | 10000 count at_least [10000, inf)
至少3次         | 3 count at_least [3, inf)
不低于65%       | 0.65 ratio at_least [0.65, 1]
不少于30个      | 30 count at_least [30, inf)
18周岁及以上    | 18 year at_least [18, inf)
超过90%以上     | 0.9 ratio more_than (0.9, 1]
不足一成        | 0.1 ratio less_than (0, 0.1)
不满10人        | 10 count less_than (0, 10)
未满18岁        | 18 year less_than (0, 18)
不超过100人     | 100 count at_most (0, 100]
10人以内        | 10 count at_most (0, 10]
至多0.5%        | 0.005 ratio at_most (0, 0.005]
35岁以下        | 35 year at_most (0, 35]
将近500家       | 500 count nearly [400, 500)
接近1.5亿元     | 150000000 CNY nearly [140000000, 150000000)
近万人          | 10000 count nearly [0, 10000)
近三成          | 0.3 ratio nearly [0.2, 0.3)
100%以上        | 1 ratio at_least [1, inf)
超过100%        | 1 ratio more_than (1, inf)
约0个           | 0 count about [0, 1]
两点五万人      | 25000 count exact [24500, 25500)
近100%          | 1 ratio nearly [0, 1)
七成以上        | 0.7 ratio at_least [0.7, 1]
八成五          | 0.85 ratio exact [0.845, 0.855)
超九成          | 0.9 ratio more_than (0.9, 1]
九成多          | 0.9 ratio over [0.9, 1)
3.5成           | 0.35 ratio exact [0.345, 0.355)
百分之六十五    | 0.65 ratio exact [0.645, 0.655)
百分之五十      | 0.5 ratio exact [0.495, 0.505)
百分之百        | 1 ratio exact [0.995, 1]
百分之十六点七  | 0.167 ratio exact [0.1665, 0.1675)
百分之零点五    | 0.005 ratio exact [0.0045, 0.0055)
百分之九十以上  | 0.9 ratio at_least [0.9, 1]
超过百分之三十  | 0.3 ratio more_than (0.3, 1]
千分之三        | 0.003 ratio exact [0.0025, 0.0035)
0.5‰            | 0.0005 ratio exact [0.00045, 0.00055)
99.99%          | 0.9999 ratio exact [0.99985, 0.99995)
-3.5%           | -0.035 ratio exact [-0.0355, -0.0345)
负五            | -5 None exact [-5, -5]
2个百分点       | 2 percentage point exact [1.5, 2.5)
三分之二        | 0.666666666667 ratio exact [0.666666666667, 0.666666666667]
超三分之二      | 0.666666666667 ratio more_than (0.666666666667, 1]
约四分之三      | 0.75 ratio about [0.65, 0.85]
一半            | 0.5 ratio exact [0.5, 0.5]
过半            | 0.5 ratio more_than (0.5, 1]
近一半          | 0.5 ratio nearly [0.4, 0.5)
半数以上        | 0.5 ratio at_least [0.5, 1]
半年            | 0.5 year exact [0.5, 0.5]
两年半          | 2.5 year exact [2.5, 2.5]
一个半月        | 1.5 month exact [1.5, 1.5]
3个半小时       | 3.5 hour exact [3.5, 3.5]
两个多小时      | 2 hour over [2, 3)
1个多月         | 1 month over [1, 2)
5年多           | 5 year over [5, 6)
3个小时         | 3 hour exact [2.5, 3.5)
90分钟          | 90 minute exact [89.5, 90.5)
三倍            | 3 ratio exact [2.5, 3.5)
1.5倍           | 1.5 ratio exact [1.45, 1.55)
两倍多          | 2 ratio over [2, 3)
0.8倍左右       | 0.8 ratio about [0.7, 0.9]
2022年          | 2022 year exact [2022, 2022]
二〇二二年      | 2022 year exact [2022, 2022]
一九九二年      | 1992 year exact [1992, 1992]
3年             | 3 year exact [2.5, 3.5)
第一            | 1 rank exact [1, 1]
第十四位        | 14 rank exact [14, 14]
第二十届        | 20 rank exact [20, 20]
一点二亿元      | 120000000 CNY exact [115000000, 125000000)
三十二点五万元  | 325000 CNY exact [324500, 325500)
叁拾伍元        | 35 CNY exact [34.5, 35.5)
12.50元         | 12.5 CNY exact [12.495, 12.505)
3000美元        | 3000 USD exact [2999.5, 3000.5)
3000亩          | 2000000 m2 exact [1999666.66667, 2000333.33333)
20公顷          | 200000 m2 exact [195000, 205000)
3.6平方公里     | 3600000 m2 exact [3550000, 3650000)
10千米          | 10000 m exact [9500, 10500)
5公里           | 5000 m exact [4500, 5500)
2500公斤        | 2.5 t exact [2.4995, 2.5005)
500千克         | 0.5 t exact [0.4995, 0.5005)
10万千瓦        | 100000 kW exact [95000, 105000)
3.2亿千瓦时     | 320000000 kWh exact [315000000, 325000000)
100兆瓦         | 100000 kW exact [99500, 100500)
1.72Tbps        | 1720 Gbps exact [1715, 1725)
500Mbps         | 0.5 Gbps exact [0.4995, 0.5005)
312台(套)       | 312 count exact [312, 312]
三千八百六十二万人次 | 38620000 count exact [38615000, 38625000)
1000万亿次      | 1e+15 count exact [9.995e+14, 1.0005e+15)
3.5万户         | 35000 count exact [34500, 35500)
唯一一家        | 1 count exact [1, 1]
高达95%         | 0.95 ratio exact [0.945, 0.955)
多达百余家      | 100 count over [100, 200)
累计6.04亿元    | 604000000 CNY exact [603500000, 604500000)
共有15家        | 15 count exact [15, 15]
零个            | 0 count exact [0, 0]
四万万人        | 400000000 count exact [350000000, 450000000)
一亿亿个        | 1e+16 count exact [5e+15, 1.5e+16)
三点一四        | 3.14 None exact [3.135, 3.145)
−3.5%           | -0.035 ratio exact [-0.0355, -0.0345)
-3.5%左右       | -0.035 ratio about [-0.036, -0.034]
1倍左右         | 1 ratio about [0, 2]
不足150%        | 1.5 ratio less_than (0, 1.5)
约100%          | 1 ratio about [0.99, 1]
1000年          | 1000 year exact [1000, 1000]
3000年          | 3000 year exact [2999.5, 3000.5)
第3年           | 3 rank exact [3, 3]
0%              | 0 ratio exact [-0.005, 0.005)
约0%            | 0 ratio about [-0.01, 0.01]
0吨             | 0 t exact [0, 0.5)
约0吨           | 0 t about [0, 1]
-1.5吨          | -1.5 t exact [-1.55, -1.45)
约-1.5吨        | -1.5 t about [-1.6, -1.4]
3成5            | 0.35 ratio exact [0.345, 0.355)
1亿05000000元    | 105000000 CNY exact [104999999.5, 105000000.5)
一亿零五千元    | 100005000 CNY exact [100004500, 100005500)
1亿500万元      | 105000000 CNY exact [104995000, 105005000)
一亿五          | 150000000 None exact [145000000, 155000000)
已超100家       | 100 count more_than (100, inf)
三千两百个      | 3200 count exact [3200, 3200]
15㎡            | 15 m2 exact [14.5, 15.5)
15m²            | 15 m2 exact [14.5, 15.5)
3,300余个       | 3300 count over [3300, 3400)
1,234,567人     | 1234567 count exact [1234567, 1234567]
3至5个          | nan count range [3, 5]
3至5万亿元      | nan CNY range [3e+12, 5e+12]
1万至3万亿元    | nan CNY range [1e+12, 3e+12]
100万至1亿元    | nan CNY range [1000000, 100000000]
5至5万个        | nan count range [5, 50000]
300万元至500万元 | nan CNY range [3000000, 5000000]
3-5万个         | nan count range [30000, 50000]
8000至1.2万人   | nan count range [8000, 12000]
300万至500万元  | nan CNY range [3000000, 5000000]
60%-70%         | nan ratio range [0.6, 0.7]
60~70%          | nan ratio range [0.6, 0.7]
三到四成        | nan ratio range [0.3, 0.4]
2022-2024       | nan None range [2022, 2024]
2022—2024年     | nan year range [2022, 2024]
三五年          | nan year range [3, 5]
五六十家        | nan count range [50, 60]
十七八岁        | nan year range [17, 18]
两三千人        | nan count range [2000, 3000]
七八成          | nan ratio range [0.7, 0.8]
百分之七八十    | nan ratio range [0.7, 0.8]
２０余万元      | 200000 CNY over [200000, 300000)
１００％        | 1 ratio exact [0.995, 1]
三萬二千餘個    | 32000 count over [32000, 33000)
近兩百億元      | 20000000000 CNY nearly [10000000000, 20000000000)
超過六成        | 0.6 ratio more_than (0.6, 1]
約五萬噸        | 50000 t about [40000, 60000]
不少於三十條    | 30 count at_least [30, inf)
將近四千戶      | 4000 count nearly [3000, 4000)
負三點五        | -3.5 None exact [-3.55, -3.45)
"""


@pytest.mark.parametrize(("text", "read"), cases(CONVENTION))
def test_convention(text, read):
    assert shown(read_number(text)) == read


@pytest.mark.parametrize(("text", "read"), cases(NEWS))
def test_news_prose(text, read):
    assert shown(read_number(text)) == read


@pytest.mark.parametrize("rule", RULES)
def test_every_word_of_the_published_table_is_read_by_it(rule):
    before, after, _ = RULES[rule]
    for word in before.split():
        assert read_number(f"{word}{'百' if word == '上' else 3}家").qualifier == rule, word
    for word in after.split():
        assert read_number(f"二十{word}").qualifier == rule, word


@pytest.mark.parametrize("mark", "余多几来")
def test_a_mark_inside_a_number_is_a_word_of_the_published_table(mark):
    assert mark in RULES[read_number(f"十{mark}家").qualifier].after.split()


def test_longer_words_are_tried_first():
    assert wording._any_of(["超", "不超过", "台(套)", "超过"]) == r"台\(套\)|不超过|超过|超"


def test_every_unit_of_the_published_table_is_read():
    for word, (unit, factor) in UNITS.items():
        number = read_number(f"7{word}")
        assert (number.unit, number.value) == (unit, pytest.approx(7 * float(factor))), word


# --- what is no number

REFUSED = """
进一步      | it does not begin with one
同一        | it does not begin with one
统一        | it does not begin with one
唯一        | it does not begin with one
双方        | it does not begin with one
首次        | it does not begin with one
余额        | it does not begin with one
大半        | it does not begin with one
超额        | it does not begin with one
近似        | it does not begin with one
上半年      | it does not begin with one
上一年      | it does not begin with one
好几万      | it does not begin with one
增长16.7%   | it does not begin with one
前10名      | it does not begin with one
。          | it does not begin with one
一起        | '起' is left over
一体化      | '体化' is left over
一带一路    | '带一路' is left over
一心一意    | '心一意' is left over
万物共生    | '物共生' is left over
万无一失    | '无一失' is left over
十分        | '分' is left over
四个全面    | '全面' is left over
三个城市    | '城市' is left over
两化融合    | '化融合' is left over
半导体      | '导体' is left over
第三产业    | '产业' is left over
500强       | '强' is left over
80后        | '后' is left over
20世纪      | '世纪' is left over
90年代      | '代' is left over
20年来      | '来' is left over
30年以来    | '以来' is left over
千亿级      | '级' is left over
12,34个     | ',34个' is left over
1.2.3       | '.3' is left over
2/3         | '/3' is left over
3比1        | '比1' is left over
5个6个      | '6个' is left over
1-3-5       | '-5' is left over
万一        | '万一' is not a well-formed numeral
千百        | '千百' is not a well-formed numeral
三百零      | '三百零' is not a well-formed numeral
二二        | '二二' is not a well-formed numeral
三三两两    | '三三两两' is not a well-formed numeral
20百        | '20百' is not a well-formed numeral
十四五      | '四五' is not a well-formed numeral
亿亿亿亿    | '亿亿亿' is not a well-formed numeral
一亿亿亿    | '一亿亿亿' is not a well-formed numeral
一亿百万    | '百' is not a well-formed numeral
三百两      | '三百两' is not a well-formed numeral
1亿5000     | '1亿5000' is not a well-formed numeral
一亿五千    | '一亿五千' is not a well-formed numeral
10²         | it has a raised or lowered digit
10³个       | it has a raised or lowered digit
H₂O         | it has a raised or lowered digit
第0位       | an ordinal is a whole number from 1
第-1名      | it is more than one rank; give one
第3至5名    | it is more than one rank
第十几名    | an ordinal is a whole number from 1, without a qualifier
零百        | '零百' is not a well-formed numeral
10百        | '10百' is not a well-formed numeral
十百        | '十百' is not a well-formed numeral
三千百      | '百' is not a well-formed numeral
三百100     | '三百100' is not a well-formed numeral
三百200     | '三百200' is not a well-formed numeral
1.5万3千    | '1.5万3千' is not a well-formed numeral
一点五万三千 | '一点五万三千' is not a well-formed numeral
3月24日     | it is a date or a time of day
三月        | it is a date or a time of day
二十日      | it is a date or a time of day
今年10月    | it is a date or a time of day
4月中旬     | it is a date or a time of day
2022年3月   | it is a date or a time of day
3月至5月    | it is a date or a time of day
8时         | it is a date or a time of day
8点30分     | it is a date or a time of day
5G          | it is a name
3D          | it is a name
B2B         | it is a name
WiFi        | it is a name
iPhone      | it is a name
几位        | it says how many without a number
几十家      | it says how many without a number
数百万元    | it says how many without a number
多次        | it says how many without a number
多元        | it says how many without a number
若干        | it says how many without a number
千          | it is an order of magnitude, not a number
万          | it is an order of magnitude, not a number
百          | it is an order of magnitude, not a number
亿          | it is an order of magnitude, not a number
约近200亿元 | its qualifiers disagree (about, nearly)
近10余年    | its qualifiers disagree (nearly, over)
约3至5个    | a range and a qualifier together have no clear meaning
3至5个以上  | a range and a qualifier together have no clear meaning
5至5个      | the range does not go upwards
5至3个      | the range does not go upwards
3个至5吨    | the two ends of the range have different units
约3个至5个  | a range and a qualifier together
约第3位     | an ordinal is a whole number from 1, without a qualifier
第1.5位     | an ordinal is a whole number from 1
第约3位     | it does not begin with one
第3吨       | an ordinal is a whole number from 1, without a qualifier or a unit of measure
0余个       | 'over' has no clear meaning for a number that is not above zero
至多0个     | 'at_most' has no clear meaning for a number that is not above zero
近0个       | 'nearly' has no clear meaning for a number that is not above zero
不足-3%     | 'less_than' has no clear meaning
零分之三    | its denominator is zero
三分之二个  | a fraction takes no unit, here '个'
"""


@pytest.mark.parametrize(("text", "reason"), cases(REFUSED))
def test_no_number_is_refused_with_the_reason(text, reason):
    with pytest.raises(
        ValueError, match=f"^{re.escape(f'{text!r} is not a number: {reason}')}"
    ) as error:
        read_number(text)
    assert error.value.__cause__ is None  # nothing of the inside of the reader is shown


@pytest.mark.parametrize("text", ["", " ", "\n"])
def test_nothing_is_no_number(text):
    with pytest.raises(ValueError, match=r"is not a number: it is empty$"):
        read_number(text)


@pytest.mark.parametrize("other", [5, 5.0, None, b"5", ["5"], float("nan")], ids=repr)
def test_only_text_is_read(other):
    with pytest.raises(TypeError, match="takes a string such as '3300余个', not"):
        read_number(other)


# --- round trips


def in_chinese(n):
    """A whole number below 10**12 in Chinese numerals, written group by group of four digits."""
    if n == 0:
        return "零"
    text, pending_zero = "", False
    for place in range(11, -1, -1):
        digit = n // 10**place % 10
        if digit:
            text += (
                "零" * pending_zero
                + "零一二三四五六七八九"[digit]
                + ("", "十", "百", "千")[place % 4]
            )
            pending_zero = False
        elif text:
            pending_zero = True
        if place in (8, 4) and n // 10**place % 10**4:
            text += "亿" if place == 8 else "万"
            pending_zero = False  # zeros at the end of a group are not read
    return text.removeprefix("一") if text.startswith("一十") else text


@pytest.mark.parametrize(
    ("n", "text"),
    [
        (10, "十"),
        (19, "十九"),
        (101, "一百零一"),
        (110, "一百一十"),
        (1010, "一千零一十"),
        (10001, "一万零一"),
        (100000, "十万"),
        (3005000, "三百万五千"),
        (100000005, "一亿零五"),
        (100050000, "一亿零五万"),
        (270130004005, "二千七百零一亿三千万四千零五"),
    ],
)
def test_the_writer_of_the_round_trip(n, text):
    assert in_chinese(n) == text


whole = (
    st.integers(0, 10**12 - 1)
    | st.integers(0, 10_000)
    | st.integers(1, 9999).map(lambda n: n * 10**7)
)


@given(whole, st.sampled_from(["", "个", "元"]))
def test_chinese_numerals_round_trip(n, unit):
    number = read_number(in_chinese(n) + unit)
    assert number.value == n
    assert number.interval.left <= n <= number.interval.right


@given(whole)
def test_arabic_numerals_round_trip(n):
    for text in (f"{n}个", f"{n:,}个"):
        assert shown(read_number(text)) == f"{n:.12g} count exact [{n:.12g}, {n:.12g}]"


MAGNITUDE = {
    "": 1,
    "百": 10**2,
    "千": 10**3,
    "万": 10**4,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "万亿": 10**12,
}


@given(st.integers(1, 99999), st.integers(0, 3), st.sampled_from(["", "万", "亿", "万亿"]))
def test_a_measure_reaches_half_a_unit_of_its_last_place(digits, decimals, magnitude):
    number = read_number(f"{digits / 10**decimals:.{decimals}f}{magnitude}元")
    scale = Fraction(MAGNITUDE[magnitude], 10**decimals)
    assert number.value == float(digits * scale)
    half = scale / 2
    assert number.interval == pd.Interval(
        float(digits * scale - half), float(digits * scale + half), closed="left"
    )


@given(
    st.integers(1, 9), st.integers(0, 8), st.sampled_from("余多"), st.sampled_from(["家", "元", ""])
)
def test_and_some_reaches_one_unit_of_the_last_digit(digit, zeros, mark, unit):
    """However it is written: 3000余, 三千余, 3千余."""
    n, step = digit * 10**zeros, 10**zeros
    magnitude = next((word for word, size in MAGNITUDE.items() if size == step), None)
    for text in [
        str(n),
        in_chinese(n),
        *([f"{digit}{magnitude}"] if magnitude is not None else []),
    ]:
        assert read_number(text + mark + unit).interval == pd.Interval(
            n, n + step, closed="left"
        ), text
        assert read_number("近" + text + unit).interval == pd.Interval(
            n - step, n, closed="left"
        ), text


@given(st.sampled_from(NEWS.strip().splitlines()).map(lambda line: line.split(" | ")[0].strip()))
def test_width_script_and_space_do_not_matter(text):
    read = shown(read_number(text))
    full = text.translate(
        {code: code + 0xFEE0 for code in range(ord("!"), ord("~") + 1)} | {ord("~"): "~"}
    )
    formal = text.translate(str.maketrans("余亿万两个约过达条户", "餘億萬兩個約過達條戶"))
    spaced = re.sub(r"(?<=\d)(?=[^\d.,])", " ", text)
    for other in (full, formal, spaced, f" {text} "):
        assert shown(read_number(other)) == read, other


# --- anything at all

SOUP = st.text(
    st.sampled_from(
        "0123456789.,-%〇零一二两三十百千万亿点半几多余来第约近超过不足以上下左右至成分之年月日个家元吨米米 "
    )
)


@settings(max_examples=500)
@given(
    SOUP
    | st.text()
    | st.lists(st.sampled_from([*UNITS, *"一二十百千万亿半", "12", "3.5", "约", "以上", "至"])).map(
        "".join
    )
)
def test_any_text_is_read_or_refused(text):
    try:
        number = read_number(text)
    except ValueError as error:
        number, message = None, str(error)
    if number is None:
        assert message.startswith(f"{text!r} is not a number: ")
        return
    value, ends = number.value, number.interval
    assert number.qualifier in RULES
    assert (
        number.unit is None
        or number.unit == "rank"
        or number.unit in {unit for unit, _ in UNITS.values()}
    )
    assert math.isfinite(ends.left)
    if number.qualifier == "range":
        assert math.isnan(value)
        assert ends.left < ends.right < math.inf
    elif number.qualifier in {"exact", "about", "over", "at_least", "at_most"}:
        assert value in ends
    else:  # the number itself is the end that does not belong
        assert value not in ends
        assert value in {ends.left, ends.right}
    assert (ends.right == math.inf) <= (number.qualifier in {"more_than", "at_least"})


@pytest.mark.parametrize(
    "text",
    ["1" * 41, "一" * 5000, "约" * 5000, "1-" * 2500, "0." + "0" * 10**6],
    ids=lambda text: text[:3],
)
def test_a_long_text_is_refused_before_any_pattern_looks_at_it(text, monkeypatch):
    monkeypatch.setattr(wording, "_normal", None)
    with pytest.raises(ValueError, match="longer than any number expression"):
        read_number(text)
    with pytest.raises(
        TypeError, match="not callable"
    ):  # one character less, and it would be looked at
        read_number(f"  {text[:40]}  ")


@pytest.mark.parametrize(
    "text", ["1" * 40, "一" + "万" * 39, "亿" * 40, "约" * 40, "1-" * 20, "十" * 40, "半" * 40]
)
def test_the_longest_texts_neither_hang_nor_overflow(text):
    number = None
    with contextlib.suppress(ValueError):  # any other error fails
        number = read_number(text)
    assert number is None or math.isfinite(number.value)
