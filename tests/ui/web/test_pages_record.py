"""The record: typeset safely, and brought back with what has changed, or refused in words."""

import json
from datetime import date
from pathlib import Path

import pytest

from agent.settings import Settings, load_settings
from tests.ui.web.attacks import ATTACKS
from tests.ui.web.pages import KNOWN, Reader, ask
from tools.errors import InvalidInput
from tools.facts import ProjectFacts
from tools.record import DecisionRecord, decision_record
from tools.record_json import MAX_BYTES, write_record
from ui.web.pages.record.page import moved
from ui.web.pages.record.results import sheet_html
from ui.web.pages.record.typeset import typeset


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder: Path = tmp_path_factory.mktemp("record")
    return load_settings(data_dir=folder)


@pytest.fixture(scope="module")
def record() -> DecisionRecord:
    return decision_record(
        ProjectFacts.of(KNOWN), title="Customer <b>mail</b>", made_on=date(2026, 1, 2)
    )


def brought(text: str | None, *, size: int | None = None, name: str = "record.json") -> dict:
    """What the browser sends of a chosen file."""
    return {"name": name, "size": len(text or "") if size is None else size, "text": text}


def test_the_record_is_typeset_with_headings_tables_and_room_for_its_charts(
    record: DecisionRecord,
):
    html = sheet_html(record, draw=False)
    reader = Reader(html)
    assert reader.runs == []
    tags = [tag for tag, _ in reader.tags]
    assert {"h3", "h4", "table", "figure"} <= set(tags)
    assert {"h1", "h2", "b"}.isdisjoint(tags)
    assert "Customer <b>mail</b>" in reader.text


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_written_into_a_record_runs_or_loads(attack: str):
    assert Reader(typeset(f"# {attack}\n\n{attack}\n\n| a |\n|---|\n| {attack} |", {})).runs == []


def test_a_record_is_reviewed_and_its_facts_can_be_seen(settings: Settings, record: DecisionRecord):
    text = write_record(record)
    answer = moved(settings, ask(act="file", value=brought(text)))
    words = Reader(answer["parts"]["brought"]).text
    assert "recorded 2026-01-02" in words
    assert "against today’s prices and rules" in words
    assert "Open as a new project" in words
    assert answer["kept"] == {"file": text}


def test_a_record_is_reviewed_against_the_project_that_is_open(
    settings: Settings, record: DecisionRecord
):
    now = {**KNOWN, "labeled_examples": 10}
    answer = moved(settings, ask(facts=now, act="file", value=brought(write_record(record))))
    words = Reader(answer["parts"]["brought"]).text
    assert "3,000 examples → 10 examples" in words
    assert "No longer LoRA / PEFT" in answer["said"]


def test_a_conversation_is_offered_to_be_opened(settings: Settings):
    raw = {"title": "<b>Mail</b>", "messages": [{}, {}], "notebook": {}}
    answer = moved(settings, ask(act="file", value=brought(json.dumps(raw))))
    words = Reader(answer["parts"]["brought"]).text
    assert "<b>Mail</b>" in words
    assert "A conversation with 2 messages." in words


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (brought(None, size=200_000_000, name="film.mov"), "film.mov is 200 MB"),
        (brought("x" * (MAX_BYTES + 1), size=1), "could not be read"),
        (brought("hello"), "is not JSON, or it was cut short"),
        (brought('{"a": 1}'), "neither a decision record nor an exported conversation"),
        (brought("[" * 100_000), "is not JSON, or it was cut short"),
        (brought('{"format": "steerwise decision record", "version": 99}'), "version 99"),
        (brought('{"format": "steerwise decision record", "version": 1}'), "damaged"),
    ],
)
def test_a_wrong_file_is_one_sentence(settings: Settings, value: dict, told: str):
    with pytest.raises(InvalidInput, match=told):
        moved(settings, ask(act="file", value=value))
