# License LGPL-3.0 or later: see LICENSE.
"""The timeline of a sequence: what `sales.sequence.editor` says of its steps, and whom each number opens."""

from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError

from odoo.addons.mail.tests.common import mail_new_test_user

from .common import BRUSSELS, MONDAY, SequenceCommon

CLOSED = MONDAY + timedelta(days=15)
WHICH = ("before", "at", "past")


class EditorCommon(SequenceCommon):
    def editor(self, user=None):
        return self.env["sales.sequence.editor"].with_user(user or self.manager)

    def timeline(self, sequence, user=None, at=MONDAY, **context):
        self.env.flush_all()
        self.env.invalidate_all()
        with freeze_time(at):
            return self.editor(user).with_context(**context).get_timeline(sequence.id)

    def counts(self, sequence, **options):
        """``[(before, at, past)]`` of the active steps, after a look at whether each number opens what it counts."""
        timeline = self.timeline(sequence, **options)
        for card in timeline["steps"] + timeline["archived"]:
            for which in WHICH:
                found = self.opened(card["id"], which, **options)
                self.assertEqual(len(found), card[which], (card["name"], which))
        return [tuple(card[which] for which in WHICH) for card in timeline["steps"]]

    def opened(self, step_id, which, user=None, at=MONDAY, **context):
        with freeze_time(at):
            action = self.editor(user).with_context(**context).open_people(step_id, which)
            Model = self.env[action["res_model"]].with_user(user or self.manager).with_context(**context)
            return Model.search(action["domain"])


class TestTimeline(EditorCommon):
    def test_a_linear_sequence_adds_up(self):
        sequence = self.make_sequence("email", "call", "email")
        early = self.enroll(sequence, self.make_leads(3))
        self.run_at(MONDAY)
        self.send_mails(MONDAY)
        tuesday = MONDAY + timedelta(days=1)
        self.enroll(sequence, self.make_leads(2, "Late"), at=tuesday, start_on=(MONDAY + timedelta(days=7)).date())
        self.run_at(tuesday)
        self.assertEqual(self.counts(sequence), [(0, 2, 3), (2, 3, 0), (5, 0, 0)])
        call = self.touches(early[0], state="todo").activity_id
        with freeze_time(tuesday):
            call.with_user(self.rep).action_feedback("They called back.")
        self.assertEqual(self.counts(sequence), [(0, 2, 3), (2, 2, 1), (4, 1, 0)])
        self.assertEqual(sum(at for _before, at, _past in self.counts(sequence)), 5)

    def test_what_a_card_says(self):
        sequence = self.make_sequence(
            {"channel": "email", "name": "Introduction"},
            {"channel": "call", "delay": 2, "summary": "Ask for a meeting", "note": "<p>Hi.</p><p>Then this.</p>"},
        )
        timeline = self.timeline(sequence)
        self.assertEqual(timeline["summary"], "2 steps in 3 days: 1 email, 1 call")
        email, call = timeline["steps"]
        self.assertEqual(email["wait_text"], "At once, within sending hours")
        self.assertEqual((email["day"], email["day_text"]), (1, "Day 1"))
        self.assertEqual("".join(part.get("text", "") for part in email["subject"]), "A question")
        self.assertEqual(email["first_line"], "Hello from a person.")
        self.assertEqual((call["day"], call["wait_text"]), (3, "2 business days later"))
        self.assertEqual(call["subject"], [{"text": "Ask for a meeting"}])
        self.assertEqual(call["first_line"], "Hi.")
        self.make_step(sequence, 2, {"channel": "email"})
        follow_up = self.timeline(sequence)["steps"][2]
        self.assertEqual(follow_up["subject"], [{"text": "Re: "}, {"text": "A question"}])
        self.template.subject = "For {{ object.sequence_company_name }}!"
        (email, *_others) = self.timeline(sequence)["steps"]
        self.assertEqual(email["subject"], [{"text": "For "}, {"field": "Company"}, {"text": "!"}])
        self.assertEqual((email["past_text"], call["past_text"]), ("sent", "done"))
        self.assertEqual(email["chips"], [])
        self.assertIs(email["earned"], False)
        self.assertIs(email["can_delete"], True)
        head = timeline["sequence"]
        self.assertEqual((head["model"], head["target"], head["version"]), ("crm.lead", "lead", 1))
        self.assertEqual((head["closed"], head["open"], head["open_answered"], head["closed_days"]), (0, 0, 0, 14))
        self.assertIs(head["may_edit"], True)

    def test_days_of_a_sequence_with_a_date(self):
        sequence = self.make_sequence(
            {"channel": "email", "delay": 7, "delay_unit": "day", "delay_from": "before"},
            {"channel": "email", "delay": 0, "delay_unit": "day", "delay_from": "after"},
            publish=False,
            date_source="sequence",
            date_at=MONDAY + timedelta(days=30),
        )
        timeline = self.timeline(sequence)
        self.assertEqual(timeline["summary"], "2 steps: 2 emails")
        self.assertEqual([card["day_text"] for card in timeline["steps"]], ["7 days before", "On the day"])
        self.assertEqual([card["day"] for card in timeline["steps"]], [1, 8])
        self.assertEqual(timeline["steps"][0]["wait_text"], "7 days before the date")
        self.assertEqual([chip["kind"] for chip in timeline["steps"][0]["chips"]], ["date"])

    def test_pauses_skips_and_archived_steps_are_counted_once(self):
        sequence = self.make_sequence("email", {"channel": "call", "wait_for_completion": False}, "email", "call")
        first, call, third, last = sequence.step_ids
        people = self.enroll(sequence, self.make_leads(6))
        self.run_at(MONDAY)
        # The emails are in the queue: nobody is past them, and nobody at the call, which comes next.
        self.assertEqual(self.counts(sequence), [(0, 6, 0), (6, 0, 0), (6, 0, 0), (6, 0, 0)])
        self.send_mails(MONDAY)
        with freeze_time(MONDAY + timedelta(hours=1)):
            people[0].with_user(self.rep).pause()
            people[1].with_user(self.rep).skip_step()
            people[2].with_user(self.rep).stop()
        # One was skipped past the call, and nobody waits for it at the email any longer.
        self.assertEqual(self.counts(sequence), [(0, 0, 6), (0, 4, 0), (4, 1, 0), (5, 0, 0)])
        self.run_days(MONDAY + timedelta(days=1), 2, step=timedelta(hours=6), send=True)
        # A call that nobody waits for is still to be made while the next email leaves.
        self.assertEqual(
            people[3].touch_ids.sorted("id").mapped("state"), ["sent", "todo", "sent"], people[3].next_step_id.name
        )
        # One is paused before the call, three have it open, one was skipped past it and has the last call open.
        self.assertEqual(self.counts(sequence), [(0, 0, 6), (0, 4, 0), (1, 0, 4), (4, 1, 0)])
        with freeze_time(MONDAY + timedelta(days=3)):
            third.with_user(self.manager).active = False
        self.assertEqual(self.counts(sequence), [(0, 0, 6), (0, 4, 0), (4, 1, 0)])
        archived = self.timeline(sequence)["archived"]
        self.assertEqual([(card["before"], card["at"], card["past"]) for card in archived], [(0, 0, 4)])
        self.assertEqual(self.opened(call.id, "at").ids, (people[0] + people[3:6]).sorted("id", reverse=True).ids)
        self.assertEqual(self.opened(last.id, "at"), people[1])
        self.assertEqual(len(self.opened(first.id, "past")), 6)

    def test_a_step_that_was_added_behind_people_is_not_ahead_of_them(self):
        sequence = self.make_sequence("email", "call")
        people = self.enroll(sequence, self.make_leads(2))
        self.run_at(MONDAY)
        self.send_mails(MONDAY)
        self.make_step(sequence, 0, {"channel": "email", "name": "Added", "position": 1})
        self.assertEqual(self.counts(sequence), [(0, 0, 0), (0, 0, 2), (0, 2, 0)])
        # It comes to nobody, and what has been sent already is not ahead of anybody either.
        with freeze_time(MONDAY):
            self.editor().move_step(sequence.step_ids.sorted("id")[0].id)
        self.assertEqual(self.counts(sequence), [(0, 0, 0), (0, 2, 0), (0, 0, 2)])
        self.assertEqual(len(people), 2)

    def test_a_bounced_email_was_sent(self):
        sequence = self.make_sequence("email", "call")
        (enrollment,) = self.enroll(sequence, self.make_lead())
        self.run_at(MONDAY)
        self.send_mails(MONDAY)
        self.bounce(enrollment.touch_ids)
        self.assertEqual(enrollment.touch_ids.state, "bounced")
        self.assertEqual(self.counts(sequence), [(0, 0, 1), (0, 0, 0)])

    def test_reps_see_their_own_people_and_companies_their_own(self):
        colleague = mail_new_test_user(
            self.env,
            login="rob",
            name="Rob",
            email="rob@test.mycompany.com",
            groups="sales_sequence.group_sales_sequence_user",
            tz=BRUSSELS,
        )
        other = self.env["res.company"].create({"name": "Other"})
        self.manager.company_ids += other
        sequence = self.make_sequence("call", "email")
        self.enroll(sequence, self.make_leads(3))
        self.enroll(sequence, self.make_leads(2, "Rob", user_id=colleague.id))
        abroad = self.make_leads(4, "Far", company_id=other.id, user_id=False)
        self.enroll(sequence.with_context(allowed_company_ids=[other.id]), abroad, user_id=self.manager.id)
        self.run_at(MONDAY)
        own, both = [self.env.company.id], [self.env.company.id, other.id]
        for user, companies, at in (
            (self.rep, own, 3),
            (colleague, own, 2),
            (self.manager, own, 5),
            (self.manager, [other.id], 4),
            (self.manager, both, 9),
        ):
            with self.subTest(user=user.name, companies=companies):
                counted = self.counts(sequence, user=user, allowed_company_ids=companies)
                self.assertEqual(counted, [(0, at, 0), (at, 0, 0)])

    # ------------------------------------------------------------------

    def test_chips_say_what_needs_a_look(self):
        sequence = self.make_sequence(
            {"channel": "call", "name": "Call", "max_wait_days": 0},
            {"channel": "email", "name": "Reviewed", "requires_review": True},
            {"channel": "email", "name": "Broken"},
        )
        call, reviewed, broken = sequence.step_ids
        people = self.enroll(sequence, self.make_leads(3))
        self.run_at(MONDAY)
        broken.mail_template_id = self.make_template(name="Gone")
        broken.mail_template_id.active = False
        with freeze_time(MONDAY + timedelta(hours=1)):
            people[0].touch_ids.activity_id.with_user(self.rep).action_feedback("Done")
            people[1].with_user(self.rep).pause()
        late = MONDAY + timedelta(days=3)
        self.run_at(late)
        cards = self.timeline(sequence, at=late)["steps"]
        self.assertEqual(
            [card["chips"] for card in cards],
            [
                [{"kind": "overdue", "text": "1 overdue", "action": "overdue"}],
                [{"kind": "review", "text": "1 to review", "action": "drafts"}],
                [{"kind": "problem", "text": "Needs attention", "action": False}],
            ],
        )
        self.assertIn("“Gone” is archived", cards[2]["problem"])
        self.assertIs(cards[0]["problem"], False)
        self.assertEqual(self.opened(call.id, "overdue", at=late), people[2].touch_ids)
        self.assertEqual(self.opened(reviewed.id, "drafts", at=late).enrollment_id, people[0])

    def test_the_chip_of_an_experiment(self):
        sequence = self.make_sequence("email", publish=False)
        step = sequence.step_ids
        Variant = self.env["sales.sequence.step.variant"]
        variants = Variant.create(
            [
                {"step_id": step.id, "name": name, "mail_template_id": self.make_template(subject=name).id}
                for name in ("First", "Second")
            ]
        )

        def chip():
            (card,) = self.timeline(sequence)["steps"]
            return [chip["text"] for chip in card["chips"]]

        self.assertEqual(chip(), ["A | B: not started"])
        sequence.action_publish()
        self.enroll(sequence, self.make_leads(3))
        self.run_at(MONDAY)
        self.assertEqual(chip(), ["A | B running: no winner yet"])
        with freeze_time(MONDAY):
            action = self.editor().open_people(step.id, "experiment")
        self.assertEqual((action["tag"], action["params"]), ("sales_sequence_experiment", {"step_id": step.id}))
        step._stored_experiment().winner_id = variants[1]
        self.assertEqual(chip(), ["A | B: B has won"])
        variants[0].active = False
        self.assertEqual(chip(), [])

    def test_what_a_step_earned_is_what_its_form_says(self):
        sequence = self.make_sequence("email", {"channel": "email", "delay": 90})
        people = self.enroll(sequence, self.make_leads(20))
        self.run_at(MONDAY)
        self.send_mails(MONDAY)
        for one in people[:2]:
            self.answer(one.touch_ids, email_from=one.email_normalized, at=MONDAY + timedelta(hours=1))
        late = MONDAY + timedelta(days=14)
        few = self.enroll(sequence, self.make_leads(2, "Few"), at=late)
        self.run_at(late)
        self.send_mails(late)
        self.answer(few[0].touch_ids, email_from=few[0].email_normalized, at=late + timedelta(hours=1))
        timeline = self.timeline(sequence, at=CLOSED)
        first, second = timeline["steps"]
        self.assertEqual(first["earned"], {"answered": 2, "closed": 20, "rate_text": "10.0%", "share": 1.0})
        self.assertIs(second["earned"], False)
        head = timeline["sequence"]
        self.assertEqual((head["closed"], head["open"], head["open_answered"]), (20, 2, 1))
        step = sequence.step_ids[0]
        self.assertEqual(self.opened(step.id, "answered", at=CLOSED), people[:2].sorted("id", reverse=True))
        self.assertEqual(len(self.opened(step.id, "closed", at=CLOSED)), 20)

    def test_fewer_than_twenty_people_earn_counts_and_no_rate(self):
        sequence = self.make_sequence("email", {"channel": "email", "delay": 90})
        people = self.enroll(sequence, self.make_leads(3))
        self.run_at(MONDAY)
        self.send_mails(MONDAY)
        self.answer(people[0].touch_ids, email_from=people[0].email_normalized, at=MONDAY + timedelta(hours=1))
        first, _second = self.timeline(sequence, at=CLOSED)["steps"]
        self.assertEqual(first["earned"], {"answered": 1, "closed": 3, "rate_text": False, "share": 0})

    # ------------------------------------------------------------------

    def test_thirty_steps_cost_no_more_queries_than_three(self):
        def cost(count):
            sequence = self.make_sequence(*["email", "call", "email"] * (count // 3))
            for step in sequence.step_ids.filtered(lambda step: step.channel == "email"):
                step.mail_template_id = self.make_template(name=f"{count} {step.name}")
                for name in ("A", "B"):
                    template = self.make_template(subject=name)
                    step.variant_ids.create({"step_id": step.id, "name": name, "mail_template_id": template.id})
            self.enroll(sequence, self.make_leads(2, f"Cost{count}"))
            self.run_at(MONDAY)
            self.timeline(sequence)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            with freeze_time(MONDAY):
                self.editor().get_timeline(sequence.id)
            return self.cr.sql_log_count - before

        few, many = cost(3), cost(30)
        self.assertLessEqual(many, few + 5)
        self.assertLess(many, 60)


class TestRights(EditorCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.channel_manager = mail_new_test_user(
            cls.env,
            login="channel",
            name="Chan",
            email="chan@test.mycompany.com",
            groups="sales_sequence.group_sales_sequence_channel_manager",
            tz=BRUSSELS,
        )
        cls.salesperson = mail_new_test_user(
            cls.env, login="sales", email="sales@test.mycompany.com", groups="sales_team.group_sale_salesman"
        )

    def verbs(self, step):
        """Every public method, with the arguments that it would take for this step."""
        return {
            "get_timeline": (step.sequence_id.id,),
            "open_people": (step.id, "at"),
            "describe_move": (step.id, False),
            "describe_archive": (step.id,),
            "describe_change": (step.id, {"delay": 3}),
            "move_step": (step.id, False),
            "duplicate_step": (step.id,),
            "archive_step": (step.id,),
            "restore_step": (step.id,),
            "delete_step": (step.id,),
        }

    def assert_refused(self, user, step, allowed=(), error=AccessError):
        for verb, arguments in self.verbs(step).items():
            with self.subTest(user=user.login, verb=verb), self.env.cr.savepoint():
                if verb in allowed:
                    getattr(self.editor(user), verb)(*arguments)
                else:
                    with self.assertRaises(error):
                        getattr(self.editor(user), verb)(*arguments)

    def test_who_may_only_read_a_sequence_changes_nothing(self):
        step = self.make_sequence("email", "call").step_ids[0]
        reading = ("get_timeline", "open_people")
        self.assert_refused(self.rep, step, allowed=reading)
        self.assert_refused(self.channel_manager, step, allowed=reading)
        self.assert_refused(self.salesperson, step)
        timeline = self.timeline(step.sequence_id, user=self.rep)
        self.assertIs(timeline["sequence"]["may_edit"], False)

    def test_a_channel_manager_changes_sequences_for_partners(self):
        template = self.make_template("res.partner")
        sequence = self.make_sequence(
            {"channel": "email", "mail_template_id": template.id}, "call", target="partner", publish=False
        )
        for verb, arguments in self.verbs(sequence.step_ids[0]).items():
            with self.subTest(verb=verb):
                self.assertTrue(getattr(self.editor(self.channel_manager), verb)(*arguments))

    def test_another_company_knows_nothing(self):
        other = self.env["res.company"].create({"name": "Other"})
        sequence = self.make_sequence("email", "call", company_id=other.id, user_id=False, publish=False)
        self.assert_refused(self.manager, sequence.step_ids[0])

    def test_closed_and_library_sequences_are_refused_in_words(self):
        reading = ("get_timeline", "open_people")
        sequence = self.make_sequence("email", "call")
        sequence.action_close()
        self.assert_refused(self.manager, sequence.step_ids[0], reading, UserError)
        with self.assertRaisesRegex(UserError, "is closed"):
            self.editor().archive_step(sequence.step_ids[0].id)
        self.assertIs(self.timeline(sequence)["sequence"]["may_edit"], False)
        shipped = self.env.ref("sales_sequence.sequence_five_touch")
        self.assert_refused(self.manager, shipped.step_ids[0], reading, UserError)
        with self.assertRaisesRegex(UserError, "is in the library"):
            self.editor().move_step(shipped.step_ids[0].id)
        self.assertIs(self.timeline(shipped)["sequence"]["may_edit"], False)

    def test_wrong_arguments_are_refused_in_a_sentence(self):
        sequence = self.make_sequence("email", "call", publish=False)
        step = sequence.step_ids[0]
        gone = self.make_sequence("email", publish=False).step_ids
        gone_id = gone.id
        gone.sequence_id.unlink()
        for wrong in (gone_id, 0, -1, "1", 1.5, True, None, False, [step.id], {"id": 1}, 2**40):
            for verb, arguments in self.verbs(step).items():
                with self.subTest(verb=verb, wrong=wrong), self.assertRaises(UserError):
                    getattr(self.editor(), verb)(wrong, *arguments[1:])
        for verb in ("move_step", "describe_move"):
            for wrong in (gone_id, "1", -1, [step.id]):
                with self.subTest(verb=verb, before=wrong), self.assertRaises(UserError):
                    getattr(self.editor(), verb)(step.id, wrong)
        for wrong in ("besides", "", None, 3, ["at"], "x" * 100_000):
            with self.subTest(which=wrong), self.assertRaises(UserError):
                self.editor().open_people(step.id, wrong)
        for wrong in ([], "delay", None, {3: 4}):
            with self.subTest(values=wrong), self.assertRaises(UserError):
                self.editor().describe_change(step.id, wrong)

    def test_a_part_of_the_editor_can_be_called_like_the_whole(self):
        step = self.make_sequence("email", "call", publish=False).step_ids[0]
        for part, verb in (
            ("people", "open_people"),
            ("effects", "describe_move"),
            ("effects", "describe_archive"),
            ("wait", "describe_change"),
            ("steps", "duplicate_step"),
        ):
            model = self.env[f"sales.sequence.editor.{part}"]
            with self.subTest(part=part, verb=verb):
                getattr(model.with_user(self.manager), verb)(*self.verbs(step)[verb])
                with self.assertRaises(AccessError):
                    getattr(model.with_user(self.salesperson), verb)(*self.verbs(step)[verb])
