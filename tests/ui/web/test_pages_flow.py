"""The flow chart: the path lit, both verdicts, answers by clicking."""

from tests.ui.web.attacks import ATTACKS
from tests.ui.web.pages import Reader, ask
from tools.facts import ProjectFacts
from ui.web.pages.flow.answers import to_take, with_answers
from ui.web.pages.flow.diagram import Box, diagram
from ui.web.pages.flow.page import moved, opened

ALL_YES = {
    "answer:labeled_examples": "yes",
    "answer:consistency_need": "yes",
    "answer:monthly_requests": "yes",
    "answer:target_accuracy": "yes",
}


def lit(html: str) -> int:
    """How many questions the path has come to."""
    return html.count('class="step lit"')


def test_without_a_project_the_first_question_ends_it():
    answer = opened(ask(), seed=0)
    assert lit(answer["page"]) == 1
    assert "Nothing is known yet" in answer["page"]
    assert answer["said"].startswith("The chart says Prompting")


def test_four_times_yes_leads_to_tuning_and_lights_the_whole_path():
    answer = moved(ask(ALL_YES), seed=0)
    assert lit(answer["parts"]["chart"]) == 4
    assert answer["said"].startswith("The chart says LoRA / PEFT")
    assert "as answered" in answer["parts"]["chart"]


def test_a_project_lights_its_own_path_and_says_why_the_engine_differs():
    facts = {"labeled_examples": 3_000, "consistency_need": "medium", "monthly_requests": 120_000}
    reader = Reader(opened(ask(facts=facts), seed=0)["page"])
    assert "3,000 examples" in reader.text
    assert "One no ends the chart" in reader.text or "They agree" in reader.text
    checked = [a["id"] for _, a in reader.tags if "checked" in a]
    assert "answer-consistency_need-no" in checked
    assert "answer-target_accuracy-open" in checked


def test_only_answers_that_differ_from_the_project_are_taken():
    project = ProjectFacts.of({"labeled_examples": 3_000})
    same = with_answers(project, {"answer:labeled_examples": "yes"})
    assert to_take(same, project) == {}
    other = with_answers(project, {"answer:labeled_examples": "open"})
    assert to_take(other, project) == {"labeled_examples": None}


def test_the_picture_is_told_in_words_and_holds_no_markup_of_its_texts():
    for attack in ATTACKS:
        html = diagram([Box(attack, attack, True, attack)], attack, attack)
        reader = Reader(html)
        assert reader.runs == []
        assert reader.tags[0][1]["aria-label"] == attack.replace("\r", "")
