from . import limits
from . import references
from . import pace
