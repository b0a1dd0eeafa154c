FROM node:22-slim AS explorer
WORKDIR /explorer
COPY app/explorer/package.json app/explorer/package-lock.json app/explorer/.npmrc ./
RUN npm ci --no-audit --no-fund
COPY app/explorer ./
RUN npm run build

FROM python:3.12-slim AS build
WORKDIR /build
COPY requirements.lock ./
RUN python -m venv /opt/backchannel \
 && /opt/backchannel/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY . ./
COPY --from=explorer /explorer/dist app/explorer/dist
RUN /opt/backchannel/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.12-slim
RUN useradd --create-home --uid 1000 backchannel \
 && install --directory --owner backchannel /data
COPY --from=build /opt/backchannel /opt/backchannel
ENV PATH=/opt/backchannel/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    OMP_NUM_THREADS=1 \
    BACKCHANNEL_DATABASE_URL=sqlite:////data/backchannel.db
USER backchannel
WORKDIR /home/backchannel
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
ENTRYPOINT ["backchannel"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8000"]
