# syntax=docker/dockerfile:1

FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# No package's install script runs: what the server needs natively (argon2) comes prebuilt.
RUN npm ci --ignore-scripts
COPY nest-cli.json tsconfig.json tsconfig.build.json ./
COPY LICENSE ./
COPY client client
COPY migrations migrations
COPY src src
RUN npm run build

FROM node:24-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts

FROM node:24-slim
LABEL org.opencontainers.image.title="wa-operator-backend" \
      org.opencontainers.image.description="The backend through which a team of human operators talks to customers on WhatsApp" \
      org.opencontainers.image.licenses="MIT"
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=3000 \
    MEDIA_DIR=/data/media
WORKDIR /app
COPY package.json LICENSE ./
COPY --from=dependencies /app/node_modules node_modules
COPY --from=build /app/dist dist
# Writable by whichever user the container runs as; a new volume takes this mode over.
RUN mkdir -p /data/media && chmod 1777 /data/media
VOLUME /data/media
EXPOSE 3000
USER 1000:1000
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/api/health/live').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# The server handles its signals itself and starts no other processes, so it needs no init in front of it.
CMD ["node", "--enable-source-maps", "dist/src/main.js"]
