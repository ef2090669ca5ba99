"""An invented case that has one of everything that prints, each free text with a word that stands nowhere else.

Such a word begins with q and ends with x. Years, countries and languages are unusual ones, for the same reason.
The people, the papers and what happened are invented; the countries are islands on which nobody lives.
"""

from __future__ import annotations

import re
from pathlib import Path

from dossier.evidence.custody import Origin, Transfer, record, with_transfer
from tests.makers import hand_pdf

WORD = re.compile(r"\bq[a-z]+x\b")
EDITIONS = ("public", "partners", "authority", "internal")

CASE = """\
format: 1
name: sorvenia_quarry
prefix: sorv
title: The qatitx quarry of Sorvenia
publisher:
  name: Society of the qapubx Lamp
  url: "https://qapurx.example"
  country: hm
  contact: qacontx at the north gate
language: en
as_of: 2026-11-19
release: 41
author: writer
regimes: [sorv-demo, eu-ghr]
policy: {sources_per_act: 2, recency_years: 5, approvals: 2}
base_url: "https://qabasex.example/data"
editions: [public, partners, authority, internal]
not_names: [Bab Zuweila]
reviewers:
  anna: {name: Anna Qaannax, role: qarolex lawyer, edition: public}
  berta: {role: qarolbx editor}
design:
  logo: {file: logo.svg, alt: A qaaltx lamp}
  colours: {accent: "#7a1f3a"}
sections:
  ask: |
    Please read the qaaskx part first. {.analysis}
  handling: |
    Keep it qahandx dry. {.analysis}
  submitter: |
    We write from the qasubx office.
  pattern: |
    The guards "kept the gate shut". [@beacon/gate] That is a qapatx pattern. {.analysis}
  protected-activity: |
    They "asked for their qbwagex wages". [@beacon/wages]
  associates: |
    Nobody is named as a qaassx associate. {.analysis}
  factors: |
    It is a qafacx factor. {.analysis}
  national-interest: |
    It is of qanatx interest. {.analysis}
  safety: |
    Mind the qasafx risk. {.analysis}
"""

PEOPLE = """\
id: orvane
schema: Person
person: nominee
publish: true
cite: beacon/order
properties:
  name: {value: Tavin Orvane, lang: eng}
  alias: {value: The qbaliax Miller, lang: ltz, cite: beacon/alias}
  birthDate: {value: 1931-05-17, cite: beacon/born}
  country: {value: bv, derived: by his qbderx office}
  description: {value: a man with a qbdescx hat, cite: beacon/alias, note: a qbkeepx remark that stays}
offices:
  - post: quarry-minister
    from: 2019-02-03
    to: 2025-08-09
    cite: registry/office
    note: The qbnotex day is that of the oath.
  - post: quarry-mayor
    seen: 2017-06-05
    cite: registry/mayor
    derived: the qbimplx words imply it
acts:
  - act: strike-2025
    attribution: order
    role: ordered the guards to end the qbendx strike
    cite: beacon/order
    does_not_say: that he wanted qbforcx force
    note: a qbstayx remark that stays
  - act: beating-2025
    attribution: body
    role: head of the ministry whose guards were qbheadx there
    cite: beacon/beating
    date: 2025-03-14
  - act: decree-2024
    attribution: personal-act
    role: signed the qbsignx decree
    cite: registry/decree
    does_not_say: who drew it up in qbdrawx ink
  - act: call-2025
    attribution: call
    role: named in the qbcallx call
    cite: beacon/call
dossier:
  summary: |
    The Beacon writes that he "ordered the guards to end the strike". [@beacon/order] That is the qbsumx report.
    {.analysis}

    Of others it writes that "guards beat a worker". [@beacon/beating]

    - The wages were late, says a qblistx list. [@beacon/wages]

    Only partners read the qbpartx paragraph. {.analysis edition=partners}
  context: [march-2025, search-2025]
  not_relied_on: {act: rumour-2025, because: The qbrelyx rumour has no source.}
  gap: |
    1. The qbgapax order in writing.
    2. A second qbgapbx report.
  mitigating: |
    He "told the Beacon that nobody was to be hurt". [@beacon/reply] That is a qbmitx word for him. {.analysis}

    He also "paid the doctor". [@beacon/doctor]
  reply: {status: answered, because: The qbreplx letter of his office says no.}
  sections:
    pattern: |
      Once more the guards "kept the gate shut". [@beacon/gate] It is his qbownpx pattern. {.analysis}
    statement-of-reasons: |
      Tavin Orvane "was minister of the Quarry Ministry from 3 February 2019 to 9 August 2025". [@registry/office]

      On 11 March 2025 the minister, Tavin Orvane, ordered the guards to end the strike at the quarry, so the qbstatx
      draft goes. [@beacon/order] The workers had asked for their wages, which were late. [@beacon/wages] The guards
      kept the gate shut. [@beacon/gate] Of the guards the same paper writes that they beat a worker at the quarry,
      between 11 and 14 March 2025. [@beacon/beating]

      Tavin Orvane, as the one who gave the order, is therefore responsible for serious human rights violations in
      Sorvenia, including violations of the freedom of peaceful assembly. [@beacon/order]
  findings:
    all: {finding: not-shown, because: The qballx sources are silent., read: [beacon, registry, ledger]}
    eu-ghr:
      assembly:
        finding: arguable
        because: He gave the qbasmx order.
        acts: [strike-2025]
        cite: [beacon/order]
        needs: A qbneedx origin more.
      widespread-systematic:
        finding: arguable
        because: The qbwidex gate was shut for days.
        cite: [beacon/gate]
        needs: The qbfilex files.
      responsible:
        finding: arguable
        because: It was his qbrespx order.
        acts: [strike-2025]
        cite: [beacon/order]
        needs: The qbpapex paper.
    sorv-demo:
      gathered:
        finding: lead
        because: The qbgathx gate was shut.
        acts: [beating-2025]
        cite: [beacon/beating]
        needs: The qbkeysx keys.
      signed:
        finding: not-shown
        because: The qbsigdx seal is missing.
        read: [registry]
---
id: selmir
schema: Person
person: official
publish: true
cite: registry/selmir
properties:
  name: Ludo Selmir
  position: [Keeper of the qcposx scales, Clerk of the qcclerx weights]
acts:
  - {act: decree-2024, attribution: office, role: the office that qcsealx sealed the decree, cite: registry/selmir}
dossier:
  author: berthold
  summary: |
    The Registry names "Ludo Selmir". [@registry/selmir] It is a qcsumx entry. {.analysis}
  gap: |
    1. All of the qcgapx rest.
  mitigating: {status: none-found, read: [registry]}
  reply: {status: not-sought, because: a qcreplx risk}
  findings:
    all: {finding: not-shown, because: There is nothing qcallx of him., read: [registry]}
---
id: clerk-1
schema: Person
person: official
cite: ledger/witness
properties:
  name: Bresk Tolnar
---
id: victim-1
schema: Person
person: victim
label: Worker qdlabx
withhold: [Marrda]
consent:
  - {scope: share, with: eu-ghr, date: 2025-10-11}
  - {scope: store, date: 2025-10-11}
cite: beacon/beating
properties:
  name: Marda Velk
---
id: witness-1
schema: Person
person: witness
label: Witness qdwitx
cite: ledger/witness
properties:
  name: Jorun Askel
"""

THINGS = """\
id: quarry-minister
schema: Position
cite: registry/office
properties:
  name: Minister of the qeminx Quarry
  organization: {value: quarry-ministry, derived: the qeorgx name says so}
---
id: quarry-mayor
schema: Position
cite: registry/mayor
properties:
  name: Mayor of qemayx Stonehill
---
id: quarry-ministry
schema: PublicBody
cite: registry/office
properties:
  name: Quarry Ministry
  country: {value: gs, derived: from the qecoux seal}
---
id: guard-corps
schema: PublicBody
cite: beacon/march
properties:
  name: The Ridge Guards
---
id: beacon-paper
schema: Organization
cite: beacon/masthead
properties:
  name: The Beacon
  alias: {value: qebeacx Lantern Press, derived: its qealiax lamp}
---
id: state-registry
schema: PublicBody
cite: registry/head
properties:
  name: State Registry
---
id: clerk-office
schema: PublicBody
cite: ledger/witness
properties:
  name: {value: Office of the qeclerx Clerk, derived: it is the clerk's}
---
id: stone-company
schema: Company
cite: ledger/company
properties:
  name: Stonehill Works
  description: a qestonx firm
---
id: hidden-group
schema: Organization
edition: authority
label: a qehidex group
cite: ledger/group
properties:
  name: Friends of the Hollow Hill
---
id: strike-2025
schema: Event
cite: beacon/order
note: The qestrkx day is stated.
properties:
  name: End of the qeendsx strike
  date: 2025-03-11
  organizer: {value: guard-corps, cite: beacon/march}
  country: {value: aq, derived: by the qeplacx place}
  location: {value: the qelocax yard, derived: the source says the quarry}
---
id: beating-2025
schema: Event
cite: beacon/beating
when: {after: 2025-03-11, before: 2025-03-14}
properties:
  name: Beating of a qebeatx worker
  involved: victim-1
---
id: decree-2024
schema: Event
cite: registry/decree
properties:
  name: The qedecrx decree
  startDate: 2024-09-21
  endDate: 2024-09-23
---
id: call-2025
schema: Event
cite: beacon/call
properties:
  name: A qecallx call
  date: 2025-04-07
---
id: march-2025
schema: Event
cite: beacon/march
note: A qemarcx march was not announced.
properties:
  name: The qemarhx march
  date: 2025-03-08
  organizer: guard-corps
---
id: search-2025
schema: CourtCase
cite: ledger/search
properties:
  name: The qesearx search
  caseNumber: qenumbx-77
---
id: rumour-2025
schema: Event
properties:
  name: A qerumox rumour
"""

BEACON = """\
schema: Article
origin: beacon-paper
relies_on: []
public: true
properties:
  title: The qftitlx gate is shut
  publishedAt: 2025-03-16
  language: eng
captures:
  c1:
    file: page.txt
    captured_at: 2025-03-29
    method: copied by qfmethx hand
    url: "https://beacon.example/qfurlx"
    archive_url: "https://archive.example/qfarchx"
    note: a qfcapnx remark
assessment:
  reliability: C
  credibility: 3
  because: A paper with a qfgradx reporter.
excerpts:
  masthead: The Beacon, 16 March 2025
  order:
    quote: >-
      On 11 March 2025 the minister, Tavin Orvane, ordered the guards to end the strike at the quarry.
    note: The qfxnotx comma is the paper's.
    translations:
      - {lang: gle, text: La qftranx ministro ordonis., by: a qfbyx friend}
  alias: called the qbaliax Miller, a man with a qbdescx hat
  born: He was born on 17 May 1931.
  beating: >-
    Between 11 and 14 March 2025 guards beat a worker, Marda Velk, at the quarry.
  march: On 8 March 2025 the Ridge Guards held a march.
  gate: {quote: The guards kept the gate shut, suffix: " on the first"}
  wages: The workers asked for their qbwagex wages, which were late.
  reply:
    quote: The minister told the Beacon that nobody was to be hurt.
    speech: reported
  doctor: He paid the doctor.
  call: On 7 April 2025 a committee called for measures against Tavin Orvane.
  inside:
    quote: The margin bears a qfmargx sign.
    edition: internal
"""

BEACON_TEXT = """\
The Beacon, 16 March 2025

On 11 March 2025 the minister, Tavin Orvane, ordered the guards to end the strike at the quarry. The order had a \
qgordex seal. People called the qbaliax Miller, a man with a qbdescx hat, a hard man. He was born on 17 May 1931.

Between 11 and 14 March 2025 guards beat a worker, Marda Velk, at the quarry. The qgbeatx night was cold. He paid the \
doctor.

On 8 March 2025 the Ridge Guards held a march. That was a qgmarcx day.

The guards kept the gate shut on the first day of the qgfirsx week.

The guards kept the gate shut on the other day of the qgothex week.

The workers asked for their qbwagex wages, which were late. It was a qgwagex month.

The minister told the Beacon that nobody was to be hurt. He wore a qgreplx coat.

On 7 April 2025 a committee called for measures against Tavin Orvane. It sat in the qgcallx hall.

The margin bears a qfmargx sign.

Nobody quoted the qgrestx rest of the page.
"""

REGISTRY = """\
schema: HyperText
origin: state-registry
properties:
  title: The qhtitlx entries
  publishedAt: not-stated
  language: isl
captures:
  c0: {file: copy.txt, captured_at: 2025-05-04, method: typed by a qhcopyx hand}
  c1:
    file: page.html
    captured_at: "2025-05-06T07:08:09+00:00"
    method: saved by a qhmethx browser
assessment: {reliability: A, credibility: 2, because: The state's own qhgradx book.}
excerpts:
  head: State Registry
  office: Tavin Orvane was minister of the Quarry Ministry from 3 February 2019 to 9 August 2025.
  mayor: The mayor of Stonehill opened the fair on 5 June 2017.
  decree: >-
    Tavin Orvane signed the decree, in force from 21 September 2024 to 23 September 2024.
  selmir: The keeper of the scales is Ludo Selmir.
"""

REGISTRY_PAGE = """\
<html><head><title>Entries</title></head><body>
<p>State Registry</p>
<p>Tavin Orvane was minister of the Quarry Ministry from 3 February 2019 to 9 August 2025. So says the qioffix book.</p>
<p>The mayor of Stonehill opened the fair on 5 June 2017. It was a qifairx fair.</p>
<p>Tavin Orvane signed the decree, in force from 21 September 2024 to 23 September 2024. The qidecrx paper is kept.</p>
<p>The keeper of the scales is Ludo Selmir. He has a qiscalx scale.</p>
</body></html>
"""

REGISTRY_COPY = "State Registry. The copy has a qicopyx stamp.\n"

LEDGER = """\
schema: Pages
origin: clerk-office
relies_on: [beacon]
properties:
  title: The qjtitlx ledger
  publishedAt: 2025-02-27
  language: eng
capture:
  file: ledger.pdf
  captured_at: 2025-06-30
  method: scanned by a qjmethx clerk
excerpts:
  witness: The clerk, Bresk Tolnar, wrote down what Jorun Askel saw.
  company: The firm is called Stonehill Works, a qestonx firm.
  group: The Friends of the Hollow Hill paid for the lamp.
  search: A house was searched, file qenumbx-77.
"""
LEDGER_PAGES = [
    [
        "The clerk, Bresk Tolnar, wrote down what Jorun Askel saw.",
        "The firm is called Stonehill Works, a qestonx firm.",
        "The Friends of the Hollow Hill paid for the lamp.",
    ],
    ["A house was searched, file qenumbx-77.", "It stands in the qkfirsx book."],
]

SPARE = """\
schema: PlainText
origin: beacon-paper
relies_on: [beacon]
properties: {title: The qoverx leaf, publishedAt: not-stated, language: eng}
capture: {file: leaf.txt, captured_at: 2025-07-02, method: found on a qofindx table}
excerpts: {leaf: "The leaf is green."}
"""
SPARE_TEXT = "The leaf is green. It has a qogreex edge.\n"

REGIME = """\
id: sorv-demo
name: The qlnamex law of Sorvenia
short: qlshorx law
authority: The qlauthx chamber
decides: The chamber decides by a qldecix vote.
instruments: [The qlinstx Act]
text_read: Nothing but the qlreadx draft.
standard: {text: A qlstanx belief., reference: "s. qlsrefx", verified: K}
obligation: It must answer in a qloblix month.
conditions: [A qlcondx condition.]
disclosure: It may be shown to a qldiscx party.
limbs:
  what: {title: The qllimbx part}
  who: {title: Who qlwhox did it}
elements:
  gathered:
    limb: what
    title: The qlelemx gathering
    question: Was a qlquesx gathering stopped?
    reference: s. qlerefx
    verified: K
    conduct: true
    role: violation
    usually_shown_by: The qlshowx refusal.
    condition: Only qlonlyx by day.
  signed:
    limb: who
    title: Signed it
    question: Was it signed with a qlsignx pen?
    reference: s. 2
    verified: V2
    conduct: true
    role: involvement
    usually_shown_by: The qlpaprx paper.
"""

TEMPLATE = """\
{% block letterhead %}<p>{{ document.publisher }}, house of the qmletrx letters</p>{% endblock %}
{% block act %}<p>{{ act.when }}; {{ act.actor }}; {{ act.ties }}; a qmactsx act</p>
{% for fact in act.facts %}<p>{{ fact.label }}: {{ fact.text }}</p>{% endfor %}
{% for quotation in act.quotations %}<blockquote>{{ quotation }}</blockquote>{% endfor %}{% endblock %}
{% block closing %}<p>The qmclosx end.</p>{% endblock %}
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40"><circle cx="20" cy="20" r="16"/></svg>'

FILES: dict[str, str] = {
    "case.yml": CASE,
    "entities/people.yml": PEOPLE,
    "entities/things.yml": THINGS,
    "evidence/beacon/source.yml": BEACON,
    "evidence/beacon/page.txt": BEACON_TEXT,
    "evidence/registry/source.yml": REGISTRY,
    "evidence/registry/page.html": REGISTRY_PAGE,
    "evidence/registry/copy.txt": REGISTRY_COPY,
    "evidence/ledger/source.yml": LEDGER,
    "evidence/spare/source.yml": SPARE,
    "evidence/spare/leaf.txt": SPARE_TEXT,
    "regimes/sorv.yml": REGIME,
    "templates/house.html": TEMPLATE,
    "logo.svg": SVG,
}


def write_approved_case(root: Path) -> Path:
    """Write the case into `root`, made if missing, not pinned; returns the case folder."""
    for file, text in FILES.items():
        path = root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (root / "evidence/ledger/ledger.pdf").write_bytes(hand_pdf(LEDGER_PAGES))
    data = BEACON_TEXT.encode()
    origin = Origin("http-get", "2025-03-29", "2025-03-29T00:00:00+00:00", collector="a qncollx person")
    custody = record(origin, "page.txt", data, "text/plain", data, "text")
    handed = Transfer("qngivex", "qntakex", "2025-03-30", "a qnhandx note")
    (root / "evidence/beacon/custody.c1.json").write_bytes(with_transfer(custody, handed, "2025-03-30T00:00:00+00:00"))
    return root
