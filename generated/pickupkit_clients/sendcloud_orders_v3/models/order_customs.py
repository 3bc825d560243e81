from __future__ import annotations

from typing import TYPE_CHECKING

from pickupkit.calls import wire

from .. import models as _models

if TYPE_CHECKING:
    from .order_tax_numbers import OrderTaxNumbers


class OrderCustoms(wire.View):
    """A part of an answer."""

    __slots__ = ()

    @property
    def commercial_invoice_number(self) -> str | None:
        return self._get("commercial_invoice_number")

    @property
    def export_type(self) -> str | None:
        return self._get("export_type")

    @property
    def shipment_type(self) -> str | None:
        return self._get("shipment_type")

    @property
    def tax_numbers(self) -> OrderTaxNumbers | None:
        return wire.view(_models.OrderTaxNumbers, self._get("tax_numbers"))
