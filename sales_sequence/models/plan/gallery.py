from odoo import fields, models


class SalesSequenceGallery(models.AbstractModel):
    """The library: sequences to copy from, which never take enrollments themselves."""

    _name = "sales.sequence.gallery"
    _description = "Library of Sequences"

    in_gallery = fields.Boolean(
        string="In the library",
        readonly=True,
        copy=False,
        index=True,
        help="It is there to be copied, and takes no enrollments itself.",
    )
    gallery_position = fields.Integer(string="Place in the library", default=1000, readonly=True, copy=False)
    gallery_origin_id = fields.Many2one(
        "sales.sequence",
        string="Made from",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The sequence in the library that this one is a copy of.",
    )
    summary = fields.Char(translate=True, help="In one sentence, why somebody would use it.")
    rationale = fields.Html(
        string="Why this cadence, what to change", translate=True, help="For whoever takes it over."
    )

    _check_gallery_is_never_live = models.Constraint(
        "CHECK (in_gallery IS NOT TRUE OR state = 'draft')",
        "A sequence in the library is never live: use a copy of it.",
    )
