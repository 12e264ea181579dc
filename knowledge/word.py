"""From a Word document to its text: by way of HTML, which keeps headings, lists and tables."""

import io
import zipfile
from typing import Any

from knowledge.formats import Extracted, Refused
from knowledge.limits import limit
from knowledge.webpages import page_text

_OLD = b"\xd0\xcf\x11\xe0"


def word_text(data: bytes) -> Extracted:
    """The text of a .docx file.

    Raises:
        Refused: it is no Word document, encrypted, damaged, or swells when unpacked.
    """
    if data.startswith(_OLD):
        raise Refused("is an old or an encrypted Word document; save it as .docx without password")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if not any(part.filename == "word/document.xml" for part in parts):
                raise Refused("is not a Word document, whatever its name says; save it as .docx")
            swollen = sum(p.file_size for p in parts if p.filename.endswith((".xml", ".rels")))
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise Refused("is not a Word document, or a damaged one; save it anew") from error
    most = limit("unzipped_mb")
    if swollen > most * 1_000_000:
        raise Refused(f"unpacks to more than {most} MB; split it")
    return page_text(_as_html(data))


def _as_html(data: bytes) -> str:
    import mammoth  # type: ignore[import-untyped]

    def no_picture(_: Any) -> list[Any]:
        return []

    try:
        return str(mammoth.convert_to_html(io.BytesIO(data), convert_image=no_picture).value)
    except RecursionError as error:
        raise Refused("is nested too deeply to be read; save it anew") from error
    except Exception as error:  # whatever a damaged archive or its XML brings about
        raise Refused("is a damaged Word document; save it anew") from error
