"""Every recorded request and answer is checked against the strict description of its API."""

import json
from functools import cache
from urllib.parse import parse_qs, urlsplit

import pytest
from openapi_core import OpenAPI
from openapi_core.datatypes import RequestParameters
from openapi_core.exceptions import OpenAPIError
from werkzeug.datastructures import Headers, ImmutableMultiDict

from ._form import interactions
from .conftest import CASSETTES

SPECS = CASSETTES.parent / "specs"
APIS = {
    "easypost": "easypost_pickups",
    "sendcloud": "sendcloud_pickups_v3",
    "shippo": "shippo_pickups",
}
NAMES = sorted(f"{path.parent.name}/{path.stem}" for path in CASSETTES.rglob("*.yaml"))

KNOWN = {
    ("easypost/list_with_a_page_too_large", 0, "request"): "what is wrong with it is the case",
    ("shippo/create_without_a_token", 0, "request"): "what is missing is the case",
}
"""Deviations: the cassette, the place in it, the side, and the reason."""


@cache
def description(provider):
    document = json.loads((SPECS / APIS[provider] / "openapi.json").read_text("utf-8"))
    return OpenAPI.from_dict(document)


class Asked:
    """A recorded request as the checker wants it."""

    def __init__(self, request):
        parts = urlsplit(request["uri"])
        query = [(k, v) for k, values in parse_qs(parts.query).items() for v in values]
        self.host_url = f"{parts.scheme}://{parts.netloc}"
        self.path = parts.path
        self.method = request["method"].lower()
        self.body = request["body"].encode() if request["body"] else None
        headers = Headers((name, v) for name, vs in request["headers"].items() for v in vs)
        self.content_type = headers.get("content-type", "application/json")
        self.parameters = RequestParameters(query=ImmutableMultiDict(query), header=headers)


class Answered:
    """A recorded answer as the checker wants it."""

    def __init__(self, response):
        self.status_code = response["status"]["code"]
        self.headers = Headers((n, v) for n, vs in response["headers"].items() for v in vs)
        self.content_type = self.headers.get("content-type", "application/json")
        self.data = response["body"]["string"].encode()


def recorded(name):
    return interactions(CASSETTES / f"{name}.yaml")


def deviations(name, played):
    """Give what does not fit, by its place and side."""
    checks = description(name.partition("/")[0])
    for place, exchange in enumerate(played):
        asked, answered = Asked(exchange["request"]), Answered(exchange["response"])
        for side, check, sides in (
            ("request", checks.validate_request, (asked,)),
            ("response", checks.validate_response, (asked, answered)),
        ):
            try:
                check(*sides)
            except OpenAPIError as error:
                yield (name, place, side), repr(error.__cause__ or error)


# The checker knows no OAuth2, which Sendcloud takes beside Basic, and says so.
@pytest.mark.filterwarnings("ignore:Unsupported scheme type:UserWarning")
@pytest.mark.parametrize("name", NAMES)
def test_a_cassette_fits_the_description(name):
    """What deviates is known with its reason; what is known still deviates."""
    found = dict(deviations(name, recorded(name)))
    known = {key for key in KNOWN if key[0] == name}

    assert {key: why for key, why in found.items() if key not in known} == {}
    assert known <= found.keys()


def test_what_is_known_is_about_cassettes_that_exist():
    """A deviation of a case that is gone goes with it."""
    assert {name for name, _, _ in KNOWN} <= set(NAMES)


@pytest.mark.parametrize(
    ("name", "spoil"),
    [
        ("easypost/get", lambda pickup: pickup.pop("status")),
        ("sendcloud/get_moves_on", lambda answer: answer["data"].update(id="294247")),
        ("shippo/create_confirmed", lambda pickup: pickup.update(confirmed_start_time=12)),
    ],
)
def test_the_check_notices_an_answer_that_does_not_fit(name, spoil):
    """An answer spoilt in one field is found."""
    played = recorded(name)[-1:]
    body = json.loads(played[0]["response"]["body"]["string"])
    spoil(body)
    played[0]["response"]["body"]["string"] = json.dumps(body)

    assert [key for key, _ in deviations(name, played)] == [(name, 0, "response")]


def test_the_check_notices_a_request_that_does_not_fit():
    """A request without what the description demands is found."""
    played = recorded("sendcloud/create_at_dhl_express")
    played[0]["request"]["body"] = '{"carrier_code": "dhl_express"}'

    [(key, why)] = deviations("sendcloud/create_at_dhl_express", played)

    assert key[2] == "request"
    assert "address" in why
