import base64
import binascii

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.base.arguments import checked
from ..tools.shared_sequence import MAX_BYTES
from ..tools.texts import shortened


class SalesSequenceImportWizard(models.TransientModel):
    """A manager imports a sequence from a file into the library, after having decided about everything that is not
    here.

    What is written comes from the file alone, which is read again each time: the lines only hold the decisions.
    """

    _name = "sales.sequence.import.wizard"
    _inherit = ["sales.sequence.limits", "sales.sequence.references"]
    _description = "Import a Sequence"

    file = fields.Binary(attachment=False, help="The file that somebody has exported from a sequence.")
    file_name = fields.Char()
    is_reviewed = fields.Boolean(readonly=True)
    name = fields.Char(readonly=True)
    target = fields.Selection(lambda self: self.env["sales.sequence"]._fields["target"].selection, readonly=True)
    content = fields.Text(readonly=True, help="What is imported, step by step.")
    line_ids = fields.One2many("sales.sequence.import.wizard.line", "wizard_id", string="Decision")
    is_settled = fields.Boolean(compute="_compute_is_settled", help="Whether everything is decided.")

    @api.depends("line_ids.is_settled", "is_reviewed")
    def _compute_is_settled(self):
        for wizard in self:
            wizard.is_settled = wizard.is_reviewed and all(wizard.line_ids.mapped("is_settled"))

    @checked(one=True)
    def action_review(self):
        """Show what the file contains, and what of it is not here.

        :raises UserError: the file cannot be imported; says why
        """
        data = self._read_file()
        Sequence = self.env["sales.sequence"]
        self.write(
            {
                "is_reviewed": True,
                "name": data["name"],
                "target": data["target"],
                "content": shortened(self._content_in_words(data)),
                "line_ids": [
                    fields.Command.clear(),
                    *(
                        fields.Command.create(
                            {**matter._asdict(), "words": shortened(matter.words), "target": data["target"]}
                        )
                        for matter in Sequence._find_matters(data)
                    ),
                ],
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Import a sequence"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }

    @checked(one=True)
    def action_import(self):
        """Add the sequence to the library, and open it.

        :raises UserError: something is not decided yet, or the file cannot be imported; nothing is written
        """
        decisions = {(line.kind, line.key): line._chosen() for line in self.line_ids if line.is_settled}
        sequence = self.env["sales.sequence"]._create_shared(self._read_file(), decisions)
        return {
            "type": "ir.actions.act_window",
            "res_model": sequence._name,
            "res_id": sequence.id,
            "views": [(self.env.ref("sales_sequence.sales_sequence_gallery_view_form").id, "form")],
        }

    def _read_file(self):
        if not self.file:
            raise UserError(self.env._("Choose a file."))
        Sequence = self.env["sales.sequence"]
        try:
            # Base64 is a third larger; whatever lies beyond the limit need not be decoded.
            content = base64.b64decode(self.file[: 2 * MAX_BYTES], validate=True)
        except (binascii.Error, ValueError):
            raise UserError(self.env._("This file did not arrive as a whole. Choose it again.")) from None
        data = Sequence._read_shared(content)
        Sequence._check_may_import(data)
        return data

    def _content_in_words(self, data):
        """One line for each step."""
        channels = dict(self.env["sales.sequence.step"]._fields["channel"]._description_selection(self.env))
        return "\n".join(
            self.env._(
                "%(number)s. %(channel)s: %(step)s", number=number, channel=channels[step["channel"]], step=step["name"]
            )
            for number, step in enumerate(data["steps"], 1)
        )


class SalesSequenceImportWizardLine(models.TransientModel):
    """Something that the file asks for and that is not here, with what is decided about it. See `Matter` in
    `plan/share_import.py`."""

    _name = "sales.sequence.import.wizard.line"
    _inherit = ["sales.sequence.limits", "sales.sequence.references"]
    _description = "Line of the Import Dialog"
    _order = "id"

    wizard_id = fields.Many2one("sales.sequence.import.wizard", required=True, ondelete="cascade", index=True)
    kind = fields.Selection(
        [
            ("activity_type", "Activity type"),
            ("server_action", "Server action"),
            ("filter", "Filter"),
            ("date_field", "Date field"),
            ("language", "Language"),
            ("next_sequence", "Next sequence"),
            ("name", "Name"),
        ],
        required=True,
        readonly=True,
    )
    key = fields.Char(required=True, readonly=True)
    words = fields.Text(string="What is not here", readonly=True)
    target = fields.Char(readonly=True)
    target_model = fields.Char(compute="_compute_target_model")
    is_open = fields.Boolean(readonly=True, help="Whether it has to be decided.")
    activity_type_id = fields.Many2one("mail.activity.type", string="Use instead")
    server_action_id = fields.Many2one("ir.actions.server", string="Run instead")
    leave_out = fields.Boolean(string="Leave out", help="Import the sequence without it.")
    is_settled = fields.Boolean(compute="_compute_is_settled")

    @api.depends("target")
    def _compute_target_model(self):
        models_by_target = self.env["sales.sequence"]._target_models()
        for line in self:
            line.target_model = models_by_target.get(line.target, (False, False))[0]

    @api.depends("is_open", "activity_type_id", "server_action_id", "leave_out")
    def _compute_is_settled(self):
        for line in self:
            line.is_settled = not line.is_open or bool(line._chosen()) or (line._may_leave_out() and line.leave_out)

    def _may_leave_out(self):
        return self.kind != "activity_type"

    def _chosen(self):
        """The record chosen instead; empty where there is none."""
        return self.activity_type_id if self.kind == "activity_type" else self.server_action_id

    def _filter_referable(self, field, records):
        """As in steps: only administrators may read server actions, others choose among those offered."""
        referable = super()._filter_referable(field, records)
        if field.comodel_name == "ir.actions.server":
            offered = (records - referable).sudo().filtered("usable_in_sequences")
            referable |= offered.with_env(records.env)
        return referable
