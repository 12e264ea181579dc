"""The prompt of a kit: templates with slots, examples, labels, the schema of the answer."""

import json
from typing import Any

from tools.kit.examples import Example, varied
from tools.kit.filling import filled, json_file, json_lines, table
from tools.kit.project import DECLINE, OPEN, Project, fields_of
from tools.kit.wording import kit_data

SCHEMA = "prompt/schema.json"


def prompt_files(project: Project) -> dict[str, str]:
    """The prompted baseline; where weights are trained also the short prompt of the tuned model."""
    schema = schema_of(project)
    out = {
        "prompt/system.md": filled(
            "system.md.j2",
            p=project,
            decline=DECLINE,
            reasoning=reasons_first(project),
            keys=_keys(schema),
        ),
        "prompt/user.md": filled("user.md.j2", p=project),
        "prompt/examples.jsonl": json_lines(
            {"input": e.asked, "output": answer_of(project, e)} for e in shown_examples(project)
        ),
    }
    if project.classifies:
        rows = [(label, f"{OPEN}: when it applies, and when not") for label in project.labels]
        out["prompt/labels.csv"] = table(("label", "definition"), rows)
    if project.stuffs:
        out["prompt/documents.md"] = f"{OPEN}: paste the documents here, each under a heading.\n"
    if schema is not None:
        out[SCHEMA] = json_file(schema)
    if project.tunes and not project.encodes:
        out["prompt_tuned/system.md"] = tuned_system(project)
        out["prompt_tuned/user.md"] = out["prompt/user.md"]
    return out


def shown_examples(project: Project) -> list[Example]:
    """The examples that the prompt shows: the user's own, or places to write some."""
    data = kit_data()
    most = data.count("few_shot")
    if project.classifies:
        most = max(most, min(len(project.labels), data.count("labels_shown")))
    if project.examples:
        return varied(project.examples, most)
    labels = project.labels if project.classifies else ("",) * 3
    return [
        Example(f"{OPEN}: a real input, case {i}", placeholder_answer(project, label))
        for i, label in enumerate(labels[:most], start=1)
    ]


def answer_of(project: Project, example: Example) -> str:
    """The answer of an example in the form that is asked for: labels in JSON where that is."""
    if not (project.classifies and project.structured) or example.answer.startswith("{"):
        return example.answer
    return json.dumps({"label": example.answer}, ensure_ascii=False)


def placeholder_answer(project: Project, label: str = "") -> str:
    """What stands where a good answer is to be written, in the right form."""
    schema = schema_of(project)
    if schema is None:
        return label or f"{OPEN}: the answer you would be happy to send"
    return json.dumps({key: _sample(key, rule) for key, rule in schema["properties"].items()})


def tuned_system(project: Project) -> str:
    """The system prompt of the tuned model: short, and the same in training and in use."""
    job = project.words.job.replace(" below", "").replace(OPEN, "the agreed language")
    job = "answer each input as you were taught" if project.task == "unknown" else job
    answer = project.words.answer.replace(", spelled as below,", "")
    if project.structured:
        answer = "Answer with one JSON object and nothing else."
    if project.declines:
        answer += f" If the answer is not in the passages, reply exactly: {DECLINE}"
    return filled("tuned.md.j2", job=job, answer=answer)


def schema_of(project: Project) -> dict[str, Any] | None:
    """The JSON schema of the answers, from the examples where they are JSON; None for free text.

    Every field is required and no other allowed, as constrained decoding asks for; a field that
    may be missing is null.
    """
    if not project.structured:
        return None
    properties: dict[str, Any] = {}
    found = fields_of(project.examples)
    if reasons_first(project):
        most = kit_data().count("reasoning_characters")
        properties["reasoning"] = {"type": "string", "maxLength": most}
        found.pop("reasoning", None)
    if project.classifies:
        properties["label"] = {"type": "string", "enum": list(project.labels)}
    elif found:
        properties |= {key: _rule(kinds) for key, kinds in found.items()}
    else:
        blank = {
            "type": ["string", "null"],
            "description": f"{OPEN}: name the field, say what it holds",
        }
        properties |= {f"field_{i}": dict(blank) for i in (1, 2, 3)}
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def reasons_first(project: Project) -> bool:
    """True when room to think comes before the answer, and the user's examples do not forbid it."""
    if not project.thinks or not project.structured or not project.examples:
        return project.thinks
    return "reasoning" in fields_of(project.examples)


def _rule(kinds: set[str]) -> dict[str, Any]:
    if {"integer", "number"} <= kinds:
        kinds = kinds - {"integer"}
    out: dict[str, Any] = {"type": sorted(kinds) if len(kinds) > 1 else next(iter(kinds))}
    if "array" in kinds:
        out["items"] = {}
    return out


def _sample(key: str, rule: dict[str, Any]) -> Any:
    if "enum" in rule:
        return rule["enum"][0]
    samples = {"string": f"{OPEN} {key}", "integer": 0, "number": 0.5, "boolean": True}
    kinds = [rule["type"]] if isinstance(rule["type"], str) else rule["type"]
    found = [samples[kind] for kind in kinds if kind in samples]
    return found[0] if found else [] if "array" in kinds else {} if "object" in kinds else None


def _keys(schema: dict[str, Any] | None) -> str:
    """The names of the fields as the prompt lists them; odd names stay in the schema alone."""
    if schema is None:
        return ""
    names = [key for key in schema["properties"] if key.isidentifier()]
    return ", ".join(f"`{name}`" for name in names) + ", as in the examples"
