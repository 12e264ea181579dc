"""Names the figures of a message that were seen but could not be given to any fact."""

from collections.abc import Collection, Iterable

from agent.offline.facts.groups import multiplied_out
from agent.offline.facts.labelled import is_a_team
from agent.offline.words.findings import Finding
from agent.offline.words.message import Message
from agent.offline.words.quantities import Quantity

MOST = 5
_LONGEST = 60


def unplaced_figures(
    message: Message, found: Iterable[Finding], repeated: Collection[int] = ()
) -> tuple[str, ...]:
    """The figures no finding used, at most `MOST`, in the user's own words with what they count.

    Those that begin at the places `repeated` are left out.

    Names, versions, dates and ticket numbers are no figures here: they were never read as such.
    """
    taken = [(f.start, f.end) for f in found]
    taken += [(f.start, f.end) for f, _ in multiplied_out(message, message.quantities)]
    out = []
    for quantity in message.quantities:
        if quantity.start in repeated:
            continue
        if is_a_team(quantity):
            continue  # "my team of 6" counts nothing that a fact would
        if not any(start <= quantity.start < end for start, end in taken):
            words = _words(message, quantity)
            if words and words not in out:
                out.append(words)
    return tuple(out[:MOST])


def _words(message: Message, quantity: Quantity) -> str:
    text = message.text
    sign = text.norm[quantity.start - 1 : quantity.start] if quantity.start else ""
    start = quantity.start - (sign in "$€£¥" and bool(sign))
    end = quantity.end
    if quantity.noun:
        place = text.norm.find(quantity.noun, quantity.number.end, quantity.end + _LONGEST)
        first = " ".join(quantity.noun.split()[:2])
        end = max(end, place + len(first)) if place >= 0 else end
    end = min(end, len(text.ends))
    return text.raw[text.starts[start] : text.ends[end - 1]].strip(" \n,;:()")
