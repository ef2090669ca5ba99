"""Quotations: the five statuses, what of a page may differ and what may not, and the life of a lock file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dossier.text.anchor import MIN_WORDS, Status, anchor, changes, paragraph_around
from dossier.text.extract import Unreadable, extract
from dossier.text.normalise import normalise
from tests.cases import TEXT, assert_told, change, check, line_of, pin, snapshot, write_case

SOURCE, LOCK = "evidence/courier/source.yml", "evidence/courier/source.lock.json"
CAPTURE, STORED = "evidence/courier/capture.txt", "evidence/courier/text.c1.txt"

PAGE = (
    "On 3 May the prefect of Velta refused the march. The prefect said that he was not to blame for the fine of "
    "66,000 talers, paid by Rosa Ondry in 2021.\n\nThe march was refused again. The march was refused again."
)


def status(text: str, quote: str, position: tuple[int, int] | None = None) -> Status:
    return anchor(normalise(text), quote, position).status


def quoted(text: str, quote: str) -> str | None:
    """The words of the text that a quotation was found in."""
    found = anchor(normalise(text), quote)
    return text[found.start : found.end] if found.status.verifies else None


# ---------------------------------------------------------------------------------------------------- the five statuses


def test_only_two_of_the_five_statuses_verify() -> None:
    assert [str(status) for status in Status] == [
        "at-position", "moved", "ambiguous", "drifted", "absent",
    ]  # fmt: skip
    assert [status for status in Status if status.verifies] == [Status.AT_POSITION, Status.MOVED]


def test_at_position() -> None:
    quote = "the prefect of Velta refused the march"
    start = PAGE.index(quote)

    found = anchor(normalise(PAGE), quote, (start, start + len(quote)))

    assert (found.status, found.start, found.end) == (Status.AT_POSITION, start, start + len(quote))


def test_moved() -> None:
    found = anchor(normalise(PAGE), "the prefect of Velta refused the march", (0, 38))

    assert (found.status, found.start, found.end) == (Status.MOVED, 9, 47)


def test_ambiguous_says_where() -> None:
    found = anchor(normalise(PAGE), "The march was refused again.")

    assert found.status is Status.AMBIGUOUS
    assert [PAGE[place : place + 9] for place in found.places] == ["The march", "The march"]
    assert found.start is None


def test_drifted_shows_the_nearest_words() -> None:
    found = anchor(normalise(PAGE), "The prefect said that he was to blame for the fine of 66,000 talers")

    assert found.status is Status.DRIFTED
    assert found.nearest == "The prefect said that he was not to blame for the fine of 66,000 talers,"


def test_absent() -> None:
    assert status(PAGE, "Nothing of this kind was ever said by anybody in the whole page") is Status.ABSENT
    assert status(PAGE, "   ") is Status.ABSENT
    assert status("", "the march") is Status.ABSENT


def test_two_long_sentences_with_the_same_words_are_told_apart_by_position_or_context() -> None:
    sentence = "The court said that the march of the women could not be held."
    text = f"In May. {sentence}\n\nIn June. {sentence}"
    first, second = text.index(sentence), text.rindex(sentence)

    assert status(text, sentence) is Status.AMBIGUOUS
    assert status(text, sentence, (second, second + len(sentence))) is Status.AT_POSITION
    assert status(text, sentence, (3, 9)) is Status.AMBIGUOUS
    assert anchor(normalise(text), sentence, prefix="In June.").start == second
    assert anchor(normalise(text), sentence, suffix="In June.").start == first
    assert not anchor(normalise(text), sentence, prefix="In July.").status.verifies


@pytest.mark.parametrize(
    ("page", "quote", "verifies"),
    [
        ("born there in 2002 343,867 people", "343,867 people", True),
        ("born there in 2002 343,867 people", "born there in 2002", True),
        ("born there in 2002\n343 867 people", "343 867 people", True),
        ("born there in 2002 343 867 people", "867 people", False),
        ("a fine of 66 000 talers", "000 talers", False),
        ("a fine of 66 000 talers", "a fine of 66", False),
        ("a fine of 1 066 000 talers", "066 000 talers", False),
        ("a fine of 1 066 000 talers", "a fine of 1 066", False),
        ("on day 14 343,867 people", "343,867 people", False),  # nobody can say: 14 343,867 may be one number
        ("on 14 April", "April", True),
        ("in 2002 66 fines", "66 fines", True),
    ],
)
def test_a_number_may_be_quoted_beside_another_but_never_a_part_of_one(page: str, quote: str, verifies: bool) -> None:
    for text in (page, f"{page} were counted.", f"It says: {page}"):
        assert status(text, quote).verifies is verifies
        start = text.index(quote)
        assert status(text, quote, (start, start + len(quote))).verifies is verifies


def test_a_long_quotation_that_cuts_a_number_is_shown_with_the_whole_number() -> None:
    quote = "343 people of the city came to the harbour square that night"
    found = anchor(normalise(f"He said that 14 {quote}."), quote)

    assert found.status is Status.DRIFTED
    assert found.nearest == f"14 {quote}."


# ---------------------------------------------------------------------------------------------------- short quotations


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        ("Rosa Ondry", Status.AT_POSITION),
        ("refused", Status.AMBIGUOUS),
        ("Rosa Ondri", Status.ABSENT),
        ("he was to blame", Status.ABSENT),
        ("fine of 660,000 talers", Status.ABSENT),
        ("rosa ondry", Status.ABSENT),
        ("Rosa  Ondry", Status.AT_POSITION),
        ("2021", Status.AT_POSITION),
        ("The march was refused", Status.AMBIGUOUS),
    ],
)
def test_a_quotation_of_fewer_than_eight_words_is_exact_and_unique(quote: str, expected: Status) -> None:
    assert len(quote.split()) < MIN_WORDS
    assert status(PAGE, quote) is expected


def test_a_stored_position_does_not_make_a_short_quotation_unique() -> None:
    start = PAGE.rindex("refused")

    assert status(PAGE, "refused", (start, start + 7)) is Status.AMBIGUOUS


# ----------------------------------------------------------------------------------------------------- what may differ


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("She said that the women’s march is “lawful” today.", "the women's march is \"lawful\" today"),
        ("She said that the women's march is \"lawful\" today.", "the women’s march is “lawful” today"),
        ("Fined 66\u00a0000 talers on 8\u202fMarch by the court.", "Fined 66 000 talers on 8 March by the court."),
        ("The co\u00adope\u00adra\u00adtion of the office ended.", "The cooperation of the office ended."),
        ("The oﬃce was ﬁned by the ﬂeet.", "The office was fined by the fleet."),
        ("The prohi-\nbition of the march.", "The prohibition of the march."),
        ("The prohi\u00ad\nbition of the march.", "The prohibition of the march."),
        ("The  march\nwas\r\n refused.", "The march was refused."),
        ("Cafe\u0301 Ondry\u0301 was closed.", "Café Ondrý was closed."),
        ("Café Ondrý was closed.", "Cafe\u0301 Ondry\u0301 was closed."),
        ("A well\u2010known and non\u2011violent group.", "A well-known and non-violent group."),
        ("The\u200bmarch was re\u2060fused.", "Themarch was refused."),
        ("Акимат отказал\u00a0организаторам.", "Акимат отказал организаторам."),
        ("رفضت البلدية\u00a0المسيرة", "رفضت البلدية المسيرة"),
        ("当局拒绝了妇女游行。", "拒绝了妇女游行"),
    ],
    ids=[
        "curly-in-source", "curly-in-quotation", "no-break-spaces", "soft-hyphens", "ligatures", "hyphen-at-line-end",
        "soft-hyphen-at-line-end", "white-space", "marks-in-source", "marks-in-quotation", "hyphen-signs", "zero-width",
        "Cyrillic", "Arabic", "Chinese-without-spaces",
    ],
)  # fmt: skip
def test_what_typesetting_changes_does_not_break_a_quotation(text: str, quote: str) -> None:
    assert status(text, quote) is Status.AT_POSITION


def test_the_words_found_are_those_of_the_source() -> None:
    assert quoted("x “the women’s\u00a0march” y", '"the women\'s march"') == "“the women’s\u00a0march”"
    assert quoted("a cafe\u0301 b", "café") == "cafe\u0301"
    assert quoted("a prohi-\nbition\u00ad b", "prohibition") == "prohi-\nbition"
    assert quoted("서울 \u1100\u1161\u11a8 시", "각") == "\u1100\u1161\u11a8"


# ------------------------------------------------------------------------------------------------- what may not differ


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Their non-violent work went on.", "violent work went on"),
        ("Their non\u2010violent work went on.", "violent work went on"),
        ("Their non\u00adviolent work went on.", "violent work went on"),
        ("It was unlawful to march.", "lawful to march"),
        ("He was found innocent.", "He was found in"),
        ("Fined 66,000 KZT in May.", "000 KZT in May"),
        ("Fined 66,000 KZT in May.", "6,000 KZT in May"),
        ("Fined 66 000 KZT in May.", "000 KZT in May"),
        ("Fined 66\u00a0000 KZT in May.", "000 KZT in May"),
        ("Fined 66,000 KZT in May.", "Fined 66"),
        ("Fined 66 000 KZT in May.", "Fined 66"),
        ("Fined 66,000 KZT in May.", "Fined 66,0"),
        ("It fell by 1.5 percent.", "5 percent"),
        ("It fell by 1.5 percent.", "It fell by 1"),
        ("At 12:30 they left.", "30 they left"),
        ("Act 5/2020 was read.", "2020 was read"),
        ("Article 4051 applies.", "Article 405"),
        ("It was -5 degrees in May.", "5 degrees in May"),
        ("It was −5 degrees in May.", "5 degrees in May"),
        ("The women's march was held.", "The women"),
        ("The women’s march was held.", "The women"),
        ("Ondry-Vell was fined.", "Ondry"),
        ("Cafe\u0301 Velta closed.", "Cafe"),
        ("The x\u0323 was drawn.", "The x"),
        ("Незаконный марш", "законный марш"),
        ("the_march_form", "march"),
        ("Some 3–5 people were held.", "5 people were held"),
        ("In 2019—2021 he was Akim.", "2021 he was Akim"),
        ("It rose by 5% in May.", "It rose by 5"),
        ("It rose by 5€ in May.", "It rose by 5"),
        ("A fine of $5 in May.", "5 in May"),
        ("It was –5 degrees in May.", "5 degrees in May"),
        ("About 1⁄2 of them left.", "2 of them left"),
        ("She did don´t say so.", "She did don"),
        ("او نمی\u200cخواهد برود", "خواهد برود"),  # "he does not want to go", "he wants to go"
        ("זו אי־אלימות ברורה", "אלימות ברורה"),  # non-violence
        ("ตำรวจจับ ๖๖๐๐๐ คน", "๐๐๐ คน"),
        ("ตำรวจจับ ๖๖,๐๐๐ คน", "๐๐๐ คน"),
        ("警察逮捕了6万6000人。", "6000人"),
        ("警察逮捕了六万六千人。", "六千人"),
        ("اعتقل ٦٦٬٠٠٠ شخص", "٠٠٠ شخص"),
        ("逮捕６６，０００人", "０００人"),
    ],
)
def test_a_cut_inside_a_word_or_number_never_verifies(text: str, quote: str) -> None:
    start = text.replace("’", "'").index(quote) if quote in text.replace("’", "'") else 0
    assert status(text, quote) is Status.ABSENT
    assert status(text, quote, (start, start + len(quote))) is Status.ABSENT


@pytest.mark.parametrize("apart", ["\t", "   ", "\n\n", "\f", "\u00a0\u00a0", "\n  "])
def test_numbers_of_two_cells_or_paragraphs_are_never_one(apart: str) -> None:
    text = f"Of the women held in the city of Velta, by class:{apart}5{apart}100 in all were told."
    joined = "Of the women held in the city of Velta, by class: 5 100 in all were told."
    as_written = text.removesuffix(".")

    for position in (None, (0, len(text))):
        assert status(text, joined, position) is Status.ABSENT
        assert status(text, text, position) is Status.AT_POSITION
    assert status(text, as_written, (0, len(as_written))) is Status.AT_POSITION
    assert status(text.replace(apart, "\u202f"), joined) is Status.AT_POSITION


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("The fine was 66,000 talers, paid by Rosa Ondry in May.",
         "The fine was 660,000 talers, paid by Rosa Ondry in May."),
        ("He was not told of the refusal of the march.", "He was told of the refusal of the march."),
        ("The woman fined that day was Fariza Ozpen of Velta.", "The woman fined that day was Farisa Ospen of Velta."),
        ("The area of the square is 400 m² in all.", "The area of the square is 400 m2 in all."),
        ("They were told on 8 March that it was over.", "They were told on 8 march that it was over."),
        ("He said: we refuse the march, and we mean it.", "He said: we refuse the march and we mean it."),
        ("In the years 2019–2020 there were nine of them.", "In the years 2019-2020 there were nine of them."),
        ("The Аkim of the city refused the women's march.", "The Akim of the city refused the women's march."),
        ("The number was ４２ and then it was over, he said.", "The number was 42 and then it was over, he said."),
        ("Резюме: он не запретил марш женщин в этом году.", "Резюме: он запретил марш женщин в этом году."),
    ],
    ids=[
        "digit", "negation", "name", "superscript", "case", "comma", "dash", "look-alike-letter", "full-width-digits",
        "negation-in-Russian",
    ],
)  # fmt: skip
def test_near_is_not_the_same(text: str, quote: str) -> None:
    assert status(text, quote) is Status.DRIFTED
    assert status(text, quote, (0, len(text))) is Status.DRIFTED


@pytest.mark.parametrize(
    ("passage", "quote", "marks"),
    [
        ("a fine of 66,000 talers", "a fine of 660,000 talers", ("digits",)),
        ("he was not told", "he was told", ("negation",)),
        ("he wasn't told", "he was told", ("negation",)),
        ("ол кінәлі емес деді", "ол кінәлі деді", ("negation",)),
        ("paid by Ozpen", "paid by Ospen", ("name",)),
        ("paid in May 2020", "paid in June 2021", ("digits", "name")),
        ("он не запретил", "он запретил", ("negation",)),
        ("the march was banned", "the march was refused", ()),
    ],
)
def test_a_difference_names_what_changes_the_meaning(passage: str, quote: str, marks: tuple[str, ...]) -> None:
    (change,) = changes(passage, quote)

    assert change.marks == marks
    assert all(mark in str(change) for mark in marks)


def test_a_long_drifted_quotation_in_a_script_of_many_letters_is_told() -> None:
    letters = [chr(0xAC00 + 28 * n) for n in range(399)]
    text = " ".join("".join(letters[n : n + 3]) for n in range(0, 399, 3))

    assert status(text, text.replace(letters[5], "x")) is Status.DRIFTED


def test_a_page_of_one_repeated_word_does_not_stop_the_search() -> None:
    text = "march " * 20_000

    assert status(text, "march") is Status.AMBIGUOUS
    assert status(text, "march of the march of the march of the march") in (Status.ABSENT, Status.DRIFTED)


# --------------------------------------------------------------------------------------------- markup inside sentences


@pytest.mark.parametrize(
    ("markdown", "quote"),
    [
        ("They [were fined](#) for *burning* a wreath.", "They were fined for burning a wreath."),
        ("They **were** fined _in **May**_ 2020.", "They were fined in May 2020."),
        ("See [8March](https://example.org/a_b \"title\") in Velta.", "See 8March in Velta."),
        ("One line\nand the *next\none* too.", "One line and the next one too."),
        ("A `code` word and a \\*star\\*.", "A code word and a *star*."),
        ("# Head *line*\n\nText.", "Head line"),
        ("> She [said](#) *no*.", "She said no."),
        ("3. Cease *targeting* women;\n4. Guarantee", "Cease targeting women;"),
        ("An image ![of the march](x.png) here.", "An image of the march here."),
        ("[1]: a footnote that looks like a definition", "[1]: a footnote that looks like a definition"),
        ("Fined 66,000 &amp; more <b>today</b>.", "Fined 66,000 &amp; more <b>today</b>."),
    ],
    ids=[
        "link-and-emphasis", "nested", "link-with-title", "over-lines", "code-and-escape", "heading", "block-quotation",
        "list-item", "image", "definition", "entities-and-html",
    ],
)  # fmt: skip
def test_markdown_markup_inside_a_sentence_does_not_break_a_quotation(markdown: str, quote: str) -> None:
    text = extract(markdown.encode(), "text/markdown")

    assert status(text, quote) is Status.AT_POSITION


def test_list_numbers_of_markdown_stay() -> None:
    assert extract(b"3. Cease;\n4. Guarantee.\n", "text/markdown") == "3. Cease;\n\n4. Guarantee.\n"


@pytest.mark.parametrize(
    ("html", "quote"),
    [
        ("<p>They <a href='#'>were fined</a> for <em>burning</em> it.</p>", "They were fined for burning it."),
        ("<p>66&nbsp;000 talers &amp; costs</p>", "66 000 talers & costs"),
        ("<p>Акимат <b>отказал</b></p>", "Акимат отказал"),
    ],
)
def test_html_markup_inside_a_sentence_does_not_break_a_quotation(html: str, quote: str) -> None:
    assert status(extract(html.encode(), "text/html"), quote) is Status.AT_POSITION


@pytest.mark.parametrize("data", [b"", b" \n", b"\xff\xfe\xff", b"a\x00b", b"caf\xe9"])
@pytest.mark.parametrize("media_type", ["text/plain", "text/markdown", "text/html"])
def test_bytes_without_text_are_unreadable(data: bytes, media_type: str) -> None:
    with pytest.raises(Unreadable):
        extract(data, media_type)


def test_the_paragraph_of_a_quotation_ends_at_blank_lines() -> None:
    start = PAGE.index("The march was")

    assert paragraph_around(PAGE, start, start + 9) == (start, len(PAGE))
    assert paragraph_around(PAGE, 3, 5) == (0, start - 2)


# --------------------------------------------------------------------------------------------- the life of a lock file


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return write_case(tmp_path / "case")


@pytest.fixture
def pinned(case: Path) -> Path:
    assert pin(case).code == 0
    return case


def lock(case: Path) -> dict[str, dict[str, dict[str, object]]]:
    return json.loads((case / LOCK).read_bytes())  # type: ignore[no-any-return]


def numbers(case: Path) -> dict[str, object]:
    return {name: row["number"] for name, row in lock(case)["excerpts"].items()}


def test_what_nobody_pinned_is_a_warning(case: Path) -> None:
    result = check(case)

    assert result.code == 0
    assert result.codes() == {"capture-unpinned", "excerpt-unpinned"}
    assert len(result.problems) == 6
    assert check(case, "--strict").code == 1


def test_pin_writes_positions_that_are_those_of_the_words(case: Path) -> None:
    result = pin(case)

    assert result.code == 0
    assert "5 excerpts pinned" in result.out
    stored = (case / STORED).read_text()
    assert stored == TEXT
    row = lock(case)["excerpts"]["order"]
    assert stored[row["start"] : row["end"]] == (  # type: ignore[misc]
        "On 14 April 2024 the Interior Minister of Veltania, Oren Halvik, ordered the police to clear Harbour Square."
    )
    assert str(row["suffix"]).startswith(" His deputy, Mira Tossen")
    assert str(row["prefix"]).endswith("Harbour Square is cleared\n\n")
    assert numbers(case) == {"masthead": 1, "order": 2, "deputy": 3, "beating": 4, "reply": 5}
    assert check(case, "--strict").problems == []


def test_pin_twice_writes_nothing_the_second_time(pinned: Path) -> None:
    before = snapshot(pinned)
    times = {path: path.stat().st_mtime_ns for path in pinned.rglob("*")}

    result = pin(pinned)

    assert "nothing new" in result.out
    assert snapshot(pinned) == before
    assert {path: path.stat().st_mtime_ns for path in pinned.rglob("*")} == times


def test_the_lock_file_is_the_same_in_another_place(tmp_path: Path) -> None:
    one, two = write_case(tmp_path / "one"), write_case(tmp_path / "other/two")
    pin(one)
    pin(two)

    assert (one / LOCK).read_bytes() == (two / LOCK).read_bytes()


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("fined 66,000 talers", "fined 660,000 talers", "quotation-drifted"),
        ("nobody was to be harmed by his officers", "somebody", "quotation-absent"),
        (
            "The minister told the Courier that nobody was to be harmed by his officers.",
            "officers",
            "quotation-ambiguous",
        ),
    ],
)
def test_pin_writes_nothing_while_one_quotation_fails(case: Path, old: str, new: str, code: str) -> None:
    change(case, SOURCE, old, new)
    before = snapshot(case)

    assert_told(pin(case), code, SOURCE)
    assert snapshot(case) == before


def test_a_drifted_quotation_calls_out_what_changed(pinned: Path) -> None:
    change(pinned, SOURCE, "fined 66,000 talers", "fined 660,000 talers")
    assert "'66,000', quotation '660,000' (digits)" in assert_told(check(pinned), "quotation-drifted", SOURCE).text

    change(pinned, SOURCE, "that nobody was to be harmed", "that nobody was not to be harmed")
    assert (
        "courier/reply is not what capture.txt says: source 'nothing', quotation 'not' (negation)" in check(pinned).out
    )

    change(pinned, SOURCE, "Oren Halvik, ordered", "Oren Halwik, ordered")
    assert (
        "courier/order is not what capture.txt says: source 'Halvik,', quotation 'Halwik,' (name)" in check(pinned).out
    )


def test_an_ambiguous_quotation_says_how_often_and_where(pinned: Path) -> None:
    change(pinned, SOURCE, "The minister told the Courier that nobody was to be harmed by his officers.", "the Courier")
    (pinned / CAPTURE).write_text(TEXT + "\nSo says the Courier.\n")
    (pinned / LOCK).unlink()

    assert "stands 2 times in capture.txt (lines 7, 9" in assert_told(check(pinned), "quotation-ambiguous", SOURCE).text


def test_a_quotation_cut_out_of_longer_words_says_so(pinned: Path) -> None:
    change(pinned, SOURCE, "The Velta Courier, 3 May 2024", "elta Courier, 3 May")

    assert "cut out of longer words" in assert_told(check(pinned), "quotation-absent", SOURCE).text


def test_a_short_absent_quotation_says_that_it_must_be_exact(pinned: Path) -> None:
    change(pinned, SOURCE, "The Velta Courier, 3 May 2024", "The Velta Herald")

    problem = assert_told(check(pinned), "quotation-absent", SOURCE, line_of(pinned, SOURCE, "  masthead"))
    assert "fewer than eight words" in problem.text


def test_a_quotation_that_moved_is_a_warning_until_it_is_pinned_again(pinned: Path) -> None:
    row = lock(pinned)
    row["excerpts"]["order"] |= {"start": 3, "end": 9}
    (pinned / LOCK).write_text(json.dumps(row))

    result = check(pinned)
    assert [(problem.severity, problem.code) for problem in result.problems] == [("warning", "quotation-moved")]
    assert check(pinned, "--strict").code == 1

    assert pin(pinned).code == 0
    assert check(pinned, "--strict").code == 0
    assert lock(pinned)["excerpts"]["order"]["start"] == TEXT.index("On 14 April")


def test_a_changed_capture_is_refused_by_check_and_by_pin(pinned: Path) -> None:
    change(pinned, CAPTURE, "66,000", "66,001")
    before = snapshot(pinned)

    for result in (check(pinned), pin(pinned)):
        problem = assert_told(result, "capture-changed", SOURCE, line_of(pinned, SOURCE, "  file: capture.txt"))
        assert "capture.txt has the SHA-256" in problem.text
        assert "further capture" in problem.text
    assert snapshot(pinned) == before


def test_even_one_line_break_more_is_a_changed_capture(pinned: Path) -> None:
    (pinned / CAPTURE).write_text(TEXT + "\n")

    assert_told(check(pinned), "capture-changed", SOURCE)


def test_changed_bytes_come_in_as_a_further_capture(pinned: Path) -> None:
    (pinned / "evidence/courier/capture-2.txt").write_text("Corrected. " + TEXT.replace("66,000", "66,500"))
    text = (pinned / SOURCE).read_text()
    start, end = text.index("capture:"), text.index("assessment:")
    captures = (
        "captures:\n  c1: {file: capture.txt, captured_at: not-known, method: supplied}\n"
        "  c2: {file: capture-2.txt, captured_at: 2024-06-01, method: supplied}\n"
    )
    (pinned / SOURCE).write_text(text[:start] + captures + text[end:])

    result = check(pinned)
    assert result.code == 0
    assert result.codes() == {"capture-unpinned", "newest-capture-differs"}
    before = numbers(pinned)
    assert pin(pinned).code == 0
    # what was pinned in the first capture stays there
    assert {row["capture"] for row in lock(pinned)["excerpts"].values()} == {"c1"}
    assert numbers(pinned) == before
    after = check(pinned)
    assert (after.code, after.codes()) == (0, {"newest-capture-differs"})


def test_a_pinned_capture_that_is_gone_does_not_take_its_quotations_along(pinned: Path) -> None:
    text = (pinned / SOURCE).read_text()
    (pinned / SOURCE).write_text(text.replace("capture:\n  file", "captures:\n c9:\n  file"))

    result = check(pinned)

    assert "5 of 5 quotations verified" in result.out
    assert result.codes() == {"capture-unpinned", "excerpt-unpinned"}


def test_an_altered_stored_text_is_told(pinned: Path) -> None:
    change(pinned, STORED, "No officer was charged", "Every officer was charged")
    before = snapshot(pinned)

    for result in (check(pinned), pin(pinned)):
        assert_told(result, "text-changed", SOURCE, line_of(pinned, SOURCE, "  file: capture.txt"))
    assert snapshot(pinned) == before


def test_a_deleted_stored_text_is_written_again_by_pin(pinned: Path) -> None:
    (pinned / STORED).unlink()

    result = check(pinned)
    assert result.code == 0
    assert result.codes() == {"capture-unpinned"}
    assert pin(pinned).code == 0
    assert (pinned / STORED).read_text() == TEXT
    assert check(pinned, "--strict").code == 0


def test_a_stored_text_and_lock_forged_together_are_told_by_a_full_check(pinned: Path) -> None:
    import hashlib

    forged = TEXT.replace("No officer was charged.", "Every officer was charged.")
    (pinned / STORED).write_text(forged)
    row = lock(pinned)
    row["captures"]["c1"]["text_sha256"] = hashlib.sha256(forged.encode()).hexdigest()
    (pinned / LOCK).write_text(json.dumps(row))

    assert_told(check(pinned, "--full"), "text-changed", SOURCE)
    assert_told(pin(pinned), "text-changed", SOURCE)


def test_another_media_type_is_read_anew(pinned: Path) -> None:
    change(pinned, SOURCE, "  method: supplied", "  method: supplied\n  media_type: text/markdown")

    assert check(pinned).codes() == {"capture-unpinned"}
    assert pin(pinned).code == 0
    assert lock(pinned)["captures"]["c1"]["extractor"] == "markdown/1"
    assert check(pinned, "--strict", "--full").code == 0


def test_a_number_is_never_given_twice(pinned: Path) -> None:
    change(pinned, SOURCE, "  reply: The minister told the Courier that nobody was to be harmed by his officers.\n", "")
    change(pinned, "entities/people.yml", "[@courier/reply]", "[@courier/order]")
    assert pin(pinned).code == 0
    assert numbers(pinned) == {"masthead": 1, "order": 2, "deputy": 3, "beating": 4}

    change(pinned, SOURCE, "  masthead:", "  charge: No officer was charged.\n  masthead:")
    assert pin(pinned).code == 0
    assert numbers(pinned) == {"masthead": 1, "order": 2, "deputy": 3, "beating": 4, "charge": 6}


def test_other_words_under_the_same_id_get_another_number(pinned: Path) -> None:
    change(
        pinned,
        SOURCE,
        "reply: The minister told the Courier that nobody was to be harmed by his officers.",
        "reply: No officer was charged.",
    )

    assert check(pinned).codes() >= {"excerpt-unpinned"}
    pin(pinned)
    assert numbers(pinned) == {"masthead": 1, "order": 2, "deputy": 3, "beating": 4, "reply": 6}


def test_the_same_words_written_otherwise_keep_their_number(pinned: Path) -> None:
    change(pinned, SOURCE, "On 14 April 2024 the Interior Minister", "On 14 April 2024\n    the Interior Minister")
    change(pinned, SOURCE, "reply: The minister told", "reply: >-\n    The minister\u00a0told")

    before = numbers(pinned)
    assert pin(pinned).code == 0
    assert numbers(pinned) == before
    assert check(pinned, "--strict").code == 0


def test_a_capture_that_vanished_is_told(pinned: Path) -> None:
    (pinned / CAPTURE).unlink()

    for result in (check(pinned), pin(pinned)):
        assert_told(result, "file-unreadable", SOURCE, line_of(pinned, SOURCE, "  file: capture.txt"))
