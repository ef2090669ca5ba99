"""What was signed and published before there were claims about sources, captures, places and frames still counts.

`older_case/case` is a small invented case, signed in June 2024 by a program that knew six kinds of claims, and
`older_case/published` is what that program exported of it. The reviewers' keys were thrown away.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from dossier.claims import KINDS
from dossier.problems import Problems
from dossier.review.desk import Desk
from tests.cases import assert_told, change, check, dossier
from tests.reviews import checked

HERE = Path(__file__).parent / "older_case"
OLD_KINDS = ("value", "office", "act", "finding", "prose", "screening")
# Two of each kind, as far as the case has two; computed by the older program.
DIGESTS = {
    "halvik/name/1": "ae66ad6fea9e481eb40177b1cc874f8a5af41f376db240b930dff51cd54234b2",
    "clearing-2024/date/1": "8b504b5e1dc7f9ba7cb27f3c620ff608e7f2a7997a13750f2bde1bc4ca90507d",
    "victim-1/name/1": "31a25eded505f809ec4fa1db15d0a4c81a6e1f2cc58f25f04c5ff03d9d001028",
    "halvik/office/interior-minister": "0cb635bdaa78feefdb77c4b0134c25e6ad1d61ac1b0507e2c5d93394ffcbfafb",
    "halvik/act/clearing-2024": "caf7f055144b22266326bee88338bf7a5713855ba707a0906f675e9de07e43db",
    "halvik/act/beating-2024": "4c859a5838db251390e6d3b2f20bab937a50a5f9d2fd53349d143ca51a9cc11f",
    "halvik/finding/eu-ghr/assembly": "aa4d0db17256a2c1a9bee32e308964441a197284eba546513d19cd8a5cdeb929",
    "halvik/finding/all": "eddf808df64c01620be447cfea48f17f07e68a4b5773af352fcada997a06ce2e",
    "halvik/summary/1": "4a2d07ddb4436172954b44c07a689f1502e589bc24e7922b0a8253c8ba8df573",
    "halvik/mitigating/1": "ae1fd108e55dff21af787e59a550112868262862b02c75ed01cc8328fcb75756",
    "halvik/ask/1": "5869f3c1a5aa4f788f5fa6749b5799c0a195bc88f90bfaf6f62778d21971636e",
    "halvik/screening/tides": "56174ac2824c899721318b9b84e7be8a46417c40af4b7a21adce8b89c8e08027",
}


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return shutil.copytree(HERE / "case", tmp_path / "case")


def test_digests_of_the_older_kinds_are_what_they_were(case: Path) -> None:
    claims = checked(case)[0].claims
    assert {key: claims[key].digest for key in DIGESTS} == DIGESTS
    assert {claims[key].kind for key in DIGESTS} == {*OLD_KINDS}
    assert {*OLD_KINDS} <= {*KINDS}


def test_what_was_signed_then_counts_now(case: Path) -> None:
    found, problems = checked(case)
    assert not problems.errors
    assert not problems.warnings
    states = {key: found.standings[key].state for key in found.claims}
    old = {key for key, claim in found.claims.items() if claim.kind in OLD_KINDS}
    assert len(old) == 23
    assert {states[key] for key in old} == {"approved"}
    assert {states[key] for key in found.claims.keys() - old} == {"waiting"}
    assert [len(chain.sessions) for _, chain in sorted(found.ledger.chains.items())] == [2, 2]


def test_what_has_to_be_looked_at_now_is_told_in_one_message(case: Path) -> None:
    told = check(case)
    assert told.code == 0
    assert [problem.code for problem in told.problems] == ["review-open"]
    assert dossier(case, "build", "--as", "html").code == 0
    shutil.rmtree(case / "build")
    assert_told(dossier(case, "build", "--strict", "--as", "html"), "claim-not-approved")
    assert not [*case.glob("build/**/*.html")]


def test_what_was_published_then_is_read_and_its_claims_are_still_the_same(case: Path) -> None:
    change(case, "case.yml", "release: 1\n", "release: 2\n")
    done = dossier(case, "export", "--since", str(HERE / "published"))
    assert done.code == 0, done.out
    rows = {
        name: {row["key"]: row["digest"] for row in json.loads((folder / "claims.json").read_text())["claims"]}
        for name, folder in (("then", HERE / "published"), ("now", case / "build/public/export"))
    }
    assert len(rows["then"]) == 21
    assert rows["then"].items() <= rows["now"].items()
    changed = (case / "build/public/export/entities.delta.json").read_text(encoding="utf-8")
    assert changed == "", "of the entities nothing changed"


# ------------------------------------------------------------------------------------------------- the shipped case

CLAIMS, CARDS = 322, 35  # as they were before there were claims of the newer kinds


def test_the_shipped_case_has_few_more_claims_and_cards_to_decide(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[1]
    for name in ("case.yml", "entities", "evidence"):
        (shutil.copytree if (root / name).is_dir() else shutil.copy)(root / name, tmp_path / name)
    deck, problems = Desk(tmp_path, "anna").look()
    assert isinstance(problems, Problems)
    claims = deck.checked.claims.values()
    old = [claim for claim in claims if claim.kind in OLD_KINDS]
    assert len(old) == CLAIMS
    assert CLAIMS < len(claims) <= CLAIMS + 15
    assert CARDS < len(deck.rows) <= CARDS + 9
