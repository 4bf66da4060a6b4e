"""Words for `daqing_data.scanning`: tables to extend, and the folding before any is looked up."""

from __future__ import annotations

import re
from collections.abc import Iterable

from daqing_data.script import plain

__all__ = (
    "ARTICLES COUNTING DOWN EXTREME IDIOMS LEVELS NAMES NOT_AFTER NOT_A_UNIT NOT_BEFORE RATES UP "
    "YARDSTICKS any_of fold"
).split()

#: Words with a numeral in them that count nothing.
IDIOMS = """
进一步 更进一步 下一步 一步步 一般 一起 一直 一定 一样 一些 一切 一旦 一边 一路 一致 一再 一向
一贯 一律 一概 一度 一时 一举 一同 一体化 一体 一线 一手 一心 一身 一生 一流 一系列 一揽子 一方面
一站式 一条龙 一盘棋 一口气 一下子 一下 一会儿 一大批 一把手 一番 一带一路 一目了然 一如既往
一脉相承 一以贯之 一视同仁 一应俱全 一马当先 一举两得 一心一意 一家人 一年一度 一年又一年
一代又一代 一点点 一点 一朝一夕 一砖一瓦 一草一木 一丝不苟 一丝 一帆风顺 一鼓作气 一往无前 一跃
一改 一经 一味 一行 一则 一来 一面 一头 一方 一角 一隅 一举一动 一模一样 一次性 一笔 一批 一幕
一片 一道道 一刻 一技之长 一臂之力 一席之地 一蹴而就 一锤定音 一网打尽 一窗通办 一网通办 一键 一码
一卡通 一本通 一新 一空 一日千里 一举成名 一言 一眼 一夜 一大早 一早 一连 一齐 一总 一旁 一侧 一端
一票否决 一事一议 一企一策 一村一品 一县一业 一案一策 一业 一抹 一缕 一阵 一股 一派 一员 新一年
新一轮 新一代 这一 那一 每一 任一 另一 某一 同一 统一 唯一性 单一 专一 万一 之一 合一 归一 不一
逐一 一一 首屈一指 独一无二 百里挑一 一人多高 数一数二 始终如一 知行合一 表里如一 三合一 二合一
多合一 四合一 五位一体 三位一体 如出一辙 焕然一新 耳目一新 千篇一律 万无一失 众口一词 十分 十足
十全十美 百姓 百货 百分百 百花齐放 百家争鸣 百年大计 百废待兴 百业 百般 百年未有之大变局 百年变局
百年奋斗 百年 百态 百尺竿头 百炼成钢 百战百胜 百折不挠 百感交集 百花 百科 百日 千方百计 千家万户
千言万语 千军万马 千载难逢 千千万万 千锤百炼 千头万绪 千差万别 千变万化 千秋 千古 千辛万苦 千里
千年 千行百业 万众一心 万家灯火 万物 万里 万象 万户 万岁 万能 万古 万分 万般 万丈 万众 万民
万水千山 成千上万 成百上千 数以万计 数以百计 数以千计 亿万 两岸 两会 两地 两侧 两翼 两端 两手抓
两手 两用 两级 两委 两国 两旁 两边 两极 两栖 两难 两全 三心二意 三三两两 三番五次 三言两语 半导体
半岛 半夜 半径 大半 多半 半山 半壁江山 半成品 半自动 半途 半路 后半 前半 下半场 上半场 下半叶
上半叶 零售 零部件 零星 零距离 零碎 零散 清零 归零 从零 零排放 零容忍 零增长 零跑 零工 零食 零花
零钱 零件 零基础 零碳 零关税 零事故 零售额 零突破 住零餐 批零 三产 三步走 三轮车 三次产业 三轮
三七 三角 三农 三伏 三军 三思 再三 接二连三 举一反三 五花八门 五颜六色 五湖四海 五彩 五谷丰登 五谷
五金 五官 五味 四季 四周 四处 四面八方 四通八达 四方 四海 四邻 四肢 四射 四大班子 六神 七夕
七嘴八舌 八方 八卦 九牛一毛 九霄 第一时间 第一线 第三方 第三者 第一书记 第二故乡 第一手 第二天
第一天 二手 二维码 二次 二维 三维 二氧化碳 二氧化硫 二胎 三孩 二孩 二次元 二元 三元 四足
十字 十字路口 十指 百分点
""".split()

#: Names with a numeral in them: places, firms, holidays, programmes.
NAMES = """
三亚 四川 九江 九州 九寨沟 十堰 三明 三门峡 三峡 三沙 三江 三星 三一重工 三原 三穗 四平 四会 五常
五河 五华 五寨 五莲 五大连池 五指山 五粮液 六安 六盘水 六合 七台河 七里河 七星 八达岭 八宝 八公山
八里 百度 百色 百世 百事 百胜 百丽 百联 百合 千岛湖 千山 千阳 千佛 千峰 千寻 万达 万科 万宁 万州
万盛 万荣 万载 万年县 万安 万源 万全 万柏林 万向 万华 万豪 万通 万事达 万国 万里长城 万象城 亿纬
亿达 亿联 亿帆 双鸭山 双流 双汇 双城 双阳 双辽 双峰 双柏 双清 双牌 两江 两淮 两广 两湖 两河 零陵
零束 长三角 珠三角 三北 二连浩特 八一 六一 五一 五四 七一 十一黄金周 双十一 双十二 双11 三八
一二九 九一八 九三学社 一汽 二汽 三环 四环 五环 二环 六环 一环 三大攻坚战 三大员 四书 五险一金
三包 三资 三公 三甲 二甲 三联 三聚氰胺 四库 五羊 六合彩 七匹狼 八喜 九阳 九牧 九芝堂 九泽 十里
十方 百日攻坚 百团大战 百济 百川 百草 百润 千禾 千金 千叶 三里屯 一航 一建 二建 三建 四建 五建
中国一重 二重 三一 三维 三峡集团 三特 两面针 两优一先 四大家鱼 五菱 五矿 六和 七喜 八钢 九安
""".split()

#: Words that state a number without printing it as one. Each has a row of the account, and a
#: person gives the value.
EXTREME = (
    "唯一(?:的?一[家个座所台条名位款])?|全覆盖|首[个家次批例台位座条款届轮架艘]"
    "|(?:历史|同期)?最[高低好大多少强优快长佳]"
    "(?:的?(?:水平|纪录|记录|值|点|位|增幅|增速|单月|单季))|翻了?[一两二三]?番|过半(?!数)"
)

#: Classifiers after 一 that make an article of it (一条新路: a new road), unless a word of COUNTING
#: stands before it.
ARTICLES = """
个 大 条 种 套 组 番 项 类 道 家 位 名 场 次 批 片 件 份 支 股 层 张 本 幅 段 系列 方面 头 笔 轮 部
首 句 面 块 根 把 枚 颗 间 处 所 代 届 期 篇 册 群 对 双 只 口
""".split()
COUNTING = """
每 仅 只有 只 共 唯一 唯一的 增加 减少 新增 达 达到 有且仅有 不足 不到 超过 近 约 另有 各 就有
仅有 又有 他有 她有
""".split()

#: Words of change: the last of them in the clause before a percentage makes it a growth, and says
#: which way.
UP = """
增长 成长 增加 上升 提高 提升 上涨 攀升 回升 扩大 增产 增收 快于 高于 高出 跃升 激增 飙升 增速 增幅
涨幅 增长率 反弹 走高 净增 扭亏 增值 加快 拉动 领先 大增 飞涨
""".split()
DOWN = """
下降 降低 减少 下滑 下跌 降幅 跌幅 缩减 缩小 回落 萎缩 收窄 低于 慢于 减产 减亏 压减 走低 降速
贬值 放缓 削减 缩水 落后 骤降
""".split()
#: Words that make a percentage a share, or the level of a rate, again.
LEVELS = """
占比 占 比重 比例 升至 降至 增至 减至 上升至 上升到 下降至 下降到 增长到 增长至 增加到 增加至
提高到 提高至 提升至 提升到 降低到 降低至 回升至 回升到 回落至 达标 完成 贡献率 覆盖率 普及率
利用率 份额 持股 股权 相当于 浓度 含量 利率 税率 毛利率 利润率 净利率 恢复至 恢复到 合格率 满意度
同期
""".split()

#: Nouns of change: with one of them a percentage is a growth, whatever the verb (增速回落至5%).
RATES = "增长率 增速 增幅 涨幅 降幅 跌幅 增长速度 年均增长 复合增长率".split()

#: Words after 高于 with a number: it is a yardstick (高于14.3%的全国平均), no bound.
YARDSTICKS = "的?(?:全国|全省|全市|世界|同期|行业|国际|预期|年度|平均|目标|警戒|标准|合格)"

#: qualifier -> what must not stand before it: 经过三年, 节约3万元, 附近3个村 hold none.
NOT_BEFORE = {
    "过": "经通度错走渡去来做开有路跨读当见种养说提讲闯熬历办试住用看听想写吃学喝飞跑拿得送不穿越",
    "破": "打爆攻侦冲告",
    "近": "附靠邻临亲贴就远相走拉",
    "约": "节条公合契签履预相制",
    "上": "以网线路船车马早晚向身地之日手楼街台市",
    "超": "反赶",
    "不到": "达",
    "逾": "年",
}

#: qualifier -> characters after it that make another word of both: 三人以上班为主.
NOT_AFTER = {"以上": "班学前", "上下": "班游级水楼", "左右": "手两岸", "以内": "部", "以下": "简称"}

#: unit -> characters after it that make another word of both: 3部门, 五千人民, 5年来.
NOT_A_UNIT = {
    "部": "门分委队署长",
    "户": "籍口均",
    "年": "来度代级轻龄产均",
    "天": "然津",
    "米": "粉饭",
    "人": "均民才工类口士员物",
    "口": "岸径号粮",
    "家": "庭长乡禽具电族",
    "层": "面次级",
    "道": "路德理",
    "条": "例件约",
    "项": "目",
    "成": "为果立都员功绩本长熟效品交",
    "组": "织成合",
    "站": "点",
    "次": "级",
    "场": "所地馆景",
    "门": "槛店",
    "队": "伍员",
    "位": "于居列置数",
    "本": "地市省年月报科",
    "期": "间末初待望",
    "度": "假过夏",
    "周": "边末围",
    "班": "子",
    "所": "有在得属",
    "类": "型别",
    "种": "植子养业",
    "份": "额",
    "起": "来步到",
    "股": "份权东票价市",
    "段": "落",
    "元": "素件旦",
    "吨": "位",
    "台": "阶湾风",
    "名": "单牌",
    "升": "级至到值幅温高",
    "克": "服",
    "批": "发准",
    "只": "有能要是",
    "大": "学道街队会型小量幅概约致家力",
    "单": "位元项独",
    "集": "团中群合聚成体",
    "员": "工",
    "席": "位",
    "字": "号",
    "箱": "子",
    "瓦": "斯",
    "里": "程",
    "节": "约能点假日",
    "支": "部付出持撑",
    "线": "路上下",
    "对": "于外接口",
    "间": "隔距",
    "角": "度色",
    "卷": "入",
    "例": "如",
    "宗": "旨教",
    "轮": "胎船",
    "副": "省局",
    "m": "A",
    "床": "位",
    "省": "道级会委内外份",
    "县": "城域级道委",
    "乡": "镇村土",
    "镇": "区痛静",
}


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first."""
    return (
        "(?:"
        + "|".join(sorted(set(map(re.escape, words)), key=lambda word: (-len(word), word)))
        + ")"
    )


# Characters that words above are written with, besides those that numbers are.
_FOLDED = str.maketrans(
    "進這統單專歸雙舉線點導島徑貫氣輪應業眾無載農產峽環廣發馬裡後紀電見風豐網鍵碼優強團劃戰動漲減佔擴飆較達為遠顯"
    "從與將計額邊龍盤錢貨書協議實際萬兩幾億個條變張們樣體時間東車長級類屆號號鎮縣區廠場務術創貢獻構購歷紅經濟續標準復",
    "进这统单专归双举线点导岛径贯气轮应业众无载农产峡环广发马里后纪电见风丰网键码优强团划战动涨减占扩飙较达为远显"
    "从与将计额边龙盘钱货书协议实际万两几亿个条变张们样体时间东车长级类届号号镇县区厂场务术创贡献构购历红经济续标准复",
)
_FORMAL = re.compile("[〇零一二三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟]{2,}")
_COMMA = "，"  # a full-width comma parts clauses; only the half-width one groups digits


def fold(text: str) -> str:
    """Half width and simplified, character for character: offsets stay those of the original.

    Examples
    --------
    >>> fold("達到２００億元，約佔１５％")
    '达到200亿元，约占15%'
    """
    return _FORMAL.sub(
        lambda run: _plain(run[0], keep=""), _plain(text, keep="〇壹贰叁肆伍陆柒捌玖拾佰仟")
    )


def _plain(text: str, keep: str) -> str:
    """Each character in the spelling of `daqing_data.wording`, where that is one character, too."""
    table = {}
    for char in set(text) - set(keep + _COMMA):
        if "\u4e00" <= char <= "\u9fff" or "\uff01" <= char <= "\uff5e" or char == "〇":
            spelling = plain(char)
            table[ord(char)] = spelling if len(spelling) == 1 else char
    table[0x3000] = " "
    return text.translate(table).translate(_FOLDED)
