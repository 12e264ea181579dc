"""Results as pictures: pure functions from a result to a `Chart`, which renders SVG and PNG.

Nothing heavy is imported before a chart is made.
"""

from tools.charts.bill import bill_chart
from tools.charts.chart import Chart, warm_up
from tools.charts.overtime import cost_chart
from tools.charts.ranks import ranking_chart
from tools.charts.style import Size, Theme, palette
from tools.charts.tornado import tornado_chart

__all__ = [
    "Chart",
    "Size",
    "Theme",
    "bill_chart",
    "cost_chart",
    "palette",
    "ranking_chart",
    "tornado_chart",
    "warm_up",
]
