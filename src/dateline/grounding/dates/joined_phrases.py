"""What is put together from other times: parts of days, ranges, "since", "the first week of"."""

from __future__ import annotations

import re

from dateline.grounding.dates import meanings as say
from dateline.grounding.dates.rules import Found, Rule, count_of, rule


def _in_day(found: Found) -> say.Meaning | None:
    if isinstance(found["base"], say.CalendarUnit | say.Stretch | say.Running | say.Weekend):
        return None
    if isinstance(found["base"], say.SameAsAnchor) and found["base"].unit in {"week", "month", "year"}:
        return None
    part: say.Part = found["part"] or ("night" if (found["late"] or "").lower() == "late" else "morning")
    return say.InDay(found["base"], part)


def _ago_from(found: Found) -> say.Meaning | None:
    ago = found["ago"]
    return say.Ago(ago.unit, ago.count, found["base"]) if isinstance(ago, say.Ago) and ago.base is None else None


PARTS: tuple[Rule, ...] = (
    rule("(?P<base>{day}) COMMA? (?:at|in the|around|about|before|after|by)? (?P<part>PART)", "TIME", _in_day),
    rule("(?P<late>early|late) (?:on|in|DASH)? (?P<base>{day}) (?P<part>PART)?", "TIME", _in_day),
    rule(
        "(?:early|late|in|{hour}){0,4} (?:on)? (?:the)? (?P<part>PART) (?:of|on|COMMA)? (?:the)? (?P<base>{day})",
        "TIME",
        _in_day,
    ),
    rule(
        "(?:in|during)? the (?:early|small)? (?:UNIT) (?:of|on) (?P<base>{day}) (?P<part>PART)?",
        "TIME",
        lambda f: say.InDay(f["base"], "morning"),
    ),
    rule(
        "{hour}{0,3} CLOCK (?:local time|hrs|hours|COMMA|PART){0,3} (?:on)? (?P<base>{day})",
        "TIME",
        lambda f: f["base"],
    ),
    rule("overnight (?:on|of|COMMA)? (?P<base>{day})", "TIME", lambda f: say.NightTo(f["base"])),
    rule("(?P<base>{day}) overnight", "TIME", lambda f: say.NightTo(f["base"])),
    rule("overnight (?:into|to) (?P<base>{day})", "TIME", lambda f: say.NightTo(f["base"])),
    rule(
        "(?:in|during)? the (?P<part>PART) (?:to|into) (?P<base>{day})",
        "TIME",
        lambda f: say.NightTo(f["base"]) if f["part"] == "night" else None,
    ),
    rule("(?:on)? the eve of (?P<base>{any})", "TIME", lambda f: say.DayBefore(f["base"], "day", -1)),
    rule("the (?P<unit>UNIT) before (?P<base>{day})", "TIME", lambda f: say.DayBefore(f["base"], f["unit"], -1)),
    rule("the (?P<unit>UNIT) after (?P<base>{day})", "TIME", lambda f: say.DayBefore(f["base"], f["unit"], 1)),
    rule(
        "(?P<count>{num}) (?P<unit>UNIT) before (?P<base>{day})",
        "TIME",
        lambda f: say.DayBefore(f["base"], f["unit"], -count_of(f["count"])),
    ),
    rule(
        "(?P<count>{num}) (?P<unit>UNIT) after (?P<base>{day})",
        "TIME",
        lambda f: say.DayBefore(f["base"], f["unit"], count_of(f["count"])),
    ),
    rule("(?P<ago>TIME) (?:on)? (?P<base>{day})", "TIME", _ago_from),
)


def _between(found: Found) -> say.Meaning:
    return say.Between(found["first"], found["last"])


def _years(found: Found) -> say.Meaning | None:
    first, last = int(found["year"]), int(found["last"])
    return say.CalendarYears(first, last) if 1700 <= first < last <= 2100 else None


def _days_of_month(found: Found) -> say.Meaning | None:
    last = found["last"]
    inner = last.base if isinstance(last, say.InDay) else last
    if not isinstance(inner, say.CalendarDay):
        return None
    first = say.CalendarDay(found["day"], inner.month, inner.year, inner.year_shift)
    return say.Between(first, last)


def _month_days(found: Found) -> say.Meaning | None:
    first = found["first"]
    if not isinstance(first, say.CalendarDay) or first.year is not None or found["day"] <= first.day:
        return None
    return say.Between(
        say.CalendarDay(first.day, first.month, found["year"]),
        say.CalendarDay(found["day"], first.month, found["year"]),
    )


def _neighbours(found: Found) -> say.Meaning | None:
    first, last = found["first"], found["last"]
    match first, last:
        case say.DayName(weekday=one, which="plain"), say.DayName(weekday=other, which="plain"):
            return say.Between(first, last) if (other - one) % 7 == 1 else None
        case say.CalendarDay(day=day, month=None), say.CalendarDay(day=other_day):
            return say.Between(first, last) if day < other_day else None
        case say.CalendarDay(day=day, month=month), say.CalendarDay(day=other_day, month=other_month):
            return say.Between(first, last) if month == other_month and other_day - day == 1 else None
    return None


def _night_and_morning(found: Found) -> say.Meaning | None:
    """ "during the night and early this morning"."""
    return say.NightTo() if found["part"] == "night" and found["base"] == _THIS_MORNING else None


def _this_or_next(found: Found) -> say.Meaning | None:
    """ "tonight or tomorrow"."""
    first = found["first"].base if isinstance(found["first"], say.InDay) else found["first"]
    return say.Between(found["first"], found["last"]) if _next_to(first, found["last"]) else None


def _next_to(first: object, last: object) -> bool:
    return isinstance(first, say.CountedDay) and isinstance(last, say.CountedDay) and last.days - first.days == 1


_THIS_MORNING = say.InDay(say.CountedDay(0), "morning")
RANGES: tuple[Rule, ...] = (
    rule("(?:in|during|over) the (?P<part>PART) and (?P<base>TIME)", "RANGE", _night_and_morning),
    rule("(?P<first>TIME) or (?P<last>TIME)", "RANGE", _this_or_next),
    rule(
        "(?:from|between) (?:{clock}{0,6})? (?P<first>{any}) (?:{clock}{0,2})?"
        "(?:to|until|till|through|and) (?:{clock}{0,6})? (?P<last>{any})",
        "RANGE",
        _between,
    ),
    rule("the PART (?:of|from|between)? (?P<first>{day}) (?:to|into|and|DASH) (?P<last>{day})", "RANGE", _between),
    rule("(?P<first>{any}) (?:to|through|until|till|into) (?P<last>{any})", "RANGE", _between),
    rule("(?P<first>[DATE MON YEARS NAMED]) DASH (?P<last>[DATE MON YEARS NAMED])", "RANGE", _between),
    rule("(?P<year>BIG) DASH (?P<last>BIG) (?! OTHER)", "RANGE", _years),
    rule("(?P<first>[DATE NAMED]) and (?P<last>[DATE NAMED])", "RANGE", _neighbours),
    rule(
        "(?:(?:from|between) the?|the PART (?:of|from|between)? the?)? (?P<day>[SMALL ORD])"
        "(?:DASH|to|and|until|through|into) the? (?P<last>[DATE TIME])",
        "RANGE",
        _days_of_month,
    ),
    rule(
        "(?:from|between)? (?P<first>DATE) (?:DASH|to|and|until|through) (?P<day>SMALL)"
        "(?! OTHER | NAME | UNIT) (?:COMMA? (?P<year>BIG))?",
        "RANGE",
        _month_days,
    ),
    rule(
        "(?:from|between)? (?P<first>DATE) (?:DASH|to|and|until|through) (?P<day>ORD) (?! NAME)", "RANGE", _month_days
    ),
    rule("overnight (?:from|between)? (?P<first>{day}) (?:to|into|and|DASH) (?P<last>{day})", "RANGE", _between),
)


def _since(found: Found) -> say.Meaning:
    return say.Since(found["base"], when=found["when"] is not None)


def _from_on(found: Found) -> say.Meaning | None:
    return say.Since(found["base"]) if isinstance(found["base"], say.DayName | say.CalendarDay | say.InDay) else None


def _until(found: Found) -> say.Meaning:
    return say.Until(found["base"])


def _part_of(found: Found) -> say.Meaning | None:
    ordinal = -1 if found["last"] else found["ordinal"]
    if found["unit"] not in {"day", "week", "month"}:
        return None
    return say.PartOf(found["unit"], ordinal, found["base"], count_of(found["count"]))


def _time_of_day(found: Found) -> say.Meaning | None:
    return say.TimeOfDay(part=found["part"])


def _clock(found: Found) -> say.Meaning | None:
    digits = re.match(r"(\d\d?)[:.]?(\d\d)?", str(found["clock"]))
    if digits is None:
        return None
    hour, minute = int(digits[1]), int(digits[2] or 0)
    if hour > 24 or minute > 59:
        return None
    late = re.search(r"p\.?m", str(found["clock"]), re.IGNORECASE) or found["part"] in {"afternoon", "evening"}
    return say.TimeOfDay(found["part"], hour + 12 if late and hour < 12 else hour, minute)


WHOLE: tuple[Rule, ...] = (
    rule("(?:ever)? since (?:the)? (?P<base>{any}) (?:COMMA? (?P<when>when))?", "TIME", _since),
    rule("since then", "TIME", lambda _: say.Since(say.SameAsAnchor())),
    rule("(?<=[has have]) since (?=OTHER)", "TIME", lambda _: say.Since(say.SameAsAnchor())),
    rule(
        "(?:before|by) the (?:end of the)? (?P<unit>UNIT) (?:is (?:out|over))",
        "TIME",
        lambda f: say.Until(say.CalendarUnit(f["unit"], 0)) if f["unit"] == "week" else None,
    ),
    rule(
        "within the (?P<unit>UNIT)",
        "TIME",
        lambda f: say.Until(say.Ago(f["unit"], 1)) if f["unit"] in {"week", "month"} else None,
    ),
    rule("from (?P<base>{any}) (?! POSS)", "TIME", _from_on),
    rule("(?:until|till|by|before) (?P<base>{any}) (?! POSS)", "TIME", _until),
    rule(
        "(?:in|during|through|throughout|all|all through|over) (?:the)? (?P<part>PART) (?! [of to on])",
        "TIME",
        lambda f: say.NightTo() if f["part"] == "night" else None,
    ),
    rule("overnight", "TIME", lambda _: say.NightTo()),
    rule(
        "(?:shortly|just|all)? (?:at|before|after|around|about|by|since|until|in|all) (?:the|first)? (?P<part>PART)",
        "TIME",
        _time_of_day,
    ),
    rule(
        "{hour}{0,3} (?P<clock>CLOCK) (?:(?:in the|at)? (?P<part>PART))?",
        "TIME",
        _clock,
    ),
    rule(
        "(?:at|from|around|about|by|shortly|after|before|half|past|quarter|to){1,4} [NUMBER SMALL]"
        "(?:past [NUMBER SMALL])? (?:in the|at)? (?P<part>PART)",
        "TIME",
        _time_of_day,
    ),
    rule(
        "(?:in|during|on)? the (?:(?P<last>last)|(?P<ordinal>ORDWORD)) (?P<count>[NUMBER SMALL])?"
        "(?P<unit>UNIT) of (?P<base>[MON YEARS])",
        "TIME",
        _part_of,
    ),
)
