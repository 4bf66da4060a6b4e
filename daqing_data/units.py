"""Units and currencies as Chinese news prints them, each with its base unit.

A base unit is what the column ``unit`` of a table holds: all money of one currency in its basic
unit, all areas in m2, all masses in t. Pieces, persons, households and shares of stock are all
``count``: which things are counted, the words around the number say, and the tables keep it in
their own columns.
"""

from __future__ import annotations

__all__ = ["AMBIGUOUS", "CURRENCIES", "UNITS"]

_COUNT_WORDS = (
    "个 家 条 台套 台(套) 台 套 次 位 人 名 户 项 座 件 部 辆 架 艘 只 头 张 种 类 所 处 "
    "例 笔 份 款 门 栋 幢 间 "
    "片 段 道 根 口 棵 株 篇 册 本 场 届 期 批 轮 宗 组 对 颗 枚 支 队 班 站 列 层 页 幅 "
    "人次 台次 架次 车次 "
    "班次 场次 批次 户次 个人 大 股 起 茬 棒 字 单 剂 剂次 例次 人份 羽 尾 匹 盒 瓶 箱 袋 "
    "盏 节 辆次 封 首 集 卷 帧 "
    "趟 列次 双 副 顶 朵 席 眼 孔 员 艘次 航次 课时 学时 方面 床 车道 省 县 乡 镇"
).split()

#: unit word -> (base unit, number of base units in one).
UNITS: dict[str, tuple[str, str]] = dict.fromkeys(_COUNT_WORDS, ("count", "1")) | {
    # money
    "元": ("CNY", "1"),
    "元人民币": ("CNY", "1"),
    "人民币": ("CNY", "1"),
    "块钱": ("CNY", "1"),
    "美元": ("USD", "1"),
    "美金": ("USD", "1"),
    "欧元": ("EUR", "1"),
    "英镑": ("GBP", "1"),
    "港元": ("HKD", "1"),
    "港币": ("HKD", "1"),
    "澳门元": ("MOP", "1"),
    "新台币": ("TWD", "1"),
    "台币": ("TWD", "1"),
    "日元": ("JPY", "1"),
    "韩元": ("KRW", "1"),
    "澳元": ("AUD", "1"),
    "加元": ("CAD", "1"),
    "新加坡元": ("SGD", "1"),
    "瑞士法郎": ("CHF", "1"),
    "卢布": ("RUB", "1"),
    "卢比": ("INR", "1"),
    "泰铢": ("THB", "1"),
    # area, volume, length
    "平方米": ("m2", "1"),
    "平米": ("m2", "1"),
    "m2": ("m2", "1"),
    "亩": ("m2", "666.666666666666666667"),
    "公顷": ("m2", "1e4"),
    "平方公里": ("m2", "1e6"),
    "平方千米": ("m2", "1e6"),
    "km2": ("m2", "1e6"),
    "立方米": ("m3", "1"),
    "m3": ("m3", "1"),
    "升": ("m3", "1e-3"),
    "公升": ("m3", "1e-3"),
    "L": ("m3", "1e-3"),
    "毫升": ("m3", "1e-6"),
    "mL": ("m3", "1e-6"),
    "ml": ("m3", "1e-6"),
    "桶": ("barrel", "1"),
    "米": ("m", "1"),
    "公里": ("m", "1e3"),
    "千米": ("m", "1e3"),
    "km": ("m", "1e3"),
    "厘米": ("m", "1e-2"),
    "公分": ("m", "1e-2"),
    "cm": ("m", "1e-2"),
    "毫米": ("m", "1e-3"),
    "mm": ("m", "1e-3"),
    "微米": ("m", "1e-6"),
    "纳米": ("m", "1e-9"),
    "nm": ("m", "1e-9"),
    "芯公里": ("fibre km", "1"),
    "芯千米": ("fibre km", "1"),
    "海里": ("m", "1852"),
    "英里": ("m", "1609.344"),
    "英尺": ("m", "0.3048"),
    "英寸": ("m", "0.0254"),
    # mass
    "吨": ("t", "1"),
    "公斤": ("t", "1e-3"),
    "千克": ("t", "1e-3"),
    "kg": ("t", "1e-3"),
    "斤": ("t", "5e-4"),
    "克": ("t", "1e-6"),
    "毫克": ("t", "1e-9"),
    "mg": ("t", "1e-9"),
    "微克": ("t", "1e-12"),
    # power, energy, voltage, temperature
    "瓦": ("kW", "1e-3"),
    "千瓦": ("kW", "1"),
    "kW": ("kW", "1"),
    "KW": ("kW", "1"),
    "兆瓦": ("kW", "1e3"),
    "MW": ("kW", "1e3"),
    "吉瓦": ("kW", "1e6"),
    "GW": ("kW", "1e6"),
    "千瓦时": ("kWh", "1"),
    "kWh": ("kWh", "1"),
    "度电": ("kWh", "1"),
    "度": ("kWh", "1"),
    "兆瓦时": ("kWh", "1e3"),
    "MWh": ("kWh", "1e3"),
    "吉瓦时": ("kWh", "1e6"),
    "GWh": ("kWh", "1e6"),
    "伏": ("kV", "1e-3"),
    "千伏": ("kV", "1"),
    "kV": ("kV", "1"),
    "千伏安": ("kVA", "1"),
    "兆伏安": ("kVA", "1e3"),
    "V": ("kV", "1e-3"),
    "赫兹": ("Hz", "1"),
    "兆赫": ("Hz", "1e6"),
    "MHz": ("Hz", "1e6"),
    "GHz": ("Hz", "1e9"),
    "分贝": ("dB", "1"),
    "摄氏度": ("degree Celsius", "1"),
    "°C": ("degree Celsius", "1"),
    # data, computing, containers
    "Mbps": ("Gbps", "1e-3"),
    "Gbps": ("Gbps", "1"),
    "Tbps": ("Gbps", "1e3"),
    "MB": ("GB", "1e-3"),
    "GB": ("GB", "1"),
    "TB": ("GB", "1e3"),
    "PB": ("GB", "1e6"),
    "EB": ("GB", "1e9"),
    "ZB": ("GB", "1e12"),
    "TFlops": ("EFlops", "1e-6"),
    "TFLOPS": ("EFlops", "1e-6"),
    "PFlops": ("EFlops", "1e-3"),
    "PFLOPS": ("EFlops", "1e-3"),
    "EFlops": ("EFlops", "1"),
    "EFLOPS": ("EFlops", "1"),
    "标箱": ("TEU", "1"),
    "标准箱": ("TEU", "1"),
    "个标箱": ("TEU", "1"),
    "个标准箱": ("TEU", "1"),
    "TEU": ("TEU", "1"),
    # time; 2019年 is a calendar year, which `read_number` tells from a duration
    "年": ("year", "1"),
    "周年": ("year", "1"),
    "岁": ("year", "1"),
    "周岁": ("year", "1"),
    "个世纪": ("year", "100"),
    "个月": ("month", "1"),
    "个季度": ("month", "3"),
    "周": ("week", "1"),
    "个星期": ("week", "1"),
    "天": ("day", "1"),
    "小时": ("hour", "1"),
    "个小时": ("hour", "1"),
    "个钟头": ("hour", "1"),
    "分钟": ("minute", "1"),
    "秒": ("second", "1"),
    "秒钟": ("second", "1"),
    "毫秒": ("second", "1e-3"),
    "ms": ("second", "1e-3"),
    "微秒": ("second", "1e-6"),
    # shares, multiples, differences of shares
    "成": ("ratio", "1e-1"),
    "%": ("ratio", "1e-2"),
    "‰": ("ratio", "1e-3"),
    "倍": ("ratio", "1"),
    "百分点": ("percentage point", "1"),
    "个百分点": ("percentage point", "1"),
    "基点": ("percentage point", "1e-2"),
    "个基点": ("percentage point", "1e-2"),
}

#: what stands before an amount of money -> its currency.
CURRENCIES: dict[str, str] = {
    **{
        word: UNITS[word][0]
        for word in "人民币 美元 美金 欧元 英镑 港元 港币 新台币 日元 韩元 澳元 加元".split()
    },
    **{code: code for code in "CNY USD EUR GBP HKD TWD JPY KRW AUD CAD".split()},
    "RMB": "CNY",
    "¥": "CNY",
    "US$": "USD",
    "$": "USD",
    "HK$": "HKD",
    "€": "EUR",
    "£": "GBP",
}

#: words after a number that two readers would read differently, and are refused for it.
AMBIGUOUS: dict[str, str] = {
    "块": "a piece or a yuan",
    "点": "a point of an index or a time of day",
    "两": "a tael or the number two",
    "分": "a minute, a cent or a mark",
    "角": "a coin, a corner or an angle",
    "里": "half a kilometre or 'inside'",
    "方": "a cubic metre, a side or a party",
    "兆": "a million or a million millions",
    "号": "a date or a name",
    "折": "a discount, which leaves open of what",
    "番": "a doubling, which leaves open of what",
}
