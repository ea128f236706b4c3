"""The gazetteer index: built from its tables, refused when damaged, fast and small; the tables themselves are sound."""

from __future__ import annotations

import csv
import re
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import InstallError
from dateline.grounding.places import build, gazetteer
from dateline.grounding.places.build import DATA, KINDS, build_gazetteer
from dateline.grounding.places.gazetteer import Gazetteer, open_gazetteer, spelling_likeness
from dateline.grounding.places.name_keys import bare_key, name_key, sound_key

CITIES = [
    {
        "geonameid": 1,
        "name": "Ābād al-Jadīd",
        "latitude": 33.5,
        "longitude": 44.25,
        "countrycode": "IQ",
        "population": 12_000,
        "admin1code": "07",
        "alternatenames": ["Abad el-Jedid", "آباد الجديد", "abad aljdyd", "ABJ", "阿巴德"],
    },
    {
        "geonameid": 2,
        "name": "Baghdad",
        "latitude": 33.34,
        "longitude": 44.4,
        "countrycode": "IQ",
        "population": 7_000_000,
        "admin1code": "07",
        "alternatenames": ["Bagdad", "Багдад"],
    },
]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    return Gazetteer(build_gazetteer(tmp_path_factory.mktemp("index") / "small.sqlite", cities=CITIES))


@pytest.fixture(scope="session")
def real() -> Gazetteer:
    return open_gazetteer()


def rows(table: str) -> list[dict[str, str]]:
    with (DATA / table).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class TestBuilding:
    @pytest.mark.parametrize("name", ["Abad al-Jadid", "ABAD EL JEDID", "Ābād al-Jadīd", "آباد الجديد", "Abad Jadid"])
    def test_a_town_is_found_under_every_way_to_write_it(self, small: Gazetteer, name: str) -> None:
        assert 1 in {found.entry.id for found in small.named(name)}

    @pytest.mark.parametrize("name", ["ABJ", "abad aljdyd", "阿巴德"])
    def test_airport_codes_and_machine_romanisations_are_left_out(self, small: Gazetteer, name: str) -> None:
        assert 1 not in {found.entry.id for found in small.named(name)}

    def test_the_capital_is_known_as_one(self, small: Gazetteer) -> None:
        capital = small.capital_of("IQ")
        assert capital is not None
        assert (capital.name, capital.kind, capital.gazetteer_id) == ("Baghdad", "capital", "geonames:2")

    def test_our_own_regions_are_in_it(self, small: Gazetteer) -> None:
        assert any(found.entry.gazetteer_id == "dateline:donbas" for found in small.named("Donbass"))

    def test_a_failed_build_leaves_the_old_index_and_no_rubbish(self, tmp_path: Path) -> None:
        out = build_gazetteer(tmp_path / "index.sqlite", cities=CITIES)
        before = out.read_bytes()
        with pytest.raises(KeyError):
            build_gazetteer(out, cities=[{"geonameid": 1, "countrycode": "IQ"}])
        assert out.read_bytes() == before
        assert [path.name for path in tmp_path.iterdir()] == ["index.sqlite"]

    def test_another_schema_or_input_is_not_current(self, tmp_path: Path) -> None:
        out = build_gazetteer(tmp_path / "index.sqlite", cities=CITIES)
        assert not build.is_current(out)
        assert not build.is_current(tmp_path / "none.sqlite")


class TestRefusing:
    def test_a_missing_index_names_the_remedy(self, tmp_path: Path) -> None:
        with pytest.raises(InstallError, match="dateline gazetteer build") as caught:
            open_gazetteer(tmp_path / "none.sqlite")
        assert caught.value.where == str(tmp_path / "none.sqlite")

    @pytest.mark.parametrize("content", [b"", b"no database at all", b"SQLite format 3\x00" + b"\xff" * 4096])
    def test_a_damaged_index_is_a_named_error(self, tmp_path: Path, content: bytes) -> None:
        path = tmp_path / "index.sqlite"
        path.write_bytes(content)
        with pytest.raises(InstallError, match="damaged"):
            open_gazetteer(path)

    def test_half_an_index_is_a_named_error(self, tmp_path: Path) -> None:
        whole = build_gazetteer(tmp_path / "whole.sqlite", cities=CITIES).read_bytes()
        half = tmp_path / "half.sqlite"
        half.write_bytes(whole[: len(whole) // 2])
        with pytest.raises(InstallError):
            open_gazetteer(half)

    def test_an_index_of_another_version_is_a_named_error(self, tmp_path: Path) -> None:
        path = build_gazetteer(tmp_path / "index.sqlite", cities=CITIES)
        connection = sqlite3.connect(path)
        connection.execute("UPDATE meta SET value = '0' WHERE key = 'schema'")
        connection.commit()
        connection.close()
        with pytest.raises(InstallError, match="another version"):
            open_gazetteer(path)

    def test_a_damaged_installed_index_is_built_again(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = tmp_path / "gazetteer.sqlite"
        path.write_bytes(b"half a download")
        monkeypatch.setattr(gazetteer, "INDEX_PATH", path)
        built: list[Path] = []

        def build_small(out: Path, *, force: bool) -> Path:
            built.append(out)
            return build_gazetteer(out, cities=CITIES, force=force)

        monkeypatch.setattr(gazetteer, "build_gazetteer", build_small)
        monkeypatch.setattr(gazetteer, "sources_present", lambda: True)
        assert open_gazetteer().named("Baghdad")
        assert built == [path]

    def test_without_its_sources_it_is_not_built(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(gazetteer, "INDEX_PATH", tmp_path / "none.sqlite")
        monkeypatch.setattr(gazetteer, "sources_present", lambda: False)
        with pytest.raises(InstallError, match="missing"):
            open_gazetteer()


class TestTheRealIndex:
    def test_it_is_small(self, real: Gazetteer) -> None:
        assert gazetteer.INDEX_PATH.stat().st_size <= 80_000_000

    @pytest.mark.parametrize(
        ("name", "identifier"),
        [("Be'eri", "geonames:295538"), ("Eilat", "geonames:295277"), ("Saigon", "dateline:saigon")],
    )
    def test_places_of_the_news_are_in_it(self, real: Gazetteer, name: str, identifier: str) -> None:
        assert identifier in {found.entry.gazetteer_id for found in real.named(name)}

    def test_hopeless_names_find_nothing(self, real: Gazetteer) -> None:
        for name in ("", "\x00", "-", "q" * 10_000):
            assert real.named(name) == ()
            assert real.sounding_like(name) == ()


class TestNameKeys:
    @given(st.text())
    def test_folding_twice_is_folding_once(self, name: str) -> None:
        key = name_key(name)
        assert name_key(key) == key
        assert bare_key(bare_key(key)) == bare_key(key) or len(bare_key(key)) <= len(key)

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Saint-Louis", "St. Louis"),
            ("Be’eri", "Be'eri"),
            ("El Obeid", "al-Obeid"),
            ("Łódź", "lodz"),
            ("İzmir", "izmir"),
            ("Йошкар-Ола", "ИОШКАР ОЛА"),
            ("الفاشر", "الفَاشِر"),
        ],
    )
    def test_spellings_that_are_one_name(self, one: str, other: str) -> None:
        assert name_key(one) == name_key(other)

    @pytest.mark.parametrize(
        ("one", "other"),
        [("Suwayda", "Sweida"), ("Deir ez-Zor", "Dayr az Zawr"), ("Kharkiv", "Harkiv"), ("Qamishli", "Kamishly")],
    )
    def test_transliterations_sound_alike(self, one: str, other: str) -> None:
        keys = sound_key(name_key(one)), sound_key(name_key(other))
        assert keys[0] == keys[1] or {keys[0][1:], keys[1][1:]} == {keys[0][1:]}

    @given(st.text(max_size=40), st.text(max_size=40))
    def test_likeness_is_a_share_and_has_no_direction(self, one: str, other: str) -> None:
        assert 0.0 <= spelling_likeness(one, other) <= 1.0
        assert spelling_likeness(one, other) == pytest.approx(spelling_likeness(other, one))


class TestTables:
    def test_regions_are_many_and_sound(self) -> None:
        table = rows("regions.csv")
        countries = {row["country"] for row in rows("countries.csv")}
        assert len(table) >= 1500
        assert len({row["id"] for row in table}) == len(table)
        for row in table:
            where = row["id"]
            assert row["kind"] in KINDS, where
            assert -90 <= float(row["lat"]) <= 90, where
            assert -180 <= float(row["lon"]) <= 180, where
            assert 0 < int(row["radius_km"]) <= 8000, where
            assert row["country"] == "" or row["country"] in countries, where
            assert row["source"], where

    def test_regions_lie_in_or_near_their_country(self) -> None:
        points = {row["country"]: row for row in rows("countries.csv")}
        for row in rows("regions.csv"):
            home = points.get(row["country"])
            if (
                home is None
                or row["kind"] in ("region", "sea")
                or row["country"] in _SCATTERED
                or row["id"] in _FAR_OFF
            ):
                continue
            away = _km(row, home)
            assert away <= 1.15 * int(home["radius_km"]) + 120, (row["id"], round(away))

    def test_no_country_has_two_regions_of_one_name(self) -> None:
        names = [(row["name"].casefold(), row["country"]) for row in rows("regions.csv")]
        assert len(set(names)) == len(names), {name for name in names if names.count(name) > 1}

    def test_names_of_regions_are_names(self) -> None:
        for row in rows("regions.csv"):
            for name in (row["name"], *filter(None, row["alt"].split("|"))):
                assert name == name.strip(), row["id"]
                assert len(name_key(name)) > 1, row["id"]

    def test_neighbours_share_a_border_that_lies_on_both(self) -> None:
        points = {row["country"]: row for row in rows("countries.csv")}
        table = rows("borders.csv")
        assert len(table) >= 300
        for row in table:
            for code in (row["one"], row["other"]):
                away = _km(row, points[code])
                assert away <= 1.4 * int(points[code]["radius_km"]) + 60 or code in _OVERSEAS, (
                    row["one"],
                    row["other"],
                )

    def test_demonyms_name_known_countries(self) -> None:
        countries = {row["country"] for row in rows("countries.csv")} | {""}
        for row in rows("demonyms.csv"):
            assert row["country"] in countries, row["demonym"]
            assert row["country"] or row["place"], row["demonym"]

    def test_every_province_has_a_point_and_a_country(self) -> None:
        for row in rows("admin1.csv"):
            assert re.fullmatch("[A-Z]{2}", row["country"]), row["id"]
            assert abs(float(row["lat"])) <= 90, row["id"]


# They administer territory far from home (Akrotiri; the Western Sahara).
_SCATTERED = {"GB", "MA"}
# Their borders lie on other continents, too (French Guiana; Ceuta).
_OVERSEAS = {"FR", "NL", "GB", "ES", "US"}
_FAR_OFF = {"itu-aba", "thitu-island", "whitsun-reef", "mischief-reef", "fiery-cross-reef", "subi-reef"}


def _km(one: dict[str, str], other: dict[str, str]) -> float:
    from dateline.grounding.places.geodesy import distance_km

    return distance_km(float(one["lat"]), float(one["lon"]), float(other["lat"]), float(other["lon"]))
