"""Finds the names of language models, and which of them the project uses or plans to use."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from agent.offline.words.lexicon import compiled, lists
from agent.offline.words.text import Text


@dataclass(frozen=True, slots=True)
class ModelName:
    """A model named at `start`–`end`; `used` is False where it is not the project's."""

    start: int
    end: int
    used: bool


def find_models(text: Text) -> list[ModelName]:
    """All model names in order."""
    names = lists("models")
    found: list[ModelName] = []
    not_used = re.compile(
        r"(?<!\w)(?:"
        + "|".join(names["not_used"])
        + r")\s(?:(?:the|our|a|an|even|just|plain|using|on|with)\s){0,2}[(\"']?$"
    )
    bigger = re.compile(r"(?<!\w)(?:" + "|".join(names["bigger"]) + r")[\s,(]*$")
    for match in compiled(names["names"]).finditer(text.norm):
        before = text.norm[max(0, match.start() - 45) : match.start()]
        used = not (not_used.search(before) or bigger.search(before))
        after = text.norm[match.end() : match.end() + 40]
        if re.match(
            r"(?:'s)? (?:fine-?tuned? |classifier |model |version |run )?(?:from (?:last|'?(?:19"
            r"|20)?\d\d)|had\b)"
            r"|\s(?:is|was|are|would be) (?:too|overkill|out)\b|\s(?:can't|cannot|can not|couldn't"
            r"|could not|didn't|did not|doesn't|does not|isn't|won't)\b",
            after,
        ):
            used = False
        found.append(ModelName(match.start(), match.end(), used))
    return found


def other_names(text: Text) -> list[tuple[int, int]]:
    """Places of names that carry digits but are not the project's language model."""
    return [m.span() for m in compiled(lists("models")["others"]).finditer(text.norm)]


def chosen(models: Sequence[ModelName]) -> ModelName | None:
    """The model the message says is used; None when none or when several compete."""
    used = [m for m in models if m.used]
    return used[0] if used else None
