from datetime import UTC, datetime
from decimal import Decimal

import pytest

from ui.web.words import (
    ago,
    duration,
    esc,
    linked,
    money,
    number,
    plural,
    points,
    sentence,
    share,
    sureness,
)

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("usd", "text"),
    [
        (Decimal("0"), "$0"),
        (Decimal("2200"), "$2,200"),
        (Decimal("201.60"), "$201.60"),
        (Decimal("2419.2"), "$2,419.20"),
        (Decimal("99999.99"), "$99,999.99"),
        (Decimal("100000.01"), "$100,000"),
        (Decimal("-124.8"), "−$124.80"),
        (Decimal("0.01"), "$0.01"),
        (Decimal("0.00168"), "$0.00168"),
        (Decimal("0.000025"), "$0.000025"),
    ],
)
def test_money_keeps_the_cents_that_exist_and_the_digits_that_matter(usd: Decimal, text: str):
    assert money(usd) == text


@pytest.mark.parametrize(
    ("probability", "text"),
    [(0.0, "0%"), (0.004, "<1%"), (0.005001, "1%"), (0.62, "62%"), (0.996, ">99%"), (1.0, "100%")],
)
def test_a_share_never_claims_a_certainty_that_it_does_not_have(probability: float, text: str):
    assert share(probability) == text


@pytest.mark.parametrize(
    ("confidence", "words"),
    [(0.9, "Very sure"), (0.89, "Fairly sure"), (0.75, "Fairly sure"), (0.74, "Leaning this way"),
     (0.55, "Leaning this way"), (0.54, "A close call")],
)  # fmt: skip
def test_confidence_has_words_at_each_step(confidence: float, words: str):
    assert sureness(confidence, close_call=False) == words


def test_a_close_call_is_called_one_however_the_figure_looks():
    assert sureness(0.95, close_call=True) == "A close call"


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.0002, "1 ms"), (0.012, "12 ms"), (0.42, "0.42 s"), (12.3, "12 s")]
)
def test_durations_read_like_durations(seconds: float, text: str):
    assert duration(seconds) == text


@pytest.mark.parametrize(
    ("then", "text"),
    [
        ("2026-03-10T11:59:00+00:00", "just now"),
        ("2026-03-10T11:55:00+00:00", "5 minutes ago"),
        ("2026-03-10T11:00:00+00:00", "1 hour ago"),
        ("2026-03-08T12:00:00+00:00", "2 days ago"),
        ("2026-03-01T12:00:00+00:00", "01 Mar 2026"),
        ("2026-03-10T11:55:00", "5 minutes ago"),
        ("yesterday", ""),
    ],
)
def test_the_age_of_a_project_is_told_in_words(then: str, text: str):
    assert ago(then, NOW) == text


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Zhao 2024, <b>", "Zhao 2024, &lt;b&gt;"),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("https://", "https://"),
        ("http://[x", "http://[x"),
    ],
)
def test_text_without_an_address_has_no_link(text: str, html: str):
    assert linked(text) == html


def test_an_address_in_a_text_becomes_a_link_to_its_host():
    shown = linked("Lee 2024, https://www.arxiv.org/abs/1?a=1&b=2; more")
    assert shown.startswith('Lee 2024, <a href="https://www.arxiv.org/abs/1?a=1&amp;b=2" ')
    assert ">arxiv.org<" in shown
    assert shown.endswith("; more")


def test_sentences_begin_and_end_like_sentences():
    assert sentence("it costs more") == "It costs more."
    assert sentence("Why?") == "Why?"


def test_small_words():
    assert (points(3.14), points(-2), points(0.01)) == ("+3.1", "−2.0", "0.0")
    assert (plural(1, "source"), plural(3, "source")) == ("1 source", "3 sources")
    assert (number(17.6), number(2_112_000.0), number(18.0)) == ("17.6", "2,112,000", "18")
    assert esc("<b onclick='x'>&\"") == "&lt;b onclick=&#x27;x&#x27;&gt;&amp;&quot;"
