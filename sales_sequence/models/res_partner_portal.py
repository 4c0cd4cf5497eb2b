from odoo import Command, models
from odoo.exceptions import UserError


class ResPartner(models.Model):
    """Portal access as an automatic step: what the server action “Invite to the portal” calls."""

    _inherit = "res.partner"

    def _sequence_invite_to_portal(self):
        """Give each of these contacts access to the portal, as Odoo's *Grant portal access* does
        (`portal/wizard/portal_wizard.py`): Odoo makes the user and writes the invitation. Who has access is left alone.

        :return: an action that shows in words what was done
        :raises UserError: the contact has no valid email, it is the login of somebody else, or the user is archived
        """
        # In a sequence the context has the contact's language; this is read by the sender.
        self = self.with_context(lang=self.env.user.lang)  # noqa: PLW0642
        invited = self.browse()
        for partner in self:
            # One contact at a time: by itself the wizard would take in everybody of the company.
            invitation = self.env["portal.wizard"].create({"partner_ids": [Command.link(partner.id)]}).user_ids
            if not (invitation.is_portal or invitation.is_internal):
                invitation.action_grant_access()
                invited += partner
            elif not invitation.user_id.active:
                # Somebody has locked it; the wizard takes it for access.
                login = invitation.user_id.login
                raise UserError(self.env._("The user “%s” is archived. Unarchive it to give access again.", login))
        lines = [self.env._("%s: invited to the portal.", partner.display_name) for partner in invited]
        lines += [
            self.env._("%s: had access already, nothing was sent.", partner.display_name) for partner in self - invited
        ]
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": "success" if invited else "info", "message": "\n".join(lines)},
        }
