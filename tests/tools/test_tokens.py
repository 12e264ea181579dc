import subprocess
import sys

from tools.tokens import count_tokens


def test_tokens_are_counted_like_the_tokenizer_of_current_models():
    assert count_tokens("hello world") == 2
    assert count_tokens("") == 0


def test_text_that_looks_like_a_special_token_is_plain_text():
    assert count_tokens("<|endoftext|>") > 1


def test_lone_surrogates_and_long_texts_are_counted():
    assert count_tokens("\ud800") >= 1
    assert count_tokens("hello world " * 20_000) >= 40_000


def test_the_tokenizer_is_loaded_late_and_without_a_warning():
    code = "import tools.tokens, sys; assert 'bpe_openai' not in sys.modules; "
    code += "assert tools.tokens.count_tokens('hello') == 1"
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True)
