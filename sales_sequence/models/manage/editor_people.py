from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.step_places import Places
from ...tools.texts import quoted
from ..base.arguments import ID, TEXT, checked
from ..base.states import LIVE_STATES
from ..enrollment.comparison import NOT_CONTROL
from ..measure.results_funnel import SENT_OR_DONE

# A touch that has not happened yet: its person is there.
OPEN = ("draft", "queued", "todo")
# With a touch like this, a step is still to come.
TO_COME = ("draft", "failed", "todo")


class SalesSequenceEditorPeople(models.AbstractModel):
    """Who is before, at and past each step, of the people whom the reader may see in the active companies.

    ``at``      the active people whose place it is. Everybody has exactly one: the first step at which something of
                theirs is open (a call to be made, an email that is queued or waits for approval), else the step that
                comes next. So all that are *at* some step, archived ones too, add up to the active people.
    ``before``  the active people who are not at it, have not had it and still come to it. Where nobody moved a step
                or left one out, these are all who are at an earlier step. Nobody comes to an archived step, nor to one
                that was moved or added behind them.
    ``past``    to whom it was sent, or for whom it was done, whatever has become of them since.

    A step that was skipped for somebody counts in none of these.
    """

    _name = "sales.sequence.editor.people"
    _description = "Sequence Editor: People"

    @api.readonly
    @checked(step_id=ID, which=TEXT)
    @api.model
    def open_people(self, step_id, which):
        """The list of exactly the people whom a number of the timeline counts.

        :param which: ``before``, ``at``, ``past``; ``answered``, ``closed``; or the ``action`` of a chip
        :return: an action
        :raises UserError: there is no such step or number
        :raises AccessError: the user may not read the step
        """
        step = self._readable_step(step_id)
        match which:
            case "answered":
                return step.action_view_replies()
            case "closed":
                return step.action_view_closed()
            case "experiment":
                action = self.env["ir.actions.actions"]._for_xml_id("sales_sequence.sales_sequence_experiment_action")
                return dict(action, params={"step_id": step.id})
            case "overdue" | "drafts":
                return self._open_touches(step, which)
        titles = {
            "before": self.env._("Before “%s”", step.name),
            "at": self.env._("At “%s”", step.name),
            "past": self.env._("Had “%s”", step.name),
        }
        if which not in titles:
            raise UserError(self.env._("The timeline has no number %s.", quoted(which)))
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_sequence.sales_sequence_enrollment_action")
        return dict(action, name=titles[which], domain=list(self._people_domain(step, which)), context={})

    def _open_touches(self, step, which):
        domain = self._overdue_domain() if which == "overdue" else Domain("state", "=", "draft")
        domain &= Domain("step_id", "=", step.id) & self._of_active_companies("enrollment_id.")
        title = self.env._("Overdue") if which == "overdue" else self.env._("To review")
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_sequence.sales_sequence_touch_action")
        return dict(action, name=title, domain=list(domain), context={})

    def _people_domain(self, step, which):
        if which == "past":
            touches = Domain("step_id", "=", step.id) & Domain("state", "in", SENT_OR_DONE)
            return Domain("touch_ids", "any", touches) & self._of_active_companies()
        return Domain("id", "in", self._find_people(step, which))

    # ------------------------------------------------------------------

    def _readable_step(self, step_id):
        """:raises UserError: there is no such step anymore
        :raises AccessError: the user may not read it"""
        step = self.env["sales.sequence.step"].browse(step_id or ()).exists()
        if not step:
            raise UserError(self.env._("This step does not exist anymore: somebody has deleted it."))
        step.check_access("read")
        return step

    def _may_edit(self, sequence):
        """Whether the verbs accept the steps of this sequence."""
        return sequence.may_edit and sequence.state != "closed"

    def _editable_step(self, step_id):
        """:raises UserError: there is no such step, or nothing can be changed in its sequence
        :raises AccessError: the user may not write it"""
        step = self._readable_step(step_id)
        sequence = step.sequence_id
        sequence._refuse_in_gallery()
        step.check_access("write")
        if sequence.state == "closed":
            raise UserError(
                self.env._(
                    "“%s” is closed: its steps stay as they are for those who finish it. Publish it again, or make a "
                    "new version, to change them.",
                    sequence.name,
                )
            )
        return step

    def _all_steps(self, sequence):
        """The steps of a sequence in their order, archived ones too."""
        return sequence.with_context(active_test=False).step_ids._in_order()

    def _of_active_companies(self, path=""):
        return Domain(f"{path}company_id", "in", self.env.companies.ids)

    def _overdue_domain(self):
        """The tasks that should have been done before today. Nothing is to be done for those who are paused."""
        today = fields.Date.to_string(fields.Date.context_today(self))
        return (
            Domain("state", "=", "todo")
            & Domain("activity_date_deadline", "<", today)
            & Domain("enrollment_id.state", "!=", "paused")
        )

    def _used(self, steps):
        """The ids of the steps that somebody has been at: they can be archived, and not deleted."""
        self.env["sales.sequence.touch"].flush_model(["step_id"])
        # Also by people whom the user may not see: they have a history, too.
        self.env.cr.execute(
            """SELECT id FROM unnest(%s::int[]) AS step (id)
                WHERE EXISTS (SELECT FROM sales_sequence_touch touch WHERE touch.step_id = step.id)""",
            [steps.ids],
        )
        return {id_ for (id_,) in self.env.cr.fetchall()}

    # ------------------------------------------------------------------
    # Counting
    # ------------------------------------------------------------------

    def _places(self, sequence):
        """The `Places` of the active people."""
        relations = self._relations(sequence)
        rows = self.env.execute_query(
            SQL(
                """%s
                SELECT next_step_id, place_id, NULL AS step_id, count(*) FROM place GROUP BY 1, 2
                UNION ALL
                SELECT next_step_id, place_id, touch.step_id, count(*)
                  FROM place
                  JOIN sales_sequence_touch touch ON touch.enrollment_id = place.id AND touch.state NOT IN %s
              GROUP BY 1, 2, 3""",
                relations,
                TO_COME,
            )
        )
        people, taken = {}, {}
        for next_id, place_id, step_id, count in rows:
            if step_id:
                taken[next_id, place_id, step_id] = count
            else:
                people[next_id, place_id] = count
        return Places(people, taken)

    def _find_people(self, step, which):
        """The ids of the enrollments that are before or at a step."""
        if which == "at":
            condition = SQL("place_id = %s", step.id)
        else:
            condition = SQL(
                """%s AND place_id IS DISTINCT FROM %s AND next_rank <= (SELECT rank FROM ranks WHERE step_id = %s)
                   AND NOT EXISTS (SELECT FROM sales_sequence_touch touch
                                    WHERE touch.enrollment_id = place.id AND touch.step_id = %s
                                      AND touch.state NOT IN %s)""",
                step.active,
                step.id,
                step.id,
                step.id,
                TO_COME,
            )
        rows = self.env.execute_query(
            SQL("%s SELECT id FROM place WHERE %s ORDER BY id", self._relations(step.sequence_id), condition)
        )
        return [id_ for (id_,) in rows]

    def _relations(self, sequence):
        """The `SQL` of the tables ``ranks`` (of all steps) and ``place`` (of each active person)."""
        Enrollment, steps = self.env["sales.sequence.enrollment"], self._all_steps(sequence)
        domain = Domain("sequence_id", "=", sequence.id) & Domain("state", "in", LIVE_STATES) & NOT_CONTROL
        self.env["sales.sequence.touch"].flush_model(["enrollment_id", "step_id", "state"])
        Enrollment.flush_model(["sequence_id", "state", "next_step_id"])
        query = Enrollment._search(domain & self._of_active_companies())
        return SQL(
            """WITH ranks AS (SELECT * FROM unnest(%(step_ids)s::int[]) WITH ORDINALITY AS ranked (step_id, rank)),
            active AS (%(active)s),
            place AS (
                SELECT active.id,
                       active.next_step_id,
                       next_step.rank AS next_rank,
                       COALESCE((array_agg(is_open.step_id ORDER BY is_open.rank)
                                 FILTER (WHERE is_open.rank < next_step.rank OR next_step.rank IS NULL))[1],
                                active.next_step_id) AS place_id
                  FROM active
             LEFT JOIN ranks next_step ON next_step.step_id = active.next_step_id
             LEFT JOIN sales_sequence_touch touch ON touch.enrollment_id = active.id AND touch.state IN %(open)s
             LEFT JOIN ranks is_open ON is_open.step_id = touch.step_id
              GROUP BY active.id, active.next_step_id, next_step.rank)""",
            step_ids=list(steps.ids),
            active=query.select(
                *(SQL.identifier(Enrollment._table, name) for name in ("id", "next_step_id")),
            ),
            open=OPEN,
        )
