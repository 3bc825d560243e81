"""One HTTP request that is described and not sent, and the answer it may get."""

from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

from attrs import evolve, field, frozen

from ._effects import Effect

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


@frozen
class Answer:
    """What came back: status, headers with lower-case names, and the whole body, decompressed."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    content: bytes = field(repr=False)


class AnswerError(Exception):
    """An answer that a call cannot turn into its result; the body is kept and never shown."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer)
        self.answer = answer

    def __str__(self) -> str:
        return f"HTTP {self.answer.status}, {len(self.answer.content)} bytes"

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self})"


class UnexpectedStatus(AnswerError):
    """The status is none that the operation documents as a success."""


class UnreadableAnswer(AnswerError):
    """The status says success, the body has not the documented shape; ``__cause__`` says where."""


@frozen
class Call(Effect[T_co]):
    """One HTTP request, described and not sent; awaiting it inside an operation gives its result.

    ``path`` starts with a slash, is percent-encoded and relative to the base URL that the
    provider's connection gives for ``api``. ``repeatable`` says that sending it twice is harmless.
    """

    method: str
    path: str
    read: Callable[[Answer], T_co] = field(repr=False)
    params: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    body: bytes | None = field(default=None, repr=False)
    api: str = ""
    repeatable: bool = False

    def __attrs_post_init__(self) -> None:
        # After a base URL, "@elsewhere.example" or ".elsewhere.example" would be another host.
        if not self.path.startswith("/"):
            raise ValueError("the path of a call starts with a slash")

    @property
    def is_safe(self) -> bool:
        """Whether sending this more than once does no harm."""
        return self.repeatable or self.method == "GET"

    def parse(self, answer: Answer) -> T_co:
        """Turn the answer into the operation's result, or raise an `AnswerError`.

        ``read`` sees success answers alone, so that no error becomes an empty result.
        """
        if not 200 <= answer.status < 300:
            raise UnexpectedStatus(answer)
        try:
            return self.read(answer)
        except AnswerError:
            raise
        except Exception as error:
            raise UnreadableAnswer(answer) from error


@frozen
class Reply(Generic[T_co]):
    """A result together with the answer it was read from; see `whole`."""

    value: T_co
    answer: Answer


def repeatable(call: Call[T]) -> Call[T]:
    """Mark a call that does no harm when it is sent twice, so that it may be retried."""
    return evolve(call, repeatable=True)


def whole(call: Call[T]) -> Call[Reply[T]]:
    """Ask for the answer (status, headers, body) beside the result."""

    def read(answer: Answer) -> Reply[T]:
        return Reply(call.read(answer), answer)

    return Call(
        call.method,
        call.path,
        read,
        params=call.params,
        headers=call.headers,
        body=call.body,
        api=call.api,
        repeatable=call.repeatable,
    )
