"""A request file to fill in, made from what a provider wants."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from pickupkit.models import Need, Requirement
from pickupkit.requirements import for_carrier, merged

MARK: Final = "FILL IN"
"""Marks each blank that must be filled; the others may stay as they are."""

_VALUES: Final = {
    "/shipments": '[""]',
    "/max_price": '"12.00 USD"',
    "/address/residential": "true",
    "/parcels/*/overweight": "true",
    "/parcels/*/container": '"parcel"',
}
_EXAMPLES: Final = {
    "/parcels/*/weight": 'such as "31.5 kg"',
    "/spot/closes_at": 'such as "17:30"',
    "/shipments": "the provider's ids",
}
_TOP: Final = (
    "/carrier", "/service", "/carrier_account", "/reference", "/shipments", "/batch", "/max_price",
)  # fmt: skip
_ADDRESS: Final = (
    "name", "company", "line1", "house_number", "line2", "postal_code", "city", "state", "country",
    "phone", "email", "residential",
)  # fmt: skip
_PARCELS: Final = (
    "weight", "container", "destination_country", "service", "size_class", "overweight",
)  # fmt: skip
_SPOT: Final = ("door", "building_part", "floor", "room", "closes_at", "instructions")


Fields = Mapping[str, Requirement]


def template(title: str, carrier: str | None, rules: Iterable[Requirement]) -> str:
    """Write a request file for one carrier, or for any: TOML with a comment to each field.

    It passes `validate` once its marked blanks are filled; before, it does not.
    """
    told = merged(for_carrier(rules, carrier))
    fields = {rule.pointer: rule for rule in told if not rule.together}
    blocks = (
        _head(title, carrier),
        _table("", (_carrier(carrier, fields), *_lines(fields, _TOP[1:]))),
        _table("[address]", _lines(fields, (f"/address/{name}" for name in _ADDRESS))),
        _windows(fields),
        _parcels(fields, told),
        _table("[spot]", _lines(fields, (f"/spot/{name}" for name in _SPOT))),
        _table("[extra]", _lines(fields, _extras(fields))),
    )
    return "\n\n".join(filter(None, blocks)) + "\n"


def _head(title: str, carrier: str | None) -> str:
    whose = f"{carrier} through {title}" if carrier else title
    return (
        f"# A pickup by {whose}.\n"
        f"# Fill in what is marked {MARK}; what begins with # is optional.\n"
        "# Then: pickupkit validate FILE"
    )


def _carrier(carrier: str | None, fields: Fields) -> str:
    return f'carrier = "{carrier}"' if carrier else _line(fields.get("/carrier"))


def _table(head: str, lines: Iterable[str]) -> str:
    kept = [line for line in lines if line]
    return "\n".join(([head] if head else []) + kept) if kept else ""


def _extras(fields: Fields) -> list[str]:
    return [p for p in fields if p.startswith("/extra/") and not p.endswith("/*")]


def _lines(fields: Fields, pointers: Iterable[str]) -> list[str]:
    return [_line(fields.get(pointer)) for pointer in pointers]


def _line(field: Requirement | None) -> str:
    if field is None or field.need is Need.UNUSED:
        return ""
    key = field.pointer.rpartition("/")[2]
    text = f"{key} = {_value(field)}"
    if field.need is Need.OPTIONAL:
        return _noted(f"# {text}", _words(field))
    return _noted(text, f"{MARK}{' ' + field.condition if field.condition else ''}{_after(field)}")


def _value(field: Requirement) -> str:
    if field.pointer.startswith("/extra/is_"):
        return "true"
    return _VALUES.get(field.pointer, '""')


def _after(field: Requirement) -> str:
    words = _words(field)
    return f": {words}" if words else ""


def _words(field: Requirement) -> str:
    choices = f"one of {', '.join(field.choices)}" if len(field.choices) > 1 else ""
    only = field.choices[0] if len(field.choices) == 1 else ""
    return "; ".join(filter(None, (field.why, choices, only, _EXAMPLES.get(field.pointer))))


def _noted(text: str, words: str) -> str:
    return f"{text:31} # {words}" if words else text


def _windows(fields: Fields) -> str:
    end = fields.get("/windows/*/end")
    needed = end is not None and end.need is Need.REQUIRED
    until = 'until = "13:00"' if needed else '# until = "13:00"'
    open_end = "" if needed or end is None else "may stay open"
    lines = [
        _noted('date = "+2 working days"', 'or a date such as "2031-05-12"'),
        _noted('from = "09:00"', "the site's wall clock"),
        _noted(until, "; ".join(filter(None, (open_end, end.why if end else "")))),
        _noted('tz = ""', f"{MARK}: the site's time zone, such as Europe/Amsterdam"),
    ]
    return _table("[[windows]]", lines)


def _parcels(fields: Fields, rules: Sequence[Requirement]) -> str:
    counts = [rule for rule in rules if rule.pointer == "/parcels/*/quantity"]
    unused = {rule.pointer for rule in rules if rule.need is Need.UNUSED}
    if not counts or "/parcels" in unused:
        return ""
    least = max(rule.at_least or 1 for rule in counts)
    count = _noted(f"quantity = {least}", "; ".join(filter(None, (rule.why for rule in counts))))
    return _table(
        "[[parcels]]", (count, *_lines(fields, (f"/parcels/*/{name}" for name in _PARCELS)))
    )
