from . import click
from . import opt_out
