"""The decision record as JSON, and back: what is written is read as it was, the rest refused."""

import dataclasses
import json
import math
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import Annotated, Any, cast, get_type_hints

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from tools.errors import InvalidInput
from tools.facts import RULED_OUT, ProjectFacts, Source
from tools.record import DecisionRecord
from tools.scenarios import MAX_SCENARIOS, Scenario, ScenarioTable
from tools.vocabulary import STRATEGIES, vocabulary

FORMAT = "steerwise decision record"
VERSION = 1
MAX_BYTES = 5_000_000
MAX_QUOTE = 20_000
_WAY_OUT = "give a record.json that `steerwise record` wrote"


def to_json(record: DecisionRecord) -> dict[str, Any]:
    """The record as plain JSON, its format and version first.

    An amount of money is a number where a number holds it exactly, and else a text.
    """
    rows = {f.name: _plain(getattr(record, f.name)) for f in dataclasses.fields(record)}
    return {"format": FORMAT, "version": VERSION, **rows}


def write_record(record: DecisionRecord) -> str:
    """The record as the text of a JSON file."""
    return json.dumps(to_json(record), ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def read_record(text: str | bytes) -> DecisionRecord:
    """Read what `write_record` wrote, checking every value again.

    Raises:
        InvalidInput: it is no such record, of a version not known here, damaged or too large; the
            message says where.

    """
    raw = _parse(text)
    if raw.get("format") != FORMAT:
        raise InvalidInput(f"this is JSON, but no decision record; {_WAY_OUT}")
    version = raw.get("version")
    if version != VERSION or isinstance(version, bool):
        raise InvalidInput(
            f"this record has version {_show(version)} and version {VERSION} is read here; "
            "update steerwise, or record the decision again"
        )
    values = {name: read(raw.get(name), name) for name, read in _readers().items()}
    return _consistent(DecisionRecord(**values))


def _parse(text: str | bytes) -> Mapping[str, Any]:
    if len(text) > MAX_BYTES:
        raise InvalidInput(f"the file has more than {MAX_BYTES:,} bytes, too many for a record")
    try:
        words = text.decode("utf-8-sig") if isinstance(text, bytes) else text
        raw = json.loads(words, parse_constant=_no_number, parse_float=_number)
        json.dumps(raw, ensure_ascii=False).encode()
    except UnicodeError:
        raise InvalidInput(f"the file is not UTF-8 text; {_WAY_OUT}") from None
    except json.JSONDecodeError as error:
        raise InvalidInput(
            f"the file is not JSON, or cut short: {error.msg}, line {error.lineno}; {_WAY_OUT}"
        ) from None
    except RecursionError:
        raise InvalidInput(f"the file is nested too deeply; {_WAY_OUT}") from None
    except ValueError as error:
        raise InvalidInput(f"the file is not JSON: {error}"[:200]) from None
    if not isinstance(raw, dict):
        raise InvalidInput(f"a decision record is a JSON object, got {_show(raw)}; {_WAY_OUT}")
    return raw


def _number(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise InvalidInput(f"the record holds a number out of range, {text[:40]}; {_WAY_OUT}")
    return value


def _no_number(text: str) -> float:
    raise InvalidInput(f"the record holds {text}, which is no number; {_WAY_OUT}")


def _plain(value: Any) -> Any:
    """A value as JSON has it, from which `read_record` makes the same value again."""
    if isinstance(value, ProjectFacts):
        return value.to_json()
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, Decimal):
        number = float(value)
        return number if Decimal(str(number)) == value else str(value)
    if isinstance(value, date):
        return value.isoformat()
    return value


class _FactRow(BaseModel):
    """One fact with its provenance."""

    model_config = ConfigDict(extra="forbid")

    value: Any
    source: Source
    range: tuple[float, float] | None = None
    quote: str | None = Field(None, max_length=MAX_QUOTE)


class _ScenarioRow(BaseModel):
    """One named what-if."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=200)
    changes: dict[str, _FactRow]


Read = Callable[[Any, str], Any]


@cache
def _readers() -> Mapping[str, Read]:
    """What reads each field of a record: facts by their own rules, the rest by its type."""
    hints = get_type_hints(DecisionRecord)
    readers: dict[str, Read] = {name: _typed(hint) for name, hint in hints.items()}
    return readers | {"facts": _facts, "scenarios": _scenarios}


def _typed(hint: Any) -> Read:
    adapter = TypeAdapter(hint)
    return lambda value, name: _valid(adapter, value, name)


def _valid(adapter: TypeAdapter[Any], value: Any, name: str) -> Any:
    try:
        return adapter.validate_python(value)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        at = ".".join((name, *(str(part) for part in first["loc"])))
        raise InvalidInput(
            f"the record is damaged at {at[:80]}: {first['msg'].lower()}, "
            f"got {_show(first['input'])}; {_WAY_OUT}"
        ) from None


_ROWS = TypeAdapter(dict[str, _FactRow])
_WORLDS = TypeAdapter(list[_ScenarioRow])
_BARRED = TypeAdapter(dict[str, Annotated[str, Field(max_length=MAX_QUOTE)]])
_NONE: Mapping[str, str] = MappingProxyType({})


def _facts(value: Any, name: str) -> ProjectFacts:
    rows = dict(value) if isinstance(value, Mapping) else value
    barred = _valid(_BARRED, rows.pop(RULED_OUT, {}), name) if isinstance(rows, dict) else {}
    return _known(_valid(_ROWS, rows, name), name, barred)


def _known(
    rows: Mapping[str, _FactRow], name: str, barred: Mapping[str, str] = _NONE
) -> ProjectFacts:
    try:
        known = {key: row.model_dump() for key, row in rows.items()}
        return ProjectFacts.from_json({**known, RULED_OUT: barred})
    except InvalidInput as error:
        raise InvalidInput(f"the record is damaged at {name}: {error}") from None


def _scenarios(value: Any, name: str) -> tuple[Scenario, ...]:
    rows = cast(list[_ScenarioRow], _valid(_WORLDS, value, name))
    if len(rows) > MAX_SCENARIOS:
        raise InvalidInput(f"the record is damaged at {name}: more than {MAX_SCENARIOS} of them")
    return tuple(Scenario(row.name, _known(row.changes, name)) for row in rows)


def _consistent(record: DecisionRecord) -> DecisionRecord:
    """Return the record if its parts fit together."""
    found = record.assessment
    ranked = [row.strategy for row in found.ranking]
    sound = {
        "facts": bool(record.facts.known),
        "horizon_months": 1 <= record.horizon_months <= 120,
        "seed": 0 <= record.seed < 2**63,
        "assessment.ranking": sorted(ranked) == sorted(STRATEGIES),
        "assessment.primary": ranked[:1] == [found.primary],
        "assessment.complements": set(found.complements) <= set(ranked),
        "assessment.confidence": all(
            0 <= share <= 1 for share in (found.confidence, *(r.probability for r in found.ranking))
        ),
        "assessment.roadmap": {row.strategy for row in found.roadmap} <= {None, *ranked},
        "alternatives": [row.strategy for row in record.alternatives] == ranked[1:],
        "costs.plans": record.costs is None or _priced_soundly(record),
        "comparison": record.comparison is None or _compared_soundly(record.comparison),
    }
    for place, fine in sound.items():
        if not fine:
            raise InvalidInput(f"the record contradicts itself at {place}; {_WAY_OUT}")
    return record


def _priced_soundly(record: DecisionRecord) -> bool:
    costs = record.costs
    assert costs is not None
    plans, likely = len(costs.plans), () if costs.ranges is None else costs.ranges.plans
    series = [*costs.cumulative]
    for plan in likely:
        series += [row for row in (plan.cumulative_low_usd, plan.cumulative_high_usd) if row]
    return (
        len(costs.cumulative) == plans > 0
        and (costs.ranges is None or len(likely) == plans)
        and all(len(row) == costs.horizon_months + 1 for row in series)
        and _dated(record)
    )


def _dated(record: DecisionRecord) -> bool:
    assert record.costs is not None
    try:
        for plan in record.costs.plans:
            for price in plan.prices:
                date.fromisoformat(price.as_of)
    except ValueError:
        return False
    return True


def _compared_soundly(table: ScenarioTable) -> bool:
    known = set(vocabulary())
    rows = [table.labels, *(column.values for column in table.columns)]
    return set(table.facts) <= known and all(len(row) == len(table.facts) for row in rows)


def _show(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
