"""Odoo's own Mark Done asks what came of an activity of a sequence: in a real browser, in each place."""

from odoo import fields
from odoo.tests import HttpCase

from .common import SequenceCommon


class TestMarkDoneTour(SequenceCommon, HttpCase):
    # Wide enough to show the chatter beside the form.
    browser_size = "1920x1080"

    def setUp(self):
        super().setUp()
        # Only today's outcomes can be taken back, and the browser has the real date.
        self.now = fields.Datetime.now()
        # So every hour of every day is working time.
        calendar = self.env["resource.calendar"].create(
            {
                "name": "Every day",
                "company_id": False,
                "attendance_ids": [
                    (0, 0, {"name": str(day), "dayofweek": str(day), "hour_from": 8, "hour_to": 17}) for day in range(7)
                ],
            }
        )
        self.sequence = self.make_sequence(
            {"name": "Ring them", "channel": "call", "delay": 0},
            {"name": "Second email", "delay": 5},
            calendar_id=calendar.id,
            window_start=0,
            window_end=24,
        )

    def call(self, *names):
        """Enroll leads of these names, and let their calls be due. :return: the touches"""
        leads = self.env["crm.lead"].union(*(self.make_lead(name) for name in names))
        enrollments = self.enroll(self.sequence, leads, at=self.now)
        enrollments.sudo().next_run_at = self.now
        self.run_at(self.now)
        touches = enrollments.touch_ids
        self.assertEqual(set(touches.mapped("state")), {"todo"})
        return touches

    def outcomes(self, touches):
        touches.invalidate_recordset()
        return touches.attempt_ids.outcome_id.mapped("name")

    def test_in_the_chatter_by_keyboard(self):
        touch = self.call("Ada")
        self.start_tour(f"/odoo/crm/{touch.enrollment_id.lead_id.id}", "sales_sequence_mark_done_chatter", login="rep")
        touch.invalidate_recordset()
        self.assertEqual(self.outcomes(touch), ["Not now until …"])
        self.assertEqual(touch.enrollment_id.state, "paused")
        self.assertEqual(touch.enrollment_id.resume_at.year, 2030)

    def test_a_meeting_is_planned_in_a_dialog_and_one_that_is_not_saved_was_none(self):
        touch = self.call("Ada")
        enrollment = touch.enrollment_id
        self.start_tour(f"/odoo/crm/{enrollment.lead_id.id}", "sales_sequence_mark_done_meeting", login="rep")
        self.assertEqual(self.outcomes(touch), ["Meeting booked"])
        self.assertEqual((enrollment.state, enrollment.exit_reason), ("stopped", "meeting"))
        self.assertEqual(len(enrollment.lead_id.calendar_event_ids), 1)

    def test_in_the_popover_of_a_list(self):
        touch = self.call("Ada")
        view = self.env["ir.ui.view"].create(
            {
                "name": "Leads with their activities",
                "model": "crm.lead",
                "arch": '<list><field name="name"/><field name="activity_ids" widget="list_activity"/></list>',
            }
        )
        action = self.env["ir.actions.act_window"].create(
            {
                "name": "These",
                "res_model": "crm.lead",
                "view_mode": "list",
                "view_id": view.id,
                "domain": [("id", "=", touch.enrollment_id.lead_id.id)],
            }
        )
        self.start_tour(f"/odoo/action-{action.id}", "sales_sequence_mark_done_list", login="rep")
        self.assertEqual(self.outcomes(touch), ["Connected"])
        self.assertEqual(touch.state, "done")

    def test_several_at_once_and_one_alone_in_the_list_of_activities(self):
        touches = self.call("Ada", "Bob", "Cy", "Dee")
        action = self.env.ref("mail.mail_activity_action_my")
        self.start_tour(f"/odoo/action-{action.id}?view_type=list", "sales_sequence_mark_done_bulk", login="rep")
        self.assertEqual(sorted(self.outcomes(touches)), ["No answer", "Not recorded"])
        self.assertEqual(sorted(touches.mapped("state")), ["done", "todo", "todo", "todo"])
        self.assertEqual(touches.attempt_ids.filtered("note").mapped("note"), ["Trade fair week"] * 3)

    def test_in_the_form_of_an_activity(self):
        touch = self.call("Ada")
        self.start_tour(f"/odoo/crm/{touch.enrollment_id.lead_id.id}", "sales_sequence_mark_done_form", login="rep")
        self.assertEqual(self.outcomes(touch), ["Voicemail"])
        self.assertEqual(touch.state, "done")


class TestMarkDone(SequenceCommon):
    """What Odoo's *Done* buttons get from the server."""

    def call(self, *names, **step):
        leads = self.env["crm.lead"].union(*(self.make_lead(name, partner_name=f"{name} Ltd") for name in names))
        enrollments = self.enroll(self.make_sequence({"channel": "call", **step}, "email"), leads)
        self.run_at(enrollments[0].next_run_at)
        return enrollments.touch_ids.activity_id.with_user(self.rep)

    def press(self, activities, method="action_done"):
        return getattr(activities.with_context(asks_for_outcome=True), method)()

    def test_code_completes_at_once(self):
        activity = self.call("Ada")
        activity.action_done()
        self.assertFalse(activity.active)

    def test_a_button_asks_and_completes_nothing(self):
        activity = self.call("Ada")
        action = self.press(activity)
        self.assertEqual(action["tag"], "sales_sequence_mark_done")
        self.assertTrue(activity.active)
        params = action["params"]
        self.assertEqual(params["activity_ids"], activity.ids)
        self.assertIn("Voicemail", [outcome["name"] for outcome in params["outcomes"]])
        self.assertEqual((params["people"][0]["name"], params["people"][0]["company"]), ("Ada", "Ada Ltd"))

    def test_an_activity_of_no_sequence_is_completed_by_the_button_and_asks_nothing(self):
        lead = self.make_lead()
        activity = lead.with_user(self.rep).activity_schedule("mail.mail_activity_data_call", user_id=self.rep.id)
        self.press(activity)
        self.assertFalse(activity.active)

    def test_what_completing_one_completes_besides_is_not_asked_about(self):
        first, second = self.call("Ada", "Bob")
        other = first.create(
            {"res_model_id": first.res_model_id.id, "res_id": first.res_id, "activity_type_id": self.call_type.id}
        )
        original = type(other)._action_done

        def complete_more(activities, *args, **kwargs):
            if activities == other:
                activities.env["mail.activity"].browse(second.id).action_done()
            return original(activities, *args, **kwargs)

        self.patch(type(other), "_action_done", complete_more)
        self.press(other)
        self.assertFalse(second.active)

    def test_of_several_it_says_how_many_and_why_some_outcomes_are_not_offered(self):
        activities = self.call("Ada", "Bob", "Cy", "Dee", "Eve", "Fay")
        params = self.press(activities)["params"]
        self.assertEqual((len(params["people"]), params["more"]), (4, "and 2 more"))
        effects = {outcome["effect"] for outcome in params["outcomes"]}
        self.assertFalse(effects & {"meeting", "pause"})
        self.assertIn("one person at a time", params["hint"])

    def test_of_different_types_it_says_why_there_is_no_outcome(self):
        calls = self.call("Ada")
        todo_type = self.env.ref("mail.mail_activity_data_todo")
        todos = self.call("Bob", channel="todo", activity_type_id=todo_type.id)
        params = self.press(calls | todos)["params"]
        self.assertEqual(params["outcomes"], [])
        self.assertIn("different types", params["hint"])

    def test_those_of_no_sequence_are_told_apart(self):
        call = self.call("Ada")
        other = self.make_lead("Bob").with_user(self.rep).activity_schedule(
            "mail.mail_activity_data_call", user_id=self.rep.id
        )
        params = self.press(call | other)["params"]
        self.assertEqual(params["sequence_activity_ids"], call.ids)
        self.assertEqual(params["activity_ids"], (call | other).ids)
        self.assertTrue(params["outcomes"])
        self.assertIn("the others are marked done with the feedback", params["hint"])

    def test_the_button_of_whoever_may_not_read_the_record_asks_and_then_lists_what_is_left(self):
        activity = self.call("Ada")
        params = self.press(activity, "action_done_redirect_to_other")["params"]
        self.assertEqual(params["next_method"], "action_done_redirect_to_other")
        activity.action_feedback(feedback="Done")
        action = activity.action_done_redirect_to_other()
        self.assertEqual(action["res_model"], "mail.activity")

    def test_a_name_that_the_user_may_not_read_is_not_shown(self):
        activity = self.call("Ada")
        self.env["ir.rule"].create(
            {
                "name": "Not Ada",
                "model_id": self.env["ir.model"]._get_id("crm.lead"),
                "domain_force": f"[('id', '!=', {activity.res_id})]",
            }
        )
        (person,) = self.press(activity)["params"]["people"]
        self.assertNotIn("Ada", str(person))

    def test_it_says_how_late_they_are(self):
        MarkDone = self.env["sales.sequence.mark.done"]
        today = fields.Date.context_today(MarkDone)
        activity = self.call("Ada")
        for days, words in (
            (-3, "3 days late"), (-1, "1 day late"), (0, "due today"), (1, "due tomorrow"), (5, "due in 5 days")
        ):
            activity.date_deadline = fields.Date.add(today, days=days)
            self.assertEqual(MarkDone._due(activity), words)

    def test_the_store_knows_which_activities_are_of_a_sequence_without_a_query_more(self):
        activity = self.call("Ada")
        data = activity.activity_format()["mail.activity"][0]
        self.assertTrue(data["is_sequence_activity"])

    def test_odoos_buttons_carry_the_question(self):
        """Fails where a new version of Odoo has another button, or none."""
        for xmlid, count in (
            ("mail.mail_activity_view_form_popup", 1),
            ("mail.mail_activity_view_form_without_record_access", 1),
            ("mail.mail_activity_view_tree", 2),
            ("mail.mail_activity_view_tree_open_target", 2),
            ("mail.mail_activity_view_tree_without_record_access", 2),
            ("mail.mail_activity_view_kanban_open_target", 1),
        ):
            with self.subTest(xmlid):
                arch = self.env.ref(xmlid)._get_combined_arch()
                buttons = arch.xpath("//button[starts-with(@name, 'action_done')]")
                self.assertEqual(len(buttons), count)
                for button in buttons:
                    self.assertIn("asks_for_outcome", button.get("context") or "")
