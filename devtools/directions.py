"""Check that the rooms of the addon depend on each other in one direction only.

    python -m devtools.directions [addon folder]

A room may use itself and the rooms before it (`addon_source.ROOMS`), never a later one. The check reports

- imports from a later room, and rooms that `models/__init__.py` imports out of order;
- `env["model"]` and `_inherit` of a model that a later room defines. Reading a later room's fields is allowed, so the
  comodel of a field is not reported;
- methods that only later rooms define, whether called or passed on. The earliest definition counts, so a later room may
  override a method of an earlier one. Where the model of a record is known (`self`, `env["model"]`, a field, a variable
  set from one of these), only the definitions of that model count, otherwise every method of that name;
- models of the addon that are inherited in place more than once, or from their own room. For `MEASURED`, the room
  `measure` may do so once more;
- context keys of the addon that `docs/architecture.md` does not list.

The hooks into Odoo's models (flat in `models/`) come after the rooms that they call. But a room may ask an Odoo record
a question that a hook adds, such as `user._sequence_absence()`. Therefore a method of a hook belongs to the latest room
that the method itself uses.

A method counts as Odoo's if all of its definitions in the addon call `super()`. Not seen are names put together at run
time (`getattr(self, f"_on_{kind}")`) and names in views and data.
"""

import ast
import collections
import re
import sys
from dataclasses import dataclass
from pathlib import Path

from .addon_source import HOOKS, ROOMS, Addon, Module, Scope, is_field, is_super, level_of, literal

MOVE = "move what both need to the earlier room"
TURN = "let the later room call this one, or add the verb in its inheriting class"
INHERIT = "inherit only from this room or an earlier one"
# Models whose numbers are public fields and methods: the room `measure` adds them.
MEASURED = {"sales.sequence", "sales.sequence.step"}
MEASURE = ROOMS.index("measure")


@dataclass(eq=False)
class Use:
    """Something that a line uses: the module, or every method that it may mean."""

    line: int
    what: str
    targets: list
    mend: str = TURN

    @property
    def level(self):
        """The earliest room that has it."""
        return min(target.level for target in self.targets)

    @property
    def place(self):
        """Where it is defined: in a room rather than in a hook that overrides it."""
        target = min(self.targets, key=lambda target: (target.level, _module(target).level))
        return target.path if isinstance(target, Module) else f"{_module(target).path}:{target.node.lineno}"


class Check:
    """Applies all rules to an addon; `findings` is a set of (path, line, text)."""

    def __init__(self, folder):
        self.addon = Addon(folder)
        self.findings = set()
        self._settle_hooks()
        for module in self.addon.modules.values():
            if level_of(module.path) is None:
                self._report(module, 1, f"not in one of the rooms {', '.join(ROOMS[1:HOOKS])}: move it to one")
            if module.path == "models/__init__.py":
                self._check_order(module)
                continue
            for alias, origin in self.addon.imports(module):
                if origin:
                    self._check_use(module, Use(alias.lineno, f"import of {alias.name}", [origin], MOVE))
            for node, owner in self._parts(module):
                for use in self._uses(module, node, owner):
                    self._check_use(module, use)
        self._check_models()
        self._check_context()

    def _parts(self, module):
        """Yield (statement, its class or None) for a module; a method is one statement."""
        owners = {owner.node: owner for owner in self.addon.classes if owner.module is module}
        for node in module.tree.body:
            if node in owners:
                yield from ((child, owners[node]) for child in node.body)
            else:
                yield node, None

    def _uses(self, module, node, owner):
        """Yield the models and methods of the addon that a statement uses."""
        scope = Scope(self.addon, module, node, owner)
        called = {child.func for child in ast.walk(node) if isinstance(child, ast.Call)}
        for child in ast.walk(node):
            model = scope.named_model(child)
            if model in self.addon.models:
                yield Use(child.lineno, f'env["{model}"]', [self.addon.models[model].module])
            for name, receiver in _names(child):
                is_of_module = isinstance(receiver, ast.Name) and receiver.id in module.imported
                is_field_read = isinstance(child, ast.Attribute) and child not in called and name in self.addon.comodels
                if is_of_module or is_field_read or is_super(receiver):
                    continue
                known = scope.model_of(receiver) if receiver else owner and owner.model
                if targets := self.addon.definitions(name, known):
                    yield Use(child.lineno, f"{name}()", targets)

    def _settle_hooks(self):
        """Assign each method of a hook to the latest room that it uses, directly or through other hooks."""
        hooks = [owner for owner in self.addon.classes if owner.module.level == HOOKS]
        used = {
            method: [*self._uses(owner.module, method.node, owner), *_imports_used(owner.module, method.node)]
            for owner in hooks
            for method in owner.methods.values()
        }
        for method in used:
            method.level = 0
        is_settled = False
        while not is_settled:
            is_settled = True
            for method, uses in used.items():
                level = max((use.level for use in uses), default=0)
                if level > method.level:
                    method.level, is_settled = level, False

    def _report(self, module, line, text):
        self.findings.add((f"{self.addon.folder.name}/{module.path}", line, text))

    def _check_use(self, module, use):
        if use.level > module.level:
            arrow = f"{ROOMS[module.level]} → {ROOMS[use.level]}"
            self._report(module, use.line, f"{arrow}: {use.what} ({use.place}), {use.mend}")

    def _check_order(self, module):
        imported = [(alias, origin) for alias, origin in self.addon.imports(module) if origin]
        for index, (alias, origin) in enumerate(imported):
            late = [other.name for other, room in imported[index + 1 :] if room.level < origin.level]
            if late:
                text = f"{alias.name} is imported before {late[0]}, the order is {', '.join(ROOMS[1 : HOOKS + 1])}"
                self._report(module, alias.lineno, text)

    def _check_models(self):
        extensions = collections.defaultdict(list)
        for owner in self.addon.classes:
            module, line = owner.module, owner.node.lineno
            for name in owner.inherits:
                if home := self.addon.models.get(name):
                    self._check_use(module, Use(line, f'_inherit of "{name}"', [home.module], INHERIT))
            home = self.addon.models.get(owner.model)
            if not home:
                continue
            if module.level == HOOKS:
                self._report(module, line, f"{owner.model} is not a model of Odoo's, move this class to a room")
            if owner.in_place:
                extensions[owner.model].append(owner)
            elif owner is not home:
                self._report(module, line, f"{owner.model} is defined in {home.module.path} already, inherit it")
        for model, owners in extensions.items():
            self._check_extensions(self.addon.models[model].module, model, owners)

    def _check_extensions(self, home, model, owners):
        for owner in owners:
            is_measure = _measures(owner)
            later = [other for other in owners if other.module.level > home.level and _measures(other) == is_measure]
            if owner.module.level == home.level:
                mend = f"make it a mixin that {home.path} names in _inherit"
                text = f"{model} is inherited in place in its own room, {ROOMS[home.level]}: {mend}"
                self._report(owner.module, owner.node.lineno, text)
            elif len(later) > 1:
                others = ", ".join(f"{other.module.path}:{other.node.lineno}" for other in later if other is not owner)
                mend = "keep one of them, make the others its mixins or models of their own"
                text = f"{model} is inherited in place {len(later)} times, also in {others}: {mend}"
                self._report(owner.module, owner.node.lineno, text)

    def _check_context(self):
        document = self.addon.folder.parent / "docs" / "architecture.md"
        if not document.exists():
            return
        listed = set(re.findall(r"\w+", document.read_text(encoding="utf-8")))
        for module in self.addon.modules.values():
            for node in ast.walk(module.tree):
                for key in _context_keys(node, f"{self.addon.folder.name}_"):
                    if key not in listed:
                        text = f"context key {key} is not in docs/architecture.md, list it there with its reason"
                        self._report(module, node.lineno, text)


def _measures(owner):
    return owner.model in MEASURED and owner.module.level == MEASURE


def _module(target):
    return target if isinstance(target, Module) else target.owner.module


def _names(node):
    """Yield (name, receiver) for each method that a node may refer to; None for the model that a field belongs to."""
    match node:
        case ast.Attribute(value=value, attr=name, ctx=ast.Load()):
            yield name, value
        case ast.Call(func=ast.Name(id="getattr"), args=[value, ast.Constant(value=str(name)), *_]):
            yield name, value
        case ast.Call(keywords=keywords) if is_field(node):
            for keyword in keywords:
                if keyword.arg in ("compute", "inverse", "search") and isinstance(literal(keyword.value), str):
                    yield literal(keyword.value), None


def _imports_used(module, node):
    for child in ast.walk(node):
        if isinstance(child, ast.Name) and (origin := module.imported.get(child.id)):
            yield Use(child.lineno, child.id, [origin])


def _context_keys(node, prefix):
    """Yield the context keys with this prefix that a call sets or reads."""
    match node:
        case ast.Call(func=ast.Attribute(attr="with_context"), args=arguments, keywords=keywords):
            names = [keyword.arg for keyword in keywords if keyword.arg]
            given = [*arguments, *(keyword.value for keyword in keywords if not keyword.arg)]
            names += [literal(key) for part in given if isinstance(part, ast.Dict) for key in part.keys if key]
        case ast.Call(func=ast.Attribute(value=ast.Attribute(attr="context") | ast.Name(id="context"), attr="get")):
            names = [literal(argument) for argument in node.args[:1]]
        case ast.Call(func=ast.Name(id="is_on" | "memo")):
            names = [literal(argument) for argument in node.args]
        case _:
            return
    yield from (name for name in names if isinstance(name, str) and name.startswith(prefix))


def main(arguments=None):
    """Print one line per finding and return the exit code: 1 if there are any."""
    arguments = sys.argv[1:] if arguments is None else arguments
    folder = Path(arguments[0]) if arguments else Path(__file__).parent.parent / "sales_sequence"
    findings = sorted(Check(folder.resolve()).findings)
    sys.stdout.writelines(f"{path}:{line}: {text}\n" for path, line, text in findings)
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
