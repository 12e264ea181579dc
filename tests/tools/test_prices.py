from datetime import date
from decimal import Decimal

import pytest

from tools.errors import BrokenDataFile, InvalidInput, UnknownModel, UnknownName
from tools.modelnames import same_model
from tools.prices import token_price
from tools.tariffs import tariffs

DAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("typed", "model", "prices"),
    [
        ("GPT-4o", "gpt-4o", ("2.5", "10")),
        ("gpt4o mini", "gpt-4o-mini", ("0.15", "0.6")),
        ("gpt-4o-mini-2024-07-18", "gpt-4o-mini", ("0.15", "0.6")),
        ("gpt-4-0613", "gpt-4", ("30", "60")),
        ("gpt-3.5-turbo-0125", "gpt-3.5-turbo", ("0.5", "1.5")),
        ("claude 3.5 sonnet", "claude-3-5-sonnet", ("3", "15")),
        ("Claude-3-5-Sonnet-20241022", "claude-3-5-sonnet", ("3", "15")),
        ("Haiku 4.5", "claude-haiku-4-5", ("1", "5")),
        ("Sonnet 5.5", "claude-sonnet-5-5", ("2", "10")),
        ("llama 3.1 8b", "Meta-Llama-3.1-8B-Instruct-Turbo", ("0.18", "0.18")),
        ("Llama-3.1-8B-Instruct", "Meta-Llama-3.1-8B-Instruct-Turbo", ("0.18", "0.18")),
        ("meta-llama/Llama-3.3-70B-Instruct", "Llama-3.3-70B-Instruct-Turbo", ("0.88", "0.88")),
        ("gemini 2.5 flash", "gemini-2.5-flash", ("0.3", "2.5")),
        ("Nova Micro", "amazon.nova-micro-v1:0", ("0.035", "0.14")),
        ("gpt-oss-20b", "gpt-oss-20b", ("0.07", "0.3")),
        ("openai/gpt-4.1", "gpt-4.1", ("2", "8")),
        ("gpt-6.1-terra", "gpt-6.1-terra", ("1", "5")),
    ],
)
def test_a_model_is_found_by_the_name_people_type(typed, model, prices):
    price = token_price(typed, DAY)
    assert price.model == model
    assert (price.at(100).input, price.at(100).output) == tuple(map(Decimal, prices))


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("gpt", "gpt"),
        ("claude", "claude"),
        ("haiku", "haiku"),
        ("GPT (API)", "gpt"),
        ("gpt-4o-mimi", "gpt-4o-mini"),
        ("gpt-5.9-ultra", "gpt-5"),
        ("mistral smal", "mistral"),
    ],
)
def test_a_name_that_is_not_a_model_is_refused_with_the_closest(typed, offered):
    with pytest.raises(UnknownModel) as caught:
        token_price(typed, DAY)
    assert offered in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("typed", ["", "   ", "💸", "x" * 5000, "7B", "our model", "v3"])
def test_nonsense_is_refused_and_never_priced(typed):
    with pytest.raises(UnknownModel) as caught:
        token_price(typed, DAY)
    assert len(str(caught.value)) < 400


def test_prices_hold_for_a_day_and_not_for_today():
    before, after = token_price("gpt-5.6-luna", date(2026, 7, 1)), token_price("gpt-5.6-luna", DAY)
    assert after.at(0).input == Decimal("0.20")
    assert before.at(0).input > after.at(0).input


@pytest.mark.parametrize(
    ("tokens", "paid"), [(0, "1"), (271_999, "1"), (272_000, "1"), (272_001, "2")]
)
def test_the_length_tier_starts_just_above_its_threshold(tokens, paid):
    assert token_price("gpt-6.1-terra", DAY).at(tokens).input == Decimal(paid)


def test_batch_prices_are_known_where_the_vendor_has_them():
    assert token_price("gpt-6.1-terra", DAY).at(0, batch=True).input == Decimal("0.5")
    assert token_price("llama 3.1 8b", DAY).batch is None


def test_two_spellings_of_a_model_are_the_same_model():
    assert same_model("GPT-4o mini", "gpt-4o-mini-2024-07-18")
    assert same_model("Llama 3.1 8B", "meta-llama/Llama-3.1-8B-Instruct")
    assert not same_model("gpt-4o", "gpt-4o-mini")
    assert not same_model("gpt-4.1", "gpt-4")


# --- the dated table ---------------------------------------------------------------------------


def test_every_offer_and_price_of_the_table_hangs_together():
    book = tariffs()
    for offer in book.offer.values():
        for key in (offer.training, offer.input, offer.output, offer.cached, offer.hosting):
            assert key is None or book.row(key).usd > 0
        assert (offer.input is None) == (offer.output is None)
        if offer.billed_by_token:
            assert all(token_price(model, DAY).tiers for model in offer.models)
        else:
            assert offer.hosting is not None
    for row in book.price.values():
        assert row.as_of <= book.checked
    for key in book.gpu:
        assert book.row(f"gpu/{key}").unit == "USD per GPU-hour"


def test_the_ends_of_models_are_known_by_any_spelling():
    book = tariffs()
    assert book.end_of("GPT-4o mini").on == date(2027, 1, 14)
    assert book.end_of("gpt-4-0613").on == date(2026, 10, 23)
    assert book.end_of("gpt-6.1-terra") is None


def test_offers_are_found_by_vendor_and_refused_where_there_are_none():
    book = tariffs()
    assert book.offer_of("gpt-4.1", None).label == "OpenAI"
    assert book.offer_of("gpt-4.1", "azure").label == "Azure"
    assert book.offer_of("gpt-6.1-terra", None) is None
    with pytest.raises(InvalidInput, match="OpenAI, Azure does"):
        book.offer_of("gpt-4.1", "Cohere")


def test_cards_are_found_in_any_case_and_unknown_ones_refused():
    assert tariffs().card("h100")[0] == "H100"
    with pytest.raises(UnknownName, match="unknown GPU 'H1000'; did you mean H100"):
        tariffs().card("H1000")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("checked = 'soon'", "checked"),
        ("[price.x]\nusd = 1", "price.x.unit"),
        (
            '[price.x]\nusd = -1\nunit = "USD per item"\nas_of = 2026-01-01\n'
            'source = "a"\nwhy = "b"',
            "price.x.usd",
        ),
        (
            '[price.x]\nusd = 1\nlow = 2\nunit = "USD per item"\nas_of = 2026-01-01\n'
            'source = "a"\nwhy = "b"',
            "low must not exceed usd",
        ),
        ("[gpu.X]\nmemory_gb = 0", "gpu.X"),
        ("prices = 3", "prices"),
        ("= 3", "not valid TOML"),
    ],
)
def test_a_broken_price_file_names_file_and_key(tmp_path, text, key):
    file = tmp_path / "mine.toml"
    file.write_text(text)
    with pytest.raises(BrokenDataFile) as caught:
        tariffs(file)
    assert "mine.toml" in str(caught.value)
    assert key in str(caught.value)


def test_a_missing_price_file_is_named(tmp_path):
    with pytest.raises(BrokenDataFile, match=r"none\.toml: cannot be read"):
        tariffs(tmp_path / "none.toml")


def test_a_plus_in_a_name_is_never_dropped():
    assert not same_model("command r+", "command r")


def test_the_beginning_of_a_name_is_offered_with_its_end():
    with pytest.raises(UnknownModel, match=r"gpt-3\.5-turbo"):
        token_price("GPT-3.5", DAY)


@pytest.mark.parametrize("typed", ["gpt", "claude", "gemini", "mistral", "llama", "nova"])
def test_every_name_that_is_offered_has_a_price(typed):
    with pytest.raises(UnknownModel) as caught:
        token_price(typed, DAY)
    offered = str(caught.value).split("did you mean ")[1].split("?")[0].split(" or ")
    assert len(offered) == 3
    assert all(token_price(name, DAY).tiers for name in offered)


def test_a_name_like_no_other_is_answered_with_current_models_and_not_with_a_guess():
    with pytest.raises(
        UnknownModel, match="nothing there is called like it; current ones"
    ) as caught:
        token_price("what", DAY)
    assert "did you mean" not in str(caught.value)
    offered = str(caught.value).split("current ones are ")[1].split(". Else")[0].split(", ")
    assert all(token_price(name, DAY).tiers for name in offered)


def test_no_price_of_the_table_is_idle():
    book = tariffs()
    named = {
        key
        for offer in book.offer.values()
        for key in (offer.training, offer.input, offer.output, offer.cached, offer.hosting)
    }
    chosen = ("gpu/", "embedding/", "reranker/", "store/", "people/")
    assert [key for key in book.price if key not in named and not key.startswith(chosen)] == []
