"""Questions about the advice: is it sure, worth its price, fine-tuning; what does one cost."""

import re

import pytest

from agent import Advisor
from agent.briefing import Briefer, Briefing
from agent.offline.reading.asides import aside_of, unit_asked
from agent.offline.reading.reader import Reader
from agent.offline.reading.several import wishes
from agent.offline.speaking import reasons
from agent.settings import load_settings
from tests.agent.conftest import reply, ungrounded
from tools.facts import ProjectFacts, make_fact

TRIAGE = (
    "We sort 45,000 permit letters a month into 25 classes. Accuracy has to be 95%, we're at 82% "
    "with prompting today, and we have 8,000 labelled letters"
)


@pytest.mark.parametrize(
    ("text", "aside"),
    [
        ("are you sure?", "sure"),
        ("hm, are you really certain about that?", "sure"),
        ("is 88% sure a lot? what is that supposed to be", "sure"),
        ("what does 74% confidence even mean?", "sure"),
        ("is 85% accuracy enough?", ""),
        ("are you sure we need 500 examples?", ""),
        ("wait. it's twice the price and doesn't pay off. so why would we do that?", "worth_it"),
        ("why should anyone do this if it never pays back?", "worth_it"),
        ("why pay $400 a month when a prompt costs $30?", "worth_it"),
        ("what do we get for the extra money?", "worth_it"),
        ("ok but what's the point then?", "worth_it"),
        ("why is it so expensive?", "dear"),
        ("when does it pay back?", ""),
        ("why does it cost more than prompting?", ""),
        ("is there something cheaper", "cheapest"),
        ("can it be done cheaper?", "cheapest"),
        ("what's the cheapest way?", "cheapest"),
        ("ok but is there a cheaper option than that?", "cheapest"),
        ("any cheaper alternatives that still work?", "cheapest"),
        ("is there anything cheaper than LoRA?", "cheapest"),
        ("make it cheaper", "cheaper"),
        ("too expensive", "cheaper"),
        ("cheaper model?", ""),
        ("which model is cheapest", "cheaper_models"),
        ("is there a cheaper way to host it?", ""),
        ("what's the cheapest vector database?", "product"),
        ("how much is that per letter?", "each"),
        ("and what does it cost per customer?", "each"),
        ("what's the price for one ticket?", "each"),
        ("how much does it cost per month?", "costs"),
        ("what does it cost per token?", "costs"),
        ("how many examples per class do I need?", ""),
        ("isn't that the same as fine-tuning?", "is_tuning"),
        ("so is LoRA a kind of fine-tuning?", "is_tuning"),
        ("so you're telling us to fine-tune?", "is_tuning"),
        ("what's the difference between RAG and fine-tuning?", ""),
        ("is fine-tuning worth it?", "favours"),
        ("do we need our own GPUs?", "gpus"),
        ("can we do this without a graphics card?", "gpus"),
        ("and what about hardware?", "gpus"),
        ("do I need a GPU to fine-tune a 7B model?", ""),
        ("how much VRAM does QLoRA need?", ""),
        ("what's the best vector database?", "product"),
        ("which cloud provider should we take?", "product"),
        ("what is a vector database?", ""),
        ("who builds this, do we need to hire a data scientist?", "who_does"),
        ("do I have to hire someone for this?", "who_does"),
        ("is it legal to send our patients' letters to a vendor?", "private_data"),
        ("how long would it take us to build?", "how_soon"),
        ("how long does training take?", "training_time"),
        ("could you explain this without the jargon?", "plain"),
        ("explain that in a non-technical way please", "plain"),
    ],
)
def test_a_question_about_the_advice_is_told_from_its_neighbours(text, aside):
    assert aside_of(Reader().read(text), text).replace("costs", "") == aside.replace("costs", "")


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("how much per letter?", "letter"),
        ("what does a single answer cost?", "answer"),
        ("cost per customer?", "customer"),
        ("how much per month?", ""),
        ("what does it cost?", ""),
    ],
)
def test_a_cost_of_one_is_asked_by_its_name_and_never_by_a_time(text, unit):
    assert unit_asked(text) == unit


@pytest.mark.slow
def test_an_objection_to_the_price_is_answered_by_bill_need_and_cheaper_way(advisor):
    thread = advisor.new_thread()
    reply(advisor, thread, TRIAGE)
    for text in (
        "hang on, it costs more and never pays back. Why would I do it then?",
        "so what's the point?",
        "what do we get for the extra money?",
    ):
        done = reply(advisor, thread, text)
        bill = done.board.costs
        assert bill.plans[-1].monthly_usd > bill.plans[0].monthly_usd
        assert "never pays back" in done.reply
        assert "82%" in done.reply
        assert "95%" in done.reply
        assert re.search(
            r"\*\*(?:The cheaper way is|If that isn't worth the money to you)", done.reply
        )
        assert "less to read" not in done.reply
        assert not ungrounded(advisor, thread, done)
    assert "knowledge_dependence" not in {fact.name for fact in done.board.facts}


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "is there something cheaper",
        "can it be done cheaper?",
        "what's the cheapest way?",
        "is there a cheaper option?",
        "why LoRA? is there a cheaper option?",
    ],
)
def test_who_wants_it_cheaper_sees_the_cheapest_open_ways_and_what_they_give_up(advisor, text):
    thread = advisor.new_thread()
    reply(advisor, thread, TRIAGE)
    done = reply(advisor, thread, text)
    rows = _bills_beside(done.reply)
    advised = done.board.assessment.primary
    assert list(rows)[-1] == done.board.assessment.of(advised).label
    *cheaper, most = [_dollars(cells[2]) for cells in rows.values()]
    assert cheaper == sorted(cheaper)
    assert cheaper[-1] < most == round(done.board.costs.plans[-1].total_usd, -1)
    scores = {row.label: f"{row.score:.1f}" for row in done.board.assessment.ranking}
    assert {label: cells[3] for label, cells in rows.items()}.items() <= scores.items()
    gates = {row.label: row.gates for row in done.board.assessment.ranking}
    assert not any(gate.blocks for label in rows for gate in gates[label])
    assert "quality:** accuracy" in done.reply
    assert "because it" not in done.reply  # two strategies were not held against each other
    assert not ungrounded(advisor, thread, done)


@pytest.mark.slow
@pytest.mark.parametrize(
    "told",
    [
        "We write product texts, 2,000 a month",
        "We sort 50 million tickets a month. We have 20,000 examples.",
    ],
)
def test_where_the_advice_is_the_cheapest_way_it_says_so(advisor, told):
    thread = advisor.new_thread()
    reply(advisor, thread, told)
    done = reply(advisor, thread, "is there a cheaper option?")
    rows = _bills_beside(done.reply)
    first, *others = [_dollars(cells[2]) for cells in rows.values()]
    assert next(iter(rows)) == done.board.assessment.ranking[0].label
    assert first <= min(others)
    assert re.search(r"is already the cheapest|costs less than", done.reply)
    assert not ungrounded(advisor, thread, done)


@pytest.mark.slow
def test_before_anything_is_known_a_cheaper_way_needs_the_project(advisor):
    done = reply(advisor, advisor.new_thread(), "is there something cheaper?")
    assert "$" not in done.reply
    assert "project" in done.reply
    assert done.reply.endswith("?**")


def _bills_beside(text: str) -> dict[str, list[str]]:
    """The rows of the table in a reply, by the label of the strategy."""
    lines = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")]
    return {label: cells for label, *cells in lines[1:]}


def _dollars(text: str) -> float:
    return float(text.removeprefix("$").replace(",", ""))


OPEN = "We take orders for 12 bakeries by mail, 9,000 mails a month. Style is what goes wrong."


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "noted"),
    [
        (
            "no labelled data, but we have the transcripts and what was booked afterwards, 60k",
            "60,000 good examples",
        ),
        (
            "no labels, but we keep the mails and which of them were answered by hand",
            "no good examples yet",
        ),
        (
            "no labelled data. we log the mails, what our staff wrote and how long it took",
            "no good examples yet",
        ),
    ],
)
def test_a_clause_within_a_statement_is_no_question_to_us(advisor, text, noted):
    thread = advisor.new_thread()
    reply(advisor, thread, OPEN)
    done = reply(advisor, thread, text)
    assert "outside what I know" not in done.reply
    assert "[1]" not in done.reply
    assert noted in done.reply


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("we have 5k examples, and what does RAG cost?", "RAG has"),
        ("we have 5k examples, what does it cost", "a month"),
    ],
)
def test_a_question_behind_a_statement_stays_one(advisor, text, said):
    thread = advisor.new_thread()
    reply(advisor, thread, OPEN)
    done = reply(advisor, thread, text)
    assert "5,000 good examples" in done.reply
    assert said in done.reply


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("we have 40k tickets and where each was sent", False),
        ("no labels, but we keep the calls and how they ended, about 12,000", False),
        ("we have 300 labels, which isn't much", False),
        ("we have the chats and what was booked afterwards, is that enough?", True),
        ("we have the chats, what was booked?", True),
        ("we have 5k examples and how many are needed", True),
        ("we have 5k examples, how much does it cost", True),
        ("show me the costs and how they add up", True),
    ],
)
def test_only_what_is_asked_of_us_is_a_wish(text, asks):
    def read(piece, **_):
        return reader.read(piece)

    reader = Reader()
    found = wishes(text, reader.read(text), read)
    assert any(w.reading.topic or w.reading.command for w in found) == asks


@pytest.mark.parametrize(
    ("requests", "more", "given"),
    [
        (120_000, {}, True),
        (400_000, {}, True),
        (9_000, {}, False),
        (9_000, {"latency_target_ms": 300}, True),  # which is about speed
    ],
)
def test_lower_cost_is_a_reason_only_where_the_bill_is_lower(tmp_path, requests, more, given):
    values = {
        "task": "generation",
        "failure_mode": "wrong_behavior",
        "consistency_need": "high",
        "labeled_examples": 300,
        "monthly_requests": requests,
        **more,
    }
    facts = ProjectFacts({name: make_fact(name, value) for name, value in values.items()})
    briefer = Briefer(load_settings(data_dir=tmp_path))
    found, report = briefer.assessment(facts), briefer.bill(facts, "peft")
    cheap = ("Where cost or speed counts", "High volume")
    assert any(reason.startswith(cheap) for reason in found.reasons_for)
    told = reasons.told(Briefing(found, report, "", None))
    assert any(reason.startswith(cheap) for reason in told) == given
    assert found.reasons_for[0] in told


@pytest.mark.slow
def test_the_cost_of_one_is_the_bill_by_the_volume_and_a_person_needs_a_number(advisor):
    thread = advisor.new_thread()
    reply(advisor, thread, TRIAGE)
    letter = reply(advisor, thread, "how much per letter?")
    assert "per letter" in letter.reply
    assert re.search(r"\$0\.0\d+", letter.reply)
    assert not ungrounded(advisor, thread, letter)
    person = reply(advisor, thread, "and per customer?")
    assert "how many" in person.reply
    assert re.search(r"\$0\.0\d+", person.reply)
    month = reply(advisor, thread, "how much per month?")
    assert "| plan |" in month.reply
    assert not ungrounded(advisor, thread, month)


@pytest.mark.slow
def test_who_asks_for_fine_tuning_where_lora_leads_hears_that_it_is_that(advisor):
    thread = advisor.new_thread()
    reply(advisor, thread, TRIAGE)
    for text in ("why not just fine-tuning?", "isn't that fine-tuning?", "is LoRA fine-tuning?"):
        done = reply(advisor, thread, text)
        told = done.reply
        assert "kind of fine-tuning" in told
        assert "Full fine-tuning" in told
        assert not ungrounded(advisor, thread, done)
    full = reply(advisor, thread, "why not full fine-tuning?").reply
    assert "comes second of eight" in full
    other = reply(advisor, thread, "is RAG fine-tuning?").reply
    assert "no fine-tuning" in other or "trains nothing" in other


@pytest.mark.slow
def test_asked_whether_it_is_sure_it_says_how_sure_and_what_that_rests_on(advisor):
    thread = advisor.new_thread()
    none = reply(advisor, thread, "are you sure?")
    assert "advi" in none.reply
    told = reply(advisor, thread, TRIAGE)
    done = reply(advisor, thread, "are you sure about that?")
    assert f"{told.board.assessment.confidence:.0%} sure" in done.reply
    assert "what you told me" in done.reply
    assert "8,000 good examples" in done.reply
    assert not ungrounded(advisor, thread, done)
    blunt = reply(advisor, thread, "that's wrong")
    assert "sure of" not in blunt.reply


@pytest.mark.slow
def test_in_plain_words_the_advice_has_no_term_but_its_name(advisor):
    thread = advisor.new_thread()
    reply(advisor, thread, TRIAGE)
    reply(advisor, thread, "just tell me")
    done = reply(advisor, thread, "can you explain that without jargon?")
    assert "practises on your good examples" in done.reply
    assert "a month" in done.reply
    assert not ungrounded(advisor, thread, done)
    short = reply(advisor, thread, "sum it up in three sentences").reply.split("\n\n")[0]
    assert short.count("**") == 2
    assert len(re.findall(r"[.](?: |$)", short)) <= 3


@pytest.mark.slow
@pytest.mark.parametrize("text", ["what if that doubled?", "and what if it were twice that?"])
def test_that_is_the_figure_said_last(advisor, text):
    thread = advisor.new_thread()
    reply(advisor, thread, TRIAGE)
    reply(advisor, thread, "sorry, we have about 2,000 labelled letters")
    told = reply(advisor, thread, "What if that doubled?").reply
    assert "4,000 good examples" in told
    again = reply(advisor, thread, "what if that tripled?").reply
    assert "12,000 good examples" in again
    named = reply(advisor, thread, "what if the volume doubled?").reply
    assert "90,000 requests" in named


@pytest.mark.slow
def test_a_bare_why_is_about_the_advice_unless_a_question_was_put_just_now(advisor):
    thread = advisor.new_thread()
    reply(advisor, thread, TRIAGE)
    asked = reply(advisor, thread, "why?").reply
    assert "could move my advice" in asked
    quiet = ""
    for _ in range(5):
        quiet = reply(advisor, thread, "what is an epoch?").reply
    assert "?**" not in quiet
    assert "still" not in quiet
    assert "leads" in reply(advisor, thread, "why?").reply


@pytest.mark.slow
def test_what_is_kept_says_what_it_moved_and_counts_as_told(advisor):
    thread = advisor.new_thread()
    reply(advisor, thread, TRIAGE)
    reply(advisor, thread, "what if we had 900 examples?")
    done = reply(advisor, thread, "keep that")
    assert re.search(r"[\d.]+ → [\d.]+ points", done.reply)
    assert re.search(r"Cost: \$[\d,]+ a month", done.reply)
    assert "Nothing moves" not in done.reply
    assert not ungrounded(advisor, thread, done)
    kept = next(fact for fact in done.board.facts if fact.name == "labeled_examples")
    assert kept.source == "user"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("do we need GPUs?", "a vendor's machines"),
        ("which vector database should I take?", "comes seventh of eight"),
        ("do I need to hire an ML engineer?", "some training experience, or a vendor"),
        ("how long would it take to build?", "weeks to build"),
        ("is it gdpr-safe to send them to OpenAI?", "a legal question"),
        ("what is an adapter?", "Adapter: small trainable layers"),
        ("what is overfitting?", "Over-fitting: learning the training examples"),
    ],
)
def test_what_the_plan_can_tell_is_not_answered_with_quotes_on_something_like_it(
    advisor, text, said
):
    thread = advisor.new_thread()
    reply(advisor, thread, TRIAGE)
    done = reply(advisor, thread, text)
    assert said in done.reply
    assert "$201.60" not in done.reply
    assert not ungrounded(advisor, thread, done)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "loosely"),
    [
        ("is it dangerous to fine-tune on customer mails", True),
        ("can I pack two adapters on one GPU?", True),
        ("what is catastrophic forgetting?", False),
        ("how does prompt caching work?", False),
    ],
)
def test_an_answer_that_is_only_the_nearest_is_called_so(advisor, text, loosely):
    thread = advisor.new_thread()
    reply(advisor, thread, TRIAGE)
    done = reply(advisor, thread, text)
    assert ("nearest" in done.reply.lower()) == loosely
    assert "[" in done.reply
    assert not ungrounded(advisor, thread, done)


@pytest.mark.slow
@pytest.mark.parametrize(
    "text", ["we have one shared inbox", "and three years of letters behind us"]
)
def test_a_number_that_measures_nothing_of_ours_is_not_remarked_on(advisor, text):
    thread = advisor.new_thread()
    told = reply(advisor, thread, f"{TRIAGE}. Also {text}.").reply
    assert "shared" not in told
    assert "three years" not in told


@pytest.mark.slow
@pytest.mark.parametrize(
    ("face", "holds", "never"),
    [
        ("page", "**Record** in the menu", "steerwise"),
        ("slack", "the button under the advice", "steerwise"),
        ("terminal", "steerwise record", "Slack"),
        ("", "steerwise record", "nothing of the kind"),
    ],
)
def test_how_the_record_is_got_fits_where_it_is_read(data_dir, guidance, face, holds, never):
    advisor = Advisor(load_settings(data_dir=data_dir), guidance=guidance, face=face)
    try:
        thread = advisor.new_thread()
        reply(advisor, thread, TRIAGE)
        done = reply(advisor, thread, "write it down for my boss")
    finally:
        advisor.close()
    assert holds in done.reply
    assert never not in done.reply


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Can it say I don't know?", "when the text is silent"),
        ("is it safe?", "OWASP"),
        ("can it be jailbroken?", "Prompt injection can be reduced but not removed"),
        ("could users trick it into bad answers?", "Prompt injection"),
        ("what about hallucinations?", "Retrieval reduces hallucination"),
        ("EU AI Act?", "have no source|say nothing on"),
        ("what does SOC 2 demand of us?", "SOC 2"),
        ("GDPR?", "legal question"),
        ("do you comply with HIPAA?", "legal question"),
        ("what happens when the vendor retires the base model?", "base goes"),
    ],
)
def test_safety_and_the_law_are_answered_from_a_source_or_not_at_all(advisor, text, says):
    for opening in (TRIAGE, None):
        thread = advisor.new_thread()
        if opening:
            reply(advisor, thread, opening)
        done = reply(advisor, thread, text)
        assert re.search(says, done.reply)
        assert not ungrounded(advisor, thread, done)
        assert "regulated" not in {fact.name for fact in done.board.facts}


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "which cloud region should we use?",
        "do you offer a service level agreement?",
        "do we need consent from our customers?",
        "what does a data scientist earn?",
        "is there a plugin for SAP?",
    ],
)
def test_what_the_sources_do_not_answer_is_not_answered_with_a_quote(advisor, text):
    thread = advisor.new_thread()
    reply(advisor, thread, TRIAGE)
    done = reply(advisor, thread, text)
    assert not re.search(r"\[\d+\]", done.reply)
    assert len(done.reply.split("\n\n")[0].split()) < 40
