"""The quick replies of a question in the terminal: a letter each, picked by it or by its number."""

from dataclasses import dataclass
from string import ascii_lowercase
from typing import Self

from rich.text import Text

from agent.events import QuestionAsked
from tools.vocabulary import spec

GAP = "   "
MOST_DIGITS = 2  # of the number of a reply: there are no more of them than letters
AROUND_A_KEY = "()[]. "  # people type "b)" and "2." as well


@dataclass(frozen=True)
class Menu:
    """What may be answered with a key; `counts` is true where a small bare number is an answer."""

    replies: tuple[str, ...] = ()
    counts: bool = False

    @classmethod
    def of(cls, event: QuestionAsked) -> Self:
        """The quick replies to a question; "2" may be how many there are, but no size or rate."""
        return cls(event.replies[: len(ascii_lowercase)], spec(event.fact).kind == "integer")

    def picked(self, text: str) -> str | None:
        """The reply that a typed key stands for: `b`, or `2` unless that is an answer itself."""
        key = text.strip(AROUND_A_KEY).lower()
        if key.isdecimal() and len(key) <= MOST_DIGITS and not self.counts:
            place = int(key) - 1
        elif len(key) == 1:
            place = ascii_lowercase.find(key)
        else:
            return None
        return self.replies[place] if 0 <= place < len(self.replies) else None

    def lines(self, width: int) -> Text:
        """The replies with their letters, as many on a line as fit: `a Almost never   b Yearly`."""
        lines = [Text()]
        for key, reply in zip(ascii_lowercase, self.replies, strict=False):
            item = Text.assemble((key, "bold cyan"), (f" {reply}", "cyan"))
            if lines[-1] and len(lines[-1]) + len(GAP) + len(item) > width:
                lines.append(Text())
            lines[-1].append(GAP if lines[-1] else "").append_text(item)
        return Text("\n").join(lines)
