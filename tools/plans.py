"""A plan to be priced: what a person, a file or the advisor compares, checked at the door."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Literal, cast, get_args

from tools.bounds import bound
from tools.errors import InvalidInput, UnknownName
from tools.plankeys import LARGEST, plan_keys

Kind = Literal[
    "prompt_only",
    "rag",
    "guardrails",
    "hosted_tuning",
    "self_hosted",
    "distillation",
    "preference_tuning",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
TUNED: frozenset[Kind] = frozenset(
    {"hosted_tuning", "self_hosted", "distillation", "preference_tuning"}
)
LABELS: Mapping[Kind, str] = MappingProxyType(
    {
        "prompt_only": "Prompt only",
        "rag": "Retrieval (RAG)",
        "guardrails": "Prompt with guardrails",
        "hosted_tuning": "Hosted fine-tune",
        "self_hosted": "Self-hosted fine-tune",
        "distillation": "Distilled smaller model",
        "preference_tuning": "Preference tuning",
    }
)
_METHODS = ("lora", "qlora", "full")
_ON_GPUS = (
    "parameters_billion",
    "gpu",
    "gpus",
    "usd_per_gpu_hour",
    "tokens_per_second",
    "peak_factor",
)
_CACHING = ("usd_per_million_cached_tokens", "stable_prompt_tokens", "batch_uses_cache")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One way of running the project, and whatever figures of it are known; None means unknown.

    The unit is in each name. Token counts are per request, shares run from 0 to 1, amounts called
    `_monthly` recur and all other amounts are paid once.
    """

    kind: Kind
    label: str | None = None
    model: str | None = None
    vendor: str | None = None
    usd_per_million_input_tokens: float | None = None
    usd_per_million_output_tokens: float | None = None
    usd_per_million_cached_tokens: float | None = None
    usd_per_million_training_tokens: float | None = None
    prompt_tokens: float | None = None
    output_tokens: float | None = None
    extra_prompt_tokens: float | None = None
    prompt_tokens_saved: float | None = None
    stable_prompt_tokens: float | None = None
    retrieved_tokens: float | None = None
    added_prompt_tokens: float | None = None
    cache_hit_share: float | None = None
    batch_share: float | None = None
    batch_uses_cache: bool = False
    retry_share: float | None = None
    rerank: bool = False
    embedder: str | None = None
    reranker: str | None = None
    training_usd: float | None = None
    evaluation_usd: float | None = None
    labelling_usd: float | None = None
    engineering_usd: float | None = None
    engineering_hours: float | None = None
    hosting_usd_monthly: float | None = None
    upkeep_usd_monthly: float | None = None
    training_examples: float | None = None
    tokens_per_example: float | None = None
    epochs: int | None = None
    runs: int | None = None
    retrains_per_year: float | None = None
    usd_per_label: float | None = None
    evaluation_items: float | None = None
    evaluation_runs: float | None = None
    judge_model: str | None = None
    parameters_billion: float | None = None
    method: str | None = None
    gpu: str | None = None
    gpus: int | None = None
    usd_per_gpu_hour: float | None = None
    tokens_per_second: float | None = None
    peak_factor: float | None = None
    teacher_model: str | None = None
    optimizer_rollouts: int | None = None
    horizon_months: int | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise UnknownName("kind of plan", self.kind, KINDS)
        for name in _FIELDS:
            value = getattr(self, name)
            if value is not None:
                _check(name, value)

    @classmethod
    def from_json(cls, obj: object) -> "Plan":
        """Read a plan from a JSON object; a key set to null counts as not given.

        Raises:
            UnknownName: a key or the kind does not exist; the message offers the closest.
            InvalidInput: a value cannot be used; the message shows it.

        """
        if not isinstance(obj, Mapping):
            raise InvalidInput(f'a plan must be an object like {{"kind": "rag"}}; got {_show(obj)}')
        for key in obj:
            if key not in _FIELDS and key != "kind":
                raise UnknownName("key of a plan", key, ["kind", *_FIELDS])
        kind = obj.get("kind")
        if kind is None:
            raise InvalidInput(f"a plan needs a kind: one of {', '.join(KINDS)}")
        if not isinstance(kind, str) or kind not in KINDS:
            raise UnknownName("kind of plan", kind, KINDS)
        given = {key: value for key, value in obj.items() if value is not None}
        return cls(**cast(dict[str, Any], given))

    def to_json(self) -> dict[str, Any]:
        """The plan as plain JSON, only what is given; `from_json` reads it back unchanged."""
        given = {name: getattr(self, name) for name in ("kind", *_FIELDS)}
        return {k: v for k, v in given.items() if v is not None and v is not False}

    @property
    def named(self) -> str:
        """How the plan is called beside others."""
        return self.label or LABELS[self.kind]

    @property
    def tuned(self) -> bool:
        """True when the plan trains a model."""
        return self.kind in TUNED

    @property
    def states_price(self) -> bool:
        """True when the user gave a token price."""
        return (
            self.usd_per_million_input_tokens is not None
            or self.usd_per_million_output_tokens is not None
        )


_FIELDS = tuple(f.name for f in fields(Plan) if f.name != "kind")


def plans_from_json(value: object) -> tuple[Plan, ...]:
    """One plan, or a list of them of which the first is the baseline.

    Raises:
        InvalidInput: nothing to price, or a plan that cannot be used.

    """
    if isinstance(value, (list, tuple)):
        if not value:
            raise InvalidInput("plan must be an object or a list of at least one; got []")
        return tuple(Plan.from_json(item) for item in value)
    return (Plan.from_json(value),)


def check_horizon(value: object) -> int:
    """The horizon in whole months.

    Raises:
        InvalidInput: not a whole number from 1 to 120.

    """
    _check("horizon_months", value)
    return int(cast(int, value))


@lru_cache(256)  # sampling prices the same plan again and again
def unused(plan: Plan, *, on_gpus: bool) -> tuple[str, ...]:
    """What a plan gives and nothing comes of: a sentence for each reason, none if all of it counts.

    Args:
        plan: the plan.
        on_gpus: whether GPUs that are paid by the hour serve it.

    """
    given = plan.to_json()
    out: dict[str, list[str]] = {}
    for name in given:
        row = plan_keys()[name]
        hidden = next((key for key in row.unused_with if key in given), None)
        if row.of and plan.kind not in row.of:
            out.setdefault(f"not part of a plan of kind {plan.kind}", []).append(name)
        elif hidden is not None:
            out.setdefault(f"without effect beside {hidden}", []).append(name)
        elif name in _ON_GPUS and not on_gpus:
            out.setdefault("without effect where tokens are paid for, not GPUs", []).append(name)
        elif name in _CACHING and not plan.cache_hit_share:
            out.setdefault("without effect as long as cache_hit_share is not given", []).append(
                name
            )
    return tuple(f"{plan.named}: {_listed(keys)} {why}." for why, keys in out.items())


def _listed(keys: Sequence[str]) -> str:
    if len(keys) == 1:
        return f"{keys[0]} is"
    return f"{', '.join(keys[:-1])} and {keys[-1]} are"


def _check(name: str, value: object) -> None:
    row = plan_keys()[name]
    if name == "method":
        if value not in _METHODS:
            raise UnknownName("training method", value, _METHODS)
        return
    if row.kind == "text":
        if not isinstance(value, str) or not 0 < len(value.strip()) <= 120:
            raise InvalidInput(f"{name} must be a text of 1 to 120 characters; got {_show(value)}")
        return
    if row.kind == "flag":
        if not isinstance(value, bool):
            raise InvalidInput(f"{name} must be true or false; got {_show(value)}")
        return
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise InvalidInput(f"{name} must be a number; got {_show(value)}")
    high = 1 if row.kind == "share" else row.high
    if not math.isfinite(value) or not row.low <= value <= high:
        bounds = (
            f"between {bound(row.low)} and {bound(high)}"
            if high < LARGEST
            else f"0 or more, below {bound(LARGEST)}"
        )
        raise InvalidInput(f"{name} must be {bounds}; got {_show(value)}")
    if row.kind == "whole" and value != int(value):
        raise InvalidInput(f"{name} must be a whole number; got {_show(value)}")


def _show(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
