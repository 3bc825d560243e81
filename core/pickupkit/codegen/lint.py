"""What the generator would get wrong without a word, or crash on without a place; found first."""

from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any, TypeAlias
from unicodedata import normalize

from .classes import SIDE
from .dangling import dangling
from .documents import Place, at, operations
from .errors import SpecError
from .names import spelt
from .operation import body_of, name_of, placed_parameters, successes_of, tag_of
from .paths import cure
from .places import PLACE
from .refused import name_faults, path_faults, status_faults, tag_faults, texts

Json: TypeAlias = Any

_JSON = "application/json"
# Names that the generated functions and classes use themselves.
_PARAMETERS = {"body", "headers", "params"}
_FIELDS = {"request": {"to_dict"}, "answer": {"from_dict", "raw"}}


def lint(document: dict[str, Json]) -> None:
    """Refuse a strict description with all its faults at once."""
    _refuse([*dangling(document)])  # before anything follows one
    _refuse([*_text_faults(document), *_name_faults(document), *_operation_faults(document)])


def lint_shape(document: dict[str, Json]) -> None:
    """Refuse a generation form whose classes would not come out as described."""
    faults: list[str] = []
    for name, schema in document["components"]["schemas"].items():
        faults += _enum_faults(name, schema) if "enum" in schema else _field_faults(name, schema)
    _refuse([*faults, *_module_faults(document)])


def _refuse(faults: list[str]) -> None:
    if faults:
        raise SpecError("\n".join(dict.fromkeys(faults)))


def _text_faults(document: dict[str, Json]) -> Iterator[str]:
    for part in ("paths", "components"):
        yield from texts(document.get(part, {}), (part,))


def _name_faults(document: dict[str, Json]) -> Iterator[str]:
    for key, name in (("operationId", lambda o: o.get("operationId")), ("Python name", _function)):
        present = [(p, o) for p, o in operations(document) if o.get("operationId")]
        counts = Counter(name(operation) for _, operation in present)
        for place, operation in present:
            if counts[name(operation)] > 1:
                fault = f"{at(place)}: {key} {name(operation)!r} is not its alone"
                yield f"{fault}; {cure(place, '{x-python-name: <another>}')}"


def _operation_faults(document: dict[str, Json]) -> Iterator[str]:
    for place, operation in operations(document):
        where = at(place)
        if not operation.get("operationId"):
            yield f"{where}: operationId is missing; {cure(place, '{operationId: <name>}')}"
        else:
            yield from name_faults(place, operation)
        yield from tag_faults(place, operation)
        yield from path_faults(document, place, operation)
        yield from status_faults((*place, "responses"), operation)
        item = document["paths"][place[1]]
        for local, parameter in placed_parameters(document, item, operation):
            yield from _parameter_faults((*place[:2], *local), parameter)
        yield from _body_faults((*place, "requestBody"), body_of(document, operation))
        yield from _answer_faults((*place, "responses"), document, operation)


def _parameter_faults(place: Place, parameter: dict[str, Json]) -> Iterator[str]:
    where = f"{at(place)} ({parameter['name']})"
    if parameter["in"] == "cookie":
        yield f"{where}: cookies are not sent; {cure(place)}"
    if _python(parameter["name"]) in _PARAMETERS:
        yield f"{where}: the generated function uses that name itself; {cure(place)}"
    if parameter.get("explode") is False or parameter.get("style") == "deepObject":
        mend = "{explode: true, style: form}, if the vendor reads it so"
        yield f"{where}: only the form style, one pair an item, can be written; {cure(place, mend)}"
    if "content" in parameter:
        mend = "{schema: {type: string}}, and remove its content"
        yield f"{where}: a parameter with content cannot be written; {cure(place, mend)}"


def _body_faults(place: Place, body: dict[str, Json] | None) -> Iterator[str]:
    kinds = list((body or {}).get("content") or {})
    if body is None or kinds == [_JSON]:
        return
    if _JSON in kinds:
        mends = [cure((*place, "content", kind)) for kind in kinds if kind != _JSON]
    else:
        mends = [f"{cure(place)}, and give the call its body by hand"]
    told = ", ".join(kinds) or "nothing"
    yield f"{at(place)}: {_JSON} alone can be written, it takes {told}; {'; '.join(mends)}"


def _answer_faults(
    place: Place, document: dict[str, Json], operation: dict[str, Json]
) -> Iterator[str]:
    good = list(successes_of(document, operation))
    if not good:
        mend = cure(place, "{'200': {description: <what it answers>}}")
        yield f"{at(place)}: no 2xx answer is described; {mend}"
    for _, status, response in good:
        if response.get("content") and _JSON not in response["content"]:
            mend = cure((*place, status), f"{{content: {{{_JSON}: {{}}}}}}")
            yield f"{at((*place, status))}: no {_JSON} among its contents; {mend}"


def _enum_faults(name: str, schema: dict[str, Json]) -> list[str]:
    """Find members that fall together: the generator makes them from the names that are given."""
    values, names = schema["enum"], schema.get("x-enum-varnames")
    where = f"{at(schema.get(PLACE, ('components', 'schemas', name)))} (class {name})"
    if names is not None and len(names) != len(values):
        return [f"{where}: x-enum-varnames names {len(names)} of {len(values)} values"]
    spelling = [spelt(name) for name in names or [str(value).upper() for value in values]]
    twice = [
        f"{value!r} as {name}"
        for value, name in zip(values, spelling, strict=True)
        if spelling.count(name) > 1 or not name.isidentifier()
    ]
    return [f"{where}: x-enum-varnames must part {', '.join(twice)}"] if twice else []


def _field_faults(name: str, schema: dict[str, Json]) -> list[str]:
    taken = _FIELDS[schema[SIDE]]
    spelling = {field: _python(field) for field in schema.get("properties", {})}
    counts = Counter(spelling.values())
    faults: list[str] = []
    for field, python in spelling.items():
        elsewhere = ("components", "schemas", name, "properties", field)
        place = tuple(schema.get(PLACE, {}).get(field, elsewhere))
        if python in taken:
            faults.append(f"{at(place)}: the generated class uses that name itself; {cure(place)}")
        if counts[python] > 1:
            faults.append(f"{at(place)}: another field is called {python} too; {cure(place)}")
        if schema[SIDE] == "request" and python != _spelt(field):
            faults.append(f"{at(place)}: Python reads its name as {python}; {cure(place)}")
    return faults


def _module_faults(document: dict[str, Json]) -> Iterator[str]:
    """Find functions with a tag's name: they would hide each other in the ``api`` package."""
    tags = {_python(tag_of(o)) for _, o in operations(document)}
    for place, operation in operations(document):
        if _python(operation["operationId"]) in tags:
            fault = f"{at(place)}: its name {operation['operationId']!r} is a tag's as well"
            yield f"{fault}; {cure(place, '{x-python-name: <another>}')}"


def _function(operation: dict[str, Json]) -> str:
    return _python(name_of(operation))


def _python(name: str) -> str:
    """Give a name as Python reads it in code; in a text it stays as it is spelt."""
    return normalize("NFKC", _spelt(name))


@cache
def _spelt(name: str) -> str:
    from openapi_python_client.strings import PythonIdentifier

    return str(PythonIdentifier(name, prefix="field_"))
