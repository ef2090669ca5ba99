"""`dossier assess`: persons by regimes: findings, what is behind them, what bounds them, what is needed next."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.text import Text

from dossier.cli.output import Format, Settings, about, exit_code, out, plural, print_json, problem_json, report, said
from dossier.cli.prepare import Edition, known_edition
from dossier.problems import Id, Problems, Quoted, listed, stop
from dossier.text.visible import visible

if TYPE_CHECKING:
    from dossier.editions import View, VisibleAssessment, VisibleEntity
    from dossier.regimes import Backing, Regime

EXAMPLES = """
Examples: `dossier assess` · `dossier assess --person dosayev --regime eu-ghr` · `dossier assess --edition public`
"""
FINDINGS = ("shown", "arguable", "lead", "not-shown")
STYLES = {"shown": "bold green", "arguable": "green", "lead": "yellow", "not-shown": "dim"}
# An error of these codes is what the assessment is there to explain: it is reported and assessed all the same.
_OF_FINDINGS = {"finding-beyond-backing", "finding-incomplete", "mitigating-silent", "reply-missing"}
VERIFIED = {"at-position": "verified", "moved": "verified, moved"}
_INDENT, _LABEL, _WIDEST = 2, 12, 110


class AssessFormat(StrEnum):
    """The forms of an assessment."""

    text = "text"
    json = "json"
    markdown = "markdown"


@dataclass(frozen=True, slots=True)
class Row:
    """A person under a regime: every element in legal order, and what is out of this regime's reach."""

    person: VisibleEntity
    regime: Regime
    elements: tuple[VisibleAssessment, ...]
    missing: tuple[str, ...]
    out_of_reach: tuple[str, ...]
    statement: bool

    @property
    def kind(self) -> str:
        """What a document on this person under this regime would be."""
        return "information note" if self.missing else "submission"

    def count(self, finding: str) -> int:
        """How many elements have this finding."""
        return sum(each.effective == finding for each in self.elements)


def run(
    context: typer.Context,
    persons: Annotated[list[str] | None, typer.Option("--person", help="Only this person; may be repeated.")] = None,
    regimes: Annotated[list[str] | None, typer.Option("--regime", help="Only this regime; may be repeated.")] = None,
    edition: Annotated[str, typer.Option("--edition", help="Assess what this edition can show.")] = Edition.internal,
    format: Annotated[AssessFormat, typer.Option("--format", help="text, json (one object) or markdown.")] = (
        AssessFormat.text
    ),
) -> None:
    """Assess persons by regimes: per element the finding, what is behind it, what bounds it, what is needed next.

    What is nearest to being ready comes first: fewest of violation and involvement missing, then most elements of
    conduct shown, arguable and lead, then of all others.
    """
    from dossier.checking.run import check_case

    settings: Settings = context.obj
    problems = Problems()
    checked = check_case(settings.root(), problems, private=settings.private_folder())
    about(checked.case if checked else None)
    if checked is None or any(problem.code not in _OF_FINDINGS for problem in problems.errors):
        raise typer.Exit(report(problems, Format.json if format is AssessFormat.json else Format.text))
    known_edition(edition, checked.case)
    view = checked.view(edition, problems)
    rows = _rows(view, persons or [], regimes or [])
    code = exit_code(problems)
    if format is AssessFormat.json:
        found = [problem_json(problem) for problem in said(problems.sorted())]
        result = {
            "ok": code == 0,
            "edition": edition,
            "as_of": view.meta.as_of,
            "rows": [_json(view, row) for row in rows],
        }
        print_json(result | {"problems": found})
        raise typer.Exit(code)
    if problems.errors:
        report(Problems(problems.errors), Format.text)
    if format is AssessFormat.markdown:
        typer.echo(visible("\n".join(_markdown(view, rows))))
    else:
        _print(view, rows)
    raise typer.Exit(code)


def _rows(view: View, persons: list[str], regimes: list[str]) -> list[Row]:
    """The rows asked for, nearest to being ready first. Raises Stop for an id that is not there."""
    from dossier.editions import STATEMENT_OF_REASONS
    from dossier.regimes import STATEMENT_REGIME, missing_roles, nearness, out_of_reach

    known = {person.id: person for person in view.dossiers}
    if unknown := [id_ for id_ in persons if id_ not in known]:
        raise stop(
            "no-such-person",
            "{unknown}: no such dossier; there are {known}.",
            unknown=listed(Quoted, unknown),
            known=listed(Id, known, none="none"),
        )
    if unknown := [id_ for id_ in regimes if id_ not in view.regimes]:
        raise stop(
            "unknown-regime",
            "The case has no regime {unknown}; it has {known}.",
            unknown=listed(Quoted, unknown),
            known=listed(Id, view.regimes),
        )
    rows = []
    for id_, person in known.items():
        for regime in view.regimes.values():
            if (persons and id_ not in persons) or (regimes and regime.id not in regimes):
                continue
            found = view.assessments[id_]
            rows.append(
                Row(
                    person,
                    regime,
                    tuple(each for each in found if each.regime == regime.id),
                    missing_roles(found, regime),
                    out_of_reach(found, regime),
                    regime.id == STATEMENT_REGIME
                    and person.dossier is not None
                    and bool(person.dossier.block(STATEMENT_OF_REASONS)),
                )
            )
    return sorted(rows, key=lambda row: nearness(row.elements, row.regime))


# --- what is said of an element, in every form


def _lines(view: View, each: VisibleAssessment) -> Iterator[tuple[str, str]]:
    """The labelled lines on one element."""
    from dossier.regimes import RULES, said

    if each.author != each.effective:
        yield "author", f"{said(each.author)}; the rules allow {said(each.effective)}"
    yield "why", each.finding.because
    for act in each.acts:
        ties = ", ".join(act.attributions) or "no link of this person"
        held = f"; in known time in office: {act.in_office}" if act.in_office else ""
        yield "act", f"{view.entities[act.act].caption} [{act.act}]: {ties}{held}"
    if each.excerpts:
        yield "excerpts", "; ".join(map(_excerpt, each.excerpts))
    if each.element.conduct and each.acts:
        yield (
            "origins",
            f"{len(each.origins)} independent ({', '.join(each.origins)})" if each.origins else "none counted",
        )
    for cap in each.binding:
        yield "bound by", f"{cap.rule}: {RULES[cap.rule].short}; at most {said(cap.at)} ({cap.why.rstrip('.')})"
    for flag in each.flags:
        yield "note", f"{flag.rule}: {flag.why}"
    if each.finding.read:
        yield (
            "read",
            ", ".join(f"E{view.exhibits[id_]}" if id_ in view.exhibits else "withheld" for id_ in each.finding.read),
        )
    yield "next", each.needs


def _excerpt(backing: Backing) -> str:
    words = f"{backing.exhibit or backing.excerpt} {VERIFIED.get(backing.status, backing.status)}"
    return words if backing.judged else f"{words}, cannot be judged"


def _notes(row: Row) -> Iterator[str]:
    """What is to be said of a regime as a whole."""
    if row.out_of_reach:
        covered = next((line for line in row.regime.conditions if "not among the rights" in line), "")
        yield f"Out of reach here: {' and '.join(row.out_of_reach)}. {covered}".strip()
    if row.missing:
        yield f"Not ready for a submission: no {' and no '.join(row.missing)} is at least arguable."
    if row.statement:
        yield "A draft statement of reasons is printed with it."
    default = [each for each in row.elements if not each.own]
    if default:
        titles = ", ".join(each.element.id for each in default)
        yield f"Not shown, not assessed one by one: {titles}."


def _head(row: Row) -> str:
    return f"{row.person.caption} · {row.regime.short}"


def _tally(row: Row) -> str:
    return " · ".join(f"{row.count(finding)} {finding.replace('-', ' ')}" for finding in FINDINGS)


def _own(row: Row) -> list[VisibleAssessment]:
    """The elements judged one by one, highest finding first, conduct before the rest."""
    own = [each for each in row.elements if each.own]
    return sorted(own, key=lambda each: (FINDINGS.index(each.effective), not each.element.conduct))


# --- text


def _print(view: View, rows: list[Row]) -> None:
    width = min(out.width, _WIDEST) if out.is_terminal else None
    _overview(rows)
    for row in rows:
        out.print()
        out.print(Text.assemble((_head(row), "bold"), f"\n{row.kind}: {_tally(row)}"))
        for note in _notes(row):
            out.print(_wrapped(note, width, ""), style="dim")
        for each in _own(row):
            title = f"{each.element.title} ({each.element.reference})"
            words = each.effective.replace("-", " ")
            out.print()
            first = _wrapped(title, width, " " * (_INDENT + _LABEL))[_INDENT + _LABEL :]
            out.print(Text.assemble(" " * _INDENT, (f"{words:<{_LABEL}}", STYLES[each.effective]), (first, "bold")))
            for label, text in _lines(view, each):
                indent = " " * (_INDENT + _LABEL)
                body = _wrapped(text, width, indent)[len(indent) :]
                out.print(Text.assemble(" " * _INDENT, (f"{label:<{_LABEL}}", "dim"), body))
    out.print()
    ready = sum(not row.missing for row in rows)
    out.print(
        f"{plural(len(rows), 'assessment')} in the {view.edition} edition; {ready} ready for a submission.",
        style="bold",
    )


def _overview(rows: list[Row]) -> None:
    """One line each, nearest to being ready first: person, regime, and how many elements have which finding."""
    names = max((len(row.person.caption) for row in rows), default=0)
    shorts = max((len(row.regime.short) for row in rows), default=0)
    head = "shown arguable lead not shown"
    out.print(f"{'':<{names}}  {'':<{shorts}}  {head}", style="dim")
    for row in rows:
        counts = [f"{row.count(finding):>{len(finding)}}" for finding in FINDINGS]
        line = Text(f"{row.person.caption:<{names}}  {row.regime.short:<{shorts}}  ")
        for finding, number in zip(FINDINGS, counts, strict=True):
            line.append(f"{number} ", style=STYLES[finding] if row.count(finding) and finding != "not-shown" else "")
        line.rstrip()
        out.print(line)


def _wrapped(text: str, width: int | None, indent: str) -> str:
    if width is None:
        return indent + " ".join(text.split())
    return textwrap.fill(
        " ".join(text.split()),
        width=max(width, 40),
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


# --- JSON and Markdown


def _json(view: View, row: Row) -> dict[str, Any]:
    return {
        "person": row.person.id,
        "name": row.person.caption,
        "regime": row.regime.id,
        "type": row.kind,
        "missing": list(row.missing),
        "out_of_reach": list(row.out_of_reach),
        "statement_of_reasons": row.statement,
        "counts": {finding: row.count(finding) for finding in FINDINGS},
        "elements": [_element_json(each) for each in row.elements],
    }


def _element_json(each: VisibleAssessment) -> dict[str, Any]:
    from dossier.regimes import RULES

    return {
        "element": each.element.id,
        "title": each.element.title,
        "reference": each.element.reference,
        "verified": each.element.verified,
        "conduct": each.element.conduct,
        "assessed": each.own,
        "author": each.author,
        "cap": each.cap,
        "finding": each.effective,
        "because": each.finding.because,
        "acts": [
            {
                "act": act.act,
                "attributions": list(act.attributions),
                "in_office": str(act.in_office) if act.in_office else None,
                "origins": list(act.origins),
                "older_than_policy": act.old,
            }
            for act in each.acts
        ],
        "excerpts": [
            {"excerpt": row.excerpt, "exhibit": row.exhibit, "status": row.status, "judged": row.judged}
            for row in each.excerpts
        ],
        "origins": list(each.origins),
        "caps": [
            {"rule": cap.rule, "at_most": cap.at, "why": cap.why, "means": RULES[cap.rule].means} for cap in each.caps
        ],
        "flags": [{"rule": flag.rule, "why": flag.why} for flag in each.flags],
        "read": list(each.finding.read),
        "next": each.needs,
    }


def _markdown(view: View, rows: list[Row]) -> Iterator[str]:
    yield f"# Assessment, {view.edition} edition, as of {view.meta.as_of}"
    yield ""
    yield "| person | regime | shown | arguable | lead | not shown |"
    yield "|---|---|---:|---:|---:|---:|"
    for row in rows:
        counts = " | ".join(str(row.count(finding)) for finding in FINDINGS)
        yield f"| {_cell(row.person.caption)} | {_cell(row.regime.short)} | {counts} |"
    for row in rows:
        yield ""
        yield f"## {_cell(_head(row))}: {row.kind}"
        yield ""
        for note in _notes(row):
            yield f"- {_cell(note)}"
        for each in _own(row):
            yield ""
            yield f"### {_cell(each.element.title)}: {each.effective.replace('-', ' ')}"
            yield ""
            for label, text in _lines(view, each):
                yield f"- *{label}*: {_cell(text)}"


def _cell(text: str) -> str:
    """Text that Markdown shows as it is."""
    escaped = " ".join(text.split())
    for sign in ("\\", "`", "*", "_", "<", "[", "|"):
        escaped = escaped.replace(sign, f"\\{sign}")
    return escaped
