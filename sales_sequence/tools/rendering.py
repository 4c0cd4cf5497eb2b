# License LGPL-3.0 or later: see LICENSE.
"""What the templates of a run share while Odoo renders them. Pure."""

from contextlib import contextmanager

from .merge_fields import printed_text


class Rendering:
    """Passes through Odoo's rendering as the context key ``sales_sequence_rendering``.

    Equal only to itself, not a dict: of two environments with equal contexts Odoo keeps one, and ours would come with
    the dict of another run.

    `compiled`: the code of the templates, by source, language and so on. Odoo compiles a template of the database again
    for each record, which is more than half of the cost of a batch of emails.

    `without_code`: whether a template is rendered without QWeb, by source and model.

    `holes`: ``{record id: [expression, …]}``, the merge fields that print nothing; None while nobody watches.

    `values`: ``{record id: {expression: text}}``, what the merge fields print, "" where the template's own text stands
    in for it; None unless somebody is going to read it before it is sent.
    """

    def __init__(self):
        self.compiled = {}
        self.without_code = {}
        self.holes = None
        self.values = None

    @contextmanager
    def watching(self, values=False):
        """Note the merge fields that print nothing, in the dict that ``with … as`` gives; in `values`, where that is
        asked for, what the others print."""
        self.holes = holes = {}
        self.values = {} if values else None
        try:
            yield holes
        finally:
            self.holes = None

    def note_value(self, record_id, expression, value):
        """Keep what a merge field of a record prints, as far as people would recognize it in the text."""
        if self.values is None:
            return
        text = printed_text(value)
        if text is not None:
            self.values.setdefault(record_id, {})[expression] = text


def root_cause(error):
    """Return what went wrong in the first place, in one line: Odoo raises a template's error with a traceback as its
    text."""
    while error.__cause__:
        error = error.__cause__
    return str(error) or type(error).__name__
