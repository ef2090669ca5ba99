"""What a reviewer is shown, one card an excerpt with everything that rests on it, and what decisions are taken."""

from dossier.review.blind import held_back
from dossier.review.card import make_card
from dossier.review.deck import OPEN, Deck, Row, make_deck
from dossier.review.wording import compared, words_elsewhere

__all__ = ["OPEN", "Deck", "Row", "compared", "held_back", "make_card", "make_deck", "words_elsewhere"]
