"""The phrases of the offline model: templates read from data files, filled strictly."""

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined, Template, TemplateError

from agent.offline.words.lexicon import DATA
from tools.errors import BrokenDataFile

TOPICS = ("", "_advice", "_bill", "_follow", "_what_if", "_talk")
PACKAGED = tuple(DATA / f"phrases{topic}.toml" for topic in TOPICS)


class Phrases:
    """All phrases by name."""

    def __init__(self, paths: Sequence[Path] = PACKAGED) -> None:
        """Read the files.

        Raises:
            BrokenDataFile: a file cannot be read, or names a phrase that another one has.

        """
        jinja = Environment(undefined=StrictUndefined, autoescape=False)
        self._variants: dict[str, list[Template]] = {}
        for file in paths:
            try:
                raw = tomllib.loads(file.read_text(encoding="utf-8"))
                for name, text in raw.items():
                    if name in self._variants:
                        raise ValueError(f"{name} is defined twice")
                    texts = [text] if isinstance(text, str) else text
                    self._variants[name] = [jinja.from_string(t) for t in texts]
            except (OSError, ValueError, TemplateError) as error:
                raise BrokenDataFile(f"{file}: {error}") from error

    def turn(self, number: int) -> "TurnPhrases":
        """The phrases for one turn; the number picks among variants."""
        return TurnPhrases(self, number)

    def render(self, name: str, variant: int, values: dict[str, Any]) -> str:
        """Fill one variant of a phrase."""
        variants = self._variants[name]
        return variants[variant % len(variants)].render(values)


class TurnPhrases:
    """Says phrases in the variant of one turn."""

    def __init__(self, phrases: Phrases, turn: int) -> None:
        self._phrases, self.number = phrases, turn

    def __call__(self, name: str, /, **values: Any) -> str:
        """The phrase `name`, filled with `values`; a missing value raises."""
        return self._phrases.render(name, self.number, values)

    def nth(self, name: str, n: int, /, **values: Any) -> str:
        """The variant `n` of a phrase, whatever the turn."""
        return self._phrases.render(name, n, values)
