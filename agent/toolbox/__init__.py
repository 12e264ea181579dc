"""The tools of the agent: thin wrappers around pure functions, with docstrings for the model.

Each returns compact JSON; what changes the conversation goes to the notebook as entries.
"""

from agent.toolbox.tools import LABELS, TOOLS

__all__ = ["LABELS", "TOOLS"]
