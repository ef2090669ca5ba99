"""What a reviewer is shown: one card an excerpt, with everything that rests on it. Data only: others show it."""

from dossier.cards.card import make_card
from dossier.cards.deck import Deck, Row, make_deck
from dossier.cards.wording import compared, words_elsewhere

__all__ = ["Deck", "Row", "compared", "make_card", "make_deck", "words_elsewhere"]
