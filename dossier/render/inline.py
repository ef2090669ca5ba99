"""Inline parts → HTML, escaped: text of a case can never become markup."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable

from markupsafe import Markup, escape

from dossier.editions import VisiblePassage, VisibleQuotation
from dossier.language import Language, direction_of, language_tag
from dossier.render.direction import stretches
from dossier.render.document.tree import CaseText, Cite, Digest, Inline, Lines, Link, Phrase, Quotes, Text
from dossier.render.legible import BREAKS, NOT_ATTACHED, Cuts, legible, legible_runs
from dossier.text.visible import tokens

NOTHING = Markup("")
_LONG_WORD = re.compile(rf"[^{BREAKS}]{{60,}}")


class Inlines:
    """Writes the inline parts of one document; `quote` writes a quotation."""

    def __init__(
        self, say: Language, language: str, cite: Citations, cuts: Cuts, quote: Callable[[VisibleQuotation], Markup]
    ) -> None:
        """`language` is that of the case, `say` that of the frame around it."""
        self._say = say
        self._case = language
        self._cite = cite
        self._cuts = cuts
        self._quote = quote

    def __call__(self, parts: Iterable[Inline]) -> Markup:
        """Inline parts one after the other."""
        return NOTHING.join(map(self._one, parts))

    def _one(self, part: Inline) -> Markup:
        match part:
            case Text():
                return escape(tokens(part.text))
            case CaseText():
                return (isolated if part.isolated else visible)(part.text, self._cuts)
            case Phrase():
                return self._phrase(part)
            case Lines():
                return self._lines(part)
            case Link():
                return self._link(part)
            case Cite():
                return self._cite(part.keys)
            case Quotes():
                return NOTHING.join(map(self._quote, part.quotations))
            case Digest():
                return _digest(part)

    def _phrase(self, phrase: Phrase) -> Markup:
        inside = self(phrase.words)
        if phrase.role == "strong":
            return Markup("<strong>{}</strong>").format(inside)
        if not phrase.role and phrase.language is None:
            return inside
        role = Markup(' class="{}"').format(phrase.role) if phrase.role else NOTHING
        # a finding is all that its cell holds: the break keeps it apart from the next cell where text is copied
        after = "\n" if phrase.role.startswith("finding ") else ""
        return Markup("<span{}{}>{}</span>{}").format(role, marked(phrase.language, self._say), inside, after)

    def _lines(self, lines: Lines) -> Markup:
        if lines.role:
            line = Markup('<span class="{}">{}</span>')
            return NOTHING.join(line.format(lines.role, self(parts)) for parts in lines.lines)
        return Markup("<br>").join(map(self, lines.lines))

    def _link(self, link: Link) -> Markup:
        if isinstance(link.words, Text):
            return Markup('<a class="to" href="#{}">{}</a>').format(link.to, self._one(link.words))
        text = link.words.text
        return Markup('<bdi{}><a class="to" href="#{}"{}>{}</a></bdi>').format(
            way(text), link.to, marked(self._case, self._say), unparted(text, self._cuts)
        )


def _digest(digest: Digest) -> Markup:
    whole = digest.sha256
    if digest.short:
        return Markup("sha256 <code>{}…{}</code>").format(whole[:4], whole[-5:])
    return Markup("sha256 <code>{}<wbr>{}</code>").format(whole[:32], whole[32:])


def marked(code: str | None, say: Language, *, way: bool = True) -> Markup:
    """The attributes of what is in another language than the frame; none for what is in its own."""
    tag = language_tag(code or "")
    if tag in ("", say.tag):
        return NOTHING
    return Markup(' lang="{}"').format(tag) + (Markup(' dir="{}"').format(direction_of(tag)) if way else NOTHING)


class Citations:
    """Turns citations into links to the exhibits of one document, and remembers where each was first cited."""

    def __init__(self, quotations: Iterable[VisibleQuotation]) -> None:
        self._exhibits = {quotation.excerpt.key: quotation.exhibit for quotation in quotations}
        self._cited: set[str] = set()

    def __call__(self, keys: Iterable[str]) -> Markup:
        """Links to the exhibits, with a space before each; an excerpt of another edition prints nothing.

        The space stands inside the element: WeasyPrint breaks a line after its first word when a text that just fits
        ends in a space before an inline element.
        """
        links = [self._link(key) for key in keys if key in self._exhibits]
        return Markup("").join(Markup('<span class="cites"> {}</span>').format(link) for link in links)

    def _link(self, key: str) -> Markup:
        exhibit = self._exhibits[key]
        first = "" if key in self._cited else Markup(' id="cited-{}"').format(exhibit)
        self._cited.add(key)
        return Markup('<a class="cite" href="#exhibit-{0}"{1}>{0}</a>').format(exhibit, first)

    def was_cited(self, key: str) -> bool:
        """Whether a citation of the excerpt stands before this point of the document."""
        return key in self._cited


def visible(text: object, cuts: Cuts = NOT_ATTACHED) -> Markup:
    """Text as it prints (`legible`), with its line breaks, and a break allowed in very long words.

    What runs from right to left in it is isolated from the rest.
    """
    return Markup("<br>").join(_by_direction(line) for line in legible(str(text), cuts).split("\n"))


def _by_direction(line: str) -> Markup:
    from_right = Markup('<bdi dir="rtl">{}</bdi>')
    parts = [(_breakable(words), right) for words, right in stretches(line)]
    return Markup("").join(from_right.format(words) if right else words for words, right in parts)


def _breakable(line: str) -> Markup:
    parts, position = [], 0
    for word in _LONG_WORD.finditer(line):
        parts.append(escape(line[position : word.start()]))
        parts.append(Markup("<wbr>").join(re.findall(r".{1,30}", word[0])))
        position = word.end()
    return Markup("").join([*parts, escape(line[position:])])


def isolated(text: object, cuts: Cuts = NOT_ATTACHED) -> Markup:
    """Text that may be of another writing direction, isolated from what stands around it: it runs whole one way."""
    if not way(text):
        return Markup("<bdi>{}</bdi>").format(visible(text, cuts))
    lines = Markup("<br>").join(_breakable(line) for line in legible(str(text), cuts).split("\n"))
    return Markup('<bdi dir="rtl">{}</bdi>').format(lines)


def unparted(text: object, cuts: Cuts = NOT_ATTACHED) -> str:
    """Text that prints inside a link: every part of it with a tag of its own would be a link outside the link's tag."""
    return legible(str(text), cuts).replace("\n", " ")


def way(text: object) -> Markup:
    """The attribute that says which way a text runs, by its first letter that has a way; WeasyPrint knows no `auto`."""
    strong = next((kind for kind in map(unicodedata.bidirectional, str(text)) if kind in ("L", "R", "AL")), "L")
    return NOTHING if strong == "L" else Markup(' dir="rtl"')


def rich(passage: VisiblePassage, cite: Citations, cuts: Cuts = NOT_ATTACHED) -> Markup:
    """A passage of prose with its emphasis, links and citations."""
    parts: list[Markup] = []
    for run in legible_runs(passage.text, cuts):
        if run.kind == "cite":
            parts.append(cite([run.text]))
        elif run.kind in ("strong", "em", "code"):
            parts.append(Markup("<{0}>{1}</{0}>").format(Markup(run.kind), visible(run.text, cuts)))
        elif run.kind == "link":
            parts.append(
                Markup('<bdi{}><a href="{}">{}</a></bdi>').format(way(run.text), run.href, unparted(run.text, cuts))
            )
        elif run.kind == "break":
            parts.append(Markup("<br>"))
        else:
            parts.append(visible(run.text, cuts))
    return Markup("").join(parts)


# The number of an item: browsers take the first from it, WeasyPrint, which does not, the second.
ON_SCREEN = Markup(' value="{}"')
ON_PAPER = Markup(' value="{0}" style="counter-reset: list-item {0}; counter-increment: none"')


def nested(
    passages: Iterable[VisiblePassage],
    shown: Callable[[VisiblePassage], Markup],
    attributes: Markup,
    number: Markup = ON_SCREEN,
) -> Markup:
    """Paragraphs and lists as they are nested; each paragraph and item has the attributes."""
    parts: list[Markup] = []
    lists: list[str] = []  # the open ones, outermost first
    for passage in passages:
        kind = "ul" if passage.bullet else "ol"
        while len(lists) > passage.depth or (lists and len(lists) == passage.depth and lists[-1] != kind):
            parts.append(Markup("</li></{}>\n").format(lists.pop()))
        words, side = shown(passage), way(passage.text)
        if not passage.depth:
            parts.append(Markup("<p{}{}>{}</p>\n").format(attributes, side, words))
            continue
        if side:
            words = Markup("<span{}>{}</span>").format(side, words)
        if passage.continues and len(lists) == passage.depth:
            # no paragraph: as a child of an item PDF/UA allows its number and its words alone
            parts.append(Markup("<br>{}").format(words))
            continue
        parts += [Markup("</li>\n")] * (len(lists) == passage.depth)
        while len(lists) < passage.depth:  # more than one where an item above is of another edition
            lists.append(kind)
            parts.append(Markup("<{}>\n").format(kind))
            parts += [Markup("<li>")] * (len(lists) < passage.depth)
        numbered = NOTHING if passage.bullet else number.format(passage.item)
        parts.append(Markup("<li{}{}>{}").format(numbered, attributes, words))
    parts += [Markup("</li></{}>\n").format(kind) for kind in reversed(lists)]
    return Markup("").join(parts)
