"""Writes a file whole or not at all."""
import os
import pathlib
import tempfile

from .refusal import INPUT_OUTPUT, Refusal


def write(path: pathlib.Path, content: bytes) -> None:
    """Writes beside the file and renames, so that no reader ever finds half of it.

    Raises Refusal where it cannot be written; a file that was there before is then as it was.
    """
    beside = None
    try:
        if path.is_dir():
            raise IsADirectoryError(f"a folder is in the way")
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            beside = file.name
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(beside, 0o666 & ~umask)
        os.replace(beside, path)
    except OSError as problem:
        if beside is not None and os.path.exists(beside):
            os.unlink(beside)
        reason = problem.strerror or str(problem)
        raise Refusal(INPUT_OUTPUT, f"cannot write {path}: {reason}: choose another --output") from problem
