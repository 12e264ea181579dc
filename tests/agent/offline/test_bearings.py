"""An answer about the methods ends with what it means for this project."""

from tests.agent.conftest import reply

PROJECT = (
    "We answer questions from our handbook, 40,000 a month; facts change daily and the bot lacks"
    " knowledge of our products. 300 good examples."
)


def _last(advisor, thread, text):
    """The last paragraph that neither asks nor recalls the advisor's question."""
    parts = reply(advisor, thread, text).reply.split("\n\n")
    return next(p for p in reversed(parts) if "**" not in p and not p.startswith("("))


def test_it_speaks_of_what_the_question_is_about(advisor):
    thread = advisor.new_thread()
    first = reply(advisor, thread, PROJECT).board.assessment.ranking[0].label
    assert first == "Retrieval (RAG)"
    assert _last(advisor, thread, "What is RAG?").startswith(
        "For your project Retrieval (RAG) is the first choice"
    )
    assert "behind Retrieval (RAG)" in _last(advisor, thread, "What is LoRA?")
    both = _last(advisor, thread, "Is RAG or LoRA better for changing facts?")
    assert both.startswith("On your facts, of 100: Retrieval (RAG)")
    neither = _last(advisor, thread, "Is LoRA better than prompting?")
    assert "In front of them all is Retrieval (RAG)" in neither
    asked = _last(advisor, thread, "How many examples do we need?")
    assert "300 good examples" in asked


def test_nothing_is_said_of_a_project_that_is_not_known(advisor):
    done = reply(advisor, advisor.new_thread(), "What is LoRA?")
    assert "project" not in done.reply.split("**")[0]
    assert done.citations


def test_talk_beside_the_matter_is_no_second_greeting(advisor):
    thread = advisor.new_thread()
    reply(advisor, thread, PROJECT)
    for idle in ("haha, good one", "how are you?"):
        said = reply(advisor, thread, idle).reply
        assert said.startswith(("Whenever you like", "Ready when you are", "I'm here"))
    assert reply(advisor, thread, "hello again").reply.startswith("H")


def test_a_sum_in_a_currency_that_is_not_counted_is_asked_for_in_dollars(advisor):
    thread = advisor.new_thread()
    reply(advisor, thread, PROJECT)
    told = reply(advisor, thread, "not more than €2k a month").reply
    assert told.startswith("I count in US dollars")
    assert "couldn't place" not in told


def test_a_term_asked_for_in_passing_is_explained(advisor):
    thread = advisor.new_thread()
    plain = reply(advisor, thread, "What is LoRA?").citations[0].quote
    assert reply(advisor, thread, "and what's LoRA anyway").citations[0].quote == plain


def test_what_another_strategy_would_save_is_counted_for_that_one(advisor):
    thread = advisor.new_thread()
    assert "Retrieval" in reply(advisor, thread, PROJECT).board.costs.plans[1].label
    told = reply(advisor, thread, "How much would LoRA save us?").reply
    assert "Hosted fine-tune" in told.split("Assumed")[0]
    assert "Retrieval" not in told.split("Assumed")[0]


def test_classes_that_are_only_listed_are_counted_and_lose_nothing(advisor):
    thread = advisor.new_thread()
    told = reply(advisor, thread, "sort bike faults: brake / wheel / light / other. 300 a day")
    known = advisor.board(thread).facts
    values = {fact.name: fact.value for fact in known}
    assert (values["label_classes"], values["monthly_requests"]) == (4, 9000)
    assert "left something out" not in told.reply
