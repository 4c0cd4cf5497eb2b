from . import plan_advice
from . import results_advice
from . import shown
from . import advice
