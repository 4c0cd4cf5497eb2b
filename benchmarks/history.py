"""Two years of a sales team, written by SQL: enrollments in 200 sequences, what we did, and what came back.

Shares are those of a team that does well: 6 % answer, 2 % bounce, 3 % meet. Rows lie in the order of time, as in a
database that has grown; one sequence has a tenth of all people.
"""

from world import World, insert_copies

SEQUENCES = 200
REPS = 30
DAYS = 728
# One after the other, over the two years.
SEQUENCES_OF_A_PERSON = 5
# Of the last days some are still on their way.
ACTIVE_DAYS = 21
# Offsets in days and channels of the steps. People get one to five of them, three and a half on average.
STEPS = ((0, "email"), (2, "call"), (4, "email"), (7, "linkedin"), (11, "email"))
TOUCHES = "(ARRAY[1, 3, 3, 4, 5, 5])[1 + mod(e.id, 6)]"
# Two numbers between 0 and 1 for each enrollment, the same in every run.
LUCK = "(abs(hashint4(e.id)) / 2147483648.0)"
OTHER_LUCK = "(abs(hashint4(e.id + 1000000007)) / 2147483648.0)"
ANSWERED = f"{LUCK} < 0.06"
BOUNCED = f"{LUCK} > 0.98"
# What came back, as a share of all enrollments. With answers and bounces, two thirds of a signal for each.
SIGNALS = {"auto_reply": 0.15, "acknowledgement": 0.3, "meeting": 0.03, "opt_out": 0.015, "unsure": 0.01, "lost": 0.085}


def fill(env, enrollments):
    """Write the history of so many people. :return: ids of users, ``{"manager": …, "rep": …}``"""
    World.build(env)
    world = World(env)
    reps = World._create_senders(env, "report-rep", REPS)
    manager = reps[0]
    user, everything = "sales_sequence.group_sales_sequence_user", "sales_sequence.group_sales_sequence_manager"
    (reps - manager).group_ids += env.ref(user) + env.ref("sales_team.group_sale_salesman")
    manager.group_ids += env.ref(everything) + env.ref("sales_team.group_sale_manager")
    sequences = _create_sequences(world, reps)
    leads = _create_people(world, reps, enrollments // SEQUENCES_OF_A_PERSON)
    _enroll(world, sequences, leads, enrollments)
    _touch(env, sequences)
    _answer(env)
    env.cr.commit()
    env.invalidate_all()
    return {"manager": manager.id, "rep": reps[1].id}


def _create_sequences(world, reps):
    """Every tenth has two wordings of its first email, every fourth is the second version of another."""
    env = world.env
    call, todo = (env.ref(f"mail.mail_activity_data_{name}").id for name in ("call", "todo"))
    content = {
        "email": {"mail_template_id": world.template.id},
        "call": {"activity_type_id": call},
        "linkedin": {"activity_type_id": todo},
    }
    steps = [
        {"name": f"Day {day + 1}", "position": position, "channel": channel, "delay": 2, **content[channel]}
        for position, (day, channel) in enumerate(STEPS, 1)
    ]
    sequences = env["sales.sequence"].create(
        [
            {
                "name": f"Sequence {number}",
                "user_id": reps[number % len(reps)].id,
                "calendar_id": world.email_sequence.calendar_id.id,
                "window_start": 0,
                "window_end": 24,
                "step_ids": [(0, 0, step) for step in steps],
            }
            for number in range(1, SEQUENCES + 1)
        ]
    )
    variants = [(0, 0, {"name": name, "mail_template_id": world.template.id}) for name in ("A", "B")]
    for sequence in sequences[::10]:
        sequence._first_step().variant_ids = variants
    for number in range(3, SEQUENCES, 4):
        sequences[number].previous_version_id = sequences[number - 1]
    sequences.write({"state": "live"})
    env.flush_all()
    return sequences


def _create_people(world, reps, count):
    """Leads with a contact each; three contacts of four belong to a company of four."""
    address = "'reader-' || fresh.id || '@people.example'"
    partners = insert_copies(
        world.prototype.partner_id,
        count,
        name="'Reader ' || fresh.id",
        complete_name="'Reader ' || fresh.id",
        email=address,
        email_normalized=address,
        commercial_partner_id="fresh.id - CASE WHEN mod(fresh.n, 4) = 0 THEN 0 ELSE mod(fresh.n, 4) - 1 END",
    )
    partner = f"({partners[0] - 1} + fresh.n)"
    address = f"'reader-' || {partner} || '@people.example'"
    return insert_copies(
        world.prototype,
        count,
        name="'Offer ' || fresh.id",
        contact_name="'Reader ' || fresh.id",
        partner_id=partner,
        email_from=address,
        email_normalized=address,
        user_id=f"(ARRAY{reps.ids})[1 + mod(fresh.n, {len(reps)})]",
    )


def _enroll(world, sequences, leads, count):
    env = world.env
    world.email_sequence.enroll(world.prototype.ids)
    prototype = env["sales.sequence.enrollment"].search([("lead_id", "=", world.prototype.id)])
    prototype._stop("manual")
    env.flush_all()
    lead = f"({leads[0]} + mod(fresh.n, {len(leads)}))"
    age = f"({count} - fresh.n) * interval '{DAYS} days' / {count}"
    place = f"CASE WHEN mod(fresh.n, 10) = 0 THEN 1 ELSE 2 + mod(fresh.n::bigint * 7919, {len(sequences) - 1}) END"
    insert_copies(
        prototype,
        count,
        sequence_id=f"(ARRAY{sequences.ids})[{place}]",
        lead_id=lead,
        partner_id=f"(SELECT l.partner_id FROM crm_lead l WHERE l.id = {lead})",
        email_normalized=f"(SELECT l.email_normalized FROM crm_lead l WHERE l.id = {lead})",
        user_id=f"(SELECT l.user_id FROM crm_lead l WHERE l.id = {lead})",
        enrolled_at=f"now() AT TIME ZONE 'utc' - {age}",
        ended_at=f"now() AT TIME ZONE 'utc' - {age} + interval '12 days'",
        exit_reason="'completed'",
        state="'finished'",
        status_note="NULL",
    )
    env.cr.execute(
        """INSERT INTO sales_sequence_address
                       (enrollment_id, company_id, email_normalized, person_key, role, holds_place)
                SELECT id, company_id, email_normalized, email_normalized, 'own', FALSE
                  FROM sales_sequence_enrollment WHERE lead_id >= %s""",
        [leads[0]],
    )


def _touch(env, sequences):
    """Everybody gets their steps on time; who is on their way has an open task, or waits for the next email."""
    offsets = [day for day, _channel in STEPS]
    env.cr.execute(
        f"""CREATE TEMPORARY TABLE walk ON COMMIT DROP AS
            SELECT e.id, e.sequence_id, e.user_id, e.enrolled_at, {TOUCHES} AS length,
                   {BOUNCED} AS bounced, answer.at AS replied_at,
                   e.enrolled_at > now() AT TIME ZONE 'utc' - interval '{ACTIVE_DAYS} days'
                       AND answer.at IS NULL AND NOT {BOUNCED} AS active
              FROM sales_sequence_enrollment e
         LEFT JOIN LATERAL (SELECT e.enrolled_at + ((ARRAY{offsets})[{TOUCHES}] + 1) * interval '1 day' AS at) answer
                ON {ANSWERED} AND answer.at < now() AT TIME ZONE 'utc'
             WHERE e.sequence_id = ANY(%s)""",
        [sequences.ids],
    )
    env.cr.execute(
        f"""INSERT INTO sales_sequence_touch
                   (enrollment_id, step_id, sequence_id, user_id, variant_id, channel, state, done_at, replied_at,
                    create_date, write_date)
            SELECT w.id, step.id, w.sequence_id, w.user_id, variant.id, step.channel,
                   CASE WHEN w.active AND step.position = w.length AND step.channel != 'email' THEN 'todo'
                        WHEN w.bounced AND step.position = 1 THEN 'bounced'
                        WHEN step.channel = 'email' THEN 'sent'
                        WHEN mod(w.id, 25) = 0 THEN 'skipped'
                        ELSE 'done' END,
                   CASE WHEN w.active AND step.position = w.length AND step.channel != 'email' THEN NULL
                        ELSE w.enrolled_at + (ARRAY{offsets})[step.position] * interval '1 day' END,
                   CASE WHEN step.position = w.length THEN w.replied_at END,
                   w.enrolled_at, w.enrolled_at
              FROM walk w
              JOIN sales_sequence_step step ON step.sequence_id = w.sequence_id
                   AND step.position <= CASE WHEN w.bounced THEN 1 ELSE w.length END
         LEFT JOIN LATERAL (SELECT v.id FROM sales_sequence_step_variant v WHERE v.step_id = step.id
                             ORDER BY mod(v.id + w.id, 2), v.id LIMIT 1) variant ON TRUE
             WHERE w.enrolled_at + (ARRAY{offsets})[step.position] * interval '1 day' < now() AT TIME ZONE 'utc'
          ORDER BY w.enrolled_at + (ARRAY{offsets})[step.position] * interval '1 day'"""
    )
    env.cr.execute(
        """UPDATE sales_sequence_enrollment e
               SET state = CASE WHEN w.active THEN 'running' WHEN w.replied_at IS NOT NULL OR w.bounced THEN 'stopped'
                                ELSE 'finished' END,
                   exit_reason = CASE WHEN w.active THEN NULL WHEN w.replied_at IS NOT NULL THEN 'replied'
                                      WHEN w.bounced THEN 'bounced' ELSE 'completed' END,
                   replied_at = w.replied_at,
                   ended_at = CASE WHEN w.active THEN NULL ELSE e.ended_at END,
                   next_step_id = CASE WHEN w.active THEN step.id END,
                   next_run_at = CASE WHEN w.active
                                      THEN now() AT TIME ZONE 'utc' + mod(w.id, 9) * interval '1 day' END
              FROM walk w
              JOIN sales_sequence_step step ON step.sequence_id = w.sequence_id AND step.position = w.length
             WHERE w.id = e.id AND (w.active OR w.replied_at IS NOT NULL OR w.bounced)"""
    )


def _answer(env):
    """Replies and bounces by the touches, everything else by its share."""
    env.cr.execute(
        """INSERT INTO sales_sequence_signal (enrollment_id, touch_id, kind, occurred_at, settled_at, effect,
                                              handled_at, create_date, write_date)
           SELECT t.enrollment_id, t.id, CASE WHEN t.replied_at IS NULL THEN 'bounce' ELSE 'reply' END,
                  COALESCE(t.replied_at, t.done_at), COALESCE(t.replied_at, t.done_at), 'stopped',
                  COALESCE(t.replied_at, t.done_at), t.done_at, t.done_at
             FROM sales_sequence_touch t
            WHERE t.replied_at IS NOT NULL OR t.state = 'bounced'"""
    )
    for number, (kind, share) in enumerate(SIGNALS.items()):
        env.cr.execute(
            f"""INSERT INTO sales_sequence_signal (enrollment_id, touch_id, kind, occurred_at, settled_at, effect,
                                                   create_date, write_date)
                SELECT e.id, t.id, %s, t.done_at + interval '5 hours', t.done_at, 'noted', t.done_at, t.done_at
                  FROM sales_sequence_enrollment e
                  JOIN LATERAL (SELECT t.id, t.done_at FROM sales_sequence_touch t
                                 WHERE t.enrollment_id = e.id AND t.done_at IS NOT NULL
                              ORDER BY t.done_at DESC LIMIT 1) t ON TRUE
                 WHERE mod(({OTHER_LUCK} + {number} * 0.17)::numeric, 1) < %s""",
            [kind, share],
        )
