"""Which words tell which fact: the network itself, and what is taken from it."""

from pathlib import Path

import numpy as np
import pytest

from agent.offline.reading import learned
from agent.offline.reading.learned import Heard
from agent.offline.reading.reader import Reader
from agent.offline.reading.tagger import LONGEST, Tagger
from agent.offline.reading.tags import AMOUNT, INTENT, NONE, Piece, Tags
from agent.offline.words.findings import Finding
from agent.offline.words.message import Message, take_apart
from agent.offline.words.text import Span
from knowledge.embedding import Embedder
from knowledge.results import KnowledgeError

LABELS = {
    "task": (0, [NONE, "classification", "translation"]),
    "self_hosted": (3, [NONE, "true", "false"]),
    AMOUNT: (
        6,
        [NONE, "monthly_requests", "monthly_budget_usd", "label_classes", "current_accuracy"],
    ),
    INTENT: (11, ["tell", "what_if"]),
}
SURE, HARDLY = 12.0, -0.5


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return Embedder()


@pytest.fixture(scope="module")
def tagger(embedder: Embedder) -> Tagger:
    return Tagger(embedder)


class Fixed(Tagger):
    """A tagger that says what a test wants: the same scores for the words given."""

    def __init__(self, **said: tuple[str, str, float]) -> None:
        self.said = said

    def tag(self, text: str, sentences: object, *, asked: str = "") -> Tags:
        places, start = [(0, 0)], 0
        for word in text.split(" "):
            places.append((start, start + len(word)))
            start += len(word) + 1
        scores = np.zeros((len(places), 13), np.float32)
        for column, names in LABELS.values():
            scores[:, column] = 0.0 if names[0] == "tell" else SURE / 2
        for fact, (words, value, score) in self.said.items():
            column, names = LABELS[fact]
            begin = text.index(words)
            for row, (low, high) in enumerate(places):
                if fact == INTENT or (low < begin + len(words) and high > begin and high > low):
                    scores[row, column + names.index(value)] = SURE / 2 + score
        return Tags((Piece(0, len(text), scores, np.array(places)),), LABELS)


def heard(text: str, **said: tuple[str, str, float]) -> tuple[Heard, Message]:
    message = take_apart(text)
    return Heard(Fixed(**said), message, None), message


def weighed(text: str, *found: Finding, **said: tuple[str, str, float]) -> dict[str, object]:
    ears, message = heard(text, **said)
    return {f.fact: f.value for f in ears.weigh(message.text.sentences, found)}


def test_a_value_that_is_sure_is_added_with_its_words() -> None:
    text = "We put our leaflets into Dari. The coffee is good."
    ears, message = heard(text, task=("put our leaflets into dari.", "translation", SURE))
    (finding,) = ears.weigh(message.text.sentences, [])
    assert (finding.fact, finding.value) == ("task", "translation")
    assert message.norm[finding.start : finding.end] == "put our leaflets into dari."


def test_a_value_that_is_only_likely_is_not_added() -> None:
    assert weighed("a job", task=("job", "translation", HARDLY)) == {}


def test_a_sure_value_does_not_replace_what_a_rule_read_in_agreement() -> None:
    rule = Finding("task", "translation", 0, 5)
    assert weighed("a job", rule, task=("job", "translation", SURE)) == {"task": "translation"}


def test_a_rule_gives_way_to_another_value_that_is_sure() -> None:
    rule = Finding("task", "classification", 0, 5)
    assert weighed("a job", rule, task=("job", "translation", SURE)) == {"task": "translation"}
    kept = weighed("a job", rule, task=("job", "translation", HARDLY))
    assert kept == {"task": "classification"}


def test_a_number_becomes_the_amount_it_surely_is_where_its_unit_fits() -> None:
    for text, number, fact, value in [
        ("spend $400 there", "$400", "monthly_budget_usd", 400),
        ("give 400 there", "400", "monthly_budget_usd", None),
        ("sort into 14 heaps", "14", "label_classes", 14),
        ("sort into 1 heap", "1", "label_classes", None),
        ("sort into 2,5 heaps", "2,5", "label_classes", None),
    ]:
        read = weighed(text, amount=(number, fact, SURE))
        assert read.get(fact) == (pytest.approx(value) if value is not None else None), text


def test_a_rate_of_one_among_many_or_at_times_only_is_never_taken_for_the_volume() -> None:
    for text, value in [
        ("something like 35 pings a day", 1_050),
        ("something like 35 pings a day each", None),
        ("35 pings a day during the fair", None),
        ("at peak 35 pings a day", None),
    ]:
        read = weighed(text, amount=("35", "monthly_requests", SURE))
        assert read.get("monthly_requests") == value, text


def test_a_number_of_a_fact_that_was_read_already_is_left_alone() -> None:
    rule = Finding("label_classes", 9, 0, 4)
    read = weighed("nine of 14 heaps", rule, amount=("14", "label_classes", SURE))
    assert read == {"label_classes": 9}


def test_a_correction_may_only_change_what_is_known() -> None:
    ears, message = heard("make it 14 now", amount=("14", "label_classes", SURE))
    sentences = message.text.sentences
    assert [f.value for f in ears.changed(sentences, {"label_classes": 9})] == [14]
    assert ears.changed(sentences, {"monthly_requests": 9}) == []
    for text, value in (("make it 40 daily", [1200]), ("make it 40 now", [])):
        ears, message = heard(text, amount=("40", "monthly_requests", SURE))
        found = ears.changed(message.text.sentences, {"monthly_requests": 9})
        assert [f.value for f in found] == value


def test_an_intent_that_is_not_sure_is_none() -> None:
    assert heard("go on", intent=("go", "what_if", SURE))[0].intent == "what_if"
    assert heard("go on", intent=("go", "what_if", -SURE / 2 + 0.1))[0].intent == ""


def test_without_its_weights_the_rules_read_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    class Gone(Embedder):
        def encoder(self) -> None:
            raise KnowledgeError("the embedding weights are missing")

    reading = Reader(Gone()).read("We classify 500 tickets a day")
    assert reading.facts == Reader().read("We classify 500 tickets a day").facts
    assert reading.facts["monthly_requests"] == 15000


def test_every_limit_is_of_a_fact_or_an_intent_the_network_knows(tagger: Tagger) -> None:
    labels = tagger.network().labels
    limits = learned.tables("tagger")
    assert set(limits["limits"]) == set(labels) - {AMOUNT, INTENT} == set(limits["answers"])
    assert set(limits["amounts"]) == set(labels[AMOUNT][1]) - {NONE}
    assert set(limits["intents"]) <= set(labels[INTENT][1])


def test_a_long_text_is_read_in_pieces_that_keep_their_places(tagger: Tagger) -> None:
    told = "we classify claims into 14 groups. "
    tide = "the tide came in and went out again. the gulls cried over the harbour, unheard. "
    message = take_apart(tide * 24 + told)
    tags = tagger.tag(message.norm, message.text.sentences)
    assert len(tags.pieces) > 1
    assert all(piece.end - piece.start <= LONGEST for piece in tags.pieces)
    task = tags.told(message.text.sentences)["task"]
    assert task.value == "classification"
    assert "classify" in message.norm[task.start : task.end + 10]
    place = message.norm.index("14")
    assert tags.amount(place, place + 2)["label_classes"] > 0.5


def test_what_was_asked_is_heard_but_is_no_part_of_the_answer(tagger: Tagger) -> None:
    message = take_apart("the same all year")
    for asked in ("", "knowledge_update", "consistency_need"):
        tags = tagger.tag(message.norm, message.text.sentences, asked=asked)
        for told in tags.told(message.text.sentences).values():
            assert 0 <= told.start < told.end <= len(message.norm)
    of_facts = tagger.tag(message.norm, message.text.sentences, asked="knowledge_update")
    of_style = tagger.tag(message.norm, message.text.sentences, asked="consistency_need")
    chance = [t.told([Span(0, 17)])["knowledge_update"].silence for t in (of_facts, of_style)]
    assert chance[0] < chance[1]


def test_an_empty_text_tells_nothing(tagger: Tagger) -> None:
    tags = tagger.tag("", ())
    assert tags.told([Span(0, 0)]) == {}
    assert tags.intent() == (NONE, 0.0)
    assert tags.amount(0, 1) == {NONE: 1.0}


def test_a_file_without_weights_is_refused(embedder: Embedder, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Tagger(embedder, tmp_path / "none.npz").network()


@pytest.mark.parametrize(
    "text",
    ["Why not RAG?", "What would change your mind?", "show the costs", "Actually it's 5k a day"],
)
def test_what_the_rules_are_sure_of_costs_no_pass_through_the_network(
    embedder: Embedder, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    def never(*given: object, **more: object) -> Tags:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(Tagger, "tag", never)
    reading = Reader(embedder).read(text, known={"monthly_requests": 9000})
    assert reading.kind in ("question", "command", "correct")


@pytest.mark.parametrize(
    ("score", "fact"), [(SURE, "current_accuracy"), (HARDLY, "target_accuracy")]
)
def test_an_accuracy_is_the_other_one_only_where_the_tagger_is_sure_of_it(
    score: float, fact: str
) -> None:
    levels, message = heard("71% execution accuracy", amount=("71%", "current_accuracy", score))
    found = [Finding("target_accuracy", 71, 0, 3)]
    assert [f.fact for f in levels.weigh(message.text.sentences, found)] == [fact]


@pytest.mark.parametrize(
    ("text", "level"), [("clerks reject 6%", 94), ("it is 6%", None), ("it is right in 81%", 81)]
)
def test_a_small_accuracy_is_one_of_errors_that_are_spoken_of(
    monkeypatch: pytest.MonkeyPatch, text: str, level: float | None
) -> None:
    message = take_apart(text)
    monkeypatch.setattr(Tags, "amount", lambda *_: {"current_accuracy": 0.99})
    found = Heard(None, message, None).amounts(message.text.sentences, ())
    assert [f.value for f in found] == ([] if level is None else [level])
