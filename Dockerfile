# The image of the CronJob: Node, Barnacle built to JavaScript, its run-time packages without what no program reads.
#   docker build -t barnacle .
#   docker build --build-arg RUNTIME=gcr.io/distroless/nodejs24-debian12 -t barnacle .    (no shell, no package manager)
# BASE builds and needs npm and a shell; RUNTIME runs and needs Node 24 alone. Pin both by digest for your own releases.
ARG BASE=docker.io/library/node:24-slim
ARG RUNTIME=${BASE}

FROM ${BASE} AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM ${BASE} AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
COPY image ./image
RUN node image/build-lock.ts . && npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json ./
COPY src ./src
RUN node_modules/.bin/tsc -p tsconfig.json --sourceMap false

FROM packages AS app
COPY image /image
RUN node /image/trim.ts node_modules && rm package-lock.json .npmrc
COPY LICENSE NOTICE ./
COPY prices ./prices
COPY views ./views
COPY --from=build /build/dist ./dist

FROM ${RUNTIME}
LABEL org.opencontainers.image.title="barnacle" \
      org.opencontainers.image.description="Finds large GKE nodes kept alive only by small pods that may not be evicted, and says what they cost." \
      org.opencontainers.image.licenses="Apache-2.0"
# What Node may hold: a small young generation, since what comes of a page either stays or goes at once, and room for 15,000 nodes within
# the manifest's limit (docs/performance.md; the bench reads this line).
ENV NODE_OPTIONS="--max-semi-space-size=4 --max-old-space-size=320"
# Distroless has Node here, and no user 1000 with a home of its own.
ENV NODE_ENV=production HOME=/app PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/nodejs/bin
WORKDIR /app
COPY --from=app /app ./
USER 1000:1000
ENTRYPOINT ["node", "/app/dist/main.js"]
CMD ["audit"]
