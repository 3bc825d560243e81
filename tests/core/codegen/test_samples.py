"""What the vendors document fits the strict descriptions, and reads through the views."""

import copy
import importlib
import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from openapi_core import OpenAPI
from openapi_core.exceptions import OpenAPIError
from openapi_core.testing import MockRequest, MockResponse

from pickupkit.calls import Answer, UnexpectedStatus

AUTH = {"Authorization": "Basic a2V5Og=="}


@pytest.fixture(scope="session")
def strict(root):
    @cache
    def load(api: str) -> OpenAPI:
        return OpenAPI.from_dict(json.loads((root / f"specs/{api}/openapi.json").read_text()))

    return load


def request_of(sample: dict[str, Any], spec: OpenAPI) -> MockRequest:
    body = json.dumps(sample["request"]).encode() if "request" in sample else None
    server = spec.spec["servers"][0]["url"]
    host, _, base = server.removeprefix("https://").partition("/")
    return MockRequest(
        f"https://{host}",
        sample["method"].lower(),
        f"{'/' if base else ''}{base}{sample['path']}",
        args=sample.get("query"),
        headers={**AUTH, **sample.get("headers", {})},
        data=body,
        content_type="application/json",
    )


def content_of(sample: dict[str, Any]) -> bytes:
    return (sample["text"] if "text" in sample else json.dumps(sample["json"])).encode()


def response_of(sample: dict[str, Any]) -> MockResponse:
    kind = sample.get("type", "application/json")
    return MockResponse(content_of(sample), status_code=sample["status"], content_type=kind)


def reader_of(sample: dict[str, Any]):
    tag = "user" if sample["operation"] == "get_metadata" else "pickups"
    home = f"pickupkit_clients.{sample['api']}.api.{tag}.{sample['operation']}"
    return importlib.import_module(home)._read


def test_a_documented_answer_fits_the_strict_description(sample, strict):
    """No vendor's sample, errors included, is refused where recorded answers are checked."""
    spec = strict(sample["api"])
    spec.validate_response(request_of(sample, spec), response_of(sample))


def test_a_documented_request_fits_the_strict_description(sample, strict):
    """What the vendors show as requests may be sent."""
    if "request" in sample or sample["method"] == "GET":
        spec = strict(sample["api"])
        spec.validate_request(request_of(sample, spec))


def test_a_documented_success_reads_through_its_view_and_an_error_does_not(sample, read_everything):
    """2xx bodies give a view whose every property can be read; other statuses give their answer."""
    answer = Answer(sample["status"], {}, content_of(sample))
    if sample["status"] < 300:
        read_everything(reader_of(sample)(answer))
    else:
        with pytest.raises(UnexpectedStatus) as refused:
            reader_of(sample)(answer)
        assert refused.value.answer is answer


KINDS: tuple[Any, ...] = (None, "x", 1, 1.5, True, [], ["x", None, {}], {}, {"id": []})


def places(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if place:
        yield place
    if isinstance(value, dict | list):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places(item, (*place, key))


def damaged(value: Any, place: tuple[Any, ...], kind: Any) -> Any:
    result = parent = copy.deepcopy(value)
    for part in place[:-1]:
        parent = parent[part]
    parent[place[-1]] = kind
    return result


def test_a_damaged_answer_never_makes_a_view_raise(sample, read_everything):
    """Whatever stands where something else is documented, reading goes on."""
    if sample["status"] < 300:
        read = reader_of(sample)
        for place in places(sample["json"]):
            for kind in KINDS:
                content = json.dumps(damaged(sample["json"], place, kind)).encode()
                read_everything(read(Answer(sample["status"], {}, content)))


def test_an_undocumented_success_does_not_fit(strict):
    """A redirect that nobody described is refused, ranges of failures notwithstanding."""
    spec = strict("easypost_pickups")
    sample = {"method": "GET", "path": "/pickups", "status": 302, "json": {}}
    with pytest.raises(OpenAPIError):
        spec.validate_response(request_of(sample, spec), response_of(sample))


def test_an_answer_without_its_id_does_not_fit(strict):
    """The strict description is strict where core relies on it."""
    spec = strict("sendcloud_pickups_v3")
    sample = {"method": "GET", "path": "/pickups/1", "status": 200, "json": {"data": {}}}
    with pytest.raises(OpenAPIError):
        spec.validate_response(request_of(sample, spec), response_of(sample))
