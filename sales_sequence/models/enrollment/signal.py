from odoo import api, fields, models
from odoo.fields import Domain

from ..base.arguments import checked

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
# Signal kinds that end an enrollment, and the `exit_reason` they give it.
STOPS = {
    "reply": "replied",
    "bounce": "bounced",
    "complaint": "complaint",
    "address_changed": "address_changed",
    "opt_out": "opted_out",
    "meeting": "meeting",
    "won": "won",
    "lost": "lost",
    "archived": "archived",
    "goal": "goal",
    "merged": "merged",
}
# Kinds that end or hold one: where they cannot be acted on, nobody is written to who may have answered.
HOLDS = (*STOPS, "auto_reply", "unsure")
# What `inbound.classify` says of a mail that was refused for who sends it: policy, reputation, a blacklist, SPF.
POLICY_REFUSAL = "policy"
# What a person can have taken for another of these.
RECLASSIFIABLE = ("reply", "auto_reply", "unsure", "acknowledgement", "address_changed", "bounce_soft")
# A question until somebody has said what it is, or has dropped it.
OPEN_QUESTION = Domain("kind", "=", "unsure") & Domain("effect", "!=", "ignored")


class SalesSequenceSignal(models.Model):
    """Something they did, or that happened to them. Append-only.

    A hook inserts it in the transaction of what it saw; the inbox settles it, at once if
    it can. Open: ``settled_at`` is empty. Settled: ``effect`` says what came of it; with
    ``ignored``, what it was acts on nothing, and ``detail`` says why.
    """

    _name = "sales.sequence.signal"
    _inherit = ["sales.sequence.limits", "sales.sequence.references"]
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
    wish = fields.Selection(
        [("opt_out", "Asks not to be written to again")], readonly=True, help="What a reply asks for in its own words."
    )
    leaning = fields.Selection(
        SIGNAL_KINDS, string="Looks like", readonly=True, help="Where it is not certain: which kind is more likely."
    )
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
    _refusals = models.Index(f"(occurred_at) WHERE evidence_code = '{POLICY_REFUSAL}'")
    _unsure = models.Index("(enrollment_id) WHERE kind = 'unsure'")

    @api.depends("kind", "occurred_at")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for signal in self:
            signal.display_name = labels.get(signal.kind)
        self._hide_names()

    @checked()
    def action_is_reply(self):
        """A person wrote this after all: do what a reply does."""
        self._with_same_mail()._reclassify("reply")
        return True

    @checked()
    def action_is_auto_reply(self):
        """Nobody has read it: take the reply back, and hold as for an out-of-office."""
        self._with_same_mail()._reclassify("auto_reply")
        return True

    def _with_same_mail(self):
        """These, and what the same mail has left open on other enrollments that one may steer: it can be an answer to
        several of them, and is one to all or to none."""
        messages = self.filtered(lambda signal: signal.kind == "unsure").mail_message_id
        if not messages:
            return self
        others = self.sudo().search(OPEN_QUESTION & Domain("mail_message_id", "in", messages.ids))
        steerable = others.enrollment_id.with_env(self.env)._filter_manageable()
        return self | others.filtered(lambda signal: signal.enrollment_id in steerable).with_env(self.env)

    def _reclassify(self, kind):
        """Make these what they really were, and do what should have happened."""
        self.enrollment_id._check_can_manage()
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
                signal._undo_reply()
            elif was == "address_changed":
                signal.enrollment_id._restart_after(signal)
        self.env["sales.sequence.inbox"]._settle(wrong)

    def _in_words(self):
        """What it was recognized by, and what a reply asks for."""
        self.ensure_one()
        wish = self.kind == "reply" and dict(self._fields["wish"]._description_selection(self.env)).get(self.wish)
        return " – ".join(filter(None, (self.detail, wish))) or False

    def _quarantine(self, note):
        """Settle, as far as a row alone can: where what others let happen fails each time, an automation rule above
        all, the job must not meet these again."""
        # Nobody is written to who may have answered.
        holding = self.filtered(lambda signal: signal.kind in HOLDS)
        holding.enrollment_id._quarantine(note)
        for signals, effect in ((holding, "held"), (self - holding, "ignored")):
            self.env.cr.execute(
                "UPDATE sales_sequence_signal SET settled_at = %s, effect = %s WHERE id = ANY(%s)",
                [fields.Datetime.now(), effect, signals.ids],
            )
        self.invalidate_recordset(flush=False)

    def _undo_reply(self):
        """No reply after all: it must not count, and the enrollment goes on where it was."""
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
        """Nobody of their company has answered, either."""
        noticed = self.search(
            [
                ("kind", "=", "colleague"),
                ("touch_id", "in", self.touch_id.ids),
                ("occurred_at", "=", self.occurred_at),
                ("effect", "in", ("stopped", "held")),
            ]
        )
        for signal in noticed:
            signal.enrollment_id._restart_after(signal)
        self.env["sales.sequence.inbox"]._close(noticed, "ignored")

    @checked(one=True)
    def action_open_origin(self):
        """Open the message's record or the meeting that this signal comes from."""
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
