from odoo import api, fields, models
from odoo.fields import Domain

from ...tools import schedule
from ..base.arguments import checked

SIGNAL_KINDS = [
    ("reply", "Answer"),
    ("auto_reply", "Auto-reply"),
    ("unsure", "Answer or auto-reply?"),
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
    ("owner_changed", "Salesperson changed"),
    ("sender_changed", "Sender changed"),
    ("sender_gone", "The sender has left"),
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
# Kinds that end or hold an enrollment: where acting on one fails, it is held, since the person may have answered.
HOLDS = (*STOPS, "auto_reply", "unsure")
# What `inbound.classify` says of a mail that was refused because of its sender: policy, reputation, blacklist, SPF.
POLICY_REFUSAL = "policy"
# In the same place: nobody wrote, but a colleague says what the person did.
ENTERED = "entered"
# Kinds that can have been mistaken for one another, and that people can correct.
RECLASSIFIABLE = ("reply", "auto_reply", "unsure", "acknowledgement", "address_changed", "bounce_soft")
# What an answer can say. The code `unsubscribe` is the label; the opt-out itself is the `wish`, and the verb.
ANSWER_LABELS = [
    ("interested", "Interested"),
    ("not_now", "Not now"),
    ("wrong_person", "Wrong person"),
    ("not_interested", "Not interested"),
    ("unsubscribe", "Wants no more emails"),
]
# An open question, until somebody has said what it is or has dropped it.
OPEN_QUESTION = Domain("kind", "=", "unsure") & Domain("effect", "!=", "ignored")


class SalesSequenceSignal(models.Model):
    """Something the contact did, or that happened to the enrollment. Append-only.

    A hook inserts it in the transaction of what it saw; the inbox settles it, at once if
    it can. Open: ``settled_at`` is empty. Settled: ``effect`` says what came of it:

    ``stopped``      it ended the enrollment (inbox)
    ``held``         it pauses the enrollment, until a date, a verdict or somebody's decision (inbox)
    ``handed_over``  somebody else sends from here on (inbox; `change_sender`)
    ``credited``     a reply after the end: it counts, and there was nothing left to stop (inbox)
    ``noted``        it is on record, and there was nothing to do (inbox)
    ``ignored``      it acts on nothing, and ``detail`` says why: the sequence does not want it to, it proves nothing,
                     or somebody has said that it was none (inbox, verdicts)

    Only `_settle_as` writes it, apart from `sender_changed`, which is settled when it is created, and `_quarantine`.

    What people say that a signal was, and what follows from that, is added in `inbox/verdicts.py`.
    """

    _name = "sales.sequence.signal"
    _inherit = [
        "sales.sequence.limits",
        "sales.sequence.references",
        "sales.sequence.signal.timeline",
        "sales.sequence.signal.panel",
    ]
    _description = "Sales Sequence Response"
    _order = "occurred_at desc, id desc"
    _rec_name = "kind"

    enrollment_id = fields.Many2one(
        "sales.sequence.enrollment", required=True, ondelete="cascade", index=True, readonly=True
    )
    sequence_id = fields.Many2one(related="enrollment_id.sequence_id")
    company_id = fields.Many2one(related="enrollment_id.company_id")
    target_name = fields.Char(related="enrollment_id.target_name")
    touch_id = fields.Many2one(
        "sales.sequence.touch", string="Step taken", ondelete="set null", index="btree_not_null", readonly=True
    )
    kind = fields.Selection(SIGNAL_KINDS, required=True, readonly=True)
    occurred_at = fields.Datetime(string="Date", required=True, readonly=True, default=fields.Datetime.now)
    detail = fields.Text(readonly=True, help="How it was recognized, in words.")
    evidence_code = fields.Char(
        readonly=True,
        help="Code of the rule that recognized an inbound email, see `tools/inbound.py`; “entered” if a colleague says "
        "that it happened.",
    )
    address = fields.Char(readonly=True, help="The address that a bounce or a complaint is about.")
    resume_on = fields.Date(readonly=True, help="The return date that an auto-reply states.")
    wish = fields.Selection(
        [("opt_out", "Asks not to be contacted again")], readonly=True, help="What the words of a reply ask for."
    )
    leaning = fields.Selection(
        SIGNAL_KINDS, string="Looks like", readonly=True, help="Which kind is more likely, where it is not certain."
    )
    label = fields.Selection(
        ANSWER_LABELS, string="Answer", readonly=True, copy=False, help="What it says, as a person has confirmed."
    )
    suggested_label = fields.Selection(ANSWER_LABELS, string="Suggestion", readonly=True, copy=False)
    suggested_date = fields.Date(readonly=True, copy=False, help="Until when to leave them alone, or when to meet.")
    suggested_name = fields.Char(readonly=True, copy=False, help="Whom they name instead of themselves.")
    suggested_email = fields.Char(readonly=True, copy=False)
    suggested_quote = fields.Char(readonly=True, copy=False, help="The words that the suggestion rests on.")
    handled_at = fields.Datetime(readonly=True, copy=False, help="Empty for an answer that somebody has yet to handle.")
    handled_by_id = fields.Many2one(
        "res.users", string="Handled by", ondelete="set null", readonly=True, copy=False, help="Empty: by a setting."
    )
    handled_note = fields.Char(readonly=True, copy=False, help="What was done about it, in words.")
    answer_activity_id = fields.Many2one(
        "mail.activity", string="To-do", ondelete="set null", index="btree_not_null", readonly=True, copy=False
    )
    follow_up_pending = fields.Boolean(
        readonly=True, copy=False, help="The to-do, the stage and the notification are yet to come."
    )
    mail_message_id = fields.Many2one(
        "mail.message", string="Message", ondelete="set null", index="btree_not_null", readonly=True
    )
    calendar_event_id = fields.Many2one(
        "calendar.event", string="Meeting", ondelete="set null", index="btree_not_null", readonly=True
    )
    settled_at = fields.Datetime(string="Processed on", readonly=True)
    effect = fields.Selection(
        [
            ("stopped", "Stopped the sequence"),
            ("held", "Paused the sequence"),
            ("handed_over", "Handed over"),
            ("credited", "Counted"),
            ("noted", "Noted"),
            ("ignored", "No effect"),
        ],
        readonly=True,
    )

    _open = models.Index("(enrollment_id, id) WHERE settled_at IS NULL")
    _refusals = models.Index(f"(occurred_at) WHERE evidence_code = '{POLICY_REFUSAL}'")
    _unhandled = models.Index("(occurred_at) WHERE kind = 'reply' AND handled_at IS NULL")
    _handled = models.Index("(handled_at) WHERE handled_at IS NOT NULL")
    _follow_up = models.Index("(id) WHERE follow_up_pending IS TRUE")
    _unsure = models.Index("(enrollment_id) WHERE kind = 'unsure'")
    _complaints = models.Index("(occurred_at) WHERE kind = 'complaint'")

    @api.depends("kind", "occurred_at")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for signal in self:
            signal.display_name = labels.get(signal.kind)
        self._hide_names()

    def _settle_as(self, effect, **values):
        """Note what came of these; nothing acts on them any more.

        :param values: what else to write
        """
        if self:
            self.write({"settled_at": fields.Datetime.now(), "effect": effect, **values})

    def _forget_words(self):
        """Keep what happened, but nothing that tells who it was."""
        told = ("detail", "address", "suggested_name", "suggested_email", "suggested_quote", "handled_note")
        self.write(dict.fromkeys(told, False))

    def _absent_until(self):
        """When whoever sent this auto-reply reads mail again: one business day after the stated return; else after
        the sequence's days, from when the mail came."""
        self.ensure_one()
        enrollment = self.enrollment_id
        working_time = enrollment._working_times()[enrollment.id]
        if self.resume_on:
            return schedule.opening_after(self.resume_on, working_time).moment
        days = enrollment.sequence_id.auto_reply_hold_days
        return schedule.after_delay(self.occurred_at, days, schedule.BUSINESS_DAY, working_time).moment

    def _in_words(self):
        """How it was recognized, and what a reply asks for."""
        self.ensure_one()
        wish = self.kind == "reply" and dict(self._fields["wish"]._description_selection(self.env)).get(self.wish)
        return " – ".join(filter(None, (self.detail, wish))) or False

    def _told(self):
        """As `_in_words`, for the current user's eyes: with the name of a colleague who answered. The name is not kept
        with the signal: the colleague may be deleted, and not every reader may know of them."""
        # With all rights: which enrollment it is. The user's own are checked on it.
        answered = self.sudo().touch_id.enrollment_id if self.kind == "colleague" else None
        if answered and answered._target() and self._readable(answered):
            return self.env._("%s answered.", answered.target_name)
        return self._in_words()

    def _quarantine(self, note):
        """Settle by SQL alone, so that nothing else reacts: where an automation rule on signals fails, the job must
        not meet these again."""
        # The person may have answered.
        holding = self.filtered(lambda signal: signal.kind in HOLDS)
        holding.enrollment_id._quarantine(note)
        for signals, effect in ((holding, "held"), (self - holding, "ignored")):
            self.env.cr.execute(
                "UPDATE sales_sequence_signal SET settled_at = %s, effect = %s WHERE id = ANY(%s)",
                [fields.Datetime.now(), effect, signals.ids],
            )
        self.invalidate_recordset(flush=False)

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
