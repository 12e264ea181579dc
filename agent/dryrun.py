"""What would be sent to the remote model for a message: caught at the door, nothing leaves."""

import json
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from agent.advisor import Advisor
from agent.archive import GONE
from agent.events import Failed
from agent.models import chat_model
from agent.remote.endpoint import MASK, endpoint_of
from agent.remote.usage import price_source, token_price
from agent.settings import Settings
from agent.signals import StopSignal
from tools.errors import InvalidInput
from tools.tokens import count_tokens

HIDDEN = ("authorization", "api-key", "x-api-key", "cookie", "proxy-authorization")


class Held(Exception):
    """A request was held at the door."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A request that was not sent: every secret in it is hidden.

    `prompt_tokens` are counted with the tokenizer of current OpenAI models; `prompt_usd` is what
    they cost at list price, None where no price is known, and `price_source` says where from.
    """

    method: str
    url: str
    headers: Mapping[str, str]
    body: dict[str, Any]
    prompt_tokens: int
    prompt_usd: Decimal | None
    price_source: str


def dry_run(settings: Settings, message: str, *, thread: str | None = None) -> Outgoing | None:
    """The first request that a message would cause; None when none would leave the machine.

    A copy of the conversation `thread`, or a new one, is led in a folder that is thrown away.

    Raises:
        InvalidInput: the message cannot be used, or there is no such conversation.
    """
    if not settings.remote:
        return None
    caught: list[Any] = []
    signal = StopSignal()

    def hold(request: Any) -> None:
        caught.append(request)
        signal.stop()
        raise Held

    with TemporaryDirectory(prefix="steerwise-") as folder:
        apart = settings.model_copy(
            update={
                "data_dir": Path(folder),
                "database_url": None,
                "max_tokens_per_thread": 0,
                "max_tokens_per_day": 0,
            }
        )
        with (
            closing(Advisor(settings)) as real,
            closing(
                Advisor(apart, model=chat_model(apart, on_request=hold), guidance=real.guidance)
            ) as copy,
        ):
            own = copy.new_thread()
            if thread is not None:
                if not real.knows(thread):
                    raise InvalidInput(GONE)
                real.copy_state(thread, copy, own)
            for event in copy.stream(own, message, stop=signal):
                if isinstance(event, Failed):
                    raise InvalidInput(event.message)
    return _outgoing(settings, caught[0]) if caught else None


def _outgoing(settings: Settings, request: Any) -> Outgoing:
    endpoint = endpoint_of(settings)
    text = endpoint.mask(request.content.decode())
    tokens = count_tokens(text)
    price = token_price(settings)
    usd = None if price is None else tokens * price.at(tokens).input / 1_000_000
    headers = {
        name: MASK if name.lower() in HIDDEN else endpoint.mask(value)
        for name, value in request.headers.items()
    }
    return Outgoing(
        request.method,
        endpoint.mask(str(request.url)),
        headers,
        json.loads(text),
        tokens,
        usd,
        price_source(settings),
    )
