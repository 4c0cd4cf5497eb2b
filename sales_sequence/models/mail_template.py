from contextlib import contextmanager

from odoo import api, models

from .measure.variant import TEXTS


class MailTemplate(models.Model):
    """Templates that steps send are not deleted under them. One whose text changes begins a new experiment."""

    _inherit = "mail.template"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_sequence(self):
        self.env["sales.sequence.step"]._refuse_deletion(self, "mail_template_id", "variant_ids.mail_template_id")

    def write(self, vals):
        """Notice a changed text."""
        if not vals.keys() & set(TEXTS):
            return super().write(vals)
        with self._changing_text():
            return super().write(vals)

    def _update_field_translations(self, field_name, translations, digest=None, source_lang=""):
        if field_name not in TEXTS:
            return super()._update_field_translations(field_name, translations, digest, source_lang)
        with self._changing_text():
            return super()._update_field_translations(field_name, translations, digest, source_lang)

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
