"""`steerwise export` and `steerwise import`: a conversation as a file, and its bad cases."""

import json

from agent.exchange import exported
from agent.notebook import Notebook


def test_a_file_opens_as_a_conversation_and_leaves_as_it_came(steerwise, tmp_path):
    from langchain_core.messages import AIMessage, HumanMessage

    file, out = tmp_path / "talk.json", tmp_path / "again.json"
    messages = [HumanMessage("hello"), AIMessage("Hi.")]
    file.write_text(json.dumps(exported("Mine", messages, Notebook())), encoding="utf-8")
    opened = steerwise("import", str(file))
    assert opened.status == 0, opened
    thread = opened.out.strip()
    assert f"--thread {thread}" in opened.err
    assert steerwise("export", "--thread", thread, "--out", str(out)).status == 0
    assert json.loads(out.read_text("utf-8")) == json.loads(file.read_text("utf-8"))
    again = steerwise("export", "--thread", thread, "--out", str(out))
    assert again.status == 2
    assert "exists already" in again.err


def test_what_cannot_be_read_is_one_line(steerwise, tmp_path):
    broken = tmp_path / "broken.json"
    broken.write_text('{"format": ', encoding="utf-8")
    foreign = tmp_path / "foreign.json"
    foreign.write_text("[1]", encoding="utf-8")
    for arguments, says in (
        (("import", str(broken)), "cut short"),
        (("import", str(foreign)), "no exported conversation"),
        (("import", str(tmp_path / "none.json")), "none.json"),
        (("export", "--thread", "nowhere"), "no conversation"),
    ):
        done = steerwise(*arguments)
        assert done.status in (1, 2)
        assert says in done.err
        assert done.err.count("\n") == 1
