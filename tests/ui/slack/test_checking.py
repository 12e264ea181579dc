"""`steerwise slack` and its check: what is missing is said in a sentence, with the way out."""

from collections.abc import Callable
from pathlib import Path

import pytest

from agent.settings import Unavailable, load_settings
from tests.readme import README
from tests.ui.running import Outcome
from tests.ui.slack.conftest import Served
from tests.ui.slack.slack_server import APP_TOKEN, BOT_TOKEN, SlackServer
from ui.slack.checking import check
from ui.slack.patience import PatientRetry, web_client
from ui.slack.serving import HttpService, SocketService, connect

GOOD = {"slack_bot_token": BOT_TOKEN, "slack_app_token": APP_TOKEN}


def findings(slack: SlackServer, **settings: str) -> list[tuple[bool, str]]:
    chosen = load_settings(slack_api_url=slack.api, **settings)
    return [(f.ok, f.text) for f in check(chosen, web_client(chosen))]


def test_a_complete_set_up_is_found_so(slack: SlackServer) -> None:
    found = findings(slack, **GOOD)
    assert all(ok for ok, _ in found)
    assert "steerwise is installed in Acme." in [text for _, text in found]


def test_the_readme_shows_what_the_check_prints_when_all_is_well(slack: SlackServer) -> None:
    printed = "\n".join(f"   ok      {text}" for _, text in findings(slack, **GOOD))
    assert f"```\n{printed}\n   ```" in README.read_text(encoding="utf-8")


def test_each_missing_scope_is_named_with_what_it_is_for(slack: SlackServer) -> None:
    slack.scopes -= {"files:write", "users:read"}
    missing = [text for ok, text in findings(slack, **GOOD) if not ok]
    assert missing[:2] == [
        "Scope files:write is missing (charts and the decision record).",
        "Scope users:read is missing (attribute facts to names).",
    ]
    assert "slack-manifest.yml" in missing[2]


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({}, "No bot token"),
        ({"slack_bot_token": "xoxp-user"}, "those begin with xoxb-"),
        ({"slack_bot_token": "xoxb-wrong"}, "refuses SLACK_BOT_TOKEN (invalid_auth)"),
        ({"slack_bot_token": BOT_TOKEN}, "How Slack reaches us is open"),
        ({**GOOD, "slack_app_token": "xoxb-no"}, "those begin with xapp-"),
        ({**GOOD, "slack_app_token": "xapp-wrong"}, "refuses SLACK_APP_TOKEN (invalid_auth)"),
    ],
)
def test_what_is_missing_or_wrong_is_said_with_the_way_out(
    slack: SlackServer, settings: dict[str, str], words: str
) -> None:
    assert [text for ok, text in findings(slack, **settings) if not ok and words in text]


def test_a_slack_that_cannot_be_reached_is_said_without_a_trace() -> None:
    settings = load_settings(slack_api_url="http://127.0.0.1:1/api/", **GOOD)
    found = [f.text for f in check(settings, web_client(settings)) if not f.ok]
    assert found[0].startswith("Slack cannot be reached")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["slack"], "set SLACK_BOT_TOKEN"),
        (["slack", "--thread", "x"], "--thread needs --print"),
        (["slack", "--print", "--thread", "none"], "there is no conversation 'none'"),
    ],
)
def test_the_command_says_in_one_line_what_it_needs(
    indexed_dir: Path, steerwise: Callable[..., Outcome], arguments: list[str], words: str
) -> None:
    done = steerwise(*arguments)
    assert done.status == 2
    assert words in done.err
    assert len(done.err.splitlines()) == 1


def test_the_check_is_a_command_whose_status_says_whether_all_is_well(
    slack: SlackServer, steerwise: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STEERWISE_SLACK_API_URL", slack.api)
    assert steerwise("slack", "--check").status == 1
    monkeypatch.setenv("SLACK_BOT_TOKEN", BOT_TOKEN)
    monkeypatch.setenv("SLACK_APP_TOKEN", APP_TOKEN)
    done = steerwise("slack", "--check")
    assert done.status == 0
    assert BOT_TOKEN not in done.out + done.err


def test_the_app_listens_where_the_settings_say_and_needs_one_of_two_ways(
    serve: Callable[..., Served], slack: SlackServer
) -> None:
    served = serve()
    chosen = served.advisor.settings.model_copy(update={"slack_signing_secret": None})
    with pytest.raises(Unavailable, match="set SLACK_APP_TOKEN"):
        connect(served.app, chosen)
    taken = served.advisor.settings.model_copy(
        update={"slack_port": int(served.people.url.split(":")[2].split("/")[0])}
    )
    with pytest.raises(Unavailable, match="STEERWISE_SLACK_PORT"):
        HttpService(served.app, taken)
    slack.fail("apps.connections.open", "invalid_auth")
    wrong = load_settings(data_dir=chosen.data_dir, slack_api_url=slack.api, **GOOD)
    with pytest.raises(Unavailable, match="refused the app token"):
        SocketService(served.app, wrong)


def test_a_rate_limit_is_waited_for_as_long_as_slack_says_up_to_a_minute() -> None:
    from slack_sdk.http_retry.request import HttpRequest
    from slack_sdk.http_retry.response import HttpResponse
    from slack_sdk.http_retry.state import RetryState

    waited: list[float] = []
    retry = PatientRetry(sleep=waited.append)
    request = HttpRequest(method="POST", url="x", headers={})

    def limited(seconds: str) -> bool:
        answer = HttpResponse(status_code=429, headers={"Retry-After": [seconds]})
        state = RetryState()
        can = retry.can_retry(state=state, request=request, response=answer)
        if can:
            retry.prepare_for_next_attempt(state=state, request=request, response=answer)
        return can

    assert [limited("7"), limited("60"), limited("61"), limited("soon")] == [
        True,
        True,
        False,
        True,
    ]
    assert waited == [7.0, 60.0, 1.0]
