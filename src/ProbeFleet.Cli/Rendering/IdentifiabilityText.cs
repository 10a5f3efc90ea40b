using ProbeFleet.Core.Localization;
using Spectre.Console.Rendering;

namespace ProbeFleet.Cli.Rendering;

/// <summary>Renders, in groups, the components that a matrix can never tell apart. Pure.</summary>
internal static class IdentifiabilityText
{
    private const string Setting = "in its setting PROBEFLEET_CREDENTIALS, separated by commas";
    private const int MostGroups = 8;
    private const int MostSeparators = 3;
    private const int MostNames = 6;

    public static IReadOnlyList<IRenderable> Render(ConfigurationCheck check, IReadOnlyList<Route> routes, Glyphs glyphs)
    {
        var page = new TextPage(glyphs);
        var names = string.Join(", ", routes.Select(route => route.Name));
        var valid = $"{check.File} is valid: {Shown.Count(routes.Count, "route")} ({names}).";
        page.Line($"{glyphs.Passed} ", Palette.Good, valid, Style.Plain);
        page.Line("  ", Vantages(check));
        Unprobed(page, check, routes);
        if (check.Pairs is [])
        {
            page.Line("  ", "Every two components are told apart by some probe.");
        }

        Allow(page, check);
        if (check.Pairs is [])
        {
            return page.Lines;
        }

        Groups(page, check.Pairs);
        page.Section("ADD, the most useful first", Separators(check.Pairs).Take(MostSeparators)
            .Select(separator => $"{separator.Key}: tells {Shown.Count(separator.Value, "pair")} apart"), "  + ");
        page.Section("NOTE",
            ["A fault in such a group is often still told by how it looks, never by where it is seen. All pairs: --output json."], "  - ");
        return page.Lines;
    }

    // What a vantage does not probe, its operator need not allow.
    private static void Allow(TextPage page, ConfigurationCheck check)
    {
        var groups = (check.Allow ?? []).GroupBy(needs => string.Join('\n', needs.Credentials)).ToList();
        if (groups is [] or [_])
        {
            page.Section(
                $"ALLOW at each vantage{(check.Allow is null ? " that probes the entry's route" : "")}, {Setting}", check.Credentials);
            return;
        }

        foreach (var group in groups)
        {
            var names = Shown.List([.. group.Select(needs => needs.Vantage.ToString())], MostNames);
            page.Section($"ALLOW at {names}, {Setting}", group.First().Credentials);
        }
    }

    private static string Vantages(ConfigurationCheck check) => check.VantagesAssumed
        ? $"No vantage is known, so one is assumed, '{check.Vantages[0].Name}', that probes every route, "
            + "whatever its \"vantages\" say. "
            + "Name yours with --vantage NAME,REGION,NETWORK, --vantages FILE, --storage or --url."
        : $"Probed from {Shown.Count(check.Vantages.Count, "vantage")}: "
            + $"{Shown.List([.. check.Vantages.Select(vantage => vantage.Name.ToString())], MostNames)}.";

    private static void Unprobed(TextPage page, ConfigurationCheck check, IReadOnlyList<Route> routes)
    {
        string[] nowhere =
        [
            .. routes.Where(route => !check.Vantages.Any(vantage => route.IsProbedFrom(vantage.Name)))
                .Select(route => route.Name.ToString()),
        ];
        if (nowhere is not [])
        {
            page.Line("? ", Palette.Warning, $"No vantage probes {string.Join(", ", nowhere)}: look at \"vantages\" of the route.",
                Style.Plain);
        }
    }

    private static void Groups(TextPage page, IReadOnlyList<IndistinguishablePair> pairs)
    {
        var groups = GroupsOf(pairs).OrderByDescending(group => group.Members.Count).ThenBy(
            group => group.Members[0], StringComparer.Ordinal).ToList();
        page.Section(
            $"NEVER TOLD APART by where they fail: {Shown.Count(pairs.Count, "pair")} in {Shown.Count(groups.Count, "group")}",
            groups.Take(MostGroups)
                .SelectMany(group => new[] { ("  = ", Shown.List(group.Members, MostNames)), ("    + ", Remedy(group.Pairs)) }));
        if (groups.Count > MostGroups)
        {
            page.Line("    ", $"and {Shown.Count(groups.Count - MostGroups, "more group")}");
        }
    }

    private static string Remedy(IReadOnlyList<IndistinguishablePair> pairs)
    {
        var (unseparated, all) =
            (pairs.Count(pair => pair.Separator is null), Separators(pairs).Select(separator => separator.Key).ToList());
        return all is [] ? "no single vantage or route tells them apart"
            : $"told apart by {string.Join("; ", all)}{(unseparated == 0 ? "" : $"; {Shown.Count(unseparated, "pair")} by no single one")}";
    }

    // "Never told apart" is an equivalence: a member of one pair with the first member forms pairs with all others.
    private static IEnumerable<(IReadOnlyList<string> Members, IReadOnlyList<IndistinguishablePair> Pairs)> GroupsOf(
        IReadOnlyList<IndistinguishablePair> pairs)
    {
        HashSet<string> seen = [];
        foreach (var first in pairs.Select(pair => pair.First.Name).Distinct())
        {
            if (seen.Add(first))
            {
                HashSet<string> members = [first, .. pairs.Where(pair => pair.First.Name == first).Select(pair => pair.Second.Name)];
                seen.UnionWith(members);
                yield return ([.. members], [.. pairs.Where(pair => members.Contains(pair.First.Name))]);
            }
        }
    }

    private static IEnumerable<KeyValuePair<string, int>> Separators(IReadOnlyList<IndistinguishablePair> pairs) =>
        pairs.Select(pair => pair.Separator).OfType<string>().CountBy(separator => separator)
            .OrderByDescending(separator => separator.Value).ThenBy(separator => separator.Key, StringComparer.Ordinal);
}
