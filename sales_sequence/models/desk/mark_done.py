from odoo import api, fields, models

# As many people as the dialog names; of the others it says how many there are.
MAX_PEOPLE = 4


class SalesSequenceMarkDone(models.AbstractModel):
    """What the dialog behind Odoo's *Done* buttons of activities shows: of whom, how late, and what can come of it."""

    _name = "sales.sequence.mark.done"
    _description = "Mark Done: Outcome"

    @api.model
    def _ask(self, activities, next_method=False):
        """Ask what came of activities, instead of completing them at once.

        :param activities: `mail.activity`, with the rights of whoever completes them
        :param next_method: of `mail.activity`; its action follows
        :return: client action; False if none of these is of a sequence
        """
        is_open = activities.filtered("active")
        of_sequences = is_open.filtered("is_sequence_activity")
        if not of_sequences:
            return False
        outcomes = of_sequences.get_sequence_outcomes()["outcomes"]
        count = len(is_open)
        people = self._people(is_open[:MAX_PEOPLE])
        return {
            "type": "ir.actions.client",
            "tag": "sales_sequence_mark_done",
            "params": {
                "title": self.env._("Mark %s activities done", count) if count > 1 else self.env._("Mark Done"),
                "done_label": self.env._("Mark %s done", count) if count > 1 else self.env._("Done"),
                "activity_ids": is_open.ids,
                "sequence_activity_ids": of_sequences.ids,
                "outcomes": outcomes,
                "people": people,
                "more": count > len(people) and self.env._("and %s more", count - len(people)),
                "hint": self._hint(of_sequences, is_open - of_sequences, outcomes),
                "next_method": next_method,
            },
        }

    def _hint(self, of_sequences, others, outcomes):
        """What is not offered, or not meant, and why."""
        if len(of_sequences) > 1 and not outcomes:
            return self.env._(
                "These activities have different types, so no outcome fits all of them. To record one, select "
                "activities of one type."
            )
        if others and outcomes:
            return self.env._(
                "The outcome is recorded for the %(count)s that belong to a sequence; the others are marked done with "
                "the feedback only.",
                count=len(of_sequences),
            )
        if len(of_sequences) > 1:
            return self.env._("A meeting or a date needs one person at a time: open one, or use My day.")
        return False

    def _people(self, activities):
        """:return: list of dicts ``name``, ``company`` and ``due``, in words, as far as the user may know them"""
        targets = {}
        for model_name, of_model in activities.filtered("res_model").grouped("res_model").items():
            records = self.env[model_name].browse(of_model.mapped("res_id")).exists()._filtered_access("read")
            targets.update({(model_name, record.id): record for record in records})
        return [
            {**self._named(activity, targets.get((activity.res_model, activity.res_id))), "due": self._due(activity)}
            for activity in activities
        ]

    def _named(self, activity, target):
        if target is None:
            return {"name": activity.summary or activity.activity_type_id.name, "company": False}
        if not hasattr(target, "_sequence_person_name"):
            return {"name": target.display_name, "company": False}
        return {
            "name": target._sequence_person_name() or target.display_name,
            "company": target._sequence_company_name(),
        }

    def _due(self, activity):
        late = (fields.Date.context_today(self) - activity.date_deadline).days
        if late == 1:
            return self.env._("1 day late")
        if late > 1:
            return self.env._("%s days late", late)
        if late == 0:
            return self.env._("due today")
        if late == -1:
            return self.env._("due tomorrow")
        return self.env._("due in %s days", -late)
