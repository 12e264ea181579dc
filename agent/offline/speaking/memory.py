"""What the offline model remembers of its own replies: marks on its messages, nothing hidden."""

from collections.abc import Mapping, Sequence
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage

from agent.offline.speaking.scene import Lead, Past
from agent.state import ASKED

SAID, LEAD, TIMES, QUIET, LEFT = "said", "lead", "times", "quiet", "left"
NOTHING_READ, ADVISED = "nothing_read", "recommendation"
SUPPOSED, UNREAD = "what_if", "what_if_unread"  # a reply on a what-if, and on one not understood
FORGETTING = "restart"  # whoever starts over is met as new
RECENT = 3  # replies that people still have before their eyes


def past_of(messages: Sequence[BaseMessage]) -> Past:
    """What earlier replies said, from the marks that they carry."""
    texts: list[str] = []
    kinds: list[str] = []
    missed, advised = 0, (0, None)
    marks: Mapping[str, Any] = {}
    recommended = False
    for message in messages:
        if not isinstance(message, AIMessage) or not str(message.text).strip():
            continue
        texts.append(str(message.text))
        noted = message.additional_kwargs
        kinds.append(str(noted.get(SAID, "")))
        if SAID not in noted:
            continue
        fresh = noted[SAID] == FORGETTING
        marks = {**noted, LEAD: None} if fresh else noted
        recommended = not fresh and (recommended or noted[SAID] == ADVISED)
        missed += noted[SAID] == NOTHING_READ
        if noted[SAID] == ADVISED:
            advised = (len(texts), noted[LEAD])
    lead = marks.get(LEAD)
    place, then = advised
    return Past(
        text=texts[-1] if texts else "",
        lead=_lead(lead),
        times=int(marks.get(TIMES, 0)),
        quiet=bool(marks.get(QUIET, False)),
        missed=missed,
        recommended=recommended,
        said=kinds[-1] if kinds else "",
        recent="\n\n".join(texts[-RECENT:]),
        asked=str(marks.get(ASKED) or ""),
        advised=_lead(then) if recommended and place > len(texts) - RECENT else None,
    )


def _lead(mark: Any) -> Lead | None:
    return Lead(str(mark[0]), float(mark[1])) if mark else None
