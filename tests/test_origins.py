"""One origin: the same bytes or the same words under two origins count once, until the author says why not."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dossier.case.model import Source
from dossier.problems import Place
from dossier.regimes.origins import groups, independent, upstream
from dossier.text.likeness import alike
from tests.cases import Result, change, check, dossier, pin
from tests.strong_case import TEXTS, write_strong_case
from tests.test_assess import LANTERN, MONITOR, RESPONSIBLE, rules, whole

WIRE = """\
PORT LINDOW, 4 June 2025 (Wire). Police officers drove some three hundred dockers from the eastern quay of Port Lindow
on Tuesday night, beating those who did not leave at once, four witnesses said. The union had called the meeting after
the port office cut the pay of the night shift by a tenth. Two of the dockers were taken to hospital with broken arms. A
spokesman for the police declined to comment on the number of the wounded, but said that the quay had to be cleared
before the morning ferry. The colonel who led the operation told reporters that he had acted on a written instruction.
The union's lawyer, who saw the instruction, said that it bore the stamp of the port office and no signature.
"""
# Two reporters on the same night: the same names, places and figures, in words of their own.
OTHER = """\
The Harbour Weekly. What happened on the eastern quay? Our reporter stood at the gate of Port Lindow on Tuesday night
when some three hundred dockers were driven out. Officers with batons came along the warehouses at a quarter past ten;
whoever stood still was beaten. By midnight two men with broken arms lay in the hospital. It was about pay: the night
shift earns a tenth less since May, and the union had called everybody together. In the morning the ferry left on time.
Of a written instruction, of which the colonel spoke, the police know nothing, and the port office did not answer us.
"""


def second_copy(root: Path, text: str, independent: str = "") -> None:
    """Put a text under the lantern's source, whose origin is another than the monitor's."""
    (root / "evidence/lantern/capture.txt").write_text(text, encoding="utf-8")
    source = (root / LANTERN).read_text(encoding="utf-8")
    head = source[: source.index("excerpts:")]
    head = head.replace("relies_on: []\n", f"relies_on: []\n{independent}")
    excerpts = source[source.index("excerpts:") :]
    if "Karvenia Monitor" in text:
        excerpts = """excerpts:
  masthead: The Lantern prints
  order: >-
    On 3 June 2025 the Interior Minister, Tomas Reval, ordered officers of the Interior Ministry to detain every member
    of the Lindow reading circle.
  held: The Interior Ministry held nineteen of them for eleven days without charge.
"""
    (root / LANTERN).write_text(head + excerpts, encoding="utf-8")


COPY = "The Lantern prints\n\n" + TEXTS["monitor"]
INDEPENDENT = "independent: [{of: monitor, because: Both print the same court record in full.}]\n"


@pytest.fixture
def strong(tmp_path: Path) -> Path:
    return write_strong_case(tmp_path / "case")


# ---------------------------------------------------------------------------------------------------------- in a case


def test_an_agency_story_in_two_papers_is_one_origin(strong: Path) -> None:
    second_copy(strong, COPY)

    told = [p for p in check(strong).problems if p.code == "same-words"]

    assert [(p.file, p.severity) for p in told] == [(MONITOR, "warning")]
    assert whole(strong)[RESPONSIBLE].cap == "arguable"
    assert "same-words" in rules(whole(strong)[RESPONSIBLE])


def test_the_author_says_why_the_same_words_are_two_origins(strong: Path) -> None:
    second_copy(strong, COPY, INDEPENDENT)

    assert "same-words" not in {p.code for p in check(strong).problems}
    assert "same-words" not in rules(whole(strong)[RESPONSIBLE])
    assert len(whole(strong)[RESPONSIBLE].origins) == 2


def test_sources_in_their_own_words_raise_nothing(strong: Path) -> None:
    assert "same-words" not in {p.code for p in check(strong).problems}
    assert len(whole(strong)[RESPONSIBLE].origins) == 2


@pytest.mark.parametrize("tie", ["origin", "relies_on"])
def test_copies_that_are_tied_in_writing_need_no_warning(strong: Path, tie: str) -> None:
    second_copy(strong, COPY)
    if tie == "origin":
        change(strong, LANTERN, "origin: lantern-inquiry", "origin: karvenia-monitor")
    else:
        change(strong, LANTERN, "relies_on: []", "relies_on: [monitor]")

    assert "same-words" not in {p.code for p in check(strong).problems}
    assert whole(strong)[RESPONSIBLE].cap == "arguable"


def test_independent_of_a_source_of_one_origin_is_a_contradiction(strong: Path) -> None:
    change(strong, LANTERN, "relies_on: []\n", f"relies_on: [monitor]\n{INDEPENDENT}")

    told = [p for p in check(strong).errors if p.code == "origin-contradicted"]

    assert [p.file for p in told] == [LANTERN]


def test_independent_of_an_unknown_source_is_an_error(strong: Path) -> None:
    change(strong, LANTERN, "relies_on: []\n", f"relies_on: []\n{INDEPENDENT}".replace("monitor", "herald"))

    assert ["'herald'" in p.text for p in check(strong).errors if p.code == "dangling-reference"] == [True]


def _source(id_: str, *same_words: str) -> Source:
    return Source(id_, "Article", Place("x"), f"{id_}-house", (), (), (), None, (), Path("x"), same_words=same_words)


def test_a_digest_of_two_stories_does_not_make_their_agencies_one() -> None:
    known = {s.id: s for s in (_source("a", "digest"), _source("b", "digest"), _source("digest", "a", "b"))}

    assert set(independent(known, known)) == {"a", "b"}
    assert set(groups({id_: upstream(id_, known) for id_ in known}).values()) == {1}


# --------------------------------------------------------------------------------------------------------- at capture


@pytest.fixture
def wire(strong: Path) -> Path:
    """The strong case, pinned, with the wire as a source of the monitor's."""
    assert pin(strong).code == 0
    (strong.parent / "wire.txt").write_text(WIRE, encoding="utf-8")
    assert capture(strong, "wire.txt", "wire", "karvenia-monitor").code == 0
    return strong


def capture(root: Path, file: str, source: str | None, origin: str) -> Result:
    named = ("--source", source) if source else ()
    return dossier(root, "capture", str(root.parent / file), *named, "--origin", origin)


@pytest.mark.parametrize("source", [None, "wire", "paper"])
def test_the_same_bytes_under_another_origin_are_an_error(wire: Path, source: str | None) -> None:
    result = capture(wire, "wire.txt", source, "lantern-inquiry")

    assert [p.code for p in result.errors] == ["origin-contradicted"]
    assert "karvenia-monitor" in result.out
    assert not (wire / "evidence/paper").exists()


def test_a_further_capture_under_another_origin_is_an_error(wire: Path) -> None:
    (wire.parent / "more.txt").write_text("Other words altogether.\n", encoding="utf-8")

    assert [p.code for p in capture(wire, "more.txt", "wire", "lantern-inquiry").errors] == ["origin-contradicted"]
    assert capture(wire, "more.txt", "wire", "karvenia-monitor").code == 0


def test_the_same_words_in_other_bytes_are_taken_with_a_warning(wire: Path) -> None:
    (wire.parent / "paper.txt").write_text(f"THE LANTERN\n\n{WIRE}\nPrinted in Lindow.\n", encoding="utf-8")

    result = capture(wire, "paper.txt", "paper", "lantern-inquiry")

    assert result.code == 0
    assert [(p.code, p.severity) for p in result.problems] == [("same-words", "warning")]
    assert "same-words" in {p.code for p in check(wire).problems}


def test_the_same_words_under_the_same_origin_are_nothing_to_say(wire: Path) -> None:
    (wire.parent / "paper.txt").write_text(f"SECOND EDITION\n\n{WIRE}", encoding="utf-8")

    assert capture(wire, "paper.txt", "paper", "karvenia-monitor").problems == []


# ------------------------------------------------------------------------------------------------------------ likeness


def test_two_reports_of_one_night_are_not_alike() -> None:
    assert alike({"wire": WIRE, "weekly": OTHER}) == {}
    assert alike(TEXTS) == {}


def test_short_texts_of_the_same_words_are_alike() -> None:
    assert alike({"a": "He ordered it.", "b": "“He  ordered\nit”", "c": "She ordered it."}) == {("a", "b"): 1.0}


def test_characters_count_where_no_spaces_part_words() -> None:
    story = "六月三日晚间警方在东码头驱散约三百名工人并殴打未立即离开者四名目击者说工会因夜班工资被削减而召集会议"
    other = "本报记者星期二夜里在港口大门看见约三百名工人被赶出十点一刻警员手持警棍沿仓库走来站着不动的人都被打了"

    assert list(alike({"a": story, "b": f"晚报讯:{story[:40]}。", "c": other})) == [("a", "b")]


SENTENCES = [sentence.strip() + "." for sentence in WIRE.replace("\n", " ").split(".") if sentence.strip()]
OWN = [sentence.strip() + "." for sentence in OTHER.replace("\n", " ").split(".") if sentence.strip()]


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_near_copies_with_edits_are_found(data: st.DataObject) -> None:
    """Cut by up to a third, with sentences of the paper's own, and every tenth word or so changed."""
    kept = data.draw(st.lists(st.sampled_from(range(len(SENTENCES))), min_size=5, unique=True).map(sorted))
    words = " ".join(SENTENCES[at] for at in kept).split()
    for at in data.draw(st.lists(st.integers(0, len(words) - 1), max_size=len(words) // 20, unique=True)):
        words[at] = data.draw(st.sampled_from(["", "reportedly", "the", "officials", "Harbour"]))
    own = data.draw(st.lists(st.sampled_from(OWN), max_size=2, unique=True))
    paper = "\n\n".join([*own, " ".join(words)])

    assert list(alike({"wire": WIRE, "paper": paper})) == [("wire", "paper")]


VOCABULARY = sorted({*WIRE.split(), *OTHER.split()})


@settings(max_examples=60, deadline=None)
@given(
    seeds=st.lists(st.integers(0, 10**6), min_size=2, max_size=2, unique=True),
    length=st.integers(60, len(VOCABULARY)),
    phrase=st.sampled_from(SENTENCES),
)
def test_texts_of_one_subject_are_not_alike(seeds: list[int], length: int, phrase: str) -> None:
    """The same names and words in another order, and a few words of a spokesman that both quote."""
    quoted = " ".join(phrase.split()[:12])
    one, other = (" ".join(random.Random(seed).sample(VOCABULARY, length)) for seed in seeds)
    texts = {"one": f"{one} {quoted}", "other": f"{quoted} {other}"}

    assert alike(texts) == {}
