"""The prompts, kept as Markdown and filled strictly."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tools.facts import STRATEGIES, vocabulary

_FOLDER = Path(__file__).parent


def system_prompt() -> str:
    """The stable part of the system prompt; a name that is missing raises."""
    jinja = Environment(
        loader=FileSystemLoader(_FOLDER), undefined=StrictUndefined, autoescape=False
    )
    facts = list(vocabulary().values())
    return jinja.get_template("system.md").render(facts=facts, strategies=STRATEGIES).strip()
