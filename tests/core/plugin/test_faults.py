"""What a plugin's own functions trip over is told by kind and place, and nothing was sent."""

import pytest

from pickupkit import AuthenticationFailed, MalformedAnswer, PluginError, Unavailable, Unsupported
from pickupkit.calls import Answer
from pickupkit.errors import Problem
from pickupkit.plugin import (
    Call,
    ConfigError,
    Connection,
    Failure,
    Grant,
    Need,
    RateLimit,
    Requirement,
    Secret,
    UnexpectedStatus,
    demand,
    repeatable,
)
from pickupkit.plugin._faults import place_of
from tests.core._vans import FIELDS, GET, POST, REQUEST, pickup, session, vans

BOTH = pytest.mark.parametrize("asynchronous", [False, True], ids=["blocking", "asyncio"])
OWN = Problem("/address/line1", "is nowhere")


async def create(_account, _request):
    await POST
    return pickup()


async def check(_account):
    await GET
    return "fine"


def raises(*_):
    raise KeyError("s3cret")


async def araises():
    raise KeyError("s3cret")


def gives(value):
    return lambda *_: value


def agives(value):
    async def given():
        return value

    return given


async def badly_timed():
    return Grant({"Authorization": Secret("t")}, seconds="3600")


async def no_text():
    return Grant({"Authorization": 7})


def reads(answer):
    if answer.status != 200:
        raise UnexpectedStatus(answer)
    return {}


TOKEN = repeatable(Call("POST", "/token", reads))


async def reads_badly():
    return Grant({"Authorization": Secret((await TOKEN)["token"])})


def granting(authorize):
    def connect(account):
        return Connection(account.root("https://vans.example"), authorize=authorize)

    return vans(more={"connect": connect}, create=create, check=check)


@BOTH
@pytest.mark.parametrize(
    ("authorize", "said"),
    [
        (araises, f"fails: KeyError in {__file__}, line "),
        (raises, f"fails: KeyError in {__file__}, line "),
        (reads_badly, f"fails: KeyError in {__file__}, line "),
        (badly_timed, f"fails: ValueError in {__file__}, line "),
        (no_text, f"fails: TypeError in {__file__}, line "),
        (agives(None), "gives no Grant but a NoneType"),
        (agives({"Authorization": "t"}), "gives no Grant but a dict"),
        (gives(Grant({})), "gives no Awaitable but a Grant"),
        (gives(None), "gives no Awaitable but a NoneType"),
    ],
)
def test_an_authorize_that_fails_is_the_plugins_fault(authorize, said, asynchronous):
    """Of a booking nothing was sent, so that it fails for certain."""
    opened = session(granting(authorize), asynchronous=asynchronous)
    for operation, arguments in (("check", ()), ("create", (REQUEST,))):
        outcome = opened.run(operation, *arguments)

        assert isinstance(outcome.error, PluginError)
        assert str(outcome.error).startswith(f"authorize of 'vans' {said}")
        assert "s3cret" not in str(outcome.error)
        assert all(send.url.endswith("/token") for send in outcome.sends)


def test_a_fault_that_was_never_raised_has_no_place():
    """Its kind is told."""
    assert place_of(KeyError("s3cret")) == "KeyError"


async def unreadable():
    demand(None, "token")


async def unsure():
    raise ConfigError("there is no such tenant")


async def asks():
    await TOKEN


@pytest.mark.parametrize(
    ("authorize", "status", "kind"),
    [
        (unreadable, 200, MalformedAnswer),
        (unsure, 200, ConfigError),
        (asks, 401, AuthenticationFailed),
        (asks, 503, Unavailable),
    ],
)
def test_an_error_of_ours_in_an_authorize_keeps_its_kind(authorize, status, kind):
    """A token that is refused, not given or not readable is no fault of a plugin."""
    opened = session(granting(authorize), answer=Answer(status, {}, b"{}"))

    assert type(opened.run("check").error) is kind


@pytest.mark.parametrize("seconds", ["3600", True, -1, float("nan")])
def test_a_grant_is_good_for_a_number_of_seconds(seconds):
    """Refused where it is made."""
    with pytest.raises(ValueError, match="the seconds of a grant are no number of 0 or more"):
        Grant({}, seconds)


@pytest.mark.parametrize("seconds", [None, 0, 3600, 0.5, float("inf")])
def test_a_grant_may_have_an_end_or_none(seconds):
    """At once, some day, or never."""
    assert Grant({}, seconds).seconds == seconds


@pytest.mark.parametrize(
    ("find", "said"),
    [
        (raises, f"fails: KeyError in {__file__}, line "),
        (gives(None), "gives no Iterable but a NoneType"),
        (gives(OWN), "gives no Iterable but a Problem"),
        (gives(["text"]), "gives no Problem but a str"),
        (gives("text"), "gives no Problem but a str"),
    ],
)
def test_problems_that_cannot_be_told_are_the_plugins_fault(find, said):
    """Whether a request is booked or only checked."""
    provider = vans(create=create)
    assert provider.problems(find) is find
    opened = session(provider)

    for operation in ("create", "validate"):
        outcome = opened.run(operation, REQUEST)
        assert isinstance(outcome.error, PluginError)
        assert str(outcome.error).startswith(f"problems of 'vans' {said}")
        assert ("s3cret" in str(outcome.error), outcome.sends) == (False, ())


def test_problems_may_be_found_one_by_one():
    """A generator gives them as well."""
    provider = vans()
    provider.problems(lambda *_: (each for each in [OWN]))

    assert session(provider).run("validate", REQUEST).value == (OWN,)


def test_a_condition_that_fails_is_the_plugins_fault():
    """With its requirement."""
    odd = Requirement(pointer="/spot", need=Need.CONDITIONAL, applies=raises)
    rules = [*(Requirement(pointer=field) for field in FIELDS), odd]
    error = session(vans(more={"requirements": rules})).run("validate", REQUEST).error

    assert isinstance(error, PluginError)
    assert str(error).startswith("the condition of requirement /spot fails: KeyError in ")


@pytest.mark.parametrize(
    ("tell", "said"),
    [
        (raises, f"fails: KeyError in {__file__}, line "),
        (gives(None), "gives no Iterable but a NoneType"),
        (gives([7]), "gives no str but a int"),
        (gives(["chek"]), "names what is no operation: 'chek'"),
        (gives("chek"), "names what is no operation: 'chek'"),
    ],
)
def test_what_an_account_lacks_is_told_or_is_the_plugins_fault(tell, said):
    """Before any operation."""
    provider = vans(check=check)
    assert provider.lacks(tell) is tell
    opened = session(provider)

    for operation in ("check", "supports"):
        outcome = opened.run(operation)
        assert str(outcome.error).startswith(f"lacks of 'vans' {said}")
        assert isinstance(outcome.error, PluginError)


@pytest.mark.parametrize("lacking", ["check", ["check"], ("check",), {"check"}])
def test_a_name_alone_is_lacking_as_one_in_a_list_is(lacking):
    """Its letters are no operations."""
    provider = vans(check=check, create=create)
    provider.lacks(gives(lacking))
    opened = session(provider)

    assert opened.run("supports").value == {"create"}
    assert isinstance(opened.run("check").error, Unsupported)


@pytest.mark.parametrize("count", [0, -1, True, 1.5, "1"])
def test_a_limit_lets_something_through(count):
    """Refused where it is written, as it would limit nothing."""
    with pytest.raises(ValueError, match="the count of a limit is no whole number of 1 or more"):
        RateLimit(count=count, seconds=1)


@pytest.mark.parametrize("seconds", [0, -1, float("nan"), float("inf"), True, "1"])
def test_a_limit_holds_for_some_time(seconds):
    """Refused where it is written, as it would limit nothing."""
    with pytest.raises(ValueError, match="the seconds of a limit are no number above 0"):
        RateLimit(count=1, seconds=seconds)


@pytest.mark.parametrize("limits", [None, [5], RateLimit(count=1, seconds=1)])
def test_limits_are_a_providers_limits(limits):
    """Refused where they are written, and not when the first call is to go out."""
    with pytest.raises(PluginError, match="limits of 'vans' gives no "):
        vans(more={"limits": limits})


def test_a_text_is_one_message_of_a_failure():
    """Its letters are none."""
    assert Failure("no van") == Failure(("no van",))
    assert Failure("no van").messages == ("no van",)
    assert Failure().messages == ()
