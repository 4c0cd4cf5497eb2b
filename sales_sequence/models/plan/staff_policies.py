from odoo import fields, models


class SalesSequence(models.Model):
    """What becomes of its people when ours change. Done in `inbox/staff.py`."""

    _inherit = "sales.sequence"

    owner_change_policy = fields.Selection(
        [
            ("keep", "Keep the sender"),
            ("hand_over", "Hand over if not mailed yet"),
            ("pause", "Pause"),
        ],
        string="Another salesperson",
        default="keep",
        required=True,
        help="Whoever has had an email keeps their sender: a thread has one. Open calls and to-dos go to the new "
        "salesperson, unless it pauses. Also what happens when the sender is deactivated: then those who are not "
        "handed over are paused.",
    )
    absence_policy = fields.Selection(
        [
            ("hand_over", "Calls go to a colleague"),
            ("keep", "Calls wait for them"),
            ("pause", "Pause until they are back"),
        ],
        string="Salesperson away",
        default="hand_over",
        required=True,
        help="Away: out of office, or on time off. A colleague: the sender if that is somebody else, else the owner "
        "of the sequence. Emails go on, unless it pauses.",
    )
