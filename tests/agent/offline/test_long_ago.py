"""What was long ago, and what seldom changes: models tuned then, spans of years, old habits."""

from typing import Any

import pytest

from agent.offline.reading.reader import Reader


def _told(reader: Reader, text: str, *facts: str, asked: str | None = None) -> dict[str, Any]:
    read = reader.read(text, asked=asked).facts
    return {name: read[name] for name in facts if name in read}


@pytest.mark.parametrize(
    ("text", "now", "aim"),
    [
        ("Prompting gives 80%. Two summers ago a colleague tuned a DistilBERT that hit 86%. "
         "We need 93%.", 80, 93),
        ("A llama 3 8b we tuned last spring got 85%; a prompted gpt-4.1 gets 79%. The bar is 92%.",
         79, 92),
        ("We prompt gpt-4o-mini, 84% right, need 95; we did LoRA a llama in 2024, it got 89",
         84, 95),
        ("prompted gemini 2.0 flash does 77%, has to reach 90. an intern did fine-tune a bert two "
         "years ago and that got 83", 77, 90),
        ("GPT-4o reaches 0.78 today, must be 0.9; the SetFit classifier we tuned in 2022 managed "
         "0.84.", 78, 90),
        ("prompted mistral agrees with the human coders in 0.77 of the answers; the bert we tuned "
         "in 2020 scored 0.83. We need 0.9", 77, 90),
        ("Prompted GPT-4o agrees with the human raters in 0.81 of cases, the bar is 0.9", 81, 90),
        # what was tuned then and is in use, or is all there is
        ("In 2023 we tuned a T5 for it and it stands at 84% today, the aim is 90%.", 84, 90),
        ("We fine-tuned a deberta last month and it is at 87% now; 93 is required.", 87, 93),
        ("Our tuned phi-3 gets 82% today, needs 90.", 82, 90),
    ],
)  # fmt: skip
def test_what_a_model_of_old_reached_is_not_todays(
    reader: Reader, text: str, now: float, aim: float
) -> None:
    assert _told(reader, text, "current_accuracy", "target_accuracy") == {
        "current_accuracy": now,
        "target_accuracy": aim,
    }


@pytest.mark.parametrize(
    ("text", "model"),
    [
        ("A colleague tuned a llama-2-7b some years back, otherwise no ML experience.", None),
        ("we trained a flan-t5-large in 2021 for another product", None),
        ("our dev once fine-tuned a mistral 7b", None),
        ("Somebody in the lab did tune a phi-2 ages ago", None),
        ("We fine-tuned a llama 3 8b for this and it is what runs today", "llama 3 8b"),
        ("In 2023 we tuned a T5 for it and it stands at 84% today", "T5"),
        ("we plan to fine-tune a T5", "T5"),
        ("We run a fine-tuned T5 today, it gets 82%.", "T5"),
    ],
)
def test_a_model_that_somebody_once_tuned_is_not_the_projects(
    reader: Reader, text: str, model: str | None
) -> None:
    assert reader.read(text).facts.get("model") == model


@pytest.mark.parametrize(
    ("text", "skill"),
    [
        ("A colleague tuned a llama-2-7b some years back, otherwise no ML here.", "some"),
        ("our dev once fine-tuned a mistral 7b, beyond that nobody does ML", "some"),
        ("One engineer has trained a T5 before, otherwise none of us knows ML", "some"),
        ("one developer fine-tuned a bert years ago. otherwise no ML here", "some"),
        ("We did fine-tune a camembert back in 2021, so we aren't newcomers.", "some"),
        ("otherwise no ML here", "none"),
        ("Nobody here has ever trained a model, no ML here", "none"),
        ("Not even one of us has fine-tuned a model.", "none"),
        ("not one of our engineers has trained a classifier.", "none"),
        ("we have no labels, nor an engineer who ever fine-tuned a model", "none"),
        ("an intern trained a new clerk years ago, no ML here", "none"),
        ("a contractor fine-tuned a qwen2 7b for us two years ago, we have no ML people",
         "none"),
    ],
)  # fmt: skip
def test_one_who_has_tuned_a_model_is_some_know_how(reader: Reader, text: str, skill: str) -> None:
    assert reader.read(text).facts.get("ml_expertise") == skill


@pytest.mark.parametrize(
    ("text", "fact", "pace"),
    [
        ("Our tariff rules change once in four years.", "requirement_change", "rarely"),
        ("The fee rules get revised every seven years.", "requirement_change", "rarely"),
        ("The categories only change with a new collective agreement, every three years or so.",
         "requirement_change", "rarely"),
        ("label list is revised with each new government only", "requirement_change", "rarely"),
        ("The criteria change twice in six years.", "requirement_change", "rarely"),
        ("Requirements shift about every other year.", "requirement_change", "rarely"),
        ("We audit the rules every quarter, they change once in seven years",
         "requirement_change", "rarely"),
        ("The handbook is revised every ten years.", "knowledge_update", "yearly"),
        ("The manuals are updated every three years", "knowledge_update", "yearly"),
        # near neighbours
        ("The tax rules change once a quarter.", "requirement_change", "quarterly"),
        ("The rules change once in two months.", "requirement_change", "monthly"),
        ("The price list changes every two weeks.", "knowledge_update", "weekly"),
        ("The policy pages are updated once a year", "knowledge_update", "yearly"),
    ],
)  # fmt: skip
def test_once_in_so_many_years_is_rare(reader: Reader, text: str, fact: str, pace: str) -> None:
    facts = ("requirement_change", "knowledge_update", "time_to_launch_days")
    assert _told(reader, text, *facts) == {fact: pace}


@pytest.mark.parametrize(
    ("text", "asked", "pace"),
    [
        ("every four years", "requirement_change", "rarely"),
        ("only with a new treaty", "requirement_change", "rarely"),
        ("once in a decade", "requirement_change", "rarely"),
        ("every three years", "knowledge_update", "yearly"),
    ],
)
def test_it_may_be_the_answer_as_well(reader: Reader, text: str, asked: str, pace: str) -> None:
    assert reader.read(text, asked=asked).facts == {asked: pace}


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("It answers from the same handbook we have had for six years.", None),
        ("the JSON schema the regulator gave us (the same for eleven years)", None),
        ("identical form for twelve months, JSON with five keys", None),
        ("The rules change once in two months.", None),
        ("launch in six weeks, the same format for five years", 42),
        ("go live in four months, same as last year", 120),
        ("same deadline as always, 6 weeks", 42),
        ("We need it live in nine weeks.", 63),
    ],
)
def test_how_long_something_has_stood_is_no_time_to_launch(
    reader: Reader, text: str, days: float | None
) -> None:
    assert reader.read(text).facts.get("time_to_launch_days") == days
