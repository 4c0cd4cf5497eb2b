from . import language_advice
from . import text_advice
from . import plan_advice
from . import results_counts
from . import results_words
from . import results_advice
from . import shown
from . import advice
