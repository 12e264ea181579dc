"""The simplest help of a remote model: it says the built-in model's reply more fluently."""

import re
from collections.abc import Sequence

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage

from agent.grounding.naming import strategies_in
from agent.prompts import phrasing_prompt

SHORTEST, LONGEST = 0.4, 1.5  # of the draft's length: shorter leaves things out, longer adds some
KEPT_WORDS = 0.6  # share of the draft's longer words that a phrasing keeps; below, it lists figures
OWN_WORDS = 0.5  # share of a phrasing's longer words that may be new; above, it is another text
_QUESTION = re.compile(r"\*\*([^*\n]+\?)\*\*")
_FIGURE = re.compile(r"\[\d+\]|[$€£]?\d[\d,.]*\d%?|[$€£]?\d%?")
_COUNT = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|twenty|thirty|forty"
    r"|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|half|third"
    r"|quarter|twice|double|triple)\b",
    re.IGNORECASE,
)
_DENIAL = re.compile(
    r"\b(?:no|not|never|none|nothing|neither|nor|without|cannot|less|fewer|before|after|until"
    r"|unless|only)\b|n[’']t\b",
    re.IGNORECASE,
)
_LONG_WORD = re.compile(r"[a-z]{4,}")


class Phraser:
    """Asks a model to phrase a draft; what it sends is used only if it says the same."""

    def __init__(self, model: BaseChatModel) -> None:
        """Take the model that is asked."""
        self._model = model

    def phrase(self, draft: str, messages: Sequence[BaseMessage]) -> str | None:
        """The draft in better words; None when the model's words say something else.

        `messages` are the turn's: what the program left on their system message goes along.

        Raises:
            Failure: the model could not be asked.
        """
        question = question_of(draft)
        system = [m for m in messages if isinstance(m, SystemMessage)]
        marks = system[0].additional_kwargs if system else {}
        prompt = SystemMessage(phrasing_prompt(question), additional_kwargs=marks)
        result = self._model._generate([prompt, HumanMessage(draft)])
        phrased = str(result.generations[0].message.text).strip()
        return phrased if says_the_same(phrased, draft) else None


def question_of(draft: str) -> str:
    """The question that a reply of the built-in model asks, empty when it asks none."""
    return next(reversed(_QUESTION.findall(draft)), "")


def says_the_same(phrased: str, draft: str) -> bool:
    """True when the figures, citations, strategies, denials and the question are the draft's."""
    if not SHORTEST * len(draft) <= len(phrased) <= LONGEST * len(draft):
        return False
    if question_of(draft) not in phrased:
        return False
    if set(_FIGURE.findall(phrased)) != set(_FIGURE.findall(draft)):
        return False
    said, meant = _lower(_COUNT, phrased), _lower(_COUNT, draft)
    if set(said) - set(meant) or len(_lower(_DENIAL, phrased)) != len(_lower(_DENIAL, draft)):
        return False
    if _strategies(phrased) != _strategies(draft):
        return False
    words, known = set(_lower(_LONG_WORD, phrased)), set(_lower(_LONG_WORD, draft))
    kept = len(words & known) >= KEPT_WORDS * len(known)
    return kept and len(words - known) <= OWN_WORDS * len(words)


def _lower(pattern: re.Pattern[str], text: str) -> list[str]:
    return pattern.findall(text.casefold())


def _strategies(text: str) -> list[tuple[str, ...]]:
    """The strategies in the order in which they are first named."""
    return list(dict.fromkeys(named.strategies for named in strategies_in(text)))
