"""The lists and limits that rules judge by: none is left over, none is missing."""

import re

import pytest

from agent.offline.words import lexicon

RULES = (
    "accuracies", "answers", "asking", "budgets", "classes", "corpora", "corrections", "cues",
    "durations", "frequencies", "groups", "labelled", "leftovers", "levels", "multiples",
    "number_words", "numbered", "products", "rates", "ratios", "replies", "reports", "sentences",
    "series", "shares", "sides", "sizes", "sums", "talk", "terms", "volumes", "whatifs", "wishes",
)  # fmt: skip
SOURCE = "".join(f.read_text(encoding="utf-8") for f in lexicon.DATA.parents[1].rglob("*.py"))


# names put together, such as f"none_of_{asked}", as patterns of what they may be
MADE = [
    re.sub(r"\{\w+\}", r"\\w+", name)
    for name in re.findall(r"""(?:shape|pattern|any_of)\(f["']([\w{}]+)["']""", SOURCE)
]


def used(name: str) -> bool:
    whole = re.search(rf"""["']{name}["']""", SOURCE) is not None
    return whole or any(re.fullmatch(made, name) for made in MADE)


def test_a_name_put_together_counts_only_where_a_list_is_asked_for_by_it():
    assert used("none_of_labeled_examples")
    assert used("out_again")
    assert not used("in_nobody_asks_for_it_")


@pytest.mark.parametrize("file", [*RULES, "intents", "macros"])
def test_no_list_holds_the_same_words_twice(file):
    rows = lexicon.lists(file).items()
    assert [name for name, words in rows if len(words) != len(set(words))] == []


@pytest.mark.parametrize("file", RULES)
def test_every_list_of_words_is_asked_for(file):
    assert [name for name in lexicon.lists(file) if not used(name)] == []


def test_every_limit_is_asked_for():
    limits = lexicon.tables("limits")
    assert [f"{of}.{n}" for of, table in limits.items() for n in table if not used(n)] == []


def test_a_shape_begins_and_ends_where_it_says():
    assert lexicon.shape("times_behind", "numbered").match("x as many") is not None
    assert lexicon.shape("factor_before", "numbered").search("by a factor of ") is not None
    assert lexicon.shape("factor_before", "numbered").search("a factor of that") is None


def test_a_missing_list_is_named():
    with pytest.raises(KeyError, match="no_such_words"):
        lexicon.shape("no_such_words", "numbered")
