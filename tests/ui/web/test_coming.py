from concurrent.futures import ThreadPoolExecutor

import pytest

from agent.settings import Unavailable
from tests.ui.web.scripted import ScriptedAdvisor
from ui.web import ComingAdvisor


def test_who_needs_an_advisor_waits_until_it_is_there() -> None:
    coming, real = ComingAdvisor(), ScriptedAdvisor()
    with ThreadPoolExecutor(1) as aside:
        asked = aside.submit(lambda: coming.new_thread("ann"))
        assert not asked.done()
        assert coming.make(lambda: real) is real
        assert real.owners == {asked.result(10): "ann"}


def test_what_is_lent_serves_until_the_advisor_is_there() -> None:
    coming, real = ComingAdvisor(), ScriptedAdvisor()
    with ThreadPoolExecutor(1) as aside:
        asked = aside.submit(lambda: coming.threads("ann"))
        assert not asked.done()
        coming.lend(threads=lambda owner: (f"of {owner}",))
        assert asked.result(10) == ("of ann",)
        waits = aside.submit(lambda: coming.new_thread("ann"))
        assert not waits.done()
        coming.make(lambda: real)
        assert waits.result(10) in real.owners
    assert coming.threads("ann") == real.threads("ann")


def test_an_advisor_that_cannot_be_made_fails_whoever_waits_with_its_reason() -> None:
    coming = ComingAdvisor()

    def fail() -> None:
        raise Unavailable("the data folder is full")

    with pytest.raises(Unavailable, match="is full"):
        coming.make(fail)
    with pytest.raises(Unavailable, match="is full"):
        coming.threads("ann")
