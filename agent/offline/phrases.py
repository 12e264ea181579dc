"""The phrases of the offline model: templates read from a data file, filled strictly."""

import tomllib
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined, TemplateError

from tools.errors import BrokenDataFile

PACKAGED = Path(__file__).parent / "data" / "phrases.toml"


class Phrases:
    """All phrases by name."""

    def __init__(self, path: Path | None = None) -> None:
        file = path or PACKAGED
        jinja = Environment(undefined=StrictUndefined, autoescape=False)
        try:
            raw = tomllib.loads(file.read_text(encoding="utf-8"))
            self._variants = {
                name: [jinja.from_string(t) for t in ([text] if isinstance(text, str) else text)]
                for name, text in raw.items()
            }
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
