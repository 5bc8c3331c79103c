"""The project itself: which room may import which, and whether its documents are true."""

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.measure import arrows, boxed, longest_chain, rooms_of, within
from tests.house.measure import modules as known_modules

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("rules", "storage", "mailbot")
MAY_IMPORT = {"rules": {"rules"}, "storage": {"rules", "storage"}, "mailbot": set(ROOMS)}
WIRING = ROOT / "mailbot" / "app.py"
EDGES = {"mail", "reading", "signin", "writing"}
PURE_FORBIDS = {
    "socket",
    "subprocess",
    "sqlalchemy",
    "sqlmodel",
    "imapclient",
    "smtplib",
    "requests",
    "logging",
}


def modules(room: str) -> Iterator[Path]:
    yield from sorted((ROOT / room).rglob("*.py"))


def imports(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
    return names


def tracked() -> list[Path]:
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    return [ROOT / name for name in listing.split("\0") if name]


@pytest.mark.parametrize("room", ROOMS)
def test_imports_point_one_way(room: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(room)
        for name in imports(path)
        if name.split(".")[0] in ROOMS and name.split(".")[0] not in MAY_IMPORT[room]
    ]
    assert wrong == []


def imported_names(path: Path) -> set[str]:
    """With what is imported from a module: "storage.tables", "sqlmodel.select"."""
    nodes = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.ImportFrom)]
    return imports(path) | {f"{node.module}.{alias.name}" for node in nodes for alias in node.names}


def test_rows_do_not_leave_storage() -> None:
    """Repositories give and take values: nobody else knows a table, or asks the session of a unit of work."""
    known = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules("mailbot")
        for name in imported_names(path)
        if name.startswith(("storage.tables", "storage.mapping")) or name in ("sqlmodel.select", "sqlmodel.col")
    ]
    asked = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in modules("mailbot")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "session"
    ]
    assert (known, asked) == ([], [])


def test_the_rules_are_pure() -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules("rules")
        for name in imports(path)
        if name.split(".")[0] in PURE_FORBIDS
    ]
    assert wrong == []


# The rooms of the rules, from the ground up: each may import itself, those before it and the files beside them.
RULES = ("setup", "post", "papers", "standing", "drafting", "letters", "intake")


def rules_room(dotted: str) -> int:
    """The floor of a module of the rules; 0 for the files that stand beside the rooms."""
    second = dotted.split(".")[1] if "." in dotted else ""
    return RULES.index(second) + 1 if second in RULES else 0


def test_the_rooms_of_the_rules_lie_one_above_the_other() -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules("rules")
        for name in imports(path)
        if name.startswith("rules.")
        and rules_room(name) > rules_room(".".join(path.relative_to(ROOT).with_suffix("").parts))
    ]
    assert wrong == []


@pytest.mark.parametrize("top", ROOMS)
def test_no_circle_of_modules_or_of_folders(top: str) -> None:
    lines = arrows(known_modules(ROOT))
    assert longest_chain(within(lines, top)) > 1
    assert longest_chain(within(boxed(lines, rooms_of(ROOT, top)), top)) > 1


def test_a_circle_is_noticed() -> None:
    with pytest.raises(ValueError, match="circle"):
        longest_chain({"a": {"b"}, "b": {"a"}})


@pytest.mark.parametrize("edge", sorted(EDGES))
def test_edges_do_not_import_each_other(edge: str) -> None:
    others = tuple(f"mailbot.{other}" for other in sorted((EDGES - {edge}) | {"app", "pipeline", "cli"}))
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(f"mailbot/{edge}")
        for name in imports(path)
        if name in others or name.startswith(tuple(f"{other}." for other in others))
    ]
    assert wrong == []


def called(path: Path) -> set[str]:
    """The last words of all names that are called in a module."""
    nodes = [node.func for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    names = {node.id for node in nodes if isinstance(node, ast.Name)}
    return names | {node.attr for node in nodes if isinstance(node, ast.Attribute)}


# What holds a connection, a child, a lock, a thread or a folder for as long as an installation runs; `children` makes
# the sandbox in which mails are opened.
PARTS = {
    *("App", "Archive", "Lease", "Lineage", "Outgoing", "Process", "SignIn", "SlowLane", "Tokens", "Turns"),
    "children",
}
MADE_ALONE = {
    "cli.py": {"Outgoing"},  # `login` tries one connection, without an installation
    "mail/imap.py": {"SignIn"},  # of a connection that stands alone
    "mail/smtp.py": {"SignIn"},
    "servers.py": {"Tokens"},  # what the configuration says of servers, in the words of the edges
}


def test_the_wiring_alone_makes_the_parts_of_an_installation() -> None:
    made = {str(path.relative_to(WIRING.parent)): called(path) & PARTS for path in modules("mailbot")}
    assert made.pop("app.py") >= PARTS - {"Tokens", "SlowLane", "Turns"}
    assert {place: parts for place, parts in made.items() if parts} == MADE_ALONE


def test_the_wiring_decides_nothing() -> None:
    tree = ast.parse(WIRING.read_text(encoding="utf-8"))
    branches = (ast.If, ast.IfExp, ast.For, ast.While, ast.Try, ast.With, ast.Match, ast.BoolOp)
    assert [f"line {node.lineno}" for node in ast.walk(tree) if isinstance(node, branches)] == []


def test_broad_handlers_stand_in_few_places() -> None:
    """Foreign code may fail in any way at the loop's guard and in the reader's child; nowhere else is that assumed."""
    places = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for room in ROOMS
        for path in modules(room)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or (isinstance(node.type, ast.Name) and node.type.id in ("Exception", "BaseException")))
    ]
    assert len(places) <= 4, places


def test_every_disabled_lint_rule_has_its_reason() -> None:
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").split("[tool.ruff.lint]")[1].split("[tool.mypy]")[0]
    bare = [line for line in lines.splitlines() if re.match(r'\s+"[A-Z]+\d+",\s*$', line)]
    assert bare == []


def test_the_top_of_the_changelog_is_the_version() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    found = re.search(r"^## \[?(\d+\.\d+\.\d+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)
    assert found is not None
    assert found[1] == version


@pytest.mark.parametrize("document", ["README.md", "README.vi.md", "ARCHITECTURE.md"])
def test_what_documents_name_exists(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    named = re.findall(r"`((?:mailbot|rules|storage|tests|\.ci)/[\w./-]*)`", text) + re.findall(
        r"\]\(([\w./-]+)\)", text
    )
    missing = [name for name in named if not (ROOT / name).exists()]
    assert missing == []
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    assert set(re.findall(r"`make ([a-z-]+)`", text)) <= targets


def named_modules() -> set[str]:
    """By whole paths, or by bare names in the row of their folder."""
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    whole = set(re.findall(r"`((?:mailbot|rules|storage)/[\w/-]+\.py)`", text))
    rows = re.findall(r"^\| `([\w/]+/)` \| (.*) \|$", text.split("## Every module")[1].split("\n## ")[0], re.M)
    return whole | {folder + name for folder, cell in rows for name in re.findall(r"`(\w+\.py)`", cell)}


def test_every_module_is_named() -> None:
    """In ARCHITECTURE.md: where a new line goes, or folder by folder."""
    known = {str(path.relative_to(ROOT)) for room in ROOMS for path in modules(room) if path.name != "__init__.py"}
    steps = {name for name in known if name.startswith("storage/migrations/")}
    named = named_modules()
    assert sorted(known - steps - named) == []
    assert sorted(name for name in named - known if not name.startswith("storage/")) == []


@pytest.mark.parametrize("above", ["commands", "demo"])
def test_only_the_command_line_knows_commands_and_the_demo(above: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules("mailbot")
        for name in imports(path)
        if name.startswith(f"mailbot.{above}")
        and path.name != "cli.py"
        and path.parent.name not in ("commands", above, "demo")
    ]
    assert wrong == []


def test_what_make_runs_is_tracked() -> None:
    named = re.findall(r"-m (tests\.[\w.]+)", (ROOT / "Makefile").read_text(encoding="utf-8"))
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    places = {one: (f"{one.replace('.', '/')}.py", f"{one.replace('.', '/')}/__main__.py") for one in named}
    assert named and [one for one, files in places.items() if not set(files) & set(tracked)] == []


def test_every_promise_names_tests_that_exist() -> None:
    text = (ROOT / "tests" / "BEHAVIOURS.md").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| ") and not line.startswith("| promise")]
    assert len(rows) > 50
    assert [row for row in rows if "::test_" not in row] == []
    named = re.findall(r"`([\w/]+\.py)::(\w+)`", text)
    assert len(named) == text.count("::")
    known = {path: (ROOT / "tests" / path).read_text(encoding="utf-8") for path, _ in named}
    assert [f"{path}::{name}" for path, name in named if f"def {name}(" not in known[path]] == []


def test_lock_files_name_no_registry() -> None:
    for lock in ROOT.glob("requirements*.lock"):
        text = lock.read_text(encoding="utf-8")
        assert "://" not in text
        assert "--index-url" not in text
        assert "--find-links" not in text
        pinned = [line for line in text.splitlines() if re.match(r"^[a-zA-Z0-9]", line)]
        assert all("==" in line for line in pinned)
        assert text.count("--hash=sha256:") >= len(pinned)


def test_no_machine_paths_or_secrets_are_tracked() -> None:
    forbidden = re.compile(
        rb"/work/|/root/|/home/[a-z]+/(?!mailbot)|BEGIN [A-Z ]*PRIVATE KEY|files\.pythonhosted|pypi\.org"
    )
    wrong = [
        str(path.relative_to(ROOT))
        for path in tracked()
        if path.exists() and path != Path(__file__) and forbidden.search(path.read_bytes())
    ]
    assert wrong == []


def test_what_is_recorded_as_having_happened_has_its_name_in_one_place() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in modules("mailbot")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Step"
        and isinstance(node.args[0], ast.Constant)
    ]  # fmt: skip
    assert wrong == []


def test_tests_reach_into_nothing_private() -> None:
    """What a test must turn is a door of the thing itself."""
    own = _private_names()
    wrong = [
        f"{path.relative_to(ROOT)}:{line} {name}"
        for path in sorted((ROOT / "tests").rglob("*.py"))
        for line, name in _reached(ast.parse(path.read_text(encoding="utf-8")))
        if name in own
    ]
    assert wrong == []


def _private_names() -> set[str]:
    """Names with one underscore in front that production code defines: attributes of objects, and of modules."""
    found: set[str] = set()
    for room in ROOMS:
        for path in modules(room):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.FunctionDef | ast.ClassDef):
                    found.add(node.name)
                elif isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Store):
                    found.add(node.id if isinstance(node, ast.Name) else node.attr)
    return {name for name in found if name.startswith("_") and not name.startswith("__") and len(name) > 2}


_OTHERS = ("self", "client")  # the test's own, and a client of a library


def _reached(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in ROOMS:
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.Attribute) and not (isinstance(node.value, ast.Name) and node.value.id in _OTHERS):
            yield node.lineno, node.attr
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "setattr":
            yield from ((one.lineno, str(one.value)) for one in node.args if isinstance(one, ast.Constant))
