"""Builders shared by all tests: people, sequences, the clock and mail."""

import contextlib
from datetime import datetime, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.tools import mute_logger

from odoo.addons.base.tests.test_ir_cron import CronMixinCase
from odoo.addons.mail.tests.common import MailCommon, mail_new_test_user

from . import library

# A Monday in winter, 10:00 in Brussels (UTC+1): inside everybody's working hours.
MONDAY = datetime(2026, 1, 12, 9, 0)
BRUSSELS = "Europe/Brussels"

REPLY = """From: {email_from}
To: {to}
Subject: {subject}
Message-ID: <{message_id}>
Date: {date}
{references}{headers}MIME-Version: 1.0
Content-Type: text/plain; charset="utf-8"

{body}
"""

BOUNCE = """Return-Path: <>
From: MAILER-DAEMON@mx.example.org (Mail Delivery System)
To: {to}
Subject: Undelivered Mail Returned to Sender
Message-ID: <{message_id}>
Date: {date}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="sep"

--sep
Content-Type: text/plain; charset=us-ascii

The mail system could not deliver your message to {address}.

--sep
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; {address}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 User unknown

--sep
Content-Type: message/rfc822

Message-ID: {original_id}
From: sender@example.com
To: {address}
Subject: Hello

Hello
--sep--
"""


class OdooTags:
    """Adds the tags that Odoo's own runner sets on its tests; list it first among the base classes.
    Without them pytest-odoo fails at collection and outbound requests are not blocked."""

    test_tags = frozenset({"standard", "post_install"})
    test_module = "sales_sequence"


class SequenceCommon(OdooTags, MailCommon, CronMixinCase):
    """A rep, a template and helpers: `make_sequence`, `make_lead`, `enroll`, `run_at`, `answer`."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.partner_id.tz = BRUSSELS
        cls.env.company.resource_calendar_id.tz = BRUSSELS
        cls.rep = mail_new_test_user(
            cls.env,
            login="rep",
            name="Rita Rep",
            email="rita@test.mycompany.com",
            groups="sales_sequence.group_sales_sequence_user,base.group_partner_manager",
            tz=BRUSSELS,
            notification_type="inbox",
        )
        cls.manager = mail_new_test_user(
            cls.env,
            login="sequence_manager",
            name="Mona Manager",
            email="mona@test.mycompany.com",
            groups="sales_sequence.group_sales_sequence_manager,base.group_partner_manager",
            tz=BRUSSELS,
            notification_type="inbox",
        )
        cls.template = cls.make_template()
        cls.call_type = cls.env.ref("mail.mail_activity_data_call")

    # ------------------------------------------------------------------
    # Building
    # ------------------------------------------------------------------

    @classmethod
    def make_template(cls, model="crm.lead", **values):
        return cls.env["mail.template"].create(
            {
                "name": "Hello",
                "model_id": cls.env["ir.model"]._get_id(model),
                "subject": "A question",
                "body_html": "<p>Hello from a person.</p>",
                **values,
            }
        )

    @classmethod
    def make_sequence(cls, *steps, publish=True, **values):
        """Create a live sequence. Each step is a channel name or a dict of step values."""
        sequence = cls.env["sales.sequence"].create({"name": "Outreach", "user_id": cls.rep.id, **values})
        for index, step in enumerate(steps or ("email",)):
            cls.make_step(sequence, index, step)
        if publish:
            sequence.action_publish()
        return sequence

    @classmethod
    def make_step(cls, sequence, index, step):
        step = {"channel": step} if isinstance(step, str) else dict(step)
        step.setdefault("channel", "email")
        defaults = {
            "sequence_id": sequence.id,
            "position": 10 * (index + 1),
            "name": f"Step {index + 1}",
            "delay": 1 if index else 0,
            "delay_unit": "business_day",
        }
        if step["channel"] == "email":
            defaults["mail_template_id"] = cls.template.id
        elif step["channel"] in ("call", "linkedin", "todo"):
            defaults["activity_type_id"] = cls.call_type.id
        return cls.env["sales.sequence.step"].create({**defaults, **step})

    @classmethod
    def make_lead(cls, name="Ada", **values):
        return cls._create_leads([cls._lead_values(name, **values)])

    @classmethod
    def make_leads(cls, count, name="Ada", **values):
        return cls._create_leads([cls._lead_values(f"{name}{index}", **values) for index in range(count)])

    @classmethod
    def _lead_values(cls, name, **values):
        return {
            "name": f"Deal with {name}",
            "contact_name": name,
            "email_from": f"{name.lower()}@customer.example.org",
            "type": "opportunity",
            "user_id": cls.rep.id,
            "country_id": cls.env.ref("base.be").id,
            **values,
        }

    @classmethod
    def _create_leads(cls, values_list):
        # Without the messages that they were created and assigned, which take four fifths of the time.
        silent = {"mail_create_nolog": True, "mail_auto_subscribe_no_notify": True}
        return cls.env["crm.lead"].with_context(**silent).create(values_list).with_env(cls.env)

    def make_companies(self, companies, size):
        """Leads of `size` people of each of so many companies."""
        leads = self.env["crm.lead"]
        for number in range(companies):
            company = self.env["res.partner"].create({"name": f"Company {number}", "is_company": True})
            for person in range(size):
                email = f"p{person}@company{number}.example.org"
                partner = self.env["res.partner"].create(
                    {"name": f"Person {person}", "email": email, "parent_id": company.id}
                )
                leads |= self.make_lead(f"P{number}x{person}", partner_id=partner.id, email_from=email)
        return leads

    def enroll(self, sequence, targets, at=MONDAY, **options):
        """Enroll all targets at the given time; fail if any is refused. :return: the enrollments"""
        with freeze_time(at):
            result = sequence.enroll(targets.ids, **options)
        self.assertFalse(result["refused"])
        return self.env["sales.sequence.enrollment"].browse([row["enrollment_id"] for row in result["enrolled"]])

    # ------------------------------------------------------------------
    # Time
    # ------------------------------------------------------------------

    def run_at(self, moment):
        """Run the real scheduled job at `moment` (naive UTC)."""
        cron = self.env.ref("sales_sequence.ir_cron_runner")
        with freeze_time(moment), self.enter_registry_test_mode():
            cron.with_user(self.user_root).method_direct_trigger()
        self.env.invalidate_all()

    def run_days(self, start, days, step=timedelta(hours=1), send=False):
        """Run the job every `step`, beginning at `start`."""
        moment = start
        while moment < start + timedelta(days=days):
            self.run_at(moment)
            if send:
                self.send_mails(moment)
            moment += step

    def check_goals(self, at):
        """Run the hourly job that looks for reached goals."""
        with freeze_time(at), self.enter_registry_test_mode():
            self.env.ref("sales_sequence.ir_cron_goals").with_user(self.user_root).method_direct_trigger()
        self.env.invalidate_all()

    def send_mails(self, moment):
        """Run Odoo's mail queue at `moment`, over the mocked SMTP connection."""
        with freeze_time(moment), self.mock_mail_gateway(mail_unlink_sent=True), self.without_send_log():
            self.env["mail.mail"].process_email_queue()
        self.env.invalidate_all()
        return list(self._mails)

    def without_send_log(self):
        return mute_logger("odoo.addons.mail.models.mail_mail")

    # ------------------------------------------------------------------
    # Incoming mail
    # ------------------------------------------------------------------

    def answer(
        self,
        touch=None,
        email_from="ada@customer.example.org",
        at=MONDAY,
        to=None,
        subject="Re: A question",
        body="Yes, tell me more.",
        headers="",
        **gateway,
    ):
        """Deliver a message from outside through Odoo's mail gateway."""
        reference = touch.mail_message_id.message_id if touch else ""
        source = REPLY.format(
            email_from=email_from,
            to=to or (f"catchall.test@{self.alias_domain}" if touch else f"info@{self.alias_domain}"),
            subject=subject,
            message_id=f"answer-{self.env['sales.sequence.signal'].search_count([])}-{fields.Datetime.now().timestamp()}-{email_from}",
            date=at.strftime("%a, %d %b %Y %H:%M:%S +0000"),
            references=f"References: {reference}\nIn-Reply-To: {reference}\n" if reference else "",
            headers=headers,
            body=body,
        )
        return self.deliver(source, at, **gateway)

    def bounce(self, touch, at=MONDAY):
        source = BOUNCE.format(
            to=f"bounce.test@{self.alias_domain}",
            address=touch.enrollment_id.email_normalized,
            message_id=f"bounce-{touch.id}@mx.example.org",
            original_id=touch.mail_message_id.message_id,
            date=at.strftime("%a, %d %b %Y %H:%M:%S +0000"),
        )
        return self.deliver(source, at)

    def deliver(self, source, at, model=None, **gateway):
        with freeze_time(at), self.quiet_gateway():
            thread_id = self.env["mail.thread"].with_user(self.user_root).message_process(model, source, **gateway)
        self.env.invalidate_all()
        return thread_id

    @contextlib.contextmanager
    def quiet_gateway(self):
        with self.mock_mail_gateway(), mute_logger("odoo.addons.mail.models.mail_thread"):
            yield

    def count_answers(self, sequence, at=MONDAY + timedelta(days=300)):
        """How many people have answered, once all of them have had the time for it."""
        self.env.flush_all()
        with freeze_time(at):
            sequence.invalidate_recordset(["replied_count"])
            return sequence.replied_count

    def touches(self, enrollment, **values):
        return enrollment.touch_ids.filtered_domain([(name, "=", value) for name, value in values.items()]).sorted("id")


def use_from_library(env, key, **options):
    """Take a sequence from the library, as *Use this* does, and fill in what is left. :return: the copy, a draft"""
    shipped = env.ref(f"sales_sequence.sequence_{key}")
    sequence = shipped.browse(shipped.use(**library.ANSWERS, following=False, **options))
    steps = sequence.sudo().step_ids
    for records, names in ((steps.mail_template_id, ("subject", "body_html")), (steps, ("cta", "summary", "note"))):
        for record in records:
            record.write({name: library.fill(record[name]) for name in names})
    return sequence


class SmtpCommon(SequenceCommon):
    """Odoo's own job sends mail over a real SMTP connection: `listen`, `run_mail_queue`, `run_all`."""

    def listen(self, sink):
        """Send Odoo's mail through `sink`, which is closed at the end of the test."""
        self.env["ir.mail_server"].search([]).active = False
        self.enterContext(sink)
        self.env["ir.mail_server"].create(
            {"name": "Loopback", "smtp_host": "127.0.0.1", "smtp_port": sink.port, "from_filter": self.alias_domain}
        )
        # By default Odoo does not connect to a mail server in tests.
        self.enterContext(patch.object(self.registry["ir.mail_server"], "_disable_send", lambda *_: False))
        return sink

    def run_mail_queue(self, moment):
        """Run Odoo's real mail queue job."""
        cron = self.env.ref("mail.ir_cron_mail_scheduler_action")
        with freeze_time(moment), self.enter_registry_test_mode():
            cron.with_user(self.user_root).method_direct_trigger()
        self.env.invalidate_all()

    def run_all(self, moment):
        self.run_at(moment)
        self.run_mail_queue(moment)
