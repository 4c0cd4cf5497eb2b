from odoo import api, models
from odoo.exceptions import AccessError

from ..base.arguments import checked
from .facts import CRITICAL, OK, WARNING


class SalesSequenceHealth(models.AbstractModel):
    """How the whole is doing, for monitoring systems; for people, *System status* shows the same in eight stations.

    Its parts: `chain.py` (the links, in order; `jobs.py`, `outgoing.py` and `incoming.py` check them) and `figures.py`
    (the numbers). `facts.py` has the plain objects that several links read. Only reads: nothing is sent, and no server
    is called; whether the outgoing ones can be reached is what `connection.py` last found.
    """

    _name = "sales.sequence.health"
    _inherit = ["sales.sequence.health.figures", "sales.sequence.health.chain"]
    _description = "Sales Sequences: Health"

    @api.readonly
    @checked()
    @api.model
    def check(self):
        """Everything between a due step and an answer that comes back, for monitoring.

        Figures and senders are those that the user may read, in the active companies; jobs and mail servers are those
        of the database.

        :return: dict with ``status`` (`ok`, `warning`, `critical`), ``problems`` (sentences: what is wrong, and what to
            do), ``links`` (list of ``{"link", "name", "status", "message"}`` in the order of the chain; ``status`` may
            also be `unknown`, which makes nothing worse), the numbers that `_numbers` counts (moments are naive UTC
            datetimes) and ``failures`` (list of ``{"reason", "count"}``)
        :raises AccessError: the user is not a manager of Sales Sequences
        """
        self._check_may_read()
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

    def _may_read(self):
        return self.env.user.has_group("sales_sequence.group_sales_sequence_manager")

    def _check_may_read(self):
        if not self._may_read():
            raise AccessError(self.env._("Only managers of Sales Sequences may see how the system is doing."))
