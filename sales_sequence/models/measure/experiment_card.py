from textwrap import shorten

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import html2plaintext

from ...tools import templates_shown
from ...tools.intervals import wilson
from ...tools.texts import quoted
from ..base.arguments import FLAG, ID, IDS, TEXT, checked
from .experiment_shown import FEWEST_PEOPLE, Shown

# What of a text is quoted on the card, in characters.
QUOTED = 90
LARGEST_WEIGHT = 10_000
COUNTS = ("people", "open", "answers")


def WEIGHTS(env, name, value):  # noqa: N802 (read as a kind, as those of `arguments`)
    """``{id of a variant: weight}``. JSON has text for keys, so numbers may be given as text."""
    try:
        weights = {int(variant_id): int(weight) for variant_id, weight in value.items()}
    except (AttributeError, TypeError, ValueError, OverflowError):
        weights = {}
    if not weights or not all(0 <= weight <= LARGEST_WEIGHT for weight in weights.values()):
        raise UserError(
            env._(
                "“%(name)s” must be a dictionary of ids of variants and whole numbers from 0 to %(limit)s, not "
                "%(value)s.",
                name=name,
                limit=LARGEST_WEIGHT,
                value=quoted(value),
            )
        )
    return weights


class SalesSequenceExperimentCard(models.AbstractModel):
    """The screen of an experiment: what it takes before it starts, how it stands, and what to do about it.

    `sales.sequence.step._experiment_facts` counts and decides. This says it: one value for the whole card, with whole
    sentences in the user's language (`experiment_words`), moments as dates of the user's time zone. The counts are of
    everybody in the company, whoever reads them; a list of people opens only for those who may see all of them.
    """

    _name = "sales.sequence.experiment.card"
    _inherit = ["sales.sequence.experiment.words", "sales.sequence.experiment.plan"]
    _description = "Screen of an Experiment"

    # ------------------------------------------------------------------
    # What the screen asks for
    # ------------------------------------------------------------------

    @api.readonly
    @checked(step_id=ID)
    @api.model
    def get_card(self, step_id):
        """Everything that the card of a step shows.

        :return: dict, see `docs/api.md`; False if the step has never had two variants
        :raises AccessError: the user may not read the step
        """
        step = self._find_step(step_id)
        shown = self._look_at(step)
        return self._card(shown) if shown else False

    @checked(step_id=ID, variant_ids=IDS)
    @api.model
    def stop(self, step_id, variant_ids):
        """Send these variants to nobody anymore. Their numbers stay.

        :return: the card
        :raises AccessError: the user may not edit the step
        """
        step = self._find_step(step_id)
        for variant in self._variants_of(step, variant_ids):
            step.action_stop_variant(variant.id)
        return self.get_card(step_id)

    @checked(step_id=ID)
    @api.model
    def keep_all(self, step_id):
        """Go on sending all variants, though one has won. :return: the card"""
        self._find_step(step_id).action_keep_all()
        return self.get_card(step_id)

    @checked(step_id=ID, weights=WEIGHTS)
    @api.model
    def set_weights(self, step_id, weights):
        """Change who gets what from now on. Whoever has been drawn keeps their variant.

        :param weights: see `WEIGHTS`
        :return: the card
        """
        step = self._find_step(step_id)
        variants = self._variants_of(step, list(weights))
        step.check_access("write")
        for variant in variants:
            variant.weight = weights[variant.id]
        if not step._weights_of_variants():
            raise UserError(self.env._("Leave one of the variants a share: otherwise nobody gets any of them."))
        return self.get_card(step_id)

    @checked(step_id=ID, stops_losers=FLAG)
    @api.model
    def set_stops_losers(self, step_id, stops_losers):
        """Whether the others are stopped automatically once a variant has won. :return: the card"""
        self._find_step(step_id).stops_losers = stops_losers
        return self.get_card(step_id)

    @api.readonly
    @checked(step_id=ID, variant_id=ID, count=TEXT)
    @api.model
    def action_open(self, step_id, variant_id, count):
        """Open the people behind a number of the card.

        :param count: one of `COUNTS`
        :raises AccessError: the user does not see all of these people
        """
        step = self._find_step(step_id)
        if count not in COUNTS:
            raise UserError(self.env._("“count” must be one of %s.", ", ".join(COUNTS)))
        if not step.sequence_id._may_see_everybody():
            raise AccessError(self.env._("Only those who see everybody's people can open this list."))
        (variant,) = self._variants_of(step, [variant_id])
        names = {
            "people": self.env._("People of %s", variant.name),
            "open": self.env._("Open people of %s", variant.name),
            "answers": self.env._("Answers to %s", variant.name),
        }
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_sequence.sales_sequence_enrollment_action")
        return dict(action, name=names[count], domain=self._people_domain(step, variant, count), context={})

    def _people_domain(self, step, variant, count):
        """Of a company, everybody who had the email: it counts once, and was drawn for once."""
        kept = {
            "people": lambda unit: unit.is_closed,
            "open": lambda unit: not unit.is_closed,
            "answers": lambda unit: unit.is_closed and unit.answered_at,
        }[count]
        # As the numbers of the card are counted; whether the user may see them was checked.
        units = self.env["sales.sequence.experiment"].sudo()._units(step.sudo())
        ids = [
            enrollment
            for unit in units
            if (unit.number, unit.arm) == (step.experiment_number, variant.id) and kept(unit)
            for enrollment in unit.enrollments
        ]
        return [("id", "in", ids)]

    # ------------------------------------------------------------------

    def _find_step(self, step_id):
        step = self.env["sales.sequence.step"].browse(step_id or ()).exists()
        if not step:
            raise UserError(self.env._("This step does not exist anymore."))
        step.check_access("read")
        return step

    def _variants_of(self, step, variant_ids):
        variants = step.with_context(active_test=False).variant_ids
        chosen = variants.filtered(lambda variant: variant.id in variant_ids)
        if not chosen or len(chosen) < len(set(variant_ids)):
            raise UserError(self.env._("This is not a variant of the step “%s”.", step.display_name))
        return chosen

    def _look_at(self, step):
        """:return: `Shown`, or None if the step has never had two variants"""
        facts = step._experiment_facts()
        if len(facts["variants"]) < 2 and not facts["past"]:
            return None
        return Shown(step=step, facts=facts, days=self.env["sales.sequence.experiment"]._days().days)

    def _card(self, shown):
        step = shown.step
        may_edit = step.has_access("write")
        before = shown.state == "not_started" and len(shown.sent) > 1
        # All at once, as the words look at one after the other.
        variants = self.env["sales.sequence.step.variant"].browse(shown.letters)
        variants.mail_template_id.fetch(["model", "subject", "body_html"])
        return {
            "step_id": step.id,
            "step": step.display_name,
            "sequence_id": step.sequence_id.id,
            "sequence": step.sequence_id.display_name,
            "state": shown.state,
            "badge": self._badge(shown),
            "since": self._since(shown),
            "title": self._title(shown),
            "sentence": self._sentence(shown),
            "explanation": self._explanation(shown),
            "warnings": self._warnings(shown),
            "variants": [self._variant(shown, variant) for variant in shown.variants],
            # Where nothing can be said, "at least 0.1 times as many" says nothing either.
            "comparisons": [self._comparison(shown, rival) for rival in shown.rivals if shown.state != "too_few"],
            "plan": self._plan(shown) if before else False,
            "rules": self._rules(shown) if before else [],
            "decided": [] if before else self._decided(shown),
            "stops_losers": shown.facts["auto_stop"],
            "stops": self._stops(shown) if may_edit else [],
            "may_keep": bool(may_edit and shown.state == "winner" and not shown.facts["kept_at"]),
            "may_edit": may_edit,
            "may_open": step.sequence_id._may_see_everybody(),
            "restarted": self._restarted(shown),
            "past": [self._past(Shown(step=step, facts=one, days=shown.days)) for one in shown.facts["past"]],
        }

    def _variant(self, shown, variant):
        record = self.env["sales.sequence.step.variant"].browse(variant["variant_id"])
        people, replies = variant["people"], variant["replies"]
        low, high = wilson(replies, people)
        subject, opening = self._quoted(record.mail_template_id)
        return {
            "id": record.id,
            "letter": shown.letters[record.id],
            "label": shown.label(variant),
            "subject": subject,
            "opening": opening,
            "people": people,
            "open": variant["open"],
            "answers": replies,
            "rate": replies / people if people >= FEWEST_PEOPLE else False,
            "low": low,
            "high": high,
            "weight": shown.weight(variant),
            "share": shown.share_of(variant),
        }

    def _quoted(self, template):
        """:return: ``(subject, first words of the email)``, merge fields by their names"""
        labels = {
            name: description["string"]
            for name, description in self.env[template.model].sudo().fields_get(attributes=["string"]).items()
        }
        lines = html2plaintext(templates_shown.body(template.body_html, labels)).split("\n")
        lines = [line.strip() for line in lines if line.strip()]
        if len(lines) > 1 and lines[0].endswith(","):
            # The salutation is the same in all of them.
            lines = lines[1:]
        subject = html2plaintext(templates_shown.inline(template.subject, labels)).strip()
        return subject, shorten(" ".join(lines), QUOTED, placeholder="…")
