"""Where a model may run, what changes how often, who can train, and what is to be done."""

import pytest

from agent.offline.reading.reader import Reader


def _told(reader: Reader, text: str, fact: str, asked: str | None = None) -> object:
    return reader.read(text, asked=asked).facts.get(fact)


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("The management board accepts hosting with a cloud vendor.", False),
        ("Legal agreed to a cloud provider in the EU.", False),
        ("HIPAA applies; cloud with a BAA is allowed.", False),
        ("Cloud under an EU contract is permitted.", False),
        ("The board does not accept a cloud vendor.", True),
        ("The board refuses hosting at a cloud vendor.", True),
        ("Nobody accepts cloud hosting here.", True),
        ("Cloud prohibited by our group policy, own K8s cluster with A100s.", True),
    ],
)
def test_who_accepts_a_cloud_and_who_does_not(reader: Reader, text: str, own: bool) -> None:
    assert _told(reader, text, "self_hosted") is own


@pytest.mark.parametrize(
    "text",
    ["if the board accepts a cloud vendor we tell you", "whether they approve of a cloud is open"],
)
def test_a_cloud_that_may_be_accepted_is_not_yet(text: str) -> None:
    assert "self_hosted" not in Reader().read(text).facts


@pytest.mark.parametrize(
    ("text", "fact", "pace"),
    [
        (
            "A new edition of the guidelines comes out every month and each reply has to be "
            "based on that text.",
            "knowledge_update",
            "monthly",
        ),
        (
            "A new version of the guidelines comes out every month; the model writes in that tone.",
            "requirement_change",
            "monthly",
        ),
        ("Our reply guidelines change monthly.", "requirement_change", "monthly"),
        (
            "Ticket types are re-cut each quarter along with the forms.",
            "requirement_change",
            "quarterly",
        ),
        ("26 intents, untouched since 2021.", "requirement_change", "rarely"),
        (
            "What belongs in which section is something clients change weekly.",
            "requirement_change",
            "weekly",
        ),
        (
            "Content sits in our catalogue, which the editors touch every day.",
            "knowledge_update",
            "daily",
        ),
    ],
)
def test_what_changes_is_told_by_what_the_replies_rest_on(
    reader: Reader, text: str, fact: str, pace: str
) -> None:
    facts = reader.read(text).facts
    paces = {f: facts[f] for f in ("knowledge_update", "requirement_change") if f in facts}
    assert paces == {fact: pace}


@pytest.mark.parametrize("text", ["agents touch 500 files every day", "What belongs where?"])
def test_touching_files_or_asking_where_changes_nothing(reader: Reader, text: str) -> None:
    facts = reader.read(text).facts
    assert not {"knowledge_update", "requirement_change"} & set(facts)


@pytest.mark.parametrize(
    ("text", "skill"),
    [
        ("two MLEs who trained rankers in production at their last job", "strong"),
        ("three people, all of them trained models in prod before", "strong"),
        ("we run several LLMs in production that we fine-tuned ourselves", "strong"),
        ("two engineers who never trained models in prod", "none"),
    ],
)
def test_models_trained_for_production_are_strong_skill(
    reader: Reader, text: str, skill: str
) -> None:
    reading = reader.read(text, asked="ml_expertise")
    assert dict(reading.facts) == {"ml_expertise": skill}


@pytest.mark.parametrize(
    ("text", "task"),
    [
        ("We port 4,000 COBOL programs to Java with gpt-4o.", "code"),
        ("Porting our legacy scripts into Python.", "code"),
        ("Call transcript in (1,200 tok), JSON with 9 fields out.", "extraction"),
        ("We map supplier sheets to our own schema.", "extraction"),
        ("We turn football scores into short match previews.", "generation"),
        ("We turn long reports into short summaries.", "summarization"),
        ("Welcome mails: gpt-4o drafts them from the CRM.", "generation"),
        ("Deed drafts for our notaries: 40 a day.", "generation"),
        ("The tool rephrases the letters in plain words.", "generation"),
    ],
)
def test_the_task_by_what_goes_in_and_comes_out(reader: Reader, text: str, task: str) -> None:
    assert _told(reader, text, "task") == task


@pytest.mark.parametrize(
    "text", ["low, the agents rephrase it anyway", "low, our nurses rewrite the text afterwards"]
)
def test_what_people_do_with_the_output_is_not_the_task(reader: Reader, text: str) -> None:
    reading = reader.read(text, asked="consistency_need", known={"task": "summarization"})
    assert dict(reading.facts) == {"consistency_need": "low"}


@pytest.mark.parametrize(
    ("text", "format_"),
    [
        ("Model must write SQL for reporting, the schema has 2 300 tables.", None),
        ("Our DB schema is confidential.", None),
        ("Every tenth output is not valid XML and the parser gives up.", "structured"),
        ("Every answer must follow our schema.", "structured"),
    ],
)
def test_the_schema_of_a_database_is_no_format(
    reader: Reader, text: str, format_: str | None
) -> None:
    assert _told(reader, text, "output_format") == format_


@pytest.mark.parametrize(
    ("text", "regulated"),
    [
        ("Internal reading only, a mistake harms nobody.", False),
        ("For the team alone, an error costs us nothing.", False),
        ("An error costs a patient his life.", True),
    ],
)
def test_errors_that_cost_nobody_anything_are_not_regulated(
    reader: Reader, text: str, regulated: bool
) -> None:
    assert _told(reader, text, "regulated") is regulated


@pytest.mark.parametrize(
    "text",
    [
        "160 agreements, mostly old, they never change.",
        "Every reply has to be based on the text of the manual.",
    ],
)
def test_old_documents_and_grounded_replies_tell_no_house_style(reader: Reader, text: str) -> None:
    assert _told(reader, text, "consistency_need") is None
