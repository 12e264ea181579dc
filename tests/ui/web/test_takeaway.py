"""The downloads of a conversation: the record twice, the kit, and nothing else."""

import io
import json
import re
import zipfile

import pytest

from tests.ui.web.scripted import ScriptedAdvisor
from tools.errors import InvalidInput
from ui.web.takeaway import CONVERSATION, LINKS, download


@pytest.fixture(scope="module")
def begun() -> tuple[ScriptedAdvisor, str]:
    advisor = ScriptedAdvisor()
    thread = advisor.new_thread("ann")
    list(advisor.stream(thread, 'Customer mail, "calm" <b>&\r\nset-cookie: x=1'))
    return advisor, thread


def test_a_whole_conversation_is_handed_out_as_json(begun: tuple[ScriptedAdvisor, str]) -> None:
    found = download(*begun, CONVERSATION)
    assert re.fullmatch(r"steerwise-[a-z0-9-]+-conversation\.json", found.name)
    assert json.loads(found.content) == begun[0].export(begun[1])


@pytest.mark.parametrize("name", LINKS)
def test_file_names_say_what_they_hold_and_carry_no_markup(
    begun: tuple[ScriptedAdvisor, str], name: str
) -> None:
    found = download(*begun, name)
    assert re.fullmatch(r"steerwise-[a-z0-9-]+-2026-01-02(-kit)?\.(md|json|zip)", found.name)


def test_the_record_is_there_to_read_and_for_programs(begun: tuple[ScriptedAdvisor, str]) -> None:
    text = download(*begun, "record.md").content
    assert isinstance(text, str)
    assert "120,000" in text
    assert json.loads(download(*begun, "record.json").content)["assessment"]["ranking"]


def test_the_kit_is_an_archive_with_a_readme(begun: tuple[ScriptedAdvisor, str]) -> None:
    content = download(*begun, "starter-kit.zip").content
    assert isinstance(content, bytes)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        assert any(name.lower().endswith("readme.md") for name in archive.namelist())


def test_there_is_nothing_for_an_unknown_conversation_or_file(
    begun: tuple[ScriptedAdvisor, str],
) -> None:
    advisor, thread = begun
    with pytest.raises(InvalidInput, match="does not exist"):
        download(advisor, "guessed", "record.md")
    with pytest.raises(KeyError):
        download(advisor, thread, "steerwise.sqlite")
