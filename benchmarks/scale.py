"""What a growing installation faces, for the simulation: many senders with limits, the mail queue, incoming answers,
and the rows that all of this writes."""

import email.message
import email.utils
import time
from collections import Counter

from lanes import Lane, processes
from measures import absolute, measure, touch
from world import insert_copies, vacuum

from odoo.tools import config

# Tables in which a touch and its consequences leave rows.
LEDGERS = (
    "sales_sequence_enrollment",
    "sales_sequence_touch",
    "sales_sequence_signal",
    "mail_message",
    "mail_mail",
    "mail_activity",
    "mail_notification",
)


# ----------------------------------------------------------------------------------------------------------------------
# A mail server
# ----------------------------------------------------------------------------------------------------------------------


class Sink:
    """A mail server in its own process that accepts every mail and counts them by recipient."""

    def __init__(self):
        self._connection, theirs = processes.Pipe()
        self._process = processes.Process(target=_take_mail, args=(theirs,))
        self._process.start()
        theirs.close()

    def __enter__(self):
        self.port = self._connection.recv()
        use_mail_server(self.port)
        return self

    def __exit__(self, *_exception):
        self._connection.close()
        self._process.join()

    def received(self):
        """The `Counter` of recipients so far."""
        self._connection.send(None)
        return self._connection.recv()


def use_mail_server(port):
    """Make Odoo in this process send its mail there."""
    config["smtp_server"], config["smtp_port"] = "127.0.0.1", port


def _take_mail(connection):
    from aiosmtpd.controller import Controller

    class Handler:
        received = Counter()

        async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 (aiosmtpd looks for this name)
            self.received.update(envelope.rcpt_tos)
            return "250 OK"

    class Server(Controller):
        def _trigger_server(self):
            # The kernel chose the port.
            self.port = self.server.sockets[0].getsockname()[1]
            return super()._trigger_server()

    server = Server(Handler(), hostname="127.0.0.1", port=0)
    server.start()
    connection.send(server.port)
    while True:
        try:
            connection.recv()
        except EOFError:
            return server.stop()
        connection.send(Handler.received)


def send(env, mail_ids=(), port=None):
    """Send these through Odoo's mail queue as its scheduled job does: one by one, with a commit after each."""
    if port:
        use_mail_server(port)
    env["mail.mail"].with_context(filters=[("id", "in", list(mail_ids))]).process_email_queue()


# ----------------------------------------------------------------------------------------------------------------------
# Measurements
# ----------------------------------------------------------------------------------------------------------------------


def costs(world, rounds):
    """Run all measurements of this module. :return: `{name: value}`"""
    with Sink() as sink:
        found = {**_written_rows(world, sink), **many_senders(world, rounds)}
        found.update(mail_queue(world, sink, rounds))
    found.update(replies(world, rounds))
    _fill_signals(world)
    found.update(sizes(world.env))
    return found


def many_senders(world, rounds, senders=200, count=1000):
    """Email touches whose senders differ within a batch and have limits to check."""
    with world.many_senders(senders):
        touch(world, world.email_sequence, world.create_leads(senders))  # each sender's rights and language are cached
        samples = [touch(world, world.email_sequence, world.create_leads(count)) for _round in range(rounds)]
    found = absolute("email_touch_many_senders", samples, count)
    return {**found, "queries_per_email_touch_many_senders": samples[-1].queries / count}


def queue_mails(world, count):
    """Queue `count` sequence emails. :return: their ids"""
    leads = world.create_leads(count)
    touch(world, world.email_sequence, leads)
    messages = world.env["sales.sequence.touch"].search([("enrollment_id.lead_id", "in", leads)]).mail_message_id
    world.env.cr.commit()
    return world.env["mail.mail"].search([("mail_message_id", "in", messages.ids)], order="id").ids


def mail_queue(world, sink, rounds, count=500):
    """Sending: by one process, and by two that share the queue. :raises RuntimeError: a mail was sent twice"""
    database, samples, rates = world.env.cr.dbname, [], {1: [], 2: []}
    send(world.env, queue_mails(world, 20))
    with Lane(database, send) as first, Lane(database, send) as second:
        for _round in range(rounds):
            mails = queue_mails(world, count)
            vacuum(database)
            sample = measure(world.env, lambda mails=mails: send(world.env, mails))
            samples.append(sample)
            rates[1].append(count / sample.wall)
            mails = queue_mails(world, count)
            vacuum(database)
            rates[2].append(count / _send_together((first, second), mails, sink.port))
    repeated = [recipient for recipient, number in sink.received().items() if number > 1]
    if repeated:
        raise RuntimeError(f"{len(repeated)} people got a mail twice")
    found = {**absolute("sent_mail", samples, count), "queries_per_sent_mail": samples[-1].queries / count}
    return {**found, **{f"mails_a_second_{word}": max(rates[n]) for n, word in ((1, "one_queue"), (2, "two_queues"))}}


def _send_together(lanes, mails, port):
    begin = time.perf_counter()
    for lane in lanes:
        lane.begin(mails, port)
    for lane in lanes:
        lane.end()
    return time.perf_counter() - begin


def replies(world, rounds, count=200):
    """Answers through the gateway that stop their enrollment, each in its own transaction."""
    samples = []
    for _round in range(rounds):
        leads = world.create_leads(count)
        touch(world, world.email_sequence, leads)
        touches = world.env["sales.sequence.touch"].search([("enrollment_id.lead_id", "in", leads)])
        sources = [_reply_to(each) for each in touches]
        samples.append(measure(world.env, lambda sources=sources: _receive(world.env, sources)))
        stopped = world.env["sales.sequence.enrollment"].search_count(
            [("lead_id", "in", leads), ("exit_reason", "=", "replied")]
        )
        if stopped != count:
            raise RuntimeError(f"{stopped} of {count} replies stopped their sequence")
    return {**absolute("reply", samples, count), "queries_per_reply": samples[-1].queries / count}


def _reply_to(sent):
    message = email.message.EmailMessage()
    message["From"] = sent.enrollment_id.email_normalized
    message["To"] = sent.user_id.email
    message["Subject"] = "Re: A question"
    message["Message-ID"] = email.utils.make_msgid(domain="people.example")
    message["Date"] = email.utils.localtime()
    message["In-Reply-To"] = message["References"] = sent.mail_message_id.message_id
    message.set_content("Yes, tell me more.\n")
    return message.as_bytes()


def _receive(env, sources):
    for source in sources:
        env["mail.thread"].message_process("crm.lead", source)
        env.cr.commit()


def _written_rows(world, sink, count=1000):
    """Rows inserted, updated and deleted for one email touch until it has been sent, by table."""
    before = _row_counters(world.env)
    send(world.env, queue_mails(world, count), sink.port)
    after = _row_counters(world.env)
    return {
        f"{table}_rows_{what}": (after[table][number] - before[table][number]) / count
        for table in LEDGERS
        for number, what in enumerate(("inserted", "updated", "deleted"))
        if after[table][number] > before[table][number]
    }


def _fill_signals(world, count=5000):
    """Enough signals to measure the size of one: copies of a reply, spread over the existing touches."""
    Touch = world.env["sales.sequence.touch"]
    touches = Touch.search([("mail_message_id", "!=", False)], limit=count)
    columns = {
        "enrollment_id": touches.enrollment_id.ids,
        "touch_id": touches.ids,
        "mail_message_id": touches.mail_message_id.ids,
    }
    prototype = world.env["sales.sequence.signal"].search([("kind", "=", "reply")], limit=1)
    insert_copies(prototype, len(touches), **{name: f"(ARRAY{ids})[fresh.n]" for name, ids in columns.items()})


def _row_counters(env):
    env.cr.commit()
    # PostgreSQL's processes report their statistics about once a second, and immediately when told to.
    env.cr.execute("SELECT pg_stat_force_next_flush()")
    env.cr.commit()
    env.cr.execute(
        "SELECT relname, n_tup_ins, n_tup_upd, n_tup_del FROM pg_stat_user_tables WHERE relname = ANY(%s)",
        [list(LEDGERS)],
    )
    counters = {table: numbers for table, *numbers in env.cr.fetchall()}
    env.cr.commit()
    return counters


def sizes(env):
    """Bytes per row of the ledgers and of their indexes, freshly vacuumed."""
    env.cr.commit()
    vacuum(env.cr.dbname, LEDGERS)
    found = {}
    for table in LEDGERS:
        env.cr.execute(f"SELECT count(*), pg_table_size('{table}'), pg_indexes_size('{table}') FROM {table}")
        rows, table_size, index_size = env.cr.fetchone()
        if rows:
            found[f"{table}_row_bytes"] = table_size / rows
            found[f"{table}_index_bytes"] = index_size / rows
    return found
