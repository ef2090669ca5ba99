"""`dossier excerpt`: what is quoted is written as a person would write it, and nothing else in the file is touched."""

from __future__ import annotations

import io
import json
import signal
import sys
from pathlib import Path
from typing import Any

import pytest

from dossier.case.model import Source
from dossier.case.yaml import plain, read_one
from dossier.evidence import collecting
from dossier.intake import excerpting
from dossier.problems import Problems
from dossier.text.sentences import begins_sentence, ends_sentence
from tests import makers
from tests.cases import WITHHELD, Result, assert_told, change, check, dossier, line_of, pin, run, snapshot, write_case

FILE = "evidence/courier/source.yml"
LOCK = "evidence/courier/source.lock.json"
UNTOLD = "No officer was charged."


@pytest.fixture
def case(tmp_path: Path) -> Path:
    root = write_case(tmp_path)
    assert pin(root).code == 0
    return root


def excerpt(root: Path, *args: str, source: str = "courier") -> Result:
    return dossier(root, "excerpt", source, *args)


def answer(root: Path, *args: str, source: str = "courier") -> dict[str, object]:
    result = excerpt(root, *args, "--format", "json", source=source)
    found: dict[str, object] = json.loads(result.out)
    assert found["ok"] is (result.code == 0)
    return found


def say(root: Path, words: str) -> None:
    """Add words to the source, which is pinned anew."""
    capture = root / "evidence/courier/capture.txt"
    capture.write_text(capture.read_text() + f"\n{words}\n", encoding="utf-8")
    for path in (root / "evidence/courier").glob("*.c1.*"):
        path.unlink()
    (root / LOCK).unlink()
    assert pin(root).code == 0


def excerpts(root: Path) -> dict[str, object]:
    problems = Problems()
    table = read_one(root / FILE, FILE, problems)
    assert table
    assert not problems
    found = plain(table)
    assert isinstance(found, dict)
    rows: dict[str, object] = found["excerpts"]
    return rows


# ------------------------------------------------------------------------------------------------------ what is written


def test_a_quotation_is_written_pinned_and_verified(case: Path) -> None:
    result = excerpt(case, UNTOLD)

    assert result.code == 0
    assert result.problems == []
    assert f"▐{UNTOLD}▌" in result.out
    assert "The minister told the Courier" in result.out, "the whole paragraph is shown"
    assert "courier/no-officer-charged (E1.6): written." in result.out
    assert excerpts(case)["no-officer-charged"] == UNTOLD
    pinned = json.loads((case / LOCK).read_text())["excerpts"]["no-officer-charged"]
    text = (case / "evidence/courier/text.c1.txt").read_text()
    assert pinned["number"] == 6
    assert text[pinned["start"] : pinned["end"]] == UNTOLD
    assert check(case, "--strict").problems == check(case).problems
    assert "excerpt-unpinned" not in check(case).codes()
    assert "6 of 6 quotations verified" in check(case).out


def test_comments_order_and_everything_else_stay_byte_for_byte(case: Path) -> None:
    change(case, FILE, "excerpts:\n", "# Whole sentences where possible.\nexcerpts:  # the first is the head\n")
    with (case / FILE).open("a") as file:
        file.write("  # nothing of page two yet\n\n# end of file\n")
    before = (case / FILE).read_text()

    assert excerpt(case, UNTOLD, "--name", "untold").code == 0

    after = (case / FILE).read_text()
    added = "  untold: No officer was charged.\n"
    assert after.count(added) == 1
    assert after.replace(added, "") == before


def test_a_long_quotation_is_a_folded_block_of_lines_that_fit(case: Path) -> None:
    long = "The commission found that " + "the police had no order in writing and " * 8 + "said so."
    say(case, long)

    assert excerpt(case, long, "--name", "commission").code == 0

    written = (case / FILE).read_text()
    block = written[written.index("  commission: >-\n") :].split("\n")
    assert len(block) > 3
    assert all(line.startswith("    ") and len(line) <= 120 for line in block[1:-1])
    assert excerpts(case)["commission"] == long


def test_options_are_written_beside_the_quotation(case: Path) -> None:
    assert excerpt(case, UNTOLD, "--name", "untold", "--speech", "reported", "--capture", "c1").code == 0

    assert excerpts(case)["untold"] == {"quote": UNTOLD, "capture": "c1", "speech": "reported"}


def test_what_is_written_are_the_words_of_the_source_not_the_typing(case: Path) -> None:
    say(case, "She said that “nobody’s oﬃce had\nagreed” to the clear-\ning of the  square.")

    typed = 'She said that "nobody\'s office had agreed" to the clearing of the square.'
    assert excerpt(case, typed, "--name", "office").code == 0

    assert excerpts(case)["office"] == "She said that “nobody’s office had agreed” to the clearing of the square."


def test_numbers_of_neighbouring_cells_are_written_as_they_stand_apart(case: Path) -> None:
    say(case, "Of the women held in Velta, by class:\t5\t100")

    assert excerpt(case, "the women held in Velta, by class: 5 100", "--name", "joined").code == 1
    assert excerpt(case, "the women held in Velta, by class:\t5\t100", "--name", "classes").code == 0
    assert excerpts(case)["classes"] == "the women held in Velta, by class:\t5\t100"
    assert "quotation-absent" not in check(case).codes()


def test_of_many_places_the_first_are_shown(case: Path) -> None:
    say(case, "The police came. " * 150)

    result = excerpt(case, "The police came")

    assert result.out.count("▐The police came▌") == 10
    assert "… and 90 places more." in result.out
    assert "stands at least 100 times" in assert_told(result, "quotation-ambiguous").text


def test_a_name_made_of_the_words_keeps_their_negation(case: Path) -> None:
    say(case, "This does not identify a person.")

    assert "courier/does-not-identify-person" in excerpt(case, "This does not identify a person.").out


def test_standard_input_is_taken_as_pasted(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n  No officer\n\twas   charged.\r\n"))

    assert excerpt(case, "--name", "untold").code == 0

    assert excerpts(case)["untold"] == UNTOLD


def test_the_real_command_reads_a_pipe_and_says_what_it_did(case: Path) -> None:
    result = run("excerpt", "courier", UNTOLD, "--dry-run", cwd=case)

    assert result.code == 0, result.err
    assert "courier/no-officer-charged (E1.6): would be written." in result.out
    assert "\x1b" not in result.out


@pytest.mark.parametrize(
    "words",
    [
        "He wrote: the order was his.",
        "He asked #1 and #2 to leave.",
        "- a dash begins it, and so it goes.",
        "'Quoted' he said, \"twice\" over.",
        "& anchors * stars ! tags % and @ signs.",
        "{braces: and} [brackets, too] end it.",
        "null",
        "no",
        "~",
        "12:30",
        "? why : because",
        "> folded | literal",
        "ends with a colon:",
        "back\\slash and \\n no break.",
        "«Guillemets» — a dash … and dots…",
        "Нұрсұлтан сказал: нет # да.",
        "--- three dashes ---",
        "x" * 200,
        "no \u00a0 break space and \u202f thin.",
        "tabs\tinside\tit.",
        "a\u200bb zero width.",
        "tail space   ",
    ],
)
def test_hostile_words_are_written_and_read_back_as_they_are(case: Path, words: str) -> None:
    say(case, f"One paragraph stands here first.\n\n{words}")
    before = excerpts(case)

    result = excerpt(case, "--name", "hostile", "--", words)

    assert result.code == 0, result.out
    quote = " ".join(words.replace("\u200b", "").split())
    assert excerpts(case) == {**before, "hostile": quote}
    assert check(case).code == 0


def test_a_dash_before_the_words_is_no_option(case: Path) -> None:
    say(case, "- a dash begins it.")

    assert excerpt(case, "--name", "dash", "--", "- a dash begins it.").code == 0


def test_the_file_of_another_system_keeps_its_line_ends(case: Path) -> None:
    path = case / FILE
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    assert excerpt(case, UNTOLD, "--name", "untold").code == 0

    assert path.read_bytes().count(b"\r\n") == path.read_bytes().count(b"\n")
    assert b"  untold: No officer was charged.\r\n" in path.read_bytes()


def test_a_first_excerpt_makes_the_list(tmp_path: Path) -> None:
    root = write_case(tmp_path)
    text = (root / FILE).read_text()
    (root / FILE).write_text(text[: text.index("excerpts:")])

    assert excerpt(root, UNTOLD).code == 0

    assert excerpts(root) == {"no-officer-charged": UNTOLD}
    assert json.loads((root / LOCK).read_text())["excerpts"]["no-officer-charged"]["number"] == 1


# ---------------------------------------------------------------------------------------------------- names and clashes


def test_a_name_is_made_of_the_first_words_that_say_something(case: Path) -> None:
    assert answer(case, "ordered the police to clear Harbour Square.", "--dry-run")["excerpt"] == (
        "courier/ordered-police-clear-harbour"
    )


def test_a_made_name_never_says_a_withheld_name(case: Path) -> None:
    result = excerpt(case, "a demonstrator, Ilva Brandt, who was fined")

    assert result.code == 0
    written = set(excerpts(case)) - {"masthead", "order", "deputy", "beating", "reply"}
    assert written == {"demonstrator-fined"}


def test_a_name_that_is_taken_gets_a_number(case: Path) -> None:
    assert excerpt(case, UNTOLD, "--name", "ordered-police-clear-harbour").code == 0

    assert answer(case, "ordered the police to clear Harbour Square.")["excerpt"] == (
        "courier/ordered-police-clear-harbour-2"
    )


@pytest.mark.parametrize(
    ("name", "code"), [("order", "duplicate-id"), ("No Id!", "bad-id"), ("ilva-brandt", "id-names-withheld")]
)
def test_a_name_that_cannot_be_used_is_refused(case: Path, name: str, code: str) -> None:
    before = snapshot(case)

    assert_told(excerpt(case, UNTOLD, "--name", name), code)

    assert snapshot(case) == before


def test_the_same_words_under_another_name_are_not_written_twice(case: Path) -> None:
    before = snapshot(case)

    result = excerpt(case, "His deputy, Mira Tossen, watched from a window of the ministry.", "--name", "window")

    assert result.code == 0
    assert "courier/deputy (E1.3): is there already." in result.out
    assert snapshot(case) == before


# -------------------------------------------------------------------------------------------------- what is not written


def test_an_ambiguous_quotation_lists_the_places(case: Path) -> None:
    before = snapshot(case)

    result = excerpt(case, "Harbour Square")

    assert_told(result, "quotation-ambiguous", FILE)
    assert "line 3: … The Velta Courier, 3 May 2024 ▐Harbour Square▌ is cleared On 14 April" in result.out
    assert "\nline 5: … " in result.out
    assert snapshot(case) == before
    places = answer(case, "Harbour Square")["places"]
    assert isinstance(places, list)
    assert [place["line"] for place in places] == [3, 5]


def test_words_beside_it_tell_places_apart(case: Path) -> None:
    assert excerpt(case, "Harbour Square", "--suffix", "is cleared", "--name", "head").code == 0

    assert excerpts(case)["head"] == {"quote": "Harbour Square", "suffix": "is cleared"}
    assert check(case).code == 0


@pytest.mark.parametrize(
    ("old", "new", "called"),
    [
        ("66,000", "660,000", "(digits)"),
        ("was fined", "was not fined", "(negation)"),
        ("police officers", "army officers", "source 'police', quotation 'army'"),
    ],
)
def test_a_drifted_quotation_shows_the_difference_and_is_never_written(
    case: Path, old: str, new: str, called: str
) -> None:
    before = snapshot(case)
    quote = "Later that night police officers beat a demonstrator, Ilva Brandt, who was fined 66,000 talers."

    result = excerpt(case, quote.replace(old, new))

    assert result.code == 1
    assert "quotation-drifted" in result.codes()
    assert called in result.out
    assert "▐Later that night police officers" in result.out
    assert snapshot(case) == before


def test_the_problem_itself_quotes_no_withheld_name(case: Path) -> None:
    result = excerpt(case, "beat a demonstrator, Ilva Brandd, who was fined 66,000 talers. The minister told")

    assert result.code == 1
    told = [problem.text for problem in result.problems]
    assert told
    assert not any(name in text for text in told for name in WITHHELD)


def test_right_words_beside_other_words_than_said_are_no_difference_in_the_words(case: Path) -> None:
    say(case, UNTOLD * 2 + " The officers who beat a demonstrator that night were never named by the ministry.")
    quote = "The officers who beat a demonstrator that night were never named by the ministry."

    told = assert_told(excerpt(case, quote, "--suffix", "Not these words"), "quotation-absent")

    assert "beside other words than you say" in told.text
    assert excerpt(case, quote).code == 0


def test_an_absent_quotation_shows_the_paragraph_with_most_of_its_words(case: Path) -> None:
    say(case, "\nThe harbour office closed early that afternoon.")

    result = excerpt(case, "The harbour office closed late that afternoon")

    assert_told(result, "quotation-absent")
    assert "The harbour office closed early that afternoon.\n\nThat is" in result.out
    assert "with most of its words. It does not say it." in result.out
    nearest = answer(case, "The harbour office closed late that afternoon")["nearest"]
    assert isinstance(nearest, str)
    assert nearest.strip() == "The harbour office closed early that afternoon."
    assert "nearest" not in answer(case, "Nothing of this kind was ever printed in that newspaper at all.")


def test_an_absent_quotation_is_told(case: Path) -> None:
    before = snapshot(case)

    assert_told(excerpt(case, "Nothing of this kind was ever printed in that newspaper at all."), "quotation-absent")
    (told,) = excerpt(case, "fined 67,000 talers").problems  # the paragraph shown beside it names whom the source names

    assert told.code == "quotation-absent"
    assert "fewer than eight words" in told.text
    assert not any(name in told.text for name in WITHHELD)
    assert snapshot(case) == before


def test_dry_run_writes_nothing(case: Path) -> None:
    before = snapshot(case)

    assert "would be written" in excerpt(case, UNTOLD, "--dry-run").out

    assert snapshot(case) == before


def test_a_source_or_capture_that_is_not_there_is_told(case: Path) -> None:
    assert_told(excerpt(case, UNTOLD, source="currier"), "no-such-source")
    assert_told(excerpt(case, UNTOLD, "--capture", "c9"), "unknown-choice")


def test_a_changed_capture_is_never_quoted(case: Path) -> None:
    change(case, "evidence/courier/capture.txt", "No officer was charged.", "One officer was charged.")
    before = snapshot(case)

    assert_told(excerpt(case, "One officer was charged."), "capture-changed")

    assert snapshot(case) == before


def test_a_broken_excerpt_beside_it_keeps_its_number(case: Path) -> None:
    change(case, FILE, "fined 66,000 talers", "fined 660,000 talers")
    before = json.loads((case / LOCK).read_text())["excerpts"]["beating"]

    assert excerpt(case, UNTOLD).code == 0

    assert json.loads((case / LOCK).read_text())["excerpts"]["beating"] == before


def test_an_edit_by_somebody_else_meanwhile_is_not_overwritten(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real_read = excerpting._reread

    def edited(*args: object) -> object:
        (case / FILE).write_text((case / FILE).read_text() + "# somebody else\n")
        return real_read(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(excerpting, "_reread", edited)
    lock = (case / LOCK).read_bytes()

    assert_told(excerpt(case, UNTOLD), "source-edited")

    assert (case / FILE).read_text().endswith("# somebody else\n")
    assert "no-officer-charged" not in (case / FILE).read_text()
    assert (case / LOCK).read_bytes() == lock


def test_a_file_that_lines_cannot_extend_is_left_alone(case: Path) -> None:
    text = (case / FILE).read_text()
    (case / FILE).write_text(text.replace("excerpts:\n", "excerpts: &all\n"))
    before = snapshot(case)

    assert_told(excerpt(case, UNTOLD), "source-not-editable")

    assert snapshot(case) == before


@pytest.mark.parametrize("quote", ["", "   \n "])
def test_an_empty_quotation_is_wrong_usage(case: Path, quote: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(quote))

    assert excerpt(case).code == 2
    assert excerpt(case, quote).code == 2


def test_an_endless_quotation_is_wrong_usage(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("x " * 200_000))

    assert excerpt(case).code == 2


def test_control_characters_of_a_source_do_not_reach_the_terminal(case: Path) -> None:
    say(case, "It said \u202eso\u202c and more of it was said.")

    result = excerpt(case, "and more of it was said.", "--dry-run")

    assert "\u202e" not in result.out
    assert "⟨U+202E⟩" in result.out


# ------------------------------------------------------------------------------------------------------ whole sentences


def test_ctrl_c_ends_with_a_word_and_its_own_exit_code(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Interrupted(io.StringIO):
        def read(self, _size: int | None = -1) -> str:
            raise KeyboardInterrupt

    before, handler = snapshot(case), signal.getsignal(signal.SIGINT)
    monkeypatch.setattr(sys, "stdin", Interrupted())
    try:
        result = excerpt(case)
    finally:
        signal.signal(signal.SIGINT, handler)

    assert result.code == 130
    assert result.err == "Interrupted: nothing half-written is left.\n"
    assert snapshot(case) == before


def test_a_cut_in_mid_sentence_is_a_warning_at_its_line(case: Path) -> None:
    result = excerpt(case, "nobody was to be harmed", "--name", "harm")

    assert result.code == 0
    told = next(problem for problem in result.problems if problem.code == "quotation-cut-mid-sentence")
    assert "begins and ends in mid-sentence" in told.text
    assert (told.file, told.line) == (FILE, line_of(case, FILE, "harm: "))


def test_a_quotation_of_a_pdf_has_its_page_and_box_in_every_output(case: Path) -> None:
    report = case.parent / "report.pdf"
    report.write_bytes(makers.pdf())
    assert dossier(case, "capture", str(report), "--origin", "velta-courier", "--published", "2024-05-03").code == 0

    result = excerpt(case, makers.ENGLISH, "--name", "order", source="report")
    assert "report/order (E2.1, page 1): written." in result.out
    assert "It stands on page 1, 26 to 36 mm from the top, 22 to 118 mm from the left." in result.out
    again = answer(case, "66,000 talers", "--name", "talers", source="report")
    assert again["page"] == 2
    assert again["boxes"] == ["page=2&viewrect=251.6,72.3,71.0,10.8"]

    assert "page 1, line " in excerpt(case, "the", source="report").out

    lock = case / "evidence/report/source.lock.json"
    pinned = json.loads(lock.read_text())["excerpts"]
    assert len(pinned["order"]["boxes"]) == 2
    assert pinned["talers"]["boxes"] == again["boxes"]
    assert "box-differs" not in dossier(case, "check", "--full").codes()
    lock.write_text(lock.read_text().replace("251.6", "151.6"))
    assert "box-differs" in dossier(case, "check", "--full").codes()
    assert pin(case).code == 0
    assert json.loads(lock.read_text())["excerpts"] == pinned


def test_claims_say_where_in_the_pdf_their_words_stand(case: Path) -> None:
    report = case.parent / "report.pdf"
    report.write_bytes(makers.pdf())
    assert dossier(case, "capture", str(report), "--origin", "velta-courier", "--published", "2024-05-03").code == 0
    assert excerpt(case, makers.ENGLISH, "--name", "order", source="report").code == 0
    old = "role: ordered the police to clear Harbour Square\n    cite: "
    change(case, "entities/people.yml", f"{old}courier/order", f"{old}[courier/order, report/order]")
    exported = dossier(case, "export")
    assert exported.code == 0, exported.out
    claims = json.loads((case / "build/public/export/claims.json").read_bytes())["claims"]
    (claim,) = [claim for claim in claims if claim["key"] == "halvik/act/clearing-2024"]
    assert claim["excerpts"][1]["selector"][-1] == {
        "type": "FragmentSelector",
        "conformsTo": "http://tools.ietf.org/rfc/rfc3778",
        "value": "page=1&viewrect=62.8,72.3,272.4,28.4",
    }


def test_what_the_program_keeps_for_itself_is_ignored_by_git(case: Path) -> None:
    assert excerpt(case, UNTOLD).code == 0
    assert (case / ".dossier-cache/.gitignore").read_text() == "*\n"


def test_each_capture_is_read_once(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    whole = collecting.read_capture

    def counted(source: Source, *args: Any, **options: Any) -> object:
        seen.append(source.id)
        return whole(source, *args, **options)

    monkeypatch.setattr(collecting, "read_capture", counted)
    assert excerpt(case, UNTOLD).code == 0
    assert seen == ["courier"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", ""),
        ("He left. ", " She stayed."),
        ("He left! ", " She stayed."),
        ("Is it so? ", " Yes."),
        ("He said “so.” ", " She stayed."),
        ("So it went… ", " And on."),
        ("他走了。", "她留下了。"),
        ("انتهى؟ ", " نعم"),
        ("समाप्त। ", " और"),
        ("- ", ""),
    ],
)
def test_whole_sentences_are_known(before: str, after: str) -> None:
    own = "The march was refused." if "。" not in before else "游行被禁止。"
    text = before + own + after

    assert begins_sentence(text, len(before))
    assert ends_sentence(text, len(before) + len(own))
    assert ends_sentence(text, len(before) + len(own) - 1), "its last mark may be left out"


@pytest.mark.parametrize(
    "before", ["He said that ", "Mr. ", "On behalf of A. ", "at No. ", "г. ", "in the U.S. ", "he said, ", "Art. "]
)
def test_a_beginning_in_mid_sentence_is_known(before: str) -> None:
    assert not begins_sentence(f"{before}Halvik refused.", len(before))


@pytest.mark.parametrize(("own", "after"), [("He refused", " to leave."), ("refused by Mr.", " Halvik."), ("a,", " b")])
def test_an_end_in_mid_sentence_is_known(own: str, after: str) -> None:
    assert not ends_sentence(own + after, len(own))
