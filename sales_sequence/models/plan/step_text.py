from contextlib import contextmanager

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import is_html_empty
from odoo.tools.misc import clean_context

from ..base.arguments import IDS, TEXT, VALUES, VALUES_LIST, checked

# The texts that a step or a variant shares with its email template.
TEXTS = ("subject", "body_html")


class SalesSequenceStepText(models.AbstractModel):
    """The email that a step or a variant sends, written where the step is.

    Odoo's email template behind it is either *own*, made and kept by the step (`is_written_in_step`), or *chosen*: then
    its text is only read here, and changed in the template itself.

    Invariant: an own template is the text of exactly one step or variant. Whoever else would get it gets a copy: so no
    edit of a copied step, or of a new version, changes what people on the other one get. Nobody needs rights on email
    templates: what is written here is checked (`_check_code`), then written with all rights.
    """

    _name = "sales.sequence.step.text"
    _description = "Text of a Step"

    # The field that leads to what it is a part of.
    _parent_field = "sequence_id"
    # Whether there is a template also before anything is written.
    _always_has_text = False

    subject = fields.Char(compute="_compute_texts", compute_sudo=True, readonly=False, translate=True)
    body_html = fields.Html(
        string="Text",
        compute="_compute_texts",
        compute_sudo=True,
        readonly=False,
        translate=True,
        sanitize="email_outgoing",
    )
    has_own_template = fields.Boolean(
        string="Written here",
        compute="_compute_has_own_template",
        compute_sudo=True,
        help="The subject and the text are written in this step, not in an email template that others may use as well.",
    )

    @api.depends("mail_template_id.subject", "mail_template_id.body_html")
    @api.depends_context("lang")
    def _compute_texts(self):
        for record in self:
            record.subject = record.mail_template_id.subject
            record.body_html = record.mail_template_id.body_html

    @api.depends("mail_template_id.is_written_in_step")
    def _compute_has_own_template(self):
        for record in self:
            record.has_own_template = record.mail_template_id.is_written_in_step

    # ------------------------------------------------------------------
    # Creating, writing, deleting
    # ------------------------------------------------------------------

    def _prepare_create_values(self, vals_list):
        # By now the values contain the defaults, and what they refer to is checked.
        vals_list = super()._prepare_create_values(vals_list)
        return [self._with_template(vals) for vals in vals_list]

    def _with_template(self, vals):
        """The same values of a new record, with a template instead of the texts."""
        texts = {name: vals[name] for name in TEXTS if vals.get(name)}
        named = {name: vals[name] for name in ("name", self._parent_field) if name in vals}
        record = self.sudo().with_context(lang=None).new(named)
        template = self.env["mail.template"].browse(vals.get("mail_template_id") or ())
        if template.sudo().is_written_in_step and self._is_used(template):
            template = self._copied(template, record)
        if texts or (self._always_has_text and not template):
            template = self._with_texts(template, texts, record)
        others = {name: value for name, value in vals.items() if name not in TEXTS}
        return {**others, "mail_template_id": template.id}

    @api.model_create_multi
    @checked(vals_list=VALUES_LIST)
    def create(self, vals_list):
        """Refuse what a live sequence could not send."""
        records = super().create(vals_list)
        records._check_live_text()
        return records

    @checked(vals=VALUES)
    def write(self, vals):
        """Write the subject and the text into the template, and keep own templates to themselves.

        :raises UserError: the step sends an email template that was chosen, whose text is not changed from here
        :raises AccessError: the user may not write code into a text
        """
        texts = {name: vals[name] for name in TEXTS if name in vals}
        others = {name: value for name, value in vals.items() if name not in TEXTS}
        with self._describing_own_templates(vals):
            if "mail_template_id" not in vals:
                result = super().write(others)
            else:
                self._check_references([others])
                left, result = self._own_templates(), True
                for template, records in self._templates_to_keep(vals["mail_template_id"]):
                    super(SalesSequenceStepText, records).write({**others, "mail_template_id": template.id})
                self._release(left)
        if texts:
            texts = self._within_limits(texts)
            for record in self:
                record._keep_template(self._with_texts(record.mail_template_id, texts, record))
            self._check_live_text()
        return result

    def _templates_to_keep(self, template_id):
        """``[(template, records that get it)]`` where somebody chooses one: that of another step is copied."""
        template = self.env["mail.template"].browse(template_id or ())
        if not template and self._always_has_text:
            return [(self._with_texts(template, {}, record), record) for record in self]
        if not template.sudo().is_written_in_step:
            return [(template, self)]
        is_used = self._is_used(template)
        return [
            (template if record.mail_template_id == template or not is_used else self._copied(template, record), record)
            for record in self
        ]

    def _keep_template(self, template):
        if template != self.mail_template_id:
            self.mail_template_id = template

    @checked()
    def unlink(self):
        """Delete the own templates as well."""
        templates = self._own_templates(with_variants=True)
        result = super().unlink()
        self.env["sales.sequence"]._delete_unused(templates)
        return result

    def _update_field_translations(self, field_name, translations, digest=None, source_lang=""):
        # Of a text that is not stored here, Odoo checks the rights and languages, and does no more.
        result = super()._update_field_translations(field_name, translations, digest=digest, source_lang=source_lang)
        if field_name not in TEXTS:
            return result
        template = self._with_texts(self.mail_template_id, {}, self)
        if not template.sudo().is_written_in_step:
            raise UserError(self._refusal_to_write(template))
        self._keep_template(template)
        before = self._texts_of(template, translations)
        limited = {code: self._within_limits({field_name: text})[field_name] for code, text in translations.items()}
        template.sudo()._update_field_translations(field_name, limited, digest, source_lang)
        self._check_code(template, before, translations)
        self._check_live_text()
        return True

    @api.readonly
    @checked(one=True, field_name=TEXT, langs=IDS)
    def get_field_translations(self, field_name, langs=None):
        """As Odoo's; those of a subject or text are its template's."""
        if field_name not in self._fields:
            raise UserError(self.env._("There is no such field."))
        if field_name not in TEXTS:
            return super().get_field_translations(field_name, langs)
        self.check_access("read")
        template = self.mail_template_id.sudo()
        if not template:
            return [], {"translation_type": "char", "translation_show_source": False}
        return template.get_field_translations(field_name, langs)

    @checked()
    def action_detach_template(self):
        """Copy the text of the chosen template, to change it here; the template itself stays as it is.

        :raises AccessError: the user may not write the step
        """
        self.check_access("write")
        for record in self:
            if record.mail_template_id and not record.has_own_template:
                record.mail_template_id = self._copied(record.mail_template_id, record)
        return True

    # ------------------------------------------------------------------
    # The template behind it
    # ------------------------------------------------------------------

    def _texts_in(self, language):
        """The subject and the text in a language."""
        template = self.mail_template_id.sudo().with_context(lang=language)
        return [template[name] for name in TEXTS]

    def _own_templates(self, with_variants=False):
        """The own templates of these, with all rights."""
        templates = self.mail_template_id
        if with_variants and "variant_ids" in self._fields:
            templates |= self.with_context(active_test=False).variant_ids.mail_template_id
        return templates.sudo().filtered("is_written_in_step")

    @api.model
    def _is_used(self, template):
        """Whether any step or variant, archived ones too, sends this template."""
        return any(
            self.env[name]
            .sudo()
            .with_context(active_test=False)
            .search_count([("mail_template_id", "=", template.id)], limit=1)
            for name in ("sales.sequence.step", "sales.sequence.step.variant")
        )

    @api.model
    def _with_texts(self, template, texts, record):
        """Write texts into the template of a step or variant; where it has none, make one.

        :param texts: ``{name in TEXTS: text}``
        :param record: the step or variant, also one that is about to be created
        :return: the template
        :raises UserError: the template was chosen, and says something else
        """
        # With all rights: whoever may write the step need not be allowed to write email templates.
        own = self._with_all_rights(template)
        languages = [self.env.lang]
        if not own:
            own = own.create({**record._own_template_values(), **texts})
            self._check_code(own, {}, languages)
        elif own.is_written_in_step and texts:
            before = self._texts_of(own, languages)
            own.write(texts)
            self._check_code(own, before, languages)
        elif not own.is_written_in_step and any(self._differs(own, name, text) for name, text in texts.items()):
            raise UserError(self._refusal_to_write(template))
        return own.with_env(self.env)

    @api.model
    def _copied(self, template, record):
        """A copy of the template, with all languages, as the text of a step or variant."""
        source = self._with_all_rights(template)
        # Odoo does not copy the layout, which is a part of what people see.
        values = {**record._own_template_values(), "email_layout_xmlid": source.email_layout_xmlid}
        return source.copy(values).with_env(self.env)

    def _with_all_rights(self, template):
        # Without the defaults of the step that a form is about to create.
        return template.with_env(self.env(su=True, context=clean_context(self.env.context)))

    def _own_template_values(self):
        step = self.sudo()._text_step().with_context(lang=None)
        sequence = step.sequence_id
        name = [sequence.name, step.name, *(self.sudo().with_context(lang=None).mapped("name") if self != step else ())]
        return {
            "name": " / ".join(part for part in name if part),
            "model_id": self.env["ir.model"]._get_id(step.target_model),
            "use_default_to": True,
            "auto_delete": True,
            "is_written_in_step": True,
            # Odoo offers templates with an owner to the owner only: nobody else looks for the text of a step.
            "user_id": SUPERUSER_ID,
        }

    @contextmanager
    def _describing_own_templates(self, vals):
        """Let own templates be called like their step, and be for its kind of record, also once these values are
        written. One that has got another name keeps it."""
        if vals.keys().isdisjoint({"name", "target", self._parent_field}):
            yield
            return
        parts = [*self, *(self.with_context(active_test=False).variant_ids if "variant_ids" in self._fields else ())]
        before = {part: part._own_template_values()["name"] for part in parts}
        yield
        for part, name in before.items():
            template, values = part._own_templates().with_context(lang=None), part._own_template_values()
            new_name = values["name"] if template.name == name else template.name
            if template and (template.name, template.model_id.id) != (new_name, values["model_id"]):
                template.write({"name": new_name, "model_id": values["model_id"]})

    @api.model
    def _release(self, templates):
        """Make ordinary templates of own ones that nobody uses anymore: no text is lost. Empty ones are deleted."""
        unused = templates.filtered(lambda template: not self._is_used(template))
        empty = unused.filtered(lambda one: not one.subject and is_html_empty(one.body_html) and not one.attachment_ids)
        (unused - empty).write({"is_written_in_step": False, "user_id": False})
        empty.unlink()

    @api.model
    def _refusal_to_write(self, template):
        return self.env._(
            "The text is that of the email template “%s”, which others may use as well. Change it there, or detach the "
            "step from it first.",
            template.name,
        )

    def _check_live_text(self):
        """Refuse a text that a live sequence could not send."""
        self.mapped(self._sequence_path)._check_live_is_executable()

    # ------------------------------------------------------------------
    # Code
    # ------------------------------------------------------------------

    @api.model
    def _differs(self, template, name, text):
        given, saved = (template._fields[name].convert_to_cache(value, template) for value in (text, template[name]))
        return (given or "") != (saved or "")

    @api.model
    def _texts_of(self, record, languages, names=TEXTS):
        """``{(name, language): text}``"""
        return {(name, code): record.sudo().with_context(lang=code)[name] for code in languages for name in names}

    @api.model
    def _check_code(self, template, before, languages):
        """Refuse what only Odoo's template editors may write (`mail.render.mixin`), as far as it was not there before.

        :param before: `_texts_of` the template, before it was written
        :raises AccessError: there is code in it now
        """
        for (name, code), text in self._texts_of(template, languages).items():
            if text != before.get((name, code)):
                self._refuse_code(name, text, template.sudo().model)

    def _check_code_in(self, texts, saved, names):
        """Refuse code in texts that are not saved.

        :param texts: ``{name in TEXTS: text}``
        :param saved: a record in whose fields `names` there may be the same code: it was allowed there
        """
        languages = [code for code, _name in self.env["res.lang"].get_installed()]
        allowed = set(self._texts_of(saved, languages, names).values()) if saved else set()
        for name, text in texts.items():
            if text not in allowed:
                self._refuse_code(name, text, self._text_step().sudo().target_model)

    @api.model
    def _refuse_code(self, name, text, model):
        """:raises AccessError: there is code in the text, and the user may not write any"""
        if self.env.su or self.env.user.has_group("mail.group_mail_template_editor"):
            return
        Render = self.env["mail.template"].sudo()
        is_unsafe = {
            "subject": Render._has_unsafe_expression_template_inline_template,
            "body_html": Render._has_unsafe_expression_template_qweb,
        }[name]
        if is_unsafe(text, model, name):
            raise AccessError(
                self.env._(
                    "“%(field)s” contains code, which only members of “%(group)s” may write. Use the fields that "
                    "are offered for inserting.",
                    field=self._fields[name].get_description(self.env, ["string"])["string"],
                    group=self.env.ref("mail.group_mail_template_editor").sudo().name,
                )
            )
