"""From a file to its text: Markdown, plain text, HTML, PDF and Word, told apart by name and bytes.

The text of a Markdown or text file is the file itself, line ends aside. That of the others is what
is taken out of them here; it is kept, so that a quote can be checked against it for good.
"""

import codecs
import os
import re
import stat
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from knowledge.limits import limit
from knowledge.results import KnowledgeError

PLAIN = (".md", ".markdown", ".txt")
WEB = (".html", ".htm", ".xhtml")
SUFFIXES = (*PLAIN, *WEB, ".pdf", ".docx")
READABLE = "md, txt, html, pdf and docx"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_KINDS = (  # how a file that is no text begins, what it is, and the name it should have
    (b"%PDF-", "a PDF", ".pdf"),
    (b"\x89PNG", "a PNG picture", ".png"),
    (b"\xff\xd8\xff", "a JPEG picture", ".jpg"),
    (b"GIF8", "a GIF picture", ".gif"),
    (b"\xd0\xcf\x11\xe0", "an old Office document or an encrypted one", ".doc"),
    (b"PK\x03\x04", "a ZIP archive or an Office document", ".zip"),
    (b"\x1f\x8b", "a gzip archive", ".gz"),
    (b"\x7fELF", "a program", ""),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_CONTROL_SHARE = 0.02
_CHARSET = re.compile(rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?([\w:.-]+)""")


class Refused(KnowledgeError):
    """A file that cannot be used; the message goes on from its name: "is empty; …"."""


class Unreadable(Refused):
    """A file that cannot be read now: nothing is known about what it holds."""


@dataclass(frozen=True)
class Extracted:
    """The text of a file, the title that it states itself, and where each page begins, if any."""

    text: str
    title: str = ""
    pages: tuple[int, ...] = ()


def read_bytes(path: Path) -> bytes:
    """The content of a regular file of bearable size.

    Raises:
        Unreadable: it cannot be opened or read.
        Refused: it is no file, is empty or too large.
    """
    most = limit("file_mb") * 1_000_000
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # before opening it: a pipe would wait for ever
            raise Refused("is not a file; give files and folders")
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size > most:
                raise Refused(f"is larger than {most // 1_000_000} MB; split it")
            data = file.read(most + 1)
    except OSError as error:
        reason = error.strerror or "unknown error"
        raise Unreadable(f"cannot be read ({reason}); check the path and its rights") from error
    if not data:
        raise Refused("is empty; nothing to add")
    return data


def extract(name: str, data: bytes) -> Extracted:
    """The text of a file, by the format that its name states.

    Raises:
        Refused: it is not what its name says, cannot be read, or holds no text.
    """
    suffix = Path(name).suffix.lower()
    found = _extract(suffix, data)
    if not found.text.strip():
        raise Refused("is empty; nothing to add")
    most = limit("characters")
    if len(found.text) > most:
        raise Refused(f"holds more than {most // 1_000_000} million characters; split it")
    return found


def _extract(suffix: str, data: bytes) -> Extracted:
    if suffix == ".pdf":
        from knowledge.pdfs import pdf_text

        return pdf_text(data)
    if suffix == ".docx":
        from knowledge.word import word_text

        return word_text(data)
    if suffix in WEB:
        from knowledge.webpages import page_text

        return page_text(_decoded(data, suffix, declared=_declared(data)))
    return Extracted(_decoded(data, suffix))


def lines_as_read(text: str) -> str:
    """The text with one newline character at the end of each line, as Python reads a file."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def text_now(path: str) -> str:
    """The text of a UTF-8 file as it is on disk now; decoded once while its size and time stay.

    Raises:
        OSError: the file cannot be read.
        ValueError: it is no UTF-8.
    """
    now = os.stat(path)
    return _text_of(path, now.st_mtime_ns, now.st_size)


@lru_cache(maxsize=32)
def _text_of(path: str, changed_ns: int, size: int) -> str:
    return lines_as_read(Path(path).read_bytes().decode("utf-8-sig"))


def _decoded(data: bytes, suffix: str, *, declared: str = "") -> str:
    """The characters of a text file: by its byte order mark, as declared, or as UTF-8.

    A byte that is no UTF-8 is refused rather than replaced, since a quote has to be verbatim.
    """
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "")
    for start, what, proper in _KINDS:
        if not encoding and data.startswith(start):
            hint = f"; name it {proper}" if proper in SUFFIXES else ""
            raise Refused(f"is {what}, not text{hint}; {READABLE} can be added")
    try:
        text = data.decode(encoding or declared or "utf-8")
    except UnicodeDecodeError as error:
        if _looks_binary(data):
            raise Refused(f"is a binary file; {READABLE} can be added") from error
        raise Refused(
            f"is not UTF-8 text (byte {data[error.start]:#04x} at {error.start:,}); save it as"
            " UTF-8"
        ) from error
    if _looks_binary(text.encode("utf-8", "surrogatepass")):
        known = suffix in SUFFIXES
        raise Refused(f"is a binary file{'' if known else f' ({suffix})'}; {READABLE} can be added")
    return lines_as_read(text)


def _looks_binary(data: bytes) -> bool:
    text = data[:200_000].decode("latin-1")
    return b"\0" in data or len(_CONTROL.findall(text)) > _CONTROL_SHARE * len(text)


def _declared(data: bytes) -> str:
    """The encoding that a web page names for itself, if Python knows it; Windows' own otherwise."""
    match = _CHARSET.search(data[:4096])
    try:
        return codecs.lookup(match[1].decode("ascii")).name if match else _default(data)
    except (LookupError, UnicodeDecodeError):
        return _default(data)


def _default(data: bytes) -> str:
    """What a browser takes for a page that names no encoding: UTF-8 if it is, else Windows-1252."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"
