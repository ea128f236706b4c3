"""Mentions to events: what one report tells twice, and which mentions of several reports are plainly one incident."""

from dateline.linking.joining import evidence, link
from dateline.linking.retelling import fold_retold, told_again

__all__ = ["evidence", "fold_retold", "link", "told_again"]
