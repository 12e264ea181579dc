"""How conversations begin in Slack, and how they move between Slack and the page."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_sdk.errors import SlackApiError, SlackClientError

from agent.settings import Settings
from tools.errors import SteerwiseError
from ui.slack.blocks.elements import Message, context, sections
from ui.slack.blocks.replies import sorry
from ui.slack.blocks.views import NO_PROJECTS, Project
from ui.slack.delivery import NO_UNFURLING, kind_of
from ui.slack.incoming import Task
from ui.slack.places import Place, owner_of
from ui.slack.talking import Talk
from ui.slack.text import inert, shorten

NOTHING_TO_LINK = "You have no project here to link; begin one with `/steerwise` and a description."
WRONG_CODE = "That code opens nothing: it is wrong, used or older than 15 minutes. Make a new one."
ELSEWHERE = "That project belongs to another channel, and stays there."
TAKEN = "This project goes on here: reply in the thread."
NO_TEXT = "There is no text in that message to advise on."
MOST_LISTED = 10
log = logging.getLogger(__name__)


class Opening:
    """Begins conversations at a place, lists them, hands them over by codes."""

    def __init__(self, talk: Talk, settings: Settings, *, workspace: str) -> None:
        """Take the address of the workspace, such as `https://acme.slack.com/`, for links."""
        self._talk = talk
        self._page = settings.page_url
        self._workspace = workspace.rstrip("/")

    def later(self, job: Callable[[], object]) -> None:
        """Do something that calls Slack, after the request has been acknowledged."""

        def run() -> None:
            try:
                job()
            except SlackClientError as error:
                log.warning("a conversation could not be opened: %s", kind_of(error))

        self._talk.lanes.submit(f"opening/{id(run)}", run)

    def begin(self, team: str, user: str, channel: str, text: str) -> None:
        """Begin a project in a channel, or in a direct message where we may not write there."""
        place = self._echo(team, user, channel, text)
        self._talk.accept(Task(f"{place.key}/begun", "said", place, user, text, place.thread))

    def advise(
        self, team: str, user: str, channel: str, thread: str, author: str, text: str
    ) -> None:
        """Advise on a message, in its thread; its author is who said it."""
        place = Place(team, channel, thread)
        if not text:
            self.whisper(place, user, NO_TEXT)
            return
        asked = f"{self._name(user)} asked me to look at this."
        try:
            self._talk.say(place, {"text": asked, "blocks": [context(asked)]})
        except SlackApiError as error:
            log.info("not in that channel: %s", kind_of(error))
            self.begin(team, user, "", text)
            return
        key = f"{place.key}/advise/{thread}"
        self._talk.accept(Task(key, "said", place, author, text, thread))

    def _echo(self, team: str, user: str, channel: str, text: str) -> Place:
        """Post what somebody asked, as the head of the thread to come."""
        said = f"*{self._name(user)}* asks:\n" + "\n".join(
            f"> {line}" for line in inert(text).split("\n")
        )
        message: Any = {"text": shorten(inert(text), 150), "blocks": sections(said), **NO_UNFURLING}
        client = self._talk.client
        if channel:
            try:
                posted = client.chat_postMessage(channel=channel, **message)
                return Place(team, str(posted["channel"]), str(posted["ts"]))
            except SlackApiError as error:
                log.info("a direct message instead: %s", kind_of(error))
        channel = str(client.conversations_open(users=user)["channel"]["id"])
        posted = client.chat_postMessage(channel=channel, **message)
        return Place(team, channel, str(posted["ts"]))

    def _name(self, user: str) -> str:
        return inert(self._talk.people.name(user) or "Somebody")

    def whisper(self, place: Place, user: str, text: str) -> None:
        """Say something that only one person sees."""
        self._talk.client.chat_postEphemeral(user=user, **place.address, **sorry(text))

    # Lists

    def projects(self, team: str, user: str) -> list[Project]:
        """The projects that a person began in a workspace, the latest first."""
        found = self._talk.advisor.threads(owner_of(team, user))
        return [Project(i.title, _day(i.updated), self._link(i.id, team)) for i in found]

    def listed(self, team: str, user: str) -> Message:
        """The projects as a message."""
        rows = [
            f"• <{p.link}|{inert(shorten(p.title, 120))}>" if p.link else f"• {inert(p.title)}"
            for p in self.projects(team, user)[:MOST_LISTED]
        ]
        text = "\n".join(rows) or NO_PROJECTS
        return {"text": "Your projects" if rows else NO_PROJECTS, "blocks": sections(text)}

    def _link(self, thread: str, team: str) -> str:
        for place in self._places(thread):
            if place.team == team and place.thread:
                ts = place.thread.replace(".", "")
                return f"{self._workspace}/archives/{place.channel}/p{ts}"
        return ""

    def _places(self, thread: str) -> list[Place]:
        keys = self._talk.advisor.links.places_of(thread)
        return [Place.from_key(key) for key in keys if key.startswith("slack/")]

    # Between Slack and the page

    def code(self, team: str, user: str, channel: str) -> str:
        """A code for the latest project of a person: of this channel, else of a direct message."""
        mine = [info.id for info in self._talk.advisor.threads(owner_of(team, user))]
        here = [t for t in mine if any(p.channel == channel for p in self._places(t))]
        direct = [t for t in mine if all(p.channel[:1] == "D" for p in self._places(t))]
        chosen = next(iter([*here, *direct]), None)
        return NOTHING_TO_LINK if chosen is None else self.code_for(chosen)

    def code_for(self, thread: str) -> str:
        """The words with a code that opens a conversation on the page."""
        code = self._talk.advisor.links.make_code(thread)
        way = "under _Projects_ on the web page"
        if self._page:
            way = f"on <{self._page.rstrip('/')}/?code={code}|the web page>"
        return f"Enter *{code}* {way} within 15 minutes; it works once."

    def redeem(self, team: str, user: str, channel: str, *, code: str) -> None:
        """Go on here with a project of the page; one of another channel stays where it is."""
        advisor, who = self._talk.advisor, owner_of(team, user)
        here = Place(team, channel)
        try:
            thread = advisor.links.redeem(code, by=who)
        except SteerwiseError as error:
            self.whisper(here, user, str(error))
            return
        if thread is None:
            self.whisper(here, user, WRONG_CODE)
        elif any((p.team, p.channel) != (team, channel) for p in self._places(thread)):
            self.whisper(here, user, ELSEWHERE)
        else:
            title = advisor.board(thread).title or "A project from the page"
            place = self._echo(team, user, channel, title)
            advisor.links.bind(place.key, thread)
            self._talk.say(place, {"text": TAKEN, "blocks": [context(TAKEN)]})


def _day(stamp: str) -> str:
    return f"last changed on {datetime.fromisoformat(stamp):%-d %B %Y}"
