"""An advisor on a real store and a real index of the guidance, which is built once a session."""

import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from agent import Advisor
from agent.digest import cost_digest
from agent.events import Done, Event
from agent.grounding import evidence_of, unsupported
from agent.offline.speaking import supposing
from agent.offline.words.lexicon import DATA
from agent.settings import load_settings
from agent.state import notebook_of
from knowledge import Guidance
from tools.showing import percent
from tools.strategies import strategy_texts


@pytest.fixture(scope="session")
def guidance_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("guidance")
    Guidance.open(folder).build()
    return folder


@pytest.fixture(scope="session")
def guidance(guidance_dir: Path) -> Guidance:
    return Guidance.open(guidance_dir)


@pytest.fixture
def open_advisor(data_dir: Path, guidance: Guidance) -> Iterator[Callable[..., Advisor]]:
    """Opens advisors on one data folder, as processes after one another would."""
    opened: list[Advisor] = []

    def open_one(**overrides: object) -> Advisor:
        opened.append(Advisor(load_settings(data_dir=data_dir, **overrides), guidance=guidance))
        return opened[-1]

    yield open_one
    for advisor in opened:
        advisor.close()


@pytest.fixture
def advisor(open_advisor: Callable[..., Advisor]) -> Advisor:
    return open_advisor()


def turn(advisor: Advisor, thread: str, text: str) -> list[Event]:
    """All events of one turn."""
    return list(advisor.stream(thread, text))


def reply(advisor: Advisor, thread: str, text: str) -> Done:
    """The end of one turn, which must have gone well."""
    last = turn(advisor, thread, text)[-1]
    assert isinstance(last, Done), last
    return last


def ungrounded(advisor, thread: str, done: Done) -> list[str]:
    """The figures of a reply that neither the tools nor the user nor the board support."""
    state = advisor._state(thread)
    tools = [m.text for m in state["messages"] if m.type == "tool"]
    humans = [m.text for m in state["messages"] if m.type == "human"]
    board = done.to_json()["board"]
    bills = cost_digest(done.board.costs) if done.board.costs else {}
    quotes = {"quotes": [{"n": c.n, "quote": c.quote} for c in done.board.citations]}
    found = done.board.assessment
    turning = [supposing.flip(flip) for flip in found.flips] if found else []
    shown = [_shown(done.board.experiment), *_first_values(state), *turning]
    plain = json.dumps([humans, tools, board], ensure_ascii=False)
    horizon = done.board.costs.horizon_months if done.board.costs else 0
    plain += f" {horizon} months, under 1%, over 99%"  # as tables and rounding say it
    known = evidence_of(humans, tools, [board, bills, notebook_of(state).to_json(), quotes, shown])
    known.add_phrases(_invitations())
    wrong = unsupported(done.reply, known)
    return [text for text in wrong if not _stands(text, plain)]


@cache
def _invitations() -> str:
    """What templates say, whose quotation marks hold what a person might say next."""
    return "\n".join(p.read_text("utf-8") for p in sorted(DATA.glob("phrases*.toml")))


def _stands(text: str, plain: str) -> bool:
    """True when a figure stands in the tools' results or the user's words just as it is written."""
    bare = text.removesuffix("%").removesuffix(" points").casefold()
    number = re.fullmatch(r"[-+]?[\d.,]+(?: months)?", bare)
    return bool(number) and bool(re.search(rf"(?<![\d.]){re.escape(bare)}(?![\d.])", plain))


def _shown(experiment) -> list[str]:
    """The chances of an experiment as every face rounds them."""
    outcomes = () if experiment is None else experiment.outcomes
    return [f"{strategy_texts()[o.strategy].label}: {percent(o.probability)}" for o in outcomes]


def _first_values(state) -> list[str]:
    """How sure earlier replies said to be, which a later one may compare with."""
    leads = [m.additional_kwargs.get("lead") for m in state["messages"] if m.type == "ai"]
    return [f"{strategy_texts()[lead[0]].label}: {percent(lead[1])} sure" for lead in leads if lead]
