"""Fields of a dataclass that may be given as a function, called when somebody first looks."""

from collections.abc import Callable
from typing import Any, TypeVar

Made = TypeVar("Made", bound=type)


def later(*names: str) -> Callable[[Made], Made]:
    """Decorate a dataclass without slots: its fields `names` hold a value or what makes it.

    The functions take nothing, and have to be pure: two threads that look at the same time may both
    call one. Fields that follow from the others are best left out of comparisons, which look too.
    """

    def decorated(kind: Made) -> Made:
        for name in names:
            setattr(kind, name, _Later(name))
        return kind

    return decorated


class _Later:
    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        if instance is None:
            return self
        value = instance.__dict__[self._name]
        if callable(value):
            value = instance.__dict__[self._name] = value()
        return value

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self._name] = value
