"""What copies of the library and imports are sent is written in their steps from now on: these templates were made for
one step, or variant, in the same moment. What somebody made, or may use elsewhere, stays a template that was chosen."""


def migrate(cr, _version):
    """Mark the templates, and give them to Odoo's own user, as new ones are."""
    cr.execute(
        """WITH uses AS (
               SELECT mail_template_id, create_date FROM sales_sequence_step WHERE mail_template_id IS NOT NULL
                UNION ALL
               SELECT mail_template_id, create_date FROM sales_sequence_step_variant
           ), single AS (
               SELECT mail_template_id, min(create_date) AS create_date
                 FROM uses
             GROUP BY mail_template_id
               HAVING count(*) = 1
           )
           UPDATE mail_template template
              SET is_written_in_step = TRUE, user_id = 1
             FROM single
            WHERE single.mail_template_id = template.id
              AND single.create_date = template.create_date
              AND template.user_id IS NULL
              AND template.ref_ir_act_window IS NULL
              AND NOT EXISTS (
                      SELECT FROM ir_model_data data WHERE data.model = 'mail.template' AND data.res_id = template.id
                  )"""
    )
