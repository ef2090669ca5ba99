"""What is just outside a quotation, in the same sentence, and may turn what it says: a negation, a question, a denial.

By lists of words in the languages of most sources (en, ru, kk, uk, fr, es, ar, zh), whatever language the text is in;
wrong now and then, and used for warnings only.
"""

from __future__ import annotations

import re

from dossier.names.scripts import has_unspaced
from dossier.text.normalise import fold
from dossier.text.sentences import whole_sentences

# Words of negation that count when they are among so many words before a quotation or after it.
NEAR_BEFORE, NEAR_AFTER = 4, 2
# Phrases that deny what follows them count when they end so many words before it, or begin so many after it.
NEAR_PHRASE = 3

_NEGATED = (
    # en
    "not no never nor neither cannot without nobody nothing none hardly "
    # ru, uk
    "не нет ни без никогда никто ничего нельзя немає ні ніколи ніхто нічого "
    # kk
    "емес жоқ ешқашан ешкім "
    # fr, es
    "ne pas jamais ni sans aucun aucune nunca jamás sin ningún ninguna "
    # ar
    "ليس ليست لا لم لن غير دون بدون"
)
_NEGATIONS = frozenset(_NEGATED.split())
_NEGATED_END = "n't"
_NEGATED_BEGIN = "n'"  # fr: n'a, not N'Diaye
_NEGATED_CHARACTERS = "不没沒未非无無勿莫否"
_DENIALS = (
    # en
    "false that|untrue that|not true that|falsely|denied that|denies that|deny that|denied having|denied|wrongly "
    "claimed|no evidence that|refuted|rumour that|rumor that|"
    # ru
    "неправда|неверно|ложь|ложно|якобы|будто|отрицает|отрицал|отрицала|отрицают|отрицали|опроверг|опровергла|"
    "опровергли|опровергает|"
    # uk
    "неправда|неправдиво|хибно|нібито|заперечує|заперечив|заперечила|заперечують|спростував|спростувала|спростовує|"
    # kk
    "өтірік|жалған|рас емес|жоққа шығарды|теріске шығарды|"
    # fr
    "faux que|inexact que|nie que|nie avoir|a nié|dément que|dément avoir|prétendument|"
    # es
    "falso que|mentira que|niega que|negó que|niega haber|negó haber|desmiente que|desmintió que|supuestamente|"
    # ar
    "نفى|نفت|ينفي|تنفي|كذب|غير صحيح|زعم|مزاعم"
)
_DENIED = frozenset(_DENIALS.split("|"))
_DENIED_CHARACTERS = ("否认", "否認", "并非", "並非", "谣言", "謠言", "不实", "不實", "虚假", "虛假")
# What denies words before it.
_FALSES = (
    "false|untrue|denied|refuted|a lie|неправда|ложь|не так|опровергнуто|брехня|неправдою|өтірік|жалған|faux|falso|"
    "mentira|كذب|كاذب"
)
_FALSE = frozenset(_FALSES.split("|"))
_QUESTION = "?？؟"
_QUESTION_MARK = re.compile(rf"[{_QUESTION}][\"'”’»)\]]*\Z")
_UNSPACED_ENDS = ("。", "！", "？")
_UNSPACED_END = re.compile(f"[{''.join(_UNSPACED_ENDS)}]")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def turning(paragraph: str, start: int, end: int) -> list[str]:
    """The words just outside a span of a paragraph, and in its sentence, that may turn it; `?` for a question."""
    first, last = whole_sentences(paragraph, start, end)
    # where no space follows the end of a sentence
    before = _UNSPACED_END.split(paragraph[first:start])[-1]
    after = _UNSPACED_END.split(paragraph[end:last] + " ")[0] + "".join(_UNSPACED_END.findall(paragraph[end:last])[:1])
    if paragraph[start:end].rstrip()[-1:] in _UNSPACED_ENDS:
        after = ""
    found = [*_turning_before(before), *_turning_after(after)]
    if _QUESTION_MARK.search(after.rstrip()) and paragraph[start:end].rstrip()[-1:] not in _QUESTION:
        found.append("?")
    return list(dict.fromkeys(found))


def _turning_before(before: str) -> list[str]:
    words = _WORD.findall(before)
    found = _negations(words[-NEAR_BEFORE:])
    found += _phrases(words[-NEAR_PHRASE - 3 :], _DENIED)
    if has_unspaced(before[-8:]):
        found += [sign for sign in before[-3:] if sign in _NEGATED_CHARACTERS]
        found += [word for word in _DENIED_CHARACTERS if word in before[-12:]]
    return found


def _turning_after(after: str) -> list[str]:
    words = _WORD.findall(after)
    found = _negations(words[:NEAR_AFTER])
    found += _phrases(words[: NEAR_PHRASE + 2], _FALSE)
    if has_unspaced(after[:8]):
        found += [sign for sign in after[:2] if sign in _NEGATED_CHARACTERS]
        found += [word for word in _DENIED_CHARACTERS if word in after[:8]]
    return found


def _negations(words: list[str]) -> list[str]:
    """The words of negation among words: of others, which may be names, nothing but the part that negates."""
    found = []
    for word in map(fold, words):
        if word.casefold() in _NEGATIONS:
            found.append(word.casefold())
        elif word.casefold().endswith(_NEGATED_END):
            found.append(_NEGATED_END)
        elif word.startswith(_NEGATED_BEGIN):
            found.append(_NEGATED_BEGIN)
    return found


def _phrases(words: list[str], phrases: frozenset[str]) -> list[str]:
    """The phrases of a list that are among words next to each other."""
    line = f" {' '.join(fold(word).casefold() for word in words)} "
    return sorted(phrase for phrase in phrases if f" {phrase} " in line)
