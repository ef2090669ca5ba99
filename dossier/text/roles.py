"""Words for those who act in an official's name or against them: judge, police, ministry, and their forms.

For English, Russian, Kazakh, Ukrainian, French and Spanish. Each row is one meaning, so that a word of ours can be
compared with a source in another language.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Role:
    """One meaning: what to call it, the wider meanings that it is one of, and its forms as a regular expression."""

    name: str
    wider: tuple[str, ...]
    forms: str


# Kazakh endings go on to the whole word, and its last letter may soften; of the others the forms are written out where
# a bare stem would find other words too.
ROLES: tuple[Role, ...] = (
    Role(
        "judge",
        (),
        r"judges?|magistrates?|juges?|magistrats?|juez|jueza|jueces|juezas|magistrad[oa]s?"
        r"|судь(?:я|и|ю|е|[её]й|ям|ями|ях)|судей|судья(?:ның|ға|ны|дан|мен|лар\w*|сы\w*)|судд(?:я|і|ю|ею|ям|ями|ях|ів)",
    ),
    Role(
        "court",
        (),
        r"courts?|tribunal|tribunals|cours?\s+(?:supr[êe]me|d['’]appel|constitutionnelle)|tribunaux|tribunales|corte"
        r"|juzgados?|суд(?:а|у|ом|е|і|ы|ам|ами|ах|ов|ів)?|сот(?:ы\w*|қа|тың|та|тан|тар\w*|пен)?",
    ),
    Role(
        "police officer",
        ("police", "officer"),
        r"police(?:man|men|woman|women)|policiers?|agents?\s+de\s+police|полицейск(?:ий|ие|ого|их|ому|им|ими|ом)"
        r"|полісмен\w*|поліцейськ\w+|полицей(?:лер)?(?:ге|ді|дің|ден|і)?",
    ),
    Role(
        "police",
        ("police officer", "officer"),
        r"police|gendarmes?|gendarmerie|polic[ií]as?|полици(?:я|и|ю|ей)|полиция(?:сы\w*|ның|ға|ны|дан|мен)"
        r"|поліці(?:я|ї|ю|єю)|ОМОН\w*",
    ),
    Role("officer", (), r"officers?|офицер\w*|офіцер\w*|officiers?|oficial(?:es)?|agentes?|agents?"),
    Role(
        "prosecutor",
        (),
        r"prosecutors?(?:['’]?s?['’]?\s+office)?|procurators?|прокурор\w*|прокуратур\w*|procureure?s?"
        r"|(?<=le\s)parquet|(?<=el\s)fiscal|(?<=la\s)fiscal|fiscales|fiscal[ií]a",
    ),
    Role(
        "investigator",
        (),
        r"investigators?|detectives?|следовател\w+|дознавател\w+|тергеуші\w*|слідч(?:ий|ого|ому|им|і|их|ими)"
        r"|enqu[êe]teurs?|investigador(?:es|as?)?",
    ),
    Role("ministry", (), r"minist(?:ry|ries)|minist[èe]res?|ministerios?|министерств\w+|министрлі\w+|міністерств\w+"),
    Role(
        "minister",
        (),
        r"ministers?|ministres?|ministr[oa]s?|министр(?:а|у|ом|е|ы|ов|ам|ами|ах|і\w*|ге|дің|ді|ден|лер\w*)?"
        r"|міністр(?:а|у|ом|ові|и|ів|ам|ами)?",
    ),
    Role(
        "mayor",
        (),
        r"akims?|mayors?(?!\s+(?:parte|edad|de\s+edad))|governors?|аким(?:а|у|ом|е|ы|ов|ам|ами)?|әкім(?:нің|ге|ді|нен|мен|дер\w*|і\w*)?"
        r"|мэр(?:а|у|ом|е|ы|ов)?|губернатор\w*|міськ\w+\s+голов\w+|maires?|pr[ée]fets?|gouverneurs?|alcaldes?|alcaldesas?"
        r"|gobernador(?:es|as?)?",
    ),
    Role(
        "akimat",
        (),
        r"akimats?|city\s+hall|municipality|акимат\w*|әкімді[кг]\w*|мэри(?:я|и|ю|ей)|мері(?:я|ї|ю|єю)|mairie"
        r"|municipalit[ée]|ayuntamientos?|alcald[ií]a",
    ),
    Role(
        "state",
        (),
        # not "to state", "state of emergency", "head of state", "State Gazette"
        r"(?<!of\s)(?-i:State)(?!\s+of\b)(?!\s+(?-i:[A-Z]))|(?<=the\s)(?-i:state)(?!\s+of\b)|государств(?:о|а|у|ом|е)"
        r"|мемлекет(?:тің|ке|ті|тен|пен)?|держав(?:а|и|у|ою)|(?-i:[ÉE]tat)|(?<=el\s)estado",
    ),
    Role(
        "government",
        (),
        r"governments?|(?<!this\s)regime|правительств\w+|үкімет\w*|уряд(?:у|ом|и|ів)?|gouvernements?|gobiernos?|r[ée]gimen",
    ),
    Role(
        "authorities",
        (),
        r"authorit(?:y|ies)|officials?|власт(?:ь|ью|и|ей|ям|ями|ях)|билік\w*|влад(?:а|и|у|ою)|autorit[ée]s?|autoridad(?:es)?"
        r"|чиновник\w*",
    ),
    Role("president", (), r"presidents?|pr[ée]sidente?s?|presidentas?|президент\w*"),
    Role(
        "parliament",
        (),
        r"parliaments?|parliamentarians?|lawmakers?|парламент\w*|мәжіліс\w*|мажилис\w*|parlements?|parlementaires?"
        r"|parlamentos?|diputad[oa]s?|депутат\w*",
    ),
    Role(
        "guard",
        ("officer",),
        r"guards?|warders?|jailers?|охранник\w*|надзирател\w+|күзетші\w*|охоронц\w+|наглядач\w*|gardiens?|guardias?",
    ),
    Role(
        "security service",
        ("officer",),
        r"security\s+(?:services?|forces?|agents?)|special\s+services?|secret\s+(?:police|services?)|спецслужб\w*"
        r"|силовик\w*|орган\w*\s+(?:\w+\s+)?безопасности|қауіпсіздік\s+(?:органдары|қызметі)\w*"
        r"|(?:services?|forces)\s+de\s+s[ée]curit[ée]|forces\s+de\s+l['’]ordre|(?:servicios?|fuerzas)\s+de\s+seguridad",
    ),
    Role(
        "army",
        ("soldier", "officer"),
        r"army|armies|military|troops|армі(?:я|ї|ю|єю)|арми(?:я|и|ю|ей)|әскер\w*|arm[ée]es?|ej[ée]rcitos?|militaires?"
        r"|militares|военны(?:е|х|м|ми)",
    ),
    Role(
        "soldier",
        ("army",),
        r"soldiers?|servicem[ae]n|солдат\w*|военнослужащ\w+|сарбаз\w*|військовослужбов\w+|soldats?|soldados?",
    ),
    Role(
        "lawyer",
        (),
        r"lawyers?|attorneys?|advocates?|адвокат\w*|қорғаушы\w*|avocate?s?|abogad[oa]s?|defence\s+counsel",
    ),
    Role(
        "media",
        (),
        r"media|newspapers?|journalists?|reporters?|журналист\w*|журналіст\w*|газет(?:а|ы|е|у|ой|і)|m[ée]dias"
        r"|journalistes?|periodistas?",
    ),
    Role(
        "protester",
        (),
        r"protest[eo]rs?|demonstrators?|activists?|демонстрант\w*|протестующ\w+|активист\w*|активіст\w*|белсенді\w*"
        r"|manifestante?s?|activistas?|militantes?",
    ),
)
# Too wide or too many to say of them that a source blames somebody else.
WIDE = ("state", "authorities", "media", "protester")
# What somebody in an office does, the body may be said to do; what a body does, nobody in it is said to do.
BODIES_OF = {
    "judge": ("court",),
    "minister": ("ministry", "government"),
    "mayor": ("akimat",),
    "ministry": ("government",),
    "president": ("government",),
    "state": ("government",),
    "authorities": ("government",),
}
# Behind these no word above is one who acts: a court hearing, a police station.
COMPOUNDS = """
    aid appointment budget building buildings bureau case cases cell cells center centre circles cruelty custody
    decision decisions documents file files headquarters hearing hearings language media order orders outlet outlets
    premises proceeding proceedings programme property protection record records room ruling rulings secret secrets
    session sessions station stations summons support system television terror trial van vans vehicle vehicles
    violence
"""
# The nominative, by which Russian and Ukrainian show who acts; in these words it is like no other case in the singular.
_ONE = """
    судья суд полицейский полиция следователь дознаватель прокурор прокуратура министерство министр аким акимат мэр
    мэрия губернатор государство правительство власть президент парламент охранник надзиратель армия адвокат офицер
    чиновник журналист газета депутат спецслужба суддя поліцейський поліція слідчий міністерство міністр мерія
    держава уряд влада охоронець наглядач армія офіцер журналіст активист активіст солдат
"""
_MANY = """
    судьи суды полицейские следователи дознаватели прокуроры министры акимы власти охранники надзиратели военные
    силовики адвокаты офицеры чиновники журналисты депутаты спецслужбы солдаты военнослужащие судді суди поліцейські
    слідчі прокурори міністри охоронці наглядачі офіцери журналісти активисты активісти адвокати
"""

NOMINATIVE_ONE, NOMINATIVE_MANY = frozenset(_ONE.split()), frozenset(_MANY.split())

FORMS = re.compile(
    "|".join(rf"(?P<r{number}>\b(?:{role.forms})\b)" for number, role in enumerate(ROLES)), re.IGNORECASE
)
