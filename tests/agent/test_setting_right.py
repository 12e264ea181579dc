"""A misconception that a message takes for granted is set right unasked, once, with its source."""

import shutil

from agent import Advisor
from agent.offline.speaking.misconceptions import misconceptions
from agent.settings import load_settings
from knowledge import Guidance, quoted
from knowledge.guidance import CORPUS
from tests.agent.conftest import reply
from tests.agent.openai_server import OpenAIServer

PLAN = "We'll fine-tune it on our wiki so that it knows our products."


def test_every_correction_is_a_quote_of_the_guidance(guidance):
    for key, row in misconceptions().items():
        found = quoted(guidance.corpus, row.document, row.quote)
        assert found is not None, key
        assert found.heading, key
        assert guidance.verify(found, found.start, found.end, row.quote), key


def test_it_is_set_right_once_a_conversation_with_its_source(advisor):
    thread = advisor.new_thread()
    first = reply(advisor, thread, PLAN)
    quote = misconceptions()["knowledge_in_weights"].quote
    assert f"“{quote}” [1]" in first.reply
    assert [(c.n, c.document, c.quote) for c in first.citations] == [
        (1, "misconceptions.md", quote)
    ]
    again = reply(advisor, thread, "As I said, we fine-tune it on our wiki.")
    assert quote not in again.reply
    other = reply(advisor, thread, "And RAG will fix the tone of the replies.")
    assert "[2]" in other.reply


def test_the_facts_of_the_same_message_are_recorded_too(advisor):
    done = reply(advisor, advisor.new_thread(), f"{PLAN} We get 40,000 requests a month.")
    assert [f.name for f in done.board.facts if f.name == "monthly_requests"]
    assert "[1]" in done.reply


def test_a_question_about_it_is_answered_and_not_corrected(advisor):
    done = reply(advisor, advisor.new_thread(), "Does fine-tuning stop hallucinations?")
    assert "A word on" not in done.reply
    assert "One thing to know" not in done.reply
    assert done.citations


def test_a_remote_model_is_told_what_to_set_right(open_advisor):
    quote = misconceptions()["knowledge_in_weights"].quote
    with OpenAIServer([f"Careful: {quote} [1]"]) as server:
        advisor = open_advisor(
            openai_base_url=server.url, openai_api_key="sk-test", model="tiny", retries=0
        )
        done = reply(advisor, advisor.new_thread(), PLAN)
    assert any('"set_right"' in m["content"] for m in server.requests[0]["messages"])
    assert done.reply == f"Careful: {quote} [1]"
    assert done.citations[0].quote == quote


def test_a_correction_whose_words_are_gone_is_left_out(data_dir, tmp_path, guidance):
    corpus = tmp_path / "corpus"
    shutil.copytree(CORPUS, corpus)
    path = corpus / "misconceptions.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("does not load them like", "loads them unlike"), encoding="utf-8")
    edited = Guidance.open(data_dir, corpus=corpus)
    advisor = Advisor(load_settings(data_dir=data_dir), guidance=edited)
    try:
        done = reply(advisor, advisor.new_thread(), PLAN)
    finally:
        advisor.close()
    assert done.citations == ()
    assert "like a database" not in done.reply
