"""Printed times: the days they cover, their order, and the years between two of them."""

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from daqing_data import periods

WINDOWS = """
    2022                    2022-01-01  2022-12-31
    2020                    2020-01-01  2020-12-31
    2022-02                 2022-02-01  2022-02-28
    2020-02                 2020-02-01  2020-02-29
    2022-12                 2022-12-01  2022-12-31
    2022-03-24              2022-03-24  2022-03-24
    2022-03-24T08           2022-03-24  2022-03-24
    2020/2021               2020-01-01  2021-12-31
    2022-03-24/2022-03-31   2022-03-24  2022-03-31
    2021-11/2022-01         2021-11-01  2022-01-31
    2022-04-11/2022-04      2022-04-11  2022-04-30
    2022-03-24T08/2022      2022-03-24  2022-12-31
    2021/2021               2021-01-01  2021-12-31
"""


def test_first_and_last_day():
    for line in WINDOWS.strip().splitlines():
        period, first, last = line.split()
        expected = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
        assert periods.window(period) == expected, period


WRONG = [
    *(
        "",
        " ",
        "2022 ",
        " 2022",
        "22",
        "202",
        "20222",
        "2022-3",
        "2022-13",
        "2022-00",
        "2022-02-30",
    ),
    *("2022-02-29", "2022-03-24T8", "2022-03-24T24", "2022-03-24T08:00", "2022/03", "2022/2021"),
    *("2022-03/2022-02", "2022/", "/2022", "2020/2021/2022", "2022年", "２０２２", "2022Q1", "nan"),
    *("2022-W03", "-2022", "2022-03-24 08", "2022\n", "2021-01-01 00:00:00"),
]


def test_what_is_no_period_is_named():
    for period in WRONG:
        with pytest.raises(
            ValueError, match="an ISO 8601 date such as 2022-03, or an interval A/B"
        ) as error:
            periods.window(period)
        expected = "expected an ISO 8601 date such as 2022-03, or an interval A/B"
        assert str(error.value) == f"period is {period!r}, {expected}"
        assert error.value.__suppress_context__


def test_a_year_that_became_a_decimal_number_gets_a_hint():
    hint = "A/B; a whole year became a decimal number: read the column as text (dtype=str)"
    for period in ("2022.0", "2022.00"):
        with pytest.raises(ValueError, match="expected") as error:
            periods.window(period)
        assert str(error.value).endswith(hint)


days = st.dates(dt.date(1700, 1, 1), dt.date(2200, 12, 31))
dates = days.flatmap(
    lambda day: st.sampled_from([day.isoformat()[:length] for length in (4, 7, 10)])
)


@given(dates, dates)
def test_an_interval_goes_from_the_first_day_of_one_to_the_last_of_the_other(one, other):
    first, last = periods.window(one)[0], periods.window(other)[1]
    if first <= last:
        assert periods.window(f"{one}/{other}") == (first, last)
    else:
        with pytest.raises(ValueError, match="expected an ISO 8601 date"):
            periods.window(f"{one}/{other}")


@given(dates)
def test_a_period_is_as_long_as_it_is_written(period):
    first, last = periods.window(period)
    assert first.isoformat().startswith(period)
    assert last.isoformat().startswith(period)
    for outside in (first - dt.timedelta(1), last + dt.timedelta(1)):
        assert not outside.isoformat().startswith(period)


# --- order


def test_the_middle_puts_periods_in_order():
    in_order = [
        "2019",
        "2020/2021",
        "2021",
        "2021-09",
        "2021/2022-12-31",
        "2022-03",
        "2022",
        "2022-12-31",
    ]
    middles = [periods.middle(period) for period in in_order]
    assert middles == sorted(middles)
    assert periods.middle("2022-03-24") == 2 * dt.date(2022, 3, 24).toordinal()
    assert periods.middle("2022-03-24/2022-03-25") == 2 * dt.date(2022, 3, 24).toordinal() + 1


OVERLAPS = """
    2021        2022        no
    2021        2021        yes
    2021        2021-12-31  yes
    2021        2022-01-01  no
    2021-12     2021-12-31  yes
    2020/2021   2021/2022   yes
    2020/2021   2022        no
    2022-03-24  2022-03-24  yes
    2022-03-24  2022-03-25  no
"""


def test_overlap_is_to_share_a_day():
    for line in OVERLAPS.strip().splitlines():
        earlier, later, expected = line.split()
        assert periods.overlap(earlier, later) == (expected == "yes"), line


# --- years between

YEAR = 365.25
BETWEEN = [  # two periods, least and most years
    ("2016", "2022", 6, 6),
    ("2022", "2016", -6, -6),
    ("2021", "2021", 0, 0),
    ("2020-03-24", "2022-03-24", 2, 2),
    ("2020-02-29", "2024-02-29", 4, 4),
    ("2020-03-24", "2022-03-25", 731 / YEAR, 731 / YEAR),
    ("2021-12-31", "2022-01-01", 1 / YEAR, 1 / YEAR),
    ("2016-01", "2022-03-24/2022-03-31", 2244 / YEAR, 2281 / YEAR),
    ("2021", "2022-06", 152 / YEAR, 545 / YEAR),
    ("2020/2021", "2022", 1 / YEAR, 1095 / YEAR),
]


def test_years_between_are_as_exact_as_the_dates():
    for start, end, least, most in BETWEEN:
        found = periods.years_between(start, end)
        assert (found.left, found.right) == pytest.approx((least, most), rel=1e-12), (start, end)
        assert found.closed == "both"


@given(dates, dates)
def test_years_between_hold_the_years_between_any_two_days(one, other):
    (a, b), (c, d) = periods.window(one), periods.window(other)
    found = periods.years_between(one, other)
    if len(one) == len(other) == 4:
        assert found == pd.Interval(c.year - a.year, c.year - a.year, closed="both")
        return
    # A year has 365.25 days, but whole years to the same day are whole: a day's difference at most,
    # and another for each turn of a century, most of which are no leap years.
    tolerance = (1.01 + abs(c.year // 100 - a.year // 100)) / YEAR
    assert found.left == pytest.approx((c - b).days / YEAR, abs=tolerance)
    assert found.right == pytest.approx((d - a).days / YEAR, abs=tolerance)
    assert found.left <= found.right


LEFT = [  # actual, target, years left by admissible year of the actual value
    ("2020", "2024", {2020: 4}),
    ("2020/2021", "2024", {2020: 4, 2021: 3}),
    ("2019/2021", "2024", {2019: 5, 2020: 4, 2021: 3}),
    ("2023/2025", "2024", {2023: 1}),
    ("2021-06", "2024", {2021: 3}),
    ("2024", "2024", {}),
    ("2025", "2024", {}),
]


def test_years_left_by_hand():
    for actual, target, expected in LEFT:
        found = periods.years_left(actual, target)
        assert list(found) == list(expected), (actual, target)
        for year, years in expected.items():
            assert found[year] == pd.Interval(years, years, closed="both")
            assert type(found[year].left) is float


def test_a_target_that_is_due_on_a_day_takes_the_days():
    (years,) = periods.years_left("2022-03-24", "2024-03-24").items()
    assert years == (2022, pd.Interval(2.0, 2.0, closed="both"))
    (year, years), *more = periods.years_left("2022", "2024-06").items()
    assert (year, more) == (2022, [])
    assert years == periods.years_between("2022", "2024-06")
    assert 1.4 < years.left < 1.5
    assert 2.4 < years.right < 2.6
    assert periods.years_left("2024-06", "2024-06") == {}
    assert periods.years_left("2024-06-30", "2024-06-30") == {}
    assert periods.years_left("2024-07", "2024-06-30") == {}
    assert list(periods.years_left("2024-06-29", "2024-06-30")) == [2024]


# --- years that are not printed


def test_two_years_with_a_stroke_mean_one_of_them():
    assert periods.candidates("2020/2021") == ["2020", "2021"]
    assert periods.candidates("2019/2021") == ["2019", "2020", "2021"]
    assert periods.candidates("2021/2021") == ["2021"]
    for period in ("2021", "2021-03", "2022-03-24/2022-03-31", "2020-01/2021", "2020/2021-12"):
        assert periods.candidates(period) == [period]
    with pytest.raises(ValueError, match="expected an ISO 8601 date"):
        periods.candidates("2021/2020")


def test_a_pair_for_each_admissible_year():
    assert periods.admissible("2020/2021", "2024") == [
        (2020, "2020", "2024"),
        (2021, "2021", "2024"),
    ]
    assert periods.admissible("2016", "2020/2021") == [
        (2020, "2016", "2020"),
        (2021, "2016", "2021"),
    ]
    assert periods.admissible("2016", "2022") == [(None, "2016", "2022")]
    assert periods.admissible("2016-01", "2022-03") == [(None, "2016-01", "2022-03")]
    both = ("2016/2017", "2020/2021")  # neither is known: an interval of years
    assert periods.admissible(*both) == [(None, *both)]


def test_the_module_offers_what_it_names():
    for name in periods.__all__:
        assert callable(getattr(periods, name))


def test_lengths_differ_but_for_months_and_leap_years():
    for one, other, alike in [
        ("2019", "2020", True),
        ("2019-02", "2019-03", True),
        ("2019-01", "2019-01/2019-02", False),
        ("2017", "2018-01/2018-09", False),
        ("2019-01-01/2019-01-20", "2020-01-01/2020-01-22", True),
        ("2019-01-01/2019-01-20", "2020-01-01/2020-01-23", False),  # 15 % longer
        ("2019-01-01", "2019-01-02", True),
        ("2019-01-01", "2019-01-01/2019-01-02", False),
    ]:
        assert periods.are_as_long(one, other) is periods.are_as_long(other, one) is alike, one
