from odoo import api, fields, models
from odoo.fields import Command

from ..base.arguments import checked
from .facts import CRITICAL, OK, WARNING

STATUSES = [(OK, "Running"), (WARNING, "Needs attention"), (CRITICAL, "Broken")]


class SalesSequenceHealth(models.TransientModel):
    """How the engine is doing, on one screen and for monitoring systems.

    Its parts: `chain.py` (the links, in order; `jobs.py`, `outgoing.py` and `incoming.py` check them) and `figures.py`
    (the numbers). `facts.py` has the plain objects that several links read. Only reads: nothing is sent, and no server
    is called.
    """

    _name = "sales.sequence.health"
    _inherit = [
        "sales.sequence.limits",
        "sales.sequence.references",
        "sales.sequence.health.figures",
        "sales.sequence.health.chain",
    ]
    _description = "Sales Sequences: System Status"

    status = fields.Selection(STATUSES)
    link_ids = fields.One2many("sales.sequence.health.link", "health_id", string="Links")
    due_count = fields.Integer(string="Due now", help="Steps that are due and not done yet.")
    oldest_due_at = fields.Datetime(string="Oldest due since")
    running_count = fields.Integer(string="Running")
    paused_count = fields.Integer(string="Paused")
    failed_count = fields.Integer(string="Failed", help="Enrollments that are paused because a step failed.")
    unsure_count = fields.Integer(
        string="May have answered",
        help="Messages that have waited for two business days for somebody to say whether a person wrote them.",
    )
    open_signal_count = fields.Integer(string="Unprocessed responses")
    touches_last_hour = fields.Integer(string="Steps taken in the last hour")
    queued_mail_count = fields.Integer(string="Queued emails")
    failure_reasons = fields.Text(string="Why they failed", help="The most frequent reasons.")

    def _compute_display_name(self):
        self.display_name = self.env._("System status")

    @api.model
    def default_get(self, fields_list):
        """Show what `check` finds when the form is opened."""
        values = super().default_get(fields_list)
        health = self.check()
        health["link_ids"] = [Command.create(row) for row in health["links"]]
        health["failure_reasons"] = "\n".join(f"{row['count']} × {row['reason']}" for row in health["failures"])
        values.update({name: value for name, value in health.items() if name in fields_list})
        return values

    @api.model
    @checked()
    def check(self):
        """Everything between a due step and an answer that comes back, for monitoring.

        Figures and senders are those that the user may read, in the active companies; jobs and mail servers are those
        of the database.

        :return: dict with ``status`` (`ok`, `warning`, `critical`), ``problems`` (sentences: what is wrong, and what to
            do), ``links`` (list of ``{"link", "name", "status", "message"}`` in the order of the chain; ``status`` may
            also be `unknown`, which makes nothing worse), the numbers of this model's fields (moments are naive UTC
            datetimes) and ``failures`` (list of ``{"reason", "count"}``)
        :raises AccessError: the user is not a manager of Sales Sequences
        """
        self.check_access("create")
        figures = self._numbers()
        links = self._check_links(figures)
        problems = [text for row in links for text in row.pop("problems")]
        statuses = {row["status"] for row in links}
        return {
            **figures,
            "failures": self._failures(),
            "links": links,
            "problems": problems,
            "status": next((status for status in (CRITICAL, WARNING) if status in statuses), OK),
        }

    @checked()
    def action_refresh(self):
        """Check again."""
        return self.env["ir.actions.act_window"]._for_xml_id("sales_sequence.sales_sequence_health_action")
