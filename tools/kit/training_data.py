"""The data of a kit: training examples, preference pairs, inputs for a teacher."""

from typing import Any

from tools.dataset_rules import rules
from tools.kit.examples import Example
from tools.kit.filling import filled, table
from tools.kit.project import OPEN, Project, label_of
from tools.kit.prompts import answer_of, placeholder_answer, tuned_system


def example_rows(project: Project) -> list[dict[str, Any]]:
    """The user's own examples in the format of the trainer, filled up to the least that trains."""
    shown = list(project.examples)
    labels = project.labels if project.classifies else ("",)
    least = rules().least_examples.value
    for i in range(len(shown) + 1, least + 1):
        answer = placeholder_answer(project, labels[i % len(labels)])
        shown.append(Example(f"{OPEN}: a real input, example {i}", f"{answer}"))
    return [example_row(project, example) for example in shown]


def example_row(project: Project, example: Example) -> dict[str, Any]:
    """One example as the trainer reads it."""
    if project.encodes:
        return {"prompt": example.asked, "completion": label_of(example.answer)}
    return {"messages": [*_asked(project, example), _said(answer_of(project, example))]}


def _asked(project: Project, example: Example) -> list[dict[str, str]]:
    """System and user message exactly as the tuned model will get them in use."""
    user = filled("user.md.j2", p=project).strip()
    passage = f'<passage id="{OPEN}">\n{OPEN}: what search found\n</passage>'
    before, slot, after = user.partition("{{ passages }}")
    user = before + passage + after if slot else before
    before, _, after = user.partition("{{ input }}")
    return [
        {"role": "system", "content": tuned_system(project).strip()},
        {"role": "user", "content": before + example.asked + after},
    ]


def _said(text: str) -> dict[str, str]:
    return {"role": "assistant", "content": text}


def pair_rows(project: Project) -> list[dict[str, Any]]:
    """The user's own comparisons as TRL reads them, filled up to the least that trains."""
    pairs = [e for e in project.examples if e.worse is not None]
    for i in range(len(pairs) + 1, rules().least_examples.value + 1):
        better = f"{OPEN}: the answer people preferred, pair {i}"
        worse = f"{OPEN}: the answer they liked less, pair {i}"
        pairs.append(Example(f"{OPEN}: a real input, pair {i}", better, worse))
    return [
        {
            "prompt": _asked(project, e),
            "chosen": [_said(e.answer)],
            "rejected": [_said(str(e.worse))],
        }
        for e in pairs
    ]


def input_table(project: Project) -> str:
    """The inputs a teacher is to answer: the user's own, and rows to fill."""
    rows = [(f"i{n:05}", e.asked) for n, e in enumerate(project.examples, start=1)]
    rows += [(f"i{n:05}", "") for n in range(len(rows) + 1, len(rows) + 11)]
    return table(("id", "input"), rows)
