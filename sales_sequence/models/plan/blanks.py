from odoo import models
from odoo.tools import SQL

from ...tools import blanks

# The texts of a step and of an email template that people read, and how to look for blanks in each.
STEP_TEXTS = {"name": blanks.find, "summary": blanks.find, "cta": blanks.find, "note": blanks.find_html}
TEMPLATE_TEXTS = {"subject": blanks.find_inline, "body_html": blanks.find_html}
SEQUENCE_TEXTS = {"name": blanks.find, "goal": blanks.find}


class SalesSequenceBlanks(models.AbstractModel):
    """Finds the blanks ``[[…]]`` that are left in the texts of a sequence, in any language: as long as there is one,
    nobody may get them."""

    _name = "sales.sequence.blanks"
    _description = "Blanks Left in a Sequence"

    def _blanks_left(self, records, texts):
        """The blanks that are left in these texts.

        :param records: of one model
        :param texts: ``{name of a field: function that finds the blanks in its text}``
        :return: ``{record id: [(field name, language code or None, [name, …]), …]}``; None stands for the user's
            language, and another language is only there for what is not left in that one
        One query: only texts in which the database has seen brackets are fetched.
        """
        found = {}
        stored = self._bracketed(records._origin, texts)
        for record in records:
            # A record in a form has the text that the user is about to save.
            unsaved = {} if record._origin == record else {name: record[name] for name in texts}
            for name, find in texts.items():
                by_language = stored.get(record._origin.id, {}).get(name) or {}
                lang = self.env.lang or "en_US"
                text = unsaved.get(name, by_language.get(lang) or by_language.get("en_US"))
                here = find(text)
                if here:
                    found.setdefault(record.id, []).append((name, None, here))
                for code, _label in self.env["res.lang"].get_installed():
                    elsewhere = [blank for blank in find(by_language.get(code)) if blank not in here]
                    if code != lang and elsewhere:
                        found.setdefault(record.id, []).append((name, code, elsewhere))
        return found

    def _bracketed(self, records, texts):
        """``{record id: {field name: {language code: text}}}`` of those records in whose texts there are brackets."""
        if not records:
            return {}
        columns = [SQL.identifier(name) for name in texts]
        records.flush_recordset(list(texts))
        text = SQL("CONCAT(%s)", SQL(", ").join(SQL("%s::text", column) for column in columns))
        rows = self.env.execute_query(
            SQL(
                "SELECT id, %s FROM %s WHERE id = ANY(%s) AND (%s LIKE %s OR %s LIKE %s)",
                SQL(", ").join(columns),
                SQL.identifier(records._table),
                list(records._ids),
                text,
                "%[[%",
                text,
                # In addresses of links.
                r"%\%5B\%5B%",
            )
        )
        return {id_: dict(zip(texts, values, strict=True)) for id_, *values in rows}

    def _blanks_in_words(self, record, left):
        """:param left: what `_blanks_left` says of the record. :return: list of sentences"""
        labels = record.fields_get([name for name, _code, _names in left], ["string"])
        languages = dict(self.env["res.lang"].get_installed())
        sentences = []
        for name, code, names in left:
            words = {
                "blanks": ", ".join(f"[[{blank}]]" for blank in names),
                "field": labels[name]["string"],
                "language": languages.get(code),
            }
            if record._name == "mail.template" and not record.is_written_in_step:
                words["template"] = record.name
                here = self.env._("fill in %(blanks)s in “%(field)s” of the template “%(template)s”.", **words)
                elsewhere = self.env._(
                    "fill in %(blanks)s in “%(field)s” of the template “%(template)s”, in %(language)s.", **words
                )
            else:
                here = self.env._("fill in %(blanks)s in “%(field)s”.", **words)
                elsewhere = self.env._("fill in %(blanks)s in “%(field)s”, in %(language)s.", **words)
            sentences.append(elsewhere if code else here)
        return sentences
