"""Approvals: bound to what was read, signed by real keys with the real ssh-keygen, and every way to forge one."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from dossier.approvals import NAMESPACE, Clock, add_to_draft, decide, read_ledger, sign_draft, timestamp
from dossier.approvals.decisions import read_session
from dossier.formats.canonical import sha256
from dossier.problems import Problems, Stop
from tests.cases import assert_told, change, check, dossier, pin, run, snapshot
from tests.reviews import Keys, allow, checked, decides, review, reviewed_case, state

NAME = "halvik/name/1"
ACT = "halvik/act/clearing-2024"


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    return Keys(tmp_path_factory.mktemp("keys"))


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory, keys: Keys) -> Path:
    return reviewed_case(tmp_path_factory.mktemp("invented") / "case", keys)


@pytest.fixture
def case(template: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(template, tmp_path / "case"))


# ------------------------------------------------------------------------------------------- decisions


def test_two_people_make_a_claim_approved(case: Path, keys: Keys) -> None:
    assert state(case, NAME) == "waiting"

    review(case, keys, "anna", "approve", NAME, ACT, "--note", "Read in full.")
    assert state(case, NAME) == "waiting", "one of two"
    review(case, keys, "berta", "approve", NAME)

    assert (state(case, NAME), state(case, ACT)) == ("approved", "waiting")
    assert sorted(path.name for path in (case / "reviews/anna").iterdir()) == ["1.json", "1.json.sig"]
    assert not check(case).errors


def test_a_decision_holds_what_was_on_the_screen(case: Path, keys: Keys) -> None:
    review(case, keys, "anna", "approve", ACT, "--who", "named-person", "--speech", "reported", "--note", "Yes.")

    data = (case / "reviews/anna/1.json").read_bytes()
    session = read_session(data)
    (decision,) = session.decisions
    assert rfc8785.dumps(json.loads(data)) == data
    assert (session.reviewer, session.signed_by, session.number, session.previous) == ("anna", "anna", 1, None)
    assert session.edition == "internal"
    assert session.tool.startswith("dossier ")
    assert (decision.decision, decision.vote, decision.speech, decision.note) == (
        "approve",
        "named-person",
        "reported",
        "Yes.",
    )
    assert "ordered the police" in decision.text
    assert [(row.excerpt, row.quote[:16]) for row in decision.shown] == [("courier/order", "On 14 April 2024")]
    claim = checked(case)[0].claims[ACT]
    assert decision.digest == claim.digest


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("entities/people.yml", "role: ordered the police", "role: told the police"),
        (
            "evidence/courier/source.yml",
            "Oren Halvik, ordered the police to clear Harbour Square.",
            "Oren Halvik, ordered",
        ),
        ("evidence/courier/capture.txt", "No officer was charged.", "No officer was charged!"),
    ],
    ids=["text", "quotation", "capture"],
)
def test_what_changes_under_a_claim_makes_its_approvals_stale(
    case: Path, keys: Keys, file: str, old: str, new: str
) -> None:
    review(case, keys, "anna", "approve", ACT)
    review(case, keys, "berta", "approve", ACT)
    assert state(case, ACT) == "approved"

    change(case, file, old, new)
    for made in ("source.lock.json", "text.c1.txt"):
        (case / "evidence/courier" / made).unlink()

    standing = checked(case)[0].standings[ACT]
    assert (standing.state, standing.approvals) == ("stale", ())
    assert [row.reviewer for row in standing.earlier] == ["anna", "berta"]
    before = standing.earlier[0].decision
    assert "ordered the police to clear" in before.text
    assert before.shown[0].quote.endswith("ordered the police to clear Harbour Square."), "the old words are kept"

    change(case, file, new, old)
    assert state(case, ACT) == "approved", "the same words from the same bytes are what was approved"


def test_a_translation_that_changes_voids_the_approvals_too(case: Path, keys: Keys) -> None:
    """It prints beside the quotation, and for many readers in its place."""
    name, file = "tossen/name/1", "evidence/courier/source.yml"
    quote = "    quote: His deputy, Mira Tossen, watched from a window of the ministry.\n"
    said = "    translations: [{lang: fra, text: Son adjointe regardait, by: Vera Roy}]\n"
    change(case, file, quote, quote + said)
    assert pin(case).code == 0
    for reviewer in ("anna", "berta"):
        review(case, keys, reviewer, "approve", name)
    assert state(case, name) == "approved"
    change(case, file, "Son adjointe regardait", "Son adjointe commandait")
    standing = checked(case)[0].standings[name]
    assert standing.state == "stale"
    assert "[fra, Vera Roy] Son adjointe regardait" in standing.earlier[0].decision.shown[0].quote


def test_a_citation_that_breaks_leaves_no_approval(case: Path, keys: Keys) -> None:
    """The digest is of the quotations that verify: a wrong one beside the approved one would leave it as it was."""
    for name in ("anna", "berta"):
        review(case, keys, name, "approve", ACT)
    assert state(case, ACT) == "approved"
    change(case, "evidence/courier/source.yml", "excerpts:\n", "excerpts:\n  wrong: He ordered force.\n")
    change(
        case,
        "entities/people.yml",
        "    cite: courier/order\n    does",
        "    cite: [courier/order, courier/wrong]\n    does",
    )
    claim, standing = checked(case)[0].claims[ACT], checked(case)[0].standings[ACT]
    assert claim.unverified == ("courier/wrong",)
    assert claim.digest == standing.history[0].decision.digest, "alike for the digest"
    assert (standing.state, standing.approvals) == ("stale", ())
    assert standing.state_for("anna") == "stale"

    refused = dossier(case, "review", "approve", ACT, "--key", str(keys.of("anna")))
    assert_told(refused, "approval-refused")
    assert not (case / "reviews/anna/2.json").exists()
    review(case, keys, "anna", "reject", ACT, "--note", "It cites words that are not there.")
    assert state(case, ACT) == "rejected"


def test_versions_are_recorded_and_not_hashed(case: Path, keys: Keys, monkeypatch: pytest.MonkeyPatch) -> None:
    review(case, keys, "anna", "approve", ACT)
    review(case, keys, "berta", "approve", ACT)
    monkeypatch.setattr("dossier.__version__", "99.0")
    monkeypatch.setattr("dossier.text.normalise.VERSION", "99")
    assert state(case, ACT) == "approved"


def test_a_passage_keeps_its_approval_when_another_is_put_before_it(case: Path, keys: Keys) -> None:
    review(case, keys, "anna", "approve", "halvik/summary/2")
    review(case, keys, "berta", "approve", "halvik/summary/2")

    change(case, "entities/people.yml", "  summary: |\n", "  summary: |\n    Nothing else is said. {.analysis}\n\n")

    assert state(case, "halvik/summary/3") == "approved"
    assert state(case, "halvik/summary/2") == "waiting", "nobody approved these words"


def test_the_same_words_elsewhere_are_not_approved(case: Path, keys: Keys) -> None:
    review(case, keys, "anna", "approve", "halvik/summary/3")
    review(case, keys, "berta", "approve", "halvik/summary/3")
    words = "Whether he knew of the beating is not said. {.analysis}"
    change(case, "entities/people.yml", "  gap: |\n", f"  gap: |\n    {words}\n\n")
    assert (state(case, "halvik/summary/3"), state(case, "halvik/gap/1")) == ("approved", "waiting")


def test_a_rejection_stands_until_it_is_withdrawn_or_the_claim_changes(case: Path, keys: Keys) -> None:
    review(case, keys, "anna", "approve", ACT)
    review(case, keys, "berta", "approve", ACT)
    review(case, keys, "berta", "reject", ACT, "--note", "The office, not he.")
    assert state(case, ACT) == "rejected"

    review(case, keys, "anna", "approve", ACT)
    assert state(case, ACT) == "rejected", "nobody else lifts it"

    review(case, keys, "berta", "withdraw", ACT)
    assert state(case, ACT) == "waiting", "what berta approved before went with it"
    review(case, keys, "berta", "question", ACT, "--note", "Who says so?")
    assert state(case, ACT) == "questioned"
    review(case, keys, "berta", "approve", ACT)
    assert state(case, ACT) == "approved"

    review(case, keys, "berta", "reject", ACT, "--note", "No.")
    change(case, "entities/people.yml", "role: ordered the police", "role: told the police")
    assert state(case, ACT) == "stale", "anna approved what it said before"


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("schema: Person\nperson: nominee\n", "schema: Person\nperson: nominee\nauthor: anna\n", ACT),
        ("schema: Person\nperson: nominee\n", "schema: Person\nperson: nominee\nauthor: [carl, anna]\n", NAME),
        ("{value: Oren Halvik, lang: eng}", "{value: Oren Halvik, lang: eng, author: anna}", NAME),
        ("    attribution: order\n", "    attribution: order\n    author: anna\n", ACT),
        ("dossier:\n", "dossier:\n  author: anna\n", "halvik/summary/1"),
        (
            "        finding: arguable\n",
            "        finding: arguable\n        author: anna\n",
            "halvik/finding/eu-ghr/assembly",
        ),
    ],
)
def test_the_author_of_a_claim_does_not_approve_it(case: Path, keys: Keys, old: str, new: str, key: str) -> None:
    review(case, keys, "anna", "approve", key)
    review(case, keys, "berta", "approve", key)
    change(case, "entities/people.yml", old, new)

    standing = checked(case)[0].standings[key]
    assert standing.state == "waiting"
    assert [row.reviewer for row in standing.approvals] == ["berta"]
    assert [(row.reviewer, why) for row, why in standing.discounted] == [("anna", "wrote the claim")]
    told = assert_told(dossier(case, "review", "approve", key, "--key", str(keys.of("anna"))), "approval-refused")
    assert f"You wrote {key}: an author's approval does not count" in told.text


def test_the_author_of_the_case_wrote_what_says_nothing_else(case: Path, keys: Keys) -> None:
    review(case, keys, "anna", "approve", NAME, ACT)
    review(case, keys, "berta", "approve", NAME, ACT)
    change(case, "case.yml", "release: 1\n", "release: 1\nauthor: anna\n")
    change(case, "entities/people.yml", "lang: eng}", "lang: eng, author: carl}")
    assert (state(case, NAME), state(case, ACT)) == ("approved", "waiting")


# ------------------------------------------------------------------------------------------- reviewers without a key


def test_a_key_holder_vouches_for_a_reviewer_without_a_key(case: Path, keys: Keys) -> None:
    told = decides(case, "dora", "approve", ACT)
    assert "Nothing is signed yet." in told.out
    assert "ssh-keygen -t ed25519" in told.out
    assert "dossier review countersign dora" in told.out
    assert {"review-draft"} <= check(case).codes()
    assert state(case, ACT) == "waiting"

    assert dossier(case, "review", "countersign", "dora", "--key", str(keys.of("berta"))).code == 0

    session = read_session((case / "reviews/dora/1.json").read_bytes())
    assert (session.reviewer, session.signed_by) == ("dora", "berta")
    assert not (case / "reviews/dora/draft.json").exists()
    (row,) = checked(case)[0].standings[ACT].approvals
    assert (row.reviewer, row.signed_by, row.countersigned) == ("dora", "berta", True)
    assert not check(case).errors


def test_one_key_does_not_stand_for_two_approvals(case: Path, keys: Keys) -> None:
    decides(case, "dora", "approve", ACT)
    dossier(case, "review", "countersign", "dora", "--key", str(keys.of("berta")))
    review(case, keys, "berta", "approve", ACT)

    standing = checked(case)[0].standings[ACT]
    assert standing.state == "waiting"
    assert [row.reviewer for row in standing.approvals] == ["berta"]
    assert standing.discounted[0][1] == "countersigned by berta, who counts already"

    review(case, keys, "anna", "approve", ACT)
    assert state(case, ACT) == "approved"


def test_an_author_does_not_vouch_for_approvals_of_his_own_claim(case: Path, keys: Keys) -> None:
    change(case, "case.yml", "release: 1\n", "release: 1\nauthor: berta\n")
    decides(case, "dora", "approve", ACT)
    dossier(case, "review", "countersign", "dora", "--key", str(keys.of("berta")))
    assert checked(case)[0].standings[ACT].approvals == ()


def test_who_has_a_key_is_not_countersigned(case: Path, keys: Keys) -> None:
    decides(case, "anna", "approve", ACT)
    before = snapshot(case / "reviews")
    told = dossier(case, "review", "countersign", "anna", "--key", str(keys.of("berta")))
    assert_told(told, "countersigning-refused")
    assert_told(
        dossier(case, "review", "countersign", "berta", "--key", str(keys.of("berta"))), "countersigning-refused"
    )
    assert snapshot(case / "reviews") == before


def test_decisions_of_a_session_are_signed_once(case: Path, keys: Keys) -> None:
    decides(case, "anna", "approve", NAME)
    decides(case, "anna", "reject", ACT, "--note", "No.")
    decides(case, "anna", "approve", ACT)  # the last word of a draft counts

    assert dossier(case, "review", "sign", "--key", str(keys.of("anna"))).code == 0

    session = read_session((case / "reviews/anna/1.json").read_bytes())
    assert [(each.claim, each.decision) for each in session.decisions] == [(NAME, "approve"), (ACT, "approve")]


# ------------------------------------------------------------------------------------------- forgery and damage


@pytest.fixture(scope="module")
def twice(template: Path, tmp_path_factory: pytest.TempPathFactory, keys: Keys) -> Path:
    """A case with two sessions of anna and one of berta."""
    case = Path(shutil.copytree(template, tmp_path_factory.mktemp("twice") / "case"))
    review(case, keys, "anna", "approve", ACT)
    review(case, keys, "anna", "approve", NAME)
    review(case, keys, "berta", "approve", ACT)
    return case


@pytest.fixture
def two(twice: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(twice, tmp_path / "case"))


def forge(root: Path, key: Path, file: str, /, *, namespace: str = NAMESPACE, **changed: object) -> None:
    """Change a signed file and sign it anew, with any key and for any purpose."""
    path = root / file
    content = {**json.loads(path.read_bytes()), **changed}
    path.write_bytes(rfc8785.dumps(content))
    path.with_name(f"{path.name}.sig").unlink()
    words = ["ssh-keygen", "-q", "-Y", "sign", "-f", str(key), "-n", namespace, str(path)]
    subprocess.run(words, check=True, timeout=30, capture_output=True)


FIRST = "reviews/anna/1.json"
SECOND = "reviews/anna/2.json"


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


def swap(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b'"approve"', b'"reject!"', 1))


def lift(path: Path) -> None:
    """A rejection forged into an approval of the same length would still be another text."""
    path.write_bytes(path.read_bytes().replace(b"Oren Halvik", b"Oren Halvek"))


def decide_ahead(root: Path, keys: Keys) -> None:
    """Anna's first file with a decision of another millennium, signed by her own key."""
    rows = json.loads((root / FIRST).read_bytes())["decisions"]
    forge(root, keys.of("anna"), FIRST, decisions=[{**row, "at": "2999-01-01T00:00:00Z"} for row in rows])


DAMAGE: dict[str, tuple[str, str, Callable[[Path, Keys], None]]] = {
    "truncated": ("review-invalid", FIRST, lambda case, keys: cut(case / FIRST)),
    "emptied": ("review-invalid", FIRST, lambda case, keys: (case / FIRST).write_bytes(b"") and None),
    "not canonical": (
        "review-invalid",
        FIRST,
        lambda case, keys: (case / FIRST).write_bytes((case / FIRST).read_bytes() + b"\n") and None,
    ),
    "no such decision": ("review-invalid", FIRST, lambda case, keys: swap(case / FIRST)),
    "other words shown": ("review-invalid", FIRST, lambda case, keys: lift(case / FIRST)),
    "nested": ("review-invalid", FIRST, lambda case, keys: (case / FIRST).write_bytes(b"[" * 10**5) and None),
    "a later time": (
        "review-altered",
        FIRST,
        lambda case, keys: (
            (case / FIRST).write_bytes((case / FIRST).read_bytes().replace(b'"signed_at":"2', b'"signed_at":"3'))
            and None
        ),
    ),
    "unsigned": ("review-unsigned", FIRST, lambda case, keys: (case / f"{FIRST}.sig").unlink()),
    "signature of another file": (
        "review-altered",
        FIRST,
        lambda case, keys: shutil.copy(case / f"{SECOND}.sig", case / f"{FIRST}.sig") and None,
    ),
    "signature cut": ("review-signature-unreadable", FIRST, lambda case, keys: cut(case / f"{FIRST}.sig")),
    "signature oversized": (
        "file-too-large",
        f"{FIRST}.sig",
        lambda case, keys: (case / f"{FIRST}.sig").write_bytes(b"x" * 70_000) and None,
    ),
    "file gone": ("review-missing", FIRST, lambda case, keys: (case / FIRST).unlink()),
    "link gone": (
        "review-missing",
        FIRST,
        lambda case, keys: [(case / name).unlink() for name in (FIRST, f"{FIRST}.sig")] and None,
    ),
    "another link": (
        "review-chain-broken",
        SECOND,
        lambda case, keys: forge(case, keys.of("anna"), SECOND, previous="0" * 64),
    ),
    "a first link after another": (
        "review-chain-broken",
        FIRST,
        lambda case, keys: forge(case, keys.of("anna"), FIRST, previous=sha256(b"")),
    ),
    "dated back": (
        "review-chain-broken",
        SECOND,
        lambda case, keys: forge(case, keys.of("anna"), SECOND, signed_at="2001-01-01T00:00:00Z"),
    ),
    "signed at a time that has not come": (
        "review-future",
        SECOND,
        lambda case, keys: forge(case, keys.of("anna"), SECOND, signed_at="2999-01-01T00:00:00Z"),
    ),
    "decided at a time that has not come": ("review-future", FIRST, lambda case, keys: decide_ahead(case, keys)),
    "a time in other figures": (
        "review-invalid",
        SECOND,
        lambda case, keys: forge(case, keys.of("anna"), SECOND, signed_at="٢٠٢٦-01-01T00:00:00Z"),
    ),
    "wrong key": ("review-wrong-key", FIRST, lambda case, keys: forge(case, keys.of("mallory"), FIRST)),
    "signed by another": ("review-signed-by-other", FIRST, lambda case, keys: forge(case, keys.of("berta"), FIRST)),
    "wrong namespace": (
        "review-wrong-namespace",
        FIRST,
        lambda case, keys: forge(case, keys.of("anna"), FIRST, namespace="git"),
    ),
    "another case": (
        "review-other-case",
        FIRST,
        lambda case, keys: forge(case, keys.of("anna"), FIRST, case="marenia_harbour"),
    ),
    "another folder": (
        "review-invalid",
        FIRST,
        lambda case, keys: forge(case, keys.of("anna"), FIRST, reviewer="berta"),
    ),
    "removed reviewer": ("review-signer-unknown", FIRST, lambda case, keys: allow(case, keys.line("berta"))),
    "expired key": (
        "review-key-expired",
        FIRST,
        lambda case, keys: allow(case, keys.line("anna", 'valid-before="20200101"'), keys.line("berta")),
    ),
    "key not valid yet": (
        "review-key-expired",
        FIRST,
        lambda case, keys: allow(case, keys.line("anna", 'valid-after="29990101"'), keys.line("berta")),
    ),
    "key for another purpose": (
        "review-key-expired",
        FIRST,
        lambda case, keys: allow(case, keys.line("anna", 'namespaces="git,file"'), keys.line("berta")),
    ),
    "no signers": ("signers-missing", FIRST, lambda case, keys: (case / "reviews/allowed_signers").unlink()),
}


@pytest.mark.parametrize(("code", "file", "damage"), DAMAGE.values(), ids=list(DAMAGE))
def test_every_damage_is_told_and_its_decisions_do_not_count(
    two: Path, keys: Keys, code: str, file: str, damage: Callable[[Path, Keys], None]
) -> None:
    damage(two, keys)

    assert_told(check(two), code, file)
    approvals = [row.reviewer for row in checked(two)[0].standings[ACT].approvals]
    assert approvals == (["anna", "berta"] if file == SECOND else [] if code == "signers-missing" else ["berta"])
    assert_told(dossier(two, "review", "status"), code, file)
    before = snapshot(two / "reviews")
    told = dossier(two, "review", "approve", NAME, "--as", "anna", "--key", str(keys.of("anna")))
    assert told.code == 1, "nothing is added to a chain with a fault"
    assert snapshot(two / "reviews") == before


SIGNERS = {
    "pattern": "* ssh-ed25519 KEY",
    "two names": "anna,berta ssh-ed25519 KEY",
    "certificates": 'anna cert-authority,namespaces="dossier-review" ssh-ed25519 KEY',
    "unknown option": "anna no-touch-required ssh-ed25519 KEY",
    "no key": "anna ssh-ed25519",
    "half a key": "anna ssh-ed25519 AAAA",
    "another type": "anna ssh-rsa KEY",
    "one key twice": "anna ssh-ed25519 KEY\nberta ssh-ed25519 KEY",
    "no text": "\udcff",
}


@pytest.mark.parametrize("lines", SIGNERS.values(), ids=list(SIGNERS))
def test_a_line_that_would_let_anybody_sign_is_refused(two: Path, keys: Keys, lines: str) -> None:
    key = keys.public("anna").split()[1]
    (two / "reviews/allowed_signers").write_bytes((lines.replace("KEY", key) + "\n").encode(errors="surrogateescape"))
    assert_told(check(two), "signers-invalid", "reviews/allowed_signers", lines.count("\n") + 1)
    assert checked(two)[0].standings[ACT].approvals == ()


@pytest.mark.parametrize(
    "line",
    [
        "anna ssh-ed25519 KEY anna@example.org, of the office",
        '"anna" namespaces="dossier-review" ssh-ed25519 KEY',
        'anna namespaces="git,dossier-review",valid-after="20200101Z",valid-before="29990101" ssh-ed25519 KEY a',
    ],
)
def test_what_openssh_takes_is_taken(two: Path, keys: Keys, line: str) -> None:
    key = keys.public("anna").split()[1]
    allow(two, "# who may sign\n\n", line.replace("KEY", key) + "\n", keys.line("berta"))
    assert not check(two).errors


def test_a_retired_key_keeps_what_it_signed(two: Path, keys: Keys) -> None:
    allow(two, keys.line("anna", 'valid-before="29990101"'), keys.line("berta"))
    assert state(two, ACT) == "approved"
    allow(two, keys.line("anna", 'valid-before="20200101"'), keys.line("anna", key="new"), keys.line("berta"))
    assert_told(check(two), "review-key-expired", FIRST)


def test_times_of_keys_are_utc_wherever_the_program_runs(
    case: Path, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    allow(case, keys.line("anna", 'valid-before="20260301120000Z"'))
    claim = checked(case)[0].claims[ACT]
    add_to_draft(case, "veltania_harbour", "anna", [decide(claim, "approve", "2026-03-01T11:59:00Z")])
    monkeypatch.setenv("TZ", "America/New_York")
    session = sign_draft(
        case, "veltania_harbour", "anna", keys.of("anna"), clock=lambda: datetime(2026, 3, 1, 11, 59, tzinfo=UTC)
    )
    assert session.signed_at == "2026-03-01T11:59:00Z"
    add_to_draft(case, "veltania_harbour", "anna", [decide(claim, "approve", "2026-03-01T12:01:00Z")])
    with pytest.raises(Stop) as stopped:
        sign_draft(
            case, "veltania_harbour", "anna", keys.of("anna"), clock=lambda: datetime(2026, 3, 1, 12, 1, tzinfo=UTC)
        )
    assert stopped.value.problems[0].code == "review-key-expired"


def noon(minutes: int) -> Clock:
    """A clock that stands so many minutes after noon of a day."""
    return lambda: datetime(2026, 3, 1, 12, tzinfo=UTC) + timedelta(minutes=minutes)


def faults(root: Path, clock: Clock) -> list[tuple[str | None, str]]:
    problems = Problems()
    read_ledger(root, "veltania_harbour", problems, clock=clock)
    return [(each.place.file if each.place else None, each.code) for each in problems.errors]


def test_two_clocks_may_differ_by_five_minutes(case: Path, keys: Keys) -> None:
    claim = checked(case)[0].claims[ACT]
    add_to_draft(case, "veltania_harbour", "anna", [decide(claim, "approve", timestamp(noon(0)))], clock=noon(0))
    sign_draft(case, "veltania_harbour", "anna", keys.of("anna"), clock=noon(0))

    assert faults(case, noon(0)) == faults(case, noon(-5)) == []
    assert faults(case, noon(-6)) == [(FIRST, "review-future")]
    assert state(case, ACT) == "waiting", "one of two"


def test_a_decision_of_a_clock_that_was_ahead_is_not_signed(case: Path, keys: Keys) -> None:
    claim = checked(case)[0].claims[ACT]
    add_to_draft(case, "veltania_harbour", "anna", [decide(claim, "approve", timestamp(noon(60)))], clock=noon(60))
    before = snapshot(case)
    with pytest.raises(Stop) as stopped:
        sign_draft(case, "veltania_harbour", "anna", keys.of("anna"), clock=noon(0))
    assert stopped.value.problems[0].code == "review-future"
    assert snapshot(case) == before

    add_to_draft(case, "veltania_harbour", "anna", [decide(claim, "approve", timestamp(noon(0)))], clock=noon(0))
    assert sign_draft(case, "veltania_harbour", "anna", keys.of("anna"), clock=noon(1)).number == 1


def test_nothing_is_signed_by_a_clock_that_went_back(case: Path, keys: Keys) -> None:
    claim = checked(case)[0].claims[ACT]
    for minutes in (0, -3):
        row = decide(claim, "approve", timestamp(noon(minutes)))
        add_to_draft(case, "veltania_harbour", "anna", [row], clock=noon(minutes))
        if minutes == 0:
            sign_draft(case, "veltania_harbour", "anna", keys.of("anna"), clock=noon(0))
    with pytest.raises(Stop) as stopped:
        sign_draft(case, "veltania_harbour", "anna", keys.of("anna"), clock=noon(-3))
    assert stopped.value.problems[0].code == "signing-failed"
    assert faults(case, noon(1)) == []


def test_strange_things_in_the_folder_are_told(two: Path) -> None:
    (two / "reviews/notes.txt").write_text("x")
    (two / "reviews/anna/01.json").write_text("{}")
    (two / "reviews/Bad Name").mkdir()
    found = {(row.file, row.code) for row in check(two).problems}
    assert {
        ("reviews/notes.txt", "unknown-file"),
        ("reviews/anna/01.json", "unknown-file"),
        ("reviews/Bad Name", "unknown-file"),
    } <= found


def test_a_link_out_of_the_case_is_not_followed(two: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.json").write_bytes((two / FIRST).read_bytes())
    (two / FIRST).unlink()
    (two / FIRST).symlink_to(tmp_path / "elsewhere.json")
    assert_told(check(two), "path-leaves-case", FIRST)


def test_without_ssh_keygen_no_signature_counts(two: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    told = assert_told(check(two), "machine-lacks")
    assert "openssh-client" in told.text
    assert checked(two)[0].standings[ACT].approvals == ()
    doctor = dossier(two, "doctor")
    assert doctor.code == 1
    assert "LACK ssh-keygen" in doctor.out


def test_any_single_changed_byte_is_detected(two: Path) -> None:
    path = two / FIRST
    whole = path.read_bytes()

    @settings(max_examples=40)
    @given(st.integers(0, len(whole) - 1), st.integers(1, 255))
    def holds(position: int, flip: int) -> None:
        changed = bytearray(whole)
        changed[position] ^= flip
        path.write_bytes(bytes(changed))
        problems = Problems()
        ledger = read_ledger(two, "veltania_harbour", problems)
        assert [each.place and each.place.file for each in problems.errors] == [FIRST]
        assert ledger.chain("anna").sessions == ()

    holds()


# ------------------------------------------------------------------------------------------- git


def git(root: Path, *args: str) -> str:
    words = ["git", "-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false", *args]
    done = subprocess.run(words, cwd=root, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_reviewers_on_two_branches_merge_without_conflict(case: Path, keys: Keys) -> None:
    git(case, "init", "-q", "-b", "main")
    git(case, "add", "-A")
    git(case, "commit", "-qm", "The case")
    for name in ("anna", "berta"):
        git(case, "switch", "-qc", name, "main")
        review(case, keys, name, "approve", ACT)
        review(case, keys, name, "approve", NAME)
        git(case, "add", "reviews")
        git(case, "commit", "-qm", f"Reviewed by {name}")
    assert state(case, ACT) == "waiting"
    git(case, "switch", "-q", "main")

    git(case, "merge", "-q", "--no-ff", "-m", "anna", "anna")
    git(case, "merge", "-q", "--no-ff", "-m", "berta", "berta")

    assert git(case, "status", "--porcelain", "--", "reviews") == ""
    assert (state(case, ACT), state(case, NAME)) == ("approved", "approved")
    assert not check(case).errors


# ------------------------------------------------------------------------------------------- the commands


def test_status_counts_per_person(two: Path) -> None:
    result = json.loads(dossier(two, "review", "status", "--format", "json").out)
    assert (result["ok"], result["approvals"]) == (True, 2)
    assert result["persons"]["halvik"]["approved"] == 1
    assert sum(sum(row.values()) for row in result["persons"].values()) == sum(result["total"].values())

    text = dossier(two, "review", "status", "--list", "--state", "approved").out
    assert f"approved    {ACT}" in text
    assert NAME not in text
    mine = dossier(two, "review", "status", "--as", "anna", "--list", "--state", "approved").out
    assert ACT in mine
    assert NAME in mine


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["approve", "halvik/name/7", "--as", "anna"], "no-such-claim"),
        (["approve", NAME], "reviewer-unnamed"),
        (["approve", NAME, "--as", "../anna"], "bad-person-name"),
        (["approve", NAME, "--who", "office", "--as", "anna", "--key", "absent"], "signing-failed"),
    ],
)
def test_wrong_use_is_told_and_nothing_is_signed(case: Path, args: list[str], code: str) -> None:
    assert_told(dossier(case, "review", *args), code)
    assert not (case / FIRST).exists()


def test_a_rejection_says_why(case: Path) -> None:
    assert dossier(case, "review", "reject", NAME, "--as", "anna").code == 2


def test_the_real_command_signs(case: Path, keys: Keys) -> None:
    done = run("review", "approve", NAME, "--who", "office", "--key", str(keys.of("anna")), cwd=case)
    assert done.code == 0, done.err
    assert "1 decision of anna signed as 1.json." in done.out
    refused = run(
        "review", "approve", NAME, "--who", "office", "--as", "berta", "--key", str(keys.of("anna")), cwd=case
    )
    assert_told(refused, "review-signed-by-other")
    assert not (case / "reviews/berta/1.json").exists()
