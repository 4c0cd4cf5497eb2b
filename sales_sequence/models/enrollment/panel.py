from typing import NamedTuple

from odoo import api, fields, models
from odoo.fields import Domain

from ..base.states import LIVE_STATES, STATES
from .signal import OPEN_QUESTION

# What the chip and the panel read of every enrollment of a record, in the one query that finds them.
OF_SCREEN = (
    "arm",
    "company_id",
    "comparison_id",
    "control_activity_id",
    "date_at",
    "date_on",
    "ended_at",
    "enrolled_at",
    "exit_reason",
    "interrupted_pause",
    "lead_id",
    "next_run_at",
    "next_run_moved_by",
    "next_step_id",
    "own_mails",
    "partner_id",
    "pause_kind",
    "paused_at",
    "pending_sequence_id",
    "replied_at",
    "resume_at",
    "sequence_id",
    "state",
    "status_note",
    "status_signal_id",
    "target",
    "user_id",
)
OF_TOUCHES = (
    "activity_id",
    "channel",
    "done_at",
    "due_at",
    "due_kind",
    "enrollment_id",
    "mail_message_id",
    "outcome_id",
    "reason",
    "replied_at",
    "state",
    "step_id",
)
OF_STEPS = (
    "active",
    "at_hour",
    "channel",
    "delay",
    "delay_from",
    "delay_unit",
    "max_wait_days",
    "name",
    "position",
    "sequence_id",
)
# As many earlier enrollments as fit below the present one without hiding the rest of the form.
MAX_EARLIER = 3
# Pauses that are over where the step is skipped.
SKIPPABLE_PAUSES = ("failure", "no_date")


class Seen(NamedTuple):
    """What the panel of one enrollment has read."""

    # The active steps, and those that were archived after they had been taken, in order.
    steps: object
    touches: object
    # The touch of the next step that somebody has to do or to approve; empty where nobody has.
    at_next: object
    # IANA name of the person's clock.
    zone: str
    # See `sales.sequence._get_working_times`.
    known_times: dict


class SalesSequenceTargetPanel(models.AbstractModel):
    """What lists, kanbans and forms show of a record's sequences.

    A record that was never enrolled costs the one query that finds this out. The panel is for forms: it is computed
    record by record.
    """

    _name = "sales.sequence.target.panel"
    _description = "Target of Sales Sequences: Panel"

    # As in `sales.sequence.target`.
    _sequence_enrollment_field = None

    sequence_enrollment_count = fields.Integer(
        string="Sequences",
        compute="_compute_sequence_state",
        compute_sudo=True,
        groups="sales_sequence.group_sales_sequence_user",
    )
    sequence_state = fields.Selection(
        STATES,
        string="Sequence state",
        compute="_compute_sequence_state",
        compute_sudo=True,
        groups="sales_sequence.group_sales_sequence_user",
    )
    sequence_chip = fields.Char(
        # Not “Sequence”: other apps call the order of records so, and Odoo warns of two fields with one label.
        string="Where in the sequence",
        compute="_compute_sequence_state",
        compute_sudo=True,
        groups="sales_sequence.group_sales_sequence_user",
        help="Where the person is in the sequence, or how the last one ended.",
    )
    sequence_exit_reason = fields.Selection(
        selection=lambda self: self.env["sales.sequence.enrollment"]._fields["exit_reason"]._description_selection(
            self.env
        ),
        string="Sequence ended because",
        compute="_compute_sequence_state",
        compute_sudo=True,
        search="_search_sequence_exit_reason",
        groups="sales_sequence.group_sales_sequence_user",
        help="Why the last sequence ended, where no other one has begun since.",
    )
    own_enrollment_ids = fields.Many2many(
        "sales.sequence.enrollment",
        compute="_compute_sequence_state",
        compute_sudo=True,
        groups="sales_sequence.group_sales_sequence_user",
        help="Those in the user's companies, the one to show first: the live one, else the last one.",
    )
    sequence_panel = fields.Json(
        compute="_compute_sequence_panel", groups="sales_sequence.group_sales_sequence_user"
    )

    @api.depends_context("allowed_company_ids", "lang", "uid")
    def _compute_sequence_state(self):
        Enrollment = self.env["sales.sequence.enrollment"]
        field_name = self._sequence_enrollment_field
        # A contact that companies share is in a sequence of one of them, which the others are not told of.
        domain = Domain(field_name, "in", self.ids) & Domain("company_id", "in", self.env.companies.ids)
        found = Enrollment.search_fetch(domain, OF_SCREEN).grouped(field_name)
        own = {target: found.get(target._origin, Enrollment) for target in self}
        own = {target: of_one.sorted(lambda one: one.state not in LIVE_STATES) for target, of_one in own.items()}
        chips = Enrollment.union(*(of_one[:1] for of_one in own.values()))._chips()
        for target, of_one in own.items():
            shown = of_one[:1]
            target.own_enrollment_ids = of_one
            target.sequence_enrollment_count = len(of_one)
            target.sequence_state = shown.state
            target.sequence_exit_reason = shown.exit_reason
            target.sequence_chip = chips.get(shown.id, False)

    @api.model
    def _search_sequence_exit_reason(self, operator, value):
        if operator != "in":
            return NotImplemented
        reasons = [reason for reason in value if reason]
        ended = Domain("enrollment_ids", "any", [("exit_reason", "in", reasons)])
        # Of a record that is in a sequence again, the present one is shown.
        ended &= Domain("enrollment_ids", "not any", [("state", "in", LIVE_STATES)])
        if False not in value:
            return ended
        return ended | Domain("enrollment_ids", "=", False) | Domain("enrollment_ids.state", "in", LIVE_STATES)

    @api.depends_context("allowed_company_ids", "lang", "tz", "uid")
    def _compute_sequence_panel(self):
        for target in self:
            own = target.own_enrollment_ids
            shown = own._readable(own[:1])
            if not own:
                target.sequence_panel = {"kind": "never", **target._panel_of_nobody()}
            elif not shown:
                # That somebody else writes to them has to be known; what, and where they are, has not.
                target.sequence_panel = {"kind": "hidden", "actions": [], "earlier": []}
            else:
                target.sequence_panel = shown.with_env(self.env)._panel(earlier=own._readable(own[1:]))

    def _panel_of_nobody(self):
        self.ensure_one()
        may_enroll = bool(self._origin) and not self._sequence_end() and self._origin.has_access("write")
        return {
            "res_model": self._name,
            "res_id": self._origin.id,
            "actions": ["enroll"] if may_enroll else [],
            "earlier": [],
        }


class SalesSequenceEnrollmentPanel(models.AbstractModel):
    """Where an enrollment stands, why, and what can be done about it: the value of the panel that leads, contacts and
    enrollments show (`static/src/panel/`). The sentences are in `panel_words.py`."""

    _name = "sales.sequence.enrollment.panel"
    _description = "Sales Sequence Enrollment: Panel"

    sequence_panel = fields.Json(compute="_compute_sequence_panel")

    @api.depends_context("allowed_company_ids", "lang", "tz", "uid")
    def _compute_sequence_panel(self):
        for enrollment in self:
            enrollment.sequence_panel = enrollment._panel()

    def _chips(self):
        """``{enrollment id: where it stands, in a few words}``, for many enrollments at once."""
        running = self.filtered(lambda one: one.state == "running")
        steps = self.env["sales.sequence.step"]
        if running:
            domain = [("sequence_id", "in", running.sequence_id.ids)]
            steps = steps.search_fetch(domain, ["sequence_id", "position"], order="position, id")
        by_sequence = steps.grouped("sequence_id")
        dated = self.filtered(lambda one: one.state == "paused" and one.resume_at)
        zones = dated._zones_of_people() if dated else {}
        return {one.id: one._chip(by_sequence.get(one.sequence_id, steps.browse()), zones.get(one.id)) for one in self}

    def _panel(self, earlier=None):
        """What the panel shows of this enrollment.

        :param earlier: other enrollments of the record that the user may read, the latest first
        :return: dict: ``kind`` (running, paused, unsure, ended, replied), ``enrollment_id``, ``res_model`` and
            ``res_id`` (the record), ``name`` (of the person), ``sequence``, ``badge`` (``text``, ``color``),
            ``progress``, ``by``, ``steps`` (see `_panel_steps`), ``rows`` (``label``, ``strong``, ``text``, ``title``),
            ``answer`` (see `_panel_answer`), ``actions`` (keys, see `_panel_actions`), ``activity_id``, ``touch_id``,
            ``zone`` (IANA name), ``earlier`` (``id``, ``name``, ``words``) and ``more`` (how many earlier ones are not
            listed)
        """
        self.ensure_one()
        earlier = self.browse() if earlier is None else earlier
        listed = earlier[:MAX_EARLIER]
        # With all rights from here on: whoever may read the enrollment may know its steps. Names hide themselves.
        told = self.sudo().with_prefetch((self | listed).ids)
        touches = self.env["sales.sequence.touch"].sudo()
        touches = touches.search_fetch([("enrollment_id", "in", (self | listed).ids)], OF_TOUCHES, order="id")
        by_enrollment = touches.grouped("enrollment_id")
        seen = told._panel_seen(by_enrollment.get(told, touches.browse()))
        kind, question, answer = told._panel_kind()
        # A call that is not waited for stays open while the sequence goes on.
        to_do = seen.touches.filtered(lambda one: one.state == "todo" and one.activity_id)
        target, signal = told._target(), (answer or question).with_env(self.env)
        return {
            "kind": kind,
            "enrollment_id": self.id,
            "res_model": target._name if target else False,
            "res_id": target.id,
            "name": told._panel_name(),
            "sequence": told.sequence_id.display_name,
            "badge": told._panel_badge(kind),
            "progress": told.state in LIVE_STATES
            and not told._control()
            and told._chip_of_step(seen.steps.filtered("active")),
            "by": told._panel_by(seen.zone),
            "steps": told._panel_steps(seen),
            "rows": told._panel_rows(kind, seen),
            "answer": bool(signal) and signal._panel_answer(seen.zone),
            "actions": self._panel_actions(kind, seen.at_next, to_do, answer),
            "activity_id": (seen.at_next.activity_id or to_do.activity_id)[:1].id,
            "touch_id": seen.at_next.id,
            "zone": seen.zone,
            "earlier": [
                {
                    "id": one.id,
                    "name": one.sequence_id.display_name,
                    "words": one._panel_earlier_in_words(by_enrollment.get(one, touches.browse()), seen.zone),
                }
                for one in listed.sudo()
            ],
            "more": len(earlier) - len(listed),
        }

    def _panel_seen(self, touches):
        """:param touches: all of this enrollment; :return: `Seen`"""
        return Seen(
            steps=self._panel_all_steps(touches),
            touches=touches,
            at_next=touches.filtered(
                lambda touch: touch.step_id == self.next_step_id and touch.state in ("todo", "draft")
            ),
            zone=self._zones_of_people()[self.id],
            known_times={},
        )

    def _panel_kind(self):
        """:return: ``(kind, open question, unhandled or last answer)``: the signals are empty where there is none"""
        none = self.env["sales.sequence.signal"]
        if self.exit_reason == "replied":
            answers = self.signal_ids.filtered(lambda signal: signal.kind == "reply")
            waiting = answers.filtered(lambda signal: not signal.handled_at)
            return "replied", none, (waiting or answers)[:1]
        if self.pause_kind == "unsure":
            return "unsure", self.signal_ids.filtered_domain(OPEN_QUESTION)[-1:], none
        kinds = {"running": "running", "paused": "paused"}
        return kinds.get(self.state, "ended"), none, none

    def _panel_actions(self, kind, at_next, to_do, answer):
        """The keys of what the user can do now; the labels are in `static/src/panel/panel.js`. Nothing is offered that
        would answer with an error."""
        if not self.can_manage:
            return []
        if kind == "unsure":
            return ["person", "machine", "stop"]
        if kind == "paused":
            skippable = self.pause_kind in SKIPPABLE_PAUSES and self.next_step_id
            # Whoever waits for the first steps of the sequence resumes with them.
            resume = [] if self.sudo()._waiting_to_begin() else ["resume"]
            return [*resume, *(["skip"] if skippable else []), "elsewhere", "stop"]
        if kind == "running":
            first = ["done"] if to_do else []
            if at_next.state == "draft":
                first.append("review")
            elif not at_next and self.sudo().next_step_id and not self.sudo()._undated():
                first.append("next")
            skip = ["skip"] if self.sudo().next_step_id else []
            pause = [] if self._control() else ["pause"]
            return [*first, *skip, *pause, "elsewhere", "stop"]
        if answer and not answer.handled_at:
            machine = ["not_a_reply"] if answer.mail_message_id else []
            return ["answer", "meeting", "not_now", *machine]
        target = self._target()
        return ["enroll"] if target and not target._sequence_end() else []

    # ------------------------------------------------------------------
    # Steps
    # ------------------------------------------------------------------

    def _panel_all_steps(self, touches):
        """The steps of the sequence in order, with those that were archived after they had been taken."""
        steps = self.env["sales.sequence.step"].with_context(active_test=False)
        steps = steps.search_fetch([("sequence_id", "=", self.sequence_id.id)], OF_STEPS, order="position, id")
        return steps.filtered(lambda step: step.active or step in touches.step_id)

    def _panel_steps(self, seen):
        """What came of each step, and when the others come.

        :param seen: `Seen`
        :return: list of dicts ``id``, ``name``, ``channel``, ``is_own`` (the email was written for this person alone),
            ``kind`` (done, current, ahead, left_out, failed), ``when`` (in words), ``title`` (the same in the user's
            own time), ``status`` (in words), ``color``
        """
        by_step = seen.touches.grouped("step_id")
        is_planned = self.state == "running" or (self.state == "paused" and self.resume_at)
        planned = {row["step_id"]: row for row in self._preview(seen.known_times)} if is_planned else {}
        rows = []
        # Whoever is held back gets none of them.
        for step in [] if self._control() else seen.steps:
            touch = by_step.get(step)
            ahead = None if touch else self._panel_step_ahead(step, planned.get(step.id), seen.zone)
            row = ahead or touch._panel_step(seen.zone)
            rows.append(
                {
                    "id": step.id,
                    "name": step.display_name,
                    "channel": step.channel,
                    "is_own": bool(self._own_mail(step)),
                    **row,
                }
            )
        return rows

    def _panel_step_ahead(self, step, planned, zone):
        words = self._panel_untouched_in_words(planned)
        moment = fields.Datetime.to_datetime(planned["planned_at"]) if planned and planned["planned_at"] else None
        is_current = step == self.next_step_id
        left_out = self.state not in LIVE_STATES or (planned and not moment)
        return {
            "kind": "left_out" if left_out else "current" if is_current else "ahead",
            "when": self._in_words(moment, zone) if moment else False,
            "title": self._panel_hover(moment, zone),
            "status": words,
            "color": "muted",
        }
