"""A case in eight scripts: one invented official with a name and an act in each, and a source that quotes them all.

The Kazakh sentence holds every letter that Russian lacks: Ә Ғ Қ Ң Ө Ұ Ү Һ І.
"""

from __future__ import annotations

from pathlib import Path

from tests.cases import CASE, FILES, OFFICES

# script -> language, name, sentence of the source
SCRIPTS = {
    "latin": ("eng", "Łukasz Ångström-Žofie", "Łukasz Ångström-Žofie ordered the square to be cleared."),
    "cyrillic": ("rus", "Пётр Выдумкин", "Пётр Выдумкин приказал освободить площадь у гавани."),
    "kazakh": (
        "kaz",
        "Әділ Ғаниұлы Қиялбек",
        "Әділ Ғаниұлы Қиялбек АЛАҢДЫ, Өзен жағасын, Ұлы көшені, Үлкен бақты және Іргелі Һауа бағын босатуға бұйырды.",
    ),
    "arabic": ("ara", "سليم الخيالي", "أمر سليم الخيالي بإخلاء ساحة الميناء في 14 نيسان."),
    "chinese": ("zho", "林虚构", "下令者：林虚构，他要求清空港口广场。"),
    "hebrew": ("heb", "אורן דמיוני", "אורן דמיוני הורה לפנות את כיכר הנמל."),
    "devanagari": ("hin", "कल्पित शर्मा", "कल्पित शर्मा ने बंदरगाह चौक को खाली करने का आदेश दिया।"),
    "georgian": ("kat", "გიორგი გამოგონილი", "გიორგი გამოგონილი იყო ის, ვინც ბრძანა მოედნის დაცლა."),
}


def many_scripts() -> dict[str, str]:
    """The files of the case, by path."""
    names = "".join(
        f'    - {{value: "{name}", lang: {lang}, cite: courier/{key}}}\n' for key, (lang, name, _) in SCRIPTS.items()
    )
    acts = "".join(
        f"  - {{act: order-{key}, attribution: order, role: gave the order, cite: courier/{key}}}\n" for key in SCRIPTS
    )
    people = f"""\
id: halvik
schema: Person
person: nominee
cite: courier/masthead
properties:
  name:
{names}\
offices:
  - {{post: interior-minister, seen: 2024-05-03, cite: courier/masthead}}
acts:
{acts}\
dossier:
  gap: |
    1. The written order, with its signature.
  mitigating: {{status: none-found, read: [courier]}}
  reply: {{status: not-sought, because: reprisal risk}}
  findings:
    all: {{finding: not-shown, because: Nothing in the source bears on it., read: [courier]}}
"""
    events = "---\n".join(
        f"id: order-{key}\nschema: Event\ncite: courier/{key}\nproperties:\n  name: Order, {key}\n" for key in SCRIPTS
    )
    head = FILES["evidence/courier/source.yml"].split("excerpts:")[0]
    excerpts = "".join(f'  {key}: "{sentence}"\n' for key, (_, _, sentence) in SCRIPTS.items())
    masthead = "The Velta Courier, 3 May 2024"
    return {
        "case.yml": f"{CASE}not_names: [Іргелі Һауа]\n",
        "entities/people.yml": people,
        "entities/offices.yml": OFFICES,
        "entities/acts.yml": events,
        "evidence/courier/source.yml": f'{head}excerpts:\n  masthead: "{masthead}"\n{excerpts}',
        "evidence/courier/capture.txt": masthead + "".join(f"\n\n{words}" for _, _, words in SCRIPTS.values()) + "\n",
    }


def write_many_scripts(root: Path) -> Path:
    """Write the case into `root`; returns the case folder."""
    for file, text in many_scripts().items():
        path = root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root
