"""What the charts draw and say, read from their specifications; a few are rendered."""

import re
from dataclasses import replace
from decimal import Decimal
from itertools import combinations, pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ui.web import samples
from tests.ui.web.attacks import ATTACKS
from tools.charts import Chart, bill_chart, cost_chart, palette, ranking_chart, tornado_chart
from tools.charts.overtime import spread
from tools.charts.style import Style
from tools.results import CostLine, CostRanges, CostReport, PlanCost, PlanRange, Swing

SIZES, THEMES = ("roomy", "wide", "narrow"), ("light", "dark")


def ranged(label: str, low: tuple[int, int], high: tuple[int, int]) -> PlanRange:
    """What a plan may cost: once and a month, at least and at most, over 24 months."""
    (once_low, month_low), (once_high, month_high) = low, high
    lows, highs = (
        tuple(Decimal(once + month * m) for m in range(25)) for once, month in (low, high)
    )
    return PlanRange(
        label=label,
        monthly_low_usd=Decimal(month_low),
        monthly_high_usd=Decimal(month_high),
        one_off_low_usd=Decimal(once_low),
        one_off_high_usd=Decimal(once_high),
        total_low_usd=lows[-1],
        total_high_usd=highs[-1],
        cumulative_low_usd=lows,
        cumulative_high_usd=highs,
    )


RANGES = CostRanges(
    plans=(
        ranged("Prompt only", (0, 150), (0, 260)),
        ranged("Tuned model", (1500, 60), (3000, 110)),
    ),
    pays_back_share=0.61,
    break_even_low=9.0,
    break_even_high=None,
    moves_most=("volume",),
    samples=200,
)
SWINGS = (
    Swing("labeled_examples", "good examples", "0 examples", "100,000 examples", -33.8, 3.2),
    Swing("latency_target_ms", "response time", "50 ms", "60,000 ms", 5.2, -0.2),
)


def plan(label: str, monthly: str, once: str, horizon: int) -> PlanCost:
    """A plan with one line a month and one paid once."""
    lines = (
        CostLine("tokens", Decimal(monthly), "month", ""),
        CostLine("training", Decimal(once), "once", ""),
    )
    total = Decimal(once) + horizon * Decimal(monthly)
    return PlanCost("x", label, None, None, Decimal(monthly), Decimal(once), total, lines, (), ())


def report(*plans: PlanCost, horizon: int = 12, **changes: object) -> CostReport:
    fields: dict[str, object] = {
        "plans": plans,
        "horizon_months": horizon,
        "monthly_saving_usd": None,
        "break_even_months": None,
        "break_even_requests": None,
        "never_because": None,
        "assumed": (),
        "warnings": (),
        "cumulative": tuple(
            tuple(p.one_off_usd + p.monthly_usd * m for m in range(horizon + 1)) for p in plans
        ),
    }
    return CostReport(**{**fields, **changes})  # type: ignore[arg-type]


def data(chart: Chart, layer: dict) -> list[dict]:
    return chart.spec["datasets"][layer.get("data", chart.spec.get("data"))["name"]]


def words(chart: Chart) -> list[dict]:
    """Every text that is placed by pixels, once."""
    rows = {}
    for layer in chart.spec["layer"]:
        if layer["mark"]["type"] == "text":
            for row in data(chart, layer):
                rows[row["text"], row["x"], row["y"]] = row
    return list(rows.values())


def box(row: dict, style: Style) -> tuple[float, float, float, float]:
    width = style.width_of(row["text"], bold=row["weight"] == "bold") * row["size"]
    width /= style.font_size
    width = min(width, row["limit"] or width)
    left = row["x"] - {"left": 0, "right": width, "center": width / 2}[row["align"]]
    return left, row["y"] - row["size"] * 0.45, left + width, row["y"] + row["size"] * 0.45


def overlapping(chart: Chart, size: str) -> list[tuple[str, str]]:
    style = Style("light", size)
    placed = [(row["text"], box(row, style)) for row in words(chart)]
    return [
        (one, two)
        for (one, a), (two, b) in combinations(placed, 2)
        if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
    ]


def test_the_break_even_is_the_headline_and_is_marked_where_the_lines_cross():
    chart = cost_chart(samples.costs())
    assert chart.title == "Tuned model pays back after 17.6 months"
    shown = [row["text"] for row in words(chart)]
    assert "even after 17.6 months" in shown
    assert "at $3,548" in shown


def test_the_words_of_the_costs_say_who_is_cheaper_until_when():
    text = cost_chart(samples.costs()).text
    assert "Prompt only is cheaper until month 17.6, Tuned model after it." in text
    assert "Tuned model: $2,200 once and $76.80 a month" in text


def test_what_is_estimated_is_rounded_as_everywhere_else():
    exact = report(*samples.costs().plans, horizon=24, break_even_months=17.6)
    rounded = replace(exact, estimated=True)
    assert "$4,043" in {row["text"] for row in words(cost_chart(exact))}
    assert "$4,040" in {row["text"] for row in words(cost_chart(rounded))}
    assert "$202 a month" in cost_chart(rounded).text


def test_a_plan_that_never_pays_back_says_why():
    chart = cost_chart(samples.costs(break_even=None, never="it costs more every month"))
    assert chart.title == "Tuned model never pays back"
    assert "because it costs more every month." in chart.text
    assert not any(row["text"].startswith("even after") for row in words(chart))


def test_a_break_even_beyond_the_horizon_is_named_but_not_drawn():
    chart = cost_chart(samples.costs(horizon=12))
    assert chart.title == "Tuned model pays back after 17.6 months, beyond the 12 shown"
    assert not any(row["text"].startswith("even after") for row in words(chart))
    assert "Prompt only is cheaper all along" in chart.text


def test_a_plan_that_pays_back_after_its_model_is_gone_is_no_good_news():
    late = report(
        *samples.costs().plans,
        horizon=24,
        break_even_months=17.6,
        worthwhile=False,
        warnings=("Its model stops answering on 2027-01-06.",),
    )
    chart = cost_chart(late)
    assert chart.title.endswith("too late")
    assert "stops answering on 2027-01-06" in chart.text


def test_the_uncertainty_is_a_band_and_is_said_in_words():
    chart = cost_chart(report(*samples.costs().plans, horizon=24, ranges=RANGES))
    areas = [x for x in chart.spec["layer"] if x["mark"]["type"] == "area"]
    assert len(areas) == 2
    ends = data(chart, areas[1])
    assert (ends[0]["low"], ends[0]["high"]) == (1500, 3000)
    assert (ends[-1]["low"], ends[-1]["high"]) == (2940, 5640)
    assert "$2,940 to $5,640 in 8 of 10 sampled cases" in chart.text
    assert "in 61% of the sampled cases" in chart.text


def test_without_ranges_there_is_no_band_and_no_word_of_one():
    chart = cost_chart(samples.costs())
    assert all(layer["mark"]["type"] != "area" for layer in chart.spec["layer"])
    assert "sampled" not in chart.text


def test_lines_differ_in_dash_and_shape_not_in_colour_alone():
    style = Style("light", "wide")
    looks = [style.plan(n) for n in range(4)]
    assert len({look.dash for look in looks}) == 4
    assert len({look.shape for look in looks}) == 4


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, two: str) -> float:
    high, low = sorted((luminance(one), luminance(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("mode", [0, 1], ids=THEMES)
def test_text_and_lines_keep_their_contrast_and_the_lead_stands_out_in_grey(mode: int):
    shades = {name: pair[mode] for name, pair in palette().items()}
    for name in ("ink", "muted"):
        assert contrast(shades[name], shades["ground"]) >= 4.5
    for name in ("rest", "lead", "third", "fourth"):
        assert contrast(shades[name], shades["ground"]) >= 3
    assert contrast(shades["lead"], shades["rest"]) >= 1.8


def test_light_and_dark_are_the_same_drawing_in_other_colours():
    light, dark = (cost_chart(samples.costs(), theme=theme).svg() for theme in THEMES)
    assert light != dark
    for day, night in palette().values():
        light = light.replace(day, night)
    assert light == dark


def test_the_bill_is_on_one_scale_and_names_the_largest_part():
    chart = bill_chart(report(plan("Prompt", "100", "0", 12), plan("Tuned", "10", "600", 12)))
    assert chart.title == "training: 83% of what Tuned costs"
    assert "Tuned, $720: training $600 and tokens $120." in chart.text
    assert {"$600 once", "$1,200", "$720"} <= {row["text"] for row in words(chart)}


def test_the_ranking_names_every_strategy_with_score_and_chance():
    chart = ranking_chart(samples.assessment())
    assert chart.title == "LoRA / PEFT leads, 78% sure"
    shown = [row["text"] for row in words(chart)]
    for label, score, _ in samples.LABELS.values():
        assert any(label in text for text in shown)
        assert f"{label} {score:.1f}" in chart.text
    assert "84.9 · best in 62%" in shown
    assert any("(blocked)" in text for text in shown)


def test_a_strategy_that_is_best_more_often_than_the_leader_is_named():
    first, second, *rest = samples.assessment().ranking
    assert "is the best most often" not in ranking_chart(samples.assessment()).text
    swapped = samples.assessment(ranking=(second, first, *rest))
    assert "LoRA / PEFT is the best most often, 62%." in ranking_chart(swapped).text


def test_a_close_call_is_the_headline():
    title = ranking_chart(samples.assessment(close_call=True)).title
    assert title == "A close call: LoRA / PEFT just ahead of Prompt optimisation"


def test_the_tornado_says_where_another_strategy_leads():
    chart = tornado_chart(samples.assessment(tornado=SWINGS))
    assert chart.title == "What moves the answer most: good examples"
    assert "Good examples: −33.8 at 0 examples, +3.2 at 100,000 examples" in chart.text
    assert {"−33.8", "+3.2", "−0.2", "+5.2"} <= {row["text"] for row in words(chart)}


def test_a_tornado_without_a_flip_or_a_fact_says_so():
    steady = tornado_chart(samples.assessment(tornado=(Swing("x", "x", "a", "b", 2.0, 5.0),)))
    assert steady.title == "LoRA / PEFT leads whatever the rest turns out to be"
    assert "nothing" in tornado_chart(samples.assessment(tornado=())).title.lower()


EDGES = {
    "nothing": report(),
    "one plan": report(plan("Prompt only", "201.60", "0", 12)),
    "all zero": report(plan("a", "0", "0", 12), plan("b", "0", "0", 12)),
    "horizon 1": report(plan("a", "5", "0", 1), plan("b", "1", "2", 1), horizon=1,
                        break_even_months=0.5),
    "horizon 240": report(plan("a", "5", "0", 240), plan("b", "1", "90", 240), horizon=240,
                          break_even_months=22.5),
    "from the start": report(plan("a", "5", "2", 12), plan("b", "1", "0", 12),
                             break_even_months=0.0),
    "huge": report(plan("a", "5e14", "0", 12), plan("b", "1e14", "1e15", 12)),
    "tiny": report(plan("a", "0.0000004", "0", 12), plan("b", "0.0000001", "0", 12)),
    "same line": report(*(plan(f"plan {n}", "100", "0", 12) for n in range(6))),
    "long names": report(plan("w" * 200, "10", "0", 12), plan("many words " * 30, "9", "2", 12)),
}  # fmt: skip


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", EDGES)
def test_edges_are_drawn_without_an_error_and_without_overlapping_words(name: str, size: str):
    for chart in (cost_chart(EDGES[name], size=size), bill_chart(EDGES[name], size=size)):
        assert overlapping(chart, size) == []
        assert chart.title
        assert chart.text.endswith(".")


@pytest.mark.parametrize("size", SIZES)
def test_no_words_overlap_in_ranking_and_tornado(size: str):
    long = Swing("x", "a fact with a very long name " * 4, "one end " * 20, "other end", -3.0, 4.0)
    narrow = Swing("y", "hardly", "a", "b", 0.1, 0.1001)
    found = samples.assessment(tornado=(*SWINGS, long, narrow))
    for chart in (ranking_chart(found, size=size), tornado_chart(found, size=size)):
        assert overlapping(chart, size) == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    "swing",
    [
        Swing("x", "requests a month", "300 requests a month", "30,000,000 requests", 8.5, 10.3),
        Swing("x", "size of the documents", "5,000 tokens", "1,000,000,000 tokens", -1.6, 9.3),
        Swing("x", "facts change", "in real time", "monthly", 1.7, 8.2),
        Swing("x", "depth of reasoning", "deep", "recognising a pattern", -26.2, 0.2),
    ],
)
def test_the_line_of_equality_crosses_no_words_and_no_figures(swing: Swing, size: str):
    chart = tornado_chart(samples.assessment(tornado=(*SWINGS, swing)), size=size)
    style = Style("light", size)
    rules = [r for y in chart.spec["layer"] if y["mark"]["type"] == "rule" for r in data(chart, y)]
    assert rules
    for row in words(chart):
        left, top, right, bottom = box(row, style)
        for rule in rules:
            beside = rule["x"] < left or rule["x"] > right
            assert beside or rule["y2"] < top or rule["y"] > bottom, row["text"]


@pytest.mark.parametrize("ends", [(-3.0, 4.0), (-20.0, -9.0), (6.0, 9.0)])
def test_the_line_of_equality_is_there_where_nothing_stands_in_its_way(ends: tuple[float, float]):
    far = Swing("x", "far", "a", "b", -30.0, 30.0)
    found = samples.assessment(tornado=(far, Swing("y", "near", "a", "b", *ends)))
    layers = [y for y in tornado_chart(found).spec["layer"] if y["mark"]["type"] == "rule"]
    assert len(data(tornado_chart(found), layers[0])) == 2


@given(ends=st.lists(st.floats(0, 250), max_size=6), gap=st.sampled_from([18.0, 36.0]))
def test_labels_spread_apart_within_the_plot_and_keep_their_order(ends: list[float], gap: float):
    placed = spread(ends, gap, 250)
    order = sorted(range(len(ends)), key=lambda i: (ends[i], i))
    rising = [placed[i] for i in order]
    assert all(b - a >= gap - 1e-6 for a, b in pairwise(rising))
    assert all(0 <= y <= 250 for y in placed)


@settings(max_examples=15, deadline=None)
@given(
    monthly=st.lists(st.decimals(0, 10**7, places=2), min_size=2, max_size=4),
    once=st.decimals(0, 10**7, places=2),
    month=st.floats(0.01, 40),
    size=st.sampled_from(SIZES),
)
def test_whatever_is_compared_no_words_overlap(
    monthly: list[Decimal], once: Decimal, month: float, size: str
):
    plans = [plan(f"Plan {n}", str(usd), str(once * n), 36) for n, usd in enumerate(monthly)]
    chart = cost_chart(report(*plans, horizon=36, break_even_months=month), size=size)
    assert overlapping(chart, size) == []


def test_the_picture_is_well_formed_and_of_the_promised_size_and_shows_text_as_text():
    attack = "".join(ATTACKS)
    chart = cost_chart(report(plan("a" + attack, "5", "0", 12), plan("b", "1", "2", 12)))
    svg = ElementTree.fromstring(chart.svg())
    assert (svg.get("width"), svg.get("height")) == (str(chart.width), str(chart.height))
    tags = {element.tag.rpartition("}")[2] for element in svg.iter()}
    assert tags <= {"svg", "g", "path", "rect", "line", "text", "tspan", "defs", "clipPath"}
    assert not re.search(r"(href|url\()", chart.svg().replace(attack, ""))


def test_a_png_is_twice_the_size_and_the_same_every_time():
    chart = tornado_chart(samples.assessment(tornado=SWINGS), theme="dark", size="narrow")
    png = chart.png()
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert int.from_bytes(png[16:20], "big") == 2 * chart.width
    assert int.from_bytes(png[20:24], "big") == 2 * chart.height
    assert png == chart.png()
