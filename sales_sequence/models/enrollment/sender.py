from odoo import models
from odoo.exceptions import AccessError, UserError

from ...tools import schedule
from ..base.arguments import FLAG, ID, checked
from ..base.states import LIVE_STATES

# What a change of the sender puts right.
WAITS_FOR_SENDER = ("sender", "owner", "absent")


class SalesSequenceEnrollment(models.Model):
    """Who sends, and who has the open calls and to-dos: how both pass to somebody else."""

    _inherit = "sales.sequence.enrollment"

    @checked(user_id=ID, new_thread=FLAG, with_activities=FLAG)
    def change_sender(self, user_id, new_thread=False, with_activities=True):
        """Let somebody else send from here on; those that had ended are left as they are.

        A thread has one sender. Whoever has had an email keeps theirs, unless `new_thread` says that the next email
        may come from somebody else, as the first of a new thread. What was paused because its sender is not available
        goes on. Drafts that wait for a review are written anew, in the new sender's name.

        :param user_id: id of an active internal user
        :param new_thread: also those who have had an email
        :param with_activities: the open calls and to-dos that their sender has only for want of a salesperson go along
        :raises AccessError: one may not steer these; or the new sender is somebody else, which is for managers, and
            for channel managers with partners
        :raises UserError: there is no such sender, or not in the company of these; or some have had an email, and
            `new_thread` was not asked for
        """
        self._check_can_manage()
        user = self.env["sales.sequence"]._get_sender(user_id)
        if not user:
            raise UserError(self.env._("Choose who is to send."))
        if user != self.env.user and not all(one._may_let_others_send() for one in self.sequence_id):
            raise AccessError(self.env._("Only a manager can let somebody else send: you can take over yourself."))
        changing = self.sudo().filtered(lambda one: one.state in LIVE_STATES and one.user_id != user)
        changing._check_works_there(user)
        mailed = changing._filter_mailed()
        if mailed and not new_thread:
            raise UserError(
                self.env._(
                    "%(count)s of them have had an email from their present sender, and a thread has one sender: "
                    "%(names)s. Leave them out, or let the next email start a new thread.",
                    count=len(mailed),
                    names=", ".join(mailed[:10].mapped("target_name")) + ("…" if len(mailed) > 10 else ""),
                )
            )
        changing._note_new_sender(user)
        changing._change_sender(user, with_activities)
        return True

    @checked()
    def action_take_over(self):
        """Send from here on in one's own name; where there has been an email, in a new thread."""
        return self.change_sender(self.env.uid, new_thread=True)

    # ------------------------------------------------------------------

    def _check_works_there(self, user):
        """Whoever sends, or calls, has to see the answers. Raises `UserError`."""
        for company in self.sudo().company_id:
            if not user.sudo()._sequence_works_for(company):
                raise UserError(
                    self.env._("%(user)s does not work for %(company)s.", user=user.name, company=company.name)
                )

    def _user_of_next_step(self):
        """The `res.users` without whom the next step cannot be done."""
        if self.next_step_id._is_manual():
            owner = self._target()._sequence_owner()
            return owner if owner._can_have_sequence_work() else self.user_id
        return self.user_id

    def _note_new_sender(self, user):
        """One line in each history: from whom to whom, and by whom."""
        self.env["sales.sequence.signal"].create(
            [
                {
                    "enrollment_id": enrollment.id,
                    "kind": "sender_changed",
                    "detail": self.env._(
                        "%(old)s → %(new)s, by %(by)s",
                        old=enrollment.user_id.name,
                        new=user.name,
                        by=self.env.user.name,
                    ),
                    "settled_at": self._now(),
                    "effect": "handed_over",
                }
                for enrollment in self
            ]
        )

    def _change_sender(self, user, with_activities=True):
        """Let `user` send from here on, and note it in the chatter. :return: those that change"""
        changing = self.filtered(lambda one: one.state in LIVE_STATES and one.user_id != user)
        if not changing:
            return changing
        for previous, of_previous in changing.grouped("user_id").items():
            of_previous._log_in_chatter(
                self.env._("is handed over from %(old)s to %(new)s", old=previous.name, new=user.name)
            )
        # What somebody was given by hand stays theirs.
        stood_in = changing._touches_in("todo").filtered(
            lambda touch: touch.activity_id.user_id == touch.enrollment_id.user_id
        )
        changing.write({"user_id": user.id})
        changing._align_to_hours()
        changing._rewrite_drafts()
        if with_activities:
            stood_in._reassign_activities()
        paused = changing.filtered(lambda one: one.state == "paused")
        paused.filtered(lambda one: one._underlying_pause()[0] in WAITS_FOR_SENDER)._lift_pause()
        changing._reassign_questions()
        return changing

    def _filter_mailed(self):
        """Those who have had an email, or to whom one is on its way: they know their sender."""
        touches = self.env["sales.sequence.touch"].search_fetch(
            [
                ("enrollment_id", "in", self.ids),
                ("channel", "=", "email"),
                ("state", "in", ("queued", "sent", "bounced")),
            ],
            ["enrollment_id"],
        )
        return touches.enrollment_id

    def _align_to_hours(self):
        """The hours may be those of the sender's zone: the date shown stays the real one."""
        planned = self.filtered(lambda one: one.state == "running" and one.next_run_at)
        for working_time, enrollments in planned._by_working_time():
            for (step, moment), same in enrollments.grouped(lambda one: (one.next_step_id, one.next_run_at)).items():
                slot = schedule.next_slot(moment, working_time)
                if slot.moment != moment:
                    same._set_next(step, slot)

    def _rewrite_drafts(self):
        """A draft speaks in the name of the sender that was: empty it, and let the runner write it anew."""
        drafts = self._touches_in("draft")
        drafts.write({"draft_subject": False, "draft_body": False, "approved_by_id": False})
        for step, touches in drafts.grouped("step_id").items():
            touches.enrollment_id._plan_now(step)

    def _reassign_activities(self, leaving=None, to=None):
        """Give the open calls and to-dos to whoever has to do them now, and tell those people in one message each.

        :param leaving: `res.users` who cannot have them any more
        :param to: `res.users` who gets all of them; otherwise each goes to whoever looks after its target
        """
        self._touches_in("todo")._reassign_activities(leaving, to)


class SalesSequenceTouch(models.Model):
    """The open activity of a touch."""

    _inherit = "sales.sequence.touch"

    def _reassign_activities(self, leaving=None, to=None):
        """See `sales.sequence.enrollment`. Here for some of the open activities only."""
        channel = self.env["sales.sequence.channel.manual"].sudo()
        by_user = {}
        for touch in self.filtered("activity_id.active"):
            user, reason = (to, False) if to else channel._assignee(touch.enrollment_id, leaving)
            if user != touch.activity_id.user_id:
                by_user.setdefault((user, reason), []).append(touch.id)
        moved = self.env["mail.activity"].sudo()
        for (user, reason), touch_ids in by_user.items():
            touches = self.browse(touch_ids)
            # Quick update: one message to each at the end, not one for each activity.
            touches.activity_id.with_context(mail_activity_quick_update=True).write({"user_id": user.id})
            touches.write({"reason": reason})
            moved += touches.activity_id
        if moved:
            # Names of targets are told as far as each reader may read them.
            self.env["sales.sequence.digest"].sudo()._tell(moved.user_id, moved)
