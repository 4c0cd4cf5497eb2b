"""A population by a script: what was done to whom and what came of it, in the database and, beside it, on paper.

The script does everything with the engine's own verbs, and notes what it did in the plain objects of `counting.py`:
these are what is counted by hand.
"""

from datetime import timedelta
from zoneinfo import ZoneInfo

from freezegun import freeze_time

from odoo.addons.mail.tests.common import mail_new_test_user

from .common import BRUSSELS, MONDAY, SequenceCommon
from .counting import Deal, Happened, Touch, Walk

# The day on which everything is looked at, counted from `MONDAY`.
TODAY = 60
DAYS = 14


class PopulationCommon(SequenceCommon):
    """`build` makes the population; `walks` is what is on paper."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_company = cls.env["res.company"].create({"name": "Abroad"})
        both = [(6, 0, (cls.env.company | cls.other_company).ids)]
        cls.manager.write({"company_ids": both})
        cls.colleague = mail_new_test_user(
            cls.env,
            login="colleague",
            email="colin@test.mycompany.com",
            groups="sales_sequence.group_sales_sequence_user,base.group_partner_manager",
            tz=BRUSSELS,
            company_ids=both,
        )
        call = {"channel": "call", "wait_for_completion": False}
        cls.first = cls.make_sequence("email", call, "email", name="Cadence", company_id=cls.env.company.id)
        templates = [cls.make_template(name=name, subject=f"Subject {name}") for name in "ABC"]
        cls.variants = cls.env["sales.sequence.step.variant"].create(
            [
                {"step_id": cls.first.step_ids[0].id, "name": template.name, "mail_template_id": template.id}
                for template in templates
            ]
        )
        cls.second = cls.env["sales.sequence"].browse(cls.first.action_new_version()["res_id"])
        cls.second.action_publish()
        cls.first.state = "live"
        cls.phoned = cls.make_sequence(call, call, name="By phone", purpose="inbound", stop_on_meeting=False)
        cls.abroad = cls.make_sequence(
            "email", call, name="Abroad", company_id=cls.other_company.id, user_id=cls.colleague.id
        )
        template = cls.make_template("res.partner")
        cls.for_partners = cls.make_sequence(
            {"mail_template_id": template.id},
            name="For partners",
            target="partner",
            account_policy="stop",
            lifecycle="onboard",
            purpose="onboarding",
        )
        cls.walks = []
        cls.visible_to_rep = set()
        cls.ends = {}

    # ------------------------------------------------------------------
    # People
    # ------------------------------------------------------------------

    def enter(self, name, sequence, person=None, owner=None, day=0, **values):
        """Enroll a new lead, or partner. :return: its walk, which knows its enrollment"""
        owner = owner or self.rep
        company = sequence.company_id or self.env.company
        if sequence.target == "partner":
            target = self.env["res.partner"].create(
                {"name": name, "email": f"{name}@customer.example.org", "user_id": owner.id, **values}
            )
        else:
            country = self.env.ref("base.fr" if len(name) % 2 else "base.be")
            target = self.make_lead(
                name, user_id=owner.id, company_id=company.id, **{"country_id": country.id, **values}
            )
        enrollment = self.enroll(
            sequence.with_company(company),
            target,
            at=self.moment(day),
            user_id=owner.id,
            allow_recent=True,
            conflicts="skip",
        )
        walk = Walk(person or name, has_emails=sequence != self.phoned)
        walk.enrollment, walk.target = enrollment, target
        walk.country = target.country_id
        walk.owner, walk.entered_at = owner.id, self.moment(day)
        self.walks.append(walk)
        if owner == self.rep and company == self.env.company:
            self.visible_to_rep.add(walk)
        return walk

    def moment(self, day):
        return MONDAY + timedelta(days=day)

    # ------------------------------------------------------------------
    # What was done
    # ------------------------------------------------------------------

    def touch(self, walk, index, day, state=None, variant=None, is_late=False):
        """Take a step. :param state: sent or done by default"""
        enrollment = walk.enrollment
        sequence = enrollment.sequence_id
        step = sequence.step_ids[index]
        state = state or ("sent" if step.channel == "email" else "done")
        moment = self.moment(day)
        values = enrollment._touch_values(step, state=state, done_at=moment)
        if variant is not None:
            values |= self.draw(enrollment, variant)
        if step.channel != "email":
            values["late_at"] = moment - timedelta(hours=1) if is_late else moment + timedelta(hours=1)
        record = self.env["sales.sequence.touch"].create(values)
        local = moment.replace(tzinfo=ZoneInfo("UTC")).astimezone(ZoneInfo(BRUSSELS))
        first_day = int(self.env["res.lang"]._get_data(code="en_US").week_start)
        touch = Touch(
            step.channel,
            state,
            moment,
            is_late=is_late and state == "done",
            id=record.id,
            labels={
                "sequence_id": sequence.id,
                "first_version_id": self.first.id if sequence == self.second else sequence.id,
                "version_number": 2 if sequence == self.second else 1,
                "purpose": sequence.purpose,
                "lifecycle": sequence.lifecycle,
                "step_id": step.id,
                "position": step.position,
                "variant_id": values.get("variant_id", False),
                "channel": step.channel,
                "state": state,
                "user_id": enrollment.user_id.id,
                "company_id": enrollment.company_id.id,
                "country_id": walk.country.id,
                "weekday": str(local.isoweekday()),
                "hour": local.hour,
                "done_at:week": (local - timedelta(days=(local.isoweekday() - first_day) % 7)).date(),
            },
        )
        touch.record = record
        walk.touches.append(touch)
        if enrollment.next_step_id:
            enrollment.next_step_id = sequence.step_ids[index + 1 : index + 2]
        return touch

    def draw(self, enrollment, variant):
        """The draw of this variant for whomever the enrollment belongs to. :return: values of the touch"""
        Assignment = self.env["sales.sequence.assignment"]
        variant = self.variants[variant]
        whose = {"step_id": variant.step_id.id, "number": 1, "unit": Assignment._unit(enrollment)}
        assignment = Assignment.search([(name, "=", value) for name, value in whose.items()])
        if not assignment:
            weights = dict.fromkeys(map(str, self.variants.ids), 1)
            drawn = {"variant_id": variant.id, "weights": weights, "assigned_at": MONDAY}
            assignment = Assignment.create({**whose, **drawn})
        return {"variant_id": variant.id, "assignment_id": assignment.id}

    # ------------------------------------------------------------------
    # What happened
    # ------------------------------------------------------------------

    def happens(self, walk, kind, day, touch=None, is_true=True, on_paper=None, **values):
        """Something happens to somebody."""
        with freeze_time(self.moment(day)):
            signal = self.env["sales.sequence.inbox"]._notice(
                [
                    {
                        "enrollment_id": walk.enrollment.id,
                        "kind": kind,
                        "touch_id": touch and touch.id,
                        **values,
                    }
                ]
            )
        self.env.flush_all()
        walk.happened.append(Happened(on_paper or kind, self.moment(day), touch, is_true))
        return signal

    def clicks(self, touch, day, count=1):
        """Somebody opens a link of an email; only a machine, where the count is 0."""
        touch.clicked_at = self.moment(day) if count else None
        values = {"touch_id": touch.id, "click_count": count, "machine_count": 2, "clicked_at": touch.clicked_at}
        self.env["sales.sequence.click"].create(values)

    def bounces(self, walk, touch, day):
        self.happens(walk, "bounce", day, touch, address=walk.enrollment.email_normalized)
        touch.state = touch.labels["state"] = "bounced"

    def meets(self, walk, day, cancel_day=None):
        """A meeting in the calendar; canceled again, if a day is given."""
        start = self.moment(day) + timedelta(days=2)
        with freeze_time(self.moment(day)):
            event = (
                self.env["calendar.event"]
                .with_user(walk.enrollment.user_id)
                .create(
                    {
                        "name": "Demo",
                        "start": start,
                        "stop": start + timedelta(hours=1),
                        "opportunity_id": walk.target.id,
                    }
                )
            )
            self.env.flush_all()
        if cancel_day is not None:
            with freeze_time(self.moment(cancel_day)):
                event.sudo().unlink()
                self.env.flush_all()
        walk.happened.append(Happened("meeting", self.moment(day), is_true=cancel_day is None))

    def wins(self, walk, day, revenue):
        with freeze_time(self.moment(day)):
            walk.target.expected_revenue = revenue
            walk.target.action_set_won()
            self.env.flush_all()
        walk.deal = Deal(self.moment(day), revenue)

    def ends_as(self, walk, reason, day=None):
        """Remember, and if a day is given see to it, that a walk ends so."""
        if day is not None:
            with freeze_time(self.moment(day)):
                if reason == "completed":
                    walk.enrollment._finish()
                else:
                    walk.enrollment._stop(reason)
        self.ends[walk] = reason

    # ------------------------------------------------------------------
    # The script
    # ------------------------------------------------------------------

    def build(self):
        """Every exit reason, two versions, three variants, companies of several people, corrected and unsure verdicts,
        merges, and two companies of ours."""
        self.build_answers()
        self.build_ends()
        self.build_verdicts()
        self.build_merges()
        self.build_companies()
        self.build_accounts()
        self.build_two_versions()
        self.env.flush_all()
        for walk in self.walks:
            reason = self.ends.get(walk, False)
            walk.is_live = not reason
            if walk.enrollment.exit_reason != reason:
                raise AssertionError(f"{walk.person}: {walk.enrollment.exit_reason} instead of {reason}")
            for touch in walk.touches:
                touch.labels["exit_reason"] = reason

    def build_answers(self):
        for index in range(6):
            owner = self.rep if index % 2 else self.colleague
            walk = self.enter(f"walker{index}", self.first if index < 3 else self.second, owner=owner, day=index)
            self.touch(walk, 0, index, variant=index % 3 if index < 3 else None)
            self.touch(walk, 1, index + 2, is_late=index == 1)
            if index in (0, 3, 5):
                self.clicks(walk.touches[0], index + 1, count=index)
            if index in (0, 4):
                # Quotes the first email, after the call.
                self.happens(walk, "reply", index + 3, walk.touches[0])
                self.ends_as(walk, "replied")
            elif index == 1:
                self.touch(walk, 2, index + 6)
                self.happens(walk, "reply", index + 16)
                self.ends_as(walk, "replied")
                self.meets(walk, index + 17)
        late = self.enter("latecomer", self.second, day=50)
        self.touch(late, 0, 50)
        self.happens(late, "reply", 51)
        self.ends_as(late, "replied")
        waiting = self.enter("waiting", self.second, owner=self.colleague, day=55)
        self.touch(waiting, 0, 55)
        self.enter("untouched", self.second, day=56)
        phoned = self.enter("phoned", self.phoned, day=3)
        self.touch(phoned, 0, 3)
        self.touch(phoned, 1, 5, "skipped")
        self.happens(phoned, "reply", 4)
        self.ends_as(phoned, "replied")
        quiet = self.enter("quiet", self.phoned, day=4, owner=self.colleague)
        self.touch(quiet, 0, 4, is_late=True)

    def build_ends(self):
        simple = (
            "completed",
            "lost",
            "blacklisted",
            "archived",
            "sequence_archived",
            "replaced",
            "not_interested",
            "manual",
        )
        for index, reason in enumerate(simple):
            walk = self.enter(f"ender{index}x{'y' * (index % 2)}", self.first, day=index)
            self.touch(walk, 0, index, variant=index % 3)
            self.ends_as(walk, reason, index + 3)
        met = self.enter("met", self.first, day=1)
        self.touch(met, 0, 1, variant=0)
        self.meets(met, 4)
        self.ends_as(met, "meeting")
        won = self.enter("won", self.first, day=1)
        self.touch(won, 0, 1, variant=1)
        self.touch(won, 1, 3)
        self.wins(won, 40, 5000)
        self.ends_as(won, "won")
        reached = self.enter("reached", self.second, day=2)
        self.touch(reached, 0, 2)
        self.happens(reached, "goal", 9)
        self.ends_as(reached, "goal")
        out = self.enter("out", self.first, day=2)
        self.touch(out, 0, 2, variant=2)
        self.happens(out, "opt_out", 3)
        self.ends_as(out, "opted_out")
        bounced = self.enter("bounced", self.first, day=2)
        self.touch(bounced, 1, 2)
        self.bounces(bounced, self.touch(bounced, 0, 3, variant=0), 3)
        self.ends_as(bounced, "bounced")
        spam = self.enter("spam", self.second, day=2)
        self.happens(spam, "complaint", 4, self.touch(spam, 0, 2), address=spam.enrollment.email_normalized)
        self.ends_as(spam, "complaint")
        moved = self.enter("moved", self.second, day=2)
        self.touch(moved, 0, 2)
        self.happens(moved, "address_changed", 4, detail="Has left")
        self.ends_as(moved, "address_changed")
        deleted = self.enter("deleted", self.first, person="nobody", day=2)
        self.touch(deleted, 0, 2, variant=1)
        with freeze_time(self.moment(5)):
            deleted.target.unlink()
        deleted.country = self.env["res.country"]
        for touch in deleted.touches:
            touch.labels["country_id"] = False
        self.ends_as(deleted, "deleted")

    def build_verdicts(self):
        machine = self.enter("machine", self.first, day=3)
        self.happens(machine, "auto_reply", 4, self.touch(machine, 0, 3, variant=0))
        unsure = self.enter("unsure", self.first, day=3)
        self.happens(unsure, "unsure", 4, self.touch(unsure, 0, 3, variant=1))
        was_person = self.enter("wasperson", self.first, day=3)
        signal = self.happens(was_person, "auto_reply", 5, self.touch(was_person, 0, 3, variant=1), on_paper="reply")
        signal.action_is_reply()
        self.ends_as(was_person, "replied")
        was_machine = self.enter("wasmachine", self.first, day=3)
        self.touch(was_machine, 0, 3, variant=2)
        signal = self.happens(was_machine, "reply", 6, was_machine.touches[0], on_paper="auto_reply")
        with freeze_time(self.moment(7)):
            signal.action_is_auto_reply()
        canceled = self.enter("canceled", self.first, day=3)
        self.touch(canceled, 0, 3, variant=2)
        self.meets(canceled, 5, cancel_day=8)
        self.ends_as(canceled, "meeting")

    def build_merges(self):
        """Two leads are merged into one; two contacts are; and one contact has two leads in one sequence."""
        one = self.enter("twinone", self.first, person="twins", day=4)
        self.touch(one, 0, 4, variant=0)
        two = self.enter("twintwo", self.phoned, person="twins", day=4, country_id=one.country.id)
        self.touch(two, 0, 6)
        self.touch(two, 1, 7)
        with freeze_time(self.moment(8)):
            survivor = (one.target | two.target).merge_opportunity(user_id=self.rep.id)
        # Without a contact, the address that the lead has now is the person.
        one.target = two.target = survivor
        self.ends_as(one, "merged")
        contacts = self.env["res.partner"].create(
            [{"name": "Mo", "email": "mo@customer.example.org"}, {"name": "Mo M.", "email": "mo2@customer.example.org"}]
        )
        by_contact = []
        for index, contact in enumerate(contacts):
            walk = self.enter(
                f"mo{index}", self.second, person="mo", day=5, partner_id=contact.id, email_from=contact.email
            )
            self.touch(walk, 0, 5 + index)
            by_contact.append(walk)
        with freeze_time(self.moment(9)):
            wizard = self.env["base.partner.merge.automatic.wizard"].create(
                {"partner_ids": [(6, 0, contacts.ids)], "dst_partner_id": contacts[0].id}
            )
            wizard.action_merge()
        self.env.invalidate_all()
        stopped = next(walk for walk in by_contact if walk.enrollment.exit_reason)
        self.ends_as(stopped, "merged")
        (going,) = set(by_contact) - {stopped}
        self.happens(going, "reply", 10)
        self.ends_as(going, "replied")

    def build_companies(self):
        """A company of several people, of whom one answers; and another company of ours."""
        account = self.env["res.partner"].create({"name": "Customer", "is_company": True})
        people = [
            self.enter(f"member{index}", self.for_partners, day=6, parent_id=account.id, owner=self.rep)
            for index in range(3)
        ]
        for walk in people:
            self.touch(walk, 0, 6)
        self.happens(people[0], "reply", 8)
        self.ends_as(people[0], "replied")
        for walk in people[1:]:
            self.ends_as(walk, "account")
        far = self.enter("far", self.abroad, day=7, owner=self.colleague)
        self.touch(far, 0, 7)
        self.touch(far, 1, 9)
        self.happens(far, "reply", 11)
        self.ends_as(far, "replied")
        self.wins(far, 30, 700)
        near = self.enter("near", self.abroad, day=7, owner=self.colleague)
        self.touch(near, 0, 7)

    def build_accounts(self):
        """Companies of several people in a step with variants: one answers in time, one too late, and two that got
        different variants are merged later."""
        people = {}
        for account, variants in {"quick": (0, 0), "slow": (1, 1), "odd": (1,), "strange": (2,)}.items():
            company = self.env["res.partner"].create({"name": account, "is_company": True})
            for index, variant in enumerate(variants):
                email = f"{account}{index}@{account}.example.org"
                contact = self.env["res.partner"].create(
                    {"name": f"{account}{index}", "email": email, "parent_id": company.id}
                )
                walk = self.enter(
                    f"{account}{index}",
                    self.first,
                    owner=self.colleague if index else self.rep,
                    day=8 + index,
                    partner_id=contact.id,
                    email_from=email,
                )
                walk.unit = account
                self.touch(walk, 0, 8 + index, variant=variant)
                people[walk.person] = walk
        # After the call, so that another step is credited; of her colleague's mail it is 4 days later.
        self.touch(people["quick1"], 1, 12)
        for name, day in (("quick1", 13), ("slow1", 23), ("odd0", 10)):
            self.happens(people[name], "reply", day)
            self.ends_as(people[name], "replied")
        companies = [people[name].target.partner_id.parent_id for name in ("odd0", "strange0")]
        with freeze_time(self.moment(15)):
            self.env["base.partner.merge.automatic.wizard"].create(
                {"partner_ids": [(6, 0, [one.id for one in companies])], "dst_partner_id": companies[0].id}
            ).action_merge()
        self.env.invalidate_all()
        people["strange0"].unit = "odd"

    def build_two_versions(self):
        """Somebody goes through one version, and later answers the next one: in time there, but too late counted from
        their very first email."""
        contact = self.env["res.partner"].create({"name": "Again", "email": "again@customer.example.org"})
        values = {"person": "again", "partner_id": contact.id, "email_from": contact.email}
        before = self.enter("again0", self.first, day=8, **values)
        self.touch(before, 0, 8, variant=2)
        self.ends_as(before, "completed", 12)
        now = self.enter("again1", self.second, day=20, **values)
        self.touch(now, 0, 20)
        self.happens(now, "reply", 24)
        self.ends_as(now, "replied")
