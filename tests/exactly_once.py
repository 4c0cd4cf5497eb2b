"""A sequence whose steps may run at any hour, and the check that everybody went through each step exactly once."""

import re
from collections import Counter
from datetime import datetime, timezone

# Each query finds rows that must not exist once everybody has finished the sequence.
FLAWS = {
    "forgotten: still on their way": """
        SELECT id, state, next_run_at FROM sales_sequence_enrollment
         WHERE sequence_id = %(sequence)s AND state NOT IN ('finished', 'stopped')""",
    "ended, but not entirely": """
        SELECT id, state, exit_reason, ended_at FROM sales_sequence_enrollment
         WHERE sequence_id = %(sequence)s AND state IN ('finished', 'stopped')
           AND (ended_at IS NULL OR exit_reason IS NULL
                OR exit_reason <> 'replied' AND (state = 'finished') <> (exit_reason = 'completed')
                OR num_nonnulls(next_step_id, next_run_at, pause_kind, paused_at, resume_at, interrupted_pause) > 0)""",
    "finished without having been at every step": """
        SELECT enrollment.id, step.position
          FROM sales_sequence_enrollment enrollment
          JOIN sales_sequence_step step ON step.sequence_id = enrollment.sequence_id
         WHERE enrollment.sequence_id = %(sequence)s AND enrollment.state = 'finished'
           AND NOT EXISTS (SELECT FROM sales_sequence_touch touch
                            WHERE touch.enrollment_id = enrollment.id AND touch.step_id = step.id)""",
    "more than one touch at a step": """
        SELECT enrollment_id, step_id, count(*) FROM sales_sequence_touch
         WHERE sequence_id = %(sequence)s GROUP BY enrollment_id, step_id HAVING count(*) > 1""",
    "touches that are neither done nor withdrawn": """
        SELECT id, channel, state, reason FROM sales_sequence_touch
         WHERE sequence_id = %(sequence)s
           AND NOT (channel = 'email' AND state IN ('sent', 'canceled')
                    OR channel <> 'email' AND state IN ('todo', 'done', 'canceled', 'skipped'))""",
    "steps out of order": """
        SELECT later.enrollment_id, later.id
          FROM sales_sequence_touch earlier JOIN sales_sequence_touch later USING (enrollment_id)
          JOIN sales_sequence_step first_step ON first_step.id = earlier.step_id
          JOIN sales_sequence_step second_step ON second_step.id = later.step_id
         WHERE earlier.sequence_id = %(sequence)s AND earlier.id > later.id
           AND first_step.position < second_step.position""",
    "mails without exactly one message in the chatter of the lead": """
        SELECT touch.id, message.id
          FROM sales_sequence_touch touch
          JOIN sales_sequence_enrollment enrollment ON enrollment.id = touch.enrollment_id
     LEFT JOIN mail_message message ON message.id = touch.mail_message_id
         WHERE touch.sequence_id = %(sequence)s AND touch.channel = 'email' AND touch.state <> 'skipped'
           AND (message.id IS NULL OR message.model <> 'crm.lead' OR message.res_id <> enrollment.lead_id)""",
    "one message for two touches": """
        SELECT mail_message_id FROM sales_sequence_touch
         WHERE sequence_id = %(sequence)s AND mail_message_id IS NOT NULL
      GROUP BY mail_message_id HAVING count(*) > 1""",
    "mails in the chatter that no touch knows": """
        SELECT message.id, message.res_id
          FROM mail_message message JOIN sales_sequence_enrollment enrollment ON enrollment.lead_id = message.res_id
         WHERE enrollment.sequence_id = %(sequence)s AND message.model = 'crm.lead'
           AND message.message_type = 'email_outgoing'
           AND NOT EXISTS (SELECT FROM sales_sequence_touch touch WHERE touch.mail_message_id = message.id)""",
    "mails left in the queue": """
        SELECT mail.id, mail.state
          FROM mail_mail mail JOIN sales_sequence_touch touch USING (mail_message_id)
         WHERE touch.sequence_id = %(sequence)s AND (mail.state <> 'cancel' OR touch.state <> 'canceled')""",
    "calls without an activity of the lead": """
        SELECT touch.id, touch.state, activity.id
          FROM sales_sequence_touch touch
          JOIN sales_sequence_enrollment enrollment ON enrollment.id = touch.enrollment_id
     LEFT JOIN mail_activity activity ON activity.id = touch.activity_id
         WHERE touch.sequence_id = %(sequence)s AND touch.channel NOT IN ('email', 'action')
           AND touch.state IN ('todo', 'done')
           AND (activity.id IS NULL OR activity.res_model <> 'crm.lead' OR activity.res_id <> enrollment.lead_id)""",
    "activities that no touch knows": """
        SELECT activity.id, activity.res_id
          FROM mail_activity activity JOIN sales_sequence_enrollment enrollment ON enrollment.lead_id = activity.res_id
         WHERE enrollment.sequence_id = %(sequence)s AND activity.res_model = 'crm.lead'
           AND NOT EXISTS (SELECT FROM sales_sequence_touch touch
                            WHERE touch.activity_id = activity.id AND touch.state IN ('todo', 'done'))""",
}


def begin_the_day(env):
    """Whenever the tests run, it is noon on a working day of all users, and nobody has been told of anything yet."""
    noon = 12 - datetime.now(timezone.utc).hour
    users = env["res.users"].search([])
    # The sign of these zones is the opposite of their offset.
    users.tz = f"Etc/GMT{-noon:+d}" if noon else "UTC"
    users.sequence_digest_on = False
    env.company.resource_calendar_id = _always(env)
    env["mail.activity"].search([("sequence_digest_pending", "=", True)]).sequence_digest_pending = False


def make_cadence(env, count, *steps):
    """Enroll `count` new leads at once in a sequence whose steps may run at any hour of any day.

    :param steps: for each step its channel, or its channel and delay in hours; each mail names its step in the body,
        and no step waits for an activity to be done
    :return: id of the sequence
    """
    env.company.sequence_backlog_per_hour = 0
    sequence = env["sales.sequence"].create(
        {
            "name": "Cadence",
            "calendar_id": _always(env).id,
            "window_start": 0,
            "window_end": 24,
            "user_id": _sender(env).id,
            "step_ids": [(0, 0, _step(env, position, step)) for position, step in enumerate(steps, start=1)],
        }
    )
    sequence.action_publish()
    result = sequence.enroll(make_leads(env, count, f"sequence-{sequence.id}.example.org"))
    if result["refused"]:
        raise ValueError(result["refused"])
    return sequence.id


def make_leads(env, count, domain):
    """Create `count` leads with addresses in that domain. :return: their ids"""
    values_list = [
        {
            "name": f"Deal {number}",
            "contact_name": f"Person {number}",
            "email_from": f"person-{number}@{domain}",
            "type": "opportunity",
            "user_id": _sender(env).id,
        }
        for number in range(count)
    ]
    # Otherwise the salesperson is notified of each new lead by mail.
    return env["crm.lead"].with_context(mail_auto_subscribe_no_notify=True).create(values_list).ids


def _sender(env):
    """The administrator, who has no address in a new database."""
    sender = env.ref("base.user_admin")
    if not sender.email:
        # On the contact: Odoo mails users whose own setting has changed. And no other mails to them, which would count.
        sender.partner_id.email = "admin@company.example"
        sender.notification_type = "inbox"
    return sender


def _always(env):
    hours = {"name": "Open", "hour_from": 0, "hour_to": 24, "day_period": "morning"}
    days = [(0, 0, {**hours, "dayofweek": str(day)}) for day in range(7)]
    return env["resource.calendar"].create({"name": "Always", "tz": "UTC", "company_id": False, "attendance_ids": days})


def _step(env, position, step):
    channel, delay = step if isinstance(step, tuple) else (step, 0)
    values = {
        "name": f"Step {position}",
        "position": position,
        "channel": channel,
        "delay": delay,
        "delay_unit": "hour",
        "wait_for_completion": False,
    }
    if channel == "email":
        template = {
            "name": f"Mail {position}",
            "model_id": env["ir.model"]._get_id("crm.lead"),
            "subject": "A question",
            "body_html": f'<p>Step {position} for <t t-out="object.contact_name"/></p>',
        }
        values["mail_template_id"] = env["mail.template"].create(template).id
    else:
        values["activity_type_id"] = env.ref("mail.mail_activity_data_call").id
    return values


def mails_received(sink, sequence_id):
    """Count the mails of a sequence that arrived: a `Counter` of ``(recipient, position of the step)``."""
    received = Counter()
    for recipient, message in sink.received:
        if recipient.endswith(f"@sequence-{sequence_id}.example.org"):
            text = message.get_body(("plain", "html")).get_content()
            received[recipient, int(re.search(r"Step (\d+)", text)[1])] += 1
    return received


def find_flaws(database, sequence_id, sink):
    """Compare what happened with what must have happened, once everybody has finished the sequence.

    :return: list of sentences; empty if everybody took each step once, in order, and got each mail once
    """
    flaws = [
        f"{flaw}: {len(rows)}, such as {rows[:3]}"
        for flaw, query in FLAWS.items()
        if (rows := database.rows(query, {"sequence": sequence_id}))
    ]
    expected = Counter(
        database.rows(
            """SELECT enrollment.email_normalized, step.position
                 FROM sales_sequence_touch touch
                 JOIN sales_sequence_enrollment enrollment ON enrollment.id = touch.enrollment_id
                 JOIN sales_sequence_step step ON step.id = touch.step_id
                WHERE touch.sequence_id = %(sequence)s AND touch.channel = 'email' AND touch.state = 'sent'""",
            {"sequence": sequence_id},
        )
    )
    received = mails_received(sink, sequence_id)
    if unwanted := received - expected:
        flaws.append(f"mails that arrived without or beyond their touch: {len(unwanted)}, such as {list(unwanted)[:3]}")
    if missing := expected - received:
        flaws.append(f"touches that say sent, but nothing arrived: {len(missing)}, such as {list(missing)[:3]}")
    return flaws


def count_touches(database, sequence_id):
    """``{state of the touch: number}``."""
    return dict(
        database.rows(
            "SELECT state, count(*) FROM sales_sequence_touch WHERE sequence_id = %s GROUP BY state", sequence_id
        )
    )
