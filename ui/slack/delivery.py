"""Brings one answer to its place: streamed where Slack can, else posted and edited as it grows."""

import logging
import time
from collections.abc import Callable, Collection, Sequence
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web.chat_stream import ChatStream

from agent.events import Board, Done, Event, Failed, QuestionAsked, TextDelta, ToolStarted
from agent.transcript import Message as Said
from ui.slack.blocks.elements import Block, Message, sections
from ui.slack.blocks.replies import Answer, endings, notice, reply_messages, sorry
from ui.slack.limits import BLOCKS_OF, EDITS_PER_MINUTE, STREAM_CHARS
from ui.slack.patience import FAILURES, kind_of, passes
from ui.slack.places import Place
from ui.slack.text import cut, mrkdwn, streamable

BUFFER = 256  # characters that are sent at once
EDIT_SECONDS = 1.25 * 60 / EDITS_PER_MINUTE  # between edits of a message that grows
THINKING = "is thinking …"
NO_UNFURLING: dict[str, Any] = {"unfurl_links": False, "unfurl_media": False}
log = logging.getLogger(__name__)


class Delivery:
    """One answer on its way; `ts` names the message that carries its buttons, once there is one."""

    def __init__(
        self,
        client: WebClient,
        place: Place,
        *,
        user: str,
        known: Collection[str] = (),
        before: Board | None = None,
        over: str = "",
        begun: Callable[[str], object] = lambda ts: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Get ready to answer `user`; `known` are the addresses that may become links.

        `before` is the board as it was, `over` a message in which a crash left half an answer;
        `begun` is told the name of the first message of the answer, when it is there.
        """
        self._client = client
        self._place = place
        self._user = user
        self._known = known
        self._before = before
        self._begun = begun
        self._clock = clock
        self._streams = bool(place.thread) and not over  # a stream is the reply to a thread
        self._stream: ChatStream | None = None
        self._left = over  # a stream that nobody ended
        self._in_stream = 0
        self._open = ""
        self._said = ""
        self._edited = clock()
        self._question: QuestionAsked | None = None
        self._tools: list[str] = []
        self.ts = over
        self.turn = 0

    def status(self, text: str) -> None:
        """Say under the thread what is being done; where that can't be shown, nothing is."""
        if not self._place.thread:
            return
        try:
            self._client.assistant_threads_setStatus(
                channel_id=self._place.channel, thread_ts=self._place.thread, status=text
            )
        except FAILURES as error:
            log.debug("no status: %s", kind_of(error))

    def take(self, event: Event) -> None:
        """Show one event of the turn."""
        if isinstance(event, ToolStarted):
            self._tools.append(event.tool)
            self.status(f"is {event.label[:1].lower()}{event.label[1:]} …")
        elif isinstance(event, TextDelta):
            self._text(event.delta)
        elif isinstance(event, QuestionAsked):
            self._question = event
        elif isinstance(event, Failed):
            self._fail(event)
        elif isinstance(event, Done):
            self._finish(event)

    def retell(self, reply: Said, board: Board, *, turn: int) -> None:
        """Post an answer that was stored and never came."""
        self.turn = turn
        self._post(reply_messages(Answer(reply.text, board, turn, cited=reply.citations)))

    def close(self) -> None:
        """Leave nothing open: a stream that the turn did not end is ended as it is."""
        if self._stream is not None:
            self._stop(())

    def _text(self, delta: str) -> None:
        """Send on whole lines only, so that no mark is torn apart."""
        whole, line, self._open = (self._open + delta).rpartition("\n")
        self._send(whole + line)

    def _send(self, markdown: str) -> None:
        self._said += markdown
        text = streamable(markdown, self._known)
        if self._streams and text and (text.strip() or self._stream is not None):
            for piece in [text] if len(text) <= STREAM_CHARS else cut(text, limit=STREAM_CHARS):
                self._append(piece)
        elif not self._streams and self._said.strip():
            self._grow()

    def _append(self, text: str) -> None:
        if self._stream is not None and self._in_stream + len(text) > STREAM_CHARS:
            self._stop(())
        if not self._streams:
            return
        if self._stream is None:
            self._in_stream = 0
            self._stream = self._client.chat_stream(
                channel=self._place.channel,
                thread_ts=self._place.thread,
                recipient_team_id=self._place.team,
                recipient_user_id=self._user,
                buffer_size=BUFFER,
            )
        try:
            self._stream.append(markdown_text=text)
            self._in_stream += len(text)
            if self._stream.ts and not self.ts:
                self._is_there(str(self._stream.ts))
        except FAILURES as error:
            log.info("not streamed: %s", kind_of(error))
            self._give_up()

    def _grow(self) -> None:
        """Post what there is of the answer, or edit it in, now and then."""
        if self._clock() - self._edited < EDIT_SECONDS:
            return
        body = sections(mrkdwn(self._said, self._known))[: BLOCKS_OF["message"]]
        try:
            self._put({"text": notice(self._said), "blocks": body})
        except FAILURES as error:
            log.info("not shown yet: %s", kind_of(error))
        self._edited = self._clock()

    def _give_up(self) -> None:
        """Stream no more: the answer is posted whole in the end, over what was begun."""
        self._streams = False
        if self._stream is not None and self._stream.ts:
            self._left = self.ts = str(self._stream.ts)
        self._stream = None

    def _stop(self, blocks: Sequence[Block]) -> None:
        """End the stream that is open, with `blocks` below it."""
        stream, self._stream = self._stream, None
        assert stream is not None
        try:
            stream.stop(blocks=list(blocks) or None)
            if stream.ts:
                self._is_there(str(stream.ts))
        except FAILURES as error:
            log.info("a stream could not be ended: %s", kind_of(error))
            self._stream = stream
            self._give_up()

    def _is_there(self, ts: str) -> None:
        if not self.ts:
            self._begun(ts)
        self.ts = ts

    def _finish(self, done: Done) -> None:
        self.turn = done.turn
        self._send(self._open)
        answer = Answer.of(done, question=self._question, before=self._before, tools=self._tools)
        if self._stream is not None:
            self._stop(endings(answer))
            if self._streams:
                return
        self._post(reply_messages(answer))

    def _fail(self, failed: Failed) -> None:
        self.turn = failed.turn
        self._send(self._open)
        self.close()
        self._post_new(sorry(failed.message))

    def _post(self, messages: Sequence[Message]) -> None:
        """Post the messages; the first goes over what was begun, the buttons are in the last."""
        first, *more = messages
        self._put(first)
        for message in more:
            self.ts = self._post_new(message)

    def _put(self, message: Message) -> None:
        """Show a message over the one that was begun, where that still stands."""
        if self.ts:
            try:
                self._end_left()
                self._client.chat_update(channel=self._place.channel, ts=self.ts, **message)
                return
            except SlackApiError as error:
                if passes(error):
                    raise
                log.info("written anew: %s", kind_of(error))
                self.ts = ""
        self._is_there(self._post_new(message))

    def _end_left(self) -> None:
        """End a stream that was left open: what streams cannot be edited."""
        left, self._left = self._left, ""
        if not left:
            return
        try:
            self._client.chat_stopStream(channel=self._place.channel, ts=left)
        except SlackApiError as error:
            log.debug("it had ended: %s", kind_of(error))

    def _post_new(self, message: Message) -> str:
        posted = self._client.chat_postMessage(**self._place.address, **message, **NO_UNFURLING)
        return str(posted["ts"])
