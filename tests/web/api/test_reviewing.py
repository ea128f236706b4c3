"""Blind double review: who reviews what, and how far people agree."""

from __future__ import annotations

import pytest
from desks import bearer, desk_at

from dateline.archive import Archive
from dateline.errors import DatelineError
from dateline.web.access.people import Person, roles_of
from dateline.web.review import FIELDS, agreement, alpha, answer, in_sample, next_to_review

API = "/api/v1"


def coder(name: str) -> Person:
    return Person(name=name, roles=roles_of("coder"))


def test_alpha_is_that_of_the_published_example() -> None:
    # The example of Krippendorff 2011: twelve units, four observers; None is no answer.
    observers = (
        (1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None),
        (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3),
        (None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None),
        (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None),
    )
    units = list(zip(*observers, strict=True))
    assert alpha(units, "nominal") == pytest.approx(0.743, abs=0.0005)
    assert alpha(units, "interval") == pytest.approx(0.849, abs=0.0005)
    assert alpha(units, "ratio") == pytest.approx(0.797, abs=0.0005)


def test_where_nothing_differs_there_is_nothing_to_measure() -> None:
    assert alpha([("a", "a"), ("a", "a")], "nominal") is None
    assert alpha([], "nominal") is None
    assert alpha([("a",), ("b",)], "nominal") is None


def test_a_share_of_events_is_in_the_sample_always_the_same() -> None:
    names = [f"e_{number:016x}" for number in range(4_000)]
    some = {name for name in names if in_sample(name, 0.1)}
    assert 300 < len(some) < 500
    assert some <= {name for name in names if in_sample(name, 0.2)}
    assert not any(in_sample(name, 0.0) for name in names)
    assert all(in_sample(name, 1.0) for name in names)


def test_two_people_answer_apart_and_a_third_is_not_asked(archive: Archive) -> None:
    first = next_to_review(archive, coder("ben"), 1.0)
    again = next_to_review(archive, coder("eve"), 1.0)
    assert first is not None
    assert again is not None
    assert first.event.id == again.event.id
    event = first.event.id
    answer(archive, coder("ben"), event, {"killed": 3, "status": "actual", "place": "Suva "}, share=1.0)
    with pytest.raises(DatelineError) as caught:
        answer(archive, coder("ben"), event, {"killed": 4}, share=1.0)
    assert caught.value.code == "archive.review"
    following = next_to_review(archive, coder("ben"), 1.0)
    assert following is not None
    assert following.event.id != event
    answer(archive, coder("eve"), event, {"killed": 5, "status": "actual", "place": "suva"}, share=1.0)
    third = next_to_review(archive, coder("gus"), 1.0)
    assert third is not None
    assert third.event.id != event
    told = {one.field: one for one in agreement(archive)}
    assert set(told) == set(FIELDS)
    assert (told["killed"].events, told["killed"].alike) == (1, 0)
    assert (told["place"].events, told["place"].alike) == (1, 1)
    assert (told["weapon"].events, told["weapon"].alpha) == (0, None)


@pytest.mark.parametrize(
    "answers",
    [
        {"killed": -1},
        {"killed": "three"},
        {"day": "3 May"},
        {"status": "happened"},
        {"colour": "red"},
        {"place": "x" * 500},
    ],
    ids=repr,
)
def test_an_answer_that_is_none_is_refused(archive: Archive, answers: dict[str, object]) -> None:
    with pytest.raises(DatelineError) as caught:
        answer(archive, coder("ben"), "e_r000", answers, share=1.0)
    assert caught.value.code == "web.review"
    assert archive.desk.reviews() == ()


def test_reviews_go_by_the_api_and_stay_blind(peopled_place: str) -> None:
    with desk_at(peopled_place, accounts=True, review_share=1.0) as desk:
        ben, eve, cora, dan = (bearer(peopled_place, name, "read", "decide") for name in ("ben", "eve", "cora", "dan"))
        event = desk.get(f"{API}/reviews/next", headers=ben).json()["event"]["event"]["id"]
        for who, killed in ((ben, 3), (eve, 3)):
            asked = {"event": event, "answers": {"killed": killed, "weapon": None}}
            assert desk.post(f"{API}/reviews", json=asked, headers=who).status_code == 201
        assert desk.post(f"{API}/reviews", json=asked, headers=dan).status_code == 403
        assert desk.get(f"{API}/reviews/agreement", headers=ben).status_code == 403
        fields = {one["field"]: one for one in desk.get(f"{API}/reviews/agreement", headers=cora).json()["fields"]}
        assert (fields["killed"]["alike"], fields["weapon"]["alike"]) == (1, 1)


def test_an_event_outside_of_the_sample_is_not_reviewed(archive: Archive) -> None:
    with pytest.raises(DatelineError) as caught:
        answer(archive, coder("ben"), "e_r000", {"killed": 3}, share=0.0)
    assert caught.value.code == "web.review"
    assert next_to_review(archive, coder("ben"), 0.0) is None
