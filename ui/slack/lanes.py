"""Work that is done in order within a lane, and side by side across lanes."""

import contextlib
import logging
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

WORKERS = 32
Job = Callable[[], object]
log = logging.getLogger(__name__)


class Lanes:
    """A pool of threads; the jobs of one lane run one after the other, in the order given."""

    def __init__(self, workers: int = WORKERS) -> None:
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="slack")
        self._waiting: dict[str, deque[Job]] = {}
        self._guard = threading.Lock()
        self._idle = threading.Condition(self._guard)

    def submit(self, lane: str, job: Job) -> None:
        """Do a job when those before it in its lane are done; returns at once."""
        with self._guard:
            if lane in self._waiting:
                self._waiting[lane].append(job)
                return
            self._waiting[lane] = deque([job])
        self._pool.submit(self._run, lane)

    def _run(self, lane: str) -> None:
        """Do one job of a lane, then line up for the next, so that no lane holds up the others."""
        with self._guard:
            job = self._waiting[lane][0]
        try:
            job()
        except Exception:
            log.exception("a task could not be served")
        with self._guard:
            queue = self._waiting[lane]
            queue.popleft()
            if not queue:
                del self._waiting[lane]
                self._idle.notify_all()
                return
        with contextlib.suppress(RuntimeError):  # closed meanwhile
            self._pool.submit(self._run, lane)

    def settle(self, timeout: float | None = None) -> bool:
        """Wait until nothing is left to do; False when `timeout` seconds were not enough."""
        with self._guard:
            return self._idle.wait_for(lambda: not self._waiting, timeout)

    def close(self) -> None:
        """Finish what has begun; what has not is left."""
        with self._guard:
            for queue in self._waiting.values():
                while len(queue) > 1:
                    queue.pop()
        self._pool.shutdown(wait=True, cancel_futures=True)
