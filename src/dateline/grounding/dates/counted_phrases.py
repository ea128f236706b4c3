"""Times counted from publication or from another date: "yesterday", "two weeks ago", "the day before"."""

from __future__ import annotations

from dateline.grounding.dates import meanings as say
from dateline.grounding.dates.calendar_phrases import SHIFTS, WHICH, portion_of
from dateline.grounding.dates.rules import Found, Maker, Rule, count_of, rule


def _counted(found: Found) -> say.Meaning:
    word, days = found["counted"]
    return say.InDay(say.CountedDay(days), "night") if word == "tonight" else say.CountedDay(days)


def _two_off(found: Found) -> say.Meaning | None:
    days = found["counted"][1]
    if found["unit"] != "day" or days == 0:
        return None
    return say.CountedDay(days * 2) if (days < 0) == (found["side"].lower() == "before") else None


def _part_of_this_day(found: Found) -> say.Meaning:
    return say.InDay(say.CountedDay(0), found["part"])


def _unit(found: Found) -> say.Meaning | None:
    if found["unit"] not in {"week", "month", "year", "decade"}:
        return None
    return say.CalendarUnit(found["unit"], SHIFTS[found["shift"].lower()], portion_of(found))


def _stretch(found: Found) -> say.Meaning | None:
    if found["unit"] == "minute" or (found["unit"] == "hour" and count_of(found["count"]) < 20):
        return None
    return say.Stretch(found["unit"], count_of(found["count"]))


def _ago(found: Found) -> say.Meaning | None:
    if found["unit"] == "minute":
        return None
    return say.Ago(found["unit"], -count_of(found["count"]), exact=found["exact"] is not None)


def _anchored(sign: int, *, of_event: bool = False) -> Maker:
    def make(found: Found) -> say.Meaning | None:
        # Less than a day off is the same day.
        if found["unit"] == "minute" or (found["unit"] == "hour" and count_of(found["count"]) < 20):
            return say.SameAsAnchor()
        return say.FromAnchor(found["unit"], sign * count_of(found["count"]), of_event=of_event)

    return make


def _next_part(sign: int) -> Maker:
    def make(found: Found) -> say.Meaning | None:
        if found["part"]:
            return say.FromAnchor("day", sign, night=found["part"] == "night")
        return say.FromAnchor(found["unit"], sign) if found["unit"] not in {"hour", "minute"} else None

    return make


def _same(found: Found) -> say.Meaning | None:
    if found["part"]:
        return say.SameAsAnchor(night=found["part"] == "night")
    return say.SameAsAnchor(found["unit"]) if found["unit"] in {"day", "week", "month", "year", "hour"} else None


def _running(found: Found) -> say.Meaning | None:
    return say.Running(found["unit"], found["ordinal"]) if found["unit"] in {"day", "week", "month", "year"} else None


def _same_day(_: Found) -> say.Meaning:
    return say.SameAsAnchor(hours=True)


def _last_hours(found: Found) -> say.Meaning | None:
    return say.Stretch("hour", 12) if found["unit"] == "hour" else None


COUNTED: tuple[Rule, ...] = (
    rule("(?P<counted>COUNTED)", "TIME", _counted),
    rule("the? (?P<unit>UNIT) (?P<side>before|after) (?P<counted>COUNTED)", "TIME", _two_off),
    rule("(?:early|late|earlier|later)? this (?P<part>PART)", "TIME", _part_of_this_day),
    rule("late? last (?P<part>PART)", "TIME", lambda f: say.InDay(say.CountedDay(-1), f["part"])),
    rule("yesterday (?P<part>PART)", "TIME", lambda f: say.InDay(say.CountedDay(-1), f["part"])),
    rule(
        "(?:(?P<portion>early|earlier|mid|late|later) DASH?)? (?P<shift>last|this|next) (?P<unit>UNIT)", "TIME", _unit
    ),
    rule("the? (?P<portion2>beginning|start|middle|end) of (?P<shift>last|this|next) (?P<unit>UNIT)", "TIME", _unit),
    rule(
        "earlier in the (?P<unit>UNIT)",
        "TIME",
        lambda f: say.CalendarUnit(f["unit"], 0) if f["unit"] != "day" else say.CountedDay(0),
    ),
    rule(
        "(?:the|these|his|her|its|their) (?:past|last) (?P<count>[NUMBER SMALL INT])? (?P<unit>UNIT) (?! of)",
        "TIME",
        _stretch,
    ),
    rule("(?:past|last) (?P<count>[NUMBER SMALL INT]) (?P<unit>UNIT) (?! of)", "TIME", _stretch),
    rule(
        "(?<=[within in]) (?P<count>[NUMBER SMALL INT]) (?P<unit>UNIT) (?=[COMMA STOP BREAK])",
        "TIME",
        lambda f: say.Stretch("hour", f["count"]) if f["unit"] == "hour" and f["count"] >= 24 else None,
    ),
    rule("(?P<count>{num}) (?P<unit>UNIT) ago (?P<exact>to the UNIT)?", "TIME", _ago),
    rule(
        "(?P<count>{num}) (?P<unit>UNIT) (?:before|prior to) (?= {thing})",
        "TIME",
        _anchored(-1, of_event=True),
    ),
    rule(
        "(?P<count>{num}) (?P<unit>UNIT) after (?= {thing} | {num})",
        "TIME",
        _anchored(1, of_event=True),
    ),
    rule(
        "the SINGLE before (?= {thing})",
        "TIME",
        lambda _: say.FromAnchor("day", -1, of_event=True),
    ),
    rule(
        "the SINGLE after (?= {thing})",
        "TIME",
        lambda _: say.FromAnchor("day", 1, of_event=True),
    ),
    rule(
        "(?P<count>{num}) (?P<unit>UNIT) (?P<exact>to the UNIT)? (?:ago|(?:have|has) (?:passed|gone by))? since"
        "(?! then | {dated} | MON | YEARS)",
        "TIME",
        _ago,
    ),
    rule("(?P<count>{num}) (?P<unit>UNIT) (?P<exact>to the UNIT) after", "TIME", _ago),
    rule(
        "in the (?P<count>[NUMBER SMALL INT])? (?P<unit>UNIT) since (?! [DATE MON YEARS NAMED COUNTED])",
        "TIME",
        _stretch,
    ),
    rule("(?P<count>{num}) (?P<unit>UNIT) (?:earlier|before|previously) (?! {dated})", "TIME", _anchored(-1)),
    rule(
        "(?P<count>{num}) (?P<unit>UNIT) (?:later|afterwards|afterward|after|on (?=[COMMA STOP])) (?! {dated})",
        "TIME",
        _anchored(1),
    ),
    rule("the (?:(?P<unit>SINGLE)|(?P<part>PART)) (?:before|earlier) (?! {dated})", "TIME", _next_part(-1)),
    rule("the (?:(?P<unit>SINGLE)|(?P<part>PART)) after (?! {dated})", "TIME", _next_part(1)),
    rule("the (?:previous|preceding) (?:(?P<unit>SINGLE)|(?P<part>PART))", "TIME", _next_part(-1)),
    rule("the (?:next|following) (?:(?P<unit>SINGLE)|(?P<part>PART))", "TIME", _next_part(1)),
    rule("(?:later|late|early)? (?:the|that)? (?:very)? same (?:(?P<unit>UNIT)|(?P<part>PART))", "TIME", _same),
    rule("(?:later|late|early|earlier)? that (?:(?P<unit>UNIT)|(?P<part>PART)) (?! [OTHER] )", "TIME", _same),
    rule("(?:later|late|early|earlier) that (?:(?P<unit>UNIT)|(?P<part>PART))", "TIME", _same),
    rule(
        "(?:for|entered|into|(?<=COMMA)) (?:a|the|its|their) (?P<ordinal>[ORDWORD ORD])"
        "(?:straight|consecutive|successive)? (?P<unit>UNIT) (?:running)?",
        "TIME",
        _running,
    ),
    rule(
        "(?:{some}? (?P<unit>UNIT)|moments) (?:later|earlier|afterwards|afterward|previously)",
        "TIME",
        lambda f: say.SameAsAnchor(hours=True) if f["unit"] in {None, "hour", "minute"} else None,
    ),
    rule("(?:soon|shortly|immediately) (?:afterwards|afterward|later|after (?=[COMMA STOP]))", "TIME", _same_day),
    rule("at the same (?:time|moment)", "TIME", _same_day),
    rule("{some}? (?P<unit>UNIT) ago", "TIME", lambda f: say.CountedDay(0) if f["unit"] == "minute" else None),
    rule("the (?:past|last) (?:few|couple of) (?P<unit>UNIT)", "TIME", _last_hours),
    rule(
        "(?P<which>the|this|last|next|that|over the|at) weekend",
        "TIME",
        lambda f: say.Weekend(WHICH.get(str(f["which"]).lower(), "plain")),
    ),
)
