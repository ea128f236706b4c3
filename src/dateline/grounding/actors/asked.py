"""`AskedName`: one name of a report with all that is known around it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from dateline.grounding.actors.choosing import Circumstances
from dateline.grounding.actors.directory import ActorDirectory
from dateline.grounding.actors.finding import nation_at
from dateline.grounding.actors.phrases import Phrase, take_apart
from dateline.grounding.actors.sightings import ReportSightings
from dateline.grounding.actors.tokens import Token, tokens_of
from dateline.grounding.actors.words import actor_words

Deed = Literal["arms", "protest", "riot"]
"""What an actor does in an event, as far as it decides who is meant."""
CountryOf = Callable[[str], "str | None"]
"""Gives the country of a place by its name, or None."""
_BEFORE = 24
# Behind these stands somebody else's country.
_OTHERS = frozenset({"against", "by", "with", "to"})


@dataclass(frozen=True)
class AskedName:
    """Characters ``start`` to ``end`` of ``body``, which is a report's text, or its title if ``in_title``.

    Attributes:
        directory: where names are looked up.
        seen: whom the report names.
        country_of: gives the country of a place by name, where a gazetteer is at hand.
        country: ISO code of the country of the event, or None.
        day: ISO day of the event or of publication, or None.
        deed: what the actor does in the event, or None.
        shouted: whether the body is in capitals.
        names: whether names of the directory are looked for in the words.
    """

    directory: ActorDirectory
    seen: ReportSightings
    country_of: CountryOf | None
    body: str
    start: int
    end: int
    in_title: bool
    country: str | None
    day: str | None
    deed: Deed | None
    shouted: bool
    names: bool = True

    @cached_property
    def tokens(self) -> list[Token]:
        """The words of the name."""
        return tokens_of(self.body, self.start, self.end)

    @cached_property
    def phrase(self) -> Phrase:
        """The words taken apart."""
        return take_apart(self.directory if self.names else None, self.tokens, shouted=self.shouted)

    def without_names(self) -> AskedName:
        """The same, its words taken as words although some are a name of the directory."""
        return replace(self, names=False)

    @property
    def limit(self) -> int:
        """Up to where in the text somebody is named before this name; all of it for names in the title."""
        return len(self.seen.text) if self.in_title else self.start

    @property
    def nation(self) -> str | None:
        """The country of the nation in the words, or None."""
        return self.phrase.nation.country if self.phrase.nation is not None else None

    @property
    def last_word(self) -> str:
        """The last word of the main part, folded; "" where there is none."""
        return self.phrase.main[-1].key if self.phrase.main else ""

    def around(self) -> Circumstances:
        """What decides between entries of one name."""
        spoken: Mapping[str, float] = self.seen.spoken
        return Circumstances(country=self.country, day=self.day, spoken=spoken, nation=self.nation)

    def printed(self, tokens: Sequence[Token]) -> str:
        """The words as they stand in the text."""
        return self.body[tokens[0].start : tokens[-1].end] if tokens else ""

    def nothing_but_head(self) -> bool:
        """Whether only articles, a nation and the like stand before the head."""
        main, nation_ends = self.phrase.main, self.phrase.nation_ends
        return all(
            token.key in actor_words().before or index < nation_ends
            for index, token in enumerate(main[: len(main) - self.phrase.head_length])
        )

    def head_is_printed_as_name(self) -> bool:
        """Whether the head is part of a name in capitals: "Free Hill Force"."""
        phrase = self.phrase
        if self.shouted or phrase.head is None or not phrase.main[0].capital:
            return False
        if len(phrase.main) == 1 and self.last_word in actor_words().group_nouns and phrase.tails:
            # "Army of Conquest", "Front for Change": what the head takes is a name too.
            stop, words = phrase.tails[0]
            if stop in ("of", "for") and any(token.capital for token in words) and self._country_in(words) is None:
                return True
        alone = len(phrase.main) == phrase.head_length == 1
        return not alone and all(token.capital for token in phrase.main[len(phrase.main) - phrase.head_length :])

    def points(self) -> bool:
        """Whether a determiner stands in or before the name: "the group", "its fighters"."""
        pointing = actor_words().pointing
        if self.tokens[0].key in pointing:
            return True
        before = tokens_of(self.body, max(0, self.start - _BEFORE), self.start)
        return any(token.key in pointing for token in before[-2:])

    def country_told(self) -> str | None:
        """The country that the words themselves tell: of the nation in front, or of the place behind."""
        phrase = self.phrase
        if self.nation is not None:
            return self.nation
        for stop, words in phrase.tails:
            if stop in _OTHERS or stop not in (*actor_words().places, "loyal", "who", ","):
                continue
            if (country := self._country_in(words)) is not None:
                return country
            names = [token for token in words if token.capital]
            if self.country_of is not None and names and stop in actor_words().places:
                country = self.country_of(self.printed(names))
                if country is not None:
                    return country
        if phrase.unknown and phrase.title is None and self.country_of is not None:
            return self.country_of(self.printed(phrase.unknown))
        return None

    def _country_in(self, words: Sequence[Token]) -> str | None:
        for position in range(len(words)):
            named = nation_at(words, position, shouted=self.shouted)
            if named is None:
                continue
            length, nation = named
            if nation.form == "seat" and self.country_of is not None:
                # There is a Tripoli in Lebanon too.
                return self.country_of(self.printed(words[position : position + length])) or nation.country
            return nation.country
        return None

    def main_country(self) -> str | None:
        """The country that the text speaks of most, where it plainly does, else the one named last before."""
        order = sorted(self.seen.spoken.items(), key=lambda pair: -pair[1])
        if not order:
            return None
        if len(order) > 1 and order[0][1] < 1.15 * order[1][1]:
            before = [one.country for one in self.seen.states if one.start < self.limit]
            near = before[-1:] or [one.country for one in self.seen.states[:1]]
            return near[0] if near else None
        return order[0][0]
