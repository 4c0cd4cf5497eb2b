from datetime import datetime

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.date_steps import AFTER, BEFORE, PREVIOUS, Delay, numbers_of_days
from ...tools.texts import quoted
from ...tools.time_zones import wall_time, zone_info
from ..base.arguments import VALUES, VALUES_LIST, checked
from ..base.words import day_in_words, time_in_words

SEQUENCE, RECORD, ENROLLMENT = "sequence", "record", "enrollment"
# Fields of a sequence that decide which date its steps are counted from.
DATE_FIELDS = {"date_source", "date_at", "date_field_id", "date_field"}
# Other years are slips of the pen, and some of them no calendar can count from.
YEARS = range(1900, 2200)


class SalesSequenceReferenceDate(models.AbstractModel):
    """The date that steps of a sequence can be counted from or back from: an event, a trial's end, a renewal.

    It is a `date`, which means the whole day on the contact's calendar, or a naive UTC `datetime`. What was looked up
    last is kept with each enrollment; `tools/date_steps.py` calculates with it.
    """

    _name = "sales.sequence.reference.date"
    _description = "Reference Date of a Sequence"

    date_source = fields.Selection(
        [
            (SEQUENCE, "One date for everybody"),
            (RECORD, "A date of each record"),
            (ENROLLMENT, "A date given at enrollment"),
        ],
        string="Date",
        help="The date that steps can be counted from: an event, the end of a trial, a renewal.",
    )
    date_at = fields.Datetime(string="Date and time", help="When the event begins.")
    date_field_id = fields.Many2one(
        "ir.model.fields",
        string="Field of the date",
        ondelete="set null",
        domain="[('model', '=', target_model), ('ttype', 'in', ('date', 'datetime')), ('store', '=', True)]",
        help="The field that holds the date. Those whose field is empty cannot be enrolled.",
    )
    # Only administrators may read `ir.model.fields`, and so search a many2one to it.
    date_field = fields.Selection(
        selection="_selection_date_field",
        string="Date of the record",
        compute="_compute_date_field",
        readonly=False,
        help="The field that holds the date. Those whose field is empty cannot be enrolled.",
    )
    date_field_options = fields.Json(compute="_compute_date_field_options")
    target_model = fields.Char(compute="_compute_target_model")

    @api.depends("target")
    def _compute_target_model(self):
        models_by_target = self.env["sales.sequence"]._target_models()
        for sequence in self:
            sequence.target_model = models_by_target.get(sequence.target, (False, False))[0]

    @api.model
    def _selection_date_field(self):
        """The dates that records of all kinds have: ``[(model and field, label)]``"""
        options = {
            (model_name, name): field.get_description(self.env, ["string"])["string"]
            for model_name, _field_name in self.env["sales.sequence"]._target_models().values()
            for name, field in self.env[model_name]._fields.items()
            if _holds_date(field)
        }
        return [(f"{model}.{name}", label) for (model, name), label in sorted(options.items(), key=lambda one: one[1])]

    @api.depends("date_field_id", "target")
    def _compute_date_field(self):
        for sequence in self:
            name = sequence._date_field_name()
            sequence.date_field = name and f"{sequence._target_model_name()}.{name}"

    @api.depends("target")
    def _compute_date_field_options(self):
        values = [value for value, _label in self._selection_date_field()]
        for sequence in self:
            prefix = f"{sequence._target_model_name()}."
            sequence.date_field_options = [value for value in values if value.startswith(prefix)]

    @api.onchange("date_field")
    def _onchange_date_field(self):
        self.date_field_id = self._with_date_field({"date_field": self.date_field})["date_field_id"]

    @api.model_create_multi
    @checked(vals_list=VALUES_LIST)
    def create(self, vals_list):
        """Take the field of the date by its name, too."""
        return super().create([self._with_date_field(vals) for vals in vals_list])

    @checked(vals=VALUES)
    def write(self, vals):
        """Take the field of the date by its name, too."""
        return super().write(self._with_date_field(vals))

    def _with_date_field(self, vals):
        """The values to write, with the field itself in the place of its name."""
        if "date_field" not in vals:
            return vals
        vals = dict(vals)
        value = vals.pop("date_field")
        if value and value not in [one for one, _label in self._selection_date_field()]:
            raise UserError(self.env._("“%s” is not a date of a record.", quoted(value)))
        field = self.env["ir.model.fields"]._get(*value.rsplit(".", 1)) if value else self.env["ir.model.fields"]
        return {**vals, "date_field_id": field.id}

    def _filter_referable(self, field, records):
        """Which dates there are is no secret."""
        if field.name != "date_field_id":
            return super()._filter_referable(field, records)
        names = {value for value, _label in self._selection_date_field()}
        return records.filtered(lambda one: f"{one.sudo().model}.{one.sudo().name}" in names)

    def _find_problem_of_dates(self):
        """Why steps that are counted from a date could not be planned; False when they can."""
        self.ensure_one()
        if not self._date_steps():
            return False
        if not self.date_source:
            return self.env._("Steps are counted from a date: choose which one under “Sending hours and stop rules”.")
        if self.date_source == SEQUENCE and not self.date_at:
            return self.env._("Steps are counted from a date: enter it under “Sending hours and stop rules”.")
        if self.date_source == RECORD and not self._date_field_name():
            return self.env._(
                "Steps are counted from a date of the record: choose its field under “Sending hours and stop rules”."
            )
        if self._asks_for_date() and self.auto_enroll:
            return self.env._(
                "Steps are counted from a date given at enrollment, but new matches are enrolled automatically: nobody "
                "would give it. Choose a date of the record instead."
            )
        return False

    def _date_steps(self):
        """The active steps that are counted from the date."""
        return self.step_ids.filtered(lambda step: step.active and step.delay_from != PREVIOUS)

    def _asks_for_date(self):
        """Whether somebody has to give the date at enrollment."""
        return self.date_source == ENROLLMENT and bool(self._date_steps())

    def _date_field_name(self):
        """The field of the record that holds the date; False where there is none that fits."""
        # What fields there are is no secret.
        field = self.date_field_id.sudo()
        Target = self.env[self._target_model_name()]
        found = Target._fields.get(field.name) if field.model == Target._name else None
        return found is not None and _holds_date(found) and field.name

    def _reference_of(self, target, given=None):
        """The date that steps are counted from for this record.

        :param target: the record, with all rights
        :param given: what was given at enrollment
        :return: `date`, naive UTC `datetime`, or None if there is none
        """
        self.ensure_one()
        name = self.date_source == RECORD and self._date_field_name()
        reference = {ENROLLMENT: given, SEQUENCE: self.date_at, RECORD: name and target[name]}.get(self.date_source)
        return reference if reference and reference.year in YEARS else None

    def _references_of(self, targets, given=None):
        """``{id: _reference_of}`` for these records, in one query."""
        name = self.date_source == RECORD and self._date_field_name()
        if name:
            targets.fetch([name])
        return {target.id: self._reference_of(target, given) for target in targets}

    @api.model
    def _reference_in_words(self, reference, zone):
        """A reference as the language of `env` writes it. :param zone: IANA name"""
        local = wall_time(reference, zone_info(zone)) if isinstance(reference, datetime) else reference
        day = day_in_words(self.env, local, always_year=True)
        if not isinstance(reference, datetime):
            return day
        return self.env._("%(day)s at %(time)s", day=day, time=time_in_words(self.env, local.time()))


def _holds_date(field):
    """Whether steps can be counted from this field (of the registry)."""
    return field.type in ("date", "datetime") and field.store and not field.company_dependent


class SalesSequenceStepReferenceDate(models.AbstractModel):
    """How a step is counted from the reference date of its sequence."""

    _name = "sales.sequence.step.reference.date"
    _description = "Reference Date of a Step"

    delay_from = fields.Selection(
        [(PREVIOUS, "After the previous step"), (BEFORE, "Before the date"), (AFTER, "After the date")],
        string="Counted",
        default=PREVIOUS,
        required=True,
        help="From the step before this one, or from the date that is set on the sequence. No step runs before the one "
        "before it.",
    )
    at_hour = fields.Float(
        string="At",
        help="Time of day, where days are counted from a date. 0:00: when the sending hours begin.",
    )

    _check_at_hour = models.Constraint(
        "CHECK(at_hour >= 0 AND at_hour < 24)", "The time of day must lie between 0:00 and 24:00."
    )

    def _delay(self):
        """The `tools.date_steps.Delay` of this step."""
        return Delay(self.delay, self.delay_unit, self.delay_from or PREVIOUS, self.at_hour or 0)

    def _numbers_of_days(self):
        """``{step: day number}`` for these steps, which are in the order in which people get them."""
        return dict(zip(self, numbers_of_days([step._delay() for step in self]), strict=True))

    def _date_in_words(self):
        """When this step comes, counted from the date, such as “10 business days before the date”."""
        env, amount = self.env, self.delay
        if not amount:
            return env._("On the day") if self.delay_unit != "hour" else env._("At that moment")
        one, many = {
            ("hour", BEFORE): (env._("1 hour before the date"), env._("%s hours before the date", amount)),
            ("day", BEFORE): (env._("1 day before the date"), env._("%s days before the date", amount)),
            ("business_day", BEFORE): (
                env._("1 business day before the date"),
                env._("%s business days before the date", amount),
            ),
            ("hour", AFTER): (env._("1 hour after the date"), env._("%s hours after the date", amount)),
            ("day", AFTER): (env._("1 day after the date"), env._("%s days after the date", amount)),
            ("business_day", AFTER): (
                env._("1 business day after the date"),
                env._("%s business days after the date", amount),
            ),
        }[self.delay_unit, self.delay_from]
        return one if amount == 1 else many
