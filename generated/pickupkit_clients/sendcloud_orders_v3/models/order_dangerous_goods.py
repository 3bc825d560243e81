from __future__ import annotations

from pickupkit.calls import wire


class OrderDangerousGoods(wire.View):
    """A part of an answer."""

    __slots__ = ()

    @property
    def adr_packing_group_letter(self) -> str | None:
        return self._get("adr_packing_group_letter")

    @property
    def chemical_record_identifier(self) -> str | None:
        return self._get("chemical_record_identifier")

    @property
    def class_division_number(self) -> str | None:
        return self._get("class_division_number")

    @property
    def commodity_regulated_level_code(self) -> str | None:
        return self._get("commodity_regulated_level_code")

    @property
    def emergency_contact_name(self) -> str | None:
        return self._get("emergency_contact_name")

    @property
    def emergency_contact_phone(self) -> str | None:
        return self._get("emergency_contact_phone")

    @property
    def id_number(self) -> str | None:
        return self._get("id_number")

    @property
    def local_proper_shipping_name(self) -> str | None:
        return self._get("local_proper_shipping_name")

    @property
    def packaging_instruction_code(self) -> str | None:
        return self._get("packaging_instruction_code")

    @property
    def packaging_type(self) -> str | None:
        return self._get("packaging_type")

    @property
    def packaging_type_quantity(self) -> str | None:
        return self._get("packaging_type_quantity")

    @property
    def proper_shipping_name(self) -> str | None:
        return self._get("proper_shipping_name")

    @property
    def quantity(self) -> str | None:
        return self._get("quantity")

    @property
    def regulation_set(self) -> str | None:
        return self._get("regulation_set")

    @property
    def transport_category(self) -> str | None:
        return self._get("transport_category")

    @property
    def transportation_mode(self) -> str | None:
        return self._get("transportation_mode")

    @property
    def tunnel_restriction_code(self) -> str | None:
        return self._get("tunnel_restriction_code")

    @property
    def unit_of_measurement(self) -> str | None:
        return self._get("unit_of_measurement")

    @property
    def weight_type(self) -> str | None:
        return self._get("weight_type")
