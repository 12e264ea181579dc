"""What goes in and comes out, how alike it must be, what bears labels, what is shown again."""

import pytest

from agent.offline.reading.reader import Reader


@pytest.mark.parametrize(
    ("text", "task"),
    [
        ("Sensor readings go in, a shift report comes out, 40 a day.", "generation"),
        ("Sales figures in, a paragraph of commentary out.", "generation"),
        ("match statistics go in and a match report comes out", "generation"),
        ("a spec sheet goes in, a catalogue text comes out", "generation"),
        ("support mail in, category out (14 of them), as json", "classification"),
        ("complaint text in, fault code out, as json", "classification"),
        ("defect note in, severity out, in json", "classification"),
        ("review text in, sentiment out, json", "classification"),
        ("long transcripts go in, a short summary comes out", "summarization"),
        ("meeting notes in, minutes out", "summarization"),
    ],
)
def test_what_comes_out_tells_the_task(reader: Reader, text: str, task: str) -> None:
    assert reader.read(text).facts["task"] == task


@pytest.mark.parametrize(
    "text",
    ["contract in, parties and dates out as json", "a scan goes in, name and class date come out"],
)
def test_several_fields_are_no_class(reader: Reader, text: str) -> None:
    assert reader.read(text).facts.get("task") in (None, "extraction")


@pytest.mark.parametrize(
    ("text", "need"),
    [
        ("No two have to sound alike.", "low"),
        ("Each shop has its own voice, so the texts need not read alike at all", "low"),
        ("phrasing can drift a bit, nobody cares", "low"),
        ("the tone is free to wander", "low"),
        ("It doesn't matter if the style wobbles from mail to mail", "low"),
        ("it need not be worded the same each time", "low"),
        ("They need to sound alike.", "high"),
        ("all letters must sound alike", "high"),
        ("our sensors wobble, nobody minds", None),
        ("the wording may not wobble at all", None),
    ],
)
def test_alike_they_need_not_be(reader: Reader, text: str, need: str | None) -> None:
    assert reader.read(text).facts.get("consistency_need") == need


def test_what_may_wobble_is_no_fault(reader: Reader) -> None:
    assert "failure_mode" not in reader.read("The phrasing may drift, nobody cares.").facts
    annoying = reader.read("The wording wobbles, which annoys the editors.").facts
    assert annoying == {"failure_mode": "wrong_behavior"}


@pytest.mark.parametrize(
    ("text", "examples"),
    [
        ("Not a single one is labelled.", 0),
        ("not one of these has been tagged", 0),
        ("not one of those pages has been marked up yet", 0),
        ("Of the 4,000 calls not one has a label.", 0),
        ("Not one of them is mislabelled", None),
        ("Not only one of them is annotated", None),
        ("Not one of them has an answer", None),
    ],
)
def test_not_one_with_a_label_is_none(reader: Reader, text: str, examples: int | None) -> None:
    assert reader.read(text).facts.get("labeled_examples") == examples


@pytest.mark.parametrize(
    ("text", "pace"),
    [
        ("People ask about showings. The programme is new, it changes each month", "monthly"),
        ("The playbill changes every month.", "monthly"),
        ("Our timetable is different every month.", "monthly"),
        ("The line-up changes weekly", "weekly"),
        ("The rota changes each week", "weekly"),
        ("the staff changes each month", None),
        ("a bug report goes in and a weekly letter comes out", None),
    ],
)
def test_a_programme_that_changes_is_knowledge(reader: Reader, text: str, pace: str | None) -> None:
    assert reader.read(text).facts.get("knowledge_update") == pace


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("bring back the cost table", "show_costs"),
        ("pull the bill up once more please", "show_costs"),
        ("can I have the costs again?", "show_costs"),
        ("give me another look at the bill", "show_costs"),
        ("throw up the cost overview one more time", "show_costs"),
        ("where was that price table again?", "show_costs"),
        ("put up the ranking again", "show_scores"),
        ("fetch the scores once more", "show_scores"),
        ("put the price up to $40", None),
        ("costs are going up again", None),
        ("our bill went up again", None),
        ("have the costs gone up again?", None),
    ],
)
def test_what_was_shown_is_shown_again(reader: Reader, text: str, command: str | None) -> None:
    known = {"task": "extraction", "monthly_requests": 17_000}
    assert reader.read(text, known=known).command == command
