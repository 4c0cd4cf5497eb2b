from odoo import fields, models
from odoo.tools import html2plaintext

# What a reviewer may change.
DRAFT_TEXTS = {"draft_subject", "draft_body"}
# What tells of the person written to.
DRAFT_CONTENT = (*sorted(DRAFT_TEXTS), "draft_values")


class SalesSequenceTouchDraft(models.AbstractModel):
    """The part of `sales.sequence.touch` about an email that waits for a review: its text, and what is known of it."""

    _name = "sales.sequence.touch.draft"
    _description = "Sales Sequence Activity Log: Draft"

    draft_subject = fields.Char(string="Subject", help="Subject of an email that waits for review.")
    draft_body = fields.Html(string="Body", sanitize="email_outgoing")
    draft_values = fields.Json(
        readonly=True,
        copy=False,
        help="What the merge fields printed, by expression; nothing where the template's own text stands in for one.",
    )
    draft_changed_by_id = fields.Many2one(
        "res.users", string="Text changed by", ondelete="set null", readonly=True, copy=False
    )
    approved_by_id = fields.Many2one("res.users", string="Approved by", ondelete="set null", readonly=True)

    def _find_changed_drafts(self, vals):
        """Those whose text these values would change. An editor may write the same text as other HTML."""
        if not vals.keys() & DRAFT_TEXTS:
            return self.browse()

        def as_read(subject, body):
            return (subject or "").strip(), html2plaintext(body or "").split()

        return self.filtered(
            lambda touch: (
                as_read(touch.draft_subject, touch.draft_body)
                != as_read(vals.get("draft_subject", touch.draft_subject), vals.get("draft_body", touch.draft_body))
            )
        )

    def _discard_drafts(self):
        """Empty these drafts: the runner writes them again."""
        self.write({**dict.fromkeys(DRAFT_CONTENT, False), "draft_changed_by_id": False, "approved_by_id": False})
