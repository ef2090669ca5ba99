"""Builds the dossiers of a view: what is unchanged is left alone, and a run that fails writes nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from dossier import __version__
from dossier.building.attachments import attachments_of
from dossier.editions import View, VisibleEntity
from dossier.formats.canonical import digest, readable_json, sha256
from dossier.formats.reading import read_file
from dossier.formats.writing import locked, write_aside
from dossier.jobs import run_tasks
from dossier.language import Language
from dossier.leaks import Leak, Scanner, refuse
from dossier.render.attached import Attached
from dossier.render.document import Document, frame_language, make_document
from dossier.render.docx import render_docx
from dossier.render.html import FEWER_ROWS, MAX_DENSITY, Screen, cuts_of, render_html
from dossier.render.legible import IN_PDF, MAX_ROWS, Cuts
from dossier.render.pdf import Pdf, count_pages, load_weasyprint, render_pdf

STATE_FILE = ".dossiers.json"
DRAFT = "draft"  # in the name of what is made with --draft: nobody sends it by mistake, and it replaces no other
FIRST_PAGES = 2


@dataclass(frozen=True, slots=True)
class Made:
    """The bytes of one output. Only a PDF has `pages`, and first pages that may hold too much (`overflows`)."""

    data: bytes
    pages: int | None = None
    overflows: bool = False


@dataclass(frozen=True, slots=True)
class _Task:
    """One output to make: of what, in which form, its file's name, and who looks for withheld names in it."""

    document: Document
    form: str
    name: str
    scanner: Scanner


@dataclass(frozen=True, slots=True)
class Built:
    """One output of a run: its file, type and size. `overflows` says that its first two pages hold too much."""

    person: str
    name: str
    kind: str
    file: Path
    form: str
    pages: int | None
    bytes: int
    findings: dict[str, int]
    gaps: int
    changed: bool
    overflows: bool


def build(
    view: View,
    persons: Sequence[VisibleEntity],
    folder: Path,
    *,
    forms: Sequence[str] = ("pdf",),
    regime: str | None = None,
    language: str | None = None,
    jobs: int = 1,
    force: bool = False,
    step: Callable[[str], None] = lambda name: None,
) -> list[Built]:
    """Render the dossiers of some persons of a view into `folder`.

    Each becomes `<person>[.<regime>][.<language>][.draft].<form>`.

    `language` is that of the frame, the case's own without one. A file whose inputs, program and bytes are those of
    the last run is not made again, unless `force`. Every output is made, and found to hold no withheld name, before
    the first is written. `step` is called with each name before its output is made. Raises Stop when one cannot be
    rendered or leaks, when the folder is in use, and when there is no such language.
    """
    say = frame_language(language, view.meta.language)
    with locked(folder):
        state = _read_state(folder)
        documents = documents_of(view, persons, regime, say)
        tasks = [(document, form) for document in documents for form in forms]
        files = [_file(folder, document, regime, language and say.tag, form) for document, form in tasks]
        inputs = [digest_ for document in documents for digest_ in _digests(document, forms)]
        stale = [
            index
            for index, file in enumerate(files)
            if force or not _is_current(file, inputs[index], state.get(file.name))
        ]
        rendered: dict[int, Made] = {}
        kept = [file for index, file in enumerate(files) if index not in stale]
        left = _left_behind(folder, state, files) if len(persons) == len(view.dossiers) else []
        leaks = _leaks_in([*kept, *left], view.scanner)
        work = [_Task(*tasks[index], files[index].name, view.scanner) for index in stale]
        for index, (made, found) in zip(stale, run_tasks(_render, work, jobs), strict=True):
            step(tasks[index][0].person.caption)
            rendered[index] = made
            leaks += found
        refuse(leaks)
        for index, made in rendered.items():
            write_aside(files[index], made.data)
            state[files[index].name] = _state_of(made, inputs[index])
        if rendered:
            write_aside(folder / STATE_FILE, readable_json(state))
        return [
            _built(document, form, file, state[file.name], index in rendered)
            for index, ((document, form), file) in enumerate(zip(tasks, files, strict=True))
        ]


def _leaks_in(files: Iterable[Path], scanner: Scanner) -> list[Leak]:
    """The leaks in files of earlier runs: more names may be known by now, and no hash of them is kept."""
    return [leak for file in files for leak in scanner.scan(file.name, read_file(file))]


def _state_of(made: Made, inputs: str) -> dict[str, Any]:
    """What is kept of an output, to know later whether it is current."""
    return {"inputs": inputs, "sha256": sha256(made.data), "pages": made.pages, "overflows": made.overflows}


def documents_of(view: View, persons: Sequence[VisibleEntity], regime: str | None, say: Language) -> list[Document]:
    """The documents of some persons; a capture whose bytes name somebody withheld, though its text does not, goes with
    none of them: its author may stand in a PDF's information, or in the comments of a Word file."""
    documents = [make_document(view, person, regime, say) for person in persons]
    lines = (line for document in documents for line in document.sources)
    used = {(each.source, each.capture.id): each for line in lines for each in line.captures if each.whole}
    leaking = [key for key, each in used.items() if view.scanner.scan_part("", "", each.data)]
    if not leaking:
        return documents
    view = view.without_bytes_of(leaking)
    return [make_document(view, person, regime, say) for person in persons]


def _file(folder: Path, document: Document, regime: str | None, language: str | None, form: str) -> Path:
    """Where an output lies; a draft beside the finished document, which it must not replace."""
    draft = DRAFT if document.view.draft else None
    return folder / ".".join(part for part in (document.person.id, regime, language, draft, form) if part)


def _digests(document: Document, forms: Sequence[str]) -> list[str]:
    """What decides, of each form, whether it is made again: what the document says and carries, and its renderer."""
    attached = attachments_of(document)
    said = {
        "page": render_html(document, attached=attached, cuts=Cuts(document.say)),
        "files": {file.name: file.sha256 for file in attached.files},
        "dossier": __version__,
    }
    return [digest({**said, "form": form, "renderer": FORMS[form].version()}) for form in forms]


def _is_current(file: Path, inputs: str, recorded: dict[str, Any] | None) -> bool:
    if not recorded or recorded.get("inputs") != inputs or not file.is_file():
        return False
    return sha256(read_file(file)) == recorded.get("sha256")


def _read_state(folder: Path) -> dict[str, dict[str, Any]]:
    """What the last run recorded; an unreadable record only means that everything is rendered again."""
    try:
        state = json.loads(read_file(folder / STATE_FILE))
    except (OSError, ValueError):
        return {}
    return {
        name: row
        for name, row in (state.items() if isinstance(state, dict) else ())
        if isinstance(row, dict) and "pages" in row
    }


def _left_behind(folder: Path, state: Iterable[str], files: Sequence[Path]) -> list[Path]:
    """What earlier runs made and this one does not: of another form or regime, or of somebody left out since.

    Whoever sends the folder sends it too.
    """
    left = {path.name for path in folder.iterdir() if path.is_file()} & {*state}
    return [folder / name for name in sorted(left - {file.name for file in files})]


def _render(task: _Task) -> tuple[Made, list[Leak]]:
    made = FORMS[task.form].make(task.document)
    return made, task.scanner.scan(task.name, made.data)


def _as_pdf(document: Document) -> Made:
    """Render in the first setting in which the first pages hold their content: ever tighter, then with fewer rows."""
    attached = attachments_of(document)
    full = [(density, MAX_ROWS) for density in range(MAX_DENSITY + 1)]
    fewer = [(MAX_DENSITY, rows) for rows in FEWER_ROWS]
    while full or fewer:
        density, rows = full.pop(0) if full else fewer.pop(0)
        first = render_html(
            document, density, first_rows=rows, first_pages_only=True, attached=attached, cuts=Cuts(document.say)
        )
        pages = count_pages(first)
        if pages <= FIRST_PAGES:
            break
        if pages > FIRST_PAGES + 1:  # no density gains a page in three
            full = []
    pdf = _pdf_at(document, density, rows, attached)
    return Made(pdf.data, pdf.pages, pages > FIRST_PAGES)


def _pdf_at(document: Document, density: int, first_rows: int, attached: Attached) -> Pdf:
    cuts = cuts_of(document)
    page = render_html(document, density, first_rows=first_rows, attached=attached, cuts=cuts)
    return render_pdf(page, attached.with_files(cuts.files))


def _as_docx(document: Document) -> Made:
    return Made(render_docx(document, cuts_of(document).standing(IN_PDF)))


def _as_html(document: Document) -> Made:
    cuts = cuts_of(document).standing(IN_PDF)
    return Made(render_html(document, screen=Screen(), cuts=cuts).encode("utf-8"))


@dataclass(frozen=True, slots=True)
class Form:
    """A form of output: what makes it from a document, and the version of the library that does."""

    make: Callable[[Document], Made]
    version: Callable[[], str]


FORMS = {
    "pdf": Form(_as_pdf, lambda: str(load_weasyprint().__version__)),
    "docx": Form(_as_docx, lambda: metadata.version("python-docx")),
    "html": Form(_as_html, lambda: ""),
}


def _built(document: Document, form: str, file: Path, recorded: dict[str, Any], changed: bool) -> Built:
    found = [row.finding.finding for _, rows in document.matrix for row in rows]
    return Built(
        person=document.person.id,
        name=document.person.caption,
        kind="submission" if document.submission else "information note",
        file=file,
        form=form,
        pages=recorded["pages"],
        bytes=file.stat().st_size,
        findings={finding: found.count(finding) for finding in ("shown", "arguable", "lead", "not-shown")},
        gaps=sum(passage.depth == 1 and not passage.continues for passage in document.gap),
        changed=changed,
        overflows=bool(recorded.get("overflows")),
    )
