from contextlib import contextmanager

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from .measure.variant import TEXTS


class MailTemplate(models.Model):
    """Templates that steps send are not deleted under them. One whose text changes begins a new experiment.

    Those that steps make and keep (`plan/step_text.py`) are written by whoever may write the step, are not offered
    elsewhere, and are found among Odoo's hidden templates.
    """

    _inherit = "mail.template"

    is_written_in_step = fields.Boolean(
        string="Written in a sequence",
        readonly=True,
        copy=False,
        help="Its text is written in the step of a sequence, which keeps this template.",
    )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_sequence(self):
        self.env["sales.sequence.step"]._refuse_deletion(self, "mail_template_id", "variant_ids.mail_template_id")

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse to make a template look like the text of a step."""
        templates = super().create(vals_list)
        if not self.env.su and any(templates.mapped("is_written_in_step")):
            raise AccessError(self.env._("Only a step of a sequence makes such a template: write the text there."))
        return templates

    def write(self, vals):
        """Notice a changed text. What is written in a step is written by whoever may write the step."""
        self._check_own_of_step(vals)
        if not vals.keys() & set(TEXTS):
            return super().write(vals)
        with self._changing_text():
            return super().write(vals)

    def _update_field_translations(self, field_name, translations, digest=None, source_lang=""):
        if field_name not in TEXTS:
            return super()._update_field_translations(field_name, translations, digest, source_lang)
        self._check_own_of_step({field_name: translations})
        with self._changing_text():
            return super()._update_field_translations(field_name, translations, digest, source_lang)

    def _check_own_of_step(self, vals):
        if self.env.su:
            return
        if "is_written_in_step" in vals:
            raise AccessError(self.env._("Whether a text is written in a step follows from the step."))
        own = self.filtered("is_written_in_step")
        if not own:
            return
        if not vals.get("active", True):
            self.env["sales.sequence.step"]._refuse_deletion(own, "mail_template_id", "variant_ids.mail_template_id")
        for name in ("sales.sequence.step", "sales.sequence.step.variant"):
            users = self.env[name].sudo().with_context(active_test=False).search([("mail_template_id", "in", own.ids)])
            users.with_env(self.env).check_access("write")

    # ------------------------------------------------------------------
    # Where own templates are offered
    # ------------------------------------------------------------------

    @api.depends("is_written_in_step")
    def _compute_template_category(self):
        result = super()._compute_template_category()
        self.filtered("is_written_in_step").template_category = "hidden_template"
        return result

    @api.model
    def _search_template_category(self, operator, value):
        domain = super()._search_template_category(operator, value)
        if domain is NotImplemented:
            return domain
        own = Domain("is_written_in_step", "=", True)
        return domain | own if "hidden_template" in value else Domain(domain) & ~own

    @api.model
    @api.readonly
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """Suggest what is written in steps only where it is asked for."""
        domain = Domain(domain or Domain.TRUE)
        if not any(condition.field_expr == "is_written_in_step" for condition in domain.iter_conditions()):
            domain &= Domain("is_written_in_step", "!=", True)
        return super().name_search(name, domain, operator, limit)

    # ------------------------------------------------------------------
    # A changed text
    # ------------------------------------------------------------------

    @contextmanager
    def _changing_text(self):
        """Begin a new experiment where the text of a variant is another one afterwards, in any language."""
        variants = self.env["sales.sequence.step.variant"]._of_templates(self)
        before = {template: template._texts() for template in variants.mail_template_id}
        yield
        changed = {template for template, texts in before.items() if template._texts() != texts}
        variants.filtered(lambda variant: variant.mail_template_id in changed).step_id._begin_experiment()

    def _texts(self):
        """What is compared: each text in all languages, each list of attachments."""
        texts = []
        for field in (self._fields[name] for name in TEXTS):
            if field.translate:
                texts.append(field._get_stored_translations(self))
            else:
                texts.append(self[field.name].ids if field.relational else self[field.name])
        return texts
