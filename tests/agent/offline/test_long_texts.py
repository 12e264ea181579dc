"""However long a text is and whatever it repeats, the work it makes is bounded."""

import random
from time import process_time

import pytest

from agent.offline.reading import tagger
from agent.offline.reading.reader import Reader
from agent.offline.words.lexicon import lists, pattern, reach
from agent.offline.words.message import Message, distance, take_apart
from agent.offline.words.text import MAX_CHARS, Span
from knowledge.embedding import Embedder
from tools.vocabulary import vocabulary

REPEATED = (
    "2 errors in 100 ", "why? ", "50% ", "what if ", "no, ", "€5 ", "10 a day ", "not ", "(", '"',
    "actually ", "1,000 or ", "people ask 'where is it?' ", "I'd have to ask legal whether ",
)  # fmt: skip
MIXES = 150
LONGEST_MIX = 40
SEED = 11
SECONDS = 2.0


@pytest.mark.parametrize("text", REPEATED)
def test_no_sentence_is_longer_than_people_write_them(text):
    spans = take_apart(text * 9_000).text.sentences
    most = reach("sentences", "longest")
    assert max(s.end - s.start for s in spans) <= most
    assert spans[0].start == 0
    assert spans[-1].end <= MAX_CHARS


def test_sentences_that_are_cut_lose_no_character_and_break_no_word():
    text = take_apart("seventeen words of a sentence that never comes to an end " * 90).text
    pieces = [text.norm[s.start : s.end] for s in text.sentences]
    assert "".join(pieces) == text.norm
    assert all(piece.endswith(" ") for piece in pieces[:-1])


def test_a_sentence_of_usual_length_is_not_cut():
    whole = "we sort letters " * (reach("sentences", "longest") // 17)
    assert len(take_apart(whole).text.sentences) == 1


def test_what_holds_for_a_whole_message_is_asked_once_however_many_questions_it_has(monkeypatch):
    asked: list[Message] = []
    monkeypatch.setattr(
        "agent.offline.answering.answers.does_not_know",
        lambda message: asked.append(message) or False,
    )
    Reader().read("why? " * 2_000)
    assert asked == []


def test_the_words_around_a_figure_are_looked_for_in_its_own_stretch_only(monkeypatch):
    looked: list[int] = []

    def measured(norm: str, span: Span, start: int, end: int, cue: str, *rest: int | None) -> float:
        looked.append(span.end - span.start)
        return distance(norm, span, start, end, cue, *rest)

    monkeypatch.setattr("agent.offline.words.message.distance", measured)
    Reader().read("2 errors in 100 " * 700)
    assert looked
    assert max(looked) <= reach("sentences", "longest")


def test_a_text_is_tagged_once_though_it_is_read_several_times(monkeypatch):
    read: list[str] = []
    whole = tagger._Network.read
    monkeypatch.setattr(
        tagger._Network, "read", lambda self, *args: read.append(args[0]) or whole(self, *args)
    )
    reader = Reader(Embedder())
    for known in ({}, {"monthly_requests": 5}, {"labeled_examples": 9}):
        reader.read("We sort letters of a shop into trays.", known=known)
    assert len(read) == 1


def tokens() -> list[str]:
    """Words of the lexicons, without what makes them patterns, and figures and marks."""
    names = ("cues", "answers", "intents", "talk", "left_open", "reported", "not_told")
    said = {p for name in names for patterns in lists(name).values() for p in patterns}
    words = {"".join(c if c.isalnum() or c in " '%$" else " " for c in p).strip() for p in said}
    figures = ["5", "1,000", "2.5k", "50%", "$3", "€9", "1e9", "9 of 10", "1 in 8", "100 200 300"]
    return [*sorted(words)[:: max(1, len(words) // 900)], *figures, *"?!.,;:()\"'-\n/%"]


@pytest.mark.parametrize("part", range(3))
def test_no_mix_of_words_figures_and_marks_breaks_the_reader(part):
    reader, chance, known = Reader(), random.Random(SEED + part), {"monthly_requests": 900}
    pieces, asked = tokens(), [None, *sorted(vocabulary())]
    for _ in range(MIXES // 3):
        text = " ".join(chance.choices(pieces, k=chance.randint(1, LONGEST_MIX)))
        reading = reader.read(text, asked=chance.choice(asked), known=known)
        assert all(quote in text for quote in reading.quotes.values()), text


@pytest.mark.parametrize("text", ["…", "1,", "0.", "->", "1-", "$1"])
@pytest.mark.parametrize("name", ["not_what_if", "correction", "set_right"])
def test_no_mark_repeated_makes_a_pattern_slow(name, text):
    norm, pattern_of = take_apart(text * 8_000).text.norm, pattern(name, "intents")
    begin = process_time()
    assert pattern_of.search(norm) is None
    assert process_time() - begin < SECONDS


@pytest.mark.parametrize(
    "text",
    [
        "0 nurses, each asks 3 questions a shift, we run 3 shifts",
        "22 people x 0 reports a week",
        "0 people x 4 reports a week",
        "2 million members, one in 0 writes each month",
    ],
)
def test_a_product_with_nothing_in_it_is_no_volume(text):
    assert not Reader().read(text).facts.get("monthly_requests")
