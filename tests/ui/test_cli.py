import json
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.ui.running import Outcome
from tools.vocabulary import STRATEGIES
from ui.lines import facts_row

Steerwise = Callable[..., Outcome]

WORKBENCH = {
    "id": "workbench",
    "facts": {"monthly_requests": 120_000},
    "plan": [
        {"kind": "prompt_only", "extra_prompt_tokens": 420, "usd_per_million_input_tokens": 4},
        {
            "kind": "hosted_tuning",
            "extra_prompt_tokens": 420,
            "prompt_tokens_saved": 260,
            "usd_per_million_input_tokens": 4,
            "training_usd": 1800,
            "evaluation_usd": 400,
        },
    ],
}


def lines(*rows: object) -> str:
    return "".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows)


def test_every_line_is_answered_in_its_place_and_a_bad_one_sets_the_status(
    steerwise: Steerwise,
) -> None:
    done = steerwise(
        "score",
        "--json",
        stdin=lines(
            {"id": "a", "facts": {"monthly_requests": 50_000}},
            {"id": "b", "facts": {"monthly_request": 50_000}},
            "{broken",
            {"id": "d", "facts": {"labeled_examples": 10}, "comment": "an unknown key"},
        ),
    )
    assert done.status == 1
    assert [row["id"] for row in done.rows] == ["a", "b", None, "d"]
    assert "primary" in done.rows[0]
    assert "primary" in done.rows[3]
    assert "did you mean monthly_requests" in done.rows[1]["error"]
    assert set(done.rows[2]) == {"id", "error"}
    assert "not JSON" in done.rows[2]["error"]
    assert done.err == ""


def test_good_lines_alone_exit_with_zero(steerwise: Steerwise) -> None:
    done = steerwise("score", "--json", stdin=lines({"id": 1, "facts": {"task": "chat"}}))
    assert done.status == 0
    row = done.rows[0]
    assert row["primary"] == row["ranking"][0]["strategy"]
    assert sorted(r["strategy"] for r in row["ranking"]) == sorted(STRATEGIES)
    assert sum(r["probability"] for r in row["ranking"]) == pytest.approx(1)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"id": 1, "facts": {"monthly_requests": -5}}', "-5"),
        ('{"id": 1, "facts": {"monthly_requests": NaN}}', "nan"),
        ('{"id": 1, "facts": {"monthly_requests": 1e999}}', "inf"),
        ('{"id": 1, "facts": {"monthly_requests": "many"}}', "'many'"),
        ('{"id": 1, "facts": {"task": "cooking"}}', "'cooking'"),
        ('{"id": 1, "facts": ["task"]}', "['task']"),
        ('{"id": 1, "ranges": {"monthly_requests": [9, 2]}}', "[9, 2]"),
        ('{"id": 1, "drivers": {"requirement_stability": 500}}', "500"),
        ('{"id": 1, "drivers": {"stabilty": 5}}', "stabilty"),
        ('{"id": 1, "drivers": 5}', "5"),
        ('{"id": 1, "facts": {"task": "chat"}, "drivers": {"request_volume": 1}}', "not both"),
    ],
)
def test_a_bad_value_is_named_and_its_line_keeps_its_id(
    steerwise: Steerwise, line: str, said: str
) -> None:
    done = steerwise("score", "--json", stdin=line)
    assert done.status == 1
    assert done.rows[0]["id"] == 1
    assert said in done.rows[0]["error"]
    assert "unexpected" not in done.rows[0]["error"]
    assert "\n" not in done.rows[0]["error"]


@pytest.mark.parametrize(
    "line",
    [
        b"\xff\xfe\x00binary",
        b'"a string"',
        b"[1, 2]",
        b"null",
        b"[" * 100_000,
        b'{"id": ' + b"9" * 5000 + b"}",
        b'{"id": NaN, "facts": {"nope": 1}}',
    ],
)
def test_what_is_no_object_is_refused_in_one_line(steerwise: Steerwise, line: bytes) -> None:
    done = steerwise("score", "--json", stdin=line + b"\n")
    assert done.status == 1
    assert done.rows[0]["id"] is None
    assert len(done.rows[0]["error"]) < 500


def test_blank_lines_and_a_byte_order_mark_are_no_error(steerwise: Steerwise) -> None:
    done = steerwise("score", "--json", stdin=b'\n  \n\xef\xbb\xbf{"id": 1, "facts": {}}\n\n')
    assert done.status == 0
    assert [row["id"] for row in done.rows] == [1]


def test_the_sliders_of_the_decision_lab_put_lora_first(steerwise: Steerwise) -> None:
    drivers = {
        "requirement_stability": 82,
        "labeled_data": 72,
        "request_volume": 84,
        "freshness_need": 18,
        "long_prompt_tolerance": 36,
    }
    done = steerwise("score", "--json", stdin=lines({"id": "lab", "drivers": drivers}))
    first = done.rows[0]["ranking"][0]
    assert (done.rows[0]["primary"], round(first["score"], 1)) == ("peft", 84.9)


def test_the_same_line_gives_the_same_bytes(steerwise: Steerwise) -> None:
    line = lines({"id": 1, "facts": {"monthly_requests": 3000, "task": "extraction"}})
    assert steerwise("score", "--json", stdin=line) == steerwise("score", "--json", stdin=line)


def test_people_get_a_ranking_that_fits_80_columns(steerwise: Steerwise) -> None:
    done = steerwise("score", "monthly_requests=120_000", "labeled_examples=2000..4000")
    assert done.status == 0
    assert all(label in done.out for label in ("LoRA", "RAG", "Prompting", "Distillation"))
    assert max(len(line) for line in done.out.splitlines()) <= 80


def test_lines_can_come_from_a_file(steerwise: Steerwise, tmp_path: Path) -> None:
    file = tmp_path / "projects.jsonl"
    file.write_text(lines({"id": 7, "facts": {"task": "code"}}))
    assert steerwise("score", "--json", str(file)).rows[0]["id"] == 7


def test_a_missing_file_is_one_line(steerwise: Steerwise) -> None:
    done = steerwise("score", "missing.jsonl")
    assert done.status == 2
    assert done.err.count("\n") == 1
    assert "missing.jsonl" in done.err


def test_a_word_that_is_no_fact_is_one_line(steerwise: Steerwise) -> None:
    done = steerwise("score", "lots")
    assert done.status == 2
    assert done.err.startswith("steerwise: 'lots' is neither a file nor a fact")
    done = steerwise("score", "task=")
    assert done.err == "steerwise: task has no value; give one, or task=null where it is unknown\n"


@pytest.mark.parametrize("typed", ["1500", "1,500", "1_500", "1,500.0"])
def test_thousands_may_be_set_apart(typed: str) -> None:
    assert facts_row([f"labeled_examples={typed}"])["facts"] == {"labeled_examples": 1500}
    assert facts_row([f"labeled_examples=2..{typed}"])["ranges"] == {"labeled_examples": [2, 1500]}


@pytest.mark.parametrize("typed", ["1,5", "1,50", "15,00", "1500,000", "1,5_000", "1,,500", "1_5"])
def test_a_number_whose_commas_mean_something_else_is_refused(
    steerwise: Steerwise, typed: str
) -> None:
    for word in (f"labeled_examples={typed}", f"labeled_examples=1..{typed}"):
        done = steerwise("score", word)
        assert done.status == 2
        assert done.err == f"steerwise: {typed!r} is not a number; write 1.5 or 1,500 or 1_500\n"


@pytest.mark.parametrize(
    "words", [("task=chat", "task=code"), ("monthly_requests=5", "monthly_requests=1..9")]
)
def test_a_fact_that_is_given_twice_is_refused(
    steerwise: Steerwise, words: tuple[str, str]
) -> None:
    done = steerwise("score", *words)
    assert done.status == 2
    name, _, value = words[1].partition("=")
    assert done.err == f"steerwise: {name} is given twice, the second time as {value!r}; " + (
        "give it once\n"
    )


def test_words_with_an_underscore_stay_words() -> None:
    assert facts_row(["failure=style_or_labels"])["facts"] == {"failure": "style_or_labels"}


def test_scores_may_be_shares_or_percent(steerwise: Steerwise) -> None:
    shares = steerwise("plateau", "0.7", "0.75", "0.78", "--items", "200")
    assert shares.status == 0
    assert steerwise("plateau", "70%", "75%", "78%", "--items", "200") == shares
    assert steerwise("plateau", "70", "75", "78", "--items", "200") == shares
    assert steerwise("plateau", "0.7", "75%", "78%", "--items", "200") == shares


@pytest.mark.parametrize("word", ["good", "%", "0,78", "7%%"])
def test_a_word_that_is_no_score_is_one_line(steerwise: Steerwise, word: str) -> None:
    done = steerwise("plateau", "0.7", word)
    assert done.status == 2
    assert done.err == f"steerwise: {word!r} is no score; give each as 0.78, 78 or 78%\n"


def test_the_next_question_says_what_it_could_change(steerwise: Steerwise) -> None:
    row = {"id": 1, "facts": {"task": "classification", "monthly_requests": 10_000}, "asked": []}
    done = steerwise("next", "--json", stdin=lines(row))
    found = done.rows[0]
    assert {"id", "fact", "question", "could_change", "gain", "done"} <= set(found)
    assert found["fact"] not in row["facts"]
    again = steerwise("next", "--json", stdin=lines({**row, "asked": [found["fact"]]}))
    assert again.rows[0]["fact"] != found["fact"]


def test_asked_must_be_a_list_of_facts(steerwise: Steerwise) -> None:
    rows = [{"id": 1, "asked": "task"}, {"id": 2, "asked": ["tsk"]}, {"id": 3, "asked": [[]]}]
    done = steerwise("next", "--json", stdin=lines(*rows))
    assert done.status == 1
    assert all("error" in row and "unexpected" not in row["error"] for row in done.rows)


def test_the_workbench_example_is_exact_to_the_cent(steerwise: Steerwise) -> None:
    found = steerwise("cost", "--json", stdin=lines(WORKBENCH)).rows[0]
    prompt, tuned = found["plans"]
    assert (prompt["monthly_usd"], tuned["monthly_usd"]) == (201.60, 76.80)
    assert tuned["one_off_usd"] == 2200
    assert (prompt["total_usd"], tuned["total_usd"]) == (2419.20, 3121.60)
    assert found["monthly_saving_usd"] == 124.80
    assert round(found["break_even_months"], 1) == 17.6


def test_people_read_when_a_plan_pays_back(steerwise: Steerwise) -> None:
    done = steerwise("cost", stdin=lines(WORKBENCH))
    assert "$201.60" in done.out
    assert "pays back after 17.6 months" in done.out
    assert max(len(line) for line in done.out.splitlines()) <= 80


@pytest.mark.parametrize(
    "plan",
    [{}, [], "rag", {"kind": "magic"}, {"kind": "rag", "batch_share": 7}, [None], {"kind": []}],
)
def test_a_plan_that_cannot_be_priced_says_why(steerwise: Steerwise, plan: object) -> None:
    row = {"id": 1, "facts": {"monthly_requests": 10}, "plan": plan}
    done = steerwise("cost", "--json", stdin=lines(row))
    assert done.status == 1
    assert "unexpected" not in done.rows[0]["error"]


def test_an_unwritable_data_folder_is_one_line(
    steerwise: Steerwise, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setenv("STEERWISE_DATA_DIR", str(tmp_path / "file" / "data"))
    for command in (["chat"], ["chat", "--json"]):
        done = steerwise(*command)
        assert done.status == 1
        assert done.err.count("\n") == 1
        assert "STEERWISE_DATA_DIR" in done.err


def test_a_setting_that_cannot_be_used_is_one_line(
    steerwise: Steerwise, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STEERWISE_PORT", "seventy")
    done = steerwise("score", "task=chat")
    assert done.status == 2
    assert done.err.count("\n") == 1
    assert "STEERWISE_PORT" in done.err
    assert "seventy" in done.err


@pytest.mark.parametrize(
    "arguments", [["scroe"], ["score", "--jsn"], ["search", "-k", "many", "x"]]
)
def test_a_mistyped_command_is_one_line(steerwise: Steerwise, arguments: list[str]) -> None:
    done = steerwise(*arguments)
    assert done.status == 2
    assert done.out == ""
    assert done.err.count("\n") == 1


def test_the_version_is_that_of_the_package(steerwise: Steerwise) -> None:
    assert steerwise("--version").out == "steerwise 0.1.0\n"


@pytest.mark.slow
def test_a_port_in_use_is_one_line(steerwise: Steerwise, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setenv("STEERWISE_PORT", str(port))
        done = steerwise("web")
    assert done.status == 1
    assert f"port {port}" in done.err.splitlines()[-1]
    assert "STEERWISE_PORT" in done.err.splitlines()[-1]
    assert "Traceback" not in done.err


@pytest.mark.parametrize("command", ["read", "score", "next", "cost"])
def test_a_person_who_gives_nothing_is_told_so_in_one_line(
    steerwise: Steerwise, command: str
) -> None:
    done = steerwise(command, stdin=b"\n  \n")
    assert done.status != 0
    assert done.out == ""
    assert done.err == "steerwise: nothing to read; --help shows what can be given\n"


@pytest.mark.parametrize("command", ["read", "score"])
def test_a_program_that_gives_no_line_gets_none(steerwise: Steerwise, command: str) -> None:
    done = steerwise(command, "--json", stdin=b"")
    assert (done.status, done.out, done.err) == (0, "", "")


@pytest.mark.parametrize("given", ["montly_requests=100", "labeled_examples=-4", "task=cook"])
def test_a_line_that_cannot_be_answered_looks_like_every_other_error(
    steerwise: Steerwise, given: str
) -> None:
    done = steerwise("score", given)
    assert done.status == 1
    assert done.out.startswith("steerwise: ")


def test_a_file_that_cannot_be_trained_on_is_told_no_cost_and_no_split(
    steerwise: Steerwise, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.jsonl"
    broken.write_text("not json\n{}\n", encoding="utf-8")
    done = steerwise("check-data", str(broken))
    assert "must be mended" in done.out
    assert "$" not in done.out
    assert "split" not in done.out
