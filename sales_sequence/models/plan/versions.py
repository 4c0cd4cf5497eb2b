import re
from collections.abc import Iterable

from odoo import api, fields, models
from odoo.fields import Domain

from ..base.arguments import checked
from ..base.words import date_in_words

# What somebody types to find one version: its number, with the name of the sequence or without it.
NUMBERED = re.compile(r"(?:(?P<name>.*\S)\s+)?v(?P<number>[1-9]\d{0,5})", re.IGNORECASE)


class SalesSequenceVersions(models.AbstractModel):
    """Versions of a sequence. A new one is a copy to edit; once it is live, the one before it takes no new enrollments
    and its active people finish on it. Whoever opts out of one version is barred from all of them.

    Versions have the same name: wherever a sequence is named, `display_name` or `_numbered_name` says which one it is.
    """

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
    next_version_ids = fields.One2many(
        "sales.sequence", "previous_version_id", string="Next versions", context={"active_test": False}, copy=False
    )
    # Stored, as names are asked for everywhere, also while mail is sent.
    has_versions = fields.Boolean(compute="_compute_has_versions", store=True)
    published_at = fields.Datetime(
        string="Published",
        compute="_compute_published_at",
        store=True,
        help="When this version went live for the first time.",
    )
    version_text = fields.Char(
        compute="_compute_version_texts", help="The number of this version, where there are several."
    )
    since_text = fields.Char(compute="_compute_version_texts", help="Since when it is live, or was.")
    changed_text = fields.Char(compute="_compute_version_texts")

    @api.depends("previous_version_id.first_version_id", "previous_version_id.version_number")
    def _compute_version(self):
        for sequence in self:
            # Whoever may not read the version before still has a version of their own.
            previous = sequence.previous_version_id.sudo()
            sequence.first_version_id = previous.first_version_id or sequence._origin
            sequence.version_number = previous.version_number + 1

    @api.depends("previous_version_id", "next_version_ids")
    def _compute_has_versions(self):
        for sequence in self:
            # Also versions that the user may not read.
            sequence.has_versions = bool(sequence.sudo().previous_version_id or sequence.sudo().next_version_ids)

    @api.depends("state")
    def _compute_published_at(self):
        for sequence in self:
            # Reopening is not publishing: it keeps the date.
            if sequence.state == "live" and not sequence.published_at:
                sequence.published_at = fields.Datetime.now()

    @api.depends("has_versions", "version_number", "published_at", "previous_version_id", "state")
    @api.depends_context("lang", "tz", "uid")
    def _compute_version_texts(self):
        readable = self._readable(self.sudo().previous_version_id)
        for sequence in self:
            previous = sequence.sudo().previous_version_id
            sequence.version_text = sequence.has_versions and sequence._version_in_words()
            sequence.changed_text = previous in readable and self.env._(
                "what changed from %s", previous._version_in_words()
            )
            sequence.since_text = sequence.state != "draft" and sequence._since_in_words()

    def _since_in_words(self):
        if not self.published_at:
            return False
        day = date_in_words(self.env, self.published_at)
        return self.env._("since %s", day) if self.state == "live" else self.env._("published %s", day)

    # ------------------------------------------------------------------
    # Names
    # ------------------------------------------------------------------

    @api.depends("name", "has_versions", "version_number")
    @api.depends_context("lang")
    def _compute_display_name(self):
        result = super()._compute_display_name()
        for sequence in self:
            if sequence.has_versions:
                sequence.display_name = sequence._numbered_name()
        return result

    def _numbered_name(self):
        """The name, with the number of the version where there are several. It hides nothing from anybody."""
        self.ensure_one()
        if not (self.has_versions and self.name):
            return self.name
        return self.env._("%(name)s v%(number)s", name=self.name, number=self.version_number)

    def _version_in_words(self):
        return self.env._("v%s", self.version_number)

    @api.model
    def _search_display_name(self, operator, value):
        """Find a version by its number, too: “v2”, or “Five-touch cadence v2”."""
        if operator in Domain.NEGATIVE_OPERATORS:
            return NotImplemented
        domain = Domain(super()._search_display_name(operator, value))
        for text in [value] if isinstance(value, str) or not isinstance(value, Iterable) else value:
            found = isinstance(text, str) and NUMBERED.fullmatch(text.strip())
            if found:
                numbered = Domain("has_versions", "=", True) & Domain("version_number", "=", int(found["number"]))
                if found["name"]:
                    numbered &= Domain("name", "=" if operator == "in" else operator, found["name"])
                domain |= numbered
        return domain

    # ------------------------------------------------------------------
    # Verbs
    # ------------------------------------------------------------------

    @checked(one=True)
    def action_new_version(self):
        """Copy this sequence as a draft to edit; publishing the copy closes the version that is live.

        Active people finish on the old version. Returns the action that opens the copy, or the latest version where
        that is still a draft: there is one draft at a time.
        """
        latest = self._versions().sorted("version_number")[-1].with_env(self.env)
        if latest != self and latest.state == "draft" and latest.active:
            version = latest
        else:
            version = self.copy({"name": self.name, "previous_version_id": latest.id})
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": version.id,
            "views": [(False, "form")],
        }

    @checked(one=True)
    def action_view_difference(self):
        """Open what changed from the version before this one."""
        self.check_access("read")
        return {
            "type": "ir.actions.client",
            "tag": "sales_sequence_difference",
            "target": "new",
            "name": self.env._(
                "What changed from %(before)s to %(after)s",
                before=self.sudo().previous_version_id._version_in_words(),
                after=self._version_in_words(),
            ),
            "params": {"sequence_id": self.id},
        }

    def _close_previous_versions(self):
        for version in self.filtered("previous_version_id"):
            version._follow_instead_of(version.previous_version_id)
            earlier = version._versions().with_env(self.env) - version
            earlier.filtered(
                lambda one, version=version: one.state == "live" and one.version_number < version.version_number
            ).action_close()

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


class SalesSequenceStepVersions(models.AbstractModel):
    """Which steps of two versions are the same one."""

    _name = "sales.sequence.step.versions"
    _description = "Versions of a Step"

    # No reference: the first of them may be deleted, and its copies are still the same step.
    lineage = fields.Integer(
        readonly=True,
        copy=False,
        aggregator=None,
        help="The id of the step that all copies of it were made from. 0: this one.",
    )

    def copy_data(self, default=None):
        """Remember what it is a copy of."""
        values_list = super().copy_data(default)
        for step, values in zip(self, values_list, strict=True):
            values["lineage"] = step._lineage()
        return values_list

    def _lineage(self):
        return self.lineage or self._origin.id
