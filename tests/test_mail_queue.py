"""Several processes may send the mails of sequences, as docs/scaling.md describes: each mail is sent exactly once, even
if the mail server is down or hangs up in between."""

from datetime import timedelta

import pytest

from odoo import fields

from .exactly_once import count_touches, find_flaws, mails_received, make_cadence
from .processes import Database, MailSink, Odoo, run_runner, send_mails, wait_until

PEOPLE = 30


@pytest.fixture
def sink():
    """A mail server for each test."""
    with MailSink() as sink:
        yield sink


@pytest.fixture
def database(sink):
    """A database for each test."""
    with Database("mail_queue", **sink.options) as database:
        yield database


def share_queue(env):
    """Run what the copies of the mail queue's scheduled action run."""
    env["mail.mail"].with_context(filters=[("is_sequence_mail", "=", True)]).process_email_queue()


def send_although_one_is_gone(env):
    """Send the mails found, one of which another process has sent and deleted meanwhile."""
    mails = env["mail.mail"].search([("is_sequence_mail", "=", True)])
    env.cr.execute("DELETE FROM mail_mail WHERE id = %s", [mails[0].id])
    env.invalidate_all()
    session = env["ir.mail_server"]._connect__()
    mails._send(auto_commit=True, smtp_session=session)
    session.quit()


class LeavingSink(MailSink):
    """A mail server that hangs up on every tenth mail."""

    asked = 0

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802 (aiosmtpd's name)
        """Called by aiosmtpd for each recipient."""
        self.asked += 1
        if self.asked % 10 == 0:
            return "421 4.3.2 Service not available, closing transmission channel"
        envelope.rcpt_tos.append(address)
        return "250 OK"


class TestMailQueue:
    def test_two_processes_sharing_the_queue_send_every_mail_once(self, database, sink):
        with Odoo(database) as odoo:
            sequence = odoo.call(make_cadence, PEOPLE, "email")
            odoo.call(run_runner, 500)
            # Both read the same queue before either sends anything.
            with sink.held():
                jobs = [odoo.start(share_queue) for _process in range(2)]
                wait_until(lambda: sink.waiting == 2, "both to hand over a mail")
            for job in jobs:
                job.result()
        assert database.complaints() == []
        assert mails_received(sink, sequence).total() == PEOPLE
        assert find_flaws(database, sequence, sink) == []

    def test_a_deleted_mail_does_not_keep_others_from_being_sent(self, database, sink):
        with Odoo(database) as odoo:
            sequence = odoo.call(make_cadence, 3, "email")
            odoo.call(run_runner, 500)
            odoo.call(send_although_one_is_gone)
        assert mails_received(sink, sequence).total() == 2

    def test_an_outage_of_the_mail_server_only_delays_mails(self):
        sink = MailSink()
        with Database("mail_outage", **sink.options) as database, Odoo(database) as odoo:
            sequence = odoo.call(make_cadence, PEOPLE, "email")
            begin = fields.Datetime.now()
            odoo.call(run_runner, 500)
            odoo.call(send_mails)
            assert count_touches(database, sequence) == {"queued": PEOPLE}
            assert database.rows("SELECT DISTINCT state FROM mail_mail WHERE is_sequence_mail") == [("outgoing",)]
            assert database.value("SELECT count(*) FROM sales_sequence_touch WHERE reason LIKE '%refused%'") == PEOPLE
            assert database.value("SELECT count(*) FROM sales_sequence_enrollment WHERE state = 'paused'") == 0
            with sink:
                odoo.call(send_mails, at=begin + timedelta(hours=1))
                odoo.call(send_mails, at=begin + timedelta(hours=6))
            assert mails_received(sink, sequence).total() == PEOPLE
            assert find_flaws(database, sequence, sink) == []

    def test_a_mail_server_that_hangs_up_gets_the_remaining_mails_later(self):
        with LeavingSink() as sink, Database("mail_leaving", **sink.options) as database, Odoo(database) as odoo:
            sequence = odoo.call(make_cadence, PEOPLE, "email")
            begin = fields.Datetime.now()
            odoo.call(run_runner, 500)
            for minutes in (0, 2, 4, 6, 8, 30, 60, 120):
                odoo.call(send_mails, at=begin + timedelta(minutes=minutes))
            assert count_touches(database, sequence) == {"sent": PEOPLE}
            assert mails_received(sink, sequence).total() == PEOPLE
            assert find_flaws(database, sequence, sink) == []
