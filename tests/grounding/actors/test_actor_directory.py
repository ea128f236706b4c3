"""The shipped data obey their rules; a user's file is read, wins, and is told all its faults at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dateline.errors import DatelineError, InputError, InstallError
from dateline.grounding.actors import ActorDirectory, ActorResolver
from dateline.grounding.actors.checking import faults_between, flagged_names
from dateline.grounding.actors.directory import FOLDER
from dateline.grounding.actors.entry import COLUMNS, ActorEntry, country_codes
from dateline.grounding.actors.governments import governments
from dateline.grounding.actors.nations import nations
from dateline.grounding.actors.reading import read_entries, read_own, read_shipped
from dateline.grounding.actors.words import actor_words, load_actor_words

FILES = sorted(FOLDER.glob("*.csv"))
HEAD = ",".join(COLUMNS)
OwnFile = Callable[[str], Path]


@pytest.fixture
def own_file(tmp_path: Path) -> OwnFile:
    def write(text: str) -> Path:
        path = tmp_path / "own.csv"
        path.write_text(text, "utf-8")
        return path

    return write


class TestShippedRows:
    @pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
    def test_every_row_keeps_to_the_lists(self, path: Path) -> None:
        entries, faults = read_entries(path.read_text("utf-8"))
        assert faults == []
        assert [entry.id for entry in entries if not entry.source] == []
        assert path.read_text("utf-8").splitlines()[0] == HEAD

    def test_there_are_twelve_hundred_and_more(self) -> None:
        assert len([entry for path in FILES for entry in read_shipped(path)]) >= 1200

    def test_ids_parents_and_names_fit_together(self) -> None:
        entries = [entry for path in FILES for entry in read_shipped(path)]
        assert faults_between(entries, flagged_names()) == []

    def test_names_are_neutral(self) -> None:
        loaded = ("terrorist", "martyr", "thug", "regime of")
        entries = [entry for path in FILES for entry in read_shipped(path)]
        assert [e.id for e in entries if any(word in e.name.lower().split() for word in loaded)] == []

    def test_governments_are_of_known_countries_and_follow_each_other(self) -> None:
        rows = list(governments())
        assert {row.country for row in rows} <= country_codes()
        assert [row.name for row in rows if row.until and row.since >= row.until] == []
        assert len(rows) > 100

    def test_words_for_nations_are_of_known_countries(self) -> None:
        for words in ("Sudanese", "Burmese", "South Korean", "Ivorian", "Emirati", "U.S.", "Soviet"):
            nation = nations().of(" ".join(words.lower().replace(".", " ").split()))
            assert nation is not None, words
            assert nation.country in country_codes()

    def test_heads_have_known_sectors(self) -> None:
        from dateline.grounding.actors.entry import sectors

        assert {head.sector for head in actor_words().heads.values()} - {None} <= sectors()


class TestFaultsBetweenRows:
    @staticmethod
    def entry(identifier: str, name: str, **more: object) -> ActorEntry:
        fields = {"aliases": (), "kind": "rebel group", "countries": ("SD",), "since": 2000, "until": None}
        fields |= {"parent": None, "sector": None, "source": "s"} | more
        return ActorEntry(id=identifier, name=name, **fields)  # type: ignore[arg-type]

    def test_a_name_of_two_at_one_place_and_time_is_a_fault_unless_flagged(self) -> None:
        rows = [self.entry("a", "Dune Army"), self.entry("b", "DUNE-ARMY")]
        assert len(faults_between(rows, frozenset())) == 1
        assert faults_between(rows, frozenset({"dune army"})) == []

    def test_namesakes_of_other_countries_or_times_are_none(self) -> None:
        rows = [self.entry("a", "Dune Army", until=2005), self.entry("b", "Dune Army", since=2005)]
        assert faults_between(rows, frozenset()) == []
        abroad = [self.entry("a", "Dune Army"), self.entry("b", "Dune Army", countries=("ML",))]
        assert faults_between(abroad, frozenset()) == []

    def test_circles_orphans_and_twins_are_told(self) -> None:
        rows = [
            self.entry("a", "A", parent="b"),
            self.entry("b", "B", parent="a"),
            self.entry("c", "C", parent="nobody"),
            self.entry("c", "D"),
        ]
        told = " ".join(faults_between(rows, frozenset()))
        assert "circle" in told
        assert "nobody is not there" in told
        assert "there twice" in told


class TestUsersOwnFile:
    def test_a_users_row_wins_over_a_shipped_one(self, own_file: OwnFile) -> None:
        path = own_file(f"{HEAD}\nmy-hezbollah,Hezbollah of Zorania,Hezbollah,political militia,LB,,,,UAF,me\n")
        resolver = ActorResolver(ActorDirectory.load([path]))
        assert resolver.resolve("Hezbollah", country="LB").actor_id == "my-hezbollah"

    def test_a_row_with_a_shipped_id_takes_its_place(self, own_file: OwnFile) -> None:
        path = own_file(f"{HEAD}\nhezbollah,Hezbollah (mine),,political militia,LB,,,,UAF,me\n")
        entry = ActorDirectory.load([path]).get("hezbollah")
        assert entry is not None
        assert entry.name == "Hezbollah (mine)"

    def test_three_columns_are_enough(self, own_file: OwnFile) -> None:
        (entry,) = read_own(own_file("\ufeffid,name,kind\nqorun,Qorun Front,rebel group\n"))
        assert (entry.name, entry.countries, entry.own) == ("Qorun Front", (), True)

    def test_all_bad_lines_are_named_at_once(self, own_file: OwnFile) -> None:
        rows = [
            "good,Good,,rebel group,SD,2000,,,REB,me",
            "Bad Id,Bad,,rebel group,SD,,,,REB,me",
            "b,,,rebels,XX,19,,,ZZZ,me",
            "c,C,,rebel group,SD,2005,2001,,,me",
            "good,Twin,,rebel group,SD,,,,,me",
            "short,row",
        ]
        with pytest.raises(InputError) as raised:
            read_own(own_file("\n".join([HEAD, *rows])))
        message = str(raised.value)
        for part in (
            "line 3, id", "line 4, name", "line 4, kind", "line 4, country", "line 4, since", "line 4, sector",
            "line 5, until", "line 6, id", "line 7, row",
        ):  # fmt: skip
            assert part in message, part
        assert "line 2" not in message.replace("stands in line 2 too", "")
        assert raised.value.code == "input.actors"

    def test_wrong_columns_are_named(self, own_file: OwnFile) -> None:
        with pytest.raises(InputError, match="kind"):
            read_own(own_file("id,name,type\na,A,rebels\n"))

    def test_a_parent_that_is_nowhere_is_named(self, own_file: OwnFile) -> None:
        with pytest.raises(InputError, match="lost-parent"):
            ActorDirectory.load([own_file(f"{HEAD}\na,A,,rebel group,SD,,,lost-parent,,me\n")])

    def test_a_parent_of_the_shipped_directory_will_do(self, own_file: OwnFile) -> None:
        path = own_file(f"{HEAD}\na-wing,A Wing,,rebel group,LB,,,hezbollah,,me\n")
        assert ActorDirectory.load([path]).get("a-wing") is not None

    @pytest.mark.parametrize("text", ["", "\n", 'id,name,kind\n"unclosed', "id,id,name,kind\n"])
    def test_what_is_no_table_is_an_input_error(self, own_file: OwnFile, text: str) -> None:
        with pytest.raises(InputError):
            read_own(own_file(text))

    def test_a_file_that_is_missing_or_no_text_is_an_input_error(self, tmp_path: Path) -> None:
        (tmp_path / "raw.csv").write_bytes(b"\xff\xfe\x00")
        for name in ("missing.csv", "raw.csv", "."):
            with pytest.raises(InputError, match="cannot be read"):
                read_own(tmp_path / name)


class TestDamage:
    def test_a_damaged_shipped_row_is_named(self, tmp_path: Path) -> None:
        path = tmp_path / "x.csv"
        path.write_text(f"{HEAD}\na,A,,no kind,SD,,,,,me\n", "utf-8")
        with pytest.raises(InstallError, match=r"x\.csv:2:kind"):
            read_shipped(path)

    def test_damaged_words_are_named(self, tmp_path: Path) -> None:
        path = tmp_path / "words.toml"
        path.write_text("[phrase]\n", "utf-8")
        with pytest.raises(DatelineError, match="words around actors"):
            load_actor_words(path)
