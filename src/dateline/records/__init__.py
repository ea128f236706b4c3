"""The nouns of dateline: what crosses from room to room, and the JSON contract of a coded record."""

from dateline.records.codec import mention_from_json, mention_to_json, report_to_json
from dateline.records.kinds import (
    ActorKind,
    Basis,
    Precision,
    Role,
    Stance,
    Status,
    SubEventType,
    Weapon,
)
from dateline.records.mention import (
    Actor,
    Coder,
    Codes,
    Figures,
    Mention,
    Period,
    Place,
    PlaceCandidate,
    Source,
    ToldFigure,
    Unresolved,
)
from dateline.records.reading import LabelledSpan, Reading, RoleSpan, Telling
from dateline.records.report import Report, Span
from dateline.records.time_expression import TimeExpression, TimexType
from dateline.records.toponym import Toponym

__all__ = [
    "Actor",
    "ActorKind",
    "Basis",
    "Coder",
    "Codes",
    "Figures",
    "LabelledSpan",
    "Mention",
    "Period",
    "Place",
    "PlaceCandidate",
    "Precision",
    "Reading",
    "Report",
    "Role",
    "RoleSpan",
    "Source",
    "Span",
    "Stance",
    "Status",
    "SubEventType",
    "Telling",
    "TimeExpression",
    "TimexType",
    "ToldFigure",
    "Toponym",
    "Unresolved",
    "Weapon",
    "mention_from_json",
    "mention_to_json",
    "report_to_json",
]
