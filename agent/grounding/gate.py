"""Holds a reply back to the end of each sentence and lets it pass when it is supported."""

import logging
import re
from dataclasses import dataclass, field

from agent.grounding.checking import leads_in, unsupported
from agent.grounding.evidence import Evidence
from agent.grounding.splitting import sentences

log = logging.getLogger(__name__)
_QUESTION = re.compile(r"\?[\s\"”')*_]*$")
_LISTED = re.compile(r"\s*(?:[-*+|]|\d{1,2}[.)])\s?")


@dataclass
class Gate:
    """Passes the supported sentences of a text that arrives in pieces.

    A line that leads into a list waits for its first item, so that no heading stands alone. Once a
    sentence has failed, a closing question waits too: what is said again comes before it.
    """

    evidence: Evidence
    failed: list[tuple[str, list[str]]] = field(default_factory=list)
    _held: str = ""
    _lead: str = ""
    _context: str = ""
    _closing: str = ""

    def push(self, text: str) -> str:
        """Take more text; returns what may be shown now."""
        parts = sentences(self._held + text)
        self._held = parts.pop() if parts else ""
        return "".join(self._passed(part) for part in parts)

    def flush(self) -> str:
        """Judge what is left at the end of the text; a closing question may wait on."""
        left, self._held = self._held, ""
        shown = self._passed(left)
        lead, self._lead = self._lead, ""
        return shown if self.failed else shown + lead

    def closing(self) -> str:
        """The question that waited for what is said again."""
        last, self._closing = self._closing, ""
        return last

    def _passed(self, sentence: str) -> str:
        if not sentence.strip():
            if self._lead:
                self._lead += sentence
                return ""
            return sentence
        wrong = unsupported(sentence, self.evidence, context=self._context)
        if wrong:
            self.failed.append((sentence, wrong))
            log.info("a sentence was held back: %d of its claims unsupported", len(wrong))
            return ""
        opens_table = sentence.lstrip().startswith("|") and not self._context.lstrip().startswith(
            "|"
        )
        if leads_in(sentence) or opens_table:
            self._lead += sentence
            self._context = sentence if leads_in(sentence) and "|" not in sentence else self._lead
            return ""
        if not _LISTED.match(sentence):
            self._context = ""
        if self.failed and _QUESTION.search(sentence):
            self._closing += self._lead + sentence
            self._lead = ""
            return ""
        shown = self._closing + self._lead + sentence
        self._closing = self._lead = ""
        return shown
