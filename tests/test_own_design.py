"""What a case may change in its documents, logo, colours and named blocks, and all that it may not."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import lxml.html
import pytest

from dossier.case.model import COLOURS
from dossier.look.design import contrast
from tests.cases import assert_told, check, dossier, line_of, pin, snapshot
from tests.pdfs import ReadPdf, spaced, squashed, strict_failures
from tests.strong_case import write_strong_case
from tests.test_docx import ReadDocx, W, without_marks

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40"><circle cx="20" cy="20" r="16"/></svg>'
HOUSE = "templates/house.html"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    root = write_strong_case(tmp_path / "case")
    assert pin(root).code == 0
    return root


def with_design(root: Path, text: str) -> None:
    """Add a `design:` to `case.yml`."""
    with (root / "case.yml").open("a", encoding="utf-8") as file:
        file.write(f"design:\n  {text}\n")


def with_template(root: Path, text: str) -> None:
    """Write the template of the house."""
    (root / "templates").mkdir()
    (root / HOUSE).write_text(text, encoding="utf-8")


def png(width: int, height: int, *, claims: tuple[int, int] | None = None, interlaced: bool = False) -> bytes:
    """A grey PNG with a comment; `claims` is what its header says, if not the truth."""
    rows = zlib.compress(b"".join(b"\0" + b"\x80" * width for _ in range(height)))
    header = struct.pack(">IIBBBBB", *(claims or (width, height)), 8, 0, 0, 0, int(interlaced))
    parts = [(b"IHDR", header), (b"tEXt", b"Author\0Ilva Brandt"), (b"IDAT", rows), (b"IEND", b"")]
    body = b"".join(struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in parts)
    return b"\x89PNG\r\n\x1a\n" + body


# ------------------------------------------------------------------------------------------------- logo and colours


@pytest.mark.parametrize(("file", "data"), [("logo.svg", SVG.encode()), ("logo.png", png(60, 20))])
def test_a_logo_prints_with_its_words_and_the_file_conforms(case: Path, file: str, data: bytes) -> None:
    (case / file).write_bytes(data)
    with_design(case, f"logo: {{file: {file}, alt: A lighthouse}}\n  colours: {{accent: '#7a1f3a'}}")
    assert dossier(case, "build", "--regime", "eu-ghr").code == 0

    made = case / "build/public/reval.eu-ghr.pdf"
    assert strict_failures(made) == []
    with ReadPdf(made) as document:
        assert "A lighthouse" in [figure.alt for figure in document.elements("Figure")]
        assert "Ilva Brandt" not in document.everything()


@pytest.mark.parametrize(
    ("file", "data", "why"),
    [
        ("a.svg", SVG.replace("<circle", "<script>alert(1)</script><circle"), "script"),
        ("a.svg", SVG.replace("<circle", '<image href="file:///etc/hostname"/><circle'), "image"),
        ("a.svg", SVG.replace("<circle", '<use href="http://example.org/#x"/><circle'), "use"),
        ("a.svg", SVG.replace("<circle", "<text>Ilva</text><circle"), "turn text into paths"),
        ("a.svg", SVG.replace("<circle", '<circle onload="alert(1)"'), "onload"),
        ("a.svg", SVG.replace("<circle", '<circle fill="url(http://example.org/a)"'), "outside itself"),
        ("a.svg", SVG.replace("<circle", "<style>*{}</style><circle"), "style"),
        ("a.svg", '<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG, "document type"),
        ("a.svg", SVG.replace("<circle", "<g>" * 3000 + "</g>" * 3000 + "<circle"), "2,000 elements"),
        ("a.svg", SVG.replace(' viewBox="0 0 120 40"', ""), "viewBox"),
        ("a.svg", "no drawing", "neither PNG nor SVG"),
        ("a.svg", SVG + " " * 600_000, "524,288 bytes"),
        ("a.png", png(2001, 1), "2,001"),
        ("a.png", png(10, 10, claims=(2000, 2000)), "does not hold the pixels"),
        ("a.png", png(2000, 2000, claims=(10, 10)), "does not hold the pixels"),
        ("a.png", png(10, 10, interlaced=True), "interlaced"),
        ("a.png", png(10, 10)[:-20], "damaged"),
    ],
)
def test_a_logo_that_is_more_than_a_picture_is_refused(case: Path, file: str, data: str | bytes, why: str) -> None:
    (case / file).write_bytes(data if isinstance(data, bytes) else data.encode())
    with_design(case, f"logo: {{file: {file}, alt: A logo}}")

    assert why in assert_told(check(case), "logo-unusable", "case.yml", line_of(case, "case.yml", "logo:")).text


def test_a_logo_lies_inside_the_case(case: Path) -> None:
    (case.parent / "logo.svg").write_text(SVG)
    with_design(case, "logo: {file: ../logo.svg, alt: A logo}")

    assert_told(check(case), "path-leaves-case", "case.yml")


@pytest.mark.parametrize(
    ("colours", "code"),
    [
        ("{accent: '#99aacc'}", "low-contrast"),
        ("{tint: '#333333'}", "low-contrast"),
        ("{ink: black}", "bad-colour"),
        ("{accent: '#000; } body { display: none'}", "bad-colour"),
        ("{notice: '#000000'}", "unknown-key"),
    ],
)
def test_colours_that_cannot_be_read_are_refused(case: Path, colours: str, code: str) -> None:
    with_design(case, f"colours: {colours}")

    assert_told(check(case), code, "case.yml", line_of(case, "case.yml", "colours:"))


def test_the_colours_of_the_style_sheet_are_the_programs_and_can_be_read() -> None:
    sheet = (Path(__file__).parents[1] / "templates/dossier.css").read_text(encoding="utf-8")

    for name, colour in COLOURS.items():
        assert f"--{name}: {colour};" in sheet
    assert all(contrast(COLOURS[name], COLOURS["tint"]) >= 4.5 for name in ("ink", "soft", "accent"))
    assert round(contrast("#000000", "#ffffff")) == 21


# ------------------------------------------------------------------------------------------------- blocks

GOOD = """\
{% block letterhead %}<p class="small">{{ document.publisher }}, House of Reading</p>{% endblock %}
{% block summary %}
{% for passage in passages %}<p><strong>{{ loop.index }})</strong> {{ passage.text }}</p>{% endfor %}
{% endblock %}
{% block act %}
<p>{{ act.when }}: {{ act.actor | default("nobody") }}; {{ act.ties }}</p>
{% for fact in act.facts %}<p>{{ fact.label }}: {{ fact.text }}</p>{% endfor %}
{% for quotation in act.quotations %}<blockquote>{{ quotation }}</blockquote>{% endfor %}
{% endblock %}
{% block closing %}{% if document.edition == "public" %}<p>END</p>{% endif %}
<p>OF {{ document.kind | upper }}</p>{% endblock %}
"""


def test_named_blocks_are_replaced_and_everything_else_stays(case: Path) -> None:
    with_template(case, GOOD)
    assert dossier(case, "build", "--edition", "authority").code == 0

    made = case / "build/authority/reval.pdf"
    assert strict_failures(made) == []
    with ReadPdf(made) as document:
        text = spaced(document.text)
        assert "Example Advocacy Group, House of Reading" in document.pages[0]
        assert "1) Two reports say of him that he" in text
        assert "OF SUBMISSION" in text
        assert "END" not in text
        assert all("Not reviewed" in page for page in document.pages)
        assert all("Authority edition: for the authority it was sent to" in spaced(page) for page in document.pages)
        assert "not reviewed (0 of 2 approvals)" in text
        cited = {link.text for link in document.links if link.target.startswith("exhibit-")}
        assert {"E1.2", "E2.2"} & cited


def test_the_word_document_has_the_same_blocks_logo_and_colours(case: Path) -> None:
    (case / "logo.svg").write_text(SVG)
    with_design(case, "logo: {file: logo.svg, alt: A lighthouse}\n  colours: {accent: '#7a1f3a'}")
    more = """\
<ul><li>One <em>two</em><ol><li>inner</li><li>second</li></ol><p>goes on</p></li><li>last</li></ul>
<table class="facts"><caption>Rows &amp; columns</caption>
<tr><th scope="col">a</th><th scope="col">b</th><th scope="col">c</th></tr>
<tr><td rowspan="2">reaches down</td><td colspan="2">reaches right</td></tr>
<tr><td>x</td><td><p>y</p><p>z</p></td></tr></table>
<p class="small">Small <span class="ref">aside</span></p>
{% endblock %}"""
    before, _, after = GOOD.rpartition("{% endblock %}")
    with_template(case, before + more + after)
    assert dossier(case, "build", "--edition", "authority", "--as", "docx,html").code == 0

    word = ReadDocx(case / "build/authority/reval.docx")
    page = lxml.html.fromstring((case / "build/authority/reval.html").read_bytes())
    said, whole = without_marks(squashed(word.words(word.body))), without_marks(squashed(page.text_content()))
    for words in (
        "Example Advocacy Group, House of Reading",
        "1) Two reports say of him that he",
        "3 June 2025: Interior Ministry; ordered officers of the Interior Ministry",
        "One twoinnersecondgoes onlast",
        "Rows & columnsabcreaches downreaches rightxyzSmall aside",
    ):
        assert squashed(words) in said
        assert squashed(words) in whole
    cited = {link.get(f"{W}anchor") for link in word.body.iter(f"{W}hyperlink")}
    assert any("exhibit_E1_2" in anchor for anchor in cited if anchor)
    styles = {each.text: each.style.name for each in word.document.paragraphs}
    assert (styles["One two"], styles["inner"], styles["goes on"]) == ("List Bullet", "List Number", "List Continue")
    table = next(each for each in word.document.tables if each.cell(0, 0).text == "a")
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows == [["a", "b", "c"], ["reaches down", "reaches right", ""], ["", "x", "y\nz"]]
    drawn = [each.get("descr") for each in word.body.iter() if each.tag.endswith("}docPr")]
    assert drawn == ["A lighthouse"]
    assert b"7A1F3A" in word.files["word/styles.xml"]
    assert b"1F3A5F" not in word.files["word/styles.xml"]
    assert "do not publish it" in word.document.sections[0].header.paragraphs[1].text


@pytest.mark.parametrize(
    ("inside", "what"),
    [
        ("{{ document.__class__ }}", "'__class__'"),
        ("{{ ''.__class__.__mro__ }}", "'__mro__'"),
        ("{{ document['__class__'] }}", "no plain name"),
        ("{{ document | attr('__class__') }}", "the filter 'attr'"),
        ("{{ document.title.upper() }}", "a call"),
        ("{{ range(10) }}", "a call"),
        ("{{ super() }}", "a call"),
        ("{{ '%s' % document }}", "arithmetic"),
        ("{{ 'a' * 1000000000 }}", "arithmetic"),
        ("{% set x = document %}", "a set"),
        ("{% macro x() %}{% endmacro %}", "a macro"),
        ("{% include '../case.yml' %}", "an include"),
        ("{% import 'dossier.html' as x %}", "an import"),
        ("{% from '/etc/hostname' import x %}", "an import"),
        ("{% block act %}{% endblock %}", "a block inside a block"),
        ("{{ '<b>' | safe }}", "the filter 'safe'"),
        ("{% for a in [1] %}{% endfor %}", "a list"),
        (
            "{% for a in x %}{% for b in x %}{% for c in x %}{% endfor %}{% endfor %}{% endfor %}",
            "recursive or more than 2 deep",
        ),
        ("<script>alert(1)</script>", "the tag <script>"),
        ("<style>.edition-notice { display: none }</style>", "the tag <style>"),
        ('<p style="display: none">x</p>', "the attribute style="),
        ('<p class="edition-notice">x</p>', "the class 'edition-notice'"),
        ('<img src="file:///etc/hostname">', "the tag <img>"),
        ('<p id="ask">x</p>', "the attribute id="),
        ('<p lang="{{ document.title }}">x</p>', "an expression inside a tag"),
        ("<p {{ document.title }}>x</p>", "begins no plain tag"),
        ("<div>", "<div>, which is not closed there"),
        ("</section></main>", "the tag <section>"),
        ("</p>", "closes no tag opened there"),
        ("{% if document.title %}<div>{% else %}</div>{% endif %}", "<div>, which is not closed there"),
        ("<!-- ", "begins no plain tag"),
        ("<p>&#84;omas Reval is a torturer.</p>", "a `&` that is none of"),
        ("<p>&rlm;x</p>", "a `&` that is none of"),
        ('<table><tr><td colspan="1000000000">x</td></tr></table>', "colspan='1000000000'"),
        ('<table><tr><td rowspan="99">x</td></tr></table>', "more than 20"),
        ('<table><tr><td colspan="many">x</td></tr></table>', "colspan='many'"),
        ("<div>" * 21 + "</div>" * 21, "<div>, nested more than 20 deep"),
        ("<p>{% if document %}<b>" * 11 + "</b>{% endif %}</p>" * 11, "nested more than 20 deep"),
        ("{{ document" + ".title" * 3000 + " }}", "something nested more than 20 deep"),
        ("{% if document %}" * 120 + "{% endif %}" * 120, "something nested more than 20 deep"),
    ],
)
def test_code_and_markup_that_could_hide_something_are_refused_with_their_line(
    case: Path, inside: str, what: str
) -> None:
    with_template(case, "{% block closing %}\n<p>Good.</p>\n" + inside + "\n{% endblock %}\n")

    result = check(case)
    told = [problem for problem in result.problems if problem.code == "template-refused"]
    assert any(what in problem.text for problem in told), told
    assert all(problem.file == HOUSE for problem in told)
    assert {problem.line for problem in told} <= {1, 3}
    assert told[0].line == 3
    assert dossier(case, "build").code == 1
    assert not (case / "build").exists()


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("{% block edition_notice %}{% endblock %}", 1, "'edition_notice' cannot be replaced"),
        ("\n{% block criteria %}{% endblock %}", 2, "'criteria' cannot be replaced"),
        ("{% block mitigating %}{% endblock %}", 1, "'mitigating' cannot be replaced"),
        ("{% block withheld_note %}{% endblock %}", 1, "'withheld_note' cannot be replaced"),
        ("{% extends 'dossier.html' %}", 1, "outside the blocks"),
        ("<p>Hello</p>", 1, "outside the blocks"),
        ("{% block closing %}\n{% if %}{% endblock %}", 2, "cannot be read"),
        ("{% block closing %}\n{{ ", 2, "cannot be read"),
    ],
)
def test_what_is_protected_or_no_template_is_told_with_its_line(case: Path, text: str, line: int, what: str) -> None:
    with_template(case, text)

    assert what in assert_told(check(case), "template-refused", HOUSE, line).text


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("{% block closing %}\n{{ document.nothing }}{% endblock %}", 2, "no attribute 'nothing'"),
        ("{% block closing %}\n\n{{ document.keys }}{% endblock %}", 3, "no attribute 'keys'"),
        ("{% block closing %}\n{{ document.title.upper ~ '' }}{% endblock %}", 2, "no attribute 'upper'"),
        ("{% block closing %}\n{{ document ~ '' }}{% endblock %}", 2, "only texts can be printed"),
        (
            "{% block summary %}\n{% for p in passages %}{{ p.text }}{{ p.text | upper }}{% endfor %}{% endblock %}",
            2,
            "only texts can be printed",
        ),
        (
            "{% block summary %}\n{% for p in passages %}{{ p.text }}{% endfor %}{{ passages | join }}{% endblock %}",
            2,
            "only texts can be printed",
        ),
        ("{% block closing %}\n{{ document.case < 1 }}{% endblock %}", 2, "not supported"),
        ("{% block summary %}\n<p>Nothing to see.</p>{% endblock %}", 1, "leaves out"),
        (
            "{% block summary %}{% for p in passages if p.bullet %}{{ p.text }}{% endfor %}{% endblock %}",
            1,
            "leaves out",
        ),
        (
            "{% block summary %}\n{% for p in passages %}{{ p.text }} {{ p.text }}{% endfor %}{% endblock %}",
            2,
            "in another order than theirs, or one of them twice",
        ),
        (
            "{% block act %}{{ act.when }} {{ act.actor }} {{ act.ties }}\n"
            "{% for q in act.quotations %}{{ loop.nextitem or q }} {{ q }}{% endfor %}{% endblock %}",
            2,
            "in another order than theirs, or one of them twice",
        ),
    ],
)
def test_a_template_that_fails_or_leaves_something_out_stops_the_build_with_its_line(
    case: Path, text: str, line: int, what: str
) -> None:
    with_template(case, text)
    before = snapshot(case / "entities")

    assert what in assert_told(dossier(case, "build"), "template-failed", HOUSE, line).text
    assert not list((case / "build").rglob("*.pdf"))
    assert snapshot(case / "entities") == before


@pytest.mark.parametrize(
    ("inside", "what"),
    [
        ("{% if a == '' %}{% endif %}" * 100, "its loops take more than 1,000,000 steps"),
        pytest.param("x" * 8000 + " ", "it prints more than 1,000,000 characters", marks=pytest.mark.system),
        pytest.param(
            "{{ document.regimes | join(' " + "x" * 4000 + " ') }}",
            "it joins more than 1,000,000 characters",
            marks=pytest.mark.system,
        ),
    ],
)
def test_loops_and_what_they_print_have_a_budget(case: Path, inside: str, what: str) -> None:
    with (case / "case.yml").open("a", encoding="utf-8") as file:
        file.write("sections:\n  safety: |\n" + "    - Nothing. {.analysis}\n" * 60)
    loop = "{% for a in passages %}{% for b in passages %}" + inside + "{% endfor %}{% endfor %}"
    with_template(case, "{% block safety %}" + loop + "{% endblock %}")

    assert what in assert_told(dossier(case, "build"), "template-failed", HOUSE, 1).text


def test_characters_that_hide_or_reorder_print_as_tokens_in_every_form(case: Path) -> None:
    with_template(case, "{% block closing %}<p>a\u202eb\u200bc {{ 'd\u202ee' }}</p>{% endblock %}")
    assert dossier(case, "build", "--as", "pdf,docx,html").code == 0

    word = ReadDocx(case / "build/public/reval.docx")
    assert "a⟨U+202E⟩b⟨U+200B⟩c d⟨U+202E⟩e" in word.words(word.body)
    assert "a⟨U+202E⟩b⟨U+200B⟩c d⟨U+202E⟩e" in (case / "build/public/reval.html").read_text(encoding="utf-8")
    with ReadPdf(case / "build/public/reval.pdf") as document:
        assert "a⟨U+202E⟩b⟨U+200B⟩c d⟨U+202E⟩e" in document.text


def test_a_withheld_name_in_a_template_is_refused_and_not_told(case: Path) -> None:
    with (case / "entities/people.yml").open("a", encoding="utf-8") as file:
        file.write("---\nid: v\nschema: Person\nperson: victim\nlabel: Victim A\nproperties: {name: Ilva Brandt}\n")
    with_template(case, "{% block closing %}\n<p>For Il<i>va</i>.</p>{% endblock %}")

    assert "Victim A" in assert_told(check(case), "template-names", HOUSE, 2).text
    assert_told(dossier(case, "build"), "template-names", HOUSE, 2)
    assert not (case / "build").exists()


def test_the_projects_own_folder_is_a_case_whose_templates_are_the_programs() -> None:
    root = Path(__file__).parents[1]
    assert not [problem for problem in check(root).problems if (problem.file or "").startswith("templates/")]
