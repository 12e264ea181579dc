"""What a reader would see: markup, hidden characters and odd digits turned into plain text."""

import html
import re
import unicodedata

from agent.grounding.lexicon import units, words

_INVISIBLE = re.compile(
    r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    r"\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\u20e3\U000e0000-\U000e0fff]"
)
_COMMENT = re.compile(r"<!--.*?(?:-->|$)", re.DOTALL)
_TAG = re.compile(r"</?([A-Za-z][\w-]*)(?:\s[^<>]*)?/?>")
_LINK = re.compile(r"!?\[([^\[\]\n]*)\]\(\s*<?([^\s()<>]*)>?[^()\n]*\)")
_EMPHASIS = re.compile(r"(?<!\\)(?:\*{1,3}|_{2,3}|~~|`+)|(?<![\w\\])_(?=\S)|(?<=\S)_(?!\w)")
_ESCAPED = re.compile(r"\\([$%_*#&`~\[\]{}()-])")
_TEX = re.compile(r"\\(?:text\w*|mathrm|mathbf|textbf|frac|,|;|!|quad)\b|\\[,;! ]|(?<=\d)\{,\}")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒−﹘﹣－", "-"))
_ROMAN = re.compile(
    r"\b(?=[IVXLCDM]{2,}\b)M{0,4}(?:CM|CD|D?C{0,4})(?:XC|XL|L?X{0,4})(?:IX|IV|V?I{0,4})\b"
)
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_SPACED = re.compile(r"(?<![\w.,])\d(?: \d){2,}(?![\w.,%])")
_LINE_TAGS = ("br", "p", "li", "tr", "td", "th", "div", "h1", "h2", "h3")


def plain(text: str) -> str:
    """The text without markup and hidden characters, every digit an ASCII one."""
    text = _COMMENT.sub(" ", html.unescape(html.unescape(text)))
    text = _INVISIBLE.sub("", text)
    text = _TAG.sub(lambda m: " " if m[1].lower() in _LINE_TAGS else "", text)
    text = "".join(_fraction(c) for c in text)
    text = unicodedata.normalize("NFKC", text).translate(_DASHES)
    text = "".join(_digit(c) for c in text)
    text = _LINK.sub(r"\1 (\2)", text)
    text = _TEX.sub("", _ESCAPED.sub(r"\1", text))
    text = _EMPHASIS.sub("", text)
    text = _SPACED.sub(lambda m: m[0].replace(" ", ""), text)
    return _ROMAN.sub(_arabic, text)


def odd_numerals(text: str) -> list[str]:
    """Numerals of other scripts that are no digits: 三, ௰."""
    return [c for c in text if not c.isascii() and unicodedata.numeric(c, None) is not None]


def _fraction(char: str) -> str:
    """½ as .5, so that 2½ reads 2.5."""
    if char.isascii() or "fraction" not in unicodedata.name(char, "").lower():
        return char
    value = unicodedata.numeric(char, None)
    return char if value is None else f"{value:.4g}".removeprefix("0")


def _digit(char: str) -> str:
    value = unicodedata.decimal(char, None)
    return char if char.isascii() or value is None else str(value)


def _arabic(match: re.Match[str]) -> str:
    """A Roman numeral in digits; letters that are a word of the trade only beside a unit."""
    after = match.string[match.end() : match.end() + 14].lstrip().lower()
    before = match.string[: match.start()].rstrip()
    counted = before.endswith(("$", "€", "£")) or bool(_any_unit().match(after))
    if match[0] in words("not_roman")["words"] and not counted:
        return match[0]
    values = [_ROMAN_VALUES[c] for c in match[0]]
    total = sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))
    return str(total)


def _any_unit() -> re.Pattern[str]:
    named = [u for kind in ("time", "usd", "eur", "percent", "tokens", "requests", "examples")
             for u in units()[kind] if len(u) > 2 or u == "%"]  # fmt: skip
    return re.compile(rf"(?:{'|'.join(named)})(?!\w)")
