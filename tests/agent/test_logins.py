"""Logins from the settings: read once, checked, never shown."""

import pytest

from agent.logins import Logins, hashed, logins_of, read_logins
from agent.settings import load_settings
from tools.errors import InvalidInput


def test_logins_stand_in_the_variable_or_in_a_file(tmp_path):
    assert read_logins("ann:one,bob:t:wo") == {"ann": "one", "bob": "t:wo"}
    file = tmp_path / "logins"
    file.write_text("# who may come in\n\nann:one, with a comma\n  bob:two\n", encoding="utf-8")
    assert read_logins(str(file)) == {"ann": "one, with a comma", "bob": "two"}


def test_a_name_and_its_own_password_are_let_in_and_nothing_else():
    logins = Logins({"ann": "one", "bob": "two"})
    assert logins.check("ann", "one")
    assert logins.check("bob", "two")
    for name, password in (
        ("ann", "two"),
        ("ann", ""),
        ("eve", "one"),
        ("", ""),
        ("ann", "\ud800"),
    ):
        assert not logins.check(name, password)


def test_a_password_may_be_given_as_its_hash_and_is_not_kept_as_it_is():
    line = hashed("one")
    assert "one" not in line
    assert line != hashed("one")
    logins = Logins({"ann": line, "bob": "two-secret"})
    assert logins.check("ann", "one")
    assert not logins.check("ann", line)
    assert "two-secret" not in repr(vars(logins))


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        ("hunter22", "give name:password"),
        ("ann:hunter22,hunter23", "login 2 has no password"),
        ("ann:", "login 1 has no password"),
        (":hunter22", "login 1 has no name"),
        ("ann:hunter22,ann:hunter23", "login 2 has a name that came before"),
        ("ann:scrypt$12$hunter22", "the hash of login 1 is cut"),
        (",:,", "login 1 has no password"),
        ("x" * 65 + ":hunter22", "login 1 has no name of 1 to 64"),
    ],
)
def test_logins_that_cannot_be_used_are_refused_without_showing_a_password(bad, why):
    with pytest.raises(InvalidInput, match=f"STEERWISE_AUTH: {why}") as error:
        load_settings(auth=bad)
    assert "hunter" not in str(error.value)


def test_the_settings_show_no_login_and_without_any_the_page_is_open():
    settings = load_settings(auth="ann:hunter22")
    assert "hunter" not in repr(settings) + str(settings.model_dump())
    logins = logins_of(settings)
    assert logins is not None
    assert logins.check("ann", "hunter22")
    assert logins_of(load_settings(auth=" ")) is None
