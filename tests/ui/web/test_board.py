"""What the board shows, read back from its HTML with a parser, as a browser would."""

from dataclasses import replace
from html.parser import HTMLParser

import pytest

from agent.events import BoardFact
from tests.ui.web import samples
from tests.ui.web.attacks import ATTACKS
from tools.results import Contradiction, Contribution, Gate
from ui.web.board import EMPTY, board_html
from ui.web.ranking import headline

VOID = {"br", "img", "input", "line", "circle", "polyline"}


class Reader(HTMLParser):
    """Collects texts, tags and attributes, and checks that every tag closes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())

    def ids(self) -> set[str | None]:
        return {attrs["id"] for _, attrs in self.tags if "id" in attrs}


def read(**changes: object) -> Reader:
    return Reader(board_html(samples.board(**changes)))


def test_an_empty_board_invites_and_says_what_will_stand_here():
    text = Reader(board_html(EMPTY)).text
    assert "Your decision takes shape here" in text
    assert "All eight options" in text


def test_facts_without_an_assessment_are_shown_with_the_invitation():
    text = read(assessment=None, costs=None, citations=()).text
    assert "Nearly there" in text
    assert "120,000 mails" in text
    assert "Recommendation" not in text


def test_the_recommendation_names_the_stack_and_the_confidence_in_words_and_percent():
    text = read().text
    assert "Start with LoRA / PEFT, and add Retrieval (RAG), plus Guardrails." in text
    assert "Fairly sure" in text
    assert samples.board().recommendation in text
    assert "78%" in text


@pytest.mark.parametrize(
    ("complements", "sentence"),
    [
        ((), "Start with LoRA / PEFT."),
        (("rag",), "Start with LoRA / PEFT, and add Retrieval (RAG)."),
        (
            ("rag", "guardrails", "prompting"),
            "Start with LoRA / PEFT, and add Retrieval (RAG), Guardrails, plus Prompting.",
        ),
    ],
)
def test_the_headline_joins_any_number_of_complements(complements: tuple[str, ...], sentence: str):
    assert headline(samples.assessment(complements=complements)) == sentence


def test_all_eight_strategies_are_ranked_with_score_and_probability():
    text = read().text
    for label, score, _ in samples.LABELS.values():
        assert label in text
        assert f"{score:.1f}" in text
    places = [text.index(f"{label} ") for label, _, _ in samples.LABELS.values()]
    assert len(set(places)) == 8
    assert "62%" in text
    assert "<1%" in text


def test_each_strategy_opens_to_its_reasons():
    text = read().text
    assert "LoRA / PEFT wins when its need is the biggest." in text
    assert "Distillation has a price." in text
    assert "Where the points come from" in text
    assert "Starting value 50.0" in text
    assert "Score 84.9" in text
    assert "−14.0" in text
    assert "retrain quarterly" in text


def test_a_closed_gate_and_a_half_closed_one_are_told_apart():
    text = read().text
    assert "Preference tuning blocked" in text
    assert "Full fine-tuning limited" in text
    assert "Blocked until people rate answers." in text


def test_contradictions_and_the_off_ramp_stand_beside_the_recommendation():
    text = read(
        assessment=samples.assessment(
            off_ramp=samples.OFF_RAMP,
            contradictions=(Contradiction(("a", "b"), "No data, but 3,000 examples."),),
        )
    ).text
    assert "Build an evaluation set of 100 cases first." in text
    assert "No data, but 3,000 examples." in text
    assert "Start with LoRA / PEFT" in text


def test_costs_show_the_published_figures_to_the_cent():
    text = read().text
    for figure in (
        "$201.60",
        "$76.80",
        "$2,200",
        "$124.80",
        "17.6 months",
        "$2,419.20",
        "$3,121.60",
    ):
        assert figure in text
    assert "2,112,000 requests" in text


def test_costs_that_never_pay_back_say_why():
    report = samples.costs(break_even=None, never="the tuned model costs more every month")
    text = read(costs=report).text
    assert "never" in text
    assert "The tuned model costs more every month." in text


def test_prices_show_where_they_come_from_and_when():
    assert "price list, 2026-01-01" in read().text


def test_without_a_volume_the_board_asks_for_it_instead_of_costs():
    assert "requests a month you expect" in read(costs=None).text


def test_facts_carry_the_users_words_or_their_origin():
    slider = BoardFact("ml_expertise", "training experience", "some", "some", "slider", None)
    reader = read(facts=(*samples.board().facts, slider))
    assert "120,000 mails" in reader.text
    assert "set by you" in reader.text
    assert ("q", {}) in reader.tags


def test_what_is_assumed_is_listed_apart_from_what_is_known():
    text = read().text
    assert "Assumed until you say otherwise (1)" in text


def test_a_source_shows_its_quote_verbatim_with_title_section_and_link():
    reader = read()
    assert samples.CITATION.quote in reader.text
    assert "Adapting a model" in reader.text
    assert "Consistency" in reader.text
    assert "A. Writer, 2024" in reader.text
    links = [a for tag, a in reader.tags if tag == "a"]
    assert links[0]["href"] == "https://example.org/adapting"
    assert links[0]["rel"] == "noopener noreferrer"
    assert "source-1" in reader.ids()


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "", "//evil.example"])
def test_a_source_without_a_web_address_is_no_link(url: str):
    reader = read(citations=(replace(samples.CITATION, url=url),))
    assert [a for tag, a in reader.tags if tag == "a"] == []
    assert "adapting.md" in reader.text


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_text_on_the_board_becomes_markup(attack: str):
    fact = BoardFact("model", attack, attack, attack, "user", attack)
    first = samples.assessment().ranking[0]
    row = replace(
        first, label=attack, summary=attack, caution=attack, gates=(Gate("x", attack, False),)
    )
    assessment = samples.assessment(
        ranking=(row, *samples.assessment().ranking[1:]), reasons_for=(attack,)
    )
    citation = replace(samples.CITATION, title=attack, section=attack, quote=attack, author=attack)
    attacked = read(assessment=assessment, facts=(fact,), citations=(citation,))
    plain = read(facts=samples.board().facts[:1])
    assert {tag for tag, _ in attacked.tags} <= {tag for tag, _ in plain.tags}
    assert not any(name.startswith("on") for _, attrs in attacked.tags for name in attrs)
    assert " ".join(attack.split()) in attacked.text


def test_small_reasons_are_folded_and_the_sum_is_the_score():
    row = samples.assessment().ranking[0]
    small = Contribution("time", "time to launch", 0.4, "soon", "survey, https://www.example.org/x")
    effort = replace(row.contributions[2], points=4.6)
    changed = replace(row, contributions=(*row.contributions[:2], effort, small))
    assessment = samples.assessment(ranking=(changed, *samples.assessment().ranking[1:]))
    reader = read(assessment=assessment)
    assert "1 smaller reason, +0.4 together" in reader.text
    assert "Score 84.9" in reader.text
    assert "https://www.example.org/x" in [a.get("href") for tag, a in reader.tags if tag == "a"]


def test_sources_that_no_reply_quotes_are_folded_but_can_be_opened():
    second = replace(samples.CITATION, n=2, section="Adapting a model > Costs > Tokens")
    board = samples.board(citations=(samples.CITATION, second))
    reader = Reader(board_html(board, {1}))
    assert "Read, but not quoted in a reply (1)" in reader.text
    assert {"source-1", "source-2"} <= reader.ids()
    assert "Costs › Tokens" in reader.text
    assert "Read, but not quoted" not in Reader(board_html(board)).text


def test_ids_are_unique_and_headings_label_their_cards():
    reader = read()
    listed = [attrs["id"] for _, attrs in reader.tags if "id" in attrs]
    assert len(listed) == len(set(listed))
    labels = {attrs["aria-labelledby"] for tag, attrs in reader.tags if tag == "section"}
    assert labels <= set(listed)
