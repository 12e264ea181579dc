"""The phrases are data: each one is said somewhere, and each fact has its own."""

import re
import tomllib

import pytest

from agent.offline.speaking import phrases, questions, reasons
from agent.offline.speaking.measure import measure
from agent.offline.speaking.phrases import Phrases
from agent.offline.words.lexicon import DATA
from tools.errors import BrokenDataFile
from tools.facts import ProjectFacts
from tools.model import value_model
from tools.vocabulary import vocabulary

SAID_IN = "".join(f.read_text("utf-8") for f in DATA.parent.rglob("*.py"))
ALL = [tomllib.loads(file.read_text(encoding="utf-8")) for file in phrases.PACKAGED]


def test_no_phrase_is_left_unsaid():
    names = [name for file in ALL for name in file]
    assert [name for name in names if f'"{name}"' not in SAID_IN] == []


def test_every_phrase_that_is_said_is_defined():
    said = set(re.findall(r'say(?:\.nth)?\(\s*"(\w+)"', SAID_IN))
    assert len(said) > 50
    assert said - {name for file in ALL for name in file} == set()


def test_a_phrase_is_defined_once_and_a_broken_file_is_named(tmp_path):
    twice = tmp_path / "more.toml"
    twice.write_text('noted = "Yes."', encoding="utf-8")
    with pytest.raises(BrokenDataFile, match="noted is defined twice"):
        Phrases((*phrases.PACKAGED, twice))
    twice.write_text('odd = "{{ x"', encoding="utf-8")
    with pytest.raises(BrokenDataFile, match=r"more\.toml"):
        Phrases((twice,))


def test_a_phrase_that_opens_replies_turn_after_turn_has_variants_that_open_differently():
    for name in ("noted", "changed", "nothing_read", "nothing_read_open", "unknown", "off_topic"):
        variants = next(file[name] for file in ALL if name in file)
        openings = [" ".join(text.split()[:2]) for text in variants]
        assert len(set(openings)) == len(openings) >= 3, name


def test_every_question_has_a_shorter_form_to_be_repeated_in():
    for name, rule in vocabulary().items():
        short = questions.shortly(name)
        assert short.endswith("?")
        assert short != rule.question
        assert len(short.split()) <= min(13, len(rule.question.split()))


def test_every_question_is_recalled_in_a_few_words():
    for name in vocabulary():
        about = questions.recalled(name)
        assert len(about.split()) <= 6
        assert "?" not in about


def test_every_question_is_explained_in_plain_words():
    for name in vocabulary():
        plain = questions.in_plain_words(name)
        assert plain.endswith((".", "?"))
        assert 5 <= len(plain.split()) <= 45, name


def test_every_reason_has_a_short_form():
    known = ProjectFacts.of({"labeled_examples": 3000, "monthly_requests": 120_000})
    for term in value_model().terms:
        for long in (term.high, term.low):
            if term.kind == "gate":
                continue
            (short,) = reasons.in_short([long], known)
            assert len(short.split()) <= 15, short
            assert not short.endswith(".")
            (evidence,) = reasons.in_short([f"{long.rstrip('.')} (3,000 examples)."], known)
            assert evidence == short


def test_the_thresholds_of_speaking_are_shares_and_counts():
    assert 0 < measure().moved_much < 1
    assert 0 < measure().wide_open < 1
    assert measure().facts >= 5
