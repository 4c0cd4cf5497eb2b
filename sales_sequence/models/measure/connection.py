import logging
import smtplib
import time

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.attempt import attempt

_logger = logging.getLogger(__name__)

# A server that does not answer at all holds a test for a minute. A user who waits for it is told of the others later.
PATIENCE = 20


class SalesSequenceConnection(models.Model):
    """Whether an outgoing mail server can be reached: what came of the last attempt.

    A mail server that is down while nobody sends would be noticed by those whose emails do not leave the next morning.
    So each is connected to every quarter of an hour, without sending anything; an attempt to send that finds none is
    noted at once, and so is a test that an administrator makes.

    Without a server, the record stands for the one that Odoo's configuration names. Nobody but our own code reads or
    writes these.
    """

    _name = "sales.sequence.connection"
    _inherit = ["sales.sequence.limits", "sales.sequence.references"]
    _description = "Connection to an Outgoing Mail Server"

    mail_server_id = fields.Many2one("ir.mail_server", ondelete="cascade", readonly=True)
    tested_at = fields.Datetime(readonly=True, required=True, default=fields.Datetime.now)
    failing_since = fields.Datetime(readonly=True, help="Empty if it answered the last time.")
    problem = fields.Selection(
        [("login", "Refuses the login"), ("unreachable", "Cannot be reached")],
        readonly=True,
    )

    _unique_server = models.UniqueIndex("(COALESCE(mail_server_id, 0))")

    @api.model
    def _read(self):
        """:return: ``{ir.mail_server: sales.sequence.connection}``"""
        return {connection.mail_server_id: connection for connection in self.search(Domain.TRUE)}

    @api.model
    def _run(self):
        """Connect to each server. The scheduled job."""
        servers = self._servers_to_test()
        for index, server in enumerate(servers):
            self._test(server)
            # One that does not answer holds the job for a minute, and the lock on its row must not outlive that.
            if not self.env["ir.cron"]._commit_progress(1, remaining=len(servers) - index - 1):
                break

    @api.model
    def _test_some(self):
        """Connect to as many servers as there is time for while a user waits."""
        begun = time.monotonic()
        for server in self._servers_to_test():
            if time.monotonic() - begun > PATIENCE:
                break
            self._test(server)

    def _servers_to_test(self):
        """Those that may be used; the one whose last test is longest ago comes first.

        :return: list of `ir.mail_server`; an empty one stands for that of Odoo's configuration
        """
        servers = self.env["ir.mail_server"].sudo().search(Domain.TRUE)
        shared = servers.filtered(lambda server: not server.owner_user_id)
        personal = (servers - shared).filtered(lambda server: server.owner_user_id.outgoing_mail_server_id == server)
        known, never = self._read(), fields.Datetime.to_datetime("1970-01-01")
        return sorted(
            [*shared, *personal, *([] if shared else [servers.browse()])],
            key=lambda server: known[server].tested_at if server in known else never,
        )

    def _test(self, server):
        """Connect, log in, and leave."""
        try:
            with attempt(self.env.cr):
                session = server._connect__(mail_server_id=server.id, smtp_from=self._sender_to_test(server))
        except Exception as error:
            _logger.info("The outgoing mail server %s does not answer: %s", server.id, error)
            self._note(server, error)
            return
        # In tests Odoo connects to nothing, and returns nothing.
        if session:
            try:
                session.quit()
            except smtplib.SMTPException:
                _logger.info("The outgoing mail server %s answered, but not to goodbye", server.id)
            self._note(server)

    def _sender_to_test(self, server):
        """Odoo lets a personal server send for its owner only."""
        return server.from_filter if server.owner_user_id else None

    def _note(self, server, error=None):
        """Note what came of an attempt to connect. It must never disturb what the attempt was for.

        :param server: `ir.mail_server`; an empty one stands for that of Odoo's configuration
        """
        try:
            with attempt(self.env.cr):
                self._write_down(server, error)
        except Exception as failure:
            _logger.info("What came of the connection to mail server %s was not noted: %s", server.id, failure)

    def _write_down(self, server, error):
        now = fields.Datetime.now()
        values = {"tested_at": now, "failing_since": False, "problem": False}
        connection = self.search([("mail_server_id", "=", server.id)], limit=1)
        if error:
            problem = "login" if isinstance(error, smtplib.SMTPAuthenticationError) else "unreachable"
            values.update(failing_since=connection.failing_since or now, problem=problem)
        if not connection:
            self.create({"mail_server_id": server.id, **values})
        elif connection.try_lock_for_update():
            connection.write(values)
