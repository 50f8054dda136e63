"""Files: what may be uploaded, and how it is described."""

import hashlib

from bot.domain.pictures import is_sendable, sides
from bot.transport.local.arguments import Arguments
from bot.transport.local.refusals import Refused, bad_request
from bot.transport.local.state import Json, StoredFile, Upload
from bot.transport.local.world import World

MAX_PHOTO_BYTES = 10 * 1024 * 1024
MAX_UPLOAD_BYTES = 50 * 1024 * 1024
MAX_DOWNLOAD_BYTES = 20 * 1024 * 1024

_FOLDERS = {"photo": "photos", "document": "documents", "voice": "voice", "sticker": "stickers"}


def keep(world: World, kind: str, upload: Upload, details: Json | None = None) -> StoredFile:
    """Store a file and describe it as the Bot API does.

    Errors: `Refused` for an empty, too large or unreadable file.
    """
    size = len(upload.content)
    if size == 0:
        raise bad_request("file must be non-empty")
    if size > MAX_UPLOAD_BYTES:
        raise Refused(413, "Request Entity Too Large")
    number = world.number()
    identifier = f"{kind}-{number}"
    described: Json = {
        "file_id": identifier,
        "file_unique_id": hashlib.sha256(upload.content).hexdigest()[:16],
        "file_size": size,
    }
    if kind == "photo":
        width, height = _photo_sides(upload.content)
        described |= {"width": width, "height": height}
    elif kind in ("document", "voice"):
        described |= {"mime_type": upload.mime}
    if kind == "document":
        described |= {"file_name": upload.name}
    described |= details or {}
    extension = upload.name.rpartition(".")[2] if "." in upload.name else ""
    path = f"{_FOLDERS[kind]}/file_{number}.{extension if extension.isalnum() else 'bin'}"
    stored = StoredFile(identifier, kind, upload.name, upload.mime, upload.content, path, described)
    world.files[identifier] = stored
    return stored


def sent_file(world: World, args: Arguments, kind: str, value: str, details: Json | None = None) -> Json:
    """Return the part of a message's body that a file makes up: an upload, or one already stored."""
    if kind in args.files:
        return file_body(keep(world, kind, args.files[kind], details))
    if value.startswith("attach://"):
        upload = args.files.get(value.removeprefix("attach://"))
        if upload is None:
            raise bad_request("attached file not found")
        return file_body(keep(world, kind, upload, details))
    if value.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    stored = world.files.get(value)
    if stored is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if stored.kind != kind:
        raise bad_request(f"can't use file of type {stored.kind.title()} as {kind.title()}")
    return file_body(stored)


def file_body(stored: StoredFile) -> Json:
    return {stored.kind: [stored.described] if stored.kind == "photo" else stored.described}


def file_ids(body: Json) -> list[str]:
    """List the files of a message."""
    found = []
    for kind in _FOLDERS:
        described = body.get(kind)
        if described:
            found.append((described[-1] if kind == "photo" else described)["file_id"])
    return found


def get_file(world: World, args: Arguments) -> Json:
    stored = world.files.get(args.text("file_id"))
    if stored is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if len(stored.content) > MAX_DOWNLOAD_BYTES:
        raise bad_request("file is too big")
    described = {name: stored.described[name] for name in ("file_id", "file_unique_id", "file_size")}
    return described | {"file_path": stored.path}


def download(world: World, path: str) -> StoredFile | None:
    return next((stored for stored in world.files.values() if stored.path == path), None)


def _photo_sides(content: bytes) -> tuple[int, int]:
    if len(content) > MAX_PHOTO_BYTES:
        raise bad_request(
            f"file of size {len(content)} bytes is too big for a photo; the maximum size is 10485760 bytes"
        )
    found = sides(content)
    if found is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    if not is_sendable(*found):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return found
