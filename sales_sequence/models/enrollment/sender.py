from odoo import api, models
from odoo.exceptions import AccessError, UserError

from ...tools import schedule
from ..base.arguments import FLAG, ID, checked
from ..base.jobs import RUNNER, wake
from ..base.languages import active_language
from ..base.states import LIVE_STATES

# Pauses that end when the sender changes.
WAITS_FOR_SENDER = ("sender", "owner", "absent")


class SalesSequenceEnrollmentSender(models.AbstractModel):
    """Who sends, and who does the calls and to-dos: how both pass to somebody else."""

    _name = "sales.sequence.enrollment.sender"
    _description = "Sales Sequence Enrollment: Sender"

    @checked(user_id=ID, new_thread=FLAG, with_activities=FLAG)
    def change_sender(self, user_id, new_thread=False, with_activities=True):
        """Let somebody else send from here on; enrollments that have ended do not change.

        A thread has one sender. A contact who has had an email keeps theirs, unless `new_thread` says that the next
        email may come from somebody else, as the first of a new thread. What was paused because its sender was not
        available resumes. Drafts that wait for a review are rewritten in the new sender's name.

        :param user_id: id of an active internal user
        :param new_thread: also those who have had an email
        :param with_activities: also hand over the open calls and to-dos that the sender has only for lack of a
            salesperson
        :raises AccessError: the user may not manage these; or names somebody else as sender, which only managers may,
            and channel managers for partners
        :raises UserError: there is no such sender, or not in the company of these; or some have had an email, and
            `new_thread` is not set
        """
        managed = self._managed()
        user = self.env["sales.sequence"]._get_sender(user_id)
        if not user:
            raise UserError(self.env._("Choose the new sender."))
        if user != self.env.user and not all(one._may_let_others_send() for one in self.sequence_id):
            raise AccessError(self.env._("Only a manager can choose another sender. You can take over yourself."))
        changing = managed.filtered(lambda one: one.state in LIVE_STATES and one.user_id != user)
        changing._check_works_there(user)
        mailed = changing._filter_mailed()
        if mailed and not new_thread:
            raise UserError(
                self.env._(
                    "%(count)s of them have had an email from their current sender, and a thread has one sender: "
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
        """Become the sender; where there has been an email, in a new thread."""
        return self.change_sender(self.env.uid, new_thread=True)

    # ------------------------------------------------------------------

    def _check_works_there(self, user):
        """Whoever sends or calls must be able to see the answers. Raises `UserError`."""
        # With all rights: companies, and users of other companies, are only compared.
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
        """Add one line to each history: from whom to whom, and by whom."""
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
        # An activity that was assigned by hand stays where it is.
        stood_in = changing._touches_in("todo").filtered(
            lambda touch: touch.activity_id.user_id == touch.enrollment_id.user_id
        )
        changing.write({"user_id": user.id})
        changing._align_to_hours()
        changing._rewrite_drafts()
        if with_activities:
            stood_in._reassign_activities()
            changing._reassign_control_todos()
        paused = changing.filtered(lambda one: one.state == "paused")
        paused.filtered(lambda one: one._underlying_pause()[0] in WAITS_FOR_SENDER)._lift_pause()
        changing._reassign_questions()
        return changing

    def _filter_mailed(self):
        """Those whose contact has had an email, or has one on its way: they know their sender."""
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
        """Move planned dates into the hours of the new sender's zone, so that the date shown is the real one."""
        planned = self.filtered(lambda one: one.state == "running" and one.next_run_at and one.next_step_id)
        by_date = planned.filtered(lambda one: one.next_step_id._delay().has_date)
        by_date._plan_anew(same_date=True)
        for working_time, enrollments in (planned - by_date)._by_working_time():
            for (step, moment), same in enrollments.grouped(lambda one: (one.next_step_id, one.next_run_at)).items():
                slot = schedule.next_slot(moment, working_time)
                if slot.moment != moment:
                    same._set_next(step, slot)

    def _rewrite_drafts(self):
        """Empty the drafts, which are in the previous sender's name: the runner writes them again."""
        drafts = self._touches_in("draft")
        drafts._discard_drafts()
        for step, touches in drafts.grouped("step_id").items():
            touches.enrollment_id._plan_now(step)

    def _reassign_activities(self, leaving=None, to=None):
        """Assign the open calls and to-dos to whoever has to do them now, and notify each of those users once.

        :param leaving: `res.users` who can no longer have them
        :param to: `res.users` who gets all of them; by default each goes to whoever looks after its target
        """
        self._touches_in("todo")._reassign_activities(leaving, to)

    # ------------------------------------------------------------------
    # Who does the manual steps
    # ------------------------------------------------------------------

    def _assignee(self, leaving=None):
        """Who does the manual steps: whoever looks after the target now. Where there is nobody, or that user is away
        and the sequence hands over, the sender stands in, then the owner of the sequence.

        :param leaving: `res.users` who are about to be deactivated
        :return: ``(res.users, reason in words or False)``
        """
        self.ensure_one()
        owner = self._target()._sequence_owner()
        user, reason = self._choose_assignee(owner, self.user_id, self.sequence_id, self.company_id, leaving)
        return user or self.env.user, reason

    @api.model
    def _choose_assignee(self, owner, sender, sequence, company, leaving=None, moment=None):
        """As `_assignee`, of people who have all of this in common.

        :param owner: `res.users` who looks after the target, or empty
        :param sender: `res.users`
        :param moment: when it is to be done (naive UTC), now by default: whoever is back by then is not away
        :return: ``(res.users, empty where there is nobody, reason in words or False)``
        """
        users = (owner, sender, sequence.user_id)

        def is_there(user):
            return (
                user._can_have_sequence_work()
                and user._sequence_works_for(company)
                and user not in (leaving or owner.browse())
            )

        def absence(user):
            away, until = user._sequence_absence()
            return (False, False) if moment and until and until <= moment else (away, until)

        usual = next(filter(is_there, users), owner.browse())
        if not usual:
            return usual, False
        if owner and usual != owner:
            return usual, self.env._("%s is no longer an active user.", owner.name)
        away, until = absence(usual)
        if not away or sequence.absence_policy != "hand_over":
            return usual, False
        stand_in = next((user for user in users if is_there(user) and not absence(user)[0]), usual)
        if stand_in == usual:
            return usual, False
        # In the assignee's language: the enrollment may come with the contact's.
        language = active_language(self.env, stand_in.lang)
        return stand_in, usual.with_context(lang=language)._sequence_absence_in_words(until)

    def _refresh_absences(self):
        """Look again who is away: what waits for an absent user resumes once the user of the next step is there, or
        waits until the date that is known now."""
        waiting = self.filtered(lambda one: one.state == "paused" and one.pause_kind == "absent")
        for user, of_user in waiting.grouped(lambda one: one._user_of_next_step()).items():
            away, until = user._sequence_absence()
            if away:
                of_user.write({"resume_at": until})
            else:
                (of_user - of_user._hold_absent()).write({"resume_at": of_user._now()})
        if waiting:
            wake(self.env, RUNNER)
