"""The review page in the system's Chromium: keys, a case edited meanwhile, signatures, and what axe finds."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from dossier.approvals import NAMESPACE, SIGNERS_FILE
from tests.cases import change, check
from tests.reviews import Keys, allow, review, state

pytestmark = pytest.mark.system

ROOT = Path(__file__).resolve().parents[2]
expect.set_options(timeout=60_000)  # ms, far beyond what any answer takes
AXE = Path(sys.prefix) / "npm/node_modules/axe-core/axe.min.js"  # where tools/bootstrap.sh puts it
DESK, TELEPHONE = {"width": 1360, "height": 900}, {"width": 390, "height": 844}
ALONE = (  # a browser that asks nobody for anything
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
ACT, HEARING = "dosayev/act/hearing-2023-04-12", "fld-2023/hearing"
QUOTED = """\
      During a court hearing on 12 April 2023, the Akim (local governor) of Almaty, Erbolat Dosayev, justified the
      decision to disallow the march by stating that it is a threat to public security.
"""
CUT = """\
      the Akim (local governor) of Almaty, Erbolat Dosayev, justified the decision to disallow the march by stating
      that it is a threat to public security.
"""


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    return Keys(tmp_path_factory.mktemp("keys"))


@pytest.fixture
def case(tmp_path: Path, keys: Keys) -> Path:
    """The shipped case, where two may sign."""
    root = tmp_path / "case"
    root.mkdir()
    shutil.copy(ROOT / "case.yml", root)
    for name in ("entities", "evidence"):
        shutil.copytree(ROOT / name, root / name)
    allow(root, keys.line("anna"), keys.line("berta"))
    return root


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(ALONE))
        yield started
        started.close()


class Served:
    """`dossier review` in a process of its own, and the browser that opened its address."""

    def __init__(self, root: Path, browser: Browser, *args: str, size: dict[str, int] = DESK, scripts: bool = True):
        command = [sys.executable, "-u", "-m", "dossier", "--case", str(root), "review", *args]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ})
        assert self.process.stdout is not None
        said = self.process.stdout.readline()
        self.address = said[said.index("http://") :].strip()
        self.origin = self.address.partition("/?")[0]
        self.context: BrowserContext = browser.new_context(
            viewport={"width": size["width"], "height": size["height"]}, java_script_enabled=scripts
        )
        self.page = self.context.new_page()
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(self.address)

    def card(self, id_: str) -> Page:
        """The page with this card on it."""
        self.page.goto(f"{self.origin}/card/{id_}")
        return self.page

    def end(self) -> str:
        """Ctrl-C; returns what it said last."""
        if self.process.returncode is not None:
            return ""
        self.context.close()
        self.process.send_signal(signal.SIGINT)
        said, _ = self.process.communicate(timeout=60)
        assert self.process.returncode == 0
        return said


@pytest.fixture
def serve(case: Path, browser: Browser) -> Iterator[Callable[..., Served]]:
    """Starts the page of the case; what a test leaves running is ended."""
    started: list[Served] = []

    def start(*args: str, size: dict[str, int] = DESK, scripts: bool = True) -> Served:
        started.append(Served(case, browser, *args, size=size, scripts=scripts))
        return started[-1]

    yield start
    for each in started:
        each.end()


def press(page: Page, key: str) -> None:
    """A key, once the page on which one sees the last one's effect listens."""
    page.wait_for_load_state("load")
    page.keyboard.press(key)


def draft(root: Path) -> dict[str, Any]:
    rows = json.loads((root / "reviews/anna/draft.json").read_bytes())["decisions"]
    return {row["claim"]: row for row in rows}


def signed(root: Path, number: int) -> dict[str, Any]:
    """The decisions of a session by claim, after ssh-keygen alone has said that the signature is anna's."""
    file = root / f"reviews/anna/{number}.json"
    content = json.loads(file.read_bytes())
    time = "".join(each for each in content["signed_at"] if each.isdigit())
    words = ["ssh-keygen", "-Y", "verify", "-f", str(root / SIGNERS_FILE), "-I", "anna", "-n", NAMESPACE]
    done = subprocess.run(
        [*words, f"-Overify-time={time}", "-s", f"{file}.sig"],
        input=file.read_bytes(),
        capture_output=True,
        check=False,
        env={**os.environ, "TZ": "UTC"},
    )
    assert done.returncode == 0, done.stderr
    return {row["claim"]: row for row in content["decisions"]}


def test_a_reviewer_works_by_keys_while_the_case_is_edited(
    case: Path, keys: Keys, serve: Callable[..., Served]
) -> None:
    review(case, keys, "berta", "approve", ACT, "--who", "office", "--note", "Only his deputy was there.")
    served = serve("--key", str(keys.of("anna")))
    page = served.page
    expect(page.get_by_role("heading", level=1)).to_have_text("Women's rights defenders in Kazakhstan")

    # to the first card, and on to the one that an act rests on
    press(page, "j")
    expect(page.locator("h1")).to_have_text("E1.1 fld-2023/third-consecutive-year")
    for number in range(2, 6):
        press(page, "j")
        expect(page.locator(".heading nav")).to_contain_text(f"Card {number} of 38")
    expect(page.locator("h1")).to_have_text(f"E1.5 {HEARING}")
    press(page, "k")
    expect(page.locator("h1")).to_have_text("E1.4 fld-2023/refusal-2024")
    press(page, "j")
    expect(page.locator("h1")).to_have_text(f"E1.5 {HEARING}")

    # nobody else's answer has been sent; and nothing is approved before one's own
    assert "Only his deputy" not in page.content()
    assert "this person, by name" not in page.content()
    press(page, "a")
    expect(page.locator("#live")).to_have_text("Answer first who did it.")
    assert not (case / "reviews/anna").exists()
    press(page, "1")
    press(page, "Enter")
    expect(page.locator(".answers")).to_contain_text("named person: this person, by name")
    expect(page.locator(".answers")).to_contain_text("Only his deputy was there.")

    press(page, "a")
    expect(page.locator(".told.good")).to_contain_text("Not signed yet.")
    approved = draft(case)[ACT]
    assert (approved["decision"], approved["vote"]) == ("approve", "named-person")

    # the quotation is cut on disk while the card is open
    change(case, "evidence/fld-2023/source.yml", QUOTED, CUT)
    expect(page.locator("#stale")).to_contain_text("no longer what you see")
    expect(page.locator("#stale")).to_have_attribute("role", "alert")
    old = page.locator(f"li[data-key='{ACT}']")
    assert "gone" in (old.get_attribute("class") or "")
    old.get_by_text("only this").click()
    page.locator("button[value='withdraw']").click()
    expect(page.locator("#refused")).to_contain_text("the case was changed while you read")
    assert draft(case)[ACT] == approved

    # what stands there now, beside what was approved: the answer is asked for again, of the new words
    expect(page.locator(f"li[data-key='{ACT}'] .before")).to_contain_text("Changed since you decided")
    expect(page.locator("#h-quotation ~ .before del")).to_contain_text("During a court hearing on 12 April 2023,")
    expect(page.locator("#h-quotation ~ ul")).to_contain_text("Cut: begins in mid-sentence.")
    press(page, "1")
    press(page, "Enter")
    expect(page.locator(".answers")).to_contain_text("named person")
    page.locator(f"li[data-key='{ACT}']").get_by_text("only this").click()
    press(page, "r")
    expect(page.locator("#note")).to_be_focused()
    page.keyboard.type("The cut takes away on which day.")
    page.keyboard.press("Escape")
    press(page, "r")
    expect(page.locator(".told.good")).to_contain_text("Rejected: 1 claim.")
    assert draft(case)[ACT]["decision"] == "reject"
    assert draft(case)[ACT]["digest"] != approved["digest"]

    press(page, "Shift+S")
    expect(page.locator("h1")).to_have_text("Sign")
    press(page, "Shift+S")
    expect(page.locator(".told.good")).to_contain_text("reviews/anna/1.json")
    decided = signed(case, 1)
    assert (decided[ACT]["decision"], decided[ACT]["note"]) == ("reject", "The cut takes away on which day.")
    assert decided[ACT]["shown"]["quotations"][0]["quote"] == " ".join(CUT.split())
    assert not (case / "reviews/anna/draft.json").exists()
    assert state(case, ACT) == "rejected"

    assert [url for url in served.asked if not url.startswith(f"{served.origin}/")] == []
    assert [words for words in served.complaints if "409" not in words] == []
    assert "The review page has ended." in served.end()
    assert [each for each in check(case).codes() if each.startswith("review-")] == ["review-open"], "no fault"


def test_an_approval_under_a_signature_is_stale_once_the_quotation_changes(
    case: Path, keys: Keys, serve: Callable[..., Served]
) -> None:
    claim = "dosayev/name/1"
    served = serve("--key", str(keys.of("anna")))
    page = served.card(HEARING)
    press(page, "1")
    press(page, "Enter")
    expect(page.locator(".answers")).to_be_visible()
    press(page, "a")
    expect(page.locator(".told.good")).to_be_visible()
    press(page, "Shift+S")
    expect(page.locator("h1")).to_have_text("Sign")
    press(page, "Shift+S")
    expect(page.locator(".told.good")).to_be_visible()
    assert signed(case, 1)[claim]["decision"] == "approve"

    change(case, "evidence/fld-2023/source.yml", QUOTED, CUT)
    served.card(HEARING)
    expect(page.locator(f"li[data-key='{claim}'] .state.stale")).to_have_text("stale")
    press(page, "1")
    press(page, "Enter")
    expect(page.locator(".answers")).to_be_visible()
    press(page, "a")
    expect(page.locator(".told.good")).to_be_visible()
    press(page, "Shift+S")
    expect(page.locator("h1")).to_have_text("Sign")
    press(page, "Shift+S")
    expect(page.locator(".told.good")).to_contain_text("reviews/anna/2.json")
    assert signed(case, 2)[claim]["digest"] != signed(case, 1)[claim]["digest"]


def test_it_works_without_javascript(case: Path, serve: Callable[..., Served]) -> None:
    served = serve("--as", "dora", scripts=False)
    page = served.page
    page.get_by_text("Filter:").wait_for()
    page.get_by_label("Kind").select_option("act")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("link", name="Begin with the first card").click()
    assert page.url == f"{served.origin}/card/{HEARING}?kind=act"
    page.get_by_role("radio", name="named person").first.check()
    page.get_by_role("button", name="Answer").click()
    page.locator(f"li[data-key='{ACT}']").get_by_role("link", name="only this").click()
    page.get_by_role("button", name="Approve").click()
    assert "Approved: 1 claim." in page.inner_text("main")
    page.get_by_role("link", name="Sign 1 decision").click()
    assert "dossier review countersign dora --key FILE" in page.inner_text("main")
    served.end()
    assert state(case, ACT) == "waiting"
    assert [row["claim"] for row in json.loads((case / "reviews/dora/draft.json").read_bytes())["decisions"]] == [ACT]


@pytest.mark.parametrize("size", [DESK, TELEPHONE], ids=["desk", "telephone"])
def test_axe_finds_no_serious_violation(
    case: Path, keys: Keys, serve: Callable[..., Served], size: dict[str, int]
) -> None:
    review(case, keys, "anna", "approve", "dosayev/name/1")
    change(case, "entities/dosayev.yml", "value: Erbolat Dosayev", "value: Erbolat Dosaev")
    served = serve("--key", str(keys.of("anna")), size=size)
    page = served.page

    def judge(what: str) -> None:
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("axe.run(document, {resultTypes: ['violations', 'incomplete']})")
        assert len(found["passes"]) > 10, f"{what}: axe looked at nothing"
        serious = [
            f"{row['id']}: {node['target']} {node['failureSummary']}"
            for row in found["violations"]
            for node in row["nodes"]
            if row["impact"] in ("serious", "critical")
        ]
        assert serious == [], f"{what}: {serious}"
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], (
            f"{what} is wider than the window"
        )

    judge("the list")
    for id_ in (HEARING, "odf-2021/call", "dosayev", "fld-2023/third-consecutive-year"):
        served.card(id_)
        page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        judge(id_)
    served.card(HEARING)
    press(page, "1")
    press(page, "Enter")
    expect(page.locator(".answers")).to_be_visible()
    judge("a card that is answered")
    page.locator("button[value='reject']").click()
    expect(page.locator("#refused")).to_be_visible()
    judge("a refusal")
    press(page, "a")
    expect(page.locator(".told.good")).to_be_visible()
    judge("a card that is decided")
    page.goto(f"{served.origin}/sign")
    judge("what is signed")
    page.goto(f"{served.origin}/source/fld-2023/c1")
    judge("a source")
    page.goto(f"{served.origin}/card/nowhere")
    judge("a card that is not there")


def test_focus_goes_in_order_and_is_seen(case: Path, serve: Callable[..., Served]) -> None:
    served = serve("--as", "dora")
    page = served.card(HEARING)
    order = []
    for _ in range(200):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "(() => { const at = document.activeElement; const style = getComputedStyle(at);"
            ""
            " return [at === document.body ? 'body' : at.textContent.trim().slice(0, 30) || at.name,"
            "  style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2] })()"
        )
        if focused[0] == "body":
            break
        order.append(focused[0])
        assert focused[1], f"{focused[0]} does not show that it has the focus"

    assert order[0] == "Skip to the card"
    places = [order.index(each) for each in ("Tick all", "claim", "vote", "Answer", "note", "Approve 10")]
    assert places == sorted(places)
