"""Whole conversations, word for word: `make golden` writes them anew, and a person reads them."""

import re
from dataclasses import replace
from itertools import pairwise
from statistics import median

import pytest

from agent.events import Done
from agent.offline.reading import languages
from agent.offline.replies.speaker import opening
from agent.offline.speaking import questions
from tests.agent import golden
from tests.agent.conftest import ungrounded
from tools.vocabulary import vocabulary

pytestmark = pytest.mark.slow
EXAMPLES = ("help",)  # names things to say, and says nothing of the project
SUGGESTED = re.compile(r"“[^”]*”(?! \[\d)")  # what to say next, or the user's own words; no claim


@pytest.fixture(scope="module")
def replayed(tmp_path_factory, guidance):
    """Every conversation of the folder as it goes now, with what no tool or word supports."""
    from agent import Advisor
    from agent.settings import load_settings

    advisor = Advisor(load_settings(data_dir=tmp_path_factory.mktemp("golden")), guidance=guidance)
    found = {}
    for file in golden.conversations():
        turns = []
        for message, thread, last in golden.replay(advisor, file.read_text(encoding="utf-8")):
            assert isinstance(last, Done), (file.name, message, last)
            claims = replace(last, reply=SUGGESTED.sub("“…”", last.reply))
            free = [] if message in EXAMPLES else ungrounded(advisor, thread, claims)
            turns.append((message, last.reply, free, thread))
        found[file] = turns
    advisor.close()
    return found


@pytest.mark.parametrize("file", golden.conversations(), ids=lambda file: file.stem)
def test_a_conversation_goes_word_for_word_as_it_is_written_down(replayed, file):
    kept = file.read_text(encoding="utf-8")
    heading = kept.split("\n> ")[0].strip()
    turns = [
        f"> {said}\n\n{reply.replace(t, golden.THREAD)}" for said, reply, _, t in replayed[file]
    ]
    assert "\n\n".join([heading, *turns]) + "\n" == kept, "read it, then run `make golden`"


def test_every_figure_ranking_and_quote_of_every_reply_is_supported(replayed):
    free = {
        (file.stem, said): wrong
        for file, turns in replayed.items()
        for said, _, wrong, _ in turns
        if wrong
    }
    assert free == {}


def test_no_two_replies_in_a_row_open_alike(replayed):
    for file, turns in replayed.items():
        for (_, one, *_), (said, other, *_) in pairwise(turns):
            assert opening(one) != opening(other), (file.stem, said)


def test_nobody_is_asked_the_same_thing_twice_in_the_same_words_or_more_than_twice(replayed):
    for file, turns in replayed.items():
        replies = "\n".join(reply for _, reply, *_ in turns).partition("start over")[0]
        for name, rule in vocabulary().items():
            if any(said.startswith("start over") for said, *_ in turns):
                continue
            assert replies.count(rule.question) <= 1, (file.stem, name)
            assert replies.count(questions.shortly(name)) <= 1, (file.stem, name)


def test_replies_are_short_and_a_recommendation_is_a_paragraph_or_two(replayed):
    counts, advice = [], []
    for turns in replayed.values():
        for _, reply, *_ in turns:
            (advice if "**First step:**" in reply else counts).append(golden.word_count(reply))
    assert median(counts) <= 50
    assert sorted(counts)[int(0.75 * len(counts))] <= 85
    assert 80 <= median(advice) <= 130
    assert max(advice) <= 150


def test_the_first_sentence_of_a_long_reply_stands_alone(replayed):
    for file, turns in replayed.items():
        for said, reply, *_ in turns:
            first = reply.partition("\n")[0]
            assert not first.startswith(("|", "- ", "1. ")), (file.stem, said)
            if golden.word_count(reply) > 100:
                assert 3 <= golden.word_count(first) <= 80, (file.stem, said, first)


def test_the_language_of_a_message_is_answered_in_it_where_it_is_german_french_or_spanish():
    german = "Wir haben 3000 Beispiele und der Ton ist wichtig"
    assert "Englisch" in languages.notice(german, 0)
    assert languages.notice(german, 0) != languages.notice(german, 1)
    assert "English" in languages.notice("我们每月有五千个请求")
    assert "English" in languages.notice(
        "Abbiamo 3000 esempi e il modello non funziona per una parte"
    )
