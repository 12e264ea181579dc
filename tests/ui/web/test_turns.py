import threading
from collections.abc import Iterator

import pytest

from agent.events import Event, Failed, TextDelta
from agent.signals import StopSignal
from tests.patience import PATIENCE_SECONDS
from tools.errors import InvalidInput
from ui.web.turns import BROKEN, Stopping, Turn, Turns


def delta(text: str) -> TextDelta:
    return TextDelta("t", 1, text)


def events_of(turn: Turn | None) -> list[Event]:
    assert turn is not None
    return [event for batch in turn.batches() for event in batch]


def test_every_watcher_sees_every_event_however_late_it_comes():
    turn = Turns().start("t", "hi", lambda stop: iter([delta("a"), delta("b")]))
    assert events_of(turn) == events_of(turn) == [delta("a"), delta("b")]


def test_a_second_start_starts_nothing_while_a_turn_runs():
    go = threading.Event()

    def slow(stop: StopSignal) -> Iterator[Event]:
        yield delta("a")
        go.wait(PATIENCE_SECONDS)
        yield delta("b")

    turns = Turns()
    first = turns.start("t", "hi", slow)
    assert turns.running("t") is first
    assert turns.start("t", "again", lambda stop: iter([delta("never")])) is None
    go.set()
    assert events_of(first) == [delta("a"), delta("b")]


def test_a_turn_that_is_over_makes_room_for_the_next():
    turns = Turns()
    for text in ("a", "b"):
        assert events_of(turns.start("t", text, lambda stop, text=text: iter([delta(text)]))) == [
            delta(text)
        ]
        assert turns.running("t") is None


def test_stopping_closes_the_source_at_its_next_event():
    go, closed = threading.Event(), threading.Event()

    def endless(stop: StopSignal) -> Iterator[Event]:
        try:
            yield delta("a")
            go.wait(PATIENCE_SECONDS)
            while True:
                yield delta("more")
        finally:
            closed.set()

    turn = Turns().start("t", "hi", endless)
    assert turn is not None
    batches = turn.batches()
    assert next(batches) == (delta("a"),)
    turn.stop()
    go.set()
    rest = [event for batch in batches for event in batch]
    assert rest[0] == Stopping("t", 0)
    assert rest[1:] in ([], [delta("more")])
    assert closed.wait(PATIENCE_SECONDS)


def test_stopping_wakes_a_source_that_waits_for_a_slow_model():
    def waiting(stop: StopSignal) -> Iterator[Event]:
        yield delta("a")
        stop.wait_for(lambda: False)

    turn = Turns().start("t", "hi", waiting)
    assert turn is not None
    batches = turn.batches()
    assert next(batches) == (delta("a"),)
    turn.stop()
    assert [event for batch in batches for event in batch] == [Stopping("t", 0)]


@pytest.mark.parametrize(
    ("error", "message"),
    [(InvalidInput("that message is empty"), "that message is empty"), (KeyError("x"), BROKEN)],
)
def test_an_error_becomes_one_sentence(error: Exception, message: str, caplog):
    def broken(stop: StopSignal) -> Iterator[Event]:
        yield delta("a")
        raise error

    turn = Turns().start("t", "hi", broken)
    assert events_of(turn) == [delta("a"), Failed("t", 0, message)]
