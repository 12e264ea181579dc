"""How a conversation becomes a decision record."""

from collections.abc import Iterable

from agent.events import Citation
from agent.notebook import Notebook
from agent.settings import Settings
from tools.record import DecisionRecord, Quote, decision_record
from tools.tariffs import tariffs


def record_of(
    book: Notebook, *, title: str, quotes: Iterable[Citation], settings: Settings
) -> DecisionRecord:
    """The record of what a notebook holds, with the quotes that the conversation showed.

    Raises:
        InvalidInput: nothing is known of the project yet.

    """
    shown = {quote.n: quote for quote in quotes}
    return decision_record(
        book.facts,
        title=title,
        made_on=settings.today,
        quotes=[_quote(shown[n]) for n in sorted(shown)],
        scenarios=book.scenarios,
        seed=settings.seed,
        horizon_months=settings.horizon_months,
        table=tariffs(settings.prices_file),
    )


def _quote(citation: Citation) -> Quote:
    return Quote(
        n=citation.n,
        quote=citation.quote,
        title=citation.title,
        section=citation.section,
        author=citation.author,
        year=citation.year,
        url=citation.url,
        document=citation.document,
        start=citation.start,
        end=citation.end,
        collection=citation.collection,
    )
