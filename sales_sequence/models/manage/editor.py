from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..base.arguments import ID, checked
from ..measure.results_numbers import COMBINED


class SalesSequenceEditor(models.AbstractModel):
    """The timeline in which a sequence is written: its steps, what is in them, who is where, and what each has earned.

    Everything is counted under the reader's own rights, in the active companies, so that each number opens exactly the
    records that it counts (`open_people`).

    Its parts, each in a file of this folder:

    ``editor_people``   who is before, at and past a step
    ``editor_cards``    what the card of a step shows
    ``editor_panel``    what the form of the open step shows beside its fields
    ``editor_effects``  what moving or archiving a step would do to people; ``editor_wait``, another wait
    ``editor_steps``    what can be done with a step
    ``editor_preview``  an email as one person would see it
    """

    _name = "sales.sequence.editor"
    _inherit = [
        "sales.sequence.editor.cards",
        "sales.sequence.editor.steps",
        "sales.sequence.editor.panel",
        "sales.sequence.editor.preview",
    ]
    _description = "Sequence Editor"

    @api.readonly
    @checked(sequence_id=ID)
    @api.model
    def get_timeline(self, sequence_id):
        """Everything that the timeline shows. The number of queries does not grow with that of the steps.

        :return: dict, see `docs/api.md`
        :raises UserError: there is no such sequence
        :raises AccessError: the user may not read it
        """
        sequence = self._find_sequence(sequence_id)
        steps = self._all_steps(sequence)
        cards = self._cards(sequence, steps, self._field_labels(sequence))
        return {
            "sequence": self._head(sequence),
            "summary": sequence.touches_in_days_text,
            "steps": [cards[step.id] for step in steps if step.active],
            "archived": [cards[step.id] for step in steps if not step.active],
        }

    # ------------------------------------------------------------------

    def _find_sequence(self, sequence_id):
        sequence = self.env["sales.sequence"].browse(sequence_id or ()).exists()
        if not sequence:
            raise UserError(self.env._("This sequence does not exist anymore: somebody has deleted it."))
        sequence.check_access("read")
        return sequence

    def _head(self, sequence):
        closed, is_open, open_answered = self._count_rated(sequence)
        return {
            "id": sequence.id,
            "name": sequence.name,
            "state": sequence.state,
            "may_edit": self._may_edit(sequence),
            "model": sequence._target_model_name(),
            "target": sequence.target,
            "version": sequence.version_number,
            "closed": closed,
            "open": is_open,
            "open_answered": open_answered,
            "closed_days": self.env["sales.sequence.report"]._closed_days(),
        }

    def _count_rated(self, sequence):
        """:return: ``(closed people, open ones, how many of these have answered)``"""
        Report = self.env["sales.sequence.report"]
        (row,) = Report._fetch_counted(
            SQL(
                "SELECT %s, %s, count(*) FILTER (WHERE %s) FROM (%s) people",
                Report._measure("closed"),
                Report._measure("open"),
                SQL(COMBINED["open_answered"], **Report._clock()),
                Report._people(sequence._figures_domain(), ["sequence_id"]),
            )
        )
        return row
