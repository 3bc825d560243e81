"""EasyPost's error answers: the form, the codes, and their status and text where known.

Seen in recorded traffic, some on other resources of the same API: the entries without a mark.
Marked "ours": the code exists in EasyPost's own SDKs, or only the status is documented; status or
text are this sandbox's choice.
"""

from typing import Any, Final

from pickupkit.plugin.sandbox import JSON_UTF8, JSONResponse, RefusedError

_NOT_NOW: Final = "The pickup's status does not allow this."
_BAD_REQUEST: Final = "The request was not understood."

_KNOWN: Final[dict[str, tuple[int, str]]] = {
    "APIKEY.INACTIVE": (
        403,
        "This api key is no longer active. Please use a different api key or reactivate this key.",
    ),
    "BAD_REQUEST": (400, _BAD_REQUEST),  # ours
    "DATE.PARSE.FAILURE": (422, "A date could not be read."),  # ours
    "INTERNAL_SERVER_ERROR": (
        500,
        "We're sorry, something went wrong. If the problem persists please contact Support.",
    ),
    "NOT_FOUND": (404, "The requested resource could not be found."),
    "PARAMETER.REQUIRED": (422, "Missing required parameter."),
    "PICKUP.ADDRESS.INVALID": (422, "The address is not complete."),  # ours
    "PICKUP.BATCH.REQUIRED": (422, "A purchased shipment or batch is required."),  # ours
    "PICKUP.BATCH_CARRIER.INCONSISTENT": (422, "The shipments have no common carrier."),  # ours
    "PICKUP.BUY.FAILED": (
        400,
        "Service availability unknown.ServerCode=500   serverMessage = Internal server error",
    ),
    "PICKUP.BUY.NO_MATCHING_RATES": (
        422,
        "Unable to purchase pickup, no rates matching your request were found.",
    ),
    "PICKUP.CANCEL.FAILED": (422, "The carrier did not cancel the pickup."),  # ours
    "PICKUP.REQUEST.INVALID": (422, "The request is not valid."),  # ours
    "PICKUP.STATUS.INVALID": (422, _NOT_NOW),  # ours
    "RATE_LIMITED": (429, "Too many requests."),  # ours, the code too
    "UNAUTHORIZED": (401, "No valid API key was given."),  # text ours
}

_BLANK: Final = {"field": "shipment", "message": "cannot be blank"}
_SUGGESTED: Final = {"code": "E.STREET.MISSING", "message": "Missing street", "field": "street1"}
_MISSING: Final = {"code": "PARAMETER.REQUIRED", "message": "Missing required parameter."}

# Details in the forms that were recorded on other resources of the same API. Ours: that pickups
# answer so, the words, and ``bare``. Told of SDKs alone: ``listed``.
FORMS: Final[dict[str, tuple[int, Any]]] = {
    "fields": (422, _MISSING | {"errors": [_BLANK]}),
    "suggestion": (422, _MISSING | {"errors": [_SUGGESTED | {"suggestion": None}]}),
    "keyed": (422, _MISSING | {"errors": [{"to_address": "Required and missing."}]}),
    "texts": (422, _MISSING | {"errors": ["The address is not complete."]}),
    "listed": (422, _MISSING | {"message": ["Missing one parameter.", _BLANK], "errors": []}),
    "bare": (422, "The request was not understood."),
    "codeless": (500, {"message": "The server failed.", "errors": []}),
}


def in_form(name: str) -> RefusedError:
    """Make an answer in one of the forms of details."""
    status, told = FORMS[name]
    return RefusedError(JSONResponse({"error": told}, status, media_type=JSON_UTF8))


def error(code: str, message: str | None = None, *details: dict[str, Any]) -> RefusedError:
    """Make the answer for one code; ``message`` in place of the usual text."""
    status, text = _KNOWN[code]
    body = {"error": {"code": code, "message": message or text, "errors": details}}
    return RefusedError(JSONResponse(body, status, media_type=JSON_UTF8))


def required(field: str) -> RefusedError:
    """Make the answer for a missing field of a pickup; recorded for ``min_datetime``."""
    code, text = f"PICKUP.{field.upper()}.REQUIRED", f"Invalid request, '{field}' is required."
    body = {"error": {"code": code, "message": text, "errors": []}}
    return RefusedError(JSONResponse(body, 422, media_type=JSON_UTF8))
