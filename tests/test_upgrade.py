"""What an upgrade, other programs and the job's user find as they left it."""

from datetime import timezone
from unittest.mock import patch

from odoo.modules.migration import load_script
from odoo.modules.module import get_module_path
from odoo.tools.sql import column_exists, index_exists, make_index_name, rename_column

from odoo.addons.sales_sequence.tools import clicks

from .common import MONDAY, SequenceCommon

TABLE = "sales_sequence_enrollment"
SCRIPT = "migrations/19.0.1.1.0/pre-rename_columns.py"


class TestUpgrade(SequenceCommon):
    def test_columns_and_their_indexes_are_renamed(self):
        rename_column(self.env.cr, TABLE, "pending_sequence_id", "queued_sequence_id")
        old, new = (make_index_name(TABLE, f"{word}_sequence_id") for word in ("queued", "pending"))
        self.env.cr.execute(f"ALTER INDEX {new} RENAME TO {old}")
        script = load_script(f"{get_module_path('sales_sequence')}/{SCRIPT}", "rename_columns")
        for _time in range(2):
            script.migrate(self.env.cr, "19.0.1.0.0")
            self.assertTrue(column_exists(self.env.cr, TABLE, "pending_sequence_id"))
            self.assertFalse(column_exists(self.env.cr, TABLE, "queued_sequence_id"))
            self.assertTrue(index_exists(self.env.cr, new))
            self.assertFalse(index_exists(self.env.cr, old))

    def test_addresses_and_kinds_of_record_of_earlier_enrollments_are_kept(self):
        lead = self.make_lead(email_from="ada@customer.example.org, bob@customer.example.org")
        other = self.make_lead("Eve", email_from="ada+x@customer.example.org")
        ended = self.enroll(self.make_sequence("email"), other)
        ended.stop()
        live = self.enroll(self.make_sequence("email", "email"), lead)
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM sales_sequence_address")
        old = "old@customer.example.org"
        self.env.cr.execute(f"UPDATE {TABLE} SET email_normalized = %s WHERE id = %s", [old, live.id])
        self.env.cr.execute(f"ALTER TABLE {TABLE} DROP COLUMN target")
        index = f"{TABLE}_one_live_per_person"
        self.env.cr.execute(f"CREATE UNIQUE INDEX {index} ON {TABLE} (company_id, email_normalized)")
        self.env.invalidate_all(flush=False)
        for name in ("pre-person", "post-addresses"):
            script = load_script(f"{get_module_path('sales_sequence')}/migrations/19.0.1.2.0/{name}.py", name)
            for _time in range(2):
                script.migrate(self.env.cr, "19.0.1.1.0")
        self.env.invalidate_all(flush=False)
        self.assertFalse(index_exists(self.env.cr, index))
        self.assertEqual((live.target, ended.target), ("lead", "lead"))
        self.assertEqual(live.email_normalized, "ada@customer.example.org")
        known = {address.email_normalized: (address.role, address.holds_place) for address in live.address_ids}
        self.assertEqual(
            known,
            {
                "ada@customer.example.org": ("own", True),
                "bob@customer.example.org": ("own", True),
                # It may have been written to.
                old: ("former", False),
            },
        )
        self.assertEqual(ended.address_ids.mapped("holds_place"), [False])

    def test_enrollments_that_have_ended_lose_the_next_step_they_kept(self):
        ended, live = self.enroll(self.make_sequence("email", "email"), self.make_leads(2))
        ended.stop()
        self.env.flush_all()
        self.env.cr.execute(f"ALTER TABLE {TABLE} DROP CONSTRAINT {TABLE}_check_nothing_ahead")
        self.env.cr.execute(
            f"UPDATE {TABLE} SET next_run_at = enrolled_at, next_step_id = %s WHERE id = %s",
            [live.next_step_id.id, ended.id],
        )
        script = load_script(
            f"{get_module_path('sales_sequence')}/migrations/19.0.1.2.0/pre-nothing_ahead.py", "nothing_ahead"
        )
        for _time in range(2):
            script.migrate(self.env.cr, "19.0.1.1.0")
        self.env.invalidate_all(flush=False)
        self.assertEqual((ended.next_run_at, ended.next_step_id.id), (False, False))
        self.assertTrue(live.next_run_at and live.next_step_id)

    def test_what_was_shipped_before_the_library_is_kept_as_copies(self):
        """The record of an earlier version gives up its external ids to the library, and nothing of it changes."""
        kept = self.make_sequence("email", publish=False)
        template = kept.step_ids.mail_template_id
        self.ship({"sequence_x": kept, "step_x_1": kept.step_ids, "mail_template_x": template})
        template.template_fs = "sales_sequence/data/mail_template_x.xml"
        later = kept.browse(kept.action_new_version()["res_id"])
        own = self.make_sequence("call", publish=False)
        kept.action_publish()
        enrollment = self.enroll(kept, self.make_lead())
        before = kept.read(["name", "state", "step_ids", "write_date"]), template.read(["subject", "write_date"])
        self.env.flush_all()

        # As on a database of that version.
        self.env.cr.execute("ALTER TABLE sales_sequence RENAME COLUMN in_gallery TO hidden")
        self.run_script("19.0.1.3.0/pre-keep_shipped")
        self.env.cr.execute("ALTER TABLE sales_sequence RENAME COLUMN hidden TO in_gallery")
        self.env.registry.clear_cache()
        for name in ("sequence_x", "step_x_1", "mail_template_x"):
            self.assertFalse(self.env.ref(f"sales_sequence.{name}", raise_if_not_found=False), name)
        library = self.make_sequence("email", publish=False)
        self.ship({"sequence_x": library})
        for _time in range(2):
            self.run_script("19.0.1.3.0/post-origin")
            self.run_script("19.0.1.3.0/pre-keep_shipped")
        self.env.registry.clear_cache()

        self.assertEqual(self.env.ref("sales_sequence.sequence_x"), library)
        self.assertEqual((kept | later).gallery_origin_id, library)
        self.assertFalse((own | library).gallery_origin_id)
        self.assertFalse(self.env["ir.model.data"].search_count([("model", "=", kept._name), ("res_id", "=", kept.id)]))
        after = kept.read(["name", "state", "step_ids", "write_date"]), template.read(["subject", "write_date"])
        self.assertEqual(after, before)
        self.assertFalse(template.template_fs, "there is nothing to reset it to")
        self.assertEqual(enrollment.state, "running")

    def test_what_was_done_before_outcomes_existed_is_not_recorded(self):
        done, open_call = self.enroll(self.make_sequence("call", "email"), self.make_leads(2))
        mailed = self.enroll(self.make_sequence("email"), self.make_lead("Eve"))
        self.run_at(MONDAY)
        done.touch_ids.activity_id.action_done()
        known = self.enroll(self.make_sequence("call"), self.make_lead("Kim"))
        self.run_at(MONDAY)
        connected = self.env.ref("sales_sequence.outcome_connected")
        known.touch_ids.activity_id.action_sequence_outcome(connected.id)
        self.env.flush_all()
        self.env.cr.execute("UPDATE sales_sequence_touch SET outcome_id = NULL WHERE id = %s", done.touch_ids.ids)
        for _time in range(2):
            self.run_script("19.0.1.4.0/post-outcomes")
            touches = (done | open_call | mailed | known).touch_ids
            not_recorded = self.env.ref("sales_sequence.outcome_not_recorded")
            self.assertEqual(touches.filtered("outcome_id").mapped("enrollment_id"), done | known)
            self.assertEqual((done.touch_ids.outcome_id, known.touch_ids.outcome_id), (not_recorded, connected))

    def test_texts_that_were_made_for_one_step_are_written_in_it_from_now_on(self):
        names = ("Made", "Shared", "Shipped", "Older")
        made, shared, shipped, older = (self.make_template(name=name) for name in names)
        steps = self.make_sequence(
            *({"mail_template_id": template.id} for template in (made, shared, shared, shipped, older))
        ).step_ids
        self.ship({"mail_template_x": shipped})
        self.env.flush_all()
        self.env.cr.execute("UPDATE mail_template SET create_date = '2020-01-01' WHERE id = %s", older.ids)
        for _time in range(2):
            self.run_script("19.0.1.6.0/post-own_templates")
            self.assertEqual(steps.mapped("has_own_template"), [True, False, False, False, False])
        steps[0].subject = "Written in the step"
        self.assertEqual(made.subject, "Written in the step")

    def ship(self, records):
        """Give each record the external id that a data file of the addon would give it."""
        self.env["ir.model.data"].create(
            [
                {"module": "sales_sequence", "name": name, "model": record._name, "res_id": record.id, "noupdate": True}
                for name, record in records.items()
            ]
        )

    def run_script(self, name):
        self.env.flush_all()
        script = load_script(f"{get_module_path('sales_sequence')}/migrations/{name}.py", name.rpartition("/")[2])
        script.migrate(self.env.cr, "19.0.1.2.0")
        self.env.invalidate_all(flush=False)

    def test_the_page_that_was_called_engine_makes_room_for_system_status(self):
        window = self.env["ir.actions.act_window"].create({"name": "Engine", "res_model": "res.partner"})
        known = self.env["ir.model.data"].search(
            [("module", "=", "sales_sequence"), ("name", "=", "sales_sequence_health_action")]
        )
        client = self.env.ref("sales_sequence.sales_sequence_health_action")
        known.write({"model": window._name, "res_id": window.id})
        form = {"name": "Engine", "model": "res.partner", "arch": "<form/>"}
        view = self.env["ir.ui.view"].create(form)
        self.env["ir.model.data"].create(
            {
                "module": "sales_sequence",
                "name": "sales_sequence_health_view_form",
                "model": view._name,
                "res_id": view.id,
            }
        )
        changes = view
        for _view in range(2):
            # Somebody has changed the page, and somebody else that change.
            changes |= view.create({**form, "arch": "<data/>", "inherit_id": changes[-1:].id, "mode": "extension"})
        self.env.flush_all()
        name = "19.0.1.6.0/pre-system_status.py"
        script = load_script(f"{get_module_path('sales_sequence')}/migrations/{name}", "system_status")
        for _time in range(2):
            script.migrate(self.env.cr, "19.0.1.5.0")
            self.env.invalidate_all()
            self.assertFalse(window.exists() or known.exists() or changes.exists())
        self.assertTrue(client.exists(), "only what is of the earlier kind is deleted")

    def test_opens_are_forgotten_and_clicks_kept(self):
        touches = self.env["sales.sequence.touch"]
        for name in ("Ada", "Bob", "Cleo"):
            enrollment = self.enroll(self.make_sequence("email", "email"), self.make_lead(name))
            touches += enrollment.env["sales.sequence.touch"].create(
                enrollment._touch_values(enrollment.sequence_id.step_ids[0], state="sent", done_at=MONDAY)
            )
        by_column, by_signal, opened = touches
        Signal = self.env["sales.sequence.signal"]
        kept, click, an_open = (
            Signal.create({"enrollment_id": one.enrollment_id.id, "touch_id": one.id, "kind": "acknowledgement"})
            for one in (opened, by_signal, opened)
        )
        self.env.flush_all()
        for signal, kind in ((click, "click"), (an_open, "open")):
            self.env.cr.execute(
                "UPDATE sales_sequence_signal SET kind = %s, occurred_at = %s WHERE id = %s", [kind, MONDAY, signal.id]
            )
        self.env.cr.execute(
            "ALTER TABLE sales_sequence_touch ADD COLUMN opened_at timestamp, ADD COLUMN clicked_at timestamp"
        )
        self.env.cr.execute(
            "UPDATE sales_sequence_touch SET opened_at = %(at)s, clicked_at = CASE WHEN id = %(id)s THEN %(at)s END",
            {"at": MONDAY, "id": by_column.id},
        )
        for _time in range(2):
            for name in ("pre-clicks", "post-clicks"):
                script = load_script(f"{get_module_path('sales_sequence')}/migrations/19.0.1.7.0/{name}.py", name)
                script.migrate(self.env.cr, "19.0.1.6.0")
        self.env.invalidate_all(flush=False)
        self.assertEqual(touches.mapped("clicked_at"), [MONDAY, MONDAY, False])
        self.assertEqual((kept + click + an_open).exists(), kept)
        for column in ("opened_at", "clicked_at"):
            self.assertFalse(column_exists(self.env.cr, "sales_sequence_touch", column))
        self.assertEqual(clicks.first_at(by_column.click_ids.links), MONDAY.replace(tzinfo=timezone.utc).timestamp())
        self.assertFalse(by_column.click_words)

    def test_what_was_saved_in_terms_of_opens_is_deleted(self):
        """A list whose default filter names a field that is gone could not be opened any more."""
        Filters, touch, other = self.env["ir.filters"], "sales.sequence.touch", "sales.sequence.enrollment"
        gone = Filters.create(
            [
                {"name": "Opened", "model_id": touch, "domain": "[('opened_at', '!=', False)]", "is_default": True},
                {"name": "By day", "model_id": touch, "context": "{'group_by': ['opened_at:day']}"},
                {"name": "Latest", "model_id": touch, "sort": '["opened_at desc"]'},
                {"name": "People", "model_id": other, "domain": "[('touch_ids.opened_at', '!=', False)]"},
            ]
        )
        kept = Filters.create(
            [
                {"name": "Clicked", "model_id": touch, "domain": "[('clicked_at', '!=', False)]"},
                {"name": "Reopened", "model_id": touch, "domain": "[('reopened_at_all', '=', 1)]"},
                {"name": "Others", "model_id": "res.partner", "domain": "[('opened_at', '!=', False)]"},
            ]
        )
        exports = self.env["ir.exports"].create(
            [
                {"name": model, "resource": model, "export_fields": [(0, 0, {"name": name}) for name in names]}
                for model, names in (
                    (touch, ["opened_at", "clicked_at"]),
                    (other, ["touch_ids/opened_at", "name"]),
                    ("res.partner", ["opened_at"]),
                )
            ]
        )
        self.env.flush_all()
        script = load_script(f"{get_module_path('sales_sequence')}/migrations/19.0.1.7.0/pre-clicks.py", "pre-clicks")
        script.migrate(self.env.cr, "19.0.1.6.0")
        self.env.invalidate_all(flush=False)
        self.assertFalse(gone.exists())
        self.assertEqual(kept.exists(), kept)
        self.assertEqual(exports.export_fields.mapped("name"), ["clicked_at", "name", "opened_at"])

    def test_what_programs_call_without_ids_stays_so(self):
        """Where a method of Odoo that we extend is `@api.model`, ours has to be: calls from outside depend on it."""
        lost = []
        for Model in self.env.registry.values():
            for name in {name for base in Model.__mro__ if _is_ours(base) for name in vars(base)}:
                if name.startswith("_") or not callable(getattr(Model, name)):
                    continue
                needs = any(getattr(vars(base).get(name), "_api_model", False) for base in Model.__mro__)
                if needs and not getattr(getattr(Model, name), "_api_model", False):
                    lost.append(f"{Model._name}.{name}")
        self.assertEqual(lost, [])

    def test_a_lane_goes_on_with_all_rights(self):
        """The scheduled job may run as somebody who has no rights on the jobs of queue_job."""
        runner = self.env["sales.sequence.runner"].with_user(self.rep)
        enqueued = []
        methods = {
            "_lane_seconds": lambda _runner: 0,
            "_work": lambda _runner, _run, _batch_size: 0,
            "_enqueue_lane": lambda runner, *arguments: enqueued.append((runner.env.su, *arguments)),
        }
        with patch.multiple(type(runner), **methods):
            runner._run_lane(1, 100)
        self.assertEqual(enqueued, [(True, 1, 100, 0)])


def _is_ours(base):
    return base.__module__.startswith("odoo.addons.sales_sequence.")
