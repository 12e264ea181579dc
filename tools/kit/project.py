"""One project as the kit sees it: its facts, its stack, and what follows for the files."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tools.costreport import CostReport
from tools.facts import ProjectFacts
from tools.kit.examples import Example
from tools.kit.wording import TaskRow, kit_data
from tools.results import Assessment
from tools.tariffs import tariffs

TUNED = frozenset({"peft", "full_finetune", "distillation", "preference_tuning"})
DECLINE = "I could not find this in the documents."
OPEN = "FILL IN"
MOST_LABELS = 200  # more different answers are no labels but free text


@dataclass(frozen=True)
class Project:
    """Everything a file of the kit is generated from; nothing else is read."""

    facts: ProjectFacts
    assessment: Assessment
    costs: CostReport | None
    title: str
    examples: tuple[Example, ...]
    seed: int

    def value(self, fact: str, default: Any = None) -> Any:
        """The value of a fact, or `default` when it is unknown."""
        return self.facts.value(fact, default)

    @cached_property
    def stack(self) -> tuple[str, ...]:
        """The primary and its complements."""
        return (self.assessment.primary, *self.assessment.complements)

    @property
    def task(self) -> str:
        """The task, or `unknown`."""
        return str(self.value("task", "unknown"))

    @property
    def words(self) -> TaskRow:
        """How the task is put to a model and measured."""
        row = kit_data().task[self.task]
        if self.structured and not self.classifies and row.metric in ("token_f1", "rating"):
            return row.model_copy(
                update={"metric": "record", "pass_at": 1.0, "measured": _records().measured}
            )
        return row

    @property
    def classifies(self) -> bool:
        """True when answers are labels."""
        return self.task == "classification"

    @property
    def structured(self) -> bool:
        """True when answers are JSON."""
        default = "structured" if self.task == "extraction" else "free_text"
        return bool(self.value("output_format", default) == "structured")

    @property
    def retrieves(self) -> bool:
        """True when passages are searched for each request."""
        return "rag" in self.stack

    @property
    def stuffs(self) -> bool:
        """True when the documents are small enough to stand in the prompt as a whole."""
        private = self.value("private_knowledge", "none") != "none"
        size = self.value("knowledge_tokens")
        limit = kit_data().number("stuffing_tokens")
        return bool(not self.retrieves and private and size is not None and size <= limit)

    @property
    def declines(self) -> bool:
        """True when a question without an answer in the documents is declined in a sentence."""
        return self.reads and not (self.structured or self.classifies)

    @property
    def reads(self) -> bool:
        """True when answers come from documents."""
        return self.retrieves or self.stuffs

    @property
    def guarded(self) -> bool:
        """True when answers are checked before anyone sees them."""
        return "guardrails" in self.stack

    @property
    def tunes(self) -> bool:
        """True when weights are trained."""
        return bool(TUNED & set(self.stack))

    @property
    def encodes(self) -> bool:
        """True when a small encoder is trained to classify instead of a language model."""
        return "full_finetune" in self.stack and self.classifies

    @property
    def optimises(self) -> bool:
        """True when a program searches the wording."""
        return "prompt_optimization" in self.stack

    @property
    def thinks(self) -> bool:
        """True when room to reason helps before the answer."""
        return self.value("reasoning_depth") in ("moderate", "deep")

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """The labels that the examples show, else as many blanks as there are classes."""
        found = tuple(dict.fromkeys(label_of(e.answer) for e in self.examples))
        if self.classifies and 2 <= len(found) <= MOST_LABELS:
            return found
        blanks = min(self.value("label_classes", 3), kit_data().count("blank_labels"))
        return tuple(f"{OPEN} label {i + 1}" for i in range(blanks))

    @property
    def tuned_model(self) -> str:
        """The open model that is tuned: the project's own where its weights are open."""
        named = self.value("model")
        if named is not None and tariffs().open_weights(str(named)):
            return str(named)
        return tariffs().chosen("own")


def _records() -> TaskRow:
    return kit_data().task["extraction"]


def label_of(answer: str) -> str:
    """The label in an answer: the answer itself, or the `label` of a JSON object."""
    try:
        value = json.loads(answer)
    except ValueError:
        return answer
    return str(value["label"]) if isinstance(value, dict) and "label" in value else answer


def fields_of(examples: Sequence[Example]) -> dict[str, set[str]]:
    """The JSON types of each field that the answers of the examples hold, in order."""
    names = {bool: "boolean", int: "integer", float: "number", str: "string", list: "array"}
    found: dict[str, set[str]] = {}
    for example in examples:
        try:
            value = json.loads(example.answer)
        except ValueError:
            continue
        if isinstance(value, dict):
            for key, item in value.items():
                kind = "null" if item is None else names.get(type(item), "object")
                found.setdefault(key, set()).add(kind)
    return found
