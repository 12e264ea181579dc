"""A starter kit as one file to download."""

import io
import zipfile
from collections.abc import Mapping

STAMP = (1980, 1, 1, 0, 0, 0)  # the first day that the format knows: the same kit, the same bytes


def kit_zip(kit: Mapping[str, str]) -> bytes:
    """The kit as a ZIP archive with everything in one folder; the same kit gives the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path in sorted(kit):
            entry = zipfile.ZipInfo(f"starter-kit/{path}", STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix, on whatever machine it is made
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, kit[path].encode())
    return buffer.getvalue()
