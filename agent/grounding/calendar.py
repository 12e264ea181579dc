"""Dates that a text names."""

import re
from functools import cache

from agent.grounding.lexicon import words


@cache
def any_date() -> re.Pattern[str]:
    """One pattern of every form of a date, over lower-case text."""
    table = words("calendar")
    months = "|".join((*table["months"], *table["short"]))
    return re.compile(
        rf"\b\d{{4}}-\d\d-\d\d\b|\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)? (?:{months})\.?(?:,? (?:19|"
        rf"20)\d\d)?\b"
        rf"|\b(?:{months})\.? \d{{1,2}}(?:st|nd|rd|th)?(?!\d)(?:,? (?:19|20)\d\d)?\b"
        rf"|\b(?:{months})\.? (?:of )?(?:19|20)\d\d\b"
        r"|\b\d{1,2}[./]\d{1,2}[./](?:19|20)?\d\d\b|\bq[1-4](?: (?:of )?(?:19|20)\d\d)?\b"
    )


def dates(shown: str) -> list[str]:
    """The dates that a plain text names, in lower case."""
    return [m[0] for m in any_date().finditer(shown.lower())]
