"""`steerwise slack --print`: the messages of a conversation as Slack would get them."""

from collections.abc import Iterable, Iterator

from agent import Advisor
from agent.events import Done, Failed, QuestionAsked
from tools.errors import InvalidInput
from ui.slack.blocks.elements import Message
from ui.slack.blocks.replies import reply_messages, sorry
from ui.suggestions import what_ifs


def printed(advisor: Advisor, texts: Iterable[str]) -> Iterator[Message]:
    """The answers to messages of a conversation that is not kept."""
    thread = advisor.new_thread()
    try:
        for text in texts:
            if text.strip():
                yield from _answer(advisor, thread, text)
    finally:
        advisor.delete(thread)


def _answer(advisor: Advisor, thread: str, text: str) -> Iterator[Message]:
    question: QuestionAsked | None = None
    for event in advisor.stream(thread, text):
        if isinstance(event, QuestionAsked):
            question = event
        elif isinstance(event, Failed):
            yield sorry(event.message)
        elif isinstance(event, Done):
            yield from reply_messages(
                event.reply,
                event.citations,
                event.board,
                turn=event.turn,
                question=question,
                what_ifs=() if question else what_ifs(event.board),
            )


def retold(advisor: Advisor, thread: str) -> Iterator[Message]:
    """The answers of a stored conversation; each shows the state of the advice as it is now.

    Raises:
        InvalidInput: there is no such conversation.
    """
    if not advisor.knows(thread):
        raise InvalidInput(f"there is no conversation {thread!r}; `steerwise chat` begins one")
    board, turn = advisor.board(thread), 0
    for message in advisor.history(thread):
        if message.role == "user":
            turn += 1
        else:
            yield from reply_messages(message.text, message.citations, board, turn=turn)
