"""Numbers in words and ordinals of periods as digits."""

import re

from agent.offline.words.number_words import find_number_words

_ORDINALS = {
    "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14,
    "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19,
    "twentieth": 20, "twenty-fourth": 24, "thirtieth": 30, "thirty-sixth": 36,
}  # fmt: skip
ORDINAL = re.compile(
    rf"(?<=the )(?:(?P<word>{'|'.join(sorted(_ORDINALS, key=len, reverse=True))})"
    r"|(?P<digits>\d{1,3})(?:st|nd|rd|th)) (?P<unit>month|week|year|day|quarter)\b"
)
AND_A_HALF = re.compile(r"\b(?:a|one) (year|month|week|day|hour) and a half\b")


def cardinal(match: re.Match[str]) -> str:
    """As "the eighteenth month" turns into "the 18 months", as long as it was."""
    digits = match["digits"] or str(_ORDINALS[match["word"]])
    return f"{digits} {match['unit']}s".ljust(len(match[0]))


def before_words(place: int, shifts: list[tuple[int, int]]) -> int:
    """The place in the text before its number words became digits."""
    return place + sum(shift for at, shift in shifts if at < place)


def numbers_for_words(
    low: str,
) -> tuple[str, dict[int, tuple[str, float, float]], list[tuple[int, int]]]:
    """The text with numbers in words as digits.

    Also, by place in it, the words and their range; and by how much each made what follows longer.
    """
    out, last, spans, shifts = [], 0, {}, []
    size = 0
    for number in find_number_words(low):
        word = low[number.start : number.end]
        rest = low[number.end :]
        if re.match(
            r"-(?!month|year|week|day|hour|minute|second|fold|thirds?|quarters?|dollar|"
            r"percent)[a-z]",
            rest,
        ):
            continue
        if re.match(r"[ -](?:thirds?|quarters?|fifths?|tenths?)\b", rest):
            pass
        if number.value == 1 and re.match(r"(?:a|an) ", word) and not _led(low[: number.start]):
            continue
        if number.value == 1 and word.startswith(("a ", "an ")):
            kept = word.split(" ", 1)[1]
            digits = f"1 {kept}"
        else:
            digits = f"{number.value:.12f}".rstrip("0").rstrip(".")
        before = low[last : number.start]
        out.append(before)
        size += len(before)
        spans[size] = (
            word if not digits.startswith("1 ") else word.split(" ")[0],
            number.low,
            number.high,
        )
        out.append(digits)
        shifts.append((size, len(word) - len(digits)))
        size += len(digits)
        last = number.end
    out.append(low[last:])
    return "".join(out), spans, shifts


def _led(before: str) -> bool:
    return bool(
        re.search(
            r"\b(?:in|within|after|takes?|took|only|about|just|under|for|than|over)\s$", before
        )
    )
