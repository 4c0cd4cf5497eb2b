from collections import defaultdict

from markupsafe import Markup

from odoo import models, tools

from ...tools.rendering import Rendering
from ...tools.texts import one_line
from ...tools.web_links import addresses_in, link_addresses
from ..base.jobs import wake_mail_queue
from ..plan.blanks import TEMPLATE_TEXTS


class SalesSequenceChannelEmail(models.AbstractModel):
    """Puts the emails of a step into Odoo's mail queue, in one thread, from the sender's
    own address, and keeps them in the chatter of the target."""

    _name = "sales.sequence.channel.email"
    _inherit = "sales.sequence.channel"
    _description = "Sales Sequence Channel: Email"

    def _execute(self, batch, step, enrollments):
        sender = enrollments.user_id.with_env(self.env)
        if not sender._sequence_from():
            return dict.fromkeys(enrollments, sender._sequence_without_address())
        refused = self._find_unwritable(enrollments)
        writable = enrollments - enrollments.browse([enrollment.id for enrollment in refused])
        threads = self._threads(writable) if not step.new_thread else {}
        for variant, of_variant in self._by_variant(batch, step, writable).items():
            template = variant.mail_template_id or step.mail_template_id
            contents, holes = self._render(
                template,
                of_variant,
                enrollments.user_id,
                batch.run.rendering,
                values=step.requires_review,
                own={one._target().id: one._own_mail(step) for one in of_variant if one.own_mails},
            )
            for enrollment in of_variant:
                reason = self._find_hole(template, enrollment, contents, holes)
                if reason:
                    refused[enrollment] = reason
            group = of_variant.filtered(lambda enrollment: enrollment not in refused)
            self._apply_reviews(batch, group, contents)
            to_review = group.filtered(lambda one: one._email_awaits_review(step, batch.touches.get(one)))
            self._draft(batch, step, variant, to_review, contents)
            self._queue(batch, step, variant, group - to_review, contents, threads)
        return refused

    # ------------------------------------------------------------------
    # To whom
    # ------------------------------------------------------------------

    def _find_unwritable(self, enrollments):
        """``{enrollment: reason}``"""
        refused = {}
        Address = self.env["sales.sequence.address"]
        displaced = Address._find_displaced(enrollments)
        if displaced:
            # Whoever was in the way may have ended meanwhile.
            Address._take_free_places(enrollments)
            displaced = Address._find_displaced(enrollments)
        for enrollment in enrollments:
            if not enrollment._target()._sequence_email():
                refused[enrollment] = self._without_address(enrollment)
            elif enrollment.id in displaced:
                # Without a name: the reader may not be allowed to see the other record.
                refused[enrollment] = self.env._(
                    "The address %s is enrolled with another record already. Search the enrollments for it, or ask a "
                    "manager, and stop one of the two.",
                    displaced[enrollment.id],
                )
        return refused

    def _without_address(self, enrollment):
        """Why an email cannot be written, and what helps. The enrollment still shows the last address there was."""
        target, last = enrollment._target(), enrollment.email_normalized
        if last and not any(target[name] for name in target._sequence_address_fields):
            return self.env._("The email address %s was removed from the record. Enter one there, then resume.", last)
        return " ".join([target._sequence_address_problem(), self.env._("Enter a valid one, then resume.")])

    # ------------------------------------------------------------------
    # What
    # ------------------------------------------------------------------

    def _by_variant(self, batch, step, enrollments):
        """``{variant or an empty record: enrollments}``. An approved draft stays the wording that was approved."""
        Variant, weights = step.variant_ids, step._weights_of_variants()
        drawn = {}
        for enrollment in enrollments:
            touch = batch.touches.get(enrollment)
            if touch and touch.approved_by_id and touch.draft_body:
                drawn[enrollment] = touch.variant_id, touch.assignment_id.id
        others = enrollments.filtered(lambda enrollment: enrollment not in drawn)
        if len(weights) > 1 and others:
            drawn.update(self.env["sales.sequence.assignment"]._assign(step, others))
        else:
            drawn.update(dict.fromkeys(others, (Variant.browse(weights), False)))
        of_variant = defaultdict(list)
        for enrollment in enrollments:
            variant, assignment_id = drawn[enrollment]
            batch.assignments[enrollment] = assignment_id
            of_variant[Variant.browse(variant.ids)].append(enrollment.id)
        return {variant: enrollments.browse(ids) for variant, ids in of_variant.items()}

    def _render(self, template, enrollments, user, rendering=None, values=False, own=None, in_layout=True):
        """Render on the targets, as the sender would see it, in the language of the enrollments.

        :param rendering: `Rendering` of the run, which keeps what was compiled
        :param own: ``{target id: _own_mail of its enrollment}``: what is taken as it is, whatever the template says
        :param values: somebody reads it before it is sent: note as ``draft_values`` what the merge fields print
        :param in_layout: with the layout of the template around the text
        :return: ``({target id: {field: value}}, {target id: [empty expression, …]})``
        """
        rendering = rendering or Rendering()
        own = {target_id: mail for target_id, mail in (own or {}).items() if mail}
        all_ids = [enrollment._target().id for enrollment in enrollments]
        target_ids = [target_id for target_id in all_ids if target_id not in own] if own else all_ids
        language = enrollments.env.context.get("lang")
        # As the sender, for `user` in the template; with all rights, which the sender need not have on the template.
        template = template.with_user(user).sudo()
        template = template.with_context(
            lang=language, sales_sequence_rendering=rendering, sales_sequence_writing=self._writing(user, enrollments)
        )
        contents = {target_id: {} for target_id in all_ids}
        with rendering.watching(values) as holes:
            for field_name in ("subject", "body_html", *(["email_cc"] if template.email_cc else [])):
                # Copies go to the same people, whoever has written the text.
                whom = all_ids if field_name == "email_cc" else target_ids
                for target_id, value in template._render_field(field_name, whom).items():
                    contents[target_id][field_name] = value
        if values:
            for target_id, content in contents.items():
                content["draft_values"] = rendering.values.get(target_id, {})
        ours = addresses_in(template.body_html) | addresses_in(user.sudo().sequence_meeting_link)
        for content in (contents[target_id] for target_id in target_ids):
            content["body_html"] = link_addresses(content["body_html"], ours)
            # Somebody may have written one into the template since the sequence went live.
            left = [f"[[{blank}]]" for name, find in TEMPLATE_TEXTS.items() for blank in find(template[name])]
            for target_id in target_ids if left else ():
                holes.setdefault(target_id, []).extend(left)
        self._apply_own_mails(contents, own)
        # Not watched: an empty merge field in the name of a report is no hole.
        if template.attachment_ids or template.report_template_ids:
            template._generate_template_attachments(
                all_ids, ("attachment_ids", "report_template_ids"), render_results=contents
            )
        if template.email_layout_xmlid and in_layout:
            self._wrap_in_layout(template, enrollments, contents)
        return contents, holes

    def _apply_own_mails(self, contents, own):
        """What was written for one person leaves as it is. It is never evaluated."""
        for target_id, mail in own.items():
            # Pictures of the editor have addresses without a host.
            body = self.env["mail.render.mixin"]._replace_local_links(Markup(mail["body"]))
            body = link_addresses(body, addresses_in(body))
            contents[target_id].update(subject=mail["subject"], body_html=body)

    def _wrap_in_layout(self, template, enrollments, contents):
        for enrollment in enrollments:
            target = enrollment._target()
            content = contents[target.id]
            content["body_html"] = template._render_encapsulate(
                template.email_layout_xmlid,
                content["body_html"],
                add_context={
                    "company": enrollment.company_id,
                    "model_description": target.env["ir.model"]._get(target._name).display_name,
                },
                context_record=target,
            )

    def _find_hole(self, template, enrollment, contents, holes):
        target = enrollment._target()
        content = contents[target.id]
        if holes.get(target.id):
            return self.env._(
                "The template “%(template)s” has no value for %(fields)s. Fill it in, or give the template a default "
                "text, then resume.",
                template=template.name,
                fields=", ".join(dict.fromkeys(holes[target.id])),
            )
        if not (content.get("subject") or "").strip():
            return self.env._("The template “%s” renders an empty subject.", template.name)
        if tools.is_html_empty(content.get("body_html")):
            return self.env._("The template “%s” renders an empty body.", template.name)
        return False

    # ------------------------------------------------------------------
    # Review
    # ------------------------------------------------------------------

    def _apply_reviews(self, batch, enrollments, contents):
        """An approved draft is sent as the reviewer left it."""
        for enrollment in enrollments:
            touch = batch.touches.get(enrollment)
            if touch and touch.approved_by_id and touch.draft_body:
                contents[enrollment._target().id].update(subject=touch.draft_subject, body_html=touch.draft_body)

    def _draft(self, batch, step, variant, enrollments, contents):
        values = {}
        for enrollment in enrollments:
            content = contents[enrollment._target().id]
            values[enrollment] = {
                "state": "draft",
                "variant_id": variant.id,
                "assignment_id": batch.assignments[enrollment],
                "draft_subject": content["subject"],
                "draft_body": content["body_html"],
                "draft_values": content.get("draft_values", {}),
                "draft_changed_by_id": False,
                "due_at": False,
                "due_kind": False,
            }
        self._record(batch, step, values)
        enrollments.write({"next_run_at": False, "next_run_moved_by": False})

    # ------------------------------------------------------------------
    # Into the queue
    # ------------------------------------------------------------------

    def _queue(self, batch, step, variant, enrollments, contents, threads):
        if not enrollments:
            return
        moment, user, slots = enrollments._now(), enrollments.user_id, batch.slots
        template = variant.mail_template_id or step.mail_template_id
        reply_to, email_from = self._reply_to(enrollments, user), user._sequence_from()
        values_list = [
            {
                **self._mail_values(enrollment, user, contents, threads.get(enrollment.id)),
                "mail_server_id": template.mail_server_id.id,
                "email_from": email_from,
                "reply_to": reply_to[enrollment._target().id],
                "scheduled_date": slots.get(enrollment.id),
            }
            for enrollment in enrollments
        ]
        # As the sender: only then may their own outgoing mail server send it. With all rights: salespeople cannot write
        # into Odoo's mail queue.
        mails = self.env["mail.mail"].with_user(user).sudo().create(values_list)
        self._attach_reports(mails, enrollments, contents)
        self._record(
            batch,
            step,
            {
                enrollment: {
                    "state": "queued",
                    "done_at": slots.get(enrollment.id) or moment,
                    "variant_id": variant.id,
                    "assignment_id": batch.assignments[enrollment],
                    "mail_message_id": mail.mail_message_id.id,
                }
                for enrollment, mail in zip(enrollments, mails, strict=True)
            },
        )
        enrollments._advance(step, moment, batch.working_times)
        wake_mail_queue(self.env, [slots[enrollment.id] for enrollment in enrollments if enrollment.id in slots])

    def _mail_values(self, enrollment, user, contents, thread):
        target = enrollment._target()
        content = contents[target.id]
        values = {
            "model": target._name,
            "res_id": target.id,
            "subject": one_line(content["subject"]),
            "body": content["body_html"],
            "body_html": content["body_html"],
            "author_id": user.partner_id.id,
            "email_cc": content.get("email_cc") or False,
            "attachment_ids": [(4, attachment_id) for attachment_id in content.get("attachment_ids", ())],
            "subtype_id": self.env["ir.model.data"]._xmlid_to_res_id("mail.mt_comment"),
            # Odoo deletes the mail once sent; being a notification keeps its message in the chatter.
            "auto_delete": True,
            "is_notification": True,
            "is_sequence_mail": True,
            **self._recipient(enrollment, target),
        }
        headers = self.env["sales.sequence.opt.out.link"]._headers(enrollment)
        values["message_id"] = self.env["mail.message"]._get_message_id(values)
        references = [values["message_id"]]
        if thread:
            headers["In-Reply-To"] = thread["message_ids"][-1]
            references = [*thread["message_ids"], *references]
            values.update(subject=thread["subject"], parent_id=thread["parent_id"])
        # Some mail servers (Amazon SES, Outlook) replace our Message-ID, but leave References alone. With our own in
        # there too, the mails of a thread, and the answers to them, still share one.
        values["references"] = " ".join(references)
        values["headers"] = repr(headers)
        return values

    def _recipient(self, enrollment, target):
        contact = target._sequence_contact()
        if contact.email_normalized == enrollment.email_normalized:
            return {"recipient_ids": [(4, contact.id)]}
        name = enrollment.lead_id.contact_name or enrollment.lead_id.partner_name or ""
        return {"email_to": tools.formataddr((one_line(name), enrollment.email_normalized))}

    def _reply_to(self, enrollments, user):
        """``{target id: address}``: the alias of the record or the catchall, else the sender."""
        (targets,) = enrollments._targets_by_model().values()
        reply_to = targets._notify_get_reply_to_batch(
            defaults=dict.fromkeys(targets.ids, user._sequence_from()),
            author_ids=dict.fromkeys(targets.ids, user.partner_id.id),
        )
        return {target_id: one_line(address) for target_id, address in reply_to.items()}

    def _attach_reports(self, mails, enrollments, contents):
        for mail, enrollment in zip(mails, enrollments, strict=True):
            self._attach_reports_to(mail, contents[enrollment._target().id].get("attachments"))

    def _attach_reports_to(self, mail, reports):
        """:param reports: list of ``(name, data)``, or nothing"""
        if reports:
            mail.attachment_ids = [
                (
                    0,
                    0,
                    {
                        "name": name,
                        "datas": data,
                        "type": "binary",
                        "res_model": "mail.message",
                        "res_id": mail.mail_message_id.id,
                    },
                )
                for name, data in reports
            ]

    def _threads(self, enrollments):
        """What a follow-up needs to stay in its thread, for the enrollments that have one.

        :return: ``{enrollment id: {"subject", "message_ids" (oldest first), "parent_id"}}``.
            References carry every earlier mail: RFC 5322, 3.6.4.
        """
        touches = self.env["sales.sequence.touch"].search(
            [
                ("enrollment_id", "in", enrollments.ids),
                ("channel", "=", "email"),
                ("state", "in", ("queued", "sent")),
                ("mail_message_id", "!=", False),
            ],
            order="id",
        )
        threads = {}
        for touch in touches:
            if touch.user_id != touch.enrollment_id.user_id:
                # From an earlier sender: a thread has one sender.
                continue
            message = touch.mail_message_id
            thread = threads.get(touch.enrollment_id.id)
            if not thread or touch.step_id.new_thread:
                subject = one_line(message.subject or "")
                thread = threads[touch.enrollment_id.id] = {
                    "subject": subject if subject.lower().startswith("re:") else f"Re: {subject}",
                    "message_ids": [],
                    "parent_id": message.id,
                }
            thread["message_ids"].append(message.message_id)
        return threads
