import stat
from pathlib import Path

import pytest

from agent.settings import Unavailable
from ui.folder import check_folder
from ui.web.browser import SECRET_FILE, Visitor, browser_secret


def test_the_secret_is_made_once_and_only_its_owner_reads_it(tmp_path: Path):
    folder = tmp_path / "new" / "data"
    secret = browser_secret(folder)
    assert len(secret) == 64
    assert browser_secret(folder) == secret
    assert stat.S_IMODE((folder / SECRET_FILE).stat().st_mode) == 0o600


def test_an_unusable_data_folder_is_one_sentence(tmp_path: Path):
    (tmp_path / "file").write_text("")
    said = []
    for use in (browser_secret, check_folder):
        with pytest.raises(Unavailable, match="set STEERWISE_DATA_DIR to a folder") as caught:
            use(tmp_path / "file")
        said.append(str(caught.value))
    assert said[0] == said[1]


def test_a_browser_keeps_its_name_and_a_new_one_gets_one():
    first = Visitor.read(None)
    assert len(first.user) > 16
    assert Visitor.read(first.stored()) == first
    assert Visitor.read(None).user != first.user


@pytest.mark.parametrize("junk", ["x", 3, [], {"user": 5}, {"user": "", "thread": 7}])
def test_junk_in_the_browsers_store_is_a_new_visitor(junk: object):
    visitor = Visitor.read(junk)
    assert visitor.user
    assert visitor.thread == ""
