"""Publication dates as they are written, and those that are refused."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.reports import iso_published


@pytest.mark.parametrize(
    ("given_as", "iso"),
    [
        ("2024-11-08", "2024-11-08"),
        ("2024-11-08T10:00:00Z", "2024-11-08T10:00:00Z"),
        ("2024-11-08T10:00:00+00:00", "2024-11-08T10:00:00Z"),
        ("2024-11-08T10:00:00+03:00", "2024-11-08T10:00:00+03:00"),
        ("2024-11-08T10:00:00+0300", "2024-11-08T10:00:00+03:00"),
        ("2024-11-08T10:00:00", "2024-11-08T10:00:00"),
        ("2024-11-08 10:00", "2024-11-08T10:00:00"),
        ("2024-11-08 10:00 UTC", "2024-11-08T10:00:00Z"),
        ("2024-11-08T10:00:00.250Z", "2024-11-08T10:00:00.250000Z"),
        ("20241108", "2024-11-08"),
        ("20241108T101500Z", "2024-11-08T10:15:00Z"),
        ("2024/11/08", "2024-11-08"),
        ("Fri, 08 Nov 2024 10:00:00 GMT", "2024-11-08T10:00:00Z"),
        ("Fri, 8 Nov 2024 10:00:00 +0300", "2024-11-08T10:00:00+03:00"),
        ("8 November 2024", "2024-11-08"),
        ("8th Nov. 2024", "2024-11-08"),
        ("November 8, 2024", "2024-11-08"),
        ("Friday, November 8, 2024", "2024-11-08"),
        ("Sept 3, 2024", "2024-09-03"),
        ("8 November 2024 10:30 GMT", "2024-11-08T10:30:00Z"),
        ("  8  November 2024 ", "2024-11-08"),
    ],
)
def test_dates_of_feeds_files_and_people_become_iso(given_as, iso):
    assert iso_published(given_as) == iso


@pytest.mark.parametrize(
    "value",
    [
        "yesterday",
        "08/11/2024",
        "8 Brumaire 2024",
        "2024-13-01",
        "2024-02-30",
        "2024-11",
        "November 2024",
        "",
        "1731060000",
        *("Fri, 38 Nov 2024 10:00:00 GMT", "8 November 2024 26:00", "two days ago", "32 March 2024", "0000-00-00"),
    ],
)
def test_what_is_no_date_or_two_dates_is_refused(value):
    assert iso_published(value) is None


@given(st.dates())
def test_every_iso_day_is_itself(day):
    assert iso_published(day.isoformat()) == day.isoformat()


@given(st.datetimes(timezones=st.just(None) | st.timezones()))
def test_every_moment_keeps_its_time(moment: datetime):
    if moment.utcoffset() is None or moment.utcoffset().total_seconds() % 60 == 0:
        read = iso_published(moment.isoformat())
        assert read is not None
        assert datetime.fromisoformat(read) == datetime.fromisoformat(moment.isoformat())


@given(st.text(max_size=40))
def test_whatever_is_read_is_iso(value):
    iso = iso_published(value)
    assert iso is None or date.fromisoformat(iso[:10])
