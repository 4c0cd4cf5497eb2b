from collections import defaultdict
from datetime import timedelta

from odoo import models

from ..tools import pacing, schedule

# So far ahead an email is put into the mail queue with its own moment, so that a gap between
# two mails can be shorter than the time between two runs of the job.
AHEAD = timedelta(minutes=5)
# What should have gone out longer ago than this is a backlog: the job did not run.
LATE = timedelta(hours=1)


class SalesSequenceRunner(models.AbstractModel):
    """Not outside the hours, not more than the limits, not a backlog all at once.

    What may not go now is planned for its next free slot, so that the date on screen is
    always the real one. Counting and adding happen under a lock on whatever is limited.
    """

    _inherit = "sales.sequence.runner"

    def _keep_hours(self, enrollments):
        """Plan those for later in whose hours the present moment is not. :return: the others"""
        now = self._now()
        outside = enrollments.browse()
        for working_time, group in enrollments._by_working_time():
            slot = schedule.next_slot(now, working_time)
            if slot.moment > now:
                for step, at_step in group.grouped("next_step_id").items():
                    at_step._set_next(step, slot)
                outside |= group
        return enrollments - outside

    def _pace(self, enrollments):
        """Of those whose email is due, plan for later what the limits do not allow now.

        :return: ``(enrollments that go now, {enrollment id: moment at which its mail leaves})``
        """
        slots, later = {}, set()
        for (user, company), group in enrollments.grouped(lambda e: (e.user_id, e.company_id)).items():
            limits = self._limits(user, company, group)
            if not limits:
                continue
            domain_names = {e.email_domain for e in group if e.email_domain} if limits["domain_cap"] else set()
            names = [f"sender-{user.id}", *(f"domain-{company.id}-{name}" for name in domain_names)]
            if self.env["sales.sequence.pace"].sudo()._try_lock(names) != set(names):
                # Another lane counts for this sender at this moment: it is theirs in this run.
                self.env.context.get("sales_sequence_busy_senders", set()).add(user.id)
                later.update(group._ids)
                continue
            for enrollment, slot in self._place(group, user, company, limits, domain_names):
                if slot.moment > self._now() + AHEAD:
                    enrollment._set_next(enrollment.next_step_id, slot)
                    later.add(enrollment.id)
                else:
                    slots[enrollment.id] = slot.moment
        return enrollments.filtered(lambda enrollment: enrollment.id not in later), slots

    def _limits(self, user, company, enrollments):
        """The limits that hold for a sender now, None when there are none."""
        cap = user.sequence_daily_cap or company.sequence_sender_cap
        gap = company.sequence_sender_gap
        late = enrollments.filtered(lambda enrollment: enrollment.next_run_at < self._now() - LATE)
        if company.sequence_backlog_per_hour and len(late) > company.sequence_backlog_per_hour:
            gap = max(gap, 3600 / company.sequence_backlog_per_hour)
        if not (cap or gap or company.sequence_domain_cap):
            return None
        return {"cap": cap or None, "gap": gap, "domain_cap": company.sequence_domain_cap, "late": bool(late)}

    def _place(self, enrollments, user, company, limits, domain_names):
        """Give each its slot, follow-ups first. :return: list of ``(enrollment, schedule.Slot)``"""
        now = self._now()
        working_times = enrollments._working_times()
        used, planned_follow_ups, planned_first = self._known_moments(enrollments, user, now)
        day_caps = self._day_caps(company, limits, domain_names, now)
        first_steps = enrollments.sequence_id._first_email_steps()
        candidates = {True: [], False: []}
        for enrollment in enrollments:
            follow_up = enrollment.next_step_id not in first_steps
            candidates[follow_up].append(
                pacing.Candidate(
                    earliest=enrollment.next_run_at,
                    working_time=working_times[enrollment.id],
                    follow_up=follow_up,
                    day_caps=tuple(day_caps[name] for name in (enrollment.email_domain,) if name in day_caps),
                    key=enrollment,
                )
            )
        placed = []
        # First touches give way to follow-ups: these see only each other's plans.
        known = [*used, *planned_follow_ups]
        for follow_up in (True, False):
            if not candidates[follow_up]:
                known += planned_first
                continue
            ledger = pacing.Ledger(limits["cap"], limits["gap"], known)
            placements = pacing.spread(candidates[follow_up], ledger, now)
            placed += [(each.candidate.key, each.slot) for each in placements if each.slot]
            known = [*ledger.moments, *planned_first]
        return placed

    def _known_moments(self, enrollments, user, now):
        """When this sender has mailed in the last 24 hours, and will: follow-ups, first touches."""
        self.env.flush_all()
        self.env.cr.execute(
            """SELECT done_at FROM sales_sequence_touch
                WHERE user_id = %s AND channel = 'email' AND done_at > %s
                  AND state IN ('queued', 'sent', 'bounced')""",
            [user.id, now - timedelta(days=1)],
        )
        used = [row[0] for row in self.env.cr.fetchall()]
        self.env.cr.execute(
            """SELECT enrollment.next_run_at, EXISTS (
                          SELECT FROM sales_sequence_touch touch
                           WHERE touch.enrollment_id = enrollment.id AND touch.channel = 'email')
                 FROM sales_sequence_enrollment enrollment
                 JOIN sales_sequence_step step ON step.id = enrollment.next_step_id
                WHERE enrollment.user_id = %s AND enrollment.state = 'running' AND step.channel = 'email'
                  AND enrollment.next_run_at > %s AND enrollment.id != ALL(%s)""",
            [user.id, now, list(enrollments._ids)],
        )
        planned = self.env.cr.fetchall()
        return (
            used,
            [moment for moment, follow_up in planned if follow_up],
            [moment for moment, follow_up in planned if not follow_up],
        )

    def _day_caps(self, company, limits, domain_names, now):
        """``{recipient domain: pacing.DayCap}`` with what today and later has already."""
        if not domain_names:
            return {}
        zone = company.resource_calendar_id.tz or company.partner_id.tz or "UTC"
        counts = defaultdict(lambda: defaultdict(int))
        caps = {name: pacing.DayCap(limits["domain_cap"], zone=zone, reason="domain_cap") for name in domain_names}
        self.env.cr.execute(
            """SELECT email_domain, touch.done_at FROM sales_sequence_touch touch
                 JOIN sales_sequence_enrollment enrollment ON enrollment.id = touch.enrollment_id
                WHERE email_domain = ANY(%(names)s) AND enrollment.company_id = %(company)s
                  AND touch.channel = 'email' AND touch.done_at > %(since)s
                  AND touch.state IN ('queued', 'sent', 'bounced')
            UNION ALL
               SELECT email_domain, next_run_at FROM sales_sequence_enrollment enrollment
                 JOIN sales_sequence_step step ON step.id = enrollment.next_step_id
                WHERE email_domain = ANY(%(names)s) AND enrollment.company_id = %(company)s
                  AND enrollment.state = 'running' AND next_run_at > %(now)s AND step.channel = 'email'""",
            {"names": list(domain_names), "company": company.id, "since": now - timedelta(days=1), "now": now},
        )
        for name, moment in self.env.cr.fetchall():
            counts[name][caps[name].day_of(moment)] += 1
        for name, used in counts.items():
            caps[name].used.update(used)
        return caps
