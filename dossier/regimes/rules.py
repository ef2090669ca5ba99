"""The rules that bound a finding, each with its id: one table for the check, the command, the print and the docs."""

from __future__ import annotations

from dataclasses import dataclass

from dossier.language import msg


@dataclass(frozen=True, slots=True)
class Rule:
    """`short` fits a table cell; `means` explains the rule to a newcomer; `next` says what would lift it.

    `caps` is false for a rule that only points something out.
    """

    short: str
    means: str
    next: str
    caps: bool = True


RULES: dict[str, Rule] = {
    "no-citation": Rule(
        msg("nothing is cited"),
        "A finding above not shown cites the words it rests on.",
        "Cite the excerpts that bear on this element.",
    ),
    "not-verified": Rule(
        msg("a quotation does not verify"),
        "Only a quotation that stands letter for letter in its capture counts; a finding that cites another claims "
        "nothing.",
        "Quote the source again, exactly.",
    ),
    "no-act": Rule(
        msg("no act is named"),
        "An element of conduct rests on acts: what happened, when, and by whom as far as the source says.",
        "Name the act, with its date and place, from a source that reports it.",
    ),
    "not-linked": Rule(
        msg("no source ties the person to the act"),
        "Per act the person's own link counts. An act reported of others is a lead at most.",
        "A source that says what this person did, ordered or knew.",
    ),
    "office-is-not-conduct": Rule(
        msg("the source names the office or body, not the person's act"),
        "What an office or the body that a person heads did is not what the person did (attributions office and body).",
        "The decision with its signature, an order or minutes, or a witness who names this person.",
    ),
    "nobody-named": Rule(
        msg("the source names a group, or no one"),
        "An act of a group without named members, or of an unnamed actor, is tied to no person (attributions "
        "collective and unnamed).",
        "A source that names who acted, and on whose order.",
    ),
    "call-is-not-conduct": Rule(
        msg("a call names the person, no act does"),
        "That a person is named in a call for sanctions shows that there was a call (attribution call).",
        "One act, order or omission of this person, with its date and place.",
    ),
    "inferred": Rule(
        msg("the tie to the act is inferred"),
        "A tie that is derived, not stated in the words cited, carries no conduct.",
        "A source that states the tie.",
    ),
    "not-named": Rule(
        msg("words cited do not name the person or body"),
        "An origin counts only with an excerpt that itself names the person, literally (for a leader's element: the "
        "body).",
        "Cite the words in which the source names them, or another source that does.",
    ),
    "cannot-be-judged": Rule(
        msg("a source’s reliability or credibility cannot be judged"),
        "A source graded F or 6, or not graded, is said to be so and never counts as an origin for shown or arguable; "
        "who a person is may be arguable on it.",
        "A source that can be judged: how it knows, and whether others confirm it.",
    ),
    "same-origin": Rule(
        msg("sources of one origin count once"),
        "Sources that come from one origin do not corroborate each other.",
        "A report from another origin.",
    ),
    "relies-on": Rule(
        msg("one source repeats another"),
        "A source that relies on another, directly or through a third, adds no origin to it.",
        "A report that does not rest on the same source.",
    ),
    "same-words": Rule(
        msg("sources of the same words count once"),
        "Two documents with the same words are one report, whoever printed it, until the author says why not.",
        "A report in other words, or in the source `independent:` with the reason.",
    ),
    "two-origins": Rule(
        msg("too few independent origins"),
        "For shown, as many independent origins as the case's policy asks for (two unless it says otherwise) must each "
        "tie the person to the act; for arguable, one.",
        "A second, independent origin for the same act.",
    ),
    "tenure-uncertain": Rule(
        msg("in office at the time: cannot be said"),
        "A leader answers for a body only while certainly in office there; an order or command is shown only of "
        "somebody who certainly held an office at the time. A year is a range, and what is not known never overlaps.",
        "The dates in office to the day, or a dated report that names the person in office then; the day of the act.",
    ),
    "outside-tenure": Rule(
        msg("the act lies outside the time in office"),
        "An act certainly before or after the time in office is not led or ordered by virtue of that office.",
        "Check the date of the act and the dates in office against further sources.",
    ),
    "no-body-conduct": Rule(
        msg("no act of the body is reported"),
        "A leader's element needs an act of the body itself: one whose organizer, as the source says, is a body of the "
        "person's own post.",
        "A source that says that this body, or its members, did it.",
    ),
    "withheld-here": Rule(
        msg("part of the backing is withheld in this edition"),
        "An edition never claims more than it can show its reader.",
        "Send the authority's edition, or obtain consent to show what is withheld.",
    ),
    "old-conduct": Rule(
        msg("older than the policy's years"),
        "Conduct older than the policy's years before the case's date is pointed out; it stays countable.",
        "Say why it still matters, or add later conduct.",
        caps=False,
    ),
}
