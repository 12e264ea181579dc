import pytest

from tests.evals.cases import cases
from tests.evals.simulated import complete, simulate
from tests.tools.projects import SUPPORT_EMAILS, project
from tools.errors import UnknownName
from tools.facts import ProjectFacts, make_fact
from tools.interview import next_question
from tools.vocabulary import Wording, vocabulary
from tools.worth import worths


def test_the_task_comes_first_while_it_is_unknown() -> None:
    found = next_question(ProjectFacts())
    assert found.fact == "task"
    assert found.question == vocabulary()["task"].question
    assert found.replies == vocabulary()["task"].replies
    assert found.could_change


def test_what_goes_wrong_is_asked_next_and_says_where_it_could_lead() -> None:
    found = next_question(project(task="generation", labeled_examples=3000))
    assert found.fact == "failure_mode"
    assert found.could_change.startswith("could move you from ")
    assert found.gain > 1


def test_nothing_known_is_asked_and_nothing_twice() -> None:
    facts, asked = project(task="chat"), ["task"]
    for _ in range(8):
        found = next_question(facts, asked=asked, max_questions=30)
        if found.fact is None:
            break
        assert found.fact not in facts
        assert found.fact not in asked
        asked.append(found.fact)
    assert len(asked) > 3


def test_i_do_not_know_leads_to_another_question_not_to_the_same() -> None:
    facts = project(task="question_answering")
    first = next_question(facts)
    second = next_question(facts, asked=["task", str(first.fact)])
    assert second.fact not in (None, "task", first.fact)


@pytest.mark.parametrize(("most", "done"), [(0, True), (2, True), (3, False)])
def test_the_cap_ends_the_interview(most: int, done: bool) -> None:
    found = next_question(ProjectFacts(), asked=["regulated", "tried"], max_questions=most)
    assert found.done is done
    assert (found.fact is None) is done


def test_it_stops_when_no_answer_can_matter() -> None:
    facts = complete(project(**SUPPORT_EMAILS), seed=1)
    found = next_question(facts)
    assert found.done
    assert found.question == ""
    assert found.gain == 0.0


def test_the_question_does_not_depend_on_the_order_of_facts_or_of_what_was_asked() -> None:
    one = project(task="chat", private_knowledge="some", regulated=True)
    two = project(regulated=True, private_knowledge="some", task="chat")
    asked = ["tried", "task"]
    assert next_question(one, asked=asked) == next_question(two, asked=asked[::-1])


def test_an_unknown_name_among_the_asked_is_an_error() -> None:
    with pytest.raises(UnknownName, match="labeled_examples"):
        next_question(ProjectFacts(), asked=["labelled_examples"])


def test_a_fact_that_no_strategy_reads_is_worth_nothing() -> None:
    found = {row.fact: row.gain for row in worths(project(task="chat"))}
    assert "model" not in found
    assert "output_tokens" not in found


def test_an_answer_is_never_worth_less_than_nothing() -> None:
    for facts in (ProjectFacts(), project(task="code"), project(**SUPPORT_EMAILS)):
        assert all(row.gain >= -1e-9 for row in worths(facts))


def test_a_learned_answer_is_no_longer_worth_asking() -> None:
    facts = project(task="generation")
    known = facts.with_facts({"failure_mode": make_fact("failure_mode", "wrong_behavior")})
    assert "failure_mode" in {row.fact for row in worths(facts)}
    assert "failure_mode" not in {row.fact for row in worths(known)}


def test_on_simulated_projects_it_beats_the_fixed_and_the_random_order() -> None:
    found = simulate(cases(), projects=50)

    def regret(who: str, budget: int) -> float:
        steps = found.steps[who][budget]
        return sum(step.regret for step in steps) / len(steps)

    for budget in (3, 5, 8):
        assert regret("advisor", budget) < regret("fixed order", budget)
        assert regret("advisor", budget) < regret("random order", budget)
    after_five = found.steps["advisor"][5]
    assert regret("advisor", 5) <= 2
    assert sum(s.same or s.close for s in after_five) / len(after_five) >= 0.8
    said = sum(s.chance for s in after_five) / len(after_five)
    assert said == pytest.approx(sum(s.same for s in after_five) / len(after_five), abs=0.12)
    assert sum(found.questions) / len(found.questions) <= 5


MANY = "Besides your good examples, "


@pytest.mark.parametrize("labelled", [50, 3_000, 400_000])
def test_with_good_examples_it_asks_what_else_there_is_to_learn_from(labelled: int) -> None:
    question, replies = vocabulary()["training_signal"].asked({"labeled_examples": labelled})
    assert question.startswith(MANY)
    assert replies[0] == "Only the examples"


@pytest.mark.parametrize("known", [{}, {"labeled_examples": 0}, {"labeled_examples": 49}])
def test_without_examples_it_asks_what_there_is_to_learn_from(known: dict[str, int]) -> None:
    row = vocabulary()["training_signal"]
    assert row.asked(known) == (row.question, row.replies)


def test_the_interview_asks_in_the_wording_that_suits_what_is_known() -> None:
    known = project(task="generation", labeled_examples=3000, failure_mode="wrong_behavior")
    assert next_question(known).question.startswith(MANY)


@pytest.mark.parametrize(
    ("tried", "last"), [((), "No idea yet"), (("prompting",), "Not tried yet")]
)
def test_what_goes_wrong_is_what_is_expected_where_nothing_was_tried(
    tried: tuple[str, ...], last: str
) -> None:
    row = vocabulary()["failure_mode"]
    question, replies = row.asked({"tried": tried})
    assert replies[-1] == last
    assert ("expect" in question) is (not tried)


def test_known_documents_are_not_asked_for_as_if_nobody_had_spoken_of_them() -> None:
    row = vocabulary()["private_knowledge"]
    assert "those documents" in row.asked({"knowledge_tokens": 96_000_000})[0]
    assert row.asked({"monthly_requests": 500})[0] == row.question


def test_the_chips_of_what_goes_wrong_offer_every_option_and_that_nothing_was_tried() -> None:
    row = vocabulary()["failure_mode"]
    assert len(row.replies) == len(row.choices) + 1
    assert len(set(row.replies)) == len(row.replies)


@pytest.mark.parametrize("known", [{"tried": "rag"}, {"tried": ""}])
def test_a_word_where_a_number_or_a_list_is_meant_suits_no_other_wording(
    known: dict[str, str],
) -> None:
    row = vocabulary()["failure_mode"]
    assert row.asked(known) == (row.question, row.replies)


def test_a_choice_has_no_size_that_a_wording_could_ask_for() -> None:
    wording = Wording(fact="knowledge_update", question="Really?", replies=())
    assert not wording.suits({"knowledge_update": "daily"})
