"""JSON of the contract: one mention or report a line, written and read back unchanged."""

from __future__ import annotations

import msgspec

from dateline.records.mention import Mention
from dateline.records.report import Report

_ENCODER = msgspec.json.Encoder()
_MENTION = msgspec.json.Decoder(Mention)


def mention_to_json(mention: Mention) -> str:
    """One line of JSON, without the line end."""
    return _ENCODER.encode(mention).decode()


def mention_from_json(line: str | bytes) -> Mention:
    """The mention that a line holds; unknown keys are passed over, since fields may be added.

    Raises:
        msgspec.ValidationError: a value is not as the contract has it; the message names the key.
        msgspec.DecodeError: the line is no JSON.
    """
    return _MENTION.decode(line)


def report_to_json(report: Report) -> str:
    """One line of JSON with the keys of an input report, the hashes, and ``extra`` as it came."""
    return _ENCODER.encode({"text_sha256": report.text_sha256, **msgspec.structs.asdict(report)}).decode()
