"""Schemas as the generator's classes: answers loosened, requests kept, each class named."""

from typing import Any, Literal, TypeAlias

from .documents import resolve, some
from .flatten import flat, whole
from .names import Component, Names, members
from .places import Places
from .rings import Rings

Json: TypeAlias = Any
Side: TypeAlias = Literal["request", "answer"]

_SCALARS = {"string", "integer", "number", "boolean"}
_HOME = "#/components/schemas/"
# How the model template learns which of its two shapes a schema gets.
SIDE = "x-side"


class Classes:
    """Collects the classes of one document while its operations are gone through."""

    def __init__(self, document: dict[str, Json]) -> None:
        self.document = document
        self.models: dict[tuple[Side, str], dict[str, Json]] = {}
        self.enums: dict[str, dict[str, Json]] = {}
        components = document.get("components", {}).get("schemas", {})
        # Another name of the same thing makes no class.
        self.names = Names(name for name, item in components.items() if "$ref" not in item)
        self.places = Places(document)
        self.rings = Rings(document)

    def finished(self, paths: dict[str, Json]) -> dict[str, Json]:
        """Give the document of ``paths`` and all classes.

        The answers' copy of a schema that is used on both sides gets its own name.
        """
        shared = {
            name: self.names.free(f"{name}-answer")
            for side, name in sorted(self.models)
            if side == "answer" and ("request", name) in self.models
        }
        schemas = dict(self.enums)
        for (side, name), model in self.models.items():
            schemas[_final(side, name, shared)] = _renamed(model, shared)
        return {"paths": _renamed(paths, shared), "components": {"schemas": schemas}}

    def schema(self, schema: Json, side: Side, hint: str) -> dict[str, Json]:
        """Give one schema in the few forms that the templates know; classes are registered."""
        if not isinstance(schema, dict):
            return {}
        schema = flat(self.document, schema)
        if "$ref" in schema:
            return self._reference(schema, side)
        if union := [*schema.get("anyOf", ()), *schema.get("oneOf", ())]:
            return self._union(union, schema, side, hint)
        if "const" in schema:
            schema = {**schema, "enum": [schema["const"]]}
        if "enum" in schema:
            return self._enum(schema, side, hint)
        return self._kind(schema, side, hint)

    def _reference(self, schema: dict[str, Json], side: Side) -> dict[str, Json]:
        """Keep a reference to what becomes a class; write anything else out in its place."""
        target = resolve(self.document, schema["$ref"])
        if "$ref" in target:  # another name of the same thing
            return self._reference(target, side)
        name = _hint(schema["$ref"])
        opened = whole(self.document, target)
        if _is_model(opened):
            reference = self._model(opened, side, name)
            return _or_null(reference) if side == "request" and _has_null(opened) else reference
        if schema["$ref"] in self.rings and side == "request":
            raise self.rings.fault(schema["$ref"])
        if schema["$ref"] in self.rings:
            return _noted({}, schema)
        with self.rings.opened(schema["$ref"]):
            return _noted(self.schema(target, side, name), schema)

    def _union(
        self, union: list[Json], schema: dict[str, Json], side: Side, hint: str
    ) -> dict[str, Json]:
        """Null is an option of a request, and nothing special in an answer."""
        options = [item for item in union if item != {"type": "null"}]
        if len(options) == 1 and side == "answer":
            return _noted(self.schema(options[0], side, hint), schema)
        if side == "answer":
            return _noted({}, schema)
        names = [hint] if len(options) == 1 else [f"{hint}-{n}" for n in range(1, len(options) + 1)]
        shaped = [self.schema(item, side, own) for item, own in zip(options, names, strict=True)]
        return _noted({"oneOf": shaped + [{"type": "null"}] * (len(options) < len(union))}, schema)

    def _enum(self, schema: dict[str, Json], side: Side, hint: str) -> dict[str, Json]:
        """Text becomes a class of its own, but a tag of an answer text; integers stay integers."""
        values = [value for value in schema["enum"] if value is not None]
        if not values or any(isinstance(value, bool | float | dict | list) for value in values):
            return _noted({}, schema)
        if all(isinstance(value, int) for value in values):
            return _noted({"type": "integer"}, schema)
        if not all(isinstance(value, str) for value in values):
            return _noted({}, schema)
        if len(values) == 1 and side == "answer":
            return _noted({"type": "string"}, schema)
        extra = some(schema, "x-enum-varnames", "description")
        values = list(dict.fromkeys(values))
        if "x-enum-varnames" not in extra and (made := members(values)):
            extra["x-enum-varnames"] = made
        enum = {"type": "string", "enum": values, **extra}
        name = self.names.of(hint, "enum", enum)
        self.enums[name] = {**enum, **self.places.schema_of(schema["enum"])}
        reference = {"$ref": _HOME + name}
        return _or_null(reference) if side == "request" and None in schema["enum"] else reference

    def _kind(self, schema: dict[str, Json], side: Side, hint: str) -> dict[str, Json]:
        kinds = schema.get("type", "object" if "properties" in schema else [])
        kinds = kinds if isinstance(kinds, list) else [kinds]
        plain = [kind for kind in kinds if kind != "null"]
        if side == "answer" and "array" in plain and "items" in schema:
            plain = ["array"]  # what else may come instead is no list, and reads as none
        if len(plain) != 1:
            return _noted({"type": kinds} if side == "request" and plain else {}, schema)
        shaped = self._plain(plain[0], schema, side, hint)
        if len(kinds) > 1 and side == "request" and shaped:
            if plain[0] in _SCALARS:
                return _noted({"type": [plain[0], "null"]}, schema)
            return _noted(_or_null(shaped), schema)
        return _noted(shaped, schema) if "$ref" not in shaped else shaped

    def _plain(self, kind: str, schema: dict[str, Json], side: Side, hint: str) -> dict[str, Json]:
        if kind in _SCALARS:
            return {"type": kind}  # formats and limits are core's business
        if kind == "array":
            return {
                "type": "array",
                "items": self.schema(schema.get("items", {}), side, f"{hint}-item"),
            }
        if not schema.get("properties"):
            return {}  # a free map
        return self._model(schema, side, hint)

    def _model(self, schema: dict[str, Json], side: Side, hint: str) -> dict[str, Json]:
        name = self.names.of(hint, "model", schema)
        if (side, name) not in self.models:
            with self.rings.opened():
                self._add_model(schema, side, name)
        return {"$ref": _HOME + name, SIDE: side}

    def _add_model(self, schema: dict[str, Json], side: Side, name: str) -> None:
        model: dict[str, Json] = {"type": "object", SIDE: side}
        model |= self.places.fields_of(schema["properties"])
        self.models[side, name] = model  # before its properties, which may lead back here
        hidden = "readOnly" if side == "request" else "writeOnly"
        model["properties"] = {
            key: self.schema(item, side, f"{name}-{key}")
            for key, item in schema["properties"].items()
            if not (isinstance(item, dict) and item.get(hidden))
        }
        if side == "request":
            model["required"] = [k for k in schema.get("required", ()) if k in model["properties"]]
        if "description" in schema:
            model["description"] = schema["description"]


def _is_model(schema: Json) -> bool:
    return isinstance(schema, dict) and bool(schema.get("properties")) and "enum" not in schema


def _has_null(schema: dict[str, Json]) -> bool:
    return isinstance(schema.get("type"), list) and "null" in schema["type"]


def _or_null(shaped: dict[str, Json]) -> dict[str, Json]:
    return {"oneOf": [shaped, {"type": "null"}]}


def _noted(shaped: dict[str, Json], schema: dict[str, Json]) -> dict[str, Json]:
    """Carry the description over, where the generator reads one."""
    if "$ref" in shaped or "description" not in schema:
        return shaped
    return {**shaped, "description": schema["description"]}


def _hint(reference: str) -> str:
    """Take a component's name; of what lies in one, the way to it."""
    parts = reference.removeprefix(_HOME).split("/")
    return Component(parts[0]) if len(parts) == 1 else "-".join(parts)


def _final(side: Side, name: str, shared: dict[str, str]) -> str:
    return shared.get(name, name) if side == "answer" else name


def _renamed(value: Json, shared: dict[str, str]) -> Json:
    if isinstance(value, list):
        return [_renamed(item, shared) for item in value]
    if not isinstance(value, dict):
        return value
    if SIDE in value and "$ref" in value:
        return {"$ref": _HOME + _final(value[SIDE], value["$ref"].removeprefix(_HOME), shared)}
    return {key: _renamed(item, shared) for key, item in value.items()}
