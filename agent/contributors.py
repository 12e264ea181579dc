"""Who said what, where several people lead one conversation."""

from collections.abc import Sequence

from langchain_core.messages import BaseMessage, HumanMessage

BY = "by"  # where a message keeps the name of who wrote it


def signed(text: str, by: str | None) -> HumanMessage:
    """A message of a person, with the name that contributions are attributed to, if any."""
    return HumanMessage(text, additional_kwargs={BY: by} if by else {})


def signing(messages: Sequence[BaseMessage]) -> Sequence[BaseMessage]:
    """The messages, or none of them where nobody signed any."""
    return messages if any(message.additional_kwargs.get(BY) for message in messages) else ()


def contributor(messages: Sequence[BaseMessage], quote: str | None) -> str | None:
    """The name of who said some words last, among `signing` messages; None if nobody signed."""
    if not quote or not messages:
        return None
    wanted = " ".join(quote.split())
    for message in reversed(messages):
        if isinstance(message, HumanMessage) and wanted in " ".join(str(message.text).split()):
            return message.additional_kwargs.get(BY)
    return None
