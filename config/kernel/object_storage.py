"""Files of people in a bucket that speaks S3, where S3_URL names one: for an installation on several machines.

Nothing imports this where there is none: botocore is in requirements/bucket.txt, which a household does without.
"""

from __future__ import annotations

import shutil
import ssl
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import datetime
from functools import cached_property
from http import HTTPStatus
from tempfile import SpooledTemporaryFile
from typing import IO, Any, cast
from urllib.parse import urlsplit

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from botocore.session import Session
from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import Storage
from django.utils.deconstruct import deconstructible
from urllib3.exceptions import HTTPError

from config.kernel.storage import StorageAway

# What is larger waits on the disk of this machine while it is read or sent.
IN_MEMORY = 4_000_000
PIECE = 1 << 16
ANSWERS_WITHIN = 20
TRIES = 2
# botocore leaves some of urllib3's errors as they are while an answer is read.
_UNANSWERED = (BotoCoreError, HTTPError)


@deconstructible
class ObjectStorage(Storage):
    """As DurableStorage: names are chosen by the caller from the contents, and an object is whole or not there.

    `url` is https://host/bucket, and a prefix behind it where others use the bucket too. Whatever asks the bucket
    raises StorageAway where it does not answer, or not as it should, twice.
    """

    def __init__(self, url: str, region: str, key: str, secret: str) -> None:
        parts = urlsplit(url)
        self._endpoint = f"{parts.scheme}://{parts.netloc}"
        self._bucket, _slash, prefix = parts.path.strip("/").partition("/")
        self._prefix = f"{prefix}/" if prefix else ""
        self._region, self._key, self._secret = region, key, secret

    @cached_property
    def _client(self) -> Any:
        """Of S3 by botocore, which threads may share; it takes a tenth of a second to make."""
        return Session().create_client(
            "s3",
            region_name=self._region,
            endpoint_url=self._endpoint,
            aws_access_key_id=self._key,
            aws_secret_access_key=self._secret,
            # The system's certificates, or those SSL_CERT_FILE names; where neither is there, botocore's own list.
            verify=ssl.get_default_verify_paths().cafile,
            config=Config(
                connect_timeout=ANSWERS_WITHIN,
                read_timeout=ANSWERS_WITHIN,
                retries={"mode": "standard", "total_max_attempts": TRIES},
                # Every server that speaks S3 checks a signed digest of the contents; newer checksums some do not know.
                s3={"addressing_style": "path", "payload_signing_enabled": True},
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
                # None, whatever the environment says: the bucket stands beside us.
                proxies={},
            ),
        )

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return name

    def _save(self, name: str, content: File[Any]) -> str:
        """The server refuses bytes that are not those that were signed."""
        with _room() as room:
            for chunk in content.chunks():
                room.write(chunk)
            room.seek(0)
            self.put(name, room)
        return name

    def put(self, name: str, room: IO[bytes]) -> None:
        """Of a file that can be read again from its start; whole or not there."""
        with _asking(name):
            self._client.put_object(**self._object(name), Body=room)

    def _open(self, name: str, mode: str = "rb") -> File[Any]:
        room = _room()
        try:
            self._fetch(name, room, TRIES)
            size = room.tell()
            room.seek(0)
        except BaseException:
            room.close()
            raise
        opened = File(room, name)
        opened.size = size
        return opened

    def _fetch(self, name: str, into: IO[bytes], tries: int) -> None:
        """botocore asks again where no answer began; one that was cut off is for us to ask for again."""
        into.seek(0)
        into.truncate()
        with _asking(name):
            answer = self._client.get_object(**self._object(name))
        try:
            with closing(answer["Body"]) as body:
                shutil.copyfileobj(body, into, PIECE)
        except _UNANSWERED as error:
            if tries == 1:
                raise StorageAway("an object was cut off") from error
            self._fetch(name, into, tries - 1)

    def delete(self, name: str) -> None:
        """Nothing where there is none."""
        try:
            with _asking(name):
                self._client.delete_object(**self._object(name))
        except FileNotFoundError:
            return

    def exists(self, name: str) -> bool:
        try:
            self._kept(name)
        except FileNotFoundError:
            return False
        return True

    def size(self, name: str) -> int:
        return cast(int, self._kept(name)["ContentLength"])

    def get_modified_time(self, name: str) -> datetime:
        return cast(datetime, self._kept(name)["LastModified"])

    def walk(self) -> Iterator[str]:
        """The names of all there are, a thousand a call."""
        return (name for name, _size in self.listing(""))

    def listing(self, beginning: str) -> Iterator[tuple[str, int]]:
        """Names that begin so and their sizes in bytes, a thousand a call."""
        pages = self._client.get_paginator("list_objects_v2")
        with _asking(self._prefix):
            for page in pages.paginate(Bucket=self._bucket, Prefix=self._prefix + beginning):
                for each in page.get("Contents", ()):
                    yield each["Key"].removeprefix(self._prefix), each["Size"]

    def _kept(self, name: str) -> Mapping[str, Any]:
        with _asking(name):
            return cast(Mapping[str, Any], self._client.head_object(**self._object(name)))

    def _object(self, name: str) -> dict[str, str]:
        return {"Bucket": self._bucket, "Key": self._prefix + name}


@contextmanager
def _asking(name: str) -> Iterator[None]:
    """Raises FileNotFoundError, StorageAway."""
    try:
        yield
    except ClientError as error:
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        if status == HTTPStatus.NOT_FOUND and error.response["Error"]["Code"] != "NoSuchBucket":
            raise FileNotFoundError(name) from error
        raise StorageAway(f"answered {status}") from error
    except _UNANSWERED as error:
        raise StorageAway(type(error).__name__) from error


def _room() -> IO[bytes]:
    return cast(IO[bytes], SpooledTemporaryFile(max_size=IN_MEMORY, dir=str(settings.DATA_DIR)))
