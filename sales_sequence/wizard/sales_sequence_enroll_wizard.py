from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.base.arguments import DATE, IdList, checked
from .selection import is_cut, selected_ids

# How many refused records the dialog lists by name; the counts are always complete.
MAX_LINES = 200
# How many contacts there are to choose from for the preview.
MAX_CANDIDATES = 1000
# More than these are enrolled by the job: nobody wants to look at a screen that does not move.
MAX_AT_ONCE = 500


class SalesSequenceEnrollWizard(models.TransientModel):
    """Says before enrolling who will be enrolled, who will not and why, when each step comes and what the emails say;
    afterwards, what was done.

    Opened with ``active_model`` and ``active_ids`` in the context. It decides nothing: `sales.sequence.enroll` does,
    and checks everything again. Beside this file, `…_contacts` expands companies to their contacts, `…_preview` shows
    dates and emails, `…_work` what it adds to whose days, `…_draw` who is held back; `…_line` is a refused record,
    `…_mail` an email that the user may write anew.
    """

    _name = "sales.sequence.enroll.wizard"
    _inherit = [
        "sales.sequence.enroll.wizard.contacts",
        "sales.sequence.enroll.wizard.draw",
        "sales.sequence.enroll.wizard.preview",
        "sales.sequence.enroll.wizard.work",
        "sales.sequence.limits",
        "sales.sequence.references",
    ]
    _description = "Enroll in a Sequence"

    state = fields.Selection([("choose", "Choose"), ("done", "Done")], default="choose", required=True)
    target = fields.Char(string="Kind of record", compute="_compute_target")
    target_count = fields.Integer(string="Selected", compute="_compute_target_count")
    is_partial = fields.Boolean(readonly=True, help="The list has handed over all that it can: there may be more.")
    target_name = fields.Char(compute="_compute_target_count", help="The name of the record if only one is selected.")
    sequence_id = fields.Many2one(
        "sales.sequence",
        compute="_compute_sequence_id",
        compute_sudo=False,
        store=True,
        readonly=False,
        domain="[('state', '=', 'live'), ('target', '=', target)]",
    )
    sequence_name = fields.Char(string="Name of the sequence", related="sequence_id.display_name")
    sequence_summary = fields.Char(compute="_compute_sequence_summary")
    sequence_count = fields.Integer(compute="_compute_sequence_count", help="Live sequences to choose from.")
    may_publish = fields.Boolean(compute="_compute_sequence_count")
    user_id = fields.Many2one(
        "res.users",
        string="Sender",
        domain="[('share', '=', False)]",
        help="Everything in the sequence is sent by this user. Empty: by the salesperson of each record, else by the "
        "owner of the sequence, else by you.",
    )

    start_on = fields.Date(
        string="Start on",
        help="Nothing happens before this day. Empty: the first step comes as soon as the sequence's hours allow.",
    )
    date_source = fields.Selection(related="sequence_id.date_source")
    first_steps_pause_why = fields.Char(related="sequence_id.first_steps_pause_why")
    date = fields.Date(
        string="Counted from",
        help="The date that steps of the sequence are counted from, such as the end of a contract.",
    )
    conflicts = fields.Selection(
        [("skip", "Leave them out"), ("queue", "Enroll them afterwards"), ("replace", "Take them out of it")],
        default="skip",
        required=True,
        help="What to do with people who are in another sequence. Afterwards: when they are through it without "
        "answering. Take them out: the other sequence is stopped.",
    )
    conflict_count = fields.Integer(
        string="In another sequence", compute="_compute_admission", compute_sudo=False, store=True
    )
    meetings = fields.Selection(
        [("skip", "Leave them out"), ("after", "Start after the meeting")],
        default="skip",
        required=True,
        help="What to do with people who have a meeting ahead, which would stop the sequence.",
    )
    meeting_count = fields.Integer(
        string="Have a meeting ahead", compute="_compute_admission", compute_sudo=False, store=True
    )
    moved_count = fields.Integer(
        compute="_compute_admission",
        compute_sudo=False,
        store=True,
        help="Of those who will be enrolled, how many are in another sequence.",
    )
    allow_recent = fields.Boolean(
        string="Enroll them anyway", help="Include people who have answered a sequence of the company lately."
    )
    recent_count = fields.Integer(
        string="Answered recently", compute="_compute_admission", compute_sudo=False, store=True
    )
    begin_count = fields.Integer(
        compute="_compute_begin_count", help="How many enter now and do not wait for another sequence to end."
    )
    admitted_count = fields.Integer(
        string="Will be enrolled", compute="_compute_admission", compute_sudo=False, store=True
    )
    refused_count = fields.Integer(
        string="Cannot be enrolled", compute="_compute_admission", compute_sudo=False, store=True
    )
    refused_by_reason = fields.Json(
        compute="_compute_admission", compute_sudo=False, store=True, help="[[reason in words, count], …]"
    )
    candidate_ids = IdList(
        compute="_compute_admission", compute_sudo=False, store=True, help="Ids to choose the preview from."
    )
    line_ids = fields.One2many(
        "sales.sequence.enroll.wizard.line",
        "wizard_id",
        string="Refused",
        compute="_compute_admission",
        compute_sudo=False,
        store=True,
    )
    refusal = fields.Text(compute="_compute_refusal", help="Why, if only one is selected and it cannot be enrolled.")
    unlisted_count = fields.Integer(compute="_compute_unlisted_count")
    reasons_html = fields.Html(compute="_compute_reasons_html", sanitize=False)

    enrollment_ids = IdList(readonly=True, help="Ids of the enrollments that were made.")
    enrolled_count = fields.Integer(compute="_compute_enrolled_count")
    pending_ids = IdList(readonly=True, help="Ids of the enrollments that have to end first.")
    pending_count = fields.Integer(compute="_compute_enrolled_count")

    @api.model
    def default_get(self, fields_list):
        """Take the selected records from the context, where the actions of lists and forms put them."""
        values = super().default_get(fields_list)
        context = self.env.context
        target_ids = selected_ids(self.env)
        models_of_targets = [model_name for model_name, _field in self.env["sales.sequence"]._target_models().values()]
        if not target_ids or context.get("active_model") not in models_of_targets:
            raise UserError(self.env._("Select the leads or contacts to enroll first, in their list or form."))
        is_partial = context.get("active_domain") is None and is_cut(self.env, target_ids)
        values.update(target_model=context["active_model"], selected_ids=target_ids, is_partial=is_partial)
        return values

    # ------------------------------------------------------------------
    # The records and the sequence
    # ------------------------------------------------------------------

    @api.depends("target_model")
    def _compute_target(self):
        by_model = {model: target for target, (model, _field) in self.env["sales.sequence"]._target_models().items()}
        for wizard in self:
            wizard.target = by_model.get(wizard.target_model)

    @api.depends("target_ids", "target_model")
    def _compute_target_count(self):
        for wizard in self:
            target_ids = wizard.target_ids or []
            wizard.target_count = len(target_ids)
            wizard.target_name = False
            if len(target_ids) == 1:
                target = wizard._targets().exists()._filtered_access("read")
                wizard.target_name = target.display_name if target else False

    @api.depends("target")
    def _compute_sequence_count(self):
        Sequence = self.env["sales.sequence"]
        for wizard in self:
            wizard.sequence_count = Sequence.search_count(wizard._available_domain())
            wizard.may_publish = Sequence.has_access("write")

    @api.depends("target")
    def _compute_sequence_id(self):
        """If there is only one sequence to choose, choose it."""
        for wizard in self:
            available = self.env["sales.sequence"].search(wizard._available_domain(), limit=2)
            wizard.sequence_id = available if len(available) == 1 else False

    @api.depends("sequence_id")
    def _compute_sequence_summary(self):
        for wizard in self:
            sequence = wizard.sequence_id
            wizard.sequence_summary = (
                self.env._("%(steps)s steps in %(days)s days", steps=sequence.step_count, days=sequence.duration_days)
                if sequence
                else False
            )

    def _date(self):
        """The date to count from, None where the sequence does not ask for one."""
        return DATE(self.env, "date", self.date) if self.date_source == "enrollment" else None

    def _available_domain(self):
        self.ensure_one()
        return [("state", "=", "live"), ("target", "=", self.target)]

    def _targets(self):
        self.ensure_one()
        return self.env[self.target_model].with_context(active_test=False).browse(self.target_ids or [])

    # ------------------------------------------------------------------
    # Who can be enrolled
    # ------------------------------------------------------------------

    @api.depends("sequence_id", "target_ids", "conflicts", "meetings", "start_on", "user_id", "allow_recent", "date")
    def _compute_admission(self):
        Eligibility = self.env["sales.sequence.eligibility"]
        for wizard in self:
            sequence, admitted, refusals, candidates = wizard.sequence_id, [], {}, None
            elsewhere, meeting, recent = set(), set(), set()
            # Once it is done, there is nothing left to foresee.
            if sequence and wizard.state == "choose":
                candidates, refusals = Eligibility._check(
                    sequence,
                    wizard.target_ids or [],
                    wizard.user_id,
                    wizard.conflicts,
                    wizard.start_on,
                    wizard._date(),
                    after_meeting=wizard.meetings == "after",
                    allow_recent=wizard.allow_recent,
                )
                admitted = candidates.targets.ids
                meeting = {target_id for target_id, (code, _message) in refusals.items() if code == "meeting"}
                meeting.update(candidates.starts.keys() & set(admitted))
                recent = {target_id for target_id, (code, _message) in refusals.items() if code == "answered_recently"}
                if wizard.allow_recent:
                    recent.update(Eligibility._refuse_answered_recently(candidates))
                refused = [target_id for target_id, (code, _message) in refusals.items() if code == "already_live"]
                if refused or wizard.conflicts != "skip":
                    targets = candidates.targets | candidates.targets.browse(refused)
                    live = self.env["sales.sequence.enrollment"]._find_live(sequence, targets)
                    elsewhere = {target_id for target_id, found in live.items() if sequence not in found.sequence_id}
            wizard.admitted_count = len(admitted)
            wizard.recent_count = len(recent)
            wizard.conflict_count = len(elsewhere)
            wizard.meeting_count = len(meeting)
            wizard.moved_count = len(elsewhere.intersection(admitted))
            # Pending people have no dates yet.
            waiting = elsewhere if wizard.conflicts == "queue" else ()
            wizard.candidate_ids = [target_id for target_id in admitted if target_id not in waiting][:MAX_CANDIDATES]
            wizard._note_refused(Eligibility._format_refusals(sequence, refusals) if refusals else [])
            wizard._note_added_work(candidates and candidates.without(waiting))

    @api.depends("admitted_count", "moved_count", "conflicts")
    def _compute_begin_count(self):
        for wizard in self:
            waiting = wizard.moved_count if wizard.conflicts == "queue" else 0
            wizard.begin_count = wizard.admitted_count - waiting

    def _note_refused(self, refused):
        """Keep the counts by reason, and a line for each of the first refused records.

        :param refused: as `sales.sequence.enroll` returns it
        """
        self.ensure_one()
        in_words = self.env["sales.sequence.eligibility"]._reason_in_words
        counts = Counter(refusal["code"] for refusal in refused)
        self.refused_count = len(refused)
        self.refused_by_reason = [[in_words(code), count] for code, count in counts.most_common()]
        listed = refused[:MAX_LINES]
        targets = self.env[self.target_model].browse([refusal["target_id"] for refusal in listed]).exists()
        # The name of a record that the user may not read is not told here, either.
        readable = targets._filtered_access("read")
        names = {target.id: target.display_name for target in readable}
        # After a run in the background, an enrollment may have been deleted.
        in_the_way = {refusal["enrollment_id"] for refusal in listed if refusal.get("enrollment_id")}
        present = set(self.env["sales.sequence.enrollment"].browse(in_the_way).exists()._filtered_access("read")._ids)
        self.line_ids = [
            fields.Command.clear(),
            *(
                fields.Command.create(
                    {
                        "target_id": refusal["target_id"],
                        "name": names.get(refusal["target_id"]) or self.env._("Record %s", refusal["target_id"]),
                        "may_open": refusal["target_id"] in names,
                        "enrollment_id": ({refusal.get("enrollment_id")} & present or {False}).pop(),
                        "code": refusal["code"],
                        "message": refusal["message"],
                    }
                )
                for refusal in listed
            ),
        ]

    @api.depends("target_name", "line_ids.message")
    def _compute_refusal(self):
        for wizard in self:
            wizard.refusal = wizard.target_name and wizard.line_ids[:1].message

    @api.depends("refused_count", "line_ids")
    def _compute_unlisted_count(self):
        for wizard in self:
            wizard.unlisted_count = wizard.refused_count - len(wizard.line_ids)

    @api.depends("refused_by_reason")
    def _compute_reasons_html(self):
        for wizard in self:
            reasons = wizard.refused_by_reason if isinstance(wizard.refused_by_reason, list) else []
            wizard.reasons_html = self.env["ir.qweb"]._render(
                "sales_sequence.enroll_wizard_reasons",
                {"reasons": [row for row in reasons if isinstance(row, list) and len(row) == 2]},
            )

    # ------------------------------------------------------------------
    # Enrolling
    # ------------------------------------------------------------------

    @checked(one=True)
    def action_enroll(self):
        """Enroll, and say in the same dialog who was enrolled and who was not."""
        if not self.sequence_id:
            raise UserError(self.env._("Choose a sequence first."))
        if len(self.target_ids) > MAX_AT_ONCE:
            start_on = self.sequence_id._check_start(self.start_on)
            run = self.env["sales.sequence.enroll.run"]._start(
                self.sequence_id,
                self.target_ids,
                self.user_id,
                start_on,
                self.conflicts,
                after_meeting=self.meetings == "after",
                allow_recent=self.allow_recent,
                date=self._date() and str(self._date()),
            )
            return {
                "type": "ir.actions.act_window",
                "name": self.env._("Enrolling"),
                "res_model": run._name,
                "res_id": run.id,
                "views": [(False, "form")],
                "target": "new",
            }
        # Where they are still to be computed, enrolling would do it, in the name of whoever sends.
        self.mail_ids.fetch(["subject", "body"])
        result = self.sequence_id.enroll(
            self.target_ids,
            user_id=self.user_id.id or None,
            start_on=self.start_on,
            conflicts=self.conflicts,
            after_meeting=self.meetings == "after",
            allow_recent=self.allow_recent,
            date=self._date(),
        )
        enrollment_ids = [enrolled["enrollment_id"] for enrolled in result["enrolled"]]
        if len(self.target_ids) == len(enrollment_ids) == 1:
            self._keep_changed_mails(self.env["sales.sequence.enrollment"].browse(enrollment_ids))
        pending_ids = [queued["enrollment_id"] for queued in result.get("queued", ())]
        return self._show(enrollment_ids, result["refused"], pending_ids)

    @api.model
    def _show_result(self, sequence, target_ids, enrollment_ids, refused, pending_ids):
        """Show the result of an enrollment run as the dialog shows its own. :return: an action"""
        # These records and no others, whatever list the user comes from.
        selection = {"active_model": sequence._target_model_name(), "active_ids": target_ids, "active_domain": None}
        wizard = self.with_context(**selection).create({"sequence_id": sequence.id, "state": "done"})
        return wizard._show(enrollment_ids, refused, pending_ids)

    def _show(self, enrollment_ids, refused, pending_ids):
        self.enrollment_ids = enrollment_ids
        self.pending_ids = pending_ids
        self._note_refused(refused)
        self.state = "done"
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Enroll in a sequence"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }

    @api.depends("enrollment_ids", "pending_ids")
    def _compute_enrolled_count(self):
        for wizard in self:
            wizard.enrolled_count = len(wizard.enrollment_ids or [])
            wizard.pending_count = len(wizard.pending_ids or [])

    @checked(one=True)
    def action_view_enrollments(self):
        """Open the enrollments that were made; if there are none, those that have to end first."""
        Enrollment = self.env["sales.sequence.enrollment"]
        shown = Enrollment.browse(self.enrollment_ids or self.pending_ids or []).exists()._filtered_access("read").ids
        if not shown:
            raise UserError(
                self.env._("These are sent in somebody else's name, and you may not see them. Ask a manager.")
            )
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_sequence.sales_sequence_enrollment_action")
        action.update(domain=[("id", "in", shown)], context={})
        if len(shown) == 1:
            action.update(views=[(False, "form")], res_id=shown[0])
        return action

    @checked(one=True)
    def action_open_sequences(self):
        """Open the sequences, to publish one."""
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_sequence.sales_sequence_action")
        return dict(action, context={"search_default_draft": 1, f"search_default_{self.target}": 1})
