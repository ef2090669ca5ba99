"""`dossier names`: proposes further spellings of names, to withhold and to match; people confirm them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dossier.cli.output import Format, FormatOption, Settings, about, out, plural, report
from dossier.problems import Id, Problems, Quoted, Stop, listed, message, stop

if TYPE_CHECKING:
    from dossier.case.model import Case, Entity

EXAMPLES = """
Examples: `dossier names` · `dossier names victim-7` · `dossier names --confirm victim-1 Orszel "D. Orsel"` ·
`dossier names --confirm torvek "Илан Торвек" --as alias` · `dossier names --undeclared` ·
`dossier names --undeclared --person witness 1 4-7` · `dossier names --undeclared --nobody "Assets Control"`
"""
TO_WITHHOLD, TO_MATCH = "to withhold", "to match"


class Category(StrEnum):
    """The categories of a person, as `person:` has them."""

    nominee = "nominee"
    official = "official"
    victim = "victim"
    witness = "witness"
    source = "source"
    other = "other"


class NameProperty(StrEnum):
    """The property that a name to match is written into."""

    name = "name"
    alias = "alias"
    weak_alias = "weakAlias"


def run(
    context: typer.Context,
    ids: Annotated[
        list[str] | None,
        typer.Argument(metavar="ID…", help="Ids; else all. With --confirm: ID SPELLING…. With --undeclared: words."),
    ] = None,
    confirm: Annotated[
        bool, typer.Option("--confirm", help="Write the spellings that follow the id into the case.")
    ] = False,
    also: Annotated[bool, typer.Option("--also", help="Confirm spellings too that were not proposed.")] = False,
    as_: Annotated[NameProperty, typer.Option("--as", help="Where a name to match goes.")] = NameProperty.alias,
    undeclared: Annotated[
        bool, typer.Option("--undeclared", help="Instead: list words that may name somebody the case does not have.")
    ] = False,
    person: Annotated[
        Category | None, typer.Option("--person", help="With --undeclared: these words are persons of this category.")
    ] = None,
    nobody: Annotated[bool, typer.Option("--nobody", help="With --undeclared: these words name no person.")] = False,
    format: FormatOption = Format.text,
) -> None:
    """Propose spellings: of withheld names, to be hidden too; of names shown, in other scripts, to be matched by.

    Shows names: it is for the author of the case. Nothing is withheld or published before it is confirmed. With
    --undeclared it lists words that may name somebody whom the case does not have, and writes answers about them.
    """
    from dossier.evidence.collecting import collect
    from dossier.loading import load_case

    _check_usage(ids, person, confirm=confirm, undeclared=undeclared, nobody=nobody)
    settings: Settings = context.obj
    problems = Problems()
    case = load_case(settings.root(), problems)
    about(case)
    if undeclared:
        raise typer.Exit(_undeclared(case, ids or [], person, problems, format, nobody=nobody))
    rows: list[dict[str, Any]] = []
    written: list[str] = []
    try:
        if case and not problems.errors:
            texts = [(key[0], row.text.source) for key, row in sorted(collect(case, problems).captures.items())]
            asked = ids[:1] if ids and confirm else ids
            rows = _proposed(case, asked, texts)
            if confirm:
                written = _confirmed(case, rows, (ids or [])[1:], as_, also=also)
    except Stop as stopped:
        raise typer.Exit(report(stopped.problems, format)) from None
    code = report(problems, format, names=rows, written=written)
    if format is Format.text and written:
        out.print(f"{plural(len(written), 'spelling')} written to the case.")
    elif format is Format.text:
        _print(rows)
    raise typer.Exit(code)


def _check_usage(
    ids: Sequence[str] | None, person: Category | None, *, confirm: bool, undeclared: bool, nobody: bool
) -> None:
    """Raises BadParameter, which is wrong usage, for options that do not go together."""
    if not undeclared and (person or nobody):
        raise typer.BadParameter("--person and --nobody go with --undeclared.")
    if undeclared and confirm:
        raise typer.BadParameter("--undeclared and --confirm do not go together.")
    if undeclared and bool(ids) != bool(person or nobody):
        raise typer.BadParameter("Name words or numbers of the list with --person CATEGORY or --nobody.")
    if person and nobody:
        raise typer.BadParameter("Give --person or --nobody, not both.")


def _undeclared(
    case: Case | None, answers: Sequence[str], person: Category | None, found: Problems, form: Format, *, nobody: bool
) -> int:
    """The words that may name somebody, or answers about them; returns the exit code."""
    from dossier.cli.undeclared import undeclared

    if case is None or found.errors:
        return report(found, form)
    try:
        return undeclared(case, answers, person.value if person else None, form, nobody=nobody)
    except Stop as stopped:
        return report(stopped.problems, form)


def _proposed(case: Case, ids: Sequence[str] | None, texts: Sequence[tuple[str, str]]) -> list[dict[str, Any]]:
    """What is proposed of each entity asked for, of those withheld first. Raises Stop for an unknown id."""
    from dossier.withholding.propose import matches, proposals
    from dossier.withholding.who import public_redactor, withheld

    hidden = {each.id: each for each in withheld(case.entities.values(), case.meta.editions[0], case.meta) if each.id}
    shown = {id_: each for id_, each in case.entities.items() if id_ not in hidden and _is_somebody(each)}
    known: Mapping[str, Entity] = {**hidden, **shown}
    for id_ in ids or ():
        if id_ not in known:
            raise stop(
                "no-such-person",
                "{id!r} is nobody who has a name to propose spellings of.",
                cure=message("There are: {known}.", known=listed(Id, known)),
                id=Quoted(id_),
            )
    replacer = public_redactor(case)
    rows = []
    for id_ in ids or known:
        if id_ in hidden:
            found = proposals(hidden[id_], texts)
        else:
            found = [(name, why) for name, why in matches(known[id_]) if not replacer.finds(name)]
        if found or ids or id_ in hidden:
            rows.append(
                {
                    "id": id_,
                    "label": known[id_].label,
                    "for": TO_WITHHOLD if id_ in hidden else TO_MATCH,
                    "proposed": [{"spelling": spelling, "why": why} for spelling, why in found],
                }
            )
    return rows


def _is_somebody(entity: Entity) -> bool:
    """Whether an entity is somebody whom tools match by name: a person, or a body."""
    from dossier.ftm import is_somebody

    return is_somebody(entity.schema)


def _confirmed(
    case: Case, rows: Sequence[dict[str, Any]], spellings: Sequence[str], as_: NameProperty, *, also: bool
) -> list[str]:
    """Write spellings of the one entity in `rows`; returns them. Raises Stop when one was not proposed."""
    from dossier.withholding.confirm import add_names, add_spellings

    if len(rows) != 1 or not spellings:
        raise stop("names-not-confirmed", "Nobody is named, or no spelling.", cure="Write --confirm ID SPELLING….")
    row, wanted = rows[0], list(dict.fromkeys(spellings))
    entity, why = case.entities[row["id"]], {each["spelling"]: each["why"] for each in row["proposed"]}
    if row["for"] == TO_WITHHOLD:
        taken, cure = {*entity.withhold}, message("Correct it, or add --also.")
    else:
        taken = {value.text for value in entity.values}
        cure = message("Write another name by hand, with what it rests on.")
    for number, spelling in enumerate(wanted, 1):
        allowed = spelling in why or (also and row["for"] == TO_WITHHOLD and spelling.strip() == spelling != "")
        if not allowed or spelling in taken:
            raise stop(
                "names-not-confirmed",
                "Spelling {number} for {id} stands there already."
                if spelling in taken
                else "Spelling {number} for {id} was not proposed.",
                entity.place,
                cure,
                number=number,
                id=Id(row["id"]),
            )
    if row["for"] == TO_WITHHOLD:
        add_spellings(case, entity, wanted)
    else:
        add_names(case, entity, as_.value, [(name, why[name]) for name in wanted])
    return wanted


def _print(rows: Sequence[dict[str, Any]]) -> None:
    for group, last in (
        (TO_WITHHOLD, "Confirm what is right with `dossier names --confirm ID SPELLING…`: it is then hidden too."),
        (TO_MATCH, "Confirm what is right in the same way: it is then published, marked as inferred."),
    ):
        found = [row for row in rows if row["for"] == group]
        if not found:
            continue
        out.print(group.capitalize(), style="bold underline")
        for row in found:
            label = f" ({row['label'] or 'no label'})" if group == TO_WITHHOLD else ""
            out.print(f"{row['id']}{label}", markup=False, style="bold")
            for each in row["proposed"]:
                out.print(f"  {each['spelling']}  ({each['why']})", markup=False)
        out.print(last, markup=False)
