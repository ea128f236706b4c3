"""Numbers in words, days, months, years and weekdays: "8 November", "early March", "last Tuesday"."""

from __future__ import annotations

import re

from dateline.grounding.dates import meanings as say
from dateline.grounding.dates.rules import Found, Rule, rule


def _tens(found: Found) -> int | None:
    tens, rest = int(found["tens"]), found["rest"]
    if rest is None:
        return tens
    return tens + int(rest) if 1 <= rest <= 9 else None


NUMBERS: tuple[Rule, ...] = (
    rule("(?P<tens>TENS) (?:DASH? (?P<rest>NUMBER))?", "NUMBER", _tens),
    rule("(?P<tens>TENS) DASH? (?P<rest>ORDWORD)", "ORDWORD", lambda found: _tens(found)),
    rule("a couple of?", "NUMBER", lambda _: 2),
    rule("half a dozen", "NUMBER", lambda _: 6),
    rule("a? dozen", "NUMBER", lambda _: 12),
    rule("(?:a|one) hundred", "NUMBER", lambda _: 100),
)

SHIFTS = {"last": -1, "past": -1, "previous": -1, "this": 0, "current": 0, "next": 1, "coming": 1}


def _year_shift(found: Found) -> int | None:
    return SHIFTS[found["shift"].lower()] if found["shift"] and found["unit"] == "year" else None


def _wrong_unit(found: Found) -> bool:
    return found["unit"] is not None and found["unit"] != "year"


def _day(found: Found) -> say.CalendarDay | None:
    if _wrong_unit(found):
        return None
    return say.CalendarDay(
        day=found["day"],
        month=found["month"],
        year=found["year"],
        year_shift=_year_shift(found),
        weekday=found["weekday"],
    )


def _digits(found: Found) -> say.Meaning | None:
    match found["digits"]:
        case (month, day):
            return say.CalendarDay(day=day, month=month)
        case say.FeastDay() as feast:
            return feast
    written = str(found["digits"])
    parts = [int(part) for part in re.split(r"[-./T:]", written)[:3]]
    if re.match(r"\d{4}-", written):
        return say.CalendarDay(day=parts[2], month=parts[1], year=parts[0])
    first, second, year = parts
    if year < 100:
        year += 2000 if year < 70 else 1900
    return _either(first, second, year, american="/" in written)


def _either(first: int, second: int, year: int | None, *, american: bool = True) -> say.Meaning | None:
    """Day and month in either order; where both can be, publication decides."""
    day_first = say.CalendarDay(day=first, month=second, year=year)
    month_first = say.CalendarDay(day=second, month=first, year=year)
    if first > 31 or second > 31 or not first or not second or min(first, second) > 12:
        return None
    if second > 12:
        return month_first
    if first > 12 or first == second or not american:
        return day_first
    return say.EitherDay(day_first, month_first)


def _slash(found: Found) -> say.Meaning | None:
    written = str(found["digits"])
    # 24/7 and 9/11 are words; a lone 1/3 is a fraction.
    if written in {"24/7", "9/11", "7/7"} or len(written) < 4:
        return None
    first, second = written.split("/")
    return _either(int(first), int(second), None)


def _month(found: Found) -> say.CalendarMonth | None:
    if _wrong_unit(found):
        return None
    which: say.Which = {"last": "last", "next": "next", "this": "this"}.get((found["which"] or "").lower(), "plain")  # type: ignore[assignment]
    return say.CalendarMonth(
        month=found["month"],
        year=found["year"],
        year_shift=_year_shift(found),
        portion=_PORTIONS.get((found["portion"] or "").lower()),
        which=which,
    )


_PORTIONS: dict[str, say.Portion] = {
    "early": "early",
    "beginning": "early",
    "start": "early",
    "mid": "middle",
    "middle": "middle",
    "late": "late",
    "end": "late",
}
_PORTION = "(?:(?P<portion>early|mid|late) DASH? (?:in)?|the? (?P<portion2>beginning|start|middle|end) of)"


def portion_of(found: Found) -> say.Portion | None:
    """Early, middle or late, where the words say so."""
    return _PORTIONS.get((found["portion"] or found["portion2"] or "").lower())


def _portion_month(found: Found) -> say.CalendarMonth | None:
    if _wrong_unit(found):
        return None
    return say.CalendarMonth(found["month"], found["year"], _year_shift(found), portion_of(found))


def _year_value(found: Found) -> say.CalendarYears:
    return say.CalendarYears(found["year"], found["year"], portion_of(found))


def _decade(found: Found) -> say.CalendarYears:
    first = int(found["digits"][:4])
    return say.CalendarYears(first, first + 9, portion_of(found))


WHICH: dict[str, say.Which] = {
    "last": "last",
    "past": "last",
    "this": "this",
    "next": "next",
    "coming": "next",
    "previous": "previous",
    "preceding": "previous",
    "following": "following",
    "that": "that",
    "same": "that",
}


def _named(found: Found) -> say.Meaning:
    return say.DayName(found["weekday"], WHICH.get((found["which"] or "").lower(), "plain"))


def _week_named(found: Found) -> say.Meaning | None:
    if found["unit"] != "week":
        return None
    which = found["which"].lower()
    return say.DayName(
        found["weekday"], "last week" if which == "last" else "this week" if which == "this" else "next week"
    )


_ON = "(?:on)?"
_DAY_CONTEXT = "(?<=[on since from until till by between and to of after before])"
_NOT_A_DAY = (
    "(?! NAME | floor | century | anniversary | birthday | time | minute | UNIT | district | OTHER battalion"
    " | battalion | regiment | brigade | division | army | corps | infantry | armoured | armored | company | squadron"
    " | motorised | street | avenue | parallel | person | round | attack | such)"
)
_IN = "[in since until till by from of during before after between to through throughout and or DASH]"

CALENDAR: tuple[Rule, ...] = (
    rule("(?P<digits>DATE)", "DATE", _digits),
    rule("(?P<digits>SLASH)", "DATE", _slash),
    rule("{weekday}? the? (?P<day>[SMALL ORD]) of? (?P<month>{month}) {year}", "DATE", _day),
    rule("{weekday}? the (?P<day>ORDWORD) of (?P<month>{month}) {year}", "DATE", _day),
    # "In May 12 people" is a month and a count.
    rule("(?<! in) {weekday}? (?P<month>{month}) the? (?P<day>[SMALL ORD ORDWORD]) {year}", "DATE", _day),
    rule("{weekday} (?P<day>ORD)", "DATE", _day),
    rule("(?P<weekday>[WEEKDAY WEEKAB]) (?P<day>SMALL) (?=[STOP COMMA BREAK MARK])", "DATE", _day),
    rule(_DAY_CONTEXT + "the (?P<day>ORD)" + _NOT_A_DAY, "DATE", _day),
    rule("(?<=[on of from to and]) (?P<day>ORD) (?=[to and DASH STOP COMMA])", "DATE", _day),
    rule("(?<=to) (?P<day>ORD)" + _NOT_A_DAY, "DATE", _day),
    rule("the (?P<day>ORD) (?=[COMMA STOP and to])", "DATE", _day),
    rule("(?<=COMMA) (?P<day>ORD) (?=COMMA)", "DATE", _day),
    rule("(?<=[on since from until till by]) the (?P<day>ORDWORD) (?=[COMMA STOP BREAK])", "DATE", _day),
    rule(
        "the (?P<day>[ORD ORDWORD]) of (?:the|this) (?P<unit>UNIT)",
        "DATE",
        lambda f: say.CalendarDay(f["day"]) if f["unit"] == "month" else None,
    ),
    rule("(?P<month>{month}) (?:COMMA? of? (?:(?P<year>BIG)|(?P<shift>last|this|next) (?P<unit>UNIT)))", "MON", _month),
    rule("(?P<which>last|this|next) (?P<month>[MONTH MAYBE])", "MON", _month),
    rule(_PORTION + "(?P<month>[MONTH MAYBE MONTHAB]) {year}", "MON", _portion_month),
    rule(
        _PORTION + "the (?P<unit>UNIT)",
        "MON",
        lambda f: say.CalendarMonth(None, portion=portion_of(f)) if f["unit"] == "month" else None,
    ),
    rule("(?<=" + _IN + ") (?P<month>[MONTH MAYBE])", "MON", _month),
    rule("(?P<month>[MONTH MAYBE]) (?=POSS)", "MON", _month),
    rule("(?P<month>MONTH) (?! NAME)", "MON", _month),
    rule(
        "(?<=[in since until till during throughout before after between early mid late]) (?P<year>BIG)",
        "YEARS",
        _year_value,
    ),
    rule("(?<=[of from by and to through]) (?P<year>BIG) (?! OTHER | NAME)", "YEARS", _year_value),
    rule("(?<=[the a its his her their]) (?P<year>BIG) (?= OTHER | NAME)", "YEARS", _year_value),
    rule(_PORTION + "(?P<year>BIG)", "YEARS", _year_value),
    rule("(?:" + _PORTION + ")? the? (?P<digits>DECADE)", "YEARS", _decade),
    rule("(?P<weekday>[WEEKDAY WEEKDAYS])", "NAMED", _named),
    rule("(?<=[on since until till from by to]) (?P<weekday>WEEKAB) STOP?", "NAMED", _named),
    rule("(?P<weekday>WEEKAB) (?=PART)", "NAMED", _named),
    rule("(?P<weekday>WEEKAB) (?=[STOP COMMA])", "NAMED", lambda f: _named(f) if f["weekday"] in {1, 3, 4} else None),
    rule(
        "(?:the|on the)? (?P<which>last|past|this|next|coming|previous|preceding|following|same) (?P<weekday>WEEKDAY)",
        "NAMED",
        _named,
    ),
    # "Officials say that Monday's raid" is no "that Monday".
    rule("(?<=[on of since from by until early late]) (?P<which>that) (?P<weekday>WEEKDAY)", "NAMED", _named),
    rule("(?P<weekday>WEEKDAY) (?P<which>last|next)", "NAMED", _named),
    rule("(?P<weekday>WEEKDAY) of? (?P<which>last|this|next) (?P<unit>UNIT)", "NAMED", _week_named),
)
