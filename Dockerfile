# A vantage as a container: the function app, hosting itself. How to run it: docs/container.md
FROM mcr.microsoft.com/dotnet/sdk:10.0@sha256:e1ffd2a92ae84c1291bc1b6887501f8af98e6331e7af6d4c8d37168c5e87a64c AS build
ARG REVISION=
ARG VERSION=
WORKDIR /source
COPY . .
# The first restore compares the packages with their hashes; publishing for a runtime restores that runtime's besides, and compiles ahead.
RUN dotnet restore src/ProbeFleet.SelfHost --locked-mode \
 && dotnet publish src/ProbeFleet.SelfHost -c Release -r "$(dotnet --info | sed -n 's/^ RID: *//p')" --self-contained false \
      -p:SourceRevisionId=$REVISION ${VERSION:+-p:Version=$VERSION} -o /app \
 && mkdir -p /spool

# Chiseled: .NET and what it needs, without a shell or a package manager; its user is app already.
FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled@sha256:48e51f2f6798897be7ac4e775c049ed8fe60d3190f637e1f9c9dc7513efa659c
WORKDIR /app
COPY --from=build /app .
COPY --from=build --chown=$APP_UID:$APP_UID /spool /var/lib/probefleet/spool
ENV ASPNETCORE_URLS=http://+:8080 \
    PROBEFLEET_SPOOL=/var/lib/probefleet/spool \
    ProbeSchedule="0 * * * * *" \
    ServeSchedule="*/10 * * * * *" \
    JudgeSchedule="30 * * * * *" \
    PurgeSchedule="0 17 * * * *"
USER $APP_UID
VOLUME /var/lib/probefleet/spool
EXPOSE 8080
# An unhealthy vantage answers 503.
HEALTHCHECK --interval=60s --timeout=10s --start-period=120s --retries=3 CMD ["dotnet", "ProbeFleet.SelfHost.dll", "health"]
ENTRYPOINT ["dotnet", "ProbeFleet.SelfHost.dll"]
