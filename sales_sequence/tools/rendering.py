# License LGPL-3.0 or later: see LICENSE.
"""What the templates of a run share while Odoo renders them. Pure."""

from contextlib import contextmanager


class Rendering:
    """Passes through Odoo's rendering as the context key ``sales_sequence_rendering``.

    Equal only to itself, not a dict: of two environments with equal contexts Odoo keeps one, and ours would come with
    the dict of another run.

    `compiled`: the code of the templates, by source, language and so on. Odoo compiles a template of the database again
    for each record, which is more than half of the cost of a batch of emails.

    `without_code`: whether a template is rendered without QWeb, by source and model.

    `holes`: ``{record id: [expression, …]}``, the merge fields that print nothing; None while nobody watches.
    """

    def __init__(self):
        self.compiled = {}
        self.without_code = {}
        self.holes = None

    @contextmanager
    def watching(self):
        """Note the merge fields that print nothing, in the dict that ``with … as`` gives."""
        self.holes = holes = {}
        try:
            yield holes
        finally:
            self.holes = None
