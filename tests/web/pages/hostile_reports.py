"""Two made-up reports that would do harm if a page let them, with a record each, as they stand in an archive."""

from __future__ import annotations

from dateline.archive import CoderRun
from dateline.records import Actor, Coder, Figures, Mention, Period, Place, Report, Source, Span, ToldFigure

HOSTILE = 'hostile/1?x=<b>&y="q"'
PRIVATE = "../../etc/passwd"
RUN = CoderRun(name="test", version="1", model="by hand")


_GUNMEN = "Gunmen <script>window.hurt='text'</script>"


def hostile() -> list[tuple[Report, list[Mention]]]:
    """Each report with its record."""
    scripts = Report(
        id=HOSTILE,
        url="javascript:alert(document.domain)",
        publisher="<script>window.hurt='publisher'</script> Gazette",
        published="2024-05-04T08:00:00Z",
        title="<img src=x onerror=\"window.hurt='title'\"> Gunmen kill three in Goma",
        text=(
            "Gunmen <script>window.hurt='text'</script> killed three villagers in Goma on Friday, police said. "
            "<svg onload=\"window.hurt='svg'\"></svg> '-->\"]]> {{ 7*7 }} ${7*7} \x1b[31m"
            "</p></section></article><form action=//evil.example>"
        ),
        language="en",
    )
    person = Report(
        id=PRIVATE,
        url='https://example.org/a?b=c&d="e"',
        publisher='=HYPERLINK("http://evil.example")',
        published="2024-05-05T08:00:00Z",
        title="\u202eRight to left\u202c shelling of Goma market",
        text=(
            "Artillery shelled a market in Goma on Friday and killed Omar Haddad, 34, a teacher, his brother said. "
            "Haddad had three children. Two bodies were found mutilated. The Hill Brigade denied it."
        ),
        language="en",
    )
    return [
        (scripts, [_mention("m_hostile", scripts, "killed", "villagers", _GUNMEN)]),
        (person, [_mention("m_private", person, "shelled", "Omar Haddad", None)]),
    ]


def _mention(id: str, report: Report, trigger: str, target: str, perpetrator: str | None) -> Mention:
    place, day = _span(report, "Goma"), _span(report, "on Friday")
    killed = _span(report, "killed")
    aimed_at = _span(report, target)
    did_it = _span(report, perpetrator) if perpetrator else None
    says = _span(report, "police" if perpetrator else "brother")
    return Mention(
        id=id,
        document=report.id,
        sub_event_type="Attack" if perpetrator else "Shelling/artillery/missile attack",
        event_type="Violence against civilians" if perpetrator else "Explosions/Remote violence",
        trigger=_span(report, trigger),
        count=1,
        perpetrators=(Actor(name=did_it.text, start=did_it.start, end=did_it.end),) if did_it else (),
        targets=(Actor(name=target, start=aimed_at.start, end=aimed_at.end, kind="civilians"),),
        place=Place(
            name="Goma",
            start=place.start,
            end=place.end,
            lat=-1.6741,
            lon=29.2385,
            country="CD",
            admin1="North Kivu",
            precision="city",
            radius_km=8.0,
        ),
        date=Period(start="2024-05-03", end="2024-05-03", basis="relative", text=day),
        fatalities=Figures(
            low=1, high=1, told=(ToldFigure(text=killed.text, start=killed.start, end=killed.end, low=1, high=1),)
        ),
        sources=(Source(name=says.text, stance="reports", start=says.start, end=says.end),),
        score=0.4,
        coder=Coder(name="test", version="1", model="by hand"),
    )


def _span(report: Report, words: str) -> Span:
    start = report.text.index(words)
    return report.span(start, start + len(words))
