"""How tests read what the pages draw."""

from html.parser import HTMLParser

from agent.project import Project
from tools.facts import ProjectFacts
from tools.scenarios import Scenario
from ui.web.pages.asking import Ask

KNOWN = {"task": "generation", "monthly_requests": 120_000, "labeled_examples": 3_000}


class Reader(HTMLParser):
    """The tags, the words and the running attributes of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    @property
    def runs(self) -> list[str]:
        """What could run or load: scripts, handlers, foreign images, script links."""
        found = [tag for tag, _ in self.tags if tag in ("script", "iframe", "img", "object")]
        for _, attrs in self.tags:
            found += [name for name in attrs if name.startswith("on")]
            found += [v for k, v in attrs.items() if k in ("href", "src") and "javascript:" in v]
        return found

    def names(self, name: str) -> list[str]:
        """The values of the fields of that name."""
        return [a.get("value", "") for _, a in self.tags if a.get("name") == name]


def ask(
    form: dict[str, object] | None = None,
    *,
    facts: dict[str, object] | None = None,
    title: str = "Customer mail",
    scenarios: tuple[Scenario, ...] = (),
    **more: object,
) -> Ask:
    """A question of a page, with a project where `facts` are given."""
    known = ProjectFacts.of(facts) if facts else None
    project = Project(title, known, scenarios) if known else None
    return Ask("thread" if project else "", project, form=form or {}, **more)  # type: ignore[arg-type]
