"""How conversations begin in Slack, and how they move between Slack and the page."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_bolt import Respond
from slack_sdk.errors import SlackApiError

from agent.settings import Settings
from tools.errors import SteerwiseError
from ui.slack.blocks.elements import Message, context, sections
from ui.slack.blocks.replies import sorry
from ui.slack.blocks.views import MOST_PROJECTS, NO_PROJECTS, Project, View
from ui.slack.delivery import NO_UNFURLING
from ui.slack.incoming import Task
from ui.slack.patience import FAILURES, kind_of
from ui.slack.places import Place, owner_of
from ui.slack.talking import BROKEN, Talk
from ui.slack.text import inert, shorten

NOTHING_TO_LINK = "You have no project here to link; begin one with `/steerwise` and a description."
WRONG_CODE = "That code opens nothing: it is wrong, used or older than 15 minutes. Make a new one."
ELSEWHERE = "That project belongs to another channel, and stays there."
TAKEN = "This project goes on here: reply in the thread."
NOT_TAKEN = "Slack did not take my answer ({}); please try again."
NO_TEXT = "There is no text in that message to advise on."
ELSEWHERE_BEGUN = (
    "I can't write in this place, so I answered you in a direct message. "
    "`/invite` me to answer here."
)
MOST_LISTED = 10
log = logging.getLogger(__name__)


class Opening:
    """Begins conversations at a place, lists them, hands them over by codes."""

    def __init__(self, talk: Talk, settings: Settings, *, workspace: str) -> None:
        """Take the address of the workspace, such as `https://acme.slack.com/`, for links."""
        self._talk = talk
        self._page = settings.page_url
        self._workspace = workspace.rstrip("/")

    def later(self, user: str, job: Callable[[], object], respond: Respond | None = None) -> None:
        """Do something for a person that calls Slack, after the request has been acknowledged.

        Why it could not be done is answered by `respond`, else written to them directly.
        """

        def run() -> None:
            try:
                job()
            except Exception as error:
                expected = isinstance(error, (*FAILURES, SteerwiseError))
                log.warning("not opened: %s", kind_of(error), exc_info=not expected)
                self._apologise(user, error, respond)

        self._talk.lanes.submit(f"opening/{id(run)}", run)

    def _apologise(self, user: str, error: Exception, respond: Respond | None) -> None:
        text = str(error) if isinstance(error, SteerwiseError) else BROKEN
        if isinstance(error, FAILURES):
            text = NOT_TAKEN.format(kind_of(error))
        try:
            if respond is not None:
                tell(respond, text)
            else:
                self._talk.client.chat_postMessage(channel=user, **sorry(text))
        except FAILURES as failed:
            log.warning("not even an apology reached Slack: %s", kind_of(failed))

    def begin(
        self, team: str, user: str, channel: str, text: str, *, respond: Respond | None = None
    ) -> None:
        """Begin a project in a channel, or in a direct message where we may not write there."""
        place = self._echo(team, user, channel, text)
        self._talk.accept(Task(f"{place.key}/begun", "said", place, user, text, place.thread))
        if respond is not None and place.channel != channel:
            tell(respond, ELSEWHERE_BEGUN)

    def advise(
        self,
        place: Place,
        user: str,
        *,
        author: str,
        text: str,
        message: str,
        asked_as: str,
        respond: Respond,
    ) -> None:
        """Advise on a message, in its thread; its author is who said it.

        `message` names it, `asked_as` this asking: a message may be advised on again.
        """
        if not text:
            tell(respond, NO_TEXT)
            return
        asked = f"{self._name(user)} asked me to look at this."
        try:
            self._talk.say(place, {"text": asked, "blocks": [context(asked)]})
        except SlackApiError as error:
            log.info("not in that channel: %s", kind_of(error))
            self.begin(place.team, user, "", text)
            tell(respond, ELSEWHERE_BEGUN)
            return
        key = f"{place.key}/advise/{message}/{asked_as}"
        self._talk.accept(Task(key, "said", place, author, text, f"{message}/{asked_as}"))

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
        """Say something that only one person sees, where we are."""
        self._talk.client.chat_postEphemeral(user=user, **place.address, **sorry(text))

    def open_view(self, trigger: str, view: View) -> None:
        """Open a view for whoever pressed; a trigger lives three seconds."""
        try:
            self._talk.client.views_open(trigger_id=trigger, view=view)
        except FAILURES as error:
            log.info("no view: %s", kind_of(error))

    # Lists

    def projects(self, team: str, user: str, *, most: int = MOST_PROJECTS) -> list[Project]:
        """The last projects that a person began in a workspace, the latest first."""
        found = self._talk.advisor.threads(owner_of(team, user))[:most]
        return [Project(i.title, _day(i.updated), self._link(i.id, team)) for i in found]

    def listed(self, team: str, user: str) -> Message:
        """The projects as a message."""
        rows = [
            f"• <{p.link}|{inert(shorten(p.title, 120))}>" if p.link else f"• {inert(p.title)}"
            for p in self.projects(team, user, most=MOST_LISTED)
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

    def redeem(self, team: str, user: str, channel: str, *, code: str, respond: Respond) -> None:
        """Go on here with a project of the page; one of another channel stays where it is."""
        advisor, who = self._talk.advisor, owner_of(team, user)
        try:
            thread = advisor.links.redeem(code, by=who)
        except SteerwiseError as error:
            tell(respond, str(error))
            return
        if thread is None:
            tell(respond, WRONG_CODE)
            return
        if any((p.team, p.channel) != (team, channel) for p in self._places(thread)):
            tell(respond, ELSEWHERE)
            return
        title = advisor.board(thread).title or "A project from the page"
        place = self._echo(team, user, channel, title)
        advisor.links.bind(place.key, thread)
        self._talk.say(place, {"text": TAKEN, "blocks": [context(TAKEN)]})
        if place.channel != channel:
            tell(respond, ELSEWHERE_BEGUN)


def tell(respond: Respond, text: str) -> None:
    """Answer a command or a shortcut to the asker alone; that works in every channel."""
    respond(response_type="ephemeral", **sorry(text))


def _day(stamp: str) -> str:
    return f"last changed on {datetime.fromisoformat(stamp):%-d %B %Y}"
