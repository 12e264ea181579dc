"""The prompts, kept as Markdown and filled strictly."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tools.vocabulary import STRATEGIES, vocabulary

_FOLDER = Path(__file__).parent


def system_prompt() -> str:
    """The stable part of the system prompt; a name that is missing raises."""
    facts = list(vocabulary().values())
    return _filled("system.md", facts=facts, strategies=STRATEGIES)


def json_form(functions: Sequence[Mapping[str, Any]]) -> str:
    """How a model that knows no tools writes calls down; `functions` as OpenAI describes them."""
    written = [json.dumps(f, ensure_ascii=False, separators=(",", ":")) for f in functions]
    return _filled("json_form.md", functions=written)


def phrasing_prompt(question: str) -> str:
    """What a model is told that only phrases a draft; `question` is empty where none is asked."""
    return _filled("phrasing.md", question=question)


def _filled(name: str, **values: Any) -> str:
    jinja = Environment(
        loader=FileSystemLoader(_FOLDER), undefined=StrictUndefined, autoescape=False
    )
    return jinja.get_template(name).render(**values).strip()
