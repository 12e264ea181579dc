"""The tool that puts the decision in writing."""

from langchain.tools import tool

from agent.recording import record_of
from agent.state import Face, notebook_of
from agent.toolbox.answers import Runtime, dump
from tools.revisit import prices_used


@tool
def write_decision_record(runtime: Runtime) -> str:
    """Put the decision in writing: facts, decision, reasons, costs, sources, what to measure.

    Use it when the user wants to export, download, save or share the result, or asks for something
    to show to others. The document is not in the answer: say in a sentence or two what it holds and
    how the user gets it.
    """
    book, settings = notebook_of(runtime.state), runtime.context.settings
    record = record_of(book, title="", quotes=(), settings=settings)
    thread = str(runtime.config["configurable"]["thread_id"])
    return dump(
        {
            "decision": record.assessment.ranking[0].label,
            "holds": {
                "facts": len(record.facts.known),
                "assumptions": len(record.assessment.assumed),
                "alternatives": len(record.alternatives),
                "prices": len(prices_used(record.costs)),
                "metrics": len(record.metrics),
                "roadmap_steps": len(record.assessment.roadmap),
                "quotes": len(book.citations),
                "reasons_to_look_again": len(record.triggers),
            },
            "get_it": _ways(runtime.context.face, thread),
        }
    )


def _ways(face: Face, thread: str) -> dict[str, str]:
    """How the document is got, where people read this; everywhere, where that is not known."""
    ways = {
        "page": "the download buttons under “Take it with you”, on the board",
        "slack": "the button under the advice",
        "terminal": f"steerwise record --thread {thread}",
        "files": f"steerwise record --thread {thread} --out FOLDER",
        "json": f"steerwise record --thread {thread} --json > record.json",
        "move": f"steerwise export --thread {thread}",
        "later": "steerwise review record.json",
    }
    if face == "page":
        return {"page": f"**Record** in the menu, to read and print it, or {ways['page']}"}
    if face == "slack":
        return {"slack": ways["slack"]}
    return {name: way for name, way in ways.items() if not face or name not in ("page", "slack")}
