"""The commands about people's own documents, as a person and as a script would use them."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.ui.running import Outcome

Steerwise = Callable[..., Outcome]

pytestmark = pytest.mark.slow


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "refunds.md").write_text(
        "# Refunds\n\nRefunds are paid within fourteen days after the goods came back.\n"
    )
    (folder / "trains.html").write_text("<h1>Travel</h1><p>Take the train below five hours.</p>")
    (folder / "empty.txt").write_text("")
    return folder


def test_documents_are_added_found_listed_and_dropped(steerwise: Steerwise, folder: Path) -> None:
    done = steerwise("ingest", str(folder))
    assert (done.status, done.err) == (0, "")  # no bar for a script
    assert "2 added, 0 changed, 0 unchanged, 0 removed, 1 refused" in done.out
    assert "own/empty.txt is empty; nothing to add" in done.out

    (folder / "trains.html").unlink()
    (row,) = steerwise("ingest", str(folder), str(folder / "gone"), "--json").rows
    assert {key: row[key] for key in ("added", "changed", "unchanged", "removed", "refused")} == {
        "added": 0,
        "changed": 0,
        "unchanged": 1,
        "removed": 1,
        "refused": 2,
    }
    assert len(row["reasons"]) == 2

    (found,) = steerwise("search", "refunds", "--collection", "documents", "--json").rows
    assert found["text"] in (folder / found["source"]).read_text()
    assert found["citation"] == {
        "title": "Refunds",
        "author": "your document",
        "year": None,
        "url": "",
    }

    (listed,) = steerwise("collections", "--json").rows
    assert (listed["name"], listed["documents"], listed["paths"]) == ("documents", 1, [str(folder)])
    shown = steerwise("collections").out
    assert "documents" in shown
    assert "UTC" in shown

    refused = steerwise("collections", "--drop", "document")
    assert refused.status == 2
    assert "did you mean 'documents'?" in refused.err
    assert "add --yes" in steerwise("collections", "--drop", "documents").err
    assert steerwise("collections", "--drop", "documents", "--yes").status == 0
    assert "No collection yet" in steerwise("collections").out


def test_paths_that_cannot_be_used_are_one_line_and_a_failure(
    steerwise: Steerwise, folder: Path
) -> None:
    done = steerwise("ingest", str(folder / "gone"))
    assert done.status != 0
    assert done.err.count("\n") == 1
    assert "does not exist" in done.err
    done = steerwise("ingest", str(folder), str(folder / "gone"))
    assert done.status == 1
    assert "2 added" in done.out
    for name in ("guidance", "a/b"):
        done = steerwise("ingest", str(folder), "--collection", name)
        assert (done.status, done.err.count("\n")) == (2, 1)


def test_several_collections_are_searched_side_by_side(steerwise: Steerwise, folder: Path) -> None:
    steerwise("ingest", str(folder / "refunds.md"), "--collection", "money")
    steerwise("ingest", str(folder / "trains.html"), "--collection", "travel")
    (mine,) = steerwise("search", "--json", stdin='{"question": "when are refunds paid?"}').rows
    assert mine["passages"][0]["collection"] == "money"  # with no name: the guidance and all
    both = ("--collection", "money", "--collection", "travel")
    questions = [{"question": "when are refunds paid?"}, {"question": "when to take the train?"}]
    done = steerwise("search", "--json", *both, stdin="\n".join(map(json.dumps, questions)))
    first = [row["passages"][0] for row in done.rows]
    assert [(p["source"], p["collection"]) for p in first] == [
        ("refunds.md", "money"),
        ("trains.html", "travel"),
    ]


def test_a_chroma_server_that_is_away_is_one_line(
    steerwise: Steerwise, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STEERWISE_CHROMA_URL", "http://127.0.0.1:9")
    for command in (("ingest", str(folder)), ("search", "refunds")):
        done = steerwise(*command)
        assert done.status != 0
        assert (done.out + done.err).count("\n") == 1
        assert "the Chroma server at http://127.0.0.1:9 cannot be reached" in done.out + done.err
    (row,) = [row for row in steerwise("doctor", "--json").rows if row["name"] == "vectors"]
    assert row["state"] == "broken"
    monkeypatch.setenv("STEERWISE_CHROMA_URL", "localhost:8000")
    assert "must start with http:// or https://" in steerwise("search", "refunds", "--json").err
