"""People's own documents: folders as they come, private uploads, crashes, large numbers."""

import multiprocessing
import os
import signal
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from knowledge import Changes, Guidance, KnowledgeError
from knowledge.embedding import Vectors
from knowledge.folders import walk
from knowledge.index import Index
from knowledge.staging import Staging
from tests.knowledge.conftest import WordEmbedder
from tests.knowledge.samples import docx, pdf
from tests.patience import PATIENCE_SECONDS

Open = Callable[[], Guidance]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a document of every kind."""
    folder = tmp_path / "own"
    (folder / "deep").mkdir(parents=True)
    (folder / "fish.md").write_text("# Fish\n\nFish swim in cold water.\n", encoding="utf-8")
    (folder / "deep" / "owls.txt").write_text("Owls hunt in the dark.\n", encoding="utf-8")
    (folder / "bees.html").write_text("<h1>Bees</h1><p>Bees dance.</p>", encoding="utf-8")
    (folder / "ants.pdf").write_bytes(pdf(["Ants carry leaves."]))
    (folder / "toads.docx").write_bytes(docx(("Heading1", "Toads"), ("", "Toads croak.")))
    return folder


def sources(guidance: Guidance, question: str, *collections: str) -> list[str]:
    return [p.source for p in guidance.search(question, collections=collections).passages]


def counts(changes: Changes) -> tuple[int, int, int, int, int]:
    kinds = (changes.added, changes.changed, changes.unchanged, changes.removed, changes.refused)
    added, changed, unchanged, removed, refused = map(len, kinds)
    return added, changed, unchanged, removed, refused


def test_documents_of_every_kind_are_found_and_quoted_word_for_word(
    fake: Open, folder: Path
) -> None:
    guidance = fake()
    assert counts(guidance.ingest([folder])) == (5, 0, 0, 0, 0)
    for question, source, title in (
        ("fish swim", "fish.md", "Fish"),
        ("owls hunt", "owls.txt", "Owls hunt in the dark."),
        ("bees dance", "bees.html", "Bees"),
        ("ants carry leaves", "ants.pdf", "Ants carry leaves."),
        ("toads croak", "toads.docx", "Toads"),
    ):
        first = guidance.search(question, collection="documents").passages[0]
        assert (first.source, first.citation.title) == (source, title)
        assert (first.citation.author, first.citation.year) == ("your document", None)
        assert guidance.verify(first, first.start, first.end, first.text)
        assert not guidance.verify(first, first.start + 1, first.end, first.text)


def test_a_quote_holds_when_the_file_moves_and_falls_when_the_collection_is_dropped(
    fake: Open, folder: Path
) -> None:
    guidance = fake()
    guidance.ingest([folder])
    first = guidance.search("ants carry leaves", collection="documents").passages[0]
    (folder / "ants.pdf").unlink()
    assert guidance.verify(first, first.start, first.end, first.text)
    assert guidance.verify(first.path, first.start, first.end, first.text, collection="documents")
    guidance.drop("documents")
    assert not guidance.verify(first, first.start, first.end, first.text)
    assert guidance.collections() == ()


def test_once_more_and_only_what_changed_is_read(fake: Open, folder: Path) -> None:
    fake().ingest([folder])
    assert counts(fake().ingest([folder])) == (0, 0, 5, 0, 0)
    (folder / "bees.html").write_text("<h1>Bees</h1><p>Bees hum.</p>", encoding="utf-8")
    (folder / "deep" / "owls.txt").unlink()
    later = fake()
    assert counts(later.ingest([folder])) == (0, 1, 4 - 1, 1, 0)
    assert isinstance(later.embedder, WordEmbedder)
    assert not any("Ants" in text for text in later.embedder.embedded)
    assert "owls.txt" not in sources(later, "owls hunt in the dark", "documents")


def test_a_collection_grows_by_what_is_added_and_loses_only_what_is_gone_from_there(
    fake: Open, folder: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.md"
    other.write_text("# Crows\n\nCrows count.\n", encoding="utf-8")
    guidance = fake()
    guidance.ingest([folder])
    changes = guidance.ingest([other])
    assert (counts(changes)[0], counts(changes)[3], changes.documents) == (1, 0, 6)
    (row,) = guidance.collections()
    assert row.paths == (str(other), str(folder))
    assert (row.name, row.documents, row.passages) == ("documents", 6, 6)


def test_two_files_of_one_name_are_two_documents_that_can_be_told_apart(
    fake: Open, tmp_path: Path
) -> None:
    for place in ("east", "west"):
        (tmp_path / "own" / place).mkdir(parents=True)
        (tmp_path / "own" / place / "notes.md").write_text(f"# Notes\n\nThe {place} is warm.\n")
    guidance = fake()
    guidance.ingest([tmp_path / "own"])
    found = guidance.search("the east is warm", collection="documents").passages
    assert [p.source for p in found] == ["east/notes.md", "west/notes.md"]
    assert len({p.id for p in found}) == 2
    assert all(guidance.verify(p, p.start, p.end, p.text) for p in found)


def test_one_line_tells_of_each_file_that_is_refused_and_the_rest_is_added(
    fake: Open, folder: Path
) -> None:
    (folder / "empty.md").write_bytes(b"")
    (folder / "picture.md").write_bytes(b"\x89PNG\r\n")
    (folder / "locked.pdf").write_bytes(pdf(["x"], locked=True))
    (folder / "odd\nname.txt").write_bytes(b"caf\xe9")
    (folder / "circle").symlink_to("circle")
    (folder / "deep" / "up").symlink_to("..")
    (folder / "gone.md").symlink_to("nowhere.md")
    os.mkfifo(folder / "pipe.txt")
    (folder / "photo.jpg").write_bytes(b"x")
    changes = fake().ingest([folder, folder / "missing"])
    assert counts(changes) == (5, 0, 0, 0, 9)
    assert (changes.skipped, changes.failed) == (1, (str(folder / "missing"),))
    assert all("\n" not in line for line in changes.refused)
    said = " ".join(changes.refused)
    for words in (
        "empty.md is empty",
        "picture.md is a PNG picture",
        "locked.pdf is encrypted",
        "odd\\nname.txt is not UTF-8",
        "own/circle is a link that leads in a circle",
        "own/deep/up is a link to a folder and not followed",
        "own/gone.md does not exist",
        "pipe.txt is not a file",
        "missing does not exist",
    ):
        assert words in said


def test_strange_names_are_kept(fake: Open, tmp_path: Path) -> None:
    folder = tmp_path / "a b – ü"
    folder.mkdir()
    for name in (b"with space.md", "ünï.md".encode(), b"bad \xff byte.md", b"new\nline.md"):
        path = os.fsencode(folder) + b"/" + name
        with open(path, "wb") as file:
            file.write(b"Words of " + name.split(b".")[0].replace(b"\xff", b"") + b" stay.\n")
    guidance = fake()
    assert counts(guidance.ingest([folder])) == (4, 0, 0, 0, 0)
    assert counts(guidance.ingest([folder])) == (0, 0, 4, 0, 0)
    found = guidance.search("words stay", collection="documents").passages
    assert {p.source for p in found} >= {"with space.md", "ünï.md", "bad \\xff byte.md"}
    assert all(guidance.verify(p, p.start, p.end, p.text) for p in found)


@contextmanager
def as_nobody() -> Iterator[None]:
    """Without the rights of root, who may read everything."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


def test_a_folder_without_rights_is_told_and_its_documents_stay(fake: Open) -> None:
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        closed = Path(place) / "closed"
        closed.mkdir()
        (closed / "owls.txt").write_text("Owls hunt in the dark.\n", encoding="utf-8")
        (Path(place) / "fish.txt").write_text("Fish swim.\n", encoding="utf-8")
        guidance = fake()
        guidance.ingest([Path(place)])
        closed.chmod(0)
        with as_nobody():
            found = walk([Path(place)])
        changes = guidance._writer.update("documents", found)
        closed.chmod(0o755)
    assert counts(changes) == (0, 0, 2, 0, 1)
    assert changes.refused[0].endswith("closed may not be read; check its rights")


def test_a_folder_that_lost_all_its_files_changes_nothing(fake: Open, folder: Path) -> None:
    guidance = fake()
    guidance.ingest([folder])
    for path in folder.rglob("*.*"):
        path.unlink()
    with pytest.raises(KnowledgeError, match="nothing to index: no file was found"):
        guidance.ingest([folder])
    assert guidance.collection("documents").documents == 5


def test_names_that_cannot_be_used_and_collections_that_do_not_exist_are_refused(
    fake: Open, folder: Path
) -> None:
    guidance = fake()
    guidance.ingest([folder], "animals")
    for name in ("guidance", "thread:x", "", "a/b"):
        with pytest.raises(KnowledgeError):
            guidance.ingest([folder], name)
    with pytest.raises(KnowledgeError, match="no collection 'animal'; did you mean 'animals'"):
        guidance.drop("animal")


def test_uploads_are_found_in_their_own_conversation_only(fake: Open, folder: Path) -> None:
    guidance = fake()
    guidance.ingest([folder / "bees.html"], "shared")
    guidance.upload("one", [folder / "fish.md"])
    mine, other = guidance.reach("one"), guidance.reach("two")
    assert "fish.md" in sources(guidance, "fish swim in cold water", *mine)
    assert "fish.md" not in sources(guidance, "fish swim in cold water", *other)
    for names in (mine, other):
        assert "bees.html" in sources(guidance, "bees dance", *names)
        assert "cats.md" in sources(guidance, "cats eat fish", *names)
    assert [row.name for row in guidance.collections()] == ["shared"]
    assert (guidance.uploads("one"), guidance.uploads("two")) == (("fish.md",), ())


def test_an_upload_of_the_same_name_replaces_and_all_go_with_their_conversation(
    fake: Open, folder: Path, tmp_path: Path
) -> None:
    guidance = fake()
    guidance.upload("one", [folder / "fish.md", folder / "bees.html"])
    (tmp_path / "fish.md").write_text("# Fish\n\nFish sleep in salty water.\n", encoding="utf-8")
    assert counts(guidance.upload("one", [tmp_path / "fish.md"])) == (0, 1, 1, 0, 0)
    found = guidance.search("fish water", collections=guidance.reach("one")).passages
    assert not any("cold water" in passage.text for passage in found)
    guidance.forget_uploads("one")
    assert guidance.reach("one") == ("guidance",)
    held = (tmp_path / "data" / "knowledge").rglob("*")
    assert not any(b"salty" in file.read_bytes() for file in held if file.is_file())


def test_one_conversation_takes_no_endless_number_of_documents(
    fake: Open, folder: Path, tmp_path: Path
) -> None:
    paths = [tmp_path / f"{n}.txt" for n in range(51)]
    for path in paths:
        path.write_text("Some words here.\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match="up to 50 documents, this would make 51"):
        fake().upload("one", paths)


def test_progress_tells_how_many_files_are_done(fake: Open, folder: Path) -> None:
    told: list[tuple[int, int, str]] = []
    fake().ingest([folder], progress=lambda *row: told.append(row))
    assert [row[:2] for row in told] == [(n, 5) for n in range(6)]
    assert told[0][2] == "own/ants.pdf"


def test_lost_vectors_are_made_anew_without_the_files(
    fake: Open, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    guidance = fake()
    guidance.ingest([folder])
    for path in folder.rglob("*.*"):
        path.unlink()
    number = guidance._catalog.held("documents").id  # type: ignore[union-attr]
    guidance._index.drop(guidance._store.vectors_of(number))
    later = fake()
    assert later.damaged() == ("documents",)
    with pytest.raises(KnowledgeError, match="run `steerwise prepare`"):
        later.search("fish swim", collection="documents")
    assert "cats.md" in sources(later, "cats eat fish", *later.reach())  # the rest goes on
    later.build()
    assert later.damaged() == ()
    assert sources(later, "ants carry leaves", "documents")[0] == "ants.pdf"
    monkeypatch.setattr("knowledge.shelf.LAYOUT", 10**6)  # as after a change of the splitter
    assert fake().damaged() == ("documents",)


class Waiting(WordEmbedder):
    """Embeds passages only when it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.begun, self.go_on = threading.Event(), threading.Event()

    def embed_parts(
        self, texts: Sequence[str], parts: Sequence[Sequence[tuple[int, int]]]
    ) -> list[Vectors]:
        self.begun.set()
        assert self.go_on.wait(PATIENCE_SECONDS)
        return super().embed_parts(texts, parts)


def test_searches_go_on_while_documents_are_added(
    fake: Open, folder: Path, tmp_path: Path, corpus: Path
) -> None:
    fake().build()
    embedder = Waiting()
    guidance = Guidance(tmp_path / "data", corpus, embedder)
    adding = threading.Thread(target=lambda: guidance.ingest([folder]))
    adding.start()
    assert embedder.begun.wait(PATIENCE_SECONDS)
    assert "cats.md" in sources(guidance, "cats eat fish", *guidance.reach())
    embedder.go_on.set()
    adding.join(PATIENCE_SECONDS)
    assert "fish.md" in sources(guidance, "fish swim in cold water", *guidance.reach())


def test_a_large_collection_is_searched_through_candidates_with_the_same_result(
    fake: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    things = ("apple", "brick", "cloud", "drum", "eagle", "fjord", "grape", "harp", "iris", "jade")
    for n, thing in enumerate(things * 6):
        (folder / f"{n}.md").write_text(f"# The {thing}\n\nNumber {n} is a fine {thing}.\n")
    fake().ingest([folder], "many")
    small = fake()
    few = {"passages": 10, "candidates": 8}
    for question in ("a fine drum", "number 37", "which one is the eagle?"):
        want = small.search(question, k=3, collection="many")
        with monkeypatch.context() as patch:
            patch.setattr("knowledge.holding.limit", few.__getitem__)
            large = fake()
            with pytest.raises(KnowledgeError, match="too large to be held in memory"):
                large.view("many")
            got = large.search(question, k=3, collection="many")
            beside = large.search(question, k=3, collections=("guidance", "many"))
        assert got.passages[0].text == want.passages[0].text
        assert beside.passages[0].text == want.passages[0].text
        assert got.declined == want.declined
        assert {sentence.text for sentence in got.answer} & {s.text for s in want.answer}


def _ingest_and_die(data: Path, corpus: Path, folder: Path, place: str) -> None:
    """Be killed at the place named, as by `kill -9`: before or after a step of an ingest."""
    owner: type = Index if place.startswith("vectors") else Staging
    _, step, when = place.split()
    real = getattr(owner, step)

    def deadly(*arguments: object, **named: object) -> object:
        result = real(*arguments, **named) if when == "after" else None
        os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(owner, step, deadly)
    Guidance(data, corpus, WordEmbedder()).ingest([folder])


@pytest.mark.slow
@pytest.mark.parametrize(
    "place",
    ["vectors add after", "catalog add after", "catalog publish before", "catalog publish after"],
)
def test_a_process_that_is_killed_leaves_the_old_index_or_the_new_one(
    fake: Open, tmp_path: Path, corpus: Path, folder: Path, place: str
) -> None:
    fake().ingest([folder])
    (folder / "fish.md").write_text("# Fish\n\nFish fly over the waves.\n", encoding="utf-8")
    (folder / "bees.html").unlink()
    process = multiprocessing.get_context("spawn").Process(
        target=_ingest_and_die, args=(tmp_path / "data", corpus, folder, place)
    )
    process.start()
    process.join(PATIENCE_SECONDS)
    assert process.exitcode == -signal.SIGKILL
    published = place == "catalog publish after"
    after = fake()
    texts = [p.text for p in after.search("fish bees", collection="documents", k=9).passages]
    assert len(texts) == (4 if published else 5)
    assert ("Fish fly over the waves." in texts) is published
    assert ("Fish swim in cold water." in texts) is not published
    again = fake().ingest([folder])
    assert counts(again) == ((0, 0, 4, 0, 0) if published else (0, 1, 3, 1, 0))
    assert sources(fake(), "fish fly over the waves", "documents")[0] == "fish.md"


def _ingest(data: Path, corpus: Path, folder: Path) -> None:
    Guidance(data, corpus, WordEmbedder()).ingest([folder])


@pytest.mark.slow
def test_what_another_process_ingests_is_found_at_the_next_question(
    fake: Open, tmp_path: Path, corpus: Path, folder: Path
) -> None:
    guidance = fake()
    assert "fish.md" not in sources(guidance, "fish swim in cold water", *guidance.reach())
    for text in ("Fish swim in cold water.", "Fish jump out of cold water."):
        (folder / "fish.md").write_text(f"# Fish\n\n{text}\n", encoding="utf-8")
        process = multiprocessing.get_context("spawn").Process(
            target=_ingest, args=(tmp_path / "data", corpus, folder)
        )
        process.start()
        process.join(PATIENCE_SECONDS)
        assert process.exitcode == 0
        found = guidance.search("fish in cold water", collections=guidance.reach())
        assert found.passages[0].text == text


def _ingest_on_a_full_disk(data: Path, corpus: Path, folder: Path) -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
    with pytest.raises(KnowledgeError, match="unchanged"):
        Guidance(data, corpus, WordEmbedder()).ingest([folder])


@pytest.mark.slow
def test_a_full_disk_is_one_sentence_and_the_old_index_stays(
    fake: Open, tmp_path: Path, corpus: Path, folder: Path
) -> None:
    fake().ingest([folder])
    more = "\n\n".join(f"Line {n} tells of things and of number {n * n}." for n in range(9_000))
    (folder / "long.txt").write_text(more, encoding="utf-8")
    process = multiprocessing.get_context("spawn").Process(
        target=_ingest_on_a_full_disk, args=(tmp_path / "data", corpus, folder)
    )
    process.start()
    process.join(PATIENCE_SECONDS)
    assert process.exitcode == 0
    after = fake()
    assert after.collection("documents").documents == 5
    assert sources(after, "fish swim in cold water", "documents")[0] == "fish.md"
