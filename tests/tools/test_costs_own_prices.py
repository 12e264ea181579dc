"""Prices with their dates: the price lists', the table's, and those of a user's own file."""

from datetime import date, timedelta
from decimal import Decimal
from importlib.metadata import version

import pytest

from tools.costs import estimate_costs
from tools.errors import BrokenDataFile
from tools.facts import ProjectFacts
from tools.plans import Plan
from tools.tariffs import tariffs

ROW = """
[price."{key}"]
usd = {usd}
unit = "{unit}"
as_of = {as_of}
source = "our contract"
why = "offer"
"""


def row(key="gpu/H100", usd=2.4, unit="USD per GPU-hour", as_of="2026-11-01"):
    return ROW.format(key=key, usd=usd, unit=unit, as_of=as_of)


MODEL = """
[model."acme-1"]
usd_per_million_input_tokens = 0.5
usd_per_million_output_tokens = 2
as_of = 2026-11-01
source = "our contract"
why = "offer"
"""


@pytest.fixture
def own(tmp_path):
    def write(text):
        file = tmp_path / "mine.toml"
        file.write_text(text)
        return tariffs(file)

    return write


def price(plan, book=None, day=None, **facts):
    facts = ProjectFacts.of({"monthly_requests": 1000, "model": "gpt-6.1-terra"} | facts)
    return estimate_costs(facts, [plan], table=book, as_of=day)


def test_a_row_of_the_users_file_replaces_the_row_of_that_id_and_no_other(own):
    book = own(row())
    assert book.row("gpu/H100").amount == Decimal("2.4")
    assert book.row("gpu/A100") == tariffs().row("gpu/A100")
    plan = Plan(kind="self_hosted", gpu="H100", training_usd=0)
    hosting = price(plan, book).plans[0].lines[0]
    assert hosting.usd == Decimal("2.4") * 730 * Decimal("1.3")
    used = next(p for p in price(plan, book).plans[0].prices if "H100" in p.what)
    assert (used.source, used.as_of) == ("our contract", "2026-11-01")


def test_a_model_of_the_users_file_is_priced_by_it_before_any_list(own):
    book = own(MODEL + MODEL.replace("acme-1", "GPT-4o"))
    facts = {"prompt_tokens": 1000, "output_tokens": 500}
    for name in ("acme-1", "gpt-4o"):
        cost = price(Plan(kind="prompt_only", model=name), book, **facts).plans[0]
        assert cost.monthly_usd == Decimal("1.5")
        assert {p.source for p in cost.prices} == {"our contract"}


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (row(unit="USD per hour"), ["price.gpu/H100.unit", "'USD per GPU-hour'", "'USD per hour'"]),
        (row(unit="EUR"), ["price.gpu/H100.unit", "'EUR'"]),
        (row(usd=-1), ["price.gpu/H100.usd", "-1"]),
        (row(usd="nan"), ["price.gpu/H100.usd", "nan"]),
        (row(as_of="'soon'"), ["price.gpu/H100.as_of", "'soon'"]),
        (row().replace("as_of = 2026-11-01\n", ""), ["price.gpu/H100.as_of", "required"]),
        (row().replace('source = "our contract"\n', ""), ["price.gpu/H100.source", "required"]),
        (row().replace("our contract", ""), ["price.gpu/H100.source", "''"]),
        (row().replace("why", "because"), ["price.gpu/H100"]),
        (row(key="gpu/H1000"), ["price.gpu/H1000", "did you mean gpu/H100"]),
        (row(key="people/labels", unit="USD per item"), ["did you mean people/label"]),
        (row(key="training/acme/x"), ["price.training/acme/x", "no estimate uses"]),
        (row(key="embedding/acme"), ["price.embedding/acme.unit", "'USD per million tokens'"]),
        (MODEL.replace("0.5", "-3"), ["model.acme-1.usd_per_million_input_tokens", "-3"]),
        (
            '[offer.acme]\nlabel = "Acme"\nmodels = ["acme-1"]\ntraining = "training/acme/x"\n'
            'source = "a"\nwhy = "b"\n',
            ["offer.acme.training", "'training/acme/x'"],
        ),
    ],
)
def test_a_file_that_cannot_be_used_is_named_with_key_and_value_in_one_line(own, text, parts):
    with pytest.raises(BrokenDataFile) as caught:
        own(text)
    said = str(caught.value)
    assert all(part in said for part in ["mine.toml", *parts])
    assert "\n" not in said


def test_a_tuning_offer_of_ones_own_is_used(own):
    book = own(
        row(key="training/acme/x", usd=1, unit="USD per million training tokens")
        + MODEL
        + '[offer.acme]\nlabel = "Acme"\nmodels = ["acme-1"]\ntraining = "training/acme/x"\n'
        'source = "a"\nwhy = "b"\n'
    )
    plan = Plan(
        kind="hosted_tuning", model="acme-1", training_examples=1000, tokens_per_example=1000
    )
    training = next(x for x in price(plan, book).plans[0].lines if x.label == "Training")
    assert training.usd == 3 * 3


def test_list_prices_are_as_old_as_the_lists_however_late_one_asks():
    lists = tariffs().lists
    assert lists.version == version("genai-prices")
    used = price(Plan(kind="prompt_only"), day=date(2027, 3, 1)).plans[0].prices[0]
    assert used.as_of == lists.checked.isoformat()
    assert lists.version in used.source
    earlier = price(Plan(kind="prompt_only"), day=date(2026, 9, 1)).plans[0].prices[0]
    assert earlier.as_of == "2026-09-01"


@pytest.mark.parametrize(("days", "old"), [(180, False), (181, True)])
def test_prices_older_than_180_days_widen_the_range_and_the_bill_says_so(days, old):
    facts = {"prompt_tokens": 900, "output_tokens": 100}
    day = tariffs().lists.checked + timedelta(days)
    known = ProjectFacts.of({"monthly_requests": 1000, "model": "gpt-6.1-terra"} | facts)
    report = estimate_costs(known, [Plan(kind="prompt_only")], as_of=day, samples=50)
    bounds = report.ranges.plans[0]
    assert (bounds.monthly_low_usd < bounds.monthly_high_usd) == old
    assert any("older than 180 days" in text for text in report.plans[0].warnings) == old
    assert bounds.monthly_low_usd <= report.plans[0].monthly_usd <= bounds.monthly_high_usd
    assert report.as_of == day.isoformat()


def test_a_row_of_the_table_that_is_old_widens_its_own_range_only():
    plan = Plan(kind="prompt_only", usd_per_million_input_tokens=1, prompt_tokens=100)
    facts = ProjectFacts.of({"monthly_requests": 1000, "output_tokens": 0})
    late = date(2030, 1, 1)
    ranges = estimate_costs(facts, [plan], as_of=late, samples=20).ranges
    assert ranges.plans[0].monthly_low_usd == ranges.plans[0].monthly_high_usd
