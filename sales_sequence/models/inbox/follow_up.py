import datetime
import logging
from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models, tools
from odoo.tools import SQL

from ...tools.answer_suggestion import suggest
from ...tools.answer_text import opening, own_words, without
from ...tools.attempt import MAX_RETRIES, RETRY_ERRORS, isolate
from ...tools.texts import one_line
from ..base.languages import active_language
from ..enrollment.signal import ANSWER_LABELS
from .handling import SUGGESTED
from .records import all_signals

_logger = logging.getLogger(__name__)

BATCH_SIZE = 50
# A reply that comes later than this is one to something else.
REPLY_PATIENCE = timedelta(days=30)
# The longest sentence that is worth marking.
MAX_QUOTE = 300


class SalesSequenceInboxFollowUp(models.AbstractModel):
    """What follows an answer, once the transaction of its mail is over: the mail gateway waits for none of it.

    A settled reply has `follow_up_pending`. A job claims such signals, skipping those that another process holds, and
    commits what it has done with them: exactly once, whatever is killed. Each part of each answer fails for itself.
    """

    _name = "sales.sequence.inbox.follow.up"
    _description = "Sales Sequence Inbox: What Follows an Answer"

    @api.model
    def _follow_up_answers(self, batch_size=BATCH_SIZE):
        """Called by a scheduled job every minute."""
        inbox, retries, proceed = self.sudo(), 0, True
        while proceed:
            try:
                signals = inbox._claim_answers(batch_size)
                if signals:
                    inbox._follow_up(signals)
                inbox._note_replies(batch_size)
                self.env.flush_all()
                left = self.env["ir.cron"]._commit_progress(len(signals), remaining=len(signals))
                proceed, retries = signals and left, 0
            except RETRY_ERRORS as error:
                self.env.cr.rollback()
                retries += 1
                if retries > MAX_RETRIES:
                    raise
                _logger.info("What follows answers is retried after a conflict: %s", error)

    def _claim_answers(self, limit):
        self.env.cr.execute(
            """SELECT id FROM sales_sequence_signal WHERE follow_up_pending IS TRUE
             ORDER BY id LIMIT %s FOR NO KEY UPDATE SKIP LOCKED""",
            [limit],
            log_exceptions=False,
        )
        return all_signals(self.env).browse([row[0] for row in self.env.cr.fetchall()])

    def _follow_up(self, signals):
        # Somebody may have said meanwhile that a machine wrote it, or the record was deleted.
        answers = signals.filtered(lambda signal: signal.kind == "reply" and signal.enrollment_id._target())
        isolate(answers, self._suggest, self._log_failed_follow_up)
        # Without a sequence nobody would have done the rest: whoever is held back is followed up by the rep alone.
        control = answers.filtered(lambda signal: signal.enrollment_id._control())
        for part in (self._schedule_todos, self._move_stages, self._tell_of_answers):
            isolate(answers - control, part, self._log_failed_follow_up)
        signals.write({"follow_up_pending": False})

    def _log_failed_follow_up(self, signal, error):
        _logger.error("What follows answer %s could not be done: %r", signal.id, error)

    # ------------------------------------------------------------------
    # The suggestion
    # ------------------------------------------------------------------

    @api.model
    def _classify_answer(self, text, language):
        """What an answer seems to say. Another module may override this; whatever it returns is only ever suggested to
        a user.

        :param text: the person's own words, without what they quote
        :param language: code of the language in which we write to them, or False
        :return: ``{"label": a code of ANSWER_LABELS, "confidence": 0 to 1, "date": date or None, "quote": the words
            that tell, or None, "name", "email": of the person whom they name instead, or None}``; None where nothing is
            sure
        """
        return suggest(text, (language or "")[:2] or None, fields.Date.today())

    def _suggest(self, signals):
        """Note what these answers seem to say, where nobody has said it."""
        open_ones = signals.filtered(lambda one: not one.label and not one.handled_at)
        for signal in open_ones:
            sent = signal.enrollment_id.touch_ids.mail_message_id
            words = without(own_words(signal.mail_message_id.body), sent.mapped("body"))
            found = {"label": "unsubscribe"} if signal.wish == "opt_out" else None
            if words and not found:
                found = self._classify_answer(words, signal.enrollment_id._language())
            signal.write(self._suggestion_values(found, words))

    def _suggestion_values(self, found, words):
        """Values of a suggestion: another module may have returned anything."""
        if not isinstance(found, dict) or found.get("label") not in dict(ANSWER_LABELS):
            return dict.fromkeys(SUGGESTED, False)
        day = found.get("date")

        def text(name):
            value = found.get(name)
            return one_line(value)[:MAX_QUOTE] if isinstance(value, str) else False

        quote = text("quote")
        return {
            "suggested_label": found["label"],
            "suggested_date": day if type(day) is datetime.date else False,
            "suggested_name": text("name"),
            "suggested_email": tools.email_normalize(text("email") or "") or False,
            "suggested_quote": quote if quote and quote in " ".join(words.split()) else False,
        }

    # ------------------------------------------------------------------
    # The to-do
    # ------------------------------------------------------------------

    def _schedule_todos(self, signals):
        """Let whoever looks after these people know that there is something to do: one to-do for each person."""
        for signal in signals.filtered(lambda one: one.sequence_id.answer_todo and not one.handled_at):
            signal.answer_activity_id = signal._open_todo() or self._create_todo(signal)

    def _create_todo(self, signal):
        enrollment = signal.enrollment_id
        target, user = enrollment._target(), enrollment._find_responsible()
        target = target.with_context(lang=active_language(self.env, user.lang), mail_activity_quick_update=True)
        name = target._sequence_person_name() or target.display_name
        quote = opening(own_words(signal.mail_message_id.body))
        return target.activity_schedule(
            "mail.mail_activity_data_todo",
            summary=one_line(target.env._("Answer %s", name)),
            note=Markup("<p>%s</p>") % (target.env._("“%s”", quote) if quote else signal.detail or ""),
            user_id=user.id,
            date_deadline=fields.Date.context_today(target.with_user(user)),
            is_sequence_answer=True,
        )

    # ------------------------------------------------------------------
    # The stage
    # ------------------------------------------------------------------

    def _move_stages(self, signals):
        """Move leads to the stage that their sequence wants for people who answer: never back, and only to a stage of
        their team."""
        for signal in signals:
            lead, stage = signal._lead_to_move(), signal.sequence_id.answer_stage_id
            if lead:
                signal.stage_before = {"from": lead.stage_id.id, "to": stage.id}
                lead.stage_id = stage

    # ------------------------------------------------------------------
    # The notification
    # ------------------------------------------------------------------

    def _tell_of_answers(self, signals):
        """Show the answers at once to whoever looks after these people, if they are there."""
        waiting = signals.filtered(lambda one: not one.handled_at)
        for of_mail in waiting.grouped(lambda one: one.mail_message_id or one).values():
            # The same mail can concern several enrollments.
            signal = of_mail[0]
            target = signal.enrollment_id._target()
            signal.enrollment_id._find_responsible()._bus_send(
                "sales_sequence/answer",
                {
                    "signal_id": signal.id,
                    "name": target._sequence_person_name() or target.display_name,
                    "quote": opening(own_words(signal.mail_message_id.body)),
                    "res_model": target._name,
                    "res_id": target.id,
                },
            )

    # ------------------------------------------------------------------
    # Replies
    # ------------------------------------------------------------------

    def _note_replies(self, limit):
        """Handle the answers that a colleague has replied to in the record's own thread, by Odoo or by mail. Looked up
        here, so that no message costs anything more."""
        signals = all_signals(self.env)
        signals.flush_model(["handled_at", "handled_before", "kind", "mail_message_id"])
        for target, (model_name, field_name) in self.env["sales.sequence"]._target_models().items():
            self.env.cr.execute(
                SQL(
                    """SELECT DISTINCT ON (signal.id) signal.id, colleague.id
                         FROM sales_sequence_signal signal
                         JOIN sales_sequence_enrollment enrollment ON enrollment.id = signal.enrollment_id
                         JOIN mail_message message ON message.model = %(model)s
                              AND message.res_id = enrollment.%(field)s AND message.id > signal.mail_message_id
                              AND message.id > COALESCE((signal.handled_before->>'known_message')::int, 0)
                         JOIN res_users colleague ON colleague.partner_id = message.author_id
                              AND colleague.active AND NOT colleague.share
                        WHERE signal.kind = 'reply' AND signal.handled_at IS NULL AND signal.occurred_at > %(since)s
                          AND enrollment.target = %(target)s AND message.message_type IN ('comment', 'email')
                          AND message.is_internal IS NOT TRUE AND message.subtype_id = %(subtype)s
                     ORDER BY signal.id, message.id
                        LIMIT %(limit)s""",
                    model=model_name,
                    field=SQL.identifier(field_name),
                    since=fields.Datetime.now() - REPLY_PATIENCE,
                    target=target,
                    subtype=self.env.ref("mail.mt_comment").id,
                    limit=limit,
                )
            )
            users = dict(self.env.cr.fetchall())

            def note_reply(replied, users=users):
                for signal in replied:
                    user = self.env["res.users"].browse(users[signal.id])
                    signal._handle(user.with_context(lang=user.lang).env._("Replied"), user=user)

            def note_failure(signal, error, users=users):
                # Its to-do could not be closed: do not try again every minute.
                self._log_failed_follow_up(signal, error)
                signal.write({"handled_at": fields.Datetime.now(), "handled_by_id": users[signal.id]})

            isolate(signals.browse(users), note_reply, note_failure)
