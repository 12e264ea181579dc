from pathlib import Path

import pytest

from knowledge import KnowledgeError, Source
from knowledge.documents import attributed, read_document


def write(folder: Path, content: str | bytes, name: str = "doc.md") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


HU = Source("LoRA", "Hu et al.", 2021, "https://arxiv.org/abs/2106.09685")
QI = Source("Safety", "Qi et al.", 2023, "https://arxiv.org/abs/2310.03693")


def test_front_matter_gives_title_and_sources_and_is_no_text(corpus: Path) -> None:
    document = read_document(corpus / "cats.md")
    assert document.title == "Cats"
    assert document.sources == (Source("On cats", "Felix", 2020, "https://cats.example"),)
    assert document.text[document.body_start :].startswith("# Cats")


def test_a_document_without_front_matter_is_its_own_source(corpus: Path) -> None:
    document = read_document(corpus / "dogs.txt")
    assert document.title == "Dogs"
    assert document.sources_of(0, 10) == (Source("Dogs"),)


def test_broken_front_matter_counts_as_text(tmp_path: Path) -> None:
    document = read_document(write(tmp_path, "---\ntitle: [unclosed\n---\n\nText.\n"))
    assert document.body_start == 0


def test_a_passage_is_cited_with_the_source_that_it_names_first() -> None:
    text = "Safety fades (Qi et al., 2023), and Hu et al. (2021) train little."
    assert attributed(text, (HU, QI)) == [QI, HU]
    assert attributed("Hu et al., 2020, is another paper.", (HU, QI)) == []


def test_a_claim_that_names_no_source_borrows_no_author(corpus: Path) -> None:
    document = read_document(corpus / "cats.md")
    start = document.text.index("Cats sleep")
    assert document.sources_of(start, start + 20) == (Source("Cats", "Us", 2026),)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b" \n\t\n", "is empty"),
        (b"caf\xe9 au lait", "not UTF-8 text .byte 0xe9 at 3.; save it as UTF-8"),
        (b"\xff\xfe\x00broken", "binary"),
        (b"text\x00binary", "binary"),
    ],
)
def test_an_unusable_file_is_refused_in_one_line(tmp_path: Path, content: bytes, said: str) -> None:
    with pytest.raises(KnowledgeError, match=rf"doc\.md .*{said}"):
        read_document(write(tmp_path, content))


def test_a_missing_file_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"gone\.md cannot be read"):
        read_document(tmp_path / "gone.md")
