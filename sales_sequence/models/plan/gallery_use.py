from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...tools import blanks
from ..base.arguments import FLAG, ID, MOMENT, TEXT, VALUES, checked
from .blanks import SEQUENCE_TEXTS, STEP_TEXTS, TEMPLATE_TEXTS

ANSWERS = ("offer", "audience", "proof")
FILL = {blanks.find: blanks.fill, blanks.find_inline: blanks.fill_inline, blanks.find_html: blanks.fill_html}
# How many earlier copies are asked for answers to suggest.
REMEMBERED = 20


class SalesSequenceGalleryUse(models.AbstractModel):
    """How a sequence of the library becomes one that can be published: a copy of its own, texts and all, which later
    versions of the addon never touch.

    Sequences of the library follow each other (*Afterwards*). So do their copies: a copy is followed by a copy of what
    follows in the library, in whatever order somebody takes them over.
    """

    _name = "sales.sequence.gallery.use"
    _description = "Use of a Sequence in the Library"

    @checked(
        one=True,
        offer=TEXT,
        audience=TEXT,
        proof=TEXT,
        user_id=ID,
        company_id=ID,
        date_at=MOMENT,
        following=FLAG,
        preceding=FLAG,
        others=VALUES,
    )
    def use(
        self,
        offer=None,
        audience=None,
        proof=None,
        user_id=None,
        company_id=None,
        date_at=None,
        following=True,
        preceding=True,
        others=(),
    ):
        """Copy a sequence of the library, and put the answers where its texts have blanks for them.

        :param offer: what you sell, as it ends the sentence “We offer …”
        :param audience: to whom, as it ends the sentence “We work with …”
        :param proof: a whole sentence on what it did for somebody. A blank without an answer stays, and has to be
            filled in before the copy can be published.
        :param user_id: id of the owner; by default the caller
        :param company_id: id of the company; without it, the copy belongs to all companies
        :param date_at: when the event begins, if the steps count from a date of the sequence
        :param following: also copy what follows in the library and has not been copied yet
        :param others: what else to put in, ``{name of a blank: text}``, see `_other_blanks`
        :param preceding: let the copy follow copies of the one before it that nothing follows yet
        :return: ids of the copies, drafts all of them; the first is that of this sequence
        :raises UserError: this sequence is not in the library
        :raises AccessError: the caller may not write such sequences, or not for this owner or company
        """
        self.check_access("read")
        if not self.in_gallery:
            raise UserError(self.env._("“%s” is not in the library: duplicate it instead.", self.name))
        self._check_may_use(company_id)
        owner = self._get_sender(user_id) or self.env.user.filtered(lambda user: user.active and not user.share)
        self._check_may_name(owner)
        company = self.env["res.company"].browse(company_id or ())
        answers = {"offer": offer, "audience": audience, "proof": proof}
        answers = {name: blanks.tidy(name, answer) for name, answer in answers.items()}
        values = {
            "user_id": owner.id,
            "company_id": company.id,
            "gallery_answers": answers,
            # Whoever takes filters over lends them their rights, as if they had written them.
            "filters_user_id": False if self.env.su else self.env.uid,
            # Publishing must not enroll people whom nobody has looked at.
            "auto_enroll": False,
        }
        if date_at:
            values["date_at"] = date_at
        texts = {name: blanks.one_line(TEXT(self.env, name, text)) for name, text in dict(others).items()}
        chain = self._chain(company) if following else self
        copies = chain._copy_chain(company, values, {**texts, **answers})
        if preceding:
            self._follow_with(copies[:1])
        return copies.ids

    def _check_may_use(self, company_id):
        if not self._may_let_others_send():
            raise AccessError(
                self.env._(
                    "Only managers can use sequences of the library. Channel managers can use those for partners."
                )
            )
        if company_id and company_id not in self.env.companies.ids:
            raise AccessError(self.env._("You do not work in this company, or have not selected it."))

    # ------------------------------------------------------------------
    # What follows
    # ------------------------------------------------------------------

    def _chain(self, company):
        """This sequence of the library, and those that follow it up to the first one with a copy."""
        chain, following = self, self.next_sequence_id
        while following.in_gallery and following not in chain and not following._find_copy(company):
            chain += following
            following = following.next_sequence_id
        return chain

    def _find_copy(self, company):
        """The copy of this sequence of the library that a copy in the company can be followed by: the latest one,
        preferably live."""
        if not self:
            return self
        copies = self.search(
            [
                ("gallery_origin_id", "=", self.id),
                ("state", "!=", "closed"),
                ("company_id", "in", [False, *company.ids]),
            ],
            order="id desc",
        )
        return copies.sorted(lambda copy: copy.state != "live")[:1]

    def _copy_chain(self, company, values, answers):
        """Copy these, of which each follows the one before it. :return: the copies, in the same order"""
        copies = {}
        # From the last one on: each is followed by a copy that is there already.
        for sequence in reversed(self):
            following = sequence.next_sequence_id
            next_copy = copies.get(following) or following._find_copy(company)
            copies[sequence] = sequence._copy_with_texts(dict(values, next_sequence_id=next_copy.id), answers)
        return self.browse(copies[sequence].id for sequence in self)

    def _preceding_copies(self, company):
        """Copies of those that come before this one in the library, which nothing follows yet, as far as the user may
        change them."""
        copies = self.search(
            Domain("gallery_origin_id.next_sequence_id", "in", self.ids)
            & Domain("next_sequence_id", "=", False)
            & Domain("in_gallery", "=", False)
            & Domain("state", "!=", "closed")
        )
        if company:
            copies = copies.filtered(lambda copy: copy.company_id == company)
        return copies._filtered_access("write")

    def _follow_with(self, copy):
        self._preceding_copies(copy.company_id).next_sequence_id = copy

    # ------------------------------------------------------------------
    # The copy
    # ------------------------------------------------------------------

    def _copy_with_texts(self, values, answers):
        """An independent copy, with its blanks filled in, in all languages."""
        # With all rights: not everybody who may write a sequence may write email templates. Nothing but text is added
        # to what was allowed in the library.
        source = self.sudo().with_context(lang="en_US")
        copy = source.copy({**values, "name": source.name, "gallery_origin_id": source.id})
        texts = {**SEQUENCE_TEXTS, "summary": blanks.find, "rationale": blanks.find_html}
        self._fill_in(source, copy, texts, answers)
        # By id, as Odoo matches lines with their copies.
        for step, own in zip(source.step_ids.sorted("id"), copy.step_ids.sorted("id"), strict=True):
            self._fill_in(step, own, STEP_TEXTS, answers)
            wordings = [(step, own), *zip(step.variant_ids.sorted("id"), own.variant_ids.sorted("id"), strict=True)]
            for wording, own_wording in wordings:
                own_wording.action_detach_template()
                if wording.mail_template_id:
                    self._fill_in(wording.mail_template_id, own_wording.mail_template_id, TEMPLATE_TEXTS, answers)
        copy = copy.with_env(self.env)
        copy.check_access("write")
        return copy

    def _fill_in(self, source, copy, texts, answers):
        """Write the texts of a record into its copy, with the answers in their blanks, in each language by itself.

        :param texts: as in `_blanks_left`
        """
        languages = {code for code, _label in self.env["res.lang"].get_installed()}
        filled = {}
        for name, find in texts.items():
            stored = source._fields[name]._get_stored_translations(source) or {}
            filled[name] = {
                code: FILL[find](text, answers)
                for code, text in stored.items()
                if text and (code in languages or code == "en_US")
            }
        filled = {name: by_language for name, by_language in filled.items() if by_language}
        copy.write({name: by_language.pop("en_US") for name, by_language in filled.items()})
        for name, by_language in filled.items():
            field = copy._fields[name]
            if callable(field.translate):
                # HTML is translated piece by piece.
                pieces = field.get_translation_dictionary(field._get_stored_translations(copy)["en_US"], by_language)
                translations = {code: {piece: to[code] for piece, to in pieces.items()} for code in by_language}
            else:
                translations = by_language
            copy.update_field_translations(name, translations)

    # ------------------------------------------------------------------
    # What the dialog asks and suggests
    # ------------------------------------------------------------------

    def _other_blanks(self):
        """The names of the blanks of these sequences that the three questions leave, in the order of the texts."""
        names = {}
        steps = self.step_ids.filtered("active")._in_order()
        for records, texts in ((self, SEQUENCE_TEXTS), (steps, STEP_TEXTS), (steps._templates(), TEMPLATE_TEXTS)):
            for left in self._blanks_left(records, texts).values():
                for _field_name, _language, found in left:
                    names.update(dict.fromkeys(found))
        return [name for name in names if name not in ANSWERS]

    def _last_answers(self, company):
        """The answers that the user, or else somebody else in the company, gave last: ``{name: answer}``."""
        domain = [("gallery_origin_id", "!=", False), ("company_id", "in", [False, *company.ids])]
        copies = self.search(domain, order="id desc", limit=REMEMBERED)
        remembered = {}
        for copy in copies.sorted(lambda copy: (copy.create_uid == self.env.user, copy.id)):
            given = copy.gallery_answers if isinstance(copy.gallery_answers, dict) else {}
            remembered.update({name: text for name, text in given.items() if name in ANSWERS and text})
        return remembered
