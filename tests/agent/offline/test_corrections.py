"""What replaces what: figures that repeat a known value, periods, additions, choices set aside."""

from collections.abc import Mapping

import pytest

from agent.offline.reading.reader import Reader

Known = Mapping[str, object]


def corrected(text: str, known: Known) -> dict[str, object]:
    reading = Reader().read(text, known=known)
    assert reading.kind == "correct"
    assert reading.cleared == ()
    return dict(reading.facts)


@pytest.mark.parametrize(
    ("text", "known", "facts"),
    [
        ("250 a month, not 2,500", {"monthly_budget_usd": 2500}, {"monthly_budget_usd": 250}),
        ("2.5, not 4", {"latency_target_ms": 4000}, {"latency_target_ms": 2500}),
        ("84 not 89, we ran it once more", {"current_accuracy": 89}, {"current_accuracy": 84}),
        (
            "wait, 7 was how many shops we have, the categories are 22",
            {"label_classes": 7, "task": "classification"},
            {"label_classes": 22},
        ),
        ("two zeros short, I meant 60,000 forms", {"monthly_requests": 600},
         {"monthly_requests": 60_000}),
        ("lost a digit: 2150 ms", {"latency_target_ms": 215}, {"latency_target_ms": 2150}),
        ("oh no: 34k, I typed 43k", {"monthly_requests": 43000}, {"monthly_requests": 34000}),
        ("eighty words rather than sixty", {"output_tokens": 80}, {"output_tokens": 106.6667}),
        ("it isn't 5 weeks, it's 5 months", {"time_to_launch_days": 35},
         {"time_to_launch_days": 150}),
        ("one second isn't needed. Three will do", {"latency_target_ms": 1000},
         {"latency_target_ms": 3000}),
        ("no, 92 is what we dream of; what we have to reach is 88", {"target_accuracy": 92},
         {"target_accuracy": 88}),
    ],
)  # fmt: skip
def test_the_figure_that_repeats_a_known_value_is_the_old_one(
    text: str, known: Known, facts: Known
) -> None:
    assert corrected(text, known) == facts


@pytest.mark.parametrize(
    ("text", "known", "facts"),
    [
        ("the 40 is per hour, not per day", {"monthly_requests": 1200},
         {"monthly_requests": 28800}),
        ("sorry, weekly not monthly, those 3,000 letters", {"monthly_requests": 3000},
         {"monthly_requests": 13035}),
        ("oh, that was per year. so 2,400 a year", {"monthly_budget_usd": 2400},
         {"monthly_budget_usd": 200}),
        ("not per year, per day! 24 of them", {"monthly_requests": 2}, {"monthly_requests": 720}),
    ],
)  # fmt: skip
def test_a_known_figure_gets_the_period_it_really_has(
    text: str, known: Known, facts: Known
) -> None:
    assert corrected(text, known) == facts


@pytest.mark.parametrize(
    ("text", "known", "facts"),
    [
        ("add another 80 that Milo just finished", {"labeled_examples": 220},
         {"labeled_examples": 300}),
        ("We got 90 more from the Porto office, please add", {"labeled_examples": 110},
         {"labeled_examples": 200}),
        ("that was one depot. times four depots", {"monthly_requests": 500, "task": "chat"},
         {"monthly_requests": 2000}),
        ("the board took 200 off the monthly money", {"monthly_budget_usd": 900},
         {"monthly_budget_usd": 700}),
        ("60 of the samples had to be deleted, the customer left", {"labeled_examples": 900},
         {"labeled_examples": 840}),
        ("Ana sorted out 45 duplicates, take them away", {"labeled_examples": 900},
         {"labeled_examples": 855}),
        ("actually a third of those are duplicates", {"labeled_examples": 900},
         {"labeled_examples": 600}),
        ("sorry, of those a quarter is junk", {"labeled_examples": 400},
         {"labeled_examples": 300}),
        ("I talked nonsense, those are stock rows, not examples. we have none",
         {"labeled_examples": 700}, {"labeled_examples": 0}),
    ],
)  # fmt: skip
def test_what_comes_on_top_or_falls_away_changes_the_one_count_that_is_known(
    text: str, known: Known, facts: Known
) -> None:
    assert corrected(text, known) == facts


def test_a_sum_told_beside_an_addition_is_no_addition() -> None:
    known = {"label_classes": 9}
    assert corrected("sorry, three more came in, 12 now", known) == {"label_classes": 12}


@pytest.mark.parametrize(
    "text",
    ["about 4 extra categories a year", "another 3 colleagues joined us", "we hired 2 more people"],
)
def test_what_counts_something_else_is_not_added(text: str) -> None:
    assert "labeled_examples" not in Reader().read(text, known={"labeled_examples": 500}).facts


def test_two_values_that_were_mixed_up_change_places() -> None:
    known = {"monthly_budget_usd": 6000, "upfront_budget_usd": 900}
    facts = corrected("I had them the wrong way round: 6k once and 900 a month", known)
    assert facts == {"monthly_budget_usd": 900, "upfront_budget_usd": 6000}


@pytest.mark.parametrize(
    ("text", "known", "facts"),
    [
        ("wait, the board wants 96", {"target_accuracy": 93, "current_accuracy": 80},
         {"target_accuracy": 96}),
        ("scratch what I said, only the monthly one is different: 400",
         {"monthly_budget_usd": 700, "upfront_budget_usd": 700}, {"monthly_budget_usd": 400}),
        ("actually 640 a month", {"monthly_budget_usd": 900}, {"monthly_budget_usd": 640}),
    ],
)  # fmt: skip
def test_a_figure_without_a_name_is_of_the_known_fact_it_fits(
    text: str, known: Known, facts: Known
) -> None:
    assert corrected(text, known) == facts


def test_lines_are_no_tokens() -> None:
    reading = Reader().read("oops, they want twelve lines", known={"output_tokens": 500})
    assert "output_tokens" not in reading.facts


@pytest.mark.parametrize(
    ("text", "known", "facts"),
    [
        ("it's rather a translation than a summary", {"task": "summarization"},
         {"task": "translation"}),
        ("docs daily? no no, once a month", {"knowledge_update": "daily"},
         {"knowledge_update": "monthly"}),
        ("Monthly, the label list. I had said daily", {"requirement_change": "daily"},
         {"requirement_change": "monthly"}),
        ("we dropped retrieval, it's a bare prompt again, actually", {"tried": ("rag",)},
         {"tried": ("prompting",)}),
    ],
)  # fmt: skip
def test_the_choice_set_aside_is_never_the_new_one(text: str, known: Known, facts: Known) -> None:
    assert corrected(text, known) == facts


def test_a_contrary_choice_without_a_cue_is_still_a_correction() -> None:
    known = {"self_hosted": False, "task": "chat"}
    assert corrected("we must run it on our own servers", known) == {"self_hosted": True}


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("we get 300 letters a week", {"labeled_examples": 300}),
        ("our building has 4 floors", {"label_classes": 9}),
        ("some vendor promises 50 ms, I don't buy it", {"time_to_launch_days": 90}),
    ],
)
def test_what_touches_nothing_known_is_no_correction(text: str, known: Known) -> None:
    assert Reader().read(text, known=known).kind != "correct"


def test_the_part_that_stands_takes_the_place_of_the_whole() -> None:
    known = {"labeled_examples": 600, "task": "chat"}
    read = Reader().read("hm, only 90 of those 600 are usable, the rest is junk", known=known)
    assert (read.kind, dict(read.facts)) == ("correct", {"labeled_examples": 90})
