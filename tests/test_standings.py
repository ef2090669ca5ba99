"""Where a claim stands, from decisions alone: no case, no files, no keys."""

from __future__ import annotations

import dataclasses
from collections import defaultdict

import pytest

from dossier.approvals import Chain, Ledger, Session, Signed, Standing, decide, standings, wrote
from dossier.approvals.standing import split_countable
from dossier.claims import Claim, digest_of

# In a table: who decided what, on which words; `dora/berta` is a decision of dora under berta's signature.
Row = tuple[str, str, str]
OLD, NEW = "He told the police.", "He ordered the police."


def claim(
    text: str = NEW, *, key: str = "halvik/act/clearing", authors: tuple[str, ...] = (), unverified: str = ""
) -> Claim:
    return Claim(
        key=key,
        kind="value" if "/name/" in key else "act",
        entity="halvik",
        text=text,
        quotations=(),
        digest=digest_of(text, []),
        authors=authors,
        unverified=tuple(unverified.split()),
    )


def ledger(of: Claim, rows: list[Row]) -> Ledger:
    """The decisions as the files of their reviewers would give them: one a session, in the order of the table."""
    sessions: dict[str, list[Session]] = defaultdict(list)
    for who, verb, text in rows:
        reviewer, _, signer = who.partition("/")
        on = dataclasses.replace(of, text=text, digest=digest_of(text, []))
        at = f"2026-11-21T12:00:{len(sessions[reviewer]):02}Z"
        sessions[reviewer].append(
            Session(
                "veltania",
                reviewer,
                len(sessions[reviewer]) + 1,
                None,
                signer or reviewer,
                at,
                (decide(on, verb, at),),
            )
        )
    return Ledger("veltania", chains={name: Chain(name, tuple(made)) for name, made in sessions.items()})


def standing(of: Claim, rows: list[Row], needs: int = 2) -> Standing:
    return standings({of.key: of}, ledger(of, rows), needs)[of.key]


ANNA, BERTA = ("anna", "approve", NEW), ("berta", "approve", NEW)


@pytest.mark.parametrize(
    ("rows", "state"),
    [
        ([], "waiting"),
        ([ANNA], "waiting"),
        ([ANNA, ANNA], "waiting"),
        ([ANNA, BERTA], "approved"),
        ([ANNA, BERTA, ("carl", "reject", NEW)], "rejected"),
        ([ANNA, BERTA, ("carl", "question", NEW)], "questioned"),
        ([("anna", "question", NEW), ("carl", "reject", NEW)], "rejected"),
        ([ANNA, BERTA, ("berta", "reject", NEW)], "rejected"),
        ([ANNA, ("berta", "reject", NEW), BERTA], "approved"),
        ([ANNA, BERTA, ("carl", "reject", NEW), ("carl", "withdraw", NEW)], "approved"),
        ([ANNA, BERTA, ("berta", "withdraw", NEW)], "waiting"),
        ([ANNA, BERTA, ("carl", "reject", OLD)], "approved"),
        ([("carl", "reject", OLD)], "waiting"),
        ([("anna", "approve", OLD)], "stale"),
        ([("anna", "approve", OLD), ("berta", "approve", OLD)], "stale"),
        ([("anna", "approve", OLD), ("anna", "withdraw", OLD)], "waiting"),
        ([("anna", "approve", OLD), ANNA], "waiting"),
        ([("anna", "approve", OLD), BERTA], "stale"),
        ([("anna", "approve", OLD), ANNA, ("anna", "withdraw", NEW)], "stale"),
        ([("anna", "approve", OLD), ("berta", "question", NEW)], "questioned"),
    ],
)
def test_the_state_follows_from_the_last_decision_of_each_reviewer(rows: list[Row], state: str) -> None:
    assert standing(claim(), rows).state == state


@pytest.mark.parametrize(("needs", "state"), [(0, "approved"), (1, "waiting"), (3, "waiting")])
def test_the_policy_of_the_case_says_how_many_approve(needs: int, state: str) -> None:
    assert standing(claim(), [], needs).state == state
    assert standing(claim(), [ANNA, BERTA], 2).needs == 2


@pytest.mark.parametrize(
    ("rows", "counts", "why"),
    [
        # zoe's own signature counts, though dora's name comes first
        (
            [("dora/zoe", "approve", NEW), ("zoe", "approve", NEW)],
            ["zoe"],
            [("dora", "countersigned by zoe, who counts already")],
        ),
        (
            [("dora/zoe", "approve", NEW), ("emil/zoe", "approve", NEW)],
            ["dora"],
            [("emil", "countersigned by zoe, who counts already")],
        ),
        ([("dora/zoe", "approve", NEW), ("emil/anna", "approve", NEW)], ["dora", "emil"], []),
        ([("author", "approve", NEW), ANNA], ["anna"], [("author", "wrote the claim")]),
        ([("Author", "approve", NEW)], [], [("Author", "wrote the claim")]),
        (
            [("dora/author", "approve", NEW)],
            [],
            [("dora", "countersigned by author, who wrote the claim")],
        ),
        (
            [("dora/AUTHOR", "approve", NEW)],
            [],
            [("dora", "countersigned by AUTHOR, who wrote the claim")],
        ),
        ([("author/zoe", "approve", NEW)], [], [("author", "wrote the claim")]),
    ],
)
@pytest.mark.parametrize("author", ["author", "Author"])
def test_two_approvals_are_two_people_who_did_not_write_the_claim(
    author: str, rows: list[Row], counts: list[str], why: list[tuple[str, str]]
) -> None:
    found = standing(claim(authors=(author,)), rows, needs=1)

    assert [row.reviewer for row in found.approvals] == counts
    assert [(row.reviewer, because) for row, because in found.discounted] == why
    assert found.state == ("approved" if counts else "waiting")


def test_the_order_in_which_approvals_are_read_decides_nothing() -> None:
    signed = [
        Signed(decide(claim(), "approve", "2026-11-21T12:00:00Z"), reviewer, "zoe", "2026-11-21T12:00:00Z")
        for reviewer in ("emil", "dora")
    ]
    (counted,), ((other, why),) = split_countable(signed, ())
    assert (counted.reviewer, other.reviewer, why) == ("dora", "emil", "countersigned by zoe, who counts already")


@pytest.mark.parametrize(
    ("name", "authors", "written"),
    [
        ("anna", ("anna",), True),
        ("anna", ("Anna",), True),
        ("ANNA", ("carl", "anna"), True),
        ("anna", ("annabel",), False),
        ("anna", (), False),
    ],
)
def test_authors_match_whatever_the_case_of_the_letters(name: str, authors: tuple[str, ...], written: bool) -> None:
    assert wrote(name, authors) is written


def test_a_citation_that_does_not_verify_turns_approvals_into_earlier_ones() -> None:
    found = standing(claim(unverified="courier/wrong"), [ANNA, BERTA])

    assert (found.state, found.approvals, found.discounted) == ("stale", (), ())
    assert [row.reviewer for row in found.earlier] == ["anna", "berta"]
    assert standing(claim(unverified="courier/wrong"), [("anna", "reject", NEW)]).state == "rejected"


def test_a_value_that_only_got_another_number_keeps_its_approvals_and_its_old_place_has_none() -> None:
    first, second = claim("Oren Halvik", key="halvik/name/1"), claim("O. Halvik", key="halvik/name/2")
    moved = dataclasses.replace(first, key="halvik/name/3")
    put_before = claim("Oren B. Halvik", key="halvik/name/1")
    claims = {each.key: each for each in (put_before, second, moved)}
    rows = [("anna", "approve", first.text), ("berta", "approve", first.text)]

    found = standings(claims, ledger(first, rows), needs=2)

    assert {key: each.state for key, each in found.items()} == {
        "halvik/name/1": "waiting",
        "halvik/name/2": "waiting",
        "halvik/name/3": "approved",
    }
    assert found["halvik/name/1"].earlier == (), "the words that were approved here stand elsewhere now"


@pytest.mark.parametrize(
    ("rows", "state"),
    [
        ([], "waiting"),
        ([ANNA], "approved"),
        ([BERTA], "waiting"),
        ([("anna", "reject", NEW), BERTA], "rejected"),
        ([("anna", "question", NEW)], "questioned"),
        ([("anna", "approve", OLD)], "stale"),
        ([("anna", "approve", OLD), ANNA, ("anna", "withdraw", NEW)], "stale"),
        ([ANNA, ("anna", "withdraw", NEW)], "waiting"),
        ([("anna/zoe", "approve", NEW), ("zoe", "approve", NEW)], "approved"),
    ],
)
def test_a_reviewer_sees_their_own_decision(rows: list[Row], state: str) -> None:
    assert standing(claim(), rows).state_for("anna") == state


def test_everything_decided_is_kept_in_order() -> None:
    rows = [("anna", "approve", OLD), ("anna", "reject", NEW), ANNA, BERTA]

    found = standing(claim(), rows).history

    assert [(row.reviewer, row.decision.decision, row.decision.text) for row in found] == rows
