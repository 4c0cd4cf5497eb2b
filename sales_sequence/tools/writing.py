# License LGPL-3.0 or later: see LICENSE.
"""For whom, and in whose name, a text is being written. Pure."""


class Writing:
    """Passes through Odoo's rendering as the context key ``sales_sequence_writing``, for the merge fields.

    Equal only to itself: what one sender's mails say must not be read from the cache of another's.

    `user`: the sender.
    `enrollments`: ``{target: enrollment}`` of those for whom the text is.
    """

    def __init__(self, user, enrollments):
        self.user = user
        self.enrollments = enrollments
