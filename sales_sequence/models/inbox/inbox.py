import logging

from odoo import api, fields, models
from odoo.tools import SQL

from ...tools.attempt import attempt, isolate
from ..base.jobs import RUNNER, wake
from ..base.states import LIVE_STATES
from ..enrollment.signal import ENTERED, HOLDS, POLICY_REFUSAL, STOPS
from .recheck import OPTIONAL_STOPS
from .records import all_signals

_logger = logging.getLogger(__name__)

# After so many delays, we give up on the address.
SOFT_BOUNCES_BEFORE_STOP = 3


class SalesSequenceInbox(models.AbstractModel):
    """Signals in, effects out: turns what happened to people into stops, holds and metrics. All policy is here.

    Hooks call `_notice`, or one of its variants in the other files: one INSERT in the transaction of what they saw,
    then an attempt to settle the signal inside a savepoint. Where the enrollment is busy, the runner settles it. No
    signal is lost, and the hook's caller never sees an error of ours.

    In this file: recording and settling, and the effect of each kind of signal (`_on_<kind>`). Its parts:

    ``mail``      what arrives through Odoo's mail gateway; the query that finds whose it is, in ``concerned``
    ``reports``   whether a machine's mail is proven, and whom it is about
    ``refusals``  mail servers that object to the sender
    ``meetings``  who has a meeting, and what changes in the calendar
    ``events``    what else hooks see: comments, opt-outs, records that are won, lost, archived or deleted
    ``staff``     salespeople who change, leave or are away
    ``accounts``  colleagues of somebody who answered
    ``follow_up`` what follows an answer after the transaction of its mail: a suggestion, a to-do, a stage
    ``entered``   what people did, as colleagues tell it: they stop the enrollment with a code
    ``wish``      replies that ask not to be written to again
    ``recheck``   what is checked before each touch, because it may have changed without a signal

    Models of their own in this folder: `sales.sequence.merge`, `sales.sequence.dead.address`, `sales.sequence.opt.out`
    and its link, `sales.sequence.undo` of outcomes, and what people decide about a signal (``verdicts``).
    """

    _name = "sales.sequence.inbox"
    _inherit = [
        "sales.sequence.inbox.accounts",
        "sales.sequence.inbox.entered",
        "sales.sequence.inbox.events",
        "sales.sequence.inbox.follow.up",
        "sales.sequence.inbox.mail",
        "sales.sequence.inbox.meetings",
        "sales.sequence.inbox.recheck",
        "sales.sequence.inbox.refusals",
        "sales.sequence.inbox.reports",
        "sales.sequence.inbox.staff",
        "sales.sequence.inbox.wish",
    ]
    _description = "Sales Sequence Inbox"

    # ------------------------------------------------------------------
    # Recording
    # ------------------------------------------------------------------

    @api.model
    def _notice(self, values_list):
        """Record signals, and act on them at once unless another transaction holds the enrollments.

        :param values_list: dicts of `sales.sequence.signal` values; ``enrollment_id`` and ``kind`` at least
        :return: the signals, settled or not; empty if they could not be recorded at all
        """
        Signal = all_signals(self.env)
        if not values_list:
            return Signal
        # Write what the caller has pending outside the savepoint: its errors are the caller's.
        self.env.flush_all()
        try:
            with attempt(self.env.cr):
                signals = Signal.create(values_list)
        except Exception:
            # Most likely a customer's automation rule failed: a reply must count all the same.
            _logger.exception("Signals could not be created as usual, and run no automation rules: %s", values_list)
            signals = self._insert_bare(values_list)
        self._try_to_settle(signals)
        return signals

    @api.model
    def _insert_bare(self, values_list):
        """Do what `create` does by SQL alone, so that nothing else reacts. :return: the signals; empty on failure"""
        Signal = all_signals(self.env)
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
        """Settle, or leave open what cannot be settled now. Never raises."""
        try:
            with attempt(self.env.cr):
                self._settle(signals)
        except Exception as error:
            # Another transaction has changed the row; or it is a defect of ours, which the runner will meet again and
            # report. Either way the signal stays open.
            _logger.info("Signals %s are left to the runner: %s", signals.ids, error)
        if any(not signal.settled_at for signal in signals):
            wake(self.env, RUNNER)

    @api.model
    def _settle_open(self, limit):
        """Settle signals that were left open. :return: how many were settled"""
        signals = all_signals(self.env).search([("settled_at", "=", False)], limit=limit, order="id")
        self._settle_isolated(signals)
        return len(signals.filtered("settled_at"))

    @api.model
    def _settle_isolated(self, signals, locked=None):
        """Settle. A signal that fails is closed and logged, without harm to the others. If it would have ended or held
        its enrollment, the enrollment pauses: the person may have answered."""

        def blame(signal, error):
            _logger.error("Signal %s could not be settled: %r", signal.id, error)
            holds = signal.kind in HOLDS
            if holds:
                self._hold_unsettled(signal, error)
            signal._settle_as("held" if holds else "ignored")

        isolate(signals, lambda some: self._settle(some, locked), blame, lambda signal, note: signal._quarantine(note))

    @api.model
    def _hold_unsettled(self, signal, error):
        """Pause its enrollment; if an automation rule prevents that, by SQL alone."""
        kind = dict(signal._fields["kind"]._description_selection(self.env))[signal.kind]
        note = self.env._("“%(kind)s” could not be processed: %(error)s", kind=kind, error=error)
        try:
            with attempt(self.env.cr):
                signal.enrollment_id._pause("failure", note=note)
                signal.enrollment_id._ask_owner_for_help(note)
        except Exception:
            _logger.exception("Enrollment %s is paused by SQL alone", signal.enrollment_id.id)
            signal.enrollment_id._quarantine(note)

    # ------------------------------------------------------------------
    # Settling
    # ------------------------------------------------------------------

    @api.model
    def _settle(self, signals, locked=None):
        """Act on open signals, in the order in which they were recorded, and mark them settled.

        :param locked: enrollments that this transaction has already locked. Without it, they are locked here, and
            those that another transaction holds are skipped.
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
                of_kind._settle_as("noted")

    def _on_stop(self, signals):
        """Stop the enrollments; for meetings, won and lost, only where the sequence says so."""
        kind = signals[0].kind
        if kind in OPTIONAL_STOPS:
            unwanted = signals.filtered(lambda signal: not signal.sequence_id[OPTIONAL_STOPS[kind]])
            unwanted._settle_as("ignored")
            signals -= unwanted
        stopped = signals.enrollment_id._stop(STOPS[kind], signals=signals)
        signals.filtered(lambda signal: signal.enrollment_id in stopped)._settle_as("stopped")
        signals.filtered(lambda signal: not signal.settled_at)._settle_as("noted")

    def _on_reply(self, signals):
        """A person answered: stop, credit the touch, apply the account policy, and do what the reply asks for."""
        for signal in signals:
            signal.touch_id = signal.touch_id or signal.enrollment_id._last_touch()
        self._count_replies(signals.enrollment_id)
        stopped = signals.enrollment_id._stop("replied", signals=signals)
        (signals.enrollment_id - stopped)._correct_exit_reason("replied", signals)
        # In the same write, as the gateway waits for it: the rest is for `follow_up`.
        signals.filtered(lambda signal: signal.enrollment_id in stopped)._settle_as("stopped", follow_up_pending=True)
        (signals - signals.filtered("settled_at"))._settle_as("credited", follow_up_pending=True)
        self._apply_account_policy(signals)
        self.env["sales.sequence.dead.address"]._clear_answered(signals)
        signals.enrollment_id._apply_open_questions()
        self._apply_wishes(signals)

    @api.model
    def _count_replies(self, enrollments):
        """Compute again when enrollments and touches were first answered, from the replies on record now.

        A reply is credited to the last touch before it, whichever email it quotes: what a call has brought about would
        else be the merit of the email before it.
        """
        for enrollment in enrollments:
            replies = enrollment.signal_ids.filtered(lambda signal: signal.kind == "reply")
            first = dict.fromkeys([enrollment, *enrollment.touch_ids, *replies.touch_id], False)
            for reply in replies.sorted("occurred_at", reverse=True):
                first[enrollment] = reply.occurred_at
                # Where nothing has left yet, as far as we know, the email that it quotes has.
                touch = enrollment._touch_before(reply.occurred_at) or reply.touch_id
                if touch:
                    first[touch] = reply.occurred_at
            for record, moment in first.items():
                if record.replied_at != moment:
                    record.replied_at = moment

    def _on_auto_reply(self, signals):
        """Nobody has read our mail: hold until the person is back. Never counts as a reply."""
        # Entered by mistake, and taken back: nobody is away.
        untrue = signals.filtered(lambda signal: signal.evidence_code == ENTERED)
        untrue._settle_as("ignored")
        for signal in signals - untrue:
            enrollment = signal.enrollment_id
            until = enrollment.state in LIVE_STATES and signal._absent_until()
            if not until or until <= enrollment._now():
                signal._settle_as("noted")
                continue
            if not enrollment._pause("auto_reply", until=until, signals=signal):
                resume_at = enrollment._underlying_pause()[1]
                if resume_at and resume_at < until:
                    # Whatever it is paused for, it would resume while nobody is there to read it.
                    enrollment._change_pause("auto_reply", until, signals=signal)
            signal._settle_as("held")
        signals.enrollment_id._apply_open_questions()

    def _on_unsure(self, signals):
        """Hold until somebody has decided whether a person wrote it."""
        # Nobody can decide that for a deleted record.
        deleted = signals.filtered(lambda signal: not signal.enrollment_id._target())
        deleted._settle_as("ignored")
        signals -= deleted
        for signal in signals.filtered(lambda signal: not signal.touch_id):
            # If it is an answer, then to this touch; by the time of the decision there may be a later one.
            signal.touch_id = signal.enrollment_id._last_touch()
        signals.enrollment_id._apply_open_questions()
        answered = signals.filtered(lambda signal: signal.enrollment_id.replied_at)
        answered._settle_as("noted")
        (signals - answered)._settle_as("held")

    def _on_bounce(self, signals):
        """The address is dead: mark the touch, stop, and write to it in no other sequence. Whether it still stopped
        anything or not: what proves nothing, or is about a copy, is settled before it comes here."""
        signals.touch_id.filtered(lambda touch: touch.state in ("queued", "sent")).write(
            {"state": "bounced", "reason": self.env._("The email came back.")}
        )
        # Nobody has read that one: an answer was to the touch before it.
        self._count_replies(signals.enrollment_id.filtered("replied_at"))
        self._on_stop(signals)
        self.env["sales.sequence.dead.address"]._note(signals)

    def _on_bounce_soft(self, signals):
        """Mail servers try again on their own: stop only after several reports. A refusal of the sender says nothing
        about the person, and never stops."""
        refusals = signals.filtered(lambda signal: signal.evidence_code == POLICY_REFUSAL)
        self._note_refusals(refusals)
        for signal in signals - refusals:
            reports = signal.enrollment_id.signal_ids.filtered(
                lambda other: (
                    other.kind == "bounce_soft" and other.effect != "ignored" and other.evidence_code != POLICY_REFUSAL
                )
            )
            if len(reports) >= SOFT_BOUNCES_BEFORE_STOP and signal.enrollment_id._stop("bounced", signals=signal):
                signal._settle_as("stopped")
            else:
                signal._settle_as("noted")

    def _on_send_failed(self, signals):
        """The mail server refused our mail: go back to that step, pause there, and ask the owner for help."""
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
            signal._settle_as("held" if paused else "noted")

    def _on_address_changed(self, signals):
        """The person has left: stop, and show the salesperson whom to write to instead."""
        for signal in signals:
            if signal.enrollment_id._stop("address_changed", signals=signal):
                signal.enrollment_id._ask_owner_for_help(signal.detail)
        signals._settle_as("stopped")

    def _on_complaint(self, signals):
        """Our mail was marked as spam: stop, and blacklist the address that complained. A complaint about a copy stops
        nothing: it is not the enrolled person's."""
        of_copies = signals.filtered(
            lambda signal: signal.address and not signal.enrollment_id._has_address(signal.address)
        )
        if signals - of_copies:
            self._on_stop(signals - of_copies)
        of_copies._settle_as("ignored")
        for address in {signal.address or signal.enrollment_id.email_normalized for signal in signals}:
            if address:
                # With all rights, whichever user fetches the mail: the person wants no more of it.
                self.env["mail.blacklist"].sudo()._add(address, message=self.env._("Marked our email as spam."))

    def _on_opt_out(self, signals):
        """Stop. Somebody who opts out after the last step did not simply complete the sequence."""
        self._on_stop(signals)
        signals.enrollment_id._correct_exit_reason("opted_out", signals)

    def _on_meeting(self, signals):
        """Stop. Somebody who agrees on a meeting while the last email is still queued did not simply complete the
        sequence."""
        self._on_stop(signals)
        wanted = signals.filtered(lambda signal: signal.effect != "ignored")
        wanted.enrollment_id._correct_exit_reason("meeting", wanted)
        # What was canceled takes place after all.
        again = wanted.filtered(lambda signal: signal.effect == "noted").enrollment_id
        again = again.filtered(lambda enrollment: enrollment.exit_reason == "meeting")
        again._note_origin(wanted)
        again._withdraw_help()

    def _on_meeting_canceled(self, signals):
        """Offer to restart; nothing restarts automatically. Whoever is held back is followed up by the rep alone, who
        has a to-do already: nobody is asked, as without a sequence nobody would be."""
        for signal in signals:
            enrollment = signal.enrollment_id
            if enrollment.exit_reason == "meeting" and enrollment._control():
                enrollment.status_note = self.env._("The meeting was canceled. %s", signal.detail or "")
            elif enrollment.exit_reason == "meeting":
                enrollment.status_note = self.env._(
                    "The meeting was canceled. Restart if you want to continue. %s", signal.detail
                )
                enrollment._ask_owner_for_help(enrollment.status_note)
        signals._settle_as("noted")
