import datetime
from collections import defaultdict

from psycopg2 import IntegrityError

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.attempt import attempt
from ..base.arguments import checked
from ..base.jobs import wake_runner
from ..base.states import LIVE_STATES

ENROLLMENT, TOUCH, SIGNAL = "sales.sequence.enrollment", "sales.sequence.touch", "sales.sequence.signal"
ACTIVITY, MAIL = "mail.activity", "mail.mail"
# What an outcome may change, by model, in the order in which it is put back: an activity's new deadline changes its
# touch and its enrollment.
WATCHED = {
    ACTIVITY: (
        "active",
        "activity_type_id",
        "automated",
        "date_deadline",
        "feedback",
        "is_sequence_activity",
        "note",
        "res_id",
        "res_model_id",
        "sequence_digest_id",
        "sequence_digest_pending",
        "summary",
        "user_id",
    ),
    MAIL: ("failure_reason", "scheduled_date", "state"),
    TOUCH: (
        "activity_id",
        "digest_message_id",
        "done_at",
        "due_at",
        "due_kind",
        "outcome",
        "outcome_id",
        "reason",
        "state",
    ),
    SIGNAL: ("effect", "settled_at"),
    ENROLLMENT: (
        "chains_later",
        "ended_at",
        "exit_reason",
        "interrupted_pause",
        "next_run_at",
        "next_run_moved_by",
        "next_step_id",
        "pause_kind",
        "paused_at",
        "pending_allow_recent",
        "pending_date",
        "pending_sequence_id",
        "pending_start_on",
        "pending_target_id",
        "pending_user_id",
        "question_activity_id",
        "resume_at",
        "state",
        "status_note",
        "status_signal_id",
    ),
}
# To activities, which have another id where they are created again.
LINKS = ("activity_id", "question_activity_id")
# What must be as the outcome has left it. A limit may move the date of the next step at any time.
SETTLED = ("exit_reason", "next_step_id", "pause_kind", "pending_sequence_id", "resume_at", "state")
# The same of what else it has changed: a mail that somebody has sent after all would be sent again.
ALSO_SETTLED = (TOUCH, MAIL)


class SalesSequenceUndo(models.AbstractModel):
    """Takes an outcome back, as long as nothing has come of it: what it has changed becomes what it was before.

    `_remember` looks before the outcome, `_keep` after it; the difference is kept with the attempt, in `before`:

    ``changed``  ``{model: {id: {field: value before}}}``
    ``deleted``  the same for records that are gone; they are created again
    ``created``  ``{model: ids}``
    ``settled``  values after, of the enrollment, that tell whether something has happened since
    ``states``   the same of the touches and mails that were changed: ``{model: {id: state}}``
    ``last_touch_id``, ``last_signal_id``  of the enrollment
    """

    _name = "sales.sequence.undo"
    _description = "Sales Sequence: Undoing Outcomes"

    # ------------------------------------------------------------------
    # Remembering
    # ------------------------------------------------------------------

    @api.model
    def _remember(self, enrollments):
        """How things stand before an outcome. The number of queries does not depend on that of the enrollments."""
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT (SELECT max(id) FROM mail_message), (SELECT max(id) FROM sales_sequence_enrollment)"
        )
        return self.env.cr.fetchone(), self._read(enrollments)

    @api.model
    def _keep(self, attempts, memory, next_activities=()):
        """Keep with these attempts what they have changed.

        :param memory: what `_remember` returned
        :param next_activities: what Odoo has scheduled in their place
        """
        last_ids, before = memory
        touches = attempts.touch_id
        after = self._read(touches.enrollment_id)
        messages, enrollments = self._find_new(touches.enrollment_id, before, *last_ids)
        scheduled = defaultdict(list)
        for activity in next_activities:
            scheduled[activity.res_model, activity.res_id].append(activity.id)
        kept = set()
        for one in attempts.sorted("id", reverse=True):
            enrollment = one.touch_id.enrollment_id
            target = enrollment._target()
            if target in kept:
                # Completed together: they can only be undone together.
                continue
            kept.add(target)
            difference = _compare(before[enrollment.id], after[enrollment.id])
            created = difference["created"]
            created["mail.message"] = messages.get((target._name, target.id), [])
            created[ENROLLMENT] = enrollments.get(enrollment.id, [])
            created[ACTIVITY] += scheduled.get((target._name, target.id), [])
            rows = after[enrollment.id]
            difference["settled"] = {name: rows[ENROLLMENT][str(enrollment.id)][name] for name in SETTLED}
            difference["states"] = {
                name: {id_: rows[name][id_]["state"] for id_ in difference["changed"].get(name, {})}
                for name in ALSO_SETTLED
            }
            difference["last_touch_id"] = max(map(int, rows[TOUCH]))
            difference["last_signal_id"] = max(map(int, rows[SIGNAL]), default=0)
            one.before = difference

    @api.model
    def _read(self, enrollments):
        """``{enrollment id: {model: {id as text: {field: value}}}}``, values as JSON knows them"""
        found = {id_: {name: {} for name in WATCHED} for id_ in enrollments._ids}
        touches = enrollments.touch_ids
        records = {
            ENROLLMENT: {one: one for one in enrollments},
            TOUCH: {one: one.enrollment_id for one in touches},
            SIGNAL: {one: one.enrollment_id for one in enrollments.signal_ids},
            ACTIVITY: {
                **{one.activity_id: one.enrollment_id for one in touches if one.activity_id},
                **{one.question_activity_id: one for one in enrollments if one.question_activity_id},
            },
            MAIL: {},
        }
        withheld = touches.filtered(lambda touch: touch.mail_message_id and touch.state in ("queued", "canceled"))
        if withheld:
            by_message = {touch.mail_message_id: touch.enrollment_id for touch in withheld}
            ids = [message.id for message in by_message]
            mails = self.env["mail.mail"].sudo().search([("mail_message_id", "in", ids)])
            records[MAIL] = {mail: by_message[mail.mail_message_id] for mail in mails}
        for name, owners in records.items():
            if not owners:
                continue
            rows = self.env[name].sudo().browse(one.id for one in owners).read(WATCHED[name], load=None)
            for (_record, enrollment), row in zip(owners.items(), rows, strict=True):
                found[enrollment.id][name][str(row.pop("id"))] = {key: _plain(value) for key, value in row.items()}
        return found

    @api.model
    def _find_new(self, enrollments, before, last_message_id, last_enrollment_id):
        """What has been created since.

        :return: ``{(model name, id): ids of messages}``, ``{enrollment id: ids of enrollments that follow it}``
        """
        by_target = {}
        for enrollment in enrollments:
            target = enrollment._target()
            by_target[target._name, target.id] = enrollment.id
            pending_id = before[enrollment.id][ENROLLMENT][str(enrollment.id)]["pending_target_id"]
            if pending_id:
                by_target.setdefault((target._name, pending_id), enrollment.id)
        following = defaultdict(list)
        for one in self.env[ENROLLMENT].sudo().search([("id", ">", last_enrollment_id or 0)]):
            key = one._target()._name, one._target().id
            if key in by_target:
                following[by_target[key]].append(one.id)
        messages = defaultdict(list)
        domain = [("id", ">", last_message_id or 0), ("message_type", "=", "notification"), ("model", "!=", False)]
        for message in self.env["mail.message"].sudo().search_fetch(domain, ["model", "res_id"]):
            messages[message.model, message.res_id].append(message.id)
        return messages, following

    # ------------------------------------------------------------------
    # Putting back
    # ------------------------------------------------------------------

    @api.model
    def _undo(self, one):
        """Take this attempt back. :raises UserError: something has come of it"""
        before, touch = one.before, one.touch_id
        enrollment = touch.enrollment_id
        self._check(one, before)
        new_ids = {}
        is_restarted = enrollment.state not in LIVE_STATES
        try:
            with attempt(self.env.cr):
                self._remove(before["created"], touch)
                for id_, values in before["deleted"].get(ACTIVITY, {}).items():
                    quietly = self.env[ACTIVITY].sudo().with_context(mail_activity_quick_update=True)
                    new_ids[int(id_)] = quietly.create(values).id
                for name in WATCHED:
                    self._put_back(name, before["changed"].get(name, {}), new_ids)
                if is_restarted and enrollment.state in LIVE_STATES:
                    self._check_meetings(enrollment)
                    self.env["sales.sequence.address"]._take_places(enrollment)
                self.env.flush_all()
        except IntegrityError as error:
            raise UserError(self.env._("%s is now in another sequence.", enrollment.target_name)) from error
        one.unlink()
        wake_runner(self.env, enrollment.filtered("next_run_at").mapped("next_run_at"))

    def _put_back(self, name, rows, new_ids):
        for id_, values in rows.items():
            renewed = {key: new_ids[values[key]] for key in LINKS if values.get(key) in new_ids}
            record = self.env[name].sudo().browse(int(id_)).exists()
            # Nobody is told of an activity that is theirs as before.
            record.with_context(mail_activity_quick_update=True).write({**values, **renewed})

    def _remove(self, created, touch):
        """Remove what exists only because of the outcome."""
        for name in (ENROLLMENT, SIGNAL, TOUCH, ACTIVITY):
            self.env[name].sudo().browse(created.get(name, [])).exists().unlink()
        messages = self.env["mail.message"].sudo().browse(created["mail.message"]).exists()
        # Odoo has moved the files of the activity to the message, with which they would be deleted.
        files = messages.attachment_ids.filtered(lambda file: file.res_model == messages._name)
        files.write({"res_model": ACTIVITY, "res_id": touch.activity_id.id})
        messages.unlink()

    def _check_meetings(self, enrollment):
        """Raise `UserError` if an enrollment that is live again would be stopped by a meeting: it was booked."""
        if enrollment.sequence_id.stop_on_meeting and self.env["sales.sequence.inbox"]._find_meetings(enrollment):
            raise UserError(self.env._("%s now has a meeting: the sequence stays stopped.", enrollment.target_name))

    def _check(self, one, before):
        """Raise `UserError` if something has come of this attempt."""
        touch = one.touch_id
        enrollment = touch.enrollment_id
        name = enrollment.target_name
        if one != touch.attempt_ids.sorted("id")[-1:]:
            raise UserError(self.env._("%s was tried again since: undo that first.", name))
        if not touch.activity_id:
            raise UserError(self.env._("The activity of %s was deleted: there is nothing left to return to.", name))
        if not before:
            raise UserError(self.env._("This was done together with another activity of %s: undo that.", name))
        following = self.env[ENROLLMENT].sudo().browse(before["created"][ENROLLMENT]).exists()
        if following.filtered(lambda one: one.touch_ids or one.signal_ids or one.state not in LIVE_STATES):
            raise UserError(
                self.env._(
                    "%(name)s is now in “%(sequence)s”, and something has happened there.",
                    name=name,
                    sequence=following[:1].sequence_id.with_user(self.env.user).display_name,
                )
            )
        target = enrollment._target()
        if enrollment.state not in LIVE_STATES and target:
            sequence = enrollment.sequence_id.with_company(enrollment.company_id)
            present = enrollment._find_live(sequence, target).get(target.id)
            if present and present[0] not in following:
                raise UserError(self.env._("%s is now in another sequence.", name))
        if max(enrollment.touch_ids._ids, default=0) > before["last_touch_id"]:
            raise UserError(self.env._("The next step of %s has already been taken.", name))
        present = self._read(enrollment)[enrollment.id][ENROLLMENT][str(enrollment.id)]
        if (
            any(present[key] != value for key, value in before["settled"].items())
            or any(self._states(model, states) != states for model, states in before["states"].items())
            # Who has answered, opted out or agreed on a meeting since is not to be written to, whatever ended it first.
            or enrollment.signal_ids.filtered(lambda signal: signal.id > before["last_signal_id"])
        ):
            raise UserError(self.env._("Something else has happened to the sequence of %s since.", name))

    @api.model
    def _states(self, name, ids):
        """``{id as text: state}`` of those that still exist"""
        return {str(record.id): record.state for record in self.env[name].sudo().browse(map(int, ids)).exists()}


class SalesSequenceAttempt(models.Model):
    """How an attempt is taken back."""

    _inherit = "sales.sequence.attempt"

    @checked()
    def action_undo(self):
        """Take these back: what they have changed becomes what it was before, and nothing tells of them.

        Whoever recorded an attempt may undo it, and whoever may manage its enrollment.

        :return: True
        :raises UserError: something has come of one of them: the next touch exists, the person is in another sequence …
        """
        self._check_can_undo()
        # With all rights: the ledgers are the engine's.
        attempts = self.sudo().exists()
        if len(attempts) < len(self):
            raise UserError(self.env._("This has already been undone."))
        self.env["sales.sequence.inbox"]._lock(attempts.touch_id.enrollment_id)
        for one in attempts.sorted("id", reverse=True):
            self.env["sales.sequence.undo"]._undo(one)
        return True

    def _check_can_undo(self):
        """Raise `AccessError`."""
        mine = self.sudo().exists().filtered(lambda one: one.user_id == self.env.user)
        others = self.exists() - mine
        if others:
            others.check_access("read")
            others.touch_id.enrollment_id._check_can_manage()
        if mine:
            mine.touch_id.activity_id.with_env(self.env).check_access("write")


def _compare(before, after):
    """:return: dict of ``changed``, ``created`` and ``deleted``, see `SalesSequenceUndo`"""
    changed, created, deleted = defaultdict(dict), defaultdict(list), defaultdict(dict)
    for name, rows in after.items():
        for id_, values in rows.items():
            if id_ not in before[name]:
                created[name].append(int(id_))
                continue
            old = before[name][id_]
            # Putting back the deadline of an activity changes its touch and its enrollment.
            if name == ENROLLMENT or (name == TOUCH and old != values):
                changed[name][id_] = old
            elif old != values:
                changed[name][id_] = {key: old[key] for key, value in values.items() if old[key] != value}
        for id_, values in before[name].items():
            if id_ not in rows:
                deleted[name][id_] = values
    return {"changed": changed, "created": created, "deleted": deleted}


def _plain(value):
    """A value as JSON knows it."""
    if isinstance(value, datetime.datetime):
        return fields.Datetime.to_string(value)
    if isinstance(value, datetime.date):
        return fields.Date.to_string(value)
    return str(value) if isinstance(value, str) else value
