"""Published projects closest to this one, and the user's named what-ifs side by side."""

from collections.abc import Sequence

from tools.paybacks import payback_time
from tools.precedents import Precedent
from tools.scenarios import ScenarioColumn, ScenarioTable
from tools.strategies import strategy_texts
from ui.web.cards import card, hint
from ui.web.words import esc, link, money, plural, share

NO_SCENARIO = (
    "Ask “what if we had 500 examples?”, then say “call that lean”: named what-ifs stand here side "
    "by side."
)
NO_PRECEDENT = (
    "Tell me the task and what goes wrong today, and I’ll show published projects like it."
)


def precedents_card(precedents: Sequence[Precedent]) -> str:
    """What worked in published projects like this one; they explain, and never score."""
    if not precedents:
        return card("precedents", "Closest to yours", hint(NO_PRECEDENT))
    labels = {name: text.label for name, text in strategy_texts().items()}
    rows = "".join(
        f'<li><p class="title">{esc(p.title)}<span class="flag">{_shared(p)}</span>'
        f"</p><p>{esc(p.result)}</p>"
        f'<dl class="alike">{_words("Worked", [labels.get(w, w) for w in p.worked])}'
        f"{_words('Alike', p.alike)}{_words('Differs', p.differs)}</dl>"
        f'<p class="reference">{esc(p.author)}, {p.year} · {link(p.url)}</p></li>'
        for p in precedents
    )
    body = f'<ul class="precedents">{rows}</ul>'
    return card("precedents", "Closest to yours", body, aside="published, not part of the score")


def _shared(case: Precedent) -> str:
    """How many of the facts that both know are alike; a share of two or three would mislead."""
    both = len(case.alike) + len(case.differs)
    return f"{len(case.alike)} of {plural(both, 'fact')} alike"


def _words(title: str, words: Sequence[str]) -> str:
    return f"<div><dt>{title}</dt><dd>{esc(', '.join(words))}</dd></div>" if words else ""


def scenarios_card(table: ScenarioTable | None) -> str:
    """The project as it is beside the what-ifs that the user named."""
    if table is None or len(table.columns) < 2:
        return card("scenarios", "What-ifs side by side", hint(NO_SCENARIO))
    first, *rest = table.columns
    heads = "".join(f'<th scope="col">{esc(_name(c, first))}</th>' for c in table.columns)
    rows = "".join(
        _row(label, [c.values[n] for c in table.columns], bold=True)
        for n, label in enumerate(table.labels)
    )
    for label, cell in _CELLS:
        rows += _row(label, [cell(column) for column in table.columns], bold=False)
    months = table.horizon_months
    rows += _row(f"{months} months", [_money(c.total_usd) for c in table.columns], bold=False)
    body = (
        '<div class="scroll" tabindex="0" role="region" aria-label="What-ifs side by side">'
        f'<table class="plans side"><thead><tr><td></td>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )
    return card("scenarios", "What-ifs side by side", body, aside=f"{len(rest)} beside the project")


def _name(column: ScenarioColumn, first: ScenarioColumn) -> str:
    return "as it is" if column is first else column.name


def _row(label: str, cells: Sequence[str], *, bold: bool) -> str:
    """One line of the table; what differs from the project as it is stands out."""
    shown = "".join(
        f'<td class="{"moved" if cell != cells[0] else ""}">{esc(cell)}</td>' for cell in cells
    )
    return f'<tr class="{"given" if bold else ""}"><th scope="row">{esc(label)}</th>{shown}</tr>'


def _money(usd: object) -> str:
    return "–" if usd is None else money(usd)  # type: ignore[arg-type]


def _pays_back(column: ScenarioColumn) -> str:
    if column.break_even_months is not None:
        return payback_time(column.break_even_months)
    return "never" if column.never_because else "–"


_CELLS = (
    ("Recommended", lambda c: c.label + (" (close)" if c.close_call else "")),
    ("Score", lambda c: f"{c.score:.1f}"),
    ("Best in", lambda c: share(c.probability)),
    ("How sure", lambda c: share(c.confidence)),
    ("A month", lambda c: _money(c.monthly_usd)),
    ("Once", lambda c: _money(c.one_off_usd)),
    ("Pays back", _pays_back),
)
