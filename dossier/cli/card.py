"""A review card in plain lines, for a terminal."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from dossier.text.visible import visible

_DIGITS = 12  # of a claim's digest: enough to decide on what was shown and nothing else


def card_lines(card: dict[str, Any]) -> Iterator[str]:
    """A card in the order in which a reviewer needs it; characters that would steer the terminal are shown as such."""
    for line in _lines(card):
        yield visible(" ".join(line.split()) if "▐" in line else line)


def sentence_lines(card: dict[str, Any]) -> Iterator[str]:
    """The sentence of a card and its question: what a reviewer reads before they answer who did it."""
    yield f"{card['id']}  {card['exhibit']}".rstrip()
    for line in (*_quotation_lines(card["quotation"]), *_question_lines(card["question"])):
        yield visible(" ".join(line.split()) if "▐" in line else line)


def author_lines(card: dict[str, Any], keys: Collection[str]) -> Iterator[str]:
    """Of acts that the reviewer has answered on: the author's answer, whether it is another, and what prints."""
    for key, answer in card["answers"].items():
        author = card["after"][key]["author"] if key in keys else None
        if author:
            differs = "" if author["vote"] == answer["vote"] else " That is not what you answered."
            yield visible(f"{key}: the author: {author['vote']} ({author['words']}).{differs}")
            yield visible(f"  prints: {card['after'][key]['text']}")


def _lines(card: dict[str, Any]) -> Iterator[str]:
    yield f"{card['id']}  {card['exhibit']}".rstrip()
    for claim in card["claims"]:
        yield from _claim_lines(claim)
    yield from _quotation_lines(card["quotation"])
    yield from _question_lines(card["question"])
    yield from _source_lines(card)
    for row in card["findings"]:
        yield from _finding_lines(row)
    yield from _name_lines(card["names"])
    for key, after in card.get("after", {}).items():
        yield from _answered_lines(key, after)


def _claim_lines(claim: dict[str, Any]) -> Iterator[str]:
    """A claim: where it stands in the review, where it prints, and what is wrong with its citations."""
    yield ""
    yield f"  {claim['kind']}  {claim['key']}@{claim['digest'][:_DIGITS]}  {claim['mine'] or claim['state']}"
    for line in claim["text"].split("\n"):
        yield f"    {line}"
    prints = claim["prints"]
    editions = [edition for edition, text in prints["editions"].items() if text is not None]
    yield (
        "    prints nowhere while the case has errors"
        if prints["stopped"]
        else f"    prints in: {_all(editions)}; in the dossiers of: {_all(prints['dossiers'])}"
    )
    yield from _actor_lines(claim["actors"])
    if claim["words_elsewhere"]:
        words = [claim["text"][start:end] for start, end in claim["words_elsewhere"]]
        yield f"    words that stand in none of its quotations: {', '.join(words)}"
    if claim["also_on"]:
        yield f"    rests on these too: {', '.join(claim['also_on'])}"
    if claim["unverified"]:
        yield f"    cites what does not verify: {', '.join(claim['unverified'])}"
    if before := claim["before"]:
        by = _all([row["reviewer"] for row in before["reviewers"]])
        yield f"    approved before by {by}: {before['text']}".replace("\n", " / ")


_STANDS = {"acts": "acts", "acted-upon": "is acted upon", "named": "is named"}


def _actor_lines(actors: dict[str, Any] | None) -> Iterator[str]:
    """Who acts in the quotations and who acts in the claim, one line under the other."""
    if actors and actors["ours"]:
        only = actors["only_ours"]
        theirs = dict.fromkeys(f"{row['words']} {_STANDS[row['stands']]}" for row in actors["theirs"])
        ours = (
            f"{row['words']} {_STANDS[row['stands']]}{' (ONLY IN OURS)' if row['who'] in only else ''}"
            for row in actors["ours"]
        )
        yield f"    who acts in the quotation: {'; '.join(theirs) or 'nobody known is named'}"
        yield f"    who acts in our sentence: {'; '.join(ours)}"


def _finding_lines(row: dict[str, Any]) -> Iterator[str]:
    """A finding that rests on the card, and what keeps it low."""
    yield ""
    yield f"  {row['title']}: {row['question'] or ''} ({row['reference'] or 'no reference'})"
    yield f"    {row['finding']}, at most {row['at_most'] or 'not judged'}; needs: {row['needs'] or 'nothing'}"
    for cap in row["caps"]:
        yield f"    {cap['rule']}: {cap['means']}"


def _name_lines(names: dict[str, Any]) -> Iterator[str]:
    """What each edition shows of the names in the card's words."""
    for row in names["persons"]:
        shown = ", ".join(
            f"{edition} {'the name' if text is None else text}" for edition, text in row["editions"].items()
        )
        yield f"  name: {row['name']} ({row['category']}): {shown}"
    if names["undeclared"]:
        yield f"  names that are nobody's in the case: {', '.join(names['undeclared'])}"


def _answered_lines(key: str, after: dict[str, Any]) -> Iterator[str]:
    """What a reviewer may see of a claim after the answer: how it prints, and who decided what before."""
    if after["author"]:
        yield f"  {key}: {after['text']}"
    for row in after["history"]:
        yield f"  {key}: {row['at']} {row['reviewer']}: {row['decision']} {row['note'] or ''}".rstrip()


def _quotation_lines(quotation: dict[str, Any] | None) -> Iterator[str]:
    yield ""
    if quotation is None:
        yield "  These claims cite nothing."
        return
    if not quotation["verifies"]:
        yield f"  Does not verify: {quotation['quote']}"
        return
    yield f"  {quotation['before']}▐{quotation['marked']}▌{quotation['after']}".replace("\n", " ")
    cut = [
        words
        for words, whole in (("begins", quotation["begins_sentence"]), ("ends", quotation["ends_sentence"]))
        if not whole
    ]
    if cut:
        yield f"  The quotation {' and '.join(cut)} in mid-sentence."
    if quotation["turning"]:
        yield f"  Just outside it, in its sentence: {', '.join(quotation['turning'])}."
    if quotation["crosses"]:
        yield "  ¶: it runs over the end of a paragraph, list item, heading or page."
    if quotation["elsewhere"]:
        yield f"  The same words stand {len(quotation['elsewhere'])} more times in the sources."


def _question_lines(question: dict[str, Any] | None) -> Iterator[str]:
    if question:
        yield f"  {question['asks']} {', '.join(question['choices'])}?"
        for row in question["of"]:
            yield f"    {row['person']}: {row['act']}  ({row['claim']})"


def _source_lines(card: dict[str, Any]) -> Iterator[str]:
    for row in card["inferred"]:
        yield f"  inferred, not quoted: {row['claim']}: {row['inferred']}"
    source = card["source"]
    if source:
        grade = source["grading"]
        graded = f"{grade['reliability']}/{grade['credibility']}: {grade['because']}" if grade else "not graded"
        said = f"{source['origin']['name']}, {source['published'] or 'undated'}"
        yield f"  {source['exhibit']} {source['title']}, {said}; {graded}"
        for capture in source["captures"]:
            yield f"  never quoted of {capture['id']}: {capture['never_quoted']:.0%}"


def _all(names: list[str]) -> str:
    return ", ".join(names) or "none"
