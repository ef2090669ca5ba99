"""What a reviewer is shown: one card an excerpt, with everything that rests on it. Data only: others show it."""

from dossier.cards.blind import answered, held_back
from dossier.cards.card import make_card
from dossier.cards.deck import OPEN, Deck, Row, make_deck
from dossier.cards.wording import compared, words_elsewhere

__all__ = ["OPEN", "Deck", "Row", "answered", "compared", "held_back", "make_card", "make_deck", "words_elsewhere"]
