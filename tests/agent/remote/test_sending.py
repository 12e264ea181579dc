"""What is sent to a remote model: a stable beginning, bounded, no fact lost."""

import json
from dataclasses import replace

from langchain_core.messages import AIMessage, HumanMessage, SystemMessage, ToolMessage

from agent.briefing import NOTHING
from agent.digest import digest
from agent.events import Citation
from agent.notebook import Notebook
from agent.prompts import system_prompt
from agent.remote.sending import BLOCK, MOST_LINES, to_send
from agent.state import FACTS, STEP
from tools.tokens import count_tokens

MOST_TOKENS = 6000  # of a prompt after any number of turns, the current message aside
STEPS = {"label": "Scoring", "summary": "LoRA / PEFT first with 84.1", "ok": True, "seconds": 0.1}
DIGEST = {"facts": {"labeled_examples": "3,000 good examples"}}


def conversation(turns: int) -> list:
    """A conversation of so many turns, each with a tool call, its result and a long reply."""
    messages: list = [SystemMessage(system_prompt(), additional_kwargs={FACTS: lambda: DIGEST})]
    for turn in range(1, turns + 1):
        call = {"name": "score_strategies", "args": {}, "id": f"c{turn}"}
        messages += [
            HumanMessage(f"Message {turn}: " + "we have more to tell. " * 60),
            AIMessage("", tool_calls=[call]),
            ToolMessage("{}" * 500, tool_call_id=f"c{turn}", additional_kwargs={STEP: STEPS}),
            AIMessage(f"Reply {turn}. " + "It stays as it was. " * 60),
        ]
    return messages


def sent_at(turn: int) -> list:
    return to_send([*conversation(turn - 1), HumanMessage(f"Message {turn}: last")])


def size(messages) -> int:
    return count_tokens(json.dumps([str(m.text) for m in messages]))


def test_the_prompt_stays_bounded_over_two_hundred_turns():
    sizes = [size(sent_at(turn)) for turn in range(1, 201, 9)]
    assert max(sizes) <= MOST_TOKENS
    assert max(sizes[4:]) <= 1.6 * min(sizes[4:])


def test_the_facts_are_with_the_last_message_however_long_the_conversation_is():
    assert "3,000 good examples" in str(sent_at(200)[-1].text)


def test_the_beginning_is_the_same_from_turn_to_turn():
    kept = 0
    for turn in range(2, 60):
        before, now = sent_at(turn - 1), sent_at(turn)
        assert before[0].text == now[0].text == system_prompt()
        same = [a.text == b.text for a, b in zip(before[:-1], now, strict=False)]
        kept += all(same)
    assert kept >= (1 - 1 / BLOCK) * 58 - 1


def test_results_of_earlier_turns_are_left_out_and_those_of_this_turn_are_kept():
    this = [*conversation(2), HumanMessage("Message 3"), *conversation(1)[2:4]]
    sent = to_send(this)
    assert sum(isinstance(m, ToolMessage) for m in sent) == 1
    assert isinstance(sent[-1], ToolMessage)


def test_what_is_left_out_is_said():
    assert "turns are left out" in str(sent_at(30)[1].text)


def test_turns_that_are_left_out_are_summed_up_in_a_line_each():
    text = str(sent_at(11)[1].text).split("]")[0]
    lines = text.splitlines()[1:]
    assert [line.split(":")[0] for line in lines] == [
        f"- {n}. “Message {n}" for n in range(1, len(lines) + 1)
    ]
    assert all("LoRA / PEFT first with 84.1" in line for line in lines)
    assert str(sent_at(200)[1].text).count("\n- ") == MOST_LINES


def test_a_quote_of_the_users_own_documents_is_marked_in_the_digest():
    quote = Citation(1, "Note", "", "We ship it", "", None, "", "note.md", 0, 10, "files-x")
    known = digest(replace(Notebook(), citations=(quote,)), NOTHING)
    assert known["quotes"][0]["own"] is True
