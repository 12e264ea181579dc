"""Judges by the words around a share whether it is one of wrong answers, and whose it is.

The words come in three parts: before the share, its own between the two figures, and behind it.
"""

from agent.offline.words.lexicon import pattern, shape

FILE = "ratios"
CURRENT, TARGET = "current_accuracy", "target_accuracy"
Words = tuple[str, str, str]


def is_wrong(words: Words) -> bool | None:
    """Whether a share is one of wrong answers; None when no word tells."""
    front, own, back = words
    if pattern("error", FILE).search(own):
        return True
    for part in (own, _first_clause(back.lstrip(" ,")), front):
        bad, good = (pattern(name, FILE).search(part) for name in ("wrong", "right"))
        if good and shape("denied", FILE).search(part, 0, good.start()):
            return True
        if bad or good:
            return good is None or (bad is not None and bad.start() < good.start())
    return None


def whose(words: Words, *, few: bool, judged: bool = False) -> str:
    """The fact that a share tells, "" for unknown; where it is wanted, a "now" does not matter.

    `few` for a share so small that it can only be one of errors, `judged` where that is known.
    """
    front, own, back = words
    names = ("wanted", "few_wanted") if few else ("wanted",)
    if pattern("enough", FILE).match(back):
        return TARGET
    if not judged and is_wrong(words) is None:
        back = _first_clause(back)
        names = ("few_wanted",) if few else names
    for name in ("wrong",) if few else ("wrong", "right"):
        front, back = (pattern(name, FILE).sub(" ", part) for part in (front, back))
    for part in (back, front + " #"):
        if any(pattern(name, FILE).search(part) for name in names):
            return TARGET
    if any(pattern("current", FILE).search(part) for part in (back, front)):
        return CURRENT
    return TARGET if few and pattern("error", FILE).search(own) else ""


def _first_clause(words: str) -> str:
    return shape("boundary", FILE).split(words)[0]
