"""A plan to be priced: what a person, a file or the advisor compares, checked at the door."""

import math
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from types import MappingProxyType
from typing import Any, Literal, cast, get_args

from tools.errors import InvalidInput, UnknownName

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
MAX_HORIZON = 120
LARGEST = 1e15

_SHARES = {"cache_hit_share", "batch_share", "retry_share"}
_TEXTS = {"model", "label", "vendor", "gpu", "teacher_model", "embedder", "reranker"}
_FLAGS = {"rerank", "batch_uses_cache"}
_WHOLE = {
    "horizon_months": (1, MAX_HORIZON),
    "epochs": (1, 1000),
    "runs": (1, 1000),
    "gpus": (1, 10_000),
    "optimizer_rollouts": (1, 1_000_000),
}
_METHODS = ("lora", "qlora", "full")


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
    hosting_usd_monthly: float | None = None
    upkeep_usd_monthly: float | None = None
    training_examples: float | None = None
    tokens_per_example: float | None = None
    epochs: int | None = None
    runs: int | None = None
    parameters_billion: float | None = None
    method: str | None = None
    gpu: str | None = None
    gpus: int | None = None
    usd_per_gpu_hour: float | None = None
    teacher_model: str | None = None
    optimizer_rollouts: int | None = None
    horizon_months: int | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise UnknownName("kind of plan", self.kind, KINDS)
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name != "kind" and value is not None:
                _check(field.name, value)

    @classmethod
    def from_json(cls, obj: object) -> "Plan":
        """Read a plan from a JSON object; a key set to null counts as not given.

        Raises:
            UnknownName: a key or the kind does not exist; the message offers the closest.
            InvalidInput: a value cannot be used; the message shows it.

        """
        if not isinstance(obj, Mapping):
            raise InvalidInput(f'a plan must be an object like {{"kind": "rag"}}; got {_show(obj)}')
        known = {f.name for f in fields(cls)}
        for key in obj:
            if key not in known:
                raise UnknownName("key of a plan", key, known)
        kind = obj.get("kind")
        if kind is None:
            raise InvalidInput(f"a plan needs a kind: one of {', '.join(KINDS)}")
        if not isinstance(kind, str) or kind not in KINDS:
            raise UnknownName("kind of plan", kind, KINDS)
        given = {key: value for key, value in obj.items() if value is not None}
        return cls(**cast(dict[str, Any], given))

    def to_json(self) -> dict[str, Any]:
        """The plan as plain JSON, only what is given; `from_json` reads it back unchanged."""
        out: dict[str, Any] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if field.default is MISSING or value != field.default:
                out[field.name] = value
        return out

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


def _check(name: str, value: object) -> None:
    if name == "method":
        if value not in _METHODS:
            raise UnknownName("training method", value, _METHODS)
        return
    if name in _TEXTS:
        if not isinstance(value, str) or not 0 < len(value.strip()) <= 120:
            raise InvalidInput(f"{name} must be a text of 1 to 120 characters; got {_show(value)}")
        return
    if name in _FLAGS:
        if not isinstance(value, bool):
            raise InvalidInput(f"{name} must be true or false; got {_show(value)}")
        return
    low, high = _WHOLE.get(name, (0, 1 if name in _SHARES else LARGEST))
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise InvalidInput(f"{name} must be a number; got {_show(value)}")
    if not math.isfinite(value) or not low <= value <= high:
        bounds = f"between {low} and {high:g}" if high < LARGEST else "0 or more, below 1e15"
        raise InvalidInput(f"{name} must be {bounds}; got {_show(value)}")
    if name in _WHOLE and value != int(value):
        raise InvalidInput(f"{name} must be a whole number; got {_show(value)}")


def _show(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
