from knowledge import Passage, Source
from knowledge.answers import Candidate, assemble
from knowledge.lexical import WordIndex
from knowledge.ranking import parameters, unknown_names
from knowledge.sentences import Span, count_words, sentences

WEIGHTS = {**parameters().answer, "most_words": 20, "most_passages": 2, "neighbour": 0.1}
SOURCE = Source("T")


def passage(text: str, start: int = 0) -> Passage:
    return Passage("id", text, "t.md", "T", "", start, start + len(text), 1.0, SOURCE)


def candidates(passages: list[Passage], scores: list[list[float]]) -> list[Candidate]:
    out = []
    for place, (p, row) in enumerate(zip(passages, scores, strict=True)):
        spans = sentences(p.text, 0, len(p.text))
        for number, (span, score) in enumerate(zip(spans, row, strict=True)):
            moved = Span(span.start + p.start, span.end + p.start)
            out.append(Candidate(place, number, moved, score, SOURCE))
    return out


def test_an_answer_is_verbatim_short_and_in_reading_order() -> None:
    passages = [
        passage("One is here now. Two is here now. Three is here now.", 100),
        passage("Four is here now."),
    ]
    answer = assemble(passages, candidates(passages, [[0.2, 0.1, 0.9], [0.5]]), WEIGHTS)
    assert [s.text for s in answer] == [
        "One is here now.",
        "Two is here now.",
        "Three is here now.",
        "Four is here now.",
    ]
    assert sum(count_words(s.text) for s in answer) <= 20
    for s in answer:
        held = passages[s.passage]
        assert held.text[s.start - held.start : s.end - held.start] == s.text


def test_a_neighbour_is_preferred_to_a_slightly_better_stranger() -> None:
    passages = [
        passage("The best of all sentences here. It reads on from there."),
        passage("A lone sentence about something else entirely."),
    ]
    weights = {**WEIGHTS, "most_words": 12}
    answer = assemble(passages, candidates(passages, [[0.9, 0.5], [0.55]]), weights)
    assert [s.passage for s in answer] == [0, 0]


def test_no_sentence_is_quoted_twice_and_no_more_passages_than_allowed() -> None:
    same = "The very same sentence again."
    passages = [
        passage(same),
        passage(same),
        passage("Second one it is."),
        passage("Third one it is."),
    ]
    answer = assemble(passages, candidates(passages, [[0.9], [0.8], [0.7], [0.6]]), WEIGHTS)
    assert [s.text for s in answer] == [same, "Second one it is."]


def test_no_candidates_give_no_answer() -> None:
    assert assemble([], [], WEIGHTS) == ()


def test_a_name_that_no_document_uses_is_noticed() -> None:
    index = WordIndex(["LoRA by Hu", "fine-tuning of GPT-4"])
    assert unknown_names("What does the Zebra Act say about LoRA?", index) == ["Zebra", "Act"]
    assert unknown_names("Fine-tuning GPT-4? Why? Because. DPO", index) == ["DPO"]
    assert unknown_names("how about zebras", index) == []
