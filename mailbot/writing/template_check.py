"""Whether the templates of letters can be used, said before a letter depends on them.

Two looks at each template: its syntax tree (names that no letter of this kind has, names that it must not lack), and
every letter of the representative facts written with it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from difflib import get_close_matches
from functools import partial
from pathlib import Path

from jinja2 import Environment, TemplateNotFound, nodes
from jinja2.meta import find_undeclared_variables

from mailbot.writing import view_words, views_of_decisions, views_to_office, views_to_units
from mailbot.writing.samples import CAMPAIGN, ROSTER, orders_of
from mailbot.writing.workshop import SHIPPED, Workshop, reporting, template_name
from rules.errors import ConfigurationError, Problem
from rules.letter_kind import KINDS, LetterKind

GUIDE = "HUONG-DAN.txt"


def check_templates(folders: tuple[Path, ...]) -> tuple[Problem, ...]:
    """Everything that is wrong with the templates of these folders and the shipped ones, each problem once."""
    workshop, shipped = Workshop((*folders, SHIPPED)), Workshop((SHIPPED,))
    found = [*_strangers(folders)]
    for kind in KINDS.values():
        allowed = {name for order in orders_of(kind) for name in shipped.context(order, CAMPAIGN, ROSTER)}
        found += _problems_of(kind, allowed, workshop)
    return tuple(dict.fromkeys(found))


def _strangers(folders: Iterable[Path]) -> Iterator[Problem]:
    """Files that no letter uses, most often a name typed wrong."""
    known = {path.name for path in SHIPPED.iterdir()} | {template_name(kind) for kind in KINDS.values()}
    for folder in folders:
        for path in sorted(folder.glob("*.vi.*")) if folder.is_dir() else ():
            if path.name not in known and not path.name.startswith("_"):
                near = get_close_matches(path.name, sorted(known), 1)
                remedy = f"đổi tên thành “{near[0]}”" if near else f"xem tên các mẫu trong {GUIDE}"
                yield Problem(str(path), None, "không có loại thư nào dùng tệp này", remedy)


def _problems_of(kind: LetterKind, allowed: set[str], workshop: Workshop) -> list[Problem]:
    try:
        trees = _trees(template_name(kind), workshop.environment)
    except ConfigurationError as broken:
        return list(broken.problems)
    named = [*_unknown(trees, allowed), *_lacking(kind, trees)]
    return named or _written(kind, workshop)


def _written(kind: LetterKind, workshop: Workshop) -> list[Problem]:
    """What goes wrong when the representative letters are written."""
    found: list[Problem] = []
    for order in orders_of(kind):
        try:
            workshop.render(order, CAMPAIGN, ROSTER)
        except ConfigurationError as broken:
            found += broken.problems
    return found


# --- The syntax tree ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Parsed:
    file: str
    tree: nodes.Template


def _trees(name: str, environment: Environment) -> list[_Parsed]:
    """A template and everything it includes. Raises ConfigurationError for wrong syntax or a missing file."""
    trees: dict[str, _Parsed] = {}
    waiting = [name]
    while waiting:
        name = waiting.pop()
        if name not in trees:
            parsed = reporting(name, partial(_parse, name, environment))
            trees[name] = parsed
            waiting += _included(parsed, environment)
    return list(trees.values())


def _included(parsed: _Parsed, environment: Environment) -> list[str]:
    """The templates that one includes. Raises ConfigurationError for one that does not exist."""
    found = []
    for include in parsed.tree.find_all(nodes.Include):
        name = include.template.value if isinstance(include.template, nodes.Const) else ""
        if name not in environment.list_templates():
            what = f"không thấy tệp “{name}” mà mẫu này dùng chung"
            remedy = "sửa tên tệp ở dòng này, hoặc xóa tệp mẫu để dùng lại mẫu kèm theo chương trình"
            raise ConfigurationError((Problem(parsed.file, include.lineno, what, remedy),))
        found.append(name)
    return found


def _parse(name: str, environment: Environment) -> _Parsed:
    if environment.loader is None:
        raise TemplateNotFound(name)
    source, file, _ = environment.loader.get_source(environment, name)
    return _Parsed(file or name, environment.parse(source, name, file))


def _unknown(trees: Iterable[_Parsed], allowed: set[str]) -> Iterator[Problem]:
    """Names that no letter of this kind knows: of variables, and of what stands after a dot."""
    trees = tuple(trees)
    own = {name.name for parsed in trees for name in parsed.tree.find_all(nodes.Name) if name.ctx != "load"}
    for parsed in trees:
        for unknown in sorted(find_undeclared_variables(parsed.tree) - allowed - own):
            line = next(name.lineno for name in parsed.tree.find_all(nodes.Name) if name.name == unknown)
            yield _unknown_name(parsed.file, line, unknown, allowed)
        for line, attribute in _attributes(parsed.tree):
            if attribute not in _ATTRIBUTES:
                yield _unknown_name(parsed.file, line, attribute, _ATTRIBUTES)


def _attributes(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    for found in tree.find_all(nodes.Getattr):
        yield found.lineno, found.attr
    for used in tree.find_all(nodes.Filter):
        given = [keyword.value for keyword in used.kwargs if keyword.key == "attribute"]
        given += used.args[:1] if used.name in ("selectattr", "rejectattr") else []
        for value in given:
            if isinstance(value, nodes.Const):
                yield used.lineno, str(value.value)


def _all_fields() -> frozenset[str]:
    modules = (view_words, views_to_units, views_to_office, views_of_decisions)
    values = (value for module in modules for value in vars(module).values())
    classes = (value for value in values if isinstance(value, type) and is_dataclass(value))
    return frozenset(field.name for one in classes for field in fields(one)) | _OF_LOOPS


_OF_LOOPS = frozenset({"index", "first", "last", "length"})
_ATTRIBUTES = _all_fields()


def _unknown_name(file: str, line: int, name: str, known: Iterable[str]) -> Problem:
    near = get_close_matches(name, sorted(known), 1)
    remedy = f"có phải là “{near[0]}”?" if near else f"xem các biến dùng được trong {GUIDE}"
    return Problem(file, line, f"không có biến “{name}”", remedy)


def _lacking(kind: LetterKind, trees: list[_Parsed]) -> Iterator[Problem]:
    used = {name.name for parsed in trees for name in parsed.tree.find_all(nodes.Name)}
    for name, meaning in kind.essential.items():
        if name not in used:
            what = f"thiếu biến “{name}” ({meaning})"
            remedy = f"đưa lại biến này vào mẫu; cách viết xem {GUIDE} hoặc mẫu kèm theo chương trình"
            yield Problem(trees[0].file, None, what, remedy)
