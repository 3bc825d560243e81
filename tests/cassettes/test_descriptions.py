"""Every recorded request and answer is checked against the strict description of its API."""

import json
import re
from copy import deepcopy
from functools import cache
from urllib.parse import parse_qs, urlsplit

import pytest
from openapi_core import OpenAPI
from openapi_core.datatypes import RequestParameters
from openapi_core.exceptions import OpenAPIError
from werkzeug.datastructures import Headers, ImmutableMultiDict

from ._shelf import FILES, every_exchange, recorded
from .conftest import CASSETTES

SPECS = CASSETTES.parent / "specs"
APIS = {
    "https://api.easypost.com/v2/": "easypost_pickups",
    "https://api.goshippo.com/": "shippo_pickups",
    "https://panel.sendcloud.sc/api/v2/": "sendcloud_pickups_v2",
    "https://panel.sendcloud.sc/api/v3/": "sendcloud_pickups_v3",
    "https://panel.sendcloud.sc/api/v3/orders": "sendcloud_orders_v3",
}
"""Which description holds for what begins so; of several, that of the longest."""

UNDESCRIBED = {
    "https://account.sendcloud.com/oauth2/token": "Sendcloud publishes no description of its tokens"
}
"""What no description is for, with the reason."""

KNOWN = {
    ("easypost/list_with_a_page_too_large", 0, "request"): "what is wrong with it is the case",
    ("sendcloud/list_with_a_page_too_large", 0, "request"): "what is wrong with it is the case",
    ("shippo/create_without_a_token", 0, "request"): "what is missing is the case",
}
"""Deviations: the cassette, the place in it, the side, and the reason."""


def api_of(uri):
    """Name the description that holds for an address; `None` where none is published."""
    if uri in UNDESCRIBED:
        return None
    return APIS[max((start for start in APIS if uri.startswith(start)), key=len)]


@cache
def document(api):
    return json.loads((SPECS / api / "openapi.json").read_text("utf-8"))


@cache
def description(api):
    return OpenAPI.from_dict(document(api))


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


def deviations(name, played):
    """Give what does not fit, by its place and side."""
    for place, exchange in enumerate(played):
        api = api_of(exchange["request"]["uri"])
        if api is None:
            continue
        checks = description(api)
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
@pytest.mark.parametrize("name", FILES)
def test_a_cassette_fits_the_description(name):
    """What deviates is known with its reason; what is known still deviates."""
    found = dict(deviations(name, recorded(name)))
    known = {key for key in KNOWN if key[0] == name}

    assert {key: why for key, why in found.items() if key not in known} == {}
    assert known <= found.keys()


def test_what_is_known_is_about_cassettes_that_exist():
    """A deviation of a case that is gone goes with it."""
    assert {name for name, _, _ in KNOWN} <= FILES.keys()


def test_what_is_not_described_is_recorded():
    """An exemption that nothing needs goes."""
    assert set(UNDESCRIBED) <= {asked["uri"] for asked in every_request()}


@pytest.mark.parametrize("api", sorted(set(APIS.values())))
def test_each_described_operation_is_recorded(api):
    """Everything that the library could ask an API for, some case has asked."""
    asked = {
        (request["method"].lower(), described_path(request["uri"], api))
        for request in every_request()
        if api_of(request["uri"]) == api
    }
    described = {
        (method, path)
        for path, operations in document(api)["paths"].items()
        for method in operations.keys() & {"get", "post"}
    }

    assert asked == described


def every_request():
    return [exchange["request"] for exchange in every_exchange()]


def described_path(uri, api):
    """Give the described path that an address is of: the one with the fewest variables."""
    root = document(api)["servers"][0]["url"]
    asked = urlsplit(uri.removeprefix(root)).path
    paths = [
        path
        for path in document(api)["paths"]
        if re.fullmatch(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(path)), asked)
    ]
    return min(paths, key=lambda path: path.count("{"))


@pytest.mark.parametrize(
    ("name", "spoil"),
    [
        ("easypost/get", lambda pickup: pickup.pop("status")),
        ("sendcloud/get_moves_on", lambda answer: answer["data"].update(id="294247")),
        ("sendcloud/orders/order", lambda answer: answer["data"].update(order_number=5)),
        ("sendcloud/v2/get_moves_on", lambda pickup: pickup.update(pickup_status="CREATED")),
        ("shippo/create_confirmed", lambda pickup: pickup.update(confirmed_start_time=12)),
    ],
)
def test_the_check_notices_an_answer_that_does_not_fit(name, spoil):
    """An answer spoilt in one field is found."""
    played = deepcopy(recorded(name)[-1:])
    body = json.loads(played[0]["response"]["body"]["string"])
    spoil(body)
    played[0]["response"]["body"]["string"] = json.dumps(body)

    assert [key for key, _ in deviations(name, played)] == [(name, 0, "response")]


def test_the_check_notices_a_request_that_does_not_fit():
    """A request without what the description demands is found."""
    played = deepcopy(recorded("sendcloud/create_at_dhl_express"))
    played[0]["request"]["body"] = '{"carrier_code": "dhl_express"}'

    [(key, why)] = deviations("sendcloud/create_at_dhl_express", played)

    assert key[2] == "request"
    assert "address" in why
