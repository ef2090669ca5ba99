"""The order of words on PDF pages: columns, tables, turned pages. True sentences are found, false ones never."""

from __future__ import annotations

import io
import random
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dossier.text.anchor import Status, anchor, words_quoted
from dossier.text.extract import Extracted, find_boxes, read
from dossier.text.normalise import fold, normalise
from tests.placed import At, Page, placed

PDF = "application/pdf"
COMMON = (
    "harbour council mayor guard order night market police letter village winter school signed closed stood watched "
    "carried ordered never after before under their seven quiet long broken empty heavy public northern office paper"
)
WORDS = COMMON.split()


def text_of(*pages: Page, **more: object) -> Extracted:
    """The text of pages made for a test."""
    return read(placed(*pages, **more), PDF)  # type: ignore[arg-type]


def verifies(found: Extracted, quote: str) -> bool:
    """Whether a quotation verifies in a text."""
    return anchor(normalise(found.text), quote).status.verifies


def column(lines: Sequence[str], x: float, top: float, *, size: float = 11, leading: float = 13.5) -> list[At]:
    """Lines one below the other."""
    return [At(x, top - number * leading, line, size) for number, line in enumerate(lines)]


def width(words: str, size: float = 11) -> float:
    """How wide Helvetica draws words, in points."""
    narrow = {**dict.fromkeys("ijl'|", 0.222), **dict.fromkeys("ft .,:;I!/", 0.278), "r": 0.333}
    wide = {"m": 0.833, "w": 0.722, "M": 0.833, "W": 0.944, **dict.fromkeys("ckxyzsvJ", 0.5)}
    capital = {
        **dict.fromkeys("ABEKPSVXY", 0.667),
        **dict.fromkeys("CDHNRU", 0.722),
        "F": 0.611,
        "T": 0.611,
        "Z": 0.611,
    }
    capital |= {"G": 0.778, "O": 0.778, "Q": 0.778, "L": 0.556}
    known = {**narrow, **wide, **capital}
    return size * sum(known.get(letter, 0.556) for letter in words)


def broken(words: Sequence[str], most: float, size: float = 11) -> list[str]:
    """Words in lines at most so wide."""
    lines = [words[0]]
    for word in words[1:]:
        if width(f"{lines[-1]} {word}", size) <= most:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def sentences(chance: random.Random, count: int, *, most: int = 16) -> list[str]:
    """Sentences of common words, of which no two have four words in a row in common."""
    made = []
    for _ in range(count):
        words = [chance.choice(WORDS) for _ in range(chance.randrange(8, most))]
        made.append(" ".join(words).capitalize() + ".")
    return made


class TwoColumns:
    """Two columns of sentences, drawn row by row or column by column."""

    def __init__(self, seed: int, *, gutter: float, by_rows: bool, offset: float = 0.0) -> None:
        chance = random.Random(seed)
        self.left, self.right = sentences(chance, 4), sentences(chance, 4)
        span = 200.0
        left = broken(" ".join(self.left).split(), span)
        right = broken(" ".join(self.right).split(), span)
        self.rows = list(zip(left, right, strict=False))
        # lines of the left column reach its edge, or the gutter would be wider than it is said to be
        edge = 60 + max(width(line) for line in left)
        one, other = column(left, 60, 700), column(right, edge + gutter, 700 + offset)
        if by_rows:
            words = [each for pair in zip(one, other, strict=False) for each in pair]
            words += one[len(other) :] + other[len(one) :]
        else:
            words = one + other
        self.words = words


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.floats(9, 60), st.booleans(), st.sampled_from([0.0, 0.0, 5.0]))
def test_columns_are_read_one_after_the_other(seed: int, gutter: float, by_rows: bool, offset: float) -> None:
    made = TwoColumns(seed, gutter=gutter, by_rows=by_rows, offset=offset)
    found = text_of(Page(made.words))
    for sentence in (*made.left, *made.right):
        assert verifies(found, sentence), (sentence, found.text)
    said = f" {' '.join(made.left)} | {' '.join(made.right)} "
    for left, right in made.rows:
        false = f"{' '.join(left.split()[-4:])} {' '.join(right.split()[:4])}"
        assert f" {false} " in said or not verifies(found, false), (false, found.text)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([90, 180, 270]), st.booleans())
def test_a_turned_page_reads_as_it_does_upright(seed: int, turn: int, by_rotate: bool) -> None:
    made = TwoColumns(seed, gutter=24, by_rows=True)
    digits = [
        *made.words,
        At(60, 400, "The order no. A2017 of 11 June 2011 is law."),
        At(280, 330, "x2"),
        At(60, 300, "m"),
    ]
    upright = text_of(Page(digits, size=(842, 842)))
    turned = text_of(Page(digits, turn=turn, rotate=turn if by_rotate else 0, size=(842, 842)))
    assert turned.text == upright.text
    assert verifies(turned, "The order no. A2017 of 11 June 2011 is law.")


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[list[str]], list[float], bool, float]:
    """Cells, the gaps behind their columns in points, whether it is drawn by columns, and how far rows are apart."""
    columns = draw(st.integers(2, 5))
    rows = draw(st.integers(4, 9))
    number = st.integers(0, 999).map(str) | st.sampled_from(["000", "7", "12", "345"])
    name = st.sampled_from(["Velta", "Portamar", "Mira Sollan", "Chief Halvik", "Mayor Orsel", "Old Town"])
    kinds = [draw(st.booleans()) for _ in range(columns)]
    cells = [[draw(number if kind else name) for kind in kinds] for _ in range(rows)]
    gaps = [draw(st.floats(8, 60)) for _ in range(columns)]
    return cells, gaps, draw(st.booleans()), draw(st.floats(14, 24))


@settings(max_examples=60, deadline=None)
@given(tables(), st.booleans())
def test_no_quotation_goes_from_cell_to_cell_without_showing_it(
    table: tuple[list[list[str]], list[float], bool, float], ruled: bool
) -> None:
    cells, gaps, by_columns, leading = table
    if ruled:
        gaps = [4.0 for _ in gaps]
    wide = [max(width(row[at]) for row in cells) for at in range(len(gaps))]
    left = [60 + sum(wide[:at]) + sum(gaps[:at]) for at in range(len(gaps) + 1)]
    words = [At(left[at], 700 - row * leading, cell) for row, line in enumerate(cells) for at, cell in enumerate(line)]
    if by_columns:
        words.sort(key=lambda word: (word.x, -word.y))
    lines = []
    if ruled:
        top, bottom = 700 + leading - 3, 700 - (len(cells) - 1) * leading - 3
        lines = [(x - 2, bottom, x - 2, top) for x in left]
        lines += [
            (left[0] - 2, top - row * leading, left[-1] - 2, top - row * leading) for row in range(len(cells) + 1)
        ]
    found = text_of(Page([At(60, 760, "The table says it all."), *words], lines))
    rows = [" | ".join(row) for row in cells]
    for row, line in zip(cells, rows, strict=True):
        if rows.count(line) == 1 and sum(line in other for other in rows) == 1:
            assert verifies(found, line), (line, found.text)
        assert not verifies(found, " ".join(row)), (row, found.text)
        for one, other in pairwise(row):
            assert not verifies(found, f"{one} {other}"), (one, other, found.text)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6))
def test_one_column_is_byte_for_byte_what_pdfium_gives(seed: int) -> None:
    chance = random.Random(seed)
    lines = broken(" ".join(sentences(chance, 8)).split(), 300)
    data = placed(Page(column(lines, 70, 700)))
    with pypdfium2.PdfDocument(data) as document:
        raw = document[0].get_textpage().get_text_range()
    assert read(data, PDF).text == raw.replace("\r\n", "\n") + "\n"


PLACE = st.floats(-20, 620).map(lambda place: round(place, 1))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.builds(
            At,
            PLACE,
            PLACE,
            st.sampled_from([*WORDS, "7", "000", "A", "1.", "(a)", "the order of"]),
            st.sampled_from([6.0, 11.0, 11.0, 30.0]),
            st.sampled_from([0, 0, 0, 90, 180]),
        ),
        min_size=1,
        max_size=40,
    ),
    st.lists(st.tuples(PLACE, PLACE, PLACE, st.booleans()), max_size=12),
)
def test_no_word_is_lost_wherever_it_stands(words: list[At], rules: list[tuple[float, float, float, bool]]) -> None:
    lines = [(x, y, x, end) if upright else (x, y, end, y) for x, y, end, upright in rules]
    data = placed(Page(words, lines))
    found = read(data, PDF)
    with pypdfium2.PdfDocument(data) as document:
        drawn = document[0].get_textpage().get_text_range()
    if len({(round(word.x / 3), round(word.y / 3)) for word in words}) == len(words):  # none is printed over another
        said = found.text.replace("page head", "").replace("page foot", "")
        raised = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉", "01234567890123456789")
        letters = (filter(str.isalnum, text.translate(raised)) for text in (said, drawn))
        assert Counter(next(letters)) == Counter(next(letters))
    find_boxes(data, PDF, None, found.text, found.pages, [(0, len(found.text))])


@pytest.mark.parametrize(("shift", "size"), [(4.5, 7), (-3, 7), (3, 8)])
@pytest.mark.parametrize("late", [True, False])
def test_raised_and_lowered_words_stand_where_they_are_read(shift: float, size: float, late: bool) -> None:
    begin, end = "On the 18", " of May the guards entered the village of Velta."
    mark = At(60 + width(begin), 700 + shift, "th", size)
    after = At(60 + width(begin) + width("th", size), 700, end)
    words = [At(60, 700, begin), after, mark] if late else [At(60, 700, begin), mark, after]
    found = text_of(Page(words))
    assert verifies(found, "On the 18th of May the guards entered the village of Velta.")
    assert not verifies(found, "On the 18 of May the guards entered")


@pytest.mark.parametrize("late", [True, False])
def test_a_raised_digit_makes_no_other_number(late: bool) -> None:
    begin, end = "The police held 12", " people for a night."
    mark = At(60 + width(begin), 704.5, "1", 7)
    after = At(60 + width(begin) + 5, 700, end)
    found = text_of(Page([At(60, 700, begin), after, mark] if late else [At(60, 700, begin), mark, after]))
    assert verifies(found, "The police held 12¹ people for a night.")
    for false in ("The police held 12 people", "The police held 121 people"):
        assert not verifies(found, false)


@pytest.mark.parametrize("letter", ["T", "W", "M"])
def test_a_drop_cap_joins_its_word(letter: str) -> None:
    beside = 60 + width(letter, 40) + 3
    lines = ["he harbour council met on Monday", "and closed the pier for the winter"]
    words = [At(60, 676, letter, 40), *column(lines, beside, 700), *column(["of the year that followed it."], 60, 673)]
    found = text_of(Page(words))
    assert verifies(found, f"{letter}he harbour council met on Monday and closed the pier for the winter of the year")
    assert not verifies(found, "he harbour council met")


def test_a_drop_cap_that_is_a_word_joins_none() -> None:
    beside = 60 + width("A", 40) + 3
    lines = ["guard stood at the gate all night", "and another guard at the pier."]
    found = text_of(
        Page([At(60, 676, "A", 40), *column(lines, beside, 700), At(60, 640, "It was a guard of the port.")])
    )
    assert verifies(found, "A guard stood at the gate all night and another guard at the pier.")


@pytest.mark.parametrize("by_word", [True, False])
def test_words_printed_over_themselves_stand_once(by_word: bool) -> None:
    line = "The order of the mayor is void"
    starts = [0, *(at + 1 for at, letter in enumerate(line) if letter == " ")]
    pieces = [(60 + width(line[:at]), line[at:].split(maxsplit=1)[0]) for at in starts] if by_word else [(60.0, line)]
    words = [At(x + shift, 700, piece) for x, piece in pieces for shift in (0, 0.4)]
    found = text_of(Page([*words, At(60, 680, "and was never signed.")]))
    assert verifies(found, f"{line} and was never signed.")


def test_two_texts_beside_each_other_once_are_parted() -> None:
    found = text_of(Page([At(60, 700, "The mayor said"), At(400, 700, "nothing was ordered")]))
    assert verifies(found, "The mayor said | nothing was ordered")
    assert not verifies(found, "The mayor said nothing was ordered")


def test_short_columns_that_do_not_run_on_are_parted_by_a_barrier() -> None:
    left = [
        "The minister said that he",
        "never ordered the police",
        "to clear the square. The",
        "guards acted alone, he",
    ]
    right = [
        "The court found that the",
        "governor ordered guards",
        "to fire at the crowd. Two",
        "men died, it was told.",
    ]
    words = [each for pair in zip(column(left, 60, 700), column(right, 320, 700), strict=True) for each in pair]
    found = text_of(Page(words))
    assert "guards acted alone, he\n‖\nThe court found" in found.text
    for true in ("never ordered the police to clear the square.", "the governor ordered guards to fire at the crowd."):
        assert verifies(found, true)
    for false in ("acted alone, he The court", "acted alone, he ‖ The court", "The minister said that he The court"):
        assert not verifies(found, false)


def test_boxes_are_found_for_a_text_that_an_older_version_made() -> None:
    left, right = ["The minister said that he", "never ordered the police"], ["The court found that the", "guards had"]
    words = [each for pair in zip(column(left, 60, 700), column(right, 320, 700), strict=True) for each in pair]
    data = placed(Page(words))
    older = "The minister said that he The court found that the\nnever ordered the police guards had\n"
    new = read(data, PDF)
    spans = [[(text.index(line), text.index(line) + len(line)) for line in left] for text in (older, new.text)]
    found = [find_boxes(data, PDF, None, text, (0,), own) for text, own in zip((older, new.text), spans, strict=True)]
    assert found[0] == found[1]
    assert all(len(boxes) == 1 for boxes in found[0])


@pytest.mark.parametrize("by_rows", [True, False])
def test_a_table_beside_a_column_of_text_leaves_its_sentences_whole(by_rows: bool) -> None:
    made = sentences(random.Random(3), 6)
    cells = [["Name", "Held"], ["Velta", "12"], ["Orsel", "7"], ["Sollan", "000"]]
    text = column(broken(" ".join(made).split(), 200), 60, 700, leading=16)
    table = [At(300 + at * 60, 700 - row * 16, cell) for row, line in enumerate(cells) for at, cell in enumerate(line)]
    words = [*text, *table]
    found = text_of(Page(sorted(words, key=lambda word: (-word.y, word.x)) if by_rows else words))
    for sentence in made:
        assert verifies(found, sentence), found.text
    assert verifies(found, "Orsel | 7")
    assert not verifies(found, "Orsel 7")


def test_words_drawn_above_others_at_a_later_time_are_not_read_on() -> None:
    found = text_of(Page([At(60, 740, "Detained"), At(60, 700, "Released"), At(150, 740, "more of it")]))
    assert not verifies(found, "Released more of it")


@pytest.mark.parametrize("gutter", [8, 12, 20])
def test_two_short_columns_beside_each_other_are_no_sentence(gutter: float) -> None:
    left, right = ["the council said that", "nothing was ordered by"], ["guards had closed the", "mayor in the winter"]
    edge = 60 + max(map(width, left)) + gutter
    words = [each for pair in zip(column(left, 60, 700), column(right, edge, 700), strict=True) for each in pair]
    found = text_of(Page([At(60, 760, "Of the year that was"), *words]))
    assert not verifies(found, "said that guards had")
    assert not verifies(found, "ordered by mayor in")
    assert verifies(found, "the council said that nothing was ordered by")


def test_a_recognised_line_that_is_not_level_keeps_its_order() -> None:
    """Programs that recognise letters place each word by itself, at slightly different heights."""
    words = []
    for row, line in enumerate(
        ["If this message persists and you", "would like to contact support", "write to us in the winter"]
    ):
        x = 60.0
        for number, word in enumerate(line.split()):
            words.append(At(round(x, 1), 700 - row * 20 + (0.0, 0.9, 0.3, 1.1)[number % 4], word))
            x += width(word) + (3.5, 7.5, 5.0)[number % 3]
    found = text_of(Page(words))
    assert verifies(found, "If this message persists and you would like to contact support write to us in the winter")


def test_line_numbers_do_not_break_the_text_beside_them() -> None:
    chance = random.Random(5)
    made = sentences(chance, 6)
    lines = broken(" ".join(made).split(), 330)
    numbers = [At(50, 700 - number * 20, str(number + 1)) for number in range(len(lines))]
    text = column(lines, 90, 700, leading=20)
    found = text_of(Page([each for pair in zip(numbers, text, strict=True) for each in pair]))
    for sentence in made:
        assert verifies(found, sentence), found.text


def test_labels_stand_before_the_text_beside_them() -> None:
    words = []
    made = sentences(random.Random(6), 8)
    lines = broken(" ".join(made).split(), 300)
    for number, line in enumerate(lines):
        if number % 3 == 0:
            words.append(At(60, 700 - number * 14, f"Article {number}"))
        words.append(At(150, 700 - number * 14, line))
    found = text_of(Page(words))
    assert f"| Article 0 | {lines[0]}" in found.text
    assert not verifies(found, f"Article 0 {lines[0]}")
    assert verifies(found, f"{lines[0]} {lines[1]} {lines[2]}")


def test_a_word_between_ruling_lines_is_a_cell_however_near_the_next() -> None:
    words = [At(60, 700, "7"), At(68.5, 700, "000"), At(90, 700, "Mayor Sollan"), At(60, 680, "3"), At(68.5, 680, "4")]
    words.append(At(90, 680, "Chief Halvik"))
    lines = [(x, 674, x, 714) for x in (57, 67.3, 88, 170)] + [(57, y, 170, y) for y in (674, 694, 714)]
    found = text_of(Page(words, lines))
    assert verifies(found, "7 | 000 | Mayor Sollan")
    assert not verifies(found, "7 000 Mayor Sollan")
    assert not verifies(found, "7000")


def test_rows_that_no_rule_parts_make_no_numbers_of_two() -> None:
    """A table with upright rules only: all its rows stand in one band."""
    rows = [["Velta", "7", "1"], ["Orsel", "000", "2"], ["Sollan", "12", "3"]]
    places = (60, 140, 200)
    words = [At(places[at], 700 - row * 14, cell) for row, line in enumerate(rows) for at, cell in enumerate(line)]
    lines = [(x, 660, x, 714) for x in (55, 130, 190, 240)] + [(55, y, 240, y) for y in (660, 714)]
    for more in ([], [At(200, 664, "6")]):
        found = text_of(Page([*words, *more], lines))
        assert verifies(found, "Velta | 7 | 1"), found.text
        assert not verifies(found, "7 000")
        assert not verifies(found, "Velta Orsel")


def test_a_frame_around_a_text_makes_no_table() -> None:
    lines = ["The order of the mayor", "was never signed, he said."]
    frame = [(50, 600, 50, 720), (400, 600, 400, 720), (50, 600, 400, 600), (50, 720, 400, 720)]
    found = text_of(Page(column(lines, 60, 700), frame))
    assert found.text == "The order of the mayor\nwas never signed, he said.\n"


# ------------------------------------------------------------------------------------------------ by WeasyPrint


def printed(body: str, style: str = "", **page: str) -> Extracted:
    """The text of a page that WeasyPrint sets."""
    import weasyprint

    own = "@page { size: A4; margin: 2cm } body { font-family: 'Noto Sans'; font-size: 11pt } "
    return read(weasyprint.HTML(string=f"<style>{own}{style}</style>{body}").write_pdf(), PDF)


@settings(max_examples=12, deadline=None)
@given(
    st.integers(0, 10**6),
    st.sampled_from(["0.8em", "1.5em", "3em"]),
    st.sampled_from(["left", "justify"]),
    st.integers(2, 3),
)
def test_columns_set_by_a_browser_engine_are_read_through(seed: int, gap: str, align: str, columns: int) -> None:
    made = sentences(random.Random(seed), 14)
    style = f"div {{ columns: {columns}; column-gap: {gap}; text-align: {align}; hyphens: auto }}"
    half = [f"<p>{' '.join(part)}</p>" for part in (made[:7], made[7:])]
    found = printed(f"<h1>Harbour news</h1><div lang=en>{''.join(half)}</div><p>The end of it.", style)
    missing = [sentence for sentence in made if not verifies(found, sentence)]
    assert not missing, (missing, found.text)


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10**6), st.booleans(), st.sampled_from(["top", "middle", "bottom"]), st.sampled_from([2, 8]))
def test_cells_of_several_lines_are_whole(seed: int, bordered: bool, align: str, padding: int) -> None:
    chance = random.Random(seed)
    rows = [[f"{chance.choice(WORDS)} {number}", *sentences(chance, 2)] for number in range(4)]
    border, padding = ("1px solid", padding) if bordered else ("none", 8)
    own = f"border: {border}; vertical-align: {align}; padding: {padding}pt"
    style = f"table {{ border-collapse: collapse }} td {{ {own} }}"
    cells = "".join(f"<tr>{''.join(f'<td>{cell}' for cell in row)}" for row in rows)
    found = printed(f"<p>Before it.</p><table>{cells}</table><p>After it.", style)
    if bordered:
        for row in rows:
            assert verifies(found, " | ".join(row)), found.text
    for one in rows:
        for cell, beside in pairwise(one):
            false = f"{' '.join(cell.split()[-2:])} {' '.join(beside.split()[:3])}"
            assert not verifies(found, false), (false, found.text)


# ------------------------------------------------------------------------------------------------ right to left


def test_columns_written_from_right_to_left_begin_on_the_right() -> None:
    one = "أمر الوزير الشرطة بإخلاء ساحة الميناء في الصباح ثم عاد إلى مكتبه في المدينة القديمة ولم يقل شيئا"
    other = "قال الحاكم إن الحراس عملوا وحدهم في تلك الليلة وإن أحدا لم يأمرهم بذلك قبل وصولهم إلى المكان"
    style = "td { width: 7cm; padding: 0 12pt; vertical-align: top } body { font-family: 'Noto Sans Arabic' }"
    found = printed(f"<div dir=rtl lang=ar><table><tr><td>{one}<td>{other}</table></div>", style)
    for words in (one, other):
        assert verifies(found, words), found.text
    first, second = one.split(), other.split()
    assert not verifies(found, f"{' '.join(first[:4])} {' '.join(second[:4])}")
    assert found.text.index(first[1]) < found.text.index(second[1])


# ------------------------------------------------------------------------------------------------ forms and notes


def test_answers_in_a_form_stand_behind_their_questions_and_are_marked() -> None:
    words = [At(60, 740, "Name of the person:"), At(60, 700, "Who ordered it:"), At(60, 660, "End of the form.")]
    fields = [(0, "Dana Orsel", (230, 736, 420, 754)), (0, "Colonel Ilan Torvek", (230, 696, 420, 714))]
    data = placed(Page(words), fields=fields)
    found = read(data, PDF)
    assert found.text == (
        "Name of the person: [form answer: Dana Orsel]\nWho ordered it: [form answer: Colonel Ilan Torvek]\n"
        "End of the form.\n"
    )
    at = found.text.index("Colonel")
    ((box,),) = find_boxes(data, PDF, None, found.text, found.pages, [(at, at + len("Colonel Ilan Torvek"))])
    assert (box.left, box.right) == (230, 420)


def test_a_box_that_is_ticked_says_so_beside_its_label() -> None:
    data = placed(Page([At(60, 740, "Detained"), At(60, 700, "Released")]))
    with pikepdf.open(io.BytesIO(data)) as document:
        fields = []
        for number, (low, state) in enumerate([(738, "/Yes"), (698, "/Off")]):
            drawn = {name: document.make_stream(b"") for name in ("Yes", "Off")}
            for each in drawn.values():
                each["/Subtype"], each["/BBox"] = pikepdf.Name.Form, pikepdf.Array([0, 0, 12, 12])
            box = pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Btn, T=f"box{number}", F=4,
                V=pikepdf.Name(state), AS=pikepdf.Name(state), Rect=pikepdf.Array([40, low, 52, low + 12]),
                AP=pikepdf.Dictionary(N=pikepdf.Dictionary(**drawn)),
            )  # fmt: skip
            fields.append(document.make_indirect(box))
        document.pages[0].obj["/Annots"] = pikepdf.Array(fields)
        document.Root["/AcroForm"] = pikepdf.Dictionary(Fields=pikepdf.Array(fields))
        buffer = io.BytesIO()
        document.save(buffer)
    assert read(buffer.getvalue(), PDF).text == "[form answer: ticked] Detained\nReleased\n"


@pytest.mark.parametrize("shown", [True, False])
def test_words_typed_onto_a_page_are_read_and_marked(shown: bool) -> None:
    note = {"kind": "/FreeText", "box": (60, 600, 400, 620), "words": "Refused. Colonel Torvek"}
    note |= {"shown": "Refused. Colonel Torvek"} if shown else {}
    found = text_of(Page([At(60, 740, "Letter of the ministry."), At(60, 500, "The end.")], notes=[note]))
    assert found.text == "Letter of the ministry.\n\n[note on the page: Refused. Colonel Torvek]\n\nThe end.\n"


def test_stamps_are_read_and_one_without_words_is_mentioned() -> None:
    stamp = {"kind": "/Stamp", "box": (60, 600, 200, 620), "shown": "SECRET"}
    picture = {"kind": "/Stamp", "box": (300, 600, 400, 620), "shown": ""}
    hidden = {"kind": "/FreeText", "box": (60, 500, 400, 520), "words": "Hidden", "shown": "Hidden", "flags": 2}
    found = text_of(Page([At(60, 740, "Letter of the ministry.")], notes=[stamp, picture, hidden]))
    assert "[note on the page: SECRET]" in found.text
    assert "Hidden" not in found.text
    assert found.notes == ("page 1 has a stamp that is a picture: its words are not in the text",)


# ------------------------------------------------------------------------------------------------ furniture


def book(bodies: Sequence[Sequence[str]], *, drawn_first: bool) -> list[Page]:
    """Pages with a running head and a page number."""
    pages = []
    for number, lines in enumerate(bodies, 1):
        edges = [At(60, 800, "Harbour Bulletin 7/2024"), At(280, 30, f"Page {number}")]
        body = column(lines, 60, 740)
        pages.append(Page([*edges, *body] if drawn_first else [*body, *edges]))
    return pages


@pytest.mark.parametrize("drawn_first", [True, False])
def test_a_sentence_over_a_page_break_is_found_without_running_heads(drawn_first: bool) -> None:
    bodies = [
        ["On 9 May 2024 the director of the port signed", "the order that closed the canteen"],
        ["and had the union office sealed. Then he left", "the port for the whole of the winter and never"],
        ["came back to it, as the guards said later."],
    ]
    data = placed(*book(bodies, drawn_first=drawn_first))
    found = read(data, PDF)
    assert found.text.startswith("[page head] Harbour Bulletin 7/2024\n\nOn 9 May 2024")
    assert "canteen\n[page foot] Page 1\n\f[page head] Harbour Bulletin 7/2024\nand had" in found.text
    quotes = (
        "the director of the port signed the order that closed the canteen and had the union office sealed.",
        "Then he left the port for the whole of the winter and never came back to it, as the guards said later.",
    )
    for quote in quotes:
        at = anchor(normalise(found.text), quote)
        assert at.status.verifies
        (boxes,) = find_boxes(data, PDF, None, found.text, found.pages, [(at.start or 0, at.end or 0)])
        assert len({box.page for box in boxes}) == 2
        assert all(box.top > 60 and box.bottom < 780 for box in boxes)  # neither head nor foot
    text = normalise(found.text)
    at = anchor(text, quotes[0])
    assert fold(words_quoted(text, at.start or 0, at.end or 0)) == quotes[0]
    assert anchor(text, quotes[0], (at.start or 0, at.end or 0)).status is Status.AT_POSITION
    assert verifies(found, "Page 2")
    assert not verifies(found, "Harbour Bulletin 7/2024")  # it stands there three times


def test_a_line_that_stands_once_is_no_running_head() -> None:
    pages = [
        Page(column(["Title of one page", "Words of it"], 60, 740)),
        Page(column(["Other words", "of two"], 60, 740)),
    ]
    assert "[page" not in text_of(*pages).text


# ------------------------------------------------------------------------------------------------ nothing in silence


def test_a_picture_under_a_typed_head_is_mentioned() -> None:
    picture = "q 400 0 0 600 60 100 cm BI /W 2 /H 2 /CS /G /BPC 8 ID \x80\x80\x80\x80 EI Q"
    found = text_of(Page([At(60, 800, "Annex 3 to letter 44/2024")], extra=picture.replace("\x80", "a")))
    assert found.notes == ("page 1 is a picture over 48% of it: the words in the picture are not in the text",)


def test_letters_that_cannot_be_read_are_mentioned() -> None:
    data = placed(Page([At(60, 700, "Words of the order.")]))
    with pikepdf.open(io.BytesIO(data)) as document:
        font = document.pages[0].obj["/Resources"]["/Font"]["/F1"]
        rows = "\n".join(f"<{code:02x}> <{0xE000 + code:04x}>" for code in range(0x20, 0x7F))
        cmap = f"1 begincodespacerange <00> <ff> endcodespacerange {0x7F - 0x20} beginbfchar\n{rows}\nendbfchar"
        font["/ToUnicode"] = document.make_stream(cmap.encode())
        buffer = io.BytesIO()
        document.save(buffer)
    assert "cannot be read" in read(buffer.getvalue(), PDF).notes[0]
