"""The decision record as files: Markdown with its charts, and the JSON that a review reads."""

from collections.abc import Mapping
from types import MappingProxyType

from tools.charts import Chart, cost_chart, ranking_chart, tornado_chart
from tools.record import DecisionRecord
from tools.record_json import write_record
from tools.record_text import Picture, markdown

CHARTS = "charts"


def charts_of(record: DecisionRecord) -> Mapping[str, Chart]:
    """The charts of a record by name: ranking, tornado and, where something is priced, costs."""
    found = record.assessment
    charts = {"ranking": ranking_chart(found)}
    if found.tornado:
        charts["tornado"] = tornado_chart(found)
    if record.costs is not None:
        charts["costs"] = cost_chart(record.costs)
    return MappingProxyType(charts)


def in_words(record: DecisionRecord) -> str:
    """The record as one Markdown text, with its charts told in words."""
    charts = charts_of(record)
    return markdown(record, {name: Picture(chart.text) for name, chart in charts.items()})


def record_files(record: DecisionRecord) -> Mapping[str, str]:
    """The files of a record: relative path -> text. The same record gives the same bytes."""
    charts = charts_of(record)
    pictures = {name: Picture(chart.text, f"{CHARTS}/{name}.svg") for name, chart in charts.items()}
    return MappingProxyType(
        {
            "record.md": markdown(record, pictures),
            "record.json": write_record(record),
            **{f"{CHARTS}/{name}.svg": chart.svg() for name, chart in charts.items()},
        }
    )
