"""A quotation shows the boundaries it runs over, and says what just outside it may turn its meaning."""

from __future__ import annotations

import re
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.text.boundaries import MARK, boundaries, marked, marked_quote
from dossier.text.normalise import fold
from dossier.text.outside import turning
from tests.cases import change, check, dossier, pin, write_case
from tests.reviews import checked
from tests.test_cards import card_of
from tests.test_excerpt import FILE as SOURCE_FILE
from tests.test_excerpt import say

LEGEND = "¶ is where a paragraph, list item, heading or page of the source ends inside a quotation."


@pytest.mark.parametrize(
    ("passage", "shown"),
    [
        ("one line\nof a paragraph", "one line\nof a paragraph"),
        ("a heading\n\nIts text", "a heading ¶ Its text"),
        ("the end of a page\n\fand the next", "the end of a page ¶ and the next"),
        ("the end.\n\n\fThe next", "the end. ¶ The next"),
        ("first:\n- one\n- two", "first: ¶ - one ¶ - two"),
        ("14. The guard.\n15. The hall.", "14. The guard. ¶ 15. The hall."),
        ("(a) on weekdays\n(b) on Sundays", "(a) on weekdays ¶ (b) on Sundays"),
        ("Name | Held | Day", "Name | Held | Day"),
        ("\n\nonly around it\n\n", "\n\nonly around it\n\n"),
    ],
)
def test_boundaries_are_marked(passage: str, shown: str) -> None:
    assert marked(passage) == shown


def test_a_quotation_shows_them_in_its_own_words() -> None:
    passage = "He “ordered\nit”.\n\nThe guard obeyed.\n\fNobody asked."

    assert marked_quote(passage, 'He "ordered it". The guard obeyed. Nobody asked.') == (
        'He "ordered it". ¶ The guard obeyed. ¶ Nobody asked.'
    )


@given(
    words=st.lists(
        st.sampled_from(["The", "ﬁre", "“he”", "co-\noperate", "66 000", "n’est", "é", "e\u0301"]), min_size=1
    ),
    gaps=st.lists(st.sampled_from([" ", "\n", "\n\n", "\n\n\f", "\n\f"]), min_size=30, max_size=30),
)
def test_the_mark_is_all_that_differs(words: list[str], gaps: list[str]) -> None:
    passage = "".join(word + gap for word, gap in zip(words, gaps, strict=False)).strip()
    quote = fold(passage).strip()

    shown = marked_quote(passage, quote)

    assert shown.count(MARK) == len(boundaries(passage))
    assert shown.replace(f" {MARK} ", " ") == quote


# In each language: what turns the words between the brackets.
TURNED = {
    "en-false": ("It is false that [he ordered the beating].", "false that"),
    "en-not": ("He did not [order the beating]. Then he left.", "not"),
    "en-n't": ("He didn’t [order the beating].", "n't"),
    "en-question": ("Did [the minister order it]?", "?"),
    "en-behind": ("The claim that [he ordered it] is false.", "false"),
    "ru-not": ("Он не [приказывал бить].", "не"),
    "ru-false": ("Неправда, что [министр приказал].", "неправда"),
    "ru-denies": ("Министр отрицает, что [он приказал].", "отрицает"),
    "kk-not": ("Ол [бұйрық берген] емес.", "емес"),
    "kk-none": ("[Бұйрық] жоқ.", "жоқ"),
    "uk-false": ("Неправда, що [він наказав].", "неправда"),
    "uk-denies": ("Міністр заперечує, що [він наказав].", "заперечує"),
    "fr-not": ("Il n’a pas [ordonné cela].", "pas"),
    "fr-false": ("Il est faux que [le ministre ait ordonné cela].", "faux que"),
    "es-not": ("Él no [ordenó eso].", "no"),
    "es-false": ("Es falso que [él ordenó eso].", "falso que"),
    "es-question": ("¿[Ordenó él eso]?", "?"),
    "ar-not": ("لم [يأمر الوزير].", "لم"),
    "ar-denies": ("نفى الوزير أنه [أمر].", "نفى"),
    "ar-question": ("هل [أمر الوزير]؟", "?"),
    "zh-not": ("他没有[下令殴打]。", "没"),
    "zh-denies": ("部长否认[下令殴打]。", "否认"),
    "zh-question": ("是他[下令]吗？", "?"),
}
SAME = {
    "another-sentence": "He did not leave. [He ordered the beating.] It was not so.",
    "another-sentence-zh": "他没有走。[他下令殴打。]是他吗？",
    "far-away": "The colonel, to whom nobody had spoken in days, said that [he ordered it].",
    "a-name": "A man called N’Diaye [was beaten].",
    "inside": "[He did not order it.]",
    "its-own-question": "[Did he order it?] Nobody knows.",
}


def _turning(text: str) -> list[str]:
    start, end = text.index("["), text.index("]") - 1
    return turning(re.sub(r"[\[\]]", "", text), start, end)


@pytest.mark.parametrize(("text", "word"), TURNED.values(), ids=TURNED)
def test_what_turns_a_quotation_is_told(text: str, word: str) -> None:
    assert word in _turning(text)


@pytest.mark.parametrize("text", SAME.values(), ids=SAME)
def test_what_is_said_elsewhere_turns_nothing(text: str) -> None:
    assert _turning(text) == []


# ------------------------------------------------------------------------------------------------------------ in a case


@pytest.fixture
def case(tmp_path: Path) -> Path:
    root = write_case(tmp_path / "case")
    assert pin(root).code == 0
    return root


def _crossing(root: Path) -> None:
    """Let the quotation of the order begin with the headline above it."""
    change(root, SOURCE_FILE, "    On 14 April 2024 the", "    Harbour Square is cleared On 14 April 2024 the")
    (root / "evidence/courier/source.lock.json").unlink()
    (root / "evidence/courier/text.c1.txt").unlink()
    assert pin(root).code == 0


def test_check_warns_of_a_quotation_over_a_boundary(case: Path) -> None:
    _crossing(case)

    told = [p for p in check(case).problems if p.code == "quotation-over-boundary"]

    assert [(p.severity, p.file) for p in told] == [("warning", SOURCE_FILE)]
    assert "courier/order" in told[0].text


def test_check_warns_of_a_negation_just_outside(case: Path) -> None:
    say(case, "Nobody believes that. It is not true that the minister gave a speech on that day.")
    change(case, SOURCE_FILE, "  reply: ", "  speech: the minister gave a speech on that day\n  reply: ")

    told = [p for p in check(case).problems if p.code == "quotation-cut-off"]

    assert [p.severity for p in told] == ["warning"]
    assert "not true that" in told[0].text


def test_excerpt_warns_when_it_writes(case: Path) -> None:
    say(case, "It is not true that the minister gave a speech on that day.")

    result = dossier(case, "excerpt", "courier", "the minister gave a speech on that day")

    assert result.code == 0
    assert "quotation-cut-off" in {p.code for p in result.problems}


def test_the_small_case_raises_neither(case: Path) -> None:
    assert not {p.code for p in check(case).problems} & {"quotation-over-boundary", "quotation-cut-off"}


def test_the_mark_prints_with_its_legend_and_is_on_the_card(case: Path) -> None:
    _crossing(case)
    shown = "Harbour Square is cleared ¶ On 14 April 2024"

    assert dossier(case, "build", "--draft", "--as", "html,docx", "--edition", "internal").code == 0
    page = next((case / "build").rglob("*.html")).read_text(encoding="utf-8")
    word = docx.Document(str(next((case / "build").rglob("*.docx"))))

    assert page.count(shown) >= 2, "where it is cited, and among the quotations"
    assert LEGEND in page
    printed = "\n".join(paragraph.text for paragraph in word.paragraphs)
    assert shown in printed
    assert LEGEND in printed
    quotation = card_of(case, "courier/order")["quotation"]
    assert (quotation["crosses"], quotation["marked"][: len(shown)]) == (1, shown)
    found, _ = checked(case)
    assert MARK not in found.evidence.quotations["courier/order"].excerpt.quote


def test_without_a_boundary_there_is_no_legend(case: Path) -> None:
    assert dossier(case, "build", "--draft", "--as", "html", "--edition", "internal").code == 0

    assert MARK not in next((case / "build").rglob("*.html")).read_text(encoding="utf-8")
