"""Document → HTML: the block tree through the templates, autoescaped."""

from __future__ import annotations

import base64
import hashlib
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from dossier.editions import VisibleQuotation
from dossier.formats.attached import MANIFEST_FILE, SUMS_FILE
from dossier.language import Language
from dossier.render.attached import Attached
from dossier.render.blocks import OwnBlocks, Printers
from dossier.render.document import Document, tree_of
from dossier.render.document.tree import Block
from dossier.render.figures import network_of, timeline_of
from dossier.render.inline import (
    NOTHING,
    ON_PAPER,
    ON_SCREEN,
    Citations,
    Inlines,
    isolated,
    marked,
    nested,
    rich,
    unparted,
    visible,
    way,
)
from dossier.render.labels import language_words
from dossier.render.legible import IN_CASE, MAX_ROWS, Cuts, ending, folded
from dossier.render.words import captured_words, edition_notice, edition_words, method_words, sender_words
from dossier.text.visible import tokens

TEMPLATES = next(
    folder
    for folder in (Path(__file__).parents[1] / "_templates", Path(__file__).parents[2] / "templates")
    if folder.is_dir()
)
MAX_DENSITY = 3
FEWER_ROWS = (12, 6)  # of a table on the first pages, where the tightest type does not hold all


def _printed(value: object) -> object:
    """What a template prints, with tokens; markup and all that is no text as it is."""
    return tokens(value) if isinstance(value, str) and not isinstance(value, Markup) else value


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
    return render_template(
        "dossier.html",
        document,
        cuts or Cuts(document.say, IN_CASE),
        tree=tree_of(document, attached=attached is not None),
        screen=screen,
        attached=attached,
        first_rows=first_rows,
        density=density,
        first_pages_only=first_pages_only,
    )


def cuts_of(document: Document) -> Cuts:
    """What a document cuts, by the numbers of its PDF, however that is set: each form refers to the same file."""
    cuts = Cuts(document.say)
    render_html(document, cuts=cuts)
    return cuts


def render_template(
    name: str,
    document: Document,
    cuts: Cuts,
    *,
    screen: Screen | None = None,
    attached: Attached | None = None,
    first_rows: int = MAX_ROWS,
    **values: object,
) -> str:
    """A template filled with a document, its style sheet and `values`, in one Unicode form.

    For the other arguments see `render_html`.
    """
    design = document.view.meta.design
    style = (
        Markup((TEMPLATES / "dossier.css").read_text(encoding="utf-8"))
        + _own_colours(design.colours)
        + _quotation_marks(document.say)
    )
    logo = f"data:{design.logo.media_type};base64,{base64.b64encode(design.logo.data).decode()}" if design.logo else ""
    shared = {"screen": screen, "attached": attached, "first_rows": first_rows, "style": style, "logo": logo}
    names = _Blocks(document, cuts, ON_SCREEN if screen else ON_PAPER, shared).names
    page = _environment().get_template(name).render(**names, **values)
    return unicodedata.normalize("NFC", page)


class _Blocks:
    """Writes the blocks of one document through `blocks.html`; `names` are all that templates call for."""

    def __init__(self, document: Document, cuts: Cuts, numbered: Markup, shared: Mapping[str, object]) -> None:
        say, language = document.say, document.view.meta.language
        cite = Citations(document.quotations)
        printers = Printers(partial(visible, cuts=cuts), lambda passage: rich(passage, cite, cuts), self._quote, cite)
        figured = replace(document, acts=document.acts[:MAX_ROWS])
        self.names: dict[str, Any] = {
            **shared,
            **_words(document),
            "doc": document,
            "say": say,
            "plural": say.plural,
            "cite": cite,
            "cuts": cuts,
            "max_rows": MAX_ROWS,
            "own_files": (MANIFEST_FILE, SUMS_FILE),
            "drawn": lambda name: _DRAWINGS[name](figured),
            "own": OwnBlocks(document, printers),
            "nested": lambda passages: nested(
                passages, lambda passage: rich(passage, cite, cuts), marked(language, say), numbered
            ),
            "inline": Inlines(say, language, cite, cuts, self._quote),
            "write": self._write,
        }
        self._macros = _environment().get_template("blocks.html").make_module(self.names)

    def _write(self, blocks: Iterable[Block]) -> Markup:
        return NOTHING.join(getattr(self._macros, block.kind)(block) for block in blocks)

    def _quote(self, quotation: VisibleQuotation) -> Markup:
        written: Markup = self._macros.quote(quotation)  # type: ignore[attr-defined]
        return written


_DRAWINGS = {"timeline": timeline_of, "network": network_of}


def _words(document: Document) -> dict[str, Any]:
    """Words that are made, not fixed, and the marks of languages."""
    say, edition, sources = document.say, document.view.edition, document.view.sources

    def language_of(quotation: VisibleQuotation) -> str | None:
        return sources[quotation.excerpt.source].first("language")

    return {
        "language_words": lambda code: language_words(code, say),
        "edition_words": edition_words(edition, say),
        "edition_notice": edition_notice(edition, say),
        "own_language": marked(document.view.meta.language, say),
        "in_language": lambda code: marked(code, say),
        "lang_of": lambda quotation: marked(language_of(quotation), say, way=False),
        "language_of": lambda quotation: marked(language_of(quotation), say),
        "method": lambda capture: method_words(capture, say),
        "captured_at": lambda capture: captured_words(capture, say),
        "sender": lambda: visible(sender_words(document.view, say)),
    }
