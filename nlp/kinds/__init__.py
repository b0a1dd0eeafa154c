"""The kinds of fact, one page each. A module here that defines `KIND` is a kind, found by itself."""

import importlib
import pkgutil

from graph.vocabulary import FactKind


def _find() -> dict[str, FactKind]:
    modules = (importlib.import_module(f"{__name__}.{m.name}") for m in pkgutil.iter_modules(__path__))
    return {module.KIND.name: module.KIND for module in modules if hasattr(module, "KIND")}


KINDS: dict[str, FactKind] = _find()
