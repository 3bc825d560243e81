"""What a generated client offers, read from its own source: its functions and its models."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

from attrs import frozen


@frozen
class Input:
    """The body, or an argument that cannot be left out; those of the path come by position."""

    name: str
    kind: str
    in_path: bool = False
    required: bool = True


@frozen
class Operation:
    """One function of the client: what it calls, what it needs and what it gives."""

    name: str
    method: str
    path: str
    inputs: tuple[Input, ...]
    gives: str
    says: str

    @property
    def request(self) -> str:
        """The request in words, such as ``GET /pickups/{id}``."""
        return f"{self.method} {self.path}"

    @property
    def body(self) -> Input | None:
        """What it sends beside the path, required or not."""
        return next((each for each in self.inputs if each.name == "body"), None)

    def call(self, values: Mapping[str, str]) -> str:
        """Write the call, with an expression for each input that is given."""
        given = ((i, values[i.name]) for i in self.inputs if i.name in values)
        told = (value if i.in_path else f"{i.name}={value}" for i, value in given)
        return f"api.{self.name}({', '.join(told)})"


@frozen
class Client:
    """Every operation, and the fields of each model with their kinds."""

    operations: tuple[Operation, ...]
    models: dict[str, dict[str, str]]


def read(package: Path) -> Client:
    """Read the client in ``package``."""
    models = [node for path in _files(package / "models") for node in _classes(path)]
    kinds = _Kinds({node.name for node in models})
    operations = (_operation(path, kinds) for path in _files(package / "api"))
    return Client(tuple(operations), {node.name: dict(_fields(node, kinds)) for node in models})


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*.py") if path.stem != "__init__")


def _classes(path: Path) -> Iterator[ast.ClassDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    yield from (node for node in tree.body if isinstance(node, ast.ClassDef))


def _fields(model: ast.ClassDef, kinds: "_Kinds") -> Iterator[tuple[str, str]]:
    """Give a request's fields and an answer's properties."""
    for node in model.body:
        if isinstance(node, ast.FunctionDef) and node.decorator_list:
            yield node.name, kinds.text(node.returns)
        elif isinstance(node, ast.AnnAssign) and (field := ast.unparse(node.target))[0] != "_":
            yield field, kinds.text(node.annotation)


def _operation(module: Path, kinds: "_Kinds") -> Operation:
    """Read a module as our own templates write it: one function, whose last line makes the call."""
    body = ast.parse(module.read_text(encoding="utf-8")).body
    # Not by the module's name: Python reads some letters as others, the file system does not.
    function = next(n for n in body if isinstance(n, ast.FunctionDef) and n.name != "_read")
    method, path = _call(function)
    return Operation(
        name=function.name,
        method=method,
        path=path,
        inputs=tuple(_inputs(function.args, kinds)),
        gives=kinds.text(function.returns)[len("Call[") : -1],
        says=(ast.get_docstring(function) or "").partition("\n")[0].rstrip("."),
    )


def _call(function: ast.FunctionDef) -> tuple[str, str]:
    """Give method and path: the first texts in ``return Call("GET", "/a/{b}".format(…), …)``."""
    [call] = [n.value for n in function.body if isinstance(n, ast.Return)]
    assert isinstance(call, ast.Call)  # noqa: S101 - our own templates wrote it
    method, path = (next(_texts(part)) for part in call.args[:2])
    return method, path


def _texts(part: ast.expr) -> Iterator[str]:
    """Give the texts in an expression, the outermost first."""
    yield from (str(n.value) for n in ast.walk(part) if isinstance(n, ast.Constant))


def _inputs(arguments: ast.arguments, kinds: "_Kinds") -> Iterator[Input]:
    yield from (Input(a.arg, kinds.text(a.annotation), in_path=True) for a in arguments.args)
    pairs = zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    for argument, default in pairs:
        if default is None or argument.arg == "body":
            kind = kinds.text(argument.annotation).removesuffix(" | Unset")
            yield Input(argument.arg, kind, required=default is None)


class _Kinds(ast.NodeTransformer):
    """Writes annotations with the models' names qualified."""

    def __init__(self, models: set[str]) -> None:
        self._models = models

    def text(self, annotation: ast.expr | None) -> str:
        """Write one annotation."""
        return "object" if annotation is None else ast.unparse(self.visit(annotation))

    def visit_Name(self, node: ast.Name) -> ast.expr:
        """Qualify a model."""
        if node.id not in self._models:
            return node
        return ast.Attribute(ast.Name("models", ast.Load()), node.id, ast.Load())
