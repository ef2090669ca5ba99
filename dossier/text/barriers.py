"""What a text holds beside the words of its page: barriers, cells, and marks of running heads.

A barrier is a line with nothing but `‖`: the words before it and behind it stand beside each other on the page, in two
columns for instance, and nobody reads them on. No quotation is found over it. ` | ` parts the cells of a row, and a bar
stands at both its ends (`| Name | Held | Day |`): a quotation reaches from cell to cell only where it has the bars too.

A line `[page head] …` or `[page foot] …` beside a form feed is furniture: a sentence over the page break is found
without it.
"""

from __future__ import annotations

import re

BARRIER = "\n‖\n"
HEAD, FOOT = "[page head] ", "[page foot] "
ANSWER, NOTE = "[form answer: ", "[note on the page: "
_FURNITURE = re.compile(r"(?:\n\[page foot\] [^\n\f]*)*\n+\f(?:\[page head\] [^\n\f]*\n+)*")
_WORDS = re.compile(r"[^\n\f]")


def crosses_barrier(raw: str) -> bool:
    """Whether a passage reaches over a barrier."""
    return BARRIER in raw


def without_furniture(raw: str) -> str | None:
    """The text with blanks for running heads and feet at page breaks, as long as it is; None without any."""
    if f"\n{FOOT}" not in raw and f"\f{HEAD}" not in raw:
        return None
    blanked = _FURNITURE.sub(lambda match: _WORDS.sub(" ", match[0]), raw)
    return blanked if blanked != raw else None
