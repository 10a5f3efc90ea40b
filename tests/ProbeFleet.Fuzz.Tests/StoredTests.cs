using System.Text.Json;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging.Abstractions;
using ProbeFleet.Core.Configuration.Reading;
using ProbeFleet.Core.Incidents;
using ProbeFleet.Core.Localization;
using ProbeFleet.Core.Localization.Files;
using ProbeFleet.Core.Packets;
using ProbeFleet.Fleet.Spool;
using ProbeFleet.Storage.Incidents;
using ProbeFleet.Storage.Requests;
using ProbeFleet.Storage.Results;
using ProbeFleet.Storage.Rows;
using ProbeFleet.Storage.Snapshots;
using ProbeFleet.Storage.Vantages;

namespace ProbeFleet.Fuzz.Tests;

/// <summary>Files and rows that somebody else may have written: what is wrong becomes a reason, never an exception.</summary>
public sealed class StoredTests
{
    private const int Many = 100_000;

    private const string Fleet = """
        { "routes": [ { "name": "openai", "kind": "openai", "baseUrl": "https://api.openai.com/v1", "model": "gpt-4.1-nano",
              "credential": "env:OPENAI_API_KEY" },
            { "name": "gw", "kind": "gateway", "baseUrl": "http://gw.corp:4000", "model": "m", "credential": "none", "fronts": "openai",
              "proxy": "http://p:3128",
              "vantages": ["prod-*"], "headers": { "x-tenant": "env:TENANT" } } ],
          "probe": { "depth": "completion", "timeout": "00:01:00", "attempts": 2, "concurrency": 4, "completionEvery": 5 },
          "incidents": { "window": "00:15:00", "notify": [ { "kind": "slack", "url": "env:HOOK", "secret": "env:KEY" } ] }, "retention": "30.00:00:00" }
        """;

    private const string Incident = """
        { "window": { "from": "2026-11-21T03:00:00Z", "to": "2026-11-21T03:15:00Z" },
          "vantages": [ { "name": "eu", "region": "swedencentral", "network": "vnet/eu", "proxy": "p:3128" }, { "name": "us" } ],
          "routes": [ { "name": "a", "kind": "openai", "baseUrl": "https://api.openai.com/v1", "model": "m", "credential": "env:K", "vantages": ["*"] } ],
          "results": [ { "vantage": { "name": "eu" }, "route": { "name": "a" }, "startedAt": "2026-11-21T03:01:00Z", "outcome": "failed", "break": "connect",
              "depth": "completion", "diagnosis": { "cause": "tcp.timeout" } } ] }
        """;

    private static readonly string[] FleetTokens =
    [
        .. Samples.JsonTokens, "\"routes\":", "\"name\":", "\"kind\":", "\"baseUrl\":", "\"headers\":", "\"proxy\":", "\"credential\":",
        "\"notify\":",
        "\"https://[::1%25x]/v1\"", "\"http://\"", "\"env:A\"", "\"keyvault:https://x\"", "\"00:00:00\"", "\"99999.00:00:00\"",
        "xn--", "*", "\"vantages\":", "\"results\":",
        "\"window\":", "\"from\":", "\"to\":", "\"startedAt\":", "\"cause\":", "\"diagnosis\":",
    ];

    [Fact]
    public void FleetJson_AnyBytes_IsAConfigurationOrViolations() =>
        Fuzzer.Run("fleet-json", Many, Samples.Utf8(Fleet), FleetTokens, input =>
    {
        var reading = FleetConfigurationReader.Read(input);
        Assert.True(reading.Configuration is not null || reading.Violations is not [], "neither a configuration nor a violation");
    });

    [Fact]
    public void IncidentFile_AnyBytes_IsAFileOrViolations() =>
        Fuzzer.Run("incident-file", Many, Samples.Utf8(Incident), FleetTokens, input =>
    {
        var reading = IncidentFileReader.Read(Samples.Text(input));
        Assert.True(reading.File is not null != reading.Violations is not [], "a file has no violation, and what is none has one");
    });

    [Fact]
    public void Packet_AnyBytes_IsAPacketOrAFormatException()
    {
        var samples = Samples.Utf8(Samples.Results.Take(4).Select(result =>
            JsonSerializer.Serialize(PacketWriter.FromProbe(result, Sample.Noon), ProbeFleetJson.Default.Packet)));
        Fuzzer.Run("packet", Many, samples, Samples.JsonTokens, input =>
        {
            try
            {
                PacketReader.Read(Samples.Text(input));
            }
            catch (FormatException)
            {
                // What it promises for what is no packet.
            }
        });
    }

    /// <summary>A row of each table, whose columns are whatever the bytes say: the texts of one that is right, changed.</summary>
    [Fact]
    public void Row_AnyColumns_IsReadOrUnreadable()
    {
        var rows = Rows();
        var values = rows.SelectMany(row => row.Row.Keys.Select(key => row.Row[key])).ToList();
        byte[][] samples = [.. Samples.Utf8(values.OfType<string>().Where(text => text.Length > 3)), .. values.OfType<byte[]>()];
        string[] tokens = [.. Samples.JsonTokens, " ", "|", "resolve 9.8", "connect 1e308", "prod-eu", "ok", "tls.expired",
            "authenticated", "\n"];
        Fuzzer.Run("row", Many, samples, tokens, input =>
        {
            var random = new Random(input.Length + (input.Length > 0 ? input[0] * 1_000 : 0));
            var (row, read) = rows[random.Next(rows.Count)];
            var changed = new TableEntity(row) { PartitionKey = row.PartitionKey, RowKey = row.RowKey };
            var columns = row.Keys.Where(key => key is not ("PartitionKey" or "RowKey" or "Timestamp" or "odata.etag")).ToList();
            changed[columns[random.Next(columns.Count)]] = random.Next(9) switch
            {
                0 => null,
                1 => double.NaN,
                2 => double.MaxValue,
                3 => int.MinValue,
                4 => DateTimeOffset.MaxValue,
                5 => Guid.Empty,
                6 => true,
                7 => input,
                _ => Samples.Text(input),
            };
            if (random.Next(3) > 0 && columns.Find(column => row[column] is byte[]) is { } packed)
            {
                changed[packed] = random.Next(2) is 0 ? input : [1, (byte)input.Length, 0, 0, 0, .. input];
            }

            if (random.Next(3) > 0)
            {
                var texts = columns.Where(column => row[column] is string).Append("RowKey").ToList();
                changed[texts[random.Next(texts.Count)]] = Samples.Text(input);
            }

            read(changed);
        });
    }

    [Fact]
    public void SpoolFile_AnyBytes_IsABatchOrSetAside()
    {
        var folder = Directory.CreateTempSubdirectory("probefleet-fuzz-");
        try
        {
            var kept = folder.CreateSubdirectory("kept");
            Open(kept).Keep([new(Samples.Results[0], false), new(Samples.Results[1], true)]);
            byte[][] samples = [File.ReadAllBytes(Assert.Single(kept.GetFiles()).FullName)];
            var number = 0;

            // Each input is two files on disk: fewer of them than of what is only in memory.
            Fuzzer.Run("spool", Many / 10, samples, Samples.JsonTokens, input =>
            {
                var own = folder.CreateSubdirectory($"{Interlocked.Increment(ref number)}");
                File.WriteAllBytes(Path.Combine(own.FullName, "0000000000000000001-a-2.json"), input);
                var spool = Open(own);
                if (spool.Oldest(out var file) is { } read)
                {
                    spool.SetAside(read.Results);
                    spool.Forget(file);
                }

                Assert.Equal(0, spool.State.Results);
                own.Delete(recursive: true);
            });
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static ResultSpool Open(DirectoryInfo folder) =>
        new(folder.FullName, SpoolBounds.Default, TimeProvider.System, NullLogger<ResultSpool>.Instance);

    private static List<(TableEntity Row, Action<TableEntity> Read)> Rows()
    {
        var result = Samples.Results[2];
        var snapshot = RouteSnapshot.After(null, result);
        var incident = Sample.Incident(Sample.Noon);
        var request = new OnDemandRequest
        {
            Id = Guid.CreateVersion7(Sample.Noon),
            CreatedAt = Sample.Noon,
            Deadline = Sample.Noon,
            Routes = [result.Route.Name],
            Vantages = [result.Vantage.Name],
            Probes = [new(result.Vantage.Name, result.Route.Name, result.Depth)],
        };
        var row = ResultRow.Write(
            result, ResultKeys.Partition(result.Vantage.Name, result.StartedAt), ResultKeys.Row(
                result.Route.Name, result.StartedAt, result.Id));
        var outline = JsonSerializer.Serialize(Observation.From(result), ProbeFleetJson.Default.Observation);
        var earlier = new TableEntity(row)
        {
            PartitionKey = row.PartitionKey,
            RowKey = row.RowKey,
            ["Json"] = Sample.Json(result),
            ["Outline"] = outline,
        };
        earlier.Remove("Packed");
        return
        [
            (row, changed => RowReader.Read(changed, ResultRow.Read)),
            (earlier, changed => RowReader.Read(changed, ResultRow.Read)),
            (earlier, changed => RowReader.Read(changed, ResultOutline.Read)),
            (row, changed => RowReader.Read(changed, TimingRow.Read)),
            (row, changed => RowReader.Read(changed, ResultOutline.Read)),
            (SnapshotRow.Write(snapshot), changed => RowReader.Read(changed, SnapshotRow.Read)),
            (VantageRow.Write(new() { Vantage = result.Vantage, At = Sample.Noon }), changed => RowReader.Read(changed, VantageRow.Read)),
            (IncidentRow.Write(new(incident, [])), changed => RowReader.Read(changed, IncidentRow.Read)),
            (DetectionRow.Write(DetectionState.Beginning(Sample.Noon)), changed => RowReader.Read(changed, DetectionRow.Read)),
            (RequestRow.Write(request), changed => RowReader.Read(changed, RequestRow.Read)),
        ];
    }
}
