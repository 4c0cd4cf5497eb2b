from odoo import api, fields, models
from odoo.fields import Domain

from ..base.arguments import checked


class SalesSequenceVersions(models.AbstractModel):
    """Versions of a sequence. A new one is a copy to edit; once it is live, the one before it takes no new enrollments
    and those in flight finish on it. Whoever opts out of one version is barred from all of them."""

    _name = "sales.sequence.versions"
    _description = "Versions of a Sequence"

    previous_version_id = fields.Many2one(
        "sales.sequence", check_company=True, readonly=True, copy=False, index="btree_not_null"
    )
    first_version_id = fields.Many2one(
        "sales.sequence",
        string="All versions",
        compute="_compute_version",
        store=True,
        recursive=True,
        index="btree_not_null",
        help="The first version, which stands for all versions in reports.",
    )
    version_number = fields.Integer(
        string="Version", compute="_compute_version", store=True, recursive=True, aggregator=None
    )

    @api.depends("previous_version_id.first_version_id", "previous_version_id.version_number")
    def _compute_version(self):
        for sequence in self:
            # Whoever may not read the version before still has a version of their own.
            previous = sequence.previous_version_id.sudo()
            sequence.first_version_id = previous.first_version_id or sequence._origin
            sequence.version_number = previous.version_number + 1

    @checked(one=True)
    def action_new_version(self):
        """Copy this sequence as a draft to edit; publishing the copy closes this one.

        Those in flight finish on the old version. Returns the action that opens the copy.
        """
        version = self.copy({"name": self.name, "previous_version_id": self.id})
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": version.id,
            "views": [(False, "form")],
        }

    def _close_previous_versions(self):
        for version in self.filtered("previous_version_id"):
            version._follow_instead_of(version.previous_version_id)
        self.previous_version_id.filtered(lambda sequence: sequence.state == "live").action_close()

    def _follow_instead_of(self, previous):
        """Let this version follow wherever the one before it did, which will accept nobody anymore."""
        if self._asks_for_date():
            return
        # Whoever may write the version before could change what those who come from elsewhere get there, too.
        before = self.sudo().with_context(active_test=False).search([("next_sequence_id", "=", previous.id)])
        before = (before - self).filtered_domain(Domain("target", "=", self.target))
        if self.company_id:
            before = before.filtered_domain(Domain("company_id", "=", self.company_id.id))
        before.next_sequence_id = self

    def _versions(self):
        """These sequences with all their earlier and later versions."""
        # An opt-out counts in every version, also in those that the user may not read.
        versions = self.sudo().with_context(active_test=False)
        while True:
            related = versions.search(
                ["|", ("previous_version_id", "in", versions.ids), ("id", "in", versions.previous_version_id.ids)]
            )
            if related <= versions:
                return versions
            versions |= related
