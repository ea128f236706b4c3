"""What cleaning mends, and that it leaves clean text alone."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.reports import clean_text

CLEAN = [
    "“Nobody slept,” she said — not in Imber’s upper town, nor in Saint-Loup; the ‘truce’ lasted 3½ hours.",
    "Shelling hit Al-Qasr (pop. 4,000) at 04:30.\n\n- two killed\n- five hurt\n\nThe mayor, Émile N'Dour, fled.",
    "al-Qasr was shelled twice on Friday, officials said. Read more than one account and the tolls differ.",
    "The 2nd Brigade said it fired at <50 metres & lost R&D staff; 5 < 7 > 3.",
    "POLICE IN IMBER SAID THAT A BOMB WENT OFF NEAR THE MARKET ON FRIDAY. TWO PEOPLE WERE HURT.",
    "Share prices fell after the attack. Follow-up strikes came on Sunday. Photos of the site were shown on Telegram.",
    "The governor of São Tomé met Ångström, Łukasz Żak, Nguyễn Văn Tâm and Ãcil on Monday.",
    "One line.\nAnother line that follows.\nA third one.",
]


def codes(text: str) -> list[str]:
    return [finding.fault.code for finding in clean_text(text).findings]


@pytest.mark.parametrize("text", CLEAN)
def test_clean_text_comes_back_character_for_character(text):
    assert clean_text(text).text == text
    assert codes(text) == []


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300))
def test_cleaning_twice_is_cleaning_once(text):
    once = clean_text(text).text
    assert clean_text(once).text == once


@given(st.text(max_size=300))
def test_what_is_kept_is_composed_and_can_be_written(text):
    kept = clean_text(text).text
    assert unicodedata.is_normalized("NFC", kept)
    assert kept.encode().decode() == kept
    assert not {"\0", "\r", "\u200f", "\u202e", "\ufeff"} & set(kept)


@given(st.lists(st.sampled_from(CLEAN), min_size=1, max_size=5))
def test_boilerplate_below_the_news_moves_no_offset(paragraphs):
    text = "\n\n".join(paragraphs)
    footer = "\n\nRelated:\nTen quiet beaches\n\nShare on Facebook Twitter WhatsApp\n\n© Lagoon Times"
    assert clean_text(text + footer).text == text


@pytest.mark.parametrize(
    ("broken", "mended"),
    [
        ("CÃ´te dâ€™Azur police said â€œnobodyâ€\x9d was hurt.", "Côte d’Azur police said “nobody” was hurt."),
        ("The army\x92s \x93drone\x94 fell.", "The army’s “drone” fell."),
        ("BouakÃƒÂ© was shelled.", "Bouaké was shelled."),
    ],
)
def test_mojibake_is_mended_and_told(broken, mended):
    assert clean_text(broken).text == mended
    assert "report.mojibake" in codes(broken)


def test_decomposed_letters_are_composed():
    assert clean_text("Bouake\u0301 was quiet.").text == "Bouaké was quiet."


def test_joiners_stay_where_they_spell_words():
    assert clean_text("The sign read می\u200cخواهم, police said.").text == "The sign read می\u200cخواهم, police said."
    assert clean_text("Im\u200cber").text == "Imber"


@pytest.mark.parametrize("end", ["\r\n", "\r", "\u2028", "\x85", "\x0b"])
def test_line_ends_are_made_one(end):
    assert clean_text(f"One.{end}Two.").text == "One.\nTwo."


def test_white_space_runs_collapse_but_paragraphs_stay():
    assert clean_text("  One \t two\u00a0three. \n \n\n\n  Four.\n").text == "One two three.\n\nFour."


def test_tags_become_paragraphs_and_entities_letters():
    assert (
        clean_text("<div>One &amp; two.</div><p>Three<br/>four &#8217; five.</p>").text
        == "One & two.\n\nThree\nfour ’ five."
    )


def test_entities_that_were_escaped_twice_are_letters_too():
    assert clean_text("The &amp;amp;quot;truce&amp;amp;quot; held.").text == 'The "truce" held.'


@pytest.mark.parametrize("start", ["ers fled the town.", ", he added on Friday.", "... and left.", "…and left."])
def test_a_start_within_a_sentence_is_told(start):
    assert "report.starts-mid-sentence" in codes(start + " Two were hurt.")


@pytest.mark.parametrize(
    "start",
    ["al-Qasr was hit.", "el-Obeid was hit.", "iPhones were seized.", "van der Berg fled.", "‘Fire!’ he cried."],
)
def test_names_with_small_letters_start_sentences(start):
    assert codes(start + " Two were hurt.") == []
