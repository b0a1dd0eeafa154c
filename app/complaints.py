"""What went wrong on the command line, in a sentence, where the user can mend it."""

from dataclasses import dataclass

from pydantic import ValidationError
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError

from app.backup import BackupError
from app.errors import Problem
from app.evaluation import GoldError
from app.readers import ReaderUnavailable
from app.serving import NoKeysError
from app.tracing import TracingMissingError
from graph.errors import Ambiguous, GraphError, NotFound
from nlp.pipeline import ModelMissingError


@dataclass(frozen=True, slots=True)
class Complaint:
    """A sentence, and whether the command itself was wrong."""

    sentence: str
    usage: bool = False


def complaint(error: Exception) -> Complaint | None:
    """What to tell the user; None where the error is ours, not theirs."""
    match error:
        case ValidationError():
            return Complaint(_fields(error), usage=True)
        case NotFound() if error.suggestions:
            return Complaint(f"{error}; did you mean {', '.join(dict.fromkeys(name for _, name in error.suggestions))}?")
        case Ambiguous():
            return Complaint(f"{error}; name one of {', '.join(f'{key} ({name})' for key, name in error.candidates)}")
        case GraphError() | Problem() | BackupError() | GoldError() | TracingMissingError() | NoKeysError():
            return Complaint(str(error))
        case ModelMissingError() | ReaderUnavailable():
            return Complaint(str(error))
        case OperationalError():
            return Complaint(f"the database cannot be used: {error.orig}")
        case ArgumentError() | NoSuchModuleError():
            return Complaint(f"BACKCHANNEL_DATABASE_URL is no database URL: {error}", usage=True)
        case OSError():
            return Complaint(f"{error.filename or 'input or output'}: {error.strerror or error}")
    return None


def _fields(error: ValidationError) -> str:
    """What is wrong with settings or options."""
    prefix = "BACKCHANNEL_" if error.title == "Settings" else ""
    named = ((".".join(map(str, e["loc"])), e["msg"].removeprefix("Value error, ")) for e in error.errors())
    return "; ".join(f"{prefix + name.upper() if prefix else name}: {message}" for name, message in named)
