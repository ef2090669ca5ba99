"""The shipped case: nothing that leaves its public edition names one of the eight women, however spelt.

Looked for twice: by the program's own matcher with every folding, and by a plain search for spellings typed out here.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest

from dossier.leaks import Scanner
from dossier.loading import load_case
from dossier.problems import Problems
from dossier.withholding.replace import Replacer
from dossier.withholding.who import withheld
from tests.cases import dossier
from tests.pdfs import ROOT, copy_shipped
from tests.released import everything

pytestmark = pytest.mark.system

REGIMES = ("us-glomag", "us-7031c", "uk-ghr", "eu-ghr", "ca-jvcfoa", "au-thematic")
PERSONS = ("abish", "dosayev", "massimov", "nazarbayev", "nurdauletov", "turgumbayev")
EACH = [*zip(PERSONS, REGIMES, strict=True)]
# Of each woman every spelling of her surname that a text may have, and her full name as the sources write it.
SPELLINGS = {
    "Anna Shukeyeva": "Shukeyeva Shukeeva Shukeieva Shukejewa Şükeeva Шукеева Шукеевой Шукееву Шүкеева",
    "Oksana Shevchuk": "Shevchuk Shevtchouk Schewtschuk Szewczuk Ševčuk Шевчук",
    "Raigul Sadyrbayeva": "Sadyrbayeva Sadyrbaeva Sadyrbaieva Sadyrbajewa Садырбаева Садырбаевой Садырбаеву Sadırbaeva",
    "Aizhan Ismakova": "Ismakova Ismaqova Ismakowa Исмакова Исмаковой Исмакову Ысмақова",
    "Ubolsyn Turdiyeva": "Turdiyeva Turdieva Turdiieva Turdijewa Турдиева Турдиевой Турдиеву",
    "Sholpan Dzhanzakova": "Dzhanzakova Djanzakova Janzakova Zhanzakova Dschansakowa Джанзакова Джанзаковой Жанзакова",
    "Fariza Ozpan": "Ozpan Ospan Oszpan Ozpann Озпан Оспан Оспанова Ospanova",
    "Farisa Ospan": "Fariza Farisa Фариза Фариса",
    "Arina Osinovskaya": "Osinovskaya Osinovskaia Osinovskaja Ossinowskaja Осиновская Осиновской Осиновскую",
}
NEEDLES = {needle for full, rest in SPELLINGS.items() for needle in (full, *rest.split())}


def squashed(text: str) -> str:
    """A text in small letters, without what layout puts between and into words."""
    return re.sub(r"[\s\u00ad\u200b-\u200d\u2010-]+", "", unicodedata.normalize("NFC", text)).casefold()


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_shipped(tmp_path_factory.mktemp("shipped"))


def make(root: Path, edition: str, *commands: tuple[str, ...]) -> Path:
    for command in commands:
        done = dossier(root, *command, "--edition", edition)
        assert done.code == 0, done.out + done.err
        if edition != "internal":
            assert not named([("message", done.out + done.err)])
    return root / "build" / edition


def named(texts: list[tuple[str, str]]) -> set[tuple[str, str]]:
    """Which spellings stand in which files."""
    needles = {squashed(needle): needle for needle in NEEDLES}
    short = {"ospan", "ozpan", "оспан", "озпан"}
    found = set()
    for where, text in texts:
        plain, words = squashed(text), {word.casefold() for word in re.findall(r"\w+", text)}
        found |= {(where, name) for key, name in needles.items() if (key in words if key in short else key in plain)}
    return found


def test_the_public_edition_names_none_of_the_eight_women(shipped: Path) -> None:
    commands = [
        ("export",),
        ("build", "--as", "pdf,docx,html"),
        *(("build", person, "--regime", regime) for person, regime in EACH),
    ]
    folder = make(shipped, "public", *commands)

    made = {path.name for path in folder.rglob("*") if path.is_file()}
    assert {f"{person}.{form}" for person in PERSONS for form in ("pdf", "docx", "html")} <= made
    assert {f"{person}.{regime}.pdf" for person, regime in EACH} <= made
    assert {"entities.ftm.json", "statements.csv", "claims.json", "text.odf-2021.c1.txt"} <= made
    assert named([*everything(folder)]) == set()
    looking = scanner()
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    assert [str(leak) for path in files for leak in looking.scan(path.name, path.read_bytes())] == []


def test_the_internal_edition_names_them_as_the_sources_do(shipped: Path) -> None:
    folder = make(shipped, "internal", ("export",), ("build", "dosayev", "turgumbayev"))
    texts = [*everything(folder)]

    there = {name for _, name in named(texts)}
    assert {*SPELLINGS} <= there
    for file in ("claims.json", "statements.csv"):
        assert {*SPELLINGS} <= {name for where, name in named(texts) if where == file}, file
    pdf = {name for where, name in named(texts) if where == "dosayev.pdf"}
    assert {"Fariza Ozpan", "Farisa Ospan", "Arina Osinovskaya"} <= pdf


def scanner() -> Scanner:
    """The program's own, for whom the public edition withholds."""
    case = load_case(ROOT, Problems())
    assert case is not None
    return Scanner(Replacer(withheld(case.entities.values(), "public", case.meta)).names)
