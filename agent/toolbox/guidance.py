"""The tool that looks things up in the guidance."""

from typing import Any

from langchain.tools import tool
from langgraph.types import Command

from agent import entries
from agent.quotes import quotes_of
from agent.state import notebook_of, verified
from agent.toolbox.answers import Runtime, answer
from knowledge import KnowledgeError


@tool
def search_guidance(query: str, runtime: Runtime) -> Command[Any]:
    """Search the guidance for passages to quote; each comes with the number to cite it by.

    Use it for every claim about methods that is not in the other tools' results.

    Args:
        query: the question in a few words or a sentence.

    """
    context = runtime.context
    found = context.guidance.search(query, k=5)
    if found.declined:
        return answer(runtime, {"declined": True, "message": found.message})
    book = notebook_of(runtime.state)
    sound = verified(context.guidance, quotes_of(found, query))
    if not sound:
        raise KnowledgeError("the guidance changed while it was searched; ask once more")
    quotes = context.quotes.number(sound, book.citations)
    result = {
        "declined": False,
        "sentences": [{"n": c.n, "text": c.quote, "title": c.title} for c in quotes],
        "sources": [f"[{c.n}] {c.title}, {c.section} ({c.author}, {c.year})" for c in quotes],
    }
    return answer(runtime, result, entries.cite(quotes))
