"""Hide what others repeat of our secrets and personal data."""

from collections.abc import Callable, Iterable

from attrs import asdict, field, frozen

from pickupkit.models import PickupRequest
from pickupkit.secret import Secret

Values = Callable[[], Iterable[str | None]]


@frozen
class Mask:
    """Hides values in texts; they are looked up when there is a text, and never kept."""

    sources: tuple[Values, ...] = field(default=(), repr=False)

    def __call__(self, text: str) -> str:
        """Give the text without the values; short ones occur by chance and stay."""
        values = {v for source in self.sources for v in source() if v and len(v) > 2}
        for value in sorted(values, key=len, reverse=True):
            text = text.replace(value, "[…]")
        return text


def secrets(headers: Iterable[object]) -> Values:
    """Hide the secrets among header values."""
    return lambda: [value.reveal() for value in headers if isinstance(value, Secret)]


def personal(request: PickupRequest) -> Values:
    """Hide who and where; the country and the state tell nobody's home."""
    public = {"country", "state", "residential"}
    return lambda: [v for k, v in asdict(request.address).items() if k not in public]
