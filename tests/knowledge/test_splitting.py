from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.documents import read_document
from knowledge.guidance import CORPUS
from knowledge.passages import MAX_WORDS, split
from knowledge.sentences import count_words, sentences


def texts_of(text: str) -> list[str]:
    return [text[s.start : s.end] for s in sentences(text, 0, len(text))]


def test_abbreviations_decimals_and_initials_do_not_end_a_sentence() -> None:
    text = "Hu et al. Found 0.5 points, e.g. Here. J. Smith agrees! Does it end?  Yes."
    assert texts_of(text) == [
        "Hu et al. Found 0.5 points, e.g. Here.",
        "J. Smith agrees!",
        "Does it end?",
        "Yes.",
    ]


def test_an_overlong_sentence_is_cut_at_a_soft_break() -> None:
    first, second = "word " * 39 + "word; ", "tail " * 39 + "tail."
    assert texts_of(first + second) == [first.strip(), second]


def test_a_sentence_without_any_break_is_cut_after_sixty_words() -> None:
    assert [count_words(t) for t in texts_of("word " * 130)] == [60, 60, 10]


def test_passages_carry_the_path_of_their_headings() -> None:
    body = "Some words that fill this section up to the size of a passage. " * 5
    text = f"# Top\n\n{body}\n\n## First\n\n{body}\n\n### Deep\n\n{body}\n\n## Second\n\n{body}\n"
    headings = [piece.heading for piece in split(text)]
    assert headings == ["Top", "Top > First", "Top > First > Deep", "Top > Second"]


def test_short_sections_share_a_passage() -> None:
    text = "## One\n\nShort text.\n\n## Two\n\nAlso short.\n"
    pieces = split(text)
    assert len(pieces) == 1
    assert text[pieces[0].start : pieces[0].end] == "Short text.\n\n## Two\n\nAlso short."


def test_a_comment_in_code_is_not_a_heading() -> None:
    text = "Intro.\n\n```python\n# not a heading\nx = 1\n```\n\nmore = 2\n# nor this\nEnd.\n"
    assert {piece.heading for piece in split(text)} == {""}


def test_wrapped_prose_is_one_sentence_and_list_items_are_their_own() -> None:
    prose = "This line of prose was wrapped by an editor somewhere in the middle of its\nsentence."
    text = f"{prose}\n\n- first item\n- second item\n"
    found = [text[s.start : s.end] for piece in split(text) for s in piece.sentences]
    assert found == [prose, "- first item", "- second item"]


@given(st.text(alphabet=st.sampled_from("ab .!?\n#-|`1é"), max_size=400))
def test_any_text_is_split_without_loss_overlap_or_overlength(text: str) -> None:
    at = 0
    for piece in split(text):
        assert count_words(text[piece.start : piece.end]) <= MAX_WORDS
        assert piece.start == piece.sentences[0].start
        assert piece.end == piece.sentences[-1].end
        for span in piece.sentences:
            assert at <= span.start < span.end
            at = span.end
    kept = "".join(text[s.start : s.end] for piece in split(text) for s in piece.sentences)
    letters = [c for c in text if c in "abé1"]
    headings = [c for line in text.splitlines() if line.strip().startswith("#") for c in line]
    assert len([c for c in kept if c in "abé1"]) >= len(letters) - len(headings)


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.md")), ids=lambda path: path.stem)
def test_every_passage_of_the_guidance_is_short_and_whole(path: Path) -> None:
    document = read_document(path)
    pieces = split(document.text, document.body_start)
    assert pieces
    for piece in pieces:
        text = document.text[piece.start : piece.end]
        assert count_words(text) <= MAX_WORDS
        assert text[0] not in ",;"
        assert text[-1] in '.?!)"”'
