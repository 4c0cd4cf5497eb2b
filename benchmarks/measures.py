"""The measurements within one process: touches, enrolling, and finding what is due.

The sides of a comparison alternate within the run, each time with fresh but similar leads, after `VACUUM ANALYZE`; the
result is the median of the ratios of the rounds, so that a machine that gets slower slows both sides.

Comparisons use CPU time, of Odoo's process and of PostgreSQL's behind it: it is what hosts have to provide, and hardly
depends on other load on the machine, unlike wall-clock time. If PostgreSQL runs on another machine, only wall-clock
time is known.
"""

import gc
import time
from collections import namedtuple
from pathlib import Path
from statistics import median

from world import environment, vacuum


class Sample(namedtuple("Sample", "wall cpu database_cpu queries wal_bytes")):
    """What something took, in seconds: wall-clock time, CPU time of this process, and CPU time of PostgreSQL's process
    behind this connection (None if that runs on another machine); the number of SQL queries; and the WAL that
    PostgreSQL wrote for its disks and replicas."""

    @property
    def cost(self):
        """CPU seconds, if known."""
        return self.wall if self.database_cpu is None else self.cpu + self.database_cpu



# ----------------------------------------------------------------------------------------------------------------------
# Timing
# ----------------------------------------------------------------------------------------------------------------------


def measure(env, work):
    """Run `work()` with an empty cache and return what it took as a `Sample`."""
    env.flush_all()
    env.cr.commit()
    env.invalidate_all()
    gc.collect()
    backend = _backend(env)
    wal = _wal_position(env)
    env.cr.commit()
    queries, cpu, begin = env.cr.sql_log_count, time.process_time(), time.perf_counter()
    database_cpu = _cpu_of(backend)
    work()
    env.flush_all()
    database_cpu = backend and _cpu_of(backend) - database_cpu
    wall, cpu, queries = time.perf_counter() - begin, time.process_time() - cpu, env.cr.sql_log_count - queries
    env.cr.commit()
    return Sample(wall, cpu, database_cpu, queries, _wal_position(env) - wal)


def _backend(env):
    env.cr.execute("SELECT pg_backend_pid(), inet_server_addr() IS NULL OR inet_server_addr() = inet_client_addr()")
    pid, is_local = env.cr.fetchone()
    accounts = Path(f"/proc/{pid}/schedstat")
    return accounts if is_local and accounts.exists() else None


def _cpu_of(backend):
    """CPU seconds of a process so far: the first number of its schedstat, as documented by Linux."""
    return int(backend.read_text().split()[0]) / 1e9 if backend else None


def _wal_position(env):
    env.cr.execute("SELECT pg_current_wal_lsn() - '0/0'::pg_lsn")
    return int(env.cr.fetchone()[0])


def alternate(rounds, first, second):
    """Call both functions in each round, alternating their order. :return: two lists of their results"""
    results = {first: [], second: []}
    for number in range(rounds):
        for function in (first, second) if number % 2 == 0 else (second, first):
            results[function].append(function())
    return results[first], results[second]


def quotients(samples, others, per=1, field="cost"):
    """The cost of the samples relative to the others, round by round, times `per`."""
    pairs = zip(samples, others, strict=True)
    return [getattr(sample, field) / getattr(other, field) * per for sample, other in pairs]


def absolute(name, samples, count):
    """The cost of one of `count`, as `{figure: median}` in milliseconds and bytes."""
    fields = {"wall_ms": ("wall", 1000), "cpu_ms": ("cpu", 1000), "database_cpu_ms": ("database_cpu", 1000)}
    return {
        f"{name}_{figure}": median(getattr(sample, field) or 0 for sample in samples) / count * factor
        for figure, (field, factor) in {**fields, "wal_bytes": ("wal_bytes", 1)}.items()
    }


# ----------------------------------------------------------------------------------------------------------------------
# Touches
# ----------------------------------------------------------------------------------------------------------------------


def touch(world, sequence, lead_ids):
    """Enroll leads in a sequence whose first step is due at once, and run it. :return: the `Sample` of the run"""
    sequence.enroll(lead_ids)
    vacuum(world.env.cr.dbname)
    runner = world.env["sales.sequence.runner"]
    sample = measure(world.env, runner._run)
    done = world.env["sales.sequence.touch"].search_count(
        [("enrollment_id.lead_id", "in", lead_ids), ("state", "in", ("queued", "todo"))]
    )
    if done != len(lead_ids):
        raise RuntimeError(f"{done} of {len(lead_ids)} leads were touched")
    return sample


def email_against_send_mail_batch(world, rounds, count=1000):
    """A complete email step, against Odoo's `send_mail_batch`, which only renders and queues."""

    def ours():
        return touch(world, world.email_sequence, world.create_leads(count))

    def odoo():
        lead_ids = world.create_leads(count)
        vacuum(world.env.cr.dbname)
        return measure(world.env, lambda: (_read(world, lead_ids), world.template.send_mail_batch(lead_ids)))

    return alternate(rounds, ours, odoo)


def call_against_activity_create(world, rounds, count=1000):
    """A complete call step, against the bare creation of as many activities in one batch."""
    Activity = world.env["mail.activity"].with_context(mail_activity_quick_update=True)

    def ours():
        return touch(world, world.call_sequence, world.create_leads(count))

    def odoo():
        leads = world.env["crm.lead"].browse(world.create_leads(count))
        step = world.call_sequence._first_step()
        notes = step._render_field("note", leads.ids)
        values_list = [
            {
                "res_model_id": world.env["ir.model"]._get_id("crm.lead"),
                "res_id": lead.id,
                "activity_type_id": step.activity_type_id.id,
                "summary": step.name,
                "note": notes[lead.id],
                "date_deadline": "2040-01-02",
                "user_id": lead.user_id.id,
            }
            for lead in leads
        ]
        vacuum(world.env.cr.dbname)
        return measure(world.env, lambda: (_read(world, leads.ids), Activity.create(values_list)))

    return alternate(rounds, ours, odoo)


def _read(world, lead_ids):
    """Read leads and contacts in one batch: Odoo would read them one by one and look worse than necessary."""
    return world.env["crm.lead"].browse(lead_ids).mapped(lambda lead: (lead.display_name, lead.partner_id.lang))


def many_against_few(world, rounds, many=10_000, few=1_000):
    """Enroll and touch many leads and few. :return: two dicts of lists of samples, by what was done"""
    results = {many: {"tag": [], "enroll": [], "touch": []}, few: {"tag": [], "enroll": [], "touch": []}}
    for number in range(rounds):
        for count in (few, many) if number % 2 == 0 else (many, few):
            results[count]["tag"].append(_create_tags(world, count))
            results[count]["enroll"].append(_enroll(world, count))
            vacuum(world.env.cr.dbname)
            results[count]["touch"].append(measure(world.env, world.env["sales.sequence.runner"]._run))
    return results[many], results[few]


def _create_tags(world, count):
    vacuum(world.env.cr.dbname)
    values_list = [{"name": f"Tag {time.time()} {number}"} for number in range(count)]
    sample = measure(world.env, lambda: world.env["crm.tag"].create(values_list))
    world.env.cr.execute("DELETE FROM crm_tag")
    return sample


def _enroll(world, count):
    lead_ids = world.create_leads(count)
    vacuum(world.env.cr.dbname)
    answers = []
    sample = measure(world.env, lambda: answers.append(world.email_sequence.enroll(lead_ids)))
    if len(answers[0]["enrolled"]) != count:
        raise RuntimeError(f"{len(answers[0]['enrolled'])} of {count} were enrolled")
    return sample


# ----------------------------------------------------------------------------------------------------------------------
# Finding what is due
# ----------------------------------------------------------------------------------------------------------------------


def idle(database):
    """One run of the job with nothing due."""
    with environment(database) as env:
        runner = env["sales.sequence.runner"]
        handled = []
        sample = measure(env, lambda: handled.append(runner._run()))
        if handled != [0]:
            raise RuntimeError(f"{handled} enrollments were due")
        return sample


def make_due(database, count=500):
    """Make `count` of the waiting enrollments, from all over the table, due."""
    with environment(database) as env:
        env.cr.execute(
            """UPDATE sales_sequence_enrollment SET next_run_at = now() AT TIME ZONE 'utc' - interval '1 minute'
                WHERE id IN (SELECT id FROM sales_sequence_enrollment WHERE state = 'running'
                              ORDER BY hashint4(id) LIMIT %s)""",
            [count],
        )
    vacuum(database)


def claim(database, count=500):
    """The runner's claim of everything that is due, rolled back afterwards."""
    with environment(database) as env:
        runner = env["sales.sequence.runner"]
        claimed = []
        sample = measure(env, lambda: claimed.append(len(runner._claim(count))))
        if claimed != [count]:
            raise RuntimeError(f"{claimed} of {count} were claimed")
        return sample


def compare_databases(rounds, work, database, other):
    """`work` on two databases, taking turns; the first round of each only warms up. :return: two lists of samples"""
    samples, others = alternate(rounds + 1, lambda: work(database), lambda: work(other))
    return samples[1:], others[1:]
