import logging

from odoo import api, fields, models
from odoo.tools import SQL

from ...tools.attempt import attempt, isolate
from ..base.jobs import RUNNER, wake
from ..base.states import LIVE_STATES
from ..enrollment.signal import HOLDS, POLICY_REFUSAL, STOPS

_logger = logging.getLogger(__name__)

# Kinds that stop only where the sequence says so.
OPTIONAL_STOPS = {"meeting": "stop_on_meeting", "won": "stop_on_won_lost", "lost": "stop_on_won_lost"}
SOFT_BOUNCES_BEFORE_STOP = 3


class SalesSequenceInbox(models.AbstractModel):
    """Turns signals into stops, holds and metrics. All policy is here.

    Hooks call `_notice`: one INSERT in the transaction of what they saw, then an attempt to
    settle it inside a savepoint. Where the enrollment is busy, the runner settles it. The
    signal is never lost, and the hook's caller never sees an error from us.
    """

    _name = "sales.sequence.inbox"
    _inherit = ["sales.sequence.inbox.wish"]
    _description = "Sales Sequence Inbox"

    # ------------------------------------------------------------------
    # Doors
    # ------------------------------------------------------------------

    @api.model
    def _notice(self, values_list):
        """Record what was seen, and act on it at once if nothing else holds the enrollments.

        :param values_list: dicts of `sales.sequence.signal` values; ``enrollment_id`` and
            ``kind`` at least
        :return: the signals, settled or not; empty if they could not even be recorded
        """
        Signal = self.env["sales.sequence.signal"].sudo()
        if not values_list:
            return Signal
        # What the caller has pending is the caller's: its errors must not end up in ours.
        self.env.flush_all()
        try:
            with attempt(self.env.cr):
                signals = Signal.create(values_list)
        except Exception:
            # An automation rule of others, most likely: a reply must count all the same.
            _logger.exception("Signals are recorded without whoever reacts to them: %s", values_list)
            signals = self._insert_bare(values_list)
        self._try_to_settle(signals)
        return signals

    @api.model
    def _insert_bare(self, values_list):
        """As `create` does, but nothing of others gets to know of it. :return: the signals; empty if that fails too"""
        Signal = self.env["sales.sequence.signal"].sudo()
        now = fields.Datetime.now()
        stamp = {"create_uid": self.env.uid, "create_date": now, "write_uid": self.env.uid, "write_date": now}
        ids = []
        try:
            with self.env.cr.savepoint():
                for given in values_list:
                    row = {"occurred_at": now, **stamp, **Signal._within_limits(given)}
                    row = {name: Signal._fields[name].convert_to_column(row[name], Signal) for name in row}
                    columns = SQL(", ").join(SQL.identifier(name) for name in row)
                    values = tuple(row.values())
                    self.env.cr.execute(
                        SQL("INSERT INTO sales_sequence_signal (%s) VALUES %s RETURNING id", columns, values)
                    )
                    ids += self.env.cr.fetchone()
        except Exception:
            _logger.exception("Signals could not be recorded: %s", values_list)
            return Signal
        Signal.invalidate_model()
        return Signal.browse(ids)

    @api.model
    def _try_to_settle(self, signals):
        try:
            with attempt(self.env.cr):
                self._settle(signals)
        except Exception as error:
            # A row that somebody else has changed meanwhile; or a defect of ours, which the
            # runner will meet again and report. Either way the signal stays open.
            _logger.info("Signals %s are left to the runner: %s", signals.ids, error)
        if any(not signal.settled_at for signal in signals):
            wake(self.env, RUNNER)

    @api.model
    def _settle_open(self, limit):
        """Settle what hooks had to leave open. :return: number of signals settled"""
        signals = self.env["sales.sequence.signal"].sudo().search([("settled_at", "=", False)], limit=limit, order="id")
        self._settle_isolated(signals)
        return len(signals.filtered("settled_at"))

    @api.model
    def _settle_isolated(self, signals, locked=None):
        """Settle; a signal that cannot be settled is closed and logged, and harms no other. Where it would have ended
        or held the enrollment, that pauses: nobody is written to who may have answered."""

        def blame(signal, error):
            _logger.error("Signal %s could not be settled: %s", signal.id, error)
            holds = signal.kind in HOLDS
            if holds:
                self._hold_unsettled(signal, error)
            self._close(signal, "held" if holds else "ignored")

        isolate(signals, lambda some: self._settle(some, locked), blame)

    @api.model
    def _hold_unsettled(self, signal, error):
        """Pause its enrollment; where others keep it from that, without them."""
        kind = dict(signal._fields["kind"]._description_selection(self.env))[signal.kind]
        note = self.env._("“%(kind)s” could not be acted on: %(error)s", kind=kind, error=error)
        try:
            with attempt(self.env.cr):
                signal.enrollment_id._pause("failure", note=note)
                signal.enrollment_id._ask_owner_for_help(note)
        except Exception:
            _logger.exception("Enrollment %s is paused without whoever reacts to that", signal.enrollment_id.id)
            signal.enrollment_id._quarantine(note)

    # ------------------------------------------------------------------
    # Settling
    # ------------------------------------------------------------------

    @api.model
    def _settle(self, signals, locked=None):
        """Act on open signals, in the order in which they came, and mark them settled.

        :param locked: enrollments that this transaction has locked already; without it, those
            that another one holds are left alone
        """
        signals = signals.filtered(lambda signal: not signal.settled_at).sorted("id")
        if not signals:
            return
        if locked is None:
            locked = signals.enrollment_id.try_lock_for_update(allow_referencing=True)
        for kind, of_kind in signals.filtered(lambda signal: signal.enrollment_id in locked).grouped("kind").items():
            method = getattr(self, f"_on_{kind}", None)
            if method:
                method(of_kind)
            elif kind in STOPS:
                self._on_stop(of_kind)
            else:
                self._close(of_kind, "noted")

    def _close(self, signals, effect):
        signals._settle_as(effect)

    def _on_stop(self, signals):
        """Stop; the sequence's own choice decides for meetings, won and lost."""
        kind = signals[0].kind
        if kind in OPTIONAL_STOPS:
            unwanted = signals.filtered(lambda signal: not signal.sequence_id[OPTIONAL_STOPS[kind]])
            self._close(unwanted, "ignored")
            signals -= unwanted
        stopped = signals.enrollment_id._stop(STOPS[kind], signals=signals)
        self._close(signals.filtered(lambda signal: signal.enrollment_id in stopped), "stopped")
        self._close(signals.filtered(lambda signal: not signal.settled_at), "noted")

    def _on_reply(self, signals):
        """A person answered: stop, credit the touch, and apply the account policy."""
        for signal in signals:
            signal.touch_id = signal.touch_id or signal.enrollment_id._last_touch()
        self._count_replies(signals.enrollment_id)
        stopped = signals.enrollment_id._stop("replied", signals=signals)
        (signals.enrollment_id - stopped)._correct_exit_reason("replied", signals)
        self._close(signals.filtered(lambda signal: signal.enrollment_id in stopped), "stopped")
        self._close(signals - signals.filtered("settled_at"), "credited")
        self._apply_account_policy(signals)
        signals.enrollment_id._apply_open_questions()
        self._apply_wishes(signals)

    @api.model
    def _count_replies(self, enrollments):
        """Who has answered, when first, and to which touch: what the replies on record say now."""
        for enrollment in enrollments:
            replies = enrollment.signal_ids.filtered(lambda signal: signal.kind == "reply")
            first = {enrollment: min(replies.mapped("occurred_at"), default=False)}
            for touch in enrollment.touch_ids | replies.touch_id:
                moments = replies.filtered(lambda signal: signal.touch_id == touch).mapped("occurred_at")  # noqa: B023
                first[touch] = min(moments, default=False)
            for record, moment in first.items():
                if record.replied_at != moment:
                    record.replied_at = moment

    def _on_auto_reply(self, signals):
        """Nobody has read it: hold until the person is back. Never counted as a reply."""
        for signal in signals:
            enrollment = signal.enrollment_id
            until = enrollment.state in LIVE_STATES and signal._absent_until()
            if not until or until <= enrollment._now():
                self._close(signal, "noted")
                continue
            if not enrollment._pause("auto_reply", until=until, signals=signal):
                resume_at = enrollment._underlying_pause()[1]
                if resume_at and resume_at < until:
                    # Whatever it waited for: it would go on while nobody is there to read it.
                    enrollment._change_pause("auto_reply", until, signals=signal)
            self._close(signal, "held")
        signals.enrollment_id._apply_open_questions()

    def _on_bounce(self, signals):
        signals.touch_id.filtered(lambda touch: touch.state in ("queued", "sent")).write(
            {"state": "bounced", "reason": self.env._("The email came back.")}
        )
        self._on_stop(signals)

    def _on_bounce_soft(self, signals):
        """Mail servers try again by themselves; after three such reports we stop."""
        for signal in signals:
            reports = signal.enrollment_id.signal_ids.filtered(
                lambda other: (
                    other.kind == "bounce_soft" and other.effect != "ignored" and other.evidence_code != POLICY_REFUSAL
                )
            )
            if len(reports) >= SOFT_BOUNCES_BEFORE_STOP and signal.enrollment_id._stop("bounced", signals=signal):
                self._close(signal, "stopped")
            else:
                self._close(signal, "noted")

    def _on_send_failed(self, signals):
        """The mail server refused it: hold at that step, and ask the owner."""
        for signal in signals:
            note = self.env._(
                "Email “%(step)s” could not be sent: %(why)s", step=signal.touch_id.step_id.name, why=signal.detail
            )
            signal.touch_id._settle_as("failed", reason=signal.detail)
            enrollment = signal.enrollment_id
            enrollment._return_to(signal.touch_id.step_id)
            paused = enrollment._pause("failure", note=note, signals=signal)
            if paused:
                paused._ask_owner_for_help(note)
            self._close(signal, "held" if paused else "noted")

    def _on_address_changed(self, signals):
        """The person is gone: stop, and show the rep whom to write to instead."""
        for signal in signals:
            if signal.enrollment_id._stop("address_changed", signals=signal):
                signal.enrollment_id._ask_owner_for_help(signal.detail)
        self._close(signals, "stopped")

    def _on_complaint(self, signals):
        """Marked as spam: whoever did wants no mail at all. Who had a copy speaks for nobody else."""
        of_copies = signals.filtered(
            lambda signal: signal.address and not signal.enrollment_id._has_address(signal.address)
        )
        if signals - of_copies:
            self._on_stop(signals - of_copies)
        self._close(of_copies, "ignored")
        for address in {signal.address or signal.enrollment_id.email_normalized for signal in signals}:
            if address:
                self.env["mail.blacklist"].sudo()._add(address, message=self.env._("Marked our email as spam."))

    def _on_meeting(self, signals):
        """Stop; whose last email had not left has not simply come through."""
        self._on_stop(signals)
        wanted = signals.filtered(lambda signal: signal.effect != "ignored")
        wanted.enrollment_id._correct_exit_reason("meeting", wanted)

    def _on_meeting_canceled(self, signals):
        """Offer to go on; never restart by itself."""
        for signal in signals:
            enrollment = signal.enrollment_id
            if enrollment.exit_reason == "meeting":
                enrollment.status_note = self.env._(
                    "The meeting was canceled: restart if you want to go on. %s", signal.detail
                )
                enrollment._ask_owner_for_help(enrollment.status_note)
        self._close(signals, "noted")

    def _on_colleague(self, signals):
        """Somebody else of the company answered."""
        for policy, of_policy in signals.grouped(lambda signal: signal.touch_id.sequence_id.account_policy).items():
            enrollments = of_policy.enrollment_id
            if policy == "stop":
                enrollments._stop("account", signals=of_policy)
                self._close(of_policy, "stopped")
            elif policy == "pause":
                enrollments._pause("account", signals=of_policy)
                self._close(of_policy, "held")
            else:
                self._close(of_policy, "ignored")

    def _apply_account_policy(self, signals):
        for signal in signals:
            enrollment = signal.enrollment_id
            account = enrollment.commercial_partner_id
            if not account or enrollment.sequence_id.account_policy == "none":
                continue
            others = (
                self.env["sales.sequence.enrollment"]
                .sudo()
                .search(
                    [
                        ("commercial_partner_id", "=", account.id),
                        ("company_id", "=", enrollment.company_id.id),
                        ("state", "in", LIVE_STATES),
                        ("id", "!=", enrollment.id),
                    ]
                )
            )
            words = self._describe_answer(enrollment, others.user_id)
            # As signals of their own: a busy one is settled by the runner, not lost.
            noticed = (
                self.env["sales.sequence.signal"]
                .sudo()
                .create(
                    [
                        {
                            "enrollment_id": other.id,
                            "kind": "colleague",
                            "touch_id": signal.touch_id.id,
                            "mail_message_id": signal.mail_message_id.id,
                            "occurred_at": signal.occurred_at,
                            "detail": words[other.user_id],
                        }
                        for other in others
                    ]
                )
            )
            self._settle(noticed)

    def _describe_answer(self, enrollment, users):
        """``{user: words}`` for those who send to others of that company: by name only to whom may read who it was."""
        # Not `target_name`, which may be hidden from whoever causes this (a portal user): each reader is asked below.
        named = self.env._("%s answered.", enrollment._target().display_name)
        unnamed = self.env._("Somebody whom a colleague looks after answered.")
        words = {}
        for user in users:
            theirs = enrollment.with_user(user).with_context(allowed_company_ids=enrollment.company_id.ids)
            knows = user._sequence_works_for(enrollment.company_id) and theirs.has_access("read")
            words[user] = named if knows else unnamed
        return words

    # ------------------------------------------------------------------
    # Before each touch
    # ------------------------------------------------------------------

    @api.model
    def _stop_ineligible(self, enrollments):
        """Look again at what may have changed without a signal. :return: those that do not go on"""
        ended = enrollments.browse()
        seen = self.env._("Seen when the next step was due.")
        for reason, group in enrollments.grouped(self._find_end).items():
            if reason in dict(enrollments._fields["exit_reason"].selection):
                ended |= group._stop(reason, note=seen)
        ended |= self._pause_unattended(enrollments - ended)
        blacklisted = self._blacklisted((enrollments - ended).mapped("email_normalized"))
        listed = (enrollments - ended).filtered(lambda enrollment: enrollment.email_normalized in blacklisted)
        ended |= listed._stop("blacklisted", note=seen)
        for sequence, group in (enrollments - ended).grouped("sequence_id").items():
            if sequence.goal_domain:
                ended |= group._filter_goal_reached()._stop("goal", note=sequence.goal or seen)
        return ended

    def _find_end(self, enrollment):
        target = enrollment._target()
        reason = target._sequence_end()
        if reason in OPTIONAL_STOPS and not enrollment.sequence_id[OPTIONAL_STOPS[reason]]:
            return False
        if not reason and not enrollment.sequence_id.active:
            return "sequence_archived"
        return reason

    @api.model
    def _blacklisted(self, addresses):
        """The subset of these normalized addresses that is in Odoo's blacklist."""
        addresses = [address for address in addresses if address]
        if not addresses:
            return set()
        return set(self.env["mail.blacklist"].sudo().search([("email", "in", addresses)]).mapped("email"))
