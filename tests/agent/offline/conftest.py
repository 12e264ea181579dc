"""What reads messages in the tests: by rules alone, and with what was learned."""

import pytest

from agent.offline.reading.reader import Reader
from knowledge.embedding import Embedder

READERS = {"rules": Reader(), "learned": Reader(Embedder())}


@pytest.fixture(params=READERS)
def reader(request: pytest.FixtureRequest) -> Reader:
    """Each of the two in turn."""
    return READERS[request.param]
