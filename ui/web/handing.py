"""A project goes from Slack to the page and back, by a code that works once."""

from collections.abc import Iterator
from typing import Any

import gradio as gr

from tools.errors import InvalidInput
from ui.web.browser import Visitor
from ui.web.drawing import Drawing, Update, told_plainly
from ui.web.opening import Opening
from ui.web.words import sentence

LONGEST_CODE = 40  # what is longer was not meant as a code
WRONG_CODE = (
    "This code opens nothing: it is mistyped, was used before, or is older than 15 minutes. "
    "Type “/steerwise link” in Slack for a new one."
)
NOT_OPENED = "Not opened"


class Handing:
    """Handles the codes under Projects and in the page's address."""

    def __init__(self, advisor: Any, drawing: Drawing, opening: Opening) -> None:
        """Redeem and make codes of `advisor`; what one opens is shown by `opening`."""
        self.drawing = drawing
        self._advisor = advisor
        self._opening = opening

    @told_plainly
    def arrive(self, stored: Any, linked: str, code: str) -> Iterator[Update]:
        """The page was opened: show what the code in its address opens, else what it names."""
        thread = self._redeemed(code, Visitor.read(stored)) if code else ""
        yield from self._opening.open(stored, thread or linked)

    @told_plainly
    def enter(self, stored: Any, event: gr.EventData) -> Iterator[Update]:
        """A code was typed under Projects."""
        visitor = Visitor.read(stored)
        thread = self._redeemed(str(event.code), visitor)
        if thread:
            yield from self._opening.show(visitor, thread)
        else:
            yield {self.drawing.on.code: gr.skip()}

    @told_plainly
    def leave(self, thread: str) -> Iterator[Update]:
        """Make what has to be typed in Slack to go on there with the project that is open."""
        yield {self.drawing.on.code: f"/steerwise link {self._advisor.links.make_code(thread)}"}

    def _redeemed(self, code: str, visitor: Visitor) -> str:
        """The project that a code opens; "" and a warning where it opens none."""
        code = code.strip()[:LONGEST_CODE]
        try:
            thread = self._advisor.links.redeem(code, by=f"page/{visitor.user}") if code else None
        except InvalidInput as error:
            gr.Warning(sentence(str(error)), title=NOT_OPENED, duration=None)
            return ""
        if thread is None:
            gr.Warning(WRONG_CODE, title=NOT_OPENED, duration=None)
            return ""
        return str(thread)
