"""Any text: every numeral has its row, a slip is found, and Daqing's own account passes."""

import math
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import daqing_data as dq
from daqing_data import accounts, auditing, scanning, scanrules, scanwords
from daqing_data import article as art
from daqing_data.lesson import reports
from daqing_data.scanning import SILENT, STATING
from daqing_data.script import fold
from daqing_data.units import UNITS

REPORTS = {"qinghe": reports.QINGHE, "shiwan": reports.SHIWAN}
READ = ["value", "unit", "qualifier", "lower", "upper", "closed"]


def by_hand(name):
    """The account of a report as a person typed it; each expression stands after the one before."""
    frame = pd.read_csv(Path(__file__).parent / "accounts" / f"{name}.csv", keep_default_na=False)
    text, at, spans = REPORTS[name], 0, []
    for printed in frame["printed"]:
        start = text.index(printed, at)
        at = start + len(printed)
        spans.append((start, at))
    frame.insert(1, "start", [start for start, _ in spans])
    frame.insert(2, "end", [end for _, end in spans])
    numbers = ["value", "lower", "upper"]
    frame[numbers] = frame[numbers].apply(pd.to_numeric)
    return frame


def read(text):
    """Printed, kind and value of each row that states a number; printed and kind of the others."""
    rows = art.scan(text).to_dict("records")
    return [
        (row["printed"], row["kind"], *([row["value"]] if row["closed"] else [])) for row in rows
    ]


# --- scan


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_is_read_as_by_hand(name):
    hand, found = by_hand(name), art.scan(REPORTS[name])
    assert found["printed"].tolist() == hand["printed"].tolist()
    spans = ["paragraph", "start", "end", "kind", "unit", "qualifier", "direction", "value"]
    for column in spans:
        assert found[column].astype(str).tolist() == hand[column].astype(str).tolist(), column
    for column in ("lower", "upper", "closed"):
        drafted, typed = (frame[column].astype(object).fillna("") for frame in (found, hand))
        differs = set(hand.loc[(drafted != typed).to_numpy(), "status"])
        assert differs <= {"target"}, column  # that a target is a point, a person says


TRAPS = {
    # words, names, dates
    "进一步统一一批企业，一个个十分显著": (
        "进一步 idiom|统一 idiom|一批 idiom|一个个 idiom|十分 idiom"
    ),
    "三亚和长三角的5G、B2B、C919": "三亚 name|长三角 name|5G name|B2B name|C919 name",
    "“两化融合”与“十四五”规划": "两化融合 name|十四五 name",
    "党的二十大以来，世界500强中": "二十大 name|500强 name",
    "2022年12月21日上午10时，去年底": "2022年12月21日上午10时 date",
    "今年前7个月、前三季度、近五年、10年来、7年之后": (
        "今年前7个月 period|前三季度 period|近五年 period|10年来 period|7年之后 period"
    ),
    "《规划(2021-2025年)》": "2021-2025年 title",
    "一、第七次会议，二期工程，第三产业": "一、 label|第七次 ordinal|二期 ordinal|第三产业 ordinal",
    "三次产业比为6:55:39［19］": "三次产业 idiom|6:55:39 composition|［19］ label",
    "几个人，数十家，多次": "几个人 vague|数十家 vague|多次 vague",
    "单位：万元。一条新路": "万元 unit|一条 article",
    "记者5日从省统计局获悉，截至2019，在2021建成": "5日 date|2019 period|2021 period",
    "2020届，2022世界杯，2021大数据博览会": "2020 period|2022 period|2021 period",
    "一是加强：\n二是覆盖。三是": "一 label|二 label|三 label",
    "七上八下，国道318线": "七 unknown|八 unknown|318 unknown",
    "一线城市，二线城市，第二一大，": "一线 class|二线 class|第二一大 ordinal",
    "《2022年3月1日起施行的办法》，2000》，《2001》": ("2022年3月1日 title|2000 period|2001 title"),
    "《甲》2001年《乙》": "2001年 period",
    "\n  一、总则": "一、 label",
    "编号766579号，人口766579，": "766579号 name|766579 quantity 766579.0",
    f"{'1' * 45}，{'3' * 31}家": f"{'1' * 45} unknown|{'3' * 31} unknown",
    "“500万元”，“5家”，“一产”的": "500万元 quantity 5000000.0|5家 name|一产 name",
    "“甲，5”": "5 unknown",
    "百”": "百 unit",
    "“城市大脑”3个“中心”，“两\n化”，“甲乙丙丁戊5家”，“甲乙丙丁戊己5家”": (
        "3个 quantity 3.0|两 unknown|5家 name|5家 quantity 5.0"
    ),
    "“5甲乙丙丁戊己庚辛”，“5甲乙丙丁戊己庚辛壬”": "5甲乙丙丁戊己庚辛 name|5 unknown",
    "排第一": "第一 rank 1.0",
    "1234年建成，历时": "1234年 period",
    "由3家至5家": "3家 quantity 3.0|5家 quantity 5.0",
    "高于14.3%的全国平均": "14.3% share 0.143",
    "七千、百台和5元，4和第二位": (
        "七千 quantity 7000.0|百台 unit|5元 quantity 5.0|4 unknown|第二位 rank 2.0"
    ),
    "2021和20.5列，5和超过6家": (
        "2021 period|20.5列 quantity 20.5|5 quantity 5.0|超过6家 quantity 6.0"
    ),
    # what belongs to a number and what does not
    "一条以上，万元以上，共一条，达一条新路": (
        "一条以上 quantity 1.0|万元以上 quantity 10000.0|一条 quantity 1.0|一条 quantity 1.0"
    ),
    "共一条": "一条 quantity 1.0",
    "从5家以上、由3至5家": "5家以上 quantity 5.0|3至5家 quantity nan",
    "十5": "十 unknown|5 unknown",
    f"1万至{'5' * 31}": f"1万 quantity 10000.0|{'5' * 31} unknown",
    "下降2.5个和1.4个百分点": "2.5个 points 2.5|1.4个百分点 points 1.4",
    "有4家和3个": "4家 quantity 4.0|3个 quantity 3.0",
    "长2000公里，海拔1950米，共1980套，超过2000，2000来公里": (
        "2000公里 quantity 2000000.0|1950米 quantity 1950.0|1980套 quantity 1980.0"
        "|超过2000 quantity 2000.0|2000来公里 quantity 2000000.0"
    ),
    "近二十年，接近二十年，提前15天，前15天": (
        "近二十年 period|接近二十年 duration 20.0|15天 duration 15.0|前15天 period"
    ),
    "28个人口大县的28个人": "28个 quantity 28.0|28个人 quantity 28.0",
    "4县（市）、六车道及以上": "4县 quantity 4.0|六车道及以上 quantity 6.0",
    "三公里，三公消费，一点五亿元，装机500MW，300MW级": (
        "三公里 quantity 3000.0|三公 name|一点五亿元 quantity 150000000.0"
        "|500MW quantity 500000.0|300MW级 name"
    ),
    "光缆3.2万芯千米、六九三点七亿元": (
        "3.2万芯千米 quantity 32000.0|六九三点七亿元 quantity 69370000000.0"
    ),
    "累计达3.2亿元，已超过500辆": "3.2亿元 quantity 320000000.0|超过500辆 quantity 500.0",
    "人民币9.655 亿元（约合1.5亿美元）": (
        "人民币9.655 亿元 quantity 965500000.0|约合1.5亿美元 quantity 150000000.0"
    ),
    "经过三年，节约3万元，附近3个村": "三年 duration 3.0|3万元 quantity 30000.0|3个 quantity 3.0",
    "远高于14.3%，不低于60%": "14.3% share 0.143|不低于60% share 0.6",
    "近十万人以上班为主": "近十万人 quantity 100000.0",
    # a share or a growth
    "占52%，增长13.3%": "52% share 0.52|13.3% growth 0.133",
    "由37%上升至38%": "37% share 0.37|38% share 0.38",
    "分别增长39%、33%和5%": "39% growth 0.39|33% growth 0.33|5% growth 0.05",
    "快4.6和3.1个百分点": "4.6 points 4.6|3.1个百分点 points 3.1",
    "增速回落至5.1%": "5.1% growth 0.051",
    "高于2.9%的平均增长率": "2.9% growth 0.029",
    "从2300万人到4.8亿人，3至5万人": (
        "2300万人 quantity 23000000.0|4.8亿人 quantity 480000000.0|3至5万人 quantity nan"
    ),
    "增幅最大，达76.1%": "76.1% growth 0.761",
    # ranks
    "居世界第一，列第三位，是第二大经济体": "第一 rank 1.0|第三位 rank 3.0|第二大 rank 2.0",
    # words that say a number without printing it
    "首家、翻番、全覆盖、过半": "首家 extreme|翻番 extreme|全覆盖 extreme|过半 extreme 0.5",
}


@pytest.mark.parametrize("text", TRAPS)
def test_traps(text):
    found = ["{} {}".format(row[0], " ".join(map(str, row[1:]))) for row in read(text)]
    expected = TRAPS[text].split("|")
    assert found[: len(expected)] == expected


#: 5届 is mostly the fifth, 2000年 a calendar year, and 2000大 the beginning of a fair of that year.
NO_NUMBER = {"5届", "七千届", "20.5届", "2000届", "2000期", "2000大", "2000年"}


@pytest.mark.parametrize("number", ["5", "2000", "20.5", "七千"])
def test_a_number_is_found_with_every_unit(number):
    amounts = {number + unit for unit in UNITS} - NO_NUMBER
    readable = {amount for amount in amounts if art.accounts.drafts(row_of(amount))}
    assert len(readable) > 200
    assert {amount for amount in readable if not finds(amount)} == set()


def row_of(printed):
    return {"printed": printed, "kind": "quantity", "status": "", "unit": ""}


def finds(amount):
    """Whether scan finds the whole amount in a sentence, and its unit."""
    rows = list(scanning.rows(f"其中，规模{amount}，"))
    unit = art.accounts.drafts(row_of(amount))[0]["unit"]
    return [(row["printed"], row["unit"]) for row in rows] == [(amount, unit)]


DIRECTIONS = """
同比增长5%，下降1.2%，提高3个百分点，占比9%，比上年减少12家，有8家 = up down up - down -
快4.6个百分点，提高幅度为5个百分点，新增5家 = up up up
增5家 = up
5%的增幅，5%的降幅，降幅5%，增幅最大，达7% = up down down up
两成增速，年均8%的平均增长 = up up
降三分之二年均增长 = down
分别增长3.9%、3.3%和5% = up up up
分别下降39和5% = down down
高于97.1%，高于2.9%的平均增长率 = - up
高于14.3%的全国平均 = -
上升高于14.3%的全国平均 = up
增长加快，5%的企业 = -
增长5%，达7% = up -
扩大5%的跌幅 = up
分别下降39、38和5% = down down down
"""


@pytest.mark.parametrize("line", DIRECTIONS.strip().splitlines())
def test_direction_is_a_column_of_its_own(line):
    text, expected = line.split(" = ")
    frame = art.scan(text)
    assert [way or "-" for way in frame["direction"]] == expected.split()
    assert (frame["value"] > 0).all()


def test_a_share_ends_at_the_whole_and_a_growth_does_not():
    frame = art.scan("占超过90%，增长超过90%，过半，三分之二以上，分别增长超39和5%")
    assert frame["upper"].tolist() == pytest.approx([1, math.inf, 1, 1, math.inf, 0.055])
    assert frame["unit"].unique().tolist() == ["ratio"]


def test_a_unit_is_shared_back_through_a_list_and_a_magnitude_is_not():
    for text, units in [
        ("分别有1.5、2.5和3.5吨", ["t", "t", "t"]),
        ("分别有4万、5万和6万吨", ["t", "t", "t"]),
        ("分别有4、5万和6万吨", ["", "t", "t"]),
        ("分别有1.5和3.5万吨", ["", "t"]),
        ("分别有999和1.2万人", ["", "count"]),
        ("分别有1000和1.2亿人", ["count", "count"]),
        ("有二二和3万家", ["", "count"]),
        ("有3至5和6万家", ["", "count"]),
        ("分别有五千和1.2万人", ["count", "count"]),
        ("有2.5，3.5和4.5吨", ["", "t", "t"]),
        ("有2.5、3.5家和4.5吨", ["count", "count", "t"]),
        ("有2.5和过半，4.5吨", ["", "ratio", "t"]),
        ("有3个和过半，4.5吨", ["count", "ratio", "t"]),
        ("分别有1.5和3.5万 吨", ["", "t"]),
        ("分别有1.5和3.5吨，5G", ["t", "t", ""]),
        ("有5和港币300，6吨", ["", "HKD", "t"]),
        ("有3个和港币300，6吨", ["count", "HKD", "t"]),
        ("有2000个和过半，4.5万和5万吨", ["count", "ratio", "t", "t"]),
    ]:
        assert art.scan(text)["unit"].tolist() == units, text


@pytest.mark.parametrize("unit", ["%", "个百分点"])
def test_a_list_of_changes_goes_one_way_however_long_it_is(unit):
    listed = "、".join(f"{number}.5{unit}" for number in range(20))
    assert art.scan(f"分别下降{listed}")["direction"].tolist() == ["down"] * 20


@pytest.mark.parametrize(("filler", "direction"), [("甲" * 38, "up"), ("甲" * 39, "")])
def test_a_word_of_change_reaches_forty_characters(filler, direction):
    (row,) = scanning.rows(f"增长{filler}5%")
    assert row["direction"] == direction


@pytest.mark.parametrize(("before", "after"), [(119, 119), (120, 119), (119, 120)])
def test_a_title_reaches_that_many_characters_to_either_side(before, after):
    (row,) = scanning.rows(f"《{'甲' * before}2001年{'甲' * after}》")
    assert row["kind"] == ("title" if before == after else "period")


def test_a_range_has_no_value_and_a_paragraph_begins_after_each_line():
    (row,) = scanning.rows("\n3至5家")
    assert (row["value"], row["lower"], row["paragraph"]) == (None, 3, 2)


TRADITIONAL = str.maketrans(
    "万亿两余个条户达过张间层级东车长进这统单双举线点导关汇农计约占与从后来显现们习领书读远资筑积处产业员实记讯县务",
    "萬億兩餘個條戶達過張間層級東車長進這統單雙舉線點導關匯農計約佔與從後來顯現們習領書讀遠資築積處產業員實記訊縣務",
)
WIDE = {ord(char): ord(char) + 0xFEE0 for char in "0123456789%."}


def test_each_word_of_change_has_its_direction():
    bounds = {"高于", "低于"}  # beside the number they bound it
    for words, direction in ((scanwords.UP, "up"), (scanwords.DOWN, "down")):
        for word in set(words) - bounds:
            assert art.scan(f"该市产量{word}5%。")["direction"].tolist() == [direction], word
    for falls in ("回落", "收窄", "缩小", "放缓", "走低"):
        assert falls in scanwords.DOWN
    assert not set(scanwords.UP) & set(scanwords.DOWN)


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("table", [TRADITIONAL, WIDE, TRADITIONAL | WIDE])
def test_other_script_and_width_give_the_same_rows_with_the_original_text(name, table):
    text, plain = REPORTS[name].translate(table), art.scan(REPORTS[name])
    assert text != REPORTS[name]
    assert len(text) == len(REPORTS[name])
    found = art.scan(text)
    assert [text[row.start : row.end] for row in found.itertuples()] == found["printed"].tolist()
    same = ["paragraph", "start", "end", "kind", "direction", *READ]
    pd.testing.assert_frame_equal(found[same], plain[same])


CHARACTERS = (
    "0123456789.,%:-零一二三四五六七八九十百千万亿两半双几第约近超过余多以上个家年月日元吨成倍年季度"
    "前后增长下降占比至和、，。；：“”《》（）()\n 萬億１２％ａＧAB①²½壹贰陆"
)


@given(st.text(st.sampled_from(CHARACTERS), max_size=60))
def test_every_numeral_of_any_text_is_in_exactly_one_row(text):
    rows = list(scanning.rows(text))
    covered = []
    for row in rows:
        assert text[row["start"] : row["end"]] == row["printed"]
        assert row["paragraph"] == text.count("\n", 0, row["start"]) + 1
        covered += range(row["start"], row["end"])
        assert row["direction"] in {"", "up", "down"}
        read_columns = [row[column] for column in READ]
        if row["kind"] in SILENT:
            assert set(read_columns) == {None}
        else:
            assert row["kind"] in STATING
    assert covered == sorted(set(covered))
    assert set(scanning.numeral_offsets(text)) <= set(covered)


@given(st.text(st.sampled_from(CHARACTERS), max_size=60))
def test_a_fresh_account_has_no_slip_but_what_a_person_has_to_fill_in(text):
    complaints = art.audit(art.scan(text), text)
    assert {complaint.split(":")[0] for complaint in complaints} <= {"unfilled"}


@given(st.text(max_size=80))
def test_folding_keeps_every_offset(text):
    assert len(fold(text)) == len(text)


def test_formal_numerals_are_folded_in_a_numeral_alone():
    assert fold("拾金不昧，陆地有壹佰贰拾亩") == "拾金不昧，陆地有一百二十亩"
    assert art.scan("拾金不昧，陆地")["printed"].tolist() == []


@pytest.mark.parametrize("text", ["", "\n\n", "没有数字的一句话。".replace("一", "")])
def test_a_text_without_numbers_has_an_empty_account(text):
    frame, some = art.scan(text), art.scan("3个和5G")
    assert len(frame) == 0
    assert frame.dtypes.to_dict() == some.dtypes.to_dict()
    assert (
        some.dtypes[["start", "value", "unit", "note"]] == ["int64", "float64", "str", "str"]
    ).all()
    assert (some.select_dtypes("str").fillna("missing") != "missing").all(axis=None)
    table = art.figures(frame)
    assert len(table) == 0
    assert (table.dtypes[["value", "lower", "upper"]] == "float64").all()
    assert art.audit(frame, text) == ()


def unbounded(pattern):
    """How many repeats of a pattern have no upper bound."""
    import re._constants as constants
    import re._parser as parser

    def count(part):
        found = 0
        for operator, argument in part:
            if operator in {constants.MAX_REPEAT, constants.MIN_REPEAT}:
                found += (argument[1] == constants.MAXREPEAT) + count(argument[2])
            elif operator is constants.BRANCH:
                found += sum(map(count, argument[1]))
            elif isinstance(argument, tuple):
                parts = [each for each in argument if isinstance(each, parser.SubPattern)]
                found += sum(map(count, parts))
        return found

    return count(parser.parse(pattern.pattern, pattern.flags))


def test_no_pattern_can_cost_more_in_a_longer_text():
    """All repeats are bounded, so each place costs at most a constant; a run is taken at once."""
    patterns = {
        name: value for name, value in vars(scanrules).items() if isinstance(value, re.Pattern)
    }
    patterns |= {rule.kind: rule.pattern for rule in scanrules.SILENT_RULES}
    assert len(patterns) > 25
    assert unbounded(re.compile("(?:a+|(b*))c")) == 2
    assert {name for name, pattern in patterns.items() if unbounded(pattern)} == {"RUN"}


@pytest.mark.parametrize(
    "piece", ["1", "一", "万", "1,", "1万", "一万", "近", "“一", "《1", "增长1%、", "第一"]
)
def test_the_work_grows_with_the_text_and_no_faster(piece):
    def calls(length):
        found = 0

        def count(frame, event, argument):
            nonlocal found
            found += event in {"call", "c_call"}

        text = piece * length
        sys.setprofile(count)
        try:
            for _ in scanning.rows(text):
                pass
        finally:
            sys.setprofile(None)
        return found

    assert calls(400) < 5 * calls(100)


def test_wrong_types_are_named():
    with pytest.raises(TypeError, match=r"scan takes a text, not (Posix|Windows)Path"):
        art.scan(Path("report.txt"))
    with pytest.raises(TypeError, match="an account is a DataFrame, not list"):
        art.figures([])
    with pytest.raises(TypeError, match="audit takes the text itself, not NoneType"):
        art.audit(art.scan("3个"), None)
    with pytest.raises(TypeError, match="audit takes the text itself, not bytes"):
        art.audit(art.scan("3个"), b"3")
    with pytest.raises(ValueError, match="an account needs start, end and printed; end, printed"):
        art.audit(pd.DataFrame({"start": [1]}), "3个")


def test_the_package_itself_does_not_import_it():
    code = "import sys, daqing_data; print('daqing_data.scanning' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"


# --- figures


@pytest.mark.parametrize("name", REPORTS)
def test_figures_of_an_account(name):
    hand = by_hand(name)
    frame = art.figures(hand)
    ids = [each for each in hand["figure_id"] if each]
    assert frame["figure_id"].tolist() == list(dict.fromkeys(ids))
    assert (frame["wording_outside"] == "").all()
    exact = hand.assign(width=hand["upper"] - hand["lower"]).sort_values("width", kind="stable")
    exact = exact[exact["figure_id"] != ""].drop_duplicates("figure_id").set_index("figure_id")
    for column in ("value", "lower", "upper"):
        typed = exact.loc[frame["figure_id"], column]
        assert frame[column].tolist() == pytest.approx(typed.tolist(), nan_ok=True)
    blank = hand.assign(**dict.fromkeys(READ, ""))
    pd.testing.assert_frame_equal(art.figures(blank), frame)  # all of it follows from the wording


@pytest.mark.parametrize("name", REPORTS)
def test_an_account_survives_a_spreadsheet(name, tmp_path):
    hand = by_hand(name)
    hand.to_csv(tmp_path / "account.csv", index=False)
    as_text = pd.read_csv(tmp_path / "account.csv", dtype=str, keep_default_na=False)
    with_gaps = pd.read_csv(tmp_path / "account.csv")  # years and offsets may become floats
    for copy in (as_text, with_gaps):
        assert art.audit(copy, REPORTS[name]) == ()
        left, right = art.figures(copy), art.figures(hand)
        numbers = ["value", "lower", "upper"]
        pd.testing.assert_frame_equal(left[numbers], right[numbers])
        same = ["figure_id", "period"]
        assert left[same].to_numpy().tolist() == right[same].to_numpy().tolist()


def test_a_cell_that_a_person_filled_wins():
    account = art.scan("到2030年产值要达到80亿元，人口过百万，实现全覆盖")
    account = account[account["kind"] != "period"].reset_index(drop=True)
    account["figure_id"] = ["output", "people", "coverage"]
    account.loc[0, "status"] = "target"
    account.loc[1, "unit"] = "count"
    account.loc[2, ["value", "lower", "upper"]] = 1
    account.loc[2, ["unit", "qualifier", "closed"]] = ["ratio", "exact", "both"]
    frame = art.figures(account).set_index("figure_id")
    output, people, coverage = (frame.loc[name] for name in frame.index)
    assert (output["lower"], output["upper"], output["closed"]) == (8e9, 8e9, "both")
    assert output["wording_outside"] == ""
    assert (people["unit"], people["wording_outside"]) == ("count", "unit")
    assert (people["lower"], people["closed"]) == (1e6, "neither")
    assert coverage["wording_outside"] == "value unit qualifier lower upper closed"
    account["value"] = account["value"].astype(object)
    account.loc[0, "value"] = "eighty"
    with pytest.raises(
        ValueError, match=r"value of '80亿元' \(row 0\) is 'eighty', expected a number"
    ):
        art.figures(account)


def test_the_kind_of_a_figure_follows_from_that_of_its_row_and_its_unit():
    account = art.scan("3倍、4家、5%、增长6%、实现全覆盖、7个百分点、8家").assign(
        figure_id=list("abcdefg")
    )
    account.loc[6, "kind"] = "flow"
    kinds = art.figures(account)["kind"].tolist()
    assert kinds == ["ratio", "stock", "ratio", "growth", "count", "growth", "flow"]


def test_the_narrowest_wording_counts_and_takes_what_it_lacks_from_the_others():
    account = art.scan("产值突破12亿元，达12.4亿元，约12亿元，翻番")
    account["figure_id"] = "output"
    account.loc[0, ["entity", "indicator"]] = ["town", "output"]
    account.loc[2, ["entity", "period"]] = ["the town", "2020"]
    (figure,) = art.figures(account).to_dict("records")
    assert figure["printed"] == "12.4亿元"
    given = [figure[name] for name in ("entity", "indicator", "period", "status", "attributed_to")]
    assert given == ["town", "output", "2020", "", ""]
    account.loc[1, "entity"] = "the whole town"
    assert art.figures(account)["entity"].tolist() == ["the whole town"]
    account = account.iloc[[2, 0]]  # [11, 13) is narrower than what lies above 12
    assert art.figures(account)["printed"].tolist() == ["约12亿元"]
    small = art.scan("5家，超过5万家，100家").assign(figure_id="a")
    assert art.figures(small)["printed"].tolist() == ["5家"]
    assert art.figures(small.iloc[1:])["printed"].tolist() == ["100家"]
    wide = art.scan("约1家和约100家").assign(figure_id="a").iloc[::-1]
    assert art.figures(wide)["printed"].tolist() == ["约1家"]


def test_figures_can_be_compared_and_refused():
    frame = art.figures(by_hand("qinghe")).set_index("figure_id")

    def compared(first, last):
        return dq.compare(frame.loc[first], frame.loc[last])

    growth = compared("storage_2020", "storage_2023")
    gap = compared("revenue_2023", "revenue_target_2026")
    assert (growth.verdict, gap.verdict) == ("yes", "yes")
    assert growth["growth_rate"].value == pytest.approx(21.5 / 9 - 1)
    assert gap["gap"].value == pytest.approx(7.6e8)
    assert compared("pass_rate_2023", "chilled_share_target_2026").verdict == "no"


# --- audit


@pytest.mark.parametrize("name", REPORTS)
def test_a_right_account_passes(name):
    assert art.audit(by_hand(name), REPORTS[name]) == ()


def daqing_account():
    """Daqing's own tables as an account: a row for each fact, and for each numeral without one."""
    figures = dq.figures().set_index("figure_id")
    events = dq.events().set_index("event_id")
    shared = ["kind", *READ, "entity", "indicator", "period", "status", "wording_outside"]
    rows = []
    for numeral in dq.numerals().to_dict("records"):
        row = {name: numeral[name] for name in ("paragraph", "start", "end", "printed", "kind")}
        states = "" if pd.isna(numeral["states"]) else numeral["states"]
        if not states:
            rows.append(row | {"note": numeral["reason_en"]})
        for name in states.split():
            table = figures if name in figures.index else events
            cells = table.loc[name]
            row = row | {"figure_id": name, "note": cells["note_en"]}
            if table is figures:
                rows.append(row | cells[shared].to_dict())
            else:
                rows.append(row | {"period": cells["date"], "status": cells["status"]})
    return pd.DataFrame(rows)


def test_daqings_own_account_passes(article):
    assert art.audit(daqing_account(), article, dq.comparisons()) == ()


def test_daqings_figures_follow_from_its_account(article):
    found = art.figures(daqing_account()).set_index("figure_id")
    own = dq.figures().set_index("figure_id")
    assert found.index.tolist() == own.index.tolist()
    for column in (*READ, "kind", "entity", "indicator", "period", "status", "printed"):
        same = (found[column] == own[column]) | (
            own[column].isna() & (found[column].fillna("") == "")
        )
        assert same.all(), column


def test_daqings_article_is_scanned_as_its_table_has_it(article):
    own, found = dq.numerals(), art.scan(article)
    assert found[["start", "end"]].to_numpy().tolist() == own[["start", "end"]].to_numpy().tolist()
    percentages = found["kind"].replace({"share": "percentage", "growth": "percentage"})
    differs = percentages.to_numpy() != own["kind"].astype(str).to_numpy()
    # One day as the time over which rounds are counted; a year that only its event makes a date.
    assert own.loc[differs, "printed"].tolist() == ["一天", "1992年"]
    figures = dq.figures()
    plain = figures[figures["wording_outside"].isna()].drop_duplicates("start")
    read_by_rule = found.set_index("start").loc[plain["start"]]
    for column in READ:
        assert (read_by_rule[column].to_numpy() == plain[column].to_numpy()).all(), column


# A slip takes a right account and a row, and gives a wrong account, or None where it has no place.


def changed(account, row, **cells):
    copy = account.copy().astype(object)
    for column, cell in cells.items():
        copy.loc[row, column] = cell
    return copy


def numbers_at(account, row):
    return (
        account.loc[row, "lower"] == account.loc[row, "lower"]
        and account.loc[row, "kind"] not in SILENT
    )


def on_numbers(slip):
    return lambda account, row: slip(account, row) if numbers_at(account, row) else None


def swapped(account, row):
    at = account.loc[row]
    others = [unit for unit in ("CNY", "count", "ratio", "m2") if unit != at["unit"]]
    return changed(account, row, unit=others[0])


MECHANICAL = {
    "span one to the right": lambda a, r: changed(
        a, r, start=a.loc[r, "start"] + 1, end=a.loc[r, "end"] + 1
    ),
    "end one short": lambda a, r: changed(a, r, end=a.loc[r, "end"] - 1),
    "printed otherwise": lambda a, r: changed(a, r, printed=a.loc[r, "printed"] + "个"),
    "another paragraph": lambda a, r: changed(a, r, paragraph=a.loc[r, "paragraph"] + 1),
    "cut at the end": on_numbers(
        lambda a, r: (
            changed(
                a,
                r,
                printed=a.loc[r, "printed"][:-1],
                end=a.loc[r, "end"] - 1,
                **dict.fromkeys(READ, ""),
            )
            if len(a.loc[r, "printed"]) > 2
            else None
        )
    ),
    "cut at the beginning": on_numbers(
        lambda a, r: (
            changed(
                a,
                r,
                printed=a.loc[r, "printed"][1:],
                start=a.loc[r, "start"] + 1,
                **dict.fromkeys(READ, ""),
            )
            if len(a.loc[r, "printed"]) > 2
            else None
        )
    ),
    "forgotten": lambda a, r: a.drop(index=r),
    "doubled": lambda a, r: pd.concat([a.loc[:r], a.loc[[r]], a.loc[r + 1 :]]),
    "value": on_numbers(lambda a, r: changed(a, r, value=a.loc[r, "value"] + 1)),
    "tenfold": on_numbers(
        lambda a, r: changed(a, r, **{c: a.loc[r, c] * 10 for c in ("value", "lower", "upper")})
    ),
    "lower": on_numbers(lambda a, r: changed(a, r, lower=a.loc[r, "lower"] - 1)),
    "upper": on_numbers(
        lambda a, r: changed(
            a, r, upper=a.loc[r, "upper"] * 2 if a.loc[r, "upper"] < 1e300 else 1e20
        )
    ),
    "closed": on_numbers(
        lambda a, r: changed(a, r, closed="right" if a.loc[r, "closed"] != "right" else "left")
    ),
    "unit": on_numbers(swapped),
    "qualifier": on_numbers(
        lambda a, r: changed(a, r, qualifier="over" if a.loc[r, "qualifier"] != "over" else "about")
    ),
    "a number for a word": lambda a, r: (
        changed(a, r, value=1.0, lower=1.0, upper=1.0, closed="both")
        if a.loc[r, "kind"] in SILENT
        else None
    ),
    "an id for a word": lambda a, r: (
        changed(a, r, figure_id="new_figure")
        if a.loc[r, "kind"] in {"idiom", "ordinal", "article", "name"}
        else None
    ),
    "the id of another": on_numbers(
        lambda a, r: (
            changed(
                a, r, figure_id=next(i for i in a["figure_id"] if i and i != a.loc[r, "figure_id"])
            )
            if a.loc[r, "figure_id"]
            else None
        )
    ),
    "no id": on_numbers(
        lambda a, r: (
            changed(a, r, figure_id="") if a.loc[r, "figure_id"] and not a.loc[r, "note"] else None
        )
    ),
    "no entity": on_numbers(
        lambda a, r: (
            changed(a, r, entity="")
            if a.loc[r, "figure_id"] and (a["figure_id"] == a.loc[r, "figure_id"]).sum() == 1
            else None
        )
    ),
    "a year that is not printed": on_numbers(
        lambda a, r: changed(a, r, period="1987") if a.loc[r, "period"] else None
    ),
    "an unknown status": on_numbers(
        lambda a, r: changed(a, r, status="real") if a.loc[r, "figure_id"] else None
    ),
}
#: Of meaning: what a text and a wording alone cannot decide.
OF_MEANING = {
    "another printed year": on_numbers(
        lambda a, r: (
            changed(a, r, period="2019" if (a["printed"] == "2019年").any() else "2020")
            if str(a.loc[r, "period"]) not in {"", "2019", "2020"}
            else None
        )
    ),
    "status": on_numbers(
        lambda a, r: changed(a, r, status="projected") if a.loc[r, "status"] == "actual" else None
    ),
    "indicator": on_numbers(
        lambda a, r: changed(a, r, indicator="something else") if a.loc[r, "indicator"] else None
    ),
    "kind": on_numbers(
        lambda a, r: changed(a, r, kind="flow") if a.loc[r, "kind"] == "quantity" else None
    ),
}


def planted(slips):
    """slip -> how many were planted in both accounts, and which were not found."""
    found = {}
    for number, (kind, slip) in enumerate(slips.items()):
        count, missed = 0, []
        for name in REPORTS:
            account = by_hand(name)
            for row in account.index[number % 3 :: 3]:  # a third of the rows: others for each slip
                wrong = slip(account, row)
                if wrong is not None:
                    count += 1
                    if not art.audit(wrong, REPORTS[name]):
                        missed.append(account.loc[row, "printed"])
        found[kind] = (count, missed)
    return found


def test_planted_mechanical_slips_are_found():
    found = planted(MECHANICAL)
    assert all(count for count, _ in found.values()), "each kind was planted"
    missed = {kind: missed for kind, (_, missed) in found.items() if missed}
    total = sum(count for count, _ in found.values())
    caught = total - sum(map(len, missed.values()))
    print(f"{caught} of {total}", missed)
    assert caught >= 0.98 * total, missed


def test_of_slips_of_meaning_a_machine_finds_few():
    """Which is why two people annotate one text: the figures say what the audit is not for."""
    found = planted(OF_MEANING)
    caught = sum(count - len(missed) for count, missed in found.values())
    total = sum(count for count, _ in found.values())
    print(f"{caught} of {total}", {kind: (n, len(missed)) for kind, (n, missed) in found.items()})
    assert 0 < caught < total


def test_complaints_say_what_where_and_what_instead():
    text = "产值50亿元，2020年有3个厂"
    frame = art.scan(text)
    frame.loc[0, "end"] = 5
    assert art.audit(frame.drop(index=1), text)[:3] == (
        "span: '50亿元' is not at 2:5, there is '50亿'; it stands at 2:6",
        "forgotten: '2020年' at 7",
        "unfilled: '50亿元' at 2 states a number, and has neither figure_id nor note",
    )


def filled(text, **columns):
    """The audit of a text whose numbers a person has filled in like this."""
    frame = art.scan(text)
    same = {"entity": "town", "indicator": "output", "status": "actual"}
    for column, cells in (same | columns).items():
        frame.loc[frame["kind"] != "period", column] = cells
    return frame, art.audit(frame, text)


def test_what_is_not_understood_is_asked_for_until_a_person_says_what_it_is():
    text = "功率180马力"
    frame, complaints = filled(text, figure_id="")
    asked = "unfilled: '180' at 2 is not understood: give its kind, and unit if a number"
    assert complaints == (asked,)
    assert art.audit(frame.assign(kind="name"), text) == ()
    frame = frame.assign(kind="quantity", figure_id="power")
    assert art.audit(frame, text) == ("unfilled: power (at 2) has no unit",)
    frame["unit"] = "horsepower"
    assert art.audit(frame, text) == ()
    assert art.figures(frame)[["lower", "upper", "unit"]].to_numpy().tolist() == [
        [180, 180, "horsepower"]
    ]


def test_a_clean_account_has_units_and_periods_that_figures_can_be_made_of():
    text = "2018年有16.4万贫困人口"
    frame, complaints = filled(text, figure_id="poor", period="2018年")
    assert [line.split(";")[0] for line in complaints] == [
        "unfilled: poor (at 6) has no unit",
        "cell: '16.4万' (poor): period is '2018年', expected an ISO 8601 date such as 2022-03, "
        "or an interval A/B",
    ]
    frame.loc[1, ["unit", "period"]] = ["count", "2018"]
    assert art.audit(frame, text) == ()
    assert len(dq.growth_rates(art.figures(frame))) == 0


def test_of_unlike_periods_a_person_says_whether_the_number_adds_up():
    text = "2017年产值141亿元，2018年1至9月95亿元"
    ids, periods = ["last", "now"], ["2017", "2018-01/2018-09"]
    frame = art.scan(text).query("kind == 'quantity'").assign(figure_id=ids, period=periods)
    frame["entity"], frame["indicator"], frame["status"] = "town", "output", "actual"
    asked = [line for line in art.audit(frame, text) if line.startswith("kind")]
    assert asked == [
        "kind: '141亿元' (last) is of 2017, '95亿元' (now) of 2018-01/2018-09: "
        "write flow as kind if it adds up over time, stock if it stands"
    ]
    for kind, verdict in {"stock": "yes", "flow": "no"}.items():
        said = frame.assign(kind=kind)
        assert not [line for line in art.audit(said, text) if line.startswith("kind")]
        rates = dq.growth_rates(art.figures(said))
        assert rates["verdict"].tolist() == [verdict]
    assert rates["reason_code"].tolist() == ["other_length"]


def test_a_year_follows_from_a_printed_one_by_these_words_and_no_others():
    steps = {"去年": -1, "上年": -1, "同比": -1, "前年": -2, "明年": 1, "次年": 1}
    plans = {"十二五": 2011, "十三五": 2016, "十四五": 2021, "十五五": 2026, "十六五": 2031}

    def admitted(text, years):
        found = {year: filled(text, figure_id="a", period=str(year))[1] for year in years}
        return {year for year, said in found.items() if not [s for s in said if "year:" in s]}

    for word, step in steps.items():
        text = f"2022年{word}产值50亿元"
        assert admitted(text, range(2018, 2027)) == {2022, 2022 + step}, word
    for word, first in plans.items():
        text = f"{word}期间产值50亿元"
        assert admitted(text, range(2005, 2040)) == set(range(first, first + 5)), word


def test_a_number_cut_out_of_another_needs_a_note_that_names_that_one():
    text = "产值50亿元"
    frame, _ = filled(text, figure_id="a", period="2022", note="2022")
    frame[["end", "printed"]] = [4, "50"]
    cut = "cut: '50' at 2 is cut out of '50亿元'"
    assert cut in art.audit(frame, text)
    assert cut not in art.audit(frame.assign(note="of 50亿元, 2022"), text)


def test_wide_words_that_state_a_number_are_asked_for():
    text = "这是全国首家，产值翻番，实现全覆盖，创历史最高水平，是唯一一家"
    assert [line.split(" ")[1] for line in art.audit(art.scan(text).iloc[:0], text)] == [
        "'首家'", "'翻番'", "'全覆盖'", "'历史最高水平'", "'唯一一家'",
    ]  # fmt: skip


def test_names_that_differ_in_a_letter():
    def named(first, second, note=""):
        frame = art.scan("5家和6家")
        frame["figure_id"], frame["status"] = ["a", "b"], "actual"
        frame["entity"], frame["indicator"] = [first, second], ["shops", "works"]
        frame["note"] = note
        return [line for line in art.audit(frame, "5家和6家") if line.startswith("name")]

    for pair in [
        ("Qinghe", "Qinge"),
        ("cold chain", "Cold-chain"),
        ("万达镇", "萬達鎮"),
        ("county park", "county parks"),
    ]:
        assert len(named(*pair)) == 1, pair
    for pair in [
        ("site A", "site B"),
        ("4G stations", "5G stations"),
        ("进口额度", "出口额度"),
        ("Qinghe", "Shiwan"),
    ]:
        assert named(*pair) == [], pair
    assert named("Qinghe", "Qinge", note="Qinghe is the county, Qinge the town") == []


def test_one_thing_said_twice_and_two_things_under_one_id():
    text = "产值突破12亿元，达12.4亿元"
    frame = art.scan(text)
    frame["figure_id"], frame["entity"], frame["indicator"] = "output", "town", "output"
    frame["status"] = "actual"
    assert art.audit(frame, text) == ()
    frame.loc[1, "indicator"] = "profit"
    assert "another indicator" in art.audit(frame, text)[0]
    frame["indicator"] = "output"
    text = "产值12亿元，利润9亿元"
    other = art.scan(text).assign(
        figure_id="output", entity="town", indicator="output", status="actual"
    )
    assert "another value" in art.audit(other, text)[0]
    other["figure_id"], other["period"] = ["output", "profit"], "2020"
    assert any("are one thing" in line for line in art.audit(other, text))


def test_a_target_needs_a_base_a_pair_or_a_note():
    text = "到2030年产值达80亿元"
    frame = art.scan(text)
    cells = {
        "figure_id": "goal",
        "entity": "town",
        "indicator": "output",
        "period": "2030",
        "status": "target",
    }
    for column, cell in cells.items():
        frame.loc[1, column] = cell
    assert art.audit(frame, text) == (
        "target: '80亿元' (goal) has no actual value of its indicator; say so in its note",
    )
    frame.loc[1, "note"] = "no present output is printed"
    assert art.audit(frame, text) == ()
    pairs = pd.DataFrame({"figure_a": ["now"], "figure_b": ["other"]})
    assert art.audit(frame, text, pairs) == (
        "link: figure_a 'now' is no figure of the account",
        "link: figure_b 'other' is no figure of the account",
        "target: goal stands in no pair",
    )


def test_a_unit_printed_elsewhere_is_tried_first_where_the_number_has_none():
    row = {"kind": "points", "status": "", "unit": "percentage point"}
    for printed, first, last in (
        ("4.6", "percentage point", None),
        ("2.5个", "count", "percentage point"),
    ):
        units = [found["unit"] for found in accounts.drafts({**row, "printed": printed})]
        assert (units[0], units[-1]) == (first, last), printed
        assert "percentage point" in units, printed


def test_of_units_of_one_kind_the_one_that_fits_the_value_is_drafted():
    row = {"printed": "4", "kind": "quantity", "status": "", "unit": "t", "qualifier": "exact"}
    blank = dict.fromkeys(("lower", "upper", "closed"), "")
    for value in (4.0, 0.002, 0.004):  # 吨, 斤, 公斤
        assert accounts.draft(row | blank | {"value": value})["value"] == pytest.approx(value)
    months = accounts.drafts({**row, "printed": "3个", "unit": "month"})
    assert {found["unit"] for found in months} == {"count", "month"}
    weeks = accounts.drafts({**row, "printed": "3周", "unit": "year"})
    assert {found["unit"] for found in weeks} == {"week"}


def test_a_value_agrees_to_twelve_digits():
    assert accounts.agrees(57_700_000_000.01, 57_700_000_000.0)
    assert not accounts.agrees(57_700_000_010.0, 57_700_000_000.0)


def test_a_noun_may_stand_between_points_and_nothing_else():
    def found(text):
        return [(row["printed"], row["unit"]) for row in scanning.rows(text)]

    assert found("分别提高4.6和工业3.1个百分点") == [
        ("4.6", "percentage point"),
        ("3.1个百分点", "percentage point"),
    ]
    assert found("有4和工业3家") == [("4", None), ("3家", "count")]
    assert found("有4和3家") == [("4", "count"), ("3家", "count")]


def test_letters_after_a_unit_of_letters_make_another_word():
    assert not re.match(scanrules._unit("kW"), "kWh")
    assert re.match(scanrules._unit("kW"), "kW的")
    assert re.match(scanrules._unit("个"), "个APP")


def test_an_empty_cell_is_called_nothing():
    assert [auditing._plain(cell) for cell in (None, "", 2.50, "家")] == [
        *("nothing", "nothing", "2.5", "家")
    ]
