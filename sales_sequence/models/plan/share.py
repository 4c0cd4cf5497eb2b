import base64
import re
from collections.abc import Iterable
from urllib.parse import quote

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...tools import filters, shared_sequence
from ...tools.texts import one_line
from ...tools.time_zones import zone_info
from ..base.arguments import checked

# The name of a field, where it has another one in a file.
STEP_FIELDS = {"script": "note"}
TEMPLATE_FIELDS = {"body": "body_html"}


class SalesSequenceShare(models.AbstractModel):
    """A sequence as a file to hand to somebody else: what it says and does, and nothing of the database that it comes
    from: no people, no companies, no ids. `tools/shared_sequence.py` says what is in the file, `share_import` takes one
    in."""

    _name = "sales.sequence.share"
    _description = "Sequences as Files"

    share_file = fields.Binary(
        string="File to hand on",
        compute="_compute_share_file",
        groups="sales_sequence.group_sales_sequence_channel_manager",
        help="The sequence as a file that another database can import.",
    )

    def _compute_share_file(self):
        # Nothing instead of an error: programs that read a sequence often ask for all of its fields.
        self.share_file = False
        for sequence in self:
            if sequence._may_let_others_send():
                sequence.share_file = base64.b64encode(shared_sequence.write(sequence._shared_data()))

    @checked(one=True)
    def action_export(self):
        """Download the file, and say what is not in it, or why nobody could import it."""
        if not self._may_let_others_send():
            raise AccessError(
                self.env._("Only a manager can export this sequence. Channel managers export those for partners.")
            )
        name = re.sub(r"[\W_]+", "-", self.name).strip("-").lower() or "sequence"
        download = {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/share_file/{quote(name)}.json?download=true",
            "target": "download",
        }
        remarks = [*self._left_out(), *self._obstacles()]
        if not remarks:
            return download
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "sticky": True,
                "title": self.env._("Before you hand it on"),
                "message": "\n".join(remarks),
                "next": download,
            },
        }

    # ------------------------------------------------------------------
    # What is in the file
    # ------------------------------------------------------------------

    def _shared_data(self):
        """This sequence as `shared_sequence.SEQUENCE` describes it."""
        self.ensure_one()
        data = _shared_values(self, shared_sequence.SEQUENCE.kinds)
        for name in ("enroll_domain", "goal_domain"):
            if self._names_records(data["target"], data[name]):
                data[name] = None
        return {
            **data,
            # Only administrators may read the fields of models.
            "date_field": self.date_field_id.sudo().name or None,
            "next_sequence": self.next_sequence_id.with_context(lang=None).name or None,
            "steps": tuple(step._shared_data() for step in self._shared_steps()),
        }

    def _shared_steps(self):
        return self.step_ids.filtered("active")._in_order()

    def _left_out(self):
        """Sentences about what people may look for in the file."""
        sentences = [
            self.env._(
                "Not in the file: “%s” names records by their numbers, which are others elsewhere. Filter by a name "
                "instead.",
                self._fields[name].get_description(self.env, ["string"])["string"],
            )
            for name in ("enroll_domain", "goal_domain")
            if self._names_records(self.target, self[name])
        ]
        templates = self._shared_steps().mapped("mail_template_id")
        templates |= self._shared_steps().variant_ids.mail_template_id
        sentences += [
            self.env._("Not in the file: attachments, sender and copies of the template “%s”.", template.name)
            for template in templates
            if template.attachment_ids or template.report_template_ids or template.email_from or template.email_cc
        ]
        return sentences

    def _obstacles(self):
        """Why nobody could import the file: a list of sentences. Whoever writes a sequence may do more in it."""
        try:
            self._read_shared(shared_sequence.write(self._shared_data()))
        except UserError as error:
            return [str(error)]
        return []

    @api.model
    def _names_records(self, target, text):
        """Whether a filter names records by their ids, which are others in another database.

        :param target: the kind of record that it filters
        :param text: the filter, or nothing
        """
        # Whoever `uid` is, it is not a record of this database.
        moment = filters.Moment(now=fields.Datetime.now(), zone=zone_info("UTC"), uid=None)
        try:
            domain = Domain(filters.read(text or "", moment))
        except ValueError:
            return False
        return _names_records(self.env[self._target_models()[target][0]], domain)


class SalesSequenceStepShare(models.AbstractModel):
    """A step in the file of its sequence."""

    _name = "sales.sequence.step.share"
    _description = "Steps in Files"

    def _shared_data(self):
        """This step as `shared_sequence.STEP` describes it: with what its channel needs, and no more."""
        self.ensure_one()
        kinds = shared_sequence.STEP.kinds_of_channel(self.channel)
        data = _shared_values(self, kinds, STEP_FIELDS)
        if self.channel == "email":
            data["template"] = _shared_template(self.mail_template_id)
            data["variants"] = tuple(
                {
                    **_shared_values(variant, shared_sequence.VARIANT.kinds),
                    "template": _shared_template(variant.mail_template_id),
                }
                for variant in self.variant_ids
            )
        elif self.channel == "action":
            # Only administrators may read server actions; others know them by name.
            data["server_action"] = _shared_reference(self.server_action_id.sudo())
        elif "activity_type" in kinds:
            data["activity_type"] = _shared_reference(self.activity_type_id)
        return data


def _shared_values(record, kinds, names=None):
    """The values of a record as data of a file, without those that refer to something.

    :param kinds: ``{key: kind}`` of the schema
    :param dict names: the fields, where they are not called like the key
    """
    names = {key: (names or {}).get(key, key) for key in kinds}
    source = record.with_context(lang=None)
    data = dict.fromkeys(kinds)
    own = [key for key, name in names.items() if name in record._fields and not record._fields[name].relational]
    data.update({key: _shared_value(source, names[key]) for key in own})
    translated = [key for key in own if kinds[key].is_translated]
    if any(kind.is_translated for kind in kinds.values()):
        data["translations"] = _shared_translations(record, {key: names[key] for key in translated}, data)
    return data


def _shared_translations(record, names, data):
    translations = {}
    for code, _name in record.env["res.lang"].get_installed():
        # The text itself stands for it: Odoo keeps it as English, whatever it is.
        if code == "en_US":
            continue
        translated = record.with_context(lang=code)
        texts = {key: _shared_value(translated, name) for key, name in names.items()}
        texts = {key: text for key, text in texts.items() if text and text != data[key]}
        if texts:
            translations[code] = texts
    return dict(sorted(translations.items()))


def _shared_value(record, name):
    field, value = record._fields[name], record[name]
    if field.type in ("boolean", "integer", "float"):
        return value
    if field.type == "char":
        value = one_line(value)
    if value and field.type == "html":
        value = str(value)
    return value or None


def _shared_template(template):
    return _shared_values(template, shared_sequence.TEMPLATE.kinds, TEMPLATE_FIELDS) if template else None


def _shared_reference(record):
    if not record:
        return None
    # Odoo gives records without one a name of their own when they are exported: it contains their id.
    external_ids = [xmlid for xmlid in record._get_external_ids()[record.id] if not xmlid.startswith("__")]
    return {"external_id": min(external_ids, default=None), "name": one_line(record.with_context(lang=None).name)}


def _names_records(model, domain):
    for condition in domain.iter_conditions():
        field = _field_at(model, condition.field_expr)
        if field is None or not (field.relational or field.name == "id"):
            continue
        if condition.operator in filters.SUBFILTER_OPERATORS:
            if _names_records(model.env[field.comodel_name], Domain(condition.value)):
                return True
        elif type(condition.value) is int or (
            isinstance(condition.value, Iterable) and any(type(value) is int for value in condition.value)
        ):
            return True
    return False


def _field_at(model, path):
    """The field that a path leads to, None if there is none."""
    *relations, name = path.split(".")
    for relation in relations:
        field = model._fields.get(relation)
        if field is None or not field.relational:
            return None
        model = model.env[field.comodel_name]
    return model._fields.get(name)
