"""The committed clients: what users import, and what that costs them."""

import importlib
import inspect
import json
import subprocess
import sys

import pytest
from openapi_spec_validator import validate

from pickupkit.calls.wire import Body, OpenEnum, View
from pickupkit.codegen.documents import operations, read
from pickupkit.codegen.operation import name_of

APIS = ["easypost_pickups", "sendcloud_pickups_v3", "shippo_pickups"]
FUNCTIONS = {
    "easypost_pickups": {
        "buy_pickup",
        "cancel_pickup",
        "create_pickup",
        "list_pickups",
        "retrieve_pickup",
    },
    "sendcloud_pickups_v3": {
        "cancel_pickup",
        "create_pickup",
        "get_metadata",
        "get_pickup",
        "list_pickups",
    },
    "shippo_pickups": {"create_pickup"},
}


def loaded_by(code):
    """Name the modules that a fresh interpreter has loaded after ``code``."""
    script = f"{code}\nimport json, sys\nprint(json.dumps(sorted(sys.modules)))"
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def client(api):
    return (
        importlib.import_module(f"pickupkit_clients.{api}.api"),
        importlib.import_module(f"pickupkit_clients.{api}.models"),
    )


@pytest.mark.parametrize("api", APIS)
def test_the_operations_have_these_names(api):
    """Plugins call them; a renamed one is a breaking change."""
    found, _ = client(api)
    assert set(found.__all__) == FUNCTIONS[api]
    assert all(inspect.isfunction(getattr(found, name)) for name in found.__all__)


@pytest.mark.parametrize("api", APIS)
def test_every_operation_of_the_description_is_generated(api, root):
    """The generator drops what it does not understand; nothing is missing."""
    document = read(root / f"specs/{api}/openapi.json")
    names = {name_of(operation) for _, operation in operations(document)}
    snake = {"CreatePickup": "create_pickup"}
    assert {snake.get(name, name) for name in names} == FUNCTIONS[api]


@pytest.mark.parametrize("api", APIS)
def test_every_module_imports_and_every_property_reads(api, root, read_everything):
    """Nested views are imported late; none of these imports may fail after a booking."""
    tree = root / "generated" / "pickupkit_clients" / api
    for path in sorted(tree.rglob("*.py")):
        parts = path.relative_to(tree.parents[1]).with_suffix("").parts
        module = importlib.import_module(".".join(parts).removesuffix(".__init__"))
        for kind in vars(module).values():
            if inspect.isclass(kind) and issubclass(kind, View) and kind is not View:
                read_everything(kind({}))
                for name in _wire_names(kind):
                    read_everything(kind({name: {}}))
                    read_everything(kind({name: [{}]}))


def _wire_names(kind):
    return {name.removesuffix("_") for name in vars(kind) if not name.startswith("__")}


@pytest.mark.parametrize("api", APIS)
def test_every_class_is_a_request_an_answer_or_an_enum(api):
    """There is no third kind of model."""
    _, models = client(api)
    for name in models.__all__:
        assert issubclass(getattr(models, name), Body | View | OpenEnum)


@pytest.mark.parametrize("api", APIS)
def test_the_strict_description_is_valid_openapi(api, root):
    """Whatever the vendor's own is."""
    validate(read(root / f"specs/{api}/openapi.json"))


def test_one_operation_loads_no_http_library_and_no_model_but_its_own():
    """Importing is paid for on every run of the command line."""
    name = "pickupkit_clients.sendcloud_pickups_v3"
    found = loaded_by(f"from {name} import api; api.cancel_pickup(7)")
    assert not {"httpx", "httpcore", "requests", "urllib3", "ssl", "openapi_python_client"} & set(
        found
    )
    assert [module for module in found if module.startswith(f"{name}.models.")] == [
        f"{name}.models.pickup_answer"
    ]


def test_the_packages_load_nothing_until_they_are_asked():
    """`api` and `models` are lists of names at first."""
    name = "pickupkit_clients.easypost_pickups"
    found = loaded_by(f"from {name} import api, models")
    assert [module for module in found if module.startswith(f"{name}.")] == [
        f"{name}.api",
        f"{name}.models",
    ]


def test_a_sendcloud_number_is_a_path():
    """Its ids are integers."""
    api, _ = client("sendcloud_pickups_v3")
    assert api.get_pickup(294247).path == "/pickups/294247"


def test_a_sendcloud_cursor_goes_out_beside_the_page_size():
    """The vendor's file does not declare it."""
    api, _ = client("sendcloud_pickups_v3")
    call = api.list_pickups(cursor="cD0y", page_size=50)
    assert sorted(call.params) == [("cursor", "cD0y"), ("page_size", "50")]


def test_a_sendcloud_status_of_the_cancel_page_is_known():
    """The vendor's own list is too short."""
    _, models = client("sendcloud_pickups_v3")
    assert models.Pickup({"status": "CANCELLATION_REJECTED"}).status.is_known
    assert not models.Pickup({"status": "COLLECTED"}).status.is_known


def test_a_shippo_call_cannot_forget_its_version():
    """Accounts without a usable default are refused without it."""
    api, models = client("shippo_pickups")
    with pytest.raises(TypeError):
        api.create_pickup(body=models.PickupCreateRequest)
    address = models.AddressPickupCompleteCreateRequest(
        name="n", street1="s", city="c", state="OR", zip_="97214", country="US"
    )
    body = models.PickupCreateRequest(
        carrier_account="a",
        location=models.Location(
            address=address,
            building_location_type=models.LocationBuildingLocationType.KNOCK_ON_DOOR,
        ),
        transactions=["t"],
        requested_start_time="2026-12-02T17:00:00Z",
        requested_end_time="2026-12-02T21:00:00Z",
    )
    call = api.create_pickup(shippo_api_version="2018-02-08", body=body)
    assert ("SHIPPO-API-VERSION", "2018-02-08") in call.headers
    assert json.loads(call.body)["location"]["building_location_type"] == "Knock on Door"


def test_an_easypost_cancel_has_no_body():
    """None is needed, and none is sent."""
    api, _ = client("easypost_pickups")
    call = api.cancel_pickup("pickup_1")
    assert (call.path, call.body, call.headers) == ("/pickups/pickup_1/cancel", None, ())
