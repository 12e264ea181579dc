"""What a page asks of Python and what it gets back: plain JSON, checked on its way in."""

import functools
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from agent.project import Project
from tools.errors import InvalidInput, SteerwiseError
from tools.facts import ProjectFacts
from tools.scenarios import Scenario
from ui.web.words import sentence

Answer = dict[str, Any]
log = logging.getLogger(__name__)

BROKEN = "Something went wrong on our side; nothing was lost. Change a value to try again."
GONE = "This link leads to no project: it was deleted, or it lives in another data folder."
LONGEST = 400  # characters of one field of a form


@dataclass(frozen=True)
class Ask:
    """One question of a page.

    `form` holds its fields by name, a list where several may be chosen; `kept` what an earlier
    answer gave it to keep; `act` names what was pressed ("" when a field moved), `value` comes
    with it. `project` is None where no conversation is open, `missing` true where its link leads
    nowhere.
    """

    thread: str = ""
    project: Project | None = None
    missing: bool = False
    form: Mapping[str, Any] = field(default_factory=dict)
    kept: Mapping[str, Any] = field(default_factory=dict)
    act: str = ""
    value: Any = None

    @property
    def facts(self) -> ProjectFacts:
        """What the project knows; nothing where none is open."""
        return ProjectFacts() if self.project is None else self.project.facts

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """The named what-ifs of the project; none where none is open."""
        return () if self.project is None else tuple(self.project.scenarios)

    def text(self, name: str, default: str = "") -> str:
        """One field as text; what is missing or no text is `default`."""
        found = self.form.get(name, default)
        return found[:LONGEST] if isinstance(found, str) else default

    def chosen(self, name: str) -> tuple[str, ...]:
        """The ticked values of a group of boxes."""
        found = self.form.get(name)
        rows = found if isinstance(found, list) else []
        return tuple(dict.fromkeys(str(item)[:LONGEST] for item in rows))


def read_ask(advisor: Any, data: Any) -> Ask:
    """Read what the browser sent; parts of the wrong kind count as empty."""
    raw = data if isinstance(data, Mapping) else {}
    thread = raw.get("thread")
    thread = thread if isinstance(thread, str) else ""
    form, kept = raw.get("form"), raw.get("kept")
    project = _project(advisor, thread)
    return Ask(
        thread=thread if project else "",
        project=project,
        missing=bool(thread) and project is None,
        form=form if isinstance(form, Mapping) else {},
        kept=kept if isinstance(kept, Mapping) else {},
        act=str(raw.get("act") or "")[:LONGEST],
        value=raw.get("value"),
    )


def _project(advisor: Any, thread: str) -> Project | None:
    try:
        return advisor.project(thread) if thread else None
    except InvalidInput:
        return None


def told_plainly(answer: Callable[[Any], Answer]) -> Callable[[Any], Answer]:
    """Say in one sentence why there is no answer, so that the page can show it."""

    @functools.wraps(answer)
    def guarded(data: Any) -> Answer:
        try:
            return answer(data)
        except SteerwiseError as error:
            return {"sorry": sentence(str(error))}
        except Exception:
            log.exception("a page could not be served")
            return {"sorry": BROKEN}

    return guarded
