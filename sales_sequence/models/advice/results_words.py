from functools import partial

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools.misc import formatLang

from ..base.words import percent_in_words
from ..measure.dashboard_rates import COMPARED_WEEKS


class SalesSequenceAdviceResultsWords(models.AbstractModel):
    """What is said about results, and which records are behind it, as far as the reader may see them."""

    _name = "sales.sequence.advice.results.words"
    _description = "Words of Advice about Results"

    def _words_in_results(self):
        """:return: as `_words_in_plan`"""
        return {
            "rate_fell": self._rate_fell_in_words,
            "bounces": self._bounces_in_words,
            "complaints": self._complaints_in_words,
            "opt_outs": self._opt_outs_in_words,
            "stuck": self._stuck_in_words,
            "unreached_step": self._unreached_in_words,
        }

    # ------------------------------------------------------------------
    # Emails
    # ------------------------------------------------------------------

    def _bounces_in_words(self, finding):
        count, sent = finding.facts["count"], finding.facts["sent"]
        return {
            "text": self.env._(
                "Too many emails bounce: %(count)s of %(sent)s, %(share)s.",
                count=self._number(count),
                sent=self._number(sent),
                share=self._percent(count, sent),
            ),
            "detail": self._pause_in_words(finding)
            or self.env._("Find out where these addresses come from: over 8%, the first steps pause."),
            "source": self.env._("Amazon SES puts senders under review from 5%, and may stop them from 10%."),
            "place": self._to_records(self.env._("Show the emails that bounced")),
            "action": partial(self._action_to_bounces, finding),
            **self._verb_to_lift(finding),
        }

    def _complaints_in_words(self, finding):
        count, sent = finding.facts["count"], finding.facts["sent"]
        return {
            "text": self.env._(
                "Too many emails are marked as spam: %(count)s of %(sent)s, %(share)s.",
                count=self._number(count),
                sent=self._number(sent),
                share=self._percent(count, sent, digits=2),
            ),
            "detail": self._pause_in_words(finding)
            or self.env._("Ask whether these people expect your emails: over 0.3%, the first steps pause."),
            "source": self.env._("Google asks senders to stay below 0.1%; Google and Yahoo set the limit at 0.3%."),
            "place": self._to_records(self.env._("Show the emails marked as spam")),
            "action": partial(self._action_to_complaints, finding),
            **self._verb_to_lift(finding),
        }

    def _pause_in_words(self, finding):
        if finding.facts["paused"]:
            return self.env._("The first steps are paused: nobody begins until somebody resumes them.")
        if finding.severity == "act":
            return self.env._("The first steps are paused within the hour: nobody begins until somebody resumes them.")
        return False

    def _verb_to_lift(self, finding):
        if not finding.facts["paused"]:
            return {}
        return {"verb": {"name": "action_lift_pause", "label": self.env._("Resume the first steps")}}

    def _action_to_bounces(self, finding):
        domain = self._emails_of(finding.sequence_id, [("state", "=", "bounced")])
        return self._action_to_emails(self.env._("Bounced"), domain)

    def _action_to_complaints(self, finding):
        domain = self._emails_of(finding.sequence_id, [("id", "in", self._complained_ids())])
        return self._action_to_emails(self.env._("Marked as spam"), domain)

    def _action_to_emails(self, name, domain):
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_sequence.sales_sequence_touch_action")
        return dict(action, name=name, domain=list(domain), context={})

    # ------------------------------------------------------------------
    # Closed people
    # ------------------------------------------------------------------

    def _rate_fell_in_words(self, finding):
        facts = finding.facts
        return {
            "text": self.env._(
                "Fewer people answer than before: %(now)s, after %(before)s.",
                now=self._percent(facts["answered"], facts["people"]),
                before=self._percent(facts["answered_before"], facts["people_before"]),
            ),
            "detail": self.env._(
                "In the last %(weeks)s weeks %(answered)s of %(people)s answered, in the %(weeks)s weeks before "
                "%(answered_before)s of %(people_before)s.",
                weeks=COMPARED_WEEKS,
                **{name: self._number(facts[name]) for name in facts},
            ),
            "source": self.env._("That is more than chance is likely to explain."),
            "place": self._to_records(self.env._("Show who answered lately")),
            "action": partial(self._action_to_closed, finding, "replied_closed", self.env._("Answered")),
        }

    def _opt_outs_in_words(self, finding):
        count, people = finding.facts["count"], finding.facts["people"]
        return {
            "text": self.env._(
                "Too many people opt out: %(count)s of %(people)s, %(share)s.",
                count=self._number(count),
                people=self._number(people),
                share=self._percent(count, people),
            ),
            "detail": self.env._(
                "They are the people of the last %s weeks. Write to fewer people, less often, or about something else.",
                COMPARED_WEEKS,
            ),
            "source": self.env._("Email services set their limits between 1% and 5%."),
            "place": self._to_records(self.env._("Show who opted out")),
            "action": partial(self._action_to_closed, finding, "opted_out", self.env._("Opted out")),
        }

    def _action_to_closed(self, finding, measure, name):
        """The people who closed in the last weeks and whom a measure counts, as the report does."""
        ids = self.env["sales.sequence.dashboard"]._closed_people(
            Domain("sequence_id", "=", finding.sequence_id), range(COMPARED_WEEKS), measure, fields.Datetime.now()
        )
        return self._action_to_people(name, [("id", "in", ids)])

    # ------------------------------------------------------------------
    # Steps
    # ------------------------------------------------------------------

    def _stuck_in_words(self, finding):
        count = finding.facts["count"]
        return {
            "text": self.env._("1 person is stuck in a failed step.")
            if count == 1
            else self.env._("%s people are stuck in a failed step.", self._number(count)),
            "detail": self.env._("Nothing happens to them until somebody mends it and resumes them."),
            "source": self.env._("Nobody should wait because of an error: one is enough."),
            "place": self._to_records(
                self.env._("Show the person") if count == 1 else self.env._("Show the %s people", self._number(count))
            ),
            "action": partial(self._action_to_stuck, finding),
        }

    def _action_to_stuck(self, finding):
        domain = self._stuck_domain([finding.sequence_id]) & Domain("next_step_id", "=", finding.step_id)
        return self._action_to_people(self.env._("Stuck in a failed step"), domain)

    def _unreached_in_words(self, finding):
        facts = finding.facts
        return {
            "text": self.env._("Nobody comes to this step."),
            "detail": self.env._(
                "It is planned for day %(day)s, and %(people)s people entered more than %(days)s days ago.",
                **{name: self._number(facts[name]) for name in facts},
            ),
            "source": self.env._("50 people had twice the time that is planned, and two weeks more."),
            "place": {
                "label": self.env._("Open the step"),
                "page": "steps",
                "step_id": finding.step_id,
                "field": False,
            },
        }

    # ------------------------------------------------------------------

    def _action_to_people(self, name, domain):
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_sequence.sales_sequence_enrollment_action")
        return dict(action, name=name, domain=list(domain), context={})

    def _to_records(self, label):
        return {"label": label, "page": False, "step_id": False, "field": False}

    def _number(self, number):
        return formatLang(self.env, number, digits=0)

    def _percent(self, part, whole, digits=1):
        return percent_in_words(self.env, part / whole if whole else 0, digits)
