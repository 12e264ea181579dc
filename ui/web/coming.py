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
        self._changed = threading.Condition()
        self._lent: dict[str, Any] = {}
        self._made: Any = None
        self._over = False
        self._failed: BaseException | None = None

    def lend(self, **methods: Any) -> None:
        """Let these stand for the advisor's methods of the same names until it is there."""
        with self._changed:
            self._lent = methods
            self._changed.notify_all()

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
            with self._changed:
                self._over, self._lent = True, {}
                self._changed.notify_all()
        return self._made

    def __getattr__(self, name: str) -> Any:
        """What the advisor has under that name, once there is one, or what is lent meanwhile."""
        with self._changed:
            self._changed.wait_for(lambda: self._over or name in self._lent)
            if self._failed is not None:
                raise self._failed
            return self._lent[name] if name in self._lent else getattr(self._made, name)
