ARG NODE_IMAGE=node:24-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY tsconfig.json tsconfig.build.json ./
COPY src src
RUN npm run build

FROM ${NODE_IMAGE} AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The compiler is an optional peer of a dependency: leaving out dev dependencies alone would bring it along.
RUN npm ci --omit=dev --omit=optional

FROM ${NODE_IMAGE}
# For policies that are followed in git: git and ssh fetch them, gpg and ssh-keygen check signatures.
RUN apt-get update && \
    apt-get install -y --no-install-recommends ca-certificates git gpg openssh-client && \
    rm -rf /var/lib/apt/lists/* /var/cache/apt/archives/*.deb
WORKDIR /app
COPY --from=dependencies /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY package.json LICENSE ./
COPY policies/policy.schema.json policies/
COPY policies/default /policies
COPY scripts/sbom.mjs scripts/
RUN node scripts/sbom.mjs --system > sbom.cdx.json
ENV NODE_ENV=production CHAPERONE_POLICIES=/policies
# By number, so that a pod may demand runAsNonRoot. Nothing is written outside of what is mounted.
USER 1000:1000
EXPOSE 4400 4401
HEALTHCHECK --interval=10s --timeout=3s --start-period=5s CMD ["node", "/app/dist/cli/main.js", "health"]
ENTRYPOINT ["node", "/app/dist/cli/main.js"]
CMD ["serve"]
