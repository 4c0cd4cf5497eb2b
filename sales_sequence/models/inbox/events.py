import logging

from odoo import api, fields, models
from odoo.fields import Domain

from ..base.states import LIVE_STATES
from ..base.words import by_user
from .mail import LATE_ANSWER

_logger = logging.getLogger(__name__)


class SalesSequenceInbox(models.AbstractModel):
    """What hooks saw, made into signals: whom it concerns, and what kind it is."""

    _inherit = "sales.sequence.inbox"

    @api.model
    def _notice_ended_targets(self, targets):
        """Targets may have been won, lost or archived: notice those that were."""
        kinds = {target.id: target._sequence_end() for target in targets.sudo()}
        kinds = {target_id: kind for target_id, kind in kinds.items() if kind}
        if not kinds:
            return
        field_name = targets._sequence_enrollment_field
        domain = targets.browse(kinds)._sequence_enrollments_domain() & Domain("state", "in", LIVE_STATES)
        enrollments = self.env["sales.sequence.enrollment"].sudo().search(domain)
        self._notice(
            [
                {"enrollment_id": enrollment.id, "kind": kinds[enrollment[field_name].id], "detail": by_user(self.env)}
                for enrollment in enrollments
            ]
        )

    @api.model
    def _forget_targets(self, targets):
        """Targets are about to be deleted: nothing more goes out, and what we did stays countable, without a name."""
        field_name = targets._sequence_enrollment_field
        enrollments = self.env["sales.sequence.enrollment"].sudo().search([(field_name, "in", targets.ids)])
        if field_name == "partner_id":
            # A lead goes on without its contact.
            of_leads = enrollments.filtered("lead_id")
            of_leads.write({"partner_id": False, "commercial_partner_id": False})
            enrollments -= of_leads
        note = self.env._("The record was deleted by %s.", self.env.user.name)
        enrollments._stop("deleted", note=note)
        enrollments._forget_target(note)

    @api.model
    def _notice_address(self, kind, addresses, detail=False):
        """Something happened to addresses (opt-out, blacklist): notice it for each live enrollment."""
        enrollments = (
            self.env["sales.sequence.enrollment"]
            .sudo()
            .search(
                Domain("email_normalized", "in", addresses)
                & (Domain("state", "in", LIVE_STATES) | Domain("touch_ids.state", "=", "queued"))
            )
        )
        self._notice([{"enrollment_id": enrollment.id, "kind": kind, "detail": detail} for enrollment in enrollments])

    @api.model
    def _notice_meetings(self, events):
        """Meetings were created or changed: notice those that are with an enrolled person."""
        now = fields.Datetime.now()
        future = events.sudo().filtered(lambda event: event.active and event.stop and event.stop > now)
        leads = self._filter_visible_to_user(future.opportunity_id)
        partners = self._filter_visible_to_user(future.partner_ids.filtered("partner_share"))
        if not leads and not partners:
            return
        enrollments = (
            self.env["sales.sequence.enrollment"]
            .sudo()
            .search(
                # Also who has come through, and whose last email waits for the mail server.
                (Domain("state", "in", LIVE_STATES) | Domain("touch_ids.state", "=", "queued"))
                & (Domain("lead_id", "in", leads.ids) | Domain("partner_id", "in", partners.ids))
            )
        )
        values_list = []
        for enrollment in enrollments:
            event = future.filtered(
                lambda e, enrollment=enrollment: (
                    (enrollment.lead_id and e.opportunity_id == enrollment.lead_id)
                    or enrollment.partner_id in e.partner_ids
                )
            )[:1]
            values_list.append(
                {
                    "enrollment_id": enrollment.id,
                    "kind": "meeting",
                    "calendar_event_id": event.id,
                    "detail": self._meeting_in_words(event),
                }
            )
        self._notice(values_list)

    def _filter_visible_to_user(self, records):
        """Those whom whoever enters a meeting may read, in whatever company: Odoo takes the ids of all others as well.
        Code with all rights, such as an appointment on the website, may know everybody."""
        if self.env.su:
            return records
        companies = self.env.user.company_ids.ids
        theirs = records.sudo(False).with_context(allowed_company_ids=companies)._filtered_access("read")
        return records & theirs.with_env(records.env)

    def _meeting_in_words(self, event):
        start = event.display_time or event.start
        if event.effective_privacy == "private":
            return self.env._("A private meeting on %s", start)
        return self.env._("“%(meeting)s” on %(start)s", meeting=event.name, start=start)

    @api.model
    def _notice_canceled_meetings(self, events):
        """Meetings were canceled: notice those that had stopped somebody."""
        stops = (
            self.env["sales.sequence.signal"]
            .sudo()
            .search([("calendar_event_id", "in", events.ids), ("kind", "=", "meeting"), ("effect", "=", "stopped")])
        )
        self._notice(
            [
                {
                    "enrollment_id": signal.enrollment_id.id,
                    "kind": "meeting_canceled",
                    "calendar_event_id": signal.calendar_event_id.id,
                    "detail": signal.detail,
                }
                for signal in stops
            ]
        )

    @api.model
    def _notice_comment(self, target, message):
        """A customer commented on an enrolled record, or as an enrolled person on another. After the last step it is an
        answer for as long as a mail would be."""
        late_answer = Domain("state", "=", "finished") & Domain("ended_at", ">", fields.Datetime.now() - LATE_ANSWER)
        enrollments = (
            self.env["sales.sequence.enrollment"]
            .sudo()
            .search(
                (Domain("state", "in", LIVE_STATES) | late_answer)
                & (
                    Domain(target._sequence_enrollment_field, "=", target.id)
                    | Domain("partner_id", "=", message.author_id.id)
                )
            )
        )
        self._notice(
            [
                {
                    "enrollment_id": enrollment.id,
                    "kind": "reply",
                    "mail_message_id": message.id,
                    "detail": self.env._("Comment of %s", message.author_id.name or ""),
                }
                for enrollment in enrollments
            ]
        )

    @api.model
    def _check_goals(self):
        """Notice who has reached the goal of a sequence meanwhile. Called by an hourly job."""
        live = Domain("state", "in", LIVE_STATES)
        sequences = (
            self.env["sales.sequence"]
            .sudo()
            .search([("goal_domain", "!=", False), ("enrollment_ids", "any", list(live))])
        )
        for sequence in sequences:
            try:
                enrollments = (
                    self.env["sales.sequence.enrollment"].sudo().search(live & Domain("sequence_id", "=", sequence.id))
                )
                reached = enrollments._filter_goal_reached()
            except Exception:
                # Its people pause with the reason when their next step is due.
                _logger.warning("The goal of sequence %s could not be checked", sequence.id, exc_info=True)
                continue
            self._notice([{"enrollment_id": one.id, "kind": "goal", "detail": sequence.goal} for one in reached])

    @api.model
    def _notice_failed_mail(self, touch_id, enrollment_id, reason):
        """A sequence mail was refused on its way out."""
        self._notice([{"enrollment_id": enrollment_id, "touch_id": touch_id, "kind": "send_failed", "detail": reason}])
