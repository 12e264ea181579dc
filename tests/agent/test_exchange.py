"""A conversation leaves as a file and comes back as it was; a file that lies is turned away."""

import copy
import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.exchange import FORMAT, MOST_BYTES, VERSION, exported, restored
from agent.notebook import Notebook
from tests.agent.conftest import reply
from tools.errors import InvalidInput

PROJECT = "We answer 120,000 customer emails a month and have 3,000 good replies."
SAID = (
    PROJECT,
    "the tone drifts",
    "what if we only had 100 examples? call it lean",
    "why not RAG?",
    "actually 50k emails a month",
)
GOES_ON = ("undo", "what did I tell you?", "just tell me")


def _all(quotes):
    return tuple(quotes)


@pytest.fixture(scope="module")
def spoken(tmp_path_factory, guidance):
    """An advisor, one conversation and its export."""
    from agent import Advisor
    from agent.settings import load_settings

    advisor = Advisor(load_settings(data_dir=tmp_path_factory.mktemp("said")), guidance=guidance)
    thread = advisor.new_thread()
    for text in SAID:
        reply(advisor, thread, text)
    yield advisor, thread, advisor.export(thread)
    advisor.close()


def test_a_conversation_goes_on_elsewhere_exactly_as_it_would_here(spoken):
    advisor, thread, data = spoken
    elsewhere = advisor.restore(json.loads(json.dumps(data)))
    assert elsewhere != thread
    assert advisor.export(elsewhere) == data
    shown = [(m.role, m.text, m.citations) for m in advisor.history(thread)]
    assert [(m.role, m.text, m.citations) for m in advisor.history(elsewhere)] == shown
    copied = advisor.restore(data)
    for text in GOES_ON:
        one, other = reply(advisor, elsewhere, text), reply(advisor, copied, text)
        assert (one.reply, one.board, one.turn) == (other.reply, other.board, other.turn)


def test_the_file_says_what_it_is_and_holds_facts_with_their_words(spoken):
    data = spoken[2]
    assert (data["format"], data["version"]) == (FORMAT, VERSION)
    assert [m["role"] for m in data["messages"]] == ["user", "assistant"] * len(SAID)
    assert data["notebook"]["facts"]["monthly_requests"]["quote"] in SAID[-1]
    assert data["notebook"]["scenarios"][0][0] == "lean"


def _set(path, value):
    def change(data):
        *way, last = path
        for step in way:
            data = data[step]
        data[last] = value

    return change


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (_set(["version"], 99), "version 99"),
        (_set(["version"], True), "version True"),
        (_set(["format"], "novel"), "'novel'"),
        (_set(["messages", 0, "role"], "system"), "messages.0.role"),
        (_set(["messages", 0, "text"], ""), "messages.0.text"),
        (_set(["messages", 1, "marks"], {"evil": 1}), "message 2: evil"),
        (_set(["messages", 1, "marks", "lead"], ["magic", 0.5]), "message 2: lead"),
        (_set(["messages", 1, "marks", "asked"], "shoe_size"), "message 2"),
        (_set(["notebook", "facts", "monthly_requests", "value"], -5), "monthly_requests"),
        (_set(["notebook", "facts", "monthly_requests", "quote"], "a million"), "nobody wrote"),
        (_set(["notebook", "facts", "shoe_size"], {"value": 44}), "shoe_size"),
        (_set(["notebook", "facts", "monthly_requests", "source"], "oracle"), "oracle"),
        (_set(["notebook", "asked"], ["shoe_size"]), "shoe_size"),
        (_set(["notebook", "changes"], -1), "counted"),
        (_set(["notebook", "citations"], [{}]), "notebook cannot be read"),
        (_set(["notebook", "extra"], 1), "no notebook has"),
        (_set(["notebook"], []), "notebook"),
        (_set(["title"], "x" * 300), "title"),
        (_set(["surprise"], 1), "surprise"),
    ],
)
def test_a_file_that_was_tampered_with_is_one_sentence_with_the_way_out(spoken, change, says):
    advisor, _, data = spoken
    damaged = copy.deepcopy(data)
    change(damaged)
    before = len(advisor.threads())
    with pytest.raises(InvalidInput) as caught:
        advisor.restore(damaged)
    text = str(caught.value)
    assert says in text
    assert "steerwise export" in text or "update Steerwise" in text
    assert "\n" not in text
    assert len(advisor.threads()) == before


@pytest.mark.parametrize("data", [None, [], "x", 7, {}, {"format": 1}, {"format": FORMAT}])
def test_what_is_no_conversation_at_all_is_said_so(data):
    with pytest.raises(InvalidInput, match="conversation"):
        restored(data, verify=_all)


def test_a_file_that_is_too_large_is_turned_away(spoken):
    data = {**spoken[2], "files": ["x" * MOST_BYTES]}
    with pytest.raises(InvalidInput, match="I read up to"):
        restored(data, verify=_all)


def test_a_quote_that_its_document_does_not_hold_is_left_out(spoken):
    kept = restored(spoken[2], verify=lambda quotes: quotes[:0])
    assert kept.notebook.citations == ()
    assert kept.notebook.facts.value("monthly_requests") == 50_000


def test_an_empty_or_unknown_conversation_has_no_export(advisor):
    with pytest.raises(InvalidInput, match="nothing was said"):
        advisor.export(advisor.new_thread())
    with pytest.raises(InvalidInput, match="does not exist"):
        advisor.export("nowhere")


plain = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


@given(notebook=st.dictionaries(st.sampled_from(sorted(Notebook().to_json())), plain, max_size=4))
def test_no_notebook_of_a_stranger_is_taken_in_unless_it_reads_back_the_same(notebook):
    data = {**exported("t", [], Notebook()), "notebook": notebook}
    with suppress(InvalidInput):
        kept = restored(data, verify=_all)
        assert kept.notebook.to_json() == {**Notebook().to_json(), **notebook}
