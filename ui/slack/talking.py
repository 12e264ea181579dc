"""Serves what people in Slack say: finds the conversation of the place, brings back the answer."""

import logging
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from agent import Advisor
from agent.events import Event
from agent.storage import Post
from tools.errors import InvalidInput, SteerwiseError
from ui.slack.blocks.elements import context
from ui.slack.blocks.replies import sorry
from ui.slack.delivery import NO_UNFURLING, THINKING, Delivery, kind_of
from ui.slack.incoming import Task
from ui.slack.lanes import Lanes
from ui.slack.people import People
from ui.slack.places import Place, owner_of
from ui.slack.text import inert, shorten

BROKEN = "Something went wrong on our side; nothing was lost, please say it again."
GONE = "This project was deleted; say something new and I begin another."
HELLO = (
    "Tell me about the project: what should the model do, roughly how often, with which examples?"
)
NO_FILES = (
    "I can't read files in Slack: put the documents or the data set on the web page "
    "(`/steerwise link` opens this project there)."
)
WITHDRAWN = "_This message was withdrawn, and so is the answer to it._"
TITLE_CHARS = 60
log = logging.getLogger(__name__)


class Talk:
    """Everything said in Slack goes through here, in order within a place."""

    def __init__(self, advisor: Advisor, client: WebClient, people: People) -> None:
        self.advisor = advisor
        self.client = client
        self.people = people
        self.lanes = Lanes()

    def accept(self, task: Task) -> bool:
        """Keep a task, durably, and serve it soon; False when it came before."""
        if not self.advisor.inbox.put(task.key, task.to_json()):
            return False
        self._line_up(task)
        return True

    def catch_up(self) -> int:
        """Serve what a crash left; returns how many tasks that are."""
        left = [replace(Task.from_json(raw), again=True) for raw in self.advisor.inbox.waiting()]
        for task in left:
            self._line_up(task)
        return len(left)

    def _line_up(self, task: Task) -> None:
        self.lanes.submit(task.place.key, lambda: self._serve_once(task))

    def _serve_once(self, task: Task) -> None:
        """Serve a task unless another process did; a process that dies leaves it to the next."""
        with self.advisor.inbox.hold(task.key):
            if not self.advisor.inbox.waits(task.key):
                return
            try:
                self._serve(task)
            except SlackClientError as error:
                log.warning("an answer did not reach Slack: %s", kind_of(error))
            except Exception as error:
                log.exception("a message from Slack could not be served")
                self._apologise(task.place, error)
            self.advisor.inbox.done(task.key)

    def _serve(self, task: Task) -> None:
        if task.kind == "edited":
            self._edited(task)
        elif task.kind == "deleted":
            self._deleted(task)
        elif task.kind == "pressed":
            self._pressed(task)
            self._said(task)
        elif not task.text:
            text = NO_FILES if task.files else HELLO
            self.say(task.place, {"text": text, "blocks": [context(text)]})
        else:
            self._said(task)

    def _pressed(self, task: Task) -> None:
        """Say for all in the thread who chose what."""
        line = f"{inert(self.people.name(task.user) or 'Somebody')}: {inert(task.text)}"
        if not task.again:
            self.say(task.place, {"text": line, "blocks": [context(line)]})

    def _said(self, task: Task) -> None:
        thread, new = self.thread_at(task.place, task.user)
        delivery = Delivery(self.client, task.place, user=task.user, known=self.advisor.addresses())
        delivery.status(THINKING)
        if self._taken_before(task, thread):  # a crash cut the turn, or the answer on its way
            events: Iterable[Event] = self.advisor.resume(thread)
            self._bring(delivery, events, task, thread)
            if not delivery.ts:
                self._bring_again(delivery, thread)
        else:
            by = self.people.name(task.user)
            self._bring(delivery, self.advisor.stream(thread, task.text, by=by), task, thread)
        if task.files:
            self.say(task.place, {"text": NO_FILES, "blocks": [context(NO_FILES)]})
        if new and task.place.channel.startswith("D"):
            self._entitle(task.place, thread)

    def _bring(
        self,
        delivery: Delivery,
        events: Iterable[Event],
        task: Task,
        thread: str,
    ) -> None:
        """Show the events of a turn, and note which message became which turn."""
        for event in events:
            delivery.take(event)
        if delivery.ts:
            self.advisor.inbox.note_post(
                task.place.key, task.ts, thread, turn=delivery.turn, answer=delivery.ts
            )
        delivery.status("")

    def _taken_before(self, task: Task, thread: str) -> bool:
        """True when the message is already part of the conversation: it was served before a crash.

        A message that was answered has a post; one that was not is the last of its conversation.
        """
        if self.advisor.interrupted(thread):
            return True
        if not task.again:
            return False
        said = [m for m in self.advisor.history(thread) if m.role == "user"]
        return bool(said) and said[-1].text == task.text

    def _bring_again(self, delivery: Delivery, thread: str) -> None:
        """Post an answer that is stored but was never brought."""
        history = self.advisor.history(thread)
        if history and history[-1].role == "assistant":
            turn = sum(m.role == "user" for m in history)
            delivery.retell(history[-1], self.advisor.board(thread), turn=turn)

    def _edited(self, task: Task) -> None:
        """Read an edited message anew: in its old place when nothing followed it, else as news."""
        post = self._post(task)
        thread = self.advisor.links.thread_of(task.place.key)
        if thread is None or not task.text:
            return
        last = post is not None and not self.advisor.inbox.newer(task.place.key, post.turn)
        delivery = Delivery(self.client, task.place, user=task.user, known=self.advisor.addresses())
        delivery.status(THINKING)
        by = self.people.name(task.user)
        events = self.advisor.stream(
            thread, task.text, by=by, instead_of=post.turn if post is not None and last else None
        )
        if post is not None and last:
            self._withdraw(task.place, post)
        self._bring(delivery, events, task, thread)

    def _deleted(self, task: Task) -> None:
        """Take back what a deleted message said, when nothing followed it."""
        post = self._post(task)
        thread = self.advisor.links.thread_of(task.place.key)
        if post is None or thread is None or self.advisor.inbox.newer(task.place.key, post.turn):
            return
        self.advisor.rewind(thread, post.turn)
        self._withdraw(task.place, post)

    def _post(self, task: Task) -> Post | None:
        return self.advisor.inbox.post(task.place.key, task.ts)

    def _withdraw(self, place: Place, post: Post) -> None:
        try:
            self.client.chat_update(
                channel=place.channel,
                ts=post.answer,
                text=WITHDRAWN,
                blocks=[context(WITHDRAWN)],
            )
        except SlackApiError as error:
            log.info("an answer could not be withdrawn: %s", kind_of(error))

    def thread_at(self, place: Place, user: str) -> tuple[str, bool]:
        """The conversation of a place, and whether it is new."""
        thread = self.advisor.links.thread_of(place.key)
        if thread is not None:
            return thread, False
        made = self.advisor.new_thread(owner_of(place.team, user))
        return self.advisor.links.bind(place.key, made), True

    def say(self, place: Place, message: Any) -> str:
        """Post a message of ours at a place; returns its name there."""
        posted = self.client.chat_postMessage(**place.address, **message, **NO_UNFURLING)
        return str(posted["ts"])

    def _entitle(self, place: Place, thread: str) -> None:
        """Give the thread in the assistant panel the title of the project."""
        title = self.advisor.board(thread).title
        if not title or not place.thread:
            return
        try:
            self.client.assistant_threads_setTitle(
                channel_id=place.channel,
                thread_ts=place.thread,
                title=inert(shorten(title, TITLE_CHARS)),
            )
        except SlackClientError as error:
            log.debug("no title: %s", kind_of(error))

    def _apologise(self, place: Place, error: Exception) -> None:
        expected = isinstance(error, SteerwiseError)
        text = str(error) if expected else BROKEN
        if isinstance(error, InvalidInput) and "exist" in text:
            text = GONE
        try:
            self.say(place, sorry(text))
        except SlackClientError as failed:
            log.warning("not even an apology reached Slack: %s", kind_of(failed))

    def close(self) -> None:
        """Finish the answers under way; what was not begun is kept for the next start."""
        self.lanes.close()
