from odoo import models


class SalesSequenceStepRights(models.AbstractModel):
    """Scripts are rendered by the engine, with all rights. So, as Odoo does for email templates (`mail.render.mixin`),
    only template editors may write code into them; everybody else inserts fields. The engine also runs the server
    action of a step: whoever is not an administrator chooses among those offered.
    """

    _name = "sales.sequence.step.rights"
    _description = "Rights on a Step"

    def _update_field_translations(self, field_name, translations, digest=None, source_lang=""):
        result = super()._update_field_translations(field_name, translations, digest=digest, source_lang=source_lang)
        if field_name == "note":
            for lang in translations:
                self.with_context(lang=lang)._check_access_right_dynamic_template()
        return result

    def _has_unsafe_expression(self):
        """Whether a script contains code that is in no other step: what is in one already was allowed there, and may be
        copied along with its sequence."""
        others = self._readable_steps().search([("id", "not in", self.ids)])
        allowed = set(others.mapped("note"))
        return any(
            self._has_unsafe_expression_template_qweb(step.note, step.render_model, "note")
            # As Odoo does for templates: the check must not depend on what the user may read.
            for step in self.sudo()
            if step.note not in allowed
        )

    def _filter_referable(self, field, records):
        """Only administrators may read server actions: others choose, and copy, them by name."""
        referable = super()._filter_referable(field, records)
        if field.comodel_name == "ir.actions.server":
            rest = (records - referable).sudo()
            steps = self._readable_steps().search([("server_action_id", "in", rest.ids)])
            referable |= rest.filtered("usable_in_sequences").with_env(records.env)
            referable |= steps.sudo().server_action_id.with_env(records.env)
        return referable & records

    def _readable_steps(self):
        """To search among the steps that the user may read, whatever rights the calling code has."""
        return self.browse().sudo(False).with_context(active_test=False)

    def _refusal_to_refer(self, field):
        if field.comodel_name == "ir.actions.server":
            return self.env._(
                "This action is not offered for sequences. An administrator can offer it in its form: “Usable in "
                "sequences”."
            )
        return super()._refusal_to_refer(field)
