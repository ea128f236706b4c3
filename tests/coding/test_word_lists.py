from __future__ import annotations

import pytest

from dateline.coding.lexicon import table, word_set
from dateline.errors import InstallError


@pytest.mark.parametrize("name", ["casualties", "cues", "incidents", "numbers", "people"])
def test_every_word_list_names_its_source(name: str) -> None:
    assert table(name)["source"]


def test_a_missing_list_is_named_with_its_remedy() -> None:
    with pytest.raises(InstallError, match=r"nowhere\.toml: a word list is missing"):
        table("nowhere")


def test_a_missing_key_is_named_with_its_file() -> None:
    with pytest.raises(InstallError, match=r"people\.toml:giants"):
        word_set("people", "giants")


def test_no_word_is_both_a_person_and_a_thing() -> None:
    assert not word_set("people", "persons") & word_set("people", "things")


def test_no_noun_is_both_an_incident_and_a_munition() -> None:
    assert not word_set("incidents", "incidents") & word_set("incidents", "munitions")


@pytest.mark.parametrize("group", table("cues")["cue"])
def test_every_cue_has_a_stance_of_the_contract(group: dict[str, str]) -> None:
    assert group["stance"] in {"reports", "claims", "accuses", "confirms", "denies"}
