"""What goes wrong, told in people's own words when they are asked for it."""

import pytest

from agent.offline.reading.reader import Reader
from tools.vocabulary import spec

FAULT = "failure_mode"
KNOWN = {"task": "extraction", "monthly_requests": 2000}


def _fault(text: str, asked: str | None = FAULT) -> object:
    return Reader().read(text, asked=asked, known=KNOWN).facts.get(FAULT)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("it cites paragraphs that aren't there", "missing_knowledge"),
        ("it uses APIs that don't exist", "missing_knowledge"),
        ("it has never heard of our products", "missing_knowledge"),
        ("confidently wrong about our own policies", "missing_knowledge"),
        ("it gives false information", "missing_knowledge"),
        ("It misses clauses", "wrong_behavior"),
        ("ignores our glossary", "wrong_behavior"),
        ("too long-winded", "wrong_behavior"),
        ("answers in the wrong language", "wrong_behavior"),
        ("switches to English halfway through", "wrong_behavior"),
        ("users say it rambles on and on", "wrong_behavior"),
        ("it sticks everything into 'other'", "wrong_behavior"),
        ("a different answer each time", "wrong_behavior"),
        ("too many false positives", "wrong_behavior"),
        ("our parser chokes on it", "wrong_format"),
        ("it wraps the output in markdown", "wrong_format"),
        ("it gets the totals wrong", "weak_reasoning"),
        ("it jumps to conclusions", "weak_reasoning"),
        ("multi-step questions trip it up", "weak_reasoning"),
        ("it reveals customer data", "unsafe_output"),
        ("people can trick it", "unsafe_output"),
        ("it swears at people", "unsafe_output"),
        ("times out at peak hours", "cost_latency"),
        ("it takes forever", "cost_latency"),
        ("can't complain", "none"),
        ("I don't see any problem", "none"),
    ],
)
def test_a_complaint_answers_the_question_what_goes_wrong(text: str, value: str) -> None:
    assert _fault(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "users don't like it",
        "everything",
        "our agents miss deadlines because they look everything up",
        "lawyers overlook clauses, that's why we want this",
        "customers write in English",
        "it should ignore boilerplate",
        "it must not skip a page",
        "replies in English please",
        "our customers are rude",
        "people often forget to sign",
        "we don't follow any standard",
        "it isn't rude",
        "no false positives",
        "it's not biased",
        "it never misses a clause",
        "complex cases go to a person",
        "the contracts are long",
        "I don't follow you",
    ],
)
def test_what_people_do_or_wish_or_deny_is_no_fault_of_the_model(text: str) -> None:
    assert _fault(text) is None


def test_the_same_words_tell_no_fault_where_nobody_asked_for_one() -> None:
    assert _fault("it skips the closed orders", asked=None) is None
    assert "self_hosted" not in Reader().read("it should never leave out a date").facts


@pytest.mark.parametrize("row", spec(FAULT).once, ids=lambda row: "-".join(row.among) or row.fact)
def test_each_answer_on_offer_is_read_as_the_choice_in_its_place(row) -> None:
    for choice, reply in zip(spec(FAULT).choices, row.replies, strict=False):
        known = {"task": row.among[0]} if row.among else {"task": "chat"}
        assert Reader().read(reply, asked=FAULT, known=known).facts == {FAULT: choice}, reply


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("jailbreak", "adversarial"),
        ("enter jailbreak mode", "adversarial"),
        ("how do I stop jailbreaks?", "question"),
        ("people jailbreak it", "answer"),
    ],
)
def test_who_worries_about_jailbreaks_is_no_attacker(text: str, kind: str) -> None:
    assert Reader().read(text, asked=FAULT, known=KNOWN).kind == kind
