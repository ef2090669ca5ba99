"""What the own words of a template may say: they name nobody of the case, and stand in one piece."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from dossier.case.model import Case
from dossier.checking.templates import check_templates
from dossier.loading import load_case
from dossier.look.own_words import own_words
from dossier.look.templates import BLOCKS, read_templates
from dossier.names.said import Called, Naming
from dossier.problems import Problems
from tests.cases import assert_told, change, check, dossier, pin, write_case
from tests.pdfs import ReadPdf, spaced

HOUSE = "templates/house.html"

# Oren Halvik is the nominee of the case, Mira Tossen an official; Ilva Brandt, `Victim A`, is withheld.
NAMED = [
    # whole and in parts
    "<p>Oren Halvik tortured detainees.</p>",
    "<p>Halvik tortured detainees.</p>",
    "<p>HALVIK</p>",
    "<p>oren tortured detainees.</p>",
    "<p>O. Halvik</p>",
    "<p>Halvik, O.</p>",
    "<p>orenhalvik</p>",
    "<p>#OrenHalvik2024</p>",
    "<p>Halvik-gate, Halvikgate</p>",
    "<p>Tossen knew.</p>",
    "<p>Ilva lies.</p>",
    "<p>Brandd lies.</p>",
    "<p>Victim A lies.</p>",
    # inflected, and in other scripts
    "<p>Halviks Opfer</p>",
    "<p>bez Halvika</p>",
    "<p>Халвик</p>",
    "<p>с Халвиком</p>",
    "<p>Khalvik, Halwik, Hálvik</p>",
    "<p>ОRЕN</p>",  # Cyrillic and Latin letters in one word
    "<p>ʜᴀʟᴠɪᴋ</p>",
    "<p>Ⓗⓐⓛⓥⓘⓚ 🅷🅰🅻🆅🅸🅺</p>",
    "<p>H\u0336a\u0336l\u0336v\u0336i\u0336k\u0336</p>",
    "<p>Ha1v1k, 0ren</p>",
    "<p>H@lvik, Hɑlvik</p>",
    "<p>Orens Opfer</p>",
    "<p>Or-en</p>",
    # in pieces
    "<p>Hal<b>vik</b> tortured detainees.</p>",
    "<p>H<i></i>a<i></i>lvik</p>",
    "<p>Hal&nbsp;vik</p>",
    "<p>Hal-<br>vik</p>",
    "<table><tr><td>Hal</td><td>vik</td></tr></table>",
    '<table dir="rtl"><tr><td>vik</td><td>Hal</td></tr></table>',
    "<p>H a l v i k, H|a|l|v|i|k</p>",
    "<ul>" + "".join(f"<li>{letter}</li>" for letter in "HALVIK") + "</ul>",
    "<p>Hal\u00advik, Hal\u200bvik</p>",
    # where an expression prints
    "<p>{{ 'Halvik' }}</p>",
    "<p>{{ 'Hal' ~ '-' ~ 'vik' }}</p>",
    "<p>{{ 'Hal' 'vik' }}</p>",
    "<p>{{ '\\x48alvik' }}</p>",
    "<p>{% raw %}Halvik{% endraw %}</p>",
    "<p>{{ document.url | default('Halvik') }}</p>",
    "<p>{{ document.regimes | join(' and Halvik and ') }}</p>",
    "<p>{{ 'Halvik' if document.url else '' }}</p>",
    "<p>{{ document.nothing or 'Halvik' }}</p>",
    "{% if document.edition == 'internal' %}<p>Halvik</p>{% endif %}",
    "{% for each in document.regimes %}{{ each }}{% else %}Halvik{% endfor %}",
    "<p>Hal-{% if document.url %}x{% else %}vik{% endif %}</p>",
    # where nobody reads it
    '<p lang="en-Halvik">x</p>',
    # bodies and posts, whole
    "<p>The Velta Courier lies.</p>",
    "<p>a <b>velta</b> courier</p>",
    "<p>The Interior Minister of Veltania tortured detainees.</p>",
]

PIECES, LETTERS, COMPARED = "a word in pieces", "only lists have parts", "which differ with the person"
REFUSED = [
    ("<p>{{ 'Hal' ~ 'vik' }}</p>", PIECES),
    ("<p>Hal{{ 'vik' }}</p>", PIECES),
    ("<p>Hal{{ document.url }}vik</p>", PIECES),
    ("<p>Hal<b>{{ document.url }}</b>vik</p>", PIECES),
    ("<p>Hal{% if document.url %}x{% else %}vik{% endif %}</p>", PIECES),
    ("<p>{{ 'Hal' if document.url else 'x' }}vik</p>", PIECES),
    ("{% for each in document.regimes %}{% if loop.first %}Hal{% else %}vik{% endif %}{% endfor %}", PIECES),
    ("<p>Hal{{ document.regimes | join('vik') }}</p>", PIECES),
    ("<p>Hal{{ document.nothing | default('vik') }}</p>", PIECES),
    ("<p>{{ 'kivlaH'[5] }}</p>", LETTERS),
    ("<p>{{ 'kivlaH' | last }}</p>", LETTERS),
    ("<p>{{ ('x' ~ 'y') | first }}</p>", LETTERS),
    ("<p>{{ document.person[0] }}</p>", LETTERS),
    ("<p>{{ document.title | first }}</p>", LETTERS),
    ("<p>{{ document['publisher'][0] }}</p>", LETTERS),
    ("<p>{{ document.regimes[0][0] }}</p>", LETTERS),
    ("<p>{{ document.person | join('x') }}</p>", LETTERS),
    ("<p>{{ document.person | length }}</p>", LETTERS),
    ("<p>{{ document | join }}</p>", LETTERS),
    ("{% for letter in 'kivlaH' %}{{ loop.previtem }}{% endfor %}", LETTERS),
    ("{% for letter in document.person %}{{ letter }}{% endfor %}", LETTERS),
    ("{% for one in document.regimes %}{% for letter in one %}{{ letter }}{% endfor %}{% endfor %}", LETTERS),
    ("{% for one in document.regimes %}{{ loop.previtem[0] }}{% endfor %}", LETTERS),
    ("{% for letter in document.nothing | default('kivlaH') %}{{ letter }}{% endfor %}", LETTERS),
    ("<p>{{ 'HALVIK' | lower }}</p>", "the filter 'lower' on words of the template"),
    ("<p>{{ ('x' ~ document.kind) | upper }}</p>", "the filter 'upper' on words of the template"),
    ("<p>{{ document.publisher | trim('Exmpl') }}</p>", "the letters to take off"),
    ("<p>{{ document.person | upper }}</p>", "the filter 'upper' on a text that names the person"),
    ("<p>{{ ('' ~ document.person) | lower }}</p>", "the filter 'lower'"),
    ("{% if document.person == 'O. H.' %}He tortured detainees.{% endif %}", COMPARED),
    ("{% if 'O' in document.title %}He tortured detainees.{% endif %}", COMPARED),
    ("{% if document['person'] < 'P' %}x{% endif %}", COMPARED),
    ("{% if (document if document else document).office != 'x' %}x{% endif %}", COMPARED),
    ("<p>{{ 'x' if 'y' ~ document.office == 'yz' }}</p>", COMPARED),
    ("{% for one in document.regimes if one == document.person %}x{% endfor %}", COMPARED),
]

ACCEPTED = [
    "<p>Submission about {{ document.person }}, {{ document.office }}</p>",
    "<p>{{ document.publisher }} · 1 Example Street, Marenport</p>",
    "<p>{{ document.kind | upper }} E{{ document.regimes | length }}</p>",
    "<p>{{ document.kind ~ ', ' ~ document.as_of }}</p>",
    "<p>{{ document.regimes | join(', ') }}</p>",
    "<p>{{ document.regimes[0] }} {{ document.regimes | first | upper }}</p>",
    "{% for one in document.regimes %}<p>{{ loop.index }}. {{ one }}</p>{% endfor %}",
    "{% for one in document.regimes %}{{ one }}{% if not loop.last %}, {% endif %}{% endfor %}",
    "{% if document.edition == 'public' %}<p>For everybody</p>{% else %}<p>Not for everybody</p>{% endif %}",
    "{% if document.office %}<p>{{ document.office }}</p>{% endif %}",
    "<p>{{ document.contact | default('no contact') }}'s</p>",
    "<p>House of <b>R</b>eading &amp; more</p>",
    "<p>a</p>{% if document.url %}<p>b</p>{% endif %}<p>c</p>",
    "<p>The minister, the courier, the interior, the police, li</p>",
    "<p>It is not for an individual to say what the law is, or what a victim is owed.</p>",
    '<p lang="de-CH" dir="ltr">Nur für das Gericht</p>',
    "{# Halvik is named in a remark, which prints nowhere #}<p>x</p>",
]


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    loaded = load_case(write_case(tmp_path_factory.mktemp("case")), Problems())
    assert loaded
    return loaded


def told(case: Case, inside: str) -> list[tuple[str, int, str]]:
    """What is wrong with a template whose closing block holds some text from its third line on."""
    (case.root / "templates").mkdir(exist_ok=True)
    (case.root / HOUSE).write_text(f"{{% block closing %}}\n<p>Good.</p>\n{inside}\n{{% endblock %}}\n", "utf-8")
    problems = Problems()
    meta = dataclasses.replace(case.meta, templates=read_templates(case.root, problems))
    check_templates(dataclasses.replace(case, meta=meta), problems)
    return [(each.code, each.place.line, str(each.what)) for each in problems if each.place]


@pytest.mark.parametrize("inside", NAMED)
def test_a_template_names_nobody_in_whole_or_in_part(case: Case, inside: str) -> None:
    assert {row[:2] for row in told(case, inside)} == {("template-names", 3)}


@pytest.mark.parametrize(("inside", "what"), REFUSED)
def test_words_in_pieces_letters_of_texts_and_choices_by_name_are_refused(case: Case, inside: str, what: str) -> None:
    rows = told(case, inside)

    assert {row[:2] for row in rows} == {("template-refused", 3)}
    assert any(what in row[2] for row in rows), rows


@pytest.mark.parametrize("inside", ACCEPTED)
def test_letterheads_layouts_and_conditions_on_the_edition_are_accepted(case: Case, inside: str) -> None:
    assert told(case, inside) == []


# What the other branches print is known when the document is made: the words are looked at once more then.
LATER = """\
<p>Hal-{% if document.edition == "internal" %}x{% else %}{% if document.kind %}vik{% else %}y{% endif %}{% endif %}</p>
"""


@pytest.mark.parametrize("form", ["pdf", "html", "docx"])
def test_what_a_block_prints_is_looked_at_once_more(tmp_path: Path, form: str) -> None:
    root = write_case(tmp_path / "case")
    assert pin(root).code == 0
    (root / "templates").mkdir()
    (root / HOUSE).write_text(f"{{% block closing %}}{LATER}{{% endblock %}}", encoding="utf-8")
    assert not check(root).errors

    told = assert_told(dossier(root, "build", "--as", form), "template-names", HOUSE, 1)
    assert "Oren Halvik" in told.text
    assert not list((root / "build").rglob("halvik.*"))


def test_a_withheld_name_that_only_print_shows_is_not_told(tmp_path: Path) -> None:
    root = write_case(tmp_path / "case")
    assert pin(root).code == 0
    (root / "templates").mkdir()
    words = LATER.replace("Hal-", "Bra-").replace("vik", "ndt").replace("internal", "public")
    (root / HOUSE).write_text(f"{{% block closing %}}{words}{{% endblock %}}", encoding="utf-8")
    assert not check(root).errors

    told = assert_told(dossier(root, "build", "--edition", "internal"), "template-names", HOUSE, 1)
    assert "Victim A" in told.text


def test_a_letterhead_prints_whom_the_document_is_about(tmp_path: Path) -> None:
    root = write_case(tmp_path / "case")
    assert pin(root).code == 0
    (root / "templates").mkdir()
    words = (
        "{{ 'About ' ~ document.person ~ ', from ' ~ (document.publisher | upper) }}; {{ document.kind | capitalize }}"
    )
    (root / HOUSE).write_text(f"{{% block letterhead %}}<p>{words}</p>{{% endblock %}}", encoding="utf-8")
    assert dossier(root, "build").code == 0

    with ReadPdf(root / "build/public/halvik.pdf") as document:
        assert "About Oren Halvik, from EXAMPLE ADVOCACY GROUP; Information note" in spaced(document.pages[0])


def test_the_facts_of_an_act_print_behind_their_labels(tmp_path: Path) -> None:
    root = write_case(tmp_path / "case")
    change(root, "entities/acts.yml", "id: clearing-2024\n", "id: clearing-2024\nnote: No order was seen.\n")
    assert pin(root).code == 0
    (root / "templates").mkdir()
    act = "{{ act.when }} {{ act.actor }} {{ act.ties }}{% for each in act.quotations %}{{ each }}{% endfor %}"
    loop = "{% for fact in act.facts %}<p>{{ fact.label }}: {{ fact.text }}</p>{% endfor %}"
    (root / HOUSE).write_text(f"{{% block act %}}{act}{loop}{{% endblock %}}", encoding="utf-8")
    assert dossier(root, "build", "--as", "html").code == 0
    assert "Note: No order was seen." in (root / "build/public/halvik.html").read_text(encoding="utf-8")

    change(root, HOUSE, "{{ fact.label }}: ", "")
    told = assert_told(dossier(root, "build", "--as", "html"), "template-failed", HOUSE, 1)
    assert "in another order" in told.text


SOURCE = """\
{# {% block closing %} #}
{%- block letterhead -%}
  <p>{{ "{% endblock %}" }}{% raw %}{% endblock %}{% endraw %}</p>{# a remark #}
{%- endblock letterhead %}

{% block closing %}{% endblock %}
"""


@pytest.mark.parametrize("lines", ["\n", "\r\n"])
def test_the_source_of_one_block_is_what_stands_between_its_tags(case: Case, lines: str) -> None:
    (case.root / "templates").mkdir(exist_ok=True)
    (case.root / HOUSE).write_bytes(SOURCE.replace("\n", lines).encode())

    letterhead, closing = read_templates(case.root, Problems())
    inside = """<p>{{ "{% endblock %}" }}{% raw %}{% endblock %}{% endraw %}</p>{# a remark #}"""
    assert own_words(letterhead) == f"\n  {inside}\n"
    assert own_words(closing) == ""


@pytest.mark.parametrize("name", BLOCKS)
def test_the_source_of_each_block_is_found(case: Case, name: str) -> None:
    (case.root / "templates").mkdir(exist_ok=True)
    (case.root / HOUSE).write_text(f"{{% block {name} scoped %}}{{# one #}}{{% endblock {name} %}}", "utf-8")

    assert [own_words(block) for block in read_templates(case.root, Problems())] == ["{# one #}"]


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("Li and May said so.", ["Li May"]),
        ("It may be said.", []),
        ("They grant it.", ["Rosa Grant"]),
        ("A rosary, a grandson", []),
        ("The Elder of the Der, bin", []),
        ("police", []),
        ("Police", ["Police"]),
        ("+44 20 7946 0958", ["Rosa Grant"]),
        ("王小明先生", ["王小明"]),
    ],
)
def test_short_words_need_their_capital_and_particles_name_nobody(words: str, named: list[str]) -> None:
    naming = Naming(
        [
            Called("Li May", ("Li May",), person=True),
            Called("Rosa Grant", ("Rosa Grant",), person=True, marks=("+442079460958",)),
            Called("Pliny the Elder", ("Pliny the Äldre von der bin",), person=True),
            Called("Police", ("Police",), person=False),
            Called("王小明", ("王小明",), person=True),
        ]
    )

    assert [called.caption for called, _ in naming.find(words)] == named
