"""Of the problems that newcomers meet first: why each matters, and an example before and after."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Example:
    """`why` a problem matters, and a piece of a case or a command `before` and `after` it is mended."""

    why: str
    before: str
    after: str


def _row(why: str, before: str, after: str) -> Example:
    return Example(*(textwrap.dedent(text).strip("\n") for text in (why, before, after)))


EXAMPLES: dict[str, Example] = {
    # files and YAML
    "yaml-syntax": _row(
        "A file that cannot be read takes everything in it out of the case, and what refers to it fails too.",
        "does_not_say: who gave the order: the minister or his deputy",
        "does_not_say: 'who gave the order: the minister or his deputy'",
    ),
    "yaml-tab": _row(
        "YAML forbids tabs as indentation, and no reader can see them.",
        "properties:\n\tname: Ilan Torvek",
        "properties:\n  name: Ilan Torvek",
    ),
    "yaml-tag": _row(
        "A tag asks the reader to make something else of a text. Every value of a case is the text as written.",
        "registrationNumber: !!int 0123",
        "registrationNumber: '0123'",
    ),
    "yaml-null": _row(
        "A key without a value says nothing, and YAML would make it a null.",
        "because:",
        "because: He ordered the square to be cleared.",
    ),
    "yaml-cut": _row(
        "YAML reads ` #` as the begin of a comment: half of the value would be lost without a word.",
        "title: Order #14 of the ministry",
        "title: 'Order #14 of the ministry'",
    ),
    "yaml-documents": _row(
        "`case.yml` and `source.yml` hold one document. Only files in `entities/` may hold several.",
        "schema: Article\n---\nschema: Article",
        "schema: Article",
    ),
    "duplicate-key": _row(
        "YAML would keep one of the two values and drop the other in silence.",
        "properties:\n  alias: I. Torvek\n  alias: Ilan Torvec",
        "properties:\n  alias: [I. Torvek, Ilan Torvec]",
    ),
    "wrong-type": _row(
        "Where a mapping is expected a single word has no keys to read.",
        "assessment: C3",
        "assessment: {reliability: C, credibility: 3, because: A newspaper.}",
    ),
    "unknown-key": _row(
        "A misspelt key would be ignored: a name meant to be withheld might print.",
        "lable: Victim A",
        "label: Victim A",
    ),
    "missing-key": _row(
        "Without the key the record cannot be used, or says less than it must.",
        "acts:\n  - {act: meeting-2025, attribution: order}",
        "acts:\n  - {act: meeting-2025, attribution: order, role: ordered the police to break up the meeting}",
    ),
    "unknown-choice": _row(
        "The key decides how the program treats the record, so a word that it does not know cannot be guessed at.",
        "person: nominie",
        "person: nominee",
    ),
    "bad-date": _row(
        "Dates are compared with time in office. A form that can be read in two ways would decide a finding by chance.",
        "date: April 19, 2023",
        "date: 2023-04-19",
    ),
    "unknown-format": _row(
        "A case of a later format may mean other things by the same keys.",
        "format: 2",
        "format: 1",
    ),
    "file-not-utf8": _row(
        "In another encoding letters turn into others, in names first of all.",
        "entities/people.yml saved as Windows-1252",
        "entities/people.yml saved as UTF-8",
    ),
    "unknown-file": _row(
        "A file that nothing reads may be one that you believe to be part of the case.",
        "entities/people.txt",
        "entities/people.yml",
    ),
    # ids
    "bad-id": _row(
        "Ids become part of file names, addresses and of the exported data, where other letters are lost.",
        "id: Torvek_Ilan",
        "id: torvek-ilan",
    ),
    "duplicate-id": _row(
        "Entities and sources share one set of ids: a reference must mean one thing.",
        "$ dossier capture efe.txt --source efe --origin efe",
        "$ dossier capture efe.txt --source efe-2023-04-19 --origin efe",
    ),
    "id-names-withheld": _row(
        "Ids print, stand in file names and are exported: one that says a victim's name gives it away.",
        "id: orsel-dana\nperson: victim",
        "id: victim-1\nperson: victim",
    ),
    "bad-name": _row(
        "`name:` becomes the name of the data set, in which FollowTheMoney takes no other letters.",
        "name: Marenia Harbour",
        "name: marenia_harbour",
    ),
    # FollowTheMoney
    "unknown-schema": _row(
        "The schema says which properties an entity can have; what has none could not be exported.",
        "schema: Organisation",
        "schema: Organization",
    ),
    "unknown-property": _row(
        "FollowTheMoney would drop the value without a word.",
        "schema: Person\nproperties: {birthday: 1961}",
        "schema: Person\nproperties: {birthDate: 1961}",
    ),
    "missing-property": _row(
        "Without it the entity says nothing: a person needs a name, a link two ends.",
        "schema: Position\nproperties: {}",
        "schema: Position\nproperties: {name: Interior Minister of Marenia}",
    ),
    "value-dropped": _row(
        "FollowTheMoney takes only values of the property's own form and drops all others in silence.",
        "country: Utopia",
        "country: kz",
    ),
    "value-changed": _row(
        "What is exported would not be what was written and cited.",
        "date: 2023-04-19T00:00:00",
        "date: 2023-04-19",
    ),
    "wrong-range": _row(
        "A post is held, an act is done: a reference to a thing of another kind makes nonsense of the sentence.",
        "offices:\n  - {post: interior-ministry, seen: 2025-06-12}",
        "offices:\n  - {post: interior-minister, seen: 2025-06-12}",
    ),
    "dangling-reference": _row(
        "What is cited or referred to must be there: a reader follows every reference.",
        "cite: gazette/ordre",
        "cite: gazette/order",
    ),
    # persons and harm
    "missing-category": _row(
        "Who is no nominee and no official is withheld. The program does not guess who somebody is.",
        "id: torvek\nschema: Person",
        "id: torvek\nschema: Person\nperson: nominee",
    ),
    "missing-label": _row(
        "Where the name is withheld something must print in its place.",
        "id: victim-1\nperson: victim",
        "id: victim-1\nperson: victim\nlabel: Victim A",
    ),
    "undeclared-name": _row(
        "A text is printed and attached with the names in it. Who may read each of them has to be decided first.",
        "$ dossier check\n… words in 2 places may name somebody whom the case does not have: line 7 …",
        "$ dossier names --undeclared\n$ dossier names --undeclared --person other 1\n"
        "$ dossier names --undeclared --nobody 2",
    ),
    "shared-name": _row(
        "If a withheld person and somebody shown share a word, replacing it would damage the other's name.",
        "id: victim-1\nlabel: Victim A\nproperties: {name: Dana Torvek}",
        "id: victim-1\nlabel: Victim A\nproperties: {name: Dana Torvek}\nalso_borne_by:\n"
        "  - {name: Torvek, by: torvek, because: The minister has the same surname; they are not related.}",
    ),
    "act-without-attribution": _row(
        "Being named in an act is not the same as doing it: an attribution says what the source says.",
        "id: meeting-2025\nschema: Event\nproperties: {involved: torvek}",
        "id: torvek\nacts:\n  - {act: meeting-2025, attribution: order, role: ordered the police to break it up}",
    ),
    "context-linked": _row(
        "An act of others cannot be the person's own act in the same document.",
        "acts:\n  - {act: detention-2025, attribution: body, role: minister at the time}\n"
        "dossier: {context: [detention-2025]}",
        "dossier: {context: [detention-2025]}",
    ),
    "dossier-of-withheld": _row(
        "A document about somebody cannot leave their name out.",
        "person: witness\ndossier: {summary: …}",
        "person: witness\nlabel: Witness A",
    ),
    "leak": _row(
        "The sentence would print the name of somebody who is withheld.",
        "summary: Dana Orsel was held for two nights. [@gazette/detention]",
        "summary: A member of the union was held for two nights. [@gazette/detention]",
    ),
    "leak-found": _row(
        "`check` looks at the case; `build`, `export` and `pack` look into the finished files as well, in any "
        "spelling, without accents and in other scripts, and stop before anything is written.",
        "id: victim-1\nlabel: Victim A\nproperties: {name: Vilma Núñez}",
        "id: victim-1\nlabel: Victim A\nwithhold: [Vilma Nunez, Вильма Нуньес]\nproperties: {name: Vilma Núñez}",
    ),
    # evidence
    "capture-refused": _row(
        "Every source is somebody's words: whose, decides how many independent origins a finding has.",
        "$ dossier capture efe.txt",
        '$ dossier capture efe.txt --publisher "EFE" --published 2023-04-19',
    ),
    "capture-changed": _row(
        "Quotations were verified in the bytes that were pinned. Other bytes are another document.",
        "evidence/gazette/capture.txt edited by hand",
        "$ dossier capture gazette-corrected.txt --source gazette",
    ),
    "quotation-drifted": _row(
        "A quotation is the source's own words. One changed word can change who did what.",
        "detention: Police officers detained a member of the union, Dana Orsel, for three nights.",
        "detention: Police officers detained a member of the union, Dana Orsel, for two nights.",
    ),
    "quotation-absent": _row(
        "Words that the source does not have are not evidence of it. A translation is written under `translations:`.",
        "order: The minister gave the order himself.",
        "order: the Interior Minister of Marenia, Ilan Torvek, ordered the police to break up a meeting",
    ),
    "quotation-ambiguous": _row(
        "A reader must find the very place that is quoted.",
        "reply: The ministry said",
        "reply: The ministry told the Gazette that the meeting had not been announced.",
    ),
    "excerpt-unpinned": _row(
        "A pin records where the words stand, so that a later change of the text is noticed.",
        "an excerpt written by hand into source.yml",
        "$ dossier pin",
    ),
    "quotation-cut-mid-sentence": _row(
        "What is left out at the begin or end may say the opposite: `denied that`, `allegedly`.",
        "order: ordered the police to break up a meeting",
        "order: On 12 June 2025 the Interior Minister, Ilan Torvek, ordered the police to break up a meeting.",
    ),
    "source-not-editable": _row(
        "The command adds lines to the file, and must not change what you wrote in another form.",
        "excerpts: &all {order: …}",
        "excerpts:\n  order: …",
    ),
    # what is printed
    "prose-uncited": _row(
        "Nothing prints unsupported: every statement of fact ends with the words it rests on.",
        "summary: The minister ordered the police to break up a meeting.",
        "summary: The minister ordered the police to break up a meeting. [@gazette/order]",
    ),
    "value-uncited": _row(
        "The value would print as `no source given`.",
        "properties:\n  name: The Maren Gazette",
        "properties:\n  name: {value: The Maren Gazette, cite: gazette/masthead}",
    ),
    "not-literal": _row(
        "A name, date or number must be the source's. What you worked out yourself is marked as inferred.",
        "date: {value: 2023-04-20, cite: efe/expulsion}",
        "date:\n  value: 2023-04-20\n  cite: efe/expulsion\n"
        '  derived: the source says "this Thursday" and is dated Wednesday, 19 April 2023',
    ),
    "quoted-words-elsewhere": _row(
        "Quotation marks say that the source has these words. A translation of yours is not the source's words.",
        'summary: The minister said "we had to clear it". [@efe/reply]',
        "summary: The minister said that it had to be cleared. [@efe/reply]",
    ),
    "finding-beyond-backing": _row(
        "A finding may claim what its evidence carries and no more: a source without a grade, an office that is only "
        "inferred or a single origin bound it.",
        "assembly: {finding: shown, because: He ordered it., acts: [meeting-2025], cite: [gazette/order]}",
        "assembly: {finding: lead, because: He ordered it., acts: [meeting-2025], cite: [gazette/order], "
        "needs: A second origin.}",
    ),
    "finding-incomplete": _row(
        "Without its reason, its acts and what is needed next a finding cannot be checked.",
        "assembly: {finding: lead}",
        "assembly:\n  finding: lead\n  because: He is reported to have ordered it.\n  acts: [meeting-2025]\n"
        "  cite: [gazette/order]\n  needs: A second origin.",
    ),
    "mitigating-silent": _row(
        "Fairness: what speaks for the person is said, or what was read without finding anything.",
        "dossier: {summary: …}",
        "dossier:\n  summary: …\n  mitigating: {status: none-found, read: [gazette]}",
    ),
    "reply-missing": _row(
        "An authority asks whether the person could answer. Silence on it is taken for an omission.",
        "dossier: {summary: …}",
        "dossier:\n  summary: …\n  reply: {status: not-sought, because: Risk of reprisals against the union.}",
    ),
    "conduct-near-person": _row(
        "A verb beside a name blames that person, whatever the sentence goes on to say.",
        "summary: Torvek, whose police detained a member of the union, is the minister. [@gazette/detention]",
        "summary: Police officers detained a member of the union. [@gazette/detention]",
    ),
    "office-not-current": _row(
        "An office said to be held today needs a source of the last three months before the case's date.",
        "offices:\n  - {post: interior-minister, status: current}",
        "offices:\n  - {post: interior-minister, seen: 2025-06-12}",
    ),
    "unknown-regime": _row(
        "The elements of a finding are those of a regime: without it nothing can be judged.",
        "regimes: [eu-hr]",
        "regimes: [eu-ghr]",
    ),
    "unknown-element": _row(
        "Each regime has its own list of elements, in the words of its law.",
        "findings: {eu-ghr: {assembley: {finding: lead}}}",
        "findings: {eu-ghr: {assembly: {finding: lead}}}",
    ),
    # this machine
    "extra-missing": _row(
        "Some forms of documents need a library that is not installed with the base.",
        "$ dossier build --as docx",
        "$ pip install 'sanctions-dossier[word]'\n$ dossier build --as docx",
    ),
    "case-not-found": _row(
        "Every command works on one case: the nearest folder upward with a `case.yml`.",
        "$ dossier check",
        "$ dossier --case ~/cases/marenia check",
    ),
    "folder-not-empty": _row(
        "`dossier init` never writes over anything.",
        "$ dossier init ~/documents",
        "$ dossier init ~/documents/marenia",
    ),
}
