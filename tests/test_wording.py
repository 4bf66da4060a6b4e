"""A printed number is read as a reader of Chinese news reads it, and what is none is refused."""

import contextlib
import math
import re
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daqing_data import wording
from daqing_data.kinds import KINDS
from daqing_data.numeral import MAGNITUDES, NotANumberError, read_numeral
from daqing_data.rules import BEFORE, RULES
from daqing_data.script import plain
from daqing_data.units import AMBIGUOUS, CURRENCIES, UNITS
from daqing_data.wording import Number, read_number

ROOT = Path(__file__).resolve().parent.parent


def shown(number):
    """``value unit qualifier [lower, upper)`` with numbers in their shortest form."""
    left = "[" if number.closed in {"left", "both"} else "("
    right = "]" if number.closed in {"right", "both"} else ")"
    value, lower, upper = (f"{x:.12g}" for x in (number.value, number.lower, number.upper))
    return f"{value} {number.unit} {number.qualifier} {left}{lower}, {upper}{right}"


def reading(text, **convention):
    """What a text is read as, or why not."""
    try:
        return shown(read_number(text, **convention))
    except ValueError as error:
        return str(error).removeprefix(f"{text!r} is not a number: ")


def rows(table):
    """The rows ``text | what is read`` of a table in a string."""
    lines = [line for line in table.splitlines() if line and not line.startswith("#")]
    return [[cell.strip() for cell in line.split(" | ")] for line in lines]


def differences(table, **convention):
    """The rows that come out otherwise."""
    read = [(text, expected, reading(text, **convention)) for text, expected in rows(table)]
    return [row for row in read if row[1] != row[2]]


# --- by hand: the convention on examples of its own, news prose, and kinds that are easily misread

CONVENTION = """
1484个 | 1484 count exact [1484, 1484]
1.4万平方米 | 14000 m2 exact [13500, 14500)
3300余 | 3300 None over [3300, 3400)
20多年 | 20 year over [20, 30)
超过300家 | 300 count more_than (300, inf)
过300家 | 300 count more_than (300, inf)
突破300家 | 300 count more_than (300, inf)
300家以上 | 300 count at_least [300, inf)
不足300家 | 300 count less_than (0, 300)
不到300家 | 300 count less_than (0, 300)
近300家 | 300 count nearly [250, 300)
约300家 | 300 count about [250, 350]
300家左右 | 300 count about [250, 350]
达300家 | 300 count exact [300, 300]
达到300家 | 300 count exact [300, 300]
就有300家 | 300 count exact [300, 300]
只有300家 | 300 count exact [300, 300]
达3.0万吨 | 30000 t exact [29500, 30500)
超过90% | 0.9 ratio more_than (0.9, 1]
90%以上 | 0.9 ratio at_least [0.9, 1]
约99.5% | 0.995 ratio about [0.994, 0.996]
100% | 1 ratio exact [0.995, 1]
超过150% | 1.5 ratio more_than (1.5, inf)
近1000家 | 1000 count nearly [900, 1000)
近200亿元 | 20000000000 CNY nearly [15000000000, 20000000000)
近三成 | 0.3 ratio nearly [0.2, 0.3)
近1000 | 1000 None nearly [900, 1000)
约10亿元 | 1000000000 CNY about [900000000, 1100000000]
约6.75亿元 | 675000000 CNY about [674000000, 676000000]
约1亿元 | 100000000 CNY about [90000000, 110000000]
约300人 | 300 count about [250, 350]
约三百人 | 300 count about [250, 350]
十年 | 10 year exact [9.5, 10.5)
10年 | 10 year exact [9.5, 10.5)
二十个百分点 | 20 percentage point exact [19.5, 20.5)
20个百分点 | 20 percentage point exact [19.5, 20.5)
四十左右 | 40 None about [35, 45]
40左右 | 40 None about [35, 45]
十成 | 1 ratio exact [0.95, 1]
"""

NEWS = """
三千三百余 | 3300 None over [3300, 3400)
两成 | 0.2 ratio exact [0.15, 0.25)
1.5万亿 | 1.5e+12 None exact [1.45e+12, 1.55e+12)
20多万 | 200000 None over [200000, 300000)
近200亿元 | 20000000000 CNY nearly [15000000000, 20000000000)
百万 | 1000000 None exact [995000, 1005000)
第100位 | 100 rank exact [100, 100]
十 | 10 None exact [10, 10]
十五个 | 15 count exact [15, 15]
二十 | 20 None exact [20, 20]
一百零五 | 105 None exact [105, 105]
一百一十 | 110 None exact [110, 110]
一百十二人 | 112 count exact [112, 112]
三百二 | 320 None exact [320, 320]
两千零二十 | 2020 None exact [2020, 2020]
一万零八百户 | 10800 count exact [10800, 10800]
三千万零四千零五 | 30004005 None exact [30004005, 30004005]
一万五 | 15000 None exact [14500, 15500)
3万5 | 35000 None exact [34500, 35500)
3万5千人 | 35000 count exact [34500, 35500)
1亿2000万元 | 120000000 CNY exact [119995000, 120005000)
一亿三千万元 | 130000000 CNY exact [129995000, 130005000)
两个亿 | 200000000 None exact [150000000, 250000000)
三个多亿元 | 300000000 CNY over [300000000, 400000000)
十几万人 | 100000 count over [100000, 200000)
二十几个 | 20 count over [20, 30)
一万多名 | 10000 count over [10000, 20000)
400余万人次 | 4000000 count over [4000000, 5000000)
1.5万余人 | 15000 count over [15000, 16000)
3亿多元 | 300000000 CNY over [300000000, 400000000)
百余家 | 100 count over [100, 200)
万余名 | 10000 count over [10000, 20000)
二十出头 | 20 None over [20, 30)
3000吨有余 | 3000 t over [3000, 4000)
五十多万 | 500000 None over [500000, 600000)
一百二十余件 | 120 count over [120, 130)
2万余元 | 20000 CNY over [20000, 30000)
十来个 | 10 count about [9, 11]
50上下 | 50 None about [45, 55]
大约1.2万亿元 | 1.2e+12 CNY about [1.1e+12, 1.3e+12]
约有40家 | 40 count about [35, 45]
200亿元左右 | 20000000000 CNY about [15000000000, 25000000000]
约90%左右 | 0.9 ratio about [0.85, 0.95]
逾百亿元 | 10000000000 CNY more_than (10000000000, inf)
破千亿元 | 100000000000 CNY more_than (100000000000, inf)
突破两万亿元 | 2e+12 CNY more_than (2e+12, inf)
超过了60% | 0.6 ratio more_than (0.6, 1]
不止三家 | 3 count more_than (3, inf)
多于3个 | 3 count more_than (3, inf)
上百家 | 100 count at_least [100, inf)
上万人 | 10000 count at_least [10000, inf)
至少3次 | 3 count at_least [3, inf)
不低于65% | 0.65 ratio at_least [0.65, 1]
不少于30个 | 30 count at_least [30, inf)
18周岁及以上 | 18 year at_least [18, inf)
超过90%以上 | 0.9 ratio more_than (0.9, 1]
不足一成 | 0.1 ratio less_than (0, 0.1)
不满10人 | 10 count less_than (0, 10)
未满18岁 | 18 year less_than (0, 18)
不超过100人 | 100 count at_most (0, 100]
10人以内 | 10 count at_most (0, 10]
至多0.5% | 0.005 ratio at_most (0, 0.005]
35岁以下 | 35 year at_most (0, 35]
将近500家 | 500 count nearly [450, 500)
接近1.5亿元 | 150000000 CNY nearly [140000000, 150000000)
近万人 | 10000 count nearly [9000, 10000)
近三成 | 0.3 ratio nearly [0.2, 0.3)
100%以上 | 1 ratio at_least [1, inf)
超过100% | 1 ratio more_than (1, inf)
约0个 | 0 count about [0, 1]
两点五万人 | 25000 count exact [24500, 25500)
近100% | 1 ratio nearly [0.9, 1)
七成以上 | 0.7 ratio at_least [0.7, 1]
八成五 | 0.85 ratio exact [0.845, 0.855)
超九成 | 0.9 ratio more_than (0.9, 1]
九成多 | 0.9 ratio over [0.9, 1)
3.5成 | 0.35 ratio exact [0.345, 0.355)
百分之六十五 | 0.65 ratio exact [0.645, 0.655)
百分之五十 | 0.5 ratio exact [0.495, 0.505)
百分之百 | 1 ratio exact [0.995, 1]
百分之十六点七 | 0.167 ratio exact [0.1665, 0.1675)
百分之零点五 | 0.005 ratio exact [0.0045, 0.0055)
百分之九十以上 | 0.9 ratio at_least [0.9, 1]
超过百分之三十 | 0.3 ratio more_than (0.3, 1]
千分之三 | 0.003 ratio exact [0.003, 0.003]
0.5‰ | 0.0005 ratio exact [0.00045, 0.00055)
99.99% | 0.9999 ratio exact [0.99985, 0.99995)
-3.5% | -0.035 ratio exact [-0.0355, -0.0345)
负五 | -5 None exact [-5, -5]
2个百分点 | 2 percentage point exact [1.5, 2.5)
三分之二 | 0.666666666667 ratio exact [0.666666666667, 0.666666666667]
超三分之二 | 0.666666666667 ratio more_than (0.666666666667, 1]
约四分之三 | 0.75 ratio about [0.7, 0.8]
一半 | 0.5 ratio exact [0.5, 0.5]
过半 | 0.5 ratio more_than (0.5, 1]
近一半 | 0.5 ratio nearly [0.45, 0.5)
半数以上 | 0.5 ratio at_least [0.5, 1]
半年 | 0.5 year exact [0.5, 0.5]
两年半 | 2.5 year exact [2.5, 2.5]
一个半月 | 1.5 month exact [1.5, 1.5]
3个半小时 | 3.5 hour exact [3.5, 3.5]
两个多小时 | 2 hour over [2, 3)
1个多月 | 1 month over [1, 2)
5年多 | 5 year over [5, 6)
3个小时 | 3 hour exact [2.5, 3.5)
90分钟 | 90 minute exact [89.5, 90.5)
三倍 | 3 ratio exact [2.5, 3.5)
1.5倍 | 1.5 ratio exact [1.45, 1.55)
两倍多 | 2 ratio over [2, 3)
0.8倍左右 | 0.8 ratio about [0.7, 0.9]
2022年 | 2022 calendar_year exact [2022, 2022]
二〇二二年 | 2022 calendar_year exact [2022, 2022]
一九九二年 | 1992 calendar_year exact [1992, 1992]
3年 | 3 year exact [2.5, 3.5)
第一 | 1 rank exact [1, 1]
第十四位 | 14 rank exact [14, 14]
第二十届 | 20 rank exact [20, 20]
一点二亿元 | 120000000 CNY exact [115000000, 125000000)
三十二点五万元 | 325000 CNY exact [324500, 325500)
叁拾伍元 | 35 CNY exact [34.5, 35.5)
12.50元 | 12.5 CNY exact [12.495, 12.505)
3000美元 | 3000 USD exact [2999.5, 3000.5)
3000亩 | 2000000 m2 exact [1999666.66667, 2000333.33333)
20公顷 | 200000 m2 exact [195000, 205000)
3.6平方公里 | 3600000 m2 exact [3550000, 3650000)
10千米 | 10000 m exact [9500, 10500)
5公里 | 5000 m exact [4500, 5500)
2500公斤 | 2.5 t exact [2.4995, 2.5005)
500千克 | 0.5 t exact [0.4995, 0.5005)
10万千瓦 | 100000 kW exact [95000, 105000)
3.2亿千瓦时 | 320000000 kWh exact [315000000, 325000000)
100兆瓦 | 100000 kW exact [99500, 100500)
1.72Tbps | 1720 Gbps exact [1715, 1725)
500Mbps | 0.5 Gbps exact [0.4995, 0.5005)
312台(套) | 312 count exact [312, 312]
三千八百六十二万人次 | 38620000 count exact [38615000, 38625000)
1000万亿次 | 1e+15 count exact [9.995e+14, 1.0005e+15)
3.5万户 | 35000 count exact [34500, 35500)
唯一一家 | 1 count exact [1, 1]
高达95% | 0.95 ratio exact [0.945, 0.955)
多达百余家 | 100 count over [100, 200)
累计6.04亿元 | 604000000 CNY exact [603500000, 604500000)
共有15家 | 15 count exact [15, 15]
零个 | 0 count exact [0, 0]
四万万人 | 400000000 count exact [350000000, 450000000)
一亿亿个 | 1e+16 count exact [5e+15, 1.5e+16)
三点一四 | 3.14 None exact [3.135, 3.145)
−3.5% | -0.035 ratio exact [-0.0355, -0.0345)
-3.5%左右 | -0.035 ratio about [-0.036, -0.034]
1倍左右 | 1 ratio about [0, 2]
不足150% | 1.5 ratio less_than (0, 1.5)
约100% | 1 ratio about [0.9, 1]
1000年 | 1000 calendar_year exact [1000, 1000]
3000年 | 3000 year exact [2999.5, 3000.5)
第3年 | 3 rank exact [3, 3]
第2022年 | 2022 rank exact [2022, 2022]
第500000000000000000000000000000 | 5e+29 rank exact [5e+29, 5e+29]
1000000000000000000000000000000又二分之一 | 1e+30 ratio exact [1e+30, 1e+30]
123456789012345多 | 1.23456789012e+14 None over [1.23456789012e+14, 1.23456789012e+14)
0% | 0 ratio exact [0, 0.005)
约0% | 0 ratio about [0, 0.01]
0吨 | 0 t exact [0, 0.5)
约0吨 | 0 t about [0, 1]
-1.5吨 | -1.5 t exact [-1.55, -1.45)
约-1.5吨 | -1.5 t about [-1.6, -1.4]
3成5 | 0.35 ratio exact [0.345, 0.355)
1亿05000000元 | 105000000 CNY exact [104999999.5, 105000000.5)
一亿零五千元 | 100005000 CNY exact [100004999.5, 100005000.5)
1亿500万元 | 105000000 CNY exact [104995000, 105005000)
一亿五 | 150000000 None exact [145000000, 155000000)
已超100家 | 100 count more_than (100, inf)
三千两百个 | 3200 count exact [3200, 3200]
15㎡ | 15 m2 exact [14.5, 15.5)
15m² | 15 m2 exact [14.5, 15.5)
3,300余个 | 3300 count over [3300, 3400)
1,234,567人 | 1234567 count exact [1234567, 1234567]
3至5个 | nan count range [3, 5]
3至5万亿元 | nan CNY range [3e+12, 5e+12]
1万至3万亿元 | nan CNY range [1e+12, 3e+12]
100万至1亿元 | nan CNY range [1000000, 100000000]
5至5万个 | nan count range [5, 50000]
300万元至500万元 | nan CNY range [3000000, 5000000]
3-5万个 | nan count range [30000, 50000]
8000至1.2万人 | nan count range [8000, 12000]
300万至500万元 | nan CNY range [3000000, 5000000]
60%-70% | nan ratio range [0.6, 0.7]
60~70% | nan ratio range [0.6, 0.7]
三到四成 | nan ratio range [0.3, 0.4]
2022-2024 | nan None range [2022, 2024]
2022—2024年 | nan calendar_year range [2022, 2024]
三五年 | nan year range [3, 5]
五六十家 | nan count range [50, 60]
十七八岁 | nan year range [17, 18]
两三千人 | nan count range [2000, 3000]
七八成 | nan ratio range [0.7, 0.8]
百分之七八十 | nan ratio range [0.7, 0.8]
２０余万元 | 200000 CNY over [200000, 300000)
１００％ | 1 ratio exact [0.995, 1]
三萬二千餘個 | 32000 count over [32000, 33000)
近兩百億元 | 20000000000 CNY nearly [15000000000, 20000000000)
超過六成 | 0.6 ratio more_than (0.6, 1]
約五萬噸 | 50000 t about [40000, 60000]
不少於三十條 | 30 count at_least [30, inf)
將近四千戶 | 4000 count nearly [3500, 4000)
負三點五 | -3.5 None exact [-3.55, -3.45)
"""

KINDS_OF_FORMS = """
# decimals in characters
六点七八亿元 | 678000000 CNY exact [677500000, 678500000)
三点一二亿元 | 312000000 CNY exact [311500000, 312500000)
二十三点二三万 | 232300 None exact [232250, 232350)
十二点三四个百分点 | 12.34 percentage point exact [12.335, 12.345)
两点三五万公顷 | 235000000 m2 exact [234500000, 235500000)
一点五六倍 | 1.56 ratio exact [1.555, 1.565)
零點六七個百分點 | 0.67 percentage point exact [0.665, 0.675)
约三点四五米 | 3.45 m about [3.44, 3.46]
超一点五六倍 | 1.56 ratio more_than (1.56, inf)
百分之五点三四左右 | 0.0534 ratio about [0.0533, 0.0535]
百分之三十点五 | 0.305 ratio exact [0.3045, 0.3055)
百分之十点二 | 0.102 ratio exact [0.1015, 0.1025)
十点五亿元 | 1050000000 CNY exact [1045000000, 1055000000)
一百二十点三亿元 | 12030000000 CNY exact [12025000000, 12035000000)
二十点一万 | 201000 None exact [200500, 201500)
十五点零万吨 | 150000 t exact [149500, 150500)
三十五点二零元 | 35.2 CNY exact [35.195, 35.205)
一百二十三点八九零万 | 1238900 None exact [1238895, 1238905)
百分之一百二十点五 | 1.205 ratio exact [1.2045, 1.2055)
负十点五 | -10.5 None exact [-10.55, -10.45)
一点五千亿元 | 150000000000 CNY exact [145000000000, 155000000000)
# digits one by one before the point
六九三點七億元 | 69370000000 CNY exact [69365000000, 69375000000)
二〇点五万 | 205000 None exact [204500, 205500)
约一二三四点五亩 | 823000 m2 about [822933.333333, 823066.666667]
# what is counted without another word
500床 | 500 count exact [500, 500]
四县 | 4 count exact [4, 4]
13省 | 13 count exact [13, 13]
六车道及以上 | 6 count at_least [6, inf)
3.2万芯千米 | 32000 fibre km exact [31500, 32500)
# ranges that share a magnitude, a unit or 百分之
3至5千元 | nan CNY range [3000, 5000]
两到三千元 | nan CNY range [2000, 3000]
两~3百元 | nan CNY range [200, 300]
二至三百公里 | nan m range [200000, 300000]
三到五千万元 | nan CNY range [30000000, 50000000]
三到五千亿元 | nan CNY range [300000000000, 500000000000]
八到九百亿元 | nan CNY range [80000000000, 90000000000]
1.5至2千元 | nan CNY range [1500, 2000]
三百至五千万元 | nan CNY range [3000000, 50000000]
五百至两千元 | nan CNY range [500, 2000]
0至5千元 | nan CNY range [0, 5000]
五至二十家 | nan count range [5, 20]
五至十五个 | nan count range [5, 15]
五至十家 | nan count range [5, 10]
三到三十家 | nan count range [3, 30]
三到二千五百家 | nan count range [3, 2500]
三到二千五百万家 | nan count range [30000, 25000000]
15至2千元 | nan CNY range [15, 2000]
1万亿至1.5万亿元 | nan CNY range [1e+12, 1.5e+12]
8000亿元至1.2万亿元 | nan CNY range [800000000000, 1.2e+12]
20万亿—30万亿元 | nan CNY range [2e+13, 3e+13]
1亿元至1万亿元 | nan CNY range [100000000, 1e+12]
一两万亿元 | nan CNY range [1e+12, 2e+12]
3元至5万元 | nan CNY range [3, 50000]
百分之三十到四十 | nan ratio range [0.3, 0.4]
百分之五至十 | nan ratio range [0.05, 0.1]
百分之三到百分之五 | nan ratio range [0.03, 0.05]
百分之七八 | nan ratio range [0.07, 0.08]
20%至30%之间 | nan ratio range [0.2, 0.3]
10000与20000之间 | nan None range [10000, 20000]
10000和20000间 | nan None range [10000, 20000]
介于20%和30%之间 | nan ratio range [0.2, 0.3]
从5000到8000元 | nan CNY range [5000, 8000]
3至5个不等 | nan count range [3, 5]
三五年 | nan year range [3, 5]
三五百元 | nan CNY range [300, 500]
十七八 | nan None range [17, 18]
一万六七 | nan None range [16000, 17000]
三百五六 | nan None range [350, 360]
-3%至-1% | nan ratio range [-0.03, -0.01]
1/3至1/2 | nan ratio range [0.333333333333, 0.5]
# dashes
5——8家 | nan count range [5, 8]
5—8家 | nan count range [5, 8]
5–8家 | nan count range [5, 8]
5‑8家 | nan count range [5, 8]
5‐8家 | nan count range [5, 8]
5〜8家 | nan count range [5, 8]
5～8家 | nan count range [5, 8]
5∼8家 | nan count range [5, 8]
5─8家 | nan count range [5, 8]
5−8家 | nan count range [5, 8]
1万元--5万元 | nan CNY range [10000, 50000]
5――8家 | nan count range [5, 8]
# signs and fractions
-3.5%以上 | -0.035 ratio at_least [-0.035, inf)
负百分之二点三 | -0.023 ratio exact [-0.0235, -0.0225)
负百分之一 | -0.01 ratio exact [-0.015, -0.005)
-百分之1 | -0.01 ratio exact [-0.015, -0.005)
百分之负二 | -0.02 ratio exact [-0.025, -0.015)
负三分之一 | -0.333333333333 ratio exact [-0.333333333333, -0.333333333333]
+3.2% | 0.032 ratio exact [0.0315, 0.0325)
1/3 | 0.333333333333 ratio exact [0.333333333333, 0.333333333333]
近1/3 | 0.333333333333 ratio nearly [0.283333333333, 0.333333333333)
超过2/3 | 0.666666666667 ratio more_than (0.666666666667, 1]
½ | 0.5 ratio exact [0.5, 0.5]
3½ | 3.5 ratio exact [3.5, 3.5]
一又五分之一 | 1.2 ratio exact [1.2, 1.2]
1 3/5 | 1.6 ratio exact [1.6, 1.6]
三分之一 | 0.333333333333 ratio exact [0.333333333333, 0.333333333333]
十分之一 | 0.1 ratio exact [0.1, 0.1]
近二十分之一 | 0.05 ratio nearly [0.025, 0.05)
约十五分之一 | 0.0666666666667 ratio about [0.0333333333333, 0.1]
约一千分之三 | 0.003 ratio about [0.0025, 0.0035]
约百万分之五 | 5e-06 ratio about [4.5e-06, 5.5e-06]
约万分之五 | 0.0005 ratio about [0.00045, 0.00055]
百万分之五 | 5e-06 ratio exact [5e-06, 5e-06]
零下5摄氏度 | -5 degree Celsius exact [-5.5, -4.5)
约0.3‰ | 0.0003 ratio about [0.0002, 0.0004]
# words of a bound
至少有3000家 | 3000 count at_least [3000, inf)
最多为5家 | 5 count at_most (0, 5]
大概有20家 | 20 count about [15, 25]
共计有15家 | 15 count exact [15, 15]
不超50人 | 50 count at_most (0, 50]
未超过5% | 0.05 ratio at_most (0, 0.05]
不及三成 | 0.3 ratio less_than (0, 0.3)
不小于30 | 30 None at_least [30, inf)
不大于30 | 30 None at_most (0, 30]
大于等于30 | 30 None at_least [30, inf)
小于等于30 | 30 None at_most (0, 30]
≥500家 | 500 count at_least [500, inf)
≤50 | 50 None at_most (0, 50]
>=50 | 50 None at_least [50, inf)
小于或者等于50 | 50 None at_most (0, 50]
五十或者以上 | 50 None at_least [50, inf)
>30 | 30 None more_than (30, inf)
<30 | 30 None less_than (0, 30)
年满18周岁 | 18 year at_least [18, inf)
几乎100家 | 100 count nearly [90, 100)
30个或以上 | 30 count at_least [30, inf)
50万元（含）以上 | 500000 CNY at_least [500000, inf)
约合20533美元 | 20533 USD about [20532, 20534]
折合约300万元 | 3000000 CNY about [2500000, 3500000]
跃过千亿元 | 100000000000 CNY more_than (100000000000, inf)
逼近50万人 | 500000 count nearly [450000, 500000)
未突破1000亿元 | 100000000000 CNY at_most (0, 100000000000]
# half, 个多, 几
三成半 | 0.35 ratio exact [0.35, 0.35]
近兩成半 | 0.25 ratio nearly [0.245, 0.25)
约三成半 | 0.35 ratio about [0.345, 0.355]
三倍半 | 3.5 ratio exact [3.5, 3.5]
两米半 | 2.5 m exact [2.5, 2.5]
一吨半 | 1.5 t exact [1.5, 1.5]
一个半 | 1.5 count exact [1.5, 1.5]
两个半小时 | 2.5 hour exact [2.5, 2.5]
1个多百分点 | 1 percentage point over [1, 2)
两个多百分点 | 2 percentage point over [2, 3)
三个多小时 | 3 hour over [3, 4)
一个多世纪 | 100 year over [100, 200)
1个多亿元 | 100000000 CNY over [100000000, 200000000)
一百零几家 | 100 count over [100, 110)
一百几十个 | 100 count over [100, 200)
三千四百五十几万 | 34500000 None over [34500000, 34600000)
十几亿元 | 1000000000 CNY over [1000000000, 2000000000)
二十几万 | 200000 None over [200000, 300000)
三万几 | 30000 None over [30000, 40000)
一千零几十户 | 1000 count over [1000, 1100)
三十来家 | 30 count about [25, 35]
# money, spaces, units
人民币8亿元 | 800000000 CNY exact [750000000, 850000000)
人民币 8千元 | 8000 CNY exact [7500, 8500)
人民币约8亿元 | 800000000 CNY about [700000000, 900000000]
約人民幣三億元 | 300000000 CNY about [200000000, 400000000]
￥300 | 300 CNY exact [299.5, 300.5)
¥1.5万 | 15000 CNY exact [14500, 15500)
港币3亿元 | 300000000 HKD exact [250000000, 350000000)
港币3至5亿元 | nan HKD range [300000000, 500000000]
港币3亿元至5亿元 | nan HKD range [300000000, 500000000]
港币三四亿元 | nan HKD range [300000000, 400000000]
US$500 | 500 USD exact [499.5, 500.5)
8亿元人民币 | 800000000 CNY exact [750000000, 850000000)
12 000元 | 12000 CNY exact [11999.5, 12000.5)
2 748 456 | 2748456 None exact [2748456, 2748456]
1 200余家 | 1200 count over [1200, 1300)
1\N{THIN SPACE}200余家 | 1200 count over [1200, 1300)
1\N{NO-BREAK SPACE}200余家 | 1200 count over [1200, 1300)
12 345.6万元 | 123456000 CNY exact [123455500, 123456500)
五大 | 5 count exact [5, 5]
第二大 | 2 rank exact [2, 2]
100日元 | 100 JPY exact [99.5, 100.5)
1万亿日元 | 1e+12 JPY exact [500000000000, 1.5e+12)
5306亿台币 | 530600000000 TWD exact [530550000000, 530650000000)
134,394,000 股 | 134394000 count exact [134394000, 134394000]
9218.38万标箱 | 92183800 TEU exact [92183750, 92183850)
700万标准箱 | 7000000 TEU exact [6995000, 7005000)
1640.06亿斤 | 82003000 t exact [82002750, 82003250)
400余克 | 0.0004 t over [0.0004, 0.0005)
10万多棒 | 100000 count over [100000, 200000)
超百起 | 100 count more_than (100, inf)
500千伏 | 500 kV exact [499.5, 500.5)
3吉瓦 | 3000000 kW exact [2500000, 3500000)
1000度 | 1000 kWh exact [999.5, 1000.5)
1.2亿度 | 120000000 kWh exact [115000000, 125000000)
3000字 | 3000 count exact [3000, 3000]
20毫秒 | 0.02 second exact [0.0195, 0.0205)
120EFlops | 120 EFlops exact [119.5, 120.5)
3000英镑 | 3000 GBP exact [2999.5, 3000.5)
25个基点 | 0.25 percentage point exact [0.245, 0.255)
150MW | 150000 kW exact [149500, 150500)
2.5kg | 0.0025 t exact [0.00245, 0.00255)
30km | 30000 m exact [29500, 30500)
4.45厘米 | 0.0445 m exact [0.04445, 0.04455)
3升 | 0.003 m3 exact [0.0025, 0.0035)
50万桶 | 500000 barrel exact [495000, 505000)
26摄氏度 | 26 degree Celsius exact [25.5, 26.5)
26℃ | 26 degree Celsius exact [25.5, 26.5)
0℃ | 0 degree Celsius exact [-0.5, 0.5)
三四十块钱 | nan CNY range [30, 40]
5英寸 | 0.127 m exact [0.1143, 0.1397)
3个季度 | 9 month exact [7.5, 10.5)
# numerals
一百九十万零三千九百七十一 | 1903971 None exact [1903971, 1903971]
壹拾万零叁仟肆佰伍拾叁 | 103453 None exact [103453, 103453]
五十万零五千 | 505000 None exact [505000, 505000]
三千万亿 | 3e+15 None exact [2.9995e+15, 3.0005e+15)
13万2 | 132000 None exact [131500, 132500)
十亿3000万 | 1030000000 None exact [1029995000, 1030005000)
1百01 | 101 None exact [101, 101]
一百03 | 103 None exact [103, 103]
7千3百 | 7300 None exact [7300, 7300]
25万6千 | 256000 None exact [255500, 256500)
一万零十二 | 10012 None exact [10012, 10012]
一万五千亿 | 1.5e+12 None exact [1.49995e+12, 1.50005e+12)
二十万亿 | 2e+13 None exact [1.95e+13, 2.05e+13)
三十万多亿 | 3e+13 None over [3e+13, 4e+13)
上萬億 | 1e+12 None at_least [1e+12, inf)
小于40万 | 400000 None less_than (0, 400000)
一万两千三百多人 | 12300 count over [12300, 12400)
二百五 | 250 None exact [250, 250]
1,155.64 | 1155.64 None exact [1155.635, 1155.645)
8千元 | 8000 CNY exact [7500, 8500)
八千元 | 8000 CNY exact [7999.5, 8000.5)
三千万元 | 30000000 CNY exact [29995000, 30005000)
3千万元 | 30000000 CNY exact [25000000, 35000000)
廿七個月 | 27 month exact [26.5, 27.5)
四万万人 | 400000000 count exact [350000000, 450000000)
一万万人 | 100000000 count exact [50000000, 150000000)
亿元以上 | 100000000 CNY at_least [100000000, inf)
超亿元 | 100000000 CNY more_than (100000000, inf)
# years
2019年 | 2019 calendar_year exact [2019, 2019]
二〇一九年 | 2019 calendar_year exact [2019, 2019]
2019至2021年 | nan calendar_year range [2019, 2021]
2000多年 | 2000 year over [2000, 3000)
超过1000年 | 1000 year more_than (1000, inf)
两千年 | 2000 year exact [1999.5, 2000.5)
将近20年 | 20 year nearly [15, 20)
近90岁 | 90 year nearly [85, 90)
近70周年 | 70 year nearly [65, 70)
第3年 | 3 rank exact [3, 3]
"""

GROWTH = """
20%以上      | 0.2 ratio at_least [0.2, inf)
超过90%      | 0.9 ratio more_than (0.9, inf)
近7%         | 0.07 ratio nearly [0.06, 0.07)
约0%         | 0 ratio about [-0.01, 0.01]
0%           | 0 ratio exact [-0.005, 0.005)
约0.5%       | 0.005 ratio about [0.004, 0.006]
不足3%       | 0.03 ratio less_than (-inf, 0.03)
不超过3%     | 0.03 ratio at_most (-inf, 0.03]
负百分之二   | -0.02 ratio exact [-0.025, -0.015)
100%         | 1 ratio exact [0.995, 1.005)
约100%       | 1 ratio about [0.9, 1.1]
1.5倍        | 1.5 ratio exact [1.45, 1.55)
三分之一     | 0.333333333333 ratio exact [0.333333333333, 0.333333333333]
300家        | 300 count exact [300, 300]
"""

TENTH = """
约300人      | 300 count about [270, 330]
近300人      | 300 count nearly [270, 300)
约95%        | 0.95 ratio about [0.855, 1]
约6.75亿元   | 675000000 CNY about [607500000, 742500000]
约三分之一   | 0.333333333333 ratio about [0.3, 0.366666666667]
300余人      | 300 count over [300, 400)
"""


@pytest.mark.parametrize(
    "table", [CONVENTION, NEWS, KINDS_OF_FORMS], ids=["rules", "news", "kinds"]
)
def test_expressions_read_by_hand(table):
    assert not differences(table)


def test_a_rate_of_growth_is_neither_capped_nor_floored():
    assert not differences(GROWTH, growth=True)


def test_the_leeway_may_be_a_share_of_the_number():
    assert not differences(TENTH, leeway=0.1)
    for share in (0, -0.1, 1.5, math.nan):
        with pytest.raises(ValueError, match="expected a share of the number"):
            read_number("约300人", leeway=share)


# --- what is no number, and why

REFUSED = """
# words, idioms, names
进一步 | it is a word or an idiom
一起 | it is a word or an idiom
一带一路 | it is a word or an idiom
一体化 | it is a word or an idiom
万物共生 | it is a word or an idiom
千家万户 | it is a word or an idiom
一串串 | it is a word or an idiom
十分 | it is a word or an idiom
半导体 | it is a word or an idiom
七嘴八舌 | it is an idiom
四通八达 | it is an idiom
一心一意 | it is an idiom
十四五 | it is a name: a five-year plan
十三五规划 | it is a name: a five-year plan
二十大 | it is a name: a congress
500强 | it is a name or a class
千亿级 | it is a name or a class
二线 | it is a name or a class
80后 | it is a name or a class
5G | it is a name or a class
3M | it is a name, or its unit is none of UNITS
B2B | it is a name
iPhone | it is a name
1+1+9 | it is a name
00700 | it is a code or part of a date
3比1 | it is a ratio of parts
6.01:55.04 | it is a ratio of parts
每百户 | it is a rate for each of something
# dates and periods
15日 | it is a date
3月24日 | it is a date
2022年3月 | it is a date
2022-03-24 | it is a date
三月 | it is a date
初八 | it is a date
8时 | it is a date or a time of day
8点30分 | it is a date or a time of day
上半年 | it is a period
前三季度 | it is a period
一季度 | it is a period
2022年度 | it is a period
10年来 | it is a period
两年前 | it is a period
近几年 | it is a period
90年代 | it is a period
20世纪 | it is a period
2006年以来 | it is a period
# how many without a number
几位 | it says how many without a number
好几十 | it says how many without a number
约几十家 | it says how many without a number
数十亿元 | it says how many without a number
成千上万 | it says how many without a number
若干 | it says how many without a number
千 | it is an order of magnitude
万元 | it is an order of magnitude
至少 | it does not begin with one: it has no numeral
# an unknown beginning or end
增长16.7% | it does not begin with one: '增长' is no word of RULES
前10名 | it does not begin with one: '前' is no word of RULES
首次 | it does not begin with one: '首次' is no word of RULES
三个城市 | '城市' is left over: an unknown unit, or part of a name or an idiom
第三产业 | '产业' is left over
12,34个 | ',34个' is left over
3、4个 | '、4个' is left over: a second number
12 34家 | ' 34家' is left over
3. 5亿 | '. 5亿' is left over
5个6个 | '6个' is left over: a second number
3%5% | '5%' is left over
10万元起 | '起' is left over
三块 | '块' may be a piece or a yuan
3000点 | '点' may be a point of an index or a time of day
一百两 | '两' may be a tael
1234两 | '两' may be a tael
八五折 | '折' may be a discount
# numerals
万分 | '分' may be a minute
百点五 | '百' is not a well-formed numeral
十几二十 | '十几二十' is not
千百 | '千百' is not a well-formed numeral
三百零 | '三百零' is not a well-formed numeral
二二 | '二二' is not a well-formed numeral
两三 | '两三' is not a well-formed numeral
一二点三零 | '一二' is not a well-formed numeral
20百 | '20百' is not a well-formed numeral
零百 | '零百' is not a well-formed numeral
亿亿亿亿 | '亿亿亿' is not a well-formed numeral
一亿百万 | '百' is not a well-formed numeral
三百100 | '三百100' is not a well-formed numeral
1.5万3千 | '1.5' is not a well-formed numeral
三万四万 | '三万四万' runs two amounts together
10万30万辆 | '10万30万' runs two amounts together
3亿5亿元 | '3亿5亿' runs two amounts together
5万亿6万亿 | '5万亿6万亿' runs two amounts together
3万5千万 | '3万5千万' runs two amounts together
三十四十 | '三十四十' runs two amounts together
1亿5000 | '1亿5000' leaves open whether '5000' counts ones or 万
两千三点一 | '两千三' leaves open whether its last digit is 两千三百
一千五万元 | '一千五' leaves open whether its last digit is 一千五百
二百五万 | '二百五' leaves open
①50家 | it has a raised, lowered or enclosed digit
⒈5亿 | it has a raised, lowered or enclosed digit
❷3家 | it has a raised, lowered or enclosed digit
㈠50家 | it has a raised, lowered or enclosed digit
10² | it has a raised, lowered or enclosed digit
H₂O | it has a raised, lowered or enclosed digit
零分之三 | its denominator is zero
1234567890123456789多 | its last digit is lost in a floating-point number
1234567890123456789.5吨 | its last digit is lost in a floating-point number
1234567890123456788至1234567890123456789家 | its last digit is lost
3/3 | '3/3' may be a date or a fraction above 1
5/3 | '5/3' may be a date or a fraction above 1
三分之二个 | a fraction takes no unit, here '个'
一半家 | a fraction takes no unit, here '家'
半数人 | a fraction takes no unit, here '人'
1/3吨 | a fraction takes no unit, here '吨'
1半 | '半' is left over
2.5吨半 | a fraction is added to a whole number only
# two readings
近十年 | it may be the last 十年
近3个月 | it may be the last 3个月
约1990年 | it may be a calendar year or a duration
30度 | '度' may be a kilowatt-hour or a degree
999度 | '度' may be a kilowatt-hour or a degree
三到五十家 | '三' may stand for itself
二至三千五百元 | '二' may stand for itself
-3--1% | '--' may be a dash or a dash and a minus
人民币300美元 | its currency is CNY, its unit '美元'
负三分之负一 | it has two signs
5兆 | '兆' may be a million
人民币美元300 | it names its currency twice
# qualifiers, ordinals, ranges
约近200亿元 | its qualifiers disagree (about, nearly)
约300余家 | its qualifiers disagree (about, over)
约3至5个 | a range and a qualifier together
3至5个以上 | a range and a qualifier together
约五六十家 | a range and a qualifier together
5至3个 | the range does not go upwards
5至5个 | the range does not go upwards
3个至5吨 | the two ends of the range have different units
3个至5百分点 | the two ends of the range have different units
半至一年 | the two ends of the range have different units
负百分之三到五 | the two ends of the range have different units
第0位 | an ordinal is a whole number from 1
第1.5位 | an ordinal is a whole number from 1
约第3位 | an ordinal is a whole number from 1
第3吨 | an ordinal is a whole number from 1
第3至5名 | it is more than one rank
0余个 | 'over' has no clear meaning
近0个 | 'nearly' has no clear meaning
不足-3% | 'less_than' has no clear meaning
不超过0家 | 'at_most' has no clear meaning
"""


def test_no_number_is_refused_with_the_reason():
    read = [(text, reason, reading(text)) for text, reason in rows(REFUSED)]
    assert not [row for row in read if not row[2].startswith(row[1])]


def test_each_kind_of_no_quantity_names_itself():
    """No kind stands in the table without a refusal above that shows it, but for the empty text."""
    shown_reasons = {reading(text) for text, _ in rows(REFUSED)}
    assert {reason for kind, _, reason in KINDS if kind != "empty"} <= shown_reasons


def test_the_inside_of_the_reader_is_not_shown():
    with pytest.raises(ValueError, match=r"^'进一步' is not a number: it is a word") as error:
        read_number("进一步")
    assert type(error.value) is ValueError
    assert error.value.__cause__ is None
    for text in ("", " ", "\n"):
        with pytest.raises(ValueError, match=r"is not a number: it is empty$"):
            read_number(text)
    for other in (5, 5.0, None, b"5", ["5"], math.nan):
        kind = type(other).__name__
        with pytest.raises(TypeError, match=f"takes a string such as '3300余个', not {kind}$"):
            read_number(other)


def test_of_several_words_the_longest_is_tried_first():
    assert wording._any_of(["超", "不超过", "a.", "超过"]) == r"不超过|a\.|超过|超"


# --- the rules are data

SYMBOLS = {"n": Decimal(340), "place": Decimal(1), "step": Decimal(10), "leeway": Decimal(5)}


def test_what_a_rule_writes_is_what_it_computes():
    for key, rule in RULES.items():
        if key == "range":
            continue
        known = SYMBOLS | {"infinity": Decimal("Infinity")}
        written = tuple(eval(end, {}, known) for end in (rule.lower, rule.upper))
        assert rule.ends(**SYMBOLS) == tuple(Decimal(end) for end in written), key
        assert rule.interval[1:-1] == f"{rule.lower}, {rule.upper}"


def test_a_rule_that_is_changed_changes_the_reading(monkeypatch):
    wider = RULES["over"]._replace(upper="infinity", closed="neither")
    monkeypatch.setitem(RULES, "over", wider)
    assert reading("300余家") == "300 count over (300, inf)"


def test_nearly_is_the_lower_half_of_about():
    assert (RULES["nearly"].lower, RULES["nearly"].upper) == (RULES["about"].lower, "n")


# The traditional forms of the characters in the package's words, in the standards of the
# mainland, Taiwan and Hong Kong (by OpenCC's tables s2t, s2tw and s2hk).
TRADITIONAL = """
万萬 与與 两兩 个個 于於 亩畝 亿億 仅僅 从從 余餘 内內 册冊 冲衝 准準 几幾 剂劑 单單 卢盧 厘釐
双雙 台臺 吨噸 员員 周週 场場 处處 头頭 学學 对對 将將 层層 届屆 岁歲 币幣 帧幀 开開 张張 总總
户戶 拥擁 挂掛 摄攝 数數 时時 条條 来來 标標 栋棟 欧歐 满滿 点點 电電 盏盞 码碼 种種 笔筆 类類
约約 纪紀 纳納 组組 节節 计計 课課 负負 跃躍 车車 轮輪 辆輛 达達 过過 迈邁 钟鍾鐘 钱錢 铢銖 镑鎊
门門 间間 队隊 韩韓 页頁 顶頂 顷頃 项項 颗顆 为為爲
"""
SCRIPTS = [
    str.maketrans(
        {pair[0]: pair[at] for pair in TRADITIONAL.split() if (at := min(which, len(pair) - 1))}
    )
    for which in (1, 2)
]


def own_words():
    """Every word that the package reads, in an expression."""
    for word in BEFORE:
        yield f"{word}{'百' if word == '上' else 3}家", word
    for rule in RULES.values():
        for word in rule.after.split():
            yield (f"二十{word}家" if word in "余多几来" else f"二十{word}"), word
    for word in UNITS:
        yield f"7000{word}", word
    for word in CURRENCIES:
        yield f"{word}7000", word
    for word in "之间 不等".split():
        yield f"3至5个{word}", word
    others = "从5到8家 介于5与8之间 负百分之三 一又三分之一 两个半月 第三位 一半以上 约为三成"
    for text in others.split():
        yield text, text


def test_every_own_word_is_read_in_both_scripts():
    for text, word in own_words():
        simplified = reading(text)
        assert "[" in simplified or "(" in simplified, (text, simplified)
        assert " is left over" not in simplified, (text, simplified)
        for script in SCRIPTS:
            assert reading(text.translate(script)) == simplified, (word, text.translate(script))
        full_width = {code: code + 0xFEE0 for code in range(ord("!"), ord("~") + 1)}
        assert reading(text.translate(full_width)) == simplified, word


def test_every_word_has_the_qualifier_of_its_rule_and_every_unit_its_factor():
    for key, rule in RULES.items():
        for word in rule.before.split():
            text = f"{word}{'百' if word == '上' else 3}家"
            assert read_number(text).qualifier == key, word
        for word in rule.after.split():
            assert (
                read_number(f"二十{word}家" if word == "来" else f"二十{word}").qualifier == key
            ), word
    for word, (unit, factor) in UNITS.items():
        number = read_number(f"7000{word}")
        assert (number.unit, number.value) == (unit, pytest.approx(7000 * float(factor))), word
    assert not set(AMBIGUOUS) & set(UNITS)


def test_pandas_is_imported_only_for_an_interval():
    code = (
        "import sys, types; package = types.ModuleType('daqing_data'); "
        "package.__path__ = ['daqing_data']; sys.modules['daqing_data'] = package; "
        "from daqing_data.wording import read_number; number = read_number('近200亿元'); "
        "print('pandas' in sys.modules, number.interval, 'pandas' in sys.modules)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "False [15000000000.0, 20000000000.0) True"


def test_a_number_gives_the_columns_of_a_row():
    number = read_number("超过90%")
    assert number.to_dict() == {
        "value": 0.9,
        "unit": "ratio",
        "qualifier": "more_than",
        "lower": 0.9,
        "upper": 1.0,
        "closed": "right",
    }
    assert number == Number(**number.to_dict()) == read_number("超过百分之九十")
    assert number.interval == pd.Interval(0.9, 1.0, closed="right")
    assert read_number("3至5个") == read_number("三到五个")  # NaN and all


# --- what nobody thought of: round trips

DIGITS = "零一二三四五六七八九"


def in_chinese(n):
    """A whole number below 10**12 in characters, written group by group of four digits."""
    if n == 0:
        return "零"
    text, pending_zero = "", False
    for place in range(11, -1, -1):
        digit = n // 10**place % 10
        if digit:
            text += "零" * pending_zero + DIGITS[digit] + ("", "十", "百", "千")[place % 4]
            pending_zero = False
        elif text:
            pending_zero = True
        if place in (8, 4) and n // 10**place % 10**4:
            text += "亿" if place == 8 else "万"
            pending_zero = False  # zeros at the end of a group are not read
    return text.removeprefix("一") if text.startswith("一十") else text


def test_the_writer_of_the_round_trip():
    written = (
        "十 10, 十九 19, 一百零一 101, 一百一十 110, 一千零一十 1010, 一万零一 10001, 十万 100000"
    )
    written += ", 三百万五千 3005000, 一亿零五 100000005, 二千七百零一亿三千万四千零五 270130004005"
    for pair in written.split(", "):
        text, n = pair.split()
        assert in_chinese(int(n)) == text


HOW_FAR = """
十 | 10 1 10
二十 | 20 1 10
三百 | 300 1 100
两 | 2 1 1
零 | 0 1 1
0 | 0 1 1
100 | 100 1 100
一千零一十 | 1010 1 10
一九九八 | 1998 1 1
8千 | 8000 1000 1000
1万8千 | 18000 1000 1000 rounded
一万八千 | 18000 1 1000
3百5 | 350 10 10
三百五 | 350 10 10
一万三百五 | 10350 10 10 rounded
3万5 | 35000 1000 1000 rounded
三万零五 | 30005 1 1
1亿零5 | 100000005 1 1
1200万 | 12000000 10000 1000000 rounded
1亿2000万 | 120000000 10000 10000000 rounded
四万万 | 400000000 100000000 100000000 rounded
1.40 | 1.40 0.01 0.1 rounded
0.0 | 0.0 0.1 0.1 rounded
零点零 | 0.0 0.1 0.1 rounded
三千点五万 | 30005000.0 1000.0 1000.0 rounded
1.4万亿 | 1400000000000.0 100000000000.0 100000000000.0 rounded
一百二十点三亿 | 12030000000.0 10000000.0 10000000.0 rounded
几 | 0 1 10
十几 | 10 1 10
一百零几 | 100 1 10
三百几 | 300 10 100
几万 | 0 10000 100000 rounded
"""


NOT_WELL_FORMED = """
百几 | '百几' is not a well-formed numeral$
几点 | '几点' is not a well-formed numeral$
三百两 | '三百两' is not a well-formed numeral$
一万一九九八 | '一九九八' is not a well-formed numeral$
两千三百五点一 | '三百五' leaves open whether its last digit is 三百五十$
"""


def test_how_far_a_numeral_is_printed():
    """The number, one unit of its last printed digit and of its last digit that is not zero."""
    for text, expected in rows(HOW_FAR):
        found = read_numeral(text)
        numbers = [f"{number:f}" for number in (found.value, found.place, found.step)]
        assert " ".join(numbers + ["rounded"] * found.rounded) == expected, text
    for text, why in rows(NOT_WELL_FORMED):
        with pytest.raises(NotANumberError, match=f"^{why}"):
            read_numeral(text)


whole = (
    st.integers(0, 10**12 - 1)
    | st.integers(0, 10_000)
    | st.integers(1, 9999).map(lambda n: n * 10**7)
)
SIZES = {"": 1, "百": 100, "千": 1000, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8}
SIZES |= {"十亿": 10**9, "百亿": 10**10, "千亿": 10**11, "万亿": 10**12}
decimal_magnitude = st.sampled_from([word for word in SIZES if not word.startswith("十")])
measure = st.sampled_from("元 吨 平方米 % 倍 个百分点 个 公里 千瓦 美元 斤".split())


@given(whole, st.sampled_from(["", "个", "元"]))
def test_whole_numbers_in_characters_round_trip(n, unit):
    number = read_number(in_chinese(n) + unit)
    assert number.value == n
    assert number.lower <= n <= number.upper


@given(whole)
def test_whole_numbers_in_digits_round_trip(n):
    for text in (f"{n}个", f"{n:,}个", f"{n:,}个".replace(",", " ")):
        assert shown(read_number(text)) == f"{n:.12g} count exact [{n:.12g}, {n:.12g}]"


@settings(max_examples=400)
@given(
    st.integers(0, 9999), st.text("0123456789", min_size=1, max_size=4), decimal_magnitude, measure
)
def test_decimals_in_characters_and_in_digits_are_one_number(n, decimals, magnitude, unit):
    chars = "".join(DIGITS[int(digit)] for digit in decimals)
    in_characters = f"{in_chinese(n)}点{chars}{magnitude}"
    in_digits = f"{n}.{decimals}{magnitude}"
    value = Fraction(f"{n}.{decimals}") * SIZES[magnitude]
    assert Fraction(read_numeral(in_characters).value) == value
    assert read_numeral(in_characters) == read_numeral(in_digits)
    for form in ("{}", "约{}", "近{}", "超{}", "{}以上"):
        text = form.format(in_characters + unit)
        assert reading(text) == reading(form.format(in_digits + unit)), text
    half = Fraction(SIZES[magnitude], 10 ** len(decimals)) / 2
    number = read_number(in_digits + "元")
    assert number.lower == float(max(value - half, 0))
    assert number.upper == float(value + half)


@given(st.integers(1, 9999), st.sampled_from("家 元 % 吨 年 个百分点".split()))
def test_script_carries_no_precision(n, unit):
    for form in ("{}", "约{}", "接近{}", "超过{}", "{}以上", "不足{}"):
        one, other = form.format(in_chinese(n) + unit), form.format(f"{n}{unit}")
        if unit == "年" and 1000 <= n < 3000:
            continue  # 2019年 is a calendar year, 两千零一十九年 a duration
        assert reading(one) == reading(other), one


@given(
    st.integers(1, 9), st.integers(0, 8), st.sampled_from("余多"), st.sampled_from(["家", "元", ""])
)
def test_and_some_reaches_one_unit_of_the_last_digit(digit, zeros, mark, unit):
    n, step = digit * 10**zeros, 10**zeros
    magnitude = next((word for word, size in SIZES.items() if size == step), None)
    texts = [str(n), in_chinese(n), *([f"{digit}{magnitude}"] if magnitude is not None else [])]
    for text in texts:  # 3000余, 三千余, 3千余
        number = read_number(text + mark + unit)
        assert (number.lower, number.upper, number.closed) == (n, n + step, "left"), text


ends = st.tuples(st.integers(1, 999), st.sampled_from(["", "万", "亿", "万亿"]))


@given(
    ends, ends, st.sampled_from("元 吨 家 %".split()), st.sampled_from("至 到 - — ～ —— --".split())
)
def test_ranges_from_two_random_ends(one, other, unit, dash):
    (low, low_size), (high, high_size) = sorted(
        [one, other], key=lambda end: end[0] * SIZES[end[1]]
    )
    low_value, high_value = low * SIZES[low_size], high * SIZES[high_size]
    factor = 0.01 if unit == "%" else 1
    full = f"{low}{low_size}{unit}{dash}{high}{high_size}{unit}"
    if low_value == high_value:
        assert "does not go upwards" in reading(full)
        return
    number = read_number(full)
    assert (number.lower, number.upper) == pytest.approx((low_value * factor, high_value * factor))
    if low_size == high_size:  # then the first may leave out its unit, and its magnitude, too
        for short in (
            f"{low}{low_size}{dash}{high}{high_size}{unit}",
            f"{low}{dash}{high}{high_size}{unit}",
        ):
            assert read_number(short) == number, short


@given(
    st.integers(1, 8), st.integers(1, 8), st.sampled_from("百 千 百万 千万 千亿 百亿 万亿".split())
)
def test_a_first_digit_borrows_the_whole_magnitude(one, other, magnitude):
    low, high = sorted([one, other + 1])
    if low < high:
        size = SIZES[magnitude]
        for text in (f"{low}至{high}{magnitude}元", f"{DIGITS[low]}到{DIGITS[high]}{magnitude}元"):
            number = read_number(text)
            assert (number.lower, number.upper) == (low * size, high * size), text


amount = st.tuples(st.integers(1, 99), st.sampled_from([in_chinese, str]))


@given(
    amount,
    amount,
    st.sampled_from("十 百 千 万 亿 万亿 元 万元 家 % 万吨 亿斤".split()),
    st.sampled_from("元 家".split()),
)
def test_any_two_amounts_run_together_are_refused(one, other, end, unit):
    """Both with the same magnitude or unit: 3万4万, 三元四元, 20%30%."""
    first, second = (write(n) + end for n, write in (one, other))
    if end in "十百千":
        first, second = (write(n % 9 + 1) + end for n, write in (one, other))
    for text in (first + second, first + second + unit, "约" + first + second):
        with pytest.raises(ValueError, match="is not a number"):
            read_number(text)


number_text = st.one_of(
    whole.map(str),
    whole.map(in_chinese),
    st.tuples(st.integers(0, 9999), st.integers(0, 999), decimal_magnitude).map(
        lambda p: f"{p[0]}.{p[1]}{p[2]}"
    ),
    st.tuples(st.integers(1, 30), st.integers(2, 999)).map(
        lambda p: f"{in_chinese(p[1])}分之{in_chinese(p[0])}"
    ),
)


@settings(max_examples=300)
@given(
    number_text,
    st.sampled_from(["", "家", "元", "%", "倍", "成", "吨"]),
    st.none() | st.floats(0.01, 1),
)
def test_nearly_lies_inside_about_and_no_share_reaches_below_zero(text, unit, leeway):
    unit = "" if "分之" in text else unit
    about = read_number(f"约{text}{unit}", leeway=leeway)
    assert about.lower >= 0
    assert about.lower <= about.value <= about.upper
    if about.value > 0:
        nearly = read_number(f"近{text}{unit}", leeway=leeway)
        assert about.lower == nearly.lower < nearly.upper == nearly.value
        assert read_number(f"{text}{unit}").lower >= 0


@given(st.sampled_from([text for text, _ in rows(NEWS + KINDS_OF_FORMS)]))
def test_width_script_and_space_do_not_matter(text):
    read = reading(text)
    full = text.translate({code: code + 0xFEE0 for code in range(ord("!"), ord("~"))})
    others = [full, f" {text} ", *(text.translate(script) for script in SCRIPTS)]
    if not re.search(r"[A-Za-z]", text):
        others.append(re.sub(r"(?<=\d)(?=[^\d.,/\s])", " ", text))
    for other in others:
        assert reading(other) == read, other


# --- anything at all

SOUP = st.text(
    st.sampled_from(
        "0123456789.,-%/①〇零一二两三十百千万亿点半几多余来第约近超过不足以上下左右"
        "至成分之又年月日个家元吨米 "
    )
)
PIECES = [
    *UNITS,
    *CURRENCIES,
    *BEFORE,
    *"一二十百千万亿半几多",
    "12",
    "3.5",
    "以上",
    "至",
    "分之",
    "1/3",
]


@settings(max_examples=600)
@given(SOUP | st.text() | st.lists(st.sampled_from(PIECES)).map("".join), st.booleans())
def test_any_text_is_read_or_refused(text, growth):
    message = reading(text, growth=growth)
    if not re.search(r" [\[(]-?(?:\d|inf)\S*, \S+[\])]$", message):
        with pytest.raises(ValueError, match=f"^{re.escape(repr(text))} is not a number: "):
            read_number(text, growth=growth)
        return
    number = read_number(text, growth=growth)
    value = number.value
    assert number.qualifier in RULES
    known = {unit for unit, _ in UNITS.values()} | {"rank", "calendar_year", *CURRENCIES.values()}
    assert number.unit is None or number.unit in known
    assert math.isfinite(number.lower) or (growth and number.unit == "ratio")
    if number.qualifier == "range":
        assert math.isnan(value)
        assert number.lower < number.upper < math.inf
    elif number.qualifier in {"exact", "about", "over", "at_least", "at_most"}:
        assert value in number.interval
    else:  # the number itself is the end that does not belong
        assert value not in number.interval
        assert value in {number.lower, number.upper}
    assert (number.upper == math.inf) <= (number.qualifier in {"more_than", "at_least"})
    assert plain(plain(text)) == plain(text)


def test_a_long_text_is_refused_before_anything_looks_at_it(monkeypatch):
    assert (
        reading(f" {'3' * 40} ")
        == "3.33333333333e+39 None exact [3.33333333333e+39, 3.33333333333e+39]"
    )
    monkeypatch.setattr(wording, "plain", None)
    hostile = [
        "1" * 41,
        "一" * 10**6,
        "约" * 10**6,
        "1-" * 10**6,
        "0." + "0" * 10**6,
        " " * 10**6 + "1" * 50,
    ]
    for text in hostile:
        assert reading(text) == "it is longer than any number expression", text[:3]


def test_the_longest_texts_neither_hang_nor_overflow():
    pieces = "1 一 一万 亿 约 1- 十 半 1/ 百分之 又 几 个多 三四 1.5万亿 超过 ( 从 至 一又".split()
    for piece in pieces:
        text = (piece * 40)[:40]
        with contextlib.suppress(ValueError):  # any other error fails
            assert not math.isinf(read_number(text).value), text


def test_magnitudes_are_those_of_the_characters():
    assert {char: int(size) for char, size in MAGNITUDES.items()} == {
        "亿": 10**8,
        "万": 10**4,
        "千": 1000,
        "百": 100,
        "十": 10,
    }
