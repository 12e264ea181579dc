"""Files from the message box: taken in one by one, checked, and none left behind."""

import json
import stat
from pathlib import Path

import pytest

from agent.attachments import FileNote
from agent.settings import Unavailable
from tests.ui.web.scripted import ScriptedAdvisor
from ui.web.uploads import (
    documents_card,
    files_html,
    notes_html,
    paths_of,
    take_in,
    upload_folder,
)


def uploaded(folder: Path, name: str, text: str = "# Refunds\nTwo weeks.") -> Path:
    """A file where the page puts it: alone in a folder made for it."""
    path = folder / f"hash-of-{name}" / name
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_bad_file_is_one_line_and_stops_no_other(tmp_path: Path) -> None:
    advisor = ScriptedAdvisor()
    thread = advisor.new_thread("ann")
    paths = [uploaded(tmp_path, name) for name in ("a.md", "b.png", "c.md")]
    notes = list(take_in(advisor, thread, paths))
    assert [note.ok for note in notes] == [True, False, True]
    assert notes[0].text == "a.md added; I’ll quote it as yours."
    assert notes[1].text == "b.png is a PNG picture; give md, txt, html, pdf and docx."
    assert advisor.documents(thread) == ("a.md", "c.md")


def test_no_upload_stays_behind_whatever_became_of_it(tmp_path: Path) -> None:
    advisor = ScriptedAdvisor()
    thread = advisor.new_thread("ann")
    paths = [uploaded(tmp_path, name) for name in ("a.md", "b.png", "c.jsonl")]
    list(take_in(advisor, thread, [*paths, tmp_path / "gone" / "d.jsonl"]))
    assert list(tmp_path.rglob("*")) == []


def test_a_data_set_is_checked_and_its_size_offered_as_an_answer(tmp_path: Path) -> None:
    rows = [
        {"messages": [{"role": "user", "content": f"Question {n} about the order, please?"},
                      {"role": "assistant", "content": f"Answer number {n} is this."}]}
        for n in range(60)
    ]  # fmt: skip
    text = "\n".join(json.dumps(row) for row in [*rows, rows[0]])
    (note,) = take_in(ScriptedAdvisor(), "t", [uploaded(tmp_path, "train.jsonl", text)])
    assert note.text.startswith("train.jsonl: 61 of 61 lines are examples")
    assert note.reply == "We have 60 good examples."
    assert any("repeats an earlier line" in line for line in note.more)


def test_a_data_set_that_is_none_says_so_and_offers_nothing(tmp_path: Path) -> None:
    (note,) = take_in(ScriptedAdvisor(), "t", [uploaded(tmp_path, "x.jsonl", "not json\n")])
    assert not note.ok
    assert note.reply == ""
    assert note.more


def test_a_file_that_is_gone_is_one_line(tmp_path: Path) -> None:
    (note,) = take_in(ScriptedAdvisor(), "t", [tmp_path / "x.jsonl"])
    assert note == FileNote(
        "x.jsonl", "x.jsonl cannot be read (no such file or directory).", ok=False
    )


def test_the_folder_is_for_its_owner_alone_and_what_a_crash_left_goes(tmp_path: Path) -> None:
    import os

    left = tmp_path / "uploads-old"
    left.mkdir()
    os.utime(left, (0, 0))
    folder = upload_folder(tmp_path)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert folder.parent == tmp_path
    assert not left.exists()


def test_a_data_folder_that_is_a_file_is_one_sentence(tmp_path: Path) -> None:
    taken = tmp_path / "data"
    taken.write_text("")
    with pytest.raises(Unavailable, match="data"):
        upload_folder(taken)


def test_names_and_lines_are_text() -> None:
    attack = "<img src=x onerror=alert(1)>.md"
    html = notes_html([FileNote(attack, attack, ok=False, more=(attack,))], left=2)
    html += documents_card([attack]) + files_html([attack])
    assert "<img" not in html
    assert "Reading 2 files…" in html


def test_without_documents_the_card_says_how_to_add_some() -> None:
    assert "Attach your own pages" in documents_card(())
    assert "refunds.md" in documents_card(["refunds.md"])


def test_what_the_box_sends_is_read_in_both_of_its_forms() -> None:
    assert paths_of(["/a", {"path": "/b"}, {"path": ""}, None]) == [Path("/a"), Path("/b")]
    assert paths_of(None) == []
