"""Typed access to a mapping of a case file: each key is asked for by name, and what nobody asked for is a problem."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection

from dossier.case.yaml import Items, Node, Table, Text
from dossier.problems import Harmless, Id, Message, Place, Problems, Quoted, Term, Words, listed, message

ID = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?")
MAX_ID = 120
# A person of the team: who wrote a claim, who reviews it. Also a folder of `reviews/`, and a principal of OpenSSH.
PERSON_NAME = re.compile(r"[a-z0-9]([a-z0-9._@+-]{0,62}[a-z0-9])?")
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
# C0 and C1 controls except line break; a bidi override or isolate is kept and shown as a token in print
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class Fields:
    """Reads one mapping. Every method reports what is wrong and returns a usable value (None, empty) instead."""

    def __init__(self, table: Table, problems: Problems, known: Collection[str]) -> None:
        self.place = table.place
        self._table = table
        self._problems = problems
        for key in table.entries:
            if key not in known:
                word, hint = corrected(key, known)
                problems.add(
                    "unknown-key", table.keys[key], "The key {key!r} is not known here.{hint}", key=word, hint=hint
                )

    def node(self, key: str) -> Node | None:
        """The node under a key."""
        return self._table.entries.get(key)

    def has(self, key: str) -> bool:
        """Whether the key is written."""
        return key in self._table.entries

    def at(self, key: str) -> Place:
        """The place of a key, or of the mapping when the key is not there."""
        return self._table.keys.get(key, self.place)

    def text(self, key: str, *, required: bool = False) -> str | None:
        """The text under a key; an empty text counts as missing."""
        node = self.node(key)
        if node is None:
            if required:
                self._problems.add("missing-key", self.place, "The key {key!r} is missing here.", key=Term(key))
            return None
        value = text_of(node, self._problems, message("The key {key!r} takes a text.", key=Term(key)))
        if value == "" and required:
            self._problems.add("missing-key", self.at(key), "The key {key!r} is empty.", key=Term(key))
        return value or None

    def choice(
        self, key: str, choices: Collection[str], *, required: bool = False, kind: type[Words] = Term
    ) -> str | None:
        """The text under a key when it is one of the choices; `kind` says whose words those are."""
        value = self.text(key, required=required)
        if value is not None and value not in choices:
            self._report_choice(key, value, self.at(key), choices, kind)
            return None
        return value

    def _report_choice(self, key: str, value: str, place: Place, choices: Collection[str], kind: type[Words]) -> None:
        word, hint = corrected(value, choices, kind)
        self._problems.add(
            "unknown-choice",
            place,
            "{key}: {value!r} is none of {choices}.{hint}",
            message("Correct `{key}:`. It takes one of {choices}.", key=Term(key), choices=listed(kind, choices)),
            key=Term(key),
            value=word,
            choices=listed(kind, choices),
            hint=hint,
        )

    def texts(self, key: str) -> tuple[str, ...]:
        """The texts under a key: a list, or a single text for a list of one."""
        return tuple(value for value, _ in self.placed_texts(key))

    def placed_texts(self, key: str) -> tuple[tuple[str, Place], ...]:
        """As `texts`, each with its place."""
        node = self.node(key)
        nodes = () if node is None else node.items if isinstance(node, Items) else (node,)
        wanted = message("The key {key!r} takes a text or a list of texts.", key=Term(key))
        found = ((text_of(item, self._problems, wanted), item.place) for item in nodes)
        return tuple((value, place) for value, place in found if value)

    def names(self, key: str) -> tuple[str, ...]:
        """The names of people of the team under a key."""
        return tuple(name for name, place in self.placed_texts(key) if is_person_name(name, place, self._problems))

    def choices(self, key: str, choices: Collection[str], *, required: bool = False) -> tuple[str, ...]:
        """The texts under a key, as `texts`, each of them one of the choices."""
        if required and not self.has(key):
            self._problems.add("missing-key", self.place, "The key {key!r} is missing here.", key=Term(key))
        found = []
        for value, place in self.placed_texts(key):
            if value in choices:
                found.append(value)
            else:
                self._report_choice(key, value, place, choices, Term)
        return tuple(found)

    def date(self, key: str) -> str | None:
        """A date with the precision that is known: YYYY, YYYY-MM or YYYY-MM-DD."""
        value = self.text(key)
        if value is None or is_date(value):
            return value
        from dossier.case.dates import date_hint

        self._problems.add(
            "bad-date",
            self.at(key),
            "{key}: {value!r} is no date.{hint}",
            key=Term(key),
            value=Quoted(value),
            hint=date_hint(value),
        )
        return None

    def number(self, key: str, default: int, *, least: int = 0, most: int = 1_000) -> int:
        """A whole number."""
        value = self.text(key)
        if value is None:
            return default
        if re.fullmatch(r"[0-9]{1,6}", value) and least <= int(value) <= most:
            return int(value)
        self._problems.add(
            "wrong-type",
            self.at(key),
            "{key}: {value!r} is no whole number from {least} to {most}.",
            key=Term(key),
            value=Quoted(value),
            least=least,
            most=most,
        )
        return default

    def flag(self, key: str) -> bool:
        """`true` or `false`, false when not written."""
        return self.choice(key, ("true", "false")) == "true"

    def id(self, key: str = "id") -> str | None:
        """An id that can be exported, else None and a problem."""
        value = self.text(key, required=True)
        if value is None or is_id(value):
            return value
        self._problems.add("bad-id", self.at(key), "The id {value!r} cannot be used.", value=Quoted(value))
        return None

    def table(self, key: str) -> Table | None:
        """The mapping under a key."""
        node = self.node(key)
        if node is None or isinstance(node, Table):
            return node
        self._problems.add(
            "wrong-type", node.place, "The key {key!r} takes a mapping (`key: value` lines).", key=Term(key)
        )
        return None

    def tables(self, key: str) -> tuple[Table, ...]:
        """The list of mappings under a key; one mapping stands for a list of one."""
        node = self.node(key)
        nodes = () if node is None else node.items if isinstance(node, Items) else (node,)
        for item in nodes:
            if not isinstance(item, Table):
                self._problems.add("wrong-type", item.place, "The key {key!r} takes a list of mappings.", key=Term(key))
        return tuple(item for item in nodes if isinstance(item, Table))


def text_of(node: Node, problems: Problems, wanted: Message) -> str | None:
    """The text of a scalar; None and a problem for anything else (`wanted`), or for control characters."""
    if not isinstance(node, Text):
        problems.add("wrong-type", node.place, wanted)
        return None
    control = _CONTROL.search(node.value)
    if control:
        problems.add(
            "bad-text",
            node.place,
            "The text holds the control character U+{control:04X}.",
            control=ord(control[0]),
        )
        return None
    return node.value


def is_id(value: str) -> bool:
    """Whether FtM can reference an entity of this id (with the case's prefix before it)."""
    return bool(ID.fullmatch(value)) and len(value) <= MAX_ID


def is_person_name(name: str, place: Place, problems: Problems) -> bool:
    """Whether somebody of the team can be called so; else a problem."""
    if PERSON_NAME.fullmatch(name):
        return True
    problems.add("bad-person-name", place, "{name!r} cannot be the name of an author or reviewer.", name=Quoted(name))
    return False


def is_date(value: str) -> bool:
    """Whether the text is a date of the calendar in ISO form, as precise as it is known."""
    if not _DATE.fullmatch(value) or value.startswith("0000"):
        return False
    if len(value) < len("2020-02-29"):
        return True
    year, month, day = (int(part) for part in value.split("-"))
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    days = (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    return day <= days[month - 1]


def corrected(value: str, known: Collection[str], kind: type[Words] = Term) -> tuple[Words, Message]:
    """A word that should be one of the format, as it may be shown, with a suggestion.

    It is harmless when it is a word of the format misspelt; else nobody can say what it is.
    """
    hint = suggestion(value, known, kind)
    return (Harmless(value) if hint.args else Quoted(value)), hint


def suggestion(value: str, known: Collection[str], kind: type[Words] = Id) -> Message:
    """` Did you mean …?` when something known is near, else nothing; `kind` says whose words the known are."""
    near = difflib.get_close_matches(value, list(known), n=1, cutoff=0.6)
    return message(" Did you mean {near!r}?", near=kind(near[0])) if near else Message("")
