"""What was selected in the list that a dialog was opened from."""

from odoo.exceptions import UserError

from ..models.base.arguments import ids_in

# Odoo's own default for the number of ids that a list hands over, see `session_info`.
LIMIT = 20_000


def selected_ids(env):
    """Ids of the selected records, in the order of the list.

    Where all of a large list are selected, the web client hands over the first ids only, and says by `active_domain`
    which they all are: Odoo leaves it to the dialog to look for the rest.
    """
    context = env.context
    ids = ids_in(context.get("active_ids")) or ids_in([context.get("active_id")])
    domain, model_name = context.get("active_domain"), context.get("active_model")
    if not is_cut(env, ids) or domain is None or not isinstance(model_name, str) or model_name not in env:
        return ids
    try:
        found = env[model_name].search(domain).ids
    except (TypeError, ValueError):
        raise UserError(env._("The filter of the list cannot be read: select the records themselves.")) from None
    return list(dict.fromkeys([*ids, *found]))


def is_cut(env, ids):
    """Whether the web client has handed over so many that there may be more."""
    limit = int(env["ir.config_parameter"].sudo().get_param("web.active_ids_limit", LIMIT))
    return 0 < limit <= len(ids)
