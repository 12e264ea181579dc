"""`steerwise slack --print`: the messages of a conversation as Slack would get them."""

from collections.abc import Iterable, Iterator

from agent import Advisor
from agent.events import Done, Failed, QuestionAsked, ToolStarted
from tools.errors import InvalidInput
from ui.slack.blocks.elements import Message
from ui.slack.blocks.replies import Answer, reply_messages, sorry


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
    tools: list[str] = []
    before = advisor.board(thread)
    for event in advisor.stream(thread, text):
        if isinstance(event, QuestionAsked):
            question = event
        elif isinstance(event, ToolStarted):
            tools.append(event.tool)
        elif isinstance(event, Failed):
            yield sorry(event.message)
        elif isinstance(event, Done):
            made = Answer.of(event, question=question, before=before, tools=tools)
            yield from reply_messages(made)


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
            yield from reply_messages(Answer(message.text, board, turn, cited=message.citations))
