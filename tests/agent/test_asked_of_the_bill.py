"""Questions about the bill: its prices, other models and volumes, discounts, the sum."""

import re

import pytest

from agent.offline.reading.asides import aside_of, model_asked
from agent.offline.reading.reader import Reader
from tests.agent.conftest import reply, ungrounded

KNOWN = {"task": "classification", "monthly_requests": 45_000, "model": "gpt-4o"}
TRIAGE = (
    "We sort 45,000 permit letters a month into 25 classes with gpt-4o. Accuracy has to be 95%, "
    "we're at 82% with prompting today, and we have 8,000 labelled letters"
)
PROJECTS = (
    TRIAGE,
    "We answer 9,000 guest mails a month for hotels with claude-sonnet-4.5, the tone has to be "
    "the same every time, and we kept 1,500 good replies. Prompts are 3,500 tokens.",
    "We pull 11 fields out of leases as JSON, 1,200 leases a month, 250 labelled ones; the format "
    "breaks sometimes",
    "Our fitters search 60,000 pages of manuals, 20,000 questions a month, the pages change every "
    "week, gpt-4o",
    "A code assistant for our in-house framework; it must run on our own servers; 80,000 "
    "completions a month",
    "We summarise ward rounds for doctors, 6,000 a month; it is regulated and a doctor checks each",
)
ASKED = (
    "which price per token is that?",
    "how recent are these prices?",
    "where do your prices come from?",
    "with gpt-4.1-mini instead?",
    "what would the bill be at 300k a month?",
    "and at 2M?",
    "per year?",
    "is there a cheaper model?",
    "what would it cost on claude?",
    "how is the payback calculated?",
    "does prompt caching help?",
    "would batching save us money?",
    "we already own four A100s",
)


@pytest.mark.parametrize(
    ("text", "aside"),
    [
        ("which price per token did you take?", "prices"),
        ("what model is this bill based on?", "prices"),
        ("how fresh are those prices?", "prices"),
        ("which model did you assume?", "assumed"),
        ("when were the prices last checked?", "prices"),
        ("where did you get these prices from?", "prices"),
        ("are these prices up to date?", "prices"),
        ("what is the price of a token?", "prices"),
        ("what does it cost per token?", ""),
        ("how old are these documents?", ""),
        ("which model should we take?", ""),
        ("which prices will change next year?", ""),
        ("what is the break-even formula?", "formula"),
        ("how do you calculate the payback?", "formula"),
        ("how was the break-even worked out?", "formula"),
        ("show me the maths", "maths"),
        ("show me the scores", ""),
        ("when does it break even?", ""),
        ("what is a break-even?", ""),
        ("how do you calculate the scores?", ""),
        ("does prompt caching pay off for us?", "caching"),
        ("what about caching?", "caching"),
        ("prompt caching: would it save anything?", "caching"),
        ("how does prompt caching work?", ""),
        ("what is a prompt cache?", ""),
        ("does caching hurt the quality of answers?", ""),
        ("would batching save us money?", "batching"),
        ("what about the batch api?", "batching"),
        ("what is a batch size?", ""),
        ("does a larger batch size help training?", ""),
        ("is there a cheaper model?", "cheaper_models"),
        ("which model would be cheapest?", "cheaper_models"),
        ("is there a cheaper way?", "cheapest"),
        ("could we take a smaller model?", "cheaper_model"),
        ("with gtp-5-minni instead?", "other_model"),
        ("what would it cost on claude?", "other_model"),
        ("what is claude?", ""),
        ("per year?", "per_year"),
        ("what does that come to per year?", "per_year"),
        ("how much is that per letter?", "each"),
        ("how much per month?", "costs"),
        ("we own two H100s", "own_gpus"),
        ("we have our own hardware", ""),
        ("do we need our own GPUs?", "gpus"),
        ("does my cousin have to train anything?", "who_does"),
        ("who has to do all this?", "who_does"),
        ("how long does it take to train the model?", "training_time"),
        ("is that legal?", "private_data"),
        ("may we do this with our clients' letters?", "private_data"),
        ("may we ask you something?", ""),
    ],
)
def test_a_question_about_the_bill_is_told_from_its_neighbours(text, aside):
    found = aside_of(Reader().read(text, known=KNOWN), text)
    assert found.replace("costs", "") == aside.replace("costs", "")


@pytest.mark.parametrize(
    ("text", "supposed"),
    [
        ("cost at 300k a month?", {"monthly_requests": 300_000}),
        ("what would the bill be at 5k letters a day?", {"monthly_requests": 150_000}),
        ("and at 2M?", {"monthly_requests": 2_000_000}),
        ("at 700,000?", {"monthly_requests": 700_000}),
        ("what would it cost on claude-haiku-4.5?", {"model": "claude-haiku-4.5"}),
        ("what does gpt-5-mini cost?", {"model": "gpt-5-mini"}),
        ("price with mistral small?", {"model": "mistral small"}),
        (
            "what would it cost on gpt-5-mini at 90k a month?",
            {"model": "gpt-5-mini", "monthly_requests": 90_000},
        ),
        ("what would it cost self-hosted?", {"self_hosted": True}),
        ("what does it cost?", {}),
        ("what does it cost per month?", {}),
        ("what does it cost at 95% accuracy?", {}),
        ("is gpt-4o-mini good enough?", {}),
        ("what does RAG cost?", {}),
        ("how much for 3 months?", {}),
    ],
)
def test_a_bill_asked_for_under_another_volume_or_model_is_a_supposition(text, supposed):
    reading = Reader().read(text, known=KNOWN)
    assert reading.hypothetical == supposed
    assert (reading.kind == "what_if") == bool(supposed)
    assert not reading.facts


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("we get 300k a month", None),
        ("our bill is $700 at 50k letters a month", None),
        ("300k a month", "monthly_requests"),
        ("the maths is wrong", "failure_mode"),
        ("at 300k a month", "monthly_requests"),
    ],
)
def test_a_volume_that_is_told_is_no_supposition(text, asked):
    known = {} if asked else KNOWN
    assert not Reader().read(text, asked=asked, known=known).hypothetical


@pytest.mark.parametrize(
    ("text", "model"),
    [
        ("with gtp-5-minni instead?", "gtp-5-minni"),
        ("what would it cost on llama?", "llama"),
        ("cost with qwen?", "qwen"),
        ("what would it cost?", ""),
    ],
)
def test_a_model_without_a_known_name_is_taken_as_it_is_written(text, model):
    assert model_asked(text) == model


@pytest.mark.slow
@pytest.mark.parametrize("told", PROJECTS)
def test_every_answer_on_the_bill_is_supported_short_and_opens_anew(advisor, told):
    thread = advisor.new_thread()
    last = reply(advisor, thread, told)
    before = {fact.name: fact.value for fact in last.board.facts}
    for text in ASKED:
        done = reply(advisor, thread, text)
        body = done.reply
        assert ungrounded(advisor, thread, done) == [], (text, body)
        first = re.split(r"(?<=[.!?])(?:\*\*)? |\n", body)[0]
        assert 2 < len(first.split()) < 45, (text, first)
        assert body.split()[:1] != last.reply.split()[:1], (text, body)
        assert "None" not in body
        assert "  " not in re.sub(r"\n\s*", "", body)
        assert "outside what I know" not in body, text
        assert "guidance" not in first, text
        last = done
    assert {fact.name: fact.value for fact in last.board.facts} == before


@pytest.mark.slow
def test_the_price_is_told_with_model_date_and_source(advisor):
    thread = advisor.new_thread()
    reply(advisor, thread, TRIAGE)
    told = reply(advisor, thread, "which price per token did you use?").reply
    assert "gpt-4o" in told
    assert "$2.50 per million input tokens and $10 per million output tokens" in told
    assert "genai-prices" in told
    assert re.search(r"20\d\d-\d\d-\d\d", told)
    assert "You named no model" not in told
    old = reply(advisor, thread, "how old are they?").reply
    assert re.search(r"\d+ days", old.split("\n")[0])


@pytest.mark.slow
def test_where_no_model_was_named_it_says_which_was_taken(advisor):
    thread = advisor.new_thread()
    reply(advisor, thread, "We label 30,000 photos' captions a month into 6 classes")
    assert "You named no model" in reply(advisor, thread, "which model is that bill for?").reply


@pytest.mark.slow
def test_a_model_is_billed_beside_todays_and_one_without_a_price_is_said_so(advisor):
    thread = advisor.new_thread()
    reply(advisor, thread, TRIAGE)
    other = reply(advisor, thread, "what would it cost on gpt-4o-mini?")
    before = other.board.costs.plans[0]
    assert before.model == "gpt-4o"
    assert "$0.15 per million input tokens" in other.reply
    assert "today" in other.reply.split("\n")[0]
    for text in ("what if we used gpt-77-nano?", "with gpt-4o-minni instead?"):
        unknown = reply(advisor, thread, text).reply
        assert re.search(r"no price", unknown.split("\n")[0])
        assert re.search(r"gpt-\S+", unknown)
        assert "usd_per_million" not in unknown
    assert {f.name: f.value for f in other.board.facts}["model"] == "gpt-4o"


@pytest.mark.slow
def test_a_supposed_volume_is_billed_and_can_be_kept(advisor):
    thread = advisor.new_thread()
    reply(advisor, thread, TRIAGE)
    far = reply(advisor, thread, "what would the bill be at 3M a month?")
    assert "3 million requests a month (now 45,000)" in far.reply
    assert re.search(r"pay back after [\d.]+ (?:days?|months?); today it never does", far.reply)
    assert {f.name: f.value for f in far.board.facts}["monthly_requests"] == 45_000
    kept = reply(advisor, thread, "keep that")
    assert {f.name: f.value for f in kept.board.facts}["monthly_requests"] == 3_000_000


@pytest.mark.slow
def test_the_maths_behind_a_pay_back_is_the_sum_and_behind_a_score_the_points(advisor):
    thread = advisor.new_thread()
    reply(advisor, thread, TRIAGE)
    reply(advisor, thread, "when does it pay back?")
    told = reply(advisor, thread, "show me the maths").reply
    assert "÷" in told
    assert 3 <= told.count("\n- ") <= 4
    reply(advisor, thread, "why is the score so high?")
    assert "÷" not in reply(advisor, thread, "show me the calculation").reply


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "said", "never"),
    [
        ("does my cousin have to train anything?", "training experience, or a vendor", "quote"),
        ("is that legal?", "legal question|lawyer", "is safe"),
        ("we own two A100s", "instead of|against", "Noted"),
        ("how much per conversation?", "Every turn", "None"),
    ],
)
def test_the_people_the_law_and_the_hardware_are_answered_from_the_plan(advisor, text, said, never):
    thread = advisor.new_thread()
    reply(advisor, thread, TRIAGE)
    done = reply(advisor, thread, text)
    assert re.search(said, done.reply)
    assert never not in done.reply
    assert not ungrounded(advisor, thread, done)
    assert "self_hosted" not in {fact.name for fact in done.board.facts}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("which price per token did you use?", "project"),
        ("is there a cheaper model?", "project"),
        ("does caching help?", "[1]"),
        ("we own two A100s", "rent"),
        ("what is the break-even formula?", "project"),
    ],
)
def test_before_a_project_is_known_no_bill_is_made_up(advisor, text, says):
    done = reply(advisor, advisor.new_thread(), text)
    assert says in done.reply
    if says != "[1]":
        assert "$" not in done.reply


@pytest.fixture
def unpriced(advisor):
    thread = advisor.new_thread()
    reply(
        advisor, thread, "We sort 9000 claims a month into 12 classes. We have 500 labelled ones."
    )
    reply(advisor, thread, "our model is gpt-9")
    return thread


@pytest.mark.parametrize(
    "text",
    [
        "is there a cheaper model?",
        "what is that per year?",
        "does caching help?",
        "would batching save us money?",
        "we own two A100s",
        "how old are the prices?",
        "what is the break-even formula?",
        "what does it cost?",
        "how much per claim?",
        "can you make it cheaper?",
        "what has to be paid once?",
        "summarise",
    ],
)
def test_where_todays_model_has_no_price_every_question_on_the_bill_says_so(
    advisor, unpriced, text
):
    said = reply(advisor, unpriced, text).reply
    assert re.search(r"“gpt-9”.*no price|no price for “gpt-9”", said)
    assert "“what would it cost with gpt-" in said
    assert "gpt-6-luna" in said
    assert "usd_per_million" not in said
    assert "$" not in said


def test_a_supposed_model_is_billed_alone_where_todays_has_no_price(advisor, unpriced):
    done = reply(advisor, unpriced, "what would it cost with gpt-4o?")
    assert re.search(r"\$[\d,.]+ a month", done.reply)
    assert "no price" not in done.reply
    assert "today" not in done.reply
    assert "$2.50 per million input tokens" in done.reply
    assert not ungrounded(advisor, unpriced, done)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("what would it cost with gpt-77-nano?", "gpt-77-nano"),
        ("with gpt-4o-minni instead?", "gpt-4o-minni"),
        ("what if we used claude-77?", "claude-77"),
    ],
)
def test_of_two_models_without_a_price_the_one_asked_for_is_named(advisor, unpriced, text, name):
    said = reply(advisor, unpriced, text).reply
    assert f"“{name}”" in said
    assert "no price" in said
    assert "“gpt-9”" not in said


def test_on_cards_of_ones_own_no_other_card_is_called_theirs(advisor):
    thread = advisor.new_thread()
    reply(advisor, thread, TRIAGE)
    for text in ("we own two A100s", "what if we had two A100s of our own?"):
        said = reply(advisor, thread, text).reply
        assert "rented ones" in said or "without their rent" in said
        assert "L40S" not in said
