from odoo import SUPERUSER_ID, api, models
from odoo.api import NewId
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.models import BaseModel

from .arguments import VALUES, checked

# Odoo itself writes these.
LOG_ACCESS = {"create_uid", "write_uid"}


class SalesSequenceReferences(models.AbstractModel):
    """Our models refer only to records that the user who writes the reference may read.

    Odoo shows the name of a referenced record to everybody who may read the record that refers to it, computes with
    it, and lets the engine act on it. So all values that come from a user are checked before anything is done with
    them: values and defaults of a new record, values of a `write`, and records in memory (an onchange, with all its
    x2many commands). Code with all rights is not checked.

    Conversely, names are shown only to those who may read the record, also where Odoo reads with all rights, as it does
    for every many2one: rights change, and the engine records things that not every reader may see.
    """

    _name = "sales.sequence.references"
    _description = "References to What One May Read"

    def _prepare_create_values(self, vals_list):
        # By now the values contain the defaults, those of the context too.
        vals_list = super()._prepare_create_values(vals_list)
        self._check_references(vals_list)
        return vals_list

    @checked(vals=VALUES)
    def write(self, vals):
        """Refuse references to records that the user may not read, and moving a record to where the user may not write:
        Odoo checks a write by the rules as they stood before it."""
        self._check_references([vals])
        result = super().write(vals)
        if any(name in self._fields and self._fields[name].relational for name in vals):
            self.check_access("write")
        return result

    def _update_cache(self, values, validate=True):
        if not self.env.su:
            self._origin.check_access("read")
            self._check_references([values])
        return super()._update_cache(values, validate)

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_display_name(self):
        result = super()._compute_display_name()
        self._hide_names()
        return result

    # ------------------------------------------------------------------
    # What a user may refer to
    # ------------------------------------------------------------------

    def _check_references(self, vals_list):
        """Raise `AccessError` where one of these dicts of values contains a reference that the user may not make."""
        if self.env.su:
            return
        for field, ids in self._collect_references(vals_list).items():
            records = self.env[field.comodel_name].browse(ids)
            foreign = records - self._filter_referable(field, records)
            if foreign and not self._refers_already(field, foreign):
                raise AccessError(self._refusal_to_refer(field))

    def _refers_already(self, field, records):
        """Whether these records have this reference already: a form sends unchanged values along."""
        return bool(self) and all(
            field.model_name == record._name and records <= record._origin[field.name] for record in self
        )

    def _filter_referable(self, _field, records):
        """Those of `records` that the user may let `field` refer to, and whose names they may read there."""
        return self._readable(records)

    def _refusal_to_refer(self, field):
        label = field.get_description(self.env, ["string"])["string"]
        return self.env._(
            "“%s” would refer to something that you may not see. Choose another record, or ask a manager.", label
        )

    def _collect_references(self, vals_list):
        """``{field: set of ids}`` of all that these values refer to, nested records of other models included. Nested
        records of our models check themselves."""
        found = {}
        pending = [(self, values) for values in vals_list]
        while pending:
            model, values = pending.pop()
            for name, value in values.items():
                field = model._fields.get(name)
                if not value or field is None or not field.relational or name in LOG_ACCESS:
                    continue
                ids, nested = self._split_value(field, value)
                found.setdefault(field, set()).update(ids)
                comodel = self.env[field.comodel_name]
                if not isinstance(comodel, self.pool["sales.sequence.references"]):
                    pending += [(comodel, inner) for inner in nested]
        return found

    def _split_value(self, field, value):
        """:return: ``(ids, dicts of values of nested records)`` of a value in any format that Odoo takes"""
        if isinstance(value, BaseModel):
            items = value._ids
        elif field.type == "many2one":
            items = value[:1] if isinstance(value, tuple) else [value]
        else:
            items = value if isinstance(value, (list, tuple)) else [str(value)]
        ids, nested = [], []
        for item in items:
            if isinstance(item, dict):
                nested.append(item)
                ids.append(item.get("id"))
            elif isinstance(item, (list, tuple)) and field.type != "many2one":
                number, id_, argument = (*item, 0, 0, 0)[:3]
                ids += argument or [] if number == Command.SET else []
                ids += [id_] if number in (Command.UPDATE, Command.LINK) else []
                nested += [argument] if number in (Command.CREATE, Command.UPDATE) and argument else []
            else:
                ids.append(item.origin if isinstance(item, NewId) else item)
        ids = [id_ for id_ in ids if id_]
        # PostgreSQL would read a text or a fraction as a number.
        if any(type(id_) is not int for id_ in ids):
            raise AccessError(self.env._("“%s” is not the id of a record.", ids))
        return ids, nested

    # ------------------------------------------------------------------
    # What a user may see
    # ------------------------------------------------------------------

    def web_read(self, specification):
        """As Odoo's, without the names of records that the user may not read."""
        rows = super().web_read(specification)
        for field in self._many2ones(specification):
            named = [row[field.name] for row in rows if isinstance(row.get(field.name), dict)]
            hidden = self._find_hidden(field, [value["id"] for value in named])
            for value in named:
                if value["id"] in hidden and "display_name" in value:
                    value["display_name"] = self._hidden_name()
        return rows

    def _read_format(self, fnames, load="_classic_read"):
        rows = super()._read_format(fnames, load)
        for field in self._many2ones(fnames):
            self._hide_in_pairs(field, rows, field.name)
        return rows

    def _read_group_format_result(self, rows_dict, lazy_groupby):
        result = super()._read_group_format_result(rows_dict, lazy_groupby)
        for field in self._many2ones(lazy_groupby):
            self._hide_in_pairs(field, rows_dict, field.name)
        return result

    def _web_read_group_groupby_formatter(self, groupby_spec, values):
        format_group = super()._web_read_group_groupby_formatter(groupby_spec, values)
        fields = self._many2ones([groupby_spec])
        if not fields:
            return format_group
        hidden = self._find_hidden(fields[0], [value.id for value in values if value])

        def format_and_hide(value):
            label, domain = format_group(value)
            return (label[0], self._hidden_name()) if label and label[0] in hidden else label, domain

        return format_and_hide

    def _many2ones(self, names):
        fields = [self._fields[name] for name in names if name in self._fields]
        return [] if self.env.su else [field for field in fields if field.type == "many2one"]

    def _hide_in_pairs(self, field, rows, key):
        hidden = self._find_hidden(field, [row[key][0] for row in rows if isinstance(row.get(key), tuple)])
        for row in rows:
            if isinstance(row.get(key), tuple) and row[key][0] in hidden:
                row[key] = (row[key][0], self._hidden_name())

    def _find_hidden(self, field, ids):
        records = self.env[field.comodel_name].browse(dict.fromkeys(id_ for id_ in ids if id_))
        return set((records - self._filter_referable(field, records))._ids)

    @api.model
    def _readable(self, records):
        """Those of `records` that the user may read, also when the calling code has all rights. All of them for the
        superuser, as whom the jobs run."""
        return records.sudo(False)._filtered_access("read").with_env(records.env)

    def _hide_names(self):
        """Hide the names of records that the user may not read: the calling code may have all rights, or find in the
        cache what other code has read with all rights."""
        (self - self._readable(self)).display_name = self._hidden_name()

    def _name_of(self, record):
        """The name of one of our records in a sentence for the user. Code with all rights gets the name of any record,
        a user a hidden one instead."""
        # With all rights: `display_name` hides a name where reading it would raise, but none from the superuser.
        return (record.with_user(SUPERUSER_ID) if self.env.su else record.sudo()).display_name

    @api.model
    def _hidden_name(self):
        return self.env._("Hidden: ask a manager")
