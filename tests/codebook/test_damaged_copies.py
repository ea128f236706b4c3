import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from dateline import codebook
from dateline.errors import CodebookError

Damage = Callable[[str, str, str], Path]


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "where", "what"),
    [
        (
            "types.toml",
            'name = "Grenade"',
            'name = "Petard"',
            "codebook.value",
            r"types.toml:\d+:type\[8\].name",
            "Petard",
        ),
        (
            "types.toml",
            'name = "Grenade"',
            'name = "Attack"',
            "codebook.twice",
            r"types.toml:\d+:type\[10\].name",
            "Attack",
        ),
        ("types.toml", 'event_type = "Riots"', 'event_type = "Fun"', "codebook.value", r"type\[15\].event_type", "Fun"),
        ("types.toml", 'cameo = "192"', 'cameo = "999"', "codebook.code", r"type\[0\].cameo", "999"),
        ("types.toml", 'plover = "AGREE"', 'plover = "DANCE"', "codebook.code", r"type\[17\].plover", "DANCE"),
        ("types.toml", 'not = "A place that', 'nott = "A place that', "codebook.value", r"type\[0\]", "not"),
        ("types.toml", "[[type]]", "[[type]", "codebook.toml", r"types.toml:\d+", "TOML"),
        ("crosswalk.toml", 'type = "Armed clash"', 'type = "Duel"', "codebook.value", r"rule\[0\].type", "Duel"),
        ("crosswalk.toml", '["small arms"]', '["muskets"]', "codebook.value", r"rule\[0\].weapons", "muskets"),
        ("crosswalk.toml", '["threatened"]', '["denied"]', "codebook.rule", r"rule\[\d+\].statuses", "uncoded"),
        ("crosswalk.toml", 'weapons = ["grenade"]', 'weapons = ["small arms"]', "codebook.rule", r"rule\[1\]", "too"),
        ("crosswalk.toml", 'weapons = ["small arms"]\n', "", "codebook.rule", r"rule\[0\]", "neither"),
        ("crosswalk.toml", 'cameo = "193"', 'cameo = "1937"', "codebook.code", r"rule\[0\].cameo", "1937"),
        ("weapons.toml", 'name = "blade"', 'name = "teeth"', "codebook.value", r"weapon\[11\].name", "teeth"),
        ("weapons.toml", '"howitzer",', '"howitzer", "drone",', "codebook.word", r"weapon\[3\].words", "drone"),
        ("weapons.toml", '"howitzer",', '"howitzer", "Knives",', "codebook.word", r"weapon\[11\].words", "knife"),
        ("weapons.toml", '"howitzer",', '"howitzer", " gap",', "codebook.value", r"weapon\[3\].words\[2\]", "regex"),
        ("stances.toml", 'name = "claims"', 'name = "sings"', "codebook.value", r"stance\[2\].name", "sings"),
        ("stances.toml", "priority = 2", "priority = 1", "codebook.priority", r"stance\[1\].priority", "denies"),
        ("stances.toml", '"accuse",', '"accuse", "say",', "codebook.word", r"stance\[4\].verbs", "say"),
        (
            "statuses.toml",
            'definition = "Told as having',
            'defn = "Told as having',
            "codebook.value",
            r"status\[4\]",
            "def",
        ),
        ("actor_kinds.toml", '"rioter",', '"rioter", "soldier",', "codebook.word", r"kind\[4\].heads", "soldier"),
        ("actor_kinds.toml", 'name = "civilians"', 'name = "crowds"', "codebook.value", r"kind\[6\].name", "crowds"),
        ("codes.toml", '"AGREE" = ', '"SETTLE" = ', "codebook.code", r"type\[17\].plover", "AGREE"),
        (
            "lexicon.toml",
            'types = ["Grenade"]',
            'types = ["Petard"]',
            "codebook.value",
            r"words\[\d+\].types",
            "Petard",
        ),
        ("lexicon.toml", 'types = ["Grenade"]', 'types = ["Attack"]', "codebook.missing", "words", "Grenade"),
        (
            "lexicon.toml",
            '"heart attack",',
            '"heart attack", "massacre",',
            "codebook.word",
            r"words\[\d+\]",
            "massacre",
        ),
        ("inflections.toml", '"men"', "7", "codebook.value", "inflections.toml", "str"),
    ],
)
def test_a_damaged_entry_is_named_with_file_line_and_key(
    damaged: Damage, file: str, old: str, new: str, code: str, where: str, what: str
) -> None:
    with pytest.raises(CodebookError) as caught:
        codebook.check(damaged(file, old, new))
    assert caught.value.code == code
    assert caught.value.where is not None
    assert re.search(where, caught.value.where), caught.value.where
    assert what in caught.value.what


def test_a_type_left_out_is_named(damaged: Damage, data_folder: Path) -> None:
    text = (data_folder / "types.toml").read_text(encoding="utf-8")
    entry = text[text.index('[[type]]\nname = "Sexual violence"') : text.index('[[type]]\nname = "Attack"')]
    with pytest.raises(CodebookError, match=r"types.toml:type: no entry for 'Sexual violence' \[codebook.missing\]"):
        codebook.check(damaged("types.toml", entry, ""))


def test_the_line_of_an_error_is_that_of_the_entry(damaged: Damage, data_folder: Path) -> None:
    lines = (data_folder / "types.toml").read_text(encoding="utf-8").splitlines()
    heading = lines.index('name = "Grenade"')
    with pytest.raises(CodebookError) as caught:
        codebook.check(damaged("types.toml", 'name = "Grenade"', 'name = "Petard"'))
    assert caught.value.where == f"types.toml:{heading}:type[8].name"


def test_a_missing_file_is_named_with_a_remedy(tmp_path: Path, data_folder: Path) -> None:
    shutil.copytree(data_folder, tmp_path / "copy")
    (tmp_path / "copy" / "weapons.toml").unlink()
    with pytest.raises(CodebookError, match=r"weapons.toml: the codebook has no such file .* Copy the whole"):
        codebook.check(tmp_path / "copy")


def test_a_folder_that_is_none_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CodebookError, match="no such file"):
        codebook.check(tmp_path / "nowhere")


def test_a_file_of_another_encoding_is_an_error(tmp_path: Path, data_folder: Path) -> None:
    shutil.copytree(data_folder, tmp_path / "copy")
    (tmp_path / "copy" / "stances.toml").write_bytes("café".encode("latin-1"))
    with pytest.raises(CodebookError, match=r"stances.toml: the file cannot be read"):
        codebook.check(tmp_path / "copy")


def test_a_changed_copy_is_used_as_it_is(damaged: Damage) -> None:
    book = codebook.check(damaged("weapons.toml", '"howitzer",', '"howitzer", "trebuchet",'))
    assert book.weapon_of("two trebuchets") == "artillery"
    assert codebook.weapon_of("two trebuchets") is None
