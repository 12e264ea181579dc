"""What people do with their evenings, lists of goods, and counts of each are no facts asked for."""

import pytest

from agent.offline.reading.reader import Reader

CHAT = {"task": "chat"}


@pytest.mark.parametrize(
    "asked", [None, "knowledge_update", "private_knowledge", "requirement_change"]
)
@pytest.mark.parametrize(
    "text",
    [
        "Replying to them takes me two hours each night",
        "It costs my wife half an hour every morning",
        "My sister answers all of them herself after work",
        "my brother reads everything himself every evening",
        "I spend most evenings on it, every day",
    ],
)
def test_peoples_own_time_tells_nothing_of_documents(
    reader: Reader, text: str, asked: str | None
) -> None:
    facts = reader.read(text, asked=asked, known=CHAT).facts
    assert not {"knowledge_update", "private_knowledge", "requirement_change"} & set(facts)


@pytest.mark.parametrize(
    ("text", "asked", "value"),
    [
        ("We write new menus every morning", "knowledge_update", "daily"),
        ("It takes us a day to update the guide every month", "knowledge_update", "monthly"),
        ("I lose an hour on it every night. Prices change weekly.", "knowledge_update", "weekly"),
        ("All of them rest on our own files", "private_knowledge", "heavy"),
    ],
)
def test_what_is_changed_or_drawn_on_is_read(
    reader: Reader, text: str, asked: str, value: str
) -> None:
    assert reader.read(text, asked=asked, known=CHAT).facts[asked] == value


@pytest.mark.parametrize("asked", [None, "labeled_examples", "monthly_requests"])
@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("We have a catalogue of our 80 lamps with their sizes, five pages", 2_000),
        ("Just a menu of our 45 dishes, four pages", 1_600),
    ],
)
def test_a_list_of_goods_is_a_small_body_of_documents(
    reader: Reader, text: str, tokens: int, asked: str | None
) -> None:
    facts = reader.read(text, asked=asked, known=CHAT).facts
    assert facts["knowledge_tokens"] == tokens
    assert not {"labeled_examples", "monthly_requests"} & set(facts)


@pytest.mark.parametrize("asked", [None, "labeled_examples"])
@pytest.mark.parametrize(
    "text", ["a list of 300 questions with approved answers", "a catalogue of 300 labelled photos"]
)
def test_a_list_of_examples_holds_examples(reader: Reader, text: str, asked: str | None) -> None:
    assert reader.read(text, asked=asked, known=CHAT).facts["labeled_examples"] == 300


@pytest.mark.parametrize("known", [CHAT, {**CHAT, "monthly_requests": 900}])
@pytest.mark.parametrize(
    "text", ["Roughly 4 mails per case", "we see 5 letters for each order", "2 calls per patient"]
)
def test_so_many_of_each_are_no_requests_a_month(
    reader: Reader, text: str, known: dict[str, object]
) -> None:
    reading = reader.read(text, asked="monthly_requests", known=known)
    assert "monthly_requests" not in reading.facts


@pytest.mark.parametrize(
    ("text", "value"),
    [("400 mails per month", 400), ("about 400", 400), ("40 mails per day", 1200)],
)
def test_a_count_of_a_period_is_one(reader: Reader, text: str, value: float) -> None:
    assert reader.read(text, asked="monthly_requests").facts["monthly_requests"] == value


@pytest.mark.parametrize(
    ("text", "fact", "value"),
    [
        ("a meeting runs 45 minutes, about 9,000 tokens", "prompt_tokens", 9_000),
        ("Visits last twenty minutes, some 3,000 words", "prompt_tokens", 3_900),
        ("a talk runs 45 minutes and the summary has 400 tokens", "output_tokens", 400),
        ("400 tokens or so", "output_tokens", 400),
    ],
)
def test_what_is_listened_to_goes_in(reader: Reader, text: str, fact: str, value: float) -> None:
    facts = reader.read(text, asked="output_tokens", known={"task": "summarization"}).facts
    sizes = {f: v for f, v in facts.items() if f.endswith("_tokens")}
    assert sizes == {fact: value}
