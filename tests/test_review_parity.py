"""The page and the command take and refuse the same decisions, for the same reasons, and write the same draft.

Then what the command alone does: it asks on a terminal, shows how to answer, and gives nobody's answer away.
"""

from __future__ import annotations

import io
import json
import os
import pty
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from starlette.testclient import TestClient

from dossier.review import make_deck
from dossier.review.desk import Desk
from dossier.web.guard import Guard
from dossier.web.review import make_app
from tests.cases import Result, assert_told, change, dossier
from tests.pdfs import spaced
from tests.reviews import Keys, allow, checked, decides, review, reviewed_case

ORIGIN = "http://127.0.0.1:8000"
ACT, BEATING, SECOND = "halvik/act/clearing-2024", "halvik/act/beating-2024", "tossen/act/clearing-2024"
NAME, HALVIK, SUMMARY = "tossen/name/1", "halvik/name/1", "halvik/summary/1"
ORDER, DEPUTY = "courier/order", "courier/deputy"
# What only somebody who answered may read: the author's answer to who did it, and what they add to it.
AUTHORS = ("an order of this person", "that he ordered force")


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    return Keys(tmp_path_factory.mktemp("keys"))


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory, keys: Keys) -> Path:
    return reviewed_case(tmp_path_factory.mktemp("invented") / "case", keys)


@pytest.fixture
def case(template: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(template, tmp_path / "case"))


# --- how the files are before somebody decides, and while they do


def untouched(case: Path) -> None:
    pass


def renamed(case: Path) -> None:
    change(case, "entities/people.yml", "name: Mira Tossen", "name: Mira Tosen")


def broken(case: Path) -> None:
    change(case, "evidence/courier/source.yml", "excerpts:\n", "excerpts:\n  wrong: He ordered force.\n")
    change(case, "entities/people.yml", "cite: courier/deputy\n", "cite: [courier/deputy, courier/wrong]\n")


def written_by_anna(case: Path) -> None:
    change(case, "case.yml", "release: 1", "release: 1\nauthor: anna")


def two_acts(case: Path) -> None:
    acts = f"acts:\n  - {{act: clearing-2024, attribution: unnamed, role: watched it, cite: {ORDER}}}\n"
    change(case, "entities/people.yml", "  name: Mira Tossen\n", f"  name: Mira Tossen\n{acts}")


def answered_office(case: Path) -> None:
    decides(case, "anna", "question", ACT, "--note", "Who?", "--who", "office")


def answered_beside(case: Path) -> None:
    decides(case, "anna", "approve", HALVIK, "--who", "office")


def answered_and_withdrawn(case: Path) -> None:
    answered_office(case)
    decides(case, "anna", "withdraw", ACT)


def no_longer_allowed(case: Path) -> None:
    decides(case, "anna", "approve", NAME)
    allow(case)


@dataclass(frozen=True)
class Situation:
    """A decision of anna on claims of a card. `refused` are words of the refusal; None when it is taken.

    `votes` are what the draft then says of the act; `meanwhile` happens between reading and deciding.
    """

    do: str = "approve"
    claims: tuple[str, ...] = (NAME,)
    card: str = DEPUTY
    note: str = ""
    who: str | dict[str, str] = field(default_factory=dict)
    before: Callable[[Path], None] = untouched
    meanwhile: Callable[[Path], None] = untouched
    refused: str | None = None
    votes: tuple[str | None, ...] = ()


ANSWER_FIRST = "Answer first who did it, before you decide"
SITUATIONS = {
    "no question on the card": Situation(votes=(None,)),
    "no answer yet": Situation(claims=(ACT,), card=ORDER, refused=f"{ANSWER_FIRST}: {ACT}."),
    "no answer yet, to reject": Situation("reject", (ACT,), ORDER, "No.", refused=ANSWER_FIRST),
    "no answer yet, to question": Situation("question", (ACT,), ORDER, "Who?", refused=ANSWER_FIRST),
    "no answer yet, another claim of the card": Situation(claims=(HALVIK,), card=ORDER, refused=ANSWER_FIRST),
    "no answer yet, to withdraw": Situation("withdraw", (ACT,), ORDER, votes=(None,)),
    "answered": Situation(claims=(ACT,), card=ORDER, who="office", votes=("office",)),
    "answered, another claim of the card": Situation(claims=(HALVIK,), card=ORDER, who="body", votes=(None,)),
    "not one of the answers": Situation(claims=(ACT,), card=ORDER, who="me", refused="That is none of the answers"),
    "answered before": Situation(
        claims=(ACT,), card=ORDER, who="named-person", before=answered_office, votes=("office",)
    ),
    "answered before, with another claim": Situation(
        claims=(ACT,), card=ORDER, who="named-person", before=answered_beside, votes=(None, "office")
    ),
    "answered before, and withdrawn": Situation(
        claims=(ACT,), card=ORDER, who="named-person", before=answered_and_withdrawn, votes=("office",)
    ),
    "answered before, asked no more": Situation(
        claims=(ACT,), card=ORDER, before=answered_beside, votes=(None, "office")
    ),
    "one answer for two acts": Situation(
        claims=(ACT, SECOND), card=ORDER, who="group", before=two_acts, votes=("group", "group")
    ),
    "an answer for each of two acts": Situation(
        claims=(ACT, SECOND),
        card=ORDER,
        who={ACT: "named-person", SECOND: "nobody"},
        before=two_acts,
        votes=("named-person", "nobody"),
    ),
    "an answer for one of two acts": Situation(
        claims=(ACT,), card=ORDER, who={ACT: "office"}, before=two_acts, refused=ANSWER_FIRST
    ),
    "wrong digest": Situation(
        meanwhile=renamed, refused=f"changed while you read, and {NAME} is no longer what you saw"
    ),
    "wrong digest, to withdraw": Situation("withdraw", meanwhile=renamed, refused="is no longer what you saw"),
    "claim not on the card": Situation(claims=(BEATING,), card=DEPUTY, refused="does not stand on this card"),
    "unverified": Situation(before=broken, refused=f"{NAME} cites what does not verify: reject or question it."),
    "unverified, to reject": Situation("reject", note="It is not there.", before=broken, votes=(None,)),
    "no note to reject": Situation("reject", refused="Say why in the note: the author has to mend it."),
    "no note to question": Situation("question", refused="Say why in the note: the author has to mend it."),
    "a note of spaces": Situation("reject", note=" \n ", refused="Say why in the note"),
    "no note to withdraw": Situation("withdraw", votes=(None,)),
    "note as long as can be": Situation("reject", note="x" * 4000, votes=(None,)),
    "note too long": Situation("reject", note="x" * 4001, refused="The note has more than 4,000 characters."),
    "note too long to approve": Situation(note="x" * 4001, refused="The note has more than 4,000 characters."),
    "author's own claim": Situation(before=written_by_anna, refused=f"You wrote {NAME}: an author's approval does not"),
    "author's own claim, to question": Situation("question", note="So?", before=written_by_anna, votes=(None,)),
    "author's own claim, to withdraw": Situation("withdraw", before=written_by_anna, votes=(None,)),
}


def visiting(case: Path, key: Path | None = None, reviewer: str = "anna") -> TestClient:
    guard = Guard(make_app(Desk(case, reviewer, key), lambda: True), 8000)
    client = TestClient(guard, base_url=ORIGIN, headers={"Origin": ORIGIN})
    assert client.get(guard.address()).status_code == 200
    return client


def refusals(answer: Any) -> str:
    """What a page says it refused."""
    return " ".join(
        spaced(each.text_content()) for each in lxml.html.fromstring(answer.text).xpath("//p[@role='alert']")
    )


def on_the_page(case: Path, its: Situation) -> str:
    """Decide on the page; returns what it says when it refuses."""
    client = visiting(case)
    digests = {key: claim.digest for key, claim in checked(case)[0].claims.items()}
    its.meanwhile(case)
    said = ""
    if its.who:
        votes = (
            {"vote": its.who} if isinstance(its.who, str) else {f"vote {key}": vote for key, vote in its.who.items()}
        )
        said = refusals(client.post(f"/card/{its.card}", data={"do": "answer", **votes}))
    claims = [f"{digests[key]} {key}" for key in its.claims]
    answer = client.post(f"/card/{its.card}", data={"do": its.do, "claim": claims, "note": its.note})
    assert answer.status_code in (200, 400, 409)
    said = f"{said} {refusals(answer)}".strip()
    assert bool(said) == (answer.status_code != 200)
    return said


def in_the_shell(case: Path, its: Situation) -> str:
    """Decide with the command; returns what it says when it refuses."""
    digests = {key: claim.digest for key, claim in checked(case)[0].claims.items()}
    its.meanwhile(case)
    args = [its.do, *(f"{key}@{digests[key]}" for key in its.claims), "--as", "anna"]
    args += ["--note", its.note] if its.note else []
    if its.do != "withdraw":
        args += ["--card", its.card]
        who = [its.who] if isinstance(its.who, str) else [f"{key}={vote}" for key, vote in its.who.items()]
        args += [option for each in who for option in ("--who", each)]
    result = dossier(case, "review", *args)
    assert "Traceback" not in result.err
    return "" if result.code == 0 else unboxed(result.err)


def unboxed(text: str) -> str:
    """What was said, without the box that wrong usage is printed in."""
    return spaced(text.replace("│", " "))


def drafted(case: Path) -> Any:
    """The draft without its times."""
    file = case / "reviews/anna/draft.json"
    content = json.loads(file.read_bytes()) if file.exists() else {"decisions": []}
    return content | {"decisions": [{**row, "at": ""} for row in content["decisions"]]}


@pytest.mark.parametrize("its", SITUATIONS.values(), ids=SITUATIONS)
def test_page_and_command_decide_alike(case: Path, tmp_path: Path, its: Situation) -> None:
    its.before(case)
    other = Path(shutil.copytree(case, tmp_path / "other"))
    before = drafted(case)

    page, command = on_the_page(case, its), in_the_shell(other, its)

    assert drafted(case) == drafted(other)
    if its.refused is None:
        assert (page, command) == ("", "")
        rows = drafted(case)["decisions"]
        assert [row["vote"] for row in rows] == list(its.votes)
        assert {row["claim"]: row["decision"] for row in rows}.items() >= dict.fromkeys(its.claims, its.do).items()
    else:
        assert its.refused in page
        assert its.refused in command
        assert drafted(case) == before, "nothing was written"


@pytest.mark.parametrize(
    ("before", "key", "words"),
    [
        (untouched, None, "No key was given: sign with `dossier review sign --key FILE`."),
        (no_longer_allowed, "anna", "anna does not stand in reviews/allowed_signers"),
        (untouched, "anna", "anna has no decisions that wait for a signature."),
    ],
    ids=["without a key", "no longer among the signers", "nothing decided"],
)
def test_page_and_command_sign_alike(
    case: Path, keys: Keys, before: Callable[[Path], None], key: str | None, words: str
) -> None:
    before(case)
    file = keys.of(key) if key else None

    page = visiting(case, file).post("/sign")
    command = dossier(case, "review", "sign", "--as", "anna", *(["--key", str(file)] if file else []))

    assert page.status_code == 400
    assert words in refusals(page)
    assert command.code in (1, 2)
    assert words in unboxed(command.err)
    assert not (case / "reviews/anna/1.json").exists()


def test_countersigning_asks_for_a_key_too(case: Path) -> None:
    decides(case, "dora", "approve", NAME)
    refused = dossier(case, "review", "countersign", "dora", "--as", "berta")
    assert refused.code == 2
    assert "No key was given" in unboxed(refused.err)


# --- the command alone


def test_a_refusal_shows_how_to_answer_and_the_example_works(case: Path) -> None:
    told = assert_told(dossier(case, "review", "approve", ACT, "--as", "anna"), "answer-missing")

    example = f"dossier review approve {ACT} --as anna --who ANSWER"
    assert f"`{example}`" in told.text
    assert "named-person, office, body, group, nobody" in told.text
    assert dossier(case, *example.replace("ANSWER", "body").split()[1:]).code == 0


def test_acts_of_several_sentences_are_answered_one_by_one(case: Path) -> None:
    told = assert_told(
        dossier(case, "review", "approve", ACT, BEATING, "--as", "anna", "--who", "office"), "answer-missing"
    )
    assert f"--who {ACT}=ANSWER --who {BEATING}=ANSWER" in told.text

    each = ["--who", f"{ACT}=office", "--who", f"{BEATING}=body", "--speech", f"{BEATING}=reported"]
    assert dossier(case, "review", "approve", ACT, BEATING, "--as", "anna", *each).code == 0
    rows = {row["claim"]: (row["vote"], row["speech"]) for row in drafted(case)["decisions"]}
    assert rows == {ACT: ("office", None), BEATING: ("body", "reported")}


@pytest.mark.parametrize(
    ("args", "code"),
    [
        ([NAME, "--who", "office"], "decision-refused"),
        ([ACT, "--who", f"{NAME}=office", "--who", "office"], "decision-refused"),
        ([f"{NAME}@0000000000000000"], "decision-refused"),
        ([f"{NAME}@"], None),
        ([NAME, "--card", "courier/nothing"], "no-such-card"),
        (["tossen/name/7"], "no-such-claim"),
    ],
)
def test_what_is_not_asked_or_not_there_is_refused(case: Path, args: list[str], code: str | None) -> None:
    result = dossier(case, "review", "approve", *args, "--as", "anna")
    if code is None:
        assert result.code == 0
    else:
        assert_told(result, code)
        assert drafted(case)["decisions"] == []


def test_what_next_shows_can_be_decided_on_as_it_was_shown(case: Path) -> None:
    shown = dossier(case, "review", "next", "--as", "anna", "--person", "tossen").out
    (key,) = [word for word in shown.split() if word.startswith(f"{NAME}@")]
    renamed(case)
    assert_told(dossier(case, "review", "approve", key, "--as", "anna"), "decision-refused")
    change(case, "entities/people.yml", "name: Mira Tosen", "name: Mira Tossen")
    assert dossier(case, "review", "approve", key, "--as", "anna").code == 0


def test_no_command_gives_an_answer_away_before_ones_own(case: Path, keys: Keys) -> None:
    review(case, keys, "berta", "approve", ACT, "--who", "office", "--note", "The police, not he.")
    commands = [
        ["next", "--as", "anna", "--kind", "act"],
        ["next", "--as", "anna", "--kind", "act", "--format", "json"],
        ["next", "--kind", "act", "--format", "json"],
        ["status", "--list"],
        ["status", "--list", "--as", "anna", "--format", "json"],
        ["approve", ACT, "--as", "anna"],
        ["approve", ACT, "--as", "anna", "--format", "json"],
        ["withdraw", ACT, "--as", "anna"],
    ]
    for command in commands:
        done = dossier(case, "review", *command)
        for words in (*AUTHORS, "The police, not he."):
            assert words not in done.out + done.err, command

    own = dossier(case, "review", "approve", ACT, "--as", "anna", "--who", "office")
    assert f"{ACT}: the author: named-person (an order of this person). That is not what you answered." in own.err
    for command in (["next", "--as", "anna", "--kind", "act", "--state", "waiting"], commands[4]):
        assert "The police, not he." in dossier(case, "review", *command).out or command[0] == "next"
    assert AUTHORS[0] in dossier(case, "review", "status", "--list", "--as", "anna").out


def test_a_countersigner_is_not_given_the_authors_answer(case: Path, keys: Keys) -> None:
    decides(case, "dora", "approve", ACT)
    signed = dossier(case, "review", "countersign", "dora", "--key", str(keys.of("berta")))
    assert signed.code == 0
    assert f"approve   {ACT}" in signed.out
    assert not [words for words in AUTHORS if words in signed.out]


# --- on a terminal


class Terminal(io.StringIO):
    """What somebody types at a terminal, one answer a line; then Ctrl-D, or Ctrl-C."""

    def __init__(self, *lines: str, interrupted: bool = False) -> None:
        super().__init__("".join(f"{line}\n" for line in lines))
        self.interrupted = interrupted

    def isatty(self) -> bool:
        return True

    def readline(self, size: int | None = -1, /) -> str:
        line = super().readline(-1 if size is None else size)
        if not line and self.interrupted:
            raise KeyboardInterrupt
        return line


def typed(monkeypatch: pytest.MonkeyPatch, case: Path, terminal: Terminal, *args: str) -> Result:
    monkeypatch.setattr(sys, "stdin", terminal)
    return dossier(case, "review", *args, "--as", "anna")


def test_a_terminal_asks_first_and_shows_the_authors_answer_after(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = typed(monkeypatch, case, Terminal("6", "office", "2", "y"), "approve", ACT)

    assert done.code == 0
    before, _, after = done.err.partition("Who speaks?")
    assert "▐On 14 April 2024" in before
    assert "Oren Halvik: Clearing of Harbour Square: who did it?" in before
    assert "1 named person  2 office  3 body  4 group  5 nobody:" in before
    assert "That is none of them." in before
    assert not [words for words in AUTHORS if words in before]
    assert not [words for words in AUTHORS if words not in after]
    assert "Approve 1 claim? [y/N]" in after
    (row,) = drafted(case)["decisions"]
    assert (row["claim"], row["vote"], row["speech"]) == (ACT, "office", "reported")


def test_what_is_said_with_options_is_not_asked(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert typed(monkeypatch, case, Terminal(), "approve", ACT, "--who", "office").code == 0
    spoken = typed(monkeypatch, case, Terminal("3", "y"), "approve", BEATING, "--speech", "direct")
    assert spoken.code == 0
    assert "Who speaks?" not in spoken.err
    assert [(row["vote"], row["speech"]) for row in drafted(case)["decisions"]] == [
        ("office", None),
        ("body", "direct"),
    ]


def test_nothing_is_asked_of_what_would_be_refused_anyway(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = typed(monkeypatch, case, Terminal(interrupted=True), "reject", ACT)
    assert done.code == 2
    assert "Say why in the note" in unboxed(done.err)


@pytest.mark.parametrize(
    ("terminal", "code"),
    [
        (lambda: Terminal("office", "", "n"), 1),
        (lambda: Terminal("office", "", ""), 1),
        (lambda: Terminal("office"), 1),
        (lambda: Terminal(), 1),
        (lambda: Terminal(interrupted=True), 130),
        (lambda: Terminal("office", interrupted=True), 130),
        (lambda: Terminal("office", "", interrupted=True), 130),
    ],
    ids=["no", "enter", "Ctrl-D", "Ctrl-D at once", "Ctrl-C at once", "Ctrl-C after an answer", "Ctrl-C at the end"],
)
def test_without_a_yes_nothing_is_written(
    case: Path, monkeypatch: pytest.MonkeyPatch, terminal: Callable[[], Terminal], code: int
) -> None:
    done = typed(monkeypatch, case, terminal(), "approve", ACT)
    assert done.code == code
    assert "Traceback" not in done.err
    assert not (case / "reviews/anna").exists()


def test_a_change_of_the_files_while_the_terminal_asks_is_noticed(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Changing(Terminal):
        def readline(self, size: int | None = -1, /) -> str:
            line = super().readline(size)
            if line == "y\n":
                change(case, "entities/people.yml", "role: ordered the police", "role: told the police")
            return line

    done = typed(monkeypatch, case, Changing("office", "", "y"), "approve", ACT)

    assert done.code == 1
    assert f"error[decision-refused]: Nothing was decided: the case was changed while you read, and {ACT}" in done.err
    assert not (case / "reviews/anna").exists()


def test_ctrl_c_at_a_real_terminal_writes_nothing(case: Path) -> None:
    ours, theirs = pty.openpty()
    # pytest's helpers ignore SIGINT, which a process of theirs would inherit
    words = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from dossier.cli import main; main()"
    )
    command = [sys.executable, "-c", words, "--case", str(case), "review", "approve", ACT, "--as", "anna"]
    process = subprocess.Popen(command, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stderr
    said = ""
    while "nobody:" not in said:  # it asks
        said += process.stderr.read(1)
    process.send_signal(signal.SIGINT)
    _, rest = process.communicate(timeout=60)
    os.close(ours)
    os.close(theirs)
    assert process.returncode == 130
    assert "Interrupted: nothing half-written is left." in rest
    assert not (case / "reviews/anna").exists()


def test_the_deck_asks_of_every_act_of_a_card(case: Path) -> None:
    two_acts(case)
    deck = make_deck(checked(case)[0])
    assert set(deck.asked(ORDER)) == {ACT, SECOND}
    assert deck.asked(DEPUTY) == ()
