import re
from decimal import Decimal

import pytest

from ui.web.chart import HEIGHT, WIDTH, Frame, cost_chart

ROWS = (
    tuple(Decimal("201.60") * m for m in range(25)),
    tuple(2200 + Decimal("76.80") * m for m in range(25)),
)


def drawn(rows=ROWS, *, break_even: float | None = 17.6) -> str:
    return cost_chart(rows, ("Now", "Tuned"), break_even_months=break_even, description="Costs <x>")


def test_each_plan_is_a_line_with_a_point_a_month():
    lines = re.findall(r'<polyline class="line plan-(\d)" points="([^"]+)"', drawn())
    assert [(index, len(points.split())) for index, points in lines] == [("0", 25), ("1", 25)]


def test_everything_is_drawn_inside_the_frame():
    for points in re.findall(r'points="([^"]+)"', drawn()):
        for pair in points.split():
            x, y = map(float, pair.split(","))
            assert 0 <= x <= WIDTH
            assert 0 <= y <= HEIGHT


def test_the_break_even_is_marked_where_the_lines_cross():
    mark = re.search(r'<circle class="mark" cx="([\d.]+)" cy="([\d.]+)"', drawn())
    assert mark is not None
    frame = Frame.around([[float(v) for v in row] for row in ROWS])
    assert float(mark[1]) == pytest.approx(frame.x(17.6), abs=0.1)
    assert float(mark[2]) == pytest.approx(frame.y(201.60 * 17.6), abs=0.2)
    assert "even after 17.6 months, at $3,548" in drawn()


@pytest.mark.parametrize("month", [None, 24.1])
def test_no_mark_where_the_lines_do_not_cross_in_time(month: float | None):
    assert "circle" not in drawn(break_even=month)


def test_a_break_even_in_the_last_month_is_still_marked():
    assert "circle" in drawn(break_even=24.0)


@pytest.mark.parametrize(
    ("highest", "top"), [(4838.4, 6000), (1, 1), (99, 100), (250_000, 300_000)]
)
def test_the_axis_ends_at_a_round_figure(highest: float, top: float):
    assert Frame.around([[0.0, highest]]).top_usd == pytest.approx(top)


def test_the_words_at_the_mark_stand_where_the_lines_do_not():
    early = (
        tuple(Decimal(1700) * m for m in range(13)),
        tuple(566 + Decimal(346) * m for m in range(13)),
    )
    note = re.search(r'<text class="note" x="[\d.]+" y="(\d+)"', drawn(early, break_even=0.42))
    assert note is not None
    assert int(note[1]) < HEIGHT / 4
    late = re.search(r'<text class="note" x="[\d.]+" y="(\d+)"', drawn())
    assert late is not None
    assert int(late[1]) > HEIGHT / 2


def test_free_plans_can_be_drawn():
    free = (Decimal(0), Decimal(0))
    assert "polyline" in drawn((free, free), break_even=None)


def test_nothing_to_compare_makes_no_chart():
    assert drawn(()) == ""
    assert drawn(ROWS[:1]) == ""
    assert drawn(((Decimal(1),), (Decimal(1),))) == ""


def test_words_are_escaped():
    assert 'aria-label="Costs &lt;x&gt;"' in drawn()
