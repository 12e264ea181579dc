"""An advisor that a scripted endpoint leads, over real HTTP."""

import pytest

from agent.remote.failures import table
from tests.agent.openai_server import OpenAIServer

KEY = "sk-test-2f9c0d"
MESSAGE = "We label 40,000 tickets a month into 23 categories and have 5,000 labelled examples."
RECORD = [
    (
        "record_facts",
        {
            "facts": [
                {"name": "task", "value": "classification", "quote": "We label 40,000 tickets"},
                {"name": "monthly_requests", "value": 40000, "quote": "40,000 tickets a month"},
                {"name": "labeled_examples", "value": 5000, "quote": "5,000 labelled examples"},
            ]
        },
    )
]


@pytest.fixture
def led_by(open_advisor):
    """Opens an advisor whose model is the given server."""

    def build(server: OpenAIServer, **overrides):
        settings = {
            "openai_base_url": server.url,
            "openai_api_key": KEY,
            "model": "tiny",
            "retries": 0,
        }
        return open_advisor(**{**settings, **overrides})

    return build


def says(kind: str) -> str:
    """What the user is told of a kind of failure."""
    return table().kind[kind].says
