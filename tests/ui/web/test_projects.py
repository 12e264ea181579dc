import pytest

from tests.ui.web.attacks import ATTACKS
from tests.ui.web.scripted import Listed
from tests.ui.web.test_board import Reader
from ui.web.projects import bar_html

PROJECTS = (Listed("a1", "Customer mail", "2026-01-01T10:00:00+00:00"), Listed("b2", "", ""))


def test_every_project_can_be_opened_renamed_and_deleted_and_the_open_one_is_marked():
    reader = Reader(bar_html(PROJECTS, "a1", "offline"))
    acts = [(a["data-do"], a.get("data-id")) for _, a in reader.tags if "data-do" in a]
    assert acts == [
        ("open", "a1"),
        ("rename", "a1"),
        ("delete", "a1"),
        ("open", "b2"),
        ("rename", "b2"),
        ("delete", "b2"),
        ("slack", None),
        ("copy", None),
        ("new", None),
    ]
    assert [a for tag, a in reader.tags if tag == "li"] == [{"aria-current": "true"}, {}]
    assert "New project" in reader.text


@pytest.mark.parametrize("here", ["lab", "workbench", "record"])
def test_a_new_project_can_be_begun_from_a_page_beside_the_chat(here: str):
    reader = Reader(bar_html(PROJECTS, "a1", "offline", here=here))
    assert ("a", {"class": "strong", "href": "./?new=1"}) in reader.tags
    assert "new" not in [a.get("data-do") for _, a in reader.tags]


def test_an_empty_list_says_what_it_is_for():
    assert "Projects you describe are kept here." in Reader(bar_html((), "", "")).text


def test_the_bar_says_who_answers():
    assert "nothing leaves this machine" in bar_html((), "", "offline")
    assert "answers: gpt-x" in bar_html((), "", "gpt-x")


def test_who_is_logged_in_can_log_out():
    reader = Reader(bar_html(PROJECTS, "a1", "offline", login="ann <b>"))
    assert ("a", {"class": "quiet", "href": "./logout", "title": "ann <b>"}) in reader.tags
    assert "Log out" in reader.text
    assert "Log out" not in bar_html(PROJECTS, "a1", "offline")


def test_titles_and_ids_are_text():
    plain = {tag for tag, _ in Reader(bar_html(PROJECTS, "", "")).tags}
    for attack in ATTACKS:
        reader = Reader(bar_html([Listed(attack, attack, "")], "", attack))
        assert {tag for tag, _ in reader.tags} <= plain
        assert not any(name.startswith("on") for _, attrs in reader.tags for name in attrs)
