"""Named what-ifs by their words: saving, keeping, dropping, comparing; and what is none of it."""

import pytest

from agent.offline.reading.reader import Reader

NAMES = ("lean", "plan B")
KNOWN = {"task": "chat", "monthly_requests": 120_000}


def read(text: str, names: tuple[str, ...] = NAMES) -> tuple[str | None, dict[str, object]]:
    reading = Reader().read(text, known=KNOWN, scenarios=names)
    return reading.command, dict(reading.args)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("call that lean", "lean"),
        ("Let's call this scenario Black Friday, please", "Black Friday"),
        ("save this as plan B", "plan B"),
        ("store it under “Q4 rush”", "Q4 rush"),
        ("keep that as the lean plan", "lean plan"),
        ("that's plan C", "plan C"),
        ("save that scenario", ""),
    ],
)
def test_a_what_if_gets_the_name_as_it_was_written(text: str, name: str) -> None:
    assert read(text) == ("keep", {"scenario": name})


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("keep plan B", "plan B"),
        ("go with LEAN", "lean"),
        ("make plan B the facts", "plan B"),
        ("use plan C", "plan C"),
        ("keep leen", "leen"),
    ],
)
def test_a_named_what_if_can_become_the_facts(text: str, name: str) -> None:
    assert read(text) == ("keep", {"adopt": name})


@pytest.mark.parametrize(
    ("text", "names"),
    [("drop plan B", ["plan B"]), ("delete 'lean'", ["lean"]), ("remove all scenarios", [])],
)
def test_named_what_ifs_can_be_dropped(text: str, names: list[str]) -> None:
    assert read(text) == ("undo", {"scenarios": names})


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("compare plan B with now", ["plan B"]),
        ("plan B vs now", ["plan B"]),
        ("compare lean and plan B side by side", ["lean", "plan B"]),
        ("how does lean compare with today?", ["lean"]),
        ("compare the scenarios", []),
        ("list the scenarios", []),
        ("what was plan b?", ["plan B"]),
        ("compare plna B with now", ["plna B"]),
    ],
)
def test_named_what_ifs_are_put_side_by_side(text: str, names: list[str]) -> None:
    assert read(text) == ("compare", {"scenarios": names})


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("save it as pdf", "export"),
        ("save this as a markdown file", "export"),
        ("keep that", "keep"),
        ("let's go with that scenario", "keep"),
        ("compare LoRA with RAG", "compare"),
        ("drop the latency", None),
        ("that's LoRA", None),
    ],
)
def test_other_words_name_no_scenario(text: str, command: str | None) -> None:
    found, args = read(text)
    assert found == command
    assert not {"scenario", "adopt", "scenarios"} & set(args)


def test_without_any_scenario_only_plain_plan_names_are_taken_for_one() -> None:
    assert read("keep plan B", ()) == ("keep", {"adopt": "plan B"})
    assert read("compare all", ()) != ("compare", {"scenarios": []})


def test_a_what_if_can_be_named_in_the_same_breath() -> None:
    reading = Reader().read("What if volume doubled? Call it peak.", known=KNOWN)
    assert reading.kind == "what_if"
    assert reading.hypothetical == {"monthly_requests": 240_000}
    assert reading.args == {"scenario": "peak"}


def test_redo_brings_back_what_undo_took() -> None:
    assert read("redo that") == ("undo", {"redo": True})
    assert read("undo that") == ("undo", {})
