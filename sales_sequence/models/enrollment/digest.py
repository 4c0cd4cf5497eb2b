from collections import defaultdict

from lxml import html
from markupsafe import Markup

from odoo import models

from ..base.jobs import wake_mail_queue
from ..base.languages import active_language

# How many records a line of the digest names.
NAMES_PER_LINE = 10


class SalesSequenceDigest(models.AbstractModel):
    """Tells reps of the calls and to-dos that are new in their queue, in one notification each. Called with all rights.

    An activity that nobody has been told of yet has `sequence_digest_pending`. Afterwards its touch knows the message:
    a record that is deleted must not be named there any longer.
    """

    _name = "sales.sequence.digest"
    _description = "Sales Sequence Digest"

    def _find_pending(self):
        """Activities of which their assignees have not been told yet, oldest first; also those done meanwhile."""
        return (
            self.env["mail.activity"]
            .with_context(active_test=False)
            .search_fetch(
                [("sequence_digest_pending", "=", True), ("user_id", "!=", False)],
                ["active", "activity_type_id", "create_date", "res_id", "res_model", "res_name", "user_id"],
                order="id",
            )
        )

    def _tell(self, users, activities):
        """Send each of these users one notification of their activities among these.

        The activities count as told in the same transaction: a process killed before the commit has done neither.
        """
        by_user = activities.grouped("user_id")
        for user in users:
            of_user = by_user[user]
            of_user.write({"sequence_digest_pending": False})
            told = of_user.filtered("active")
            message = self._notify(user, told)
            if message:
                self._remember(told, message)
        wake_mail_queue(self.env)

    def _remember(self, activities, message):
        """Note on the touches of these activities in which digest they are."""
        touches = self.env["sales.sequence.touch"].search([("activity_id", "in", activities.ids)])
        # One who had them before was told of them as well: that digest would be lost sight of.
        earlier = touches.filtered("digest_message_id")
        for targets in earlier.enrollment_id._targets_by_model().values():
            self._forget(targets, earlier, self.env._("Handed over"))
        touches.write({"digest_message_id": message.id})

    def _forget(self, targets, touches, instead=None):
        """Take the names of these targets out of the digests.

        :param touches: those of their enrollments
        :param instead: what is said there; by default that the record was deleted
        """
        deleted = instead or self.env._("Deleted record")
        for message in touches.digest_message_id:
            tree = html.fragment_fromstring(message.body or "", create_parent="div")
            for target_id in targets.ids:
                for name in tree.xpath(
                    "//*[@data-oe-model=$model and @data-oe-id=$id]", model=targets._name, id=str(target_id)
                ):
                    name.attrib.pop("href", None)
                    name.text = deleted
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
            subject=user_env._("%s new activities from your sequences", len(activities)),
            body=Markup("<p>%s</p><ul>%s</ul>")
            % (user_env._("These are waiting in your queue:"), self._lines(user, activities)),
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
