"""Clicks at the same moment as something else, in real transactions."""

import time
from types import SimpleNamespace

import pytest
from psycopg2.extras import Json

from odoo.addons.sales_sequence.tools import clicks

from .exactly_once import make_cadence
from .processes import Database, MailSink, Odoo, wait_until
from .test_concurrency import count_waiting, other_transaction

FIRST, SECOND = "https://a.example/", "https://b.example/"


@pytest.fixture(scope="module")
def email():
    """An email that left an hour ago; its touch, in a database with two links open to be clicked."""
    with MailSink() as sink, Database("clicks", **sink.options) as database, Odoo(database) as odoo:
        touch = odoo.call(make_touch)
        yield SimpleNamespace(database=database, odoo=odoo, touch=touch, issued_at=int(time.time()) - 3600)
        assert not database.complaints(), "Two clicks at once are no error"


def make_touch(env):
    """Create the touch of an email that left an hour ago. :return: its id"""
    sequence = env["sales.sequence"].browse(make_cadence(env, 1, "email"))
    env.cr.execute("SELECT now() AT TIME ZONE 'utc' - interval '1 hour'")
    (moment,) = env.cr.fetchone()
    values = sequence.enrollment_ids._touch_values(sequence.step_ids, state="sent", done_at=moment)
    return env["sales.sequence.touch"].create(values).id


def note(env, touch_id, issued_at, address):
    """Somebody opens a link."""
    env["sales.sequence.click"]._note(touch_id, issued_at, address, False)


class TestClicksAtOnce:
    @pytest.fixture(autouse=True)
    def forget(self, email):
        """Each test begins without a click."""
        email.database.rows("DELETE FROM sales_sequence_click RETURNING id")

    def numbers(self, email):
        return email.database.rows("SELECT click_count, machine_count FROM sales_sequence_click")

    def open_link(self, email, address=FIRST):
        return email.odoo.start(note, email.touch, email.issued_at, address)

    def test_a_click_does_not_wait_for_the_engine(self, email):
        with other_transaction(email.database) as cursor:
            cursor.execute("SELECT FROM sales_sequence_touch WHERE id = %s FOR NO KEY UPDATE", [email.touch])
            self.open_link(email).result(timeout=60)
            assert self.numbers(email) == [(1, 0)]

    def test_a_click_does_not_wait_for_a_touch_that_is_being_deleted(self, email):
        with other_transaction(email.database) as cursor:
            cursor.execute("SELECT FROM sales_sequence_touch WHERE id = %s FOR UPDATE", [email.touch])
            self.open_link(email).result(timeout=60)
            assert self.numbers(email) == []

    def test_the_engine_does_not_notice_a_click(self, email):
        """It would have to start anew if a click had written its rows meanwhile."""
        with other_transaction(email.database) as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute("SELECT state FROM sales_sequence_touch WHERE id = %s", [email.touch])
            self.open_link(email).result(timeout=60)
            cursor.execute("UPDATE sales_sequence_touch SET reason = 'written' WHERE id = %s", [email.touch])
            cursor.execute("UPDATE sales_sequence_enrollment SET status_note = 'written'")
        assert self.numbers(email) == [(1, 0)]

    def test_two_links_at_the_same_moment_know_of_each_other(self, email):
        """Each transaction began before the other one ended."""
        with other_transaction(email.database) as cursor:
            cursor.execute("INSERT INTO sales_sequence_click (touch_id, links) VALUES (%s, '{}')", [email.touch])
            job = self.open_link(email, FIRST)
            wait_until(lambda: count_waiting(email.database), "the second click to wait for the first")
            known = clicks.note({}, SECOND, time.time(), False)
            cursor.execute("UPDATE sales_sequence_click SET links = %s", [Json(known)])
            cursor.connection.commit()
        job.result(timeout=60)
        assert self.numbers(email) == [(0, 2)]
