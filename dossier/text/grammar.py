"""What stands around a noun that acts or is acted upon, in a few languages: patterns, right as far as they go.

A pattern begins right behind the noun and steps over what may stand between it and its verb: `of the city of Almaty`,
`, Erbolat Dosayev,`, `who`. Where it is not clear none matches.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """What shows that a noun right before it acts, or is acted upon; `many` in Cyrillic is the verb of a plural."""

    cyrillic: bool
    active: re.Pattern[str]
    passive: re.Pattern[str]


def _any(words: str) -> str:
    return "|".join(words.split())


def _pattern(*parts: str) -> re.Pattern[str]:
    return re.compile("".join(parts), re.IGNORECASE)


_CAPITAL = r"(?-i:[A-ZÀ-ÖØ-ÞА-ЯЁІЇЄҐӘҒҚҢӨҰҮҺ])"
_NAME = rf"{_CAPITAL}[\w.’'-]*"
# Words that no phrase behind a noun holds: the next clause, or its verb, begins with them.
_LITTLE = _any(
    """
    the a an of in at for by to and or but who which that was were is are be been being has have had not with on from as
    he she they it his her their did does do will would can could may might must shall should
    le la les l un une de du des et ou qui que a ont est sont été el los las una y que fue fueron ha han son
    """
)
_WORD = rf"(?!(?:{_LITTLE})\b)[^\W\d_][\w’'-]*"
_PARTICIPLES = """
    beaten held taken given told made broken shot struck sent brought forbidden put kept left let shut led sought done
    written spoken found driven thrown torn cut burnt fought begun gone come seen known chosen sworn upheld withheld
    overturned hit said lost paid sold caught hurt hanged
"""
_PAST = """
    held took gave told said made broke beat shot struck sent brought forbade put kept left let shut led sought did
    wrote spoke found drove threw tore cut burnt fought began went came saw knew chose swore upheld withheld hit lost
    paid sold caught hurt
"""
# In -ed and no verb, or as often no past tense.
_NO_PAST = "indeed hundred need seed speed united armed alleged aged based named called so-called red deed unarmed"
# Active before a preposition, and before `to`; other forms in -ed are as often passive there: officers accused of.
_INTRANSITIVE = """
    ruled argued acted responded replied decided agreed appeared voted complied objected insisted reacted failed moved
    interfered resorted relied participated continued intervened testified proceeded remained lied
"""
_CONTROL = """
    refused refuses tried tries threatened threatens agreed agrees decided decides failed fails continued continues
    attempted attempts promised promises wanted wants planned plans proceeded proceeds began begins vowed seeks sought
"""
_SPEAKS = "says reports states argues claims denies admits writes alleges tells declares explains confirms announces"
_PREPOSITIONS = """
    of by in at for to with on from under as against during after before into over near and or last this that's
    yesterday today earlier guilty
"""
_ADVERBS = (
    r"(?:\s+(?:also|then|later|once|again|often|still|never|not|now|only|even|thus|therefore|allegedly|"
    r"[a-z]{2,}ly)){0,3}"
)
# (local governor) · of the city of Almaty · , Erbolat Dosayev, · who
_ENGLISH_REST = (
    rf"(?:\s+{_NAME}(?:\s+{_NAME}){{0,2}}?)?"
    r"(?:\s*\([^()]{1,60}\))?"
    rf"(?:\s+(?:of|in|at|for|from)\s+(?:(?:the|a|an|this|that|his|her|their|its)\s+)?{_WORD}(?:\s+{_WORD}){{0,3}}?)"
    r"{0,2}"
    rf"(?:,\s+{_NAME}(?:\s+{_NAME}){{0,5}},)?(?:,?\s+(?:who|which|that)\b)?"
)
_BE = (
    r"(?:(?:has|have|had)\s+been|was|were|is|are|(?:may|might|could|can|must|should|will|would)\s+be)"
    rf"{_ADVERBS}(?:\s+being)?"
)
_HEARSAY = r"(?:reported|said|alleged|believed|known|understood|claimed)\s+to\b"  # is said to have refused
_ENGLISH = Language(
    False,
    active=_pattern(
        _ENGLISH_REST,
        _ADVERBS,
        r"\s+(?:",
        rf"(?:has|have|had){_ADVERBS}\s+(?!been\b)(?:[a-z]{{2,}}ed|{_any(_PARTICIPLES)})\b",
        rf"|(?:did|does|do|will|would|can|could|must|shall|should){_ADVERBS}\s+(?!be\b|have\b)[a-z]{{2,}}\b",
        rf"|(?:was|were|is|are){_ADVERBS}\s+(?!being\b|nothing\b|anything\b|something\b)[a-z]{{2,}}ing\b",
        rf"|{_BE}{_ADVERBS}\s+{_HEARSAY}\s+have\s+(?!been\b)\w+",
        rf"|(?:{_any(_CONTROL)})\s+to\b|(?:{_any(_INTRANSITIVE)}|{_any(_SPEAKS)})\b",
        rf"|(?:(?!(?:{_any(_NO_PAST)})\b)[a-z]{{2,}}ed|{_any(_PAST)})\b",
        rf"(?=\s+(?!(?:{_any(_PREPOSITIONS)})\b)[\w\"“«]|\s*(?:[.;!?:]|\Z))",
        r"|(?!(?:was|has|is|does|as|this|his|its|always|perhaps|across|towards|besides|unless|whereas)\b)[a-z]{2,}s",
        r"(?=\s+(?:a|an|the|her|him|them|his|their|its|every|any|no|us)\b)",
        r")",
    ),
    passive=_pattern(
        _ENGLISH_REST, _ADVERBS, rf"\s+{_BE}{_ADVERBS}\s+(?!{_HEARSAY})(?:[a-z]{{2,}}ed|{_any(_PARTICIPLES)})\b"
    ),
)

_FRENCH_REST = (
    rf"(?:\s+(?:de\s+la\s+|de\s+l['’]|du\s+|des\s+|de\s+|d['’]){_WORD}(?:\s+{_WORD}){{0,3}}?){{0,2}}"
    rf"(?:,\s+{_NAME}(?:\s+{_NAME}){{0,5}},)?(?:\s+qui\b)?"
)
_FRENCH = Language(
    False,
    active=_pattern(
        _FRENCH_REST,
        r"\s+(?:(?:(?:ne\s+|n['’]|l['’]|lui\s+|leur\s+|les\s+|nous\s+|vous\s+)*",
        r"(?:a|ont|avait|avaient)(?:\s+(?:pas|également|aussi|ensuite|illégalement))?",
        r"\s+(?!été\b)\w+(?:ée?s?|ie?s?|ue?s?|ite?s?|erte?s?)\b)",
        r"|(?:l['’]|lui\s+|leur\s+|les\s+|la\s+|le\s+)?(?!cela\b)[^\W\d_]{3,}(?:èrent|(?<=[^\W\d_]{4})a)\b(?=\s+\w))",
    ),
    passive=_pattern(
        _FRENCH_REST,
        r"\s+(?:(?:a|ont|avait|avaient)\s+été|est|sont|fut|furent|était|étaient)",
        r"(?:\s+\w+ment)?\s+(?!(?:all|arriv|rest|entr|tomb|mont|retourn)ée?s?\b|(?:ven|deven|reven)ue?s?\b)",
        r"\w+(?:ée?s?|ue?s?|ie?s?|ite?s?|erte?s?)\b",
    ),
)

_SPANISH_REST = (
    rf"(?:\s+(?:de\s+la\s+|de\s+los\s+|de\s+las\s+|del\s+|de\s+){_WORD}(?:\s+{_WORD}){{0,3}}?){{0,2}}"
    rf"(?:,\s+{_NAME}(?:\s+{_NAME}){{0,5}},)?(?:\s+que\b)?"
)
_SPANISH = Language(
    False,
    active=_pattern(
        _SPANISH_REST,
        r"\s+(?:no\s+|también\s+)?(?:se\s+)?(?:la\s+|lo\s+|le\s+|las\s+|los\s+|les\s+)?",
        r"(?:(?:ha|han|había|habían)\s+(?!sido\b)\w+(?:ado|ido|to|cho)\b|(?!fueron\b)[^\W\d_]{2,}(?:ó|aron|ieron)\b)",
    ),
    passive=_pattern(
        _SPANISH_REST,
        r"\s+(?:no\s+)?(?:fue|fueron|(?:ha|han|había|habían)\s+sido|era|eran|es|son)\s+(?:\w+mente\s+)?",
        r"\w+(?:[ai]d[oa]s?|tos?|tas?|ch[oa]s?)\b",
    ),
)

_CYRILLIC_LITTLE = _any(
    """
    и или а но да что чтобы как который которая которое которые котором в во на по о об от из за к ко с со у при для до
    под был была было были не й та але що щоб як який яка які у від із зі до про був була було були без через перед
    """
)
_CYRILLIC_WORD = rf"(?!(?:{_CYRILLIC_LITTLE})\b)[\w«»\"-]+"
_CYRILLIC_REST = rf"(?:,?\s+{_CYRILLIC_WORD}){{0,4}}?"
_CLITICS = (
    r"(?:\s+(?:не|её|ее|его|их|ей|ему|им|нас|также|снова|потом|затем|незаконно"
    r"|її|йому|їй|їх|також|знову|потім)){0,3}"
)
# In -л or -в and no verb.
_NO_VERB = _any("дела дело дел отдела отдел зал зала канал журнал журнала начала сила школа прав справ слово слова")
_SMALL = r"(?-i:[а-яёіїєґ])"
_RUSSIAN = Language(
    True,
    active=_pattern(
        _CYRILLIC_REST,
        _CLITICS,
        rf"\s+(?!(?:{_NO_VERB}|был|была|было|были|були|була|було|був)\b){_SMALL}{{2,}}",
        r"(?:(?P<many>ли)|л|ла|ло|(?<=[аиуюоя])в)\b",
    ),
    passive=_pattern(
        _CYRILLIC_REST,
        r"\s+(?:не\s+)?(?:(?P<many>были|були)|был|была|было|був|була|було)\s+(?:\w+\s+)?",
        rf"{_SMALL}{{2,}}(?:[её]н[аоы]?|[ая]н[аоы]?|[иыяу]т(?:[аоыі]|ий)?|ний|на|ні)\b",
    ),
)
LANGUAGES = (_ENGLISH, _FRENCH, _SPANISH, _RUSSIAN)

# Who acts without being named; `il` and `on` as often stand for nobody.
PRONOUN = _pattern(rf"\b(?:{_any('he she they он она они він вона вони elle elles ils ella ellos ellas')})\b")
MANY = ("они", "вони")
POSSESSIVE = _pattern(r"['’]s?(?!\w)")
KAZAKH_BY = _pattern(r"\s+тарапынан\b")
AND = _pattern(
    rf"\s*,?\s+(?:{_any('and or et ou y e и или та і або және мен')})\s+(?:(?:the|a|le|la|les|el|los|las)\s+)?"
)
APPOSED = _pattern(r"\s+")
# What a noun depends on: the judge of the court. In Cyrillic a preposition says the same of many cases.
DEPENDENT = _pattern(
    r"\b(?:of|in|at|to|from|with|against|for|on|before|under|near|into|than|de|du|des|del|al|aux|au|à|en|con|para|contra|"
    r"sur|sous|dans|contre|pour|в|во|на|от|из|за|к|с|со|у|при|для|до|под|через|против|про|від|із|зі|перед)\s+",
    r"(?:(?:the|a|an|this|that|his|her|their|its|any|some|le|la|les|l['’]|el|los|las|un|une|una)\s*)?",
    rf"(?:{_WORD}\s+){{0,2}}\Z",
)
_BY = _pattern(
    r"(?<!\w)by\s+(?![a-z]+ing\b)(?:(?:the|a|an|his|her|their|its|this|that|some|several)\s+)?"
    rf"(?:{_WORD}\s+){{0,3}}\Z"
    r"|(?<!\w)par\s+(?:(?:le|la|les|un|une|des|l['’]|son|sa|ses|leurs?)\s*)?"
    rf"(?:{_WORD}\s+){{0,1}}\Z"
    r"|\w+[ai]d[oa]s?\s+(?:\w+\s+){0,4}?por\s+(?:(?:el|la|los|las|un|una|unos|unas|su|sus)\s+)?"
    rf"(?:{_WORD}\s+){{0,1}}\Z"
)
_CLAUSE_ENDS = re.compile(r"[.;!?…](?=\s|\Z)|\n\n")


def is_agent(before: str) -> bool:
    """Whether a noun that comes right behind these words is the one by whom something is done."""
    return bool(_BY.search(before))


def in_clause(after: str) -> str:
    """What stands behind a noun, up to the end of its sentence and with its mark."""
    end = _CLAUSE_ENDS.search(after)
    return after[: end.end()] if end else after
