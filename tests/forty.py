"""A case of forty exhibits in six scripts: an invented port, its minister, and forty papers that report its clearing.

Papers are text, pages, PDF and Word documents by turns. Each names the minister's order in its own script, with a
translation; every fifth names a witness who is withheld. Country, people, papers and events are invented.
"""

# ruff: noqa: E501 - sentences stand whole
from __future__ import annotations

import io
from pathlib import Path

import docx
import weasyprint

EXHIBITS = 40
REGIMES = ("us-glomag", "us-7031c", "uk-ghr", "eu-ghr", "ca-jvcfoa", "au-thematic")
FORMS = ("txt", "html", "pdf", "docx")
# script -> language, name of the minister, words of the order on a day of April, the witness withheld
SCRIPTS = {
    "latin": (
        "eng",
        "Oren Halvik",
        "On {day} April 2024 Oren Halvik ordered the police to clear pier {day}.",
        "Ilva Brandt",
    ),
    "cyrillic": (
        "kaz",
        "Әділ Ғаниұлы Халвик",
        "2024 жылғы {day} сәуірде Әділ Ғаниұлы Халвик полицияға Үлкен айлақты, Өзен жағасын және {day}-қойманы босатуға бұйырды.",
        "Ілва Брандт",
    ),
    "arabic": (
        "ara",
        "أورين هالفيك",
        "في {day} نيسان 2024 أمر أورين هالفيك الشرطة بإخلاء الرصيف رقم {day}.",
        "إيلفا براندت",
    ),
    "chinese": ("zho", "哈尔维克", "2024年4月{day}日，哈尔维克下令警察清空{day}号码头。", "布兰特"),
    "georgian": (
        "kat",
        "ორენ ჰალვიკი",
        "2024 წლის {day} აპრილს ორენ ჰალვიკი პოლიციას {day} ნავმისადგომის დაცლა უბრძანა.",
        "ილვა ბრანდტი",
    ),
    "devanagari": (
        "hin",
        "ओरेन हाल्विक",
        "{day} अप्रैल 2024 को ओरेन हाल्विक ने पुलिस को घाट {day} खाली करने का आदेश दिया।",
        "इल्वा ब्रांट",
    ),
}
FAMILIES = "Noto Sans, Noto Sans Arabic, Noto Sans Devanagari, Noto Sans Georgian, Noto Sans CJK SC"
LOGO = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><path d="M2 18 L20 2 L38 18 Z" fill="#7a1f3a"/></svg>
"""
CASE = f"""\
format: 1
name: port_of_velta
title: The clearing of the Port of Velta
publisher: {{name: Example Advocacy Group, url: "https://example.org", contact: desk@example.org}}
language: en
as_of: 2026-11-21
release: 1
regimes: [{", ".join(REGIMES)}]
policy: {{sources_per_act: 2, recency_years: 5, approvals: 2}}
design:
  logo: {{file: logo.svg, alt: Example Advocacy Group}}
sections:
  handling: |
    Treat this document as disclosable to the person it concerns. {{.analysis}}
"""


def script_of(number: int) -> str:
    """The script of a paper (from 1): each in turn."""
    return list(SCRIPTS)[(number - 1) % len(SCRIPTS)]


def sentence(number: int) -> str:
    """The words of the order in a paper."""
    return SCRIPTS[script_of(number)][2].format(day=number)


def names_witness(number: int) -> bool:
    """Whether a paper names the witness."""
    return number % 5 == 0


def paragraphs(number: int) -> list[str]:
    """The whole paper: what it is, the order, perhaps the witness."""
    words = [f"The Velta Papers, number {number}", sentence(number)]
    return [*words, f"{SCRIPTS[script_of(number)][3]} ({number})"] if names_witness(number) else words


def capture(number: int) -> bytes:
    """A paper in its form."""
    form, words = FORMS[(number - 1) % len(FORMS)], paragraphs(number)
    if form == "txt":
        return ("\n\n".join(words) + "\n").encode()
    if form == "docx":
        document, buffer = docx.Document(), io.BytesIO()
        for each in words:
            document.add_paragraph(each)
        document.save(buffer)
        return buffer.getvalue()
    body = "".join(f"<p>{each}</p>" for each in words)
    direction = "rtl" if script_of(number) == "arabic" else "ltr"
    page = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Number {number}</title><body dir="{direction}">{body}'
    if form == "html":
        return page.encode()
    style = f"<style>@page {{ size: A5 }} body {{ font-family: {FAMILIES} }}</style>"
    return bytes(weasyprint.HTML(string=page + style).write_pdf())


def source(number: int) -> str:
    """`source.yml` of a paper. What a PDF gives of some scripts is not what was written: those are quoted in part."""
    language, form = SCRIPTS[script_of(number)][0], FORMS[(number - 1) % len(FORMS)]
    return f"""\
schema: Article
origin: press-{(number - 1) % 8 + 1}
relies_on: []
properties: {{title: "The Velta Papers, number {number}", publishedAt: 2024-05-{(number - 1) % 28 + 1:02}, language: {language}}}
capture: {{file: capture.{form}, captured_at: not-known, method: supplied}}
assessment: {{reliability: C, credibility: 3, because: A paper that was near.}}
excerpts:
  masthead: The Velta Papers, number {number}
  order:
    quote: >-
      {quoted(number)}
    translations:
      - {{lang: eng, text: "On {number} April 2024 Oren Halvik ordered the police to clear pier {number}.", by: A. Translator}}
"""


def quoted(number: int) -> str:
    """The words quoted of a paper: its sentence as the extractor gives it."""
    if FORMS[(number - 1) % len(FORMS)] != "pdf":
        return sentence(number)
    from dossier.text.extract import extract

    lines = extract(capture(number), "application/pdf").split("\n")
    words = " ".join(line.strip() for line in lines if line.strip())
    after = words.split(f"number {number}", 1)[1].strip()
    witness = SCRIPTS[script_of(number)][3]
    return after.split(witness)[0].strip() if witness in after else after


def people() -> str:
    """The minister with a name in every script and an order in every paper, and the witness."""
    numbers = range(1, EXHIBITS + 1)
    names = "".join(
        f'    - {{value: "{name}", lang: {language}, cite: paper-{number}/order}}\n'
        for number, (language, name, _, _) in enumerate(SCRIPTS.values(), 1)
    )
    acts = "".join(
        f"  - {{act: order-{n}, attribution: order, role: ordered pier {n} to be cleared, cite: paper-{n}/order, "
        f"does_not_say: by what means}}\n"
        for n in numbers
    )
    listed = ", ".join(f"order-{n}" for n in numbers)
    witness = "\n".join(f'    - "{each}"' for _, _, _, each in SCRIPTS.values())
    return f"""\
id: halvik
schema: Person
person: nominee
publish: true
cite: paper-1/order
properties:
  name:
{names}\
offices:
  - {{post: interior-minister, seen: 2024-04-14, derived: by his orders to the police, cite: paper-1/order}}
acts:
{acts}\
dossier:
  summary: |
    Forty papers in six scripts say that he ordered the police to clear a pier. [@paper-1/order] [@paper-2/order]
    [@paper-3/order] [@paper-4/order] [@paper-5/order] [@paper-6/order]
  gap: |
    1. The written orders, with their signatures.
    2. Who was hurt, and by whom.
  mitigating: {{status: none-found, read: [paper-1, paper-2]}}
  reply: {{status: not-sought, because: reprisal risk}}
  findings:
    all: {{finding: not-shown, because: Nothing in the papers bears on it., read: [paper-1, paper-2, paper-3]}}
    eu-ghr:
      assembly:
        finding: lead
        because: He ordered forty piers to be cleared.
        acts: [{listed}]
        cite: [paper-1/order, paper-2/order, paper-3/order]
        needs: Who stood on the piers.
---
id: witness-1
schema: Person
person: witness
label: Witness A
withhold:
{witness}
properties:
  name: Ilva Brandt
"""


def things() -> str:
    """The post, the presses and the acts."""
    rows = ["id: interior-minister\nschema: Position\nproperties:\n  name: Interior Minister of Velta\n"]
    rows += [f"id: press-{n}\nschema: Organization\nproperties:\n  name: Press house {n}\n" for n in range(1, 9)]
    rows += [
        f"id: order-{n}\nschema: Event\ncite: paper-{n}/order\nproperties:\n  name: Clearing of pier {n}\n"
        f"  date: 2024-04-{n:02}\n"
        if n <= 30
        else f"id: order-{n}\nschema: Event\ncite: paper-{n}/order\nproperties:\n  name: Clearing of pier {n}\n"
        for n in range(1, EXHIBITS + 1)
    ]
    return "---\n".join(rows)


def write_forty(root: Path) -> Path:
    """Write the case into `root` (made if missing); returns the case folder. It is not pinned."""
    files: dict[str, bytes] = {
        "case.yml": CASE.encode(),
        "logo.svg": LOGO.encode(),
        "entities/people.yml": people().encode(),
        "entities/things.yml": things().encode(),
    }
    for number in range(1, EXHIBITS + 1):
        files[f"evidence/paper-{number}/source.yml"] = source(number).encode()
        files[f"evidence/paper-{number}/capture.{FORMS[(number - 1) % len(FORMS)]}"] = capture(number)
    for file, data in files.items():
        path = root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return root
