"""One event told many times: what is joined and why, reports as they come, and news that nobody has coded."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.linking import MentionIndex, groups_around, link, link_into, waterfall, why
from dateline.linking.blocking import blocks_of, pairs_in_blocks
from dateline.linking.comparing import MENTIONS
from dateline.linking.facts import FactFinder
from dateline.linking.uncoded import link_headlines, link_reports
from dateline.linking.weights import Weights, read_weights
from dateline.linking.wording import hours_meet, hours_of, words_of
from dateline.records import Actor, Coder, Figures, Mention, Period, Place, Report, Span

TOWNS = {"Sarmin": (35.90, 36.73), "Binnish": (35.96, 36.71), "Idlib": (35.93, 36.63), "Homs": (34.73, 36.72)}
KINDS = ("Air/drone strike", "Shelling/artillery/missile attack", "Armed clash")
GROUPS = {"Armed clash": "Battles"}


def telling(document: str, **changes: Any) -> Mention:
    made = Mention(
        id=f"m_{document}",
        document=document,
        sub_event_type="Air/drone strike",
        event_type="Explosions/Remote violence",
        trigger=Span(start=0, end=6, text="strike"),
        count=1,
        perpetrators=(Actor(name="air force", start=0, end=9),),
        targets=(Actor(name="bakery", start=20, end=26),),
        weapon="aircraft",
        place=at("Sarmin"),
        date=on("2017-03-14"),
        score=0.9,
        coder=Coder(version="0", model="m"),
    )
    return msgspec.structs.replace(made, **changes)


def at(town: str, **changes: Any) -> Place:
    lat, lon = TOWNS[town]
    return Place(
        **{"name": town, "start": 30, "end": 36, "lat": lat, "lon": lon, "precision": "city", "radius_km": 4.0}
        | changes
    )


def on(first: str, last: str | None = None, words: str = "Tuesday") -> Period:
    return Period(start=first, end=last or first, basis="stated", text=Span(start=0, end=len(words), text=words))


def dead(low: int | None, high: int | None = None) -> Figures:
    return Figures(low=low, high=low if high is None else high)


def groups(mentions: list[Mention]) -> set[frozenset[str]]:
    found: dict[str | None, set[str]] = defaultdict(set)
    for mention in mentions:
        found[mention.event_id].add(mention.id)
    return {frozenset(held) for held in found.values()}


class TestOneStrikeInManyPapers:
    def test_a_toll_that_grows_from_three_to_nine_is_still_one_strike(self) -> None:
        tellings = [telling(str(n), fatalities=dead(3 + 2 * n)) for n in range(4)]
        assert len(groups(link(tellings))) == 1

    def test_a_bakery_and_a_school_of_one_town_hit_in_other_hours_are_two_strikes(self) -> None:
        morning = telling("a", date=on("2017-03-14", words="Tuesday morning"), fatalities=dead(4))
        evening = telling(
            "b",
            date=on("2017-03-14", words="Tuesday evening"),
            targets=(Actor(name="girls' school", start=0, end=13),),
            fatalities=dead(11),
        )
        assert len(groups(link([morning, evening]))) == 2

    def test_two_quarters_of_one_city_are_two_incidents(self) -> None:
        north = telling("a", place=at("Homs", name="Waer", lat=34.75, lon=36.66, precision="site"), fatalities=dead(2))
        south = telling(
            "b",
            place=at("Homs", name="Baba Amr", lat=34.71, lon=36.69, precision="site"),
            targets=(Actor(name="clinic", start=0, end=6),),
            fatalities=dead(2),
        )
        assert len(groups(link([north, south]))) == 2

    def test_last_months_raid_told_again_as_background_joins_the_old_event(self) -> None:
        old = telling("a", fatalities=dead(9))
        recalled = telling("b", background=True, fatalities=dead(9), date=on("2017-03-14", words="14 March"))
        news = telling("c", date=on("2017-04-14"), fatalities=dead(2), place=at("Binnish"))
        linked = {mention.document: mention.event_id for mention in link([old, recalled, news])}
        assert linked["a"] == linked["b"] != linked["c"]

    def test_a_report_taken_back_finds_the_event_that_it_takes_back(self) -> None:
        first, withdrawn = telling("a", fatalities=dead(9)), telling("b", status="denied", fatalities=dead(9))
        assert len(groups(link([first, withdrawn]))) == 1

    def test_a_threatened_raid_is_not_the_raid(self) -> None:
        assert len(groups(link([telling("a"), telling("b", status="threatened")]))) == 2

    def test_one_report_tells_an_event_once(self) -> None:
        assert len(groups(link([telling("a"), msgspec.structs.replace(telling("a"), id="m_a2")]))) == 2

    def test_two_strikes_of_one_day_are_not_chained_by_a_telling_that_fits_both(self) -> None:
        bakery = [telling(f"a{n}", fatalities=dead(4)) for n in range(3)]
        school = [
            telling(f"b{n}", targets=(Actor(name="school", start=0, end=6),), fatalities=dead(31), place=at("Idlib"))
            for n in range(3)
        ]
        vague = telling("c", targets=(), fatalities=None, place=at("Idlib", radius_km=60.0, precision="province"))
        linked = {mention.document: mention.event_id for mention in link([*bakery, *school, vague])}
        assert linked["a0"] != linked["b0"]

    def test_the_reports_themselves_speak_too(self) -> None:
        bare = [telling(d, targets=(), perpetrators=(), weapon=None, count=None) for d in ("a", "b")]
        text = "strike on the Qabbani olive press outside Sarmin killed the miller Hamdan Qabbani and two of his sons."
        other = "strike by unknown jets set a chicken farm on fire; the owner Zuhair Latouf said nobody had been there."
        told = [Report(id="a", text=text, title="Press hit"), Report(id="b", text=text, title="Olive press hit")]
        differing = [told[0], Report(id="b", text=other, title="Farm burns")]
        scores = [why(*bare, {report.id: report for report in each}).score for each in (told, differing)]
        assert scores[0] > scores[1]


class TestWhy:
    def test_the_evidence_and_the_prior_add_up_to_the_score(self) -> None:
        found = why(telling("a", fatalities=dead(3)), telling("b", fatalities=dead(40)))
        assert found.score == pytest.approx(found.prior + sum(each.weight for each in found.evidence))

    def test_it_is_the_same_asked_the_other_way_round(self) -> None:
        one, other = telling("a", fatalities=dead(3)), telling("b", place=at("Homs"))
        assert why(one, other) == why(other, one)

    def test_the_heaviest_evidence_comes_first_and_shows_what_both_say(self) -> None:
        found = why(telling("a"), telling("b", place=at("Homs")))
        assert [abs(e.weight) for e in found.evidence] == sorted((abs(e.weight) for e in found.evidence), reverse=True)
        place = next(each for each in found.evidence if each.name.startswith("place"))
        assert place.weight < 0
        assert "sarmin" in place.one
        assert "homs" in place.other

    def test_the_waterfall_ends_at_the_score(self) -> None:
        found = why(telling("a"), telling("b"))
        last = waterfall(found).splitlines()[-1]
        assert f"{found.score:+.1f}" in last

    def test_a_cluster_needs_no_pair_that_is_kept_apart_to_say_why(self) -> None:
        assert not why(telling("a"), telling("b", date=on("2017-09-01"))).same


def any_telling(number: int) -> st.SearchStrategy[Mention]:
    def made(town: str, kind: str, day: int, toll: int | None, target: str, wide: bool, dated: bool) -> Mention:
        start = (date(2017, 3, 14) + timedelta(days=day)).isoformat()
        return telling(
            f"{number:02}",
            sub_event_type=kind,
            event_type=GROUPS.get(kind, "Explosions/Remote violence"),
            place=at(town, radius_km=90.0, precision="province") if wide else at(town),
            date=on(start) if dated else None,
            fatalities=None if toll is None else dead(toll),
            targets=(Actor(name=target, start=0, end=len(target)),) if target else (),
        )

    return st.builds(
        made,
        st.sampled_from(sorted(TOWNS)),
        st.sampled_from(KINDS),
        st.integers(0, 1),
        st.sampled_from([None, 2, 3, 40]),
        st.sampled_from(["", "bakery", "school", "patrol"]),
        st.booleans(),
        st.sampled_from([True, True, True, False]),
    )


some_news = st.integers(2, 10).flatmap(lambda n: st.tuples(*(any_telling(k) for k in range(n)))).map(list)


class TestLaws:
    @settings(max_examples=60, deadline=None)
    @given(some_news, st.randoms())
    def test_the_order_of_arrival_decides_nothing(self, news: list[Mention], dice: Any) -> None:
        expected = {mention.id: mention.event_id for mention in link(news)}
        dice.shuffle(news)
        assert {mention.id: mention.event_id for mention in link(news)} == expected

    @settings(max_examples=40, deadline=None)
    @given(some_news)
    def test_linking_what_is_linked_changes_nothing(self, news: list[Mention]) -> None:
        once = link(news)
        assert link(once) == once

    @settings(max_examples=60, deadline=None)
    @given(some_news, st.data())
    def test_as_they_come_or_all_at_once_is_the_same(self, news: list[Mention], data: Any) -> None:
        known = data.draw(st.integers(0, len(news)))
        index = MentionIndex(link(news[:known]))
        for mention in news[known:]:
            index.add(link_into(index, [mention]))
        assert groups(index.mentions) == groups(link(news))

    @settings(max_examples=60, deadline=None)
    @given(some_news, st.data())
    def test_what_is_taken_back_is_as_if_it_had_never_come(self, news: list[Mention], data: Any) -> None:
        gone = data.draw(st.sampled_from(news))
        rest = [mention for mention in link(news) if mention.id != gone.id]
        around = groups_around(MentionIndex(rest), [], gone=[(gone, None)])
        untouched = [mention for mention in rest if mention.id not in around.mentions]
        assert groups(untouched) | set(around.groups) == groups(link(rest))

    @settings(max_examples=40, deadline=None)
    @given(some_news)
    def test_a_report_is_in_an_event_once(self, news: list[Mention]) -> None:
        for group in groups(link(news)):
            assert len({name.removeprefix("m_") for name in group}) == len(group)

    @settings(max_examples=40, deadline=None)
    @given(some_news)
    def test_who_is_compared_depends_on_the_two_alone(self, news: list[Mention]) -> None:
        blocks = [blocks_of(FactFinder().of(mention)) for mention in news]
        every = {(int(a), int(b)) for a, b in zip(*pairs_in_blocks(blocks, len(news)), strict=True)}
        alone = {
            (a, b)
            for a in range(len(news))
            for b in range(a + 1, len(news))
            if len(pairs_in_blocks([blocks[a], blocks[b]], 2).a)
        }
        assert every == alone


class TestReportsAsTheyCome:
    def test_an_event_keeps_its_id_when_a_third_paper_tells_it(self) -> None:
        index = MentionIndex(link([telling("b"), telling("c")]))
        known = index.mentions[0].event_id
        (third,) = link_into(index, [telling("a")])
        assert third.event_id == known

    def test_a_new_incident_gets_an_id_of_its_own(self) -> None:
        index = MentionIndex(link([telling("a")]))
        (other,) = link_into(index, [telling("b", place=at("Homs"), date=on("2017-05-01"))])
        assert other.event_id not in {mention.event_id for mention in index.mentions}

    def test_what_has_not_changed_is_not_given_back(self) -> None:
        index = MentionIndex(link([telling("a"), telling("b"), telling("z", place=at("Homs"))]))
        assert {mention.id for mention in link_into(index, [telling("c")])} == {"m_c"}

    def test_nothing_new_changes_nothing(self) -> None:
        assert link_into(MentionIndex(link([telling("a")])), []) == []


class TestNewsThatNobodyHasCoded:
    def test_two_papers_on_one_shooting_and_a_third_on_another(self) -> None:
        barn = "OXFORD, Ohio - Deputies say Marla Quintrell, 34, was shot dead in a barn near Oxford on Sunday night."
        again = "A 34-year-old woman, Marla Quintrell, was killed in a barn outside Oxford, Ohio, late on Sunday."
        mill = "DAYTON, Ohio - Two boys, 9 and 11, were wounded when a gun went off at a mill in Dayton on Friday."
        reports = [
            Report(id="a", text=barn, title="Woman shot dead in Ohio barn", published="2015-06-08"),
            Report(id="b", text=again, title="Woman killed in barn near Oxford", published="2015-06-08"),
            Report(id="c", text=mill, title="Boys hurt at Dayton mill", published="2015-06-13"),
        ]
        one, other, third = found = link_reports(reports)
        assert one.event_id == other.event_id != third.event_id
        assert one.day == "2015-06-07"
        assert link_reports(reversed(reports)) == found

    def test_headlines_in_two_languages_can_tell_one_killing(self) -> None:
        heads = [
            Report(
                id="a",
                text="Asesinan a la alcaldesa Xóchitl Barragán en Tixtla",
                publisher="El Eco",
                published="2021-05-02",
            ),
            Report(
                id="b", text="Mayor Xóchitl Barragán murdered in Tixtla", publisher="The Wire", published="2021-05-02"
            ),
            Report(id="c", text="Farmers block the road to Chilpancingo", publisher="The Wire", published="2021-05-02"),
        ]
        assert [(each.one, each.other) for each in link_headlines(heads)] == [("a", "b")]


class TestWords:
    def test_a_word_of_two_languages_is_compared_as_one(self) -> None:
        assert words_of("Hallan tres cuerpos") == words_of("Three bodies found")[::-1] or set(
            words_of("Hallan tres cuerpos")
        ) == set(words_of("Three bodies found"))

    def test_the_clock_tells_the_part_of_the_day(self) -> None:
        assert hours_of("shortly after 9:30 p.m. on Monday") == {"night"}
        assert not hours_meet(hours_of("at noon"), hours_of("at midnight"))


class TestWeights:
    def test_a_level_that_is_missing_is_named(self, tmp_path: Any) -> None:
        from dateline.errors import InstallError

        file = tmp_path / "weights.toml"
        file.write_text("[mentions]\nprior = 0\njoin = 0\nnot_compared = 0\n", "utf-8")
        with pytest.raises(InstallError, match=r"weights\.toml:mentions"):
            read_weights(file, "mentions", MENTIONS)

    def test_conflicts_never_speak_for_one_event(self) -> None:
        from dateline.linking.joining import mention_model

        weights: Weights = mention_model().weights
        conflicts = {
            "day": "other day",
            "place": "elsewhere",
            "killed": "far apart",
            "status": "only threatened",
            "type": "other",
        }
        assert all(weights.bits[name][level] < -1 for name, level in conflicts.items())
