"""The round trip: a test email leaves over real SMTP and comes back through Odoo's mail gateway."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, RedirectWarning, UserError
from odoo.tools import mute_logger

from demo.sink import Sink

from .common import MONDAY, SmtpCommon

MINUTE = timedelta(minutes=1)


class ClosedSink(Sink):
    """A mail server that is gone before anybody connects."""

    def __enter__(self):
        super().__enter__()
        self.stop()
        return self

    def __exit__(self, *_error):
        pass


class RefusingSink(Sink):
    """A mail server that refuses every recipient."""

    async def handle_RCPT(self, _server, _session, _envelope, address, _options):  # noqa: N802 (aiosmtpd's name)
        return f"550 5.1.1 <{address}> User unknown"


class RoundTripCommon(SmtpCommon):
    def setUp(self):
        super().setUp()
        self.sink = self.listen(Sink())

    def trips(self, user=None):
        return self.env["sales.sequence.round.trip"].with_user(user or self.manager)

    def begin(self, at=MONDAY):
        """Start one and send it. :return: ``(its id, the letter that arrived at the mail server)``"""
        with freeze_time(at):
            trip_id = self.trips().start()
            self.trips().send(trip_id)
        (letter,) = self.sink.take(at)
        return trip_id, letter

    def state(self, trip_id, at=MONDAY):
        with freeze_time(at):
            return self.trips().get_state(trip_id)

    def statuses(self, trip_id, at=MONDAY):
        return [station["status"] for station in self.state(trip_id, at)["stations"]]


class TestRoundTrip(RoundTripCommon):
    def test_a_test_that_comes_back_through_the_gateway_is_recognized(self):
        trip_id, letter = self.begin()
        self.assertEqual(self.statuses(trip_id), ["ok", "ok", "running", "waiting"])
        self.deliver(letter.source, MONDAY + MINUTE)
        state = self.state(trip_id, MONDAY + MINUTE)
        self.assertEqual(state["status"], "ok")
        self.assertEqual([one["status"] for one in state["stations"]], ["ok"] * 4)
        self.assertEqual(state["stations"][3]["at"], fields.Datetime.to_string(MONDAY + MINUTE))

    def test_without_an_address_of_their_own_the_user_is_led_to_where_it_is_entered(self):
        """As after an installation, where the administrator has none."""
        self.manager.partner_id.email = False
        with self.assertRaises(RedirectWarning) as refused:
            self.trips().start()
        _message, action, button, *_context = refused.exception.args
        self.assertEqual((action["res_model"], action["res_id"]), ("res.users", self.manager.id))
        self.assertEqual(button, "My preferences")
        self.assertFalse(self.trips().sudo().search([]))

    def test_it_goes_out_as_an_email_of_the_user_to_our_own_address(self):
        _trip_id, letter = self.begin()
        self.assertEqual(letter.recipients, [f"sequences-round-trip@{self.alias_domain}"])
        self.assertEqual(letter.sender, f"bounce.test@{self.alias_domain}")
        (sender,) = letter.message["From"].addresses
        self.assertEqual(sender.addr_spec, self.manager.email_normalized)

    def test_it_leaves_nothing_behind_and_concerns_nobody(self):
        enrollment = self.enroll(self.make_sequence("email", "email"), self.make_lead())
        # Somebody whose answer it would be, if it were taken for one.
        self.env.cr.execute(
            "UPDATE sales_sequence_enrollment SET email_normalized = %s WHERE id = %s",
            [self.manager.email_normalized, enrollment.id],
        )
        enrollment.invalidate_recordset()
        counts = self.count_records()
        _trip_id, letter = self.begin()
        self.deliver(letter.source, MONDAY + MINUTE)
        self.assertEqual(self.count_records(), counts)
        self.assertEqual((enrollment.state, enrollment.replied_at), ("running", False))

    def count_records(self):
        models = ("mail.message", "mail.mail", "sales.sequence.signal", "crm.lead", "res.partner", "mail.activity")
        return {model: self.env[model].with_context(active_test=False).search_count([]) for model in models}

    def test_a_forged_one_is_not_accepted(self):
        trip_id, letter = self.begin()
        secret = self.trips().sudo().browse(trip_id).secret
        self.deliver(letter.source.replace(secret.encode(), b"x" * len(secret)), MONDAY + MINUTE)
        self.assertEqual(self.statuses(trip_id, MONDAY + MINUTE), ["ok", "ok", "running", "waiting"])

    def test_a_replayed_one_proves_nothing_of_the_next_test(self):
        first, letter = self.begin()
        self.deliver(letter.source, MONDAY + MINUTE)
        second, _letter = self.begin(MONDAY + 2 * MINUTE)
        self.deliver(letter.source, MONDAY + 3 * MINUTE)
        self.assertEqual(self.statuses(second, MONDAY + 3 * MINUTE), ["ok", "ok", "running", "waiting"])
        arrived = self.trips().sudo().browse(first).read_at
        self.assertEqual(arrived, MONDAY + MINUTE, "the first keeps the moment at which it really arrived")

    def test_one_of_yesterday_does_not_count(self):
        trip_id, letter = self.begin()
        late = MONDAY + timedelta(days=1, minutes=1)
        self.deliver(letter.source, late)
        self.assertFalse(self.trips().sudo().browse(trip_id).read_at)

    def test_a_server_that_drops_our_header_does_not_matter(self):
        trip_id, letter = self.begin()
        lines = [line for line in letter.source.split(b"\r\n") if not line.startswith(b"X-Sales-Sequence")]
        self.deliver(b"\r\n".join(lines), MONDAY + MINUTE)
        self.assertEqual(self.state(trip_id, MONDAY + MINUTE)["status"], "ok")

    def test_where_a_mailbox_is_fetched_ten_minutes_without_it_are_broken(self):
        self.env["fetchmail.server"].create({"name": "Our mailbox", "server_type": "imap", "state": "done"})
        trip_id, _letter = self.begin()
        self.assertEqual(self.statuses(trip_id, MONDAY + 10 * MINUTE), ["ok", "ok", "running", "waiting"])
        self.assertEqual(self.statuses(trip_id, MONDAY + 11 * MINUTE), ["ok", "ok", "critical", "unknown"])

    def test_where_nothing_is_fetched_ten_minutes_without_it_are_unknown(self):
        trip_id, letter = self.begin()
        state = self.state(trip_id, MONDAY + 11 * MINUTE)
        self.assertEqual([one["status"] for one in state["stations"]], ["ok", "ok", "unknown", "unknown"])
        self.assertEqual(state["status"], "unknown")
        self.deliver(letter.source, MONDAY + 20 * MINUTE)
        self.assertEqual(self.state(trip_id, MONDAY + 20 * MINUTE)["status"], "ok", "late, but it proves the gateway")

    def test_one_that_arrives_without_being_fetched_proves_the_gateway(self):
        Health = self.env["sales.sequence.health"]
        self.assertFalse(Health._gateway_proved_at())
        _trip_id, letter = self.begin()
        self.deliver(letter.source, MONDAY + MINUTE)
        self.assertEqual(Health._gateway_proved_at(), MONDAY + MINUTE)

    def test_one_that_odoo_has_fetched_does_not_prove_the_gateway(self):
        server = self.env["fetchmail.server"].create({"name": "Our mailbox", "server_type": "imap", "state": "done"})
        trip_id, letter = self.begin()
        gateway = self.env["mail.thread"].with_user(self.user_root)
        with freeze_time(MONDAY + MINUTE), self.quiet_gateway():
            gateway.with_context(default_fetchmail_server_id=server.id).message_process(None, letter.source)
        self.assertEqual(self.state(trip_id, MONDAY + MINUTE)["status"], "ok")
        self.assertFalse(self.env["sales.sequence.health"]._gateway_proved_at())

    def test_the_mail_server_before_odoo_says_when_it_received_it(self):
        trip_id, letter = self.begin()
        received = b"Received: from a by b; Mon, 12 Jan 2026 10:00:30 +0100\r\n"
        self.deliver(received + letter.source, MONDAY + 5 * MINUTE)
        trip = self.trips().sudo().browse(trip_id)
        self.assertEqual(trip.arrived_at, MONDAY + timedelta(seconds=30))

    def test_a_wrong_clock_of_that_server_is_not_believed(self):
        for words in (b"Fri, 01 Jan 2100 00:00:00 +0000", b"Thu, 01 Jan 1970 00:00:00 -0000", b"nonsense"):
            with self.subTest(words):
                trip_id, letter = self.begin()
                self.deliver(b"Received: from a by b; " + words + b"\r\n" + letter.source, MONDAY + MINUTE)
                trip = self.trips().sudo().browse(trip_id)
                self.assertTrue(trip.sent_at <= trip.arrived_at <= trip.read_at)
                trip.written_at -= timedelta(days=1)


class TestRefused(RoundTripCommon):
    def test_one_that_was_never_handed_over_is_not_waited_for(self):
        """Whoever leaves the page in between leaves a test behind. The button waits while one is running."""
        with freeze_time(MONDAY):
            trip_id = self.trips().start()
        self.assertEqual(self.state(trip_id, MONDAY + MINUTE)["status"], "running")
        state = self.state(trip_id, MONDAY + 3 * MINUTE)
        self.assertEqual(state["status"], "unknown")
        self.assertIn("never handed over", state["stations"][1]["text"])
        self.assertEqual(self.state(None, MONDAY + 3 * MINUTE)["id"], trip_id)

    def test_only_managers_may_start_and_see_one(self):
        trip_id, _letter = self.begin()
        for user in (self.rep, self.user_employee):
            for call in ("start", "get_state", "send"):
                arguments = [] if call == "start" else [trip_id]
                with self.assertRaises(AccessError):
                    getattr(self.trips(user), call)(*arguments)

    def test_nobody_reads_the_secret(self):
        trip_id, _letter = self.begin()
        with self.assertRaises(AccessError):
            self.trips().browse(trip_id).read(["secret"])
        self.assertNotIn(self.trips().sudo().browse(trip_id).secret, str(self.state(trip_id)))

    def test_a_second_one_has_to_wait(self):
        self.begin()
        with freeze_time(MONDAY + timedelta(seconds=20)), self.assertRaisesRegex(UserError, "half a minute"):
            self.trips().start()
        with freeze_time(MONDAY + MINUTE):
            self.assertTrue(self.trips().start())

    def test_one_is_sent_once(self):
        trip_id, _letter = self.begin()
        with self.assertRaisesRegex(UserError, "already been sent"):
            self.trips().send(trip_id)
        self.assertFalse(self.sink.take(MONDAY))

    def test_one_of_another_company_is_not_shown(self):
        trip_id, _letter = self.begin()
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.manager.company_ids |= other
        with self.assertRaises(UserError):
            self.trips().with_context(allowed_company_ids=other.ids).get_state(trip_id)
        for id_ in (trip_id + 1000, 0, -1, "x", True):
            with self.assertRaises(UserError):
                self.trips().get_state(id_)

    def test_without_an_alias_domain_it_says_so(self):
        self.env.company.alias_domain_id = False
        with self.assertRaisesRegex(UserError, "no alias domain"):
            self.trips().start()

    @mute_logger("odoo.addons.base.models.ir_mail_server", "odoo.addons.sales_sequence.models.manage.round_trip")
    def test_a_server_that_is_down_is_said_without_its_words(self):
        self.listen(ClosedSink())
        with freeze_time(MONDAY):
            state = self.trips().send(self.trips().start())
        self.assertEqual([one["status"] for one in state["stations"]], ["ok", "critical", "waiting", "waiting"])
        self.assertEqual(state["stations"][1]["text"], "The outgoing server cannot be reached.")
        self.assertEqual(state["status"], "critical")

    @mute_logger("odoo.addons.base.models.ir_mail_server", "odoo.addons.sales_sequence.models.manage.round_trip")
    def test_a_server_that_refuses_the_email_is_said(self):
        self.listen(RefusingSink())
        with freeze_time(MONDAY):
            state = self.trips().send(self.trips().start())
        self.assertEqual(state["stations"][1]["text"], "The outgoing server refuses this email.")

    def test_other_emails_to_that_address_are_dropped(self):
        self.begin()
        leads = self.env["crm.lead"].search_count([])
        messages = self.env["mail.message"].search_count([])
        self.answer(to=f"sequences-round-trip@{self.alias_domain}", subject="Cheap watches")
        self.assertEqual(self.env["crm.lead"].search_count([]), leads)
        self.assertEqual(self.env["mail.message"].search_count([]), messages)

    def test_old_ones_are_vacuumed(self):
        trip_id, _letter = self.begin()
        with freeze_time(MONDAY + timedelta(days=31)):
            self.env["sales.sequence.round.trip"]._vacuum()
        self.assertFalse(self.trips().sudo().browse(trip_id).exists())
