from typing import NamedTuple

from markupsafe import Markup

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import html2plaintext, html_sanitize, is_html_empty

from ...tools.marked_values import mark_values
from ...tools.rendering import Rendering, root_cause
from ...tools.text_facts import count_words, field_label
from ...tools.texts import one_line
from ..base.arguments import ID, TEXT, checked
from ..base.states import LIVE_STATES
from ..desk.drafts import MARK
from ..enroll.candidates import Candidates
from ..enrollment.comparison import NOT_CONTROL
from ..inbox.opt_out_link import OWN_LINK
from ..plan.step_text import TEXTS

NOTHING = {
    **dict.fromkeys(("res_id", "record_name", "lang", "email_from", "email_to", "subject", "body", "footer"), False),
    **dict.fromkeys(("is_rendered", "thread", "signature", "problem"), False),
    "words": 0,
    "subject_length": 0,
    "holes": [],
}


def HTML(env, name, value):  # noqa: N802 (read as a kind, like those of `base/arguments.py`)
    """A text of any length, or None."""
    return value if isinstance(value, str) else TEXT(env, name, value)


class Written(NamedTuple):
    """What one person would get of a step.

    ``holes``: expressions of merge fields that print nothing; ``values``: what the others print
    """

    subject: str
    body: str
    holes: list
    values: dict
    content: dict


class SalesSequenceEditorPreview(models.AbstractModel):
    """An email, or a script, as one person would see it, and a test of it to oneself.

    Both are rendered as the runner renders them (`runner/channel_email.py`), for an enrollment that is never saved, in
    the name of whoever would send. What is not saved yet may be looked at by whoever may save it.
    """

    _name = "sales.sequence.editor.preview"
    _description = "Sequence Editor: Preview"

    # ------------------------------------------------------------------
    # Preview
    # ------------------------------------------------------------------

    @checked(step_id=ID, variant_id=ID, res_id=ID, lang=TEXT, subject=TEXT, body_html=HTML)
    @api.model
    @api.readonly
    def get_preview(self, step_id, variant_id=False, res_id=False, lang=False, subject=False, body_html=False):
        """What a person would get of a step. Nothing is stored.

        :param variant_id: a variant of the step; by default the one that this person would get
        :param res_id: the lead or partner; by default one that matches
        :param lang: code of an active language; by default the one in which the person is written to
        :param subject: instead of what is saved; False: what is saved
        :param body_html: as `subject`; for a call or a to-do, its script
        :return: dict ``res_id``, ``record_name``, ``lang``, ``email_from``, ``email_to``, ``subject``, ``body`` (HTML,
            safe to show, merge fields in ``<mark class="o_sales_sequence_merge_field">``), ``footer`` (HTML, the line
            to opt out), ``is_rendered`` (whether there is a text to show and to count), ``thread`` and ``signature``
            (sentences), ``words`` and ``subject_length`` (numbers), ``holes`` (list of ``{"name", "words"}``: fields
            without a value), ``problem`` (a sentence: why it cannot be shown, or would not leave); what there is not,
            is False
        :raises AccessError: the user may not read the step or the record, or not write what is not saved yet
        :raises UserError: there is no such step, variant, record or language
        """
        step, variant = self._find_wording(step_id, variant_id)
        texts = {name: text for name, text in (("subject", subject), ("body_html", body_html)) if text or text == ""}
        record = self._find_record(step.sequence_id, res_id)
        if not record:
            return {**NOTHING, "problem": self.env._("There is no record yet to preview this step with.")}
        enrollment = self._enrollment_to_show(step.sequence_id, record)
        language = self._find_language(lang) or enrollment._language()
        shown = {
            **NOTHING,
            "res_id": record.id,
            "record_name": record.display_name or "",
            "lang": language or False,
            "email_from": enrollment.user_id._sequence_from() or enrollment.user_id.name,
            "email_to": enrollment.email_normalized or False,
        }
        if step.channel == "action":
            return {**shown, "problem": self.env._("An automatic action sends nothing to preview.")}
        try:
            # As the enroll dialog: with a flush, a rollback would take along what is not ours.
            with self.env.cr.savepoint(flush=False):
                return {**shown, **self._preview(step, variant, enrollment, language, texts)}
        except (UserError, SyntaxError, ArithmeticError, LookupError, TypeError, ValueError, AttributeError) as error:
            if texts:
                # What may not be written is refused, not rendered.
                step.check_access("write")
            return {**shown, "problem": self.env._("This text cannot be rendered: %s", root_cause(error))}

    def _preview(self, step, variant, enrollment, language, texts):
        written = self._write_out(step, variant, enrollment, language, texts)
        labels, name = self._field_labels(step.sequence_id), enrollment._target().display_name
        body = html_sanitize(str(written.body or ""))
        subject = written.subject or ""
        preview = {
            "is_rendered": True,
            "subject": subject,
            "body": str(mark_values(body, written.values.values(), MARK)),
            "words": count_words(body),
            "subject_length": len(subject),
            "holes": [
                {"name": label, "words": self._hole_in_words(label, name)}
                for label in dict.fromkeys(field_label(expression, labels) for expression in written.holes)
            ],
        }
        if step.channel != "email":
            empty = is_html_empty(body)
            problem = empty and self.env._("There is no script: the activity says no more than this.")
            return {**preview, "problem": problem}
        sender = enrollment.user_id
        return {
            **preview,
            "footer": str(self._footer_of(body, language)) or False,
            "thread": self._thread_in_words(step),
            "signature": self._signature_in_words(body, sender),
            "problem": self._problem_of(written, enrollment) or False,
        }

    def _hole_in_words(self, label, name):
        return self.env._(
            "%(field)s is empty for %(person)s, and has no default text: this email would not be sent.",
            field=label,
            person=name,
        )

    def _footer_of(self, body, language):
        """The line to opt out, in HTML, which leads nowhere: the real link is made for the mail that leaves."""
        if OWN_LINK.search(body):
            return Markup()
        return self.env["sales.sequence.opt.out.link"].with_context(lang=language)._footer("#")

    def _problem_of(self, written, enrollment):
        if not enrollment.email_normalized:
            return enrollment._target()._sequence_address_problem()
        if not enrollment.user_id._sequence_from():
            return enrollment.user_id.with_env(self.env)._sequence_without_address()
        if not (written.subject or "").strip():
            return self.env._("The subject is empty.")
        if is_html_empty(written.body):
            return self.env._("The text is empty.")
        return False

    def _signature_in_words(self, body, sender):
        text = html2plaintext(body)
        signature = "" if is_html_empty(sender.signature) else html2plaintext(sender.signature).strip()
        if sender.name in text or (signature and signature.split("\n")[0].strip("*_ ") in text):
            return self.env._("Signed by %s.", sender.name)
        return self.env._("Not signed: insert “My signature” at the end.")

    # ------------------------------------------------------------------
    # Test
    # ------------------------------------------------------------------

    @checked(step_id=ID, variant_id=ID, res_id=ID, lang=TEXT)
    @api.model
    def send_test(self, step_id, variant_id=False, res_id=False, lang=False):
        """Send an email of a step, as it is saved, to the user's own address, at once. It is no touch: nobody is
        stopped, nothing is in a chatter, and nothing is tracked.

        :param variant_id: as those of `get_preview`, like `res_id` and `lang`
        :return: ``{"sent_to": address}``
        :raises UserError: it cannot be put together, or the mail server refused it; the user has no address
        :raises AccessError: the user may not read the step or the record
        """
        step, variant = self._find_wording(step_id, variant_id)
        if step.channel != "email":
            raise UserError(self.env._("Only emails can be tested."))
        record = self._find_record(step.sequence_id, res_id)
        if not record:
            raise UserError(self.env._("There is no record yet to preview this step with."))
        user = self.env.user
        address = user._sequence_from()
        if not address:
            raise UserError(self.env._("You have no email address to send the test to. Enter it in your preferences."))
        enrollment = self._enrollment_to_show(step.sequence_id, record)
        language = self._find_language(lang) or enrollment._language()
        try:
            with self.env.cr.savepoint(flush=False):
                written = self._write_out(step, variant, enrollment, language, {})
        except (UserError, SyntaxError, ArithmeticError, LookupError, TypeError, ValueError, AttributeError) as error:
            raise UserError(self.env._("This text cannot be rendered: %s", root_cause(error))) from error
        body = Markup(written.body or "")
        written = written._replace(body=body + self._footer_of(body, language))
        self._send(written, address, variant.mail_template_id or step.mail_template_id)
        return {"sent_to": user.email_normalized}

    def _send(self, written, address, template):
        # With all rights: users may not write into Odoo's mail queue. On no record: nothing is in its chatter.
        mail = (
            self.env["mail.mail"]
            .sudo()
            .create(
                {
                    "subject": one_line(self.env._("Test: %s", written.subject or "")),
                    "body_html": written.body,
                    "email_from": address,
                    "email_to": address,
                    "reply_to": address,
                    "mail_server_id": template.sudo().mail_server_id.id,
                    "attachment_ids": [(4, id_) for id_ in written.content.get("attachment_ids", ())],
                    "auto_delete": True,
                }
            )
        )
        self.env["sales.sequence.channel.email"].sudo()._attach_reports_to(mail, written.content.get("attachments"))
        mail.send()
        failed = mail.exists().filtered(lambda one: one.state == "exception")
        if failed:
            reason = failed.failure_reason or failed.failure_type or ""
            failed.unlink()
            raise UserError(
                self.env._(
                    "The outgoing mail server did not take the test. On System status, an administrator sees what is "
                    "broken. The error was: %s",
                    one_line(reason),
                )
            )

    # ------------------------------------------------------------------
    # Fields to insert
    # ------------------------------------------------------------------

    @checked(sequence_id=ID)
    @api.model
    @api.readonly
    def get_fields_offered(self, sequence_id):
        """The merge fields that most emails need, with what they say of a record that matches.

        :return: list of dicts ``name`` (of a field of the record), ``label``, ``example`` (a text, False without one)
        :raises AccessError: the user may not read the sequence
        """
        sequence = self.env["sales.sequence"].browse(sequence_id or ()).exists()
        if not sequence:
            raise UserError(self.env._("This sequence does not exist anymore."))
        sequence.check_access("read")
        labels = self._labels_offered(sequence)
        record = self._find_record(sequence, None)
        if record:
            enrollment = self._enrollment_to_show(sequence, record)
            writing = self.env["sales.sequence.channel.email"]._writing(enrollment.user_id, enrollment)
            record = record.with_context(lang=enrollment._language(), sales_sequence_writing=writing)
        return [
            {"name": name, "label": label, "example": self._as_example(record, name)} for name, label in labels.items()
        ]

    def _as_example(self, record, name):
        value = record[name] if record else False
        if record._fields[name].type == "html" and value:
            value = one_line(html2plaintext(value))
        return value or False

    def _labels_offered(self, sequence):
        labels = {
            "sequence_salutation": self.env._("Greeting"),
            "sequence_first_name": self.env._("First name"),
            "sequence_company_name": self.env._("Company"),
            "sequence_sender_first_name": self.env._("My first name"),
            "sequence_sender_phone": self.env._("My phone"),
            "sequence_meeting_link": self.env._("My meeting link"),
            "sequence_sender_signature": self.env._("My signature"),
        }
        if sequence.date_source:
            labels["sequence_date"] = self.env._("Date")
        return labels

    def _field_labels(self, sequence):
        """``{name of a field of the record: what people call it}``"""
        Target = self.env[sequence._target_model_name()].sudo()
        labels = {name: field["string"] for name, field in Target.fields_get(attributes=["string"]).items()}
        return {**labels, **self._labels_offered(sequence)}

    # ------------------------------------------------------------------
    # For whom, and what
    # ------------------------------------------------------------------

    def _find_wording(self, step_id, variant_id):
        Step = self.env["sales.sequence.step"].with_context(active_test=False)
        step = Step.browse(step_id or ()).exists()
        if not step:
            raise UserError(self.env._("This step does not exist anymore."))
        step.check_access("read")
        variant = step.variant_ids.filtered(lambda one: one.id == variant_id)
        if variant_id and not variant:
            raise UserError(self.env._("“%s” has no such variant.", step.display_name))
        return step, variant

    def _find_language(self, code):
        if code and code not in dict(self.env["res.lang"].get_installed()):
            raise UserError(self.env._("The language “%s” is not active.", code))
        return code or False

    def _find_record(self, sequence, res_id):
        """The record with this id, or one that would be enrolled, else any; empty where there is none."""
        Target = self.env[sequence._target_model_name()]
        if res_id:
            record = Target.browse(res_id).exists()
            if not record:
                raise UserError(self.env._("This record does not exist anymore."))
            record.check_access("read")
            return record
        try:
            matching = sequence._get_domain("enroll_domain")
        except UserError:
            matching = Domain.TRUE
        with_address = Domain("email_normalized", "!=", False) if "email_normalized" in Target._fields else Domain.TRUE
        for domain in (matching & with_address, with_address, Domain.TRUE):
            if record := Target.search(domain, limit=1, order="id desc"):
                return record
        return Target

    def _enrollment_to_show(self, sequence, record):
        """The live enrollment of the record in this sequence, or what it would be, not saved; with all rights."""
        # With all rights, here and below, as the runner does it: not everybody may read what decides who sends.
        sequence = sequence.sudo()
        Enrollment, field_name = self.env["sales.sequence.enrollment"].sudo(), sequence._enrollment_field_name()
        domain = Domain(field_name, "=", record.id) & Domain("sequence_id", "=", sequence.id)
        enrollment = Enrollment.search(domain & Domain("state", "in", LIVE_STATES) & NOT_CONTROL, limit=1)
        if enrollment:
            return enrollment
        candidates = Candidates(sequence, record.sudo())
        values = {
            "sequence_id": sequence.id,
            "target": sequence.target,
            "enrolled_at": candidates.now,
            "partner_id": candidates.contacts[record.id].id,
            field_name: record.id,
            "email_normalized": candidates.addresses[record.id],
            "user_id": candidates.senders[record.id].id,
            "company_id": candidates.companies[record.id].id,
            "state": "running",
        }
        if candidates.dates_to_count_from:
            sequence._add_references([values], candidates)
        return Enrollment.new(values)

    def _write_out(self, step, variant, enrollment, language, texts):
        """`Written`: what the person would get.

        :param texts: ``{name: text}`` instead of what is saved
        """
        if texts:
            step.check_access("write")
        enrollment = enrollment.with_context(lang=language)
        if step.channel == "email":
            written = self._write_email(step, variant, enrollment, texts)
            thread = self._thread_subject(step, enrollment)
            return written._replace(subject=thread) if thread else written
        return self._write_script(step, enrollment, texts)

    def _write_email(self, step, variant, enrollment, texts):
        # With all rights, here and below, as the runner renders it.
        language, plan = enrollment.env.context.get("lang"), step.sudo()
        variant = variant.sudo() or self.env["sales.sequence.assignment"].sudo()._foresee(plan, enrollment)
        wording = variant or plan
        template = wording.mail_template_id.with_context(lang=language)
        if texts:
            saved = template
            values = {name: saved[name] for name in ("name", *TEXTS, "email_cc", "email_layout_xmlid")}
            values["model_id"] = self.env["ir.model"]._get_id(plan.target_model)
            # Without an origin, which Odoo would take for the same record the next time.
            template = saved.new({**values, **texts})
            wording.with_env(self.env)._check_code_in({name: template[name] for name in texts}, saved, TEXTS)
        if not template:
            return Written("", "", [], {}, {})
        channel = self.env["sales.sequence.channel.email"].sudo().with_context(lang=language)
        contents, holes = channel._render(template, enrollment, enrollment.user_id, values=True)
        target_id = enrollment._target().id
        content = contents[target_id]
        return Written(
            content.get("subject"),
            content.get("body_html"),
            holes.get(target_id, []),
            content.get("draft_values", {}),
            content,
        )

    def _write_script(self, step, enrollment, texts):
        plan = step.sudo().with_context(lang=enrollment.env.context.get("lang"))
        if "body_html" in texts:
            saved = plan
            values = {name: saved[name] for name in ("name", "summary", "sequence_id")}
            plan = saved.new({**values, "note": texts["body_html"]})
            step._check_code_in({"body_html": plan.note}, saved, ["note"])
        rendering = Rendering()
        target_id = enrollment._target().id
        with rendering.watching(values=True) as holes:
            scripts = self.env["sales.sequence.channel.manual"].sudo()._render_scripts(plan, enrollment, rendering)
        values = rendering.values.get(target_id, {})
        return Written(plan.summary or plan.name, scripts.get(target_id), holes.get(target_id, []), values, {})

    # ------------------------------------------------------------------
    # Thread
    # ------------------------------------------------------------------

    def _thread_start(self, step):
        """The email step in whose thread this one follows up; empty where it starts one itself."""
        place = step._place()
        emails = self._emails_of(step)
        earlier = emails.filtered(lambda one: one._place() < place)
        if step.new_thread or not earlier:
            return emails.browse()
        return (earlier.filtered("new_thread") or earlier[:1])[-1:]

    def _thread_subject(self, step, enrollment):
        """The subject that a follow-up has, False where it has its own."""
        start = self._thread_start(step)
        if not start:
            return False
        if enrollment.id and not step.new_thread:
            threads = self.env["sales.sequence.channel.email"].sudo()._threads(enrollment)
            if enrollment.id in threads:
                return threads[enrollment.id]["subject"]
        subject = one_line(self._write_email(start, start.variant_ids.browse(), enrollment, {}).subject or "")
        return subject if subject.lower().startswith("re:") else f"Re: {subject}"

    def _emails_of(self, step):
        steps = step.sudo().sequence_id.step_ids
        return steps.filtered(lambda one: one.active and one.channel == "email")._in_order()

    def _thread_in_words(self, step):
        start = self._thread_start(step)
        if start:
            return self.env._("Follows up in the thread of “%s”, with its subject.", start.name)
        place = step._place()
        following = self._emails_of(step).filtered(lambda one: one._place() > place)[:1]
        if following and not following.new_thread:
            return self.env._("Starts the thread in which the next emails follow up.")
        return self.env._("In a thread of its own.")
