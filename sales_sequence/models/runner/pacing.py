import math
from collections import defaultdict
from datetime import timedelta

from odoo import models

from ...tools import pacing, schedule
from ..enrollment.beginning import BACKLOG

# How far ahead an email is put into the mail queue with a moment of its own, so that the gap between
# two mails can be shorter than the interval of the job.
AHEAD = timedelta(minutes=5)
# What is overdue by more than this is a backlog: the job did not run.
LATE = timedelta(hours=1)
# Emails on time are not spread, unless they are so many that the pace of a backlog would take longer than this: then
# they come from an import.
AN_IMPORT = timedelta(hours=20)
# An enrollment whose date was moved by one of these has been waiting for its turn.
LIMITS = {pacing.SENDER_CAP, pacing.SENDER_GAP, "domain_cap", BACKLOG}


class SalesSequenceRunnerPacing(models.AbstractModel):
    """The part of `sales.sequence.runner` that keeps to sending hours and limits, and spreads a backlog.

    What may not go now is planned for its next free slot, so that the date on screen is
    always the real one. Counting and adding happen under a lock on what is limited.
    """

    _name = "sales.sequence.runner.pacing"
    _description = "Sales Sequence Runner: Hours and Limits"

    def _postpone_outside_hours(self, batch, enrollments):
        """Plan for later those whose sending hours are over, or have not begun. :return: the others"""
        now = self._now()
        outside = enrollments.browse()
        for working_time, group in enrollments._by_working_time(batch.working_times):
            slot = schedule.next_slot(now, working_time)
            if slot.moment > now:
                # They keep the limits that they waited for, and so their place in the queue.
                for (step, limits), same in group.grouped(
                    lambda one: (one.next_step_id, self._limits_waited_for(one))
                ).items():
                    same._set_next(step, schedule.Slot(slot.moment, (*limits, *slot.reasons)))
                outside |= group
        return enrollments - outside

    def _pace(self, batch, enrollments):
        """Of those whose email is due, plan for later what the limits do not allow now.

        :return: the others; `batch.slots` has the moments at which their emails leave
        """
        batch.slots, later = {}, set()
        # Moments of this batch, which has no touches yet, by sender and by recipient domain: groups can share both.
        going = defaultdict(list)
        backlogs = self._count_backlogs(enrollments)
        for (user, company), group in enrollments.grouped(lambda e: (e.user_id, e.company_id)).items():
            limits = self._limits(user, company, backlogs.get(user.id, (0, 0)))
            if not limits:
                going[user] += [self._now()] * len(group)
                continue
            domain_names = {e.email_domain for e in group if e.email_domain} if limits["domain_cap"] else set()
            names = [f"sender-{user.id}", *(f"domain-{company.id}-{name}" for name in domain_names)]
            if self.env["sales.sequence.pace"]._try_lock(names) != set(names):
                # Another process is counting for this sender: this run leaves the sender to it.
                batch.run.busy_senders.add(user.id)
                later.update(group._ids)
                continue
            for placement in self._place(batch, group, company, limits, domain_names, going):
                enrollment, slot = placement.candidate.key, placement.slot
                if placement.goes:
                    batch.slots[enrollment.id] = slot.moment
                    for limited in (user, (company, enrollment.email_domain)):
                        going[limited].append(slot.moment)
                else:
                    enrollment._set_next(enrollment.next_step_id, self._explain_slot(slot, limits))
                    later.add(enrollment.id)
        return enrollments.filtered(lambda enrollment: enrollment.id not in later)

    def _count_backlogs(self, enrollments):
        """``{user id: (late, all)}``: how many emails of these senders are due. Those that wait because a backlog is
        spread count as late.

        All of them, not only the batch: an import or a downtime makes more due than one batch holds.
        """
        if not any(enrollments.company_id.mapped("sequence_backlog_per_hour")):
            return {}
        self.env.flush_all()
        self.env.cr.execute(
            """SELECT enrollment.user_id,
                      count(*) FILTER (WHERE next_run_at <= %(late)s OR next_run_moved_by LIKE '%%backlog%%'),
                      count(*)
                 FROM sales_sequence_enrollment enrollment
                 JOIN sales_sequence_step step ON step.id = enrollment.next_step_id
                WHERE enrollment.state = 'running' AND step.channel = 'email' AND enrollment.user_id = ANY(%(users)s)
                  AND (next_run_at <= %(now)s OR next_run_moved_by LIKE '%%backlog%%')
             GROUP BY enrollment.user_id""",
            {"users": enrollments.user_id.ids, "now": self._now(), "late": self._now() - LATE},
        )
        return {user_id: (late, due) for user_id, late, due in self.env.cr.fetchall()}

    def _limits(self, user, company, backlog):
        """The limits of a sender now, None when there are none.

        :param backlog: how many emails of the sender are late, and how many are due
        """
        late, due = backlog
        cap = user.sequence_daily_cap or company.sequence_sender_cap
        gap = company.sequence_sender_gap
        per_hour = company.sequence_backlog_per_hour
        is_backlog = late > per_hour or due > per_hour * (AN_IMPORT / timedelta(hours=1))
        spread = bool(per_hour) and is_backlog and 3600 / per_hour > gap
        if spread:
            gap = math.ceil(3600 / per_hour)
        if not (cap or gap or company.sequence_domain_cap):
            return None
        return {"cap": cap or None, "gap": gap, "domain_cap": company.sequence_domain_cap, "spread": spread}

    def _explain_slot(self, slot, limits):
        """Say that the backlog moved it: `_count_backlogs` counts what waits for that reason."""
        if not limits["spread"]:
            return slot
        return schedule.Slot(slot.moment, (*(each for each in slot.reasons if each != pacing.SENDER_GAP), BACKLOG))

    def _foresee(self, enrollments):
        """When the emails of these would leave, if each were due at its next working time; nothing is planned.

        :param enrollments: running ones whose next step is an email; of equals, the first one leaves first
        :return: ``{enrollment: (schedule.Slot, whether a limit is counted by then)}``, without those that have no
            working time; other emails count against a limit as well, so that such a slot is the earliest one
        """
        known_times, due_at, foreseen = {}, {}, {}
        for enrollment_id, working_time in enrollments._working_times(known_times).items():
            try:
                due_at[enrollment_id] = schedule.next_slot(self._now(), working_time)
            except schedule.ScheduleError:
                continue
        planned = enrollments.filtered(lambda one: one.id in due_at)
        backlogs = self._count_backlogs(planned)
        for (user, company), group in planned.grouped(lambda e: (e.user_id, e.company_id)).items():
            limits = self._limits(user, company, backlogs.get(user.id, (0, 0)))
            if not limits:
                foreseen.update({enrollment: (due_at[enrollment.id], False) for enrollment in group})
                continue
            domain_names = {e.email_domain for e in group if e.email_domain} if limits["domain_cap"] else set()
            moments = {enrollment: due_at[enrollment.id].moment for enrollment in group}
            placements = self._spread(known_times, moments, company, limits, domain_names, defaultdict(list))
            for placement in placements:
                enrollment = placement.candidate.key
                if placement.slot:
                    slot = self._explain_slot(placement.slot, limits)
                    reasons = dict.fromkeys((*due_at[enrollment.id].reasons, *slot.reasons))
                    foreseen[enrollment] = schedule.Slot(slot.moment, tuple(reasons)), True
        return foreseen

    def _place(self, batch, enrollments, company, limits, domain_names, going):
        """Give each its slot. See `_spread`."""
        moments = {enrollment: enrollment.next_run_at for enrollment in enrollments}
        placements = self._spread(batch.working_times, moments, company, limits, domain_names, going)
        for placement in placements:
            if placement.error:
                # It can neither go nor wait. The runner finds out which one it is, and asks its owner.
                raise placement.error
        return placements

    def _spread(self, known_times, moments, company, limits, domain_names, going):
        """Find each its slot, follow-ups first: they take no account of planned first touches, which make way for them.

        :param moments: ``{enrollment: when it is due}``, of one sender and company
        :param going: moments of other emails of this batch that go now, by sender and by company and recipient domain
        :return: list of `pacing.Placement`, the enrollments as keys
        """
        enrollments = self.env["sales.sequence.enrollment"].union(*moments)
        now, user = self._now(), enrollments.user_id
        used, plans = self._known_moments(enrollments, user, now)
        used += going[user]
        day_caps, day_plans = self._day_caps(company, limits, domain_names, now)
        for name, day_cap in day_caps.items():
            for moment in going[company, name]:
                day_cap.count(moment)
        ledger = pacing.Ledger(limits["cap"], limits["gap"], used)
        candidates = self._candidates(known_times, moments, enrollments, day_caps)
        placements = []
        for follow_up in (True, False):
            placements += pacing.spread(
                [candidate for candidate in candidates if candidate.follow_up == follow_up],
                ledger,
                now,
                now + AHEAD,
                plans[follow_up],
                day_plans[follow_up],
            )
        return placements

    def _candidates(self, known_times, moments, enrollments, day_caps):
        working_times = enrollments._working_times(known_times)
        first_steps = enrollments.sequence_id._first_email_steps()
        return [
            pacing.Candidate(
                earliest=moments[enrollment],
                working_time=working_times[enrollment.id],
                follow_up=enrollment.next_step_id not in first_steps,
                day_caps=tuple(day_caps[name] for name in (enrollment.email_domain,) if name in day_caps),
                waited=bool(self._limits_waited_for(enrollment)),
                key=enrollment,
            )
            for enrollment in enrollments
        ]

    def _limits_waited_for(self, enrollment):
        """The limits that have moved its next date, as a tuple."""
        return tuple(code for code in (enrollment.next_run_moved_by or "").split(",") if code in LIMITS)

    def _known_moments(self, enrollments, user, now):
        """When emails of this sender left in the last 24 hours, and when others are planned.

        :return: list of moments, and ``{whether they are follow-ups: list of moments}``
        """
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
        plans = {True: [], False: []}
        for moment, follow_up in self.env.cr.fetchall():
            plans[follow_up].append(moment)
        return used, plans

    def _day_caps(self, company, limits, domain_names, now):
        """What each recipient domain has got today, and what is planned.

        :return: ``{domain: pacing.DayCap}``, and ``{whether they are follow-ups: [(pacing.DayCap, moment)]}``
        """
        plans = {True: [], False: []}
        if not domain_names:
            return {}, plans
        zone = company._sequence_time_zone()
        caps = {name: pacing.DayCap(limits["domain_cap"], zone=zone, reason="domain_cap") for name in domain_names}
        self.env.cr.execute(
            """SELECT email_domain, touch.done_at, NULL FROM sales_sequence_touch touch
                 JOIN sales_sequence_enrollment enrollment ON enrollment.id = touch.enrollment_id
                WHERE email_domain = ANY(%(names)s) AND enrollment.company_id = %(company)s
                  AND touch.channel = 'email' AND touch.done_at > %(since)s
                  AND touch.state IN ('queued', 'sent', 'bounced')
            UNION ALL
               SELECT email_domain, next_run_at, EXISTS (
                          SELECT FROM sales_sequence_touch touch
                           WHERE touch.enrollment_id = enrollment.id AND touch.channel = 'email')
                 FROM sales_sequence_enrollment enrollment
                 JOIN sales_sequence_step step ON step.id = enrollment.next_step_id
                WHERE email_domain = ANY(%(names)s) AND enrollment.company_id = %(company)s
                  AND enrollment.state = 'running' AND next_run_at > %(now)s AND step.channel = 'email'""",
            {"names": list(domain_names), "company": company.id, "since": now - timedelta(days=1), "now": now},
        )
        for name, moment, follow_up in self.env.cr.fetchall():
            if follow_up is None:
                caps[name].count(moment)
            else:
                plans[follow_up].append((caps[name], moment))
        return caps, plans
