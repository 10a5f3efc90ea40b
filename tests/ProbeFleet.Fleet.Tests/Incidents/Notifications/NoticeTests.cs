using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using ProbeFleet.Core.Configuration;
using ProbeFleet.Core.Configuration.Reading;
using ProbeFleet.Core.Incidents;
using ProbeFleet.FaultLab.Servers;
using ProbeFleet.Fleet.Incidents;
using ProbeFleet.Fleet.Incidents.Notifications;
using ProbeFleet.Storage.Incidents;
using StandardWebhooks;
using StandardWebhooks.Diagnostics;

namespace ProbeFleet.Fleet.Tests.Incidents.Notifications;

/// <summary>What receivers are told, and that each is told.</summary>
public sealed class NoticeTests
{
    private const string Link = "[Fix it here](https://evil.example/login)";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Teams_ComponentThatIsAMarkdownLink_IsShownAsItsText()
    {
        var card = await SentAsync(
            "teams", Notice(IncidentTransition.Opened) with { Component = Link, Summary = $"**{Link}**", Change = Link });

        var content = card["attachments"]![0]!["content"]!;
        Assert.DoesNotContain(TypesIn(content), type => type is "TextBlock" or "FactSet");
        var texts = content["body"]!.AsArray().SelectMany(block => block!["inlines"]!.AsArray()).Select(
            run => run!["text"]!.GetValue<string>()).ToList();
        Assert.Contains(Link, texts);
        Assert.Contains($"**{Link}**", texts);
    }

    [Theory]
    [InlineData("teams")]
    [InlineData("slack")]
    public async Task Component_OfManyCharacters_IsCut(string kind)
    {
        var message = await SentAsync(kind, Notice(IncidentTransition.Opened) with { Component = new string('x', 5_000) });

        Assert.DoesNotContain(new string('x', 300), message.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains(new string('x', 200), message.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("webhook", "\"undelivered\":[\"opened\"]")]
    [InlineData("slack", "Not delivered before: opened")]
    [InlineData("teams", "Not delivered before: ")]
    public async Task Notice_AfterOneThatWasGivenUp_SaysSo(string kind, string expected)
    {
        var closed = Notice(IncidentTransition.Closed);

        var message = await SentAsync(kind, closed with { Undelivered = [IncidentTransition.Opened] });
        var usual = await SentAsync(kind, closed);

        Assert.Contains(expected, message.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("delivered", usual.ToJsonString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Heartbeat_WithLongAndSteeringTexts_NamesBoundedComponents()
    {
        var vantage = Lab.VantageNamed("eu") with
        {
            Region = new string('r', 5_000),
            Network = "vnet\u202e\u0007/"
            + new string('n', 5_000)
        };

        var live = Assert.Single(LiveVantages.From([new() { Vantage = vantage, At = Sample.Noon, Proxy = new string('p', 5_000) }]));

        Assert.All([live.Region, live.Network, live.Proxy], text => Assert.InRange(text!.Length, 1, 101));
        Assert.DoesNotContain(live.Network!, character => char.IsControl(character) || character == '\u202e');
    }

    [Fact]
    public void Pending_TwoReceiversWithOneUrlAndTwoSecrets_AreTwo()
    {
        NotificationTarget first = new() { Kind = "webhook", Url = new("HOOK"), Secret = new("KEY_A") };
        var settings = new IncidentSettings
        {
            Notify = [first, first with { Secret = new("KEY_B") }, first, first with { Kind = "slack" }],
        };

        var pending = NoticeDelivery.Pending([Notice(IncidentTransition.Opened)], settings).Select(one => one.Target);

        Assert.Equal(["webhook env:HOOK env:KEY_A", "webhook env:HOOK env:KEY_B", "slack env:HOOK"], pending);
    }

    [Fact]
    public async Task Delivery_TwoReceiversWithOneUrlAndTwoSecrets_EachIsTold()
    {
        await using var receiver = new WebhookReceiver();
        await receiver.StartAsync(Stop);
        using var sender = new NoticeSender(Lab.Surroundings with
        {
            Environment = name => name is "HOOK" ? $"{receiver.Url}" : $"{name}-{JudgedFleet.Secret}",
        });
        NotificationTarget[] targets =
        [
            new() { Kind = "webhook", Url = new("HOOK"), Secret = new("KEY_A") },
            new() { Kind = "webhook", Url = new("HOOK"), Secret = new("KEY_B") },
        ];

        foreach (var target in targets)
        {
            Assert.Null(await sender.SendAsync(target, Notice(IncidentTransition.Opened), Stop));
        }

        Assert.Equal(2, receiver.Accepted.Select(message => message.Signature).Distinct().Count());
    }

    [Theory]
    [InlineData("", "HOOK @ notify")]
    [InlineData("HOOK@notify, KEY@hooks.example", "KEY @ notify")]
    public async Task Sender_VariableThatTheVantageDoesNotListForNotices_TellsNobody(string list, string missing)
    {
        await using var receiver = new WebhookReceiver();
        await receiver.StartAsync(Stop);
        using var sender = new NoticeSender(Lab.Surroundings with
        {
            Environment = name => name is "HOOK" ? $"{receiver.Url}" : "a-key",
            Outbound = new(CredentialList.Read(list, []), AllowsLoopback: true),
        });

        var problem = await sender.SendAsync(
            new() { Kind = "webhook", Url = new("HOOK"), Secret = new("KEY") }, Notice(IncidentTransition.Opened), Stop);

        Assert.Contains($"add {missing} to its PROBEFLEET_CREDENTIALS", problem?.Reason, StringComparison.Ordinal);
        Assert.Empty(receiver.Accepted);
    }

    /// <summary>Examples of https://www.standardwebhooks.com: its simulator's and its reference libraries'.</summary>
    [Theory]
    [InlineData(
        "whsec_plJ3nmyCDGBKInavdOK15jsl", "msg_loFOjxBNrRLzqYUf", 1731705121, """{"event_type":"ping","data":{"success":true}}""",
        "v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0=")]
    [InlineData(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, """{"test": 2432232314}""",
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    public void Signature_OfTheStandardsExamples_IsTheirs(string secret, string id, long at, string body, string expected) =>
        Assert.Equal(
            expected,
            NoticeSignature.Sign(
                NoticeSignature.KeyOf(secret), id, DateTimeOffset.FromUnixTimeSeconds(at), System.Text.Encoding.UTF8.GetBytes(body)));

    /// <summary>A receiver's own library, which also refuses a message that is more than five minutes old.</summary>
    [Theory]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("any text of 24 bytes or more, ü too")]
    public async Task Sender_SignedMessage_IsAcceptedByAnotherLibraryAndAChangedOneIsNot(string secret)
    {
        await using var receiver = new WebhookReceiver();
        await receiver.StartAsync(Stop);
        using var sender = new NoticeSender(Lab.Surroundings with
        {
            Clock = TimeProvider.System,
            Environment = name => name is "HOOK" ? $"{receiver.Url}" : secret,
        });

        Assert.Null(await sender.SendAsync(
            new() { Kind = "webhook", Url = new("HOOK"), Secret = new("KEY") }, Notice(IncidentTransition.Opened), Stop));

        var message = Assert.Single(receiver.Accepted);
        var library = secret.StartsWith("whsec_", StringComparison.Ordinal)
            ? new StandardWebhook(secret)
            : new StandardWebhook(System.Text.Encoding.UTF8.GetBytes(secret));
        var headers = new HeaderDictionary
        {
            ["webhook-id"] = message.Id,
            ["webhook-timestamp"] = message.Timestamp,
            ["webhook-signature"] = message.Signature,
        };
        library.Verify(message.Body, headers);
        Assert.Throws<WebhookVerificationException>(() => library.Verify($"{message.Body} ", headers));
        headers["webhook-id"] = "another";
        Assert.Throws<WebhookVerificationException>(() => library.Verify(message.Body, headers));
    }

    /// <summary>The key of "whsec_" alone is empty: everybody could sign with it.</summary>
    [Theory]
    [InlineData("whsec_planted-key!", "begins with whsec_, and what follows is no base64")]
    [InlineData("whsec_", "is a key of 0 bytes, which can be guessed: give it 24 or more")]
    [InlineData("whsec_cGxhbnRlZC1rZXktb2YtMjMtYnl0ZXM=", "is a key of 23 bytes")]
    [InlineData("planted-key-of-23-bytes", "is a key of 23 bytes")]
    public async Task Sender_KeyThatIsNone_IsAReasonWithoutTheKeyAndNothingIsSent(string key, string why)
    {
        await using var receiver = new WebhookReceiver();
        await receiver.StartAsync(Stop);
        using var sender = new NoticeSender(Lab.Surroundings with
        {
            Environment = name => name is "HOOK" ? $"{receiver.Url}" : key,
        });

        var problem = await sender.SendAsync(
            new() { Kind = "webhook", Url = new("HOOK"), Secret = new("KEY") }, Notice(IncidentTransition.Opened), Stop);

        Assert.StartsWith($"env:KEY {why}", problem?.Reason, StringComparison.Ordinal);
        Assert.All(["planted", "cGxhbnRl"], part => Assert.DoesNotContain(part, problem?.Reason, StringComparison.Ordinal));
        Assert.Empty(receiver.Accepted);
    }

    [Fact]
    public async Task Sender_UrlThatNoRequestCanBeMadeOf_IsAReasonWithoutTheUrl()
    {
        using var sender = new NoticeSender(Lab.Surroundings with
        {
            Environment = name => name is "HOOK" ? "http://planted-host\u0001.example:70000/x" : "bad\r\nkey",
        });

        var problem = await sender.SendAsync(
            new() { Kind = "webhook", Url = new("HOOK"), Secret = new("KEY") }, Notice(IncidentTransition.Opened), Stop);

        Assert.NotNull(problem);
        Assert.DoesNotContain("planted", problem.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Outbox_OverItsBound_LosesTheLeastImportantAndSaysWhich()
    {
        IncidentTransition[] coming =
        [
            IncidentTransition.Opened, .. Enumerable.Repeat(IncidentTransition.Flapping, 60), .. Enumerable.Repeat(
                IncidentTransition.SuspectChanged, 60),
            IncidentTransition.Closed,
        ];
        PendingNotice[] outbox = [.. coming.Select(
            transition => new PendingNotice(Notice(transition), "webhook env:HOOK", 3, Sample.Noon))];

        var (kept, dropped) = OutboxBound.Keep(outbox);

        Assert.Equal(IncidentTransition.Opened, kept[0].Notice.Transition);
        Assert.Equal(IncidentTransition.Closed, kept[^1].Notice.Transition);
        Assert.NotEmpty(dropped);
        Assert.Equal(outbox.Length, kept.Count + dropped.Count);
        Assert.Equal(outbox.Except(dropped), kept);
        Assert.All(dropped.Take(60), notice => Assert.Equal(IncidentTransition.Flapping, notice.Notice.Transition));
    }

    private static async Task<JsonObject> SentAsync(string kind, IncidentNotice notice)
    {
        await using var receiver = new WebhookReceiver();
        await receiver.StartAsync(Stop);
        using var sender = new NoticeSender(Lab.Surroundings with
        {
            Environment = name => name is "HOOK" ? $"{receiver.Url}" : null
        });
        Assert.Null(await sender.SendAsync(new() { Kind = kind, Url = new("HOOK") }, notice, Stop));
        return JsonNode.Parse(Assert.Single(receiver.Accepted).Body)!.AsObject();
    }

    private static IEnumerable<string> TypesIn(JsonNode node) => node switch
    {
        JsonObject part => part.SelectMany(member => member is { Key: "type", Value: JsonValue type }
            ? [$"{type}"]
            : member.Value is { } value ? TypesIn(value) : []),
        JsonArray parts => parts.SelectMany(part => TypesIn(part!)),
        _ => [],
    };

    private static IncidentNotice Notice(IncidentTransition transition) => new()
    {
        Id = Guid.CreateVersion7(Sample.Noon),
        IncidentId = Guid.CreateVersion7(Sample.Noon),
        Transition = transition,
        At = Sample.Noon,
        OpenedAt = Sample.Noon,
        Owner = Owner.ConnectionPath,
        Confidence = .9,
        Summary = new string('s', 600),
        Change = "Changed.",
        Vantages = [],
        Routes = [],
    };
}
