"""Questions that follow the advice: its sums, the budget, the time, the model, the test."""

import re

import pytest

from agent.offline.reading.asides import aside_of, model_asked, supposed_too
from agent.offline.reading.reader import Reader
from tests.agent.conftest import reply, ungrounded

KNOWN = {"task": "classification", "monthly_requests": 45_000, "model": "gpt-4o"}
SORTING = (
    "We sort 38,000 claims a month into 18 classes with gpt-4o. Accuracy has to be 94%, we're at "
    "81% with prompting today, and we have 6,000 labelled claims"
)
MANUALS = (
    "Our fitters search 50,000 pages of manuals, 18,000 questions a month, the pages change every "
    "week, gpt-4o, and we can spend 700 dollars a month"
)
IN_HOUSE = "A code assistant for our own framework on our own servers; 70,000 completions a month"
ASKED = (
    "where does the money in the bill come from?",
    "what's included in the bill?",
    "is VAT in it?",
    "from which volume does it pay off?",
    "how far off could the bill be?",
    "is $300 a month enough?",
    "does that fit our budget?",
    "can a student build it in two weeks?",
    "how long does the training take?",
    "what do we have to buy?",
    "could we use Gemini for that?",
    "how do we measure the quality of the answers?",
    "how do I win over my boss?",
    "prove it",
    "how certain?",
)


@pytest.mark.parametrize(
    ("text", "aside"),
    [
        ("where do the $210 a month come from?", "bill_source"),
        ("and how did you get to $210?", "bill_source"),
        ("why is it $406 once?", "bill_source"),
        ("why do I pay 400 dollars upfront?", "bill_source"),
        ("what do the $406 pay for?", "bill_source"),
        ("what's in the bill?", "bill_source"),
        ("what is the $400 for?", "bill_source"),
        ("how was the bill calculated?", "bill_source"),
        ("break down the $260", "bill_source"),
        ("where do your prices come from?", "prices"),
        ("how is the payback calculated?", "formula"),
        ("why is it so expensive?", "dear"),
        ("why is it 90%?", ""),
        ("where does the 90% come from?", "sure"),
        ("does that include taxes?", "bill_covers"),
        ("are salaries included?", "bill_covers"),
        ("is maintenance counted in?", "bill_covers"),
        ("does the sum cover our engineers?", "bill_covers"),
        ("with or without VAT?", "bill_covers"),
        ("without VAT?", "bill_covers"),
        ("any hidden costs?", "bill_covers"),
        ("does the answer include its sources?", ""),
        ("is our data included?", ""),
        ("from what volume does it pay off?", "pays_at"),
        ("at how many requests a month does it break even?", "pays_at"),
        ("how many tickets would we need before it is worth it?", "pays_at"),
        ("what is the break-even volume?", "pays_at"),
        ("how big must we get before it pays off?", "pays_at"),
        ("after how many months does it pay back?", ""),
        ("when does it break even?", ""),
        ("what is the margin of error?", "bill_range"),
        ("how far off could that be?", "bill_range"),
        ("how sure are you about the $260?", "bill_range"),
        ("could it get more expensive than that?", "bill_range"),
        ("is that a rough estimate?", "bill_range"),
        ("how sure are you?", "figures"),
        ("is 500 dollars a month enough?", "budget_enough"),
        ("would 2k a month do?", "budget_enough"),
        ("can we do it for $300?", "budget_enough"),
        ("do we have enough money?", "budget_enough"),
        ("does it fit our budget?", "budget_enough"),
        ("is that within my budget?", "budget_enough"),
        ("are 500 examples enough?", ""),
        ("is 97% not enough?", "stay"),
        ("is gpt-4o-mini good enough?", "other_model"),
        ("what must we buy?", "buys"),
        ("what do we have to buy?", "buys"),
        ("what do we have?", ""),
        ("do I have to buy a computer?", "buys"),
        ("what would a server cost if we bought it?", "buy_price"),
        ("buy or rent?", "buy_price"),
        ("what hardware for this?", "gpus"),
        ("which GPUs?", "gpus"),
        ("how much VRAM does a 7B model need?", ""),
        ("how long is the project?", "how_soon"),
        ("how many months will the whole thing take?", "how_soon"),
        ("could two developers finish it within a month?", "how_soon"),
        ("how long do you keep my data?", ""),
        ("how long does the fine-tuning take?", "training_time"),
        ("how do we check whether the drafts are any good?", "test_how"),
        ("how to know if it gets 93%?", "test_how"),
        ("how big should the test set be?", "test_how"),
        ("on how many cases should we test?", "test_how"),
        ("how do we measure retrieval?", ""),
        ("how do I prompt it better?", ""),
        ("may we take Mistral for this?", "other_model"),
        ("would Llama be good enough?", "other_model"),
        ("is Claude better?", "other_model"),
        ("what is Claude?", ""),
        ("what about a cheaper model?", "cheaper_model"),
        ("which model should we take?", ""),
        ("how can I persuade my manager?", "convince"),
        ("some arguments for the board please", "convince"),
        ("convince me", "opinion"),
        ("what me do first?", "next_steps"),
        ("with what should we begin on Tuesday?", "next_steps"),
        ("how certain?", "sure"),
        ("can you prove that?", "prove"),
    ],
)
def test_a_question_that_follows_the_advice_is_told_from_its_neighbours(text, aside):
    found = aside_of(Reader().read(text, known=KNOWN), text)
    assert found == aside


@pytest.mark.parametrize(
    ("text", "model"),
    [
        ("can we use Claude for that?", "claude"),
        ("could I take llama 3.3 70b instead?", "llama 3.3 70b"),
        ("is gpt-4o-mini good enough?", "gpt-4o-mini"),
    ],
)
def test_a_model_that_may_be_used_is_named(text, model):
    assert model_asked(text) == model


def test_what_is_supposed_beside_a_budget_is_named():
    assert supposed_too("is 900 a month enough if we grow to 80k claims?") == (
        "we grow to 80k claims"
    )
    assert not supposed_too("is 900 a month enough?")


@pytest.mark.slow
@pytest.mark.parametrize("told", [SORTING, MANUALS, IN_HOUSE])
def test_every_such_answer_is_supported_and_leaves_the_facts_alone(advisor, told):
    thread = advisor.new_thread()
    last = reply(advisor, thread, told)
    before = {fact.name: fact.value for fact in last.board.facts}
    for text in ASKED:
        done = reply(advisor, thread, text)
        assert ungrounded(advisor, thread, done) == [], (text, done.reply)
        first = re.split(r"(?<=[.!?])(?:\*\*)? |\n", done.reply)[0]
        assert 2 < len(first.split()) < 50, (text, first)
        assert "None" not in done.reply, text
        assert not re.search(r"outside what I know|nearest they have|Not in my guidance", first)
    assert {fact.name: fact.value for fact in done.board.facts} == before


@pytest.fixture
def sorting(advisor):
    thread = advisor.new_thread()
    done = reply(advisor, thread, SORTING)
    return thread, done.board.costs


def _sums(report):
    plan = report.plans[-1]
    return round(plan.monthly_usd), round(plan.one_off_usd)


def test_a_sum_is_shown_by_the_lines_that_make_it_and_no_others(advisor, sorting):
    thread, report = sorting
    month, once = _sums(report)
    monthly = reply(advisor, thread, f"where does the ${month} a month come from?").reply
    assert "Hosting" in monthly
    assert " once (" not in monthly
    paid_once = reply(advisor, thread, f"what do the ${once} pay for?").reply
    assert "Training" in paid_once
    assert "Hosting" not in paid_once


def test_a_sum_that_the_bill_has_not_is_said_to_be_none_of_it(advisor, sorting):
    thread, _ = sorting
    said = reply(advisor, thread, "why is it $7,777 once?").reply
    assert re.search(r"isn't in my bill|no such sum", said.split("\n")[0])


def test_tax_and_people_are_in_the_bill_only_where_a_line_says_so(advisor, sorting):
    thread, _ = sorting
    said = reply(advisor, thread, "do the costs include tax and staff?").reply
    assert re.search(r"[Tt]ax isn't in it|Without tax", said.split("\n")[0])
    assert "evaluation set" in said
    hosted = advisor.new_thread()
    reply(advisor, hosted, IN_HOUSE)
    assert "operations" in reply(advisor, hosted, "are our engineers included?").reply


def test_the_volume_from_which_it_pays_is_the_one_that_was_computed(advisor, sorting):
    thread, report = sorting
    needed = report.plans[-1].against_baseline.requests_to_pay_back
    said = reply(advisor, thread, "from which volume does it pay off?").reply
    told = re.search(r"about ([\d,]+) requests a month", said)
    assert told is not None
    assert abs(int(told.group(1).replace(",", "")) - needed) < needed / 100
    assert "38,000 requests a month" in said
    assert "never" not in said


def test_how_far_off_a_bill_is_holds_its_range_and_of_a_score_none(advisor, sorting):
    thread, report = sorting
    month, _ = _sums(report)
    low = round(report.ranges.plans[-1].monthly_low_usd)
    said = reply(advisor, thread, f"how sure are you about the {month}?").reply
    assert f"${low}–" in said
    score = round(reply(advisor, thread, "show the scores").board.assessment.ranking[0].score)
    assert "$" not in reply(advisor, thread, f"how sure are you about the {score}?").reply


@pytest.mark.parametrize(
    ("share", "verdict"),
    [(3, r"^\*\*(?:Yes|\$[\d,]+ a month is enough)"), (0.5, r"No, |isn't enough|falls short")],
)
def test_a_budget_is_held_against_the_bill(advisor, sorting, share, verdict):
    thread, report = sorting
    month, _ = _sums(report)
    said = reply(advisor, thread, f"is ${month * share:.0f} a month enough?").reply
    assert re.search(verdict, said)
    assert f"${month}"[:3] in said


def test_a_budget_between_the_estimate_and_its_upper_end_is_called_tight(advisor, sorting):
    thread, report = sorting
    row = report.ranges.plans[-1]
    between = round((report.plans[-1].monthly_usd + row.monthly_high_usd) / 2)
    assert "tight" in (said := reply(advisor, thread, f"is ${between} a month enough?").reply) or (
        "little to spare" in said
    )


def test_a_budget_may_be_held_against_a_bill_that_is_supposed(advisor, sorting):
    thread, _ = sorting
    done = reply(advisor, thread, "is $500 a month enough if we grow to 90k claims?")
    assert "90,000 requests a month" in done.reply
    assert {f.name: f.value for f in done.board.facts}["monthly_requests"] == 38_000


def test_the_budget_that_was_told_counts_where_none_is_named(advisor):
    thread = advisor.new_thread()
    reply(advisor, thread, MANUALS)
    assert "$700 a month" in reply(advisor, thread, "is our budget enough?").reply
    other = advisor.new_thread()
    reply(advisor, other, SORTING)
    said = reply(advisor, other, "is our budget enough?").reply.split("\n")[0]
    assert re.search(r"haven't (?:told|said)", said)


def test_a_bare_figure_is_not_taken_for_money_out_of_the_blue(advisor, sorting):
    thread, _ = sorting
    assert "dollars" in reply(advisor, thread, "is 900 enough?").reply.split("\n")[0]


def test_a_model_is_priced_and_not_ranked(advisor, sorting):
    thread, _ = sorting
    said = reply(advisor, thread, "can we use Claude for that?").reply
    assert "claude-" in said
    assert "| gpt-4o |" in said
    assert len(re.findall(r"ways of adapting", said)) == 1
    assert "ways of adapting" not in reply(advisor, thread, "what would it cost on llama?").reply


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("can one person do it in 3 months?", "[Ll]ikely|looks enough"),
        ("can one person do it in 3 weeks?", "can't promise|not certain"),
        ("can one person do it in 2 days?", "too short|Hardly"),
    ],
)
def test_a_span_is_held_against_how_long_such_a_project_takes(advisor, sorting, text, said):
    thread, _ = sorting
    answer = reply(advisor, thread, text).reply
    assert re.search(said, answer.split(".")[0]), answer
    assert "weeks to build" in answer


def test_a_test_is_sized_by_the_accuracy_that_is_asked_for_else_by_the_one_needed(advisor, sorting):
    thread, _ = sorting
    needed = reply(advisor, thread, "how do I evaluate the labels?").reply
    assert "94%" in needed
    other = reply(advisor, thread, "how many test cases for 80%?").reply
    assert re.search(r"246 real cases", other)
    assert "within 5 points" in other


def test_arguments_for_the_boss_hold_the_bill_and_a_test(advisor, sorting):
    thread, report = sorting
    month, _ = _sums(report)
    said = reply(advisor, thread, "give me some arguments for my boss").reply
    assert f"${month}"[:3] in said
    assert "test convinces" in said or "small test" in said


@pytest.mark.parametrize("text", ["what do we need to buy?", "what hardware must we purchase?"])
def test_what_has_to_be_bought_follows_from_where_it_runs(advisor, text):
    cloud, house = advisor.new_thread(), advisor.new_thread()
    reply(advisor, cloud, SORTING)
    assert re.search(r"Nothing|no machines", reply(advisor, cloud, text).reply)
    reply(advisor, house, IN_HOUSE)
    assert re.search(r"\d × ", reply(advisor, house, text).reply)


def test_no_purchase_price_is_made_up(advisor):
    thread = advisor.new_thread()
    reply(advisor, thread, IN_HOUSE)
    said = reply(advisor, thread, "what does the server cost if we buy it?").reply
    assert re.search(r"no purchase prices|I can't say", said.split(".")[0])
    assert "rented cards" in said
