from odoo import api, models

from ..base.states import LIVE_STATES


class SalesSequenceInbox(models.AbstractModel):
    """Two records turn out to be one person: one live enrollment stays, all history stays.

    Not left to the runner where a row is busy, as other signals are: Odoo joins the records in the same transaction,
    and the database allows a person one live enrollment. A merge that meets a running batch waits for it, and Odoo
    tries it again.
    """

    _inherit = "sales.sequence.inbox"

    @api.model
    def _take_over_leads(self, survivor, merged):
        """Leads are about to be merged into `survivor`. Called before Odoo moves their chatter, our notes with it."""
        enrollments = self.env["sales.sequence.enrollment"].sudo().search([("lead_id", "in", (survivor + merged).ids)])
        self._keep_furthest(enrollments, survivor)
        enrollments.filtered(lambda enrollment: enrollment.lead_id != survivor).write({"lead_id": survivor.id})

    @api.model
    def _take_over_partners(self, survivor, merged):
        """Partners are about to be merged into `survivor`. Called before Odoo rewrites foreign keys in SQL, which fails
        where the survivor would end up with two live enrollments in one company."""
        domain = (survivor + merged)._sequence_enrollments_domain()
        enrollments = self.env["sales.sequence.enrollment"].sudo().search(domain)
        for of_company in enrollments.grouped("company_id").values():
            self._keep_furthest(of_company, survivor)

    @api.model
    def _follow_survivor(self, survivor):
        """`survivor` has the values of all that were merged into it: its enrollments, and those of its contacts and
        their leads, follow."""
        Enrollment = self.env["sales.sequence.enrollment"].sudo()
        # Odoo has written past the cache.
        Enrollment.invalidate_model(["lead_id", "partner_id", "commercial_partner_id"])
        if survivor._name == "res.partner":
            enrollments = Enrollment.search([("partner_id", "child_of", survivor.ids)])
        else:
            enrollments = Enrollment.search([(survivor._sequence_enrollment_field, "in", survivor.ids)])
        for contact, of_contact in enrollments.grouped(lambda one: one._target()._sequence_contact()).items():
            of_contact.filtered(
                lambda one: (one.partner_id, one.commercial_partner_id) != (contact, contact.commercial_partner_id)  # noqa: B023
            ).write({"partner_id": contact.id, "commercial_partner_id": contact.commercial_partner_id.id})
        self._follow_address(enrollments.filtered(lambda one: one.state in LIVE_STATES))

    def _follow_address(self, live):
        """Take over the address that the targets have now; who shares one is one person."""
        addresses = {one: one._target()._sequence_email() or one.email_normalized for one in live}
        moving = live.filtered(lambda one: addresses[one] != one.email_normalized)
        if not moving:
            return
        others = live.search(
            [("email_normalized", "in", [addresses[one] for one in moving]), ("state", "in", LIVE_STATES)]
        )
        for same in (moving | others).grouped(
            lambda one: (one.company_id, addresses.get(one, one.email_normalized))
        ).values():
            # Some are of others, who need not know of the survivor.
            self._keep_furthest(same)
        for one in moving.filtered(lambda one: one.state in LIVE_STATES):
            one.email_normalized = addresses[one]

    def _keep_furthest(self, enrollments, survivor=None):
        """Of those that are live, stop all but the one that took most steps, then the oldest.

        :param survivor: what the records of all of them become
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
                "Merged into “%(survivor)s” by %(user)s. “%(sequence)s” goes on: it had come furthest.",
                survivor=survivor.display_name,
                user=self.env.user.name,
                sequence=furthest.sequence_id.name,
            )
        else:
            detail = self.env._(
                "A record that %(user)s has merged has the same address. “%(sequence)s” goes on with that person: it "
                "had come furthest.",
                user=self.env.user.name,
                sequence=furthest.sequence_id.name,
            )
        signals = (
            self.env["sales.sequence.signal"]
            .sudo()
            .create([{"enrollment_id": one.id, "kind": "merged", "detail": detail} for one in others])
        )
        self._settle(signals, locked=others)
        # In the database before the others take their place: it allows a person one live enrollment.
        self.env.flush_all()
