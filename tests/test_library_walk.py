"""Everything that the library sends, as it arrives: each shipped sequence is used, published, and walked to its end by
one realistic and the most awkward records, over a real SMTP connection."""

import re
from collections import defaultdict, namedtuple
from datetime import timedelta
from itertools import combinations
from urllib.parse import urlsplit

from freezegun import freeze_time
from lxml import html

from odoo.tests import HttpCase

from demo.sink import Sink

from . import library
from .common import BRUSSELS, MONDAY, SmtpCommon

OPT_OUT = "/sales_sequence/opt_out/"
# When the event begins, the trial ends, the fair was.
DATE = MONDAY + timedelta(days=28, hours=5)
DATE_OF_RECORD = MONDAY + timedelta(days=14)
# More than all of the sequences together have moments at which something is due.
MAX_TURNS = 300

# Traces of a merge field or a blank that was left empty, in a line whose white space is folded.
HOLES = re.compile(
    r"\b(False|undefined|nan)\b|(?<![\"“])\bNone\b(?!:| of\b)|\{\{|\}\}|\|\|\||\[\[|\]\]|\bt-out\b|\bobject\."
    r"|&(lt|gt|amp|nbsp);|\(\s*\)"
    r"|\"\"|“\s*”|\s[,.;:?!](?=\s|$)|[,;:]\.|,,|(?<!\.)\.\.(?!\.)|[?!]\.|^[,.;:?!]"
    r"|\b(Hi|Hello|Dear)\s+[,.]"
)
WEB_ADDRESS = re.compile(r"https?://[^\s<>\"\])]+")

# What people enter. Without a person, the contact is the company itself; `{address}` is the email address.
PEOPLE = {
    "realistic": {"person": "Anna Lindqvist", "company": "Nordwind Logistik GmbH", "phone": "+32 2 555 01 01"},
    "no name": {"person": "-", "company": "Halden Foods"},
    "title only": {"person": "Dr.", "company": "Praxis am Ring"},
    "all capitals": {"person": "HANS MÜLLER", "company": "ACME STEEL"},
    "company as contact": {"company": "Müller & Söhne <GmbH>"},
    "no company": {"person": "Bo"},
    "address as name": {"person": "{address}"},
    "line breaks in the name": {"person": "Eva\nMaria\r\nSchmidt", "company": "Nord\r\nSüd"},
}

# One person's way through a sequence: the letters received, and the activities that were done about them.
Walk = namedtuple("Walk", "key kind enrollment letters tasks")
Task = namedtuple("Task", "moment channel summary note")


class TestLibraryWalk(SmtpCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.write({"street": "Rue Haute 1", "city": "Brussels", "phone": "+32 2 555 00 00"})
        # One rep sends all of it, each email on the day that the cadence says.
        cls.env.company.write(dict.fromkeys(("sequence_sender_cap", "sequence_sender_gap", "sequence_domain_cap"), 0))
        cls.env.company.sequence_backlog_per_hour = 0
        cls.rep.sequence_meeting_link = "https://www.example.com/book/rita"

    def test_what_the_library_sends_is_whole_in_order_and_different_each_time(self):
        walks = self.walk_all()
        for check in (
            self.check_end,
            self.check_order,
            self.check_subjects,
            self.check_mails_are_whole,
            self.check_links,
            self.check_scripts,
            self.check_no_text_comes_twice,
        ):
            for key in dict.fromkeys(walk.key for walk in walks):
                with self.subTest(check.__name__, sequence=key):
                    for walk in walks:
                        if walk.key == key:
                            check(walk)
        self.check_opt_out(walks)

    # ------------------------------------------------------------------
    # The world
    # ------------------------------------------------------------------

    def use(self, sequence):
        """:return: a live copy of a sequence of the library, with typical answers"""
        copy_id, *_others = sequence.with_user(self.manager).use(
            **library.ANSWERS,
            user_id=self.rep.id,
            date_at=DATE if sequence.date_source == "sequence" else None,
            following=False,
            preceding=False,
        )
        copy = self.env["sales.sequence"].browse(copy_id)
        self.fill(copy, "name", "goal")
        self.fill(copy.step_ids, "name", "summary", "note", "cta")
        self.fill(copy.step_ids.mail_template_id, "subject", "body_html")
        # These people walk through all of it, whomever it is for and whatever would end it early.
        copy.write({"enroll_domain": False, "goal_domain": False})
        copy.with_user(self.manager).action_publish()
        return copy

    def fill(self, records, *names):
        for record in records:
            for name in names:
                if record[name]:
                    record[name] = library.fill(record[name])

    def make_targets(self, key, sequence):
        """:return: ``{kind: record}``"""
        make = self.make_lead_of if sequence.target == "lead" else self.make_partner_of
        targets = {}
        for index, (kind, names) in enumerate(PEOPLE.items()):
            # Each at a company of their own: an answer of a colleague is not what is tested.
            address = f"{key}@customer{index}-{key.replace('_', '-')}.example.org"
            targets[kind] = make(address, names.get("person", "").format(address=address), names)
            if sequence.date_source == "record":
                field = sequence.date_field_id
                targets[kind][field.name] = DATE_OF_RECORD if field.ttype == "datetime" else DATE_OF_RECORD.date()
        return targets

    def make_lead_of(self, address, person, names):
        company = names.get("company")
        partner = self.env["res.partner"]
        if not person:
            partner = partner.create({"name": company, "is_company": True, "email": address, "tz": BRUSSELS})
        return self.env["crm.lead"].create(
            {
                "name": "A request",
                "type": "lead",
                # In a lead, a name that is not known is simply not there.
                "contact_name": person if person != "-" else False,
                "partner_name": company if person else False,
                "partner_id": partner.id,
                "email_from": address,
                "phone": names.get("phone"),
                "user_id": self.rep.id,
                "country_id": self.env.ref("base.be").id,
            }
        )

    def make_partner_of(self, address, person, names):
        values = {"email": address, "phone": names.get("phone"), "user_id": self.rep.id, "tz": BRUSSELS}
        Partner, company = self.env["res.partner"], names.get("company")
        if not person:
            return Partner.create({**values, "name": company, "is_company": True})
        parent = Partner.create({"name": company, "is_company": True}) if company else Partner
        return Partner.create({**values, "name": person, "parent_id": parent.id})

    # ------------------------------------------------------------------
    # The walk
    # ------------------------------------------------------------------

    def walk_all(self):
        """Walk everybody through every shipped sequence at once. :return: list of `Walk`"""
        walks = []
        for key, sequence in library.shipped(self.env).items():
            copy, targets = self.use(sequence), self.make_targets(key, sequence)
            date = {"date": DATE} if sequence.date_source == "enrollment" else {}
            with freeze_time(MONDAY):
                result = copy.enroll([target.id for target in targets.values()], **date)
            self.assertEqual(result["refused"], [], key)
            enrollments = {row["target_id"]: row["enrollment_id"] for row in result["enrolled"]}
            for kind, target in targets.items():
                enrollment = self.env["sales.sequence.enrollment"].browse(enrollments[target.id])
                walks.append(Walk(key, kind, enrollment, [], []))
        self.assertTrue(walks)
        self.walk(walks)
        return walks

    def walk(self, walks):
        """From one moment at which something is due to the next, until nothing is."""
        sink = self.listen(Sink())
        by_address = {walk.enrollment.email_normalized: walk for walk in walks}
        by_enrollment = {walk.enrollment: walk for walk in walks}
        enrollments = self.env["sales.sequence.enrollment"].union(*by_enrollment)
        moment = MONDAY
        for _turn in range(MAX_TURNS):
            # Whoever is paused waits for somebody: that is no end, and `check_end` finds it.
            due = enrollments.filtered(lambda one: one.state == "running" and one.next_run_at).mapped("next_run_at")
            if not due:
                break
            moment = max(moment + timedelta(minutes=1), min(due))
            self.run_all(moment)
            for letter in sink.take(moment):
                by_address[letter.message["To"].addresses[0].addr_spec].letters.append(letter)
            with freeze_time(moment):
                for touch in enrollments.touch_ids.filtered(lambda one: one.state == "draft"):
                    touch.with_user(self.rep).action_approve()
                for touch in enrollments.touch_ids.filtered(lambda one: one.state == "todo"):
                    self.do(touch, by_enrollment[touch.enrollment_id], moment)

    def do(self, touch, walk, moment):
        """Do a call or a to-do as soon as it is there."""
        activity = touch.activity_id
        walk.tasks.append(Task(moment, touch.step_id.channel, activity.summary, activity.note))
        activity.with_user(self.rep).action_feedback()

    # ------------------------------------------------------------------
    # What must be true of each way
    # ------------------------------------------------------------------

    def parts(self, letter):
        """``{kind: lines of the text as it is read}`` of the parts of a mail."""
        plain, rich = letter.message.iter_parts()
        self.assertEqual((plain.get_content_type(), rich.get_content_type()), ("text/plain", "text/html"))
        # Links and lists are indented, and long lines wrapped, in plain text.
        paragraphs = re.split(r"\n\s*\n", plain.get_content().replace("\r\n", "\n"))
        return {
            "plain": [" ".join(paragraph.split()) for paragraph in paragraphs if paragraph.strip()],
            "html": library.lines(rich.get_content()),
        }

    def check_end(self, walk):
        self.assertEqual(walk.enrollment.state, "finished", walk.enrollment.status_note)
        self.assertFalse(walk.enrollment.touch_ids.filtered(lambda touch: touch.state in ("failed", "canceled")))

    def check_order(self, walk):
        """Each email once, each task once, in the order of the steps."""
        steps = walk.enrollment.sequence_id.step_ids._in_order()
        touches = walk.enrollment.touch_ids.sorted("id")
        self.assertEqual(touches.step_id.ids, steps.ids)
        self.assertEqual(len(touches), len(steps))
        ids = [letter.message["Message-ID"].strip() for letter in walk.letters]
        sent = touches.filtered(lambda touch: touch.step_id.channel == "email").mail_message_id
        self.assertEqual(ids, sent.mapped("message_id"))
        self.assertEqual(len(ids), len(steps.filtered(lambda step: step.channel == "email")))
        moments = [letter.moment for letter in walk.letters]
        self.assertEqual(moments, sorted(set(moments)))
        self.assertEqual(len(walk.tasks), len(steps) - len(ids))

    def check_subjects(self, walk):
        thread = None
        emails = walk.enrollment.sequence_id.step_ids._in_order().filtered("mail_template_id")
        for letter, step in zip(walk.letters, emails, strict=True):
            subject = letter.message["Subject"]
            self.assert_whole(subject)
            self.assertTrue(0 < len(subject) < 60, subject)
            follows_up = thread and not step.new_thread
            self.assertEqual(subject.startswith("Re: "), bool(follows_up), subject)
            thread = thread or subject
            if follows_up:
                self.assertEqual(subject, f"Re: {thread}")

    def check_mails_are_whole(self, walk):
        for letter in walk.letters:
            parts = self.parts(letter)
            for kind, lines in parts.items():
                self.assertRegex(lines[0], r"^Hello( \w[^,]*)?,", kind)
                for line in lines:
                    self.assert_whole(line)
            # The plain text says the same, though links stand beside it and bold is marked by asterisks.
            said = {kind: self.words(lines) for kind, lines in parts.items()}
            self.assertFalse(said["html"] - said["plain"])

    def words(self, lines):
        return {word.strip('*_,.;:?!()[]"') for line in lines for word in line.split()} - {""}

    def assert_whole(self, text):
        self.assertFalse(HOLES.search(" ".join(text.split())), text)

    def check_links(self, walk):
        base = self.env["ir.config_parameter"].get_param("web.base.url")
        for letter in walk.letters:
            plain, rich = letter.message.iter_parts()
            root = html.fromstring(rich.get_content())
            links = root.xpath("//a/@href") + WEB_ADDRESS.findall(plain.get_content())
            # An address that somebody reads but cannot click is a dead one.
            self.assertEqual([], [line for line in self.unlinked(root) if WEB_ADDRESS.search(line)])
            for link in links:
                parts = urlsplit(link)
                self.assertIn(parts.scheme, ("http", "https", "mailto", "tel"), link)
                reachable = parts.path if parts.scheme in ("mailto", "tel") else "." in parts.netloc
                self.assertTrue(reachable or link.startswith(base), link)
                self.assertFalse(re.search(r"\s|\[\[|%5B%5B|False|None|[.,;:]$", link), link)
            opt_out = letter.message["List-Unsubscribe"].strip("<>")
            self.assertEqual({link for link in links if OPT_OUT in link}, {opt_out})

    def unlinked(self, root):
        for node in root.xpath("//text()[not(ancestor::a)][not(ancestor::style)]"):
            yield str(node)

    def check_scripts(self, walk):
        for task in walk.tasks:
            lines = library.lines(task.note)
            self.assertGreaterEqual(library.word_count(lines), 20, task.summary)
            for line in (*lines, task.summary):
                self.assert_whole(line)
            if task.channel == "call":
                self.assertTrue(any(line.startswith("Phone:") and len(line) > len("Phone: ") for line in lines), lines)
            for link in html.fromstring(task.note).xpath("//a/@href"):
                self.assertRegex(link, r"^(https?://\w|mailto:\S+@|tel:\+?\d)")

    def check_no_text_comes_twice(self, walk):
        texts = [self.parts(letter)["html"][1:] for letter in walk.letters]
        # Without the line that opts out, whose link differs, and the signature.
        texts += [library.lines(task.note)[2:] for task in walk.tasks]
        for one, other in combinations([" ".join(lines) for lines in texts], 2):
            self.assertNotEqual(one, other)

    # ------------------------------------------------------------------
    # The way out
    # ------------------------------------------------------------------

    def check_opt_out(self, walks):
        """The link by which people leave answers, whoever asks: the last one of each sequence and each person."""
        last = defaultdict(set)
        for walk in walks:
            if walk.letters:
                link = walk.letters[-1].message["List-Unsubscribe"].strip("<>")
                last[walk.key].add(urlsplit(link).path)
                last[walk.kind].add(urlsplit(link).path)
        for _where, paths in sorted(last.items()):
            path = min(paths)
            with self.subTest("opt-out", path=path):
                self.opener.cookies.clear()
                response = self.url_open(path)
                self.assertEqual(response.status_code, 200)
                self.assertTrue(html.fromstring(response.content).xpath("//button[@name='scope'][@value='all']"))
