"""From Sendcloud's orders to the common language; every field but the id may be absent or null."""

from typing import Final

from pickupkit.plugin import (
    Account,
    Address,
    Customs,
    Money,
    Order,
    OrderItem,
    Payment,
    ServicePoint,
    ShipWith,
    TaxNumber,
    Weight,
    demand,
    flag,
    moment,
    money,
    text,
    texts,
    weight,
)
from pickupkit_clients.sendcloud_orders_v3 import models
from pickupkit_sendcloud._settings import Settings

_EMPTY: Final[dict[str, object]] = {}


def to_order(account: Account[Settings], order: models.Order) -> Order:
    """Read an order, of a list or a single one."""
    details = order.order_details or models.OrderDetails(_EMPTY)
    status = details.status or models.OrderStatus(_EMPTY)
    shipping = order.shipping_details or models.OrderShipping(_EMPTY)
    return Order(
        provider=account.provider,
        account=account.name,
        id=demand(order.id, "id"),
        order_id=text(order.order_id),
        number=text(order.order_number),
        integration=text(details.integration.id) if details.integration else None,
        status=text(status.code),
        status_message=text(status.message),
        ordered_at=moment(details.order_created_at),
        updated_at=moment(details.order_updated_at),
        created_at=moment(order.created_at),
        modified_at=moment(order.modified_at),
        items=tuple(map(_item, details.order_items or ())),
        payment=_payment(order.payment_details or models.OrderPayment(_EMPTY)),
        customs=_customs(order.customs_details),
        customer=_customer(order.customer_details),
        ship_to=_address(order.shipping_address),
        bill_to=_address(order.billing_address),
        ship_with=_ship_with(shipping.ship_with),
        service_point=_service_point(order.service_point_details),
        is_local_pickup=flag(shipping.is_local_pickup),
        delivery=text(shipping.delivery_indicator),
        weight=_weight(shipping.measurement),
        notes=text(details.notes),
        tags=texts(details.tags),
        raw=order.raw,
    )


def _item(item: models.OrderItem) -> OrderItem:
    """Read a line; one that is no object stays, with nothing known: without it all is too light."""
    dates, raw = item.delivery_dates, item.raw if type(item.raw) is dict else _EMPTY
    quantity, properties = item.quantity, raw.get("properties")
    return OrderItem(
        name=text(item.name),
        quantity=quantity if type(quantity) is int else None,
        unit_price=_money(item.unit_price),
        total_price=_money(item.total_price),
        weight=_weight(item.measurement),
        id=text(item.item_id),
        product_id=text(item.product_id),
        variant_id=text(item.variant_id),
        sku=text(item.sku),
        ean=text(item.ean),
        description=text(item.description),
        image_url=text(item.image_url),
        hs_code=text(item.hs_code),
        origin_country=text(item.country_of_origin),
        manufacturer_id=text(item.mid_code),
        material=text(item.material_content),
        intended_use=text(item.intended_use),
        is_dangerous=bool(item.dangerous_goods and item.dangerous_goods.raw),
        handover_at=moment(dates.handover_at) if dates else None,
        deliver_at=moment(dates.deliver_at) if dates else None,
        properties=properties if isinstance(properties, dict) else {},
    )


def _money(price: models.OrderPrice | None) -> Money | None:
    return money(price.value, price.currency) if price else None


def _weight(measurement: models.OrderMeasurement | None) -> Weight | None:
    found = measurement.weight if measurement else None
    return weight(found.value, found.unit) if found else None


def _payment(payment: models.OrderPayment) -> Payment:
    status = payment.status or models.OrderStatus(_EMPTY)
    return Payment(
        total=_money(payment.total_price),
        status=text(status.code),
        status_message=text(status.message),
        on_delivery=flag(payment.is_cash_on_delivery),
        subtotal=_money(payment.subtotal_price),
        shipping=_money(payment.estimated_shipping_price),
        tax=_money(payment.estimated_tax_price),
        discount=_money(payment.discount_granted),
        insurance=_money(payment.insurance_costs),
        freight=_money(payment.freight_costs),
        other=_money(payment.other_costs),
        invoice_date=text(payment.invoice_date),
    )


def _customs(customs: models.OrderCustoms | None) -> Customs | None:
    if customs is None:
        return None
    return Customs(
        invoice_number=text(customs.commercial_invoice_number),
        shipment_type=text(customs.shipment_type),
        export_type=text(customs.export_type),
        tax_numbers=_tax_numbers(customs.tax_numbers),
    )


def _tax_numbers(numbers: models.OrderTaxNumbers | None) -> tuple[TaxNumber, ...]:
    if numbers is None:
        return ()
    roles = {
        "sender": numbers.sender,
        "receiver": numbers.receiver,
        "importer_of_record": numbers.importer_of_record,
    }
    return tuple(
        TaxNumber(of=role, kind=text(n.name), country=text(n.country_code), value=text(n.value))
        for role, listed in roles.items()
        for n in listed or ()
    )


def _customer(customer: models.OrderCustomer | None) -> Address | None:
    if customer is None:
        return None
    return Address(
        name=text(customer.name), phone=text(customer.phone_number), email=text(customer.email)
    )


def _address(address: models.OrderAddress | None) -> Address | None:
    if address is None:
        return None
    return Address(
        name=text(address.name),
        company=text(address.company_name),
        line1=text(address.address_line_1),
        line2=text(address.address_line_2),
        house_number=text(address.house_number),
        postal_code=text(address.postal_code),
        city=text(address.city),
        state=text(address.state_province_code),
        country=text(address.country_code),
        phone=text(address.phone_number),
        email=text(address.email),
    )


def _ship_with(chosen: models.OrderShipWith | None) -> ShipWith | None:
    """Read the shipping option; its code begins with the carrier: ``postnl:standard``."""
    properties = chosen.properties if chosen else None
    option = text(properties.shipping_option_code) if properties else None
    if properties is None or option is None:
        return None
    carrier, colon, _ = option.partition(":")
    return ShipWith(
        option=option, carrier=carrier if colon else None, contract=text(properties.contract_id)
    )


def _service_point(point: models.OrderServicePoint | None) -> ServicePoint | None:
    if point is None:
        return None
    return ServicePoint(
        id=text(point.id),
        carrier_id=text(point.carrier_service_point_id),
        post_number=text(point.post_number),
        type=text(point.type_),
    )
