namespace ProbeFleet.Architecture.Tests;

/// <summary>The floors of <c>docs/architecture.md</c>: a folder uses only what stands on the floors before its own.</summary>
public sealed class FloorTests
{
    private static readonly Dictionary<string, Dictionary<string, int>> Page = FloorTable.Read();

    public static TheoryData<string> Projects { get; } = [.. SourceProject.Names];

    [Fact]
    public void Page_Projects_AreThoseUnderSource() =>
        Assert.Equal(SourceProject.Names, Page.Keys.Order(StringComparer.Ordinal));

    [Theory, MemberData(nameof(Projects))]
    public void Page_Folders_AreThoseOfTheProject(string project)
    {
        var folders = SourceProject.Folders(project).ToHashSet();
        AssertNone([
            .. folders.Except(FloorsOf(project).Keys).Select(folder => $"{FloorTable.Path} has no floor for {folder} of {project}"),
            .. FloorsOf(project).Keys.Except(folders).Select(
                folder => $"{FloorTable.Path} names {folder}, which {project} does not have")]);
    }

    [Theory, MemberData(nameof(Projects))]
    public void Folder_Uses_OnlyFloorsBeforeItsOwn(string project)
    {
        // A folder that the page does not name is told by the test above.
        var floors = FloorsOf(project);
        AssertNone(new SourceProject(project).Uses()
            .Where(use => floors.TryGetValue(use.Used, out var used) && floors.TryGetValue(use.User, out var user) && used >= user)
            .Select(use => $"{use.Line}: {use.User} must not use {use.Used} ({use.What})"));
    }

    [Theory, MemberData(nameof(Projects))]
    public void Type_Namespace_IsItsFolder(string project) => AssertNone(new SourceProject(project).Namespaces()
        .Where(declared => declared.Namespace != declared.Expected)
        .Select(declared => $"{declared.Line}: the namespace is {declared.Namespace}, the folder's is {declared.Expected}"));

    private static Dictionary<string, int> FloorsOf(string project) => Page.GetValueOrDefault(project, []);

    private static void AssertNone(IEnumerable<string> offenders) =>
        Assert.True(!offenders.Any(), string.Join('\n', offenders.Distinct().Prepend("Broken:")));
}
