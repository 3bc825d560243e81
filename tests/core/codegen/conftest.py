"""Shared by the tests of the pipeline: a generated package of its own, and ways to read views."""

import importlib
import json
import shutil
import sys
from pathlib import Path
from types import ModuleType

import pytest

from pickupkit.calls.wire import View
from pickupkit.codegen import generate

HERE = Path(__file__).parent
ROOT = HERE.parents[2]


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def parcels_specs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the small faulty description."""
    return Path(shutil.copytree(HERE / "parcels", tmp_path_factory.mktemp("specs") / "parcels"))


@pytest.fixture(scope="session")
def parcels_tree(parcels_specs: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Generate the package of it."""
    target = tmp_path_factory.mktemp("clients") / "parcels_client"
    generate(parcels_specs, target)
    return target


@pytest.fixture(scope="session")
def parcels(parcels_tree: Path) -> ModuleType:
    sys.path.insert(0, str(parcels_tree.parent))
    client = importlib.import_module("parcels_client")
    client.api = importlib.import_module("parcels_client.api")
    client.models = importlib.import_module("parcels_client.models")
    return client


def read_everything(view: object) -> None:
    """Read every property of a view and of all below it."""
    if isinstance(view, list):
        for item in view:
            read_everything(item)
    if isinstance(view, View):
        for name, value in vars(type(view)).items():
            if isinstance(value, property):
                read_everything(getattr(view, name))


@pytest.fixture(scope="session", name="read_everything")
def _read_everything():
    return read_everything


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give a test that takes ``sample`` every sample of the vendors' documented bodies."""
    if "sample" in metafunc.fixturenames:
        found = [
            pytest.param({**item, "api": path.stem}, id=f"{path.stem}: {item['fact']}")
            for path in sorted((HERE / "samples").glob("*.json"))
            for item in json.loads(path.read_text())
        ]
        metafunc.parametrize("sample", found)
