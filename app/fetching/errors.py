"""What keeps a page from being fetched."""


class FetchError(Exception):
    """A page cannot be fetched; the message says why."""


class ForbiddenAddressError(FetchError):
    """A name leads to an address that is not public: one of this machine, of a network of its own, or of a cloud's services."""


class ServerHeldError(FetchError):
    """A server asks for more time than there is patience for."""
