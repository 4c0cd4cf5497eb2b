from collections import Counter
from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools import absence, schedule
from ...tools.attempt import isolate
from ...tools.texts import quoted
from ...tools.time_zones import wall_time, zone_info
from ..base.words import day_in_words

CHOICES = ("today", "skip", "next_week", "hand_over")
# An absence before that was decided about long ago.
LOOK_BACK = timedelta(days=60)
# What a day of the next week gets on top of its own.
PER_DAY = 6
# As many colleagues as a menu can show.
MOST_COLLEAGUES = 200
# As many reasons as fit into a message.
MOST_PROBLEMS = 3


class SalesSequenceDayAbsence(models.AbstractModel):
    """Back from absence: what came due while the user was away, and what becomes of it.

    The user was away on the days of their out of office and of their time off, and, where neither says so, in a run of
    at least two working days on which they recorded nothing (`tools/absence.py`). A task that came due on such a day
    waits for a decision and is no part of the day until then. What was due before is the user's.

    A decision leaves its mark in the task itself: another date, another user, or a step that was skipped.
    """

    _name = "sales.sequence.day.absence"
    _description = "My Day: Absence"

    def _absence(self, touch_ids, now):
        entries, told, rest = self._entries_away(now)
        chosen = entries if touch_ids is None else [entry for entry in entries if entry.record.id in touch_ids]
        self._write_rows(entries, now)
        return {
            "words": " ".join([self._absence_in_words(entries), *([told["why"]] if told else [])]),
            "rows": [self._row_of_absence(entry) for entry in entries],
            "choices": [
                {"key": key, "name": name, "words": words} for key, name, words in self._choices_in_words(chosen, rest)
            ],
            "colleagues": [{"id": user.id, "name": user.name} for user in self._colleagues()],
        }

    def _decide(self, touch_ids, choice, user_id, now):
        if choice not in CHOICES:
            raise UserError(
                self.env._(
                    "“%(choice)s” is not one of the choices: %(choices)s.",
                    choice=quoted(choice),
                    choices=", ".join(CHOICES),
                )
            )
        entries = [entry for entry in self._entries_away(now)[0] if entry.record.id in touch_ids]
        user = self._check_colleague(user_id) if choice == "hand_over" else self.env.user
        days = self._days_for(entries) if choice == "next_week" else {}
        problems = []

        def decide(touches):
            getattr(self, f"_decide_{choice}")(touches, user=user, days=days)

        def blame(touch, error):
            name = self._name_of_person(touch.enrollment_id)
            problems.append(self.env._("%(name)s: %(why)s", name=name, why=error))

        isolate(self.env["sales.sequence.touch"].sudo().union(*(entry.record for entry in entries)), decide, blame)
        done = len(entries) - len(problems)
        missing = len(set(touch_ids)) - len(entries)
        words = [self._decided_in_words(choice, done, user, days), *self._left_in_words(missing, problems)]
        return {"words": " ".join(words)}

    # ------------------------------------------------------------------
    # What each choice does, to some touches with all rights; the user's own rights on the activities decide.
    # ------------------------------------------------------------------

    def _own_activities(self, touches):
        return touches.activity_id.with_env(self.env)

    def _decide_today(self, touches, **_how):
        self._own_activities(touches).date_deadline = fields.Date.context_today(self)

    def _decide_skip(self, touches, **_how):
        # As when the user cancels them one by one.
        self._own_activities(touches).unlink()

    def _decide_next_week(self, touches, days, **_how):
        for day, of_day in touches.grouped(lambda touch: days[touch.id]).items():
            self._own_activities(of_day).date_deadline = day

    def _decide_hand_over(self, touches, user, **_how):
        activities = self._own_activities(touches)
        activities.check_access("write")
        for enrollment in touches.enrollment_id:
            target = enrollment._target().with_user(user)
            if not user._sequence_works_for(enrollment.company_id) or not target.has_access("read"):
                raise UserError(self.env._("%s may not see this record.", user.name))
        activities.date_deadline = fields.Date.context_today(self)
        touches._reassign_activities(to=user)

    def _check_colleague(self, user_id):
        """The user to hand over to. Raises `UserError` where there is none."""
        user = self.env["sales.sequence"]._get_sender(user_id)
        if not user or user == self.env.user:
            raise UserError(self.env._("Choose the colleague to hand over to."))
        return user

    def _colleagues(self):
        """Whom the user may hand over to, by name."""
        group = self.env.ref("sales_sequence.group_sales_sequence_user")
        domain = [
            ("share", "=", False),
            ("id", "!=", self.env.uid),
            ("company_ids", "in", self.env.companies.ids),
            ("all_group_ids", "in", group.ids),
        ]
        return self.env["res.users"].search(domain, order="name, id", limit=MOST_COLLEAGUES)

    def _days_of_next_week(self):
        """The user's working days of the next week; those of the first week after it that has any."""
        working_time = self._working_time_of_user()
        today = fields.Date.context_today(self)
        monday = today + timedelta(days=7 - today.weekday())
        first = schedule.add_business_days(monday, 0, working_time)
        monday = first - timedelta(days=first.weekday())
        week = [monday + timedelta(days=number) for number in range(7)]
        return [day for day in week if not working_time.why_closed(day)]

    def _days_for(self, entries):
        """``{touch id: date}``: which day of the next week each gets, on which its person works, too."""
        week = self._days_of_next_week()
        numbers = absence.spread(len(entries), len(week), PER_DAY)
        turns = [day for day, number in zip(week, numbers, strict=False) for _turn in range(number)]
        working_times = (
            self.env["sales.sequence.enrollment"]
            .sudo()
            .union(*(entry.enrollment for entry in entries if entry.target))
            ._working_times({})
        )
        days = {}
        for entry, day in zip(entries, turns, strict=True):
            working_time = working_times.get(entry.enrollment.id)
            days[entry.record.id] = schedule.add_business_days(day, 0, working_time) if working_time else day
        return days

    # ------------------------------------------------------------------
    # What came due meanwhile
    # ------------------------------------------------------------------

    def _split_absence(self, entries, now):
        """:return: ``(entries that came due while the user was away, what My day says of them)``"""
        today = fields.Date.context_today(self)
        overdue = [entry for entry in entries if entry.kind == "task" and entry.deadline < today]
        if not overdue:
            return [], False
        entered, silent = self._days_away(today, now)
        away = [entry for entry in overdue if entry.deadline in entered or entry.deadline in silent]
        if not away:
            return [], False
        return away, {
            "mine": len(overdue) - len(away),
            "away": len(away),
            "words": self._days_in_words({entry.deadline for entry in away}),
            "touch_ids": [entry.record.id for entry in away],
            "why": self._why_away(away, entered),
        }

    def _entries_away(self, now):
        """:return: ``(entries that came due while the user was away, what My day says of them, how many other tasks
        there are today)``"""
        tasks = self._tasks(now)
        away, told = self._split_absence(tasks, now)
        return sorted(away, key=lambda entry: (entry.deadline, entry.place.id)), told, len(tasks) - len(away)

    def _days_away(self, today, now):
        """``(days of an absence that was entered, days told by silence)``"""
        since = today - LOOK_BACK
        # Days are those of the user's clock, whoever calls.
        Attempt = self.env["sales.sequence.attempt"].sudo().with_context(tz=self._zone())
        worked = Attempt._read_group(
            [("user_id", "=", self.env.uid), ("occurred_at", ">=", self._moment_of(since))], ["occurred_at:day"]
        )
        working_time = self._working_time_of_user()
        return absence.days_away(
            today,
            since,
            self._known_absences(since, now),
            [day.date() for (day,) in worked],
            lambda day: not working_time.why_closed(day),
        )

    def _known_absences(self, since, now):
        """Pairs of the first and last date of each absence that was entered: out of office, and time off."""
        user, zone = self.env.user, zone_info(self._zone())
        spans = []
        if user.out_of_office_from:
            spans.append((user.out_of_office_from, user.out_of_office_to or now))
        # With all rights: their own time off.
        leaves = (
            self.env["resource.calendar.leaves"]
            .sudo()
            .search_fetch(
                Domain("resource_id.user_id", "=", user.id)
                & Domain("time_type", "=", "leave")
                & Domain("date_to", ">=", self._moment_of(since))
                & Domain("date_from", "<", now),
                ["date_from", "date_to"],
            )
        )
        spans += [(leave.date_from, leave.date_to) for leave in leaves]
        return [(wall_time(begin, zone).date(), wall_time(end, zone).date()) for begin, end in spans]

    def _row_of_absence(self, entry):
        return {
            "touch_id": entry.record.id,
            "name": entry.row["name"],
            "company": entry.row["company"],
            "channel": entry.channel,
            "task": entry.todo_step.display_name,
            "was_due": fields.Date.to_string(entry.deadline),
        }

    # ------------------------------------------------------------------
    # In words
    # ------------------------------------------------------------------

    def _days_in_words(self, days):
        first, last = (day_in_words(self.env, day) for day in (min(days), max(days)))
        return first if first == last else self.env._("%(first)s to %(last)s", first=first, last=last)

    def _why_away(self, entries, entered):
        """How it is known that the user was away."""
        if all(entry.deadline in entered for entry in entries):
            return self.env._("Your out of office or time off says that you were away.")
        return self.env._("You recorded nothing on these days.")

    def _absence_in_words(self, entries):
        counts = [
            (sum(entry.channel == "call" for entry in entries), self.env._("1 call"), self.env._("%s calls")),
            (
                sum(entry.channel == "linkedin" for entry in entries),
                self.env._("1 LinkedIn task"),
                self.env._("%s LinkedIn tasks"),
            ),
            (sum(entry.channel == "todo" for entry in entries), self.env._("1 to-do"), self.env._("%s to-dos")),
        ]
        parts = [one if count == 1 else many % count for count, one, many in counts if count]
        if not parts:
            return self.env._("Nothing is left over from your absence.")
        return self.env._("%s. Nobody else has done them; nothing was sent in their place.", ", ".join(parts))

    def _choices_in_words(self, chosen, rest):
        """:param rest: how many tasks the user has today without them"""
        ends = sum(
            entry.enrollment.next_step_id == entry.record.step_id and not entry.record.step_id._following()
            for entry in chosen
        )
        return [
            ("today", self.env._("Do today"), self.env._("Then there are %s tasks for today.", rest + len(chosen))),
            (
                "skip",
                self.env._("Skip"),
                self.env._("To their next step: %(count)s. Ending: %(ends)s.", count=len(chosen) - ends, ends=ends),
            ),
            ("next_week", self.env._("Next week"), self._week_in_words(self._days_for(chosen))),
            ("hand_over", self.env._("Hand over …"), self.env._("Asks to whom, once for all.")),
        ]

    def _week_in_words(self, days):
        if not days:
            return self.env._("Nothing to move.")
        most = max(Counter(days.values()).values())
        return self.env._("%(days)s, at most %(count)s a day", days=self._days_in_words(days.values()), count=most)

    def _decided_in_words(self, choice, count, user, days):
        if not count:
            return self.env._("Nothing has changed.")
        if choice == "today":
            return self.env._("%s moved to today.", count)
        if choice == "skip":
            return self.env._("%s skipped.", count)
        if choice == "next_week":
            return self.env._(
                "%(count)s moved to next week: %(days)s.", count=count, days=self._days_in_words(days.values())
            )
        return self.env._("%(count)s handed over to %(user)s.", count=count, user=user.name)

    def _left_in_words(self, missing, problems):
        """What was not done, and why."""
        sentences = []
        if missing:
            sentences.append(self.env._("%s are no longer in this list.", missing))
        if problems:
            sentences.append(
                self.env._(
                    "%(count)s could not be changed: %(why)s",
                    count=len(problems),
                    why=" ".join(problems[:MOST_PROBLEMS]),
                )
            )
        return sentences
