from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools.i18n import format_list

from ...tools import cadence, date_steps, templates_shown


class SalesSequenceGalleryScreen(models.AbstractModel):
    """What the screens of the library show: cards with a picture of the cadence, and all texts of a sequence on one
    page."""

    _name = "sales.sequence.gallery.screen"
    _description = "Screens of the Library"

    may_use = fields.Boolean(compute="_compute_may_use", help="Whether you may make a copy of it.")
    cadence = fields.Json(compute="_compute_cadence", help="The steps, and where they lie on an axis of days.")
    touch_count_text = fields.Char(string="Number of steps", compute="_compute_touch_counts")
    touch_counts_text = fields.Char(string="Steps by channel", compute="_compute_touch_counts")
    touches_in_days_text = fields.Char(
        string="Steps and days",
        compute="_compute_touches_in_days_text",
        help="“5 steps in 12 days: 3 emails, 2 calls”.",
    )
    contents_html = fields.Html(string="Contents", compute="_compute_contents_html")

    @api.depends("target", "in_gallery")
    @api.depends_context("uid")
    def _compute_may_use(self):
        for sequence in self:
            sequence.may_use = sequence.in_gallery and sequence._may_let_others_send()

    # ------------------------------------------------------------------
    # Cards
    # ------------------------------------------------------------------

    @api.depends(
        "step_ids.active",
        "step_ids.position",
        "step_ids.name",
        "step_ids.channel",
        "step_ids.day_number",
        "step_ids.delay",
        "step_ids.delay_unit",
        "step_ids.delay_from",
    )
    def _compute_cadence(self):
        """``{"touches": [{"channel", "label", "x", "lane"}, …], "lanes", "ticks": [x, …], "date": x or None, "start",
        "end"}``; x is between 0 and 1."""
        channels = dict(self.env["sales.sequence.step"]._fields["channel"]._description_selection(self.env))
        # Of all sequences at once: Odoo would fetch those of one after those of another.
        self.step_ids.fetch(["position", "name", "channel", "delay", "delay_unit", "delay_from", "at_hour"])
        for sequence in self:
            steps, days, dated = sequence._days_of_touches()
            if not steps:
                sequence.cadence = False
                continue
            picture = cadence.lay_out(days, 0 if dated else None)
            touches = [
                {
                    "channel": step.channel,
                    "label": self.env._(
                        "%(when)s: %(channel)s, “%(step)s”",
                        when=self._day_in_words(day, dated),
                        channel=channels[step.channel],
                        step=step.name,
                    ),
                    "x": x,
                    "lane": lane,
                }
                for step, day, (x, lane) in zip(steps, days, picture["places"], strict=True)
            ]
            sequence.cadence = {
                "touches": touches,
                "lanes": 1 + max(touch["lane"] for touch in touches),
                "ticks": picture["ticks"],
                "date": picture["date"],
                "start": self._day_in_words(min(days), dated),
                "end": self._day_in_words(max(days), dated) if len(set(days)) > 1 else False,
            }

    def _days_of_touches(self):
        """:return: ``(active steps in their order, the day of each, whether the days are counted from a date)``"""
        self.ensure_one()
        steps = self.step_ids.filtered("active")._in_order()
        delays = [step._delay() for step in steps]
        if any(delay.has_date for delay in delays):
            return steps, date_steps.days_from_date(delays), True
        return steps, steps.mapped("day_number"), False

    def _day_in_words(self, day, dated):
        """:param day: its number or, in a sequence with a date, how many days after it"""
        if not dated:
            return self.env._("Day %s", day)
        days = round(abs(day))
        if not days:
            return self.env._("On the day")
        if day < 0:
            return self.env._("1 day before") if days == 1 else self.env._("%s days before", days)
        return self.env._("1 day after") if days == 1 else self.env._("%s days after", days)

    @api.depends("step_ids.active", "step_ids.channel")
    def _compute_touch_counts(self):
        self.step_ids.fetch(["channel"])
        for sequence in self:
            channels = sequence.step_ids.filtered("active").mapped("channel")
            count = len(channels)
            sequence.touch_count_text = self.env._("1 step") if count == 1 else self.env._("%s steps", count)
            # Each is whole, as other languages put a number and its noun together in their own way.
            words = {
                "email": lambda many: self.env._("1 email") if many == 1 else self.env._("%s emails", many),
                "call": lambda many: self.env._("1 call") if many == 1 else self.env._("%s calls", many),
                "linkedin": lambda many: (
                    self.env._("1 LinkedIn task") if many == 1 else self.env._("%s LinkedIn tasks", many)
                ),
                "todo": lambda many: self.env._("1 to-do") if many == 1 else self.env._("%s to-dos", many),
                "action": lambda many: (
                    self.env._("1 automatic action") if many == 1 else self.env._("%s automatic actions", many)
                ),
            }
            counts = [in_words(channels.count(name)) for name, in_words in words.items() if name in channels]
            sequence.touch_counts_text = format_list(self.env, counts, "unit-short") if counts else False

    @api.depends("duration_days", "touch_counts_text", "step_ids.active", "step_ids.delay_from")
    def _compute_touches_in_days_text(self):
        for sequence in self:
            sequence.touches_in_days_text = sequence._touches_in_days()

    def _touches_in_days(self):
        """The steps and the days that they take; only the steps where days are counted from a date. False without
        steps."""
        steps = self.step_ids.filtered("active")
        count, days, channels = len(steps), self.duration_days, self.touch_counts_text
        if not steps:
            return False
        if steps.filtered(lambda step: step._delay().has_date):
            if count == 1:
                return self.env._("1 step: %s", channels)
            return self.env._("%(count)s steps: %(channels)s", count=count, channels=channels)
        if count == 1:
            return self.env._("1 step on day %(day)s: %(channels)s", day=days, channels=channels)
        if days == 1:
            return self.env._("%(count)s steps in 1 day: %(channels)s", count=count, channels=channels)
        return self.env._(
            "%(count)s steps in %(days)s days: %(channels)s", count=count, days=days, channels=channels
        )

    @api.model
    def _search_panel_selection_range(self, field_name, **kwargs):
        """In the order of the selection, with words that are short enough for a panel. The stages of a partner are
        numbered: they come one after the other."""
        values = super()._search_panel_selection_range(field_name, **kwargs)
        short = {
            "target": {"lead": self.env._("Leads")},
            "lifecycle": {
                "recruit": self.env._("1. Recruit"),
                "onboard": self.env._("2. Onboard"),
                "enable": self.env._("3. Enable"),
                "sell": self.env._("4. Sell"),
                "accelerate": self.env._("5. Accelerate"),
            },
        }.get(field_name, {})
        for value in values:
            value["display_name"] = short.get(value["id"], value["display_name"])
        order = [key for key, _label in self._fields[field_name]._description_selection(self.env)]
        return sorted(values, key=lambda value: order.index(value["id"]) if value["id"] in order else -1)

    # ------------------------------------------------------------------
    # Look inside
    # ------------------------------------------------------------------

    @api.depends("step_ids.active")
    def _compute_contents_html(self):
        """Every step with all that people get or do, its merge fields by their names."""
        for sequence in self:
            steps, days, dated = sequence._days_of_touches()
            rows = [
                {**sequence._contents_of(step), "when": self._day_in_words(day, dated)}
                for step, day in zip(steps, days, strict=True)
            ]
            sequence.contents_html = self.env["ir.qweb"]._render("sales_sequence.gallery_contents", {"rows": rows})

    def _contents_of(self, step):
        labels = {
            name: description["string"]
            for name, description in self.env[step.target_model].sudo().fields_get(attributes=["string"]).items()
        }
        texts = [
            {
                "variant": name,
                "subject": Markup(templates_shown.inline(template.subject, labels)),
                "body": Markup(templates_shown.body(template.body_html, labels)),
            }
            for name, template in self._wordings(step)
        ]
        return {
            "step": step,
            "channel": dict(step._fields["channel"]._description_selection(self.env))[step.channel],
            "texts": texts if step.channel == "email" else [],
            "summary": Markup(templates_shown.plain(step.summary)) if step._is_manual() else False,
            "script": Markup(templates_shown.body(step.note, labels)) if step._is_manual() else False,
        }

    def _wordings(self, step):
        """``[(name of the variant or False, email template), …]``"""
        variants = [(variant.name, variant.mail_template_id) for variant in step.variant_ids]
        return variants or [(False, template) for template in step.mail_template_id]
