from odoo import fields, models

from ..tools.zone_of_person import zone_of_person


class ResCompany(models.Model):
    """How much the sequences of a company may send, and what becomes of people who answer or wish to opt out."""

    _inherit = "res.company"

    sequence_sender_cap = fields.Integer(
        string="Emails per sender in 24 hours",
        help="In any 24 hours, over all sequences; follow-ups come before first emails. 0: no limit.",
    )
    sequence_sender_gap = fields.Integer(
        string="Seconds between two emails of a sender", help="0: as fast as the mail server takes them."
    )
    sequence_domain_cap = fields.Integer(
        string="Emails per recipient domain per day",
        help="Counted by the part of the address after the @, in the company's days. 0: no limit.",
    )
    sequence_backlog_per_hour = fields.Integer(
        string="Emails per sender per hour, in a backlog",
        default=100,
        help="When more emails of a sender than this are late after a downtime, or twenty times as many are due after "
        "an import, they are spread over the working hours. 0: all at once.",
    )
    sequence_opt_out_on_wish = fields.Boolean(
        string="Opt out people who ask for it in a reply",
        help="As the link in the email does: that address gets nothing more of that sequence. Otherwise whoever looks "
        "after them is asked to do so.",
    )

    sequence_answer_days = fields.Integer(
        string="Days without another sequence after an answer",
        default=30,
        help="People who have answered are not enrolled in another sequence for this many days, unless whoever enrolls "
        "them says so. 0: no pause.",
    )

    sequence_tracks_clicks = fields.Boolean(
        string="Count clicks on the links of emails",
        help="Links then go through your own web address, and the report says how many people have opened one. Some "
        "people dislike such links, and some mail servers distrust them. The number is a lower bound: what may have "
        "been a machine does not count. A sequence can have its own setting.",
    )

    _check_sequence_limits = models.Constraint(
        "CHECK(LEAST(sequence_sender_cap, sequence_sender_gap, sequence_domain_cap, sequence_backlog_per_hour,"
        " sequence_answer_days) >= 0)",
        "The limits of Sales Sequences cannot be negative.",
    )

    def _sequence_time_zone(self):
        """IANA name of the zone of the company's days: its calendar's, which Odoo's forms require and show, else that
        of its address, else UTC."""
        company = self.sudo()
        if company.resource_calendar_id:
            return company.resource_calendar_id.tz
        zone, _told_by = zone_of_person(
            company.country_id.code, company.state_id.code, [company.phone], company.partner_id.tz
        )
        return zone or "UTC"
