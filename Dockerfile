# A vantage as a container: the function app, hosting itself. How to run it: docs/container.md
FROM mcr.microsoft.com/dotnet/sdk:10.0@sha256:e1ffd2a92ae84c1291bc1b6887501f8af98e6331e7af6d4c8d37168c5e87a64c AS build
ARG REVISION=
WORKDIR /source
COPY . .
# The first restore compares the packages with their hashes; publishing for a runtime restores that runtime's besides, and compiles ahead.
RUN dotnet restore src/ProbeFleet.SelfHost --locked-mode \
 && dotnet publish src/ProbeFleet.SelfHost -c Release -r "$(dotnet --info | sed -n 's/^ RID: *//p')" --self-contained false \
      -p:SourceRevisionId=$REVISION -o /app \
 && mkdir -p /spool

FROM mcr.microsoft.com/dotnet/aspnet:10.0@sha256:a4556ed033fa96f984bb7a8d348851cb2d36b1281dd2420070045f664fbb5f94
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
# The image has no curl; bash speaks enough HTTP. An unhealthy vantage answers 503.
HEALTHCHECK --interval=60s --timeout=5s --start-period=120s --retries=3 \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080; printf 'GET /api/health HTTP/1.0\\r\\n\\r\\n' >&3; head -1 <&3 | grep -q ' 200 '"]
ENTRYPOINT ["dotnet", "ProbeFleet.SelfHost.dll"]
