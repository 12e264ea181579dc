"""Reads commands about named what-ifs: call it that, keep this one, drop it, put them side by side.

The name is whatever stands where a name belongs; a name that is known needs no other word around.
"""

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from agent.offline.asking.orders import Command
from agent.offline.words.lexicon import lists, pattern, shape
from agent.offline.words.message import Message
from agent.offline.words.strategies import find_strategies

FILE = "scenarios"
LIKE_A_NAME = 0.75
_EDGES = " .,;:!?\"'()-"


def read_scenario_command(message: Message, known: Sequence[str]) -> Command | None:
    """The command about scenarios that a message gives, if it is one.

    `known` are the names of the scenarios there are. Saving is `keep {"scenario"}`, making a
    scenario the facts `keep {"adopt"}`, dropping `undo {"scenarios"}`, side by side
    `compare {"scenarios"}`; no names stand for all of them.
    """
    words = _Words.of(message)
    saved = _saved(words)
    if saved is not None:
        return Command("keep", {"scenario": saved})
    adopted = _named_after(words, "adopt", known)
    if adopted is not None:
        return Command("keep", {"adopt": adopted})
    dropped = _named_after(words, "drop", known)
    if dropped is not None:
        return Command("undo", {"scenarios": [dropped] if dropped else []})
    compared = _compared(_Words(message, words.start, len(message.norm)).stripped(), known)
    return None if compared is None else Command("compare", {"scenarios": compared})


def read_name_behind(message: Message) -> str | None:
    """The name that the last sentence of a what-if gives it: "…? Call it lean."."""
    if len(message.text.sentences) < 2:
        return None
    last = message.text.sentences[-1]
    return _saved(_Words(message, last.start, last.end).trimmed())


@dataclass(frozen=True)
class _Words:
    """A stretch of a message, with the way back to the user's own spelling."""

    message: Message
    start: int
    end: int

    @classmethod
    def of(cls, message: Message) -> "_Words":
        """The whole message without pleasantries at both ends."""
        return cls(message, 0, len(message.norm)).trimmed()

    @property
    def norm(self) -> str:
        """The normalised words."""
        return self.message.norm[self.start : self.end]

    @property
    def raw(self) -> str:
        """The words as they were written."""
        text = self.message.text
        return "" if not self.norm else text.raw[text.starts[self.start] : text.ends[self.end - 1]]

    def part(self, start: int, end: int) -> "_Words":
        """The words from `start` to `end`, counted within this stretch."""
        return _Words(self.message, self.start + start, self.start + end).stripped()

    def stripped(self) -> "_Words":
        """Without blanks and marks at both ends."""
        left = len(self.norm) - len(self.norm.lstrip(_EDGES))
        right = len(self.norm.rstrip(_EDGES))
        return _Words(self.message, self.start + left, max(self.start + right, self.start + left))

    def trimmed(self) -> "_Words":
        """Without pleasantries at both ends."""
        words = self.stripped()
        for _ in range(4):
            words = words.without("front_politeness", "talk").without_end("back_politeness", "talk")
        return words

    def without(self, name: str, file: str = FILE) -> "_Words":
        """Without words of a list at the front, unless nothing would be left."""
        found = pattern(name, file).match(self.norm)
        if found is None or found.end() >= len(self.norm):
            return self
        return self.part(found.end(), len(self.norm))

    def without_end(self, name: str, file: str = FILE) -> "_Words":
        """Without words of a list at the end, unless nothing would be left."""
        ends = [m.start() for m in pattern(name, file).finditer(self.norm) if m.end() == len(self)]
        return self.part(0, ends[0]) if ends and ends[0] > 0 else self

    def __len__(self) -> int:
        return len(self.norm)

    def is_all(self, name: str) -> bool:
        """True when a list covers these words from end to end."""
        return any(m.end() == len(self) for m in [_whole(name).match(self.norm)] if m)

    def is_a_figure(self) -> bool:
        """True for a number and no more, in digits or words: "call it two thirds of a million"."""
        figures = (q.number for q in self.message.quantities)
        return any(
            n.end >= self.end and shape("hedge", FILE).fullmatch(self.norm[: n.start - self.start])
            for n in figures
            if self.start <= n.start < self.end
        )


def _whole(name: str) -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(lists(FILE)[name]) + r")\W*$")


def _saved(words: _Words) -> str | None:
    """The name in "call that NAME", "save this as NAME"; "" where it is to be saved without one."""
    if words.is_all("save_unnamed"):
        return ""
    found = pattern("save", FILE).match(words.norm)
    if found is None:
        return None
    name = words.part(found.end(), len(words))
    if not name.norm or name.is_all("not_a_name") or name.is_all("pointing"):
        return None
    if name.is_a_figure():
        return None
    that_is = shape("that_is", FILE).match(words.norm)
    if that_is and not re.fullmatch(lists(FILE)["kind"][0], name.norm):
        return None
    return name.without("around").raw.strip(" \"'“”‘’.,;:!?")


def _named_after(words: _Words, verb: str, known: Sequence[str]) -> str | None:
    """The scenario that follows a verb: a known name, or one that calls itself a scenario.

    "" stands for all scenarios, None for words about something else.
    """
    found = pattern(verb, FILE).match(words.norm)
    if found is None:
        return None
    name = words.part(found.end(), len(words)).without_end(f"{verb}_behind")
    if verb == "drop" and known and name.is_all("all"):
        return ""
    return _scenario(name, known)


def _scenario(words: _Words, known: Sequence[str]) -> str | None:
    """The name of the scenario that these words are, None when they are no scenario."""
    folded = {name.casefold(): name for name in known}
    bare = words.without("around").without_end("around")
    for text in (words.norm, bare.norm):
        if text in folded:
            return folded[text]
    if (
        not bare.norm
        or bare.is_all("pointing")
        or words.is_all("now")
        or find_strategies(words.norm)
    ):
        return None
    if difflib.get_close_matches(bare.norm, folded, n=1, cutoff=LIKE_A_NAME):
        return bare.raw
    kinds = lists(FILE)["kind"] if known else lists(FILE)["kind"][:1]
    if any(re.fullmatch(kind, words.norm) for kind in kinds):
        return words.raw if re.fullmatch(kinds[0], words.norm) else bare.raw
    return None


def _compared(words: _Words, known: Sequence[str]) -> list[str] | None:
    """The scenarios to put side by side; none named means all, None means something else."""
    verb = pattern("compare", FILE).match(words.norm)
    rest = words if verb is None else words.part(verb.end(), len(words))
    parts = _parts(rest)
    if verb is None and len(parts) < 2 and not rest.is_all("all"):
        return None
    of_kind = pattern("kinds_of_all", FILE)
    if any(part.is_all("all") and (known or of_kind.search(part.norm)) for part in parts):
        return []
    others = [part for part in parts if not part.is_all("now")]
    names = [_scenario(part, known) for part in others]
    sure = [name for name in names if name is not None]
    if not sure or (len(sure) < len(names) and verb is None):
        return None
    return [name or part.raw for name, part in zip(names, others, strict=True)]


def _parts(words: _Words) -> list[_Words]:
    """What stands between "with", "and", "versus" and the like."""
    words = words.without_end("compare_behind")
    out, start = [], 0
    for match in pattern("between", FILE).finditer(words.norm):
        out.append(words.part(start, match.start()))
        start = match.end()
    out.append(words.part(start, len(words)))
    return [p.without_end("compare_behind") for p in out if p.norm]
