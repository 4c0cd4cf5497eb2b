from random import randint

from odoo import fields, models


class SalesSequenceTag(models.Model):
    """A word by which sequences are found and grouped. All companies share the tags."""

    _name = "sales.sequence.tag"
    _inherit = ["sales.sequence.limits", "sales.sequence.references"]
    _description = "Sales Sequence Tag"
    _order = "name, id"

    name = fields.Char(required=True, translate=True)
    color = fields.Integer(default=lambda _self: randint(1, 11), aggregator=None)

    # Two tags that differ in their case alone would each have half of the sequences.
    _unique_name = models.UniqueIndex("(lower(name->>'en_US'))", "A tag with this name already exists.")
