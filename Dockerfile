# One image for every role; docker-compose.yml says which one a container plays.
FROM python:3.11-slim

RUN useradd --create-home --uid 10001 deskhand
WORKDIR /app

COPY requirements.lock pyproject.toml README.md LICENSE NOTICE ./
# The index that torch comes from. Empty: pip's own, whose build for Linux brings several gigabytes of CUDA. For a machine
# without a GPU name the index of torch's CPU builds (docs/guides/docker.md).
ARG TORCH_INDEX=
RUN pip install --no-cache-dir ${TORCH_INDEX:+--index-url "$TORCH_INDEX"} torch==2.13.0 \
    && pip install --no-cache-dir -r requirements.lock
COPY worker worker
COPY models models
COPY knowledge knowledge
COPY migrations migrations
COPY demo demo
RUN pip install --no-cache-dir --no-deps --no-build-isolation . && deskhand models fetch && mkdir -p /data && chown deskhand /data

USER deskhand
ENV DESKHAND_HOME=/data PYTHONUNBUFFERED=1 HF_HUB_OFFLINE=1
VOLUME /data
ENTRYPOINT ["deskhand"]
CMD ["--help"]
