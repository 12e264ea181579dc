"""Not knowing is an answer: it records nothing, whatever the question and however it is said."""

import pytest

from agent.offline.reading.reader import Reader
from tools.vocabulary import vocabulary

NOT_KNOWN = (
    "No idea.",
    "no idea, to be honest",
    "Not sure.",
    "I can't remember",
    "We forgot to measure that.",
    "That's beyond me, sorry",
    "nobody knows that here",
    "We don't have that number.",
    "hmm, dont knwo",
    "Our analyst would know.",
    "How should I know?",
    "none of your business",
    "nobody told us a number yet",
    "they never gave me any limit",
)


@pytest.mark.parametrize("said", NOT_KNOWN)
def test_not_knowing_records_nothing_whatever_was_asked(said: str) -> None:
    read = {n: Reader().read(said, asked=n, known={"task": "chat"}) for n in vocabulary()}
    assert {name: r.facts for name, r in read.items() if r.facts or r.ranges} == {}
    assert [name for name, r in read.items() if r.cleared != (name,)] == []


def test_a_guess_beside_not_knowing_is_taken() -> None:
    reader = Reader()
    assert reader.read("no idea, maybe weekly", asked="knowledge_update").facts == {
        "knowledge_update": "weekly"
    }
    told = reader.read("Hmm, no idea, my nephew set it all up.", asked="private_knowledge")
    assert told.facts == {}


def test_every_quick_reply_is_read_as_an_answer_to_its_question() -> None:
    open_ones = {"Not measured yet", "Haven't tried", "Not decided", "Not tried yet", "No idea yet"}
    open_ones.add("No fixed limit")
    for name, rule in vocabulary().items():
        for reply in {*rule.replies, *(said for row in rule.once for said in row.replies)}:
            read = Reader().read(
                reply, asked=name, known={} if name == "task" else {"task": "chat"}
            )
            answered = {*read.facts, *read.ranges, *(read.cleared if reply in open_ones else ())}
            assert name in answered, (name, reply, read)


@pytest.mark.parametrize("said", ["No fixed limit", "there is no set budget", "no hard cap yet"])
@pytest.mark.parametrize("asked", ["monthly_budget_usd", "upfront_budget_usd"])
def test_no_limit_is_no_budget_of_nothing(said: str, asked: str) -> None:
    read = Reader().read(said, asked=asked)
    assert (read.facts, read.cleared) == ({}, (asked,))
    assert Reader().read("no money at all", asked=asked).facts == {asked: 0}
