"""What the buttons under an answer do: open parts of the board, bring files, delete the project."""

import json
import logging
from collections.abc import Iterator
from typing import Any

from slack_sdk.errors import SlackApiError

from agent.events import Board
from tools.errors import SteerwiseError
from ui.slack.blocks import boards, views
from ui.slack.blocks.elements import Message, context
from ui.slack.blocks.replies import sorry
from ui.slack.limits import ALT_TEXT_CHARS
from ui.slack.opening import Opening
from ui.slack.patience import FAILURES, kind_of
from ui.slack.places import Place, owner_of
from ui.slack.talking import BROKEN, GONE, Talk

NO_CHARTS = "There is nothing to draw yet: tell me more about the project."
NOT_YOURS = "Only whoever began this project can delete it."
TOO_LATE = "That took too long for Slack; please choose it again."
DELETED = "This project was deleted, with all that Steerwise kept of it."
log = logging.getLogger(__name__)


class Showing:
    """Opens views for one person, and puts files into the thread for all."""

    def __init__(self, talk: Talk, opening: Opening) -> None:
        self._talk = talk
        self._opening = opening

    def show(self, what: str, place: Place, *, user: str, trigger: str, value: str = "") -> None:
        """Show one thing of the conversation at a place; whatever fails is told in a sentence."""
        thread = self._talk.advisor.links.thread_of(place.key)
        try:
            if thread is None or not self._talk.advisor.knows(thread):
                self._opening.whisper(place, user, GONE)
            elif what == "charts":
                self._charts(place, thread, user)
            elif what == "record":
                self._record(place, thread)
            elif what == "link":
                self._opening.whisper(place, user, self._opening.code_for(thread))
            elif what == "delete":
                self._ask_to_delete(place, thread, user, trigger)
            else:
                self._view(what, place, thread, user=user, trigger=trigger, value=value)
        except SteerwiseError as error:
            self._opening.whisper(place, user, str(error))
        except FAILURES as error:
            log.warning("%s could not be shown: %s", what, kind_of(error))
        except Exception:
            log.exception("%s could not be shown", what)
            self._opening.whisper(place, user, BROKEN)

    def delete(self, place: Place, user: str) -> None:
        """Delete the project of a place for whoever began it, and say so in its thread."""
        advisor = self._talk.advisor
        thread = advisor.links.thread_of(place.key)
        try:
            if thread is not None and advisor.owns(thread, owner_of(place.team, user)):
                advisor.delete(thread)
                self._talk.say(place, {"text": DELETED, "blocks": [context(DELETED)]})
        except SteerwiseError as error:
            self._opening.whisper(place, user, str(error))
        except FAILURES as error:
            log.warning("a deletion was not told: %s", kind_of(error))

    def _ask_to_delete(self, place: Place, thread: str, user: str, trigger: str) -> None:
        advisor = self._talk.advisor
        if not advisor.owns(thread, owner_of(place.team, user)):
            self._opening.whisper(place, user, NOT_YOURS)
            return
        view = views.delete_project(place.key, advisor.board(thread).title)
        try:
            self._talk.client.views_open(trigger_id=trigger, view=view)
        except SlackApiError as error:  # a trigger lives three seconds
            log.info("no view: %s", kind_of(error))
            self._opening.whisper(place, user, TOO_LATE)

    def _view(
        self, what: str, place: Place, thread: str, *, user: str, trigger: str, value: str
    ) -> None:
        board = self._talk.advisor.board(thread)
        if what == "sources":
            numbers = set(json.loads(value or "[]"))
            cited = [c for m in self._talk.advisor.history(thread) for c in m.citations]
            found = {c.n: c for c in cited if c.n in numbers}
            view = views.sources([found[n] for n in sorted(found)])
        else:
            view = views.part(*_part(what, board))
        try:
            self._talk.client.views_open(trigger_id=trigger, view=view)
        except SlackApiError as error:  # a trigger lives three seconds
            log.info("no view: %s", kind_of(error))
            message = {"text": view["title"]["text"], "blocks": view["blocks"]}
            self._talk.client.chat_postEphemeral(user=user, **place.address, **message)

    def _charts(self, place: Place, thread: str, user: str) -> None:
        files = list(_pictures(self._talk.advisor.board(thread)))
        if not files:
            self._opening.whisper(place, user, NO_CHARTS)
            return
        self._upload(place, files, "The ranking, the costs and what moves them")

    def _record(self, place: Place, thread: str) -> None:
        from tools.record_files import in_words
        from tools.record_json import write_record

        record = self._talk.advisor.record(thread)
        stem = f"decision-record-{record.made_on.isoformat()}"
        files = [
            {"filename": f"{stem}.md", "content": in_words(record), "title": record.title},
            {"filename": f"{stem}.json", "content": write_record(record), "title": record.title},
        ]
        self._upload(place, files, "The decision record, to read and to review later")

    def _upload(self, place: Place, files: list[dict[str, Any]], comment: str) -> None:
        self._talk.client.files_upload_v2(
            **place.address, file_uploads=files, initial_comment=comment
        )


def _part(what: str, board: Board) -> tuple[str, Message]:
    if what == "facts":
        return "Facts", boards.facts(board)
    if what == "costs" and board.costs is not None:
        return "Costs", boards.costs(board.costs)
    if board.assessment is None:
        return "Nothing yet", sorry(boards.NOTHING)
    return "Ranking", boards.ranking(board.assessment)


def _pictures(board: Board) -> Iterator[dict[str, Any]]:
    """The charts of a board as PNG, each with a text that says what it shows."""
    from tools import charts

    drawn = []
    if board.assessment is not None:
        drawn += [charts.ranking_chart(board.assessment), charts.tornado_chart(board.assessment)]
    if board.costs is not None:
        drawn.append(charts.cost_chart(board.costs))
    for chart in drawn:
        if chart is not None:
            name = "-".join(chart.title.lower().split()[:4])
            yield {
                "filename": f"{name}.png",
                "file": chart.png(),
                "title": chart.title,
                "alt_txt": chart.text[:ALT_TEXT_CHARS],
            }
