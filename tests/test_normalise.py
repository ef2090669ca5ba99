"""Folding and anchoring on generated texts: nothing is lost, nothing moves, and no changed word ever verifies."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from dossier.text.anchor import Status, anchor, cut_in_word
from dossier.text.normalise import fold, normalise

# What typesetting, web pages and PDF extraction put into texts, beside letters of many scripts.
PIECES = [
    "the", "march", "refused", "non-violent", "women’s", "66,000", "2024", "EUR", "not", "Akim", "x", "42", "7", "m²",
    "H₂O",
    "Жандосова", "Қазақстан", "көшесі", "شارع", "المدينة", "اَلْ", "女性权利", "集会", "한국어", "ภาษา", "हिन्दी", "ñandú",
    "e\u0301te\u0301", "a\u0323\u0302b", "o\u0302\u0323", "\u1100\u1161\u11a8", "\u0bc6\u0bbe", "İstanbul", "straße",
    "ﬁne", "oﬃce", "ﬀ",
    "ﬆ", "co\u00adop", "\u200bzero", "word\u2060joiner", "نمی\u200cخواهم", "\ufeff", "\u00ad", "\u0301", "\u0345",
    "“quoted”",
    "-\nB",
    "‘so’", "„so“", "5′", "well\u2010known", "a\u2011b", "—", "–", "-", "-\n", "\u00ad\n", "-\nb", "\u2010 \n ", ".",
    ",", ":", "/", "'",
    '"', "(", ")", " ", " ", " ", "  ", "\n", "\n\n", "\u00a0", "\u202f", "\u2003", "\u3000", " \u00a0", "\t",
    "\u2028", "😀", "👩‍👩‍👧", "\u202e",
    "\ud7b0", "ﬁ\u0301", "\u200b\u1161",
]  # fmt: skip
WORDS = [piece for piece in PIECES if fold(piece).strip() and not any(sign.isspace() for sign in piece)]

pieces = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
anything = st.text(max_size=60)
texts = st.one_of(pieces, anything, st.tuples(pieces, anything).map("".join))
# words in a row as they stand on a page: single pieces, parted by some kind of white space
pages = st.lists(
    st.tuples(st.sampled_from(WORDS), st.sampled_from([" ", " ", "\n", "\u00a0", "  ", "\n\n"])),
    min_size=3,
    max_size=40,
).map(lambda rows: "".join(word + space for word, space in rows))


# ------------------------------------------------------------------------------------------------------------- folding


@pytest.mark.parametrize(
    ("raw", "folded"),
    [
        ("the women’s march", "the women's march"),
        ("“so ‘it’ is”", "\"so 'it' is\""),
        ("a\u00a0b\u202fc\u3000d", "a b c d"),
        ("one \n  two\n\nthree", "one two three"),
        ("co\u00adoperate", "cooperate"),
        ("ﬁne oﬃce ﬂat", "fine office flat"),
        ("prohi-\nbition", "prohibition"),
        ("prohi\u00ad\nbition", "prohibition"),
        ("prohi-  \n   bition", "prohibition"),
        ("Anglo-\nSaxon", "Anglo-Saxon"),
        ("Кызыл-\nОрда", "Кызыл-Орда"),
        ("поли-\nция", "полиция"),
        ("20-\n25", "20- 25"),
        ("well\u2010known non\u2011violent", "well-known non-violent"),
        ("cafe\u0301", "café"),
        ("\u1100\u1161\u11a8", "각"),
        ("zero\u200bwidth\u2060joiner\ufeff", "zerowidthjoiner"),
        ("m² ½ № Ⅳ ﷼", "m² ½ № Ⅳ ﷼"),
        ("Ａ full-width", "Ａ full-width"),
        ("2019–2020 — so", "2019–2020 — so"),
        ("نمی\u200cخواهم", "نمی\u200cخواهم"),
        ("İ ı ß", "İ ı ß"),
        ("Noël", "Noël"),
        ("", ""),
    ],
)  # fmt: skip
def test_only_what_typesetting_changes_is_folded(raw: str, folded: str) -> None:
    assert fold(raw) == unicodedata.normalize("NFC", folded)


@given(texts)
@example("ﬁ\u0301")
@example("e\u00ad\u0301")
@example("\u1100\u200b\u1161")
@example("\u1100-\n\u1161")
def test_folding_twice_is_folding_once(text: str) -> None:
    once = fold(text)

    assert fold(once) == once


@given(texts)
def test_a_folded_text_is_in_nfc(text: str) -> None:
    assert unicodedata.is_normalized("NFC", fold(text))


@given(texts)
def test_composed_and_decomposed_text_fold_alike(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(texts)
def test_no_digit_is_gained_lost_or_changed(text: str) -> None:
    def digits(folded: str) -> list[str]:
        return [character for character in folded if character.isdigit()]

    assert digits(fold(text)) == digits(unicodedata.normalize("NFC", text))


# -------------------------------------------------------------------------------------------------------- the way back


@given(texts)
def test_the_way_back_never_goes_backward_nor_out_of_the_text(text: str) -> None:
    normalised = normalise(text)
    positions = [normalised.raw_position(position) for position in range(len(normalised.text))]

    assert positions == sorted(positions)
    assert all(0 <= position < len(text) for position in positions)


@given(texts, st.data())
def test_the_raw_span_of_a_folded_span_says_the_same(text: str, data: st.DataObject) -> None:
    normalised = normalise(text)
    assume(normalised.text.strip())
    start, end = _span(data, normalised.text)

    first, last = normalised.raw_span(start, end)

    assert 0 <= first < last <= len(text)
    # at the end of a line a hyphen is folded by the letter before it, which is not in the span
    assert normalised.text[start:end].strip().lstrip("-") in fold(text[first:last])


@given(pages, st.data())
def test_a_raw_span_between_white_space_folds_to_exactly_its_words(text: str, data: st.DataObject) -> None:
    normalised = normalise(text)
    start, end = _words(data, normalised.text)

    first, last = normalised.raw_span(start, end)

    assert fold(text[first:last]).strip() == normalised.text[start:end]
    assert fold(text[last - 1]).strip() or unicodedata.combining(text[last - 1])
    assert not text[first].isspace()
    assert not text[last - 1].isspace()


# ----------------------------------------------------------------------------------------------------------- anchoring


@given(pages, st.data())
def test_an_exact_excerpt_anchors_at_its_place(text: str, data: st.DataObject) -> None:
    normalised = normalise(text)
    start, end = _words(data, normalised.text)
    first, last = normalised.raw_span(start, end)
    quote = text[first:last]
    assume(_places(normalised.text, fold(quote).strip()) == [start])

    found = anchor(normalised, quote)

    assert found.status is Status.AT_POSITION
    assert found.start is not None
    assert found.end is not None
    assert fold(text[found.start : found.end]).strip() == fold(quote).strip()
    assert found.start == first
    assert found.end == last
    assert anchor(normalised, quote, (found.start, found.end)).status is Status.AT_POSITION
    assert anchor(normalised, quote, (found.start + 1, found.end + 1)).status is Status.MOVED


@given(pages, st.data())
def test_an_excerpt_typed_in_plain_signs_anchors_too(text: str, data: st.DataObject) -> None:
    normalised = normalise(text)
    start, end = _words(data, normalised.text)
    quote = normalised.text[start:end]
    assume(_places(normalised.text, quote) == [start])

    found = anchor(normalised, quote)

    assert found.status is Status.AT_POSITION
    assert (found.start, found.end) == normalised.raw_span(start, end)


@given(pages, st.data())
def test_a_changed_digit_or_letter_never_verifies(text: str, data: st.DataObject) -> None:
    normalised = normalise(text)
    start, end = _words(data, normalised.text)
    quote = normalised.text[start:end]
    places = [index for index, character in enumerate(quote) if character.isalnum()]
    assume(places)
    index = data.draw(st.sampled_from(places), label="place")
    other = data.draw(st.sampled_from("0123456789abzABZабяКққنا权집é"), label="instead")
    changed = quote[:index] + other + quote[index + 1 :]
    assume(fold(changed) != quote)

    found = anchor(normalised, changed, normalised.raw_span(start, end))

    assert (found.start, found.end) != normalised.raw_span(start, end) or not found.status.verifies
    if found.status.verifies:  # only where the changed words themselves stand
        assert fold(text[found.start : found.end]).strip() == fold(changed).strip()


@given(pages, st.data(), st.sampled_from(["not", "never", "66,000", "Ospan", "a", "7"]))
def test_a_word_put_in_or_left_out_never_verifies(text: str, data: st.DataObject, word: str) -> None:
    normalised = normalise(text)
    start, end = _words(data, normalised.text)
    words = normalised.text[start:end].split(" ")
    index = data.draw(st.integers(0, len(words)), label="place")
    for changed in ([*words[:index], word, *words[index:]], [*words[:index], *words[index + 1 :]]):
        quote = " ".join(changed)
        if fold(quote).strip() and fold(quote) not in normalised.text:
            assert not anchor(normalised, quote, normalised.raw_span(start, end)).status.verifies


@given(texts, texts, st.integers(-5, 80), st.integers(-5, 80))
def test_whatever_verifies_stands_there(text: str, quote: str, start: int, end: int) -> None:
    found = anchor(normalise(text), quote, (start, end))

    if found.status.verifies:
        assert fold(quote).strip() in fold(text[found.start : found.end])
    else:
        assert found.status in (Status.AMBIGUOUS, Status.DRIFTED, Status.ABSENT)


# ------------------------------------------------------------------------------------------------------------- helpers


def _span(data: st.DataObject, text: str) -> tuple[int, int]:
    """A span of at least one character that is not white space; no mark is parted from what carries it."""
    start = data.draw(st.sampled_from([i for i, c in enumerate(text) if not c.isspace()]), label="start")
    end = data.draw(st.integers(start + 1, len(text)), label="end")
    assume(not any(unicodedata.combining(text[at]) for at in (start, end) if at < len(text)))
    return start, end


def _words(data: st.DataObject, text: str) -> tuple[int, int]:
    """A span of whole words: it begins and ends beside white space, or at an end of the text."""
    starts = [
        i for i, c in enumerate(text) if c != " " and (i == 0 or text[i - 1] == " ") and not unicodedata.combining(c)
    ]
    assume(starts)
    start = data.draw(st.sampled_from(starts), label="start")
    ends = [i for i in range(start + 1, len(text) + 1) if text[i - 1] != " " and (i == len(text) or text[i] == " ")]
    end = data.draw(st.sampled_from(ends), label="end")
    assume(not cut_in_word(text, start))
    assume(not cut_in_word(text, end))
    return start, end


def _places(text: str, quote: str) -> list[int]:
    return [
        index
        for index in range(len(text) - len(quote) + 1)
        if text.startswith(quote, index) and not cut_in_word(text, index) and not cut_in_word(text, index + len(quote))
    ]
