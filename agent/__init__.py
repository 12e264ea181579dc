"""The conversation: `Advisor` leads it; everything else here serves it. Loaded at first use."""

import gc
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from agent.advisor import Advisor, Message

__all__ = ["Advisor", "Message"]


def __getattr__(name: str) -> Any:
    """Load the conversation only when it is asked for: calculators never pay for LangChain."""
    if name in __all__:
        gc.disable()  # imports leave no rubbish, and looking for it takes a fifth of their time
        try:
            from agent import advisor
        finally:
            gc.enable()
        return getattr(advisor, name)
    raise AttributeError(f"module 'agent' has no attribute {name!r}")
