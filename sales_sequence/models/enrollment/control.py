from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ...tools.time_zones import wall_time, zone_info
from ..base.languages import active_language
from .comparison import CONTROL

# Ends after which nobody should follow up any more, or for which there is nothing left to do: the to-do goes as well.
# Of merged records, the one that continues has its own steps or to-do.
# After an answer, a meeting, a bounce or the end of the days it stays: it is the rep's, who may be in the middle of it.
ENDS_OF_TODO = (
    "archived",
    "blacklisted",
    "complaint",
    "goal",
    "lost",
    "manual",
    "merged",
    "not_interested",
    "opted_out",
    "won",
)
# Nothing is sent that a pause could hold back. Only a question waits for a verdict, and what fails for somebody.
PAUSES_OF_CONTROL = ("unsure", "failure")


class SalesSequenceEnrollmentControl(models.AbstractModel):
    """Who is held back by the draw of a comparison, and followed up the old way.

    Such an enrollment holds the person's place, so that no other sequence enrolls them, and does nothing: it has no
    next step, and `next_run_at` is when the days of the comparison are over. The rep gets one plain to-do, which
    belongs to no step: doing or deleting it changes nothing here.
    """

    _name = "sales.sequence.enrollment.control"
    _description = "Sales Sequence Enrollment: Held Back for a Comparison"

    control_activity_id = fields.Many2one(
        "mail.activity",
        string="To-do",
        ondelete="set null",
        index="btree_not_null",
        readonly=True,
        copy=False,
        help="What the rep got instead of the steps.",
    )
    # As of touches: where the name of a deleted record has to be taken out, also when the to-do is gone.
    control_digest_id = fields.Many2one(
        "mail.message", ondelete="set null", index="btree_not_null", readonly=True, copy=False
    )

    def _control(self):
        """Those of these that are held back."""
        return self.filtered(lambda one: one.arm == CONTROL)

    def _over_at(self):
        """When the days of the comparison are over for this one: naive UTC."""
        # With all rights: whoever is told why somebody may not be enrolled may not always read the comparison.
        one = self.sudo()
        return one.comparison_id._over_at(one.enrolled_at) if one.comparison_id else one.enrolled_at

    def _over_on(self):
        """The same as a date in words, on the reader's calendar."""
        return format_date(self.env, fields.Datetime.context_timestamp(self, self._over_at()).date())

    def _drawn_in_words(self):
        """How many of these, who were enrolled together, are held back: a sentence; False if nobody is."""
        control = self._control()
        if not control:
            return False
        values = {"count": len(control), "total": len(self), "day": control[0]._over_on()}
        if len(control) == 1:
            return self.env._(
                "1 of %(total)s is followed up the old way until %(day)s, as the draw of a comparison decided: nothing "
                "is sent, and there is a to-do for it.",
                **values,
            )
        return self.env._(
            "%(count)s of %(total)s are followed up the old way until %(day)s, as the draw of a comparison decided: "
            "nothing is sent, and there is a to-do for each of them.",
            **values,
        )

    # ------------------------------------------------------------------
    # The to-do
    # ------------------------------------------------------------------

    def _begin_control(self):
        """These have just been enrolled: give the reps of those that are held back one to-do each."""
        control = self._control()
        if not control:
            return
        # Quick update: one digest to each assignee, not one mail for each activity.
        activities = self.env["mail.activity"].with_context(mail_activity_quick_update=True)
        created = activities.create([one._control_todo_values() for one in control])
        for enrollment, activity in zip(control, created, strict=True):
            enrollment.control_activity_id = activity

    def _control_todo_values(self):
        target, (user, reason) = self._target(), self._assignee()
        told = self.with_context(lang=active_language(self.env, user.lang), tz=user.tz)
        zone = zone_info(user.tz or self.company_id._sequence_time_zone())
        today = wall_time(self._now(), zone).date()
        return {
            "res_model_id": self.env["ir.model"]._get_id(target._name),
            "res_id": target.id,
            "activity_type_id": self.env["ir.model.data"]._xmlid_to_res_id("mail.mail_activity_data_todo"),
            "summary": told.env._("Follow up in your own way"),
            "note": told._control_note(reason),
            "date_deadline": max(self.starts_on or today, today),
            "user_id": user.id,
            "automated": True,
            "sequence_digest_pending": True,
        }

    def _control_note(self, reason):
        """Why there is a to-do instead of a sequence. :param reason: why it is in this user's queue, or False"""
        body = Markup("<p>%s</p>") % self.env._(
            "“%(sequence)s” is compared with following up without a sequence. A draw decided that nothing is sent to "
            "%(name)s until %(day)s. Write, call or visit, as you would if there were no sequence.",
            sequence=self.sequence_id._numbered_name(),
            name=self._target()._sequence_person_name() or self._target().display_name,
            day=self._over_on(),
        )
        return Markup("<p><em>%s</em></p>") % reason + body if reason else body

    def _reassign_control_todos(self, leaving=None, to=None):
        """Assign the open to-dos of these to whoever looks after the person now, as the calls of a sequence.

        :param leaving: `res.users` who can no longer have them
        :param to: `res.users` who gets all of them
        """
        by_user = {}
        for enrollment in self._control().filtered("control_activity_id.active"):
            user = to or enrollment._assignee(leaving)[0]
            if user != enrollment.control_activity_id.user_id:
                by_user.setdefault(user, []).append(enrollment.control_activity_id.id)
        # With all rights: these are the activities of colleagues.
        Activity = self.env["mail.activity"].sudo()
        moved = Activity
        for user, activity_ids in by_user.items():
            activities = Activity.browse(activity_ids)
            activities.with_context(mail_activity_quick_update=True).write({"user_id": user.id})
            moved += activities
        if moved:
            self.env["sales.sequence.digest"].sudo()._hand_over(moved)

    def _withdraw_control_todos(self, exit_reason):
        """These have just ended: take back the to-dos of those whom nobody should follow up any more."""
        if exit_reason in ENDS_OF_TODO:
            self._control().control_activity_id.filtered("active").sudo().unlink()

    # ------------------------------------------------------------------
    # What the verbs ask
    # ------------------------------------------------------------------

    def _except_control(self):
        """Those of these that are in the steps.

        :raises UserError: all of them are held back, so that the verb would do nothing
        """
        others = self - self._control()
        if self and not others:
            raise UserError(self._control_in_words())
        return others

    def _control_in_words(self):
        """Why a verb does nothing here: a sentence for the user."""
        one = self[:1]
        return self.env._(
            "%(name)s is followed up the old way until %(day)s, for a comparison: there are no steps to pause, skip or "
            "bring forward. Stop the enrollment if they should not be held back any longer.",
            name=one.target_name,
            day=one._over_on(),
        )

    def _check_can_hold_again(self):
        """Raise `UserError` where the days of this one are over, and it cannot be held back again."""
        if self._over_at() > self._now():
            return
        if self.exit_reason == "control":
            raise UserError(
                self.env._(
                    "The days in which %s was held back are over. Enroll them again: they enter the sequence now.",
                    self.target_name,
                )
            )
        raise UserError(self.env._("The days in which %s was held back are over.", self.target_name))

    def _hold_again(self):
        """These are live again: wait until their days are over."""
        for enrollment in self:
            enrollment.write({"next_step_id": False, "next_run_at": enrollment._over_at(), "next_run_moved_by": False})
        # Not to those who have done theirs.
        self.filtered(lambda one: not one.control_activity_id)._begin_control()
