"""What `pickupkit plugin new --openapi` writes: wired, honest, and green on the first run."""

import json
import re
from pathlib import Path

import pytest

from pickupkit.codegen.swap import files
from tests.scaffold._made import call, in_ruffs_form, install, python, run_tests
from tests.scaffold.descriptions import NEEDED, NUMBERED, ODD, PLAIN, WRITTEN

EASYPOST = Path(__file__).parents[2] / "specs" / "easypost_pickups" / "upstream.yaml"
CACHE = Path(__file__).parents[2] / ".mypy_cache" / "written"
WAITING = "test_the_operation_works[{}]"


def write(folder, description, name="acme", suffix="yaml"):
    """Write a plugin from a description's text."""
    folder.mkdir(exist_ok=True)
    source = folder / f"description.{suffix}"
    source.write_text(description, "utf-8")
    done = call("plugin", "new", name, "--openapi", source, "--into", folder / name)
    assert done.exit_code == 0, done.output
    return folder / name


@pytest.fixture(scope="module")
def acme(tmp_path_factory):
    """Write a plugin from a plain description, and install it beside."""
    root = tmp_path_factory.mktemp("described")
    write(root, PLAIN)
    install(root / "acme", root / "site")
    return root


def test_its_tests_pass_at_once(acme):
    """Each request is proven; what waits for its mapping is expected to fail."""
    done = run_tests(acme / "acme", acme / "site", "--pickupkit-scorecard")

    assert done.returncode == 0, done.stdout
    assert re.search(r"^4 passed, \d+ skipped, 5 xfailed", done.stdout, re.MULTILINE), done.stdout
    assert "acme: level 0 of 3" in done.stdout


def test_nobody_is_told_that_it_works(acme):
    """The command lists four operations as unfinished, and none as supported."""
    shown = python("-m", "pickupkit", "providers", folder=acme, path=acme / "site").stdout
    told = python("-m", "pickupkit", "providers", "--json", folder=acme, path=acme / "site").stdout
    doctor = python("-m", "pickupkit", "doctor", folder=acme, path=acme / "site").stdout

    [row] = [line for line in shown.splitlines() if line.startswith("acme")]
    assert row.split().count("unfinished") == 4
    assert "yes" not in row
    assert {"name": "acme", "title": "Acme", "supports": []} in json.loads(told)["providers"]
    assert "pickupkit-acme 0.1.0; can do nothing yet" in doctor


def test_the_scorecard_has_it_as_missing(acme):
    """What is registered does not work yet, and the card says of each operation why."""
    check = ("-m", "pickupkit", "plugin", "check", "acme")
    done = python(*check, folder=acme / "acme", path=acme / "site")

    assert "MISSING Each operation that is registered gives its result" in done.stdout
    for name in ("create", "get", "list", "cancel"):
        assert f"{name} is registered and ends in Unsupported" in done.stdout
        assert f"whose plugin has an unfinished {name}; nothing was sent" in done.stdout


def finish(folder):
    """Write the mapping, as its author would."""
    module = folder / "pickupkit_acme" / "mapping.py"
    text = module.read_text("utf-8")
    for name, body in WRITTEN.items():
        text, count = re.subn(
            rf'(    """[^\n]*\n)(    #[^\n]*\n)*    raise NotImplementedError\("{name}"\)\n',
            lambda found, body=body: found[1] + body.lstrip("\n"),
            text,
        )
        assert count == 1
    module.write_text(text.replace("\n_RULES", NEEDED + "\n_RULES", 1), "utf-8")


def remove(pattern, module, by=""):
    """Take marks away."""
    text, count = re.subn(pattern, by, module.read_text("utf-8"))
    module.write_text(text, "utf-8")
    return count


def test_each_mark_has_to_go_when_its_work_is_done(tmp_path):
    """The author's way: mapping, operations' marks, tests' marks; strictness names each step."""
    folder = write(tmp_path, PLAIN)
    finish(folder)
    first = run_tests(folder, folder)
    [told] = re.findall(r"^FAILED tests/test_acme\.py::(\S+)", first.stdout, re.MULTILINE)
    assert told == "test_the_request_is_the_one_described[create]"
    assert "[XPASS(strict)]" in first.stdout

    assert remove(r"@acme\.unfinished\n", folder / "pickupkit_acme" / "operations.py") == 4
    second = run_tests(folder, folder)
    assert second.returncode == 1
    for name in ("create", "get", "list", "cancel"):
        assert f"FAILED tests/test_acme.py::{WAITING.format(name)}" in second.stdout

    marks = r'pytest\.param\(("\w+"), marks=unfinished\)'
    assert remove(marks, folder / "tests" / "test_acme.py", r"\1") == 5
    third = run_tests(folder, folder, "--pickupkit-scorecard")
    assert third.returncode == 0, third.stdout
    assert "acme: level 1 of 3, works" in third.stdout


def test_a_mark_that_goes_too_early_is_told(tmp_path):
    """Without its mapping an operation fails its test, by the name of what is missing."""
    folder = write(tmp_path, PLAIN)
    remove(r"@acme\.unfinished\n", folder / "pickupkit_acme" / "operations.py")
    remove(r'pytest\.param\(("\w+"), marks=unfinished\)', folder / "tests" / "test_acme.py", r"\1")

    done = run_tests(folder, folder, "-k", "test_the_operation_works")

    assert "create is registered and ends in NotImplementedError (to_wire)" in done.stdout
    assert "get is registered and ends in NotImplementedError (to_pickup)" in done.stdout


def test_odd_names_and_paths_come_out_right(tmp_path):
    """Keywords, no ids, constants in paths and headers, a cancel with a body, several bases."""
    folder = write(tmp_path, ODD)
    done = run_tests(folder, folder)
    package = folder / "pickupkit_acme"
    operations = (package / "operations.py").read_text("utf-8")

    assert done.returncode == 0, done.stdout
    assert "6 xfailed" in done.stdout, done.stdout
    for wanted in (
        "api.class_(",
        "x_version=account.settings.x_version",
        "api.get_pickup(pickup_id)",
    ):
        assert wanted in operations
    assert "body=mapping.to_cancel(pickup_id)" in operations
    assert "mapping.items(answer)" in operations
    account = (package / "account.py").read_text("utf-8")
    assert 'account.root("https://eu.odd.example") + "/v1"' in account
    assert "tenant: str" in account
    others = (package / "others.py").read_text("utf-8")
    assert "async def api_(" in others
    assert "async def post_v1_pickups(" in others


def test_what_is_written_is_strictly_typed(tmp_path):
    """Mypy --strict finds nothing in plugins with all that is odd, nor in one of our own APIs.

    Nor in their tests.
    """
    write(tmp_path, ODD, "odd")
    write(tmp_path, NUMBERED, "numbered")
    write(tmp_path, EASYPOST.read_text("utf-8"), "parcel")
    flags = ("-m", "mypy", "--strict", f"--cache-dir={CACHE}", "--config-file=")
    names = ("odd", "numbered", "parcel")
    packages = [word for name in names for word in ("-p", f"pickupkit_{name}")]
    tests = [tmp_path / name / "tests" / f"test_{name}.py" for name in names]
    path = ":".join(str(tmp_path / name) for name in names)
    for checked in (packages, tests):
        done = python(*flags, *checked, folder=tmp_path, path=path)
        assert done.stdout.startswith("Success: no issues found"), done.stdout


@pytest.mark.parametrize("name", ["plain", "odd", "zebra"])
def test_what_is_written_has_ruffs_standard_form(name, tmp_path):
    """By the rules that it has for who sets none, the generated client included."""
    folder = write(tmp_path, ODD if name == "odd" else PLAIN, name)

    assert in_ruffs_form(folder) == []


def test_an_id_that_is_a_number_is_read_as_one(tmp_path):
    """Its tests pass at once; what is no number is refused, whatever else Python takes for one."""
    folder = write(tmp_path, NUMBERED)
    done = run_tests(folder, folder)
    tried = (
        "from pickupkit.plugin import InvalidRequest\n"
        "from pickupkit_acme.mapping import number\n"
        "assert number('1001') == 1001\n"
        "for odd in ('', 'a', '-1', '1_0', ' 1', '1.0', '\u0661', '9' * 5000):\n"
        "    try:\n        number(odd)\n    except InvalidRequest:\n        continue\n"
        "    raise SystemExit(odd)\n"
    )
    refused = python("-c", tried, folder=folder, path=folder)

    assert done.returncode == 0, done.stdout
    assert refused.returncode == 0, refused.stdout + refused.stderr


def test_an_api_without_pickups_has_functions_alone(tmp_path):
    """Nothing is registered; every operation is there to be, and the tests pass."""
    description = re.sub(r"pickups", "depot-visits", PLAIN).replace("Pickup", "Visit")
    folder = write(tmp_path, description, suffix="txt")
    done = run_tests(folder, folder)

    assert done.returncode == 0, done.stdout
    assert "async def create_visit(" in (folder / "pickupkit_acme" / "others.py").read_text("utf-8")
    assert "(none: " in (folder / "README.md").read_text("utf-8")


def test_a_difference_of_the_client_is_named(tmp_path):
    """`plugin generate --check` compares, `plugin generate` mends."""
    folder = write(tmp_path, PLAIN)
    assert call("plugin", "generate", folder, "--check").exit_code == 0
    module = folder / "pickupkit_acme" / "client" / "models" / "pickup.py"
    written = module.read_bytes()
    module.write_text("")

    done = call("plugin", "generate", folder, "--check")
    told = call("plugin", "generate", folder, "--check", "--json")
    assert (done.exit_code, str(module) in done.output) == (1, True)
    assert (told.exit_code, json.loads(told.stdout)) == (1, {"differs": [str(module)]})
    assert call("plugin", "generate", folder).exit_code == 0
    assert module.read_bytes() == written


@pytest.mark.parametrize("option", [(), ("--check",)])
def test_an_overlay_that_has_no_effect_any_more_is_told(tmp_path, option):
    """As a usage error, and nothing is changed."""
    folder = write(tmp_path, PLAIN)
    gone = "{target: $.components.schemas.Gone, description: theirs, remove: true}"
    (folder / "specs" / "acme" / "overlay.yaml").write_text(
        f"{{overlay: 1.1.0, actions: [{gone}]}}"
    )
    before = files(folder)

    done = call("plugin", "generate", folder, *option)
    assert (done.exit_code, "action 0 ($.components.schemas.Gone)" in done.output) == (2, True)
    assert files(folder) == before


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("none.yaml", "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths: {}", "no operation"),
        (
            "kind.yaml",
            PLAIN.replace("state: {type: string, enum: [planned, cancelled]}", "state: {type: 3}"),
            "kind.yaml: #/components/schemas/Pickup/properties/state/type: 3 is not",
        ),
        ("no.yaml", "openapi: 3.1.0\ninfo: {title: T, version: '1'}", "describes no operation"),
        (
            "old.yaml",
            "swagger: '2.0'\ninfo: {title: T, version: '1'}",
            "#/swagger: 2.0; OpenAPI 3.0",
        ),
        ("bad.yaml", "a: [b", "cannot be read"),
        ("bad.json", '{"openapi": ', "cannot be read"),
        ("page.yaml", "<html></html>", "an object was expected"),
        ("list.json", "[]", "an object was expected"),
    ],
)
def test_a_description_that_cannot_be_used_leaves_nothing(name, text, said, tmp_path):
    """The author's own file is named with what is wrong, and no folder is begun."""
    source = tmp_path / name
    source.write_text(text, "utf-8")
    done = call("plugin", "new", "acme", "--openapi", source, "--into", tmp_path / "acme")

    assert done.exit_code == 2
    assert f"{source}" in done.output
    assert said in done.output
    assert [*tmp_path.iterdir()] == [source]


def test_a_faulty_description_is_mended_by_an_overlay(tmp_path):
    """The error names the action; given by --overlay, it is applied and goes along."""
    source, overlay = tmp_path / "acme.yaml", tmp_path / "mend.yaml"
    source.write_text(PLAIN.replace("name: page, in: query", "name: page, in: cookie"), "utf-8")
    overlay.write_text(
        "overlay: 1.1.0\ninfo: {title: Mends, version: '1'}\nactions:\n"
        "- target: $.paths['/pickups'].get.parameters[0]\n"
        "  description: A cookie is not sent.\n  remove: true\n"
    )
    new = ("plugin", "new", "acme", "--openapi", source, "--into", tmp_path / "acme")
    refused = call(*new)
    taken = call(*new, "--overlay", overlay)

    assert refused.exit_code == 2
    assert "overlay: target $.paths['/pickups'].get.parameters[0], remove: true" in refused.output
    assert taken.exit_code == 0, taken.output
    assert call("plugin", "generate", tmp_path / "acme", "--check").exit_code == 0


def test_an_overlay_alone_is_refused(tmp_path):
    """It has nothing to mend."""
    done = call("plugin", "new", "acme", "--overlay", tmp_path / "mend.yaml")

    assert done.exit_code == 2
    assert "--openapi" in done.output
