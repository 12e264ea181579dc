"""What stands in the chat before the first message."""

from ui.web.words import esc

EXAMPLES = (
    "Our lawyers search 9,000 supplier contracts. New ones arrive every day, each answer has to "
    "name its clause, and a wrong one is expensive. About 6,000 questions a month.",
    "An online shop needs 25,000 product descriptions a month in one unmistakable house voice. "
    "Our editor has polished 1,200, and the prompt with all its rules is 2,500 tokens long.",
    "We pull 14 fields as JSON out of 300,000 invoices a month. The big model does it well, but "
    "it costs too much and we need each answer within a second.",
)
GONE = (
    "This link leads nowhere: the project was deleted, or it lives in another data folder. "
    "Describe a new one below."
)


def welcome_html(greeting: str) -> str:
    """The greeting above the example projects."""
    return (
        '<div class="welcome"><h2>Prompt it, feed it documents, or train it?</h2>'
        f"<p>{esc(greeting)}</p><p class='start'>Or start from one of these:</p></div>"
    )
