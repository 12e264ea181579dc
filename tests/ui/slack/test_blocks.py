"""What is seen in Slack, made by pure functions and held against Slack's published limits."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from agent import Advisor
from agent.events import Done, QuestionAsked
from agent.settings import load_settings
from knowledge import Guidance
from tests.ui.running import Outcome
from tests.ui.slack.block_kit import problems, problems_of_view
from tests.ui.web import samples
from tools.facts import ProjectFacts
from tools.scoring import assess
from tools.vocabulary import STRATEGIES
from ui.slack import limits
from ui.slack.blocks import boards, replies, views
from ui.slack.blocks.elements import sections
from ui.slack.checking import MANIFEST, SCOPES
from ui.slack.listeners.messages import PROMPTS
from ui.slack.text import cut, escape, inert, mrkdwn, shorten, streamable

CONVERSATION = Path(__file__).parent / "said.txt"
PRINTED = Path(__file__).parent / "printed.jsonl"  # what `--print` makes of it
MARKDOWN = """**Start with LoRA** [1], _soon_. See [the paper](https://a.example/p) & `x<y`.

- one
  - inside
- two

> a quote
> of two lines

| plan | cost |
|---|---|
| A | **$1** |

1. first
2. second

```
a < b
```
"""


def test_markdown_becomes_slacks_own_mark_up() -> None:
    assert mrkdwn(MARKDOWN, {"https://a.example/p"}) == (
        "*Start with LoRA* [1], _soon_. See <https://a.example/p|the paper> &amp; `x&lt;y`.\n\n"
        "• one\n    • inside\n• two\n\n> a quote\n> of two lines\n\n"
        "```plan  cost\nA     $1```\n\n1. first\n2. second\n\n```a &lt; b```"
    )


def test_an_address_that_no_source_has_is_no_link() -> None:
    shown = mrkdwn("[the paper](https://b.example) at https://c.example", {"https://a.example"})
    assert "<https" not in shown
    assert "https://" not in shown


@given(st.text(max_size=300))
def test_no_text_keeps_a_control_sequence_of_slacks(text: str) -> None:
    for shown in (escape(text), inert(text), mrkdwn(text), streamable(text).replace("\n>", "\n")):
        kept = shown.replace("&lt;", "").replace("&gt;", "").replace("&amp;", "")
        assert "<" not in kept
    assert escape(text).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == text


@given(st.text(alphabet="ab .\n`", max_size=2000), st.integers(40, 400))
def test_a_text_that_is_cut_loses_no_letter_and_keeps_the_limit(text: str, limit: int) -> None:
    pieces = cut(text, limit=limit)
    assert all(0 < len(piece) <= limit for piece in pieces)
    letters = [c for c in text if c in "ab"]
    assert [c for piece in pieces for c in piece if c in "ab"] == letters


def test_a_fence_that_is_cut_is_closed_and_opened_again() -> None:
    pieces = cut("```" + "word " * 300 + "```", limit=500)
    assert len(pieces) > 2
    assert all(piece.count("```") % 2 == 0 for piece in pieces)


def test_a_long_text_becomes_sections_within_the_limit() -> None:
    blocks = sections("One sentence of many. " * 900)
    assert len(blocks) > 5
    assert problems(blocks) == []
    assert max(len(block["text"]["text"]) for block in blocks) <= limits.TEXT_CHARS


@pytest.mark.parametrize(
    ("block", "problem"),
    [
        ({"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}, "3001 characters"),
        ({"type": "section", "text": {"type": "mrkdwn", "text": ""}}, "0 characters"),
        ({"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}, "151 characters"),
        ({"type": "actions", "elements": []}, "0 elements"),
        ({"type": "carousel"}, "carousel"),
        ({"type": "actions", "elements": [{"type": "slider", "action_id": "a"}]}, "slider"),
        ({"type": "divider", "block_id": "x" * 256}, "block_id is longer"),
        (
            {
                "type": "actions",
                "elements": [
                    {
                        "type": "button",
                        "action_id": "a",
                        "text": {"type": "plain_text", "text": "x"},
                    }
                ]
                * 2,
            },
            "used 2 times",
        ),
        (
            {
                "type": "actions",
                "elements": [
                    {
                        "type": "button",
                        "action_id": "a",
                        "value": "x" * 2001,
                        "text": {"type": "plain_text", "text": "x" * 76},
                    }
                ],
            },
            "its value is longer",
        ),
    ],
)
def test_the_check_finds_what_slack_would_refuse(block: dict[str, object], problem: str) -> None:
    assert problem in " ".join(problems([block]))


def test_more_than_fifty_blocks_are_found_and_an_answer_never_has_them() -> None:
    blocks = [{"type": "divider"}] * 51
    assert "51 blocks" in problems(blocks)[0]


@pytest.fixture(scope="module")
def conversation(
    built_index: Path, tmp_path_factory: pytest.TempPathFactory
) -> list[tuple[Done, QuestionAsked | None]]:
    """The turns of a conversation, with the question that was left open."""
    folder = tmp_path_factory.mktemp("blocks")
    advisor = Advisor(load_settings(data_dir=folder), guidance=Guidance.open(built_index))
    thread, turns = advisor.new_thread(), []
    for text in CONVERSATION.read_text(encoding="utf-8").splitlines():
        events = list(advisor.stream(thread, text))
        asked = next((e for e in events if isinstance(e, QuestionAsked)), None)
        turns.append((next(e for e in events if isinstance(e, Done)), asked))
    advisor.close()
    return turns


def test_every_message_and_view_of_a_conversation_keeps_slacks_limits(
    conversation: list[tuple[Done, QuestionAsked | None]],
) -> None:
    for done, question in conversation:
        whole = replies.Answer(
            done.reply, done.board, done.turn, cited=done.citations, question=question, podium=True
        )
        made = replies.reply_messages(whole)
        found = done.board.assessment
        assert found is not None
        assert done.board.costs is not None
        parts = [boards.ranking(found), boards.facts(done.board), boards.costs(done.board.costs)]
        for message in (*made, *parts):
            assert problems(message["blocks"]) == []
            assert 0 < len(message["text"]) <= limits.MESSAGE_CHARS
    projects = [views.Project("x" * 300, "today", "https://acme.slack.com/archives/C1/p1")] * 60
    cited = [citation for done, _ in conversation for citation in done.citations]
    assert cited
    place = "slack/T1/C1/1000.000001"
    asking = [
        views.new_project("C1"),
        views.feedback_comment(place, 3),
        views.delete_project(place, "x" * 300),
    ]
    for view in (views.home(projects), views.sources(cited), views.sources([]), *asking):
        assert problems_of_view(view) == []


def test_the_ranking_shows_all_eight_with_bars_as_long_as_their_scores(
    conversation: list[tuple[Done, QuestionAsked | None]],
) -> None:
    found = conversation[-1][0].board.assessment
    assert found is not None
    lines = boards.ranking(found)["blocks"][1]["text"]["text"].strip("`").split("\n")
    assert [line.count("█") for line in lines] == [
        round(row.score / 100 * boards.BAR_CELLS) for row in found.ranking
    ]
    assert len(lines) == 8
    assert boards.bar(-1).count("█") == 0
    assert boards.bar(101).count("░") == 0


def test_what_slack_would_get_is_as_it_was(
    indexed_dir: Path, steerwise: Callable[..., Outcome]
) -> None:
    done = steerwise("slack", "--print", stdin=CONVERSATION.read_text(encoding="utf-8"))
    assert (done.status, done.err) == (0, "")
    assert [set(row) for row in done.rows] == [{"text", "blocks"}] * len(done.rows)
    assert all(problems(row["blocks"]) == [] for row in done.rows)
    kept = PRINTED.read_text(encoding="utf-8").splitlines()
    assert done.rows == [json.loads(line) for line in kept], "read it, then run `make golden`"


def test_the_manifest_asks_for_the_scopes_that_the_check_expects() -> None:
    manifest = yaml.safe_load((Path(__file__).parents[3] / MANIFEST).read_text(encoding="utf-8"))
    assert set(manifest["oauth_config"]["scopes"]["bot"]) == set(SCOPES)
    assert manifest["settings"]["socket_mode_enabled"] is True
    assert manifest["features"]["shortcuts"][0]["callback_id"] == "advise"
    assert len(manifest["display_information"]["long_description"]) >= 174  # Slack's least
    assert len(manifest["features"]["shortcuts"][0]["name"]) <= 24
    assert len(manifest["display_information"]["name"]) <= 35
    assert len(manifest["display_information"]["description"]) <= 140
    assert len(PROMPTS) <= limits.PROMPTS


@pytest.mark.parametrize(
    ("text", "limit", "short"), [("a b", 3, "a b"), ("a  b\nc", 9, "a b c"), ("abcdef", 4, "abc…")]
)
def test_a_text_is_shortened_with_an_ellipsis(text: str, limit: int, short: str) -> None:
    assert shorten(text, limit) == short


def test_where_all_is_ruled_out_the_headline_says_so():
    barred = ProjectFacts().ruling_out(dict.fromkeys(STRATEGIES, "none of it"))
    shown = boards.headline(replace(samples.board(), assessment=assess(barred)))
    assert shown.startswith("Nothing is left to advise")
