from collections import namedtuple

from odoo import fields, models
from odoo.fields import Domain

from ..base.states import LIVE_STATES
from ..base.words import moment_in_words
from ..enrollment.comparison import NOT_CONTROL
from .facts import LATE, OK, PROBLEMS, STATUSES, WARNING, WEEK, Facts, Finding

# `station` is where it stands in the chain of eight on the screen; `code` names it for programs, `name` for people;
# `check` takes `Facts` and returns a list of `Finding`, which is empty if all is well.
Link = namedtuple("Link", "station code name check")


class SalesSequenceHealthChain(models.AbstractModel):
    """Everything between a step that falls due and an answer that comes back, link by link.

    To add a link: a method that takes `Facts`, in the file of its kind, and a line in `_chain`. What cannot be known is
    `unknown`, which makes nothing worse.
    """

    _name = "sales.sequence.health.chain"
    _inherit = ["sales.sequence.health.jobs", "sales.sequence.health.outgoing", "sales.sequence.health.incoming"]
    _description = "Sales Sequences: Links of the System Status"

    def _chain(self):
        """The links, in the order in which a step passes them. :return: list of `Link`"""
        return [
            Link("job", "scheduler", self.env._("Odoo's scheduler"), self._check_scheduler),
            Link("job", "runner", self.env._("Job that runs due steps"), self._check_runner),
            Link("job", "jobs", self.env._("Other jobs of sequences"), self._check_other_jobs),
            Link("due", "steps", self.env._("Steps on time"), self._check_steps),
            Link("render", "failures", self.env._("Failed steps"), self._check_failures),
            Link("render", "senders", self.env._("Senders"), self._check_senders),
            Link("server", "own_address", self.env._("Sender's own address"), self._check_own_address),
            Link("render", "opt_out_link", self.env._("Unsubscribe link"), self._check_opt_out_link),
            Link("queue", "mail_queue", self.env._("Job of the mail queue"), self._check_mail_queue),
            Link("queue", "queued", self.env._("Queued emails"), self._check_queued),
            Link("server", "mail_server", self.env._("Outgoing mail server"), self._check_mail_server),
            Link("queue", "given_up", self.env._("Emails that were not sent"), self._check_given_up),
            Link("server", "refusals", self.env._("Reputation of the sender"), self._check_refusals),
            Link("inbox", "reply_address", self.env._("Address for answers"), self._check_reply_address),
            Link("fetched", "incoming", self.env._("Incoming mail"), self._check_incoming),
            Link("settled", "signals", self.env._("Processing of answers"), self._check_signals),
            Link("settled", "questions", self.env._("Messages to decide on"), self._check_questions),
        ]

    def _check_links(self, figures):
        """:return: list of ``{"link", "name", "status", "message", "problems"}``, in the order of the chain"""
        rows = []
        for link, found in self._find(self._read_facts(figures)):
            rows.append(
                {
                    "link": link.code,
                    "name": link.name,
                    "status": max((one.status for one in found), key=STATUSES.index, default=OK),
                    "message": "\n".join(one.text for one in found),
                    "problems": [one.text for one in found if one.status in PROBLEMS],
                }
            )
        return rows

    def _find(self, facts):
        """:return: list of ``(Link, its list of Finding)``, in the order of the chain"""
        return [(link, link.check(facts)) for link in self._chain()]

    def _read_facts(self, figures):
        now = fields.Datetime.now()
        sent_count, sent_at = self._count_sent(now)
        pairs = self._find_users()
        return Facts(
            now=now,
            figures=figures,
            jobs=self._read_jobs(now),
            last_run=self._last_run_of_any_job(now),
            companies=self._companies_of(pairs),
            senders=self._find_senders(pairs),
            mail_servers=self._read_mail_servers(),
            connections=self.env["sales.sequence.connection"].sudo()._read(),
            sent_count=sent_count,
            sent_at=sent_at,
            last_answer_at=self._find_last_answer(now),
        )

    def _count_sent(self, now):
        """:return: ``(count, moment of the last one)`` of the emails that left in the last seven days"""
        left = [
            ("channel", "=", "email"),
            ("state", "in", ("sent", "bounced")),
            ("done_at", ">", now - WEEK),
            ("done_at", "<=", now),
        ]
        ((count, last),) = self.env["sales.sequence.touch"]._read_group(left, [], ["__count", "done_at:max"])
        return count, last or None

    def _find_last_answer(self, now):
        answers = [("kind", "=", "reply"), ("occurred_at", "<=", now)]
        return self.env["sales.sequence.signal"].search(answers, order="id desc", limit=1).occurred_at or None

    def _find_users(self):
        """Who works with sequences here. :return: ``(res.users, res.company)`` pairs; the user may be inactive, the
        company empty, for a live sequence of all companies"""
        Enrollment, Sequence = self.env["sales.sequence.enrollment"], self.env["sales.sequence"]
        # One query for each, whatever is derived from it: the first reads all live enrollments.
        pairs = Enrollment._read_group(Domain("state", "in", LIVE_STATES) & NOT_CONTROL, ["user_id", "company_id"])
        return pairs + Sequence._read_group([("state", "=", "live")], ["user_id", "company_id"])

    def _companies_of(self, pairs):
        """Those of the active companies that have people in sequences, or a live sequence; if none has, all of them:
        whoever has just installed the addon looks whether it could run."""
        return self.env["res.company"].union(*(company for _user, company in pairs)) & self.env.companies or (
            self.env.companies
        )

    # ------------------------------------------------------------------
    # Links: the steps themselves, and what comes back
    # ------------------------------------------------------------------

    def _check_steps(self, facts):
        """Whether due steps are done."""
        oldest = facts.figures["oldest_due_at"]
        if not oldest or facts.now - oldest <= LATE:
            return []
        text = self.env._(
            "%(count)s steps are due, the oldest for %(minutes)s minutes: the scheduled job does not keep up. Check "
            "the server's log, or add a lane.",
            count=facts.figures["due_count"],
            minutes=int((facts.now - oldest).total_seconds() // 60),
        )
        short = self.env._("%s steps are due and have not been done.", facts.figures["due_count"])
        return [Finding(facts.severity(oldest), text, short, oldest, "late_people")]

    def _check_failures(self, facts):
        """Whether people wait because their step failed."""
        if not facts.figures["failed_count"]:
            return []
        text = self.env._(
            "Paused because a step failed: %s. See Enrollments, filter Needs attention.", facts.figures["failed_count"]
        )
        short = self.env._("People who are paused because a step failed: %s.", facts.figures["failed_count"])
        return [Finding(WARNING, text, short, place="failed_people")]

    def _check_signals(self, facts):
        """Whether what happened to people takes effect."""
        stuck = [("settled_at", "=", False), ("occurred_at", "<", facts.now - LATE)]
        ((count, oldest),) = self.env["sales.sequence.signal"]._read_group(stuck, [], ["__count", "occurred_at:min"])
        if not count:
            return []
        text = self.env._("%s responses have not been processed for half an hour.", count)
        short = self.env._("Answers and other responses that have not taken effect: %s.", count)
        return [Finding(facts.severity(oldest), text, short, oldest, "signals")]

    def _check_questions(self, facts):
        """Whether messages wait too long for somebody to decide what they are."""
        if not facts.figures["unsure_count"]:
            return []
        text = self.env._(
            "Messages that have waited for two business days for somebody to say whether a person wrote them: %s. "
            "Nothing is sent to these people. See Enrollments, filter Answer or auto-reply?",
            facts.figures["unsure_count"],
        )
        short = self.env._("Messages that wait for somebody to say what they are: %s.", facts.figures["unsure_count"])
        return [Finding(WARNING, text, short, place="questions")]

    # ------------------------------------------------------------------

    def _in_words(self, moment):
        return moment_in_words(self.env, moment)
