using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ProbeFleet.Architecture.Tests;

/// <summary>One use of a folder's type in another folder.</summary>
/// <param name="Line">File and line.</param>
/// <param name="User">The folder that uses it; <c>/</c> is the project's own.</param>
/// <param name="Used">The folder whose type it is.</param>
/// <param name="What">What is named there.</param>
internal sealed record FolderUse(string Line, string User, string Used, string What);

/// <summary>
/// The source of one project under <c>src</c>, bound by the compiler: a name counts when it means a type, not when it is spelled like one.
/// A namespace that the project file imports for all folders is no use of it; the names are that come of it.
/// </summary>
internal sealed class SourceProject
{
    private readonly string _project;
    private readonly IReadOnlyList<SyntaxTree> _trees;
    private readonly CSharpCompilation _compilation;
    private readonly HashSet<string> _names;

    public SourceProject(string project)
    {
        _project = project;
        var options = new CSharpParseOptions(LanguageVersion.Preview, DocumentationMode.Parse);
        _trees = [.. Files(project).Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), options, file))];
        _compilation = CSharpCompilation.Create(
            project,
            [.. _trees, CSharpSyntaxTree.ParseText(GlobalUsings(project), options)],
            [MetadataReference.CreateFromFile(typeof(object).Assembly.Location)]);
        _names = [.. _trees.SelectMany(tree => tree.GetRoot().DescendantNodes()).Select(NameOf).OfType<string>()];
    }

    public static string Root => Repository.Root;

    public static IEnumerable<string> Names { get; } =
        [.. Directory.GetDirectories(Path.Combine(Root, "src"), "ProbeFleet.*").Select(
            folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];

    public static IEnumerable<string> Folders(string project) => Files(project).Select(file => FolderOf(project, file)).Distinct();

    /// <summary>All uses between the project's folders: names of types, references in documentation and using directives.</summary>
    public IEnumerable<FolderUse> Uses() => _trees.SelectMany(tree =>
    {
        var model = _compilation.GetSemanticModel(tree);
        var user = FolderOf(_project, tree.FilePath);
        return tree.GetRoot().DescendantNodes(descendIntoTrivia: true)
            .Select(node => (Node: node, Used: UsedBy(node, model)))
            .Where(use => use.Used is not null && use.Used != user)
            .Select(use => new FolderUse(LineOf(use.Node), user, use.Used!, use.Node.ToString()));
    });

    /// <summary>The namespaces that files declare, with what their folders ask for.</summary>
    public IEnumerable<(string Line, string Namespace, string Expected)> Namespaces() =>
        from tree in _trees
        from declared in tree.GetRoot().DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>()
        let folder = FolderOf(_project, tree.FilePath)
        select (LineOf(declared.Name), declared.Name.ToString(), folder is "/" ? _project : $"{_project}.{folder.Replace('/', '.')}");

    private static IEnumerable<string> Files(string project) =>
        Directory.EnumerateFiles(Path.Combine(Root, "src", project), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal));

    private static string GlobalUsings(string project) => string.Concat(
        XDocument.Load(Path.Combine(Root, "src", project, project + ".csproj"))
            .Descendants("Using")
            .Select(item => $"global using {item.Attribute("Include")!.Value};"));

    private static string FolderOf(string project, string file) =>
        Path.GetRelativePath(Path.Combine(Root, "src", project), Path.GetDirectoryName(file)!).Replace('\\', '/') is var folder and not "."
            ? folder
            : "/";

    private static string LineOf(SyntaxNode node) =>
        $"{Path.GetRelativePath(Root, node.SyntaxTree.FilePath)}:{node.GetLocation().GetLineSpan().StartLinePosition.Line + 1}";

    // What another folder can name: types, and methods that extend others.
    private static string? NameOf(SyntaxNode node) => node switch
    {
        BaseTypeDeclarationSyntax type => type.Identifier.Text,
        DelegateDeclarationSyntax type => type.Identifier.Text,
        MethodDeclarationSyntax { ParameterList.Parameters: [{ Modifiers: var modifiers }, ..] } method
            when modifiers.Any(SyntaxKind.ThisKeyword) =>
            method.Identifier.Text,
        MethodDeclarationSyntax { Parent: ExtensionBlockDeclarationSyntax } method => method.Identifier.Text,
        _ => null,
    };

    private string? UsedBy(SyntaxNode node, SemanticModel model) => node switch
    {
        UsingDirectiveSyntax { NamespaceOrType: { } name } => Imported(name.ToString()),
        SimpleNameSyntax { Identifier.Text: var text } name when _names.Contains(text) =>
            model.GetSymbolInfo(name) is { Symbol: var symbol, CandidateSymbols: var candidates }
                ? DeclaredIn(symbol ?? candidates.FirstOrDefault())
                : null,
        _ => null,
    };

    private string? Imported(string space) => space.StartsWith($"{_project}.", StringComparison.Ordinal)
        && space[(_project.Length + 1)..].Replace('.', '/') is var folder
        && Directory.Exists(Path.Combine(Root, "src", _project, folder)) ? folder : null;

    private string? DeclaredIn(ISymbol? symbol)
    {
        var type = symbol switch
        {
            INamedTypeSymbol named => named,
            IMethodSymbol { MethodKind: MethodKind.Constructor or MethodKind.ReducedExtension } method => method.ContainingType,
            _ => null,
        };
        return type?.DeclaringSyntaxReferences.FirstOrDefault() is { SyntaxTree.FilePath: var file } ? FolderOf(_project, file) : null;
    }
}
