"""What only looks like a fact stays none, and what is one beside it is still read."""

import pytest

from agent.offline.reading import asides
from agent.offline.reading.reader import Reader

KNOWN = {"task": "extraction", "monthly_requests": 2000}
FAULT = "failure_mode"


def _told(text: str) -> dict[str, object]:
    return dict(Reader().read(text).facts)


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Recalls are expensive, so 5% of the reports are read again", None),
        ("Illegal goods are rare, so 3% of the adverts are opened", None),
        ("Life is busy, so 80% of our readers never write", None),
        ("The law is clear, so 100 percent of the forms go to a clerk", None),
        ("A wrong dose is dangerous, so 98% accuracy.", 98),
        ("A slip is costly, therefore 97 % correct", 97),
        ("One lost file means a fine, hence 99 %.", 99),
    ],
)
def test_a_share_of_things_is_no_level_that_mistakes_demand(text, target):
    assert _told(text).get("target_accuracy") == target


@pytest.mark.parametrize(
    ("text", "regulated"),
    [
        ("An error costs us nothing less than our permit", True),
        ("Mistakes hurt nobody except the sick", True),
        ("Errors cost nobody time but they cost lives", True),
        ("Errors cost nothing compared to the gain", None),
        ("Mistakes cost us nothing.", False),
        ("A wrong label harms nobody, so we are relaxed", False),
        ("A mistake here would hurt no one", False),
    ],
)
def test_mistakes_that_cost_nothing_are_told_to_the_end_of_the_clause(text, regulated):
    assert _told(text).get("regulated") == regulated


@pytest.mark.parametrize(
    ("text", "aside"),
    [
        ("Can it sort FDA warnings?", ""),
        ("which model is good for MDR files?", ""),
        ("Is Dora quick enough?", ""),
        ("what does an AI act on?", ""),
        ("what does the AI act on?", ""),
        ("does it comply with the AI act?", "law"),
        ("What about DORA?", "law"),
        ("are we under the EU AI Act?", "law"),
        ("is it SOC 2 compliant?", "law"),
        ("does MiFID apply to us?", "law"),
        ("would it fall under NIS2?", "law"),
        ("can we get it certified to ISO 27001?", "law"),
    ],
)
def test_a_law_is_asked_about_in_words_of_a_law(text, aside):
    assert asides.by_words(text) == aside


@pytest.mark.parametrize(
    ("text", "supposed"),
    [
        ("what if we cached the prompt and had 700 examples?", {"labeled_examples": 700}),
        ("what if the cache is cold and the volume doubles?", {"monthly_requests": 4000}),
        ("what if we used prompt caching?", {}),
    ],
)
def test_a_cache_beside_a_supposition_does_not_hide_it(text, supposed):
    assert dict(Reader().read(text, known=KNOWN).hypothetical) == supposed


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("it hardly misses a clause", None),
        ("it seldom overlooks anything", None),
        ("it misses clauses", "wrong_behavior"),
        ("it ignores the explicit instructions", "wrong_behavior"),
        ("the explicit limits are clear", None),
        ("it writes explicit content", "unsafe_output"),
        ("it uses slang and we love it", None),
        ("it uses slang", "wrong_behavior"),
        ("our builds take ages", None),
        ("answers take ages", "cost_latency"),
        ("the importer crashes at night", None),
        ("the importer crashes on it", "wrong_format"),
    ],
)
def test_a_fault_is_one_of_the_model_and_not_praised(text, value):
    assert Reader().read(text, asked=FAULT, known=KNOWN).facts.get(FAULT) == value


@pytest.mark.parametrize(
    ("text", "fact", "value"),
    [
        ("We deployed a classifier to production, an agency tuned it", "ml_expertise", None),
        ("They tuned the ranker in production before they quit", "ml_expertise", None),
        ("We tuned two rankers in production", "ml_expertise", "strong"),
        ("we translate scripts into R rated films", "task", "translation"),
        ("Move the code into Go-live in May", "task", None),
        ("We translate scripts from SAS into R", "task", "code"),
        ("Vendors send files that are not valid XML, we sum them up", "output_format", None),
        ("The output is not valid JSON", "output_format", "structured"),
        ("Nobody approves clouds in the picture", "self_hosted", None),
        ("Nobody here approves of public clouds", "self_hosted", True),
        ("There is nothing for set-up, but perhaps next year", "upfront_budget_usd", None),
        ("There is nothing for set-up.", "upfront_budget_usd", 0),
    ],
)
def test_words_of_something_else_tell_no_fact(text, fact, value):
    assert _told(text).get(fact) == value
