"""The OpenAI client: the one module that knows langchain_openai."""

import logging
from collections.abc import Callable
from typing import Any

from langchain_core.language_models import BaseChatModel
from pydantic import SecretStr

from agent.remote.endpoint import Endpoint
from agent.settings import Settings

CHATTY = ("openai", "httpx", "httpx2", "httpcore", "httpcore2")  # their lines hold whole addresses


def open_client(
    settings: Settings, endpoint: Endpoint, *, on_request: Callable[[Any], None] | None = None
) -> BaseChatModel:
    """Build the client of an endpoint; no request is made yet.

    It retries nothing by itself, so that a wait can be stopped. Parameters that a gateway may
    reject (temperature, usage in streams, tools) are left to each call. `on_request` sees each
    HTTP request before it leaves, and stops it by raising.
    """
    from langchain_openai import ChatOpenAI
    from openai import DefaultHttpxClient, Timeout

    for name in CHATTY:
        if logging.getLogger(name).level == logging.NOTSET:
            logging.getLogger(name).setLevel(logging.WARNING)
    timeout = Timeout(
        settings.timeout_seconds, connect=min(settings.connect_seconds, settings.timeout_seconds)
    )
    watched: dict[str, Any] = {}
    if on_request is not None:
        hooks: Any = {"request": [on_request]}
        watched["http_client"] = DefaultHttpxClient(event_hooks=hooks, timeout=timeout)
    return ChatOpenAI(
        model=endpoint.model,
        api_key=SecretStr(endpoint.key or "none"),
        base_url=endpoint.url,
        default_headers=dict(endpoint.headers) or None,
        default_query=dict(endpoint.query) or None,
        timeout=timeout,
        max_retries=0,
        stream_usage=False,
        use_responses_api=None if endpoint.official else False,
        **watched,
    )
