from odoo import models
from odoo.exceptions import AccessError, UserError


class SalesSequenceRights(models.AbstractModel):
    """Who may let whom send in a sequence: managers, and channel managers in sequences for partners, decide; everybody
    else sends in their own name."""

    _name = "sales.sequence.rights"
    _description = "Who May Send in a Sequence"

    def _get_sender(self, user_id):
        """The `res.users` with this id, with all rights; empty without an id.

        :raises UserError: the user may not see them, or they cannot send
        """
        # Reps may not read all the fields of a colleague that sending asks for.
        sender = self.env["res.users"].sudo().browse(user_id or ())
        if user_id and not (self._readable(sender.exists()) and sender.active and not sender.share):
            raise UserError(self.env._("There is no active internal user with id %s to send from.", user_id))
        return sender

    def _check_may_name(self, sender):
        """Refuse a colleague as sender where the user may not choose one."""
        if sender and sender != self.env.user and not self._may_let_others_send():
            raise AccessError(
                self.env._("Only a manager can let somebody else send: leave the sender out, or send yourself.")
            )

    def _may_let_others_send(self):
        groups = ["sales_sequence.group_sales_sequence_manager"]
        if self.target == "partner":
            groups.append("sales_sequence.group_sales_sequence_channel_manager")
        return self.env.su or any(self.env.user.has_group(group) for group in groups)
