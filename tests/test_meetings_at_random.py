"""Whatever is done in a calendar, and in whatever order: who has a meeting is stopped, and who has none is offered a
restart. What Odoo's rows say in the end is the judge, asked in the simplest way."""

import random

from freezegun import freeze_time

from odoo.fields import Command

from .common import MONDAY
from .test_meetings import DAY, HOUR, WEEKLY, MeetingsCommon

SEEDS = range(12)
CHANGES = 10
ACTS = ("move", "archive", "unarchive", "delete", "decline", "accept", "invite", "remove", "series")


class TestMeetingsAtRandom(MeetingsCommon):
    def make_event(self, chance):
        day = chance.randint(1, 9)
        if chance.random() < 0.4:
            kind = {**WEEKLY, ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[(MONDAY + day * DAY).weekday()]: True}
        else:
            kind = chance.choice(({}, {}, {"allday": True}))
        link = chance.choice(("guest", "duplicate", "record", "document", "nobody"))
        guests = {"guest": self.contact, "duplicate": self.duplicate}.get(link, self.env["res.partner"])
        if link == "record":
            kind["opportunity_id"] = self.lead.id
        elif link == "document":
            kind.update(res_model_id=self.env["ir.model"]._get_id("crm.lead"), res_id=self.lead.id)
        self.meet(day, guests=guests, **kind)
        return f"make {link} {kind}"

    def change_event(self, chance, events):
        """Move, archive, delete, invite, decline or accept; one meeting or its whole series."""
        event = chance.choice(events)
        attendees = event.attendee_ids.filtered(lambda one: one.partner_id in self.contact | self.duplicate)
        act = chance.choice(ACTS)
        if act == "move":
            start = MONDAY + chance.randint(1, 20) * DAY
            event.write({"start": start, "stop": start + HOUR})
        elif act in ("archive", "unarchive"):
            event.active = act == "unarchive"
        elif act == "delete":
            event.unlink()
        elif act == "decline":
            attendees.do_decline()
        elif act == "accept":
            attendees.do_accept()
        elif act == "invite" and not (event.opportunity_id or event.res_id):
            event.partner_ids = [Command.link(chance.choice(self.contact | self.duplicate).id)]
        elif act == "remove":
            event.partner_ids = [Command.unlink(guest.id) for guest in self.contact | self.duplicate]
        elif event.recurrence_id and event.active:
            return self.change_series(chance, event)
        return f"{act} {event.ids}"

    def change_series(self, chance, event):
        scope = chance.choice(("all_events", "future_events"))
        act = chance.choice(("move", "delete", "rename"))
        if act == "move":
            event.write({"recurrence_update": scope, "start": event.start + HOUR, "stop": event.stop + HOUR})
        elif act == "delete":
            event.action_mass_deletion(scope)
        else:
            event.write({"recurrence_update": scope, "name": "Another name", "partner_ids": [Command.link(1)]})
        return f"{act} {scope} from {event.ids}"

    def has_meeting(self):
        person = self.contact | self.duplicate
        for event in self.env["calendar.event"].search([("stop", ">", MONDAY)]):
            is_named = self.lead in (event.opportunity_id, self.env["crm.lead"].browse(event.res_id))
            answers = event.attendee_ids.filtered(lambda one: one.partner_id in person).mapped("state")
            if (is_named or event.partner_ids & person) and "declined" not in answers:
                return True
        return False

    def test_state_decides_after_any_changes(self):
        for seed in SEEDS:
            chance, log = random.Random(seed), []
            self.env["calendar.event"].with_context(active_test=False).search([]).unlink()
            self.contact, self.duplicate = self.env["res.partner"].create(
                [
                    {"name": "Ada", "email": f"ada{seed}@customer.example.org"},
                    {"name": "Ada again", "email": f"ada{seed}+calendar@customer.example.org"},
                ]
            )
            self.lead = self.make_lead(f"Lead {seed}", partner_id=self.contact.id, email_from=self.contact.email)
            enrollment = self.enroll(self.make_sequence("email", name=str(seed)), self.lead)
            for _change in range(CHANGES):
                events = self.env["calendar.event"].with_context(active_test=False).search([], order="id")
                with freeze_time(MONDAY):
                    is_new = not events or chance.random() < 0.3
                    log.append(self.make_event(chance) if is_new else self.change_event(chance, events))
                    self.env.flush_all()
                    has_meeting = self.has_meeting()
                told = f"seed {seed}: {log}"
                if has_meeting:
                    self.assert_met(enrollment, told)
                    self.assertNotIn("canceled", enrollment.status_note, told)
                elif enrollment.state == "stopped":
                    self.assertIn("canceled", enrollment.status_note, told)
                    self.assertTrue(self.help_wanted(), told)
                else:
                    self.assert_running(enrollment, told)
