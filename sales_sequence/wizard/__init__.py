from . import base_partner_merge
from . import sales_sequence_enroll_wizard_contacts
from . import sales_sequence_enroll_wizard_preview
from . import sales_sequence_enroll_wizard
from . import sales_sequence_enroll_wizard_line
from . import sales_sequence_enroll_run
from . import sales_sequence_handover_wizard
from . import sales_sequence_steer_wizard
