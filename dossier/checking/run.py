"""All of `dossier check`: every rule over the case, then the view of each edition.

Builds, exports, packages, reviews and the preview begin here, too: each takes of a `Checked` what it needs.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from dossier.approvals import Clock, Ledger, Standing, read_ledger, standings, tell_open, utc_now
from dossier.case.model import Case
from dossier.case.screenings import check_screenings
from dossier.checking.actors import check_actors
from dossier.checking.addresses import check_addresses
from dossier.checking.consequences import without_consequences
from dossier.checking.findings import check_acts, check_findings
from dossier.checking.origins import with_same_words
from dossier.checking.persons import check_names, check_persons
from dossier.checking.support import check_support
from dossier.checking.templates import check_templates
from dossier.checking.topics import check_sanctions, check_topics
from dossier.checking.undeclared import check_undeclared
from dossier.claims import Claim, Contents, make_claims
from dossier.editions import View, make_view
from dossier.evidence.collecting import collect
from dossier.evidence.cuts import check_cuts
from dossier.evidence.records import Evidence, Stamp
from dossier.evidence.texts import confirm
from dossier.evidence.timestamps import check_timestamps
from dossier.ftm import check_entities
from dossier.listings import search_digests, still_holding
from dossier.loading import load_case
from dossier.problems import Problems
from dossier.regimes import Assessment, Regime, assess_all, load_regimes, own_words
from dossier.withholding.private import check_apart
from dossier.withholding.redact import redact_for_log, redact_for_print
from dossier.withholding.sharing import check_shared_names
from dossier.withholding.weak import check_weak_names

Progress = Callable[[str, int], Callable[[str], None]]


def _silent(_label: str, _total: int) -> Callable[[str], None]:
    return lambda _name: None


@dataclass(frozen=True)
class Checked:
    """A case with its evidence and regimes, after every rule has looked at it, and the views of its editions.

    `assessments` say, of each person with a dossier, what the whole case allows under each regime. `claims` are those
    of the case itself, with every name, which reviewers decide on; `ledger` is what they decided, and `standings` where
    each claim stands. `manifest` is the time stamp over the list of all evidence, when there is one that verifies.
    `problems` are those of the case; each view has its own.
    """

    case: Case
    evidence: Evidence
    regimes: Mapping[str, Regime]
    assessments: Mapping[str, tuple[Assessment, ...]]
    claims: Mapping[str, Claim]
    ledger: Ledger
    standings: Mapping[str, Standing]
    manifest: Stamp | None
    problems: Problems
    _made: dict[tuple[str, str | None], tuple[View, Problems]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @property
    def editions(self) -> tuple[str, ...]:
        """The editions of the case, the widest first."""
        return self.case.meta.editions

    def view(self, edition: str, problems: Problems, regime: str | None = None) -> View:
        """The view of an edition, made when first asked for; with `regime`, for the authority of that regime alone.

        What is wrong with it is added to `problems`; with an error among that it must not be used.
        """
        if (edition, regime) not in self._made:
            found = Problems()
            view = make_view(
                self.case, self.evidence, self.regimes, self.assessments, self.standings, edition, found, regime
            )
            self._made[edition, regime] = view, found
        view, found = self._made[edition, regime]
        problems += found
        return view

    def view_to_print(self, edition: str, problems: Problems, regime: str | None = None) -> View | None:
        """The view of an edition as `view` gives it, when every rule for what is printed of it holds.

        None when `problems`, to which what is found is added, have an error before it is made.
        """
        check_names(self.case, edition, problems)
        return None if problems.errors else self.view(edition, problems, regime)

    @cached_property
    def views(self) -> Mapping[str, View]:
        """The view of each edition; none while the case or one of them has errors, for then nothing is printed."""
        if self.problems.errors:
            return {}
        found = Problems()
        views = {edition: self.view(edition, found) for edition in self.editions}
        return {} if found.errors else views

    def confirm_texts(self, problems: Problems, sources: Collection[str] | None = None) -> None:
        """Extract the captures again, of these sources or of all, unless that was done when the case was checked.

        Asked for before anything is approved, signed, or leaves under `--strict`: there nothing stored is trusted, and
        a text that is not what today's extractor reads is an error, added to `problems`.
        """
        found = Problems()
        rows = self.evidence.captures.values()
        confirm((row for row in rows if sources is None or row.source in sources), found)
        problems += redact_for_log(found, self.case)

    def said(self, problems: Problems) -> Problems:
        """Problems found later, as anybody may read them: no withheld name in them, nor in a path."""
        return redact_for_print(problems, self.case)


def check_case(
    root: Path,
    problems: Problems,
    *,
    full: bool = False,
    private: Path | None = None,
    editions: bool = False,
    progress: Progress = _silent,
    clock: Clock = utc_now,
) -> Checked | None:
    """Load and check the case in `root`, with what a private folder adds; every mistake is added to `problems`.

    With `full` every text is extracted again; without it, those that this machine never compared with their captures.
    With `editions` that is all of `dossier check`: when the case has no error, the view of every edition is made, too.
    `clock` says what time it is, for signatures.
    `progress` makes, of a label and a number of steps, what is called before each of them: the steps of what can take
    long. Returns None when `case.yml` itself cannot be read. No message quotes the name of a withheld person.
    """
    found = Problems()
    case = load_case(root, found, private)
    if case is None:
        problems += found
        return None
    checked = _check(case, found, full=full, progress=progress, clock=clock)
    problems += checked.problems
    if editions and not checked.problems.errors:
        step = progress("edition", len(checked.editions))
        for edition in checked.editions:
            step(edition)
            checked.view(edition, problems)
    return checked


def _check(case: Case, problems: Problems, *, full: bool, progress: Progress, clock: Clock) -> Checked:
    """Every rule over the case, in the order of what each needs; `problems` are those found while it was loaded."""
    check_persons(case, problems)
    check_shared_names(case, problems)
    check_weak_names(case, problems)
    check_entities(case, problems)
    evidence = collect(case, problems, full=full, compare=True, step=progress("read", len(case.sources)))
    check_cuts(evidence.quotations, problems)
    case = with_same_words(case, evidence, problems)
    check_addresses(case, evidence, problems)
    captured = ((capture.capture.place, capture.text.source) for capture in evidence.captures.values())
    check_apart(case.private, captured, problems)
    stamps = check_timestamps(case, evidence, problems)
    evidence = replace(evidence, stamps=stamps.captures)
    check_support(case, evidence, problems)
    check_templates(case, problems)
    check_actors(case, evidence, problems)
    check_undeclared(case, evidence, problems, progress("searched for names", len(evidence.captures)))
    check_topics(case.entities.values(), problems)
    check_sanctions(case.entities.values(), evidence.quotations, problems)
    check_screenings(case.screenings, search_digests(case.entities), problems)
    regimes = load_regimes(case, problems)
    check_acts(case.entities, problems)
    assessments = assess_all(
        case.entities, regimes.values(), case.sources, evidence.quotations, case.meta.policy, case.meta.as_of
    )
    check_findings(case.entities, regimes, case.sources, assessments, problems)
    ledger = read_ledger(case.root, case.meta.name, problems, clock=clock)
    contents = Contents(
        meta=case.meta,
        entities=case.entities,
        sources=case.sources,
        captures=evidence.captures,
        quotations=evidence.quotations,
        exhibits=evidence.exhibits,
        stamps=evidence.stamps,
        screenings=still_holding(case.screenings, case.entities),
        regimes=own_words(regimes.values()),
    )
    claims = make_claims(contents, case.meta.authors)
    standing = standings(claims, ledger, case.meta.policy.approvals)
    tell_open(claims, standing, problems)
    told = redact_for_log(without_consequences(case, problems), case)
    return Checked(case, evidence, regimes, assessments, claims, ledger, standing, stamps.manifest, told)
