from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..base.arguments import DAY, ID, TEXT, checked, ids_in
from ..desk.day import IDS_OR_ALL
from .workload_ahead import (
    COUNTED,
    ONE_DAY,
    Ahead,
    from_quarter,
    owner_column,
    to_quarter,
)


class SalesSequenceWorkload(models.AbstractModel):
    """What is ahead of each rep: calls, LinkedIn touches, to-dos and emails of the next ten working days.

    Counted are the people whom the reader may see, in the companies that are switched on: what waits for somebody now,
    the next step of each of them, and the steps after it, as if nobody answered. The reader's own open tasks count even
    if they are about others, as in *My day*. The days are the working days of the reader's company, from today on; what
    was due before counts on the first of them, what falls on a day off on the next. A day is that of whoever does the
    work.

    People who stand at the same step at the same quarter of an hour are planned together, by the code that plans a
    single person (`tools/schedule.py`, `enrollment/sender.py`). What that leaves out: where hours are those of the
    person, the steps after the next one are planned in the sender's time zone; limits of emails a day may still move
    some; a step that somebody has taken already, because steps were put in another order since, counts again. Somebody
    who is paused until further notice has nothing ahead.
    """

    _name = "sales.sequence.workload"
    _inherit = ["sales.sequence.workload.added"]
    _description = "Workload Ahead"

    @api.readonly
    @checked(user_ids=IDS_OR_ALL)
    @api.model
    def get_workload(self, user_ids=None):
        """The workload of the next ten working days. A fixed number of queries, whatever the number of people.

        :param user_ids: ids of those to be shown, even if nothing is ahead of them; None for all who have something
            ahead. Whoever is no manager sees only their own: of the others they may not see everything.
        :return: dict ``days``: ten dates as strings; ``people``: list of dicts ``user_id``, ``name``, ``tasks`` and
            ``emails``: how many on all of the days; ``open``: how many of the tasks wait already; ``days``: for each
            day a dict ``call``, ``linkedin``, ``todo``, ``email``. By name
        :raises AccessError: the user is none of Sales Sequences
        """
        self._check_may_see_work()
        user_ids = user_ids if user_ids is None else ids_in(user_ids)
        ahead = Ahead(self.env, fields.Datetime.now())
        shown = self._shown_users(user_ids)
        asked = [user_id for user_id in user_ids or () if shown is None or user_id in shown]
        rows = {user.id: self._empty_row(ahead) for user in self._readable_users(asked)}
        for user_id, index, channel, count, is_open in self._work(ahead, SQL("count(*)")):
            if shown is not None and user_id not in shown:
                continue
            if user_id not in rows:
                rows[user_id] = self._empty_row(ahead)
            row = rows[user_id]
            row["days"][index][channel] += count
            row["emails" if channel == "email" else "tasks"] += count
            row["open"] += count if is_open else 0
        # With all rights: of whoever works on something that the reader sees, the name may be seen.
        users = self.env["res.users"].sudo().browse(rows).exists()
        people = [{"user_id": user.id, "name": user.name, **rows[user.id]} for user in users]
        return {
            "days": [fields.Date.to_string(day) for day in ahead.days],
            "people": sorted(people, key=lambda person: (person["name"].casefold(), person["user_id"])),
        }

    @checked(user_id=ID, day=DAY, channel=TEXT)
    @api.model
    def action_open_workload(self, user_id, day=None, channel=None):
        """Open the enrollments behind a number of the workload.

        :param user_id: id of whoever does the work
        :param day: one of the days, None for all of them
        :param channel: one of ``call``, ``linkedin``, ``todo``, ``email``; None for all that a person does
        """
        self._check_may_see_work()
        ahead = Ahead(self.env, fields.Datetime.now())
        if channel and channel not in COUNTED:
            raise UserError(self.env._("There is no channel %s.", channel))
        channels = (channel,) if channel else tuple(each for each in COUNTED if each != "email")
        shown, found = self._shown_users([user_id]), set()
        key = SQL.identifier("sales_sequence_enrollment", "id")
        for worker_id, index, of_channel, ids, _is_open in self._work(ahead, SQL("array_agg(%s)", key)):
            is_shown = worker_id == user_id and (shown is None or user_id in shown)
            if is_shown and of_channel in channels and (not day or ahead.days[index] == day):
                found.update(ids)
        if not self.env["sales.sequence.enrollment"].browse(found).has_access("read"):
            # Tasks about people whom the user may not see: a list would tell their names, *My day* does not.
            return self.env["ir.actions.actions"]._for_xml_id("sales_sequence.sales_sequence_day_action")
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_sequence.sales_sequence_enrollment_action")
        # Of whom nothing is found, the name is nobody's business.
        users = self.env["res.users"].sudo().browse(user_id) if found else self._readable_users([user_id])
        of_emails = self.env._("People behind the emails of %s", users.name or "")
        of_tasks = self.env._("People behind the tasks of %s", users.name or "")
        return {
            **action,
            "name": of_emails if channel == "email" else of_tasks,
            "domain": [("id", "in", sorted(found))],
            "context": {},
        }

    def _check_may_see_work(self):
        if not self.env.user.has_group("sales_sequence.group_sales_sequence_user"):
            raise AccessError(self.env._("Only users of Sales Sequences see what is ahead."))

    def _shown_users(self, user_ids):
        """The ids of those whose work is shown, None for everybody."""
        if not self.env.su and not self.env.user.has_group("sales_sequence.group_sales_sequence_channel_manager"):
            return {self.env.uid}
        return None if user_ids is None else set(user_ids)

    def _readable_users(self, user_ids):
        """Those of whom the reader may know that they exist."""
        return self.env["res.users"].search([("id", "in", ids_in(user_ids))])

    def _empty_row(self, ahead):
        return {"tasks": 0, "emails": 0, "open": 0, "days": [dict.fromkeys(COUNTED, 0) for _day in ahead.days]}

    # ------------------------------------------------------------------
    # What there is
    # ------------------------------------------------------------------

    def _work(self, ahead, amount):
        """Yield ``(id of the user, index of the day, channel, amount, whether it waits already)``.

        :param amount: `SQL` aggregate of the enrollments of a group
        """
        yield from self._open_work(ahead, amount)
        yield from self._planned_work(ahead, amount)

    def _open_work(self, ahead, amount):
        """Tasks that wait to be done; of those who are paused nothing is to be done, as in *My day*."""
        Enrollment = self.env["sales.sequence.enrollment"]
        unpaused = ahead.people & Domain("state", "!=", "paused")
        yield from self._tasks_of(Enrollment._search(unpaused), ahead, amount)
        unseen = self.env["sales.sequence.day.queue"]._unseen_touches()
        if unseen:
            query = Enrollment.sudo()._search(unpaused & Domain("id", "in", unseen.enrollment_id.ids))
            yield from self._tasks_of(query, ahead, amount, unseen)

    def _tasks_of(self, query, ahead, amount, touches=None):
        """The open tasks of the enrollments of a query; only these touches, if there are any."""
        self.env["sales.sequence.touch"].flush_model(["enrollment_id", "state", "channel", "activity_id"])
        self.env["mail.activity"].flush_model(["user_id", "date_deadline", "active"])
        touch = query.join(query.table, "id", "sales_sequence_touch", "enrollment_id", "tasks")
        activity = query.join(touch, "activity_id", "mail_activity", "id", "activity")
        query.add_where(SQL("%s = 'todo'", SQL.identifier(touch, "state")))
        query.add_where(SQL("%s", SQL.identifier(activity, "active")))
        if touches:
            query.add_where(SQL("%s IN %s", SQL.identifier(touch, "id"), touches._ids))
        columns = [
            SQL.identifier(activity, "user_id"),
            SQL.identifier(touch, "channel"),
            SQL.identifier(activity, "date_deadline"),
        ]
        for user_id, channel, day, count in self._grouped(query, columns, amount):
            index = ahead.index_of(day)
            if user_id and index is not None and channel in COUNTED:
                yield user_id, index, channel, count, True

    def _planned_work(self, ahead, amount):
        """The next step of everybody, and those after it."""
        rows = [*self._rows_of_running(ahead, amount), *self._rows_of_paused(ahead, amount)]
        sequences = ahead.env["sales.sequence"].browse({row[0] for row in rows})
        companies = ahead.env["res.company"].browse({row[1] for row in rows})
        senders = ahead.env["res.users"].browse({row[3] for row in rows} | {row[4] for row in rows if row[4]})
        ahead.read_steps(sequences._ids)
        by_id = [{one.id: one for one in records} for records in (sequences, companies, senders)]
        nobody = senders.browse()
        for sequence_id, company_id, step_id, sender_id, owner_id, is_open, planned, resumes, *dates, count in rows:
            sequence, company = by_id[0][sequence_id], by_id[1][company_id]
            sender, owner = by_id[2][sender_id], by_id[2].get(owner_id, nobody)
            reference = dates[1] or dates[0] or None
            place = ahead.locate(
                sequence,
                company,
                sender,
                from_quarter(planned),
                None if resumes is None else from_quarter(resumes),
                reference,
            )
            for channel, moment in ahead.coming(step_id, place, is_open):
                user = ahead.worker(channel, owner, sender, sequence, company, moment)
                index = ahead.index_for(user, company, moment) if user else None
                if index is not None:
                    yield user.id, index, channel, count, False

    def _rows_of_running(self, ahead, amount):
        """Groups of those who run; without a date they wait for a task, or a draft, that is open."""
        last = fields.Datetime.to_datetime(ahead.days[-1]) + 2 * ONE_DAY
        domain = Domain("state", "=", "running") & (
            Domain("next_run_at", "<=", last) | Domain("next_run_at", "=", False)
        )

        def planned(column):
            return SQL("coalesce(%s, %s)", column("next_run_at"), ahead.now)

        return self._rows(ahead, domain, planned, lambda _column: SQL("NULL::timestamp"), amount)

    def _rows_of_paused(self, ahead, amount):
        """Groups of those whose pause ends by itself: what was left of the delay begins then."""
        last = fields.Datetime.to_datetime(ahead.days[-1]) + 2 * ONE_DAY
        domain = Domain("state", "=", "paused") & Domain("resume_at", "<=", last)

        def planned(column):
            left = SQL("greatest(%s - %s, interval '0')", column("next_run_at"), column("paused_at"))
            return SQL("%s + %s", column("resume_at"), left)

        return self._rows(ahead, domain, planned, lambda column: column("resume_at"), amount)

    def _rows(self, ahead, domain, planned, resumes, amount):
        """Count people who stand at the same place.

        :return: rows ``sequence, company, step, sender, owner, whether the task of the step is open, planned and
            resumes (quarters of an hour), date_on, date_at, amount``
        """
        domain &= ahead.people & Domain("next_step_id", "!=", False)
        query = self.env["sales.sequence.enrollment"]._search(domain)

        def column(name):
            return self.env["sales.sequence.enrollment"]._field_to_sql(query.table, name, query)

        self.env["crm.lead"].flush_model(["user_id"])
        self.env["res.partner"].flush_model(["user_id"])
        self.env["sales.sequence.touch"].flush_model(["enrollment_id", "step_id", "state"])
        tasks = query.make_alias(query.table, "task")
        query.add_join(
            "LEFT JOIN",
            tasks,
            "sales_sequence_touch",
            SQL(
                "%s = %s AND %s = %s AND %s = 'todo'",
                SQL.identifier(tasks, "enrollment_id"),
                SQL.identifier(query.table, "id"),
                SQL.identifier(tasks, "step_id"),
                SQL.identifier(query.table, "next_step_id"),
                SQL.identifier(tasks, "state"),
            ),
        )
        columns = [
            column("sequence_id"),
            column("company_id"),
            column("next_step_id"),
            column("user_id"),
            owner_column(self.env, query, query.table),
            SQL("%s IS NOT NULL", SQL.identifier(tasks, "id")),
            to_quarter(planned(column)),
            to_quarter(resumes(column)),
            column("date_on"),
            column("date_at"),
        ]
        return self._grouped(query, columns, amount)

    def _grouped(self, query, columns, amount):
        query.order = None
        query.groupby = SQL(", ").join(columns)
        return self.env.execute_query(query.select(*columns, amount))
