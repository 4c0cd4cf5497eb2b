from . import language_advice
from . import text_advice
from . import plan_advice
from . import results_advice
from . import shown
from . import advice
