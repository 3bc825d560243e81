"""A provider made of the parts that a test brings, at a vendor that answers everything alike."""

from datetime import UTC, datetime

from attrs import frozen

from pickupkit.calls import Answer
from pickupkit.models import Address, Page, Pickup, PickupRequest, PickupStatus, Window
from pickupkit.plugin import Call, Connection, Provider, Requirement, Secret
from pickupkit.testing._session import Session, registry_of

KEYS = {"provider": "vans", "token": "tok-12345"}
REQUEST = PickupRequest(
    address=Address(name="Goods Out", line1="Stationsplein 1", country="NL"),
    windows=[Window.local("2031-05-12", "13:00", "17:00", tz="Europe/Amsterdam")],
)
FIELDS = ("/address/name", "/address/line1", "/address/country", "/windows", "/windows/*/end")
GET = Call("GET", "/vans", lambda answer: answer)
FINE = Answer(200, {}, b"{}")
POST = Call("POST", "/vans", lambda answer: answer, body=b"{}")


@frozen(kw_only=True)
class Settings:
    token: Secret


def connect(account):
    return Connection(account.root("https://vans.example"), {"X-Key": account.settings.token})


def vans(*, more=(), **operations):
    """Make it, with operations by name."""
    rules = [Requirement(pointer=field) for field in FIELDS]
    parts = {"settings": Settings, "connect": connect, "requirements": rules, **dict(more)}
    made = Provider("vans", title="Vans", **parts)
    for name, operation in operations.items():
        getattr(made, name)(operation)
    return made


def session(provider, *, asynchronous=False, answer=FINE, keys=KEYS):
    """Open an account there."""
    now = datetime(2031, 5, 9, tzinfo=UTC)
    known = registry_of(provider)
    return Session(lambda _: answer, {"shop": keys}, known, now, asynchronous=asynchronous)


def pickup(pickup_id="1", **more):
    return Pickup(
        provider="vans", account="shop", id=pickup_id, status=PickupStatus.CONFIRMED, **more
    )


def page(*ids):
    return Page(tuple(map(pickup, ids)))
