from odoo import api, fields, models

from ..models.base.words import day_in_words
from ..models.plan.step import MANUAL_CHANNELS

# Of more people the dialog would be a list of its own.
MAX_PEOPLE = 8


class SalesSequenceEnrollWizardWork(models.AbstractModel):
    """What the enrollment adds to whose days: only what people do by hand, as emails leave by themselves."""

    _name = "sales.sequence.enroll.wizard.work"
    _description = "Enroll in a Sequence: Work to Be Done"

    added_work = fields.Json(
        compute="_compute_admission",
        compute_sudo=False,
        store=True,
        help="What people get to do in the next ten working days, see `_added_by` of `sales.sequence.workload`.",
    )
    work_html = fields.Html(string="Work for your team", compute="_compute_work_html", sanitize=False)

    def _note_added_work(self, candidates):
        """:param candidates: the `Candidates` who begin now, None for nobody"""
        self.ensure_one()
        channels = self.sequence_id.sudo().step_ids.filtered("active").mapped("channel")
        has_work = candidates and candidates.targets and not set(MANUAL_CHANNELS).isdisjoint(channels)
        Workload = self.env["sales.sequence.workload"]
        self.added_work = Workload._added_by(self.sequence_id, candidates) if has_work else []

    @api.depends("added_work")
    def _compute_work_html(self):
        for wizard in self:
            people = wizard.added_work or []
            try:
                rows = [
                    {"name": person["name"], "days": [self._describe_day(day) for day in person["days"]]}
                    for person in people[:MAX_PEOPLE]
                ]
            except (KeyError, TypeError, ValueError):
                # What the dialog keeps between two clicks may be forged.
                rows = people = []
            wizard.work_html = rows and self.env["ir.qweb"]._render(
                "sales_sequence.enroll_wizard_work", {"people": rows, "more": len(people) - len(rows)}
            )

    def _describe_day(self, day):
        parts = {
            "call": self.env._("%s calls", day["call"]) if day["call"] != 1 else self.env._("1 call"),
            "linkedin": self.env._("%s LinkedIn tasks", day["linkedin"])
            if day["linkedin"] != 1
            else self.env._("1 LinkedIn task"),
            "todo": self.env._("%s to-dos", day["todo"]) if day["todo"] != 1 else self.env._("1 to-do"),
        }
        return {
            "day": day_in_words(self.env, fields.Date.to_date(day["day"])),
            "added": [words for channel, words in parts.items() if day[channel]],
            "there": day["there"],
        }
