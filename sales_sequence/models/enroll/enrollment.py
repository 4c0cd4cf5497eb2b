from odoo import api, fields, models

from ..base.arguments import TEXT, checked
from ..inbox.entered import ENTERED_KINDS


class SalesSequenceEnrollment(models.Model):
    """What the verbs do beyond the walk itself: they settle open questions, and start what follows an end."""

    _name = "sales.sequence.enrollment"
    # `chaining` first: its `_chain` replaces the one that does nothing.
    _inherit = ["sales.sequence.enrollment.chaining", "sales.sequence.enrollment"]

    asks_to_opt_out = fields.Boolean(compute="_compute_asks_to_opt_out", compute_sudo=True)

    @api.depends("signal_ids.kind", "signal_ids.wish")
    def _compute_asks_to_opt_out(self):
        asking = self.signal_ids._wishes().enrollment_id
        for enrollment in self:
            enrollment.asks_to_opt_out = enrollment in asking

    # ------------------------------------------------------------------
    # Verbs
    # ------------------------------------------------------------------

    @checked()
    def resume(self):
        """Also those whose contact may have answered: resuming means that what they wrote was an auto-reply."""
        self._check_can_manage()
        self._mark_as_auto_reply()
        return super().resume()

    @checked()
    def take_next_step(self):
        """As with `resume`, what may have been an answer counts as an auto-reply."""
        self._check_can_manage()
        self._mark_as_auto_reply()
        return super().take_next_step()

    def _mark_as_auto_reply(self):
        self._open_questions()._with_same_mail()._reclassify("auto_reply")

    @checked(reason=TEXT, note=TEXT)
    def stop(self, reason="manual", note=None):
        """A reason that says what the person did (`ENTERED_KINDS`) does all that follows from it, also shortly after
        the last step. With `replied`, what may have been an answer counts as one, from when it came; otherwise the
        question is closed."""
        self._check_can_manage()
        if reason in ENTERED_KINDS:
            self.env["sales.sequence.inbox"]._enter(self, reason, note)
        else:
            super().stop(reason, note)
        # With all rights: questions are signals, which people may not write.
        self.sudo()._drop_questions()
        return True

    # ------------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------------

    @checked()
    def action_is_reply(self):
        """Settle the oldest open question of each: a person wrote it, and it counts as a reply from when it came."""
        return self._oldest_questions().action_is_reply()

    @checked()
    def action_is_auto_reply(self):
        """Settle the oldest open question of each: a machine wrote it, and the enrollment resumes when the contact is
        back."""
        return self._oldest_questions().action_is_auto_reply()

    @checked()
    def action_opt_out(self):
        """Do what the replies ask for."""
        return self.signal_ids.action_opt_out()
