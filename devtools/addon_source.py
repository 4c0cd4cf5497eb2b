"""What the source of the addon says: its rooms, models and methods, and which records a variable holds.

It reads the source only and imports neither Odoo nor the addon.
"""

import ast
import collections
from dataclasses import dataclass, field
from xml.etree import ElementTree

# In order: a room may use itself and the rooms before it. Wizards and controllers share a room; other files come last.
ROOMS = (
    "tools",
    "base",
    "plan",
    "enrollment",
    "inbox",
    "enroll",
    "runner",
    "desk",
    "measure",
    "advice",
    "manage",
    "hooks",
    "wizard",
    "addon",
)
HOOKS = ROOMS.index("hooks")
FOLDERS = {"tools": "tools", "wizard": "wizard", "controllers": "wizard"}

# Methods that return records of the model that they are called on.
SAME_MODEL = frozenset(
    [
        "browse",
        "concat",
        "copy",
        "create",
        "ensure_one",
        "exists",
        "filtered",
        "filtered_domain",
        "lock_for_update",
        "new",
        "search",
        "search_fetch",
        "sorted",
        "sudo",
        "try_lock_for_update",
        "union",
        "with_company",
        "with_context",
        "with_env",
        "with_prefetch",
        "with_user",
        "_filtered_access",
    ]
)
# Methods that call their lambda with one of the records.
ON_RECORDS = frozenset(["filtered", "grouped", "mapped", "sorted"])
RELATIONS = frozenset(["Many2one", "One2many", "Many2many"])
# On a receiver that is not known, these may be methods of a dictionary, a list, a set or a string.
OF_PYTHON = frozenset(name for builtin in (dict, list, set, str) for name in dir(builtin))


@dataclass(eq=False)
class Module:
    """One file of the addon."""

    path: str
    tree: ast.Module
    level: int
    # Name bound by an import: the module of the addon that it comes from, None for other packages.
    imported: dict = field(default_factory=dict)
    constants: dict = field(default_factory=dict)


@dataclass(eq=False)
class Class:
    """One class statement; `model` is None for a plain class."""

    module: Module
    node: ast.ClassDef
    model: str | None = None
    inherits: tuple = ()
    methods: dict = field(default_factory=dict)
    # Field name: its comodel, None for a field that is not relational.
    fields: dict = field(default_factory=dict)

    @property
    def in_place(self):
        """Whether this class extends a model that another class defines."""
        return self.model in self.inherits


@dataclass(eq=False)
class Method:
    """One definition of a method."""

    owner: Class
    node: ast.FunctionDef
    level: int
    calls_super: bool


def level_of(path):
    """Return the index in `ROOMS` of a file by its path in the addon, None if its folder is not a room."""
    parts = path.split("/")
    if parts[0] != "models":
        return ROOMS.index(FOLDERS.get(parts[0], "addon"))
    if len(parts) == 2:
        return HOOKS
    return ROOMS.index(parts[1]) if parts[1] in ROOMS[1:HOOKS] else None


class Addon:
    """Everything that the source of the addon defines."""

    def __init__(self, folder):
        self.folder = folder
        self.modules = {}
        self.classes = []
        for path in sorted(folder.rglob("*.py")):
            self._read(path)
        for module in self.modules.values():
            for alias, origin in self.imports(module):
                module.imported[(alias.asname or alias.name).split(".")[0]] = origin
        # The model of each record in the addon's data, by external id.
        self.records = {}
        for path in folder.rglob("*.xml"):
            for record in ElementTree.parse(path).iter("record"):
                name = record.get("id", "")
                self.records[name if "." in name else f"{folder.name}.{name}"] = record.get("model")
        self._index()

    def _read(self, path):
        relative = path.relative_to(self.folder).as_posix()
        level = level_of(relative)
        module = Module(relative, ast.parse(path.read_bytes(), str(path)), HOOKS if level is None else level)
        self.modules[relative] = module
        for node in module.tree.body:
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                module.constants[node.targets[0].id] = literal(node.value)
            elif isinstance(node, ast.ClassDef):
                self.classes.append(_read_class(module, node))

    def _index(self):
        self.models = {}
        self.methods = collections.defaultdict(list)
        self.comodels = collections.defaultdict(set)
        self._families = {}
        # Earliest room first: a model belongs to the room that first defines it.
        self.classes.sort(key=lambda owner: owner.module.level)
        for owner in self.classes:
            if owner.model and not owner.in_place:
                self.models.setdefault(owner.model, owner)
            for name, method in owner.methods.items():
                self.methods[name].append(method)
            for name, comodel in owner.fields.items():
                self.comodels[name] |= {comodel} - {None}
        self.names_of_odoo = {
            method.node.name
            for methods in self.methods.values()
            for method in methods
            if method.owner.model and self._begins_in_odoo(method.node.name, method.owner.model)
        }

    def imports(self, module):
        """Yield (alias, module of the addon that it comes from or None) for everything that a module imports."""
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ImportFrom | ast.Import):
                for alias in node.names:
                    yield alias, self._origin(module, node, alias.name)

    def _origin(self, module, node, name):
        parts = name.split(".")
        if isinstance(node, ast.ImportFrom):
            parts = [*(node.module or "").split("."), name] if node.module else [name]
        if getattr(node, "level", 0):
            parts = module.path.split("/")[: -node.level] + parts
        elif parts[:3] == ["odoo", "addons", self.folder.name]:
            parts = parts[3:]
        else:
            return None
        # The last part is a module or a name in one.
        for known in (parts, parts[:-1]):
            for path in ("/".join(known) + ".py", "/".join([*known, "__init__.py"])):
                if path in self.modules:
                    return self.modules[path]
        return None

    def family(self, model):
        """Return all classes whose methods a record of this model, or of a model that inherits it, may have."""
        if model not in self._families:
            names = {model}
            while heirs := {owner.model for owner in self.classes if names & {*owner.inherits}} - names:
                names |= heirs
            while parts := {name for owner in self.classes if owner.model in names for name in owner.inherits} - names:
                names |= parts
            self._families[model] = [owner for owner in self.classes if owner.model in names]
        return self._families[model]

    def _begins_in_odoo(self, name, model):
        # If every definition calls `super()`, the first one must be outside the addon.
        return all(method.calls_super for method in self._methods_of(name, model))

    def _methods_of(self, name, model):
        return [owner.methods[name] for owner in self.family(model) if name in owner.methods]

    def definitions(self, name, model):
        """Return the methods of this name that a record may have, none if it may be a method of Odoo or Python.

        :param model: the record's model, None if it is not known
        """
        if model:
            return [] if self._begins_in_odoo(name, model) else self._methods_of(name, model)
        if name in OF_PYTHON or name in self.names_of_odoo:
            return []
        return self.methods.get(name, [])

    def comodel(self, model, name):
        """Return the comodel of a field: as that model defines it, else as every model that has such a field does."""
        fields = [owner.fields[name] for owner in self.family(model) if owner.fields.get(name)] if model else []
        everywhere = self.comodels.get(name, ())
        return fields[0] if fields else next(iter(everywhere)) if len(everywhere) == 1 else None


def _read_class(module, node):
    owner = Class(module, node)
    values = {}
    for child in node.body:
        match child:
            case ast.FunctionDef(name=name):
                owner.methods[name] = Method(owner, child, module.level, _calls_super(child))
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() as call) if is_field(call):
                owner.fields[name] = _comodel(call)
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Name(id=constant)):
                values[name] = module.constants.get(constant)
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                values[name] = literal(value)
    inherits = values.get("_inherit") or ()
    owner.inherits = (inherits,) if isinstance(inherits, str) else tuple(inherits)
    owner.model = values.get("_name") or next(iter(owner.inherits), None)
    return owner


class Scope:
    """The variables of a method that hold records of one and the same model wherever they are set."""

    def __init__(self, addon, module, node, owner=None):
        self.addon = addon
        self.module = module
        self.models = {}
        values = collections.defaultdict(list)
        for name, value in _bindings(node):
            values[name].append(value)
        arguments = [argument.arg for argument in node.args.args] if isinstance(node, ast.FunctionDef) else []
        first = {arguments[0]: owner.model} if arguments and owner and owner.model else {}
        for name in arguments:
            if name not in first:
                values[name].append(None)
        # Variables are set from other variables: a few rounds follow such chains.
        for _round in range(4):
            known = {name: self._models_of(name, given) for name, given in values.items()}
            for name, model in first.items():
                known.setdefault(name, set()).add(model)
            self.models = {name: next(iter(found)) for name, found in known.items() if len(found) == 1}

    def _models_of(self, name, values):
        """Return the models of a variable's values, except where it is set from itself (`records = records.sudo()`)."""
        found = set()
        for value in values:
            model = self.model_of(value)
            is_itself = value and any(isinstance(part, ast.Name) and part.id == name for part in ast.walk(value))
            if model or not is_itself:
                found.add(model)
        return found

    def named_model(self, node):
        """Return the model of `env["model"]`, `env[MODEL]` or `env.get("model")`; the earliest for an f-string."""
        match node:
            case ast.Subscript(value=value, slice=name) if _is_environment(value):
                pass
            case ast.Call(func=ast.Attribute(value=value, attr="get"), args=[name, *_]) if _is_environment(value):
                pass
            case _:
                return None
        match name:
            case ast.JoinedStr(values=[ast.Constant(value=beginning), *_]):
                return next((model for model in self.addon.models if model.startswith(beginning)), None)
            case ast.Name(id=constant):
                value = (self.module.imported.get(constant) or self.module).constants.get(constant)
            case _:
                value = literal(name)
        return value if isinstance(value, str) else None

    def model_of(self, node):
        """Return the model of the records that an expression yields, None if the source does not tell."""
        if named := self.named_model(node):
            return named
        match node:
            case ast.Name(id=name):
                return self.models.get(name)
            case ast.Attribute(value=value, attr="user") if _is_environment(value):
                return "res.users"
            case ast.Attribute(value=value, attr="company" | "companies") if _is_environment(value):
                return "res.company"
            case ast.Call(func=ast.Attribute(value=value, attr="ref"), args=[name, *_]) if _is_environment(value):
                return self.addon.records.get(literal(name))
        models = {self.model_of(part) for part in _alike(node)} - {None}
        if models:
            return models.pop() if len(models) == 1 else None
        match node:
            case ast.Attribute(value=value, attr=name) | ast.Subscript(value=value, slice=ast.Constant(value=name)):
                return self.addon.comodel(self.model_of(value), name)
        return None


def _alike(node):
    """Return the parts of an expression that are records of the same model as the whole."""
    match node:
        case ast.Attribute(value=value, attr="_origin") | ast.NamedExpr(value=value):
            return [value]
        case ast.Subscript(value=value, slice=ast.Constant(value=int()) | ast.UnaryOp() | ast.Slice()):
            return [value]
        case ast.Call(func=ast.Attribute(value=value, attr=name)) if name in SAME_MODEL:
            return [value]
        case ast.BinOp(left=left, op=ast.BitOr() | ast.BitAnd() | ast.Add() | ast.Sub(), right=right):
            return [left, right]
        case ast.BoolOp(values=values):
            return values
        case ast.IfExp(body=body, orelse=other):
            return [body, other]
    return []


def _bindings(node):
    """Yield (name, expression) for each variable that is set; None if the expression does not tell the model."""
    for child in ast.walk(node):
        targets, value = _assigned(child)
        if isinstance(value, ast.Constant) and value.value is None:
            continue
        for target in targets:
            if isinstance(target, ast.Name):
                yield target.id, value
            else:
                yield from ((name.id, None) for name in ast.walk(target) if isinstance(name, ast.Name))


def _assigned(node):
    """Return (targets, value) of a node that sets variables; a loop sets its variable to one of the records."""
    match node:
        case ast.Assign(targets=targets, value=value):
            return targets, value
        case ast.AnnAssign(target=target, value=value) | ast.NamedExpr(target=target, value=value):
            return [target], value
        case ast.For(target=target, iter=value) | ast.comprehension(target=target, iter=value):
            return [target], value
        case ast.withitem(optional_vars=ast.expr() as target):
            return [target], None
        case ast.Call(func=ast.Attribute(value=value, attr=name), args=[ast.Lambda(args=given)]) if name in ON_RECORDS:
            return [ast.Name(argument.arg) for argument in given.args[:1]], value
    return [], None


def literal(node):
    """Return the value of a literal, None for other expressions."""
    try:
        return ast.literal_eval(node)
    except ValueError:
        return None


def is_super(node):
    """Whether an expression is `super()`."""
    return isinstance(node, ast.Call) and getattr(node.func, "id", None) == "super"


def is_field(call):
    """Whether a call defines a field."""
    return isinstance(call.func, ast.Attribute) and getattr(call.func.value, "id", None) == "fields"


def _is_environment(node):
    return getattr(node, "attr", getattr(node, "id", None)) in ("env", "registry", "pool")


def _calls_super(function):
    return any(
        isinstance(node, ast.Attribute) and node.attr == function.name and is_super(node.value)
        for node in ast.walk(function)
    )


def _comodel(call):
    if call.func.attr not in RELATIONS:
        return None
    names = [*call.args[:1], *(keyword.value for keyword in call.keywords if keyword.arg == "comodel_name")]
    return literal(names[0]) if names else None
