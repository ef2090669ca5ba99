"""An invented case whose evidence is as strong as the rules ask: every support can be taken away by itself.

Country, people, papers and events are invented. Two independent reports name the minister and his order; the office is
dated to the day; his ministry is named as acting.
"""

from __future__ import annotations

from pathlib import Path

CASE = """\
format: 1
name: karvenia_lindow
title: The Lindow reading circle in Karvenia
publisher: {name: Example Advocacy Group, url: "https://example.org"}
language: en
as_of: 2026-11-21
release: 1
regimes: [us-glomag, eu-ghr]
policy: {sources_per_act: 2, recency_years: 5, approvals: 2}
"""

PEOPLE = """\
id: reval
schema: Person
person: nominee
cite: [monitor/order, lantern/order]
properties:
  name: Tomas Reval
offices:
  - {post: interior-minister, from: 2024-02-01, to: 2026-01-15, cite: gazette/office}
acts:
  - act: detention-2025
    attribution: order
    role: ordered officers of the Interior Ministry to detain the reading circle
    cite: [monitor/order, lantern/order]
dossier:
  summary: |
    Two reports say of him that he "ordered officers of the Interior Ministry to detain every member of the Lindow
    reading circle" [@monitor/order] and that he "gave the order". [@lantern/order]
  gap: |
    1. The written order.
  mitigating: {status: none-found, read: [monitor, lantern, gazette]}
  reply: {status: no-answer}
  findings:
    all: {finding: not-shown, because: Nothing in the sources bears on it., read: [monitor, lantern, gazette]}
    us-glomag:
      foreign-person:
        finding: arguable
        because: He is named as Interior Minister of Karvenia.
        cite: [monitor/order, gazette/office]
        needs: A record of his nationality.
      direct:
        finding: shown
        because: Two independent reports name him as having ordered the detention.
        acts: [detention-2025]
        cite: [monitor/order, lantern/order]
        needs: The written order.
      leader:
        finding: shown
        because: The ministry that he led held nineteen persons without charge during his time in office.
        acts: [detention-2025]
        cite: [monitor/held, lantern/held, gazette/office]
        needs: The custody records.
    eu-ghr:
      arbitrary-detention:
        finding: shown
        because: Two independent reports say that nineteen persons were held without charge on his order.
        acts: [detention-2025]
        cite: [monitor/order, monitor/held, lantern/order, lantern/held]
        needs: The custody records.
      responsible:
        finding: shown
        because: Two independent reports name him as having ordered the detention.
        acts: [detention-2025]
        cite: [monitor/order, lantern/order]
        needs: The written order.
  sections:
    statement-of-reasons: |
      Tomas Reval was Interior Minister of Karvenia from 1 February 2024 to 15 January 2026. [@gazette/office]

      On 3 June 2025 the Interior Minister, Tomas Reval, ordered officers of the Interior Ministry to detain every
      member of the Lindow reading circle. [@monitor/order] A second report, made by persons who spoke with officers of
      the ministry, likewise says that Interior Minister Tomas Reval gave the order to detain the circle on 3 June 2025.
      [@lantern/order] The Interior Ministry held nineteen of its members for eleven days without charge.
      [@monitor/held] Nineteen persons were held by the Interior Ministry without charge, according to both reports.
      [@lantern/held]

      Tomas Reval, as the one who gave the order, is therefore responsible for serious human rights violations in
      Karvenia, including arbitrary arrests and detentions. [@monitor/order] [@lantern/order]
"""

OTHERS = """\
id: interior-minister
schema: Position
cite: gazette/office
properties:
  name: Interior Minister of Karvenia
  organization: interior-ministry
---
id: interior-ministry
schema: PublicBody
cite: monitor/held
properties:
  name: Interior Ministry
---
id: karvenia-monitor
schema: Organization
cite: monitor/masthead
properties:
  name: Karvenia Monitor
---
id: lantern-inquiry
schema: Organization
cite: lantern/masthead
properties:
  name: Lantern Inquiry
---
id: state-gazette
schema: Organization
cite: gazette/masthead
properties:
  name: State Gazette of Karvenia
---
id: raid-2025
schema: Event
cite: monitor/raid
properties:
  name: Search of a bookshop in Lindow
  date: 2025-06-04
---
id: detention-2025
schema: Event
cite: [monitor/order, lantern/order]
properties:
  name: Detention of the Lindow reading circle
  date: 2025-06-03
  organizer: {value: interior-ministry, cite: [monitor/held, lantern/held]}
"""

TEXTS = {
    "monitor": """\
Karvenia Monitor, 20 June 2025

On 3 June 2025 the Interior Minister, Tomas Reval, ordered officers of the Interior Ministry to detain every member of \
the Lindow reading circle. The Interior Ministry held nineteen of them for eleven days without charge. On 4 June 2025 \
a bookshop in Lindow was searched.
""",
    "lantern": """\
Lantern Inquiry, 2 September 2025

Three officers of the ministry said that on 3 June 2025 Interior Minister Tomas Reval gave the order to detain the \
circle. They had it from the head of their unit, to whom the minister gave the order in his own office. Nineteen \
persons were held by the Interior Ministry without charge.
""",
    "gazette": """\
State Gazette of Karvenia, 16 January 2026

Tomas Reval was Interior Minister of Karvenia from 1 February 2024 to 15 January 2026.
""",
}

SOURCES = {
    "monitor": """\
schema: Article
origin: karvenia-monitor
relies_on: []
properties: {title: The reading circle is detained, publishedAt: 2025-06-20, language: eng}
capture: {file: capture.txt, captured_at: not-known, method: supplied}
assessment: {reliability: B, credibility: 2, because: A newspaper that had two reporters in Lindow.}
excerpts:
  masthead: Karvenia Monitor, 20 June 2025
  order: >-
    On 3 June 2025 the Interior Minister, Tomas Reval, ordered officers of the Interior Ministry to detain every member
    of the Lindow reading circle.
  held: The Interior Ministry held nineteen of them for eleven days without charge.
  raid: On 4 June 2025 a bookshop in Lindow was searched.
""",
    "lantern": """\
schema: Article
origin: lantern-inquiry
relies_on: []
properties: {title: Who gave the order, publishedAt: 2025-09-02, language: eng}
capture: {file: capture.txt, captured_at: not-known, method: supplied}
assessment: {reliability: B, credibility: 2, because: An inquiry that spoke with three officers.}
excerpts:
  masthead: Lantern Inquiry, 2 September 2025
  order:
    quote: >-
      Three officers of the ministry said that on 3 June 2025 Interior Minister Tomas Reval gave the order to detain
      the circle.
    speech: reported
  unnamed:
    quote: >-
      They had it from the head of their unit, to whom the minister gave the order in his own office.
    speech: reported
  held: Nineteen persons were held by the Interior Ministry without charge.
""",
    "gazette": """\
schema: Article
origin: state-gazette
relies_on: []
properties: {title: Changes of office, publishedAt: 2026-01-16, language: eng}
capture: {file: capture.txt, captured_at: not-known, method: supplied}
assessment: {reliability: A, credibility: 1, because: The official gazette.}
excerpts:
  masthead: State Gazette of Karvenia, 16 January 2026
  office: Tomas Reval was Interior Minister of Karvenia from 1 February 2024 to 15 January 2026.
""",
}

FILES = {
    "case.yml": CASE,
    "entities/people.yml": PEOPLE,
    "entities/others.yml": OTHERS,
    **{f"evidence/{id_}/source.yml": text for id_, text in SOURCES.items()},
    **{f"evidence/{id_}/capture.txt": text for id_, text in TEXTS.items()},
}


def write_strong_case(root: Path) -> Path:
    """Write the case into `root`, made if missing; returns the case folder."""
    for file, text in FILES.items():
        path = root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root
