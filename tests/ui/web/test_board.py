"""What the board shows, read back from its HTML with a parser, as a browser would."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from agent.events import BoardFact
from tests.ui.web import samples
from tests.ui.web.attacks import ATTACKS
from tools.costs import estimate_costs
from tools.experiment import Outcome
from tools.facts import ProjectFacts
from tools.money import about, span
from tools.results import Contradiction, Contribution, Gate, OffRamp
from ui.web.board import EMPTY, board_html
from ui.web.nextstep import result_message
from ui.web.ranking import headline
from ui.web.takeaway import LINKS

VOID = {"br", "img", "input", "line", "circle", "polyline", "path", "rect"}


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


def test_where_all_is_ruled_out_the_board_says_so_and_recommends_nothing():
    ramp = OffRamp("nothing_left", "Nothing is left to advise. Allow one again.")
    text = read(assessment=samples.assessment(off_ramp=ramp)).text
    assert "Nothing is left to advise. Allow one again." in text
    assert "Start with" not in text
    assert "sure that this is the right start" not in text


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


def test_estimated_costs_are_rounded_and_stand_with_their_range():
    facts = ProjectFacts.of({"monthly_requests": 120_000, "task": "generation"})
    report = estimate_costs(facts, strategy="peft", samples=40)
    text = read(costs=report).text
    first = report.ranges.plans[0]
    assert span(first.monthly_low_usd, first.monthly_high_usd) in text
    assert about(report.plans[1].one_off_usd) in text
    assert f"${report.plans[1].total_usd:,.2f}" not in text


def test_costs_that_never_pay_back_say_why():
    report = samples.costs(break_even=None, never="the tuned model costs more every month")
    text = read(costs=report).text
    assert "never" in text
    assert "The tuned model costs more every month." in text


def test_prices_show_where_they_come_from_and_when():
    assert "price list, 2026-01-01" in read().text


def test_without_a_volume_the_board_asks_for_it_instead_of_costs():
    assert "requests a month you expect" in read(costs=None).text


def test_the_charts_are_images_with_their_finding_in_words():
    images = [attrs for tag, attrs in read().tags if attrs.get("role") == "img"]
    texts = [image["aria-label"] or "" for image in images]
    assert any(text.startswith("Tuned model pays back after 17.6 months.") for text in texts)
    assert any("good examples" in text for text in texts)
    drawings = [attrs for tag, attrs in read().tags if tag == "svg"]
    assert len(drawings) == 2 * len(images)
    assert all(drawing["aria-hidden"] == "true" for drawing in drawings)
    assert [drawing["class"] for drawing in drawings] == ["wide", "narrow"] * len(images)


def test_a_chart_takes_its_colours_from_the_page_and_calls_nobody():
    html = board_html(samples.board())
    drawn = re.findall(r"<svg.*?</svg>", html, re.DOTALL)
    assert not any(re.search(r"#[0-9a-f]{6}|url\(|href|font-family", svg) for svg in drawn)
    assert "var(--chart-lead)" in html


def test_a_quick_drawing_keeps_the_places_of_the_charts():
    places = re.compile(r'<figure class="chart[^"]*" data-chart="(\w+)">')
    quick = board_html(samples.board(), draw=False)
    assert "<svg" not in quick
    assert places.findall(quick) == places.findall(board_html(samples.board())) != []


def test_the_next_experiment_says_what_it_takes_and_what_each_result_changes():
    text = read().text
    assert "Run a few-shot prompt on 250 labelled cases and count how many are right." in text
    for figure in ("Cases 250", "Takes 1 day", "The answers cost $2.10", "Decides at 85%"):
        assert figure in text
    assert "85% or more Prompting best in 71%" in text
    assert "below 85% LoRA / PEFT best in 83%" in text


def test_the_result_of_an_experiment_can_be_typed_or_chosen():
    inputs = [attrs for tag, attrs in read().tags if tag == "input"]
    assert [box["name"] for box in inputs] == ["result"]
    chosen = replace(
        samples.EXPERIMENT,
        fact="failure_mode",
        threshold=None,
        outcomes=(Outcome("broken format", "guardrails", 0.9), Outcome("cost", "peft", 0.8)),
    )
    reader = read(experiment=chosen)
    buttons = [attrs for tag, attrs in reader.tags if "data-result" in attrs]
    assert [button["data-result"] for button in buttons] == ["broken format", "cost"]
    assert [tag for tag, _ in reader.tags if tag == "input"] == []


def test_results_that_point_to_one_strategy_share_a_line():
    outcomes = (Outcome("a", "peft", 0.84), Outcome("b", "rag", 0.9), Outcome("c", "peft", 0.94))
    text = read(experiment=replace(samples.EXPERIMENT, outcomes=outcomes)).text
    assert "a or c LoRA / PEFT best in 84% to 94%" in text


def test_the_message_of_a_result_is_one_sentence():
    assert result_message(" 87 %\n") == "We ran the experiment. The result is: 87 %."


def test_precedents_say_what_is_alike_and_link_their_source():
    reader = read()
    assert "A help desk with one voice" in reader.text
    assert "Worked LoRA / PEFT, Retrieval (RAG)" in reader.text
    assert "2 of 3 facts alike" in reader.text
    assert "Alike task, consistency Differs requests a month" in reader.text
    assert "https://example.org/desk" in [a.get("href") for tag, a in reader.tags if tag == "a"]


def test_named_what_ifs_stand_beside_the_project_and_what_differs_stands_out():
    reader = read()
    assert "as it is lean" in reader.text
    assert "good examples 3,000 examples 100 examples" in reader.text
    assert "Pays back 17.6 months never" in reader.text
    assert sum(a.get("class") == "moved" for tag, a in reader.tags if tag == "td") == 4


def test_what_is_not_there_yet_invites():
    text = read(experiment=None, precedents=(), scenarios=None).text
    assert "No single measurement would change the advice now" in text
    assert "call that lean" in text
    assert "I’ll show published projects like it" in text


def test_a_second_place_that_is_hardly_ever_the_best_is_explained():
    first, second, *rest = samples.assessment().ranking
    shadowed = samples.assessment(ranking=(first, replace(second, probability=0.01), *rest))
    sentence = "Prompt optimisation scores second, yet is the best in only 1%"
    assert sentence in read(assessment=shadowed).text
    assert "scores second" not in read().text


def test_a_payback_that_comes_too_late_is_no_good_news():
    tones = {a.get("class") for tag, a in read().tags if tag == "div"}
    assert "bad" not in tones
    late = replace(samples.costs(), worthwhile=False)
    assert "bad" in {a.get("class") for tag, a in read(costs=late).tags if tag == "div"}


def test_the_downloads_belong_to_the_conversation():
    html = board_html(samples.board(), thread='t"<b>')
    links = [a["href"] for tag, a in Reader(html).tags if tag == "a" and "download" in a]
    assert links == [f"take/t%22%3Cb%3E/{name}" for name in LINKS]
    assert "Take it with you" not in read().text


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
    reader = read(precedents=())
    assert samples.CITATION.quote in reader.text
    assert "Adapting a model" in reader.text
    assert "Consistency" in reader.text
    assert "A. Writer, 2024" in reader.text
    links = [a for tag, a in reader.tags if tag == "a"]
    assert links[0]["href"] == "https://example.org/adapting"
    assert links[0]["rel"] == "noopener noreferrer"
    assert "source-1" in reader.ids()


def test_a_quote_from_the_users_own_document_is_marked_as_theirs():
    own = replace(samples.CITATION, collection="thread:x", author="your document", url="")
    text = read(citations=(own,), precedents=()).text
    assert "your document" in text
    assert "adapting.md" in text
    assert "your document" not in read().text


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "", "//evil.example"])
def test_a_source_without_a_web_address_is_no_link(url: str):
    reader = read(citations=(replace(samples.CITATION, url=url),), precedents=())
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
    outcome = Outcome(attack, "peft", 0.5)
    experiment = replace(samples.EXPERIMENT, action=attack, why=attack, outcomes=(outcome,))
    likely = replace(samples.PRECEDENT, title=attack, result=attack, alike=(attack,), author=attack)
    column = samples.column(attack, values=(attack,), label=attack)
    table = replace(samples.SCENARIOS, labels=(attack,), columns=(column, column))
    plans = tuple(replace(p, label=attack, model=attack) for p in samples.costs().plans)
    citation = replace(samples.CITATION, title=attack, section=attack, quote=attack, author=attack)
    attacked = read(
        assessment=assessment,
        costs=replace(samples.costs(), plans=plans),
        facts=(fact,),
        citations=(citation,),
        experiment=experiment,
        precedents=(likely,),
        scenarios=table,
    )
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
