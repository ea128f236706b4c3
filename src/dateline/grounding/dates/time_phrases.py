"""The phrases of TIMEX3, in layers over the calendar's: lengths, sets, quarters, clocks, vague references.

Extents follow the TimeML annotation guidelines (Saurí et al. 2006, section 2.2): articles and modifiers belong to an
expression ("the last two weeks", "more than two years", "early May"), prepositions and conjunctions do not.
"""

from __future__ import annotations

# The grammar of event dates is imported whole before its words are taken over.
from dateline.grounding.dates import grammar as _grammar  # noqa: F401
from dateline.grounding.dates import time_points as point
from dateline.grounding.dates import time_spans as span
from dateline.grounding.dates.calendar_phrases import CALENDAR, NUMBERS
from dateline.grounding.dates.rules import Maker, Rule, rule
from dateline.grounding.dates.tokens import EVENT_DATES, Lexicon

LEXICON = Lexicon(
    extends=EVENT_DATES,
    more={
        "century": ("SINGLE", "century"),
        "centuries": ("UNIT", "century"),
        "quarter": ("SINGLE", "quarter"),
        "quarters": ("UNIT", "quarter"),
        "morning": ("PART", "TMO"),
        "mornings": ("PART", "TMO"),
        "dawn": ("PART", "TMO"),
        "afternoon": ("PART", "TAF"),
        "afternoons": ("PART", "TAF"),
        "evening": ("PART", "TEV"),
        "evenings": ("PART", "TEV"),
        "dusk": ("PART", "TEV"),
        "night": ("PART", "TNI"),
        "nights": ("PART", "TNI"),
        "daytime": ("PART", "TDT"),
        "noon": ("PART", "T12:00"),
        "midday": ("PART", "T12:00"),
        "midnight": ("PART", "T24:00"),
    },
)
_PIECES = {
    "{n}": "(?P<n>[NUMBER SMALL INT BIG])",
    "{an}": "(?P<n>[NUMBER SMALL INT BIG a an one])",
    "{some}": "(?:a? few|several|many|some|numerous|countless)",
    "{shift}": "(?P<shift>last|past|previous|this|current|present|next|coming|upcoming)",
    "{poss}": "(?:the|these|those)",
    "{mod}": "(?:early|earlier|mid|middle|late|later) DASH? (?:in)?",
    "{part}": "the? (?:(?:very)? (?:end|beginning|start|middle)|(?:latter|early|later|first|last) (?:part|days)|rest"
    "|remainder|close|height|turn) of",
    "{season}": "(?P<season>spring|summer|fall|autumn|winter)",
    "{point}": "[DATE MON YEARS NAMED TIME PERIOD]",
    "{dayish}": "[DATE NAMED TIME]",
    "{about}": "(?:(?:well (?:over|under)|(?:more|less|fewer|longer|later|earlier) than|at (?:least|most)"
    "|no (?:more|less|fewer|later) than|up to|as (?:much|long|many|early|late|recently|little) as|nearly|almost|about"
    "|around|approximately|roughly|over|under|some|close to|an? estimated|another|virtually|barely|exactly"
    "|an additional|an extra|a further|a mere|a full|a good|each of|circa|ca STOP?))",
    "{decades}": "|".join(point.DECADES),
    "{adverbs}": "|".join(span.ADVERBS),
    "{bc}": "(?:bc|bce|b STOP c (?:STOP e)? STOP?)",
}
_GROUPS = frozenset({"{n}", "{an}", "{shift}", "{season}", "{decades}", "{adverbs}"})


def _rule(notation: str, kind: str, make: Maker) -> Rule:
    for name, body in _PIECES.items():
        notation = notation.replace(name, body if name in _GROUPS else f"(?:{body})")
    return rule(notation, kind, make, LEXICON)


_YEAR_WORDS: tuple[Rule, ...] = (
    _rule("(?P<century>NUMBER) (?P<n>NUMBER)", "BIG", point.year_in_words),
    _rule("(?P<n>NUMBER) (?P<thousand>thousand)", "BIG", point.thousands),
    _rule("(?P<n>NUMBER) hundred", "INT", point.hundreds),
)
_FROM_PUBLICATION: tuple[Rule, ...] = (
    _rule("(?P<counted>COUNTED)", "TIME", point.counted_day),
    _rule("the? SINGLE (?P<side>before|after) (?P<counted>COUNTED)", "TIME", point.beside_counted),
    _rule("(?:early|mid|late)? DASH? {shift} (?:fiscal|full)? (?P<unit>SINGLE)", "TIME", point.shifted),
    _rule("the {shift} (?:fiscal|full)? (?P<unit>SINGLE)", "TIME", point.the_shifted),
    _rule("{part} {shift} (?P<unit>UNIT)", "TIME", point.shifted),
    _rule("{mod}? this (?P<part>PART)", "TIME", span.part_today(0)),
    _rule("{mod}? last (?P<part>PART)", "TIME", span.part_today(-1)),
    _rule("overnight", "TIME", span.overnight),
    _rule("(?:the|this|that|at)? weekend", "TIME", point.weekend),
    _rule("(?:the|this|that)? {shift} weekend", "TIME", point.weekend),
    _rule(
        "{an} (?:and a (?P<half>half))? (?P<unit>UNIT) (?:and a (?P<half2>half)|or (?:so|two|more))? ago",
        "TIME",
        point.counted(-1, "publication"),
    ),
    _rule("half a (?P<unit>SINGLE) ago", "TIME", point.half_ago),
    _rule(
        "(?:(?:very|too|that|so)? long|(?:{some}|couple of)? (?!SINGLE) (?P<unit>UNIT)) ago",
        "VAGUE",
        span.vague("PAST_REF"),
    ),
    _rule("a (?:short|long|little)? (?:while|time|moment) ago", "VAGUE", span.vague("PAST_REF")),
    _rule("{an} (?P<unit>UNIT) from (?:now|today)", "TIME", point.counted(1, "publication")),
    _rule("the? (?:latest|most? recent) (?:fiscal)? (?P<unit>SINGLE)", "TIME", point.latest),
    _rule("the? (?:latest) period", "TIME", point.text_quarter),
)
_FROM_ANCHOR: tuple[Rule, ...] = (
    _rule(
        "{an} (?P<unit>UNIT) (?:and a (?P<half>half))? (?:earlier|before (?=[COMMA STOP BREAK])|previously)",
        "TIME",
        point.counted(-1, "anchor"),
    ),
    _rule(
        "{an} (?P<unit>UNIT) (?:and a (?P<half>half))? "
        "(?:later|afterwards|afterward|after (?=[COMMA STOP BREAK])|thereafter)",
        "TIME",
        point.counted(1, "anchor"),
    ),
    _rule(
        "(?:{some}? (?!SINGLE) (?P<unit>UNIT)|moments) (?:later|afterwards|afterward)",
        "VAGUE",
        span.vague("FUTURE_REF"),
    ),
    _rule("(?:{some}? (?!SINGLE) (?P<unit>UNIT)|moments) (?:earlier|before that)", "VAGUE", span.vague("PAST_REF")),
    _rule("(?:early|late|later|earlier) (?:in|on)? the (?P<unit>SINGLE)", "TIME", point.beside(0)),
    _rule("{part} the (?P<unit>SINGLE)", "TIME", point.beside(0)),
    _rule("(?P<unit>SINGLE) POSS? DASH? end", "TIME", point.beside(0)),
    _rule(
        "{mod}? (?:the|that) (?:very)? (?:next|following|subsequent) (?:(?P<unit>SINGLE)|(?P<part>PART))",
        "TIME",
        point.beside(1),
    ),
    _rule("the (?:(?P<unit>SINGLE)|(?P<part>PART)) (?:after|following)", "TIME", point.beside(1)),
    _rule("{mod}? the (?:previous|preceding|prior) (?:(?P<unit>SINGLE)|(?P<part>PART))", "TIME", point.beside(-1)),
    _rule("the (?:(?P<unit>SINGLE)|(?P<part>PART)) (?:before|earlier)", "TIME", point.beside(-1)),
    _rule("{mod}? (?:the|that|this)? (?:very)? same (?:(?P<unit>UNIT)|(?P<part>PART))", "TIME", point.beside(0)),
    _rule("{mod}? that (?:(?P<unit>SINGLE)|(?P<part>PART)) (?! ago)", "TIME", point.beside(0)),
    _rule("the (?:full|fiscal)? (?P<unit>SINGLE)", "TIME", point.bare_unit),
    _rule(
        "the? (?:fiscal)? (?P<unit>SINGLE) (?=[ended ending])",
        "LENGTH",
        span.year_ended,
    ),
    _rule(
        "the? (?:comparable)? (?P<unit>SINGLE) DASH? (?:ago|earlier) (?:ORDWORD)? (?P<of>SINGLE|period|level)?",
        "TIME",
        point.year_ago,
    ),
)
_PARTS_OF_YEARS: tuple[Rule, ...] = (
    _rule(
        "{mod}? (?:the)? (?P<which>last|this|next|past|coming|previous|following)? (?:past)? {season} "
        "(?:of|COMMA)? (?:(?P<year>BIG)|(?P<years>YEARS))",
        "PERIOD",
        point.season,
    ),
    _rule("{mod}? (?:the)? (?P<year>BIG) {season}", "PERIOD", point.season),
    _rule("(?:{mod}|{part}) (?:the)? {season} (?:of (?:(?P<year>BIG)|(?P<years>YEARS)))?", "PERIOD", point.season),
    _rule(
        "(?:the|this)? (?P<which>last|this|next|past|coming|previous|following) (?:past)? {season}",
        "PERIOD",
        point.season,
    ),
    _rule(
        "(?<=[in since until till by during of for from through throughout]) {season} (?! [OTHER] )",
        "PERIOD",
        point.season,
    ),
    _rule(
        "(?<=[in by of during through throughout since until for over into]) the {mod}? {season} (?! of)",
        "PERIOD",
        point.season,
    ),
    _rule("the {mod}? (?P<season>summer|autumn|winter) (?! [OTHER NAME of])", "PERIOD", point.season),
    _rule("(?P<season>summer|autumn|winter) (?! [NAME])", "PERIOD", point.season),
    _rule(
        "(?:{part}|{mod})? (?:the|(?P<yearshift>last|this|next) UNIT POSS)? (?:fiscal DASH?)? "
        "(?:(?P<ordinal>ORDWORD)|(?P<word>last|final)) DASH? (?P<unit>SINGLE) (?! of a | UNIT)",
        "PERIOD",
        point.quarter,
    ),
    _rule(
        "(?:{part}|{mod})? the? (?:fiscal)? (?P<ordinal>ORDWORD) DASH? (?P<unit>SINGLE) (?:of|COMMA)? "
        "(?:fiscal)? (?:the)? (?:(?P<year>BIG)|(?P<years>YEARS)|(?P<yearshift>last|this|next) UNIT)",
        "PERIOD",
        point.quarter,
    ),
    _rule(
        "the (?:fiscal)? (?:(?P<year>BIG)|(?P<years>YEARS)) (?P<ordinal>ORDWORD) (?P<unit>SINGLE)",
        "PERIOD",
        point.quarter,
    ),
    _rule("(?:the)? (?:fiscal)? (?P<year>BIG) (?:(?P<unit>SINGLE)|period)", "PERIOD", point.year_period),
    _rule(
        "the (?:(?P<ordinal>ORDWORD)|(?P<word>latter|last)) (?P<half>half) of (?:fiscal)? "
        "(?:(?P<year>BIG)|(?P<years>YEARS)|(?P<yearshift>last|this|next) UNIT)",
        "PERIOD",
        point.quarter,
    ),
    _rule(
        "the? (?:(?P<ordinal>ORDWORD)|(?P<word>latter)) (?P<half>half) of the (?P<of>UNIT)",
        "PERIOD",
        point.half_of_the_year,
    ),
    _rule(
        "(?:{part}|{mod})? the? (?:{mod})? (?P<ordinal>[ORD ORDWORD]) DASH? (?P<unit>SINGLE) (?P<bc>{bc})?",
        "YEARS",
        point.century,
    ),
    _rule("(?:{part}|{mod})? the? (?:{mod})? (?P<digits>[INT SMALL]) s (?! NAME)", "YEARS", point.decade),
    _rule("(?:{part}|{mod})? the? (?:{mod})? (?P<word>{decades})", "YEARS", point.decade_in_words),
    _rule("(?:{mod}|{part})? (?P<month>[MONTH MAYBE])? (?P<digits>[INT BIG SMALL]) {bc}", "YEARS", point.before_christ),
    _rule("(?P<year>BIG) (?! [OTHER NAME UNIT SINGLE NUMBER] )", "YEARS", point.bare_year),
    _rule("(?<! MARK) (?P<year>BIG) (?= (?P<next>[OTHER NAME]))", "YEARS", point.year_before_noun),
    _rule(
        "the? (?P<unit>SINGLE) (?P<year>BIG)",
        "YEARS",
        point.the_year,
    ),
    _rule("fiscal (?P<year>BIG)", "YEARS", point.year_value),
)
_LENGTHS: tuple[Rule, ...] = (
    _rule(
        "(?:{poss}? "
        "(?P<which>last|past|next|coming|previous|final|preceding|following|opening|intervening|ORDWORD|latest)) "
        "{n} (?:more|additional|full|consecutive|further|long|trading|business)? (?P<unit>UNIT) (?:and a "
        "(?P<half>half)|or so)?",
        "TIME",
        span.length,
    ),
    _rule(
        "{poss} {n} (?:more|additional|full|consecutive|further|long|trading|business)? (?P<unit>UNIT) "
        "(?:and a (?P<half>half)|or so)?",
        "TIME",
        span.length,
    ),
    _rule(
        "{n} (?:DASH)? "
        "(?:more|additional|full|consecutive|straight|whole|further|successive|long|trading|working|extra|business)? "
        "DASH? (?P<unit>UNIT) (?:and a (?P<half>half)|or (?:so|two|more))? (?:DASH? "
        "(?:(?P<age>old)|long)|of age|in a row|running)? (?! of a)",
        "LENGTH",
        span.length,
    ),
    _rule("{n} (?:and a (?P<half>half)) (?P<unit>UNIT)", "LENGTH", span.length),
    _rule("(?P<n>SMALL) (?P<fraction>SLASH) (?P<unit>UNIT)", "LENGTH", span.with_fraction),
    _rule(
        "(?P<n>a|an) (?:single|full|whole|entire|good|mere|additional|extra|further)? (?P<unit>SINGLE) "
        "(?:and a (?P<half>half)|or (?:so|two|more))? (?:DASH? long)? (?! [ago earlier later])",
        "LENGTH",
        span.article_length,
    ),
    _rule("{n} (?:to|or|DASH) (?:[NUMBER SMALL INT]) DASH? (?:more)? (?P<unit>UNIT)", "LENGTH", span.length),
    _rule("{n} (?:to|or|DASH) (?:[NUMBER SMALL INT]) (?P<unit>UNIT)", "LENGTH", span.length),
    _rule("a? half (?:DASH | a | an)? (?P<unit>SINGLE)", "LENGTH", span.half_length),
    _rule("(?P<unit>SINGLE) DASH long", "LENGTH", span.length),
    _rule("(?P<which>past) (?P<unit>SINGLE)", "TIME", span.length),
    _rule(
        "(?:the|these) "
        "(?P<which>last|past|next|ORDWORD|coming|recent|final|early|previous|following|intervening) "
        "(?:{some}|couple of|(?!SINGLE)) (?:more|additional|long)? (?P<unit>UNIT)",
        "TIME",
        span.unknown_length,
    ),
    _rule(
        "(?P<which>last|past|next|coming|recent|early|previous|following|intervening)? (?:{some}|couple "
        "of|dozens of|scores of|hundreds of|thousands of) (?:more|additional|long)? DASH? (?P<unit>UNIT) "
        "(?:DASH? (?:long|old))?",
        "LENGTH",
        span.unknown_length,
    ),
    _rule(
        "(?:more)? "
        "(?P<which>recent|coming|last|past|next|ORDWORD|final|early|previous|following|intervening|later) "
        "(?!SINGLE) (?P<unit>UNIT) (?:and (?!SINGLE) UNIT)?",
        "LENGTH",
        span.unknown_length,
    ),
    _rule(
        "(?<=[for after in took take takes lasted within of over spent or and than by]) (?!SINGLE) "
        "(?P<unit>UNIT) (?:or (?!SINGLE) UNIT)? (?! DASH)",
        "LENGTH",
        span.unknown_length,
    ),
    _rule("(?!SINGLE) (?P<unit>UNIT) (?:DASH (?:long|old)|ahead|to come)", "LENGTH", span.unknown_length),
)
_SETS: tuple[Rule, ...] = (
    _rule("(?:every|each) (?:single|other)? {n}? (?P<unit>UNIT)", "TIME", span.every),
    _rule("(?:every|each) (?P<base>[NAMED MON]) (?P<part>PART)?", "TIME", span.every_named),
    _rule("(?:every|each) (?P<part>PART)", "TIME", span.every_part),
    _rule("(?P<adverb>{adverbs})", "TIME", span.every_adverb),
    _rule(
        "(?:(?<=[MARK million billion trillion dollars cents times once twice percent barrels tons "
        "people pounds SMALL INT NUMBER]) a|per) (?P<unit>SINGLE)",
        "TIME",
        span.every,
    ),
)
_CLOCKS: tuple[Rule, ...] = (
    _rule("(?P<clock>CLOCK)", "TIME", span.clock),
    _rule("(?P<n>[SMALL NUMBER]) o MARK? clock (?:(?:in the|at) (?P<part>PART))?", "TIME", span.clock_in_words),
    _rule("(?P<n>[SMALL NUMBER]) (?:in the|at) (?P<part>PART)", "TIME", span.clock_in_words),
)
_REFERENCES: tuple[Rule, ...] = (
    _rule("right? now", "VAGUE", span.vague("PRESENT_REF")),
    _rule("(?:currently|nowadays|presently)", "VAGUE", span.vague("PRESENT_REF")),
    _rule(
        "(?<=[the its his their her DASH COMMA STOP BREAK of POSS]) current (?! SINGLE)",
        "VAGUE",
        span.vague("PRESENT_REF"),
    ),
    _rule("these (?!SINGLE) UNIT (?! of)", "VAGUE", span.vague("PRESENT_REF")),
    _rule("(?<=at) (?:the (?:moment|present time)|present) (?! of)", "VAGUE", span.vague("PRESENT_REF")),
    _rule("(?:more|most)? recently", "VAGUE", span.vague("PAST_REF")),
    _rule("recent (?=[OTHER NAME])", "VAGUE", span.vague("PAST_REF")),
    _rule("(?:formerly|lately)", "VAGUE", span.vague("PAST_REF")),
    _rule("(?<=in) the (?:recent|distant)? past", "VAGUE", span.vague("PAST_REF")),
    _rule("(?<=at) (?:the|that) time (?! of)", "VAGUE", span.vague("PAST_REF")),
    _rule(
        "(?:(?<=[in for of about]) the)? (?:near|foreseeable|immediate|distant)? future",
        "VAGUE",
        span.vague("FUTURE_REF"),
    ),
    _rule("(?<! as) soon (?! [after before as])", "VAGUE", span.vague("FUTURE_REF")),
)
_JOINED: tuple[Rule, ...] = (
    _rule("{mod}? (?P<base>{dayish}) COMMA? (?:at|around|about|in the)? (?P<part>PART)", "TIME", span.part_of_day),
    _rule(
        "(?:the)? {mod}? (?P<part>PART) (?:hours)? (?:of|on|COMMA)? (?:the)? (?P<base>{dayish})",
        "TIME",
        span.part_of_day,
    ),
    _rule("(?P<clock>TIME) NAME? COMMA? on? (?P<base>{dayish})", "TIME", span.clock_on),
    _rule("(?<=[in during by at]) (?:the|mid DASH?)? (?P<part>PART) (?! of)", "TIME", span.part_alone),
    _rule("mid DASH? (?P<part>PART)", "TIME", span.part_alone),
    _rule("(?P<hours>[LENGTH TIME]) of (?P<base>{dayish}) (?:PART)?", "TIME", span.early_hours),
    _rule("{part} (?P<base>{point})", "TIME", span.portion),
    _rule("(?:early|mid|late|later|middle) DASH? (?:in)? (?P<base>{point})", "TIME", span.portion),
    _rule("the (?P<base>YEARS)", "YEARS", point.decade_or_part),
    _rule("(?:the)? (?P<unit>SINGLE) of (?P<base>[DATE NAMED])", "TIME", point.week_of),
    _rule("(?P<base>[DATE MON PERIOD]) of? (?P<that>TIME)", "TIME", point.of_that_year),
    _rule("(?P<base>DATE) of? (?:(?P<year>BIG)|(?P<years>YEARS))", "DATE", point.feast_of_year),
    _rule("(?P<base>[MON PERIOD]) of? (?P<years>YEARS)", "YEARS", point.part_before_christ),
    _rule("(?P<ago>TIME) on? (?P<base>{dayish})", "TIME", point.ago_day),
    _rule("(?<=(?P<first>[BIG YEARS]) DASH) (?P<n>[INT SMALL])", "YEARS", point.second_year),
    _rule("(?P<day>[SMALL ORD]) (?= [DASH and to] (?P<date>DATE))", "DATE", point.first_day),
    _rule(
        "(?<=(?P<date>DATE) [DASH and to]) (?P<day>[SMALL ORD]) (?! [OTHER NAME UNIT SINGLE])",
        "DATE",
        point.second_day,
    ),
    _rule("(?P<digits>[INT BIG]) (?= [DASH to and] (?P<last>YEARS))", "YEARS", point.first_before_christ),
)
_ABOUT: tuple[Rule, ...] = (
    _rule("{about} (?P<base>LENGTH)", "LENGTH", span.with_modifier),
    _rule("{about} (?P<base>TIME)", "TIME", span.time_with_modifier),
)
_TIME = (
    *_FROM_PUBLICATION,
    *_FROM_ANCHOR,
    *_PARTS_OF_YEARS,
    *_SETS,
    *_LENGTHS,
    *_CLOCKS,
    *_REFERENCES,
)
TIME_LAYERS: tuple[tuple[Rule, ...], ...] = (NUMBERS, _YEAR_WORDS, CALENDAR, _TIME, _JOINED, _ABOUT)
