"""The conversation: `Advisor` leads it; everything else here serves it. Loaded at first use."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from agent.advisor import Advisor, Message

__all__ = ["Advisor", "Message"]


def __getattr__(name: str) -> Any:
    """Load the conversation only when it is asked for: calculators never pay for LangChain."""
    if name in __all__:
        from agent import advisor

        return getattr(advisor, name)
    raise AttributeError(f"module 'agent' has no attribute {name!r}")
