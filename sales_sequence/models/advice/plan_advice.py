from datetime import timedelta

from odoo import fields, models

from ...tools.advice import ACT, WARNING, Finding
from ...tools.advice_timing import gaps
from ..plan.step import MANUAL_CHANNELS

# Written to people who have not asked for anything.
COLD = ("outbound", "re_engagement", "trade_show")
# So few new people a day, and somebody can look at each of them.
FEW_A_DAY = 10
# Whoever is invited to an event meets a human there.
WITHOUT_HUMAN_TOUCH = ("event",)
MANY_EMAILS, TOO_MANY_EMAILS = 5, 7
LEAST_BUSINESS_DAYS = 2
REVIEW_AFTER = timedelta(days=90)


class SalesSequenceAdvicePlan(models.AbstractModel):
    """Advice about what is written: the steps of a sequence, in this file, and their texts, in `text_advice`.

    A closed sequence is not written any further, so nothing is said about it. Archived steps, and variants that are
    sent to nobody, do not count.
    """

    _name = "sales.sequence.advice.plan"
    _inherit = ["sales.sequence.advice.text"]
    _description = "Advice about the Plan"

    def _find_in_plan(self, sequences):
        """:return: list of `Finding`; a fixed number of queries"""
        found = []
        texts = self._find_in_texts(sequences.filtered(lambda one: one.state != "closed"))
        for sequence in sequences:
            if sequence.state == "closed":
                continue
            steps = sequence.step_ids.filtered("active")._in_order()
            found += [
                *self._find_no_human_touch(sequence, steps),
                *self._find_many_emails(sequence, steps),
                *self._find_close_emails(sequence, steps),
                *texts.get(sequence.id, ()),
                *self._find_not_reviewed(sequence),
            ]
        return found

    def _find_no_human_touch(self, sequence, steps):
        emails = steps.filtered(lambda step: step.channel == "email")
        if (
            emails
            and self._wants_human_touch(sequence, emails)
            and not set(steps.mapped("channel")) & set(MANUAL_CHANNELS)
        ):
            yield Finding("no_human_touch", WARNING, sequence.id, facts={"target": sequence.target})

    def _wants_human_touch(self, sequence, emails):
        """For partners, and for few others: those of whom somebody looks at each, or whose number is limited."""
        if sequence.target == "partner":
            return sequence.purpose not in WITHOUT_HUMAN_TOUCH
        is_for_few = any(emails.mapped("requires_review")) or 0 < sequence.max_new_per_day <= FEW_A_DAY
        return sequence.purpose == "outbound" and is_for_few

    def _find_many_emails(self, sequence, steps):
        count = sum(step.channel == "email" for step in steps)
        if sequence.purpose in COLD and count > MANY_EMAILS:
            severity = ACT if count > TOO_MANY_EMAILS else WARNING
            yield Finding("many_emails", severity, sequence.id, facts={"count": count})

    def _find_close_emails(self, sequence, steps):
        emails = [place for place, step in enumerate(steps) if step.channel == "email"]
        window = (sequence.window_start, sequence.window_end)
        for gap in gaps([step._delay() for step in steps], emails, window):
            step = steps[gap.after]
            facts = {"before_id": steps[gap.before].id}
            if gap.same_day:
                yield Finding("same_day_emails", WARNING, sequence.id, step.id, facts)
            elif sequence.purpose in COLD and gap.business_days < LEAST_BUSINESS_DAYS:
                yield Finding(
                    "close_emails", WARNING, sequence.id, step.id, {**facts, "business_days": gap.business_days}
                )

    def _find_not_reviewed(self, sequence):
        since = sequence._reviewed_since()
        if sequence.state == "live" and since and fields.Datetime.now() - since >= REVIEW_AFTER:
            days = (fields.Datetime.now() - since).days
            yield Finding("not_reviewed", WARNING, sequence.id, facts={"days": days})

    # ------------------------------------------------------------------
    # What the job does
    # ------------------------------------------------------------------

    def _act_on_plan(self, sequences, found):
        """Ask the owners, once, to review what nobody has reviewed for a long time.

        :param found: list of `Finding` about these sequences
        """
        ids = {finding.sequence_id for finding in found if finding.code == "not_reviewed"}
        sequences.filtered(lambda one: one.id in ids)._ask_for_review()

    # ------------------------------------------------------------------
    # In words
    # ------------------------------------------------------------------

    def _words_in_plan(self):
        """How each rule says what it has found.

        :return: ``{code: method}``: it takes a `Finding` and returns a dict ``text``, ``detail``, ``source``, ``place``
            as `get_advice` has them, and where there is one ``verb``, and ``action``: a function that returns the
            action to the records that are counted
        """
        return {
            "no_human_touch": self._no_human_touch_in_words,
            "many_emails": self._many_emails_in_words,
            "same_day_emails": self._same_day_emails_in_words,
            "close_emails": self._close_emails_in_words,
            "not_reviewed": self._not_reviewed_in_words,
            **self._words_in_texts(),
        }

    def _no_human_touch_in_words(self, finding):
        detail = (
            self.env._("A partner who hears from nobody but a machine does not become one: add a call or a to-do.")
            if finding.facts["target"] == "partner"
            else self.env._("It is for few people: add a call, a to-do or a message on LinkedIn.")
        )
        return {
            "text": self.env._("Everything in it is an email: nobody ever talks to these people."),
            "detail": detail,
            "source": self.env._("A rule of Sales Sequences, for partners and for outreach to few people."),
            "place": self._place(self.env._("Open the steps"), page="steps"),
        }

    def _many_emails_in_words(self, finding):
        return {
            "text": self.env._(
                "%s emails are many for people who have not asked for anything.", finding.facts["count"]
            ),
            "detail": self.env._("Leave out the weakest ones, or let a call take the place of some."),
            "source": self.env._(
                "A rule of Sales Sequences: more than %(many)s emails to strangers are many, more than %(too_many)s "
                "too many.",
                many=MANY_EMAILS,
                too_many=TOO_MANY_EMAILS,
            ),
            "place": self._place(self.env._("Open the steps"), page="steps"),
        }

    def _same_day_emails_in_words(self, finding):
        return {
            "text": self.env._("Two emails can reach a person on the same day."),
            "detail": self.env._(
                "“%(after)s” can follow “%(before)s” on the same day: let it wait at least a day.",
                **self._names_of_two(finding),
            ),
            "source": self.env._("A rule of Sales Sequences: one email a day is enough. Calls do not count."),
            "place": self._place_of_wait(finding),
        }

    def _close_emails_in_words(self, finding):
        names = self._names_of_two(finding)
        if finding.facts["business_days"]:
            detail = self.env._("Only 1 business day lies between “%(before)s” and “%(after)s”.", **names)
        else:
            detail = self.env._("Less than 1 business day can lie between “%(before)s” and “%(after)s”.", **names)
        return {
            "text": self.env._("Two emails come close after each other."),
            "detail": detail,
            "source": self.env._(
                "A rule of Sales Sequences: people who have not asked for anything get 2 business days between two "
                "emails. Days over a weekend are counted for what is left of them."
            ),
            "place": self._place_of_wait(finding),
        }

    def _names_of_two(self, finding):
        steps = self.env["sales.sequence.step"].browse([finding.facts["before_id"], finding.step_id])
        return {"before": steps[0].name, "after": steps[1].name}

    def _place_of_wait(self, finding):
        return {**self._place_of_step(finding), "field": "delay"}

    def _not_reviewed_in_words(self, finding):
        return {
            "text": self.env._("Nobody has reviewed it for %s days.", finding.facts["days"]),
            "detail": self.env._("Read its texts once more: are the offer, the names and the links still right?"),
            "source": self.env._("A rule of Sales Sequences: a live sequence is looked at every 90 days."),
            "place": self._place(self.env._("Open the steps"), page="steps"),
            "verb": {"name": "action_mark_reviewed", "label": self.env._("Reviewed")},
        }
