"""A local server that speaks the OpenAI chat-completions protocol, streaming and tools included.

It answers from a script: each request takes the next step. A step is a text, a list of tool calls
`(name, arguments)`, an HTTP status to fail with, `None` to say nothing until the client or the
server leaves, `TRICKLE` to say a word now and then without end, `CUT` for a call that breaks off,
a `Raw` answer, or a function from the request's body to one of these.
"""

import json
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.patience import PATIENCE_SECONDS

CUT = "\0cut"  # a tool call whose stream ends in the middle, and the connection with it
TRICKLE = "\0trickle"


@dataclass(frozen=True)
class Raw:
    """An answer byte for byte; `cut` promises more than is sent, then hangs up."""

    body: str
    status: int = 200
    kind: str = "text/event-stream"
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: bool = False


@dataclass(frozen=True)
class Seen:
    """A request as it arrived; the names of its headers in small letters."""

    path: str
    headers: Mapping[str, str]
    body: dict[str, Any]


Calls = list[tuple[str, Any]]
Answer = str | int | Calls | Raw | None
Step = Answer | Callable[[dict[str, Any]], Answer]


class OpenAIServer:
    """Serves a script on a free loopback port; `requests` holds the bodies of what was asked."""

    def __init__(
        self,
        script: Sequence[Step] | Callable[[dict[str, Any]], Answer],
        *,
        models: Any = None,
        usage: dict[str, Any] | None = None,
    ) -> None:
        """Take the script, or one function that answers everything.

        `models` is the list of models that is told, `usage` what each answer tells of its tokens.
        """
        self.requests: list[dict[str, Any]] = []
        self.seen: list[Seen] = []
        self.hanging = threading.Event()
        self._closing = threading.Event()
        self._models = models
        steps: list[Step] = [] if callable(script) else list(script)
        default: Step = script if callable(script) else 500
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                told = {"object": "list", "data": server._models or []}
                self._send(Raw(json.dumps(told), kind="application/json"))

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                server.requests.append(body)
                headers = {name.lower(): value for name, value in self.headers.items()}
                server.seen.append(Seen(self.path, headers, body))
                step = steps.pop(0) if steps else default
                answer = step(body) if callable(step) else step
                if answer is None:
                    server.hanging.set()
                    self._hold()
                elif answer == TRICKLE:
                    self._trickle()
                elif isinstance(answer, Raw):
                    self._send(answer)
                elif isinstance(answer, int):
                    self._send(failing(answer, "no"))
                elif answer == CUT:
                    self._send(cut_call())
                elif body.get("stream"):
                    self._send(streamed(answer, usage=usage))
                else:
                    self._send(whole(answer, usage=usage))

            def _send(self, raw: Raw) -> None:
                data = raw.body.encode()
                self.send_response(raw.status)
                self.send_header("Content-Type", raw.kind)
                self.send_header("Content-Length", str(len(data) + 1000 * raw.cut))
                for name, value in raw.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(data)
                self.wfile.flush()
                self.close_connection = self.close_connection or raw.cut

            def _hold(self) -> None:
                """Wait until the client hangs up or the server closes."""
                self.connection.settimeout(0.05)
                while not server._closing.is_set():
                    try:
                        if not self.connection.recv(1):
                            break
                    except TimeoutError:
                        continue
                    except OSError:
                        break
                self.close_connection = True

            def _trickle(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "text/event-stream")
                self.end_headers()
                try:
                    while not server._closing.wait(0.02):
                        self.wfile.write(event({"content": "well "}).encode())
                        self.wfile.flush()
                except OSError:
                    pass
                self.close_connection = True

            def log_message(self, format: str, *args: Any) -> None:
                """Stay silent."""

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._worker = threading.Thread(target=self._http.serve_forever, daemon=True)

    @property
    def port(self) -> int:
        return int(self._http.server_address[1])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def __enter__(self) -> "OpenAIServer":
        self._worker.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        self._http.shutdown()
        self._http.server_close()
        self._worker.join(PATIENCE_SECONDS)


def failing(
    status: int, message: str, *, code: str = "", headers: Mapping[str, str] | None = None
) -> Raw:
    """An error as the protocol tells it."""
    told = {"error": {"message": message, "type": "invalid_request_error", "code": code or None}}
    return Raw(json.dumps(told), status, "application/json", headers or {})


def event(delta: dict[str, Any] | None, finish: str | None = None, **more: Any) -> str:
    """One event of a stream; without a delta it has no choices, as the one that tells the usage."""
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    chunk = {
        "id": "c1",
        "object": "chat.completion.chunk",
        "model": "m",
        "choices": [] if delta is None else [choice],
        **more,
    }
    return f"data: {json.dumps(chunk)}\n\n"


def streamed(
    answer: str | Calls, *, finish: str | None = None, usage: dict[str, Any] | None = None
) -> Raw:
    """A text word by word, or tool calls, as a stream."""
    if isinstance(answer, list):
        deltas: list[dict[str, Any]] = [{"role": "assistant", "tool_calls": calls_of(answer)}]
    else:
        words = answer.split(" ")
        deltas = [{"content": w if i == 0 else f" {w}"} for i, w in enumerate(words)]
    end = finish or ("tool_calls" if isinstance(answer, list) else "stop")
    parts = [event(d) for d in deltas] + [event({}, end)]
    parts += [event(None, usage=usage)] if usage else []
    return Raw("".join(parts) + "data: [DONE]\n\n")


def whole(
    answer: str | Calls,
    *,
    finish: str = "stop",
    usage: dict[str, Any] | None = None,
    **message: Any,
) -> Raw:
    """A text or tool calls as one answer."""
    said: dict[str, Any] = {"role": "assistant", "content": None, **message}
    if isinstance(answer, list):
        said["tool_calls"] = calls_of(answer)
    else:
        said["content"] = answer
    choice = {"index": 0, "message": said, "finish_reason": finish}
    told: dict[str, Any] = {"id": "c1", "object": "chat.completion", "model": "m"}
    told |= {"choices": [choice]} | ({"usage": usage} if usage else {})
    return Raw(json.dumps(told), kind="application/json")


def cut_call() -> Raw:
    """A tool call that breaks off in the middle of its arguments."""
    call = calls_of([("search_guidance", {"query": "what is LoRA"})])[0]
    call["function"]["arguments"] = '{"query": "wh'
    return Raw(event({"role": "assistant", "tool_calls": [call]}), cut=True)


def calls_of(calls: Calls, ids: Sequence[str | None] | None = None) -> list[dict[str, Any]]:
    """Tool calls as the protocol writes them; arguments that are a text go as they are."""
    return [
        {
            "index": i,
            "id": f"call_{name}_{i}" if ids is None else ids[i],
            "type": "function",
            "function": {
                "name": name,
                "arguments": args if isinstance(args, str) else json.dumps(args),
            },
        }
        for i, (name, args) in enumerate(calls)
    ]
