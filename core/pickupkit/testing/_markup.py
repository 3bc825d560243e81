"""Read XML as objects and texts, and write it again: what changes an answer needs no other form."""

from typing import Any, Final
from xml.etree import ElementTree as ET

_ATTRIBUTE: Final = "@"
_OWN: Final = "#text"


def read(content: bytes) -> Any:
    """Give XML as an object that holds its root, ``None`` where it is none.

    An element is its text. One with attributes or children is an object, in a list of those that
    share its name also where it is alone, so that a page of one item has a list as well.
    """
    try:
        root = ET.fromstring(content)  # noqa: S314 - a test's own answers
    except (ET.ParseError, ValueError, LookupError):
        return None
    return {root.tag: _value(root)}


def _value(element: ET.Element) -> Any:
    if not len(element) and not element.attrib:
        return element.text or ""
    told: dict[str, Any] = {_ATTRIBUTE + name: text for name, text in element.attrib.items()}
    if own := (element.text or "").strip():
        told[_OWN] = own
    for child in element:
        told.setdefault(child.tag, []).append(_value(child))
    return {name: _alone(value) for name, value in told.items()}


def _alone(value: Any) -> Any:
    """Give a text that has its name for itself without the list."""
    plain = isinstance(value, list) and len(value) == 1 and isinstance(value[0], str)
    return value[0] if plain else value


def write(value: dict[str, Any]) -> bytes:
    """Write what `read` gave; nothing where the root is gone, of several the first."""
    for name, held in value.items():
        root = ET.Element(name)
        _fill(root, held)
        return bytes(ET.tostring(root, encoding="utf-8"))
    return b""


def _fill(element: ET.Element, value: object) -> None:
    if not isinstance(value, dict):
        element.text = _text(value)
        return
    for name, held in value.items():
        if name == _OWN:
            element.text = _text(held)
        elif name.startswith(_ATTRIBUTE):
            element.set(name.removeprefix(_ATTRIBUTE), _text(held))
        else:
            for each in held if isinstance(held, list) else [held]:
                _fill(ET.SubElement(element, name), each)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None or isinstance(value, dict | list) else str(value)
