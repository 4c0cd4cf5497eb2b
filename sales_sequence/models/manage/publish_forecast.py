from collections import Counter, namedtuple
from datetime import timedelta

from babel.dates import format_date

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.time_zones import wall_time, zone_info
from ..base.words import day_in_words, locale_of_words, time_in_words
from ..measure.workload_ahead import Ahead
from ..plan.step import MANUAL_CHANNELS

# Of more people than these, the first ones stand for all when it comes to days and zones.
LOOKED_AT = 500
# In the eastern-most zone a day begins this much before it ends in the western-most.
LONGEST_DAY = timedelta(hours=50)
SHOWN_REPS = 2

# The first emails that leave: how many (`more`: at least so many), whether all are first emails, on which day, at which
# local time (`is_spread`: from then on), in how many zones. `to_review`: they only become drafts, and leave once
# somebody has approved them.
Emails = namedtuple("Emails", "count more are_first day time is_spread zones to_review")


class SalesSequencePublishingForecast(models.AbstractModel):
    """What happens next in a sequence, in a sentence: of those whom the reader may see.

    Of a live one from what is planned; of a draft, from those who would enter if it were published now. Dates are those
    that `enroll/starts.py` would give them, tasks those of the workload.
    """

    _name = "sales.sequence.publishing.forecast"
    _description = "Publishing: Forecast"

    def _next_in_words(self, sequence):
        """:return: a sentence; False where there is nothing to say"""
        if sequence.state == "draft":
            return self._if_published_in_words(sequence)
        parts = [
            self._emails_in_words(self._emails_ahead(sequence)),
            self._emails_in_words(self._emails_ahead(sequence, to_review=True)),
            self._tasks_in_words(self._tasks_ahead(sequence)),
        ]
        if any(parts):
            return self.env._("Next: %s", "; ".join(part for part in parts if part))
        return self._idle_in_words(sequence)

    def _idle_in_words(self, sequence):
        if not sequence.may_edit:
            # Others may have people there whom the reader does not see.
            return False
        if sequence.state == "closed":
            return self.env._("Nobody enters anymore. Reopen it, or make a new version.")
        if sequence.auto_enroll:
            return self.env._("Nobody is active. New matches enter automatically.")
        if sequence.target == "lead":
            return self.env._("Nothing is planned. Next step: enroll leads from their list.")
        return self.env._("Nothing is planned. Next step: enroll contacts from their list.")

    # ------------------------------------------------------------------
    # A draft
    # ------------------------------------------------------------------

    def _if_published_in_words(self, sequence):
        if not sequence.auto_enroll:
            if sequence.target == "lead":
                return self.env._("Nobody enters automatically. Once it is published, enroll leads from their list.")
            return self.env._("Nobody enters automatically. Once it is published, enroll contacts from their list.")
        candidates, more = self._would_enter(sequence)
        if not candidates.targets:
            return self.env._("If published now: nobody matches yet. New matches enter automatically.")
        emails = [self._emails_in_words(one) for one in self._emails_of_candidates(sequence, candidates, more)]
        tasks = self._tasks_in_words(self._tasks_of_candidates(sequence, candidates))
        a_day = sequence.max_new_per_day
        parts = [*emails, a_day and self.env._("%s new people a day", a_day), tasks]
        parts = [part for part in parts if part]
        if not parts:
            return self.env._("If published now: %s people enter.", self._count_in_words(len(candidates.targets), more))
        return self.env._("If published now: %s", "; ".join(parts))

    def _would_enter(self, sequence):
        """:return: the `Candidates` who match and would be admitted, and whether there are more than were looked at"""
        companies = sequence.company_id or self.env.companies
        enrolling = sequence.with_context(allowed_company_ids=companies.ids)
        domain = self.env["sales.sequence.audience"]._find_new_domain(sequence, companies)
        targets = enrolling.env[sequence._target_model_name()].search(domain, order="id", limit=LOOKED_AT + 1)
        seen = sequence._filter_visible_to_author(targets[:LOOKED_AT], sequence._get_domain("enroll_domain"))
        candidates, _refused = enrolling.env["sales.sequence.eligibility"]._sift(
            enrolling, seen.with_env(enrolling.env)
        )
        return candidates, len(targets) > LOOKED_AT

    def _emails_of_candidates(self, sequence, candidates, more):
        """:return: those that leave, and those to review: `Emails`, or None"""
        values_list = candidates.sequence._enrollment_values(candidates, is_preview=True)
        steps = sequence.sudo().step_ids
        planned = {False: [], True: []}
        for target, values in zip(candidates.targets.sudo(), values_list, strict=True):
            step = steps.filtered(lambda step, values=values: step.id == values["next_step_id"])
            if step.channel == "email":
                zone = candidates.sequence._place_of(candidates, target)[1]
                planned[step.requires_review].append((values["next_run_at"], zone))
        return [self._first_day(found, more, True, to_review) for to_review, found in planned.items()]

    def _tasks_of_candidates(self, sequence, candidates):
        if not set(MANUAL_CHANNELS) & set(sequence.step_ids.filtered("active").mapped("channel")):
            return {}
        found = {}
        for person in self.env["sales.sequence.workload"]._added_by(candidates.sequence, candidates):
            for day in person["days"]:
                counts = Counter({channel: day[channel] for channel in MANUAL_CHANNELS if day[channel]})
                found.setdefault(fields.Date.to_date(day["day"]), {})[person["name"]] = counts
        return found

    # ------------------------------------------------------------------
    # A live sequence
    # ------------------------------------------------------------------

    def _emails_ahead(self, sequence, to_review=False):
        emails = sequence.step_ids.filtered(lambda step: step.channel == "email" and step.active)
        reviewed = emails.filtered("requires_review")
        if not (reviewed if to_review else emails):
            return None
        approved = Domain("touch_ids", "any", [("state", "=", "draft"), ("approved_by_id", "!=", False)])
        waits = Domain("next_step_id", "in", reviewed.ids) & ~approved if reviewed else Domain.FALSE
        domain = (
            Domain("sequence_id", "=", sequence.id)
            & Domain("company_id", "in", self.env.companies.ids)
            & Domain("state", "=", "running")
            & Domain("next_step_id", "in", emails.ids)
            & Domain("next_run_at", "!=", False)
            & (waits if to_review else ~waits)
        )
        Enrollment = self.env["sales.sequence.enrollment"]
        first = Enrollment.search(domain, order="next_run_at, id", limit=1)
        if not first:
            return None
        near = domain & Domain("next_run_at", "<=", first.next_run_at + LONGEST_DAY)
        found = Enrollment.search(near, order="next_run_at, id", limit=LOOKED_AT + 1)
        # With all rights: whoever may see the enrollment may know when it goes on.
        looked_at = found[:LOOKED_AT].sudo()
        zones = looked_at._zones_of_people()
        first_email = sequence._first_email_steps()
        planned = [(one.next_run_at, zones[one.id]) for one in looked_at]
        are_first = all(one.next_step_id == first_email for one in looked_at)
        return self._first_day(planned, len(found) > LOOKED_AT, are_first, to_review)

    def _tasks_ahead(self, sequence):
        """``{day: {name of the rep: Counter of channels}}``"""
        Workload = self.env["sales.sequence.workload"]
        has_tasks = set(MANUAL_CHANNELS) & set(sequence.step_ids.filtered("active").mapped("channel"))
        if not has_tasks or not self.env.user.has_group("sales_sequence.group_sales_sequence_user"):
            return {}
        ahead = Ahead(self.env, fields.Datetime.now(), sequence)
        shown, counted = Workload._shown_users(None), {}
        for user_id, index, channel, count, _is_open in Workload._work(ahead, SQL("count(*)")):
            if channel in MANUAL_CHANNELS and (shown is None or user_id in shown):
                counted.setdefault((ahead.days[index], user_id), Counter())[channel] += count
        names = {user.id: user.name for user in self.env["res.users"].sudo().browse(user for _day, user in counted)}
        found = {}
        for (day, user_id), counts in counted.items():
            found.setdefault(day, {})[names[user_id]] = counts
        return found

    # ------------------------------------------------------------------
    # Words
    # ------------------------------------------------------------------

    def _first_day(self, planned, more, are_first, to_review):
        """The `Emails` of the first day on which some leave, each on the clock of its person.

        :param planned: list of ``(naive UTC datetime, IANA name)``
        """
        if not planned:
            return None
        now = fields.Datetime.now()
        moments = [(wall_time(max(moment, now), zone_info(zone)), zone) for moment, zone in planned]
        day = min(moment.date() for moment, _zone in moments)
        of_day = [(moment, zone) for moment, zone in moments if moment.date() == day]
        # To the minute, as it is shown.
        times = {moment.time().replace(second=0, microsecond=0) for moment, _zone in of_day}
        zones = len({zone for _moment, zone in of_day})
        more = more and len(of_day) == len(planned)
        return Emails(len(of_day), more, are_first, day, min(times), len(times) > 1, zones, to_review)

    def _emails_in_words(self, emails):
        if not emails:
            return False
        words = {"count": self._count_in_words(emails.count, emails.more), "when": self._moment_in_words(emails)}
        is_one = emails.count == 1 and not emails.more
        if emails.to_review:
            one = self.env._("1 email to review %s", words["when"])
            many = several = self.env._("%(count)s emails to review %(when)s", **words)
        elif emails.are_first:
            one = self.env._("1 first email %s", words["when"])
            many = self.env._("%(count)s first emails %(when)s", **words)
            several = self.env._("%(count)s first emails %(when)s in %(zones)s zones", **words, zones=emails.zones)
        else:
            one = self.env._("1 email %s", words["when"])
            many = self.env._("%(count)s emails %(when)s", **words)
            several = self.env._("%(count)s emails %(when)s in %(zones)s zones", **words, zones=emails.zones)
        return one if is_one else several if emails.zones > 1 else many

    def _count_in_words(self, count, more):
        return self.env._("over %s", count) if more else str(count)

    def _moment_in_words(self, emails):
        ahead = (emails.day - fields.Date.context_today(self)).days
        words = {
            "day": self._day_in_words(emails.day),
            "time": time_in_words(self.env, emails.time),
        }
        if emails.is_spread:
            by_day = {
                0: self.env._("today from %s", words["time"]),
                1: self.env._("tomorrow from %s", words["time"]),
            }
            return by_day.get(ahead) or self.env._("on %(day)s from %(time)s", **words)
        by_day = {0: self.env._("today at %s", words["time"]), 1: self.env._("tomorrow at %s", words["time"])}
        return by_day.get(ahead) or self.env._("on %(day)s at %(time)s", **words)

    def _day_in_words(self, day):
        """The weekday within a week, later the date."""
        if not 0 <= (day - fields.Date.context_today(self)).days < 7:
            return day_in_words(self.env, day)
        return format_date(day, "EEEE", locale=locale_of_words(self.env))

    def _tasks_in_words(self, found):
        """What the reps get to do on the first day on which there is something.

        :param found: ``{day: {name of the rep: Counter of channels}}``
        """
        if not found:
            return False
        day = min(found)
        reps = sorted(found[day].items(), key=lambda rep: (-rep[1].total(), rep[0].casefold()))
        ahead = (day - fields.Date.context_today(self)).days
        sentences = []
        for name, counts in reps[:SHOWN_REPS]:
            words = {"name": name, "count": counts.total(), "day": self._day_in_words(day)}
            if set(counts) == {"call"}:
                by_day = {
                    0: self.env._("calls for %(name)s: %(count)s today", **words),
                    1: self.env._("calls for %(name)s: %(count)s tomorrow", **words),
                }
                sentences.append(by_day.get(ahead) or self.env._("calls for %(name)s: %(count)s on %(day)s", **words))
            else:
                by_day = {
                    0: self.env._("tasks for %(name)s: %(count)s today", **words),
                    1: self.env._("tasks for %(name)s: %(count)s tomorrow", **words),
                }
                sentences.append(by_day.get(ahead) or self.env._("tasks for %(name)s: %(count)s on %(day)s", **words))
        others = len(reps) - SHOWN_REPS
        if others > 0:
            sentences.append(self.env._("and 1 more rep") if others == 1 else self.env._("and %s more reps", others))
        return "; ".join(sentences)
