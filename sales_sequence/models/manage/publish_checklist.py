from datetime import time

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_list

from ..base.arguments import ID, checked
from ..base.words import time_in_words
from ..enrollment.comparison import NOT_CONTROL
from ..plan.step import MANUAL_CHANNELS

DONE, MISSING, HINT, UNKNOWN = "done", "missing", "hint", "unknown"


class SalesSequencePublishingChecklist(models.AbstractModel):
    """What a sequence still needs before it can be published.

    What is missing is the `problem` of the sequence and of its steps, sentence by sentence: the server publishes
    nothing that has one. Everything else is a hint: worth a look, but nobody has to. Hints of another kind are added
    by inheriting `_items`.
    """

    _name = "sales.sequence.publishing.checklist"
    _description = "Publish Checklist"

    @api.readonly
    @checked(sequence_id=ID)
    @api.model
    def get_checklist(self, sequence_id):
        """What is done and what is missing, and what happens next.

        :param sequence_id: id of a sequence
        :return: dict ``state`` of the sequence; ``items``: list of dicts ``code``, ``status`` (done, missing, hint,
            unknown), ``text``, ``step_id``, ``page`` (of the form), ``field``, ``action``: where to go, each False
            where it is not there; ``done`` and ``total``: how many of what has to be done; ``next``: a sentence or
            False; ``may_publish``: whether the user can publish it now. A fixed number of queries, whatever the number
            of steps and people.
        :raises UserError: there is no such sequence
        :raises AccessError: the user may not read it
        """
        sequence = self.env["sales.sequence"]._find_to_show(sequence_id)
        items = self._items(sequence)
        done = sum(item["status"] == DONE for item in items)
        missing = sum(item["status"] == MISSING for item in items)
        return {
            "state": sequence.state,
            "items": items,
            "done": done,
            "total": done + missing,
            "next": not missing and self._next_in_words(sequence),
            "may_publish": sequence.state == "draft" and sequence.may_edit and not missing,
        }

    def _items(self, sequence):
        """The lines of the checklist: what is missing first, then what is done, then hints."""
        items = [
            *self._items_of_problems(sequence),
            *self._items_of_steps(sequence),
            *self._items_of_rules(sequence),
            *self._items_of_people(sequence),
            *self._items_of_languages(sequence),
            *self._items_of_mail(sequence),
            *self._items_of_advice(sequence),
        ]
        order = [MISSING, DONE, HINT, UNKNOWN]
        return sorted(items, key=lambda item: order.index(item["status"]))

    def _item(self, code, status, text, step=None, page=False, field=False, action=False):
        return {
            "code": code,
            "status": status,
            "text": text,
            "step_id": step.id if step else False,
            "page": "steps" if step else page,
            "field": field,
            "action": action,
        }

    # ------------------------------------------------------------------
    # What is missing
    # ------------------------------------------------------------------

    def _items_of_problems(self, sequence):
        """Each sentence of `problem`, with where to mend it."""
        steps = {}
        for step in self._steps(sequence):
            for line in (step.problem or "").splitlines():
                steps.setdefault(line, step)
        items = []
        for line in (sequence.problem or "").splitlines():
            page = False if line in steps else self._page_of(sequence, line)
            items.append(self._item("problem", MISSING, line, steps.get(line), page))
        # What is live already stays so.
        status = HINT if sequence.state == "live" else MISSING
        for step, sentences in self._steps(sequence)._refusals_to_publish().items():
            items += [self._item("variants", status, sentence, step) for sentence in sentences]
        return items

    def _page_of(self, sequence, line):
        if line == sequence._find_problem_of_dates():
            return "rules"
        return "steps" if not self._steps(sequence) else False

    def _steps(self, sequence):
        return sequence.step_ids.filtered("active")._in_order()

    # ------------------------------------------------------------------
    # What is done
    # ------------------------------------------------------------------

    def _items_of_steps(self, sequence):
        steps = self._steps(sequence)
        emails = steps.filtered(lambda step: step.channel == "email")
        tested = emails.filtered(lambda step: len(step.variant_ids.filtered("active")) > 1)
        calls = steps.filtered(lambda step: step.channel == "call")
        hints = steps._hints_to_publish()
        sentences = [
            ("emails", emails, self.env._("Every email has a subject and a text")),
            ("variants", tested, self.env._("The variants of each email differ")),
            ("scripts", calls, self.env._("Every call has a script")),
            ("blanks", sequence.gallery_origin_id and steps, self.env._("All blanks of the library are filled in")),
            ("dates", sequence._date_steps(), self.env._("The date that steps are counted from is set")),
        ]
        items = [
            self._item(code, DONE, text)
            for code, needed, text in sentences
            if needed and not self._is_missing(sequence, code, needed, hints)
        ]
        return items + [self._item("scripts", HINT, sentence, step) for step, sentence in hints.items()]

    def _is_missing(self, sequence, code, steps, hints):
        if code == "variants":
            return bool(steps._refusals_to_publish())
        if code == "scripts" and not hints.keys().isdisjoint(steps):
            return True
        if code == "dates":
            return bool(sequence._find_problem_of_dates())
        if code == "blanks":
            return "[[" in (sequence.problem or "")
        return any(step.problem for step in steps)

    def _items_of_rules(self, sequence):
        hours = {
            "start": self._hour_in_words(sequence.window_start),
            "end": self._hour_in_words(sequence.window_end),
        }
        texts = {
            "contact": self.env._("Sending hours %(start)s to %(end)s, contact's time zone", **hours),
            "owner": self.env._("Sending hours %(start)s to %(end)s, sender's time zone", **hours),
            "company": self.env._("Sending hours %(start)s to %(end)s, company's time zone", **hours),
        }
        rules = [self.env._("answer"), self.env._("bounce"), self.env._("opt-out")]
        rules += [self.env._("meeting")] if sequence.stop_on_meeting else []
        rules += [self.env._("won or lost")] if sequence.stop_on_won_lost and sequence.target == "lead" else []
        rules += [self.env._("goal")] if sequence.goal_domain else []
        return [
            self._item("hours", DONE, texts[sequence.window_tz], page="rules"),
            self._item(
                "stops", DONE, self.env._("Stop rules: %s", format_list(self.env, rules, "unit-short")), page="rules"
            ),
        ]

    def _hour_in_words(self, hour):
        # Midnight at the end of a day is 24:00, which no clock shows.
        hours, minutes = divmod(round(hour * 60) % (24 * 60), 60)
        return time_in_words(self.env, time(hours, minutes))

    # ------------------------------------------------------------------
    # Who does it
    # ------------------------------------------------------------------

    def _items_of_people(self, sequence):
        items = []
        owner = sequence.sudo().user_id
        has_calls = bool(set(self._steps(sequence).mapped("channel")) & set(MANUAL_CHANNELS))
        if sequence.name in ("New sequence", self.env._("New sequence")):
            items.append(self._item("name", HINT, self.env._("Give it a name that says what it is for"), field="name"))
        if not owner._can_have_sequence_work():
            text = (
                self.env._("Set an owner: nobody makes the calls of records without a salesperson")
                if has_calls
                else self.env._("Set an owner: nobody sends to records without a salesperson")
            )
            items.append(self._item("owner", HINT, text, field="user_id"))
        elif has_calls:
            items.append(self._item("owner", DONE, self.env._("Every call has somebody to make it"), field="user_id"))
        return items + self._items_of_senders(sequence, owner)

    def _items_of_senders(self, sequence, owner):
        """Whether those who send have an address to send from."""
        if not sequence._sends_emails():
            return []
        # With all rights: whoever sends in a sequence that one may read is no secret, nor is what keeps it from that.
        groups = (
            self.env["sales.sequence.enrollment"]
            .sudo()
            ._read_group(
                Domain("sequence_id", "=", sequence.id) & Domain("state", "=", "running") & NOT_CONTROL, ["user_id"]
            )
        )
        senders = (owner | owner.union(*(user for (user,) in groups))).filtered("active")
        without = senders.filtered(lambda user: not user._sequence_from())
        if without:
            return [
                self._item("senders", HINT, self.env._("%s has no valid email address, so sends nothing", user.name))
                for user in without
            ]
        text = self.env._("Senders have a valid address")
        return [self._item("senders", DONE, text)] if senders else []

    # ------------------------------------------------------------------
    # What else is worth a look
    # ------------------------------------------------------------------

    def _items_of_languages(self, sequence):
        """Languages in which some emails of this sequence are written, and others are not."""
        languages = dict(self.env["res.lang"].get_installed())
        emails = self._steps(sequence).filtered(lambda step: step.channel == "email")
        if len(languages) < 2 or not emails:
            return []
        texts = self.env["sales.sequence.advice"]._written_texts(emails._templates())
        written = {template_id: set(of_template) for template_id, of_template in texts.items()}
        used = set().union(*written.values()) & languages.keys()
        items = []
        for step in emails:
            of_step = [written.get(template.id, set()) for template in step._templates()]
            for code in sorted(used - set.intersection(*of_step) if of_step else ()):
                text = self.env._("“%(step)s” has no text in %(language)s", step=step.name, language=languages[code])
                items.append(self._item("languages", HINT, text, step))
        return items

    def _items_of_advice(self, sequence):
        """What the rules of the advice have found, unless somebody has said why it does not matter.

        Before it is published: afterwards its own list, right below, says the same in more words.
        """
        if sequence.state != "draft":
            return []
        advice = self.env["sales.sequence.advice"].get_advice(sequence.id)["items"]
        steps = self._steps(sequence)
        return [
            self._item(
                "advice",
                HINT,
                one["text"],
                steps.filtered(lambda step, one=one: step.id == one["step_id"]),
                one["place"]["page"],
                one["place"]["field"],
            )
            for one in advice
        ]

    def _items_of_mail(self, sequence):
        """Whether emails leave and answers arrive, as far as the reader may know it."""
        Health = self.env["sales.sequence.health"]
        if not sequence._sends_emails():
            return []
        if not Health._may_read():
            return [self._item("mail", UNKNOWN, self.env._("Ask a manager whether emails leave and answers arrive"))]
        health = Health.check()
        if health["status"] != "critical":
            return [self._item("mail", DONE, self.env._("Emails leave and answers arrive"))]
        broken = [link["name"] for link in health["links"] if link["status"] == "critical"]
        text = self.env._("Emails or answers are stuck: %s", format_list(self.env, broken, "unit-short"))
        return [self._item("mail", HINT, text, action=self._action_of_status())]

    def _action_of_status(self):
        return self.env["ir.actions.actions"]._for_xml_id("sales_sequence.sales_sequence_health_action")
