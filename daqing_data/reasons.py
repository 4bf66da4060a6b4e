"""Why two figures are not compared, or only under a condition: code, English, Chinese."""

from __future__ import annotations

__all__ = ["REASONS"]

#: reason code -> what it says of any pair. A row of ``comparisons`` says it of its own pair.
REASONS: dict[str, tuple[str, str]] = {
    "same_figure": ("One figure is not two.", "同一数据,无从比较。"),
    "other_entity": ("They are about different entities.", "主体不同。"),
    "other_unit": ("They are in different units.", "单位不同。"),
    "other_indicator": ("They measure different things.", "指标不同。"),
    "not_comparable_scope": ("They cover different scopes.", "范围或口径不同。"),
    "no_period": ("No time is given for one of them.", "其中一项没有时间。"),
    "same_period": (
        "They are of the same time: there is no growth between them.",
        "时间相同,其间没有增长。",
    ),
    "other_period": ("They are of different times.", "时间不同。"),
    "other_length": ("They add up over periods of different lengths.", "两者累计的时间长短不同。"),
    "no_baseline": ("No present value is given.", "没有现状值。"),
    "no_target": ("Neither of them is a target.", "两者均非目标。"),
    "no_floor": (
        "The target's wording sets no least level to reach.",
        "目标的措辞没有给出应达到的最低水平。",
    ),
    "no_growth_rate": (
        "One of them must be a growth rate, the other the level after it.",
        "须一项为增长率,另一项为增长后的水平。",
    ),
    "base_year_unknown": (
        "The year of one value is not printed: one result for each admissible year.",
        "其中一项的年份未印出:对每个可能的年份各给一个结果。",
    ),
    "target_not_actual": ("A target has not happened.", "目标尚未发生。"),
    "plan_not_actual": (
        "They do not have the same standing (actual, planned, projected, target).",
        "性质不同(实际、计划、预计、目标)。",
    ),
    "growth_of_growth": (
        "They are growth rates: growth of growth tells no level.",
        "两者均为增长率,不能再求增长。",
    ),
    "rank_not_quantity": (
        "Ranks, classes and durations are in order, yet do not grow; the first two have no share.",
        "位次、等级与时长有先后之分,不能求增长率;位次与等级也不能求比例。",
    ),
    "zero_base": (
        "From zero there is no growth rate, and of zero no share.",
        "基数为零,没有增长率;目标为零,没有完成比例。",
    ),
    "sign_change": ("Growth and shares need values above zero.", "增长率与比例要求数值为正。"),
    "bound_only": (
        "The wording gives a bound: the result is a bound too.",
        "措辞只给出上限或下限,结果也只是上限或下限。",
    ),
    "plans_only": ("Both are plans or expectations.", "两者均为计划或预计。"),
    "mean_only": ("A mean: it says nothing of the single ones.", "仅为平均数,不代表个体。"),
    "other_site": (
        "Another building or site: a step, and no trend.",
        "场所不同:是一次台阶式变化,不是趋势。",
    ),
    "scope_unknown": (
        "What one of them covers is not said: one result for each reading.",
        "其中一项的范围未说明:对每种理解各给一个结果。",
    ),
    "not_judged": (
        "Computed as asked: no editor has judged whether the two belong together.",
        "按要求计算:两者是否可比未经编者判定。",
    ),
    "wider_scope": ("One covers more than the other.", "一项的范围大于另一项。"),
    "overlap": ("Some units may be counted in both.", "可能有重复计算。"),
    "not_a_trend": ("Both are of one time: this is no growth.", "两者同期,不是增长。"),
    "target_year_passed": (
        "The target's year is not after the year of the actual value.",
        "目标年份不晚于现状值年份。",
    ),
}
