"""What the index of one data folder is made of: the catalog, the vectors, what computes them."""

from dataclasses import dataclass

from knowledge.catalog import Catalog
from knowledge.embedding import Embedder
from knowledge.index import Index
from knowledge.staging import Staging

LAYOUT = 7  # raise it when passages, vectors or their metadata change: every index is rebuilt then


@dataclass(frozen=True)
class Store:
    """What an ingest writes to: the catalog, and the vectors; the caller holds the lock."""

    catalog: Catalog
    staging: Staging
    index: Index
    embedder: Embedder

    def vectors_of(self, number: int) -> str:
        """The name under which the vectors of a collection are stored."""
        return f"{self.prefix}{number}"

    @property
    def prefix(self) -> str:
        """What the names of all collections of this data folder begin with."""
        return f"steerwise-{self.catalog.note('folder')}-"

    def is_whole(self, number: int, passages: int) -> bool:
        """True when no vectors were lost."""
        return self.index.count(self.vectors_of(number)) >= passages
