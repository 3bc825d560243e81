"""What the generator would get wrong without a word, or crash on without a place; found first."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, TypeAlias

from .classes import SIDE
from .documents import at, operations, references, resolve
from .errors import SpecError
from .operation import body_of, name_of, parameters_of, successes_of

Json: TypeAlias = Any

# Names that the generated functions and classes use themselves.
_PARAMETERS = {"body", "headers", "params"}
_FIELDS = {"request": {"to_dict"}, "answer": {"from_dict", "raw"}}


def lint(document: dict[str, Json]) -> None:
    """Refuse a strict description with all its faults at once."""
    _refuse([*_reference_faults(document)])  # before anything follows one
    _refuse([*_name_faults(document), *_operation_faults(document)])


def lint_shape(document: dict[str, Json]) -> None:
    """Refuse a generation form whose classes would not come out as described."""
    faults: list[str] = []
    for name, schema in document["components"]["schemas"].items():
        place = at(("components", "schemas", name))
        faults += _enum_faults(place, schema) if "enum" in schema else _field_faults(place, schema)
    _refuse([*faults, *_module_faults(document)])


def _refuse(faults: list[str]) -> None:
    if faults:
        raise SpecError("\n".join(faults))


def _reference_faults(document: dict[str, Json]) -> Iterator[str]:
    for place, target in references(document):
        try:
            resolve(document, target)
        except SpecError as error:
            yield f"{at(place)}: {error}"


def _name_faults(document: dict[str, Json]) -> Iterator[str]:
    for key, name in (("operationId", lambda o: o.get("operationId")), ("Python name", name_of)):
        present = [(p, o) for p, o in operations(document) if o.get("operationId")]
        counts = Counter(name(operation) for _, operation in present)
        for place, operation in present:
            if counts[name(operation)] > 1:
                yield f"{at(place)}: {key} {name(operation)!r} is not its alone"


def _operation_faults(document: dict[str, Json]) -> Iterator[str]:
    for place, operation in operations(document):
        where = at(place)
        if not operation.get("operationId"):
            yield f"{where}: operationId is missing"
        item = document["paths"][place[1]]
        for parameter in parameters_of(document, item, operation):
            yield from _parameter_faults(f"{where}/parameters ({parameter['name']})", parameter)
        yield from _body_faults(f"{where}/requestBody", body_of(document, operation))
        yield from _answer_faults(f"{where}/responses", document, operation)


def _parameter_faults(where: str, parameter: dict[str, Json]) -> Iterator[str]:
    if parameter["in"] == "cookie":
        yield f"{where}: cookies are not sent"
    if _python(parameter["name"]) in _PARAMETERS:
        yield f"{where}: the generated function uses that name itself"
    if parameter.get("explode") is False or parameter.get("style") == "deepObject":
        yield f"{where}: only the form style, one pair an item, can be written"
    if "content" in parameter:
        yield f"{where}: a parameter with content cannot be written"


def _body_faults(where: str, body: dict[str, Json] | None) -> Iterator[str]:
    if body is not None and list(body.get("content", {})) != ["application/json"]:
        kinds = ", ".join(body.get("content", {})) or "nothing"
        yield f"{where}: application/json alone can be sent, it offers {kinds}"


def _answer_faults(
    where: str, document: dict[str, Json], operation: dict[str, Json]
) -> Iterator[str]:
    good = list(successes_of(document, operation))
    if not good:
        yield f"{where}: no 2xx answer is described"
    for _, status, response in good:
        if response.get("content") and "application/json" not in response["content"]:
            yield f"{where}/{status}: no application/json among its contents"


def _enum_faults(place: str, schema: dict[str, Json]) -> list[str]:
    """Members are made from values and may fall together; unnamed ones are numbered."""
    values = schema["enum"]
    names = schema.get("x-enum-varnames")
    if names is not None and len(names) != len(values):
        return [f"{place}: x-enum-varnames names {len(names)} of {len(values)} values"]
    if names is None and (odd := [v for v in values if not str(v)[:1].isalpha()]):
        return [f"{place}: x-enum-varnames must name {odd}, else their members are numbered"]
    members = [_member(name) for name in names or [str(value).upper() for value in values]]
    twice = [
        f"{value!r} as {name}"
        for value, name in zip(values, members, strict=True)
        if members.count(name) > 1 or not name.isidentifier()
    ]
    return [f"{place}: x-enum-varnames must part {', '.join(twice)}"] if twice else []


def _field_faults(place: str, schema: dict[str, Json]) -> list[str]:
    taken = _FIELDS[schema[SIDE]]
    return [
        f"{place}/properties/{name}: the generated class uses that name itself"
        for name in schema.get("properties", {})
        if _python(name) in taken
    ]


def _module_faults(document: dict[str, Json]) -> Iterator[str]:
    """Find functions with a tag's name: they would hide each other in the ``api`` package."""
    tags = {_python(o["tags"][0]) for _, o in operations(document)}
    for place, operation in operations(document):
        if _python(operation["operationId"]) in tags:
            yield f"{at(place)}: its name {operation['operationId']!r} is a tag's as well"


def _python(name: str) -> str:
    from openapi_python_client.strings import PythonIdentifier

    return str(PythonIdentifier(name, prefix="field_"))


def _member(name: str) -> str:
    from openapi_python_client.strings import snake_case

    return snake_case(name).upper()
