"""What a document says of itself: what it is made from, and what its words mean."""

from __future__ import annotations

from collections.abc import Iterable

from dossier.language import Language
from dossier.regimes import MARKS, Regime
from dossier.render.document.review import ReviewNote
from dossier.render.words import INFORMATION_NOTE, SUBMISSION


def made_from(kind: str, case: str, release: int, day: str, say: Language) -> str:
    """What the document is, and from which case it is made. `kind` is one of the three of `words`."""
    if kind == SUBMISSION:
        text = say(
            "This is a submission made from the case “{case}”, release {release}, as of {day}.",
            case=case,
            release=release,
            day=day,
        )
    elif kind == INFORMATION_NOTE:
        text = say(
            "This is an information note made from the case “{case}”, release {release}, as of {day}.",
            case=case,
            release=release,
            day=day,
        )
    else:
        text = say(
            "This is a submission under some of its programmes and an information note under the others, made from the "
            "case “{case}”, release {release}, as of {day}.",
            case=case,
            release=release,
            day=day,
        )
    innocent = say(
        "Nothing here says that an element of law is met or that anybody is guilty: it says what the cited words "
        "support."
    )
    return f"{text} {innocent}"


def about_lines(regime: Regime | None, review: ReviewNote, say: Language) -> Iterable[tuple[str, str]]:
    """The words of a document, each with what it means."""
    yield (
        say("Findings:"),
        say(
            "of conduct, “shown” and “arguable” need acts tied to the person; “lead” is a reason to look further and "
            "proves nothing; “not shown” says that the sources named there as read do not bear it out of this "
            "person."
        ),
    )
    yield say("“not known”:"), say("no source here says it.")
    yield say("“not checked”:"), say("nobody has looked.")
    yield say("“(inferred: …)”:"), say("what the cited words imply and do not state, with the reason.")
    yield say("Marks on the law:"), say("every element says how far its legal text was checked.")
    if regime and regime.order_verified == "house":
        yield say("The order of the parts:"), say("the sender’s own.")
    elif regime:
        mark = say(MARKS[regime.order_verified])
        yield say("The order of the parts:"), say("it follows the authority’s; {mark}.", mark=mark)
    yield say("Review:"), " ".join(review.lines)
