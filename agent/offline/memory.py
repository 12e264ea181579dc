"""What the offline model remembers of its own replies: marks on its messages, nothing hidden."""

from collections.abc import Mapping, Sequence
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage

from agent.offline.scene import Lead, Past

SAID, LEAD, TIMES, QUIET, LEFT = "said", "lead", "times", "quiet", "left"
NOTHING_READ = "nothing_read"
FORGETTING = "restart"  # whoever starts over is met as new


def past_of(messages: Sequence[BaseMessage]) -> Past:
    """What earlier replies said, from the marks that they carry."""
    text, missed = "", 0
    marks: Mapping[str, Any] = {}
    recommended = False
    for message in messages:
        if not isinstance(message, AIMessage) or not str(message.text).strip():
            continue
        text = str(message.text)
        noted = message.additional_kwargs
        if SAID not in noted:
            continue
        fresh = noted[SAID] == FORGETTING
        marks = {**noted, LEAD: None} if fresh else noted
        recommended = not fresh and (recommended or noted[SAID] == "recommendation")
        missed += noted[SAID] == NOTHING_READ
    lead = marks.get(LEAD)
    return Past(
        text=text,
        lead=None if not lead else Lead(str(lead[0]), float(lead[1])),
        times=int(marks.get(TIMES, 0)),
        quiet=bool(marks.get(QUIET, False)),
        missed=missed,
        recommended=recommended,
    )
