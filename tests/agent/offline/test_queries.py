"""What the program looks up for and against a strategy finds a document about that strategy."""

import pytest

from agent.offline.planning.queries import query_on
from agent.quotes import quotes_of
from knowledge import strategies_of
from tools.vocabulary import STRATEGIES


@pytest.mark.parametrize("strategy", STRATEGIES)
@pytest.mark.parametrize("side", ["fits", "limits"])
def test_a_strategy_is_spoken_for_and_against_by_its_own_document(guidance, side, strategy):
    query = query_on(strategy, side)
    found = guidance.search(query)
    assert not found.declined, query
    first = quotes_of(found, query)[0]
    assert strategy in strategies_of(guidance.corpus, first.document), (query, first.document)
    assert len(first.quote.split()) >= 10
