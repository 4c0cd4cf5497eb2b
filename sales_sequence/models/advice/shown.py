from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.advice import SEVERITIES, has_become_worse
from ..base.arguments import ID, TEXT, checked

# A dashboard shows no more of them.
SHOWN = 10
# How many are looked at again for that: some of them may have been mended since.
CANDIDATES = 20


class SalesSequenceAdviceShown(models.AbstractModel):
    """Advice as a reader is shown it, and what a user does about it."""

    _name = "sales.sequence.advice.shown"
    _description = "Advice for the Screens"

    # ------------------------------------------------------------------
    # Reading
    # ------------------------------------------------------------------

    @api.readonly
    @checked(sequence_id=ID)
    @api.model
    def get_advice(self, sequence_id=None):
        """What could be better: about one sequence, or the worst about all live ones that the user may read.

        Of one sequence it is found now. Of all of them it is what the hourly job has found; what is shown is looked at
        again, so that nothing is shown that somebody has mended meanwhile. A fixed number of queries, whatever the
        number of sequences, steps and people.

        :param sequence_id: id of a sequence; None for all live ones
        :return: dict ``items`` (open ones, the most severe first; of all sequences at most 10), ``dismissed`` (of one
            sequence), ``counts`` (open ones by severity: ``act``, ``warning``, ``hint``), ``total`` (of open ones),
            ``looked_at`` (UTC, as text; False if the job has not run yet). For an item see `docs/api.md`.
        :raises UserError: there is no such sequence
        :raises AccessError: the user may not read it, or no sequence at all
        """
        advice = self._advice()
        if sequence_id:
            return advice._advice_about(self.env["sales.sequence"]._find_to_show(sequence_id))
        advice.check_access("read")
        return advice._advice_about_all()

    def _advice_about(self, sequence):
        found = self._find(sequence)
        dismissed = self._dismissed_rows(sequence, found)
        open_ones = [finding for finding in found if finding.key not in dismissed]
        return {
            "items": self._items(open_ones),
            "dismissed": self._items([one for one in found if one.key in dismissed], dismissed),
            "counts": self._count(open_ones),
            "total": len(open_ones),
            "looked_at": fields.Datetime.to_string(fields.Datetime.now()),
        }

    def _advice_about_all(self):
        live = self.env["sales.sequence"].search([("state", "=", "live")])
        rows = self.search([("sequence_id", "in", live.ids), ("dismissed_at", "=", False)])
        rows = rows.sorted(lambda row: (SEVERITIES.index(row.severity), row.found_at, row.id))
        again = rows[:CANDIDATES].sequence_id
        found = {finding.key: finding for finding in self._find(again)}
        # Of those that were looked at again, only what is still found.
        current = {row._finding_key(): found.get(row._finding_key()) for row in rows if row.sequence_id in again}
        mended = rows.filtered(lambda row: row._finding_key() in current and not current[row._finding_key()])
        counts = self._count(rows - mended)
        # A new one has not been looked at yet.
        looked_at = max(filter(None, live.mapped("advice_looked_at")), default=False)
        shown = [finding for finding in current.values() if finding][:SHOWN]
        return {
            "items": self._items(sorted(shown, key=lambda finding: SEVERITIES.index(finding.severity))),
            "dismissed": [],
            "counts": counts,
            "total": sum(counts.values()),
            "looked_at": fields.Datetime.to_string(looked_at) or False,
        }

    def _count(self, found):
        severities = [one.severity for one in found]
        return {severity: severities.count(severity) for severity in SEVERITIES}

    def _dismissed_rows(self, sequence, found):
        """``{key: row}`` of what is found and was dismissed, unless it has become worse since."""
        by_key = {finding.key: finding for finding in found}
        rows = self.search([("sequence_id", "=", sequence.id), ("dismissed_at", "!=", False)])
        return {
            row._finding_key(): row
            for row in rows
            if row._finding_key() in by_key
            and not has_become_worse(by_key[row._finding_key()], row.severity, row.facts)
        }

    def _advice(self):
        # Programs can call this part of the model as if it were one.
        return self.env["sales.sequence.advice"]

    # ------------------------------------------------------------------
    # Items
    # ------------------------------------------------------------------

    def _words(self):
        return {**self._words_in_plan(), **self._words_in_results()}

    def _items(self, found, dismissed=None):
        """:param dismissed: ``{key: row}``"""
        words = self._words()
        sequences = self.env["sales.sequence"].browse(dict.fromkeys(finding.sequence_id for finding in found))
        steps = self.env["sales.sequence.step"].browse(
            dict.fromkeys(finding.step_id for finding in found if finding.step_id)
        )
        editable = sequences.filtered("may_edit")
        return [
            self._item(
                finding,
                words[finding.code](finding),
                sequences.browse(finding.sequence_id).with_prefetch(sequences._prefetch_ids),
                steps.browse(finding.step_id or ()).with_prefetch(steps._prefetch_ids),
                finding.sequence_id in editable.ids,
                (dismissed or {}).get(finding.key, self),
            )
            for finding in found
        ]

    def _item(self, finding, words, sequence, step, may_dismiss, row):
        return {
            "code": finding.code,
            "severity": finding.severity,
            "sequence_id": sequence.id,
            "sequence_name": sequence._numbered_name(),
            "step_id": step.id,
            "step_name": step.name,
            "text": words["text"],
            "detail": words["detail"],
            "source": words["source"],
            "place": words["place"],
            "has_action": "action" in words,
            "verb": may_dismiss and words.get("verb", False),
            "may_dismiss": may_dismiss,
            "dismissed_at": fields.Datetime.to_string(row.dismissed_at) or False,
            # With all rights: not every reader may read every user.
            "dismissed_by": row.dismissed_by_id.sudo().name,
            "dismiss_note": row.dismiss_note,
        }

    def _place(self, label, page=False, step_id=False, field=False):
        """Where in the sequence to mend something, as an item has it."""
        return {"label": label, "page": "steps" if step_id else page, "step_id": step_id, "field": field}

    def _place_of_step(self, finding):
        return self._place(self.env._("Open the step"), step_id=finding.step_id)

    # ------------------------------------------------------------------
    # Verbs
    # ------------------------------------------------------------------

    @checked(sequence_id=ID, code=TEXT, step_id=ID, note=TEXT)
    @api.model
    def dismiss(self, sequence_id, code, step_id=None, note=None):
        """Fold one piece of advice away. It opens again once it becomes more severe, or more people are stuck.

        :param sequence_id: id of the sequence
        :param code: the rule
        :param step_id: id of the step that it is about; None where it is about the sequence
        :param note: why it does not matter, required
        :return: True
        :raises UserError: there is no note, or nothing of the kind is found any more
        :raises AccessError: the user may not write the sequence
        """
        advice = self._advice()
        finding = advice._find_to_steer(sequence_id, code, step_id)
        note = (note or "").strip()
        if not note:
            raise UserError(self.env._("Say in a few words why it does not matter: others will wonder."))
        if not finding:
            raise UserError(self.env._("This is not so any more: there is nothing to dismiss."))
        row = advice._row(finding.key)
        if not row:
            advice._insert([finding])
            row = advice._row(finding.key)
        row.write(
            {
                "severity": finding.severity,
                "facts": finding.facts,
                "dismissed_at": fields.Datetime.now(),
                "dismissed_by_id": self.env.uid,
                "dismiss_note": note,
            }
        )
        return True

    @checked(sequence_id=ID, code=TEXT, step_id=ID)
    @api.model
    def restore(self, sequence_id, code, step_id=None):
        """Open again what was dismissed. Nothing happens where it was not.

        :param sequence_id, code, step_id: as for `dismiss`
        :return: True
        :raises UserError: there is no such sequence
        :raises AccessError: the user may not write the sequence
        """
        advice = self._advice()
        sequence = advice._find_to_write(sequence_id)
        advice._row((sequence.id, code, step_id or False)).write(
            {"dismissed_at": False, "dismissed_by_id": False, "dismiss_note": False}
        )
        return True

    @api.readonly
    @checked(sequence_id=ID, code=TEXT, step_id=ID)
    @api.model
    def action_open(self, sequence_id, code, step_id=None):
        """Open what a piece of advice is about: the records that it counts, else the sequence.

        :param sequence_id, code, step_id: as for `dismiss`
        :return: an action
        :raises UserError: there is no such sequence
        :raises AccessError: the user may not read the sequence
        """
        advice, sequence = self._advice(), self.env["sales.sequence"]._find_to_show(sequence_id)
        finding = advice._find_one(sequence, code, step_id)
        words = finding and advice._words()[code](finding)
        if words and "action" in words:
            return words["action"]()
        return {
            "type": "ir.actions.act_window",
            "name": sequence.display_name,
            "res_model": sequence._name,
            "res_id": sequence.id,
            "views": [(False, "form")],
        }

    def _find_to_write(self, sequence_id):
        sequence = self.env["sales.sequence"]._find_to_show(sequence_id)
        sequence.check_access("write")
        sequence._refuse_in_gallery()
        return sequence

    def _find_to_steer(self, sequence_id, code, step_id):
        return self._find_one(self._find_to_write(sequence_id), code, step_id)

    def _find_one(self, sequence, code, step_id):
        key = (sequence.id, code, step_id or False)
        return next((finding for finding in self._find(sequence) if finding.key == key), None)

    def _row(self, key):
        """The row of this key, with all rights: nobody writes it but by the verbs."""
        sequence_id, code, step_id = key
        return (
            self._advice()
            .sudo()
            .search([("sequence_id", "=", sequence_id), ("code", "=", code), ("step_id", "=", step_id)])
        )
