"""The thresholds of the data-set check, read from `tools/data/dataset.toml`."""

from functools import cache
from pathlib import Path

from pydantic import Field

from tools.datafiles import Row, read


class Count(Row):
    """A threshold that counts something."""

    value: int = Field(ge=0)
    unit: str
    why: str
    source: str


class Share(Row):
    """A threshold between 0 and 1."""

    value: float = Field(ge=0, le=1)
    unit: str
    why: str
    source: str


class Rules(Row):
    """All thresholds by name."""

    least_examples: Count
    useful_examples: Count
    least_of_a_label: Count
    short_input_words: Count
    short_output_characters: Count
    long_example_tokens: Count
    tokens_of_a_message: Count
    epochs: Count
    most_labels: Count
    near_share: Share
    near_limit: Count
    test_share: Share
    least_test: Count
    most_test: Count
    validation_share: Share
    most_validation: Count


@cache
def rules(path: Path | None = None) -> Rules:
    """The packaged thresholds, or those of a file of the user's.

    Raises:
        BrokenDataFile: the file cannot be used; the message names file and key.
    """
    return read(Rules, "dataset.toml", path)
