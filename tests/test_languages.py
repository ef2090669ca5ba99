"""The frame of a document in other languages: whole catalogues, nothing left in English, the case as written."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from itertools import cycle
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from markupsafe import Markup
from pikepdf import Pdf

from dossier.building.attachments import attachments_of
from dossier.checking.run import check_case
from dossier.editions import View
from dossier.language import (
    CATALOGUES,
    DOMAIN,
    ENGLISH,
    Language,
    NoSuchLanguageError,
    catalogue_file,
    language_of,
    languages,
)
from dossier.problems import Problems
from dossier.render.document import Document, make_document
from dossier.render.html import MAX_DENSITY, render_html
from dossier.render.pdf import load_weasyprint
from dossier.render.words import FINDING_WORDS
from tests.cases import change, dossier, write_case
from tests.pdfs import strict_failures
from tests.strong_case import write_strong_case
from tools.messages import collect, forms_of, read_catalogue

TRANSLATED = ("es", "fr", "ru")
# Whole documents are laid out in the fast lane in the language of the longest words and of another script.
DRAWN = [*(pytest.param(tag, marks=pytest.mark.system) for tag in ("en", "es", "fr")), "ru"]
ROOT = Path(__file__).parents[1]


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_there_is_a_catalogue_for_each_language() -> None:
    assert languages() == ("en", *TRANSLATED)


@pytest.fixture(scope="module")
def template() -> Catalog:
    return collect()


@pytest.mark.parametrize("tag", TRANSLATED)
def test_a_catalogue_is_whole(tag: str, template: Catalog) -> None:
    """Every sentence is translated, in every plural form, with the same places; nothing is fuzzy or left over."""
    catalogue = read_catalogue(tag)
    said = {(message.context, message.id) for message in catalogue if message.id}

    assert said == {(message.context, message.id) for message in template if message.id}
    assert not catalogue.obsolete
    for message in catalogue:
        if not message.id:
            continue
        forms = forms_of(message)
        wanted = places(message.id[1] if message.pluralizable else message.id)
        can_lack = {"number"} if message.pluralizable else set()  # `one person` may stand without its number
        assert not message.fuzzy, message.id
        assert len(forms) == (catalogue.num_plurals if message.pluralizable else 1), message.id
        for form in forms:
            assert form, message.id
            if message.context != "FollowTheMoney" and not any("yml" in where for where, _ in message.locations):
                assert wanted - can_lack <= places(form) <= wanted, (message.id, form)


@pytest.mark.parametrize("tag", TRANSLATED)
def test_sentences_keep_their_marks(tag: str) -> None:
    """A question stays one, and a sentence ends as it did."""
    for message in read_catalogue(tag):
        if message.id:
            one = message.id[0] if message.pluralizable else message.id
            for form in forms_of(message) if one != "No." else ():
                assert form.rstrip()[-1:] in "?.:" or one.rstrip()[-1:] not in "?.:", (one, form)
                assert one.endswith("?") == form.endswith("?"), (one, form)


# --- nothing stays English: a language in which every Latin letter of the frame is a Hebrew one

HEBREW = "אבגדהוזחטיכלמנסעפצקרשתםןףץ"
PSEUDO = str.maketrans("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", HEBREW * 2)


def pseudo(text: str) -> str:
    """The text with its letters in another script, its places as they are."""
    return "".join(part if part.startswith("{") else part.translate(PSEUDO) for part in re.split(r"(\{\w+\})", text))


@pytest.fixture(scope="module")
def hebrew(tmp_path_factory: pytest.TempPathFactory, template: Catalog) -> Language:
    """A language of this test alone, written from right to left."""
    folder = tmp_path_factory.mktemp("locale")
    catalogue = Catalog(locale="he", domain=DOMAIN)
    for message in template:
        if message.id:
            one, many = message.id if message.pluralizable else (message.id, message.id)
            string = (
                (pseudo(one), *[pseudo(many)] * (catalogue.num_plurals - 1)) if message.pluralizable else pseudo(one)
            )
            catalogue.add(message.id, string, context=message.context)
    file = catalogue_file("he", folder)
    file.parent.mkdir(parents=True)
    with file.open("wb") as target:
        write_po(target, catalogue)
    return language_of("heb", folder)


class Words(HTMLParser):
    """The words of a page: its texts, and what its attributes say to a reader."""

    SAID = ("alt", "aria-label", "data-label", "title")

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self._open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open.append(tag)
        given = dict(attrs)
        said = [given[name] for name in self.SAID if given.get(name)]
        if given.get("name") == "description":
            said.append(given["content"])
        self._add(" ".join(filter(None, said)))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not {"style", "code", "script"} & set(self._open):
            self._add(data)

    def _add(self, text: str) -> None:
        self.found |= {word.lower() for word in re.findall(r"[A-Za-z]{2,}", text)}


def view_of(root: Path) -> View:
    problems = Problems()
    checked = check_case(root, problems)
    assert checked is not None
    assert not problems.errors
    return checked.view("public", problems)


def words_of_case(root: Path, view: View) -> set[str]:
    """Whatever the case itself says, and the names of programs, files, hashes, countries and languages."""
    texts = [
        file.read_text(encoding="utf-8")
        for place in ("entities", "evidence")
        for file in (root / place).rglob("*")
        if file.suffix in (".yml", ".md", ".txt", ".json")
    ]
    texts += [(root / "case.yml").read_text(encoding="utf-8")]
    texts += [capture.extractor + capture.capture.media_type for capture in view.captures.values()]
    known = "claims.json manifest.json SHA256SUMS sha256 SHA dossier person.ftm.json capture text md txt c1"
    return {word.lower() for text in [*texts, known] for word in re.findall(r"[A-Za-z]{2,}", text)}


CASES = {"shipped": lambda folder: ROOT, "strong": write_strong_case, "small": write_case}


@pytest.mark.parametrize(("case", "regime"), [("shipped", None), ("strong", "eu-ghr"), ("small", "us-glomag")])
def test_nothing_of_the_frame_stays_english(case: str, regime: str | None, tmp_path: Path, hebrew: Language) -> None:
    root = CASES[case](tmp_path / "case")
    view = view_of(root)
    of_case = words_of_case(root, view)
    for person in view.dossiers[:2]:
        document = make_document(view, person, regime, hebrew)
        page = render_html(document, attached=attachments_of(document))

        assert page.count('<html lang="he" dir="rtl">') == 1
        assert Words(page).found - of_case == set(), person.id


def test_a_sentence_without_translation_would_be_seen(tmp_path: Path, hebrew: Language) -> None:
    """The test above can fail: with one message less in the catalogue its words are found."""
    root = tmp_path / "case"
    write_case(root)
    file = catalogue_file("he", tmp_path / "locale")
    file.parent.mkdir(parents=True)
    whole = catalogue_file("he", hebrew.folder).read_text(encoding="utf-8")
    file.write_text(whole.replace('msgid "What we ask"', 'msgid "What we asked"'), encoding="utf-8")
    view = view_of(root)

    page = render_html(make_document(view, view.dossiers[0], None, language_of("he", tmp_path / "locale")))

    assert "ask" in Words(page).found


# --- what a language changes, and what it does not


def said(view: View, tag: str, regime: str | None = None) -> Document:
    return make_document(view, view.dossiers[0], regime, language_of(tag))


def test_dates_numbers_and_lists_take_the_form_of_the_language() -> None:
    day, month, number, items = "2023-04-12", "2023-04", 1234567, ["a", "b", "c"]
    forms = {
        tag: (say.date(day), say.date(month), say.number(number), say.listed(items))
        for tag in languages()
        if (say := language_of(tag))
    }

    assert forms["en"] == ("12 April 2023", "April 2023", "1,234,567", "a, b and c")
    assert forms["fr"] == ("12 avril 2023", "avril 2023", "1\u202f234\u202f567", "a, b et c")
    assert forms["es"] == ("12 de abril de 2023", "abril de 2023", "1.234.567", "a, b y c")
    assert forms["ru"] == ("12 апреля 2023\u202fг.", "апрель 2023\u202fг.", "1\u00a0234\u00a0567", "a, b и c")
    assert all(say.date("2023") == "2023" for say in map(language_of, languages()))


def test_russian_has_its_plural_forms() -> None:
    say = language_of("ru")

    bytes_ = [say.plural("{number} byte", "{number} bytes", number) for number in (1, 2, 5, 11, 21, 22)]

    assert bytes_ == ["1 байт", "2 байта", "5 байт", "11 байт", "21 байт", "22 байта"]


@pytest.mark.parametrize("tag", TRANSLATED)
def test_what_the_case_says_is_never_translated_and_says_its_language(tag: str, tmp_path: Path) -> None:
    write_case(tmp_path / "case")
    page = render_html(said(view_of(tmp_path / "case"), tag))

    assert f'<html lang="{tag}" dir="ltr">' in page
    assert '<span lang="en" dir="ltr"><bdi>He ordered the square to be cleared.</bdi></span>' in page
    assert "not sought" not in page
    assert re.search(r'<q lang="en" dir="ltr"[^>]*><bdi>On 14 April 2024 the Interior Minister of Veltania', page)


@pytest.mark.parametrize("tag", TRANSLATED)
def test_claims_and_entities_do_not_depend_on_the_language(tag: str, tmp_path: Path) -> None:
    write_case(tmp_path / "case")
    view = view_of(tmp_path / "case")

    english, other = ({file.name: file.data for file in attachments_of(said(view, each)).files} for each in ("en", tag))

    assert json.loads(english["claims.json"])["claims"]
    assert english == other


def test_a_right_to_left_quotation_lays_out_right_in_every_frame(tmp_path: Path) -> None:
    root = tmp_path / "case"
    write_case(root)
    change(root, "evidence/courier/source.yml", "  language: eng", "  language: ara")

    page = render_html(said(view_of(root), "fr"))

    assert '<q lang="ar" dir="rtl"' in page


@pytest.mark.parametrize("tag", DRAWN[1:])
def test_a_dossier_keeps_the_standards_in_every_language(tag: str, tmp_path: Path) -> None:
    root = write_case(tmp_path / "case")

    assert dossier(root, "build", "--language", tag).code == 0

    file = root / f"build/public/halvik.{tag}.pdf"
    assert strict_failures(file) == []
    with Pdf.open(file) as pdf:
        assert str(pdf.Root.Lang) == tag


def overlong(page: str) -> list[tuple[int, float]]:
    """The findings that are wider than their cells: page, and by how many points."""
    found = []
    weasyprint = load_weasyprint()
    for number, sheet in enumerate(weasyprint.HTML(string=page).render().pages, 1):
        for cell in (box for box in sheet._page_box.descendants() if box.element_tag == "td"):
            for box in cell.descendants():
                if box.element is not None and "finding" in (box.element.get("class") or "").split():
                    over = box.position_x + box.border_width() - cell.content_box_x() - cell.width
                    found += [(number, round(over * 0.75, 1))] if over > 0.1 else []
    return found


def test_a_document_is_drawn_in_every_language() -> None:
    assert languages() == tuple(str(each if isinstance(each, str) else each.values[0]) for each in DRAWN)


@pytest.mark.parametrize("tag", DRAWN)
def test_every_finding_fits_its_column(tag: str, tmp_path: Path) -> None:
    say = language_of(tag)
    chips = cycle(f'{finding}">{say(words)}' for finding, words in FINDING_WORDS.items())
    document = said(view_of(write_strong_case(tmp_path / "case")), tag)

    for density in (0, MAX_DENSITY):
        page = render_html(document, density)
        page, number = re.subn('(?<=<span class="finding )[^>]*>[^<]*', lambda _: next(chips), page)
        assert number >= len(FINDING_WORDS)
        assert overlong(page) == []


def test_a_time_is_said_in_words() -> None:
    assert language_of("en").moment("2026-11-21T10:00:00Z") == "21 November 2026, 10:00:00 UTC"
    assert language_of("fr").moment("2026-11-21T10:00:00+05:00") == "21 novembre 2026, 10:00:00 UTC+05:00"
    assert language_of("es").moment("2026-11-21 10:00:00") == "21 de noviembre de 2026, 10:00:00"
    assert language_of("ru").moment("2026-11-21") == language_of("ru").date("2026-11-21")


def test_a_sentence_ends_once_where_a_date_brings_its_own_full_stop() -> None:
    say = language_of("ru")
    day = say.date("2026-11-21")

    assert day.endswith("г.")
    assert say("{reports}.", reports=day) == day
    assert ENGLISH("{reports}.", reports=Markup("a &amp; b.")) == "a &amp; b."


def test_french_parts_sentences_as_it_does() -> None:
    say = language_of("fr")

    assert say.joined(["a", "b"]) == "a\u202f; b"
    assert say.labelled("a", "b") == "a\u00a0: b"


# --- which language


def test_the_language_names_the_file(tmp_path: Path) -> None:
    root = tmp_path / "case"
    write_case(root)

    run = dossier(root, "build", "--as", "html,docx", "--language", "fra", "--regime", "eu-ghr")

    assert run.code == 0, run.out
    assert sorted(file.name for file in (root / "build/public").glob("halvik*")) == [
        "halvik.eu-ghr.fr.docx",
        "halvik.eu-ghr.fr.html",
    ]


def test_the_case_says_its_language(tmp_path: Path) -> None:
    root = tmp_path / "case"
    write_case(root)
    change(root, "case.yml", "language: en", "language: spa")

    assert dossier(root, "build", "--as", "html").code == 0

    page = (root / "build/public/halvik.html").read_text(encoding="utf-8")
    assert '<html lang="es" dir="ltr">' in page
    assert "Qué se adjunta" in page or "Qué contiene" in page or "Lo que pedimos" in page


@pytest.mark.parametrize("tag", ["ar", "fr-CA", "xx", "français", ""])
def test_a_language_without_a_catalogue_is_a_problem_that_names_those_there_are(tag: str, tmp_path: Path) -> None:
    root = tmp_path / "case"
    write_case(root)

    run = dossier(root, "build", "--as", "html", "--language", tag or " ")

    assert run.code == 1
    assert "no-such-language" in run.out
    assert "en, es, fr, ru" in run.out
    assert not (root / "build/public/halvik.html").exists()


def test_a_case_in_another_language_can_still_be_built_in_one_there_is(tmp_path: Path) -> None:
    root = tmp_path / "case"
    write_case(root)
    change(root, "case.yml", "language: en", "language: ar")

    refused = dossier(root, "build", "--as", "html")
    built = dossier(root, "build", "--as", "html", "--language", "en")

    assert (refused.code, built.code) == (1, 0)
    assert "language: no document can be in 'ar'" in refused.out
    page = (root / "build/public/halvik.en.html").read_text(encoding="utf-8")
    assert '<span lang="ar" dir="rtl"><bdi>He ordered' in page


def test_a_language_is_known_by_either_code() -> None:
    assert language_of("ru") == language_of("rus")
    with pytest.raises(NoSuchLanguageError):
        language_of("deu")
    assert CATALOGUES.is_dir()
