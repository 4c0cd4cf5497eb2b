"""Whatever happens to a record between enrollment and an answer, the person is found at every door."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from .common import MONDAY
from .test_person import PersonCommon

NAMES = ("ada", "bea", "cy")


def form_of(address, form):
    """The same address as another mail program may write it."""
    local, _at, domain = address.partition("@")
    return {"plain": address, "plus": f"{local}+news@{domain}", "case": f"{local.upper()}@{domain.title()}"}[form]


CHANGES = st.lists(
    st.one_of(
        st.tuples(st.just("address"), st.integers(0, 9)),
        st.tuples(st.just("two_addresses"), st.integers(0, 9)),
        st.tuples(st.just("contact"), st.sampled_from(NAMES)),
        st.tuples(st.just("contact_address"), st.integers(0, 9)),
        st.tuples(st.just("company"), st.sampled_from(NAMES)),
        st.tuples(st.just("convert"), st.none()),
        st.tuples(st.just("merge_contact"), st.sampled_from(NAMES)),
        st.tuples(st.just("merge_lead"), st.none()),
        st.tuples(st.just("step"), st.none()),
    ),
    max_size=5,
)
DOORS = ("mail", "mail of before", "chatter", "comment", "comment elsewhere")


class TestAlwaysFound(PersonCommon):
    """Each example is undone by a savepoint: hypothesis calls one test many times."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = {name: cls.env["res.partner"].create({"name": name}) for name in NAMES}
        cls.firms = {name: cls.env["res.partner"].create({"name": f"{name} Ltd", "is_company": True}) for name in NAMES}
        cls.document = cls.env["crm.team"].create({"name": "Any document"})

    @settings(max_examples=40)
    @given(
        target=st.sampled_from(("lead", "partner")),
        changes=CHANGES,
        door=st.sampled_from(DOORS),
        form=st.sampled_from(("plain", "plus", "case")),
    )
    def test_an_answer_by_any_door_after_any_changes_stops(self, target, changes, door, form):
        with self.env.cr.savepoint() as savepoint:
            self.play(target, changes, door, form)
            savepoint.rollback()
        self.env.invalidate_all(flush=False)

    def play(self, target, changes, door, form):
        record = self.make_lead() if target == "lead" else self.make_contact()
        steps = [{"mail_template_id": self.template.id}] if target == "lead" else [self.partner_step]
        enrollment = self.enroll(self.make_sequence(*steps * 8, target=target), record)
        self.run_at(MONDAY)
        self.send_mails(MONDAY)
        days, before = 0, enrollment.email_normalized
        for kind, value in changes:
            if kind == "step":
                days += 1
                self.run_at(MONDAY + timedelta(days=days))
                self.send_mails(MONDAY + timedelta(days=days))
                before = enrollment.touch_ids[0].sent_to or before
            else:
                record = getattr(self, f"change_{kind}")(record, value)
        contact = record._sequence_contact()
        address = {"mail of before": before}.get(door) or record._sequence_email() or before
        if door == "chatter":
            self.answer_in_chatter(record)
        elif door.startswith("comment"):
            author = contact or self.make_contact("Found", email=form_of(address, form))
            self.comment(self.document if door == "comment elsewhere" else record, author)
        else:
            self.write_to_sales(form_of(address.split(",")[0], form))
        self.assertEqual((enrollment.state, enrollment.exit_reason), ("stopped", "replied"))
        self.assertEqual(enrollment.partner_id, contact)
        self.assertEqual(enrollment.commercial_partner_id, contact.commercial_partner_id)

    def answer_in_chatter(self, record):
        own = record.with_user(self.rep).sudo().message_post(
            body="One more thing", message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        touch = self.env["sales.sequence.touch"].new({"mail_message_id": own.id})
        self.answer(touch, email_from="stranger@elsewhere.example.net")

    # What happens to the record meanwhile. Each returns the record that is enrolled afterwards.

    def change_address(self, record, number):
        record[record._primary_email] = f"new{number}@customer.example.org"
        return record

    def change_two_addresses(self, record, number):
        record[record._primary_email] = f"desk{number}@customer.example.org, Other <other{number}@customer.example.org>"
        return record

    def change_contact(self, record, name):
        if record._name == "crm.lead":
            record.partner_id = self.people[name]
        return record

    def change_contact_address(self, record, number):
        record._sequence_contact().email = f"contact{number}@customer.example.org"
        return record

    def change_company(self, record, name):
        record._sequence_contact().parent_id = self.firms[name]
        return record

    def change_convert(self, record, _value):
        if record._name == "crm.lead" and not record.partner_id:
            record._handle_partner_assignment(create_missing=True)
        return record

    def change_merge_contact(self, record, name):
        """Merge the contact into another one, which survives."""
        contact, survivor = record._sequence_contact(), self.people[name]
        if contact and contact != survivor:
            self.env["base.partner.merge.automatic.wizard"]._merge((contact | survivor).ids, survivor)
            self.env.invalidate_all()
            return survivor if record._name == "res.partner" else record
        return record

    def change_merge_lead(self, record, _value):
        """Merge the lead into an older one."""
        if record._name != "crm.lead":
            return record
        survivor = (record | self.make_lead("Other"))._merge_opportunity(auto_unlink=False)
        self.env.invalidate_all()
        return survivor
