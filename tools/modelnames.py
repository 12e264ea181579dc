"""The names of language models as people type them, and whether two of them mean the same."""

import re
from collections.abc import Iterable
from functools import lru_cache

BRANDS = frozenset({"claude", "gemini", "llama", "mistral", "openai", "anthropic", "google"})
BARE = BRANDS | {"gpt", "deepseek", "grok", "qwen", "nova", "command", "amazon"}
REMEMBERED = 10_000
_IDLE_WORDS = frozenset({"instruct", "chat", "hf", "latest", "meta", "model", "api", "it", "v"})
_DATED = re.compile(r"[-@ ](?:20\d{2}-?\d{2}-?\d{2})(?![\d])|[-:]v\d+(?:\.\d+)?(?::\d+)?$|:\d+$")
_MONTH_DAY = re.compile(r"(?<=[a-z\d])-(?:0[1-9]|1[0-2])[0-3]\d$")
_RELEASE = re.compile(r"-00\d$|(?:-(?:preview|exp))?-(?:0[1-9]|1[0-2])-[0-3]\d$")


def keys(text: str) -> Iterable[str | frozenset[str]]:
    """What a name is looked up by, the most literal first."""
    lower = text.strip().lower()
    yield lower
    yield words_of(lower)
    undated = _DATED.sub("", lower)
    yield words_of(undated)
    if lower.startswith(("gpt", "deepseek")):
        yield words_of(_MONTH_DAY.sub("", undated))
    if lower.startswith("gemini"):
        yield words_of(_RELEASE.sub("", undated))


def words_of(text: str) -> frozenset[str]:
    """The words and numbers of a name that tell models apart."""
    words = frozenset(spaced(text).split()) - _IDLE_WORDS
    return words - {"turbo"} if "llama" in words else words


def spaced(text: str) -> str:
    """Lower-case words: `meta-llama/Llama-v3p1-8B` and `llama 3.1 8b` become the same."""
    tail = text.strip().lower().rsplit("/", 1)[-1]
    tail = re.sub(r"^(?:[a-z]{2}\.)?(?:meta|anthropic|amazon|mistral|openai|cohere)\.", "", tail)
    tail = re.sub(r"(?<=\d)p(?=\d)", ".", tail.replace("+", " plus"))
    tail = re.sub(r"(?<=\d)[-_](?=\d(?![\da-z]))", ".", tail)
    tail = re.sub(r"(?<=[a-z])(?=\d)", " ", tail)
    return " ".join(re.findall(r"[a-z]+|\d+(?:\.\d+)*[a-z]*", tail))


@lru_cache(REMEMBERED)
def same_model(one: str, other: str) -> bool:
    """True when two names, as people type them, mean the same model."""
    shared = set(keys(one)) & set(keys(other))
    return any(shared)


@lru_cache(REMEMBERED)
def is_among(model: str, names: tuple[str, ...]) -> bool:
    """True when a name, as people type it, means one of some models."""
    return any(same_model(model, name) for name in names)
