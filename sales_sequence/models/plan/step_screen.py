from odoo import api, fields, models
from odoo.tools.date_utils import float_to_time

from ..base.words import time_in_words


class SalesSequenceStepScreen(models.AbstractModel):
    """What only the screens ask of a step."""

    _name = "sales.sequence.step.screen"
    _description = "Screens of a Step"

    content = fields.Char(compute="_compute_content", help="What is sent, scheduled or run.")
    delay_text = fields.Char(string="When", compute="_compute_delay_text")

    @api.depends(
        "channel",
        "mail_template_id.name",
        "variant_ids.name",
        "activity_type_id.name",
        "summary",
        "server_action_id.name",
        "requires_review",
    )
    def _compute_content(self):
        for step in self:
            if step.channel == "email":
                variants = step.variant_ids.mapped("name")
                if variants:
                    names = ", ".join(variants)
                    step.content = self.env._("%(count)s variants: %(names)s", count=len(variants), names=names)
                else:
                    step.content = step.mail_template_id.name
            elif step.channel == "action":
                # Only administrators may read server actions; others know them by name.
                step.content = step.server_action_id.sudo().name
            else:
                step.content = step.summary or step.activity_type_id.name

    @api.depends("delay", "delay_unit", "delay_from", "at_hour")
    def _compute_delay_text(self):
        for step in self:
            step.delay_text = step._delay_in_words()

    def _delay_in_words(self):
        self.ensure_one()
        if self.delay_from != "previous":
            words = self._date_in_words()
            if self.at_hour and self.delay_unit != "hour":
                at = time_in_words(self.env, float_to_time(self.at_hour))
                return self.env._("%(day)s at %(time)s", day=words, time=at)
            return words
        if not self.delay:
            return self.env._("At once")
        one, many = {
            "hour": (self.env._("1 hour later"), self.env._("%s hours later", self.delay)),
            "day": (self.env._("1 day later"), self.env._("%s days later", self.delay)),
            "business_day": (self.env._("1 business day later"), self.env._("%s business days later", self.delay)),
        }[self.delay_unit]
        return one if self.delay == 1 else many
