from odoo import api, models

from ..base.arguments import VALUES, VALUES_LIST, checked


class SalesSequence(models.Model):
    """Odoo holds a write against the rules as they stood before it. Whoever may write partner sequences must not
    turn one into a lead sequence. For what a record refers to, see `sales.sequence.references`.

    A new version closes the one before it, and who opted out of one is barred from both: that is for those who may
    write both.
    """

    _inherit = "sales.sequence"

    @api.model_create_multi
    @checked(vals_list=VALUES_LIST)
    def create(self, vals_list):
        """Refuse to make a new version of what one may not write."""
        sequences = super().create(vals_list)
        sequences.previous_version_id.check_access("write")
        return sequences

    @checked(vals=VALUES)
    def write(self, vals):
        """Refuse to move a sequence to where one may not write, and to call it a version of what one may not write."""
        result = super().write(vals)
        if "target" in vals:
            self.check_access("write")
        if "previous_version_id" in vals:
            self.previous_version_id.check_access("write")
        return result


class SalesSequenceStep(models.Model):
    """Scripts are rendered by the engine, with all rights. So, as Odoo has it for email templates
    (`mail.render.mixin`), only its template editors may write code into them; everybody else inserts fields. And the
    engine also runs the server action of a step: whoever is no administrator chooses among those offered.
    """

    _inherit = "sales.sequence.step"

    @api.model_create_multi
    @checked(vals_list=VALUES_LIST)
    def create(self, vals_list):
        """Refuse code that one may not bring in."""
        steps = super().create(vals_list)
        steps._check_access_right_dynamic_template()
        return steps

    @checked(vals=VALUES)
    def write(self, vals):
        """Refuse code that one may not bring in."""
        result = super().write(vals)
        if "note" in vals:
            self._check_access_right_dynamic_template()
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
        others = self._readable_steps().search([("id", "not in", self.ids)])
        allowed = set(others.mapped("note"))
        return any(
            self._has_unsafe_expression_template_qweb(step.note, step.render_model, "note")
            for step in self.sudo()
            if step.note not in allowed
        )

    def _filter_referable(self, field, records):
        """Server actions are read by administrators only: others choose, and copy, by name."""
        referable = super()._filter_referable(field, records)
        if field.comodel_name == "ir.actions.server":
            rest = (records - referable).sudo()
            steps = self._readable_steps().search([("server_action_id", "in", rest.ids)])
            referable |= rest.filtered("usable_in_sequences").with_env(records.env)
            referable |= steps.sudo().server_action_id.with_env(records.env)
        return referable & records

    def _readable_steps(self):
        return self.browse().sudo(False).with_context(active_test=False)

    def _refusal_to_refer(self, field):
        if field.comodel_name == "ir.actions.server":
            return self.env._(
                "This action is not offered for sequences. An administrator offers it in its form: “Usable in "
                "sequences”."
            )
        return super()._refusal_to_refer(field)
