from collections import defaultdict
from datetime import time

from lxml import html
from markupsafe import Markup

from odoo import models
from odoo.fields import Domain

from ..base.jobs import wake_mail_queue
from ..base.languages import active_language

# Early enough for whoever begins early, on their own clock.
DIGEST_FROM = time(7)
# How many records a line of the digest names.
NAMES_PER_LINE = 10


class SalesSequenceDigest(models.AbstractModel):
    """Tells reps of the calls and to-dos that are new in their queue, in one notification a working day. Called with
    all rights.

    An activity that nobody has been told of yet has `sequence_digest_pending`. Afterwards it knows the message, and its
    touch does once the activity is deleted: a record that is deleted must not be named there any longer.

    What comes after the digest of a day is in *My day* at once, and in the next digest unless it has been done by then.
    """

    _name = "sales.sequence.digest"
    _description = "Sales Sequence Digest"

    def _find_due(self):
        """Activities of which their assignees have not been told yet, and are to be told now, oldest first; also those
        done meanwhile."""
        Activity = self.env["mail.activity"].with_context(active_test=False)
        pending = Domain("sequence_digest_pending", "=", True) & Domain("user_id", "!=", False)
        waiting = self.env["res.users"].union(*(user for [user] in Activity._read_group(pending, ["user_id"])))
        return Activity.search_fetch(
            pending & Domain("user_id", "in", self._filter_due(waiting).ids),
            [
                "active",
                "activity_type_id",
                "create_date",
                "res_id",
                "res_model",
                "res_name",
                "sequence_digest_id",
                "user_id",
            ],
            order="id",
        )

    def _filter_due(self, users):
        """Those to tell now: on a working day of theirs, from the morning on, who have not been told that day."""
        due = users.browse()
        for user in users:
            now = user._sequence_now()
            untold = user.sequence_digest_on != now.date() and now.time() >= DIGEST_FROM
            if untold and user._sequence_works_on(now.date()):
                due |= user
        return due

    def _hand_over(self, activities):
        """These have just got another assignee, who sees them in *My day*: say so to whoever is at work now, and to all
        in their next digest."""
        activities.sequence_digest_pending = True
        for user, of_user in activities.grouped("user_id").items():
            if user != self.env.user:
                words = self._in_language_of(user).env._("%s activities were handed over to you.", len(of_user))
                user._bus_send("sales_sequence/handed_over", {"words": words})

    def _tell(self, users, activities):
        """Send each of these users one notification of their activities among these.

        The activities count as told in the same transaction: a process killed before the commit has done neither.
        """
        by_user = activities.grouped("user_id")
        for user in users:
            of_user = by_user[user]
            # Somebody who had them before was told of them as well: that digest would be lost sight of.
            for model_name, of_model in of_user.filtered("sequence_digest_id").grouped("res_model").items():
                targets = self.env[model_name].browse(of_model.mapped("res_id"))
                self._take_out(targets, of_model.sequence_digest_id, self.env._("Handed over"))
            message = self._notify(user, of_user.filtered("active"))
            if message:
                user.sequence_digest_on = user._sequence_now().date()
            of_user.write({"sequence_digest_pending": False, "sequence_digest_id": message.id})
        wake_mail_queue(self.env)

    def _keep(self, activities):
        """These are about to be deleted: let their touches know the digests, and the enrollments of those who are held
        back."""
        touches = self.env["sales.sequence.touch"].search([("activity_id", "in", activities.ids)])
        for message, of_message in touches.grouped(lambda touch: touch.activity_id.sequence_digest_id).items():
            of_message.write({"digest_message_id": message.id})
        held_back = self.env["sales.sequence.enrollment"].search([("control_activity_id", "in", activities.ids)])
        for enrollment in held_back:
            enrollment.control_digest_id = enrollment.control_activity_id.sequence_digest_id

    def _forget(self, targets, enrollments):
        """Take the names of these targets, which are about to be deleted, out of the digests.

        :param enrollments: all of theirs
        """
        touches = enrollments.touch_ids
        digests = touches.digest_message_id | touches.activity_id.sequence_digest_id
        digests |= enrollments.control_digest_id | enrollments.control_activity_id.sequence_digest_id
        self._take_out(targets, digests, self.env._("Deleted record"))

    def _take_out(self, targets, digests, instead):
        for message in digests:
            tree = html.fragment_fromstring(message.body or "", create_parent="div")
            for target_id in targets.ids:
                for name in tree.xpath(
                    "//*[@data-oe-model=$model and @data-oe-id=$id]", model=targets._name, id=str(target_id)
                ):
                    name.attrib.pop("href", None)
                    name.text = instead
            # With the tags inside the parent that was created above.
            message.body = Markup(html.tostring(tree, encoding="unicode")[len("<div>") : -len("</div>")])

    def _notify(self, user, activities):
        """:return: the `mail.message`, empty if there is nothing to tell"""
        if not activities or user == self.env.user:
            return self.env["mail.message"]
        user_env = self._in_language_of(user).env
        # Not sent right here: the mail queue, which `_tell` wakes, would send the same mail at the same time, and fail.
        return self.env["mail.thread"].with_context(mail_notify_force_send=False).message_notify(
            partner_ids=user.partner_id.ids,
            subject=user_env._("New activities from your sequences: %s", len(activities)),
            body=Markup('<p>%s</p><ul>%s</ul><p><a href="/odoo/my-day">%s</a></p>')
            % (
                user_env._("These are waiting in your queue:"),
                self._lines(user, activities),
                user_env._("Open My day"),
            ),
        )

    def _in_language_of(self, user):
        return self.with_context(lang=active_language(self.env, user.lang))

    def _lines(self, user, activities):
        """One line for each type of activity, with the names of the records."""
        by_type = defaultdict(list)
        for activity in activities.with_context(lang=self._in_language_of(user).env.lang):
            by_type[activity.activity_type_id.name].append(activity)
        names = self._names_for(user, activities)
        return Markup("").join(
            Markup("<li>%s: %s</li>")
            % (
                type_name,
                Markup(", ").join(names[activity] for activity in of_type[:NAMES_PER_LINE])
                + ("…" if len(of_type) > NAMES_PER_LINE else ""),
            )
            for type_name, of_type in by_type.items()
        )

    def _names_for(self, user, activities):
        """``{activity: name of its record, as a link}``, as far as this user may read it: somebody who stands in for a
        colleague need not see all of the colleague's records."""
        reader = self.with_user(user).sudo(False).with_context(allowed_company_ids=user.company_ids.ids)
        hidden = self._in_language_of(user).env["sales.sequence.references"]._hidden_name()
        names = {}
        for model_name, of_model in activities.grouped("res_model").items():
            records = reader.env[model_name].browse(of_model.mapped("res_id"))
            readable = set(records.exists()._filtered_access("read")._ids)
            for activity in of_model:
                names[activity] = self._link_to(activity) if activity.res_id in readable else hidden
        return names

    def _link_to(self, activity):
        """As Odoo's own links to records in messages; `_forget` finds the name by it."""
        model, id_ = activity.res_model, activity.res_id
        link = Markup('<a href="/mail/view?model=%s&amp;res_id=%s" data-oe-model="%s" data-oe-id="%s">%s</a>')
        return link % (model, id_, model, id_, activity.res_name or "")
