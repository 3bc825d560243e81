from __future__ import annotations

from typing import TYPE_CHECKING

from pickupkit.calls import wire

if TYPE_CHECKING:
    from .order_tax_number import OrderTaxNumber


class OrderTaxNumbers(wire.View):
    """A part of an answer."""

    __slots__ = ()

    @property
    def importer_of_record(self) -> list[OrderTaxNumber] | None:
        from .order_tax_number import OrderTaxNumber

        return wire.views(OrderTaxNumber, self._at("importer_of_record"))

    @property
    def receiver(self) -> list[OrderTaxNumber] | None:
        from .order_tax_number import OrderTaxNumber

        return wire.views(OrderTaxNumber, self._at("receiver"))

    @property
    def sender(self) -> list[OrderTaxNumber] | None:
        from .order_tax_number import OrderTaxNumber

        return wire.views(OrderTaxNumber, self._at("sender"))
