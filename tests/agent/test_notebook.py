"""The notebook: entries in, notes out, and everything survives JSON."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from agent.doubts import question_of
from agent.events import Citation
from agent.notebook import Notebook, entries
from agent.notebook.writing import write
from tools.facts import ProjectFacts, make_fact
from tools.scenarios import Scenario

LABELS = {"labeled_examples": make_fact("labeled_examples", 3000, quote="3,000 replies")}
VOLUME = {"monthly_requests": make_fact("monthly_requests", 120_000, bounds=[108_000, 132_000])}


def after(*written):
    return Notebook.from_json(write(None, list(written)))


def test_recorded_facts_keep_range_and_words():
    book = after(entries.record({**LABELS, **VOLUME}, turn=1))
    assert book.facts.known["labeled_examples"].quote == "3,000 replies"
    assert book.facts.known["monthly_requests"].low == 108_000


def test_entries_of_a_step_are_applied_once_to_the_notebook_they_come_to():
    raw, step = write(None, [entries.record(LABELS, turn=1)]), [entries.record(VOLUME, turn=2)]
    assert write(raw, step) is write(raw, step)
    assert set(write(None, step)["facts"]) == {"monthly_requests"}
    assert set(write(raw, step)["facts"]) == {"labeled_examples", "monthly_requests"}
    assert set(write(raw, [entries.mark("undo", turn=2)])["facts"]) == set()


def test_undo_takes_back_everything_one_turn_changed():
    book = after(
        entries.record(LABELS, turn=1),
        entries.record(VOLUME, turn=2),
        entries.forget(["labeled_examples"], turn=2),
        entries.mark("undo", turn=3),
    )
    assert set(book.facts.known) == {"labeled_examples"}


def test_undo_with_nothing_to_undo_changes_nothing():
    assert after(entries.mark("undo", turn=1)) == Notebook()


def test_a_what_if_is_not_a_fact_until_it_is_kept():
    supposed = {"labeled_examples": make_fact("labeled_examples", 100, source="assumption")}
    asked = after(entries.record(LABELS, turn=1), entries.suppose(supposed))
    assert asked.facts.value("labeled_examples") == 3000
    kept = Notebook.from_json(write(asked.to_json(), [entries.mark("keep", turn=3)]))
    assert kept.facts.value("labeled_examples") == 100
    assert kept.supposed is None


def test_undo_after_a_what_if_drops_the_what_if_and_keeps_the_facts():
    book = after(
        entries.record(LABELS, turn=1), entries.suppose(VOLUME), entries.mark("undo", turn=3)
    )
    assert book.supposed is None
    assert set(book.facts.known) == {"labeled_examples"}


def test_start_over_clears_the_facts_and_undo_brings_them_back():
    book = after(entries.record(LABELS, turn=1), entries.mark("restart", turn=2))
    assert not book.facts.known
    back = Notebook.from_json(write(book.to_json(), [entries.mark("undo", turn=3)]))
    assert back.facts.value("labeled_examples") == 3000


def test_an_open_question_counts_as_a_digression_until_something_is_said():
    asked = after(entries.record(LABELS, turn=1), entries.ask("monthly_requests"))
    assert asked.digressed
    answered = Notebook.from_json(write(asked.to_json(), [entries.record(VOLUME, turn=2)]))
    assert not answered.digressed


def test_a_fact_the_user_cannot_tell_is_not_asked_again():
    book = after(entries.ask("task"), entries.forget(["task"], turn=1))
    assert book.asked == ("task",)
    assert book.withdrawn == ()


def test_a_fact_withdrawn_unasked_is_remembered_apart_from_the_questions():
    book = after(entries.record(LABELS, turn=1), entries.forget(["labeled_examples"], turn=2))
    assert book.asked == ()
    assert book.withdrawn == ("labeled_examples",)


def test_a_named_what_if_stays_apart_until_it_is_adopted():
    lean = Scenario("lean", ProjectFacts(VOLUME))
    book = after(entries.record(LABELS, turn=1), entries.name_scenario(lean, turn=2))
    assert book.scenarios == (lean,)
    assert set(book.facts.known) == {"labeled_examples"}
    kept = Notebook.from_json(write(book.to_json(), [entries.adopt_scenario("lean", turn=3)]))
    assert kept.facts.value("monthly_requests") == 120_000
    assert kept.scenarios == (lean,)


def test_the_same_name_in_any_case_replaces_and_keeps_its_place():
    one, other = Scenario("lean", ProjectFacts(VOLUME)), Scenario("B", ProjectFacts(LABELS))
    again = Scenario("LEAN", ProjectFacts(LABELS))
    book = after(*(entries.name_scenario(s, turn=n) for n, s in enumerate((one, other, again), 1)))
    assert book.scenarios == (again, other)


def test_undo_and_redo_cover_naming_and_dropping():
    lean = Scenario("lean", ProjectFacts(VOLUME))
    steps = [
        entries.suppose(VOLUME),
        entries.name_scenario(lean, turn=1),
        entries.drop_scenario("lean", turn=2),
        entries.mark("undo", turn=3),
    ]
    book = after(*steps)
    assert book.scenarios == (lean,)
    again = Notebook.from_json(write(book.to_json(), [entries.mark("redo", turn=4)]))
    assert again.scenarios == ()


def test_redo_brings_back_what_undo_took_until_something_else_changes():
    book = after(
        entries.record(LABELS, turn=1), entries.record(VOLUME, turn=2), entries.mark("undo", turn=3)
    )
    redone = Notebook.from_json(write(book.to_json(), [entries.mark("redo", turn=4)]))
    assert set(redone.facts.known) == {"labeled_examples", "monthly_requests"}
    changed = [entries.forget(["labeled_examples"], turn=4), entries.mark("redo", turn=5)]
    assert Notebook.from_json(write(book.to_json(), changed)).facts.known == {}


def test_a_notebook_of_an_earlier_version_is_read():
    raw = after(entries.record(LABELS, turn=1), entries.record(VOLUME, turn=2)).to_json()
    old = {k: v for k, v in raw.items() if k not in ("scenarios", "withdrawn", "undone")}
    old["past"] = [row[:2] for row in raw["past"]]
    book = Notebook.from_json(old)
    assert book.scenarios == ()
    assert book.past[0].scenarios == ()


def test_entries_of_tools_that_ran_side_by_side_all_count():
    first = write(None, [entries.record(LABELS, turn=1)])
    both = Notebook.from_json(write(first, [entries.record(VOLUME, turn=1)]))
    assert set(both.facts.known) == {"labeled_examples", "monthly_requests"}
    assert len(both.past) == 1


QUOTE = Citation(
    1, "LoRA", "When it fits", "A quote.", "Hu et al.", 2021, "https://x", "lora.md", 0, 8
)

ENTRIES = st.sampled_from(
    [
        entries.record(LABELS, turn=1),
        entries.record(VOLUME, turn=2),
        entries.forget(["labeled_examples"], turn=3),
        entries.suppose(VOLUME),
        entries.ask("task"),
        entries.cite([QUOTE]),
        entries.point_out("these two disagree"),
        entries.mark("keep", turn=4),
        entries.mark("undo", turn=5),
        entries.mark("enough", turn=6),
        entries.mark("restart", turn=7),
        entries.mark("redo", turn=8),
        entries.name_scenario(Scenario("lean", ProjectFacts(VOLUME)), turn=9),
        entries.adopt_scenario("lean", turn=10),
        entries.drop_scenario("lean", turn=11),
    ]
)


@settings(derandomize=True, max_examples=60, deadline=None)
@given(st.lists(ENTRIES, max_size=12))
def test_any_history_of_entries_survives_json(history):
    raw = write(None, history)
    assert json.loads(json.dumps(raw)) == raw
    assert Notebook.from_json(raw).to_json() == raw


SORTING = {"task": make_fact("task", "classification")}
TRANSLATING = {"task": make_fact("task", "translation"), **VOLUME}
OF_TWO = st.sampled_from(
    [
        entries.record(SORTING, turn=1),
        entries.record(TRANSLATING, turn=2),
        entries.forget(["task"], turn=3),
        entries.doubt(TRANSLATING, turn=4, another=True),
        entries.doubt(VOLUME, turn=5, another=True),
        entries.doubt({}, turn=6),
    ]
)


@settings(derandomize=True, max_examples=200, deadline=None)
@given(st.lists(ENTRIES | OF_TWO, max_size=12))
def test_who_waits_to_hear_of_which_project_something_is_has_asked(history):
    book = after(entries.record(SORTING, turn=0), *history)
    assert not book.another or question_of(book) is not None


def test_an_empty_state_is_an_empty_notebook():
    assert Notebook.from_json(None).facts == ProjectFacts()
