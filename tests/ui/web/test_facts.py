"""The facts on the board: known, assumed and open, each with a field that fits."""

import json
import re

import pytest

from agent.editing import check_edit
from tests.ui.web import samples
from tests.ui.web.attacks import ATTACKS
from tools.vocabulary import vocabulary
from ui.web.facts import facts_card, facts_script, rules


def test_a_value_is_a_button_that_carries_it_exactly():
    fact = samples.BoardFact(
        "monthly_requests", "requests a month", 123_456, "123,000", "user", None
    )
    html = facts_card([fact], ())
    assert 'data-fact="monthly_requests" data-value="123456"' in html
    assert 'aria-label="Requests a month: 123,000. Change it"' in html


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("consistency_need", "high", "high"),
        ("regulated", True, "yes"),
        ("tried", ["prompting", "rag"], "Prompting and Retrieval (RAG)"),
        ("tried", [], "nothing yet"),
        ("monthly_requests", 5, "about five"),
    ],
)
def test_a_value_beside_its_label_does_not_say_the_label_again(name, value, shown):
    fact = samples.BoardFact(name, "the label", value, "about five", "user", None)
    assert f">{shown}</button>" in facts_card([fact], ())


def test_every_fact_that_is_not_known_can_be_set_too():
    html = facts_card(samples.board().facts, samples.board().assessment.assumed)
    assert set(re.findall(r'data-fact="(\w+)"', html)) == set(vocabulary())


def test_an_edit_is_no_quote_of_the_user():
    quote = "Requests a month: 5"
    fact = samples.BoardFact("monthly_requests", "requests a month", 5, "5", "user", quote)
    assert "set by you" in facts_card([fact], ())
    assert "<q>" not in facts_card([fact], ())


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_a_fact_holds_never_becomes_markup(attack):
    fact = samples.BoardFact("model", "model", attack, attack, "user", attack)
    html = facts_card([fact], ())
    (value,) = re.findall(r'data-fact="model" data-value="([^"]*)"', html)
    assert "<" not in value
    assert not re.search(
        r"<(?!/?(?:section|h2|dl|div|dt|dd|button|span|q|p|details|summary)\b)", html
    )


@pytest.mark.parametrize("name", list(vocabulary()))
def test_every_choice_that_a_field_offers_can_be_set(name):
    rule = rules()[name]
    assert rule["help"]
    for key, shown in rule.get("choices", ()):
        assert shown
        value = [key] if rule["kind"] == "strategies" else key
        assert name in check_edit({name: value}, origin="board").facts


def test_the_script_of_the_fields_carries_the_rules():
    first, rest = facts_script("open();").split(";\n", 1)
    assert json.loads(first.removeprefix("const RULES = ")) == json.loads(json.dumps(rules()))
    assert rest == "open();"
