# The gateway and the demo backends. Builds with everything, runs with what production needs, as nobody special.
FROM node:20-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc tsconfig.json ./
RUN npm ci --no-audit --no-fund
COPY proto proto
COPY src src
COPY tools tools
RUN npm run build && npm prune --omit=dev --no-audit --no-fund

FROM node:20-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY --from=build /app/proto proto
COPY --from=build /app/tools/demo tools/demo
COPY --from=build /app/tools/compose/probe.mjs tools/compose/probe.mjs
RUN mkdir /var/lib/causeway && chown node:node /var/lib/causeway
USER node
ENV CAUSEWAY_STATE_DIR=/var/lib/causeway
EXPOSE 7000 7001
HEALTHCHECK --interval=5s --timeout=3s --start-period=10s \
  CMD ["node", "tools/compose/probe.mjs", "http://127.0.0.1:7001/readyz"]
CMD ["node", "dist/main.js", "serve"]
