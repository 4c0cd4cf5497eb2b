from odoo import api, models
from odoo.tools.misc import get_lang, unique

from .metrics import METRICS

COMPARISONS = {
    "=": lambda value, other: value == other,
    "!=": lambda value, other: value != other,
    "<": lambda value, other: value < other,
    ">": lambda value, other: value > other,
    "<=": lambda value, other: value <= other,
    ">=": lambda value, other: value >= other,
    "in": lambda value, other: value in other,
    "not in": lambda value, other: value not in other,
}


class SalesSequenceReportGrouping(models.AbstractModel):
    """How the report answers pivots, graphs, grouped lists and programs: a measure of a group is counted from its
    people, and never added up from rows or from smaller groups."""

    _name = "sales.sequence.report.grouping"
    _inherit = "sales.sequence.report.people"
    _description = "Grouping of the Report"

    @api.model
    def _read_group(self, domain, groupby=(), aggregates=(), having=(), offset=0, limit=None, order=None):
        """As Odoo's. Each measure has one aggregate, whichever function is asked for."""
        asked = [*aggregates, *self._specs_in_having(having), *self._specs_in_order(order)]
        if not any(map(self._metric_of, asked)):
            return super()._read_group(domain, groupby, aggregates, having, offset, limit, order)
        specs = list(unique([spec for spec in asked if spec not in groupby]))
        counted = [spec for spec in specs if self._metric_of(spec) or spec == "__count"]
        others = [spec for spec in specs if spec not in counted]
        rows = self._count_groups(domain, groupby, [self._metric_of(spec) or spec for spec in counted])
        columns = list(zip(*rows, strict=True)) if rows else [()] * (len(groupby) + len(counted))
        keys = list(zip(*map(self._read_group_postprocess_groupby, groupby, columns), strict=True)) or [()] * len(rows)
        values = [[False if value is None else value for value in row[len(groupby) :]] for row in rows]
        groups = {key: dict(zip(counted, row, strict=True)) for key, row in zip(keys, values, strict=True)}
        if others:
            for row in super()._read_group(domain, groupby, others):
                groups[tuple(row[: len(groupby)])].update(zip(others, row[len(groupby) :], strict=True))
        found = [key for key in groups if self._holds(having, groups[key])]
        found = self._in_order(found, groups, groupby, order)[offset or 0 :]
        return [(*key, *(groups[key][spec] for spec in aggregates)) for key in found[: limit or None]]

    @api.model
    def _read_grouping_sets(self, domain, grouping_sets, aggregates=(), order=None):
        """As Odoo's: a person is in several groups, so each set is counted by itself."""
        parts = [part.strip() for part in (order or "").split(",") if part.strip()]
        specs = {spec for groupby in grouping_sets for spec in groupby}
        return [
            self._read_group(
                domain,
                groupby,
                aggregates,
                order=", ".join(part for part in parts if part.split()[0] in groupby or part.split()[0] not in specs),
            )
            for groupby in grouping_sets
        ]

    @api.model
    def _metric_of(self, spec):
        """The name of the metric that an aggregate such as ``reached:sum`` asks for, or False."""
        name = spec.partition(":")[0]
        return name if spec != "__count" and ":" in spec and name in METRICS else False

    def _read_group_select(self, aggregate_spec, query):
        """As Odoo's, which asks it which fields are measures."""
        name = self._metric_of(aggregate_spec)
        return self._measure(name) if name else super()._read_group_select(aggregate_spec, query)

    def _specs_in_having(self, having):
        return [condition[0] for condition in having if not isinstance(condition, str)]

    def _specs_in_order(self, order):
        return [part.split()[0] for part in (order or "").split(",") if ":" in part or part.strip().startswith("__")]

    @api.model
    def _holds(self, having, values):
        """Whether a group with these aggregates fulfills `having`, a domain in prefix notation."""
        stack = []
        for item in reversed(list(having)):
            if item == "!":
                stack.append(not stack.pop())
            elif item in ("&", "|"):
                pair = stack.pop(), stack.pop()
                stack.append(all(pair) if item == "&" else any(pair))
            else:
                spec, operator, other = item
                if operator not in COMPARISONS:
                    raise ValueError(f"Invalid having clause {item!r}: supported comparators are {list(COMPARISONS)}")
                # As in SQL: nothing compares with a rate of nobody.
                stack.append(values[spec] is not False and COMPARISONS[operator](values[spec], other))
        return all(stack)

    def _in_order(self, keys, groups, groupby, order):
        """These groups as Odoo sorts them: related records by the order of their model where an order is asked for,
        empty values last."""
        for part in reversed((order or ", ".join(groupby)).split(",")):
            spec, *words = part.split() or [""]
            words = [word.upper() for word in words]
            if spec in groupby:
                place = groupby.index(spec)
                ranks = self._ranks(spec, {key[place] for key in keys}, by_model=bool(order))
                rank = {key: ranks[key[place]] for key in keys}
            elif spec:
                rank = {key: None if groups[key][spec] is False else groups[key][spec] for key in keys}
            else:
                continue
            is_descending = "DESC" in words
            filled = [key for key in keys if rank[key] is not None]
            filled.sort(key=rank.get, reverse=is_descending)
            empty = [key for key in keys if rank[key] is None]
            is_empty_first = "FIRST" in words if "NULLS" in words else is_descending
            keys = empty + filled if is_empty_first else filled + empty
        return keys

    def _ranks(self, spec, values, by_model):
        """``{value: what it is sorted by, None if it is empty}``"""
        name, _path, granularity = spec.partition(":")
        if granularity == "day_of_week":
            first = int(get_lang(self.env).week_start)
            return {value: None if value is False else (7 - first + int(value)) % 7 for value in values}
        records = [value for value in values if isinstance(value, models.BaseModel)]
        if not records:
            return {value: None if value is False else value for value in values}
        ids = [record.id for record in records if record]
        if by_model and name in self._fields and self._fields[name].type == "many2one":
            ids = records[0].sudo().with_context(active_test=False).search([("id", "in", ids)])._ids
        else:
            ids = sorted(ids)
        places = {id_: place for place, id_ in enumerate(ids)}
        return {record: places.get(record.id) for record in records}
