"""A mail header that Python must leave in one line."""


class UnfoldedHeader(str):
    """The value of a header whose text no mail program could read if it were folded.

    Python writes a word longer than a line as RFC 2047 encoded words, also where they are not allowed: in the
    identification fields (Odoo has a remedy for those) and in the URLs of `List-Unsubscribe` (RFC 2369, 2).
    The email package takes a value with `name` and `fold` for a header object and uses it as it is
    (`email.policy.EmailPolicy.header_store_parse`).
    """

    __slots__ = ("name",)

    def __new__(cls, name, value):
        """Make the header `name` of the ASCII text `value`, at most 998 characters together (RFC 5322, 2.1.1)."""
        header = super().__new__(cls, value)
        header.name = name
        return header

    def __getnewargs__(self):
        """What a copy is made of."""
        return self.name, str(self)

    def fold(self, *, policy):
        """Return the header's one line."""
        return f"{self.name}: {self}{policy.linesep}"
