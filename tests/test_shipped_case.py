"""The shipped case says what its two sources say and no more: every trap in them is pinned here.

The root of the repository is the case. Eight women are withheld from every edition but the internal one; their names
are typed out here to compare with, from the captures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dossier.case.model import CONDUCT_ATTRIBUTIONS, Case, Entity
from dossier.checking.run import Checked, check_case
from dossier.editions import View
from dossier.problems import Problems
from dossier.regimes import finding_of
from dossier.render.document import make_document
from dossier.withholding.replace import texts_of

ROOT = Path(__file__).parents[1]

WOMEN = {
    "victim-1": ["Anna Shukeyeva"],
    "victim-2": ["Oksana Shevchuk"],
    "victim-3": ["Raigul Sadyrbayeva"],
    "victim-4": ["Aizhan Ismakova"],
    "victim-5": ["Ubolsyn Turdiyeva"],
    "victim-6": ["Sholpan Dzhanzakova"],
    "victim-7": ["Fariza Ozpan", "Farisa Ospan"],
    "victim-8": ["Arina Osinovskaya"],
}
WITHHELD = {*(part for names in WOMEN.values() for name in names for part in name.split()), "Maksym", "Sytnikov"}
CALLED = {"massimov", "abish", "turgumbayev", "nurdauletov", "nazarbayev"}
SIX = {*CALLED, "dosayev"}
REGIMES = ("us-glomag", "us-7031c", "uk-ghr", "eu-ghr", "ca-jvcfoa", "au-thematic")
FORM = {("us-glomag", "foreign-person"), ("us-7031c", "foreign-official")}


@pytest.fixture(scope="module")
def checked() -> Checked:
    problems = Problems()
    found = check_case(ROOT, problems, full=True)
    assert found is not None
    assert [str(problem) for problem in problems] == []
    return found


@pytest.fixture(scope="module")
def case(checked: Checked) -> Case:
    return checked.case


@pytest.fixture(scope="module")
def views(checked: Checked) -> dict[str, View]:
    problems = Problems()
    made = {edition: checked.view(edition, problems) for edition in ("public", "authority", "internal")}
    assert problems == []
    return made


def words_of(entity: Entity) -> list[str]:
    """All that its author says about an entity, citations and places apart."""
    return [
        *(value.text for value in entity.values),
        *(value.derived or "" for value in entity.values),
        *prose_of(entity),
    ]


def prose_of(entity: Entity) -> list[str]:
    """The running text of an entity: notes, passages, reasons."""
    found = [entity.note or "", entity.does_not_say or "", *(value.note or "" for value in entity.values)]
    if entity.dossier:
        found += [passage.text for passage in entity.dossier.prose]
        found += [row.because for row in entity.dossier.not_relied_on]
        for finding in entity.dossier.all_findings():
            found += [finding.because, finding.needs or ""]
    return [text for text in found if text]


def outside_quotation_marks(text: str) -> str:
    return re.sub(r'"[^"]*"', "…", " ".join(text.split()))


def quote(case: Case, key: str) -> str:
    return case.excerpts()[key].quote


def links(case: Case) -> Iterator[tuple[str, str, str]]:
    """(person, act, attribution) of every act link."""
    for entity in case.entities.values():
        if entity.schema == "UnknownLink":
            yield entity.first("subject") or "", entity.first("object") or "", entity.attribution or ""


# ----------------------------------------------------------------------------------------------------------- the whole


def test_every_quotation_verifies_at_its_pinned_position(checked: Checked) -> None:
    assert set(checked.evidence.quotations) == set(checked.case.excerpts())
    assert len(checked.evidence.quotations) == 29
    assert {str(quotation.status) for quotation in checked.evidence.quotations.values()} == {"at-position"}


def test_six_persons_get_a_dossier_under_six_regimes(case: Case, views: dict[str, View]) -> None:
    assert {entity.id for entity in case.entities.values() if entity.dossier} == SIX
    assert {entity.id for entity in views["public"].dossiers} == SIX
    assert case.meta.regimes == REGIMES


def test_the_publisher_is_a_placeholder(case: Case) -> None:
    assert case.meta.publisher.name == "Example Advocacy Group"


def test_the_organisations_are_those_of_the_sources(case: Case) -> None:
    found = {entity.id for entity in case.entities.values() if entity.schema in ("PublicBody", "Organization")}

    assert found == {
        "akimat-of-almaty", "administrative-court-of-almaty", "national-security-committee", "interior-ministry",
        "prosecutor-generals-office", "security-council", "8marchkz", "femina-virtute",
        "on-legalisation-of-foreign-vehicles", "front-line-defenders", "open-dialogue-foundation",
    }  # fmt: skip


def test_the_persons_are_those_of_the_sources(case: Case) -> None:
    found = {entity.id: entity.person for entity in case.persons()}

    assert found == {**dict.fromkeys(SIX, "nominee"), **dict.fromkeys(WOMEN, "victim"), "source-1": "source"}


# ---------------------------------------------------------------------------------------------------- exact quotations


def test_both_spellings_of_one_woman_stay_as_the_source_has_them(case: Case) -> None:
    assert "Fariza Ozpan" in quote(case, "fld-2023/fines-2020")
    assert "Farisa Ospan" in quote(case, "fld-2023/fine-amounts")
    woman = case.entities["victim-7"]
    assert [value.text for value in woman.values] == ["Fariza Ozpan", "Farisa Ospan"]
    assert woman.first("name") == "Fariza Ozpan"
    assert set(woman.withhold) >= {"Farisa Ospan", "Ospan", "Ozpan"}


def test_both_spellings_get_one_label(views: dict[str, View]) -> None:
    quotations = views["public"].quotations

    for key in ("fld-2023/fines-2020", "fld-2023/fine-amounts"):
        assert "[Victim G]" in quotations[key].excerpt.quote
        assert quotations[key].altered


def test_the_amounts_stand_as_quoted(case: Case) -> None:
    assert "66,000 KZT (approximately EUR 119)" in quote(case, "fld-2023/fine-amounts")
    assert "13,000 KZT (approximately EUR 26)" in " ".join(quote(case, "fld-2023/fine-amounts").split())
    (amounts,) = (text for text in words_of(case.entities["fines-2020"]) if "KZT" in text)
    assert "66,000 KZT (approximately EUR 119)" in amounts
    assert "13,000 KZT (approximately EUR 26)" in amounts
    assert not [
        value for entity in case.entities.values() for value in entity.values if value.prop.startswith("amount")
    ]


@pytest.mark.parametrize(
    ("key", "marked"),
    [
        ("fld-2023/fines-2020", "[were fined for the symbolic burning of a flower wreath"),
        ("fld-2023/letters", "*On Legalisation of Foreign Vehicles*"),
        ("fld-2023/initiative", "[8MarchKZ](#) is a grassroots"),
    ],
)
def test_quotations_across_markup_anchor(checked: Checked, key: str, marked: str) -> None:
    quotation = checked.evidence.quotations[key]

    assert marked in quotation.capture.data.decode()
    assert quotation.paragraph[1] in quotation.capture.text.source
    assert not re.search(r"\]\(|\[|\*", quotation.paragraph[1])


def test_the_captures_are_the_texts_as_supplied(checked: Checked) -> None:
    odf = checked.evidence.captures["odf-2021", "c1"].data.decode()

    assert odf.startswith("Hot topics:")
    assert "\u00a0" in odf
    assert "“financing terrorism”" in odf
    assert not odf.endswith("\n")
    assert "phone +353" in checked.evidence.captures["fld-2023", "c1"].data.decode()


def test_the_contact_block_and_page_chrome_are_no_evidence(checked: Checked) -> None:
    fld = checked.evidence.captures["fld-2023", "c1"].text.source
    begins = {"fld-2023": fld.index("On 21 April 2023, the Specialised"), "odf-2021": len("Hot topics:")}

    for key, quotation in checked.evidence.quotations.items():
        assert quotation.start >= begins[quotation.excerpt.source], key
    words = [text for entity in checked.case.entities.values() for text in words_of(entity)]
    assert not [
        text for text in words if re.search(r"@front|\+353|\+32|Dublin|Brussels|Hot topics", text, re.IGNORECASE)
    ]


def test_the_organisers_report_is_not_the_publishers_finding(case: Case) -> None:
    excerpt = case.excerpts()["fld-2023/no-road-works"]

    assert "reported that no road works were actually happening" in " ".join(excerpt.quote.split())
    assert excerpt.quote.startswith("Women human rights defenders from 8MarchKZ")
    assert excerpt.speech == "reported"
    for entity in case.entities.values():
        for text in words_of(entity):
            if "no road works" in text:
                assert '"reported that no road works' in text, entity.id


# ---------------------------------------------------------------------------------------------------- dates and actors


def test_the_dates_of_2023_are_not_those_of_the_march(case: Case) -> None:
    dates = {id_: entity.first("date") for id_, entity in case.entities.items() if entity.schema == "Event"}

    assert dates["notification-2023-03-20"] == "2023-03-20"
    assert dates["hearing-2023-04-12"] == "2023-04-12"
    assert dates["ruling-2023-04-21"] == "2023-04-21"
    assert dates["refusal-2022"] == "2022"
    assert dates["refusal-2023"] == "2023"
    assert not [id_ for id_, date in dates.items() if date and date >= "2024"]
    assert "third consecutive year" in quote(case, "fld-2023/third-consecutive-year")


def test_the_refusal_lies_between_the_notification_and_the_hearing(case: Case) -> None:
    refusal = case.entities["refusal-2024"]

    assert refusal.when is not None
    assert (refusal.when.after, refusal.when.before) == ("2023-03-20", "2023-04-12")
    assert not [value for value in refusal.values if value.prop in ("date", "startDate", "endDate")]


def test_undated_acts_carry_no_date(case: Case) -> None:
    dated = {entity.id for entity in case.entities.values() if entity.schema == "Event" and entity.first("date")}

    assert dated == {
        "refusal-2022", "refusal-2023", "notification-2023-03-20", "hearing-2023-04-12", "ruling-2023-04-21",
        "fines-2020", "threats-2019",
    }  # fmt: skip


@pytest.mark.parametrize("act", ["threats-2019", "fines-2020"])
def test_threats_and_fines_have_no_actor(case: Case, act: str) -> None:
    assert case.entities[act].first("organizer") is None
    assert not [link for link in links(case) if link[1] == act]
    assert "is not stated" in (case.entities[act].note or "")
    assert all(act not in finding.acts for finding in case.entities["dosayev"].dossier.all_findings())  # type: ignore[union-attr]
    assert all(act not in person.dossier.context for person in case.entities.values() if person.dossier)


def test_nobody_in_odfs_text_is_named_as_acting_against_the_women(case: Case) -> None:
    for act in (
        "violence-at-protests", "body-searches", "interrogation-with-infants", "terrorism-financing-accusations",
        "prosecutions-article-405",
    ):  # fmt: skip
        assert case.entities[act].first("organizer") is None, act
        assert not [link for link in links(case) if link[1] == act], act


def test_no_judge_is_named(case: Case) -> None:
    assert case.entities["ruling-2023-04-21"].first("organizer") == "administrative-court-of-almaty"
    assert case.entities["ruling-2023-04-21"].first("involved") is None


def test_dosayev_acted_once_by_name(case: Case) -> None:
    mine = {(act, attribution) for person, act, attribution in links(case) if person == "dosayev"}

    assert mine == {("hearing-2023-04-12", "personal-act"), ("statement-on-letters", "office")}
    assert "Erbolat Dosayev" in quote(case, "fld-2023/hearing")
    assert "Dosayev" not in quote(case, "fld-2023/letters")


def test_dosayev_is_not_in_the_call(case: Case) -> None:
    assert "Dosayev" not in quote(case, "odf-2021/call")
    assert {person for person, act, _ in links(case) if act == "call-for-sanctions"} == CALLED


def test_the_five_are_tied_to_nothing_but_the_call(case: Case) -> None:
    for person in CALLED:
        assert [link[1:] for link in links(case) if link[0] == person] == [("call-for-sanctions", "call")]


def test_nobody_but_dosayev_has_an_act_of_his_own(case: Case) -> None:
    own = {(person, act) for person, act, attribution in links(case) if attribution in CONDUCT_ATTRIBUTIONS}

    assert own == {("dosayev", "hearing-2023-04-12")}


def test_only_the_day_of_the_hearing_is_known_of_any_office(case: Case) -> None:
    offices = [entity for entity in case.entities.values() if entity.schema == "Occupancy"]
    dates = {entity.first("holder"): value.text for entity in offices for value in entity.values if "ate" in value.prop}

    assert dates == {"dosayev": "2023-04-12"}


def test_the_office_of_the_first_deputy_hangs_on_a_pronoun_and_says_so(case: Case) -> None:
    (office,) = (e for e in case.entities.values() if e.schema == "Occupancy" and e.first("holder") == "abish")

    assert all("his First Deputy" in (value.derived or "") for value in office.values)


# ---------------------------------------------------------------------------------------------------- call and figures


def test_odf_relays_the_call_and_is_not_its_author(case: Case) -> None:
    call = case.entities["call-for-sanctions"]

    assert call.first("organizer") is None
    assert call.first("involved") is None
    assert "relayed by ODF" in (call.first("name") or "")
    assert case.excerpts()["odf-2021/call"].speech == "reported"
    assert "the women’s call" in " ".join(quote(case, "odf-2021/call").split())
    assert not [entity for entity in case.entities.values() if entity.schema == "Sanction"]


@pytest.mark.parametrize("person", sorted(CALLED))
def test_perpetrators_is_a_word_of_the_call_as_it_is_relayed(case: Case, person: str) -> None:
    dossier = case.entities[person].dossier
    assert dossier is not None
    summary = " ".join(passage.text for passage in dossier.block("summary"))

    assert '"against the perpetrators of human rights abuses in Kazakhstan"' in " ".join(summary.split())
    for passage in dossier.prose:
        if "perpetrators" in outside_quotation_marks(passage.text):
            assert passage.analysis
            assert "The words on perpetrators are ODF's account of the call" in passage.text


@pytest.mark.parametrize("figure", ["35", "political prisoners", "Thousands", "thousands", "11 other"])
def test_the_sources_own_figures_are_attributed(case: Case, figure: str) -> None:
    """They stand in quotation marks, beside words that say whose they are; never in an entity's value as a fact."""
    for entity in case.entities.values():
        for text in words_of(entity):
            assert figure not in outside_quotation_marks(text), f"{entity.id}: {text}"
            if figure in text and figure != "11 other":
                assert re.search(r"text says|without a source|gives no source", " ".join(text.split())), entity.id


@pytest.mark.parametrize(
    "words", ["sexual touching", "beaten by police", "beatings by", "police beat", "imprisoned", "tortured"]
)
def test_paraphrase_does_not_overstate(case: Case, words: str) -> None:
    assert not [entity.id for entity in case.entities.values() for text in words_of(entity) if words in text]


def test_no_topic_is_given_to_anybody(case: Case) -> None:
    records = [*case.entities.values(), *case.sources.values()]

    assert not [
        value for record in records for value in record.values if value.prop in ("topics", "classification", "program")
    ]


def test_the_women_are_given_nothing_but_their_names(case: Case) -> None:
    for id_, names in WOMEN.items():
        woman = case.entities[id_]
        assert [value.text for value in woman.values] == names
        assert {value.prop for value in woman.values} <= {"name", "alias"}
        assert woman.consent == ()
        assert not [link for link in links(case) if link[0] == id_]


def test_nothing_is_said_of_what_came_after_the_sources(case: Case) -> None:
    for entity in case.entities.values():
        for value in entity.values:
            if value.prop in ("date", "startDate", "endDate", "birthDate", "modifiedAt"):
                assert value.text <= "2023-04-28", entity.id
        for text in words_of(entity):
            years = {int(year) for year in re.findall(r"\b(?:19|20)\d\d\b", text)}
            assert years <= {2017, 2019, 2020, 2021, 2022, 2023, 2024}, f"{entity.id}: {text}"
            assert not re.search(r"\b(former|ex-|later|since then|was sentenced|dismissed|resigned)\b", text), (
                f"{entity.id}: {text}"
            )


def test_2024_is_only_ever_the_year_of_the_march(case: Case) -> None:
    for entity in case.entities.values():
        for text in words_of(entity):
            for found in re.finditer(r"(?<!refusal-)2024", " ".join(text.split())):
                around = " ".join(text.split())[max(0, found.start() - 60) : found.end() + 20]
                assert re.search(r"[Mm]arch", around), f"{entity.id}: {around}"


# ------------------------------------------------------------------------------------------------------------ findings


def test_no_element_of_conduct_is_shown_or_arguable_for_anybody(checked: Checked) -> None:
    reached = {
        (person.id, regime.id, element.id)
        for person in checked.case.entities.values()
        if person.dossier
        for regime in checked.regimes.values()
        for element in regime.elements.values()
        if finding_of(person.dossier, regime.id, element.id).finding in ("shown", "arguable")
    }

    assert {row[1:] for row in reached} == FORM
    assert not [element for regime, element in FORM if checked.regimes[regime].elements[element].conduct]
    assert {row[0] for row in reached} == SIX


def test_nothing_is_shown(case: Case) -> None:
    for person in case.entities.values():
        if person.dossier:
            assert not [finding for finding in person.dossier.all_findings() if finding.finding == "shown"]


def test_leads_on_conduct_are_only_those_a_careful_lawyer_would_sign(checked: Checked) -> None:
    leads = {
        (person.id, finding.regime, finding.element)
        for person in checked.case.entities.values()
        if person.dossier
        for finding in person.dossier.findings
        if finding.finding == "lead" and checked.regimes[finding.regime].elements[finding.element].conduct
    }

    assert {row[0] for row in leads} <= {"turgumbayev", "nurdauletov", "dosayev"}
    assert {row[1:] for row in leads if row[0] == "dosayev"} == {("eu-ghr", "assembly"), ("eu-ghr", "supports")}


@pytest.mark.parametrize("person", ["massimov", "abish", "nazarbayev"])
def test_three_have_nothing_but_an_office_and_a_call(case: Case, person: str) -> None:
    dossier = case.entities[person].dossier
    assert dossier is not None

    assert dossier.context == ()
    beyond = {(f.regime, f.element) for f in dossier.findings if f.finding != "not-shown"}
    assert beyond == FORM | {("ca-jvcfoa", "foreign-national")}


def test_every_absence_says_what_was_read(case: Case) -> None:
    for person in sorted(SIX):
        dossier = case.entities[person].dossier
        assert dossier is not None
        default = dossier.default_finding
        assert default is not None
        assert default.finding == "not-shown"
        assert set(default.read) == {"fld-2023", "odf-2021"}
        assert "read in full" in default.because
        for finding in dossier.findings:
            if finding.finding == "not-shown":
                assert finding.read, f"{person}: {finding.regime}/{finding.element}"


def test_whoever_is_named_in_one_source_only_is_said_to_be(case: Case) -> None:
    for person in sorted(SIX):
        sources = {key.split("/")[0] for key in case.entities[person].cite}
        assert sources == ({"fld-2023"} if person == "dosayev" else {"odf-2021"})


def test_a_dossier_names_the_source_that_was_only_read(views: dict[str, View]) -> None:
    """`Read in full: E1 and E2` stands in the matrix of everybody: what the other one is must be said somewhere."""
    found = {person: make_document(views["public"], views["public"].entities[person]).only_read for person in SIX}

    assert found.pop("dosayev") == (
        "Read in full and not cited here: E2 (ODF (Open Dialogue Foundation), date not stated)."
    )
    assert set(found.values()) == {"Read in full and not cited here: E1 (Front Line Defenders, 28 April 2023)."}


def test_every_dossier_says_what_speaks_for_him_what_is_missing_and_that_he_was_not_asked(case: Case) -> None:
    for person in sorted(SIX):
        dossier = case.entities[person].dossier
        assert dossier is not None
        assert dossier.block("summary")
        assert dossier.block("gap")
        assert dossier.block("mitigating")
        assert dossier.reply is not None
        assert dossier.reply.status == "not-sought"


# ------------------------------------------------------------------------------------------------------------- sources


def test_the_two_sources_have_different_origins_and_do_not_corroborate(case: Case) -> None:
    fld, odf = case.sources["fld-2023"], case.sources["odf-2021"]

    assert (fld.origin, odf.origin) == ("front-line-defenders", "open-dialogue-foundation")
    assert fld.relies_on == odf.relies_on == ()
    for entity in case.entities.values():
        for value in entity.values:
            assert len({key.split("/")[0] for key in value.cite}) <= 1, entity.id


def test_both_publishers_are_called_advocacy_organisations(case: Case) -> None:
    for source in case.sources.values():
        assert source.assessment is not None
        assert source.assessment.because.startswith("An advocacy organisation")


def test_odfs_text_carries_no_date(case: Case) -> None:
    assert case.sources["odf-2021"].published is None
    assert not [
        value for value in case.sources["odf-2021"].values if "ate" in value.prop or value.prop == "publishedAt"
    ]
    assert case.sources["fld-2023"].published == "2023-04-28"


def test_no_source_claims_an_address_it_was_not_taken_from(case: Case) -> None:
    for source in case.sources.values():
        assert [capture.method for capture in source.captures] == ["supplied"]
        assert [capture.captured_at for capture in source.captures] == ["not-known"]
        assert source.captures[0].url is None
        assert source.first("sourceUrl") is None


def test_a_notice_says_whose_texts_they_are() -> None:
    notice = (ROOT / "evidence/NOTICE.md").read_text()

    assert "Front Line Defenders" in notice
    assert "Open Dialogue Foundation" in notice


# --------------------------------------------------------------------------------------------------------- withholding


def test_odfs_representative_is_a_source_and_withheld(case: Case, views: dict[str, View]) -> None:
    person = case.entities["source-1"]

    assert person.first("name") == "Maksym Sytnikov"
    assert person.person == "source"
    assert "source-1" not in views["public"].entities
    assert "[ODF representative]" in views["public"].quotations["odf-2021/meeting"].excerpt.quote


def test_the_infants_are_nobody(case: Case) -> None:
    assert not [
        e
        for e in case.entities.values()
        if re.search(r"infant|child|minor", f"{e.id} {e.label}") and e.schema != "Event"
    ]
    assert "never to be identified" in (case.entities["interrogation-with-infants"].note or "")


def everything(view: View) -> Iterator[str]:
    """Every text of a view, the bytes of captures and all that claims say included."""
    yield from texts_of(view)
    yield from (capture.data.decode() for capture in view.captures.values())
    yield from (str(claim.as_json()) for claim in view.claims.values())


@pytest.mark.parametrize("edition", ["public", "authority"])
@pytest.mark.parametrize("name", sorted(WITHHELD))
def test_no_withheld_name_is_anywhere_in_an_edition(views: dict[str, View], edition: str, name: str) -> None:
    seen = [text for text in everything(views[edition]) if name.casefold() in text.casefold()]

    assert seen == []


@pytest.mark.parametrize("name", sorted(WITHHELD))
def test_the_internal_edition_names_them(views: dict[str, View], name: str) -> None:
    assert any(name in text for text in everything(views["internal"]))


@pytest.mark.parametrize("edition", ["public", "authority"])
def test_no_withheld_person_is_an_entity_or_a_reference(views: dict[str, View], edition: str) -> None:
    view = views[edition]

    assert not {*WOMEN, "source-1"} & set(view.entities)
    values = {value.text for entity in view.entities.values() for value in entity.values}
    assert not {*WOMEN, "source-1"} & values


@pytest.mark.parametrize("edition", ["public", "authority"])
def test_texts_with_names_are_replaced_and_quotations_verify_in_them(views: dict[str, View], edition: str) -> None:
    view = views[edition]

    for capture in view.captures.values():
        assert not capture.whole
        assert capture.data == b""
    altered = {key for key, quotation in view.quotations.items() if quotation.altered}
    assert altered == {
        "fld-2023/fines-2020", "fld-2023/fine-amounts", "odf-2021/meeting", "odf-2021/infants", "odf-2021/financing",
        "odf-2021/article-405",
    }  # fmt: skip
    for quotation in view.quotations.values():
        words = quotation.capture.text.source[quotation.start : quotation.end]
        assert " ".join(words.split()) == " ".join(quotation.excerpt.quote.split())


def test_no_name_stands_in_an_id_or_a_file_name(case: Case) -> None:
    names = [*case.entities, *case.excerpts()]
    names += [
        path.relative_to(ROOT).as_posix() for folder in ("entities", "evidence") for path in (ROOT / folder).rglob("*")
    ]

    for name in WITHHELD:
        assert not [id_ for id_ in names if name.casefold() in id_.casefold()]


def test_the_nominees_are_named(views: dict[str, View]) -> None:
    found = {entity.id: entity.first("name") for entity in views["public"].dossiers}

    assert found == {
        "massimov": "Karim Massimov",
        "abish": "Samat Abish",
        "turgumbayev": "Yerlan Turgumbayev",
        "nurdauletov": "Gizat Nurdauletov",
        "nazarbayev": "Nursultan Nazarbayev",
        "dosayev": "Erbolat Dosayev",
    }
