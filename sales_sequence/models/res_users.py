from datetime import datetime, time, timezone

from odoo import api, fields, models, tools
from odoo.exceptions import UserError, ValidationError
from odoo.tools.misc import format_date

from ..tools import schedule
from ..tools.texts import one_line, quoted
from ..tools.time_zones import wall_time, zone_info
from ..tools.web_links import is_web_address

ABSENCE_FIELDS = {"out_of_office_from", "out_of_office_to"}


class ResUsers(models.Model):
    """A sender: how much they may send, whether they are away, and who is told when they leave."""

    _inherit = "res.users"

    sequence_daily_cap = fields.Integer(
        string="Sequence emails per 24 hours",
        groups="sales_sequence.group_sales_sequence_manager",
        help="Most emails that sequences send in this user's name in any 24 hours. 0: as the company's settings say.",
    )
    sequence_meeting_link = fields.Char(
        string="Meeting link",
        help="The page on which people book a meeting with this user: it begins with https:// or http://. "
        "Templates and scripts of sequences can contain it.",
    )

    sequence_digest_on = fields.Date(
        readonly=True,
        copy=False,
        groups="base.group_system",
        help="The day, in the user's time zone, on which they were last told of new activities.",
    )
    sequence_single_keys = fields.Boolean(
        string="Keyboard shortcuts in My day and Answers",
        default=True,
        help="A single key for each outcome and action. Switch them off if you use a screen reader or speech input.",
    )

    _check_sequence_daily_cap = models.Constraint(
        "CHECK(sequence_daily_cap >= 0)", "The limit of sequence emails cannot be negative."
    )

    @property
    def SELF_READABLE_FIELDS(self):  # noqa: D102, N802 (as Odoo's)
        return [*super().SELF_READABLE_FIELDS, "sequence_meeting_link", "sequence_single_keys"]

    @property
    def SELF_WRITEABLE_FIELDS(self):  # noqa: D102, N802
        return [*super().SELF_WRITEABLE_FIELDS, "sequence_meeting_link", "sequence_single_keys"]

    @api.constrains("sequence_meeting_link")
    def _check_sequence_meeting_link(self):
        for user in self:
            link = user.sequence_meeting_link
            if link and not is_web_address(link):
                raise ValidationError(
                    self.env._(
                        "“%s” is not the address of a web page. A meeting link begins with https:// or http://, as in "
                        "https://example.com/book.",
                        quoted(link),
                    )
                )

    def write(self, vals):
        """Tell the inbox of users who leave or are away: the people whom they write to must not be forgotten."""
        leaving = self.browse()
        if "active" in vals and not vals["active"]:
            leaving = self.filtered("active")
            self.env["sales.sequence.inbox"]._reassign_activities_of(leaving)
        result = super().write(vals)
        if leaving:
            self.env["sales.sequence.inbox"]._notice_departed(leaving)
        if leaving or vals.keys() & ABSENCE_FIELDS:
            self.env["sales.sequence.inbox"]._notice_absence_changed(self)
        return result

    def action_archive(self):
        """Reassign the activities of sequences first: Odoo deletes those of an archived user."""
        self.env["sales.sequence.inbox"]._reassign_activities_of(self)
        return super().action_archive()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sender(self):
        # Also in what the user may not read; the names of those sequences stay hidden.
        enrollments = self.env["sales.sequence.enrollment"].sudo().search([("user_id", "in", self.ids)])
        touches = self.env["sales.sequence.touch"].sudo().search([("user_id", "in", self.ids)])
        senders = enrollments.user_id | touches.user_id
        if senders:
            raise UserError(
                self.env._(
                    "%(users)s cannot be deleted: they send, or have sent, in %(sequences)s. "
                    "Archive them instead; the people they still write to can be handed over.",
                    users=", ".join(senders.mapped("name")),
                    sequences=", ".join(
                        f"“{one.display_name}”" for one in enrollments.sequence_id | touches.sequence_id
                    ),
                )
            )

    def _can_have_sequence_work(self):
        """Whether this user can send and do calls: an active internal user."""
        return bool(self) and self.active and not self.share

    def _sequence_from(self):
        """The name and address in whose name this user sends; False without a valid address. Odoo's `email_formatted`
        keeps an invalid one, and a mail without any leaves as the system's own."""
        # Whoever sees who sends may see from where.
        address = self.sudo().email_normalized
        return bool(address) and tools.formataddr((one_line(self.sudo().name), address))

    def _sequence_without_address(self):
        """Why nothing can be sent in the name of this user, who has no valid address."""
        if written := self.sudo().email:
            return self.env._(
                "“%(address)s”, the email address of the sender %(name)s, is not valid, and nothing is sent in another "
                "name. Correct it in the settings of that user, or hand over to another user, then resume.",
                address=quoted(written),
                name=self.sudo().name,
            )
        return self.env._(
            "The sender %s has no email address, and nothing is sent in another name. Enter the address in the "
            "settings of that user, or hand over to another user, then resume.",
            self.sudo().name,
        )

    def _sequence_works_for(self, company):
        # A sequence that companies share may belong to a user whose companies the current user may not read.
        return company.id in self.sudo().company_ids._ids

    def _sequence_absence(self):
        """Whether this user is away now, and until when.

        :return: ``(bool, naive UTC datetime or False if unknown)``, from Odoo's out of office, and from time off where
            that is installed
        """
        back_on = self.leave_date_to if "leave_date_to" in self._fields else False
        if not self.is_out_of_office and not back_on:
            return False, False
        moments = []
        if self.is_out_of_office:
            if not self.out_of_office_to:
                return True, False
            moments.append(self.out_of_office_to)
        if back_on:
            midnight = datetime.combine(back_on, time(), tzinfo=zone_info(self.tz or "UTC"))
            moments.append(midnight.astimezone(timezone.utc).replace(tzinfo=None))
        return True, max(moments)

    def _sequence_now(self):
        """The present moment on this user's clock, a naive datetime."""
        zone = zone_info(self.tz or self.company_id._sequence_time_zone())
        return wall_time(fields.Datetime.now(), zone)

    def _sequence_works_on(self, day):
        """Whether this is a working day of the user's company, and the user is not away now."""
        calendar = self.company_id.resource_calendar_id
        working_time = schedule.WorkingTime(
            zone="UTC",
            window_start=0,
            window_end=24,
            weekdays=calendar._sales_sequence_weekdays(),
            leaves=calendar._sales_sequence_leaves(self.company_id),
        )
        return schedule.is_working_day(day, working_time) and not self._sequence_absence()[0]

    def _sequence_absence_in_words(self, until):
        if not until:
            return self.env._("%s is away.", self.name)
        return self.env._("%(user)s is away until %(date)s.", user=self.name, date=format_date(self.env, until))
