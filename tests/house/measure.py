"""How the house is built, in figures: `python -m tests.house.measure [FOLDER]`, of another checkout where one is named.

Boxes are modules, or folders taken as one each; an arrow is one box that imports another; the longest chain is the
number of boxes on the longest way along arrows. Beside them what the style is felt by: long functions, broad handlers,
what types and linters were told to overlook.
"""

import ast
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from statistics import median

ROOMS = ("rules", "storage", "mailbot")
ROOT = Path(__file__).resolve().parents[2]
Arrows = dict[str, set[str]]


def modules(root: Path) -> dict[str, ast.Module]:
    """The production modules below a checkout, by dotted name."""
    paths = (path for room in ROOMS for path in sorted((root / room).rglob("*.py")))
    return {_dotted(path.relative_to(root)): ast.parse(path.read_text(encoding="utf-8")) for path in paths}


def _dotted(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def arrows(known: dict[str, ast.Module]) -> Arrows:
    """Which module imports which; a package is meant where a name is no module of its own."""
    return {name: set(_imported(tree, known)) - {name} for name, tree in known.items()}


def _imported(tree: ast.Module, known: dict[str, ast.Module]) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (name for name in inner if name in known)
            if node.module in known and not all(name in known for name in inner):
                yield node.module


def boxed(lines: Arrows, rooms: Iterable[str]) -> Arrows:
    """The same with each of these folders taken as one box."""
    rooms = tuple(rooms)

    def box(name: str) -> str:
        return next((room for room in rooms if name == room or name.startswith(f"{room}.")), name)

    found: Arrows = {}
    for name, others in lines.items():
        found.setdefault(box(name), set()).update(box(other) for other in others)
    return {name: others - {name} for name, others in found.items()}


def longest_chain(lines: Arrows) -> int:
    """Raises ValueError where arrows close a circle."""
    walked: set[str] = set()

    @cache
    def below(name: str) -> int:
        if name in walked:
            raise ValueError(f"a circle through {name}")
        walked.add(name)
        deepest = 1 + max((below(other) for other in lines.get(name, ())), default=0)
        walked.discard(name)
        return deepest

    return max((below(name) for name in lines), default=0)


def _chain(lines: Arrows) -> str:
    try:
        return str(longest_chain(lines))
    except ValueError:
        return "a circle"


def within(lines: Arrows, room: str) -> Arrows:
    """The boxes of one top folder and the arrows between them."""
    inside = {name for name in lines if name.split(".")[0] == room and "." in name}
    return {name: lines[name] & inside for name in inside}


def rooms_of(root: Path, top: str) -> list[str]:
    return [f"{top}.{path.name}" for path in sorted((root / top).iterdir()) if (path / "__init__.py").exists()]


def figures(root: Path) -> Iterator[str]:
    known = modules(root)
    lines = arrows(known)
    for top in ROOMS:
        for what, drawn in (("modules", lines), ("rooms", boxed(lines, rooms_of(root, top)))):
            part = within(drawn, top)
            count = sum(len(others) for others in part.values())
            yield f"{top:8} {what:8} boxes {len(part):4}  longest chain {_chain(part):>8}  arrows {count:4}"
    sizes = [_length(node) for tree in known.values() for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    long = sum(size > 40 for size in sizes)
    yield f"functions {len(sizes)}, median {median(sizes):g} lines, above 40 lines: {long} ({long / len(sizes):.1%})"
    yield f"broad handlers {sum(map(_broad, known.values()))}"
    text = [path.read_text(encoding="utf-8") for room in ROOMS for path in (root / room).rglob("*.py")]
    for mark in ("type: ignore", "noqa"):
        yield f"{mark}: {sum(one.count(f'# {mark}') for one in text)}"


def _length(node: ast.FunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _broad(tree: ast.Module) -> int:
    names = ("Exception", "BaseException")
    handlers = [node for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler)]
    return sum(one.type is None or (isinstance(one.type, ast.Name) and one.type.id in names) for one in handlers)


if __name__ == "__main__":
    for line in figures(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT):
        print(line)
