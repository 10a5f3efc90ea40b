namespace ProbeFleet.StandIns.Tests.Api;

/// <summary>Public types of official assemblies with their members, one line each, as listed in Listings/.</summary>
internal sealed class ApiListing
{
    private readonly Dictionary<string, ListedType> _types;

    private ApiListing(IEnumerable<string> lines)
    {
        var types = new List<ListedType>();
        foreach (var line in lines.Where(line => line.Length > 0 && line[0] != '#'))
        {
            if (line.StartsWith("T:", StringComparison.Ordinal))
            {
                types.Add(ListedType.Parse(line));
            }
            else
            {
                types[^1].Members.Add(line.Trim().Split("  [")[0]);
            }
        }

        // An extension class of one name may be in several of the official assemblies; the stand-in has it once.
        _types = types.GroupBy(type => type.Name).ToDictionary(
            group => group.Key, group => group.First() with { Members = [.. group.SelectMany(type => type.Members)] });
    }

    public static ApiListing Read(params string[] files) =>
        new(files.SelectMany(file => File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Listings", file))));

    public static ApiListing Parse(string text) => new(text.Split('\n'));

    /// <summary>What a stand-in has that the official package has not, each as one readable line.</summary>
    public IEnumerable<string> Deviations(IEnumerable<Type> standIns, ApiFormat format) =>
        standIns.SelectMany(type => Deviations(ListedType.Parse(ApiFormat.Header(type)), format.Members(type)));

    private IEnumerable<string> Deviations(ListedType standIn, IEnumerable<string> members)
    {
        if (!_types.TryGetValue(standIn.Name, out var official))
        {
            return [$"{standIn.Name}: the official package has no such type"];
        }

        return
        [
            .. standIn.Kind == official.Kind ? [] : new[] { $"{standIn.Name}: is '{standIn.Kind}', official '{official.Kind}'" },
            .. standIn.Usage == official.Usage ? [] : new[] { $"{standIn.Name}: has '{standIn.Usage}', official '{official.Usage}'" },
            .. standIn.Parents.Except(official.Parents).Select(parent => $"{standIn.Name}: is a {parent}, the official type is not"),
            .. members.Except(official.Members).Select(member => $"{standIn.Name}: '{member}'. {Nearest(official, member)}"),
        ];
    }

    private static string Nearest(ListedType official, string member)
    {
        var name = NameOf(member);
        string[] near = [.. official.Members.Where(candidate => NameOf(candidate) == name)];
        return near is [] ? "The official type has no member of that name" : $"Official: {string.Join(" or ", near.Select(line => $"'{line}'"))}";
    }

    private static string NameOf(string member) => member.Split('(', '{', '=', '<')[0].Trim().Split(' ', ':')[^1];

    private sealed record ListedType(string Name, string Kind, IReadOnlyList<string> Parents, string Usage)
    {
        public HashSet<string> Members { get; init; } = [];

        public static ListedType Parse(string line)
        {
            var usage = line.Split("  [").FirstOrDefault(part => part.StartsWith("AttributeUsage", StringComparison.Ordinal)) ?? "";
            var declaration = line["T:".Length..].Split("  [")[0];
            var parts = declaration.Split(" : ", 2);
            var space = parts[0].LastIndexOf(' ');
            return new ListedType(
                parts[0][(space + 1)..], parts[0][..space], parts.Length == 1 ? [] : SplitTopLevel(parts[1]), usage.TrimEnd(']'));
        }

        private static string[] SplitTopLevel(string list)
        {
            var depth = 0;
            var marked = string.Concat(list.Select(character =>
            {
                depth += character switch { '<' => 1, '>' => -1, _ => 0 };
                return character == ',' && depth == 0 ? '\n' : character;
            }));
            return marked.Split('\n', StringSplitOptions.TrimEntries);
        }
    }
}
