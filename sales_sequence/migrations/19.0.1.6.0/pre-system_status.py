"""*Engine* is a page now, *System status*: its action is of another kind, and nothing of it is stored."""

from odoo.tools import SQL

KEPT_NO_LONGER = (
    ("ir_act_window", "ir.actions.act_window", "sales_sequence_health_action"),
    ("ir_ui_view", "ir.ui.view", "sales_sequence_health_view_form"),
)


def migrate(cr, _version):
    """Make room for the action of the same name, which Odoo would not turn into another kind."""
    # Somebody may have changed the page with a view of their own: the database would refuse to delete what it is upon.
    cr.execute(
        """WITH RECURSIVE upon AS (
               SELECT view.id
                 FROM ir_ui_view view
                 JOIN ir_model_data data ON data.res_id = view.inherit_id AND data.model = 'ir.ui.view'
                WHERE data.module = 'sales_sequence' AND data.name = 'sales_sequence_health_view_form'
                UNION
               SELECT view.id FROM ir_ui_view view JOIN upon ON upon.id = view.inherit_id
           ), known AS (
               DELETE FROM ir_model_data WHERE model = 'ir.ui.view' AND res_id IN (SELECT id FROM upon)
           )
           DELETE FROM ir_ui_view WHERE id IN (SELECT id FROM upon)"""
    )
    for table, model, name in KEPT_NO_LONGER:
        cr.execute(
            SQL(
                """WITH known AS (
                       DELETE FROM ir_model_data WHERE module = 'sales_sequence' AND model = %s AND name = %s
                    RETURNING res_id)
                   DELETE FROM %s WHERE id IN (SELECT res_id FROM known)""",
                model,
                name,
                SQL.identifier(table),
            )
        )
    cr.execute("DROP TABLE IF EXISTS sales_sequence_health_link, sales_sequence_health")
