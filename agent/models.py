"""Who is thinking: the offline model, or a remote one with the offline model as its stand-in."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from langchain_core.language_models import BaseChatModel

from agent.offline.model import OfflineChatModel
from agent.offline.reading.reader import Reader
from agent.remote.abilities import Abilities
from agent.remote.client import open_client
from agent.remote.endpoint import endpoint_of
from agent.remote.grounded import GroundedChatModel
from agent.remote.metering import MeteredChatModel
from agent.remote.model import RemoteChatModel
from agent.remote.phrasing import Phraser
from agent.remote.standin import StandInChatModel
from agent.remote.stopping import StoppableChatModel
from agent.settings import Settings

if TYPE_CHECKING:
    from knowledge.embedding import Embedder


def chat_model(
    settings: Settings,
    *,
    on_request: Callable[[Any], None] | None = None,
    embedder: "Embedder | None" = None,
) -> BaseChatModel:
    """Build the chat model that the settings ask for; no request is made yet.

    `on_request` sees each HTTP request before it leaves, and stops it by raising. With an
    `embedder` messages are also read by what was learned.
    """
    offline = OfflineChatModel(reader=Reader(embedder))
    if not settings.remote:
        return offline
    endpoint = endpoint_of(settings)
    mode = settings.model_mode
    abilities = Abilities() if mode == "auto" else Abilities(mode, fixed=True)
    client = open_client(settings, endpoint, on_request=on_request)
    stoppable = StoppableChatModel(inner=client, turn_seconds=settings.turn_seconds)
    remote = RemoteChatModel(
        client=MeteredChatModel(inner=stoppable),
        abilities=abilities,
        secrets=endpoint.secrets,
        parameters={
            "temperature": settings.temperature,
            "max_tokens": settings.max_reply_tokens,
        },
        retries=settings.retries,
    )
    return StandInChatModel(
        remote=GroundedChatModel(inner=remote),
        offline=offline,
        phraser=Phraser(remote),
        abilities=abilities,
        name_of_remote=settings.model_name,
    )
