"""Mail: its headers and words decoded, what is attached named; texts in UTF-16 without a mark; the rest of archives."""

from __future__ import annotations

import base64
from email.message import EmailMessage
from pathlib import Path

import pytest

from dossier.text.extract import Unreadable, read
from dossier.text.sniff import MAIL, MHTML, WACZ, WARC, encoding_of, sniff, sniff_in
from tests import makers
from tests.cases import check, dossier, pin, write_case
from tests.makers import RUSSIAN, URL
from tests.test_capture import put
from tests.test_extractors import verifies

HEAD = (
    b"From: =?utf-8?q?Ilva_T=C3=B6rvek?= <ilva@courier.example>\nTo: desk@courier.example\n"
    b"Date: Mon, 6 May 2024 10:00:00 +0000\n"
    b"Subject: =?utf-8?b?0J/RgNC40LrQsNC3?=\n =?utf-8?b?INC80LjQvdC40YHRgtGA0LA=?=\n"
    b"Received: from a by b\nMIME-Version: 1.0\n"
)
FROM, DATE = "From: Ilva Törvek <ilva@courier.example>", "Date: Mon, 6 May 2024 10:00:00 +0000"
SUBJECT = "Subject: Приказ министра"
WORDS = "The order came from Colonel Törvek, and he told us all to leave the village at once."
BODIES = {
    "base64": b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
    + base64.encodebytes(WORDS.encode()),
    "quoted-printable": b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
    b"The order came from Colonel T=C3=B6rvek, and he told us all to leave the vil=\nlage at once.\n",
    "related": b'Content-Type: multipart/related; boundary="b"\n\n--b\nContent-Type: text/html; charset=utf-8\n\n<p>'
    + WORDS.encode()
    + b"</p>\n--b--\n",
    "latin-1": b"Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: 8bit\n\n"
    + WORDS.encode("latin-1"),
    "alternative": b'Content-Type: multipart/alternative; boundary="b"\n\n--b\nContent-Type: text/plain\n\n'
    b"Read it on the web.\n--b\nContent-Type: text/html; charset=utf-8\n\n<p>" + WORDS.encode() + b"</p>\n--b--\n",
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_a_mail_is_decoded_headers_first(body: bytes) -> None:
    data = HEAD + body

    found = read(data, MAIL)

    assert sniff(data) == MAIL
    assert found.text.split("\n\n")[:4] == [FROM, "To: desk@courier.example", DATE, SUBJECT]
    assert verifies(found.text, WORDS)
    assert found.extractor.startswith("mail/1 html/")


def test_a_mail_with_line_ends_of_windows_and_from_a_mailbox_is_one_too() -> None:
    data = HEAD + BODIES["base64"]

    assert sniff(data.replace(b"\n", b"\r\n")) == MAIL
    assert sniff(b"From ilva Mon May  6 10:00:00 2024\n" + data) == MAIL
    assert read(b"From ilva Mon May  6 10:00:00 2024\n" + data, MAIL).text == read(data, MAIL).text


@pytest.mark.parametrize(
    ("head", "body", "encoding"),
    [
        ("Content-Type: text/plain; charset=koi8-r\nContent-Transfer-Encoding: 8bit", RUSSIAN.encode("koi8-r"), None),
        ("Content-Transfer-Encoding: 8bit", RUSSIAN.encode("cp1251"), "cp1251"),
        ("X-Note: no word of its form", RUSSIAN.encode(), None),
        (
            "Content-Type: text/html; charset=windows-1251\nContent-Transfer-Encoding: base64",
            base64.encodebytes(f"<p>{RUSSIAN}".encode("cp1251")),
            None,
        ),
    ],
)
def test_the_words_of_a_mail_are_read_in_their_own_encoding(head: str, body: bytes, encoding: str | None) -> None:
    assert verifies(read(HEAD + head.encode() + b"\n\n" + body + b"\n", MAIL, encoding).text, RUSSIAN)


def test_a_mail_with_a_byte_order_mark_is_one_too() -> None:
    data = b"\xef\xbb\xbf" + HEAD + BODIES["base64"]

    assert sniff(data) == MAIL
    assert read(data, MAIL).text.startswith(FROM)


def test_what_is_attached_is_named_and_a_mail_in_it_is_read() -> None:
    inner = EmailMessage()
    inner["From"], inner["Subject"] = "Oren <oren@ministry.example>", "The square"
    inner.set_content("Clear it by noon.")
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@courier.example", "b@courier.example", "Forwarded"
    message.set_content("See below.")
    message.add_attachment(b"%PDF-", "application", "pdf", filename="list.pdf")
    message.add_attachment(inner)

    found = read(message.as_bytes(), MAIL)

    assert found.text.split("\n\n")[-5:] == [
        *("[attached: list.pdf]", "[attached mail]", "From: Oren <oren@ministry.example>", "Subject: The square"),
        "Clear it by noon.\n",
    ]
    assert found.notes == ("attached files, not read here: 1",)


def test_of_two_forms_of_one_text_it_is_said_which_was_read() -> None:
    assert read(HEAD + BODIES["alternative"], MAIL).notes == ("other forms of its text, not read here: 1",)


def test_a_page_that_a_browser_saved_is_no_mail() -> None:
    assert sniff(makers.mhtml()) == MHTML
    assert sniff(b"From: <Saved by a browser>\nSubject: x\nDate: y\n" + BODIES["related"]) == MHTML


def test_a_text_with_headings_like_a_mail_is_text() -> None:
    assert sniff(b"Note: from the square\nPlace: Velta\n\nThe order came.\n") == "text/plain"
    assert sniff(b"From: Ilva\n\nThe order came.\n") == "text/plain"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (HEAD + BODIES["related"].removesuffix(b"--b--\n"), "capture-truncated"),
        (b"Only: words\n\nand no mail", "capture-unreadable"),
        (2 * (b"From a Mon May  6 10:00:00 2024\nFrom: a\nTo: b\n\nWords.\n\n"), "capture-unreadable"),
        (HEAD + b"Content-Type: text/plain; charset=utf-8\n\n\xff\xfe\xfa", "encoding-unknown"),
    ],
)
def test_what_is_no_whole_mail_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as error:
        read(data, MAIL)
    assert error.value.code == code


# ----------------------------------------------------------------------------------------------------------- at capture


@pytest.fixture
def case(tmp_path: Path) -> Path:
    root = write_case(tmp_path / "case")
    assert pin(root).code == 0
    return root


@pytest.mark.parametrize("body", ["base64", "related"])
def test_a_mail_is_captured_quoted_and_checked(case: Path, body: str) -> None:
    file = put(case, "note.eml", HEAD + BODIES[body])

    assert dossier(case, "capture", file, "--source", "note", "--origin", "velta-courier").code == 0
    assert dossier(case, "excerpt", "note", WORDS, "--name", "order").code == 0

    assert not check(case).errors
    assert 'title: "Приказ министра"' in (case / "evidence/note/source.yml").read_text(encoding="utf-8")


UTF16 = f"{RUSSIAN}\nКто это решил, нам не известно.\n"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_read_with_its_name_and_else_named(case: Path, encoding: str) -> None:
    file = put(case, "note.txt", UTF16.encode(encoding))
    given = ("capture", file, "--source", "note", "--origin", "velta-courier")

    refused = dossier(case, *given)
    assert [p.code for p in refused.errors] == ["capture-type-unknown"]
    assert f"Add `--encoding {encoding}`." in refused.out

    assert dossier(case, *given, "--encoding", encoding).code == 0
    assert (case / "evidence/note/text.c1.txt").read_text(encoding="utf-8") == UTF16
    assert not check(case).errors


def test_an_encoding_is_no_excuse_for_what_is_no_text() -> None:
    assert sniff_in(b"\x00\x00\x07\x00" * 40, "utf-16-le") is None
    assert sniff_in(UTF16.encode("utf-16-le"), "no-such") is None
    assert encoding_of(bytes(range(256))) is None


# ----------------------------------------------------------------------------------------------------- rest of archives


@pytest.mark.parametrize(
    ("media_type", "make", "named"),
    [
        (MHTML, makers.mhtml, "further pages, not read here: 1"),
        (WARC, makers.warc, "further documents, not read here: 2"),
        (WACZ, makers.wacz, "further documents, not read here: 2"),
    ],
)
def test_what_else_an_archive_holds_is_said(media_type: str, make, named: str) -> None:  # type: ignore[no-untyped-def]
    (note,) = read(make(), media_type, url=URL).notes

    assert note == named
