"""`--as-in-source`: what differs in typesetting alone is offered as the source has it; what differs in words never."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dossier.text.normalise import fold, normalise
from dossier.text.typesetting import own_form
from tests.cases import assert_told, change, check, snapshot
from tests.test_excerpt import FILE, answer, case, excerpt, excerpts, say  # noqa: F401 - case is a fixture

# (what the source has, what somebody types or pastes)
TYPESET = {
    "call-raised": ("He was seen there.¹⁷ Nobody denied it.", "He was seen there.17 Nobody denied it."),
    "call-in-brackets": ("They were seen[17] at the gate.", "They were seen17 at the gate."),
    "brackets-typed": ("They were seen¹⁷ at the gate.", "They were seen[17] at the gate."),
    "call-at-the-end": ("It was the end.[3] Then", "the end.3"),
    "call-behind-a-mark": ("he said “never.”² Then", "“never.”2"),
    "low-digits": ("The CO₂ was measured in m².", "CO2 was measured in m2"),
    "range": ("in the years 2019–2020 he led", "the years 2019-2020"),
    "dash": ("the chief — a colonel — gave it", "the chief - a colonel - gave"),
    "range-over-lines": ("in the years 2019–\n2020 he led", "the years 2019-2020 he led"),
    "slash-over-lines": ("of the police/\nmilitary command", "the police/military command"),
    "hyphen-over-lines": ("a well-\nknown officer", "a well-known officer"),
    "hyphen-over-pages": ("a non-\n\fviolent meeting", "a non-violent meeting"),
    "cells": ("Mayor Sollan | 7 | | 000", "Sollan 7 000"),
    "ligature-beside-it": ("the ﬁrst o\ufb03cer² left", "the first officer2 left"),
}
# (what the source has, what it must not be taken for)
OTHERWISE = {
    "changed-digit": ("a fine of 66,000 talers²", "a fine of 66,001 talers2"),
    "digits-joined": ("a fine of 66 000 talers²", "a fine of 66000 talers2"),
    "decimal-mark-lost": ("it was 6.6 CO₂", "it was 66 CO2"),
    "added-not": ("he did order CO₂", "he did not order CO2"),
    "changed-case": ("the Minister¹ left", "the minister1 left"),
    "accent-lost": ("le passé² simple", "le passe2 simple"),
    "range-made-one-number": ("it took 3-\n5 men", "it took 35 men"),
    "hyphen-lost": ("they re-sign² it", "they resign2 it"),
    "call-left-out": ("He was seen.¹⁷ Then", "He was seen. Then"),
    "other-brackets": ("the law (17) says CO₂", "the law 17 says CO2"),
    "part-of-a-number": ("in 2019–2020¹ he", "2019-2020"),
    "negative-made-positive": ("it was −5² there", "5 there"),
    "marks-between": ("No, he ordered it²", "No he ordered it2"),
}


@pytest.mark.parametrize(("source", "typed"), TYPESET.values(), ids=TYPESET)
def test_typesetting_alone_is_found(source: str, typed: str) -> None:
    text = normalise(f"Before that.\n\n{source}\n\nAfter that.")

    span = own_form(text, typed)

    assert span is not None
    assert fold(text.source[slice(*span)]) in fold(source)


@pytest.mark.parametrize(("source", "typed"), OTHERWISE.values(), ids=OTHERWISE)
def test_other_words_are_not_found(source: str, typed: str) -> None:
    assert own_form(normalise(f"Before that.\n\n{source}\n\nAfter that."), typed) is None


def test_two_places_are_not_told_apart() -> None:
    assert own_form(normalise("CO₂ here and CO₂ there."), "CO2") is None
    assert own_form(normalise("CO₂ here and CO₂ there."), "CO2 there") is not None


WORDS = ["the", "minister", "ordered", "3", "CO₂", "2019–2020", "seen¹⁷", "[4]", "non-\nviolent", "police/\narmy"]
WORDS += ["not", "66,000", "10⁵", "m²", "—", "his"]
SWAPS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹₂–—", "01234567892--")


def _pasted(passage: str) -> str:
    """As somebody types a passage: plain digits, hyphens for dashes, one line."""
    return re.sub(r"\[(\d+)\]", r"\1", re.sub(r"(?<=[-/–])\n", "", passage).translate(SWAPS))


def _bare(text: str) -> str:
    """The letters and digits of a text."""
    return "".join(sign for sign in fold(unicodedata.normalize("NFC", text)).translate(SWAPS) if sign.isalnum())


@settings(max_examples=200, deadline=None)
@given(words=st.lists(st.sampled_from(WORDS), min_size=2, max_size=14))
def test_what_is_pasted_is_found_in_the_sources_own_form(words: list[str]) -> None:
    source = f"Then {' '.join(words)} there"
    typed = _pasted(source)

    span = own_form(normalise(source), typed)

    assert span == (0, len(source))


EDITS = st.sampled_from(["not", "0", "1", "7", "x", "N", "ы", "٣", "é", " no "])


@settings(max_examples=400, deadline=None)
@given(words=st.lists(st.sampled_from(WORDS), min_size=2, max_size=14), data=st.data())
def test_no_letter_digit_or_word_may_differ(words: list[str], data: st.DataObject) -> None:
    """One edit anywhere: a letter or digit changed, put in or taken away, a word put in or taken away."""
    source = f"Then {' '.join(words)} there"
    typed = _pasted(source)
    at = data.draw(st.integers(0, len(typed) - 1))
    until = data.draw(st.integers(at, min(len(typed), at + 5)))
    edited = typed[:at] + data.draw(EDITS | st.just("")) + typed[until:]
    assume(_bare(edited) != _bare(typed))

    span = own_form(normalise(source), edited)

    assert span is None or _bare(source[slice(*span)]) == _bare(edited)  # a part of it, quoted rightly


# ---------------------------------------------------------------------------------------------------------- the command


SOURCE = "The ministry² gave the order in 2019–2020, said a report.[17]"
TYPED = "The ministry2 gave the order in 2019-2020"


def test_the_option_is_offered_and_nothing_is_written_without_it(case: Path) -> None:  # noqa: F811
    say(case, SOURCE)
    before = snapshot(case)

    told = assert_told(excerpt(case, TYPED), "quotation-typeset")

    assert "source 'ministry²', quotation 'ministry2'" in told.text
    assert "--as-in-source" in excerpt(case, TYPED).out
    assert snapshot(case) == before


def test_with_the_option_the_sources_own_form_is_written(case: Path) -> None:  # noqa: F811
    say(case, SOURCE)

    result = excerpt(case, TYPED, "--as-in-source", "--name", "own")

    assert result.code == 0, result.out
    assert "source '2019–2020,', quotation '2019-2020'" in result.out or "2019–2020" in result.out
    assert excerpts(case)["own"] == "The ministry² gave the order in 2019–2020"
    assert check(case).code == 0


def test_the_option_changes_nothing_for_words_that_stand_there(case: Path) -> None:  # noqa: F811
    assert answer(case, "No officer was charged", "--as-in-source", "--name", "own")["status"] == "at-position"
    assert "own" in excerpts(case)


@pytest.mark.parametrize(
    "typed", ["The ministry2 gave no order in 2019-2020", "The ministry2 gave the order in 2019-2021"]
)
def test_the_option_refuses_what_only_looks_alike(case: Path, typed: str) -> None:  # noqa: F811
    say(case, SOURCE)
    before = snapshot(case)

    result = excerpt(case, typed, "--as-in-source")

    assert result.code == 1
    assert result.codes() & {"quotation-absent", "quotation-drifted"}
    assert snapshot(case) == before


def test_machines_are_told_the_own_form(case: Path) -> None:  # noqa: F811
    say(case, SOURCE)

    found = json.loads(excerpt(case, TYPED, "--format", "json").out)

    assert found["as_in_source"] == "The ministry² gave the order in 2019–2020"
    assert found["changes"][0] == {"source": "ministry²", "quotation": "ministry2", "marks": ["digits"]}


def test_check_says_it_of_an_excerpt_typed_by_hand(case: Path) -> None:  # noqa: F811
    say(case, SOURCE)
    change(case, FILE, "  reply: ", f"  typed: {TYPED}\n  reply: ")

    assert [p.code for p in check(case).errors] == ["quotation-typeset"]
