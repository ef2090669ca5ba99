"""The fixed words of a document, and how it says when something happened."""

from __future__ import annotations

from collections.abc import Iterable

from dossier.editions import View, VisibleCapture, VisibleEntity, VisibleQuotation
from dossier.language import Language, msg, msgs

INFORMATION_NOTE = msg("Information note, not a proposal for listing")
SUBMISSION = msg("Submission")
MIXED_KIND = msg("Submission under {regimes}; information note under the others")
# The same inside a line.
KIND_INSIDE = {
    INFORMATION_NOTE: msg("information note, not a proposal for listing"),
    SUBMISSION: msg("submission"),
    MIXED_KIND: msg("submission under {regimes}; information note under the others"),
}
# The chapters of a document made for all regimes, and what is annexed to every document.
GENERAL_TITLES = {
    "summary": msg("Summary"),
    "acts": msg("The acts"),
    "criteria": msg("The full matrix of criteria"),
}
ANNEX_TITLES = {
    "further": msg("Further information"),
    "statements": msg("Statements made here about persons, offices and bodies"),
    "sources": msg("The sources in full"),
    "quotations": msg("The quotations, each in its paragraph"),
    "about": msg("About this document"),
}
# The sections of the two first pages, by their anchors; two depend on how many regimes or sources there are.
FIRST_TITLES = {
    "ask": msg("What we ask"),
    "who": msg("Who this is"),
    "reported": msg("What is reported of this person"),
    "others": msg("What is reported of others"),
    "criteria": msg("The criteria"),
    "mitigating": msg("What speaks for this person"),
    "missing": msg("What is missing, most useful first"),
    "handling": msg("Handling"),
}
CRITERIA_OF_ONE = msg("The criteria, one by one")
SOURCE_TITLES = msgs(
    "The source, and what you can check yourself",
    "The sources, and what you can check yourself",
)
ATTACHED_TITLE = msg("What is attached, and how to check it")
FOLDER_TITLE = msg("What this folder holds")
# The parts of a chapter that holds several; a section that the case does not fill is named by these words.
PART_TITLES = {
    **ANNEX_TITLES,
    "opening": msg("Addressee and sender"),
    "statement": msg("Draft statement of reasons"),
    "bases": msg("Legal bases"),
    "summary": msg("What the sources say"),
    "identifiers": msg("Identifiers"),
    "acts": msg("The acts, one by one"),
    "criteria": CRITERIA_OF_ONE,
    "mitigating": msg("Mitigating information and responses"),
    "annexes": msg("Annexes"),
    "ask": FIRST_TITLES["ask"],
    "submitter": msg("Submitter and contact"),
    "handling": FIRST_TITLES["handling"],
    "pattern": msg("Systematic pattern"),
    "protected-activity": msg("What the victims were doing"),
    "associates": msg("Who is associated, and how"),
    "factors": msg("Factors and effects"),
    "national-interest": msg("National interest"),
    "safety": msg("Safety and reprisal risk"),
}
FINDING_WORDS = {
    "shown": msg("shown"),
    "arguable": msg("arguable"),
    "lead": msg("lead"),
    "not-shown": msg("not shown"),
}
NOT_KNOWN = msg("not known")
NOT_STATED = msg("not stated")
NOT_GIVEN = msg("not given")
NO_SOURCE = msg("no source given")
# What an edition is called, and what is said on every page of one that is not public.
EDITION_WORDS = {
    "public": msg("public edition"),
    "authority": msg("authority edition"),
    "internal": msg("internal edition"),
}
EDITION_TITLES = {
    "public": msg("Public edition"),
    "authority": msg("Authority edition"),
    "internal": msg("Internal edition"),
}
EDITION_NOTICES = {
    "public": "",
    "authority": msg("Authority edition: for the authority it was sent to; do not publish it."),
    "internal": msg("Internal edition: it names persons who are withheld elsewhere. Do not send it on."),
}
# How the words of a quotation stand in its source.
SPEECH_WORDS = {
    "direct": msg("the source’s own words"),
    "reported": msg("reported speech"),
    "translated": msg("translated"),
}
METHODS = {"supplied": msg("supplied")}  # how a capture was taken; what else a case says stays as it is


def say_when(act: VisibleEntity, say: Language) -> str:
    """When an act happened, as precisely as the case says and no more."""
    if act.when:
        after = say.date(act.when.after) if act.when.after else None
        before = say.date(act.when.before) if act.when.before else None
        if after and before:
            return say("between {after} and {before}", after=after, before=before)
        return say("on or after {day}", day=after) if after else say("on or before {day}", day=before)
    start, end = act.first("startDate"), act.first("endDate")
    if start and end:
        return say("from {start} to {end}", start=say.date(start), end=say.date(end))
    if start:
        return say("from {day}", day=say.date(start))
    if end:
        return say("to {day}", day=say.date(end))
    return ", ".join(say.date(value.text) for value in act.all("date")) or say(NOT_STATED)


def edition_words(edition: str, say: Language) -> str:
    """What an edition is called inside a line: `public edition`; one of the case's own by its name."""
    return say(EDITION_WORDS[edition]) if edition in EDITION_WORDS else say("edition {name}", name=edition)


def edition_title(edition: str, say: Language) -> str:
    """What an edition is called at the head of a page."""
    return say(EDITION_TITLES[edition]) if edition in EDITION_TITLES else say("Edition {name}", name=edition)


def edition_notice(edition: str, say: Language) -> str:
    """What every page of an edition says of whom it is for; nothing on public ones."""
    if edition in EDITION_NOTICES:
        return say(EDITION_NOTICES[edition])
    return say("Edition {name}: for those it was sent to; do not publish it.", name=edition)


def read_words(view: View, read: Iterable[str], say: Language) -> str:
    """Which sources were read: `Read in full: E1 and E2`."""
    read = tuple(read)
    names = [f"E{number}" for number in sorted(view.exhibits[id_] for id_ in read if id_ in view.exhibits)]
    if any(id_ not in view.exhibits for id_ in read):
        names.append(say("what is withheld here"))
    return say("Read in full: {sources}", sources=say.listed(names))


def sender_words(view: View, say: Language) -> str:
    """Who publishes the document, and whom to write to."""
    publisher = view.meta.publisher
    return say("{name}, contact {contact}", name=publisher.name, contact=publisher.contact or say(NOT_GIVEN))


def contact_words(view: View, say: Language) -> str:
    """Whom to write to."""
    return say("contact {contact}", contact=view.meta.publisher.contact or say(NOT_GIVEN))


def manner_of(quotation: VisibleQuotation, say: Language) -> str:
    """How the words of a quotation stand in the source, on which page, and whether names are replaced."""
    parts = [say(SPEECH_WORDS[quotation.excerpt.speech])]
    if quotation.page:
        parts.append(say("page {number}", number=quotation.page))
    if quotation.altered:
        parts.append(say("names replaced"))
    return say.joined(parts)


def method_words(capture: VisibleCapture, say: Language) -> str:
    """How a capture was taken."""
    method = capture.capture.method
    return say(METHODS[method]) if method in METHODS else method


def captured_words(capture: VisibleCapture, say: Language) -> str:
    """When a capture was taken."""
    at = capture.capture.captured_at
    return say(NOT_KNOWN) if at == "not-known" else say.moment(at)
