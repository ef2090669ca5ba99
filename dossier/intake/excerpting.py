"""`dossier excerpt`: anchors a quotation in a source and writes it, with its pin, or says why it cannot."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from pathlib import Path

from dossier.case.edit import NotEditable, Value, append
from dossier.case.fields import is_id, suggestion
from dossier.case.files import name_in_case
from dossier.case.model import Case, Excerpt, Source
from dossier.case.sources import read_source
from dossier.case.yaml import as_table, parse_yaml
from dossier.evidence.collecting import as_in_source, best_anchor, boxed, collect, report_unverified, verify_excerpts
from dossier.evidence.cuts import report_cuts
from dossier.evidence.exhibits import register, register_file
from dossier.evidence.lock import LOCK_FILE
from dossier.evidence.records import CaptureText, Evidence, Quotation
from dossier.formats.reading import read_file
from dossier.formats.writing import cache, locked, write_all
from dossier.intake.pinning import lock_files
from dossier.loading import SOURCE_FILE
from dossier.problems import Id, Problems, Quoted, Stop, Term, listed, message, stop
from dossier.text.anchor import Anchor, Status, parts_numbers, words_quoted
from dossier.text.normalise import readable
from dossier.text.sentences import begins_sentence, ends_sentence
from dossier.withholding.replace import Replacer
from dossier.withholding.who import public_redactor

MAX_CHARACTERS = 20_000
_CONTENT_WORDS = 4
_COMMON = (
    "a an the of to in on at by for from with and or but as is are was were be been has have had that this which "
    "who whom whose it its he she they his her their him them i we our you your will would can could may under "
    "into over after before during also than then there"
)
# No word of negation: `does-identify-a-person` would be a false name of "does not identify a person".
_COMMON_WORDS = frozenset(_COMMON.split())


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the user asks for; None for what is left open.

    With `as_in_source`, words that differ from the source in typesetting alone are quoted in the source's own form.
    """

    source: str
    quote: str
    name: str | None = None
    capture: str | None = None
    prefix: str | None = None
    suffix: str | None = None
    speech: str | None = None
    as_in_source: bool = False


@dataclass(frozen=True, slots=True)
class Excerpted:
    """What became of a quotation. `quotation` is None when it does not verify: then nothing was written.

    `known` says that the same words of the source were an excerpt already, the one given here. `own_form` is where the
    source has the words in another typesetting than they were asked for.
    """

    anchor: Anchor
    capture: CaptureText
    quotation: Quotation | None = None
    known: bool = False
    written: bool = False
    own_form: tuple[int, int] | None = None


def excerpt(case: Case, wanted: Wanted, problems: Problems, *, dry_run: bool = False) -> Excerpted:
    """Anchor a quotation and write it into `source.yml` and the lock file: both or, with `dry_run`, neither.

    A quotation that does not verify is a problem; so is, as a warning, one that begins or ends in mid-sentence. Raises
    Stop when the source cannot be quoted or edited at all.
    """
    source = _source(case, wanted)
    before = _read(case, source)
    evidence, found = _collected(case, source, wanted)
    anchor, capture = found
    draft = Excerpt(
        f"{source.id}/draft", wanted.quote, source.place, prefix=wanted.prefix or "", suffix=wanted.suffix or ""
    )
    own = as_in_source(wanted.quote, anchor, capture, draft.prefix, draft.suffix)
    if own and wanted.as_in_source:
        anchor = Anchor(Status.AT_POSITION, *own)
    if not anchor.status.verifies or anchor.start is None or anchor.end is None:
        cure = "Quote more of the sentence, or add the words beside it with --prefix or --suffix."
        typeset = "Add `--as-in-source` to quote it as the source writes it."
        report_unverified(draft, anchor, capture, problems, "The quotation", cure, typeset)
        return Excerpted(anchor, capture, own_form=own)
    if known := _known(evidence, source, capture, anchor):
        _warn_of_cuts(known, problems)
        return Excerpted(anchor, capture, known, known=True, own_form=own)
    passage = words_quoted(capture.text, anchor.start, anchor.end)
    quote = passage if parts_numbers(passage) else readable(passage)
    name = _name(case, source, wanted.name, quote)
    path = source.folder / SOURCE_FILE
    after = _edited(source, before[path], name, _value(wanted, quote))
    source = _reread(case, source, after)
    evidence = _verified_again(source, evidence)
    quotation = evidence.quotations.get(f"{source.id}/{name}")
    if quotation is None or (quotation.start, quotation.end) != (anchor.start, anchor.end):
        raise stop(
            "source-not-editable",
            "{source}/{name} would not stand where it was found.",
            source.place,
            source=Id(source.id),
            name=Id(name),
        )
    _warn_of_cuts(quotation, problems)
    if not dry_run:
        files = {**lock_files(source, evidence), register_file(case.root): register(evidence.exhibits)}
        files[path] = after.encode()
        with locked(cache(case.root)):
            if _bytes(source) != before:
                raise _edited_meanwhile(source)
            write_all(files)
    return Excerpted(anchor, capture, quotation, written=not dry_run, own_form=own)


def _source(case: Case, wanted: Wanted) -> Source:
    source = case.sources.get(wanted.source)
    if source is None:
        hint = suggestion(wanted.source, list(case.sources))
        raise stop(
            "no-such-source",
            "There is no source {source!r} in the case.{hint}",
            cure=message("Sources: {known}.", known=listed(Id, sorted(case.sources), none="none")),
            source=Quoted(wanted.source),
            hint=hint,
        )
    known = [capture.id for capture in source.captures]
    if wanted.capture not in (None, *known):
        raise stop(
            "unknown-choice",
            "{source} has no capture {capture!r}.",
            source.place,
            message("Its captures: {known}.", known=listed(Id, known)),
            source=Id(source.id),
            capture=Quoted(str(wanted.capture)),
        )
    return source


def _bytes(source: Source) -> dict[Path, bytes]:
    """What is read of a source and written again."""
    paths = (source.folder / SOURCE_FILE, source.folder / LOCK_FILE)
    try:
        return {path: read_file(path) for path in paths if path.is_file()}
    except OSError:
        raise _edited_meanwhile(source) from None


def _read(case: Case, source: Source) -> dict[Path, bytes]:
    """The bytes of `source.yml`, which must still be what the case was read from, and of the lock file."""
    before = _bytes(source)
    try:
        text = before[source.folder / SOURCE_FILE].decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except (KeyError, UnicodeDecodeError):
        raise _edited_meanwhile(source) from None
    if _as_source(case, source, text) != source:
        raise _edited_meanwhile(source)
    return before


def _as_source(case: Case, source: Source, text: str) -> Source | None:
    file, problems = f"{name_in_case(source.folder, case.root)}/{SOURCE_FILE}", Problems()
    nodes = parse_yaml(text, file, problems)
    table = as_table(nodes[0], problems) if len(nodes) == 1 else None
    return read_source(table, source.folder, case.root, problems, case.meta.editions) if table else None


def _edited_meanwhile(source: Source) -> Stop:
    return stop(
        "source-edited",
        "{source}/{file} was changed while it was read.",
        source.place,
        source=Id(source.id),
        file=Term(SOURCE_FILE),
    )


def _collected(case: Case, source: Source, wanted: Wanted) -> tuple[Evidence, tuple[Anchor, CaptureText]]:
    problems = Problems()
    evidence = collect(case, problems, only=source.id)
    captures = [row for row in evidence.of_source(source.id) if wanted.capture in (None, row.capture.id)]
    own = f"{name_in_case(source.folder, case.root)}/"
    blocking = [
        problem
        for problem in problems.errors
        if problem.place and problem.place.file.startswith(own) and not problem.code.startswith("quotation-")
    ]
    found = best_anchor(captures, wanted.quote, None, wanted.prefix or "", wanted.suffix or "")
    if blocking or found is None:
        raise Stop(blocking or problems.errors)
    return evidence, found


def _warn_of_cuts(quotation: Quotation, problems: Problems) -> None:
    report_cuts(quotation, problems)
    before, own, after = quotation.paragraph
    paragraph, start = before + own + after, len(before)
    whole = {"begins": begins_sentence(paragraph, start), "ends": ends_sentence(paragraph, start + len(own))}
    if cuts := [word for word, clean in whole.items() if not clean]:
        problems.add(
            "quotation-cut-mid-sentence",
            quotation.excerpt.place,
            "The quotation {ends} in mid-sentence.",
            ends=listed(Term, cuts, " and "),
        )


def _known(evidence: Evidence, source: Source, capture: CaptureText, anchor: Anchor) -> Quotation | None:
    for quotation in evidence.quotations.values():
        place = (quotation.excerpt.source, quotation.capture.capture.id, quotation.start, quotation.end)
        if place == (source.id, capture.capture.id, anchor.start, anchor.end):
            return quotation
    return None


def _name(case: Case, source: Source, wanted: str | None, quote: str) -> str:
    """The name asked for, or one made of the first words that say something; none that says a withheld name."""
    replacer = public_redactor(case)
    taken = {excerpt.name for excerpt in source.excerpts}
    if wanted is None:
        return _made_name(replacer, taken, quote)
    if not is_id(wanted):
        raise stop("bad-id", "The excerpt id {name!r} cannot be used.", name=Quoted(wanted))
    if replacer.finds_in_id(wanted):
        raise stop("id-names-withheld", "The name of the excerpt contains the name of a withheld person.")
    if wanted in taken:
        raise stop(
            "duplicate-id",
            "{source}/{name} is there already, with other words.",
            source.place,
            source=Id(source.id),
            name=Quoted(wanted),
        )
    return wanted


def _made_name(replacer: Replacer, taken: set[str], quote: str) -> str:
    from rigour.text.translit import ascii_text

    words = re.split(r"[^a-z0-9]+", ascii_text(re.sub(r"\[[^\]]*\]", " ", replacer(quote))).lower())
    content = [word[:20] for word in words if len(word) > 1 and word not in _COMMON_WORDS]
    while True:
        name = "-".join(content[:_CONTENT_WORDS]) or "excerpt"
        if is_id(name) and not replacer.finds_in_id(name):
            break
        content = content[1:]
    number, unique = 2, name
    while unique in taken:
        unique, number = f"{name}-{number}", number + 1
    return unique


def _value(wanted: Wanted, quote: str) -> Value:
    rows = {
        "quote": quote,
        "capture": wanted.capture,
        "speech": wanted.speech,
        "prefix": wanted.prefix,
        "suffix": wanted.suffix,
    }
    given = {key: value for key, value in rows.items() if value}
    return quote if len(given) == 1 else given


def _edited(source: Source, before: bytes, name: str, value: Value) -> str:
    try:
        return append(before.decode(), ["excerpts"], name, value)
    except NotEditable as error:
        raise stop(
            "source-not-editable",
            "{source}/{file}: {reason}.",
            source.place,
            source=Id(source.id),
            file=Term(SOURCE_FILE),
            reason=error.reason,
        ) from None


def _verified_again(source: Source, evidence: Evidence) -> Evidence:
    """The evidence with the quotations of a source as it is now, and where each stands on the pages of a PDF."""
    captures, lock = evidence.of_source(source.id), evidence.locks.get(source.id)
    own = verify_excerpts(source, captures, lock, f"E{evidence.exhibits[source.id]}", Problems())
    own |= boxed({key: quotation for key, quotation in own.items() if not quotation.boxes})
    return dataclasses.replace(evidence, quotations={**evidence.quotations, **own})


def _reread(case: Case, source: Source, text: str) -> Source:
    again = _as_source(case, source, text.removeprefix("\ufeff").replace("\r\n", "\n"))
    if again is None or len(again.excerpts) != len(source.excerpts) + 1:
        raise stop(
            "source-not-editable",
            "{source}/{file} would not be read as it is meant.",
            source.place,
            source=Id(source.id),
            file=Term(SOURCE_FILE),
        )
    return again
