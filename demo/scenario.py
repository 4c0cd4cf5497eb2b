"""Who does what in the two weeks: prospects who answer, and reps who work through their queue."""
# pylint: disable=print-used

from collections import Counter, namedtuple
from datetime import timedelta

import mail_programs
import people
from world import create_contact, create_lead, create_reps, local_to_utc

# What came of a call, by the external id of the outcome, and what the rep wrote.
NOTES_OF_RESULTS = {
    "meeting": ("meeting_booked", "Meeting agreed, invitation sent."),
    "won": ("connected", "They sign."),
    "lost": ("connected", "Has signed with somebody else last week."),
    "no_more_mail": ("connected", "Asks for no more mail."),
}

# A message that a person or their mail program sent to us.
Answered = namedtuple("Answered", "moment person answer source")


def start_of_last_working_day(now):
    """Midnight (UTC) of the last working day before today: later activities are still open."""
    day = now - timedelta(days=1)
    while day.weekday() > 4:
        day -= timedelta(days=1)
    return day.replace(hour=0, minute=0, second=0, microsecond=0)


class Scenario:
    """Who does what. Keeps its own record of what was sent and answered, to compare with Odoo's.

    `programs` are the sequences with their people, `records` and `enrollments` map people to their record and
    enrollment, `letters` is every mail of a sequence as `{person: [Letter]}`, `other_letters` all other mail, `answers`
    what came back, `refused` those not enrolled.
    """

    # Of history, before the two weeks.
    weeks_before = 0

    def __init__(self, world, start, end):
        self.world = world
        self.env = world.env
        self.start = start
        self.end = end
        self.users = create_reps(self.env)
        self.programs = []
        self.records = {}
        self.by_address = {}
        self.enrollments = {}
        self.refused = []
        self.letters = {}
        self.other_letters = []
        self.answers = []
        self._planned = set()
        self._days = Counter()

    # ------------------------------------------------------------------
    # What is planned from the start
    # ------------------------------------------------------------------

    def prepare(self):
        """Create leads and partners, publish what comes from the library, and plan the enrollments."""
        leads = [*people.LEADS, people.WITHOUT_ADDRESS, people.DUPLICATE]
        for number, lead in enumerate(leads):
            self.records[lead] = create_lead(self.env, lead, self.users[lead.rep], number)
        for number, partner in enumerate([*people.PARTNERS, *people.GUESTS]):
            self.records[partner] = create_contact(self.env, partner, self.users[partner.rep], number)
        everybody = [*people.LEADS, *people.PARTNERS, *people.GUESTS]
        self.by_address = {people.email_of(person): person for person in everybody}
        self.event_at = local_to_utc(self.start, people.EVENT_DAY, people.EVENT_TIME, people.EVENT_ZONE)
        admin, clara = self.env.ref("base.user_admin"), self.users["clara"]
        self.cadence = self.use("five_touch", admin)
        self.onboarding = self.use("partner_onboarding", clara)
        self.event = self.use("event", clara, date_at=self.event_at)
        self.programs = [(self.cadence, leads), (self.onboarding, people.PARTNERS), (self.event, people.GUESTS)]
        for sequence, group in self.programs:
            for rep, day in dict.fromkeys((person.rep, person.day) for person in group):
                wave = [person for person in group if (person.rep, person.day) == (rep, day)]
                moment = local_to_utc(self.start, day, "08:40", people.REPS[rep].zone)
                self.world.at(moment, self.enroll, sequence, wave)
        for person in people.LEADS:
            for ours in (deed for deed in person.does if isinstance(deed, people.Ours)):
                moment = local_to_utc(self.start, ours.day, "10:20", people.REPS[person.rep].zone)
                self.world.at(moment, getattr(self, ours.what), person)
        self.world.commit()

    def use(self, key, user, **options):
        """Take a sequence from the library, say what the company sells, fill in what is left, and publish the copy."""
        shipped = self.env.ref(f"sales_sequence.sequence_{key}").with_user(user)
        sequence = self.env["sales.sequence"].browse(shipped.use(**people.ANSWERS, following=False, **options)[:1])
        steps = sequence.step_ids
        for records, names in ((steps.mail_template_id, ("subject", "body_html")), (steps, ("cta", "summary", "note"))):
            for record in records:
                record.write({name: self.fill_in(record[name]) for name in names})
        sequence.with_user(user).action_publish()
        return sequence

    def fill_in(self, text):
        """Put the company's own words where the library has blanks for them."""
        for blank, words in people.BLANKS.items():
            text = text and text.replace(f"[[{blank}]]", words)
        return text

    def enroll(self, sequence, wave):
        """A rep enrolls some of their people."""
        of_record = {self.records[person].id: person for person in wave}
        result = sequence.with_user(self.users[wave[0].rep]).enroll(list(of_record))
        for row in result["enrolled"]:
            enrollment = self.env["sales.sequence.enrollment"].browse(row["enrollment_id"])
            self.enrollments[of_record[row["target_id"]]] = enrollment
        self.refused += [(of_record[row["target_id"]], row["code"], row["message"]) for row in result["refused"]]
        self._days["enrolled"] += len(result["enrolled"])

    def pause(self, person):
        """The rep hears that this is not the right time."""
        until = local_to_utc(self.start, 36, "09:00", person.zone)
        self.enrollments[person].with_user(self.users[person.rep]).pause(until=until)

    def lose_address(self, person):
        """Someone cleans up data and empties the email address."""
        self.records[person].with_user(self.users[person.rep]).email_from = False

    # ------------------------------------------------------------------
    # Prospects: they only see the mail that arrives
    # ------------------------------------------------------------------

    def on_letter(self, letter):
        """A mail has arrived at its recipient's server: they may answer."""
        person = self.by_address.get(letter.recipients[0])
        if not person or not self.step_of(letter):
            self.other_letters.append(letter)
            return
        letters = self.letters.setdefault(person, [])
        letters.append(letter)
        self._days["emails"] += 1
        for answer in self.answers_to(letter, person, len(letters)):
            moment = letter.moment + timedelta(hours=answer.hours, minutes=2 + len(person.name))
            self.world.at(moment, self.receive, letter, person, answer)

    def answers_to(self, _letter, person, number):
        """What a person answers to the letter that is their `number`-th."""
        return [deed for deed in person.does if isinstance(deed, people.Answer) and deed.mail == number]

    def receive(self, letter, person, answer):
        """Their message arrives at Odoo's mail gateway."""
        text = answer.text.format(name=person.name)
        if answer.back:
            text = f"{self.start + timedelta(days=answer.back - 1):%A, %B %-d, %Y}"
        source = getattr(mail_programs, answer.program)(letter, person, text, self.world.now)
        self.env["mail.thread"].message_process(None, source)
        self.answers.append(Answered(self.world.now, person, answer, source))
        if answer.program not in mail_programs.MACHINES and self.world.now < start_of_last_working_day(self.end):
            self.world.at(self.world.now + timedelta(hours=2), self.handle, person)
        self._days["automatic replies and bounces" if answer.program in mail_programs.MACHINES else "answers"] += 1

    def step_of(self, letter):
        """The step that sent a letter, found by the Message-ID on the wire; empty for other mail."""
        message_id = letter.message["Message-ID"].strip()
        message = self.env["mail.message"].search([("message_id", "=", message_id)])
        return self.env["sales.sequence.touch"].search([("mail_message_id", "in", message.ids)]).step_id

    # ------------------------------------------------------------------
    # Reps: they only see their activities, and the answers
    # ------------------------------------------------------------------

    def handle(self, person):
        """Their rep has written back."""
        signals = self.enrollments[person].signal_ids
        for signal in signals.filtered(lambda one: one.kind == "reply" and not one.handled_at):
            self.env["sales.sequence.answers"].with_user(self.users[person.rep]).reply_done(signal.id)

    def look_at_queue(self):
        """Reps see their new activities, and plan when to do them."""
        todo = self.env["sales.sequence.touch"].search([("state", "=", "todo")], order="id")
        for touch in todo.filtered(lambda touch: touch.id not in self._planned):
            self._planned.add(touch.id)
            person = next(who for who, enrollment in self.enrollments.items() if enrollment == touch.enrollment_id)
            calls = touch.enrollment_id.touch_ids.filtered(lambda other: other.channel == "call")
            results = {deed.number: deed.result for deed in person.does if isinstance(deed, people.Call)}
            result = results.get(len(calls)) if touch.channel == "call" else None
            self._days["activities"] += 1
            if result != "nobody" and self.world.now < start_of_last_working_day(self.end):
                minutes = 10 + len(self._planned) * 37 % 75
                self.world.at(self.world.now + timedelta(minutes=minutes), self.do, touch, person, result)

    def do(self, touch, person, result):
        """A rep does what an activity asks for, and marks it as done."""
        if touch.state != "todo":
            return
        rep = self.users[person.rep]
        notes = people.CALL_NOTES if self.records[person]._name == "crm.lead" else people.PARTNER_NOTES
        # After "no answer" they try again on another day, and get through.
        outcome, note = NOTES_OF_RESULTS.get(result) or notes[(touch.id + 2 * len(touch.attempt_ids)) % len(notes)]
        if touch.channel == "todo" and touch.sequence_id == self.onboarding:
            outcome, note = "done", "Invitation to the portal sent."
            wizard = self.env["portal.wizard"].with_user(rep).create({"partner_ids": self.records[person].ids})
            wizard.user_ids.action_grant_access()
        if touch.channel != "call":
            outcome = "done"
        touch.activity_id.with_user(rep).action_sequence_outcome(
            self.env.ref(f"sales_sequence.outcome_{outcome}").id, note=note
        )
        if touch.state == "todo":
            if touch.due_at < start_of_last_working_day(self.end):
                self.world.at(touch.due_at, self.do, touch, person, result)
            return
        if result:
            getattr(self, f"call_ends_in_{result}")(person, rep)
        self._days["activities done"] += 1

    def call_ends_in_meeting(self, person, rep):
        """They agree to a meeting, and the rep adds it to the calendar."""
        record = self.records[person]
        begin = self.world.now.replace(minute=0) + timedelta(days=16)
        lead = record if record._name == "crm.lead" else self.env["crm.lead"]
        contact = lead.partner_id or (record if record._name == "res.partner" else self.env["res.partner"])
        self.env["calendar.event"].with_user(rep).create(
            {
                "name": f"{people.COMPANY} – {person.company}",
                "start": begin,
                "stop": begin + timedelta(minutes=30),
                "user_id": rep.id,
                "partner_ids": [(4, rep.partner_id.id), *((4, partner_id) for partner_id in contact.ids)],
                "opportunity_id": lead.id,
            }
        )

    def call_ends_in_won(self, person, rep):
        """They buy."""
        self.records[person].with_user(rep).action_set_won()

    def call_ends_in_lost(self, person, rep):
        """They chose someone else."""
        self.records[person].with_user(rep).action_set_lost()

    def call_ends_in_no_more_mail(self, person, _rep):
        """They want no more mail: the administrator blacklists the address."""
        self.env["mail.blacklist"].with_user(self.env.ref("base.user_admin"))._add(people.email_of(person))

    # ------------------------------------------------------------------
    # Time
    # ------------------------------------------------------------------

    def play(self):
        """Let the two weeks pass, and the days since; print a line about each day."""
        day = self.start - timedelta(weeks=self.weeks_before)
        while day < self.end:
            evening = min(day + timedelta(days=1), self.end)
            self.world.run_until(evening, self.on_letter, self.look_at_queue)
            happened = ", ".join(f"{count} {what}" for what, count in self._days.items())
            print(f"  {day:%a %d %b}  {happened or '-'}", flush=True)
            self._days.clear()
            day = evening
