from typing import NamedTuple

from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command, Domain

from ...tools.shared_sequence import SEQUENCE, STEP, TEMPLATE, VARIANT
from ...tools.texts import quoted
from .share import STEP_FIELDS, TEMPLATE_FIELDS

FILTERS = ("enroll_domain", "goal_domain")
# What a file says by name.
NAMED = ("date_field", "next_sequence", "steps", "translations")


class Matter(NamedTuple):
    """Something that a file asks for and that is not here as such.

    `kind` and `key` identify it within the file, `words` tell the user, `is_open` whether they have to decide. For an
    ``activity_type`` they choose another one; for a ``server_action`` another one, or none: the step is left out. A
    filter and a ``date_field`` are left out once they have agreed. They are only told of a ``language``, of the
    ``next_sequence`` and of a ``name`` that is there already.
    """

    kind: str
    key: str
    words: str
    is_open: bool = False


class SalesSequenceShareImport(models.AbstractModel):
    """A sequence from a file, which enters the library as a record of the importer's company.

    `_read_shared` says whether the file can be taken at all, `_find_matters` what in it is not here, and
    `_create_shared` writes, once everything is decided.
    """

    _name = "sales.sequence.share.import"
    _inherit = ["sales.sequence.share.problems"]
    _description = "Import of Sequences"

    @api.model
    def _check_may_import(self, data):
        """Refuse a sequence that the user may not write."""
        if not self.new({"target": data["target"]})._may_let_others_send():
            raise AccessError(
                self.env._("Only a manager can import this sequence. Channel managers import those for partners.")
            )

    # ------------------------------------------------------------------
    # What is not here
    # ------------------------------------------------------------------

    @api.model
    def _find_matters(self, data):
        """List of `Matter`, in the order in which they are to be decided.

        :param dict data: what `_read_shared` returns
        """
        return [
            *self._find_missing_types(data),
            *self._find_missing_actions(data),
            *self._find_invalid_filters(data),
            *self._find_missing_field(data),
            *self._find_missing_languages(data),
            *self._find_missing_next(data),
            *self._find_namesakes(data),
        ]

    def _find_missing_types(self, data):
        return [
            Matter(
                "activity_type",
                _key(reference),
                self.env._(
                    "Activity type “%(name)s” (%(steps)s): there is none here. Choose another one.",
                    name=reference["name"],
                    steps=steps,
                ),
                is_open=True,
            )
            for reference, steps in _references(data, "activity_type")
            if not self._match_activity_type(data, reference)
        ]

    def _find_missing_actions(self, data):
        return [
            Matter(
                "server_action",
                _key(reference),
                self.env._(
                    "Server action “%(name)s” (%(steps)s): no administrator has offered one of this name here. Choose "
                    "another one, or leave the step out.",
                    name=reference["name"],
                    steps=steps,
                ),
                is_open=True,
            )
            for reference, steps in _references(data, "server_action")
            if not self._match_server_action(data, reference)
        ]

    def _find_invalid_filters(self, data):
        return [
            Matter("filter", name, refusal, is_open=True)
            for name in FILTERS
            if data[name] and (refusal := self._filter_refusal(data, name))
        ]

    def _filter_refusal(self, data, name):
        """Why a filter of the file cannot be used here, or False."""
        sequence = self.new({key: data[key] for key in ("name", "target", name)})
        try:
            sequence._check_domain(name, sequence._get_domain(name))
        except (ValidationError, AccessError) as error:
            return str(error)
        if sequence._names_records(data["target"], data[name]):
            return self.env._(
                "%(field)s, %(filter)s: it names records by their numbers, which are others here.",
                field=sequence._fields[name].get_description(self.env, ["string"])["string"],
                filter=quoted(data[name]),
            )
        return False

    def _find_missing_field(self, data):
        name = data["date_field"]
        if not name or self._find_date_field(data):
            return []
        words = self.env._(
            "The date field “%s” is not here. Leave it out: the date is then asked for at enrollment, until you choose "
            "another field in your copy.",
            name,
        )
        return [Matter("date_field", name, words, is_open=True)]

    def _find_missing_languages(self, data):
        return [
            Matter("language", code, self.env._("Texts in %s are left out: this language is not active here.", code))
            for code in sorted(_languages(data) - self._active_languages())
        ]

    def _find_missing_next(self, data):
        name = data["next_sequence"]
        if not name or self._match_next_sequence(data):
            return []
        words = self.env._("“%s” followed afterwards. It is not in the library here: nothing follows.", name)
        return [Matter("next_sequence", name, words)]

    def _find_namesakes(self, data):
        if not self._search_in_library(data, data["name"]):
            return []
        words = self.env._("“%s” is in the library already. There will be two of them.", data["name"])
        return [Matter("name", data["name"], words)]

    # ------------------------------------------------------------------
    # What is here
    # ------------------------------------------------------------------

    @api.model
    def _usable_activity_types(self, target):
        """The activity types for records of this kind."""
        model = self._target_models()[target][0]
        return self.env["mail.activity.type"].search([("res_model", "in", [False, model])])

    @api.model
    def _usable_server_actions(self, target):
        """The server actions that an administrator has offered for records of this kind, with all rights."""
        model = self._target_models()[target][0]
        offered = Domain("usable_in_sequences", "=", True) & Domain("model_name", "=", model)
        return self.env["ir.actions.server"].sudo().search(offered)

    def _match_activity_type(self, data, reference):
        return self._match(reference, self._usable_activity_types(data["target"]))

    def _match_server_action(self, data, reference):
        return self._match(reference, self._usable_server_actions(data["target"]))

    def _match(self, reference, candidates):
        """The record that is meant: by its external id, else the only one of its name."""
        if reference["external_id"]:
            found = self.env.ref(reference["external_id"], raise_if_not_found=False)
            if found is not None and found._name == candidates._name and found in candidates:
                return candidates.browse(found.id)
        names = candidates.with_context(lang=None)
        found = names.filtered(lambda record: record.name == reference["name"])
        return candidates.browse(found.ids) if len(found) == 1 else candidates.browse()

    def _find_date_field(self, data):
        """The `ir.model.fields` of the date field, empty if it cannot be used."""
        Target = self.env[self._target_models()[data["target"]][0]]
        field = Target._fields.get(data["date_field"])
        # Only administrators may read the fields of models.
        Fields = self.env["ir.model.fields"].sudo()
        if field is None or not field.store or field.type not in ("date", "datetime"):
            return Fields
        return Fields._get(Target._name, field.name) if Target._has_field_access(field, "read") else Fields

    def _active_languages(self):
        return {code for code, _name in self.env["res.lang"].get_installed()}

    def _match_next_sequence(self, data):
        """The sequence of the library that is called like the one that follows."""
        return self._search_in_library(data, data["next_sequence"])

    def _search_in_library(self, data, name):
        domain = Domain("in_gallery", "=", True) & Domain("target", "=", data["target"]) & Domain("name", "=", name)
        domain &= Domain("company_id", "in", [False, self.env.company.id])
        return self.with_context(lang=None).search(domain, order="gallery_position, id", limit=1)

    # ------------------------------------------------------------------
    # Writing
    # ------------------------------------------------------------------

    @api.model
    def _create_shared(self, data, decisions):
        """Add the sequence to the library of the user's company.

        :param dict data: what `_read_shared` returns
        :param dict decisions: ``{(kind, key): record chosen}`` for each `Matter` that is open, an empty record or None
            for what is left out
        :return: the new `sales.sequence`
        """
        self._check_may_import(data)
        decisions = self._usable_decisions(data, decisions)
        undecided = [
            matter.words
            for matter in self._find_matters(data)
            if matter.is_open and (matter.kind, matter.key) not in decisions
        ]
        if undecided:
            raise UserError("\n".join(undecided))
        kept = tuple(step for step in data["steps"] if self._is_kept(data, step, decisions))
        sequence = self._create_in_library(
            {
                **_values(data, SEQUENCE.kinds, without=NAMED),
                **dict.fromkeys([name for name in FILTERS if ("filter", name) in decisions], False),
                **self._date_values(data),
                "company_id": self.env.company.id,
                "user_id": False,
                # Whoever imports a filter lends it their rights, as whoever writes one.
                "filters_user_id": self.env.uid,
                "next_sequence_id": bool(data["next_sequence"]) and self._match_next_sequence(data).id,
                "step_ids": [
                    Command.create({**self._step_values(data, step, decisions), "position": 10 * number})
                    for number, step in enumerate(kept, 1)
                ],
            }
        )
        self._translate_shared(sequence, {**data, "steps": kept})
        return sequence.sudo(False)

    def _create_in_library(self, values):
        """A record of the library, which nobody else may write: only through here, and from the app's own data."""
        return self.sudo().with_context(lang=None).create({**values, "in_gallery": True})

    def _usable_decisions(self, data, decisions):
        """The decisions without records that cannot be used: whoever calls may choose any."""
        usable = {
            "activity_type": self._usable_activity_types(data["target"]),
            "server_action": self._usable_server_actions(data["target"]),
        }
        return {
            (kind, key): chosen
            for (kind, key), chosen in decisions.items()
            if kind not in usable or (chosen.id in usable[kind].ids if chosen else kind == "server_action")
        }

    def _is_kept(self, data, step, decisions):
        """Whether a step is imported: one without its server action is not."""
        reference = step.get("server_action")
        return not reference or bool(self._resolve(data, "server_action", reference, decisions))

    def _resolve(self, data, kind, reference, decisions):
        """The record for a reference of the file: the one that matches, else the one chosen."""
        match = {"activity_type": self._match_activity_type, "server_action": self._match_server_action}[kind]
        return match(data, reference) or decisions.get((kind, _key(reference)))

    def _date_values(self, data):
        field = data["date_field"] and self._find_date_field(data)
        if data["date_field"] and not field:
            return {"date_source": "enrollment"}
        return {"date_field_id": field.id if field else False}

    def _step_values(self, data, step, decisions):
        values = _values(step, STEP.kinds_of_channel(step["channel"]), STEP_FIELDS)
        for name in ("activity_type", "server_action"):
            if step.get(name):
                values[f"{name}_id"] = self._resolve(data, name, step[name], decisions).id
        if step.get("template"):
            values["mail_template_id"] = self._create_template(data, step["template"]).id
        values["variant_ids"] = [
            Command.create(
                {
                    **_values(variant, VARIANT.kinds),
                    "mail_template_id": self._create_template(data, variant["template"]).id,
                }
            )
            for variant in step.get("variants", ())
        ]
        return values

    def _create_template(self, data, template):
        model = self._target_models()[data["target"]][0]
        return (
            self.env["mail.template"]
            .sudo()
            .with_context(lang=None)
            .create(
                {
                    **_values(template, TEMPLATE.kinds, TEMPLATE_FIELDS),
                    "model_id": self.env["ir.model"]._get_id(model),
                    "use_default_to": True,
                    "auto_delete": True,
                    "is_written_in_step": True,
                    "user_id": SUPERUSER_ID,
                }
            )
        )

    def _translate_shared(self, sequence, data):
        self._translate(sequence, data, {})
        for record, step in zip(sequence.step_ids._in_order(), data["steps"], strict=True):
            self._translate(record, step, STEP_FIELDS)
            if step.get("template"):
                self._translate(record.mail_template_id, step["template"], TEMPLATE_FIELDS)
            for variant, texts in zip(record.variant_ids.sorted("id"), step.get("variants", ()), strict=True):
                self._translate(variant, texts, {})
                self._translate(variant.mail_template_id, texts["template"], TEMPLATE_FIELDS)

    def _translate(self, record, data, names):
        """Write the translations of a record, in the languages that are active.

        Not by `write`: where English is not active, it would change the text itself, too.
        """
        texts_by_key = {}
        for code, texts in data["translations"].items():
            for key, text in texts.items() if code in self._active_languages() else ():
                texts_by_key.setdefault(key, {})[code] = text
        for key, texts in texts_by_key.items():
            field = record._fields[names.get(key, key)]
            # Odoo keeps some translations term by term.
            terms = callable(field.translate) and field.get_trans_terms(data[key])
            record.update_field_translations(
                field.name,
                {
                    code: dict(zip(terms, field.get_trans_terms(text), strict=True)) if terms else text
                    for code, text in texts.items()
                },
            )


def _key(reference):
    return f"{reference['external_id'] or ''} {reference['name']}".strip()


def _references(data, kind):
    """Yield ``(reference, names of its steps)`` for each reference of this kind."""
    steps_by_key = {}
    for step in data["steps"]:
        if reference := step.get(kind):
            steps_by_key.setdefault(_key(reference), (reference, []))[1].append(step["name"])
    for reference, names in steps_by_key.values():
        yield reference, ", ".join(names)


def _languages(data):
    """The codes of all languages that the file has texts in."""
    if isinstance(data, tuple):
        return {code for item in data for code in _languages(item)}
    if not isinstance(data, dict):
        return set()
    inner = {code for key, value in data.items() if key != "translations" for code in _languages(value)}
    return inner | set(data.get("translations") or ())


def _values(data, kinds, names=None, without=("translations",)):
    """Values to write, of what the file says and does not refer to something else.

    :param kinds: ``{key: kind}`` of the schema
    :param dict names: the fields, where they are not called like the key
    """
    return {
        (names or {}).get(key, key): data[key]
        for key in kinds
        if key not in without and data.get(key) is not None and not isinstance(data[key], (dict, tuple))
    }
