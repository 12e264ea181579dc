"""An answer as Slack messages: its text, the state of the advice, what to press next."""

import json
from collections.abc import Iterable, Sequence

from agent.events import Board, Citation, Done, QuestionAsked
from ui.slack.blocks.boards import headline
from ui.slack.blocks.elements import (
    Block,
    Message,
    actions,
    button,
    context,
    feedback,
    sections,
)
from ui.slack.blocks.limits import BLOCKS_OF, BUTTON_VALUE_CHARS
from ui.slack.text import inert, mrkdwn, shorten

NOTICE_CHARS = 300
SAY = "say"  # what a button's action id starts with when its value is said in the conversation
SHOW = "show"  # … when it shows a part of the board
MOST_REPLIES = 6
MOST_WHAT_IFS = 3


def reply_messages(
    reply: str,
    citations: Sequence[Citation],
    board: Board,
    *,
    turn: int,
    question: QuestionAsked | None = None,
    what_ifs: Sequence[str] = (),
) -> list[Message]:
    """A whole answer as messages of at most 50 blocks; what can be pressed is in the last one."""
    known = addresses(citations, board)
    below = endings(board, turn=turn, question=question, what_ifs=what_ifs, cited=citations)
    body = sections(mrkdwn(reply, known)) or sections("…")
    room = BLOCKS_OF["message"] - len(below)
    chunks = [body[at : at + room] for at in range(0, len(body), room)]
    chunks[-1] = [*chunks[-1], *below]
    return [{"text": notice(reply), "blocks": chunk} for chunk in chunks]


def endings(
    board: Board,
    *,
    turn: int,
    question: QuestionAsked | None,
    what_ifs: Sequence[str],
    cited: Sequence[Citation] = (),
) -> list[Block]:
    """What stands below the text of an answer; also the last blocks of a streamed one."""
    blocks: list[Block] = []
    if question is not None and question.replies:
        buttons = [
            button(text, f"{SAY}:{n}", _said(text))
            for n, text in enumerate(question.replies[:MOST_REPLIES])
        ]
        blocks.append(actions(f"replies:{turn}", buttons))
    if what_ifs:
        buttons = [
            button(text, f"{SAY}:{n}", _said(text))
            for n, text in enumerate(what_ifs[:MOST_WHAT_IFS])
        ]
        blocks.append(actions(f"what-ifs:{turn}", buttons))
    line = headline(board)
    if line:
        blocks.append(context(line))
        blocks.append(actions(f"show:{turn}", _views(board, turn, cited)))
    blocks.append(feedback(f"feedback:{turn}", str(turn)))
    return blocks


def _views(board: Board, turn: int, cited: Sequence[Citation]) -> list[Block]:
    buttons = [button("Ranking", f"{SHOW}:ranking")]
    if board.costs is not None:
        buttons.append(button("Costs", f"{SHOW}:costs"))
    if cited:
        numbers = json.dumps([c.n for c in cited])
        buttons.append(button(f"Sources ({len(cited)})", f"{SHOW}:sources", numbers))
    buttons.append(button("Facts", f"{SHOW}:facts"))
    buttons.append(button("Charts", f"{SHOW}:charts"))
    buttons.append(button("Decision record", f"{SHOW}:record"))
    buttons.append(button("Open on the page", f"{SHOW}:link"))
    return buttons


def _said(text: str) -> str:
    return text[:BUTTON_VALUE_CHARS]


def notice(reply: str) -> str:
    """An answer in a line, for notifications: its first paragraph without marks."""
    first = next((part for part in reply.split("\n\n") if part.strip()), "…")
    return inert(shorten(first.replace("**", "").replace("__", ""), NOTICE_CHARS))


def addresses(citations: Iterable[Citation], board: Board) -> frozenset[str]:
    """The addresses that may become links: those of the sources and of the published cases."""
    cases = (case.url for case in board.precedents)
    return frozenset(url for url in (*(c.url for c in citations), *cases) if url)


def of_done(
    done: Done, *, question: QuestionAsked | None = None, what_ifs: Sequence[str] = ()
) -> list[Message]:
    """The messages of a finished turn."""
    return reply_messages(
        done.reply,
        done.citations,
        done.board,
        turn=done.turn,
        question=question,
        what_ifs=what_ifs,
    )


def sorry(sentence: str) -> Message:
    """What could not be done, in one plain sentence."""
    text = inert(sentence)
    return {"text": text, "blocks": [context(f":warning: {text}")]}
