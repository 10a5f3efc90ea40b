using Microsoft.AspNetCore.Http.Extensions;
using ProbeFleet.Storage.Results;

namespace ProbeFleet.Functions.Http;

/// <summary>Reads the query of <c>GET /api/probes</c>.</summary>
internal static class ResultQueryReader
{
    private static readonly TimeSpan DefaultWindow = TimeSpan.FromDays(1);

    /// <summary>Reads the query and reports every fault at once.</summary>
    public static (ResultQuery? Query, IReadOnlyList<string> Errors) Read(IQueryCollection query, DateTimeOffset now)
    {
        List<string> errors = [];
        var vantage = Name("vantage");
        var route = Name("route");
        var to = Instant("to") ?? now;
        var from = Instant("from") ?? to - DefaultWindow;
        var top = 100;
        if (Value("top") is { } text
            && !(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out top) && top is > 0 and <= ResultQuery.MostTop))
        {
            errors.Add($"'top' is a number from 1 to {ResultQuery.MostTop}.");
        }

        return errors is not [] ? (null, errors) : (
            new ResultQuery
            {
                Vantage = vantage is null ? null : new(vantage),
                Route = route is null ? null : new(route),
                From = from,
                To = to,
                Top = top,
                After = Value("after"),
            },
            errors);

        string? Value(string name) => query[name] is [{ Length: > 0 } value, ..] ? value : null;

        string? Name(string name)
        {
            var value = Value(name);
            if (value is null || RouteName.IsValid(value))
            {
                return value;
            }

            errors.Add($"'{name}' is no name: {RouteName.Rule}");
            return null;
        }

        DateTimeOffset? Instant(string name)
        {
            if (Value(name) is not { } value)
            {
                return null;
            }

            if (DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
                && instant.Year > 1700)
            {
                return instant;
            }

            errors.Add($"'{name}' is an instant such as 2026-11-21T03:14:15Z.");
            return null;
        }
    }

    /// <summary>Returns the link to the next page of the same window; null after the last.</summary>
    public static string? NextLink(HttpRequest request, ResultQuery query, string? next)
    {
        if (next is null)
        {
            return null;
        }

        var link = new QueryBuilder
        {
            { "from", query.From.UtcDateTime.ToString("O", CultureInfo.InvariantCulture) },
            { "to", query.To.UtcDateTime.ToString("O", CultureInfo.InvariantCulture) },
            { "top", query.Top.ToString(CultureInfo.InvariantCulture) },
            { "after", next },
        };
        if (query.Vantage is { } vantage)
        {
            link.Add("vantage", vantage.ToString());
        }

        if (query.Route is { } route)
        {
            link.Add("route", route.ToString());
        }

        return $"{request.PathBase}{request.Path}{link}";
    }
}
