"""Odoo as a library in this process, with the configuration file named by `ODOO_RC`."""

import warnings

from odoo.tools import config


def start():
    """Read Odoo's configuration; log warnings and above only."""
    config.parse_config(["--log-level=warn"], setup_logging=True)
    # Odoo's own code triggers deprecation warnings of its dependencies.
    warnings.simplefilter("ignore", DeprecationWarning)
