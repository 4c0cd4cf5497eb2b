"""The stage: a company with reps, leads and partners in Odoo, and a clock that we advance.

Moments are naive UTC datetimes, as in Odoo.
"""

import heapq
import itertools
from datetime import datetime, timedelta, timezone

import people
import pytz

# Odoo runs these every few minutes; the demo, whenever something is due.
JOBS = (
    "sales_sequence.ir_cron_runner",
    "mail.ir_cron_mail_scheduler_action",
    "sales_sequence.ir_cron_follow_up",
)
JOB_INTERVAL = timedelta(minutes=5)


def local_to_utc(start, day, time, zone):
    """Return the moment at which clocks in `zone` show `time` ("08:40") on `day` (1 is the Monday `start`)."""
    hours, minutes = map(int, time.split(":"))
    wall = start + timedelta(days=day - 1, hours=hours, minutes=minutes)
    return pytz.timezone(zone).localize(wall).astimezone(timezone.utc).replace(tzinfo=None)


def to_local(moment, zone):
    """Return what clocks in `zone` show at a moment."""
    # From pytz, like Odoo: the machine's own zone data may be older, and the laws on clock changes vary.
    return moment.replace(tzinfo=timezone.utc).astimezone(pytz.timezone(zone)).replace(tzinfo=None)


class World:
    """Odoo, at the moment that `clock` (of freezegun) shows.

    `at` plans an action; `run_until` goes from one moment to the next at which an action or a step of a sequence is
    due, runs Odoo's own scheduled jobs there, and passes on what reached the mail server.
    """

    def __init__(self, env, clock, sink):
        self.env = env
        self.clock = clock
        self.sink = sink
        self._agenda = []
        self._order = itertools.count()

    @property
    def now(self):
        """The present moment."""
        return datetime.now(timezone.utc).replace(tzinfo=None)

    def at(self, moment, deed, *arguments):
        """Do something at a moment, before the jobs run, in the order in which it was planned."""
        heapq.heappush(self._agenda, (max(moment, self.now), next(self._order), deed, arguments))

    def run_until(self, end, on_letter, after_jobs):
        """Let time pass. `on_letter` gets each letter that reached the mail server."""
        while (moment := self._next_moment(end)) <= end:
            self.clock.move_to(moment)
            while self._agenda and self._agenda[0][0] <= moment:
                _moment, _order, deed, arguments = heapq.heappop(self._agenda)
                deed(*arguments)
                self.commit()
            self.run_jobs()
            for letter in self.sink.take(moment):
                on_letter(letter)
            after_jobs()
        self.clock.move_to(end)

    def run_jobs(self):
        """Run the jobs in turn, like the scheduler: each in its own transaction."""
        for xmlid in JOBS:
            outcome = self.env.ref(xmlid).method_direct_trigger()
            if outcome is not True:
                raise RuntimeError(f"The job {xmlid} failed: {outcome}")
            self.commit()

    def commit(self):
        """End the transaction, so that the next one sees what the jobs did."""
        self.env["ir.cron"]._commit_progress()
        self.env.invalidate_all()

    def _next_moment(self, end):
        """The next moment at which anything is due; later than `end` if nothing is due until then."""
        moments = [end + JOB_INTERVAL]
        moments += [moment for moment, *_deed in self._agenda[:1]]
        enrollments = self.env["sales.sequence.enrollment"]
        for state, field_name in (("running", "next_run_at"), ("paused", "resume_at")):
            first = enrollments.search([("state", "=", state), (field_name, "!=", False)], order=field_name, limit=1)
            if first:
                # What becomes due between two runs of the job waits for the second.
                due = first[field_name].replace(second=0) + timedelta(minutes=-first[field_name].minute % 5)
                moments.append(max(due, self.now + JOB_INTERVAL))
        return min(moments)


# ----------------------------------------------------------------------------------------------------------------------
# Users, leads and partners on the first day
# ----------------------------------------------------------------------------------------------------------------------


def set_up_company(env, port):
    """Set the company's address and mail domain, and the mail server on loopback to send through."""
    domain = env["mail.alias.domain"].create({"name": people.DOMAIN})
    company = env.company
    company.write(
        {
            "name": people.COMPANY,
            "email": f"hello@{people.DOMAIN}",
            "website": f"https://www.{people.DOMAIN}",
            "street": "Rue de l'Exemple 12",
            "zip": "1000",
            "city": "Brussels",
            "country_id": env.ref("base.be").id,
            "alias_domain_id": domain.id,
        }
    )
    company.partner_id.tz = company.resource_calendar_id.tz = "Europe/Brussels"
    env["ir.mail_server"].create(
        {
            "name": "Demo (listens only while the demo runs)",
            "smtp_host": "127.0.0.1",
            "smtp_port": port,
            # Without it, Odoo sends everything from notifications@.
            "from_filter": people.DOMAIN,
        }
    )


def create_reps(env):
    """Return `{key of people.REPS: res.users}`; the password of each is the login."""
    users = {}
    for key, rep in people.REPS.items():
        groups = (f"sales_sequence.group_sales_sequence_{rep.group}", "base.group_user", "base.group_partner_manager")
        users[key] = env["res.users"].with_context(no_reset_password=True).create(
            {
                "name": rep.name,
                "login": rep.login,
                "password": rep.login,
                "email": f"{rep.login}@{people.DOMAIN}",
                "phone": rep.phone,
                "tz": rep.zone,
                "group_ids": [(6, 0, [env.ref(group).id for group in groups])],
                "notification_type": "inbox",
                "signature": f"<p>{rep.name}<br/>{people.COMPANY} · {rep.phone}</p>",
            }
        )
    return users


def create_contact(env, person, user, number):
    """Return the `res.partner` of a person, below that of their company, as the web client of their rep enters it."""
    # Odoo takes the zone of a new contact from there.
    Partner = env["res.partner"].with_context(mail_auto_subscribe_no_notify=True, tz=user.tz)
    company = Partner.search([("name", "=", person.company), ("is_company", "=", True)], limit=1)
    company = company or Partner.create({"name": person.company, "is_company": True, **_place(env, person)})
    return Partner.create(
        {
            "name": person.name,
            "parent_id": company.id,
            "email": people.email_of(person),
            "phone": _phone(env, person, number),
            "user_id": user.id,
            "sequence_tz": person.zone if person.own_zone else False,
            **_place(env, person),
        }
    )


def create_lead(env, person, user, number):
    """Return the `crm.lead` of a person. Every second one has a contact, the others only what was typed in."""
    shared = sum(lead.company == person.company for lead in people.LEADS) > 1
    contact = create_contact(env, person, user, number) if shared or number % 2 else env["res.partner"]
    return env["crm.lead"].with_context(mail_auto_subscribe_no_notify=True, tz=user.tz).create(
        {
            "name": f"Planning at {person.company}{f', {person.name}' if shared else ''}",
            "type": "opportunity",
            "partner_id": contact.id,
            "contact_name": person.name if person is not people.WITHOUT_ADDRESS else False,
            "partner_name": person.company,
            "email_from": people.email_of(person) or False,
            "phone": _phone(env, person, number),
            "expected_revenue": 2000 + 700 * (number * 7 % 19),
            "user_id": user.id,
            **_place(env, person),
        }
    )


def _place(env, person):
    if not person.country:
        return {}
    country = env["res.country"].search([("code", "=", person.country)])
    state = env["res.country.state"].search([("country_id", "=", country.id), ("code", "=", person.state)], limit=1)
    return {"country_id": country.id, "state_id": state.id}


def _phone(env, person, number):
    if person.phone:
        return person.phone
    country = env["res.country"].search([("code", "=", person.country)])
    return f"+{country.phone_code} 555 01{number:02}"
