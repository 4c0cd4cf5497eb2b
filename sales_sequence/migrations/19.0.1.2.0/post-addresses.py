"""The addresses of enrolled people are a table from this version on, and what kind a record is decides who sees it."""

from odoo import SUPERUSER_ID, api
from odoo.tools import split_every

from odoo.addons.sales_sequence.models.enrollment.address import FORMER

# What the rules of the earlier version say, and say now: a lead's contact is not the record enrolled.
OLD_TO_NEW = (
    ("('enrollment_id.lead_id', '=', False)", "('enrollment_id.target', '=', 'partner')"),
    ("('lead_id', '=', False)", "('target', '=', 'partner')"),
)
FOLLOWING = ("partner_id", "email_normalized")
RULES = ("enrollment_own", "touch_own", "signal_own", "enrollment_partner", "touch_partner", "signal_partner")


def migrate(cr, _version):
    """Keep the addresses of all enrollments: of those that have ended, too, since nobody enters a sequence twice."""
    env = api.Environment(cr, SUPERUSER_ID, {"active_test": False})
    for name in RULES:
        rule = env.ref(f"sales_sequence.rule_{name}", raise_if_not_found=False)
        for old, new in OLD_TO_NEW:
            # A rule that an administrator has rewritten stays as it is.
            if rule and old in (rule.domain_force or ""):
                rule.domain_force = rule.domain_force.replace(old, new)
    Enrollment, Address = env["sales.sequence.enrollment"], env["sales.sequence.address"]
    cr.execute("SELECT id FROM sales_sequence_enrollment ORDER BY id")
    for ids in split_every(1000, [row[0] for row in cr.fetchall()], list):
        enrollments = Enrollment.browse(ids)
        for targets in enrollments._targets_by_model().values():
            targets._sequence_fetch()
        # The address at the time of enrollment, which may no longer be the record's.
        written_to = [(one.id, one.company_id.id, one.email_normalized, FORMER) for one in enrollments]
        Address._replace(enrollments, [row for row in written_to if row[2]])
        for field_name in FOLLOWING:
            env.add_to_compute(Enrollment._fields[field_name], enrollments)
        env.flush_all()
        env.invalidate_all()
