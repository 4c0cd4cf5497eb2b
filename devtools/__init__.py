"""What `./dev` does, with the standard library only.

A module imports only modules that are listed before it:

    project, console, cache, file_locks, processes      names and paths, messages, folders, locks, child processes
    debian, odoo_source                                 Debian's packages, Odoo
    interpreters, virtual_environment                   Python and the pinned packages
    postgres, browser                                   the server and Chromium
    databases, preparation                              base, template and copies; everything together
    requirements, testing, serving                      the longer commands
    commands, command_line                              all commands, and how they are called

Apart from these, `directions` checks the rooms of the addon. It reads the source with `addon_source`.
"""
