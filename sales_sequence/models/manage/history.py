from odoo import api, models

from ..base.arguments import ID, checked
from ..base.words import date_in_words


class SalesSequencePublishingHistory(models.AbstractModel):
    """All versions of a sequence: since when each was live, who is in it, and what it has earned."""

    _name = "sales.sequence.publishing.history"
    _description = "Versions over Time"

    @api.readonly
    @checked(sequence_id=ID)
    @api.model
    def get_history(self, sequence_id):
        """The versions that the user may read, the newest first. A fixed number of queries, whatever their number.

        :param sequence_id: id of one of them
        :return: list of dicts ``id``, ``version`` ("v2"), ``name``, ``state``, ``state_text``, ``is_archived``,
            ``is_this``, ``dates`` (in words, False before it is published), ``changed_text`` (False where there is none
            to compare with), ``active``, ``closed``, ``open``, ``answered`` (people; the fields of the
            sequence say what each counts) and ``answered_text``
        :raises UserError: there is no such sequence
        :raises AccessError: the user may not read it
        """
        sequence = self.env["sales.sequence"]._find_to_show(sequence_id)
        versions = sequence.with_context(active_test=False).search(
            [("first_version_id", "=", sequence.sudo().first_version_id.id)], order="version_number DESC, id DESC"
        )
        states = dict(sequence._fields["state"]._description_selection(self.env))
        published = {version.previous_version_id: version.published_at for version in versions}
        return [
            {
                "id": version.id,
                "version": version._version_in_words(),
                "name": version.name,
                "state": version.state,
                "state_text": states[version.state],
                "is_archived": not version.active,
                "is_this": version == sequence,
                "dates": self._dates_in_words(version, published.get(version)),
                "changed_text": version.changed_text,
                "active": version.active_count,
                "closed": version.closed_count,
                "open": version.open_count,
                "answered": version.replied_count,
                "answered_text": version.answered_text,
            }
            for version in versions
        ]

    def _dates_in_words(self, version, replaced_at):
        """:param replaced_at: when the version after it went live, if it did"""
        if not version.published_at:
            return False
        since = date_in_words(self.env, version.published_at)
        if version.state == "live":
            return self.env._("since %s", since)
        if replaced_at:
            return self.env._("%(since)s to %(until)s", since=since, until=date_in_words(self.env, replaced_at))
        return self.env._("published %s", since)
