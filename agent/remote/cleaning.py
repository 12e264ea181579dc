"""Takes out of a remote model's text what is no reply: thoughts, template marks, secrets."""

import re
from collections.abc import Mapping
from functools import cache

from agent.remote.endpoint import MASK
from agent.remote.failures import DATA
from tools.datafiles import Row, read


class Replies(Row):
    """`data/replies.toml`: marks around thoughts and calls, ends of replies, refusals."""

    thoughts: Mapping[str, tuple[str, ...]]
    ends: Mapping[str, tuple[str, ...]]
    calls: Mapping[str, tuple[str, ...]]
    refusals: Mapping[str, tuple[str, ...]]


@cache
def replies() -> Replies:
    """The packaged file."""
    return read(Replies, "replies.toml", DATA / "replies.toml")


class Cleaner:
    """Cleans a text that comes in pieces; what could be the start of a mark is held back."""

    def __init__(self, secrets: tuple[str, ...] = ()) -> None:
        """Take the secrets that must not get through."""
        found = replies()
        self._open, self._close = found.thoughts["open"], found.thoughts["close"]
        self._ends = found.ends["marks"]
        self.secrets = secrets
        marks = [*self._open, *self._close, *self._ends, *secrets]
        self._mark = re.compile("|".join(re.escape(m) for m in sorted(marks, key=len)[::-1]))
        self._starts = {m[:n] for m in marks for n in range(1, len(m))}
        self._longest = max(map(len, self._starts), default=0)
        self._held = ""
        self.thinking = False
        self.over = False
        self.forgot = False  # what was returned before the last piece was a thought after all

    def push(self, text: str) -> str:
        """Take more text; returns what of it belongs to the reply and is certain."""
        self._held += text
        self.forgot = False
        out = self._settled()
        tail = next((n for n in range(min(self._longest, len(self._held)), 0, -1)
                     if self._held[-n:] in self._starts), 0)  # fmt: skip
        cut = len(self._held) - tail
        sure, self._held = self._held[:cut], self._held[cut:]
        return out + self._reply(sure)

    def flush(self) -> str:
        """The rest, once the text is whole."""
        rest, self._held = self._held, ""
        return self._reply(rest)

    def mask(self, text: str) -> str:
        """A whole text with every secret in it hidden."""
        for secret in self.secrets:
            text = text.replace(secret, MASK)
        return text

    def _settled(self) -> str:
        """The reply up to the last whole mark."""
        out = ""
        while (found := self._mark.search(self._held)) is not None:
            before, mark = self._held[: found.start()], found[0]
            self._held = self._held[found.end() :]
            if mark in self._close:  # without its beginning, all before it was a thought
                if not self.thinking:
                    out, self.forgot = "", True
                self.thinking = False
                continue
            out += self._reply(before)
            if mark in self.secrets:
                out += self._reply(MASK)
            elif mark in self._open:
                self.thinking = True
            elif not self.thinking:
                self.over = True
        return out

    def _reply(self, text: str) -> str:
        return "" if self.thinking or self.over else text
