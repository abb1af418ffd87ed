"""Sockets and, in the one-process installation, everything else."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django_application = get_asgi_application()

# What follows needs the apps that were just loaded.
from channels.routing import ProtocolTypeRouter  # noqa: E402

from config.kernel.body_limit import BodyLimit  # noqa: E402
from config.kernel.consumers import LiveConsumer  # noqa: E402
from config.kernel.sockets import Door  # noqa: E402
from config.kernel.streams import StreamDoor  # noqa: E402

application = ProtocolTypeRouter(
    {"http": StreamDoor(BodyLimit(django_application)), "websocket": Door(LiveConsumer.as_asgi())}
)
