from odoo import api, models
from odoo.tools.misc import get_lang, unique

from .metrics import METRICS, RATES

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
        asked = [*aggregates, *self._specs_in_having(having), *self._specs_in_order(order, groupby)]
        if not any(map(self._metric_of, asked)):
            return super()._read_group(domain, groupby, aggregates, having, offset, limit, order)
        (groups,) = self._count_sets(domain, [groupby], asked)
        found = [key for key in groups if self._holds(having, groups[key])]
        found = self._in_order(found, groups, groupby, order)[offset or 0 :]
        return [(*key, *(groups[key][spec] for spec in aggregates)) for key in found[: limit or None]]

    @api.model
    def _read_grouping_sets(self, domain, grouping_sets, aggregates=(), order=None):
        """As Odoo's."""
        asked = [*aggregates, *self._specs_in_order(order, {spec for groupby in grouping_sets for spec in groupby})]
        if not any(map(self._metric_of, asked)):
            return super()._read_grouping_sets(domain, grouping_sets, aggregates, order)
        results = []
        for groupby, groups in zip(grouping_sets, self._count_sets(domain, grouping_sets, asked), strict=True):
            fitting = [part for part in _parts(order) if part.split()[0] in (*groupby, *asked)]
            keys = self._in_order(list(groups), groups, groupby, ", ".join(fitting))
            results.append([(*key, *(groups[key][spec] for spec in aggregates)) for key in keys])
        return results

    def _web_read_group_groupby_formatter(self, groupby_spec, values):
        """As Odoo's. The first version stands for all versions there, so its number would mislead."""
        format_group = super()._web_read_group_groupby_formatter(groupby_spec, values)
        if groupby_spec != "first_version_id":
            return format_group
        numbered = {version.id: version._numbered_name() for version in values if version}

        def format_all_versions(value):
            label, domain = format_group(value)
            # A hidden name stays hidden.
            is_shown = label and label[1] == numbered[label[0]]
            return (label[0], value.name) if is_shown else label, domain

        return format_all_versions

    @api.model
    def _count_sets(self, domain, grouping_sets, specs):
        """For each of these groupings ``{tuple of its values: {aggregate: value}}``, in no order."""
        specs = list(unique(specs))
        counted = [spec for spec in specs if self._metric_of(spec) or spec == "__count"]
        others = [spec for spec in specs if spec not in counted]
        names = [self._metric_of(spec) or spec for spec in counted]
        results = []
        nobody = [[None if name in (*RATES, "median_days") else 0 for name in names]]
        for groupby, counts in zip(grouping_sets, self._count_groups(domain, grouping_sets, names), strict=True):
            rows = counts if counts or groupby else nobody
            columns = list(zip(*rows, strict=True)) or [()] * len(groupby)
            keys = zip(*map(self._read_group_postprocess_groupby, groupby, columns), strict=False)
            groups = {}
            for key, row in zip(keys if groupby else [()] * len(rows), rows, strict=True):
                values = (False if value is None else value for value in row[len(groupby) :])
                groups[key] = dict(zip(counted, values, strict=True))
            # Nothing that counts people is among them.
            for row in self._read_group(domain, groupby, others) if others else ():
                groups[tuple(row[: len(groupby)])].update(zip(others, row[len(groupby) :], strict=True))
            results.append(groups)
        return results

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

    def _specs_in_order(self, order, groupby):
        return [part.split()[0] for part in _parts(order) if part.split()[0] not in groupby]

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
        for part in reversed(_parts(order) or groupby):
            spec, *words = part.split()
            words = [word.upper() for word in words]
            if spec in groupby:
                place = groupby.index(spec)
                ranks = self._ranks(spec, {key[place] for key in keys}, by_model=bool(order))
                rank = {key: ranks[key[place]] for key in keys}
            else:
                rank = {key: None if groups[key][spec] is False else groups[key][spec] for key in keys}
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


def _parts(order):
    """The terms of an `order` with their directions."""
    return [part.strip() for part in (order or "").split(",") if part.strip()]
