import logging
from datetime import timedelta

from odoo import api, fields, models, tools
from odoo.fields import Domain

from ..base.closed import closed_days
from ..base.states import LIVE_STATES
from ..base.words import by_user
from .concerned import may_still_answer, may_still_be_counted, may_still_get_mail
from .records import all_enrollments

_logger = logging.getLogger(__name__)


class SalesSequenceInboxEvents(models.AbstractModel):
    """Turns what hooks see into signals: which enrollments it concerns, and what kind it is."""

    _name = "sales.sequence.inbox.events"
    _description = "Sales Sequence Inbox: Events"

    @api.model
    def _notice_ended_targets(self, targets):
        """Record which of these targets were won, lost or archived."""
        # With all rights: what ended the relation may be in fields that the user may not read.
        kinds = {target.id: target._sequence_end() for target in targets.sudo()}
        kinds = {target_id: kind for target_id, kind in kinds.items() if kind}
        if not kinds:
            return
        field_name = targets._sequence_enrollment_field
        domain = targets.browse(kinds)._sequence_enrollments_domain() & Domain("state", "in", LIVE_STATES)
        enrollments = all_enrollments(self.env).search(domain)
        self._notice(
            [
                {"enrollment_id": enrollment.id, "kind": kinds[enrollment[field_name].id], "detail": by_user(self.env)}
                for enrollment in enrollments
            ]
        )

    @api.model
    def _forget_targets(self, targets):
        """Stop the enrollments of targets that are about to be deleted. What was done stays in the numbers, without a
        name."""
        enrollments = all_enrollments(self.env).search(targets._sequence_enrollments_domain())
        note = self.env._("The record was deleted by %s.", self.env.user.name)
        enrollments._stop("deleted", note=note)
        if targets._name == "res.partner":
            self._forget_author(targets)
        if enrollments:
            self._forget_answers(enrollments)
            self.env["sales.sequence.digest"].sudo()._forget(targets, enrollments)
            self.env["sales.sequence.assignment"].sudo()._forget_addresses(enrollments)
        enrollments._forget_target(note)
        enrollments.touch_ids.click_ids._forget_addresses()
        if enrollments:
            dead = self.env["sales.sequence.dead.address"].sudo().search([("enrollment_id", "in", enrollments.ids)])
            dead.unlink()

    @api.model
    def _notice_opt_out(self, addresses, detail, sequences=None, origin=None):
        """Record an opt-out for each enrollment of these addresses in which something can still be sent.

        :param addresses: normalized addresses
        :param detail: in words, where the opt-out came from
        :param sequences: the `sales.sequence` that they opted out of; all by default
        :param origin: the `sales.sequence.enrollment` whose email they opted out by, recorded even if it has ended
        """
        enrollments = all_enrollments(self.env)
        concerned = enrollments._domain_of_addresses(addresses)
        if sequences is not None:
            concerned &= Domain("sequence_id", "in", sequences.ids)
        # Whoever complained is blacklisted for it, which is no opt-out of theirs.
        told = Domain("signal_ids", "any", [("kind", "in", ("opt_out", "complaint"))])
        ended = may_still_be_counted(closed_days(self.env)) & ~told
        later = enrollments.search(concerned & ended & ~may_still_get_mail())
        enrollments = enrollments.search(concerned & may_still_get_mail())
        values_by_enrollment = {enrollment: {} for enrollment in enrollments}
        # If the enrollment now has another address, we write to somebody else by now.
        for enrollment in (origin or self.env["sales.sequence.enrollment"]).filtered(
            lambda enrollment: not enrollment._own_addresses().isdisjoint(addresses)
        ):
            touch = enrollment._last_touch()
            values_by_enrollment[enrollment] = {"touch_id": touch.id, "mail_message_id": touch.mail_message_id.id}
        for enrollment in later:
            # Who answered that they want no more has opted out, too.
            values_by_enrollment.setdefault(enrollment, self._only_noted())
        return self._notice(
            [
                {"enrollment_id": enrollment.id, "kind": "opt_out", "detail": detail, **values}
                for enrollment, values in values_by_enrollment.items()
            ]
        )

    @api.model
    def _notice_comment(self, record, message):
        """Record a customer's comment on an enrolled record, or an enrolled person's on any, as a reply; and a
        colleague's, who is not enrolled, as such."""
        addresses = tools.email_normalize_all(message.email_from or "")
        author = message.author_id.sudo()
        Enrollment = all_enrollments(self.env)
        enrollments = Enrollment._search_people(
            may_still_answer(), author, [*addresses, *(author and author._sequence_addresses())]
        )
        if getattr(record, "_sequence_target", None):
            enrollments |= Enrollment.search(may_still_answer() & record._sequence_enrollments_domain())
        colleagues = [] if enrollments else self._values_for_colleagues(author)
        self._notice(
            [
                {
                    "enrollment_id": enrollment.id,
                    "kind": "reply",
                    "mail_message_id": message.id,
                    "detail": self.env._("Comment by %s", author.name or message.email_from or ""),
                }
                for enrollment in enrollments
            ]
            or [{**values, "mail_message_id": message.id} for values in colleagues]
        )

    @api.model
    def _check_goals(self):
        """Record who has reached the goal of their sequence. An hourly job calls this."""
        live = Domain("state", "in", LIVE_STATES)
        # Who has answered may reach the goal afterwards. It counts, and stops nothing.
        counted = may_still_be_counted(closed_days(self.env)) | self._still_compared()
        ended = counted & Domain("signal_ids", "not any", [("kind", "=", "goal")])
        # In all companies, whichever user the job runs as.
        sequences = (
            self.env["sales.sequence"]
            .sudo()
            .search([("goal_domain", "!=", False), ("enrollment_ids", "any", list(live | ended))])
        )
        for sequence in sequences:
            try:
                concerned = (live | ended) & Domain("sequence_id", "=", sequence.id)
                enrollments = all_enrollments(self.env).search(concerned)
                reached = enrollments._filter_goal_reached()
            except Exception:
                # Its enrollments pause, and say why, when their next step is due.
                _logger.warning("The goal of sequence %s could not be checked", sequence.id, exc_info=True)
                continue
            self._notice(
                [
                    {
                        "enrollment_id": one.id,
                        "kind": "goal",
                        "detail": sequence.goal,
                        **({} if one.state in LIVE_STATES else self._only_noted()),
                    }
                    for one in reached
                ]
            )

    def _still_compared(self):
        """A `Domain` of the enrollments whose goal decides a comparison with the old way. Both groups are looked at
        until their days are over, whenever the enrollment has ended."""
        compared = self.env["sales.sequence.comparison"].sudo().search([("metric", "=", "goal")])
        now = fields.Datetime.now()
        return Domain.OR(
            Domain("comparison_id", "=", one.id) & Domain("enrolled_at", ">", now - timedelta(days=one.days))
            for one in compared
        )

    def _only_noted(self):
        """Values of a signal that stops nothing: it only counts."""
        return {"settled_at": fields.Datetime.now(), "effect": "noted"}

    @api.model
    def _notice_failed_mail(self, touch_id, enrollment_id, reason):
        """Record that the mail server refused a sequence mail."""
        self._notice([{"enrollment_id": enrollment_id, "touch_id": touch_id, "kind": "send_failed", "detail": reason}])
