"""The evaluation of a kit: how many cases decide, the sheet to fill, what the scripts read."""

import math
from dataclasses import dataclass

from tools.dataset_rules import rules
from tools.kit.filling import filled, json_file, script, table
from tools.kit.project import DECLINE, Project
from tools.kit.prompts import SCHEMA, shown_examples
from tools.kit.wording import kit_data
from tools.references import references
from tools.samplesizes import items_for_margin, pairs_for_gain
from tools.strategies import strategy_texts

LEAST_ROOM = 16  # tokens: the smallest limit that some endpoints take


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many cases the sheet has, and what they show: shares from 0 to 1.

    `margin` is half the 95% interval of an accuracy of `expected`; `gain` the smallest difference
    of two systems on the same cases that shows with 80% power.
    """

    rows: int
    expected: float
    margin: float
    gain: float
    for_margin: int
    for_gain: int


def sizes(project: Project) -> Sizes:
    """Enough cases to know the accuracy within the margin and to see the gain that is hoped for.

    A share by the normal interval n = z² p (1 - p) / m², a paired difference by McNemar's test
    (`tools.samplesizes`), Miller 2024, https://arxiv.org/abs/2411.00640.
    """
    data, z = kit_data(), references().plateau.z_95
    target, today = project.value("target_accuracy"), project.value("current_accuracy")
    expected = data.number("typical_accuracy") if target is None else target / 100
    expected = min(max(expected, data.number("least_expected")), data.number("most_expected"))
    margin = data.number("margin")
    for_margin = items_for_margin(expected, margin)
    gain = data.number("typical_gain")
    if target is not None and today is not None:
        gain = max((target - today) / 100, gain)
    for_gain = pairs_for_gain(gain)
    most, least = data.count("most_cases"), data.count("least_cases")
    rows = min(max(for_margin, for_gain, least), most)
    reached = z * math.sqrt(expected * (1 - expected) / rows)
    smallest = next(g / 100 for g in range(1, 100) if pairs_for_gain(g / 100) <= rows)
    return Sizes(rows, expected, reached, smallest, for_margin, for_gain)


def evaluation_files(project: Project) -> dict[str, str]:
    """The sheet, the scripts that fill and score it, and the settings they read."""
    out = {
        "evaluation/cases.csv": _sheet(project),
        "kit.json": json_file(settings(project)),
        "run.py": script("run.py"),
        "score.py": script("score.py"),
    }
    if project.structured or project.guarded:
        out["validate.py"] = script("validate.py")
    if project.words.metric == "rating" or project.task == "question_answering":
        rubric = kit_data().rubric
        lines = rubric.get(project.task, rubric["unknown"])
        out["evaluation/rubric.md"] = filled("rubric.md.j2", lines=lines)
    return out


def settings(project: Project) -> dict[str, object]:
    """What the scripts of the kit read; a person may edit it."""
    data, words, splits = kit_data(), project.words, rules()
    answer = project.value("output_tokens")
    room = data.count("answer_tokens")
    if answer is not None:
        room = max(int(answer * data.number("answer_room")), LEAST_ROOM)
    if project.thinks:
        room += data.count("reasoning_tokens")
    distils = "distillation" in project.stack
    return {
        "title": project.title,
        "model": project.value("model"),
        "metric": words.metric,
        "pass_at": words.pass_at,
        "target": project.value("target_accuracy"),
        "latency_target_ms": project.value("latency_target_ms"),
        "schema": SCHEMA if project.structured else None,
        "constrain": project.structured,
        "policy": "guardrails/policy.json" if project.guarded else None,
        "retries": data.count("retries") if project.guarded else None,
        "decline": DECLINE if project.declines else None,
        "k": data.count("passages_to_model") if project.retrieves else None,
        "request": {"temperature": 0, "max_completion_tokens": room},
        "next": next_step(project),
        "least_cases": data.count("least_cases"),
        "checked_share": data.number("checked_share") if distils else None,
        "bootstrap_rounds": data.count("bootstrap_rounds"),
        "seed": project.seed,
        "splits": {
            "least_examples": splits.least_examples.value,
            "test_share": splits.test_share.value,
            "least_test": splits.least_test.value,
            "most_test": splits.most_test.value,
            "validation_share": splits.validation_share.value,
            "most_validation": splits.most_validation.value,
        },
    }


def next_step(project: Project) -> str:
    """Where to go when the target is out of reach of what is measured."""
    for step in project.assessment.roadmap:
        if step.when == "later" and step.strategy is not None:
            label = strategy_texts()[step.strategy].label
            return f"Take the next step of README.md; after the last: {label}, once {step.trigger}."
    return "Take the next step of README.md."


def _sheet(project: Project) -> str:
    shown = set(shown_examples(project))
    given = () if project.tunes else tuple(e for e in project.examples if e not in shown)
    rows = [(f"c{i:03}", e.asked, e.answer, "", "") for i, e in enumerate(given, start=1)]
    blank = range(len(rows) + 1, max(sizes(project).rows, len(rows)) + 1)
    kinds = _kinds(project)
    for i in blank:
        kind = kinds.get(i % 10, "common")
        rows.append((f"c{i:03}", "", DECLINE if kind == "unanswerable" else "", kind, ""))
    header: tuple[str, ...] = ("id", "input", "expected", "label", "notes")
    if project.retrieves:
        return table((*header, "passages"), ((*row, "") for row in rows))
    return table(header, rows)


def _kinds(project: Project) -> dict[int, str]:
    """What one case in ten is meant to be, beside the common ones."""
    kinds = {3: "hard", 6: "hard", 9: "rare"}
    if project.declines:
        kinds |= {0: "unanswerable", 5: "unanswerable"}
    elif project.value("regulated"):
        kinds |= {0: "must not go wrong", 5: "must not go wrong"}
    return kinds
