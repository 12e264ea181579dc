"""The decision board as HTML: a pure function of `agent.events.Board`, every text escaped."""

from collections.abc import Collection, Sequence

from agent.events import Board, Citation
from knowledge.collections import GUIDANCE
from knowledge.documents import MINE
from ui.web.bills import costs
from ui.web.cards import card, fold, hint
from ui.web.facts import facts_card
from ui.web.likeness import precedents_card, scenarios_card
from ui.web.nextstep import experiment_card
from ui.web.ranking import ranking, roadmap, verdict, what_changes_it
from ui.web.takeaway import takeaway_card
from ui.web.uploads import documents_card
from ui.web.words import esc, link

EMPTY = Board("", "", None, None, (), None, (), "")
NO_VOLUME = "Tell me how many requests a month you expect, and I’ll price the options."
_PROMISES = (
    ("verdict", "A recommendation", "one strategy, what to add to it, and how sure that is"),
    ("ranking", "All eight options", "scored side by side, with the reasons for every point"),
    ("costs", "Costs", "a month, once, and the day it pays back"),
    ("sources", "Sources", "the sentences it relies on, quoted word for word"),
)


def board_html(
    board: Board,
    cited: Collection[int] | None = None,
    *,
    thread: str = "",
    documents: Sequence[str] = (),
    draw: bool = True,
    again: int = 0,
) -> str:
    """Draw the whole board; before anything is known, what it will hold.

    `cited` are the numbers of the sources that replies quote; None stands for all. `thread` is the
    conversation whose downloads are offered, `documents` what it was given to read. Without `draw`
    the places of the charts stay as they are on the page, which is quick. A number in `again` makes
    the page draw anew what it shows already, where somebody has changed it there.
    """
    found = board.assessment
    parts = [f'<p class="sr" role="status">{esc(board.recommendation)}</p>']  # is read aloud
    if found is None:
        parts.append(_empty(known=bool(board.facts)))
    else:
        parts += [
            verdict(found),
            experiment_card(board.experiment, found),
            ranking(found),
            what_changes_it(found, draw=draw),
        ]
    if board.costs is not None:
        parts.append(costs(board.costs, draw=draw))
    elif found is not None:
        parts.append(card("costs", "Costs", hint(NO_VOLUME)))
    if found is not None:
        parts += [
            roadmap(found.roadmap),
            scenarios_card(board.scenarios),
            precedents_card(board.precedents),
        ]
    parts.append(facts_card(board.facts, found.assumed if found else ()))
    if found is not None:
        parts.append(takeaway_card(thread))
    if found is not None or documents:
        parts.append(documents_card(documents))
    shown = {c.n for c in board.citations} if cited is None else cited
    parts.append(sources(board.citations, shown))
    fresh = f' data-again="{int(again)}"' if again else ""
    return f'<div class="board" data-thread="{esc(thread)}"{fresh}>{"".join(parts)}</div>'


def _empty(*, known: bool) -> str:
    title = "Nearly there" if known else "Your decision takes shape here"
    text = (
        "A little more about the project, and the first recommendation appears."
        if known
        else "Describe the project in a sentence or two. With each answer this side fills in:"
    )
    rows = "".join(
        f'<li class="ghost-{key}"><b>{esc(name)}</b><span>{esc(what)}</span></li>'
        for key, name, what in _PROMISES
    )
    return (
        '<section class="card empty" aria-labelledby="card-empty">'
        f'<h2 id="card-empty">{title}</h2><p>{text}</p><ul>{rows}</ul></section>'
    )


def sources(citations: Sequence[Citation], cited: Collection[int]) -> str:
    """The quoted sentences, numbered as in the replies; the chat's chips open these.

    What was read but not `cited` is folded away.
    """
    used = [c for c in citations if c.n in cited]
    rest = [c for c in citations if c.n not in cited]
    more = fold("read", f"Read, but not quoted in a reply ({len(rest)})", _list(rest))
    return card("sources", "Sources", _list(used) + more, aside="quoted word for word")


def _list(citations: Sequence[Citation]) -> str:
    items = "".join(
        f'<li id="source-{int(c.n)}"><span class="n" aria-hidden="true">{int(c.n)}</span><div>'
        f'<p class="title">{esc(c.title)}{_section(c)}{_yours(c)}</p>'
        f"<blockquote>{esc(c.quote)}</blockquote>{_reference(c)}</div></li>"
        for c in citations
    )
    return f'<ol class="sources">{items}</ol>' if items else ""


def _section(citation: Citation) -> str:
    path = [part.strip() for part in citation.section.split(" > ")]
    inner = " › ".join(part for part in path if part and part != citation.title)
    return f'<span class="section">{esc(inner)}</span>' if inner else ""


def _yours(citation: Citation) -> str:
    return "" if citation.collection == GUIDANCE else f'<span class="own">{MINE}</span>'


def _reference(citation: Citation) -> str:
    by = "" if citation.author == MINE else citation.author
    author = ", ".join(str(part) for part in (by, citation.year) if part)
    where = link(citation.url)
    if "<a " not in where:
        where = esc(citation.document)
    return f'<p class="reference">{" · ".join(part for part in (esc(author), where) if part)}</p>'
