from odoo import fields, models
from odoo.fields import Domain

# What was written of an answer when it was handled, and is empty again when that is undone.
HANDLED = ("handled_at", "handled_by_id", "handled_note", "label", "handled_before")


class SalesSequenceSignalHandling(models.AbstractModel):
    """Who has handled an answer, when and how.

    An answer waits until somebody has handled it, by one of the verbs of *Answers*, by completing its to-do, or by
    replying. All answers of the same person that wait are handled together, and the same mail on other enrollments.
    """

    _name = "sales.sequence.signal.handling"
    _description = "Sales Sequence Signal: Handling of Answers"

    handled_before = fields.Json(
        readonly=True, copy=False, help="What to restore when somebody takes back what they have done about the answer."
    )

    def _handle(self, note, label=False, before=None, user=None):
        """Note that somebody has done something about these answers, and close their to-dos.

        :param note: what was done, in words
        :param label: one of `ANSWER_LABELS`, where the user has said by it what the answer says
        :param before: what `undo` needs of the verb
        :param user: the `res.users` who has; the current one by default
        """
        user = user or self.env.user
        answers = self.sudo()._handled_together(self.env)
        todos = answers.answer_activity_id.filtered("active")
        answers.write(
            {
                "handled_at": fields.Datetime.now(),
                "handled_by_id": user.id,
                "handled_note": note,
                "handled_before": {**(before or {}), "todos": todos.ids, "answers": answers.ids},
                **({"label": label} if label else {}),
            }
        )
        # As the user: Odoo says in the chatter who has done it.
        todos.with_user(user).sudo()._action_done(feedback=note)
        return answers

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
        return answers

    def _handle_completed(self, feedback):
        """The to-dos of these answers were marked done."""
        note = self.env._("To-do done: %s", feedback) if feedback else self.env._("To-do done")
        for answer in self.filtered(lambda one: one.kind == "reply" and not one.handled_at):
            answer._handle(note)
