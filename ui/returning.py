"""Whether a conversation that somebody wants to return to exists; both chats ask first."""

from typing import TYPE_CHECKING

from tools.errors import InvalidInput

if TYPE_CHECKING:
    from agent import Advisor


def check_known(advisor: "Advisor", thread: str) -> None:
    """Let a conversation that exists pass.

    Raises:
        InvalidInput: there is none of that id, which may be mistyped or deleted.
    """
    if not thread.isascii() or not advisor.knows(thread):
        raise InvalidInput(
            f"there is no conversation {thread!r:.60}; without --thread a new one starts"
        )
