"""An advisor that is still being made: who needs it waits for it."""

import threading
from collections.abc import Callable
from typing import Any


class ComingAdvisor:
    """Stands for an advisor while it is made, so that the page can be opened meanwhile.

    Making one takes as long as Gradio takes to start; the browser loads the page in that time.
    """

    def __init__(self) -> None:
        """Begin with none; `make` brings it."""
        self._there = threading.Event()
        self._made: Any = None
        self._failed: BaseException | None = None

    def make(self, make: Callable[[], Any]) -> Any:
        """Make the advisor here and now, and let go on all who wait for it; returns it.

        Whatever `make` raises is raised here, and by all who wait.
        """
        try:
            self._made = make()
        except BaseException as error:
            self._failed = error
            raise
        finally:
            self._there.set()
        return self._made

    def __getattr__(self, name: str) -> Any:
        """What the advisor has under that name, once there is one."""
        self._there.wait()
        if self._failed is not None:
            raise self._failed
        return getattr(self._made, name)
