"""Who acts in a claim and who acts in its quotations, side by side, so that a sentence that blames another is seen."""

from __future__ import annotations

from collections.abc import Iterable

from dossier.checking.actors import only_in_ours, sentence_actors, translation_actors
from dossier.claims import Claim
from dossier.formats.canonical import Json
from dossier.text.actors import Actor, Names, actors, told_once


def who_acts(claim: Claim, start: int, end: int, names: Names) -> Json:
    """Who acts or is named in `claim.text[start:end]`, in the sentences around its quotations, and in ours alone.

    Each row has `who` it is, its `words`, how it `stands` (`acts`, `acted-upon`, or only `named`), and where: `start`
    and `end` in the claim's text, or in the text of the capture of `excerpt`; null in a translation of it. `only_ours`
    lists the `who` of those in no such sentence.
    """
    ours = [row.moved(start) for row in actors(claim.text[start:end], names)]
    theirs, found = [], []
    for quotation in claim.quotations:
        said, translated = sentence_actors(quotation, names), translation_actors(quotation, names)
        found += [*said, *translated]
        once = told_once([*said, *translated])
        theirs += [{"excerpt": quotation.excerpt.key, **_row(row, placed=row in said)} for row in once]
    alone = only_in_ours(ours, found)
    return {
        "ours": [_row(row) for row in told_once(ours)],
        "theirs": theirs,
        "only_ours": _who(alone),
    }


def _row(row: Actor, *, placed: bool = True) -> dict[str, Json]:
    start, end = (row.start, row.end) if placed else (None, None)
    return {"who": row.who, "words": row.words, "stands": row.stands, "start": start, "end": end}


def _who(rows: Iterable[Actor]) -> list[Json]:
    return list(dict.fromkeys(row.who for row in rows))
