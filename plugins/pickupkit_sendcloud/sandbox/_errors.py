"""Sendcloud's error answers: a list of objects, or one alone; statuses as text.

Documented or recorded: the form, both 401, the 404, and the text for a weight that is no number.
Ours: the texts of a refused cancel, for which no body is documented.
"""

from collections.abc import Iterable
from typing import Any

from pickupkit.plugin.sandbox import JSONResponse, RefusedError

from ._rules import Problem

_WEIGHT = "Decimal input should be an integer, float, string or Decimal object"


def error(status: int, code: str, detail: str, *, listed: bool = True, **more: Any) -> RefusedError:
    """Make an answer with one error."""
    item = {"status": str(status), "code": code, "detail": detail, **more}
    return RefusedError(JSONResponse({"errors": [item] if listed else item}, status))


def invalid(problems: Iterable[Problem]) -> RefusedError:
    """Make the answer that names every fault of a body."""
    items = [
        {
            "status": "400",
            "code": problem.code,
            "detail": problem.detail,
            "source": {"pointer": f"/data{problem.pointer}"},
        }
        for problem in map(_as_documented, problems)
    ]
    return RefusedError(JSONResponse({"errors": items}, 400))


def not_found() -> RefusedError:
    """Make the answer for an id that does not exist."""
    return error(404, "not_found", "No Pickup matches the given query.")


def unauthorized(*, given: bool) -> RefusedError:
    """Make the answer for a credential that is wrong or, if not ``given``, absent."""
    if given:
        source = {"pointer": "/data"}
        return error(401, "authentication_failed", "Invalid username/password.", source=source)
    detail = "Authentication credentials were not provided."
    return error(401, "authentication_failed", detail, title="No credentials")


def _as_documented(problem: Problem) -> Problem:
    if problem.pointer == "/total_weight" and problem.code in ("invalid", "null"):
        return Problem(problem.pointer, "validation_error", _WEIGHT)
    return problem
