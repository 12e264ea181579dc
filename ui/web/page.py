"""The page: chat on the left, decision board on the right; it wires, and computes nothing."""

from collections.abc import Callable
from typing import Any

import gradio as gr

from agent.settings import Settings
from agent.wording import GREETING
from tools import charts
from ui.web.amending import Amending
from ui.web.conversing import Conversing
from ui.web.drawing import Drawing, Update
from ui.web.handing import Handing
from ui.web.noting import Noting
from ui.web.opening import Opening
from ui.web.pages import add_pages
from ui.web.screen import lay_out
from ui.web.turns import Turns

FORGET = (3600, 3600)  # seconds: how often to look for files never sent, and their age then
ASKS_ADDRESS = "(stored) => [steerwise.arriving(stored), steerwise.linked(), steerwise.code()]"
SHOWS_THREAD = "(thread) => steerwise.show(thread)"
SHOWS_CODE = "(code) => steerwise.showCode(code)"


class Page:
    """The components of the page and what happens when they are used."""

    def __init__(
        self,
        advisor: Any,
        settings: Settings,
        *,
        when_opened: Callable[[], object] | None = None,
    ) -> None:
        """Lay the page out; `advisor` is an `agent.Advisor`."""
        self._to_do = [charts.warm_up, *([when_opened] if when_opened else [])]
        turns = Turns()
        with gr.Blocks(
            title="Steerwise", analytics_enabled=False, fill_width=True, delete_cache=FORGET
        ) as self.blocks:
            self.screen = lay_out(
                settings,
                GREETING,
                check_fact=lambda typed: self.noting.check_fact(typed),
            )
            self.drawing = Drawing(advisor, self.screen, model=settings.model_name)
            self.conversing = Conversing(advisor, self.drawing, turns)
            rest = (advisor, self.drawing, turns, self.conversing)
            self.opening = Opening(*rest)
            self.handing = Handing(advisor, self.drawing, self.opening)
            self.amending = Amending(*rest)
            self.noting = Noting(*rest)
            self._wire()

    def _wire(self) -> None:
        on = self.screen
        quiet: Any = {"show_progress": "hidden", "api_visibility": "private"}
        serving: Any = {**quiet, "concurrency_limit": None}
        place = [on.thread, on.stored, on.chat]
        shown = [*place, on.bar, on.board, on.box, on.instead, on.above]
        opened = self.blocks.load(
            self.handing.arrive,
            [on.stored, on.thread, on.code],
            shown,
            js=ASKS_ADDRESS,
            **serving,
        )
        turns = (
            opened,
            on.box.submit(  # what is sent while an answer is just ending goes out after it
                self.conversing.send,
                [on.box, *place, on.instead],
                shown,
                trigger_mode="always_last",
                **serving,
            ),
            on.chat.option_select(
                self.conversing.reply, place, shown, trigger_mode="multiple", **serving
            ),
            on.chat.example_select(self.conversing.example, place, shown, **serving),
            on.board.typed_result(
                self.conversing.result, place, shown, trigger_mode="multiple", **serving
            ),
            on.board.fact_set(
                self.noting.set_fact, place, shown, trigger_mode="multiple", **serving
            ),
            on.above.answer_again(self.amending.again, place, shown, **serving),
            on.above.message_taken_back(
                self.amending.take_back, [on.thread, on.stored], shown, **serving
            ),
            on.bar.open_project(self.opening.switch, on.stored, shown, **serving),
            on.bar.code_entered(self.handing.enter, on.stored, [*shown, on.code], **serving),
            on.board.looked_again(self.opening.look_again, place, shown, **serving),
        )
        for turn in turns:  # an event of its own, so that the box is not held up by a drawing
            turn.then(self._pictures, on.thread, on.board, trigger_mode="multiple", **serving)
        on.box.stop(self.conversing.stop, on.thread, None, queue=False, **quiet)
        on.above.message_edited(self.amending.edit, on.thread, shown, **serving)
        on.above.edit_cancelled(self.amending.leave, None, shown, **serving)
        on.above.answer_rated(  # one after the other: the last click counts
            self.amending.rate,
            place,
            on.chat,
            trigger_mode="multiple",
            concurrency_limit=1,
            **quiet,
        )
        on.board.document_gone(self.noting.forget_document, on.thread, shown, **serving)
        on.bar.new_project(self.opening.new, on.stored, shown, **serving)
        on.bar.rename_project(self.opening.rename, [on.thread, on.stored], on.bar, **serving)
        on.bar.delete_project(self.opening.delete, [on.thread, on.stored], shown, **serving)
        on.bar.code_wanted(self.handing.leave, on.thread, [on.code, on.box], **serving)
        on.code.change(None, on.code, None, js=SHOWS_CODE, **quiet)
        on.thread.change(None, on.thread, None, js=SHOWS_THREAD, **quiet)

    def _pictures(self, thread: str) -> Update:
        """Draw the charts of the board, once its words stand; the first time, warm up."""
        while self._to_do:
            self._to_do.pop()()
        if not self.drawing.knows(thread):
            return {self.screen.board: gr.skip()}
        return self.drawing.stored_board(thread, draw=True)


def build_page(
    advisor: Any, settings: Settings, *, when_opened: Callable[[], object] | None = None
) -> gr.Blocks:
    """The page over one advisor, ready to be launched; `when_opened` is called at the first visit.

    Raises:
        Unavailable: the data folder cannot be written.
    """
    blocks: gr.Blocks = Page(advisor, settings, when_opened=when_opened).blocks
    add_pages(blocks, advisor, settings)
    return blocks
