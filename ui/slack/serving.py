"""Keeps the app connected: over Socket Mode with an app token, else over HTTP."""

import signal
import socket
import threading

import uvicorn
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.starlette import SlackRequestHandler
from slack_sdk.errors import SlackApiError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from agent.settings import Settings, Unavailable
from ui.slack.app import SlackApp
from ui.slack.patience import FAILURES, kind_of

PATH = "/slack/events"
MAX_BODY = 1_000_000  # bytes; Slack's requests are a hundredth of it
SOCKET_WORKERS = 10


class SocketService:
    """A connection that Slack sends events through; it is opened again when it is lost."""

    def __init__(self, slack: SlackApp, settings: Settings) -> None:
        """Connect.

        Raises:
            Unavailable: Slack refuses the app token, or cannot be reached.
        """
        assert settings.slack_app_token is not None
        self._handler = SocketModeHandler(
            slack.bolt,
            settings.slack_app_token.get_secret_value(),
            web_client=slack.talk.client,
            concurrency=SOCKET_WORKERS,
        )
        try:
            self._handler.connect()  # type: ignore[no-untyped-call]
        except FAILURES as error:
            self.close()
            said = f"({kind_of(error)}); `steerwise slack --check` says more"
            if isinstance(error, SlackApiError):
                raise Unavailable(f"Slack refused the app token {said}") from None
            raise Unavailable(f"Slack cannot be reached {said}") from None
        self.where = "connected to Slack by Socket Mode"

    def close(self) -> None:
        """Disconnect."""
        self._handler.close()  # type: ignore[no-untyped-call]


class HttpService:
    """A server that Slack sends signed requests to."""

    def __init__(self, slack: SlackApp, settings: Settings) -> None:
        """Listen.

        Raises:
            Unavailable: the port is taken or may not be used.
        """
        handler = SlackRequestHandler(slack.bolt)

        async def events(request: Request) -> Response:
            body = await request.body()
            if len(body) > MAX_BODY:
                return PlainTextResponse("too large", status_code=413)
            return await run_in_threadpool(_dispatch, handler, request, body)

        routes = [Route(PATH, events, methods=["POST"])]
        site = Starlette(routes=[*routes, Route("/", _alive)])
        try:
            listening = socket.create_server((settings.slack_host, settings.slack_port))
        except OSError as error:
            raise Unavailable(
                f"port {settings.slack_port} cannot be used ({error.strerror}); "
                "set STEERWISE_SLACK_PORT to another"
            ) from None
        self.port = int(listening.getsockname()[1])
        config = uvicorn.Config(site, log_level="warning", access_log=False, lifespan="off")
        self._server = uvicorn.Server(config)
        self._worker = threading.Thread(
            target=self._server.run, kwargs={"sockets": [listening]}, daemon=True
        )
        self._worker.start()
        self.where = f"listening for Slack at http://{settings.slack_host}:{self.port}{PATH}"

    def close(self) -> None:
        """Answer what has come in, and stop."""
        self._server.should_exit = True
        self._worker.join()


def _dispatch(handler: SlackRequestHandler, request: Request, body: bytes) -> Response:
    from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response

    try:
        bolt_request = to_bolt_request(request, body)
    except UnicodeDecodeError:
        return PlainTextResponse("not text", status_code=400)
    return to_starlette_response(handler.app.dispatch(bolt_request))


async def _alive(request: Request) -> Response:
    return PlainTextResponse("Steerwise for Slack is running.")


def connect(slack: SlackApp, settings: Settings) -> SocketService | HttpService:
    """Connect the way that the settings allow.

    Raises:
        Unavailable: neither an app token nor a signing secret is set, or Slack refuses.
    """
    if settings.slack_app_token is not None:
        return SocketService(slack, settings)
    if settings.slack_signing_secret is None:
        raise Unavailable(
            "set SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET to be reached over HTTP"
        )
    return HttpService(slack, settings)


def wait() -> None:
    """Wait for Ctrl-C or for the system to end us."""
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    try:
        ended.wait()
    except KeyboardInterrupt:
        return
