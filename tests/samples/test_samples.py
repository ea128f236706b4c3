"""The shipped samples: reports and hand-made gold agree with each other and keep the format."""

from __future__ import annotations

import csv
import json
import unicodedata
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any, get_args
from urllib.parse import urlsplit

import pytest

from dateline.records.kinds import Precision, Stance, Status, SubEventType, Weapon

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
INVENTED = "Invented report: events and, where not well-known, groups are invented; places are real."
ITEM_KEYS = {"id", "published", "publisher", "url", "title", "text", "tags", "events"}
REPORT_KEYS = {"id", "url", "publisher", "published", "title", "text", "note"}
EVENT_KEYS = {
    *("key", "sub_event_type", "trigger", "trigger_start", "count", "perpetrators", "targets", "weapon", "place"),
    *("date", "fatalities", "injuries", "status", "background", "sources", "retaliation_for"),
}
TAGS = {
    *("count-split", "claim", "denial", "two-sided", "nested-source", "anonymous-source", "background", "negation"),
    *("threat", "hypothetical", "averted", "casualty-range", "relative-date", "date-range", "disputed-place"),
    *("ambiguous-place", "vague-place", "transliteration", "loaded-language", "boilerplate", "garbled", "no-event"),
    *("same-event", "circular", "correction", "multi-event", "retaliation", "protest", "clash", "abduction"),
    *("arrest", "territory", "long"),
}
Item = dict[str, Any]
Event = dict[str, Any]


def read_lines(name: str) -> list[Item]:
    return [json.loads(line) for line in (SAMPLES / name).read_text(encoding="utf-8").splitlines()]


REPORTS = read_lines("reports.jsonl")
GOLD = read_lines("gold.jsonl")
TOLD = [(item, event) for item in GOLD for event in item["events"]]
each_item = pytest.mark.parametrize("item", GOLD, ids=[item["id"] for item in GOLD])
each_event = pytest.mark.parametrize(
    ("item", "event"), TOLD, ids=[f"{item['id']}-{event['key']}" for item, event in TOLD]
)


def item_where(told: Callable[[Item], bool]) -> list[str]:
    return [item["id"] for item in GOLD if told(item)]


def stances(event: Event) -> set[str]:
    return {source["stance"] for source in event["sources"]}


class TestReportsAndGoldAreTheSameFortyTexts:
    def test_there_are_forty_of_each(self) -> None:
        assert len(REPORTS) == len(GOLD) == 40

    def test_no_id_and_no_address_is_used_twice(self) -> None:
        for key in ("id", "url"):
            assert len({report[key] for report in REPORTS}) == 40

    def test_every_gold_item_has_its_report_word_for_word(self) -> None:
        for report, item in zip(REPORTS, GOLD, strict=True):
            assert set(report) == REPORT_KEYS
            for key in REPORT_KEYS - {"note"}:
                assert report[key] == item[key], item["id"]

    def test_every_report_says_that_it_is_invented(self) -> None:
        assert {report["note"] for report in REPORTS} == {INVENTED}

    def test_the_read_me_counts_them_rightly(self) -> None:
        empty = sum(not item["events"] for item in GOLD)
        read_me = (SAMPLES / "README.md").read_text(encoding="utf-8")
        assert f"{len(TOLD)} events in {len(GOLD)} reports, {empty} of which hold none" in read_me


class TestEveryItemKeepsTheFormat:
    @each_item
    def test_the_item_has_the_keys_of_the_format_and_known_tags(self, item: Item) -> None:
        assert set(item) == ITEM_KEYS
        assert set(item["tags"]) <= TAGS
        assert len(item["tags"]) == len(set(item["tags"]))

    @each_item
    def test_it_was_published_at_a_known_time_at_an_address_that_is_nobodys(self, item: Item) -> None:
        moment = datetime.fromisoformat(item["published"].replace("Z", "+00:00"))
        assert 1985 <= moment.year <= 2026
        assert moment.utcoffset() is not None
        assert urlsplit(item["url"]).hostname == "example.org"

    @each_item
    def test_its_text_is_normalised_and_of_the_length_of_a_news_item(self, item: Item) -> None:
        for part in (item["title"], item["text"]):
            assert unicodedata.is_normalized("NFC", part)
            assert part == part.strip()
        assert 60 <= len(item["text"].split()) <= 400

    @each_item
    def test_the_tags_no_event_and_multi_event_say_how_many_events_there_are(self, item: Item) -> None:
        assert ("no-event" in item["tags"]) == (not item["events"])
        assert ("multi-event" in item["tags"]) == (len(item["events"]) > 1)

    @each_item
    def test_events_stand_in_the_order_of_their_triggers(self, item: Item) -> None:
        starts = [event["trigger_start"] for event in item["events"] if event["trigger_start"] is not None]
        assert starts == sorted(starts)


class TestEveryEventKeepsTheFormat:
    @each_event
    def test_keys_and_closed_lists(self, item: Item, event: Event) -> None:
        assert set(event) == EVENT_KEYS
        assert event["sub_event_type"] in get_args(SubEventType)
        assert event["weapon"] is None or event["weapon"] in get_args(Weapon)
        assert event["status"] in get_args(Status)
        assert stances(event) <= set(get_args(Stance))
        assert isinstance(event["background"], bool)

    @each_event
    def test_the_trigger_lies_where_its_offset_says(self, item: Item, event: Event) -> None:
        trigger, start = event["trigger"], event["trigger_start"]
        assert trigger
        if start is None:
            assert trigger in item["title"]
            assert trigger not in item["text"]
        else:
            assert item["text"][start : start + len(trigger)] == trigger

    @each_event
    def test_every_name_is_in_the_text_bare(self, item: Item, event: Event) -> None:
        names = [*event["perpetrators"], *event["targets"], *(source["name"] for source in event["sources"])]
        names += [event["place"]["name"]] if event["place"] else []
        names += [event["retaliation_for"]] if event["retaliation_for"] is not None else []
        for name in names:
            assert name in item["title"] or name in item["text"]
            assert name == name.strip(" \"'“”,.")
            assert name.split()[0].lower() not in {"the", "a", "an", "suspected", "some", "several"}

    @each_event
    def test_no_source_speaks_twice(self, item: Item, event: Event) -> None:
        assert max(Counter(source["name"] for source in event["sources"]).values(), default=1) == 1

    @each_event
    def test_counts_and_figures_are_whole_and_in_order(self, item: Item, event: Event) -> None:
        assert event["count"] is None or (type(event["count"]) is int and event["count"] > 0)
        for figures in (event["fatalities"], event["injuries"]):
            if figures is not None:
                assert set(figures) == {"low", "high"}
                low, high = figures["low"], figures["high"]
                assert low is not None or high is not None
                assert all(bound is None or (type(bound) is int and bound >= 0) for bound in (low, high))
                assert low is None or high is None or low <= high

    @each_event
    def test_the_place_is_on_earth_and_its_country_a_code(self, item: Item, event: Event) -> None:
        place = event["place"]
        if place is not None:
            assert set(place) == {"name", "lat", "lon", "country", "precision"}
            assert -90 <= place["lat"] <= 90
            assert -180 <= place["lon"] <= 180
            assert place["precision"] in get_args(Precision)
            assert place["country"] is None or (len(place["country"]) == 2 and place["country"].isupper())

    @each_event
    def test_what_happened_happened_before_it_was_published(self, item: Item, event: Event) -> None:
        if event["date"] is None:
            return
        start, end = (date.fromisoformat(event["date"][key]) for key in ("start", "end"))
        assert start <= end
        # A local morning can be the evening before in UTC.
        published = date.fromisoformat(item["published"][:10])
        if event["status"] == "threatened":
            assert end >= published
        elif event["status"] != "hypothetical":
            assert (end - published).days <= 1


class TestTheSamplesCoverWhatTheCoderMustKnow:
    def test_all_25_types_occur(self) -> None:
        assert {event["sub_event_type"] for _, event in TOLD} == set(get_args(SubEventType))

    def test_every_status_and_every_stance_occurs(self) -> None:
        assert {event["status"] for _, event in TOLD} == set(get_args(Status))
        assert set().union(*(stances(event) for _, event in TOLD)) == set(get_args(Stance))

    def test_every_weapon_and_every_precision_occurs(self) -> None:
        assert {event["weapon"] for _, event in TOLD} == {None, *get_args(Weapon)}
        assert {event["place"]["precision"] for _, event in TOLD if event["place"]} == set(get_args(Precision))

    def test_every_tag_occurs(self) -> None:
        assert {tag for item in GOLD for tag in item["tags"]} == TAGS

    def test_at_least_six_texts_that_look_like_conflict_give_nothing(self) -> None:
        assert sum(not item["events"] for item in GOLD) >= 6

    def test_the_years_run_from_telegrams_to_live_pages(self) -> None:
        years = {int(item["published"][:4]) for item in GOLD}
        assert min(years) < 1990
        assert max(years) >= 2025


class TestTheNamedCasesAreThere:
    def test_four_drone_strikes_are_two_records_told_at_second_hand(self) -> None:
        [item] = [item for item in GOLD if {"count-split", "claim", "disputed-place"} <= set(item["tags"])]
        strikes = [event for event in item["events"] if not event["background"]]
        assert [event["count"] for event in strikes] == [3, 1]
        for event in strikes:
            assert event["sub_event_type"] == "Air/drone strike"
            assert [source["stance"] for source in event["sources"]] == ["claims", "reports"]
        assert strikes[1]["place"]["name"] == "Golan Heights"
        assert "escalation" in item["text"]

    def test_a_thing_that_never_happened_is_denied(self) -> None:
        assert item_where(lambda item: any(e["status"] == "denied" and "denies" in stances(e) for e in item["events"]))

    def test_a_denial_of_responsibility_leaves_the_attack_actual(self) -> None:
        assert item_where(
            lambda item: any(
                event["status"] == "actual" and {"accuses", "denies"} <= stances(event) for event in item["events"]
            )
        )

    def test_a_withdrawn_report_is_denied_and_tagged_as_a_correction(self) -> None:
        assert item_where(
            lambda item: "correction" in item["tags"] and any(event["status"] == "denied" for event in item["events"])
        )

    def test_two_sides_give_different_tolls(self) -> None:
        assert item_where(
            lambda item: (
                "two-sided" in item["tags"]
                and any(
                    figures is not None and figures["high"] is not None and figures["low"] < figures["high"]
                    for event in item["events"]
                    for figures in [event["fatalities"]]
                    if len(event["sources"]) > 1
                )
            )
        )

    def test_dozens_and_nobody_are_figures(self) -> None:
        figures = [event[key] for _, event in TOLD for key in ("fatalities", "injuries")]
        assert {"low": 24, "high": None} in figures
        assert {"low": 0, "high": 0} in figures

    def test_an_old_attack_is_background_where_it_is_the_only_event(self) -> None:
        assert item_where(lambda item: len(item["events"]) == 1 and item["events"][0]["background"])

    def test_one_missile_is_averted_and_one_whose_debris_hurts_is_not(self) -> None:
        assert any(event["status"] == "averted" and event["weapon"] == "missile" for _, event in TOLD)
        [item] = [item for item in GOLD if {"averted", "count-split"} <= set(item["tags"])]
        assert [event["status"] for event in item["events"]] == ["averted", "actual"]
        assert item["events"][1]["injuries"] == {"low": 3, "high": 3}

    def test_a_defused_bomb_is_averted(self) -> None:
        assert any(event["status"] == "averted" and event["weapon"] == "ied" for _, event in TOLD)

    def test_one_attack_is_told_by_three_outlets_and_repeated_by_a_fourth(self) -> None:
        tellings: dict[str, list[tuple[Item, Event]]] = {}
        for item, event in TOLD:
            tellings.setdefault(event["key"], []).append((item, event))
        [shared] = [told for told in tellings.values() if len(told) > 1]
        assert len(shared) == 4
        assert all("same-event" in item["tags"] for item, _ in shared)
        assert len({event["sub_event_type"] for _, event in shared}) == 1
        own = [event for item, event in shared if "circular" not in item["tags"]]
        assert len(own) == 3
        assert len({event["fatalities"]["low"] for event in own}) == 3

    def test_the_two_cities_called_tripoli_are_told_apart(self) -> None:
        ambiguous = [item for item in GOLD if "ambiguous-place" in item["tags"] and "tripoli" in item["text"].lower()]
        countries = [{event["place"]["country"] for event in item["events"]} for item in ambiguous]
        assert sorted(countries, key=min) == [{"LB"}, {"LY"}]

    @pytest.mark.parametrize(
        "words",
        [
            "war film",
            "bombarded with questions",
            "counter-attack",
            "siege craft",
            "dust",
            "jeweller",
            "exercise",
            "shares",
        ],
    )
    def test_a_text_that_only_sounds_like_conflict_gives_nothing(self, words: str) -> None:
        assert any(not item["events"] and words in item["text"].lower() for item in GOLD)


class TestTheFormatsFolder:
    def test_two_pages_carry_scripts_boilerplate_and_the_notice(self) -> None:
        pages = sorted((SAMPLES / "formats").glob("*.html"))
        assert len(pages) == 2
        for page in pages:
            content = page.read_text(encoding="utf-8")
            assert "<script" in content
            assert "<footer" in content or "Copyright" in content
            assert INVENTED in content

    def test_the_table_has_three_rows_with_a_text_each(self) -> None:
        with (SAMPLES / "formats" / "three-reports.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, strict=True))
        assert len(rows) == 3
        assert all(row["text"] and row["note"] == INVENTED for row in rows)

    def test_two_plain_texts_say_that_they_are_invented(self) -> None:
        texts = sorted((SAMPLES / "formats").glob("*.txt"))
        assert len(texts) == 2
        assert all(INVENTED in text.read_text(encoding="utf-8") for text in texts)

    def test_the_bad_file_begins_and_ends_well_and_breaks_between(self) -> None:
        usable = []
        for line in (SAMPLES / "formats" / "bad.jsonl").read_text(encoding="utf-8").splitlines():
            try:
                report = json.loads(line)
            except json.JSONDecodeError:
                usable.append(False)
                continue
            text = report.get("text") if isinstance(report, dict) else None
            usable.append(isinstance(text, str) and bool(text.strip()))
        assert usable == [True, False, False, False, False, False, False, True, True, True, True]
