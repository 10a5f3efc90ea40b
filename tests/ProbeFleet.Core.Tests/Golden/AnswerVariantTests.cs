using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ProbeFleet.Core.Diagnosis;
using ProbeFleet.Core.Diagnosis.Meanings;

namespace ProbeFleet.Core.Tests.Golden;

/// <summary>
/// The same words under every other plausible status, in every shape of body, through a gateway or not: what they mean must not change.
/// </summary>
public sealed class AnswerVariantTests(ITestOutputHelper output)
{
    private const double Stable = 0.99;

    // No divisor of the numbers of statuses, shapes and ways: every status meets every shape.
    private const int Sampled = 7;
    private const double SaidSurely = 0.95;
    private static readonly int[] Statuses = [400, 401, 402, 403, 404, 409, 422, 429, 500, 502, 503, 529];
    private static readonly (RouteKind Kind, Uri BaseUrl)[] Ways =
    [
        (RouteKind.OpenAI, new("https://llm.contoso.com/v1")),
        (RouteKind.Gateway, new("https://gateway.contoso.com/v1")),
    ];

    [Fact]
    public void Meaning_OfTheSameWords_IsTheSameUnderEveryStatusInEveryShape()
    {
        var variants = Variants().Where((_, at) => at % Sampled == 0).ToArray();

        var changed = variants.Where(variant => GoldenAnswer.Wire(variant.Answer.Read().Meaning) != variant.Answer.Meaning).ToArray();

        foreach (var (name, answer) in changed)
        {
            output.WriteLine($"{name}: {answer.Meaning} is read as {GoldenAnswer.Wire(answer.Read().Meaning)}");
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{variants.Length} answers, {changed.Length} changed"));
        Assert.InRange(variants.Length, 5000, int.MaxValue);
        Assert.InRange(1 - ((double)changed.Length / variants.Length), Stable, 1);
    }

    /// <summary>
    /// Of what is said with at least .95, at least 95 % is right: on all golden cases, golden answers and variants that keep their words.
    /// </summary>
    [Fact]
    public void Confidence_OfVerdicts_IsNoMoreThanTheyAreRight()
    {
        var judged = GoldenCase.Names.Select(name => (Diagnostician.Diagnose(GoldenCase.Open(name).Evidence()), GoldenCase.Expected[name]))
            .Concat(GoldenAnswer.All.Values.Concat(OnTheSameKindOfRoute())
                .Select(answer => (Diagnostician.Diagnose(answer.Evidence()), (answer.Cause, answer.Owner))))
            .Select(verdict => (
                verdict.Item1.Confidence,
                IsRight: (GoldenAnswer.Wire(verdict.Item1.Cause), GoldenAnswer.Wire(verdict.Item1.Owner)) == verdict.Item2))
            .GroupBy(verdict => verdict.Confidence)
            .OrderByDescending(bucket => bucket.Key)
            .Select(bucket => (Said: bucket.Key, Count: bucket.Count(),
                Right: (double)bucket.Count(verdict => verdict.IsRight) / bucket.Count()))
            .ToArray();

        output.WriteLine("said   verdicts  right");
        foreach (var (said, count, right) in judged)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{said,4:0.00}   {count,8}  {right,5:0.0 %}"));
        }

        var sure = judged.Where(bucket => bucket.Said >= SaidSurely).ToArray();
        Assert.InRange(sure.Sum(bucket => bucket.Right * bucket.Count) / sure.Sum(bucket => bucket.Count), SaidSurely, 1);
    }

    /// <summary>Who has to act depends on the kind of route: by hand it is known for the golden answer's own.</summary>
    private static IEnumerable<GoldenAnswer> OnTheSameKindOfRoute() => Variants()
        .Where((variant, at) => at % Sampled == 0 && variant.Answer.Kind == GoldenAnswer.All[variant.Name.Split(' ')[0]].Kind)
        .Select(variant => variant.Answer);

    /// <summary>The golden answers that words decide, each in every shape that can carry them.</summary>
    private static IEnumerable<(string Name, GoldenAnswer Answer)> Variants() =>
        from golden in GoldenAnswer.All
        let reading = golden.Value.Read()
        where reading.Row is { Place: SignPlace.Phrase or SignPlace.Word or SignPlace.Wording } && golden.Value.Kind is not RouteKind.AzureOpenAI
        let words = WordsOf(golden.Value, reading.Row!)
        where words is not null
        from status in Statuses
        from shape in Shapes(reading.Row!, words, reading.Row!.Text)
        from way in Ways
        select ($"{golden.Key} {status} {shape.Name} {way.Kind}", golden.Value with
        {
            Kind = way.Kind,
            BaseUrl = way.BaseUrl,
            Status = status,
            Headers = new Dictionary<string, string>(),
            Body = shape.Body,
        });

    /// <summary>
    /// What alone says it: the message, or of a page its title or its text, whichever has the row. Null for a wording that is in a code,
    /// which not every shape has.
    /// </summary>
    private static string? WordsOf(GoldenAnswer answer, MeaningRow row)
    {
        var evidence = answer.Evidence();
        var facts = evidence.Find<AnswerEvidence>()!.Facts!;
        string[] said = [.. new[] { evidence.Response!.ErrorMessage, facts.Title, facts.Excerpt }.OfType<string>()];
        return said.FirstOrDefault(words => IsSaidBy(words, row, answer)) ?? (row.Place is SignPlace.Wording ? null : said.FirstOrDefault() ?? "");
    }

    private static bool IsSaidBy(string message, MeaningRow row, GoldenAnswer answer) => ReferenceEquals(
        row,
        (answer with { Headers = new Dictionary<string, string>(), Body = JsonSerializer.Serialize(message) }).Read().Row);

    private static IEnumerable<(string Name, string Body)> Shapes(MeaningRow row, string message, string word)
    {
        if (row is { Place: SignPlace.Wording, Meaning: Meaning.ProxyPage })
        {
            // These words are those of a page: in an API's answer they are about something else.
            yield return ("text", message);
            yield break;
        }

        var code = row.Place is SignPlace.Word ? word : null;
        var error = new JsonObject { ["message"] = message, ["type"] = code, ["code"] = code };
        yield return ("error object", new JsonObject { ["error"] = error.DeepClone() }.ToJsonString());
        yield return ("array", new JsonArray(new JsonObject { ["error"] = error.DeepClone() }).ToJsonString());
        yield return ("flat", error.ToJsonString());
        yield return ("events",
            $"event: error\ndata: {new JsonObject { ["error"] = error.DeepClone() }.ToJsonString()}\n\ndata: [DONE]\n\n");
        yield return ("lines", $"{{}}\n{new JsonObject { ["error"] = error.DeepClone() }.ToJsonString()}\n");
        yield return ("code and error", new JsonObject { ["code"] = code ?? "x", ["error"] = message }.ToJsonString());
        yield return ("errors", new JsonObject { ["success"] = false, ["errors"] = new JsonArray(error.DeepClone()) }.ToJsonString());
        if (code is not null)
        {
            var worded = new JsonObject { ["code"] = 1, ["message"] = message, ["status"] = code };
            yield return ("status word", new JsonObject { ["error"] = worded }.ToJsonString());
            yield break;
        }

        yield return ("text", message);
        yield return ("string error", new JsonObject { ["error"] = message }.ToJsonString());
        yield return ("detail", new JsonObject { ["detail"] = message }.ToJsonString());
        var nested = new JsonObject { ["detail"] = new JsonArray(new JsonObject { ["msg"] = message }) };
        yield return ("nested", new JsonObject { ["message"] = nested }.ToJsonString());
        yield return ("problem", new JsonObject { ["type"] = "about:blank", ["title"] = message, ["status"] = 400 }.ToJsonString());
        yield return ("status message", new JsonObject { ["statusCode"] = 400, ["message"] = message }.ToJsonString());
        yield return ("json string", JsonSerializer.Serialize(message));
    }
}
