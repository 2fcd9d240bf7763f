# One image for every process of Hoso. The same install script as ./run.
FROM debian:12.12-slim

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 HOSO_ROOT=/opt/hoso HOSO_DATA=/var/lib/hoso PYTHONPATH=/opt/hoso
WORKDIR /opt/hoso

# What changes seldom comes first, so that a change of the program does not install everything anew.
COPY requirements.lock ./
COPY tools/install tools/install
RUN tools/install run && rm -rf /var/lib/apt/lists/* /root/.cache

COPY terms terms
COPY samples samples
COPY pdf pdf
COPY ocr ocr
COPY storage storage
COPY ingest ingest
COPY signing signing
COPY web web
COPY hoso hoso
COPY LICENSE README.md ./

RUN useradd --system --home-dir /var/lib/hoso --create-home --shell /usr/sbin/nologin hoso
USER hoso
VOLUME /var/lib/hoso
EXPOSE 8000 8001
ENTRYPOINT ["/opt/hoso/.venv/bin/python", "-P", "-m", "hoso"]
CMD ["serve"]
