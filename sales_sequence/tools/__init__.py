# License LGPL-3.0 or later: see LICENSE.
