"""Messages: direct ones, mentions, threads that are projects, the assistant panel."""

import logging
from collections.abc import Callable
from typing import Any

from slack_bolt import App, BoltRequest, BoltResponse
from slack_sdk import WebClient

from ui.slack.incoming import task_of
from ui.slack.patience import FAILURES, kind_of
from ui.slack.talking import Talk

PROMPTS = (
    (
        "Support mail in a strict tone",
        "We answer 120,000 support mails a month in a strict tone. We have 3,000 good answers "
        "and the rules rarely change.",
    ),
    (
        "Questions on documents that change",
        "Our people ask about 9,000 policies that change every week; each answer must name its "
        "source. About 6,000 questions a month.",
    ),
    (
        "Cheaper extraction at scale",
        "We pull 14 fields as JSON out of 300,000 invoices a month. The big model does it well "
        "but is too slow and too expensive.",
    ),
)
log = logging.getLogger(__name__)
GREETING = "Begin with one of these, or describe your own project:"


def register(app: App, talk: Talk, *, bot_user: str) -> None:
    """Serve what people say; `bot_user` is our own id, the one they mention."""

    def receive(
        req: BoltRequest,
        next: Callable[[], BoltResponse],  # Bolt's name
    ) -> BoltResponse:
        """Keep a message before Slack is told that we have it; a crash then loses nothing."""
        task = task_of(req.body, bot_user=bot_user)
        if task is None:
            return next()
        talk.accept(task)
        return BoltResponse(status=200, body="")

    app.use(receive)

    @app.event("assistant_thread_started")
    def started(event: dict[str, Any], client: WebClient) -> None:
        panel = event["assistant_thread"]
        prompts = [{"title": title, "message": text} for title, text in PROMPTS]
        try:
            client.assistant_threads_setSuggestedPrompts(
                channel_id=panel["channel_id"],
                thread_ts=panel["thread_ts"],
                title=GREETING,
                prompts=prompts,
            )
        except FAILURES as error:
            log.info("no suggested prompts: %s", kind_of(error))

    @app.event("assistant_thread_context_changed")
    def moved() -> None:
        """Say nothing: a conversation is about the project, not about what else is open."""

    @app.event("message")
    def passed_over() -> None:
        """Ignore what is nobody's word to us; `receive` has taken the rest."""

    @app.event("app_mention")
    def mentioned() -> None:
        """Nothing is left to do: `receive` has taken it."""
