"""`steerwise doctor`: what is configured, which model answers, whether each part works."""

import http.client
import json
import platform
import socket
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from importlib.metadata import version
from typing import Literal
from urllib.parse import urlencode, urlsplit

from agent.settings import OFFLINE, Settings, load_settings
from tools.errors import SteerwiseError
from ui.faults import from_guidance, one_line
from ui.folder import check_folder

PATIENCE_SECONDS = 10.0
MOST_BYTES = 4_000_000  # of a list of models that is read
DEFAULT_ENDPOINT = "https://api.openai.com/v1"
PROBE = "When does fine-tuning pay back?"


State = Literal["ok", "note", "broken"]


@dataclass(frozen=True, slots=True)
class Check:
    """What was looked at, what was found, and, where something is broken, the way out."""

    name: str
    state: State
    found: str
    way_out: str = ""


def examine(*, offline: bool = False) -> Iterator[Check]:
    """Look at every part, one after the other; each is told as soon as it is known.

    `offline` asks no endpoint anything.
    """
    yield Check("version", "ok", f"steerwise {version('steerwise')}, {_python()}")
    try:
        settings = load_settings()
    except SteerwiseError as error:
        yield Check("settings", "broken", str(error), "correct or unset that variable")
        return
    for name, look in _CHECKS:
        if offline and name == "endpoint":
            yield Check(name, "note", "not asked (--offline)")
            continue
        try:
            found = look(settings)
        except Exception as error:
            found = Check(name, "broken", one_line(error))
        yield found
        if name == "endpoint" and settings.remote and found.state != "broken":
            yield from _able(settings)


def _able(settings: Settings) -> Iterator[Check]:
    """What the endpoint can do, and how it will be asked; a few small questions, once each."""
    from agent.remote.probing import probe

    for finding in probe(settings):
        state: State = "ok" if finding.works else "broken" if finding.needed else "note"
        yield Check(f"model: {finding.name}", state, finding.found, finding.way_out)


def _used(settings: Settings) -> Check:
    """What the remote model used today, and how its replies fared."""
    from agent import Advisor

    with closing(Advisor(settings)) as advisor:
        today = advisor.usage_today()
    if not today.calls:
        return Check("usage today", "ok", "no calls of a remote model")
    cost = today.price_source if today.usd is None else f"${today.usd:.4f}"
    limit = f" of {today.limit:,}" if today.limit else ""
    held = today.held_back
    found = (
        f"{today.calls:,} calls, {today.tokens:,}{limit} tokens, {cost}; sentences held back: "
        f"{held.asked_again} asked for again, {held.dropped} dropped, {held.replaced} replaced"
    )
    return Check("usage today", "ok", found)


def _model(settings: Settings) -> Check:
    if not settings.remote:
        return _built_in(settings.model)
    key = "key set" if settings.openai_api_key is not None else "no key"
    found = f"{settings.model_name} at {_shown(_endpoint(settings))}, {key}; offline stands by"
    return Check("model", "ok", found)


def _built_in(asked_for: str) -> Check:
    """Why the built-in model answers; a model that was named cannot, with nowhere to ask it."""
    found = "offline, the built-in one"
    if asked_for == OFFLINE:
        return Check("model", "ok", f"{found} (STEERWISE_MODEL=offline)")
    if not asked_for:
        return Check("model", "ok", f"{found} (no key and no endpoint is set)")
    found += f" (STEERWISE_MODEL={asked_for} has neither a key nor an endpoint)"
    return Check("model", "note", found, "set OPENAI_API_KEY or OPENAI_BASE_URL")


def _reach(settings: Settings) -> Check:
    """Ask the endpoint for its models; any answer but a refusal of the key will do."""
    if not settings.remote:
        return Check("endpoint", "note", "not needed")
    from agent.remote.endpoint import endpoint_of

    endpoint, asked = _endpoint(settings), endpoint_of(settings)
    query = f"?{urlencode(asked.query)}" if asked.query else ""
    request = urllib.request.Request(f"{asked.url}/models{query}")
    given = {"Authorization": f"Bearer {asked.key}"} if asked.key else {}
    for name, value in {**asked.headers, **given}.items():
        request.add_unredirected_header(name, value)
    patience = min(PATIENCE_SECONDS, settings.timeout_seconds)
    try:
        with urllib.request.urlopen(request, timeout=patience) as answer:
            room = _room(answer.read(MOST_BYTES), settings.model_name)
            return Check("endpoint", "ok", f"{_shown(endpoint)} answers{room}")
    except urllib.error.HTTPError as error:
        if error.code in (401, 403) and error.geturl() != request.full_url:
            found = f"sends on to {_shown(error.geturl())}, which is not given the key"
            return Check("endpoint", "broken", found, "set OPENAI_BASE_URL to where it answers")
        if error.code in (401, 403):
            way_out = "check OPENAI_API_KEY"
            return Check("endpoint", "broken", f"refuses the key (HTTP {error.code})", way_out)
        return Check("endpoint", "ok", f"{_shown(endpoint)} answers (HTTP {error.code})")
    except (OSError, ValueError, http.client.HTTPException) as error:
        reason = getattr(error, "reason", None) or error
        found = f"{_shown(endpoint)} cannot be reached ({reason})"
        return Check("endpoint", "broken", found, "check OPENAI_BASE_URL and the network")


def _room(told: bytes, model: str) -> str:
    """The context limit, where the list of models tells it."""
    from agent.remote.probing import context_limit

    try:
        limit = context_limit(json.loads(told), model)
    except ValueError:
        return ""
    return "" if limit is None else f", context of {limit:,} tokens"


def _folder(settings: Settings) -> Check:
    check_folder(settings.data_dir)
    return Check("data folder", "ok", f"{settings.data_dir} can be written")


def _weights(settings: Settings) -> Check:
    from knowledge.embedding import check_weights, weights_folder

    with from_guidance():
        check_weights("")
        size = (weights_folder() / "model.safetensors").stat().st_size
    return Check("embedding weights", "ok", f"{size / 1e6:.0f} MB, checksum right")


def _guidance(settings: Settings) -> Check:
    from knowledge import Guidance

    guidance = Guidance.open(settings.data_dir, chroma_url=settings.chroma_url)
    if not guidance.ready:
        way_out = "`make setup` builds it, or the first question will"
        return Check("guidance", "note", "not indexed yet", way_out)
    with from_guidance():
        found = guidance.search(PROBE, k=3)
    if not found.passages:
        return Check("guidance", "broken", "a search found nothing", "`make setup` rebuilds it")
    return Check("guidance", "ok", f"indexed; a search found “{found.passages[0].heading}”")


def _vectors(settings: Settings) -> Check:
    """Ask the Chroma server for a sign of life; a folder needs none."""
    from knowledge import Guidance

    if settings.chroma_url is None:
        return Check("vectors", "ok", f"kept in {settings.data_dir / 'knowledge'}")
    with from_guidance():
        where = Guidance.open(settings.data_dir, chroma_url=settings.chroma_url).ping()
    return Check("vectors", "ok", f"the Chroma server at {where} answers")


def _documents(settings: Settings) -> Check:
    from knowledge import Guidance

    guidance = Guidance.open(settings.data_dir, chroma_url=settings.chroma_url)
    with from_guidance():
        own = guidance.collections()
        damaged = guidance.damaged()
    if damaged:
        names = ", ".join(damaged)
        return Check(
            "your documents", "broken", f"to be indexed anew: {names}", "run `steerwise prepare`"
        )
    if not own:
        return Check("your documents", "ok", "none yet; `steerwise ingest PATH…` adds some")
    held = ", ".join(f"{one.name} ({one.documents:,})" for one in own[:5])
    more = f" and {len(own) - 5} more" if len(own) > 5 else ""
    return Check("your documents", "ok", held + more)


def _conversations(settings: Settings) -> Check:
    from agent.storage import open_store

    with closing(open_store(settings)) as store:
        kept, where = len(store.threads.list()), store.database.place()
    return Check("conversations", "ok", f"{kept} kept in {where}")


def _prices(settings: Settings) -> Check:
    """How old the prices are that costs stand on, and whose."""
    from tools.assumptions import silent
    from tools.tariffs import tariffs

    book, packaged = tariffs(settings.prices_file), tariffs()
    own = sum(row != packaged.price.get(key) for key, row in book.price.items()) + len(book.model)
    mine = f", {own} of your own from {settings.prices_file}" if settings.prices_file else ""
    if book.lists is None:
        return Check("prices", "ok", f"table of {book.checked}{mine}")
    found = f"token prices of {book.lists.checked}, table of {book.checked}{mine}"
    if (settings.today - book.lists.checked).days <= silent("stale_days"):
        return Check("prices", "ok", found)
    return Check("prices", "note", found, "they are old: update Steerwise, or give your own")


def _page(settings: Settings) -> Check:
    where = f"http://{settings.host}:{settings.port}"
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            found = f"{where} is taken ({error.strerror})"
            way_out = "the page may be open already; else set STEERWISE_PORT"
            return Check("web page", "note", found, way_out)
    return Check("web page", "ok", f"{where} is free")


def _slack(settings: Settings) -> Check:
    if settings.slack_bot_token is None:
        return Check("slack", "note", "not configured; the README says how, it takes five minutes")
    if settings.slack_app_token is not None:
        return Check("slack", "ok", "configured, Socket Mode; `steerwise slack --check` asks Slack")
    if settings.slack_signing_secret is not None:
        return Check("slack", "ok", "configured, HTTP; `steerwise slack --check` asks Slack")
    return Check(
        "slack",
        "broken",
        "a bot token, and no way for Slack to reach us",
        "set SLACK_APP_TOKEN, or SLACK_SIGNING_SECRET for HTTP",
    )


_CHECKS: tuple[tuple[str, Callable[[Settings], Check]], ...] = (
    ("model", _model),
    ("endpoint", _reach),
    ("data folder", _folder),
    ("embedding weights", _weights),
    ("vectors", _vectors),
    ("guidance", _guidance),
    ("your documents", _documents),
    ("conversations", _conversations),
    ("usage today", _used),
    ("prices", _prices),
    ("web page", _page),
    ("slack", _slack),
)


def _endpoint(settings: Settings) -> str:
    return settings.openai_base_url or DEFAULT_ENDPOINT


def _shown(url: str) -> str:
    """The address without a name or password that it may carry."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def _python() -> str:
    return f"Python {platform.python_version()} on {platform.system()}"
