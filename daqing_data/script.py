"""One spelling for the many of one number: width, script, spaces, separators, dashes.

`plain` brings an expression into half width, simplified characters, everyday numerals and one kind
of dash, without the spaces and commas that only group digits. It changes no number: what it cannot
change safely it leaves, so that the reader refuses it. `fold` does for a whole text what can be
done character for character.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

__all__ = ["fold", "plain"]

# Of every word that the package reads, each character whose traditional form differs (also in the
# standards of Taiwan and Hong Kong).
_TRADITIONAL = str.maketrans(
    "萬億兩餘個臺條噸戶項約過達歲張間門處類塊輛頭種場屆幾數歐點時鐘鍾於將滿來總計僅內週頃負圓圆畝隻棟顆組對隊筆車冊層"
    "頁開擁標從摺劑準盞頂銖學錢鎊單爲為掛電躍盧幀邁幣員釐紀雙攝與課號節衝韓納裡裏碼輪後閒齊強線級貳參叄陸箇進這統專歸"
    "舉導島徑貫氣應業眾無載農產峽環廣發馬見風豐網鍵優團劃戰動漲減佔擴飆較遠顯額邊龍盤貨書協議實際變們樣體東長鎮縣區廠"
    "務術創貢獻構購歷紅經濟續復",
    "万亿两余个台条吨户项约过达岁张间门处类块辆头种场届几数欧点时钟钟于将满来总计仅内周顷负元元亩只栋颗组对队笔车册层"
    "页开拥标从折剂准盏顶铢学钱镑单为为挂电跃卢帧迈币员厘纪双摄与课号节冲韩纳里里码轮后间齐强线级贰叁叁陆个进这统专归"
    "举导岛径贯气应业众无载农产峡环广发马见风丰网键优团划战动涨减占扩飙较远显额边龙盘货书协议实际变们样体东长镇县区厂"
    "务术创贡献构购历红经济续复",
)
_FORMAL = "〇壹贰叁肆伍陆柒捌玖拾佰仟"
_NUMERALS = str.maketrans(
    dict(zip(_FORMAL, "零一二三四五六七八九十百千", strict=True))
    | {"廿": "二十", "卅": "三十", "\N{FRACTION SLASH}": "/", "\N{DIVISION SLASH}": "/"}
    | {"\N{MINUS SIGN}": "-"}  # it may be a sign, as the hyphen may; a dash is none
    | dict.fromkeys("‐‑‒–—―─━﹘", "–")
    | dict.fromkeys("〜∼∽", "~")
    | {"≧": "≥", "≦": "≤"}
)
_GROUPED = r"(?<![0-9.,])[0-9]{1,3}(?:(?:,[0-9]{3})+|(?: [0-9]{3})+)(?![0-9]|[ ,][0-9])"
_NUMERAL = re.compile(f"[{_FORMAL}零一二三四五六七八九十百千万亿]{{2,}}")


def plain(text: str) -> str:
    """Bring an expression into the one spelling that the reader knows.

    Examples
    --------
    >>> plain("約１２ ０００餘戶")
    '约12000余户'
    >>> plain("叁佰萬至５〇〇萬元"), plain("5——8家"), plain("3½")
    ('三百万至5零零万元', '5––8家', '3又1/2')
    """
    text = re.sub(r"(?<=[0-9０-９])\s*(?=[¼-¾⅐-⅞])", "又", text)  # 3½ is not 31/2
    text = unicodedata.normalize("NFKC", text).translate(_TRADITIONAL).translate(_NUMERALS).strip()
    text = re.sub("(?<=[0-9]) +(?=[0-9]+/)", "又", text)  # 1 3/5
    # Spaces and commas group digits by threes (GB/T 15835-1995 prints 2 748 456); elsewhere between
    # digits they part two numbers, and beside a point or comma they may: '3. 5亿' is 3.5亿 or a
    # list's third item.
    text = re.sub(_GROUPED, lambda found: re.sub("[ ,]", "", found[0]), text)
    return re.sub(r"(?<![0-9.,])\s+|\s+(?![0-9.,])", "", text)


def fold(text: str) -> str:
    """Half width and simplified, character for character: offsets stay those of the original.

    Examples
    --------
    >>> fold("達到２００億元，約佔１５％")
    '达到200亿元，约占15%'
    """
    # Outside a numeral 拾 and 陆 are words like any other.
    folded = "".join(char if char in _FORMAL else _folded(char) for char in text)
    return _NUMERAL.sub(lambda numeral: "".join(map(_folded, numeral[0])), folded)


@cache
def _folded(char: str) -> str:
    """One character in the spelling of `plain`, where that is one character, too."""
    if char == "\N{IDEOGRAPHIC SPACE}":
        return " "
    if char == "，":  # it parts clauses; only the half-width comma groups digits
        return char
    if "\u4e00" <= char <= "\u9fff" or "\uff01" <= char <= "\uff5e" or char == "〇":
        spelling = plain(char)
        return spelling if len(spelling) == 1 else char
    return char
