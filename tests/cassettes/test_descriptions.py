"""Every recorded request and answer is checked against the strict description of its API."""

import json
import re
from functools import cache
from urllib.parse import parse_qs, urlsplit

import pytest
from attrs import evolve
from openapi_core import OpenAPI
from openapi_core.datatypes import RequestParameters
from openapi_core.exceptions import OpenAPIError
from werkzeug.datastructures import Headers, ImmutableMultiDict

from ._shelf import SHELF, every_exchange
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

    def __init__(self, played):
        parts = urlsplit(played.url)
        query = [(k, v) for k, values in parse_qs(parts.query).items() for v in values]
        self.host_url = f"{parts.scheme}://{parts.netloc}"
        self.path = parts.path
        self.method = played.method.lower()
        self.body = played.body.encode() or None
        headers = Headers(played.asked)
        self.content_type = headers.get("content-type", "application/json")
        self.parameters = RequestParameters(query=ImmutableMultiDict(query), header=headers)


class Answered:
    """A recorded answer as the checker wants it."""

    def __init__(self, answer):
        self.status_code = answer.status
        self.headers = Headers(answer.headers)
        self.content_type = self.headers.get("content-type", "application/json")
        self.data = answer.content


def deviations(name, played):
    """Give what does not fit, by its place and side."""
    for place, exchange in enumerate(played):
        api = api_of(exchange.url)
        if api is None:
            continue
        checks = description(api)
        asked, answered = Asked(exchange), Answered(exchange.answer)
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
@pytest.mark.parametrize("name", SHELF)
def test_a_cassette_fits_the_description(name):
    """What deviates is known with its reason; what is known still deviates."""
    found = dict(deviations(name, SHELF[name].exchanges))
    known = {key for key in KNOWN if key[0] == name}

    assert {key: why for key, why in found.items() if key not in known} == {}
    assert known <= found.keys()


def test_what_is_known_is_about_cassettes_that_exist():
    """A deviation of a case that is gone goes with it."""
    assert {name for name, _, _ in KNOWN} <= SHELF.keys()


def test_what_is_not_described_is_recorded():
    """An exemption that nothing needs goes."""
    assert set(UNDESCRIBED) <= {played.url for played in every_exchange()}


@pytest.mark.parametrize("api", sorted(set(APIS.values())))
def test_each_described_operation_is_recorded(api):
    """Everything that the library could ask an API for, some case has asked."""
    asked = {
        (played.method.lower(), described_path(played.url, api))
        for played in every_exchange()
        if api_of(played.url) == api
    }
    described = {
        (method, path)
        for path, operations in document(api)["paths"].items()
        for method in operations.keys() & {"get", "post"}
    }

    assert asked == described


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
    last = SHELF[name].exchanges[-1]
    body = json.loads(last.answer.content)
    spoil(body)
    spoilt = evolve(last, answer=evolve(last.answer, content=json.dumps(body).encode()))

    assert [key for key, _ in deviations(name, [spoilt])] == [(name, 0, "response")]


def test_the_check_notices_a_request_that_does_not_fit():
    """A request without what the description demands is found."""
    name = "sendcloud/create_at_dhl_express"
    [played] = SHELF[name].exchanges
    spoilt = evolve(played, body='{"carrier_code": "dhl_express"}')

    [(key, why)] = deviations(name, [spoilt])

    assert key[2] == "request"
    assert "address" in why
