"""Anchoring: an exact excerpt is found where it stands, no changed sign verifies, and quick ways agree with slow."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from dossier.text import normalise as folding
from dossier.text.anchor import Anchor, Status, anchor, changes, cut_in_word
from dossier.text.normalise import Normalised, fold, normalise, readable

# Words and signs as they stand in sources, with what typesetting does to them.
WORDS = [
    "the", "Akim", "of", "Almaty", "refused", "march", "non-violent", "women’s", "66,000", "2024", "not", "KZT", "No.",
    "405", "Жандосова", "Қазақстан", "көшесі", "المدينة", "اَلْ", "女性权利。", "한국어", "ภาษา", "हिन्दी",
    "e\u0301te\u0301", "a\u0323\u0302b", "\u1100\u1161\u11a8", "İstanbul", "ﬁne", "oﬃce", "co\u00adoperate",
    "zero\u200bwidth", "“quoted”", "m²", "prohi-\nbition", "re\u00ad\nfused", "well\u2010known", "(so)", "half;",
    "police,", "said:", "3.5", "№", "–", "ﬁ\u0301", "\u00ad\u0301", "x\u2060y", "end.",
]  # fmt: skip
GAPS = [" ", " ", " ", "\n", "\u00a0", "  ", "\n\n", " \u00ad", "\u202f", "\f"]
words = st.tuples(st.sampled_from(WORDS), st.sampled_from(GAPS)).map("".join)
passages = st.lists(words, min_size=12, max_size=60).map("".join)
anything = st.text(max_size=80)
texts = st.one_of(passages, anything, st.tuples(passages, anything, passages).map("".join))


def cold(text: str, quote: str) -> Anchor:
    return anchor(normalise(text), quote)


def whole_words(data: st.DataObject, text: str, least: int = 1) -> tuple[int, int]:
    """A span of a folded text from the beginning of a word to the end of one, `least` words at least."""
    starts = [
        i for i in range(len(text)) if text[i] != " " and (not i or text[i - 1] == " ") and not cut_in_word(text, i)
    ]
    starts = [i for i in starts if not unicodedata.combining(text[i])]
    ends = [
        i
        for i in range(1, len(text) + 1)
        if text[i - 1] != " " and not cut_in_word(text, i) and text[i : i + 1] in ("", " ")
    ]
    assume(starts)
    start = data.draw(st.sampled_from(starts), label="start")
    ends = [end for end in ends if end > start and text.count(" ", start, end) + 1 >= least]
    assume(ends)
    return start, data.draw(st.sampled_from(ends), label="end")


# ------------------------------------------------------------------------------------------- quick and slow fold alike


@given(texts)
@example("ﬁ\u0301 \u00ad\u0301x")
@example("\u2000a\u2001b\u2126")
@example("\u1100\u200b\u1161 \u1100-\n\u1161")
@example("x" * 5_000)
def test_the_quick_fold_and_the_mapped_one_give_the_same_text(text: str) -> None:
    assert fold(text) == folding._mapped(text).text == normalise(text).text


@given(texts, st.integers(1, 40), st.integers(1, 12))
def test_the_way_back_is_the_same_however_the_text_is_cut(text: str, block: int, part: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(folding, "_BLOCK", block)
        patch.setattr(folding, "_PART", part)
        cut = normalise(text)
        mapped = folding._mapped(text)

        assert cut.text == mapped.text
        for position in range(len(mapped.text)):
            assert cut.raw_position(position) == mapped.raw_position(position)


@given(texts, st.data())
def test_a_part_folds_as_it_does_in_the_whole(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    part, offset = normalise(text).around(start, end, data.draw(st.integers(0, 20)))
    until = offset + len(part.source)

    assert offset <= start
    assert until >= end
    assert fold(text[:offset]) + part.text + fold(text[until:]) == fold(text)


def test_the_characters_taken_as_steady_are() -> None:
    """In whatever version of Unicode none of them changes when composed, joins what stands before it, or is a mark."""
    steady = re.compile(f"[{folding._STEADY}]")
    second = {"\u1161", "\u1175", "\u11a8", "\u11c2"}
    for code in range(0x110000):
        sign = chr(code)
        parts = unicodedata.decomposition(sign).split()
        if len(parts) == 2 and not parts[0].startswith("<"):
            second.add(chr(int(parts[1], 16)))
        if steady.match(sign):
            assert not unicodedata.combining(sign)
            assert unicodedata.is_normalized("NFC", sign)
    assert not [sign for sign in second if steady.match(sign)]


@given(texts)
def test_a_passage_written_down_readably_folds_as_it_does(text: str) -> None:
    written = readable(text)

    assert fold(written) == fold(text).strip()
    assert "\n" not in written


def test_a_passage_written_down_keeps_its_own_quotation_marks() -> None:
    assert readable("the “femi-\nnist  move\u00adment” of\u00a0oﬃce ‘a’ well\u2010known") == (
        "the “feminist movement” of office ‘a’ well\u2010known"
    )


# ---------------------------------------------------------------------------------------------- exact excerpts anchor


@given(passages, st.data())
def test_an_exact_excerpt_anchors_at_its_place(text: str, data: st.DataObject) -> None:
    normalised = normalise(text)
    start, end = whole_words(data, normalised.text)
    span = normalised.raw_span(start, end)
    quote = text[span[0] : span[1]]

    found = anchor(normalised, quote)

    if found.status is Status.AMBIGUOUS:
        assert span in found.spans
        assert len(found.spans) > 1
    else:
        assert found.status is Status.AT_POSITION
        assert (found.start, found.end) == span
    if normalised.text.count(" ", start, end) >= 7:  # at its stored position it is told from others like it
        assert anchor(normalised, quote, span) == Anchor(Status.AT_POSITION, *span)


@given(passages, st.data())
def test_no_single_changed_digit_or_letter_verifies(text: str, data: st.DataObject) -> None:
    normalised = normalise(text)
    start, end = whole_words(data, normalised.text)
    quote = normalised.text[start:end]
    index = data.draw(st.sampled_from([i for i, sign in enumerate(quote) if sign.isalnum()] or [0]), label="index")
    other = data.draw(st.sampled_from("0123456789abzABZабяКққنا权é"), label="other")
    changed = quote[:index] + other + quote[index + 1 :]
    assume(fold(changed).strip() != quote)
    assume(fold(changed).strip() not in normalised.text)

    for position in (None, normalised.raw_span(start, end)):
        found = anchor(normalised, changed, position)
        assert not found.status.verifies
        assert found.status is not Status.AMBIGUOUS


@given(passages, passages, st.data())
def test_with_and_without_a_stored_position_the_findings_agree(text: str, other: str, data: st.DataObject) -> None:
    """A position may only tell apart what is ambiguous without it, or say that a quotation moved."""
    normalised = normalise(text)
    start, end = whole_words(data, normalised.text)
    span = normalised.raw_span(start, end)
    quote = data.draw(st.sampled_from([text[span[0] : span[1]], normalised.text[start:end], other, other[:30]]))
    stored = data.draw(st.sampled_from([span, (span[0] + 1, span[1]), (0, len(text)), (-3, 5), (5, 5), (7, 10**9)]))

    without, known = cold(text, quote), anchor(normalise(text), quote, stored)

    if known.status is Status.AT_POSITION:
        assert (known.start, known.end) == stored
        assert stored in (without.spans if without.status is Status.AMBIGUOUS else [(without.start, without.end)])
    elif known.status is Status.MOVED:
        assert without.status is Status.AT_POSITION
        assert (known.start, known.end) == (without.start, without.end) != stored
    else:
        assert known == without


@given(texts, texts, st.integers(-5, 90), st.integers(-5, 90))
def test_what_verifies_at_a_position_is_the_words_of_that_position(text: str, quote: str, start: int, end: int) -> None:
    found = anchor(normalise(text), quote, (start, end))

    if found.status is Status.AT_POSITION and (found.start, found.end) == (start, end):
        part, offset = normalise(text).around(start, end, 30)
        assert fold(quote).strip() in part.text
        assert offset <= start


EIGHT = "the Akim of Almaty refused the Women's March on Monday"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("non-", ""), ("66 ", ""), ("x", ""), ("", "'s best"), ("", "s"), ("", "-like"), ("re\u00ad", ""),
        ("pre-\n", ""), ("\u00e9", ""),
    ],
)  # fmt: skip
def test_a_stored_position_inside_words_does_not_verify(before: str, after: str) -> None:
    quote = EIGHT if before != "66 " else "000 " + EIGHT
    text = f"So said {before}{quote}{after} of that year, and no more was said of it."
    start = text.index(quote)

    found = anchor(normalise(text), quote, (start, start + len(quote)))

    assert not found.status.verifies


def test_a_stored_position_does_not_verify_few_words_that_stand_twice() -> None:
    text = "He said so. She left. He said so."

    assert anchor(normalise(text), "He said so", (0, 10)).status is Status.AMBIGUOUS
    assert anchor(normalise(text), "She left", (12, 20)).status is Status.AT_POSITION


def test_prefix_and_suffix_hold_at_a_stored_position_too() -> None:
    text = f"First, {EIGHT}. Later {EIGHT} again."
    first = (text.index(EIGHT), text.index(EIGHT) + len(EIGHT))

    assert anchor(normalise(text), EIGHT, first, "First,").status is Status.AT_POSITION
    assert anchor(normalise(text), EIGHT, first, "Later").status is Status.MOVED
    assert anchor(normalise(text), EIGHT, first, "", "again").status is Status.MOVED
    assert anchor(normalise(text), EIGHT, first, "Never").status is not Status.AT_POSITION


# ---------------------------------------------------------------------------------------------------- nearest passages


@pytest.mark.parametrize(
    ("source", "quoted", "marks"),
    [
        ("66,000", "660,000", ("digits",)),
        ("was fined", "was not fined", ("negation",)),
        ("Ilva", "Mira", ("name",)),
        ("talers", "taler", ()),
    ],
)
def test_a_near_passage_is_shown_with_what_changed(source: str, quoted: str, marks: tuple[str, ...]) -> None:
    passage = "Later that night a demonstrator was fined 66,000 talers by Ilva Tossen and went home."
    quote = passage.replace(source, quoted)

    found = cold(f"Something else stood here before. {passage} And after it.", quote)

    assert found.status is Status.DRIFTED
    difference = changes(found.nearest, quote)
    assert len(difference) == 1
    assert difference[0].quoted in quoted
    assert difference[0].source in source
    assert difference[0].marks == marks


def test_every_word_pair_may_be_damaged_and_the_passage_is_still_found() -> None:
    passage = "Bailing beasfis garlu fleas mornit dusk clurnas tender words"
    quote = "Bailini beasfis garlu fleasa mornat dusk clurras tender wordz"

    assert cold(f"Nothing here. {passage} and so on.", quote).status is Status.DRIFTED


def test_the_nearest_passage_is_found_in_letters_of_another_case() -> None:
    passage = "The Court Of Almaty Ruled In Support Of The Prohibition Of The March"

    assert cold(f"Before it. {passage}. After it.", passage.lower() + "es").status is Status.DRIFTED


# ------------------------------------------------------------------------------------------------------- no text hurts


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("a " * 500_000, "a a a a a a a a a"),
        ("a " * 500_000, "a " * 5_000),
        ("a" * 1_000_000, "a" * 10_000),
        ("a" * 1_000_000, "a a a a a a a a a a"),
        ("ab " * 333_000, "ab " * 3_000 + "a"),
        ("word" * 250_000, "word " * 9),
        ("-\n" * 500_000, "a b c d e f g h i"),
        ("e\u0301" * 300_000, "é" * 1_000),
        ("\u0301" * 300_000, "a b c d e f g h i"),
        ("\u00ad" * 1_000_000, "a b c d e f g h i"),
        (" " * 1_000_000, "a b c d e f g h i"),
        ("女" * 300_000, "女" * 200),
    ],
    ids=lambda value: f"{value[:6]!a}x{len(value)}",
)  # fmt: skip
def test_endless_repetition_ends(text: str, quote: str) -> None:
    for position in (None, (10, 10 + len(quote))):
        found = anchor(normalise(text), quote, position)
        assert not found.status.verifies or fold(text[found.start : found.end]).strip() == fold(quote).strip()


def test_a_line_of_a_million_characters_is_searched_and_mapped() -> None:
    line = " ".join(f"word{number}" for number in range(110_000)) + f" {EIGHT} and the rest."
    start = line.index(EIGHT)

    assert len(line) > 1_000_000
    assert cold(line, EIGHT) == Anchor(Status.AT_POSITION, start, start + len(EIGHT))
    assert cold(line, EIGHT.replace("refused", "allowed")).status is Status.DRIFTED


def test_at_a_stored_position_only_the_text_around_it_is_folded(monkeypatch: pytest.MonkeyPatch) -> None:
    line = f"The word. {EIGHT} there. " + "More words stand here. " * 40_000
    start = line.index(EIGHT)
    folded: list[int] = []
    real = folding._fold
    monkeypatch.setattr(folding, "_fold", lambda raw, signs: folded.append(len(raw)) or real(raw, signs))
    text = normalise(line)

    for position in ((start, start + len(EIGHT)), (start, start + len(EIGHT) + 1)):
        folded.clear()
        found = anchor(text, EIGHT, position)
        assert found.status.verifies
        if found.status is Status.AT_POSITION:
            assert sum(folded) < 1_000
    assert isinstance(text, Normalised)
