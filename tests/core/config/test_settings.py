"""Settings are read at any depth, their secrets stay secret there; no other kind is promised."""

from collections.abc import Mapping
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Annotated, Any, Literal, NewType, Optional
from uuid import UUID

import pytest
from attrs import field, frozen, make_class

from pickupkit import Config, ConfigError, PluginError, Refused, Secret
from pickupkit.calls import Answer
from pickupkit.plugin import Failure
from pickupkit.registry import Registry
from tests.core._vans import GET, KEYS, Settings, session, vans

HIDDEN = "do-not-show-4711"


@frozen(kw_only=True)
class Depot:
    key: Secret
    name: str = "main"
    load: float = 1.0


@frozen(kw_only=True)
class Deep:
    token: Secret
    depot: Depot | None = None
    many: tuple[Secret, ...] = ()
    listed: list[Secret] = field(factory=list)
    named: dict[str, Secret] = field(factory=dict)
    mapped: Mapping[str, Depot] = field(factory=dict)
    plain: dict[str, str] = field(factory=dict)
    anything: Any = None
    scheme: Literal["Basic", "Bearer"] = "Basic"


def read(keys, kind=Deep):
    return Config.of({"shop": {**KEYS, **keys}}).accounts["shop"].settings(kind)


def complaint(keys, kind=Deep):
    with pytest.raises(ConfigError) as caught:
        read(keys, kind)
    assert HIDDEN not in str(caught.value)
    return str(caught.value)


PLACES = {
    "depot": lambda secret: {"key": secret},
    "many": lambda secret: [secret],
    "listed": lambda secret: [secret],
    "named": lambda secret: {"a": secret},
    "mapped": lambda secret: {"a": {"key": secret}},
}
PLACED = pytest.mark.parametrize("key", PLACES)


@PLACED
def test_a_secret_anywhere_in_settings_is_not_shown(key):
    """In an object, a list or a table."""
    assert HIDDEN not in repr(read({key: PLACES[key](HIDDEN)}))


@PLACED
def test_a_secret_anywhere_may_come_from_a_variable_or_a_file(key, monkeypatch, tmp_path):
    """As one at the top may."""
    monkeypatch.setenv("MY_KEY", HIDDEN)
    file = tmp_path / "key"
    file.write_text(HIDDEN, encoding="utf-8")
    file.chmod(0o600)
    written = getattr(read({key: PLACES[key](HIDDEN)}), key)

    assert getattr(read({key: PLACES[key]({"env": "MY_KEY"})}), key) == written
    assert getattr(read({key: PLACES[key]({"file": str(file)})}), key) == written


@PLACED
def test_a_secret_anywhere_is_masked_in_errors_and_tells_accounts_apart(key):
    """The provider may repeat it; another one is another account."""
    provider = vans(more={"settings": Deep}, check=check)
    provider.failure(lambda _: Failure((f"bad key {HIDDEN}",)))
    refused = Answer(422, {}, b"{}")
    opened = session(provider, answer=refused, keys={**KEYS, key: PLACES[key](HIDDEN)})
    other = session(provider, keys={**KEYS, key: PLACES[key]("another")})
    error = opened.run("check").error

    assert isinstance(error, Refused)
    assert error.messages == ("bad key […]",)
    assert opened.kit._desk.bound("shop").origin != other.kit._desk.bound("shop").origin


async def check(_account):
    await GET
    return "fine"


def test_what_is_no_secret_is_read_as_it_is_written():
    """Below the top, too."""
    written = {"depot": {"key": "k", "name": "west", "load": 2}, "plain": {"a": "b"}}
    found = read({**written, "anything": [{"a": ["b"]}], "scheme": "Bearer"})

    assert (found.depot.name, found.depot.load) == ("west", 2.0)
    assert (found.plain, found.anything, found.scheme) == ({"a": "b"}, [{"a": ["b"]}], "Bearer")
    assert type(read({"listed": ["a"]}).listed) is list


def test_no_text_of_an_account_is_seen_before_it_is_known_to_be_no_secret():
    """Whatever it stands in."""
    account = Config.of({"shop": {**KEYS, "a": [{"b": (HIDDEN,)}]}}).accounts["shop"]

    assert HIDDEN not in repr(account.keys)


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"depot": HIDDEN}, "depot is not a table of fields"),
        ({"depot": {"key": [HIDDEN]}}, "depot/key is not { env = 'NAME' } or { file = 'path' }"),
        ({"depot": {"key": ""}}, "depot/key is empty"),
        ({"depot": {}}, "depot/key is required"),
        ({"many": HIDDEN}, "many is not a list"),
        ({"many": [" "]}, "many/0 is empty"),
        ({"named": HIDDEN}, "named is not a table of fields"),
        ({"named": {"a/b": 7}}, "named/a~1b is not { env = 'NAME' } or { file = 'path' }"),
        ({"plain": {"a": [HIDDEN]}}, "plain/a is not text"),
        ({"depot": {"key": "k", "load": HIDDEN}}, "depot/load is not a number"),
        ({"depot": {"key": "k", "load": True}}, "depot/load is not a number"),
        ({"depot": {"key": "k", "load": float("nan")}}, "depot/load is no finite number"),
        ({"depot": {"key": "k", "load": 10**400}}, "depot/load is no finite number"),
        ({"scheme": HIDDEN}, "scheme is none of Basic, Bearer"),
    ],
)
def test_what_is_wrong_is_told_by_its_place_alone(keys, said):
    """Never with the value."""
    assert complaint(keys) == f"account 'shop': {said}"


def test_the_variable_of_a_setting_is_for_one_secret(monkeypatch):
    """Not for a list or a table of them, which no variable holds."""
    monkeypatch.setenv("PICKUPKIT_SHOP_MANY", HIDDEN)
    monkeypatch.setenv("PICKUPKIT_SHOP_NAMED", HIDDEN)

    assert (read({}).many, read({}).named) == ((), {})


class Mode(Enum):
    ONE = "one"


@frozen
class Node:
    mode: Mode
    below: Optional["Node"] = None


Id = NewType("Id", str)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (Mode, "v: Mode"),
        (Path, "v: Path"),
        (date, "v: date"),
        (UUID, "v: UUID"),
        (object, "v: object"),
        (None, "v: None"),
        (frozenset[str], r"v: frozenset\[str\]"),
        (Annotated[str, []], r"v: typing.Annotated\[str, \[\]\]"),
        (Id, "v: .*Id"),
        (str | int, r"v: str \| int"),
        (tuple[str, int], r"v: tuple\[str, int\]"),
        (dict[int, str], r"v: dict\[int, str\]"),
        (list[Path], "v: Path"),
        (dict[str, Mode | None], "v: Mode"),
        (Node, "v/mode: Mode$"),
    ],
)
def test_a_kind_that_no_file_gives_is_the_plugins_fault(kind, said):
    """Told when the provider is registered, with the setting; users could do nothing."""
    odd = make_class("Odd", {"token": field(type=Secret), "v": field(type=kind)})
    said = f"settings of 'vans' are of kinds that cannot be read: {said}"

    with pytest.raises(PluginError, match=said):
        session(vans(more={"settings": odd}))


@frozen(kw_only=True)
class Private(Settings):
    _size: int = 1
    made: Path = field(init=False, factory=Path)


def test_a_private_setting_has_the_name_that_the_class_takes():
    """What the class makes for itself is no setting, of whatever kind."""
    assert read({"size": 2}, Private)._size == 2
    assert complaint({"_size": 2, "made": "x"}, Private) == (
        "account 'shop': _size is no field; the fields are token, size; "
        "account 'shop': made is no field; the fields are token, size"
    )
    assert session(vans(more={"settings": Private})).kit.supports("shop") == frozenset()


@pytest.mark.parametrize("name", ["easypost", "sendcloud", "shippo"])
def test_our_own_settings_can_be_read(name):
    """As everybody's."""
    assert Registry().get(name).name == name
