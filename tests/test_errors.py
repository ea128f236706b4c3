"""Errors say what was wrong, where, and what to do; and they survive the way between processes."""

from __future__ import annotations

import pickle

from dateline.errors import DatelineError, InstallError, ReportError


def test_an_error_says_where_what_and_the_remedy() -> None:
    error = ReportError("no text", where="in.jsonl:3:text", remedy="Give the report a text.", code="report.no-text")
    assert str(error) == "in.jsonl:3:text: no text [report.no-text]. Give the report a text."


def test_an_error_survives_the_way_from_a_worker() -> None:
    error = InstallError("the model is missing", remedy="Reinstall.", code="install.model-missing")
    back = pickle.loads(pickle.dumps(error))
    assert isinstance(back, InstallError)
    assert (str(back), back.code, back.remedy) == (str(error), error.code, error.remedy)


def test_every_error_of_dateline_can_be_caught_as_one() -> None:
    assert issubclass(ReportError, DatelineError)
    assert issubclass(InstallError, DatelineError)
