"""A local server that speaks Slack's Web API and Socket Mode, and a driver that plays a workspace.

Every call is kept; what Slack's limits forbid is refused and noted. What a method answers can be
scripted: `fail("chat.postMessage", 429, 429)`.
"""

import hashlib
import hmac
import itertools
import json
import threading
import urllib.parse
import urllib.request
from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.error import HTTPError

from websockets.sync.server import Server, ServerConnection, serve

from tests.patience import PATIENCE_SECONDS
from tests.ui.slack.block_kit import problems_of_call
from ui.slack.checking import SCOPES

TEAM, BOT, SECRET = "T1", "UBOT", "signing-secret"
BOT_TOKEN, APP_TOKEN = "xoxb-bot-token-of-a-test", "xapp-app-token-of-a-test"


@dataclass
class Call:
    """One call of a Web API method."""

    method: str
    args: dict[str, Any]
    token: str
    answer: dict[str, Any] = field(default_factory=dict)


class SlackServer:
    """Slack, as far as an app sees of it."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.refused: list[str] = []
        self.scopes = set(SCOPES)
        self.names = {"UANA": "Ana", "UBEN": "Ben"}
        self._failures: dict[str, deque[Any]] = defaultdict(deque)
        self._numbers = itertools.count(1)
        self._changed = threading.Condition()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._http.daemon_threads = True
        self.sockets: list[ServerConnection] = []
        self.acknowledged: list[dict[str, Any]] = []
        self._ws: Server = serve(self._socket, "127.0.0.1", 0)
        for server in (self._http, self._ws):
            threading.Thread(target=server.serve_forever, daemon=True).start()

    @property
    def api(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}/api/"

    @property
    def _ws_url(self) -> str:
        return f"ws://127.0.0.1:{self._ws.socket.getsockname()[1]}/link"

    def fail(self, method: str, *answers: Any) -> None:
        """Let the next calls of a method fail: with an HTTP status, or an error of Slack's."""
        self._failures[method].extend(answers)

    def recover(self) -> None:
        """Let nothing fail any more."""
        with self._changed:
            self._failures.clear()

    def answer(self, call: Call) -> tuple[int, dict[str, str], dict[str, Any]]:
        """What a call gets: a status, headers, a body."""
        with self._changed:
            failure = self._failures[call.method].popleft() if self._failures[call.method] else None
        status, headers, body = 200, {"x-oauth-scopes": ",".join(sorted(self.scopes))}, {"ok": True}
        if failure == 429:
            status, headers = 429, {"Retry-After": "0"}
            body = {"ok": False, "error": "ratelimited"}
        elif isinstance(failure, int):
            status, body = failure, {"ok": False, "error": "server"}
        elif isinstance(failure, str):
            body = {"ok": False, "error": failure}
        elif call.token not in (BOT_TOKEN, APP_TOKEN) and call.method not in ("upload", "response"):
            body = {"ok": False, "error": "invalid_auth"}
        elif wrong := problems_of_call(call.args):
            self.refused += wrong
            body = {"ok": False, "error": "invalid_blocks"}
        else:
            body |= self._result(call)
        call.answer = body
        with self._changed:
            self.calls.append(call)
            self._changed.notify_all()
        return status, headers, body

    def _result(self, call: Call) -> dict[str, Any]:
        method, args = call.method, call.args
        if method == "auth.test":
            return {"url": "https://acme.slack.com/", "team": "Acme", "user": "steerwise",
                    "team_id": TEAM, "user_id": BOT, "bot_id": "B1"}  # fmt: skip
        if method == "apps.connections.open":
            return {"url": self._ws_url}
        if method in ("chat.postMessage", "chat.startStream"):
            return {"channel": args["channel"], "ts": f"9000.{next(self._numbers):06d}"}
        if method == "chat.update":
            return {"channel": args["channel"], "ts": args["ts"]}
        if method == "conversations.open":
            return {"channel": {"id": f"D{args['users'][1:]}"}}
        if method == "users.info":
            name = self.names.get(args["user"], "")
            return {"user": {"id": args["user"], "profile": {"display_name": name}}}
        if method == "files.getUploadURLExternal":
            number = next(self._numbers)
            return {"upload_url": f"{self.api}upload", "file_id": f"F{number}"}
        if method == "files.completeUploadExternal":
            return {"files": args["files"]}
        return {}

    def of(self, *methods: str) -> list[Call]:
        """The calls of some methods that succeeded, in order."""
        return [c for c in list(self.calls) if c.method in methods and c.answer.get("ok")]

    def wait_for(self, true: Callable[[], Any]) -> Any:
        """Wait until something is so; what it is."""
        with self._changed:
            assert self._changed.wait_for(true, PATIENCE_SECONDS), "Slack waited in vain"
            return true()

    # What people see

    def shown(self, channel: str, thread: str = "") -> list[str]:
        """The texts of our messages at a place, streams put together, edits applied."""
        texts: dict[str, str] = {}
        where: dict[str, tuple[str, str]] = {}
        for call in self.of("chat.postMessage", "chat.update", "chat.startStream",
                            "chat.appendStream", "chat.stopStream"):  # fmt: skip
            args = call.args
            ts = str(args.get("ts") or call.answer["ts"])
            if call.method in ("chat.postMessage", "chat.startStream"):
                where[ts] = (args["channel"], args.get("thread_ts", ""))
            if call.method in ("chat.postMessage", "chat.update"):
                texts[ts] = body_of(args)
            else:
                texts[ts] = texts.get(ts, "") + streamed(args)
        return [text for ts, text in texts.items() if where[ts] == (channel, thread)]

    def told(self) -> list[str]:
        """What was answered to commands and shortcuts, for the asker alone, in order."""
        return [body_of(call.args) for call in self.of("response")]

    # Socket Mode

    def _socket(self, connection: ServerConnection) -> None:
        connection.send(json.dumps({"type": "hello", "num_connections": 1}))
        with self._changed:
            self.sockets.append(connection)
            self._changed.notify_all()
        for frame in connection:
            with self._changed:
                self.acknowledged.append(json.loads(frame))
                self._changed.notify_all()

    def disconnect_frame(self, reason: str = "refresh_requested") -> None:
        """Tell the app that this connection ends soon, as Slack does every hour or so."""
        self.sockets[-1].send(json.dumps({"type": "disconnect", "reason": reason}))

    def send_frame(self, payload: Mapping[str, Any], kind: str = "events_api") -> dict[str, Any]:
        """Send an envelope over the newest connection; returns what it was acknowledged with."""
        self.wait_for(lambda: self.sockets)
        envelope = f"E{next(self._numbers)}"
        frame = {"envelope_id": envelope, "type": kind, "payload": payload}
        self.sockets[-1].send(json.dumps(frame))
        self.wait_for(lambda: any(a.get("envelope_id") == envelope for a in self.acknowledged))
        return next(a for a in self.acknowledged if a.get("envelope_id") == envelope)

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._ws.shutdown()


def body_of(args: Mapping[str, Any]) -> str:
    """The texts of the blocks of a message, one a line."""
    blocks = args.get("blocks") or []
    return "\n".join(t for block in blocks for t in texts_in(block)) or str(args.get("text", ""))


def texts_in(node: Any) -> list[str]:
    """All texts in a piece of Block Kit."""
    if isinstance(node, list):
        return [text for part in node for text in texts_in(part)]
    if not isinstance(node, dict):
        return []
    own = [node["text"]] if isinstance(node.get("text"), str) else []
    return own + [text for value in node.values() for text in texts_in(value)]


def streamed(args: Mapping[str, Any]) -> str:
    """What a call adds to a stream."""
    chunks = args.get("chunks") or []
    text = "".join(c.get("text", "") for c in chunks if c["type"] == "markdown_text")
    blocks = body_of(args) if args.get("blocks") else ""
    return (args.get("markdown_text") or "") + text + (f"\n{blocks}" if blocks else "")


def decoded(args: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of a call, however the SDK packed them."""
    packed = ("blocks", "chunks", "view", "prompts", "files")
    return {
        key: json.loads(value) if key in packed and isinstance(value, str) else value
        for key, value in args.items()
    }


def _handler(slack: SlackServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            method = self.path.rpartition("/")[2]
            kind = self.headers.get("content-type", "")
            if method == "upload":
                args: dict[str, Any] = {"bytes": body}
            elif kind.startswith("application/json"):
                args = json.loads(body or b"{}")
            else:
                args = dict(urllib.parse.parse_qsl(body.decode()))
            token = (self.headers.get("authorization") or "").removeprefix("Bearer ")
            call = Call(method, decoded(args), token or args.get("token", ""))
            status, headers, answer = slack.answer(call)
            data = json.dumps(answer).encode()
            self.send_response(status)
            for name, value in {**headers, "content-type": "application/json"}.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: Any) -> None:
            """Say nothing: the calls are kept."""

    return Handler


@dataclass
class Workspace:
    """People of a workspace: sends what Slack sends when they do something."""

    url: str
    clock: Callable[[], float]
    secret: str = SECRET
    team: str = TEAM
    api: str = ""
    _numbers: Any = field(default_factory=lambda: itertools.count(1))

    def ts(self) -> str:
        return f"1000.{next(self._numbers):06d}"

    def send(
        self, body: bytes, kind: str, *, secret: str | None = None, at: float | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> tuple[int, str]:  # fmt: skip
        """Send a signed request; returns status and body."""
        stamp = str(int(self.clock() if at is None else at))
        base = b"v0:" + stamp.encode() + b":" + body
        made = hmac.new((secret or self.secret).encode(), base, hashlib.sha256).hexdigest()
        signed = {"x-slack-request-timestamp": stamp, "x-slack-signature": f"v0={made}"}
        request = urllib.request.Request(
            self.url, data=body, headers={"content-type": kind, **signed, **(headers or {})}
        )
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def event(self, event: Mapping[str, Any], event_id: str | None = None, **kwargs: Any) -> int:
        """Send an event; returns the status."""
        body = envelope(event, event_id or f"Ev{next(self._numbers)}", team=self.team)
        return self.send(json.dumps(body).encode(), "application/json", **kwargs)[0]

    def says(
        self, text: str, *, user: str = "UANA", channel: str = "DANA", thread: str = "",
        mention: bool = False, **more: Any,
    ) -> str:  # fmt: skip
        """Let a person say something; returns the name of the message."""
        ts = more.pop("ts", "") or self.ts()
        event = message(text, user=user, channel=channel, ts=ts, thread=thread, **more)
        if mention:
            event = {**event, "type": "app_mention", "text": f"<@{BOT}> {text}"}
        assert self.event(event) == 200
        return ts

    def form(self, fields: Mapping[str, str], **kwargs: Any) -> tuple[int, str]:
        """Send a form, as slash commands come."""
        body = urllib.parse.urlencode(fields).encode()
        return self.send(body, "application/x-www-form-urlencoded", **kwargs)

    def command(self, text: str, *, user: str = "UANA", channel: str = "C1") -> tuple[int, str]:
        """Let a person use `/steerwise`."""
        fields = {
            "command": "/steerwise", "text": text, "user_id": user, "channel_id": channel,
            "team_id": self.team, "trigger_id": f"trigger.{next(self._numbers)}",
            "response_url": f"{self.api}response",
        }  # fmt: skip
        return self.form(fields)

    def interaction(self, payload: Mapping[str, Any], **kwargs: Any) -> tuple[int, str]:
        """Send an interaction of any kind."""
        whole = {"team": {"id": self.team}, "response_url": f"{self.api}response", **payload}
        return self.form({"payload": json.dumps(whole)}, **kwargs)

    def presses(
        self, action: Mapping[str, Any], *, user: str = "UANA", channel: str = "DANA",
        thread: str = "", ts: str = "9000.000001",
    ) -> tuple[int, str]:  # fmt: skip
        """Let a person press a button of ours."""
        message = {"ts": ts, **({"thread_ts": thread} if thread else {})}
        return self.interaction(
            {
                "type": "block_actions", "user": {"id": user}, "channel": {"id": channel},
                "message": message, "trigger_id": f"trigger.{next(self._numbers)}",
                "actions": [{"type": "button", "action_ts": self.ts(), **action}],
            }
        )  # fmt: skip


def message(
    text: str, *, user: str = "UANA", channel: str = "DANA", ts: str = "1000.1", thread: str = "",
    **more: Any,
) -> dict[str, Any]:  # fmt: skip
    """A message event as Slack sends it."""
    kind = {"D": "im", "C": "channel", "G": "group"}[channel[0]]
    event = {"type": "message", "user": user, "text": text, "channel": channel, "ts": ts,
             "channel_type": kind}  # fmt: skip
    return {**event, **({"thread_ts": thread} if thread else {}), **more}


def envelope(event: Mapping[str, Any], event_id: str, *, team: str = TEAM) -> dict[str, Any]:
    """The request that carries an event."""
    return {"type": "event_callback", "team_id": team, "event_id": event_id, "event": event,
            "authorizations": [{"team_id": team, "user_id": BOT, "is_bot": True}]}  # fmt: skip
