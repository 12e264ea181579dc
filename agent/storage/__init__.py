"""Where everything that lasts is kept: the one home of SQL, on SQLite or on PostgreSQL."""

from agent.storage.inbox import Inbox, Post
from agent.storage.links import Links
from agent.storage.ratings import Rating, Thumb
from agent.storage.store import Store, open_store
from agent.storage.threads import ThreadInfo, Threads, check_thread_id

__all__ = [
    "Inbox",
    "Links",
    "Post",
    "Rating",
    "Store",
    "ThreadInfo",
    "Threads",
    "Thumb",
    "check_thread_id",
    "open_store",
]
