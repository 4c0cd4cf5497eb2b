from odoo import api, fields, models
from odoo.fields import Domain

from ..base.states import LIVE_STATES


class SalesSequenceConflicts(models.AbstractModel):
    """What becomes of a person who is in another sequence: left out, pending until that one ends, or taken out of it.

    A person has one live enrollment per company, so there are no other choices. And nobody is enrolled while it is open
    whether they have answered another sequence.
    """

    _name = "sales.sequence.conflicts"
    _description = "Conflicts between Sequences"

    # ------------------------------------------------------------------
    # People who are in another sequence
    # ------------------------------------------------------------------

    @api.model
    def _find_readable_live(self, sequence, targets):
        """``{target id: id of a live enrollment that keeps it out}``, as far as the user may read both."""
        targets = targets.exists()._filtered_access("read")
        if not targets:
            return {}
        Enrollment = self.env["sales.sequence.enrollment"]
        live = Enrollment._find_live(sequence, targets)
        # What the user may read, also where the engine asks with all rights.
        readable = Enrollment.union(*live.values()).sudo(False)._filtered_access("read")
        found = {target_id: enrollments.sudo(False) & readable for target_id, enrollments in live.items()}
        return {target_id: enrollments[0].id for target_id, enrollments in found.items() if enrollments}

    @api.model
    def _find_messages(self, sequence, live, conflicts):
        """``{target id: message}`` for those for whom `sequence` can neither be pending nor replace their own.

        :param live: as `_find_live` of the enrollment returns it
        :param conflicts: see `sales.sequence.enroll`
        """
        enrollments = self.env["sales.sequence.enrollment"].union(*live.values()).with_env(self.env)
        if conflicts == "replace":
            movable = enrollments._filter_manageable()
            # With all rights: not all questions are for the user to read.
            unsure = movable.sudo()._open_questions().enrollment_id
        else:
            # To let a sequence follow another, the user has to see the other one.
            movable, unsure = enrollments._filtered_access("read"), enrollments.browse()
        messages = {}
        for target_id, of_target in live.items():
            fixed = of_target - movable
            queued = of_target.pending_sequence_id[:1]
            held_back = of_target._control()
            if held_back and (conflicts != "queue" or sequence in of_target.sequence_id):
                messages[target_id] = self._held_back_message(held_back[0])
            elif conflicts == "skip" or sequence in of_target.sequence_id:
                name = sequence._name_of(of_target[0].sequence_id)
                messages[target_id] = self.env._("This person is already in “%s”.", name)
            elif fixed:
                messages[target_id] = self._fixed_message(sequence._name_of(fixed[0].sequence_id), conflicts)
            elif conflicts == "queue" and queued:
                messages[target_id] = self.env._(
                    "This person is in “%(present)s”, and “%(queued)s” is already waiting for it to end.",
                    present=sequence._name_of(of_target[0].sequence_id),
                    queued=sequence._name_of(queued),
                )
            elif of_target & unsure:
                messages[target_id] = self._unsure_message(of_target & unsure)
        return messages

    @api.model
    def _held_back_message(self, enrollment):
        """Of a person whom no sequence may take: the comparison would count what it has done."""
        sequence = self.env["sales.sequence"]._name_of(enrollment.sequence_id)
        # With all rights: not all questions are for the user to read.
        if enrollment._over_at() <= fields.Datetime.now() and enrollment.sudo()._open_questions():
            return self.env._(
                "They are followed up the old way until somebody decides whether they answered, for the comparison of "
                "“%(sequence)s”.",
                sequence=sequence,
            )
        return self.env._(
            "They are followed up the old way until %(day)s, for the comparison of “%(sequence)s”.",
            day=enrollment.with_env(self.env)._over_on(),
            sequence=sequence,
        )

    def _fixed_message(self, name, conflicts):
        if conflicts == "replace":
            return self.env._("This person is already in “%s”, and you may not take them out of it.", name)
        return self.env._(
            "This person is already in “%s”, which a colleague looks after: ask a manager to let this sequence follow.",
            name,
        )

    @api.model
    def _stop(self, sequence, enrollments):
        """Take people out of the sequences that they are in: they enter `sequence` instead."""
        user = self.env.user.name
        note = self.env._(
            "%(user)s enrolled them in “%(sequence)s” instead.", user=user, sequence=sequence._numbered_name()
        )
        enrollments._stop("replaced", note=note)
        # In the database before the new ones: a person has one live enrollment.
        enrollments.flush_recordset()

    @api.model
    def _set_pending(self, candidates, live, allow_recent=False):
        """Let people enter the sequence when they are through the one that they are in.

        :param live: as `_find_live` of the enrollment returns it
        :param allow_recent: see `sales.sequence.enroll`; it holds when they enter, too
        :return: ``{target id: id of the enrollment that it waits for}``
        """
        sequence = candidates.sequence
        behind = {target_id: enrollments[0] for target_id, enrollments in live.items()}
        for target_id, enrollment in behind.items():
            enrollment.write(
                {
                    "pending_sequence_id": sequence.id,
                    "pending_target_id": target_id,
                    "pending_user_id": candidates.senders[target_id].id,
                    "pending_start_on": candidates.start_of(target_id),
                    "pending_allow_recent": allow_recent,
                    "pending_date": candidates.date and str(candidates.date),
                }
            )
        # As `live`, with all rights: the chatter is that of a record which the user may change.
        waiting = self.env["sales.sequence.enrollment"].sudo().union(*behind.values())
        user = self.env.user.name
        waiting._log_in_chatter(
            self.env._("will be followed by “%(next)s”, as %(user)s decided", next=sequence._numbered_name(), user=user)
        )
        return {target_id: enrollment.id for target_id, enrollment in behind.items()}

    # ------------------------------------------------------------------
    # People who may have answered another sequence
    # ------------------------------------------------------------------

    @api.model
    def _find_unsure(self, sequence, targets, history=None):
        """The ended enrollments of these people that may have been answered, as far as the caller could say whether
        they were: nobody is kept waiting by what only a colleague can settle.

        :param history: what `_find_of_same_person` of the enrollment has found for these targets, where the caller has
            it
        :return: ``{target id: enrollments}``, with sudo; targets without any are not in it
        """
        Enrollment = self.env["sales.sequence.enrollment"]
        if history is None:
            history = Enrollment._find_of_same_person(targets, Domain("is_unsure", "=", True))
        ended = Enrollment.sudo().union(*history.values()).filtered(lambda one: one.state not in LIVE_STATES)
        # What the caller can settle is read with all rights again.
        unsure = ended.filtered("is_unsure").with_env(self.env)._filter_manageable().sudo()
        found = {}
        for target in targets.sudo() if unsure else ():
            # Only of that company, also for a lead: nobody else can say what it was.
            company = target._sequence_company_in(sequence)
            of_person = unsure & history.get(target.id, unsure.browse())
            of_target = of_person.filtered(lambda one: one.company_id == company)  # noqa: B023
            if of_target:
                found[target.id] = of_target
        return found

    @api.model
    def _unsure_message(self, enrollments):
        return self.env._(
            "They may have answered “%s”. First decide whether a person wrote it.",
            enrollments[0].sequence_id.display_name,
        )
