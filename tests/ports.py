"""Ports for servers that tests start."""

import contextlib
import itertools
import os
import socket

PORTS = range(20_000, 30_000)  # the system gives connections others, above
APART = 100  # more than one process of tests asks for
_numbers = itertools.count(os.getpid() * APART)


def free_port() -> int:
    """A port that nobody listens on; other processes of tests are given others."""
    for number in itertools.islice(_numbers, len(PORTS)):
        port = PORTS[number % len(PORTS)]
        with contextlib.suppress(OSError), socket.socket() as probe:
            probe.bind(("127.0.0.1", port))
            return port
    raise OSError("no port is free")
