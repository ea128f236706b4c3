"""Which reports are worth comparing: found by hashing, so that the work grows with their number and not its square."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations
from zlib import crc32

from dateline.linking.citations import names_outlet
from dateline.linking.derivation import Read

PERMUTATIONS = 128
_SEED = 7
_NEAR_ROWS = 4
"""Rows in a band for whole texts: two texts that share half of their shingles meet with a probability of .87."""
_RETOLD_ROWS = 2
"""Rows in a band for what is told: with a quarter of it shared, two texts of the same days meet with .98."""
_LONG_RUN = 8
"""Words of a sequence that, once shared, is worth a look whatever the rest of the texts is."""
_ONE_IN = 4
"""One such sequence in four is kept, chosen by its CRC-32: a shared run of 24 words is missed once in a hundred."""
_ALL_PAIRS = 12
"""Reports, in all or in a bucket, up to which each is compared with each; in more with its neighbours in time."""
_NEIGHBOURS = 4
_DAYS = 12
"""Width of a window; windows overlap by half, so that what is six days apart is together in one."""
_TELLING_WORDS = 8
"""Names and numbers of a text, the rarest first, of which every two are a bucket."""


def pairs_to_compare(reads: Sequence[Read]) -> list[tuple[int, int]]:
    """Pairs of positions in ``reads`` (which is in order of time), smaller first, sorted, none twice.

    All pairs of a dozen; of more those that `pairs_by_hashing` finds.
    """
    if len(reads) <= _ALL_PAIRS:
        return list(combinations(range(len(reads)), 2))
    return pairs_by_hashing(reads)


def pairs_by_hashing(reads: Sequence[Read]) -> list[tuple[int, int]]:
    """As `pairs_to_compare`: those that meet in a bucket.

    Buckets are by MinHash of the shingles of their texts (near-identical), by a sequence of eight words (partly
    copied), by MinHash of what they tell, or two rare names or numbers, in the same days (rewritten), and by an outlet
    that one cites and the other is, or both cite, with a name that both have. Texts that share less may be missed.
    """
    found: set[tuple[int, int]] = set()
    for bucket in _buckets(reads):
        if len(bucket) <= _ALL_PAIRS:
            found.update(combinations(bucket, 2))
        else:
            # Each with those before it and with the first: whoever belongs together is still joined, link by link.
            for at, b in enumerate(bucket[1:], start=1):
                found.update((a, b) for a in bucket[max(0, at - _NEIGHBOURS) : at])
                found.add((bucket[0], b))
    return sorted(found)


def _buckets(reads: Sequence[Read]) -> Iterator[list[int]]:
    for keys in (_near(reads), _runs(reads), _retold(reads), _named(reads), _citing(reads)):
        buckets: dict[Hashable, list[int]] = defaultdict(list)
        for n, key in keys:
            buckets[key].append(n)
        yield from (sorted(set(bucket)) for bucket in buckets.values() if len(bucket) > 1)


def _signatures(sets: Sequence[Sequence[str]]) -> list[Sequence[int]]:
    # Loaded late: every command imports this room, few compare texts.
    from rensa import RMinHash

    # In handfuls: the library takes all token sets of a call at once.
    made: list[Sequence[int]] = []
    for start in range(0, len(sets), 1024):
        some = RMinHash.from_token_sets(list(sets[start : start + 1024]), num_perm=PERMUTATIONS, seed=_SEED)
        made += [one.digest() for one in some]
    return made


def _bands(n: int, signature: Sequence[int], rows: int, *prefix: Hashable) -> Iterator[tuple[int, Hashable]]:
    for band in range(0, PERMUTATIONS, rows):
        yield n, (*prefix, band, tuple(signature[band : band + rows]))


def _near(reads: Sequence[Read]) -> Iterator[tuple[int, Hashable]]:
    filled = [n for n, read in enumerate(reads) if read.text.shingles]
    for n, signature in zip(filled, _signatures([sorted(reads[n].text.shingles) for n in filled]), strict=True):
        yield from _bands(n, signature, _NEAR_ROWS)


def _runs(reads: Sequence[Read]) -> Iterator[tuple[int, Hashable]]:
    for n, read in enumerate(reads):
        stems = [token.stem for token in read.text.tokens]
        for at in range(len(stems) - _LONG_RUN + 1):
            run = crc32(" ".join(stems[at : at + _LONG_RUN]).encode())
            if run % _ONE_IN == 0:
                yield n, run


def _retold(reads: Sequence[Read]) -> Iterator[tuple[int, Hashable]]:
    filled = [n for n, read in enumerate(reads) if read.text.told]
    for n, signature in zip(filled, _signatures([sorted(reads[n].text.told) for n in filled]), strict=True):
        for window in windows_of(reads[n].text.moment):
            yield from _bands(n, signature, _RETOLD_ROWS, window)


def _named(reads: Sequence[Read]) -> Iterator[tuple[int, Hashable]]:
    frequency = Counter(word for read in reads for word in read.text.names | read.text.numbers)
    for n, read in enumerate(reads):
        words = sorted(read.text.names | read.text.numbers, key=lambda word: (frequency[word], word))
        rare = sorted([word for word in words if frequency[word] > 1][:_TELLING_WORDS])
        for window in windows_of(read.text.moment):
            for pair in combinations(rare, 2):
                yield n, (window, pair)


def windows_of(moment: str) -> tuple[Hashable, ...]:
    """The two spans of days that a moment lies in; one of its own for reports without a date."""
    try:
        day = date.fromisoformat(moment[:10]).toordinal()
    except ValueError:
        return ("undated",)
    return ("even", day // _DAYS), ("odd", (day + _DAYS // 2) // _DAYS)


def _citing(reads: Sequence[Read]) -> Iterator[tuple[int, Hashable]]:
    outlets = {read.outlet for read in reads if read.outlet}
    known = _publishers_of({c.outlet for read in reads for c in read.cited}, outlets)
    for n, read in enumerate(reads):
        named = {outlet for c in read.cited if c.weight != "passing" for outlet in (c.outlet, *known[c.outlet])}
        for outlet in named | ({read.outlet} if read.outlet else set()):
            for window in windows_of(read.text.moment):
                for name in read.text.names:
                    yield n, (outlet, window, name)


def _publishers_of(cited: set[str], outlets: set[str]) -> Mapping[str, tuple[str, ...]]:
    return {one: tuple(sorted(o for o in outlets if o != one and names_outlet(one, o))) for one in cited}
