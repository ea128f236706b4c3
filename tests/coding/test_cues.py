from __future__ import annotations

import pytest

from dateline.coding.cues import cue_of, find_sources


def cue(text: str, source: str) -> tuple[str, str] | None:
    start = text.index(source)
    found = cue_of(text, (0, len(text)), start, start + len(source))
    if found is None:
        return None
    assert text[found.start : found.end] == found.text
    return found.text, found.stance


class TestStance:
    @pytest.mark.parametrize(
        ("text", "source", "expected"),
        [
            ("Two men were killed, the hospital said.", "hospital", ("said", "reports")),
            ("According to residents, shells fell on the mill.", "residents", ("According to", "reports")),
            (
                "The Green Front claimed responsibility for the blast.",
                "Green Front",
                ("claimed responsibility", "claims"),
            ),
            ("Kara blamed the Green Front for the blast.", "Kara", ("blamed", "accuses")),
            ("The Green Front denied any role.", "Green Front", ("denied", "denies")),
            ("The mayor confirmed two deaths.", "mayor", ("confirmed", "confirms")),
            ("The bridge is open, said the mayor.", "mayor", ("said", "reports")),
            ("The militia said it had struck the depot.", "militia", ("said", "claims")),
            ("The army said it had nothing to do with the blast.", "army", ("said", "denies")),
            ("Kara: two dead at the ford.", "Kara", (":", "reports")),
        ],
    )
    def test_the_cue_and_its_stance(self, text: str, source: str, expected: tuple[str, str]) -> None:
        assert cue(text, source) == expected

    def test_each_of_two_sources_has_its_own_cue(self) -> None:
        text = "The army blamed the rebels; the rebels denied it."
        assert cue(text, "army") == ("blamed", "accuses")
        last = text.rindex("rebels")
        found = cue_of(text, (0, len(text)), last, last + 6)
        assert found is not None
        assert found.stance == "denies"

    def test_an_actor_without_a_cue_has_none(self) -> None:
        assert cue("The brigade crossed the river at dawn.", "brigade") is None

    def test_a_noun_is_no_cue(self) -> None:
        assert cue("The brigade read the report at dawn.", "brigade") is None


class TestFindingSources:
    @pytest.mark.parametrize(
        ("text", "names"),
        [
            ("Two men died, the health ministry said.", ["health ministry"]),
            ("According to the Kara Observatory, six fell.", ["Kara Observatory"]),
            ("Interior Minister Omar Zad told reporters that it was over.", ["Omar Zad"]),
            ("Omar Zad, the governor, denied it.", ["Omar Zad"]),
            ("Six fell, said the mayor of Kara.", ["mayor of Kara"]),
            ("The militia said in a note, citing Radio Kara, that it was over.", ["militia", "Radio Kara"]),
            ("A medic told Kara Wire that six fell.", ["medic", "Kara Wire"]),
            ("He said it was over.", []),
        ],
    )
    def test_names_come_without_article_and_title(self, text: str, names: list[str]) -> None:
        assert [source.name for source in find_sources(text)] == names

    def test_the_name_is_a_slice_of_the_text(self) -> None:
        text = "It rained. The police confirmed it. The Front denied it."
        found = find_sources(text)
        assert [(text[s.start : s.end], s.stance) for s in found] == [("police", "confirms"), ("Front", "denies")]
