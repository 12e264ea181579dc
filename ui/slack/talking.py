"""Serves what people in Slack say, in order, each in the conversation of its place."""

import logging
import threading
from datetime import timedelta
from typing import Any

from slack_sdk import WebClient

from agent import Advisor
from agent.storage import Post
from tools.errors import InvalidInput, SteerwiseError
from ui.slack.answering import Answering
from ui.slack.blocks.elements import context
from ui.slack.blocks.replies import sorry
from ui.slack.delivery import NO_UNFURLING
from ui.slack.incoming import Task
from ui.slack.lanes import Lanes
from ui.slack.patience import FAILURES, kind_of, passes
from ui.slack.people import People
from ui.slack.places import Place, owner_of
from ui.slack.text import inert

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
WATCH = timedelta(minutes=5)
log = logging.getLogger(__name__)


class Talk:
    """Everything said in Slack goes through here, in order within a place."""

    def __init__(self, advisor: Advisor, client: WebClient, people: People) -> None:
        self.advisor = advisor
        self.client = client
        self.people = people
        self._answering = Answering(advisor, client, people)
        self.lanes = Lanes()
        self._closed = threading.Event()

    def accept(self, task: Task) -> bool:
        """Keep a task, durably, and serve it soon; False when it came before."""
        if not self.advisor.inbox.put(task.key, task.to_json(), place=task.place.key):
            return False
        self._line_up(task.place.key)
        return True

    def catch_up(self, *, older: timedelta = timedelta(0)) -> int:
        """Serve what has waited for long: a crash left it, or Slack was away; returns how much."""
        places = self.advisor.inbox.places(older=older)
        for place in places:
            self._line_up(place)
        return len(places)

    def watch(self) -> None:
        """Catch up every few minutes, until `close`, with what other processes left."""

        def look() -> None:
            while not self._closed.wait(WATCH.total_seconds()):
                try:
                    self.catch_up(older=WATCH)
                except SteerwiseError as error:
                    log.warning("not caught up: %s", error)

        threading.Thread(target=look, name="slack-watch", daemon=True).start()

    def _line_up(self, place: str) -> None:
        self.lanes.submit(place, lambda: self._serve_all(place))

    def _serve_all(self, place: str) -> None:
        """Serve the tasks of a place, the oldest first, alone among all processes."""
        while not self._closed.is_set():
            with self.advisor.inbox.hold(place):
                kept = self.advisor.inbox.oldest(place)
                if kept is None or not self._served(Task.from_json(kept)):
                    return

    def _served(self, task: Task) -> bool:
        """Serve a task; False when it has to wait for Slack to be there again."""
        try:
            self._serve(task)
        except FAILURES as error:
            log.warning("an answer did not reach Slack: %s", kind_of(error))
            if passes(error):
                return False
        except Exception as error:
            log.exception("a message from Slack could not be served")
            self._apologise(task.place, error)
        self.advisor.inbox.done(task.key)
        return True

    def _serve(self, task: Task) -> None:
        if not task.addressed and self.advisor.links.thread_of(task.place.key) is None:
            return  # people talk to each other in a thread of theirs
        if task.kind == "edited":
            self._edited(task)
        elif task.kind == "deleted":
            self._deleted(task)
        elif task.text:
            self._said(task)
        else:
            self.thread_at(task.place, task.user)  # what is said next here is meant for us
            text = NO_FILES if task.files else HELLO
            self.say(task.place, {"text": text, "blocks": [context(text)]})

    def _said(self, task: Task) -> None:
        if self._post(task) is not None:
            return  # a crash came after the answer
        thread = self.thread_at(task.place, task.user)
        if task.before is None and task.kind == "pressed":
            self._tell_choice(task)
        self._answering.answer(task, thread)
        if task.files:
            self.say(task.place, {"text": NO_FILES, "blocks": [context(NO_FILES)]})

    def _tell_choice(self, task: Task) -> None:
        """Say for all in the thread who chose what."""
        line = f"{inert(self.people.name(task.user) or 'Somebody')}: {inert(task.text)}"
        self.say(task.place, {"text": line, "blocks": [context(line)]})

    def _edited(self, task: Task) -> None:
        """Read an edited message anew: in its old place when nothing followed it, else as news."""
        post = self._post(task)
        thread = self.advisor.links.thread_of(task.place.key)
        if thread is None or not task.text:
            return
        last = post is not None and not self.advisor.inbox.newer(task.place.key, post.turn)
        if post is None or not last:
            self._answering.answer(task, thread)
            return
        if task.before is None:
            self._withdraw(task.place, post)
        self._answering.answer(task, thread, instead_of=post.turn)

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
        except FAILURES as error:
            log.info("an answer could not be withdrawn: %s", kind_of(error))

    def thread_at(self, place: Place, user: str) -> str:
        """The conversation of a place; the first time a new one."""
        thread = self.advisor.links.thread_of(place.key)
        if thread is not None:
            return thread
        made = self.advisor.new_thread(owner_of(place.team, user))
        return self.advisor.links.bind(place.key, made)

    def say(self, place: Place, message: Any) -> str:
        """Post a message of ours at a place; returns its name there."""
        posted = self.client.chat_postMessage(**place.address, **message, **NO_UNFURLING)
        return str(posted["ts"])

    def _apologise(self, place: Place, error: Exception) -> None:
        expected = isinstance(error, SteerwiseError)
        text = str(error) if expected else BROKEN
        if isinstance(error, InvalidInput) and "exist" in text:
            text = GONE
        try:
            self.say(place, sorry(text))
        except FAILURES as failed:
            log.warning("not even an apology reached Slack: %s", kind_of(failed))

    def close(self) -> None:
        """Finish the answers under way; what was not begun is kept for the next start."""
        self._closed.set()
        self.lanes.close()
