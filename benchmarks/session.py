"""Odoo as a library: in this process, with the configuration that `ODOO_RC` names."""

import warnings

from odoo.tools import config


def start():
    """Read Odoo's configuration; only warnings and worse are logged."""
    config.parse_config(["--log-level=warn"], setup_logging=True)
    # Odoo's own code warns about its dependencies' older idioms.
    warnings.simplefilter("ignore", DeprecationWarning)
