"""Actors: from a name or description in a report to an entry of the directory, or to an actor made by rule."""

from dateline.grounding.actors.directory import ActorDirectory, open_directory
from dateline.grounding.actors.entry import ActorEntry
from dateline.grounding.actors.resolution import Resolution
from dateline.grounding.actors.resolver import ActorResolver, ReportActors

__all__ = ["ActorDirectory", "ActorEntry", "ActorResolver", "ReportActors", "Resolution", "open_directory"]
