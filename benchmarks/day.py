"""A rep's day: 500 open tasks among 300,000 enrollments, as *My day* opens it, and the next task."""

from measures import measure
from world import World, create_waiting, database_copy, environment, insert_copies, vacuum

from odoo.tools import config

TASKS = 500
ANSWERS = 20


def seconds(rounds, enrollments=300_000, say=lambda _stage: None):
    """How long the first task of the day takes, and the next one.

    :return: `({name of the figure: samples}, {cost: value})`
    """
    with database_copy(f"{config['db_name'][0]}_day") as name:
        say(f"a day with {TASKS} tasks among {enrollments:,} enrollments")
        with environment(name) as env:
            rep_id = _fill(env, enrollments)
        vacuum(name)
        with environment(name) as env:
            return _measure(env(user=rep_id)["sales.sequence.day"], rounds)


def _measure(day, rounds):
    seen = {}

    def open_day():
        seen["day"] = day.get_day()
        rows = [row for group in seen["day"]["groups"] for row in group["rows"] if row["kind"] == "task"]
        seen["touches"] = [row["res_id"] for row in rows]
        seen["first"] = day.get_tasks(seen["touches"][:1])

    open_day()  # what a server has computed once
    if len(seen["touches"]) != TASKS:
        raise RuntimeError(f"{len(seen['touches'])} of {TASKS} tasks are shown")
    opened = [measure(day.env, open_day) for _round in range(3 * rounds)]
    following = [
        measure(day.env, lambda number=number: day.get_tasks(seen["touches"][number : number + 1]))
        for number in range(1, 3 * rounds + 1)
    ]
    figures = {"my_day_open_s": opened, "my_day_next_s": following}
    return figures, {"my_day_open_queries": opened[-1].queries, "my_day_next_queries": following[-1].queries}


def _fill(env, enrollments):
    """A sales team at work: enrollments that wait, each after an email that was sent, evenly among the senders; the
    tasks and answers are those of the first. :return: the id of that user"""
    create_waiting(env, enrollments)
    world = World(env)
    # The others are its copies.
    world.prototype = world.prototype.sorted("id")[:1]
    world.senders.group_ids += env.ref("sales_sequence.group_sales_sequence_user")
    rep = world.senders[0]
    of_senders = f"(ARRAY{world.senders.ids})[1 + mod(id, {len(world.senders)})]"
    env.cr.execute(f"UPDATE sales_sequence_enrollment SET user_id = {of_senders} WHERE state = 'running'")
    env.cr.execute(
        """UPDATE crm_lead SET user_id = e.user_id FROM sales_sequence_enrollment e
            WHERE e.lead_id = crm_lead.id AND e.state = 'running'"""
    )
    env.cr.execute(
        """INSERT INTO sales_sequence_touch
                  (enrollment_id, step_id, sequence_id, user_id, channel, state, done_at, create_date, write_date)
           SELECT id, %s, sequence_id, user_id, 'email', 'sent', now() AT TIME ZONE 'utc' - interval '3 days', now(),
                  now()
             FROM sales_sequence_enrollment WHERE state = 'running'""",
        [world.email_sequence.step_ids[-1].id],
    )
    env.invalidate_all()
    world.senders = rep
    world.call_sequence.enroll(world.create_leads(TASKS))
    env.cr.commit()
    env["sales.sequence.runner"]._run()
    _answer(world, env["sales.sequence.enrollment"].search([("user_id", "=", rep.id)], limit=ANSWERS))
    env.cr.commit()
    return rep.id


def _answer(world, enrollments):
    prototype = world.env["sales.sequence.signal"].create(
        {
            "enrollment_id": enrollments[:1].id,
            "kind": "reply",
            "settled_at": "2026-01-12 09:00:00",
            "effect": "credited",
        }
    )
    insert_copies(prototype, len(enrollments) - 1, enrollment_id=f"(ARRAY{enrollments[1:].ids})[fresh.n]")
