from odoo import api, models
from odoo.exceptions import AccessError

from .arguments import VALUES, VALUES_LIST, checked


class SalesSequence(models.Model):
    """Odoo holds a write against the rules as they stood before it. Whoever may write partner sequences must not
    turn one into a lead sequence, or carry a step into one: these look again afterwards."""

    _inherit = "sales.sequence"

    @checked(vals=VALUES)
    def write(self, vals):
        """Refuse to move a sequence to where one may not write."""
        result = super().write(vals)
        if vals.keys() & {"target", "company_id"}:
            self.check_access("write")
        return result


class SalesSequenceStep(models.Model):
    """See `SalesSequence` above.

    Scripts are rendered by the engine, with all rights. So, as Odoo has it for email templates
    (`mail.render.mixin`), only its template editors may write code into them; everybody else inserts fields. And the
    engine also runs the server action of a step: whoever is no administrator chooses among those offered.
    """

    _inherit = "sales.sequence.step"

    @api.model_create_multi
    @checked(vals_list=VALUES_LIST)
    def create(self, vals_list):
        """Refuse code and actions that one may not bring in."""
        steps = super().create(vals_list)
        steps._check_access_right_dynamic_template()
        steps._check_may_run_actions()
        return steps

    @checked(vals=VALUES)
    def write(self, vals):
        """Refuse to move a step to where one may not write, and code and actions that one may not bring in."""
        result = super().write(vals)
        if "sequence_id" in vals:
            self.check_access("write")
        if "note" in vals:
            self._check_access_right_dynamic_template()
        if "server_action_id" in vals:
            self._check_may_run_actions()
        return result

    def _update_field_translations(self, field_name, translations, digest=None, source_lang=""):
        result = super()._update_field_translations(field_name, translations, digest=digest, source_lang=source_lang)
        if field_name == "note":
            for lang in translations:
                self.with_context(lang=lang)._check_access_right_dynamic_template()
        return result

    def _has_unsafe_expression(self):
        """Whether a script has code in it that is in no other step: what is in one already was allowed there, and may
        be copied along with its sequence."""
        others = self.sudo().with_context(active_test=False).search([("id", "not in", self.ids)])
        allowed = set(others.mapped("note"))
        return any(
            self._has_unsafe_expression_template_qweb(step.note, step.render_model, "note")
            for step in self.sudo()
            if step.note not in allowed
        )

    def _check_may_run_actions(self):
        """Raise `AccessError` for a server action that no administrator has offered, or put into a sequence before."""
        if self.env.su or self.env.user.has_group("base.group_system"):
            return
        own = self.sudo().server_action_id.filtered(lambda action: not action.usable_in_sequences)
        others = self.sudo().with_context(active_test=False)
        used = others.search([("id", "not in", self.ids), ("server_action_id", "in", own.ids)]).server_action_id
        if own - used:
            raise AccessError(
                self.env._(
                    "“%s” is not offered for sequences. An administrator offers it in its form: “Usable in sequences”.",
                    (own - used)[0].name,
                )
            )


class SalesSequenceStepVariant(models.Model):
    """See `SalesSequence` above."""

    _inherit = "sales.sequence.step.variant"

    @checked(vals=VALUES)
    def write(self, vals):
        """Refuse to move a variant to where one may not write."""
        result = super().write(vals)
        if "step_id" in vals:
            self.check_access("write")
        return result
