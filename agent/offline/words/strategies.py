"""Finds strategies by the names people use for them."""

from agent.offline.words.lexicon import compiled, lists
from tools.vocabulary import STRATEGIES

_ORDER = (
    "full_finetune",
    "prompt_optimization",
    "preference_tuning",
    "distillation",
    "rag",
    "guardrails",
    "peft",
    "prompting",
)


def named_spans(norm: str) -> list[tuple[int, int, str]]:
    """Where strategies are named: start, end, strategy; a longer name hides those inside it."""
    spans: list[tuple[int, int, str]] = []
    for strategy in _ORDER:
        for match in compiled(lists("strategies")[strategy]).finditer(norm):
            if not any(s <= match.start() < e for s, e, _ in spans):
                spans.append((match.start(), match.end(), strategy))
    return sorted(spans)


def find_strategies(norm: str) -> list[str]:
    """The strategies named, in the order of the text."""
    out: list[str] = []
    for _, _, strategy in named_spans(norm):
        if strategy not in out and strategy in STRATEGIES:
            out.append(strategy)
    return out
