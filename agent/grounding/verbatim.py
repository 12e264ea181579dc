"""Text and addresses in the one form in which they are compared."""

import re


def normal(text: str) -> str:
    """Text as quotations are compared: one blank between words, straight quotes, lower case."""
    text = text.translate(_STRAIGHT).casefold()
    return " ".join(text.split())


def urls_in(text: str) -> set[str]:
    """Addresses of a text, without scheme and closing punctuation."""
    return {_address(m) for m in _URL.findall(text)}


def _address(url: str) -> str:
    return re.sub(r"^(?:https?://)?(?:www\.)?", "", url.casefold()).rstrip("/.,;:!?)>]\"'”")


_STRAIGHT = str.maketrans(
    {
        "“": '"',
        "”": '"',
        "„": '"',
        "«": '"',
        "»": '"',
        "‘": "'",
        "’": "'",
        "–": "-",
        "—": "-",
        "−": "-",
    }
)
_URL = re.compile(
    r"(?:https?://|www\.)[^\s<>()\[\]]+"
    r"|(?<![\w@/.])[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|ai|dev|edu|gov|example|co|info|app|"
    r"xyz|de|uk|ru|cn|me|ly)\b(?:/[^\s<>()\[\]]*)?"
    r"|[\w.+-]+@[\w-]+\.[\w.-]+"
)
