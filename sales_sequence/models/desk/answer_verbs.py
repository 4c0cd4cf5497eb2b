from datetime import datetime, time, timedelta

from odoo import fields, models, tools
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools.misc import format_date

from ...tools.answer_suggestion import find_time
from ...tools.time_zones import moment_showing, zone_info
from ..base.arguments import TEXT
from ..base.states import LIVE_STATES

# What has consequences beyond the note that it was done: a second thing is not done on top of it.
LASTING = ("not_now", "wrong_person", "not_interested", "opt_out")


class SalesSequenceAnswersVerbs(models.AbstractModel):
    """What the buttons of *Answers* do, and how each is taken back.

    Each gets the signal with the user's rights. What it does to the record is done with these rights as well; only the
    ledger and the enrollment are written with all rights, after `_check_can_manage`.
    """

    _name = "sales.sequence.answers.verbs"
    _description = "Sales Sequences: What Is Done About Answers"

    # ------------------------------------------------------------------
    # Handled without more
    # ------------------------------------------------------------------

    def _reply_done(self, signal):
        self._check(signal)
        note = self.env._("Replied")
        if self._is_settled(signal):
            # Their email has left: there is nothing to refuse.
            return {"words": self.env._("%(name)s: %(what)s", name=self._name_of_person(signal), what=note)}
        return self._close(signal, note, label=self._confirmed(signal, "interested"))

    def _handled(self, signal, note):
        return self._close(signal, note or self.env._("Handled"))

    def _meeting(self, signal):
        self._check_waits(signal)
        target = self._target(signal)
        result = self._close(signal, self.env._("Meeting"), label="interested", verb="meeting")
        action = target._sequence_book_meeting()
        start = self._proposed_start(signal)
        if start:
            action["context"].update(
                default_start=fields.Datetime.to_string(start),
                default_stop=fields.Datetime.to_string(start + timedelta(hours=1)),
            )
        return {**result, "action": action}

    def _proposed_start(self, signal):
        """When they would like to meet, as naive UTC: at the time that they name on their own clock, else at ten. False
        where they name no day."""
        if signal.suggested_label != "interested" or not signal.suggested_date:
            return False
        wall = datetime.combine(signal.suggested_date, find_time(signal.suggested_quote) or time(10))
        return moment_showing(wall, wall - timedelta(days=2), zone_info(self._zone_of(signal)))[0]

    # ------------------------------------------------------------------
    # Not now
    # ------------------------------------------------------------------

    def _not_now(self, signal, until):
        self._check_waits(signal)
        if not until or until <= fields.Date.context_today(self):
            raise UserError(self.env._("Choose a day after today."))
        enrollment = signal.sudo().enrollment_id
        day = format_date(self.env, until)
        # Whoever is held back has no step to resume with: the rep is reminded, and the days run on.
        if not enrollment._control() and (enrollment.state in LIVE_STATES or enrollment._first_step_ahead()):
            enrollment._defer(until, signal.sudo())
            note = self.env._("Not now: resumes with the next step on %s", day)
            before = {"enrollment": enrollment.id}
        else:
            note, before = self._enroll_again(signal, until, day)
        return self._close(signal, note, label="not_now", verb="not_now", **before)

    def _enroll_again(self, signal, until, day):
        """No step is left: begin again on that day or, where that is refused, let a to-do remind the user of it."""
        target, sequence = self._target(signal), signal.enrollment_id.sequence_id
        result = sequence.enroll(target.ids, start_on=until, allow_recent=True)
        if result["enrolled"]:
            words = self.env._("Not now: starts again on %s", day)
            return words, {"created_enrollment": result["enrolled"][0]["enrollment_id"]}
        todo = target.with_context(mail_activity_quick_update=True).activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=until,
            summary=self.env._("Asked to be contacted again"),
            user_id=self.env.uid,
        )
        words = self.env._(
            "Not now: a to-do on %(day)s, since they cannot be enrolled again. %(why)s",
            day=day,
            why=result["refused"][0]["message"],
        )
        return words, {"todo": todo.id}

    # ------------------------------------------------------------------
    # Wrong person
    # ------------------------------------------------------------------

    def _wrong_person(self, signal, values, enroll):
        self._check_waits(signal)
        given = {name: (TEXT(self.env, name, values.get(name)) or "").strip() for name in ("name", "email", "phone")}
        email = tools.email_normalize(given["email"])
        if given["email"] and not email:
            raise UserError(self.env._("“%s” is not an email address.", given["email"][:100]))
        old = self._target(signal)
        if email and email == signal.sudo().enrollment_id.email_normalized:
            raise UserError(self.env._("You wrote to %s. Enter the address of the right person.", email))
        if not given["name"] and not email:
            raise UserError(self.env._("Who is the right person? Enter a name or an email address."))
        name = given["name"] or email
        contact, is_new = self._contact_at_same_company(old, name, email, given["phone"])
        record = contact
        if old._name == "crm.lead":
            record = self._lead_for(signal, old, contact, name, email, given["phone"])
        words, refusal, created = self.env._("Wrong person: %s", name), "", False
        if enroll:
            result = signal.enrollment_id.sequence_id.enroll(record.ids)
            created = result["enrolled"] and result["enrolled"][0]["enrollment_id"]
            words = self.env._("Wrong person: %s is enrolled instead", name) if created else words
            refusal = "" if created else result["refused"][0]["message"]
        old._message_log(body=self.env._("Somebody else is in charge: %s", record._get_html_link(title=name)))
        closed = self._close(
            signal,
            words,
            label="wrong_person",
            verb="wrong_person",
            created_enrollment=created,
            stopped=self._stop_if_live(signal, "replied"),
            created=[[one._name, one.id] for one in (record, contact if is_new else contact.browse()) if one]
            if record != contact
            else [[contact._name, contact.id]]
            if is_new
            else [],
        )
        if refusal:
            closed["words"] = self.env._("%(words)s. They are not enrolled: %(why)s", words=words, why=refusal)
        return {**closed, "res_model": record._name, "res_id": record.id}

    def _contact_at_same_company(self, old, name, email, phone):
        """:return: the contact, and whether it was created"""
        Partner = self.env["res.partner"]
        if email:
            known = Partner.search(Domain("email_normalized", "=", email) & Domain("is_company", "=", False), limit=1)
            if known:
                return known, False
        company = old._sequence_contact().commercial_partner_id
        return (
            Partner.create(
                {
                    "name": name,
                    "email": email or False,
                    "phone": phone or False,
                    "parent_id": company.id if company.is_company else False,
                    "company_name": False if company.is_company else old._sequence_company_name(),
                    "company_id": old.company_id.id,
                    "lang": old._sequence_language() or False,
                    "user_id": old._sequence_owner().id if old._name == "res.partner" else False,
                }
            ),
            True,
        )

    def _lead_for(self, signal, old, contact, name, email, phone):
        """A lead of their own, for the same thing and the same salesperson: the old one keeps what was said with the
        other person. It is where the old one was before the answer."""
        moved = signal.sudo().stage_before or {}
        stage = old.stage_id.browse(moved["from"]).exists() if moved.get("to") == old.stage_id.id else old.stage_id
        return old.copy(
            {
                "active": True,
                "stage_id": stage.id,
                "partner_id": contact.id,
                "contact_name": name,
                "email_from": email or contact.email,
                "phone": phone or contact.phone,
                "function": contact.function,
                "sequence_linkedin_url": contact.sequence_linkedin_url,
                "user_id": old.user_id.id,
            }
        )

    # ------------------------------------------------------------------
    # Not interested, opt out
    # ------------------------------------------------------------------

    def _not_interested(self, signal, lost_reason_id, note):
        self._check_waits(signal)
        target, lost = self._target(signal), False
        stopped = self._stop_if_live(signal, "not_interested")
        if target._name == "crm.lead" and target.won_status == "pending":
            reason = self.env["crm.lost.reason"].browse(lost_reason_id or []).exists()
            target.action_set_lost(lost_reason_id=reason.id)
            lost = True
            words = self.env._("Lost: %s", reason.name) if reason else self.env._("Lost")
        else:
            words = self.env._("Not interested")
        if note:
            words = self.env._("%(what)s. %(note)s", what=words, note=note)
        return self._close(signal, words, label="not_interested", verb="not_interested", lost=lost, stopped=stopped)

    def _opt_out(self, signal):
        self._check_waits(signal)
        answer = signal.sudo()
        if answer.kind != "reply":
            raise UserError(self.env._("First confirm that a person wrote it."))
        if not answer._address_of_author():
            raise UserError(self.env._("There is no address to opt out."))
        had_wish = bool(answer.wish)
        answer.wish = "opt_out"
        answer._opt_out()
        return self._close(signal, self.env._("Opted out"), label="unsubscribe", verb="opt_out", had_wish=had_wish)

    # ------------------------------------------------------------------
    # A person or a machine
    # ------------------------------------------------------------------

    def _person(self, signal):
        self._check(signal)
        signal.action_is_reply()
        return {"words": self.env._("A person wrote it: it counts as an answer")}

    def _machine(self, signal):
        self._check(signal)
        signal.action_is_auto_reply()
        return {"words": self.env._("Marked as auto-reply: the sequence resumes when they are back")}

    # ------------------------------------------------------------------
    # Undo
    # ------------------------------------------------------------------

    def _undo(self, signal):
        self._check(signal)
        answer = signal.sudo()
        if not answer.handled_at:
            raise UserError(self.env._("Nobody has handled this answer."))
        before = answer.handled_before or {}
        # The same mail may concern others, too.
        signal = signal.browse(before.get("signal") or signal.id).exists() or signal
        self._check(signal)
        undo = getattr(self, f"_undo_{before.get('verb')}", None)
        if undo:
            undo(signal, before)
        if before.get("stopped"):
            signal.sudo().enrollment_id._restart()
        answer._unhandle()
        return {"words": self.env._("Undone: it waits for you again")}

    def _undo_not_now(self, signal, before):
        enrollment = signal.sudo().enrollment_id
        if before.get("enrollment"):
            if enrollment.pause_kind != "not_now":
                raise UserError(self.env._("The sequence has continued since."))
            enrollment._stop("replied", signals=signal.sudo())
        self._withdraw_created(before)
        if before.get("todo"):
            self.env["mail.activity"].browse(before["todo"]).exists().unlink()

    def _undo_wrong_person(self, _signal, before):
        self._withdraw_created(before)
        for model_name, id_ in before.get("created", ()):
            self.env[model_name].browse(id_).exists().action_archive()

    def _withdraw_created(self, before):
        enrollment = self.env["sales.sequence.enrollment"].browse(before.get("created_enrollment") or []).exists()
        if enrollment.sudo()._steps_taken():
            raise UserError(self.env._("%s has been written to since.", enrollment.target_name))
        enrollment.stop("manual")

    def _undo_not_interested(self, signal, before):
        target = self._target(signal)
        if before.get("lost") and target.won_status == "lost":
            target.action_restore()

    def _undo_opt_out(self, signal, before):
        answer = signal.sudo()
        # Where the company's setting did it, only a wish that is none keeps it from doing so again.
        if not before.get("had_wish") or not answer.handled_by_id:
            answer.wish = False
        answer._undo_wish()

    # ------------------------------------------------------------------

    def _stop_if_live(self, signal, reason):
        """Somebody may have restarted it since the answer. :return: whether it was live"""
        return bool(signal.sudo().enrollment_id._stop(reason, signals=signal.sudo()))

    def _check_waits(self, signal):
        """Raise `UserError` if somebody has done something else about it: a second screen may be an hour old."""
        self._check(signal)
        if self._is_settled(signal):
            words = self._handled_words(signal.sudo())
            raise UserError(self.env._("This was already handled: %s. Undo that first.", words))

    def _is_settled(self, signal):
        return (signal.sudo().handled_before or {}).get("verb") in LASTING

    def _check(self, signal):
        signal.enrollment_id._check_can_manage()

    def _target(self, signal):
        """The record, with the user's rights."""
        target = signal.sudo().enrollment_id._target().with_env(self.env)
        if not target:
            raise UserError(self.env._("The record was deleted; this is what is left of its history."))
        return target

    def _name_of_person(self, signal):
        target = signal.sudo().enrollment_id._target()
        return target._sequence_person_name() or target.display_name

    def _confirmed(self, signal, label):
        """The label, if it is what was suggested: whoever does what is suggested confirms it."""
        return signal.suggested_label == label and label

    def _close(self, signal, note, label=False, **before):
        """Note what was done, and close the to-do. :return: ``{"words"}``"""
        self._check_waits(signal)
        if signal.kind != "reply":
            raise UserError(self.env._("First confirm that a person wrote it."))
        signal._handle(note, label, {**before, "signal": signal.id})
        return {"words": self.env._("%(name)s: %(what)s", name=self._name_of_person(signal), what=note)}
