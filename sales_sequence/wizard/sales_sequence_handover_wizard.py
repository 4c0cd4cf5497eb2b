from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..models.base.arguments import checked
from ..models.base.states import LIVE_STATES
from .selection import selected_ids


class SalesSequenceHandoverWizard(models.TransientModel):
    """A manager hands over the running and paused enrollments of one user to another, and sees first how many there
    are.

    Opened with ``active_ids`` of enrollments (those selected), or of users (all that they send and have to do). Rights
    are those on the enrollments: what the user may not read is not counted, what they may not manage is not handed
    over.
    """

    _name = "sales.sequence.handover.wizard"
    _inherit = ["sales.sequence.limits", "sales.sequence.references"]
    _description = "Hand Over Enrollments"

    enrollment_ids = fields.Many2many("sales.sequence.enrollment", readonly=True)
    from_user_ids = fields.Many2many(
        "res.users",
        string="From",
        context={"active_test": False},
        domain=[("share", "=", False)],
        help="Only what these users send. Empty: the senders of the selected enrollments.",
    )
    to_user_id = fields.Many2one(
        "res.users", string="To", domain=[("share", "=", False)], help="Sends from now on, in their own name."
    )
    mailed_policy = fields.Selection(
        [
            ("keep", "Keep their sender"),
            ("new_thread", "Hand over; the next email starts a new thread"),
        ],
        string="People who have had an email",
        default="keep",
        required=True,
    )
    with_activities = fields.Boolean(
        string="Open calls and to-dos",
        default=True,
        help="Only those of sequences. Other activities stay where they are.",
    )
    fresh_count = fields.Integer(compute="_compute_counts")
    mailed_count = fields.Integer(compute="_compute_counts")
    activity_count = fields.Integer(compute="_compute_counts")
    sender_is_gone = fields.Boolean(compute="_compute_counts")

    @api.model
    def default_get(self, fields_list):
        """Take the selected enrollments, or users, from the context."""
        values = super().default_get(fields_list)
        ids = selected_ids(self.env)
        if self.env.context.get("active_model") == "sales.sequence.enrollment":
            values["enrollment_ids"] = [fields.Command.set(ids)]
        elif self.env.context.get("active_model") == "res.users":
            values["from_user_ids"] = [fields.Command.set(ids)]
        return values

    @api.depends("enrollment_ids", "from_user_ids", "to_user_id")
    def _compute_counts(self):
        for wizard in self:
            fresh, mailed = wizard._affected()
            wizard.fresh_count = len(fresh)
            wizard.mailed_count = len(mailed)
            wizard.activity_count = len(wizard._open_touches()) + len(wizard._open_control())
            # Whether they are there is not for all to read.
            wizard.sender_is_gone = not all(user.active for user in mailed.sudo().user_id)

    def _affected(self):
        """The live enrollments that the new sender does not have yet.

        :return: ``(those without an email so far, those with one)``
        """
        self.ensure_one()
        live = Domain("state", "in", LIVE_STATES) & Domain("user_id", "not in", self.to_user_id.ids)
        enrollments = self.env["sales.sequence.enrollment"].search(live & self._scope())
        # With all rights: whether they have had an email does not depend on which touches the user may read.
        mailed = enrollments.sudo()._filter_mailed().with_env(self.env)
        return enrollments - mailed, mailed

    def _open_touches(self):
        """The touches whose open activity is assigned to one of the users who hand over."""
        selected = self.enrollment_ids._origin
        domain = Domain("state", "=", "todo") & Domain("activity_id.user_id", "in", self._leaving().ids)
        if selected:
            domain &= Domain("enrollment_id", "in", selected.ids)
        return self.env["sales.sequence.touch"].search(domain)

    def _open_control(self):
        """The enrollments that are held back whose open to-do is assigned to one of the users who hand over, whoever
        their sender is, and also those that have ended: the to-do may stay."""
        selected = self.enrollment_ids._origin
        is_open = Domain("active", "=", True) & Domain("user_id", "in", self._leaving().ids)
        domain = Domain("control_activity_id", "any", is_open)
        if selected:
            domain &= Domain("id", "in", selected.ids)
        return self.env["sales.sequence.enrollment"].search(domain)

    def _leaving(self):
        """The users who hand over."""
        return (self.from_user_ids._origin or self.enrollment_ids._origin.user_id) - self.to_user_id

    def _scope(self):
        """What was selected, as a `Domain` on enrollments that matches nothing if nothing was."""
        selected, users = self.enrollment_ids._origin, self.from_user_ids._origin
        domain = Domain("id", "in", selected.ids) if selected else Domain.TRUE
        if users or not selected:
            domain &= Domain("user_id", "in", users.ids)
        return domain

    @checked(one=True)
    def action_confirm(self):
        """Hand over what the counts say."""
        if not self.to_user_id:
            raise UserError(self.env._("Choose a user to hand over to."))
        fresh, mailed = self._affected()
        moving = fresh | mailed if self.mailed_policy == "new_thread" else fresh
        touches, control = self.env["sales.sequence.touch"], self.env["sales.sequence.enrollment"]
        if self.with_activities:
            touches, control = self._open_touches(), self._open_control()
        if not moving and not touches and not control:
            raise UserError(self.env._("There is nothing to hand over."))
        (touches.enrollment_id | control)._check_can_manage()
        (touches.enrollment_id | control)._check_works_there(self.to_user_id)
        new_thread = self.mailed_policy == "new_thread"
        moving.change_sender(self.to_user_id.id, new_thread=new_thread, with_activities=self.with_activities)
        # Checked above: the activities may be a colleague's.
        touches.sudo()._reassign_activities(to=self.to_user_id)
        control.sudo()._reassign_control_todos(to=self.to_user_id)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "%(user)s now sends to %(people)s more people and has %(activities)s more calls and to-dos.",
                    user=self.to_user_id.name,
                    people=len(moving),
                    activities=len(touches) + len(control),
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
