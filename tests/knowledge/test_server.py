"""The vectors on a real Chroma server, which is there, is slow to come, or goes away."""

import contextlib
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from knowledge import Guidance, KnowledgeError
from tests.knowledge.conftest import WordEmbedder
from tests.patience import PATIENCE_SECONDS
from tests.ports import free_port

pytestmark = pytest.mark.slow


class Server:
    """A Chroma server of our own, on a port of this machine."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._folder = folder
        self.start()

    def start(self) -> None:
        program = Path(sys.executable).parent / "chroma"
        assert program.exists() or shutil.which("chroma")
        place = ("--path", str(self._folder), "--host", "127.0.0.1", "--port", str(self.port))
        self._process = subprocess.Popen(
            [str(program), "run", *place], stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        self._listening = threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        assert self._listening.wait(PATIENCE_SECONDS)
        while self._process.poll() is None:  # it says so a moment before it does
            with contextlib.suppress(ConnectionRefusedError):
                socket.create_connection(("127.0.0.1", self.port)).close()
                return
        raise AssertionError("the Chroma server did not start")

    def _read(self) -> None:
        """Read all that it says: it stops when nobody does."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if b"listening" in line:
                self._listening.set()

    def stop(self) -> None:
        self._process.kill()
        self._process.wait(PATIENCE_SECONDS)
        self._reader.join(PATIENCE_SECONDS)
        assert self._process.stdout is not None
        self._process.stdout.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("chroma"))
    yield server
    server.stop()


def test_documents_are_found_by_their_vectors_on_a_server_until_it_is_gone(
    server: Server, tmp_path: Path, corpus: Path
) -> None:
    opened: list[Guidance] = []

    def open_one(name: str) -> Guidance:
        opened.append(Guidance(tmp_path / name, corpus, WordEmbedder(), chroma_url=server.url))
        return opened[-1]

    first, other = open_one("first"), open_one("other")
    (tmp_path / "fish.md").write_text("# Fish\n\nFish swim in cold water.\n", encoding="utf-8")
    first.ingest([tmp_path / "fish.md"])
    other.build()  # clears what it does not know, and nothing of the first
    again = open_one("first")
    found = again.search("fish swim in cold water", collections=again.reach())
    assert found.passages[0].source == "fish.md"
    assert not (tmp_path / "first" / "knowledge" / "chroma").exists()
    assert again.ping() == server.url
    (tmp_path / "fish.md").write_text("# Fish\n\nFish jump in cold water.\n", encoding="utf-8")
    first.ingest([tmp_path / "fish.md"])
    again_found = again.search("fish in cold water", collections=again.reach())
    assert again_found.passages[0].text == "Fish jump in cold water."
    assert other.reach() == ("guidance",)

    server.stop()
    assert again.search("fish in cold water", collections=again.reach()).passages  # held already
    gone = open_one("first")
    with pytest.raises(KnowledgeError, match=rf"Chroma server at {server.url} cannot be reached"):
        gone.search("fish")
    with pytest.raises(KnowledgeError, match="start it, or correct or unset STEERWISE_CHROMA_URL"):
        gone.ingest([tmp_path / "fish.md"])
    with pytest.raises(KnowledgeError, match="cannot be reached"):
        gone.ping()
    server.start()
    assert gone.search("fish in cold water", collections=gone.reach()).passages
    for guidance in opened:
        guidance.close()


def test_another_server_than_chroma_is_told_without_the_password(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        listener.close()
        url = f"http://me:secret@127.0.0.1:{port}"
        with pytest.raises(KnowledgeError, match=rf"http://127\.0\.0\.1:{port} cannot be") as told:
            Guidance(tmp_path, chroma_url=url).ping()
    assert "secret" not in str(told.value)


class Hanging(BaseHTTPRequestHandler):
    """Gives a sign of life, and no other answer."""

    go_on = threading.Event()

    def do_GET(self) -> None:
        if "heartbeat" in self.path:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b'{"nanosecond heartbeat": 1}')
        else:
            self.go_on.wait(PATIENCE_SECONDS)

    def log_message(self, format: str, *args: object) -> None:
        pass


def test_a_server_that_hangs_does_not_hang_the_search(
    tmp_path: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knowledge.index.OPENING_SECONDS", 0.2)
    with ThreadingHTTPServer(("127.0.0.1", 0), Hanging) as hanging:
        threading.Thread(target=hanging.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{hanging.server_port}"
        with pytest.raises(KnowledgeError, match=rf"the Chroma server at {url} failed"):
            Guidance(tmp_path, corpus, WordEmbedder(), chroma_url=url).search("cats")
        Hanging.go_on.set()
        hanging.shutdown()
