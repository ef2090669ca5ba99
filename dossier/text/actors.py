"""Who acts in a sentence: names and roles, each acting, acted upon or only named, as far as the words around it show.

Simple rules on the words, made to be looked at by people. What they cannot decide is `named`: a language with free word
order, a plural in the present, a verb far away.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from dossier.names.folding import keys_of, keys_of_name
from dossier.names.matching import WORD, words_of
from dossier.text import grammar
from dossier.text.roles import COMPOUNDS, FORMS, NOMINATIVE_MANY, NOMINATIVE_ONE, ROLES, Role

ACTS, ACTED_UPON, NAMED = "acts", "acted-upon", "named"
MIN_ALONE = 4  # letters of the last word of a person's name that stand for the person


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody whom a text names, and where: `words` are `text[start:end]`.

    `who` is what to call them, `stands` how they stand there. `entity` is the id of one of the case's own, None for a
    role. `roles` are the meanings of the role, or of the roles in the name, and `wider` what these are kinds of; a
    pronoun has none. `as_spelled` is false of a name that a case ending or the like made another.
    """

    who: str
    words: str
    start: int
    end: int
    stands: str = NAMED
    entity: str | None = None
    roles: frozenset[str] = frozenset()
    wider: frozenset[str] = frozenset()
    as_spelled: bool = True

    @property
    def is_pronoun(self) -> bool:
        """Whether it only points to somebody whom other words name."""
        return self.entity is None and not self.roles

    def moved(self, by: int) -> Actor:
        """The same in a text that begins so many code points earlier."""
        return replace(self, start=self.start + by, end=self.end + by)

    def is_same(self, other: Actor) -> bool:
        """Whether two may be one: the same entity, or a role and what has it or is a kind of it; two entities never."""
        if self.entity and other.entity:
            return self.entity == other.entity
        return bool(self.roles & (other.roles | other.wider) or other.roles & self.wider)


@dataclass(frozen=True, slots=True)
class Named:
    """What a case calls one of its own: `alone` says that the last word of a name stands for them, as of a person."""

    id: str
    name: str
    spellings: tuple[str, ...]
    alone: bool = False


@dataclass(frozen=True, slots=True)
class _Spelling:
    owner: int
    words: tuple[frozenset[str], ...]  # the keys of each
    plain: str


class Names:
    """The names of a case's own, ready to be looked for in texts in whatever script and case they are written."""

    def __init__(self, named: Iterable[Named]) -> None:
        self._named = tuple(named)
        self._by_last: dict[int, dict[str, list[_Spelling]]] = {}  # by number of words and a key of the last
        self._seen: dict[str, frozenset[str]] = {}
        self._seen_in_names: dict[str, frozenset[str]] = {}
        last: dict[str, set[int]] = {}
        for owner, each in enumerate(self._named):
            for spelling in dict.fromkeys(each.spellings):
                words = words_of(spelling)
                self._add(owner, words, spelling)
                if each.alone and len(words) > 1 and len(words[-1]) >= MIN_ALONE:
                    last.setdefault(words[-1], set()).add(owner)
        for word, owners in last.items():
            if len(owners) == 1:
                self._add(min(owners), [word], word)

    def find(self, text: str) -> Iterator[Actor]:
        """The names in a text, the longest first where several begin; none lies within another."""
        words = list(WORD.finditer(text))
        end = 0
        for at, word in enumerate(words):
            if word.start() < end:
                continue
            found = list(self._beginning(words, at, text))
            if found:
                actor = max(found, key=lambda row: (row.end, row.as_spelled))
                end = actor.end
                yield actor

    def _beginning(self, words: Sequence[re.Match[str]], at: int, text: str) -> Iterator[Actor]:
        if words[at][0].islower():
            return
        for length, by_key in self._by_last.items():
            rest = words[at : at + length]
            if len(rest) < length:
                continue
            tried = {id(form): form for key in self._of(rest[-1][0]) for form in by_key.get(key, ())}
            for form in tried.values():
                if self._stands(form, rest, text):
                    yield self._actor(form, rest, text)

    def _actor(self, form: _Spelling, words: Sequence[re.Match[str]], text: str) -> Actor:
        named = self._named[form.owner]
        start, end = words[0].start(), words[-1].end()
        while start and text[start - 1].isdigit():  # 8MarchKZ
            start -= 1
        roles = [_role(match) for match in FORMS.finditer(text[start:end])]
        own, wider = frozenset(role.name for role in roles), frozenset(name for role in roles for name in role.wider)
        same = [word[0].casefold() for word in words] == [word.casefold() for word in words_of(form.plain)]
        return Actor(named.name, text[start:end], start, end, NAMED, named.id, own, wider, same)

    def _stands(self, form: _Spelling, words: Sequence[re.Match[str]], text: str) -> bool:
        if any(not keys & self._of(word[0]) for word, keys in zip(words, form.words, strict=True)):
            return False
        gaps = (text[a.end() : b.start()] for a, b in itertools.pairwise(words))
        return all(re.fullmatch(r"[\s.'’-]{1,3}", gap) for gap in gaps)

    def _add(self, owner: int, words: Sequence[str], plain: str) -> None:
        keys = tuple(self._of_name(word) for word in words)
        if keys:
            form = _Spelling(owner, keys, plain)
            of_length = self._by_last.setdefault(len(keys), {})
            for key in keys[-1]:
                of_length.setdefault(key, []).append(form)

    def _of_name(self, word: str) -> frozenset[str]:
        keys = self._seen_in_names.get(word)
        if keys is None:
            keys = self._seen_in_names[word] = keys_of_name(word)
        return keys

    def _of(self, word: str) -> frozenset[str]:
        keys = self._seen.get(word)
        if keys is None:
            keys = self._seen[word] = keys_of(word)
        return keys


def actors(text: str, names: Names | None = None) -> list[Actor]:
    """Those whom a text names, in order, each with how it stands; of pronouns those that act."""
    found = list(names.find(text)) if names else []
    spans = [(row.start, row.end) for row in found]
    found += [row for row in _roles(text) if not any(a < row.end and row.start < b for a, b in spans)]
    found += [
        Actor(match[0].casefold(), match[0], match.start(), match.end()) for match in grammar.PRONOUN.finditer(text)
    ]
    found.sort(key=lambda row: row.start)
    return [row for row in _together([_placed(row, text) for row in found], text) if _is_told(row)]


def told_once(found: Iterable[Actor]) -> list[Actor]:
    """Each actor once for each way in which it stands, and as only named when it stands in no other way."""
    rows = list(found)
    stronger = {row.who for row in rows if row.stands != NAMED}
    kept: dict[tuple[str, str], Actor] = {}
    for row in rows:
        if row.stands != NAMED or row.who not in stronger:
            kept.setdefault((row.who, row.stands), row)
    return list(kept.values())


def _is_told(row: Actor) -> bool:
    return not row.is_pronoun or row.stands == ACTS


def _role(match: re.Match[str]) -> Role:
    return ROLES[int((match.lastgroup or "r0")[1:])]


def _roles(text: str) -> Iterator[Actor]:
    """The roles in a text; what only says of which kind the next word is, is no role of its own: police officers."""
    before: Actor | None = None
    for match in FORMS.finditer(text):
        role = _role(match)
        row = Actor(
            role.name, match[0], match.start(), match.end(), roles=frozenset([role.name]), wider=frozenset(role.wider)
        )
        if before and text[before.end : row.start].isspace() and before.words.isascii() and row.words.isascii():
            if before.is_same(row):
                row = replace(before, words=text[before.start : row.end], end=row.end)
            before = None
        if before:
            yield before
        before = None if _is_compound(text, row.end) else row
    if before:
        yield before


_COMPOUND = re.compile(rf"\s+(?:{'|'.join(COMPOUNDS.split())})\b", re.IGNORECASE)


def _is_compound(text: str, end: int) -> bool:
    return bool(_COMPOUND.match(text, end))


def _placed(row: Actor, text: str) -> Actor:
    """With how it stands by what stands right before and behind it."""
    before, after = text[max(0, row.start - 80) : row.start], text[row.end : row.end + 240]
    if row.entity and before.rstrip().endswith(",") and after.startswith(", "):  # the Akim, Oren Halvik, ordered
        after = after[1:]
    return replace(row, stands=_stands(row, before, grammar.in_clause(after)))


def _stands(row: Actor, before: str, after: str) -> str:
    if grammar.POSSESSIVE.match(after):
        return NAMED
    if not row.is_pronoun and (grammar.is_agent(before) or grammar.KAZAKH_BY.match(after)):
        return ACTS
    if grammar.DEPENDENT.search(before):
        return NAMED
    is_cyrillic = "Ѐ" <= row.words[0] <= "ԯ"
    for language in grammar.LANGUAGES:
        if language.cyrillic is not is_cyrillic:
            continue
        for pattern, stands in ((language.passive, ACTED_UPON), (language.active, ACTS)):
            if (match := pattern.match(after)) and (not is_cyrillic or _is_subject(row, match)):
                return stands
    return NAMED


def _is_subject(row: Actor, verb: re.Match[str]) -> bool:
    """Whether a word in Cyrillic is in the nominative, of the number of the verb."""
    small = row.words.casefold()
    if row.is_pronoun:
        return (small in grammar.MANY) is bool(verb["many"])
    if row.entity:
        return row.as_spelled and not verb["many"]
    return small in (NOMINATIVE_MANY if verb["many"] else NOMINATIVE_ONE)


def _together(rows: list[Actor], text: str) -> list[Actor]:
    """What is joined to one who acts, by `and` or as another name of the same, acts too."""
    for at in range(len(rows) - 2, -1, -1):  # the Akim, Oren Halvik, ordered
        here, next_ = rows[at], rows[at + 1]
        if here.stands == NAMED and next_.stands != NAMED and _is_joined(here, next_, text):
            rows[at] = replace(here, stands=next_.stands)
    for at in range(1, len(rows)):  # by the Akim, Oren Halvik
        before, here = rows[at - 1], rows[at]
        if here.stands == NAMED and before.stands == ACTS and _is_joined(before, here, text):
            rows[at] = replace(here, stands=ACTS)
    return rows


def _is_joined(first: Actor, second: Actor, text: str) -> bool:
    between = text[first.end : second.start]
    if grammar.AND.fullmatch(between):
        return not (first.is_pronoun or second.is_pronoun)
    return bool(grammar.APPOSED.fullmatch(between)) and bool(first.entity or second.entity)
