"""How long we wait when Slack says that it is asked too often."""

import time
from collections.abc import Callable
from http.client import HTTPException

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.http_retry.builtin_handlers import (
    ConnectionErrorRetryHandler,
    RateLimitErrorRetryHandler,
    ServerErrorRetryHandler,
)
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState

from agent.settings import Settings

FAILURES = (SlackClientError, OSError, HTTPException)  # what a call raises that did not succeed
PASSING = {"ratelimited", "internal_error", "fatal_error", "service_unavailable", "request_timeout"}
LONGEST_SECONDS = 60
TRIES = 5
TIMEOUT_SECONDS = 30


def kind_of(error: Exception) -> str:
    """What went wrong, without the request: a token may be in it."""
    if isinstance(error, SlackApiError):
        return str(error.response.get("error", "unknown"))
    return type(error).__name__


def passes(error: Exception) -> bool:
    """True for a failure that is Slack's or the network's, and not of what we asked."""
    if not isinstance(error, SlackApiError):
        return isinstance(error, FAILURES)
    return error.response.status_code >= 500 or kind_of(error) in PASSING


class PatientRetry(RateLimitErrorRetryHandler):
    """Waits as many seconds as `Retry-After` says, up to a minute, and asks again."""

    def __init__(self, sleep: Callable[[float], object] = time.sleep) -> None:
        super().__init__(max_retry_count=TRIES)
        self._sleep = sleep

    def _can_retry(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        limited = response is not None and response.status_code == 429
        return limited and _seconds(response) <= LONGEST_SECONDS

    def prepare_for_next_attempt(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> None:
        """Wait, then let the request be sent again."""
        state.next_attempt_requested = True
        self._sleep(_seconds(response))
        state.increment_current_attempt()


def _seconds(response: HttpResponse | None) -> float:
    headers = {} if response is None else {k.lower(): v for k, v in response.headers.items()}
    said = headers.get("retry-after", ["1"])
    text = said[0] if isinstance(said, (list, tuple)) else said
    return max(0.0, float(text)) if text.replace(".", "", 1).isdigit() else 1.0


def web_client(settings: Settings) -> WebClient:
    """Slack's Web API as the settings name it; it is patient with limits and lost connections."""
    token = settings.slack_bot_token
    return WebClient(
        token=None if token is None else token.get_secret_value(),
        base_url=settings.slack_api_url,
        timeout=TIMEOUT_SECONDS,
        retry_handlers=[
            ConnectionErrorRetryHandler(max_retry_count=2),
            ServerErrorRetryHandler(max_retry_count=1),
            PatientRetry(),
        ],
    )
