from odoo import api, models
from odoo.exceptions import UserError

from ...tools import shared_sequence


class SalesSequenceShareProblems(models.AbstractModel):
    """What is wrong with a file, in words."""

    _name = "sales.sequence.share.problems"
    _description = "Problems of Files"

    @api.model
    def _read_shared(self, content):
        """The sequence in a file, as `shared_sequence.SEQUENCE` describes it.

        :param bytes content: the file
        :raises UserError: it cannot be taken; says what is wrong, and where
        """
        body = self.env["mail.template"]._fields["body_html"]
        try:
            data = shared_sequence.read(
                content,
                self._shared_choices(),
                clean=lambda source: str(body.convert_to_cache(source, self.env["mail.template"])),
            )
            self._check_structure(data)
        except shared_sequence.RefusedFile as error:
            sentences = [self._problem_in_words(problem) for problem in error.problems]
            raise UserError(
                self.env._("This file cannot be imported:\n%s", "\n".join(f"– {sentence}" for sentence in sentences))
            ) from None
        return data

    def _shared_choices(self):
        """``{field name: list of values}`` of the selections that a file may contain."""
        return {
            name: model._fields[name].get_values(self.env)
            for model in (self, self.env["sales.sequence.step"])
            for name in model._fields
            if model._fields[name].type == "selection" and not model._fields[name].related
        }

    def _check_structure(self, data):
        """Odoo keeps translations of this text term by term."""
        count = self._count_terms(data["rationale"])
        wrong = [
            shared_sequence.Problem("structure", f"sequence › translations › {code} › rationale")
            for code, texts in data["translations"].items()
            if self._count_terms(texts.get("rationale")) not in (0, count)
        ]
        if wrong:
            raise shared_sequence.RefusedFile(wrong)

    def _count_terms(self, text):
        return len(self._fields["rationale"].get_trans_terms(text or ""))

    def _problem_in_words(self, problem):
        """:param shared_sequence.Problem problem:"""
        values = problem._asdict()
        words = self._words_about_file(values) | self._words_about_text(values) | self._words_about_value(values)
        return words[problem.kind]

    def _words_about_file(self, values):
        return {
            "size": self.env._("It is larger than %(limit)s KB.", **values),
            "empty": self.env._("It is empty.", **values),
            "encoding": self.env._("It is not a text in UTF-8. Save it with this encoding.", **values),
            "not_json": self.env._("It is not valid JSON: see line and column %(place)s.", **values),
            "nested": self.env._("It is nested too deeply.", **values),
            "format": self.env._("It is not the file of a sequence: “format” would be “%(limit)s”.", **values),
            "version": self.env._(
                "It has the version %(piece)s of the format, and this database reads version %(limit)s. Update the app "
                "that exports or imports.",
                **values,
            ),
        }

    def _words_about_text(self, values):
        return {
            "too_long": self.env._("%(place)s: The text has %(piece)s characters. The limit is %(limit)s.", **values),
            "one_line": self.env._("%(place)s: “%(piece)s” must be in one line.", **values),
            "storable": self.env._("%(place)s: “%(piece)s” contains a character that cannot be stored.", **values),
            "expression": self.env._(
                "%(place)s: “%(piece)s” is code. Texts contain only the merge fields of sequences, such as "
                "object.sequence_first_name.",
                **values,
            ),
            "tag": self.env._("%(place)s: %(piece)s cannot be part of an email.", **values),
            "attribute": self.env._("%(place)s: %(piece)s would run something when the email is read.", **values),
            "link": self.env._(
                "%(place)s: “%(piece)s” is not a link to a website, an address or a telephone number.",
                **values,
            ),
            "html": self.env._(
                "%(place)s: “%(piece)s” is not valid HTML, or has too many parts in each other.",
                **values,
            ),
            "structure": self.env._(
                "%(place)s: The translation must have the same paragraphs as the text that it translates.",
                **values,
            ),
            "nothing_translated": self.env._(
                "%(place)s: There is no text that this could be the translation of.",
                **values,
            ),
            "language": self.env._(
                "%(place)s: “%(piece)s” is not the code of a language to translate into, such as fr_FR.",
                **values,
            ),
        }

    def _words_about_value(self, values):
        return {
            "unknown_key": self.env._("%(place)s: Unknown key “%(piece)s”. These are known: %(limit)s.", **values),
            "double_key": self.env._("%(place)s: “%(piece)s” is there more than once.", **values),
            "missing": self.env._("%(place)s: This must not be empty.", **values),
            "choice": self.env._("%(place)s: “%(piece)s” is not one of %(limit)s.", **values),
            "name": self.env._("%(place)s: “%(piece)s” is not a technical name.", **values),
            "range": self.env._("%(place)s: %(piece)s is not within %(limit)s.", **values),
            "window": self.env._("%(place)s: The hours end when they begin.", **values),
            "too_many": self.env._("%(place)s: There are %(piece)s. The limit is %(limit)s.", **values),
            "not_text": self.env._("%(place)s: “%(piece)s” should be a text in quotation marks.", **values),
            "not_lines": self.env._("%(place)s: “%(piece)s” should be a text, or a list of its lines.", **values),
            "not_whole": self.env._("%(place)s: “%(piece)s” should be a whole number.", **values),
            "not_number": self.env._("%(place)s: “%(piece)s” should be a number.", **values),
            "not_flag": self.env._("%(place)s: “%(piece)s” should be true or false.", **values),
            "not_moment": self.env._(
                "%(place)s: “%(piece)s” should be a date and time such as 2031-01-31 09:00:00.",
                **values,
            ),
            "not_list": self.env._("%(place)s: “%(piece)s” should be a list in square brackets.", **values),
            "not_object": self.env._("%(place)s: “%(piece)s” should be an object in curly brackets.", **values),
        }
