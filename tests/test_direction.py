"""Words that run from right to left stay together, and the sentence around them keeps its numbers and marks."""

import io
import re
from pathlib import Path

import pypdfium2
import pytest

from dossier.editions import VisiblePassage
from dossier.problems import Place
from dossier.render.charts import Bar, Node, Tie, network, timeline
from dossier.render.direction import stretches
from dossier.render.inline import Citations, isolated, rich, visible
from dossier.render.pdf import render_pdf
from tests.pdfs import strict_failures

FONTS = "* { font: 20px Noto Sans, Noto Sans Arabic, Noto Sans Hebrew }"


@pytest.mark.parametrize(
    ("text", "from_the_right"),
    [
        ("The Velta Courier, 3 May 2024", []),
        ("صحيفة الميناء, 3 May 2024", ["صحيفة الميناء"]),
        ("1 act: إخلاء الساحة (14 نيسان 2024), 14 April 2024", ["إخلاء الساحة (14 نيسان 2024)"]),
        ("וזיר הפנים; held on 14 April 2024", ["וזיר הפנים"]),
        ("He said «لا أحد يبقى»، قال and left", ["«لا أحد يبقى»، قال"]),
        ("pier رقم 3; held", ["رقم 3"]),
        ("the الشرطة and the الجيش.", ["الشرطة", "الجيش"]),
        ("אוֹרֶן דִּמְיוֹנִי watched", ["אוֹרֶן דִּמְיוֹנִי"]),
        ("الأمر المكتوب (بتوقيع الوزير).", ["الأمر المكتوب (بتوقيع الوزير)."]),
    ],
)
def test_a_stretch_takes_its_brackets_and_numbers_and_leaves_those_of_others(
    text: str, from_the_right: list[str]
) -> None:
    found = stretches(text)

    assert [words for words, right in found if right] == from_the_right
    assert "".join(words for words, _ in found) == text


def test_what_a_sentence_of_the_frame_says_stays_outside_the_words_it_holds() -> None:
    assert visible("صحيفة, 3 May") == '<bdi dir="rtl">صحيفة</bdi>, 3 May'


def test_a_value_runs_whole_the_way_it_begins() -> None:
    assert isolated("قال (BBC).") == '<bdi dir="rtl">قال (BBC).</bdi>'
    assert isolated("BBC قال.") == '<bdi>BBC <bdi dir="rtl">قال</bdi>.</bdi>'


def places(pdf: bytes) -> dict[str, tuple[float, float]]:
    """Each character of the first page with where it begins and ends, in points."""
    text = pypdfium2.PdfDocument(io.BytesIO(pdf))[0].get_textpage()
    boxes = [text.get_charbox(index, loose=True) for index in range(text.count_chars())]
    return {text.get_text_range(index, 1): (box[0], box[2]) for index, box in enumerate(boxes)}


def width(pdf: bytes, letters: str) -> float:
    found = [place for letter, place in places(pdf).items() if letter in letters]
    return max(end for _, end in found) - min(start for start, _ in found)


def test_the_words_of_a_drawing_are_set_as_words() -> None:
    """Letter by letter, those of Arabic are wider, and the first of a Hebrew word stands at the left."""
    words = "سليم"
    head = f"<html lang=en><title>T</title><style>{FONTS}</style>"
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="40"><title>T</title><text x="9" y="30" {}>{}'
    style = 'font-family="Noto Sans,Noto Sans Arabic,Noto Sans Hebrew" font-size="20" direction="rtl" text-anchor="end"'
    drawn, written = (
        render_pdf(f"{head}{svg.format(style, words)}</text></svg>"),
        render_pdf(f'{head}<p dir="rtl">{words}'),
    )
    hebrew = places(render_pdf(f"{head}{svg.format(style, 'אבגד')}</text></svg>").data)

    assert width(drawn.data, words) == pytest.approx(width(written.data, words), abs=0.5)
    assert [hebrew[letter][0] for letter in "אבגד"] == sorted((hebrew[letter][0] for letter in "אבגד"), reverse=True)


def test_labels_of_drawings_run_their_own_way_from_the_same_edge() -> None:
    [drawn] = timeline([Bar("إخلاء الساحة", "14 April 2024", "2024-04-14", "2024-04-14")], "Acts")
    assert re.search(r'<text x="2.0" y="[0-9.]+" text-anchor="end" direction="rtl"', drawn)

    [tied] = network("سليم", [Node("Clearing", "E1.1")], [Tie("Clearing", "سليم", "named as acting")], "Who")
    assert tied.count('direction="rtl"') == 1


@pytest.mark.parametrize("words", ["https://example.org/" + "a-long-path/" * 9, "الشرطة والجيش", "a **strong** word"])
def test_whatever_the_words_of_a_link_the_document_conforms(words: str, tmp_path: Path) -> None:
    """Every part of a link with a tag of its own would be a link that no screen reader is told of."""
    text = f"See [{words}](https://example.org/x)."
    prose = rich(VisiblePassage("summary", "summary/1", text, (), False, 0, Place("people.yml", 1)), Citations(()))
    file = tmp_path / "link.pdf"

    file.write_bytes(render_pdf(f"<html lang=en><title>T</title><style>{FONTS}</style><h1>T</h1><p>{prose}").data)

    assert "<a href" in prose
    assert strict_failures(file) == []
