from collections.abc import Mapping

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.queue_order import rank, rank_of_later
from ...tools.texts import quoted
from ..base.arguments import ID, IDS, TEXT, checked, ids_in
from ..plan.step import CHANNELS

FILTERS_BY_NAME = {"channel": TEXT, "sequence_id": ID, "country_id": ID, "text": TEXT}
# In the order of the screen.
GROUPS = ("answers", "calls_now", "calls_later", "linkedin", "todos", "drafts")


def FILTERS(env, name, value):  # noqa: N802 (read as a kind, as those of `arguments`)
    """The filters of the day: a dict of some of `FILTERS_BY_NAME`, without those that are empty."""
    if value is None or value is False:
        return {}
    if not isinstance(value, Mapping) or value.keys() - FILTERS_BY_NAME.keys():
        raise UserError(
            env._(
                "“%(name)s” must be a dictionary with some of %(keys)s, not %(value)s.",
                name=name,
                keys=", ".join(FILTERS_BY_NAME),
                value=quoted(value),
            )
        )
    checks = {key: FILTERS_BY_NAME[key](env, key, each) for key, each in value.items()}
    channel = checks.get("channel")
    if channel and channel not in (*dict(CHANNELS), "answer"):
        raise UserError(env._("There is no channel %s.", quoted(channel)))
    return {key: each for key, each in checks.items() if each}


def IDS_OR_ALL(env, name, value):  # noqa: N802
    """A list of ids, or None for all."""
    return None if value is None or value is False else IDS(env, name, value)


class SalesSequenceDay(models.AbstractModel):
    """What a rep has to do today, in the order in which it matters: the server of *My day*.

    A task is an open activity of a sequence that is assigned to the user and due today, or was due before; a draft is
    reviewed by the user in whose name it leaves; an answer is handled by whoever looks after the person. Nothing of a
    sequence that is paused is to be done. The order is the rule of `tools/queue_order.py`.

    All moments are strings in UTC, dates those of the user's time zone. Words are whole sentences in the user's
    language, times in them on the person's clock, with the place named.

    Its parts, each in a file of this folder:

    ``day_queue``    what is to do, and when
    ``day_words``    why a row stands where it stands
    ``day_task``     everything about one task
    ``day_numbers``  what has been done today, and what comes
    ``day_absence``  what came due while the user was away
    """

    _name = "sales.sequence.day"
    _inherit = [
        "sales.sequence.day.queue",
        "sales.sequence.day.words",
        "sales.sequence.day.task",
        "sales.sequence.day.numbers",
        "sales.sequence.day.absence",
    ]
    _description = "My Day"

    @api.readonly
    @checked(filters=FILTERS)
    @api.model
    def get_day(self, filters=None):
        """Everything that *My day* shows, but for the tasks themselves.

        :param filters: dict with some of ``channel`` (of a step, or ``answer``), ``sequence_id``, ``country_id`` and
            ``text``, which is looked for in the names of the person and the company
        :return: dict, see `docs/api.md`
        :raises AccessError: the user is none of Sales Sequences
        """
        self._check_works_here()
        now = fields.Datetime.now()
        every = self._tasks(now) + self._drafts(now) + self._answers(now)
        away, absence = self._split_absence(every, now)
        entries = [entry for entry in every if entry not in away] if away else every
        self._write_rows(entries, now)
        shown = [entry for entry in entries if self._is_shown(entry, filters or {})]
        groups = self._groups(shown, now)
        numbers = self._numbers(entries, now)
        return {
            "today": fields.Date.to_string(fields.Date.context_today(self)),
            "now": fields.Datetime.to_string(now),
            "due": numbers["done"] + len(entries),
            "groups": groups,
            "absence": absence,
            "filters": self._filter_choices(entries),
            "hidden_by_filter": len(entries) - len(shown),
            "next_due": self._next_due(shown),
            "tomorrow": self._tomorrow(now),
            "keys": self.env.user.sequence_single_keys,
            **numbers,
        }

    @api.readonly
    @checked(touch_ids=IDS)
    @api.model
    def get_tasks(self, touch_ids):
        """All that the rep needs to know about these tasks, in the order asked for.

        :return: list of dicts, see `docs/api.md`; without those that are gone, and those that are neither assigned to
            the user nor readable for them
        :raises AccessError: the user is none of Sales Sequences
        """
        self._check_works_here()
        return self._describe_tasks(self._touches_of_user(ids_in(touch_ids)), fields.Datetime.now())

    @api.readonly
    @checked(touch_ids=IDS_OR_ALL)
    @api.model
    def get_absence(self, touch_ids=None):
        """What came due while the user was away, and what each choice would do, counted first.

        :param touch_ids: some of them, to count for these only; by default all
        :return: dict, see `docs/api.md`
        :raises AccessError: the user is none of Sales Sequences
        """
        self._check_works_here()
        return self._absence(touch_ids if touch_ids is None else ids_in(touch_ids), fields.Datetime.now())

    @checked(touch_ids=IDS, choice=TEXT, user_id=ID)
    @api.model
    def decide_absence(self, touch_ids, choice, user_id=None):
        """Do one thing with some of the tasks that came due while the user was away. One that fails does not hold up
        the others.

        :param touch_ids: of `get_absence`; one that is no longer among them stays as it is
        :param choice: ``today``: due today from now on; ``skip``: the step is skipped, and the sequence goes on;
            ``next_week``: spread over the working days of the next week; ``hand_over``: to `user_id`
        :param user_id: id of the colleague for ``hand_over``
        :return: dict ``words``: what was done, and what was not and why
        :raises AccessError: the user is none of Sales Sequences
        :raises UserError: there is no such choice, or nobody to hand over to
        """
        self._check_works_here()
        return self._decide(ids_in(touch_ids), choice, user_id, fields.Datetime.now())

    # ------------------------------------------------------------------

    def _check_works_here(self):
        if not self.env.user.has_group("sales_sequence.group_sales_sequence_user"):
            raise AccessError(self.env._("Only users of Sales Sequences have My day."))

    def _zone(self):
        """IANA name of the viewer's time zone."""
        return str(self.env.tz)

    def _groups(self, entries, now):
        """The groups of the screen, each sorted; empty ones too: the screen decides which it shows."""
        by_group = {}
        for entry in entries:
            by_group.setdefault(self._group_of(entry), []).append(entry)
        groups = []
        for key in GROUPS:
            ready = [entry for entry in by_group.get(key, ()) if not entry.begins_at]
            later = [entry for entry in by_group.get(key, ()) if entry.begins_at]
            ready.sort(key=lambda entry: rank(entry.place))
            later.sort(key=lambda entry: rank_of_later(entry.place, entry.begins_at))
            groups.append(
                {
                    "key": key,
                    "name": self._group_names()[key],
                    "note": self._group_note(key, [*ready, *later], now),
                    "rows": [entry.row for entry in [*ready, *later]],
                }
            )
        return groups

    def _group_of(self, entry):
        if entry.kind != "task":
            return f"{entry.kind}s"
        if entry.channel == "call":
            return "calls_later" if entry.begins_at else "calls_now"
        return "linkedin" if entry.channel == "linkedin" else "todos"

    def _is_shown(self, entry, filters):
        """Whether these filters let an entry through."""
        if filters.get("channel", entry.channel) != entry.channel:
            return False
        if filters.get("sequence_id") and entry.enrollment.sequence_id.id != filters["sequence_id"]:
            return False
        if filters.get("country_id") and self._country_of(entry).id != filters["country_id"]:
            return False
        text = filters.get("text", "").casefold()
        return text in f"{entry.row['name']} {entry.row['company'] or ''}".casefold()

    def _filter_choices(self, entries):
        """The sequences and countries that the rows have, by name. Those that the user may not read are hidden."""
        sequences = self.env["sales.sequence"].union(*(entry.enrollment.sequence_id for entry in entries))
        countries = self.env["res.country"].union(*(self._country_of(entry) for entry in entries))
        readable = sequences.sudo(False)._filtered_access("read")
        return {
            "sequences": [{"id": one.id, "name": one._numbered_name()} for one in readable.sorted("name")],
            "countries": [{"id": one.id, "name": one.name} for one in countries.sorted("name")],
        }

    def _next_due(self, entries):
        """What can be begun first of that which cannot be begun yet, where nothing can be done now."""
        later = [entry for entry in entries if entry.begins_at]
        if not later:
            return False
        first = min(later, key=lambda entry: rank_of_later(entry.place, entry.begins_at))
        return {
            "moment": fields.Datetime.to_string(first.begins_at),
            "name": first.row["name"],
            "why": first.row["why"],
            "row": first.row,
        }
