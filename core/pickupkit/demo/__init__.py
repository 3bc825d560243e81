"""The main job from beginning to end, against the sandbox: no account, no network, no van."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from importlib.resources import as_file, files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

from pickupkit import render
from pickupkit.config import Config
from pickupkit.errors import ConfigError, PluginError
from pickupkit.kit import PickupKit
from pickupkit.models import Pickup, PickupRequest
from pickupkit.plugin import Provider
from pickupkit.registry import Registry
from pickupkit.request_file import load_request

if TYPE_CHECKING:
    from pickupkit.sandbox import ASGIApp, World

ACCOUNTS: Final[Mapping[str, Mapping[str, Any]]] = {
    "sendcloud": {
        "public_key": "demo-public",
        "secret_key": "demo-secret",
        "tz": "Europe/Amsterdam",
    },
    "shippo": {"api_token": "shippo_test_demo", "tz": "America/Los_Angeles"},
    "easypost": {"api_key": "EZTK_demo", "tz": "America/Chicago"},
}
"""An account at each stand-in; any key does there."""


def applications(
    world: "World", only: str | None = None, *, registry: Registry | None = None
) -> dict[str, "ASGIApp"]:
    """Make the stand-ins of the library's own providers, or of one, whoever brings it.

    ``registry`` says which plugins may be used.
    """
    known = registry or Registry()
    names = [only] if only else sorted(filter(known.permits, ACCOUNTS))
    return {name: stand_in(known.get(name), world) for name in names}


def stand_in(provider: Provider[Any], world: "World") -> "ASGIApp":
    """Make the stand-in of a provider; a fault of its plugin is a `PluginError`."""
    if provider.sandbox_app is None:
        raise ConfigError(f"{provider.name} brings no sandbox")
    try:
        made: object = provider.sandbox_app(world)
    except (KeyboardInterrupt, GeneratorExit):
        raise
    except BaseException as cause:
        said = f"the sandbox of {provider.name!r} cannot be made: {type(cause).__name__}: {cause}"
        raise PluginError(said) from cause
    if not callable(made):
        raise PluginError(f"the sandbox of {provider.name!r} is no application")
    return made


def accounts(url: str) -> dict[str, dict[str, Any]]:
    """Give an account at each stand-in below ``url``, ready for `PickupKit`."""
    return {
        name: {"provider": name, "url": f"{url}/{name}", **keys} for name, keys in ACCOUNTS.items()
    }


@contextmanager
def sandbox(registry: Registry | None = None) -> Iterator[Config]:
    """Run the stand-ins while the ``with`` block runs; give an account at each.

    The journal is a temporary one, so that play does not mix with work.
    """
    from pickupkit.sandbox import Sandbox, World

    apps = applications(World(), registry=registry)
    with Sandbox(apps) as running, TemporaryDirectory() as folder:
        found = {name: keys for name, keys in accounts(running.url).items() if name in apps}
        yield Config.of(found, journal=Path(folder) / "journal.sqlite")


def request(provider: str) -> PickupRequest:
    """Read the request file that the demo books at a provider."""
    with as_file(files(__name__) / f"{provider}.toml") as path:
        return load_request(path)


@frozen
class Step:
    """One step of the demo: what came of it, as data and in words."""

    name: str
    result: Any
    text: str


def steps(block: Collection[str] = ()) -> Iterator[Step]:
    """Book one pickup at each provider, list them, show one, and cancel what can be cancelled.

    ``block`` names providers to do without. No observer that is installed hears of it.
    """
    registry = Registry(block=block, installed=False)
    with sandbox(registry) as stand_ins, PickupKit(stand_ins, registry=registry) as kit:
        if not kit.accounts:
            raise ConfigError("every provider of the demo is switched off by [plugins]")
        urls = {name: account.url for name, account in stand_ins.accounts.items()}
        yield Step("sandbox", urls, "The sandbox stands in for the providers on this machine.\n")
        booked = {name: kit.create(name, request(name)) for name in kit.accounts}
        said = f"Booked one pickup at each; as they answered:\n\n{_table(kit, booked.values())}\n"
        yield Step("booked", tuple(booked.values()), said)
        yield _listed(kit, booked)
        yield from _shown(kit, booked)
        done = {name: kit.cancel(name, pickup) for name, pickup in booked.items()}
        lines = [f"{name:10} {render.cancellation(each)}" for name, each in done.items()]
        yield Step("cancelled", done, "\n".join(("Now cancel them all:\n", *lines)))


def _listed(kit: PickupKit, booked: Mapping[str, Pickup]) -> Step:
    listing = kit.list(*(name for name in booked if "list" in kit.supports(name)))
    kept = [pickup for name, pickup in booked.items() if "list" not in kit.supports(name)]
    found = (*listing, *kept)
    last = " (Shippo cannot list: the last line is our own record of it)" if kept else ""
    return Step("listed", found, f"Listed a moment later{last}:\n\n{_table(kit, found)}\n")


def _shown(kit: PickupKit, booked: Mapping[str, Pickup]) -> Iterator[Step]:
    for name in [name for name in booked if "get" in kit.supports(name)][:1]:
        one = kit.get(name, booked[name].id)
        shown = render.details(one, kit.zone(name))
        yield Step("shown", one, f"One of them as it is now:\n\n{shown}\n")


def _table(kit: PickupKit, pickups: Iterable[Pickup]) -> str:
    return render.pickups((pickup, kit.zone(pickup.account)) for pickup in pickups)
