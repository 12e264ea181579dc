"""How charts look: colours, sizes and plan styles, read from `tools/data/charts.toml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from tools.datafiles import Row, read

Theme = Literal["light", "dark"]
Size = Literal["roomy", "wide", "narrow"]


class _Colour(Row):
    light: str
    dark: str
    why: str


class PlanStyle(Row):
    """How one plan is drawn; dash and shape tell it apart where colours cannot."""

    colour: str
    dash: tuple[float, ...]
    shape: str
    why: str


class _Sheet(Row):
    width: int
    font_size: int
    title_size: int
    why: str


class _Font(Row):
    family: str
    why: str
    letter_em: float
    bold_em: float
    letters_why: str


class _ChartsFile(Row):
    colours: dict[str, _Colour]
    plans: tuple[PlanStyle, ...]
    roomy: _Sheet
    wide: _Sheet
    narrow: _Sheet
    font: _Font


@cache
def _file() -> _ChartsFile:
    return read(_ChartsFile, "charts.toml")


def palette() -> Mapping[str, tuple[str, str]]:
    """The colours by name, each as (light, dark)."""
    return {name: (row.light, row.dark) for name, row in _file().colours.items()}


@dataclass(frozen=True, slots=True)
class Style:
    """One theme at one size; lengths are in pixels."""

    theme: Theme
    size: Size

    def colour(self, name: str) -> str:
        """A colour of the palette in this theme."""
        row = _file().colours[name]
        return row.dark if self.theme == "dark" else row.light

    def plan(self, place: int) -> PlanStyle:
        """How the plan at a place (from 0) is drawn; after the last style they start again."""
        plans = _file().plans
        return plans[place % len(plans)]

    @property
    def narrow(self) -> bool:
        """True on a phone."""
        return self.size == "narrow"

    @property
    def width(self) -> int:
        """The width of the whole picture."""
        return self._sheet.width

    @property
    def font_size(self) -> int:
        """The size of ordinary text."""
        return self._sheet.font_size

    @property
    def title_size(self) -> int:
        """The size of the headline."""
        return self._sheet.title_size

    @property
    def family(self) -> str:
        """The font."""
        return _file().font.family

    @property
    def _sheet(self) -> _Sheet:
        return getattr(_file(), self.size)  # type: ignore[no-any-return]

    def width_of(self, text: str, *, bold: bool = False) -> float:
        """About how wide a text is at the ordinary size."""
        font = _file().font
        return len(text) * self.font_size * (font.bold_em if bold else font.letter_em)

    def wrap(self, text: str, width: float, *, size: float, bold: bool = False) -> list[str]:
        """The text in lines of about `width`; a word that is longer is broken."""
        font = _file().font
        room = max(4, int(width / (size * (font.bold_em if bold else font.letter_em))))
        lines = [""]
        for word in text.split():
            while len(word) > room:
                lines.append(word[: room - 1] + "-")
                word = word[room - 1 :]
            joined = f"{lines[-1]} {word}".strip()
            if len(joined) <= room:
                lines[-1] = joined
            else:
                lines.append(word)
        return [line for line in lines if line] or [""]
