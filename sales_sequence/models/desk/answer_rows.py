from datetime import timedelta
from statistics import median

import babel.dates

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools.misc import format_date, formatLang

from ...tools.answer_suggestion import find_time
from ...tools.answer_text import opening, own_words
from ...tools.time_zones import wall_time, zone_info
from ..base.words import locale_of_words, time_in_words
from ..enrollment.signal import ENTERED, OPEN_QUESTION

# For so long an answer that was handled is shown.
SHOWN_HANDLED = timedelta(days=7)
# The median is that of so many days, and of so many answers.
MEDIAN_DAYS = timedelta(days=30)
MEDIAN_ANSWERS = 200
# As many lines of what was done, and of what came before, as a rep reads.
MAX_BEFORE = 5


class SalesSequenceAnswersRows(models.AbstractModel):
    """What the screen *Answers* shows. A list costs the same number of queries however long it is."""

    _name = "sales.sequence.answers.rows"
    _description = "Sales Sequences: Rows of Answers"

    # ------------------------------------------------------------------
    # Lists
    # ------------------------------------------------------------------

    def _list(self, filters, limit):
        wanted = self._domain_of(filters)
        waiting = wanted & self._waiting()
        unsure = wanted & OPEN_QUESTION & Domain("enrollment_id.replied_at", "=", False)
        handled = wanted & Domain("kind", "=", "reply") & Domain("handled_at", ">=", self._now() - SHOWN_HANDLED)
        Signal = self.env["sales.sequence.signal"]
        lists, counts = {}, {}
        for name, domain, order in (
            ("to_handle", waiting, "occurred_at desc, id desc"),
            # The oldest question is the one to settle next.
            ("unsure", unsure, "occurred_at, id"),
            ("handled", handled, "handled_at desc, id desc"),
        ):
            found = Signal.search(domain, order=order, limit=2 * limit)
            lists[name] = self._one_each(found)
            counts[name] = len(lists[name])
            if len(found) == 2 * limit:
                of_each = ["enrollment_id:count_distinct", "mail_message_id:count_distinct"]
                counts[name] = max(min(Signal._read_group(domain, [], of_each)[0]), counts[name])
        lists = {name: signals[:limit] for name, signals in lists.items()}
        rows = {row["signal_id"]: row for row in self._rows(Signal.union(*lists.values()))}
        return {
            **{name: [rows[signal.id] for signal in signals] for name, signals in lists.items()},
            "counts": counts,
            "median_words": self._median_words(),
            "keys": self.env.user.sequence_single_keys,
        }

    def _waiting(self):
        """A `Domain` of the answers that nobody has handled, of people whose record is still there."""
        return Domain("kind", "=", "reply") & Domain("handled_at", "=", False) & self._of_a_record()

    def _of_a_record(self):
        return Domain.OR(
            Domain("enrollment_id.target", "=", target) & Domain(f"enrollment_id.{field_name}", "!=", False)
            for target, (_model_name, field_name) in self.env["sales.sequence"]._target_models().items()
        )

    def _domain_of(self, filters):
        domain = self._of_a_record()
        if filters.get("mine"):
            domain &= self._mine()
        if filters.get("sequence_id"):
            domain &= Domain("enrollment_id.sequence_id", "=", filters["sequence_id"])
        if filters.get("label"):
            label = filters["label"]
            suggested = Domain("label", "=", False) & Domain("suggested_label", "=", label)
            domain &= Domain("label", "=", label) | suggested
        if filters.get("text"):
            domain &= Domain.OR(
                Domain(f"enrollment_id.{path}", "ilike", filters["text"])
                for path in (
                    "lead_id.name",
                    "lead_id.contact_name",
                    "lead_id.partner_name",
                    "partner_id.complete_name",
                    "email_normalized",
                    "sequence_id.name",
                )
            )
        return domain

    def _mine(self):
        """A `Domain` of the answers of people whom the user looks after: as their salesperson or, where they have
        none, as their sender."""
        return Domain.OR(
            Domain("enrollment_id.target", "=", target)
            & (
                Domain(f"enrollment_id.{field_name}.user_id", "=", self.env.uid)
                | Domain(f"enrollment_id.{field_name}.user_id", "=", False)
                & Domain("enrollment_id.user_id", "=", self.env.uid)
            )
            for target, (model_name, field_name) in self.env["sales.sequence"]._target_models().items()
            if "user_id" in self.env[model_name]._fields
        )

    def _one_each(self, signals):
        """The first of each person, and of each message: the same mail can concern several enrollments."""
        people, messages, kept = set(), set(), []
        for signal in signals:
            message_id = signal.mail_message_id.id
            if signal.enrollment_id.id in people or (message_id and message_id in messages):
                continue
            people.add(signal.enrollment_id.id)
            messages.add(message_id)
            kept.append(signal.id)
        return signals.browse(kept)

    def _median_words(self):
        handled = self.env["sales.sequence.signal"].search_fetch(
            Domain("kind", "=", "reply")
            & Domain("handled_by_id", "=", self.env.uid)
            & Domain("handled_at", ">=", self._now() - MEDIAN_DAYS)
            & Domain("evidence_code", "!=", ENTERED),
            ["handled_at", "occurred_at"],
            order="handled_at desc",
            limit=MEDIAN_ANSWERS,
        )
        seconds = [(one.handled_at - one.occurred_at).total_seconds() for one in handled]
        if not seconds:
            return False
        return babel.dates.format_timedelta(
            timedelta(seconds=median(seconds)),
            granularity="minute",
            format="short",
            locale=locale_of_words(self.env),
        )

    # ------------------------------------------------------------------
    # One answer
    # ------------------------------------------------------------------

    def _rows(self, signals):
        """:return: list of dicts, as the screen gets them"""
        # With all rights from here on: whoever may read the signal may know whom it is about. Records whose fields are
        # shown obey their own rules, by which signals are hidden too.
        signals = signals.sudo()
        enrollments = signals.enrollment_id
        for targets in enrollments._targets_by_model().values():
            targets._sequence_fetch()
        bodies = self._bodies(signals)
        return [self._row(signal, bodies.get(signal.mail_message_id.id, "")) for signal in signals]

    def _bodies(self, signals):
        """``{message id: the author's own words}`` of the messages that the user may read."""
        messages = signals.mail_message_id.with_env(self.env)._filtered_access("read").sudo()
        return {message.id: own_words(message.body) for message in messages}

    def _row(self, signal, words):
        enrollment = signal.enrollment_id
        target = enrollment._target()
        zone = self._zone_of(signal)
        step = signal.touch_id.step_id
        return {
            "signal_id": signal.id,
            "enrollment_id": enrollment.id,
            "res_model": target._name,
            "res_id": target.id,
            "name": target._sequence_person_name() or target.display_name,
            "company": target._sequence_company_name() or "",
            "occurred_at": fields.Datetime.to_string(signal.occurred_at),
            "zone": zone,
            "place": zone.rpartition("/")[2].replace("_", " "),
            "quote": opening(words) or self._without_words(signal),
            "step_words": self.env._("after %s", step.display_name) if step else "",
            "label": signal.label or False,
            "label_words": self._label_words(signal.label),
            "suggestion": self._suggestion(signal),
            "why_unsure": (signal.detail or "") if signal.kind == "unsure" else False,
            "handled_words": self._handled_words(signal),
            "message_id": signal.mail_message_id.id,
        }

    def _zone_of(self, signal):
        """IANA name of the person's zone; where nothing tells, the sender's, else the company's."""
        enrollment = signal.sudo().enrollment_id
        target = enrollment._target()
        return target._sequence_time_zone() or enrollment.user_id.tz or enrollment.company_id._sequence_time_zone()

    def _without_words(self, signal):
        return signal.detail or "" if signal.evidence_code == ENTERED else ""

    def _label_words(self, label):
        return dict(self.env["sales.sequence.signal"]._fields["label"]._description_selection(self.env)).get(label, "")

    def _handled_words(self, signal):
        if not signal.handled_at:
            return False
        if not signal.handled_by_id:
            if signal.label == "unsubscribe":
                return self.env._("Opted out automatically, as set for the company")
            return self.env._("From before answers were listed here")
        name = signal.handled_by_id.name
        if not signal.handled_note:
            return self.env._("Handled by %s", name)
        if signal.handled_by_id == self.env.user:
            return signal.handled_note
        return self.env._("%(what)s, by %(user)s", what=signal.handled_note, user=name)

    def _suggestion(self, signal):
        """What the answer looks like, in words, and the button that does it; False where nothing is suggested."""
        label = signal.suggested_label
        if not label or signal.label or signal.handled_at:
            return False
        day, name = signal.suggested_date, signal.suggested_name or signal.suggested_email
        detail = ""
        if label == "interested":
            words = self.env._("Looks interested, and names a time") if day else self.env._("Looks interested")
            button = self.env._("Plan the meeting") if day else self.env._("Reply")
            detail = self._proposed_in_words(signal)
        elif label == "not_now":
            words = self.env._("Asks for later")
            button = self.env._("Not now until …")
            if day:
                words = self.env._("Asks for later: %s", format_date(self.env, day))
                button = self.env._("Not now until %s", format_date(self.env, day))
        elif label == "wrong_person":
            words = (
                self.env._("Somebody else is in charge: %s", name) if name else self.env._("Somebody else is in charge")
            )
            button = self.env._("Write to %s", name) if name else self.env._("Wrong person")
            detail = signal.suggested_email or "" if signal.suggested_name else ""
        elif label == "not_interested":
            words, button = self.env._("Does not look interested"), self.env._("Not interested")
        else:
            words, button = self.env._("Wants no more emails"), self.env._("Opt out")
        return {
            "label": label,
            "label_words": self._label_words(label),
            "words": words,
            "detail": detail,
            "button": button,
            "date": fields.Date.to_string(day) or False,
            "name": signal.suggested_name or False,
            "email": signal.suggested_email or False,
            "quote": signal.suggested_quote or False,
        }

    def _proposed_in_words(self, signal):
        """The day, and the time on both clocks, at which they would like to meet; empty where they name no day."""
        if not signal.suggested_date:
            return ""
        day = babel.dates.format_date(signal.suggested_date, "EEEE d MMMM", locale=locale_of_words(self.env))
        if not find_time(signal.suggested_quote):
            return day
        moment, zone, own = self._proposed_start(signal), self._zone_of(signal), self.env.user.tz or "UTC"
        there, here = (
            time_in_words(self.env, wall_time(moment, zone_info(one)).time()) for one in (zone, own)
        )
        place = zone.rpartition("/")[2].replace("_", " ")
        if there == here:
            return self.env._("%(day)s at %(time)s", day=day, time=there)
        return self.env._(
            "%(day)s, %(there)s in %(place)s, %(here)s for you", day=day, there=there, place=place, here=here
        )

    # ------------------------------------------------------------------
    # The open one
    # ------------------------------------------------------------------

    def _details(self, signal):
        row = self._rows(signal)[0]
        enrollment = signal.sudo().enrollment_id
        target = enrollment._target()
        contact = target._sequence_contact()
        has_function = "function" in target._fields
        return {
            **row,
            "done": self._done_words(signal.sudo()),
            "lead": self._facts(target),
            "before": self._before(signal.sudo()),
            "function": (has_function and target.function) or contact.function or "",
            "email": enrollment.email_normalized or "",
            "phone": target._sequence_phone() or "",
            "thread": {"model": target._name, "id": target.id},
        }

    def _done_words(self, signal):
        """What has followed from the answer already."""
        enrollment, done = signal.enrollment_id, []
        if signal.effect == "stopped":
            done.append(self.env._("“%s” stopped", enrollment.sequence_id.display_name))
        elif signal.effect == "held":
            done.append(self.env._("“%s” is paused until you decide", enrollment.sequence_id.display_name))
        done += [
            self.env._("“%s” was withdrawn before it happened", touch.step_id.display_name)
            for touch in enrollment.touch_ids
            if touch.state == "canceled" and signal.settled_at and touch.done_at and touch.done_at >= signal.settled_at
        ]
        if signal.stage_before:
            stage = self.env["crm.stage"].sudo().browse(signal.stage_before["to"]).exists()
            done.append(self.env._("Moved to %s", stage.display_name))
        todo = signal.answer_activity_id
        if todo and todo.active:
            done.append(
                self.env._("To-do for %(user)s: %(summary)s", user=todo.user_id.name, summary=todo.summary or "")
            )
        if signal.handled_at:
            done.append(self._handled_words(signal))
        return done

    def _facts(self, target):
        """Facts of the record that a rep looks up before answering."""
        record = target.with_env(self.env)
        facts = [self._fact(self.env._("Name"), record.display_name, record)]
        if "expected_revenue" in record._fields:
            if record.expected_revenue:
                currency = record.company_currency
                value = formatLang(self.env, record.expected_revenue, digits=0, currency_obj=currency)
                facts.append(self._fact(self.env._("Revenue"), value))
            if record.priority and record.priority != "0":
                label = dict(record._fields["priority"]._description_selection(self.env))[record.priority]
                facts.append(self._fact(self.env._("Priority"), label))
            if record.stage_id:
                facts.append(self._fact(self.env._("Stage"), record.stage_id.display_name))
        phone = target._sequence_phone()
        if phone:
            facts.append(self._fact(self.env._("Phone"), phone))
        return facts

    def _fact(self, label, value, record=None):
        return {
            "label": label,
            "value": value,
            "res_model": record._name if record else False,
            "res_id": record.id if record else False,
        }

    def _before(self, signal):
        """The touches before the answer, the latest first."""
        zone = self.env.user.tz or "UTC"
        touches = signal.enrollment_id._steps_taken().filtered(
            lambda touch: touch.done_at and touch.done_at <= signal.occurred_at and touch.state in ("sent", "done")
        )
        return [
            self.env._(
                "%(when)s: %(step)s",
                when=signal.enrollment_id._in_words(touch.done_at, zone),
                step=touch.step_id.display_name,
            )
            for touch in touches.sorted("done_at", reverse=True)[:MAX_BEFORE]
        ]

    def _now(self):
        return fields.Datetime.now()
