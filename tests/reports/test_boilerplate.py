"""The rules that cut boilerplate, their own examples, and the news they must leave."""

import tomllib

import msgspec
import pytest

from dateline.errors import InstallError
from dateline.reports import boilerplate, clean_text, load_rules
from dateline.reports.boilerplate import check_rules, cut_boilerplate

NEWS = "Two guards were hurt in Imber on Friday, the mayor said. The army denied that it had fired."
CUTS = [(rule, example) for rule in load_rules() for example in rule.cuts]
KEEPS = [(rule, example) for rule in load_rules() for example in rule.keeps]


def name(value: object) -> str:
    return value.id if isinstance(value, boilerplate.Rule) else str(value)[:40]


@pytest.mark.parametrize(("rule", "example"), CUTS, ids=name)
def test_a_rule_fits_what_it_says_it_cuts(rule, example):
    assert rule.fits(example)


@pytest.mark.parametrize(("rule", "example"), KEEPS, ids=name)
def test_no_rule_fits_what_one_says_it_keeps(rule, example):
    assert [other.id for other in load_rules() if other.fits(example)] == []


@pytest.mark.parametrize(("rule", "example"), [(r, e) for r, e in CUTS if r.scope not in ("head", "phrase")], ids=name)
def test_every_example_is_cut_below_the_news(rule, example):
    assert clean_text(f"{NEWS}\n\n{example}").text == NEWS


@pytest.mark.parametrize(
    ("rule", "example"), [(r, e) for r, e in CUTS if r.scope in ("line", "head", "list")], ids=name
)
def test_every_example_but_footers_is_cut_above_the_news(rule, example):
    assert clean_text(f"{example}\n\n{NEWS}").text == NEWS


@pytest.mark.parametrize(("rule", "example"), [(r, e) for r, e in CUTS if r.scope == "line"], ids=name)
def test_every_example_is_cut_between_paragraphs(rule, example):
    assert clean_text(f"{NEWS}\n\n{example}\n\n{NEWS}").text == f"{NEWS}\n\n{NEWS}"


@pytest.mark.parametrize(("rule", "example"), [(r, e) for r, e in CUTS if r.scope == "phrase"], ids=name)
def test_every_phrase_is_cut_out_of_the_line_it_stands_in(rule, example):
    kept = clean_text(f"{NEWS}\n\n{example} {NEWS}").text
    assert not rule.fits(kept)
    assert kept.startswith(f"{NEWS}\n\n")
    assert kept.endswith(NEWS)


@pytest.mark.parametrize(("rule", "example"), KEEPS, ids=name)
def test_look_alikes_are_left_alone_between_paragraphs(rule, example):
    text = f"{NEWS}\n\n{example}\n\n{NEWS}"
    assert clean_text(text).text == text


def test_headlines_below_a_heading_go_with_it_and_news_below_them_stays():
    text = f"{NEWS}\n\nRelated stories\n\nTen quiet beaches\nWhy plums came early\n\n{NEWS}"
    assert clean_text(text).text == f"{NEWS}\n\n{NEWS}"


def test_footer_sentences_at_the_end_of_the_last_paragraph_are_cut():
    assert clean_text(f"{NEWS} Related: Tomato harvest. Share this.").text == NEWS


def test_a_menu_before_the_first_sentence_is_cut():
    assert clean_text(f"Home | World | Sport. {NEWS}").text == NEWS


def test_an_unmistakable_phrase_within_a_paragraph_is_cut():
    text = "Two guards were hurt. CONTINUE FULL READING>>>>> The army denied it."
    assert clean_text(text).text == "Two guards were hurt. The army denied it."


def test_a_marker_within_a_sentence_is_no_boilerplate():
    text = f"{NEWS} Readers can read more: the letter, he said, is on the wall of the town hall."
    assert clean_text(text + f" {NEWS}").text == text + f" {NEWS}"


def test_a_long_paragraph_is_news_whatever_it_starts_with():
    text = "Related: " + "the army fired on the town and nobody was hurt, " * 10
    assert clean_text(text).text == text.strip()


def test_the_rules_that_cut_are_told():
    (finding,) = clean_text(f"{NEWS}\n\nAdvertisement\n\n© Lagoon Times").findings
    assert finding.what == "boilerplate was cut (advertisement, copyright)"


def test_agency_names_stay_since_they_tell_the_origin():
    assert clean_text(f"{NEWS} (AFP)").text == f"{NEWS} (AFP)"


def test_text_without_boilerplate_is_the_same_text():
    assert cut_boilerplate(NEWS) == boilerplate.Cut(text=NEWS)


@pytest.mark.parametrize(
    ("change", "problem"),
    [({"pattern": "(a)"}, "capturing group"), ({"pattern": "("}, "no regular expression"), ({"why": " "}, "a reason")],
)
def test_a_rule_that_breaks_the_rules_is_found(change, problem):
    (found,) = check_rules((msgspec.structs.replace(load_rules()[0], **change),))
    assert problem in found


def test_two_rules_with_one_name_are_found():
    assert check_rules((load_rules()[0], load_rules()[0])) == ["two rules are called 'share-bar'"]


def test_a_damaged_rule_file_is_an_installation_error(monkeypatch):
    monkeypatch.setattr(tomllib, "loads", lambda _content: {"rule": [{"id": "x"}]})
    with pytest.raises(InstallError, match="boilerplate rules cannot be read"):
        load_rules.__wrapped__()
