"""How long a turn takes over HTTP when 1, 10 or 50 people use the page at once.

Each person speaks the page's own protocol: the queue is joined with the message, the events of
the answer are read to their end, and the charts are asked for, as the browser does. Nobody pauses
to read or think, so that the server is as busy as so many people could ever make it.
"""

import asyncio
import json
import math
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from knowledge import Guidance
from tests.bench.page import TURNS, running
from tests.bench.timing import Timed, table

USERS = (1, 10, 50)
PATIENCE_SECONDS = 600


@dataclass(frozen=True)
class Door:
    """The functions of the page that a message goes through, as its configuration names them."""

    url: str
    send: int
    draw: int
    inputs: tuple[int, ...]
    thread: int

    @classmethod
    def find(cls, url: str) -> "Door":
        """Read the page's configuration."""
        config = httpx.get(f"{url}config").json()
        ids = {c["props"].get("elem_id"): c["id"] for c in config["components"]}
        box = ids["box"]
        send = next(d for d in config["dependencies"] if [box, "submit"] in d["targets"])
        draw = next(d for d in config["dependencies"] if d["trigger_after"] == send["id"])
        return cls(url, send["id"], draw["id"], tuple(send["inputs"]), ids["thread"])


def report() -> str:
    """The table."""
    with tempfile.TemporaryDirectory() as folder:
        Guidance.open(Path(folder)).build()  # as `make setup` does
        with running(("-m", "ui", "web"), folder) as url:
            door = Door.find(url)
            asyncio.run(_crowd(door, 1))  # the first turns load models
            rows = [_timed(users, asyncio.run(_crowd(door, users))) for users in USERS]
    return table("A turn of the page over HTTP, nobody pausing", rows)


def _timed(users: int, seconds: list[float]) -> Timed:
    seconds.sort()
    middle = seconds[len(seconds) // 2]
    slow = seconds[min(len(seconds) - 1, math.ceil(0.95 * len(seconds)) - 1)]
    people = "1 person" if users == 1 else f"{users} people at once"
    return Timed(people, middle, slow, len(seconds))


async def _crowd(door: Door, users: int) -> list[float]:
    """The seconds of every turn of so many people, each with a conversation of their own."""
    limits = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(
        base_url=door.url, timeout=PATIENCE_SECONDS, limits=limits
    ) as client:
        each = await asyncio.gather(*(_person(client, door, n, users) for n in range(users)))
    return [seconds for person in each for seconds in person]


async def _person(client: httpx.AsyncClient, door: Door, n: int, users: int) -> list[float]:
    """One conversation; who sees another's facts in it has found a mix-up."""
    session, taken, thread = f"user{n}of{users}", [], ""
    mine = f"{100 + n},000"
    for text in (f"We answer {mine} emails a month.", *TURNS[1:]):
        begun = time.perf_counter()
        given = {door.inputs[0]: {"text": text, "files": []}, door.thread: thread}
        data = [given.get(i) for i in door.inputs]
        said = await _event(client, session, door.send, data)
        taken.append(time.perf_counter() - begun)
        if not thread:
            thread = next(v for v in said[0]["output"]["data"] if _is_thread(v))
            if mine not in json.dumps(said):
                raise AssertionError(f"{session} was answered with somebody else's facts")
        await _event(client, session, door.draw, [thread])
    return taken


async def _event(
    client: httpx.AsyncClient, session: str, function: int, data: list[Any]
) -> list[dict[str, Any]]:
    """Join the queue and read what comes until the function has ended."""
    body = {"data": data, "fn_index": function, "session_hash": session}
    (await client.post("gradio_api/queue/join", json=body)).raise_for_status()
    heard: list[dict[str, Any]] = []
    place = f"gradio_api/queue/data?session_hash={session}"
    async with client.stream("GET", place) as stream:
        async for line in stream.aiter_lines():
            if not line.startswith("data:"):
                continue
            message = json.loads(line[5:])
            if message["msg"] in ("process_generating", "process_completed"):
                heard.append(message)
            if message["msg"] == "process_completed":
                if not message["success"]:
                    raise AssertionError(f"a turn failed: {message['output']}")
                return heard
    raise AssertionError("the stream ended before the turn did")


def _is_thread(value: Any) -> bool:
    return isinstance(value, str) and 20 <= len(value) <= 24 and value.isascii()
