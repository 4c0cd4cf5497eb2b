"""Screens of ours, as somebody without eyes or without a mouse meets them, on a desk and on a phone."""

from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase

from odoo.addons.mail.tests.common import mail_new_test_user

from .accessibility import assert_accessible, assert_accessible_pages, page
from .test_dashboard import LATER, DashboardCommon


class Accessible(DashboardCommon):
    def setUp(self):
        super().setUp()
        now = fields.Datetime.now()
        self.sequence = self.make_sequence("email", LATER, name="Accessible sequence")
        calls = self.make_sequence({"channel": "call", "name": "First call"}, LATER, name="Calls")
        people = self.write_to(self.sequence, 3, now - timedelta(hours=2), "Ada")
        self.answer_of(people[0], at=now)
        self.make_tasks(3, "Bea", now, calls)
        todos = self.make_sequence({"channel": "todo", "name": "Send the contract"}, LATER, name="To-dos")
        self.make_tasks(2, "Dora", now, todos, user=self.colleague, deadline=now - timedelta(days=3))

    def look(self, url, root, *, user=None, **options):
        with self.subTest(url=url):
            assert_accessible(self, url, root, (user or self.manager).login, **options)

    def look_at_managers_pages(self):
        self.look("/odoo/sequences-dashboard", ".o_sales_sequence_dashboard")
        self.look(f"/odoo/sequence-results?active_id={self.sequence.id}", ".o_sales_sequence_results")

    def look_at_reps_pages(self):
        self.look("/odoo/my-day", ".o_sales_sequence_day", user=self.rep)
        late = ".o_sales_sequence_row_current .o_sales_sequence_why_late"
        self.look("/odoo/my-day", ".o_sales_sequence_day", user=self.colleague, ready=late)
        conversation = [".o-mail-Thread", ".o-mail-Composer"]
        self.look("/odoo/answers", ".o_sales_sequence_answers", user=self.rep, exclude=conversation)


LONG = "W" * 300
EDITOR = ".o_sales_sequence_editor"
PUBLISH = ".o_sales_sequence_publish"
ADVICE = ".o_sales_sequence_advice"
COMPARISON = ".o_sales_sequence_comparison"
# Odoo draws them: the editor of a text, and the fields of a form.
OF_ODOO = (".odoo-editor-editable", ".o_group", ".o_form_label", ".o_record_selector")


class ManagersDesk:
    """Where a manager and an administrator write and watch, with names that are far too long."""

    opens_first_step = False

    def make_desk(self):
        groups = (
            "sales_sequence.group_sales_sequence_manager,sales_team.group_sale_manager,"
            "base.group_partner_manager,base.group_system"
        )
        self.admin = mail_new_test_user(self.env, "admin_of_sequences", groups=groups, name=LONG)
        self.rep.name = LONG
        text = {
            "mail_template_id": False,
            "subject": f"{LONG} {{{{object.sequence_first_name}}}}",
            "body_html": f"<p>{LONG}</p>",
        }
        chosen = self.make_template(name=LONG, subject=LONG)
        self.live = self.make_sequence(
            {"name": LONG, **text},
            {"name": f"Call {LONG}", "channel": "call", "note": f"<p>{LONG}</p>"},
            {"name": "Chosen", "mail_template_id": chosen.id, "delay": 9},
            {"name": f"Archived {LONG}", **text, "delay": 12},
            name=LONG,
            goal=LONG,
            publish=False,
            tag_ids=[(0, 0, {"name": LONG})],
        )
        self.email, self.call = self.live.step_ids[:2]
        self.env["sales.sequence.step.variant"].create(
            [
                {
                    "step_id": self.email.id,
                    "name": f"{name} {LONG}",
                    "subject": f"{name} {LONG}",
                    "body_html": f"<p>{name}</p>",
                }
                for name in "AB"
            ]
        )
        self.live.action_publish()
        self.people = self.write_to(self.live, 3, fields.Datetime.now() - timedelta(hours=2), "Cleo")
        self.live.step_ids[-1].action_archive()
        self.second = self.live.copy({"previous_version_id": self.live.id})
        self.second.step_ids[0].name = "Another name"
        self.empty = self.make_sequence(publish=False, name="Nothing yet")
        self.empty.step_ids.unlink()
        advice = self.env["sales.sequence.advice"]
        first = advice.get_advice(self.live.id)["items"][0]
        advice.dismiss(self.live.id, first["code"], first["step_id"] or None, LONG)
        self.compared = self.make_sequence("email", name=LONG)
        self.compared.start_comparison(0.5)
        self.compared.enroll(self.make_leads(8, "Compared").ids)
        self.lead = self.people[0].lead_id
        self.new_lead = self.make_lead(LONG, email_from="new@customer.example.org")

    def form(self, record):
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [(False, "form")],
        }

    def views(self, *names):
        return {
            "type": "ir.actions.act_window",
            "res_model": "sales.sequence",
            "views": [(False, name) for name in names],
        }

    def client(self, tag, **params):
        return {"type": "ir.actions.client", "tag": tag, "params": params}

    def pages(self, step_form):
        """:param step_form: where the step that is open is shown"""
        card = f"{EDITOR}_step[data-id='%s'] button[name=open]"
        library = "sales_sequence.sales_sequence_gallery_action"
        difference = self.second.action_view_difference()
        ours = {"exclude": OF_ODOO}
        return [
            page(
                "Live sequence", EDITOR, PUBLISH, ADVICE, action=self.form(self.live), ready=f"{EDITOR}_figures", **ours
            ),
            page(
                "Email with variants",
                step_form,
                clicks=[card % self.email.id] * self.opens_first_step,
                ready=f"{step_form} .o_sales_sequence_preview_body",
                **ours,
            ),
            page(
                "Call",
                step_form,
                action=self.form(self.live),
                clicks=[card % self.call.id],
                ready=f"{step_form} .o_sales_sequence_chips",
                **ours,
            ),
            page(
                "History",
                ".o_sales_sequence_history",
                action=self.form(self.live),
                clicks=[".o_notebook .nav-link[name=history]"],
                ready=".o_sales_sequence_history li",
            ),
            page(
                "Dismissed advice",
                ADVICE,
                action=self.form(self.live),
                clicks=[f"{ADVICE} summary"],
                ready=f"{ADVICE} details[open] li",
            ),
            page("Dismiss advice", ".modal-content", clicks=[f"{ADVICE} button[name=dismiss]"]),
            page(
                "No comparison",
                COMPARISON,
                action=self.form(self.live),
                clicks=[".o_notebook .nav-link[name=comparison]"],
                ready=f"{COMPARISON}_plan",
            ),
            page(
                "Hold back a share",
                ".modal-content",
                clicks=[f"{COMPARISON} button[name=start]"],
                ready=".modal-content dl",
            ),
            page(
                "Comparison",
                COMPARISON,
                action=self.form(self.compared),
                clicks=[".o_notebook .nav-link[name=comparison]"],
                ready=f"{COMPARISON}_counts",
            ),
            page("Difference", ".o_sales_sequence_difference", action=difference, ready=".o_sales_sequence_part"),
            page("Draft without steps", EDITOR, PUBLISH, action=self.form(self.empty), ready=f"{EDITOR}_empty"),
            page("Draft", EDITOR, PUBLISH, action=self.form(self.second), ready=f"{EDITOR}_step", **ours),
            page(
                "Kanban",
                ".o_kanban_renderer",
                action=self.views("kanban"),
                ready=".o_kanban_record",
                exclude=[".o_field_many2one_avatar_user", ".o_tag"],
            ),
            page(
                "List",
                "table.o_list_table tbody",
                action=self.views("list"),
                exclude=[".o_list_record_selector", ".o_field_many2one_avatar_user", ".o_tag"],
                may_overflow=True,
            ),
            page(
                "Library",
                ".o_kanban_renderer",
                action=library,
                ready=".o_kanban_record .o_sales_sequence_cadence, .o_kanban_record [name=cadence]",
            ),
            page("Panel of a lead", ".o_sales_sequence_panel", action=self.form(self.lead)),
            page(
                "Enroll",
                ".modal-body",
                action=self.form(self.new_lead),
                clicks=[".o_sales_sequence_panel button[name=enroll]"],
                ready=".modal-body .o_form_view",
                **ours,
            ),
            page(
                "Experiment",
                ".o_sales_sequence_experiment",
                action=self.client("sales_sequence_experiment", step_id=self.email.id),
            ),
            page(
                "System status",
                ".o_sales_sequence_status_content",
                action="sales_sequence.sales_sequence_health_action",
                ready=".o_sales_sequence_chain",
            ),
            page(
                "Setup checklist",
                ".o_sales_sequence_in_settings",
                action="crm.crm_config_settings_action",
                ready=".o_sales_sequence_in_settings li",
            ),
        ]


class TestAccessibleOnDesk(Accessible, HttpCase):
    browser_size = "1400x900"

    def test_what_managers_look_at(self):
        self.look_at_managers_pages()

    def test_what_reps_look_at(self):
        self.look_at_reps_pages()


class TestManagersDesk(ManagersDesk, Accessible, HttpCase):
    browser_size = "1400x900"

    def test_where_managers_write(self):
        self.make_desk()
        assert_accessible_pages(self, "/odoo/sequences", self.pages(f"{EDITOR}_side"), self.admin.login)


class TestManagersDeskOnPhone(ManagersDesk, Accessible, HttpCase):
    browser_size = "390x844"
    touch_enabled = True

    # Where there is room beside the timeline, a step is open from the beginning.
    opens_first_step = True

    def test_where_managers_write(self):
        self.make_desk()
        assert_accessible_pages(self, "/odoo/sequences", self.pages(f"{EDITOR}_page"), self.admin.login)


class TestAccessibleOnPhone(Accessible, HttpCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_what_managers_look_at(self):
        self.look_at_managers_pages()

    def test_what_reps_look_at(self):
        self.look_at_reps_pages()
