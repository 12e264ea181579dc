import pytest

from agent.offline.reading.reader import Reader


@pytest.mark.parametrize(
    ("text", "fact", "value"),
    [
        ("we route faxes to the right team", "task", "classification"),
        ("pull the dates out of our contracts", "task", "extraction"),
        ("a bot our guests can chat with", "task", "chat"),
        ("we summarise calls", "task", "summarization"),
        ("translate manuals to Polish", "task", "translation"),
        ("text2sql for analysts", "task", "code"),
        ("everything has to stay on our own servers", "self_hosted", True),
        ("we may not send texts to OpenAI", "self_hosted", True),
        ("the cloud is fine for us", "self_hosted", False),
        ("nobody here has ever trained a model", "ml_expertise", "none"),
        ("we are two web developers", "ml_expertise", "none"),
        ("one data scientist, part-time", "ml_expertise", "some"),
        ("four ML engineers who train models all the time", "ml_expertise", "strong"),
        ("the tone must be identical everywhere", "consistency_need", "high"),
        ("style doesn't matter", "consistency_need", "low"),
        ("steady tone of voice not important", "consistency_need", "low"),
        ("no two letters may differ in tone", "consistency_need", "high"),
        ("every answer has to come from our manuals", "private_knowledge", "heavy"),
        ("it needs none of our internal documents", "private_knowledge", "none"),
        ("we return JSON", "output_format", "structured"),
        ("raw order line -> {sku, size, count}", "output_format", "structured"),
        ("it goes into our usual headings", "output_format", "structured"),
        ("three postdocs who do nothing but train models", "ml_expertise", "strong"),
        ("plain prose, no strict format", "output_format", "free_text"),
        ("using somebody else's cloud is out of the question", "self_hosted", True),
        ("sending it to an external api is ruled out", "self_hosted", True),
        ("the claims may not be passed to a third party", "self_hosted", True),
        ("any cloud will do", "self_hosted", False),
        ("not a byte goes to anybody else", "self_hosted", True),
        ("a wrong hint could cost somebody their job", "regulated", True),
        ("machine learning is a closed book to us", "ml_expertise", "none"),
        ("answers come out of our own case notes", "private_knowledge", "heavy"),
        ("the headings are prescribed by the ministry", "output_format", "structured"),
        ("one slip and there is a visit from the regulator", "regulated", True),
        ("an external api is perfectly fine", "self_hosted", False),
        ("an error could hurt a patient", "regulated", True),
        ("mistakes are not dramatic", "regulated", False),
        ("prices change every hour", "knowledge_update", "realtime"),
        ("the handbook is updated every year", "knowledge_update", "yearly"),
        ("the policy hardly changes", "knowledge_update", "static"),
        ("labels get redefined once a month", "requirement_change", "monthly"),
        ("our style guide is set in stone", "requirement_change", "rarely"),
    ],
)
def test_categories_are_read_from_plain_words(text: str, fact: str, value: object) -> None:
    assert Reader().read(text).facts.get(fact) == value


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("what is JSON mode?", "output_format"),
        ("does fine tuning stop hallucinations", "failure_mode"),
        ("we get 500 mails a day about our policies", "knowledge_update"),
        ("the labels are stored in a csv", "output_format"),
        ("complaints reach us from the web form", "output_format"),
        ("product names become a 10 digit code", "label_classes"),
        ("not a single record gets corrupted", "self_hosted"),
        ("complaints come from our records department", "private_knowledge"),
        ("customers fill in our two boxes", "output_format"),
        ("free-text job titles in, one of 40 codes out", "output_format"),
    ],
)
def test_words_in_passing_set_nothing(text: str, fact: str) -> None:
    assert fact not in Reader().read(text).facts


@pytest.mark.parametrize(
    ("text", "model"),
    [
        ("we run gpt-4o-mini today", "gpt-4o-mini"),
        ("Llama 3.1 8B on one GPU", "Llama 3.1 8B"),
        ("claude-3-haiku, not gpt-4o", "claude-3-haiku"),
        ("we moved from gpt-4 to Gemini 1.5 Pro", "Gemini 1.5 Pro"),
    ],
)
def test_the_model_in_use_is_named_as_the_user_wrote_it(text: str, model: str) -> None:
    assert Reader().read(text).facts["model"] == model
