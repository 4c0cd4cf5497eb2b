from odoo import fields, models

from ..base.words import is_today, moment_in_words


class SalesSequenceStatusWords(models.AbstractModel):
    """What *System status* says: of the whole in a sentence, and of each station while all is well."""

    _name = "sales.sequence.status.words"
    _description = "System Status: Words"

    def _stations(self):
        """:return: ``[(code, name, what happens there)]``, in the order of the chain"""
        return [
            ("due", self.env._("Due"), self.env._("A step is due")),
            ("job", self.env._("Job"), self.env._("The job takes it")),
            ("render", self.env._("Render"), self.env._("The email is written")),
            ("queue", self.env._("Queue"), self.env._("It waits to leave")),
            ("server", self.env._("Server"), self.env._("The server takes it")),
            ("inbox", self.env._("Inbox"), self.env._("The answer reaches us")),
            ("fetched", self.env._("Fetched"), self.env._("Odoo fetches it")),
            ("settled", self.env._("Settled"), self.env._("It is read, and the sequence stops")),
        ]

    # ------------------------------------------------------------------
    # The whole
    # ------------------------------------------------------------------

    def _headline(self, status, first, others_work, last_answer_at):
        """The sentence on top.

        :param status: of the whole
        :param first: the station (a row of `get_status`) that is named, None if all is well
        :param others_work: whether the other direction works: emails leave, or answers arrive
        """
        if not first:
            return self._all_well(last_answer_at)
        if status != "critical":
            return self.env._("Everything runs, but something needs a look.")
        since = first["since"] and self._moment(fields.Datetime.to_datetime(first["since"]))
        match first["code"]:
            case "due" | "job":
                said = self._steps_stand(since)
            case "render" | "queue" | "server":
                said = self._nothing_leaves(since, others_work)
            case "settled":
                said = self._nothing_settles(since)
            case _:
                said = self._nothing_arrives(since, others_work)
        return said

    def _all_well(self, last_answer_at):
        if not last_answer_at:
            return self.env._("All well. No answer has been read yet.")
        words = self._moment(last_answer_at)
        if is_today(self.env, last_answer_at):
            return self.env._("All well. Last answer read at %s.", words)
        return self.env._("All well. Last answer read on %s.", words)

    def _steps_stand(self, since):
        if since:
            return self.env._("Due steps have not been done since %s.", since)
        return self.env._("Due steps are not being done.")

    def _nothing_leaves(self, since, answers_arrive):
        if since and answers_arrive:
            return self.env._("Emails have not left since %s. Answers arrive.", since)
        if since:
            return self.env._("Emails have not left since %s.", since)
        if answers_arrive:
            return self.env._("Emails are not leaving. Answers arrive.")
        return self.env._("Emails are not leaving.")

    def _nothing_arrives(self, since, emails_leave):
        if since and emails_leave:
            return self.env._("Answers have not arrived since %s. Emails leave.", since)
        if since:
            return self.env._("Answers have not arrived since %s.", since)
        if emails_leave:
            return self.env._("Answers are not arriving. Emails leave.")
        return self.env._("Answers are not arriving.")

    def _nothing_settles(self, since):
        if since:
            return self.env._("Answers have not taken effect since %s.", since)
        return self.env._("Answers are not taking effect.")

    def _consequence(self, code):
        """What a broken station means for whom."""
        match code:
            case "due" | "job":
                return self.env._("Until this is fixed, nobody in a sequence gets their next step.")
            case "render" | "queue" | "server":
                return self.env._("Until this is fixed, emails wait. They go out automatically afterwards.")
            case "settled":
                return self.env._("Until this is fixed, people who answered may be written to again.")
        return self.env._("Until this is fixed, nobody is stopped by an answer.")

    # ------------------------------------------------------------------
    # A station where all is well
    # ------------------------------------------------------------------

    def _well(self, code, facts):
        match code:
            case "due":
                return self.env._("Nobody is late. Steps due now: %s.", facts.figures["due_count"])
            case "job":
                return self._well_job(facts)
            case "render":
                return self.env._("No step has failed.")
            case "queue":
                return self.env._("Emails waiting to go out: %s.", facts.figures["queued_mail_count"])
            case "server":
                return self._well_server(facts)
            case "inbox":
                return self._well_inbox(facts)
            case "fetched":
                return self._well_fetched()
        return self._well_settled(facts)

    def _well_job(self, facts):
        runs = [job.last_run for job in facts.jobs if job.model == "sales.sequence.runner" and job.last_run]
        if not runs:
            return self.env._("The job is active and waits for its first run.")
        return self.env._("Last run: %s.", self._moment(max(runs)))

    def _well_server(self, facts):
        if facts.sent_at:
            return self.env._("Last email taken: %s.", self._moment(facts.sent_at))
        tested = [one.tested_at for server, one in facts.connections.items() if server.active]
        if tested:
            return self.env._("It answered the last test: %s.", self._moment(max(tested)))
        return self.env._("An outgoing mail server is set up.")

    def _well_inbox(self, facts):
        addresses = facts.companies.sudo().alias_domain_id.mapped("catchall_email")
        return self.env._("Answers go to %s.", ", ".join(addresses))

    def _well_fetched(self):
        servers = self.env["sales.sequence.health"]._incoming_servers()
        moments = [server.date for server in servers if server.active and server.date]
        if not moments:
            return self.env._("Emails arrive.")
        return self.env._("Last fetched: %s.", self._moment(max(moments)))

    def _well_settled(self, facts):
        if not facts.last_answer_at:
            return self.env._("No answer waits to be read.")
        return self.env._("Last answer read: %s.", self._moment(facts.last_answer_at))

    # ------------------------------------------------------------------

    def _moment(self, moment):
        return moment_in_words(self.env, moment)
