from odoo import api, models
from odoo.fields import Domain

from ..base.states import LIVE_STATES
from .records import all_enrollments, all_signals


class SalesSequenceMerge(models.AbstractModel):
    """Two records turn out to be one person: one live enrollment remains, and all history does.

    The hooks of Odoo's two merges (`crm_lead.py`, `wizard/base_partner_merge.py`) call this. Unlike other signals,
    these are not left to the runner where an enrollment is busy: Odoo merges the records in the same transaction, and
    the database allows a person one live enrollment. A merge that meets a running batch waits for it, and Odoo retries
    it on a conflict.
    """

    _name = "sales.sequence.merge"
    _description = "Merge of Enrolled Records"

    @api.model
    def _take_over_leads(self, survivor, merged):
        """Move the enrollments of leads that are about to be merged. Called before Odoo moves their chatter, with our
        notes in it."""
        enrollments = all_enrollments(self.env).search([("lead_id", "in", (survivor + merged).ids)])
        self._keep_furthest(enrollments, survivor)
        enrollments.filtered(lambda enrollment: enrollment.lead_id != survivor).write({"lead_id": survivor.id})

    @api.model
    def _take_over_partners(self, survivor, merged):
        """Stop the enrollments of partners that are about to be merged, all but one. Called before Odoo rewrites
        foreign keys by SQL, which would fail where two are live in one company."""
        domain = (survivor + merged)._sequence_enrollments_domain()
        enrollments = all_enrollments(self.env).search(domain)
        for of_company in enrollments.grouped("company_id").values():
            self._keep_furthest(of_company, survivor)

    @api.model
    def _follow_survivor(self, survivor):
        """Let the enrollments of `survivor`, of its contacts and of their leads follow their record. Called when the
        merge is done."""
        Enrollment = all_enrollments(self.env)
        # Odoo's SQL has bypassed the cache, and what is computed from it.
        Enrollment.invalidate_model(["lead_id", "partner_id"])
        if survivor._name == "res.partner":
            enrollments = Enrollment.search([("partner_id", "child_of", survivor.ids)])
        else:
            enrollments = Enrollment.search(survivor._sequence_enrollments_domain())
        followers = ["partner_id", "email_normalized"]
        for name in followers:
            self.env.add_to_compute(Enrollment._fields[name], enrollments)
        Enrollment.flush_model(followers)
        enrollments._follow_dates()
        self._unite(enrollments.filtered(lambda one: one.state in LIVE_STATES))

    def _unite(self, live):
        """Those who share an address by now are one person: of each person, one enrollment remains live."""
        Address = self.env["sales.sequence.address"]
        displaced = live.browse(Address._find_displaced(live))
        for one in displaced:
            rivals = live._find_of_same_person(one._target(), Domain("state", "in", LIVE_STATES))
            same = rivals.get(one._target().id, one).filtered(lambda rival: rival.company_id == one.company_id)  # noqa: B023
            # Without the survivor: some belong to other salespeople, who may not be allowed to see it.
            self._keep_furthest(one | same)
        Address._take_free_places(displaced)

    def _keep_furthest(self, enrollments, survivor=None):
        """Of the live ones, stop all but the one that has taken most steps; among equals, all but the oldest.

        :param survivor: the record that they all belong to from now on, if it is one
        """
        live = enrollments.filtered(lambda one: one.state in LIVE_STATES)
        if len(live) > 1:
            self._stop_all_but_furthest(live, survivor)
        self._copy_open_questions(enrollments)

    def _stop_all_but_furthest(self, live, survivor):
        furthest = live.sorted(lambda one: (len(one._steps_taken()), -one.id))[-1]
        others = live - furthest
        if survivor:
            detail = self.env._(
                "%(user)s merged the records. “%(sequence)s” continues, because it was furthest along.",
                user=self.env.user.name,
                sequence=furthest.sequence_id._numbered_name(),
            )
        else:
            detail = self.env._(
                "%(user)s merged a record that has the same address. “%(sequence)s” continues with that person, "
                "because it was furthest along.",
                user=self.env.user.name,
                sequence=furthest.sequence_id._numbered_name(),
            )
        signals = all_signals(self.env).create(
            [{"enrollment_id": one.id, "kind": "merged", "detail": detail} for one in others]
        )
        self.env["sales.sequence.inbox"]._settle(signals, locked=others)
        # Write this before Odoo moves the others here: the database allows a person one live enrollment.
        self.env.flush_all()

    def _copy_open_questions(self, enrollments):
        """Ask the open questions of ended enrollments about the live one, too: they are all about one person, who may
        have answered. One verdict settles both."""
        ended = enrollments.filtered(lambda one: one.state not in LIVE_STATES)
        for live in enrollments - ended:
            known = {(signal.mail_message_id, signal.occurred_at) for signal in live.signal_ids}
            questions = ended.filtered(lambda one: one.company_id == live.company_id)._open_questions()  # noqa: B023
            copied = ("kind", "occurred_at", "detail", "resume_on", "leaning", "wish")
            signals = all_signals(self.env).create(
                [
                    {
                        "enrollment_id": live.id,
                        "mail_message_id": question.mail_message_id.id,
                        **{name: question[name] for name in copied},
                    }
                    for question in questions
                    if (question.mail_message_id, question.occurred_at) not in known
                ]
            )
            self.env["sales.sequence.inbox"]._settle(signals, locked=live)
        # Each question is asked once, about the enrollment that continues.
        ended.filtered(lambda one: one.exit_reason == "merged").question_activity_id.filtered("active").unlink()
