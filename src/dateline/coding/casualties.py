"""Grammar of casualties: the rules that read, in one sentence, how many were killed and injured."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec

from dateline.coding.casualty_words import Form, FoundFigure, Harm, casualty_words
from dateline.coding.lexicon import word_set
from dateline.coding.people import Party, Token, party_at

_BE: Final = word_set("casualties", "be")
_AUX: Final = _BE | word_set("casualties", "auxiliaries")
_ADVERBS: Final = word_set("casualties", "adverbs")
_PREPOSITIONS: Final = word_set("casualties", "prepositions")
_BREAKS: Final = frozenset(";:—–")
_FINITE: Final = word_set("casualties", "finite")
_VIOLENT: Final = word_set("casualties", "violent")
_PARTICLES: Final = word_set("casualties", "particles")
_MISSILES: Final = word_set("casualties", "missiles")
_LIMBS: Final = word_set("casualties", "limbs")
# These harm things as well: only of persons do they tell a figure.
_WEAK: Final = word_set("casualties", "weak")
_TOLL_LINKS: Final = word_set("casualties", "toll_links")
_NOT_AFTER_FELL: Final = word_set("casualties", "not_after_fell")
_WOUNDS: Final = word_set("casualties", "wounds")
_TAKEN: Final = word_set("casualties", "taken")
_STRUCK: Final = word_set("casualties", "struck")
_NOT_AFTER_SHOT: Final = word_set("casualties", "not_after_shot")
_PLACED: Final = word_set("casualties", "placed")
_LIVING: Final = word_set("casualties", "living")
_NOUNS_OF: Final = word_set("casualties", "nouns_of")
_TOLL_NOUNS: Final = word_set("casualties", "toll_nouns")


class SentenceRules:
    """Rules over the tokens of one sentence; each rule yields the figures that it reads."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.words = [token.lower for token in tokens]
        self._parties: dict[int, Party | None] = {}

    def word(self, index: int) -> str:
        """The casefolded word at ``index``; "" outside the sentence."""
        return self.words[index] if 0 <= index < len(self.words) else ""

    def party(self, index: int) -> Party | None:
        """The persons or things named from ``index`` on."""
        if index not in self._parties:
            self._parties[index] = party_at(self.tokens, index)
        return self._parties[index]

    def figure(self, party: Party, first: int, last: int, kind: Harm, surety: int = 2) -> FoundFigure:
        """The figure of ``party``, its characters reaching over the words ``first`` to ``last`` (exclusive)."""
        first, last = min(first, party.first), max(last, party.last)
        partial = party.partial or self.word(party.first - 1) in ("including", "among", "them")
        start, end = self.tokens[first].start, self.tokens[last - 1].end
        return FoundFigure(start, end, party.low, party.high, kind, partial, party.vague, surety)

    def find(self) -> Iterator[FoundFigure]:
        """Every figure of the sentence, overlapping ones included."""
        lexicon = casualty_words()
        for index, word in enumerate(self.words):
            if word not in lexicon.starting:
                continue
            if word in lexicon.verbs:
                kind, form = lexicon.verbs[word]
                if self.word(index - 1) in ("fatally", "mortally") or self.word(index + 1) == "fatally":
                    kind = "killed"
                if self.words[index + 1 : index + 3] == ["to", "death"] or self.word(index + 1) == "alive":
                    continue
                yield from self._verb(index, index + 1, kind, form)
            elif word in lexicon.intransitives:
                yield from self._subject(index, index + 1, "killed")
            if word == "shot":
                yield from self._shot(index)
            if word in ("lost", "losing", "lose", "loses"):
                yield from self._lost(index)
            elif word in ("death", "alive", "dead", "down") and self.word(index - 1) != "the":
                yield from self._violent_death(index)
            elif word in ("broke", "broken", "fractured", "breaking"):
                yield from self._limb(index)
            elif word in _STRUCK and self.word(index + 1) in ("in", "through"):
                if self.word(index + 3) in _LIMBS or self.word(index + 2) in _LIMBS:
                    yield from self._subject(index, index + 1, "injured")
            elif word in ("hit", "struck", "wounded", "grazed") and self.word(index + 1) == "by":
                if {self.word(index + 2), self.word(index + 3), self.word(index + 4)} & _MISSILES:
                    yield from self._subject(index, index + 1, "injured")
            elif word in ("fell", "fallen"):
                yield from self._fell(index)
            elif word in ("loss", "losses") and self.word(index + 1) == "of":
                party = self.party(index + 2)
                if party is not None and party.counted and party.being == "person":
                    yield self.figure(party, index, index + 1, "killed")
            elif word in ("suffered", "sustained", "suffering", "suffers"):
                yield from self._suffered(index)
            elif word in ("hospital", "hospitals", "clinic"):
                yield from self._hospital(index)
            if word in lexicon.adjectives:
                yield from self._adjective(index, lexicon.adjectives[word])
            if word in lexicon.nouns:
                yield from self._noun(index, lexicon.nouns[word])
            if word in _TOLL_NOUNS or (
                word in ("dead", "wounded", "injured", "killed")
                and (
                    self.word(index - 1) in ("the", "of", "", "raised", "puts", "put", ";", ".")
                    or self.word(index + 1) == ":"
                )
                and self.word(index + 1) not in _LIVING
            ):
                yield from self._toll(index)
            if word in ("hurt", "wounded", "injured", "killed", "dead") and self.word(index + 1) == ":":
                party = self.party(index + 2)
                if party is not None and self._acceptable(party) and party.being == "person":
                    yield self.figure(party, index, index + 2, lexicon.adjectives[word])
            elif word in ("number", "count", "estimate", "estimates", "figure"):
                yield from self._number_of(index)

    def _acceptable(self, party: Party | None) -> bool:
        return (
            party is not None
            and party.counted
            and party.being not in ("thing", "group")
            and self.word(party.last) not in ("among", "included")
        )

    def _verb(self, index: int, after: int, kind: Harm, form: Form) -> Iterator[FoundFigure]:
        """A verb of harm with its object, or, passive, with its subject."""
        passive = form == "past" and self._is_passive(index)
        weak = self.words[index] in _WEAK
        if not passive:
            if self.word(after) in ("them", "him", "her", "it", "us", "me", "himself", "herself", "itself"):
                return
            party = party_at(self.tokens, after, as_object=True)
            headline = (
                form == "past"
                and self.tokens[index - 1].number is not None
                and party is not None
                and self.word(party.last) in casualty_words().adjectives
                if index
                else False
            )
            if party is not None and self._acceptable(party) and not headline:
                if weak and party.being not in ("person", "bare"):
                    return
                yield from self._told(party, index, after, kind, 3)
                return
            if form != "past":
                return
        yield from self._subject(index, after, kind, passive=passive, persons=weak)

    def _is_passive(self, index: int) -> bool:
        step = index - 1
        while step >= 0 and (
            self.words[step] in _ADVERBS
            or self.words[step] in ("and", "or", ",")
            or self.words[step].endswith("ed")
            or self.words[step] in _VIOLENT
            or self.words[step] in _PARTICLES
        ):
            if index - step > 6:
                return False
            step -= 1
        return self.word(step) in _BE

    def _group_start(self, index: int) -> int:
        """Where the verb group of the participle at ``index`` begins ("had been shot and killed")."""
        step = index
        while step > 0:
            before = self.words[step - 1]
            if (
                before in _AUX
                or before in _ADVERBS
                or before in ("who", "that", "which")
                or (self.words[step] in _PARTICLES and (before in _VIOLENT or before.endswith("ed")))
            ):
                step -= 1
            elif (
                before in ("and", "or", ",")
                and step >= 2
                and (
                    self.words[step - 2] in _VIOLENT
                    or self.words[step - 2].endswith("ed")
                    or self.words[step - 2] in _PARTICLES
                )
                and self._is_passive(step - 2)
            ):
                step -= 2
            else:
                break
        return step

    def _subject(
        self, index: int, end: int, kind: Harm, *, passive: bool = True, persons: bool = False
    ) -> Iterator[FoundFigure]:
        """The persons to the left of a passive or intransitive verb."""
        group = self._group_start(index)
        best: Party | None = None
        far: Party | None = None
        fallback: Party | None = None
        limit = max(0, group - 26)
        step = group - 1
        while step >= limit:
            word = self.words[step]
            if word in _BREAKS or (word in _FINITE and step < group - 1):
                break
            party = self.party(step)
            if party is not None and party.joined and party.last == group and self.words[group] in ("was", "is", "has"):
                # "Killing two soldiers, and a woman was hurt": the verb's number shows where its subject begins.
                party = party_at(self.tokens, step, joined=False)
            if party is not None and party.last <= group and self._acceptable(party):
                before = self.word(step - 1)
                within = before in _PREPOSITIONS
                if party.last == group or (party.last == group - 1 and self.words[group - 1] in (",", ")", '"', "”")):
                    if within and party.being != "person":
                        pass
                    elif within:
                        fallback = fallback or party
                    else:
                        best = party
                elif (
                    passive
                    and not within
                    and far is None
                    and party.being in ("person", "bare")
                    and self._gap_is_open(party.last, group)
                ):
                    far = party
            elif (
                party is not None
                and not party.counted
                and party.last == group
                and party.being == "person"
                and self.word(step - 1) not in _PREPOSITIONS
            ):
                # "The soldiers were killed": told, but not how many.
                return
            step -= 1
        adjacent = best
        if (
            best is not None
            and far is not None
            and far.being == "person"
            and not best.joined
            and (best.being != "person" or self.word(best.first - 1) in (",", "them", "("))
        ):
            # "Three clerks, one of them a trainee, were hurt": what stands next to the verb only adds to its subject.
            best = far
        chosen = best or (far if far is not None and far.being == "person" else None) or fallback or far
        if chosen is not None and not (persons and chosen.being not in ("person", "bare")):
            surety = 2 if chosen is best or chosen is adjacent else 1
            yield from self._told(chosen, chosen.first, end, kind, surety)

    def _told(self, party: Party, first: int, last: int, kind: Harm, surety: int) -> Iterator[FoundFigure]:
        """The figure of ``party``; nobody hurt is nobody killed too."""
        yield self.figure(party, first, last, kind, surety)
        if party.low == party.high == 0 and kind == "injured":
            yield self.figure(party, first, last, "killed", surety)

    def _gap_is_open(self, first: int, last: int) -> bool:
        """Whether the words between a subject and its verb can all belong to the subject."""
        opening = self.word(first)
        if not (
            opening in _PREPOSITIONS
            or opening in (",", "(", "who", "that", "and", "or", "-")
            or opening.endswith(("ing", "ed"))
        ):
            return False
        gap = self.words[first:last]
        if any(word in _BREAKS or word in _FINITE for word in gap):
            return False
        finite = sum(word in _BE or word in ("has", "had", "have") for word in gap)
        return finite == 0 or (opening in ("who", "that", ",", "and") and finite <= 1)

    def _violent_death(self, index: int) -> Iterator[FoundFigure]:
        """ "Shot dead", "hacked to death", "burned alive", "gunned down": with object or subject."""
        word = self.words[index]
        last = index + 1
        if word == "death":
            if self.word(index - 1) != "to":
                return
            index -= 1
        elif word == "down" and self.word(index - 1) not in ("gunned", "mown", "mowed", "gunning"):
            return
        verb = next((step for step in range(index - 1, max(-1, index - 12), -1) if self.words[step] in _VIOLENT), None)
        if verb is None:
            return
        form: Form = "ing" if self.words[verb].endswith("ing") else "past"
        if verb == index - 1:
            yield from self._verb(verb, last, "killed", form)
            return
        party = self.party(verb + 1)
        if self._is_passive(verb):
            yield from self._subject(verb, last, "killed")
        elif party is not None and party.last <= index and self._acceptable(party):
            yield self.figure(party, verb, last, "killed")

    def _shot(self, index: int) -> Iterator[FoundFigure]:
        """Who is said to have been shot, with no word of a wound, is dead more often than not; the least sure rule."""
        passive = self._is_passive(index)
        counted = index > 0 and self.tokens[index - 1].number is not None
        if passive or counted:
            following = self.word(index + 1)
            if following in _NOT_AFTER_SHOT and not (following == "at" and self.word(index + 2) in _PLACED):
                return
            figures = self._subject(index, index + 1, "killed", persons=True)
        else:
            party = self.party(index + 1)
            if (
                party is None
                or not party.counted
                or party.being != "person"
                or self.word(party.last) in ("dead", "and", "to")
            ):
                return
            if {self.word(party.last + 1), self.word(party.last + 2)} & _LIMBS:
                yield self.figure(party, index, party.last, "injured")
                return
            figures = self._told(party, index, index + 1, "killed", 0)
        yield from (msgspec.structs.replace(figure, surety=0) for figure in figures)

    def _lost(self, index: int) -> Iterator[FoundFigure]:
        if self.word(index + 1) in ("their", "his", "her") and self.word(index + 2) in ("lives", "life"):
            yield from self._subject(index, index + 3, "killed")
            return
        if self.word(index + 2) in _LIMBS or self.word(index + 3) in _LIMBS:
            yield from self._subject(index, index + 3, "injured", passive=False)
            return
        party = self.party(index + 1)
        if party is not None and party.counted and party.being == "person":
            yield self.figure(party, index, index + 1, "killed")

    def _fell(self, index: int) -> Iterator[FoundFigure]:
        """ "Five of ours fell": of persons only, and not onto or into anything."""
        if self.word(index + 1) in _NOT_AFTER_FELL:
            return
        for step in range(index - 1, max(-1, index - 7), -1):
            party = self.party(step)
            if (
                party is not None
                and party.counted
                and party.last == self._group_start(index)
                and party.being in ("person", "bare")
            ):
                if self.tokens[step].number is not None:
                    yield self.figure(party, step, index + 1, "killed", 1)
                return

    def _suffered(self, index: int) -> Iterator[FoundFigure]:
        """ "Two cooks suffered burns"."""
        for step in range(index + 1, index + 6):
            if self.word(step) in _WOUNDS:
                yield from self._subject(index, step + 1, "injured", passive=False)
                return

    def _limb(self, index: int) -> Iterator[FoundFigure]:
        if self.word(index + 2) in _LIMBS or self.word(index + 3) in _LIMBS:
            last = index + 3 if self.word(index + 2) in _LIMBS else index + 4
            yield from self._subject(index, last, "injured", passive=False)

    def _hospital(self, index: int) -> Iterator[FoundFigure]:
        """ "Six are in hospital", "two were taken to hospital"."""
        first = index - 1
        while first > index - 5 and self.word(first) not in ("in", "to"):
            first -= 1
        if self.word(first) not in ("in", "to"):
            return
        if self.word(first - 1) in _TAKEN:
            yield from self._subject(first - 1, index + 1, "injured")
        elif self.word(first) == "in" and (self.word(first - 1) in _BE or self._ends_party(first)):
            yield from self._subject(first, index + 1, "injured")

    def _ends_party(self, index: int) -> bool:
        return index > 0 and self.tokens[index - 1].number is not None

    def _adjective(self, index: int, kind: Harm) -> Iterator[FoundFigure]:
        """ "Five dead", "left a man dead", "five wounded Chinese", "all three were dead"."""
        before = index - 1
        if before >= 0 and (self.tokens[before].number is not None or self.words[before] in ("more", "others")):
            first = before if self.tokens[before].number is not None else before - 1
            if first >= 0 and (number := self.tokens[first].number) is not None:
                start, end = self.tokens[first].start, self.tokens[index].end
                yield FoundFigure(start, end, number.low, number.high, kind, False, number.vague, 3)
                return
        if self.words[index] in casualty_words().verbs:
            return
        if self.word(before) in _VIOLENT or self.word(before) == "the":
            return
        yield from self._subject(
            index, index + 1, kind, passive=self.word(before) in _BE or self.word(before) in _ADVERBS
        )

    def _noun(self, index: int, kind: Harm) -> Iterator[FoundFigure]:
        """ "Three deaths", "bodies of six men", "the killing of a teacher"."""
        word = self.words[index]
        for first in range(index - 1, max(-1, index - 4), -1):
            number = self.tokens[first].number
            if number is not None:
                if word not in casualty_words().adjectives or first < index - 1:
                    start, end = self.tokens[first].start, self.tokens[index].end
                    yield FoundFigure(start, end, number.low, number.high, kind, False, number.vague, 2)
                return
            if (
                not self.tokens[first].text[0].isalpha()
                or self.words[first] in _PREPOSITIONS
                or self.words[first] in _AUX
            ):
                break
        if self.word(index + 1) == "to" and word in ("injuries", "injury"):
            party = self.party(index + 2)
            if party is not None and party.being == "person" and party.counted:
                yield self.figure(party, index, index + 1, kind)
        elif self.word(index + 1) == "of" and word in _NOUNS_OF:  # fmt: skip
            party = self.party(index + 2)
            if party is not None and party.counted and party.being not in ("thing", "group"):
                yield self.figure(party, index, index + 1, kind)
        elif word in ("body", "corpse", "death") and self.word(index - 1) in ("a", "one", "another"):
            start, end = self.tokens[index - 1].start, self.tokens[index].end
            yield FoundFigure(start, end, 1, 1, kind)

    def _number_of(self, index: int) -> Iterator[FoundFigure]:
        """ "The number of dead rose to 12", "raised to 31 the number of clerks killed"."""
        if self.word(index + 1) != "of" and self.word(index + 1) not in casualty_words().adjectives:
            return
        kinds = {**casualty_words().adjectives, **casualty_words().nouns, "died": "killed", "victims": "killed"}
        for step in range(index + 1, min(len(self.words), index + 11)):
            kind = kinds.get(self.words[step])
            if kind is None:
                continue
            for before in range(index - 1, max(-1, index - 4), -1):
                number = self.tokens[before].number
                if number is not None and self.word(before - 1) in ("to", "at", "from"):
                    start, end = self.tokens[before].start, self.tokens[step].end
                    yield FoundFigure(start, end, number.low, number.high, kind, False, number.vague, 3)
                    return
            yield from self._toll(step, kind)
            return

    def _toll(self, index: int, kind: Harm = "killed") -> Iterator[FoundFigure]:
        """ "The death toll rose to 12", "the dead number 33", "toll: 5 (clinic), 8 (mayor)"."""
        if self.word(index - 1) in ("injury", "wounded", "injured") or self.words[index] in ("wounded", "injured"):
            kind = "injured"
        last = min(len(self.tokens), index + 18)
        if self.word(index + 1) == ":" and self.word(index + 2) in ("none", "nil", "nobody"):
            yield FoundFigure(self.tokens[index].start, self.tokens[index + 2].end, 0, 0, kind, surety=2)
            return
        found = False
        for step in range(index + 1, last):
            token = self.tokens[step]
            if token.text in ";" or (found and token.lower in ("in", "and", "wounded", "injured")):
                return
            if token.number is None or self.word(step + 1) in ("wounded", "injured", "hurt", "missing"):
                continue
            number = token.number
            party = self.party(step)
            if party is not None and party.being == "thing":
                continue
            if step > index + 1 and self.word(step - 1) not in _TOLL_LINKS:
                continue
            start = token.start if found or step - index >= 6 else self.tokens[index].start
            found = True
            yield FoundFigure(start, token.end, number.low, number.high, kind, False, number.vague, 1)
