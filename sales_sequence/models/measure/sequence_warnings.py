from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..base.arguments import TEXT, checked
from ..enrollment.comparison import NOT_CONTROL
from ..plan.reference_date import SEQUENCE

# Why people wait for somebody of ours, and not for a date or an answer.
STUCK = ("failure", "unsure", "sender", "owner", "no_date", "advice")
# What the calendar days of a delay can be at most, weekends and some holidays included.
CALENDAR_DAYS = {"hour": 1 / 24, "day": 1, "business_day": 2}


class SalesSequenceWarnings(models.AbstractModel):
    """Why somebody should look at a sequence: it cannot do what it promises, or people wait in it for somebody of ours.

    Counted are the people whom the reader may see, in the companies that are switched on, so that each warning opens
    exactly the records that it counts. A handful of queries, whatever the number of sequences.
    """

    _name = "sales.sequence.warnings"
    _description = "Warnings about a Sequence"

    warnings = fields.Json(
        compute="_compute_warnings", help="The most serious one first: each is a `code` and a `text`, see docs/api.md."
    )
    warning_text = fields.Text(
        string="Needs attention", compute="_compute_warnings", help="Why somebody should look at this sequence."
    )
    warning_count = fields.Integer(
        string="Number of warnings", compute="_compute_warnings", search="_search_warning_count", aggregator=None
    )

    @api.depends("problem", "state", "active", "user_id.active", "enroll_domain", "date_source", "date_at")
    @api.depends("first_steps_pause_why")
    @api.depends_context("uid", "allowed_company_ids", "lang")
    def _compute_warnings(self):
        watched = self._origin.filtered(lambda sequence: sequence.active and not sequence.in_gallery)
        stuck, overdue = watched._count_stuck(), watched._count_overdue()
        for sequence in self:
            known = sequence._origin
            found = []
            if known in watched:
                found = [*known._warnings_of_plan(), *known._warnings_of_people(stuck, overdue)]
            sequence.warnings = [{"code": code, "text": text} for code, text in found]
            sequence.warning_text = "\n".join(text for _code, text in found) or False
            sequence.warning_count = len(found)

    @api.model
    def _search_warning_count(self, operator, value):
        sequences = self.search([("in_gallery", "=", False)])
        return [("id", "in", sequences.filtered_domain([("warning_count", operator, value)]).ids)]

    # ------------------------------------------------------------------
    # The plan
    # ------------------------------------------------------------------

    def _warnings_of_plan(self):
        """:return: list of ``(code, sentence)``"""
        self.ensure_one()
        found = [("first_steps", self.first_steps_pause_why)] if self.first_steps_paused_at else []
        if self.state == "closed":
            return found
        problems = (self.problem or "").splitlines()
        if problems and self.state == "draft":
            found.append(("draft", self._draft_problems_in_words(problems)))
        elif problems:
            found.append(("problem", self._live_problems_in_words(problems)))
        reason = self.state == "live" and self._why_nobody_can_enter()
        if reason:
            found.append(("nobody", self.env._("Live, but nobody can be enrolled: %s", reason)))
        # With all rights: not every reader may read every user.
        owner = self.user_id.sudo()
        if owner and not owner.active:
            found.append(("owner", self.env._("Its owner, %s, is archived.", owner.name)))
        return found

    def _draft_problems_in_words(self, problems):
        if len(problems) == 1:
            return self.env._("Cannot be published yet: %s", problems[0])
        return self.env._(
            "Cannot be published yet, for %(count)s reasons. The first: %(problem)s",
            count=len(problems),
            problem=problems[0],
        )

    def _live_problems_in_words(self, problems):
        if len(problems) == 1:
            return self.env._("Live, with a problem: %s", problems[0])
        return self.env._(
            "Live, with %(count)s problems. The first: %(problem)s", count=len(problems), problem=problems[0]
        )

    def _why_nobody_can_enter(self):
        """What keeps everybody out of a live sequence, as the end of a sentence; False if nothing does."""
        if self.company_id and not self.company_id.sudo().active:
            return self.env._("its company is archived.")
        if self._is_date_over():
            return self.env._("the date that its steps are counted from is over.")
        try:
            self._get_domain("enroll_domain")
        except ValidationError:
            return self.env._("its filter is not valid.")
        return False

    def _is_date_over(self):
        """Whether everything is over that is counted from the date of the sequence."""
        if self.date_source != SEQUENCE or not self.date_at or not self._date_steps():
            return False
        steps = self.step_ids.filtered("active")
        days = sum(step.delay * CALENDAR_DAYS[step.delay_unit] for step in steps if step.delay_from != "before")
        # A week more: nobody is told too early.
        return self.date_at + timedelta(days=days + 7) < fields.Datetime.now()

    # ------------------------------------------------------------------
    # The people
    # ------------------------------------------------------------------

    def _count_stuck(self):
        """``{sequence: {pause kind: people}}``"""
        rows = self.env["sales.sequence.enrollment"]._read_group(
            self._stuck_domain(), ["sequence_id", "pause_kind"], ["__count"]
        )
        found = {}
        for sequence, kind, count in rows:
            found.setdefault(sequence.id, {})[kind] = count
        return found

    def _count_overdue(self):
        """``{sequence id: {channel: tasks}}``"""
        rows = self.env["sales.sequence.touch"]._read_group(
            self._overdue_domain(), ["sequence_id", "channel"], ["__count"]
        )
        found = {}
        for sequence, channel, count in rows:
            found.setdefault(sequence.id, {})[channel] = count
        return found

    def _stuck_domain(self):
        # A question has to be decided, whoever it is about: until then the comparison holds them back.
        shown = NOT_CONTROL | Domain("pause_kind", "=", "unsure")
        return self._domain_of_people() & Domain("state", "=", "paused") & Domain("pause_kind", "in", STUCK) & shown

    def _overdue_domain(self):
        """Open activities of an earlier day, as the dashboard counts them."""
        return (
            self._domain_of_people("enrollment_id.")
            & Domain("state", "=", "todo")
            & Domain("activity_date_deadline", "<", fields.Date.to_string(fields.Date.context_today(self)))
            # Nothing is to be done for those who are paused.
            & Domain("enrollment_id.state", "!=", "paused")
        )

    def _domain_of_people(self, path=""):
        return Domain("sequence_id", "in", self.ids) & Domain(f"{path}company_id", "in", self.env.companies.ids)

    def _warnings_of_people(self, stuck, overdue):
        """:return: list of ``(code, sentence)``"""
        self.ensure_one()
        kinds, tasks = stuck.get(self.id, {}), overdue.get(self.id, {})
        words = {
            "failure": self._failed_in_words,
            "unsure": self._unsure_in_words,
            "sender": self._without_sender_in_words,
            "owner": self._handed_on_in_words,
            "no_date": self._without_date_in_words,
            "advice": self._waiting_to_begin_in_words,
        }
        found = [(f"paused_{kind}", words[kind](kinds[kind])) for kind in STUCK if kinds.get(kind)]
        if tasks:
            found.append(("overdue", self._overdue_in_words(sum(tasks.values()), set(tasks) == {"call"})))
        return found

    def _failed_in_words(self, count):
        if count == 1:
            return self.env._("1 person is paused: a step failed.")
        return self.env._("%s people are paused: a step failed.", count)

    def _unsure_in_words(self, count):
        if count == 1:
            return self.env._("1 person may have answered: somebody has to decide.")
        return self.env._("%s people may have answered: somebody has to decide.", count)

    def _without_sender_in_words(self, count):
        if count == 1:
            return self.env._("1 person is paused: the sender is not available.")
        return self.env._("%s people are paused: the sender is not available.", count)

    def _handed_on_in_words(self, count):
        if count == 1:
            return self.env._("1 person is paused: the salesperson has changed.")
        return self.env._("%s people are paused: the salesperson has changed.", count)

    def _without_date_in_words(self, count):
        if count == 1:
            return self.env._("1 person is paused: the date to count from is missing.")
        return self.env._("%s people are paused: the date to count from is missing.", count)

    def _waiting_to_begin_in_words(self, count):
        if count == 1:
            return self.env._("1 person waits to begin.")
        return self.env._("%s people wait to begin.", count)

    def _overdue_in_words(self, count, only_calls):
        if only_calls:
            return self.env._("1 call is overdue.") if count == 1 else self.env._("%s calls are overdue.", count)
        return self.env._("1 task is overdue.") if count == 1 else self.env._("%s tasks are overdue.", count)

    # ------------------------------------------------------------------
    # Where to go
    # ------------------------------------------------------------------

    @checked(one=True, code=TEXT)
    def action_open_warning(self, code):
        """Open what a warning is about: the people or the tasks that it counts, or the sequence itself.

        :param code: that of the warning
        """
        self.check_access("read")
        if code == "overdue":
            action = self._overdue_action()
        elif (code or "").removeprefix("paused_") in STUCK:
            action = self._stuck_action(code.removeprefix("paused_"))
        else:
            action = {"res_model": self._name, "res_id": self.id, "views": [(False, "form")], "name": self.display_name}
        return {"type": "ir.actions.act_window", **action}

    def _stuck_action(self, kind):
        kinds = dict(self.env["sales.sequence.enrollment"]._fields["pause_kind"]._description_selection(self.env))
        return {
            "name": self.env._("%(sequence)s: %(reason)s", sequence=self.display_name, reason=kinds[kind]),
            "res_model": "sales.sequence.enrollment",
            "views": [(False, "list"), (False, "kanban"), (False, "form")],
            "domain": list(self._stuck_domain() & Domain("pause_kind", "=", kind)),
        }

    def _overdue_action(self):
        return {
            "name": self.env._("%s: overdue", self.display_name),
            "res_model": "sales.sequence.touch",
            "views": [(False, "list"), (False, "kanban"), (False, "form")],
            "domain": list(self._overdue_domain()),
        }
