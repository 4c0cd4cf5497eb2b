from . import limits
from . import references
