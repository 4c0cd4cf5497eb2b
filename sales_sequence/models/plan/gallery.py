from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..base.arguments import VALUES, VALUES_LIST, checked


class SalesSequenceGallery(models.AbstractModel):
    """The library: sequences to copy from, which never take enrollments themselves.

    What the addon ships is improved by its later versions, so nobody edits it here: whoever wants to use one makes a
    copy (`sales.sequence.gallery.use`). Managers can archive what they do not need. What a company has imported is its
    own: it can be deleted, too.
    """

    _name = "sales.sequence.gallery"
    _description = "Library of Sequences"

    in_gallery = fields.Boolean(
        string="In the library",
        readonly=True,
        copy=False,
        index=True,
        help="It is there to be copied, and takes no enrollments itself.",
    )
    gallery_position = fields.Integer(
        string="Place in the library", default=1000, readonly=True, copy=False, aggregator=None
    )
    gallery_is_own = fields.Boolean(
        string="Ours", compute="_compute_gallery_is_own", help="Imported here, not shipped with an app."
    )
    gallery_origin_id = fields.Many2one(
        "sales.sequence",
        string="Made from",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The sequence in the library that this one is a copy of.",
    )
    gallery_answers = fields.Json(readonly=True, help="What its blanks were filled with, to be suggested next time.")
    summary = fields.Char(translate=True, help="In one sentence, why somebody would use it.")
    rationale = fields.Html(
        string="Why this cadence, what to change", translate=True, help="For whoever takes it over."
    )

    _check_gallery_is_never_live = models.Constraint(
        "CHECK (in_gallery IS NOT TRUE OR state = 'draft')",
        "A sequence in the library is never live: use a copy of it.",
    )

    @api.depends("in_gallery", "company_id")
    def _compute_gallery_is_own(self):
        shipped = self.env["ir.model.data"].sudo()._read_group(
            [("model", "=", "sales.sequence"), ("res_id", "in", self.ids), ("module", "!=", "__export__")], ["res_id"]
        )
        shipped_ids = {res_id for (res_id,) in shipped}
        for sequence in self:
            sequence.gallery_is_own = sequence.in_gallery and (
                bool(sequence.company_id) or sequence._origin.id not in shipped_ids
            )

    @api.constrains("next_sequence_id", "in_gallery")
    def _check_next_sequence_in_gallery(self):
        for sequence in self.filtered("next_sequence_id"):
            if sequence.next_sequence_id.in_gallery != sequence.in_gallery:
                raise ValidationError(
                    self.env._(
                        "“%(sequence)s” cannot be followed by “%(next)s”: only one of them is in the library. Use the "
                        "one that is in it first, and choose the copy.",
                        sequence=sequence.name,
                        next=sequence.next_sequence_id.name,
                    )
                )

    # ------------------------------------------------------------------
    # Nobody edits the library
    # ------------------------------------------------------------------

    def _refuse_in_gallery(self):
        """Refuse users a change of what is in the library. Updates of apps, and imports, have all rights."""
        kept = self.browse() if self.env.su else self.filtered("in_gallery")
        if kept:
            raise UserError(
                self.env._(
                    "“%s” is in the library, where nothing is edited. Use it first: that makes a copy, which you can "
                    "change as you like.",
                    kept[0].name,
                )
            )

    @api.model_create_multi
    @checked(vals_list=VALUES_LIST)
    def create(self, vals_list):
        """Refuse users to put anything into the library."""
        sequences = super().create(vals_list)
        sequences._refuse_in_gallery()
        return sequences

    @checked(vals=VALUES)
    def write(self, vals):
        """Refuse users to change what is in the library, except to archive it."""
        if not vals.keys() <= {"active"}:
            self._refuse_in_gallery()
        result = super().write(vals)
        if "in_gallery" in vals:
            self._refuse_in_gallery()
        return result

    def _update_field_translations(self, field_name, translations, digest=None, source_lang=""):
        self._refuse_in_gallery()
        return super()._update_field_translations(field_name, translations, digest=digest, source_lang=source_lang)

    def copy_data(self, default=None):
        """Refuse a copy that would share its emails with the library."""
        self._refuse_in_gallery()
        return super().copy_data(default)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_shipped(self):
        shipped = self.browse() if self.env.su else self.filtered(lambda one: one.in_gallery and not one.gallery_is_own)
        if shipped:
            raise UserError(
                self.env._(
                    "“%s” came with an app, and would come back with its next update. Archive it instead.",
                    shipped[0].name,
                )
            )

    def _templates_of_imports(self):
        """The email templates that came with those of these sequences that were imported."""
        imports = self.filtered(lambda sequence: sequence.in_gallery and sequence.gallery_is_own)
        return imports.with_context(active_test=False).step_ids._templates()

    @api.model
    def _delete_unused(self, templates):
        """Delete those of the templates that no step sends."""
        if templates:
            # Whoever may delete an import may delete what came with it.
            Step = self.env["sales.sequence.step"].sudo().with_context(active_test=False)
            used_in = Domain("mail_template_id", "in", templates.ids)
            steps = Step.search(used_in | Domain("variant_ids", "any", used_in))
            (templates - steps._templates()).sudo().unlink()

    def _refuse_to_run(self):
        if self:
            raise UserError(self[0]._why_it_does_not_run())

    def _why_it_does_not_run(self):
        return self.env._(
            "“%s” is in the library, where nothing runs. Use it first: that makes a copy, which you can publish.",
            self.name,
        )

    # ------------------------------------------------------------------
    # Nobody chooses from it by accident
    # ------------------------------------------------------------------

    @api.model
    @api.readonly
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """Suggest what is in the library only where it is asked for."""
        domain = Domain(domain or Domain.TRUE)
        if not any(condition.field_expr == "in_gallery" for condition in domain.iter_conditions()):
            domain &= Domain("in_gallery", "=", False)
        return super().name_search(name, domain, operator, limit)


class SalesSequenceGalleryPart(models.AbstractModel):
    """A step of a sequence, or a variant of one: nobody edits it in the library either."""

    _name = "sales.sequence.gallery.part"
    _description = "Part of a Sequence in the Library"

    # The path to its sequence.
    _sequence_path = "sequence_id"

    def _refuse_in_gallery(self):
        self.mapped(self._sequence_path)._refuse_in_gallery()

    @api.model_create_multi
    @checked(vals_list=VALUES_LIST)
    def create(self, vals_list):
        """Refuse users to add to the library."""
        parts = super().create(vals_list)
        parts._refuse_in_gallery()
        return parts

    @checked(vals=VALUES)
    def write(self, vals):
        """Refuse users to change the library, or to move something into it."""
        self._refuse_in_gallery()
        result = super().write(vals)
        self._refuse_in_gallery()
        return result

    def _update_field_translations(self, field_name, translations, digest=None, source_lang=""):
        self._refuse_in_gallery()
        return super()._update_field_translations(field_name, translations, digest=digest, source_lang=source_lang)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_gallery(self):
        self._refuse_in_gallery()
