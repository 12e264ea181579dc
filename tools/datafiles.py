"""Reads the declarative data of the core: the packaged TOML files, or a file of the user's."""

import tomllib
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from tools.errors import BrokenDataFile

PACKAGED = Path(__file__).parent / "data"


class Row(BaseModel):
    """The parent of every data-file schema: unknown keys are errors, values are read-only."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Schema = TypeVar("Schema", bound=BaseModel)


def read(schema: type[Schema], name: str, path: Path | None = None) -> Schema:
    """Read `name` from the packaged data, or from `path`, and check it against `schema`.

    Raises:
        BrokenDataFile: the file is missing, is not TOML or breaks the schema; the message names the
            file and the first wrong key.
    """
    file = path if path is not None else PACKAGED / name
    try:
        raw = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise BrokenDataFile(f"{file}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise BrokenDataFile(f"{file}: is not UTF-8 text") from error
    except tomllib.TOMLDecodeError as error:
        raise BrokenDataFile(f"{file}: is not valid TOML: {error}") from error
    try:
        return schema.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"]) or "(top level)"
        value = first["input"]
        shown = f", got {value!r:.60}" if isinstance(value, (str, int, float)) else ""
        raise BrokenDataFile(f"{file}: {key}: {first['msg']}{shown}") from error
