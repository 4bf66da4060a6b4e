"""What no arithmetic can check, stated again: where a number stands, whose and of when it is, what it goes with.

Each line was checked against the article; a change here needs another look at it. The values and their ends stand in
test_tables, and prose (labels, notes, reasons) nowhere.
"""

import re

import pandas as pd

import daqing_data as dq

# --- where: paragraph @ offset of its first character: column and expression, as an editor shows them from 0

PLACES = """
1 @0: 0 3月24日8时, 58 一起, 70 4月中旬
2 @86: 41 3月24日9时, 69 第一次, 87 一天, 93 6次
3 @183: 0 同一, 31 几位, 37 一家, 66 万物共生, 100 一个
6 @347: 7 屡, 15 多次
7 @391: 30 进一步, 62 多次
9 @591: 0 2015年12月, 42 双方
10 @660: 3 2016年1月, 32 40平方米, 42 600平方米, 51 80个, 69 一期, 78 1.4万平方米, 90 1484个
11 @782: 0 2016年10月, 31 2017年8月, 54 2018年2月, 84 2018年6月, 123 2018年7月, 151 2018年10月, 206 2019年8月,
   240 一个个
12 @1060: 37 4G, 41 3300余个, 48 5G, 52 4719个, 90 4G, 94 全覆盖, 108 1720Gbps, 134 4个, 150 7000余万条,
   164 一次办, 171 超过90%, 177 50%
13 @1303: 40 72个, 81 B2B, 85 B2C, 93 19家, 103 10个
15 @1442: 11 唯一一家, 28 1992年, 42 不足百万, 47 2020年, 58 过亿, 71 1.2亿元, 94 20多年, 115 两个,
   126 15万平方米, 140 312台套, 152 4万吨, 160 16亿元以上, 167 2021年, 178 历史最好水平, 193 6.04亿元, 204 16.7%,
   228 唯一一家, 234 第三批
16 @1699: 0 一组, 30 1014家, 38 5个, 43 24个
17 @1749: 16 2021, 37 二线, 48 923亿元, 57 第100位, 65 第五位, 71 第二位
19 @1837: 17 5.5亿元, 25 一期, 52 22.8万平方米, 61 二期, 75 21万平方米, 84 今年10月, 89 一期, 112 约6.75亿元,
   124 1.14亿元, 150 约10亿元, 161 约2.5亿元
20 @2006: 8 一个, 28 三个城市, 83 三个城市, 95 2022-2024, 155 2022年
21 @2214: 12 2024年, 133 1500亿元, 141 两化融合, 150 超过65%
"""


def test_each_numeral_stands_in_its_paragraph_and_column():
    expected = []
    for line in re.sub(r",\n +", ", ", PLACES.strip()).splitlines():
        paragraph, offset, columns = re.fullmatch(r"(\d+) @(\d+): (.+)", line).groups()
        for column, printed in (each.split(" ", 1) for each in columns.split(", ")):
            start = int(offset) + int(column)
            expected.append((int(paragraph), start, start + len(printed), printed))
    rows = dq.numerals()[["paragraph", "start", "end", "printed"]]
    assert list(rows.itertuples(index=False, name=None)) == expected


def test_figures_and_events_stand_where_their_numeral_stands():
    numerals = {(row.paragraph, row.start, row.end): row.printed for row in dq.numerals().itertuples()}
    numerals[20, 2070, 2074] = "编制出台"  # the one event without a printed date stands on its verb
    for row in [*dq.figures().itertuples(), *dq.events().itertuples()]:
        assert numerals.get((row.paragraph, row.start, row.end)) == row.printed, row


NUMERAL_KINDS = {
    "idiom": "一起 同一 进一步 双方 一个个",
    "ordinal": "第一次 一期 第三批 一期 二期 一期",
    "unit": "一天",
    "vague": "几位 屡 多次 多次",
    "article": "一家 一个 一组 一个",
    "name": "万物共生 4G 5G 4G 一次办 B2B B2C 三个城市 三个城市 两化融合",
    "extreme": "全覆盖 唯一一家 历史最好水平 唯一一家",
    "percentage": "超过90% 50% 16.7% 超过65%",
    "period": "2020年 2021年 2024年",
    "duration": "20多年",
    "title": "2021 2022-2024 2022年",
    "rank": "二线 第100位 第五位 第二位",
}


def test_kinds_of_numerals():
    rows = dq.numerals()
    assert " ".join(rows.loc[rows["kind"] == "date", "printed"]) == (
        "3月24日8时 4月中旬 3月24日9时 2015年12月 2016年1月 2016年10月 2017年8月 2018年2月 2018年6月 2018年7月 "
        "2018年10月 2019年8月 1992年 今年10月"
    )
    grouped = rows[~rows["kind"].isin(["quantity", "date"])].groupby("kind", observed=True)["printed"]
    assert grouped.apply(" ".join).to_dict() == NUMERAL_KINDS


# --- of whom, of what, of when; what is not listed is Daqing's, a stock, exact, and of the days of the report

ENTITIES = {
    "Huawei Cloud Data Centre Daqing": "inspection_rounds_2022 office_area_2016 machine_room_area_2016 racks_2016 "
    "building_area_2022 racks_2022",
    "Heilongjiang": "smart_factories_heilongjiang",
    "Qinglian Technology": "qinglian_sales_1992 qinglian_revenue_2020",
    "Kunlun Cable": "cable_capacity_founding cable_age cable_sites_2022 cable_land_2022 cable_equipment_2022 "
    "cable_throughput_2022 cable_capacity_2022 cable_orders_rank_2021 cable_orders_2021 "
    "cable_orders_growth_2021",
    "Chengcheng Smart Manufacturing Park": "park_investment park_land_phase1 park_land_phase2 park_revenue park_tax "
    "park_output park_value_added",
}

KINDS = {
    "flow": "inspection_rounds_2022 qinglian_sales_1992 qinglian_revenue_2020 cable_throughput_2022 "
    "cable_orders_2021 digital_economy park_investment park_revenue park_tax park_output park_value_added "
    "digital_economy_target_2024",
    "ratio": "fibre_coverage_2022 wifi_coverage_2022 village_4g_coverage_2022 online_items_share_2022 "
    "one_visit_items_share_2022 tax_self_service_share_2022 two_integration_target_2024",
    "capacity": "bandwidth_2022 cable_capacity_founding cable_capacity_2022",
    "count": "smart_factories_heilongjiang little_giants_batch3_daqing market_fields_2022 market_categories_2022",
    "duration": "cable_age",
    "rank": "cable_orders_rank_2021 city_tier rank_national rank_northeast rank_province",
    "growth": "cable_orders_growth_2021",
}

QUALIFIERS = {
    "over": "stations_4g_2022 records_2022 cable_age",
    "more_than": "online_items_share_2022 one_visit_items_share_2022 qinglian_revenue_2020 two_integration_target_2024",
    "less_than": "qinglian_sales_1992",
    "at_least": "cable_capacity_2022",
    "about": "park_revenue park_output park_value_added",
}

PERIODS = {
    "2022-03-24": "inspection_rounds_2022",
    "2016-01": "office_area_2016 machine_room_area_2016 racks_2016",
    "1992": "qinglian_sales_1992",
    "2020": "qinglian_revenue_2020",
    "": "cable_capacity_founding cable_throughput_2022 park_investment park_land_phase1 park_land_phase2 "
    "park_revenue park_tax park_output park_value_added",
    "2021": "cable_orders_rank_2021 cable_orders_2021 cable_orders_growth_2021",
    "2020/2021": "city_tier digital_economy rank_national rank_northeast rank_province",
    "2024": "digital_economy_target_2024 two_integration_target_2024",
}
INFERRED = "city_tier digital_economy rank_national rank_northeast rank_province"  # 2021 is the edition, not the data
ONE_INDICATOR = [  # one thing at two times; any other two figures are two indicators
    "racks_2016 racks_2022",
    "cable_capacity_founding cable_capacity_2022",
    "digital_economy digital_economy_target_2024",
]


def grouped(column, usual):
    rows = dq.figures().astype(object).fillna("")
    return rows[rows[column] != usual].groupby(column)["figure_id"].apply(" ".join).to_dict()


def test_of_whom_of_what_and_when():
    assert grouped("entity", "Daqing") == ENTITIES
    assert grouped("kind", "stock") == KINDS
    assert grouped("qualifier", "exact") == QUALIFIERS
    assert grouped("period", "2022-03-24/2022-03-31") == PERIODS
    sources = grouped("period_from", "now")
    assert sources["inferred"] == INFERRED
    assert sources["none"] == PERIODS[""]


def test_which_figures_measure_the_same():
    shared = dq.figures().groupby("indicator")["figure_id"].apply(" ".join)
    assert sorted(shared[shared.str.contains(" ")]) == sorted(ONE_INDICATOR)


EVENTS = {
    "park_office_2022": ("Chengcheng Smart Manufacturing Park", "actual"),
    "park_start_2022": ("Chengcheng Smart Manufacturing Park", "planned"),
    "inspection_2022": ("Huawei Cloud Data Centre Daqing", "actual"),
    "cloud_contract_2015": ("Daqing city government; Huawei Software", "actual"),
    "huawei_head_2016": ("Huawei", "actual"),
    "government_cloud_2016": ("Daqing city government; Huawei", "actual"),
    "partners_2017": ("Huawei", "actual"),
    "promotion_2018": ("Daqing; Huawei", "actual"),
    "oilfield_agreement_2018": ("Daqing Oilfield; Huawei Technologies", "actual"),
    "police_agreement_2018": ("Daqing public security bureau; Huawei", "actual"),
    "smart_city_agreement_2018": ("Daqing city government; Huawei", "actual"),
    "oilfield_hpc_2019": ("Daqing Oilfield", "actual"),  # the other side is not named
    "qinglian_founded_1992": ("Qinglian Technology", "actual"),
    "park_phase1_done_2022": ("Chengcheng Smart Manufacturing Park", "projected"),
    "policy_documents_2022": ("Daqing city government", "actual"),
}


def test_who_did_it_and_whether_it_was_done():
    rows = dq.events()
    assert dict(zip(rows["event_id"], zip(rows["who"], rows["status"], strict=True), strict=True)) == EVENTS


# --- what may be compared: verdict, measure, the two in the order of the measure, and the kind of reason

PAIRS = """
yes growth: racks_2016 racks_2022
conditional growth: cable_capacity_founding cable_capacity_2022 over cable_age (bound_only)
yes stated_growth: cable_orders_growth_2021 cable_orders_2021
no growth: qinglian_sales_1992 qinglian_revenue_2020 (other_indicator)
no growth: machine_room_area_2016 building_area_2022 (not_comparable_scope)
no growth: office_area_2016 building_area_2022 (not_comparable_scope)
no growth: stations_4g_2022 stations_5g_2022 (other_indicator)
no growth: digital_economy digital_economy_target_2024 (target_not_actual)
no growth: cable_capacity_founding cable_orders_2021 (other_indicator)
conditional target_gap: digital_economy digital_economy_target_2024 (base_year_unknown)
no target_gap: - two_integration_target_2024 (no_baseline)
no ratio: park_revenue digital_economy_target_2024 (not_comparable_scope)
yes share_of_total: park_land_phase1 park_land_phase2
conditional share_of_total: stations_5g_2022 stations_4g_2022 (overlap)
conditional ratio: stations_5g_2022 stations_4g_2022 (not_a_trend)
conditional ratio: park_tax park_revenue (plans_only)
conditional ratio: park_value_added park_output (plans_only)
conditional ratio: market_entities_2022 market_fields_2022 (mean_only)
conditional ratio: market_entities_2022 market_categories_2022 (mean_only)
conditional ratio: market_categories_2022 market_fields_2022 (mean_only)
conditional ratio: records_2022 databases_2022 (mean_only)
yes ratio: machine_room_area_2016 racks_2016
conditional ratio: building_area_2022 racks_2022 (wider_scope)
conditional ratio: cable_capacity_2022 cable_sites_2022 (mean_only)
conditional ratio: cable_land_2022 cable_sites_2022 (mean_only)
conditional ratio: cable_equipment_2022 cable_sites_2022 (mean_only)
conditional ratio: cable_throughput_2022 cable_equipment_2022 (mean_only)
conditional difference: online_items_share_2022 one_visit_items_share_2022 (bound_only)
no ratio: park_investment park_revenue (not_comparable_scope)
no ratio: park_investment park_tax (not_comparable_scope)
no ratio: park_investment park_land_phase1 (not_comparable_scope)
no ratio: park_value_added park_revenue (not_comparable_scope)
no ratio: park_revenue park_output (not_comparable_scope)
no ratio: cable_orders_2021 cable_capacity_2022 (other_indicator)
no ratio: digital_economy market_entities_2022 (not_comparable_scope)
no ratio: cable_orders_2021 digital_economy (other_indicator)
no ratio: building_area_2022 park_land_phase1 (other_entity)
no difference: rank_national rank_northeast (not_comparable_scope)
no difference: rank_northeast rank_province (not_comparable_scope)
no difference: city_tier rank_province (other_indicator)
no difference: tax_self_service_share_2022 online_items_share_2022 (other_indicator)
no share_of_total: platforms_2022 ecommerce_parks_2022 (other_indicator)
no difference: cable_orders_growth_2021 two_integration_target_2024 (other_entity)
no difference: smart_factories_heilongjiang little_giants_batch3_daqing (other_entity)
"""


def test_verdict_measure_and_order_of_each_pair():
    rows = dq.comparisons().astype(object).fillna("").itertuples()
    found = [
        f"{row.verdict} {row.measure}: {row.figure_a or '-'} {row.figure_b}"
        + f" over {row.years_figure}" * bool(row.years_figure)
        + f" ({row.reason_code})" * bool(row.reason_code)
        for row in rows
    ]
    assert found == PAIRS.strip().splitlines()


# --- from outside the article: the id says of whom and when, the indicator what kind of thing it is

PLACE = {"china": "China", "heilongjiang": "Heilongjiang", "ezhou": "Ezhou", "yancheng": "Yancheng", "fujian": "Fujian"}
CONTEXT_KINDS = [  # the first that the indicator holds
    ("growth", "growth"),
    ("share of", "ratio"),
    ("rank in", "rank"),
    ("per 10,000", "density"),
    ("bandwidth", "capacity"),
    ("index", "index"),
    ("scale|GDP|value added", "flow"),
    ("stations|population|enterprises", "stock"),
]
CONTEXT_INDICATORS = {  # how an id begins: the indicators of all such rows
    "digital_economy_20": {"digital economy scale"},
    "rank_northeast": {"rank in the Northeast by digital economy scale"},
    "rank_province": {"rank in Heilongjiang by digital economy scale"},
    "core_industries": {"value added of core digital industries as a share of GDP"},
    "enterprises": {"digital-economy-related enterprises"},
    "gdp_daqing": {"GDP"},
    "gdp_growth": {"GDP growth, real", "GDP growth, real, mean of five years"},
    "population": {"resident population"},
    "stations_5g": {"5G base stations"},
    "density_5g": {"5G base stations per 10,000 people"},
    "bandwidth": {"fixed broadband export bandwidth"},
    "digital_economy_fujian": {"digital economy value added"},
    "two_integration": {"two-integration index"},
    "cnc_processes": {"share of key processes under numerical control in key industrial firms"},
    "digital_economy_china": {"digital economy scale (broad measure)"},
    "digital_economy_share": {"digital economy share of GDP (broad measure)"},
    "digital_economy_growth": {
        "digital economy growth (broad measure)",
        "digital economy growth (broad measure), mean of 2017 to 2021",
    },
}


def test_context_is_of_whom_and_when_its_id_says():
    for row in dq.context().itertuples():
        name = row.context_id
        assert row.entity == next((PLACE[word] for word in name.split("_") if word in PLACE), "Daqing"), name
        year = re.search(r"_(20\d\d)(?:_(20\d\d|\d\d(?!\d)))?", name)
        if year is None:  # of the Blue Book's edition of 2021
            assert row.period == "2020/2021", name
        elif year[2] is None:
            assert re.fullmatch(rf"{year[1]}(-\d\d)?", row.period), name
        else:
            assert row.period in {f"{year[1]}-{year[2]}", f"{year[1]}/{year[2]}"}, name
        assert row.kind == next(kind for pattern, kind in CONTEXT_KINDS if re.search(pattern, row.indicator)), name
        (start,) = [each for each in CONTEXT_INDICATORS if name.startswith(each)]
        assert row.indicator in CONTEXT_INDICATORS[start], name
        assert ("mean" in row.indicator) == ("/" in row.period and "rank" not in name), name
        assert pd.notna(row.url), name
    months = {"enterprises_2024": "2024-03", "population_daqing_2020": "2020-11", "density_5g_china_2021": "2021-12",
              "density_5g_china_2022": "2022-12", "bandwidth_ezhou_2023": "2023-06"}  # fmt: skip
    found = dq.context().set_index("context_id")["period"]
    found = found[found.str.contains("-") & ~found.index.str.contains(r"_\d\d$")]
    assert found.to_dict() == months
