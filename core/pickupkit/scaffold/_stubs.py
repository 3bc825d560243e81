"""A typed function for each operation of a generated client, its call wired."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_HEAD: Final = '''"""Every operation of the API; register what makes up a pickup: see the README."""

from pickupkit.plugin import Account

from . import Settings
from .client import api, models
'''
_STUB: Final = '''

async def {name}({arguments}) -> {gives}:
    """{says}"""
    return await api.{name}({passed})
'''


def stubs(_name: str, client: Path) -> str:
    """Write the module; parameters that may be left out are left out."""
    known = {n for path in (client / "models").glob("*.py") for n in _classes(path)}
    modules = sorted(path for path in (client / "api").rglob("*.py") if path.stem != "__init__")
    return _HEAD + "".join(_stub(path, known) for path in modules)


def _classes(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    yield from (node.name for node in tree.body if isinstance(node, ast.ClassDef))


def _stub(path: Path, known: set[str]) -> str:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    function = next(n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == path.stem)
    named = _Named(known)
    wanted = [*function.args.args, *_required(function)]
    arguments = [f"{arg.arg}: {named.text(arg.annotation)}" for arg in wanted]
    passed = [arg.arg for arg in function.args.args]
    passed += [f"{arg.arg}={arg.arg}" for arg in _required(function)]
    told = (ast.get_docstring(function) or f"Call {function.name}").split("\n")[0].rstrip(".")
    assert isinstance(function.returns, ast.Subscript)  # noqa: S101 - our own templates wrote it
    return _STUB.format(
        name=function.name,
        arguments=", ".join(("_account: Account[Settings]", *arguments)),
        passed=", ".join(passed),
        gives=named.text(function.returns.slice),
        says=told.replace('"', "'") + ".",
    )


def _required(function: ast.FunctionDef) -> list[ast.arg]:
    pairs = zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True)
    return [arg for arg, default in pairs if default is None]


class _Named(ast.NodeTransformer):
    """Writes annotations with the models' names qualified."""

    def __init__(self, known: set[str]) -> None:
        self._known = known

    def text(self, annotation: ast.expr | None) -> str:
        """Write one annotation."""
        return "object" if annotation is None else ast.unparse(self.visit(annotation))

    def visit_Name(self, node: ast.Name) -> ast.expr:
        """Qualify a model."""
        if node.id not in self._known:
            return node
        return ast.Attribute(ast.Name("models", ast.Load()), node.id, ast.Load())
