"""The logins of the page: names and passwords from the settings, kept as salted hashes."""

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path

from agent.settings import Settings

MARK = "scrypt"  # what stands before a password that is hashed already
MAX_NAME = 64
_COST = {"n": 2**14, "r": 8, "p": 1}


class Logins:
    """Who may come in; passwords are not kept, only what they are compared with."""

    def __init__(self, written: Mapping[str, str]) -> None:
        """Take names with passwords, plain or hashed."""
        self._hashes = {
            name: password if _is_hashed(password) else hashed(password)
            for name, password in written.items()
        }
        self._nobody = hashed(secrets.token_hex())

    def check(self, name: str, password: str) -> bool:
        """True for a name with its password; an unknown name takes as long as a wrong password."""
        known = self._hashes.get(name)
        _, salt, digest = (known or self._nobody).split("$")
        same = hmac.compare_digest(_digest(password, bytes.fromhex(salt)), digest)
        return same and known is not None


def logins_of(settings: Settings) -> Logins | None:
    """The logins that the settings turn on; None where the page is open to all who reach it."""
    if settings.auth is None:
        return None
    return Logins(read_logins(settings.auth.get_secret_value()))


def hashed(password: str) -> str:
    """A password as it may stand in the file of logins (scrypt, RFC 7914)."""
    salt = secrets.token_bytes(16)
    return f"{MARK}${salt.hex()}${_digest(password, salt)}"


def read_logins(setting: str) -> dict[str, str]:
    """The names and passwords of `STEERWISE_AUTH`: logins with commas between, or a file's lines.

    Raises:
        ValueError: a login cannot be used, or the file cannot be read; no password is in the
            sentence.
    """
    lines = setting.split(",") if ":" in setting else _lines(Path(setting).expanduser())
    found: dict[str, str] = {}
    for number, line in enumerate(_filled(lines), start=1):
        name, colon, password = line.partition(":")
        name = name.strip()
        if not colon or not password:
            raise ValueError(f"login {number} has no password; write name:password")
        if not name or len(name) > MAX_NAME or not name.isprintable():
            raise ValueError(f"login {number} has no name of 1 to {MAX_NAME} characters")
        if name in found:
            raise ValueError(f"login {number} has a name that came before")
        if password.startswith(f"{MARK}$") and not _is_hashed(password):
            raise ValueError(f"the hash of login {number} is cut; `steerwise login` makes one")
        found[name] = password
    if not found:
        raise ValueError("no login is given; write name:password")
    return found


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise ValueError(
            "give name:password, with commas between logins, or a file that can be read"
        ) from None


def _filled(lines: Iterable[str]) -> list[str]:
    return [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]


def _is_hashed(password: str) -> bool:
    mark, *rest = password.split("$")
    try:
        lengths = [len(bytes.fromhex(part)) for part in rest]
    except ValueError:
        return False
    return mark == MARK and lengths == [16, 64]


def _digest(password: str, salt: bytes) -> str:
    return hashlib.scrypt(password.encode("utf-8", "replace"), salt=salt, **_COST).hex()
