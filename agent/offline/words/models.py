"""Finds the names of language models, and which of them the project uses or plans to use."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from agent.offline.words.lexicon import any_of, compiled, lists, pattern, shape
from agent.offline.words.text import Text

FILE = "models"


@dataclass(frozen=True, slots=True)
class ModelName:
    """A model named at `start`–`end`; `used` is False where it is not the project's."""

    start: int
    end: int
    used: bool


def find_models(text: Text) -> list[ModelName]:
    """All model names in order."""
    names = lists(FILE)
    found: list[ModelName] = []
    not_used, bigger = _not_the_projects()
    for match in compiled(names["names"]).finditer(text.norm):
        before = text.norm[max(0, match.start() - 45) : match.start()]
        used = not (not_used.search(before) or bigger.search(before))
        end = _dated_end(text.norm, match.end())
        after = text.norm[end : end + 40]
        if shape("not_used_behind", FILE).match(after):
            used = False
        if _tuned_long_ago(text, match.start(), match.end()):
            used = False
        found.append(ModelName(match.start(), end, used))
    return found


def _dated_end(norm: str, end: int) -> int:
    """Where a name that ends at `end` ends with the date or the number of its release."""
    release = shape("release_behind", FILE).match(norm, end)
    return release.end() if release is not None else end


@cache
def _not_the_projects() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The words that end at the name of a model that is denied, and of one that is bigger."""
    between = rf"\s(?:{any_of('between_not_used', FILE)}\s){{0,2}}[(\"']?$"
    return (
        re.compile(rf"(?<!\w){any_of('not_used', FILE)}{between}"),
        re.compile(rf"(?<!\w){any_of('bigger', FILE)}[\s,(]*$"),
    )


def _tuned_long_ago(text: Text, start: int, end: int) -> bool:
    """True for "we tuned a small llama in 2023", unless it is said to be in use still."""
    sentence = text.sentence_at(start)
    before, behind = text.norm[sentence.start : start], text.norm[end : sentence.end]
    tuned = shape("tuned_before", FILE).search(before)
    if tuned is None:
        return False
    once = tuned["then"] or shape("long_ago_before", FILE).search(before)
    then = bool(once) or shape("long_ago_behind", FILE).match(behind) is not None
    return then and not pattern("in_use", FILE).search(behind)


def other_names(text: Text) -> list[tuple[int, int]]:
    """Places of names that carry digits but are not the project's language model."""
    return [m.span() for m in compiled(lists(FILE)["others"]).finditer(text.norm)]


def chosen(models: Sequence[ModelName]) -> ModelName | None:
    """The model the message says is used; None when none or when several compete."""
    used = [m for m in models if m.used]
    return used[0] if used else None
