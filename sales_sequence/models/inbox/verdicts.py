from psycopg2 import IntegrityError

from odoo import models, tools
from odoo.fields import Domain

from ...tools.attempt import attempt
from ..base.arguments import checked
from ..enrollment.signal import OPEN_QUESTION, RECLASSIFIABLE


class SalesSequenceSignal(models.Model):
    """What people say that a signal was, and what they do about what it asks for."""

    _name = "sales.sequence.signal"
    _inherit = ["sales.sequence.signal.handling", "sales.sequence.signal"]

    # ------------------------------------------------------------------
    # A person wrote it, or a machine
    # ------------------------------------------------------------------

    @checked()
    def action_is_reply(self):
        """A person wrote this after all: do what a reply does."""
        self._with_same_mail()._reclassify("reply")
        return True

    @checked()
    def action_is_auto_reply(self):
        """A machine wrote this: take the reply back, and hold as for an out-of-office."""
        self._with_same_mail()._reclassify("auto_reply")
        return True

    def _with_same_mail(self):
        """These, and the open questions that the same mail raises on other enrollments that the user may manage: it
        answers all of them or none."""
        messages = self.filtered(lambda signal: signal.kind == "unsure").mail_message_id
        if not messages:
            return self
        # With all rights, to find them; `_filter_manageable` then asks for the user's own.
        others = self.sudo().search(OPEN_QUESTION & Domain("mail_message_id", "in", messages.ids))
        manageable = others.enrollment_id.with_env(self.env)._filter_manageable()
        return self | others.filtered(lambda signal: signal.enrollment_id in manageable).with_env(self.env)

    def _reclassify(self, kind):
        """Give these the kind that they really are of, and do what should have happened."""
        self.enrollment_id._check_can_manage()
        # With all rights from here on: the ledger is the engine's.
        wrong = self.sudo().filtered(lambda signal: signal.kind in RECLASSIFIABLE and signal.kind != kind)
        for signal in wrong:
            was = signal.kind
            signal.write(
                {
                    "kind": kind,
                    "settled_at": False,
                    "effect": False,
                    "detail": self.env._(
                        "%(detail)s – corrected by %(user)s", detail=signal.detail or "", user=self.env.user.name
                    ),
                }
            )
            if was == "reply":
                signal._take_back_follow_up()
                signal._undo_reply()
            elif was == "address_changed":
                signal.enrollment_id._restart_after(signal)
        self.env["sales.sequence.inbox"]._settle(wrong)

    def _undo_reply(self):
        """It was no reply: it does not count, and the enrollment resumes where it was."""
        enrollment = self.enrollment_id
        self.env["sales.sequence.inbox"]._count_replies(enrollment)
        others = enrollment.signal_ids.filtered(lambda signal: signal.kind == "reply")
        if not others:
            enrollment._restart_after(self)
            self._undo_for_colleagues()
        elif enrollment.status_signal_id == self:
            enrollment._note_origin(others[-1])
        if self.wish:
            self._undo_wish()

    def _undo_for_colleagues(self):
        """Nor does it count as a reply for the colleagues of that person: what stopped or held them is undone."""
        same = Domain("touch_id", "=", self.touch_id.id)
        if not self.touch_id:
            # Entered before the first step.
            same &= Domain("enrollment_id.commercial_partner_id", "=", self.enrollment_id.commercial_partner_id.id)
        noticed = self.search(
            same
            & Domain("kind", "=", "colleague")
            & Domain("occurred_at", "=", self.occurred_at)
            & Domain("effect", "in", ("stopped", "held"))
        )
        for signal in noticed:
            signal.enrollment_id._restart_after(signal)
        noticed._settle_as("ignored")

    # ------------------------------------------------------------------
    # It asks not to be written to again
    # ------------------------------------------------------------------

    @checked()
    def action_opt_out(self):
        """Do what these replies ask for: their authors get nothing more of the sequence, in any version."""
        self.enrollment_id._check_can_manage()
        # With all rights: only managers may edit the list of opt-outs.
        self.sudo()._opt_out()
        return True

    def _opt_out(self):
        """As with the link in the email: only that address, and only that sequence."""
        wishes = self._wishes()
        for signal in wishes:
            values = {
                "email_normalized": signal._address_of_author(),
                "sequence_id": signal.sequence_id.id,
                "origin": "wish",
                "enrollment_id": signal.enrollment_id.id,
            }
            try:
                with attempt(self.env.cr):
                    self.env["sales.sequence.opt.out"].create(values)
            except IntegrityError:
                # Opted out at the same moment: a button pressed twice.
                continue
            signal.enrollment_id.filtered(lambda one: one._target())._log_in_chatter(
                self.env._("will not write to %s again: they asked for it in a reply", values["email_normalized"])
            )
        wishes.enrollment_id.wish_activity_id.filtered("active").unlink()

    def _wishes(self):
        """Those that ask for an opt-out that has not been made yet."""
        asking = self.filtered(
            lambda signal: signal.kind == "reply" and signal.wish == "opt_out" and signal._address_of_author()
        )
        pairs = {(signal._address_of_author(), signal.sequence_id) for signal in asking}
        opted_out = self.env["sales.sequence.opt.out"]._among(pairs) if pairs else ()
        return asking.filtered(lambda signal: (signal._address_of_author(), signal.sequence_id) not in opted_out)

    def _address_of_author(self):
        """The address to opt out: the author's own, who may be somebody in copy."""
        return tools.email_normalize(self.mail_message_id.email_from or "") or self.enrollment_id.email_normalized

    def _undo_wish(self):
        """This one asks for nothing; another reply from the same person may."""
        self.enrollment_id.wish_activity_id.filtered("active").unlink()
        undone = self.env["sales.sequence.opt.out"].search(
            [
                ("origin", "=", "wish"),
                ("enrollment_id", "=", self.enrollment_id.id),
                ("email_normalized", "=", self._address_of_author()),
            ]
        )
        if undone:
            # An opt-out by the link, or by a colleague, still counts.
            noted = self.enrollment_id.signal_ids.filtered(lambda one: one.kind == "opt_out" and one.effect == "noted")
            noted._settle_as("ignored")
            undone.unlink()
        self.env["sales.sequence.inbox"]._apply_wishes(self.enrollment_id.signal_ids)
