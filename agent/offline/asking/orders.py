"""Reads commands: short, imperative and about nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from agent.offline.asking.intents import polished
from agent.offline.words.lexicon import compiled, limit, lists, pattern, shape, words
from agent.offline.words.message import Message
from agent.offline.words.strategies import find_strategies


@dataclass(frozen=True)
class Command:
    """A command and what it is about."""

    name: str
    args: Mapping[str, Any] = field(default_factory=dict)


def is_command(name: str) -> bool:
    """True for the name of a command."""
    return name in lists("commands")


def read_command(message: Message) -> Command | None:
    """The command a message gives, if it is one: short, imperative and about nothing else."""
    whole = polished(message.norm)
    front, comma, back = whole.rpartition(",")
    leads = comma and len(front.split()) <= limit("orders", "most_lead")
    if leads and not message.quantities:
        return _command_in(whole) or _command_in(polished(back))
    return _command_in(whole)


def _command_in(norm: str) -> Command | None:
    if not norm or len(norm.split()) > limit("orders", "most_words"):
        return None
    fitting = (n for n in lists("commands") if shape(n, "commands").fullmatch(norm))
    return next((command for n in fitting if (command := _as_command(n, norm))), None)


def _as_command(name: str, norm: str) -> Command | None:
    """The command with what it is about; None for a comparison of nothing in particular."""
    if name == "redo":
        return Command("undo", {"redo": True})
    if name == "keep" and shape("keeps_the_old", "intents").search(norm):
        return Command("keep", {"old": True})
    if name == "export":
        return Command("export", _format(norm))
    if name == "compare":
        named = find_strategies(norm)
        compares = len(named) > 1 or shape("compares_all", "intents").match(norm)
        return Command("compare", {"strategies": named}) if compares else None
    return Command(name)


def _format(norm: str) -> dict[str, str]:
    formats = words("formats")["called"]
    match = compiled(tuple(formats)).search(norm)
    return {"format": formats[match.group()]} if match is not None else {}


def read_criticism(message: Message) -> Command | None:
    """What answers a blunt word about our figures: where they come from."""
    found = pattern("criticism", "intents").search(message.norm)
    if found is None or message.quantities:
        return None
    if pattern("about_costs", "intents").search(found.group()):
        return Command("show_costs")
    about_scores = pattern("about_scores", "intents").search(found.group())
    return Command("show_scores" if about_scores else "show_sources")
