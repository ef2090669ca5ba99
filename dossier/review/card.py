"""One card: an excerpt and what rests on it, in the order in which a reviewer needs to see it.

A card is data that JSON can hold. What the reviewer may see only after answering who did it (the author's answer, the
votes of others, the history) stands apart under `after`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from dossier.approvals import VOTES, Decision, Signed, wrote
from dossier.case.model import ATTRIBUTIONS, LINK_SCHEMA, Entity, Finding, Source
from dossier.claims import OFFICE_DATES, RECORDS, Claim, caption, shown_words
from dossier.evidence.custody import MAX_BYTES, custody_file
from dossier.evidence.records import CaptureText, Quotation
from dossier.formats.canonical import Json
from dossier.formats.reading import read_file
from dossier.ftm import property_type
from dossier.regimes import MARKS, RULES, groups, upstream
from dossier.review.actors import who_acts
from dossier.review.blind import without_answer
from dossier.review.deck import Deck, Row
from dossier.review.wording import compared, words_elsewhere
from dossier.text.normalise import fold
from dossier.text.sentences import begins_sentence, ends_sentence

# The author's attribution, as an answer to the question that reviewers are asked. A call ties nobody to a deed.
VOTE_OF = {
    "personal-act": "named-person",
    "order": "named-person",
    "command": "named-person",
    "office": "office",
    "body": "body",
    "collective": "group",
    "unnamed": "nobody",
    "call": "nobody",
}
# Two or more words with capitals, with at most a particle between: the form of a name in Latin, Cyrillic and Greek.
_NAME_LIKE = re.compile(
    r"[^\W\d_a-zа-яёα-ω][^\W\d_]+(?:['’-][^\W\d_]+)*"
    r"(?:\s+(?:de|del|der|van|von|bin|ibn|al|el)?\s*[^\W\d_a-zа-яёα-ω][^\W\d_]+(?:['’-][^\W\d_]+)*)+"
)
_MAX_ELSEWHERE = 20
Words = Callable[[Claim, str], str]  # a claim's text as it is shown before, or after, the reviewer has answered


def make_card(deck: Deck, id_: str, reviewer: str | None = None) -> Json:
    """The card of an excerpt or entity. Raises KeyError when there is none of this id."""
    row = deck.by_id[id_]
    claims = [deck.checked.claims[key] for key in row.claims]
    quotation = deck.checked.evidence.quotations.get(row.excerpt or "")
    return {
        "id": row.id,
        "excerpt": row.excerpt,
        "exhibit": row.exhibit,
        "title": None if row.excerpt else row.title,
        "claims": [_claim(deck, row, claim, reviewer) for claim in claims],
        "quotation": _quotation(deck, row, quotation),
        "speaks": _speaks(deck, row, claims),
        "question": _question(deck, row),
        "inferred": [
            {"claim": claim.key, "text": claim.text, "inferred": claim.derived} for claim in claims if claim.derived
        ],
        "source": _source(deck, row.source),
        "findings": [found for claim in claims if claim.kind == "finding" and (found := _finding(deck, claim))],
        "names": _names(deck, quotation, claims),
        "custody": _custody(deck, quotation),
        "after": {claim.key: _after(deck, claim, reviewer) for claim in claims},
    }


# --- 1, 3, 4: the words that will print, who acts in them, and those that stand in none of their quotations


def _claim(deck: Deck, row: Row, claim: Claim, reviewer: str | None) -> Json:
    standing = deck.checked.standings[claim.key]
    draft = deck.drafted(reviewer).get(claim.key)
    start, end = _asserted(deck, claim) if claim.quotations else (0, 0)
    homes = deck.rows_of_claim[claim.key]
    return {
        "key": claim.key,
        "kind": claim.kind,
        "entity": claim.entity,
        "about": deck.title_of(claim.entity),
        "text": _unanswered(claim, claim.text),
        "digest": claim.digest,
        "state": standing.state,
        "mine": standing.state_for(reviewer) if reviewer else None,
        "drafted": _drafted(draft) if draft else None,
        "drafted_before": _drafted(late) if (late := deck.drafted(reviewer, changed=True).get(claim.key)) else None,
        "own": bool(reviewer and wrote(reviewer, claim.authors)),
        "at_home": homes[0] == row.id,
        "also_on": [other for other in homes if other != row.id],
        "persons": list(deck.persons_of[claim.key]),
        "prints": _prints(deck, claim, _unanswered),
        "inferred": claim.derived,
        "analysis": claim.analysis,
        "words_elsewhere": [
            list(span) for span in words_elsewhere(claim.text, start, end, [q.excerpt.quote for q in claim.quotations])
        ]
        if claim.quotations and not claim.derived and not claim.analysis
        else [],
        "actors": who_acts(claim, start, end, deck.names) if claim.quotations and _says_who_acts(deck, claim) else None,
        "quotations": [
            {
                "excerpt": q.excerpt.key,
                "exhibit": q.exhibit,
                "quote": q.excerpt.quote,
                "capture_sha256": q.capture.sha256,
            }
            for q in claim.quotations
        ],
        "unverified": list(claim.unverified),
        "before": _before(deck, claim, reviewer, _unanswered),
    }


def _drafted(draft: Decision) -> Json:
    return {"decision": draft.decision, "note": draft.note, "vote": draft.vote, "speech": draft.speech}


def _unanswered(claim: Claim, text: str) -> str:
    return without_answer(claim.kind, text)


def _as_printed(claim: Claim, text: str) -> str:
    return text


def _asserted(deck: Deck, claim: Claim) -> tuple[int, int]:
    """Where in a claim's text its assertion stands; the rest are our own labels."""
    entity = deck.case.entities[claim.entity]
    if claim.kind == "act":
        part = entity.first("role") or ""
    elif claim.kind == "office":
        part = claim.text.partition(": ")[2]
        for label in OFFICE_DATES.values():
            part = part.split(f": {label} ")[0]
    elif claim.kind == "finding":
        found = _written(entity, claim)
        part = found.because if found else ""
    elif claim.kind == "value":
        part = claim.text.split(": ", 2)[-1]
    else:
        part = claim.text
    start = claim.text.find(part)
    return (start, start + len(part)) if part and start >= 0 else (0, 0)


def _says_who_acts(deck: Deck, claim: Claim) -> bool:
    """Whether it is words about what was done: prose, a finding's reason, an act's role, a description."""
    if claim.kind != "value":
        return claim.kind in ("prose", "finding", "act")
    prop = claim.local_key.partition("/")[0]
    return not claim.derived and property_type(deck.case.entities[claim.entity].schema, prop) == "text"


def _prints(deck: Deck, claim: Claim, words: Words) -> Json:
    """Whose dossiers it stands in, for which regimes, and its words in each edition: None where it does not print."""
    entities = deck.case.entities
    finding = claim.key.split("/finding/")[1].split("/")[0] if claim.kind == "finding" else None
    regimes = list(deck.checked.regimes)
    editions = {}
    for edition in deck.case.meta.editions:
        shown = deck.edition_claims.get(edition, {}).get(claim.identity)
        editions[edition] = words(claim, shown.text) if shown else None
    return {
        "dossiers": [id_ for id_ in deck.persons_of[claim.key] if entities[id_].dossier],
        "regimes": [finding] if finding in regimes else regimes,
        "editions": editions,
        "stopped": not deck.views,
    }


def _before(deck: Deck, claim: Claim, reviewer: str | None, words: Words) -> Json:
    """What was approved before the claim changed, and how it differs: the latest of it, a draft of one's own first."""
    earlier = deck.checked.standings[claim.key].earlier
    decision = deck.drafted(reviewer, changed=True).get(claim.key)
    if decision is None and earlier:
        decision = max(earlier, key=lambda row: row.signed_at).decision
    if decision is None:
        return None
    old = {shown.excerpt: shown.quote for shown in decision.shown}
    new = {q.excerpt.key: shown_words(q) for q in claim.quotations}
    captures = {shown.excerpt: shown.capture_sha256 for shown in decision.shown}
    return {
        "text": words(claim, decision.text),
        "changes": compared(words(claim, decision.text), words(claim, claim.text)),
        "quotations": [
            {
                "excerpt": key,
                "before": old.get(key),
                "now": new.get(key),
                "changes": compared(old.get(key, ""), new.get(key, "")),
            }
            for key in dict.fromkeys([*old, *new])
            if old.get(key) != new.get(key)
        ],
        "captures_changed": [
            q.excerpt.key for q in claim.quotations if captures.get(q.excerpt.key, q.capture.sha256) != q.capture.sha256
        ],
        "reviewers": [_signed(row) for row in earlier],
    }


# --- 2: the quotation in its paragraph


def _quotation(deck: Deck, row: Row, quotation: Quotation | None) -> Json:
    if row.excerpt is None:
        return None
    excerpt = deck.case.excerpts().get(row.excerpt)
    if quotation is None:
        return {"quote": excerpt.quote if excerpt else None, "verifies": False}
    before, words, after = quotation.paragraph
    paragraph = before + words + after
    start, end = len(before), len(before) + len(words)
    return {
        "quote": quotation.excerpt.quote,
        "verifies": True,
        "before": before,
        "words": words,
        "after": after,
        "page": quotation.page,
        "printed": quotation.printed,
        "marked": quotation.marked,
        "crosses": quotation.crosses,
        "turning": quotation.turning,
        "begins_sentence": begins_sentence(paragraph, start),
        "ends_sentence": ends_sentence(paragraph, end),
        # what is equal only once folded: the source's signs against the quotation's, as they are written
        "normalised": words != quotation.excerpt.quote,
        "ignored": _ignored(words, quotation.excerpt.quote),
        "elsewhere": _elsewhere(deck, quotation),
        "note": quotation.excerpt.note,
    }


def _ignored(words: str, quote: str) -> Json:
    """Where the source's own letters and the quotation's differ, though they fold alike; line breaks aside."""
    ours, theirs = words.split(), quote.split()
    pairs = zip(ours, theirs, strict=True) if len(ours) == len(theirs) else [(words, quote)]
    return [{"source": our, "quotation": their} for our, their in pairs if our != their]


def _elsewhere(deck: Deck, quotation: Quotation) -> Json:
    """Where else the same words stand, in any capture of the case."""
    wanted = fold(quotation.excerpt.quote).strip()
    found: list[dict[str, Json]] = []
    for (source, capture), text in deck.checked.evidence.captures.items():
        folded, position = text.text.text, -1
        own = text is quotation.capture
        while len(found) < _MAX_ELSEWHERE and (position := folded.find(wanted, position + 1)) >= 0:
            start = text.text.raw_position(position)
            if not (own and abs(start - quotation.start) <= 1):
                found.append({"source": source, "capture": capture, "start": start})
    return found


# --- 5, 6: who speaks, and who did it


def _speaks(deck: Deck, row: Row, claims: list[Claim]) -> Json:
    excerpt = deck.case.excerpts().get(row.excerpt or "")
    source = deck.case.sources.get(row.source or "")
    events = []
    for entity in _acts(deck, claims):
        when = entity.when
        day = entity.first("date") or entity.first("startDate")
        events.append(
            {
                "act": entity.id,
                "name": entity.caption,
                "date": day,
                "after": when.after if when else None,
                "before": when.before if when else None,
                "undated": not (day or when),
            }
        )
    return {
        "speech": excerpt.speech if excerpt else None,
        "language": source.first("language") if source else None,
        "said": source.published if source else None,
        "events": events,
        "translations": [
            {"lang": each.lang, "text": each.text, "by": each.by} for each in (excerpt.translations if excerpt else ())
        ],
    }


def _acts(deck: Deck, claims: list[Claim]) -> list[Entity]:
    entities = deck.case.entities
    about = [entities[claim.entity] for claim in claims if claim.entity in entities]
    ids = (each.first("object") if each.schema == LINK_SCHEMA else each.id for each in about)
    found = dict.fromkeys(id_ for id_ in ids if id_)
    return [entities[id_] for id_ in found if id_ in entities and entities[id_].schema in ("Event", "CourtCase")]


def _question(deck: Deck, row: Row) -> Json:
    """Who did it, asked of each act of a person that rests on the sentence; the author's answer is under `after`."""
    links = [deck.checked.claims[key] for key in deck.asked(row.id)]
    if not links:
        return None
    entities = deck.case.entities
    return {
        "asks": "Does this sentence say that this person did it?",
        "choices": list(VOTES),
        "of": [
            {
                "claim": claim.key,
                "person": caption(entities[claim.entity].first("subject"), entities),
                "act": caption(entities[claim.entity].first("object"), entities),
            }
            for claim in links
        ],
    }


# --- 8: the source


def _source(deck: Deck, id_: str | None) -> Json:
    source = deck.case.sources.get(id_ or "")
    if source is None:
        return None
    evidence, sources = deck.checked.evidence, deck.case.sources
    group = groups({other: upstream(other, sources) for other in sources})
    same = [other for other in sources if other != source.id and group[other] == group[source.id]]
    graded = source.assessment
    return {
        "id": source.id,
        "title": source.title,
        "exhibit": f"E{evidence.exhibits[source.id]}",
        "published": source.published,
        "language": source.first("language"),
        "edition": source.edition,
        "grading": {"reliability": graded.reliability, "credibility": graded.credibility, "because": graded.because}
        if graded
        else None,
        "origin": {"id": source.origin, "name": caption(source.origin, deck.case.entities)},
        "relies_on": list(source.relies_on),
        "same_origin": [{"id": other, "title": sources[other].title} for other in same],
        "same_words": [{"id": other, "title": sources[other].title} for other in source.same_words],
        "independent": [
            {"id": row.of, "title": sources[row.of].title, "because": row.because}
            for row in source.independent
            if row.of in sources
        ],
        "claims": deck.claims_of_source.get(source.id, 0),
        "claims_of_same_origin": sum(deck.claims_of_source.get(other, 0) for other in same),
        "captures": [
            {"id": capture.capture.id, "never_quoted": round(deck.never_quoted(capture), 4)}
            for capture in evidence.of_source(source.id)
        ],
    }


# --- 9: findings


def _written(entity: Entity, claim: Claim) -> Finding | None:
    dossier = entity.dossier
    where = claim.key.split("/finding/")[1]
    for finding in dossier.all_findings() if dossier else ():
        if where == (finding.regime if finding.regime == finding.element else f"{finding.regime}/{finding.element}"):
            return finding
    return None


def _finding(deck: Deck, claim: Claim) -> Json:
    person = deck.case.entities[claim.entity]
    finding = _written(person, claim)
    if finding is None:
        return None
    judged = deck.assessment(person.id, finding.regime, finding.element)
    regime = deck.checked.regimes.get(finding.regime)
    element = judged.element if judged else None
    return {
        "claim": claim.key,
        "person": person.caption,
        "regime": regime.name if regime else None,
        "finding": finding.finding,
        "because": finding.because,
        "title": element.title if element else "every element not judged by itself",
        "question": element.question if element else None,
        "reference": element.reference if element else None,
        "law": {"mark": element.verified, "means": MARKS[element.verified]} if element else None,
        "acts": [
            {
                "act": act.act,
                "name": caption(act.act, deck.case.entities),
                "in_office": str(act.in_office) if act.in_office else None,
                "origins": list(act.origins),
            }
            for act in (judged.acts if judged else ())
        ],
        "at_most": judged.cap if judged else None,
        "caps": [
            {"rule": cap.rule, "at_most": cap.at, "means": RULES[cap.rule].means, "why": cap.why}
            for cap in (judged.caps if judged else ())
        ],
        "needs": judged.needs if judged else finding.needs,
        "read": list(finding.read),
    }


# --- 10: names


def _names(deck: Deck, quotation: Quotation | None, claims: list[Claim]) -> Json:
    """Each person named in the paragraph or the claims, with what every edition prints; and names that are nobody's."""
    paragraph = "".join(quotation.paragraph) if quotation else ""
    own = quotation.excerpt.quote if quotation else ""
    # what describes the evidence or the frame names persons whose own cards show what becomes of their names
    said = [claim.text for claim in claims if claim.kind not in RECORDS]
    text = "\n".join([paragraph, *said])
    quoted = {person.id for person in deck.named(own)}
    return {
        "persons": [
            {
                "id": person.id,
                "name": person.caption,
                "category": person.person,
                "in_quotation": person.id in quoted,
                "editions": deck.becomes(person),
            }
            for person in deck.named(text)
        ],
        "undeclared": list(dict.fromkeys(found for found in _name_like(paragraph) if not _declared(found, deck))),
    }


def _name_like(text: str) -> list[str]:
    return [" ".join(match[0].split()) for match in _NAME_LIKE.finditer(text)]


def _declared(name: str, deck: Deck) -> bool:
    """Whether all its words stand in names of the case; a possessive ending aside."""
    words = (word.strip(".,'’()").removesuffix("'s").removesuffix("’s").casefold() for word in name.split())
    return all(word in deck.known_words for word in words)


# --- 11: custody, and only then the history


def _custody(deck: Deck, quotation: Quotation | None) -> Json:
    if quotation is None:
        return None
    capture = quotation.capture
    source = deck.case.sources[capture.source]
    stamp = deck.checked.evidence.stamps.get((capture.source, capture.capture.id))
    return {
        "capture": capture.capture.id,
        "file": capture.capture.file,
        "media_type": capture.capture.media_type,
        "bytes": capture.size,
        "sha256": capture.sha256,
        "method": capture.capture.method,
        "captured_at": capture.capture.captured_at,
        "url": capture.capture.url,
        "archive_url": capture.capture.archive_url,
        "extractor": capture.extractor,
        "time_stamp": str(stamp) if stamp else None,
        "record": _record(source, capture),
        "other_captures": [
            {
                "id": other.capture.id,
                "captured_at": other.capture.captured_at,
                "says_it_too": fold(quotation.excerpt.quote).strip() in other.text.text,
            }
            for other in deck.checked.evidence.of_source(source.id)
            if other is not capture
        ],
    }


def _record(source: Source, capture: CaptureText) -> Json:
    """What the custody record says beside that: who collected it, from where, and what was done since."""
    try:
        row = json.loads(read_file(custody_file(source.folder, capture.capture.id), MAX_BYTES, links=False))
    except (OSError, ValueError):
        return None
    return {
        key: row.get(key) for key in ("collector", "requested_url", "final_url", "supplied_as", "transfers", "derived")
    }


def _after(deck: Deck, claim: Claim, reviewer: str | None) -> Json:
    """What is shown once the reviewer has answered: the author's answer, everybody's votes, and the history."""
    standing = deck.checked.standings[claim.key]
    now = [row for row in standing.history if row.decision.digest == claim.digest]
    last = {row.reviewer: row for row in now}
    return {
        "text": claim.text,
        "prints": _prints(deck, claim, _as_printed),
        "before": _before(deck, claim, reviewer, _as_printed),
        "author": {
            "attribution": claim.attribution,
            "words": ATTRIBUTIONS[claim.attribution],
            "vote": VOTE_OF[claim.attribution],
            "does_not_say": deck.case.entities[claim.entity].does_not_say,
        }
        if claim.attribution
        else None,
        "mine": _signed(last[reviewer]) if reviewer in last else None,
        "votes": [_signed(row) for row in last.values() if row.reviewer != reviewer],
        "approvals": {
            "needs": standing.needs,
            "by": [_signed(row) for row in standing.approvals],
            "not_counted": [{**_signed(row), "because": why} for row, why in standing.discounted],
        },
        "written_by": list(claim.authors),
        "history": [{**_signed(row), "as_it_is": row.decision.digest == claim.digest} for row in standing.history],
    }


def _signed(row: Signed) -> dict[str, Json]:
    return {
        "reviewer": row.reviewer,
        "signed_by": row.signed_by,
        "signed_at": row.signed_at,
        "decision": row.decision.decision,
        "at": row.decision.at,
        "note": row.decision.note,
        "vote": row.decision.vote,
        "speech": row.decision.speech,
    }
