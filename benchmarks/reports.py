"""What a manager and a rep wait for when they look at numbers: the report, *Results*, the dashboard, the kanban of
sequences and the form of one with its timeline, in a database with the history of two years."""

from functools import partial
from statistics import median

from dateutil.relativedelta import relativedelta
from history import fill
from lxml import etree
from measures import measure
from world import database_copy, environment, vacuum

from odoo import fields
from odoo.fields import Domain
from odoo.tools import config
from odoo.tools.safe_eval import datetime, safe_eval

ENROLLMENTS = 300_000
# Of the sequence whose form is opened.
STEPS = 30


def seconds(rounds, enrollments=ENROLLMENTS, say=lambda _stage: None):
    """How long each page takes, for the slower of a manager and a rep.

    :return: `({name of the figure: samples}, {cost: value})`
    """
    with database_copy(f"{config['db_name'][0]}_reports") as name:
        say(f"the history of {enrollments:,} enrollments")
        with environment(name) as env:
            people = fill(env, enrollments)
        vacuum(name)
        figures, costs = {}, {}
        for role, user_id in people.items():
            say(f"reports of a {role}")
            with environment(name) as env:
                measured = _measure(env(user=user_id), rounds)
            for figure, samples in measured.items():
                costs[f"{figure}_of_a_{role}"] = _median_wall(samples)
                costs[f"{figure}_queries_of_a_{role}"] = samples[-1].queries
                figures[figure] = max(figures.get(figure, samples), samples, key=_median_wall)
        return figures, costs


def _median_wall(samples):
    return median(sample.wall for sample in samples)


def _measure(env, rounds):
    biggest = env["sales.sequence"].search([("name", "=", "Sequence 1")])
    pages = {
        "report_1m_s": partial(_open_report, env),
        "results_1m_s": partial(_open_results, biggest),
        "dashboard_1m_s": partial(_open_dashboard, env),
        "kanban_1m_s": partial(_open_kanban, env),
        # The last one, as it adds steps.
        "form_1m_s": partial(_open_form, _with_more_steps(biggest)),
    }
    measured = {}
    for name, open_page in pages.items():
        open_page()  # what a server has computed once
        measured[name] = [measure(env, open_page) for _round in range(rounds)]
    return measured


def _open_report(env):
    """What the pivot asks for, with the filters, groups and measures that it opens with."""
    action = env["ir.actions.act_window"]._for_xml_id("sales_sequence.sales_sequence_report_action")
    report = env["sales.sequence.report"]
    search_view_id = action["search_view_id"] and action["search_view_id"][0]
    views = report.get_views([(False, "pivot"), (search_view_id, "search")])["views"]
    context = safe_eval(action["context"], {"uid": env.uid})
    search, pivot = (etree.fromstring(views[kind]["arch"]) for kind in ("search", "pivot"))
    chosen = [node for node in search.iter("filter") if context.get(f"search_default_{node.get('name')}")]
    domain = Domain.AND(safe_eval(node.get("domain"), _names(env)) for node in chosen if node.get("domain"))
    groups = [node.get("name") for node in pivot.iter("field") if node.get("type") in ("row", "col")]
    measures = [node.get("name") for node in pivot.iter("field") if node.get("type") == "measure"]
    grouping_sets = [groups[:length] for length in range(len(groups) + 1)]
    asked = [*(f"{name}:sum" for name in measures), "__count"]
    found = report.formatted_read_grouping_sets(domain, grouping_sets, asked)
    if not found[0][0]["__count"]:
        raise RuntimeError("The report is empty.")


def _names(env):
    """What the domain of a filter may name."""
    return {
        "context_today": lambda: fields.Date.context_today(env.user),
        "relativedelta": relativedelta,
        "datetime": datetime,
        "uid": env.uid,
    }


def _open_results(sequence):
    if not sequence.env["sales.sequence.results"].get_results(sequence.id):
        raise RuntimeError("Results are empty.")


def _open_dashboard(env):
    if not env["sales.sequence.dashboard"].get_dashboard():
        raise RuntimeError("The dashboard is empty.")


def _open_kanban(env):
    """The first page of it, as the web client asks for it."""
    Sequence = env["sales.sequence"]
    shown = etree.fromstring(Sequence.get_views([(False, "kanban")])["views"]["kanban"]["arch"]).iter("field")
    found = Sequence.web_search_read([("in_gallery", "=", False)], {node.get("name"): {} for node in shown}, limit=40)
    if len(found["records"]) != 40:
        raise RuntimeError(f"{len(found['records'])} of 40 sequences are shown")


def _with_more_steps(sequence):
    """The sequence with `STEPS` steps, of which nobody has had the added ones."""
    steps = sequence.sudo().step_ids
    last = steps[-1]
    for number in range(len(steps), STEPS):
        last.copy({"name": f"Step {number + 1}", "position": last.position + number})
    return sequence


def _open_form(sequence):
    """The form and its timeline, as the web client asks for them."""
    arch = etree.fromstring(sequence.get_views([(False, "form")])["views"]["form"]["arch"])
    shown = [node.get("name") for node in arch.iter("field") if not any(node.iterancestors("field"))]
    sequence.web_read({name: {} for name in shown})
    timeline = sequence.env["sales.sequence.editor"].get_timeline(sequence.id)
    if len(timeline["steps"]) != STEPS or not timeline["sequence"]["closed"]:
        raise RuntimeError("The timeline is empty.")
