"""A local server that speaks the OpenAI chat-completions protocol, streaming and tools included.

It answers from a script: each request takes the next step. A step is a text, a list of tool calls
`(name, arguments)`, `CUT` for a call that breaks off, an HTTP status to fail with, or None to say
nothing until the server closes.
"""

import json
import threading
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

CUT = "\0cut"  # a tool call whose stream ends in the middle, and the connection with it
Step = str | int | list[tuple[str, dict[str, Any]]] | None


class OpenAIServer:
    """Serves a script on a free loopback port; `requests` holds what was asked."""

    def __init__(self, script: Sequence[Step], *, usage: dict[str, Any] | None = None) -> None:
        self.requests: list[dict[str, Any]] = []
        self.hanging = threading.Event()
        self._closing = threading.Event()
        steps = list(script)
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                server.requests.append(body)
                step: Step = steps.pop(0) if steps else 500
                if step is None:
                    server.hanging.set()
                    server._closing.wait(120)
                elif isinstance(step, int):
                    self._send(step, "application/json", json.dumps({"error": {"message": "no"}}))
                elif step == CUT:
                    self._cut()
                elif body.get("stream"):
                    self._send(200, "text/event-stream", _stream(step, usage))
                else:
                    self._send(200, "application/json", json.dumps(_whole(step, usage)))

            def _send(self, status: int, kind: str, text: str) -> None:
                data = text.encode()
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def _cut(self) -> None:
                """Promise more bytes than are sent, then hang up."""
                call = _calls([("search_guidance", {"query": "what is LoRA"})])[0]
                call["function"]["arguments"] = '{"query": "wh'
                delta = {"role": "assistant", "tool_calls": [call]}
                chunk = {
                    "id": "c1",
                    "object": "chat.completion.chunk",
                    "model": "m",
                    "choices": [{"index": 0, "delta": delta, "finish_reason": None}],
                }
                data = f"data: {json.dumps(chunk)}\n\n".encode()
                self.send_response(200)
                self.send_header("Content-Type", "text/event-stream")
                self.send_header("Content-Length", str(len(data) + 1000))
                self.end_headers()
                self.wfile.write(data)
                self.wfile.flush()
                self.close_connection = True

            def log_message(self, format: str, *args: Any) -> None:
                """Stay silent."""

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._worker = threading.Thread(target=self._http.serve_forever, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}/v1"

    def __enter__(self) -> "OpenAIServer":
        self._worker.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        self._http.shutdown()
        self._http.server_close()
        self._worker.join(10)


def _calls(step: list[tuple[str, dict[str, Any]]]) -> list[dict[str, Any]]:
    return [
        {
            "index": i,
            "id": f"call_{name}_{i}",
            "type": "function",
            "function": {"name": name, "arguments": json.dumps(args)},
        }
        for i, (name, args) in enumerate(step)
    ]


def _whole(step: Step, usage: dict[str, Any] | None) -> dict[str, Any]:
    message: dict[str, Any] = {
        "role": "assistant",
        "content": step if isinstance(step, str) else None,
    }
    if isinstance(step, list):
        message["tool_calls"] = _calls(step)
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    told = {} if usage is None else {"usage": usage}
    return {"id": "c1", "object": "chat.completion", "model": "m", "choices": [choice], **told}


def _stream(step: Step, usage: dict[str, Any] | None) -> str:
    if isinstance(step, list):
        deltas: list[dict[str, Any]] = [{"role": "assistant", "tool_calls": _calls(step)}]
    else:
        words = str(step).split(" ")
        deltas = [{"content": w if i == 0 else f" {w}"} for i, w in enumerate(words)]
    chunks = [
        {
            "id": "c1",
            "object": "chat.completion.chunk",
            "model": "m",
            "choices": [{"index": 0, "delta": d, "finish_reason": None}],
        }
        for d in deltas
    ]
    chunks.append(
        {
            "id": "c1",
            "object": "chat.completion.chunk",
            "model": "m",
            "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}],
        }
    )
    if usage is not None:
        last = {"id": "c1", "object": "chat.completion.chunk", "model": "m", "choices": []}
        chunks.append({**last, "usage": usage})
    return "".join(f"data: {json.dumps(c)}\n\n" for c in chunks) + "data: [DONE]\n\n"
