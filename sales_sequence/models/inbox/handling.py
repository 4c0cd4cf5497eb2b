from odoo import fields, models
from odoo.fields import Domain

# What was written of an answer when it was handled, and is empty again when that is undone.
HANDLED = ("handled_at", "handled_by_id", "handled_note", "label", "handled_before")
# What the rules, or another module, make of its words.
SUGGESTED = ("suggested_label", "suggested_date", "suggested_name", "suggested_email", "suggested_quote")


class SalesSequenceSignalHandling(models.AbstractModel):
    """Who has handled an answer, when and how.

    An answer waits until somebody has handled it, by one of the verbs of *Answers*, by completing its to-do, or by
    replying. All answers of the same person that wait are handled together, and the same mail on other enrollments.
    """

    _name = "sales.sequence.signal.handling"
    _description = "Sales Sequence Response: Handling of Answers"

    handled_before = fields.Json(
        readonly=True, copy=False, help="What to restore when somebody takes back what they have done about the answer."
    )

    stage_before = fields.Json(readonly=True, copy=False, help="The stage of the lead before and after the answer.")

    def _handle(self, note, label=False, before=None, user=None):
        """Note that somebody has done something about these answers, and close their to-dos.

        :param note: what was done, in words
        :param label: one of `ANSWER_LABELS`, where the user has said by it what the answer says
        :param before: what `undo` needs of the verb
        :param user: the `res.users` who has, the current one by default
        """
        user = user or self.env.user
        earlier = [one.handled_before or {} for one in self.sudo()]
        answers = self.sudo()._handled_together(self.env)
        todos = answers.answer_activity_id.filtered("active")

        def with_earlier(name, records):
            # Whoever takes back what was done last takes back all of it.
            return sorted({*records.ids, *(id_ for one in earlier for id_ in one.get(name, ()))})

        answers.write(
            {
                "handled_at": fields.Datetime.now(),
                "handled_by_id": user.id,
                "handled_note": note,
                "handled_before": {
                    **(before or {}),
                    "todos": with_earlier("todos", todos),
                    "answers": with_earlier("answers", answers),
                },
                **({"label": label} if label else {}),
            }
        )
        if todos:
            # As the user: Odoo says in the chatter who has done it.
            todos.with_user(user).sudo()._action_done(feedback=note)
        return answers

    def _handle_by_setting(self, label, verb, **before):
        """What the company wants was done at once: nobody has to handle these."""
        for answer in self:
            answer.write(
                {
                    "handled_at": fields.Datetime.now(),
                    "label": label,
                    "handled_before": {"verb": verb, "answers": answer.ids, **before},
                }
            )

    def _handled_together(self, env):
        """These, and what else waits of the same people and the same mails, as far as the user may manage it."""
        waiting = Domain("kind", "=", "reply") & Domain("handled_at", "=", False)
        same = Domain("enrollment_id", "in", self.enrollment_id.ids)
        if self.mail_message_id:
            same |= Domain("mail_message_id", "in", self.mail_message_id.ids)
        found = self.search(waiting & same)
        manageable = found.enrollment_id.with_env(env)._filter_manageable()
        return self | found.filtered(lambda one: one.enrollment_id in manageable)

    def _unhandle(self):
        """Take back that these were handled, and open their to-dos again. :return: all that wait again"""
        before = self.handled_before or {}
        answers = self.browse(before.get("answers") or self.ids).exists()
        todos = self.env["mail.activity"].browse(before.get("todos") or []).exists()
        todos.filtered(lambda todo: not todo.active).action_unarchive()
        answers.write(dict.fromkeys(HANDLED, False))
        # What colleagues have written so far does not handle them again, see `_note_replies`.
        answers.handled_before = {"known_message": self.env["mail.message"].search([], order="id desc", limit=1).id}
        for answer in answers.filtered(lambda one: not one.answer_activity_id.active):
            answer.answer_activity_id = answer._open_todo()
        return answers

    # ------------------------------------------------------------------
    # What follows an answer
    # ------------------------------------------------------------------

    def _open_todo(self):
        """The open to-do of the same person or the same mail, if there is one; also the one that asks to opt them
        out."""
        self.ensure_one()
        same = Domain("enrollment_id", "=", self.enrollment_id.id)
        if self.mail_message_id:
            same |= Domain("mail_message_id", "=", self.mail_message_id.id)
        todo = self.search(same & Domain("answer_activity_id.active", "=", True), limit=1).answer_activity_id
        asked = self.enrollment_id.wish_activity_id.filtered("active")
        if asked and not todo:
            asked.is_sequence_answer = True
        return todo or asked

    def _lead_to_move(self):
        """The lead whose stage follows this answer, if it does: not that of somebody who wants no more emails."""
        self.ensure_one()
        enrollment, stage = self.enrollment_id, self.sequence_id.answer_stage_id
        lead = enrollment._target()
        if not stage or self.wish or lead._name != "crm.lead" or not lead.active or lead.won_status != "pending":
            return self.env["crm.lead"]
        ahead = (stage.sequence, stage.id) > (lead.stage_id.sequence, lead.stage_id.id)
        of_team = not stage.team_ids or lead.team_id in stage.team_ids
        return lead if ahead and of_team else lead.browse()

    def _take_back_follow_up(self):
        """A machine wrote it: no to-do, and the stage is the one before, unless somebody has changed it since."""
        for signal in self:
            moved, lead = signal.stage_before or {}, signal.enrollment_id._target()
            stage = self.env["crm.stage"].browse(moved.get("from") or []).exists()
            if stage and lead._name == "crm.lead" and lead.stage_id.id == moved["to"]:
                lead.stage_id = stage
            todo = signal.answer_activity_id.filtered("active")
            signal.answer_activity_id = False
            if todo and not self.search_count([("answer_activity_id", "=", todo.id)], limit=1):
                todo.unlink()
        self.write(dict.fromkeys((*HANDLED, *SUGGESTED, "follow_up_pending", "stage_before"), False))

    def _handle_completed(self, feedback):
        """The to-dos of these answers were marked done."""
        note = self.env._("To-do done: %s", feedback) if feedback else self.env._("To-do done")
        for answer in self.filtered(lambda one: one.kind == "reply" and not one.handled_at):
            answer._handle(note)
