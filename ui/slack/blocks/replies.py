"""An answer as Slack messages: its text, the state of the advice, what to press next."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from agent.events import Board, Citation, Done, QuestionAsked
from ui.slack.blocks.boards import headline, leader, podium
from ui.slack.blocks.elements import (
    Block,
    Message,
    actions,
    button,
    context,
    feedback,
    menu,
    sections,
)
from ui.slack.limits import BLOCKS_OF, BUTTON_VALUE_CHARS
from ui.slack.text import inert, mrkdwn, shorten
from ui.suggestions import what_ifs

NOTICE_CHARS = 300
SAY = "say"  # what a button's action id starts with when its value is said in the conversation
SHOW = "show"  # … when it shows a part of the board
MOST_REPLIES = 8
MOST_WHAT_IFS = 3
# tools that are used when the advice, or a part of it, is asked for
ADVISING = frozenset({"score_strategies", "search_guidance"})
ASKED = ADVISING | {
    "compare_models",
    "compare_scenarios",
    "compare_strategies",
    "estimate_costs",
    "explain_move",
    "price_on_other_terms",
    "price_own_gpus",
    "size_test",
    "try_discount",
    "what_if",
    "write_decision_record",
}
MORE = {
    "facts": "What I know",
    "charts": "Charts",
    "record": "Decision record",
    "link": "Open on the page",
    "delete": "Delete this project",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, and what is shown with it.

    `line` is the state of the advice in small print, `podium` its bars, `views` the buttons that
    lead to the rest. A short answer that changes nothing has none of them.
    """

    text: str
    board: Board
    turn: int
    cited: Sequence[Citation] = ()
    question: QuestionAsked | None = None
    what_ifs: Sequence[str] = ()
    line: bool = True
    podium: bool = False
    views: bool = True

    @classmethod
    def of(
        cls,
        done: Done,
        *,
        question: QuestionAsked | None,
        before: Board | None,
        tools: Collection[str],
    ) -> "Answer":
        """What a finished turn shows: `before` is the board as it was, `tools` what it used."""
        board, settled = done.board, question is None
        turned = leader(before) not in ("", leader(board))
        asked = settled and not ASKED.isdisjoint(tools)
        views = bool(leader(board)) and (turned or asked)
        named = (
            board.assessment is not None
            and board.assessment.ranking[0].label in (done.reply.strip().partition("\n")[0])
        )
        advised = views and settled and named and not ADVISING.isdisjoint(tools)
        return cls(
            done.reply,
            board,
            done.turn,
            cited=done.citations,
            question=question,
            what_ifs=what_ifs(board) if advised else (),
            line=advised or headline(board) != (headline(before) if before else ""),
            podium=advised,
            views=views,
        )


def reply_messages(answer: Answer) -> list[Message]:
    """A whole answer as messages that Slack takes; what can be pressed is in the last one."""
    below = endings(answer)
    text = mrkdwn(answer.text, addresses(answer.cited, answer.board))
    body = sections(text) or sections("…")
    room = BLOCKS_OF["message"] - len(below)
    chunks = [body[at : at + room] for at in range(0, len(body), room)]
    chunks[-1] = [*chunks[-1], *below]
    return [{"text": notice(answer.text), "blocks": chunk} for chunk in chunks]


def endings(answer: Answer) -> list[Block]:
    """What stands below the text of an answer; also the last blocks of a streamed one."""
    board, turn = answer.board, answer.turn
    blocks: list[Block] = []
    if answer.podium and board.assessment is not None:
        blocks += podium(board.assessment)
    line = headline(board)
    if line and answer.line:
        blocks.append(context(line))
    if answer.question is not None and answer.question.replies:
        blocks.append(_said_by_buttons(f"replies:{turn}", answer.question.replies[:MOST_REPLIES]))
    if answer.what_ifs:
        blocks.append(_said_by_buttons(f"what-ifs:{turn}", answer.what_ifs[:MOST_WHAT_IFS]))
    if line and answer.views:
        blocks.append(actions(f"show:{turn}", _views(board, answer.cited)))
    blocks.append(feedback(f"feedback:{turn}", str(turn)))
    return blocks


def _said_by_buttons(block_id: str, texts: Sequence[str]) -> Block:
    return actions(
        block_id,
        [button(t, f"{SAY}:{n}", t[:BUTTON_VALUE_CHARS]) for n, t in enumerate(texts)],
    )


def _views(board: Board, cited: Sequence[Citation]) -> list[Block]:
    buttons = [button("Ranking", f"{SHOW}:ranking")]
    if board.costs is not None:
        buttons.append(button("Costs", f"{SHOW}:costs"))
    if cited:
        numbers = json.dumps([c.n for c in cited])
        buttons.append(button(f"Sources ({len(cited)})", f"{SHOW}:sources", numbers))
    return [*buttons, menu(f"{SHOW}:more", MORE)]


def notice(reply: str) -> str:
    """An answer in a line, for notifications: its first paragraph without marks."""
    first = next((part for part in reply.split("\n\n") if part.strip()), "…")
    return inert(shorten(first.replace("**", "").replace("__", ""), NOTICE_CHARS))


def addresses(citations: Iterable[Citation], board: Board) -> frozenset[str]:
    """The addresses that may become links: those of the sources and of the published cases."""
    cases = (case.url for case in board.precedents)
    return frozenset(url for url in (*(c.url for c in citations), *cases) if url)


def sorry(sentence: str) -> Message:
    """What could not be done, in one plain sentence."""
    text = inert(sentence)
    return {"text": text, "blocks": [context(f":warning: {text}")]}
