"""Where the model may run, set right by whoever decides about it."""

import pytest

from agent.offline.reading.reader import Reader

HOSTED = "self_hosted"


@pytest.mark.parametrize(
    "text",
    [
        "We may use a cloud after all.",
        "Actually I asked, the works council accepts an EU cloud",
        "our DPO approved a German cloud provider",
        "turns out we're allowed to use the public cloud",
        "security has nothing against an EU cloud",
        "good news, we can move to a European cloud",
        "so legal signed off on a European cloud",
    ],
)
def test_a_cloud_that_somebody_allows_needs_no_own_hardware(reader: Reader, text: str) -> None:
    assert reader.read(text, known={HOSTED: True}).facts == {HOSTED: False}
    again = reader.read(text, asked="failure_mode", known={HOSTED: False})
    assert again.facts.get(HOSTED, False) is False
    assert again.cleared == ()


@pytest.mark.parametrize(
    "text",
    [
        "the works council never accepted a cloud",
        "nobody at legal accepted the cloud",
        "legal refuses to accept an EU cloud",
        "if they accept an EU cloud I'll tell you",
        "we can't move to a cloud yet",
        "our customers may use a cloud",
        "ask me again once we may use a cloud",
    ],
)
def test_a_cloud_that_nobody_has_allowed_changes_nothing(text: str) -> None:
    assert Reader().read(text, known={HOSTED: True}).facts.get(HOSTED, True) is True


def test_a_cloud_ruled_out_again_is_ruled_out(reader: Reader) -> None:
    reading = reader.read("we may not use a cloud after all", known={HOSTED: False})
    assert reading.facts == {HOSTED: True}
