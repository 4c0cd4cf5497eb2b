from odoo import api, models, tools

from ...tools.texts import MAX_TEXT, has_breaks, is_storable, one_line, shortened, storable
from .arguments import TEXT, VALUES, VALUES_LIST, checked


class SalesSequenceLimits(models.AbstractModel):
    """Limits the length of the texts of our models. A user who writes too much is told so. What the engine records of
    others (a subject, the words of a mail server) is cut off: a reply must count however long its subject is.

    A name or a subject is one line: it ends up in the header of a mail, which cannot hold a line break."""

    _name = "sales.sequence.limits"
    _description = "Limits of the Texts of Sequences"

    # Useless when cut off; they have a limit of their own.
    _whole_texts = ()

    def _prepare_create_values(self, vals_list):
        # By now the values contain the defaults, those of the context too.
        if not self.env.su:
            vals_list = VALUES_LIST(self.env, "vals_list", vals_list)
        vals_list = super()._prepare_create_values(vals_list)
        return [self._within_limits(vals) for vals in vals_list]

    @checked(vals=VALUES)
    def write(self, vals):
        """Check the limits."""
        return super().write(self._within_limits(vals))

    def _update_field_translations(self, field_name, translations, digest=None, source_lang=""):
        limited = {lang: self._within_limits({field_name: text})[field_name] for lang, text in translations.items()}
        return super()._update_field_translations(field_name, limited, digest=digest, source_lang=source_lang)

    @api.model
    def _within_limits(self, vals):
        """The same values, names in one line, without texts that are longer than `MAX_TEXT` or that PostgreSQL cannot
        store.

        :raises UserError: a user has written such a text
        """
        limited, one_line_texts = self._limited_texts(), self._one_line_texts()
        given = {name: vals[name] for name in limited.intersection(vals) if isinstance(vals[name], str)}
        broken = {name: one_line(text) for name, text in given.items() if name in one_line_texts and has_breaks(text)}
        if broken:
            vals, given = {**vals, **broken}, {**given, **broken}
        wrong = [name for name, text in given.items() if len(text) > MAX_TEXT or not is_storable(text)]
        if not wrong:
            return vals
        if not self.env.su:
            for name in wrong:
                TEXT(self.env, self._fields[name].get_description(self.env, ["string"])["string"], vals[name])
        return {**vals, **{name: storable(shortened(vals[name])) for name in wrong}}

    @api.model
    @tools.ormcache()
    def _one_line_texts(self):
        """The names of the fields whose texts are one line."""
        return frozenset(name for name in self._limited_texts() if self._fields[name].type == "char")

    @api.model
    @tools.ormcache()
    def _limited_texts(self):
        """The names of the fields whose texts are limited."""
        return frozenset(
            name
            for name, field in self._fields.items()
            if field.type in ("char", "text") and name not in self._whole_texts
        )
