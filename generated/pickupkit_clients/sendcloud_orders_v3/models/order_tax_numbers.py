from __future__ import annotations

from typing import TYPE_CHECKING

from pickupkit.calls import wire

from .. import models as _models

if TYPE_CHECKING:
    from .order_tax_number import OrderTaxNumber


class OrderTaxNumbers(wire.View):
    """A part of an answer."""

    __slots__ = ()

    @property
    def importer_of_record(self) -> list[OrderTaxNumber] | None:
        return wire.views(_models.OrderTaxNumber, self._get("importer_of_record"))

    @property
    def receiver(self) -> list[OrderTaxNumber] | None:
        return wire.views(_models.OrderTaxNumber, self._get("receiver"))

    @property
    def sender(self) -> list[OrderTaxNumber] | None:
        return wire.views(_models.OrderTaxNumber, self._get("sender"))
