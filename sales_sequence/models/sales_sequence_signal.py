from odoo import api, fields, models

from .sales_sequence_inbox import STOPS

SIGNAL_KINDS = [
    ("reply", "Reply"),
    ("auto_reply", "Automatic reply"),
    ("unsure", "Answer or automatic reply?"),
    ("acknowledgement", "Acknowledgement of receipt"),
    ("address_changed", "Address no longer in use"),
    ("bounce", "Bounce"),
    ("bounce_soft", "Delivery delayed"),
    ("complaint", "Complaint"),
    ("meeting", "Meeting"),
    ("meeting_canceled", "Meeting canceled"),
    ("opt_out", "Opt-out"),
    ("won", "Won"),
    ("lost", "Lost"),
    ("archived", "Archived"),
    ("goal", "Goal reached"),
    ("merged", "Merged"),
    ("colleague", "A colleague of theirs answered"),
    ("send_failed", "Email could not be sent"),
    ("owner_changed", "Another salesperson"),
    ("sender_changed", "Another sender"),
    ("sender_gone", "The sender has left"),
    ("open", "Open"),
    ("click", "Click"),
]
# What a person can have taken for another of these.
RECLASSIFIABLE = ("reply", "auto_reply", "acknowledgement", "address_changed", "bounce_soft")


class SalesSequenceSignal(models.Model):
    """Something they did, or that happened to them. Append-only.

    A hook inserts it in the transaction of what it saw; the inbox settles it, at once if
    it can. Open: ``settled_at`` is empty. Settled: ``effect`` says what came of it.
    """

    _name = "sales.sequence.signal"
    _inherit = ["sales.sequence.references"]
    _description = "Sales Sequence Signal"
    _order = "occurred_at desc, id desc"
    _rec_name = "kind"

    enrollment_id = fields.Many2one(
        "sales.sequence.enrollment", required=True, ondelete="cascade", index=True, readonly=True
    )
    sequence_id = fields.Many2one(related="enrollment_id.sequence_id")
    company_id = fields.Many2one(related="enrollment_id.company_id")
    target_name = fields.Char(related="enrollment_id.target_name")
    touch_id = fields.Many2one("sales.sequence.touch", ondelete="set null", index="btree_not_null", readonly=True)
    kind = fields.Selection(SIGNAL_KINDS, required=True, readonly=True)
    occurred_at = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    detail = fields.Text(readonly=True, help="What it was recognized by, in words.")
    evidence_code = fields.Char(
        readonly=True, help="Code of the rule that recognized an inbound email, see `tools/inbound.py`."
    )
    address = fields.Char(readonly=True, help="Whom a bounce or a complaint is about.")
    resume_on = fields.Date(readonly=True, help="The return date that an automatic reply states.")
    mail_message_id = fields.Many2one(
        "mail.message", string="Message", ondelete="set null", index="btree_not_null", readonly=True
    )
    calendar_event_id = fields.Many2one(
        "calendar.event", string="Meeting", ondelete="set null", index="btree_not_null", readonly=True
    )
    settled_at = fields.Datetime(readonly=True)
    effect = fields.Selection(
        [
            ("stopped", "Stopped the enrollment"),
            ("held", "Holds the enrollment"),
            ("handed_over", "Handed over"),
            ("credited", "Counted"),
            ("noted", "Noted"),
            ("ignored", "No effect"),
        ],
        readonly=True,
    )

    _open = models.Index("(enrollment_id, id) WHERE settled_at IS NULL")

    @api.depends("kind", "occurred_at")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for signal in self:
            signal.display_name = labels.get(signal.kind)
        self._hide_names()

    def action_is_reply(self):
        """A person wrote this after all: do what a reply does."""
        self._reclassify("reply")
        return True

    def action_is_auto_reply(self):
        """Nobody has read it: take the reply back, and hold as for an out-of-office."""
        self._reclassify("auto_reply")
        return True

    def _reclassify(self, kind):
        """Make these what they really were, and do what should have happened."""
        self.enrollment_id._check_may_steer()
        wrong = self.sudo().filtered(lambda signal: signal.kind in RECLASSIFIABLE and signal.kind != kind)
        for signal in wrong:
            if signal.kind == "reply":
                signal._take_reply_back()
            elif signal.kind == "address_changed":
                signal.enrollment_id._restart_after(signal)
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
        self.env["sales.sequence.inbox"]._settle(wrong)

    def _set_aside(self, note):
        """Settle, as far as a row alone can: where what others let happen fails each time, an automation rule above
        all, the job must not meet these again."""
        # Nobody is written to who may have answered.
        holding = self.filtered(lambda signal: signal.kind in (*STOPS, "auto_reply"))
        holding.enrollment_id._set_aside(note)
        for signals, effect in ((holding, "held"), (self - holding, "ignored")):
            self.env.cr.execute(
                "UPDATE sales_sequence_signal SET settled_at = %s, effect = %s WHERE id = ANY(%s)",
                [fields.Datetime.now(), effect, signals.ids],
            )
        self.invalidate_recordset(flush=False)

    def _take_reply_back(self):
        """No reply after all: it must not count, and the enrollment goes on where it was."""
        enrollment = self.enrollment_id
        others = enrollment.signal_ids.filtered(lambda signal: signal.kind == "reply") - self
        if others:
            return
        enrollment.replied_at = False
        enrollment.touch_ids.replied_at = False
        enrollment._restart_after(self)

    def action_open_origin(self):
        """Open the message's record or the meeting that this signal comes from."""
        self.ensure_one()
        origin_model, origin_id = "calendar.event", self.calendar_event_id.id
        if not origin_id:
            message = self.mail_message_id
            origin_model, origin_id = message.model, message.res_id
        if not origin_model or not origin_id:
            return self.enrollment_id.action_open_target()
        return {
            "type": "ir.actions.act_window",
            "res_model": origin_model,
            "res_id": origin_id,
            "views": [(False, "form")],
        }
