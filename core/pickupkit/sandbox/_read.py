"""Reading instructions from TOML and JSON, strictly."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from attrs import asdict, frozen

from pickupkit.errors import ConfigError, InvalidRequest
from pickupkit.structure import Structurer

from ._fault import Fault

_STRUCTURER: Final = Structurer({})


@frozen
class FaultFile:
    """The instructions of a file, and the seed of their chances."""

    faults: tuple[Fault, ...] = ()
    seed: int = 0


@frozen
class FaultOrder(FaultFile):
    """What a caller posts; ``append`` keeps what is in place, and its seed."""

    append: bool = False


def read_order(data: Any) -> FaultOrder:
    """Read an object, or a bare list of faults; `InvalidRequest` names each wrong field."""
    return _STRUCTURER.build(FaultOrder, {"faults": data} if isinstance(data, list) else data)


def load_faults(path: str | Path) -> FaultFile:
    """Read a TOML file of ``[[faults]]`` and a ``seed``; `ConfigError` when it is wrong."""
    try:
        data = tomllib.loads(Path(path).read_text(encoding="utf-8-sig"))
        return _STRUCTURER.build(FaultFile, data)
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}") from None
    except InvalidRequest as error:
        raise ConfigError(f"{path}: {error}") from None
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"{path} cannot be understood: {error}") from None


def plain(fault: Fault) -> Mapping[str, Any]:
    """Write a fault as `read_order` would read it, without what was left open."""
    return {name: value for name, value in asdict(fault).items() if value is not None}
