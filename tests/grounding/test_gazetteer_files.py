"""The index as a file: built from a GeoNames dump, found where it is looked for, refused where it is damaged."""

from __future__ import annotations

import random
import shutil
import sqlite3
import tracemalloc
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from dateline.errors import InputError, InstallError
from dateline.grounding.places import index_choice
from dateline.grounding.places.build import build_from_dump, build_gazetteer, is_current
from dateline.grounding.places.gazetteer import Gazetteer, open_gazetteer
from dateline.grounding.places.geonames import COLUMNS, DumpTally, dump_rows, features
from dateline.grounding.places.index_choice import chosen_index, user_index
from dateline.grounding.places.index_file import KINDS, is_whole

CITY = {
    "geonameid": 2, "name": "Baghdad", "latitude": 33.34, "longitude": 44.4, "countrycode": "IQ",
    "population": 7_000_000, "admin1code": "07", "alternatenames": ["Bagdad", "Багдад"],
}  # fmt: skip


def line(
    identifier: int | str, name: str, lat: float | str, lon: float | str, code: str = "P.PPL", country: str = "ML",
    alternatives: str = "", admin1: str = "04", population: int | str = 0,
) -> str:  # fmt: skip
    kind, feature = code.split(".")
    cells = [identifier, name, name, alternatives, lat, lon, kind, feature, country, "", admin1, "", "", "", population]
    return "\t".join(map(str, [*cells, "", 280, "Africa/Bamako", "2024-05-01"]))


GOOD = [
    line(101, "Tin Ouassa", 16.71, -2.95, alternatives="Tin-Ouassa,تين واسا,tyn wasa,TOU", population=350),
    line(102, "Kobé Wélé", 14.2, -4.1, population=12_000),
    line(103, "Mopti Region", 14.5, -4.2, code="A.ADM1", alternatives="Région de Mopti,Moptiland"),
    line(104, "Republic of Mali", 17.57, -3.99, code="A.PCLI", alternatives="Maliland", admin1="00"),
    line(105, "Camp Seko", 12.5, -7.9, code="L.MILB"),
    line(106, "Barrage de Sélo", 11.6, -8.2, code="S.DAM"),
    *(line(number, "Lycée de Sélo", 11.61, -8.21, code="S.SCH") for number in (107, 108, 109)),
]
BAD = [
    "101\tonly\tthree",
    line("x", "No number", 1, 1),
    line(0, "No identifier", 1, 1),
    line(110, "", 1, 1),
    line(111, "Too far north", 91, 1),
    line(112, "Too far east", 1, "east"),
    line(113, "Nowhere", 1, 1, country="mali"),
    line(114, "Uncounted", 1, 1, population="many"),
]


def dump(folder: Path, lines: Sequence[str], name: str = "allCountries.zip") -> Path:
    path, text = folder / name, "\n".join(lines) + "\n"
    if not name.endswith(".zip"):
        path.write_text(text, encoding="utf-8")
        return path
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("readme.txt", "Readme for GeoNames. " * 1000)
        archive.writestr("allCountries.txt", text)
    return path


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Gazetteer, DumpTally]:
    folder = tmp_path_factory.mktemp("dump")
    out = folder / "deep" / "index.sqlite"
    tally = build_from_dump(out, dump(folder, [*GOOD, *BAD]))
    return Gazetteer(out), tally


class TestGeoNamesDumps:
    def test_the_format_has_nineteen_columns(self) -> None:
        assert len(COLUMNS) == 19
        assert GOOD[0].count("\t") == 18

    def test_every_feature_code_becomes_a_kind_of_place(self) -> None:
        assert len(features()) >= 80
        assert {feature.kind for feature in features().values()} <= set(KINDS)

    @pytest.mark.parametrize("name", ["Tin Ouassa", "tin-ouassa", "تين واسا", "Kobe Wele", "Camp Seko"])
    def test_places_are_found_under_all_their_names(self, built: tuple[Gazetteer, DumpTally], name: str) -> None:
        assert any(found.entry.gazetteer_id.startswith("geonames:10") for found in built[0].named(name))

    def test_kinds_points_and_sizes(self, built: tuple[Gazetteer, DumpTally]) -> None:
        entries = {number: built[0].entry(f"geonames:{number}") for number in (101, 102, 105, 106)}
        assert {n: e.kind for n, e in entries.items() if e} == {101: "village", 102: "city", 105: "base", 106: "dam"}
        assert entries[102] is not None
        assert (entries[102].lat, entries[102].lon, entries[102].population) == (14.2, -4.1, 12_000)
        assert built[0].province_name(entries[102]) is not None

    def test_countries_and_provinces_give_their_names_to_ours(self, built: tuple[Gazetteer, DumpTally]) -> None:
        assert {found.entry.gazetteer_id for found in built[0].named("Maliland")} == {"iso:ML"}
        assert all(found.entry.gazetteer_id.startswith("naturalearth:") for found in built[0].named("Moptiland"))
        assert built[0].named("Moptiland")

    def test_the_projects_own_places_are_in_it(self, built: tuple[Gazetteer, DumpTally]) -> None:
        assert any(found.entry.gazetteer_id == "dateline:donbas" for found in built[0].named("Donbas"))

    def test_bad_lines_are_counted_and_named(self, built: tuple[Gazetteer, DumpTally]) -> None:
        tally = built[1]
        assert (tally.lines, tally.kept, tally.bad, tally.left_out) == (17, 6, 8, {"S.SCH": 3})
        assert [shown.split(":")[0] for shown in tally.shown] == [f"line {number}" for number in range(10, 18)]
        assert "3 columns instead of 19" in tally.shown[0]
        assert "latitude: '91'" in tally.shown[4]

    def test_the_index_says_what_it_was_made_from(self, built: tuple[Gazetteer, DumpTally]) -> None:
        assert built[0].about["source"] == "GeoNames dump allCountries.zip"

    @pytest.mark.parametrize("name", ["cities500.txt", "ML.txt", "cities500.zip"])
    def test_unpacked_and_smaller_dumps_will_do(self, tmp_path: Path, name: str) -> None:
        tally = DumpTally()
        assert [row.id for row in dump_rows(dump(tmp_path, GOOD, name), tally)][:2] == [101, 102]

    def test_windows_line_ends_and_a_missing_last_one(self, tmp_path: Path) -> None:
        path = tmp_path / "ML.txt"
        path.write_bytes("\r\n".join(GOOD).encode())
        tally = DumpTally()
        assert len(list(dump_rows(path, tally))) == 6
        assert tally.bad == 0

    @pytest.mark.parametrize(
        "content", [b"", b"a,b,c\n1,2,3\n", b"\x00" * 5000, b"PK\x03\x04 half an archive", b"x" * 300_000]
    )
    def test_what_is_no_dump_leaves_no_index(self, tmp_path: Path, content: bytes) -> None:
        path = tmp_path / "allCountries.zip"
        path.write_bytes(content)
        with pytest.raises(InputError) as caught:
            build_from_dump(tmp_path / "out" / "index.sqlite", path)
        assert caught.value.code in ("input.not-geonames", "input.cannot-read")
        assert list((tmp_path / "out").iterdir()) == []

    def test_a_cut_off_archive_is_a_named_error(self, tmp_path: Path) -> None:
        path = dump(tmp_path, GOOD * 500)
        path.write_bytes(path.read_bytes()[:-40])
        with pytest.raises(InputError):
            list(dump_rows(path, DumpTally()))

    def test_a_damaged_member_is_a_named_error(self, tmp_path: Path) -> None:
        path = dump(tmp_path, [line(n, f"Place {n}", 1, 1) for n in range(1, 5000)])
        content = bytearray(path.read_bytes())
        middle = len(content) // 2
        content[middle : middle + 200] = random.Random(7).randbytes(200)
        path.write_bytes(bytes(content))
        with pytest.raises(InputError) as caught:
            list(dump_rows(path, DumpTally()))
        assert caught.value.code in ("input.cannot-read", "input.not-geonames")

    def test_memory_does_not_grow_with_the_dump(self, tmp_path: Path) -> None:
        path = dump(
            tmp_path, [line(n, f"Place {n}", 1, 1, alternatives=f"Other {n}") for n in range(1, 40_000)], "M.txt"
        )
        tracemalloc.start()
        assert sum(1 for _ in dump_rows(path, DumpTally())) == 39_999
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 8 * 2**20 < 2 * path.stat().st_size + 8 * 2**20

    def test_progress_is_told_up_to_the_end(self, tmp_path: Path) -> None:
        told: list[float] = []
        list(dump_rows(dump(tmp_path, GOOD), DumpTally(), progress=told.append))
        assert told[-1] == 1.0


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_gazetteer(tmp_path_factory.mktemp("index") / "whole.sqlite", cities=[CITY])


class TestDamage:
    @pytest.mark.parametrize("share", [0.0, 0.001, 0.3, 0.9, 0.999])
    def test_a_cut_off_index(self, whole: Path, tmp_path: Path, share: float) -> None:
        path = tmp_path / "index.sqlite"
        path.write_bytes(whole.read_bytes()[: int(share * whole.stat().st_size)])
        assert not is_whole(path)
        with pytest.raises(InstallError, match="damaged") as caught:
            open_gazetteer(path)
        assert caught.value.code == "install.gazetteer"

    def test_nothing_but_zero_bytes(self, whole: Path, tmp_path: Path) -> None:
        path = tmp_path / "index.sqlite"
        path.write_bytes(bytes(whole.stat().st_size))
        with pytest.raises(InstallError, match="damaged"):
            open_gazetteer(path)

    @pytest.mark.parametrize("seed", range(12))
    def test_random_bytes_anywhere_are_an_answer_or_a_named_error(self, whole: Path, tmp_path: Path, seed: int) -> None:
        noise = random.Random(seed)
        content = bytearray(whole.read_bytes())
        for _ in range(40):
            at = noise.randrange(100, len(content) - 600)
            content[at : at + 512] = noise.randbytes(512)
        path = tmp_path / "index.sqlite"
        path.write_bytes(bytes(content))
        raised: list[InstallError] = []
        try:
            index = open_gazetteer(path)
            for name in ("Baghdad", "Donbas", "Bagdat", "Idlib", "Golan Heights"):
                index.named(name)
                index.sounding_like(name)
            index.entry("iso:IQ")
            index.capital_of("IQ")
        except InstallError as error:
            raised.append(error)
        assert all(error.code == "install.gazetteer" for error in raised)
        assert all("dateline gazetteer build" in error.remedy for error in raised)

    @pytest.mark.parametrize("table", ["place", "name", "strong", "sound", "admin1", "demonym", "meta"])
    def test_a_missing_table(self, whole: Path, tmp_path: Path, table: str) -> None:
        path = Path(shutil.copy(whole, tmp_path / "index.sqlite"))
        with sqlite3.connect(path) as database:
            database.execute(f"DROP TABLE {table}")
        database.close()
        with pytest.raises(InstallError) as caught:
            open_gazetteer(path)
        assert caught.value.code == "install.gazetteer"

    def test_a_folder_in_its_place(self, tmp_path: Path) -> None:
        with pytest.raises(InstallError):
            open_gazetteer(tmp_path)

    def test_a_damaged_index_is_not_current_whatever_its_mark_says(self, whole: Path, tmp_path: Path) -> None:
        path = tmp_path / "index.sqlite"
        path.write_bytes(whole.read_bytes()[:-4096])
        assert not is_current(path)


class TestWhereItIs:
    @pytest.fixture(autouse=True)
    def _home(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv(index_choice.VARIABLE, raising=False)
        for variable in ("XDG_DATA_HOME", "LOCALAPPDATA"):
            monkeypatch.setenv(variable, str(tmp_path / "data"))
        monkeypatch.setenv("HOME", str(tmp_path))

    def test_without_any_choice_it_is_the_built_in_one(self) -> None:
        assert chosen_index().built_in

    def test_the_users_own_is_used_once_it_is_there(self) -> None:
        user_index().parent.mkdir(parents=True)
        user_index().touch()
        assert (chosen_index().path, chosen_index().why) == (user_index(), "user")

    def test_the_environment_decides_over_both(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        user_index().parent.mkdir(parents=True)
        user_index().touch()
        monkeypatch.setenv(index_choice.VARIABLE, str(tmp_path / "other.sqlite"))
        assert (chosen_index().path, chosen_index().why) == (tmp_path / "other.sqlite", "environment")

    def test_a_chosen_index_that_is_not_there_is_told_and_not_replaced_silently(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv(index_choice.VARIABLE, str(tmp_path / "other.sqlite"))
        with pytest.raises(InstallError, match="missing") as caught:
            open_gazetteer()
        assert caught.value.where == str(tmp_path / "other.sqlite")
        assert not (tmp_path / "other.sqlite").exists()

    def test_the_users_index_is_opened(self, whole: Path) -> None:
        user_index().parent.mkdir(parents=True)
        shutil.copy(whole, user_index())
        assert open_gazetteer().path == user_index()
