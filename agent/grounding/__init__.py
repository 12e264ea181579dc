"""Is every figure, ranking, quotation and source of a sentence supported by the turn's evidence?

`sentences` cuts a reply, `evidence_of` gathers what a turn may say, `unsupported` compares the two,
and `Gate` does so while a reply arrives.
"""

from agent.grounding.checking import leads_in, unsupported
from agent.grounding.evidence import Evidence, evidence_of
from agent.grounding.figure import Figure
from agent.grounding.figures import figures
from agent.grounding.gate import Gate
from agent.grounding.splitting import sentences

__all__ = [
    "Evidence",
    "Figure",
    "Gate",
    "evidence_of",
    "figures",
    "leads_in",
    "sentences",
    "unsupported",
]
