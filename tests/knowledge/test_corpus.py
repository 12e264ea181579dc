from pathlib import Path

import pytest

from knowledge.documents import read_document
from knowledge.guidance import CORPUS
from tests.evals.retrieval import coverage
from tests.knowledge.corpus_rules import problems
from tools.vocabulary import STRATEGIES

DOCUMENTS = sorted(CORPUS.glob("*.md"))
GOOD = (
    "---\ntitle: T\ntopics: [a]\nstrategies: [rag]\nreviewed: 2026-11-21\nsources:\n"
    "  - author: Hu et al.\n    title: LoRA\n    year: 2021\n    url: https://arxiv.org/abs/1\n"
    "---\n\n# T\n\nIt is 3 times smaller (Hu et al., 2021).\n"
)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_a_document_keeps_every_rule(path: Path) -> None:
    assert problems(read_document(path)) == []


def test_there_are_documents_for_every_strategy() -> None:
    covered = {s for path in DOCUMENTS for s in read_document(path).metadata["strategies"]}
    assert covered == set(STRATEGIES)
    assert 30 <= len(DOCUMENTS) <= 50


def test_titles_and_headings_are_unique() -> None:
    titles = [read_document(path).title for path in DOCUMENTS]
    assert len(titles) == len(set(titles))
    for path in DOCUMENTS:
        lines = path.read_text(encoding="utf-8").splitlines()
        headings = [line for line in lines if line.startswith("##")]
        assert len(headings) == len(set(headings)), path.name


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("reviewed: 2026-11-21\n", "", "no review date"),
        ("[rag]", "[ragtime]", "unknown strategy ragtime"),
        ("strategies: [rag]\n", "", "unknown strategy none at all"),
        ("https://arxiv.org/abs/1", "", "source without a URL"),
        ("(Hu et al., 2021)", "", "figure without a source"),
        ("smaller", "[smaller](nowhere.md)", "dead link nowhere.md"),
        ("smaller", "[smaller](#no-such-heading)", "dead link #no-such-heading"),
        ("    year: 2021\n", "", "incomplete source"),
        ("title: T\n", "", "no title or topics"),
    ],
)
def test_a_broken_rule_is_noticed(tmp_path: Path, old: str, new: str, said: str) -> None:
    path = tmp_path / "doc.md"
    path.write_text(GOOD, encoding="utf-8")
    assert problems(read_document(path)) == []
    path.write_text(GOOD.replace(old, new), encoding="utf-8")
    assert any(problem.startswith(said) for problem in problems(read_document(path)))


def test_our_documents_teach_what_the_reference_documents_teach() -> None:
    covered = coverage(CORPUS)
    assert len(covered) == 5
    for reference, held in covered.items():
        assert sum(held) / len(held) >= 0.95, reference


def test_an_empty_corpus_covers_nothing(tmp_path: Path) -> None:
    assert not any(held for rows in coverage(tmp_path).values() for held in rows)
