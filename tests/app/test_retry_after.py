"""What a server means by `Retry-After`, in whatever form it comes."""

import time
from email.utils import formatdate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import retry_after


@pytest.mark.parametrize(("header", "meant"), [("0", 0), ("20", 20), (" 1.5 ", 1.5), ("Mon, 01 Jan 2001 00:00:00 GMT", 0)])
def test_seconds_or_a_moment_that_is_past(header: str, meant: float) -> None:
    assert retry_after.seconds(header) == meant


def test_a_moment_to_come_whatever_zone_it_is_told_in() -> None:
    moment = time.time() + 30
    for header in (formatdate(moment, usegmt=True), formatdate(moment), formatdate(moment, localtime=True)):
        assert retry_after.seconds(header) == pytest.approx(30, abs=3)


@pytest.mark.parametrize("header", [None, "", "soon", "-1", "nan", "inf", "1e9", "²", "٣", "Mon, 99 Jan 2001", "1 Jan 99999"])
def test_nonsense_means_nothing(header: str | None) -> None:
    assert retry_after.seconds(header) is None


@given(st.text(max_size=40) | st.from_regex(r"\A\d{1,2} (Jan|Feb) \d{1,20} [\d:]{0,9} [+-]?\d{0,12}\Z"))
def test_whatever_comes_it_is_no_failure(header: str) -> None:
    assert (retry_after.seconds(header) or 0) >= 0
