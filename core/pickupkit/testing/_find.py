"""Find the contract of a provider among somebody's tests."""

import sys
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

from pickupkit.errors import ConfigError

from ._contract import ProviderContract


def contract_of(name: str, tests: Path) -> type[ProviderContract]:
    """Give the contract of the provider ``name`` in a test file or in a folder of them."""
    files = sorted(tests.rglob("test_*.py")) if tests.is_dir() else [tests]
    for path in files:
        if path.is_file() and "ProviderContract" in path.read_text(encoding="utf-8"):
            for contract in _contracts(_module(path)):
                if contract().found().name == name:
                    return contract
    raise ConfigError(f"no ProviderContract of {name!r} is in {tests}; name the place with --tests")


def _contracts(module: ModuleType) -> Iterator[type[ProviderContract]]:
    for found in vars(module).values():
        if (
            isinstance(found, type)
            and issubclass(found, ProviderContract)
            and hasattr(found, "provider")
        ):
            yield found


def _module(path: Path) -> ModuleType:
    """Import a test file as what it is, with its own folder and the working one to import from."""
    for folder in (str(path.parent.resolve()), str(Path.cwd())):
        if folder not in sys.path:
            sys.path.insert(0, folder)
    spec = spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise ConfigError(f"{path} is no Python file")
    module = module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module
