"""Who says a thing in so many words is not read the other way round, or as something else."""

import pytest


@pytest.mark.parametrize(
    "text",
    [
        "i don't want patient stuff in any cloud",
        "we never put letters in the cloud",
        "our board won't let us put files into a public cloud",
        "I would not like our mails on anyone's cloud, ever",
    ],
)
def test_nothing_in_any_cloud_is_hardware_of_ones_own(reader, text):
    assert reader.read(text).facts.get("self_hosted") is True


@pytest.mark.parametrize(
    "text",
    [
        "we don't have it in the cloud yet",
        "I don't mind the cloud",
        "we don't want our mails in a US cloud",
    ],
)
def test_a_cloud_that_is_only_not_there_or_not_that_one_is_no_ban(reader, text):
    assert reader.read(text).facts.get("self_hosted") is not True


@pytest.mark.parametrize(
    ("text", "asked", "level"),
    [
        ("13 of 60 were wrong when we looked", "current_accuracy", 78.3333),
        ("6 of 40 were bad", "current_accuracy", 85),
        ("nineteen out of twenty", "target_accuracy", 95),
        ("fourteen of fifteen", "target_accuracy", 93.33),
    ],
)
def test_so_many_of_so_many_answer_for_the_accuracy_asked_for(reader, text, asked, level):
    known = {"task": "extraction", "target_accuracy": 95, "current_accuracy": 70}
    known.pop(asked)
    read = reader.read(text, asked=asked, known=known)
    assert (read.kind, read.facts) == ("answer", {asked: level})


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        (
            "only half of what it spits out is usable, 80% would make people happy",
            {"current_accuracy": 50, "target_accuracy": 80},
        ),
        ("a new revision each January. 22 trains, 9 questions a day per train", 5940),
        ("assign a four-digit trade code to each line", None),
        ("Every line needs a six-letter airport code before it can go.", None),
    ],
)
def test_figures_beside_other_figures_keep_their_own_meaning(reader, text, facts):
    read = reader.read(text).facts
    if isinstance(facts, dict):
        assert read == facts
    else:
        assert read.get("monthly_requests") == facts
        assert "label_classes" not in read


@pytest.mark.parametrize(
    "text", ["we send minus forty requests a month", "our volume is minus ninety calls a day"]
)
def test_less_than_nothing_is_absurd_in_words_too(reader, text):
    assert reader.read(text).kind == "adversarial"
