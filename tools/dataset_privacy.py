"""Secrets and personal data in training text: found by pattern, named, never repeated."""

import re

_SECRETS = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----"
    r"|\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"
    r"|\bsk-[A-Za-z0-9_-]{20,}"
    r"|\bgh[pousr]_[A-Za-z0-9]{30,}"
    r"|\bxox[abprs]-[A-Za-z0-9-]{10,}"
    r"|\bAIza[0-9A-Za-z_-]{35}"
    r"|\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}"
    r"|(?i:\b(?:password|passwd|secret|api[_-]?key|access[_-]?token)\b\s*[:=]\s*[\"']?[^\s\"',;]{6,})"
)
_HINTS = (
    *("-----begin", "akia", "asia", "sk-", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "xox", "aiza"),
    *("eyj", "passw", "secret", "api", "token"),
)
_EMAIL = re.compile(r"\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+\b")
_PHONE = re.compile(
    r"(?<![\w.])(?:\+\d{1,3}[ .-]?)?(?:\(\d{2,4}\)|\d{2,4})[ .-]\d{3,4}[ .-]\d{3,4}\b"
)
_CARD = re.compile(r"(?<!\d)(?:\d[ -]?){12,18}\d(?!\d)")
_DIGITS = re.compile(r"\d[\d ().-]{5,}\d")
_SSN = re.compile(r"(?<!\d)\d{3}-\d{2}-\d{4}(?!\d)")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b")
_EXAMPLE_DOMAINS = ("example.com", "example.org", "example.net")


def has_secret(text: str) -> bool:
    """True when the text holds something like a key, a token or a password."""
    lower = text.lower()
    return any(hint in lower for hint in _HINTS) and _SECRETS.search(text) is not None


def personal_data(text: str) -> tuple[str, ...]:
    """The kinds of personal data a text seems to hold; made-up example addresses don't count."""
    found = []
    if "@" in text and any(
        not match.group().lower().endswith(_EXAMPLE_DOMAINS) for match in _EMAIL.finditer(text)
    ):
        found.append("email addresses")
    if _DIGITS.search(text) is None:
        return tuple(found)
    if _SSN.search(text):
        found.append("social security numbers")
    if any(_passes_luhn(match.group()) for match in _CARD.finditer(text)):
        found.append("card numbers")
    if any(_passes_mod97(match.group()) for match in _IBAN.finditer(text)):
        found.append("bank accounts")
    if _PHONE.search(text):
        found.append("phone numbers")
    return tuple(found)


def _passes_luhn(digits: str) -> bool:
    """The check digit of card numbers (ISO/IEC 7812)."""
    numbers = [int(character) for character in digits if character.isdigit()]
    if len(set(numbers)) == 1:
        return False
    doubled = (sum(divmod(2 * n, 10)) for n in numbers[-2::-2])
    return (sum(numbers[-1::-2]) + sum(doubled)) % 10 == 0


def _passes_mod97(account: str) -> bool:
    """The check digits of bank accounts (ISO 13616)."""
    plain = account.replace(" ", "")
    if not 15 <= len(plain) <= 34:
        return False
    return int("".join(str(int(c, 36)) for c in plain[4:] + plain[:4])) % 97 == 1
