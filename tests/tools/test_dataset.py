import json
import tracemalloc
from datetime import date
from decimal import Decimal

import pytest

from tools.datafiles import PACKAGED
from tools.dataset import check_dataset, suggest_splits
from tools.dataset_costs import bills_in_words, training_bills
from tools.dataset_rules import rules
from tools.errors import BrokenDataFile


def chat(question, answer, system="Answer calmly."):
    return json.dumps(
        {
            "messages": [
                {"role": "system", "content": system},
                {"role": "user", "content": question},
                {"role": "assistant", "content": answer},
            ]
        }
    )


def good(count=60, start=0):
    """Examples that differ in every word, so that none is a twin of another."""
    for n in range(start, start + count):
        words = " ".join(f"w{n}x{k}" for k in range(12))
        yield chat(
            f"Please help with {words}", f"Here is what to do about v{n}: z{n}a z{n}b z{n}c."
        )


def kinds(report):
    return {problem.kind: problem for problem in report.problems}


def test_a_clean_chat_file_is_usable_without_any_problem():
    report = check_dataset(good())
    assert report.problems == ()
    assert report.usable
    assert (report.format, report.lines, report.examples, report.distinct) == ("chat", 60, 60, 60)


def test_training_tokens_are_the_tokens_of_the_file_times_the_passes():
    report = check_dataset(good(), epochs=4)
    assert report.training_tokens == 4 * report.tokens.total > 0


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ('{"messages": [', "not_json"),
        ("[1, 2]", "not_an_object"),
        ('{"text": "raw"}', "unknown_format"),
        ('{"messages": []}', "no_messages"),
        ('{"messages": [3]}', "bad_message"),
        ('{"messages": [{"role": "bot", "content": "hi"}]}', "bad_role"),
        ('{"messages": [{"role": "assistant", "content": "hi"}]}', "no_user"),
        ('{"messages": [{"role": "user", "content": "hi there you"}]}', "no_answer"),
        ('{"messages": [{"role": "user", "content": 5}]}', "not_text"),
        ('{"prompt": "which one is it", "chosen": "a"}', "half_a_pair"),
        (b"\xff\xfe\x00", "not_utf8"),
        ("[" * 100_000, "not_json"),
        (chat(" ", "an answer"), "empty_input"),
        (chat("why so", "an answer"), "short_input"),
        (chat("what is the matter here", " "), "empty_output"),
        ('{"prompt": "", "completion": "an answer"}', "empty_input"),
        ('{"prompt": "a b c", "chosen": "same", "rejected": "same "}', "same_pair"),
        ("", "blank"),
    ],
)
def test_a_bad_line_is_named_by_its_number(line, kind):
    report = check_dataset([*good(), line])
    assert kinds(report)[kind].lines == (61,)
    assert "61" in kinds(report)[kind].text


def test_bad_lines_do_not_stop_the_check_and_their_list_is_capped():
    report = check_dataset([*good(), *["nonsense"] * 25])
    problem = kinds(report)["not_json"]
    assert problem.count == 25
    assert len(problem.lines) == 10
    assert "15 more" in problem.text
    assert not report.usable
    assert report.examples == 60


def test_exact_duplicates_are_counted_once_each():
    lines = list(good())
    report = check_dataset([*lines, lines[0], lines[1]])
    assert kinds(report)["duplicate"].lines == (61, 62)
    assert report.distinct == 60
    assert report.usable


def test_an_example_that_differs_in_one_word_of_many_is_a_near_duplicate():
    words = [f"word{n}" for n in range(80)]
    other = [*words[:40], "changed", *words[41:]]
    lines = [*good(), chat(" ".join(words), "the same"), chat(" ".join(other), "the same")]
    assert kinds(check_dataset(lines))["near_duplicate"].lines == (62,)


def test_the_same_input_with_two_outputs_is_a_contradiction_on_both_lines():
    lines = [*good(), chat("Where is my  parcel now", "yes"), chat("where is my parcel now", "no")]
    assert kinds(check_dataset(lines))["contradiction"].lines == (61, 62)


def test_an_input_that_also_stands_in_the_test_file_is_a_leak():
    lines = list(good())
    report = check_dataset(lines, held_out=[lines[4], *good(5, start=500)])
    assert kinds(report)["leak"].lines == (5,)
    assert not report.usable


@pytest.mark.parametrize(
    "secret",
    [
        "AKIA" + "ABCDEFGHIJKLMNOP",
        "sk-" + "abcdefghijklmnopqrstuvwx",
        "ghp_" + "a" * 36,
        "-----BEGIN RSA PRIVATE" + " KEY-----",
        "password: hunter2hunter2",
    ],
)
def test_a_secret_makes_the_file_unusable_and_is_never_repeated(secret):
    report = check_dataset([*good(), chat("How do I log in here", f"Use {secret} for it")])
    problem = kinds(report)["secret"]
    assert problem.lines == (61,)
    assert not report.usable
    assert secret not in problem.text


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("write to jane.doe@firm.de", "email addresses"),
        ("call +49 170 555 1234", "phone numbers"),
        ("card 4111 1111 1111 1111", "card numbers"),
        ("account DE89 3704 0044 0532 0130 00", "bank accounts"),
        ("number 078-05-1120", "social security numbers"),
    ],
)
def test_personal_data_is_named_by_kind(text, kind):
    report = check_dataset([*good(), chat("How do I reach you", text)])
    assert kinds(report)[f"personal: {kind}"].lines == (61,)


@pytest.mark.parametrize(
    "text", ["write to jane@example.com", "order 1234567812345678", "version 2026.11.21", "1,800"]
)
def test_harmless_numbers_and_made_up_addresses_are_not_personal_data(text):
    report = check_dataset([*good(), chat("What does it say there", text)])
    assert not [kind for kind in kinds(report) if kind.startswith("personal")]


def test_classification_labels_are_counted_and_rare_ones_named():
    topics = ["billing"] * 30 + ["shipping"] * 30 + ["refund"] * 3
    lines = [chat(f"Message a{n} b{n} c{n} d{n} e{n}", label) for n, label in enumerate(topics)]
    report = check_dataset(lines)
    assert report.labels == 3
    assert "1 of 3 labels" in kinds(report)["rare_labels"].text


def test_short_outputs_are_fine_as_labels_but_not_among_long_answers():
    labels = [chat(f"Is a{n} b{n} c{n} good", "ny"[n % 2]) for n in range(60)]
    assert "short_output" not in kinds(check_dataset(labels))
    report = check_dataset([*good(), chat("And what do you think", "ok")])
    assert kinds(report)["short_output"].lines == (61,)


def test_preferences_and_pairs_are_read_in_the_spellings_of_both_worlds():
    pairs = [
        json.dumps(
            {
                "input": {
                    "messages": [{"role": "user", "content": f"Question q{n} about r{n} s{n}"}]
                },
                "preferred_output": [{"role": "assistant", "content": f"good {n}"}],
                "non_preferred_output": [{"role": "assistant", "content": f"bad {n}"}],
            }
        )
        for n in range(60)
    ]
    assert check_dataset(pairs).format == "preference"
    plain = [
        json.dumps({"prompt": f"ask a{n} b{n} c{n}", "completion": f"say {n}"}) for n in range(60)
    ]
    assert check_dataset(plain).format == "prompt_completion"


def test_two_formats_in_one_file_are_an_error():
    other = [
        json.dumps({"prompt": f"ask a{n} b{n} c{n}", "completion": f"say {n}"}) for n in range(9)
    ]
    report = check_dataset([*good(), *other])
    assert "mixed_formats" in kinds(report)
    assert report.format is None


def test_an_empty_file_has_too_few_examples():
    report = check_dataset([])
    assert not report.usable
    assert "too_few" in kinds(report)
    assert report.tokens.total == 0


def test_a_byte_order_mark_and_crlf_are_harmless():
    lines = [b"\xef\xbb\xbf" + line.encode() + b"\r\n" for line in good()]
    assert check_dataset(lines).problems == ()


@pytest.mark.parametrize("distinct", [0, 9, 10, 11, 50, 249, 250, 1000, 5000, 10**6])
def test_splits_add_up_and_keep_most_for_training(distinct):
    splits = suggest_splits(distinct)
    assert splits.train + splits.validation + splits.test == distinct
    assert splits.train >= 0.69 * distinct


def test_memory_grows_by_fingerprints_not_by_the_text():
    def peak(count):
        def lines():
            for n in range(count):
                yield chat(f"a{n} b{n} c{n} " + "long text " * 300, f"answer {n}")

        tracemalloc.start()
        check_dataset(lines())
        size = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return size

    check_dataset(good())  # loads the tokenizer outside the measurement
    small, large = peak(100), peak(1100)
    assert large - small < 1000 * 1000  # the text itself would be three million characters


def test_every_threshold_has_a_reason_and_a_source():
    for name, row in rules():
        assert row.why, name
        assert row.source, name


def test_a_broken_file_of_thresholds_names_file_and_key(tmp_path):
    file = tmp_path / "mine.toml"
    packaged = (PACKAGED / "dataset.toml").read_text(encoding="utf-8")
    file.write_text(packaged.replace("value = 0.8", "value = 2"), encoding="utf-8")
    with pytest.raises(BrokenDataFile, match=r"mine\.toml: near_share\.value"):
        rules(file)


@pytest.mark.parametrize("count", [9, 10, 49, 50])
def test_the_number_of_examples_is_judged_at_its_thresholds(count):
    found = kinds(check_dataset(good(count)))
    assert ("too_few" in found) == (count < 10)
    assert ("few" in found) == (10 <= count < 50)


def test_the_bill_of_a_run_is_the_billed_tokens_at_each_price_cheapest_first():
    report = check_dataset(good(200), epochs=2)
    amounts = [bill.usd for bill in report.bills]
    assert amounts == sorted(amounts)
    for bill in report.bills:
        exact = report.training_tokens * bill.usd_per_million_tokens / 1_000_000
        assert abs(bill.usd - exact) <= Decimal("0.005")
        assert bill.source
    assert bills_in_words(report.bills).startswith("One training run costs $")


def test_a_vendor_that_takes_no_more_jobs_is_left_out_of_the_bills():
    now = {b.vendor for b in training_bills(10**6, as_of=date(2026, 11, 21))}
    later = {b.vendor for b in training_bills(10**6, as_of=date(2027, 1, 7))}
    assert "OpenAI" in now
    assert "OpenAI" not in later
    assert later


def test_preference_pairs_cost_a_multiple_of_supervised_examples():
    plain, pairs = training_bills(10**6), training_bills(10**6, kind="preference")
    assert pairs[0].usd > plain[0].usd


def test_no_offer_by_the_token_gives_no_sentence():
    assert bills_in_words(()) is None
