"""The review page: who gets in, what is kept back until the reviewer answers, and the whole way with plain forms."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from pathlib import Path

import httpx
import lxml.html
import pytest
from starlette.testclient import TestClient

from dossier.evidence.custody import Origin, Transfer, record, with_transfer
from dossier.review.desk import Desk
from dossier.web.guard import Guard
from dossier.web.review import MAX_BODY, make_app
from tests.cases import change, dossier, pin
from tests.pdfs import spaced
from tests.reviews import Keys, allow, checked, review, reviewed_case, state

ORIGIN = "http://127.0.0.1:8000"
ORDER, BEATING, DEPUTY = "/card/courier/order", "/card/courier/beating", "/card/courier/deputy"
ACT, NAME = "halvik/act/clearing-2024", "tossen/name/1"


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    return Keys(tmp_path_factory.mktemp("keys"))


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory, keys: Keys) -> Path:
    return reviewed_case(tmp_path_factory.mktemp("invented") / "case", keys)


@pytest.fixture
def case(template: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(template, tmp_path / "case"))


def guarded(case: Path, reviewer: str = "anna", key: Path | None = None) -> Guard:
    return Guard(make_app(Desk(case, reviewer, key), lambda: True), 8000)


def visiting(guard: Guard) -> TestClient:
    """The browser of the one who started the page, which sends its origin with every form."""
    client = TestClient(guard, base_url=ORIGIN, headers={"Origin": ORIGIN})
    assert client.get(guard.address()).status_code == 200
    return client


@pytest.fixture
def client(case: Path, keys: Keys) -> TestClient:
    return visiting(guarded(case, "anna", keys.of("anna")))


def page_of(answer: httpx.Response) -> lxml.html.HtmlElement:
    return lxml.html.fromstring(answer.text)


def said(answer: httpx.Response) -> str:
    return spaced(page_of(answer).text_content())


def answers(answer: httpx.Response) -> dict[str, str]:
    """Who answered what to the question of a card."""
    rows = page_of(answer).xpath("//dl[@class='answers']/div")
    return {spaced(row[0].text_content()): spaced(row[1].text_content()) for row in rows}


def ticks(client: TestClient, path: str, *keys: str) -> list[str]:
    """What the boxes of these claims send."""
    boxes = page_of(client.get(path)).xpath("//input[@name='claim']/@value")
    found = {value.partition(" ")[2]: value for value in boxes}
    return [found[key] for key in keys]


def draft(case: Path, reviewer: str = "anna") -> list[dict[str, object]]:
    rows: list[dict[str, object]] = json.loads((case / f"reviews/{reviewer}/draft.json").read_bytes())["decisions"]
    return rows


# ----------------------------------------------------------------------------------------------------------- attacks


@pytest.mark.parametrize("path", ["/", ORDER, "/sign", "/source/courier/c1", "/digests/courier/order", "/review.js"])
def test_without_the_token_nothing_is_shown(case: Path, path: str) -> None:
    answer = TestClient(guarded(case), base_url=ORIGIN).get(path)

    assert answer.status_code == 403
    assert "Halvik" not in answer.text


@pytest.mark.parametrize(
    "host", ["localhost:8000", "evil.example.org", "evil.example.org:8000", "127.0.0.1", "127.0.0.1.example.org:8000"]
)
def test_a_name_that_somebody_lets_point_here_is_refused(client: TestClient, host: str) -> None:
    answer = client.get(ORDER, headers={"Host": host})

    assert answer.status_code == 403
    assert "Halvik" not in answer.text


@pytest.mark.parametrize(
    "origin", [None, "null", "http://127.0.0.1:8001", "http://localhost:8000", "https://example.org"]
)
@pytest.mark.parametrize("path", [DEPUTY, "/sign"])
def test_a_form_of_another_page_decides_nothing(case: Path, client: TestClient, origin: str | None, path: str) -> None:
    ticked = ticks(client, DEPUTY, NAME)
    del client.headers["Origin"]

    answer = client.post(
        path, data={"do": "approve", "claim": ticked}, headers={"Origin": origin} if origin is not None else {}
    )

    assert answer.status_code == 403
    assert not (case / "reviews/anna").exists()


def test_the_way_on_from_the_first_visit_stays_here(case: Path) -> None:
    guard = guarded(case)
    client = TestClient(guard, base_url=ORIGIN)
    answer = client.get(guard.address("//evil.example.org/"), follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/evil.example.org/")


@pytest.mark.parametrize("path", ["/", ORDER, "/sign", "/source/courier/c1", "/review.js", "/nothing"])
def test_no_answer_is_kept_framed_or_told_to_others(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["cache-control"] == "no-store"
    assert headers["x-frame-options"] == "DENY"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["referrer-policy"] == "same-origin"


def test_an_approval_that_rests_on_an_edited_text_is_refused_on_the_card_with_the_note(
    case: Path, client: TestClient
) -> None:
    ticked = ticks(client, DEPUTY, NAME)
    text, lock = case / "evidence/courier/text.c1.txt", case / "evidence/courier/source.lock.json"
    text.write_text(text.read_text().replace("No officer was charged.", "The officer was praised."))
    row = json.loads(lock.read_bytes())
    row["captures"]["c1"]["text_sha256"] = hashlib.sha256(text.read_bytes()).hexdigest()
    row["captures"]["c1"]["extractor"] = "plain/0"
    lock.write_text(json.dumps(row))

    answer = client.post(DEPUTY, data={"do": "approve", "claim": ticked, "note": "Read twice."})

    assert answer.status_code == 409
    assert "Read twice." in answer.text
    assert "text.c1.txt" in said(answer)
    assert not (case / "reviews/anna/draft.json").exists()


@pytest.mark.parametrize("path", [f"{ORDER}?do=approve&claim=x", "/sign?do=sign"])
def test_an_address_alone_decides_nothing(case: Path, client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 200
    assert not list((case / "reviews").glob("*/*.json"))


def test_a_script_in_a_capture_or_claim_is_text(case: Path, keys: Keys) -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    change(case, "evidence/courier/capture.txt", "a window of the ministry", f"a window {evil} of the ministry")
    change(case, "entities/people.yml", "name: Mira Tossen", f'name: "Mira Tossen {evil}"')
    for file in ("source.lock.json", "text.c1.txt"):
        (case / "evidence/courier" / file).unlink()
    client = visiting(guarded(case))

    for path in (ORDER, DEPUTY, "/source/courier/c1", "/"):
        answer = client.get(path)
        assert answer.status_code == 200
        page = page_of(answer)
        assert page.xpath("//script/@src") == ["/review.js"]
        assert not page.xpath("//script[not(@src)] | //img | //@onerror | //@style | //style")
    assert evil in page_of(client.get("/source/courier/c1")).text_content()


def test_characters_that_reorder_are_shown_as_such(case: Path) -> None:
    change(case, "evidence/courier/capture.txt", "His deputy", "His \u202edeputy")
    for file in ("source.lock.json", "text.c1.txt"):
        (case / "evidence/courier" / file).unlink()

    shown = visiting(guarded(case)).get("/source/courier/c1").text

    assert "\u202e" not in shown
    assert "⟨U+202E⟩" in shown


@pytest.mark.parametrize(
    "path",
    [
        "/card/../../etc/passwd",
        "/card/%2e%2e/%2e%2e/case.yml",
        "/source/..%2f..%2f/case.yml",
        "/source/courier/..%2f..%2fcase.yml",
        "/digests/../case.yml",
        "/review-base.html",
        "/pages/review.js",
        "/..%2fguard.py",
        "//etc/passwd",
        "/case.yml",
    ],
)
def test_no_path_leads_to_a_file(client: TestClient, path: str) -> None:
    answer = client.get(path)

    assert answer.status_code == 404
    assert "veltania" not in answer.text


@pytest.mark.parametrize("chunked", [False, True])
def test_an_oversized_form_is_refused(case: Path, client: TestClient, chunked: bool) -> None:
    (ticked,) = ticks(client, DEPUTY, NAME)
    body = f"do=approve&claim={ticked.replace(' ', '+')}&note=".encode() + b"x" * MAX_BODY
    parts = (body[at : at + 65536] for at in range(0, len(body), 65536))

    answer = client.post(DEPUTY, content=parts if chunked else body)

    assert answer.status_code == 413
    assert not (case / "reviews/anna").exists()


@pytest.mark.parametrize("body", [b"\xff\xfe", b"&".join(b"a=1" for _ in range(30_000)), b"do=%ff", b"do=explode"])
def test_what_no_page_of_ours_sends_is_refused(case: Path, client: TestClient, body: bytes) -> None:
    assert client.post(DEPUTY, content=body).status_code == 400
    assert not (case / "reviews/anna").exists()


def test_nothing_is_fetched_from_elsewhere(client: TestClient) -> None:
    for path in ("/", ORDER, "/sign", "/source/courier/c1", "/nowhere", "/review.js", "/review.css"):
        answer = client.get(path)
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
        assert "unsafe" not in policy
        assert answer.headers["cache-control"] == "no-store"
        assert not re.findall(r"(?:src|href|action)=\"(?:https?:)?//", answer.text)


# ---------------------------------------------------------------------------------------------- what a card shows, when


def test_a_card_goes_in_the_order_in_which_a_reviewer_needs_it(client: TestClient) -> None:
    headings = [spaced(each.text_content()) for each in page_of(client.get(ORDER)).xpath("//h2")]

    assert headings == [
        "1 · What will print",
        "2 · The quotation in its paragraph",
        "3 · Who acts",
        "4 · Words that are not the source’s",
        "5 · Who speaks, and when",
        "6 · Does this sentence say that this person did it?",
        "7 · Inferred, not quoted",
        "8 · The source",
        "9 · The law of the findings",
        "10 · What becomes of each name",
        "11 · Custody",
        "12 · History",
    ]


def test_custody_says_through_whose_hands_a_source_went(case: Path, client: TestClient) -> None:
    folder = case / "evidence/courier"
    data, text = (folder / "capture.txt").read_bytes(), (folder / "text.c1.txt").read_bytes()
    origin = Origin("supplied", "not-known", "2026-11-01T10:00:00Z", collector="mara")
    made = record(origin, "capture.txt", data, "text/plain", text, "plain/1")
    handed = Transfer("the editor", "our archive", "2026-10-30", "a sealed copy")
    (folder / "custody.c1.json").write_bytes(with_transfer(made, handed, "2026-11-02T10:00:00Z"))
    words = said(client.get(ORDER))
    assert "supplied, time of capture not known, by mara" in words
    assert "handed over from the editor to our archive (a sealed copy)" in words


def test_the_quotation_stands_in_its_paragraph_and_what_the_source_lacks_is_underlined(case: Path) -> None:
    change(case, "entities/people.yml", "role: ordered the police", "role: personally ordered the police")
    page = page_of(visiting(guarded(case)).get(ORDER))

    (paragraph,) = page.xpath("//blockquote")
    assert spaced(paragraph.text_content()).endswith("watched from a window of the ministry.")
    assert spaced(page.xpath("//blockquote//mark")[0].text_content()).startswith("On 14 April 2024")
    (claim,) = page.xpath(f"//li[@data-key='{ACT}']")
    assert claim.xpath(".//label//u/text()") == ["personally"]


def test_a_cut_in_mid_sentence_is_marked(case: Path) -> None:
    change(case, "evidence/courier/source.yml", "  reply: The minister told", "  reply: told")
    assert pin(case).code in (0, 1)

    answer = visiting(guarded(case)).get("/card/courier/reply")

    assert "Cut: begins in mid-sentence." in said(answer)
    assert page_of(answer).xpath("//mark/span[@class='cut']")


KEPT_BACK = ("an order of this person", "that he ordered force", "The police, not he.", "berta")


def test_nobodys_answer_is_sent_before_the_reviewers_own(case: Path, keys: Keys, client: TestClient) -> None:
    review(case, keys, "berta", "approve", ACT, "--who", "office", "--note", "The police, not he.")

    before = client.get(ORDER).text
    assert not [words for words in KEPT_BACK if words in before]
    assert "office-is-not-conduct" not in before

    answer = client.post(ORDER, data={"do": "answer", "vote": "named-person"})

    assert answer.status_code == 200
    assert not [words for words in KEPT_BACK if words not in answer.text]
    assert (
        answers(answer)["The author"]
        == "named person: an order of this person. The source does not say that he ordered force"
    )
    assert answers(answer)["Others"].startswith("berta approved on")
    (claim,) = page_of(answer).xpath(f"//li[@data-key='{ACT}']")
    assert "(the source names an order of this person). Does not say: that he ordered force" in claim.text_content(), (
        "what is decided on stands there whole"
    )


def test_an_answer_once_given_stands(client: TestClient) -> None:
    client.post(ORDER, data={"do": "answer", "vote": "office"})
    answer = client.post(ORDER, data={"do": "answer", "vote": "named-person"})

    assert answers(answer)["You"] == "office"
    assert "not what you answered" in answers(answer)["The author"]


def test_what_others_decided_on_the_rest_is_sent_after_ones_own_decision(
    case: Path, keys: Keys, client: TestClient
) -> None:
    review(case, keys, "berta", "reject", NAME, "--note", "Another Mira.")

    assert "Another Mira." not in client.get(DEPUTY).text
    assert "rejected" not in page_of(client.get(DEPUTY)).xpath(f"//li[@data-key='{NAME}']")[0].text_content()

    client.post(DEPUTY, data={"do": "approve", "claim": ticks(client, DEPUTY, NAME)})
    assert "Another Mira." in client.get(DEPUTY).text


def test_without_an_answer_nothing_is_decided(case: Path, client: TestClient) -> None:
    answer = client.post(ORDER, data={"do": "approve", "claim": ticks(client, ORDER, ACT)})

    assert answer.status_code == 400
    assert "Answer first who did it" in said(answer)
    assert not (case / "reviews/anna").exists()


@pytest.mark.parametrize(("form", "words"), [({}, "Choose an answer first."), ({"vote": "me"}, "none of the answers")])
def test_an_answer_is_one_of_five(client: TestClient, form: dict[str, str], words: str) -> None:
    answer = client.post(ORDER, data={"do": "answer", **form})

    assert answer.status_code == 400
    assert words in said(answer)


# -------------------------------------------------------------------------------------------------- with plain forms


def test_the_whole_way_without_javascript(case: Path, keys: Keys, client: TestClient) -> None:
    begin = page_of(client.get("/")).xpath("//main//a[@rel='next']/@href")[0]
    assert begin == "/card/courier/masthead"
    client.post(ORDER, data={"do": "answer", "vote": "named-person", "speech": "direct"})

    page = page_of(client.get(ORDER))
    ticked = page.xpath("//input[@name='claim'][@checked]/@value")
    keys_ticked = [value.partition(" ")[2] for value in ticked]
    assert ACT in keys_ticked
    assert not [key for key in keys_ticked if "/finding/" in key], "findings are ticked one by one"
    answer = client.post(ORDER, data={"do": "approve", "claim": ticked, "note": ""})
    assert f"Approved: {len(ticked)} claims. Not signed yet." in said(answer)

    rejected = client.post(DEPUTY, data={"do": "reject", "claim": ticks(client, DEPUTY, NAME), "note": "Another Mira."})
    assert rejected.status_code == 200
    rows = {row["claim"]: row for row in draft(case)}
    assert (rows[ACT]["decision"], rows[ACT]["vote"], rows[ACT]["speech"]) == ("approve", "named-person", "direct")
    assert (rows[NAME]["decision"], rows[NAME]["note"], rows[NAME]["vote"]) == ("reject", "Another Mira.", None)

    sheet = client.get("/sign")
    assert "Sign all of it once" in said(sheet)
    signed = client.post("/sign")
    assert "in reviews/anna/1.json." in said(signed)
    assert (state(case, NAME), state(case, ACT)) == ("rejected", "waiting")
    assert not (case / "reviews/anna/draft.json").exists()
    assert not [each for each in checked(case)[1] if each.place and each.place.file.startswith("reviews/")]


def test_what_cites_words_that_are_not_there_is_not_approved(case: Path, client: TestClient) -> None:
    change(case, "evidence/courier/source.yml", "excerpts:\n", "excerpts:\n  wrong: He ordered force.\n")
    change(case, "entities/people.yml", "cite: courier/deputy\n", "cite: [courier/deputy, courier/wrong]\n")
    answer = client.post(DEPUTY, data={"do": "approve", "claim": ticks(client, DEPUTY, NAME)})
    assert "tossen/name/1 cites what does not verify: reject or question it." in said(answer)
    assert not (case / "reviews/anna/draft.json").exists()
    client.post(DEPUTY, data={"do": "reject", "note": "It is not there.", "claim": ticks(client, DEPUTY, NAME)})
    assert [row["decision"] for row in draft(case)] == ["reject"]


def test_a_note_goes_with_a_rejection(case: Path, client: TestClient) -> None:
    ticked = ticks(client, DEPUTY, NAME)
    for form, words in (
        ({"do": "reject", "claim": ticked}, "Say why in the note"),
        ({"do": "question", "claim": ticked, "note": " "}, "Say why in the note"),
        ({"do": "reject", "note": "Why?"}, "Nothing is ticked"),
        ({"do": "reject", "claim": ticked, "note": "x" * 4001}, "more than 4,000 characters"),
    ):
        answer = client.post(DEPUTY, data=form)
        assert answer.status_code == 400
        assert words in said(answer)
        assert page_of(answer).xpath("//textarea")[0].text == (str(form.get("note", "")) or None)
    assert not (case / "reviews/anna").exists()


def test_a_claim_of_another_card_is_not_decided_here(case: Path, client: TestClient) -> None:
    answer = client.post(BEATING, data={"do": "withdraw", "claim": ticks(client, DEPUTY, NAME)})

    assert answer.status_code == 400
    assert "does not stand on this card" in said(answer)


def test_a_decision_on_what_stood_there_before_is_refused_and_says_so(case: Path, client: TestClient) -> None:
    ticked = ticks(client, DEPUTY, NAME)
    change(case, "entities/people.yml", "name: Mira Tossen", "name: Mira Tosen")

    answer = client.post(DEPUTY, data={"do": "approve", "claim": ticked, "note": "As read."})

    assert answer.status_code == 409
    assert "the case was changed while you read, and tossen/name/1 is no longer what you saw" in said(answer)
    assert "Mira Tosen" in said(answer)
    assert page_of(answer).xpath("//textarea")[0].text == "As read."
    assert not (case / "reviews/anna").exists()


def test_what_was_approved_before_is_compared(case: Path, keys: Keys, client: TestClient) -> None:
    review(case, keys, "anna", "approve", NAME)
    change(case, "entities/people.yml", "name: Mira Tossen", "name: Mira Tosen")

    (claim,) = page_of(client.get(DEPUTY)).xpath(f"//li[@data-key='{NAME}']")

    assert "stale" in claim.xpath(".//span[@class='state stale']/text()")
    assert [spaced(each.text_content()) for each in claim.xpath(".//del")][-1] == "[was: Tossen]"
    assert [spaced(each.text_content()) for each in claim.xpath(".//ins")][-1] == "[now: Tosen]"


def test_a_decision_that_nobody_signed_is_compared_too(case: Path, client: TestClient) -> None:
    client.post(DEPUTY, data={"do": "approve", "claim": ticks(client, DEPUTY, NAME)})
    change(case, "entities/people.yml", "name: Mira Tossen", "name: Mira Tosen")

    (claim,) = page_of(client.get(DEPUTY)).xpath(f"//li[@data-key='{NAME}']")
    assert "Changed since you decided" in spaced(claim.text_content())
    assert "the claim has changed since" in said(client.get("/sign"))


def test_the_digests_of_a_card_follow_the_files(case: Path, client: TestClient) -> None:
    before = client.get("/digests/courier/deputy").json()
    change(case, "entities/people.yml", "name: Mira Tossen", "name: Mira Tosen")
    after = client.get("/digests/courier/deputy").json()

    assert set(before) == set(after)
    assert {key for key in before if before[key] != after[key]} == {NAME}


def test_the_cards_are_narrowed_and_the_choice_goes_along(client: TestClient) -> None:
    page = page_of(client.get("/?person=tossen&state=&kind=value"))

    links = page.xpath("//ol[@class='cards']//a/@href")
    assert links == ["/card/courier/deputy?person=tossen&state=&kind=value"]
    assert page_of(client.get(links[0])).xpath("//select[@name='person']/option[@selected]/@value") == ["tossen"]
    assert "No card fits." in said(client.get("/?person=nobody"))


def test_progress_is_of_this_reviewer(case: Path, keys: Keys, client: TestClient) -> None:
    review(case, keys, "berta", "approve", NAME)
    before = page_of(client.get("/")).xpath("//progress/@value")
    client.post(DEPUTY, data={"do": "approve", "claim": ticks(client, DEPUTY, NAME)})

    assert before == ["0"]
    assert page_of(client.get("/")).xpath("//progress/@value") == ["1"]


def test_who_wrote_a_claim_is_told_that_his_approval_does_not_count(case: Path) -> None:
    change(case, "case.yml", "release: 1", "release: 1\nauthor: anna")

    page = page_of(visiting(guarded(case)).get(DEPUTY))

    assert "you wrote it: your approval does not count" in spaced(page.text_content())
    assert page.xpath("//input[@name='claim'][@checked]") == []


# ------------------------------------------------------------------------------------------------------- signatures


def test_a_reviewer_without_a_key_decides_and_is_countersigned(case: Path, keys: Keys) -> None:
    client = visiting(guarded(case, "dora"))
    client.post(DEPUTY, data={"do": "approve", "claim": ticks(client, DEPUTY, NAME)})

    assert "dossier review countersign dora --key FILE" in said(client.get("/sign"))
    assert client.post("/sign").status_code == 400

    result = dossier(case, "review", "countersign", "dora", "--key", str(keys.of("berta")))
    assert result.code == 0, result.err
    assert "dora approved on" in said(client.get(DEPUTY))
    assert "countersigned by berta" in said(client.get(DEPUTY))


def test_a_key_that_is_no_longer_taken_is_told(case: Path, keys: Keys, client: TestClient) -> None:
    client.post(DEPUTY, data={"do": "approve", "claim": ticks(client, DEPUTY, NAME)})
    allow(case, keys.line("berta"))

    answer = client.post("/sign")

    assert answer.status_code == 400
    assert "anna does not stand in reviews/allowed_signers" in said(answer)
    assert len(draft(case)) == 1


def test_a_case_that_cannot_be_read_says_so_and_comes_back(case: Path, client: TestClient) -> None:
    whole = (case / "case.yml").read_bytes()
    (case / "case.yml").write_bytes(b"[")
    assert client.get(ORDER).status_code == 409
    assert "case.yml" in said(client.get(ORDER))

    (case / "case.yml").write_bytes(whole)
    assert client.get(ORDER).status_code == 200


def test_the_command_takes_a_name_or_a_key(case: Path) -> None:
    nobody = dossier(case, "review")
    assert nobody.code == 1
    assert "reviewer-unnamed" in nobody.err
    misplaced = dossier(case, "review", "--as", "anna", "next")
    assert misplaced.code == 2
    assert "behind the command" in misplaced.err


def test_the_card_shows_boundaries_what_is_cut_off_and_why_two_sources_count(case: Path, keys: Keys) -> None:
    """The quotation of the order begins with the headline, and the sentence before its end is denied."""
    courier = "evidence/courier/source.yml"
    change(case, courier, "    On 14 April 2024 the", "    Harbour Square is cleared On 14 April 2024 the")
    change(case, courier, "to clear Harbour Square.\n", "to clear\n")
    change(case, "evidence/courier/capture.txt", "to clear Harbour Square.", "to clear not one square.")
    other = case / "evidence/other"
    other.mkdir()
    text = (case / "evidence/courier/capture.txt").read_text(encoding="utf-8")
    (other / "capture.txt").write_text(f"A copy.\n\n{text}", encoding="utf-8")
    (other / "source.yml").write_text(
        "schema: Article\norigin: interior-ministry\nrelies_on: []\nproperties: {title: The copy}\n"
        "independent: [{of: courier, because: Both had a reporter there.}]\n"
        "capture: {file: capture.txt, captured_at: not-known, method: supplied}\nexcerpts: {head: A copy.}\n",
        encoding="utf-8",
    )
    for path in (case / "evidence/courier").glob("*.c1.txt"):
        path.unlink()
    (case / "evidence/courier/source.lock.json").unlink()

    shown = said(visiting(guarded(case, key=keys.of("anna"))).get("/card/courier/order"))

    assert "Harbour Square is cleared ¶ On 14 April 2024" in shown
    assert "Just outside it, in its sentence: “not”." in shown
    assert "shown as ¶" in shown
    found = said(visiting(guarded(case, key=keys.of("anna"))).get("/card/other/head"))
    assert "The author counts it beside Harbour Square is cleared: Both had a reporter there." in found
