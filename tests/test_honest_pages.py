"""Whatever shows a number shows the one that somebody finds who counts by hand: *Results*, sequences and steps, the
dashboard, the digest, an experiment, and programs. As manager and as rep."""

from datetime import timedelta
from unittest.mock import patch

from dateutil.relativedelta import relativedelta
from freezegun import freeze_time
from freezegun.api import FakeDate

from odoo.service.model import call_kw
from odoo.tests import HttpCase

from odoo.addons.rpc.controllers.xmlrpc import OdooMarshaller

from .common import BRUSSELS
from .counting import NAMES, Happened, Touch
from .counting_pages import (
    FEWEST,
    WEEK,
    answers_between,
    closed_between,
    count_experiment,
    count_funnel,
    count_reps,
    count_steps,
    count_total,
    count_variants,
    count_weeks,
    curve_end,
    evidence,
    people_of,
    three,
    weeks_until,
)
from .population import DAYS, TODAY
from .test_honest_numbers import HonestCommon

PASSWORD = "a-long-password"
FIGURES = ("active_count", "closed_count", "open_count", "replied_count", "reply_rate", "weekly_figures")


class TestHonestPages(HonestCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # By an instance, which has the verbs.
        cls.build(cls("build"))
        (cls.manager | cls.rep).password = PASSWORD
        cls.sequences = cls.first | cls.second | cls.phoned | cls.abroad | cls.for_partners

    # ------------------------------------------------------------------
    # Who asks, and how
    # ------------------------------------------------------------------

    def readers(self):
        """``(user, the walks that they may see)``"""
        return [
            (self.manager, self.walks),
            (self.rep, [walk for walk in self.walks if walk in self.visible_to_rep]),
        ]

    def context(self, user):
        return {"allowed_company_ids": user.company_ids.ids, "tz": user.tz, "lang": "en_US"}

    def model(self, user, name):
        return self.env[name].with_user(user).with_context(**self.context(user))

    def ask(self, user, model, method, *arguments, **options):
        """As a program in the same process."""
        return call_kw(self.model(user, model), method, arguments, options)

    def ask_json(self, user, model, method, *arguments, **options):
        """As the web client."""
        self.authenticate(user.login, PASSWORD)
        options["context"] = self.context(user)
        call = {"model": model, "method": method, "args": list(arguments), "kwargs": options}
        return self.make_jsonrpc_request(f"/web/dataset/call_kw/{model}/{method}", call)

    def ask_xml(self, user, model, method, *arguments, **options):
        """As a program of somebody else's."""
        options["context"] = self.context(user)
        call = self.env.cr.dbname, user.id, PASSWORD, model, method, list(arguments), options
        # Odoo knows how to send dates, but not those of a frozen clock.
        with patch.dict(OdooMarshaller.dispatch, {FakeDate: OdooMarshaller.dump_date}):
            return self.xmlrpc_object.execute_kw(*call)

    def ask_plainly(self, user, model, method, **options):
        """With an API key, over plain HTTP."""
        headers = {"Authorization": f"Bearer {self.keys[user]}", "X-Odoo-Database": self.env.cr.dbname}
        options["context"] = self.context(user)
        response = self.url_open(f"/json/2/{model}/{method}", json=options, headers=headers)
        response.raise_for_status()
        return response.json()

    # ------------------------------------------------------------------
    # What each surface must show
    # ------------------------------------------------------------------

    def of(self, walks, *sequences):
        return [walk for walk in walks if walk.enrollment.sequence_id in sequences]

    def assert_results(self, page, walks, now, since=None):
        """:param walks: of what is in view"""
        people = people_of(walks, now, DAYS, since)
        total = count_total(people)
        self.assert_total(page["total"], total)
        funnel = count_funnel(people, len(page["funnel"]["steps"]))
        found = [{name: step[name] for name in funnel[0]} for step in page["funnel"]["steps"]]
        self.assertEqual(found, funnel)
        self.assertEqual(page["funnel"]["entered"], len(people))
        self.assertEqual(page["funnel"]["active"], sum(step["waiting"] for step in funnel))
        self.assertEqual(page["funnel"]["answered"], sum(person.replied for person in people))
        self.assertEqual(page["funnel"]["answered_open"], total["open_answered"])
        of_steps = count_steps(people)
        for step in page["steps"]:
            found = step["closed"], step["answered"]
            self.assertEqual(found, of_steps.pop(step["key"], (0, 0)), step["name"])
        self.assertFalse(of_steps)
        self.assertEqual({rep["id"]: self.three_of(rep) for rep in page["reps"]}, count_reps(people))
        self.assertEqual(self.three_of(page["all_reps"]), three(people))
        by_week = count_weeks(people, BRUSSELS)
        self.assertEqual(len(page["weeks"]), 12)
        for week in page["weeks"]:
            day = str(week["start"])
            found = {str(one): numbers for one, numbers in by_week.items()}.get(day, (0, 0, 0))
            self.assertEqual(self.three_of(week), found, day)
        variants = count_variants(people)
        rows = {row["id"]: self.three_of(row) for step in page["variants"] for row in step["rows"]}
        self.assertEqual(rows, variants if len(variants) > 1 else {})
        self.assert_curve(page["curve"]["lines"], walks, people, now)

    def three_of(self, row):
        if row["closed"] >= FEWEST:
            self.assertAlmostEqual(row["rate"], row["answered"] / row["closed"])
        else:
            self.assertIs(row["rate"], False)
        return row["closed"], row["open"], row["answered"]

    def assert_total(self, found, expected):
        for name, whole in (
            ("answered", "closed"),
            ("meetings", "closed"),
            ("opted_out", "closed"),
            ("bounced", "emailed"),
        ):
            row, count, of = found[name], expected[name], expected[whole]
            self.assertEqual((row["count"], row["of"]), (count, of), name)
            self.assertEqual(row["rate"], count / of if of >= FEWEST else False, name)
        self.assertEqual(found["meetings"]["unanswered"], expected["meetings_unanswered"])
        for name in ("closed", "open", "open_answered"):
            self.assertEqual(found[name], expected[name], name)
        self.assertAlmostEqual(found["median_days"], expected["median_days"], 6)

    def assert_curve(self, lines, walks, people, now):
        ends = [curve_end(people, now, DAYS, BRUSSELS)]
        versions = {walk.enrollment.sequence_id for walk in walks}
        if len(versions) > 1:
            ends += [
                curve_end(people_of(self.of(walks, version), now, DAYS), now, DAYS, BRUSSELS)
                for version in sorted(versions, key=lambda one: one.version_number)
            ]
        ends = [end for end in ends if end is not None]
        self.assertEqual(len(lines), len(ends))
        for line, end in zip(lines, ends, strict=True):
            self.assertAlmostEqual(line["days"][-1]["answered"], end, 9, line["name"])

    def assert_figures(self, rows, walks, now):
        """:param rows: what kanban, list and form of the sequences read"""
        for row in rows:
            own = [walk for walk in walks if walk.enrollment.sequence_id.id == row["id"]]
            people = people_of(own, now, DAYS)
            closed, is_open, answered = three(people)
            self.assertEqual(row["active_count"], sum(walk.is_live for walk in own), row["id"])
            found = row["closed_count"], row["open_count"], row["replied_count"]
            self.assertEqual(found, (closed, is_open, answered), row["id"])
            self.assertAlmostEqual(row["reply_rate"], answered / closed if closed else 0)
            weeks = [closed_between(people, now, DAYS, ago, ago) for ago in reversed(range(12))]
            found = [(week["people"], week["answered"]) for week in row["weekly_figures"]]
            self.assertEqual(found, weeks, row["id"])
            for week in row["weekly_figures"]:
                rate = week["answered"] / week["people"] if week["people"] >= FEWEST else False
                self.assertEqual(week["rate"], rate)

    def assert_steps(self, rows, walks, day):
        expected = self.expect(walks, ("step_id",), day)
        for row in rows:
            numbers = expected.get((row["id"],), {"closed": 0, "replied_closed": 0, "reply_rate": 0})
            found = row["closed_count"], row["replied_count"]
            self.assertEqual(found, (numbers["closed"], numbers["replied_closed"]), row["id"])
            self.assertAlmostEqual(row["reply_rate"], numbers["reply_rate"] or 0)

    def assert_dashboard(self, board, walks, now):
        live = [walk for walk in walks if walk.is_live]
        active = board["active"]
        self.assertEqual(active["count"], len(live))
        by_sequence = {int(id_): count for id_, count in active["by_sequence"].items()}
        self.assertEqual(by_sequence, self.counted(live, lambda walk: walk.enrollment.sequence_id.id))
        by_rep = {row["user_id"]: row["count"] for row in active["by_rep"]}
        self.assertEqual(by_rep, self.counted(live, lambda walk: walk.owner))
        weeks = board["answered"]["weeks"]
        self.assertEqual(len(weeks), 9)
        bounds = weeks_until(now, BRUSSELS, 9)
        self.assertEqual(active["came_in"], sum(walk.entered_at >= bounds[-1][0] for walk in walks))
        until_now = [answers_between(walks, begins_at, cut_at, DAYS) for begins_at, cut_at, _ends_at in bounds]
        whole = [answers_between(walks, begins_at, ends_at, DAYS) for begins_at, _cut_at, ends_at in bounds]
        self.assertEqual([week["until_now"] for week in weeks], until_now)
        self.assertEqual([week["whole"] for week in weeks], whole)
        self.assertEqual(board["answered"]["count"], until_now[-1])
        self.assertAlmostEqual(board["answered"]["average"], sum(until_now[:-1]) / 8)
        ours = {row["id"]: row for row in board["sequences"] if row["id"] in self.sequences.ids}
        visible = {walk.enrollment.sequence_id.id for walk in walks}
        self.assertLessEqual(visible, set(ours))
        for id_, row in ours.items():
            people = people_of([walk for walk in walks if walk.enrollment.sequence_id.id == id_], now, DAYS)
            for name, first, last in (("last", 0, 7), ("before", 8, 15)):
                of, answered = closed_between(people, now, DAYS, first, last)
                rate = answered / of if of >= FEWEST else False
                self.assertEqual(row[name], {"people": of, "answered": answered, "rate": rate}, (id_, name))

    def counted(self, walks, key_of):
        keys = [key_of(walk) for walk in walks]
        return {key: keys.count(key) for key in keys}

    def assert_digest(self, user, walks, now):
        ours = [walk for walk in walks if walk.enrollment.company_id == self.env.company]
        (kpi,) = [
            one
            for one in self.env.ref("digest.digest_digest_default")._compute_kpis(self.env.company, user)
            if one["kpi_name"] == "kpi_sequence_replied"
        ]
        periods = (timedelta(days=1), WEEK, relativedelta(months=1))
        for index, period in enumerate(periods, 1):
            expected = answers_between(ours, now - period, now, DAYS)
            self.assertEqual(kpi[f"kpi_col{index}"]["value"], expected, index)

    def assert_experiment(self, found, now):
        """Of everybody in the company, whoever looks."""
        counts = count_experiment(self.walks, self.first.step_ids[0].id, now, DAYS)
        rows = {row["variant_id"]: (row["people"], row["replies"], row["open"]) for row in found["variants"]}
        self.assertEqual(rows, counts)
        for row in found["variants"]:
            self.assertAlmostEqual(row["rate"], row["replies"] / row["people"] if row["people"] else False)
        self.assertEqual(len(found["comparisons"]), 6)
        for pair in found["comparisons"]:
            (_a, x_a, _open_a), (_b, x_b, _open_b) = counts[pair["a"]], counts[pair["b"]]
            self.assertAlmostEqual(pair["evidence"], evidence(x_a, x_b), 6)
        self.assertEqual((found["winner_id"], found["verdict"]), (False, "too_few"))

    def assert_every_surface(self, ask, day):
        """:param ask: how"""
        now = self.moment(day)
        specification = {name: {} for name in FIGURES}
        for user, walks in self.readers():
            with self.subTest(reader=user.name, ask=ask.__name__), freeze_time(now):
                for sequence in self.sequences & self.model(user, "sales.sequence").search([]):
                    page = ask(user, "sales.sequence.results", "get_results", sequence.id)
                    self.assert_results(page, self.of(walks, sequence), now)
                page = ask(user, "sales.sequence.results", "get_results", self.first.id, all_versions=True)
                self.assert_results(page, self.of(walks, self.first, self.second), now)
                domain = [("id", "in", self.sequences.ids)]
                found = ask(user, "sales.sequence", "web_search_read", domain, specification)
                self.assert_figures(found["records"], walks, now)
                domain = [("sequence_id", "in", self.sequences.ids)]
                specification_of_steps = {name: {} for name in ("closed_count", "replied_count", "reply_rate")}
                found = ask(user, "sales.sequence.step", "web_search_read", domain, specification_of_steps)
                self.assert_steps(found["records"], walks, day)
                self.assert_dashboard(ask(user, "sales.sequence.dashboard", "get_dashboard"), walks, now)
                self.assert_experiment(ask(user, "sales.sequence.step", "experiment", self.first.step_ids[0].ids), now)
                for groupby in ([], ["step_id"], ["user_id"]):
                    self.assert_groups(ask, user, walks, groupby, day)
                self.assert_digest(user, walks, now)

    def assert_groups(self, ask, user, walks, groupby, day):
        specs = [f"{name}:sum" for name in NAMES]
        rows = ask(user, "sales.sequence.report", "formatted_read_group", [], groupby, specs)
        expected = self.expect(walks, groupby, day)
        for row in rows:
            numbers = expected.pop(tuple(row[name] and row[name][0] for name in groupby))
            for name, value in numbers.items():
                self.assertAlmostEqual(row[f"{name}:sum"] or 0, value or 0, 6, (groupby, name))
                self.assertEqual(row[f"{name}:sum"] is False, value is None, (groupby, name))
        self.assertFalse(expected)

    # ------------------------------------------------------------------
    # The tests
    # ------------------------------------------------------------------

    def test_the_population_has_what_can_mislead_pages(self):
        people = people_of(self.of(self.walks, self.first, self.second), self.moment(TODAY), DAYS)
        total = count_total(people)
        self.assertEqual([name for name, value in total.items() if not value], [])
        self.assertTrue([person for person in people if person.is_closed and person.replied > person.has_answered])
        step = self.first.step_ids[0].id
        units = count_experiment(self.walks, step, self.moment(TODAY), DAYS)
        mailed = [touch for walk in self.walks for touch in walk.touches if touch.labels["step_id"] == step]
        # Two companies of two people, a bounced mail, and two companies that were merged.
        self.assertEqual(sum(people for people, _replies, _open in units.values()), len(mailed) - 2 - 1 - 2)

    def test_every_surface(self):
        self.assert_every_surface(self.ask, TODAY)

    def test_every_surface_later(self):
        """When people have closed in the eight weeks before, too."""
        self.assert_every_surface(self.ask, TODAY + 50)

    def test_every_surface_as_the_web_client(self):
        self.assert_every_surface(self.ask_json, TODAY)

    def test_every_surface_over_xml_rpc(self):
        self.assert_every_surface(self.ask_xml, TODAY)

    def test_numbers_over_plain_http(self):
        now = self.moment(TODAY)
        # The database's clock, by which they expire, is not frozen.
        expires_at = self.env.cr.now() + WEEK
        Keys = self.env["res.users.apikeys"]
        self.keys = {user: Keys.with_user(user)._generate("rpc", "test", expires_at) for user, _walks in self.readers()}
        for user, walks in self.readers():
            with freeze_time(now):
                page = self.ask_plainly(
                    user, "sales.sequence.results", "get_results", sequence_id=self.first.id, all_versions=True
                )
                self.assert_results(page, self.of(walks, self.first, self.second), now)
                (row,) = self.ask_plainly(
                    user, "sales.sequence.report", "formatted_read_group", domain=[], aggregates=["replied:sum"]
                )
                (expected,) = self.expect(walks, ()).values()
                self.assertEqual(row["replied:sum"], expected["replied"])

    def test_results_of_some(self):
        """Of one sender, of the last weeks."""
        now = self.moment(TODAY)
        of_both = self.of(self.walks, self.first, self.second)
        with freeze_time(now):
            for owner in (self.rep, self.colleague):
                page = self.ask(
                    self.manager,
                    "sales.sequence.results",
                    "get_results",
                    self.first.id,
                    all_versions=True,
                    filters={"user_id": owner.id},
                )
                self.assert_results(page, [walk for walk in of_both if walk.owner == owner.id], now)
            page = self.ask(
                self.manager, "sales.sequence.results", "get_results", self.second.id, filters={"weeks": 4}
            )
            self.assert_results(page, self.of(self.walks, self.second), now, since=now - 4 * WEEK)

    def test_every_number_of_results_opens_as_many(self):
        for user, _walks in self.readers():
            with freeze_time(self.moment(TODAY)):
                Results = self.model(user, "sales.sequence.results")
                page = Results.get_results(self.first.id, all_versions=True)
                for figure, count in self.figures_of(page).items():
                    action = Results.open_figure(self.first.id, list(figure), all_versions=True)
                    found = self.model(user, action["res_model"]).search_count(action["domain"])
                    self.assertEqual(found, count, figure)

    def figures_of(self, page):
        """``{[part, key, name]: number}``"""
        total = page["total"]
        numbers = {name: total[name] for name in ("closed", "open", "open_answered")}
        numbers |= {name: total[name]["count"] for name in ("answered", "meetings", "opted_out", "bounced")}
        figures = {("total", False, name): number for name, number in numbers.items()}
        rows = {
            "funnel": ("key", page["funnel"]["steps"], ("entered", "done", "answered", "ended", "waiting")),
            "reps": ("id", page["reps"], ("closed", "open", "answered")),
            "steps": ("key", page["steps"], ("closed", "answered")),
            "weeks": ("start", page["weeks"], ("closed", "open", "answered")),
            "variants": ("id", [row for step in page["variants"] for row in step["rows"]], ("closed", "answered")),
        }
        for part, (key, of_part, names) in rows.items():
            for row in of_part:
                place = str(row[key]) if part == "weeks" else row[key]
                figures |= {(part, place, name): row[name] for name in names}
        return figures

    def test_a_reply_is_in_every_figure_within_a_minute(self):
        """Somebody answers half a minute before they close: it counts, and everybody closes by the calendar."""
        begin, end = TODAY, TODAY + DAYS
        walk = self.mail_for_real(begin)
        before = end - 30 / 86400
        self.assert_every_surface(self.ask, before)
        at = self.moment(before)
        self.answer(walk.touches[0].record, walk.enrollment.email_normalized, at)
        walk.happened.append(Happened("reply", at))
        walk.is_live = False
        walk.touches[0].labels["exit_reason"] = "replied"
        self.assertEqual(walk.enrollment.exit_reason, "replied")
        (person,) = people_of([walk], self.moment(end), DAYS)
        self.assertTrue(person.has_answered)
        for ask in (self.ask, self.ask_json, self.ask_xml):
            self.assert_every_surface(ask, end)

    def mail_for_real(self, day):
        """One more person, to whom the engine itself sends the first email. :return: the walk"""
        self.env["sales.sequence.enrollment"].search([]).next_run_at = False
        walk = self.enter("promptx", self.first, day=day)
        self.addCleanup(self.walks.remove, walk)
        self.addCleanup(self.visible_to_rep.remove, walk)
        self.run_at(self.moment(day))
        self.send_mails(self.moment(day))
        record = walk.enrollment.touch_ids
        self.assertEqual((record.state, record.done_at), ("sent", self.moment(day)))
        labels = {
            "step_id": record.step_id.id,
            "sequence_id": self.first.id,
            "position": record.step_id.position,
            "variant_id": record.variant_id.id,
            "user_id": self.rep.id,
        }
        touch = Touch("email", "sent", self.moment(day), labels=labels, id=record.id)
        touch.record = record
        walk.touches.append(touch)
        walk.is_live = True
        return walk
