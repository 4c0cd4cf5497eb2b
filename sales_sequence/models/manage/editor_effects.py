from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import format_list
from odoo.tools.misc import formatLang

from ...tools import date_steps
from ..base.arguments import ID, checked
from .editor_people import OPEN

NO_EFFECT = {"sentences": [], "days": [], "people": 0}
# Of more steps that come on another day nobody reads which.
NAMED_DAYS = 4


class SalesSequenceEditorEffects(models.AbstractModel):
    """What would become of the people of a sequence if a step were moved or archived: said before it is done.

    Told are the people whom the reader may see, in the active companies. Nothing is changed to find out.
    """

    _name = "sales.sequence.editor.effects"
    _inherit = "sales.sequence.editor.people"
    _description = "Sequence Editor: Effects"

    @api.readonly
    @checked(step_id=ID, before_id=ID)
    @api.model
    def describe_move(self, step_id, before_id=False):
        """What `move_step` with the same arguments would do.

        :return: dict ``sentences``; ``days``: ``[{"id", "name", "from", "to"}]`` of the steps whose day changes;
            ``people``: how many active people it touches
        :raises UserError, AccessError: as `move_step`
        """
        step = self._editable_step(step_id)
        old = self._all_steps(step.sequence_id).filtered("active")
        new = self._order_after_move(step, before_id).filtered("active")
        if old.ids == new.ids:
            return NO_EFFECT
        places = self._places(step.sequence_id)
        sentences, people = self._move_in_words(step, places, old, new)
        days, words = self._changed_days(self._days_in(old), self._days_in(new))
        words += self._limits_in_words(step.sequence_id)
        return {"sentences": [*sentences, *words], "days": days, "people": people}

    def _order_after_move(self, step, before_id):
        """All steps of the sequence in their order after `step` has been put before another one, or to the end."""
        steps = self._all_steps(step.sequence_id)
        others = steps - step
        if before_id == step.id:
            return steps
        if not before_id:
            return others + step
        place = others.ids.index(before_id) if before_id in others.ids else None
        if place is None:
            raise UserError(
                self.env._("The step behind the new place does not exist anymore: somebody has changed this sequence.")
            )
        return others[:place] + step + others[place:]

    def _move_in_words(self, step, places, old, new):
        """:return: ``(sentences, how many people are touched)``"""
        at = places.at(step.id)
        lost, gained = (places.lost(step.id, *orders) for orders in ((old.ids, new.ids), (new.ids, old.ids)))
        left_out = {other: places.lost(other.id, old.ids, new.ids, only_next=step.id) for other in old - step}
        left_out = {other: count for other, count in left_out.items() if count}
        sentences = self._passed_in_words(lost, gained)
        sentences += self._left_out_in_words(left_out) if left_out else self._staying_in_words(at)
        if self._is_used(step):
            sentences.append(self.env._("Nobody gets a step twice."))
        if step.sequence_state == "live" and any(one._delay().has_date for one in new):
            sentences.append(
                self.env._("A step that is counted from the date is skipped for whoever comes to it too late.")
            )
        return sentences, lost + gained + at

    def _passed_in_words(self, lost, gained):
        sentences = []
        if lost == 1:
            sentences.append(self.env._("1 person is already past its new place and will not get it."))
        elif lost:
            sentences.append(self.env._("%s people are already past its new place and will not get it.", self._number(lost)))
        if gained == 1:
            sentences.append(self.env._("1 person was past its place and now gets it after all."))
        elif gained:
            count = self._number(gained)
            sentences.append(self.env._("%s people were past its place and now get it after all.", count))
        return sentences

    def _left_out_in_words(self, counts):
        """:param counts: ``{step that people will not come to: how many}``"""
        count = max(counts.values())
        names = format_list(self.env, [self.env._("“%s”", step.name) for step in counts])
        if count == 1:
            return [self.env._("1 person is at it now and goes on from its new place, without %s.", names)]
        return [
            self.env._(
                "%(count)s people are at it now and go on from its new place, without %(steps)s.",
                count=self._number(count),
                steps=names,
            )
        ]

    def _staying_in_words(self, at):
        if at == 1:
            return [self.env._("1 person is at it now and goes on from its new place.")]
        if at:
            return [self.env._("%s people are at it now and go on from its new place.", self._number(at))]
        return []

    # ------------------------------------------------------------------

    @api.readonly
    @checked(step_id=ID)
    @api.model
    def describe_archive(self, step_id):
        """What `archive_step`, or `delete_step`, would do.

        :return: as `describe_move`
        :raises UserError, AccessError: as `archive_step`
        """
        step = self._editable_step(step_id)
        old = self._all_steps(step.sequence_id).filtered("active")
        new = old - step
        if not step.active:
            return NO_EFFECT
        if not new and step.sequence_state == "live":
            raise UserError(
                self.env._("“%s” is the only step of a live sequence. Add another one first.", step.name)
            )
        places = self._places(step.sequence_id)
        at, before = places.at(step.id), places.before(step.id, old.ids)
        sentences = self._archive_in_words(step, at, before) if at + before else []
        days, words = self._changed_days(self._days_in(old), self._days_in(new))
        if self._is_used(step):
            words.append(self.env._("What it has earned stays in Results."))
        words += self._limits_in_words(step.sequence_id)
        return {"sentences": [*sentences, *words], "days": days, "people": at + before}

    def _archive_in_words(self, step, at, before):
        if at + before == 1:
            sentences = [self.env._("1 person skips this.")]
        else:
            sentences = [self.env._("%s people skip this.", self._number(at + before))]
        if not at:
            return sentences
        people = self.env["sales.sequence.enrollment"].browse(self._find_people(step, "at"))
        # With all rights, as the engine looks at what comes next: whom the user may see was asked.
        waiting = people.sudo().filtered(lambda one: one.next_step_id == step)
        going = waiting._find_ahead(step)
        ending = len(waiting) - len(going)
        sentences += self._leaving_in_words(len(going))
        sentences += self._open_in_words(step, people)
        sentences += self._ending_in_words(step.sequence_id, ending)
        return sentences

    def _leaving_in_words(self, count):
        if count == 1:
            return [self.env._("1 of them is at it now and moves on to the next step.")]
        if count:
            return [self.env._("%s of them are at it now and move on to the next step.", self._number(count))]
        return []

    def _open_in_words(self, step, people):
        """What is open at a step now, and what becomes of it."""
        rows = self.env["sales.sequence.touch"].sudo()._read_group(
            [("step_id", "=", step.id), ("enrollment_id", "in", people.ids), ("state", "in", OPEN)],
            ["state"],
            ["__count"],
        )
        counts, sentences = dict(rows), []
        if counts.get("todo"):
            sentences.append(self._removed_in_words(step.channel, counts["todo"]))
        if counts.get("draft") == 1:
            sentences.append(self.env._("1 draft is discarded."))
        elif counts.get("draft"):
            sentences.append(self.env._("%s drafts are discarded.", self._number(counts["draft"])))
        if counts.get("queued") == 1:
            sentences.append(self.env._("1 email is already queued and still goes out."))
        elif counts.get("queued"):
            count = self._number(counts["queued"])
            sentences.append(self.env._("%s emails are already queued and still go out.", count))
        return sentences

    def _removed_in_words(self, channel, count):
        number = self._number(count)
        one, many = {
            "call": (self.env._("1 open call is removed."), self.env._("%s open calls are removed.", number)),
            "linkedin": (
                self.env._("1 open LinkedIn task is removed."),
                self.env._("%s open LinkedIn tasks are removed.", number),
            ),
        }.get(channel, (self.env._("1 open to-do is removed."), self.env._("%s open to-dos are removed.", number)))
        return one if count == 1 else many

    def _ending_in_words(self, sequence, count):
        following = sequence.next_sequence_id
        if not count:
            return []
        if following and count == 1:
            return [
                self.env._(
                    "1 person has no other step ahead: they finish now, and enter “%s” next.",
                    following.display_name,
                )
            ]
        if following:
            return [
                self.env._(
                    "%(count)s people have no other step ahead: they finish now, and enter “%(sequence)s” next.",
                    count=self._number(count),
                    sequence=following.display_name,
                )
            ]
        if count == 1:
            return [self.env._("1 person has no other step ahead and finishes now.")]
        return [self.env._("%s people have no other step ahead and finish now.", self._number(count))]

    # ------------------------------------------------------------------

    def _limits_in_words(self, sequence):
        """Of whom nothing was said."""
        if sequence.state != "live" or sequence.company_id:
            return []
        # With all rights: that there are other companies is told, and nothing of them.
        if not self.env["res.company"].sudo().search_count([("id", "not in", self.env.companies.ids)], limit=1):
            return []
        return [
            self.env._("The sequence is shared: people of companies that are not switched on are not counted here.")
        ]

    def _is_used(self, step):
        return bool(self._used(step))

    def _days_in(self, steps, delays=None):
        """``{step: (day, the same in words)}`` for steps in this order.

        :param delays: ``{step: Delay}`` of those that would be counted otherwise
        """
        counted = [(delays or {}).get(step) or step._delay() for step in steps]
        dated = any(delay.has_date for delay in counted)
        numbers = date_steps.numbers_of_days(counted)
        days = date_steps.days_from_date(counted) if dated else numbers
        return {
            step: (number, step.sequence_id._day_in_words(day, dated))
            for step, number, day in zip(steps, numbers, days, strict=True)
        }

    def _changed_days(self, old, new):
        """:return: ``(days, sentences)`` of the steps that are in both and whose day changes"""
        days, sentences = [], []
        for step, (number, words) in new.items():
            if step not in old or old[step][1] == words:
                continue
            days.append({"id": step.id, "name": step.name, "from": old[step][0], "to": number})
            sentences.append(
                self.env._("%(old)s becomes %(new)s for “%(step)s”.", old=old[step][1], new=words, step=step.name)
            )
        if len(sentences) > NAMED_DAYS:
            others = len(sentences) - NAMED_DAYS + 1
            del sentences[NAMED_DAYS - 1 :]
            sentences.append(self.env._("%s more steps move to another day.", others))
        return days, sentences

    def _number(self, count):
        return formatLang(self.env, count, digits=0)
