"""Three months before the two weeks: some 400 people more in the cadence, and a second version of it with two wordings
of its first email, which is compared with the old way. What was sent, answered and called comes about as everything
else in the demo. Beside it stands a sequence that nobody has taken care of, so that there is something to advise."""

import itertools
import random
from datetime import timedelta

import people
from people import Answer, Call, Person
from scenario import Scenario
from world import create_lead, local_to_utc

WEEKS = 12
# The version that they begin with is replaced after so many weeks.
WEEKS_OF_FIRST_VERSION = 3
# New people a week, by their rep: enough that the wordings can be told apart one day, and that no rep drowns.
A_WEEK = {"nora": 12, "daniel": 11, "mei": 10}
PLACES = {
    "nora": [("DE", "", "Europe/Berlin"), ("FR", "", "Europe/Paris"), ("SE", "", "Europe/Stockholm")],
    "daniel": [("US", "NY", "America/New_York"), ("CA", "QC", "America/Toronto")],
    "mei": [("SG", "", "Asia/Singapore"), ("MY", "", "Asia/Kuala_Lumpur")],
}
FIRST_NAMES = [
    "Alba", "Anton", "Astrid", "Bruno", "Carla", "Cedric", "Celine", "Dario", "Edith", "Elias", "Emil", "Erika",
    "Felix", "Frida", "Greta", "Henrik", "Ida", "Irene", "Isak", "Jasper", "Judith", "Karin", "Kaspar", "Lena",
    "Leon", "Linus", "Livia", "Lorenz", "Maja", "Marius", "Milan", "Mona", "Nadine", "Niklas", "Nora", "Olaf",
    "Oskar", "Paula", "Philip", "Ramona", "Ronja", "Rosa", "Ruben", "Selma", "Simon", "Stella", "Tessa", "Theo",
    "Tilda", "Valentin", "Vera", "Viktor", "Wanda", "Yara",
]
LAST_NAMES = [
    "Ahlgren", "Arden", "Bellweg", "Borg", "Castell", "Dahlin", "Delorme", "Ebner", "Ekdal", "Faber", "Fontane",
    "Garnier", "Halden", "Holt", "Imhof", "Jarvis", "Keller", "Kron", "Laurin", "Lind", "Marchand", "Merten",
    "Norden", "Oakley", "Palm", "Prentice", "Quist", "Renner", "Rosen", "Sandor", "Stark", "Teller", "Thorn", "Ulmer",
    "Vance", "Verdier", "Wagner", "Winter", "Yates", "Zander",
]
TRADES = [
    "Bakeries", "Bearings", "Castings", "Ceramics", "Foods", "Furniture", "Glass", "Optics", "Packaging", "Paper",
    "Pumps", "Textiles", "Tools",
]
SUBJECT = "A question about planning at {{ object.sequence_company_name ||| your company}}"
STORY = """<p>{{salutation}}</p>
<p>Halden Foods planned its week by hand: two days of one person, every week. Today it takes three hours, and the late
changes no longer cost them a delivery.</p>
<p>Would fifteen minutes be of use to you, to see how they did it?</p>"""
QUESTION = """<p>{{salutation}}</p>
<p>What stopped your line last month: a missing part, a late change, or a plan that nobody believed in?</p>
<p>Just reply with one of the three. I will send you what others do about it.</p>"""
WORDINGS = {"Customer story": STORY, "Question": QUESTION}
# How many of a hundred answer a letter, by its number, and the first one by its wording.
SHARE_ANSWERING = {1: 4, 2: 3, 3: 3, "Customer story": 8, "Question": 3}
# Of a hundred: who is away, whose address is dead, and what comes of the first call.
AWAY, DEAD = 7, 2
CALLS = {"meeting": 4, "no_more_mail": 1, "lost": 2, "won": 1, "nobody": 5}
# A part of the people of the second version is held back, for so many days; of a hundred of them, so many meet us.
HELD_BACK, HELD_BACK_DAYS, MEET_THE_OLD_WAY = 0.2, 28, 5
NEGLECTED = "Webinar follow-up"
NEGLECTED_SUBJECT = "THANK YOU FOR COMING TO OUR WEBINAR ABOUT PLANNING"
NEGLECTED_BODY = """<p>Hello,</p>
<p>Thank you for coming to our webinar. We talked about the four reasons for which a plan is wrong on Tuesday although
it was right on Monday: a part that is late, a machine that stands still, an order that somebody moved, and a number
that was typed twice. You have seen how three plants found out which of the four cost them most, and what they did
about it in the first month.</p>
<p>Many of you asked how much work it is to begin. It is less than one might think, since nobody has to change how they
plan: we read what is there, for two weeks, and then show where the hours go. Most of our customers find the first two
hours of every week in that list, and keep them.</p>
<p>The recording, the slides and the answers to all questions are on <a href="https://www.example.com/recording">the
page of the webinar</a>, and if you would rather see it at your own plant, <a href="https://www.example.com/visit">choose
a day for a visit</a>.</p>"""
NEGLECTED_REMINDER = """<p>Hello,</p>
<p>The recording of our webinar stays online for one more week. Afterwards only the slides are there.</p>"""
DISMISSED = ("no_human_touch", "Those who come to a webinar write to us when they want to talk.")


def luck(person, about):
    """A number from 0 to 99, the same in every run."""
    return random.Random(f"{person.name} {person.company} {about}").randrange(100)


class Season(Scenario):
    """The demo's two weeks, as the last ones of a season."""

    weeks_before = WEEKS

    def prepare(self):
        """Plan the enrollments of the months before, and the second version."""
        result = super().prepare()
        self.first_version = self.cadence
        names = itertools.product(TRADES, LAST_NAMES)
        for week in range(-WEEKS, 2):
            for rep, count in A_WEEK.items():
                day = 1 + 7 * week + len(rep) % 3
                wave = [self._create(rep, day, *next(names)) for _number in range(count)]
                moment = local_to_utc(self.start, day, "08:20", people.REPS[rep].zone)
                self.world.at(moment, self.enroll, self.cadence, wave)
        second = self.start + timedelta(weeks=WEEKS_OF_FIRST_VERSION - WEEKS, hours=-6)
        self.world.at(second, self.publish_second_version)
        self.publish_neglected()
        self.world.commit()
        return result

    def publish_neglected(self):
        """Somebody was in a hurry."""
        emails = [
            {"name": "Thanks", "subject": NEGLECTED_SUBJECT, "body_html": NEGLECTED_BODY},
            {
                "name": "Reminder",
                "subject": "Recording",
                "body_html": NEGLECTED_REMINDER,
                "delay": 1,
                "new_thread": True,
            },
        ]
        self.neglected = self.env["sales.sequence"].create(
            {
                "name": NEGLECTED,
                "user_id": self.users["clara"].id,
                "max_new_per_day": 10,
                "step_ids": [
                    (0, 0, {**email, "channel": "email", "delay_unit": "business_day", "position": 10 * place})
                    for place, email in enumerate(emails, 1)
                ],
            }
        )
        self.neglected.action_publish()

    def play(self):
        """Let the season pass, and look once what there is to advise."""
        result = super().play()
        code, note = DISMISSED
        advice = self.env["sales.sequence.advice"].with_user(self.env.ref("base.user_admin"))
        if code in [item["code"] for item in advice.get_advice(self.neglected.id)["items"]]:
            advice.dismiss(self.neglected.id, code, None, note)
        self.world.commit()
        self.env.ref("sales_sequence.ir_cron_advice").method_direct_trigger()
        self.world.commit()
        return result

    def _create(self, rep, day, trade, last_name):
        number = len(self.records)
        first_name = FIRST_NAMES[number * 7 % len(FIRST_NAMES)]
        country, state, zone = PLACES[rep][number % len(PLACES[rep])]
        person = Person(f"{first_name} {last_name}", f"{last_name} {trade}", country, state, zone, rep, day)
        object.__setattr__(person, "does", self._plan(person))
        self.records[person] = create_lead(self.env, person, self.users[rep], number)
        self.by_address[people.email_of(person)] = person
        return person

    @staticmethod
    def _plan(person):
        results = [result for result, share in CALLS.items() for _number in range(share)]
        place = luck(person, "call")
        calls = (Call(1, results[place]),) if place < len(results) else ()
        if luck(person, "address") < DEAD:
            return (Answer(1, 0, "bounced"),)
        if luck(person, "away") < AWAY:
            return (Answer(1, 0, "out_of_office", back=person.day + 5), *calls)
        return calls

    def publish_second_version(self):
        """The owner tries two wordings of the introduction."""
        copy_id = self.first_version.action_new_version()["res_id"]
        self.cadence = self.env["sales.sequence"].browse(copy_id)
        step = self.cadence._first_step()
        step.variant_ids = [
            (0, 0, {"name": name, "subject": SUBJECT, "body_html": self._greeted(body)})
            for name, body in WORDINGS.items()
        ]
        sequence = self.cadence.with_user(self.env.ref("base.user_admin"))
        sequence.action_publish()
        sequence.start_comparison(share=HELD_BACK, days=HELD_BACK_DAYS)

    @staticmethod
    def _greeted(body):
        return body.replace("{{salutation}}", '<t t-out="object.sequence_salutation">Hello Brandon,</t>')

    def enroll(self, sequence, wave):
        """Into the version that is live."""
        result = super().enroll(self.cadence if sequence == self.first_version else sequence, wave)
        for person in wave:
            enrollment = self.enrollments.get(person)
            if enrollment and enrollment.arm == "control" and luck(person, "old way") < MEET_THE_OLD_WAY:
                moment = self.world.now + timedelta(days=3 + luck(person, "day") % 15)
                self.world.at(moment, self.call_ends_in_meeting, person, self.users[person.rep])
        return result

    def answers_to(self, letter, person, number):
        """Whether they answer may depend on the wording of the first letter."""
        planned = super().answers_to(letter, person, number)
        if planned or person in people.LEADS or self.records[person]._name != "crm.lead":
            return planned
        touches = self.enrollments[person].touch_ids.filtered(lambda touch: touch.channel == "email")
        share = SHARE_ANSWERING.get(touches[-1:].variant_id.name, SHARE_ANSWERING.get(number, 0))
        if luck(person, f"letter {number}") >= share:
            return []
        hours = 1 + luck(person, f"hours {number}") % 40
        return [Answer(number, hours, ("gmail", "outlook", "apple_mail")[hours % 3], people.WHO_IS_IT)]
