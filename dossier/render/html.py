"""Document → HTML, through the templates, autoescaped; text of a case can never become markup."""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from dossier.editions import VisiblePassage, VisibleQuotation
from dossier.formats.attached import MANIFEST_FILE, SUMS_FILE
from dossier.language import Language, direction_of, language_tag
from dossier.regimes import MARKS
from dossier.render.attached import Attached
from dossier.render.blocks import OwnBlocks, Printers
from dossier.render.direction import stretches
from dossier.render.document import Document
from dossier.render.figures import network_of, timeline_of
from dossier.render.labels import language_words
from dossier.render.legible import (
    BREAKS,
    IN_CASE,
    MAX_ROWS,
    NOT_ATTACHED,
    Cuts,
    ending,
    folded,
    legible,
    legible_runs,
    tokens,
)
from dossier.render.words import (
    captured_words,
    contact_words,
    edition_notice,
    edition_words,
    manner_of,
    method_words,
    sender_words,
)

TEMPLATES = next(
    folder
    for folder in (Path(__file__).parents[1] / "_templates", Path(__file__).parents[2] / "templates")
    if folder.is_dir()
)
_LONG_WORD = re.compile(rf"[^{BREAKS}]{{60,}}")


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


def _printed(value: object) -> object:
    """What a template prints, with tokens; markup and all that is no text as it is."""
    return tokens(value) if isinstance(value, str) and not isinstance(value, Markup) else value


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


MAX_DENSITY = 3
FEWER_ROWS = (12, 6)  # of a table on the first pages, where the tightest type does not hold all


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_printed,  # whatever a template prints, attributes too
    )
    environment.filters.update(folded=folded, way=way)
    for shown in (visible, isolated, unparted, ending):
        environment.filters[shown.__name__] = _knowing_cuts(shown)
    return environment


def _knowing_cuts(shown: Callable[[str, Cuts], str]) -> Callable[[Context, str], str]:
    """A filter of the templates that tells the cuts of the page what it cuts."""
    return pass_context(lambda context, text: shown(text, context["cuts"]))


NOTHING = Markup("")


@dataclass(frozen=True, slots=True)
class Screen:
    """A page for a browser instead of paper: what stands above it, and a script and a sheet of its origin.

    The preview alone gives these; a page that is sent runs no script.
    """

    top: Markup = NOTHING
    script: str = ""
    sheet: str = ""

    def policy(self, style: str) -> str:
        """The Content-Security-Policy of the page: nothing is fetched, no style but its own, no script but this one."""
        own = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode()
        more = " 'self'" if self.sheet else ""
        rules = ["default-src 'none'", f"style-src 'sha256-{own}'{more}", "img-src data:", "base-uri 'none'"]
        rules += ["form-action 'none'"]
        if self.script:
            rules += ["script-src 'self'", "connect-src 'self'"]
        return "; ".join(rules)


def _own_colours(colours: Mapping[str, str]) -> Markup:
    """The case's colours in place of the style sheet's; each was checked to be `#rrggbb`."""
    rules = "".join(f" --{name}: {colour};" for name, colour in sorted(colours.items()))
    return Markup(f"\n:root {{{rules} }}\n") if rules else NOTHING


def _quotation_marks(say: Language) -> Markup:
    """The marks of the language around each quotation; a narrow space parts them from a mark inside."""
    before, after = say.within("quotation mark", "“"), say.within("quotation mark", "”")
    return Markup(
        '\nq {{ quotes: "{0}" "{1}"; }}\nq.nested::after {{ content: "{1}"; padding-left: .12em; }}\n'
    ).format(before, after)


def _words(document: Document) -> dict[str, Any]:
    """What templates call for words that are made, not fixed."""
    say, edition, sources = document.say, document.view.edition, document.view.sources

    def marked(code: str | None, *, way: bool = True) -> Markup:
        """The attributes of what is in another language than the frame; none for what is in its own."""
        tag = language_tag(code or "")
        if tag in ("", say.tag):
            return NOTHING
        return Markup(' lang="{}"').format(tag) + (Markup(' dir="{}"').format(direction_of(tag)) if way else NOTHING)

    return {
        "language_words": lambda code: language_words(code, say),
        "edition_words": edition_words(edition, say),
        "edition_notice": edition_notice(edition, say),
        "own_language": marked(document.view.meta.language),
        "lang_of": lambda quotation: marked(sources[quotation.excerpt.source].first("language"), way=False),
        "in_language": marked,
        "language_of": lambda quotation: marked(sources[quotation.excerpt.source].first("language")),
        "manner_of": lambda quotation: manner_of(quotation, say),
        "method": lambda capture: method_words(capture, say),
        "captured_at": lambda capture: captured_words(capture, say),
        "sender": lambda: visible(sender_words(document.view, say)),
        "contact": lambda: visible(contact_words(document.view, say)),
    }


def render_html(
    document: Document,
    density: int = 0,
    *,
    first_rows: int = MAX_ROWS,
    first_pages_only: bool = False,
    screen: Screen | None = None,
    attached: Attached | None = None,
    cuts: Cuts | None = None,
) -> str:
    """The document as one HTML page with its style sheet inside; it refers to nothing outside itself.

    `density` from 0 to `MAX_DENSITY` sets the first pages ever tighter; of a table there they show
    `first_rows`, and say in which part all stand. `first_pages_only` leaves out the rest.
    With `screen` the page is made for a browser, without it for paper.
    `attached` are the files that will be put into its PDF; `cuts` takes the texts that are too long to print.
    """
    cuts = cuts or Cuts(document.say, IN_CASE)
    cite = Citations(document.quotations)
    macros = _environment().get_template("parts.html")
    quote = macros.make_module(_common(document, cite, cuts)).quote  # type: ignore[attr-defined]
    printers = Printers(partial(visible, cuts=cuts), lambda passage: rich(passage, cite, cuts), quote, cite)
    figured = replace(document, acts=document.acts[:MAX_ROWS])
    return render_template(
        "dossier.html",
        document,
        cite,
        cuts,
        own=OwnBlocks(document, printers),
        screen=screen,
        marks={mark: document.say(words) for mark, words in MARKS.items()},
        attached=attached,
        max_rows=MAX_ROWS,
        first_rows=first_rows,
        own_files=(MANIFEST_FILE, SUMS_FILE),
        density=density,
        first_pages_only=first_pages_only,
        timelines=[] if first_pages_only else timeline_of(figured),
        networks=[] if first_pages_only else network_of(figured),
    )


def cuts_of(document: Document) -> Cuts:
    """What a document cuts, by the numbers of its PDF, however that is set: each form refers to the same file."""
    cuts = Cuts(document.say)
    render_html(document, cuts=cuts)
    return cuts


def render_template(name: str, document: Document, cite: Citations, cuts: Cuts, **values: object) -> str:
    """A template filled with a document, its style sheet and `values`, in one Unicode form."""
    design = document.view.meta.design
    style = (
        Markup((TEMPLATES / "dossier.css").read_text(encoding="utf-8"))
        + _own_colours(design.colours)
        + _quotation_marks(document.say)
    )
    common = _common(document, cite, cuts)
    numbered = ON_SCREEN if values.get("screen") else ON_PAPER
    logo = f"data:{design.logo.media_type};base64,{base64.b64encode(design.logo.data).decode()}" if design.logo else ""
    page = (
        _environment()
        .get_template(name)
        .render(
            **common,
            prose=lambda passages: nested(
                passages, lambda passage: rich(passage, cite, cuts), common["own_language"], numbered
            ),
            style=style,
            logo=logo,
            **values,
        )
    )
    return unicodedata.normalize("NFC", page)


def _common(document: Document, cite: Citations, cuts: Cuts) -> dict[str, Any]:
    """What every template and macro calls for."""
    say = document.say
    return {"doc": document, "say": say, "plural": say.plural, "cite": cite, "cuts": cuts, **_words(document)}
