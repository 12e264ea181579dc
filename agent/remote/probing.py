"""Asks an endpoint small questions to learn what it can do: reply, stream, call tools, JSON."""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import HumanMessage

from agent.remote.abilities import MODES, Abilities
from agent.remote.client import open_client
from agent.remote.endpoint import endpoint_of
from agent.remote.failures import Failure, failure_of
from agent.remote.model import RemoteChatModel
from agent.remote.stopping import StoppableChatModel
from agent.settings import Settings

PATIENCE_SECONDS = 20.0  # for all that one question takes
SAY = "Reply with the single word: ready"
CALL = "Call the tool note_word with the word ready."
WRITE = 'Answer with this JSON object and nothing else: {"word": "ready"}'
TOOL = {
    "type": "function",
    "function": {
        "name": "note_word",
        "description": "Note a word.",
        "parameters": {
            "type": "object",
            "properties": {"word": {"type": "string"}},
            "required": ["word"],
        },
    },
}
SIZES = ("context_length", "max_model_len", "context_window", "max_context_length", "n_ctx")


@dataclass(frozen=True, slots=True)
class Finding:
    """What one question showed: `works`, in words what was `found`, and the way out if it failed.

    `needed` is true where nothing can be done without it.
    """

    name: str
    works: bool
    found: str
    way_out: str = ""
    needed: bool = False


def probe(settings: Settings) -> Iterator[Finding]:
    """Ask the endpoint of the settings; each finding is told as soon as it is known."""
    prober = _Prober(settings)
    reply = prober.reply()
    yield reply
    if not reply.works:
        return
    yield prober.streaming()
    tools, form = prober.tools(), prober.json_mode()
    yield from (tools, form)
    yield _mode(settings, tools=tools.works, form=form.works)


def context_limit(models: Any, name: str) -> int | None:
    """The context in tokens that a list of models tells for the model `name`, None when it doesn't.

    vLLM, llama.cpp, OpenRouter and Groq tell it, each under a name of its own.
    """
    rows = models.get("data") if isinstance(models, dict) else None
    known = [row for row in rows or () if isinstance(row, dict)]
    row = next((row for row in known if row.get("id") == name), None)
    if row is None and len(known) == 1:
        row = known[0]
    if row is None:
        return None
    found = {**row, **(row.get("meta") or {})}
    sizes = (found.get(key) for key in SIZES)
    return next((int(size) for size in sizes if isinstance(size, int) and size > 0), None)


class _Prober:
    """Asks one endpoint; learns with the first question which parameters it does not take."""

    def __init__(self, settings: Settings) -> None:
        patience = min(PATIENCE_SECONDS, settings.timeout_seconds)
        endpoint = endpoint_of(settings)
        client = open_client(settings.model_copy(update={"timeout_seconds": patience}), endpoint)
        self._client: BaseChatModel = StoppableChatModel(inner=client, turn_seconds=patience)
        self._abilities = Abilities(fixed=True)
        self._parameters = {
            "temperature": settings.temperature,
            "max_tokens": settings.max_reply_tokens,
        }

    def reply(self) -> Finding:
        """Does it answer at all, and how fast?"""
        remote = RemoteChatModel(
            client=self._client, abilities=self._abilities, parameters=self._parameters
        )
        started = time.perf_counter()
        try:
            remote._generate([HumanMessage(SAY)])
        except Exception as error:
            failure = failure_of(error)
            if failure.kind not in ("empty", "refused", "language", "length", "runaway"):
                return Finding(
                    "reply", False, f"the model {failure.rule.says}", _way_out(failure), needed=True
                )
        seconds = time.perf_counter() - started
        left_out = sorted(self._abilities.refused)
        without = f", without {', '.join(left_out)}" if left_out else ""
        return Finding("reply", True, f"came after {seconds:.1f} s{without}")

    def streaming(self) -> Finding:
        """Does the reply come in pieces?"""
        try:
            chunks = list(self._client._stream([HumanMessage(SAY)], **self._taken()))
        except Exception as error:
            return _not("streaming", error, "replies appear whole")
        if sum(bool(str(chunk.text)) for chunk in chunks) > 1:
            return Finding("streaming", True, "works")
        if chunks:
            return Finding("streaming", True, "works, the reply came in one piece")
        return Finding("streaming", False, "no events came; replies appear whole")

    def tools(self) -> Finding:
        """Does it call a tool when asked to?"""
        try:
            result = self._client._generate([HumanMessage(CALL)], tools=[TOOL], **self._taken())
        except Exception as error:
            return _not("tools", error, "")
        calls = getattr(result.generations[0].message, "tool_calls", None)
        if calls and calls[0]["name"] == "note_word":
            return Finding("tools", True, "works")
        return Finding("tools", False, "the model was asked to call a tool and did not")

    def json_mode(self) -> Finding:
        """Does it answer with one JSON object when asked to?"""
        form = {"response_format": {"type": "json_object"}}
        try:
            result = self._client._generate([HumanMessage(WRITE)], extra_body=form, **self._taken())
            found = json.loads(str(result.generations[0].message.text))
        except json.JSONDecodeError:
            return Finding("JSON", False, "asked for a JSON object, the model wrote something else")
        except Exception as error:
            return _not("JSON", error, "")
        if isinstance(found, dict) and found.get("word"):
            return Finding("JSON", True, "works")
        return Finding("JSON", False, "asked for a JSON object, the model wrote another")

    def _taken(self) -> dict[str, Any]:
        refused = self._abilities.refused
        return {k: v for k, v in self._parameters.items() if k not in refused}


def _mode(settings: Settings, *, tools: bool, form: bool) -> Finding:
    """In which way the model will be asked, and whether that suits what it can do."""
    best = "tools" if tools else "json" if form else "phrasing"
    means = {
        "tools": "tools: the model leads and calls tools",
        "json": "json: the model leads and writes its calls as JSON",
        "phrasing": "phrasing: the built-in model leads, the model only phrases what it says",
    }
    chosen = settings.model_mode
    if chosen == "auto":
        first = "" if best == "tools" else " (found out by the first messages)"
        return Finding("mode", True, means[best] + first)
    fits = MODES.index(chosen) >= MODES.index(best)
    way_out = "" if fits else f"set STEERWISE_MODEL_MODE={best}, or unset it"
    return Finding("mode", fits, f"{means[chosen]} (STEERWISE_MODEL_MODE={chosen})", way_out)


def _not(name: str, error: Exception, instead: str) -> Finding:
    found = f"not: the endpoint {failure_of(error).rule.says}"
    return Finding(name, False, f"{found}; {instead}" if instead else found)


def _way_out(failure: Failure) -> str:
    return _WAYS_OUT.get(failure.kind, "look into the log of the endpoint, or try again later")


_WAYS_OUT = {
    "bad_key": "check OPENAI_API_KEY",
    "not_found": "check STEERWISE_MODEL and OPENAI_BASE_URL",
    "unreachable": "check OPENAI_BASE_URL and the network",
    "tls": "check OPENAI_BASE_URL, its certificate and the network",
    "malformed": "check OPENAI_BASE_URL: something else answers there, a log-in page perhaps",
    "timeout": "try again, or raise STEERWISE_TIMEOUT_SECONDS",
    "too_long": "try again, or raise STEERWISE_TIMEOUT_SECONDS",
    "rate_limited": "wait, or look at the limits of your account",
    "overflow": "give the model a longer context",
}
