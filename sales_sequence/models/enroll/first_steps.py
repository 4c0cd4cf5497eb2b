from markupsafe import Markup

from odoo import api, fields, models

from ...tools.time_zones import wall_time, zone_info
from ..base.arguments import checked
from ..base.jobs import RUNNER, wake
from ..base.languages import active_language
from ..base.words import by_user, day_in_words
from ..enrollment.beginning import FIRST_STEPS


class SalesSequenceFirstSteps(models.AbstractModel):
    """The pause of a sequence's first steps: too many of its emails bounce, or are marked as spam.

    Whoever is under way goes on. People can still be enrolled; they wait, as does everybody else to whom nothing has
    happened yet: the runner pauses each when the first step is due, and the outbox keeps back a first email that is
    still in the queue (`enrollment/beginning.py`).

    The job that looks for advice pauses (`advice/results_advice.py`), and tells the owner once. A user lifts it; from
    then on, only emails that left later count against the sequence.
    """

    _name = "sales.sequence.first.steps"
    _description = "Pause of the First Steps of a Sequence"

    first_steps_paused_at = fields.Datetime(
        string="First steps paused since",
        readonly=True,
        copy=False,
        help="Since then nobody begins this sequence. People who are already active continue.",
    )
    first_steps_pause_code = fields.Selection(
        [("bounces", "Too many bounces"), ("complaints", "Too many complaints")],
        string="First steps paused because",
        readonly=True,
        copy=False,
    )
    first_steps_pause_facts = fields.Json(readonly=True, copy=False)
    first_steps_lifted_at = fields.Datetime(
        string="First steps resumed",
        readonly=True,
        copy=False,
        help="Bounces and complaints of emails that left before do not pause the first steps again.",
    )
    first_steps_pause_why = fields.Char(
        string="Why nobody begins",
        compute="_compute_first_steps_pause_why",
        help="Empty where people begin as planned.",
    )

    @api.depends("first_steps_paused_at", "first_steps_pause_code", "first_steps_pause_facts")
    @api.depends_context("lang", "tz")
    def _compute_first_steps_pause_why(self):
        for sequence in self:
            sequence.first_steps_pause_why = bool(sequence.first_steps_paused_at) and sequence._pause_in_words()

    def _pause_in_words(self):
        facts = self.first_steps_pause_facts or {}
        words = {
            "day": day_in_words(self.env, wall_time(self.first_steps_paused_at, zone_info(str(self.env.tz)))),
            "count": facts.get("count", 0),
            "sent": facts.get("sent", 0),
        }
        if self.first_steps_pause_code == "complaints":
            return self.env._(
                "The first steps have been paused since %(day)s: of %(sent)s emails, %(count)s were marked as spam.",
                **words,
            )
        return self.env._(
            "The first steps have been paused since %(day)s: of %(sent)s emails, %(count)s bounced.", **words
        )

    # ------------------------------------------------------------------
    # Pausing
    # ------------------------------------------------------------------

    def _pause_first_steps(self, code, facts):
        """Let nobody begin this sequence, and tell its owner. Where that is so already, nothing happens.

        :param code: of `first_steps_pause_code`
        :param facts: dict: ``count`` of the ``sent`` emails
        """
        self.ensure_one()
        # Another process may be at it: it tells the owner, too.
        sequence = self.try_lock_for_update(allow_referencing=True)
        if not sequence or sequence.first_steps_paused_at:
            return
        sequence.write(
            {
                "first_steps_paused_at": fields.Datetime.now(),
                "first_steps_pause_code": code,
                "first_steps_pause_facts": facts,
            }
        )
        sequence._message_log(body=sequence.first_steps_pause_why)
        sequence._tell_owner_of_pause()

    def _tell_owner_of_pause(self):
        owner = self.user_id
        if not owner.active:
            return
        told = self.with_context(lang=active_language(self.env, owner.lang), tz=owner.tz, mail_notify_force_send=False)
        # Left to the mail queue: an error while sending must not undo the pause.
        told.message_notify(
            partner_ids=owner.partner_id.ids,
            subject=told.env._("The first steps of “%s” are paused", told._numbered_name()),
            body=Markup("<p>%s</p><p>%s</p>")
            % (
                told.first_steps_pause_why,
                told.env._(
                    "Nobody begins it for now; people who are already active continue. Find out where the addresses "
                    "come from, and whether these people expect your emails. Then resume the first steps on the form "
                    "of the sequence."
                ),
            ),
        )

    # ------------------------------------------------------------------
    # Lifting
    # ------------------------------------------------------------------

    @checked()
    def action_lift_pause(self):
        """Let people begin these sequences again: everybody who has waited for it, at the pace of a backlog.

        The runner resumes them, batch by batch. Nothing happens where the first steps are not paused.

        :return: True
        :raises AccessError: the user may not write one of the sequences
        """
        self.check_access("write")
        # With all rights: also the people of colleagues.
        paused = self.sudo().filtered("first_steps_paused_at")
        paused.write(
            {
                "first_steps_paused_at": False,
                "first_steps_pause_code": False,
                "first_steps_pause_facts": False,
                "first_steps_lifted_at": fields.Datetime.now(),
            }
        )
        for sequence in paused:
            sequence._message_log(body=self.env._("The first steps are resumed. %s", by_user(self.env)))
        paused._let_begin()
        return True

    @api.model
    def _let_latecomers_begin(self):
        """Whoever was about to be paused at the very moment when somebody resumed the first steps was not seen then.
        Called by the job that looks for advice."""
        resumed = [("first_steps_lifted_at", "!=", False), ("first_steps_paused_at", "=", False)]
        self.with_context(active_test=False).search(resumed)._let_begin()

    def _let_begin(self):
        """Let everybody resume who waits for the first steps of these. The runner does it: they can be many."""
        if not self:
            return
        now = fields.Datetime.now()
        held = self.env["sales.sequence.enrollment"].search(
            [
                ("sequence_id", "in", self.ids),
                ("state", "=", "paused"),
                ("pause_kind", "in", (FIRST_STEPS, "unsure")),
            ]
        )
        waiting = held.filtered(lambda one: one.pause_kind == FIRST_STEPS and not one.resume_at)
        waiting.write({"resume_at": now})
        # Once it is clear that they have not answered, that pause is over.
        beneath = held.filtered(lambda one: one.pause_kind == "unsure" and one._underlying_pause()[0] == FIRST_STEPS)
        beneath._change_pause(FIRST_STEPS, now)
        if waiting or beneath:
            wake(self.env, RUNNER)
        self._release_only_emails()

    def _release_only_emails(self):
        """Let those emails leave that were the only step of their people, who have completed the sequence by it."""
        queued = [("sequence_id", "in", self.ids), ("state", "=", "queued"), ("enrollment_id.state", "=", "finished")]
        ended = self.env["sales.sequence.touch"].search(queued).enrollment_id
        (ended - ended._open_questions().enrollment_id)._queued_touches()._release_mails()
