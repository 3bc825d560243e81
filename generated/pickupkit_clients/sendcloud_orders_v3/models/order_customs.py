from __future__ import annotations

from typing import TYPE_CHECKING

from pickupkit.calls import wire

if TYPE_CHECKING:
    from .order_tax_numbers import OrderTaxNumbers


class OrderCustoms(wire.View):
    """A part of an answer."""

    __slots__ = ()

    @property
    def commercial_invoice_number(self) -> str | None:
        return self._at("commercial_invoice_number")

    @property
    def export_type(self) -> str | None:
        return self._at("export_type")

    @property
    def shipment_type(self) -> str | None:
        return self._at("shipment_type")

    @property
    def tax_numbers(self) -> OrderTaxNumbers | None:
        from .order_tax_numbers import OrderTaxNumbers

        return wire.view(OrderTaxNumbers, self._at("tax_numbers"))
