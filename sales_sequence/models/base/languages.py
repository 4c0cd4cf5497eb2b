"""Languages that may have been switched off since they were chosen."""

from odoo.tools.misc import get_lang


def active_language(env, *codes):
    """Return the first of these languages that is switched on, else what Odoo falls back to.

    With the code of another one in its context, the first translated field that is read raises an error.

    :param codes: codes of `res.lang`, or False, the most wanted first
    """
    languages = env["res.lang"]
    # Odoo keeps the active ones in memory.
    active = next((code for code in codes if code and languages._get_data(code=code)), None)
    return active or get_lang(env(context={})).code
