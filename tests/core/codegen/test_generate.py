"""The whole pipeline on a small description, with the real generator."""

import hashlib
import shutil

import pytest

from pickupkit.codegen import SpecError, check, derived, generate
from pickupkit.codegen.cli import main
from pickupkit.codegen.guard import FILES, VERSIONS, differing, generator_home, guard, report
from pickupkit.codegen.swap import files


@pytest.fixture
def specs(parcels_specs, tmp_path):
    """Copy the specs, so that a test may change them."""
    return shutil.copytree(parcels_specs, tmp_path / "parcels")


def test_what_was_generated_passes_the_check_under_another_hash_seed(
    parcels_specs, parcels_tree, monkeypatch
):
    """Bytes depend on the description alone; not on place, seed or run."""
    monkeypatch.setenv("PYTHONHASHSEED", "4242")
    assert check(parcels_specs, parcels_tree) == []


def test_the_check_names_each_file_with_a_changed_byte(parcels_specs, parcels_tree, tmp_path):
    """In the client and in the strict description; a file too many counts as well."""
    specs = shutil.copytree(parcels_specs, tmp_path / "parcels")
    tree = shutil.copytree(parcels_tree, tmp_path / "parcels_client")
    (tree / "models" / "party.py").write_bytes(b"# changed\n")
    (tree / "api" / "extra.py").touch()
    (specs / "openapi.json").write_text("{}")
    assert check(specs, tree) == [
        str(specs / "openapi.json"),
        str(tree / "api" / "extra.py"),
        str(tree / "models" / "party.py"),
    ]


def test_the_tree_holds_no_http_client_and_says_that_it_is_typed(parcels_tree):
    """The generator's own client, errors and types are left out."""
    assert sorted(path.name for path in parcels_tree.iterdir() if path.name != "__pycache__") == [
        "__init__.py",
        "api",
        "models",
        "py.typed",
    ]
    assert not any(b"httpx" in content for content in files(parcels_tree).values())


def test_what_the_generator_drops_fails_the_run_and_keeps_the_old_tree(
    specs, tmp_path, monkeypatch
):
    """Two properties that come out as one field lose their schema and its operations."""
    monkeypatch.setattr("pickupkit.codegen.pipeline.lint_shape", lambda _: None)
    target = tmp_path / "client"
    target.mkdir()
    (target / "old.py").touch()
    names = "        a b: {type: string}\n        a-b: {type: string}\n        name: {type"
    text = (specs / "upstream.yaml").read_text().replace("        name: {type", names, 1)
    (specs / "upstream.yaml").write_text(text)
    with pytest.raises(SpecError, match="client: the generator refused"):
        generate(specs, target)
    assert list(files(target)) == ["old.py"]
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_a_mere_warning_of_the_generator_fails_the_run(specs, tmp_path, monkeypatch):
    """It warns, and goes on, when the formatter is not found."""
    monkeypatch.setattr("pickupkit.codegen.pipeline.HOOKS", ["no-such-formatter ."])
    with pytest.raises(SpecError, match="no-such-formatter is not in PATH"):
        generate(specs, tmp_path / "client")
    assert not (tmp_path / "client").exists()


def test_a_fault_names_the_description(specs):
    """The text starts with the file and goes on with the place."""
    text = (specs / "upstream.yaml").read_text()
    (specs / "upstream.yaml").write_text(text.replace("getParcel", "list_parcels"))
    with pytest.raises(
        SpecError, match=r"upstream\.yaml, with its overlay: #/paths/.*name 'list_parcels'"
    ):
        derived(specs)


def test_an_overlay_is_not_needed(specs):
    """A description may be fine as it is."""
    (specs / "overlay.yaml").unlink()
    assert derived(specs)["openapi"] == "3.1.0"


def test_a_missing_description_is_a_spec_error(tmp_path):
    """A misspelt name of an API, for example."""
    with pytest.raises(SpecError, match=r"no upstream\.yaml"):
        derived(tmp_path)


@pytest.mark.parametrize("known", ["", 'sha256 = "0"'])
def test_a_description_nobody_read_through_is_refused(specs, known):
    """Where sources are listed, the bytes must be the listed ones."""
    (specs.parent / "sources.toml").write_text(f"[parcels]\n{known}\n")
    with pytest.raises(SpecError, match="sha256"):
        derived(specs)


def test_a_description_that_was_read_through_is_taken(specs):
    """Its sha256 stands in the list of sources."""
    digest = hashlib.sha256((specs / "upstream.yaml").read_bytes()).hexdigest()
    (specs.parent / "sources.toml").write_text(f'[parcels]\nsha256 = "{digest}"\n')
    assert derived(specs)["info"]["title"] == "Parcels"


def test_the_installed_generator_is_the_known_one():
    """Versions and the files that the templates lean on."""
    guard()
    assert set(VERSIONS) == {"openapi-python-client", "ruff"}


def test_a_generator_with_a_changed_file_is_refused(tmp_path, monkeypatch):
    """What templates are given is no public interface; a change has to be read first."""
    home = shutil.copytree(generator_home(), tmp_path / "generator")
    (home / "strings.py").write_text("# changed")
    (home / "config.py").unlink()
    assert differing(home) == [name for name in FILES if name in {"strings.py", "config.py"}]
    monkeypatch.setattr("pickupkit.codegen.guard.generator_home", lambda: home)
    with pytest.raises(SpecError, match=r"config\.py, strings\.py") as refused:
        guard()
    assert str(home) in str(refused.value)
    assert "compare these with openapi-python-client 0." in str(refused.value)
    lines, same = report()
    assert not same
    assert any(line.startswith("  MOVED ") and '"config.py": "gone"' in line for line in lines)
    assert "  same  parser/bodies.py" in lines


@pytest.mark.parametrize("version", ["9.9.9", None])
def test_another_version_of_a_tool_is_refused(monkeypatch, version):
    """The formatter decides bytes as much as the generator does."""
    name = "ruff" if version else "no-such-distribution"
    monkeypatch.setattr("pickupkit.codegen.guard.VERSIONS", {name: version or "1"})
    with pytest.raises(SpecError, match="is needed, "):
        guard()


def test_the_command_line_generates_checks_and_refuses(
    parcels_specs, tmp_path, capsys, monkeypatch
):
    """0 for done, 1 for a difference, 2 for a description that cannot be used."""
    done = []
    monkeypatch.setattr("pickupkit.codegen.cli.generate", lambda *paths: done.append(paths))
    monkeypatch.setattr("pickupkit.codegen.cli.check", lambda _, target: [f"{target}/a.py"])
    specs = parcels_specs.parent
    assert main([], specs, tmp_path) == 0
    assert done == [(specs / "parcels", tmp_path / "parcels")]
    assert main(["--check"], specs, tmp_path) == 1
    assert "parcels/a.py: is not what its description gives" in capsys.readouterr().err
    monkeypatch.setattr("pickupkit.codegen.cli.generate", generate)
    assert main(["none"], specs, tmp_path) == 2
    assert "none: no upstream.yaml" in capsys.readouterr().err


def test_one_api_that_is_refused_keeps_no_other_from_being_done(tmp_path, monkeypatch, capsys):
    """All that is wrong is told in one run."""
    done = []
    for name in ("a", "b"):
        (tmp_path / "specs" / name).mkdir(parents=True)
        (tmp_path / "specs" / name / "upstream.json").touch()

    def refuses(specs, _):
        done.append(specs.name)
        raise SpecError(f"{specs.name} is wrong")

    monkeypatch.setattr("pickupkit.codegen.cli.generate", refuses)
    assert main([], tmp_path / "specs", tmp_path) == 2
    assert done == ["a", "b"]
    assert capsys.readouterr().err == "a is wrong\nb is wrong\n"


def test_the_command_line_shows_what_moved_in_the_generator(tmp_path, capsys):
    """0 while nothing did."""
    assert main(["--guard"], tmp_path, tmp_path) == 0
    assert "MOVED" not in capsys.readouterr().out


def test_the_command_line_says_what_it_needs(parcels_specs, tmp_path, capsys, monkeypatch):
    """The generator is not among the library's own dependencies."""

    def missing(*_):
        raise ModuleNotFoundError("No module named 'jsonpath'")

    monkeypatch.setattr("pickupkit.codegen.cli.generate", missing)
    assert main([], parcels_specs.parent, tmp_path) == 2
    assert "python-jsonpath" in capsys.readouterr().err
