from odoo import models
from odoo.fields import Domain

from ..base.states import LIVE_STATES


class SalesSequence(models.Model):
    """What becomes of somebody who is in another sequence already: left out, put in line behind it, or taken out of it.

    A person has one live enrollment per company, so these are all the choices there are.
    """

    _inherit = "sales.sequence"

    def _find_live(self, targets, addresses=None):
        """See `_find_live` of the enrollment."""
        return self.env["sales.sequence.enrollment"]._find_live(self, targets, addresses)

    def _find_readable_live(self, targets):
        """``{target id: id of a live enrollment that keeps it out}``, as far as the user may read target and
        enrollment."""
        targets = targets.exists()._filtered_access("read")
        if not targets:
            return {}
        live = self._find_live(targets)
        readable = self.env["sales.sequence.enrollment"].union(*live.values()).sudo(False)._filtered_access("read")
        found = {target_id: enrollments.sudo(False) & readable for target_id, enrollments in live.items()}
        return {target_id: enrollments[0].id for target_id, enrollments in found.items() if enrollments}

    def _refuse_already_live(self, targets, addresses, conflicts="skip"):
        """Refuse who is in a sequence already, as a record or as the same person, and cannot make room."""
        targets = targets.sudo()
        addresses = {target_id: addresses[target_id] for target_id in targets._ids}
        live = self._find_live(targets, addresses)
        if not live and len(set(addresses.values())) == len(addresses):
            return {}
        reasons = self._find_conflict_messages(live, conflicts)
        refusals, seen = {}, {}
        for target in targets:
            # One person, or one place in a line.
            keys = [(self._get_company(target), addresses[target.id])] if addresses[target.id] else []
            keys += live.get(target.id, [])[:1]
            other = next((seen[key] for key in keys if key in seen), None)
            if target.id in reasons:
                refusals[target.id] = ("already_live", reasons[target.id])
            elif other:
                # Both passed the checks before: whoever is told may read the other one.
                message = self.env._("The same address is enrolled with “%s”.", other.display_name)
                refusals[target.id] = ("already_live", message)
            else:
                seen.update(dict.fromkeys(keys, target))
        return refusals

    def _find_conflict_messages(self, live, conflicts):
        """``{target id: words}`` for those who can neither wait in line nor be taken out.

        :param live: as `_find_live` returns it
        """
        reasons = {}
        all_of_them = self.env["sales.sequence.enrollment"].union(*live.values()).with_env(self.env)
        # Whoever puts somebody in line has to see behind what.
        movable = all_of_them._filter_manageable() if conflicts == "replace" else all_of_them._filtered_access("read")
        movable = movable.sudo()
        unsure = movable.browse() if conflicts != "replace" else movable._open_questions().enrollment_id
        for target_id, enrollments in live.items():
            present = self._name_of(enrollments[0].sequence_id)
            queued = conflicts == "queue" and self._name_of(enrollments.pending_sequence_id[:1])
            fixed = enrollments - movable
            if conflicts == "skip" or self in enrollments.sequence_id:
                reasons[target_id] = self.env._("This person is in “%s” already.", present)
            elif fixed and conflicts == "replace":
                reasons[target_id] = self.env._(
                    "This person is in “%s” already, and is not yours to take out of it.",
                    self._name_of(fixed[0].sequence_id),
                )
            elif fixed:
                reasons[target_id] = self.env._(
                    "This person is in “%s” already, in somebody else's care: ask a manager to put them in line.",
                    self._name_of(fixed[0].sequence_id),
                )
            elif queued:
                reasons[target_id] = self.env._(
                    "This person is in “%(present)s”, and “%(queued)s” waits for its end already.",
                    present=present,
                    queued=queued,
                )
            elif conflicts == "replace" and enrollments & unsure:
                reasons[target_id] = self._unsure_message(enrollments & unsure)
        return reasons

    def _stop_conflicting(self, enrollments):
        """Take people out of the sequences that they are in: they enter this one instead."""
        by, sequence = self.env.user.name, self.name
        note = self.env._("%(user)s enrolled them in “%(sequence)s” instead.", user=by, sequence=sequence)
        enrollments._stop("replaced", note=note)
        # In the database before the new ones: a person has one live enrollment.
        enrollments.flush_recordset()

    def _set_pending(self, live, sender, start_on):
        """Let people enter this sequence when they are through the one that they are in.

        :param live: as `_find_live` returns it
        :return: ``{target id: id of the enrollment that it waits for}``
        """
        behind = {target_id: enrollments[0] for target_id, enrollments in live.items()}
        Target = self.env[self._target_model_name()]
        for target_id, enrollment in behind.items():
            user = sender or self._default_sender(Target.browse(target_id))
            enrollment.write(
                {
                    "pending_sequence_id": self.id,
                    "pending_target_id": target_id,
                    "pending_user_id": user.id,
                    "pending_start_on": start_on,
                }
            )
        waiting = self.env["sales.sequence.enrollment"].sudo().union(*behind.values())
        by = self.env.user.name
        waiting._log_in_chatter(
            self.env._("will be followed by “%(next)s”: put in line by %(user)s", next=self.name, user=by)
        )
        return {target_id: enrollment.id for target_id, enrollment in behind.items()}

    # ------------------------------------------------------------------
    # Who may have answered another one
    # ------------------------------------------------------------------

    def _find_unsure(self, targets):
        """The ended enrollments of these people that may have been answered, as far as the caller could say whether
        they were: nobody is kept waiting by what only a colleague can settle.

        :return: ``{target id: enrollments}``, with sudo; targets without any are not in it
        """
        targets, field_name = targets.sudo(), self._enrollment_field_name()
        addresses = self._addresses(targets)
        unsure = (
            self.env["sales.sequence.enrollment"]
            .sudo()
            .search(
                Domain("state", "not in", LIVE_STATES)
                & Domain("is_unsure", "=", True)
                & (
                    Domain(field_name, "in", targets.ids)
                    | Domain("email_normalized", "in", list(filter(None, addresses.values())))
                )
            )
        )
        unsure = unsure.with_env(self.env)._filter_manageable().sudo()
        found = {}
        for target in targets if unsure else ():
            company, address = self._get_company(target), addresses[target.id]
            of_target = unsure.filtered(
                lambda one: (
                    one.company_id == company  # noqa: B023
                    and (one[field_name] == target or (address and one.email_normalized == address))  # noqa: B023
                )
            )
            if of_target:
                found[target.id] = of_target
        return found

    def _refuse_unsure(self, targets, _addresses):
        """Refuse who may have answered another sequence: who has, is not written to by the next one."""
        return {
            target_id: ("unsure", self._unsure_message(enrollments))
            for target_id, enrollments in self._find_unsure(targets).items()
        }

    def _unsure_message(self, enrollments):
        return self.env._(
            "They may have answered “%s”. Say first whether a person or a machine wrote it.",
            enrollments[0].sequence_id.display_name,
        )
