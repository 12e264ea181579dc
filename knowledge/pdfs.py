"""From a PDF to its text, page by page, with the lines of a paragraph joined again."""

import threading
import time
from typing import Any

from knowledge.formats import Extracted, Refused
from knowledge.limits import limit

_MARKS = {0: None, 2: None, 0xFFFE: None}  # no characters of the text
HYPHEN = "\x02"  # PDFium's mark for a word that is parted at the end of a line
FULL_LINE = 0.7  # a line that reaches this share of the longest is followed by more of its sentence
WRONG_PASSWORD = 4
_ONE_AT_A_TIME = threading.Lock()  # PDFium is not made for threads


def pdf_text(data: bytes) -> Extracted:
    """The text of all pages, where each begins, and the title that the file states.

    Raises:
        Refused: it is no PDF, damaged, encrypted, without text, or takes too long.
    """
    import pypdfium2  # type: ignore[import-untyped]

    if b"%PDF-" not in data[:1024]:
        raise Refused("is not a PDF, whatever its name says; give it the name of what it is")
    with _ONE_AT_A_TIME:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            if getattr(error, "err_code", None) == WRONG_PASSWORD:
                raise Refused("is encrypted; save it without a password") from error
            raise Refused("is a damaged PDF; save it anew") from error
        try:
            return _all_pages(document)
        except pypdfium2.PdfiumError as error:
            raise Refused("is a damaged PDF; save it anew") from error
        finally:
            document.close()


def _all_pages(document: Any) -> Extracted:
    until = time.monotonic() + limit("seconds")
    parts: list[str] = []
    starts: list[int] = []
    length = 0
    for number in range(len(document)):
        if time.monotonic() > until or length > limit("characters"):
            raise Refused(f"is too long to be read (page {number + 1}); split it")
        page = document[number]
        lines = page.get_textpage().get_text_bounded().splitlines()
        page.close()
        text = _paragraphs(lines)
        starts.append(length)
        if text:
            parts.append(text + "\n\n")
            length += len(text) + 2
    if not parts:
        raise Refused("holds no text, it may be scanned; run it through text recognition first")
    title = document.get_metadata_value("Title").strip()
    return Extracted("".join(parts), title, tuple(starts))


def _paragraphs(lines: list[str]) -> str:
    """The lines of a page, those of one paragraph joined to one."""
    full = FULL_LINE * max((len(line) for line in lines), default=0)
    out = ""
    long_before = False
    for line in (line.strip() for line in lines):
        if not line:
            long_before = False
            continue
        opens = out and not (long_before and not out.endswith((".", "!", "?", ":")))
        out += ("\n" if opens else " " if out else "") + line
        long_before = len(line.rsplit(HYPHEN, 1)[-1]) >= full
    return out.encode("utf-8", "ignore").decode().translate(_MARKS)
