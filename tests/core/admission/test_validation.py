"""Everything that is wrong with a request is found before anything is sent."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import httpx
import pytest
from attrs import evolve, frozen

from pickupkit import (
    Address,
    InvalidRequest,
    Money,
    Parcels,
    PickupKit,
    PickupRequest,
    Problem,
    Requirement,
    Spot,
    Weight,
    Window,
)
from pickupkit.admission import Leaf, leaves
from pickupkit.admission._validation import find_problems
from pickupkit.plugin import Account, Connection, Need, Provider
from tests.plugins._play import (
    NOW,
    PROVIDERS,
    SENDCLOUD_CARRIERS,
    account,
    easypost_request,
    local,
    sendcloud_request,
    shippo_request,
    us_address,
)

VALID = {
    "easypost": easypost_request(),
    "shippo usps": shippo_request(),
    "shippo dhl_express": shippo_request(carrier="dhl_express"),
    **{f"sendcloud {carrier}": sendcloud_request(carrier) for carrier in SENDCLOUD_CARRIERS},
}
THREE = [local("09:00", "10:00"), local("11:00", "12:00"), local("13:00", "14:00")]


@frozen
class Settings:
    pass


def provider_of(*rules):
    """Make a provider that carries the fields of a minimal request and those of its rules."""
    carried = (Requirement(pointer="/address/*"), Requirement(pointer="/windows"), *rules)
    return Provider(
        "example",
        title="Example",
        settings=Settings,
        connect=lambda _: Connection("https://a.example"),
        requirements=carried,
    )


def minimal(**changes):
    return PickupRequest(**{"address": Address(country="DE"), "windows": [local()], **changes})


def found(request, *rules, now=NOW):
    provider = provider_of(*rules)
    problems = find_problems(provider, Account("a", "example", Settings()), request, now)
    return [str(problem) for problem in problems]


def at(name, request, **settings):
    provider = PROVIDERS[name.partition(" ")[0]]
    return find_problems(provider, account(provider.name, **settings), request, NOW)


def without(request, pointer):
    """Take one field out of a request; of a list, out of its first item."""
    head, _, rest = pointer.removeprefix("/").partition("/")
    value = getattr(request, head)
    if not rest:
        empty = () if isinstance(value, tuple) else None
        return evolve(request, **{head: empty})
    if isinstance(value, tuple):
        return evolve(request, **{head: (without(value[0], rest.partition("/")[2]), *value[1:])})
    if isinstance(value, dict):
        return evolve(request, **{head: {k: v for k, v in value.items() if k != rest}})
    return evolve(request, **{head: without(value, rest)})


def required():
    """Name every field that a provider demands of each valid request."""
    for name, request in VALID.items():
        given = {leaf.rule for leaf in leaves(request)}
        for rule in PROVIDERS[name.partition(" ")[0]].requirements:
            if not rule.concerns(request.carrier):
                continue
            applies = rule.applies is not None and rule.applies(request)
            if rule.need is Need.REQUIRED or applies:
                assert rule.pointer in given, (name, rule.pointer)
                yield name, rule.pointer


@pytest.mark.parametrize("name", VALID)
def test_a_request_with_all_that_a_carrier_needs_is_valid(name):
    """And with no more than that."""
    assert at(name, VALID[name]) == ()


@pytest.mark.parametrize(("name", "pointer"), [*required()])
def test_a_field_that_a_carrier_demands_is_missed(name, pointer):
    """With its place, and whose rule it is."""
    place = pointer.replace("*", "0")

    problems = at(name, without(VALID[name], pointer))

    missed = [problem for problem in problems if problem.pointer == place]
    assert [problem.reason.startswith("is required") for problem in missed] == [True]
    assert missed[0].source


@pytest.mark.parametrize(
    ("carrier", "pointers"),
    [
        ("brt", {"/address/state"}),
        ("correos", {"/parcels/*/size_class"}),
        ("correos_express", {"/address/phone", "/windows/*/end"}),
        ("dhl", {"/windows/*/end"}),
        ("dhl_express", {"/address/phone", "/windows/*/end"}),
        ("dhl_parcel_gb", {"/extra/customer_account_number", "/extra/trading_location_id"}),
        ("fedex", {"/address/phone", "/spot/door", "/spot/building_part", "/spot/closes_at"}),
        ("gls_it", {"/address/state", "/windows/*/end"}),
        ("poste_it_delivery", {"/address/state"}),
        ("ups", {"/parcels/*/destination_country", "/parcels/*/service", "/windows/*/end"}),
    ],
)
def test_what_a_carrier_at_sendcloud_demands_beyond_the_others(carrier, pointers):
    """As Sendcloud's description says of its request."""
    rules = PROVIDERS["sendcloud"].requirements
    needed = {r.pointer for r in rules if r.need is Need.REQUIRED and r.concerns(carrier)}
    everywhere = {r.pointer for r in rules if r.need is Need.REQUIRED and r.concerns("dpd")}

    assert pointers - {"/windows/*/end"} == needed - everywhere - {"/windows/*/end"}
    assert ("/windows/*/end" in pointers) is ("/windows/*/end" in needed) or carrier == "brt"


@pytest.mark.parametrize(
    "carrier", ["correos", "dhl_parcel_gb", "dpd", "fedex", "poste_it_delivery"]
)
def test_a_window_may_be_open_where_the_carrier_allows_it(carrier):
    """Five of Sendcloud's carriers do."""
    assert at("sendcloud", sendcloud_request(carrier, windows=[local(end=None)])) == ()


@pytest.mark.parametrize("carrier", ["brt", "gls_it"])
def test_a_morning_and_an_afternoon_may_be_named_where_the_carrier_takes_both(carrier):
    """Two of Sendcloud's carriers do, the others take one window."""
    both = [local(), local("14:00", "17:00")]

    assert at("sendcloud", sendcloud_request(carrier, windows=both)) == ()
    [problem] = at("sendcloud", sendcloud_request("dpd", windows=both))
    assert str(problem) == "/windows: a number of 2 is over the most, 1"


@pytest.mark.parametrize("carrier", SENDCLOUD_CARRIERS)
def test_pallets_are_taken_where_the_carrier_takes_them(carrier):
    """DHL, DPD in Austria and UPS do."""
    request = sendcloud_request(carrier)
    pallets = evolve(request, parcels=[evolve(request.parcels[0], container="pallet")])

    pointers = [problem.pointer for problem in at("sendcloud", pallets)]

    taken = carrier in {"dhl", "dpd_at", "ups"}
    assert pointers == ([] if taken else ["/parcels/0/container"])


CARRIED_BY_NONE = {
    "easypost": [
        ("address", us_address(house_number="12"), "/address/house_number"),
        ("address", us_address(residential=True), "/address/residential"),
        ("spot", Spot(door="front_door"), "/spot/door"),
        ("spot", Spot(closes_at=datetime(2031, 1, 1, 17, tzinfo=UTC).time()), "/spot/closes_at"),
        ("extra", {"colour": "red"}, "/extra/colour"),
    ],
    "shippo": [
        ("address", us_address(house_number="12"), "/address/house_number"),
        ("service", "NextDay", "/service"),
        ("batch", "batch_1", "/batch"),
        ("max_price", Money(5, "USD"), "/max_price"),
        ("spot", Spot(door="knock", floor="1"), "/spot/floor"),
        ("extra", {"is_test": False}, "/extra/is_test"),
    ],
    "sendcloud": [
        ("service", "express", "/service"),
        ("max_price", Money(5, "EUR"), "/max_price"),
        ("spot", Spot(door="front_door"), "/spot/door"),
        ("spot", Spot(floor="1"), "/spot/floor"),
        (
            "parcels",
            [Parcels(quantity=1, weight=Weight(1), size_class="small")],
            "/parcels/0/size_class",
        ),
        (
            "parcels",
            [Parcels(quantity=1, weight=Weight(1), overweight=False)],
            "/parcels/0/overweight",
        ),
        ("extra", {"customer_account_number": "CUS1"}, "/extra/customer_account_number"),
        ("extra", {"nested": {"deep": 1}}, "/extra/nested"),
    ],
}


@pytest.mark.parametrize(
    ("name", "field", "value", "pointer"),
    [(name, *case) for name, cases in CARRIED_BY_NONE.items() for case in cases],
)
def test_a_field_that_cannot_be_carried_is_told(name, field, value, pointer):
    """Never dropped: somebody meant something by it."""
    make = {"easypost": easypost_request, "shippo": shippo_request, "sendcloud": sendcloud_request}

    [problem] = at(name, make[name](**{field: value}))

    title = PROVIDERS[name].title
    assert problem == Problem(
        pointer, f"{title} cannot carry this field; leave it out", f"{name} requirements"
    )


@pytest.mark.parametrize(
    ("name", "request_"),
    [
        ("easypost", easypost_request(parcels=[Parcels(quantity=1, weight=Weight(1))])),
        ("shippo", shippo_request(parcels=[Parcels(quantity=1, size_class="big")])),
        ("sendcloud", sendcloud_request(shipments=["shp_1"], batch="b")),
    ],
)
def test_a_request_may_hold_both_halves(name, request_):
    """Parcels for one kind of provider, labels for the other: what is unused says so as data."""
    assert at(name, request_) == ()


@pytest.mark.parametrize(
    ("name", "request_", "said"),
    [
        ("easypost", easypost_request(batch="batch_1"), "/shipments: exactly one bought"),
        ("easypost", easypost_request(shipments=[]), "/shipments: exactly one bought shipment, or"),
        ("easypost", easypost_request(shipments=[], batch=""), "/shipments: exactly one bought"),
        ("easypost", easypost_request(shipments=["a", "b"]), "/shipments: a number of 2 is over"),
        ("easypost", easypost_request(windows=[]), "/windows: is required; one window"),
        (
            "easypost",
            easypost_request(extra={"is_account_address": "false"}),
            "/extra/is_account_address: is not true or false",
        ),
        ("shippo", shippo_request(carrier="ups"), "/carrier: 'ups' is none of usps, dhl_express"),
        (
            "shippo",
            shippo_request(address=us_address(line1="x" * 36)),
            "/address/line1: a length of 36 is over the most, 35",
        ),
        (
            "shippo",
            shippo_request(carrier="dhl_express", spot=Spot(door="Front Door")),
            "/spot/door: 'Front Door' is none of back_door",
        ),
        (
            "shippo",
            shippo_request(spot=Spot(door="shipping_dock")),
            "/spot/door: 'shipping_dock' is none of back_door",
        ),
        (
            "shippo",
            shippo_request(spot=Spot(door="other")),
            "/spot/instructions: is required; where the parcels are, if the door is other",
        ),
        (
            "shippo",
            shippo_request(spot=Spot(door="knock", building_part="hall")),
            "/spot/building_part: 'hall' is none of apartment",
        ),
        ("shippo", shippo_request(reference="x" * 101), "/reference: a length of 101 is over"),
        (
            "shippo",
            shippo_request(address=us_address(state="Illinois")),
            "/address/state: is not two or three letters",
        ),
        ("sendcloud", sendcloud_request("dlh"), "/carrier: 'dlh' is none of brt, correos"),
        (
            "sendcloud",
            sendcloud_request(carrier_account="berlin"),
            "/carrier_account: is not the contract's id",
        ),
        (
            "sendcloud",
            sendcloud_request("brt", address=evolve(sendcloud_request("brt").address, state="RM")),
            "/address/state: is not as ISO 3166-2, such as IT-RM",
        ),
        (
            "sendcloud",
            sendcloud_request("ups", extra={"is_alternate_address": "no"}),
            "/extra/is_alternate_address: is not true or false",
        ),
        (
            "sendcloud",
            sendcloud_request(
                "dhl_parcel_gb",
                extra={"customer_account_number": 5, "trading_location_id": "T1"},
            ),
            "/extra/customer_account_number: is not text",
        ),
    ],
)  # fmt: skip
def test_a_value_that_a_provider_refuses_is_told(name, request_, said):
    """Before the provider has to."""
    problems = [str(problem) for problem in at(name, request_)]

    assert [problem for problem in problems if problem.startswith(said)], problems
    assert len(problems) == 1


@pytest.mark.parametrize("door", ["security_deck", "shipping_dock"])
def test_the_decks_are_dhl_expresss_at_shippo(door):
    """USPS has none."""
    assert at("shippo", shippo_request(carrier="dhl_express", spot=Spot(door=door))) == ()


def test_a_state_is_asked_for_in_america_alone_at_easypost():
    """Elsewhere addresses have none."""
    address = us_address(state=None)

    [problem] = at("easypost", easypost_request(address=address))
    assert problem.pointer == "/address/state"
    assert at("easypost", easypost_request(address=evolve(address, country="NL"))) == ()


def test_a_carrier_that_is_new_at_sendcloud_can_be_named_by_the_account():
    """With the common fields, and its own as extra, whatever their shape."""
    extra = {"depot": {"code": 5, "lines": ["a"]}, "insured": False, "rate": 2.5}
    request = sendcloud_request("new_carrier", extra=extra)

    assert at("sendcloud", request, more_carriers=("new_carrier",)) == ()
    open_ended = evolve(request, windows=[Window(request.windows[0].start)])
    assert at("sendcloud", open_ended, more_carriers=("new_carrier",)) == ()
    assert [problem.pointer for problem in at("sendcloud", request)] == ["/carrier"]


@pytest.mark.parametrize("field", ["carrier_code", "quantity", "items", "address"])
def test_extra_takes_no_common_fields_place(field):
    """What the request says elsewhere would be lost."""
    request = sendcloud_request("new_carrier", extra={field: 1})

    [problem] = at("sendcloud", request, more_carriers=("new_carrier",))

    assert str(problem) == f"/extra/{field}: is told elsewhere in the request"


def test_all_problems_are_told_at_once():
    """From the common rules, the provider's table and its own check."""
    request = PickupRequest(
        address=Address(country="Spain", phone="600 000 000", email="dock"),
        windows=[Window(NOW - timedelta(hours=1))],
        parcels=[Parcels(quantity=0, weight=Weight(0)), Parcels(quantity=1)],
        carrier="nobody",
        max_price=Money(1, "EUR"),
    )

    pointers = [problem.pointer for problem in at("sendcloud", request)]

    assert sorted(pointers) == [
        "/address/city",
        "/address/country",
        "/address/email",
        "/address/line1",
        "/address/name",
        "/address/phone",
        "/address/postal_code",
        "/carrier",
        "/max_price",
        "/parcels/0/quantity",
        "/parcels/0/weight",
        "/parcels/1/weight",
        "/windows/0",
    ]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"address": Address(country="de")}, "/address/country: is not an ISO 3166-1 code of two"),
        ({"address": Address(country="DEU")}, "/address/country: is not an ISO 3166-1 code of two"),
        ({"address": Address(phone="030 123456")}, "/address/phone: is not an E.164 number"),
        ({"address": Address(phone="+0301234567")}, "/address/phone: is not an E.164 number"),
        ({"address": Address(email="dock example.com")}, "/address/email: is not a mail address"),
        ({"windows": THREE}, "/windows: a number of 3 is over the most, 2"),
    ],
)  # fmt: skip
def test_rules_that_hold_everywhere(changes, said):
    """None of them shows the value: it may be somebody's."""
    [problem] = found(minimal(**changes))

    assert problem.startswith(said)


@pytest.mark.parametrize("carrier", ["ups", "new_carrier"])
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"quantity": 10**30}, f"/quantity: {10**30} is over the most, 1000000"),
        ({"quantity": 10**5000}, "/quantity: 1000"),
        ({"destination_country": "england"}, "/destination_country: is not an ISO 3166-1 code"),
        ({"destination_country": "nl "}, "/destination_country: is not an ISO 3166-1 code"),
    ],
)
def test_rules_of_parcels_that_hold_everywhere(carrier, changes, said):
    """Also for a carrier that is new."""
    request = sendcloud_request("ups")
    parcels = [evolve(request.parcels[0], **changes)]

    problems = at("sendcloud", evolve(request, carrier=carrier, parcels=parcels))

    assert [p for p in map(str, problems) if p.startswith(f"/parcels/0{said}")]


@pytest.mark.parametrize(
    ("weight", "said"),
    [
        (Weight(0), "0 is under the least, 0.001"),
        (Weight(-1), "-1 is under the least, 0.001"),
        (Weight(1, "g"), None),
        (Weight("0.01", "oz"), "0.00028349523125 is under the least, 0.001"),
        (Weight("1e12", "g"), "1E+9 is over the most, 1000000"),
    ],
)
def test_a_weight_is_checked_in_kilograms(weight, said):
    """Whatever unit it is given in."""
    request = minimal(parcels=[Parcels(quantity=1, weight=weight)])

    problems = found(request, Requirement(pointer="/parcels/*/*"))

    assert problems == ([f"/parcels/0/weight: {said}"] if said else [])


@pytest.mark.parametrize(
    ("windows", "said"),
    [
        ([local()], []),
        ([local("09:00", "10:00"), local("10:00", "11:00")], []),
        ([local("13:00", "15:00"), local("09:00", "11:00")], ["/windows/1: begins before the"]),
        ([local("09:00", "11:00"), local("10:00", "12:00")], ["/windows/1: begins before the"]),
        (
            [local(end=None), local("14:00", "15:00")],
            ["/windows/1: begins before the window before"],
        ),
    ],
)
def test_windows_follow_each_other(windows, said):
    """A morning, then an afternoon."""
    problems = found(minimal(windows=windows))

    assert [p.startswith(s) for p, s in zip(problems, said, strict=True)] == [True] * len(said)


@pytest.mark.parametrize(
    ("ends", "begins", "said"), [((2, 45, 0), (2, 30, 1), 0), ((2, 30, 1), (2, 45, 0), 1)]
)
def test_windows_follow_each_other_through_an_hour_that_comes_twice(ends, begins, said):
    """Which of the two a time is in decides what comes first."""

    def at(hour, minute, fold):
        return datetime(2031, 10, 26, hour, minute, tzinfo=ZoneInfo("Europe/Amsterdam"), fold=fold)

    windows = [Window(at(1, 0, 0), at(*ends)), Window(at(*begins), at(4, 0, 0))]

    assert len(found(minimal(windows=windows))) == said


def test_a_window_that_has_begun_is_past():
    """By the clock that is handed in."""
    begun = local()

    assert found(minimal(windows=[begun]), now=begun.start) == []
    assert found(minimal(windows=[begun]), now=begun.start + timedelta(seconds=1)) == [
        "/windows/0: 2031-05-12T09:00:00+02:00 is past"
    ]


@pytest.mark.parametrize("empty", ["", None])
def test_empty_text_is_not_given(empty):
    """It fills no demand, and needs no room at a provider that has none."""
    rule = Requirement(pointer="/reference", need=Need.REQUIRED)

    assert found(minimal(reference=empty), rule) == ["/reference: is required"]
    assert found(minimal(reference=empty)) == []
    assert found(minimal(extra={"own": empty})) == []


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [({"reference": " \n"}, "/reference"), ({"shipments": ["s", ""]}, "/shipments")],
)
def test_blank_text_is_no_value(changes, pointer):
    """Nobody means it."""
    rules = [Requirement(pointer="/reference"), Requirement(pointer="/shipments")]

    assert found(minimal(**changes), *rules) == [f"{pointer}: is blank"]


@pytest.mark.parametrize("odd", ["\x00", "\x1b[2J", "\x7f", "\ud800"])
def test_text_that_nobody_can_print_is_refused(odd):
    """Half of a pair could not even be sent."""
    said = "holds a control character, or half of a character that takes two"
    rule = Requirement(pointer="/reference")

    assert found(minimal(reference=f"a{odd}b"), rule) == [f"/reference: {said}"]
    assert found(minimal(reference="two lines\r\n\tof \U0001f4e6"), rule) == []


@pytest.mark.parametrize(
    ("value", "sendable"),
    [
        ("text", True),
        ({"a": [1, None, False, 2.5]}, True),
        (Decimal("2.5"), False),
        (float("nan"), False),
        (NOW, False),
        ({"a": {NOW}}, False),
    ],
)
def test_extra_holds_what_json_can(value, sendable):
    """Or the request would fail half-way."""
    problems = found(minimal(extra={"own": value}), Requirement(pointer="/extra/*"))

    said = "/extra/own: is nothing that JSON can hold; write it as text"
    assert problems == ([] if sendable else [said])


@pytest.mark.parametrize(("container", "problems"), [("parcel", 0), ("pallet", 1)])
def test_what_nobody_gave_is_not_told_as_a_field_to_leave_out(container, problems):
    """Parcels are in no other container than the usual one; only a provider's rule lets pallets."""
    request = minimal(parcels=[Parcels(quantity=2, container=container)])
    rules = (Requirement(pointer="/parcels"), Requirement(pointer="/parcels/*/quantity"))

    told = [problem for problem in found(request, *rules) if "container" in problem]

    assert len(told) == problems


def test_extra_may_nest_as_deep_as_it_likes():
    """A problem at worst."""
    value = []
    for _ in range(100_000):
        value = [value]

    problems = found(minimal(extra={"own": value}), Requirement(pointer="/extra/*"))

    assert problems == ["/extra/own: is nothing that JSON can hold; write it as text"]


def test_a_request_is_walked_field_by_field():
    """Lists give themselves and their items, a pointer's special characters are escaped."""
    request = minimal(
        parcels=[Parcels(quantity=2, weight=Weight(1))], shipments=["s"], extra={"a/b~": {"c": 1}}
    )

    walked = [*leaves(request)]

    assert [leaf.pointer for leaf in walked] == [
        "/address/country",
        "/windows",
        "/windows/0/start",
        "/windows/0/end",
        "/parcels",
        "/parcels/0/quantity",
        "/parcels/0/weight",
        "/parcels/0/container",
        "/shipments",
        "/extra/a~1b~0",
    ]
    assert walked[6] == Leaf("/parcels/0/weight", "/parcels/*/weight", Weight(1))


@pytest.mark.parametrize("operation", ["create", "quote"])
def test_what_is_invalid_is_never_sent(operation, tmp_path):
    """The transport would fail the test."""

    def transport(request):
        raise AssertionError(f"{request.method} {request.url} was sent")

    accounts = {"us": {"provider": "easypost", "api_key": "EZTK_example"}}
    with (
        PickupKit(accounts, transport=httpx.MockTransport(transport)) as kit,
        pytest.raises(InvalidRequest) as caught,
    ):
        getattr(kit, operation)("us", easypost_request(shipments=[]))

    assert [problem.pointer for problem in caught.value.problems] == ["/shipments"]


def test_the_same_problem_is_told_once():
    """Though two rules find it."""
    rules = [Requirement(pointer="/reference", at_most=3, source="a rule")] * 2

    assert found(minimal(reference="long"), *rules) == [
        "/reference: a length of 4 is over the most, 3"
    ]


@pytest.mark.parametrize("turned", [False, True])
def test_of_two_rules_that_demand_a_field_the_one_that_says_why_is_told(turned):
    """Whichever comes first."""
    telling = Requirement(pointer="/carrier", need=Need.REQUIRED, why="whose van", source="theirs")
    rules = (telling, Requirement(pointer="/carrier", need=Need.REQUIRED, source="theirs"))

    [told] = found(minimal(), *(rules[::-1] if turned else rules))

    assert told.startswith("/carrier: is required; whose van")


def test_what_is_counted_together_is_counted_where_there_is_something():
    """That there is nothing, another rule may forbid."""
    least = Requirement(pointer="/parcels/*/quantity", at_least=3, together=True, source="theirs")

    assert found(minimal(), least) == []
    assert found(minimal(parcels=[Parcels(quantity=1), Parcels(quantity=2)]), least) == []
    [told] = found(minimal(parcels=[Parcels(quantity=1), Parcels(quantity=1)]), least)
    assert told.startswith("/parcels: 2 is under the least, 3")
