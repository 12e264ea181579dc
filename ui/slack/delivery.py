"""Brings one answer to its place: streamed where Slack can, else posted whole."""

import logging
from collections.abc import Collection, Sequence
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.chat_stream import ChatStream

from agent.events import Board, Done, Event, Failed, QuestionAsked, TextDelta, ToolStarted
from agent.transcript import Message as Said
from ui.slack.blocks.elements import Block, Message
from ui.slack.blocks.limits import STREAM_CHARS
from ui.slack.blocks.replies import endings, reply_messages, sorry
from ui.slack.places import Place
from ui.slack.text import cut, streamable
from ui.suggestions import what_ifs

BUFFER = 256  # characters that are sent at once
THINKING = "is thinking …"
NO_UNFURLING: dict[str, Any] = {"unfurl_links": False, "unfurl_media": False}
log = logging.getLogger(__name__)


class Delivery:
    """One answer on its way; `ts` names the message that carries its buttons, once there is one."""

    def __init__(
        self, client: WebClient, place: Place, *, user: str, known: Collection[str] = ()
    ) -> None:
        """Get ready to answer `user`; `known` are the addresses that may become links."""
        self._client = client
        self._place = place
        self._user = user
        self._known = known
        self._streams = bool(place.thread)  # a stream is always the reply to a thread
        self._stream: ChatStream | None = None
        self._in_stream = 0
        self._open = ""
        self._question: QuestionAsked | None = None
        self.ts = ""
        self.turn = 0

    def status(self, text: str) -> None:
        """Say under the thread what is being done; where that can't be shown, nothing is."""
        if not self._place.thread:
            return
        try:
            self._client.assistant_threads_setStatus(
                channel_id=self._place.channel, thread_ts=self._place.thread, status=text
            )
        except SlackClientError as error:
            log.debug("no status: %s", kind_of(error))

    def take(self, event: Event) -> None:
        """Show one event of the turn."""
        if isinstance(event, ToolStarted):
            self.status(f"{event.label[:1].lower()}{event.label[1:]} …")
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
        self._post(reply_messages(reply.text, reply.citations, board, turn=turn))

    def _text(self, delta: str) -> None:
        """Send on whole lines only, so that no mark is torn apart."""
        whole, line, self._open = (self._open + delta).rpartition("\n")
        self._send(whole + line)

    def _send(self, markdown: str) -> None:
        text = streamable(markdown, self._known)
        if not text or not self._streams:
            return
        if not text.strip() and self._stream is None:
            return
        for piece in [text] if len(text) <= STREAM_CHARS else cut(text, limit=STREAM_CHARS):
            self._append(piece)

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
        except SlackClientError as error:
            log.info("not streamed: %s", kind_of(error))
            self._give_up()

    def _give_up(self) -> None:
        """Stream no more: the answer is posted whole in the end, over what was begun."""
        self._streams = False
        if self._stream is not None and self._stream.ts:
            self.ts = str(self._stream.ts)
        self._stream = None

    def _stop(self, blocks: Sequence[Block]) -> None:
        """End the stream that is open, with `blocks` below it."""
        stream, self._stream = self._stream, None
        assert stream is not None
        try:
            stream.stop(blocks=list(blocks) or None)
            self.ts = str(stream.ts)
        except SlackClientError as error:
            log.info("a stream could not be ended: %s", kind_of(error))
            self._stream = stream
            self._give_up()

    def _finish(self, done: Done) -> None:
        self.turn = done.turn
        suggested = what_ifs(done.board) if self._question is None else ()
        self._send(self._open)
        if self._stream is not None:
            below = endings(
                done.board,
                turn=done.turn,
                question=self._question,
                what_ifs=suggested,
                cited=done.citations,
            )
            self._stop(below)
            if self._streams:
                return
        self._post(
            reply_messages(
                done.reply,
                done.citations,
                done.board,
                turn=done.turn,
                question=self._question,
                what_ifs=suggested,
            )
        )

    def _fail(self, failed: Failed) -> None:
        self.turn = failed.turn
        self._send(self._open)
        if self._stream is not None:
            self._stop(())
        self._post_new(sorry(failed.message))

    def _post(self, messages: Sequence[Message]) -> None:
        """Post the messages; the first goes over what was begun, the buttons are in the last."""
        for n, message in enumerate(messages):
            if n == 0 and self.ts:
                self._client.chat_update(channel=self._place.channel, ts=self.ts, **message)
            else:
                self.ts = self._post_new(message)

    def _post_new(self, message: Message) -> str:
        posted = self._client.chat_postMessage(**self._place.address, **message, **NO_UNFURLING)
        return str(posted["ts"])


def kind_of(error: SlackClientError) -> str:
    """What went wrong, without the request: a token may be in it."""
    if isinstance(error, SlackApiError):
        return str(error.response.get("error", "unknown"))
    return type(error).__name__
