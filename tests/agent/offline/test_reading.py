import json
import time
from pathlib import Path

import pytest

from agent.offline.lexicon import DATA, compiled, expand, lists, rules
from agent.offline.reading import Reader
from tools.facts import spec

REFERENCE = (
    "We answer about 120,000 customer emails a month. The tone has to be calm and always the "
    "same. The policy hardly changes. We have roughly 3,000 replies that our best agents wrote."
)
OWN = Path(__file__).parents[2] / "evals" / "utterances_own.jsonl"
TEXTS = [json.loads(line)["text"] for line in OWN.read_text(encoding="utf-8").splitlines()]


def test_the_reference_conversation_is_understood() -> None:
    reading = Reader().read(REFERENCE)
    assert reading.kind == "describe"
    assert reading.facts == {
        "task": "generation",
        "monthly_requests": 120_000,
        "labeled_examples": 3_000,
        "knowledge_update": "static",
        "consistency_need": "high",
    }
    assert reading.ranges["monthly_requests"] == (108_000, 132_000)


def test_every_fact_of_every_own_text_has_a_verbatim_quote() -> None:
    for text in TEXTS:
        reading = Reader().read(text)
        assert reading.quotes.keys() == reading.facts.keys()
        for fact, quote in reading.quotes.items():
            assert quote, (fact, text)
            assert quote in text, (fact, text)


def test_quotes_keep_the_users_spelling() -> None:
    reading = Reader().read("we have 3k LABLED tickets — roughly")
    assert reading.quotes["labeled_examples"] == "we have 3k LABLED tickets"


def test_the_json_has_exactly_the_documented_keys() -> None:
    keys = {"kind", "facts", "ranges", "cleared", "hypothetical", "command", "args", "topic"}
    for text in TEXTS[:100]:
        row = Reader().read(text).to_json()
        assert row.keys() == keys
        assert json.loads(json.dumps(row))["kind"] == row["kind"]


def test_reading_twice_gives_the_same() -> None:
    reader = Reader()
    assert [reader.read(t) for t in TEXTS] == [reader.read(t) for t in TEXTS]


@pytest.mark.parametrize(
    "text",
    [
        "a " * 50_000,
        "1 " * 50_000,
        "(" * 100_000,
        "x" * 100_000,
        "we have 500 tickets a month and " * 3_200,
        "not " * 25_000,
        "one two three hundred " * 4_500,
        "if we " * 17_000,
        "$5k, maybe " * 9_000,
    ],
)
def test_a_paste_of_a_hundred_kilobytes_is_read_in_seconds(text: str) -> None:
    begun = time.perf_counter()
    Reader().read(text, asked="monthly_requests", known={"monthly_requests": 5})
    assert time.perf_counter() - begun < 5


@pytest.mark.parametrize(
    "text",
    ["\x00\x07\x1b[31m", "🚀🚀🚀", "日本語のサポートはありますか", "<b>hi</b>", "\n\n\n", "İİİ ß"],
)
def test_odd_characters_set_nothing(text: str) -> None:
    assert Reader().read(text).facts == {}


def test_unknown_names_in_the_context_are_ignored() -> None:
    reading = Reader().read("500 a day", asked="no_such_fact", known={"nor_this": 1})
    assert reading.facts == {"monthly_requests": 15_000}


def test_every_pattern_compiles_and_every_rule_gives_a_legal_value() -> None:
    for file in sorted(DATA.glob("*.toml")):
        if file.stem in ("macros", "cues", "intents", "commands", "talk", "topics", "masks"):
            for name, patterns in lists(file.stem).items():
                assert compiled(tuple(expand(p) for p in patterns)), (file.name, name)
    for name in ("categories", "answers_by_fact"):
        for rule in rules(name):
            assert compiled(rule.any)
            for value in (rule.value, rule.negated):
                if value is not None:
                    spec(rule.fact).check(value)
