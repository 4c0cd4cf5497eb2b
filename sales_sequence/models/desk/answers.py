from odoo import api, models
from odoo.exceptions import UserError

from ..base.arguments import DAY, FLAG, ID, TEXT, VALUES, checked

FILTERS = {"mine": FLAG, "sequence_id": ID, "label": TEXT, "text": TEXT}


def _filters(env, name, value):
    """What the list is narrowed down by; other keys are left out."""
    given = VALUES(env, name, value or {})
    return {key: check(env, key, given[key]) for key, check in FILTERS.items() if given.get(key)}


class SalesSequenceAnswers(models.AbstractModel):
    """The screen *Answers*: what people wrote back, and what a rep does about it.

    An answer is a signal of the kind `reply`. It waits to be handled until `handled_at` is set; opening it handles
    nothing. Messages of which nobody knows yet whether a person wrote them are shown with them, and can only be said to
    be the one or the other.

    Rights: users see the signals that they may read, and handle those of enrollments that they may manage.

    Its parts: ``answer_rows`` reads what the screen shows, ``answer_verbs`` does what its buttons say.
    """

    _name = "sales.sequence.answers"
    _inherit = ["sales.sequence.answers.rows", "sales.sequence.answers.verbs"]
    _description = "Sales Sequences: Answers"

    # ------------------------------------------------------------------
    # What the screen shows
    # ------------------------------------------------------------------

    @checked(filters=_filters, limit=ID)
    @api.model
    def get_answers(self, filters=None, limit=80):
        """The answers that the user may see, of each person the latest one that waits.

        :param filters: ``{"mine": bool, "text": str, "sequence_id": id, "label": code}``, all optional
        :param limit: at most so many of each kind
        :return: ``{"to_handle", "unsure", "handled"}``: lists of dicts, see `_rows`; ``"counts"`` of the three,
            whatever the limit; ``"median_words"``: how long the user's answers of the last 30 days waited, or False;
            ``"keys"``: whether the user works with single keys
        """
        self._check_user()
        return self._list(filters or {}, min(limit or 80, 500))

    @checked(signal_id=ID)
    @api.model
    def get_answer(self, signal_id):
        """One answer, with what has been done already, the record, and what came before.

        :return: a dict as in `get_answers`, and ``{"done": [words], "lead": [{"label", "value", "res_model",
            "res_id"}], "before": [words], "function", "email", "phone", "thread": {"model", "id"}}``
        :raises UserError: it does not exist any more
        """
        self._check_user()
        return self._details(self._find(signal_id))

    # ------------------------------------------------------------------
    # What its buttons do. Each returns ``{"words"}``, and raises `AccessError` where the user may not manage the
    # enrollment.
    # ------------------------------------------------------------------

    @checked(signal_id=ID)
    @api.model
    def reply_done(self, signal_id):
        """The user has replied in the thread."""
        return self._reply_done(self._find(signal_id))

    @checked(signal_id=ID)
    @api.model
    def meeting(self, signal_id):
        """They want to meet: handled.

        :return: also ``"action"``: the form of a new meeting with them
        """
        return self._meeting(self._find(signal_id))

    @checked(signal_id=ID, until=DAY)
    @api.model
    def not_now(self, signal_id, until):
        """Leave them alone until a day; then the sequence goes on at its next step, or begins again where none is left.

        :param until: date, or its string
        :raises UserError: the day is not in the future
        """
        return self._not_now(self._find(signal_id), until)

    @checked(signal_id=ID, values=VALUES, enroll=FLAG)
    @api.model
    def wrong_person(self, signal_id, values=None, enroll=True):
        """Somebody else is in charge: create that contact at the same company, for a lead with a lead of its own.

        :param values: ``{"name", "email", "phone"}`` of that person
        :param enroll: whether to enroll them in the sequence
        :return: also ``{"res_model", "res_id"}`` of the new record
        :raises UserError: nobody is named
        """
        return self._wrong_person(self._find(signal_id), values or {}, enroll)

    @checked(signal_id=ID, lost_reason_id=ID, note=TEXT)
    @api.model
    def not_interested(self, signal_id, lost_reason_id=False, note=False):
        """They do not want it: a lead is marked as lost.

        :param lost_reason_id: id of a `crm.lost.reason`
        """
        return self._not_interested(self._find(signal_id), lost_reason_id, note)

    @checked(signal_id=ID)
    @api.model
    def opt_out(self, signal_id):
        """Their address gets nothing more of this sequence, in any version."""
        return self._opt_out(self._find(signal_id))

    @checked(signal_id=ID, note=TEXT)
    @api.model
    def handled(self, signal_id, note=False):
        """Nothing is left to do about it."""
        return self._handled(self._find(signal_id), note)

    @checked(signal_id=ID)
    @api.model
    def person(self, signal_id):
        """A person wrote it after all."""
        return self._person(self._find(signal_id))

    @checked(signal_id=ID)
    @api.model
    def machine(self, signal_id):
        """A machine wrote it."""
        return self._machine(self._find(signal_id))

    @checked(signal_id=ID)
    @api.model
    def undo(self, signal_id):
        """Take back what the user has last done about it.

        :raises UserError: it cannot be taken back, and why
        """
        return self._undo(self._find(signal_id))

    # ------------------------------------------------------------------

    def _check_user(self):
        # Raises `AccessError` for whoever is no user of Sales Sequences.
        self.env["sales.sequence.signal"].check_access("read")

    def _find(self, signal_id):
        """:return: the signal, which the user may read"""
        self._check_user()
        signal = self.env["sales.sequence.signal"].browse(signal_id or []).exists()
        if not signal:
            raise UserError(self.env._("This answer no longer exists."))
        signal.check_access("read")
        return signal
