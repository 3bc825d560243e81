"""Accounts are found, their secrets looked up where they may be, and never shown."""

import errno
import os
import re
from pathlib import Path
from typing import Literal

import pytest
from attrs import field, frozen
from attrs.validators import ge, in_, le

from pickupkit import Config, ConfigError, PickupKit, Secret
from pickupkit.config import FILE, find, user_file
from pickupkit.demo import ACCOUNTS
from pickupkit.journal._place import default_url

HIDDEN = "do-not-show-4711"


@frozen(kw_only=True)
class Settings:
    token: Secret
    second: Secret | None = None
    scheme: Literal["Basic", "Bearer"] = "Basic"
    page_size: int = 100


def account_of(keys, name="berlin"):
    return Config.of({name: {"provider": "example", **keys}}).accounts[name]


def settings_of(keys):
    return account_of(keys).settings(Settings)


def complaint(work):
    with pytest.raises(ConfigError) as caught:
        work()
    assert HIDDEN not in str(caught.value)
    return str(caught.value)


def write(path, text, mode=0o600):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    path.chmod(mode)
    return path


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Work in a folder with no configuration above it, and a home of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("PICKUPKIT_BERLIN_TOKEN", raising=False)
    return tmp_path


def test_a_secret_comes_from_the_variable_of_its_name(monkeypatch):
    """``PICKUPKIT_<ACCOUNT>_<KEY>``, with dashes as underscores."""
    monkeypatch.setenv("PICKUPKIT_BERLIN_NORTH_TOKEN", f" {HIDDEN}\n")

    settings = account_of({}, "berlin-north").settings(Settings)

    assert settings.token.reveal() == HIDDEN
    assert HIDDEN not in repr(settings)


@pytest.mark.parametrize("name", ["my shop", "my.shop", "my-shop", "My_Shop", "myéshop"])
def test_the_variable_of_a_secret_is_one_that_every_shell_can_set(monkeypatch, name):
    """What is no letter of ASCII and no digit is an underscore in it."""
    monkeypatch.delenv("PICKUPKIT_MY_SHOP_TOKEN", raising=False)
    assert "; set PICKUPKIT_MY_SHOP_TOKEN, or " in complaint(
        lambda: account_of({}, name).settings(Settings)
    )

    monkeypatch.setenv("PICKUPKIT_MY_SHOP_TOKEN", HIDDEN)
    assert account_of({}, name).settings(Settings).token.reveal() == HIDDEN


def test_what_is_written_down_goes_before_the_variable(monkeypatch):
    """The file says what it wants."""
    monkeypatch.setenv("PICKUPKIT_BERLIN_TOKEN", "another")

    assert settings_of({"token": HIDDEN}).token.reveal() == HIDDEN


def test_a_secret_comes_from_a_variable_that_is_named(monkeypatch):
    """``{ env = "NAME" }``."""
    monkeypatch.setenv("MY_TOKEN", HIDDEN)

    assert settings_of({"token": {"env": "MY_TOKEN"}}).token.reveal() == HIDDEN


@pytest.mark.parametrize("value", [None, "", "  "])
def test_a_variable_that_is_empty_is_told(monkeypatch, value):
    """With its name."""
    monkeypatch.delenv("MY_TOKEN", raising=False)
    if value is not None:
        monkeypatch.setenv("MY_TOKEN", value)

    assert complaint(lambda: settings_of({"token": {"env": "MY_TOKEN"}})) == (
        "account 'berlin': token is empty: the environment variable MY_TOKEN is not set"
    )


def test_a_secret_comes_from_a_private_file(tmp_path):
    """Blank space around it is no part of it."""
    path = write(tmp_path / "token", f"{HIDDEN}\n")

    assert settings_of({"token": {"file": str(path)}}).token.reveal() == HIDDEN


def test_a_secret_file_is_looked_for_beside_the_configuration(folder):
    """A relative path starts there, not in the working directory."""
    write(folder / "etc" / "token", HIDDEN)
    path = write(
        folder / "etc" / FILE,
        '[accounts.berlin]\nprovider = "example"\ntoken = { file = "token" }',
        0o644,
    )

    account = Config.load(path).accounts["berlin"]

    assert account.settings(Settings).token.reveal() == HIDDEN


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644])
def test_a_secret_file_that_others_may_read_is_refused(tmp_path, mode):
    """With the cure."""
    path = write(tmp_path / "token", HIDDEN, mode)

    assert complaint(lambda: settings_of({"token": {"file": str(path)}})) == (
        f"account 'berlin': token is in {path}, which others may read; chmod 600 it"
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [("\n", "which is empty"), (b"\xff\xfe", "which cannot be read"), (None, "cannot be read")],
)
def test_a_secret_file_that_gives_none_is_told(tmp_path, content, said):
    """Empty, not text, or not there."""
    path = tmp_path / "token"
    if content is not None:
        write(path, content)

    assert complaint(lambda: settings_of({"token": {"file": str(path)}})).endswith(said)


@pytest.mark.parametrize("value", [7, [HIDDEN], {"env": "A", "file": "B"}, {"keyring": HIDDEN}])
def test_a_secret_of_another_form_is_told(value):
    """Without showing it."""
    assert complaint(lambda: settings_of({"token": value})) == (
        "account 'berlin': token is not { env = 'NAME' } or { file = 'path' }"
    )


def test_a_secret_in_a_private_configuration_is_taken(folder):
    """For a machine of one user."""
    path = write(
        folder / FILE, f'[accounts.berlin]\nprovider = "example"\ntoken = "{HIDDEN}"', 0o600
    )

    config = Config.load(path)

    assert config.accounts["berlin"].settings(Settings).token.reveal() == HIDDEN
    assert HIDDEN not in repr(config)


def test_a_secret_in_a_configuration_that_others_may_read_is_refused(folder):
    """With the three cures."""
    path = write(
        folder / FILE, f'[accounts.berlin]\nprovider = "example"\ntoken = "{HIDDEN}"', 0o644
    )

    said = complaint(lambda: Config.load(path).accounts["berlin"].settings(Settings))

    assert said == (
        "account 'berlin': token is written in a file that others may read; use { env = … }, "
        "{ file = … }, or take the others' rights away (chmod 600)"
    )


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql://user:{HIDDEN}@host/db",
        f"postgresql+psycopg://:{HIDDEN}/#?@host",
        f"postgresql://host/db?user=u&password={HIDDEN}",
    ],
)
def test_a_journals_password_in_a_configuration_that_others_may_read_is_refused(folder, url):
    """As an account's secret is; in a private one it is taken."""
    path = write(folder / FILE, f'journal = "{url}"', 0o640)

    assert complaint(Config.load) == (
        f"{path}: journal has a password and is written in a file that others may read; use the "
        "variable PICKUPKIT_JOURNAL, or take the others' rights away (chmod 600)"
    )
    path.chmod(0o600)
    assert Config.load().journal == url


@pytest.mark.parametrize(
    "place",
    [
        "postgresql://user@host:5432/db",
        "postgresql://user:@host/db?sslmode=require",
        "sqlite:////var/lib/a:b@c.sqlite",
        "off",
    ],
)
def test_a_journal_without_a_password_may_be_read_by_others(folder, place):
    """There is no secret in it."""
    write(folder / FILE, f'journal = "{place}"', 0o644)

    assert Config.load().journal == place


def test_a_secret_that_is_missing_is_told_with_the_ways_to_give_it(folder):
    """An environment variable, or a file."""
    assert complaint(lambda: settings_of({})) == (
        "account 'berlin': token is required; set PICKUPKIT_BERLIN_TOKEN, "
        "or token = { file = … } in pickupkit.toml"
    )


def test_every_wrong_key_is_told_at_once():
    """With those that are known; what stands under a misspelt key may be a secret."""
    said = complaint(lambda: settings_of({"tokn": HIDDEN, "scheme": HIDDEN, "page_size": "many"}))

    assert said == "; ".join(
        f"account 'berlin': {complaint}"
        for complaint in (
            "tokn is no field; the fields are token, second, scheme, page_size",
            "scheme is none of Basic, Bearer",
            "page_size is not a whole number",
            "token is required; set PICKUPKIT_BERLIN_TOKEN, or token = { file = … } in " + FILE,
        )
    )


def refusing(text):
    """Make settings that a check of the provider's own refuses."""

    @frozen(kw_only=True)
    class Strict(Settings):
        page_size: int = field(default=100, validator=[ge(1), le(100)])
        scheme: str = field(default="Basic", validator=in_(["Basic", "Digest"]))

        def __attrs_post_init__(self):
            if text is not None:
                raise KeyError(text.format(self.token.reveal()))

    return Strict


@pytest.mark.parametrize(
    ("size", "text", "said"),
    [
        (0, None, "'page_size' must be >= 1: 0"),
        (101, None, "'page_size' must be <= 100: 101"),
        (100, "no {} here", "no […] here"),
        (100, "", "KeyError"),
    ],
)
def test_what_a_providers_own_check_refuses_is_told(size, text, said):
    """In its words, but for the secrets in them."""
    account = account_of({"token": Secret(HIDDEN), "page_size": size})

    assert complaint(lambda: account.settings(refusing(text))) == f"account 'berlin': {said}"


def test_of_a_validators_refusal_its_words_alone_are_told():
    """And a secret of several lines is hidden in them."""
    odd = account_of({"token": Secret(HIDDEN), "scheme": "Bearer"})
    lines = account_of({"token": Secret(f"-----\n{HIDDEN}\n-----")})

    said = complaint(lambda: odd.settings(refusing(None)))
    assert said == "account 'berlin': 'scheme' must be in ['Basic', 'Digest'] (got 'Bearer')"
    assert "-----" not in complaint(lambda: lines.settings(refusing("{}")))


@pytest.mark.parametrize("provider", ["sendcloud", "easypost"])
def test_a_page_holds_something(provider):
    """How much it may hold at most is the vendor's to say, who may change it."""
    keys = ACCOUNTS[provider] | {"provider": provider, "page_size": 0}

    with PickupKit({"west": keys}, journal="off") as kit:
        said = complaint(lambda: kit.supports("west"))

    assert said == "account 'west': 'page_size' must be >= 1: 0"


def test_a_program_may_hand_in_secrets_of_its_own():
    """From its vault, say."""
    assert settings_of({"token": Secret(HIDDEN)}).token.reveal() == HIDDEN


@pytest.mark.parametrize(
    ("accounts", "said"),
    [
        ([], "accounts is not a table of accounts"),
        ({"berlin": "easypost"}, "account 'berlin' is not a table"),
        ({"berlin": {}}, "account 'berlin': provider is required"),
        ({"berlin": {"provider": 5}}, "account 'berlin': provider is not text"),
        ({"berlin": {"provider": "x", "url": 5}}, "account 'berlin': url is not text"),
        ({"berlin": {"provider": "x", "url": " "}}, "account 'berlin': url is empty"),
        (
            {"berlin": {"provider": "x", "tz": "Mars/Base"}},
            "account 'berlin': tz 'Mars/Base' is no time zone; one is Europe/Madrid",
        ),
        (
            {"a-b": {"provider": "x"}, "A_B": {"provider": "x"}},
            "accounts 'a-b' and 'A_B' would share PICKUPKIT_A_B_* variables",
        ),
        (
            {"my shop": {"provider": "x"}, "my.shop": {"provider": "x"}},
            "accounts 'my shop' and 'my.shop' would share PICKUPKIT_MY_SHOP_* variables",
        ),
    ],
)
def test_an_account_that_is_none_is_told(accounts, said):
    """When it is read, not when something is booked already."""
    assert complaint(lambda: Config.of(accounts)) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f'token = "{HIDDEN}', "cannot be understood: "),
        (f"token = {HIDDEN}", "cannot be understood: "),
        (b"a = \xff", "cannot be understood: 'utf-8' codec"),
        (b"a = " + b"[" * 100_000, "cannot be understood: "),
        ('[account.berlin]\nprovider = "x"', "unknown key 'account'; known are accounts, journal"),
        ("journal = 5", "journal is not a path, a URL or 'off'"),
    ],
)
def test_a_file_that_is_none_is_told(folder, text, said):
    """By its name, with the place in it and nothing of what stands there."""
    path = write(folder / FILE, text)

    assert re.match(f"{re.escape(str(path))}:? {re.escape(said)}", complaint(Config.load))


def test_a_file_that_is_not_there_is_told(folder):
    """One that was named; and where one was looked for otherwise."""
    assert complaint(lambda: Config.load(folder / "other.toml")) == (
        f"{folder}/other.toml cannot be read: No such file or directory"
    )
    assert complaint(Config.load) == (
        f"there is no {FILE} here, above, or in {user_file()}; see docs/configuration.md"
    )


def test_where_the_folder_is_gone_the_users_own_file_counts(folder, monkeypatch):
    """There is nothing above it."""
    gone = folder / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert find() is None

    home = write(folder / "home" / "pickupkit" / FILE, "")
    assert find() == home


@pytest.fixture
def homeless(folder, monkeypatch):
    """Be a user whom the system does not know, as in many containers."""
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "PICKUPKIT_JOURNAL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(os, "getuid", lambda: 2_000_000_011)
    return folder


def test_a_user_without_a_home_finds_what_is_near(homeless):
    """And is told where nothing is."""
    assert find() is user_file() is None
    assert complaint(Config.load) == (
        f"there is no {FILE} here, above, or in your home; see docs/configuration.md"
    )

    here = write(homeless / FILE, "")
    assert find() == here


def test_a_user_without_a_home_names_the_journals_place(homeless):
    """None is made up, in which other users would not see what was booked."""
    said = complaint(lambda: PickupKit({}))
    assert said.startswith("this user has no home to keep a journal in")

    path = write(homeless / FILE, 'journal = "~/j.sqlite"')
    assert complaint(Config.load) == (
        f"{path}: journal is '~/j.sqlite', and that home is not known"
    )


def test_a_journals_place_that_is_no_text_is_told(monkeypatch):
    """Such as a home that an older system named; no URL says its bytes."""
    monkeypatch.delenv("PICKUPKIT_JOURNAL", raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", "/home/zo\udceb")

    assert complaint(default_url) == (
        "journal is '/home/zo\\udceb/pickupkit/journal.sqlite', which is not UTF-8: "
        "name another place"
    )


def test_a_folder_that_one_may_not_look_into_is_told(folder, monkeypatch):
    """What may be there says which account is meant; a file further off is not taken for it."""
    write(folder / "home" / "pickupkit" / FILE, "")
    hidden, look = folder / FILE, Path.stat

    def forbidding(self, **how):
        if self == hidden:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(self))
        return look(self, **how)

    monkeypatch.setattr(Path, "stat", forbidding)
    hidden.mkdir()  # cannot be read either, whoever one is
    assert find() == hidden
    assert f"{hidden} cannot be read: " in complaint(Config.load)


@pytest.mark.parametrize("value", ["", " ", Secret("")])
def test_an_empty_secret_is_none(value):
    """As an empty variable is none."""
    said = complaint(lambda: settings_of({"token": value}))

    assert said == "account 'berlin': token is empty"


@pytest.mark.parametrize(
    "url", ["http://example.com", "http://127.0.0.1:port", "http://[::1]:99999"]
)
def test_a_url_that_is_none_names_its_account(url):
    """Of many."""
    keys = ACCOUNTS["easypost"] | {"provider": "easypost", "url": url}

    with PickupKit({"west": keys}, journal="off") as kit:
        assert complaint(lambda: kit.supports("west")).startswith("account 'west': url ")


def test_the_zone_of_nobody_is_told():
    """As everywhere else."""
    with PickupKit({}, journal="off") as kit:
        said = complaint(lambda: kit.zone("nobody"))

    assert said == "there is no account 'nobody'; the accounts are: none"


def test_a_file_is_found_upward_and_then_at_home(folder, monkeypatch):
    """The nearest counts."""
    deep = folder / "shop" / "src"
    deep.mkdir(parents=True)
    monkeypatch.chdir(deep)
    assert find() is None

    home = write(folder / "home" / "pickupkit" / FILE, "")
    assert find() == home == user_file()

    above = write(folder / FILE, "")
    assert find() == above

    here = write(deep / FILE, "")
    assert find() == here


def test_a_byte_order_mark_is_no_matter(folder):
    """Some editors begin every file with one."""
    write(folder / FILE, b'\xef\xbb\xbf[accounts.berlin]\nprovider = "example"')

    assert list(Config.load().accounts) == ["berlin"]


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8000/x", "http://localhost", "http://[::1]:1", "https://a.example"]
)
def test_a_url_of_this_machine_may_be_plain_http(url):
    """No other may."""
    kit = PickupKit({"us": {"provider": "easypost", "api_key": HIDDEN, "url": url}})

    assert "create" in kit.supports("us")


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://api.example", "must start with https://"),
        ("http://127.0.0.1.example", "must start with https://"),
        ("ftp://127.0.0.1", "must start with https://"),
        (f"https://user:{HIDDEN}@api.example", "must be plain"),
        (f"http://user:{HIDDEN}@api.example", "must be plain"),
        (f"https://:{HIDDEN}@api.example", "must be plain"),
        (f"https://api.example?key={HIDDEN}", "must be plain"),
        ("https://", "must be plain"),
        ("api.example", "must be plain"),
        ("https://[::1", "cannot be understood"),
    ],
)
def test_a_url_that_would_show_the_credentials_is_refused(url, said):
    """Neither sent in the clear nor told with the password that it holds."""
    kit = PickupKit({"us": {"provider": "easypost", "api_key": HIDDEN, "url": url}})

    assert said in complaint(lambda: kit.supports("us"))


def test_a_configuration_shows_no_url():
    """The journal's may hold a database's password, and an account's is not checked yet."""
    url = f"https://user:{HIDDEN}@example.com"
    account = {"provider": "example", "url": url, "token": HIDDEN, "more": {"inline": HIDDEN}}
    config = Config.of({"berlin": account}, journal=f"postgresql://user:{HIDDEN}@host/db")

    assert HIDDEN not in repr(config) + repr(config.accounts["berlin"])
    assert "berlin" in repr(config)


def test_a_kit_takes_a_path_a_mapping_or_a_configuration(folder):
    """Each way leads to the same accounts."""
    accounts = {"us": {"provider": "easypost", "tz": "America/Chicago"}}
    path = write(folder / FILE, '[accounts.us]\nprovider = "easypost"\ntz = "America/Chicago"')

    for given in (accounts, Config.of(accounts), path, str(path), None):
        kit = PickupKit(given)
        assert (kit.accounts, kit.zone("us")) == (("us",), "America/Chicago")


def test_a_secret_is_not_shown_by_its_path_of_a_home(tmp_path, monkeypatch):
    """A tilde in a secret file's path is the user's home."""
    monkeypatch.setenv("HOME", str(tmp_path))
    write(tmp_path / "token", HIDDEN)

    assert settings_of({"token": {"file": str(Path("~") / "token")}}).token.reveal() == HIDDEN


@pytest.mark.parametrize("place", ["journal.sqlite", "./j", "~nobody-known/j"])
def test_a_variable_that_names_no_whole_path_of_a_journal_is_refused(monkeypatch, place):
    """In another folder it would be another journal, where the same key books again."""
    monkeypatch.setenv("PICKUPKIT_JOURNAL", place)

    assert complaint(default_url) == (
        f"PICKUPKIT_JOURNAL is {place!r}: name the whole path, a URL, or 'off'"
    )
