"""A shop's orders, as a provider that collects them tells."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from attrs import field, frozen

from ._address import Address
from ._booked import Fault
from ._measure import Money, Weight


@frozen(kw_only=True)
class OrderItem:
    """One line of an order.

    ``weight`` is that of one piece: none of the sources says so, prices of one piece beside it do.
    ``deliver_at`` and ``handover_at`` are what the shop promised. ``properties`` are its own words.
    """

    name: str | None = None
    quantity: int | None = None
    unit_price: Money | None = None
    total_price: Money | None = None
    weight: Weight | None = None
    id: str | None = None
    product_id: str | None = None
    variant_id: str | None = None
    sku: str | None = None
    ean: str | None = None
    description: str | None = None
    image_url: str | None = None
    hs_code: str | None = None
    origin_country: str | None = None
    manufacturer_id: str | None = None
    material: str | None = None
    intended_use: str | None = None
    is_dangerous: bool = False
    handover_at: datetime | None = None
    deliver_at: datetime | None = None
    properties: Mapping[str, Any] = field(factory=dict, repr=False)


@frozen(kw_only=True)
class Payment:
    """What an order costs, and how far it is paid; ``status`` is the shop's own word."""

    total: Money | None = None
    status: str | None = None
    status_message: str | None = None
    on_delivery: bool | None = None
    subtotal: Money | None = None
    shipping: Money | None = None
    tax: Money | None = None
    discount: Money | None = None
    insurance: Money | None = None
    freight: Money | None = None
    other: Money | None = None
    invoice_date: str | None = None


@frozen(kw_only=True)
class TaxNumber:
    """A tax number; ``of`` is ``sender``, ``receiver`` or ``importer_of_record``."""

    of: str
    kind: str | None = None
    country: str | None = None
    value: str | None = None


@frozen(kw_only=True)
class Customs:
    """What customs want to know; ``shipment_type`` and ``export_type`` are the provider's words."""

    invoice_number: str | None = None
    shipment_type: str | None = None
    export_type: str | None = None
    tax_numbers: tuple[TaxNumber, ...] = field(default=(), repr=False)


@frozen(kw_only=True)
class ShipWith:
    """How an order is to be shipped: the provider's option, and the carrier that it names."""

    option: str
    carrier: str | None = None
    contract: str | None = None


@frozen(kw_only=True)
class ServicePoint:
    """Where the customer fetches the parcel; one of the two ids is told."""

    id: str | None = None
    carrier_id: str | None = None
    post_number: str | None = None
    type: str | None = None


@frozen(kw_only=True)
class Order:
    """An order as its provider tells it; everything but the ids may be absent.

    ``id`` is the provider's, ``order_id`` and ``number`` are the shop's. ``status`` is the shop's
    own word. ``ordered_at`` and ``updated_at`` are the shop's times, ``created_at`` and
    ``modified_at`` the provider's. ``weight`` is the whole order's, where told. ``raw`` is the
    provider's JSON as received.
    """

    provider: str
    account: str
    id: str
    order_id: str | None = None
    number: str | None = None
    integration: str | None = None
    status: str | None = None
    status_message: str | None = None
    ordered_at: datetime | None = None
    updated_at: datetime | None = None
    created_at: datetime | None = None
    modified_at: datetime | None = None
    items: tuple[OrderItem, ...] = ()
    payment: Payment = field(factory=Payment)
    customs: Customs | None = None
    customer: Address | None = None
    ship_to: Address | None = None
    bill_to: Address | None = None
    ship_with: ShipWith | None = None
    service_point: ServicePoint | None = None
    is_local_pickup: bool | None = None
    delivery: str | None = None
    weight: Weight | None = None
    notes: str | None = field(default=None, repr=False)
    tags: tuple[str, ...] = ()
    raw: Mapping[str, Any] = field(factory=dict, repr=False)


@frozen
class OrderPage:
    """One page of orders: what could be read, and what could not."""

    orders: tuple[Order, ...]
    faults: tuple[Fault, ...] = ()
