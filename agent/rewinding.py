"""Takes a conversation back to before one of its messages."""

from collections.abc import Mapping
from typing import Any

from langchain_core.messages import BaseMessage, HumanMessage, RemoveMessage
from langchain_core.runnables import RunnableConfig

from agent.notebook import entries
from agent.notebook.journal import KEPT_TURNS
from agent.notebook.writing import turns_kept
from tools.errors import InvalidInput


def take_back(graph: Any, config: RunnableConfig, turn: int, *, last_node: str) -> HumanMessage:
    """Make a thread as it was before its message number `turn`; returns that message.

    Raises:
        InvalidInput: there is no such message, or it is too long ago.
    """
    values: Mapping[str, Any] = graph.get_state(config).values
    messages: list[BaseMessage] = values.get("messages", [])
    said = [i for i, message in enumerate(messages) if isinstance(message, HumanMessage)]
    if isinstance(turn, bool) or not isinstance(turn, int) or not 1 <= turn <= len(said):
        count = f"{len(said)} message{'' if len(said) == 1 else 's'}"
        raise InvalidInput(f"this conversation has {count} of yours; there is no number {turn!r}")
    if turn not in turns_kept(values.get("notebook")):
        raise InvalidInput(
            f"message {turn} is too long ago to take back (I keep up to {KEPT_TURNS}), or came "
            "with a conversation that was brought back; tell me what should be different instead"
        )
    first = messages[said[turn - 1]]
    assert isinstance(first, HumanMessage)
    update = {
        "messages": [RemoveMessage(id=str(m.id)) for m in messages[said[turn - 1] :]],
        "notebook": [entries.rewind(turn=turn)],
        "turn": turn - 1,
    }
    graph.update_state(config, update, as_node=last_node)
    return first


def again(message: HumanMessage) -> HumanMessage:
    """The same message to be answered once more, exact values included."""
    return HumanMessage(message.content, additional_kwargs=dict(message.additional_kwargs))
