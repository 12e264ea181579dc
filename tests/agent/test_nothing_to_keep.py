"""What was not understood is not kept, and neither is what was supposed before it."""

from tests.agent.conftest import reply


def test_keep_that_keeps_no_what_if_before_one_that_was_not_understood(advisor):
    thread = advisor.new_thread()
    reply(advisor, thread, "We generate code, 5,000 requests a month, 400 verified pairs.")
    reply(advisor, thread, "what if we had 2,000 pairs?")
    reply(advisor, thread, "what if we only showed it the 30 newest screens?")
    assert "nothing to keep" in reply(advisor, thread, "keep that").reply
    known = {f.name: f.value for f in advisor.board(thread).facts}
    assert known["labeled_examples"] == 400


def test_keep_that_keeps_the_last_what_if_that_was_understood(advisor):
    thread = advisor.new_thread()
    reply(advisor, thread, "We generate code, 5,000 requests a month, 400 verified pairs.")
    reply(advisor, thread, "what if we only showed it the 30 newest screens?")
    reply(advisor, thread, "what if we had 2,000 pairs?")
    reply(advisor, thread, "keep that")
    known = {f.name: f.value for f in advisor.board(thread).facts}
    assert known["labeled_examples"] == 2000
