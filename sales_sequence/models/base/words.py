"""Sentences that several models say."""


def by_user(env):
    """Who is at work, as a note: in the language of `env`."""
    return env._("By %s", env.user.name)
