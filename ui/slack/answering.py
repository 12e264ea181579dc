"""Answers one message: asks the advisor, brings what it says, goes on where a crash cut it."""

import logging
from collections.abc import Iterable
from dataclasses import replace

from slack_sdk import WebClient

from agent import Advisor
from agent.events import Event
from ui.slack.delivery import THINKING, Delivery
from ui.slack.incoming import Task
from ui.slack.patience import FAILURES, kind_of
from ui.slack.people import People
from ui.slack.places import Place
from ui.slack.text import shorten

TITLE_CHARS = 60
log = logging.getLogger(__name__)


class Answering:
    """Brings the answers of an advisor to the places where it was asked."""

    def __init__(self, advisor: Advisor, client: WebClient, people: People) -> None:
        self._advisor = advisor
        self._client = client
        self._people = people

    def answer(self, task: Task, thread: str, *, instead_of: int | None = None) -> None:
        """Answer a message, or go on where a crash cut the answer."""
        said = [m for m in self._advisor.history(thread) if m.role == "user"]
        if task.before is None:
            before = len(said) if instead_of is None else instead_of - 1
            task = replace(task, before=before)
            self._advisor.inbox.update(task.key, task.to_json())
            taken = False
        else:
            before = task.before
            taken = len(said) > before and _same(said[before].text, task.text)
        delivery = Delivery(
            self._client,
            task.place,
            user=task.user,
            known=self._advisor.addresses(),
            before=self._advisor.board(thread),
            over=task.shown,
            begun=lambda ts: self._advisor.inbox.update(
                task.key, replace(task, shown=ts).to_json()
            ),
        )
        delivery.status(THINKING)
        try:
            if taken:
                self._bring(delivery, self._advisor.resume(thread))
                if not delivery.turn:
                    self._bring_again(delivery, thread, turn=before + 1)
            else:
                by = self._people.name(task.user)
                self._bring(
                    delivery,
                    self._advisor.stream(thread, task.text, by=by, instead_of=instead_of),
                )
        finally:
            delivery.close()
            delivery.status("")
        if delivery.ts:
            self._advisor.inbox.note_post(
                task.place.key, task.ts, thread, turn=delivery.turn, answer=delivery.ts
            )
        if delivery.turn == 1 and task.place.channel.startswith("D"):
            self._entitle(task.place, thread)

    @staticmethod
    def _bring(delivery: Delivery, events: Iterable[Event]) -> None:
        for event in events:
            delivery.take(event)

    def _bring_again(self, delivery: Delivery, thread: str, *, turn: int) -> None:
        """Post the answer of a turn that is stored but was never brought."""
        number = 0
        for message in self._advisor.history(thread):
            number += message.role == "user"
            if number == turn and message.role == "assistant":
                delivery.retell(message, self._advisor.board(thread), turn=turn)
                return

    def _entitle(self, place: Place, thread: str) -> None:
        """Give the thread in the assistant panel the title of the project."""
        title = self._advisor.board(thread).title
        if not title or not place.thread:
            return
        try:
            self._client.assistant_threads_setTitle(
                channel_id=place.channel,
                thread_ts=place.thread,
                title=shorten(title, TITLE_CHARS).replace("<", "‹").replace(">", "›"),
            )
        except FAILURES as error:
            log.debug("no title: %s", kind_of(error))


def _same(kept: str, said: str) -> bool:
    return " ".join(kept.split()) == " ".join(said.split())
