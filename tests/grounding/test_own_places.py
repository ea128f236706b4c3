"""A user's own places: faults named line by line before anything runs; good ones win over the gazetteer's."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from dateline.grounding.places import Gazetteer, PlaceResolver
from dateline.grounding.places.build import build_gazetteer
from dateline.grounding.places.own_places import read_places
from dateline.grounding.places.standing import settled
from dateline.grounding.places.viewpoint import Viewpoint
from dateline.grounding.user_tables import TableError
from dateline.records import Place, Report

HEAD = "id,name,alt,kind,lat,lon,country,radius_km,population,source\n"
CITY = {
    "geonameid": 1, "name": "Tarmiyah", "latitude": 33.67, "longitude": 44.4, "countrycode": "IQ",
    "population": 40_000, "admin1code": "07", "alternatenames": [],
}  # fmt: skip


def table(folder: Path, body: str, head: str = HEAD) -> Path:
    path = folder / "places.csv"
    path.write_text(head + body, encoding="utf-8")
    return path


def faults(folder: Path, body: str, head: str = HEAD) -> list[str]:
    path = table(folder, body, head)
    with pytest.raises(TableError) as caught:
        read_places(path)
    return [line.removeprefix(f"{path}:") for line in caught.value.lines]


class TestFaults:
    def test_all_of_them_are_named_with_line_and_column(self, tmp_path: Path) -> None:
        body = "a,Old Mill,,village,95,44,IQ,2,,me\nb,Ford,,village,33,-181,QQ,,,\na,Quay,,pier,x,44,IQ,-1,many,\n"
        assert [fault.rsplit(": ", 1)[0] for fault in faults(tmp_path, body)] == [
            "2:lat", "3:country", "3:lon", "4:id", "4:kind", "4:lat", "4:radius_km", "4:population",
        ]  # fmt: skip

    @pytest.mark.parametrize("lat", ["", "north", "90.1", "nan", "inf", "33,5x"])
    def test_impossible_coordinates(self, tmp_path: Path, lat: str) -> None:
        assert faults(tmp_path, f'a,Old Mill,,village,"{lat}",44,IQ,2,,me\n')[0].startswith("2:lat")

    def test_an_id_or_a_name_that_is_not_there(self, tmp_path: Path) -> None:
        assert [fault.split(": ")[0] for fault in faults(tmp_path, ",,,,1,1,,,,\n")] == ["2:id", "2:name"]

    def test_wrong_columns(self, tmp_path: Path) -> None:
        told = faults(tmp_path, "a,b,1,2,3\n", head="id,title,lat,lon,lat\n")
        assert [fault.split(": ")[0] for fault in told] == ["1:name", "1:title", "1:lat"]

    def test_more_cells_than_columns(self, tmp_path: Path) -> None:
        assert "3 cells" not in faults(tmp_path, "a,Old Mill,,village,1,1,IQ,2,,me,and,more\n")[0]

    def test_line_numbers_count_lines_inside_quotes(self, tmp_path: Path) -> None:
        body = 'a,"Old\nMill",,village,1,1,IQ,2,,me\n\nb,Ford,,village,91,1,IQ,2,,me\n'
        assert faults(tmp_path, body)[0].startswith("5:lat")

    @pytest.mark.parametrize("content", [b"", b"\n\n", b"\xff\xfe\x00a", b"id,name\x00", b'id,name,lat,lon\n"a'])
    def test_what_is_no_table(self, tmp_path: Path, content: bytes) -> None:
        path = tmp_path / "places.csv"
        path.write_bytes(content)
        with pytest.raises(TableError) as caught:
            read_places(path)
        assert caught.value.code == "input.cannot-read"

    def test_a_file_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(TableError, match="no such file"):
            read_places(tmp_path / "none.csv")

    def test_ten_thousand_faults_are_counted_not_printed(self, tmp_path: Path) -> None:
        path = table(tmp_path, "".join(f"p{n},Old Mill,,village,99,1,IQ,,,\n" for n in range(10_000)))
        with pytest.raises(TableError) as caught:
            read_places(path)
        assert len(caught.value.lines) == 10_000
        assert len(caught.value.told) == 202
        assert "9,800 more" in str(caught.value)

    def test_the_error_crosses_process_borders(self, tmp_path: Path) -> None:
        with pytest.raises(TableError) as caught:
            read_places(table(tmp_path, "a,Old Mill,,village,99,1,IQ,,,\n"))
        copy = pickle.loads(pickle.dumps(caught.value))
        assert (copy.lines, str(copy)) == (caught.value.lines, str(caught.value))


class TestGoodOnes:
    def test_semicolons_a_byte_order_mark_and_missing_columns_will_do(self, tmp_path: Path) -> None:
        path = tmp_path / "places.csv"
        path.write_bytes("\ufeffid;name;lat;lon\nmill;Old Mill;33.5;44.25\n".encode())
        (place,) = read_places(path)
        assert (place.id, place.names, place.kind, place.lat, place.radius_km) == (
            "mill",
            ("Old Mill",),
            "city",
            33.5,
            5,
        )

    def test_an_empty_table_has_no_places(self, tmp_path: Path) -> None:
        assert read_places(table(tmp_path, "")) == ()


class TestWinning:
    @pytest.fixture
    def gazetteer(self, tmp_path: Path) -> Gazetteer:
        own = read_places(table(tmp_path, "west-mill,Tarmiyah,Old Mill|الطاحونة,camp,31.25,45.5,IQ,2,,field visit\n"))
        return Gazetteer(build_gazetteer(tmp_path / "index.sqlite", cities=[CITY]), own)

    def told(self, gazetteer: Gazetteer, text: str, name: str) -> Place:
        places = PlaceResolver(gazetteer).of_report(Report(id="r", text=text))
        start = text.index(name)
        asked = Place(name=name, start=start, end=start + len(name))
        return settled(asked, places, gazetteer, day=None, viewpoint=Viewpoint())

    @pytest.mark.parametrize("name", ["Tarmiyah", "Old Mill", "الطاحونة"])
    def test_their_names_are_theirs_alone(self, gazetteer: Gazetteer, name: str) -> None:
        place = self.told(gazetteer, f"Shells fell on {name} at dawn, Iraqi police said.", name)
        assert (place.gazetteer_id, place.lat, place.lon, place.country) == ("own:west-mill", 31.25, 45.5, "IQ")
        assert (place.precision, place.radius_km) == ("site", 2.0)

    def test_they_can_be_reckoned_from(self, gazetteer: Gazetteer) -> None:
        place = self.told(gazetteer, "A patrol was hit 10 km north of Old Mill in Iraq.", "10 km north of Old Mill")
        assert place.gazetteer_id == "own:west-mill"
        assert place.lat == pytest.approx(31.34, abs=0.01)

    def test_other_spellings_find_them(self, gazetteer: Gazetteer) -> None:
        assert "own:west-mill" in {each.entry.gazetteer_id for each in gazetteer.sounding_like("Tarmiya")}

    def test_they_are_found_by_their_identifier(self, gazetteer: Gazetteer) -> None:
        entry = gazetteer.entry("own:west-mill")
        assert entry is not None
        assert entry.name == "Tarmiyah"
        assert gazetteer.entry("own:none") is None
        assert gazetteer.entry("geonames:1") is not None
        assert gazetteer.entry("geonames:2") is None
        assert gazetteer.entry("") is None
