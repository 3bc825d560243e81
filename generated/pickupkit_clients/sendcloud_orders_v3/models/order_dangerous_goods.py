from __future__ import annotations

from pickupkit.calls import wire


class OrderDangerousGoods(wire.View):
    """A part of an answer."""

    __slots__ = ()

    @property
    def adr_packing_group_letter(self) -> str | None:
        return self._at("adr_packing_group_letter")

    @property
    def chemical_record_identifier(self) -> str | None:
        return self._at("chemical_record_identifier")

    @property
    def class_division_number(self) -> str | None:
        return self._at("class_division_number")

    @property
    def commodity_regulated_level_code(self) -> str | None:
        return self._at("commodity_regulated_level_code")

    @property
    def emergency_contact_name(self) -> str | None:
        return self._at("emergency_contact_name")

    @property
    def emergency_contact_phone(self) -> str | None:
        return self._at("emergency_contact_phone")

    @property
    def id_number(self) -> str | None:
        return self._at("id_number")

    @property
    def local_proper_shipping_name(self) -> str | None:
        return self._at("local_proper_shipping_name")

    @property
    def packaging_instruction_code(self) -> str | None:
        return self._at("packaging_instruction_code")

    @property
    def packaging_type(self) -> str | None:
        return self._at("packaging_type")

    @property
    def packaging_type_quantity(self) -> str | None:
        return self._at("packaging_type_quantity")

    @property
    def proper_shipping_name(self) -> str | None:
        return self._at("proper_shipping_name")

    @property
    def quantity(self) -> str | None:
        return self._at("quantity")

    @property
    def regulation_set(self) -> str | None:
        return self._at("regulation_set")

    @property
    def transport_category(self) -> str | None:
        return self._at("transport_category")

    @property
    def transportation_mode(self) -> str | None:
        return self._at("transportation_mode")

    @property
    def tunnel_restriction_code(self) -> str | None:
        return self._at("tunnel_restriction_code")

    @property
    def unit_of_measurement(self) -> str | None:
        return self._at("unit_of_measurement")

    @property
    def weight_type(self) -> str | None:
        return self._at("weight_type")
