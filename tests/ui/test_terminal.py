import _thread
import io
import re
import signal
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.text import Text

from agent import Advisor
from agent.events import Done, Event, TextDelta, ToolFinished, ToolStarted
from agent.settings import load_settings
from knowledge import KnowledgeError
from tests.patience import PATIENCE_SECONDS
from tests.ui.web import samples
from tests.ui.web.scripted import EMPTY, ScriptedAdvisor
from tools.errors import InvalidInput
from tools.facts import ProjectFacts
from tools.scoring import assess
from tools.vocabulary import STRATEGIES
from ui.figures import key_figures
from ui.marks import Hanging
from ui.reply import TurnView, paragraphs, source_line, tells, tool_line
from ui.tables import Ranking, assessment
from ui.terminal import TerminalChat, _prompt


class Talk:
    """A terminal chat with a scripted advisor, its output kept."""

    def __init__(self, thread: str | None = None, advisor: ScriptedAdvisor | None = None) -> None:
        self.advisor = advisor or ScriptedAdvisor()
        self.screen = io.StringIO()
        opening: Future = Future()
        opening.set_result(self.advisor)
        console = Console(file=self.screen, width=80, highlight=False)
        self.chat = TerminalChat(console, opening, thread)

    @property
    def thread(self) -> str:
        """The only conversation so far."""
        (thread,) = self.advisor.owners
        return thread

    @property
    def said(self) -> list[str]:
        """What the person said in it."""
        return [m.text for m in self.advisor.history(self.thread) if m.role == "user"]

    def say(self, *messages: str) -> str:
        """What these messages add to the screen."""
        before = len(self.screen.getvalue())
        for message in messages:
            self.chat.serve(message)
        return self.screen.getvalue()[before:]


def test_the_greeting_needs_no_advisor() -> None:
    talk = Talk()
    talk.chat._opening = Future()  # still loading
    talk.chat.begin()
    assert "Tell me about your project" in talk.screen.getvalue()


def test_a_turn_shows_steps_reply_source_figures_and_quick_replies() -> None:
    shown = Talk().say("We answer customer mail.")
    order = ["Scoring the strategies: LoRA leads", "start with", "[1] “Fine-tuning pays", "▌ LoRA"]
    places = [shown.index(text) for text in [*order, "About"]]
    assert places == sorted(places)
    assert "$76.80 a month" in shown
    assert "pays back in 17.6 months" in shown
    assert max(len(line) for line in shown.splitlines()) <= 80


def test_the_figures_are_shown_only_when_they_changed() -> None:
    talk = Talk()
    assert "▌" in talk.say("We answer customer mail.")
    assert "▌" not in talk.say("And in French.")


def test_a_quick_reply_is_sent_in_full() -> None:
    talk = Talk()
    talk.say("We answer customer mail.")
    talk.say("b")
    assert talk.said[-1] == "About 50"


def test_numbers_stay_answers_where_a_number_is_asked() -> None:
    talk = Talk()
    talk.say("We answer customer mail.")
    talk.say("2")
    assert talk.said[-1] == "2"


def test_a_failed_turn_says_so_and_the_conversation_goes_on() -> None:
    talk = Talk()
    assert "nothing was lost" in talk.say("fail now")
    assert "LoRA" in talk.say("again")
    assert len(talk.advisor.owners) == 1


def test_ctrl_c_stops_the_reply_and_keeps_the_chat() -> None:
    closed = threading.Event()

    def endless(thread: str, turn: int, text: str) -> Iterator[Event]:
        if text == "on":
            yield Done(thread, turn, "fine", (), EMPTY)
            return
        try:
            for n in range(1_000_000):
                yield TextDelta(thread, turn, f"word{n} ")
                if n == 50:
                    _thread.interrupt_main()
        finally:
            closed.set()

    talk = Talk(advisor=ScriptedAdvisor(script=endless))
    shown = talk.say("go")
    assert "Stopped" in shown
    talk.say("on")
    assert closed.wait(PATIENCE_SECONDS)
    assert len(talk.advisor.owners) == 1


class Heeding(ScriptedAdvisor):
    """Keeps the signal of its last turn."""

    def stream(self, thread: str, text: str, *, stop: object = None) -> Iterator[Event]:
        self.signal = stop
        return super().stream(thread, text, stop=stop)


def test_ctrl_c_tells_the_turn_to_stop_at_once() -> None:
    def interrupted(thread: str, turn: int, text: str) -> Iterator[Event]:
        _thread.interrupt_main()
        yield TextDelta(thread, turn, "so ")
        closed.wait(PATIENCE_SECONDS)

    closed = threading.Event()
    talk = Talk(advisor=Heeding(script=interrupted))
    assert "Stopped" in talk.say("go")
    assert talk.advisor.signal.stopped
    closed.set()


class Awaited(Future):
    """Opens when it is waited for again; whoever waits first gets Ctrl-C meanwhile."""

    def __init__(self, advisor: ScriptedAdvisor) -> None:
        super().__init__()
        self._advisor = advisor
        self._waiting: list[threading.Thread] = []
        self.both = threading.Event()

    def result(self, timeout: float | None = None) -> ScriptedAdvisor:
        self._waiting.append(threading.current_thread())
        if len(self._waiting) == 1:
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
        elif not self.done():
            self.set_result(self._advisor)
        found: ScriptedAdvisor = super().result(timeout)
        if self._waiting[0] is threading.current_thread():
            self.both.set()
        return found

    def join(self) -> None:
        """Wait until whoever waited is through."""
        for thread in self._waiting:
            thread.join(PATIENCE_SECONDS)


class SlowToBegin(ScriptedAdvisor):
    """Makes a conversation only when everybody who waited for the advisor has it."""

    opening: Awaited

    def new_thread(self, owner: str | None = None) -> str:
        assert self.opening.both.wait(PATIENCE_SECONDS)
        return super().new_thread(owner)


def test_ctrl_c_before_the_advisor_is_open_makes_no_second_conversation() -> None:
    talk = Talk(advisor=SlowToBegin())
    talk.chat._opening = talk.advisor.opening = Awaited(talk.advisor)
    assert "Stopped" in talk.say("one")
    assert "LoRA" in talk.say("two")
    talk.advisor.opening.join()
    assert talk.said == ["two"]


def test_a_conversation_that_is_not_there_is_told_before_anything_is_printed() -> None:
    for thread in ("typo123", "", "\udcff", "../etc/passwd"):
        talk = Talk(thread)
        with pytest.raises(InvalidInput, match="without --thread a new one starts") as caught:
            talk.chat.begin()
        assert repr(thread) in str(caught.value)
        assert talk.screen.getvalue() == ""
        assert talk.advisor.owners == {}


def test_a_conversation_deleted_elsewhere_fails_in_one_sentence() -> None:
    talk = Talk()
    talk.say("We answer customer mail.")
    talk.advisor.delete(talk.thread)
    assert "There is no such conversation." in talk.say("And in French.")


def test_a_bug_in_a_turn_reaches_the_caller() -> None:
    def broken(thread: str, turn: int, text: str) -> Iterator[Event]:
        yield TextDelta(thread, turn, "so")
        raise LookupError("a bug")

    with pytest.raises(LookupError, match="a bug"):
        Talk(advisor=ScriptedAdvisor(script=broken)).say("go")


def test_new_starts_another_conversation_and_tells_the_way_back() -> None:
    talk = Talk()
    talk.say("one")
    assert f"steerwise chat --thread {talk.thread}" in talk.say("/new")
    talk.say("two")
    assert len(talk.advisor.owners) == 2


def test_the_board_is_empty_first_and_then_holds_facts_ranking_and_costs() -> None:
    talk = Talk()
    assert "Nothing is decided yet" in talk.say("/board")
    talk.say("We answer customer mail.")
    shown = talk.say("/board")
    assert all(text in shown for text in ("120,000 mails", "LoRA", "62%", "$201.60"))
    assert max(len(line) for line in shown.splitlines()) <= 80


def test_an_unknown_slash_is_no_message() -> None:
    talk = Talk()
    assert "/help" in talk.say("/bord")
    assert talk.advisor.owners == {}


def test_returning_shows_where_the_conversation_stands_and_finishes_a_cut_turn() -> None:
    first = Talk()
    first.say("We answer customer mail.")
    first.advisor.cut.add(first.thread)
    again = Talk(first.thread, first.advisor)
    again.chat.begin()
    shown = again.screen.getvalue()
    assert "› We answer customer mail." in shown
    assert "▌ LoRA" in shown
    assert first.advisor.cut == set()


def test_a_whole_chat_runs_on_lines_from_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    talk = Talk()
    monkeypatch.setattr(sys, "stdin", io.StringIO("We answer mail.\n\n/quit\nnever read\n"))
    talk.chat.begin()
    talk.chat.talk()
    assert talk.said == ["We answer mail."]
    assert talk.screen.getvalue().rstrip().endswith(f"steerwise chat --thread {talk.thread}")


def test_the_screen_of_a_terminal_ends_with_the_whole_reply() -> None:
    screen = io.StringIO()
    console = Console(file=screen, width=80, force_terminal=True, highlight=False)
    with TurnView(console) as view:
        for word in ("One ", "two.\n", "\nThree ", "**four**."):
            view.draw(TextDelta("t", 1, word))
        view.draw(Done("t", 1, "One two.\n\nThree **four**.", (), EMPTY))
    assert "Three " in screen.getvalue()
    assert screen.getvalue().count("One two.") >= 1


def test_long_tools_tell_their_time_and_short_ones_do_not() -> None:
    slow = ToolFinished("t", 1, "search", "Searching", True, "5 passages", 1.26)
    quick = ToolFinished("t", 1, "record", "Noting", True, "2 facts", 0.01)
    assert tool_line(slow).plain == "· Searching: 5 passages (1.3 s)"
    assert tool_line(quick).plain == "· Noting: 2 facts"


def test_a_source_names_title_section_author_and_year() -> None:
    line = source_line(samples.CITATION).plain
    assert line.endswith("Adapting a model › Consistency (A. Writer, 2024)")
    assert samples.CITATION.quote in line


def test_a_quote_that_the_reply_has_is_not_shown_twice() -> None:
    line = source_line(samples.CITATION, f"It says: {samples.CITATION.quote}").plain
    assert line == "[1] Adapting a model › Consistency (A. Writer, 2024)"


def test_an_empty_board_has_no_figures() -> None:
    assert key_figures(None) == key_figures(EMPTY) == ()


def test_a_fence_with_a_blank_line_is_one_block() -> None:
    text = "before\n\n```\na\n\nb\n```\n\nafter"
    assert paragraphs(text) == ["before\n", "```\na\n\nb\n```\n", "after"]


@given(st.lists(st.sampled_from(["one", " two\n", "\n", "\n\n", "- x\n", "```\n", "  \n"])))
def test_no_text_is_lost_however_it_arrives(pieces: list[str]) -> None:
    whole, rest = [], ""
    for piece in pieces:
        *done, rest = paragraphs(rest + piece)
        whole += done
    assert "".join([*whole, rest]).split() == "".join(pieces).split()


def test_a_pasted_block_is_one_message(monkeypatch: pytest.MonkeyPatch) -> None:
    readline = pytest.importorskip("readline")
    told: list[str] = []
    monkeypatch.setattr(readline, "parse_and_bind", told.append)
    _prompt(Console(file=io.StringIO()))
    assert told == ["set enable-bracketed-paste on"]


def test_a_prompt_without_colour_is_plain() -> None:
    assert _prompt(Console(force_terminal=True, no_color=True)) == "› "
    assert "36m" in _prompt(Console(force_terminal=True, color_system="standard", no_color=False))


@pytest.mark.parametrize("width", [40, 60, 80, 100])
def test_a_ranking_keeps_its_scores_however_narrow_the_terminal(width: int) -> None:
    screen = io.StringIO()
    console = Console(file=screen, width=width)
    rows = assess(ProjectFacts()).ranking
    console.print(Ranking(rows))
    shown = screen.getvalue()
    assert all(f"{row.score:.1f}" in shown for row in rows)
    assert "best with" in shown
    assert "…" not in shown
    assert ("█" in shown) == (width >= 80)
    assert max(len(line.rstrip()) for line in shown.splitlines()) <= width


def test_where_all_is_ruled_out_the_terminal_says_so_above_the_ranking() -> None:
    screen = io.StringIO()
    barred = ProjectFacts().ruling_out(dict.fromkeys(STRATEGIES, "none of it"))
    Console(file=screen, width=200).print(assessment(assess(barred)))
    first = screen.getvalue().splitlines()[0]
    assert first.startswith("Nothing is left to advise")
    assert "sure" not in screen.getvalue()


def test_a_long_line_hangs_under_its_sign() -> None:
    screen = io.StringIO()
    Console(file=screen, width=12).print(Hanging(Text("▌ one two three four"), again=True))
    assert screen.getvalue() == "▌ one two\n▌ three four\n"


class Opening(Future):
    """An advisor that is there only once it is waited for."""

    def __init__(self, advisor: ScriptedAdvisor) -> None:
        super().__init__()
        self._advisor = advisor

    def result(self, timeout: float | None = None) -> ScriptedAdvisor:
        if not self.done():
            self.set_result(self._advisor)
        return super().result(timeout)


FIRST = "We sort 120k tickets a month and have 3,000 labelled ones."


def first_turn(console: Console, *, cold: bool, **more: bool) -> ScriptedAdvisor:
    """Say the first message to an advisor that is still opening, or is there."""
    advisor = ScriptedAdvisor()
    opening = Opening(advisor)
    if not cold:
        opening.result()
    TerminalChat(console, opening, None, **more).serve(FIRST)
    return advisor


@pytest.mark.parametrize("width", [40, 100])
def test_the_facts_are_shown_before_the_advisor_is_there(width: int) -> None:
    screen = io.StringIO()
    console = Console(file=screen, width=width, force_terminal=True, no_color=True)
    first_turn(console, cold=True)
    shown = re.sub(r"\x1b\[[?\d;]*[a-zA-Z]|\s", "", screen.getvalue())
    facts = "Readsofar:120,000requestsamonth,3,000goodexamples"
    assert facts in shown
    assert shown.index(facts) < shown.index("Notingthefacts")


def test_nothing_is_read_twice_once_the_advisor_is_there() -> None:
    for cold, at_a_glance in ((False, True), (True, False)):
        screen = io.StringIO()
        console = Console(file=screen, width=100, force_terminal=True)
        first_turn(console, cold=cold, at_a_glance=at_a_glance)
        assert "Read so far" not in screen.getvalue()


def test_what_is_left_on_the_screen_is_the_same_cold_and_warm() -> None:
    cold, warm = io.StringIO(), io.StringIO()
    first_turn(Console(file=cold, width=80), cold=True)
    first_turn(Console(file=warm, width=80), cold=False)
    assert cold.getvalue() == warm.getvalue()
    assert "LoRA" in cold.getvalue()


def test_a_first_search_says_that_the_guidance_is_being_indexed() -> None:
    def searching(thread: str, turn: int, text: str) -> Iterator[Event]:
        yield ToolStarted(thread, turn, "search_guidance", "Searching the guidance")
        yield Done(thread, turn, "fine", (), EMPTY)

    for indexed in (False, True):
        advisor = ScriptedAdvisor(script=searching, indexed=indexed)
        talk = Talk(advisor=advisor)
        talk.chat.console = Console(file=talk.screen, width=100, force_terminal=True)
        assert ("being indexed, once" in talk.say("why?")) == (not indexed)


def test_the_guidance_is_loaded_while_no_turn_is_under_way() -> None:
    seen: list[bool] = []

    def looking(thread: str, turn: int, text: str) -> Iterator[Event]:
        seen.append(talk.chat.quiet.is_set())
        yield Done(thread, turn, "fine", (), EMPTY)

    talk = Talk(advisor=ScriptedAdvisor(script=looking))
    assert not talk.chat.quiet.is_set()
    talk.chat.begin()
    assert talk.chat.quiet.is_set()
    talk.say("go")
    assert seen == [False]
    assert talk.chat.quiet.is_set()


def test_what_is_heavy_loads_weights_first_and_the_guidance_when_told(data_dir: Path) -> None:
    with closing(Advisor(load_settings(data_dir=data_dir))) as advisor:
        order: list[str] = []

        def told() -> None:
            order.append("weights" if advisor._guidance.embedder._encoder else "too early")
            raise KnowledgeError("no documents in this test")

        advisor.warm_up(told).join()
        assert order == ["weights"]
        assert not advisor.indexed


def test_a_first_message_is_read_cold_as_it_is_read_warm(data_dir: Path) -> None:
    text = "We sort 120k tickets a month. The tone has to sound like us or people complain."
    facts, replies = [], []
    with closing(Advisor(load_settings(data_dir=data_dir))) as advisor:
        assert advisor._guidance.embedder._encoder is None
        for _ in ("cold", "warm"):
            *_, done = advisor.stream(advisor.new_thread(), text)
            facts.append([(f.name, f.shown, f.quote) for f in done.board.facts])
            replies.append(done.reply)
        assert advisor._guidance.embedder._encoder is not None
    assert facts[0] == facts[1]
    assert replies[0] == replies[1]
    assert len(facts[0]) >= 2


def finished(**changes: object) -> ToolFinished:
    return replace(ToolFinished("t", 1, "record_facts", "Noting", True, "", 0.01), **changes)


@pytest.mark.parametrize("changes", [{"summary": "2 facts"}, {"ok": False}, {"seconds": 0.4}])
def test_a_step_that_found_something_failed_or_took_a_while_is_drawn(changes: dict) -> None:
    assert tells(finished(**changes))


def test_a_step_that_changed_nothing_is_not_drawn() -> None:
    assert not tells(finished())
    assert not tells(finished(tool="forget_facts", label="Taking facts back"))
