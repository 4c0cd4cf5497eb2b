from datetime import timedelta

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import format_list

from ...tools.merge_fields import OF_SENDER
from ...tools.time_zones import wall_time, zone_info
from ..base.words import day_in_words

# Whoever was written to within so many days makes an email to a colleague doubtful.
COLLEAGUE_DAYS = 7


class SalesSequenceTouchDoubts(models.AbstractModel):
    """The part of `sales.sequence.touch` that says why a draft deserves a look before it is sent."""

    _name = "sales.sequence.touch.doubts"
    _description = "Sales Sequence Activity Log: Doubts"

    def _find_doubts(self):
        """Say for each of these drafts what is doubtful about it.

        - ``empty_field``: a merge field was empty, and the template's own text stands in for it. What is the sender's
          own does not count: it is the same in every email.
        - ``changed``: somebody has changed the text since it was written.
        - ``colleague``: another person of the same company was written to within `COLLEAGUE_DAYS`, is about to be, or
          comes before this one among these drafts.

        :return: ``{touch: [dict ``code``, ``words``, ``detail``]}``; nothing for a clean one
        """
        colleagues = self._find_colleagues_written_to()
        return {
            draft: [
                doubt for doubt in (draft._doubt_of_fields(), draft._doubt_of_changes(), colleagues.get(draft)) if doubt
            ]
            for draft in self
        }

    # ------------------------------------------------------------------
    # The text
    # ------------------------------------------------------------------

    def _values_of_person(self):
        """``{expression: text}``: what the merge fields print that tell of the person, not of the sender."""
        ours = {f"object.{name}" for name in OF_SENDER}
        values = self.draft_values or {}
        return {expression: text for expression, text in values.items() if expression not in ours}

    def _doubt_of_fields(self):
        empty = [expression for expression, text in self._values_of_person().items() if not text]
        if not empty:
            return None
        labels = [label for label in map(self._label_of_expression, empty) if label]
        if not labels:
            words = self.env._("A field was empty")
        elif len(labels) == 1:
            words = self.env._("Empty: %s", labels[0])
        else:
            words = self.env._("Empty: %s", format_list(self.env, list(dict.fromkeys(labels))))
        return {
            "code": "empty_field",
            "words": words,
            "detail": self.env._("The template's default text is used instead."),
        }

    def _label_of_expression(self, expression):
        """The label of the field that a merge field prints; None where it is more than a field."""
        model, label = self.env[self.sequence_id.sudo().target_model], None
        for name in expression.split(".")[1:]:
            field = model._fields.get(name) if model is not None else None
            if field is None:
                return None
            label = field.get_description(self.env, ["string"])["string"]
            model = self.env[field.comodel_name] if field.comodel_name else None
        return label

    def _doubt_of_changes(self):
        if self.enrollment_id._own_mail_is_outdated(self.step_id):
            return {
                "code": "changed",
                "words": self.env._("Written before a change"),
                "detail": self.env._("The sender or the address has changed since."),
            }
        if not self.draft_changed_by_id:
            return None
        return {
            "code": "changed",
            "words": self.env._("The text was changed"),
            "detail": self.env._("Changed by %s", self.draft_changed_by_id.sudo().name),
        }

    # ------------------------------------------------------------------
    # The company
    # ------------------------------------------------------------------

    def _find_colleagues_written_to(self):
        """``{touch: doubt}``"""
        # With all rights: which colleagues there are. Who may not read them is told no names.
        drafts = self.sudo().filtered("enrollment_id.partner_id")
        written_to = drafts._search_emails_to_companies().grouped(_account)
        found, before = {}, {}
        for draft in drafts:
            account, person = _account(draft), draft.enrollment_id.partner_id
            others = [*before.get(account, ()), *written_to.get(account, ())]
            colleague = next((one for one in others if one.enrollment_id.partner_id != person), None)
            if colleague:
                found[draft] = self._doubt_of_colleague(colleague, is_here=colleague in self)
            before.setdefault(account, []).append(draft)
        return found

    def _search_emails_to_companies(self):
        """The emails to anybody at the companies of these people that have left lately or are about to, last first."""
        accounts = self.enrollment_id.partner_id.commercial_partner_id
        since = fields.Datetime.now() - timedelta(days=COLLEAGUE_DAYS)
        left = Domain("state", "in", ("queued", "sent")) & Domain("done_at", ">=", since)
        about_to_leave = Domain("state", "=", "draft") & Domain("approved_by_id", "!=", False)
        return self.search(
            Domain("channel", "=", "email")
            & Domain("enrollment_id.partner_id.commercial_partner_id", "in", accounts.ids)
            & Domain("enrollment_id.company_id", "in", self.enrollment_id.company_id.ids)
            & Domain("id", "not in", self.ids)
            & (left | about_to_leave),
            order="done_at desc NULLS FIRST, id desc",
        )

    def _doubt_of_colleague(self, colleague, is_here):
        """:param colleague: the touch of the other person
        :param is_here: it is a draft that is looked at together with this one"""
        enrollment = colleague.enrollment_id.with_env(self.env)
        name = self._readable(enrollment) and person_name(enrollment.sudo())
        now = fields.Datetime.now()
        if is_here:
            words = self.env._("A colleague is in this list as well")
            detail = name or self.env._("Somebody of the same company")
        elif not colleague.done_at or colleague.done_at > now:
            words = self.env._("A colleague is about to be written to")
            detail = name or self.env._("Somebody of the same company")
        else:
            words, detail = self._words_when_written_to(colleague.done_at, name)
        return {"code": "colleague", "words": words, "detail": detail}

    def _words_when_written_to(self, moment, name):
        zone = zone_info(self.env.user.tz or "UTC")
        day = wall_time(moment, zone).date()
        days = (wall_time(fields.Datetime.now(), zone).date() - day).days
        if not days:
            words = self.env._("A colleague was written to today")
        elif days == 1:
            words = self.env._("A colleague was written to yesterday")
        else:
            words = self.env._("A colleague was written to %s days ago", days)
        told = day_in_words(self.env, day)
        if name:
            return words, self.env._("%(name)s, written to on %(day)s", name=name, day=told)
        return words, self.env._("Somebody of the same company, written to on %s", told)


def _account(touch):
    """Who counts as one customer, for one company of ours."""
    enrollment = touch.enrollment_id
    return enrollment.partner_id.commercial_partner_id, enrollment.company_id


def person_name(enrollment):
    """The name of the person written to; that of the record where nobody has entered one."""
    target = enrollment._target()
    return target._sequence_person_name() or target.display_name
