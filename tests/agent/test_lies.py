"""A lying model over real HTTP: none of its lies is streamed, stored or exported.

Every lie is told to one grounded model, in a stream and whole; one lie of each kind is told in a
turn of the advisor.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from langchain_core.messages import BaseMessage
from langchain_openai import ChatOpenAI

from agent import Advisor
from agent.events import Done, TextDelta
from agent.grounding import unsupported
from agent.remote.grounded import HELD_BACK, GroundedChatModel
from agent.settings import load_settings
from knowledge import Guidance
from tests.agent.lying import HONEST, MESSAGE, RECORD, SEARCH, VALUES, as_sent, evidence, rows
from tests.agent.openai_server import OpenAIServer
from tools.record_text import markdown as record_text

LIES = rows("lies.toml", "lies")
FIRST_OF_KIND = dict(reversed(LIES))
MOST_FALSE_ALARMS = 0.03  # share of honest sentences that are held back


class Liar:
    """Answers requests: the tools where none has answered, then the lie, as often as asked."""

    def __init__(self) -> None:
        self.says, self.search = "", SEARCH

    def __call__(self, body):
        told = any(m["role"] == "tool" for m in body["messages"])
        if body.get("tools") and not told:
            return [RECORD, self.search]
        return f"{HONEST} {self.says}" if body["messages"][-1]["role"] == "tool" else self.says


@pytest.fixture(scope="module")
def liar() -> Liar:
    return Liar()


@pytest.fixture(scope="module")
def lied_to(
    tmp_path_factory: pytest.TempPathFactory, guidance: Guidance, liar: Liar
) -> Iterator[Advisor]:
    """An advisor whose model lies."""
    with OpenAIServer(liar) as server:
        settings = load_settings(
            data_dir=tmp_path_factory.mktemp("lies"),
            openai_base_url=server.url,
            openai_api_key="sk-lies",
            model="liar",
            retries=0,
        )
        advisor = Advisor(settings, guidance=guidance)
        yield advisor
        advisor.close()


@pytest.fixture(scope="module")
def turn(lied_to: Advisor, liar: Liar) -> list[BaseMessage]:
    """The messages of a turn in which facts were recorded and quotes found."""
    thread = lied_to.new_thread()
    liar.says, liar.search = "", SEARCH
    list(lied_to.stream(thread, MESSAGE))
    return as_sent(lied_to, thread)


@pytest.fixture(scope="module")
def grounded(lied_to: Advisor) -> GroundedChatModel:
    url = lied_to.settings.openai_base_url
    return GroundedChatModel(
        inner=ChatOpenAI(model="liar", base_url=url, api_key="sk", max_retries=0)
    )


def named(row):
    return pytest.param(*row, id=f"{row[0]}-{str(row[1]['says'])[:40]!a}")


def gone(lie) -> list[str]:
    return lie.get("gone", [lie["says"].strip()])


@pytest.mark.parametrize("streaming", [True, False], ids=["streamed", "whole"])
@pytest.mark.parametrize(("kind", "lie"), [named(row) for row in LIES if "document" not in row[1]])
def test_no_lie_passes_the_check(grounded, liar, turn, kind, lie, streaming):
    liar.says = lie["says"]
    if streaming:
        chunks = [chunk.message for chunk in grounded._stream(turn)]
        said, marks = "".join(str(c.text) for c in chunks), chunks[-1].additional_kwargs
    else:
        message = grounded._generate(turn).generations[0].message
        said, marks = str(message.text), message.additional_kwargs
    assert HONEST in said
    assert marks[HELD_BACK]["asked_again"] >= 1
    assert sum(marks[HELD_BACK].values()) > marks[HELD_BACK]["asked_again"] - 1
    for text in gone(lie):
        assert text not in said


def told(advisor: Advisor, liar: Liar, lie, folder: Path) -> tuple[str, Done]:
    """One turn in which the model lies: what reached the user, and how it ended."""
    thread = advisor.new_thread()
    liar.says, liar.search = lie["says"], SEARCH
    if "document" in lie:
        file = folder / "note.md"
        file.write_text(f"# Note\n\n{lie['document']}\n")
        advisor.ingest(thread, [file])
        liar.search = ("search_guidance", {"query": lie["document"]})
    events = list(advisor.stream(thread, MESSAGE))
    streamed = "".join(e.delta for e in events if isinstance(e, TextDelta))
    done = events[-1]
    assert isinstance(done, Done), done
    kept = advisor._state(thread)["messages"][-1]
    assert streamed == done.reply == advisor.history(thread)[-1].text == str(kept.text)
    assert kept.additional_kwargs[HELD_BACK]["asked_again"] >= 1
    exported = advisor.record(thread)
    assert exported.assessment.primary == "peft"
    spoken = [m["text"] for m in advisor.export(thread)["messages"] if m["role"] == "assistant"]
    assert lie["says"].strip() not in record_text(exported)
    if "document" not in lie:  # whose quote the notebook keeps as it stands in the file
        kept_notes = json.dumps(advisor.export(thread), ensure_ascii=False)
        assert lie["says"].strip() not in kept_notes
    assert not any(text in said for text in gone(lie) for said in spoken)
    return streamed, done


@pytest.mark.parametrize(
    ("kind", "lie"),
    [named(row) for row in LIES if "document" in row[1] or FIRST_OF_KIND[row[0]] is row[1]],
)
def test_no_lie_reaches_the_user_the_history_or_the_record(lied_to, liar, tmp_path, kind, lie):
    said, done = told(lied_to, liar, lie, tmp_path)
    for text in gone(lie):
        assert text not in said
    assert done.board.recommendation.startswith("LoRA / PEFT")
    assert {fact.name for fact in done.board.facts} == {name for name, _, _ in VALUES}


def test_honest_sentences_pass(turn):
    found = evidence(turn)
    held = [text for _, text in rows("honest.toml", "sentences") if unsupported(text, found)]
    assert len(held) <= MOST_FALSE_ALARMS * len(rows("honest.toml", "sentences")), held


def test_there_are_enough_lies_and_honest_sentences():
    assert len(LIES) >= 60
    assert len(rows("honest.toml", "sentences")) >= 60


def test_what_was_held_back_is_counted_when_the_built_in_model_takes_the_reply_over(
    lied_to, liar, monkeypatch
):
    thread = lied_to.new_thread()
    monkeypatch.setattr(Liar, "__call__", lambda self, body: "RAG costs $777.")
    reply = list(lied_to.stream(thread, "Why not RAG?"))[-1].reply
    assert "$777" not in reply
    assert "built-in model" in reply
    assert lied_to.usage(thread).held_back.dropped >= 1
