"""The cards that a reviewer is shown: what stands on them, what is kept back, and that a long list is quick."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dossier.review import Deck, compared, make_card, make_deck, words_elsewhere
from tests.cases import change, dossier, pin
from tests.reviews import Keys, checked, decides, review, reviewed_case

ACT = "halvik/act/clearing-2024"
BEATING = "halvik/act/beating-2024"


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    return Keys(tmp_path_factory.mktemp("keys"))


@pytest.fixture
def case(tmp_path: Path, keys: Keys) -> Path:
    return reviewed_case(tmp_path / "case", keys)


def deck_of(root: Path) -> Deck:
    return make_deck(checked(root)[0])


def card_of(root: Path, id_: str, reviewer: str | None = None) -> Any:
    """The card as whoever reads its JSON gets it."""
    return json.loads(json.dumps(make_card(deck_of(root), id_, reviewer)))


def claim_on(card: Any, key: str) -> Any:
    return next(claim for claim in card["claims"] if claim["key"] == key)


def test_there_is_a_card_an_excerpt_and_every_claim_is_on_one(case: Path) -> None:
    deck = deck_of(case)
    excerpts = [row.id for row in deck.rows if row.excerpt]
    assert excerpts == [f"courier/{name}" for name in ("masthead", "order", "deputy", "beating", "reply")]
    assert {key for row in deck.rows for key in row.claims} == set(deck.checked.claims)
    bare = {row.id: row.claims for row in deck.rows if row.excerpt is None}
    assert "halvik/finding/all" in bare["halvik"], "a finding of absence cites nothing"
    assert bare["search-2024"] == ("search-2024/name/1",)


def test_what_rests_on_a_sentence_stands_on_its_card(case: Path) -> None:
    card = card_of(case, "courier/order")
    keys = [claim["key"] for claim in card["claims"]]
    assert {"halvik/name/1", ACT, "halvik/summary/1", "halvik/finding/eu-ghr/assembly", "clearing-2024/date/1"} <= set(
        keys
    )
    name = claim_on(card, "halvik/name/1")
    assert name["prints"]["dossiers"] == ["halvik"]
    assert name["prints"]["editions"]["public"] == "Oren Halvik: Name: Oren Halvik"
    assert claim_on(card, "halvik/finding/eu-ghr/assembly")["prints"]["regimes"] == ["eu-ghr"]


def test_the_quotation_stands_in_its_paragraph(case: Path) -> None:
    quotation = card_of(case, "courier/order")["quotation"]
    assert (quotation["before"], quotation["words"][:16]) == ("", "On 14 April 2024")
    assert quotation["after"] == " His deputy, Mira Tossen, watched from a window of the ministry."
    assert (quotation["begins_sentence"], quotation["ends_sentence"], quotation["ignored"]) == (True, True, [])


def test_a_cut_and_what_typography_hid_are_marked(case: Path) -> None:
    change(case, "evidence/courier/source.yml", "  reply: The minister told", "  reply: told")
    change(case, "evidence/courier/capture.txt", "The minister told the Courier", "The minister told  the ‘Courier’")
    change(case, "evidence/courier/source.yml", "told the Courier that", "told the 'Courier' that")
    for file in ("source.lock.json", "text.c1.txt"):
        (case / "evidence/courier" / file).unlink()
    quotation = card_of(case, "courier/reply")["quotation"]
    assert (quotation["verifies"], quotation["begins_sentence"], quotation["ends_sentence"]) == (True, False, True)
    assert quotation["ignored"] == [{"source": "‘Courier’", "quotation": "'Courier'"}]


def test_words_said_elsewhere_too_are_told(case: Path) -> None:
    with (case / "evidence/courier/capture.txt").open("a") as file:
        file.write("\nWith suffix: The Velta Courier, 3 May 2024\n")
    for file_name in ("source.lock.json", "text.c1.txt"):
        (case / "evidence/courier" / file_name).unlink()
    change(
        case,
        "evidence/courier/source.yml",
        'masthead: "The Velta Courier, 3 May 2024"',
        'masthead: {quote: "The Velta Courier, 3 May 2024", suffix: "Harbour Square is cleared"}',
    )
    (found,) = card_of(case, "courier/masthead")["quotation"]["elsewhere"]
    assert (found["source"], found["capture"]) == ("courier", "c1")


@pytest.mark.parametrize(
    ("text", "quote", "found"),
    [
        ("ordered the police to clear Harbour Square", "ordered the police to clear Harbour Square.", []),
        ("brutally ordered the police", "He ordered the police", ["brutally"]),
        ("he ordered it on 15 April", "on 14 April he ordered it", ["15"]),
        ("he did not order it", "he did order it", ["not"]),
        ("660,000 talers", "66,000 talers", ["660,000"]),
        ("2024-04-14", "On 14 April 2024", []),
        ("2024-04-15", "On 14 April 2024", ["2024-04-15"]),
        ("the women’s march", "a WOMEN'S MARCH", []),
        ("well-known", "he is well known", []),
        ("он не приказал", "он приказал", ["не"]),
        ("部长下令", "部长下令清场。", []),
        ("部长拒绝", "部长下令清场。", ["部长拒绝"]),
    ],
)
def test_content_words_of_a_claim_that_no_quotation_has(text: str, quote: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in words_elsewhere(text, 0, len(text), [quote])] == found


def test_an_overstatement_is_underlined(case: Path) -> None:
    change(
        case,
        "entities/people.yml",
        "role: ordered the police to clear",
        "role: personally ordered riot police to clear",
    )
    act = claim_on(card_of(case, "courier/order"), ACT)
    assert [act["text"][start:end] for start, end in act["words_elsewhere"]] == ["personally", "riot"]


def test_who_did_it_is_asked_before_anybody_else_answers(case: Path, keys: Keys) -> None:
    review(case, keys, "berta", "approve", BEATING, "--who", "body", "--note", "The police, not he.")

    card = card_of(case, "courier/beating", "anna")
    question = card["question"]
    assert question["choices"] == ["named-person", "office", "body", "group", "nobody"]
    assert [row["claim"] for row in question["of"]] == [BEATING]
    after = card.pop("after")
    before = json.dumps(card)
    assert "the body this person heads" not in before
    assert "The police, not he." not in before
    assert after[BEATING]["author"]["vote"] == "body"
    assert [(row["reviewer"], row["vote"]) for row in after[BEATING]["votes"]] == [("berta", "body")]
    assert "the body this person heads" in after[BEATING]["text"]


def test_a_card_shows_who_speaks_and_when(case: Path) -> None:
    speaks = card_of(case, "courier/beating")["speaks"]
    assert (speaks["speech"], speaks["said"], speaks["language"]) == ("direct", "2024-05-03", "eng")
    assert [(row["act"], row["after"], row["before"]) for row in speaks["events"]] == [
        ("beating-2024", "2024-04-14", "2024-04-15")
    ]


def test_the_source_says_what_was_never_quoted(case: Path) -> None:
    card = card_of(case, "courier/order")
    source = card["source"]
    assert source["grading"]["reliability"] == "C"
    assert source["origin"] == {"id": "velta-courier", "name": "The Velta Courier"}
    (share,) = source["captures"]
    pieces = deck_of(case).unquoted("courier", "c1")
    left = "".join(piece["text"] for piece in pieces if not piece["quoted"]).split()
    whole = "".join(piece["text"] for piece in pieces).split()
    assert share["never_quoted"] == pytest.approx(len("".join(left)) / len("".join(whole)), abs=0.001)
    assert " ".join(left) == "Harbour Square is cleared No officer was charged."


def test_a_finding_brings_its_law(case: Path) -> None:
    (finding,) = card_of(case, "courier/order")["findings"]
    assert finding["finding"] == "arguable"
    assert finding["question"].endswith("?")
    assert finding["law"]["mark"] in ("V", "V2", "K")
    assert [act["act"] for act in finding["acts"]] == ["clearing-2024"]
    assert finding["at_most"] == "arguable"
    assert finding["caps"]
    assert finding["needs"] == "A second origin."


def test_every_name_says_what_becomes_of_it(case: Path) -> None:
    names = card_of(case, "courier/beating")["names"]
    (victim,) = [row for row in names["persons"] if row["id"] == "victim-1"]
    assert victim["editions"] == {"public": "[Victim A]", "authority": "[Victim A]", "internal": None}
    assert victim["in_quotation"]
    change(case, "evidence/courier/capture.txt", "No officer was charged.", "Captain Bero Stannik was not charged.")
    for file in ("source.lock.json", "text.c1.txt"):
        (case / "evidence/courier" / file).unlink()
    assert card_of(case, "courier/beating")["names"]["undeclared"] == ["Captain Bero Stannik"]


def test_what_was_approved_before_is_shown_beside_what_it_says_now(case: Path, keys: Keys) -> None:
    review(case, keys, "anna", "approve", ACT, "--note", "Fine.")
    change(case, "entities/people.yml", "role: ordered the police", "role: told the police")
    change(case, "evidence/courier/source.yml", "ordered the police to clear Harbour Square.", "ordered the police to")
    pin(case)

    before = claim_on(card_of(case, "courier/order"), ACT)["before"]
    assert [row for row in before["changes"] if row["op"] != "equal"] == [
        {"op": "delete", "text": "ordered"},
        {"op": "insert", "text": "told"},
    ]
    (quotation,) = before["quotations"]
    assert {"op": "delete", "text": " clear Harbour Square."} in quotation["changes"]
    assert [(row["reviewer"], row["note"]) for row in before["reviewers"]] == [("anna", "Fine.")]


def test_a_quotation_that_broke_has_a_card_that_says_so(case: Path, keys: Keys) -> None:
    review(case, keys, "anna", "approve", ACT)
    change(case, "evidence/courier/source.yml", "Oren Halvik, ordered the police", "Oren Halvik, forced the police")
    card = card_of(case, "courier/order")
    assert card["quotation"] == {"quote": card["quotation"]["quote"], "verifies": False}
    act = claim_on(card, ACT)
    assert (act["state"], act["unverified"]) == ("stale", ["courier/order"])
    assert act["prints"]["stopped"]


def test_custody_and_history_come_last(case: Path, keys: Keys) -> None:
    review(case, keys, "anna", "approve", ACT)
    card = card_of(case, "courier/order")
    assert list(card)[-2:] == ["custody", "after"]
    assert card["custody"]["method"] == "supplied"
    assert len(card["custody"]["sha256"]) == 64
    assert [(row["reviewer"], row["as_it_is"]) for row in card["after"][ACT]["history"]] == [("anna", True)]


def test_filters_and_progress(case: Path, keys: Keys) -> None:
    deck = deck_of(case)
    assert [row.id for row in deck.filtered(person="tossen")] == ["courier/deputy", "courier"], "and the source's own"
    assert [row.id for row in deck.filtered(kind="act")] == ["courier/order", "courier/beating"]
    assert deck.filtered(source="absent") == []
    assert deck.filtered(states=["approved"]) == []
    assert deck.progress("anna")["claims_done"] == 0

    review(case, keys, "anna", "approve", *deck.by_id["courier/deputy"].claims)
    decides(case, "anna", "approve", *deck.by_id["courier/reply"].claims)

    deck = deck_of(case)
    assert [row.id for row in deck.filtered(states=["approved"], reviewer="anna")] == ["courier/deputy"]
    waiting = [row.id for row in deck.filtered(states=["waiting"], reviewer="anna")]
    assert "courier/deputy" not in waiting
    assert "courier/reply" not in waiting, "decided, and not signed yet"
    assert "courier/deputy" in [row.id for row in deck.filtered(states=["waiting"])], "one of two"
    progress = deck.progress("anna")
    assert (progress["cards_done"], progress["drafted"]) == (2, len(deck.by_id["courier/reply"].claims))
    listed = deck.listed(deck.filtered(person="tossen"), "anna")
    assert listed[0]["states"] == {"approved": listed[0]["claims"]}


def test_the_next_card_in_the_shell(case: Path) -> None:
    first = dossier(case, "review", "next", "--as", "anna", "--kind", "act")
    assert first.code == 0
    assert first.out.startswith("courier/order  E1.2\n")
    assert "▐On 14 April 2024" in first.out
    assert "Does this sentence say that this person did it?" in first.out
    assert "an order of this person" not in first.out
    assert f"    Oren Halvik: Clearing of Harbour Square  ({ACT})\n" in first.out
    beating = ("review", "next", "--as", "anna", "--kind", "act", "--after", "courier/order")
    before = dossier(case, *beating).out
    assert before.startswith("courier/beating")
    assert "the body this person heads" not in before
    decides(case, "anna", "question", "beating-2024/name/1", "--note", "Which officers?", "--who", "group")
    after = dossier(case, *beating).out
    assert after.startswith("courier/beating")
    assert "the body this person heads" in after, "the act waits for a decision, and its question was answered"
    data = json.loads(dossier(case, "review", "next", "--as", "anna", "--format", "json").out)
    assert data["card"]["id"] == "courier/masthead"
    assert data["card"]["after"] == {}
    none = json.loads(dossier(case, "review", "next", "--state", "stale", "--format", "json").out)
    assert (none["card"], none["cards"]) == (None, 0)


def test_compared_says_what_went_and_what_came() -> None:
    assert compared("He ordered it.", "He told it.") == [
        {"op": "equal", "text": "He "},
        {"op": "delete", "text": "ordered"},
        {"op": "insert", "text": "told"},
        {"op": "equal", "text": " it."},
    ]
