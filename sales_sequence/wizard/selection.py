"""The records that were selected in the list from which a dialog was opened."""

from odoo.exceptions import UserError

from ..models.base.arguments import ids_in

# Odoo's default for the number of ids that a list hands over, see `session_info`.
LIMIT = 20_000


def selected_ids(env):
    """Ids of the selected records, in the order of the list.

    If all records of a large list are selected, the web client hands over only the first ids, and a domain of all of
    them as `active_domain`: Odoo leaves it to the dialog to search for the rest.
    """
    context = env.context
    ids = ids_in(context.get("active_ids")) or ids_in([context.get("active_id")])
    domain, model_name = context.get("active_domain"), context.get("active_model")
    if not is_cut(env, ids) or domain is None or not isinstance(model_name, str) or model_name not in env:
        return ids
    try:
        found = env[model_name].search(domain).ids
    except (TypeError, ValueError):
        raise UserError(env._("The filter of the list cannot be read. Select the records one by one.")) from None
    return list(dict.fromkeys([*ids, *found]))


def is_cut(env, ids):
    """Whether the web client has handed over as many ids as it can, so that there may be more."""
    # Users may not read system parameters.
    limit = int(env["ir.config_parameter"].sudo().get_param("web.active_ids_limit", LIMIT))
    return 0 < limit <= len(ids)
