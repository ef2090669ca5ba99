"""A review card in plain lines, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dossier.cli.output import visible


def card_lines(card: dict[str, Any]) -> Iterator[str]:
    """A card in the order in which a reviewer needs it; characters that would steer the terminal are shown as such."""
    for line in _lines(card):
        yield visible(" ".join(line.split()) if "▐" in line else line)


def _lines(card: dict[str, Any]) -> Iterator[str]:
    yield f"{card['id']}  {card['exhibit']}".rstrip()
    for claim in card["claims"]:
        yield ""
        yield f"  {claim['kind']}  {claim['key']}  {claim['mine'] or claim['state']}"
        yield f"    {claim['text']}"
        prints = claim["prints"]
        editions = [edition for edition, text in prints["editions"].items() if text is not None]
        yield (
            "    prints nowhere while the case has errors"
            if prints["stopped"]
            else f"    prints in: {_all(editions)}; in the dossiers of: {_all(prints['dossiers'])}"
        )
        if claim["words_elsewhere"]:
            words = [claim["text"][start:end] for start, end in claim["words_elsewhere"]]
            yield f"    words that stand in none of its quotations: {', '.join(words)}"
        if claim["also_on"]:
            yield f"    rests on these too: {', '.join(claim['also_on'])}"
        if claim["unverified"]:
            yield f"    cites what does not verify: {', '.join(claim['unverified'])}"
        if before := claim["before"]:
            by = _all([row["reviewer"] for row in before["reviewers"]])
            yield f"    approved before by {by}: {before['text']}"
    yield from _quotation_lines(card)
    for row in card["findings"]:
        yield ""
        yield f"  {row['title']}: {row['question'] or ''} ({row['reference'] or 'no reference'})"
        yield f"    {row['finding']}, at most {row['at_most'] or 'not judged'}; needs: {row['needs'] or 'nothing'}"
        for cap in row["caps"]:
            yield f"    {cap['rule']}: {cap['means']}"
    for row in card["names"]["persons"]:
        shown = ", ".join(
            f"{edition} {'the name' if text is None else text}" for edition, text in row["editions"].items()
        )
        yield f"  name: {row['name']} ({row['category']}): {shown}"
    if card["names"]["undeclared"]:
        yield f"  names that are nobody's in the case: {', '.join(card['names']['undeclared'])}"
    for key, after in card.get("after", {}).items():
        if after["author"]:
            yield f"  {key}: {after['text']}"
        for row in after["history"]:
            yield f"  {key}: {row['at']} {row['reviewer']}: {row['decision']} {row['note'] or ''}".rstrip()


def _quotation_lines(card: dict[str, Any]) -> Iterator[str]:
    quotation, source = card["quotation"], card["source"]
    yield ""
    if quotation is None:
        yield "  These claims cite nothing."
    elif not quotation["verifies"]:
        yield f"  Does not verify: {quotation['quote']}"
    else:
        yield f"  {quotation['before']}▐{quotation['words']}▌{quotation['after']}".replace("\n", " ")
        cut = [
            words
            for words, whole in (("begins", quotation["begins_sentence"]), ("ends", quotation["ends_sentence"]))
            if not whole
        ]
        if cut:
            yield f"  The quotation {' and '.join(cut)} in mid-sentence."
        if quotation["elsewhere"]:
            yield f"  The same words stand {len(quotation['elsewhere'])} more times in the sources."
    if card["question"]:
        yield f"  {card['question']['asks']} {', '.join(card['question']['choices'])}?"
    for row in card["inferred"]:
        yield f"  inferred, not quoted: {row['claim']}: {row['inferred']}"
    if source:
        grade = source["grading"]
        graded = f"{grade['reliability']}/{grade['credibility']}: {grade['because']}" if grade else "not graded"
        said = f"{source['origin']['name']}, {source['published'] or 'undated'}"
        yield f"  {source['exhibit']} {source['title']}, {said}; {graded}"
        for capture in source["captures"]:
            yield f"  never quoted of {capture['id']}: {capture['never_quoted']:.0%}"


def _all(names: list[str]) -> str:
    return ", ".join(names) or "none"
