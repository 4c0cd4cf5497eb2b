"""A mail header that Python must leave on one line."""


class UnfoldedHeader(str):
    """The value of a header that mail programs could not read if it were folded.

    Python writes a word longer than a line as RFC 2047 encoded words, even where they are not allowed: in the
    identification fields (Odoo has a workaround for those) and in the URLs of `List-Unsubscribe` (RFC 2369, 2).
    The email package treats a value with `name` and `fold` as a header object and uses it unchanged
    (`email.policy.EmailPolicy.header_store_parse`).
    """

    __slots__ = ("name",)

    def __new__(cls, name, value):
        """Create the header `name` from the ASCII text `value`, at most 998 characters in total (RFC 5322, 2.1.1)."""
        header = super().__new__(cls, value)
        header.name = name
        return header

    def __getnewargs__(self):
        """Return the arguments for a copy."""
        return self.name, str(self)

    def fold(self, *, policy):
        """Return the header as one line."""
        return f"{self.name}: {self}{policy.linesep}"
