# syntax=docker/dockerfile:1
# The set-up is the one of `make`; what it needs besides Python stays in the first stage.
FROM python:3.12-slim-bookworm AS build
RUN apt-get update \
    && apt-get install --yes --no-install-recommends make \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /app
# Settings are read while static files are collected: keys made then must not stay in the image.
ENV DATA_DIR=/tmp/none-of-it-stays
COPY Makefile ./
COPY requirements ./requirements
COPY tools ./tools
RUN make .venv/.base PYTHON=python3 && sh tools/install.sh requirements/observe.txt \
    && sh tools/install.sh requirements/bucket.txt && sh tools/install.sh requirements/passphrase.txt
COPY . .
RUN make setup PYTHON=python3 && rm -rf "$DATA_DIR"

FROM python:3.12-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin tuppence \
    && install --directory --owner=tuppence --mode=700 /data /backups
COPY --from=build /app /app
WORKDIR /app
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DATA_DIR=/data BACKUP_DIR=/backups HOST=0.0.0.0 PORT=8000
USER tuppence
VOLUME ["/data", "/backups"]
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
    CMD ["python", "tools/ask_health.py"]
ENTRYPOINT ["python", "manage.py"]
CMD ["serve"]
