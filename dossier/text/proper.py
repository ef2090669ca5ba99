"""Words of a text that may be the name of a person, told by their capitals and by what stands beside them.

A guess, made to be looked at: scripts without capitals (Arabic, Chinese, Georgian …) give none, and what is written
like a name and is none has to be said to be none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cache

from babel import Locale

from dossier.text.sentences import begins_sentence

LANGUAGES = ("en", "ru", "uk", "kk", "fr", "de", "es", "pl", "tr")  # whose countries, months and days are known
# Who somebody is: stands before a name, and is none. In small letters it makes a name of the one word behind it.
_ROLES = """
    mr mrs ms miss mx dr prof professor sir madam lady lord mme mlle herr frau señor señora activist advocate artist
    blogger brother citizen daughter defender demonstrator doctor editor father husband journalist lawyer leader
    mother organiser organizer photographer poet prisoner protester reporter singer sister son student teacher
    victim wife witness worker writer г-н г-жа господин госпожа гражданин гражданка гражданину активист активистка
    активистку активиста адвокат адвоката блогер врач журналист журналистка журналиста журналистку учитель
    учительница учителя учительницу студент студентка свидетель свидетельница правозащитник правозащитница
    правозащитницу муж мужа жена жену сын сына дочь мать отец отца брат сестра сестру следователь судья мырза ханым
    азамат азаматша белсенді журналисі мұғалім адвокаты күйеуі әйелі
    periodista abogado abogada activista profesor profesora estudiante testigo víctima esposo esposa hijo hija madre
    padre hermano hermana doctora don doña sacerdote
"""
_OFFICES = """
    acting akim ambassador attorney brigadier captain chair chairman chairperson chairwoman chief colonel commander
    commissioner consul corporal deputy director first general governor head interior investigator judge justice
    king lieutenant major marshal mayor member minister officer president prime prince prosecutor queen rapporteur
    representative secretary senator sergeant special speaker spokesman spokesperson spokeswoman vice former foreign
    аким акима акиму министр министра министру прокурор прокурора президент президента председатель председателя
    заместитель заместителя генерал генерала полковник полковника майор майора капитан капитана лейтенант лейтенанта
    судья судьи судье следователь следователя начальник начальника директор директора мэр мэра депутат депутата
    секретарь министрі прокуроры президенті төрағасы орынбасары әкімі әкім генералы полковнигі майоры судьясы
    тергеуші ministro ministra presidente presidenta vicepresidente vicepresidenta coronel comisionado comisionada
    juez jueza fiscal directora alcalde alcaldesa diputado diputada secretario secretaria magistrado magistrada
    embajador embajadora canciller obispo jefe jefa
"""
# What is no person. The words before it, in the same row of capitals, belong to it: Human Dimension Meeting.
_BODIES = """
    academy act administration agency airport alliance army assembly association avenue bank board bureau bulletin
    centre center chamber charter church city club coalition code college commission committee community company
    conference congress constitution convention corporation council country court covenant daily day declaration
    defenders department directorate district division embassy federation festival forum foundation front fund
    gazette government group guard herald hospital hotel house human inquiry institute journal lane law league
    library magazine march market meeting ministry mission monitor month mosque movement museum nations network news
    newspaper office oblast observatory organisation organization papers parliament park party police port post
    press prison programme program project prospekt protocol province region report republic review rights river
    road school senate service society square state states station street summit supreme team times tower tribunal
    treaty union university village war watch week year statement note notice page академия агентство ассоциация
    банк библиотека больница бюро война газета город государство департамент дом дума закон инициатива институт
    комиссия комитет комитета комитете конвенция конгресс кодекс кодекса конституция листок листка министерство
    министерства объединение область областной отдел отделение парламент партия площадь полиция полиции прокуратура
    прокуратуры район республика республики россия сенат служба совет совета союз союза суд суда суде театр тюрьма
    управление управления улица университет фонд форум центр школа дел юстиции безопасности внутренних агенттігі
    академиясы алаңы басқармасы бөлімі газеті жағасы айлақ айлақты көшесі кодексі комитеті қаласы қоғамы министрлігі
    мекемесі облысы одағы партиясы полициясы республикасы соты сотының театры университеті қоры әкімдігі
    assets control treasury agencia asamblea asociación banco cárcel comisión comité congreso consejo constitución
    corte derechos diario ejército fiscalía frente fundación gobierno instituto interamericana internacional justicia
    latina ley ministerio movimiento municipal nacional oficina organización parlamento partido periódico policía
    prensa radio república secretaría sistema televisión tribunal unión unidas universidad
"""
# With what a sentence begins; a word that stands in small letters elsewhere in the same texts needs no list.
_OPENERS = """
    a about according additionally after again against all also although among an and another any are as at because
    before besides between both but by can despite did do does during each either eventually every finally following
    for from had has have he her here his how however if in is it its last later many meanwhile moreover most my
    neither next no nobody not nothing now of often on once one only or other others our over people police several
    she similarly since so some still such taking that the their then there these they this those though three
    through thousands thus to today together tomorrow two under until upon was we were what when where whereas which
    while who why with within without women men yesterday yet you your nineteen forty hundreds а без был была были в
    во все всего вчера где да для до его ее её если же за здесь и из или их к как когда который кто ли между мы на
    над накануне не него нет но о об однако около он она они от по под позже после потом почему при про с сегодня со
    так также там тем тогда то только тот у уже что чтобы эта эти это этот я ранее затем ал ол бұл осы сол олар және
    мен бірақ кейін бұрын содан біз сіз бір екі el la los las un una en de del por para con sin según cuando donde
    desde hasta tras ante entre sobre pero si también además así esta este estos estas ese esa su sus al lo se fue es
    ha han había más ayer hoy mañana
"""
# Given names that are words, months or countries as well: beside another capital they are taken for names.
_EITHER = "april art august bill chad dawn faith georgia grace hope israel jordan june mark may rose victor will"
_SPEAKS = """
    said says told tells added adds recalled recalls stated states wrote writes argued argues replied explained
    testified asked answered denied confirmed reported declared claimed сказал сказала говорит заявил заявила
    сообщил сообщила рассказал рассказала вспоминает добавил добавила написал написала объяснил объяснила подтвердил
    подтвердила ответил ответила деді айтты хабарлады мәлімдеді жазды
"""
_PARTICLES = (
    "al ibn bin bint ben ould de del della der den des di da do dos du el la le van von ter"
    " улы ұлы қызы кызы оглы uly kyzy ogly"
)
_IN_A_PLACE = ("in", "at", "near", "on", "across", "в", "во", "на", "у", "под")


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


ROLES, OFFICES, BODIES, OPENERS = _words(_ROLES), _words(_OFFICES), _words(_BODIES), _words(_OPENERS)
EITHER, SPEAKS, MONTHS = _words(_EITHER), _words(_SPEAKS), _words("april may june august")
_LETTER = r"[^\W\d_]"
_WORD = rf"{_LETTER}(?:[\u0300-\u036f]|{_LETTER})*(?:[-’'ʼ]{_LETTER}+)*"
_TOKEN = re.compile(_WORD)
_GAP = re.compile(
    rf"(?:\.?[ \u00a0\u202f]{{1,3}}|\.|\.?[ \t]*\n[ \t]*)(?:(?:{'|'.join(_PARTICLES.split())})[ \u00a0]+){{0,2}}"
)
_POSSESSIVE = re.compile(r"[’'ʼ]s\Z")
_BEFORE = re.compile(rf"({_WORD})\.?[ \u00a0\n]+\Z")
_AFTER = re.compile(rf"[,»”\"]*[ \u00a0\n]+({_WORD})")
_DAY = re.compile(r"\d[ \u00a0]\Z")  # before a month
_DAY_AFTER = re.compile(r"[ \u00a0](?:[12]?\d|3[01]|[12]\d{3})\b")  # behind a month
_AGE = re.compile(r",? \(?[1-9]\d\)?(?:,|\)| years?\b| лет\b| год)")
MIN_ACRONYM = 5  # letters in capitals that may be a surname written so


@dataclass(frozen=True, slots=True)
class Word:
    """A capitalised word of a text, and where it stands there."""

    text: str
    start: int
    end: int

    @property
    def bare(self) -> str:
        """The word without a possessive ending."""
        return _POSSESSIVE.sub("", self.text)


@dataclass(frozen=True, slots=True)
class Row:
    """Capitalised words in a row: those that are neither a role nor a body nor anything else known to be no name.

    `alone` says that it is one word which only what stands beside it makes a name.
    """

    words: tuple[Word, ...]
    alone: bool = False


def rows(text: str, small: Collection[str], ignore: Callable[[str], bool]) -> Iterator[Row]:
    """The rows of capitalised words of a text that may hold the name of a person.

    `small` are the words that stand in small letters in the same texts; `ignore` says of a word that it is no part of
    an unknown name.
    """
    for run in _runs(text):
        for part in _parts(run, text, small, ignore):
            if _is_heading(part, text):
                continue
            if len(part) > 1:
                if _before(text, part[0]) not in _IN_A_PLACE or part[-1].bare != part[-1].text:
                    yield Row(tuple(part))
            elif _like_a_person(text, part[0]):
                yield Row(tuple(part), alone=True)


def small_words(text: str) -> set[str]:
    """The words of a text that stand in small letters."""
    return {word for word in _TOKEN.findall(text) if word.islower()}


def _runs(text: str) -> Iterator[list[Word]]:
    """Capitalised words with nothing between them but space, an initial's stop or a particle."""
    run: list[Word] = []
    for match in _TOKEN.finditer(text):
        if not match[0][0].isupper():
            continue
        word = Word(match[0], match.start(), match.end())
        between = text[run[-1].end : word.start] if run else ""
        joined = run and _GAP.fullmatch(between) and ("." not in between or _is_short(run[-1]))
        if run and not joined:
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def _is_short(word: Word) -> bool:
    """Whether a stop behind the word ends no sentence: an initial, or Mr., г."""
    return len(word.text) == 1 or word.text.casefold() in ("mr", "mrs", "ms", "dr", "prof", "st", "дж", "ал")


def _parts(run: list[Word], text: str, small: Collection[str], ignore: Callable[[str], bool]) -> Iterator[list[Word]]:
    """A run without what is no name; what stands before a body in it is the name of the body."""
    bodies = [at for at, word in enumerate(run) if word.bare.casefold() in BODIES]
    part: list[Word] = []
    for word in run[bodies[-1] + 1 if bodies else 0 :]:
        if _is_common(word, text, small, alone=len(run) == 1) or ignore(word.bare):
            if part:
                yield part
            part = []
        else:
            part.append(word)
    if part:
        yield part


def _is_common(word: Word, text: str, small: Collection[str], *, alone: bool) -> bool:
    plain = word.bare.casefold()
    if len(plain) == 1 and text[word.end : word.end + 1] == ".":
        return False
    if (word.bare.isupper() and 1 < len(plain) < MIN_ACRONYM) or plain in ROLES or plain in OFFICES:
        return True
    if plain in EITHER and not alone:
        dated = _DAY.search(text, max(0, word.start - 2), word.start)
        return bool(dated) or plain in OPENERS or (plain in MONTHS and bool(_DAY_AFTER.match(text, word.end)))
    if plain in small or plain in calendar_and_countries():
        return True
    return plain in OPENERS and begins_sentence(text, word.start)


def _like_a_person(text: str, word: Word) -> bool:
    """Whether a word alone stands as a person's name does: behind a role, before a verb of speech or an age."""
    if len(word.text) < 3 or word.bare.isupper():
        return False
    before = _before(text, word)
    if before in ROLES or (before in OFFICES and not begins_sentence(text, word.start)):
        return True
    after = _AFTER.match(text, word.end)
    speaks = after is not None and after[1] in SPEAKS and word.text == word.bare
    return (speaks and not word.bare.endswith("s")) or bool(_AGE.match(text, word.end))


def _is_heading(words: list[Word], text: str) -> bool:
    """Whether words are in capitals throughout, in a line of capitals, or short: ACT, EU COURT."""
    if not all(word.bare.isupper() and len(word.bare) > 1 for word in words):
        return False
    begin, end = text.rfind("\n", 0, words[0].start) + 1, text.find("\n", words[0].start)
    line = text[begin : end if end >= 0 else len(text)]
    return len(words) == 1 or line.isupper() or any(len(word.bare) < MIN_ACRONYM - 1 for word in words)


def _before(text: str, word: Word) -> str:
    found = _BEFORE.search(text, max(0, word.start - 40), word.start)
    return found[1].casefold() if found else ""


@cache
def calendar_and_countries() -> frozenset[str]:
    """The words of countries, languages, months and days, in small letters."""
    found: set[str] = set()
    for language in LANGUAGES:
        locale = Locale(language)
        names = [*locale.territories.values(), *locale.languages.values()]
        for forms in (locale.months, locale.days):
            names += [name for widths in forms.values() for name in widths["wide"].values()]
        found |= {word.casefold() for name in names for word in _TOKEN.findall(unicodedata.normalize("NFC", name))}
    return frozenset(found - EITHER)
