"""docs/metrics.md: its examples are built as it tells them, and the report finds the numbers that it states."""

import re
from datetime import timedelta
from pathlib import Path

from freezegun import freeze_time

from odoo.tests import TransactionCase

from .common import MONDAY, SequenceCommon

PAGE = Path(__file__).resolve().parent.parent / "docs/metrics.md"
STEPS = {"Email 1": 0, "Email 2": 1, "Call": 2}


def read_tables(text):
    """:return: for each table a list of ``{column: cell}``"""
    tables = []
    for block in re.findall(r"(?:^\|.*\n)+", text, flags=re.M):
        header, _line, *rows = ([cell.strip() for cell in line.strip("|").split("|")] for line in block.splitlines())
        tables.append([dict(zip(header, row, strict=True)) for row in rows])
    return tables


def read_examples():
    """``{title: (script, numbers)}``"""
    section = PAGE.read_text().partition("\n## Examples\n")[2].partition("\n## ")[0]
    parts = section.split("\n### ")[1:]
    return {part.partition("\n")[0]: read_tables(part + "\n") for part in parts}


EXAMPLES = read_examples()


class TestMetricsPage(SequenceCommon, TransactionCase):
    def begin(self, example):
        """A sequence and people of its own for each example."""
        self.example = example
        self.sequence = self.make_sequence("email", "email", "call", stop_on_meeting=False, reenroll_policy="after", reenroll_days=0)
        self.contacts, self.enrollments = {}, {}

    # ------------------------------------------------------------------
    # Building
    # ------------------------------------------------------------------

    def find(self, who):
        """The enrollment of somebody; "Ada's second lead" has the contact of Ada's."""
        if who not in self.enrollments:
            name = who.partition("'s")[0]
            contact = self.contacts.get(name) or self.env["res.partner"].create(
                {"name": name, "email": f"{name.lower()}@{self.example}.example.org"}
            )
            if name in self.contacts:
                # A person is in one sequence at a time.
                self.enrollments[name].stop("manual")
            self.contacts[name] = contact
            lead = self.make_lead(name, partner_id=contact.id, email_from=contact.email)
            self.enrollments[who] = self.enroll(self.sequence, lead, allow_recent=True)
        return self.enrollments[who]

    def act(self, enrollment, what):
        """Do what a row says, at the frozen moment."""
        inbox, now = self.env["sales.sequence.inbox"], enrollment._now()
        touch = enrollment.touch_ids.sorted("id")[-1:]
        if what in STEPS:
            step = self.sequence.step_ids[STEPS[what]]
            state = "done" if step.channel == "call" else "sent"
            self.env["sales.sequence.touch"].create(enrollment._touch_values(step, state=state, done_at=now))
        elif what == "it was a person":
            enrollment.signal_ids.action_is_reply()
        elif what == "it was a machine":
            enrollment.signal_ids.action_is_auto_reply()
        elif what.startswith("is won for "):
            enrollment.lead_id.expected_revenue = float(what.rpartition(" ")[2])
            enrollment.lead_id.action_set_won()
        elif what == "agrees on a meeting":
            self.book(enrollment)
        elif what == "cancels the meeting":
            self.env["calendar.event"].search([("opportunity_id", "=", enrollment.lead_id.id)]).unlink()
        else:
            kind, quoted = {
                "answers": ("reply", None),
                "answers, quoting Email 1": ("reply", enrollment.touch_ids.sorted("id")[:1]),
                "a machine answers": ("auto_reply", touch),
                "perhaps answers": ("unsure", touch),
                "bounces": ("bounce", touch),
                "opts out": ("opt_out", touch),
                "reaches the goal": ("goal", None),
            }[what]
            inbox._notice([{"enrollment_id": enrollment.id, "kind": kind, "touch_id": quoted and quoted.id}])
        self.env.flush_all()

    def book(self, enrollment):
        start = enrollment._now() + timedelta(days=1)
        self.env["calendar.event"].with_user(self.rep).create(
            {
                "name": "Demo",
                "start": start,
                "stop": start + timedelta(hours=1),
                "opportunity_id": enrollment.lead_id.id,
                "partner_ids": [(4, self.rep.partner_id.id)],
            }
        )

    # ------------------------------------------------------------------

    def read(self, row):
        names = [name for name in row if name not in ("on day", "group")]
        groups = {"all": ()} if row["group"] == "all" else {row["group"]: ("step_id",)}
        step = self.sequence.step_ids[STEPS.get(row["group"], 0)]
        with freeze_time(MONDAY + timedelta(days=int(row["on day"]))):
            found = self.env["sales.sequence.report"].with_user(self.manager)._measures(
                [("sequence_id", "=", self.sequence.id)], *groups.values(), names
            )
        for values in found:
            if values["group"] in ((), (step,)):
                return {name: self.in_words(name, values[name]) for name in names}
        self.fail(f"There is no group {row['group']}")

    def in_words(self, name, value):
        if value is None:
            return "–"
        if name.endswith("_rate"):
            return f"{value:.0%}".replace("%", " %")
        return f"{value:.1f}" if name == "median_days" else f"{value:.0f}"

    def test_the_examples_show_the_numbers_that_they_state(self):
        self.assertGreater(len(EXAMPLES), 6)
        for index, (title, (script, numbers)) in enumerate(EXAMPLES.items()):
            with self.subTest(example=title):
                self.begin(index)
                for row in script:
                    with freeze_time(MONDAY):
                        self.find(row["who"])
                ahead = list(script)
                self.assertEqual(ahead, sorted(ahead, key=lambda row: int(row["day"])), "The order of time")
                for row in numbers:
                    while ahead and int(ahead[0]["day"]) <= int(row["on day"]):
                        one = ahead.pop(0)
                        with freeze_time(MONDAY + timedelta(days=int(one["day"]))):
                            self.act(self.find(one["who"]), one["what"])
                    expected = {name: row[name] for name in row if name not in ("on day", "group")}
                    self.assertEqual(self.read(row), expected, (row["on day"], row["group"]))
                self.assertFalse(ahead, "Nothing of the script is left out")

    def test_every_measure_of_the_report_is_on_the_page(self):
        described = set()
        for row in read_tables(PAGE.read_text())[0]:
            described.update(re.findall(r"`(\w+)`", row["field"]))
        measures = {name for name, field in self.env["sales.sequence.report"]._fields.items() if field.compute}
        self.assertEqual(described, measures - {"display_name"})
