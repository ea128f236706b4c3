"""Places of one's own, viewpoints, and the index of places, as a user of the command line meets them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from commands import dateline

GOOD = "id,name,lat,lon,country,kind\nmill,Qorbayn Mill,33.1,44.2,IQ,facility\n"
BAD = "id,name,lat,lon,country,kind\nmill,Qorbayn Mill,133.1,44.2,IQ,facility\nmill,Ford,33.1,44.2,Iraq,ford\n"
HEAD = "\t".join(("", "", "P", "PPL", "ML", "", "04", "", "", "", "1200", "", "280", "Africa/Bamako", "2024-05-01"))


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    path = tmp_path / "reports.jsonl"
    text = "Gunmen killed four officers at Qorbayn Mill in Iraq on Sunday. A drone hit a depot in Sevastopol on Sunday."
    path.write_text(json.dumps({"id": "r", "published": "2024-05-06", "text": text}) + "\n", encoding="utf-8")
    return path


class TestPlaces:
    @pytest.mark.parametrize("command", ["code", "places"])
    def test_all_faults_of_a_table_are_told_before_anything_is_written(
        self, tmp_path: Path, reports: Path, command: str
    ) -> None:
        table, out = tmp_path / "places.csv", tmp_path / "out.jsonl"
        table.write_text(BAD, encoding="utf-8")
        done = dateline(command, reports, "--places", table, "-o", out)
        assert (done.returncode, done.stdout, out.exists()) == (1, "", False)
        told = done.stderr.splitlines()
        assert [line.split("places.csv:")[1].split(":")[0:2] for line in told[:-1]] == [
            ["2", "lat"], ["3", "id"], ["3", "kind"], ["3", "country"],
        ]  # fmt: skip
        assert "[input.bad-table]" in told[-1]

    def test_a_place_of_ones_own_is_found(self, tmp_path: Path, reports: Path) -> None:
        table = tmp_path / "places.csv"
        table.write_text(GOOD, encoding="utf-8")
        done = dateline("places", reports, "--places", table, "-q")
        found = {row["text"]: row for row in map(json.loads, done.stdout.splitlines())}
        assert found["Qorbayn Mill"]["gazetteer_id"] == "own:mill"


class TestViewpoint:
    @pytest.mark.parametrize(("view", "country"), [("practice", "RU"), ("UN", "UA"), ("ua", "UA")])
    def test_it_gives_places_their_country(self, reports: Path, view: str, country: str) -> None:
        done = dateline("places", reports, "--viewpoint", view, "-q")
        found = {row["text"]: row for row in map(json.loads, done.stdout.splitlines())}
        assert (found["Sevastopol"]["country"], found["Sevastopol"]["disputed"]) == (country, ["RU", "UA"])

    @pytest.mark.parametrize("command", ["code", "places"])
    def test_an_unknown_one_is_told(self, reports: Path, command: str) -> None:
        done = dateline(command, reports, "--viewpoint", "Atlantis")
        assert done.returncode == 1
        assert "[input.unknown-viewpoint]" in done.stderr


class TestTheIndex:
    def test_it_is_built_from_a_dump_and_used_from_then_on(self, tmp_path: Path) -> None:
        dump = tmp_path / "ML.txt"
        cells = ["7", "Qorbaynville", "Qorbaynville", "", "14.5", "-4.1", *HEAD.split("\t")[2:]]
        dump.write_text("\t".join(cells) + "\n", encoding="utf-8")
        home = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data"), "LOCALAPPDATA": str(tmp_path / "data")}
        built = dateline("gazetteer", "build", "--geonames", dump, environment=home)
        assert (built.returncode, "1 places kept" in built.stderr) == (0, True)
        shown = dateline("gazetteer", "show", environment=home)
        assert "your own" in shown.stdout
        assert "GeoNames dump ML.txt" in shown.stdout

    def test_what_is_no_dump_is_told(self, tmp_path: Path) -> None:
        dump = tmp_path / "notes.zip"
        dump.write_text("my notes\n", encoding="utf-8")
        done = dateline("gazetteer", "build", "--geonames", dump, "-o", tmp_path / "index.sqlite")
        assert done.returncode == 1
        assert "[input.not-geonames]" in done.stderr
        assert [path.name for path in tmp_path.iterdir()] == ["notes.zip"]

    def test_doctor_says_which_one_is_used(self, tmp_path: Path) -> None:
        missing = tmp_path / "none.sqlite"
        done = dateline("doctor", "--json", environment={"DATELINE_GAZETTEER": str(missing)})
        (finding,) = (each for each in json.loads(done.stdout)["findings"] if each["part"] == "gazetteer")
        assert not finding["well"]
        assert "install.gazetteer" in finding["found"]
