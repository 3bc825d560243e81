"""Between the common language and EasyPost's."""

from collections.abc import Iterable
from datetime import UTC, datetime, tzinfo
from typing import Final

from pickupkit.plugin import (
    UNSET,
    Account,
    Address,
    Money,
    Pickup,
    PickupRequest,
    PickupStatus,
    Quotation,
    Rate,
    Unreadable,
    Unset,
    demand,
    flag,
    moment,
    money,
    text,
    window,
)
from pickupkit_clients.easypost_pickups import models

from ._failure import said
from ._settings import Settings

_STATUS: Final = {"scheduled": PickupStatus.CONFIRMED, "canceled": PickupStatus.CANCELLED}


def to_wire(request: PickupRequest) -> models.CreatePickupRequest:
    """Write a request; what is not given is left out."""
    [asked] = request.windows
    account = request.carrier_account
    own = request.extra.get("is_account_address", UNSET)
    return models.CreatePickupRequest(
        pickup=models.PickupInput(
            address=_to_address(request.address),
            shipment=models.ObjectRef(id=request.shipments[0]) if request.shipments else UNSET,
            batch=models.ObjectRef(id=request.batch) if request.batch else UNSET,
            carrier_accounts=[models.ObjectRef(id=account)] if account else UNSET,
            min_datetime=_utc(asked.start),
            max_datetime=_utc(asked.end or asked.start),
            instructions=_given(request.spot.instructions if request.spot else None),
            reference=_given(request.reference),
            is_account_address=own,
        )
    )


def _to_address(address: Address) -> models.AddressInput:
    return models.AddressInput(
        name=_given(address.name),
        company=_given(address.company),
        street1=_given(address.line1),
        street2=_given(address.line2),
        city=_given(address.city),
        state=_given(address.subdivision),
        zip_=_given(address.postal_code),
        country=_given(address.country),
        phone=_given(address.phone),
        email=_given(address.email),
    )


def _given(value: str | None) -> str | Unset:
    return value or UNSET


def _utc(value: datetime) -> str:
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def to_pickup(
    account: Account[Settings],
    pickup: models.Pickup,
    *,
    rate: Rate | None = None,
    zone: tzinfo | None = None,
) -> Pickup:
    """Read a pickup. EasyPost keeps UTC alone: ``zone`` is the site's, where it is known.

    Nothing in an answer marks the rate that was bought; with a single one there is no doubt.
    """
    offered = pickup.pickup_rates or ()
    bought = rate or (_rate(offered[0]) if len(offered) == 1 else None)
    raw_status = demand(pickup.status, "status")
    status = _status(raw_status, () if pickup.confirmation else offered)
    address = _from_address(pickup.address)
    return Pickup(
        provider=account.provider,
        account=account.name,
        id=demand(pickup.id, "id"),
        status=status,
        raw_status=raw_status,
        carrier=bought.carrier if bought else None,
        service=bought.service if bought else None,
        confirmation=text(pickup.confirmation),
        price=_price(bought, status),
        address=address,
        country=address.country if address else None,
        requested=window(pickup.min_datetime, pickup.max_datetime, zone),
        reference=text(pickup.reference),
        created_at=moment(pickup.created_at),
        cancelled_at=moment(pickup.updated_at) if status is PickupStatus.CANCELLED else None,
        messages=messages(pickup),
        raw=pickup.raw,
    )


def _status(raw: str, offered: Iterable[models.PickupRate]) -> PickupStatus:
    """Read the status; ``unknown`` is EasyPost's word for not bought, a failed buy included."""
    if raw == "unknown" and any(map(_rate, offered)):
        return PickupStatus.QUOTED
    return _STATUS.get(raw, PickupStatus.UNKNOWN)


def is_bought(pickup: Pickup) -> bool | None:
    """Tell whether EasyPost shows it as bought; a confirmation of any kind proves it.

    Of a status that is not known here, nobody knows: that is ``None``.
    """
    if pickup.raw.get("confirmation") or _is_booked(pickup.status):
        return True
    return False if pickup.raw_status == "unknown" else None


def _is_booked(status: PickupStatus) -> bool:
    return status in (PickupStatus.CONFIRMED, PickupStatus.CANCELLED)


def _price(bought: Rate | None, status: PickupStatus) -> Money | None:
    return bought.price if bought and _is_booked(status) else None


def _from_address(address: models.Address | None) -> Address | None:
    if address is None:
        return None
    return Address(
        name=text(address.name),
        company=text(address.company),
        line1=text(address.street1),
        line2=text(address.street2),
        postal_code=text(address.zip_),
        city=text(address.city),
        state=text(address.state),
        country=text(address.country),
        phone=text(address.phone),
        email=text(address.email),
        residential=flag(address.residential),
    )


def rates(pickup: models.Pickup) -> tuple[Rate, ...]:
    """Read the offers; one without carrier, service or a price is none, nor is one below zero.

    That there are some, and none can be read, is not that no carrier offers.
    """
    offered = pickup.pickup_rates or ()
    found = tuple(rate for each in offered if (rate := _rate(each)) and rate.price.amount >= 0)
    if offered and not found:
        raise Unreadable("no offer has a carrier, a service and a price of 0 or more")
    return found


def _rate(rate: models.PickupRate) -> Rate | None:
    carrier, service = text(rate.carrier), text(rate.service)
    price = money(rate.rate, rate.currency)
    if not (carrier and service and price):
        return None
    return Rate(carrier=carrier, service=service, price=price, id=text(rate.id))


def messages(pickup: models.Pickup) -> tuple[str, ...]:
    """Read the carriers' refusals, each with its carrier; only the first answer has them."""
    return said(pickup.raw.get("messages"))


def to_quotation(account: Account[Settings], pickup: models.Pickup) -> Quotation:
    """Read the offers for a pickup that is not booked."""
    return Quotation(
        provider=account.provider,
        account=account.name,
        id=demand(pickup.id, "id"),
        rates=rates(pickup),
        messages=messages(pickup),
        raw=pickup.raw,
    )
