"""The form that the generator is fed: operations with all parts inlined, and their classes.

Only in memory and in temporary files. The strict description from before is what recorded answers
are validated against; this one accepts nearly anything, which is what a reader of answers wants.
"""

from typing import Any, TypeAlias

from .classes import Classes
from .documents import at, operations, some
from .errors import DEEP, SpecError
from .operation import body_of, name_of, parameters_of, successes_of, tag_of

Json: TypeAlias = Any

_JSON = "application/json"
# Nothing generated says them, and the generator refuses those that YAML reads as numbers.
_INFO = {"title": "title", "version": "version"}


def shape(document: dict[str, Json]) -> dict[str, Json]:
    """Give the generation form of a strict description that has passed the lint."""
    shaper = _Shaper(document)
    paths: dict[str, Json] = {}
    faults: list[str] = []
    for (_, path, method), operation in operations(document):
        item = document["paths"][path]
        try:
            paths.setdefault(str(path), {})[method] = shaper.operation(item, operation)
        except SpecError as error:
            faults.append(f"{at(('paths', path, method))}: {error}")
        except RecursionError:
            faults.append(f"{at(('paths', path, method))}: what it needs is {DEEP}")
    if faults:
        raise SpecError("\n".join(faults))
    return {"openapi": "3.1.0", "info": _INFO, **shaper.classes.finished(paths)}


class _Shaper:
    def __init__(self, document: dict[str, Json]) -> None:
        self.document = document
        self.classes = Classes(document)

    def operation(self, item: dict[str, Json], operation: dict[str, Json]) -> dict[str, Json]:
        """Give one operation with its parts inlined, its errors dropped, its Python name as id."""
        name = name_of(operation)
        body = body_of(self.document, operation)
        return {
            **some(operation, "summary", "description"),
            "operationId": name,
            "tags": [tag_of(operation)],
            "parameters": [
                self._parameter(parameter, name)
                for parameter in parameters_of(self.document, item, operation)
            ],
            "responses": {
                status: self._answer(response, f"{name}-answer{'' if first else f'-{status}'}")
                for first, status, response in successes_of(self.document, operation)
            },
            **({"requestBody": self._body(body, f"{name}-request")} if body else {}),
        }

    def _parameter(self, parameter: dict[str, Json], name: str) -> dict[str, Json]:
        hint = f"{name}-{parameter['name']}"
        schema = self.classes.schema(parameter.get("schema", {}), "request", hint)
        notes = {} if "$ref" in schema else some(parameter, "description")
        return {**some(parameter, "name", "in", "required"), "schema": {**schema, **notes}}

    def _body(self, body: dict[str, Json], hint: str) -> dict[str, Json]:
        schema = self.classes.schema(body["content"][_JSON].get("schema", {}), "request", hint)
        return {"required": body.get("required", False), "content": {_JSON: {"schema": schema}}}

    def _answer(self, response: dict[str, Json], hint: str) -> dict[str, Json]:
        result = {"description": response.get("description") or ""}
        if not response.get("content"):
            return result
        schema = self.classes.schema(response["content"][_JSON].get("schema", {}), "answer", hint)
        return {**result, "content": {_JSON: {"schema": schema}}}
