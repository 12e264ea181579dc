"""A decision in writing and its review, as the commands give them."""

import json
import re
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from agent import Advisor
from agent.events import Board, Done
from agent.settings import load_settings
from tests.ui.running import Outcome
from tools.errors import InvalidInput
from tools.facts import ProjectFacts
from tools.record import DecisionRecord, decision_record
from tools.record_json import read_record, write_record
from ui.writing import LIST, write_folder

Steerwise = Callable[..., Outcome]
TOLD = (
    "We answer 4,000 support emails a day, every reply has to follow our tone of voice, and we "
    "have 3,000 approved replies. We use gpt-4o-mini with a prompt of 900 tokens."
)


def board_and_record(thread: str) -> tuple[Board, DecisionRecord]:
    with closing(Advisor(load_settings())) as advisor:
        return advisor.board(thread), advisor.record(thread)


def talk(*messages: str) -> tuple[str, list[str]]:
    """A conversation of the test's data folder: its id, and what was replied."""
    with closing(Advisor(load_settings())) as advisor:
        thread, replies = advisor.new_thread(), []
        for message in messages:
            last = list(advisor.stream(thread, message))[-1]
            assert isinstance(last, Done), last
            replies.append(last.reply)
    return thread, replies


@pytest.fixture
def thread(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("STEERWISE_AS_OF", "2026-11-21")
    return talk(TOLD)[0]


def test_a_conversation_is_written_down_read_again_and_reviewed(
    steerwise: Steerwise, thread: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = steerwise("record", "--thread", thread)
    assert (shown.status, shown.err) == (0, "")
    assert shown.out.startswith("# Decision record: ")
    assert "“We answer 4,000 support emails a day”" in shown.out
    assert "*Chart: " in shown.out

    raw = steerwise("record", "--thread", thread, "--json")
    assert len(raw.rows) == 1
    was = read_record(raw.out)
    assert was.facts.value("labeled_examples") == 3000

    folder = tmp_path / "for the board"
    done = steerwise("record", "--thread", thread, "--out", str(folder))
    assert done.status == 0
    assert "record.md" in done.out
    assert read_record((folder / "record.json").read_bytes()) == was
    links = re.findall(r"\]\(<([^>]+)>\)", (folder / "record.md").read_text())
    assert len(links) == 3
    assert all((folder / link).is_file() for link in links)

    same = steerwise("review", str(folder / "record.json"))
    assert same.status == 0
    assert same.out.splitlines()[0].startswith("Still ")
    assert "nothing has changed since 2026-11-21" in same.out

    other = steerwise(
        "review", str(folder / "record.json"), "--facts", "labeled_examples=5",
        "monthly_requests=900..2000", "model=null", "--json",
    )  # fmt: skip
    assert other.status == 0
    assert [row["fact"] for row in other.rows[0]["facts"]] == [
        "monthly_requests",
        "labeled_examples",
        "model",
    ]
    assert other.rows[0]["changed"] is True

    again = steerwise("review", "-", "--thread", thread, stdin=raw.out)
    assert "nothing has changed" in again.out

    monkeypatch.setenv("STEERWISE_AS_OF", "2027-12-01")
    late = steerwise("review", str(folder / "record.json"))
    assert late.status == 0
    assert "grown old" in " ".join(late.out.split())
    assert "gpt-4o-mini stopped answering on 2027-01-14" in " ".join(late.out.split())
    assert max(map(len, late.out.splitlines())) <= 80


def test_the_record_says_what_the_board_says(thread: str) -> None:
    board, record = board_and_record(thread)
    assert (record.assessment, record.costs) == (board.assessment, board.costs)
    assert (record.experiment, record.precedents) == (board.experiment, board.precedents)
    assert (record.title, record.comparison) == (board.title, board.scenarios)


def test_a_kit_is_written_beside_or_instead(
    steerwise: Steerwise, thread: str, tmp_path: Path
) -> None:
    examples = tmp_path / "ours.jsonl"
    examples.write_text('{"input": "Where is my parcel?", "output": "It is on its way."}\n')
    kit = tmp_path / "kit"
    words = ("record", "--thread", thread, "--kit", str(kit), "--examples", str(examples))
    done = steerwise(*words, "--json")
    assert done.status == 0
    files = {p.relative_to(kit).as_posix() for p in kit.rglob("*") if p.is_file()}
    assert files == {*done.rows[0]["files"], LIST}
    assert any("Where is my parcel?" in (kit / name).read_text() for name in files)
    assert steerwise(*words).status == 0

    (kit / "README.md").write_text("our own notes")
    refused = steerwise(*words)
    assert refused.status == 2
    assert "README.md" in refused.err
    assert "changed by hand" in refused.err
    assert (kit / "README.md").read_text() == "our own notes"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("record",), "Missing option '--thread'"),
        (("record", "--thread", "nobody"), "there is no conversation 'nobody'"),
        (("record", "--thread", "ñ/../x"), "there is no conversation"),
        (("record", "--thread", "x", "--examples", "e.jsonl"), "give --kit DIR as well"),
        (("review",), "Missing argument 'RECORD.json'"),
        (("review", "nowhere.json"), "nowhere.json: No such file or directory; give a record.json"),
        (("review", "/"), "Is a directory"),
        (("review", "/dev/zero"), "too many for a record"),
        (("review", "x.json", "task=chat", "--thread", "y"), "either facts or --thread, not both"),
    ],
)
def test_what_cannot_be_done_is_one_line(
    steerwise: Steerwise, words: tuple[str, ...], said: str
) -> None:
    done = steerwise(*words)
    assert done.status == 2
    assert done.out == ""
    assert done.err.count("\n") == 1
    assert said in done.err


def test_a_conversation_in_which_nothing_is_known_gives_no_record(steerwise: Steerwise) -> None:
    empty, (_, told) = talk("hello", "export"), talk("export")
    for thread, _ in (empty, talk()):
        done = steerwise("record", "--thread", thread)
        assert (done.status, done.out) == (2, "")
        assert "nothing is known about the project yet" in done.err
        assert done.err.count("\n") == 1
    assert "record --thread" not in told[0]


def test_a_bad_fact_in_a_review_is_named(steerwise: Steerwise) -> None:
    facts = ProjectFacts.of({"task": "chat", "monthly_requests": 900})
    raw = write_record(decision_record(facts, title="x", made_on=date(2026, 11, 21)))
    for word, said in (
        ("monthly_request=5", "did you mean monthly_requests"),
        ("monthly_requests=-5", "-5"),
        ("lots", "'lots'"),
    ):
        done = steerwise("review", "-", word, stdin=raw)
        assert done.status == 2
        assert said in done.err


def test_who_asks_for_the_record_in_the_chat_is_told_what_it_holds_and_how_to_get_it() -> None:
    thread, replies = talk(TOLD, "write it down for my boss", "export as JSON", "can I get a pdf?")
    for reply in replies[1:]:
        assert f"steerwise record --thread {thread}" in reply
        assert "download buttons" in reply
        assert len(reply.splitlines()) < 15
    assert "--out" in replies[1]
    assert "--json" in replies[2]
    assert "There is no PDF" in replies[3]


@pytest.mark.slow
def test_a_record_quotes_only_what_the_conversation_showed(indexed_dir: Path) -> None:
    thread, replies = talk(TOLD, "Does fine-tuning teach a model new facts?")
    with closing(Advisor(load_settings())) as advisor:
        quotes = advisor.record(thread).quotes
    assert quotes
    assert {quote.n for quote in quotes} == {int(n) for n in re.findall(r"\[(\d+)\]", replies[1])}
    assert all(quote.url.startswith("http") for quote in quotes)


def test_files_of_others_are_never_overwritten(tmp_path: Path) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "notes.md").write_text("mine")
    write_folder({"record.md": "one"}, folder)
    write_folder({"record.md": "two", "charts/a.svg": "x"}, folder)
    assert (folder / "record.md").read_text() == "two"
    write_folder({"record.md": "three"}, folder)
    assert not (folder / "charts" / "a.svg").exists()
    with pytest.raises(InvalidInput, match=r"already holds notes\.md"):
        write_folder({"record.md": "four", "notes.md": "theirs"}, folder)
    with pytest.raises(InvalidInput, match=r"already holds notes\.md"):
        write_folder({"record.md": "four"}, folder, alone=True)
    assert (folder / "notes.md").read_text() == "mine"
    assert (folder / "record.md").read_text() == "three"


def test_a_list_of_files_that_points_outside_is_not_believed(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("keep")
    folder = tmp_path / "kit"
    folder.mkdir()
    (folder / LIST).write_text(json.dumps({"../victim": "x", str(victim): "y"}))
    write_folder({"a": "1"}, folder)
    assert victim.read_text() == "keep"


def test_a_folder_that_is_a_file_is_refused_and_a_failed_write_leaves_nothing(
    tmp_path: Path,
) -> None:
    file = tmp_path / "file"
    file.write_text("x")
    with pytest.raises(InvalidInput, match="is a file; give a folder"):
        write_folder({"a": "1"}, file)
    target = tmp_path / "new" / "kit"
    with pytest.raises(OSError, match="File name too long"):
        write_folder({"a": "1", "b" * 300: "2"}, target)
    assert not target.parent.exists()
