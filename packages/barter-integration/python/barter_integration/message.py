"""`Message`, `Admin`, `FeedEnded`: what comes over a connection, sorted by who it is for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Generic, Self, TypeVar

from .json_form import JsonForm, form_of
from .variant import nest

__all__ = ["Admin", "FeedEnded", "Message"]

A = TypeVar("A")
P = TypeVar("P")
T = TypeVar("T")


@dataclass(frozen=True, order=True, slots=True)
class FeedEnded(JsonForm):
    """Says that an iterator or a stream has ended.

    Example:
        >>> FeedEnded() == FeedEnded()
        True
    """

    def to_dict(self) -> None:
        """Upstream's serde form: null."""

    @classmethod
    def from_dict(cls, form: Any) -> Self:
        """The value of that form."""
        if form is not None:
            raise cls._unfit(form, "null")
        return cls()


class _Tagged(JsonForm):
    """One value under the name of its kind."""

    __slots__ = ()
    _variants: ClassVar[tuple[str, ...]] = ()

    def __new__(cls, *_: Any, **__: Any) -> Self:
        if cls.__dict__.get("_variants"):
            names = " or ".join(f"{cls.__name__}.{name}" for name in cls._variants)
            raise TypeError(f"{cls.__name__} is made as {names}")
        return super().__new__(cls)

    def to_dict(self) -> dict[str, Any]:
        """`{kind: value}`, as upstream's serde writes it."""
        (value,) = (getattr(self, name) for name in self.__match_args__)  # type: ignore[attr-defined]
        return {type(self).__name__: form_of(value)}

    @classmethod
    def from_dict(cls, form: Any) -> Self:
        """The value from `{kind: value}`; what is inside stays as JSON has it."""
        if isinstance(form, dict) and len(form) == 1:
            ((kind, value),) = form.items()
            if kind in cls._variants:
                made = getattr(cls, kind)(value)
                if isinstance(made, cls):
                    return made
        raise cls._unfit(form, f"a dict with one of the keys {', '.join(cls._variants)}")


class Message(_Tagged, Generic[A, T]):
    """Either `Message.Admin(admin)` or `Message.Payload(payload)`.

    Example:
        >>> match Message.Payload({"p": "61000.1"}):
        ...     case Message.Payload(payload):
        ...         print(payload["p"])
        61000.1
    """

    __slots__ = ()
    _variants = ("Admin", "Payload")
    Admin: ClassVar[type[_MessageAdmin[Any]]]
    Payload: ClassVar[type[_MessagePayload[Any]]]


@dataclass(frozen=True, order=True, slots=True)
class _MessageAdmin(Message[A, Any]):
    """About the connection, not about the market or the account."""

    admin: A


@dataclass(frozen=True, order=True, slots=True)
class _MessagePayload(Message[Any, T]):
    """What the connection is for."""

    payload: T


class Admin(_Tagged, Generic[P, A]):
    """An admin message of the protocol (`Admin.Protocol`: pings, closing) or of the venue (`Admin.Application`).

    Example:
        >>> Admin.Application({"result": None}).to_json()
        '{"Application":{"result":null}}'
    """

    __slots__ = ()
    _variants = ("Protocol", "Application")
    Protocol: ClassVar[type[_AdminProtocol[Any]]]
    Application: ClassVar[type[_AdminApplication[Any]]]


@dataclass(frozen=True, order=True, slots=True)
class _AdminProtocol(Admin[P, Any]):
    """Of the protocol, such as a ping."""

    protocol: P


@dataclass(frozen=True, order=True, slots=True)
class _AdminApplication(Admin[Any, A]):
    """Of the venue, such as the answer to a subscription."""

    application: A


nest(Message, _MessageAdmin, _MessagePayload)
nest(Admin, _AdminProtocol, _AdminApplication)
