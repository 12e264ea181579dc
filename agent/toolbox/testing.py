"""The tool that sizes a test: on how many cases an accuracy shows."""

from langchain.tools import tool

from agent.toolbox.answers import dump
from tools.advice import advice
from tools.money import count
from tools.samplesizes import items_for_margin

ACCURACY = "current_accuracy"
PERCENT = 100


@tool
def size_test(accuracy: float) -> str:
    """Work out on how many test cases an accuracy shows, and how far off what is measured may be.

    Use it for "how many test cases do we need for 93%?", "how do we measure whether it is good?".

    Args:
        accuracy: the accuracy to be shown, in percent, between 0 and 100.

    """
    margin = advice().experiments[ACCURACY].margin
    items = items_for_margin(accuracy / PERCENT, margin)
    within = count(round(margin * PERCENT, 1))
    return dump({"accuracy": f"{count(accuracy)}%", "items": items, "within": f"{within} points"})
